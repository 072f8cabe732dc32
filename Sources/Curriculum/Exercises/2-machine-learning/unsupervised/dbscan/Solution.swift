enum DBSCANError: Error, Equatable {
  /// Negative, infinite or NaN.
  case radius(Double)
  /// Less than 1.
  case minimum(Int)
  /// This row has not as many numbers as the first.
  case length(row: Int)
  /// A number is NaN or infinite.
  case notFinite(row: Int, column: Int)
}

/// Clusters of any shape: what hangs together through dense neighbourhoods.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 0, finite.
///   - radius: ≥ 0 and finite; neighbours are at this distance or nearer.
///   - minimum: ≥ 1; a row with so many neighbours, itself included, is a core row.
/// - Returns: for each row its cluster, counted from 0 in the order of their first core rows; nil for noise.
/// - Throws: `DBSCANError`, in the order of its cases; of the faults of rows that of the first row.
/// - Complexity: about d·n² operations.
func dbscan(_ x: [[Double]], radius: Double, minimum: Int) throws -> [Int?] {
  // BEGIN SOLUTION
  guard radius >= 0, radius < .infinity else { throw DBSCANError.radius(radius) }
  guard minimum >= 1 else { throw DBSCANError.minimum(minimum) }
  for (i, row) in x.enumerated() {
    guard row.count == x[0].count else { throw DBSCANError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw DBSCANError.notFinite(row: i, column: j) }
  }
  var neighbours = [[Int]](repeating: [], count: x.count)
  for i in x.indices {
    for j in x.indices {
      var square = 0.0
      for c in x[i].indices { square += (x[i][c] - x[j][c]) * (x[i][c] - x[j][c]) }
      if square <= radius * radius { neighbours[i].append(j) }
    }
  }
  var labels = [Int?](repeating: nil, count: x.count)
  var clusters = 0
  for i in x.indices where labels[i] == nil && neighbours[i].count >= minimum {
    labels[i] = clusters
    var open = [i]  // core rows whose neighbours are still to be taken in
    while let core = open.popLast() {
      for j in neighbours[core] where labels[j] == nil {
        labels[j] = clusters
        if neighbours[j].count >= minimum { open.append(j) }  // a border row takes nobody in
      }
    }
    clusters += 1
  }
  return labels
  // END SOLUTION
}
