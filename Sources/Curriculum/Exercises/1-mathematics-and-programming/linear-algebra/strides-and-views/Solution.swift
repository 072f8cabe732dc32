/// A slice of step 0, or one that selects a row or column that is not there.
struct InvalidSlice: Error {}

/// A matrix whose entries lie in an array that it shares: entry (i, j) is
/// `storage[offset + i * rowStride + j * columnStride]`.
struct View {
  let storage: [Double]
  let offset: Int
  let rows: Int
  let columns: Int
  let rowStride: Int
  let columnStride: Int
}

extension View {
  /// All of an array, row by row.
  ///
  /// - Parameters:
  ///   - storage: rows·columns numbers.
  ///   - rows: at least 0.
  ///   - columns: at least 0.
  init(_ storage: [Double], rows: Int, columns: Int) {
    // BEGIN SOLUTION
    self.init(storage: storage, offset: 0, rows: rows, columns: columns, rowStride: columns, columnStride: 1)
    // END SOLUTION
  }

  /// The entry in row i and column j.
  ///
  /// - Parameters:
  ///   - i: 0 ≤ i < rows.
  ///   - j: 0 ≤ j < columns.
  subscript(i: Int, j: Int) -> Double {
    // BEGIN SOLUTION
    storage[offset + i * rowStride + j * columnStride]
    // END SOLUTION
  }

  /// The transpose, shape (columns, rows), without a copy.
  func transposed() -> View {
    // BEGIN SOLUTION
    View(
      storage: storage, offset: offset, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
    // END SOLUTION
  }

  /// The rows start, start + step, … before end, without a copy.
  ///
  /// - Parameters:
  ///   - start: the first row, counted in this view.
  ///   - end: where to stop; never selected.
  ///   - step: negative to go backwards.
  /// - Returns: a view of these rows, in this order, and of all columns.
  /// - Throws: `InvalidSlice` if step is 0 or a selected row is not in 0 ..< rows.
  func slicedRows(from start: Int, to end: Int, by step: Int) throws -> View {
    // BEGIN SOLUTION
    guard step != 0 else { throw InvalidSlice() }
    let count = max(0, (end - start + step - step.signum()) / step)  // rounded up
    let last = start + (count - 1) * step
    guard count == 0 || (0..<rows).contains(start) && (0..<rows).contains(last) else { throw InvalidSlice() }
    return View(
      storage: storage, offset: offset + start * rowStride, rows: count, columns: columns,
      rowStride: step * rowStride, columnStride: columnStride)
    // END SOLUTION
  }

  /// The columns start, start + step, … before end, without a copy.
  ///
  /// - Parameters:
  ///   - start: the first column, counted in this view.
  ///   - end: where to stop; never selected.
  ///   - step: negative to go backwards.
  /// - Returns: a view of all rows and of these columns, in this order.
  /// - Throws: `InvalidSlice` if step is 0 or a selected column is not in 0 ..< columns.
  func slicedColumns(from start: Int, to end: Int, by step: Int) throws -> View {
    // BEGIN SOLUTION
    try transposed().slicedRows(from: start, to: end, by: step).transposed()
    // END SOLUTION
  }

  /// The entries row by row, copied: rows·columns numbers.
  func elements() -> [Double] {
    // BEGIN SOLUTION
    (0..<rows).flatMap { i in (0..<columns).map { j in self[i, j] } }
    // END SOLUTION
  }

  /// Whether the other view has the same shape and equal entries, wherever they lie.
  func isEqual(to other: View) -> Bool {
    // BEGIN SOLUTION
    rows == other.rows && columns == other.columns && elements() == other.elements()
    // END SOLUTION
  }
}
