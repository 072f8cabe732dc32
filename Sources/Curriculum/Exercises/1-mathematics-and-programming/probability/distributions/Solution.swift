import Glibc

/// A distribution of probability on the real line or on the whole numbers.
enum Distribution {
  /// Any mean, standard deviation > 0.
  case normal(mean: Double, standardDeviation: Double)
  /// Degrees of freedom > 0, not necessarily whole.
  case studentT(degreesOfFreedom: Double)
  /// Degrees of freedom > 0.
  case chiSquared(degreesOfFreedom: Double)
  /// Degrees of freedom of numerator and denominator, > 0.
  case f(numerator: Double, denominator: Double)
  /// Trials ≥ 0, probability 0 ... 1 of a success.
  case binomial(trials: Int, probability: Double)
  /// Mean ≥ 0.
  case poisson(mean: Double)
}

/// The density at x, or for a count the probability of exactly x.
///
/// - Returns: 0 outside the support, at ±∞ and, for a count, between whole numbers; NaN for NaN.
func density(_ distribution: Distribution, _ x: Double) -> Double {
  // BEGIN SOLUTION
  func times(_ count: Double, _ logarithm: Double) -> Double { count == 0 ? 0 : count * logarithm }  // 0·ln 0 = 0

  guard !x.isNaN else { return .nan }
  guard x.isFinite else { return 0 }
  switch distribution {
  case .normal(let mean, let deviation):
    let z = (x - mean) / deviation
    return exp(-z * z / 2) / (deviation * (2 * .pi).squareRoot())
  case .studentT(let v):
    let power = (v + 1) / 2
    return exp(logGamma(power) - logGamma(v / 2) - power * log1p(x * x / v)) / (v * .pi).squareRoot()
  case .chiSquared(let v):
    return x < 0 ? 0 : exp(times(v / 2 - 1, log(x / 2)) - x / 2 - logGamma(v / 2)) / 2
  case .f(let m, let n):
    guard x >= 0 else { return 0 }
    let logBeta = logGamma(m / 2) + logGamma(n / 2) - logGamma((m + n) / 2)
    return m / n * exp(times(m / 2 - 1, log(m / n * x)) - (m + n) / 2 * log1p(m / n * x) - logBeta)
  case .binomial(let trials, let p):
    let n = Double(trials)
    guard x >= 0, x <= n, x == x.rounded() else { return 0 }
    let logCoefficient = logGamma(n + 1) - logGamma(x + 1) - logGamma(n - x + 1)
    return exp(logCoefficient + times(x, log(p)) + times(n - x, log1p(-p)))
  case .poisson(let mean):
    guard x >= 0, x == x.rounded() else { return 0 }
    return exp(times(x, log(mean)) - mean - logGamma(x + 1))
  }
  // END SOLUTION
}

/// The probability of x or less, accurate where it is small.
///
/// - Returns: 0 for −∞, 1 for ∞, NaN for NaN.
func cdf(_ distribution: Distribution, _ x: Double) -> Double {
  // BEGIN SOLUTION
  guard x.isFinite else { return x.isNaN ? .nan : x < 0 ? 0 : 1 }
  switch distribution {
  case .normal(let mean, let deviation):
    let z = (x - mean) / deviation
    let tail = gammaQ(0.5, z * z / 2) / 2
    return z < 0 ? tail : 1 - tail
  case .studentT(let v):
    let tail = betaI(v / (v + x * x), v / 2, 0.5) / 2
    return x < 0 ? tail : 1 - tail
  case .chiSquared(let v): return x < 0 ? 0 : gammaP(v / 2, x / 2)
  case .f(let m, let n): return x < 0 ? 0 : betaI(m * x / (m * x + n), m / 2, n / 2)
  case .binomial(let trials, let p):
    let (n, k) = (Double(trials), x.rounded(.down))
    return k < 0 ? 0 : k >= n ? 1 : betaI(1 - p, n - k, k + 1)
  case .poisson(let mean): return x < 0 ? 0 : gammaQ(x.rounded(.down) + 1, mean)
  }
  // END SOLUTION
}

/// The probability of more than x, accurate where it is small.
///
/// - Returns: 1 for −∞, 0 for ∞, NaN for NaN.
func upperTail(_ distribution: Distribution, _ x: Double) -> Double {
  // BEGIN SOLUTION
  guard x.isFinite else { return x.isNaN ? .nan : x < 0 ? 1 : 0 }
  switch distribution {
  case .normal(let mean, let deviation): return cdf(.normal(mean: -mean, standardDeviation: deviation), -x)
  case .studentT: return cdf(distribution, -x)
  case .chiSquared(let v): return x < 0 ? 1 : gammaQ(v / 2, x / 2)
  case .f(let m, let n): return x < 0 ? 1 : betaI(n / (m * x + n), n / 2, m / 2)
  case .binomial(let trials, let p):
    let (n, k) = (Double(trials), x.rounded(.down))
    return k < 0 ? 1 : k >= n ? 0 : betaI(p, k + 1, n - k)
  case .poisson(let mean): return x < 0 ? 1 : gammaP(x.rounded(.down) + 1, mean)
  }
  // END SOLUTION
}

/// The smallest x whose cdf is p or more.
///
/// - Returns: for p = 0 and p = 1 the ends of the support; NaN for a p outside 0 ... 1 and for NaN.
func quantile(_ distribution: Distribution, _ p: Double) -> Double {
  // BEGIN SOLUTION
  guard p >= 0, p <= 1 else { return .nan }
  var ends = (lower: 0.0, upper: Double.infinity)
  switch distribution {
  case .normal, .studentT: ends.lower = -.infinity
  case .binomial(let trials, _): ends.upper = Double(trials)
  case .chiSquared, .f, .poisson: break
  }
  if p == 0 { return ends.lower }
  if p == 1 { return ends.upper }
  var (low, high) = (-1.0, 1.0)  // cdf(low) < p ≤ cdf(high)
  while cdf(distribution, low) >= p { low *= 2 }
  while cdf(distribution, high) < p { high *= 2 }
  while true {
    let middle = low + (high - low) / 2
    guard middle > low, middle < high else { return high }  // no Double in between; for a count, high is the jump
    if cdf(distribution, middle) >= p { high = middle } else { low = middle }
  }
  // END SOLUTION
}
