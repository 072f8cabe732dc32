/// p·A·p was not positive after so many steps, so A is not positive definite.
struct NotPositiveDefinite: Error {
  var step: Int
}

/// The solution of A·x = b by conjugate gradients, from x = 0.
///
/// - Parameters:
///   - multiply: v ↦ A·v for a symmetric positive definite A, shape (n, n).
///   - b: n ≥ 0 values.
///   - tolerance: stops when the residual's norm is at most this share of b's; at least 0.
///   - stepLimit: at most so many steps; at least 0.
/// - Returns: x, n values, and the number of steps made.
/// - Throws: `NotPositiveDefinite(step:)` if p·A·p is not > 0.
/// - Complexity: one product and 10·n operations a step.
func conjugateGradient(
  _ multiply: ([Double]) -> [Double], _ b: [Double], tolerance: Double, stepLimit: Int
) throws -> (x: [Double], steps: Int) {
  // BEGIN SOLUTION
  var x = [Double](repeating: 0, count: b.count)
  var (r, p) = (b, b)
  var square = dot(r, r)
  let goal = tolerance * square.squareRoot()
  var steps = 0
  while steps < stepLimit, square.squareRoot() > goal {
    let ap = multiply(p)
    let curvature = dot(p, ap)
    guard curvature > 0 else { throw NotPositiveDefinite(step: steps) }  // NaN, too
    let alpha = square / curvature
    axpy(alpha, p, &x)
    axpy(-alpha, ap, &r)
    let next = dot(r, r)
    let beta = next / square
    p = zip(r, p).map { $0 + beta * $1 }
    square = next
    steps += 1
  }
  return (x, steps)
  // END SOLUTION
}

/// The 5-point Laplacian of a square grid: 4 on the diagonal, −1 for each pair of neighbours.
///
/// - Parameter m: points along a side, at least 0; point (i, j) has the number i·m + j.
/// - Returns: shape (m², m²).
/// - Throws: what `CSRMatrix` throws; nothing for right triplets.
func poissonMatrix(side m: Int) throws -> CSRMatrix {
  // BEGIN SOLUTION
  var triplets: [(row: Int, column: Int, value: Double)] = []
  for i in 0..<m {
    for j in 0..<m {
      let point = i * m + j
      triplets.append((point, point, 4))
      for (neighbour, exists) in [(point + 1, j + 1 < m), (point + m, i + 1 < m)] where exists {
        triplets += [(point, neighbour, -1), (neighbour, point, -1)]
      }
    }
  }
  return try CSRMatrix(rows: m * m, columns: m * m, triplets: triplets)
  // END SOLUTION
}
