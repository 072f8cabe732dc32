#include "CReference.h"

// Prototypes of our own: a C target does not find the folder of cblas.h, which only pkg-config knows (SwiftPM#4715).
enum { rowMajor = 101, notTransposed = 111, lower = 122, nonUnit = 131, left = 141 };

#define PROTOTYPES(T, P)                                                                                              \
  T cblas_##P##dot(int n, const T *x, int incx, const T *y, int incy);                                                \
  T cblas_##P##nrm2(int n, const T *x, int incx);                                                                     \
  T cblas_##P##asum(int n, const T *x, int incx);                                                                     \
  void cblas_##P##scal(int n, T alpha, T *x, int incx);                                                               \
  void cblas_##P##axpy(int n, T alpha, const T *x, int incx, T *y, int incy);                                         \
  void cblas_##P##gemv(int order, int trans, int m, int n, T alpha, const T *a, int lda, const T *x, int incx, T      \
      beta, T *y, int incy);                                                                                          \
  void cblas_##P##symv(int order, int uplo, int n, T alpha, const T *a, int lda, const T *x, int incx, T beta, T      \
      *y, int incy);                                                                                                  \
  void cblas_##P##ger(int order, int m, int n, T alpha, const T *x, int incx, const T *y, int incy, T *a, int         \
      lda);                                                                                                           \
  void cblas_##P##trsv(int order, int uplo, int trans, int diag, int n, const T *t, int ldt, T *x, int incx);         \
  void cblas_##P##gemm(int order, int transa, int transb, int m, int n, int k, T alpha, const T *a, int lda,          \
      const T *b, int ldb, T beta, T *c, int ldc);                                                                    \
  void cblas_##P##syrk(int order, int uplo, int trans, int n, int k, T alpha, const T *a, int lda, T beta, T *c,      \
      int ldc);                                                                                                       \
  void cblas_##P##symm(int order, int side, int uplo, int m, int n, T alpha, const T *a, int lda, const T *b,         \
      int ldb, T beta, T *c, int ldc);                                                                                \
  void cblas_##P##trsm(int order, int side, int uplo, int trans, int diag, int m, int n, T alpha, const T *t,         \
      int ldt, T *x, int ldx);

#define DEFINITIONS(T, P, S)                                                                                          \
  T c_dot_##S(long times, int n, const T *x, const T *y) {                                                            \
    T sum = 0;                                                                                                        \
    for (long time = 0; time < times; time++) sum += cblas_##P##dot(n, x, 1, y, 1);                                   \
    return sum;                                                                                                       \
  }                                                                                                                   \
  T c_nrm2_##S(long times, int n, const T *x) {                                                                       \
    T sum = 0;                                                                                                        \
    for (long time = 0; time < times; time++) sum += cblas_##P##nrm2(n, x, 1);                                        \
    return sum;                                                                                                       \
  }                                                                                                                   \
  T c_asum_##S(long times, int n, const T *x) {                                                                       \
    T sum = 0;                                                                                                        \
    for (long time = 0; time < times; time++) sum += cblas_##P##asum(n, x, 1);                                        \
    return sum;                                                                                                       \
  }                                                                                                                   \
  void c_scal_##S(long times, int n, T *x) {                                                                          \
    for (long time = 0; time < times; time++) cblas_##P##scal(n, -1, x, 1);                                           \
  }                                                                                                                   \
  void c_axpy_##S(long times, int n, const T *x, T *y) {                                                              \
    const T small = 1e-9;                                                                                             \
    for (long time = 0; time < times; time++) cblas_##P##axpy(n, small, x, 1, y, 1);                                  \
  }                                                                                                                   \
  void c_gemv_##S(long times, int n, const T *a, const T *x, T *y) {                                                  \
    for (long time = 0; time < times; time++)                                                                         \
      cblas_##P##gemv(rowMajor, notTransposed, n, n, 1, a, n, x, 1, 0, y, 1);                                         \
  }                                                                                                                   \
  void c_symv_##S(long times, int n, const T *a, const T *x, T *y) {                                                  \
    for (long time = 0; time < times; time++) cblas_##P##symv(rowMajor, lower, n, 1, a, n, x, 1, 0, y, 1);            \
  }                                                                                                                   \
  void c_ger_##S(long times, int n, const T *x, const T *y, T *a) {                                                   \
    const T small = 1e-9;                                                                                             \
    for (long time = 0; time < times; time++) cblas_##P##ger(rowMajor, n, n, small, x, 1, y, 1, a, n);                \
  }                                                                                                                   \
  void c_trsv_##S(long times, int n, const T *t, T *x) {                                                              \
    for (long time = 0; time < times; time++)                                                                         \
      cblas_##P##trsv(rowMajor, lower, notTransposed, nonUnit, n, t, n, x, 1);                                        \
  }                                                                                                                   \
  void c_gemm_##S(long times, int n, const T *a, const T *b, T *c) {                                                  \
    for (long time = 0; time < times; time++)                                                                         \
      cblas_##P##gemm(rowMajor, notTransposed, notTransposed, n, n, n, 1, a, n, b, n, 0, c, n);                       \
  }                                                                                                                   \
  void c_syrk_##S(long times, int n, const T *a, T *c) {                                                              \
    for (long time = 0; time < times; time++)                                                                         \
      cblas_##P##syrk(rowMajor, lower, notTransposed, n, n, 1, a, n, 0, c, n);                                        \
  }                                                                                                                   \
  void c_symm_##S(long times, int n, const T *a, const T *b, T *c) {                                                  \
    for (long time = 0; time < times; time++) cblas_##P##symm(rowMajor, left, lower, n, n, 1, a, n, b, n, 0, c, n);   \
  }                                                                                                                   \
  void c_trsm_##S(long times, int n, const T *t, T *x) {                                                              \
    for (long time = 0; time < times; time++)                                                                         \
      cblas_##P##trsm(rowMajor, left, lower, notTransposed, nonUnit, n, n, 1, t, n, x, n);                            \
  }                                                                                                                   \
  void c_multiply_ijk_##S(long times, int n, const T *a, const T *b, T *c) {                                          \
    for (long time = 0; time < times; time++)                                                                         \
      for (int i = 0; i < n; i++)                                                                                     \
        for (int j = 0; j < n; j++) {                                                                                 \
          T sum = 0;                                                                                                  \
          for (int k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];                                             \
          c[i * n + j] = sum;                                                                                         \
        }                                                                                                             \
  }                                                                                                                   \
  void c_multiply_ikj_##S(long times, int n, const T *a, const T *b, T *c) {                                          \
    for (long time = 0; time < times; time++) {                                                                       \
      for (int i = 0; i < n * n; i++) c[i] = 0;                                                                       \
      for (int i = 0; i < n; i++)                                                                                     \
        for (int k = 0; k < n; k++)                                                                                   \
          for (int j = 0; j < n; j++) c[i * n + j] += a[i * n + k] * b[k * n + j];                                    \
    }                                                                                                                 \
  }

PROTOTYPES(double, d)
PROTOTYPES(float, s)
DEFINITIONS(double, d, f64)
DEFINITIONS(float, s, f32)
