/// A vector without a direction.
struct ZeroVector: Error {}

/// The point nearest to x on the line through 0 along u: ⟨u, x⟩/⟨u, u⟩·u.
///
/// - Parameters:
///   - x: n numbers, finite.
///   - u: n numbers, finite and not all 0; of any length.
/// - Returns: n numbers.
/// - Throws: `ZeroVector` if u is zero or empty.
func projectOntoLine(_ x: [Double], _ u: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  let largest = u.reduce(0) { max($0, abs($1)) }
  guard largest > 0 else { throw ZeroVector() }
  let direction = u.map { $0 / largest }  // its square neither overflows nor vanishes
  let t = dot(direction, x) / dot(direction, direction)
  return direction.map { t * $0 }
  // END SOLUTION
}

/// The coordinates cᵢ = ⟨qᵢ, x⟩ of x in an orthonormal basis.
///
/// - Parameters:
///   - x: n numbers.
///   - basis: k ≤ n orthonormal vectors qᵢ of n numbers each.
/// - Returns: k numbers.
func coordinates(_ x: [Double], _ basis: [[Double]]) -> [Double] {
  // BEGIN SOLUTION
  basis.map { dot($0, x) }
  // END SOLUTION
}

/// The vector c₀·q₀ + … with these coordinates.
///
/// - Parameters:
///   - c: k numbers.
///   - basis: k vectors qᵢ of n numbers each.
/// - Returns: n numbers; none if k is 0.
func combination(_ c: [Double], _ basis: [[Double]]) -> [Double] {
  // BEGIN SOLUTION
  var sum = [Double](repeating: 0, count: basis.first?.count ?? 0)
  for (coordinate, vector) in zip(c, basis) { axpy(coordinate, vector, &sum) }
  return sum
  // END SOLUTION
}

/// The point nearest to x among the combinations of the basis.
///
/// - Parameters:
///   - x: n numbers.
///   - basis: k ≤ n orthonormal vectors of n numbers each.
/// - Returns: n numbers; zeros if k is 0.
func projectOntoSpan(_ x: [Double], _ basis: [[Double]]) -> [Double] {
  // BEGIN SOLUTION
  guard !basis.isEmpty else { return x.map { _ in 0 } }  // the span of nothing is the origin
  return combination(coordinates(x, basis), basis)
  // END SOLUTION
}
