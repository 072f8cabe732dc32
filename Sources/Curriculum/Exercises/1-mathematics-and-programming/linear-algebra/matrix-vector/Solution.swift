/// The product A·x of a matrix and a vector: yᵢ = Σⱼ aᵢⱼ·xⱼ.
///
/// - Parameters:
///   - a: A row by row, shape (rows, columns); aᵢⱼ is `a[i * columns + j]`.
///   - rows: m ≥ 0.
///   - columns: n ≥ 0.
///   - x: n entries.
/// - Returns: y, m entries.
func multiply(_ a: [Double], rows: Int, columns: Int, _ x: [Double]) -> [Double] {
  // BEGIN SOLUTION
  (0..<rows).map { i in
    let row = Array(a[i * columns..<(i + 1) * columns])
    return dot(row, x)
  }
  // END SOLUTION
}

/// The product Aᵀ·x of a transposed matrix and a vector: yⱼ = Σᵢ aᵢⱼ·xᵢ.
///
/// - Parameters:
///   - a: A itself row by row, shape (rows, columns), not its transpose.
///   - rows: m ≥ 0.
///   - columns: n ≥ 0.
///   - x: m entries.
/// - Returns: y, n entries.
func multiplyTransposed(_ a: [Double], rows: Int, columns: Int, _ x: [Double]) -> [Double] {
  // BEGIN SOLUTION
  var y = [Double](repeating: 0, count: columns)
  for i in 0..<rows {  // row by row, in the order of memory
    let row = Array(a[i * columns..<(i + 1) * columns])
    axpy(x[i], row, &y)
  }
  return y
  // END SOLUTION
}
