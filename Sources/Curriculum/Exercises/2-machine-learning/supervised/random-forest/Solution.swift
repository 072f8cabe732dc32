enum ForestError: Error, Equatable {
  case noTrees
  /// A sample without rows, or with the number of a row that is not there.
  case sample(tree: Int)
}

/// Trees that answer together.
struct Forest {
  var trees: [Tree]

  /// The mean of what the trees say.
  ///
  /// - Parameter row: d finite numbers.
  /// - Returns: K shares that sum to 1.
  func probabilities(_ row: [Double]) -> [Double] {
    // BEGIN SOLUTION
    meanShares(trees, row)
    // END SOLUTION
  }

  /// The most probable class, of equally probable ones the smallest.
  ///
  /// - Parameter row: d finite numbers.
  /// - Returns: 0 ..< K.
  func predict(_ row: [Double]) -> Int {
    // BEGIN SOLUTION
    largest(meanShares(trees, row))
    // END SOLUTION
  }
}

/// The mean over trees of the shares of the classes in the leaf of a row. A suggestion.
private func meanShares(_ trees: [Tree], _ row: [Double]) -> [Double] {
  // BEGIN SOLUTION
  var mean: [Double] = []
  for tree in trees {
    let counts = leaf(tree, row)
    if mean.isEmpty { mean = counts.map { _ in 0 } }
    var n = 0
    for count in counts { n += count }
    for k in counts.indices { mean[k] += Double(counts[k]) / Double(n) / Double(trees.count) }
  }
  return mean
  // END SOLUTION
}

/// The counts of the leaf that a row falls in. A suggestion.
private func leaf(_ tree: Tree, _ row: [Double]) -> [Int] {
  // BEGIN SOLUTION
  switch tree {
  case .leaf(let counts): return counts
  case .split(let feature, let threshold, let left, let right):
    return leaf(row[feature] <= threshold ? left : right, row)
  }
  // END SOLUTION
}

/// The place of the largest number, the first of equal ones. A suggestion.
private func largest(_ numbers: [Double]) -> Int {
  // BEGIN SOLUTION
  var winner = 0
  for k in numbers.indices where numbers[k] > numbers[winner] { winner = k }
  return winner
  // END SOLUTION
}

/// One tree a sample; each split may ask only the columns that it is given.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 1.
///   - y: n labels in 0 ..< classes.
///   - classes: K ≥ 1.
///   - maxDepth: ≥ 0; the root is at depth 0.
///   - samples: for each tree its rows, which may occur several times.
///   - columns: for each node that is not a leaf, the columns that may be asked: at least one, all different.
/// - Returns: as many trees as samples.
/// - Throws: `TreeError` as `fitTree`, then `ForestError`.
func fitForest(
  _ x: [[Double]], _ y: [Int], classes: Int, maxDepth: Int, samples: [[Int]], columns: () -> [Int]
) throws -> Forest {
  // BEGIN SOLUTION
  _ = try fitTree(x, y, classes: classes, maxDepth: 0)  // refuses what a tree refuses
  guard !samples.isEmpty else { throw ForestError.noTrees }
  for b in samples.indices {
    guard !samples[b].isEmpty else { throw ForestError.sample(tree: b) }
    for i in samples[b] where i < 0 || i >= x.count { throw ForestError.sample(tree: b) }
  }
  func grow(_ rows: [Int], _ depth: Int) -> Tree {
    var counts = [Int](repeating: 0, count: classes)
    for i in rows { counts[y[i]] += 1 }
    if depth == maxDepth || counts.contains(rows.count) { return .leaf(counts: counts) }
    let chosen = columns().sorted()
    let part = rows.map { i in chosen.map { x[i][$0] } }
    guard let split = bestSplit(part, rows.map { y[$0] }, classes: classes, minLeaf: 1) else {
      return .leaf(counts: counts)
    }
    let feature = chosen[split.feature]
    let left = grow(rows.filter { x[$0][feature] <= split.threshold }, depth + 1)
    let right = grow(rows.filter { x[$0][feature] > split.threshold }, depth + 1)
    return .split(feature: feature, threshold: split.threshold, left, right)
  }
  return Forest(trees: samples.map { grow($0, 0) })
  // END SOLUTION
}

/// The share of rows that the trees which did not see them predict rightly.
///
/// - Parameters:
///   - forest: fitted to these rows.
///   - x: shape (n, d).
///   - y: n labels.
///   - samples: those that the forest was grown on.
/// - Returns: of the rows that some sample misses; nil if there is none.
func outOfBagAccuracy(_ forest: Forest, _ x: [[Double]], _ y: [Int], samples: [[Int]]) -> Double? {
  // BEGIN SOLUTION
  var others = [[Tree]](repeating: [], count: x.count)
  for (tree, sample) in zip(forest.trees, samples) {
    let seen = Set(sample)
    for i in x.indices where !seen.contains(i) { others[i].append(tree) }
  }
  var (right, counted) = (0, 0)
  for i in x.indices where !others[i].isEmpty {
    counted += 1
    if largest(meanShares(others[i], x[i])) == y[i] { right += 1 }
  }
  return counted == 0 ? nil : Double(right) / Double(counted)
  // END SOLUTION
}
