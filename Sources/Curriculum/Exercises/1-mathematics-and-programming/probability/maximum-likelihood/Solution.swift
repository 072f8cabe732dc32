import Glibc

/// A distribution fitted by maximum likelihood.
struct Fit {
  /// The parameters under which the data are most probable.
  var parameters: [Double]
  /// The square roots of the diagonal of the inverse of the observed information, one for each parameter.
  var standardErrors: [Double]
  /// The logarithm of the likelihood at the parameters, with all its constants.
  var logLikelihood: Double
}

/// Why there is no fit.
enum FitError: Error {
  case empty
  /// The first number that the distribution cannot give.
  case outside(index: Int)
  /// The likelihood grows without bound.
  case noMaximum
}

/// Mean and *variance* of a normal distribution.
///
/// - Parameter x: finite numbers, not all equal.
/// - Returns: parameters x̄ and σ² = Σ (x − x̄)²/n.
/// - Throws: `FitError.empty`, then `.outside` for NaN or ±∞, then `.noMaximum` if all numbers are equal.
func fitNormal(_ x: [Double]) throws -> Fit {
  // BEGIN SOLUTION
  let n = Double(x.count)
  try check(x) { $0.isFinite }
  guard x.contains(where: { $0 != x[0] }) else { throw FitError.noMaximum }  // the mean of three times 0.1 is not 0.1
  let mean = x.reduce(0, +) / n
  let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
  return Fit(
    parameters: [mean, variance], standardErrors: [(variance / n).squareRoot(), variance * (2 / n).squareRoot()],
    logLikelihood: -n / 2 * (log(2 * .pi * variance) + 1))
  // END SOLUTION
}

/// The rate of an exponential distribution, whose density is λ·e^(−λ·x).
///
/// - Parameter x: finite numbers ≥ 0, not all 0.
/// - Returns: the parameter λ.
/// - Throws: `FitError.empty`, then `.outside`, then `.noMaximum` if all numbers are 0.
func fitExponential(_ x: [Double]) throws -> Fit {
  // BEGIN SOLUTION
  let n = Double(x.count)
  try check(x) { $0 >= 0 && $0.isFinite }
  let mean = x.reduce(0, +) / n
  guard mean > 0 else { throw FitError.noMaximum }
  let rate = 1 / mean
  return Fit(parameters: [rate], standardErrors: [rate / n.squareRoot()], logLikelihood: n * log(rate) - n)
  // END SOLUTION
}

/// The probability of true.
///
/// - Parameter x: at least one outcome.
/// - Returns: the parameter p; for p = 0 and 1 the standard error and the log likelihood are 0.
/// - Throws: `FitError.empty`.
func fitBernoulli(_ x: [Bool]) throws -> Fit {
  // BEGIN SOLUTION
  guard !x.isEmpty else { throw FitError.empty }
  let (k, n) = (Double(x.count { $0 }), Double(x.count))
  let p = k / n
  let logLikelihood = (k == 0 ? 0 : k * log(p)) + (k == n ? 0 : (n - k) * log1p(-p))
  return Fit(parameters: [p], standardErrors: [(p * (1 - p) / n).squareRoot()], logLikelihood: logLikelihood)
  // END SOLUTION
}

/// The mean of a Poisson distribution.
///
/// - Parameter x: counts ≥ 0.
/// - Returns: the parameter λ; for λ = 0 the standard error and the log likelihood are 0.
/// - Throws: `FitError.empty`, then `.outside`.
func fitPoisson(_ x: [Int]) throws -> Fit {
  // BEGIN SOLUTION
  let n = Double(x.count)
  try check(x.map(Double.init)) { $0 >= 0 }
  let sum = x.reduce(0.0) { $0 + Double($1) }
  let mean = sum / n
  let logFactorials = x.reduce(0) { $0 + logGamma(Double($1) + 1) }
  return Fit(
    parameters: [mean], standardErrors: [(mean / n).squareRoot()],
    logLikelihood: (sum == 0 ? 0 : sum * log(mean)) - sum - logFactorials)
  // END SOLUTION
}

/// Shape and *scale* of a gamma distribution, whose density is x^(a−1)·e^(−x/θ)/(Γ(a)·θᵃ).
///
/// - Parameter x: finite numbers > 0, not all equal.
/// - Returns: parameters a and θ, to rounding.
/// - Throws: `FitError.empty`, then `.outside`, then `.noMaximum` if all numbers are equal.
func fitGamma(_ x: [Double]) throws -> Fit {
  // BEGIN SOLUTION
  let n = Double(x.count)
  try check(x) { $0 > 0 && $0.isFinite }
  let mean = x.reduce(0, +) / n
  let s = -x.reduce(0) { $0 + log($1 / mean) } / n  // ln x̄ − the mean of ln x, without cancellation
  guard s > 0, x.contains(where: { $0 != x[0] }) else { throw FitError.noMaximum }
  var a = (3 - s + ((s - 3) * (s - 3) + 24 * s).squareRoot()) / (12 * s)  // within 1.5 %
  for _ in 0..<50 {
    let step = (log(a) - digamma(a) - s) / (1 / a - trigamma(a))
    a -= step
    if abs(step) <= 4 * 0x1p-52 * a { break }
  }
  let scale = mean / a
  let determinant = n * (a * trigamma(a) - 1)  // of J, up to the factor n/θ²
  return Fit(
    parameters: [a, scale],
    standardErrors: [(a / determinant).squareRoot(), scale * (trigamma(a) / determinant).squareRoot()],
    logLikelihood: n * ((a - 1) * (log(mean) - s) - a - a * log(scale) - logGamma(a)))
  // END SOLUTION
}

/// ψ(x) = (ln Γ)'(x) for x > 0.
func digamma(_ x: Double) -> Double {
  if x < 10 { return digamma(x + 1) - 1 / x }
  let y = 1 / (x * x)
  return log(x) - 0.5 / x - y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y / 132))))
}

/// ψ'(x) for x > 0.
func trigamma(_ x: Double) -> Double {
  if x < 10 { return trigamma(x + 1) + 1 / (x * x) }
  let y = 1 / (x * x)
  return 1 / x + y / 2 + y / x * (1.0 / 6 - y * (1.0 / 30 - y * (1.0 / 42 - y * (1.0 / 30 - y * 5 / 66))))
}

/// Throws unless there are numbers and all are accepted.
func check(_ x: [Double], _ isPossible: (Double) -> Bool) throws {
  guard !x.isEmpty else { throw FitError.empty }
  if let index = x.firstIndex(where: { !isPossible($0) }) { throw FitError.outside(index: index) }
}
