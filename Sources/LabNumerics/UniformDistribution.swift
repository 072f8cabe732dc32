import RealModule

/// The uniform distribution, density 1/(b − a) on a ... b.
public struct UniformDistribution: ContinuousDistribution, Equatable {
  /// a.
  public let lowerBound: Double
  /// b.
  public let upperBound: Double

  /// - Parameter range: finite, of positive and finite length.
  public init(_ range: ClosedRange<Double> = 0...1) {
    let width = range.upperBound - range.lowerBound
    require(width > 0 && width.isFinite, "UniformDistribution: \(range) has no positive, finite length")
    (lowerBound, upperBound) = (range.lowerBound, range.upperBound)
  }

  private var width: Double { upperBound - lowerBound }
  public var mean: Double { 0.5 * lowerBound + 0.5 * upperBound }
  public var variance: Double { width * width / 12 }
  public var standardDeviation: Double { width / 12.0.squareRoot() }
  public func pdf(_ x: Double) -> Double { x.isNaN ? x : x < lowerBound || x > upperBound ? 0 : 1 / width }
  public func logPDF(_ x: Double) -> Double { .log(pdf(x)) }

  public func cdf(_ x: Double) -> Double { x.isNaN ? x : min(max((x - lowerBound) / width, 0), 1) }

  public func upperTail(_ x: Double) -> Double { x.isNaN ? x : min(max((upperBound - x) / width, 0), 1) }

  public func quantile(_ p: Double) -> Double {
    requireProbability(p, "UniformDistribution.quantile")
    return p <= 0.5 ? lowerBound + p * width : upperBound - (1 - p) * width
  }

  public func upperQuantile(_ q: Double) -> Double {
    requireProbability(q, "UniformDistribution.upperQuantile")
    return q <= 0.5 ? upperBound - q * width : lowerBound + (1 - q) * width
  }
}
