public import ComplexModule

/// A·v = λ·v for a square matrix: eigenvalues and eigenvectors, complex where they must be.
///
/// ```swift
/// let eigen = try Eigen([[0, 1], [-1, 0]] as Matrix<Double>)
/// eigen.values      // [i, −i]
/// eigen.vector(0)   // a multiple of [1, i]
/// ```
///
/// LAPACK balances rows and columns by powers of two first: where they differ by many orders of magnitude, the eigenvectors
/// are backward stable for the balanced matrix only, and A·v − λ·v may be far above ε·‖A‖ (NumPy's `eig` does the same).
///
/// For a symmetric matrix `SymmetricEigen` is quicker and more exact. The vectors of a matrix with nearly equal
/// eigenvalues may be nearly parallel, and then mean little; `Schur` is safe.
///
/// The corresponding LAPACK routine is `dgeev`.
/// Golub and Van Loan, Matrix Computations (4th ed.), §7.5–7.6.
public struct Eigen<Scalar: LinearAlgebraScalar>: Sendable {
  /// The eigenvalues, n numbers; of a pair the one with positive imaginary part comes first, its conjugate next.
  public private(set) var values: [Complex<Scalar>]
  /// For each eigenvalue a row: the vector of a real one; for a pair the real part and minus the imaginary part of the
  /// first one's vector.
  private var rows: Matrix<Scalar>

  /// Factorises A.
  ///
  /// - Parameter a: shape (n, n).
  /// - Throws: `.nonFinite` if an element is infinite or not a number or an eigenvalue leaves the range, `.notConverged`
  ///   in rare cases.
  /// - Complexity: about 25·n³ operations.
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    var workspace = Workspace<Scalar>()
    try self.init(a, vectors: true, &workspace)
  }

  fileprivate init(
    _ a: Matrix<Scalar>, vectors: Bool, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    require(a.isSquare, "Eigen: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
    values = Array(repeating: 0, count: a.rowCount)
    rows = Matrix(unsafeUninitializedRows: vectors ? a.rowCount : 0, columns: a.rowCount) { _ in }
    try decompose(a, &workspace)
  }

  /// Factorises another matrix of the same shape in the memory of this one.
  ///
  /// - Parameters:
  ///   - a: shape (n, n), that of the first one.
  ///   - workspace: kept between calls, it spares the allocations in each.
  /// - Throws: as the initialiser; the old values and vectors are kept then.
  /// - Complexity: about 25·n³ operations.
  public mutating func refactor(
    _ a: Matrix<Scalar>, workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let n = values.count
    require(a.shape == (n, n), "refactor: factors of shape (\(n), \(n)), a matrix of (\(a.rowCount), \(a.columnCount))")
    try decompose(a, &workspace)
  }

  /// The eigenvector of `values[i]`, n numbers of 2-norm 1, determined up to a factor of magnitude 1.
  public func vector(_ i: Int) -> [Complex<Scalar>] {
    require(i >= 0 && i < values.count, "eigenvector \(i) of \(values.count)")
    let sign = values[i].imaginary
    if sign == 0 { return rows[row: i].map { Complex($0, 0) } }
    let first = sign > 0 ? i : i - 1
    return zip(rows[row: first], rows[row: first + 1]).map { Complex($0, sign > 0 ? -$1 : $1) }
  }

  /// LAPACK sees Aᵀ. Its left vectors, uᴴ·Aᵀ = λ·uᴴ, are the conjugates of A's right ones, and its columns our rows.
  ///
  /// It works beside the old values and vectors, which stand if it does not converge.
  private mutating func decompose(
    _ a: Matrix<Scalar>, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    try a.requireFinite()
    let n = values.count
    if n == 0 { return }
    let (square, side) = (Workspace<Scalar>.distance(n * n), Workspace<Scalar>.distance(n))
    let block = workspace.block(2 * (square + side))
    defer { withExtendedLifetime((a, block, rows)) {} }
    let (copy, vectors) = (block.start, block.start + square)
    let (real, imaginary) = (vectors + square, vectors + square + side)
    copy.update(from: a.storage.start, count: n * n)
    let info = workspace.with { work, lwork, _ in
      Scalar._geev(vectors: rows.count > 0, n, copy, lda: n, real, imaginary, vectors, ldvl: n, work, lwork)
    }
    try LAPACKInfo.requireConverged(info, of: "geev")
    if let place = (0..<n).first(where: { !real[$0].isFinite || !imaginary[$0].isFinite }) {
      throw .nonFinite(row: place, column: 0)
    }
    rows.makeUnique()
    rows.storage.start.update(from: vectors, count: rows.count)
    for i in 0..<n { values[i] = Complex(real[i], imaginary[i]) }
  }
}

/// The eigenvalues of a square matrix, without the vectors.
///
/// - Parameter a: shape (n, n).
/// - Returns: n numbers; of a pair the one with positive imaginary part comes first, its conjugate next.
/// - Throws: `.nonFinite` if an element is infinite or not a number or an eigenvalue leaves the range, `.notConverged` in
///   rare cases.
/// - Complexity: about 10·n³ operations.
public func eigenvalues<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> [Complex<Scalar>] {
  var workspace = Workspace<Scalar>()
  return try Eigen(a, vectors: false, &workspace).values
}
