#include "CRawKernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Prototypes of our own: SwiftPM does not hand the include path of a system library on to a C target (SwiftPM#4715).

enum { row_major = 101, column_major = 102, no_transpose = 111, lower = 122, not_unit = 131, left = 141 };

#define DECLARE(T, S)                                                                                                 \
  T cblas_##S##dot(int n, const T *x, int incx, const T *y, int incy);                                                \
  void cblas_##S##axpy(int n, T alpha, const T *x, int incx, T *y, int incy);                                         \
  void cblas_##S##gemv(int order, int trans, int m, int n, T alpha, const T *a, int lda, const T *x, int incx,        \
                       T beta, T *y, int incy);                                                                       \
  void cblas_##S##gemm(int order, int transa, int transb, int m, int n, int k, T alpha, const T *a, int lda,          \
                       const T *b, int ldb, T beta, T *c, int ldc);                                                   \
  void cblas_##S##syrk(int order, int uplo, int trans, int n, int k, T alpha, const T *a, int lda, T beta, T *c,      \
                       int ldc);                                                                                      \
  void cblas_##S##trsm(int order, int side, int uplo, int transa, int diag, int m, int n, T alpha, const T *a,        \
                       int lda, T *b, int ldb);                                                                       \
  int32_t LAPACKE_##S##getrf_work(int layout, int32_t m, int32_t n, T *a, int32_t lda, int32_t *ipiv);                \
  int32_t LAPACKE_##S##potrf_work(int layout, char uplo, int32_t n, T *a, int32_t lda);                               \
  int32_t LAPACKE_##S##geqrf_work(int layout, int32_t m, int32_t n, T *a, int32_t lda, T *tau, T *work,               \
                                  int32_t lwork);                                                                     \
  int32_t LAPACKE_##S##orgqr_work(int layout, int32_t m, int32_t n, int32_t k, T *a, int32_t lda, const T *tau,       \
                                  T *work, int32_t lwork);                                                            \
  int32_t LAPACKE_##S##gesdd_work(int layout, char jobz, int32_t m, int32_t n, T *a, int32_t lda, T *s, T *u,         \
                                  int32_t ldu, T *vt, int32_t ldvt, T *work, int32_t lwork, int32_t *iwork);          \
  int32_t LAPACKE_##S##syevd_work(int layout, char jobz, char uplo, int32_t n, T *a, int32_t lda, T *w, T *work,      \
                                  int32_t lwork, int32_t *iwork, int32_t liwork);

DECLARE(double, d)
DECLARE(float, s)

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

#define TIMED(CALL)                                                                                                   \
  double start = now();                                                                                               \
  for (int64_t i = 0; i < repeats; i++) {                                                                             \
    CALL;                                                                                                             \
  }                                                                                                                   \
  double seconds = now() - start

#define DEFINE(T, S)                                                                                                  \
  double craw_##S##dot(int64_t n, int64_t repeats, const T *x, const T *y, T *result) {                               \
    TIMED(*(volatile T *)result = cblas_##S##dot((int)n, x, 1, y, 1));                                                \
    return seconds;                                                                                                   \
  }                                                                                                                   \
  double craw_##S##axpy(int64_t n, int64_t repeats, T alpha, const T *x, T *y) {                                      \
    TIMED(cblas_##S##axpy((int)n, alpha, x, 1, y, 1));                                                                \
    return seconds;                                                                                                   \
  }                                                                                                                   \
  double craw_##S##gemv(int64_t n, int64_t repeats, const T *a, const T *x, T *y) {                                   \
    int k = (int)n;                                                                                                   \
    memset(y, 0, sizeof(T) * (size_t)n); /* some BLAS scale the old y by 0, and 0·NaN is NaN */                       \
    TIMED(cblas_##S##gemv(row_major, no_transpose, k, k, 1, a, k, x, 1, 0, y, 1));                                    \
    return seconds;                                                                                                   \
  }                                                                                                                   \
  double craw_##S##gemm(int64_t n, int64_t repeats, const T *a, const T *b, T *c) {                                   \
    int k = (int)n;                                                                                                   \
    TIMED(cblas_##S##gemm(row_major, no_transpose, no_transpose, k, k, k, 1, a, k, b, k, 0, c, k));                   \
    return seconds;                                                                                                   \
  }                                                                                                                   \
  double craw_##S##syrk(int64_t n, int64_t repeats, const T *a, T *c) {                                               \
    int k = (int)n;                                                                                                   \
    TIMED(cblas_##S##syrk(row_major, lower, no_transpose, k, k, 1, a, k, 0, c, k));                                   \
    return seconds;                                                                                                   \
  }                                                                                                                   \
  double craw_##S##trsm(int64_t n, int64_t repeats, const T *l, const T *b, T *x) {                                   \
    int k = (int)n;                                                                                                   \
    size_t bytes = sizeof(T) * (size_t)n * (size_t)n;                                                                 \
    TIMED(memcpy(x, b, bytes);                                                                                        \
          cblas_##S##trsm(row_major, left, lower, no_transpose, not_unit, k, k, 1, l, k, x, k));                      \
    return seconds;                                                                                                   \
  }                                                                                                                   \
  double craw_##S##getrf(int64_t n, int64_t repeats, const T *a, T *lu, int32_t *pivots) {                            \
    int k = (int)n, info = 0;                                                                                         \
    size_t bytes = sizeof(T) * (size_t)n * (size_t)n;                                                                 \
    TIMED(memcpy(lu, a, bytes); info |= LAPACKE_##S##getrf_work(column_major, k, k, lu, k, pivots));                  \
    return info == 0 ? seconds : NAN;                                                                                 \
  }                                                                                                                   \
  double craw_##S##potrf(int64_t n, int64_t repeats, const T *a, T *u) {                                              \
    int k = (int)n, info = 0;                                                                                         \
    size_t bytes = sizeof(T) * (size_t)n * (size_t)n;                                                                 \
    TIMED(memcpy(u, a, bytes); info |= LAPACKE_##S##potrf_work(column_major, 'U', k, u, k));                          \
    return info == 0 ? seconds : NAN;                                                                                 \
  }                                                                                                                   \
  double craw_##S##geqrf(int64_t n, int64_t repeats, const T *a, T *qr, T *tau) {                                     \
    int k = (int)n, info;                                                                                             \
    size_t bytes = sizeof(T) * (size_t)n * (size_t)n;                                                                 \
    T best;                                                                                                           \
    info = LAPACKE_##S##geqrf_work(column_major, k, k, qr, k, tau, &best, -1);                                        \
    T *work = malloc(sizeof(T) * (size_t)best);                                                                       \
    TIMED(memcpy(qr, a, bytes);                                                                                       \
          info |= LAPACKE_##S##geqrf_work(column_major, k, k, qr, k, tau, work, (int32_t)best));                      \
    free(work);                                                                                                       \
    return info == 0 ? seconds : NAN;                                                                                 \
  }                                                                                                                   \
  double craw_##S##orgqr(int64_t n, T *qr, const T *tau) {                                                            \
    int k = (int)n;                                                                                                   \
    T *work = malloc(sizeof(T) * 64 * (size_t)n);                                                                     \
    int info = LAPACKE_##S##orgqr_work(column_major, k, k, k, qr, k, tau, work, 64 * k);                              \
    free(work);                                                                                                       \
    return info == 0 ? 0 : NAN;                                                                                       \
  }                                                                                                                   \
  double craw_##S##gesdd(int64_t n, int64_t repeats, const T *a, T *s, T *u, T *vt) {                                 \
    int k = (int)n, info;                                                                                             \
    size_t bytes = sizeof(T) * (size_t)n * (size_t)n;                                                                 \
    T best;                                                                                                           \
    T *copy = malloc(bytes);                                                                                          \
    int32_t *iwork = malloc(sizeof(int32_t) * 8 * (size_t)n);                                                         \
    info = LAPACKE_##S##gesdd_work(column_major, 'S', k, k, copy, k, s, u, k, vt, k, &best, -1, iwork);               \
    T *work = malloc(sizeof(T) * (size_t)best);                                                                       \
    TIMED(memcpy(copy, a, bytes); info |= LAPACKE_##S##gesdd_work(column_major, 'S', k, k, copy, k, s, u, k, vt, k,   \
                                                                  work, (int32_t)best, iwork));                       \
    free(work), free(iwork), free(copy);                                                                              \
    return info == 0 ? seconds : NAN;                                                                                 \
  }                                                                                                                   \
  double craw_##S##syevd(int64_t n, int64_t repeats, const T *a, T *values, T *vectors) {                             \
    int k = (int)n, info, ibest;                                                                                      \
    size_t bytes = sizeof(T) * (size_t)n * (size_t)n;                                                                 \
    T best;                                                                                                           \
    info = LAPACKE_##S##syevd_work(column_major, 'V', 'U', k, vectors, k, values, &best, -1, &ibest, -1);             \
    T *work = malloc(sizeof(T) * (size_t)best);                                                                       \
    int32_t *iwork = malloc(sizeof(int32_t) * (size_t)ibest);                                                         \
    TIMED(memcpy(vectors, a, bytes);                                                                                  \
          info |= LAPACKE_##S##syevd_work(column_major, 'V', 'U', k, vectors, k, values, work, (int32_t)best, iwork,  \
                                          ibest));                                                                    \
    free(work), free(iwork);                                                                                          \
    return info == 0 ? seconds : NAN;                                                                                 \
  }

DEFINE(double, d)
DEFINE(float, s)
