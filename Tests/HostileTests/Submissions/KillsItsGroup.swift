// tries: to kill its process group
// exercise: mean
// verdict: crashed
// says: signal 9
// why: the group is its own: it kills itself
import Glibc

func mean(_ x: [Double]) -> Double {
  kill(0, SIGKILL)
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
