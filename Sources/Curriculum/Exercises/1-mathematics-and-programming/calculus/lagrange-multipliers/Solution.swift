/// A minimum on the set where A·x = b.
struct ConstrainedMinimum {
  /// Where it is, n numbers.
  var x: [Double]
  /// λ, one for each row of A.
  var multipliers: [Double]
  /// f(x).
  var value: Double
}

/// The optimality conditions have no solution, or more than one.
struct NoUniqueMinimum: Error {}

/// The minimum of f(x) = ½·xᵀ·Q·x + cᵀ·x among the x with A·x = b.
///
/// - Parameters:
///   - q: symmetric, shape (n, n), n ≥ 0; dᵀ·Q·d > 0 for every d ≠ 0 with A·d = 0.
///   - c: n numbers.
///   - a: shape (m, n), m ≥ 0, independent rows.
///   - b: m numbers.
/// - Returns: x, the multipliers of L = f + λᵀ·(A·x − b), and f(x).
/// - Throws: `NoUniqueMinimum` if elimination in the system of both meets no pivot but 0.
func minimize(
  _ q: [[Double]], _ c: [Double], subjectTo a: [[Double]], _ b: [Double]
) throws -> ConstrainedMinimum {
  // BEGIN SOLUTION
  let (n, m) = (c.count, b.count)
  let upper = (0..<n).map { i in q[i] + a.map { $0[i] } }  // Q Aᵀ, shape (n, n + m)
  let lower = a.map { $0 + [Double](repeating: 0, count: m) }  // A 0, shape (m, n + m)
  let right = c.map { [-$0] } + b.map { [$0] }
  guard let solution = try? solve(luFactorization(upper + lower), right) else { throw NoUniqueMinimum() }
  let x = solution.prefix(n).map { $0[0] }
  let half = q.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } / 2 }  // ½·Q·x
  let value = (0..<n).reduce(0) { $0 + x[$1] * (half[$1] + c[$1]) }
  return ConstrainedMinimum(x: x, multipliers: solution.suffix(m).map { $0[0] }, value: value)
  // END SOLUTION
}

/// How much the minimal value changes, to first order, when b becomes b + d.
///
/// - Parameters:
///   - multipliers: λ at b, m numbers.
///   - d: m small numbers.
/// - Returns: the sum of the changes that each constraint brings.
func predictedChange(multipliers: [Double], movingBy d: [Double]) -> Double {
  // BEGIN SOLUTION
  -zip(multipliers, d).reduce(0) { $0 + $1.0 * $1.1 }
  // END SOLUTION
}
