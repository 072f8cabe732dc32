import LabPlot

/// What a plot's finite numbers take of its axes; nil where there is none.
struct Extent {
  private(set) var x: ClosedRange<Double>?
  private(set) var y: ClosedRange<Double>?

  init(_ plot: Plot) {
    for layer in plot.layers {
      let isMap = layer.kind == .heatMap
      let half = layer.kind == .bars || layer.kind == .boxes ? layer.width / 2 : 0
      add(layer.x, to: \.x, plot.xScale, around: isMap ? halfStep(layer.x) : half)
      add(layer.y, to: \.y, plot.yScale, around: isMap ? halfStep(layer.y) : 0)
      for more in [layer.low, layer.high] { add(more, to: \.y, plot.yScale, around: 0) }
      if layer.kind == .bars && plot.yScale == .linear { add([0], to: \.y, plot.yScale, around: 0) }
    }
  }

  /// Beyond it gnuplot's own differences overflow.
  private static let most = 1e300

  private func halfStep(_ places: [Double]) -> Double {
    places.count > 1 ? (places[places.count - 1] - places[0]) / Double(places.count - 1) / 2 : 0.5
  }

  private mutating func add(
    _ values: [Double], to axis: WritableKeyPath<Extent, ClosedRange<Double>?>, _ scale: Plot.Scale, around: Double
  ) {
    for value in values where abs(value) <= Self.most && (scale == .linear || value > 0) {
      let (low, high) = (value - around, value + around)
      let first = scale == .log && low <= 0 ? value : low
      self[keyPath: axis] =
        self[keyPath: axis].map { min($0.lowerBound, first)...max($0.upperBound, high) } ?? first...high
    }
  }
}
