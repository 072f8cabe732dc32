// tries: to loop for ever in one check, calling the system so that the compiler keeps the loop
// exercise: mean
// verdict: timedOut
// why: every check has a time of its own; the others are judged all the same
import Glibc

func mean(_ x: [Double]) -> Double {
  while x.isEmpty { sched_yield() }
  return x.reduce(0, +) / Double(x.count)
}
