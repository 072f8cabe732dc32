import CElementwise
import LabNumerics
import Testing

@Suite struct BLAS2Tests {
  static let shapes = (0...5).flatMap { m in (0...5).map { n in (m, n) } } + [(17, 1), (1, 19), (33, 31), (64, 129)]

  @Test(arguments: shapes)
  func `gemv and ger agree with loops, with every alpha and beta`(m: Int, n: Int) {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: 21)
      let a = Matrix<Scalar>.randomNormal(m, n, using: &generator)
      let x = Vector<Scalar>.randomNormal(n, using: &generator)
      let y = Vector<Scalar>.randomNormal(m, using: &generator)
      for (alpha, beta) in [(1, 0), (1, 1), (-2, 0.5), (0, 3), (0, 0)] as [(Scalar, Scalar)] {
        var z = y
        gemv(a, x, alpha: alpha, beta: beta, result: &z)
        #expect(Matrix(column: z).isCombination(alpha, a, Matrix(column: x), beta, Matrix(column: y)))
        z = x
        gemv(a, y, transposeA: true, alpha: alpha, beta: beta, result: &z)
        #expect(Matrix(column: z).isCombination(alpha, a.transposed(), Matrix(column: y), beta, Matrix(column: x)))
        var b = a
        ger(y, x, alpha: alpha, beta: beta, result: &b)
        #expect(b.isCombination(alpha, Matrix(column: y), Matrix(row: x), beta, a))
      }
      #expect(gemv(a, x) == a • x && ger(y, x) == outer(y, x))
    }
  }

  @Test(arguments: [0, 1, 2, 4, 5, 33])
  func `symv reads the lower triangle only`(n: Int) {
    var generator = SplitMix64(seed: 22)
    let a = Matrix<Double>.randomNormal(n, n, using: &generator)
    let whole = Matrix(rows: n, columns: n) { i, j in i >= j ? a[i, j] : a[j, i] }
    let halved = Matrix(rows: n, columns: n) { i, j in i >= j ? a[i, j] : .nan }
    let x = Vector<Double>.randomNormal(n, using: &generator)
    #expect(Matrix(column: symv(halved, x)).isProduct(whole, Matrix(column: x)))
    var y = x
    symv(halved, x, alpha: 2, beta: -1, result: &y)
    #expect(Matrix(column: y).isCombination(2, whole, Matrix(column: x), -1, Matrix(column: x)))
  }

  // In processes of their own: which instructions are used is one choice for all tests that run at the same time.

  @Test func `with SSE2, triangles of whole numbers are solved exactly, and nothing else is read`() async {
    await #expect(processExitsWith: .success) { checkExactTriangles(instructions: 0) }
  }

  @Test func `with AVX2, triangles of whole numbers are solved exactly, and nothing else is read`() async {
    await #expect(processExitsWith: .success) { checkExactTriangles(instructions: 1) }
  }

  @Test func `with AVX-512, triangles of whole numbers are solved exactly, and nothing else is read`() async {
    await #expect(processExitsWith: .success) { checkExactTriangles(instructions: 2) }
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5, 6, 8, 9, 15, 16, 17, 33, 64, 101])
  func `trsv undoes the product with its triangle, and reads nothing else`(n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 23)
      let a = Matrix<Scalar>.randomUniform(n, n, in: -1..<1, using: &generator) + 2 * .identity(n)
      let b = Vector<Scalar>.randomNormal(n, using: &generator)
      for lower in [true, false] {
        for transposed in [true, false] {
          for isUnit in [true, false] {
            // What is not the triangle's own is NaN, and must not be met.
            let t = Matrix<Scalar>(rows: n, columns: n) { i, j in
              i == j ? (isUnit ? .nan : a[i, i]) : (i > j) == lower ? a[i, j] : .nan
            }
            let whole = Matrix<Scalar>(rows: n, columns: n) { i, j in
              i == j ? (isUnit ? 1 : a[i, i]) : (i > j) == lower ? a[i, j] : 0
            }
            let x = try trsv(t, b, lower: lower, transposeT: transposed, unitDiagonal: isUnit)
            // Substitution is backward stable row by row: |b − T·x| ≤ n·ε·|T|·|x| (Higham, theorem 8.5); the product
            // formed to see it errs by as much again.
            let op = transposed ? whole.transposed() : whole
            let bound = 4 * Scalar(n + 1) * .ulpOfOne * plainProduct(op.magnitudes, Matrix(column: x).magnitudes)
            #expect(plainProduct(op, Matrix(column: x)).isWithin(bound, of: Matrix(column: b)))
          }
        }
      }
    }
  }

  @Test func `a zero on the diagonal is thrown with its place, and nothing is overwritten`() throws {
    let t: Matrix<Double> = [[1, 0, 0], [1, 0, 0], [1, 1, 0]]
    var x: Vector<Double> = [1, 2, 3]
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try trsv(t, &x, lower: true) }
    #expect(x == [1, 2, 3])
    try trsv(t, &x, lower: true, unitDiagonal: true)
    #expect(x == [1, 1, 1])
  }

  @Test func `NaN and infinity go through products and substitution`() throws {
    let t: Matrix<Double> = [[1, 0], [.nan, 1]]
    let x = try trsv(t, [2, 3], lower: true)
    #expect(x[0] == 2 && x[1].isNaN)
    #expect(gemv(t, [0, 0] as Vector)[1].isNaN)
  }

  @Test(arguments: [1, 3, 5, 40, 300])
  func `beta zero does not read the old values, NaN included`(n: Int) {
    var y = Vector<Double>(repeating: .nan, count: n)
    gemv(.identity(n), Vector(repeating: 2, count: n), result: &y)
    #expect(y == Vector(repeating: 2, count: n))
    y = Vector(repeating: .nan, count: n)
    symv(.identity(n), Vector(repeating: 2, count: n), result: &y)
    #expect(y == Vector(repeating: 2, count: n))
    var a = Matrix<Double>(repeating: .nan, rows: n, columns: n)
    ger(Vector(repeating: 1, count: n), Vector(repeating: 2, count: n), result: &a)
    #expect(a == Matrix(repeating: 2, rows: n, columns: n))
  }

  @Test func `the result may be an operand's earlier value`() {
    var x: Vector<Double> = [1, 2]
    gemv([[1, 1], [0, 1]], x, result: &x)
    #expect(x == [3, 2])
  }

  @Test func `shapes that do not fit stop the program with both`() async throws {
    let gemvResult = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = gemv(Matrix<Double>.zeros(2, 3), Vector<Double>.zeros(2))
    }
    #expect(try message(of: gemvResult).contains("(2, 3) • (2): as many columns as elements"))
    let gerResult = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var a = Matrix<Double>.zeros(2, 2)
      ger([1, 2], [1, 2, 3], result: &a)
    }
    #expect(
      try message(of: gerResult).contains("ger: vectors of 2 and 3 elements make shape (2, 3), result has (2, 2)"))
    let trsvResult = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try trsv(Matrix<Double>.zeros(2, 3), [1, 2], lower: true)
    }
    #expect(try message(of: trsvResult).contains("trsv: a triangle of shape (2, 3) with a right-hand side of 2"))
  }
}

/// Whole unknowns, whole elements and powers of two on the diagonal, so small that nothing is rounded; NaN wherever a
/// triangle has nothing of its own.
private func checkExactTriangles(instructions: Int32) {
  // A processor without them has tested all it can.
  if elementwise_limit_instructions(instructions) < instructions { return }
  for n in Array(1...50) + [63, 64, 65, 130] {
    let ldt = n + n % 3
    let x = (0..<n).map { $0 * 5 % 13 - 6 }
    for (isLower, isTransposed) in [(true, false), (true, true), (false, false), (false, true)] {
      for isUnit in [true, false] {
        func element(_ i: Int, _ j: Int) -> Int? {
          if i == j { return isUnit ? nil : [1, -2, 4, -1, 2][i % 5] }
          return (i > j) == isLower ? (i * 3 + j * 7) % 9 - 4 : nil
        }
        let b = (0..<n).map { i in
          (0..<n).reduce(0) { sum, j in
            let (row, column) = isTransposed ? (j, i) : (i, j)
            return sum + (element(row, column) ?? (i == j ? 1 : 0)) * x[j]
          }
        }
        let t = (0..<n).flatMap { i in (0..<ldt).map { j in j < n ? element(i, j) : nil } }
        let (lower, transposed, unit): (Int32, Int32, Int32) = (isLower ? 1 : 0, isTransposed ? 1 : 0, isUnit ? 1 : 0)
        var doubles = b.map(Double.init) + [.nan]
        elementwise_solve_double(n, lower, transposed, unit, t.map { $0.map(Double.init) ?? .nan }, ldt, &doubles)
        var floats = b.map(Float.init) + [.nan]
        elementwise_solve_float(n, lower, transposed, unit, t.map { $0.map(Float.init) ?? .nan }, ldt, &floats)
        let kind = "\(n) rows, lower \(isLower), transposed \(isTransposed), unit \(isUnit)"
        #expect(Array(doubles.dropLast()) == x.map(Double.init) && doubles[n].isNaN, "\(kind)")
        #expect(Array(floats.dropLast()) == x.map(Float.init) && floats[n].isNaN, "\(kind)")
      }
    }
  }
}
