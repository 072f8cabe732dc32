/// A table of numbers with `rowCount` rows and `columnCount` columns.
///
/// ```swift
/// let a: Matrix<Double> = [[1, 2], [3, 4]]
/// a[1, 0]              // 3.0
/// a • [1, 1]           // [3, 7]
/// a • a.transposed()   // [[5, 11], [11, 25]]
/// try solve(a, [3, 7]) // [1, 1]
/// ```
///
/// A value: a copy shares its memory until one of the two is changed. The elements lie row after row, without gaps,
/// from a 64-byte boundary. Either side may be 0.
public struct Matrix<Scalar: LinearAlgebraScalar>: Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  @usableFromInline var storage: AlignedStorage<Scalar>

  /// The number of elements, rows times columns.
  @inlinable
  public var count: Int { rowCount &* columnCount }

  /// The distance in memory from a row to the next, as BLAS wants it: `columnCount`, but 1 if there are no columns.
  @inlinable
  public var leadingDimension: Int { Swift.max(columnCount, 1) }

  /// Rows and columns, as messages print them.
  public var shape: (rows: Int, columns: Int) { (rowCount, columnCount) }

  /// Whether there are as many rows as columns.
  public var isSquare: Bool { rowCount == columnCount }

  // MARK: - Making one

  // Inlined late, as is `init(repeating:rows:columns:)`: only of a variable that a call has filled does the optimiser know
  // that nothing else shares its block.
  @inlinable
  @_semantics("inline_late")
  init(rows: Int, columns: Int, storage: AlignedStorage<Scalar>) {
    if elementCount(rows: rows, columns: columns) != storage.count { countDiffers(rows, columns, storage.count) }
    rowCount = rows
    columnCount = columns
    self.storage = storage
  }

  /// A matrix whose elements `body` writes, row after row, without filling it with zeros first.
  ///
  /// - Parameters:
  ///   - rows: at least 0.
  ///   - columns: at least 0.
  ///   - body: must write every element before it reads any.
  /// - Throws: what `body` throws.
  @inlinable
  public init(
    unsafeUninitializedRows rows: Int, columns: Int, _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Void
  ) rethrows {
    let storage = AlignedStorage<Scalar>(uninitialized: elementCount(rows: rows, columns: columns))
    try body(UnsafeMutableBufferPointer(start: storage.start, count: storage.count))
    self.init(rows: rows, columns: columns, storage: storage)
  }

  /// The matrix with the given elements, row after row.
  ///
  /// - Parameters:
  ///   - rows: at least 0.
  ///   - columns: at least 0.
  ///   - elements: `rows` × `columns` numbers.
  public init(rows: Int, columns: Int, _ elements: [Scalar]) {
    self.init(rows: rows, columns: columns, storage: elements.withUnsafeBufferPointer { AlignedStorage($0) })
  }

  /// The same from a part of an array, such as the weights of one layer among all parameters of a network.
  public init(rows: Int, columns: Int, _ elements: ArraySlice<Scalar>) {
    self.init(rows: rows, columns: columns, storage: elements.withUnsafeBufferPointer { AlignedStorage($0) })
  }

  /// The matrix whose element (i, j) is `element(i, j)`.
  ///
  /// - Parameters:
  ///   - rows: at least 0.
  ///   - columns: at least 0.
  ///   - element: called once for each place, row after row.
  /// - Throws: what `element` throws.
  @inlinable
  public init(rows: Int, columns: Int, _ element: (_ row: Int, _ column: Int) throws -> Scalar) rethrows {
    try self.init(unsafeUninitializedRows: rows, columns: columns) { elements in
      for i in 0..<rows {
        for j in 0..<columns { elements[i &* columns &+ j] = try element(i, j) }
      }
    }
  }

  /// The matrix with the given rows.
  ///
  /// - Parameter rows: arrays of one length. No rows at all make a (0, 0) matrix.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init(_ rows: [[Scalar]]) {
    let columns = rows.first?.count ?? 0
    for (i, row) in rows.enumerated() {
      require(row.count == columns, "row \(i) has \(row.count) elements, row 0 has \(columns)")
    }
    self.init(unsafeUninitializedRows: rows.count, columns: columns) { elements in
      guard let start = elements.baseAddress else { return }
      for (i, row) in rows.enumerated() {
        row.withUnsafeBufferPointer { row in
          if let from = row.baseAddress { (start + i * columns).initialize(from: from, count: columns) }
        }
      }
    }
  }

  /// A matrix of equal elements.
  @inlinable
  @_semantics("inline_late")
  public init(repeating value: Scalar, rows: Int, columns: Int) {
    let count = elementCount(rows: rows, columns: columns)
    self.init(rows: rows, columns: columns, storage: AlignedStorage(repeating: value, count: count))
  }

  /// A vector as a matrix of one column, shape (n, 1). Shares the vector's memory.
  public init(column vector: Vector<Scalar>) {
    self.init(rows: vector.count, columns: 1, storage: vector.storage)
  }

  /// A vector as a matrix of one row, shape (1, n). Shares the vector's memory.
  public init(row vector: Vector<Scalar>) {
    self.init(rows: 1, columns: vector.count, storage: vector.storage)
  }

  /// The matrix of the given shape whose elements are all 0.
  @inlinable
  public static func zeros(_ rows: Int, _ columns: Int) -> Matrix { Matrix(repeating: 0, rows: rows, columns: columns) }

  /// The matrix of order `n` with ones on the diagonal and zeros elsewhere.
  public static func identity(_ n: Int) -> Matrix { diagonal(Vector(repeating: 1, count: n)) }

  /// The square matrix with the given diagonal and zeros elsewhere.
  public static func diagonal(_ elements: Vector<Scalar>) -> Matrix {
    var matrix = zeros(elements.count, elements.count)
    matrix.withUnsafeMutableBufferPointer { buffer in
      for (i, element) in elements.enumerated() { buffer[i * (elements.count + 1)] = element }
    }
    return matrix
  }
}

/// Kept apart so that the initialiser stays small enough to be inlined.
@usableFromInline
@inline(never)
func countDiffers(_ rows: Int, _ columns: Int, _ count: Int) -> Never {
  fatalError("a (\(rows), \(columns)) matrix has \(rows * columns) elements, not \(count)")
}

extension Matrix: ExpressibleByArrayLiteral {
  public init(arrayLiteral rows: [Scalar]...) { self.init(rows) }
}

extension Matrix: Equatable {
  /// Equal shape and equal elements; as for numbers, NaN equals nothing.
  public static func == (a: Matrix, b: Matrix) -> Bool {
    a.shape == b.shape && haveEqualElements(a.storage, b.storage)
  }
}
