// tries: to keep the state of all its values in one global variable
// exercise: running
// verdict: failed
// why: a second value knows what the first was told
nonisolated(unsafe) private var told: [Double] = []

struct Running {
  var mean: Double { told.isEmpty ? 0 : told.reduce(0, +) / Double(told.count) }
  mutating func add(_ value: Double) { told.append(value) }
}
