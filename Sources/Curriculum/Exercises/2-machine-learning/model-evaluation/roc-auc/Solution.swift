/// What a threshold leads to.
struct ROCPoint {
  /// The share of the negatives that are called positive.
  var falsePositiveRate: Double
  /// The share of the positives that are called positive.
  var truePositiveRate: Double
  /// Rows with a score ≥ this are called positive.
  var threshold: Double
}

enum ROCError: Error, Equatable {
  /// So many scores for so many labels.
  case counts(Int, Int)
  /// Neither 0 nor 1, in this row.
  case label(row: Int)
  /// NaN or infinite, in this row.
  case notFinite(row: Int)
  /// All rows have the same label, or there are none.
  case oneClass
}

/// The rates at every threshold.
///
/// - Parameters:
///   - scores: n finite numbers; the larger, the more positive.
///   - labels: n labels, 0 and 1, each at least once.
/// - Returns: (0, 0) at +∞, then a point for each different score, from the largest down to (1, 1).
/// - Throws: `ROCError`.
func rocCurve(scores: [Double], labels: [Int]) throws -> [ROCPoint] {
  // BEGIN SOLUTION
  let groups = try groups(scores, labels)
  let positives = Double(groups.reduce(0) { $0 + $1.positives })
  let negatives = Double(groups.reduce(0) { $0 + $1.negatives })
  var curve = [ROCPoint(falsePositiveRate: 0, truePositiveRate: 0, threshold: .infinity)]
  var (hits, alarms) = (0, 0)
  for group in groups.reversed() {
    hits += group.positives
    alarms += group.negatives
    curve.append(
      ROCPoint(
        falsePositiveRate: Double(alarms) / negatives, truePositiveRate: Double(hits) / positives,
        threshold: group.score))
  }
  return curve
  // END SOLUTION
}

/// The area between a curve of straight pieces and the axis of the false positive rate.
///
/// - Parameter curve: points with rates that do not fall.
/// - Returns: the sum of the trapezoids; 0 for fewer than two points.
func area(under curve: [ROCPoint]) -> Double {
  // BEGIN SOLUTION
  var sum = 0.0
  for (a, b) in zip(curve, curve.dropFirst()) {
    sum += (b.falsePositiveRate - a.falsePositiveRate) * (a.truePositiveRate + b.truePositiveRate) / 2
  }
  return sum
  // END SOLUTION
}

/// The probability that a positive row has a larger score than a negative one, equal scores counted half.
///
/// - Parameters:
///   - scores: n finite numbers.
///   - labels: n labels, 0 and 1, each at least once.
/// - Returns: 0 ... 1.
/// - Throws: `ROCError`.
func rankProbability(scores: [Double], labels: [Int]) throws -> Double {
  // BEGIN SOLUTION
  let groups = try groups(scores, labels)
  var (twice, below, positives) = (0, 0, 0)
  for group in groups {
    twice += group.positives * (2 * below + group.negatives)
    below += group.negatives
    positives += group.positives
  }
  return Double(twice) / Double(2 * positives * below)
  // END SOLUTION
}

/// How many rows of either label have a score, for each different score in ascending order.
private func groups(
  _ scores: [Double], _ labels: [Int]
) throws -> [(score: Double, positives: Int, negatives: Int)] {
  // BEGIN SOLUTION
  guard scores.count == labels.count else { throw ROCError.counts(scores.count, labels.count) }
  if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) { throw ROCError.label(row: row) }
  if let row = scores.firstIndex(where: { !$0.isFinite }) { throw ROCError.notFinite(row: row) }
  guard labels.contains(0), labels.contains(1) else { throw ROCError.oneClass }
  var groups: [(score: Double, positives: Int, negatives: Int)] = []
  for row in scores.indices.sorted(by: { scores[$0] < scores[$1] }) {
    if groups.last?.score != scores[row] { groups.append((scores[row], 0, 0)) }
    groups[groups.count - 1].positives += labels[row]
    groups[groups.count - 1].negatives += 1 - labels[row]
  }
  return groups
  // END SOLUTION
}
