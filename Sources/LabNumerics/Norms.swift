/// How to measure the size of a vector.
public enum VectorNorm: Sendable {
  /// Σ|xᵢ|
  case one
  /// √Σxᵢ²
  case two
  /// max|xᵢ|
  case infinity
}

/// How to measure the size of a matrix.
public enum MatrixNorm: Sendable {
  /// The largest sum of magnitudes in a column.
  case one
  /// The largest sum of magnitudes in a row.
  case infinity
  /// √Σaᵢⱼ²
  case frobenius
  /// The largest magnitude of an element. Not submultiplicative.
  case max
}

extension Vector {
  /// The size of the vector; 0 for an empty one, NaN if an element is.
  ///
  /// The two-norm does not overflow or underflow on the way: `Vector([3e200, 4e200]).norm()` is 5e200.
  @inlinable
  public func norm(_ kind: VectorNorm = .two) -> Scalar {
    let norm =
      switch kind {
      case .one: Scalar._asum(count, storage.start)
      case .two: Scalar._nrm2(count, storage.start)
      case .infinity: largestMagnitude(storage.start, count: count)
      }
    _fixLifetime(self)
    return norm
  }

  /// The index of the element of largest magnitude, the first of several; that of the first NaN if there is one.
  ///
  /// - Returns: counted from 0; nil for an empty vector.
  public func indexOfLargestMagnitude() -> Int? {
    if isEmpty { return nil }
    return withExtendedLifetime(self) {
      // BLAS may pass over NaN. The sum of magnitudes is NaN if and only if one of them is.
      Scalar._asum(count, storage.start).isNaN
        ? firstIndex(where: \.isNaN) : Scalar._iamax(count, storage.start)
    }
  }
}

extension Matrix {
  /// The size of the matrix; 0 if it has no element, NaN if an element is.
  ///
  /// The Frobenius norm does not overflow or underflow on the way. The two-norm, which takes a singular value
  /// decomposition, is `twoNorm()`.
  public func norm(_ kind: MatrixNorm = .frobenius) -> Scalar {
    withExtendedLifetime(self) {
      switch kind {
      case .one: largest(columnMagnitudeSums(storage.start, rowCount, columnCount))
      case .infinity:
        largest(Vector(count: rowCount) { Scalar._asum(columnCount, storage.start + $0 * columnCount) })
      case .frobenius: Scalar._nrm2(count, storage.start)
      case .max: largestMagnitude(storage.start, count: count)
      }
    }
  }

  /// The largest factor by which the matrix lengthens a vector: its largest singular value.
  ///
  /// - Throws: `.nonFinite` if an element is not finite or the norm leaves the range; `.notConverged` in rare cases.
  /// - Complexity: that of `singularValues(_:)`.
  public func twoNorm() throws(LinearAlgebraError) -> Scalar { try singularValues(self).first ?? 0 }
}

/// The largest entry of a vector of sums.
private func largest<Scalar>(_ sums: Vector<Scalar>) -> Scalar { sums.norm(.infinity) }

/// Σᵢ|aᵢⱼ| for each column j.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func columnMagnitudeSums<Scalar: LinearAlgebraScalar>(
  _ a: UnsafePointer<Scalar>, _ rows: Int, _ columns: Int
) -> Vector<Scalar> {
  Vector(unsafeUninitializedCount: columns) { sums in
    for j in 0..<columns { sums[j] = 0 }
    for i in 0..<rows {
      for j in 0..<columns { sums[j] += a[i &* columns &+ j].magnitude }
    }
  }
}
