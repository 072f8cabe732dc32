/// The three parts of a Brier score: reliability − resolution + uncertainty.
struct BrierParts {
  /// The mean squared distance of the probabilities from what then happens; 0 is best.
  var reliability: Double
  /// How much what happens differs between the probabilities; large is best.
  var resolution: Double
  /// The variance of the labels.
  var uncertainty: Double
}

/// The rows whose probabilities lie between two edges.
struct Bin {
  /// 0 for the bin that begins at 0.
  var index: Int
  /// The number of rows, ≥ 1.
  var count: Int
  var meanProbability: Double
  /// The share of positives.
  var rate: Double
}

enum CalibrationError: Error, Equatable {
  /// So many probabilities for so many labels.
  case counts(Int, Int)
  case empty
  /// Neither 0 nor 1, in this row.
  case label(row: Int)
  /// Not in 0 ... 1, in this row.
  case probability(row: Int)
  /// Less than one bin.
  case bins(Int)
}

/// The mean squared distance of probabilities from labels.
///
/// - Parameters:
///   - p: n ≥ 1 probabilities of the label 1.
///   - y: n labels, 0 and 1.
/// - Returns: 0 ... 1.
/// - Throws: `CalibrationError`.
func brierScore(_ p: [Double], _ y: [Int]) throws -> Double {
  // BEGIN SOLUTION
  try check(p, y)
  return zip(p, y).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) } / Double(p.count)
  // END SOLUTION
}

/// Murphy's parts of the Brier score, by the different probabilities.
///
/// - Parameters:
///   - p: n ≥ 1 probabilities of the label 1.
///   - y: n labels, 0 and 1.
/// - Returns: three numbers ≥ 0.
/// - Throws: `CalibrationError`.
func decompose(_ p: [Double], _ y: [Int]) throws -> BrierParts {
  // BEGIN SOLUTION
  try check(p, y)
  var groups: [Double: (rows: Double, positives: Double)] = [:]
  for (p, y) in zip(p, y) {
    groups[p, default: (0, 0)].rows += 1
    groups[p, default: (0, 0)].positives += Double(y)
  }
  let n = Double(p.count)
  let share = Double(y.reduce(0, +)) / n
  var parts = BrierParts(reliability: 0, resolution: 0, uncertainty: share * (1 - share))
  for (p, group) in groups {
    let rate = group.positives / group.rows
    parts.reliability += group.rows * (p - rate) * (p - rate) / n
    parts.resolution += group.rows * (rate - share) * (rate - share) / n
  }
  return parts
  // END SOLUTION
}

/// What happens to rows with probabilities between the edges k/m.
///
/// - Parameters:
///   - p: n ≥ 1 probabilities of the label 1.
///   - y: n labels, 0 and 1.
///   - m: the number of bins, ≥ 1; bin k holds k/m < p ≤ (k + 1)/m, bin 0 also p = 0.
/// - Returns: the bins that have rows, in ascending order.
/// - Throws: `CalibrationError`.
func reliabilityBins(_ p: [Double], _ y: [Int], count m: Int) throws -> [Bin] {
  // BEGIN SOLUTION
  try check(p, y)
  guard m >= 1 else { throw CalibrationError.bins(m) }
  var counts = [Int](repeating: 0, count: m)
  var positives = counts
  var sums = [Double](repeating: 0, count: m)
  for (p, y) in zip(p, y) {
    var k = max(0, min(m, Int((p * Double(m)).rounded(.up))) - 1)
    // The product is rounded; the edges decide.
    if k + 1 < m, p > Double(k + 1) / Double(m) { k += 1 }
    if k > 0, p <= Double(k) / Double(m) { k -= 1 }
    counts[k] += 1
    positives[k] += y
    sums[k] += p
  }
  return (0..<m).filter { counts[$0] > 0 }.map { k in
    let count = Double(counts[k])
    return Bin(index: k, count: counts[k], meanProbability: sums[k] / count, rate: Double(positives[k]) / count)
  }
  // END SOLUTION
}

/// The mean distance of probability and rate over the rows of all bins.
///
/// - Parameter bins: as `reliabilityBins` returns them.
/// - Returns: 0 ... 1; 0 for no bins.
func expectedCalibrationError(_ bins: [Bin]) -> Double {
  // BEGIN SOLUTION
  let n = bins.reduce(0) { $0 + $1.count }
  guard n > 0 else { return 0 }
  return bins.reduce(0) { $0 + Double($1.count) * abs($1.meanProbability - $1.rate) } / Double(n)
  // END SOLUTION
}

/// Asks what is common to all functions with rows.
private func check(_ p: [Double], _ y: [Int]) throws {
  guard p.count == y.count else { throw CalibrationError.counts(p.count, y.count) }
  guard !p.isEmpty else { throw CalibrationError.empty }
  if let row = y.firstIndex(where: { $0 != 0 && $0 != 1 }) { throw CalibrationError.label(row: row) }
  if let row = p.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) { throw CalibrationError.probability(row: row) }
}
