public import ComplexModule

/// A·v = λ·v for a square matrix: eigenvalues and eigenvectors, complex where they must be.
///
/// ```swift
/// let eigen = try Eigen([[0, 1], [-1, 0]] as Matrix<Double>)
/// eigen.values      // [i, −i]
/// eigen.vector(0)   // a multiple of [1, i]
/// ```
///
/// For a symmetric matrix `SymmetricEigen` is quicker and more exact. The vectors of a matrix with nearly equal
/// eigenvalues may be nearly parallel, and then mean little; `Schur` is safe.
///
/// The corresponding LAPACK routine is `dgeev`.
/// Golub and Van Loan, Matrix Computations (4th ed.), §7.5–7.6.
public struct Eigen<Scalar: LinearAlgebraScalar>: Sendable {
  /// The eigenvalues, n numbers; of a pair the one with positive imaginary part comes first, its conjugate next.
  public let values: [Complex<Scalar>]
  /// For each eigenvalue a row: the vector of a real one; for a pair the real part and minus the imaginary part of the
  /// first one's vector.
  private let rows: Matrix<Scalar>

  /// Factorises A.
  ///
  /// - Parameter a: shape (n, n).
  /// - Throws: `.nonFinite` if an element is infinite or not a number, `.notConverged` in rare cases.
  /// - Complexity: about 25·n³ operations.
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    (values, rows) = try Self.decompose(a, vectors: true)
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
  static func decompose(
    _ a: Matrix<Scalar>, vectors: Bool
  ) throws(LinearAlgebraError) -> ([Complex<Scalar>], Matrix<Scalar>) {
    require(a.isSquare, "Eigen: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
    try a.requireFinite()
    let n = a.rowCount
    let copy = a.storage.copy()
    let rows = Matrix<Scalar>(unsafeUninitializedRows: vectors ? n : 0, columns: n) { _ in }
    let (real, imaginary) = (Vector<Scalar>.zeros(n), Vector<Scalar>.zeros(n))
    if n > 0 {
      let info = withExtendedLifetime((copy, rows, real, imaginary)) {
        withWorkspace { work, lwork in
          Scalar._geev(
            vectors: vectors, n, copy.start, lda: n, real.storage.start, imaginary.storage.start, rows.storage.start,
            ldvl: n, work, lwork)
        }
      }
      try LAPACKInfo.requireConverged(info, of: "geev")
    }
    return (zip(real, imaginary).map { Complex($0, $1) }, rows)
  }
}

/// The eigenvalues of a square matrix, without the vectors.
///
/// - Parameter a: shape (n, n).
/// - Returns: n numbers; of a pair the one with positive imaginary part comes first, its conjugate next.
/// - Throws: `.nonFinite` if an element is infinite or not a number, `.notConverged` in rare cases.
/// - Complexity: about 10·n³ operations.
public func eigenvalues<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> [Complex<Scalar>] {
  try Eigen.decompose(a, vectors: false).0
}
