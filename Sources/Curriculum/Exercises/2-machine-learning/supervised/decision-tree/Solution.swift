import LabNumerics

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

/// The columns of a table, and of each the numbers of its rows in the order of their values. A suggestion.
private func sortedColumns(_ x: [[Double]]) -> (columns: [[Double]], orders: [[Int]]) {
  // BEGIN SOLUTION
  let columns = x[0].indices.map { j in x.map { $0[j] } }
  return (columns, columns.map { Vector($0).argsort() })
  // END SOLUTION
}

/// The best question to the rows that stand in a range of each order. A suggestion.
private func bestSplit(
  _ columns: [[Double]], _ orders: [[Int]], _ range: Range<Int>, _ y: [Int], counts: [Int], minLeaf: Int
) -> Split? {
  // BEGIN SOLUTION
  let n = range.count
  let squares = counts.reduce(0) { $0 + $1 * $1 }  // n times a node's Gini impurity is n − Σ count²/n
  let before = Double(squares) / Double(n)
  var best: Split?
  for feature in columns.indices {
    let (column, order) = (columns[feature], orders[feature])
    var (left, right) = ([Int](repeating: 0, count: counts.count), counts)
    var (leftSquares, rightSquares) = (0, squares)
    for i in 1..<n {
      let row = order[range.lowerBound + i - 1]
      let label = y[row]
      leftSquares += 2 * left[label] + 1  // (c + 1)² − c²
      rightSquares -= 2 * right[label] - 1
      left[label] += 1
      right[label] -= 1
      let (a, b) = (column[row], column[order[range.lowerBound + i]])
      if a == b || i < minLeaf || n - i < minLeaf { continue }
      let after = Double(leftSquares) / Double(i) + Double(rightSquares) / Double(n - i)
      let gain = (after - before) / Double(n)
      if let best, gain <= best.gain + 1e-12 { continue }
      best = Split(feature: feature, threshold: between(a, b), gain: gain)
    }
  }
  return best
  // END SOLUTION
}

/// Moves the rows that go left before the others in a range of an order; both keep their order. A suggestion.
///
/// - Parameters:
///   - order: row numbers.
///   - range: the places that a node has in it.
///   - goesLeft: whether each row does.
///   - others: as long as the order, overwritten.
/// - Returns: where the others begin.
private func divide(_ order: inout [Int], _ range: Range<Int>, _ goesLeft: [Bool], _ others: inout [Int]) -> Int {
  // BEGIN SOLUTION
  var (middle, count) = (range.lowerBound, 0)
  for place in range {
    let row = order[place]
    (order[middle], others[count]) = (row, row)  // to both, and only one of them counts: nothing to guess
    middle += goesLeft[row] ? 1 : 0
    count += goesLeft[row] ? 0 : 1
  }
  for i in 0..<count { order[middle + i] = others[i] }
  return middle
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
  let (columns, orders) = sortedColumns(x)
  var counts = [Int](repeating: 0, count: classes)
  for label in y { counts[label] += 1 }
  return bestSplit(columns, orders, x.indices, y, counts: counts, minLeaf: minLeaf)
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
  // Sorted once: in each column's order a node has the same range of places, and rows that go the same way stay in order.
  var (columns, orders) = sortedColumns(x)
  var (goesLeft, others) = ([Bool](repeating: false, count: x.count), [Int](repeating: 0, count: x.count))
  func grow(_ range: Range<Int>, _ rows: [Int], _ depth: Int) -> Tree {
    var counts = [Int](repeating: 0, count: classes)
    for i in rows { counts[y[i]] += 1 }
    let isPure = counts.contains(rows.count)
    guard depth < maxDepth, !isPure,
      let split = bestSplit(columns, orders, range, y, counts: counts, minLeaf: 1)
    else { return .leaf(counts: counts) }
    let column = columns[split.feature]
    for i in rows { goesLeft[i] = column[i] <= split.threshold }
    var middle = range.lowerBound
    for j in orders.indices { middle = divide(&orders[j], range, goesLeft, &others) }
    return .split(
      feature: split.feature, threshold: split.threshold,
      grow(range.lowerBound..<middle, rows.filter { column[$0] <= split.threshold }, depth + 1),
      grow(middle..<range.upperBound, rows.filter { column[$0] > split.threshold }, depth + 1))
  }
  return grow(x.indices, Array(x.indices), 0)
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
