import Curriculum
import Foundation
import Grading
import Sandbox

/// The engine on two tiny exercises, with the toolkit that `./mllab` made.
enum Fixture {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let tree = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/tree")

  static func curriculum() throws -> Curriculum { try Curriculum(at: tree) }

  /// Throws, with what to do, if there is no toolkit.
  static func grader(_ containment: Containment? = nil) throws -> Grader {
    let toolchain = try Toolchain.installed(in: root.appendingPathComponent(".build/lab").path)
    var grader = Grader(
      builds: Builds(toolchain), sandbox: containment.map(Sandbox.init) ?? .best(),
      dataFolder: root.appendingPathComponent("datasets").path)
    grader.checkSeconds = 3
    return grader
  }

  /// Judges a text as the learner's file of an exercise.
  static func judge(
    _ text: String, by name: String = "mean", own: [String: String] = [:], containment: Containment? = nil,
    change: (inout Grader.Options) -> Void = { _ in }
  ) throws -> Verdict {
    try judge(Array(text.utf8), by: name, own: own, containment: containment, change: change)
  }

  static func judge(
    _ bytes: [UInt8], by name: String = "mean", own: [String: String] = [:], containment: Containment? = nil,
    change: (inout Grader.Options) -> Void = { _ in }
  ) throws -> Verdict {
    let (grader, curriculum) = (try grader(containment), try curriculum())
    let exercise = curriculum.exercise(named: name)!
    var options = Grader.Options(seed: 1)
    change(&options)
    return try grader.judge(
      SourceFile(path: "\(name).swift", bytes: bytes), by: exercise,
      dependencies: try grader.dependencies(of: exercise, in: curriculum) { own[$0] }, options: options)
  }

  static func solution(_ name: String = "mean") throws -> String {
    try String(contentsOf: try curriculum().exercise(named: name)!.solutionURL, encoding: .utf8)
  }
}

extension Verdict {
  var outcomes: [String] { checks.map(\.outcome.name) }
  func wordsWithoutColour() -> String { words(ink: Ink(isColoured: false), width: 80).joined(separator: "\n") }
}
