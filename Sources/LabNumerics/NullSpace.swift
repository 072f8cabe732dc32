/// An orthonormal basis of the vectors that A maps to zero, one a column.
///
/// ```swift
/// try nullSpace([[1, 1]] as Matrix<Double>)  // ±[[−1], [1]]/√2
/// ```
///
/// - Parameters:
///   - a: shape (m, n).
///   - tolerance: singular values up to this times the largest count as 0; max(m, n)·ε if nil.
/// - Returns: shape (n, n − rank); no columns if those of A are independent.
/// - Throws: `.nonFinite` if an element is infinite or not a number or a singular value leaves the range, `.notConverged`
///   in rare cases.
/// - Complexity: that of the full `SVD`.
///
/// Golub and Van Loan, Matrix Computations (4th ed.), §2.4.2 and §5.4.1.
public func nullSpace<Scalar>(
  _ a: Matrix<Scalar>, tolerance: Scalar? = nil
) throws(LinearAlgebraError) -> Matrix<Scalar> {
  let svd = try SVD(a, vectors: .full)
  let n = a.columnCount
  return svd.vTransposed[rows: svd.rank(tolerance: tolerance)..<n, columns: 0..<n].transposed()
}
