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
  let components = zip(mixture.means, mixture.covariances).map { MultivariateNormal(mean: $0, covariance: $1) }
  let logWeights = mixture.weights.map { log($0) }
  var (responsibilities, logLikelihood) = ([[Double]](), 0.0)
  for row in x {
    let logs = try components.indices.map { try logWeights[$0] + components[$0].logDensity(row) }
    let total = logSumExp(logs)
    responsibilities.append(logs.map { exp($0 - total) })
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
  func add(_ share: Double, _ row: [Double], to sum: inout [Double]) {
    for j in 0..<d { sum[j] += share * row[j] }
  }
  var mixture = GaussianMixture(weights: [], means: [], covariances: [])
  for k in responsibilities[0].indices {
    let shares = responsibilities.map { $0[k] }
    let count = shares.reduce(0, +)
    guard count > 0 else { throw GaussianMixtureError.empty(component: k) }
    var mean = [Double](repeating: 0, count: d)
    for (row, share) in zip(x, shares) {
      add(share / count, row, to: &mean)
    }
    var covariance = [[Double]](repeating: [Double](repeating: 0, count: d), count: d)
    for (row, share) in zip(x, shares) {
      let deviations = zip(row, mean).map { $0 - $1 }
      for j in 0..<d { add(share / count * deviations[j], deviations, to: &covariance[j]) }
    }
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
