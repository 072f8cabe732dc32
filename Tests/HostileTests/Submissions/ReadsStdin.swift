// tries: to wait for input
// exercise: mean
// verdict: passed
// why: stdin is empty; reading from it ends at once
func mean(_ x: [Double]) -> Double {
  while readLine() != nil {}
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
