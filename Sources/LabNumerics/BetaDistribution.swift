import RealModule

/// The beta distribution, density xᵃ⁻¹·(1 − x)ᵇ⁻¹/B(a, b), on 0 ... 1.
public struct BetaDistribution: ContinuousDistribution, Equatable {
  /// a.
  public let alpha: Double
  /// b.
  public let beta: Double

  /// - Parameters:
  ///   - alpha: 10⁻¹⁰⁰ ... 10¹⁵.
  ///   - beta: 10⁻¹⁰⁰ ... 10¹⁵.
  public init(_ alpha: Double, _ beta: Double) {
    require(
      isShape(alpha) && isShape(beta), "BetaDistribution: parameters \(alpha) and \(beta), not both in \(shapes)")
    (self.alpha, self.beta) = (alpha, beta)
  }

  public var mean: Double { alpha / (alpha + beta) }
  public var variance: Double { mean * (beta / (alpha + beta)) / (alpha + beta + 1) }

  /// At an end: ∞ for the parameter there below 1, the other parameter for 1, and 0 above.
  public func pdf(_ x: Double) -> Double {
    if let density = densityOutside(x) { return density }
    let parts = betaPrefixParts(DoubleDouble(x), .sum(1, -x), alpha, beta)
    return parts.log.exponential(times: parts.scale, over: x * (1 - x))
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
    return betaQuantile(alpha, beta, p, upper: false).fraction
  }

  public func upperQuantile(_ q: Double) -> Double {
    requireProbability(q, "BetaDistribution.upperQuantile")
    return betaQuantile(alpha, beta, q, upper: true).fraction
  }

  private func densityOutside(_ x: Double) -> Double? {
    if x.isNaN { return x }
    if x == 0 { return alpha < 1 ? .infinity : alpha == 1 ? beta : 0 }
    if x == 1 { return beta < 1 ? .infinity : beta == 1 ? alpha : 0 }
    return x < 0 || x > 1 ? 0 : nil
  }
}
