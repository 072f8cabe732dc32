#include "CElementwise.h"

#include <immintrin.h>
#include <math.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include "Coefficients.h"

/* Sums and products are written in the order that their error bounds assume; fused operations are named. */
#pragma STDC FP_CONTRACT OFF

/* The kernels' table, one for each set of instructions. */
struct kernels {
  void (*map_double[7])(long, const double *, double *);
  void (*map_float[7])(long, const float *, float *);
  void (*pow_double)(long, const double *, const double *, long, double *);
  void (*pow_float)(long, const float *, const float *, long, float *);
  void (*softmax_double)(long, const double *, double *);
  void (*softmax_float)(long, const float *, float *);
  double (*log_sum_exp_double)(long, const double *);
  float (*log_sum_exp_float)(long, const float *);
  void (*divide_double)(long, const double *, long, const double *, long, double *);
  void (*divide_float)(long, const float *, long, const float *, long, float *);
  double (*dot_double)(long, const double *, const double *);
  float (*dot_float)(long, const float *, const float *);
  void (*axpy_double)(long, double, const double *, double *);
  void (*axpy_float)(long, float, const float *, float *);
  void (*scale_double)(long, double, const double *, double *);
  void (*scale_float)(long, float, const float *, float *);
  void (*solve_double)(long, int, int, int, const double *, long, double *);
  void (*solve_float)(long, int, int, int, const float *, long, float *);
  struct elementwise_sum (*sum_double)(long, const double *);
  struct elementwise_sum (*sum_float)(long, const float *);
  struct elementwise_distances (*distances_double)(long, const double *, double);
  struct elementwise_distances (*distances_float)(long, const float *, double);
};

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)

#define SUFFIX _sse2
#define BYTES 16
#define FUSED 0
#pragma clang attribute push(__attribute__((target("sse2"))), apply_to = function)
#include "Kernels.inc"
#pragma clang attribute pop
#undef SUFFIX
#undef BYTES
#undef FUSED

#define SUFFIX _avx2
#define BYTES 32
#define FUSED 1
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "Kernels.inc"
#pragma clang attribute pop
#undef SUFFIX
#undef BYTES
#undef FUSED

#define SUFFIX _avx512
#define BYTES 64
#define FUSED 1
#pragma clang attribute push(                                                                                          \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,evex512"))), apply_to = function)
#include "Kernels.inc"
#pragma clang attribute pop
#undef SUFFIX
#undef BYTES
#undef FUSED

static const struct kernels *const sets[] = {&kernels_sse2, &kernels_avx2, &kernels_avx512};

/* The place of the set in use, and the set: chosen before main, so that a call is a jump to its kernel. */
static atomic_int in_use = 0;
static _Atomic(const struct kernels *) chosen = &kernels_sse2;

static int supported(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw"))
    return 2;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 1 : 0;
}

static void use(int set) {
  atomic_store_explicit(&in_use, set, memory_order_relaxed);
  atomic_store_explicit(&chosen, sets[set], memory_order_relaxed);
}

__attribute__((constructor)) static void choose(void) { use(supported()); }

int elementwise_instructions(void) { return atomic_load_explicit(&in_use, memory_order_relaxed); }

int elementwise_limit_instructions(int most) {
  int set = supported();
  use(most < 0 ? 0 : most < set ? most : set);
  return elementwise_instructions();
}

static const struct kernels *current(void) { return atomic_load_explicit(&chosen, memory_order_relaxed); }

void elementwise_map_double(enum elementwise_function f, long n, const double *x, double *y) {
  current()->map_double[f](n, x, y);
}

void elementwise_map_float(enum elementwise_function f, long n, const float *x, float *y) {
  current()->map_float[f](n, x, y);
}

void elementwise_pow_double(long n, const double *x, const double *y, long stride, double *z) {
  current()->pow_double(n, x, y, stride, z);
}

void elementwise_pow_float(long n, const float *x, const float *y, long stride, float *z) {
  current()->pow_float(n, x, y, stride, z);
}

void elementwise_softmax_double(long n, const double *x, double *y) { current()->softmax_double(n, x, y); }
void elementwise_softmax_float(long n, const float *x, float *y) { current()->softmax_float(n, x, y); }
double elementwise_log_sum_exp_double(long n, const double *x) { return current()->log_sum_exp_double(n, x); }
float elementwise_log_sum_exp_float(long n, const float *x) { return current()->log_sum_exp_float(n, x); }

void elementwise_divide_double(long n, const double *x, long stride_x, const double *y, long stride_y, double *z) {
  current()->divide_double(n, x, stride_x, y, stride_y, z);
}

void elementwise_divide_float(long n, const float *x, long stride_x, const float *y, long stride_y, float *z) {
  current()->divide_float(n, x, stride_x, y, stride_y, z);
}

double elementwise_dot_double(long n, const double *x, const double *y) { return current()->dot_double(n, x, y); }
float elementwise_dot_float(long n, const float *x, const float *y) { return current()->dot_float(n, x, y); }

void elementwise_axpy_double(long n, double alpha, const double *x, double *y) {
  current()->axpy_double(n, alpha, x, y);
}

void elementwise_axpy_float(long n, float alpha, const float *x, float *y) { current()->axpy_float(n, alpha, x, y); }

void elementwise_scale_double(long n, double alpha, const double *x, double *y) {
  current()->scale_double(n, alpha, x, y);
}

void elementwise_scale_float(long n, float alpha, const float *x, float *y) { current()->scale_float(n, alpha, x, y); }

void elementwise_solve_double(long n, int lower, int transposed, int unit, const double *t, long ldt, double *x) {
  current()->solve_double(n, lower, transposed, unit, t, ldt, x);
}

void elementwise_solve_float(long n, int lower, int transposed, int unit, const float *t, long ldt, float *x) {
  current()->solve_float(n, lower, transposed, unit, t, ldt, x);
}

struct elementwise_sum elementwise_sum_double(long n, const double *x) { return current()->sum_double(n, x); }
struct elementwise_sum elementwise_sum_float(long n, const float *x) { return current()->sum_float(n, x); }

struct elementwise_distances elementwise_distances_double(long n, const double *x, double from) {
  return current()->distances_double(n, x, from);
}

struct elementwise_distances elementwise_distances_float(long n, const float *x, double from) {
  return current()->distances_float(n, x, from);
}
