/// A block of a matrix, or its transpose, or every other row, seen as a matrix without a copy.
///
/// ```swift
/// let a = Matrix<Double>([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
/// a.view[rows: 1..., columns: ..<2]        // [[4, 5], [7, 8]]
/// a.view[row: 0] • a.view[column: 0]       // 30
/// a.view.transposed()                      // [[1, 4, 7], [2, 5, 8], [3, 6, 9]]
/// a.view.striding(rows: -1)                // [[7, 8, 9], [4, 5, 6], [1, 2, 3]]
/// Matrix(a.view[rows: 1...])               // a matrix of its own
/// ```
///
/// A value that keeps its elements: what happens to the matrix afterwards does not change it (the matrix makes a copy
/// before it is written, if the view still exists). Read only: to write through a view, see `withMutableView`. All
/// that is here takes the same short time whatever the size. Products read a view in place where BLAS can: rows or
/// columns with their elements side by side, in order. Otherwise they make a copy of it first.
///
/// Strides may be negative; they are never 0, for no operation makes one that sees an element twice, and BLAS knows no
/// such thing.
public struct MatrixView<Scalar: LinearAlgebraScalar>: Sendable {
  @usableFromInline let storage: AlignedStorage<Scalar>
  @usableFromInline let layout: MatrixLayout

  @usableFromInline
  init(_ storage: AlignedStorage<Scalar>, _ layout: MatrixLayout) {
    self.storage = storage
    self.layout = layout
  }

  /// The number of rows.
  @inlinable
  public var rowCount: Int { layout.rowCount }

  /// The number of columns.
  @inlinable
  public var columnCount: Int { layout.columnCount }

  /// The distance in memory from an element to the one below it; negative if the rows lie in reverse.
  @inlinable
  public var rowStride: Int { layout.rowStride }

  /// The distance in memory from an element to the one right of it; negative if the columns lie in reverse.
  @inlinable
  public var columnStride: Int { layout.columnStride }

  /// The number of elements, rows times columns.
  public var count: Int { rowCount &* columnCount }

  /// Rows and columns, as messages print them.
  public var shape: (rows: Int, columns: Int) { (rowCount, columnCount) }

  /// Whether there are as many rows as columns.
  public var isSquare: Bool { rowCount == columnCount }

  // MARK: - Elements and parts, without a copy

  /// The element in row `i` and column `j`, counted from 0; traps outside the shape.
  @inlinable
  public subscript(i: Int, j: Int) -> Scalar { storage.start[layout.place(i, j)] }

  /// Row `i`, `columnCount` elements.
  public subscript(row i: Int) -> VectorView<Scalar> { VectorView(storage, layout.row(i)) }

  /// Column `j`, `rowCount` elements.
  public subscript(column j: Int) -> VectorView<Scalar> { VectorView(storage, layout.column(j)) }

  /// The block where the given rows and columns meet.
  ///
  /// - Parameters:
  ///   - rows: `1..<3`, `1...` and their like.
  ///   - columns: the same.
  public subscript(
    rows rows: some RangeExpression<Int>, columns columns: some RangeExpression<Int>
  ) -> MatrixView {
    MatrixView(storage, layout.block(span(rows, of: rowCount), span(columns, of: columnCount)))
  }

  /// The given rows, whole.
  public subscript(rows rows: some RangeExpression<Int>) -> MatrixView { self[rows: rows, columns: 0...] }

  /// The given columns, whole.
  public subscript(columns columns: some RangeExpression<Int>) -> MatrixView { self[rows: 0..., columns: columns] }

  /// Every so many rows and columns, beginning at the first; for a negative step, at the last and going back.
  ///
  /// - Parameters:
  ///   - rows: the step from row to row, not 0.
  ///   - columns: the step from column to column, not 0.
  /// - Returns: shape (⌈rowCount/|rows|⌉, ⌈columnCount/|columns|⌉).
  public func striding(rows: Int = 1, columns: Int = 1) -> MatrixView {
    MatrixView(storage, layout.striding(rows: rows, columns: columns))
  }

  /// The elements (i, i), min(rowCount, columnCount) of them.
  public var diagonal: VectorView<Scalar> { VectorView(storage, layout.diagonal) }

  /// The view whose element (i, j) is this one's (j, i).
  public func transposed() -> MatrixView { MatrixView(storage, layout.transposed) }

  /// Whether element (i, j) equals element (j, i) everywhere; false for a matrix that is not square or holds NaN.
  public var isSymmetric: Bool { isSquare && self == transposed() }
}

extension Matrix {
  /// The whole matrix as a view, without a copy.
  public var view: MatrixView<Scalar> {
    MatrixView(storage, MatrixLayout(rowCount: rowCount, columnCount: columnCount))
  }

  /// The elements of a view as a matrix of its own. Copies, unless the view is of a whole matrix in its order.
  public init(_ view: MatrixView<Scalar>) {
    let (storage, layout) = (view.storage, view.layout)
    let (rows, columns) = view.shape
    if storage.count == view.count && layout == MatrixLayout(rowCount: rows, columnCount: columns) {
      self.init(rows: rows, columns: columns, storage: storage)
    } else {
      self.init(unsafeUninitializedRows: rows, columns: columns) { target in
        guard let target = target.baseAddress else { return }
        copyElements(of: storage.start, layout, into: target, MatrixLayout(rowCount: rows, columnCount: columns))
        _fixLifetime(storage)
      }
    }
  }
}

extension MatrixView: Equatable {
  /// Equal shape and equal elements; as for numbers, NaN equals nothing.
  public static func == (a: MatrixView, b: MatrixView) -> Bool { Matrix(a) == Matrix(b) }

  /// Whether shapes and elements are equal; nothing equals NaN.
  public static func == (a: MatrixView, b: Matrix<Scalar>) -> Bool { Matrix(a) == b }
}

/// Writes the elements of one matrix to the places of another of its shape, which does not overlap it: rows whole where
/// they lie so, else in tiles of 16 × 16, which keep both sides in the first-level cache whatever the strides.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func copyElements<Scalar: LinearAlgebraScalar>(
  of source: UnsafePointer<Scalar>, _ layout: MatrixLayout, into target: UnsafeMutablePointer<Scalar>,
  _ places: MatrixLayout
) {
  let (rows, columns) = (layout.rowCount, layout.columnCount)
  let (read, write) = (source + layout.offset, target + places.offset)
  let (down, across) = (layout.rowStride, layout.columnStride)
  let (downwards, sideways) = (places.rowStride, places.columnStride)
  if across == 1 && sideways == 1 {
    for i in 0..<rows { (write + i &* downwards).update(from: read + i &* down, count: columns) }
    return
  }
  let tile = 16
  for top in stride(from: 0, to: rows, by: tile) {
    let bottom = min(top + tile, rows)
    for left in stride(from: 0, to: columns, by: tile) {
      let right = min(left + tile, columns)
      for i in top..<bottom {
        for j in left..<right { write[i &* downwards &+ j &* sideways] = read[i &* down &+ j &* across] }
      }
    }
  }
}
