import Foundation
import Sandbox

/// Measures contenders against each other: in every round each of them gives one sample, so that what disturbs the
/// machine for a while disturbs all alike.
struct BenchMeasurement {
  /// In the order of the tables.
  let contenders: [any Contender]
  /// Samples of each contender.
  var rounds = 9
  /// A call of plain loops that takes longer is not tried, in seconds; one of a library may take five times as long.
  var longestCall = 1.0
  /// What one core can do, operations a second: from it is guessed how long a first call may take.
  var flopsPerSecond = 20e9
  /// The shortest sample, in seconds: reading the clock costs 20 to 50 ns.
  var shortestSample = 1e-3
  var cancellation: Cancellation?
  /// What is done now, for a line that is overwritten.
  var progress: (String) -> Void = { _ in }

  /// What earlier sizes told about a contender's speed: operations a second, by its name and the kernel's.
  private var speeds: [String: Double] = [:]

  init(_ contenders: [any Contender]) { self.contenders = contenders }

  /// All contenders on one problem, in their order; one that lacks the kernel is left out.
  ///
  /// - Throws: `Cancelled`, or what is wrong with the lab.
  mutating func measure(_ problem: BenchProblem) throws -> [BenchResult] {
    let operations = problem.kernel.operations(problem.size)
    var results: [BenchResult] = []
    var runners: [Runner] = []
    for contender in contenders where try contender.isReady(for: problem) {
      progress(
        "\(problem.kernel.rawValue) \(grouped(problem.size)): \(contender.name.rawValue) computes and is checked")
      var result = BenchResult(
        kernel: problem.kernel, size: problem.size, scalar: problem.scalar, contender: contender.name,
        outcome: .failed("not measured"))
      let key = "\(contender.name) \(problem.kernel)"
      let expected = operations / (speeds[key] ?? firstGuess(contender.name))
      if expected > (contender.name.isLibrary ? 5 : 1) * longestCall {
        result.outcome = .tooSlow(seconds: expected)
        results.append(result)
        continue
      }
      do {
        guard let prepared = try contender.prepare(problem, cancellation: cancellation) else { continue }
        result.residual = prepared.residual
        speeds[key] = operations / prepared.seconds
        if prepared.residual <= Prepared.largestResidual {
          runners.append(Runner(contender, prepared, place: results.count))
        } else {
          result.outcome = .wrong(ratio: prepared.residual)
        }
      } catch let failure as ContenderFailure {
        result.outcome = .failed(failure.reason)
      }
      results.append(result)
    }
    expel(&runners, &results)
    for round in 0..<rounds where !runners.isEmpty {
      progress("\(problem.kernel.rawValue) \(grouped(problem.size)): round \(round + 1) of \(rounds)")
      for turn in runners.indices {
        let index = (turn + round) % runners.count  // each follows another one in turn
        let repeats = max(1, Int((shortestSample / runners[index].prepared.seconds).rounded(.up)))
        guard runners[index].failure == nil else { continue }
        do {
          let seconds = try runners[index].contender.sample(repeats, cancellation: cancellation)
          runners[index].samples.append(seconds / Double(repeats))
        } catch let failure as ContenderFailure {
          runners[index].failure = failure
        }
      }
    }
    for runner in runners {
      results[runner.place].outcome = runner.failure.map { .failed($0.reason) } ?? .measured(Samples(runner.samples))
    }
    return results
  }

  /// How long a problem is likely to take, in seconds, on a machine of these years.
  static func expectedSeconds(_ problem: BenchProblem) -> Double {
    let operations = problem.kernel.operations(problem.size)
    let memory = problem.kernel.memory(problem.size) / 1e9  // operands are made, copied and checked
    let (slow, fast) = (min(operations / 1.5e9, 1), min(operations / 25e9, 5))
    return 0.3 + 2 * memory + 11 * (1.5 * slow + 4 * fast)
  }

  /// Whoever did not solve the problem that LabNumerics solved is not timed, right as the answer may be to another one.
  private func expel(_ runners: inout [Runner], _ results: inout [BenchResult]) {
    guard let reference = runners.first(where: { $0.contender.name == .labNumerics })?.prepared.digest else { return }
    runners.removeAll { runner in
      let digest = runner.prepared.digest
      guard digest.isFinite, abs(digest - reference) > Self.digestTolerance * max(1, abs(reference)) else {
        return false
      }
      results[runner.place].outcome = .failed("wrong: it solved another problem than LabNumerics")
      return true
    }
  }

  /// Far above the rounding of a sum over an answer in Float, far below what another matrix would give.
  private static let digestTolerance = 1e-3

  /// Operations a second where nothing has been measured yet. The libraries' is a hope: patience ends what is slower.
  private func firstGuess(_ name: BenchContender) -> Double {
    switch name {
    case .naive, .yours: 0.5e9
    case .blocked: 0.1 * flopsPerSecond
    case .labNumerics, .raw, .numPy: 0.3 * flopsPerSecond
    }
  }

  private struct Runner {
    let contender: any Contender
    let prepared: Prepared
    let place: Int
    var samples: [Double] = []
    var failure: ContenderFailure?

    init(_ contender: any Contender, _ prepared: Prepared, place: Int) {
      (self.contender, self.prepared, self.place) = (contender, prepared, place)
    }
  }
}
