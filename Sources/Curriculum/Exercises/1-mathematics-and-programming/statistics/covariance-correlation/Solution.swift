/// A value is NaN and so has no place in an order.
struct NotANumber: Error {
  /// Its place, counted from 0.
  var index: Int
}

/// The sample covariances of all pairs of columns.
///
/// - Parameter x: n observations of d numbers each, shape (n, d).
/// - Returns: shape (d, d), divisor n − 1; all NaN for n = 1, empty for n = 0.
func covarianceMatrix(_ x: [[Double]]) -> [[Double]] {
  // BEGIN SOLUTION
  guard let first = x.first else { return [] }
  let n = Double(x.count)
  let means = first.indices.map { j in x.reduce(0) { $0 + $1[j] } / n }
  let deviations = x.map { row in zip(row, means).map { $0 - $1 } }  // (n, d)
  return first.indices.map { i in
    first.indices.map { j in deviations.reduce(0) { $0 + $1[i] * $1[j] } / (n - 1) }
  }
  // END SOLUTION
}

/// Pearson's correlations of all pairs of columns: the covariances in units of the standard deviations.
///
/// - Parameter x: n observations of d numbers each, shape (n, d).
/// - Returns: shape (d, d), the diagonal 1; NaN in the row and the column of a constant column.
func correlationMatrix(_ x: [[Double]]) -> [[Double]] {
  // BEGIN SOLUTION
  let c = covarianceMatrix(x)
  let deviations = c.indices.map { j in
    // The mean of three times 0.1 is not 0.1: a variance is too late to ask.
    x.allSatisfy { $0[j] == x[0][j] } ? .nan : c[j][j].squareRoot()
  }
  return c.indices.map { i in c.indices.map { j in c[i][j] / deviations[i] / deviations[j] } }
  // END SOLUTION
}

/// The ranks of n values: 1 for the smallest; equal values share the mean of the ranks they take up together.
///
/// - Parameter x: n ≥ 0 values.
/// - Returns: n ranks, in the order of the values.
/// - Throws: `NotANumber(index:)` with the place of the first NaN.
func ranks(_ x: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  if let index = x.firstIndex(where: \.isNaN) { throw NotANumber(index: index) }
  let order = x.indices.sorted { x[$0] < x[$1] }
  var ranks = [Double](repeating: 0, count: x.count)
  var start = 0
  while start < x.count {
    let end = order[start...].firstIndex { x[$0] > x[order[start]] } ?? x.count
    for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }  // mean of start + 1 … end
    start = end
  }
  return ranks
  // END SOLUTION
}

/// Spearman's rank correlation: Pearson's correlation of the ranks.
///
/// - Parameters:
///   - x: n values.
///   - y: n values.
/// - Returns: −1 … 1; NaN if x or y is constant or has fewer than two values.
/// - Throws: what `ranks` throws, for x first.
func spearman(_ x: [Double], _ y: [Double]) throws -> Double {
  // BEGIN SOLUTION
  let rows = zip(try ranks(x), try ranks(y)).map { [$0, $1] }
  return rows.isEmpty ? .nan : correlationMatrix(rows)[0][1]
  // END SOLUTION
}

/// Pearson's correlation of x and y in each group by itself.
///
/// - Parameters:
///   - x: n values.
///   - y: n values.
///   - groups: n numbers 0 ..< count, the group of each pair.
///   - count: how many groups there are.
/// - Returns: `count` correlations; NaN where x or y is constant or the group has fewer than two pairs.
func correlationsWithin(_ x: [Double], _ y: [Double], groups: [Int], count: Int) -> [Double] {
  // BEGIN SOLUTION
  (0..<count).map { group in
    let rows = groups.indices.filter { groups[$0] == group }.map { [x[$0], y[$0]] }
    return rows.isEmpty ? .nan : correlationMatrix(rows)[0][1]
  }
  // END SOLUTION
}
