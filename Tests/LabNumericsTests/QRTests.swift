import LabNumerics
import Testing

@Suite struct QRTests {
  @Test func `the documentation's example holds`() throws {
    let qr = try QR([[1, 0], [1, 1], [1, 2]] as Matrix<Double>)
    // κ₂ = 2.7; the residual is 0, so the error is some m·n·ε·κ (Higham, Accuracy and Stability, 2nd ed., theorem 20.3).
    #expect(try (qr.leastSquares([1, 3, 5]) - [1, 2]).norm() <= 6 * 2.7 * 2.3 * Double.ulpOfOne)
  }

  @Test(arguments: GeneralMatrixKind.allCases, lapackShapes)
  func `orthonormal Q times upper R gives every kind of matrix back`(
    kind: GeneralMatrixKind, shape: (m: Int, n: Int)
  ) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 300)
      let (m, n) = shape
      let a: Matrix<Scalar> = try kind.matrix(m, n, using: &generator)
      let qr = try QR(a)
      let (q, r) = (qr.q(), qr.r)
      #expect(q.shape == (m, min(m, n)) && r.shape == (min(m, n), n))
      #expect(orthogonalityRatio(q) < lapackThreshold)
      #expect(reconstructionRatio(a, q • r, n: max(m, n)) < lapackThreshold)
      #expect(reconstructionRatio(a, qr.reconstruct(), n: max(m, n)) < lapackThreshold)
      for i in 0..<r.rowCount { #expect((0..<i).allSatisfy { r[i, $0] == 0 }) }
      #expect(qr.qAndR() == (q, r))
      #expect(qr.r == r, "a QR that somebody keeps is not used up")
      #expect(try QR(a).qAndR() == (q, r))
    }
  }

  /// The battery of LAPACK's matrices ends at 50, below the orders that are factorised by halving.
  @Test(arguments: [(111, 111), (112, 112), (130, 113), (113, 130), (128, 128), (200, 129), (1000, 112)])
  func `large matrices too are orthonormal Q times upper R`(m: Int, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 307)
      let a = Matrix<Scalar>.randomNormal(m, n, using: &generator)
      var qr = try QR(a)
      #expect(orthogonalityRatio(qr.q()) < lapackThreshold)
      #expect(reconstructionRatio(a, qr.q() • qr.r, n: max(m, n)) < lapackThreshold)
      #expect(reconstructionRatio(a, qr.reconstruct(), n: max(m, n)) < lapackThreshold)
      // Scales at both ends of the range, and columns without a reflection.
      let scale = Scalar.greatestFiniteMagnitude.squareRoot()
      for factor in [scale, 1 / scale] {
        var hard = factor * a
        for j in stride(from: 0, to: n, by: 3) { hard[column: j] = .zeros(m) }
        var workspace = Workspace<Scalar>()
        try qr.refactor(hard, workspace: &workspace)
        #expect(orthogonalityRatio(qr.q()) < lapackThreshold)
        #expect(reconstructionRatio(hard / factor, (qr.q() • qr.r) / factor, n: max(m, n)) < lapackThreshold)
      }
    }
  }

  @Test(arguments: [(5, 3), (3, 5), (4, 4), (50, 10), (1, 1)])
  func `applying Q is multiplying by it, and Q transposed undoes it`(m: Int, n: Int) throws {
    var generator = SplitMix64(seed: 301)
    let qr = try QR(Matrix<Double>.randomNormal(m, n, using: &generator))
    let c = Matrix<Double>.randomNormal(m, 4, using: &generator)
    let whole = qr.applyQ(.identity(m))
    #expect(orthogonalityRatio(whole) < lapackThreshold)
    #expect(whole[rows: 0..<m, columns: 0..<min(m, n)].isWithin(tolerance(m, min(m, n)), of: qr.q()))
    #expect(reconstructionRatio(whole • c, qr.applyQ(c), n: m) < lapackThreshold)
    #expect(reconstructionRatio(whole.transposed() • c, qr.applyQTransposed(c), n: m) < lapackThreshold)
    #expect(reconstructionRatio(c, qr.applyQTransposed(qr.applyQ(c)), n: m) < lapackThreshold)
    let single = Matrix(column: qr.applyQ(c[column: 1]))
    #expect(reconstructionRatio(single, Matrix(column: qr.applyQ(c)[column: 1]), n: m) < lapackThreshold)

    /// Elements of an orthonormal matrix, from some m rounded reflections.
    func tolerance(_ rows: Int, _ columns: Int) -> Matrix<Double> {
      Matrix(repeating: 10 * Double(m) * .ulpOfOne, rows: rows, columns: columns)
    }
  }

  @Test(arguments: [(1, 1), (3, 2), (10, 5), (50, 10)])
  func `the residual of least squares is orthogonal to the columns`(m: Int, n: Int) throws {
    var generator = SplitMix64(seed: 302)
    let a = Matrix<Double>.randomNormal(m, n, using: &generator)
    let b = Matrix<Double>.randomNormal(m, 3, using: &generator)
    let x = try QR(a).leastSquares(b)
    // ‖Aᵀr‖ / (‖A‖·‖b‖·max(m, n)·ε), LAPACK's `dqrt17`.
    let gradient = matmul(a, b - a • x, transposeA: true)
    #expect(gradient.norm(.one) / (a.norm(.one) * b.norm(.one) * Double(m) * roundingUnit()) < lapackThreshold)
    let single = try QR(a).leastSquares(b[column: 2])
    #expect(solutionRatio(.identity(n), Matrix(column: single), Matrix(column: x[column: 2])) < lapackThreshold)
  }

  @Test func `a dependent column is thrown with the rank, whatever its unit`() throws {
    let a: Matrix<Double> = [[1, 2, 3], [1, 4, 5], [1, 6, 7], [1, 8, 9]]
    #expect(throws: LinearAlgebraError.rankDeficient(rank: 2)) { try QR(a).leastSquares([1, 2, 3, 4]) }
    #expect(throws: LinearAlgebraError.rankDeficient(rank: 0)) { try QR(Matrix<Double>([[0]])).leastSquares([1]) }
    let tiny = a[rows: 0..<4, columns: 0..<2] • .diagonal([1, 1e-30])
    #expect(try QR(tiny).leastSquares([1, 2, 3, 4]).count == 2)
  }

  @Test func `no columns and no rows have an answer`() throws {
    #expect(try QR(Matrix<Double>.zeros(3, 0)).leastSquares([1, 2, 3]) == [])
    #expect(try QR(Matrix<Double>.zeros(0, 0)).leastSquares([] as Vector) == [])
    #expect(try QR(Matrix<Double>.zeros(3, 0)).applyQ([1, 2, 3]) == [1, 2, 3])
  }

  @Test func `says where an element is not finite`() {
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 1)) { try QR([[1, .nan]] as Matrix<Float>) }
  }

  @Test func `more unknowns than equations stop the program with the shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try QR(Matrix<Double>.zeros(2, 3)).leastSquares([1, 2])
    }
    #expect(try message(of: result).contains("(2, 3) has more columns than rows; use leastSquares(a, b)"))
  }
}
