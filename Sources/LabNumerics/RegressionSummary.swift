/// A linear regression as statistics report it: coefficients, their standard errors, R².
///
/// ```swift
/// let line = try RegressionSummary([[1, 0], [1, 1], [1, 2], [1, 3]], [1, 3, 4, 8])
/// line.coefficients               // [0.7, 2.2]
/// line.standardErrors             // [0.79, 0.42]
/// line.rSquared                   // 0.93
/// line.residualDegreesOfFreedom   // 2
/// ```
///
/// The standard errors come from R of A = Q·R. From (AᵀA)⁻¹, let alone its pseudo-inverse, they would be noise where
/// features are strongly correlated (pingouin#520).
///
/// Golub and Van Loan, Matrix Computations (4th ed.), §5.3; NIST Statistical Reference Datasets, Linear Regression.
public struct RegressionSummary<Scalar: LinearAlgebraScalar>: Sendable {
  /// The fit, with rank and residual norm.
  public let fit: LeastSquaresSolution<Scalar>
  /// s·√((AᵀA)⁻¹)ⱼⱼ with s the residual standard deviation, n numbers; NaN without degrees of freedom.
  public let standardErrors: Vector<Scalar>
  /// 1 − residual / total sum of squares. The total is about the mean of b if a column of A is constant, about 0
  /// otherwise; 1 if the total is 0.
  public let rSquared: Scalar
  /// m − n.
  public let residualDegreesOfFreedom: Int

  /// √(‖A·x − b‖² / (m − n)); NaN without degrees of freedom.
  public let residualStandardDeviation: Scalar

  /// The coefficients, n numbers.
  public var coefficients: Vector<Scalar> { fit.x }

  /// Fits b by the columns of A.
  ///
  /// - Parameters:
  ///   - a: the design, one observation a row, shape (m, n), m ≥ n. A constant term needs its column of ones.
  ///   - b: the response, m elements.
  ///   - refinement: `.extended` for all the digits that the data determine.
  /// - Throws: `.rankDeficient(rank:)` if columns depend on each other, `.nonFinite` if an element of A or b is infinite
  ///   or not a number, `.notConverged` if a refinement fails.
  /// - Complexity: that of `leastSquares`.
  public init(
    _ a: Matrix<Scalar>, _ b: Vector<Scalar>, refinement: Refinement = .none
  ) throws(LinearAlgebraError) {
    let (m, n) = a.shape
    let qr = try PivotedQR(a)
    require(b.count == m, "RegressionSummary: (\(m), \(n)) with a response of \(b.count) elements")
    if qr.rank < n { throw .rankDeficient(rank: qr.rank) }
    fit =
      switch refinement {
      case .none: try leastSquares(qr, b)
      case .extended: try RefinedLeastSquares(a, b, qr).solution()
      }
    residualDegreesOfFreedom = m - n
    residualStandardDeviation = m == n ? .nan : fit.residualNorm / Scalar(m - n).squareRoot()
    standardErrors = qr.inverseRowNorms() * residualStandardDeviation
    let total = totalNorm(b, isCentred: a.hasConstantColumn)
    let share = total == 0 ? 0 : fit.residualNorm / total
    rSquared = 1 - share * share
  }
}

/// √Σ(bᵢ − mean)², or ‖b‖₂, summed in extended precision.
private func totalNorm<Scalar>(_ b: Vector<Scalar>, isCentred: Bool) -> Scalar {
  let mean = isCentred ? b.reduce(Extended(0)) { $0 + Extended($1) } / Extended(max(1, b.count)) : 0
  return Vector(b.map { Scalar(Extended($0) - mean) }).norm()
}

extension Matrix {
  /// Whether the elements of some column are equal and not 0.
  fileprivate var hasConstantColumn: Bool {
    (0..<columnCount).contains { j in
      rowCount > 0 && self[0, j] != 0 && (1..<max(1, rowCount)).allSatisfy { self[$0, j] == self[0, j] }
    }
  }
}
