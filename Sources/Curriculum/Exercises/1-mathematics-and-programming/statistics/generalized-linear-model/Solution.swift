import Glibc

/// How the responses are distributed around their means.
enum Family {
  /// 0 or 1; the link is the logit, η = log(μ/(1 − μ)).
  case bernoulli
  /// 0, 1, 2, …; the link is the logarithm, η = log μ.
  case poisson
}

/// A fitted model with what a regression table needs.
struct GeneralizedLinearModel {
  /// One a column of X.
  var coefficients: [Double]
  /// One a coefficient.
  var standardErrors: [Double]
  /// Twice the log likelihood that is lost against a model that meets every response.
  var deviance: Double
}

enum GeneralizedLinearModelError: Error {
  /// The response of this row, counted from 0, is not one of the family's values.
  case response(row: Int)
  /// The likelihood rises for ever as some coefficients go to infinity: the classes can be separated.
  case noFiniteEstimate
}

/// The deviance of responses from a linear predictor, twice the sum of what each loses against its best mean.
///
/// - Parameters:
///   - y: n responses, values of the family.
///   - eta: n linear predictors, finite.
///   - family: Bernoulli or Poisson.
/// - Returns: ≥ 0 up to rounding; 0 for n = 0.
func deviance(_ y: [Int], eta: [Double], family: Family) -> Double {
  // BEGIN SOLUTION
  2
    * zip(y, eta).reduce(0) { sum, row in
      let (y, eta) = (Double(row.0), row.1)
      switch family {
      case .bernoulli:
        let margin = (2 * y - 1) * eta  // −log σ(margin), which must not overflow
        return sum + max(0, -margin) + log1p(exp(-abs(margin)))
      case .poisson:
        return sum + (y == 0 ? 0 : y * (log(y) - eta)) - (y - exp(eta))
      }
    }
  // END SOLUTION
}

/// The coefficients of greatest likelihood, by iteratively reweighted least squares.
///
/// - Parameters:
///   - x: the design matrix, shape (n, p), an array of rows, finite; it is taken as it is, without a constant added.
///   - y: n responses.
///   - family: Bernoulli with the logit, or Poisson with the logarithm.
/// - Returns: p coefficients and standard errors, and the deviance.
/// - Throws: `GeneralizedLinearModelError.response(row:)` for the first response that is no value of the family, then
///   what `leastSquares` says of X; `.noFiniteEstimate` if some ηᵢ still moves after 25 steps.
func fitGeneralizedLinearModel(_ x: [[Double]], _ y: [Int], family: Family) throws -> GeneralizedLinearModel {
  // BEGIN SOLUTION
  if let row = y.firstIndex(where: { $0 < 0 || family == .bernoulli && $0 > 1 }) {
    throw GeneralizedLinearModelError.response(row: row)
  }
  _ = try leastSquares(x, y.map { Double($0) })  // says what is wrong with X, whatever the weights
  var eta = y.map { family == .poisson ? log(Double($0) + 0.1) : $0 == 1 ? log(3) : -log(3) }
  for _ in 0..<25 {
    let means = eta.map { family == .poisson ? exp($0) : 1 / (1 + exp(-$0)) }
    let weights = means.map { family == .poisson ? $0 : $0 * (1 - $0) }
    let roots = weights.map { $0.squareRoot() }
    let z = y.indices.map { i in eta[i] + (weights[i] > 0 ? (Double(y[i]) - means[i]) / weights[i] : 0) }
    let weighted = zip(x, roots).map { row, root in row.map { root * $0 } }  // (n, p)
    guard let fit = try? leastSquares(weighted, zip(z, roots).map { $0 * $1 }) else { break }
    let next = x.map { row in zip(row, fit.coefficients).reduce(0) { $0 + $1.0 * $1.1 } }
    let step = zip(next, eta).reduce(0) { max($0, abs($1.0 - $1.1)) }
    eta = next
    guard step <= 1e-8 else { continue }
    let errors = try fit.coefficients.indices.map { j in
      let others = weighted.map { row in row.enumerated().filter { $0.offset != j }.map(\.element) }
      return 1 / (try leastSquares(others, weighted.map { $0[j] })).residualNorm
    }
    return GeneralizedLinearModel(
      coefficients: fit.coefficients, standardErrors: errors, deviance: deviance(y, eta: eta, family: family))
  }
  throw GeneralizedLinearModelError.noFiniteEstimate
  // END SOLUTION
}
