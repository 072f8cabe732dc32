// tries: to stop its own process, so that it neither runs nor ends
// exercise: mean
// verdict: timedOut
// why: a stopped process is ended like any other at its limit
import Glibc

func mean(_ x: [Double]) -> Double {
  if x.isEmpty { raise(SIGSTOP) }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
