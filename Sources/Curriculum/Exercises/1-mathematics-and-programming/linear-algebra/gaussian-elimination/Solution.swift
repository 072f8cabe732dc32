/// A column has no entry left to divide by: the matrix is singular.
struct Singular: Error {
  /// The step that found no pivot, counted from 0.
  var pivot: Int
}

/// The solution of A·x = b by Gaussian elimination with partial pivoting.
///
/// - Parameters:
///   - a: shape (n, n), finite.
///   - b: n entries.
/// - Returns: x, n entries.
/// - Throws: `Singular(pivot:)` if in some step the column is 0 from the diagonal down.
func solve(_ a: [[Double]], _ b: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  var (u, c) = (a, b)
  let n = b.count
  for k in 0..<n {
    let largest = (k..<n).max { abs(u[$0][k]) < abs(u[$1][k]) } ?? k
    guard u[largest][k] != 0 else { throw Singular(pivot: k) }
    u.swapAt(k, largest)
    c.swapAt(k, largest)
    for i in k + 1..<n {
      let factor = u[i][k] / u[k][k]  // at most 1 in absolute value
      for j in k..<n { u[i][j] -= factor * u[k][j] }
      c[i] -= factor * c[k]
    }
  }
  return try solveUpper(u, c)
  // END SOLUTION
}
