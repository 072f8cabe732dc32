import RealModule

/// Which of the nine sample quantiles of Hyndman and Fan; the raw value is R's `type`.
///
/// With x₁ ≤ … ≤ xₙ and a position h counted from 1, the quantile lies between the neighbours of h. The first three take
/// one of them (or their mean), the others interpolate linearly.
public enum QuantileType: Int, CaseIterable, Sendable {
  /// Inverse of the empirical distribution function: x at ⌈n·p⌉.
  case inverseDistribution = 1
  /// As the first, with the mean of the two where n·p is whole.
  case averagedInverseDistribution = 2
  /// The element nearest to n·p, the even one of two (SAS).
  case nearestEven = 3
  /// Interpolation of the empirical distribution function: h = n·p.
  case interpolatedDistribution = 4
  /// The middle of each step: h = n·p + ½ (hydrology).
  case midpoint = 5
  /// h = (n + 1)·p (Weibull, Minitab, SPSS).
  case weibull = 6
  /// h = (n − 1)·p + 1, the usual one (R, NumPy, Excel).
  case linear = 7
  /// h = (n + ⅓)·p + ⅓: about unbiased for the median, whatever the distribution; Hyndman and Fan's choice.
  case medianUnbiased = 8
  /// h = (n + ¼)·p + ⅜: about unbiased for a normal distribution (Blom).
  case normalUnbiased = 9
}

extension Vector {
  /// The value below which the share `p` of the data lies.
  ///
  /// ```swift
  /// let x: Vector<Double> = [1, 2, 3, 4]
  /// x.quantile(0.5)                             // 2.5
  /// x.quantile(0.5, type: .inverseDistribution) // 2
  /// ```
  ///
  /// A position within 4·ε·n of a whole number counts as whole, as in R: 0.1·3 would otherwise lie above 0.3.
  ///
  /// - Parameters:
  ///   - p: 0 ... 1.
  ///   - type: one of the nine definitions.
  /// - Returns: NaN if the vector is empty or holds a NaN.
  /// - Complexity: n·log n; for several quantiles `quantiles` sorts once.
  ///
  /// Hyndman and Fan, Sample quantiles in statistical packages (The American Statistician 50, 1996).
  public func quantile(_ p: Double, type: QuantileType = .linear) -> Scalar { quantiles([p], type: type)[0] }

  /// The quantile for each of several shares, from one sorted copy.
  ///
  /// - Parameters:
  ///   - shares: each 0 ... 1, in any order.
  ///   - type: one of the nine definitions.
  /// - Returns: one for each share; all NaN if the vector is empty or holds a NaN.
  /// - Complexity: n·log n.
  public func quantiles(_ shares: [Double], type: QuantileType = .linear) -> Vector {
    for p in shares { require(p >= 0 && p <= 1, "quantile: \(p) is not a share, 0 ... 1") }
    if isEmpty || contains(where: \.isNaN) { return Vector(repeating: .nan, count: shares.count) }
    let sorted = sorted()
    return Vector(shares.map { type.quantile($0, of: sorted) })
  }

  /// The middle of the data, or the mean of the two in the middle: the quantile at ½ of the type `linear`.
  public func median() -> Scalar { quantile(0.5) }
}

extension QuantileType {
  /// The quantile of sorted data, at least one element.
  fileprivate func quantile<Scalar: LinearAlgebraScalar>(_ p: Double, of sorted: [Scalar]) -> Scalar {
    let n = Double(sorted.count)
    let position =
      switch self {
      case .inverseDistribution, .averagedInverseDistribution, .interpolatedDistribution: n * p
      case .nearestEven: n * p - 0.5
      case .midpoint: n * p + 0.5
      case .weibull: (n + 1) * p
      case .linear: (n - 1) * p + 1
      case .medianUnbiased: (n + 1.0 / 3) * p + 1.0 / 3
      case .normalUnbiased: (n + 0.25) * p + 0.375
      }
    let fuzz = 4 * Double.ulpOfOne * Swift.max(1, n)
    let whole = (position + fuzz).rounded(.down)
    let rest = position - whole
    let isWhole = rest.magnitude <= fuzz
    let weight =
      switch self {
      case .inverseDistribution: isWhole ? 0.0 : 1
      case .averagedInverseDistribution: isWhole ? 0.5 : 1
      case .nearestEven: isWhole && whole.truncatingRemainder(dividingBy: 2) == 0 ? 0.0 : 1
      default: isWhole ? 0.0 : rest
      }
    // Positions count from 1; what lies outside takes the nearest element.
    func element(_ position: Double) -> Scalar { sorted[Int(Swift.min(Swift.max(position, 1), n)) - 1] }
    let (low, high) = (element(whole), element(whole + 1))
    if weight == 0 || low == high { return low }
    if weight == 1 { return high }
    let (a, b) = (Double(low), Double(high))
    if weight == 0.5 {  // the mean, to the last digit where a and b cancel
      let sum = a + b
      return Scalar(sum.isFinite ? sum / 2 : a / 2 + b / 2)
    }
    let width = b - a
    return Scalar(width.isFinite ? a + weight * width : (1 - weight) * a + weight * b)
  }
}
