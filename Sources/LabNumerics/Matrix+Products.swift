/// A·x, or Aᵀ·x.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements (m for the transpose).
///   - transposeA: reads A as its transpose, without a copy.
/// - Returns: m elements (n for the transpose).
/// - Complexity: 2·m·n operations.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ x: Vector<Scalar>, transposeA: Bool = false
) -> Vector<Scalar> {
  // Zeros rather than uninitialised memory: some BLAS scale the old y by β = 0, and 0·NaN is NaN.
  var y = Vector<Scalar>.zeros(transposeA ? a.columnCount : a.rowCount)
  matmul(a, x, transposeA: transposeA, result: &y)
  return y
}

/// y ← α·A·x + β·y, or with Aᵀ.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements (m for the transpose).
///   - transposeA: reads A as its transpose, without a copy.
///   - alpha: the factor α.
///   - beta: the factor β.
///   - y: m elements (n for the transpose), overwritten.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ x: Vector<Scalar>, transposeA: Bool = false, alpha: Scalar = 1, beta: Scalar = 0,
  result y: inout Vector<Scalar>
) {
  let (m, n) = transposeA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  require(x.count == n, "matmul: (\(m), \(n)) • (\(x.count)): as many columns as elements are needed")
  require(y.count == m, "matmul: (\(m), \(n)) • (\(x.count)) has \(m) elements, result has \(y.count)")
  if beta == 0 { y = .zeros(m) } else { y.makeUnique() }
  if m == 0 { return }
  if n == 0 { return y = y * beta }
  withExtendedLifetime((a, x, y)) {
    Scalar._gemv(
      transposed: transposeA, a.rowCount, a.columnCount, alpha, a.storage.start, lda: a.columnCount, x.storage.start,
      beta, y.storage.start)
  }
}

/// A·B, with either side read as its transpose if asked.
///
/// A product of a matrix with its own transpose (`matmul(x, x, transposeA: true)`, the Gram matrix XᵀX) is seen, done
/// with half the work and exactly symmetric.
///
/// - Parameters:
///   - a: shape (m, k).
///   - b: shape (k, n).
///   - transposeA: reads A, then of shape (k, m), as its transpose, without a copy.
///   - transposeB: reads B, then of shape (n, k), as its transpose, without a copy.
/// - Returns: shape (m, n); zeros if k = 0.
/// - Complexity: 2·m·n·k operations.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool = false, transposeB: Bool = false
) -> Matrix<Scalar> {
  let m = transposeA ? a.columnCount : a.rowCount
  let n = transposeB ? b.rowCount : b.columnCount
  var c = Matrix<Scalar>(unsafeUninitializedRows: m, columns: n) { _ in }
  matmul(a, b, transposeA: transposeA, transposeB: transposeB, result: &c)
  return c
}

/// C ← α·A·B + β·C, with either factor read as its transpose if asked.
///
/// - Parameters:
///   - a: shape (m, k).
///   - b: shape (k, n).
///   - transposeA: reads A, then of shape (k, m), as its transpose, without a copy.
///   - transposeB: reads B, then of shape (n, k), as its transpose, without a copy.
///   - alpha: the factor α; 0 leaves A and B unread, NaN in them included.
///   - beta: the factor β; 0 leaves the old C unread, NaN in it included.
///   - c: shape (m, n), overwritten. It may be the same variable's earlier value as A or B: a copy is made then.
/// - Complexity: 2·m·n·k operations; half for a matrix times its own transpose with β = 0.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool = false, transposeB: Bool = false, alpha: Scalar = 1,
  beta: Scalar = 0, result c: inout Matrix<Scalar>
) {
  let (m, k) = transposeA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  let (l, n) = transposeB ? (b.columnCount, b.rowCount) : (b.rowCount, b.columnCount)
  require(k == l, "matmul: (\(m), \(k)) • (\(l), \(n)): the left's columns must be as many as the right's rows")
  require(
    c.shape == (m, n),
    "matmul: (\(m), \(k)) • (\(l), \(n)) has shape (\(m), \(n)), result has (\(c.rowCount), \(c.columnCount))")
  if m == 0 || n == 0 { return }
  if k == 0 { return c = beta == 0 ? .zeros(m, n) : c * beta }
  c.makeUnique()
  withExtendedLifetime((a, b, c)) {
    if beta == 0, transposeA != transposeB, a.storage === b.storage, a.shape == b.shape {
      Scalar._syrk(
        transposed: transposeA, m, k, alpha, a.storage.start, lda: a.columnCount, 0, c.storage.start, ldc: n)
      mirrorLowerTriangle(c.storage.start, n)
    } else {
      Scalar._gemm(
        transposeA: transposeA, transposeB: transposeB, m, n, k, alpha, a.storage.start, lda: a.columnCount,
        b.storage.start, ldb: b.columnCount, beta, c.storage.start, ldc: n)
    }
  }
}
