import LabNumerics
import Testing

@Suite struct CholeskyTests {
  @Test func `the documentation's example holds`() throws {
    let cholesky = try Cholesky([[4, 2], [2, 3]] as Matrix<Double>)
    #expect(cholesky.lower == [[2, 0], [1, Double(2).squareRoot()]])
    // κ∞ = 4.5 and n = 2, with a constant of 3n + 1 (Higham, Accuracy and Stability, 2nd ed., theorem 10.4).
    #expect(try (cholesky.solve([2, 3]) - [0, 1]).norm(.infinity) <= 7 * 2 * 4.5 * Double.ulpOfOne)
  }

  @Test func `reads only the lower triangle`() throws {
    let symmetric = try Cholesky([[4, 2], [2, 3]] as Matrix<Double>)
    let junkAbove = try Cholesky([[4, .nan], [2, 3]] as Matrix<Double>)
    #expect(junkAbove.lower == symmetric.lower)
    #expect(junkAbove.reciprocalCondition() == symmetric.reciprocalCondition())
  }

  @Test(arguments: PositiveDefiniteMatrixKind.reliable, lapackSizes)
  func `L times its transpose gives every kind of matrix back, and solves`(
    kind: PositiveDefiniteMatrixKind, n: Int
  ) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 200)
      let a: Matrix<Scalar> = try kind.matrix(n, using: &generator)
      let cholesky = try Cholesky(a)
      #expect(reconstructionRatio(a, cholesky.reconstruct(), n: n) < lapackThreshold)
      let b = a • Matrix<Scalar>.randomUniform(n, 3, in: -1..<1, using: &generator)
      #expect(solutionRatio(a, try cholesky.solve(b), b) < lapackThreshold)
      let single = Matrix(column: try cholesky.solve(b[column: 0]))
      #expect(solutionRatio(a, single, Matrix(column: b[column: 0])) < lapackThreshold)
    }
  }

  @Test(arguments: [0, 1, 4])
  func `names the order of the first minor that is not positive`(place: Int) {
    var a = Matrix<Double>.identity(5)
    a[place, place] = 0
    #expect(throws: LinearAlgebraError.notPositiveDefinite(minor: place + 1)) { try Cholesky(a) }
    a[place, place] = -1
    #expect(throws: LinearAlgebraError.notPositiveDefinite(minor: place + 1)) { try Cholesky(a) }
  }

  @Test func `says where an element of the lower triangle is not finite`() {
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try Cholesky([[1, 0], [.infinity, 1]] as Matrix<Double>)
    }
  }

  @Test func `the determinant and its logarithm agree with LU's`() throws {
    var generator = SplitMix64(seed: 201)
    let a: Matrix<Double> = try PositiveDefiniteMatrixKind.wellConditioned.matrix(10, using: &generator)
    let (cholesky, lu) = (try Cholesky(a), try LU(a))
    // Each pivot is off by some n·ε·κ, and there are n of them.
    let bound = 10 * 10 * 2 * Double.ulpOfOne
    #expect((cholesky.determinant / lu.determinant - 1).magnitude <= bound)
    #expect((cholesky.logDeterminant - lu.logDeterminant.log).magnitude <= bound)
  }

  @Test func `estimates the same condition as LU`() throws {
    var generator = SplitMix64(seed: 202)
    let a: Matrix<Double> = try PositiveDefiniteMatrixKind.illConditioned.matrix(10, using: &generator)
    let ratio = try Cholesky(a).reciprocalCondition() / LU(a).reciprocalCondition()
    // Both are lower bounds of ‖A⁻¹‖₁, rarely by more than a factor of 3.
    #expect(ratio < 3 && ratio > 1.0 / 3)
  }

  @Test func `the empty matrix is positive definite`() throws {
    let cholesky = try Cholesky(Matrix<Double>.zeros(0, 0))
    #expect(cholesky.determinant == 1 && cholesky.logDeterminant == 0 && cholesky.reciprocalCondition() == 1)
    #expect(try cholesky.solve([] as Vector) == [])
  }

  @Test func `a matrix that is not square stops the program with its shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try Cholesky(Matrix<Double>.zeros(3, 2))
    }
    #expect(try message(of: result).contains("it has shape (3, 2)"))
  }
}
