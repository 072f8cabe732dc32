import RealModule

/// The gamma distribution, density xᵃ⁻¹·e^(−x/θ)/(Γ(a)·θᵃ) with shape a and scale θ, on x ≥ 0.
public struct GammaDistribution: ContinuousDistribution, Equatable {
  /// a.
  public let shape: Double
  /// θ, the reciprocal of the rate.
  public let scale: Double

  /// - Parameters:
  ///   - shape: 10⁻¹⁰⁰ ... 10¹⁵.
  ///   - scale: positive and finite.
  public init(shape: Double, scale: Double = 1) {
    require(isShape(shape), "GammaDistribution: a shape of \(shape), not in \(shapes)")
    require(scale > 0 && scale.isFinite, "GammaDistribution: a scale of \(scale), not positive and finite")
    (self.shape, self.scale) = (shape, scale)
  }

  /// χ² with the degrees of freedom given, whose half may be just below the smallest shape.
  init(halfOf degreesOfFreedom: Double) { (shape, scale) = (0.5 * degreesOfFreedom, 2) }

  public var mean: Double { shape * scale }
  public var variance: Double { shape * scale * scale }
  public var standardDeviation: Double { shape.squareRoot() * scale }

  /// At 0: ∞ for a shape below 1, 1/θ for 1, and 0 above.
  public func pdf(_ x: Double) -> Double {
    if let density = densityOutside(x) { return density }
    if isAtEdge(x) { return tailAtEdge(x, times: shape, over: x) }
    let parts = gammaPrefixParts(shape, .quotient(x, scale))
    return parts.log.exponential(times: parts.scale * shape, over: x)
  }

  public func logPDF(_ x: Double) -> Double {
    if let density = densityOutside(x) { return .log(density) }
    if isAtEdge(x) { return logTailAtEdge(x) + .log(shape) - .log(x) }
    let parts = gammaPrefixParts(shape, .quotient(x, scale))
    return parts.log.high + (.log(parts.scale) + .log(shape) - .log(x))
  }

  public func cdf(_ x: Double) -> Double {
    if x.isNaN || x <= 0 { return x.isNaN ? x : 0 }
    return isAtEdge(x) ? min(tailAtEdge(x), 1) : incompleteGamma(shape, .quotient(x, scale)).lower
  }

  public func upperTail(_ x: Double) -> Double {
    if x.isNaN || x <= 0 { return x.isNaN ? x : 1 }
    return isAtEdge(x) ? -.expMinusOne(logTailAtEdge(x)) : incompleteGamma(shape, .quotient(x, scale)).upper
  }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p, "GammaDistribution.quantile")
    return gammaQuantile(shape, p, upper: false, scale: scale)
  }

  public func upperQuantile(_ q: Double) -> Double {
    requireProbability(q, "GammaDistribution.upperQuantile")
    return gammaQuantile(shape, q, upper: true, scale: scale)
  }

  /// Whether x/θ is so small that it has no digits, and e^(−x/θ) is 1 beside it.
  private func isAtEdge(_ x: Double) -> Bool { x / scale < 1e-280 }

  /// a·log(x/θ).
  private func logPower(_ x: Double) -> DoubleDouble {
    DoubleDouble(shape) * .log(DoubleDouble(x), times: DoubleDouble(1), over: DoubleDouble(scale))
  }

  /// The lower tail at the edge, (x/θ)ᵃ/Γ(a + 1), times a factor and over a divisor.
  private func tailAtEdge(_ x: Double, times factor: Double = 1, over divisor: Double = 1) -> Double {
    logPower(x).exponential(times: .exp(-.logGammaOnePlus(shape)) * factor, over: divisor)
  }

  /// The logarithm of the lower tail at the edge.
  private func logTailAtEdge(_ x: Double) -> Double { min(logPower(x).high - .logGammaOnePlus(shape), 0) }

  /// The density where the formula does not reach: NaN, below 0, 0 and ∞.
  private func densityOutside(_ x: Double) -> Double? {
    if x.isNaN { return x }
    if x == 0 { return shape < 1 ? .infinity : shape == 1 ? 1 / scale : 0 }
    return x < 0 || x / scale == .infinity ? 0 : nil
  }
}
