import LabNumerics
import Testing

@Suite struct BLAS3Tests {
  @Test(arguments: [1, 3, 8, 20, 70], [0.0, 2]) func `alpha 0 leaves the factors unread`(n: Int, beta: Double) {
    let nans = Matrix<Double>(repeating: .nan, rows: n, columns: n + 1)
    let old = Matrix<Double>(repeating: beta == 0 ? .nan : 3, rows: n, columns: n)
    let expected = Matrix<Double>(repeating: 3 * beta, rows: n, columns: n)
    var c = old
    gemm(nans, nans, transposeB: true, alpha: 0, beta: beta, result: &c)
    #expect(c == expected)
    c = old
    matmul(nans, nans.transposed(), alpha: 0, beta: beta, result: &c)
    #expect(c == expected)
    c = old
    syrk(nans, alpha: 0, beta: beta, result: &c)
    #expect(c == expected)
    c = old
    syrk(nans.transposed(), transposeA: true, alpha: 0, beta: beta, result: &c)
    #expect(c == expected)
    #expect(gemm(nans, nans, transposeB: true, alpha: 0) == .zeros(n, n) && syrk(nans, alpha: 0) == .zeros(n, n))
  }

  static let sizes = (0...5).flatMap { m in (0...5).flatMap { k in (0...5).map { n in (m, k, n) } } }

  @Test func `gemm agrees with loops at every small size, side, alpha and beta`() {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: 31)
      for (m, k, n) in Self.sizes + [(17, 1, 19), (33, 65, 31)] {
        let a = Matrix<Scalar>.randomNormal(m, k, using: &generator)
        let b = Matrix<Scalar>.randomNormal(k, n, using: &generator)
        let c = Matrix<Scalar>.randomNormal(m, n, using: &generator)
        for (alpha, beta) in [(1, 0), (1, 1), (-2, 0.5), (0, 3), (0, 0)] as [(Scalar, Scalar)] {
          for (ta, tb) in [(false, false), (true, false), (false, true), (true, true)] {
            var d = c
            gemm(
              ta ? a.transposed() : a, tb ? b.transposed() : b, transposeA: ta, transposeB: tb, alpha: alpha,
              beta: beta, result: &d)
            #expect(d.isCombination(alpha, a, b, beta, c), "\(m) × \(k) × \(n), \(ta), \(tb), \(alpha), \(beta)")
          }
        }
      }
    }
  }

  @Test(arguments: [(0, 3), (1, 1), (3, 0), (2, 3), (4, 4), (5, 2), (7, 50), (50, 7)])
  func `syrk is the product with the transpose, exactly symmetric, and reads the lower triangle of C`(n: Int, k: Int) {
    var generator = SplitMix64(seed: 32)
    let a = Matrix<Double>.randomNormal(n, k, using: &generator)
    let c = syrk(Matrix<Double>.randomNormal(n, n, using: &generator))
    let halved = Matrix(rows: n, columns: n) { i, j in i >= j ? c[i, j] : .nan }
    for (alpha, beta) in [(1, 0), (1, 1), (-2, 0.5)] as [(Double, Double)] {
      var d = halved
      syrk(a, alpha: alpha, beta: beta, result: &d)
      #expect(d.isSymmetric && d.isCombination(alpha, a, a.transposed(), beta, c))
      d = halved
      syrk(a.transposed(), transposeA: true, alpha: alpha, beta: beta, result: &d)
      #expect(d.isSymmetric && d.isCombination(alpha, a, a.transposed(), beta, c))
    }
    #expect(syrk(a).isProduct(a, a.transposed()))
    #expect(matmul(a, a, transposeB: true) == syrk(a))
  }

  @Test(arguments: [(0, 2), (1, 1), (2, 3), (5, 4), (33, 7)])
  func `symm multiplies from either side and reads the lower triangle only`(m: Int, n: Int) {
    var generator = SplitMix64(seed: 33)
    let b = Matrix<Double>.randomNormal(m, n, using: &generator)
    for fromRight in [false, true] {
      let order = fromRight ? n : m
      let a = syrk(Matrix<Double>.randomNormal(order, order, using: &generator))
      let halved = Matrix(rows: order, columns: order) { i, j in i >= j ? a[i, j] : .nan }
      let (left, right) = fromRight ? (b, a) : (a, b)
      #expect(symm(halved, b, fromRight: fromRight).isProduct(left, right))
      var c = b
      symm(halved, b, fromRight: fromRight, alpha: 2, beta: -1, result: &c)
      #expect(c.isCombination(2, left, right, -1, b))
    }
  }

  @Test(arguments: [(0, 2), (1, 1), (3, 2), (5, 4), (33, 7)])
  func `trsm undoes the product with its triangle from either side, and reads nothing else`(m: Int, n: Int) throws {
    var generator = SplitMix64(seed: 34)
    let b = Matrix<Double>.randomNormal(m, n, using: &generator)
    for fromRight in [false, true] {
      let order = fromRight ? n : m
      let a = Matrix<Double>.randomUniform(order, order, in: -1..<1, using: &generator) + 2 * .identity(order)
      for (lower, transposed) in [(true, false), (true, true), (false, false), (false, true)] {
        let t = Matrix(rows: order, columns: order) { i, j in (i >= j) == lower || i == j ? a[i, j] : .nan }
        let whole = Matrix(rows: order, columns: order) { i, j in (i >= j) == lower || i == j ? a[i, j] : 0 }
        let op = transposed ? whole.transposed() : whole
        let x = try trsm(t, b, lower: lower, transposeT: transposed, fromRight: fromRight, alpha: -2)
        let (left, right) = fromRight ? (x, op) : (op, x)
        // |α·B − op(T)·X| ≤ n·ε·|T|·|X| (Higham, theorem 8.5), and as much again for the product formed to see it.
        let bound = 4 * Double(order + 1) * .ulpOfOne * plainProduct(left.magnitudes, right.magnitudes)
        #expect(plainProduct(left, right).isWithin(bound, of: -2 * b))
      }
    }
    let unit = try trsm(Matrix<Double>(repeating: .nan, rows: 1, columns: 1), [[3]], lower: true, unitDiagonal: true)
    #expect(unit == [[3]])
  }

  @Test func `a zero on the diagonal is thrown with its place, and nothing is overwritten`() {
    var x: Matrix<Double> = [[1], [2]]
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try trsm([[1, 0], [5, 0]], &x, lower: true) }
    #expect(x == [[1], [2]])
  }

  @Test(arguments: [1, 3, 5, 40, 150])
  func `beta zero does not read the old values, NaN included`(n: Int) {
    let a = Matrix<Double>.identity(n)
    var c = Matrix<Double>(repeating: .nan, rows: n, columns: n)
    gemm(a, a, result: &c)
    #expect(c == a)
    c = Matrix(repeating: .nan, rows: n, columns: n)
    symm(a, a, result: &c)
    #expect(c == a)
    c = Matrix(repeating: .nan, rows: n, columns: n)
    syrk(a, result: &c)
    #expect(c == a)
  }

  @Test func `shapes that do not fit stop the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var c = Matrix<Double>.zeros(2, 3)
      syrk(Matrix<Double>.zeros(2, 5), result: &c)
    }
    #expect(try message(of: result).contains("syrk: (2, 5) • (5, 2) has shape (2, 2), result has (2, 3)"))
    let other = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = symm(Matrix<Double>.zeros(2, 3), Matrix<Double>.zeros(3, 3))
    }
    #expect(try message(of: other).contains("symm: the symmetric matrix must be square, it has shape (2, 3)"))
  }
}
