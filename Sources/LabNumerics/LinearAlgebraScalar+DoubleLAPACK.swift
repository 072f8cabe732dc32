internal import COpenBLAS

extension Double {
  // MARK: LAPACK, column-major

  public static func _getrf(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_dgetrf_work(columnMajor, blasInt(m), blasInt(n), a, blasInt(lda), pivots)
  }

  public static func _gecon(
    _ n: Int, _ a: UnsafePointer<Double>, lda: Int, norm: Double, _ rcond: UnsafeMutablePointer<Double>,
    _ work: UnsafeMutablePointer<Double>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_dgecon_work(columnMajor, letter("1"), blasInt(n), a, blasInt(lda), norm, rcond, work, iwork)
  }

  public static func _potrf(_ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int) -> Int32 {
    LAPACKE_dpotrf_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda))
  }

  public static func _pocon(
    _ n: Int, _ a: UnsafePointer<Double>, lda: Int, norm: Double, _ rcond: UnsafeMutablePointer<Double>,
    _ work: UnsafeMutablePointer<Double>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_dpocon_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda), norm, rcond, work, iwork)
  }

  public static func _sytrf(
    _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>,
    _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dsytrf_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda), pivots, work, lwork)
  }

  public static func _sytrs(
    _ n: Int, _ k: Int, _ a: UnsafePointer<Double>, lda: Int, _ pivots: UnsafePointer<Int32>,
    _ b: UnsafeMutablePointer<Double>, ldb: Int
  ) -> Int32 {
    LAPACKE_dsytrs_work(columnMajor, letter("U"), blasInt(n), blasInt(k), a, blasInt(lda), pivots, b, blasInt(ldb))
  }

  public static func _sycon(
    _ n: Int, _ a: UnsafePointer<Double>, lda: Int, _ pivots: UnsafePointer<Int32>, norm: Double,
    _ rcond: UnsafeMutablePointer<Double>, _ work: UnsafeMutablePointer<Double>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_dsycon_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda), pivots, norm, rcond, work, iwork)
  }

  public static func _trcon(
    lower: Bool, transposed: Bool, _ n: Int, _ t: UnsafePointer<Double>, ldt: Int,
    _ rcond: UnsafeMutablePointer<Double>, _ work: UnsafeMutablePointer<Double>, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_dtrcon_work(
      columnMajor, letter(transposed ? "I" : "1"), letter(lower ? "L" : "U"), letter("N"), blasInt(n), t, blasInt(ldt),
      rcond, work, iwork)
  }

  public static func _gelqf(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ tau: UnsafeMutablePointer<Double>,
    _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dgelqf_work(columnMajor, blasInt(m), blasInt(n), a, blasInt(lda), tau, work, lwork)
  }

  public static func _gelqt(
    _ m: Int, _ n: Int, mb: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ t: UnsafeMutablePointer<Double>,
    _ work: UnsafeMutablePointer<Double>
  ) -> Int32 {
    var (rows, columns, block, stride, info) = (blasInt(m), blasInt(n), blasInt(mb), blasInt(lda), Int32(0))
    dgelqt_(&rows, &columns, &block, a, &stride, t, &block, work, &info)
    return info
  }

  public static func _orglq(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ tau: UnsafePointer<Double>,
    _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dorglq_work(columnMajor, blasInt(m), blasInt(n), blasInt(k), a, blasInt(lda), tau, work, lwork)
  }

  public static func _ormlqFromRight(
    transposed: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Double>, lda: Int, _ tau: UnsafePointer<Double>,
    _ c: UnsafeMutablePointer<Double>, ldc: Int, _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dormlq_work(
      columnMajor, letter("R"), letter(transposed ? "T" : "N"), blasInt(m), blasInt(n), blasInt(k), a, blasInt(lda),
      tau, c, blasInt(ldc), work, lwork)
  }

  public static func _geqp3(
    _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ pivots: UnsafeMutablePointer<Int32>,
    _ tau: UnsafeMutablePointer<Double>, _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dgeqp3_work(columnMajor, blasInt(m), blasInt(n), a, blasInt(lda), pivots, tau, work, lwork)
  }

  public static func _ormqrFromRight(
    transposed: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Double>, lda: Int, _ tau: UnsafePointer<Double>,
    _ c: UnsafeMutablePointer<Double>, ldc: Int, _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dormqr_work(
      columnMajor, letter("R"), letter(transposed ? "T" : "N"), blasInt(m), blasInt(n), blasInt(k), a, blasInt(lda),
      tau, c, blasInt(ldc), work, lwork)
  }

  public static func _gesdd(
    job: Unicode.Scalar, _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int,
    _ s: UnsafeMutablePointer<Double>,
    _ u: UnsafeMutablePointer<Double>, ldu: Int, _ vt: UnsafeMutablePointer<Double>, ldvt: Int,
    _ work: UnsafeMutablePointer<Double>, _ lwork: Int32, _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_dgesdd_work(
      columnMajor, letter(job), blasInt(m), blasInt(n), a, blasInt(lda), s, u, blasInt(ldu), vt,
      blasInt(ldvt), work, lwork, iwork)
  }

  public static func _gesvd(
    job: Unicode.Scalar, _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int,
    _ s: UnsafeMutablePointer<Double>,
    _ u: UnsafeMutablePointer<Double>, ldu: Int, _ vt: UnsafeMutablePointer<Double>, ldvt: Int,
    _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dgesvd_work(
      columnMajor, letter(job), letter(job), blasInt(m), blasInt(n), a, blasInt(lda), s,
      u, blasInt(ldu), vt, blasInt(ldvt), work, lwork)
  }

  public static func _geev(
    vectors: Bool, _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ real: UnsafeMutablePointer<Double>,
    _ imaginary: UnsafeMutablePointer<Double>, _ vl: UnsafeMutablePointer<Double>, ldvl: Int,
    _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dgeev_work(
      columnMajor, letter(vectors ? "V" : "N"), letter("N"), blasInt(n), a, blasInt(lda), real, imaginary, vl,
      blasInt(ldvl), nil, 1, work, lwork)
  }

  public static func _gees(
    _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ real: UnsafeMutablePointer<Double>,
    _ imaginary: UnsafeMutablePointer<Double>, _ z: UnsafeMutablePointer<Double>, ldz: Int,
    _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    var sorted: Int32 = 0
    return LAPACKE_dgees_work(
      columnMajor, letter("V"), letter("N"), nil, blasInt(n), a, blasInt(lda), &sorted, real, imaginary, z,
      blasInt(ldz), work, lwork, nil)
  }

  public static func _syevd(
    vectors: Bool, _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ values: UnsafeMutablePointer<Double>,
    _ work: UnsafeMutablePointer<Double>, _ lwork: Int32, _ iwork: UnsafeMutablePointer<Int32>, _ liwork: Int32
  ) -> Int32 {
    LAPACKE_dsyevd_work(
      columnMajor, letter(vectors ? "V" : "N"), letter("U"), blasInt(n), a, blasInt(lda), values, work, lwork, iwork,
      liwork)
  }

  public static func _sytrd(
    _ n: Int, _ a: UnsafeMutablePointer<Double>, lda: Int, _ diagonal: UnsafeMutablePointer<Double>,
    _ beside: UnsafeMutablePointer<Double>, _ tau: UnsafeMutablePointer<Double>, _ work: UnsafeMutablePointer<Double>,
    _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dsytrd_work(columnMajor, letter("U"), blasInt(n), a, blasInt(lda), diagonal, beside, tau, work, lwork)
  }

  public static func _stedc(
    _ n: Int, _ diagonal: UnsafeMutablePointer<Double>, _ beside: UnsafeMutablePointer<Double>,
    _ v: UnsafeMutablePointer<Double>, ldv: Int, _ work: UnsafeMutablePointer<Double>,
    _ iwork: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    LAPACKE_dstedc_work(
      columnMajor, letter("I"), blasInt(n), diagonal, beside, v, blasInt(ldv), work, blasInt(1 + 4 * n + n * n), iwork,
      blasInt(3 + 5 * n))
  }

  public static func _ormtr(
    _ n: Int, _ a: UnsafePointer<Double>, lda: Int, _ tau: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>,
    ldc: Int, _ work: UnsafeMutablePointer<Double>, _ lwork: Int32
  ) -> Int32 {
    LAPACKE_dormtr_work(
      columnMajor, letter("L"), letter("U"), letter("N"), blasInt(n), blasInt(n), a, blasInt(lda), tau, c, blasInt(ldc),
      work, lwork)
  }

  public static func _laed4(
    _ n: Int, _ j: Int, _ d: UnsafePointer<Double>, _ z: UnsafePointer<Double>,
    _ differences: UnsafeMutablePointer<Double>, rho: Double, _ lambda: UnsafeMutablePointer<Double>
  ) -> Int32 {
    var (count, place, factor, info) = (blasInt(n), blasInt(j + 1), rho, Int32(0))
    dlaed4_(&count, &place, d, z, differences, &factor, lambda, &info)
    return info
  }
}

private let columnMajor = LAPACK_COL_MAJOR

/// A LAPACK option as the C character it is.
private func letter(_ option: Unicode.Scalar) -> CChar { CChar(option.value) }
