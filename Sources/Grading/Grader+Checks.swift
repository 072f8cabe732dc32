import Curriculum
import Events
import Foundation
import Sandbox

extension Grader {
  /// A check that ends the program, or never comes to an end, whatever is submitted, is a fault of the exercise.
  ///
  /// Asked where nothing points at the learner's file: the first misconception, which is proved to return a value
  /// everywhere, goes through the same check.
  ///
  /// - Throws: `JudgementError` with the place in Checks.swift if it ends there too.
  func requireSoundChecks(
    _ verdict: Verdict, _ program: String, _ exercise: Exercise, _ options: Options, scratch: String,
    cancellation: Cancellation?
  ) throws {
    let suspect = verdict.checks.first { check in
      switch check.outcome {
      case .crashed(let crash): crash.line == nil
      case .timedOut, .outOfMemory: true
      default: false
      }
    }
    guard let suspect else { return }
    var options = options
    options.subject = .misconception(0)
    options.onlyCheck = suspect.number - 1
    var grader = self
    grader.checkSeconds = min(checkSeconds, 1)
    let judgement = Judgement(grader: grader, program: program, exercise: exercise, options: options)
    let again = try judgement.run(scratch: scratch, cancellation: cancellation)
    let outcome = again.checks[suspect.number - 1].outcome
    guard outcome.name == suspect.outcome.name else { return }
    var line: Int?
    if case .crashed(let crash) = outcome { line = crash.checksLine }
    throw JudgementError(
      description: exercise.inChecks(line ?? exercise.lineInChecks(of: suspect.name))
        + "the check \"\(suspect.name)\" \(outcome.ofItself), whatever is submitted: a fault of the exercise, not of "
        + "the file judged.")
  }
}

extension Exercise {
  /// The beginning of a message about a line of Checks.swift.
  func inChecks(_ line: Int?) -> String {
    "\(phaseSlug)/\(topicSlug)/\(slug)/Checks.swift:\(line.map { "\($0):" } ?? "") "
  }

  /// The line of Checks.swift on which a text literal, or else a declaration, first stands.
  func lineInChecks(of text: String, after first: Int = 0) -> Int? {
    let lines = (try? String(contentsOf: checksURL, encoding: .utf8))?.split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines?.indices.first { $0 >= first && (lines?[$0].contains(text) ?? false) }.map { $0 + 1 }
  }
}

extension CheckOutcome {
  fileprivate var ofItself: String {
    switch self {
    case .crashed(let crash): "stops the program (\(crash.reason))"
    case .timedOut: "does not come to an end"
    case .outOfMemory: "takes more memory than there is"
    default: "ends as \(name)"
    }
  }
}
