/// Eight columns of B, or those that are left, next to each other.
///
/// - Parameters:
///   - b: B row by row, shape (k, n).
///   - k: k ≥ 0.
///   - n: n ≥ 1.
///   - column: the first of the columns, a multiple of 8 below n.
/// - Returns: k times eight numbers, those of the columns column ..< column + 8; zeros beyond the last column.
func packedPanel(_ b: [Double], k: Int, n: Int, from column: Int) -> [SIMD8<Double>] {
  // BEGIN SOLUTION
  (0..<k).map { p in
    var eight = SIMD8<Double>.zero
    for j in 0..<min(8, n - column) { eight[j] = b[p * n + column + j] }
    return eight
  }
  // END SOLUTION
}

/// The product A·B by tiles of 2 × 8 sums that stay in registers.
///
/// - Parameters:
///   - a: A row by row, shape (m, k).
///   - b: B row by row, shape (k, n).
///   - m: m ≥ 0.
///   - k: k ≥ 0.
///   - n: n ≥ 0.
/// - Returns: C row by row, shape (m, n).
func multiplyBlocked(_ a: [Double], _ b: [Double], m: Int, k: Int, n: Int) -> [Double] {
  // BEGIN SOLUTION
  var c = [Double](repeating: 0, count: m * n)
  for column in stride(from: 0, to: n, by: 8) {
    let panel = packedPanel(b, k: k, n: n, from: column)
    for i in stride(from: 0, to: m, by: 2) {
      let other = min(i + 1, m - 1)  // if m is odd, the last row goes with itself
      var (first, second) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for p in 0..<k {
        first += a[i * k + p] * panel[p]
        second += a[other * k + p] * panel[p]
      }
      for j in 0..<min(8, n - column) {
        c[i * n + column + j] = first[j]
        c[other * n + column + j] = second[j]
      }
    }
  }
  return c
  // END SOLUTION
}
