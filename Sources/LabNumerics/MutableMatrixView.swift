/// The elements of one matrix, or of a part of it, to be changed where they lie.
///
/// ```swift
/// x.withMutableView { x in
///   for j in 0..<x.columnCount {
///     x[column: j] -= means[j]       // in place
///     x[column: j] /= deviations[j]
///   }
///   x[rows: 0..<2, columns: 0..<2].fill(0)
///   x.swapRows(0, 1)
/// }
/// ```
///
/// Lives only inside the closure of `withMutableView`; it cannot be copied or kept. Its parts are views too and borrow
/// it: while one is written, no other can be. Reading and writing an element checks the place and nothing else, so that
/// loops run as over a pointer.
public struct MutableMatrixView<Scalar: LinearAlgebraScalar>: ~Copyable {
  @usableFromInline let start: UnsafeMutablePointer<Scalar>
  @usableFromInline let layout: MatrixLayout

  @usableFromInline
  init(_ start: UnsafeMutablePointer<Scalar>, _ layout: MatrixLayout) {
    self.start = start
    self.layout = layout
  }

  /// The number of rows.
  @inlinable
  public var rowCount: Int { layout.rowCount }

  /// The number of columns.
  @inlinable
  public var columnCount: Int { layout.columnCount }

  /// Rows and columns, as messages print them.
  public var shape: (rows: Int, columns: Int) { (rowCount, columnCount) }

  // MARK: - Elements and parts

  /// The element in row `i` and column `j`, counted from 0; traps outside the shape.
  @inlinable
  public subscript(i: Int, j: Int) -> Scalar {
    get { start[layout.place(i, j)] }
    _modify { yield &start[layout.place(i, j)] }
  }

  /// Row `i`, `columnCount` elements.
  public subscript(row i: Int) -> MutableVectorView<Scalar> {
    _read { yield MutableVectorView(start, layout.row(i)) }
    _modify {
      var row = MutableVectorView(start, layout.row(i))
      yield &row
    }
  }

  /// Column `j`, `rowCount` elements.
  public subscript(column j: Int) -> MutableVectorView<Scalar> {
    _read { yield MutableVectorView(start, layout.column(j)) }
    _modify {
      var column = MutableVectorView(start, layout.column(j))
      yield &column
    }
  }

  /// The block where the given rows and columns meet.
  ///
  /// - Parameters:
  ///   - rows: `1..<3`, `1...` and their like.
  ///   - columns: the same.
  public subscript(
    rows rows: some RangeExpression<Int>, columns columns: some RangeExpression<Int>
  ) -> MutableMatrixView {
    _read { yield MutableMatrixView(start, layout.block(span(rows, of: rowCount), span(columns, of: columnCount))) }
    _modify {
      var block = MutableMatrixView(start, layout.block(span(rows, of: rowCount), span(columns, of: columnCount)))
      yield &block
    }
  }

  /// The elements (i, i), min(rowCount, columnCount) of them.
  public var diagonal: MutableVectorView<Scalar> {
    _read { yield MutableVectorView(start, layout.diagonal) }
    _modify {
      var diagonal = MutableVectorView(start, layout.diagonal)
      yield &diagonal
    }
  }

  /// The same elements with rows and columns exchanged: writing (i, j) there writes (j, i) here.
  public var transpose: MutableMatrixView {
    _read { yield MutableMatrixView(start, layout.transposed) }
    _modify {
      var transpose = MutableMatrixView(start, layout.transposed)
      yield &transpose
    }
  }

  /// A matrix of its own with the same elements.
  public func copy() -> Matrix<Scalar> {
    Matrix(unsafeUninitializedRows: rowCount, columns: columnCount) { target in
      guard let target = target.baseAddress else { return }
      copyElements(of: start, layout, into: target, MatrixLayout(rowCount: rowCount, columnCount: columnCount))
    }
  }

  // MARK: - Writing all of it

  /// Makes every element equal to `value`.
  public mutating func fill(_ value: Scalar) {
    if layout.rowStride.magnitude < layout.columnStride.magnitude {
      for j in 0..<columnCount { self[column: j].fill(value) }
    } else {
      for i in 0..<rowCount { self[row: i].fill(value) }
    }
  }

  /// Writes the elements of another matrix in the place of these.
  ///
  /// A view of the matrix that is being changed, made before, keeps what it saw: there is no overlap, and
  /// `let old = a.view.transposed(); a.withMutableView { $0.assign(old) }` transposes.
  ///
  /// - Parameter other: of the same shape.
  public mutating func assign(_ other: MatrixView<Scalar>) {
    require(
      other.shape == shape,
      "assign: a (\(other.rowCount), \(other.columnCount)) matrix to a view of (\(rowCount), \(columnCount))")
    copyElements(of: other.storage.start, other.layout, into: start, layout)
    _fixLifetime(other)
  }

  /// Writes the elements of a matrix in the place of these.
  ///
  /// - Parameter other: of the same shape.
  public mutating func assign(_ other: Matrix<Scalar>) { assign(other.view) }

  /// Replaces every element by what `transform` makes of it, row after row.
  ///
  /// - Parameter transform: from the old element to the new one.
  /// - Throws: what `transform` throws; the elements before have been replaced then.
  @inlinable
  public mutating func update<Failure: Error>(
    _ transform: (Scalar) throws(Failure) -> Scalar
  ) throws(Failure) {
    for i in 0..<rowCount {
      for j in 0..<columnCount { self[i, j] = try transform(self[i, j]) }
    }
  }

  /// Exchanges rows `i` and `k`, which may be the same.
  public mutating func swapRows(_ i: Int, _ k: Int) { swapElements(layout.row(i), layout.row(k)) }

  /// Exchanges columns `j` and `k`, which may be the same.
  public mutating func swapColumns(_ j: Int, _ k: Int) { swapElements(layout.column(j), layout.column(k)) }

  private func swapElements(_ one: VectorLayout, _ other: VectorLayout) {
    for i in 0..<one.count {
      let element = start[one.place(i)]
      start[one.place(i)] = start[other.place(i)]
      start[other.place(i)] = element
    }
  }
}

extension Matrix {
  /// Calls `body` with a view through which the elements can be changed, then takes it back.
  ///
  /// The way to write many elements of a matrix that is a property of an object, or that closures share: its subscript
  /// would ask at each write whether the memory is shared, which takes about as long as four multiplications.
  ///
  /// - Parameter body: what to do. The view cannot leave it.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  @inlinable
  public mutating func withMutableView<Result, Failure: Error>(
    _ body: (inout MutableMatrixView<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    var view = MutableMatrixView(storage.start, MatrixLayout(rowCount: rowCount, columnCount: columnCount))
    defer {
      if view.start != storage.start { viewsExchanged() }
      _fixLifetime(storage)
    }
    return try body(&view)
  }
}
