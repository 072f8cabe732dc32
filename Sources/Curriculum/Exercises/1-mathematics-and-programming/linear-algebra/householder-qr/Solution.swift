/// A = Q·R by Householder reflections, Q kept as the reflections Hₖ = I − βₖ·vₖ·vₖᵀ: Q = H₀·H₁·….
///
/// Golub and Van Loan, Matrix Computations (4th ed.), §5.2.
struct HouseholderQR {
  /// R, shape (min(m, n), n), zeros below the diagonal; the signs of its rows are free.
  var r: [[Double]]
  /// vₖ without its k leading zeros, m − k numbers, the first of them 1.
  private var v: [[Double]]
  /// βₖ = 2/⟨vₖ, vₖ⟩; 0 where nothing is reflected.
  private var beta: [Double]

  /// Factors a matrix.
  ///
  /// - Parameter a: m rows of n numbers each, finite.
  /// - Complexity: 2·m·n² − n³·2/3 operations for m ≥ n.
  init(_ a: [[Double]]) {
    // BEGIN SOLUTION
    let (m, n) = (a.count, a.first?.count ?? 0)
    (r, v, beta) = ([], [], [])
    var columns = (0..<n).map { j in a.map { $0[j] } }
    for k in 0..<min(m, n) {
      let x = columns[k][k...]
      let norm = norm2(Array(x))
      let alpha = columns[k][k] < 0 ? norm : -norm  // against the sign of x₀: their difference does not cancel
      let pivot = columns[k][k] - alpha
      v.append([1] + x.dropFirst().map { norm == 0 ? 0 : $0 / pivot })
      beta.append(norm == 0 ? 0 : -pivot / alpha)
      columns[k].replaceSubrange(k..<m, with: [alpha] + [Double](repeating: 0, count: m - k - 1))
      for j in k + 1..<n { reflect(&columns[j], k) }
    }
    r = (0..<min(m, n)).map { i in columns.map { $0[i] } }
    // END SOLUTION
  }

  /// Q·x.
  ///
  /// - Parameter x: m numbers.
  /// - Returns: m numbers.
  func applyQ(_ x: [Double]) -> [Double] {
    // BEGIN SOLUTION
    var y = x
    for k in v.indices.reversed() { reflect(&y, k) }
    return y
    // END SOLUTION
  }

  /// Qᵀ·x.
  ///
  /// - Parameter x: m numbers.
  /// - Returns: m numbers.
  func applyQTransposed(_ x: [Double]) -> [Double] {
    // BEGIN SOLUTION
    var y = x
    for k in v.indices { reflect(&y, k) }
    return y
    // END SOLUTION
  }

  /// Replaces y by Hₖ·y = y − βₖ·⟨vₖ, y⟩·vₖ, which changes the entries k, …, m − 1.
  private func reflect(_ y: inout [Double], _ k: Int) {
    // BEGIN SOLUTION
    var t = 0.0
    for (i, entry) in v[k].enumerated() { t += entry * y[k + i] }
    t *= beta[k]
    for (i, entry) in v[k].enumerated() { y[k + i] -= t * entry }
    // END SOLUTION
  }
}
