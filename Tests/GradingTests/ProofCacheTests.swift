import Foundation
import Testing

@testable import Curriculum
@testable import Grading

@Suite struct ProofCacheTests {
  @Test func `a proof is kept until a file that it follows from changes`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try ProofCache(try Fixture.grader())
    func key(_ name: String, _ kind: String = "proof") throws -> String {
      let curriculum = try Curriculum(at: folder)
      return try cache.key(kind, of: try #require(curriculum.exercise(named: name)), in: curriculum)
    }
    let (mean, spread) = (try key("mean"), try key("spread"))
    #expect(try key("mean") == mean)
    #expect(try key("mean", "mutants") != mean)
    // spread uses mean: a change of mean's solution concerns both.
    let url = folder.appendingPathComponent("1-first/averages/mean/Solution.swift")
    try (String(contentsOf: url, encoding: .utf8) + "\n").write(to: url, atomically: true, encoding: .utf8)
    #expect(try key("mean") != mean)
    #expect(try key("spread") != spread)
  }

  @Test func `what is kept is found, and nothing else`() throws {
    let cache = try ProofCache(try Fixture.grader())
    let key = "test-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: "\(cache.folder)/\(key)") }
    #expect((cache.result(key) as Proof?) == nil)
    cache.keep(Proof(exercise: "mean", problems: ["one"], runCount: 7), under: key)
    let found: Proof? = cache.result(key)
    #expect(found?.problems == ["one"])
    #expect(found?.runCount == 7)
    #expect((cache.result(key) as MutationReport?) == nil)
  }
}
