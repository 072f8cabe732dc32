/// Estimators, each from n = 5 independent values x₁ … x₅, and what it is to estimate.
enum Estimator: String {
  /// s² = Σ(xᵢ − x̄)²/(n − 1) for σ², normal population
  case variance
  /// The same, exponential population
  case skewedVariance
  /// Σ(xᵢ − x̄)²/n for σ², normal population: maximum likelihood
  case varianceByN
  /// s = √s² for σ, normal population
  case deviation
  /// x̄² for μ², normal population
  case squaredMean
  /// 1/x̄ for the rate λ of an exponential population: maximum likelihood
  case rate
  /// max xᵢ for θ, population uniform on 0 … θ: maximum likelihood
  case largest
  /// The sample's median for the population's, exponential population
  case exponentialMedian
}

/// Two estimators of the same number, a and b.
enum Duel: String {
  /// a: mean, b: median; centre of a normal population, n = 15
  case normal
  /// a: mean, b: median; centre of a Laplace population, n = 15
  case laplace
  /// a: mean, b: (smallest + largest)/2; centre of a uniform population, n = 15
  case uniform
  /// a: mean of 15 values, b: the first of them; centre of a Cauchy population
  case cauchy
  /// a: Σ(xᵢ − x̄)²/(n − 1), b: Σ(xᵢ − x̄)²/n; σ² of a normal population, n = 5
  case divisor
}

/// On which side of the truth an estimator lies on average.
enum Bias: Int {
  case tooSmall = 1
  case unbiased, tooLarge
}

/// Which of two estimators has the smaller error.
enum Closer: Int {
  case a = 1
  case b, neither
}

/// The bias of an estimator, as you predict it.
func bias(of estimator: Estimator) -> Bias {
  switch estimator {
  case .variance:  // s² for σ², normal
    // BEGIN SOLUTION
    return .unbiased
  // END SOLUTION
  case .skewedVariance:  // s² for σ², exponential
    // BEGIN SOLUTION
    return .unbiased
  // END SOLUTION
  case .varianceByN:  // divided by n, normal
    // BEGIN SOLUTION
    return .tooSmall
  // END SOLUTION
  case .deviation:  // s for σ, normal
    // BEGIN SOLUTION
    return .tooSmall
  // END SOLUTION
  case .squaredMean:  // x̄² for μ², normal
    // BEGIN SOLUTION
    return .tooLarge
  // END SOLUTION
  case .rate:  // 1/x̄ for λ, exponential
    // BEGIN SOLUTION
    return .tooLarge
  // END SOLUTION
  case .largest:  // max xᵢ for θ, uniform on 0 … θ
    // BEGIN SOLUTION
    return .tooSmall
  // END SOLUTION
  case .exponentialMedian:  // median for median, exponential
    // BEGIN SOLUTION
    return .tooLarge
  // END SOLUTION
  }
}

/// The estimator with the smaller error, as you predict it.
func closer(in duel: Duel) -> Closer {
  switch duel {
  case .normal:  // a: mean, b: median
    // BEGIN SOLUTION
    return .a
  // END SOLUTION
  case .laplace:  // a: mean, b: median
    // BEGIN SOLUTION
    return .b
  // END SOLUTION
  case .uniform:  // a: mean, b: (smallest + largest)/2
    // BEGIN SOLUTION
    return .b
  // END SOLUTION
  case .cauchy:  // a: mean of 15, b: the first alone
    // BEGIN SOLUTION
    return .neither
  // END SOLUTION
  case .divisor:  // a: by n − 1, b: by n
    // BEGIN SOLUTION
    return .b
  // END SOLUTION
  }
}
