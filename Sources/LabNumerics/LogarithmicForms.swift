import RealModule

extension Double {
  /// log(1 + x) − x without cancellation near 0, where it is −x²/2 + x³/3 − ….
  ///
  /// Written with s = x/(2 + x) as −s·x + 2·(s³/3 + s⁵/5 + …) for −½ ≤ x < 1, from the series of 2·artanh s.
  ///
  /// - Parameter x: above −1; −1 itself gives −∞, anything below NaN.
  /// - Returns: 0 or less, to about 3 ε.
  public static func logOnePlusMinus(_ x: Double) -> Double {
    if !(x >= -0.5 && x < 1) { return .log(onePlus: x) - x }
    let s = x / (2 + x)
    let square = s * s  // at most 1/9
    var sum = 0.0
    for n in stride(from: 37, through: 3, by: -2) { sum = sum * square + 1 / Double(n) }
    return 2 * s * square * sum - s * x
  }

  /// The natural logarithm of the beta function, B(a, b) = Γ(a)·Γ(b)/Γ(a + b).
  ///
  /// With m = min(a, b): log Γ(1 + m) − log m plus the logarithm of a ratio of gamma functions, so that large parameters
  /// do not cancel.
  ///
  /// - Parameters:
  ///   - a: positive.
  ///   - b: positive.
  /// - Returns: to about 4·ε relative to the larger of the two parts; NaN outside the domain.
  public static func logBeta(_ a: Double, _ b: Double) -> Double {
    if !(a > 0 && b > 0 && a < .infinity && b < .infinity) { return .nan }
    let (m, n) = (min(a, b), max(a, b))
    if n < 10 { return .logGamma(m) + (.logGamma(n) - .logGamma(m + n)) }
    if m < 10 { return .logGamma(m) + logGammaRatio(n, m) }
    // Both large: Stirling's formula three times, the large terms gathered.
    let correction = stirlingError(m) + stirlingError(n) - stirlingError(m + n)
    let ratio = m / (m + n)
    return m * .log(ratio) + n * .log(onePlus: -ratio) + 0.5 * (.log(2 * .pi / m) - .log(onePlus: -ratio))
      + correction + 0
  }

  /// log Γ(1 + x), to full relative precision near 0, where the sum 1 + x would lose the digits of x.
  ///
  /// For |x| ≤ ½ the series −log(1 + x) + (1 − γ)·x + Σ (−1)ᵏ·(ζ(k) − 1)·xᵏ/k (DLMF 5.7.3).
  ///
  /// - Parameter x: above −1.
  /// - Returns: log Γ(1 + x).
  public static func logGammaOnePlus(_ x: Double) -> Double {
    if x.magnitude > 0.5 { return .logGamma(1 + x) }
    var sum = 0.0
    for c in zetaTerms.reversed() { sum = (sum + c) * x }
    return (sum + 0.42278433509846714) * x - .log(onePlus: x)  // 1 − γ, γ Euler's constant
  }
}

/// log(Γ(x)/Γ(x + y)) for x > 0 and y ≥ 0, to full relative precision also where y is tiny.
///
/// Γ(x + 1) = x·Γ(x) moves x up to 10 or more; from there Stirling's formula with its differences taken term by term.
func logGammaRatio(_ x: Double, _ y: Double) -> Double {
  var (x, shifts) = (x, 0.0)
  while x < 10 {
    shifts += .log(onePlus: y / x)
    x += 1
  }
  let z = x + y
  // Σ cₖ·(x⁻ⁿ − z⁻ⁿ), n = 2k − 1, with u = 1/x, v = 1/z and uⁿ − vⁿ = (u − v)·(uⁿ⁻¹ + … + vⁿ⁻¹).
  let (u, v) = (1 / x, 1 / z)
  let difference = y / x / z
  var (quotient, power, correction) = (1.0, 1.0, 0.0)  // (uⁿ − vⁿ)/(u − v) and vⁿ⁻¹ for n = 1
  for c in stirlingTerms {
    correction += c * quotient
    for _ in 0..<2 {
      power *= v
      quotient = quotient * u + power
    }
  }
  return shifts - (x - 0.5) * .log(onePlus: y / x) - y * (.log(z) - 1) + difference * correction
}

/// (−1)ᵏ·(ζ(k) − 1)/k from k = 2; `Reference/make_coefficients.py` prints them.
private let zetaTerms: [Double] = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
  -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-05,
  -4.492623673813314e-05, 2.050721277567069e-05, -9.439488275268397e-06, 4.374866789907488e-06,
  -2.039215753801366e-06, 9.55141213040742e-07, -4.492469198764566e-07, 2.1207184805554665e-07,
  -1.0043224823968099e-07, 4.7698101693639804e-08, -2.2711094608943164e-08, 1.0838659214896955e-08,
  -5.183475041970047e-09, 2.4836745438024785e-09, -1.1921401405860912e-09, 5.731367241678862e-10,
  -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11,
]
