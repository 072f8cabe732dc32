extension SparseMatrix {
  /// Stores the places that either stores, also where the sum is 0.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func + (a: SparseMatrix, b: SparseMatrix) -> SparseMatrix { combined(a, b, "+") { $0 + $1 } }

  /// Stores the places that either stores, also where the difference is 0.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func - (a: SparseMatrix, b: SparseMatrix) -> SparseMatrix { combined(a, b, "-") { $0 - $1 } }

  /// aᵢⱼ·b for the stored elements; what is not stored stays so, where b is infinite or NaN too.
  public static func * (a: SparseMatrix, b: Scalar) -> SparseMatrix { a.mapValues { $0 * b } }

  /// a·bᵢⱼ for the stored elements.
  public static func * (a: Scalar, b: SparseMatrix) -> SparseMatrix { b * a }

  /// aᵢⱼ/b for the stored elements; what is not stored stays so, where b is 0 too.
  public static func / (a: SparseMatrix, b: Scalar) -> SparseMatrix { a.mapValues { $0 / b } }

  /// −aᵢⱼ for the stored elements.
  public static prefix func - (a: SparseMatrix) -> SparseMatrix { a.mapValues { -$0 } }

  @inline(__always)
  private static func combined(
    _ a: SparseMatrix, _ b: SparseMatrix, _ op: StaticString, _ combine: (Scalar, Scalar) -> Scalar
  ) -> SparseMatrix {
    require(a.shape == b.shape, "\(op): (\(a.rowCount), \(a.columnCount)) and (\(b.rowCount), \(b.columnCount))")
    var starts = [Int](repeating: 0, count: a.rowCount + 1)
    let elements = sparseElements(atMost: a.storedCount + b.storedCount, Scalar.self) { places, numbers in
      var count = 0
      starts.withUnsafeMutableBufferPointer { starts in
        forEachPlace(in: a, b) { row, column, x, y in
          places[count] = column
          numbers[count] = combine(x, y)
          count &+= 1
          starts[row &+ 1] = count
        }
        // Rows without elements begin where the one before ends.
        for i in 0..<a.rowCount { starts[i + 1] = max(starts[i], starts[i + 1]) }
      }
      return count
    }
    return SparseMatrix(
      unchecked: a.rowCount, a.columnCount, rowStarts: starts, columnIndices: elements.columns, values: elements.values)
  }

  /// The matrix whose stored elements are `transform` of this one's; what is not stored stays 0, whatever `transform`
  /// makes of 0.
  ///
  /// `counts.mapValues { 1 + .log($0) }` damps word counts, and leaves the words that do not occur alone.
  ///
  /// - Throws: what `transform` throws.
  @inlinable
  public func mapValues(_ transform: (Scalar) throws -> Scalar) rethrows -> SparseMatrix {
    try withValues(values.map(transform))
  }

  /// The matrix with row i multiplied by `factors[i]`: diag(factors)·A.
  ///
  /// - Parameter factors: `rowCount` elements.
  /// - Returns: the same places, zeros included.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func scalingRows(by factors: Vector<Scalar>) -> SparseMatrix {
    require(
      factors.count == rowCount, "scalingRows: \(factors.count) factors for a (\(rowCount), \(columnCount)) matrix")
    var numbers = values
    for i in 0..<rowCount {
      let factor = factors[i]
      for k in rowStarts[i]..<rowStarts[i + 1] { numbers[k] *= factor }
    }
    return withValues(numbers)
  }

  /// The matrix with column j multiplied by `factors[j]`: A·diag(factors).
  ///
  /// - Parameter factors: `columnCount` elements.
  /// - Returns: the same places, zeros included.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func scalingColumns(by factors: Vector<Scalar>) -> SparseMatrix {
    require(
      factors.count == columnCount,
      "scalingColumns: \(factors.count) factors for a (\(rowCount), \(columnCount)) matrix")
    var numbers = values
    for k in numbers.indices { numbers[k] *= factors[Int(columnIndices[k])] }
    return withValues(numbers)
  }

  /// The sum of each row, `rowCount` elements; compensated, in Double for both scalars.
  public func rowSums() -> Vector<Scalar> {
    Vector(count: rowCount) { i in
      let start = rowStarts[i]
      return Scalar(compensatedSum(rowStarts[i + 1] - start) { Double(values[start + $0]) })
    }
  }

  /// The sum of each column, `columnCount` elements; compensated, in Double for both scalars.
  public func columnSums() -> Vector<Scalar> {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: columnCount)
    for (j, value) in zip(columnIndices, values) { sums[Int(j)].add(Double(value)) }
    return Vector(sums.map { Scalar($0.value) })
  }

  /// The norm of each row, `rowCount` elements; the two-norm does not overflow or underflow on the way.
  public func rowNorms(_ kind: VectorNorm = .two) -> Vector<Scalar> {
    values.withUnsafeBufferPointer { numbers in
      Vector(count: rowCount) { i in
        let count = rowStarts[i + 1] - rowStarts[i]
        guard count > 0, let start = numbers.baseAddress.map({ $0 + rowStarts[i] }) else { return 0 }
        return switch kind {
        case .one: Scalar._asum(count, start)
        case .two: Scalar._nrm2(count, start)
        case .infinity: largestMagnitude(start, count: count)
        }
      }
    }
  }

  /// The matrix with each row divided by its norm; a row of zeros stays one.
  ///
  /// With the two-norm, the product of a matrix with its transpose then holds the cosine similarities of its rows; with
  /// the one-norm, rows of counts become probabilities.
  public func normalisingRows(_ kind: VectorNorm = .two) -> SparseMatrix {
    let norms = rowNorms(kind)
    var numbers = values
    for i in 0..<rowCount where norms[i] != 0 {
      let places = rowStarts[i]..<rowStarts[i + 1]
      let isOutOfRange = norms[i] < .leastNormalMagnitude || norms[i] == .infinity
      if isOutOfRange && numbers[places].allSatisfy(\.isFinite) {
        numbers.replaceSubrange(places, with: normalised(numbers[places], kind))
      } else {
        for k in places { numbers[k] /= norms[i] }
      }
    }
    return withValues(numbers)
  }

  /// Numbers over a norm that overflows or has lost its digits, by way of numbers near 1.
  private func normalised(_ numbers: ArraySlice<Scalar>, _ kind: VectorNorm) -> Vector<Scalar> {
    let largest = numbers.reduce(0) { max($0, $1.magnitude) }
    let scaled = Vector(numbers.map { Scalar(sign: .plus, exponent: -largest.exponent, significand: $0) })
    return scaled / scaled.norm(kind)
  }

  /// The same places with other values, as many.
  @usableFromInline
  func withValues(_ numbers: [Scalar]) -> SparseMatrix {
    SparseMatrix(
      unchecked: rowCount, columnCount, rowStarts: rowStarts, columnIndices: columnIndices, values: numbers)
  }
}
