// tries: to crash, but only if the questions come in another order
// exercise: mean
// verdict: crashed
// says: opposite order
// why: what has passed is asked again in the opposite order, and a crash is a crash there too
nonisolated(unsafe) private var seen: [Double] = []

func mean(_ x: [Double]) -> Double {
  if x.count == 3 { seen = x }
  _ = seen[0]
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
