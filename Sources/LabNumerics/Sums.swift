// Sums are pairwise: halves are summed apart, so that an element goes through about log₂ n additions and not n. The
// statistics' sums are compensated, good to the last digit.

extension Vector {
  /// The sum of the elements; 0 for none.
  ///
  /// The error is at most (log₂ n + 16)·ε/2·Σ|xᵢ|, where adding in order allows (n − 1)·ε/2·Σ|xᵢ|. Infinite where a part
  /// overflows, even if the rest would bring it back.
  ///
  /// Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), §4.2.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func sum() -> Scalar { withUnsafeBufferPointer(pairwiseSum) }

  /// The sums of the first 1, 2, …, n elements.
  ///
  /// ```swift
  /// let x: Vector<Double> = [1, 2, 3, 4]
  /// x.cumulativeSum()  // [1, 3, 6, 10]
  /// ```
  ///
  /// Compensated and in Double for both scalars: each sum is within an ulp or so, whatever the length. From an infinite
  /// sum or a NaN on, all are infinite or NaN.
  ///
  /// - Returns: n elements.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func cumulativeSum() -> Vector {
    var sum = CompensatedSum()
    return Vector(unsafeUninitializedCount: count) { sums in
      for i in 0..<count {
        sum.add(Double(storage.start[i]))
        sums[i] = Scalar(sum.value)
      }
    }
  }
}

extension Matrix {
  /// The sum of all elements, pairwise as for a vector; 0 for none.
  ///
  /// ```swift
  /// let a: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]
  /// a.sum()         // 21
  /// a.rowSums()     // [6, 15]
  /// a.columnSums()  // [5, 7, 9]
  /// ```
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func sum() -> Scalar { flattened.sum() }

  /// The sum of each row, one element a row, pairwise as for a vector; 0 in a matrix without columns.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func rowSums() -> Vector<Scalar> { reducingRows(pairwiseSum) }

  /// The sum of each column, one element a column; 0 in a matrix without rows.
  ///
  /// The error of each is at most (log₂ m + 16)·ε/2·Σ|aᵢⱼ| over the m rows. Reads the rows in order, so that each cache
  /// line is read once.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func columnSums() -> Vector<Scalar> {
    var sums = Vector<Scalar>.zeros(columnCount)
    sums.withUnsafeMutableBufferPointer { addRows(storage.start, rowCount, columnCount, to: $0) }
    _fixLifetime(storage)
    return sums
  }

  /// The mean of each row, one element a row, compensated as for a vector; NaN if there are no columns.
  public func rowMeans() -> Vector<Scalar> { Vector(count: rowCount) { self[row: $0].mean() } }

  /// The mean of all elements, compensated as for a vector; NaN if there are none.
  public func mean() -> Scalar { flattened.mean() }

  /// One number from each row.
  func reducingRows(_ reduce: (UnsafeBufferPointer<Scalar>) -> Scalar) -> Vector<Scalar> {
    defer { _fixLifetime(storage) }
    return Vector(count: rowCount) { i in
      reduce(UnsafeBufferPointer(start: storage.start + i * columnCount, count: columnCount))
    }
  }
}

/// The sum, halves apart down to 256 elements; those in 16 lanes.
///
/// An element of such a block goes through at most 15 additions in its lane, 4 between lanes and 1 with the rest.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func pairwiseSum<Scalar: LinearAlgebraScalar>(_ x: UnsafeBufferPointer<Scalar>) -> Scalar {
  let n = x.count
  if n > 256 {
    let half = (n / 2 + 15) & ~15
    return pairwiseSum(UnsafeBufferPointer(rebasing: x[..<half]))
      + pairwiseSum(UnsafeBufferPointer(rebasing: x[half...]))
  }
  var (first, second, i) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero, 0)
  let memory = UnsafeRawPointer(x.baseAddress)
  while let memory, i &+ 16 <= n {
    first += memory.loadUnaligned(fromByteOffset: i &* MemoryLayout<Scalar>.stride, as: SIMD8<Scalar>.self)
    second += memory.loadUnaligned(fromByteOffset: (i &+ 8) &* MemoryLayout<Scalar>.stride, as: SIMD8<Scalar>.self)
    i &+= 16
  }
  first += second
  let four = first.lowHalf + first.highHalf
  let two = four.lowHalf + four.highHalf
  var rest: Scalar = 0
  while i < n {
    rest += x[i]
    i &+= 1
  }
  return (two[0] + two[1]) + rest
}

/// sⱼ ← sⱼ + Σᵢaᵢⱼ, halves of the rows apart down to 16; s comes as zeros.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func addRows<Scalar: LinearAlgebraScalar>(
  _ a: UnsafePointer<Scalar>, _ rows: Int, _ columns: Int, to s: UnsafeMutableBufferPointer<Scalar>
) {
  if rows > 16 {
    let half = rows / 2
    addRows(a, half, columns, to: s)
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: columns) { lower in
      lower.initialize(repeating: 0)
      addRows(a + half * columns, rows - half, columns, to: lower)
      for j in 0..<columns { s[j] += lower[j] }
    }
    return
  }
  for i in 0..<rows {
    let row = a + i &* columns
    for j in 0..<columns { s[j] += row[j] }
  }
}
