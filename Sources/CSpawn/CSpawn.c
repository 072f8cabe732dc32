#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LARGEST_DESCRIPTOR_COUNT = 16 };

static int set_limit(int resource, int64_t value) {
  if (value < 0) return 0;
  struct rlimit limit = {(rlim_t)value, (rlim_t)value};
  // One second between the soft and the hard limit: the soft one's signal says what happened.
  if (resource == RLIMIT_CPU) limit.rlim_max += 1;
  return setrlimit(resource, &limit);
}

/// Runs in the child between vfork and exec: system calls only.
static int prepare(const char *directory, const int *descriptors, int count, const struct cspawn_limits *limits) {
  if (setpgid(0, 0) != 0) return errno;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  signal(SIGXFSZ, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (directory && chdir(directory) != 0) return errno;
  // First all out of the way, so that no target overwrites a source.
  int moved[LARGEST_DESCRIPTOR_COUNT];
  for (int i = 0; i < count; i++) {
    moved[i] = fcntl(descriptors[i], F_DUPFD_CLOEXEC, LARGEST_DESCRIPTOR_COUNT);
    if (moved[i] < 0) return errno;
  }
  for (int i = 0; i < count; i++)
    if (dup2(moved[i], i) < 0) return errno;
  // What a library, or whoever started the tool, left open is not the child's business. Linux 5.9; before that one by one.
  if (syscall(SYS_close_range, count, ~0U, 0) != 0)
    for (int i = count; i < 4096; i++) close(i);
  if (set_limit(RLIMIT_CORE, 0) || set_limit(RLIMIT_CPU, limits->cpu_seconds) ||
      set_limit(RLIMIT_DATA, limits->data_bytes) || set_limit(RLIMIT_FSIZE, limits->file_bytes) ||
      set_limit(RLIMIT_NOFILE, limits->open_files) || set_limit(RLIMIT_NPROC, limits->processes))
    return errno;
  return 0;
}

int cspawn(pid_t *child, const char *path, char *const arguments[], char *const environment[],
           const char *directory, const int *descriptors, int descriptor_count,
           const struct cspawn_limits *limits) {
  if (descriptor_count > LARGEST_DESCRIPTOR_COUNT) return EINVAL;
  volatile int failure = 0;  // vfork: the child writes it in the parent's memory
  pid_t id = vfork();
  if (id < 0) return errno;
  if (id == 0) {
    failure = prepare(directory, descriptors, descriptor_count, limits);
    if (failure == 0) {
      execve(path, arguments, environment);
      failure = errno;
    }
    _exit(127);
  }
  *child = id;
  if (failure != 0) {
    while (waitpid(id, NULL, 0) < 0 && errno == EINTR) {}
  }
  return failure;
}

int cspawn_pidfd(pid_t child) { return (int)syscall(SYS_pidfd_open, child, 0); }

int cspawn_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
