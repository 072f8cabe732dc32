import LabNumerics
import Testing

@Suite struct ErrorBoundsTests {
  @Test(arguments: [2, 3, 5, 10, 50], [1.0, 1e4, 1e10])
  func `the forward bound holds and is not far off, the backward error is a few roundings`(
    n: Int, condition: Double
  ) throws {
    var generator = SplitMix64(seed: 260)
    let a = try randomMatrix(n, n, condition: condition, using: &generator)
    let b = Matrix<Double>.randomNormal(n, 3, using: &generator)
    let lu = try LU(a)
    let x = try lu.solve(b)
    let bounds = try lu.errorBounds(a, x, b)
    for j in 0..<3 {
      let truth = try exactSolution(a, b[column: j], from: lu)
      let error = (x[column: j] - truth).norm(.infinity) / x[column: j].norm(.infinity)
      #expect(error <= 3 * bounds.forward[j], "the estimate may be a factor of 3 too small")
      // n·ε·κ∞ with κ∞ ≤ n·κ₂, and as much again for the residual's own bound.
      #expect(bounds.forward[j] <= 4 * Double(n * n) * Double(n).squareRoot() * condition * roundingUnit())
      #expect(bounds.backward[j] <= Double(n + 1) * 4 * roundingUnit())
    }
  }

  /// The solution refined with residuals in extended precision.
  private func exactSolution(
    _ a: Matrix<Double>, _ b: Vector<Double>, from lu: LU<Double>
  ) throws -> Vector<Double> {
    try leastSquares(a, b, rankTolerance: 0, refinement: .extended).x
  }

  @Test func `a wrong solution has a large error, both ways`() throws {
    let a: Matrix<Double> = [[2, 1], [1, 3]]
    let bounds = try LU(a).errorBounds(a, [1, 1] as Vector, [3, 5] as Vector)
    // The residual is (0, 1), |A||x| + |b| = (6, 9); |A⁻¹|·(0, 1) = (1, 2)/5.
    #expect((bounds.backward[0] - 1.0 / 9).magnitude <= Double.ulpOfOne)
    #expect((bounds.forward[0] - 0.4).magnitude <= 20 * Double.ulpOfOne)
  }

  @Test func `every square factorisation gives the same bound`() throws {
    var generator = SplitMix64(seed: 261)
    let a: Matrix<Float> = try PositiveDefiniteMatrixKind.wellConditioned.matrix(10, using: &generator)
    let b = Vector<Float>.randomNormal(10, using: &generator)
    let x = try solve(a, b)
    let expected = try LU(a).errorBounds(a, x, b)
    for factors in [try Cholesky(a), try LDLT(a), try SymmetricEigen(a)] as [any SquareFactorization<Float>] {
      let bounds = try factors.errorBounds(a, x, b)
      #expect(bounds.backward == expected.backward)
      #expect((bounds.forward[0] / expected.forward[0] - 1).magnitude < 0.01)
    }
  }

  @Test func `edges have bounds`() throws {
    let none = try LU(Matrix<Double>.zeros(0, 0)).errorBounds(.zeros(0, 0), Vector([]), [])
    #expect(none.backward == [0] && none.forward == [0])
    let one = try LU([[4]] as Matrix<Double>).errorBounds([[4]], [0.5] as Vector, [2])
    #expect(one.backward == [0] && one.forward[0] <= 4 * Double.ulpOfOne)
    let zero = try LU([[4]] as Matrix<Double>).errorBounds([[4]], [0] as Vector, [0])
    #expect(zero.backward == [0] && zero.forward == [0])
    let lost = try LU([[4]] as Matrix<Double>).errorBounds([[4]], [.nan] as Vector, [2])
    #expect(lost.backward == [.infinity] && lost.forward == [.infinity])
  }

  @Test func `shapes that do not fit stop the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try LU(Matrix<Double>.identity(2)).errorBounds(.identity(2), Matrix.zeros(2, 1), Matrix.zeros(2, 2))
    }
    let words = "errorBounds: (2, 2) with a solution of shape (2, 1) and a right-hand side of shape (2, 2)"
    #expect(try message(of: result).contains(words))
  }
}
