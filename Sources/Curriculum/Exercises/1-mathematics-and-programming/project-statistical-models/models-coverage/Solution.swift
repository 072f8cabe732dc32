import Glibc

/// The random numbers that one simulated set is made of.
struct Draw {
  /// From a gamma distribution of shape a and rate 1.
  var gamma: Double
  /// Standard normal, p numbers for the coefficients.
  var coefficients: [Double]
  /// Standard normal, n numbers for the responses.
  var noise: [Double]
}

/// A truth as the belief would have it, and responses to it.
struct SimulatedSet {
  /// β, p numbers.
  var coefficients: [Double]
  /// n numbers.
  var y: [Double]
}

/// What is believed about one coefficient when nothing else is known: location mⱼ, 2·a degrees of freedom.
///
/// - Parameters:
///   - j: which, from 0.
///   - belief: about p coefficients.
/// - Returns: a Student distribution of scale √(b/a·(Λ⁻¹)ⱼⱼ).
/// - Throws: what `cholesky` says of Λ.
func marginal(_ j: Int, of belief: RegressionBelief) throws -> Prediction {
  // BEGIN SOLUTION
  let unit = belief.mean.indices.map { $0 == j ? 1.0 : 0 }
  let z = try solveLower(cholesky(belief.precision), unit, unitDiagonal: false)
  let variance = belief.rate / belief.shape * z.reduce(0) { $0 + $1 * $1 }
  return Prediction(location: belief.mean[j], scale: variance.squareRoot(), degreesOfFreedom: 2 * belief.shape)
  // END SOLUTION
}

/// A set drawn from a belief: σ² = b/gamma, β = m + σ·L⁻ᵀ·z with Λ = L·Lᵀ, y = X·β + σ·noise.
///
/// - Parameters:
///   - belief: where the truth is drawn from.
///   - x: shape (n, p).
///   - draw: the random numbers.
/// - Returns: the truth and its responses.
/// - Throws: what `cholesky` says of Λ.
func simulate(_ belief: RegressionBelief, _ x: [[Double]], _ draw: Draw) throws -> SimulatedSet {
  // BEGIN SOLUTION
  let deviation = (belief.rate / draw.gamma).squareRoot()
  let spread = try solveLowerTransposed(cholesky(belief.precision), draw.coefficients)
  let coefficients = zip(belief.mean, spread).map { $0 + deviation * $1 }
  let y = zip(x, draw.noise).map { row, e in
    zip(row, coefficients).reduce(deviation * e) { $0 + $1.0 * $1.1 }
  }
  return SimulatedSet(coefficients: coefficients, y: y)
  // END SOLUTION
}

/// In what share of simulated sets the interval contains the truth.
///
/// - Parameters:
///   - prior: the belief that each set is analysed with.
///   - truth: the belief that each set is drawn from.
///   - x: shape (n, p).
///   - draws: one or more.
///   - level: of the intervals, between 0 and 1.
/// - Returns: p shares, one a coefficient.
/// - Throws: what `cholesky` says of a Λ.
func coverage(
  of prior: RegressionBelief, truth: RegressionBelief, _ x: [[Double]], draws: [Draw], level: Double
) throws -> [Double] {
  // BEGIN SOLUTION
  var hits = [Int](repeating: 0, count: prior.mean.count)
  // All posteriors have as many degrees of freedom, so one quantile serves for all.
  let freedom = 2 * prior.shape + Double(x.count)
  let t = quantile(.studentT(degreesOfFreedom: freedom), (1 + level) / 2)
  for draw in draws {
    let set = try simulate(truth, x, draw)
    let posterior = try prior.updated(x, set.y)
    for j in hits.indices {
      let law = try marginal(j, of: posterior)
      if abs(set.coefficients[j] - law.location) <= t * law.scale { hits[j] += 1 }
    }
  }
  return hits.map { Double($0) / Double(draws.count) }
  // END SOLUTION
}

/// How probable each model is, all being equally probable before the responses came.
///
/// - Parameters:
///   - models: the columns of X that each model has, from 0, in any order.
///   - x: shape (n, p).
///   - y: n responses.
///   - prior: about all p coefficients; a model takes over m and Λ of its columns, in their order, and a and b.
/// - Returns: one number a model, with the sum 1.
/// - Throws: what `logEvidence` throws.
func probabilities(
  of models: [[Int]], _ x: [[Double]], _ y: [Double], prior: RegressionBelief
) throws -> [Double] {
  // BEGIN SOLUTION
  let evidences = try models.map { columns in
    let part = RegressionBelief(
      mean: columns.map { prior.mean[$0] },
      precision: columns.map { i in columns.map { prior.precision[i][$0] } }, shape: prior.shape, rate: prior.rate)
    return try part.logEvidence(x.map { row in columns.map { row[$0] } }, y)
  }
  let largest = evidences.max() ?? 0
  let weights = evidences.map { exp($0 - largest) }
  return weights.map { $0 / weights.reduce(0, +) }
  // END SOLUTION
}

/// The mean log density that rows held out had in the predictions of a belief.
///
/// - Parameters:
///   - belief: which has not seen the rows.
///   - x: shape (n, p), n ≥ 1.
///   - y: n responses.
/// - Returns: the mean of n predictions, each from the belief as it is.
/// - Throws: what `cholesky` says of Λ.
func logScore(_ belief: RegressionBelief, _ x: [[Double]], _ y: [Double]) throws -> Double {
  // BEGIN SOLUTION
  let densities = try zip(x, y).map { try belief.prediction(at: $0).logDensity($1) }
  return densities.reduce(0, +) / Double(y.count)
  // END SOLUTION
}
