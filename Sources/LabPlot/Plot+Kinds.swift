extension Plot {
  /// What was the case against what was said, in numbers of cases.
  ///
  /// - Parameters:
  ///   - counts: row i, column j: cases of class i that were called j.
  ///   - labels: the classes.
  ///   - title: what was classified.
  /// - Returns: a plot.
  public static func confusionMatrix(_ counts: [[Int]], labels: [String], _ title: String) -> Plot {
    var plot = Plot(title, x: "predicted", y: "true")
    plot.heatMap(counts.map { $0.map(Double.init) }, rowLabels: labels, columnLabels: labels, showsNumbers: true)
    return plot
  }

  /// How many of the positive cases are found for how many false alarms.
  ///
  /// - Parameters:
  ///   - falsePositiveRate: from 0 to 1, ascending.
  ///   - truePositiveRate: as many.
  ///   - title: what was classified; the area under the curve belongs here.
  /// - Returns: a plot with the diagonal, on which guessing lies.
  public static func rocCurve(falsePositiveRate: [Double], truePositiveRate: [Double], _ title: String) -> Plot {
    var plot = Plot(title, x: "false positive rate", y: "true positive rate", hasEqualAxes: true)
    plot.guide([0, 1], [0, 1], name: "guessing")
    plot.line(falsePositiveRate, truePositiveRate)
    return plot
  }

  /// How often what was said to be probable came true.
  ///
  /// - Parameters:
  ///   - predicted: the mean score of each bin.
  ///   - observed: the share of positive cases in it.
  ///   - title: what was predicted.
  /// - Returns: a plot with the diagonal, on which honest scores lie.
  public static func reliability(predicted: [Double], observed: [Double], _ title: String) -> Plot {
    var plot = Plot(title, x: "mean predicted probability", y: "share that came true", hasEqualAxes: true)
    plot.guide([0, 1], [0, 1], name: "calibrated")
    plot.line(predicted, observed)
    plot.scatter(predicted, observed)
    (plot.xRange, plot.yRange) = (0...1, 0...1)
    return plot
  }

  /// Pictures side by side, in shades of grey.
  ///
  /// - Parameters:
  ///   - images: each row by row, of equal size.
  ///   - width: columns of an image.
  ///   - perRow: images side by side.
  ///   - title: what is to be seen.
  /// - Returns: a plot.
  public static func images(_ images: [[Double]], width: Int, perRow: Int = 10, _ title: String) -> Plot {
    var plot = Plot(title, hasEqualAxes: true)
    let size = images.first?.count ?? 0
    guard width > 0, perRow > 0, size % width == 0, images.allSatisfy({ $0.count == size }) else {
      fatalError("Plot.images: \(images.map(\.count)) numbers are not images of \(width) columns, \(perRow) in a row")
    }
    let (height, across) = (size / width, min(perRow, images.count))
    let down = images.isEmpty ? 0 : (images.count - 1) / perRow + 1
    var rows = [[Double]](
      repeating: [Double](repeating: .nan, count: across * (width + 1)), count: down * (height + 1))
    for (k, image) in images.enumerated() {
      for (place, value) in image.enumerated() {
        rows[k / perRow * (height + 1) + place / width][k % perRow * (width + 1) + place % width] = value
      }
    }
    var layer = Layer(.heatMap)
    (layer.rows, layer.isGrey, layer.isFromTop) = (rows, true, true)
    (layer.x, layer.y) = ((0..<across * (width + 1)).map(Double.init), rows.indices.map(Double.init))
    plot.add(layer)
    return plot
  }
}
