/// The same thing measured several times.
struct Measurements {
  private(set) var values: [Double]

  init(_ values: [Double] = []) { self.values = values }

  mutating func add(_ value: Double) { values.append(value) }

  static func + (left: Self, right: Self) -> Self { Self(left.values + right.values) }

  var isEmpty: Bool { values.isEmpty }
  var count: Int { values.count }
  var least: Double { values.min() ?? .nan }
  var largest: Double { values.max() ?? .nan }

  /// NaN of none.
  var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// Of an even number the mean of the two in the middle; NaN of none.
  var median: Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// How long `body` takes, in seconds.
func seconds<T>(_ body: () throws -> T) rethrows -> (Double, T) {
  let start = ContinuousClock.now
  let result = try body()
  return ((ContinuousClock.now - start) / .seconds(1), result)
}
