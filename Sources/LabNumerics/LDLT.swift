/// A = W·D·Wᵀ for a symmetric matrix, positive definite or not: D with blocks of order 1 and 2 on its diagonal.
///
/// Half the work of LU, and the signs of the eigenvalues without computing them:
///
/// ```swift
/// let ldlt = try LDLT([[0, 1], [1, 0]] as Matrix<Double>)
/// try ldlt.solve([2, 3])  // [3, 2]
/// ldlt.inertia            // one positive, one negative, none zero
/// ```
///
/// Only the lower triangle of A is read: the upper one is taken to be its mirror image. W is a unit triangular matrix
/// with its rows in another order (Bunch and Kaufman's pivots). A singular matrix has these factors too: only `solve`
/// throws.
///
/// The corresponding LAPACK routine is `dsytrf`.
/// Golub and Van Loan, Matrix Computations (4th ed.), §4.4.
public struct LDLT<Scalar: LinearAlgebraScalar>: SquareFactorization {
  /// The place of a zero on the diagonal of D, or of a number whose inverse is infinite, counted from 0; nil if
  /// elimination met none.
  public private(set) var zeroPivot: Int?
  /// What the last factorisation threw after it had begun.
  private var failure: LinearAlgebraError?
  /// The factors as LAPACK leaves them in the lower triangle, shape (n, n).
  private var factors: Matrix<Scalar>
  private var pivots: [Int32]
  private var columnSums: Vector<Scalar>
  private var oneNorm: Scalar = 0

  /// Factorises A.
  ///
  /// - Parameter a: shape (n, n); only the lower triangle is read.
  /// - Throws: `.nonFinite` if an element of the lower triangle is infinite or not a number, or one of D and W leaves the
  ///   range; `.singular(pivot:)` if a pivot other than 0 is so small (below 6·10⁻³⁰⁹ for Double) that its inverse is
  ///   infinite; LU has factors then too.
  /// - Complexity: n³/3 operations.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    require(a.isSquare, "LDLT: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
    factors = Matrix(unsafeUninitializedRows: a.rowCount, columns: a.rowCount) { _ in }
    pivots = [Int32](repeating: 0, count: a.rowCount)
    columnSums = .zeros(a.rowCount)
    var workspace = Workspace<Scalar>()
    try refactor(a, workspace: &workspace)
  }

  /// Factorises another matrix of the same shape in the memory of this one.
  ///
  /// - Parameters:
  ///   - a: shape (n, n), that of the first one; only the lower triangle is read.
  ///   - workspace: kept between calls, it spares an allocation in each.
  /// - Throws: `.nonFinite` if an element of the lower triangle is infinite or not a number, the old factors being kept
  ///   then; else as the initialiser, and `solve` throws it again.
  /// - Complexity: n³/3 operations.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func refactor(
    _ a: Matrix<Scalar>, workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let n = pivots.count
    require(a.shape == shape, "refactor: factors of shape (\(n), \(n)), a matrix of (\(a.rowCount), \(a.columnCount))")
    if n == 0 { return }
    defer { withExtendedLifetime((a, factors)) {} }
    for i in 0..<n {
      if let j = firstNonFinite(a.storage.start + i * n, count: i + 1) { throw .nonFinite(row: i, column: j) }
    }
    factors.makeUnique()
    let l = factors.storage.start
    copyLowerTriangle(of: a.storage.start, n, into: l)
    oneNorm = symmetricOneNorm(factors, sums: &columnSums)
    let info = pivots.withUnsafeMutableBufferPointer { pivots in
      workspace.with { [places = pivots.baseAddress!] work, lwork, _ in
        Scalar._sytrf(n, l, lda: n, places, work, lwork)
      }
    }
    zeroPivot = LAPACKInfo.zeroPivot(info, of: "sytrf")
    for k in (0..<n).reversed() {  // elimination begins at the last row
      failure = problem(atRow: k)
      guard let failure else { continue }
      if case .singular(let pivot) = failure { zeroPivot = pivot }
      throw failure
    }
  }

  /// What is wrong with a row of factors: LAPACK multiplies by the inverse of its pivot, which is infinite for most
  /// subnormal numbers, or an element has left the range.
  private func problem(atRow k: Int) -> LinearAlgebraError? {
    let row = factors.storage.start + k * pivots.count
    if pivots[k] > 0 && row[k] != 0 && !(1 / row[k]).isFinite { return .singular(pivot: k) }
    return firstNonFinite(row, count: k + 1).map { .nonFinite(row: k, column: $0) }
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { factors.shape }

  // MARK: - Factors

  /// The blocks of D: the row where each begins, and its order, 1 or 2.
  private var blocks: [(start: Int, order: Int)] {
    var (blocks, k) = ([(start: Int, order: Int)](), 0)
    while k < pivots.count {
      blocks.append((k, pivots[k] > 0 ? 1 : 2))
      k += blocks[blocks.count - 1].order
    }
    return blocks
  }

  /// D, symmetric with blocks of order 1 and 2 on its diagonal, shape (n, n).
  public var d: Matrix<Scalar> {
    var d = Matrix.diagonal(factors.diagonal)
    for (k, order) in blocks where order == 2 {
      d[k + 1, k] = factors[k + 1, k]
      d[k, k + 1] = factors[k + 1, k]
    }
    return d
  }

  /// W, a unit upper triangular matrix with its rows in another order, shape (n, n).
  ///
  /// - Complexity: n³ operations.
  public func w() -> Matrix<Scalar> {
    var w = Matrix<Scalar>.identity(pivots.count)
    for (k, order) in blocks {
      // LAPACK's P(k)·U(k): its column of multipliers is a row here, and its swap comes after.
      for i in 0..<k {
        for j in k..<k + order { w[row: i] = w[row: i] + factors[j, i] * w[row: j] }
      }
      let other = Int(pivots[k].magnitude) - 1
      (w[row: k], w[row: other]) = (w[row: other], w[row: k])
    }
    return w
  }

  /// W·D·Wᵀ.
  public func reconstruct() -> Matrix<Scalar> {
    let w = w()
    return matmul(w • d, w, transposeB: true)
  }

  // MARK: - Solving

  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    var workspace = Workspace<Scalar>()
    try _solve(b, x, columns: k, &workspace)
  }

  /// Copies several right-hand sides to columns and back, as LAPACK wants them; a single one not.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    if let failure { throw failure }
    if let zeroPivot { throw .singular(pivot: zeroPivot) }
    let n = pivots.count
    if n == 0 || k == 0 { return }
    if k == 1 {
      x.update(from: b, count: n)
      solve(columns: x, count: 1)
    } else {
      let columns = workspace.block(n * k)
      transposeElements(of: b, rows: n, columns: k, into: columns.start)
      solve(columns: columns.start, count: k)
      transposeElements(of: columns.start, rows: k, columns: n, into: x)
      withExtendedLifetime(columns) {}
    }
  }

  private func solve(columns x: UnsafeMutablePointer<Scalar>, count: Int) {
    let n = pivots.count
    let info = withExtendedLifetime(factors) {
      Scalar._sytrs(n, count, factors.storage.start, lda: n, pivots, x, ldb: n)
    }
    LAPACKInfo.requireSuccess(info, of: "sytrs")
  }

  /// An estimate of 1/(‖A‖₁·‖A⁻¹‖₁); 0 for a singular matrix, and where one of these leaves the range.
  ///
  /// - Complexity: a few times 2·n² operations.
  public func reciprocalCondition() -> Scalar {
    let n = pivots.count
    if zeroPivot != nil { return 0 }
    return estimateReciprocalCondition(of: factors, norm: oneNorm, "sycon", workPerColumn: 2) { rcond, work, integers in
      Scalar._sycon(n, factors.storage.start, lda: n, pivots, norm: oneNorm, rcond, work, integers)
    }
  }

  // MARK: - Numbers

  /// How many eigenvalues of A are positive, negative and zero: those of D, by Sylvester's law.
  ///
  /// Rounding may give an eigenvalue below n·ε·‖A‖ either sign.
  public var inertia: (positive: Int, negative: Int, zero: Int) {
    var counts = (positive: 0, negative: 0, zero: 0)
    for (k, order) in blocks {
      // The pivoting makes a block of order 2 only where its determinant is negative.
      let value = order == 1 ? factors[k, k] : 0
      if order == 2 || value > 0 { counts.positive += 1 }
      if order == 2 || value < 0 { counts.negative += 1 }
      if order == 1 && value == 0 { counts.zero += 1 }
    }
    return counts
  }

  /// The determinant of A, infinite or 0 if it leaves the range of the scalar; 1 for the empty matrix.
  public var determinant: Scalar { scaledProduct(blockFactors.flatMap { [$0, $1] }) }

  /// The determinant's sign (−1, 0, 1) and the natural logarithm of its magnitude (−∞ for 0).
  public var logDeterminant: (sign: Scalar, log: Scalar) {
    signAndLogarithm(ofProduct: blockFactors.flatMap { [$0, $1] })
  }

  /// Each block's determinant as a product of two numbers that do not overflow: (d, 1), or (e, d₁·d₂/e − e) for a block
  /// whose off-diagonal element e is large.
  private var blockFactors: [(Scalar, Scalar)] {
    blocks.map { k, order in
      if order == 1 { return (factors[k, k], 1) }
      let e = factors[k + 1, k]
      return (e, factors[k, k] / e * factors[k + 1, k + 1] - e)
    }
  }
}
