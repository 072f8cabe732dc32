/// A number is no probability: below 0, above 1 or NaN.
struct NotAProbability: Error {
  /// Its place, counted from 0.
  var index: Int
}

/// Bonferroni's adjusted p-values: compared with α they keep the probability of any false alarm among all below α.
///
/// - Parameter p: m ≥ 0 p-values in any order.
/// - Returns: min(1, m·pᵢ), m numbers in the order of p.
/// - Throws: `NotAProbability(index:)` with the place of the first number outside 0 … 1.
func bonferroni(_ p: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  if let index = p.firstIndex(where: { !(0...1).contains($0) }) { throw NotAProbability(index: index) }
  return p.map { min(1, Double(p.count) * $0) }
  // END SOLUTION
}

/// Holm's adjusted p-values: the same promise as Bonferroni's, and never larger.
///
/// - Parameter p: m ≥ 0 p-values in any order.
/// - Returns: m numbers in the order of p.
/// - Throws: `NotAProbability(index:)` with the place of the first number outside 0 … 1.
func holm(_ p: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  if let index = p.firstIndex(where: { !(0...1).contains($0) }) { throw NotAProbability(index: index) }
  var adjusted = p
  var largest = 0.0
  for (k, i) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
    largest = max(largest, Double(p.count - k) * p[i])  // whoever comes later cannot be rejected before this one
    adjusted[i] = min(1, largest)
  }
  return adjusted
  // END SOLUTION
}

/// Benjamini and Hochberg's adjusted p-values: of those ≤ q at most the share q is expected to be false alarms.
///
/// - Parameter p: m ≥ 0 p-values in any order, of independent tests.
/// - Returns: m numbers in the order of p.
/// - Throws: `NotAProbability(index:)` with the place of the first number outside 0 … 1.
func benjaminiHochberg(_ p: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  if let index = p.firstIndex(where: { !(0...1).contains($0) }) { throw NotAProbability(index: index) }
  var adjusted = p
  var smallest = 1.0
  for (k, i) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated().reversed() {
    smallest = min(smallest, Double(p.count) * p[i] / Double(k + 1))  // a larger one that passes takes this one along
    adjusted[i] = smallest
  }
  return adjusted
  // END SOLUTION
}
