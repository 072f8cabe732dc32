extension Moments: CustomStringConvertible {
  /// The count, the mean and its kind, and both ends; not the sums they come from.
  public var description: String {
    named(
      ("count", count), ("mean", sixDigits(mean)), ("standardDeviation", sixDigits(standardDeviation())),
      ("skewness", sixDigits(skewness)), ("excessKurtosis", sixDigits(excessKurtosis)),
      ("minimum", sixDigits(minimum)), ("maximum", sixDigits(maximum)))
  }
}

extension AnalysisOfVariance: CustomStringConvertible {
  /// Both sums of squares with their degrees of freedom, F, its p-value and R².
  ///
  /// ```
  /// between = 26, 2 degrees of freedom
  /// within = 6, 6 degrees of freedom
  /// fStatistic = 13
  /// pValue = 0.0065918
  /// rSquared = 0.8125
  /// ```
  public var description: String {
    func words(_ part: Variation) -> String {
      "\(sixDigits(part.sumOfSquares)), \(part.degreesOfFreedom) degrees of freedom"
    }
    return named(
      ("between", words(between)), ("within", words(within)), ("fStatistic", sixDigits(fStatistic)),
      ("pValue", sixDigits(pValue)), ("rSquared", sixDigits(rSquared)))
  }
}

extension CategoricalDistribution: CustomStringConvertible {
  /// The probabilities.
  public var description: String { named(("probabilities", Vector(probabilities))) }
}

extension MultivariateNormal: CustomStringConvertible {
  /// The mean and the covariance.
  public var description: String { named(("mean", mean), ("covariance", covariance)) }
}
