enum EncodingError: Error, Equatable {
  /// Nothing to learn from.
  case noRows
  /// This row has not as many entries as the first row learned from.
  case length(row: Int)
  /// A number that cannot be used: infinity, and for the scaler NaN.
  case notFinite(row: Int, column: Int)
  /// All entries of this column are missing.
  case nothingKnown(column: Int)
}

/// Throws for the first row that has not `columns` numbers, or holds one that is not usable.
func checkNumbers(_ x: [[Double]], columns: Int, isUsable: (Double) -> Bool) throws {
  for (i, row) in x.enumerated() {
    guard row.count == columns else { throw EncodingError.length(row: i) }
    if let j = row.firstIndex(where: { !isUsable($0) }) { throw EncodingError.notFinite(row: i, column: j) }
  }
}

// MARK: - Scaling

/// Columns shifted and stretched as learned from other rows.
struct Scaler {
  /// One a column.
  var means: [Double]
  /// Standard deviations with the divisor n, one a column; 1 for a column that was constant.
  var deviations: [Double]

  /// (x − mean)/deviation, entry by entry.
  ///
  /// - Parameter x: shape (m, d), finite.
  /// - Returns: shape (m, d).
  /// - Throws: `EncodingError.length` or `.notFinite`.
  func transform(_ x: [[Double]]) throws -> [[Double]] {
    // BEGIN SOLUTION
    try checkNumbers(x, columns: means.count, isUsable: \.isFinite)
    return x.map { row in row.indices.map { (row[$0] - means[$0]) / deviations[$0] } }
    // END SOLUTION
  }
}

/// The mean and the standard deviation of each column.
///
/// - Parameter x: shape (n, d), n ≥ 1, finite.
/// - Returns: what scales the training rows to mean 0 and variance 1, a constant column to 0.
/// - Throws: `EncodingError.noRows`, then `.length` or `.notFinite`.
func fitScaler(_ x: [[Double]]) throws -> Scaler {
  // BEGIN SOLUTION
  guard let first = x.first else { throw EncodingError.noRows }
  try checkNumbers(x, columns: first.count, isUsable: \.isFinite)
  let n = Double(x.count)
  var scaler = Scaler(means: first, deviations: first.map { _ in 1 })
  for j in first.indices where x.contains(where: { $0[j] != first[j] }) {
    let mean = x.reduce(0) { $0 + $1[j] } / n
    scaler.means[j] = mean
    scaler.deviations[j] = (x.reduce(0) { $0 + ($1[j] - mean) * ($1[j] - mean) } / n).squareRoot()
  }
  return scaler
  // END SOLUTION
}

// MARK: - Gaps

/// Gaps filled as learned from other rows; a gap is NaN.
struct Imputer {
  /// One a column.
  var medians: [Double]

  /// The rows with each NaN replaced by its column's median.
  ///
  /// - Parameter x: shape (m, d), finite or NaN.
  /// - Returns: shape (m, d), finite.
  /// - Throws: `EncodingError.length` or `.notFinite`.
  func transform(_ x: [[Double]]) throws -> [[Double]] {
    // BEGIN SOLUTION
    try checkNumbers(x, columns: medians.count, isUsable: { !$0.isInfinite })
    return x.map { row in row.indices.map { row[$0].isNaN ? medians[$0] : row[$0] } }
    // END SOLUTION
  }
}

/// The median of what is known of each column.
///
/// - Parameter x: shape (n, d), n ≥ 1, finite or NaN.
/// - Returns: what fills gaps.
/// - Throws: `EncodingError.noRows`, then `.length` or `.notFinite`, then `.nothingKnown` for the first column of gaps.
func fitImputer(_ x: [[Double]]) throws -> Imputer {
  // BEGIN SOLUTION
  guard let first = x.first else { throw EncodingError.noRows }
  try checkNumbers(x, columns: first.count, isUsable: { !$0.isInfinite })
  let medians = try first.indices.map { j in
    let known = x.map { $0[j] }.filter { !$0.isNaN }.sorted()
    guard !known.isEmpty else { throw EncodingError.nothingKnown(column: j) }
    let (low, high) = (known[(known.count - 1) / 2], known[known.count / 2])
    return low + (high - low) / 2
  }
  return Imputer(medians: medians)
  // END SOLUTION
}

// MARK: - Words

/// Words turned into indicators of the levels that were learned from other rows.
struct OneHot {
  /// The different words of each column, ascending.
  var levels: [[String]]

  /// For each column an indicator a level, 1 where the row has it; all 0 for a word that was not learned.
  ///
  /// - Parameter x: shape (m, d).
  /// - Returns: shape (m, the number of levels of all columns).
  /// - Throws: `EncodingError.length`.
  func transform(_ x: [[String]]) throws -> [[Double]] {
    // BEGIN SOLUTION
    var encoded: [[Double]] = []
    for (i, row) in x.enumerated() {
      guard row.count == levels.count else { throw EncodingError.length(row: i) }
      encoded.append(zip(row, levels).flatMap { word, levels in levels.map { $0 == word ? 1 : 0 } })
    }
    return encoded
    // END SOLUTION
  }
}

/// The levels of each column.
///
/// - Parameter x: shape (n, d), n ≥ 1.
/// - Returns: what turns words into indicators.
/// - Throws: `EncodingError.noRows`, then `.length`.
func fitOneHot(_ x: [[String]]) throws -> OneHot {
  // BEGIN SOLUTION
  guard let first = x.first else { throw EncodingError.noRows }
  if let row = x.firstIndex(where: { $0.count != first.count }) { throw EncodingError.length(row: row) }
  return OneHot(levels: first.indices.map { j in Set(x.map { $0[j] }).sorted() })
  // END SOLUTION
}
