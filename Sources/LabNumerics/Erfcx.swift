import RealModule

extension Double {
  /// The scaled complementary error function, e^(x²)·erfc(x): the upper tail of the bell curve without its underflow.
  ///
  /// For x ≥ 0 a Chebyshev sum in t = 3/(3 + x) for (1 + 2x)·erfcx(x); for x < 0 the reflection 2·e^(x²) − erfcx(−x),
  /// infinite from about −26.6 down.
  ///
  /// - Parameter x: any number; NaN gives NaN.
  /// - Returns: to about 4·ε for x ≥ 0.
  /// - Complexity: 25 multiplications.
  ///
  /// DLMF 7.2.3; the coefficients are printed by `Reference/make_coefficients.py`.
  public static func erfcx(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x < 0 {
      let square = DoubleDouble.product(x, x)
      return 2 * square.exponential - erfcx(-x)
    }
    let w = 2 * (3 / (3 + x)) - 1
    var (b, previous) = (0.0, 0.0)  // Clenshaw
    for c in chebyshev.dropFirst().reversed() { (b, previous) = (2 * w * b - previous + c, b) }
    return (w * b - previous + chebyshev[0]) / (1 + 2 * x)
  }

  /// The upper tail of the standard normal distribution, Q(z) = ½·erfc(z/√2).
  ///
  /// - Parameters:
  ///   - z: any number.
  ///   - low: what rounding to `z` left out, if known; it matters far out, where Q has the relative slope z.
  /// - Returns: to about 6·ε as long as Q is a normal number (z up to 37.5).
  static func normalUpperTail(_ z: Double, low: Double = 0) -> Double {
    if z.isNaN { return z }
    if z < -1 { return 1 - normalUpperTail(-z, low: -low) }
    if z > 40 { return 0 }
    let square = DoubleDouble.product(z, z)
    let exponent = DoubleDouble(-0.5 * square.high, -0.5 * square.low - z * low)
    return z < 0.5
      ? 0.5 * .erfc((z + low) * 0.7071067811865476) : 0.5 * erfcx(z * 0.7071067811865476) * exponent.exponential
  }

  /// The number that a standard normal variable exceeds with the probability given: the inverse of the upper tail.
  ///
  /// Newton's iteration on the logarithm of the tail, near the middle on erf itself.
  ///
  /// - Parameter q: 0 ... 1; 0 gives ∞, 1 gives −∞; outside NaN.
  /// - Returns: to about 4·ε, near q = ½ too, where it is small.
  public static func normalUpperQuantile(_ q: Double) -> Double {
    if !(q > 0 && q < 1) { return q == 0 ? .infinity : q == 1 ? -.infinity : .nan }
    if (q - 0.5).magnitude < 0.25 { return normalCentralQuantile(0.5 - q) }
    return q > 0.5 ? -normalTailQuantile(1 - q) : normalTailQuantile(q)
  }

  /// The quantile function of the standard normal distribution, Φ⁻¹.
  ///
  /// - Parameter p: 0 ... 1; 0 gives −∞, 1 gives ∞; outside NaN.
  /// - Returns: to about 4·ε.
  public static func normalQuantile(_ p: Double) -> Double { -normalUpperQuantile(p) }

  /// The number whose error function is `y`.
  ///
  /// - Parameter y: −1 ... 1; the ends give ∓∞, outside NaN.
  /// - Returns: x with erf(x) = y.
  public static func inverseErf(_ y: Double) -> Double {
    if y.magnitude < 0.5 { return normalCentralQuantile(y / 2) * 0.7071067811865476 }
    let x = inverseErfc(1 - y.magnitude)
    return y < 0 ? -x : x
  }

  /// The number whose complementary error function is `y`.
  ///
  /// - Parameter y: 0 ... 2; the ends give ±∞, outside NaN.
  /// - Returns: x with erfc(x) = y.
  public static func inverseErfc(_ y: Double) -> Double { normalUpperQuantile(y / 2) * 0.7071067811865476 }

  /// z with Φ(z) − ½ = d, |d| < ¼.
  private static func normalCentralQuantile(_ d: Double) -> Double {
    var z = d * 2.5066282746310002  // √2π
    for _ in 0..<8 {
      let density = 0.3989422804014327 * .exp(-0.5 * z * z)
      let newton = (d - 0.5 * .erf(z * 0.7071067811865476)) / density
      let step = newton / (1 - 0.5 * z * newton)  // Halley
      z += step
      if step.magnitude <= 1e-9 * z.magnitude { break }
    }
    return z
  }

  /// z with Q(z) = q ≤ ¼.
  private static func normalTailQuantile(_ q: Double) -> Double {
    let logarithm = Double.log(q)
    var z = (-2 * logarithm).squareRoot()
    z -= 0.5 * .log(2 * .pi * z * z) / z
    for _ in 0..<20 {
      let mills = 1.2533141373155003 * erfcx(z * 0.7071067811865476)  // Q over the density, √(π/2)·erfcx(z/√2)
      // log Q(z) − log q, in one piece so that nothing of the size of z² is left uncancelled.
      let tail = normalUpperTail(z)
      let excess = tail > 0x1p-1000 ? .log(tail / q) : .log(mills / 2.5066282746310002) - 0.5 * z * z - logarithm
      let step = excess * mills
      z += step
      if step.magnitude <= 1e-10 * z { break }
    }
    return z
  }
}

/// Of (1 + 2x)·erfcx(x) in w = 2t − 1, t = 3/(3 + x).
private let chebyshev: [Double] = [
  1.17756257419656, -0.005353904539615676, -0.09377550342284209, -0.05436652555744322, -0.018976596707845208,
  -0.004453426061462712, -0.0006335531710553147, -1.7661719523171593e-05, 1.2841532864056671e-05,
  2.0072285659059913e-06, -1.807522790414837e-07, -7.549828343825093e-08, 1.885668523838603e-09,
  2.699519049798364e-09, -1.460079119939105e-11, -1.0361607445969489e-10, 1.475715976623473e-12,
  4.277340064396911e-12, -2.07922492859799e-13, -1.8134502003176963e-13, 1.973425574544739e-14,
  7.287943737592673e-15, -1.5169878690228116e-15, -2.3514112258781403e-16, 1.0006111691821667e-16,
  2.0572528169538546e-18, -5.608608218863183e-18,
]
