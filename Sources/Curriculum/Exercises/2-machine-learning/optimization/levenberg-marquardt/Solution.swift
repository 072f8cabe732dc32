/// Where a fit ended.
struct Minimum {
  var x: [Double]
  /// ‖r(x)‖².
  var squares: Double
  var steps: Int
  /// Whether the slope became as small as was asked.
  var converged: Bool
}

/// The residuals at the start, or the Jacobian where a step led, hold NaN or infinity.
struct NotFinite: Error {}

/// The p for which ‖r + J·p‖² + λ·‖D·p‖² is least, D the norms of J's columns.
///
/// - Parameters:
///   - j: J, shape (m, n), an array of rows; m ≥ 1.
///   - r: m numbers.
///   - damping: λ ≥ 0.
/// - Returns: p, n numbers.
/// - Throws: what `leastSquares` throws; nothing if λ ≥ 10⁻¹².
func dampedStep(jacobian j: [[Double]], residuals r: [Double], damping: Double) throws -> [Double] {
  // BEGIN SOLUTION
  let d = scales(j)
  var rows = j
  for k in d.indices {
    var row = [Double](repeating: 0, count: d.count)
    row[k] = damping.squareRoot() * d[k]  // its square is λ·d²
    rows.append(row)
  }
  return try leastSquares(rows, r.map { -$0 } + d.map { _ in 0 }).coefficients
  // END SOLUTION
}

/// Minimises ‖r(x)‖² by damped steps; the damping falls where the linear model is good and rises where it is not.
///
/// - Parameters:
///   - residuals: r, m ≥ 0 numbers from n.
///   - jacobian: ∂rᵢ/∂xⱼ, shape (m, n); asked once at each x that is reached.
///   - x: where to begin, n ≥ 0 numbers.
///   - damping: the first λ > 0.
///   - tolerance: t ≥ 0; ends when |gⱼ| ≤ t·‖r(x₀)‖·dⱼ for all j, with g = Jᵀ·r.
///   - limit: at most so many steps, tried ones counted, at least 0.
/// - Returns: the last x.
/// - Throws: `NotFinite` if ‖r(x₀)‖² or a J is not finite.
func levenbergMarquardt(
  _ residuals: ([Double]) -> [Double], _ jacobian: ([Double]) -> [[Double]], from x: [Double], damping: Double,
  tolerance: Double, limit: Int
) throws -> Minimum {
  // BEGIN SOLUTION
  var (x, lambda, steps) = (x, damping, 0)
  var r = residuals(x)
  var squares = product(r, r)
  guard squares.isFinite else { throw NotFinite() }
  var j = try finite(jacobian(x))
  let goal = tolerance * squares.squareRoot()
  while steepest(j, r) > goal, steps < limit {
    let p = try dampedStep(jacobian: j, residuals: r, damping: lambda)
    let jp = j.map { product($0, p) }
    let dp = zip(scales(j), p).map { $0 * $1 }
    let promised = product(jp, jp) + 2 * lambda * product(dp, dp)
    let next = zip(x, p).map { $0 + $1 }
    let trial = residuals(next)
    let ratio = (squares - product(trial, trial)) / promised
    if !(ratio >= 0.25) {
      lambda *= 2
    } else if ratio > 0.75 {
      lambda = max(lambda / 3, 1e-12)
    }
    if ratio > 1e-4 {
      (x, r, squares) = (next, trial, product(trial, trial))
      j = try finite(jacobian(x))
    }
    steps += 1
  }
  return Minimum(x: x, squares: squares, steps: steps, converged: steepest(j, r) <= goal)
  // END SOLUTION
}

/// The norm of each column of J; 1 where it is 0.
private func scales(_ j: [[Double]]) -> [Double] {
  // BEGIN SOLUTION
  var squares = [Double](repeating: 0, count: j.first?.count ?? 0)
  for row in j {
    for k in squares.indices { squares[k] += row[k] * row[k] }
  }
  return squares.map { $0 == 0 ? 1 : $0.squareRoot() }
  // END SOLUTION
}

/// The largest |gⱼ|/dⱼ, g = Jᵀ·r; 0 if there is no column or no row.
private func steepest(_ j: [[Double]], _ r: [Double]) -> Double {
  // BEGIN SOLUTION
  let d = scales(j)
  var g = d.map { _ in 0.0 }
  for i in r.indices {
    for k in g.indices { g[k] += j[i][k] * r[i] }
  }
  return zip(g, d).map { abs($0) / $1 }.max() ?? 0
  // END SOLUTION
}

/// J, if all of it is finite.
private func finite(_ j: [[Double]]) throws -> [[Double]] {
  guard j.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw NotFinite() }
  return j
}

/// x·y.
private func product(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in x.indices { sum += x[i] * y[i] }
  return sum
}
