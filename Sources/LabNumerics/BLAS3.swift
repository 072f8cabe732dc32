// Matrix with matrix.

/// C ← α·op(A)·op(B) + β·C. `matmul` is the same, and sees a matrix times its own transpose.
///
/// - Parameters:
///   - a: shape (m, k).
///   - b: shape (k, n).
///   - transposeA: reads A, then of shape (k, m), as its transpose, without a copy.
///   - transposeB: reads B, then of shape (n, k), as its transpose, without a copy.
///   - alpha: the factor α; 0 leaves A and B unread, NaN in them included.
///   - beta: the factor β; 0 leaves the old C unread, NaN in it included.
///   - c: shape (m, n), overwritten. It may be the same variable's earlier value as A or B: a copy is made then.
/// - Complexity: 2·m·n·k operations.
///
/// The corresponding BLAS routine is `dgemm`.
@inlinable
public func gemm<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool = false, transposeB: Bool = false, alpha: Scalar = 1,
  beta: Scalar = 0, result c: inout Matrix<Scalar>
) {
  let (m, k) = transposeA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  let (l, n) = transposeB ? (b.columnCount, b.rowCount) : (b.rowCount, b.columnCount)
  if k != l || c.rowCount != m || c.columnCount != n {
    doesNotFit("matmul", (m, k), (l, n), (c.rowCount, c.columnCount))
  }
  c.makeUnique()
  multiply(m, n, k, a, b, transposeA: transposeA, transposeB: transposeB, alpha, beta, c.storage.start)
}

/// `gemm` for shapes that fit; C has memory of its own.
@inlinable
func multiply<Scalar: LinearAlgebraScalar>(
  _ m: Int, _ n: Int, _ k: Int, _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool, transposeB: Bool,
  _ alpha: Scalar, _ beta: Scalar, _ c: UnsafeMutablePointer<Scalar>
) {
  // OpenBLAS's kernels for small matrices on AVX-512 multiply by α = 0, and make NaN of NaN and infinity.
  if m == 0 || n == 0 || k == 0 || alpha == 0 { return scaleOrClear(beta, c, m &* n) }
  if m <= smallSize && m == n && n == k && !transposeA && !transposeB && alpha == 1 && beta == 0 {
    Scalar._smallProduct(n, a.storage.start, b.storage.start, c)
  } else {
    Scalar._gemm(
      transposeA: transposeA, transposeB: transposeB, m, n, k, alpha, a.storage.start, lda: a.columnCount,
      b.storage.start, ldb: b.columnCount, beta, c, ldc: n)
  }
  _fixLifetime(a)
  _fixLifetime(b)
}

/// α·op(A)·op(B).
///
/// - Parameters:
///   - a: shape (m, k).
///   - b: shape (k, n).
///   - transposeA: reads A, then of shape (k, m), as its transpose, without a copy.
///   - transposeB: reads B, then of shape (n, k), as its transpose, without a copy.
///   - alpha: the factor α.
/// - Returns: shape (m, n).
/// - Complexity: 2·m·n·k operations.
@inlinable
public func gemm<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool = false, transposeB: Bool = false, alpha: Scalar = 1
) -> Matrix<Scalar> {
  let (m, k) = transposeA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  let (l, n) = transposeB ? (b.columnCount, b.rowCount) : (b.rowCount, b.columnCount)
  if k != l { doesNotFit("matmul", (m, k), (l, n), (m, n)) }
  let c = unwrittenMatrix(m, n, Scalar.self)
  multiply(m, n, k, a, b, transposeA: transposeA, transposeB: transposeB, alpha, 0, c.storage.start)
  return c
}

/// C ← α·A·Aᵀ + β·C, or with Aᵀ·A: half the work of `gemm`, and exactly symmetric.
///
/// - Parameters:
///   - a: shape (n, k).
///   - transposeA: reads A, then of shape (k, n), as its transpose: Aᵀ·A, the Gram matrix of its columns.
///   - alpha: the factor α; 0 leaves A unread.
///   - beta: the factor β; 0 leaves the old C unread.
///   - c: shape (n, n), overwritten. Of the old one only the lower triangle is read: it is taken to be symmetric.
/// - Complexity: n²·k operations.
///
/// The corresponding BLAS routine is `dsyrk`.
@inlinable
public func syrk<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, transposeA: Bool = false, alpha: Scalar = 1, beta: Scalar = 0, result c: inout Matrix<Scalar>
) {
  let (n, k) = transposeA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  if c.rowCount != n || c.columnCount != n { doesNotFit("syrk", (n, k), (k, n), (c.rowCount, c.columnCount)) }
  c.makeUnique()
  if n == 0 || k == 0 || alpha == 0 {
    scaleOrClear(beta, c.storage.start, c.count)
    mirrorLowerTriangle(c.storage.start, n)
  } else {
    Scalar._syrk(transposed: transposeA, n, k, alpha, a.storage.start, lda: a.columnCount, beta, c.storage.start)
  }
  _fixLifetime(a)
}

/// α·A·Aᵀ, or α·Aᵀ·A.
///
/// - Parameters:
///   - a: shape (n, k).
///   - transposeA: reads A, then of shape (k, n), as its transpose.
///   - alpha: the factor α.
/// - Returns: shape (n, n), exactly symmetric.
/// - Complexity: n²·k operations.
@inlinable
public func syrk<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, transposeA: Bool = false, alpha: Scalar = 1
) -> Matrix<Scalar> {
  let n = transposeA ? a.columnCount : a.rowCount
  var c = unwrittenMatrix(n, n, Scalar.self)
  syrk(a, transposeA: transposeA, alpha: alpha, result: &c)
  return c
}

/// C ← α·A·B + β·C, or with B·A, for a symmetric A, of which only the lower triangle is read.
///
/// - Parameters:
///   - a: shape (m, m), or (n, n) from the right.
///   - b: shape (m, n).
///   - fromRight: B·A instead of A·B.
///   - alpha: the factor α; 0 leaves A and B unread.
///   - beta: the factor β; 0 leaves the old C unread.
///   - c: shape (m, n), overwritten.
/// - Complexity: 2·m²·n operations, 2·m·n² from the right.
///
/// The corresponding BLAS routine is `dsymm`.
@inlinable
public func symm<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, fromRight: Bool = false, alpha: Scalar = 1, beta: Scalar = 0,
  result c: inout Matrix<Scalar>
) {
  let (m, n) = (b.rowCount, b.columnCount)
  requireSymmetricOperand(a.rowCount, a.columnCount, "symm")
  if a.rowCount != (fromRight ? n : m) || c.rowCount != m || c.columnCount != n {
    doesNotFit(
      "symm", fromRight ? (m, n) : (a.rowCount, a.rowCount), fromRight ? (a.rowCount, a.rowCount) : (m, n),
      (c.rowCount, c.columnCount))
  }
  if m == 0 || n == 0 { return }
  c.makeUnique()
  Scalar._symm(
    fromRight: fromRight, m, n, alpha, a.storage.start, lda: a.columnCount, b.storage.start, ldb: n, beta,
    c.storage.start, ldc: n)
  _fixLifetime(a)
  _fixLifetime(b)
}

/// α·A·B, or α·B·A, for a symmetric A, of which only the lower triangle is read.
///
/// - Parameters:
///   - a: shape (m, m), or (n, n) from the right.
///   - b: shape (m, n).
///   - fromRight: B·A instead of A·B.
///   - alpha: the factor α.
/// - Returns: shape (m, n).
@inlinable
public func symm<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, fromRight: Bool = false, alpha: Scalar = 1
) -> Matrix<Scalar> {
  var c = unwrittenMatrix(b.rowCount, b.columnCount, Scalar.self)
  symm(a, b, fromRight: fromRight, alpha: alpha, result: &c)
  return c
}

/// X ← α·op(T)⁻¹·X, or α·X·op(T)⁻¹, for a triangular T, of which only the named triangle is read.
///
/// `solve(lower:_:)` and `solve(upper:_:)` refuse NaN and infinity too; here they go through to X.
///
/// - Parameters:
///   - t: shape (m, m), or (n, n) from the right.
///   - x: shape (m, n): the right-hand sides, overwritten by the solutions; kept after an error.
///   - lower: whether T is lower triangular; else upper.
///   - transposeT: solves with Tᵀ.
///   - unitDiagonal: takes the diagonal to be ones, without reading it.
///   - fromRight: X·op(T)⁻¹ instead of op(T)⁻¹·X.
///   - alpha: the factor α.
/// - Throws: `.singular(pivot:)` at the first zero on the diagonal.
/// - Complexity: m²·n operations, m·n² from the right.
///
/// The corresponding BLAS routine is `dtrsm`.
@inlinable
public func trsm<Scalar: LinearAlgebraScalar>(
  _ t: Matrix<Scalar>, _ x: inout Matrix<Scalar>, lower: Bool, transposeT: Bool = false, unitDiagonal: Bool = false,
  fromRight: Bool = false, alpha: Scalar = 1
) throws(LinearAlgebraError) {
  let (m, n, order) = (x.rowCount, x.columnCount, t.rowCount)
  if order != t.columnCount || order != (fromRight ? n : m) {
    triangleDoesNotFit("trsm", order, t.columnCount, fromRight ? n : m)
  }
  let hasInverses =
    unitDiagonal || smallestMagnitude(onDiagonal: t.storage.start, order, ldt: order) >= .leastNormalMagnitude
  if !hasInverses, let pivot = firstZero(onDiagonal: t.storage.start, order) { throw .singular(pivot: pivot) }
  if m == 0 || n == 0 { return }
  x.makeUnique()
  // Up to 7 most of a call would be finding the kernel.
  if !hasInverses || (max(m, n) <= 7 && !unitDiagonal) {
    solveTriangularDividing(
      fromRight: fromRight, lower: lower, transposed: transposeT, m, n, alpha, t.storage.start,
      ldt: order, x.storage.start)
    return _fixLifetime(t)
  }
  Scalar._trsm(
    fromRight: fromRight, lower: lower, transposed: transposeT, unitDiagonal: unitDiagonal, m, n, alpha,
    t.storage.start, ldt: order, x.storage.start, ldb: n)
  _fixLifetime(t)
}

/// α·op(T)⁻¹·B, or α·B·op(T)⁻¹, for a triangular T; see the form in place.
@inlinable
public func trsm<Scalar: LinearAlgebraScalar>(
  _ t: Matrix<Scalar>, _ b: Matrix<Scalar>, lower: Bool, transposeT: Bool = false, unitDiagonal: Bool = false,
  fromRight: Bool = false, alpha: Scalar = 1
) throws(LinearAlgebraError) -> Matrix<Scalar> {
  var x = b
  try trsm(
    t, &x, lower: lower, transposeT: transposeT, unitDiagonal: unitDiagonal, fromRight: fromRight, alpha: alpha)
  return x
}

// MARK: - What is not worth inlining

/// Copies the lower triangle of a square row-major block onto its upper one.
///
/// Eight columns from top to bottom, then the next: more rows a power of two apart would fall on each other in the cache.
@usableFromInline
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func mirrorLowerTriangle<Scalar: LinearAlgebraScalar>(_ a: UnsafeMutablePointer<Scalar>, _ n: Int) {
  var left = 0
  while left < n {
    let right = min(left &+ 8, n)
    for i in left..<right {
      for j in left..<i { a[j &* n &+ i] = a[i &* n &+ j] }
    }
    var row = right
    while row &+ 4 <= n {
      let (from, to) = (a + (row &* n &+ left), a + (left &* n &+ row))
      mirrorBlock(from, to, n)
      mirrorBlock(from + 4, to + 4 &* n, n)
      row &+= 4
    }
    for i in row..<n {
      for j in left..<right { a[j &* n &+ i] = a[i &* n &+ j] }
    }
    left = right
  }
}

/// Copies the transpose of four rows of four elements; from the start of a row to that of the next there are n elements.
@inline(__always)
private func mirrorBlock<Scalar: LinearAlgebraScalar>(
  _ from: UnsafeMutablePointer<Scalar>, _ to: UnsafeMutablePointer<Scalar>, _ n: Int
) {
  let (from, to, row) = (UnsafeRawPointer(from), UnsafeMutableRawPointer(to), n &* MemoryLayout<Scalar>.stride)
  let r0 = from.loadUnaligned(as: SIMD4<Scalar>.self)
  let r1 = (from + row).loadUnaligned(as: SIMD4<Scalar>.self)
  let r2 = (from + 2 &* row).loadUnaligned(as: SIMD4<Scalar>.self)
  let r3 = (from + 3 &* row).loadUnaligned(as: SIMD4<Scalar>.self)
  to.storeBytes(of: SIMD4(r0.x, r1.x, r2.x, r3.x), as: SIMD4<Scalar>.self)
  (to + row).storeBytes(of: SIMD4(r0.y, r1.y, r2.y, r3.y), as: SIMD4<Scalar>.self)
  (to + 2 &* row).storeBytes(of: SIMD4(r0.z, r1.z, r2.z, r3.z), as: SIMD4<Scalar>.self)
  (to + 3 &* row).storeBytes(of: SIMD4(r0.w, r1.w, r2.w, r3.w), as: SIMD4<Scalar>.self)
}

@usableFromInline
@inline(never)
func doesNotFit(_ operation: StaticString, _ a: (Int, Int), _ b: (Int, Int), _ c: (Int, Int)) -> Never {
  require(a.1 == b.0, "\(operation): \(a) • \(b): the left's columns must be as many as the right's rows")
  fatalError("\(operation): \(a) • \(b) has shape (\(a.0), \(b.1)), result has \(c)")
}
