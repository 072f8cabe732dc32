/// What is known of an integral.
struct Integral {
  var value: Double
  /// The estimated distance of `value` from the integral.
  var error: Double
  /// How often the function was asked.
  var evaluations: Int
}

/// More evaluations would be needed than are allowed.
struct TooManyEvaluations: Error {
  var limit: Int
}

/// The integral of f from a to b by trapezoids.
///
/// - Parameters:
///   - f: asked at n + 1 places, once each.
///   - a: where it begins.
///   - b: where it ends; b < a changes the sign.
///   - n: pieces of equal length, n ≥ 1.
/// - Returns: exact for straight lines; else with an error of h²·(b − a)·f″/12.
func trapezoid(_ f: (Double) -> Double, from a: Double, to b: Double, pieces n: Int) -> Double {
  // BEGIN SOLUTION
  let h = (b - a) / Double(n)
  let inner = (1..<n).reduce(0) { $0 + f(a + Double($1) * h) }
  return h * (inner + (f(a) + f(b)) / 2)
  // END SOLUTION
}

/// The integral of f from a to b by Simpson's rule, a parabola on each piece.
///
/// - Parameters:
///   - f: asked at 2·n + 1 places, once each.
///   - a: where it begins.
///   - b: where it ends; b < a changes the sign.
///   - n: pieces of equal length, n ≥ 1.
/// - Returns: exact for cubic polynomials; else with an error of h⁴·(b − a)·f⁗/2880.
func simpson(_ f: (Double) -> Double, from a: Double, to b: Double, pieces n: Int) -> Double {
  // BEGIN SOLUTION
  let h = (b - a) / Double(n)
  let inner = (1..<n).reduce(0) { $0 + f(a + Double($1) * h) }
  let middles = (0..<n).reduce(0) { $0 + f(a + (Double($1) + 0.5) * h) }
  return h / 6 * (f(a) + 2 * inner + 4 * middles + f(b))
  // END SOLUTION
}

/// The integral of f from a to b, with shorter pieces where f is rough.
///
/// - Parameters:
///   - f: asked at each place once.
///   - a: where it begins.
///   - b: where it ends; b < a changes the sign.
///   - tolerance: for the whole of [a, b], > 0.
///   - limit: evaluations allowed.
/// - Returns: the sum over the pieces of S₂, of the estimates |S₂ − S₁|/15, and the number of evaluations.
/// - Throws: `TooManyEvaluations(limit:)` if it would need more; so it does where f is NaN.
func integrate(
  _ f: (Double) -> Double, from a: Double, to b: Double, tolerance: Double, limit: Int
) throws -> Integral {
  // BEGIN SOLUTION
  var result = Integral(value: 0, error: 0, evaluations: 0)
  if a == b { return result }
  func ask(_ x: Double) throws -> Double {
    guard result.evaluations < limit else { throw TooManyEvaluations(limit: limit) }
    result.evaluations += 1
    return f(x)
  }
  /// Adds the integral over [l, r], where f is left, middle and right.
  func add(
    _ l: Double, _ r: Double, _ left: Double, _ middle: Double, _ right: Double, tolerance: Double, halvings: Int
  ) throws {
    let m = (l + r) / 2
    let (first, second) = (try ask((l + m) / 2), try ask((m + r) / 2))
    let whole = (r - l) / 6 * (left + 4 * middle + right)
    let halves = (r - l) / 12 * (left + 4 * first + 2 * middle + 4 * second + right)
    let error = abs(halves - whole) / 15
    if error <= tolerance || halvings == 40 {
      result.value += halves
      result.error += error
    } else {
      try add(l, m, left, first, middle, tolerance: tolerance / 2, halvings: halvings + 1)
      try add(m, r, middle, second, right, tolerance: tolerance / 2, halvings: halvings + 1)
    }
  }
  let ends = (0...5).map { a + (b - a) * Double($0) / 5 }
  let values = try ends.map(ask)
  for i in 0..<5 {
    let middle = try ask((ends[i] + ends[i + 1]) / 2)
    try add(ends[i], ends[i + 1], values[i], middle, values[i + 1], tolerance: tolerance / 5, halvings: 0)
  }
  return result
  // END SOLUTION
}
