// tries: to use up all descriptors with copies of the lab's channel
// exercise: mean
// verdict: passed
// why: the number is limited for this process alone, and reporting needs no new one
import Glibc

func mean(_ x: [Double]) -> Double {
  while dup(4) >= 0 {}
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
