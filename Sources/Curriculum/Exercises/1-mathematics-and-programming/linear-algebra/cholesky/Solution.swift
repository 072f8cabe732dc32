/// A matrix is not positive definite: the first so many rows and columns are not, counted from 1.
struct NotPositiveDefinite: Error {
  var minor: Int
}

/// The lower triangular L with positive diagonal and A = L·Lᵀ.
///
/// - Parameter a: symmetric positive definite, shape (n, n), n ≥ 0. Only the lower triangle is read.
/// - Returns: L, shape (n, n), zeros above the diagonal.
/// - Throws: `NotPositiveDefinite(minor: j + 1)` at the first column j whose pivot is not > 0.
func cholesky(_ a: [[Double]]) throws -> [[Double]] {
  // BEGIN SOLUTION
  let n = a.count
  var l = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
  for j in 0..<n {
    var pivot = a[j][j]
    for k in 0..<j { pivot -= l[j][k] * l[j][k] }
    guard pivot > 0 else { throw NotPositiveDefinite(minor: j + 1) }  // false for NaN, too
    l[j][j] = pivot.squareRoot()
    for i in (j + 1)..<n {
      var entry = a[i][j]
      for k in 0..<j { entry -= l[i][k] * l[j][k] }
      l[i][j] = entry / l[j][j]
    }
  }
  return l
  // END SOLUTION
}

/// The solution of A·x = b from the Cholesky factor of A.
///
/// - Parameters:
///   - l: L with A = L·Lᵀ, shape (n, n), zeros above the diagonal, as `cholesky` returns it.
///   - b: n numbers.
/// - Returns: x, n numbers.
/// - Throws: what the triangular solves throw; nothing for a factor that `cholesky` returned.
func solve(cholesky l: [[Double]], _ b: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  let z = try solveLower(l, b, unitDiagonal: false)
  return try solveLowerTransposed(l, z)
  // END SOLUTION
}
