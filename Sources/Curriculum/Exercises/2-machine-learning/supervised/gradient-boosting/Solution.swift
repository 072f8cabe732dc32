import Glibc
import LabNumerics

enum BoostingError: Error, Equatable {
  /// A learning rate that is not a finite number > 0.
  case learningRate(Double)
  case noRows
  case targets(rows: Int, targets: Int)
  /// A row with another number of columns than row 0.
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  /// A target that is not finite or, for the logistic loss, neither 0 nor 1.
  case target(row: Int)
  case oneClass
}

enum Loss {
  case squared, logistic
}

/// Questions, and numbers for answers; rows with `row[feature] <= threshold` go to the first subtree.
indirect enum RegressionTree {
  case leaf(Double)
  case split(feature: Int, threshold: Double, RegressionTree, RegressionTree)

  /// The value of the leaf that a row falls in.
  ///
  /// - Parameter row: d finite numbers.
  /// - Returns: what is to be added to the score, before the learning rate.
  func value(_ row: [Double]) -> Double {
    // BEGIN SOLUTION
    switch self {
    case .leaf(let value): return value
    case .split(let feature, let threshold, let left, let right):
      return row[feature] <= threshold ? left.value(row) : right.value(row)
    }
    // END SOLUTION
  }
}

/// A sum of trees.
struct BoostedTrees {
  var loss: Loss
  var start: Double
  var learningRate: Double
  var trees: [RegressionTree]

  /// The score of a row after 0, 1, … trees.
  ///
  /// - Parameter row: d finite numbers.
  /// - Returns: M + 1 numbers, the first of them `start`.
  func staged(_ row: [Double]) -> [Double] {
    // BEGIN SOLUTION
    var scores = [start]
    var score = start
    for tree in trees {
      score += learningRate * tree.value(row)
      scores.append(score)
    }
    return scores
    // END SOLUTION
  }

  /// The score after all trees; for the logistic loss the probability of class 1.
  ///
  /// - Parameter row: d finite numbers.
  /// - Returns: a number, or one in 0 … 1.
  func predict(_ row: [Double]) -> Double {
    // BEGIN SOLUTION
    let score = staged(row)[trees.count]
    return loss == .squared ? score : sigmoid(score)
    // END SOLUTION
  }
}

/// 1/(1 + e^{−z}) without overflow. A suggestion.
private func sigmoid(_ z: Double) -> Double {
  // BEGIN SOLUTION
  let small = exp(-abs(z))
  return (z < 0 ? small : 1) / (1 + small)
  // END SOLUTION
}

/// What `bestSplit(x, values: y, minLeaf:)` finds for rows that stand in the order of each column. A suggestion:
/// residuals change from tree to tree, the orders do not.
private func bestSplit(_ columns: [[Double]], _ orders: [[Int]], values y: [Double], minLeaf: Int) -> Split? {
  // BEGIN SOLUTION
  guard let rows = orders.first else { return nil }
  let n = rows.count
  let mean = rows.reduce(0) { $0 + y[$1] } / Double(n)
  let variance = rows.reduce(0) { $0 + (y[$1] - mean) * (y[$1] - mean) } / Double(n)
  var best: Split?
  for feature in columns.indices {
    let (column, order) = (columns[feature], orders[feature])
    var left = 0.0  // the sum of y − ȳ on the left; on the right it is −left
    for i in 1..<n {
      left += y[order[i - 1]] - mean
      let (a, b) = (column[order[i - 1]], column[order[i]])
      if a == b || i < minLeaf || n - i < minLeaf { continue }
      let gain = left * left / (Double(i) * Double(n - i))  // n_L·n_R/n²·(ȳ_L − ȳ_R)²
      if let best, gain <= best.gain + 1e-12 * variance { continue }
      let middle = a + (b - a) / 2
      best = Split(feature: feature, threshold: middle < b ? middle : a, gain: gain)
    }
  }
  return best
  // END SOLUTION
}

/// A sum of small trees, each grown on the residuals of those before it.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 1.
///   - y: n numbers; 0 or 1 for the logistic loss.
///   - loss: what the sum is to make small.
///   - rounds: the number of trees, ≥ 0.
///   - learningRate: the share of each tree that is added, > 0.
///   - maxDepth: of each tree, ≥ 0; the root is at depth 0.
///   - minLeaf: how many rows each leaf must keep, ≥ 1.
/// - Returns: a model that predicts.
/// - Throws: `BoostingError`, for the first fault.
func fitBoosting(
  _ x: [[Double]], _ y: [Double], loss: Loss, rounds: Int, learningRate: Double, maxDepth: Int, minLeaf: Int
) throws -> BoostedTrees {
  // BEGIN SOLUTION
  guard learningRate > 0, learningRate.isFinite else { throw BoostingError.learningRate(learningRate) }
  guard !x.isEmpty else { throw BoostingError.noRows }
  guard x.count == y.count else { throw BoostingError.targets(rows: x.count, targets: y.count) }
  for i in x.indices {
    guard x[i].count == x[0].count else { throw BoostingError.columns(row: i) }
    for j in x[i].indices where !x[i][j].isFinite { throw BoostingError.notFinite(row: i, column: j) }
    guard y[i].isFinite, loss == .squared || y[i] == 0 || y[i] == 1 else { throw BoostingError.target(row: i) }
  }
  var start = 0.0
  for value in y { start += value / Double(y.count) }
  if loss == .logistic {
    guard y.contains(0), y.contains(1) else { throw BoostingError.oneClass }
    start = log(start / (1 - start))
  }
  var scores = [Double](repeating: start, count: x.count)
  var residuals = scores
  var weights = [Double](repeating: 1, count: x.count)
  let columns = x[0].indices.map { j in x.map { $0[j] } }
  let sorted = columns.map { Vector($0).argsort() }  // once for all trees
  func grow(_ rows: [Int], _ orders: [[Int]], _ depth: Int) -> RegressionTree {
    if depth < maxDepth, let split = bestSplit(columns, orders, values: residuals, minLeaf: minLeaf) {
      let goesLeft = columns[split.feature].map { $0 <= split.threshold }
      func kept(_ side: Bool) -> [[Int]] {  // what is parted stays in order; the last level needs none
        depth + 1 < maxDepth ? orders.map { $0.filter { goesLeft[$0] == side } } : []
      }
      return .split(
        feature: split.feature, threshold: split.threshold,
        grow(rows.filter { goesLeft[$0] }, kept(true), depth + 1),
        grow(rows.filter { !goesLeft[$0] }, kept(false), depth + 1))
    }
    var (above, below) = (0.0, 0.0)
    for i in rows {
      above += residuals[i]
      below += weights[i]
    }
    return .leaf(below == 0 ? 0 : above / below)
  }
  var trees: [RegressionTree] = []
  for _ in 0..<rounds {
    for i in x.indices {
      if loss == .logistic {
        residuals[i] = y[i] - sigmoid(scores[i])
        weights[i] = sigmoid(scores[i]) * sigmoid(-scores[i])
      } else {
        residuals[i] = y[i] - scores[i]
      }
    }
    let tree = grow(Array(x.indices), sorted, 0)
    for i in x.indices { scores[i] += learningRate * tree.value(x[i]) }
    trees.append(tree)
  }
  return BoostedTrees(loss: loss, start: start, learningRate: learningRate, trees: trees)
  // END SOLUTION
}
