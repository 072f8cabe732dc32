// The largest and the smallest, with the rules of NumPy: NaN among the elements is the answer, and of equals the first
// counts. `max()` and `min()`, which a vector has from Collection, pass over NaN or not, depending on where it stands.

extension Vector {
  /// The largest element; NaN if there is one, −∞ for none.
  public func maximum() -> Scalar { withUnsafeBufferPointer(largest) }

  /// The smallest element; NaN if there is one, +∞ for none.
  public func minimum() -> Scalar { withUnsafeBufferPointer(smallest) }

  /// The index of the largest element: the first of equals, the first NaN if there is one, nil for none.
  ///
  /// ```swift
  /// let x: Vector<Double> = [3, 1, 4, 1, 4]
  /// x.argmax()  // 2
  /// x.argmin()  // 1
  /// ```
  public func argmax() -> Int? { withUnsafeBufferPointer { firstPlace(of: largest($0), in: $0) } }

  /// The index of the smallest element: the first of equals, the first NaN if there is one, nil for none.
  public func argmin() -> Int? { withUnsafeBufferPointer { firstPlace(of: smallest($0), in: $0) } }
}

extension Matrix {
  /// The largest element; NaN if there is one, −∞ for none.
  public func maximum() -> Scalar { flattened.maximum() }

  /// The smallest element; NaN if there is one, +∞ for none.
  public func minimum() -> Scalar { flattened.minimum() }

  /// The largest element of each row; NaN where there is one, −∞ in a matrix without columns.
  public func rowMaxima() -> Vector<Scalar> { reducingRows(largest) }

  /// The smallest element of each row; NaN where there is one, +∞ in a matrix without columns.
  public func rowMinima() -> Vector<Scalar> { reducingRows(smallest) }

  /// The largest element of each column; NaN where there is one, −∞ in a matrix without rows.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func columnMaxima() -> Vector<Scalar> {
    reducingColumns(from: -.infinity) { $0 > $1 || $0 != $0 }
  }

  /// The smallest element of each column; NaN where there is one, +∞ in a matrix without rows.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func columnMinima() -> Vector<Scalar> {
    reducingColumns(from: .infinity) { $0 < $1 || $0 != $0 }
  }

  /// The column of the largest element of each row, by the rules of `Vector.argmax`: the class with the highest score.
  ///
  /// - Returns: one index a row.
  /// - Precondition: there is a column, unless there are no rows.
  public func rowArgmax() -> [Int] { rowIndices("rowArgmax", largest) }

  /// The column of the smallest element of each row, by the rules of `Vector.argmin`.
  ///
  /// - Returns: one index a row.
  /// - Precondition: there is a column, unless there are no rows.
  public func rowArgmin() -> [Int] { rowIndices("rowArgmin", smallest) }

  /// The place of the largest element of each column, the first of several or of the first NaN, one index a column.
  ///
  /// - Precondition: there is a row, unless there are no columns.
  public func columnArgmax() -> [Int] { columnIndices("columnArgmax", columnMaxima()) }

  /// The place of the smallest element of each column, the first of several or of the first NaN, one index a column.
  ///
  /// - Precondition: there is a row, unless there are no columns.
  public func columnArgmin() -> [Int] { columnIndices("columnArgmin", columnMinima()) }

  private func columnIndices(_ name: StaticString, _ extrema: Vector<Scalar>) -> [Int] {
    require(rowCount > 0 || columnCount == 0, "\(name): a column of a (0, \(columnCount)) matrix has no element")
    var places = [Int](repeating: rowCount, count: columnCount)
    // From the last row up, so that the first of several stays.
    for i in stride(from: rowCount - 1, through: 0, by: -1) {
      let row = storage.start + i &* columnCount
      for j in 0..<columnCount where row[j] == extrema[j] || row[j].isNaN { places[j] = i }
    }
    _fixLifetime(storage)
    return places
  }

  private func rowIndices(_ name: StaticString, _ extremum: (UnsafeBufferPointer<Scalar>) -> Scalar) -> [Int] {
    defer { _fixLifetime(storage) }
    return (0..<rowCount).map { i in
      let row = UnsafeBufferPointer(start: storage.start + i * columnCount, count: columnCount)
      guard let place = firstPlace(of: extremum(row), in: row) else {
        fatalError("\(name): a row of a (\(rowCount), 0) matrix has no element")
      }
      return place
    }
  }

  @inline(always)
  private func reducingColumns(from start: Scalar, where replaces: (Scalar, Scalar) -> Bool) -> Vector<Scalar> {
    var extrema = Vector(repeating: start, count: columnCount)
    extrema.withUnsafeMutableBufferPointer { extrema in
      for i in 0..<rowCount {
        let row = storage.start + i &* columnCount
        for j in 0..<columnCount { extrema[j] = replaces(row[j], extrema[j]) ? row[j] : extrema[j] }
      }
    }
    _fixLifetime(storage)
    return extrema
  }
}

@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func largest<Scalar: LinearAlgebraScalar>(_ x: UnsafeBufferPointer<Scalar>) -> Scalar {
  extremum(x, from: -.infinity) {
    $0 .> $1
  } scalar: {
    $0 > $1
  }
}

@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func smallest<Scalar: LinearAlgebraScalar>(_ x: UnsafeBufferPointer<Scalar>) -> Scalar {
  extremum(x, from: .infinity) {
    $0 .< $1
  } scalar: {
    $0 < $1
  }
}

/// The element that none replaces. NaN replaces any number, and no number replaces it: comparisons with it fail.
@inline(always)
private func extremum<Scalar: LinearAlgebraScalar>(
  _ x: UnsafeBufferPointer<Scalar>, from start: Scalar,
  _ replaces: (SIMD8<Scalar>, SIMD8<Scalar>) -> SIMDMask<SIMD8<Scalar.SIMDMaskScalar>>,
  scalar: (Scalar, Scalar) -> Bool
) -> Scalar {
  var (lanes, i) = (SIMD8(repeating: start), 0)
  let memory = UnsafeRawPointer(x.baseAddress)
  while let memory, i &+ 8 <= x.count {
    let next = memory.loadUnaligned(fromByteOffset: i &* MemoryLayout<Scalar>.stride, as: SIMD8<Scalar>.self)
    lanes.replace(with: next, where: replaces(next, lanes) .| (next .!= next))
    i &+= 8
  }
  var result = start
  for lane in 0..<8 where scalar(lanes[lane], result) || lanes[lane].isNaN { result = lanes[lane] }
  for j in i..<x.count where scalar(x[j], result) || x[j].isNaN { result = x[j] }
  return result
}

/// The index of the first element that equals `value`, or of the first NaN if that is one.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func firstPlace<Scalar: LinearAlgebraScalar>(of value: Scalar, in x: UnsafeBufferPointer<Scalar>) -> Int? {
  if value.isNaN { return x.firstIndex(where: \.isNaN) }
  var i = 0
  let memory = UnsafeRawPointer(x.baseAddress)
  while let memory, i &+ 8 <= x.count {
    let next = memory.loadUnaligned(fromByteOffset: i &* MemoryLayout<Scalar>.stride, as: SIMD8<Scalar>.self)
    if any(next .== value) { break }
    i &+= 8
  }
  return (i..<x.count).first { x[$0] == value }
}
