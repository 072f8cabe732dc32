/// The answer to a least-squares problem, with what is needed to judge it.
public struct LeastSquaresSolution<Scalar: LinearAlgebraScalar>: Sendable {
  /// The coefficients, n elements: of all that fit equally well, those of least 2-norm.
  public let x: Vector<Scalar>
  /// How many columns of A were found independent; below n, the coefficients are not determined by the data alone.
  public let rank: Int
  /// ‖A·x − b‖₂.
  public let residualNorm: Scalar
  /// The tolerance that decided the rank; see `PivotedQR`.
  public let rankTolerance: Scalar
}

/// The x for which ‖A·x − b‖₂ is least, whatever the shape and rank of A.
///
/// ```swift
/// let fit = try leastSquares([[1, 0], [1, 1], [1, 2]], [1, 3, 5])
/// fit.x     // [1, 2]
/// fit.rank  // 2
/// ```
///
/// By QR with column pivoting on columns of comparable length, so neither the order of the features nor their units
/// decide the rank. The normal equations AᵀA·x = Aᵀb would lose twice as many digits.
///
/// - Parameters:
///   - a: shape (m, n).
///   - b: m elements.
///   - rankTolerance: relative size from which a column counts as independent of the others; max(m, n)·ε if nil.
/// - Returns: x with its rank and residual norm. A lack of rank is reported, not thrown.
/// - Throws: `.nonFinite` if an element of A or b is infinite or not a number.
/// - Complexity: 2·m·n² − 2/3·n³ operations for m ≥ n.
///
/// Golub and Van Loan, Matrix Computations (4th ed.), §5.5. For several right-hand sides keep the `PivotedQR`.
public func leastSquares<Scalar>(
  _ a: Matrix<Scalar>, _ b: Vector<Scalar>, rankTolerance: Scalar? = nil
) throws(LinearAlgebraError) -> LeastSquaresSolution<Scalar> {
  let qr = try PivotedQR(a, rankTolerance: rankTolerance)
  let (x, residualNorms) = try qr.leastSquares(Matrix(column: b))
  return LeastSquaresSolution(
    x: x.flattened, rank: qr.rank, residualNorm: residualNorms[0], rankTolerance: qr.rankTolerance)
}
