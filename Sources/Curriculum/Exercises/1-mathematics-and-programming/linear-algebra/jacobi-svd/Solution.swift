/// A = Σ σₖ·uₖ·vₖᵀ.
struct SVD {
  /// k orthonormal vectors of m numbers; zeros where σ is 0.
  var u: [[Double]]
  /// σ₀ ≥ σ₁ ≥ … ≥ 0, k numbers.
  var sigma: [Double]
  /// k orthonormal vectors of n numbers.
  var v: [[Double]]
}

/// An entry is NaN or infinite.
struct NotFinite: Error {}

/// The singular value decomposition by one-sided Jacobi rotations.
///
/// - Parameter a: m rows of n numbers each.
/// - Returns: k = min(m, n) singular values in descending order, with their vectors.
/// - Throws: `NotFinite` if an entry is NaN or infinite.
/// - Complexity: about 6·m·n² operations a sweep for m ≥ n, five to ten sweeps.
func jacobiSVD(_ a: [[Double]]) throws -> SVD {
  // BEGIN SOLUTION
  let (m, n) = (a.count, a.first?.count ?? 0)
  let columns = (0..<n).map { j in a.map { $0[j] } }
  if m < n {
    let transposed = try jacobiSVD(columns)
    return SVD(u: transposed.v, sigma: transposed.sigma, v: transposed.u)
  }
  guard a.joined().allSatisfy(\.isFinite) else { throw NotFinite() }
  let size = a.joined().reduce(0) { max($0, abs($1)) }
  var x = columns.map { $0.map { size > 0 ? $0 / size : 0 } }  // squares neither overflow nor vanish
  var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
  func rotate(_ x: inout [[Double]], _ p: Int, _ q: Int, _ c: Double, _ s: Double) {
    var (left, right) = (x[p], x[q])
    for i in left.indices { (left[i], right[i]) = (c * left[i] - s * right[i], s * left[i] + c * right[i]) }
    (x[p], x[q]) = (left, right)
  }
  var isOrthogonal = false
  while !isOrthogonal {
    isOrthogonal = true
    for p in 0..<n {
      for q in p + 1..<n {
        let (alpha, beta, gamma) = (dot(x[p], x[p]), dot(x[q], x[q]), dot(x[p], x[q]))
        let rounding = Double(m) * 0x1p-52 * alpha.squareRoot() * beta.squareRoot()
        if abs(gamma) <= max(rounding, 0x1p-500 * max(alpha, beta)) { continue }
        isOrthogonal = false
        let theta = (beta - alpha) / (2 * gamma)
        let root = (theta * theta + 1).squareRoot()
        let t = 1 / (theta < 0 ? theta - root : theta + root)
        let c = 1 / (t * t + 1).squareRoot()
        rotate(&x, p, q, c, t * c)
        rotate(&v, p, q, c, t * c)
      }
    }
  }
  let lengths = x.map { dot($0, $0).squareRoot() }
  let sigma = lengths.map { $0 > 0x1p-500 * (lengths.max() ?? 0) ? $0 : 0 }
  let descending = (0..<n).sorted { sigma[$0] > sigma[$1] }
  return SVD(
    u: descending.map { j in x[j].map { sigma[j] > 0 ? $0 / sigma[j] : 0 } },
    sigma: descending.map { size * sigma[$0] }, v: descending.map { v[$0] })
  // END SOLUTION
}
