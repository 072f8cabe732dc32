import Foundation
import Sandbox
import Testing

@testable import Curriculum
@testable import Grading

@Suite struct MutationTests {
  /// The changes found in the body of a function with one array of arrays and one number, each with its line.
  private func changes(_ body: String) throws -> [String] {
    let text = """
      func f(_ a: [[Double]], _ n: Int) -> Double {
        \(body)
      }
      """
    let builds = try Fixture.grader().builds
    let scratch = try Scratch(in: builds.toolchain.cache)
    let tree = try builds.syntaxTree(("f.swift", Array(text.utf8)), used: [], in: scratch.path)
    let mutations = try Mutation.all(of: Array(text.utf8), tree: tree, in: [0..<text.utf8.count])
    for mutation in mutations {
      #expect(String(decoding: mutation.applied(to: Array(text.utf8)), as: UTF8.self) != text)
      #expect(mutation.line == 2)
    }
    return mutations.map(\.change)
  }

  @Test func `operators, constants, bounds, indices and signs are changed, each once`() throws {
    #expect(
      try changes("return n > 3 ? 1 : 0.5").sorted() == [
        "0 for 1", "1.0 for 0.5", "2 for 1", "2 for 3", "4 for 3", "< for >", ">= for >",
      ])
    #expect(try changes("return (0..<n).reduce(0) { $0 + a[$1][n] * a[n][$1] }").contains("... for ..<"))
    #expect(try changes("let (i, j) = (n, n / n); return -a[i][j]") == ["* for /", "- dropped", "[j][i] for [i][j]"])
    #expect(try changes("return !a.isEmpty && n == n ? .nan : .infinity") == ["! dropped", "|| for &&", "!= for =="])
    #expect(try changes("return max(a[n][n], Double(n))") == ["min for max"])
  }

  @Test func `a fault is put in the place of the token, whatever stands before it`() throws {
    let text = "func f(_ x: Double) -> Double { /* é < */ x * 2 }"
    let builds = try Fixture.grader().builds
    let scratch = try Scratch(in: builds.toolchain.cache)
    let tree = try builds.syntaxTree(("f.swift", Array(text.utf8)), used: [], in: scratch.path)
    let mutants = try Mutation.all(of: Array(text.utf8), tree: tree, in: [0..<text.utf8.count])
      .map { String(decoding: $0.applied(to: Array(text.utf8)), as: UTF8.self).suffix(7) }
    #expect(mutants.contains("x / 2 }"))
    #expect(mutants.contains("x * 3 }"))
  }

  @Test func `faults in a solution are noticed by good checks and survive lax ones`() throws {
    let curriculum = try Fixture.curriculum()
    let report = try Fixture.grader().testMutants(of: try #require(curriculum.exercise(named: "mean")), in: curriculum)
    #expect(report.survivors.isEmpty)
    #expect(report.killed == report.possible && report.killed >= 3)
    #expect(report.score == 1)

    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("1-first/averages/mean/Checks.swift")
    let lax = try String(contentsOf: url, encoding: .utf8)
      .replacing("equals: 3)", with: "equals: 3, within: .absolute(9))").replacing(".ulps(8)", with: ".absolute(99)")
    try lax.write(to: url, atomically: true, encoding: .utf8)
    let loose = try Curriculum(at: folder)
    let survived = try Fixture.grader().testMutants(of: try #require(loose.exercise(named: "mean")), in: loose)
    #expect(survived.survivors.contains { $0.change == "1 for 0" && $0.text.hasPrefix("return x.reduce") })
    #expect(survived.score < 1)
  }
}
