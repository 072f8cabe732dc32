import Glibc

enum ClusterMetricError: Error, Equatable {
  case noRows
  case counts(Int, Int)
  /// This row's length is not that of row 0.
  case length(row: Int)
  /// A silhouette compares clusters.
  case oneCluster
}

/// How often each pair of labels occurs, and each label.
///
/// - Parameters:
///   - a: n ≥ 1 labels.
///   - b: n labels.
/// - Returns: the counts of the pairs, of the labels of a and of those of b; none is 0.
/// - Throws: `ClusterMetricError.noRows` if both are empty, or `.counts`.
func table(_ a: [Int], _ b: [Int]) throws -> (both: [[Int]: Int], a: [Int: Int], b: [Int: Int]) {
  // BEGIN SOLUTION
  guard !a.isEmpty || !b.isEmpty else { throw ClusterMetricError.noRows }
  guard a.count == b.count else { throw ClusterMetricError.counts(a.count, b.count) }
  var (both, first, second): ([[Int]: Int], [Int: Int], [Int: Int]) = ([:], [:], [:])
  for (i, j) in zip(a, b) {
    both[[i, j], default: 0] += 1
    first[i, default: 0] += 1
    second[j, default: 0] += 1
  }
  return (both, first, second)
  // END SOLUTION
}

/// The Rand index adjusted for chance.
///
/// - Parameters:
///   - a: n ≥ 1 labels.
///   - b: n labels.
/// - Returns: 1 for the same partition, about 0 by chance; at least −½.
/// - Throws: `ClusterMetricError.noRows` or `.counts`.
func adjustedRand(_ a: [Int], _ b: [Int]) throws -> Double {
  // BEGIN SOLUTION
  let counts = try table(a, b)
  func pairs(_ counts: some Sequence<Int>) -> Double {
    Double(counts.reduce(0) { $0 + $1 * ($1 - 1) / 2 })
  }
  let (together, inA, inB) = (pairs(counts.both.values), pairs(counts.a.values), pairs(counts.b.values))
  let all = Double(a.count * (a.count - 1) / 2)
  let expected = all == 0 ? 0 : inA * inB / all
  let most = (inA + inB) / 2
  return most == expected ? 1 : (together - expected) / (most - expected)
  // END SOLUTION
}

/// The mutual information of two clusterings as a share of their mean entropy.
///
/// - Parameters:
///   - a: n ≥ 1 labels.
///   - b: n labels.
/// - Returns: from 0 to 1.
/// - Throws: `ClusterMetricError.noRows` or `.counts`.
func normalizedMutualInformation(_ a: [Int], _ b: [Int]) throws -> Double {
  // BEGIN SOLUTION
  let counts = try table(a, b)
  let n = Double(a.count)
  func entropy(_ counts: some Sequence<Int>) -> Double {
    counts.reduce(0) { $0 - Double($1) / n * log(Double($1) / n) }
  }
  let entropies = entropy(counts.a.values) + entropy(counts.b.values)
  guard counts.a.count > 1 || counts.b.count > 1 else { return 1 }
  var information = 0.0
  for (labels, count) in counts.both {
    let apart = Double(counts.a[labels[0]] ?? 0) * Double(counts.b[labels[1]] ?? 0)
    information += Double(count) / n * log(n * Double(count) / apart)
  }
  return 2 * information / entropies
  // END SOLUTION
}

/// How much nearer each row lies to its own cluster than to the next one.
///
/// - Parameters:
///   - x: n ≥ 1 rows, shape (n, d).
///   - labels: n labels, at least two different ones.
/// - Returns: n numbers from −1 to 1.
/// - Throws: `ClusterMetricError`, the first that applies in the order of its cases.
func silhouettes(_ x: [[Double]], labels: [Int]) throws -> [Double] {
  // BEGIN SOLUTION
  guard let first = x.first?.count ?? (labels.isEmpty ? nil : 0) else { throw ClusterMetricError.noRows }
  guard x.count == labels.count else { throw ClusterMetricError.counts(x.count, labels.count) }
  if let row = x.firstIndex(where: { $0.count != first }) { throw ClusterMetricError.length(row: row) }
  guard Set(labels).count > 1 else { throw ClusterMetricError.oneCluster }
  return x.indices.map { i in
    var (sums, counts): ([Int: Double], [Int: Double]) = ([:], [:])
    for j in x.indices where j != i {
      let square = zip(x[i], x[j]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      sums[labels[j], default: 0] += square.squareRoot()
      counts[labels[j], default: 0] += 1
    }
    guard let own = sums[labels[i]], let size = counts[labels[i]] else { return 0 }  // alone in its cluster
    let within = own / size
    var next = Double.infinity
    for (label, sum) in sums where label != labels[i] { next = min(next, sum / (counts[label] ?? 1)) }
    let largest = max(within, next)
    return largest == 0 ? 0 : (next - within) / largest
  }
  // END SOLUTION
}
