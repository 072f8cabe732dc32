import Foundation
import Sandbox

/// What is measured: a kernel at a size with a type of number.
struct BenchProblem: Equatable {
  let kernel: BenchKernel
  let size: Int
  let scalar: BenchScalar

  /// As the protocol of the contenders has it.
  var request: String { "prepare \(kernel.rawValue) \(size) \(scalar.rawValue)" }
}

/// Somebody who computes kernels in a process of their own.
///
/// `prepare` comes first; a `sample` is of the problem prepared last.
protocol Contender: AnyObject {
  var name: BenchContender { get }

  /// Whether it may have this kernel; asked before anything is started.
  func isReady(for problem: BenchProblem) throws -> Bool

  /// Computes a problem once and judges the answer.
  ///
  /// - Returns: nil if this contender does not have the kernel.
  /// - Throws: `ContenderFailure`, or `Cancelled`.
  func prepare(_ problem: BenchProblem, cancellation: Cancellation?) throws -> Prepared?

  /// The seconds of so many calls of the problem that was prepared last.
  ///
  /// - Throws: `ContenderFailure`, or `Cancelled`.
  func sample(_ repeats: Int, cancellation: Cancellation?) throws -> Double
}

/// A contender's first answer to a problem.
struct Prepared: Equatable {
  /// The residual over n·ε and the norms of the operands.
  var residual: Double
  /// A sum over the answer: the same for all who solved the same problem; NaN for an answer without one.
  var digest: Double
  /// Of one call.
  var seconds: Double

  /// LAPACK's own tests reject from here on.
  static let largestResidual = 30.0
}

/// A contender that crashed, hung or gave up, as the end of a row.
struct ContenderFailure: Error, Equatable {
  let reason: String
}

/// How long a contender may think about one request, in seconds.
let contenderPatience = 20.0

/// The answers that contenders give; see Sources/mllab-kernels/Contest.swift.
enum ContenderAnswer: Equatable {
  case ready(Prepared)
  case absent
  case seconds(Double)

  /// - Throws: `ContenderFailure` if it failed, or if this is no answer.
  init(_ line: String) throws(ContenderFailure) {
    let words = line.split(separator: " ")
    let numbers = words.dropFirst().map { Double($0) }
    switch (words.first, numbers.count) {
    case ("ready", 3):
      guard let residual = numbers[0], let digest = numbers[1], let seconds = numbers[2], seconds > 0 else { break }
      self = .ready(Prepared(residual: residual, digest: digest, seconds: seconds))
      return
    case ("absent", 0):
      self = .absent
      return
    case ("seconds", 1):
      guard let seconds = numbers[0], seconds > 0 else { break }
      self = .seconds(seconds)
      return
    case ("failed", _): throw ContenderFailure(reason: String(line.dropFirst("failed ".count).prefix(200)))
    default: break
    }
    throw ContenderFailure(reason: "not an answer: \(line.prefix(60))")
  }
}

/// A contender that stays and answers line by line. One that fails is started again for the next problem.
final class SpeakingContender: Contender {
  let name: BenchContender
  private let start: () throws -> Dialogue
  private let patience: Double
  private var dialogue: Dialogue?

  init(_ name: BenchContender, patience: Double = contenderPatience, start: @escaping () throws -> Dialogue) {
    self.name = name
    self.patience = patience
    self.start = start
  }

  func isReady(for problem: BenchProblem) -> Bool { true }

  func prepare(_ problem: BenchProblem, cancellation: Cancellation?) throws -> Prepared? {
    switch try ask(problem.request, cancellation) {
    case .ready(let prepared): return prepared
    case .absent: return nil
    case .seconds: throw ContenderFailure(reason: "it answered another question")
    }
  }

  func sample(_ repeats: Int, cancellation: Cancellation?) throws -> Double {
    guard case .seconds(let seconds) = try ask("sample \(repeats)", cancellation) else {
      throw ContenderFailure(reason: "it answered another question")
    }
    return seconds
  }

  private func ask(_ request: String, _ cancellation: Cancellation?) throws -> ContenderAnswer {
    let current = try dialogue ?? start()
    dialogue = nil  // unless all goes well
    do {
      let answer = try current.ask(request, seconds: patience, cancellation: cancellation)
      dialogue = current
      return try ContenderAnswer(answer)
    } catch let failure as Dialogue.Failure {
      throw ContenderFailure(reason: "\(failure)")
    }
  }
}
