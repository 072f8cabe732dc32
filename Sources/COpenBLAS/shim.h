#include <cblas.h>
#include <lapacke.h>
#include <malloc.h>  // mallopt, which Glibc does not show to Swift
