public import ComplexModule

/// A = Z·T·Zᵀ: an orthogonal matrix times a nearly upper triangular one.
///
/// T has the real eigenvalues on its diagonal and a 2 × 2 block for each pair of complex ones. It exists for every square
/// matrix, and unlike eigenvectors Z loses no digit to condition.
///
/// ```swift
/// let schur = try Schur([[0, 1], [-1, 0]] as Matrix<Double>)
/// schur.values  // [i, −i]
/// ```
///
/// The corresponding LAPACK routine is `dgees`.
/// Golub and Van Loan, Matrix Computations (4th ed.), §7.4–7.5.
public struct Schur<Scalar: LinearAlgebraScalar>: Sendable {
  /// T, upper triangular but for 2 × 2 blocks on its diagonal, shape (n, n).
  public private(set) var t: Matrix<Scalar>
  /// Z, orthogonal, shape (n, n).
  public private(set) var z: Matrix<Scalar>
  /// The eigenvalues, n numbers in T's order; of a pair the one with positive imaginary part comes first.
  public private(set) var values: [Complex<Scalar>]

  /// Factorises A.
  ///
  /// - Parameter a: shape (n, n).
  /// - Throws: `.nonFinite` if an element is infinite or not a number or one of T leaves the range, `.notConverged`
  ///   in rare cases.
  /// - Complexity: about 25·n³ operations. A, T and Z are transposed once each: of Aᵀ the form would be lower triangular.
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    require(a.isSquare, "Schur: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
    let n = a.rowCount
    t = Matrix(unsafeUninitializedRows: n, columns: n) { _ in }
    z = Matrix(unsafeUninitializedRows: n, columns: n) { _ in }
    values = Array(repeating: 0, count: n)
    var workspace = Workspace<Scalar>()
    try refactor(a, workspace: &workspace)
  }

  /// Factorises another matrix of the same shape in the memory of this one.
  ///
  /// - Parameters:
  ///   - a: shape (n, n), that of the first one.
  ///   - workspace: kept between calls, it spares the allocations in each.
  /// - Throws: as the initialiser; the old factors are kept then.
  /// - Complexity: that of the initialiser.
  public mutating func refactor(
    _ a: Matrix<Scalar>, workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let n = values.count
    require(a.shape == (n, n), "refactor: factors of shape (\(n), \(n)), a matrix of (\(a.rowCount), \(a.columnCount))")
    try a.requireFinite()
    if n == 0 { return }
    let (square, side) = (Workspace<Scalar>.distance(n * n), Workspace<Scalar>.distance(n))
    let block = workspace.block(2 * (square + side))
    defer { withExtendedLifetime((a, block, t, z)) {} }
    let (columns, vectors) = (block.start, block.start + square)
    let (real, imaginary) = (vectors + square, vectors + square + side)
    transposeElements(of: a.storage.start, rows: n, columns: n, into: columns)
    let info = workspace.with { work, lwork, _ in
      Scalar._gees(n, columns, lda: n, real, imaginary, vectors, ldz: n, work, lwork)
    }
    try LAPACKInfo.requireConverged(info, of: "gees")
    if let place = firstNonFinite(columns, count: n * n) { throw .nonFinite(row: place % n, column: place / n) }
    t.makeUnique()
    z.makeUnique()
    transposeElements(of: columns, rows: n, columns: n, into: t.storage.start)
    transposeElements(of: vectors, rows: n, columns: n, into: z.storage.start)
    for i in 0..<n { values[i] = Complex(real[i], imaginary[i]) }
  }

  /// Z·T·Zᵀ.
  public func reconstruct() -> Matrix<Scalar> { matmul(z • t, z, transposeB: true) }
}
