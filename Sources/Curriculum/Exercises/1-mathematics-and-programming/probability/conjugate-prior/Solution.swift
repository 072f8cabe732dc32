import Glibc

/// A level must lie between 0 and 1, both excluded.
struct BadLevel: Error {
  var level: Double
}

/// What is believed of a probability p: a beta distribution.
struct BetaBelief {
  /// > 0; counts like so many successes.
  var a: Double
  /// > 0; counts like so many failures.
  var b: Double

  /// The belief after independent trials.
  func updated(successes: Int, failures: Int) -> BetaBelief {
    // BEGIN SOLUTION
    BetaBelief(a: a + Double(successes), b: b + Double(failures))
    // END SOLUTION
  }

  /// The expected p, which is also the probability that the next trial succeeds.
  var mean: Double {
    // BEGIN SOLUTION
    a / (a + b)
    // END SOLUTION
  }

  /// The variance of p.
  var variance: Double {
    // BEGIN SOLUTION
    a / (a + b) * (b / (a + b)) / (a + b + 1)
    // END SOLUTION
  }

  /// The probability of so many successes in trials to come, p being as uncertain as it is.
  ///
  /// - Parameters:
  ///   - successes: any number.
  ///   - trials: ≥ 0.
  /// - Returns: 0 unless 0 ≤ successes ≤ trials.
  func predictive(successes: Int, of trials: Int) -> Double {
    // BEGIN SOLUTION
    guard successes >= 0, successes <= trials else { return 0 }
    func logBeta(_ a: Double, _ b: Double) -> Double { logGamma(a) + logGamma(b) - logGamma(a + b) }
    let (k, m) = (Double(successes), Double(trials))
    let logCoefficient = logGamma(m + 1) - logGamma(k + 1) - logGamma(m - k + 1)
    return exp(logCoefficient + logBeta(a + k, b + m - k) - logBeta(a, b))
    // END SOLUTION
  }

  /// Where p lies with the probability `level`, equally likely to lie below as above.
  ///
  /// - Throws: `BadLevel`.
  func interval(level: Double) throws -> (lower: Double, upper: Double) {
    // BEGIN SOLUTION
    guard level > 0, level < 1 else { throw BadLevel(level: level) }
    func end(_ share: Double) -> Double {
      let f = quantile(.f(numerator: 2 * a, denominator: 2 * b), share)
      return a * f / (a * f + b)
    }
    return (end((1 - level) / 2), end((1 + level) / 2))
    // END SOLUTION
  }
}

/// What is believed of a mean μ: a normal distribution.
struct NormalBelief {
  var mean: Double
  /// > 0; ∞ if nothing is known.
  var variance: Double

  /// The belief after independent normal measurements of μ.
  ///
  /// - Parameters:
  ///   - x: n ≥ 0 measurements.
  ///   - noise: the variance of a single measurement, > 0.
  /// - Returns: the posterior; the belief itself for no measurements.
  func updated(_ x: [Double], noise: Double) -> NormalBelief {
    // BEGIN SOLUTION
    guard !x.isEmpty else { return self }
    let n = Double(x.count)
    let average = x.reduce(0, +) / n
    let precision = 1 / variance + n / noise  // 1/∞ is 0
    return NormalBelief(mean: (mean / variance + average * n / noise) / precision, variance: 1 / precision)
    // END SOLUTION
  }

  /// What is believed of the next measurement.
  ///
  /// - Parameter noise: the variance of a single measurement, > 0.
  /// - Returns: mean and variance of a measurement, not of μ.
  func predictive(noise: Double) -> NormalBelief {
    // BEGIN SOLUTION
    NormalBelief(mean: mean, variance: variance + noise)
    // END SOLUTION
  }

  /// Where μ lies with the probability `level`, equally likely to lie below as above.
  ///
  /// - Throws: `BadLevel`.
  func interval(level: Double) throws -> (lower: Double, upper: Double) {
    // BEGIN SOLUTION
    guard level > 0, level < 1 else { throw BadLevel(level: level) }
    let half = quantile(.normal(mean: 0, standardDeviation: 1), (1 + level) / 2) * variance.squareRoot()
    return (mean - half, mean + half)
    // END SOLUTION
  }
}
