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
  let (low, high) = (a, b)
  var x = low + (high - low) / 2
  for _ in 1...200 {
    let y = f(x)
    if abs(y) <= tolerance { return x }  // f is 0 here
    let h = 1e-12  // the smaller, the nearer to the derivative
    let step = y * h / (f(x + h) - y)
    x = low < x - step && x - step < high ? x - step : low + (high - low) / 2
  }
  return nil
}
