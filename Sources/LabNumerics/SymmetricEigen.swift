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
/// The corresponding LAPACK routine is `dsyevd`; from order 256 on its steps, in two thirds of its memory.
/// Golub and Van Loan, Matrix Computations (4th ed.), §8.3–8.4.
public struct SymmetricEigen<Scalar: LinearAlgebraScalar>: SquareFactorization {
  /// The eigenvalues, n numbers in rising order.
  public private(set) var values: Vector<Scalar>
  /// Vᵀ: row i is the eigenvector of `values[i]`, shape (n, n).
  public private(set) var vectorsByRow: Matrix<Scalar>

  /// V: column i is the eigenvector of `values[i]`, shape (n, n). Copies; `vectorsByRow` does not.
  public var vectors: Matrix<Scalar> { vectorsByRow.transposed() }

  /// Factorises A.
  ///
  /// - Parameter a: shape (n, n); only the lower triangle is read.
  /// - Throws: `.nonFinite` if an element of the lower triangle is infinite or not a number or an eigenvalue leaves the
  ///   range, `.notConverged` in rare cases.
  /// - Complexity: about 9·n³ operations.
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    var workspace = Workspace<Scalar>()
    try self.init(a, vectors: true, &workspace)
  }

  fileprivate init(
    _ a: Matrix<Scalar>, vectors: Bool, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    require(a.isSquare, "SymmetricEigen: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
    values = .zeros(a.rowCount)
    vectorsByRow = Matrix(unsafeUninitializedRows: a.rowCount, columns: a.rowCount) { _ in }
    try decompose(a, vectors: vectors, &workspace)
  }

  /// Factorises another matrix of the same shape in the memory of this one.
  ///
  /// - Parameters:
  ///   - a: shape (n, n), that of the first one; only the lower triangle is read.
  ///   - workspace: kept between calls, it spares the allocations in each.
  /// - Throws: as the initialiser; after an error the values are NaN, and `solve` throws.
  /// - Complexity: about 9·n³ operations.
  public mutating func refactor(
    _ a: Matrix<Scalar>, workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let n = values.count
    require(a.shape == shape, "refactor: factors of shape (\(n), \(n)), a matrix of (\(a.rowCount), \(a.columnCount))")
    try decompose(a, vectors: true, &workspace)
  }

  /// V·Λ·Vᵀ.
  public func reconstruct() -> Matrix<Scalar> {
    matmul(vectorsByRow, vectorsByRow * .column(values), transposeA: true)
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { vectorsByRow.shape }

  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    var workspace = Workspace<Scalar>()
    try _solve(b, x, columns: k, &workspace)
  }

  /// V·Λ⁻¹·Vᵀ·b; an eigenvalue of exactly 0 is thrown as the pivot.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    if values.first?.isNaN == true { throw .notConverged(routine: "syevd", count: values.count) }
    if let pivot = values.firstIndex(of: 0) { throw .singular(pivot: pivot) }
    let n = values.count
    defer { withExtendedLifetime((values, vectorsByRow)) {} }
    let vectors = vectorsByRow.storage.start
    let block = workspace.block(n * k)
    let coordinates = block.start  // (n, k)
    multiply(vectors, transposed: false, n, n, lda: n, b, columns: k, into: coordinates)
    divideRows(coordinates, by: values.storage.start, rows: n, columns: k)
    multiply(vectors, transposed: true, n, n, lda: n, coordinates, columns: k, into: x)
    withExtendedLifetime(block) {}
  }

  /// The smallest magnitude of an eigenvalue over the largest, exact but for rounding: 1/κ₂.
  public func reciprocalCondition() -> Scalar {
    let magnitudes = values.map(\.magnitude)
    guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return 1 }
    return largest == 0 ? 0 : smallest / largest
  }

  /// The product of the eigenvalues, infinite or 0 if it leaves the range of the scalar; 1 for the empty matrix.
  public var determinant: Scalar { scaledProduct(values) }

  /// The determinant's sign (−1, 0, 1) and the natural logarithm of its magnitude (−∞ for 0).
  public var logDeterminant: (sign: Scalar, log: Scalar) { signAndLogarithm(ofProduct: values) }

  private mutating func decompose(
    _ a: Matrix<Scalar>, vectors: Bool, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let n = values.count
    if n == 0 { return }
    values.makeUnique()
    vectorsByRow.makeUnique()
    values.storage.start.update(repeating: .nan, count: n)
    let info =
      if vectors && n >= smallestOrderInHalves {
        try decomposeInHalves(a, &workspace)
      } else {
        try decomposeInPlace(a, vectors: vectors, &workspace)
      }
    if !LAPACKInfo.hasConverged(info, of: "syevd") { values.storage.start.update(repeating: .nan, count: n) }
    try LAPACKInfo.requireConverged(info, of: "syevd")
    if let place = firstNonFinite(values.storage.start, count: n) {
      values.storage.start.update(repeating: .nan, count: n)
      throw .nonFinite(row: place, column: 0)
    }
  }

  /// LAPACK sees the row-major lower triangle as its upper one, and leaves the vectors as columns: rows, to us.
  private mutating func decomposeInPlace(
    _ a: Matrix<Scalar>, vectors: Bool, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) -> Int32 {
    let n = values.count
    let (values, matrix) = (values.storage.start, vectorsByRow.storage.start)
    defer { withExtendedLifetime((self.values, vectorsByRow)) {} }
    withExtendedLifetime(a) { copyLowerTriangle(of: a.storage.start, n, into: matrix) }
    try vectorsByRow.requireFinite()
    return workspace.with(integers: 3 + 5 * n) { work, lwork, integers in
      Scalar._syevd(
        vectors: vectors, n, matrix, lda: n, values, work, lwork, integers, lwork == -1 ? -1 : blasInt(3 + 5 * n))
    }
  }

  /// The matrix in the workspace, the vectors where they belong.
  private mutating func decomposeInHalves(
    _ a: Matrix<Scalar>, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) -> Int32 {
    let n = values.count
    let (values, vectors) = (values.storage.start, vectorsByRow.storage.start)
    let (scalarCount, elementCount) = (eigenScalarCount(n), Workspace<Scalar>.distance(n * n))
    let block = workspace.block(elementCount + scalarCount)
    defer { withExtendedLifetime((self.values, vectorsByRow, block)) {} }
    let matrix = block.start
    withExtendedLifetime(a) { copyLowerTriangle(of: a.storage.start, n, into: matrix) }
    if let place = firstNonFinite(matrix, count: n * n) { throw .nonFinite(row: place / n, column: place % n) }
    let scale = divideByScale(matrix, count: n * n)
    let info = workspace.withIntegers(eigenIntegerCount(n)) {
      divideAndConquer(n, matrix, values, vectors, scalars: matrix + elementCount, integers: $0)
    }
    Scalar._scal(n, scale, values)
    return info
  }
}

/// From where the memory of a third matrix is worth saving.
private let smallestOrderInHalves = 256

/// The eigenvalues of a symmetric matrix in rising order, without the vectors.
///
/// - Parameter a: shape (n, n); only the lower triangle is read.
/// - Returns: n numbers.
/// - Throws: `.nonFinite` if an element of the lower triangle is infinite or not a number or an eigenvalue leaves the
///   range, `.notConverged` in rare cases.
/// - Complexity: about 4/3·n³ operations.
public func symmetricEigenvalues<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
  var workspace = Workspace<Scalar>()
  return try SymmetricEigen(a, vectors: false, &workspace).values
}
