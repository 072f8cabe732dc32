/// A = Q·R: orthogonal columns times an upper trapezoidal matrix, by Householder reflections.
///
/// The way to least squares when the columns are known to be independent, and to an orthonormal basis:
///
/// ```swift
/// let qr = try QR([[1, 0], [1, 1], [1, 2]] as Matrix<Double>)
/// try qr.leastSquares([1, 3, 5])  // [1, 2]
/// ```
///
/// Q is kept as reflections: apply it with `applyQ`, or ask for its columns with `q()`. The diagonal of R may be
/// negative. If columns may depend on each other, use `PivotedQR` or `leastSquares(_:_:)`.
///
/// The corresponding LAPACK routine is `dgelqf` on the transpose, which is what a row-major matrix is to LAPACK; from
/// order 112 on `dgelqt`.
/// Golub and Van Loan, Matrix Computations (4th ed.), §5.2.
public struct QR<Scalar: LinearAlgebraScalar>: Factorization {
  /// R on and above the diagonal, the reflections below it, shape (m, n).
  private var factors: Matrix<Scalar>
  private var scales: Vector<Scalar>

  /// Factorises A.
  ///
  /// - Parameter a: shape (m, n).
  /// - Throws: `.nonFinite` if an element is infinite or not a number.
  /// - Complexity: 2·m·n² − 2/3·n³ operations for m ≥ n.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    try a.requireFinite()
    factors = a
    scales = .zeros(min(a.rowCount, a.columnCount))
    var workspace = Workspace<Scalar>()
    factorize(&workspace)
  }

  /// Factorises another matrix of the same shape in the memory of this one.
  ///
  /// - Parameters:
  ///   - a: shape (m, n), that of the first one.
  ///   - workspace: kept between calls, it spares an allocation in each.
  /// - Throws: `.nonFinite` if an element is infinite or not a number; the old factors are kept then.
  /// - Complexity: 2·m·n² − 2/3·n³ operations for m ≥ n.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func refactor(
    _ a: Matrix<Scalar>, workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let (m, n) = shape
    require(a.shape == shape, "refactor: factors of shape (\(m), \(n)), a matrix of (\(a.rowCount), \(a.columnCount))")
    try a.requireFinite()
    factors.makeUnique()
    withExtendedLifetime((a, factors)) { factors.storage.start.update(from: a.storage.start, count: a.count) }
    factorize(&workspace)
  }

  /// Overwrites `factors`, A as yet.
  private mutating func factorize(_ workspace: inout Workspace<Scalar>) {
    let (m, n) = shape
    if m == 0 || n == 0 { return }
    factors.makeUnique()
    scales.makeUnique()
    if scales.count >= smallestOrderForRecursion { return factorizeRecursively(&workspace) }
    let info = workspace.with { work, lwork, _ in
      Scalar._gelqf(n, m, factors.storage.start, lda: n, scales.storage.start, work, lwork)
    }
    withExtendedLifetime((factors, scales)) {}
    LAPACKInfo.requireSuccess(info, of: "gelqf")
  }

  /// The same by blocks that are halved until one reflection is left. Few of the operations are products of a matrix with
  /// a vector then, which wait for memory.
  private mutating func factorizeRecursively(_ workspace: inout Workspace<Scalar>) {
    let (m, n) = shape
    let (k, order) = (scales.count, 64)
    let memory = workspace.block(order * (k + max(m, n)))
    let triangles = memory.start  // column i holds column i mod 64 of its block's triangle
    let info = Scalar._gelqt(n, m, mb: order, factors.storage.start, lda: n, triangles, triangles + order * k)
    for i in 0..<k { scales.storage.start[i] = triangles[i * order + i % order] }
    withExtendedLifetime((factors, scales, memory)) {}
    LAPACKInfo.requireSuccess(info, of: "gelqt")
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { factors.shape }

  private var rowCount: Int { factors.rowCount }
  private var columnCount: Int { factors.columnCount }

  /// R, upper trapezoidal, shape (min(m, n), n).
  public var r: Matrix<Scalar> {
    factors.triangle(.upper, transposed: false, rows: min(rowCount, columnCount), columns: columnCount)
  }

  /// The first min(m, n) columns of Q, shape (m, min(m, n)): orthonormal, and with the span of A's first columns.
  public func q() -> Matrix<Scalar> {
    var q = factors[rows: 0..<rowCount, columns: 0..<min(rowCount, columnCount)]
    formQ(in: &q)
    return q
  }

  /// Overwrites the first min(m, n) columns of the factors, reflections as yet, by those of Q.
  private func formQ(in q: inout Matrix<Scalar>) {
    let (m, k) = q.shape
    if q.count == 0 { return }
    q.makeUnique()
    let info = withExtendedLifetime((q, scales)) {
      withWorkspace { work, lwork in Scalar._orglq(k, m, k, q.storage.start, lda: k, scales.storage.start, work, lwork)
      }
    }
    LAPACKInfo.requireSuccess(info, of: "orglq")
  }

  /// `q()` and `r` at once, Q in the memory of the reflections if nothing else needs them.
  ///
  /// ```swift
  /// let (q, r) = try QR([[3, 1], [4, 2]] as Matrix<Double>).qAndR()
  /// (q • r).isApproximatelyEqual(to: [[3, 1], [4, 2]])  // true
  /// ```
  public consuming func qAndR() -> (q: Matrix<Scalar>, r: Matrix<Scalar>) {
    let r = r
    var reflections = self
    return (reflections.takeQ(), r)
  }

  /// Q, with which this QR ends; in its memory if that has Q's shape.
  private mutating func takeQ() -> Matrix<Scalar> {
    if rowCount < columnCount { return q() }
    var q = Matrix<Scalar>.zeros(0, 0)
    swap(&q, &factors)
    formQ(in: &q)
    return q
  }

  /// Q·C with the whole Q, shape (m, m).
  ///
  /// - Parameter c: shape (m, k).
  /// - Returns: shape (m, k).
  /// - Complexity: 4·m·n·k operations, without forming Q.
  public func applyQ(_ c: Matrix<Scalar>) -> Matrix<Scalar> { apply(c, transposed: false) }

  /// Q·c with the whole Q, shape (m, m).
  public func applyQ(_ c: Vector<Scalar>) -> Vector<Scalar> { applyQ(Matrix(column: c)).flattened }

  /// Qᵀ·C with the whole Q, shape (m, m).
  ///
  /// - Parameter c: shape (m, k).
  /// - Returns: shape (m, k).
  /// - Complexity: 4·m·n·k operations, without forming Q.
  public func applyQTransposed(_ c: Matrix<Scalar>) -> Matrix<Scalar> { apply(c, transposed: true) }

  /// Qᵀ·c with the whole Q, shape (m, m).
  public func applyQTransposed(_ c: Vector<Scalar>) -> Vector<Scalar> { applyQTransposed(Matrix(column: c)).flattened }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func apply(_ c: Matrix<Scalar>, transposed: Bool) -> Matrix<Scalar> {
    let m = rowCount
    require(c.rowCount == m, "applyQ: Q has shape (\(m), \(m)), its argument \(c.rowCount) rows")
    let result = Matrix(rows: m, columns: c.columnCount, storage: c.storage.copy())
    var workspace = Workspace<Scalar>()
    applyReflections(result.storage.start, columns: c.columnCount, transposed: transposed, &workspace)
    withExtendedLifetime(result) {}
    return result
  }

  /// Overwrites C, shape (m, k), by Q·C or Qᵀ·C.
  private func applyReflections(
    _ c: UnsafeMutablePointer<Scalar>, columns k: Int, transposed: Bool, _ workspace: inout Workspace<Scalar>
  ) {
    let (m, n) = factors.shape
    if m == 0 || n == 0 || k == 0 { return }
    // LAPACK sees Cᵀ and Qᵀ = reflections, so Q·C is Cᵀ·Qᵀ: from the right, and not transposed.
    let info = withExtendedLifetime((factors, scales)) {
      workspace.with { work, lwork, _ in
        Scalar._ormlqFromRight(
          transposed: transposed, k, m, min(m, n), factors.storage.start, lda: n, scales.storage.start, c, ldc: k, work,
          lwork)
      }
    }
    LAPACKInfo.requireSuccess(info, of: "ormlq")
  }

  /// Q·R.
  public func reconstruct() -> Matrix<Scalar> {
    applyQ(factors.triangle(.upper, transposed: false, rows: rowCount, columns: columnCount))
  }

  // MARK: - Least squares

  /// The x for which ‖A·x − b‖₂ is least.
  ///
  /// - Parameter b: m elements.
  /// - Returns: x, n elements.
  /// - Throws: `.rankDeficient(rank:)` if a column lies in the span of those before it to working precision,
  ///   `.nonFinite` if an element of b is not finite.
  /// - Precondition: m ≥ n.
  /// - Complexity: 4·m·n operations.
  public func leastSquares(_ b: Vector<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
    try leastSquares(Matrix(column: b)).flattened
  }

  /// The X for which each column of A·X − B has the least 2-norm.
  ///
  /// - Parameter b: shape (m, k).
  /// - Returns: X, shape (n, k).
  /// - Throws: `.rankDeficient(rank:)` if a column lies in the span of those before it to working precision,
  ///   `.nonFinite` if an element of B is not finite.
  /// - Precondition: m ≥ n.
  /// - Complexity: 4·m·n·k operations.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func leastSquares(_ b: Matrix<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> {
    try solve(b)
  }

  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    var workspace = Workspace<Scalar>()
    try _solve(b, x, columns: k, &workspace)
  }

  /// Least squares: Qᵀ·b, then back substitution.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let (m, n) = factors.shape
    require(m >= n, "QR.leastSquares: (\(m), \(n)) has more columns than rows; use leastSquares(a, b)")
    let rank = countIndependentColumns()
    if rank < n { throw .rankDeficient(rank: rank) }
    if m == n {
      x.update(from: b, count: n * k)
      applyReflections(x, columns: k, transposed: true, &workspace)
    } else {
      let rotated = workspace.copying(b, count: m * k)
      applyReflections(rotated.start, columns: k, transposed: true, &workspace)
      x.update(from: rotated.start, count: n * k)
      withExtendedLifetime(rotated) {}
    }
    solveTriangular(factors, lower: false, transposed: false, unitDiagonal: false, x, rows: n, columns: k)
  }

  /// An estimate of 1/(‖R‖₁·‖R⁻¹‖₁), within a factor of m of that of A; 0 for dependent columns.
  ///
  /// - Precondition: m ≥ n.
  /// - Complexity: a few times n² operations.
  public func reciprocalCondition() -> Scalar {
    let (m, n) = factors.shape
    require(m >= n, "QR.reciprocalCondition: (\(m), \(n)) has more columns than rows")
    return triangularReciprocalCondition(factors, lower: false, order: n)
  }

  /// How many columns stand out of the span of those before them.
  ///
  /// |R(j, j)| is the distance of column j from that span; it counts if it exceeds max(m, n)·ε of the column's own
  /// length. The scale of a column, and so the unit of a feature, makes no difference.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func countIndependentColumns() -> Int {
    let (m, n) = factors.shape
    let tolerance = Scalar(max(m, n)) * .ulpOfOne
    return factors.withUnsafeBufferPointer { r in
      var count = 0
      for j in 0..<n {
        // Divided by the largest, so that no square overflows or underflows.
        var (largest, sum) = (Scalar(0), Scalar(0))
        for i in 0...j { largest = max(largest, r[i &* n &+ j].magnitude) }
        if largest == 0 { continue }
        for i in 0...j {
          let share = r[i &* n &+ j] / largest
          sum += share * share
        }
        if r[j &* (n &+ 1)].magnitude > tolerance * largest * sum.squareRoot() { count += 1 }
      }
      return count
    }
  }
}

/// From where halving is quicker, measured: at 96 it takes as long, at 64 longer by a third.
private let smallestOrderForRecursion = 112
