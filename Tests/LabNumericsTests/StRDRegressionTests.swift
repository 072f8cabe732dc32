import Foundation
import LabData
import LabNumerics
import RealModule
import Testing

/// NIST's linear regressions, certified to 15 digits: how many of them does each way give?
///
/// The figure of merit is that of NIST's own comparisons, −log₁₀ of the relative error, at most 15, of the worst
/// coefficient.
@Suite struct StRDRegressionTests {
  static let names = ["Norris", "Pontius", "NoInt1", "NoInt2", "Longley", "Wampler1", "Wampler2", "Wampler3"]

  // Measured: 12.2 plain and 14.0 refined; the worst set refined, Wampler1, has 13.2.
  @Test func `the worst coefficient has 12.9 digits refined and 10.5 plain, on the mean over the sets`() throws {
    let plain = try Self.names.map { try digits($0, refinement: .none) }
    let refined = try Self.names.map { try digits($0, refinement: .extended) }
    #expect(plain.reduce(0, +) / 8 >= 10.5, "\(plain)")
    #expect(refined.reduce(0, +) / 8 >= 12.9, "\(refined)")
  }

  private func digits(_ name: String, refinement: Refinement) throws -> Double {
    let problem = try StRDRegression(name)
    return worstDigits(try leastSquares(problem.design, problem.response, refinement: refinement).x, problem.estimates)
  }

  @Test(arguments: names)
  func `standard errors, R² and the residual are as certified`(name: String) throws {
    let problem = try StRDRegression(name)
    let summary = try RegressionSummary(problem.design, problem.response, refinement: .extended)
    #expect(summary.residualDegreesOfFreedom == problem.certified.residualDegreesOfFreedom)
    // R⁻¹ has some n·ε·κ of relative error, and κ of the scaled columns is 10⁶ at most. The worst has 12.6 digits.
    #expect(worstDigits(summary.standardErrors, problem.standardErrors) >= 9)
    let residual = problem.certified.residualStandardDeviation.value
    #expect(worstDigits([summary.residualStandardDeviation], [residual]) >= 13)
    #expect(worstDigits([summary.rSquared], [problem.certified.rSquared.value]) >= 13)
  }

  @Test(arguments: names)
  func `the estimate of the digits is honest`(name: String) throws {
    let problem = try StRDRegression(name)
    let fit = try leastSquares(problem.design, problem.response, refinement: .extended)
    let claimed = try #require(fit.digits)
    for (j, estimate) in problem.estimates.enumerated() {
      // The certified value is rounded to 15 digits: half a unit in the last is a relative 5e-15 at worst.
      let actual = worstDigits([fit.x[j]], [estimate])
      #expect(actual >= min(claimed.roundedData[j], 14.3), "coefficient \(j) of \(name)")
      #expect(claimed.roundedData[j] <= claimed.exactData[j] && claimed.exactData[j] >= 10)
    }
  }
}

/// The digits of the worst of several numbers; those of a 0 are counted from 1 downwards.
private func worstDigits(_ values: Vector<Double>, _ certified: Vector<Double>) -> Double {
  zip(values, certified).map { value, certified in
    let error = (value - certified).magnitude / (certified == 0 ? 1 : certified.magnitude)
    return min(15, -Double.log10(error))
  }.min() ?? 15
}

/// One of NIST's sets as a least-squares problem.
struct StRDRegression {
  let certified: CertifiedRegression

  var design: Matrix<Double> { Matrix(certified.design) }
  var response: Vector<Double> { Vector(certified.y) }
  var estimates: Vector<Double> { Vector(certified.parameters.map(\.estimate.value)) }
  var standardErrors: Vector<Double> { Vector(certified.parameters.map(\.standardDeviation.value)) }

  init(_ name: String, from file: String = #filePath) throws {
    let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try Data(contentsOf: root.appending(path: "datasets/nist/\(name).dat"))
    certified = try CertifiedRegression(Array(bytes), source: name)
  }
}
