import Foundation
import Sandbox
import Testing

/// The command as it is typed, on the real exercises.
@Suite struct BenchModelsCommandTests {
  struct Answer: Decodable {
    struct Model: Decodable {
      struct Result: Decodable {
        var contender: String
        var score: Double?
        var median: Double?
        var reason: String?
      }
      var model: String
      var rows: Int
      var columns: Int
      var score: String
      var results: [Result]
    }
    var models: [Model]
    var notes: [String]
    var partial: Bool
  }

  static let home = ["MLLAB_HOME": Desk.repository.path]

  /// What scikit-learn 1.9.1 scores on these rows, by Benchmarks/peers/sklearn_models.py: the models are the same ones.
  @Test(arguments: [
    ("linear-regression", 313, 6, 3.820225239726534, 1e-9), ("polynomial-ridge", 313, 6, 3.5032309279069, 1e-9),
    ("logistic-regression", 455, 30, 0.9649122807017544, 1e-12), ("naive-bayes", 1437, 64, 0.8277777777777777, 1e-12),
    ("discriminant-analysis", 142, 13, 1, 1e-12), ("support-vector-machine", 455, 30, 0.956140350877193, 1e-12),
    ("gaussian-process", 320, 1, 0.39326896848093934, 1e-7),
    ("principal-components", 1437, 64, 0.7390856720637322, 1e-9),
  ])
  func `a reference scores what scikit-learn scores on the same rows`(
    model: String, rows: Int, columns: Int, score: Double, tolerance: Double
  ) throws {
    let desk = try Desk()
    let answer = try desk.run("bench", "models", model, "--json", environment: Self.home)
    #expect(answer.status == 0, "\(answer)")
    let run = try answer.json(Answer.self)
    #expect(run.models.map(\.model) == [model])
    let result = try #require(run.models[0].results.first)
    #expect(run.models[0].rows == rows && run.models[0].columns == columns && result.contender == "reference")
    #expect(abs(try #require(result.score) - score) <= tolerance * score, "\(result)")
    #expect(try #require(result.median) > 0)
  }

  @Test func `the learner's own code joins in once it has passed, and may crash`() throws {
    let desk = try Desk()
    let solution = Desk.repository.appendingPathComponent(
      "Sources/Curriculum/Exercises/2-machine-learning/supervised/linear-regression/Solution.swift")
    let text = try String(contentsOf: solution, encoding: .utf8).replacing(
      "  guard let d = x.first?.count",
      with: "  if x.count == 313 { fatalError(\"too many\") }\n  guard let d = x.first?.count")
    try desk.save(text, as: "linear-regression")
    let file = desk.file("linear-regression").path
    #expect(try desk.run("run", "linear-regression", "--file", file, environment: Self.home).status == 0)
    let run = try desk.run("bench", "models", "linear-regression", "--json", environment: Self.home).json(Answer.self)
    #expect(run.models[0].results.map(\.contender).sorted() == ["reference", "yours"])
    let yours = try #require(run.models[0].results.first { $0.contender == "yours" })
    #expect(yours.reason?.hasPrefix("crashed") == true && yours.reason?.hasSuffix("too many") == true, "\(yours)")
    #expect(run.models[0].results.contains { $0.median != nil })
  }

  @Test func `growth is measured over rows and columns, and drawn`() throws {
    let desk = try Desk()
    let answer = try desk.run("bench", "models", "linear-regression", "--growth", environment: Self.home)
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.out.contains("at 10,000") && answer.out.contains("at 200"), "\(answer)")
    let picture = desk.workspace.appendingPathComponent(".mllab/bench/growth-rows.svg")
    #expect(try String(contentsOf: picture, encoding: .utf8).contains("linear-regression: power"))
  }

  @Test(arguments: [
    (["linear-regresion"], "There is no model \"linear-regresion\". Did you mean linear-regression"),
    (["--growth", "--peers"], "--growth is measured of the references alone: leave out --peers."),
  ])
  func `what cannot be measured is said, with status 2`(arguments: [String], words: String) throws {
    let desk = try Desk()
    let answer = try desk.run(
      .init(
        Desk.executable.path, ["bench", "models"] + arguments,
        environment: desk.environment.merging(Self.home) { $1 }))
    #expect(answer.status == 2)
    #expect(answer.err.contains(words), "\(answer)")
  }

  /// A name that is misspelt in one place would leave a model out in silence.
  @Test func `every model is an exercise, and scikit-learn has it under the same name`() throws {
    let folder = Desk.repository.appendingPathComponent("Benchmarks")
    let models = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("Models").path)
      .filter { !["Harness.swift", "Laws.swift"].contains($0) }.map { $0.replacing(".swift", with: "") }
    let script = try String(
      contentsOf: folder.appendingPathComponent("peers/sklearn_models.py"), encoding: .utf8)
    let exercises = try FileManager.default.subpathsOfDirectory(
      atPath: Desk.repository.appendingPathComponent("Sources/Curriculum/Exercises").path)
    #expect(models.count >= 18)
    for model in models {
      #expect(exercises.contains { $0.hasSuffix("/\(model)/Solution.swift") }, "\(model)")
      #expect(script.contains("\n    \"\(model)\": ("), "\(model)")
    }
  }
}
