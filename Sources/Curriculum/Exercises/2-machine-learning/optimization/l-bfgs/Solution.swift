/// What one step taught of the curvature: H·s = y, on average along the step.
struct CurvaturePair {
  /// s, how x moved.
  var step: [Double]
  /// y, how the gradient changed.
  var change: [Double]
}

/// Where a minimisation ended.
struct Minimum {
  var x: [Double]
  /// f(x).
  var value: Double
  var steps: Int
  /// Whether the gradient became as small as was asked.
  var converged: Bool
}

/// −H·g, H the BFGS approximation of the inverse Hessian from these pairs, without forming it.
///
/// - Parameters:
///   - g: the gradient, n numbers.
///   - pairs: the oldest first, each with sᵀy > 0.
/// - Returns: a direction of descent, n numbers; −g without pairs.
/// - Complexity: 4·n operations a pair, twice.
func lbfgsDirection(gradient g: [Double], pairs: [CurvaturePair]) -> [Double] {
  // BEGIN SOLUTION
  var q = g
  var shares = [Double](repeating: 0, count: pairs.count)
  for (k, pair) in pairs.enumerated().reversed() {
    shares[k] = product(pair.step, q) / product(pair.step, pair.change)
    for i in q.indices { q[i] -= shares[k] * pair.change[i] }
  }
  if let newest = pairs.last {
    let scale = product(newest.step, newest.change) / product(newest.change, newest.change)
    for i in q.indices { q[i] *= scale }
  }
  for (k, pair) in pairs.enumerated() {
    let share = product(pair.change, q) / product(pair.step, pair.change)
    for i in q.indices { q[i] += (shares[k] - share) * pair.step[i] }
  }
  return q.map { -$0 }
  // END SOLUTION
}

/// The pairs with a new one, if it is of use, and without the oldest if they would be too many.
///
/// - Parameters:
///   - pair: the new one.
///   - pairs: at most `memory`, the oldest first.
///   - memory: m ≥ 1.
/// - Returns: at most m pairs, the oldest first; `pairs` unless sᵀy > 0.
func remembering(_ pair: CurvaturePair, in pairs: [CurvaturePair], memory: Int) -> [CurvaturePair] {
  // BEGIN SOLUTION
  guard product(pair.step, pair.change) > 0 else { return pairs }
  return Array((pairs + [pair]).suffix(memory))
  // END SOLUTION
}

/// Minimises f by L-BFGS with strong Wolfe steps, c₂ = 0.9.
///
/// - Parameters:
///   - f: what is minimised, bounded below; asked once at x₀ and once a trial of `wolfeStep`.
///   - gradient: ∇f; asked as often.
///   - x: where to begin, n ≥ 0 numbers.
///   - memory: m ≥ 1 pairs are kept.
///   - tolerance: t ≥ 0; ends when ‖∇f(x)‖ ≤ t·‖∇f(x₀)‖.
///   - limit: at most so many steps, at least 0.
/// - Returns: the last x; not converged after `limit` steps, or if no step could be found.
func lbfgs(
  _ f: ([Double]) -> Double, _ gradient: ([Double]) -> [Double], from x: [Double], memory: Int, tolerance: Double,
  limit: Int
) -> Minimum {
  // BEGIN SOLUTION
  var (x, value, g) = (x, f(x), gradient(x))
  var (pairs, steps) = ([CurvaturePair](), 0)
  let goal = tolerance * product(g, g).squareRoot()
  while true {
    let size = product(g, g).squareRoot()
    if size <= goal || steps == limit { return Minimum(x: x, value: value, steps: steps, converged: size <= goal) }
    let p = lbfgsDirection(gradient: g, pairs: pairs)
    var (place, slopes) = (x, g)  // of the last trial
    func move(_ alpha: Double) {
      for i in x.indices { place[i] = x[i] + alpha * p[i] }
    }
    let end = try? wolfeStep(
      from: LinePoint(step: 0, value: value, slope: product(g, p)),
      value: { alpha in
        move(alpha)
        return f(place)
      },
      slope: { alpha in
        move(alpha)
        slopes = gradient(place)
        return product(slopes, p)
      }, first: pairs.isEmpty ? min(1, 1 / size) : 1, curvature: 0.9, limit: 50)
    guard let end else { return Minimum(x: x, value: value, steps: steps, converged: false) }
    var pair = CurvaturePair(step: place, change: slopes)
    for i in x.indices {
      pair.step[i] -= x[i]
      pair.change[i] -= g[i]
    }
    pairs = remembering(pair, in: pairs, memory: memory)
    (x, value, g) = (place, end.value, slopes)
    steps += 1
  }
  // END SOLUTION
}

/// x·y.
private func product(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in x.indices { sum += x[i] * y[i] }
  return sum
}
