/// A triplet lies outside the matrix: the first such, counted from 0.
struct InvalidTriplet: Error {
  var index: Int
}

/// A matrix of which only some entries are stored, row after row.
struct CSRMatrix {
  let rows: Int
  let columns: Int
  /// Row i is stored at the places `rowStarts[i] ..< rowStarts[i + 1]`; rows + 1 numbers.
  let rowStarts: [Int]
  /// The column of each stored entry, strictly ascending within a row.
  let columnIndices: [Int]
  /// The stored entries.
  let values: [Double]
}

extension CSRMatrix {
  /// The matrix with these entries; values for the same place add up.
  ///
  /// - Parameters:
  ///   - rows: at least 0.
  ///   - columns: at least 0.
  ///   - triplets: row, column and value, in any order.
  /// - Throws: `InvalidTriplet(index:)` at the first triplet whose row or column is not there.
  init(rows: Int, columns: Int, triplets: [(row: Int, column: Int, value: Double)]) throws {
    // BEGIN SOLUTION
    let isInside = { (row: Int, column: Int) in (0..<rows).contains(row) && (0..<columns).contains(column) }
    if let index = triplets.firstIndex(where: { !isInside($0.row, $0.column) }) { throw InvalidTriplet(index: index) }
    var (rowStarts, columnIndices, values) = ([Int](repeating: 0, count: rows + 1), [Int](), [Double]())
    var last = (row: -1, column: -1)
    for (row, column, value) in triplets.sorted(by: { ($0.row, $0.column) < ($1.row, $1.column) }) {
      if (row, column) == last {
        values[values.count - 1] += value
      } else {
        columnIndices.append(column)
        values.append(value)
        rowStarts[row + 1] += 1  // for now the number of entries in the row
      }
      last = (row, column)
    }
    for i in 0..<rows { rowStarts[i + 1] += rowStarts[i] }
    self.init(rows: rows, columns: columns, rowStarts: rowStarts, columnIndices: columnIndices, values: values)
    // END SOLUTION
  }

  /// The product A·x.
  ///
  /// - Parameter x: n entries.
  /// - Returns: m entries.
  func multiply(_ x: [Double]) -> [Double] {
    // BEGIN SOLUTION
    (0..<rows).map { i in
      var sum = 0.0
      for k in rowStarts[i]..<rowStarts[i + 1] { sum += values[k] * x[columnIndices[k]] }
      return sum
    }
    // END SOLUTION
  }

  /// The product Aᵀ·x.
  ///
  /// - Parameter x: m entries.
  /// - Returns: n entries.
  func multiplyTransposed(_ x: [Double]) -> [Double] {
    // BEGIN SOLUTION
    var y = [Double](repeating: 0, count: columns)
    for i in 0..<rows {
      for k in rowStarts[i]..<rowStarts[i + 1] { y[columnIndices[k]] += values[k] * x[i] }
    }
    return y
    // END SOLUTION
  }

  /// The matrix of some of the rows.
  ///
  /// - Parameter range: which rows, within 0 ..< rows.
  /// - Returns: shape (range.count, columns).
  func slicedRows(_ range: Range<Int>) -> CSRMatrix {
    // BEGIN SOLUTION
    let (start, end) = (rowStarts[range.lowerBound], rowStarts[range.upperBound])
    return CSRMatrix(
      rows: range.count, columns: columns,
      rowStarts: rowStarts[range.lowerBound...range.upperBound].map { $0 - start },
      columnIndices: Array(columnIndices[start..<end]), values: Array(values[start..<end]))
    // END SOLUTION
  }
}
