// The same work in C: calls of cblas, and the loops that a learner writes.
//
// Every function does its work `times` times, so that what is timed is C calling C. Matrices are square, of order n, row
// after row; symmetric and triangular ones are read below the diagonal.
#pragma once

#include <malloc.h>  // malloc_trim, which the module Glibc lacks

#define DECLARE(T, S)                                                                                                 \
  T c_dot_##S(long times, int n, const T *x, const T *y);                                                             \
  T c_nrm2_##S(long times, int n, const T *x);                                                                        \
  T c_asum_##S(long times, int n, const T *x);                                                                        \
  void c_scal_##S(long times, int n, T *x);                                                                           \
  void c_axpy_##S(long times, int n, const T *x, T *y);                                                               \
  void c_gemv_##S(long times, int n, const T *a, const T *x, T *y);                                                   \
  void c_symv_##S(long times, int n, const T *a, const T *x, T *y);                                                   \
  void c_ger_##S(long times, int n, const T *x, const T *y, T *a);                                                    \
  void c_trsv_##S(long times, int n, const T *t, T *x);                                                               \
  void c_gemm_##S(long times, int n, const T *a, const T *b, T *c);                                                   \
  void c_syrk_##S(long times, int n, const T *a, T *c);                                                               \
  void c_symm_##S(long times, int n, const T *a, const T *b, T *c);                                                   \
  void c_trsm_##S(long times, int n, const T *t, T *x);                                                               \
  void c_multiply_ijk_##S(long times, int n, const T *a, const T *b, T *c);                                           \
  void c_multiply_ikj_##S(long times, int n, const T *a, const T *b, T *c);

DECLARE(double, f64)
DECLARE(float, f32)
#undef DECLARE
