import RealModule

/// The binomial distribution, probability n!/(k!·(n − k)!)·pᵏ·(1 − p)ⁿ⁻ᵏ: successes in n independent trials.
public struct BinomialDistribution: DiscreteDistribution, Equatable {
  /// n.
  public let trials: Int
  /// p.
  public let probability: Double

  /// - Parameters:
  ///   - trials: 0 ... 10¹⁵.
  ///   - probability: of success, 0 ... 1.
  public init(trials: Int, probability: Double) {
    require(trials >= 0 && trials <= 1_000_000_000_000_000, "BinomialDistribution: \(trials) trials, not in 0 ... 1e15")
    require(
      probability >= 0 && probability <= 1, "BinomialDistribution: \(probability) is not a probability, 0 ... 1")
    (self.trials, self.probability) = (trials, probability)
  }

  public var mean: Double { Double(trials) * probability }
  public var variance: Double { Double(trials) * probability * (1 - probability) }

  public func pmf(_ k: Int) -> Double {
    if let certain = certainty(k) { return certain }
    let (p, q) = exactProbabilities
    let parts = binomialParts(p, q, Double(k), Double(trials - k))
    return parts.log.exponential(times: parts.scale)
  }

  public func logPMF(_ k: Int) -> Double {
    if let certain = certainty(k) { return .log(certain) }
    let (p, q) = exactProbabilities
    let parts = binomialParts(p, q, Double(k), Double(trials - k))
    return parts.log.high + .log(parts.scale)
  }

  /// I(1 − p; n − k, k + 1).
  public func cdf(_ k: Int) -> Double { k < 0 ? 0 : k >= trials ? 1 : tails(k).upper }

  /// I(p; k + 1, n − k).
  public func upperTail(_ k: Int) -> Double { k < 0 ? 1 : k >= trials ? 0 : tails(k).lower }

  /// The smallest k with cdf(k) ≥ p, to one part in 2⁴⁶ of p.
  public func quantile(_ p: Double) -> Int {
    require(p >= 0 && p <= 1, "BinomialDistribution.quantile: \(p) is not a probability, 0 ... 1")
    if p == 1 { return probability == 0 ? 0 : trials }
    return discreteQuantile(0...trials, guess: guess(upper: 1 - p)) { cdf($0) >= p * (1 - discreteFuzz) }
  }

  /// The smallest k with upperTail(k) ≤ q, to one part in 2⁴⁶ of q.
  public func upperQuantile(_ q: Double) -> Int {
    require(q >= 0 && q <= 1, "BinomialDistribution.upperQuantile: \(q) is not a probability, 0 ... 1")
    if q == 0 { return probability == 0 ? 0 : trials }
    return discreteQuantile(0...trials, guess: guess(upper: q)) { upperTail($0) <= q * (1 + discreteFuzz) }
  }

  private var exactProbabilities: (DoubleDouble, DoubleDouble) { (DoubleDouble(probability), .sum(1, -probability)) }

  private func tails(_ k: Int) -> (lower: Double, upper: Double) {
    let (p, q) = exactProbabilities
    return incompleteBeta(p, q, Double(k) + 1, Double(trials - k))
  }

  private func certainty(_ k: Int) -> Double? {
    if k < 0 || k > trials { return 0 }
    if probability == 0 { return k == 0 ? 1 : 0 }
    if probability == 1 { return k == trials ? 1 : 0 }
    return trials == 0 ? 1 : nil
  }

  /// Cornish and Fisher's first correction of the normal quantile.
  private func guess(upper q: Double) -> Double {
    if q == 0 || variance == 0 { return mean }
    let z = Double.normalUpperQuantile(q)
    return mean + variance.squareRoot() * z + (1 - 2 * probability) * (z * z - 1) / 6
  }
}
