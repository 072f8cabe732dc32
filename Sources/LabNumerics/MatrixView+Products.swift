// Products of views. BLAS reads a view where it lies if it can; one that it cannot read is copied first, alone.

/// Σ xᵢ·yᵢ; see `dot` of two vectors.
///
/// - Parameters:
///   - x: n elements.
///   - y: n elements.
/// - Returns: the sum; 0 for n = 0.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func dot<Scalar: LinearAlgebraScalar>(_ x: VectorView<Scalar>, _ y: VectorView<Scalar>) -> Scalar {
  if x.count != y.count { countsDiffer("dot", x.count, y.count) }
  defer { withExtendedLifetime((x, y)) {} }
  let (first, second) = (x.storage.start + x.layout.offset, y.storage.start + y.layout.offset)
  if x.stride == 1 && y.stride == 1 { return Scalar._dot(x.count, first, second) }
  // Far apart, the elements take longer to come than to add.
  var sum: Scalar = 0
  for i in 0..<x.count { sum += first[i &* x.stride] * second[i &* y.stride] }
  return sum
}

/// A·x.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements.
/// - Returns: m elements.
/// - Complexity: 2·m·n operations.
public func matmul<Scalar>(_ a: MatrixView<Scalar>, _ x: VectorView<Scalar>) -> Vector<Scalar> {
  var y = Vector<Scalar>(unsafeUninitializedCount: a.rowCount) { _ in }
  matmul(a, x, result: &y)
  return y
}

/// y ← α·A·x + β·y.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements.
///   - alpha: the factor α; 0 leaves A and x unread, NaN in them included.
///   - beta: the factor β; 0 leaves the old y unread, NaN in it included.
///   - y: m elements, overwritten. A or x may be views of its earlier value: a copy is made then.
/// - Complexity: 2·m·n operations.
///
/// The corresponding BLAS routine is `dgemv`.
public func matmul<Scalar>(
  _ a: MatrixView<Scalar>, _ x: VectorView<Scalar>, alpha: Scalar = 1, beta: Scalar = 0, result y: inout Vector<Scalar>
) {
  let (m, n) = a.shape
  if x.count != n || y.count != m { doesNotFit("matmul", (m, n), x.count, y.count) }
  y.makeUnique()
  if m == 0 || n == 0 { return scaleOrClear(beta, y.storage.start, m) }
  let (factor, x) = (BLASOperand(a), Vector(x))
  let (rows, columns) = factor.isTransposed ? (n, m) : (m, n)
  Scalar._gemv(
    transposed: factor.isTransposed, rows, columns, alpha, factor.start, lda: factor.leadingDimension,
    x.storage.start, beta, y.storage.start)
  withExtendedLifetime((factor, x)) {}
}

/// A·B.
///
/// - Parameters:
///   - a: shape (m, k); `a.transposed()` costs nothing.
///   - b: shape (k, n).
/// - Returns: shape (m, n); zeros if k = 0. Exactly symmetric if B is Aᵀ, the same elements.
/// - Complexity: 2·m·n·k operations; half if B is Aᵀ.
public func matmul<Scalar>(_ a: MatrixView<Scalar>, _ b: MatrixView<Scalar>) -> Matrix<Scalar> {
  var c = Matrix<Scalar>(unsafeUninitializedRows: a.rowCount, columns: b.columnCount) { _ in }
  matmul(a, b, result: &c)
  return c
}

/// C ← α·A·B + β·C.
///
/// - Parameters:
///   - a: shape (m, k); `a.transposed()` costs nothing.
///   - b: shape (k, n).
///   - alpha: the factor α; 0 leaves A and B unread, NaN in them included.
///   - beta: the factor β; 0 leaves the old C unread, NaN in it included.
///   - c: shape (m, n), overwritten. A or B may be views of its earlier value: a copy is made then.
/// - Complexity: 2·m·n·k operations; half if B is Aᵀ and β = 0.
///
/// The corresponding BLAS routines are `dgemm` and `dsyrk`.
public func matmul<Scalar>(
  _ a: MatrixView<Scalar>, _ b: MatrixView<Scalar>, alpha: Scalar = 1, beta: Scalar = 0, result c: inout Matrix<Scalar>
) {
  let (m, k, n) = (a.rowCount, a.columnCount, b.columnCount)
  if k != b.rowCount || c.shape != (m, n) { doesNotFit("matmul", (m, k), b.shape, c.shape) }
  c.makeUnique()
  // OpenBLAS's kernels for small matrices on AVX-512 multiply by α = 0, and make NaN of NaN and infinity.
  if m == 0 || n == 0 || k == 0 || alpha == 0 { return scaleOrClear(beta, c.storage.start, c.count) }
  let left = BLASOperand(a)
  if beta == 0 && a.storage === b.storage && a.layout == b.layout.transposed {
    Scalar._syrk(
      transposed: left.isTransposed, n, k, alpha, left.start, lda: left.leadingDimension, 0, c.storage.start)
  } else {
    let right = BLASOperand(b)
    Scalar._gemm(
      transposeA: left.isTransposed, transposeB: right.isTransposed, m, n, k, alpha, left.start,
      lda: left.leadingDimension, right.start, ldb: right.leadingDimension, beta, c.storage.start, ldc: n)
    withExtendedLifetime(right) {}
  }
  withExtendedLifetime(left) {}
}

/// A view as BLAS reads it: where it lies, or packed.
struct BLASOperand<Scalar: LinearAlgebraScalar> {
  let start: UnsafeMutablePointer<Scalar>
  let leadingDimension: Int
  let isTransposed: Bool
  private let storage: AlignedStorage<Scalar>

  init(_ view: MatrixView<Scalar>) {
    if let (isTransposed, leadingDimension) = view.layout.forBLAS {
      storage = view.storage
      start = storage.start + view.layout.offset
      self.leadingDimension = leadingDimension
      self.isTransposed = isTransposed
    } else {
      let packed = Matrix(view)
      storage = packed.storage
      start = storage.start
      leadingDimension = packed.leadingDimension
      isTransposed = false
    }
  }
}

// MARK: - The operator, with a vector or matrix on either side

extension VectorView {
  /// `dot(x, y)`.
  public static func • (x: VectorView, y: VectorView) -> Scalar { dot(x, y) }
  /// `dot(x, y)`.
  public static func • (x: VectorView, y: Vector<Scalar>) -> Scalar { dot(x, y.view) }
  /// `dot(x, y)`.
  public static func • (x: Vector<Scalar>, y: VectorView) -> Scalar { dot(x.view, y) }

  /// xᵀ·A: one number for each column of A.
  public static func • (x: VectorView, a: MatrixView<Scalar>) -> Vector<Scalar> { matmul(a.transposed(), x) }
  /// xᵀ·A: one number for each column of A.
  public static func • (x: VectorView, a: Matrix<Scalar>) -> Vector<Scalar> { matmul(a.view.transposed(), x) }

  /// `matmul(a, x)`.
  public static func • (a: Matrix<Scalar>, x: VectorView) -> Vector<Scalar> { matmul(a.view, x) }
}

extension MatrixView {
  /// `matmul(a, b)`.
  public static func • (a: MatrixView, b: MatrixView) -> Matrix<Scalar> { matmul(a, b) }
  /// `matmul(a, b)`.
  public static func • (a: MatrixView, b: Matrix<Scalar>) -> Matrix<Scalar> { matmul(a, b.view) }
  /// `matmul(a, b)`.
  public static func • (a: Matrix<Scalar>, b: MatrixView) -> Matrix<Scalar> { matmul(a.view, b) }

  /// `matmul(a, x)`.
  public static func • (a: MatrixView, x: VectorView<Scalar>) -> Vector<Scalar> { matmul(a, x) }
  /// `matmul(a, x)`.
  public static func • (a: MatrixView, x: Vector<Scalar>) -> Vector<Scalar> { matmul(a, x.view) }

  /// xᵀ·A: one number for each column of A.
  public static func • (x: Vector<Scalar>, a: MatrixView) -> Vector<Scalar> { matmul(a.transposed(), x.view) }
}
