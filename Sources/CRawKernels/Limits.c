#include "CRawKernels.h"

#include <stdlib.h>
#include <time.h>

// The two limits of the roofline: how fast one core multiplies and adds, and how fast memory delivers.

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

// Twelve sums that do not wait for each other: a multiplication with addition takes 4 or 5 cycles and two can begin in
// each, so that fewer than ten would leave the units idle. With 16 registers of AVX2 there is room for no more than
// these and the two constants. The factor is just below 1 and the sums stay near 1: no infinity, no subnormal.
#define SUMS 12

#define MULTIPLY_ADD(NAME, T, BYTES, TARGET)                                                                          \
  TARGET static double NAME(int64_t steps) {                                                                          \
    typedef T vector __attribute__((vector_size(BYTES)));                                                             \
    vector factor, term, sums[SUMS];                                                                                  \
    for (int lane = 0; lane < (int)(BYTES / sizeof(T)); lane++) {                                                     \
      factor[lane] = (T)0.999, term[lane] = (T)0.001;                                                                 \
      for (int j = 0; j < SUMS; j++) sums[j][lane] = (T)(1 + 0.01 * j);                                               \
    }                                                                                                                 \
    __asm__("" : "+x"(factor), "+x"(term)); /* or the compiler would know what comes out */                           \
    double start = now();                                                                                             \
    for (int64_t i = 0; i < steps; i++) {                                                                             \
      _Pragma("clang fp contract(fast)")                                                                              \
      _Pragma("clang loop unroll(full)")                                                                              \
      for (int j = 0; j < SUMS; j++) sums[j] = sums[j] * factor + term;                                               \
    }                                                                                                                 \
    double seconds = now() - start;                                                                                   \
    for (int j = 0; j < SUMS; j++) __asm__ volatile("" : : "x"(sums[j]));                                             \
    return 2.0 * SUMS * (BYTES / sizeof(T)) * (double)steps / seconds;                                                \
  }

MULTIPLY_ADD(sse2_d, double, 16, )
MULTIPLY_ADD(sse2_s, float, 16, )
MULTIPLY_ADD(avx2_d, double, 32, __attribute__((target("avx2,fma"))))
MULTIPLY_ADD(avx2_s, float, 32, __attribute__((target("avx2,fma"))))
MULTIPLY_ADD(avx512_d, double, 64, __attribute__((target("avx512f"))))
MULTIPLY_ADD(avx512_s, float, 64, __attribute__((target("avx512f"))))

static int has_avx512(void) { return __builtin_cpu_supports("avx512f"); }
static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

const char *craw_instructions(void) { return has_avx512() ? "AVX-512" : has_avx2() ? "AVX2 with FMA" : "SSE2"; }

// The best of many short bursts: what disturbs a burst only ever makes it slower.
static double best(double (*burst)(int64_t), double seconds) {
  double end = now() + seconds, most = 0;
  do {
    double rate = burst(20000);
    if (rate > most) most = rate;
  } while (now() < end);
  return most;
}

// Some processors run two units of 256 bits faster than one of 512, so that the wider is not always the faster.
static double larger(double a, double b) { return a > b ? a : b; }

double craw_dpeak(double seconds) {
  if (has_avx512()) return larger(best(avx512_d, seconds / 2), best(avx2_d, seconds / 2));
  return best(has_avx2() ? avx2_d : sse2_d, seconds);
}

double craw_speak(double seconds) {
  if (has_avx512()) return larger(best(avx512_s, seconds / 2), best(avx2_s, seconds / 2));
  return best(has_avx2() ? avx2_s : sse2_s, seconds);
}

double craw_bandwidth(int64_t bytes, double seconds) {
  size_t count = (size_t)bytes / sizeof(double);
  double *a = malloc(3 * count * sizeof(double));
  if (!a || count == 0) return free(a), 0;
  double *b = a + count, *c = b + count;
  for (size_t i = 0; i < count; i++) a[i] = 0, b[i] = 1, c[i] = 2;
  double end = now() + seconds, most = 0;
  do {
    double start = now();
    for (size_t i = 0; i < count; i++) a[i] = b[i] + 3 * c[i];
    double rate = 3.0 * (double)count * sizeof(double) / (now() - start);
    __asm__ volatile("" : : "r"(a) : "memory");
    if (rate > most) most = rate;
  } while (now() < end);
  free(a);
  return most;
}
