import RealModule

/// The normal distribution, density e^(−z²/2)/(σ·√(2π)) with z = (x − μ)/σ.
///
/// The distance from the mean is kept to double precision squared, so that far tails keep 14 digits.
public struct NormalDistribution: ContinuousDistribution, Equatable {
  public let mean: Double
  /// σ.
  public let standardDeviation: Double

  /// The standard normal distribution, or one with the given centre and spread.
  ///
  /// - Parameters:
  ///   - mean: finite.
  ///   - standardDeviation: positive and finite.
  public init(mean: Double = 0, standardDeviation: Double = 1) {
    require(mean.isFinite, "NormalDistribution: the mean is \(mean)")
    require(
      standardDeviation > 0 && standardDeviation.isFinite,
      "NormalDistribution: a standard deviation of \(standardDeviation), not positive and finite")
    (self.mean, self.standardDeviation) = (mean, standardDeviation)
  }

  public var variance: Double { standardDeviation * standardDeviation }

  public func pdf(_ x: Double) -> Double {
    let z = standardised(x)
    // e^(−60²/2) is 0 over the smallest number too.
    if !z.high.isFinite || z.high.magnitude > 60 { return z.high.isNaN ? .nan : 0 }
    return exponent(z).exponential(times: 0.3989422804014327, over: standardDeviation)  // 1/√2π
  }

  public func logPDF(_ x: Double) -> Double {
    let z = standardised(x).high
    return -0.5 * z * z - 0.9189385332046728 - .log(standardDeviation)  // log √2π
  }

  public func cdf(_ x: Double) -> Double {
    let z = standardised(x)
    return .normalUpperTail(-z.high, low: -z.low)
  }

  public func upperTail(_ x: Double) -> Double {
    let z = standardised(x)
    return .normalUpperTail(z.high, low: z.low)
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p, "NormalDistribution.quantile")
    return mean + standardDeviation * .normalQuantile(p)
  }

  public func upperQuantile(_ q: Double) -> Double {
    requireProbability(q, "NormalDistribution.upperQuantile")
    return mean + standardDeviation * .normalUpperQuantile(q)
  }

  private func standardised(_ x: Double) -> DoubleDouble {
    let difference = DoubleDouble.sum(x, -mean)
    if !difference.high.isFinite { return DoubleDouble(x / standardDeviation - mean / standardDeviation) }
    let z = DoubleDouble.quotient(difference.high, standardDeviation)
    return DoubleDouble(z.high, z.low + difference.low / standardDeviation)
  }

  /// −z²/2.
  private func exponent(_ z: DoubleDouble) -> DoubleDouble {
    let square = z * z
    return DoubleDouble(-0.5 * square.high, -0.5 * square.low)
  }
}
