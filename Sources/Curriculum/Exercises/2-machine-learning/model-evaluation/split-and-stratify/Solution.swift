/// Rows to learn from and rows to be judged by: row numbers, both ascending.
struct Split: Equatable {
  var train: [Int]
  var test: [Int]
}

enum SplitError: Error, Equatable {
  /// The order does not name every row, or every group, exactly once.
  case notAPermutation
  /// So many test rows cannot be had.
  case test(Int)
  /// This row's time is NaN.
  case notANumber(row: Int)
}

/// A split by chance alone.
///
/// - Parameters:
///   - order: a permutation of 0 ..< n.
///   - test: the number of test rows, 0 ... n: the first of the order.
/// - Returns: the split.
/// - Throws: `SplitError.notAPermutation`, `.test`.
func randomSplit(order: [Int], test: Int) throws -> Split {
  // BEGIN SOLUTION
  try check(order, names: Array(order.indices), test: test, of: order.count)
  return Split(count: order.count, test: Set(order.prefix(test)))
  // END SOLUTION
}

/// A split in which every class has its share of the test, by the largest remainders.
///
/// - Parameters:
///   - labels: n labels.
///   - order: a permutation of 0 ..< n.
///   - test: the number of test rows, 0 ... n.
/// - Returns: the split; of each class the first rows of the order are in the test.
/// - Throws: `SplitError.notAPermutation`, `.test`.
func stratifiedSplit(labels: [Int], order: [Int], test: Int) throws -> Split {
  // BEGIN SOLUTION
  try check(order, names: Array(labels.indices), test: test, of: labels.count)
  let n = labels.count
  var counts: [Int: Int] = [:]
  for label in labels { counts[label, default: 0] += 1 }
  var places = counts.mapValues { test * $0 / n }
  let left = test - places.values.reduce(0, +)
  let byRemainder = counts.keys.sorted { a, b in
    let (first, second) = (test * counts[a, default: 0] % n, test * counts[b, default: 0] % n)
    return first == second ? a < b : first > second
  }
  for label in byRemainder.prefix(left) { places[label, default: 0] += 1 }
  var chosen: Set<Int> = []
  for row in order where places[labels[row], default: 0] > 0 {
    places[labels[row], default: 0] -= 1
    chosen.insert(row)
  }
  return Split(count: n, test: chosen)
  // END SOLUTION
}

/// A split that parts no group.
///
/// - Parameters:
///   - groups: the group of each of n rows.
///   - order: the distinct groups in the order in which they are offered a place in the test.
///   - test: the greatest number of test rows, 0 ... n.
/// - Returns: the split.
/// - Throws: `SplitError.notAPermutation`, `.test`.
func groupedSplit(groups: [Int], order: [Int], test: Int) throws -> Split {
  // BEGIN SOLUTION
  try check(order, names: Array(Set(groups)), test: test, of: groups.count)
  var chosen: Set<Int> = []
  for group in order {
    let rows = groups.indices.filter { groups[$0] == group }
    if chosen.count + rows.count <= test { chosen.formUnion(rows) }
  }
  return Split(count: groups.count, test: chosen)
  // END SOLUTION
}

/// A split into past and future.
///
/// - Parameters:
///   - times: the time of each of n rows, in any order; infinite ones are allowed.
///   - test: the number of test rows, 0 ... n, more where times are equal.
/// - Returns: the split; every test row is later than every training row.
/// - Throws: `SplitError.test`, `.notANumber(row:)`.
func timeSplit(times: [Double], test: Int) throws -> Split {
  // BEGIN SOLUTION
  try check([], names: [], test: test, of: times.count)
  if let row = times.firstIndex(where: \.isNaN) { throw SplitError.notANumber(row: row) }
  guard test > 0 else { return Split(count: times.count, test: []) }
  let limit = times.sorted()[times.count - test]
  return Split(count: times.count, test: Set(times.indices.filter { times[$0] >= limit }))
  // END SOLUTION
}

extension Split {
  /// All of 0 ..< count, the rows of the set for testing and the others for training.
  init(count: Int, test: Set<Int>) {
    self.init(train: [], test: [])
    for row in 0..<count {
      if test.contains(row) { self.test.append(row) } else { train.append(row) }
    }
  }
}

/// Asks that an order holds each name once, and that so many test rows can be had.
private func check(_ order: [Int], names: [Int], test: Int, of count: Int) throws {
  guard order.sorted() == names.sorted() else { throw SplitError.notAPermutation }
  guard 0...count ~= test else { throw SplitError.test(test) }
}
