internal import CElementwise
internal import COpenBLAS
public import RealModule

// BLAS for Double. Sizes up to 4 take loops of our own: for them most of a call is finding the kernel.

extension Double: LinearAlgebraScalar {
  public static func _dot(_ n: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    if n <= smallSize { return smallDot(n, x, y) }
    if n < lengthForThreads { return elementwise_dot_double(n, x, y) }
    return BLASThreads.using(n, over: lengthForThreads) { cblas_ddot(blasInt(n), x, 1, y, 1) }
  }

  public static func _axpy(_ n: Int, _ alpha: Double, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    if alpha == 0 { return }  // as BLAS does for long vectors
    if n <= smallSize { return smallAxpy(n, alpha, x, y) }
    if n < lengthForThreads { return elementwise_axpy_double(n, alpha, x, y) }
    BLASThreads.using(n, over: lengthForThreads) { cblas_daxpy(blasInt(n), alpha, x, 1, y, 1) }
  }

  public static func _scal(_ n: Int, _ alpha: Double, _ x: UnsafeMutablePointer<Double>) {
    if n <= smallSize { return smallScale(n, alpha, x) }
    elementwise_scale_double(n, alpha, x, x)
  }

  /// By squares where no square can leave the range: OpenBLAS's own runs on the x87, eight times as slow.
  ///
  /// Parts of 1024 squares are summed one after the other: the sum's relative error is below (1024 + n/1024)·ε, the
  /// norm's half of that. Squares that underflow change a sum above 2⁻⁹⁰⁰ by less than n·2⁻¹⁷⁴ of it.
  public static func _nrm2(_ n: Int, _ x: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for part in stride(from: 0, to: n, by: 1024) {
      sum += _dot(min(1024, n - part), x + part, x + part)
    }
    return sum > 0x1p-900 && sum < 0x1p1000 ? sum.squareRoot() : cblas_dnrm2(blasInt(n), x, 1)
  }

  public static func _asum(_ n: Int, _ x: UnsafePointer<Double>) -> Double { cblas_dasum(blasInt(n), x, 1) }

  public static func _iamax(_ n: Int, _ x: UnsafePointer<Double>) -> Int { Int(cblas_idamax(blasInt(n), x, 1)) }

  public static func _gemv(
    transposed: Bool, _ m: Int, _ n: Int, _ alpha: Double, _ a: UnsafePointer<Double>, lda: Int,
    _ x: UnsafePointer<Double>, _ beta: Double, _ y: UnsafeMutablePointer<Double>
  ) {
    if m <= smallSize && n <= smallSize {
      return smallGemm(
        transposeA: transposed, transposeB: false, transposed ? n : m, 1, transposed ? m : n, alpha, a, lda: lda, x,
        ldb: 1, beta, y, ldc: 1)
    }
    BLASThreads.using(m &* n, over: 1 << 22) {
      cblas_dgemv(
        CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, blasInt(m), blasInt(n), alpha, a, blasInt(lda), x, 1,
        beta, y, 1)
    }
  }

  public static func _symv(
    _ n: Int, _ alpha: Double, _ a: UnsafePointer<Double>, lda: Int, _ x: UnsafePointer<Double>, _ beta: Double,
    _ y: UnsafeMutablePointer<Double>
  ) {
    BLASThreads.using(n &* n, over: 1 << 22) {
      cblas_dsymv(CblasRowMajor, CblasLower, blasInt(n), alpha, a, blasInt(lda), x, 1, beta, y, 1)
    }
  }

  public static func _ger(
    _ m: Int, _ n: Int, _ alpha: Double, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>,
    _ a: UnsafeMutablePointer<Double>, lda: Int
  ) {
    if m <= smallSize && n <= smallSize { return smallGer(m, n, alpha, x, y, a, lda: lda) }
    BLASThreads.using(m &* n, over: 1 << 22) {
      cblas_dger(CblasRowMajor, blasInt(m), blasInt(n), alpha, x, 1, y, 1, a, blasInt(lda))
    }
  }

  public static func _gemm(
    transposeA: Bool, transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Double, _ a: UnsafePointer<Double>,
    lda: Int, _ b: UnsafePointer<Double>, ldb: Int, _ beta: Double, _ c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    if m <= smallSize && n <= smallSize && k <= smallSize {
      return smallGemm(
        transposeA: transposeA, transposeB: transposeB, m, n, k, alpha, a, lda: lda, b, ldb: ldb, beta, c, ldc: ldc)
    }
    BLASThreads.using(m &* n &* k, over: 1 << 26) {
      cblas_dgemm(
        CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans, blasInt(m),
        blasInt(n), blasInt(k), alpha, a, blasInt(lda), b, blasInt(ldb), beta, c, blasInt(ldc))
    }
  }

  public static func _symm(
    fromRight: Bool, _ m: Int, _ n: Int, _ alpha: Double, _ a: UnsafePointer<Double>, lda: Int,
    _ b: UnsafePointer<Double>, ldb: Int, _ beta: Double, _ c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    BLASThreads.using(m &* n &* (fromRight ? n : m), over: 1 << 26) {
      cblas_dsymm(
        CblasRowMajor, fromRight ? CblasRight : CblasLeft, CblasLower, blasInt(m), blasInt(n), alpha, a, blasInt(lda),
        b, blasInt(ldb), beta, c, blasInt(ldc))
    }
  }

  public static func _syrk(
    transposed: Bool, _ n: Int, _ k: Int, _ alpha: Double, _ a: UnsafePointer<Double>, lda: Int, _ beta: Double,
    _ c: UnsafeMutablePointer<Double>
  ) {
    if n <= 16 && k <= 16 {  // the other triangle too costs less than what syrk does to spare it
      _gemm(transposeA: transposed, transposeB: !transposed, n, n, k, alpha, a, lda: lda, a, ldb: lda, beta, c, ldc: n)
    } else {
      BLASThreads.using(n &* n &* k, over: 1 << 26) {
        cblas_dsyrk(
          CblasRowMajor, CblasLower, transposed ? CblasTrans : CblasNoTrans, blasInt(n), blasInt(k), alpha, a,
          blasInt(lda), beta, c, blasInt(n))
      }
    }
    mirrorLowerTriangle(c, n)
  }

  public static func _trsv(
    lower: Bool, transposed: Bool, unitDiagonal: Bool, _ n: Int, _ t: UnsafePointer<Double>, ldt: Int,
    _ x: UnsafeMutablePointer<Double>
  ) {
    if n <= 8 {
      return smallTrsv(lower: lower, transposed: transposed, unitDiagonal: unitDiagonal, n, t, ldt: ldt, x)
    }
    elementwise_solve_double(n, lower ? 1 : 0, transposed ? 1 : 0, unitDiagonal ? 1 : 0, t, ldt, x)
  }

  public static func _trsm(
    fromRight: Bool, lower: Bool, transposed: Bool, unitDiagonal: Bool, _ m: Int, _ n: Int, _ alpha: Double,
    _ t: UnsafePointer<Double>, ldt: Int, _ b: UnsafeMutablePointer<Double>, ldb: Int
  ) {
    BLASThreads.using(m &* n &* (fromRight ? n : m), over: 1 << 26) {
      cblas_dtrsm(
        CblasRowMajor, fromRight ? CblasRight : CblasLeft, lower ? CblasLower : CblasUpper,
        transposed ? CblasTrans : CblasNoTrans, unitDiagonal ? CblasUnit : CblasNonUnit, blasInt(m), blasInt(n), alpha,
        t, blasInt(ldt), b, blasInt(ldb))
    }
  }

  public static func _smallProduct(
    _ n: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>
  ) {
    smallProduct(n, a, b, c)
  }

  public static func _smallSolve(
    _ n: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>
  ) -> Int {
    smallSolve(n, a, b, x)
  }
}
