/// The Jacobian of F by central differences: row i is the gradient of Fᵢ.
///
/// - Parameters:
///   - f: a function of n numbers with m values.
///   - x: where, n ≥ 0 values.
/// - Returns: ∂Fᵢ/∂xⱼ, shape (m, n).
func jacobian(_ f: ([Double]) -> [Double], at x: [Double]) -> [[Double]] {
  // BEGIN SOLUTION
  f(x).indices.map { i in gradient({ f($0)[i] }, at: x) }
  // END SOLUTION
}

/// The Hessian of f by second differences, about 8 digits.
///
/// - Parameters:
///   - f: a function of n numbers that changes on a scale of max(1, |xᵢ|).
///   - x: where, n ≥ 0 values.
/// - Returns: ∂²f/∂xᵢ∂xⱼ, shape (n, n), exactly symmetric.
func hessian(_ f: ([Double]) -> Double, at x: [Double]) -> [[Double]] {
  // BEGIN SOLUTION
  let h = x.map { Double.ulpOfOne.squareRoot().squareRoot() * max(1, abs($0)) }
  func value(_ i: Int, _ s: Double, _ j: Int, _ t: Double) -> Double {
    var y = x
    y[i] += s * h[i]
    y[j] += t * h[j]
    return f(y)
  }
  var result = x.map { _ in x.map { _ in 0.0 } }
  for i in x.indices {
    result[i][i] = (value(i, 1, i, 0) - 2 * f(x) + value(i, -1, i, 0)) / (h[i] * h[i])
    for j in 0..<i {
      let corners = value(i, 1, j, 1) - value(i, 1, j, -1) - value(i, -1, j, 1) + value(i, -1, j, -1)
      result[i][j] = corners / (4 * h[i] * h[j])
      result[j][i] = result[i][j]
    }
  }
  return result
  // END SOLUTION
}

/// The Hessian as the Jacobian of a gradient, about 10 digits.
///
/// - Parameters:
///   - g: the gradient of f by a formula, n numbers to n numbers.
///   - x: where, n ≥ 0 values.
/// - Returns: (J + Jᵀ)/2, shape (n, n).
func hessian(fromGradient g: ([Double]) -> [Double], at x: [Double]) -> [[Double]] {
  // BEGIN SOLUTION
  let j = jacobian(g, at: x)
  return x.indices.map { row in x.indices.map { column in (j[row][column] + j[column][row]) / 2 } }
  // END SOLUTION
}
