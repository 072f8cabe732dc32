import RealModule

extension Double {
  /// The regularised incomplete beta function I(x; a, b) and its complement 1 − I(x; a, b) = I(1 − x; b, a).
  ///
  /// Both, because each is wanted where it is small. The smaller is computed, by Didonato and Morris's continued fraction;
  /// where a parameter and x are both small, by the power series and its form for the complement; where both parameters
  /// are large and x is near the mean, by an asymptotic expansion.
  ///
  /// ```swift
  /// Double.regularisedBeta(0.5, 2, 1).lower  // x² = 0.25
  /// ```
  ///
  /// - Parameters:
  ///   - x: 0 ... 1.
  ///   - a: 10⁻¹⁰⁰ ... 10¹⁵.
  ///   - b: 10⁻¹⁰⁰ ... 10¹⁵.
  /// - Returns: I and 1 − I, to about 2·10⁻¹⁴ relative each; NaN outside the domain.
  /// - Complexity: some √max(a, b) terms near the mean a/(a + b) unless both parameters are above 10⁵, few elsewhere.
  ///
  /// Didonato and Morris, Significant digit computation of the incomplete beta function ratios (ACM TOMS 18, 1992),
  /// formulas 9 and 20 and section 3; DLMF 8.17.
  public static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
    if !(isShape(a) && isShape(b) && x >= 0 && x <= 1) { return (.nan, .nan) }
    return incompleteBeta(DoubleDouble(x), DoubleDouble.sum(1, -x), a, b)
  }
}

/// I(x; a, b) and its complement with x and y = 1 − x each to full precision.
func incompleteBeta(_ x: DoubleDouble, _ y: DoubleDouble, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
  if x.high <= 0 { return (0, 1) }
  if y.high <= 0 { return (1, 0) }
  if a < 1 && x.high < 0.3 && b * x.high < 1 { return incompleteBetaOfSmallParameter(x, y, a, b) }
  if b < 1 && y.high < 0.3 && a * y.high < 1 {
    let (upper, lower) = incompleteBetaOfSmallParameter(y, x, b, a)
    return (lower, upper)
  }
  let excess = (DoubleDouble(a) * y - DoubleDouble(b) * x).high  // above 0 left of the mean
  let isNear = min(a, b) > 1e5 && excess.magnitude <= 0.02 * min(a, b)
  if excess >= 0 {
    let ratio = isNear ? betaExpansion(a, b, excess) : betaFraction(x.high, y.high, a, b, excess)
    let lower = betaPrefix(x, y, a, b, times: ratio)
    return (lower, 1 - lower)
  }
  let ratio = isNear ? betaExpansion(b, a, -excess) : betaFraction(y.high, x.high, b, a, -excess)
  let upper = betaPrefix(x, y, a, b, times: ratio)
  return (1 - upper, upper)
}

/// xᵃ·yᵇ/B(a, b) as the exponential of `log` times `scale`; positive arguments, x + y = 1.
///
/// A binomial probability in disguise: with n = a + b and z → zᶻ·e⁻ᶻ/Γ(z + 1) as the peak,
/// a·b/n·peak(a)·peak(b)/peak(n)·(x·n/a)ᵃ·(y·n/b)ᵇ.
func betaPrefixParts(
  _ x: DoubleDouble, _ y: DoubleDouble, _ a: Double, _ b: Double
) -> (log: DoubleDouble, scale: Double) {
  let parts = binomialParts(x, y, a, b)
  return (parts.log, parts.scale * (max(a, b) / (a + b) * min(a, b)))
}

/// Γ(n + 1)/(Γ(a + 1)·Γ(b + 1))·xᵃ·yᵇ with n = a + b, in the same two parts; a and b 0 or more.
func binomialParts(
  _ x: DoubleDouble, _ y: DoubleDouble, _ a: Double, _ b: Double
) -> (log: DoubleDouble, scale: Double) {
  let n = DoubleDouble.sum(a, b)
  func power(_ x: DoubleDouble, _ a: Double) -> DoubleDouble {
    a == 0 ? DoubleDouble(0) : DoubleDouble(a) * .log(x, times: n, over: DoubleDouble(a))
  }
  return (power(x, a) + power(y, b), peakProbability(a) * peakProbability(b) / peakProbability(n.high))
}

/// f·xᵃ·yᵇ/B(a, b), also where that underflows without the factor f.
func betaPrefix(_ x: DoubleDouble, _ y: DoubleDouble, _ a: Double, _ b: Double, times factor: Double = 1) -> Double {
  if x.high <= 0 || y.high <= 0 { return 0 }
  let parts = betaPrefixParts(x, y, a, b)
  return parts.log.exponential(times: parts.scale * factor)
}

/// I(x; a, b) over xᵃ·yᵇ/B(a, b), for x up to the mean; `excess` is a·y − b·x, where the digits would be lost.
private func betaFraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double, _ excess: Double) -> Double {
  var denominator = a * (excess + 1) / (a + 1)
  var d = 1 / denominator
  var (c, h, n) = (1e300, d, 0.0)
  while true {
    n += 1
    let bottom = a + 2 * n - 1
    let numerator = ((a + n - 1) / bottom * x) * ((a + b + n - 1) / bottom * x) * (n * (b - n))
    denominator = n + n * (b - n) * x / bottom + (a + n) * (excess + 1 + n * (1 + y)) / (bottom + 2)
    d = 1 / (numerator * d + denominator)
    c = denominator + numerator / c
    let factor = c * d
    h *= factor
    if (factor - 1).magnitude < 1e-16 || n > 1e7 { return h }
  }
}

/// I(x; a, b) = xᵃ/(a·B(a, b))·(1 + a·S) with S = Σ (1 − b)…(k − b)·xᵏ/(k!·(a + k)), and its complement without the 1.
private func incompleteBetaOfSmallParameter(
  _ x: DoubleDouble, _ y: DoubleDouble, _ a: Double, _ b: Double
) -> (lower: Double, upper: Double) {
  var (sum, term, k) = (0.0, 1.0, 0.0)
  repeat {
    k += 1
    term *= (k - b) / k * x.high
    sum += term / (a + k)
  } while term.magnitude > 1e-17 * sum.magnitude && term != 0
  // log(xᵃ/(a·B(a, b)))
  let exponent = a * .log(x.high) - .logGammaOnePlus(a) - logGammaRatio(b, a)
  let power = Double.exp(exponent)
  let lower = power * (1 + a * sum)
  return (lower, lower < 0.75 ? 1 - lower : -.expMinusOne(exponent) - power * a * sum)
}
