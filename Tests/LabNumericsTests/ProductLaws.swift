import LabNumerics
import RealModule

/// Laws of vectors, matrices, views, products and norms.
let productLaws: [Law] =
  Law.both("transposing twice gives A back, with and without a copy", transposedTwice, transposedTwice)
  + Law.both("parts of a view are parts of the matrix", partsOfView, partsOfView)
  + Law.both("a + b = b + a and a − a = 0", addition, addition)
  + Law.both("dot is symmetric and within γₙ·|x|ᵀ|y| of the sum", dotProduct, dotProduct)
  + Law.both("axpy and scale do what they say, aliased too", axpyAndScale, axpyAndScale)
  + Law.both("(A·B)ᵀ = Bᵀ·Aᵀ within its bound", productTransposed, productTransposed)
  + Law.both("α·op(A)·op(B) + β·C is what the loops say", generalProduct, generalProduct)
  + Law.both("α·op(A)·x + β·y is what the loops say", generalMatrixVector, generalMatrixVector)
  + Law.both("syrk, symm, symv and ger agree with gemm", structuredProducts, structuredProducts)
  + Law.both("a result that is an operand gets the same numbers", aliasedProducts, aliasedProducts)
  + Law.both("products of views are products of their copies", productsOfViews, productsOfViews)
  + Law.both("‖A·x‖ ≤ ‖A‖·‖x‖ and ‖A·B‖ ≤ ‖A‖·‖B‖", consistentNorms, consistentNorms)
  + Law.both("‖x + y‖ ≤ ‖x‖ + ‖y‖, and norms of vectors have their order", triangleInequality, triangleInequality)
  + Law.both("‖s·x‖ = s·‖x‖ for every power of two that leaves the elements normal", scaledNorms, scaledNorms)
  + Law.both("triangular solutions solve", triangularSolutions, triangularSolutions)
  + Law.both("elementwise functions keep their identities, aliased too", elementwiseIdentities, elementwiseIdentities)
  + Law.both("rows of softmax sum to 1, whatever is added to a row", softmaxRows, softmaxRows)
  + Law.both("sparse agrees with dense", sparseIsDense, sparseIsDense)

private func transposedTwice<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 20), c.size(upTo: 20))
  return unless(
    a.transposed().transposed() == a && Matrix(a.view.transposed()) == a.transposed()
      && a.transposed().shape == (a.columnCount, a.rowCount), "\(a)")
}

private func partsOfView<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 6), c.size(upTo: 6))
  let top = c.int(0...a.rowCount), left = c.int(0...a.columnCount)
  let bottom = c.int(top...a.rowCount), right = c.int(left...a.columnCount)
  let block = a[rows: top..<bottom, columns: left..<right]
  let view = a.view[rows: top..<bottom, columns: left..<right]
  let step = c.int(1...3)
  let every = Matrix(a.view.striding(rows: -step, columns: step))
  for i in 0..<every.rowCount {
    for j in 0..<every.columnCount where every[i, j] != a[a.rowCount - 1 - i * step, j * step] {
      return "\(a), \(step)"
    }
  }
  return unless(Matrix(view) == block && Matrix(view.transposed()) == block.transposed(), "\(a) \(top) \(left)")
}

private func addition<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 6), c.size(upTo: 6))
  let b: Matrix<S> = c.roughMatrix(a.rowCount, a.columnCount)
  var sum = a
  sum += b
  let zero = Matrix<S>.zeros(a.rowCount, a.columnCount)
  return unless(a + b == b + a && sum == a + b && a - a == zero && -(-a) == a && a * b == b * a, "\(a) \(b)")
}

private func dotProduct<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.roughVector(c.size(upTo: 40)), y: Vector<S> = c.roughVector(x.count)
  var sum: S = 0
  for i in x.indices { sum += x[i] * y[i] }
  let bound = 2 * gamma(x.count) * (magnitudes(x) • magnitudes(y))
  return beyond((x • y - sum).magnitude, bound, "\(x) • \(y)") ?? unless(x • y == y • x, "\(x) • \(y)")
}

private func axpyAndScale<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.roughVector(c.size(upTo: 40)), y: Vector<S> = c.roughVector(x.count), alpha: S = c.roughScalar()
  var sum = y, twice = x, scaled = x
  axpy(alpha, x, &sum)
  axpy(1, twice, &twice)
  scale(alpha, &scaled)
  for i in x.indices {
    // One rounding of a fused operation, or two.
    let bound = gamma(2) * ((alpha * x[i]).magnitude + y[i].magnitude) as S
    if let words = beyond((sum[i] - (alpha * x[i] + y[i])).magnitude, bound, "axpy(\(alpha), \(x), \(y))") {
      return words
    }
  }
  return unless(twice == 2 * x && scaled == alpha * x, "\(alpha) \(x)")
}

private func productTransposed<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 10), c.size(upTo: 10)),
    b: Matrix<S> = c.roughMatrix(a.columnCount, c.size(upTo: 10))
  let bound = 2 * gamma(a.columnCount + 1) * (a.magnitudes • b.magnitudes).transposed()
  return beyond(excess((a • b).transposed(), b.transposed() • a.transposed(), bound), 0, "\(a) • \(b)")
}

/// α·A·B + β·C by loops, and what rounding may change about it either way.
private func plain<S: LinearAlgebraScalar>(
  _ alpha: S, _ a: Matrix<S>, _ b: Matrix<S>, _ beta: S, _ c: Matrix<S>
) -> (value: Matrix<S>, bound: Matrix<S>) {
  let k = a.columnCount
  let value = Matrix<S>(rows: a.rowCount, columns: b.columnCount) { i, j in
    alpha * (0..<k).reduce(0) { $0 + a[i, $1] * b[$1, j] } + beta * c[i, j]
  }
  let bound = Matrix<S>(rows: a.rowCount, columns: b.columnCount) { i, j in
    let sum = (0..<k).reduce(S(0)) { $0 + (a[i, $1] * b[$1, j]).magnitude }
    return 2 * gamma(k + 4) * (alpha.magnitude * sum + (beta * c[i, j]).magnitude)
  }
  return (value, bound)
}

private func generalProduct<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let (m, n, k) = (c.size(upTo: 9), c.size(upTo: 9), c.size(upTo: 9))
  let (alpha, beta): (S, S) = (c.roughScalar(), c.roughScalar())
  let a: Matrix<S> = c.roughMatrix(m, k), b: Matrix<S> = c.roughMatrix(k, n), old: Matrix<S> = c.roughMatrix(m, n)
  let (transposeA, transposeB) = (c.bool(), c.bool())
  var result = old
  matmul(
    transposeA ? a.transposed() : a, transposeB ? b.transposed() : b, transposeA: transposeA, transposeB: transposeB,
    alpha: alpha, beta: beta, result: &result)
  let (value, bound) = plain(alpha, a, b, beta, old)
  return beyond(
    excess(result, value, bound), 0, "\(alpha)·\(a)·\(b) + \(beta)·\(old), transposes \(transposeA) \(transposeB)")
}

private func generalMatrixVector<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let (m, n) = (c.size(upTo: 12), c.size(upTo: 12))
  let (alpha, beta): (S, S) = (c.roughScalar(), c.roughScalar())
  let a: Matrix<S> = c.roughMatrix(m, n), x: Vector<S> = c.roughVector(n), old: Vector<S> = c.roughVector(m)
  let transposeA = c.bool()
  var result = old
  matmul(transposeA ? a.transposed() : a, x, transposeA: transposeA, alpha: alpha, beta: beta, result: &result)
  let (value, bound) = plain(alpha, a, Matrix(column: x), beta, Matrix(column: old))
  return beyond(excess(Matrix(column: result), value, bound), 0, "\(alpha)·\(a)·\(x) + \(beta)·\(old), \(transposeA)")
}

private func structuredProducts<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let (n, k) = (c.size(upTo: 9), c.size(upTo: 9))
  let a: Matrix<S> = c.roughMatrix(n, k), s: Matrix<S> = c.roughSymmetric(n), old: Matrix<S> = c.roughSymmetric(n)
  let x: Vector<S> = c.roughVector(n), y: Vector<S> = c.roughVector(k)
  let (alpha, beta): (S, S) = (c.roughScalar(), c.roughScalar())
  var gram = old
  syrk(a, alpha: alpha, beta: beta, result: &gram)
  let (value, bound) = plain(alpha, a, a.transposed(), beta, old)
  if !gram.isSymmetric { return "syrk of \(a) is not symmetric" }
  if let words = beyond(excess(gram, value, bound), 0, "syrk \(alpha) \(a) \(beta) \(old)") { return words }
  let (left, leftBound) = plain(alpha, s, a, 0, a)
  if let words = beyond(excess(symm(s, a, alpha: alpha), left, leftBound), 0, "symm \(s) \(a)") { return words }
  let (product, productBound) = plain(alpha, s, Matrix(column: x), 0, Matrix(column: x))
  let symvResult = Matrix(column: symv(s, x, alpha: alpha))
  if let words = beyond(excess(symvResult, product, productBound), 0, "symv \(s) \(x)") { return words }
  var updated = a
  ger(x, y, alpha: alpha, beta: beta, result: &updated)
  let (outerValue, outerBound) = plain(alpha, Matrix(column: x), Matrix(row: y), beta, a)
  return beyond(excess(updated, outerValue, outerBound), 0, "ger \(x) \(y) \(alpha) \(beta) \(a)")
}

private func aliasedProducts<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let n = c.size(upTo: 9)
  let a: Matrix<S> = c.roughMatrix(n, n), b: Matrix<S> = c.roughMatrix(n, n), x: Vector<S> = c.roughVector(n)
  let (alpha, beta): (S, S) = (c.roughScalar(), c.roughScalar())
  var apart = a, left = a, right = a
  matmul(a, b, alpha: alpha, beta: beta, result: &apart)
  matmul(left, b, alpha: alpha, beta: beta, result: &left)
  if left != apart { return "left of \(a)·\(b)" }
  apart = a
  matmul(b, a, alpha: alpha, beta: beta, result: &apart)
  matmul(b, right, alpha: alpha, beta: beta, result: &right)
  if right != apart { return "right of \(b)·\(a)" }
  var vector = x, vectorApart = x
  matmul(a, x, alpha: alpha, beta: beta, result: &vectorApart)
  matmul(a, vector, alpha: alpha, beta: beta, result: &vector)
  var gram = a, gramApart = a
  syrk(a, alpha: alpha, beta: 0, result: &gramApart)
  syrk(gram, alpha: alpha, beta: 0, result: &gram)
  return unless(vector == vectorApart && gram == gramApart, "\(alpha)·\(a)·\(x) + \(beta)·x")
}

private func productsOfViews<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let (m, n, k) = (c.size(upTo: 6), c.size(upTo: 6), c.size(upTo: 6))
  let left: Matrix<S> = c.roughMatrix(2 * k, 3 * m), right: Matrix<S> = c.roughMatrix(2 * n, k)
  let a = left.view.striding(rows: 2, columns: -3).transposed(), b = right.view.striding(rows: -2).transposed()
  let x = right.view.striding(rows: 2).transposed()
  let (value, bound) = plain(1, Matrix(a), Matrix(b), 0, Matrix(a) • Matrix(b))
  if let words = beyond(excess(a • b, value, bound), 0, "\(Matrix(a)) \(Matrix(b))") { return words }
  if n == 0 { return nil }
  let (column, columnBound) = plain(1, Matrix(a), Matrix(column: Vector(x[column: 0])), 0, .zeros(m, 1))
  return beyond(excess(Matrix(column: a • x[column: 0]), column, columnBound), 0, "\(Matrix(a)) \(Matrix(x))")
}

private func consistentNorms<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 9), c.size(upTo: 9)),
    b: Matrix<S> = c.roughMatrix(a.columnCount, c.size(upTo: 9))
  let x: Vector<S> = c.roughVector(a.columnCount)
  let slack = 1 + 4 * gamma(a.count + b.count + 4) as S
  for (kind, vectorKind) in [(MatrixNorm.one, VectorNorm.one), (.infinity, .infinity), (.frobenius, .two)] {
    if let words = beyond((a • x).norm(vectorKind), a.norm(kind) * x.norm(vectorKind) * slack, "\(kind) \(a) \(x)")
      ?? beyond((a • b).norm(kind), a.norm(kind) * b.norm(kind) * slack, "\(kind) \(a) \(b)")
    {
      return words
    }
  }
  let (columns, rows) = (a.norm(.one), a.transposed().norm(.infinity))
  return beyond((columns - rows).magnitude, (slack - 1) * rows, "\(a)")
}

private func triangleInequality<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.roughVector(c.size(upTo: 30)), y: Vector<S> = c.roughVector(x.count)
  let slack = 1 + 4 * gamma(x.count + 2) as S
  for kind in [VectorNorm.one, .two, .infinity] {
    if let words = beyond((x + y).norm(kind), (x.norm(kind) + y.norm(kind)) * slack, "\(kind) \(x) \(y)") {
      return words
    }
  }
  return beyond(x.norm(.infinity), x.norm(.two) * slack, "\(x)") ?? beyond(x.norm(.two), x.norm(.one) * slack, "\(x)")
    ?? unless(x.indexOfLargestMagnitude().map { x[$0].magnitude } ?? 0 == x.norm(.infinity), "\(x)")
}

private func scaledNorms<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.roughVector(c.size(upTo: 20)), s: S = c.scale()
  let a = Matrix(column: x)
  // Scaling by powers of two rounds nothing, but the sum of squares may be taken in another order.
  let slack = 2 * gamma(x.count + 2) * s * x.norm() as S
  return beyond(((s * x).norm() - s * x.norm()).magnitude, slack, "\(s)·\(x)")
    ?? beyond(((s * a).norm() - s * a.norm()).magnitude, slack, "\(s)·\(a)")
    ?? unless((s * x).norm(.infinity) == s * x.norm(.infinity), "\(s)·\(x)")
}

private func triangularSolutions<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.size(upTo: 9)
  let a: Matrix<S> = c.roughMatrix(n, n), b: Matrix<S> = c.roughMatrix(n, c.size(upTo: 4)), isLower = c.bool()
  let t = Matrix(rows: n, columns: n) { i, j in (isLower ? i >= j : i <= j) ? a[i, j] : 0 }
  if let pivot = t.diagonal.firstIndex(of: 0) {
    let answer = isLower ? try? solve(lower: a, b) : try? solve(upper: a, b)
    return unless(answer == nil, "\(t) has a zero in place \(pivot)")
  }
  // Backward stable row by row: |b − T·x| ≤ γₙ·|T|·|x| (Higham, theorem 8.5).
  let x = isLower ? try solve(lower: a, b) : try solve(upper: a, b)
  let bound = 2 * gamma(n + 2) * (t.magnitudes • x.magnitudes + b.magnitudes)
  // The same equations by another kernel, and so other last digits.
  let same = try trsm(a, b, lower: isLower)
  return beyond(excess(t • x, b, bound), 0, "\(t)·X = \(b)") ?? beyond(excess(t • same, b, bound), 0, "trsm \(t), \(b)")
}

private func elementwiseIdentities<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.roughVector(c.size(upTo: 40))
  var y = x
  exp(y, result: &y)
  if y != exp(x) { return "exp aliased \(x)" }
  for i in x.indices {
    // exp(x) is off by 1.1 ulp, log and the sum by as much again.
    if let words = beyond((log(exp(x))[i] - x[i]).magnitude, 4 * S.ulpOfOne * (1 + x[i].magnitude), "log(exp(\(x[i])))")
      ?? beyond((sigmoid(x)[i] + sigmoid(-x)[i] - 1).magnitude, 4 * S.ulpOfOne, "sigmoid(±\(x[i]))")
      ?? beyond(
        (softplus(x)[i] - softplus(-x)[i] - x[i]).magnitude, 8 * .ulpOfOne * (1 + x[i].magnitude), "softplus \(x[i])")
    {
      return words
    }
  }
  return unless(tanh(-x) == -tanh(x) && erf(-x) == -erf(x) && sqrt(x * x) == magnitudes(x), "\(x)")
}

private func softmaxRows<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 6), c.int(1...8))
  let p = softmax(rowsOf: a), shifted = softmax(rowsOf: a + 64)
  for i in 0..<a.rowCount {
    let sum = (0..<a.columnCount).reduce(S(0)) { $0 + p[i, $1] }
    if let words = beyond((sum - 1).magnitude, 8 * S(a.columnCount) * .ulpOfOne, "\(a)") { return words }
  }
  // a + 64 may round each element by half an ulp of 128, which the exponential takes over.
  return beyond((p - shifted).norm(.max), 256 * .ulpOfOne, "\(a)")
}

private func sparseIsDense<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 6), c.size(upTo: 6)),
    b: Matrix<S> = c.roughMatrix(a.columnCount, c.size(upTo: 6))
  let (sparse, sparseB) = (SparseMatrix(a), SparseMatrix(b))
  let (value, bound) = plain(1, a, b, 0, .zeros(a.rowCount, b.columnCount))
  return unless(
    Matrix(sparse) == a && Matrix(sparse.transposed()) == a.transposed() && Matrix(sparse + sparse) == a + a, "\(a)")
    ?? beyond(excess(sparse • b, value, bound), 0, "sparse \(a) • \(b)")
    ?? beyond(excess(a • sparseB, value, bound), 0, "\(a) • sparse \(b)")
    ?? beyond(excess(Matrix(sparse • sparseB), value, bound), 0, "sparse \(a) • sparse \(b)")
}
