/// The same thing measured several times.
package struct Measurements {
  package private(set) var values: [Double]

  package init(_ values: [Double] = []) { self.values = values }

  package mutating func add(_ value: Double) { values.append(value) }

  package static func + (left: Self, right: Self) -> Self { Self(left.values + right.values) }

  package var isEmpty: Bool { values.isEmpty }
  package var count: Int { values.count }
  package var least: Double { values.min() ?? .nan }
  package var largest: Double { values.max() ?? .nan }

  /// NaN of none.
  package var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// Of an even number the mean of the two in the middle; NaN of none.
  package var median: Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// How long `body` takes, in seconds.
package func seconds<T>(_ body: () throws -> T) rethrows -> (Double, T) {
  let start = ContinuousClock.now
  let result = try body()
  return ((ContinuousClock.now - start) / .seconds(1), result)
}
