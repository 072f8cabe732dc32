// The calls of BLAS and LAPACK as a program in C makes them, timed in a loop in C, and the limits of the processor.
#pragma once

#include <stdint.h>

// Every function makes `repeats` calls and returns their seconds on a monotonic clock, or NaN if LAPACK refuses.
// Matrices are n × n. Those of BLAS are row-major; LAPACK reads the same memory column by column, which is the
// transpose. What a call overwrites is copied first, within the time, as a caller who needs his matrix again has to.

#define CRAW_DECLARE(T, S)                                                                                            \
  double craw_##S##dot(int64_t n, int64_t repeats, const T *x, const T *y, T *result);                                \
  double craw_##S##axpy(int64_t n, int64_t repeats, T alpha, const T *x, T *y);                                       \
  double craw_##S##gemv(int64_t n, int64_t repeats, const T *a, const T *x, T *y);                                    \
  double craw_##S##gemm(int64_t n, int64_t repeats, const T *a, const T *b, T *c);                                    \
  /* the lower triangle of C = A·Aᵀ */                                                                                \
  double craw_##S##syrk(int64_t n, int64_t repeats, const T *a, T *c);                                                \
  /* L·X = B */                                                                                                       \
  double craw_##S##trsm(int64_t n, int64_t repeats, const T *l, const T *b, T *x);                                    \
  double craw_##S##getrf(int64_t n, int64_t repeats, const T *a, T *lu, int32_t *pivots);                             \
  double craw_##S##potrf(int64_t n, int64_t repeats, const T *a, T *u);                                               \
  double craw_##S##geqrf(int64_t n, int64_t repeats, const T *a, T *qr, T *tau);                                      \
  double craw_##S##gesdd(int64_t n, int64_t repeats, const T *a, T *s, T *u, T *vt);                                  \
  double craw_##S##syevd(int64_t n, int64_t repeats, const T *a, T *values, T *vectors);                              \
  /* overwrites the factors of geqrf by Q; 0, or NaN */                                                               \
  double craw_##S##orgqr(int64_t n, T *qr, const T *tau);                                                             \
  /* multiplications and additions a second of one core, in registers alone */                                        \
  double craw_##S##peak(double seconds)

CRAW_DECLARE(double, d);
CRAW_DECLARE(float, s);

#undef CRAW_DECLARE

/// The widest instructions that the peak is measured with: "AVX-512", "AVX2 with FMA" or "SSE2".
const char *craw_instructions(void);

/// Bytes a second of aᵢ ← bᵢ + 3·cᵢ over three arrays of so many bytes each: two are read, one is written.
///
/// McCalpin's STREAM triad, counted as STREAM does. 0 if there is no memory for it.
double craw_bandwidth(int64_t bytes, double seconds);
