// The arithmetic of views, apart from the memory they look at. Places are counted in elements, in 64 bits: a matrix of
// 46,341 × 46,341 has more than 2³¹.

/// Where the elements of a vector lie: element i at place `offset` + i·`stride`.
@usableFromInline
struct VectorLayout: Equatable, Sendable {
  @usableFromInline let offset: Int
  @usableFromInline let count: Int
  /// The distance from an element to the next, never 0; 1 where there is no next.
  @usableFromInline let stride: Int

  @usableFromInline
  init(offset: Int, count: Int, stride: Int) {
    self.offset = offset
    self.count = count
    self.stride = count > 1 ? stride : 1
  }

  @inlinable
  func place(_ i: Int) -> Int {
    if UInt(bitPattern: i) >= UInt(bitPattern: count) { indexOutOfRange(i, count: count) }
    return offset &+ i &* stride
  }

  @usableFromInline
  func elements(_ range: Range<Int>) -> VectorLayout {
    requireRange(range, count: count)
    return VectorLayout(offset: offset &+ range.lowerBound &* stride, count: range.count, stride: stride)
  }

  /// Every `step`-th element from the first on, or from the last back if `step` is negative.
  @usableFromInline
  func striding(by step: Int) -> VectorLayout {
    require(step != 0, "striding(by: 0) would stay where it is")
    // Either side of the division is exact, whatever the step.
    let steps = count == 0 ? 0 : 1 + (count - 1) / Int(clamping: step.magnitude)
    let first = step > 0 ? 0 : max(count - 1, 0)
    return VectorLayout(offset: offset &+ first &* stride, count: steps, stride: stride &* step)
  }
}

/// Where the elements of a matrix lie: element (i, j) at place `offset` + i·`rowStride` + j·`columnStride`.
@usableFromInline
struct MatrixLayout: Equatable, Sendable {
  @usableFromInline let offset: Int
  @usableFromInline let rowCount: Int
  @usableFromInline let columnCount: Int
  /// The distance from a row to the next, never 0; where there is no next, what it would be without gaps.
  @usableFromInline let rowStride: Int
  /// The distance from a column to the next, never 0; 1 where there is no next.
  @usableFromInline let columnStride: Int

  @usableFromInline
  init(offset: Int, rowCount: Int, columnCount: Int, rowStride: Int, columnStride: Int) {
    self.offset = offset
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.rowStride = rowCount > 1 && columnCount > 0 ? rowStride : max(columnCount, 1)
    self.columnStride = columnCount > 1 ? columnStride : 1
  }

  /// Row after row, without gaps.
  @usableFromInline
  init(rowCount: Int, columnCount: Int) {
    self.init(offset: 0, rowCount: rowCount, columnCount: columnCount, rowStride: columnCount, columnStride: 1)
  }

  @inlinable
  func place(_ i: Int, _ j: Int) -> Int {
    if UInt(bitPattern: i) >= UInt(bitPattern: rowCount) || UInt(bitPattern: j) >= UInt(bitPattern: columnCount) {
      placeOutOfRange(i, j, rowCount, columnCount)
    }
    return offset &+ i &* rowStride &+ j &* columnStride
  }

  private var rows: VectorLayout { VectorLayout(offset: 0, count: rowCount, stride: rowStride) }
  private var columns: VectorLayout { VectorLayout(offset: 0, count: columnCount, stride: columnStride) }

  /// The places where these rows and columns, of the same matrix, meet.
  private func meeting(_ rows: VectorLayout, _ columns: VectorLayout) -> MatrixLayout {
    MatrixLayout(
      offset: offset &+ rows.offset &+ columns.offset, rowCount: rows.count, columnCount: columns.count,
      rowStride: rows.stride, columnStride: columns.stride)
  }

  @usableFromInline
  func row(_ i: Int) -> VectorLayout {
    require(i >= 0 && i < rowCount, "row \(i) of a (\(rowCount), \(columnCount)) matrix")
    return VectorLayout(offset: offset &+ i &* rowStride, count: columnCount, stride: columnStride)
  }

  @usableFromInline
  func column(_ j: Int) -> VectorLayout {
    require(j >= 0 && j < columnCount, "column \(j) of a (\(rowCount), \(columnCount)) matrix")
    return VectorLayout(offset: offset &+ j &* columnStride, count: rowCount, stride: rowStride)
  }

  @usableFromInline
  func block(_ rows: Range<Int>, _ columns: Range<Int>) -> MatrixLayout {
    require(
      rows.lowerBound >= 0 && rows.upperBound <= rowCount && columns.lowerBound >= 0
        && columns.upperBound <= columnCount,
      "rows \(rows.lowerBound) ..< \(rows.upperBound) and columns \(columns.lowerBound) ..< \(columns.upperBound) "
        + "of a (\(rowCount), \(columnCount)) matrix")
    return meeting(self.rows.elements(rows), self.columns.elements(columns))
  }

  @usableFromInline
  func striding(rows: Int, columns: Int) -> MatrixLayout {
    meeting(self.rows.striding(by: rows), self.columns.striding(by: columns))
  }

  @usableFromInline
  var diagonal: VectorLayout {
    VectorLayout(offset: offset, count: min(rowCount, columnCount), stride: rowStride &+ columnStride)
  }

  @usableFromInline
  var transposed: MatrixLayout {
    MatrixLayout(
      offset: offset, rowCount: columnCount, columnCount: rowCount, rowStride: columnStride, columnStride: rowStride)
  }

  /// How BLAS can read these elements where they lie: as a row-major matrix, or as the transpose of one, whose rows are
  /// `leadingDimension` places apart. Nil if it cannot.
  ///
  /// BLAS wants elements side by side in one direction, no row that runs into the next, and a distance of 32 bits.
  var forBLAS: (isTransposed: Bool, leadingDimension: Int)? {
    if hasRowsForBLAS { return (false, rowStride) }
    if transposed.hasRowsForBLAS { return (true, transposed.rowStride) }
    return nil
  }

  private var hasRowsForBLAS: Bool {
    columnStride == 1 && rowStride >= max(columnCount, 1) && rowStride <= Int32.max
  }
}

/// What a range of indices means in a row of `count`: `1...` runs to the end, `..<3` begins at 0.
@usableFromInline
func span(_ range: some RangeExpression<Int>, of count: Int) -> Range<Int> {
  // An open end comes back as the end it was given, so that the caller can check what was written.
  let written = range.relative(to: Int.min..<Int.max)
  let lower = written.lowerBound == .min ? 0 : written.lowerBound
  let upper = written.upperBound == .max ? count : written.upperBound
  require(lower <= upper, "indices from \(lower) on of \(count)")
  return lower..<upper
}
