import LabNumerics
import RealModule
import Testing

@Suite struct RegressionSummaryTests {
  @Test(arguments: [Refinement.none, .extended])
  func `the documentation's example holds`(refinement: Refinement) throws {
    let line = try RegressionSummary(
      [[1, 0], [1, 1], [1, 2], [1, 3]] as Matrix<Double>, [1, 3, 4, 8], refinement: refinement)
    // Residuals 0.3, 0.1, −1.1, 0.7; s² = 1.8/2; Σ(x − 1.5)² = 5; the total is 26. m·n·ε·κ with κ below 5.
    let bound = 8 * 5 * 3 * Double.ulpOfOne
    #expect((line.coefficients - [0.7, 2.2]).norm() <= bound)
    let errors: Vector<Double> = [Double.sqrt(0.63), Double.sqrt(0.18)]
    #expect((line.standardErrors - errors).norm() <= bound)
    #expect((line.rSquared - (1 - 1.8 / 26)).magnitude <= bound)
    #expect((line.residualStandardDeviation - Double.sqrt(0.9)).magnitude <= bound)
    #expect(line.residualDegreesOfFreedom == 2)
  }

  @Test func `without a constant column R² is about zero`() throws {
    let line = try RegressionSummary([[1], [2]] as Matrix<Double>, [1, 3])
    // x = 7/5, the residual (−2/5, 1/5), so 1 − (1/5)/10.
    #expect((line.rSquared - 0.98).magnitude <= 8 * Double.ulpOfOne)
  }

  @Test func `as many unknowns as observations leave nothing to estimate the errors from`() throws {
    let line = try RegressionSummary([[1, 0], [1, 1]] as Matrix<Float>, [1, 3])
    #expect(line.residualDegreesOfFreedom == 0 && line.residualStandardDeviation.isNaN)
    #expect(line.standardErrors.allSatisfy(\.isNaN) && line.rSquared == 1)
    #expect(try RegressionSummary(.zeros(0, 0), [] as Vector<Double>).rSquared == 1)
    let bare = try RegressionSummary(.zeros(2, 0), [3, 4] as Vector<Double>)
    #expect((bare.residualStandardDeviation - Double.sqrt(12.5)).magnitude <= 4 * Double.ulpOfOne)
  }

  @Test func `dependent columns are thrown with the rank`() {
    #expect(throws: LinearAlgebraError.rankDeficient(rank: 1)) {
      try RegressionSummary([[1, 2], [1, 2], [1, 2]] as Matrix<Double>, [1, 2, 3])
    }
  }

  @Test func `a response of the wrong length stops the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try RegressionSummary(Matrix<Double>.zeros(3, 2), [1, 2])
    }
    #expect(try message(of: result).contains("RegressionSummary: (3, 2) with a response of 2 elements"))
  }
}
