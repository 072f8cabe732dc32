enum TreeError: Error, Equatable {
  case noRows
  case labels(rows: Int, labels: Int)
  /// A row with another number of columns than row 0.
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  /// A label outside 0 ..< classes.
  case label(row: Int)
}

/// Questions and answers; rows with `row[feature] <= threshold` go to the first subtree.
indirect enum Tree {
  /// How many training rows of each class came here.
  case leaf(counts: [Int])
  case split(feature: Int, threshold: Double, Tree, Tree)
}

/// A question, and by how much it lowers the impurity.
struct Split {
  var feature: Int
  var threshold: Double
  var gain: Double
}

/// A threshold between two neighbouring values, less than the larger one. A suggestion.
private func between(_ a: Double, _ b: Double) -> Double {
  // BEGIN SOLUTION
  let middle = a + (b - a) / 2
  return middle < b ? middle : a
  // END SOLUTION
}

/// Σ count²/n of n rows, which is n·(1 − Gini impurity). A suggestion.
private func purity(_ counts: [Int], _ n: Int) -> Double {
  // BEGIN SOLUTION
  var sum = 0
  for count in counts { sum += count * count }
  return Double(sum) / Double(n)
  // END SOLUTION
}

/// The question that lowers the Gini impurity most.
///
/// - Parameters:
///   - x: shape (n, d), finite, n ≥ 1.
///   - y: n labels in 0 ..< classes.
///   - classes: K ≥ 1.
///   - minLeaf: how many rows each side must keep, ≥ 1.
/// - Returns: of equal gains the first column, then the smallest threshold; nil if there is no candidate.
/// - Complexity: d·n·(log n + K).
func bestSplit(_ x: [[Double]], _ y: [Int], classes: Int, minLeaf: Int) -> Split? {
  // BEGIN SOLUTION
  let n = x.count
  var all = [Int](repeating: 0, count: classes)
  for label in y { all[label] += 1 }
  let before = purity(all, n)
  var best: Split?
  for feature in x[0].indices {
    let rows = zip(x, y).map { (value: $0[feature], label: $1) }.sorted { $0.value < $1.value }
    var left = [Int](repeating: 0, count: classes)
    var right = all
    for i in 1..<n {
      left[rows[i - 1].label] += 1
      right[rows[i - 1].label] -= 1
      let (a, b) = (rows[i - 1].value, rows[i].value)
      if a == b || i < minLeaf || n - i < minLeaf { continue }
      let gain = (purity(left, i) + purity(right, n - i) - before) / Double(n)  // the ones of 1 − Σ p² cancel
      if let best, gain <= best.gain + 1e-12 { continue }
      best = Split(feature: feature, threshold: between(a, b), gain: gain)
    }
  }
  return best
  // END SOLUTION
}

/// The question that lowers the variance most.
///
/// - Parameters:
///   - x: shape (n, d), finite, n ≥ 1.
///   - y: n finite numbers.
///   - minLeaf: how many rows each side must keep, ≥ 1.
/// - Returns: of equal gains the first column, then the smallest threshold; nil if there is no candidate.
/// - Complexity: d·n·log n.
func bestSplit(_ x: [[Double]], values y: [Double], minLeaf: Int) -> Split? {
  // BEGIN SOLUTION
  let n = x.count
  var mean = 0.0
  for value in y { mean += value / Double(n) }
  var variance = 0.0
  for value in y {
    let deviation = value - mean
    variance += deviation * deviation / Double(n)
  }
  var best: Split?
  for feature in x[0].indices {
    let rows = zip(x, y).map { (value: $0[feature], y: $1) }.sorted { $0.value < $1.value }
    var left = 0.0  // the sum of y − ȳ on the left; on the right it is −left
    for i in 1..<n {
      left += rows[i - 1].y - mean
      let (a, b) = (rows[i - 1].value, rows[i].value)
      if a == b || i < minLeaf || n - i < minLeaf { continue }
      let gain = left * left / (Double(i) * Double(n - i))  // n_L·n_R/n²·(ȳ_L − ȳ_R)²
      if let best, gain <= best.gain + 1e-12 * variance { continue }
      best = Split(feature: feature, threshold: between(a, b), gain: gain)
    }
  }
  return best
  // END SOLUTION
}

/// A tree that has been grown until its leaves are pure, as deep as allowed, or beyond any question.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 1.
///   - y: n labels in 0 ..< classes.
///   - classes: K ≥ 1.
///   - maxDepth: ≥ 0; the root is at depth 0.
/// - Returns: the root.
/// - Throws: `TreeError`, for the first fault.
func fitTree(_ x: [[Double]], _ y: [Int], classes: Int, maxDepth: Int) throws -> Tree {
  // BEGIN SOLUTION
  guard !x.isEmpty else { throw TreeError.noRows }
  guard x.count == y.count else { throw TreeError.labels(rows: x.count, labels: y.count) }
  for i in x.indices {
    guard x[i].count == x[0].count else { throw TreeError.columns(row: i) }
    for j in x[i].indices where !x[i][j].isFinite { throw TreeError.notFinite(row: i, column: j) }
    guard y[i] >= 0, y[i] < classes else { throw TreeError.label(row: i) }
  }
  func grow(_ rows: [Int], _ depth: Int) -> Tree {
    var counts = [Int](repeating: 0, count: classes)
    for i in rows { counts[y[i]] += 1 }
    let isPure = counts.contains(rows.count)
    guard depth < maxDepth, !isPure,
      let split = bestSplit(rows.map { x[$0] }, rows.map { y[$0] }, classes: classes, minLeaf: 1)
    else { return .leaf(counts: counts) }
    let left = rows.filter { x[$0][split.feature] <= split.threshold }
    let right = rows.filter { x[$0][split.feature] > split.threshold }
    return .split(
      feature: split.feature, threshold: split.threshold, grow(left, depth + 1), grow(right, depth + 1))
  }
  return grow(Array(x.indices), 0)
  // END SOLUTION
}

/// The class that a tree answers: the most frequent of the leaf, the smallest of equally frequent ones.
///
/// - Parameters:
///   - tree: as `fitTree` returned it.
///   - row: d finite numbers.
/// - Returns: 0 ..< K.
func predict(_ tree: Tree, _ row: [Double]) -> Int {
  // BEGIN SOLUTION
  switch tree {
  case .leaf(let counts):
    var winner = 0
    for k in counts.indices where counts[k] > counts[winner] { winner = k }
    return winner
  case .split(let feature, let threshold, let left, let right):
    return predict(row[feature] <= threshold ? left : right, row)
  }
  // END SOLUTION
}
