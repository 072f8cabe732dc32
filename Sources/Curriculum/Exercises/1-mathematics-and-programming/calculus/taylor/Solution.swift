/// The coefficients of the Taylor polynomial: f⁽ᵏ⁾(a)/k!.
///
/// - Parameter d: f(a), f'(a), f''(a), …, at most 171 values.
/// - Returns: as many coefficients, the constant first.
func taylorCoefficients(fromDerivatives d: [Double]) -> [Double] {
  // BEGIN SOLUTION
  var factorial = 1.0
  return d.enumerated().map { k, derivative in
    factorial *= Double(max(1, k))
    return derivative / factorial
  }
  // END SOLUTION
}

/// The polynomial Σ cₖ·(x − a)ᵏ.
///
/// - Parameters:
///   - c: coefficients, the constant first.
///   - a: the centre.
///   - x: where.
/// - Returns: 0 for no coefficients.
func taylorValue(_ c: [Double], around a: Double, at x: Double) -> Double {
  // BEGIN SOLUTION
  c.reversed().reduce(0) { $0 * (x - a) + $1 }
  // END SOLUTION
}

/// A bound of what a Taylor polynomial leaves out: M·rⁿ⁺¹/(n + 1)!.
///
/// - Parameters:
///   - m: M ≥ 0, a bound of the derivative of order n + 1 between centre and point.
///   - n: the polynomial's degree, at least 0.
///   - r: how far the point is from the centre, at least 0.
/// - Returns: the bound; ∞ or 0 only where it is itself too large or too small for a Double. Not even the product of
///   r/1, r/2, … in this order would do: it rises to about eʳ before it falls.
func remainderBound(derivativeBound m: Double, degree n: Int, distance r: Double) -> Double {
  // BEGIN SOLUTION
  var result = m
  var (first, last) = (1, n + 1)
  while first <= last {  // r/first is the largest factor left, r/last the smallest
    if result < 1 {
      result *= r / Double(first)
      first += 1
    } else {
      result *= r / Double(last)
      last -= 1
    }
  }
  return result
  // END SOLUTION
}

/// The least degree whose remainder is known to be small enough.
///
/// - Parameters:
///   - r: how far the point is from the centre, at least 0.
///   - tolerance: what the remainder may be.
///   - limit: the largest degree to try, at least 0.
///   - derivativeBound: k ↦ a bound of the derivative of order k between centre and point.
/// - Returns: a degree from 0 to limit; nil if none is enough.
func degreeNeeded(
  distance r: Double, tolerance: Double, limit: Int, derivativeBound: (Int) -> Double
) -> Int? {
  // BEGIN SOLUTION
  (0...limit).first { n in
    remainderBound(derivativeBound: derivativeBound(n + 1), degree: n, distance: r) <= tolerance
  }
  // END SOLUTION
}

/// eˣ by its series about 0.
///
/// - Parameter x: any number; for x < 0 it is 1/e⁻ˣ, as the series would cancel.
/// - Returns: ∞ where eˣ is too large, NaN for NaN.
func exponential(_ x: Double) -> Double {
  // BEGIN SOLUTION
  if x < 0 { return 1 / exponential(-x) }
  var (sum, term, k) = (1.0, x, 1.0)
  while sum + term > sum {  // false for NaN, and for ∞
    sum += term
    k += 1
    term *= x / k
  }
  return sum + term  // a term that changes nothing; but NaN for NaN
  // END SOLUTION
}
