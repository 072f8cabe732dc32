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
  public let t: Matrix<Scalar>
  /// Z, orthogonal, shape (n, n).
  public let z: Matrix<Scalar>
  /// The eigenvalues, n numbers in T's order; of a pair the one with positive imaginary part comes first.
  public let values: [Complex<Scalar>]

  /// Factorises A.
  ///
  /// - Parameter a: shape (n, n).
  /// - Throws: `.nonFinite` if an element is infinite or not a number, `.notConverged` in rare cases.
  /// - Complexity: about 25·n³ operations. A, T and Z are transposed once each: of Aᵀ the form would be lower triangular.
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    require(a.isSquare, "Schur: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
    try a.requireFinite()
    let n = a.rowCount
    let columns = a.transposed()
    let vectors = Matrix<Scalar>(unsafeUninitializedRows: n, columns: n) { _ in }
    let (real, imaginary) = (Vector<Scalar>.zeros(n), Vector<Scalar>.zeros(n))
    if n > 0 {
      let info = withExtendedLifetime((columns, vectors, real, imaginary)) {
        withWorkspace { work, lwork in
          Scalar._gees(
            n, columns.storage.start, lda: n, real.storage.start, imaginary.storage.start, vectors.storage.start,
            ldz: n, work, lwork)
        }
      }
      try LAPACKInfo.requireConverged(info, of: "gees")
    }
    t = columns.transposed()
    z = vectors.transposed()
    values = zip(real, imaginary).map { Complex($0, $1) }
  }

  /// Z·T·Zᵀ.
  public func reconstruct() -> Matrix<Scalar> { matmul(z • t, z, transposeB: true) }
}
