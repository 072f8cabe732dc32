import LabNumerics

enum NeighboursError: Error, Equatable {
  case noRows
  case labels(rows: Int, labels: Int)
  /// A row with another number of columns than row 0 of the examples.
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  /// A number of neighbours that is not among 1 … n.
  case count(Int)
}

/// The squared distances of all pairs of rows, by one matrix product around the means of the examples.
///
/// - Parameters:
///   - queries: shape (m, d), finite.
///   - examples: shape (n, d), n ≥ 1, finite.
/// - Returns: shape (m, n), no entry below 0; good to about d·ε times the square of the largest distance from the means.
/// - Complexity: 2·m·n·d operations in the product, m·n besides.
func squaredDistances(from queries: [[Double]], to examples: [[Double]]) -> [[Double]] {
  // BEGIN SOLUTION
  distances(queries, examples).rows
  // END SOLUTION
}

/// The same as a matrix. A suggestion: no need for an array a query, only to look for the least of its numbers.
private func distances(_ queries: [[Double]], _ examples: [[Double]]) -> Matrix<Double> {
  // BEGIN SOLUTION
  guard !queries.isEmpty, !examples[0].isEmpty else { return .zeros(queries.count, examples.count) }
  var (q, x) = (Matrix(queries), Matrix(examples))
  let shares = Vector(repeating: 1 / Double(examples.count), count: examples.count)
  let means = matmul(x, shares, transposeA: true)
  q -= .row(means)
  x -= .row(means)
  let (qq, xx) = ((q * q).rowSums(), (x * x).rowSums())  // squared lengths
  let products = matmul(q, x, transposeB: true)  // (m, n)
  return Matrix(rows: queries.count, columns: examples.count) { i, j in max(0, qq[i] - 2 * products[i, j] + xx[j]) }
  // END SOLUTION
}

/// The examples, as `fitNearestNeighbours` found them in order.
struct NearestNeighbours {
  var rows: [[Double]]
  var labels: [Int]

  /// The nearest examples of each query.
  ///
  /// - Parameters:
  ///   - queries: shape (m, d).
  ///   - k: 1 … n.
  /// - Returns: shape (m, k), row numbers, nearest first; of equal distances the smaller number first.
  /// - Throws: `NeighboursError.count`, then `.columns` or `.notFinite` of the first query at fault.
  func neighbours(of queries: [[Double]], count k: Int) throws -> [[Int]] {
    // BEGIN SOLUTION
    try nearest(queries, k).map { list in list.map(\.row) }
    // END SOLUTION
  }

  /// The label that most of the nearest examples have.
  ///
  /// - Parameters:
  ///   - queries: shape (m, d).
  ///   - k: how many examples vote, 1 … n.
  ///   - weighted: whether a vote counts 1/distance; at distance 0 only those at distance 0 vote, one vote each.
  /// - Returns: m labels; of equal votes the smallest label.
  /// - Throws: as `neighbours`.
  func predict(_ queries: [[Double]], neighbours k: Int, weighted: Bool) throws -> [Int] {
    // BEGIN SOLUTION
    try nearest(queries, k).map { list in
      let isOnOne = weighted && list[0].squared == 0
      var votes: [Int: Double] = [:]
      for (row, squared) in list {
        let vote = isOnOne ? (squared == 0 ? 1 : 0) : weighted ? 1 / squared.squareRoot() : 1
        votes[labels[row], default: 0] += vote
      }
      var winner = votes.keys.min() ?? 0
      for label in votes.keys.sorted() where votes[label, default: 0] > votes[winner, default: 0] { winner = label }
      return winner
    }
    // END SOLUTION
  }

  /// The rows and squared distances of the k nearest. A suggestion: both methods need it.
  private func nearest(_ queries: [[Double]], _ k: Int) throws -> [[(row: Int, squared: Double)]] {
    // BEGIN SOLUTION
    guard k >= 1, k <= rows.count else { throw NeighboursError.count(k) }
    try checkRows(queries, columns: rows[0].count)
    let squares = distances(queries, rows)
    return queries.indices.map { query in
      var best: [(row: Int, squared: Double)] = []  // sorted; few rows enter, so this is cheaper than sorting all
      var limit = Double.infinity
      for row in rows.indices where best.count < k || squares[query, row] < limit {
        if best.count == k { best.removeLast() }
        let squared = squares[query, row]
        let place = best.lastIndex { $0.squared <= squared }.map { $0 + 1 } ?? 0
        best.insert((row, squared), at: place)
        if best.count == k { limit = best[k - 1].squared }
      }
      return best
    }
    // END SOLUTION
  }
}

/// The examples, kept.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 1.
///   - y: n labels.
/// - Returns: a model that can be asked for neighbours.
/// - Throws: `NeighboursError.noRows`, then `.labels`, then `.columns` or `.notFinite` of the first row at fault.
func fitNearestNeighbours(_ x: [[Double]], _ y: [Int]) throws -> NearestNeighbours {
  // BEGIN SOLUTION
  guard !x.isEmpty else { throw NeighboursError.noRows }
  guard x.count == y.count else { throw NeighboursError.labels(rows: x.count, labels: y.count) }
  try checkRows(x, columns: x[0].count)
  return NearestNeighbours(rows: x, labels: y)
  // END SOLUTION
}

/// Throws for the first row with another number of columns, or with an entry that is not finite. A suggestion.
private func checkRows(_ rows: [[Double]], columns: Int) throws {
  // BEGIN SOLUTION
  for i in rows.indices {
    guard rows[i].count == columns else { throw NeighboursError.columns(row: i) }
    for j in 0..<columns where !rows[i][j].isFinite { throw NeighboursError.notFinite(row: i, column: j) }
  }
  // END SOLUTION
}
