import Curriculum
import Events
import Foundation
import Testing

@testable import Grading
@testable import Sandbox

/// A file is judged without optimisation first, and with it where that says more.
@Suite struct UnoptimisedTests {
  /// The exercise in a copy of its own, whose checks are like no others: what is noted about them is noted anew.
  private func judge(_ text: String, unoptimisedSeconds: Double? = nil) throws -> (verdict: Verdict, isSlow: Bool) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let checks = folder.appendingPathComponent("1-first/averages/mean/Checks.swift")
    try (String(contentsOf: checks, encoding: .utf8) + "// \(UUID())\n")
      .write(to: checks, atomically: true, encoding: .utf8)
    let exercise = try #require(try Curriculum(at: folder).exercise(named: "mean"))
    var grader = try Fixture.grader()
    if let unoptimisedSeconds { grader.unoptimisedSeconds = unoptimisedSeconds }
    let verdict = try grader.judge(
      SourceFile(path: "mean.swift", bytes: Array(text.utf8)), by: exercise, dependencies: [],
      options: .init(seed: 1))
    return (verdict, try grader.builds.checks(exercise.checksURL).isSlowUnoptimised)
  }

  @Test func `what is too slow without optimisation is judged with it, and that is noted`() throws {
    let (verdict, isSlow) = try judge(try Fixture.solution(), unoptimisedSeconds: 0)
    #expect(verdict.headline == .passed)
    #expect(isSlow)
  }

  @Test func `what was slow yesterday is tried again`() throws {
    let checks = Builds.Module(name: "Checks", folder: FileManager.default.temporaryDirectory.path + "/\(UUID())")
    try FileManager.default.createDirectory(atPath: checks.folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: checks.folder) }
    #expect(!checks.isSlowUnoptimised)
    checks.noteSlowUnoptimised()
    #expect(checks.isSlowUnoptimised)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -2 * 24 * 60 * 60)], ofItemAtPath: checks.slowMark)
    #expect(!checks.isSlowUnoptimised)
    checks.noteSlowUnoptimised()
    #expect(checks.isSlowUnoptimised)
  }

  @Test func `an endless loop makes no exercise slow`() throws {
    let (verdict, isSlow) = try judge(
      """
      func mean(_ x: [Double]) -> Double {
        var sum = 0.0
        while x.isEmpty && sum < 1e300 { sum += 1 }
        return (sum + x.reduce(0, +)) / Double(x.count)
      }
      """)
    #expect(verdict.outcomes == ["passed", "timedOut", "passed"])
    #expect(!isSlow)
  }

  @Test func `a recursion that optimisation makes a loop does not overflow the stack`() throws {
    let text = """
      func down(_ n: Int) -> Int { n == 0 ? 0 : down(n - 1) }
      func mean(_ x: [Double]) -> Double {
        x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count + down(1_000_000))
      }
      """
    let (verdict, _) = try judge(text, unoptimisedSeconds: 60)
    #expect(verdict.headline == .passed)
  }

  @Test func `what the heap is asked for is told of an optimised program`() {
    let few = Failure(message: "asks for 9 blocks", line: 1, dependsOnOptimisation: true)
    #expect(CheckOutcome.failed([Failure(message: "is 2, expected 3", line: 1), few]).dependsOnOptimisation)
    #expect(!CheckOutcome.failed([Failure(message: "is 2, expected 3", line: 1)]).dependsOnOptimisation)
  }
}
