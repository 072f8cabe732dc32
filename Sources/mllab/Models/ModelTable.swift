import Foundation
import Grading

/// Comparisons in aligned text.
struct ModelTable {
  let comparisons: [ModelComparison]
  let ink: Ink

  /// A head, then two lines at most for a model: times, then scores.
  func lines() -> [String] {
    let hasPeers = comparisons.contains { $0.result(.scikitLearn) != nil }
    let hasOwn = comparisons.contains { $0.result(.yours) != nil }
    let fitters: [ModelFitter] = [.reference] + (hasOwn ? [.yours] : []) + (hasPeers ? [.scikitLearn] : [])
    let width = max(22, comparisons.map(\.model.count).max() ?? 0) + 2
    var head = "model".padding(toLength: width, withPad: " ", startingAt: 0) + "rows".padded(7) + "cols".padded(6)
    head += fitters.map { $0.rawValue.padded(14) }.joined() + (hasPeers ? "× faster".padded(10) : "")
    return [ink.faint(head)] + comparisons.flatMap { rows($0, fitters, width: width, hasPeers: hasPeers) }
  }

  private func rows(_ comparison: ModelComparison, _ fitters: [ModelFitter], width: Int, hasPeers: Bool) -> [String] {
    let size = grouped(comparison.rows).padded(7) + grouped(comparison.columns).padded(6)
    let times = fitters.map { fitter in
      comparison.result(fitter).map { $0.samples.map { shortDuration($0.median) } ?? "failed" } ?? ""
    }
    let ratio = comparison.ratio(.yours) ?? comparison.ratio(.reference)
    let scores = fitters.map { comparison.result($0)?.score.map(Self.score) ?? "" }
    let name = comparison.model.padding(toLength: width, withPad: " ", startingAt: 0)
    var lines = [
      ink.strong(name) + size + times.map { $0.padded(14) }.joined() + (ratio.map(shortNumber) ?? "").padded(10),
      ink.faint(
        "  \(comparison.scoreName)".padding(toLength: width + 13, withPad: " ", startingAt: 0)
          + scores.map { $0.padded(14) }.joined()),
    ]
    for result in comparison.results {
      if case .failed(let reason) = result.outcome { lines.append(ink.warn("  \(result.fitter.rawValue): \(reason)")) }
    }
    return lines
  }

  /// Four digits tell models apart.
  static func score(_ value: Double) -> String {
    abs(value) < 1000 ? String(format: "%.4f", value) : String(format: "%.1f", value)
  }

  /// The geometric mean of the ratios, once there are some.
  var summary: String? {
    let ratios = comparisons.compactMap { $0.ratio(.reference) }
    guard ratios.count > 1 else { return nil }
    let mean = exp(ratios.reduce(0) { $0 + log($1) } / Double(ratios.count))
    return "\(ratios.count { $0 >= 1 }) of \(ratios.count) references are at least as fast as scikit-learn; "
      + "geometric mean \(shortNumber(mean)) times."
  }
}
