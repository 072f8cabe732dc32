import Foundation
import Grading
import Testing

@testable import mllab

/// Tables, answers and growth of known figures.
@Suite struct ModelTableTests {
  private func comparison(_ model: String, _ reference: Double, _ theirs: Double?) -> ModelComparison {
    var comparison = ModelComparison(model: model, rows: 1437, columns: 64, scoreName: "accuracy")
    comparison.results = [
      ModelResult(fitter: .reference, score: 0.975, outcome: .measured(Samples([reference])))
    ]
    if let theirs {
      comparison.results.append(
        ModelResult(fitter: .scikitLearn, score: 0.9722, outcome: .measured(Samples([theirs]))))
    }
    return comparison
  }

  @Test func `the table has times, scores below them, and the ratio`() {
    var failed = comparison("lasso", 0.1, nil)
    failed.results.append(ModelResult(fitter: .scikitLearn, outcome: .failed("no answer within 120 s")))
    let table = ModelTable(
      comparisons: [comparison("random-forest", 0.8, 0.2), comparison("k-means", 0.01, 0.16), failed],
      ink: Ink(isColoured: false))
    #expect(
      table.lines().joined(separator: "\n") == """
        model                      rows  cols     reference  scikit-learn  × faster
        random-forest             1,437    64        800 ms        200 ms      0.25
          accuracy                                   0.9750        0.9722
        k-means                   1,437    64       10.0 ms        160 ms      16.0
          accuracy                                   0.9750        0.9722
        lasso                     1,437    64        100 ms        failed\("          ")
          accuracy                                   0.9750\("              ")
          scikit-learn: no answer within 120 s
        """)
    #expect(
      table.summary == "1 of 2 references are at least as fast as scikit-learn; geometric mean 2.00 times.")
  }

  @Test func `without scikit-learn there is neither its column nor a mean`() {
    let table = ModelTable(comparisons: [comparison("lasso", 0.1, nil)], ink: Ink(isColoured: false))
    #expect(table.lines()[0] == "model                      rows  cols     reference")
    #expect(table.summary == nil)
  }

  @Test func `answers are read, and what is none is a failure`() throws {
    #expect(try ModelAnswer("loaded 313 6") == .loaded(rows: 313, columns: 6))
    #expect(
      try ModelAnswer("fitted 3.5 0.002 root mean square")
        == .fitted(score: 3.5, seconds: 0.002, name: "root mean square"))
    #expect(try ModelAnswer("fitted 3.5 0.002") == .fitted(score: 3.5, seconds: 0.002, name: ""))
    #expect(try ModelAnswer("seconds 0.5") == .seconds(0.5))
    #expect(try ModelAnswer("growth 1.0 2.0") == .growth(rows: 1, columns: 2))
    #expect(try ModelAnswer("absent") == .absent)
    #expect(throws: ContenderFailure(reason: "singular")) { try ModelAnswer("failed singular") }
    for line in ["", "seconds -1", "seconds", "loaded 3", "fitted 1 0 accuracy", "hello"] {
      #expect(throws: ContenderFailure.self, "\(line)") { try ModelAnswer(line) }
    }
  }

  /// 10⁻³ s before the first row, then a power: the upper half forgets the first.
  @Test func `the exponent is that of the upper half`() throws {
    let points = ModelGrowth.rowCounts.map { size in
      ModelGrowth.Point(size: size, seconds: 1e-3 + 1e-8 * pow(Double(size), 2))
    }
    let exponent = try #require(ModelGrowth.Sweep(points: points, theory: 2).exponent)
    #expect(exponent > 1.85 && exponent < 2)
    let exact = points.map { ModelGrowth.Point(size: $0.size, seconds: 3e-9 * pow(Double($0.size), 1.5)) }
    #expect(abs(try #require(ModelGrowth.Sweep(points: exact, theory: 1).exponent) - 1.5) < 1e-12)
    #expect(ModelGrowth.Sweep(points: Array(exact.prefix(2)), theory: 1).exponent == nil)
  }
}
