/// Learns from rows and labels, and returns what predicts a row.
typealias Fit = (_ x: [[Double]], _ y: [Int]) -> (_ row: [Double]) -> Int

/// What choosing and fitting reach together.
struct NestedResult {
  /// The share of right predictions of all rows, 0 ... 1.
  var accuracy: Double
  /// The index of the candidate that was chosen for each fold.
  var chosen: [Int]
}

enum CrossValidationError: Error, Equatable {
  /// The order does not name every row exactly once.
  case notAPermutation
  /// Fewer than two folds, or more than rows.
  case folds(Int)
  /// So many rows for so many labels.
  case counts(Int, Int)
  /// Some row is in no fold or in several, a fold is empty, or there are fewer than two.
  case notAPartition
  case noCandidates
}

/// Folds by chance alone.
///
/// - Parameters:
///   - order: a permutation of 0 ..< n.
///   - k: the number of folds, 2 ... n.
/// - Returns: k lists of rows, each ascending; their sizes fall by one at most.
/// - Throws: `CrossValidationError.notAPermutation`, `.folds`.
func folds(order: [Int], k: Int) throws -> [[Int]] {
  // BEGIN SOLUTION
  try check(order: order, of: order.count, k: k)
  var folds: [[Int]] = []
  var start = 0
  for fold in 0..<k {
    let size = order.count / k + (fold < order.count % k ? 1 : 0)
    folds.append(order[start..<start + size].sorted())
    start += size
  }
  return folds
  // END SOLUTION
}

/// Folds in which every class has its share.
///
/// - Parameters:
///   - labels: n labels.
///   - order: a permutation of 0 ..< n.
///   - k: the number of folds, 2 ... n.
/// - Returns: k lists of rows, each ascending; their sizes fall by one at most.
/// - Throws: `CrossValidationError.notAPermutation`, `.folds`.
func stratifiedFolds(labels: [Int], order: [Int], k: Int) throws -> [[Int]] {
  // BEGIN SOLUTION
  try check(order: order, of: labels.count, k: k)
  var folds: [[Int]] = []
  var remaining = order
  for left in (2...k).reversed() {
    let rows = remaining.sorted()
    var number = [Int](repeating: 0, count: labels.count)
    for (place, row) in rows.enumerated() { number[row] = place }
    let split = try stratifiedSplit(
      labels: rows.map { labels[$0] }, order: remaining.map { number[$0] }, test: (rows.count + left - 1) / left)
    folds.append(split.test.map { rows[$0] })
    let chosen = Set(split.test)
    remaining.removeAll { chosen.contains(number[$0]) }
  }
  return folds + [remaining.sorted()]
  // END SOLUTION
}

/// A prediction for every row by a model that has not seen it.
///
/// - Parameters:
///   - x: n rows.
///   - y: n labels.
///   - folds: row numbers; each of 0 ..< n in exactly one of at least two folds.
///   - fit: called once for each fold, with the other rows in ascending order.
/// - Returns: n labels.
/// - Throws: `CrossValidationError.counts`, `.notAPartition`.
func outOfFold(_ x: [[Double]], _ y: [Int], folds: [[Int]], fit: Fit) throws -> [Int] {
  // BEGIN SOLUTION
  try check(x, y, folds)
  var predictions = [Int](repeating: 0, count: y.count)
  for fold in folds {
    let train = rows(outside: fold, of: y.count)
    let predict = fit(train.map { x[$0] }, train.map { y[$0] })
    for row in fold { predictions[row] = predict(x[row]) }
  }
  return predictions
  // END SOLUTION
}

/// The accuracy of choosing among candidates and fitting the chosen, both without the rows that are predicted.
///
/// - Parameters:
///   - x: n rows.
///   - y: n labels.
///   - folds: as for `outOfFold`.
///   - inner: the number of folds within each fold's training rows.
///   - candidates: at least one.
/// - Returns: the pooled accuracy, and which candidate each fold chose.
/// - Throws: `CrossValidationError`.
func nested(_ x: [[Double]], _ y: [Int], folds: [[Int]], inner: Int, candidates: [Fit]) throws -> NestedResult {
  // BEGIN SOLUTION
  try check(x, y, folds)
  guard !candidates.isEmpty else { throw CrossValidationError.noCandidates }
  var (chosen, right) = ([Int](), 0)
  for fold in folds {
    let train = rows(outside: fold, of: y.count)
    let (rows, labels) = (train.map { x[$0] }, train.map { y[$0] })
    let innerFolds = try stratifiedFolds(labels: labels, order: Array(labels.indices), k: inner)
    var (best, most) = (0, -1)
    for (index, candidate) in candidates.enumerated() {
      let hits = hits(try outOfFold(rows, labels, folds: innerFolds, fit: candidate), labels)
      if hits > most { (best, most) = (index, hits) }
    }
    chosen.append(best)
    let predict = candidates[best](rows, labels)
    right += hits(fold.map { predict(x[$0]) }, fold.map { y[$0] })
  }
  return NestedResult(accuracy: Double(right) / Double(y.count), chosen: chosen)
  // END SOLUTION
}

/// How many predictions are right.
private func hits(_ predictions: [Int], _ truth: [Int]) -> Int {
  zip(predictions, truth).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
}

/// The rows 0 ..< n that are not in a fold, ascending.
private func rows(outside fold: [Int], of n: Int) -> [Int] {
  var isOutside = [Bool](repeating: true, count: n)
  for row in fold { isOutside[row] = false }
  return (0..<n).filter { isOutside[$0] }
}

private func check(order: [Int], of n: Int, k: Int) throws {
  guard order.sorted() == Array(0..<n) else { throw CrossValidationError.notAPermutation }
  guard k >= 2, k <= n else { throw CrossValidationError.folds(k) }
}

private func check(_ x: [[Double]], _ y: [Int], _ folds: [[Int]]) throws {
  guard x.count == y.count else { throw CrossValidationError.counts(x.count, y.count) }
  guard folds.count >= 2, folds.allSatisfy({ !$0.isEmpty }), folds.flatMap({ $0 }).sorted() == Array(y.indices) else {
    throw CrossValidationError.notAPartition
  }
}
