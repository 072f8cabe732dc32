#pragma once

/// How many blocks of the heap the calling thread has asked for since it began: every malloc, calloc, realloc,
/// memalign, aligned_alloc and posix_memalign counts one, whether Swift, C or Fortran calls it. Frees do not count, nor
/// does what other threads ask for.
/// Where a sanitizer owns the heap nothing is counted: see `allocation_counter_counts`.
unsigned long allocation_counter_count(void);

/// 1 where allocations are counted, 0 where a sanitizer owns the heap and the count stays 0.
int allocation_counter_counts(void);
