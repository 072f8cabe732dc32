import RealModule

extension Double {
  /// The regularised incomplete gamma functions, P(a, x) = γ(a, x)/Γ(a) and Q(a, x) = 1 − P(a, x).
  ///
  /// Both, because each is wanted where it is small, and the difference from 1 has no digits left there. The one that is
  /// small is computed: by the series for x < a + 1, by Legendre's continued fraction above, by Temme's expansion for
  /// a ≥ 500 with x within a quarter of it.
  ///
  /// ```swift
  /// Double.regularisedGamma(1, 2).upper  // e⁻² = 0.1353…
  /// ```
  ///
  /// - Parameters:
  ///   - a: the shape, positive and finite.
  ///   - x: 0 or more; ∞ gives (1, 0).
  /// - Returns: P and Q, to about 10⁻¹⁴ relative each down to the subnormal numbers; NaN outside the domain.
  /// - Complexity: below about 200 terms.
  ///
  /// DLMF 8.7.1, 8.9.2, 8.12; Gautschi, A computational procedure for incomplete gamma functions (ACM TOMS 5, 1979).
  public static func regularisedGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    if !(a > 0 && a < .infinity && x >= 0) { return (.nan, .nan) }
    return incompleteGamma(a, DoubleDouble(x))
  }
}

/// P(a, x) and Q(a, x) for an x known to more than a Double holds.
func incompleteGamma(_ a: Double, _ exact: DoubleDouble) -> (lower: Double, upper: Double) {
  let x = exact.high
  if x == 0 { return (0, 1) }
  if x == .infinity { return (1, 0) }
  let prefix = gammaPrefixParts(a, exact)
  func times(_ ratio: Double) -> Double { prefix.log.exponential(times: prefix.scale * ratio) }
  if prefix.log.high < -800 { return x < a ? (0, 1) : (1, 0) }
  if a >= 500 && (x - a).magnitude <= 0.25 * a {
    let difference = (exact - DoubleDouble(a)).high
    let small = times(temmeRatio(a, difference: difference))
    return difference < 0 ? (small, 1 - small) : (1 - small, small)
  }
  if a < 1 && x < 1.1 {
    let lower = times(gammaSeries(a, x))
    return (min(lower, 1), lower < 0.75 ? 1 - lower : upperGammaOfSmallShape(a, x))
  }
  if x < a + 1 {
    let lower = times(gammaSeries(a, x))
    return (lower, 1 - lower)
  }
  let upper = times(a * gammaFraction(a, x))
  return (1 - upper, upper)
}

/// xᵃ·e⁻ˣ/Γ(a + 1) as the exponential of `log` times `scale`; a ≥ 0, x > 0, both finite.
func gammaPrefixParts(_ a: Double, _ x: DoubleDouble) -> (log: DoubleDouble, scale: Double) {
  if a == 0 { return (-x, 1) }
  let ratio = DoubleDouble.log(x, times: DoubleDouble(1), over: DoubleDouble(a))
  return (DoubleDouble(a) * ratio + (DoubleDouble(a) - x), peakProbability(a))
}

/// xᵃ·e⁻ˣ/Γ(a + 1), which for a whole a is the Poisson probability of a at the mean x.
func gammaPrefix(_ a: Double, _ x: DoubleDouble) -> Double {
  if x.high == 0 || x.high == .infinity { return 0 }
  let parts = gammaPrefixParts(a, x)
  return parts.log.exponential(times: parts.scale)
}

/// 1 + x/(a + 1) + x²/((a + 1)·(a + 2)) + …, for x up to about a + 1.
private func gammaSeries(_ a: Double, _ x: Double) -> Double {
  var (sum, term, n) = (0.0, 1.0, a)
  while term > 1e-17 * sum {
    sum += term
    n += 1
    term *= x / n
  }
  return sum
}

/// 1/(x + 1 − a − 1·(1 − a)/(x + 3 − a − 2·(2 − a)/(x + 5 − a − …))), for x above a + 1, by Lentz's method.
private func gammaFraction(_ a: Double, _ x: Double) -> Double {
  var b = x - a + 1
  var d = 1 / b
  var (c, h, n) = (1 / 1e-300, d, 0.0)
  while true {
    n += 1
    let numerator = -n * (n - a)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    let factor = c * d
    h *= factor
    if (factor - 1).magnitude < 1e-16 || n > 1e6 { return h }
  }
}

/// Q(a, x) for a < 1, x < 1.1, where P is near 1: 1 − xᵃ/Γ(1 + a)·(1 − a·Σ (−1)ᵏ⁻¹·xᵏ/(k!·(a + k))).
private func upperGammaOfSmallShape(_ a: Double, _ x: Double) -> Double {
  let exponent = a * .log(x) - .logGammaOnePlus(a)
  var (sum, term, k) = (0.0, -1.0, 0.0)
  repeat {
    k += 1
    term *= -x / k
    sum += term / (a + k)
  } while term.magnitude > 1e-17 * sum.magnitude
  return a * sum * .exp(exponent) - .expMinusOne(exponent)
}
