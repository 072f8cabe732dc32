import LabNumerics
import Testing

@Suite struct PivotedQRTests {
  @Test(arguments: GeneralMatrixKind.allCases, lapackShapes)
  func `Q times R with its columns put back gives every kind of matrix back`(
    kind: GeneralMatrixKind, shape: (m: Int, n: Int)
  ) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 400)
      let (m, n) = shape
      let a: Matrix<Scalar> = try kind.matrix(m, n, using: &generator)
      let qr = try PivotedQR(a)
      #expect(reconstructionRatio(a, qr.reconstruct(), n: max(m, n)) < lapackThreshold)
      #expect(qr.permutation.sorted() == Array(0..<n))
      let r = qr.r
      #expect(r.shape == (min(m, n), n))
      for i in 0..<r.rowCount { #expect((0..<i).allSatisfy { r[i, $0] == 0 }) }
    }
  }

  @Test(arguments: [(1, 1, 1), (4, 3, 2), (3, 4, 2), (20, 10, 7), (10, 20, 1), (5, 5, 0)])
  func `finds the rank that a product of thin matrices has`(m: Int, n: Int, rank: Int) throws {
    var generator = SplitMix64(seed: 401)
    let a =
      Matrix<Double>.randomNormal(m, rank, using: &generator)
      • Matrix<Double>.randomNormal(rank, n, using: &generator)
    #expect(try PivotedQR(a).rank == rank)
  }

  @Test func `a tolerance that is no size stops the program with what came`() async throws {
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try PivotedQR(Matrix<Double>.identity(2), rankTolerance: -1)
    }
    #expect(try message(of: negative).contains("a tolerance of -1.0, at least 0 is needed"))
    let noNumber = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try rank(Matrix<Double>.identity(2), tolerance: .nan)
    }
    #expect(try message(of: noNumber).contains("a tolerance of nan, at least 0 is needed"))
  }

  @Test func `the unit of a column changes neither the order nor the rank`() throws {
    var generator = SplitMix64(seed: 402)
    let a = Matrix<Double>.randomNormal(10, 4, using: &generator)
    // Powers of two, so that the scaled columns are the same to the last bit.
    let units = Vector(count: 4) { Double(sign: .plus, exponent: 100 * $0 - 150, significand: 1) }
    let (plain, scaled) = (try PivotedQR(a), try PivotedQR(a • .diagonal(units)))
    #expect(plain.permutation == scaled.permutation && plain.rank == 4 && scaled.rank == 4)
  }

  @Test(arguments: [1, 0x1p1023]) func `a column whose length overflows has rank and solution`(size: Double) throws {
    // By a power of two all that changes is the exponent, and the length √2·1.7·2¹⁰²³ is out of range.
    let a: Matrix<Double> = [[1.7 * size, 1.7 * size], [1.7 * size, 0]]
    let qr = try PivotedQR(a)
    #expect(qr.rank == 2 && qr.reciprocalCondition() > 0.1)
    // The length of b, √2·2¹⁰²³, is in range.
    let x = try leastSquares(a, [size, size]).x
    #expect((x - [1 / 1.7, 0]).norm(.infinity) <= 8 * Double.ulpOfOne)
    #expect(!qr.r.flattened.contains { $0.isNaN })
  }

  @Test(arguments: [1, 0x1p1000, 0x1p1022])
  func `dependent columns near the end of the range have the solution of least norm`(size: Double) throws {
    // For A = u·vᵀ it is v·(uᵀb)/(‖u‖²·‖v‖²); the lengths of these columns, 5·size, and of R's rows are out of range.
    let (u, v): (Vector<Double>, Vector<Double>) = ([1, -1, 1, 1, 0, -1, 1.5, 1, -1.75, 1], [1, 1.125, -1])
    let b = Vector<Double>(count: 10) { Double($0 * 7 % 5 - 2) / 2 }
    let expected = v * ((u • b) / ((u • u) * (v • v)))
    let qr = try PivotedQR(outer(u, v) * size)
    #expect(qr.rank == 1)
    // A column's rounding error is that of ten terms.
    #expect((try qr.solve(b * size) - expected).norm(.infinity) <= 20 * Double.ulpOfOne)
    let fit = try qr.leastSquares(Matrix(column: b * size))
    #expect((fit.x.flattened - expected).norm(.infinity) <= 20 * Double.ulpOfOne)
    let residual = (outer(u, v) • expected - b).norm()
    #expect(abs(fit.residualNorms[0] / size - residual) <= 20 * Double.ulpOfOne * residual)
  }

  @Test func `a right-hand side whose length overflows has its solution`() throws {
    try check(0x1.8p1023)
    try check(0x1.8p127 as Float)

    func check<Scalar: LinearAlgebraScalar>(_ large: Scalar) throws {
      // The means of both columns of B, to either side of 1; the first residual is √2·large, the second 0.
      let qr = try PivotedQR([[1, 0], [1, 0], [0, 2]] as Matrix<Scalar>)
      let b: Matrix<Scalar> = [[large, 1], [-large, 1], [large, 4]]
      let fit = try qr.leastSquares(b)
      #expect(fit.x.isApproximatelyEqual(to: [[0, 1], [large / 2, 2]], relativeTolerance: 8 * .ulpOfOne))
      #expect(fit.residualNorms[0] == .infinity && fit.residualNorms[1] <= 8 * Scalar.ulpOfOne)
      // The other column keeps its digits.
      #expect((fit.x[column: 1] - [1, 2]).norm(.infinity) <= 8 * Scalar.ulpOfOne)
      #expect(try qr.solve(b) == fit.x)
    }
  }

  @Test func `back substitution does not overflow where the solution is in range`() throws {
    // By a power of two all that changes is the exponent: 10¹⁰ times b would be out of range.
    let hilbert = Matrix<Double>(rows: 8, columns: 8) { 1 / Double($0 + $1 + 1) }
    let b = Vector<Double>(count: 8) { Double($0 * 7 % 5 - 2) }
    let x = try leastSquares(hilbert, b).x
    #expect(x.norm(.infinity) > 1e10)
    #expect(try leastSquares(hilbert * 0x1p1000, b * 0x1p1000).x == x)
    #expect(try PivotedQR(hilbert * 0x1p1000).solve(b * 0x1p1000) == x)
  }

  @Test func `the tolerance decides how much a column must stand out`() throws {
    let a: Matrix<Double> = [[1, 1], [0, 1e-6]]
    #expect(try PivotedQR(a).rank == 2)
    #expect(try PivotedQR(a, rankTolerance: 1e-5).rank == 1)
  }

  @Test func `an empty or zero matrix has rank zero`() throws {
    for a in [Matrix<Double>.zeros(0, 0), .zeros(0, 3), .zeros(3, 0), .zeros(2, 2)] {
      #expect(try PivotedQR(a).rank == 0)
    }
  }

  @Test func `says where an element is not finite`() {
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 1)) {
      try PivotedQR([[1, 2], [3, .infinity]] as Matrix<Double>)
    }
  }
}
