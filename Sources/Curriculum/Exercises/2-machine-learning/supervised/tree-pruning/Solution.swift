enum PruningError: Error, Equatable {
  /// A price that is negative or NaN.
  case alpha
  case noRows
  case labels(rows: Int, labels: Int)
  /// Negative, NaN or infinite.
  case standardErrors
}

/// A tree, and the price of a leaf from which on it is the best.
struct PruningStep {
  var alpha: Double
  var tree: Tree
}

/// What is known of a subtree. A suggestion.
private struct Summary {
  /// The rows of each class.
  var counts: [Int]
  /// How many leaves it has.
  var leaves: Int
  /// The sum of R over its leaves.
  var cost: Double
  /// The least g of its inner nodes; ∞ for a leaf.
  var weakest: Double
}

/// R of a node as a leaf, in a tree of n rows. A suggestion.
private func cost(_ counts: [Int], of n: Int) -> Double {
  // BEGIN SOLUTION
  let rows = Double(counts.reduce(0, +))
  var squares = 0.0
  for count in counts { squares += Double(count) * Double(count) }
  return (rows - squares / rows) / Double(n)
  // END SOLUTION
}

/// g of an inner node, given the subtree below. A suggestion.
private func saving(_ node: Summary, of n: Int) -> Double {
  // BEGIN SOLUTION
  (cost(node.counts, of: n) - node.cost) / Double(node.leaves - 1)
  // END SOLUTION
}

/// What is known of a subtree, in a tree of n rows. A suggestion.
private func summary(_ tree: Tree, of n: Int) -> Summary {
  // BEGIN SOLUTION
  switch tree {
  case .leaf(let counts): return Summary(counts: counts, leaves: 1, cost: cost(counts, of: n), weakest: .infinity)
  case .split(_, _, let left, let right):
    let (a, b) = (summary(left, of: n), summary(right, of: n))
    var node = Summary(
      counts: zip(a.counts, b.counts).map(+), leaves: a.leaves + b.leaves, cost: a.cost + b.cost,
      weakest: min(a.weakest, b.weakest))
    node.weakest = min(node.weakest, saving(node, of: n))
    return node
  }
  // END SOLUTION
}

/// The tree with all nodes cut whose g is not above the price. A suggestion.
private func cut(_ tree: Tree, price: Double, of n: Int) -> Tree {
  // BEGIN SOLUTION
  let node = summary(tree, of: n)
  guard case .split(let feature, let threshold, let left, let right) = tree, node.weakest <= price + 1e-12 else {
    return tree
  }
  if saving(node, of: n) <= price + 1e-12 { return .leaf(counts: node.counts) }
  return .split(
    feature: feature, threshold: threshold, cut(left, price: price, of: n), cut(right, price: price, of: n))
  // END SOLUTION
}

/// All prunings of a tree that are the best for some price of a leaf.
///
/// - Parameter tree: every leaf holds a row.
/// - Returns: prices rising from 0; from each on until the next the tree beside it is the smallest of those with the
///   least R(T) + α·|T|. The last is one leaf.
/// - Complexity: steps × nodes × depth.
func pruningPath(_ tree: Tree) -> [PruningStep] {
  // BEGIN SOLUTION
  let n = summary(tree, of: 1).counts.reduce(0, +)  // its cost is not asked for
  var path = [PruningStep(alpha: 0, tree: cut(tree, price: 0, of: n))]
  while let tree = path.last?.tree, case .split = tree {
    let price = summary(tree, of: n).weakest
    path.append(PruningStep(alpha: price, tree: cut(tree, price: price, of: n)))
  }
  return path
  // END SOLUTION
}

/// The smallest pruning of a tree with the least R(T) + α·|T|.
///
/// - Parameters:
///   - tree: every leaf holds a row.
///   - alpha: the price of a leaf, ≥ 0, ∞ allowed.
/// - Returns: the tree of the last step of the path with a price ≤ alpha + 10⁻¹².
/// - Throws: `PruningError.alpha`.
func prune(_ tree: Tree, alpha: Double) throws -> Tree {
  // BEGIN SOLUTION
  guard alpha >= 0 else { throw PruningError.alpha }
  let step = pruningPath(tree).last { $0.alpha <= alpha + 1e-12 }
  return step?.tree ?? tree
  // END SOLUTION
}

/// The smallest tree of a path that errs about as little as the best, on rows that it was not grown on.
///
/// - Parameters:
///   - path: as `pruningPath` returned it.
///   - x: shape (m, d), finite.
///   - y: m labels.
///   - standardErrors: by how many it may be worse than the best, ≥ 0.
/// - Returns: the number of the step, from 0.
/// - Throws: `PruningError`, for the first fault.
func choose(_ path: [PruningStep], _ x: [[Double]], _ y: [Int], standardErrors: Double) throws -> Int {
  // BEGIN SOLUTION
  guard !x.isEmpty else { throw PruningError.noRows }
  guard x.count == y.count else { throw PruningError.labels(rows: x.count, labels: y.count) }
  guard standardErrors >= 0, standardErrors.isFinite else { throw PruningError.standardErrors }
  let wrong = path.map { step in Double(zip(x, y).count { predict(step.tree, $0) != $1 }) }
  let (least, m) = (wrong.min() ?? 0, Double(x.count))
  let allowed = least + standardErrors * (least * (m - least) / m).squareRoot()
  return wrong.lastIndex { $0 <= allowed } ?? 0
  // END SOLUTION
}
