import RealModule

/// Snedecor's F distribution: the ratio of two χ² variables, each over its degrees of freedom.
///
/// cdf(f) = I(d₁·f/(d₁·f + d₂); d₁/2, d₂/2). The mean is ∞ for d₂ ≤ 2, the variance ∞ for 2 < d₂ ≤ 4 and NaN for d₂ ≤ 2.
public struct FDistribution: ContinuousDistribution, Equatable {
  /// d₁, of the numerator.
  public let numeratorDegrees: Double
  /// d₂, of the denominator.
  public let denominatorDegrees: Double

  /// - Parameters:
  ///   - numeratorDegrees: 10⁻¹⁰⁰ ... 10¹⁵.
  ///   - denominatorDegrees: 10⁻¹⁰⁰ ... 10¹⁵.
  public init(numeratorDegrees: Double, denominatorDegrees: Double) {
    require(
      isShape(numeratorDegrees) && isShape(denominatorDegrees),
      "FDistribution: \(numeratorDegrees) and \(denominatorDegrees) degrees of freedom, not both in \(shapes)")
    (self.numeratorDegrees, self.denominatorDegrees) = (numeratorDegrees, denominatorDegrees)
  }

  public var mean: Double { denominatorDegrees > 2 ? denominatorDegrees / (denominatorDegrees - 2) : .infinity }

  public var variance: Double {
    let (m, n) = (numeratorDegrees, denominatorDegrees)
    if n <= 4 { return n > 2 ? .infinity : .nan }
    return 2 * mean * mean * ((m + n - 2) / m) / (n - 4)
  }

  /// At 0: ∞ for d₁ below 2, 1 for 2, and 0 above.
  public func pdf(_ f: Double) -> Double {
    if let density = densityOutside(f) { return density }
    let (x, y) = coordinates(f)
    if isAtEdge(x, y) { return .exp(logPDF(f)) }
    let parts = betaPrefixParts(x, y, 0.5 * numeratorDegrees, 0.5 * denominatorDegrees)
    return parts.log.exponential(times: parts.scale, over: f)
  }

  public func logPDF(_ f: Double) -> Double {
    if let density = densityOutside(f) { return .log(density) }
    let (x, y) = coordinates(f)
    if isAtEdge(x, y) {
      return logTailAtEdge(f) + .log(0.5 * (x.high < y.high ? numeratorDegrees : denominatorDegrees)) - .log(f)
    }
    let parts = betaPrefixParts(x, y, 0.5 * numeratorDegrees, 0.5 * denominatorDegrees)
    return parts.log.high + (.log(parts.scale) - .log(f))
  }

  public func cdf(_ f: Double) -> Double { tails(f).lower }

  public func upperTail(_ f: Double) -> Double { tails(f).upper }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p, "FDistribution.quantile")
    return ratio(betaQuantile(0.5 * numeratorDegrees, 0.5 * denominatorDegrees, p, upper: false))
  }

  public func upperQuantile(_ q: Double) -> Double {
    requireProbability(q, "FDistribution.upperQuantile")
    return ratio(betaQuantile(0.5 * numeratorDegrees, 0.5 * denominatorDegrees, q, upper: true))
  }

  private func ratio(_ place: BetaPlace) -> Double { place.odds(times: denominatorDegrees / numeratorDegrees) }

  private func tails(_ f: Double) -> (lower: Double, upper: Double) {
    if f.isNaN { return (f, f) }
    if f <= 0 { return (0, 1) }
    if f == .infinity { return (1, 0) }
    let (x, y) = coordinates(f)
    if isAtEdge(x, y) {
      let log = min(logTailAtEdge(f), 0)
      let (tail, rest) = (Double.exp(log), -Double.expMinusOne(log))
      return x.high < y.high ? (tail, rest) : (rest, tail)
    }
    return incompleteBeta(x, y, 0.5 * numeratorDegrees, 0.5 * denominatorDegrees)
  }

  /// Whether a coordinate is so small that it has no digits, and the other is 1 beside it.
  private func isAtEdge(_ x: DoubleDouble, _ y: DoubleDouble) -> Bool { min(x.high, y.high) < 1e-280 }

  /// The logarithm of the tail that ends at the edge, xᵃ/(a·B(a, b)) or the like of y and b.
  private func logTailAtEdge(_ f: Double) -> Double {
    let logOdds = .log(numeratorDegrees) - .log(denominatorDegrees) + .log(f)
    let isLow = logOdds < 0
    let a = 0.5 * (isLow ? numeratorDegrees : denominatorDegrees)
    let b = 0.5 * (isLow ? denominatorDegrees : numeratorDegrees)
    return -a * logOdds.magnitude - .logGammaOnePlus(a) - logGammaRatio(b, a)
  }

  /// d₁·f/(d₁·f + d₂) and its complement.
  private func coordinates(_ f: Double) -> (DoubleDouble, DoubleDouble) {
    // Both terms over the larger of them, so that neither overflows.
    let product = DoubleDouble.product(numeratorDegrees, f)
    if !(product.high < 1e140 && product.high > 1e-140) {
      let odds = numeratorDegrees / denominatorDegrees * f
      return (DoubleDouble(odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds)), DoubleDouble(1 / (1 + odds)))
    }
    let sum = product + DoubleDouble(denominatorDegrees)
    return (product / sum, DoubleDouble(denominatorDegrees) / sum)
  }

  private func densityOutside(_ f: Double) -> Double? {
    if f.isNaN { return f }
    if f == 0 { return numeratorDegrees < 2 ? .infinity : numeratorDegrees == 2 ? 1 : 0 }
    return f < 0 || f == .infinity ? 0 : nil
  }
}
