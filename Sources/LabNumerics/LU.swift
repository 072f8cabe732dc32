/// P·A = L·U: rows of A in another order, as a unit lower times an upper trapezoidal matrix.
///
/// The way to solve A·x = b for a square matrix without further structure, several times if need be:
///
/// ```swift
/// let lu = try LU([[0, 2], [1, 1]] as Matrix<Double>)
/// try lu.solve([2, 3])  // [2, 1]
/// lu.determinant        // -2.0
/// ```
///
/// A singular matrix has these factors too: only `solve` and `inverse` throw, and the determinant is 0. So has one whose
/// pivots leave the range: `solve` and `inverse` throw then, and the determinant is not a number.
///
/// The corresponding LAPACK routine is `dgetrf`.
/// Golub and Van Loan, Matrix Computations (4th ed.), §3.4.
public struct LU<Scalar: LinearAlgebraScalar>: SquareFactorization {
  /// Row i of P·A is row `permutation[i]` of A.
  public private(set) var permutation: [Int]
  /// The first k with U(k, k) = 0 exactly, counted from 0; nil if there is none.
  public private(set) var zeroPivot: Int?
  /// L and U as LAPACK leaves them, column by column: as a row-major matrix this is the transpose, Lᵀ above the
  /// diagonal (whose ones are not stored) and Uᵀ on and below it. Shape (n, m).
  private var factors: Matrix<Scalar>
  /// LAPACK's row swaps i ↔ swaps[i] − 1, done one after the other.
  private var swaps: [Int32]
  private var permutationSign: Scalar = 1
  private var oneNorm: Scalar = 0
  /// The first pivot that left the range: what follows from it has no digits, and 1/∞ = 0 would hide that.
  private var overflowedPivot: Int?

  /// Factorises A with partial pivoting.
  ///
  /// - Parameter a: shape (m, n).
  /// - Throws: `.nonFinite` if an element is infinite or not a number.
  /// - Complexity: 2/3·n³ operations for a square matrix.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    let (m, n) = a.shape
    factors = Matrix(unsafeUninitializedRows: n, columns: m) { _ in }
    swaps = [Int32](repeating: 0, count: min(m, n))
    permutation = Array(0..<m)
    try refactor(a)
  }

  /// Factorises another matrix of the same shape in the memory of this one, without an allocation.
  ///
  /// - Parameter a: shape (m, n), that of the first one.
  /// - Throws: `.nonFinite` if an element is infinite or not a number; the old factors are kept then.
  /// - Complexity: 2/3·n³ operations for a square matrix.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func refactor(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    let (m, n) = shape
    require(a.shape == shape, "refactor: factors of shape (\(m), \(n)), a matrix of (\(a.rowCount), \(a.columnCount))")
    try a.requireFinite()
    factors.makeUnique()
    let columns = factors.storage.start  // column-major A
    withExtendedLifetime(a) { transposeElements(of: a.storage.start, rows: m, columns: n, into: columns) }
    oneNorm = 0
    if max(m, n) < smallestOrderForLAPACK {
      for j in 0..<n {
        var sum: Scalar = 0
        for i in 0..<m { sum += columns[j &* m &+ i].magnitude }
        oneNorm = max(oneNorm, sum)
      }
      zeroPivot = eliminateDividing(m, n, columns, &swaps)
    } else {
      eliminate(a)
    }
    permute()
    overflowedPivot = swaps.indices.first { !columns[$0 &* m &+ $0].isFinite }
    withExtendedLifetime(factors) {}
  }

  private func requirePivotsInRange() throws(LinearAlgebraError) {
    if let k = overflowedPivot { throw .nonFinite(row: k, column: k) }
  }

  /// The factors of what `factors` holds, A as yet, by LAPACK where it divides rightly.
  private mutating func eliminate(_ a: Matrix<Scalar>) {
    let (m, n) = shape
    let columns = factors.storage.start
    for j in 0..<n { oneNorm = max(oneNorm, Scalar._asum(m, columns + j * m)) }
    let info = Scalar._getrf(m, n, columns, lda: max(1, m), &swaps)
    zeroPivot = LAPACKInfo.zeroPivot(info, of: "getrf")
    for k in swaps.indices {
      let pivot = columns[k * m + k]
      if pivot == 0 || pivot.hasNormalInverse { continue }
      withExtendedLifetime(a) { transposeElements(of: a.storage.start, rows: m, columns: n, into: columns) }
      zeroPivot = eliminateDividing(m, n, columns, &swaps)
      break
    }
  }

  /// The order of the rows after the swaps, and its sign.
  private mutating func permute() {
    permutationSign = 1
    for i in permutation.indices { permutation[i] = i }
    for (i, swap) in swaps.enumerated() where Int(swap) - 1 != i {
      permutation.swapAt(i, Int(swap) - 1)
      permutationSign = -permutationSign
    }
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { (rowCount, columnCount) }

  private var rowCount: Int { factors.columnCount }
  private var columnCount: Int { factors.rowCount }

  /// L, unit lower trapezoidal, shape (m, min(m, n)).
  public var lower: Matrix<Scalar> {
    factors.triangle(.unitLower, transposed: true, rows: rowCount, columns: min(rowCount, columnCount))
  }

  /// U, upper trapezoidal, shape (min(m, n), n).
  public var upper: Matrix<Scalar> {
    factors.triangle(.upper, transposed: true, rows: min(rowCount, columnCount), columns: columnCount)
  }

  /// L·U with its rows put back in A's order, shape (m, n).
  public func reconstruct() -> Matrix<Scalar> {
    let product = lower • upper
    var a = product
    for (i, row) in permutation.enumerated() { a[row: row] = product[row: i] }
    return a
  }

  // MARK: - Solving

  /// A matrix close to a singular one is not refused: look at `reciprocalCondition()`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    requireSquare("solve")
    try requirePivotsInRange()
    if let zeroPivot { throw .singular(pivot: zeroPivot) }
    for (i, row) in permutation.enumerated() {
      for j in 0..<k { x[i &* k &+ j] = b[row &* k &+ j] }
    }
    solveTriangular(factors, lower: false, transposed: true, unitDiagonal: true, x, rows: rowCount, columns: k)
    solveTriangular(factors, lower: true, transposed: true, unitDiagonal: false, x, rows: rowCount, columns: k)
  }

  /// P·A = L·U, so Aᵀ·x = b is Uᵀ·Lᵀ·(P·x) = b.
  public func _solveTransposed(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>
  ) throws(LinearAlgebraError) {
    requireSquare("solve")
    try requirePivotsInRange()
    if let zeroPivot { throw .singular(pivot: zeroPivot) }
    let n = rowCount
    let y = AlignedStorage(UnsafeBufferPointer(start: b, count: n))
    solveTriangular(factors, lower: true, transposed: false, unitDiagonal: false, y.start, rows: n, columns: 1)
    solveTriangular(factors, lower: false, transposed: false, unitDiagonal: true, y.start, rows: n, columns: 1)
    for (i, row) in permutation.enumerated() { x[row] = y.start[i] }
    withExtendedLifetime(y) {}
  }

  /// A⁻¹. To solve equations use `solve`, which is quicker and loses fewer digits.
  ///
  /// - Throws: `.singular(pivot:)` if U has a zero on its diagonal, `.nonFinite` if an element of A⁻¹ leaves the range.
  /// - Complexity: 2·n³ operations.
  public func inverse() throws(LinearAlgebraError) -> Matrix<Scalar> {
    requireSquare("inverse")
    return try solve(.identity(rowCount))
  }

  // MARK: - Numbers

  /// The determinant, infinite or 0 if it leaves the range of the scalar; 1 for the empty matrix.
  public var determinant: Scalar {
    requireSquare("determinant")
    return overflowedPivot == nil ? permutationSign * scaledProduct(factors.diagonal) : .nan
  }

  /// The determinant's sign (−1, 0, 1) and the natural logarithm of its magnitude (−∞ for 0).
  ///
  /// The sum of logarithms does not overflow where the product of a few hundred pivots would.
  public var logDeterminant: (sign: Scalar, log: Scalar) {
    requireSquare("logDeterminant")
    if overflowedPivot != nil { return (.nan, .nan) }
    let (sign, log) = signAndLogarithm(ofProduct: factors.diagonal)
    return (sign == 0 ? 0 : permutationSign * sign, log)  // not −0
  }

  /// An estimate of 1/(‖A‖₁·‖A⁻¹‖₁); 0 for a singular matrix.
  ///
  /// - Complexity: a few times 2·n² operations.
  public func reciprocalCondition() -> Scalar {
    requireSquare("reciprocalCondition")
    if zeroPivot != nil { return 0 }
    return estimateReciprocalCondition(of: factors, norm: oneNorm, "gecon", workPerColumn: 4) { rcond, work, integers in
      Scalar._gecon(rowCount, factors.storage.start, lda: rowCount, norm: oneNorm, rcond, work, integers)
    }
  }

  private func requireSquare(_ operation: StaticString) {
    require(
      rowCount == columnCount, "\(operation): the matrix must be square, it has shape (\(rowCount), \(columnCount))")
  }
}
