public import ComplexModule

/// How many rounding errors large the error of a result is, as LAPACK's tests count.
///
/// Each is an error over what a single rounding of every operation may amount to, with ε = 2⁻⁵³ for Double and 2⁻²⁴ for
/// Float. About 1 for a backward stable method; LAPACK's tests pass below 30. NaN is wrong. Zero over zero is 0: nothing
/// can be wrong with an empty or zero matrix that is given back.
///
/// Anderson et al., LAPACK Users' Guide (3rd ed.), chapter 4; the definitions are those of the routines in LAPACK's
/// TESTING folder, described in LAPACK Working Note 41.
public enum LAPACKRatio {
  /// The bound that LAPACK's own tests put on every ratio.
  public static let limit = 30.0

  /// ‖A − B‖₁ / (n·‖A‖₁·ε): how far a matrix is from what its factors multiply to.
  ///
  /// - Parameters:
  ///   - a: the matrix.
  ///   - b: what its factors multiply to.
  ///   - n: the size to allow for: columns for LU (`dget01`), rows for QR (`dqrt01`), the order for Cholesky (`dpot01`)
  ///     and eigenvalues (`dsyt21`), the longer side for singular values (`dbdt01`).
  /// - Returns: the ratio; 0 if the two are equal.
  public static func reconstruction<Scalar>(_ a: Matrix<Scalar>, _ b: Matrix<Scalar>, n: Int) -> Double {
    ratio((a - b).norm(.one), over: a.norm(.one), times: n)
  }

  /// ‖I − QᵀQ‖₁ / (m·ε) for orthonormal columns, shape (m, k) (`dort01`).
  public static func orthogonality<Scalar>(_ q: Matrix<Scalar>) -> Double {
    let product = q.transposed() • q  // a Gram matrix through gemm: syrk would hide what is not symmetric
    return ratio((product - .identity(q.columnCount)).norm(.one), over: 1, times: q.rowCount)
  }

  /// ‖B − A·X‖₁ / (‖A‖₁·‖X‖₁·ε), the largest over the columns of X (`dget02`).
  public static func solution<Scalar>(_ a: Matrix<Scalar>, _ x: Matrix<Scalar>, _ b: Matrix<Scalar>) -> Double {
    if x.count == 0 { return 0 }
    let (residual, size) = (b - a • x, a.norm(.one))
    return largest(
      (0..<b.columnCount).map { j in
        ratio(residual[column: j].norm(.one) / size, over: x[column: j].norm(.one), times: 1)
      })
  }

  /// ‖X − X₀‖∞ / (κ·‖X₀‖∞·ε), the largest over the columns: the error of a solution beside what its condition allows
  /// (`dget04`).
  ///
  /// - Parameters:
  ///   - x: the computed solution.
  ///   - exact: the X₀ that the right-hand sides were made from.
  ///   - reciprocalCondition: 1/κ.
  /// - Returns: the ratio, 1 where the error is all that the condition allows.
  public static func solutionError<Scalar>(
    _ x: Matrix<Scalar>, exact: Matrix<Scalar>, reciprocalCondition: Scalar
  ) -> Double {
    if x.count == 0 { return 0 }
    return largest(
      (0..<x.columnCount).map { j in
        let error = (x[column: j] - exact[column: j]).norm(.infinity)
        return ratio(error * reciprocalCondition, over: exact[column: j].norm(.infinity), times: 1)
      })
  }

  /// ‖I − A⁻¹·A‖₁ / (n·‖A‖₁·‖A⁻¹‖₁·ε) (`dget03`).
  public static func inverse<Scalar>(_ a: Matrix<Scalar>, _ inverse: Matrix<Scalar>) -> Double {
    if a.count == 0 { return 0 }
    let difference = (.identity(a.rowCount) - inverse • a).norm(.one)
    return ratio(difference / a.norm(.one), over: inverse.norm(.one), times: a.rowCount)
  }

  /// The larger of two reciprocal conditions over the smaller, less 1; they may differ by a factor of 30 (`dget06`).
  public static func reciprocalCondition<Scalar: LinearAlgebraScalar>(_ estimate: Scalar, exact: Scalar) -> Double {
    if estimate == exact { return 0 }
    // Both non-negative: anything else has no meaning and gives NaN or infinity.
    if estimate < 0 { return .infinity }
    return Double(max(estimate, exact) / min(estimate, exact)) - 1
  }

  /// ‖Rᵀ·A‖₁ / (‖A‖₁·(‖A‖₁·‖X‖₁ + ‖B‖₁)·max(m, n, k)·ε) with R = B − A·X: how far a residual is from being at right
  /// angles to the columns of A, which is what makes X a least-squares solution.
  ///
  /// LAPACK's `dqrt17` divides by ‖B‖₁ alone, its matrices being well conditioned; X of an ill-conditioned one may be
  /// large, and B − A·X then has the rounding errors of A·X, whatever the method.
  ///
  /// - Parameters:
  ///   - a: shape (m, n).
  ///   - x: shape (n, k).
  ///   - b: shape (m, k).
  /// - Returns: the ratio; 0 for a matrix without elements.
  public static func leastSquares<Scalar>(_ a: Matrix<Scalar>, _ x: Matrix<Scalar>, _ b: Matrix<Scalar>) -> Double {
    if a.count == 0 || b.count == 0 { return 0 }
    let residual = b - a • x
    let size = residual.norm(.max)
    if size == 0 { return 0 }
    // Scaled, so that Rᵀ·A neither overflows nor underflows.
    let product = matmul(residual / size, a, transposeA: true).norm(.one)
    if product == 0 { return 0 }
    let n = max(a.rowCount, a.columnCount, b.columnCount)
    return ratio(product / a.norm(.one) * (size / (a.norm(.one) * x.norm(.one) + b.norm(.one))), over: 1, times: n)
  }

  /// Σ|σᵢ − sᵢ| / (‖s‖₂·n·ε): how far computed singular values or eigenvalues are from those expected (`dqrt12`).
  ///
  /// - Parameters:
  ///   - values: the computed ones.
  ///   - expected: as many, in the same order.
  ///   - n: the longer side of the matrix.
  /// - Returns: the ratio; 0 if all are equal.
  public static func values<Scalar>(_ values: Vector<Scalar>, expected: Vector<Scalar>, n: Int) -> Double {
    ratio((values - expected).norm(.one), over: expected.norm(.two), times: n)
  }

  /// ‖A·V − V·Λ‖₁ / (‖A‖₁·‖V‖₁·n·ε), V having an eigenvector in each column (`dget22`).
  ///
  /// - Parameters:
  ///   - a: shape (n, n).
  ///   - values: n eigenvalues.
  ///   - vectors: for each eigenvalue its vector of n numbers.
  /// - Returns: the ratio; 0 for a matrix without elements.
  public static func eigenvectors<Scalar>(
    _ a: Matrix<Scalar>, _ values: [Complex<Scalar>], _ vectors: [[Complex<Scalar>]]
  ) -> Double {
    var (difference, size) = (Scalar(0), Scalar(0))
    for (value, vector) in zip(values, vectors) {
      let (real, imaginary) = (Vector(vector.map(\.real)), Vector(vector.map(\.imaginary)))
      let realPart = a • real - value.real * real + value.imaginary * imaginary
      let imaginaryPart = a • imaginary - value.real * imaginary - value.imaginary * real
      let error = realPart.norm(.one) + imaginaryPart.norm(.one)
      difference = error.isNaN ? error : max(difference, error)
      size = max(size, real.norm(.one) + imaginary.norm(.one))
    }
    return ratio(difference, over: size * a.norm(.one), times: a.rowCount)
  }

  /// difference / (size·n·ε), and 0/0 = 0.
  static func ratio<Scalar: LinearAlgebraScalar>(_ difference: Scalar, over size: Scalar, times n: Int) -> Double {
    if difference == 0 { return 0 }
    return Double(difference / size) / (Double(max(1, n)) * Double(unitRoundoff() as Scalar))
  }

  /// The largest; NaN if one is.
  private static func largest(_ ratios: [Double]) -> Double { Vector(ratios).norm(.infinity) }
}
