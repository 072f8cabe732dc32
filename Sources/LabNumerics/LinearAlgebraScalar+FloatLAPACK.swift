internal import COpenBLAS

extension Float {
  // MARK: LAPACK, column-major

  public static func _getrf(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_sgetrf_work(columnMajor, blasInt(m), blasInt(n), a, blasInt(lda), pivots)
  }

  public static func _gecon(
    _ n: Int, _ a: UnsafePointer<Float>, lda: Int, norm: Float, _ rcond: UnsafeMutablePointer<Float>,
    _ work: UnsafeMutablePointer<Float>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_sgecon_work(columnMajor, letter("1"), blasInt(n), a, blasInt(lda), norm, rcond, work, iwork)
  }

  public static func _potrf(_ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int) -> Int32 {
    LAPACKE_spotrf_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda))
  }

  public static func _pocon(
    _ n: Int, _ a: UnsafePointer<Float>, lda: Int, norm: Float, _ rcond: UnsafeMutablePointer<Float>,
    _ work: UnsafeMutablePointer<Float>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_spocon_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda), norm, rcond, work, iwork)
  }

  public static func _sytrf(
    _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>,
    _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_ssytrf_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda), pivots, work, lwork)
  }

  public static func _sytrs(
    _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, lda: Int, _ pivots: UnsafePointer<Int32>,
    _ b: UnsafeMutablePointer<Float>, ldb: Int
  ) -> Int32 {
    LAPACKE_ssytrs_work(columnMajor, letter("U"), blasInt(n), blasInt(k), a, blasInt(lda), pivots, b, blasInt(ldb))
  }

  public static func _sycon(
    _ n: Int, _ a: UnsafePointer<Float>, lda: Int, _ pivots: UnsafePointer<Int32>, norm: Float,
    _ rcond: UnsafeMutablePointer<Float>, _ work: UnsafeMutablePointer<Float>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_ssycon_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda), pivots, norm, rcond, work, iwork)
  }

  public static func _trcon(
    lower: Bool, transposed: Bool, _ n: Int, _ t: UnsafePointer<Float>, ldt: Int,
    _ rcond: UnsafeMutablePointer<Float>, _ work: UnsafeMutablePointer<Float>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_strcon_work(
      columnMajor, letter(transposed ? "I" : "1"), letter(lower ? "L" : "U"), letter("N"), blasInt(n), t, blasInt(ldt),
      rcond, work, iwork)
  }

  public static func _gelqf(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ tau: UnsafeMutablePointer<Float>,
    _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_sgelqf_work(columnMajor, blasInt(m), blasInt(n), a, blasInt(lda), tau, work, lwork)
  }

  public static func _gelqt(
    _ m: Int, _ n: Int, mb: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ t: UnsafeMutablePointer<Float>,
    _ work: UnsafeMutablePointer<Float>
  ) -> Int32 {
    var (rows, columns, block, stride, info) = (blasInt(m), blasInt(n), blasInt(mb), blasInt(lda), Int32(0))
    sgelqt_(&rows, &columns, &block, a, &stride, t, &block, work, &info)
    return info
  }

  public static func _orglq(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ tau: UnsafePointer<Float>,
    _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_sorglq_work(columnMajor, blasInt(m), blasInt(n), blasInt(k), a, blasInt(lda), tau, work, lwork)
  }

  public static func _ormlqFromRight(
    transposed: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, lda: Int, _ tau: UnsafePointer<Float>,
    _ c: UnsafeMutablePointer<Float>, ldc: Int, _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_sormlq_work(
      columnMajor, letter("R"), letter(transposed ? "T" : "N"), blasInt(m), blasInt(n), blasInt(k), a, blasInt(lda),
      tau, c, blasInt(ldc), work, lwork)
  }

  public static func _geqp3(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>,
    _ tau: UnsafeMutablePointer<Float>, _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_sgeqp3_work(columnMajor, blasInt(m), blasInt(n), a, blasInt(lda), pivots, tau, work, lwork)
  }

  public static func _ormqrFromRight(
    transposed: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, lda: Int, _ tau: UnsafePointer<Float>,
    _ c: UnsafeMutablePointer<Float>, ldc: Int, _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_sormqr_work(
      columnMajor, letter("R"), letter(transposed ? "T" : "N"), blasInt(m), blasInt(n), blasInt(k), a, blasInt(lda),
      tau, c, blasInt(ldc), work, lwork)
  }

  public static func _gesdd(
    job: Unicode.Scalar, _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int,
    _ s: UnsafeMutablePointer<Float>,
    _ u: UnsafeMutablePointer<Float>, ldu: Int, _ vt: UnsafeMutablePointer<Float>, ldvt: Int,
    _ work: UnsafeMutablePointer<Float>, _ lwork: Int32, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_sgesdd_work(
      columnMajor, letter(job), blasInt(m), blasInt(n), a, blasInt(lda), s, u, blasInt(ldu), vt,
      blasInt(ldvt), work, lwork, iwork)
  }

  public static func _gesvd(
    job: Unicode.Scalar, _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int,
    _ s: UnsafeMutablePointer<Float>,
    _ u: UnsafeMutablePointer<Float>, ldu: Int, _ vt: UnsafeMutablePointer<Float>, ldvt: Int,
    _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_sgesvd_work(
      columnMajor, letter(job), letter(job), blasInt(m), blasInt(n), a, blasInt(lda), s,
      u, blasInt(ldu), vt, blasInt(ldvt), work, lwork)
  }

  public static func _geev(
    vectors: Bool, _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ real: UnsafeMutablePointer<Float>,
    _ imaginary: UnsafeMutablePointer<Float>, _ vl: UnsafeMutablePointer<Float>, ldvl: Int,
    _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_sgeev_work(
      columnMajor, letter(vectors ? "V" : "N"), letter("N"), blasInt(n), a, blasInt(lda), real, imaginary, vl,
      blasInt(ldvl), nil, 1, work, lwork)
  }

  public static func _gees(
    _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ real: UnsafeMutablePointer<Float>,
    _ imaginary: UnsafeMutablePointer<Float>, _ z: UnsafeMutablePointer<Float>, ldz: Int,
    _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    var sorted: Int32 = 0
    return LAPACKE_sgees_work(
      columnMajor, letter("V"), letter("N"), nil, blasInt(n), a, blasInt(lda), &sorted, real, imaginary, z,
      blasInt(ldz), work, lwork, nil)
  }

  public static func _syevd(
    vectors: Bool, _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ values: UnsafeMutablePointer<Float>,
    _ work: UnsafeMutablePointer<Float>, _ lwork: Int32, _ iwork: UnsafeMutablePointer<Int32>, _ liwork: Int32
  ) -> Int32 {
    LAPACKE_ssyevd_work(
      columnMajor, letter(vectors ? "V" : "N"), letter("U"), blasInt(n), a, blasInt(lda), values, work, lwork, iwork,
      liwork)
  }

  public static func _sytrd(
    _ n: Int, _ a: UnsafeMutablePointer<Float>, lda: Int, _ diagonal: UnsafeMutablePointer<Float>,
    _ beside: UnsafeMutablePointer<Float>, _ tau: UnsafeMutablePointer<Float>, _ work: UnsafeMutablePointer<Float>,
    _ lwork: Int32
  ) -> Int32 {
    LAPACKE_ssytrd_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda), diagonal, beside, tau, work, lwork)
  }

  public static func _stedc(
    _ n: Int, _ diagonal: UnsafeMutablePointer<Float>, _ beside: UnsafeMutablePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, ldv: Int, _ work: UnsafeMutablePointer<Float>,
    _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_sstedc_work(
      columnMajor, letter("I"), blasInt(n), diagonal, beside, v, blasInt(ldv), work, blasInt(1 + 4 * n + n * n), iwork,
      blasInt(3 + 5 * n))
  }

  public static func _ormtr(
    _ n: Int, _ a: UnsafePointer<Float>, lda: Int, _ tau: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    ldc: Int, _ work: UnsafeMutablePointer<Float>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_sormtr_work(
      columnMajor, letter("L"), letter("U"), letter("N"), blasInt(n), blasInt(n), a, blasInt(lda), tau, c, blasInt(ldc),
      work, lwork)
  }

  public static func _laed4(
    _ n: Int, _ j: Int, _ d: UnsafePointer<Float>, _ z: UnsafePointer<Float>,
    _ differences: UnsafeMutablePointer<Float>, rho: Float, _ lambda: UnsafeMutablePointer<Float>
  ) -> Int32 {
    var (count, place, factor, info) = (blasInt(n), blasInt(j + 1), rho, Int32(0))
    slaed4_(&count, &place, d, z, differences, &factor, lambda, &info)
    return info
  }
}

private let columnMajor = LAPACK_COL_MAJOR

/// A LAPACK option as the C character it is.
private func letter(_ option: Unicode.Scalar) -> CChar { CChar(option.value) }
