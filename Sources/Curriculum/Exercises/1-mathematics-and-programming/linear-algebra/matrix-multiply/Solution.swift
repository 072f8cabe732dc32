/// The product A·B of two matrices: cᵢⱼ = Σₚ aᵢₚ·bₚⱼ.
///
/// - Parameters:
///   - a: A row by row, shape (m, k).
///   - b: B row by row, shape (k, n).
///   - m: m ≥ 0.
///   - k: k ≥ 0.
///   - n: n ≥ 0.
/// - Returns: C row by row, shape (m, n).
func multiply(_ a: [Double], _ b: [Double], m: Int, k: Int, n: Int) -> [Double] {
  // BEGIN SOLUTION
  var c: [Double] = []
  c.reserveCapacity(m * n)
  var row = [Double](repeating: 0, count: n)  // of C
  for i in 0..<m {
    for j in row.indices { row[j] = 0 }
    for p in 0..<k {
      let (factor, start) = (a[i * k + p], p * n)
      for j in row.indices { row[j] += factor * b[start + j] }  // along a row of B and a row of C
    }
    c += row
  }
  return c
  // END SOLUTION
}
