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
  ///   - numeratorDegrees: positive and finite.
  ///   - denominatorDegrees: positive and finite.
  public init(numeratorDegrees: Double, denominatorDegrees: Double) {
    require(
      numeratorDegrees > 0 && denominatorDegrees > 0 && numeratorDegrees.isFinite && denominatorDegrees.isFinite,
      "FDistribution: \(numeratorDegrees) and \(denominatorDegrees) degrees of freedom, not both positive and finite")
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
    let parts = betaPrefixParts(x, y, 0.5 * numeratorDegrees, 0.5 * denominatorDegrees)
    return parts.log.exponential(times: parts.scale / f)
  }

  public func logPDF(_ f: Double) -> Double {
    if let density = densityOutside(f) { return .log(density) }
    let (x, y) = coordinates(f)
    let parts = betaPrefixParts(x, y, 0.5 * numeratorDegrees, 0.5 * denominatorDegrees)
    return parts.log.high + (.log(parts.scale) - .log(f))
  }

  public func cdf(_ f: Double) -> Double { tails(f).lower }

  public func upperTail(_ f: Double) -> Double { tails(f).upper }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p, "FDistribution.quantile")
    return ratio(betaQuantileLogit(0.5 * numeratorDegrees, 0.5 * denominatorDegrees, p, upper: false))
  }

  public func upperQuantile(_ q: Double) -> Double {
    requireProbability(q, "FDistribution.upperQuantile")
    return ratio(betaQuantileLogit(0.5 * numeratorDegrees, 0.5 * denominatorDegrees, q, upper: true))
  }

  private func ratio(_ logit: Double) -> Double { .exp(logit) * (denominatorDegrees / numeratorDegrees) }

  private func tails(_ f: Double) -> (lower: Double, upper: Double) {
    if f.isNaN { return (f, f) }
    if f <= 0 { return (0, 1) }
    if f == .infinity { return (1, 0) }
    let (x, y) = coordinates(f)
    return incompleteBeta(x, y, 0.5 * numeratorDegrees, 0.5 * denominatorDegrees)
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
