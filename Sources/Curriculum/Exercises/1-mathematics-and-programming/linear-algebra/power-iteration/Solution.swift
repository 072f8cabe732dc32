/// A vector without a direction.
struct ZeroVector: Error {}

/// The residual did not become small enough.
struct NotConverged: Error {
  /// How often the vector was replaced.
  var steps: Int
}

/// An eigenvalue with its eigenvector, and what it took to find them.
struct Eigenpair {
  var value: Double
  /// Of Euclidean length 1.
  var vector: [Double]
  /// How often the vector was replaced.
  var steps: Int
}

/// The dominant eigenpair of A by power iteration.
///
/// - Parameters:
///   - a: A row by row, shape (n, n), finite.
///   - n: the number of rows and columns.
///   - start: n numbers, not all 0.
///   - tolerance: > 0; the iteration stops when ‖A·x − λ·x‖₂ ≤ tolerance·|λ|.
///   - maxSteps: ≥ 0, how often the vector is replaced at most.
/// - Returns: the Rayleigh quotient and the unit vector that it belongs to.
/// - Throws: `ZeroVector` if the start is zero or empty; `NotConverged(steps: maxSteps)`.
/// - Complexity: 2·n² operations a step.
func powerIteration(
  _ a: [Double], n: Int, start: [Double], tolerance: Double, maxSteps: Int
) throws -> Eigenpair {
  // BEGIN SOLUTION
  let length = norm2(start)
  guard length > 0 else { throw ZeroVector() }
  var x = start.map { $0 / length }
  for step in 0...maxSteps {
    let y = multiply(a, rows: n, columns: n, x)
    let lambda = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    let residual = norm2(zip(x, y).map { $1 - lambda * $0 })
    if residual <= tolerance * abs(lambda) { return Eigenpair(value: lambda, vector: x, steps: step) }
    let size = norm2(y)  // not 0: then λ and the residual would be, too
    x = y.map { $0 / size }
  }
  throw NotConverged(steps: maxSteps)
  // END SOLUTION
}
