import RealModule

/// The Poisson distribution, probability e^(−λ)·λᵏ/k!: how many of many rare events happen.
public struct PoissonDistribution: DiscreteDistribution, Equatable {
  /// λ.
  public let mean: Double

  /// - Parameter mean: 0 ... 10¹⁵.
  public init(mean: Double) {
    require(mean >= 0 && mean <= 1e15, "PoissonDistribution: a mean of \(mean), not in 0 ... 1e15")
    self.mean = mean
  }

  public var variance: Double { mean }

  public func pmf(_ k: Int) -> Double {
    if mean == 0 || k < 0 { return k == 0 ? 1 : 0 }
    return gammaPrefix(Double(k), DoubleDouble(mean))
  }

  public func logPMF(_ k: Int) -> Double {
    if mean == 0 || k < 0 { return k == 0 ? 0 : -.infinity }
    let parts = gammaPrefixParts(Double(k), DoubleDouble(mean))
    return parts.log.high + .log(parts.scale)
  }

  /// Q(k + 1, λ).
  public func cdf(_ k: Int) -> Double {
    k < 0 ? 0 : mean == 0 ? 1 : incompleteGamma(Double(k) + 1, DoubleDouble(mean)).upper
  }

  /// P(k + 1, λ).
  public func upperTail(_ k: Int) -> Double {
    k < 0 ? 1 : mean == 0 ? 0 : incompleteGamma(Double(k) + 1, DoubleDouble(mean)).lower
  }

  /// The smallest k with cdf(k) ≥ p, to one part in 2⁴⁶ of p; `Int.max` for p = 1 unless λ is 0.
  public func quantile(_ p: Double) -> Int {
    require(p >= 0 && p <= 1, "PoissonDistribution.quantile: \(p) is not a probability, 0 ... 1")
    if p == 1 { return mean == 0 ? 0 : .max }
    return discreteQuantile(0...Int.max, guess: guess(upper: 1 - p)) { cdf($0) >= p * (1 - discreteFuzz) }
  }

  /// The smallest k with upperTail(k) ≤ q, to one part in 2⁴⁶ of q; `Int.max` for q = 0 unless λ is 0.
  public func upperQuantile(_ q: Double) -> Int {
    require(q >= 0 && q <= 1, "PoissonDistribution.upperQuantile: \(q) is not a probability, 0 ... 1")
    if q == 0 { return mean == 0 ? 0 : .max }
    return discreteQuantile(0...Int.max, guess: guess(upper: q)) { upperTail($0) <= q * (1 + discreteFuzz) }
  }

  /// Cornish and Fisher's first correction of the normal quantile.
  private func guess(upper q: Double) -> Double {
    if q == 0 { return mean + 9 * mean.squareRoot() }
    let z = Double.normalUpperQuantile(q)
    return mean + mean.squareRoot() * z + (z * z - 1) / 6
  }
}
