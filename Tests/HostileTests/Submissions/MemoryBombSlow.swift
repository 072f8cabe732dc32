// tries: to collect memory in small pieces, each in use
// exercise: mean
// verdict: outOfMemory
// why: the heap's limit counts what is held in all, not one request
func mean(_ x: [Double]) -> Double {
  var held: [[Double]] = []
  while x.isEmpty { held.append([Double](repeating: Double(held.count), count: 1000)) }
  return held.isEmpty ? x.reduce(0, +) / Double(x.count) : 0
}
