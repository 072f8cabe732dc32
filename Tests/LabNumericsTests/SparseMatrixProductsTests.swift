import LabNumerics
import Testing

@Suite struct SparseMatrixProductsTests {
  @Test func `agree with SciPy to the bit where sums are exact`() throws {
    for golden in try SparseReference.load().cases {
      let a = golden.matrix.sparse
      #expect(a • Vector(golden.x) == Vector(golden.timesX))
      #expect(Vector(golden.y) • a == Vector(golden.transposedTimesY))
      #expect(a • Matrix(golden.dense) == Matrix(golden.timesDense))
      #expect(Matrix(golden.left) • a == Matrix(golden.leftTimes))
    }
  }

  // Row lengths below and above the unrolled loops, widths around the stripes of 16, heights around the panels of 16.
  static let shapes = [(1, 1, 1), (3, 2, 15), (5, 40, 16), (17, 13, 17), (33, 5, 2)]

  @Test(arguments: shapes, [0.1, 1])
  func `agree with three loops on the dense matrices, with any alpha and beta`(
    shape: (m: Int, k: Int, n: Int), density: Double
  ) {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: 91)
      let (m, k, n) = shape
      let dense = Matrix<Scalar>.randomNormal(m, k, using: &generator)
      let a = SparseMatrix(
        Matrix(rows: m, columns: k) { generator.uniform(in: 0..<1) < density ? dense[$0, $1] : 0 } as Matrix<Scalar>)
      let full = Matrix(a)
      let b = Matrix<Scalar>.randomNormal(k, n, using: &generator)
      let c = Matrix<Scalar>.randomNormal(m, n, using: &generator)
      let e = Matrix<Scalar>.randomNormal(n, m, using: &generator)
      let f = Matrix<Scalar>.randomNormal(n, k, using: &generator)
      let x = b[column: 0]
      let y = c[column: 0]
      #expect(Matrix(column: a • x).isProduct(full, Matrix(column: x)))
      #expect(Matrix(column: y • a).isProduct(full.transposed(), Matrix(column: y)))
      #expect((a • b).isProduct(full, b))
      #expect(matmul(a, c, transposeA: true).isProduct(full.transposed(), c))
      #expect((e • a).isProduct(e, full))
      for (alpha, beta) in [(1, 1), (-0.5, 3), (0, 2), (2, 0)] as [(Scalar, Scalar)] {
        var result = c
        matmul(a, b, alpha: alpha, beta: beta, result: &result)
        #expect(result.isCombination(alpha, full, b, beta, c))
        result = b
        matmul(a, c, transposeA: true, alpha: alpha, beta: beta, result: &result)
        #expect(result.isCombination(alpha, full.transposed(), c, beta, b))
        result = f
        matmul(e, a, alpha: alpha, beta: beta, result: &result)
        #expect(result.isCombination(alpha, e, full, beta, f))
        var z = y
        matmul(a, x, alpha: alpha, beta: beta, result: &z)
        #expect(Matrix(column: z).isCombination(alpha, full, Matrix(column: x), beta, Matrix(column: y)))
        z = x
        matmul(a, y, transposeA: true, alpha: alpha, beta: beta, result: &z)
        #expect(
          Matrix(column: z).isCombination(
            alpha, full.transposed(), Matrix(column: y), beta, Matrix(column: x)))
      }
    }
  }

  @Test func `NaN and infinity pass by what is not stored, and meet what is, stored zeros included`() {
    let a = SparseMatrix<Double>(rows: 2, columns: 2, triplets: [(0, 0, 1), (1, 1, 0)])
    #expect((a • [2, .nan])[0] == 2)
    #expect((a • [2, .infinity])[1].isNaN)
    let b: Matrix<Double> = [[2, 3], [.nan, .infinity]]
    #expect((a • b)[row: 0] == [2, 3])
    #expect((a • b)[1, 0].isNaN)
    #expect((b • a)[0, 0] == 2 && (b • a)[0, 1] == 0 && (b • a)[1, 0].isNaN)
    let gap = SparseMatrix<Double>(rows: 1, columns: 2, triplets: [(0, 1, .nan)])
    #expect((gap • [1, 0])[0].isNaN)
  }

  @Test func `beta zero does not read the old values, alpha zero not the factors`() {
    let a = SparseMatrix<Double>(rows: 2, columns: 2, triplets: [(0, 0, .nan)])
    let b = SparseMatrix<Double>(identity: 2)
    let nans = Matrix<Double>(repeating: .nan, rows: 2, columns: 2)
    for transposeA in [false, true] {
      var y: Vector<Double> = [.nan, .nan]
      matmul(b, [3, 4], transposeA: transposeA, result: &y)
      #expect(y == [3, 4])
      matmul(a, [.nan, 1], transposeA: transposeA, alpha: 0, beta: 2, result: &y)
      #expect(y == [6, 8])
      var c = nans
      matmul(b, Matrix.identity(2), transposeA: transposeA, result: &c)
      #expect(c == .identity(2))
      matmul(a, nans, transposeA: transposeA, alpha: 0, beta: 2, result: &c)
      #expect(c == 2 * .identity(2))
    }
    var c = nans
    matmul(Matrix.identity(2), b, result: &c)
    #expect(c == .identity(2))
    matmul(nans, a, alpha: 0, beta: 2, result: &c)
    #expect(c == 2 * .identity(2))
  }

  @Test func `the result may be the other factor, and copies keep their values`() {
    let a = SparseMatrix<Double>(rows: 2, columns: 2, triplets: [(0, 1, 1), (1, 0, 2)])
    var x: Vector<Double> = [3, 4]
    let before = x
    matmul(a, x, result: &x)
    #expect(x == [4, 6] && before == [3, 4])
    var c: Matrix<Double> = [[1, 2], [3, 4]]
    matmul(a, c, result: &c)
    #expect(c == [[3, 4], [2, 4]])
    matmul(c, a, result: &c)
    #expect(c == [[8, 3], [8, 2]])
  }

  @Test func `shapes that do not match stop the program with both`() async throws {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3) • [1, 2]
    }
    #expect(try message(of: result).contains("matmul: (2, 3) • (2)"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3) • Matrix.zeros(2, 3)
    }
    #expect(try message(of: result).contains("matmul: (2, 3) • (2, 3)"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var c = Matrix<Double>.zeros(2, 2)
      matmul(Matrix.zeros(2, 3), SparseMatrix(rows: 3, columns: 4), result: &c)
    }
    #expect(try message(of: result).contains("(2, 3) • (3, 4) has shape (2, 4), result has (2, 2)"))
  }
}
