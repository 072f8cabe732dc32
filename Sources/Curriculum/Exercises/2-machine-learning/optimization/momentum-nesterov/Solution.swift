/// Gradient descent with momentum (Polyak's heavy ball): v ← β·v + ∇f(x), x ← x − α·v, from v = 0.
///
/// - Parameters:
///   - gradient: ∇f, n numbers from n; asked once a step.
///   - x: where to begin, n ≥ 0 numbers.
///   - rate: α > 0.
///   - momentum: 0 ≤ β < 1.
///   - steps: k ≥ 0.
/// - Returns: x₀, x₁, … xₖ, shape (k + 1, n).
func heavyBall(
  _ gradient: ([Double]) -> [Double], from x: [Double], rate: Double, momentum: Double, steps: Int
) -> [[Double]] {
  // BEGIN SOLUTION
  var path = [x]
  var (x, v) = (x, x.map { _ in 0.0 })
  for _ in 0..<steps {
    let g = gradient(x)
    for i in x.indices {
      v[i] = momentum * v[i] + g[i]
      x[i] -= rate * v[i]
    }
    path.append(x)
  }
  return path
  // END SOLUTION
}

/// Nesterov's accelerated gradient: the gradient is asked where the momentum alone would lead.
///
/// v ← β·v − α·∇f(x + β·v), x ← x + v, from v = 0.
///
/// - Parameters:
///   - gradient: ∇f, n numbers from n; asked once a step.
///   - x: where to begin, n ≥ 0 numbers.
///   - rate: α > 0.
///   - momentum: 0 ≤ β < 1.
///   - steps: k ≥ 0.
/// - Returns: x₀, x₁, … xₖ, shape (k + 1, n).
func nesterov(
  _ gradient: ([Double]) -> [Double], from x: [Double], rate: Double, momentum: Double, steps: Int
) -> [[Double]] {
  // BEGIN SOLUTION
  var path = [x]
  var (x, v) = (x, x.map { _ in 0.0 })
  for _ in 0..<steps {
    var ahead = x
    for i in x.indices { ahead[i] += momentum * v[i] }
    let g = gradient(ahead)
    for i in x.indices {
      v[i] = momentum * v[i] - rate * g[i]
      x[i] += v[i]
    }
    path.append(x)
  }
  return path
  // END SOLUTION
}

/// The rate and momentum with which the heavy ball is fastest on quadratics.
///
/// - Parameters:
///   - smallest: μ > 0, the smallest eigenvalue.
///   - largest: L ≥ μ, the largest.
/// - Returns: α = 4/(√L + √μ)², β = ((√L − √μ)/(√L + √μ))².
func bestHeavyBall(smallest: Double, largest: Double) -> (rate: Double, momentum: Double) {
  // BEGIN SOLUTION
  let (low, high) = (smallest.squareRoot(), largest.squareRoot())
  let root = (high - low) / (high + low)
  return (4 / ((high + low) * (high + low)), root * root)
  // END SOLUTION
}

/// The rate and momentum of Nesterov's method for a strongly convex function.
///
/// - Parameters:
///   - smallest: μ > 0, the smallest curvature.
///   - largest: L ≥ μ, the largest.
/// - Returns: α = 1/L, β = (√L − √μ)/(√L + √μ).
func bestNesterov(smallest: Double, largest: Double) -> (rate: Double, momentum: Double) {
  // BEGIN SOLUTION
  let (low, high) = (smallest.squareRoot(), largest.squareRoot())
  return (1 / largest, (high - low) / (high + low))
  // END SOLUTION
}
