// How often this thread has asked for memory: the program's own malloc, in front of the C library's.
#pragma once

/// Blocks asked for by this thread so far, by any library: malloc, calloc, realloc and those with an alignment.
long allocations_so_far(void);
