import Foundation
import LabPlot

/// A figure as a script for gnuplot.
///
/// Words go into it as single-quoted strings, in which gnuplot reads nothing but letters; numbers into data blocks.
public struct FigureScript {
  let figure: Figure
  let canvas: Canvas
  private var blockCount = 0

  public init(_ figure: Figure, on canvas: Canvas) {
    self.figure = figure
    self.canvas = canvas
  }

  /// The script.
  public var text: String {
    var script = self
    return script.written()
  }

  private mutating func written() -> String {
    let count = max(1, figure.plots.count)
    let rows = (count + figure.columns - 1) / figure.columns
    var lines = [terminalLine(rows: rows), "set encoding utf8"]
    if count > 1 { lines.append("set multiplot layout \(rows),\(figure.columns)") }
    for plot in figure.plots {
      lines += ["reset", "set encoding utf8"]
      lines += drawing(plot)
    }
    if count > 1 { lines.append("unset multiplot") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func terminalLine(rows: Int) -> String {
    let isSingle = figure.plots.count < 2
    let (width, height) = isSingle ? (720, figure.plots.first.map(height) ?? 440) : (440 * figure.columns, 340 * rows)
    let font = "'DejaVu Sans,Helvetica,Arial,sans-serif,14'"
    switch canvas {
    case .svg: return "set terminal svg noenhanced size \(width),\(height) font \(font) background '#ffffff'"
    case .png: return "set terminal pngcairo noenhanced size \(width),\(height) font 'DejaVu Sans,11'"
    case .terminal(let columns, let lines, let isColoured):
      return "set terminal dumb noenhanced size \(columns),\(lines) \(isColoured ? "ansi256" : "mono")"
    }
  }

  /// Pictures side by side are as high as they come out, others as high as is good for reading.
  private func height(_ plot: Plot) -> Int {
    guard let images = plot.layers.first(where: \.isGrey), !images.x.isEmpty else { return 440 }
    return min(900, 70 + 660 * images.y.count / images.x.count)
  }

  // MARK: - One plot

  private mutating func drawing(_ plot: Plot) -> [String] {
    var lines = ["set title \(quoted(plot.title))", "set border 3", "set tics nomirror"]
    if !canvas.isTerminal { lines.append("set grid lc rgb '#dddddd'") }
    if !plot.x.isEmpty { lines.append("set xlabel \(quoted(plot.x))") }
    if !plot.y.isEmpty { lines.append("set ylabel \(quoted(plot.y))") }
    if plot.xScale == .log { lines.append("set logscale x\nset format x '%g'") }
    if plot.yScale == .log { lines.append("set logscale y\nset format y '%g'") }
    if plot.hasEqualAxes && !canvas.isTerminal { lines.append("set size ratio -1") }
    let hasMap = plot.layers.contains { $0.kind == .heatMap }
    if hasMap { lines += ["unset grid", "set border 15", "set tics scale 0"] }
    lines += rangeLines(plot) + ticLines(plot) + fewTics(plot) + logTics(plot)
    let isNamed = plot.layers.contains { !$0.name.isEmpty }
    lines.append(isNamed ? "set key below center horizontal noenhanced" : "unset key")
    var parts: [String] = []
    var colour = 0
    for layer in plot.layers {
      let (before, drawn) = pieces(of: layer, in: plot, colour: &colour)
      lines += before
      parts += drawn
    }
    // gnuplot takes a plot without a single point for an error.
    if parts.isEmpty || Extent(plot).x == nil || Extent(plot).y == nil {
      lines.append("set label 'no numbers to be seen' at graph 0.5,0.5 center")
      parts = ["NaN notitle"]
    }
    return lines + ["plot \(parts.joined(separator: ", \\\n  "))"]
  }

  private func rangeLines(_ plot: Plot) -> [String] {
    let extent = Extent(plot)
    return [("x", plot.xRange ?? extent.x, plot.xScale), ("y", plot.yRange ?? extent.y, plot.yScale)].map {
      axis, range, scale in
      guard var range else { return "set \(axis)range [\(scale == .log ? "1:10" : "0:1")]" }
      let isMap = plot.layers.contains { $0.kind == .heatMap }
      let isGiven = (axis == "x" ? plot.xRange : plot.yRange) != nil
      if range.lowerBound == range.upperBound {
        let room = scale == .log ? 0 : max(0.5, 0.01 * abs(range.lowerBound))
        range =
          scale == .log
          ? range.lowerBound / 2...range.lowerBound * 2 : range.lowerBound - room...range.upperBound + room
      } else if !isGiven && !isMap {
        range = widened(range, scale)
      }
      let isReversed = axis == "y" && plot.layers.contains { $0.isFromTop }
      let (first, last) = isReversed ? (range.upperBound, range.lowerBound) : (range.lowerBound, range.upperBound)
      return "set \(axis)range [\(first):\(last)]"
    }
  }

  /// A little more than the numbers take, so that no mark lies on the border.
  private func widened(_ range: ClosedRange<Double>, _ scale: Plot.Scale) -> ClosedRange<Double> {
    if scale == .log {
      let factor = pow(range.upperBound / range.lowerBound, 0.03)
      return factor.isFinite && factor > 1 ? range.lowerBound / factor...range.upperBound * factor : range
    }
    let room = 0.03 * (range.upperBound - range.lowerBound)
    return room.isFinite ? range.lowerBound - room...range.upperBound + room : range
  }

  private func ticLines(_ plot: Plot) -> [String] {
    var lines: [String] = []
    for layer in plot.layers {
      if !layer.xLabels.isEmpty {
        let isLong = layer.xLabels.contains { $0.count > 60 / max(1, layer.xLabels.count) }
        lines.append(
          "set xtics (\(places(layer.xLabels, layer.x)))"
            + (isLong && !canvas.isTerminal ? " rotate by -35 left" : ""))
      }
      if !layer.yLabels.isEmpty { lines.append("set ytics (\(places(layer.yLabels, layer.y)))") }
      if layer.isFromTop && layer.xLabels.isEmpty && layer.x.count <= 20 { lines.append("set xtics 1") }
      if layer.isFromTop && layer.yLabels.isEmpty && layer.y.count <= 20 { lines.append("set ytics 1") }
      if layer.isGrey { lines.append("unset xtics\nunset ytics\nunset border") }
    }
    return lines
  }

  /// One number for some decades, where gnuplot would put one for each.
  private func logTics(_ plot: Plot) -> [String] {
    let extent = Extent(plot)
    let axes = [("x", plot.xRange ?? extent.x, plot.xScale), ("y", plot.yRange ?? extent.y, plot.yScale)]
    return axes.compactMap { axis, range, scale in
      guard scale == .log, let range, range.lowerBound > 0 else { return nil }
      let most = axis == "y" ? 8.0 : figure.plots.count > 1 ? 4 : 7
      let step = ceil((log10(range.upperBound) - log10(range.lowerBound)) / most)
      return step > 1 ? "set \(axis)tics 1e\(Int(step))" : nil
    }
  }

  /// Side by side there is room for about five numbers on an axis; gnuplot would put ten.
  private func fewTics(_ plot: Plot) -> [String] {
    guard figure.plots.count > 1, !canvas.isTerminal else { return [] }
    let extent = Extent(plot)
    return [
      ("x", plot.xRange ?? extent.x, plot.xScale, plot.layers.contains { !$0.xLabels.isEmpty || $0.isFromTop }),
      ("y", plot.yRange ?? extent.y, plot.yScale, plot.layers.contains { !$0.yLabels.isEmpty || $0.isFromTop }),
    ].compactMap { axis, range, scale, hasOwn in
      guard let range, scale == .linear, !hasOwn else { return nil }
      let rough = (range.upperBound - range.lowerBound) / 5
      guard rough > 0, rough.isFinite else { return nil }
      let power = pow(10, floor(log10(rough)))
      let step = [1, 2, 5, 10].first { $0 * power >= rough } ?? 10
      return "set \(axis)tics \(step * power)"
    }
  }

  /// What a layer needs before the plot command, and its parts of it.
  private mutating func pieces(
    of layer: Layer, in plot: Plot, colour: inout Int
  ) -> (before: [String], drawn: [String]) {
    let title = layer.name.isEmpty ? "notitle" : "title \(quoted(layer.name))"
    if layer.isGuide {
      let (block, name) = data([layer.x, layer.y])
      return ([block], ["\(name) using 1:2 with lines \(style("#777777", 1.5, dash: 2)) \(title)"])
    }
    let own = Self.colours[colour % Self.colours.count]
    let dash = colour / Self.colours.count + 1
    switch layer.kind {
    case .line:
      colour += 1
      let thin = Thinning(plot).line(layer.x, layer.y)
      let (block, name) = data([thin.x, thin.y])
      return ([block], ["\(name) using 1:2 with lines \(style(own, 2.5, dash: dash)) \(title)"])
    case .points:
      colour += 1
      let thin = Thinning(plot).points(layer.x, layer.y)
      let (block, name) = data([thin.x, thin.y])
      let mark =
        canvas.isTerminal
        ? "pt '\(Self.letters[(colour - 1) % 6])'"
        : "pt \(Self.shapes[(colour - 1) % 6]) ps \(thin.x.count > 150 ? 0.35 : 0.6)"
      return ([block], ["\(name) using 1:2 with points \(mark) lc rgb '\(own)' \(title)"])
    case .band:
      let (block, name) = data([layer.x, layer.low, layer.high])
      if canvas.isTerminal {
        return (
          [block],
          [
            "\(name) using 1:2 with dots lc rgb '\(own)' \(title)",
            "\(name) using 1:3 with dots lc rgb '\(own)' notitle",
          ]
        )
      }
      return ([block], ["\(name) using 1:2:3 with filledcurves fs solid 0.2 noborder fc rgb '\(own)' \(title)"])
    case .bars:
      colour += 1
      let (block, name) = data([layer.x, layer.y])
      return ([block], ["\(name) using 1:2:(\(layer.width)) with boxes \(fill(own, 0.6)) \(title)"])
    case .boxes:
      let (block, name) = data([layer.x, layer.low, layer.firstQuartile, layer.y, layer.thirdQuartile, layer.high])
      return (
        [block],
        [
          "\(name) using 1:3:2:6:5:(\(layer.width)) with candlesticks \(fill(own, 0.25)) \(title) whiskerbars 0.5",
          "\(name) using 1:4:4:4:4:(\(layer.width)) with candlesticks lw 2 lc rgb '#000000' notitle",
        ]
      )
    case .heatMap: return map(layer, title)
    case .contours: return contours(layer, title)
    }
  }

  private mutating func map(_ layer: Layer, _ title: String) -> (before: [String], drawn: [String]) {
    let places = grid(layer)
    let (block, name) = data([places.x, places.y, places.z])
    var before = [block, layer.isGrey ? "set palette gray" : Self.palette]
    let values = Set(places.z.filter(\.isFinite))
    let areClasses = values.count <= 10 && values.allSatisfy { $0 == $0.rounded() }
    if layer.isGrey || canvas.isTerminal || areClasses { before.append("unset colorbox") }
    if values.count == 1, let z = places.z.first(where: \.isFinite) {
      before.append("set cbrange [\(z - 1):\(z + 1)]")
    }
    // Few pixels would be blurred if they were an image; of many each would take a line.
    let form = places.z.count <= 1024 ? "image pixels" : "image"
    if layer.showsNumbers {
      let finite = places.z.filter(\.isFinite)
      let middle = ((finite.min() ?? 0) + (finite.max() ?? 0)) / 2
      // Dark letters on the bright half of the palette.
      for (isBright, colour) in [(false, "#ffffff"), (true, "#000000")] {
        for k in places.z.indices where places.z[k].isFinite && (places.z[k] > middle) == isBright {
          let place = "at \(places.x[k]),\(places.y[k]) center front"
          before.append(
            "set label \(quoted(entryWords(places.z[k]))) \(place) \(canvas.isTerminal ? "" : "tc rgb '\(colour)'")")
        }
      }
    }
    guard case .terminal(let columns, let rows, let isColoured) = canvas else {
      return (before, ["\(name) using 1:2:3 with \(form) \(title)"])
    }
    var drawn: [String] = []
    for (cells, mark) in shades(layer, cells: (2 * columns, 2 * rows), isColoured: isColoured) {
      let (block, name) = data([cells.map(\.x), cells.map(\.y), cells.map(\.z)])
      before.append(block)
      drawn.append("\(name) using 1:2:3 with points pt '\(mark)' \(isColoured ? "lc palette" : "") notitle")
    }
    return (before, drawn)
  }

  /// A heat map as characters, so many that none is left out: blocks in the palette's colours, or denser the higher.
  private func shades(
    _ layer: Layer, cells: (columns: Int, rows: Int), isColoured: Bool
  ) -> [(cells: [(x: Double, y: Double, z: Double)], mark: String)] {
    let finite = layer.rows.joined().filter(\.isFinite)
    guard let least = finite.min(), let greatest = finite.max() else { return [] }
    let marks = isColoured ? ["█"] : [" ", "░", "▒", "▓", "█"]
    var groups = marks.map { (cells: [(x: Double, y: Double, z: Double)](), mark: $0) }
    for y in Self.spread(layer.y, over: cells.rows) {
      for x in Self.spread(layer.x, over: cells.columns) {
        let z = layer.rows[y.index][x.index]
        guard z.isFinite else { continue }
        let share = greatest > least ? (z - least) / (greatest - least) : 0.5
        groups[min(marks.count - 1, Int(share * Double(marks.count)))].cells.append((x.place, y.place, z))
      }
    }
    return groups.filter { !$0.cells.isEmpty && $0.mark != " " }
  }

  /// Places side by side over all cells of an axis, each with the number of the cell in which it lies.
  private static func spread(_ centres: [Double], over count: Int) -> [(place: Double, index: Int)] {
    guard let first = centres.first, let last = centres.last else { return [] }
    let width = centres.count > 1 ? (last - first) / Double(centres.count - 1) : 1
    return (0..<count).map { k in
      let share = (Double(k) + 0.5) / Double(count)
      let index = min(centres.count - 1, Int(share * Double(centres.count)))
      return (first + width * (share * Double(centres.count) - 0.5), index)
    }
  }

  private mutating func contours(_ layer: Layer, _ title: String) -> (before: [String], drawn: [String]) {
    blockCount += 1
    let (surface, lines) = ("$s\(blockCount)", "$c\(blockCount)")
    let rows = zip(layer.y, layer.rows).map { y, row in
      zip(layer.x, row).map { "\($0) \(y) \($1.isFinite ? "\($1)" : "NaN")" }.joined(separator: "\n")
    }
    let levels =
      layer.levels.isEmpty ? "auto 12" : "discrete " + layer.levels.map { "\($0)" }.joined(separator: ",")
    let before = [
      "\(surface) << EOD\n\(rows.joined(separator: "\n\n"))\nEOD", "set contour base", "unset surface",
      "set cntrparam levels \(levels)", "set table \(lines)", "splot \(surface) using 1:2:3", "unset table",
      "unset contour", "set surface",
    ]
    return (before, ["\(lines) using 1:2 with lines lw 1 lc rgb '#555555' \(title)"])
  }

  private func grid(_ layer: Layer) -> (x: [Double], y: [Double], z: [Double]) {
    var places: (x: [Double], y: [Double], z: [Double]) = ([], [], [])
    for (y, row) in zip(layer.y, layer.rows) {
      for (x, z) in zip(layer.x, row) {
        places.x.append(x)
        places.y.append(y)
        places.z.append(z)
      }
    }
    return places
  }

  // MARK: - Parts of a script

  private mutating func data(_ columns: [[Double]]) -> (block: String, name: String) {
    blockCount += 1
    let name = "$d\(blockCount)"
    var text = "\(name) << EOD\n"
    for k in 0..<(columns.map(\.count).min() ?? 0) {
      text += columns.map { $0[k].isFinite ? "\($0[k])" : "NaN" }.joined(separator: " ") + "\n"
    }
    if columns.allSatisfy(\.isEmpty) { text += columns.map { _ in "NaN" }.joined(separator: " ") + "\n" }
    return (text + "EOD", name)
  }

  private func fill(_ colour: String, _ share: Double) -> String {
    canvas.isTerminal ? "lc rgb '\(colour)'" : "fs solid \(share) border lc rgb '\(colour)' fc rgb '\(colour)'"
  }

  private func style(_ colour: String, _ width: Double, dash: Int) -> String {
    canvas.isTerminal ? "lc rgb '\(colour)'" : "lw \(width) dt \(dash) lc rgb '\(colour)'"
  }

  private func quoted(_ text: String) -> String {
    let harmless = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : String($0) }.joined()
    return "'\(harmless.replacing("'", with: "''"))'"
  }

  /// Tics with labels of their own: each is a format for its number.
  private func places(_ labels: [String], _ places: [Double]) -> String {
    zip(labels, places).map { "\(quoted($0.replacing("%", with: "%%"))) \($1)" }.joined(separator: ", ")
  }

  /// Okabe and Ito's colours, which the colour-blind tell apart, those first that are dark enough on paper.
  private static let colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
  private static let shapes = [7, 5, 9, 13, 11, 2]
  private static let letters = ["*", "o", "+", "x", "#", "%"]
  /// Nine steps of viridis: brightness alone orders it, on paper and for the colour-blind.
  private static let palette =
    "set palette defined (0 '#440154', 1 '#472d7b', 2 '#3b528b', 3 '#2c728e', 4 '#21918c', 5 '#28ae80', "
    + "6 '#5ec962', 7 '#addc30', 8 '#fde725')"
}

/// An entry as it is written on a heat map: whole, or with three digits.
private func entryWords(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(format: "%.0f", value) : String(format: "%.3g", value)
}
