/// The best approximation of rank k, the first k terms of A = Σ σₗ·uₗ·vₗᵀ.
///
/// - Parameters:
///   - a: shape (m, n).
///   - k: the number of terms, ≥ 0; all of them if it is larger than min(m, n).
/// - Returns: A_k, shape (m, n).
/// - Throws: what `jacobiSVD` throws.
func lowRank(_ a: [[Double]], rank k: Int) throws -> [[Double]] {
  // BEGIN SOLUTION
  let svd = try jacobiSVD(a)
  var sum = a.map { $0.map { _ in 0.0 } }
  for l in 0..<min(k, svd.sigma.count) {
    for i in sum.indices {
      for j in sum[i].indices { sum[i][j] += svd.sigma[l] * svd.u[l][i] * svd.v[l][j] }
    }
  }
  return sum
  // END SOLUTION
}

/// How far A_k is from A: ‖A − A_k‖_F = √(σ_k² + σ_{k+1}² + …).
///
/// - Parameters:
///   - sigma: all singular values of A, descending.
///   - k: the rank of the approximation, ≥ 0.
/// - Returns: 0 if no value is left out.
func discardedError(_ sigma: [Double], rank k: Int) -> Double {
  // BEGIN SOLUTION
  sigma.dropFirst(k).reduce(0) { $0 + $1 * $1 }.squareRoot()
  // END SOLUTION
}

/// The smallest k with ‖A − A_k‖_F ≤ share·‖A‖_F.
///
/// - Parameters:
///   - sigma: all singular values of A, descending.
///   - share: of ‖A‖_F, ≥ 0.
/// - Returns: from 0 to the number of values.
func rankNeeded(_ sigma: [Double], share: Double) -> Int {
  // BEGIN SOLUTION
  let allowed = share * discardedError(sigma, rank: 0)
  return sigma.indices.first { discardedError(sigma, rank: $0) <= allowed } ?? sigma.count
  // END SOLUTION
}

/// How many numbers A_k is kept in: k vectors u, k vectors v and k values σ.
///
/// - Parameters:
///   - m: the rows of A.
///   - n: the columns of A.
///   - k: the rank, 0 … min(m, n).
/// - Returns: the count of numbers; 0 if k is 0.
func storedNumbers(rows m: Int, columns n: Int, rank k: Int) -> Int {
  // BEGIN SOLUTION
  k * (m + n + 1)
  // END SOLUTION
}
