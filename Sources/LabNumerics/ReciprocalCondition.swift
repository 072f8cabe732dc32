/// An estimate of 1/(‖L‖₁·‖L⁻¹‖₁) for a lower triangular matrix.
///
/// Only the lower triangle is read.
///
/// - Parameter l: shape (n, n).
/// - Returns: 0 to 1; 0 for a zero on the diagonal, 1 for the empty matrix.
/// - Throws: `.nonFinite` if an element is infinite or not a number.
/// - Complexity: a few times n² operations.
///
/// The corresponding LAPACK routine is `dtrcon`.
/// Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), §15.3.
public func reciprocalCondition<Scalar>(lower l: Matrix<Scalar>) throws(LinearAlgebraError) -> Scalar {
  try reciprocalCondition(triangular: l, isLower: true)
}

/// An estimate of 1/(‖U‖₁·‖U⁻¹‖₁) for an upper triangular matrix; see the version for a lower one.
public func reciprocalCondition<Scalar>(upper u: Matrix<Scalar>) throws(LinearAlgebraError) -> Scalar {
  try reciprocalCondition(triangular: u, isLower: false)
}

private func reciprocalCondition<Scalar>(
  triangular t: Matrix<Scalar>, isLower: Bool
) throws(LinearAlgebraError) -> Scalar {
  require(t.isSquare, "reciprocalCondition: the matrix must be square, it has shape (\(t.rowCount), \(t.columnCount))")
  try t.requireFinite()
  return triangularReciprocalCondition(t, lower: isLower, order: t.rowCount)
}

/// 1/κ₁ of the leading triangle of order `n` of a row-major matrix.
///
/// LAPACK sees the transpose, whose κ∞ is this κ₁.
func triangularReciprocalCondition<Scalar>(_ t: Matrix<Scalar>, lower: Bool, order n: Int) -> Scalar {
  if (0..<n).contains(where: { t[$0, $0] == 0 }) { return 0 }
  var largest: Scalar = 0
  for i in 0..<n {
    for j in lower ? 0..<i + 1 : i..<n { largest = max(largest, t[i, j].magnitude) }
  }
  // The norms of T and its inverse have to be in range, which a power of two brings about: 1/κ is the same for c·T.
  let limit = Scalar.greatestFiniteMagnitude.exponent
  if n > 0 && largest.isFinite && largest.exponent.magnitude > limit.magnitude / 2 {
    let exponent = min(max(-largest.exponent, 1 - limit), limit - 1)
    let scale = Scalar(sign: .plus, exponent: exponent, significand: 1)
    let scaled = Matrix<Scalar>(rows: n, columns: n) { i, j in (lower ? j <= i : j >= i) ? t[i, j] * scale : 0 }
    return estimateTriangular(scaled, lower: lower, order: n)
  }
  return estimateTriangular(t, lower: lower, order: n)
}

private func estimateTriangular<Scalar>(_ t: Matrix<Scalar>, lower: Bool, order n: Int) -> Scalar {
  estimateReciprocalCondition(of: t, norm: 1, "trcon", workPerColumn: 3) { rcond, work, integers in
    Scalar._trcon(
      lower: !lower, transposed: true, n, t.storage.start, ldt: t.columnCount, rcond, work, integers)
  }
}

/// Calls one of LAPACK's condition estimators with its workspace.
///
/// - Parameters:
///   - factors: what it reads; its shorter side is the order of the matrix.
///   - norm: the norm of the matrix.
///   - routine: its name, for messages.
///   - workPerColumn: how many numbers of workspace it wants for each column.
///   - call: the routine.
/// - Returns: 1 for the empty matrix; 0 if the norm or a factor has left the range of the scalar, where LAPACK 3.11
///   answers differently from its neighbours (Reference-LAPACK#763).
func estimateReciprocalCondition<Scalar: LinearAlgebraScalar>(
  of factors: Matrix<Scalar>, norm: Scalar, _ routine: StaticString, workPerColumn: Int,
  _ call: (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Int32>) -> Int32
) -> Scalar {
  let n = min(factors.rowCount, factors.columnCount)
  if n == 0 { return 1 }
  let isFinite = withExtendedLifetime(factors) { firstNonFinite(factors.storage.start, count: factors.count) == nil }
  if !isFinite || !norm.isFinite || norm == 0 { return 0 }
  var rcond: Scalar = 0
  var integers = [Int32](repeating: 0, count: n)
  let work = AlignedStorage<Scalar>(uninitialized: workPerColumn * n)
  let info = withExtendedLifetime((factors, work)) { call(&rcond, work.start, &integers) }
  LAPACKInfo.requireSuccess(info, of: routine)
  return rcond.isNaN ? 0 : rcond
}
