enum MetricError: Error, Equatable {
  /// So many truths for so many predictions.
  case counts(Int, Int)
  case empty
  /// NaN or infinite, in this row.
  case notFinite(row: Int)
  /// A truth of 0, to which no error is a share.
  case zero(row: Int)
  /// No level of a quantile.
  case level(Double)
  /// All truths are equal.
  case constantTruth
}

/// The mean size of the errors.
///
/// - Parameters:
///   - truth: n ≥ 1 finite numbers.
///   - predictions: as many.
/// - Returns: ≥ 0, in the unit of the truth.
/// - Throws: `MetricError.counts`, `.empty`, `.notFinite(row:)`.
func meanAbsoluteError(truth: [Double], predictions: [Double]) throws -> Double {
  // BEGIN SOLUTION
  try check(truth, predictions)
  return zip(truth, predictions).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(truth.count)
  // END SOLUTION
}

/// The root of the mean squared error.
///
/// - Parameters:
///   - truth: n ≥ 1 finite numbers.
///   - predictions: as many.
/// - Returns: ≥ 0, in the unit of the truth.
/// - Throws: `MetricError.counts`, `.empty`, `.notFinite(row:)`.
func rootMeanSquaredError(truth: [Double], predictions: [Double]) throws -> Double {
  // BEGIN SOLUTION
  try check(truth, predictions)
  let sum = zip(truth, predictions).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (sum / Double(truth.count)).squareRoot()
  // END SOLUTION
}

/// The mean size of the errors as shares of the truth.
///
/// - Parameters:
///   - truth: n ≥ 1 finite numbers, none of them 0.
///   - predictions: as many.
/// - Returns: ≥ 0; 0.1 is ten per cent.
/// - Throws: `MetricError.counts`, `.empty`, `.notFinite(row:)`, `.zero(row:)`.
func meanAbsolutePercentageError(truth: [Double], predictions: [Double]) throws -> Double {
  // BEGIN SOLUTION
  try check(truth, predictions)
  if let row = truth.firstIndex(of: 0) { throw MetricError.zero(row: row) }
  return zip(truth, predictions).reduce(0) { $0 + abs(($1.0 - $1.1) / $1.0) } / Double(truth.count)
  // END SOLUTION
}

/// The mean loss that is least for a quantile.
///
/// - Parameters:
///   - truth: n ≥ 1 finite numbers.
///   - predictions: as many.
///   - level: q, 0 ... 1: what a unit too low costs; a unit too high costs 1 − q.
/// - Returns: ≥ 0, in the unit of the truth.
/// - Throws: `MetricError.counts`, `.empty`, `.notFinite(row:)`, `.level`.
func pinballLoss(truth: [Double], predictions: [Double], level: Double) throws -> Double {
  // BEGIN SOLUTION
  try check(truth, predictions)
  guard level >= 0, level <= 1 else { throw MetricError.level(level) }
  let sum = zip(truth, predictions).reduce(0) { sum, row in
    let error = row.0 - row.1
    return sum + max(level * error, (level - 1) * error)
  }
  return sum / Double(truth.count)
  // END SOLUTION
}

/// The share of the truth's variance that the predictions explain.
///
/// - Parameters:
///   - truth: finite numbers, not all equal.
///   - predictions: as many.
/// - Returns: at most 1; 0 for predicting the mean of the truth, below 0 for worse.
/// - Throws: `MetricError.counts`, `.empty`, `.notFinite(row:)`, `.constantTruth`.
func rSquared(truth: [Double], predictions: [Double]) throws -> Double {
  // BEGIN SOLUTION
  try check(truth, predictions)
  guard truth.contains(where: { $0 != truth[0] }) else { throw MetricError.constantTruth }
  let mean = truth.reduce(0, +) / Double(truth.count)
  var (residual, total) = (0.0, 0.0)
  for (y, p) in zip(truth, predictions) {
    residual += (y - p) * (y - p)
    total += (y - mean) * (y - mean)
  }
  return 1 - residual / total
  // END SOLUTION
}

/// Asks what is common to all measures.
private func check(_ truth: [Double], _ predictions: [Double]) throws {
  guard truth.count == predictions.count else { throw MetricError.counts(truth.count, predictions.count) }
  guard !truth.isEmpty else { throw MetricError.empty }
  for values in [truth, predictions] {
    if let row = values.firstIndex(where: { !$0.isFinite }) { throw MetricError.notFinite(row: row) }
  }
}
