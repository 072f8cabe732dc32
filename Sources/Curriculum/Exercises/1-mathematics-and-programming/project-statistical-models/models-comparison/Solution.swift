import Glibc

/// Rows of a design matrix, shape (n, p), with their n responses.
struct Rows {
  var x: [[Double]]
  var y: [Double]
}

/// What speaks for a model and against it.
struct Scorecard {
  /// The logarithm of the density that the prior gave to the training responses.
  var logEvidence: Double
  /// Of each test response, the logarithm of the density that was predicted for it.
  var logDensities: [Double]
  /// The root of the mean squared distance of the test responses from the predicted locations; NaN without test rows.
  var rootMeanSquare: Double
  /// The share of the test responses inside their intervals, the ends included; NaN without test rows.
  var coverage: Double
}

/// How often intervals held what they were asked about, as shares.
struct Coverage {
  var coefficients: Double
  var responses: Double
}

/// Regressions on some of the columns of a design matrix, each learned from the training rows and judged by both.
///
/// - Parameters:
///   - candidates: the columns of each, counted from 0, all different, in any order.
///   - prior: of a regression on all columns, its precision diagonal.
///   - training: what to learn from.
///   - test: what to predict.
///   - level: of the intervals for the responses.
/// - Returns: one card a candidate, in their order.
/// - Throws: what the belief's methods throw.
func compare(
  _ candidates: [[Int]], prior: RegressionBelief, training: Rows, test: Rows, level: Double
) throws -> [Scorecard] {
  // BEGIN SOLUTION
  try candidates.map { columns in
    var belief = prior
    belief.mean = columns.map { prior.mean[$0] }
    belief.precision = columns.map { i in columns.map { j in prior.precision[i][j] } }
    func selected(_ rows: Rows) -> [[Double]] { rows.x.map { row in columns.map { row[$0] } } }
    let posterior = try belief.updated(selected(training), training.y)
    let predictions = try selected(test).map { try posterior.prediction(at: $0) }
    let pairs = Array(zip(predictions, test.y))
    let count = Double(test.y.count)
    return Scorecard(
      logEvidence: try belief.logEvidence(selected(training), training.y),
      logDensities: pairs.map { $0.logDensity($1) },
      rootMeanSquare: (pairs.reduce(0) { $0 + pow($1.1 - $1.0.location, 2) } / count).squareRoot(),
      coverage: Double(pairs.count { holds($0.interval(level: level), $1) }) / count)
  }
  // END SOLUTION
}

/// The probabilities of models after the data.
///
/// - Parameters:
///   - logEvidences: one a model; −∞ for one that excludes the data.
///   - prior: their probabilities before, with the sum 1.
/// - Returns: as many, with the sum 1; NaN each if no model could have given the data.
func modelProbabilities(_ logEvidences: [Double], prior: [Double]) -> [Double] {
  // BEGIN SOLUTION
  let weights = zip(logEvidences, prior).map { $0 + log($1) }
  let total = logSumExp(weights)
  return weights.map { exp($0 - total) }
  // END SOLUTION
}

/// The mean logarithm of the density that models, averaged, gave to the test responses.
///
/// - Parameters:
///   - probabilities: of the models.
///   - logDensities: shape (models, responses).
/// - Returns: NaN without responses.
func logScore(_ probabilities: [Double], _ logDensities: [[Double]]) -> Double {
  // BEGIN SOLUTION
  let count = logDensities.first?.count ?? 0
  let scores = (0..<count).map { i in
    logSumExp(zip(probabilities, logDensities).map { log($0) + $1[i] })
  }
  return scores.reduce(0, +) / Double(count)
  // END SOLUTION
}

/// The ends between which a coefficient lies with this probability, as much outside on either side.
///
/// - Parameters:
///   - belief: with a definite precision.
///   - j: which coefficient, from 0.
///   - level: 0 ..< 1.
/// - Returns: both ends.
/// - Throws: what `cholesky` says of the precision.
func coefficientInterval(
  _ belief: RegressionBelief, _ j: Int, level: Double
) throws -> (lower: Double, upper: Double) {
  // BEGIN SOLUTION
  let unit = belief.mean.indices.map { $0 == j ? 1.0 : 0 }
  let z = try solveLower(cholesky(belief.precision), unit, unitDiagonal: false)  // ‖z‖² is entry (j, j) of Λ⁻¹
  let variance = belief.rate / belief.shape * z.reduce(0) { $0 + $1 * $1 }
  let law = Prediction(
    location: belief.mean[j], scale: variance.squareRoot(), degreesOfFreedom: 2 * belief.shape)
  return law.interval(level: level)
  // END SOLUTION
}

/// How often intervals are right in worlds whose truth is known.
///
/// - Parameters:
///   - prior: what is believed in each of the worlds before its data.
///   - x: the same design matrix in all, shape (n, p).
///   - truths: the coefficients of each world, shape (worlds, p).
///   - deviations: the standard deviation of its noise.
///   - noise: standard normal numbers, shape (worlds, n + k): n for what is learned from, k ≤ n for what is predicted.
///   - level: of the intervals.
/// - Returns: of the p coefficients and of the k new responses at the first k rows, over all worlds.
/// - Throws: what the belief's methods throw.
func simulatedCoverage(
  _ prior: RegressionBelief, _ x: [[Double]], truths: [[Double]], deviations: [Double], noise: [[Double]],
  level: Double
) throws -> Coverage {
  // BEGIN SOLUTION
  var (coefficients, responses) = (0, 0)
  for (truth, (deviation, noise)) in zip(truths, zip(deviations, noise)) {
    let means = x.map { row in zip(row, truth).reduce(0) { $0 + $1.0 * $1.1 } }
    let y = zip(means, noise).map { $0 + deviation * $1 }
    let new = zip(means, noise.dropFirst(x.count)).map { $0 + deviation * $1 }
    let posterior = try prior.updated(x, y)
    for (j, value) in truth.enumerated()
    where holds(try coefficientInterval(posterior, j, level: level), value) { coefficients += 1 }
    for (row, response) in zip(x, new)
    where holds(try posterior.prediction(at: row).interval(level: level), response) { responses += 1 }
  }
  return Coverage(
    coefficients: Double(coefficients) / Double(truths.joined().count),
    responses: Double(responses) / Double(noise.joined().count - truths.count * x.count))
  // END SOLUTION
}

/// Whether an interval holds a value; its ends count.
func holds(_ interval: (lower: Double, upper: Double), _ value: Double) -> Bool {
  interval.lower <= value && value <= interval.upper
}
