import RealModule

/// The beta distribution, density xᵃ⁻¹·(1 − x)ᵇ⁻¹/B(a, b), on 0 ... 1.
///
/// Parameters up to 10¹⁵ are good for 12 digits in the tails.
public struct BetaDistribution: ContinuousDistribution, Equatable {
  /// a.
  public let alpha: Double
  /// b.
  public let beta: Double

  /// - Parameters:
  ///   - alpha: positive and finite.
  ///   - beta: positive and finite.
  public init(_ alpha: Double, _ beta: Double) {
    require(
      alpha > 0 && beta > 0 && alpha.isFinite && beta.isFinite,
      "BetaDistribution: parameters \(alpha) and \(beta), not both positive and finite")
    (self.alpha, self.beta) = (alpha, beta)
  }

  public var mean: Double { alpha / (alpha + beta) }
  public var variance: Double { mean * (beta / (alpha + beta)) / (alpha + beta + 1) }

  /// At an end: ∞ for the parameter there below 1, the other parameter for 1, and 0 above.
  public func pdf(_ x: Double) -> Double {
    if let density = densityOutside(x) { return density }
    let parts = betaPrefixParts(DoubleDouble(x), .sum(1, -x), alpha, beta)
    return parts.log.exponential(times: parts.scale / x / (1 - x))
  }

  public func logPDF(_ x: Double) -> Double {
    if let density = densityOutside(x) { return .log(density) }
    let parts = betaPrefixParts(DoubleDouble(x), .sum(1, -x), alpha, beta)
    return parts.log.high + (.log(parts.scale) - .log(x) - .log(onePlus: -x))
  }

  public func cdf(_ x: Double) -> Double {
    x.isNaN ? x : Double.regularisedBeta(min(max(x, 0), 1), alpha, beta).lower
  }

  public func upperTail(_ x: Double) -> Double {
    x.isNaN ? x : Double.regularisedBeta(min(max(x, 0), 1), alpha, beta).upper
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p, "BetaDistribution.quantile")
    return logistic(betaQuantileLogit(alpha, beta, p, upper: false)).x.high
  }

  public func upperQuantile(_ q: Double) -> Double {
    requireProbability(q, "BetaDistribution.upperQuantile")
    return logistic(betaQuantileLogit(alpha, beta, q, upper: true)).x.high
  }

  private func densityOutside(_ x: Double) -> Double? {
    if x.isNaN { return x }
    if x == 0 { return alpha < 1 ? .infinity : alpha == 1 ? beta : 0 }
    if x == 1 { return beta < 1 ? .infinity : beta == 1 ? alpha : 0 }
    return x < 0 || x > 1 ? 0 : nil
  }
}
