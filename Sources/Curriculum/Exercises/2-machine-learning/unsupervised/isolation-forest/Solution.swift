import Glibc

/// Questions that part rows from each other, drawn without looking at any answer.
indirect enum IsolationTree {
  /// So many rows of the sample ended here.
  case leaf(count: Int)
  /// Rows with `row[feature] <= threshold` go left.
  case split(feature: Int, threshold: Double, left: IsolationTree, right: IsolationTree)
}

/// Trees, each grown on its own sample of the rows.
struct IsolationForest {
  var trees: [IsolationTree]
  /// ψ, the number of rows in each sample.
  var sampleSize: Int
}

enum IsolationForestError: Error, Equatable {
  /// This row has not as many numbers as the first.
  case length(row: Int)
  /// A number is NaN or infinite.
  case notFinite(row: Int, column: Int)
  /// There are no samples, or the sample with this index has fewer than two rows, other than the first, or one that does
  /// not exist.
  case sample(Int)
}

/// How far each number lies from the median, in robust standard deviations: (x − median)/(1.4826·MAD).
///
/// - Parameter x: n ≥ 1 numbers.
/// - Returns: n signed numbers; if the MAD is 0, 0 for the median itself and ±∞ for all others.
/// - Throws: what `quantile` throws: of no numbers, or of NaN.
func robustScores(_ x: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  let median = try quantile(x, 0.5)
  let deviation = try quantile(x.map { abs($0 - median) }, 0.5)  // MAD
  return x.map { $0 == median ? 0 : ($0 - median) / (1.4826 * deviation) }
  // END SOLUTION
}

/// c(n), the mean depth at which a random tree on n rows isolates one of them.
///
/// - Parameter n: ≥ 0.
/// - Returns: 0 for n < 2, 1 for n = 2, else 2·(ln(n − 1) + γ) − 2·(n − 1)/n.
func averageDepth(_ n: Int) -> Double {
  // BEGIN SOLUTION
  guard n > 2 else { return n == 2 ? 1 : 0 }
  let n = Double(n)
  return 2 * (log(n - 1) + 0.5772156649015329) - 2 * (n - 1) / n
  // END SOLUTION
}

/// A tree that isolates rows by random questions.
///
/// - Parameters:
///   - x: shape (n, d).
///   - rows: the indices of those that are here.
///   - limit: how many questions may still be asked one after the other.
///   - draw: gives a uniform number in 0 ..< 1 each time; for a split it is called for the feature, then for the
///     threshold, then by the left tree, then by the right one.
/// - Returns: a leaf if the limit is 0, if there is one row at most, or if no feature varies among the rows.
func isolationTree(_ x: [[Double]], _ rows: [Int], limit: Int, draw: () -> Double) -> IsolationTree {
  // BEGIN SOLUTION
  guard limit > 0, rows.count > 1 else { return .leaf(count: rows.count) }
  let ranges = x[0].indices.map { j in (low: rows.map { x[$0][j] }.min() ?? 0, high: rows.map { x[$0][j] }.max() ?? 0) }
  let varying = ranges.indices.filter { ranges[$0].low < ranges[$0].high }
  guard !varying.isEmpty else { return .leaf(count: rows.count) }
  let feature = varying[Int(draw() * Double(varying.count))]
  let (low, high) = ranges[feature]
  var threshold = low + draw() * (high - low)
  if threshold >= high { threshold = low }  // rounding: both sides must get a row
  let left = isolationTree(x, rows.filter { x[$0][feature] <= threshold }, limit: limit - 1, draw: draw)
  let right = isolationTree(x, rows.filter { x[$0][feature] > threshold }, limit: limit - 1, draw: draw)
  return .split(feature: feature, threshold: threshold, left: left, right: right)
  // END SOLUTION
}

/// How many questions isolate a row, with c(count) for those that a leaf saves.
///
/// - Parameters:
///   - tree: grown on rows of d numbers.
///   - row: d numbers.
/// - Returns: ≥ 0.
func pathLength(_ tree: IsolationTree, _ row: [Double]) -> Double {
  // BEGIN SOLUTION
  switch tree {
  case .leaf(let count): averageDepth(count)
  case .split(let feature, let threshold, let left, let right):
    1 + pathLength(row[feature] <= threshold ? left : right, row)
  }
  // END SOLUTION
}

/// A forest of one tree a sample, each with at most ⌈log₂ ψ⌉ questions in a row.
///
/// - Parameters:
///   - x: shape (n, d), finite.
///   - samples: of each tree the indices of its ψ ≥ 2 rows.
///   - draw: uniform numbers in 0 ..< 1, for one tree after the other.
/// - Returns: the forest.
/// - Throws: `IsolationForestError`, of the rows that of the first wrong one, then `.sample`.
func fitIsolationForest(_ x: [[Double]], samples: [[Int]], draw: () -> Double) throws -> IsolationForest {
  // BEGIN SOLUTION
  for (i, row) in x.enumerated() {
    guard row.count == x[0].count else { throw IsolationForestError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw IsolationForestError.notFinite(row: i, column: j) }
  }
  guard let size = samples.first?.count else { throw IsolationForestError.sample(0) }
  if let bad = samples.firstIndex(where: { sample in
    sample.count < 2 || sample.count != size || !sample.allSatisfy { x.indices.contains($0) }
  }) {
    throw IsolationForestError.sample(bad)
  }
  var limit = 0
  while 1 << limit < size { limit += 1 }  // ⌈log₂ ψ⌉
  return IsolationForest(
    trees: samples.map { isolationTree(x, $0, limit: limit, draw: draw) }, sampleSize: size)
  // END SOLUTION
}

/// How strange a row is: 2^(−mean path length/c(ψ)).
///
/// - Parameters:
///   - forest: fitted.
///   - row: d numbers.
/// - Returns: 0 … 1; ½ for a row as deep as the average, near 1 for one that is isolated at once.
func anomalyScore(_ forest: IsolationForest, _ row: [Double]) -> Double {
  // BEGIN SOLUTION
  let mean = forest.trees.reduce(0) { $0 + pathLength($1, row) } / Double(forest.trees.count)
  return exp2(-mean / averageDepth(forest.sampleSize))
  // END SOLUTION
}
