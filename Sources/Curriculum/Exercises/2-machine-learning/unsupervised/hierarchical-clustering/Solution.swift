/// What the distance of two clusters is.
enum Linkage {
  /// That of their nearest rows.
  case single
  /// That of their farthest rows.
  case complete
  /// The mean over all pairs of rows, one of each.
  case average
  /// By how much the sum of squares within the clusters grows by the merge, as √(2·growth).
  case ward
}

/// Two clusters that become one.
struct Merge: Equatable {
  /// The two clusters, first < second: rows are 0 ..< n, the cluster of merge i is n + i.
  var first: Int
  var second: Int
  /// How far apart they were.
  var height: Double
  /// The number of rows in both together.
  var size: Int
}

enum ClusteringError: Error, Equatable {
  /// This row has not as many numbers as the first.
  case length(row: Int)
  /// A number is NaN or infinite.
  case notFinite(row: Int, column: Int)
  /// So many clusters cannot be made.
  case clusters(Int)
}

/// Merges the two nearest clusters until one is left.
///
/// - Parameters:
///   - x: shape (n, d), finite.
///   - linkage: which distance.
/// - Returns: n − 1 merges, in the order in which they are made; of equally near pairs the one with the smallest first,
///   then the smallest second.
/// - Throws: `ClusteringError.length(row:)` or `.notFinite(row:column:)`, of the first row that is wrong.
/// - Complexity: about n³/6 comparisons.
func mergeTree(_ x: [[Double]], _ linkage: Linkage) throws -> [Merge] {
  // BEGIN SOLUTION
  let n = x.count
  for (i, row) in x.enumerated() {
    guard row.count == x[0].count else { throw ClusteringError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw ClusteringError.notFinite(row: i, column: j) }
  }
  var distances = x.map { a in
    x.map { b in zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot() }
  }
  var sizes = [Int](repeating: 1, count: n)
  var alive = Array(0..<n)  // ascending, as new clusters have the highest numbers
  var merges: [Merge] = []
  while alive.count > 1 {
    var best = Merge(first: 0, second: 0, height: .infinity, size: 0)
    for (place, a) in alive.enumerated() {
      for b in alive[(place + 1)...] where distances[a][b] < best.height {
        best = Merge(first: a, second: b, height: distances[a][b], size: sizes[a] + sizes[b])
      }
    }
    alive.removeAll { $0 == best.first || $0 == best.second }
    // Lance and Williams: the new distances from the old ones.
    let (u, v) = (Double(sizes[best.first]), Double(sizes[best.second]))
    var row = [Double](repeating: 0, count: distances.count + 1)
    for c in alive {
      let (a, b, w) = (distances[best.first][c], distances[best.second][c], Double(sizes[c]))
      switch linkage {
      case .single: row[c] = min(a, b)
      case .complete: row[c] = max(a, b)
      case .average: row[c] = (u * a + v * b) / (u + v)
      case .ward:
        let squares = (u + w) * a * a + (v + w) * b * b - w * best.height * best.height
        row[c] = (squares / (u + v + w)).squareRoot()
      }
    }
    for c in distances.indices { distances[c].append(row[c]) }
    distances.append(row)
    sizes.append(best.size)
    alive.append(n + merges.count)
    merges.append(best)
  }
  return merges
  // END SOLUTION
}

/// The clusters that are left when merging stops early.
///
/// - Parameters:
///   - merges: of n rows, n − 1 of them.
///   - clusters: how many shall be left, 1 … n.
/// - Returns: for each of the n rows its cluster, counted from 0 in the order of their first rows.
/// - Throws: `ClusteringError.clusters(clusters)` outside 1 … n.
func cut(_ merges: [Merge], clusters: Int) throws -> [Int] {
  // BEGIN SOLUTION
  let n = merges.count + 1
  guard clusters >= 1, clusters <= n else { throw ClusteringError.clusters(clusters) }
  var cluster = Array(0..<n)
  for (i, merge) in merges.prefix(n - clusters).enumerated() {
    for row in 0..<n where cluster[row] == merge.first || cluster[row] == merge.second { cluster[row] = n + i }
  }
  var numbers: [Int: Int] = [:]
  for id in cluster where numbers[id] == nil { numbers[id] = numbers.count }
  return cluster.map { numbers[$0] ?? 0 }
  // END SOLUTION
}

/// The number of clusters for which rows lie best in their own, judged by the mean silhouette.
///
/// - Parameters:
///   - merges: of n rows, n − 1 of them.
///   - x: these rows, shape (n, d).
///   - most: the largest number to try, 2 … n.
/// - Returns: from 2 to most; of equally good ones the smallest.
/// - Throws: `ClusteringError.clusters(most)` outside 2 … n; what `silhouettes` throws.
func clusterCount(_ merges: [Merge], _ x: [[Double]], upTo most: Int) throws -> Int {
  // BEGIN SOLUTION
  guard most >= 2, most <= merges.count + 1 else { throw ClusteringError.clusters(most) }
  var (best, largest) = (2, -Double.infinity)
  for k in 2...most {
    let sum = try silhouettes(x, labels: cut(merges, clusters: k)).reduce(0, +)  // n times the mean
    if sum > largest { (best, largest) = (k, sum) }
  }
  return best
  // END SOLUTION
}
