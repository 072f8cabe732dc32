/// The distribution of the sum of ν squared standard normal variables: gamma with shape ν/2 and scale 2.
public struct ChiSquaredDistribution: ContinuousDistribution, Equatable {
  /// ν.
  public let degreesOfFreedom: Double
  private let gamma: GammaDistribution

  /// - Parameter degreesOfFreedom: 10⁻¹⁰⁰ ... 10¹⁵, not necessarily whole.
  public init(degreesOfFreedom: Double) {
    require(
      isShape(degreesOfFreedom), "ChiSquaredDistribution: \(degreesOfFreedom) degrees of freedom, not in \(shapes)")
    self.degreesOfFreedom = degreesOfFreedom
    gamma = GammaDistribution(halfOf: degreesOfFreedom)
  }

  public var mean: Double { degreesOfFreedom }
  public var variance: Double { 2 * degreesOfFreedom }
  public func pdf(_ x: Double) -> Double { gamma.pdf(x) }
  public func logPDF(_ x: Double) -> Double { gamma.logPDF(x) }
  public func cdf(_ x: Double) -> Double { gamma.cdf(x) }
  public func upperTail(_ x: Double) -> Double { gamma.upperTail(x) }
  public func quantile(_ p: Double) -> Double { gamma.quantile(p) }
  public func upperQuantile(_ q: Double) -> Double { gamma.upperQuantile(q) }
}
