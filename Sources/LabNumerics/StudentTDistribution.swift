import RealModule

/// Student's t distribution: a standard normal variable over √(χ²/ν).
///
/// The tail is ½·I(ν/(ν + t²); ν/2, ½). Mean and variance are NaN where the integral does not exist (ν ≤ 1), the variance
/// ∞ for 1 < ν ≤ 2.
public struct StudentTDistribution: ContinuousDistribution, Equatable {
  /// ν.
  public let degreesOfFreedom: Double

  /// - Parameter degreesOfFreedom: 10⁻¹⁰⁰ ... 10¹⁵, not necessarily whole.
  public init(degreesOfFreedom: Double) {
    require(
      isShape(degreesOfFreedom), "StudentTDistribution: \(degreesOfFreedom) degrees of freedom, not in \(shapes)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  public var mean: Double { degreesOfFreedom > 1 ? 0 : .nan }

  public var variance: Double {
    degreesOfFreedom > 2 ? degreesOfFreedom / (degreesOfFreedom - 2) : degreesOfFreedom > 1 ? .infinity : .nan
  }

  public func pdf(_ t: Double) -> Double {
    if t.isNaN { return t }
    if t.isInfinite { return 0 }
    if isTiny(t) { return .exp(logPDF(t)) }
    if isHuge(t) { return leadingTail(t, times: degreesOfFreedom / t.magnitude) }
    return prefix(t) { $0.exponential(times: $1, over: t.magnitude) }
  }

  public func logPDF(_ t: Double) -> Double {
    if t.isNaN { return t }
    let nu = degreesOfFreedom
    if t.isInfinite { return -.infinity }
    if isTiny(t) { return -0.5 * .log(nu) - .logBeta(0.5 * nu, 0.5) }
    if isHuge(t) { return logLeadingTail(t) + .log(nu / t.magnitude) }
    return prefix(t) { $0.high + (.log($1) - .log(t.magnitude)) }
  }

  public func cdf(_ t: Double) -> Double { upperTail(-t) }

  public func upperTail(_ t: Double) -> Double {
    if t.isNaN { return t }
    if t.isInfinite { return t < 0 ? 1 : 0 }
    if isHuge(t) {
      let tail = leadingTail(t)
      return t < 0 ? 1 - tail : tail
    }
    let (x, y) = coordinates(t)
    let (outside, inside) = incompleteBeta(x, y, 0.5 * degreesOfFreedom, 0.5)
    // Near 0 the tail is a half less the small part inside, elsewhere half of what is outside.
    let tail = inside < 0.5 ? 0.5 - 0.5 * inside : 0.5 * outside
    return t < 0 ? 1 - tail : tail
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p, "StudentTDistribution.quantile")
    return 0 - tailQuantile(p)  // in the middle 0, not −0
  }

  public func upperQuantile(_ q: Double) -> Double {
    requireProbability(q, "StudentTDistribution.upperQuantile")
    return tailQuantile(q)
  }

  /// t with upperTail(t) = q, through t²/(ν + t²), whose odds are t²/ν.
  private func tailQuantile(_ q: Double) -> Double {
    if q > 0.5 { return -tailQuantile(1 - q) }
    let half = 0.5 * degreesOfFreedom
    let place =
      q > 0.25 ? betaQuantile(0.5, half, 1 - 2 * q, upper: false) : betaQuantile(0.5, half, 2 * q, upper: true)
    return place.oddsRoot(times: degreesOfFreedom.squareRoot())
  }

  /// ν/(ν + t²) and t²/(ν + t²).
  private func coordinates(_ t: Double) -> (DoubleDouble, DoubleDouble) {
    let square = t.magnitude < 1e-140 ? DoubleDouble(t * t) : DoubleDouble.product(t, t)
    let sum = square + DoubleDouble(degreesOfFreedom)
    return (DoubleDouble(degreesOfFreedom) / sum, square / sum)
  }

  /// With xᵃ·yᵇ/B(a, b) in two parts; the density is that over |t|.
  private func prefix(_ t: Double, _ body: (DoubleDouble, Double) -> Double) -> Double {
    let (x, y) = coordinates(t)
    let parts = betaPrefixParts(x, y, 0.5 * degreesOfFreedom, 0.5)
    return body(parts.log, parts.scale)
  }

  /// Whether the density at t is the one at 0 to every digit.
  private func isTiny(_ t: Double) -> Bool { t * t * (1 + 1 / degreesOfFreedom) < 1e-17 }

  /// Whether t² leaves the range in which its digits are kept.
  private func isHuge(_ t: Double) -> Bool { t.magnitude > 1e140 }

  /// log of the upper tail where only the power of t matters: ½·(ν/t²)^(ν/2)/(ν/2·B(ν/2, ½)).
  private func logLeadingTail(_ t: Double) -> Double { logPower(t).high + logFactor }

  /// The upper tail where only the power of t matters, times `factor`.
  private func leadingTail(_ t: Double, times factor: Double = 1) -> Double {
    logPower(t).exponential(times: .exp(logFactor) * factor)
  }

  /// ν/2·log(ν/t²).
  private func logPower(_ t: Double) -> DoubleDouble {
    let logs =
      DoubleDouble.log(DoubleDouble(degreesOfFreedom)) - DoubleDouble.log(DoubleDouble(t.magnitude)).scaled(by: 1)
    return DoubleDouble(0.5 * degreesOfFreedom) * logs
  }

  private var logFactor: Double {
    let half = 0.5 * degreesOfFreedom
    return -.logGammaOnePlus(half) - logGammaRatio(0.5, half) - 0.6931471805599453  // log 2
  }
}
