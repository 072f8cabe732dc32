extension Vector {
  /// The elements as a matrix, row after row. Shares the vector's memory; `Matrix.flattened` is the way back.
  ///
  /// ```swift
  /// let x: Vector<Double> = [1, 2, 3, 4, 5, 6]
  /// x.reshaped(rows: 2, columns: 3)  // [[1, 2, 3], [4, 5, 6]]
  /// ```
  ///
  /// - Parameters:
  ///   - rows: at least 0.
  ///   - columns: at least 0; `rows` × `columns` is `count`.
  /// - Returns: shape (rows, columns).
  public func reshaped(rows: Int, columns: Int) -> Matrix<Scalar> {
    require(
      elementCount(rows: rows, columns: columns) == count,
      "reshaped: a vector has \(count) elements, not \(rows) × \(columns)")
    return Matrix(rows: rows, columns: columns, storage: storage)
  }

  /// The elements of a vector of the other scalar type: Float to Double exactly, Double to Float rounded.
  public init<Source: LinearAlgebraScalar>(_ other: Vector<Source>) {
    self.init(count: other.count) { Scalar(other[$0]) }
  }
}

extension Matrix {
  /// The elements of a matrix of the other scalar type: Float to Double exactly, Double to Float rounded.
  public init<Source: LinearAlgebraScalar>(_ other: Matrix<Source>) {
    let elements = other.flattened
    self.init(rows: other.rowCount, columns: other.columnCount, storage: Vector(elements).storage)
  }

  /// The matrix with the given rows.
  ///
  /// - Parameter rows: vectors of one length. No rows at all make a (0, 0) matrix.
  public init(rows: [Vector<Scalar>]) {
    let columns = rows.first?.count ?? 0
    for (i, row) in rows.enumerated() {
      require(row.count == columns, "row \(i) has \(row.count) elements, row 0 has \(columns)")
    }
    self.init(rows: rows.count, columns: columns) { i, j in rows[i][j] }
  }

  /// The matrix with the given columns.
  ///
  /// - Parameter columns: vectors of one length. No columns at all make a (0, 0) matrix.
  public init(columns: [Vector<Scalar>]) {
    let rows = columns.first?.count ?? 0
    for (j, column) in columns.enumerated() {
      require(column.count == rows, "column \(j) has \(column.count) elements, column 0 has \(rows)")
    }
    self.init(rows: rows, columns: columns.count) { i, j in columns[j][i] }
  }

  /// Matrices one below the other.
  ///
  /// - Parameter blocks: as many columns in each. None at all make a (0, 0) matrix.
  public init(stackingVertically blocks: [Matrix]) {
    let columns = blocks.first?.columnCount ?? 0
    for (k, block) in blocks.enumerated() {
      require(
        block.columnCount == columns,
        "stackingVertically: block \(k) has \(block.columnCount) columns, block 0 has \(columns)")
    }
    self.init(unsafeUninitializedRows: blocks.reduce(0) { $0 + $1.rowCount }, columns: columns) { target in
      var place = 0
      for block in blocks {
        block.withUnsafeBufferPointer { source in
          for i in 0..<source.count { target[place + i] = source[i] }
        }
        place += block.count
      }
    }
  }

  /// Matrices side by side.
  ///
  /// - Parameter blocks: as many rows in each. None at all make a (0, 0) matrix.
  public init(stackingHorizontally blocks: [Matrix]) {
    let rows = blocks.first?.rowCount ?? 0
    for (k, block) in blocks.enumerated() {
      require(
        block.rowCount == rows, "stackingHorizontally: block \(k) has \(block.rowCount) rows, block 0 has \(rows)")
    }
    let columns = blocks.reduce(0) { $0 + $1.columnCount }
    self.init(unsafeUninitializedRows: rows, columns: columns) { target in
      var left = 0
      for block in blocks {
        block.withUnsafeBufferPointer { source in
          for i in 0..<rows {
            for j in 0..<block.columnCount { target[i * columns + left + j] = source[i * block.columnCount + j] }
          }
        }
        left += block.columnCount
      }
    }
  }
}
