import Foundation
import Testing

@testable import Curriculum
@testable import Grading

@Suite struct ProofTests {
  @Test func `a good exercise is proved`() throws {
    let (grader, curriculum) = (try Fixture.grader(), try Fixture.curriculum())
    let exercise = try #require(curriculum.exercise(named: "mean"))
    let proof = try grader.prove(exercise, in: curriculum, seeds: [1, 2])
    #expect(proof.problems == [])
    #expect((proof.checks.count, proof.count(.misconception), proof.count(.alternative)) == (3, 2, 1))
    #expect(proof.variants.map(\.failed.isEmpty) == [true, true, false, false])
    #expect(proof.idleChecks == [])
    // Two seeds, and once with several threads, for the solution, an alternative and two wrong ones; the right ones also
    // in the opposite order.
    #expect(proof.runCount == 3 * 4 + 2)
  }

  /// Each fault planted in a copy of the exercise must be found, in these words.
  @Test(arguments: [
    ("Checks.swift", "Double(x.count - 1)", "Double(x.count)", "\"divided by n − 1\" passes every check."),
    ("Checks.swift", "equals: 3)", "equals: 4)", "the solution does not pass \"of three numbers\""),
    ("Checks.swift", "Double(index + 1)", "Double(index + 2)", "the alternative \"running mean\" does not pass"),
    (
      "Checks.swift", "x.reduce(0, +) / Double(x.count) })", "x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count - 1) })",
      "\"nothing divided by nothing\" is taken for \"divided by n − 1\"."
    ),
    (
      "Checks.swift", "x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count - 1)", "x[0]",
      "\"divided by n − 1\" returns no value in \"of nothing\""
    ),
    (
      "Checks.swift", "mean: .init { x in x.reduce(0, +) / Double(x.count) }",
      "mean: .init { _ in .random(in: 1...2) }",
      "\"nothing divided by nothing\" fails, but is not recognised."
    ),
    ("Checks.swift", "equals: 3)", "equals: 3, within: .absolute(9))", "no misconception fails the check"),
    ("Checks.swift", "Check(\"of nothing\")", "Check(\"of three numbers\")", "Checks.swift:12: two checks are called"),
    ("Checks.swift", "equals: 3)", "equals: \"three\")", "Checks.swift does not compile"),
    (
      "Checks.swift", "return Figure([plot])", "throw CancellationError()",
      "the solution: of 1 picture 0 can be made, within two seconds."
    ),
    ("Solution.swift", "return 0 }", "return 1 }", "the solution does not pass \"of nothing\""),
  ])
  func `a fault of an exercise is found`(file: String, old: String, new: String, words: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("1-first/averages/mean/\(file)")
    let text = try String(contentsOf: url, encoding: .utf8)
    #expect(text.contains(old))
    try text.replacing(old, with: new).write(to: url, atomically: true, encoding: .utf8)
    let curriculum = try Curriculum(at: folder)
    let proof = try Fixture.grader().prove(
      try #require(curriculum.exercise(named: "mean")), in: curriculum, seeds: [1])
    #expect(proof.problems.contains { $0.contains(words) }, "\(proof.problems)")
  }

  @Test func `a misconception that ends the program hides no other's fault`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("1-first/averages/mean/Checks.swift")
    try String(contentsOf: url, encoding: .utf8)
      .replacing("x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count - 1)", with: "x[0]")
      .replacing(
        "x in x.reduce(0, +) / Double(x.count) }", with: "x in x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count) }"
      )
      .write(to: url, atomically: true, encoding: .utf8)
    let curriculum = try Curriculum(at: folder)
    let proof = try Fixture.grader().prove(
      try #require(curriculum.exercise(named: "mean")), in: curriculum, seeds: [1, 2, 3])
    let places = ["\"divided by n − 1\" returns no value", "\"nothing divided by nothing\" passes every check."]
    for place in places { #expect(proof.problems.count { $0.contains(place) } == 1, "\(proof.problems)") }
    #expect(proof.problems.count == 2, "\(proof.problems)")
    #expect(
      proof.variants.map(\.name) == ["the solution", "running mean", "divided by n − 1", "nothing divided by nothing"])
  }

  @Test func `what keeps starter and solution from building is said once`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("1-first/averages/mean/Binding.swift")
    let text = try String(contentsOf: url, encoding: .utf8)
    try (text + "\nlet nothing: Int = nowhere\n").write(to: url, atomically: true, encoding: .utf8)
    let curriculum = try Curriculum(at: folder)
    let proof = try Fixture.grader().prove(
      try #require(curriculum.exercise(named: "mean")), in: curriculum, seeds: [1])
    #expect(proof.problems.count == 1)
    #expect(proof.problems.first?.hasPrefix("The solution does not build:") == true)
    #expect(proof.problems.first?.contains("nowhere") == true)
  }

  @Test func `a stray file is found`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data().write(to: folder.appendingPathComponent("1-first/averages/mean/notes.txt"))
    let curriculum = try Curriculum(at: folder)
    let proof = try Fixture.grader().prove(
      try #require(curriculum.exercise(named: "mean")), in: curriculum, seeds: [1])
    #expect(proof.problems == ["The file notes.txt belongs to no exercise's folder."])
  }

  /// What there is to fix must be broken, and a broken file must be there.
  @Test(arguments: [
    ("x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count - 1)", []),
    ("x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)", ["The starter is passed, not failed. "]),
    (nil, ["1-first/averages/mean/Starter.swift: the file is missing or not UTF-8"]),
  ])
  func `the starter of what is to be fixed fails`(body: String?, problems: [String]) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(at: Fixture.tree, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = folder.appendingPathComponent("1-first/averages/mean/exercise.md")
    try String(contentsOf: page, encoding: .utf8).replacing("kind: implement", with: "kind: fix")
      .write(to: page, atomically: true, encoding: .utf8)
    if let body {
      try "func mean(_ x: [Double]) -> Double { \(body) }\n".write(
        to: folder.appendingPathComponent("1-first/averages/mean/Starter.swift"), atomically: true, encoding: .utf8)
    }
    let curriculum = try Curriculum(at: folder)
    let proof = try Fixture.grader().prove(
      try #require(curriculum.exercise(named: "mean")), in: curriculum, seeds: [1])
    #expect(proof.problems == problems)
  }
}
