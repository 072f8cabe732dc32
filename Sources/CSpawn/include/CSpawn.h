// Starting a process with limits, and what Swift's Glibc module lacks for watching over it.
#pragma once

#include <stdint.h>
#include <sys/types.h>

/// Limits of one process and of what it starts; a negative value leaves the limit as it is.
struct cspawn_limits {
  int64_t cpu_seconds;
  int64_t data_bytes;
  int64_t file_bytes;
  int64_t open_files;
  int64_t processes;
};

/// Starts a program in a process group of its own; it gets SIGKILL when the calling thread ends.
///
/// Descriptor i of the child is `descriptors[i]` of the caller; every other one is closed.
/// Signals have their default action in the child, none is blocked, SIGXFSZ is ignored so that a write beyond
/// `file_bytes` fails instead of killing.
///
/// Returns 0 and the child's id, or the errno of what failed, exec included.
int cspawn(pid_t *child, const char *path, char *const arguments[], char *const environment[],
           const char *directory, const int *descriptors, int descriptor_count,
           const struct cspawn_limits *limits);

/// A descriptor that becomes readable when the process ends (pidfd_open, Linux 5.3); -1 and errno if there is none.
int cspawn_pidfd(pid_t child);

/// A pipe whose ends are closed on exec (pipe2); 0 or -1 and errno.
int cspawn_pipe(int ends[2]);
