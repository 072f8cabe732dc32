/// A table of numbers most of which are zero, of which only the others are kept: documents by words, a graph's edges.
///
/// ```swift
/// let links = SparseMatrix<Double>(rows: 3, columns: 3, triplets: [(0, 1, 1), (0, 2, 1), (2, 0, 4)])
/// links[2, 0]            // 4.0
/// links.storedCount      // 3
/// links • [1, 2, 3]      // [5, 0, 4]
/// links.rowSums()        // [2, 0, 4]
/// Matrix(links)          // [[0, 1, 1], [0, 0, 0], [4, 0, 0]]
/// ```
///
/// Compressed sparse rows (CSR): the stored values row after row, the column of each, and where each row starts. Columns
/// ascend strictly within a row, so a matrix has one form for each set of stored places. Memory: 12 bytes an element
/// (8 for `Float`) and 8 a row.
///
/// An element that is not stored is 0, and takes part in nothing: products and sums run over the stored ones alone.
/// Infinity and NaN in the other factor therefore pass by the places that are not stored, where a dense product would
/// have made NaN of 0·∞ (SciPy does the same). A zero may be stored, by hand or because a sum cancelled; it counts in
/// `storedCount` and against NaN, and equals one that is not. `droppingZeros()` takes it out.
///
/// A value: a copy shares its memory until one of the two is changed. Either side may be 0; both fit 32 bits.
///
/// Saad, Iterative Methods for Sparse Linear Systems (2nd ed.), §3.4.
public struct SparseMatrix<Scalar: LinearAlgebraScalar>: Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// Row i's elements lie from `rowStarts[i]` up to `rowStarts[i + 1]`; `rowCount` + 1 numbers, from 0 to `storedCount`.
  public let rowStarts: [Int]
  /// The column of each stored element, row after row, strictly ascending in a row.
  public let columnIndices: [Int32]
  /// The stored elements, row after row.
  public let values: [Scalar]

  /// Rows and columns, as messages print them.
  public var shape: (rows: Int, columns: Int) { (rowCount, columnCount) }

  /// Whether there are as many rows as columns.
  public var isSquare: Bool { rowCount == columnCount }

  /// The number of elements that are stored, zeros among them included.
  public var storedCount: Int { values.count }

  /// The number of elements that are not 0; NaN is not.
  public var nonZeroCount: Int { values.reduce(0) { $1 == 0 ? $0 : $0 + 1 } }

  /// For what is known to be in order.
  init(
    unchecked rows: Int, _ columns: Int, rowStarts: [Int], columnIndices: [Int32], values: [Scalar]
  ) {
    (rowCount, columnCount) = (rows, columns)
    (self.rowStarts, self.columnIndices, self.values) = (rowStarts, columnIndices, values)
  }

  // MARK: - Making one

  /// The matrix whose parts are given as they will be stored.
  ///
  /// - Parameters:
  ///   - rows: at least 0.
  ///   - columns: at least 0.
  ///   - rowStarts: `rows` + 1 numbers, the first 0, never descending, the last the number of values.
  ///   - columnIndices: one for each value, in 0 ..< columns, strictly ascending within a row. For columns in any order
  ///     use triplets.
  ///   - values: any numbers, zeros included.
  /// - Complexity: one pass over the indices, which are checked.
  public init(rows: Int, columns: Int, rowStarts: [Int], columnIndices: [Int32], values: [Scalar]) {
    _ = elementCount(rows: rows, columns: columns)
    require(
      rowStarts.count == rows + 1,
      "SparseMatrix: \(rows) rows need \(rows + 1) row starts, not \(rowStarts.count)")
    require(
      columnIndices.count == values.count,
      "SparseMatrix: \(columnIndices.count) column indices for \(values.count) values")
    require(rowStarts[0] == 0, "SparseMatrix: the first row starts at \(rowStarts[0]), not at 0")
    require(
      rowStarts[rows] == values.count,
      "SparseMatrix: the last row ends at \(rowStarts[rows]), there are \(values.count) values")
    for i in 0..<rows {
      let (start, end) = (rowStarts[i], rowStarts[i + 1])
      require(start <= end, "SparseMatrix: row \(i) starts at \(start) and ends before, at \(end)")
      require(end <= values.count, "SparseMatrix: row \(i) ends at \(end), there are \(values.count) values")
      var last: Int32 = -1
      for column in columnIndices[start..<end] {
        require(
          column >= 0 && column < columns, "SparseMatrix: row \(i) has column \(column), outside 0 ..< \(columns)")
        require(
          column > last, "SparseMatrix: row \(i) has column \(column) after \(last), not ascending; triplets are sorted"
        )
        last = column
      }
    }
    self.init(unchecked: rows, columns, rowStarts: rowStarts, columnIndices: columnIndices, values: values)
  }

  /// The matrix with the given elements at the given places, in any order.
  ///
  /// Elements at one place add up, in the order in which they come: the words of a text, each with a 1, become counts.
  ///
  /// - Parameters:
  ///   - rows: at least 0.
  ///   - columns: at least 0.
  ///   - triplets: row in 0 ..< rows, column in 0 ..< columns, and a number. None make a matrix of zeros.
  /// - Complexity: n + rows for n triplets.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init(rows: Int, columns: Int, triplets: [(row: Int, column: Int, value: Scalar)] = []) {
    _ = elementCount(rows: rows, columns: columns)
    var starts = [Int](repeating: 0, count: rows + 1)
    let elements = sparseElements(atMost: triplets.count, Scalar.self) { places, numbers in
      starts.withUnsafeMutableBufferPointer { starts in
        var (isInOrder, last) = (true, -1)
        for (row, column, _) in triplets {
          if row < 0 || row >= rows || column < 0 || column >= columns { tripletOutside(row, column, rows, columns) }
          let place = row << 32 | column
          isInOrder = place > last && isInOrder
          last = place
          starts[row] += 1
        }
        var end = 0
        for i in 0...rows { (starts[i], end) = (end, end + starts[i]) }
        if !isInOrder { return sortTriplets(triplets, starts, places, numbers) }
        for (k, triplet) in triplets.enumerated() {
          places[k] = Int32(truncatingIfNeeded: triplet.column)
          numbers[k] = triplet.value
        }
        return end
      }
    }
    self.init(unchecked: rows, columns, rowStarts: starts, columnIndices: elements.columns, values: elements.values)
  }

  /// The matrix whose rows hold the given elements, each row in any order. Elements at one place add up.
  ///
  /// ```swift
  /// let counts = SparseMatrix<Double>([[(2, 1)], [], [(1, 3), (0, 1), (1, 1)]], columns: 3)
  /// Matrix(counts)  // [[0, 0, 1], [0, 0, 0], [1, 4, 0]]
  /// ```
  ///
  /// - Parameters:
  ///   - rows: for each row its columns, in 0 ..< columns, with their values.
  ///   - columns: at least 0.
  public init(_ rows: [[(column: Int, value: Scalar)]], columns: Int) {
    let triplets = rows.enumerated().flatMap { i, row in row.map { (row: i, column: $0.column, value: $0.value) } }
    self.init(rows: rows.count, columns: columns, triplets: triplets)
  }

  /// The elements of a dense matrix that are not 0; NaN and infinity are kept, the sign of a zero is not.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init(_ dense: Matrix<Scalar>) {
    let (rows, columns) = dense.shape
    var (starts, places, numbers) = ([0], [Int32](), [Scalar]())
    dense.withUnsafeBufferPointer { elements in
      for i in 0..<rows {
        for j in 0..<columns where elements[i &* columns &+ j] != 0 {
          places.append(Int32(truncatingIfNeeded: j))
          numbers.append(elements[i &* columns &+ j])
        }
        starts.append(places.count)
      }
    }
    self.init(unchecked: rows, columns, rowStarts: starts, columnIndices: places, values: numbers)
  }

  // Initialisers, not `.identity(n)` as for `Matrix`: with that, `.identity(2) • a` could be either type's.

  /// The matrix of order `n` with ones on the diagonal.
  public init(identity n: Int) { self.init(diagonal: Vector(repeating: 1, count: n)) }

  /// The square matrix that stores the given diagonal, its zeros included.
  public init(diagonal elements: Vector<Scalar>) {
    let n = elements.count
    self.init(
      unchecked: n, n, rowStarts: Array(0...n), columnIndices: (0..<n).map { Int32($0) }, values: Array(elements))
  }
}

/// The columns and values of a new matrix: `body` writes the first few of at most `capacity`, and says how many.
///
/// Memory that is not written costs nothing meanwhile; what remains has no more than twice the memory it needs.
@inline(__always)
func sparseElements<Scalar>(
  atMost capacity: Int, _: Scalar.Type,
  _ body: (_ columns: UnsafeMutableBufferPointer<Int32>, _ values: UnsafeMutableBufferPointer<Scalar>) -> Int
) -> (columns: [Int32], values: [Scalar]) {
  var columns: [Int32] = []
  let values = hugePagedArray(capacity: capacity) { values in
    columns = hugePagedArray(capacity: capacity) { columns in body(columns, values) }
    return columns.count
  }
  return values.count >= capacity / 2 ? (columns, values) : (tight(columns), tight(values))

  func tight<Element>(_ elements: [Element]) -> [Element] {
    hugePagedArray(capacity: elements.count) { $0.initialize(fromContentsOf: elements) }
  }
}

/// Kept apart so that the loop over triplets stays small.
@inline(never)
private func tripletOutside(_ row: Int, _ column: Int, _ rows: Int, _ columns: Int) -> Never {
  fatalError("SparseMatrix: an element at (\(row), \(column)) of a (\(rows), \(columns)) matrix")
}

extension SparseMatrix: Equatable {
  /// Equal shape and equal elements, whether a zero is stored or not; as for numbers, NaN equals nothing.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func == (a: SparseMatrix, b: SparseMatrix) -> Bool {
    if a.shape != b.shape { return false }
    var isEqual = true
    forEachPlace(in: a, b) { _, _, x, y in if x != y { isEqual = false } }
    return isEqual
  }
}

/// Calls `body` for each place that either matrix stores, row after row, columns ascending; 0 for what one does not store.
///
/// Takes two matrices of one shape.
@inline(__always)
func forEachPlace<Scalar>(
  in a: SparseMatrix<Scalar>, _ b: SparseMatrix<Scalar>,
  _ body: (_ row: Int, _ column: Int32, _ x: Scalar, _ y: Scalar) -> Void
) {
  a.withPointers { aStarts, aColumns, aValues in
    b.withPointers { bStarts, bColumns, bValues in
      for i in 0..<a.rowCount {
        var (p, q) = (aStarts[i], bStarts[i])
        let (pEnd, qEnd) = (aStarts[i &+ 1], bStarts[i &+ 1])
        while p < pEnd && q < qEnd {
          let (left, right) = (aColumns[p], bColumns[q])
          if left == right {
            body(i, left, aValues[p], bValues[q])
            p &+= 1
            q &+= 1
          } else if left < right {
            body(i, left, aValues[p], 0)
            p &+= 1
          } else {
            body(i, right, 0, bValues[q])
            q &+= 1
          }
        }
        for p in p..<pEnd { body(i, aColumns[p], aValues[p], 0) }
        for q in q..<qEnd { body(i, bColumns[q], 0, bValues[q]) }
      }
    }
  }
}
