import ComplexModule
import LabNumerics
import RealModule

/// Laws of factorisations and of the questions they answer.
let factorizationLaws: [Law] =
  Law.both("solutions have LAPACK's residual, or the pivot is zero", solutionsSolve, solutionsSolve)
  + Law.both("solutions keep their residual at every scale of A and of b", scaledSolutions, scaledSolutions)
  + Law.both("every assumption that holds gives a solution", assumptions, assumptions)
  + Law.both("det(A·B) = det A · det B within Hadamard's bound", determinantOfProduct, determinantOfProduct)
  + Law.both("P is a permutation, and so is the pivoted QR's", permutations, permutations)
  + Law.both("factors multiply to A at every scale", reconstructions, reconstructions)
  + Law.both("refactor gives what a fresh factorisation gives", refactoring, refactoring)
  + Law.both("the two-norm lies between ‖A‖F/√k and ‖A‖F", twoNormBounds, twoNormBounds)
  + Law.both("eigenvalues add up to the trace", traces, traces)
  + Law.both("reciprocal conditions lie in 0 ... 1", reciprocalConditions, reciprocalConditions)
  + Law.both("what is singular in working precision is said to be so", nearlySingular, nearlySingular)
  + Law.both("least-squares residuals are at right angles to the columns", leastSquaresResiduals, leastSquaresResiduals)
  + Law.both("rank + dimension of the null space = number of columns", rankAndNullity, rankAndNullity)
  + Law.both("e^A · e^−A = I", exponentials, exponentials)
  + Law.both("a solution in the right-hand side's memory is the same", aliasedSolutions, aliasedSolutions)

private func solutionsSolve<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.size(upTo: 12)
  let a: Matrix<S> = c.roughMatrix(n, n), b: Matrix<S> = c.roughMatrix(n, c.size(upTo: 3))
  let lu = try LU(a)
  if let pivot = lu.zeroPivot {
    let isKnown = lu.upper[pivot, pivot] == 0 && lu.determinant == 0 && lu.reciprocalCondition() == 0
    return unless(isKnown && (try? lu.solve(b)) == nil && (try? solve(a, b)) == nil, "singular \(a)")
  }
  // As LAPACK says it, but for right-hand sides that are not made from a solution: ‖b‖ comes in.
  let x = try lu.solve(b)
  let bound = 30 * S(n) * roundingUnit() * (a.norm(.one) * x.norm(.one) + b.norm(.one))
  for j in 0..<b.columnCount {
    let single = try solve(a, b[column: j])
    if let words = beyond((a • single - b[column: j]).norm(.one), bound, "\(a)·x = \(b[column: j])") { return words }
  }
  return beyond((a • x - b).norm(.one), bound, "\(a)·X = \(b)")
}

private func scaledSolutions<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.int(1...12), s: S = c.scale(), t: S = c.scale()
  let a: Matrix<S> = c.roughDefinite(n), b: Vector<S> = c.roughVector(n)
  // Outside the range of the scalar there is nothing to say.
  let quotient = t / s * b.norm(.infinity)
  if !(quotient < .greatestFiniteMagnitude / 4096), quotient != 0 { throw Inapplicable() }
  if t / s < .leastNormalMagnitude / .ulpOfOne * 4096 { throw Inapplicable() }
  for x in [
    try solve(s * a, t * b), try LU(s * a).solve(t * b), try Cholesky(s * a).solve(t * b), try QR(s * a).solve(t * b),
  ] {
    let residual = (t * b - (s * a) • x).norm(.one) / (s * a.norm(.one))
    let size = x.norm(.one) + t / s * b.norm(.one) / a.norm(.one)
    if let words = beyond(residual, 30 * S(n) * roundingUnit() * size, "\(s)·\(a) x = \(t)·\(b): \(x)") { return words }
  }
  return nil
}

private func assumptions<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.size(upTo: 9)
  let a: Matrix<S> = c.roughDefinite(n), b: Matrix<S> = c.roughMatrix(n, c.int(1...3))
  for assumption in [SolveAssumption.detect, .general, .symmetric, .positiveDefinite] {
    let x = try solve(a, b, assuming: assumption)
    let bound = 30 * S(n) * roundingUnit() * (a.norm(.one) * x.norm(.one) + b.norm(.one))
    if let words = beyond((a • x - b).norm(.one), bound, "\(assumption): \(a)·X = \(b)") { return words }
  }
  return nil
}

private func determinantOfProduct<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.size(upTo: 4)
  // Whole numbers, whose product is exact.
  let a = Matrix<S>(rows: n, columns: n) { _, _ in S(c.int(0...10) - 5) }
  let b = Matrix<S>(rows: n, columns: n) { _, _ in S(c.int(0...10) - 5) }
  let (detA, detB, detAB) = (try determinant(a), try determinant(b), try determinant(a • b))
  let bound = error(a) * detB.magnitude + error(b) * detA.magnitude + error(a) * error(b) + error(a • b)
  return beyond((detAB - detA * detB).magnitude, bound, "\(a), \(b)")

  /// L·U = A + E with |E| ≤ γₙ·|L|·|U| ≤ γₙ·n·2ⁿ⁻¹·max|A|; each of the n rows of E changes the determinant by its length
  /// times those of the others at most (Hadamard). The product of pivots rounds n times more.
  func error(_ a: Matrix<S>) -> S {
    let longest = (0..<n).map { a[row: $0].norm() }.max() ?? 0
    return S(n * n * n << n) * gamma(2 * n + 2) * .pow(longest, n)
  }
}

private func permutations<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 9), c.size(upTo: 9))
  let (lu, qr) = (try LU(a), try PivotedQR(a))
  return unless(
    lu.permutation.sorted() == Array(0..<a.rowCount) && qr.permutation.sorted() == Array(0..<a.columnCount)
      && lu.lower.norm(.max) <= 1, "\(a)")
}

private func reconstructions<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.size(upTo: 9), s: S = c.scale()
  let a: Matrix<S> = s * c.roughMatrix(n, c.size(upTo: 9)), symmetric: Matrix<S> = s * c.roughSymmetric(n)
  let definite: Matrix<S> = s * c.roughDefinite(n)
  let general: [any Factorization<S>] = [try LU(a), try QR(a), try PivotedQR(a), try SVD(a)]
  for f in general {
    if let words = wrong(f, a) { return words }
  }
  return try wrong(try LDLT(symmetric), symmetric) ?? wrong(try SymmetricEigen(symmetric), symmetric)
    ?? wrong(try Cholesky(definite), definite)

  func wrong(_ factors: some Factorization<S>, _ a: Matrix<S>) -> String? {
    let ratio = LAPACKRatio.reconstruction(a, factors.reconstruct(), n: max(a.rowCount, a.columnCount))
    return beyond(ratio, LAPACKRatio.limit, "\(type(of: factors)) of \(a)")
  }
}

private func refactoring<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let (m, n) = (c.size(upTo: 9), c.size(upTo: 9))
  let old: Matrix<S> = c.roughMatrix(m, n), new: Matrix<S> = c.roughMatrix(m, n)
  let oldDefinite: Matrix<S> = c.roughDefinite(n), newDefinite: Matrix<S> = c.roughDefinite(n)
  var (lu, qr, svd, workspace) = (try LU(old), try QR(old), try SVD(old), Workspace<S>())
  var (cholesky, eigen) = (try Cholesky(oldDefinite), try SymmetricEigen(oldDefinite))
  try lu.refactor(new)
  try qr.refactor(new, workspace: &workspace)
  try svd.refactor(new, workspace: &workspace)
  try cholesky.refactor(newDefinite)
  try eigen.refactor(newDefinite, workspace: &workspace)
  let (fresh, freshSVD) = (try LU(new), try SVD(new))
  return try unless(
    lu.lower == fresh.lower && lu.upper == fresh.upper && lu.permutation == fresh.permutation
      && lu.zeroPivot == fresh.zeroPivot, "LU \(old), then \(new)")
    ?? unless(qr.r == (try QR(new).r) && qr.q() == (try QR(new).q()), "QR \(old), then \(new)")
    ?? unless(
      svd.u == freshSVD.u && svd.singularValues == freshSVD.singularValues && svd.vTransposed == freshSVD.vTransposed,
      "SVD \(old), then \(new)")
    ?? unless(cholesky.lower == (try Cholesky(newDefinite).lower), "Cholesky \(oldDefinite), then \(newDefinite)")
    ?? unless(
      eigen.vectorsByRow == (try SymmetricEigen(newDefinite).vectorsByRow),
      "SymmetricEigen \(oldDefinite), then \(newDefinite)")
}

private func twoNormBounds<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 9), c.size(upTo: 9))
  let (two, frobenius) = (try a.twoNorm(), a.norm())
  let slack = 1 + 30 * S(max(a.rowCount, a.columnCount)) * roundingUnit()
  let root = S(min(a.rowCount, a.columnCount)).squareRoot()
  return beyond(two, frobenius * slack, "\(a)") ?? beyond(frobenius, root * two * slack, "\(a)")
    ?? beyond(a.norm(.max), two * slack, "\(a)")
}

private func traces<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.size(upTo: 9)
  let a: Matrix<S> = c.roughMatrix(n, n), symmetric: Matrix<S> = c.roughSymmetric(n)
  // The values are exact for A + E with ‖E‖ ≤ 30·n·u·‖A‖, whose trace is off by at most n·‖E‖.
  let sum = try eigenvalues(a).reduce(Complex<S>.zero, +)
  let bound = 30 * S(n * n) * roundingUnit() * a.norm()
  let realSum = try symmetricEigenvalues(symmetric).sum()
  return beyond((sum.real - a.diagonal.sum()).magnitude + sum.imaginary.magnitude, bound, "\(a)")
    ?? beyond(
      (realSum - symmetric.diagonal.sum()).magnitude, 30 * S(n * n) * roundingUnit() * symmetric.norm(), "\(symmetric)")
}

private func reciprocalConditions<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.size(upTo: 9), s: S = c.scale()
  let a: Matrix<S> = s * c.roughMatrix(n, n), definite: Matrix<S> = s * c.roughDefinite(n)
  for rcond in [
    try LU(a).reciprocalCondition(), try QR(a).reciprocalCondition(), try SVD(a).reciprocalCondition(),
    try LU(definite).reciprocalCondition(), try Cholesky(definite).reciprocalCondition(),
    try LDLT(definite).reciprocalCondition(), try SymmetricEigen(definite).reciprocalCondition(),
  ] where !(rcond >= 0 && rcond <= 1 + 30 * S(n) * .ulpOfOne) {
    return "\(rcond) for \(a) or \(definite)"
  }
  return nil
}

/// A row that is a combination of two others, to rounding.
private func nearlySingular<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.int(3...9)
  var a: Matrix<S> = c.roughMatrix(n, n)
  let row = c.int(0...n - 1)
  a[row: row] = S(0.1) * a[row: (row + 1) % n] + S(0.7) * a[row: (row + 2) % n]
  // A + E is singular for some ‖E‖ ≤ 2·u·‖A‖; the elimination adds n·u times its growth, which stays below 4 here.
  let limit = 8 * S(n) * S(n) * .ulpOfOne
  let lu = try LU(a)
  let ratio = try SVD(a).reciprocalCondition()
  return try beyond(lu.zeroPivot == nil ? lu.reciprocalCondition() : 0, limit, "LU \(a)") ?? beyond(
    ratio, limit, "SVD \(a)")
    ?? unless(try rank(a) < n, "rank of \(a)")
}

private func leastSquaresResiduals<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 9), c.size(upTo: 5)), b: Vector<S> = c.roughVector(a.rowCount)
  let fit = try leastSquares(a, b)
  let ratio = LAPACKRatio.leastSquares(a, Matrix(column: fit.x), Matrix(column: b))
  let residual = (a • fit.x - b).norm()
  let size = a.norm() * fit.x.norm() + b.norm()
  return beyond(ratio, LAPACKRatio.limit, "\(a)·x = \(b): \(fit.x)")
    ?? beyond(
      (residual - fit.residualNorm).magnitude, 30 * S(max(a.rowCount, a.columnCount)) * roundingUnit() * size,
      "\(a), \(b)")
    ?? unless(fit.rank <= min(a.rowCount, a.columnCount), "rank \(fit.rank) of \(a)")
}

private func rankAndNullity<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let a: Matrix<S> = c.roughMatrix(c.size(upTo: 7), c.size(upTo: 7))
  let space = try nullSpace(a)
  let n = S(max(a.rowCount, a.columnCount))
  return try unless(try rank(a) + space.columnCount == a.columnCount, "\(a): \(space)")
    ?? beyond((a • space).norm(), 30 * n * n * roundingUnit() * a.norm(), "\(a): \(space)")
    ?? beyond(LAPACKRatio.orthogonality(space), LAPACKRatio.limit, "\(a): \(space)")
}

private func exponentials<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.size(upTo: 5)
  let a: Matrix<S> = c.roughMatrix(n, n) / 8
  let norm = a.norm(.one)
  if norm > 8 { throw Inapplicable() }
  // The condition of e^A in the 1-norm is at most ‖A‖·e^(2‖A‖) (Higham, Functions of Matrices, §10.2), and squaring adds
  // a rounding of norm n·u·e^(2‖A‖) each time.
  let bound = 30 * S(n + 1) * roundingUnit() * (1 + norm) * .exp(2 * norm) * .exp(norm)
  return beyond((try expm(a) • expm(-a) - .identity(n)).norm(.one), bound, "\(a)")
}

private func aliasedSolutions<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let n = c.size(upTo: 9)
  let a: Matrix<S> = c.roughDefinite(n), b: Vector<S> = c.roughVector(n),
    many: Matrix<S> = c.roughMatrix(n, c.size(upTo: 3))
  let all: [any Factorization<S>] = [
    try LU(a), try Cholesky(a), try LDLT(a), try QR(a), try PivotedQR(a), try SVD(a), try SymmetricEigen(a),
  ]
  for factors in all {
    if let words = wrong(factors) { return words }
  }
  var x = b
  try solve(a, x, result: &x)
  return try unless(x == (try solve(a, b)), "solve \(a), \(b)")

  func wrong(_ factors: some Factorization<S>) -> String? {
    var (x, xs) = (b, many)
    do {
      try factors.solve(x, result: &x)
      try factors.solve(xs, result: &xs)
      return try unless(
        x == (try factors.solve(b)) && xs == (try factors.solve(many)), "\(type(of: factors)) \(a), \(b)")
    } catch {
      return "\(type(of: factors)) of \(a) threw \(error)"
    }
  }
}
