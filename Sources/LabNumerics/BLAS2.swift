// Matrix with vector.

/// y ← α·op(A)·x + β·y; `matmul` with a vector is the same.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements (m for the transpose).
///   - transposeA: reads A as its transpose, without a copy.
///   - alpha: the factor α; 0 leaves A and x unread, NaN in them included.
///   - beta: the factor β; 0 leaves the old y unread, NaN in it included.
///   - y: m elements (n for the transpose), overwritten. It may be the same variable's earlier value as x: a copy is
///     made then.
/// - Complexity: 2·m·n operations.
///
/// The corresponding BLAS routine is `dgemv`.
@inlinable
public func gemv<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ x: Vector<Scalar>, transposeA: Bool = false, alpha: Scalar = 1, beta: Scalar = 0,
  result y: inout Vector<Scalar>
) {
  let (m, n) = transposeA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  if x.count != n || y.count != m { doesNotFit("matmul", (m, n), x.count, y.count) }
  y.makeUnique()
  if m == 0 || n == 0 { return scaleOrClear(beta, y.storage.start, m) }
  Scalar._gemv(
    transposed: transposeA, a.rowCount, a.columnCount, alpha, a.storage.start, lda: a.columnCount, x.storage.start,
    beta, y.storage.start)
  _fixLifetime(a)
  _fixLifetime(x)
}

/// α·op(A)·x.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements (m for the transpose).
///   - transposeA: reads A as its transpose, without a copy.
///   - alpha: the factor α.
/// - Returns: m elements (n for the transpose); zeros if the sums have no terms.
/// - Complexity: 2·m·n operations.
@inlinable
public func gemv<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ x: Vector<Scalar>, transposeA: Bool = false, alpha: Scalar = 1
) -> Vector<Scalar> {
  var y = unwrittenVector(transposeA ? a.columnCount : a.rowCount, Scalar.self)
  gemv(a, x, transposeA: transposeA, alpha: alpha, result: &y)
  return y
}

/// y ← α·A·x + β·y for a symmetric A, of which only the lower triangle is read.
///
/// - Parameters:
///   - a: shape (n, n).
///   - x: n elements.
///   - alpha: the factor α; 0 leaves A and x unread.
///   - beta: the factor β; 0 leaves the old y unread.
///   - y: n elements, overwritten.
/// - Complexity: 2·n² operations.
///
/// The corresponding BLAS routine is `dsymv`.
@inlinable
public func symv<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ x: Vector<Scalar>, alpha: Scalar = 1, beta: Scalar = 0, result y: inout Vector<Scalar>
) {
  let n = a.rowCount
  requireSymmetricOperand(a.rowCount, a.columnCount, "symv")
  if x.count != n || y.count != n { doesNotFit("symv", (n, n), x.count, y.count) }
  if n == 0 { return }
  y.makeUnique()
  Scalar._symv(n, alpha, a.storage.start, lda: n, x.storage.start, beta, y.storage.start)
  _fixLifetime(a)
  _fixLifetime(x)
}

/// α·A·x for a symmetric A, of which only the lower triangle is read.
///
/// - Parameters:
///   - a: shape (n, n).
///   - x: n elements.
///   - alpha: the factor α.
/// - Returns: n elements.
@inlinable
public func symv<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ x: Vector<Scalar>, alpha: Scalar = 1
) -> Vector<Scalar> {
  var y = unwrittenVector(a.rowCount, Scalar.self)
  symv(a, x, alpha: alpha, result: &y)
  return y
}

/// A ← α·x·yᵀ + β·A: with β = 1, an update of rank one.
///
/// - Parameters:
///   - x: m elements.
///   - y: n elements.
///   - alpha: the factor α; 0 leaves x and y unread.
///   - beta: the factor β; 0 leaves the old A unread, NaN in it included.
///   - a: shape (m, n), overwritten.
/// - Complexity: 2·m·n operations.
///
/// The corresponding BLAS routine is `dger`.
@inlinable
public func ger<Scalar: LinearAlgebraScalar>(
  _ x: Vector<Scalar>, _ y: Vector<Scalar>, alpha: Scalar = 1, beta: Scalar = 0, result a: inout Matrix<Scalar>
) {
  if a.rowCount != x.count || a.columnCount != y.count {
    doesNotFit("ger", x.count, y.count, a.rowCount, a.columnCount)
  }
  a.makeUnique()
  if beta != 1 { scaleOrClear(beta, a.storage.start, a.count) }
  if alpha == 0 || a.count == 0 { return }
  Scalar._ger(
    x.count, y.count, alpha, x.storage.start, y.storage.start, a.storage.start, lda: a.columnCount)
  _fixLifetime(x)
  _fixLifetime(y)
}

/// α·x·yᵀ; `outer(x, y)` with a factor.
///
/// - Parameters:
///   - x: m elements.
///   - y: n elements.
///   - alpha: the factor α.
/// - Returns: shape (m, n).
@inlinable
public func ger<Scalar: LinearAlgebraScalar>(
  _ x: Vector<Scalar>, _ y: Vector<Scalar>, alpha: Scalar = 1
) -> Matrix<Scalar> {
  var a = unwrittenMatrix(x.count, y.count, Scalar.self)
  ger(x, y, alpha: alpha, result: &a)
  return a
}

/// x ← op(T)⁻¹·x for a triangular T, of which only the named triangle is read.
///
/// `solve(lower:_:)` and `solve(upper:_:)` refuse NaN and infinity too; here they go through to x.
///
/// - Parameters:
///   - t: shape (n, n).
///   - x: n elements: the right-hand side, overwritten by the solution; kept after an error.
///   - lower: whether T is lower triangular; else upper.
///   - transposeT: solves with Tᵀ.
///   - unitDiagonal: takes the diagonal to be ones, without reading it.
/// - Throws: `.singular(pivot:)` at the first zero on the diagonal.
/// - Complexity: n² operations.
///
/// The corresponding BLAS routine is `dtrsv`.
@inlinable
public func trsv<Scalar: LinearAlgebraScalar>(
  _ t: Matrix<Scalar>, _ x: inout Vector<Scalar>, lower: Bool, transposeT: Bool = false, unitDiagonal: Bool = false
) throws(LinearAlgebraError) {
  let n = t.rowCount
  if n != t.columnCount || n != x.count { triangleDoesNotFit("trsv", n, t.columnCount, x.count) }
  if n == 0 { return }
  if !unitDiagonal && smallestMagnitude(onDiagonal: t.storage.start, n, ldt: n) == 0,
    let pivot = firstZero(onDiagonal: t.storage.start, n)
  {
    throw .singular(pivot: pivot)
  }
  x.makeUnique()
  Scalar._trsv(
    lower: lower, transposed: transposeT, unitDiagonal: unitDiagonal, n, t.storage.start, ldt: n, x.storage.start)
  _fixLifetime(t)
}

/// op(T)⁻¹·b for a triangular T; see the form in place.
@inlinable
public func trsv<Scalar: LinearAlgebraScalar>(
  _ t: Matrix<Scalar>, _ b: Vector<Scalar>, lower: Bool, transposeT: Bool = false, unitDiagonal: Bool = false
) throws(LinearAlgebraError) -> Vector<Scalar> {
  var x = b
  try trsv(t, &x, lower: lower, transposeT: transposeT, unitDiagonal: unitDiagonal)
  return x
}

// MARK: - What is not worth inlining

/// The first zero among the elements (i, i) of a matrix of order n.
@usableFromInline
@inline(never)
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func firstZero<Scalar: LinearAlgebraScalar>(onDiagonal t: UnsafePointer<Scalar>, _ n: Int) -> Int? {
  for i in 0..<n where t[i &* (n &+ 1)] == 0 { return i }
  return nil
}

/// x ← β·x, and zeros for β = 0 whatever was there.
@usableFromInline
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func scaleOrClear<Scalar: LinearAlgebraScalar>(_ beta: Scalar, _ x: UnsafeMutablePointer<Scalar>, _ count: Int) {
  if beta == 1 { return }
  if beta == 0 { return x.update(repeating: 0, count: count) }
  for i in 0..<count { x[i] *= beta }
}

/// A vector for a result that will be written whole.
@inlinable
func unwrittenVector<Scalar>(_ count: Int, _: Scalar.Type) -> Vector<Scalar> {
  Vector(storage: AlignedStorage(uninitialized: count))
}

/// A matrix for a result that will be written whole.
@inlinable
func unwrittenMatrix<Scalar>(_ rows: Int, _ columns: Int, _: Scalar.Type) -> Matrix<Scalar> {
  Matrix(
    rows: rows, columns: columns, storage: AlignedStorage(uninitialized: elementCount(rows: rows, columns: columns)))
}

@usableFromInline
@inline(never)
func doesNotFit(_ operation: StaticString, _ shape: (Int, Int), _ x: Int, _ y: Int) -> Never {
  let (m, n) = shape
  require(x == n, "\(operation): (\(m), \(n)) • (\(x)): as many columns as elements are needed")
  fatalError("\(operation): (\(m), \(n)) • (\(x)) has \(m) elements, result has \(y)")
}

@usableFromInline
@inline(never)
func doesNotFit(_ operation: StaticString, _ m: Int, _ n: Int, _ rows: Int, _ columns: Int) -> Never {
  fatalError(
    "\(operation): vectors of \(m) and \(n) elements make shape (\(m), \(n)), result has (\(rows), \(columns))")
}

@usableFromInline
@inline(never)
func triangleDoesNotFit(_ operation: StaticString, _ rows: Int, _ columns: Int, _ b: Int) -> Never {
  fatalError("\(operation): a triangle of shape (\(rows), \(columns)) with a right-hand side of \(b)")
}

@inlinable
func requireSymmetricOperand(_ rows: Int, _ columns: Int, _ operation: StaticString) {
  require(rows == columns, "\(operation): the symmetric matrix must be square, it has shape (\(rows), \(columns))")
}
