import RealModule

/// The exponential distribution, density λ·e^(−λ·x) on x ≥ 0: the wait for an event that happens λ times a unit of time.
public struct ExponentialDistribution: ContinuousDistribution, Equatable {
  /// λ.
  public let rate: Double

  /// - Parameter rate: positive and finite.
  public init(rate: Double = 1) {
    require(rate > 0 && rate.isFinite, "ExponentialDistribution: a rate of \(rate), not positive and finite")
    self.rate = rate
  }

  public var mean: Double { 1 / rate }
  public var variance: Double { 1 / rate / rate }
  public var standardDeviation: Double { 1 / rate }

  public func pdf(_ x: Double) -> Double {
    // λ goes in before the exponential leaves the range.
    x < 0 ? 0 : DoubleDouble.product(-rate, x).exponential(times: rate)
  }

  public func logPDF(_ x: Double) -> Double { x < 0 ? -.infinity : .log(rate) - rate * x }

  public func cdf(_ x: Double) -> Double { x <= 0 ? 0 : -.expMinusOne(-rate * x) }

  public func upperTail(_ x: Double) -> Double {
    if x <= 0 { return 1 }
    // The product's rounding error matters once the exponent is in the hundreds.
    let exponent = DoubleDouble.product(-rate, x)
    return exponent.high.isFinite ? exponent.exponential : .exp(exponent.high)
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p, "ExponentialDistribution.quantile")
    return p == 0 ? 0 : -.log(onePlus: -p) / rate
  }

  public func upperQuantile(_ q: Double) -> Double {
    requireProbability(q, "ExponentialDistribution.upperQuantile")
    return q == 1 ? 0 : -.log(q) / rate
  }
}
