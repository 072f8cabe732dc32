import LabNumerics

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

/// A column by the places of its values among its different ones, which order it as well as the values do. A suggestion.
private struct RankedColumn {
  /// The different values, rising.
  var values: [Double] = []
  /// Of each row the place of its value.
  var ranks: [Int]
}

/// The ranks of a column, found once for all trees. A suggestion.
private func ranked(_ column: [Double]) -> RankedColumn {
  // BEGIN SOLUTION
  var result = RankedColumn(ranks: column.map { _ in 0 })
  for i in Vector(column).argsort() {
    if result.values.last != column[i] { result.values.append(column[i]) }
    result.ranks[i] = result.values.count - 1
  }
  return result
  // END SOLUTION
}

/// Whole numbers in rising order, each with how often it stands there. A suggestion.
private func tallied(_ keys: [Int], below limit: Int) -> [(key: Int, count: Int)] {
  // BEGIN SOLUTION
  guard limit <= 16 * keys.count else { return keys.sorted().map { ($0, 1) } }
  // Pixels, counts and ages have few values: they are counted, not compared.
  var counts = [Int](repeating: 0, count: limit)
  for key in keys { counts[key] += 1 }
  return counts.indices.compactMap { counts[$0] > 0 ? ($0, counts[$0]) : nil }
  // END SOLUTION
}

/// What `bestSplit` finds among some columns, in rising order, and the last rank that goes left. A suggestion.
private func bestSplit(
  _ columns: [RankedColumn], among chosen: [Int], _ rows: [Int], _ y: [Int], counts: [Int]
) -> (split: Split, rank: Int)? {
  // BEGIN SOLUTION
  let (n, labels) = (rows.count, rows.map { y[$0] })
  let bits = Int.bitWidth - counts.count.leadingZeroBitCount  // that a label needs
  let squares = counts.reduce(0) { $0 + $1 * $1 }  // n times a node's Gini impurity is n − Σ count²/n
  let before = Double(squares) / Double(n)
  var best: (split: Split, rank: Int)?
  for feature in chosen {
    let (values, ranks) = (columns[feature].values, columns[feature].ranks)
    let groups = tallied(zip(rows, labels).map { ranks[$0] << bits | $1 }, below: values.count << bits)
    var (left, right) = ([Int](repeating: 0, count: counts.count), counts)
    var (leftSquares, rightSquares, i) = (0, squares, 0)
    for (place, (key, count)) in groups.enumerated().dropLast() {
      let (label, rank, next) = (key & (1 << bits - 1), key >> bits, groups[place + 1].key >> bits)
      leftSquares += count * (2 * left[label] + count)  // (c + count)² − c²
      rightSquares -= count * (2 * right[label] - count)
      left[label] += count
      right[label] -= count
      i += count
      if rank == next { continue }
      let after = Double(leftSquares) / Double(i) + Double(rightSquares) / Double(n - i)
      let gain = (after - before) / Double(n)
      if let best, gain <= best.split.gain + 1e-12 { continue }
      let (a, b) = (values[rank], values[next])
      let middle = a + (b - a) / 2
      best = (Split(feature: feature, threshold: middle < b ? middle : a, gain: gain), rank)
    }
  }
  return best
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
  let table = x[0].indices.map { j in ranked(x.map { $0[j] }) }
  func grow(_ rows: [Int], _ depth: Int) -> Tree {
    var counts = [Int](repeating: 0, count: classes)
    for i in rows { counts[y[i]] += 1 }
    if depth == maxDepth || counts.contains(rows.count) { return .leaf(counts: counts) }
    guard let (split, last) = bestSplit(table, among: columns().sorted(), rows, y, counts: counts) else {
      return .leaf(counts: counts)
    }
    let ranks = table[split.feature].ranks
    let left = grow(rows.filter { ranks[$0] <= last }, depth + 1)
    let right = grow(rows.filter { ranks[$0] > last }, depth + 1)
    return .split(feature: split.feature, threshold: split.threshold, left, right)
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
