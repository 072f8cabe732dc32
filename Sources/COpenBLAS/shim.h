#include <cblas.h>
#include <lapacke.h>
#include <malloc.h>  // mallopt, which Glibc does not show to Swift

// What LAPACKE leaves out. Of gelqt mb and the sizes are at least 1; t has shape (mb, min(m, n)), work room for mb·max(m, n).
void dgelqt_(const int *m, const int *n, const int *mb, double *a, const int *lda, double *t, const int *ldt,
             double *work, int *info);
void sgelqt_(const int *m, const int *n, const int *mb, float *a, const int *lda, float *t, const int *ldt, float *work,
             int *info);

// Zero i, counted from 1, of 1 + ρ·Σ z²/(d − λ) for rising d and ‖z‖ = 1; delta: what d − λ is, from 3 elements on.
void dlaed4_(const int *n, const int *i, const double *d, const double *z, double *delta, const double *rho,
             double *lambda, int *info);
void slaed4_(const int *n, const int *i, const float *d, const float *z, float *delta, const float *rho, float *lambda,
             int *info);
