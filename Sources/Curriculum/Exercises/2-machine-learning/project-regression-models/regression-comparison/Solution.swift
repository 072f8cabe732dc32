enum ComparisonError: Error, Equatable {
  /// So many truths for so many predictions.
  case counts(Int, Int)
  case empty
  /// Fewer than two folds, or more than rows.
  case folds(Int)
  /// Not a number between 0 and 1.
  case level(Double)
}

/// Throws for lists of predictions that do not fit the truth: `.counts`, the first such list, then `.empty`.
func check(_ truth: [Double], _ predictions: [[Double]]) throws {
  for other in predictions where other.count != truth.count {
    throw ComparisonError.counts(truth.count, other.count)
  }
  if truth.isEmpty { throw ComparisonError.empty }
}

// MARK: - Two models as one

/// The share of B at which A and B together err least.
///
/// - Parameters:
///   - truth: n ≥ 1 answers.
///   - a: predictions of one model, out of fold.
///   - b: of the other.
/// - Returns: the w in 0 ... 1 for which Σ(y − (1 − w)·a − w·b)² is least; 0 if a and b are equal.
/// - Throws: what `check` throws.
func blendWeight(truth: [Double], a: [Double], b: [Double]) throws -> Double {
  // BEGIN SOLUTION
  try check(truth, [a, b])
  var (above, below) = (0.0, 0.0)
  for (y, (a, b)) in zip(truth, zip(a, b)) {
    above += (y - a) * (b - a)
    below += (b - a) * (b - a)
  }
  return below == 0 ? 0 : min(1, max(0, above / below))
  // END SOLUTION
}

/// (1 − w)·a + w·b, row by row.
func blend(_ a: [Double], _ b: [Double], weight: Double) -> [Double] {
  // BEGIN SOLUTION
  zip(a, b).map { $0 + weight * ($1 - $0) }
  // END SOLUTION
}

/// Blends in which each row's weight was found without that row's fold.
///
/// - Parameters:
///   - truth: n answers.
///   - a: predictions of one model, out of fold.
///   - b: of the other, by the same folds.
///   - k: the number of folds, 2 ... n; fold f is the places f, f + k, f + 2·k, ….
/// - Returns: n predictions.
/// - Throws: what `check` throws; `ComparisonError.folds`.
func crossBlended(truth: [Double], a: [Double], b: [Double], k: Int) throws -> [Double] {
  // BEGIN SOLUTION
  try check(truth, [a, b])
  guard k >= 2, k <= truth.count else { throw ComparisonError.folds(k) }
  let weights = try (0..<k).map { fold in
    let others = truth.indices.filter { $0 % k != fold }
    return try blendWeight(truth: others.map { truth[$0] }, a: others.map { a[$0] }, b: others.map { b[$0] })
  }
  return truth.indices.map { a[$0] + weights[$0 % k] * (b[$0] - a[$0]) }
  // END SOLUTION
}

// MARK: - One model against another

/// By how much B's mean square is below A's, and how well that is known.
struct Comparison {
  /// > 0 if B is better.
  var difference: Double
  var standardError: Double
  /// Between them the difference lies at the level asked for.
  var lower: Double
  var upper: Double
}

/// Compares two models on the same folds.
///
/// - Parameters:
///   - truth: n answers.
///   - a: predictions of one model, out of fold.
///   - b: of the other, by the same folds.
///   - k: the number of folds, 2 ... n; fold f is the places f, f + k, f + 2·k, ….
///   - level: of the interval, 0 < level < 1.
/// - Returns: the mean of the folds' differences, with an error corrected for training sets that overlap.
/// - Throws: what `check` throws; `ComparisonError.folds`, `.level`.
func compare(truth: [Double], a: [Double], b: [Double], k: Int, level: Double) throws -> Comparison {
  // BEGIN SOLUTION
  try check(truth, [a, b])
  guard k >= 2, k <= truth.count else { throw ComparisonError.folds(k) }
  guard level > 0, level < 1 else { throw ComparisonError.level(level) }
  var differences = [Double](repeating: 0, count: k)
  var counts = differences
  for i in truth.indices {
    let (ofA, ofB) = (truth[i] - a[i], truth[i] - b[i])
    differences[i % k] += ofA * ofA - ofB * ofB
    counts[i % k] += 1
  }
  for fold in 0..<k { differences[fold] /= counts[fold] }
  let mean = differences.reduce(0, +) / Double(k)
  let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(k - 1)
  let error = (variance * (1 / Double(k) + 1 / Double(k - 1))).squareRoot()
  let half = error * quantile(.studentT(degreesOfFreedom: Double(k - 1)), (1 + level) / 2)
  return Comparison(difference: mean, standardError: error, lower: mean - half, upper: mean + half)
  // END SOLUTION
}

// MARK: - How far a prediction can be trusted

/// Half the width of an interval that holds the next answer.
///
/// - Parameters:
///   - residuals: n ≥ 1 errors of predictions out of fold.
///   - level: how often it shall hold, 0 < level < 1.
/// - Returns: the ⌈(n + 1)·level⌉-th smallest size of a residual; ∞ if n is too small for the level.
/// - Throws: `ComparisonError.empty`, `.level`.
func halfWidth(residuals: [Double], level: Double) throws -> Double {
  // BEGIN SOLUTION
  if residuals.isEmpty { throw ComparisonError.empty }
  guard level > 0, level < 1 else { throw ComparisonError.level(level) }
  // 100·0.55 is 55.000000000000007 in Doubles: that is the 55th.
  let rank = Int((Double(residuals.count + 1) * level - 1e-9).rounded(.up))
  return rank > residuals.count ? .infinity : residuals.map { abs($0) }.sorted()[rank - 1]
  // END SOLUTION
}

/// The share of answers within a distance of their predictions, which counts itself.
///
/// - Parameters:
///   - truth: n ≥ 1 answers.
///   - predictions: as many.
///   - halfWidth: ≥ 0.
/// - Returns: 0 ... 1.
/// - Throws: what `check` throws.
func coverage(truth: [Double], predictions: [Double], halfWidth: Double) throws -> Double {
  // BEGIN SOLUTION
  try check(truth, [predictions])
  var held = 0
  for (y, p) in zip(truth, predictions) where abs(y - p) <= halfWidth { held += 1 }
  return Double(held) / Double(truth.count)
  // END SOLUTION
}
