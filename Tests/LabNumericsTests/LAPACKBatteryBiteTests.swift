import LabNumerics
import Testing

/// Methods that are wrong, or right only in exact arithmetic: none may pass the battery.
///
/// Written over arrays, as a learner writes them.
@Suite struct LAPACKBatteryBiteTests {
  private let sizes = [1, 2, 3, 5, 10, 50]

  @Test func `right ones over arrays pass, so that the wrong ones fail for what is wrong with them`() {
    let lu = LAPACKBattery.examineLU(sizes: sizes) { eliminate($0 as [[Double]], pivot: largest) }
    #expect(lu.passes, "\(lu)")
    let floats = LAPACKBattery.examineLU(sizes: sizes) { eliminate($0 as [[Float]], pivot: largest) }
    #expect(floats.passes, "\(floats)")
    let cholesky = LAPACKBattery.examineCholesky(sizes: sizes) { choleskyFactor($0 as [[Double]]) }
    #expect(cholesky.passes, "\(cholesky)")
    let qr = LAPACKBattery.examineQR(sizes: sizes) { (a: [[Double]]) in
      let qr = try QR(Matrix(a))
      return (qr.q().rows, qr.r.rows)
    }
    #expect(qr.passes, "\(qr)")
  }

  @Test func `elimination without pivots fails`() {
    fail(LAPACKBattery.examineLU(sizes: sizes) { eliminate($0 as [[Double]]) { _, k in k } })
  }

  @Test func `elimination with the smallest pivot fails, on matrices without zeros too`() {
    let report = LAPACKBattery.examineLU(sizes: sizes) { (a: [[Double]]) in
      eliminate(a) { a, k in
        (k..<a.count).filter { a[$0][k] != 0 }.min { a[$0][k].magnitude < a[$1][k].magnitude } ?? k
      }
    }
    fail(report)
    #expect(report.failures.contains { $0.matrix.kind == .general(.wellConditioned) })
  }

  @Test func `elimination in single precision under a Double's name fails`() {
    fail(
      LAPACKBattery.examineLU(sizes: sizes) { (a: [[Double]]) in
        let (permutation, lower, upper) = eliminate(a.map { $0.map { Float($0) } }, pivot: largest)
        return (permutation, lower.map { $0.map { Double($0) } }, upper.map { $0.map { Double($0) } })
      })
  }

  @Test func `the inverse permutation fails, from order 3 on`() throws {
    let report = LAPACKBattery.examineLU(sizes: sizes) { (a: [[Double]]) in
      let (permutation, lower, upper) = eliminate(a, pivot: largest)
      var inverse = permutation
      for (i, row) in permutation.enumerated() { inverse[row] = i }
      return (inverse, lower, upper)
    }
    fail(report)
    // A swap of two is its own inverse.
    #expect(try #require(report.smallestFailure).matrix.rowCount >= 3)
  }

  @Test func `factors in each other's place fail with their shapes`() throws {
    let report = LAPACKBattery.examineLU(sizes: [2, 3]) { (a: [[Double]]) in
      let (permutation, lower, upper) = eliminate(a, pivot: largest)
      return (permutation, upper, lower)
    }
    fail(report)
    let shapes = report.failures.first { $0.matrix.rowCount == 3 && $0.matrix.columnCount == 2 }
    #expect(shapes?.problem == "L has shape (2, 2), not (3, 2)")
  }

  @Test func `a transposed Cholesky factor fails`() throws {
    let report = LAPACKBattery.examineCholesky { (a: Matrix<Double>) in try Cholesky(a).lower.transposed() }
    fail(report)
    #expect(try #require(report.smallestFailure?.problem).hasPrefix("L is not lower triangular"))
  }

  @Test func `a Cholesky factor of what has none fails`() {
    // Without a look at the sign of the pivots, and a zero for what cannot be divided.
    fail(
      LAPACKBattery.examineCholesky(sizes: sizes) { (a: [[Double]]) in
        choleskyFactor(a).map { $0.map { $0.isFinite ? $0 : 0 } }
      })
  }

  @Test func `classical Gram–Schmidt fails`() {
    let report = LAPACKBattery.examineQR(sizes: sizes) { (a: Matrix<Double>) in classicalGramSchmidt(a) }
    fail(report)
    // R is right and the columns are not at right angles: what the textbooks say.
    let illConditioned = report.failures.filter {
      $0.matrix.kind == .general(.illConditioned) && $0.matrix.rowCount >= $0.matrix.columnCount
    }
    #expect(!illConditioned.isEmpty && illConditioned.allSatisfy { $0.name == "QᵀQ = I" })
  }

  @Test func `the transpose of Q fails`() {
    fail(LAPACKBattery.examineQR { (a: Matrix<Double>) in (try QR(a).q().transposed(), try QR(a).r) })
  }

  @Test func `least squares by the normal equations fails`() {
    let report = LAPACKBattery.examineLeastSquares { (a: Matrix<Double>, b: Vector<Double>) in
      try solve(matmul(a, a, transposeA: true), matmul(a, b, transposeA: true))
    }
    fail(report)
    #expect(report.failures.contains { $0.matrix.kind == .general(.illConditioned) && $0.name == "A·x = b" })
    #expect(!report.failures.contains { $0.matrix.kind == .general(.wellConditioned) })
  }

  @Test func `singular values as roots of eigenvalues fail`() {
    let report = LAPACKBattery.examineSVD { (a: Matrix<Double>) in try rootsOfEigenvalues(a) }
    fail(report)
    #expect(report.failures.contains { $0.matrix.kind == .general(.illConditioned) && $0.name == "Σ" })
    #expect(!report.failures.contains { $0.matrix.kind == .general(.wellConditioned) && $0.name == "Σ" })
  }

  @Test func `a singular vector with the wrong sign fails, and one whose partner changes too does not`() {
    let one = LAPACKBattery.examineSVD { (a: Matrix<Double>) in
      let svd = try SVD(a)
      return (flippingLastColumn(svd.u), svd.singularValues, svd.vTransposed)
    }
    fail(one)
    let both = LAPACKBattery.examineSVD { (a: Matrix<Double>) in
      let svd = try SVD(a)
      let v = flippingLastColumn(svd.vTransposed.transposed())
      return (flippingLastColumn(svd.u), svd.singularValues, v.transposed())
    }
    #expect(both.passes, "\(both)")
  }

  @Test func `singular values in rising order fail`() {
    fail(
      LAPACKBattery.examineSVD { (a: Matrix<Double>) in
        let svd = try SVD(a)
        return (svd.u, Vector(svd.singularValues.reversed()), svd.vTransposed)
      })
  }

  @Test func `eigenvectors in rows fail, and so does Jacobi's method stopped early`() {
    fail(
      LAPACKBattery.examineSymmetricEigen { (a: Matrix<Double>) in
        let eigen = try SymmetricEigen(a)
        return (eigen.values, eigen.vectorsByRow)
      })
    fail(
      LAPACKBattery.examineSymmetricEigen { (a: Matrix<Double>) in
        // Ten digits instead of sixteen.
        let eigen = try SymmetricEigen(a)
        return (eigen.values * (1 + 1e-10), eigen.vectors)
      })
  }

  @Test func `a solver that answers singular systems fails`() throws {
    let report = LAPACKBattery.examineSolve { (a: Matrix<Double>, b: Vector<Double>) in
      try leastSquares(a, b).x
    }
    fail(report)
    #expect(try #require(report.smallestFailure).problem == "an answer where none exists, without an error")
  }

  @Test func `Cramer's way through the inverse loses digits and fails`() {
    let report = LAPACKBattery.examineSolve { (a: Matrix<Double>, b: Vector<Double>) in try inverse(a) • b }
    fail(report)
    #expect(
      report.failures.allSatisfy { [.general(.illConditioned), .general(.nearlySingular)].contains($0.matrix.kind) })
  }

  @Test func `a condition taken from the diagonal alone fails`() {
    fail(
      LAPACKBattery.examineReciprocalCondition { (a: Matrix<Double>) in
        let magnitudes = a.diagonal.map(\.magnitude)
        return (magnitudes.min() ?? 1) / (magnitudes.max() ?? 1)
      })
  }

  @Test func `a Schur form of the transpose fails`() {
    fail(
      LAPACKBattery.examineSchur { (a: Matrix<Double>) in (try Schur(a.transposed()).t, try Schur(a.transposed()).z) })
  }

  private func fail(_ report: LAPACKReport, at location: SourceLocation = #_sourceLocation) {
    #expect(!report.passes && !report.failures.isEmpty, "\(report)", sourceLocation: location)
  }
}

// MARK: - The methods

private func largest<Scalar: BinaryFloatingPoint>(_ a: [[Scalar]], _ k: Int) -> Int {
  (k..<a.count).max { a[$0][k].magnitude < a[$1][k].magnitude } ?? k
}

/// Elimination column by column; `pivot` says which row to take for column k.
private func eliminate<Scalar: BinaryFloatingPoint>(
  _ a: [[Scalar]], pivot: ([[Scalar]], Int) -> Int
) -> (permutation: [Int], lower: [[Scalar]], upper: [[Scalar]]) {
  var a = a
  let (m, n) = (a.count, a.first?.count ?? 0)
  var permutation = Array(0..<m)
  let k = min(m, n)
  for j in 0..<k {
    let row = pivot(a, j)
    a.swapAt(j, row)
    permutation.swapAt(j, row)
    if a[j][j] == 0 { continue }
    for i in j + 1..<max(j + 1, m) {
      a[i][j] /= a[j][j]
      for l in j + 1..<max(j + 1, n) { a[i][l] -= a[i][j] * a[j][l] }
    }
  }
  let lower = (0..<m).map { i in (0..<k).map { j in i == j ? 1 : i > j ? a[i][j] : 0 } }
  let upper = (0..<k).map { i in (0..<n).map { j in i <= j ? a[i][j] : 0 } }
  return (permutation, lower, upper)
}

/// NaN or infinite where a pivot is not positive.
private func choleskyFactor(_ a: [[Double]]) -> [[Double]] {
  var l = a.map { $0.map { _ in 0.0 } }
  for i in a.indices {
    for j in 0...i {
      var rest = a[i][j]
      for k in 0..<j { rest -= l[i][k] * l[j][k] }
      l[i][j] = i == j ? (rest > 0 ? rest.squareRoot() : .nan) : rest / l[j][j]
    }
  }
  return l
}

/// Each column less its components along the earlier ones, all taken from the original column.
private func classicalGramSchmidt(_ a: Matrix<Double>) -> (Matrix<Double>, Matrix<Double>) {
  let k = min(a.rowCount, a.columnCount)
  var q = Matrix<Double>.zeros(a.rowCount, k)
  var r = Matrix<Double>.zeros(k, a.columnCount)
  for j in 0..<a.columnCount {
    let column = a[column: j]
    var rest = column
    for i in 0..<min(j, k) {
      r[i, j] = q[column: i] • column
      rest -= r[i, j] * q[column: i]
    }
    if j >= k { continue }
    r[j, j] = rest.norm()
    q[column: j] = rest / r[j, j]
  }
  return (q, r)
}

/// Σ² and V from AᵀA (AAᵀ for a wide matrix), U from A·V/Σ.
private func rootsOfEigenvalues(_ a: Matrix<Double>) throws -> (Matrix<Double>, Vector<Double>, Matrix<Double>) {
  if a.rowCount < a.columnCount {
    let (v, values, uTransposed) = try rootsOfEigenvalues(a.transposed())
    return (uTransposed.transposed(), values, v.transposed())
  }
  let eigen = try SymmetricEigen(matmul(a, a, transposeA: true))
  let order = (0..<a.columnCount).reversed()
  let values = Vector(order.map { max(eigen.values[$0], 0).squareRoot() })
  let vTransposed = Matrix(order.map { Array(eigen.vectorsByRow[row: $0]) })
  var u = a.columnCount == 0 ? Matrix.zeros(a.rowCount, 0) : matmul(a, vTransposed, transposeB: true)
  for (j, value) in values.enumerated() { u[column: j] = u[column: j] / value }
  return (u, values, vTransposed)
}

private func flippingLastColumn(_ a: Matrix<Double>) -> Matrix<Double> {
  if a.columnCount == 0 { return a }
  var flipped = a
  flipped[column: a.columnCount - 1] = -a[column: a.columnCount - 1]
  return flipped
}
