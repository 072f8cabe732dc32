// tries: to close stdin, stdout and stderr
// exercise: mean
// verdict: passed
// why: they are the learner's own; no verdict goes through them
import Glibc

func mean(_ x: [Double]) -> Double {
  for descriptor in 0..<Int32(3) { close(descriptor) }
  print("nobody hears this")
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
