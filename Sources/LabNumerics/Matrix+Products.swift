/// A·x, or Aᵀ·x; `gemv` under the name that all products share.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements (m for the transpose).
///   - transposeA: reads A as its transpose, without a copy.
/// - Returns: m elements (n for the transpose).
/// - Complexity: 2·m·n operations.
@inlinable
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ x: Vector<Scalar>, transposeA: Bool = false
) -> Vector<Scalar> {
  gemv(a, x, transposeA: transposeA)
}

/// y ← α·A·x + β·y, or with Aᵀ; `gemv` under the name that all products share.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements (m for the transpose).
///   - transposeA: reads A as its transpose, without a copy.
///   - alpha: the factor α; 0 leaves A and x unread, NaN in them included.
///   - beta: the factor β; 0 leaves the old y unread, NaN in it included.
///   - y: m elements (n for the transpose), overwritten.
@inlinable
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ x: Vector<Scalar>, transposeA: Bool = false, alpha: Scalar = 1, beta: Scalar = 0,
  result y: inout Vector<Scalar>
) {
  gemv(a, x, transposeA: transposeA, alpha: alpha, beta: beta, result: &y)
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
@inlinable
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool = false, transposeB: Bool = false
) -> Matrix<Scalar> {
  if isOwnTranspose(a, b, transposeA, transposeB) { return syrk(a, transposeA: transposeA) }
  return gemm(a, b, transposeA: transposeA, transposeB: transposeB)
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
@inlinable
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool = false, transposeB: Bool = false, alpha: Scalar = 1,
  beta: Scalar = 0, result c: inout Matrix<Scalar>
) {
  if beta == 0 && isOwnTranspose(a, b, transposeA, transposeB) {
    syrk(a, transposeA: transposeA, alpha: alpha, result: &c)
  } else {
    gemm(a, b, transposeA: transposeA, transposeB: transposeB, alpha: alpha, beta: beta, result: &c)
  }
}

/// Whether op(A)·op(B) is A·Aᵀ or Aᵀ·A: the two share their memory.
@inlinable
func isOwnTranspose<Scalar>(_ a: Matrix<Scalar>, _ b: Matrix<Scalar>, _ transposeA: Bool, _ transposeB: Bool) -> Bool {
  transposeA != transposeB && a.storage === b.storage && a.rowCount == b.rowCount && a.columnCount == b.columnCount
}
