import Foundation

/// The seconds of one call, from samples that were taken in turns with those of the others.
struct Samples: Equatable {
  let median: Double
  let lowerQuartile: Double
  let upperQuartile: Double
  let count: Int

  /// - Parameter seconds: at least one.
  init(_ seconds: [Double]) {
    let sorted = seconds.sorted()
    /// Linear between the order statistics: type 7 of Hyndman and Fan (1996), NumPy's default.
    func quantile(_ p: Double) -> Double {
      let place = p * Double(sorted.count - 1)
      let index = Int(place)
      let next = sorted[min(index + 1, sorted.count - 1)]
      return sorted[index] + (place - Double(index)) * (next - sorted[index])
    }
    (median, lowerQuartile, upperQuartile) = (quantile(0.5), quantile(0.25), quantile(0.75))
    count = sorted.count
  }

  /// Half of the samples lie within so much of the median, as a share of it.
  var spread: Double { median > 0 ? (upperQuartile - lowerQuartile) / median : 0 }
}

/// What one contender did with one kernel at one size.
struct BenchResult {
  enum Outcome {
    case measured(Samples)
    /// The answer is not right, so that its time means nothing; with the residual ratio.
    case wrong(ratio: Double)
    /// Not tried: a call would take about so many seconds.
    case tooSlow(seconds: Double)
    /// It crashed, hung or gave up; with the reason.
    case failed(String)
  }

  let kernel: BenchKernel
  let size: Int
  let scalar: BenchScalar
  let contender: BenchContender
  var outcome: Outcome
  /// The residual over n·ε and the norms of the operands; nil if there is no answer.
  var residual: Double?

  var samples: Samples? { if case .measured(let samples) = outcome { samples } else { nil } }
  /// 10⁹ operations a second.
  var gflops: Double? { samples.map { kernel.operations(size) / $0.median / 1e9 } }
}

/// A whole run.
struct BenchRun {
  var time: Date
  var machine: BenchMachine
  var scalar: BenchScalar
  var kernels: [BenchKernel]
  /// In the order of kernel, size, contender.
  var results: [BenchResult] = []
  /// It was interrupted: what was not measured by then is missing.
  var isPartial = false
  /// What the reader has to know beside the figures, in sentences.
  var notes: [String] = []

  /// The results of one problem.
  func results(_ kernel: BenchKernel, _ size: Int) -> [BenchResult] {
    results.filter { $0.kernel == kernel && $0.size == size }
  }

  func sizes(_ kernel: BenchKernel) -> [Int] {
    results.filter { $0.kernel == kernel }.map(\.size).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// The speed of LabNumerics on the same problem over this one's time: 1 is as fast, less is slower.
  func ratio(_ result: BenchResult) -> Double? {
    guard let own = result.gflops,
      let reference = results(result.kernel, result.size).first(where: { $0.contender == .labNumerics })?.gflops
    else { return nil }
    return own / reference
  }

  /// The share of what one core can compute at most.
  func shareOfPeak(_ result: BenchResult) -> Double? { result.gflops.map { $0 * 1e9 / machine.flopsPerSecond } }
}

// MARK: - JSON

/// The field names are kept once released.
extension BenchRun: Encodable {
  private enum Key: String, CodingKey { case time, scalar, partial, machine, notes, kernels, results }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(time, forKey: .time)
    try fields.encode(scalar, forKey: .scalar)
    try fields.encode(isPartial, forKey: .partial)
    try fields.encode(machine, forKey: .machine)
    try fields.encode(notes, forKey: .notes)
    try fields.encode(kernels.map(\.rawValue), forKey: .kernels)
    try fields.encode(results.map { Row(run: self, result: $0) }, forKey: .results)
  }

  private struct Row: Encodable {
    let run: BenchRun
    let result: BenchResult

    enum Key: String, CodingKey {
      case kernel, size, contender, state, reason, residual, operations, bytes, seconds, gflops, shareOfPeak, ratio
    }

    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: Key.self)
      try fields.encode(result.kernel.rawValue, forKey: .kernel)
      try fields.encode(result.size, forKey: .size)
      try fields.encode(result.contender, forKey: .contender)
      try fields.encode(result.state, forKey: .state)
      try fields.encodeIfPresent(result.reason, forKey: .reason)
      try fields.encodeIfPresent(result.residual.flatMap { $0.isFinite ? $0 : nil }, forKey: .residual)
      try fields.encode(result.kernel.operations(result.size), forKey: .operations)
      try fields.encode(result.kernel.traffic(result.size) * Double(result.scalar.bytes), forKey: .bytes)
      guard let samples = result.samples else { return }
      try fields.encode(
        Seconds(
          median: samples.median, lowerQuartile: samples.lowerQuartile, upperQuartile: samples.upperQuartile,
          samples: samples.count), forKey: .seconds)
      try fields.encodeIfPresent(result.gflops, forKey: .gflops)
      try fields.encodeIfPresent(run.shareOfPeak(result), forKey: .shareOfPeak)
      try fields.encodeIfPresent(run.ratio(result), forKey: .ratio)
    }
  }

  private struct Seconds: Encodable {
    let median: Double, lowerQuartile: Double, upperQuartile: Double, samples: Int
  }
}

extension BenchResult {
  var state: String {
    switch outcome {
    case .measured: "measured"
    case .wrong: "wrong"
    case .tooSlow: "tooSlow"
    case .failed: "failed"
    }
  }

  /// Why there is no figure, for a row of the table.
  var reason: String? {
    switch outcome {
    case .measured: nil
    case .wrong(let ratio):
      ratio.isFinite
        ? "wrong: the residual is \(shortNumber(ratio)) times n·ε" : "wrong: not the answer, see the exercise"
    case .tooSlow(let seconds): "not tried: about \(shortDuration(seconds)) a call"
    case .failed(let reason): reason
    }
  }
}
