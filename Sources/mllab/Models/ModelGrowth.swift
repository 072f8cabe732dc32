import Foundation
import Grading
import LabPlot
import Sandbox

/// How the time of a fit grows with rows and with columns of made data.
struct ModelGrowth: Encodable {
  /// The time of one size.
  struct Point: Encodable, Equatable {
    var size: Int
    var seconds: Double
  }

  /// One of the two sweeps.
  struct Sweep: Encodable {
    var points: [Point]
    /// The exponent that theory gives, for sizes at which the leading term is all that counts.
    var theory: Double

    /// The slope of log time over log size, by least squares over the upper half of the sizes, where what a fit costs
    /// before it has seen a row no longer counts; nil for fewer than three points there.
    var exponent: Double? {
      let upper = points.suffix(max(3, (points.count + 1) / 2))
      guard upper.count >= 3, upper.allSatisfy({ $0.seconds > 0 }) else { return nil }
      let (x, y) = (upper.map { log(Double($0.size)) }, upper.map { log($0.seconds) })
      let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
      let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
      return zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
    }
  }

  let model: String
  /// With ten columns.
  var rows: Sweep
  /// With 300 rows.
  var columns: Sweep

  /// Two decades each.
  static let rowCounts = [100, 200, 400, 1000, 2000, 4000, 10_000]
  static let columnCounts = [2, 4, 8, 20, 40, 80, 200]
  /// A fit that is expected to take longer ends a sweep.
  private static let longestFit = 10.0

  /// Measures one model; of each size the fastest of three fits, for on a busy machine a time is only ever too long.
  ///
  /// - Throws: `ContenderFailure` if no size at all can be fitted, `Cancelled`.
  static func measured(
    _ name: String, _ model: ExerciseModel, progress: (String) -> Void, cancellation: Cancellation?
  ) throws -> ModelGrowth {
    let theory = try model.growth(cancellation: cancellation)
    func sweep(_ sizes: [Int], _ what: String, theory: Double, seconds: (Int) throws -> Double) throws -> Sweep {
      var sweep = Sweep(points: [], theory: theory)
      for size in sizes {
        progress("\(name): \(grouped(size)) \(what)")
        if let last = sweep.points.last {
          let expected = last.seconds * pow(Double(size) / Double(last.size), max(theory, 1))
          if expected > longestFit { break }
        }
        do {
          let times = try (0..<3).map { _ in try seconds(size) }
          sweep.points.append(Point(size: size, seconds: times.min() ?? .nan))
        } catch is ContenderFailure where !sweep.points.isEmpty {
          break
        }
      }
      return sweep
    }
    return ModelGrowth(
      model: name,
      rows: try sweep(rowCounts, "rows", theory: theory.rows) {
        try model.seconds(rows: $0, columns: 10, cancellation: cancellation)
      },
      columns: try sweep(columnCounts, "columns", theory: theory.columns) {
        try model.seconds(rows: 300, columns: $0, cancellation: cancellation)
      })
  }

  // MARK: - Showing

  /// A line for each model: times at the ends of both sweeps, exponents measured and in theory.
  static func table(_ growths: [ModelGrowth], ink: Ink) -> [String] {
    let width = max(22, growths.map(\.model.count).max() ?? 0) + 2
    func cells(_ sweep: Sweep) -> String {
      let last = sweep.points.last.map { "\(shortDuration($0.seconds)) at \(grouped($0.size))" } ?? ""
      return last.padded(18) + (sweep.exponent.map { String(format: "%.2f", $0) } ?? "").padded(7)
        + shortNumber(sweep.theory).padded(8)
    }
    let head =
      "model".padding(toLength: width, withPad: " ", startingAt: 0)
      + ("rows, of 10 columns".padded(19) + "power".padded(6) + "theory".padded(8))
      + ("columns, 300 rows".padded(19) + "power".padded(6) + "theory".padded(8))
    return [ink.faint(head)]
      + growths.map {
        ink.strong($0.model.padding(toLength: width, withPad: " ", startingAt: 0)) + cells($0.rows) + cells($0.columns)
      }
  }

  /// Time over rows and over columns, a plot for each model, on logarithmic axes: a power is a straight line there.
  static func figures(_ growths: [ModelGrowth]) -> [(name: String, figure: Figure)] {
    let sweeps: [(name: String, sweep: KeyPath<ModelGrowth, Sweep>)] = [("rows", \.rows), ("columns", \.columns)]
    return sweeps.map { name, sweep in
      (name, Figure(growths.map { plot($0[keyPath: sweep], $0.model, x: name) }, columns: 3))
    }
  }

  /// The times, and a line of theory's slope through the last of them.
  private static func plot(_ sweep: Sweep, _ model: String, x: String) -> Plot {
    let measured = sweep.exponent.map { String(format: "%.2f", $0) } ?? "?"
    var plot = Plot(
      "\(model): power \(measured), theory \(shortNumber(sweep.theory))", x: x, y: "seconds", xScale: .log,
      yScale: .log)
    let sizes = sweep.points.map { Double($0.size) }
    plot.line(sizes, sweep.points.map(\.seconds))
    guard let last = sweep.points.last else { return plot }
    plot.guide(sizes, sizes.map { last.seconds * pow($0 / Double(last.size), sweep.theory) })
    return plot
  }
}
