import Curriculum
import Foundation
import Testing

@testable import Grading

@Suite struct RuleTests {
  /// Judges a file by `mean` with `forbids: [BLAS, Foundation, reduce]`.
  private func judge(_ text: String) throws -> Verdict {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = folder.appendingPathComponent("1-first/averages/mean/exercise.md")
    try String(contentsOf: page, encoding: .utf8)
      .replacing("kind: implement", with: "kind: implement\nforbids: [BLAS, Foundation, reduce]")
      .write(to: page, atomically: true, encoding: .utf8)
    let curriculum = try Curriculum(at: folder)
    let exercise = try #require(curriculum.exercise(named: "mean"))
    let proof = try Fixture.grader().prove(exercise, in: curriculum, seeds: [1])
    #expect(proof.problems.contains { $0.hasPrefix("The solution breaks a rule: line 5 uses reduce") })
    return try Fixture.grader().judge(
      SourceFile(path: "mean.swift", bytes: Array(text.utf8)), by: exercise, dependencies: [],
      options: Grader.Options(seed: 1))
  }

  private static let loop = """
    func mean(_ x: [Double]) -> Double {
      var sum = 0.0
      for v in x { sum += v }  // no reduce, no import Foundation
      return x.isEmpty ? 0 : sum / Double(x.count)
    }
    """

  @Test func `a file that keeps the rules passes one check more`() throws {
    let verdict = try judge("import Glibc\n" + Self.loop)
    #expect(verdict.headline == .passed)
    #expect(verdict.checks.last?.name == "does without BLAS, Foundation, reduce")
    #expect(verdict.checks.map(\.number) == [1, 2, 3, 4])
  }

  @Test(arguments: [
    ("import Foundation\n" + loop, "line 1 imports Foundation, which this exercise does without"),
    ("import func Foundation.exp\n" + loop, "line 1 imports Foundation, which this exercise does without"),
    (loop + "\nimport LabNumerics\n", "line 6 imports LabNumerics, which this exercise does without"),
    (loop.replacing("sum / ", with: "x.reduce(0, +) / "), "line 4 uses reduce, which this exercise does without"),
    (loop.replacing("sum / ", with: "x.`reduce`(0, +) / "), "line 4 uses reduce, which this exercise does without"),
  ])
  func `a broken rule fails right answers and is told with its line`(text: String, words: String) throws {
    let verdict = try judge(text)
    #expect(verdict.headline == .failed, "\(verdict.wordsWithoutColour())")
    #expect(verdict.outcomes == ["passed", "passed", "passed", "failed"])
    #expect(verdict.checks.last?.report.message == words)
  }

  @Test(arguments: ["dgemm_", "sgesv_", "$s11LabNumerics6MatrixV", "LAPACKE_dgesv_work"])
  func `a symbol gives a library away`(symbol: String) {
    #expect(Rule(name: "BLAS").broken(by: [], symbols: [symbol]) != nil)
    #expect(Rule(name: "Foundation").broken(by: [], symbols: [symbol]) == nil)
  }

  @Test(arguments: ["exp", "swift_release", "$s7Learner4mean", "dgemm"])
  func `a symbol of somebody else's does not`(symbol: String) {
    #expect(Rule(name: "BLAS").broken(by: [], symbols: [symbol]) == nil)
  }

  @Test(arguments: ["BLAS", "LabNumerics"]) func `a library is not reached by the loader either`(library: String) throws
  {
    let words = [(word: "let", line: 3), (word: "dlsym", line: 4)]
    let failure = try #require(Rule(name: library).broken(by: words, symbols: ["malloc", "dlsym"]))
    #expect(failure.message == "line 4 calls dlsym, by which \(library) can be had; this exercise does without it")
  }
}
