/// A picture of numbers, as a value: what to draw, not yet drawn.
///
/// ```swift
/// var plot = Plot("Loss of a small network", x: "epoch", y: "cross-entropy", yScale: .log)
/// plot.line(epochs, training, name: "training")
/// plot.line(epochs, validation, name: "validation")
/// plot.show()
/// ```
///
/// The tool draws it with gnuplot: below the cell of a notebook, or on the terminal. Layers lie over each other in the
/// order in which they were added. Numbers that are not finite leave a gap.
public struct Plot: Sendable, Equatable {
  /// How an axis counts.
  public enum Scale: String, Sendable, Codable {
    case linear
    /// Logarithmic; what is not positive has no place on it.
    case log
  }

  /// Shown above; also what stands for the picture where it cannot be seen.
  public var title: String
  /// The label of the abscissa, with its unit.
  public var x: String
  /// The label of the ordinate, with its unit.
  public var y: String
  public var xScale: Scale
  public var yScale: Scale
  /// One unit is as long on the ordinate as on the abscissa: for places and shapes.
  public var hasEqualAxes: Bool
  /// What is shown of the abscissa; nil for all there is.
  public var xRange: ClosedRange<Double>?
  /// What is shown of the ordinate; nil for all there is.
  public var yRange: ClosedRange<Double>?
  /// What is drawn, the lowest first.
  public private(set) var layers: [Layer] = []

  /// An empty plot.
  ///
  /// - Parameters:
  ///   - title: what is to be seen.
  ///   - x: the label of the abscissa, with its unit.
  ///   - y: the label of the ordinate, with its unit.
  ///   - xScale: how the abscissa counts.
  ///   - yScale: how the ordinate counts.
  ///   - hasEqualAxes: whether a unit is as long on both axes.
  public init(
    _ title: String, x: String = "", y: String = "", xScale: Scale = .linear, yScale: Scale = .linear,
    hasEqualAxes: Bool = false
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.xScale = xScale
    self.yScale = yScale
    self.hasEqualAxes = hasEqualAxes
  }

  /// Adds a layer; for what the functions below do not say.
  ///
  /// - Parameter layer: its lists are of equal length, as its kind asks.
  public mutating func add(_ layer: Layer) {
    layers.append(layer)
  }
}

/// One thing that is drawn in a plot.
public struct Layer: Sendable, Equatable {
  /// The form, and which of the layer's lists it reads.
  public enum Kind: String, Sendable, Codable {
    /// `x`, `y`: joined by a line.
    case line
    /// `x`, `y`: a mark for each.
    case points
    /// `x`, `low`, `high`: the area between.
    case band
    /// `x` (the centres), `y`, `width`: from zero up or down.
    case bars
    /// `x` (the centres), `low`, `firstQuartile`, `y` (the median), `thirdQuartile`, `high`.
    case boxes
    /// `x`, `y` (the centres of columns and rows), `rows`: a colour for each number.
    case heatMap
    /// As `heatMap`: lines of equal height.
    case contours
  }

  public var kind: Kind
  /// In the legend; nothing if empty.
  public var name: String
  public var x: [Double] = []
  public var y: [Double] = []
  public var low: [Double] = []
  public var high: [Double] = []
  public var firstQuartile: [Double] = []
  public var thirdQuartile: [Double] = []
  /// A heat map's numbers, row by row.
  public var rows: [[Double]] = []
  /// The heights of contours; some twelve round ones if empty.
  public var levels: [Double] = []
  /// What stands at the places of `x` on the axis instead of numbers; nothing if empty.
  public var xLabels: [String] = []
  /// What stands at the places of `y` on the axis instead of numbers; nothing if empty.
  public var yLabels: [String] = []
  /// The width of a bar, or of a box.
  public var width = 1.0
  /// A heat map's numbers are written on it.
  public var showsNumbers = false
  /// A heat map's colours: grey for pictures.
  public var isGrey = false
  /// A heat map's first row is the upper one, as in a picture or a table.
  public var isFromTop = false
  /// A line that leads the eye, and is no data: dashed and grey.
  public var isGuide = false

  public init(_ kind: Kind, name: String = "") {
    self.kind = kind
    self.name = name
  }
}
