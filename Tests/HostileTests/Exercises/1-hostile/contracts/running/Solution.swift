/// The mean of the numbers told so far; 0 before the first.
struct Running {
  // BEGIN SOLUTION
  private var count = 0.0
  private(set) var mean = 0.0

  mutating func add(_ value: Double) {
    count += 1
    mean += (value - mean) / count
  }
  // END SOLUTION
}
