import Foundation
import Grading

/// A file whose verdict is known: if the grader gives another one, no verdict of it can be trusted.
struct Canary: Sendable {
  let name: String
  let wanted: Verdict.Headline
  /// Made from the exercise's solution, or a text of its own.
  let text: @Sendable (_ solution: String, _ starter: String) -> String
  /// What else must be true of the verdict, with the complaint if it is not.
  var alsoWanted: @Sendable (Verdict) -> String? = { _ in nil }

  /// The exercise they are made for.
  static let exercise = "log-sum-exp"

  static let all = [
    Canary(name: "right", wanted: .passed) { solution, _ in solution },
    Canary(name: "wrong", wanted: .failed) { solution, _ in
      solution.replacing("return largest + log(sum)", with: "return largest - log(sum)")
    },
    Canary(name: "not written", wanted: .notWritten) { _, starter in starter },
    Canary(name: "endless", wanted: .timedOut) { _, _ in
      "func logSumExp(_ x: [Double]) -> Double { while true {} }"
    },
    Canary(name: "loud", wanted: .passed) { solution, _ in
      solution.replacing("let largest =", with: "shout()\n  let largest =") + """

        nonisolated(unsafe) var hasShouted = false
        func shout() {
          if hasShouted { return }
          hasShouted = true
          for _ in 0..<10_000 { print(String(repeating: "x", count: 1_023)) }
        }

        """
    } alsoWanted: { verdict in
      let kept = verdict.checks.map(\.output.utf8.count).reduce(0, +)
      return kept <= 1 << 17 ? nil : "\(kept) bytes of output were kept"
    },
  ]

  /// Judges the file and compares.
  func sing(lab: Lab, grader: Grader) throws -> Finding {
    let curriculum = lab.curriculum()
    guard let exercise = curriculum.exercise(named: Self.exercise) else {
      return Finding(.broken, "canary", "the exercise \(Self.exercise) is missing")
    }
    let solution = try String(contentsOf: exercise.solutionURL, encoding: .utf8)
    var grader = grader
    grader.checkSeconds = 0.5
    let text = text(solution, try Workspace.starter(of: exercise))
    let verdict = try grader.judge(
      SourceFile(path: "canary.swift", bytes: Array(text.utf8)), by: exercise,
      dependencies: try grader.dependencies(of: exercise, in: curriculum) { _ in nil }, options: .init(seed: 1))
    if verdict.headline != wanted {
      return Finding(
        .broken, "canary", "\(name): the verdict is \(verdict.headline.rawValue), it must be \(wanted.rawValue)")
    }
    if let complaint = alsoWanted(verdict) { return Finding(.broken, "canary", "\(name): \(complaint)") }
    return Finding(.good, "canary", "\(name): \(verdict.headline.rawValue), in \(hundredths(verdict.seconds.total)) s")
  }
}
