// LAPACK divides a column by its pivot through the pivot's inverse. Of a subnormal pivot that is infinite, and the factors
// of [[1e-310, 0], [0, 1]] are NaN (OpenBLAS 0.3.21 has no such guard as the reference `dgetf2`).

extension LinearAlgebraScalar {
  /// Whether 1/x has all its digits; not for zero, subnormal numbers, the largest ones, and what is not finite.
  var hasNormalInverse: Bool { (1 / self).isNormal }
}

/// P·A = L·U in place, as `dgetrf` leaves it, dividing by the pivots themselves.
///
/// - Parameters:
///   - m: the number of rows.
///   - n: the number of columns.
///   - a: shape (m, n), column after column, overwritten.
///   - swaps: min(m, n) row swaps i ↔ swaps[i] − 1.
/// - Returns: the first column without a pivot, counted from 0; nil if there is none.
/// - Complexity: 2/3·n³ operations for a square matrix, many times slower than LAPACK's.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func eliminateDividing<Scalar: LinearAlgebraScalar>(
  _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Scalar>, _ swaps: inout [Int32]
) -> Int? {
  var zeroPivot: Int?
  for k in 0..<min(m, n) {
    let column = a + k * m
    var row = k
    for i in k..<m where column[i].magnitude > column[row].magnitude { row = i }
    swaps[k] = Int32(truncatingIfNeeded: row &+ 1)
    if column[row] == 0 {
      zeroPivot = zeroPivot ?? k
      continue
    }
    if row != k {
      for j in 0..<n { swap(&a[j * m + k], &a[j * m + row]) }
    }
    let pivot = column[k]
    for i in k + 1..<max(k + 1, m) { column[i] /= pivot }
    for j in k + 1..<max(k + 1, n) {
      let other = a + j * m
      let factor = other[k]
      for i in k + 1..<max(k + 1, m) { other[i] -= column[i] * factor }
    }
  }
  return zeroPivot
}

/// The smallest of the magnitudes of the elements (i, i) of a matrix of order n: infinity if there
/// are none, and NaN is passed over.
@inlinable
func smallestMagnitude<Scalar: LinearAlgebraScalar>(
  onDiagonal t: UnsafePointer<Scalar>, _ n: Int, ldt: Int
) -> Scalar {
  // Four at a time, which wait for nothing but memory.
  var (s0, s1, s2, s3) = (Scalar.infinity, Scalar.infinity, Scalar.infinity, Scalar.infinity)
  var element = t
  for _ in 0..<n / 4 {
    s0 = min(s0, element.pointee.magnitude)
    s1 = min(s1, element[ldt &+ 1].magnitude)
    s2 = min(s2, element[2 &* (ldt &+ 1)].magnitude)
    s3 = min(s3, element[3 &* (ldt &+ 1)].magnitude)
    element += 4 &* (ldt &+ 1)
  }
  for i in 0..<n % 4 { s0 = min(s0, element[i &* (ldt &+ 1)].magnitude) }
  return min(min(s0, s1), min(s2, s3))
}

/// What `_trsm` does, dividing by the diagonal, which `trsm` multiplies by the inverse of.
@usableFromInline
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func solveTriangularDividing<Scalar: LinearAlgebraScalar>(
  fromRight: Bool, lower: Bool, transposed: Bool, _ m: Int, _ n: Int, _ alpha: Scalar,
  _ t: UnsafePointer<Scalar>, ldt: Int, _ x: UnsafeMutablePointer<Scalar>
) {
  if alpha != 1 { scaleOrClear(alpha, x, m * n) }
  if fromRight {
    // A row of X·op(T)⁻¹ is op(T)⁻ᵀ times that row as a column.
    for i in 0..<m {
      Scalar._trsv(
        lower: lower, transposed: !transposed, unitDiagonal: false, n, t, ldt: ldt, x + i * n)
    }
  } else {
    let (down, across) = transposed ? (1, ldt) : (ldt, 1)
    let isForward = lower != transposed
    for step in 0..<m {
      let i = isForward ? step : m - 1 - step
      let row = x + i * n
      for k in isForward ? 0..<i : i + 1..<m {
        let factor = t[i * down + k * across]
        for j in 0..<n { row[j] -= factor * x[k * n + j] }
      }
      for j in 0..<n { row[j] /= t[i * (ldt + 1)] }
    }
  }
}
