// tries: to raise its own limits, and to use what it then has
// exercise: mean
// verdict: outOfMemory
// why: the limits are hard ones, which only a privileged process can raise
import Glibc

func mean(_ x: [Double]) -> Double {
  for resource in 0..<__rlimit_resource_t(16) {
    var limit = rlimit(rlim_cur: .max, rlim_max: .max)
    setrlimit(resource, &limit)
  }
  var held: [[Double]] = []
  while x.isEmpty { held.append([Double](repeating: 1, count: 1 << 20)) }
  return held.isEmpty ? x.reduce(0, +) / Double(x.count) : 0
}
