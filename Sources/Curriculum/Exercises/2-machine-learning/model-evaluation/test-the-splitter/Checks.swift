import Checking
import LabNumerics

/// What a candidate answers: row numbers.
struct Parts: Equatable {
  var train: [Int]
  var test: [Int]
}

/// An implementation that claims to be a splitter.
struct Candidate: CustomStringConvertible {
  /// What it does, to stand behind "an implementation that".
  var description: String
  var split: (_ groups: [Int], _ test: Int, _ seed: UInt64) -> Parts

  init(_ description: String, _ split: @escaping (_ groups: [Int], _ test: Int, _ seed: UInt64) -> Parts) {
    self.description = description
    self.split = split
  }
}

/// The learner's judgement of a candidate.
struct Verdict: Observable {
  var isAccepted: Bool

  /// A yes or no as a number, and a 1 beside it, for a misconception is named only if two numbers agree.
  var observation: Observation { Observation(numbers: [isAccepted ? 1 : 2, 1]) }
}

struct Submission {
  var accepts: Function<Candidate, Verdict>
}

enum TestTheSplitter: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("accepts what is right") { s in
        for candidate in right() {
          expect(
            try s.accepts(candidate).isAccepted,
            "accepts is false for a right implementation, one that \(candidate)",
            "Which of your demands is not in the contract? Rows may stand in any order, and shares of chance vary.")
        }
      },
      refuses(
        "rows that are lost, repeated or none", rowless,
        "Is each of 0 ..< n in one of the two parts, and there once? Ask it for every table that you have."),
      refuses(
        "groups on both sides", leaking,
        "Which groups have a row in the test, and which in training? The rows of a group need not be neighbours."),
      refuses(
        "too many test rows, or too few", sizes,
        "The test has `test` rows at most, and no group in training may fit into the places left."),
      refuses("mistakes at the ends", ends, "test can be 0, and it can be n."),
      refuses(
        "splits that cannot be had again", unrepeatable,
        "The same arguments, the same split: call it twice. And again after calls with others."),
      refuses(
        "a seed that changes nothing, or little", seedless,
        "Collect the tests of a few hundred seeds: how many different ones must there be?"),
      refuses(
        "uneven chances", uneven,
        "Every order of the groups is equally likely. Take so few rows that you can count how often each set is the test."
      ),
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "only the counts", Submission(Suite(partition: .counts)),
        """
        n rows in all can also be some rows twice and others never. Which rows are they? Sorted, they must be 0 ..< n.
        """),
      Misconception(
        "rows as sets only", Submission(Suite(partition: .sets)),
        """
        A `Set` forgets how often a row was there. A row that is twice in the test counts twice in the score.
        """),
      Misconception(
        "rows in ascending order", Submission(Suite(partition: .ascending)),
        """
        You demand an order of the rows, which the contract leaves open. Sort them yourself before you compare.
        """),
      Misconception(
        "every row a group of its own",
        Submission(
          Suite(tables: Suite.tables.map { (Array($0.groups.indices), $0.test) }, counted: [Suite.counted[0]])),
        """
        Without two rows of one group nobody can part them. Groups are what the splitter is for.
        """),
      Misconception(
        "groups that stand together",
        Submission(Suite(tables: Suite.tables.map { ($0.groups.sorted(), $0.test) })),
        """
        In your tables the rows of a group are neighbours. In a real one a patient comes back after a month.
        """),
      Misconception(
        "groups of one size", Submission(Suite(tables: [([1, 2, 3, 2, 1, 3], 3), (Array(0..<9), 4)] + Suite.ends)),
        """
        If all groups have the same size, nobody sees whether a smaller one would still have fitted, or a part of one \
        was left out.
        """),
      Misconception(
        "not too many rows, but too few", Submission(Suite(asksFullness: false)),
        """
        A test of one row keeps all your rules. Ask whether a group in training would still fit.
        """),
      Misconception(
        "the ends not asked",
        Submission(Suite(tables: Suite.tables.filter { $0.test > 0 && $0.test < $0.groups.count })),
        """
        test = 0 and test = n are where a `max(1, …)` somebody once put in is seen.
        """),
      Misconception(
        "called once for each seed", Submission(Suite(repeats: false)),
        """
        What is right today and different tomorrow passes your test. Ask for the same split twice.
        """),
      Misconception(
        "one seed", Submission(Suite(seeds: 1, counted: [])),
        """
        With one seed nobody knows whether it is read at all. The first rows of the file are a split as well.
        """),
      Misconception(
        "two different splits are enough", Submission(Suite(variety: .two)),
        """
        A splitter that looks at one bit of the seed knows two splits. Count them over many seeds.
        """),
      Misconception(
        "each row as often as each other", Submission(Suite(variety: .rows)),
        """
        Blocks of neighbours hold each row equally often, too, and are no random samples. Count *sets* of rows.
        """),
      Misconception(
        "chances counted for single rows only", Submission(Suite(counted: [Suite.counted[0]])),
        """
        Who draws rows, and then takes their groups, prefers large groups. Count it with a small and a large one.
        """),
      Misconception(
        "everything accepted", Submission { _ in true },
        """
        A test that no implementation fails tells nothing. For each rule of the statement think of a function that \
        breaks only this one.
        """),
      Misconception(
        "nothing accepted", Submission { _ in false },
        """
        You refuse all that is right. Which demand of yours is not in the contract? Exactly `test` rows: where no group \
        fits any more there are fewer. A split of its own for each seed: four rows have only six pairs. Equal shares: of \
        300 seeds each pair gets 50, give or take √(300·⅙·⅚) = 6.5, and at times 15.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("tables of groups and counted sets", Submission(Suite())),
      Alternative(
        "small random tables, and each pair of rows as often",
        Submission { split in
          var state = SplitMix64(seed: 5)
          for seed: UInt64 in 0..<80 {
            let groups = (0..<12).map { _ in Int.random(in: 0..<5, using: &state) }
            let table = (groups, Int(seed % 13))
            guard Suite(tables: [table], counted: []).accepts({ groups, test, _ in split(groups, test, seed) }) else {
              return false
            }
          }
          return Suite(variety: .pairs).accepts(split)
        }),
    ]
  }
}

private func refuses(_ name: String, _ candidates: @escaping () -> [Candidate], _ advice: String) -> Check<Submission> {
  Check("refuses \(name)") { s in
    for candidate in candidates() {  // made anew, for some remember
      expect(
        !(try s.accepts(candidate).isAccepted), "accepts is true for an implementation that \(candidate)", advice)
    }
  }
}

// MARK: - Candidates

private func distinct(_ groups: [Int]) -> [Int] {
  var order: [Int] = []
  for group in groups where !order.contains(group) { order.append(group) }
  return order
}

private func shuffled(_ list: [Int], _ seed: UInt64) -> [Int] {
  var (list, random) = (list, SplitMix64(seed: seed))
  for i in list.indices.reversed() { list.swapAt(i, Int.random(in: 0...i, using: &random)) }
  return list
}

/// All rows but these for training.
private func parts(_ groups: [Int], test: [Int]) -> Parts {
  let tested = Set(test)
  return Parts(train: groups.indices.filter { !tested.contains($0) }, test: test)
}

/// The rows of the groups that fit, offered in this order.
private func fitting(_ groups: [Int], _ places: Int, order: [Int]) -> [Int] {
  var test: [Int] = []
  for group in order {
    let rows = groups.indices.filter { groups[$0] == group }
    if test.count + rows.count <= places { test += rows }
  }
  return test
}

private func rightTest(_ groups: [Int], _ places: Int, _ seed: UInt64) -> [Int] {
  fitting(groups, places, order: shuffled(distinct(groups), seed))
}

private func right() -> [Candidate] {
  [
    Candidate("shuffles the groups and answers rows in ascending order") { groups, test, seed in
      parts(groups, test: rightTest(groups, test, seed).sorted())
    },
    Candidate("orders the groups by a hash of group and seed, and answers the rows group by group") {
      groups, test, seed in
      let keys = Dictionary(
        uniqueKeysWithValues: Set(groups).map { group in
          var random = SplitMix64(seed: seed &* 0x9e37_79b9 ^ UInt64(bitPattern: Int64(group)) << 32)
          return (group, random.next())
        })
      return parts(groups, test: fitting(groups, test, order: keys.keys.sorted { keys[$0]! < keys[$1]! }))
    },
    Candidate("draws one group after the other, and answers the rows from the last to the first") {
      groups, test, seed in
      var (left, order, random) = (Set(groups).sorted(), [Int](), SplitMix64(seed: ~seed))
      while !left.isEmpty { order.append(left.remove(at: Int.random(in: 0..<left.count, using: &random))) }
      let split = parts(groups, test: fitting(groups, test, order: order).sorted(by: >))
      return Parts(train: split.train.reversed(), test: split.test)
    },
  ]
}

private func rowless() -> [Candidate] {
  [
    Candidate("never reaches the last row") { groups, test, seed in
      let split = parts(groups, test: rightTest(groups, test, seed))
      return Parts(
        train: split.train.filter { $0 != groups.count - 1 }, test: split.test.filter { $0 != groups.count - 1 })
    },
    Candidate("drops the groups that do not fit") { groups, test, seed in
      var (split, isFull) = (Parts(train: [], test: []), false)
      for group in shuffled(distinct(groups), seed) {
        let rows = groups.indices.filter { groups[$0] == group }
        if split.test.count + rows.count <= test {
          split.test += rows
        } else if !isFull && split.test.count < test {
          isFull = true  // this one is neither here nor there
        } else {
          split.train += rows
        }
      }
      return split
    },
    Candidate("leaves the test rows in training") { groups, test, seed in
      Parts(train: Array(groups.indices), test: rightTest(groups, test, seed))
    },
    Candidate("puts one of several test rows twice into the test, in place of another") { groups, test, seed in
      var chosen = rightTest(groups, test, seed)
      let split = parts(groups, test: chosen)
      if chosen.count > 1 { chosen[0] = chosen[1] }
      return Parts(train: split.train, test: chosen)
    },
    Candidate("puts one training row into training twice") { groups, test, seed in
      let split = parts(groups, test: rightTest(groups, test, seed))
      return Parts(train: split.train + split.train.prefix(1), test: split.test)
    },
    Candidate("has one training row twice, and another not at all") { groups, test, seed in
      var split = parts(groups, test: rightTest(groups, test, seed))
      if split.train.count > 1 { split.train[0] = split.train[1] }
      return split
    },
    Candidate("numbers the rows from 1") { groups, test, seed in
      let split = parts(groups, test: rightTest(groups, test, seed))
      return Parts(train: split.train.map { $0 + 1 }, test: split.test.map { $0 + 1 })
    },
  ]
}

private func leaking() -> [Candidate] {
  [
    Candidate("does not look at the groups") { groups, test, seed in
      parts(groups, test: Array(shuffled(Array(groups.indices), seed).prefix(test)))
    },
    Candidate("fills the places left with a part of a group") { groups, test, seed in
      let order = shuffled(distinct(groups), seed)
      return parts(
        groups, test: Array(order.flatMap { group in groups.indices.filter { groups[$0] == group } }.prefix(test)))
    },
    Candidate("takes rows of a group that are no neighbours for two groups") { groups, test, seed in
      var (runs, run) = ([Int](), 0)
      for row in groups.indices {
        if row > 0, groups[row] != groups[row - 1] { run += 1 }
        runs.append(run)
      }
      return parts(groups, test: rightTest(runs, test, seed))
    },
  ]
}

private func sizes() -> [Candidate] {
  [
    Candidate("takes groups until it has enough rows or more") { groups, test, seed in
      var chosen: [Int] = []
      for group in shuffled(distinct(groups), seed) where chosen.count < test {
        chosen += groups.indices.filter { groups[$0] == group }
      }
      return parts(groups, test: chosen)
    },
    Candidate("stops at the first group that does not fit") { groups, test, seed in
      var chosen: [Int] = []
      for group in shuffled(distinct(groups), seed) {
        let rows = groups.indices.filter { groups[$0] == group }
        if chosen.count + rows.count > test { break }
        chosen += rows
      }
      return parts(groups, test: chosen)
    },
    Candidate("exchanges test and training") { groups, test, seed in
      let split = parts(groups, test: rightTest(groups, test, seed))
      return Parts(train: split.test, test: split.train)
    },
    Candidate("takes so many groups, not rows") { groups, test, seed in
      let order = Array(shuffled(distinct(groups), seed).prefix(test))
      return parts(groups, test: fitting(groups, groups.count, order: order))
    },
    Candidate("leaves one place free if there are two or more") { groups, test, seed in
      parts(groups, test: rightTest(groups, test > 1 && test < groups.count ? test - 1 : test, seed))
    },
  ]
}

private func ends() -> [Candidate] {
  [
    Candidate("has room for a test row even if none is wanted") { groups, test, seed in
      parts(groups, test: rightTest(groups, max(test, 1), seed))
    },
    Candidate("keeps a row for training even if all are wanted for the test") { groups, test, seed in
      parts(groups, test: rightTest(groups, min(test, groups.count - 1), seed))
    },
  ]
}

private final class Memory {
  var calls: UInt64 = 0
  var splits: [Parts] = []
}

private func unrepeatable() -> [Candidate] {
  let (first, second) = (Memory(), Memory())
  return [
    Candidate("seeds its generator at the first call only") { groups, test, seed in
      if first.calls == 0 { first.calls = seed &* 1000 }
      first.calls += 1
      return parts(groups, test: rightTest(groups, test, first.calls))
    },
    Candidate("mixes the time into the seed") { groups, test, seed in
      second.calls += 1  // a clock that ticks once a call
      return parts(groups, test: rightTest(groups, test, seed ^ second.calls << 40))
    },
  ]
}

private func seedless() -> [Candidate] {
  [
    Candidate("always takes the first groups that fit") { groups, test, _ in
      parts(groups, test: fitting(groups, test, order: distinct(groups)))
    },
    Candidate("shuffles, but not by the seed") { groups, test, _ in parts(groups, test: rightTest(groups, test, 42)) },
    Candidate("looks only at whether the seed is even") { groups, test, seed in
      parts(groups, test: rightTest(groups, test, 7 + seed % 2))
    },
  ]
}

private func uneven() -> [Candidate] {
  [
    Candidate("begins at a random group and takes them in the order of the file") { groups, test, seed in
      let names = distinct(groups)
      var random = SplitMix64(seed: seed)
      let start = names.isEmpty ? 0 : Int.random(in: 0..<names.count, using: &random)
      return parts(groups, test: fitting(groups, test, order: Array(names[start...] + names[..<start])))
    },
    Candidate("shuffles all groups but the first, which comes last") { groups, test, seed in
      let names = distinct(groups)
      return parts(
        groups, test: fitting(groups, test, order: shuffled(Array(names.dropFirst()), seed) + names.prefix(1)))
    },
    Candidate("shuffles the rows and offers places to their groups, so that large ones come first") {
      groups, test, seed in
      let order = distinct(shuffled(Array(groups.indices), seed).map { groups[$0] })
      return parts(groups, test: fitting(groups, test, order: order))
    },
  ]
}

// MARK: - Wrong and right tests

private typealias Splitter = (_ groups: [Int], _ test: Int, _ seed: UInt64) -> Parts

extension Submission {
  fileprivate init(_ accepts: @escaping (Splitter) -> Bool) {
    self.init(accepts: .init { Verdict(isAccepted: accepts($0.split)) })
  }

  fileprivate init(_ suite: Suite) { self.init(suite.accepts) }
}

/// Laws that are asked of every table, and counted chances.
private struct Suite {
  enum Partition { case rows, counts, sets, ascending }
  enum Variety { case sets, two, rows, pairs }

  static let ends: [(groups: [Int], test: Int)] = [
    (Array(0..<6), 0), (Array(0..<6), 6), ([3, 1, 3, 1, 2], 0), ([3, 1, 3, 1, 2], 5), ([], 0),
  ]
  static let tables: [(groups: [Int], test: Int)] =
    [
      ([1, 2, 1, 3, 1, 4, 1, 5, 1, 3, 1, 6, 7], 5), ([5, 5, 6, 7, 7, 7, 6, 8], 4), (Array(0..<9), 4),
      ([2, 9, 9, 2, 4, 9, 2, 4, 9], 6),
    ] + ends
  /// Tables with the number of sets that can be the test.
  static let counted: [(groups: [Int], test: Int, sets: Int)] = [([0, 1, 2, 3], 2, 6), ([4, 4, 4, 4, 4, 4, 2], 6, 2)]

  var tables = Suite.tables
  var seeds: UInt64 = 6
  var counted = Suite.counted
  var partition = Partition.rows
  var asksFullness = true
  var repeats = true
  var variety = Variety.sets

  func accepts(_ split: Splitter) -> Bool {
    tables.allSatisfy { keepsLaws(split, $0.groups, $0.test) }
      && counted.allSatisfy { hasChances(split, $0.groups, $0.test, sets: $0.sets) }
  }

  private func keepsLaws(_ split: Splitter, _ groups: [Int], _ test: Int) -> Bool {
    for seed in 0..<seeds {
      let parts = split(groups, test, seed)
      guard isPartition(parts, groups.count) else { return false }
      let names = { (rows: [Int]) in Set(rows.map { groups.indices ~= $0 ? groups[$0] : -1 }) }
      guard names(parts.train).isDisjoint(with: names(parts.test)) else { return false }
      let free = test - parts.test.count
      guard free >= 0 else { return false }
      if asksFullness, names(parts.train).contains(where: { name in groups.count { $0 == name } <= free }) {
        return false
      }
      if repeats {
        let again = split(groups, test, seed)
        guard again.test.sorted() == parts.test.sorted(), again.train.sorted() == parts.train.sorted() else {
          return false
        }
      }
    }
    return true
  }

  private func isPartition(_ parts: Parts, _ n: Int) -> Bool {
    let rows = parts.train + parts.test
    switch partition {
    case .rows: return rows.sorted() == Array(0..<n)
    case .counts: return rows.count == n
    case .sets: return Set(rows) == Set(0..<n)
    case .ascending: return rows.sorted() == Array(0..<n) && parts.test == parts.test.sorted()
    }
  }

  private func hasChances(_ split: Splitter, _ groups: [Int], _ test: Int, sets: Int) -> Bool {
    let n = 240
    let tests = (0..<UInt64(n)).map { split(groups, test, $0).test.sorted() }
    func isAbout(_ count: Int, _ share: Int) -> Bool { abs(count - n / share) < n / (2 * share) }
    switch variety {
    case .sets:
      var counts: [[Int]: Int] = [:]
      for rows in tests { counts[rows, default: 0] += 1 }
      return counts.count == sets && counts.values.allSatisfy { isAbout($0, sets) }
    case .two: return tests.contains { $0 != tests[0] }
    case .rows:  // each in half of the tests, in both tables
      return groups.indices.allSatisfy { row in isAbout(tests.count { $0.contains(row) }, 2) }
    case .pairs:
      guard sets == 6 else { return isAbout(tests.count { $0.contains(0) }, 2) }
      return [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]].allSatisfy { pair in
        isAbout(tests.count { $0 == pair }, 6)
      }
    }
  }
}
