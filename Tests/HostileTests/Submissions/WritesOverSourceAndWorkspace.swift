// tries: to write over its own source and everything else in the workspace
// exercise: mean
// verdict: passed
// why: none of it is in its file system; the answer is right only if nothing could be opened or removed
import Glibc

func mean(_ x: [Double]) -> Double {
  for path in ["@workspace@/mean.swift", "@workspace@/mark-@mark@"] {
    if open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666) >= 0 || unlink(path) == 0 { return .nan }
  }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
