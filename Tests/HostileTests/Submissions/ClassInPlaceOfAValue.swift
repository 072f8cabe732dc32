// tries: to pass with a class: its copies change with the original
// exercise: running
// verdict: failed
// why: the contract asks for a value, and a check changes a copy
final class Running {
  private var count = 0.0
  private(set) var mean = 0.0

  init() {}

  func add(_ value: Double) {
    count += 1
    mean += (value - mean) / count
  }
}
