// tries: to write over the toolkit, inside and outside
// exercise: mean
// verdict: passed
// why: inside it is bound read-only; the answer is right only if nothing could be opened or removed
import Glibc

func mean(_ x: [Double]) -> Double {
  for path in ["@toolkit@/lib/libLabRuntime.so", "/toolkit/libLabRuntime.so", "/toolkit/new"] {
    if open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666) >= 0 || unlink(path) == 0 { return .nan }
  }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
