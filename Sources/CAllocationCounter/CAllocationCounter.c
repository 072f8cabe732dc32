// Defines the allocating functions over glibc's own, so that a program that links this file counts its allocations
// without LD_PRELOAD. `free` stays glibc's: the blocks are its own.
//
// In a shared library too, as libLabRuntime.so is: the dynamic linker takes a name from the first library that has it, in
// the order of the link line, and the C library comes last there. Every library of the process, the C library included,
// then calls this malloc.
#include "CAllocationCounter.h"

#include <errno.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HEAP_BELONGS_TO_SANITIZER 1
#endif
#endif

#if defined(__GLIBC__) && !defined(HEAP_BELONGS_TO_SANITIZER)
#define COUNTS 1
#else
#define COUNTS 0
#endif

// Initial-exec: its place is known when the program starts, so reading it calls nothing, least of all malloc.
static _Thread_local unsigned long count __attribute__((tls_model("initial-exec")));

unsigned long allocation_counter_count(void) { return count; }
int allocation_counter_counts(void) { return COUNTS; }

#if COUNTS
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t number, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  count++;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count++;
  return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
  count++;
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  count++;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
  count++;
  void *result = __libc_memalign(alignment, size);
  if (result == NULL) return ENOMEM;
  *block = result;
  return 0;
}
#endif
