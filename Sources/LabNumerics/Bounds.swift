// Checks of indices, marked as Span's are: the optimiser asks about the first and the last index before a loop, instead of
// about each inside it, and so a loop over elements can be made of vector instructions. It takes two checks of one index
// in one value of these types for the same check; hence a type for each.

/// The rows that a matrix has.
@usableFromInline
struct RowBounds {
  @usableFromInline let count: Int
  @usableFromInline let columnCount: Int

  @inlinable
  init(of rows: Int, _ columns: Int) {
    count = rows
    columnCount = columns
  }

  @inlinable
  @inline(__always)
  @_semantics("fixed_storage.check_index")
  func check(_ i: Int) {
    if UInt(bitPattern: i) >= UInt(bitPattern: count) { rowOutOfRange(i, count, columnCount) }
  }
}

/// The columns that a matrix has.
@usableFromInline
struct ColumnBounds {
  @usableFromInline let rowCount: Int
  @usableFromInline let count: Int

  @inlinable
  init(of rows: Int, _ columns: Int) {
    rowCount = rows
    count = columns
  }

  @inlinable
  @inline(__always)
  @_semantics("fixed_storage.check_index")
  func check(_ j: Int) {
    if UInt(bitPattern: j) >= UInt(bitPattern: count) { columnOutOfRange(j, rowCount, count) }
  }
}

/// The elements that a vector has.
@usableFromInline
struct ElementBounds {
  @usableFromInline let count: Int

  @inlinable
  init(count: Int) { self.count = count }

  @inlinable
  @inline(__always)
  @_semantics("fixed_storage.check_index")
  func check(_ i: Int) {
    if UInt(bitPattern: i) >= UInt(bitPattern: count) { indexOutOfRange(i, count: count) }
  }
}

// Kept apart so that element access stays small enough to be inlined.

@usableFromInline
@inline(never)
func rowOutOfRange(_ i: Int, _ rows: Int, _ columns: Int) -> Never {
  fatalError("row \(i) is outside a (\(rows), \(columns)) matrix: rows 0 ..< \(rows)")
}

@usableFromInline
@inline(never)
func columnOutOfRange(_ j: Int, _ rows: Int, _ columns: Int) -> Never {
  fatalError("column \(j) is outside a (\(rows), \(columns)) matrix: columns 0 ..< \(columns)")
}

@usableFromInline
@inline(never)
func placeOutOfRange(_ i: Int, _ j: Int, _ rows: Int, _ columns: Int) -> Never {
  fatalError(
    "element (\(i), \(j)) is outside a (\(rows), \(columns)) matrix: rows 0 ..< \(rows), columns 0 ..< \(columns)")
}

/// Stops the program unless the indices of a range are those of a vector.
@usableFromInline
func requireRange(_ range: Range<Int>, count: Int) {
  require(
    range.lowerBound >= 0 && range.upperBound <= count,
    "elements \(range.lowerBound) ..< \(range.upperBound) of a vector of \(count)")
}

@usableFromInline
@inline(never)
func indexOutOfRange(_ i: Int, count: Int) -> Never {
  fatalError("index \(i) is outside a vector of \(count): 0 ..< \(count)")
}
