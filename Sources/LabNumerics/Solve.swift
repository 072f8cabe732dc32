/// The solution of A·x = b for a square matrix.
///
/// ```swift
/// try solve([[2, 1], [1, 3]], [3, 5])  // [0.8, 1.4]
/// ```
///
/// - Parameters:
///   - a: shape (n, n).
///   - b: n elements.
/// - Returns: x, n elements.
/// - Throws: `.singular(pivot:)` if elimination meets a zero it cannot avoid, `.nonFinite` if an element of A or b is
///   infinite or not a number, or one of x leaves the range.
/// - Complexity: 2/3·n³ operations.
///
/// For several right-hand sides, or for the condition, keep the `LU`.
@inlinable
public func solve<Scalar>(_ a: Matrix<Scalar>, _ b: Vector<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
  let n = a.rowCount
  if n != a.columnCount || b.count != n || n >= smallestOrderForLAPACK { return try LU(a).solve(b) }
  // The elements of x wait on the stack: memory is then found while the processor still divides.
  return try withUnsafeTemporaryAllocation(of: Scalar.self, capacity: smallestOrderForLAPACK) {
    x throws(LinearAlgebraError) in
    let start = x.baseAddress.unsafelyUnwrapped  // there is one: the capacity is not 0
    let outcome = Scalar._smallSolve(n, a.storage.start, b.storage.start, start)
    _fixLifetime(a)
    _fixLifetime(b)
    if outcome != 0 { throw smallSolveError(outcome, order: n) }
    return Vector(storage: AlignedStorage(UnsafeBufferPointer(start: start, count: n)))
  }
}

/// x ← the solution of A·x = b for a square matrix, in the memory of x; see the form that returns it.
///
/// - Parameters:
///   - a: shape (n, n).
///   - b: n elements. It may be the same variable's earlier value as x: a copy is made then.
///   - x: n elements, overwritten; without meaning after an error.
/// - Throws: as the form that returns x.
@inlinable
public func solve<Scalar>(
  _ a: Matrix<Scalar>, _ b: Vector<Scalar>, result x: inout Vector<Scalar>
) throws(LinearAlgebraError) {
  let n = a.rowCount
  if n != a.columnCount || b.count != n || x.count != n || n >= smallestOrderForLAPACK {
    return try LU(a).solve(b, result: &x)  // which says what does not fit
  }
  x.makeUnique()
  let outcome = Scalar._smallSolve(n, a.storage.start, b.storage.start, x.storage.start)
  _fixLifetime(a)
  _fixLifetime(b)
  if outcome != 0 { throw smallSolveError(outcome, order: n) }
}

/// The solution of A·X = B for a square matrix and one right-hand side a column; see the version for a vector.
public func solve<Scalar>(_ a: Matrix<Scalar>, _ b: Matrix<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> {
  try LU(a).solve(b)
}

/// The solution of A·x = b for a symmetric positive definite matrix.
///
/// Only the lower triangle of A is read.
///
/// - Parameters:
///   - a: shape (n, n).
///   - b: n elements.
/// - Returns: x, n elements.
/// - Throws: `.notPositiveDefinite(minor:)` if a leading minor is not positive, `.nonFinite` if an element read is
///   infinite or not a number.
/// - Complexity: n³/3 operations.
public func solve<Scalar>(
  positiveDefinite a: Matrix<Scalar>, _ b: Vector<Scalar>
) throws(LinearAlgebraError) -> Vector<Scalar> {
  try Cholesky(a).solve(b)
}

/// The solution of A·X = B for a symmetric positive definite matrix; see the version for a vector.
public func solve<Scalar>(
  positiveDefinite a: Matrix<Scalar>, _ b: Matrix<Scalar>
) throws(LinearAlgebraError) -> Matrix<Scalar> {
  try Cholesky(a).solve(b)
}

/// The determinant of a square matrix, 0 for a singular one; 1 for the empty matrix.
///
/// A determinant says little about closeness to singularity: 0.1·I of order 100 has determinant 10⁻¹⁰⁰ and is perfectly
/// conditioned. Ask `conditionNumber`.
///
/// - Throws: `.nonFinite` if an element is infinite or not a number.
/// - Complexity: 2/3·n³ operations.
public func determinant<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> Scalar { try LU(a).determinant }

/// The determinant's sign (−1, 0, 1) and the natural logarithm of its magnitude (−∞ for 0), where the determinant itself
/// would leave the range; NumPy's `slogdet`.
///
/// ```swift
/// try logDeterminant(0.001 * Matrix<Double>.identity(200))  // (1, -1381.55…), of 10⁻⁶⁰⁰
/// ```
///
/// `Cholesky(a).logDeterminant` takes half the work where A is positive definite.
///
/// - Parameter a: shape (n, n).
/// - Returns: (1, 0) for the empty matrix.
/// - Throws: `.nonFinite` if an element is infinite or not a number.
/// - Complexity: 2/3·n³ operations.
public func logDeterminant<Scalar>(
  _ a: Matrix<Scalar>
) throws(LinearAlgebraError) -> (sign: Scalar, log: Scalar) {
  try LU(a).logDeterminant
}

/// A⁻¹. To solve equations use `solve`, which is quicker and loses fewer digits.
///
/// - Throws: `.singular(pivot:)` if elimination meets a zero it cannot avoid, `.nonFinite` if an element of A is infinite
///   or not a number, or one of A⁻¹ leaves the range.
/// - Complexity: 8/3·n³ operations.
public func inverse<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> { try LU(a).inverse() }

/// The Moore–Penrose inverse of A: the least-squares solution of A·X = I of least norm.
///
/// - Parameters:
///   - a: shape (m, n).
///   - tolerance: singular values up to this times the largest count as 0; max(m, n)·ε if nil.
/// - Returns: shape (n, m).
/// - Throws: `.nonFinite` if an element of A is infinite or not a number or one of A⁺ leaves the range, `.notConverged` in
///   rare cases.
public func pseudoInverse<Scalar>(
  _ a: Matrix<Scalar>, tolerance: Scalar? = nil
) throws(LinearAlgebraError) -> Matrix<Scalar> {
  let inverse = try SVD(a).pseudoInverse(tolerance: tolerance)
  try inverse.requireFinite()
  return inverse
}

/// How many columns, or rows, of A are independent in working precision.
///
/// - Parameters:
///   - a: shape (m, n).
///   - tolerance: singular values up to this times the largest count as 0; max(m, n)·ε if nil.
/// - Returns: 0 to min(m, n).
/// - Throws: `.nonFinite` if an element is infinite or not a number or a singular value leaves the range, `.notConverged`
///   in rare cases.
public func rank<Scalar>(_ a: Matrix<Scalar>, tolerance: Scalar? = nil) throws(LinearAlgebraError) -> Int {
  try numericalRank(singularValues(a), tolerance: tolerance ?? Scalar(max(a.rowCount, a.columnCount)) * .ulpOfOne)
}

/// The largest singular value of A over the smallest: how much a relative error in b can grow on its way to x.
///
/// About log₁₀ of it is the number of digits lost. Infinite for a matrix without full rank, 1 for an empty one.
/// `LU.reciprocalCondition()` estimates the inverse (in the 1-norm) at a fraction of the cost.
///
/// - Throws: `.nonFinite` if an element is infinite or not a number or a singular value leaves the range, `.notConverged`
///   in rare cases.
public func conditionNumber<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> Scalar {
  let values = try singularValues(a)
  guard let largest = values.first, let smallest = values.last else { return 1 }
  return smallest == 0 ? .infinity : largest / smallest
}
