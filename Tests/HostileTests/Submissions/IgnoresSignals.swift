// tries: to ignore and block every signal, and to loop
// exercise: mean
// verdict: timedOut
// why: nothing is asked of it: it gets SIGKILL, which cannot be ignored
import Glibc

func mean(_ x: [Double]) -> Double {
  for number in 1..<Int32(65) { signal(number, SIG_IGN) }
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, nil)
  while x.isEmpty { sched_yield() }
  return x.reduce(0, +) / Double(x.count)
}
