/// Where a descent within constraints ended.
struct Constrained {
  var x: [Double]
  var steps: Int
  /// ‖x − P(x − α·∇f(x))‖/α at this x.
  var residual: Double
  /// Whether the residual became as small as was asked.
  var converged: Bool
}

enum ConstraintError: Error {
  /// This entry of x is NaN or infinite.
  case notFinite(index: Int)
  /// The lower bound of this entry is above the upper one.
  case emptyBox(index: Int)
  /// A ball cannot have this radius.
  case emptyBall(radius: Double)
  /// No entries have the sum 0, not 1.
  case emptySimplex
  /// An entry of the gradient is NaN or infinite after so many steps.
  case gradientNotFinite(step: Int)
}

/// The nearest point to x with lowerᵢ ≤ yᵢ ≤ upperᵢ.
///
/// - Parameters:
///   - x: n ≥ 0 numbers.
///   - lower: n numbers, −∞ for none.
///   - upper: n numbers, ∞ for none.
/// - Returns: n numbers, each exactly xᵢ or a bound.
/// - Throws: `ConstraintError.notFinite`, `.emptyBox`.
func projectToBox(_ x: [Double], lower: [Double], upper: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  try requireFinite(x)
  for i in x.indices where lower[i] > upper[i] { throw ConstraintError.emptyBox(index: i) }
  return x.indices.map { min(max(x[$0], lower[$0]), upper[$0]) }
  // END SOLUTION
}

/// The nearest point to x with ‖y − c‖ ≤ r.
///
/// - Parameters:
///   - x: n ≥ 0 numbers.
///   - center: c, n numbers.
///   - radius: r ≥ 0.
/// - Returns: x itself, to the last bit, if it is in the ball.
/// - Throws: `ConstraintError.notFinite`, `.emptyBall`.
func projectToBall(_ x: [Double], center: [Double], radius: Double) throws -> [Double] {
  // BEGIN SOLUTION
  try requireFinite(x)
  guard radius >= 0 else { throw ConstraintError.emptyBall(radius: radius) }
  let length = distance(x, center)
  if length <= radius { return x }
  let share = radius / length
  return x.indices.map { center[$0] + share * (x[$0] - center[$0]) }
  // END SOLUTION
}

/// The nearest point to x with yᵢ ≥ 0 and Σ yᵢ = 1.
///
/// - Parameter x: n ≥ 1 numbers.
/// - Returns: n numbers, in the order of x.
/// - Throws: `ConstraintError.notFinite`, `.emptySimplex`.
/// - Complexity: n·log n for the sort.
func projectToSimplex(_ x: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  try requireFinite(x)
  guard let largest = x.max() else { throw ConstraintError.emptySimplex }
  let shifted = x.map { $0 - largest }  // P does not change, and the 1 is not lost beside large entries
  var (sum, threshold) = (0.0, 0.0)
  for (j, u) in shifted.sorted(by: >).enumerated() {
    sum += u
    let candidate = (sum - 1) / Double(j + 1)
    guard u > candidate else { break }
    threshold = candidate
  }
  return shifted.map { max($0 - threshold, 0) }
  // END SOLUTION
}

/// Minimises f on a convex set by steps x ← P(x − α·∇f(x)), from P(x₀).
///
/// - Parameters:
///   - gradient: ∇f, n numbers from n; asked once at every x.
///   - projection: P; asked for the start and once at every x.
///   - x: x₀, in the set or not, n ≥ 0 numbers.
///   - rate: α > 0.
///   - tolerance: t ≥ 0; ends when ‖x − P(x − α·∇f(x))‖/α ≤ t.
///   - limit: at most so many steps, at least 0.
/// - Returns: the last x, also if it is not good enough after `limit` steps.
/// - Throws: `ConstraintError.gradientNotFinite`; what the projection throws.
func projectedDescent(
  _ gradient: ([Double]) -> [Double], onto projection: ([Double]) throws -> [Double], from x: [Double],
  rate: Double, tolerance: Double, limit: Int
) throws -> Constrained {
  // BEGIN SOLUTION
  var (x, steps) = (try projection(x), 0)
  while true {
    let g = gradient(x)
    guard g.allSatisfy(\.isFinite) else { throw ConstraintError.gradientNotFinite(step: steps) }
    let next = try projection(x.indices.map { x[$0] - rate * g[$0] })
    let residual = distance(x, next) / rate
    if residual <= tolerance || steps == limit {
      return Constrained(x: x, steps: steps, residual: residual, converged: residual <= tolerance)
    }
    x = next
    steps += 1
  }
  // END SOLUTION
}

private func requireFinite(_ x: [Double]) throws {
  for i in x.indices where !x[i].isFinite { throw ConstraintError.notFinite(index: i) }
}

/// ‖x − y‖, the root of the sum of squares.
private func distance(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in x.indices { sum += (x[i] - y[i]) * (x[i] - y[i]) }
  return sum.squareRoot()
}
