// tries: to ask for gigabytes at once
// exercise: mean
// verdict: outOfMemory
// why: the heap has a limit, beyond which Swift's allocation fails with a message of its own
func mean(_ x: [Double]) -> Double {
  var held: [[Double]] = []
  while x.isEmpty { held.append([Double](repeating: 1, count: 1 << 27)) }
  return held.isEmpty ? x.reduce(0, +) / Double(x.count) : 0
}
