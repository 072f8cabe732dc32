public import RealModule

/// A type of number that BLAS and LAPACK compute with: `Float` and `Double`, no others.
///
/// The underscored requirements are the calls themselves and belong to this module: use `Matrix`, `Vector` and the
/// factorisations. Sizes are `Int` and are checked to fit 32 bits on the way in. The BLAS part takes row-major
/// matrices. The LAPACK part takes column-major ones – a row-major buffer read that way is the transpose – and returns
/// `info` for `LAPACKInfo` to read. `lda` and its like are the distance between rows (columns for LAPACK), at least 1.
public protocol LinearAlgebraScalar: Real, BinaryFloatingPoint, SIMDScalar, BitwiseCopyable, Codable, Sendable {
  // MARK: BLAS, row-major

  /// xᵀ·y
  static func _dot(_ n: Int, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>) -> Self
  /// y ← α·x + y
  static func _axpy(_ n: Int, _ alpha: Self, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
  /// x ← α·x; for α = 0 too, where some BLAS write zeros over NaN, and some do not
  static func _scal(_ n: Int, _ alpha: Self, _ x: UnsafeMutablePointer<Self>)
  /// ‖x‖₂, without overflow on the way
  static func _nrm2(_ n: Int, _ x: UnsafePointer<Self>) -> Self
  /// Σ|xᵢ|
  static func _asum(_ n: Int, _ x: UnsafePointer<Self>) -> Self
  /// The index of the entry of largest magnitude, counted from 0; n > 0
  static func _iamax(_ n: Int, _ x: UnsafePointer<Self>) -> Int
  /// y ← α·op(A)·x + β·y, A of shape (m, n)
  static func _gemv(
    transposed: Bool, _ m: Int, _ n: Int, _ alpha: Self, _ a: UnsafePointer<Self>, lda: Int, _ x: UnsafePointer<Self>,
    _ beta: Self, _ y: UnsafeMutablePointer<Self>)
  /// y ← α·A·x + β·y, A symmetric of order n, lower triangle read
  static func _symv(
    _ n: Int, _ alpha: Self, _ a: UnsafePointer<Self>, lda: Int, _ x: UnsafePointer<Self>, _ beta: Self,
    _ y: UnsafeMutablePointer<Self>)
  /// A ← α·x·yᵀ + A, A of shape (m, n)
  static func _ger(
    _ m: Int, _ n: Int, _ alpha: Self, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>,
    _ a: UnsafeMutablePointer<Self>, lda: Int)
  /// C ← α·op(A)·op(B) + β·C, C of shape (m, n), k terms in each sum
  static func _gemm(
    transposeA: Bool, transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Self, _ a: UnsafePointer<Self>, lda: Int,
    _ b: UnsafePointer<Self>, ldb: Int, _ beta: Self, _ c: UnsafeMutablePointer<Self>, ldc: Int)
  /// C ← α·A·B + β·C (or B·A), C of shape (m, n), A symmetric, lower triangle read
  static func _symm(
    fromRight: Bool, _ m: Int, _ n: Int, _ alpha: Self, _ a: UnsafePointer<Self>, lda: Int, _ b: UnsafePointer<Self>,
    ldb: Int, _ beta: Self, _ c: UnsafeMutablePointer<Self>, ldc: Int)
  /// C ← α·A·Aᵀ + β·C (or Aᵀ·A), C of order n without gaps, of which the lower triangle is read; k terms in each sum
  static func _syrk(
    transposed: Bool, _ n: Int, _ k: Int, _ alpha: Self, _ a: UnsafePointer<Self>, lda: Int, _ beta: Self,
    _ c: UnsafeMutablePointer<Self>)
  /// x ← op(T)⁻¹·x, T triangular of order n
  static func _trsv(
    lower: Bool, transposed: Bool, unitDiagonal: Bool, _ n: Int, _ t: UnsafePointer<Self>, ldt: Int,
    _ x: UnsafeMutablePointer<Self>)
  /// B ← α·op(T)⁻¹·B (or B·op(T)⁻¹), B of shape (m, n)
  static func _trsm(
    fromRight: Bool, lower: Bool, transposed: Bool, unitDiagonal: Bool, _ m: Int, _ n: Int, _ alpha: Self,
    _ t: UnsafePointer<Self>, ldt: Int, _ b: UnsafeMutablePointer<Self>, ldb: Int)

  // MARK: Elementwise

  /// yᵢ ← f(xᵢ), f being an `ElementwiseFunction`; y may be x
  static func _map(_ function: UInt32, _ n: Int, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
  /// yᵢ ← xᵢ to the power of p; y may be x
  static func _pow(_ n: Int, _ x: UnsafePointer<Self>, _ exponent: Self, _ y: UnsafeMutablePointer<Self>)
  /// zᵢ ← xᵢ to the power of yᵢ; z may be x
  static func _pow(
    _ n: Int, _ x: UnsafePointer<Self>, _ exponents: UnsafePointer<Self>, _ z: UnsafeMutablePointer<Self>)
  /// Each row of B ← exp of that of A, divided by its sum; B may be A
  static func _softmax(rows: Int, columns: Int, _ a: UnsafePointer<Self>, _ b: UnsafeMutablePointer<Self>)
  /// log Σ exp(xᵢ)
  static func _logSumExp(_ n: Int, _ x: UnsafePointer<Self>) -> Self

  /// zᵢ ← xᵢ/yᵢ, or with the one x or y for all if its stride is 0; z may be x or y
  static func _divide(
    _ n: Int, _ x: UnsafePointer<Self>, stride strideX: Int, _ y: UnsafePointer<Self>, stride strideY: Int,
    _ z: UnsafeMutablePointer<Self>)

  // MARK: Compensated sums, in Double

  /// Σ xᵢ, and what rounding took away from it
  static func _compensatedSum(_ n: Int, _ x: UnsafePointer<Self>) -> (sum: Double, lost: Double)
  /// Σ (xᵢ − c) and Σ (xᵢ − c)²
  static func _distances(_ n: Int, _ x: UnsafePointer<Self>, from c: Double) -> (sum: Double, squares: Double)

  // MARK: Small products and systems

  /// C ← A·B for square matrices of orders 1 to 4
  static func _smallProduct(
    _ n: Int, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ c: UnsafeMutablePointer<Self>)
  /// x ← A⁻¹·b for A of order up to 8; what is returned is for `smallSolveError` to read
  static func _smallSolve(
    _ n: Int, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ x: UnsafeMutablePointer<Self>
  ) -> Int

  // MARK: LAPACK, column-major

  /// P·A = L·U
  static func _getrf(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>
  ) -> Int32
  /// 1/κ₁ from the factors of `_getrf`; work of 4n
  static func _gecon(
    _ n: Int, _ a: UnsafePointer<Self>, lda: Int, norm: Self, _ rcond: UnsafeMutablePointer<Self>,
    _ work: UnsafeMutablePointer<Self>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32
  /// A = Uᵀ·U, upper triangle
  static func _potrf(_ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int) -> Int32
  /// 1/κ₁ from the factor of `_potrf`; work of 3n
  static func _pocon(
    _ n: Int, _ a: UnsafePointer<Self>, lda: Int, norm: Self, _ rcond: UnsafeMutablePointer<Self>,
    _ work: UnsafeMutablePointer<Self>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32
  /// A = U·D·Uᵀ, A symmetric, upper triangle read and overwritten
  static func _sytrf(
    _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>,
    _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// B ← A⁻¹·B from the factors of `_sytrf`, B of shape (n, k)
  static func _sytrs(
    _ n: Int, _ k: Int, _ a: UnsafePointer<Self>, lda: Int, _ pivots: UnsafePointer<Int32>,
    _ b: UnsafeMutablePointer<Self>, ldb: Int
  ) -> Int32
  /// 1/κ₁ from the factors of `_sytrf`; work of 2n
  static func _sycon(
    _ n: Int, _ a: UnsafePointer<Self>, lda: Int, _ pivots: UnsafePointer<Int32>, norm: Self,
    _ rcond: UnsafeMutablePointer<Self>, _ work: UnsafeMutablePointer<Self>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32
  /// 1/κ₁ of a triangle, 1/κ∞ of its transpose; work of 3n
  static func _trcon(
    lower: Bool, transposed: Bool, _ n: Int, _ t: UnsafePointer<Self>, ldt: Int, _ rcond: UnsafeMutablePointer<Self>,
    _ work: UnsafeMutablePointer<Self>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32
  /// A = L·Q
  static func _gelqf(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ tau: UnsafeMutablePointer<Self>,
    _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// A = L·Q by blocks of `mb` reflections, whose scales are on the diagonals of the (mb, mb) blocks of T, shape
  /// (mb, min(m, n)); work of mb·max(m, n)
  static func _gelqt(
    _ m: Int, _ n: Int, mb: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ t: UnsafeMutablePointer<Self>,
    _ work: UnsafeMutablePointer<Self>
  ) -> Int32
  /// The first m rows of the Q of `_gelqf`
  static func _orglq(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ tau: UnsafePointer<Self>,
    _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// C ← C·op(Q) with the Q of `_gelqf`, C of shape (m, n)
  static func _ormlqFromRight(
    transposed: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Self>, lda: Int, _ tau: UnsafePointer<Self>,
    _ c: UnsafeMutablePointer<Self>, ldc: Int, _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// A·P = Q·R
  static func _geqp3(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>,
    _ tau: UnsafeMutablePointer<Self>, _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// C ← C·op(Q) with the Q of `_geqp3`, C of shape (m, n)
  static func _ormqrFromRight(
    transposed: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Self>, lda: Int, _ tau: UnsafePointer<Self>,
    _ c: UnsafeMutablePointer<Self>, ldc: Int, _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// A = U·Σ·Vᵀ by divide and conquer; job is N for no vectors, S for min(m, n), A for all; iwork of 8·min(m, n)
  static func _gesdd(
    job: Unicode.Scalar, _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ s: UnsafeMutablePointer<Self>,
    _ u: UnsafeMutablePointer<Self>, ldu: Int, _ vt: UnsafeMutablePointer<Self>, ldvt: Int,
    _ work: UnsafeMutablePointer<Self>, _ lwork: Int32, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32
  /// A = U·Σ·Vᵀ by QR iteration
  static func _gesvd(
    job: Unicode.Scalar, _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ s: UnsafeMutablePointer<Self>,
    _ u: UnsafeMutablePointer<Self>, ldu: Int, _ vt: UnsafeMutablePointer<Self>, ldvt: Int,
    _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// uᴴ·A = λ·uᴴ, the left vectors packed as real and imaginary parts
  static func _geev(
    vectors: Bool, _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ real: UnsafeMutablePointer<Self>,
    _ imaginary: UnsafeMutablePointer<Self>, _ vl: UnsafeMutablePointer<Self>, ldvl: Int,
    _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// A = Z·T·Zᵀ, A overwritten by T
  static func _gees(
    _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ real: UnsafeMutablePointer<Self>,
    _ imaginary: UnsafeMutablePointer<Self>, _ z: UnsafeMutablePointer<Self>, ldz: Int,
    _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// A = V·Λ·Vᵀ, A symmetric, upper triangle read, overwritten by V; iwork of 3 + 5n
  static func _syevd(
    vectors: Bool, _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ values: UnsafeMutablePointer<Self>,
    _ work: UnsafeMutablePointer<Self>, _ lwork: Int32, _ iwork: UnsafeMutablePointer<Int32>, _ liwork: Int32
  ) -> Int32
  /// A = Q·T·Qᵀ with a tridiagonal T, A symmetric, upper triangle read and overwritten by Q's reflections
  static func _sytrd(
    _ n: Int, _ a: UnsafeMutablePointer<Self>, lda: Int, _ diagonal: UnsafeMutablePointer<Self>,
    _ beside: UnsafeMutablePointer<Self>, _ tau: UnsafeMutablePointer<Self>, _ work: UnsafeMutablePointer<Self>,
    _ lwork: Int32
  ) -> Int32
  /// T = V·Λ·Vᵀ, T tridiagonal, its diagonal overwritten by Λ; work of 1 + 4n + n², iwork of 3 + 5n
  static func _stedc(
    _ n: Int, _ diagonal: UnsafeMutablePointer<Self>, _ beside: UnsafeMutablePointer<Self>,
    _ v: UnsafeMutablePointer<Self>, ldv: Int, _ work: UnsafeMutablePointer<Self>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32
  /// C ← Q·C with the Q of `_sytrd`, C of shape (n, n)
  static func _ormtr(
    _ n: Int, _ a: UnsafePointer<Self>, lda: Int, _ tau: UnsafePointer<Self>, _ c: UnsafeMutablePointer<Self>, ldc: Int,
    _ work: UnsafeMutablePointer<Self>, _ lwork: Int32
  ) -> Int32
  /// Zero j of 1 + ρ·Σ zᵢ²/(dᵢ − λ) for n ≥ 3 rising d, ρ > 0 and ‖z‖ = 1, and all dᵢ − λ
  static func _laed4(
    _ n: Int, _ j: Int, _ d: UnsafePointer<Self>, _ z: UnsafePointer<Self>, _ differences: UnsafeMutablePointer<Self>,
    rho: Self, _ lambda: UnsafeMutablePointer<Self>
  ) -> Int32
}

/// Asks a LAPACK routine how much workspace it wants, then calls it with that much.
///
/// - Parameter call: the routine, given workspace and its length; −1 is LAPACK's way to ask.
/// - Returns: the `info` of the second call.
func withWorkspace<Scalar: LinearAlgebraScalar>(
  _ call: (_ work: UnsafeMutablePointer<Scalar>, _ lwork: Int32) -> Int32
) -> Int32 {
  var size: Scalar = 0
  LAPACKInfo.requireSuccess(call(&size, -1), of: "workspace query")
  // The answer comes as a floating-point number: a Float beyond 2²⁴ may have been rounded down.
  let count = max(1, blasInt(Int(size.nextUp.rounded(.up))))
  let work = AlignedStorage<Scalar>(uninitialized: Int(count))
  return withExtendedLifetime(work) { call(work.start, count) }
}
