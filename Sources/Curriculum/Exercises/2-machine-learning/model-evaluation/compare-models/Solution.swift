/// Whether the mean of paired differences is more than chance.
struct Comparison {
  var mean: Double
  var t: Double
  var degrees: Int
  /// To both sides.
  var pValue: Double
}

enum ComparisonError: Error, Equatable {
  /// So few differences have no variance.
  case tooFew(Int)
  /// NaN or infinite, at this index.
  case notFinite(index: Int)
  /// Not a finite number ≥ 0.
  case ratio(Double)
  /// All differences are equal.
  case noSpread
  /// So many truths for so many predictions.
  case counts(Int, Int)
}

/// By how much the error share of A is above that of B on each fold, both fitted on the same other rows.
///
/// - Parameters:
///   - x: n rows.
///   - y: n labels.
///   - folds: each of 0 ..< n in exactly one of at least two folds.
///   - a: learns from rows and labels, and returns what predicts a row.
///   - b: the same.
/// - Returns: a number for each fold, −1 ... 1; above 0 where B has fewer errors.
/// - Throws: what `outOfFold` throws.
func foldDifferences(
  _ x: [[Double]], _ y: [Int], folds: [[Int]], a: ([[Double]], [Int]) -> ([Double]) -> Int,
  b: ([[Double]], [Int]) -> ([Double]) -> Int
) throws -> [Double] {
  // BEGIN SOLUTION
  let first = try outOfFold(x, y, folds: folds, fit: a)
  let second = try outOfFold(x, y, folds: folds, fit: b)
  return folds.map { fold in
    var excess = 0
    for row in fold { excess += (first[row] == y[row] ? 0 : 1) - (second[row] == y[row] ? 0 : 1) }
    return Double(excess) / Double(fold.count)
  }
  // END SOLUTION
}

/// The t-test of paired differences from splits that overlap.
///
/// - Parameters:
///   - differences: J ≥ 2 finite numbers, not all equal.
///   - ratio: test rows/training rows of a split, ≥ 0; 0 for independent data, which is the plain paired test.
/// - Returns: mean, t, J − 1 and the two-sided p.
/// - Throws: `ComparisonError`.
func compare(_ differences: [Double], ratio: Double) throws -> Comparison {
  // BEGIN SOLUTION
  guard differences.count >= 2 else { throw ComparisonError.tooFew(differences.count) }
  if let index = differences.firstIndex(where: { !$0.isFinite }) { throw ComparisonError.notFinite(index: index) }
  guard ratio >= 0, ratio < .infinity else { throw ComparisonError.ratio(ratio) }
  guard differences.contains(where: { $0 != differences[0] }) else { throw ComparisonError.noSpread }
  let count = Double(differences.count)
  let mean = differences.reduce(0, +) / count
  let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
  let t = mean / ((1 / count + ratio) * variance).squareRoot()
  let p = 2 * upperTail(.studentT(degreesOfFreedom: count - 1), abs(t))
  return Comparison(mean: mean, t: t, degrees: differences.count - 1, pValue: p)
  // END SOLUTION
}

/// McNemar's exact test of two models on the same rows.
///
/// - Parameters:
///   - truth: n labels.
///   - a: n predictions of one model.
///   - b: n predictions of the other.
/// - Returns: the two-sided p; 1 if the models are right and wrong together.
/// - Throws: `ComparisonError.counts`.
func mcNemar(truth: [Int], a: [Int], b: [Int]) throws -> Double {
  // BEGIN SOLUTION
  for other in [a, b] where other.count != truth.count { throw ComparisonError.counts(truth.count, other.count) }
  var (onlyA, onlyB) = (0, 0)
  for row in truth.indices {
    switch (a[row] == truth[row], b[row] == truth[row]) {
    case (true, false): onlyA += 1
    case (false, true): onlyB += 1
    default: break
    }
  }
  guard onlyA + onlyB > 0 else { return 1 }
  return min(1, 2 * cdf(.binomial(trials: onlyA + onlyB, probability: 0.5), Double(min(onlyA, onlyB))))
  // END SOLUTION
}
