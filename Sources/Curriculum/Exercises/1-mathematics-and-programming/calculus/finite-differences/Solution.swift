import Glibc

/// The forward difference quotient of f: an error of h/2·f'', and about ε·|f|/h from rounding.
///
/// - Parameters:
///   - f: asked twice.
///   - x: where.
///   - h: the step, of any sign.
/// - Returns: NaN if x + h is x.
func forwardDifference(_ f: (Double) -> Double, at x: Double, step h: Double) -> Double {
  // BEGIN SOLUTION
  let right = x + h
  return (f(right) - f(x)) / (right - x)  // the step that was made, not the one asked for
  // END SOLUTION
}

/// The central difference quotient of f: an error of h²/6·f''', and about ε·|f|/h from rounding.
///
/// - Parameters:
///   - f: asked twice.
///   - x: where.
///   - h: the step to either side, of any sign.
/// - Returns: NaN if x + h and x − h are the same.
func centralDifference(_ f: (Double) -> Double, at x: Double, step h: Double) -> Double {
  // BEGIN SOLUTION
  let (left, right) = (x - h, x + h)
  return (f(right) - f(left)) / (right - left)
  // END SOLUTION
}

/// The step with the least error for a function that changes on a scale of max(1, |x|).
///
/// - Parameters:
///   - x: where.
///   - isCentral: for the central difference, else for the forward one.
/// - Returns: ∛ε or √ε, times max(1, |x|).
func bestStep(at x: Double, central isCentral: Bool) -> Double {
  // BEGIN SOLUTION
  let share = isCentral ? cbrt(Double.ulpOfOne) : Double.ulpOfOne.squareRoot()
  return share * max(1, abs(x))
  // END SOLUTION
}

/// The derivative of f by a central difference: about ten digits.
///
/// - Parameters:
///   - f: asked twice; it changes on a scale of max(1, |x|).
///   - x: where.
/// - Returns: NaN where f is NaN near x.
func derivative(_ f: (Double) -> Double, at x: Double) -> Double {
  // BEGIN SOLUTION
  centralDifference(f, at: x, step: bestStep(at: x, central: true))
  // END SOLUTION
}
