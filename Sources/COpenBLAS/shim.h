#include <cblas.h>
#include <lapacke.h>
#include <malloc.h>  // mallopt, which Glibc does not show to Swift

// LAPACKE leaves these two out. mb and the sizes are at least 1; t has shape (mb, min(m, n)), work room for mb·max(m, n).
void dgelqt_(const int *m, const int *n, const int *mb, double *a, const int *lda, double *t, const int *ldt,
             double *work, int *info);
void sgelqt_(const int *m, const int *n, const int *mb, float *a, const int *lda, float *t, const int *ldt, float *work,
             int *info);
