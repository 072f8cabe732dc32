internal import CElementwise
internal import COpenBLAS
public import RealModule

// BLAS for Float. Sizes up to 4 take loops of our own: for them most of a call is finding the kernel.

extension Float: LinearAlgebraScalar {
  public static func _dot(_ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>) -> Float {
    if n <= smallSize { return smallDot(n, x, y) }
    if n < lengthForThreads { return elementwise_dot_float(n, x, y) }
    return BLASThreads.using(n, over: lengthForThreads) { cblas_sdot(blasInt(n), x, 1, y, 1) }
  }

  public static func _axpy(_ n: Int, _ alpha: Float, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
    if alpha == 0 { return }  // as BLAS does for long vectors
    if n <= smallSize { return smallAxpy(n, alpha, x, y) }
    if n < lengthForThreads { return elementwise_axpy_float(n, alpha, x, y) }
    BLASThreads.using(n, over: lengthForThreads) { cblas_saxpy(blasInt(n), alpha, x, 1, y, 1) }
  }

  public static func _scal(_ n: Int, _ alpha: Float, _ x: UnsafeMutablePointer<Float>) {
    if n <= smallSize { return smallScale(n, alpha, x) }
    elementwise_scale_float(n, alpha, x, x)
  }

  public static func _nrm2(_ n: Int, _ x: UnsafePointer<Float>) -> Float { cblas_snrm2(blasInt(n), x, 1) }

  public static func _asum(_ n: Int, _ x: UnsafePointer<Float>) -> Float { cblas_sasum(blasInt(n), x, 1) }

  public static func _iamax(_ n: Int, _ x: UnsafePointer<Float>) -> Int { Int(cblas_isamax(blasInt(n), x, 1)) }

  public static func _gemv(
    transposed: Bool, _ m: Int, _ n: Int, _ alpha: Float, _ a: UnsafePointer<Float>, lda: Int,
    _ x: UnsafePointer<Float>, _ beta: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    if m <= smallSize && n <= smallSize {
      return smallGemm(
        transposeA: transposed, transposeB: false, transposed ? n : m, 1, transposed ? m : n, alpha, a, lda: lda, x,
        ldb: 1, beta, y, ldc: 1)
    }
    BLASThreads.using(m &* n, over: 1 << 22) {
      cblas_sgemv(
        CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, blasInt(m), blasInt(n), alpha, a, blasInt(lda), x, 1,
        beta, y, 1)
    }
  }

  public static func _symv(
    _ n: Int, _ alpha: Float, _ a: UnsafePointer<Float>, lda: Int, _ x: UnsafePointer<Float>, _ beta: Float,
    _ y: UnsafeMutablePointer<Float>
  ) {
    BLASThreads.using(n &* n, over: 1 << 22) {
      cblas_ssymv(CblasRowMajor, CblasLower, blasInt(n), alpha, a, blasInt(lda), x, 1, beta, y, 1)
    }
  }

  public static func _ger(
    _ m: Int, _ n: Int, _ alpha: Float, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    _ a: UnsafeMutablePointer<Float>, lda: Int
  ) {
    if m <= smallSize && n <= smallSize { return smallGer(m, n, alpha, x, y, a, lda: lda) }
    BLASThreads.using(m &* n, over: 1 << 22) {
      cblas_sger(CblasRowMajor, blasInt(m), blasInt(n), alpha, x, 1, y, 1, a, blasInt(lda))
    }
  }

  public static func _gemm(
    transposeA: Bool, transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Float, _ a: UnsafePointer<Float>,
    lda: Int, _ b: UnsafePointer<Float>, ldb: Int, _ beta: Float, _ c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    if m <= smallSize && n <= smallSize && k <= smallSize {
      return smallGemm(
        transposeA: transposeA, transposeB: transposeB, m, n, k, alpha, a, lda: lda, b, ldb: ldb, beta, c, ldc: ldc)
    }
    BLASThreads.using(m &* n &* k, over: 1 << 26) {
      cblas_sgemm(
        CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans, blasInt(m),
        blasInt(n), blasInt(k), alpha, a, blasInt(lda), b, blasInt(ldb), beta, c, blasInt(ldc))
    }
  }

  public static func _symm(
    fromRight: Bool, _ m: Int, _ n: Int, _ alpha: Float, _ a: UnsafePointer<Float>, lda: Int,
    _ b: UnsafePointer<Float>, ldb: Int, _ beta: Float, _ c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    BLASThreads.using(m &* n &* (fromRight ? n : m), over: 1 << 26) {
      cblas_ssymm(
        CblasRowMajor, fromRight ? CblasRight : CblasLeft, CblasLower, blasInt(m), blasInt(n), alpha, a, blasInt(lda),
        b, blasInt(ldb), beta, c, blasInt(ldc))
    }
  }

  public static func _syrk(
    transposed: Bool, _ n: Int, _ k: Int, _ alpha: Float, _ a: UnsafePointer<Float>, lda: Int, _ beta: Float,
    _ c: UnsafeMutablePointer<Float>
  ) {
    if n <= 16 && k <= 16 {  // the other triangle too costs less than what syrk does to spare it
      _gemm(transposeA: transposed, transposeB: !transposed, n, n, k, alpha, a, lda: lda, a, ldb: lda, beta, c, ldc: n)
    } else {
      BLASThreads.using(n &* n &* k, over: 1 << 26) {
        cblas_ssyrk(
          CblasRowMajor, CblasLower, transposed ? CblasTrans : CblasNoTrans, blasInt(n), blasInt(k), alpha, a,
          blasInt(lda), beta, c, blasInt(n))
      }
    }
    mirrorLowerTriangle(c, n)
  }

  public static func _trsv(
    lower: Bool, transposed: Bool, unitDiagonal: Bool, _ n: Int, _ t: UnsafePointer<Float>, ldt: Int,
    _ x: UnsafeMutablePointer<Float>
  ) {
    if n <= 8 {
      return smallTrsv(lower: lower, transposed: transposed, unitDiagonal: unitDiagonal, n, t, ldt: ldt, x)
    }
    elementwise_solve_float(n, lower ? 1 : 0, transposed ? 1 : 0, unitDiagonal ? 1 : 0, t, ldt, x)
  }

  public static func _trsm(
    fromRight: Bool, lower: Bool, transposed: Bool, unitDiagonal: Bool, _ m: Int, _ n: Int, _ alpha: Float,
    _ t: UnsafePointer<Float>, ldt: Int, _ b: UnsafeMutablePointer<Float>, ldb: Int
  ) {
    BLASThreads.using(m &* n &* (fromRight ? n : m), over: 1 << 26) {
      cblas_strsm(
        CblasRowMajor, fromRight ? CblasRight : CblasLeft, lower ? CblasLower : CblasUpper,
        transposed ? CblasTrans : CblasNoTrans, unitDiagonal ? CblasUnit : CblasNonUnit, blasInt(m), blasInt(n), alpha,
        t, blasInt(ldt), b, blasInt(ldb))
    }
  }

  public static func _smallProduct(
    _ n: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>
  ) {
    smallProduct(n, a, b, c)
  }

  public static func _smallSolve(
    _ n: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ x: UnsafeMutablePointer<Float>
  ) -> Int {
    smallSolve(n, a, b, x)
  }
}
