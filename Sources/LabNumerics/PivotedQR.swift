/// A·P = Q·R with the columns reordered so that the diagonal of R shrinks: the QR that shows rank.
///
/// Columns are compared after scaling each to a length near 1 (by a power of two, which costs no digit), so the unit
/// of a feature decides neither the order nor the rank. NIST's Filip data lose every digit without this.
///
/// The corresponding LAPACK routine is `dgeqp3`.
/// Golub and Van Loan, Matrix Computations (4th ed.), §5.4.2 and §5.5.
public struct PivotedQR<Scalar: LinearAlgebraScalar>: Factorization {
  /// Column j of A·P is column `permutation[j]` of A.
  public private(set) var permutation: [Int]
  /// How many diagonal entries of R, of the scaled columns, exceed `rankTolerance` times the first.
  public private(set) var rank = 0
  /// The tolerance that decided the rank.
  public let rankTolerance: Scalar
  /// R and the reflections of A·D·P as LAPACK leaves them: as a row-major matrix their transpose, shape (n, m).
  private var factors: Matrix<Scalar>
  private var scales: AlignedStorage<Scalar>
  /// D: the power of two that column j of A was multiplied by.
  private(set) var columnScales: Vector<Scalar>

  /// Factorises A.
  ///
  /// - Parameters:
  ///   - a: shape (m, n).
  ///   - rankTolerance: 0 or more; max(m, n)·ε if nil.
  /// - Throws: `.nonFinite` if an element is infinite or not a number.
  /// - Complexity: 2·m·n² − 2/3·n³ operations for m ≥ n.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init(_ a: Matrix<Scalar>, rankTolerance: Scalar? = nil) throws(LinearAlgebraError) {
    let (m, n) = a.shape
    factors = Matrix(unsafeUninitializedRows: n, columns: m) { _ in }
    scales = AlignedStorage(uninitialized: min(m, n))
    columnScales = Vector(repeating: 1, count: n)
    permutation = Array(0..<n)
    require(rankTolerance ?? 0 >= 0, "rank: a tolerance of \(rankTolerance ?? 0), at least 0 is needed")
    self.rankTolerance = rankTolerance ?? Scalar(max(m, n)) * .ulpOfOne
    var workspace = Workspace<Scalar>()
    try refactor(a, workspace: &workspace)
  }

  /// Factorises another matrix of the same shape in the memory of this one, with the same `rankTolerance`.
  ///
  /// - Parameters:
  ///   - a: shape (m, n), that of the first one.
  ///   - workspace: kept between calls, it spares the allocations in each.
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
    if a.count == 0 { return }
    factors.makeUnique()
    scales.makeUnique()
    columnScales.makeUnique()
    defer { withExtendedLifetime((a, factors, scales, columnScales)) {} }
    let (columns, scales) = (factors.storage.start, self.scales.start)  // column-major A
    transposeElements(of: a.storage.start, rows: m, columns: n, into: columns)
    scaleRows(columns, rows: n, columns: m, scales: columnScales.storage.start)
    let info = workspace.with(integers: n) { work, lwork, pivots in
      pivots.update(repeating: 0, count: n)  // free to move
      let info = Scalar._geqp3(m, n, columns, lda: m, pivots, scales, work, lwork)
      for j in 0..<n { permutation[j] = Int(pivots[j]) - 1 }
      return info
    }
    LAPACKInfo.requireSuccess(info, of: "geqp3")
    let limit = rankTolerance * columns[0].magnitude
    rank = 0
    while rank < min(m, n) && columns[rank * (m + 1)].magnitude > limit { rank += 1 }
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { (rowCount, columnCount) }

  private var rowCount: Int { factors.columnCount }
  private var columnCount: Int { factors.rowCount }

  /// R, upper trapezoidal, shape (min(m, n), n), for the columns of A as they were.
  public var r: Matrix<Scalar> {
    unscaledR(rows: min(rowCount, columnCount))
  }

  private func unscaledR(rows: Int) -> Matrix<Scalar> {
    let scales = Vector(count: columnCount) { columnScales[permutation[$0]] }
    var r = factors.triangle(.upper, transposed: true, rows: rows, columns: columnCount)
    for i in 0..<rows { r[row: i] = r[row: i] / scales }
    return r
  }

  /// Q·C with the whole Q, shape (m, m).
  ///
  /// - Parameter c: shape (m, k).
  /// - Returns: shape (m, k).
  public func applyQ(_ c: Matrix<Scalar>) -> Matrix<Scalar> { apply(c, transposed: false) }

  /// Qᵀ·C with the whole Q, shape (m, m).
  ///
  /// - Parameter c: shape (m, k).
  /// - Returns: shape (m, k).
  public func applyQTransposed(_ c: Matrix<Scalar>) -> Matrix<Scalar> { apply(c, transposed: true) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  private func apply(_ c: Matrix<Scalar>, transposed: Bool) -> Matrix<Scalar> {
    let (m, n) = (rowCount, columnCount)
    require(c.rowCount == m, "applyQ: Q has shape (\(m), \(m)), its argument \(c.rowCount) rows")
    let result = Matrix(rows: m, columns: c.columnCount, storage: c.storage.copy())
    if result.count == 0 || n == 0 { return result }
    var workspace = Workspace<Scalar>()
    applyReflections(result.storage.start, columns: c.columnCount, transposed: transposed, &workspace)
    withExtendedLifetime(result) {}
    return result
  }

  /// Overwrites C, shape (m, k) and not empty, by Q·C or Qᵀ·C.
  private func applyReflections(
    _ c: UnsafeMutablePointer<Scalar>, columns k: Int, transposed: Bool, _ workspace: inout Workspace<Scalar>
  ) {
    let (m, n) = (rowCount, columnCount)
    // LAPACK sees Cᵀ: Q·C is Cᵀ·Qᵀ, from the right.
    let info = withExtendedLifetime((factors, scales)) {
      workspace.with { work, lwork, _ in
        Scalar._ormqrFromRight(
          transposed: !transposed, k, m, min(m, n), factors.storage.start, lda: m, scales.start, c, ldc: k, work, lwork)
      }
    }
    LAPACKInfo.requireSuccess(info, of: "ormqr")
  }

  /// Q·R with its columns put back in A's order.
  public func reconstruct() -> Matrix<Scalar> {
    let product = applyQ(unscaledR(rows: rowCount))
    var a = product
    for (j, column) in permutation.enumerated() { a[column: column] = product[column: j] }
    return a
  }

  /// The X of least 2-norm among those for which each column of A·X − B has the least 2-norm.
  ///
  /// - Parameter b: shape (m, k).
  /// - Returns: X, shape (n, k), and the 2-norms of the columns of A·X − B.
  ///   A norm that leaves the range is infinite.
  /// - Throws: `.nonFinite` if an element of B is not finite, or one of X leaves the range.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func leastSquares(
    _ b: Matrix<Scalar>
  ) throws(LinearAlgebraError) -> (x: Matrix<Scalar>, residualNorms: Vector<Scalar>) {
    require(
      b.rowCount == rowCount, "leastSquares: (\(rowCount), \(columnCount)) with a right-hand side of \(b.rowCount) rows"
    )
    try b.requireFinite()
    let (m, n) = shape
    let k = b.columnCount
    let rotated = Matrix(rows: m, columns: k, storage: b.storage.copy())
    var workspace = Workspace<Scalar>()
    let work = workspace.block(workCount(columns: k))
    let scales = AlignedStorage<Scalar>(uninitialized: k)
    lowerColumns(rotated.storage.start, rows: m, columns: k, scales: scales.start)
    if rotated.count > 0 && n > 0 {
      applyReflections(rotated.storage.start, columns: k, transposed: true, &workspace)
    }
    let rest = rotated[rows: rank..<m, columns: 0..<k]
    let x = Matrix<Scalar>(unsafeUninitializedRows: n, columns: k) { _ in }
    finish(rotated.storage.start, x.storage.start, columns: k, work.start, &workspace)
    raiseColumns(x.storage.start, rows: n, columns: k, scales: scales.start)
    withExtendedLifetime((rotated, work, x)) {}
    try x.requireFinite()
    return (x, withExtendedLifetime(scales) { Vector(count: k) { rest[column: $0].norm() / scales.start[$0] } })
  }

  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    var workspace = Workspace<Scalar>()
    try _solve(b, x, columns: k, &workspace)
  }

  /// Qᵀ·b, and what `finish` makes of it.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let (m, n) = (rowCount, columnCount)
    if n == 0 || k == 0 { return }
    let workStart = Workspace<Scalar>.distance(m * k)
    let scalesStart = workStart + Workspace<Scalar>.distance(workCount(columns: k))
    let block = workspace.block(scalesStart + k)
    let (rotated, scales) = (block.start, block.start + scalesStart)
    rotated.update(from: b, count: m * k)
    lowerColumns(rotated, rows: m, columns: k, scales: scales)
    if m > 0 { applyReflections(rotated, columns: k, transposed: true, &workspace) }
    finish(rotated, x, columns: k, block.start + workStart, &workspace)
    raiseColumns(x, rows: n, columns: k, scales: scales)
    withExtendedLifetime(block) {}
  }

  /// How much memory `finish` works in.
  private func workCount(columns k: Int) -> Int {
    if rank == columnCount { return 0 }
    return Workspace<Scalar>.distance(columnCount * rank) + Workspace<Scalar>.distance(rank) + columnCount * k
  }

  /// The X of least norm with R·(P⁻¹·D⁻¹·X) = C, of which the first `rank` rows count: by back substitution with full
  /// column rank, else y = Q′·R′⁻ᵀ·c, where Q′·R′ = Tᵀ and T is the first `rank` rows of R.
  ///
  /// C has shape (m, k) and is overwritten, X has shape (n, k), and `work` has room for `workCount` numbers.
  private func finish(
    _ c: UnsafeMutablePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int,
    _ work: UnsafeMutablePointer<Scalar>, _ workspace: inout Workspace<Scalar>
  ) {
    let n = columnCount
    if rank == n {
      solveTriangular(factors, lower: true, transposed: true, unitDiagonal: false, c, rows: n, columns: k)
      withExtendedLifetime(columnScales) {
        for (i, row) in permutation.enumerated() {
          let scale = columnScales.storage.start[row]
          for j in 0..<k { x[row &* k &+ j] = c[i &* k &+ j] * scale }
        }
      }
      return
    }
    if rank == 0 || k == 0 { return x.update(repeating: 0, count: n * k) }
    let reflections = work + Workspace<Scalar>.distance(n * rank)
    let y = reflections + Workspace<Scalar>.distance(rank)  // (n, k)
    let lowered = copyUnscaledR(transposedInto: work)
    let info = workspace.with { space, lwork, _ in
      Scalar._gelqf(rank, n, work, lda: rank, reflections, space, lwork)
    }
    LAPACKInfo.requireSuccess(info, of: "gelqf")
    y.update(from: c, count: rank * k)
    (y + rank * k).update(repeating: 0, count: (n - rank) * k)
    solveTriangular(
      work, ldt: rank, lower: false, transposed: true, unitDiagonal: false, y, rows: rank, columns: k)
    let applied = workspace.with { space, lwork, _ in
      Scalar._ormlqFromRight(transposed: false, k, n, rank, work, lda: rank, reflections, y, ldc: k, space, lwork)
    }
    LAPACKInfo.requireSuccess(applied, of: "ormlq")
    for (i, row) in permutation.enumerated() {
      for j in 0..<k { x[row &* k &+ j] = y[i &* k &+ j] * lowered }
    }
  }

  /// Writes the transpose of the first `rank` rows of R, for the columns of A as they were, shape (n, rank).
  ///
  /// - Returns: the power of two that R was multiplied by: 1 unless the lengths of its rows could leave the range.
  private func copyUnscaledR(transposedInto target: UnsafeMutablePointer<Scalar>) -> Scalar {
    let m = rowCount
    return withExtendedLifetime((factors, columnScales)) {
      // A column of R is about 1/scale long, and a row √n times as long as that at most.
      let smallest = columnScales.min() ?? 1
      let room = Scalar.greatestFiniteMagnitude.exponent - 24
      let excess = max(0, -smallest.exponent - room)
      let lowered = Scalar(sign: .plus, exponent: -excess, significand: 1)
      for (j, column) in permutation.enumerated() {
        let source = factors.storage.start + j &* m
        let scale = columnScales.storage.start[column]
        for i in 0..<rank { target[j &* rank &+ i] = i <= j ? source[i] * lowered / scale : 0 }
      }
      return lowered
    }
  }

  /// An estimate of 1/(‖R‖₁·‖R⁻¹‖₁) for the scaled columns; 0 if the rank is below n.
  ///
  /// - Complexity: a few times n² operations.
  public func reciprocalCondition() -> Scalar {
    let n = columnCount
    if rank < n { return 0 }
    return estimateReciprocalCondition(of: factors, norm: 1, "trcon", workPerColumn: 3) { rcond, work, integers in
      Scalar._trcon(
        lower: false, transposed: false, n, factors.storage.start, ldt: rowCount, rcond, work, integers)
    }
  }
}

extension PivotedQR {
  /// The solution of r + A·x = f, Aᵀ·r = g, for rank n.
  ///
  /// With A·D·P = Q·R and h = R⁻ᵀ·Pᵀ·D·g: x = D·P·R⁻¹·(d₁ − h) and r = Q·(h, d₂), where (d₁, d₂) = Qᵀ·f.
  ///
  /// - Parameters:
  ///   - f: m elements.
  ///   - g: D·g, n elements, with D the `columnScales`: g itself, A times f, may be out of range.
  /// - Returns: x, n elements, and r, m elements.
  /// - Complexity: 8·m·n operations.
  func augmentedSolve(_ f: Vector<Scalar>, scaled g: Vector<Scalar>) -> (x: Vector<Scalar>, r: Vector<Scalar>) {
    let (m, n) = shape
    var rotated = applyQTransposed(Matrix(column: f)).flattened
    let h = Matrix(column: Vector(count: n) { g[permutation[$0]] })
    solveTriangular(factors, lower: true, transposed: false, unitDiagonal: false, h)
    let y = Matrix(column: Vector(count: n) { rotated[$0] - h[$0, 0] })
    solveTriangular(factors, lower: true, transposed: true, unitDiagonal: false, y)
    var x = Vector<Scalar>.zeros(n)
    for (j, column) in permutation.enumerated() {
      x[column] = y[j, 0] * columnScales[column]
      rotated[j] = h[j, 0]
    }
    require(rotated.count == m, "augmentedSolve: (\(m), \(n)) with \(f.count) rows")
    return (x, applyQ(Matrix(column: rotated)).flattened)
  }

  /// ‖eⱼᵀ·A⁺‖₂ = √((AᵀA)⁻¹)ⱼⱼ for each column j of A, for rank n: from R, without AᵀA.
  ///
  /// - Complexity: n³/3 operations.
  func inverseRowNorms() -> Vector<Scalar> {
    let n = columnCount
    let inverse = Matrix<Scalar>.identity(n)
    solveTriangular(factors, lower: true, transposed: true, unitDiagonal: false, inverse)
    var norms = Vector<Scalar>.zeros(n)
    for (j, column) in permutation.enumerated() { norms[column] = inverse[row: j].norm() * columnScales[column] }
    return norms
  }
}

/// Multiplies each row, in place, by the power of two that brings its length into 1 ..< 2, and writes the powers.
///
/// A row of zeros keeps the factor 1.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func scaleRows<Scalar: LinearAlgebraScalar>(
  _ a: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, scales: UnsafeMutablePointer<Scalar>
) {
  // Kept within the normal range so that both the power and its inverse are exact.
  let limit = Scalar.greatestFiniteMagnitude.exponent - 1
  for i in 0..<rows {
    let row = a + i * columns
    let length = Scalar._nrm2(columns, row)
    scales[i] = 1
    if length == 0 { continue }
    // The length may be out of range where no element is.
    let exponent = length.isFinite ? length.exponent : limit
    let scale = Scalar(sign: .plus, exponent: min(max(-exponent, -limit), limit), significand: 1)
    for j in 0..<columns { row[j] *= scale }
    scales[i] = scale
  }
}

/// Divides each column of B, in place, by the power of two that leaves room above it, and writes the inverse powers.
///
/// A column's length, and what back substitution makes of it before the columns of A have their scale again, may be out of
/// range where x is not. 1 but for columns near the end of the range.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func lowerColumns<Scalar: LinearAlgebraScalar>(
  _ b: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, scales: UnsafeMutablePointer<Scalar>
) {
  scales.update(repeating: 1, count: columns)
  if powerLowering(largestMagnitude(b, count: rows * columns)) == 1 { return }
  for j in 0..<columns {
    var largest: Scalar = 0
    for i in 0..<rows { largest = max(largest, b[i &* columns &+ j].magnitude) }
    scales[j] = powerLowering(largest)
    for i in 0..<rows { b[i &* columns &+ j] *= scales[j] }
  }
}

/// The power of two, 1 at most, that leaves room above a right-hand side's largest element: back substitution makes
/// numbers larger by some 1/ε, for the rank ends where a pivot is smaller than that.
func powerLowering<Scalar: LinearAlgebraScalar>(_ largest: Scalar) -> Scalar {
  let room = Scalar.greatestFiniteMagnitude.exponent - Scalar.Exponent(Scalar.significandBitCount + 12)
  return largest.exponent <= room || !largest.isFinite || largest == 0
    ? 1 : Scalar(sign: .plus, exponent: room - largest.exponent, significand: 1)
}

/// Undoes `lowerColumns`.
private func raiseColumns<Scalar: LinearAlgebraScalar>(
  _ x: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, scales: UnsafeMutablePointer<Scalar>
) {
  for j in 0..<columns where scales[j] != 1 {
    for i in 0..<rows { x[i &* columns &+ j] /= scales[j] }
  }
}
