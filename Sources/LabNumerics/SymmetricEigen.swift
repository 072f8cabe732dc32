/// A = V·Λ·Vᵀ for a symmetric matrix: real eigenvalues in rising order, orthonormal eigenvectors.
///
/// ```swift
/// let eigen = try SymmetricEigen([[2, 1], [1, 2]] as Matrix<Double>)
/// eigen.values                  // [1, 3]
/// eigen.vectors[column: 1]      // ±[1, 1]/√2
/// ```
///
/// Only the lower triangle of A is read: the upper one is taken to be its mirror image. An eigenvector may change
/// sign; those of equal eigenvalues are any basis of their space.
///
/// The corresponding LAPACK routine is `dsyevd`.
/// Golub and Van Loan, Matrix Computations (4th ed.), §8.3–8.4.
public struct SymmetricEigen<Scalar: LinearAlgebraScalar>: SquareFactorization {
  /// The eigenvalues, n numbers in rising order.
  public let values: Vector<Scalar>
  /// Vᵀ: row i is the eigenvector of `values[i]`, shape (n, n).
  public let vectorsByRow: Matrix<Scalar>

  /// V: column i is the eigenvector of `values[i]`, shape (n, n). Copies; `vectorsByRow` does not.
  public var vectors: Matrix<Scalar> { vectorsByRow.transposed() }

  /// Factorises A.
  ///
  /// - Parameter a: shape (n, n); only the lower triangle is read.
  /// - Throws: `.nonFinite` if an element of the lower triangle is infinite or not a number, `.notConverged` in rare
  ///   cases.
  /// - Complexity: about 9·n³ operations.
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    (values, vectorsByRow) = try Self.decompose(a, vectors: true)
  }

  /// V·Λ·Vᵀ.
  public func reconstruct() -> Matrix<Scalar> {
    matmul(vectorsByRow, vectorsByRow.scalingRows(by: values), transposeA: true)
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { vectorsByRow.shape }

  /// V·Λ⁻¹·Vᵀ·b; an eigenvalue of exactly 0 is thrown as the pivot.
  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    if let pivot = values.firstIndex(of: 0) { throw .singular(pivot: pivot) }
    let storage = AlignedStorage(UnsafeBufferPointer(start: b, count: values.count * k))
    var coordinates = vectorsByRow • Matrix(rows: values.count, columns: k, storage: storage)
    for i in 0..<values.count { coordinates[row: i] = coordinates[row: i] / values[i] }
    let solution = matmul(vectorsByRow, coordinates, transposeA: true)
    x.update(from: solution.storage.start, count: solution.count)
    withExtendedLifetime(solution) {}
  }

  /// The smallest magnitude of an eigenvalue over the largest, exact but for rounding: 1/κ₂.
  public func reciprocalCondition() -> Scalar {
    let magnitudes = values.map(\.magnitude)
    guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return 1 }
    return largest == 0 ? 0 : smallest / largest
  }

  /// The product of the eigenvalues, infinite or 0 if it leaves the range of the scalar; 1 for the empty matrix.
  public var determinant: Scalar { scaledProduct(values) }

  /// LAPACK sees the row-major lower triangle as its upper one, and leaves the vectors as columns: rows, to us.
  static func decompose(
    _ a: Matrix<Scalar>, vectors: Bool
  ) throws(LinearAlgebraError) -> (Vector<Scalar>, Matrix<Scalar>) {
    require(a.isSquare, "SymmetricEigen: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
    let n = a.rowCount
    let matrix = a.lowerTriangle()
    try matrix.requireFinite()
    let values = Vector<Scalar>(unsafeUninitializedCount: n) { _ in }
    if n == 0 { return (values, matrix) }
    var integers = [Int32](repeating: 0, count: 3 + 5 * n)
    let info = withExtendedLifetime((matrix, values)) {
      withWorkspace { work, lwork in
        Scalar._syevd(
          vectors: vectors, n, matrix.storage.start, lda: n, values.storage.start, work, lwork, &integers,
          lwork == -1 ? -1 : blasInt(3 + 5 * n))
      }
    }
    try LAPACKInfo.requireConverged(info, of: "syevd")
    return (values, matrix)
  }
}

/// The eigenvalues of a symmetric matrix in rising order, without the vectors.
///
/// - Parameter a: shape (n, n); only the lower triangle is read.
/// - Returns: n numbers.
/// - Throws: `.nonFinite` if an element of the lower triangle is infinite or not a number, `.notConverged` in rare
///   cases.
/// - Complexity: about 4/3·n³ operations.
public func symmetricEigenvalues<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
  try SymmetricEigen.decompose(a, vectors: false).0
}
