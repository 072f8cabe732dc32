import Glibc

/// A straight line in log odds: slope·z + intercept; 1 and 0 leave them as they are.
struct OddsLine {
  var slope: Double
  var intercept: Double
}

/// How true probabilities are, in numbers.
struct CalibrationCard {
  var logLoss: Double
  var brier: Double
  /// The expected calibration error, by bins of equal width.
  var binError: Double
  /// Cox's: 1 and 0 if the probabilities are true, a slope below 1 if they are too sure.
  var line: OddsLine
  /// Spiegelhalter's: mean 0 and variance 1 if the probabilities are true.
  var z: Double
}

/// A pipeline with a line that makes its probabilities true.
struct CalibratedPipeline {
  var pipeline: Pipeline
  var line: OddsLine
  /// Spiegelhalter's statistic of the out-of-fold probabilities, before they were mended.
  var z: Double

  /// The probability of label 1, mended.
  ///
  /// - Throws: `RecordError`.
  func probability(of record: Record) throws -> Double {
    // BEGIN SOLUTION
    1 / (1 + exp(-(line.slope * (try pipeline.score(of: record)) + line.intercept)))
    // END SOLUTION
  }

  /// The same for records among which label 1 has another share.
  ///
  /// - Parameters:
  ///   - from: the share among the records learned from, between 0 and 1.
  ///   - to: the share among those to come, between 0 and 1.
  /// - Returns: a copy that moves the odds of every record by one factor.
  func moved(from: Double, to: Double) -> CalibratedPipeline {
    // BEGIN SOLUTION
    var moved = self
    moved.line.intercept += log(to / (1 - to)) - log(from / (1 - from))
    return moved
    // END SOLUTION
  }
}

/// Spiegelhalter's statistic: by how many deviations the Brier score is above what true probabilities would have.
///
/// - Parameters:
///   - p: n probabilities of label 1.
///   - y: n labels, 0 and 1.
/// - Returns: above 0 if the probabilities are too sure; NaN for 0/0.
func spiegelhalterZ(_ p: [Double], _ y: [Int]) -> Double {
  // BEGIN SOLUTION
  var (sum, variance) = (0.0, 0.0)
  for (p, y) in zip(p, y) {
    sum += (Double(y) - p) * (1 - 2 * p)
    variance += (1 - 2 * p) * (1 - 2 * p) * p * (1 - p)
  }
  return sum / variance.squareRoot()
  // END SOLUTION
}

/// The line in log odds under which the labels are most likely.
///
/// - Parameters:
///   - scores: n log odds of label 1.
///   - labels: n labels, 0 and 1.
/// - Returns: Cox's slope and intercept.
/// - Throws: `LogisticError`, also `.separable` if a score parts the labels.
func calibrationLine(_ scores: [Double], _ labels: [Int]) throws -> OddsLine {
  // BEGIN SOLUTION
  let beta = try fitLogistic(scores.map { [$0] }, labels, l2: 0)
  return OddsLine(slope: beta[1], intercept: beta[0])
  // END SOLUTION
}

/// How true the probabilities are that belong to log odds.
///
/// - Parameters:
///   - scores: n log odds of label 1.
///   - labels: n labels, 0 and 1.
///   - bins: of the expected calibration error, ≥ 1.
/// - Returns: five measures.
/// - Throws: `CalibrationError`, `LogisticError`.
func calibrationCard(_ scores: [Double], _ labels: [Int], bins: Int) throws -> CalibrationCard {
  // BEGIN SOLUTION
  let p = scores.map { 1 / (1 + exp(-$0)) }
  return CalibrationCard(
    logLoss: logLoss(scores, labels), brier: try brierScore(p, labels),
    binError: expectedCalibrationError(try reliabilityBins(p, labels, count: bins)),
    line: try calibrationLine(scores, labels), z: spiegelhalterZ(p, labels))
  // END SOLUTION
}

/// A pipeline whose probabilities are mended if they need it.
///
/// - Parameters:
///   - records: n.
///   - labels: n labels, 0 and 1.
///   - schema: which columns enter.
///   - l2: λ > 0.
///   - folds: row numbers; each of 0 ..< n in exactly one of at least two folds.
/// - Returns: the pipeline of all records; its line is Platt's for the out-of-fold scores if |Z| of these is above 2.
/// - Throws: what the functions throw that it calls.
func fitCalibrated(
  _ records: [Record], _ labels: [Int], schema: Schema, l2: Double, folds: [[Int]]
) throws -> CalibratedPipeline {
  // BEGIN SOLUTION
  let scores = try outOfFoldScores(records, labels, schema: schema, l2: l2, folds: folds)
  let z = spiegelhalterZ(scores.map { 1 / (1 + exp(-$0)) }, labels)
  var calibrated = CalibratedPipeline(
    pipeline: try fitPipeline(records, labels, schema: schema, l2: l2), line: OddsLine(slope: 1, intercept: 0), z: z)
  if abs(z) > 2 {
    let platt = try fitPlatt(scores: scores, labels: labels)
    calibrated.line = OddsLine(slope: platt.slope, intercept: platt.intercept)
  }
  return calibrated
  // END SOLUTION
}
