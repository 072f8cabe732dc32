// tries: to survive a fault by a handler that returns, and so to fault for ever
// exercise: mean
// verdict: timedOut
// why: it is a loop like any other
import Glibc

func mean(_ x: [Double]) -> Double {
  if !x.isEmpty { return x.reduce(0, +) / Double(x.count) }
  signal(SIGSEGV) { _ in }
  return UnsafePointer<Double>(bitPattern: 8 * getpidIsPositive())!.pointee
}

/// 1, which the compiler does not know.
func getpidIsPositive() -> Int { getpid() > 0 ? 1 : 2 }
