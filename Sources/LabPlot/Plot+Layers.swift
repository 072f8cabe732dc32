extension Plot {
  /// Joins points by a line.
  ///
  /// - Parameters:
  ///   - x: abscissas; in any order, the line follows it.
  ///   - y: ordinates, as many.
  ///   - name: in the legend.
  public mutating func line(_ x: [Double], _ y: [Double], name: String = "") {
    requireEqual(x.count, y.count, "line", "x", "y")
    var layer = Layer(.line, name: name)
    (layer.x, layer.y) = (x, y)
    add(layer)
  }

  /// Joins ordinates at 1, 2, 3, … by a line: losses by epoch, for instance.
  ///
  /// - Parameters:
  ///   - y: ordinates.
  ///   - name: in the legend.
  public mutating func line(_ y: [Double], name: String = "") {
    line(y.indices.map { Double($0 + 1) }, y, name: name)
  }

  /// A dashed line that leads the eye and is no data: a diagonal, a theory.
  ///
  /// - Parameters:
  ///   - x: abscissas.
  ///   - y: ordinates, as many.
  ///   - name: in the legend.
  public mutating func guide(_ x: [Double], _ y: [Double], name: String = "") {
    requireEqual(x.count, y.count, "guide", "x", "y")
    var layer = Layer(.line, name: name)
    (layer.x, layer.y, layer.isGuide) = (x, y, true)
    add(layer)
  }

  /// A mark for each pair.
  ///
  /// - Parameters:
  ///   - x: abscissas.
  ///   - y: ordinates, as many.
  ///   - name: in the legend.
  public mutating func scatter(_ x: [Double], _ y: [Double], name: String = "") {
    requireEqual(x.count, y.count, "scatter", "x", "y")
    var layer = Layer(.points, name: name)
    (layer.x, layer.y) = (x, y)
    add(layer)
  }

  /// A curve with the area in which it is believed to lie.
  ///
  /// - Parameters:
  ///   - x: abscissas, ascending.
  ///   - low: the lower limits, as many.
  ///   - high: the upper limits, as many.
  ///   - name: in the legend.
  public mutating func band(_ x: [Double], low: [Double], high: [Double], name: String = "") {
    requireEqual(x.count, low.count, "band", "x", "low")
    requireEqual(x.count, high.count, "band", "x", "high")
    var layer = Layer(.band, name: name)
    (layer.x, layer.low, layer.high) = (x, low, high)
    add(layer)
  }

  /// A bar for each label.
  ///
  /// - Parameters:
  ///   - labels: what is compared.
  ///   - heights: as many.
  ///   - name: in the legend.
  public mutating func bars(_ labels: [String], _ heights: [Double], name: String = "") {
    requireEqual(labels.count, heights.count, "bars", "labels", "heights")
    var layer = Layer(.bars, name: name)
    (layer.x, layer.y, layer.xLabels, layer.width) = (heights.indices.map(Double.init), heights, labels, 0.7)
    add(layer)
  }

  /// How often numbers fall into intervals of equal width.
  ///
  /// - Parameters:
  ///   - values: any numbers; what is not finite is left out.
  ///   - bins: how many intervals from the smallest to the largest; nil for 1 + log₂ n (Sturges), 60 at most.
  ///   - isDensity: whether the bars' areas add up to 1, to be compared with a density; else they count.
  ///   - name: in the legend.
  public mutating func histogram(
    _ values: [Double], bins: Int? = nil, isDensity: Bool = false, name: String = ""
  ) {
    let values = values.filter(\.isFinite)
    var layer = Layer(.bars, name: name)
    if let first = values.min(), let last = values.max() {
      var sturges = 1
      while 1 << (sturges - 1) < values.count && sturges < 60 { sturges += 1 }
      let count = first == last ? 1 : max(1, bins ?? sturges)
      let width = first == last ? 1 : last / Double(count) - first / Double(count)  // the difference may overflow
      var heights = [Double](repeating: 0, count: count)
      for value in values {
        let place = value / width - first / width
        heights[min(count - 1, max(0, Int(place)))] += isDensity ? 1 / (Double(values.count) * width) : 1
      }
      layer.x = heights.indices.map { k in
        let share = (Double(k) + 0.5) / Double(count)
        return first * (1 - share) + last * share
      }
      (layer.y, layer.width) = (heights, width)
    }
    add(layer)
  }

  /// Quartiles and extremes of samples, side by side: the box holds the middle half, the line in it is the median.
  ///
  /// - Parameters:
  ///   - labels: what is compared.
  ///   - samples: as many; quartiles of type 7, what is not finite is left out.
  public mutating func boxes(_ labels: [String], _ samples: [[Double]]) {
    requireEqual(labels.count, samples.count, "boxes", "labels", "samples")
    var layer = Layer(.boxes)
    for (k, sample) in samples.enumerated() {
      let sorted = sample.filter(\.isFinite).sorted()
      func quantile(_ p: Double) -> Double {
        guard let last = sorted.indices.last else { return .nan }
        let place = p * Double(last)
        let below = Int(place)
        return sorted[below] + (place - Double(below)) * (sorted[min(below + 1, last)] - sorted[below])
      }
      layer.x.append(Double(k))
      layer.low.append(quantile(0))
      layer.firstQuartile.append(quantile(0.25))
      layer.y.append(quantile(0.5))
      layer.thirdQuartile.append(quantile(0.75))
      layer.high.append(quantile(1))
    }
    (layer.xLabels, layer.width) = (labels, 0.5)
    add(layer)
  }

  /// A colour for each entry of a table, the first row above.
  ///
  /// - Parameters:
  ///   - rows: of equal length.
  ///   - rowLabels: beside the rows; none for their numbers.
  ///   - columnLabels: below the columns; none for their numbers.
  ///   - showsNumbers: whether the entries are written on it.
  public mutating func heatMap(
    _ rows: [[Double]], rowLabels: [String] = [], columnLabels: [String] = [], showsNumbers: Bool = false
  ) {
    var layer = grid(rows, "heatMap")
    if !rowLabels.isEmpty { requireEqual(rowLabels.count, rows.count, "heatMap", "rowLabels", "rows") }
    if !columnLabels.isEmpty { requireEqual(columnLabels.count, layer.x.count, "heatMap", "columnLabels", "columns") }
    (layer.yLabels, layer.xLabels) = (rowLabels, columnLabels)
    (layer.showsNumbers, layer.isFromTop) = (showsNumbers, true)
    add(layer)
  }

  /// A function of two variables as colours: decision regions, a loss over two weights.
  ///
  /// - Parameters:
  ///   - x: the range of the first variable.
  ///   - y: the range of the second.
  ///   - steps: how many places along each.
  ///   - function: is asked at steps² places.
  public mutating func surface(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, steps: Int = 60, _ function: (Double, Double) -> Double
  ) {
    add(sampled(.heatMap, x, y, steps, function))
  }

  /// A function of two variables as lines of equal height.
  ///
  /// - Parameters:
  ///   - x: the range of the first variable.
  ///   - y: the range of the second.
  ///   - steps: how many places along each.
  ///   - levels: the heights that are drawn, finite; some twelve round ones without any. For a loss that falls over
  ///     decades take powers: equal steps would lie on the slopes alone.
  ///   - function: is asked at steps² places.
  public mutating func contours(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, steps: Int = 60, levels: [Double] = [],
    _ function: (Double, Double) -> Double
  ) {
    if let level = levels.first(where: { !$0.isFinite }) { fatalError("a contour cannot lie at the height \(level)") }
    var layer = sampled(.contours, x, y, steps, function)
    layer.levels = levels
    add(layer)
  }

  private func sampled(
    _ kind: Layer.Kind, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, _ steps: Int,
    _ function: (Double, Double) -> Double
  ) -> Layer {
    guard steps >= 2 else { fatalError("a surface takes at least 2 steps along each axis, not \(steps)") }
    func places(_ range: ClosedRange<Double>) -> [Double] {
      (0..<steps).map { k in
        let share = Double(k) / Double(steps - 1)
        return range.lowerBound * (1 - share) + range.upperBound * share
      }
    }
    var layer = Layer(kind)
    (layer.x, layer.y) = (places(x), places(y))
    layer.rows = layer.y.map { y in layer.x.map { x in function(x, y) } }
    return layer
  }

  private func grid(_ rows: [[Double]], _ name: String) -> Layer {
    var layer = Layer(.heatMap)
    let columns = rows.first?.count ?? 0
    for row in rows { requireEqual(row.count, columns, name, "a row", "the first row") }
    layer.rows = rows
    (layer.x, layer.y) = ((0..<columns).map(Double.init), rows.indices.map(Double.init))
    return layer
  }

  private func requireEqual(_ a: Int, _ b: Int, _ function: String, _ first: String, _ second: String) {
    if a != b { fatalError("Plot.\(function): \(first) has \(a) entries, \(second) \(b)") }
  }
}
