/// What the two mistakes cost, ≥ 0 and not both 0.
struct Costs {
  /// Of calling a negative positive.
  var falsePositive: Double
  /// Of calling a positive negative.
  var falseNegative: Double
}

enum ThresholdError: Error, Equatable {
  /// So many scores for so many labels.
  case counts(Int, Int)
  case empty
  /// Neither 0 nor 1, in this row.
  case label(row: Int)
  /// NaN or infinite, in this row.
  case notFinite(row: Int)
  /// Recall would be 0/0.
  case noPositives
}

/// The precision at each different score, weighted by the recall that it adds.
///
/// - Parameters:
///   - scores: n ≥ 1 finite numbers; the larger, the more positive.
///   - labels: n labels, 0 and 1, one 1 at least.
/// - Returns: 0 ... 1; about the share of positives for scores that know nothing.
/// - Throws: `ThresholdError`.
func averagePrecision(scores: [Double], labels: [Int]) throws -> Double {
  // BEGIN SOLUTION
  try check(scores, labels)
  let positives = labels.reduce(0, +)
  guard positives > 0 else { throw ThresholdError.noPositives }
  var (sum, hits, called) = (0.0, 0, 0)
  for group in groups(scores, labels) {
    hits += group.positives
    called += group.rows
    sum += Double(group.positives) * Double(hits) / Double(called)
  }
  return sum / Double(positives)
  // END SOLUTION
}

/// What the mistakes at a threshold cost, for each row.
///
/// - Parameters:
///   - scores: n ≥ 1 finite numbers.
///   - labels: n labels, 0 and 1.
///   - threshold: rows with a score ≥ this are called positive; may be infinite.
///   - costs: of the two mistakes.
/// - Returns: ≥ 0.
/// - Throws: `ThresholdError`.
func meanCost(scores: [Double], labels: [Int], threshold: Double, costs: Costs) throws -> Double {
  // BEGIN SOLUTION
  try check(scores, labels)
  var sum = 0.0
  for (score, label) in zip(scores, labels) {
    if score >= threshold, label == 0 { sum += costs.falsePositive }
    if score < threshold, label == 1 { sum += costs.falseNegative }
  }
  return sum / Double(scores.count)
  // END SOLUTION
}

/// From which probability of being positive on it is cheaper to say so.
///
/// - Parameter costs: of the two mistakes.
/// - Returns: 0 ... 1.
func probabilityThreshold(_ costs: Costs) -> Double {
  // BEGIN SOLUTION
  costs.falsePositive / (costs.falsePositive + costs.falseNegative)
  // END SOLUTION
}

/// The threshold of least cost on these rows, which must not be those that it is judged by.
///
/// - Parameters:
///   - scores: n ≥ 1 finite numbers, of validation rows.
///   - labels: n labels, 0 and 1.
///   - costs: of the two mistakes.
/// - Returns: one of the scores or +∞; of several that cost the same the largest.
/// - Throws: `ThresholdError`.
func tunedThreshold(scores: [Double], labels: [Int], costs: Costs) throws -> Double {
  // BEGIN SOLUTION
  try check(scores, labels)
  var (missed, alarms) = (labels.reduce(0, +), 0)
  func cost() -> Double { costs.falsePositive * Double(alarms) + costs.falseNegative * Double(missed) }
  var (best, least) = (Double.infinity, cost())
  for group in groups(scores, labels) {
    missed -= group.positives
    alarms += group.rows - group.positives
    if cost() < least { (best, least) = (group.score, cost()) }
  }
  return best
  // END SOLUTION
}

/// Each different score with its rows and the positives among them, the largest first.
private func groups(_ scores: [Double], _ labels: [Int]) -> [(score: Double, rows: Int, positives: Int)] {
  // BEGIN SOLUTION
  var groups: [(score: Double, rows: Int, positives: Int)] = []
  for row in scores.indices.sorted(by: { scores[$0] > scores[$1] }) {
    if groups.last?.score != scores[row] { groups.append((scores[row], 0, 0)) }
    groups[groups.count - 1].rows += 1
    groups[groups.count - 1].positives += labels[row]
  }
  return groups
  // END SOLUTION
}

/// Asks what is common to all functions with rows.
private func check(_ scores: [Double], _ labels: [Int]) throws {
  guard scores.count == labels.count else { throw ThresholdError.counts(scores.count, labels.count) }
  guard !scores.isEmpty else { throw ThresholdError.empty }
  if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) { throw ThresholdError.label(row: row) }
  if let row = scores.firstIndex(where: { !$0.isFinite }) { throw ThresholdError.notFinite(row: row) }
}
