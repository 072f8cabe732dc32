#ifndef CELEMENTWISE_H
#define CELEMENTWISE_H

/* Functions of every element of an array, and sums, products and triangular systems, in vector registers. In C because
   Swift compiles for the oldest x86-64 and has no functions that use newer instructions where there are any: each kernel
   here is compiled for SSE2, for AVX2 with fused multiply-add and for AVX-512, and the processor decides when the program
   starts.

   Arrays may start anywhere; x and y may be the same array, and must not overlap otherwise. */

enum elementwise_function {
  ELEMENTWISE_EXP,
  ELEMENTWISE_LOG,
  ELEMENTWISE_TANH,
  ELEMENTWISE_SIGMOID,  /* 1/(1 + exp(−x)) */
  ELEMENTWISE_SOFTPLUS, /* log(1 + exp(x)) */
  ELEMENTWISE_ERF,
  ELEMENTWISE_SQRT
};

/* yᵢ ← f(xᵢ) for n elements. */
void elementwise_map_double(enum elementwise_function f, long n, const double *x, double *y);
void elementwise_map_float(enum elementwise_function f, long n, const float *x, float *y);

/* zᵢ ← xᵢ to the power of yᵢ, or of the one y for all (stride 0); special cases as C's pow. */
void elementwise_pow_double(long n, const double *x, const double *y, long stride, double *z);
void elementwise_pow_float(long n, const float *x, const float *y, long stride, float *z);

/* yᵢ ← exp(xᵢ)/Σexp(xⱼ), without overflow. */
void elementwise_softmax_double(long n, const double *x, double *y);
void elementwise_softmax_float(long n, const float *x, float *y);

/* log Σexp(xⱼ), without overflow; −∞ for n = 0. */
double elementwise_log_sum_exp_double(long n, const double *x);
float elementwise_log_sum_exp_float(long n, const float *x);

/* zᵢ ← xᵢ/yᵢ; with a stride of 0 the one x or y for all. */
void elementwise_divide_double(long n, const double *x, long stride_x, const double *y, long stride_y, double *z);
void elementwise_divide_float(long n, const float *x, long stride_x, const float *y, long stride_y, float *z);

/* Σxᵢyᵢ, y ← α·x + y and y ← α·x, as BLAS has them, without its way to them: of vectors of 64 numbers that is a quarter
   of the time. */
double elementwise_dot_double(long n, const double *x, const double *y);
float elementwise_dot_float(long n, const float *x, const float *y);
void elementwise_axpy_double(long n, double alpha, const double *x, double *y);
void elementwise_axpy_float(long n, float alpha, const float *x, float *y);
void elementwise_scale_double(long n, double alpha, const double *x, double *y);
void elementwise_scale_float(long n, float alpha, const float *x, float *y);

/* x ← T⁻¹·x, or T⁻ᵀ·x, for a lower or upper triangle T of n rows, `ldt` apart; with `unit` its diagonal is taken to be
   ones. As BLAS's trsv, in two thirds of its time up to 256 rows: each x that is read serves eight of them. */
void elementwise_solve_double(long n, int lower, int transposed, int unit, const double *t, long ldt, double *x);
void elementwise_solve_float(long n, int lower, int transposed, int unit, const float *t, long ldt, float *x);

/* A sum in double, and what rounding took away from it: together they have twice the digits. Where the sum is infinite or
   NaN, the second means nothing. */
struct elementwise_sum {
  double sum, lost;
};

/* Σxᵢ. */
struct elementwise_sum elementwise_sum_double(long n, const double *x);
struct elementwise_sum elementwise_sum_float(long n, const float *x);

/* Σ(xᵢ − from) and Σ(xᵢ − from)²; for Floats the first in plain double. */
struct elementwise_distances {
  struct elementwise_sum sum, squares;
};
struct elementwise_distances elementwise_distances_double(long n, const double *x, double from);
struct elementwise_distances elementwise_distances_float(long n, const float *x, double from);

/* The instructions in use: 0 for SSE2, 1 for AVX2 with FMA, 2 for AVX-512. */
int elementwise_instructions(void);

/* Uses at most these instructions from now on, for tests. Returns what is used. */
int elementwise_limit_instructions(int most);

/* Has the cache line at p fetched while other work goes on. Any address will do. */
static inline void prefetch_line(const void *p) { __builtin_prefetch(p); }

#endif
