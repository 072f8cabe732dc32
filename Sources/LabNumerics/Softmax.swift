/// exp(xᵢ)/Σⱼexp(xⱼ): numbers of any size as probabilities.
///
/// The largest is subtracted first, so that nothing overflows. Without numbers there are no probabilities; −∞ has
/// probability 0, unless all are −∞: then, and with +∞ or NaN among them, every probability is NaN.
///
/// - Parameter x: n elements.
/// - Returns: n elements that sum to 1. The relative error of each is below (n/8 + 4)·ε, and grows by ε·|xᵢ − max x|/2.
@inlinable
public func softmax<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Vector<Scalar> {
  let y = unwrittenVector(x.count, Scalar.self)
  Scalar._softmax(rows: 1, columns: x.count, x.storage.start, y.storage.start)
  _fixLifetime(x)
  return y
}

/// Each row as probabilities; see the form for a vector.
///
/// - Parameter a: scores, a row for each example, shape (m, n).
/// - Returns: shape (m, n); every row sums to 1.
@inlinable
public func softmax<Scalar: LinearAlgebraScalar>(rowsOf a: Matrix<Scalar>) -> Matrix<Scalar> {
  var b = unwrittenMatrix(a.rowCount, a.columnCount, Scalar.self)
  softmax(rowsOf: a, result: &b)
  return b
}

/// B ← each row of A as probabilities, in the memory of B.
@inlinable
public func softmax<Scalar: LinearAlgebraScalar>(rowsOf a: Matrix<Scalar>, result b: inout Matrix<Scalar>) {
  if a.rowCount != b.rowCount || a.columnCount != b.columnCount {
    resultDoesNotFit((a.rowCount, a.columnCount), (b.rowCount, b.columnCount))
  }
  b.storage.makeUniqueForOverwriting()
  Scalar._softmax(rows: a.rowCount, columns: a.columnCount, a.storage.start, b.storage.start)
  _fixLifetime(a)
}

/// log Σⱼexp(xⱼ), without overflow: −∞ for no elements or all −∞, +∞ if one is, NaN if one is.
///
/// - Parameter x: n elements.
/// - Returns: the sum's logarithm, with an error below (n/8 + 4)·ε + ε·|result|.
@inlinable
public func logSumExp<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Scalar {
  let value = Scalar._logSumExp(x.count, x.storage.start)
  _fixLifetime(x)
  return value
}

/// log Σⱼexp(aᵢⱼ) for each row i; see the form for a vector.
///
/// - Parameter a: shape (m, n).
/// - Returns: m elements.
@inlinable
public func logSumExp<Scalar: LinearAlgebraScalar>(rowsOf a: Matrix<Scalar>) -> Vector<Scalar> {
  let (m, n) = (a.rowCount, a.columnCount)
  let values = Vector<Scalar>(count: m) { i in Scalar._logSumExp(n, a.storage.start + i * n) }
  _fixLifetime(a)
  return values
}
