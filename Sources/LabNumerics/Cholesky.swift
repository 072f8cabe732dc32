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
  public private(set) var lower: Matrix<Scalar>
  private var oneNorm: Scalar = 0
  private var columnSums: Vector<Scalar>
  /// Set when a `refactor` has failed.
  private var failedMinor: Int?

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
    lower = Matrix(unsafeUninitializedRows: a.rowCount, columns: a.rowCount) { _ in }
    columnSums = .zeros(a.rowCount)
    try refactor(a)
  }

  /// Factorises another matrix of the same shape in the memory of this one, without an allocation.
  ///
  /// - Parameter a: shape (n, n), that of the first one; only the lower triangle is read.
  /// - Throws: as the initialiser. `lower` has no meaning after an error, and `solve` throws it again.
  /// - Complexity: n³/3 operations.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func refactor(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    let n = lower.rowCount
    require(a.shape == shape, "refactor: factors of shape (\(n), \(n)), a matrix of (\(a.rowCount), \(a.columnCount))")
    failedMinor = 1
    lower.makeUnique()
    withExtendedLifetime(a) { copyLowerTriangle(of: a.storage.start, n, into: lower.storage.start) }
    try lower.requireFinite()
    oneNorm = symmetricOneNorm(lower, sums: &columnSums)
    // The row-major lower triangle is LAPACK's upper one, and its A = Uᵀ·U is this A = L·Lᵀ.
    let info = withExtendedLifetime(lower) { Scalar._potrf(n, lower.storage.start, lda: max(1, n)) }
    do {
      try LAPACKInfo.requirePositiveDefinite(info, of: "potrf")
      failedMinor = nil
    } catch .notPositiveDefinite(let minor) {
      failedMinor = minor
      throw .notPositiveDefinite(minor: minor)
    }
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { lower.shape }

  /// L·Lᵀ.
  public func reconstruct() -> Matrix<Scalar> { matmul(lower, lower, transposeB: true) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    if let failedMinor { throw .notPositiveDefinite(minor: failedMinor) }
    let n = lower.rowCount
    x.update(from: b, count: n * k)
    solveTriangular(lower, lower: true, transposed: false, unitDiagonal: false, x, rows: n, columns: k)
    solveTriangular(lower, lower: true, transposed: true, unitDiagonal: false, x, rows: n, columns: k)
  }

  /// The determinant of A, infinite or 0 if it leaves the range of the scalar.
  public var determinant: Scalar { scaledProduct(lower.diagonal.flatMap { [$0, $0] }) }

  /// The natural logarithm of the determinant of A, which is positive: 2·Σ log L(i, i).
  public var logDeterminant: Scalar { lower.diagonal.reduce(0) { $0 + 2 * .log($1) } }

  /// An estimate of 1/(‖A‖₁·‖A⁻¹‖₁); 0 where one of these leaves the range.
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

/// ‖A‖₁ of the symmetric matrix whose lower triangle is `l`, with zeros above.
///
/// - Parameters:
///   - l: shape (n, n).
///   - sums: n elements, overwritten.
/// - Returns: the largest sum of magnitudes in a column of A.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func symmetricOneNorm<Scalar: LinearAlgebraScalar>(_ l: Matrix<Scalar>, sums: inout Vector<Scalar>) -> Scalar {
  let n = l.rowCount
  return sums.withUnsafeMutableBufferPointer { sums in
    l.withUnsafeBufferPointer { l in
      guard let l = l.baseAddress, let sums = sums.baseAddress else { return 0 }
      var largest: Scalar = 0
      for i in 0..<n {
        let row = l + i &* n
        for j in 0..<i { sums[j] += row[j].magnitude }
        sums[i] = Scalar._asum(i + 1, row)
      }
      for i in 0..<n { largest = max(largest, sums[i]) }
      return largest
    }
  }
}
