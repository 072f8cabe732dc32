/// xᵢ to the power of p, for every element.
///
/// As C's `pow` for zeros, infinities, NaN and negative numbers (which have whole powers only); the error is below 1.3
/// units in the last place, and 0 for p = 1.
///
/// - Parameters:
///   - x: n elements.
///   - exponent: p.
/// - Returns: n elements.
@inlinable
public func pow<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, _ exponent: Scalar) -> Vector<Scalar> {
  var y = unwrittenVector(x.count, Scalar.self)
  pow(x, exponent, result: &y)
  return y
}

/// aᵢⱼ to the power of p, for every element; see the form for a vector.
@inlinable
public func pow<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, _ exponent: Scalar) -> Matrix<Scalar> {
  var b = unwrittenMatrix(a.rowCount, a.columnCount, Scalar.self)
  pow(a, exponent, result: &b)
  return b
}

/// yᵢ ← xᵢ to the power of p, in the memory of y; see the form that returns it.
@inlinable
public func pow<Scalar: LinearAlgebraScalar>(
  _ x: Vector<Scalar>, _ exponent: Scalar, result y: inout Vector<Scalar>
) {
  if x.count != y.count { resultDoesNotFit((x.count, 1), (y.count, 1)) }
  y.storage.makeUniqueForOverwriting()
  Scalar._pow(x.count, x.storage.start, exponent, y.storage.start)
  _fixLifetime(x)
}

/// bᵢⱼ ← aᵢⱼ to the power of p, in the memory of b; see the form for a vector.
@inlinable
public func pow<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ exponent: Scalar, result b: inout Matrix<Scalar>
) {
  if a.rowCount != b.rowCount || a.columnCount != b.columnCount {
    resultDoesNotFit((a.rowCount, a.columnCount), (b.rowCount, b.columnCount))
  }
  b.storage.makeUniqueForOverwriting()
  Scalar._pow(a.count, a.storage.start, exponent, b.storage.start)
  _fixLifetime(a)
}

/// xᵢ to the power of yᵢ, element by element; see the form with one exponent.
///
/// - Parameters:
///   - x: n elements.
///   - exponents: n elements.
/// - Returns: n elements.
@inlinable
public func pow<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, _ exponents: Vector<Scalar>) -> Vector<Scalar> {
  if x.count != exponents.count { countsDiffer("pow", x.count, exponents.count) }
  let y = unwrittenVector(x.count, Scalar.self)
  Scalar._pow(x.count, x.storage.start, exponents.storage.start, y.storage.start)
  _fixLifetime(x)
  _fixLifetime(exponents)
  return y
}
