/// H + τ·I, made positive definite and factored.
struct Shifted {
  /// L with L·Lᵀ = H + τ·I.
  var factor: [[Double]]
  /// τ ≥ 0.
  var shift: Double
}

/// Where a minimisation ended.
struct Minimum {
  var x: [Double]
  var steps: Int
  /// Whether the gradient became as small as was asked.
  var converged: Bool
}

/// A Hessian holds NaN or infinity.
struct HessianNotFinite: Error {}

/// The Cholesky factor of H + τ·I, τ = 0 if H is positive definite.
///
/// - Parameter h: symmetric, shape (n, n), n ≥ 0.
/// - Returns: L and the first τ of the statement's list that serves.
/// - Throws: `HessianNotFinite`.
func shiftedCholesky(_ h: [[Double]]) throws -> Shifted {
  // BEGIN SOLUTION
  var (squares, least) = (0.0, Double.infinity)
  for i in h.indices {
    for value in h[i] { squares += value * value }
    least = min(least, h[i][i])
  }
  guard squares.isFinite else { throw HessianNotFinite() }
  let unit = squares == 0 ? 1 : 1e-3 * squares.squareRoot()
  var shift = least > 0 ? 0 : unit - least
  while true {
    var shifted = h
    for i in h.indices { shifted[i][i] += shift }
    if let factor = try? cholesky(shifted) { return Shifted(factor: factor, shift: shift) }
    shift = max(2 * shift, unit)
  }
  // END SOLUTION
}

/// Minimises f by Newton steps with shifted Hessians, each halved until f falls enough.
///
/// - Parameters:
///   - f: what is minimised.
///   - gradient: ∇f, n numbers.
///   - hessian: ∇²f, shape (n, n).
///   - x: where to begin, n ≥ 0 numbers.
///   - tolerance: t ≥ 0; ends when ‖∇f(x)‖ ≤ t·‖∇f(x₀)‖.
///   - limit: at most so many steps, at least 0.
/// - Returns: the last x; not converged after `limit` steps, or if 60 halvings do not help.
/// - Throws: `HessianNotFinite`.
func newtonMinimum(
  _ f: ([Double]) -> Double, _ gradient: ([Double]) -> [Double], _ hessian: ([Double]) -> [[Double]],
  from x: [Double], tolerance: Double, limit: Int
) throws -> Minimum {
  // BEGIN SOLUTION
  var (x, g, value, steps) = (x, gradient(x), f(x), 0)
  let goal = tolerance * norm(g)
  while norm(g) > goal, steps < limit {
    let p = try solve(cholesky: shiftedCholesky(hessian(x)).factor, g.map { -$0 })
    let slope = product(g, p)
    var (alpha, halvings) = (1.0, 0)
    var next = moved(x, alpha, p)
    var trial = f(next)
    while !(trial <= value + 1e-4 * alpha * slope) {
      guard halvings < 60 else { return Minimum(x: x, steps: steps, converged: false) }
      alpha /= 2
      halvings += 1
      next = moved(x, alpha, p)
      trial = f(next)
    }
    (x, value) = (next, trial)
    g = gradient(x)
    steps += 1
  }
  return Minimum(x: x, steps: steps, converged: norm(g) <= goal)
  // END SOLUTION
}

/// The dogleg step: where the path from 0 to the Cauchy point and on to the Newton point leaves the trust region.
///
/// - Parameters:
///   - g: the gradient, n numbers, not 0.
///   - b: positive definite, shape (n, n).
///   - radius: Δ > 0.
/// - Returns: p with ‖p‖ ≤ Δ.
/// - Throws: what `cholesky` throws.
func dogleg(gradient g: [Double], hessian b: [[Double]], radius: Double) throws -> [Double] {
  // BEGIN SOLUTION
  let newton = try solve(cholesky: cholesky(b), g.map { -$0 })
  if norm(newton) <= radius { return newton }
  let length = product(g, g) / product(g, b.map { product($0, g) })
  let cauchy = g.map { -length * $0 }
  let reach = norm(cauchy)
  if reach >= radius { return cauchy.map { radius / reach * $0 } }
  // ‖cauchy + t·(newton − cauchy)‖² = Δ², 0 < t < 1
  let leg = moved(newton, -1, cauchy)
  let (a, half, c) = (product(leg, leg), product(cauchy, leg), reach * reach - radius * radius)
  let t = (-half + (half * half - a * c).squareRoot()) / a
  return moved(cauchy, t, leg)
  // END SOLUTION
}

/// Minimises f by dogleg steps inside of a radius that grows where the quadratic model is good.
///
/// - Parameters:
///   - f: what is minimised.
///   - gradient: ∇f, n numbers.
///   - hessian: ∇²f, shape (n, n); shifted where it is not positive definite.
///   - x: where to begin, n ≥ 0 numbers.
///   - radius: the first Δ > 0.
///   - tolerance: t ≥ 0; ends when ‖∇f(x)‖ ≤ t·‖∇f(x₀)‖.
///   - limit: at most so many steps, tried ones counted, at least 0.
/// - Returns: the last x.
/// - Throws: `HessianNotFinite`.
func trustRegionMinimum(
  _ f: ([Double]) -> Double, _ gradient: ([Double]) -> [Double], _ hessian: ([Double]) -> [[Double]],
  from x: [Double], radius: Double, tolerance: Double, limit: Int
) throws -> Minimum {
  // BEGIN SOLUTION
  var (x, g, value, steps, radius) = (x, gradient(x), f(x), 0, radius)
  let goal = tolerance * norm(g)
  while norm(g) > goal, steps < limit {
    var b = hessian(x)
    let shift = try shiftedCholesky(b).shift
    for i in b.indices { b[i][i] += shift }
    let p = try dogleg(gradient: g, hessian: b, radius: radius)
    let predicted = -product(g, p) - 0.5 * product(p, b.map { product($0, p) })
    let next = moved(x, 1, p)
    let trial = f(next)
    let ratio = (value - trial) / predicted
    if !(ratio >= 0.25) {
      radius /= 4
    } else if ratio > 0.75, norm(p) >= 0.999 * radius {
      radius *= 2
    }
    if ratio > 0.1 {
      (x, value) = (next, trial)
      g = gradient(x)
    }
    steps += 1
  }
  return Minimum(x: x, steps: steps, converged: norm(g) <= goal)
  // END SOLUTION
}

/// x·y.
private func product(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in x.indices { sum += x[i] * y[i] }
  return sum
}

/// ‖x‖, the root of the sum of squares.
private func norm(_ x: [Double]) -> Double { product(x, x).squareRoot() }

/// x + α·p.
private func moved(_ x: [Double], _ alpha: Double, _ p: [Double]) -> [Double] {
  var y = x
  for i in y.indices { y[i] += alpha * p[i] }
  return y
}
