import LabNumerics
import Testing

@Suite struct SolveTests {
  @Test func `the documentation's example holds`() throws {
    let x = try solve([[2, 1], [1, 3]], [3, 5] as Vector<Double>)
    // κ∞ = 3.2 and n = 2.
    #expect((x - [0.8, 1.4]).norm(.infinity) <= 2 * 3.2 * 1.4 * Double.ulpOfOne)
  }

  @Test func `general and positive definite systems agree`() throws {
    var generator = SplitMix64(seed: 800)
    let a: Matrix<Double> = try PositiveDefiniteMatrixKind.wellConditioned.matrix(10, using: &generator)
    let b = Matrix<Double>.randomNormal(10, 2, using: &generator)
    #expect(solutionRatio(a, try solve(a, b), b) < lapackThreshold)
    #expect(solutionRatio(a, try solve(positiveDefinite: a, b), b) < lapackThreshold)
    let single = Matrix(column: try solve(positiveDefinite: a, b[column: 1]))
    #expect(solutionRatio(a, single, Matrix(column: b[column: 1])) < lapackThreshold)
  }

  @Test func `what cannot be solved is thrown with its place`() {
    let twin: Matrix<Double> = [[1, 2], [2, 4]]
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try solve(twin, [1, 1]) }
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try inverse(twin) }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(minor: 2)) { try solve(positiveDefinite: twin, [1, 1]) }
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 0)) { try solve([[.nan]] as Matrix<Double>, [1]) }
  }

  @Test func `the logarithm of a determinant is in range where the determinant is not`() throws {
    // (0.001)²⁰⁰, and with two rows exchanged the same with the other sign.
    let small = try logDeterminant(0.001 * Matrix<Double>.identity(200))
    // The error of a sum of 200 terms, n·ε/2·Σ|log|.
    #expect(small.sign == 1 && abs(small.log + 600 * 2.302585092994046) <= 100 * 1382 * Double.ulpOfOne)
    #expect(try determinant(0.001 * Matrix<Double>.identity(200)) == 0)
    #expect(try logDeterminant([[0, 1e200], [1e200, 0]] as Matrix<Double>).sign == -1)
    #expect(try logDeterminant([[1, 2], [2, 4]] as Matrix<Double>) == (0, -.infinity))
    #expect(try logDeterminant(Matrix<Double>.zeros(0, 0)) == (1, 0))
  }

  @Test func `a singular matrix has determinant zero, not an error`() throws {
    #expect(try determinant([[1, 2], [2, 4]] as Matrix<Double>) == 0)
    #expect(try determinant([[1, 2], [3, 4]] as Matrix<Double>).rounded() == -2)
  }

  @Test(arguments: lapackSizes)
  func `a matrix times its inverse is the identity`(n: Int) throws {
    var generator = SplitMix64(seed: 801)
    let a: Matrix<Double> = try GeneralMatrixKind.wellConditioned.matrix(n, n, using: &generator)
    let inverse = try inverse(a)
    // ‖I − A·A⁻¹‖₁ / (n·‖A‖₁·‖A⁻¹‖₁·ε), LAPACK's `dget03`.
    let difference = (a • inverse - .identity(n)).norm(.one)
    #expect(difference <= lapackThreshold * Double(n) * a.norm(.one) * inverse.norm(.one) * roundingUnit())
  }

  @Test func `rank and condition come from the singular values`() throws {
    let a = Matrix<Double>.diagonal([4, 2, 0.5])
    #expect(try rank(a) == 3 && conditionNumber(a) == 8)
    let b: Matrix<Double> = [[1, 2], [2, 4]]
    #expect(try rank(b) == 1)
    #expect(try conditionNumber(Matrix<Double>.zeros(2, 2)) == .infinity)
    #expect(try conditionNumber(Matrix<Double>.zeros(0, 0)) == 1)
    #expect(try rank(Matrix<Double>.zeros(0, 3)) == 0)
    #expect(try rank(a, tolerance: 0.2) == 2)
  }

  @Test(arguments: [10.0, 1e4, 1e8])
  func `the condition number is the one a matrix was made with`(condition: Double) throws {
    var generator = SplitMix64(seed: 802)
    let a = try randomMatrix(15, 15, condition: condition, using: &generator)
    // The smallest singular value, 1/κ, is within some n·ε of the truth.
    #expect((try conditionNumber(a) / condition - 1).magnitude <= 30 * 15 * condition * roundingUnit())
  }
}
