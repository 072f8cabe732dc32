// tries: to wait for a thread that waits for it
// exercise: mean
// verdict: timedOut
// why: a deadlock is a check that does not end, on however many threads
import Dispatch

func mean(_ x: [Double]) -> Double {
  if x.isEmpty {
    let (here, there) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    DispatchQueue.global().async {
      here.wait()
      there.signal()
    }
    there.wait()
    here.signal()
  }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
