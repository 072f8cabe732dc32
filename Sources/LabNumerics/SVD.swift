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
/// Thin unless asked otherwise: with k = min(m, n), U has shape (m, k) and Vᵀ has shape (k, n). Full, U and V are square.
/// A column of U and the row of Vᵀ that goes with it may both change sign.
///
/// The corresponding LAPACK routine is `dgesdd`; `dgesvd` if it does not converge.
/// Golub and Van Loan, Matrix Computations (4th ed.), §8.6.
public struct SVD<Scalar: LinearAlgebraScalar>: Factorization {
  /// How many of the singular vectors to compute.
  public enum Vectors: Sendable {
    /// Those that belong to a singular value: min(m, n) on either side.
    case thin
    /// Those that complete them to bases too: m left and n right ones.
    case full
  }

  /// U, shape (m, k); (m, m) in full.
  public private(set) var u: Matrix<Scalar>
  /// The diagonal of Σ, k numbers.
  public private(set) var singularValues: Vector<Scalar>
  /// Vᵀ, shape (k, n); (n, n) in full.
  public private(set) var vTransposed: Matrix<Scalar>

  /// Factorises A.
  ///
  /// - Parameters:
  ///   - a: shape (m, n).
  ///   - vectors: `.full` for bases of the whole spaces.
  /// - Throws: `.nonFinite` if an element is infinite or not a number or a singular value leaves the range,
  ///   `.notConverged` in rare cases.
  /// - Complexity: about 4·m²·n + 8·m·n² + 9·n³ operations for m ≥ n.
  public init(_ a: Matrix<Scalar>, vectors: Vectors = .thin) throws(LinearAlgebraError) {
    self.init(shape: a.shape, vectors)
    var workspace = Workspace<Scalar>()
    try refactor(a, workspace: &workspace)
  }

  /// Factorises another matrix of the same shape in the memory of this one.
  ///
  /// - Parameters:
  ///   - a: shape (m, n), that of the first one.
  ///   - workspace: kept between calls, it spares the allocations in each.
  /// - Throws: `.nonFinite` if an element is infinite or not a number, the old factors being kept then, or if a
  ///   singular value leaves the range, with its index as row, and `solve` throws it again; `.notConverged` in rare cases,
  ///   the factors then having no meaning and the singular values being NaN.
  /// - Complexity: that of the initialiser.
  public mutating func refactor(
    _ a: Matrix<Scalar>, workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let (m, n) = shape
    require(a.shape == shape, "refactor: factors of shape (\(m), \(n)), a matrix of (\(a.rowCount), \(a.columnCount))")
    try a.requireFinite()
    let info = decompose(a, byDividing: true, &workspace)
    if !LAPACKInfo.hasConverged(info, of: "gesdd") { try iterate(a, &workspace) }
    try singularValues.requireFinite()
  }

  /// By QR iteration: slower, and converges where the other does not.
  private mutating func iterate(
    _ a: Matrix<Scalar>, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    let info = decompose(a, byDividing: false, &workspace)
    if !LAPACKInfo.hasConverged(info, of: "gesvd") {
      singularValues = Vector(repeating: .nan, count: singularValues.count)
    }
    try LAPACKInfo.requireConverged(info, of: "gesvd")
  }

  private init(shape: (rows: Int, columns: Int), _ vectors: Vectors) {
    let (m, n) = shape
    let k = min(m, n)
    singularValues = Vector(unsafeUninitializedCount: k) { _ in }
    if vectors == .full && k == 0 {
      (u, vTransposed) = (.identity(m), .identity(n))
    } else {
      u = Matrix(unsafeUninitializedRows: m, columns: vectors == .full ? m : k) { _ in }
      vTransposed = Matrix(unsafeUninitializedRows: vectors == .full ? n : k, columns: n) { _ in }
    }
  }

  /// The factors by QR iteration, for tests.
  static func iterating(_ a: Matrix<Scalar>, _ vectors: Vectors = .thin) throws(LinearAlgebraError) -> SVD {
    try a.requireFinite()
    var (svd, workspace) = (SVD(shape: a.shape, vectors), Workspace<Scalar>())
    try svd.iterate(a, &workspace)
    return svd
  }

  /// LAPACK sees Aᵀ = V·Σ·Uᵀ: its left vectors, column by column, are Vᵀ row by row, and the other way round.
  private mutating func decompose(
    _ a: Matrix<Scalar>, byDividing: Bool, _ workspace: inout Workspace<Scalar>
  ) -> Int32 {
    if a.count == 0 { return 0 }
    u.makeUnique()
    singularValues.makeUnique()
    vTransposed.makeUnique()
    defer { withExtendedLifetime((u, singularValues, vTransposed)) {} }
    return decomposeTransposed(
      a, byDividing: byDividing, singularValues.storage.start,
      vectors: (vTransposed.storage.start, u.storage.start, u.columnCount), isFull: isFull, &workspace)
  }

  private var isFull: Bool { u.columnCount == u.rowCount && vTransposed.rowCount == vTransposed.columnCount }

  /// U·Σ·Vᵀ.
  public func reconstruct() -> Matrix<Scalar> {
    let k = singularValues.count
    let right = vTransposed.rowCount == k ? vTransposed : vTransposed[rows: 0..<k, columns: 0..<vTransposed.columnCount]
    let left = u.columnCount == k ? u : u[rows: 0..<u.rowCount, columns: 0..<k]
    return matmul(left, right * .column(singularValues))
  }

  /// The shape of A.
  public var shape: (rows: Int, columns: Int) { (u.rowCount, vTransposed.columnCount) }

  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    var workspace = Workspace<Scalar>()
    try _solve(b, x, columns: k, &workspace)
  }

  /// V·Σ⁺·Uᵀ·b, singular values that do not count for the rank being dropped.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    if singularValues.first?.isNaN == true { throw .notConverged(routine: "gesvd", count: singularValues.count) }
    try singularValues.requireFinite()
    let (m, n, rank) = (u.rowCount, vTransposed.columnCount, rank())
    defer { withExtendedLifetime((u, singularValues, vTransposed)) {} }
    let block = workspace.block(rank * k)
    let coordinates = block.start  // (rank, k)
    multiply(u.storage.start, transposed: true, m, rank, lda: u.columnCount, b, columns: k, into: coordinates)
    divideRows(coordinates, by: singularValues.storage.start, rows: rank, columns: k)
    multiply(vTransposed.storage.start, transposed: true, rank, n, lda: n, coordinates, columns: k, into: x)
    withExtendedLifetime(block) {}
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

  /// The Moore–Penrose inverse V·Σ⁺·Uᵀ, shape (n, m): singular values that do not count for the rank are dropped. Elements
  /// that leave the range are infinite.
  public func pseudoInverse(tolerance: Scalar? = nil) -> Matrix<Scalar> {
    let rank = rank(tolerance: tolerance)
    // Where the inverse of a singular value overflows, the product would be NaN: a power of two goes in and out.
    let isTiny = rank > 0 && !(1 / singularValues[rank - 1]).isFinite
    let unit =
      isTiny ? Scalar(sign: .plus, exponent: -Scalar.Exponent(Scalar.significandBitCount + 10), significand: 1) : 1
    let inverses = Vector(count: rank) { unit / singularValues[$0] }
    let scaled = vTransposed[rows: 0..<rank, columns: 0...] * .column(inverses)
    let inverse = matmul(scaled, u[rows: 0..<u.rowCount, columns: 0..<rank], transposeA: true, transposeB: true)
    return isTiny ? inverse / unit : inverse
  }
}

/// The singular values of A in falling order, without the vectors.
///
/// - Parameter a: shape (m, n).
/// - Returns: min(m, n) numbers.
/// - Throws: `.nonFinite` if an element is infinite or not a number or a singular value leaves the range, `.notConverged`
///   in rare cases.
/// - Complexity: about 4·m·n² − 4/3·n³ operations for m ≥ n.
public func singularValues<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
  try a.requireFinite()
  let values = Vector<Scalar>(unsafeUninitializedCount: min(a.rowCount, a.columnCount)) { _ in }
  if a.count == 0 { return values }
  var workspace = Workspace<Scalar>()
  let info = withExtendedLifetime(values) {
    let first = decomposeTransposed(a, byDividing: true, values.storage.start, vectors: nil, &workspace)
    return LAPACKInfo.hasConverged(first, of: "gesdd")
      ? first : decomposeTransposed(a, byDividing: false, values.storage.start, vectors: nil, &workspace)
  }
  try LAPACKInfo.requireConverged(info, of: "gesvd")
  try values.requireFinite()
  return values
}

/// Decomposes a copy of Aᵀ, column-major, with the vectors if there is room for them.
private func decomposeTransposed<Scalar>(
  _ a: Matrix<Scalar>, byDividing: Bool, _ values: UnsafeMutablePointer<Scalar>,
  vectors: (left: UnsafeMutablePointer<Scalar>, right: UnsafeMutablePointer<Scalar>, rightCount: Int)?,
  isFull: Bool = false, _ workspace: inout Workspace<Scalar>
) -> Int32 {
  let (m, n) = (a.columnCount, a.rowCount)
  let k = min(m, n)
  let copy = withExtendedLifetime(a) { workspace.copying(a.storage.start, count: a.count) }
  let left = vectors?.left ?? values  // not touched without vectors
  let right = vectors?.right ?? values
  let ldvt = vectors?.rightCount ?? k
  let job: Unicode.Scalar = vectors == nil ? "N" : isFull ? "A" : "S"
  return withExtendedLifetime(copy) {
    workspace.with(integers: 8 * k) { work, lwork, integers in
      byDividing
        ? Scalar._gesdd(
          job: job, m, n, copy.start, lda: m, values, left, ldu: m, right, ldvt: ldvt, work, lwork, integers)
        : Scalar._gesvd(job: job, m, n, copy.start, lda: m, values, left, ldu: m, right, ldvt: ldvt, work, lwork)
    }
  }
}

/// How many of the falling values exceed `tolerance` times the first.
func numericalRank<Scalar>(_ values: Vector<Scalar>, tolerance: Scalar) -> Int {
  require(tolerance >= 0, "rank: a tolerance of \(tolerance), at least 0 is needed")
  return values.prefix { $0 > tolerance * values[0] }.count
}
