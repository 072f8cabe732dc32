import Foundation
import Grading
import Progress

/// What the log knows about earlier runs.
struct BenchHistory {
  /// Oldest first.
  let benchmarks: [Benchmark]

  /// One kernel's runs, a line each: the learner's own code, or LabNumerics where there is none of theirs.
  ///
  /// Sizes are the columns, the latest six that were measured; speeds in GFLOP/s.
  func lines(_ kernel: BenchKernel, _ scalar: BenchScalar, ink: Ink) -> [String] {
    let all = benchmarks.filter { $0.kernel == kernel.rawValue && $0.scalar == scalar.rawValue }
    let hasOwn = all.contains { $0.contender == BenchContender.yours.rawValue }
    let who: BenchContender = hasOwn ? .yours : .labNumerics
    let shown = all.filter { $0.contender == who.rawValue }
    guard let last = shown.last else { return [] }
    let sizes = Array(Set(shown.map(\.size))).sorted().suffix(6)
    let times = Array(Set(shown.map(\.time))).sorted().suffix(20)
    func row(_ head: String, _ name: BenchContender, where isWanted: (Benchmark) -> Bool) -> String {
      let cells = sizes.map { size in
        all.last { $0.size == size && $0.contender == name.rawValue && isWanted($0) }.map { shortNumber($0.gflops) }
      }
      return head.padding(toLength: 16, withPad: " ", startingAt: 0) + cells.map { ($0 ?? "").padded(11) }.joined()
    }
    var lines = [
      "\(ink.strong(kernel.rawValue))  \(who.rawValue), GFLOP/s   \(ink.faint(scalar.typeName))",
      ink.faint("when            " + sizes.map { "n = \($0)".padded(11) }.joined()),
    ]
    for time in times {
      let line = row(localTime(time, "yyyy-MM-dd HH:mm"), who) { $0.time == time }
      let isElsewhere = shown.first { $0.time == time }?.machine != last.machine
      lines.append(isElsewhere ? "\(line)  \(ink.faint("elsewhere"))" : line)
    }
    if hasOwn { lines.append(ink.faint(row("LabNumerics", .labNumerics) { _ in true })) }
    return lines
  }

  /// How the learner's code of a run stands to its first measurement on this machine; nil if that is this run.
  func comparison(_ result: BenchResult, of run: BenchRun) -> String? {
    guard result.contender == .yours, let now = result.gflops else { return nil }
    let earlier = benchmarks.first {
      $0.kernel == result.kernel.rawValue && $0.size == result.size && $0.scalar == result.scalar.rawValue
        && $0.contender == BenchContender.yours.rawValue && $0.machine == run.machine.name && $0.time < run.time
    }
    guard let earlier else { return nil }
    let (then, change) = (shortNumber(earlier.gflops), now / earlier.gflops)
    let words =
      switch change {
      case 1.1...: "\(shortNumber(change)) times as fast as then"
      case ..<0.9: "\(shortNumber(1 / change)) times as slow as then"
      default: "as fast as then"
      }
    return "Yours at n = \(result.size): \(shortNumber(now)) GFLOP/s; \(localTime(earlier.time)): \(then), \(words)."
  }
}

extension BenchRun {
  /// What of this run goes into the log: the measurements.
  var benchmarks: [Benchmark] {
    results.compactMap { result in
      guard let samples = result.samples, let gflops = result.gflops else { return nil }
      return Benchmark(
        time: time, kernel: result.kernel.rawValue, size: result.size, scalar: result.scalar.rawValue,
        contender: result.contender.rawValue, median: samples.median, lowerQuartile: samples.lowerQuartile,
        upperQuartile: samples.upperQuartile, gflops: gflops, machine: machine.name)
    }
  }
}
