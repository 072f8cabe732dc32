import Glibc

/// The gradient of xᵀ·A·x by x.
///
/// - Parameters:
///   - a: shape (n, n), not symmetric in general.
///   - x: n ≥ 0 values.
/// - Returns: n values.
func gradientOfForm(_ a: [[Double]], at x: [Double]) -> [Double] {
  // BEGIN SOLUTION
  x.indices.map { i in
    x.indices.reduce(0) { $0 + (a[i][$1] + a[$1][i]) * x[$1] }  // x stands on both sides of A
  }
  // END SOLUTION
}

/// The gradient of ‖A·x − b‖² by x.
///
/// - Parameters:
///   - a: shape (m, n), m ≥ 0.
///   - b: m values.
///   - x: n ≥ 0 values.
/// - Returns: n values.
func gradientOfSquares(_ a: [[Double]], _ b: [Double], at x: [Double]) -> [Double] {
  // BEGIN SOLUTION
  var gradient = x.map { _ in 0.0 }
  for (row, target) in zip(a, b) {
    let residual = zip(row, x).reduce(-target) { $0 + $1.0 * $1.1 }
    for j in x.indices { gradient[j] += 2 * residual * row[j] }
  }
  return gradient
  // END SOLUTION
}

/// The gradient of ½·‖X·W − Y‖² by W, where ‖·‖² is the sum of the squares of all entries.
///
/// - Parameters:
///   - x: shape (m, k), an example in each row, m ≥ 0.
///   - w: shape (k, n).
///   - y: shape (m, n).
/// - Returns: shape (k, n), as W.
func gradientOfLoss(_ x: [[Double]], at w: [[Double]], _ y: [[Double]]) -> [[Double]] {
  // BEGIN SOLUTION
  var gradient = w.map { $0.map { _ in 0.0 } }
  for (example, target) in zip(x, y) {
    let residual = target.indices.map { j in
      example.indices.reduce(-target[j]) { $0 + example[$1] * w[$1][j] }
    }
    for p in example.indices {  // each example adds the outer product of its x and its residual
      for j in residual.indices { gradient[p][j] += example[p] * residual[j] }
    }
  }
  return gradient
  // END SOLUTION
}

/// The upstream gradient taken back through softmax: Jᵀ·u, with Jᵢⱼ = ∂pᵢ/∂zⱼ.
///
/// - Parameters:
///   - z: n ≥ 0 finite scores of any size; p = softmax(z).
///   - u: ∂L/∂p, n values.
/// - Returns: ∂L/∂z, n values.
/// - Complexity: a few times n operations; J is not written out.
func softmaxPullback(_ z: [Double], upstream u: [Double]) -> [Double] {
  // BEGIN SOLUTION
  let largest = z.max() ?? 0
  let weights = z.map { exp($0 - largest) }
  let total = weights.reduce(0, +)
  let p = weights.map { $0 / total }
  let mean = zip(p, u).reduce(0) { $0 + $1.0 * $1.1 }
  return zip(p, u).map { $0 * ($1 - mean) }
  // END SOLUTION
}

/// The gradient of log |det A| by A.
///
/// - Parameter a: shape (n, n), n ≥ 0.
/// - Returns: shape (n, n), as A: the derivative by aᵢⱼ in row i and column j.
/// - Throws: `Singular(pivot:)` of gaussian-elimination if A is singular.
func gradientOfLogDeterminant(at a: [[Double]]) throws -> [[Double]] {
  // BEGIN SOLUTION
  try a.indices.map { j in
    try solve(a, a.indices.map { $0 == j ? 1 : 0 })  // column j of A⁻¹ is row j of A⁻ᵀ
  }
  // END SOLUTION
}
