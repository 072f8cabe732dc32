import Glibc

enum GaussianMixtureError: Error, Equatable {
  /// No row is left to this component.
  case empty(component: Int)
}

/// A weighted sum of K normal distributions of d numbers.
struct GaussianMixture {
  /// K numbers > 0 that add up to 1.
  var weights: [Double]
  /// Shape (K, d).
  var means: [[Double]]
  /// Shape (K, d, d), each symmetric positive definite.
  var covariances: [[[Double]]]
}

/// The log density of each row under one component, whose covariance is factorised once for all of them. A suggestion.
private func logDensities(_ x: [[Double]], _ mean: [Double], _ covariance: [[Double]]) throws -> [Double] {
  // BEGIN SOLUTION
  let l = try cholesky(covariance)
  let constant = mean.indices.reduce(Double(mean.count) * log(2 * .pi)) { $0 + 2 * log(l[$1][$1]) }
  var z = mean  // L⁻¹·(x − μ)
  return x.map { row in
    var square = 0.0
    for j in mean.indices {
      var rest = row[j] - mean[j]
      let factors = l[j]
      for m in 0..<j { rest -= factors[m] * z[m] }
      z[j] = rest / factors[j]
      square += z[j] * z[j]
    }
    return -(constant + square) / 2
  }
  // END SOLUTION
}

/// For each row, how probable it is that each component made it.
///
/// - Parameters:
///   - mixture: K components.
///   - x: shape (n, d), finite.
/// - Returns: shape (n, K), each row adding up to 1, and the logarithm of the density of all rows together.
/// - Throws: what `MultivariateNormal.logDensity` throws of a covariance that is not positive definite.
func expectation(
  _ mixture: GaussianMixture, _ x: [[Double]]
) throws -> (responsibilities: [[Double]], logLikelihood: Double) {
  // BEGIN SOLUTION
  let logs = try mixture.weights.indices.map { k in
    try logDensities(x, mixture.means[k], mixture.covariances[k]).map { log(mixture.weights[k]) + $0 }
  }
  var (responsibilities, logLikelihood) = ([[Double]](), 0.0)
  for i in x.indices {
    let own = logs.map { $0[i] }
    let total = logSumExp(own)
    responsibilities.append(own.map { exp($0 - total) })
    logLikelihood += total
  }
  return (responsibilities, logLikelihood)
  // END SOLUTION
}

/// The mixture that is most likely for rows that belong to components by these shares.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 1.
///   - responsibilities: shape (n, K), each row adding up to 1.
///   - floor: added to each variance, ≥ 0.
/// - Returns: K components.
/// - Throws: `GaussianMixtureError.empty(component:)`, the first whose shares are all 0.
func maximization(_ x: [[Double]], _ responsibilities: [[Double]], floor: Double) throws -> GaussianMixture {
  // BEGIN SOLUTION
  let d = x[0].count
  var mixture = GaussianMixture(weights: [], means: [], covariances: [])
  for k in responsibilities[0].indices {
    let count = responsibilities.reduce(0) { $0 + $1[k] }
    guard count > 0 else { throw GaussianMixtureError.empty(component: k) }
    var mean = [Double](repeating: 0, count: d)
    for (row, shares) in zip(x, responsibilities) {
      for j in 0..<d { mean[j] += shares[k] / count * row[j] }
    }
    var deviations = mean
    var products = [Double](repeating: 0, count: d * d)  // row after row
    for (row, shares) in zip(x, responsibilities) {
      for j in 0..<d { deviations[j] = row[j] - mean[j] }
      for j in 0..<d {
        let factor = shares[k] / count * deviations[j]
        for m in 0..<d { products[j * d + m] += factor * deviations[m] }
      }
    }
    var covariance = (0..<d).map { Array(products[$0 * d..<($0 + 1) * d]) }
    for j in 0..<d { covariance[j][j] += floor }
    mixture.weights.append(count / Double(x.count))
    mixture.means.append(mean)
    mixture.covariances.append(covariance)
  }
  return mixture
  // END SOLUTION
}

/// A mixture fitted by expectation and maximisation, from the clusters of k-means.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 1, finite.
///   - centres: where k-means starts, shape (K, d), K ≥ 1.
///   - floor: added to each variance, ≥ 0.
///   - stepLimit: at most so many maximisations after the start, ≥ 0.
/// - Returns: the mixture, and the log likelihood of the start and after each later maximisation; the last is the
///   mixture's.
/// - Throws: what `kMeans`, `maximization` and `expectation` throw.
func fitGaussianMixture(
  _ x: [[Double]], centres: [[Double]], floor: Double, stepLimit: Int
) throws -> (mixture: GaussianMixture, logLikelihoods: [Double]) {
  // BEGIN SOLUTION
  let labels = try kMeans(x, centres: centres, roundLimit: 100).labels
  let whole = labels.map { label in centres.indices.map { $0 == label ? 1.0 : 0 } }
  var mixture = try maximization(x, whole, floor: floor)
  var (responsibilities, logLikelihood) = try expectation(mixture, x)
  var history = [logLikelihood]
  for _ in 0..<stepLimit {
    mixture = try maximization(x, responsibilities, floor: floor)
    (responsibilities, logLikelihood) = try expectation(mixture, x)
    history.append(logLikelihood)
    if logLikelihood - history[history.count - 2] <= 1e-9 * Double(x.count) { break }
  }
  return (mixture, history)
  // END SOLUTION
}

/// The Bayesian information criterion −2·log likelihood + p·log n; the lower the better.
///
/// - Parameters:
///   - logLikelihood: of n rows.
///   - rows: n ≥ 1.
///   - components: K.
///   - columns: d.
/// - Returns: with p the number of free parameters of such a mixture.
func bayesianInformation(logLikelihood: Double, rows: Int, components: Int, columns: Int) -> Double {
  // BEGIN SOLUTION
  let parameters = components - 1 + components * columns + components * columns * (columns + 1) / 2
  return -2 * logLikelihood + Double(parameters) * log(Double(rows))
  // END SOLUTION
}
