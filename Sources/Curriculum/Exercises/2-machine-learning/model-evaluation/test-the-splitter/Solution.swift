/// Rows to learn from and rows to be judged by: row numbers, in any order.
struct Split {
  var train: [Int]
  var test: [Int]
}

/// Whether a function passes for a splitter that parts no group.
///
/// - Parameter split: claims to split the rows whose groups are its first argument, with at most its second in the
///   test, by a chance that its third, the seed, decides. It always comes back.
/// - Returns: true for every right implementation, however it draws; false for every wrong one.
func accepts(_ split: ([Int], Int, UInt64) -> Split) -> Bool {
  // BEGIN SOLUTION
  // Groups of unlike sizes, their rows apart, one too large for the test; rows that are groups of their own; the ends.
  let tables: [(groups: [Int], test: Int)] = [
    ([4, 1, 4, 2, 4, 3, 1, 4, 5, 4, 6, 4], 5), ([7, 7, 8, 9, 9, 9, 8], 4), (Array(10..<20), 3), (Array(0..<5), 0),
    (Array(0..<5), 5), ([1, 2, 1], 0), ([1, 2, 1], 3), ([], 0),
  ]
  for (groups, test) in tables {
    for seed: UInt64 in 0..<20 {
      let first = split(groups, test, seed)
      guard isSplit(first, of: groups, test: test) else { return false }
      let again = split(groups, test, seed)
      guard Set(first.test) == Set(again.test), Set(first.train) == Set(again.train) else { return false }
    }
  }
  // Each pair of four rows is the test of a sixth of the seeds, and of a small and a large group each that of a half.
  return areEven(split, [0, 1, 2, 3], 2, sets: 6) && areEven(split, [5, 9, 9, 9, 9, 9, 9], 6, sets: 2)
  // END SOLUTION
}

/// Whether each row is in one part, no group in both, and no group in training that would fit into the test.
private func isSplit(_ split: Split, of groups: [Int], test: Int) -> Bool {
  // BEGIN SOLUTION
  guard (split.train + split.test).sorted() == Array(groups.indices) else { return false }
  let free = test - split.test.count
  let tested = Set(split.test.map { groups[$0] })
  return free >= 0
    && split.train.allSatisfy { row in
      !tested.contains(groups[row]) && groups.count { $0 == groups[row] } > free
    }
  // END SOLUTION
}

/// Whether, over many seeds, this many sets are the test, each about equally often.
private func areEven(_ split: ([Int], Int, UInt64) -> Split, _ groups: [Int], _ test: Int, sets: Int) -> Bool {
  // BEGIN SOLUTION
  let seeds = 300
  var counts: [Set<Int>: Int] = [:]
  for seed in 0..<seeds { counts[Set(split(groups, test, UInt64(seed)).test), default: 0] += 1 }
  return counts.count == sets && counts.values.allSatisfy { 2 * $0 * sets > seeds }  // half of its share at least
  // END SOLUTION
}
