// Vector with vector. These and the products of BLAS2 and BLAS3 follow IEEE arithmetic: NaN and infinity in an operand
// go through to the result. What is inlined is a test of the shapes around one call.

/// Σ xᵢ·yᵢ.
///
/// - Parameters:
///   - x: n elements.
///   - y: n elements.
/// - Returns: the sum; 0 for n = 0. Terms are added in an order that depends on the processor: the last digits may too.
///   The error is at most n·ε·Σ|xᵢ·yᵢ|.
///
/// The corresponding BLAS routine is `ddot`.
@inlinable
public func dot<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, _ y: Vector<Scalar>) -> Scalar {
  if x.count != y.count { countsDiffer("dot", x.count, y.count) }
  let sum = Scalar._dot(x.count, x.storage.start, y.storage.start)
  _fixLifetime(x)
  _fixLifetime(y)
  return sum
}

/// y ← α·x + y.
///
/// - Parameters:
///   - alpha: the factor α; 0 leaves x unread, NaN in it included.
///   - x: n elements.
///   - y: n elements, overwritten.
///
/// The corresponding BLAS routine is `daxpy`.
@inlinable
public func axpy<Scalar: LinearAlgebraScalar>(_ alpha: Scalar, _ x: Vector<Scalar>, _ y: inout Vector<Scalar>) {
  if x.count != y.count { countsDiffer("axpy", x.count, y.count) }
  y.makeUnique()
  Scalar._axpy(x.count, alpha, x.storage.start, y.storage.start)
  _fixLifetime(x)
}

/// α·x + y.
///
/// - Parameters:
///   - alpha: the factor α; 0 leaves x unread, NaN in it included.
///   - x: n elements.
///   - y: n elements.
/// - Returns: n elements.
@inlinable
public func axpy<Scalar: LinearAlgebraScalar>(
  _ alpha: Scalar, _ x: Vector<Scalar>, _ y: Vector<Scalar>
) -> Vector<Scalar> {
  var result = y
  axpy(alpha, x, &result)
  return result
}

/// x ← α·x.
///
/// - Parameters:
///   - alpha: the factor α; 0 leaves NaN and makes NaN of infinity, as multiplication does.
///   - x: n elements, overwritten.
///
/// The corresponding BLAS routine is `dscal`.
@inlinable
public func scale<Scalar: LinearAlgebraScalar>(_ alpha: Scalar, _ x: inout Vector<Scalar>) {
  x.makeUnique()
  Scalar._scal(x.count, alpha, x.storage.start)
}

/// α·x.
///
/// - Parameters:
///   - alpha: the factor α.
///   - x: n elements.
/// - Returns: n elements.
@inlinable
public func scale<Scalar: LinearAlgebraScalar>(_ alpha: Scalar, _ x: Vector<Scalar>) -> Vector<Scalar> {
  var result = x
  scale(alpha, &result)
  return result
}

/// ‖x‖₂ = √Σxᵢ², without overflow or underflow on the way; `x.norm()` is the same.
///
/// The corresponding BLAS routine is `dnrm2`.
@inlinable
public func nrm2<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Scalar { x.norm(.two) }

/// Σ|xᵢ|; `x.norm(.one)` is the same.
///
/// The corresponding BLAS routine is `dasum`.
@inlinable
public func asum<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Scalar { x.norm(.one) }

/// The index of the element of largest magnitude, the first of several; that of the first NaN if there is one.
///
/// - Parameter x: n elements.
/// - Returns: counted from 0; nil for an empty vector.
///
/// The corresponding BLAS routine is `idamax`.
@inlinable
public func iamax<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Int? { x.indexOfLargestMagnitude() }

/// Kept apart so that the products stay small enough to be inlined.
@usableFromInline
@inline(never)
func countsDiffer(_ operation: StaticString, _ x: Int, _ y: Int) -> Never {
  fatalError("\(operation): vectors of \(x) and \(y) elements")
}
