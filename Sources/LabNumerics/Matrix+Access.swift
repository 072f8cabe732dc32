extension Matrix {
  /// The element in row `i` and column `j`, counted from 0; traps outside the shape.
  @inlinable
  public subscript(i: Int, j: Int) -> Scalar {
    get {
      RowBounds(of: rowCount, columnCount).check(i)
      ColumnBounds(of: rowCount, columnCount).check(j)
      return storage.address(i &* columnCount &+ j).pointee
    }
    _modify {
      RowBounds(of: rowCount, columnCount).check(i)
      ColumnBounds(of: rowCount, columnCount).check(j)
      let place = place(i, j)
      storage.makeMutable()
      let element = storage.address(place)
      defer { storage.endMutation() }
      yield &element.pointee
    }
  }

  /// Where element (i, j) lies in the storage.
  ///
  /// Inlined late, as it is marked: a variable that is asked for this stays in one piece until then, and the optimiser
  /// sees where its block comes from.
  @inlinable
  @_effects(readnone)
  func place(_ i: Int, _ j: Int) -> Int { i &* columnCount &+ j }

  /// Row `i` as a vector of `columnCount` elements. Copies; `view` has the same without one.
  public subscript(row i: Int) -> Vector<Scalar> {
    get {
      require(i >= 0 && i < rowCount, "row \(i) of a (\(rowCount), \(columnCount)) matrix")
      return withUnsafeBufferPointer { buffer in
        Vector(storage: AlignedStorage(UnsafeBufferPointer(rebasing: buffer[i * columnCount..<(i + 1) * columnCount])))
      }
    }
    set {
      require(i >= 0 && i < rowCount, "row \(i) of a (\(rowCount), \(columnCount)) matrix")
      require(newValue.count == columnCount, "row \(i) has \(columnCount) elements, not \(newValue.count)")
      let columns = columnCount
      withUnsafeMutableBufferPointer { buffer in
        for j in 0..<columns { buffer[i * columns + j] = newValue[j] }
      }
    }
  }

  /// Column `j` as a vector of `rowCount` elements. Copies; `view` has the same without one.
  public subscript(column j: Int) -> Vector<Scalar> {
    get {
      require(j >= 0 && j < columnCount, "column \(j) of a (\(rowCount), \(columnCount)) matrix")
      return withUnsafeBufferPointer { buffer in Vector(count: rowCount) { i in buffer[i * columnCount + j] } }
    }
    set {
      require(j >= 0 && j < columnCount, "column \(j) of a (\(rowCount), \(columnCount)) matrix")
      require(newValue.count == rowCount, "column \(j) has \(rowCount) elements, not \(newValue.count)")
      let (rows, columns) = (rowCount, columnCount)
      withUnsafeMutableBufferPointer { buffer in
        for i in 0..<rows { buffer[i * columns + j] = newValue[i] }
      }
    }
  }

  /// The block where the given rows and columns meet. Copies; `view` has the same without one.
  ///
  /// ```swift
  /// var a = Matrix<Double>.zeros(2, 3)
  /// a[rows: 0..<1, columns: 1...] = [[5, 6]]  // [[0, 5, 6], [0, 0, 0]]
  /// ```
  ///
  /// - Parameters:
  ///   - rows: `1..<3`, `1...` and their like.
  ///   - columns: the same.
  public subscript(rows rows: some RangeExpression<Int>, columns columns: some RangeExpression<Int>) -> Matrix {
    get { Matrix(view[rows: rows, columns: columns]) }
    set { withMutableView { $0[rows: rows, columns: columns].assign(newValue) } }
  }

  /// The given rows, whole. Copies.
  public subscript(rows rows: some RangeExpression<Int>) -> Matrix {
    get { Matrix(view[rows: rows]) }
    set { withMutableView { $0[rows: rows, columns: 0...].assign(newValue) } }
  }

  /// The rows named, in that order; one may come twice. Copies.
  ///
  /// ```swift
  /// let order = generator.permutation(x.rowCount)
  /// let shuffled = x[rows: order]
  /// let batch = x[rows: order[0..<32]]
  /// ```
  public subscript(rows indices: [Int]) -> Matrix {
    for i in indices { require(i >= 0 && i < rowCount, "row \(i) of a (\(rowCount), \(columnCount)) matrix") }
    return withRows(inOrder: indices)
  }

  /// The same from a part of an array.
  public subscript(rows indices: ArraySlice<Int>) -> Matrix { self[rows: Array(indices)] }

  /// The given columns, whole. Copies.
  public subscript(columns columns: some RangeExpression<Int>) -> Matrix {
    get { Matrix(view[columns: columns]) }
    set { withMutableView { $0[rows: 0..., columns: columns].assign(newValue) } }
  }

  /// `transform` of every element, row after row; for exp, log and their like the functions of that name are faster.
  ///
  /// ```swift
  /// ([[-1, 2]] as Matrix<Double>).mapValues(abs)  // [[1, 2]]
  /// ```
  ///
  /// - Throws: what `transform` throws.
  @inlinable
  public func mapValues(_ transform: (Scalar) throws -> Scalar) rethrows -> Matrix {
    try Matrix(rows: rowCount, columns: columnCount, storage: flattened.mapValues(transform).storage)
  }

  /// The rows as arrays.
  public var rows: [[Scalar]] {
    @specialized(where Scalar == Double)
    @specialized(where Scalar == Float)
    get {
      withUnsafeBufferPointer { buffer in
        (0..<rowCount).map { i in Array(buffer[i * columnCount..<(i + 1) * columnCount]) }
      }
    }
  }

  /// The same elements, row after row, in rows of another length. Shares the matrix's memory.
  ///
  /// - Parameters:
  ///   - rows: at least 0.
  ///   - columns: at least 0; `rows` × `columns` is `count`.
  /// - Returns: shape (rows, columns).
  public func reshaped(rows: Int, columns: Int) -> Matrix {
    require(
      elementCount(rows: rows, columns: columns) == count,
      "reshaped: a (\(rowCount), \(columnCount)) matrix has \(count) elements, not \(rows) × \(columns)")
    return Matrix(rows: rows, columns: columns, storage: storage)
  }

  /// The elements row after row, as a vector of `count` elements. Shares the matrix's memory.
  public var flattened: Vector<Scalar> { Vector(storage: storage) }

  /// The elements (i, i), as a vector of min(rowCount, columnCount) elements.
  public var diagonal: Vector<Scalar> {
    withUnsafeBufferPointer { buffer in
      Vector(count: min(rowCount, columnCount)) { i in buffer[i * (columnCount + 1)] }
    }
  }

  /// The matrix whose element (i, j) is this one's (j, i). Copies; a product can read a transpose without one, see
  /// `matmul(_:_:transposeA:transposeB:)`.
  public func transposed() -> Matrix {
    Matrix(unsafeUninitializedRows: columnCount, columns: rowCount) { target in
      guard let target = target.baseAddress else { return }
      transposeElements(of: storage.start, rows: rowCount, columns: columnCount, into: target)
      _fixLifetime(storage)
    }
  }

  /// Whether element (i, j) equals element (j, i) everywhere; false for a matrix that is not square or holds NaN.
  public var isSymmetric: Bool {
    isSquare && self == transposed()
  }

  /// Calls `body` with the elements, row after row; the pointer is valid only until `body` returns.
  @inlinable
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    defer { _fixLifetime(storage) }
    return try body(UnsafeBufferPointer(start: storage.start, count: count))
  }

  /// Calls `body` with the elements for writing, row after row, in a block no other value shares.
  @inlinable
  public mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    defer { _fixLifetime(storage) }
    return try body(UnsafeMutableBufferPointer(start: storage.start, count: count))
  }

  @inlinable
  mutating func makeUnique() {
    storage.makeUnique()
  }
}
