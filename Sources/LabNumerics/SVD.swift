/// A = U·Σ·Vᵀ: orthonormal columns, non-negative numbers in falling order, orthonormal rows.
///
/// The decomposition that says most about a matrix – its rank, its condition, its best approximation of lower rank –
/// and costs most.
///
/// ```swift
/// let svd = try SVD([[3, 0], [0, -4]] as Matrix<Double>)
/// svd.singularValues  // [4, 3]
/// ```
///
/// Thin: with k = min(m, n), U has shape (m, k) and Vᵀ has shape (k, n). A column of U and the row of Vᵀ that goes
/// with it may both change sign.
///
/// The corresponding LAPACK routine is `dgesdd`; `dgesvd` if it does not converge.
/// Golub and Van Loan, Matrix Computations (4th ed.), §8.6.
public struct SVD<Scalar: LinearAlgebraScalar>: Factorization {
  /// U, shape (m, k).
  public let u: Matrix<Scalar>
  /// The diagonal of Σ, k numbers.
  public let singularValues: Vector<Scalar>
  /// Vᵀ, shape (k, n).
  public let vTransposed: Matrix<Scalar>

  /// Factorises A.
  ///
  /// - Parameter a: shape (m, n).
  /// - Throws: `.nonFinite` if an element is infinite or not a number, `.notConverged` in rare cases.
  /// - Complexity: about 4·m²·n + 8·m·n² + 9·n³ operations for m ≥ n.
  public init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    try a.requireFinite()
    let svd = SVD(shape: a.shape)
    let info = Self.decompose(a, byDividing: true, into: svd)
    if LAPACKInfo.hasConverged(info, of: "gesdd") { self = svd } else { self = try Self.iterating(a) }
  }

  private init(shape: (rows: Int, columns: Int)) {
    let k = min(shape.rows, shape.columns)
    u = Matrix(unsafeUninitializedRows: shape.rows, columns: k) { _ in }
    singularValues = Vector(unsafeUninitializedCount: k) { _ in }
    vTransposed = Matrix(unsafeUninitializedRows: k, columns: shape.columns) { _ in }
  }

  /// By QR iteration: slower, and converges where the other does not.
  static func iterating(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> SVD {
    try a.requireFinite()
    let svd = SVD(shape: a.shape)
    try LAPACKInfo.requireConverged(decompose(a, byDividing: false, into: svd), of: "gesvd")
    return svd
  }

  /// LAPACK sees Aᵀ = V·Σ·Uᵀ: its left vectors, column by column, are Vᵀ row by row, and the other way round.
  private static func decompose(_ a: Matrix<Scalar>, byDividing: Bool, into svd: SVD) -> Int32 {
    if a.count == 0 { return 0 }
    return withExtendedLifetime(svd) {
      decomposeTransposed(
        a, byDividing: byDividing, svd.singularValues.storage.start,
        vectors: (svd.vTransposed.storage.start, svd.u.storage.start))
    }
  }

  /// U·Σ·Vᵀ.
  public func reconstruct() -> Matrix<Scalar> {
    matmul(u, vTransposed.scalingRows(by: singularValues))
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { (u.rowCount, vTransposed.columnCount) }

  /// V·Σ⁺·Uᵀ·b, singular values that do not count for the rank being dropped.
  public func _solve(_ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int) {
    let storage = AlignedStorage(UnsafeBufferPointer(start: b, count: u.rowCount * k))
    var coordinates = matmul(u, Matrix(rows: u.rowCount, columns: k, storage: storage), transposeA: true)
    let rank = rank()
    for i in 0..<coordinates.rowCount {
      coordinates[row: i] = i < rank ? coordinates[row: i] / singularValues[i] : .zeros(k)
    }
    let solution = matmul(vTransposed, coordinates, transposeA: true)
    x.update(from: solution.storage.start, count: solution.count)
    withExtendedLifetime(solution) {}
  }

  /// The smallest singular value over the largest, exact but for rounding: 1/κ₂.
  public func reciprocalCondition() -> Scalar {
    guard let largest = singularValues.first, let smallest = singularValues.last else { return 1 }
    return largest == 0 ? 0 : smallest / largest
  }

  /// How many singular values exceed `tolerance` times the largest; max(m, n)·ε if nil.
  public func rank(tolerance: Scalar? = nil) -> Int {
    numericalRank(singularValues, tolerance: tolerance ?? Scalar(max(u.rowCount, vTransposed.columnCount)) * .ulpOfOne)
  }

  /// The Moore–Penrose inverse V·Σ⁺·Uᵀ, shape (n, m): singular values that do not count for the rank are dropped.
  public func pseudoInverse(tolerance: Scalar? = nil) -> Matrix<Scalar> {
    let rank = rank(tolerance: tolerance)
    let inverses = Vector(count: rank) { 1 / singularValues[$0] }
    let scaled = vTransposed[rows: 0..<rank, columns: 0..<vTransposed.columnCount].scalingRows(by: inverses)
    return matmul(scaled, u[rows: 0..<u.rowCount, columns: 0..<rank], transposeA: true, transposeB: true)
  }
}

/// The singular values of A in falling order, without the vectors.
///
/// - Parameter a: shape (m, n).
/// - Returns: min(m, n) numbers.
/// - Throws: `.nonFinite` if an element is infinite or not a number, `.notConverged` in rare cases.
/// - Complexity: about 4·m·n² − 4/3·n³ operations for m ≥ n.
public func singularValues<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
  try a.requireFinite()
  let values = Vector<Scalar>(unsafeUninitializedCount: min(a.rowCount, a.columnCount)) { _ in }
  if a.count == 0 { return values }
  let info = withExtendedLifetime(values) {
    let first = decomposeTransposed(a, byDividing: true, values.storage.start, vectors: nil)
    return LAPACKInfo.hasConverged(first, of: "gesdd")
      ? first : decomposeTransposed(a, byDividing: false, values.storage.start, vectors: nil)
  }
  try LAPACKInfo.requireConverged(info, of: "gesvd")
  return values
}

/// Decomposes a copy of Aᵀ, column-major, with the vectors if there is room for them.
private func decomposeTransposed<Scalar>(
  _ a: Matrix<Scalar>, byDividing: Bool, _ values: UnsafeMutablePointer<Scalar>,
  vectors: (left: UnsafeMutablePointer<Scalar>, right: UnsafeMutablePointer<Scalar>)?
) -> Int32 {
  let (m, n) = (a.columnCount, a.rowCount)
  let k = min(m, n)
  let copy = a.storage.copy()
  let left = vectors?.left ?? values  // not touched without vectors
  let right = vectors?.right ?? values
  var integers = [Int32](repeating: 0, count: 8 * k)
  return withExtendedLifetime(copy) {
    withWorkspace { work, lwork in
      byDividing
        ? Scalar._gesdd(
          vectors: vectors != nil, m, n, copy.start, lda: m, values, left, ldu: m, right, ldvt: k, work, lwork,
          &integers)
        : Scalar._gesvd(
          vectors: vectors != nil, m, n, copy.start, lda: m, values, left, ldu: m, right, ldvt: k, work, lwork)
    }
  }
}

/// How many of the falling values exceed `tolerance` times the first.
func numericalRank<Scalar>(_ values: Vector<Scalar>, tolerance: Scalar) -> Int {
  values.prefix { $0 > tolerance * values[0] }.count
}

extension Matrix {
  /// Row i times `factors[i]`.
  func scalingRows(by factors: Vector<Scalar>) -> Matrix {
    var result = self
    for i in 0..<rowCount { result[row: i] = self[row: i] * factors[i] }
    return result
  }
}
