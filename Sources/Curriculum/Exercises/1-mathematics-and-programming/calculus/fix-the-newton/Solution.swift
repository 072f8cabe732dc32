/// A root of f between a and b, by Newton's steps where they stay between the ends and by halving where they do not.
///
/// The derivative is a difference quotient, so that f is all that is needed.
///
/// - Parameters:
///   - f: has different signs at a and b, and crosses 0 with a slope; asked a little beyond b, too.
///   - a: the left end.
///   - b: the right end, b > a.
///   - tolerance: how far the answer may lie from the root, > 0.
/// - Returns: nil if f has the same sign at both ends, or if 200 steps do not suffice.
func root(of f: (Double) -> Double, from a: Double, to b: Double, tolerance: Double) -> Double? {
  let (atA, atB) = (f(a), f(b))
  if atA == 0 { return a }
  if atB == 0 { return b }
  guard (atA < 0) != (atB < 0) else { return nil }
  var (low, high) = (a, b)
  var x = low + (high - low) / 2
  for _ in 1...200 {
    let y = f(x)
    if y == 0 { return x }
    if (y < 0) == (atA < 0) { low = x } else { high = x }  // the root stays between low and high
    let h = 0x1p-26 * max(abs(x), high - low)  // √ε of the size of x
    let step = y * h / (f(x + h) - y)
    if abs(step) <= tolerance { return x - step }  // the distance to the root, not the size of f
    if high - low <= tolerance { return x }
    x = low < x - step && x - step < high ? x - step : low + (high - low) / 2
  }
  return nil
}
