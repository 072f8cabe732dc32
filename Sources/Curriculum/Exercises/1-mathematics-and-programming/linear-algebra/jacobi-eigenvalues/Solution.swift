/// The eigenvalues of a symmetric matrix, and orthonormal eigenvectors.
struct Eigen {
  /// λ₀ ≥ λ₁ ≥ ….
  var values: [Double]
  /// `vectors[k]` belongs to `values[k]`.
  var vectors: [[Double]]
  /// How many rounds through all pairs it took.
  var sweeps: Int
}

/// An entry is NaN or infinite.
struct NotFinite: Error {}

/// The eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
///
/// - Parameter a: symmetric, shape (n, n), n ≥ 0.
/// - Returns: n eigenvalues in descending order and n orthonormal eigenvectors of n numbers; the sweeps made.
/// - Throws: `NotFinite` if an entry is NaN or infinite.
/// - Complexity: about 9·n³ operations a sweep, six to ten sweeps.
func jacobiEigen(_ a: [[Double]]) throws -> Eigen {
  // BEGIN SOLUTION
  guard a.joined().allSatisfy(\.isFinite) else { throw NotFinite() }
  let n = a.count
  let negligible = 0x1p-52 * a.joined().reduce(0) { max($0, abs($1)) }
  var d = a
  var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }  // Vᵀ
  var sweeps = 0
  while (0..<n).contains(where: { p in d[p][(p + 1)...].contains { abs($0) > negligible } }) {
    sweeps += 1
    for p in 0..<n {
      for q in p + 1..<n where d[p][q] != 0 {
        let theta = (d[q][q] - d[p][p]) / (2 * d[p][q])
        let root = (theta * theta + 1).squareRoot()
        let t = 1 / (theta < 0 ? theta - root : theta + root)
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<n { (d[k][p], d[k][q]) = (c * d[k][p] - s * d[k][q], s * d[k][p] + c * d[k][q]) }
        for k in 0..<n {
          (d[p][k], d[q][k]) = (c * d[p][k] - s * d[q][k], s * d[p][k] + c * d[q][k])
          (v[p][k], v[q][k]) = (c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k])
        }
      }
    }
  }
  let descending = (0..<n).sorted { d[$0][$0] > d[$1][$1] }
  return Eigen(values: descending.map { d[$0][$0] }, vectors: descending.map { v[$0] }, sweeps: sweeps)
  // END SOLUTION
}
