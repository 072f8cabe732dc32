import LabNumerics

// The loops as one writes them first, straight from the formula, through Matrix subscripts. Their speed is the point
// of departure, not the aim: nothing here is to be made faster.

/// The contender that computes by the textbook's loops.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func naive<Scalar: LinearAlgebraScalar>(_ problem: Problem<Scalar>) -> Contest {
  let n = problem.size
  let (first, second) = (problem.first, problem.second)
  func a() -> Matrix<Scalar> { Matrix(rows: n, columns: n, first) }
  func b() -> Matrix<Scalar> { Matrix(rows: n, columns: n, second) }
  switch problem.kernel {
  case .dot:
    var sum: Scalar = 0
    return Contest(
      call: { seconds($0) { sum = naiveDot(first, second) } }, judge: { problem.judge(.number(sum)) })
  case .axpy:
    var y = second
    return Contest(
      call: { seconds($0) { for i in 0..<n { y[i] += Problem<Scalar>.alpha * first[i] } } },
      judge: { problem.judge(.elements(y)) })
  case .gemv:
    let a = a()
    var y = [Scalar](repeating: 0, count: n)
    return Contest(
      call: { seconds($0) { naiveMultiply(a, second, &y) } }, judge: { problem.judge(.elements(y)) })
  case .gemm:
    let (a, b) = (a(), b())
    var c = Matrix<Scalar>.zeros(n, n)
    return Contest(
      call: { seconds($0) { naiveMultiply(a, b, &c) } }, judge: { problem.judge(.elements(Array(c.flattened))) })
  case .syrk:
    let a = a()
    var c = Matrix<Scalar>.zeros(n, n)
    return Contest(
      call: { seconds($0) { naiveGram(a, &c) } }, judge: { problem.judge(.elements(Array(c.flattened))) })
  case .trsm:
    let (l, b) = (a(), b())
    var x = b
    return Contest(
      call: { repeats in
        seconds(repeats) {
          x = b
          naiveSolve(l, &x)
        }
      }, judge: { problem.judge(.elements(Array(x.flattened))) })
  case .lu:
    let a = a()
    var (lu, permutation) = (a, [Int]())
    return Contest(
      call: { repeats in
        seconds(repeats) {
          lu = a
          permutation = naiveLU(&lu)
        }
      }, judge: { problem.judge(luAnswer(lu, permutation)) })
  case .cholesky:
    let a = a()
    var l = a
    return Contest(
      call: { seconds($0) { l = naiveCholesky(a) } }, judge: { problem.judge(.elements(Array(l.flattened))) })
  case .qr:
    let a = a()
    var (qr, scales) = (a, [Scalar]())
    return Contest(
      call: { repeats in
        seconds(repeats) {
          qr = a
          scales = naiveQR(&qr)
        }
      }, judge: { problem.judge(qrAnswer(qr, scales)) })
  case .svd:
    let a = a()
    var svd = (u: a, singularValues: [Scalar](), v: a)
    return Contest(call: { seconds($0) { svd = naiveSVD(a) } }) {
      problem.judge(
        .svd(
          u: Array(svd.u.flattened), singularValues: svd.singularValues,
          vTransposed: Array(svd.v.transposed().flattened)))
    }
  case .eigh:
    let a = a()
    var eigen = (values: [Scalar](), vectors: a)
    return Contest(call: { seconds($0) { eigen = naiveEigen(a) } }) {
      problem.judge(.eigen(values: eigen.values, vectors: Array(eigen.vectors.transposed().flattened)))
    }
  }
}

private func naiveDot<Scalar: LinearAlgebraScalar>(_ x: [Scalar], _ y: [Scalar]) -> Scalar {
  var sum: Scalar = 0
  for i in 0..<x.count { sum += x[i] * y[i] }
  return sum
}

private func naiveMultiply<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, _ x: [Scalar], _ y: inout [Scalar]) {
  for i in 0..<a.rowCount {
    var sum: Scalar = 0
    for j in 0..<a.columnCount { sum += a[i, j] * x[j] }
    y[i] = sum
  }
}

private func naiveMultiply<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, _ c: inout Matrix<Scalar>
) {
  for i in 0..<a.rowCount {
    for j in 0..<b.columnCount {
      var sum: Scalar = 0
      for k in 0..<a.columnCount { sum += a[i, k] * b[k, j] }
      c[i, j] = sum
    }
  }
}

/// A·Aᵀ: one triangle, and its mirror image.
private func naiveGram<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, _ c: inout Matrix<Scalar>) {
  for i in 0..<a.rowCount {
    for j in 0...i {
      var sum: Scalar = 0
      for k in 0..<a.columnCount { sum += a[i, k] * a[j, k] }
      c[i, j] = sum
      c[j, i] = sum
    }
  }
}

/// X ← L⁻¹·X by forward substitution, column by column.
private func naiveSolve<Scalar: LinearAlgebraScalar>(_ l: Matrix<Scalar>, _ x: inout Matrix<Scalar>) {
  for column in 0..<x.columnCount {
    for i in 0..<l.rowCount {
      var entry = x[i, column]
      for j in 0..<i { entry -= l[i, j] * x[j, column] }
      x[i, column] = entry / l[i, i]
    }
  }
}

/// L and U in place, with partial pivoting.
private func naiveLU<Scalar: LinearAlgebraScalar>(_ a: inout Matrix<Scalar>) -> [Int] {
  let n = a.rowCount
  var permutation = Array(0..<n)
  for k in 0..<n {
    var pivot = k
    for i in k..<n where abs(a[i, k]) > abs(a[pivot, k]) { pivot = i }
    if pivot != k {
      permutation.swapAt(k, pivot)
      for j in 0..<n { (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]) }
    }
    for i in k + 1..<max(n, k + 1) {
      a[i, k] /= a[k, k]
      for j in k + 1..<n { a[i, j] -= a[i, k] * a[k, j] }
    }
  }
  return permutation
}

private func naiveCholesky<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>) -> Matrix<Scalar> {
  let n = a.rowCount
  var l = Matrix<Scalar>.zeros(n, n)
  for j in 0..<n {
    var pivot = a[j, j]
    for k in 0..<j { pivot -= l[j, k] * l[j, k] }
    l[j, j] = pivot.squareRoot()
    for i in j + 1..<max(n, j + 1) {
      var entry = a[i, j]
      for k in 0..<j { entry -= l[i, k] * l[j, k] }
      l[i, j] = entry / l[j, j]
    }
  }
  return l
}

/// Householder's reflections 1 − τ·v·vᵀ in place: R on and above the diagonal, below it v, whose first entry is 1.
///
/// Golub and Van Loan, Matrix Computations (4th ed.), algorithm 5.2.1.
private func naiveQR<Scalar: LinearAlgebraScalar>(_ a: inout Matrix<Scalar>) -> [Scalar] {
  let n = a.rowCount
  var scales: [Scalar] = []
  for k in 0..<n {
    var squares: Scalar = 0
    for i in k..<n { squares += a[i, k] * a[i, k] }
    let alpha = a[k, k]
    let beta = alpha > 0 ? -squares.squareRoot() : squares.squareRoot()  // the sign that does not cancel
    let tau = beta == 0 ? 0 : (beta - alpha) / beta
    scales.append(tau)
    if tau == 0 { continue }
    for i in k + 1..<max(n, k + 1) { a[i, k] /= alpha - beta }
    a[k, k] = beta
    for j in k + 1..<max(n, k + 1) {
      var sum = a[k, j]
      for i in k + 1..<n { sum += a[i, k] * a[i, j] }
      sum *= tau
      a[k, j] -= sum
      for i in k + 1..<n { a[i, j] -= a[i, k] * sum }
    }
  }
  return scales
}

/// Hestenes' one-sided rotations: the columns of A·V are turned until each pair is orthogonal.
///
/// Golub and Van Loan, Matrix Computations (4th ed.), §8.6.3.
private func naiveSVD<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>
) -> (u: Matrix<Scalar>, singularValues: [Scalar], v: Matrix<Scalar>) {
  let n = a.rowCount
  var (u, v) = (a, Matrix<Scalar>.identity(n))
  var isDone = false
  for _ in 0..<60 where !isDone {
    isDone = true
    for p in 0..<n {
      for q in p + 1..<max(n, p + 1) {
        var (pp, qq, pq): (Scalar, Scalar, Scalar) = (0, 0, 0)
        for i in 0..<n {
          pp += u[i, p] * u[i, p]
          qq += u[i, q] * u[i, q]
          pq += u[i, p] * u[i, q]
        }
        if abs(pq) <= Scalar.ulpOfOne * (pp * qq).squareRoot() { continue }
        isDone = false
        let (c, s) = rotation(pp, qq, pq)
        for i in 0..<n {
          (u[i, p], u[i, q]) = (c * u[i, p] - s * u[i, q], s * u[i, p] + c * u[i, q])
          (v[i, p], v[i, q]) = (c * v[i, p] - s * v[i, q], s * v[i, p] + c * v[i, q])
        }
      }
    }
  }
  var lengths: [Scalar] = []
  for j in 0..<n {
    var squares: Scalar = 0
    for i in 0..<n { squares += u[i, j] * u[i, j] }
    lengths.append(squares.squareRoot())
  }
  let order = (0..<n).sorted { lengths[$0] > lengths[$1] }
  return (
    Matrix(rows: n, columns: n) { i, j in u[i, order[j]] / lengths[order[j]] }, order.map { lengths[$0] },
    Matrix(rows: n, columns: n) { i, j in v[i, order[j]] }
  )
}

/// Jacobi's rotations, row by row, until nothing is left beside the diagonal.
///
/// Golub and Van Loan, Matrix Computations (4th ed.), §8.5.
private func naiveEigen<Scalar: LinearAlgebraScalar>(
  _ symmetric: Matrix<Scalar>
) -> (values: [Scalar], vectors: Matrix<Scalar>) {
  let n = symmetric.rowCount
  var (a, v) = (symmetric, Matrix<Scalar>.identity(n))
  var isDone = false
  for _ in 0..<60 where !isDone {
    isDone = true
    for p in 0..<n {
      for q in p + 1..<max(n, p + 1) {
        if abs(a[p, q]) <= Scalar.ulpOfOne * abs(a[p, p] * a[q, q]).squareRoot() { continue }
        isDone = false
        let (c, s) = rotation(a[p, p], a[q, q], a[p, q])
        for i in 0..<n { (a[i, p], a[i, q]) = (c * a[i, p] - s * a[i, q], s * a[i, p] + c * a[i, q]) }
        for i in 0..<n { (a[p, i], a[q, i]) = (c * a[p, i] - s * a[q, i], s * a[p, i] + c * a[q, i]) }
        for i in 0..<n { (v[i, p], v[i, q]) = (c * v[i, p] - s * v[i, q], s * v[i, p] + c * v[i, q]) }
      }
    }
  }
  let order = (0..<n).sorted { a[$0, $0] < a[$1, $1] }
  return (order.map { a[$0, $0] }, Matrix(rows: n, columns: n) { i, j in v[i, order[j]] })
}

/// Cosine and sine of the smaller angle that makes the symmetric [pp, pq; pq, qq] diagonal.
private func rotation<Scalar: LinearAlgebraScalar>(_ pp: Scalar, _ qq: Scalar, _ pq: Scalar) -> (Scalar, Scalar) {
  let tau = (qq - pp) / (2 * pq)
  let t = (tau >= 0 ? 1 : -1) / (abs(tau) + (1 + tau * tau).squareRoot())
  let c = 1 / (1 + t * t).squareRoot()
  return (c, t * c)
}

// MARK: - Factors as answers

/// L and U from one matrix that holds both.
func luAnswer<Scalar: LinearAlgebraScalar>(_ lu: Matrix<Scalar>, _ permutation: [Int]) -> Answer<Scalar> {
  let n = lu.rowCount
  let lower = Matrix<Scalar>(rows: n, columns: n) { i, j in i == j ? 1 : i > j ? lu[i, j] : 0 }
  let upper = Matrix<Scalar>(rows: n, columns: n) { i, j in i <= j ? lu[i, j] : 0 }
  return .lu(lower: Array(lower.flattened), upper: Array(upper.flattened), permutation: permutation)
}

/// Q and R from Householder's vectors: the reflections are done to the identity, the last one first.
private func qrAnswer<Scalar: LinearAlgebraScalar>(_ qr: Matrix<Scalar>, _ scales: [Scalar]) -> Answer<Scalar> {
  let n = qr.rowCount
  var q = Matrix<Scalar>.identity(n)
  for k in (0..<n).reversed() {
    for j in 0..<n {
      var sum = q[k, j]
      for i in k + 1..<max(n, k + 1) { sum += qr[i, k] * q[i, j] }
      sum *= scales[k]
      q[k, j] -= sum
      for i in k + 1..<max(n, k + 1) { q[i, j] -= qr[i, k] * sum }
    }
  }
  let r = Matrix<Scalar>(rows: n, columns: n) { i, j in i <= j ? qr[i, j] : 0 }
  return .qr(q: Array(q.flattened), r: Array(r.flattened))
}
