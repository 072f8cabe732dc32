/// Where a descent ended.
struct Descent {
  var x: [Double]
  var steps: Int
  /// Whether the gradient became as small as was asked.
  var converged: Bool
}

enum DescentError: Error {
  /// An entry of the gradient is NaN or infinite after so many steps.
  case notFinite(step: Int)
  /// After so many steps no step along −∇f, down to α/2⁶⁰, makes f smaller.
  case noDecrease(step: Int)
}

/// Minimises f by steps x ← x − α·∇f(x) of a fixed α.
///
/// - Parameters:
///   - gradient: ∇f, n numbers from n; asked once at every x, the first and the last too.
///   - x: where to begin, n ≥ 0 numbers.
///   - rate: α > 0.
///   - tolerance: t ≥ 0; ends when ‖∇f(x)‖ ≤ t·‖∇f(x₀)‖.
///   - limit: at most so many steps, at least 0.
/// - Returns: the last x, also if it is not good enough after `limit` steps.
/// - Throws: `DescentError.notFinite` when the gradient is no longer finite.
func gradientDescent(
  _ gradient: ([Double]) -> [Double], from x: [Double], rate: Double, tolerance: Double, limit: Int
) throws -> Descent {
  // BEGIN SOLUTION
  var (x, steps) = (x, 0)
  var g = gradient(x)
  let goal = tolerance * norm(g)
  while true {
    guard g.allSatisfy(\.isFinite) else { throw DescentError.notFinite(step: steps) }
    if norm(g) <= goal { return Descent(x: x, steps: steps, converged: true) }
    if steps == limit { return Descent(x: x, steps: steps, converged: false) }
    for i in x.indices { x[i] -= rate * g[i] }
    steps += 1
    g = gradient(x)
  }
  // END SOLUTION
}

/// Minimises f by steps along −∇f(x), each halved until f falls enough: Armijo's rule with c = 10⁻⁴.
///
/// - Parameters:
///   - f: what is minimised; asked once at the first x and once a trial.
///   - gradient: ∇f, n numbers from n; asked once at every x that is accepted.
///   - x: where to begin, n ≥ 0 numbers.
///   - firstStep: the α > 0 that each step tries first.
///   - tolerance: t ≥ 0; ends when ‖∇f(x)‖ ≤ t·‖∇f(x₀)‖.
///   - limit: at most so many steps, at least 0.
/// - Returns: the last x, also if it is not good enough after `limit` steps.
/// - Throws: `DescentError.notFinite` when the gradient is not finite, `.noDecrease` if α/2⁶⁰ is still refused.
func backtrackingDescent(
  _ f: ([Double]) -> Double, _ gradient: ([Double]) -> [Double], from x: [Double], firstStep: Double,
  tolerance: Double, limit: Int
) throws -> Descent {
  // BEGIN SOLUTION
  var (x, steps) = (x, 0)
  var (value, g) = (f(x), gradient(x))
  let goal = tolerance * norm(g)
  while true {
    guard g.allSatisfy(\.isFinite) else { throw DescentError.notFinite(step: steps) }
    let size = norm(g)
    if size <= goal { return Descent(x: x, steps: steps, converged: true) }
    if steps == limit { return Descent(x: x, steps: steps, converged: false) }
    var (alpha, halvings) = (firstStep, 0)
    var trial = step(alpha)
    while !(trial.value <= value - 1e-4 * alpha * size * size) {  // NaN is refused, too
      guard halvings < 60 else { throw DescentError.noDecrease(step: steps) }
      alpha /= 2
      halvings += 1
      trial = step(alpha)
    }
    (x, value) = trial
    steps += 1
    g = gradient(x)
  }

  func step(_ alpha: Double) -> (x: [Double], value: Double) {
    var y = x
    for i in y.indices { y[i] -= alpha * g[i] }
    return (y, f(y))
  }
  // END SOLUTION
}

/// ‖x‖, the root of the sum of squares.
private func norm(_ x: [Double]) -> Double {
  var sum = 0.0
  for value in x { sum += value * value }
  return sum.squareRoot()
}
