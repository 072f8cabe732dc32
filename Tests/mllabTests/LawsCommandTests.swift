import Foundation
import Sandbox
import Testing

@testable import mllab

/// The laws of estimators, asked of the real exercises.
@Suite struct LawsCommandTests {
  struct Answers: Decodable {
    struct Law: Decodable {
      var law: String
      var verdict: String
      var words: String?
    }
    var model: String
    var contender: String
    var laws: [Law]
  }

  static let home = ["MLLAB_HOME": Desk.repository.path]

  /// Every model has a file in Benchmarks/Models; none can be forgotten here.
  static let models = try! FileManager.default.contentsOfDirectory(
    atPath: Desk.repository.appendingPathComponent("Benchmarks/Models").path
  ).map { $0.replacing(".swift", with: "") }.filter { !["Harness", "Laws"].contains($0) }.sorted()

  @Test(arguments: models) func `every reference keeps the laws`(model: String) throws {
    let desk = try Desk()
    let answer = try desk.run("laws", model, "--json", environment: Self.home)
    #expect(answer.status == 0, "\(answer)")
    let answers = try #require(try answer.json([Answers].self).first)
    #expect(answers.contender == "reference")
    #expect(answers.laws.map(\.law) == estimatorLaws.map(\.name))
    #expect(answers.laws.count { $0.verdict == "kept" } >= 4, "\(answers)")
  }

  /// Faults that a learner's code may have and the checks of one exercise alone need not see.
  @Test(arguments: [
    ("return LinearModel(intercept: beta[0]", "return LinearModel(intercept: beta[0] + 1e-3 * x[0][0]", "rowOrder"),
    (
      "if let j = row.firstIndex(where: { !$0.isFinite }) ??",
      "if let j = row.firstIndex(where: { $0.isInfinite }) ??", "notANumber"
    ),
    (
      "return x.map { row in zip(row, coefficients).reduce(intercept) { $0 + $1.0 * $1.1 } }",
      "return x.map { row in zip(row, coefficients).reduce(intercept + Double(x.count)) { $0 + $1.0 * $1.1 } }",
      "rowsAlone"
    ),
  ])
  func `a law that is broken is named, with status 1`(old: String, new: String, law: String) throws {
    let desk = try Desk()
    let home = try copyOfTheExercise(at: desk, replacing: old, with: new)
    let answer = try desk.run("laws", "linear-regression", "--json", environment: ["MLLAB_HOME": home.path])
    let answers = try #require(try answer.json([Answers].self).first)
    let broken = answers.laws.filter { $0.verdict == "broken" }.map(\.law)
    #expect(broken.contains(law), "\(answers)")
    #expect(answer.status == 1)
  }

  /// A repository in which the reference of linear regression has a fault.
  private func copyOfTheExercise(at desk: Desk, replacing old: String, with new: String) throws -> URL {
    let home = desk.folder.appendingPathComponent("repository")
    let files = FileManager.default
    try files.createDirectory(at: home.appendingPathComponent("Sources/Curriculum"), withIntermediateDirectories: true)
    for name in ["datasets", "Benchmarks"] {
      try files.createSymbolicLink(
        at: home.appendingPathComponent(name), withDestinationURL: Desk.repository.appendingPathComponent(name))
    }
    let tree = home.appendingPathComponent("Sources/Curriculum/Exercises")
    try files.copyItem(at: Desk.repository.appendingPathComponent("Sources/Curriculum/Exercises"), to: tree)
    let solution = tree.appendingPathComponent("2-machine-learning/supervised/linear-regression/Solution.swift")
    let text = try String(contentsOf: solution, encoding: .utf8)
    #expect(text.contains(old))
    try text.replacing(old, with: new).write(to: solution, atomically: true, encoding: .utf8)
    return home
  }

  @Test func `the table has a mark for each law, and says what they are`() throws {
    let desk = try Desk()
    let answer = try desk.run("laws", "k-means", environment: Self.home)
    #expect(answer.status == 0)
    #expect(answer.lines.contains { $0.hasPrefix("k-means") && $0.hasSuffix("✓ – – ✓ ✓ – ✓ ✓ ✓") }, "\(answer)")
    for law in estimatorLaws { #expect(answer.out.contains(law.words)) }
  }
}
