// What all statistics here agree on: NaN among the data gives NaN, and so does too little data (no element for a mean,
// `ddof` or fewer for a variance); lengths that do not match stop the program. Sums are compensated and in Double for
// both scalars, so that a Float result is the rounded exact one. `ddof`, as in NumPy, is what is taken from the count in
// the divisor: 0 for the variance of the data, 1 for the unbiased estimate from a sample.

extension Vector {
  /// The arithmetic mean, Σ xᵢ/n.
  ///
  /// ```swift
  /// let x: Vector<Double> = [2, 4, 4, 4, 5, 5, 7, 9]
  /// x.mean()                      // 5
  /// x.variance(ddof: 0)           // 4
  /// x.standardDeviation(ddof: 0)  // 2
  /// ```
  ///
  /// - Returns: within an ulp or two, whatever cancels; NaN if the vector is empty.
  public func mean() -> Scalar { Scalar(doubleMean()) }

  /// The mean square distance from the mean, Σ (xᵢ − x̄)²/(n − ddof).
  ///
  /// By the corrected two-pass algorithm: (Σ dᵢ² − (Σ dᵢ)²/n)/(n − ddof) with dᵢ the distance from the computed mean,
  /// where the second term takes out that mean's rounding error. The relative error does not grow with x̄²/σ² as that of
  /// Σ x² − n·x̄² does.
  ///
  /// - Parameter ddof: 0 or more, subtracted from the count; 1 is the unbiased estimate.
  /// - Returns: NaN unless there are more than `ddof` elements.
  ///
  /// Chan, Golub and LeVeque, Algorithms for computing the sample variance (The American Statistician 37, 1983).
  public func variance(ddof: Int = 1) -> Scalar { Scalar(doubleVariance(ddof: ddof)) }

  /// The square root of the variance, also where the variance itself is out of range: `[1e-300, 3e-300]` has 1.4e-300.
  ///
  /// - Parameter ddof: 0 or more, subtracted from the count.
  /// - Returns: NaN unless there are more than `ddof` elements.
  public func standardDeviation(ddof: Int = 1) -> Scalar {
    let variance = doubleVariance(ddof: ddof)
    if variance.isNaN || (variance > 1e-280 && variance.isFinite) { return Scalar(variance.squareRoot()) }
    let scaled = scaledDistances()
    if scaled.elements.allSatisfy({ $0 == 0 }) { return 0 }
    return Scalar((scaled.sumOfSquares / Double(count - ddof)).squareRoot().scaled(by: scaled.exponent))
  }

  /// The mean product of the distances from the means, Σ (xᵢ − x̄)·(yᵢ − ȳ)/(n − ddof).
  ///
  /// - Parameters:
  ///   - other: as many elements.
  ///   - ddof: 0 or more, subtracted from the count; 1 is the unbiased estimate.
  /// - Returns: NaN unless there are more than `ddof` elements.
  public func covariance(with other: Vector, ddof: Int = 1) -> Scalar {
    requireSameCount(other, "covariance")
    require(ddof >= 0, "covariance: ddof is \(ddof), below 0")
    if count <= ddof { return .nan }
    let (x, y) = (centred(), other.centred())
    return Scalar(compensatedSum(count) { x[$0] * y[$0] } / Double(count - ddof))
  }

  /// Pearson's correlation coefficient, the covariance over both standard deviations.
  ///
  /// - Parameter other: as many elements.
  /// - Returns: −1 ... 1; NaN for fewer than two elements or where one side is constant.
  public func correlation(with other: Vector) -> Scalar {
    requireSameCount(other, "correlation")
    return count < 2 ? .nan : Scalar(scaledDistances().correlation(with: other.scaledDistances()))
  }

  /// How much an element says about the one `lag` places later: Σ (xᵢ − x̄)·(xᵢ₊ₗ − x̄)/Σ (xᵢ − x̄)².
  ///
  /// With one mean and one sum of squares for both, as in the analysis of time series; `correlation` of the shifted
  /// vectors has two of each.
  ///
  /// - Parameter lag: at least 0; 0 gives 1.
  /// - Returns: −1 ... 1; 0 for a lag of `count` or more; NaN for a constant vector or fewer than two elements.
  ///
  /// Box, Jenkins and Reinsel, Time Series Analysis (4th ed.), §2.1.6.
  public func autocorrelation(lag: Int = 1) -> Scalar {
    require(lag >= 0, "autocorrelation: a lag of \(lag), below 0")
    let distances = scaledDistances()
    if count < 2 || !(distances.sumOfSquares > 0) { return .nan }
    if lag >= count { return 0 }
    let product = compensatedSum(count - lag) { distances.elements[$0] * distances.elements[$0 + lag] }
    return Scalar(product / distances.sumOfSquares)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func doubleMean() -> Double {
    if isEmpty { return .nan }
    let n = Double(count)
    return withUnsafeBufferPointer { x in
      guard let start = x.baseAddress else { return .nan }
      let total = Scalar._compensatedSum(x.count, start)
      let sum = CompensatedSum(total.sum, lost: total.lost)
      // Where only the sum leaves the range, the sum of the nths does not.
      return sum.value.isFinite ? sum.divided(by: n) : compensatedSum(x.count) { Double(x[$0]) / n }
    }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func doubleVariance(ddof: Int) -> Double {
    require(ddof >= 0, "variance: ddof is \(ddof), below 0")
    if count <= ddof { return .nan }
    let mean = doubleMean()
    let (sum, squares) = withUnsafeBufferPointer { x in
      x.baseAddress.map { Scalar._distances(x.count, $0, from: mean) } ?? (0, 0)
    }
    let rest = sum * (sum / Double(count))
    return (rest.isFinite ? squares - rest : squares) / Double(count - ddof)
  }

  /// The distances from the mean, their own mean taken out once more.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func centred() -> [Double] {
    let mean = doubleMean()
    var distances = withUnsafeBufferPointer { x in x.map { Double($0) - mean } }
    let rest = compensatedSum(count) { distances[$0] } / Double(Swift.max(count, 1))
    if rest.isFinite && rest != 0 { for i in distances.indices { distances[i] -= rest } }
    return distances
  }

  /// The distances from the mean over a power of two, also where such a distance is out of range and no element is.
  func scaledDistances() -> ScaledDistances {
    let distances = centred()
    if distances.allSatisfy(\.isFinite) || !allSatisfy(\.isFinite) { return ScaledDistances(distances) }
    return ScaledDistances((self * 0.25).centred(), exponent: 2)
  }

  private func requireSameCount(_ other: Vector, _ name: String) {
    require(count == other.count, "\(name): \(count) elements with \(other.count)")
  }
}

/// Distances from a mean over a power of two near the largest, so that no square overflows or vanishes.
struct ScaledDistances {
  let elements: [Double]
  /// The power of two that was taken out.
  let exponent: Int
  let sumOfSquares: Double

  /// - Parameters:
  ///   - distances: from the mean.
  ///   - taken: the power of two that these have been divided by already.
  init(_ distances: [Double], exponent taken: Int = 0) {
    let largest = distances.reduce(0) { max($0, $1.magnitude) }
    // A NaN or infinite distance ends as NaN.
    let isUsable = largest.isFinite
    let exponent = isUsable && largest > 0 ? Int(largest.exponent) : 0
    let elements = distances.map { isUsable ? $0.scaled(by: -exponent) : .nan }
    self.exponent = exponent + taken
    self.elements = elements
    sumOfSquares = compensatedSum(elements.count) { elements[$0] * elements[$0] }
  }

  /// Σ xᵢ·yᵢ/√(Σ xᵢ²·Σ yᵢ²), kept within −1 ... 1.
  func correlation(with other: ScaledDistances) -> Double {
    let product = compensatedSum(elements.count) { elements[$0] * other.elements[$0] }
    let r = product / (sumOfSquares * other.sumOfSquares).squareRoot()
    return r.isNaN ? r : min(max(r, -1), 1)
  }
}

extension Double {
  /// 2ⁿ times this.
  fileprivate func scaled(by n: Int) -> Double { Double(sign: .plus, exponent: n, significand: self) }
}
