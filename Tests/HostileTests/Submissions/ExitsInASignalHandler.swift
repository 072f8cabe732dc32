// tries: to end the program from a timer's signal handler
// exercise: mean
// verdict: endedEarly
// why: a handler that ends the program ends it before it is judged
import Glibc

func mean(_ x: [Double]) -> Double {
  signal(SIGALRM) { _ in _exit(0) }
  var timer = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: 0, tv_usec: 1000))
  setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
  while x.count >= 0 { sched_yield() }
  return 0
}
