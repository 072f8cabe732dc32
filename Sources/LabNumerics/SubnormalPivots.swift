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
    swaps[k] = blasInt(row + 1)
    if column[row] == 0 {
      zeroPivot = zeroPivot ?? k
      continue
    }
    if row != k {
      for j in 0..<n { swap(&a[j * m + k], &a[j * m + row]) }
    }
    for i in k + 1..<max(k + 1, m) { column[i] /= column[k] }
    for j in k + 1..<max(k + 1, n) {
      let other = a + j * m
      for i in k + 1..<max(k + 1, m) { other[i] -= column[i] * other[k] }
    }
  }
  return zeroPivot
}
