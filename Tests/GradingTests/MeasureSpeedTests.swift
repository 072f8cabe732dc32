import Curriculum
import Events
import Foundation
import Testing

@testable import Grading

/// A verdict does not wait for the clock.
@Suite final class MeasureSpeedTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  private let exercise: Exercise
  private var grader: Grader

  /// "mean" with two goals beyond passing, in checks like no others: what is noted about them is noted anew.
  init() throws {
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    let checks = folder.appendingPathComponent("1-first/averages/mean/Checks.swift")
    let medals = """
      extension Mean {
        static var medals: [Medal<Submission>] {
          [
            Medal("digits", atLeast: 10, unit: "digits") { s in try s.mean.unrecorded([1, 2, 6]) == 3 ? 16 : 0 },
            .speed(
              "speed", times: 0.001, input: { random in (0..<1000).map { _ in Double.random(in: 1...2, using: &random) } },
              reference: { [$0.reduce(0, +) / 1000] }, work: { s, x in [try s.mean.unrecorded(x)] }),
          ]
        }
      }
      """
    try (String(contentsOf: checks, encoding: .utf8) + medals + "// \(UUID())\n")
      .write(to: checks, atomically: true, encoding: .utf8)
    exercise = try #require(try Curriculum(at: folder).exercise(named: "mean"))
    grader = try Fixture.grader()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func judge(_ text: String, _ medals: Set<MedalKind>) throws -> Verdict {
    var options = Grader.Options(seed: 1)
    options.medals = medals
    return try grader.judge(source(text), by: exercise, dependencies: [], options: options)
  }

  private func measureSpeed(_ text: String) throws -> [MedalResult] {
    try grader.measureSpeed(of: source(text), by: exercise, dependencies: [], options: .init(seed: 1))
  }

  private func source(_ text: String) -> SourceFile { SourceFile(path: "mean.swift", bytes: Array(text.utf8)) }

  @Test func `a score comes with the verdict, speed afterwards`() throws {
    grader.unoptimisedSeconds = 60
    let solution = try Fixture.solution()
    let verdict = try judge(solution, [.score, .speed])
    #expect(verdict.medals == [MedalResult(name: "digits", value: 16, goal: 10, unit: "digits")])
    #expect(verdict.isSpeedPending)
    #expect(try measureSpeed(solution).map(\.name) == ["speed"])
  }

  @Test func `nothing is pending where nobody asks`() throws {
    #expect(try !judge(try Fixture.solution(), []).isSpeedPending)
    #expect(try !judge(try Fixture.solution(), [.score]).isSpeedPending)
  }

  @Test func `what does not pass has no speed`() throws {
    let wrong = "func mean(_ x: [Double]) -> Double { 3 }"
    let verdict = try judge(wrong, [.score, .speed])
    #expect(verdict.headline == .failed)
    #expect(verdict.medals.isEmpty && !verdict.isSpeedPending)
    #expect(try measureSpeed(wrong).isEmpty)
  }

  @Test func `what is optimised for its verdict is measured in the same run`() throws {
    grader.unoptimisedSeconds = 0
    let verdict = try judge(try Fixture.solution(), [.score, .speed])
    #expect(verdict.medals.map(\.name) == ["digits", "speed"])
    #expect(!verdict.isSpeedPending)
  }
}
