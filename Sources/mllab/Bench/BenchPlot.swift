import Drawing
import Foundation

/// Pictures of a run, drawn by gnuplot from data and words that are all of the tool's own making.
struct BenchPlot {
  let run: BenchRun

  // MARK: - Scripts

  /// Speed over size, a curve for each contender; nil with fewer than two sizes.
  func sizeCurve(_ kernel: BenchKernel, on canvas: Canvas) -> String? {
    let curves = BenchContender.allCases.compactMap { contender -> Curve? in
      let points = run.results.filter { $0.kernel == kernel && $0.contender == contender }
        .compactMap { result in result.gflops.map { (x: Double(result.size), y: $0) } }
      return points.isEmpty ? nil : Curve(contender: contender, points: points)
    }
    let xs = curves.flatMap { $0.points.map(\.x) }
    guard let first = xs.min(), let last = xs.max(), first < last else { return nil }
    var script = head(
      canvas, title: "\(kernel.rawValue): speed over size, \(run.scalar.typeName)",
      x: kernel.isOfVectors ? "n, elements of a vector" : "n, rows and columns of a matrix",
      range: first / pow(last / first, 0.04)...last * pow(last / first, 0.28), ys: curves.flatMap { $0.points.map(\.y) }
    )
    script += "set xtics (\(Set(xs).sorted().map { "\"\(grouped(Int($0)))\" \($0)" }.joined(separator: ", ")))\n"
    script += labels(
      curves.map { ($0.contender, $0.points.last?.x ?? 0, $0.points.last?.y ?? 0) }, canvas,
      spread: yRange(curves.flatMap { $0.points.map(\.y) }))
    for curve in curves { script += block("\(curve.contender)", curve.points) }
    let parts = curves.map { curve in
      "$\(curve.contender) using 1:2 with linespoints \(style(curve.contender, canvas)) notitle"
    }
    return script + "plot \(parts.joined(separator: ", \\\n  "))\n"
  }

  /// Speed over operations for each byte, under the two limits of the machine; a point for each measurement.
  ///
  /// Williams, Waterman and Patterson, Roofline: An Insightful Visual Performance Model (CACM 2009).
  func roofline(on canvas: Canvas) -> String? {
    let measured = run.results.compactMap { result in
      result.gflops.map { (result: result, x: result.kernel.intensity(result.size, result.scalar), y: $0) }
    }
    guard let first = measured.map(\.x).min(), let last = measured.map(\.x).max() else { return nil }
    let (peak, bandwidth) = (run.machine.flopsPerSecond / 1e9, run.machine.bytesPerSecond / 1e9)
    let (left, right) = (min(first, run.machine.ridge) / 3, max(last, run.machine.ridge) * 12)
    let ys = measured.map(\.y) + [peak, (measured.map(\.y).min() ?? 1) / (canvas.isTerminal ? 1 : 3)]
    var script = head(
      canvas, title: "Roofline of one core, \(run.scalar.typeName), GFLOP/s: \(run.machine.processor)",
      x: "operations for each byte that must move (above the slope: in a cache)", range: left...right, ys: ys)
    script += block(
      "roof", [(left, bandwidth * left), (run.machine.ridge, peak), (right, peak)])
    let size = canvas.isTerminal ? "" : " font \",12\""
    script += """
      set label "memory \(shortNumber(bandwidth)) GB/s, then peak \(shortNumber(peak)) GFLOP/s" at \(right),\(peak * 1.3) right\(size)

      """
    let contenders = BenchContender.allCases.filter { name in measured.contains { $0.result.contender == name } }
    for contender in contenders {
      script += block(
        "\(contender)", measured.filter { $0.result.contender == contender }.map { (x: $0.x, y: $0.y) })
    }
    let lastColumn = contenders.compactMap { contender in
      measured.filter { $0.result.contender == contender }.max { $0.x < $1.x }.map { (contender, $0.x, $0.y) }
    }
    script += labels(lastColumn, canvas, spread: yRange(ys).lowerBound...peak)
    script += kernelNames(
      measured.map { ($0.result.kernel, $0.result.size, $0.x) }, canvas, bottom: yRange(ys).lowerBound)
    let roof = (canvas.isTerminal ? "" : "lw 2 ") + "lc rgb \"#777777\""
    let parts =
      ["$roof using 1:2 with lines \(roof) notitle"]
      + contenders.map { "$\($0) using 1:2 with points \(style($0, canvas)) notitle" }
    return script + "plot \(parts.joined(separator: ", \\\n  "))\n"
  }

  // MARK: - Parts of a script

  private struct Curve {
    let contender: BenchContender
    let points: [(x: Double, y: Double)]
  }

  private func head(_ canvas: Canvas, title: String, x: String, range: ClosedRange<Double>, ys: [Double]) -> String {
    let y = yRange(ys)
    let terminal =
      switch canvas {
      case .terminal(let columns, let rows, let isColoured):
        "set terminal dumb noenhanced size \(columns),\(rows) \(isColoured ? "ansi256" : "mono")\nset tics scale 0.5"
      case .svg, .png:
        """
        set terminal \(canvas == .png ? "pngcairo" : "svg") noenhanced size 860,540 \
        font "DejaVu Sans,Helvetica,Arial,sans-serif,14" background "#ffffff"
        set grid lc rgb "#dddddd"
        """
      }
    return """
      \(terminal)
      set encoding utf8
      set title "\(plain(title))"
      set xlabel "\(x)"
      set ylabel "GFLOP/s"
      set logscale xy
      set format xy "%g"
      set border 3
      set tics nomirror
      set xrange [\(range.lowerBound):\(range.upperBound)]
      set yrange [\(y.lowerBound):\(y.upperBound)]

      """
  }

  /// A little more than the speeds take.
  private func yRange(_ ys: [Double]) -> ClosedRange<Double> {
    let (least, most) = (ys.min() ?? 1, ys.max() ?? 1)
    return least / 2...most * 2
  }

  /// The contenders' names beside their last points, moved apart where they would cover each other.
  private func labels(
    _ ends: [(contender: BenchContender, x: Double, y: Double)], _ canvas: Canvas, spread: ClosedRange<Double>
  ) -> String {
    let lines: Double = if case .terminal(_, let rows, _) = canvas { Double(max(rows - 8, 8)) } else { 22 }
    let step = pow(spread.upperBound / spread.lowerBound, 1 / lines)
    let sorted = ends.sorted { $0.y < $1.y }
    var places = sorted.map(\.y)
    for index in places.indices.dropFirst() { places[index] = max(places[index], places[index - 1] * step) }
    // What was pushed out above comes back down, and takes those below with it.
    for index in places.indices.reversed() {
      let limit = index == places.count - 1 ? spread.upperBound / step : places[index + 1] / step
      places[index] = min(places[index], limit)
    }
    let right = ends.map(\.x).max() ?? 1
    return zip(sorted, places).map { end, place in
      let name = canvas.isTerminal ? "\(mark(end.contender)) \(end.contender.rawValue)" : end.contender.rawValue
      let colour = canvas.isTerminal ? "" : " tc rgb \"\(colour(end.contender))\""
      return "set label \"\(name)\" at \(right),\(place) left offset 2,0 front\(colour)\n"
    }.joined()
  }

  /// Which kernel stands at which place of the abscissa, upright along the bottom; on a terminal where there is room.
  private func kernelNames(
    _ points: [(kernel: BenchKernel, size: Int, x: Double)], _ canvas: Canvas, bottom: Double
  ) -> String {
    var places: [(text: String, x: Double)] = []
    for kernel in BenchKernel.allCases {
      let own = points.filter { $0.kernel == kernel }
      guard let first = own.map(\.x).min(), let last = own.map(\.x).max() else { continue }
      if last < 1.2 * first {  // the same at every size
        places.append((kernel.rawValue, first))
      } else {
        let sizes = Dictionary(own.map { ($0.size, $0.x) }) { $1 }
        places += sizes.map { ("\(kernel.rawValue) \(grouped($0.key))", $0.value) }
      }
    }
    if canvas.isTerminal { return "" }
    var last = 0.0
    return places.sorted { ($0.x, $0.text) < ($1.x, $1.text) }.map { place in
      let x = max(place.x, last * 1.22)  // upright text side by side takes so much of the axis
      last = x
      return "set label \"\(place.text)\" at \(x),\(bottom * 1.15) left rotate by 90 tc rgb \"#777777\" font \",10\"\n"
    }.joined()
  }

  private func block(_ name: String, _ points: [(x: Double, y: Double)]) -> String {
    "$\(name) << EOD\n" + points.map { "\($0.x) \($0.y)\n" }.joined() + "EOD\n"
  }

  /// Okabe and Ito's colours, which the colour-blind tell apart, and a shape of its own for each.
  private func style(_ contender: BenchContender, _ canvas: Canvas) -> String {
    let point = canvas.isTerminal ? "pt \"\(mark(contender))\"" : "lw 2 ps 0.9 pt \(shape(contender))"
    return "\(point) lc rgb \"\(colour(contender))\""
  }

  private func colour(_ contender: BenchContender) -> String {
    switch contender {
    case .naive: "#777777"
    case .blocked: "#e69f00"
    case .yours: "#d55e00"
    case .labNumerics: "#0072b2"
    case .raw: "#009e73"
    case .numPy: "#cc79a7"
    }
  }

  private func shape(_ contender: BenchContender) -> Int {
    switch contender {
    case .naive: 4
    case .blocked: 8
    case .yours: 7
    case .labNumerics: 5
    case .raw: 9
    case .numPy: 13
    }
  }

  /// The letter that stands for a point where there is nothing but letters.
  private func mark(_ contender: BenchContender) -> String {
    switch contender {
    case .naive: "n"
    case .blocked: "b"
    case .yours: "y"
    case .labNumerics: "L"
    case .raw: "C"
    case .numPy: "P"
    }
  }

  /// Without what gnuplot would read as more than a letter.
  private func plain(_ text: String) -> String {
    String(text.unicodeScalars.filter { $0.value >= 0x20 && !"\"\\`%".unicodeScalars.contains($0) })
  }
}
