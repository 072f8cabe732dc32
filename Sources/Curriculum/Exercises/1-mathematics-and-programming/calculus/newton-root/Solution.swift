/// Where a function changes its sign, and how many steps it took to find out.
struct Root {
  var x: Double
  /// How often f was asked, without the two ends.
  var steps: Int
}

/// Why there is no answer.
enum RootError: Error {
  /// f(a) and f(b), of one sign or NaN.
  case noSignChange(Double, Double)
  /// f is NaN here.
  case notANumber(at: Double)
  /// So many steps were not enough.
  case tooManySteps(Int)
}

/// A root of f between a and b, by Newton's steps where they are good and by halving where they are not.
///
/// - Parameters:
///   - f: of different signs at a and b; asked once at each place.
///   - slope: the derivative of f.
///   - a: the left end.
///   - b: the right end, b > a.
///   - tolerance: how far the answer may lie from where f changes its sign, ≥ 0.
///   - limit: steps allowed, ≥ 1.
/// - Returns: of the last bracket the end with the smaller |f|; an end of [a, b] after 0 steps if f is 0 there.
/// - Throws: `RootError`.
func root(
  of f: (Double) -> Double, derivative slope: (Double) -> Double, from a: Double, to b: Double, tolerance: Double,
  limit: Int
) throws -> Root {
  // BEGIN SOLUTION
  var (low, high) = ((x: a, y: f(a)), (x: b, y: f(b)))
  if low.y == 0 { return Root(x: a, steps: 0) }
  if high.y == 0 { return Root(x: b, steps: 0) }
  guard (low.y < 0) != (high.y < 0), !low.y.isNaN, !high.y.isNaN else {
    throw RootError.noSignChange(low.y, high.y)
  }
  var x = a + (b - a) / 2
  var last = b - a  // the step before
  for steps in 1...limit {
    let y = f(x)
    if y.isNaN { throw RootError.notANumber(at: x) }
    if y == 0 { return Root(x: x, steps: steps) }
    if (y < 0) == (low.y < 0) { low = (x, y) } else { high = (x, y) }
    let middle = low.x + (high.x - low.x) / 2
    if high.x - low.x <= tolerance || middle == low.x || middle == high.x {
      return Root(x: abs(low.y) < abs(high.y) ? low.x : high.x, steps: steps)
    }
    let step = -y / slope(x)
    let move = abs(step) >= tolerance / 2 ? step : step < 0 ? -tolerance / 2 : tolerance / 2
    let isGood = abs(step) <= abs(last) / 2 && low.x < x + move && x + move < high.x  // false for NaN and ∞
    last = isGood ? step : middle - x
    x = isGood ? x + move : middle
  }
  throw RootError.tooManySteps(limit)
  // END SOLUTION
}
