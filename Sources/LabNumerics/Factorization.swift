/// A matrix as a product of simpler ones, ready to solve equations with.
///
/// ```swift
/// let lu = try LU([[2, 1], [1, 3]] as Matrix<Double>)
/// try lu.solve([3, 5])                // [0.8, 1.4]
/// try lu.solve([3, 5], result: &x)    // the same, into the memory of x
/// lu.reciprocalCondition()            // 0.3125
/// ```
///
/// Where A has more rows than columns, or the factorisation sees rank (`PivotedQR`, `SVD`), to solve is to make
/// ‖A·x − b‖₂ least.
public protocol Factorization<Scalar>: Sendable {
  /// The type of the elements.
  associatedtype Scalar: LinearAlgebraScalar

  /// The shape of A.
  var shape: (rows: Int, columns: Int) { get }

  /// The product of the factors: A, but for rounding.
  func reconstruct() -> Matrix<Scalar>

  /// How near A is to losing rank: near 1 is well conditioned, below ε is singular in working precision.
  ///
  /// About −log₁₀ of it is the number of digits lost between b and x. 1 for the empty matrix; 0, never NaN, where
  /// factors have left the range of the scalar.
  func reciprocalCondition() -> Scalar

  /// Solves for finite right-hand sides of the right shape. Belongs to this module: use `solve`.
  ///
  /// - Parameters:
  ///   - b: shape (m, k), row after row; does not overlap `x`.
  ///   - x: shape (n, k), row after row, written.
  ///   - k: the number of right-hand sides.
  /// - Throws: what keeps this factorisation from solving.
  func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError)

  /// As above, in a workspace that is kept. Belongs to this module: use `solve`.
  func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError)
}

extension Factorization {
  /// For factorisations that need no workspace, or make no use of one.
  public func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int, _ workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    try _solve(b, x, columns: k)
  }

  /// The solution of A·x = b.
  ///
  /// - Parameter b: m elements.
  /// - Returns: x, n elements.
  /// - Throws: `.singular(pivot:)` or `.rankDeficient(rank:)` where the factorisation cannot do without full rank,
  ///   `.nonFinite` if an element of b is infinite or not a number, or one of x leaves the range.
  /// - Complexity: 2·n² operations for LU and Cholesky, 4·m·n for QR.
  public func solve(_ b: Vector<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
    var x = Vector<Scalar>(unsafeUninitializedCount: shape.columns) { _ in }
    try solve(b, result: &x)
    return x
  }

  /// The solution of A·X = B.
  ///
  /// - Parameter b: one right-hand side a column, shape (m, k).
  /// - Returns: X, shape (n, k).
  /// - Throws: as for one right-hand side.
  public func solve(_ b: Matrix<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> {
    var x = Matrix<Scalar>(unsafeUninitializedRows: shape.columns, columns: b.columnCount) { _ in }
    try solve(b, result: &x)
    return x
  }

  /// x ← the solution of A·x = b, in the memory of x.
  ///
  /// - Parameters:
  ///   - b: m elements. It may be the same variable's earlier value as x: a copy is made then.
  ///   - x: n elements, overwritten; without meaning after an error.
  /// - Throws: as for the form that returns x.
  @inlinable
  public func solve(_ b: Vector<Scalar>, result x: inout Vector<Scalar>) throws(LinearAlgebraError) {
    try requireFit(b, x)
    x.makeUnique()
    defer { withExtendedLifetime((b, x)) {} }
    try _solve(b.storage.start, x.storage.start, columns: 1)
    try x.requireFinite()
  }

  /// x ← the solution of A·x = b, in the memory of x and of a workspace.
  ///
  /// ```swift
  /// var workspace = Workspace<Double>()
  /// var x = Vector<Double>.zeros(2)
  /// for b in rightHandSides { try qr.solve(b, result: &x, workspace: &workspace) }
  /// ```
  ///
  /// From the second call on it allocates nothing; OpenBLAS may, for itself (`Workspace`).
  ///
  /// - Parameters:
  ///   - b: m elements. It may be the same variable's earlier value as x: a copy is made then.
  ///   - x: n elements, overwritten; without meaning after an error.
  ///   - workspace: kept between calls.
  /// - Throws: as for the form that returns x.
  @inlinable
  public func solve(
    _ b: Vector<Scalar>, result x: inout Vector<Scalar>, workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    try requireFit(b, x)
    x.makeUnique()
    defer { withExtendedLifetime((b, x)) {} }
    try _solve(b.storage.start, x.storage.start, columns: 1, &workspace)
    try x.requireFinite()
  }

  @inlinable
  func requireFit(_ b: Vector<Scalar>, _ x: Vector<Scalar>) throws(LinearAlgebraError) {
    let (m, n) = shape
    if b.count != m || x.count != n { solutionDoesNotFit((m, n), rows: b.count, count: x.count) }
    try b.requireFinite()
  }

  /// X ← the solution of A·X = B, in the memory of X.
  ///
  /// - Parameters:
  ///   - b: shape (m, k). It may be the same variable's earlier value as X: a copy is made then.
  ///   - x: shape (n, k), overwritten; without meaning after an error.
  /// - Throws: as for the form that returns X.
  @inlinable
  public func solve(_ b: Matrix<Scalar>, result x: inout Matrix<Scalar>) throws(LinearAlgebraError) {
    try requireFit(b, x)
    x.makeUnique()
    defer { withExtendedLifetime((b, x)) {} }
    try _solve(b.storage.start, x.storage.start, columns: b.columnCount)
    try x.requireFinite()
  }

  /// X ← the solution of A·X = B, in the memory of X and of a workspace; see the version for a vector.
  ///
  /// - Parameters:
  ///   - b: shape (m, k). It may be the same variable's earlier value as X: a copy is made then.
  ///   - x: shape (n, k), overwritten; without meaning after an error.
  ///   - workspace: kept between calls.
  /// - Throws: as for the form that returns X.
  @inlinable
  public func solve(
    _ b: Matrix<Scalar>, result x: inout Matrix<Scalar>, workspace: inout Workspace<Scalar>
  ) throws(LinearAlgebraError) {
    try requireFit(b, x)
    x.makeUnique()
    defer { withExtendedLifetime((b, x)) {} }
    try _solve(b.storage.start, x.storage.start, columns: b.columnCount, &workspace)
    try x.requireFinite()
  }

  @inlinable
  func requireFit(_ b: Matrix<Scalar>, _ x: Matrix<Scalar>) throws(LinearAlgebraError) {
    let (m, n) = shape
    if b.rowCount != m || x.rowCount != n || x.columnCount != b.columnCount {
      solutionDoesNotFit((m, n), (b.rowCount, b.columnCount), (x.rowCount, x.columnCount))
    }
    try b.requireFinite()
  }
}

@usableFromInline
@inline(never)
func solutionDoesNotFit(_ shape: (Int, Int), rows: Int, count: Int) -> Never {
  require(rows == shape.0, "solve: \(shape) with a right-hand side of \(rows) rows")
  fatalError("solve: \(shape) has a solution of \(shape.1) elements, result has \(count)")
}

@usableFromInline
@inline(never)
func solutionDoesNotFit(_ shape: (Int, Int), _ b: (Int, Int), _ x: (Int, Int)) -> Never {
  require(b.0 == shape.0, "solve: \(shape) with a right-hand side of \(b.0) rows")
  fatalError(
    "solve: \(shape) with \(b.1) right-hand sides has a solution of shape \((shape.1, b.1)), result has \(x)")
}
