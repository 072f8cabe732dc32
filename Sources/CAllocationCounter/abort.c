// Defines `abort` over glibc's in the programs that link this library, as a trap where it is called.
//
// Swift's runtime calls it when memory runs out or a cast with as! fails. glibc's own raises its signal from deep inside
// functions that keep no frames, and the backtracer finds no way from there to the learner's line.
#ifdef __linux__
#include <stdlib.h>

void abort(void) { __builtin_trap(); }
#endif
