/// A = L·Lᵀ for a symmetric positive definite matrix, L lower triangular.
///
/// Half the work of LU, no pivots, and the quickest test of whether a matrix is positive definite:
///
/// ```swift
/// let cholesky = try Cholesky([[4, 2], [2, 3]] as Matrix<Double>)
/// cholesky.lower            // [[2, 0], [1, √2]]
/// try cholesky.solve([2, 3]) // [0, 1]
/// ```
///
/// Only the lower triangle of A is read: the upper one is taken to be its mirror image.
///
/// The corresponding LAPACK routine is `dpotrf`.
/// Golub and Van Loan, Matrix Computations (4th ed.), §4.2.
public struct Cholesky<Scalar: LinearAlgebraScalar>: SquareFactorization {
  /// L, shape (n, n), with a positive diagonal and zeros above it.
  public let lower: Matrix<Scalar>
  private let oneNorm: Scalar

  /// Factorises A.
  ///
  /// - Parameter a: shape (n, n); only the lower triangle is read.
  /// - Throws: `.notPositiveDefinite(minor:)` with the order of the first leading minor that is not positive,
  ///   `.nonFinite` if an element of the lower triangle is infinite or not a number.
  /// - Complexity: n³/3 operations.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    require(a.isSquare, "Cholesky: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
    let l = a.lowerTriangle()
    try l.requireFinite()
    oneNorm = symmetricOneNorm(l)
    // The row-major lower triangle is LAPACK's upper one, and its A = Uᵀ·U is this A = L·Lᵀ.
    let info = withExtendedLifetime(l) { Scalar._potrf(l.rowCount, l.storage.start, lda: max(1, l.rowCount)) }
    try LAPACKInfo.requirePositiveDefinite(info, of: "potrf")
    lower = l
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { lower.shape }

  /// L·Lᵀ.
  public func reconstruct() -> Matrix<Scalar> { matmul(lower, lower, transposeB: true) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func _solve(_ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int) {
    let n = lower.rowCount
    x.update(from: b, count: n * k)
    solveTriangular(lower, lower: true, transposed: false, unitDiagonal: false, x, rows: n, columns: k)
    solveTriangular(lower, lower: true, transposed: true, unitDiagonal: false, x, rows: n, columns: k)
  }

  /// The determinant of A, infinite or 0 if it leaves the range of the scalar.
  public var determinant: Scalar { scaledProduct(lower.diagonal.flatMap { [$0, $0] }) }

  /// The natural logarithm of the determinant of A, which is positive: 2·Σ log L(i, i).
  public var logDeterminant: Scalar { lower.diagonal.reduce(0) { $0 + 2 * .log($1) } }

  /// An estimate of 1/(‖A‖₁·‖A⁻¹‖₁).
  ///
  /// - Complexity: a few times 2·n² operations.
  public func reciprocalCondition() -> Scalar {
    let n = lower.rowCount
    return estimateReciprocalCondition(of: lower, norm: oneNorm, "pocon", workPerColumn: 3) { rcond, work, integers in
      Scalar._pocon(n, lower.storage.start, lda: n, norm: oneNorm, rcond, work, integers)
    }
  }
}

extension Matrix {
  /// A fresh copy with zeros above the diagonal.
  func lowerTriangle() -> Matrix {
    Matrix(unsafeUninitializedRows: rowCount, columns: columnCount) { target in
      guard let target = target.baseAddress else { return }
      copyLowerTriangle(of: storage.start, rowCount, into: target)
      _fixLifetime(storage)
    }
  }
}

/// ‖A‖₁ of the symmetric matrix whose lower triangle is `l`.
func symmetricOneNorm<Scalar>(_ l: Matrix<Scalar>) -> Scalar {
  withExtendedLifetime(l) {
    let below = columnSums(l.storage.start, l.rowCount, l.columnCount)
    let sums = Vector(count: l.rowCount) { i in
      below[i] + Scalar._asum(i, l.storage.start + i * l.columnCount)
    }
    return sums.norm(.infinity)
  }
}
