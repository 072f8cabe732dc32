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
  /// For a refined solution, how many decimal digits of each coefficient are right; nil for a plain one.
  public var digits: CoefficientDigits<Scalar>?
}

/// How to improve a computed solution.
public enum Refinement: Sendable {
  /// Take it as computed.
  case none
  /// Correct it with residuals in extended precision until it no longer changes.
  case extended
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
///   - refinement: `.extended` for all the digits that A and b determine, with an estimate of how many those are. It
///     needs full rank.
/// - Returns: x with its rank and residual norm. A lack of rank is reported, not thrown.
/// - Throws: `.nonFinite` if an element of A or b is infinite or not a number; with refinement also
///   `.rankDeficient(rank:)`, and `.notConverged` if the columns are too nearly dependent for it.
/// - Complexity: 2·m·n² − 2/3·n³ operations for m ≥ n. A step of the refinement takes 4·m·n in extended precision and
///   8·m·n besides; two to five steps are usual.
///
/// Golub and Van Loan, Matrix Computations (4th ed.), §5.5. For several right-hand sides keep the `PivotedQR`.
public func leastSquares<Scalar>(
  _ a: Matrix<Scalar>, _ b: Vector<Scalar>, rankTolerance: Scalar? = nil, refinement: Refinement = .none
) throws(LinearAlgebraError) -> LeastSquaresSolution<Scalar> {
  let qr = try PivotedQR(a, rankTolerance: rankTolerance)
  switch refinement {
  case .none: return try leastSquares(qr, b)
  case .extended:
    let refined = try RefinedLeastSquares(a, b, qr).solution()
    try refined.x.requireFinite()
    return refined
  }
}

/// The least-squares solution from factors at hand.
func leastSquares<Scalar>(
  _ qr: PivotedQR<Scalar>, _ b: Vector<Scalar>
) throws(LinearAlgebraError) -> LeastSquaresSolution<Scalar> {
  let (x, residualNorms) = try qr.leastSquares(Matrix(column: b))
  return LeastSquaresSolution(
    x: x.flattened, rank: qr.rank, residualNorm: residualNorms[0], rankTolerance: qr.rankTolerance)
}
