// tries: to start threads without end
// exercise: mean
// verdict: passed
// why: threads count as processes do; the answer is right only if the system refused more of them
import Glibc

func mean(_ x: [Double]) -> Double {
  for _ in 0..<20_000 {
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { _ in
        while true { pause() }
      }, nil)
    if failure != 0 { return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count) }
  }
  return .nan
}
