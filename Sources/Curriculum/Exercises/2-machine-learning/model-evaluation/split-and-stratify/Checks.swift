import Checking
import LabData

enum SplitError: Error {
  case notAPermutation
  case test(Int)
  case notANumber(row: Int)
}

/// Each answer is two lists, the training and the test rows.
struct Submission {
  var randomSplit: Function<[Int], Int, [[Int]]>
  var stratifiedSplit: Function<[Int], [Int], Int, [[Int]]>
  var groupedSplit: Function<[Int], [Int], Int, [[Int]]>
  var timeSplit: Function<[Double], Int, [[Int]]>
}

enum SplitAndStratify: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expectSplit(
          try s.stratifiedSplit([1, 1, 1, 0, 0, 2, 2], [6, 5, 4, 3, 2, 1, 0], 3), test: [2, 4, 6], of: 7,
          "Quotas 6/7, 9/7, 6/7: a place for each, and of each class its first row in the order.")
        expectSplit(
          try s.groupedSplit([5, 5, 8, 8, 8, 3], [5, 8, 3], 3), test: [0, 1, 5], of: 6,
          "5 fits with two rows, 8 would make five, 3 fits.")
        expectSplit(
          try s.timeSplit([10, 30, 20, 30, 40], 2), test: [1, 3, 4], of: 5, "The second latest time is 30, in two rows."
        )
        expectSplit(try s.randomSplit([3, 1, 4, 0, 2], 2), test: [1, 3], of: 5, "The first two of the order.")
      },
      Check("takes the first of the order", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 0...9)
        let order = draws.permutation(n)
        let test = draws.integer(in: 0...n)
        expectSplit(
          try s.randomSplit(order, test), test: order[..<test].sorted(), of: n,
          "Order \(order): its first \(test) rows, in ascending order.")
      },
      // Of all ways to round the quotas up or down, the largest remainders are nearest to them.
      Check("gives every class its share", holdingFor: 60) { s, draws in
        let labels = draws.labels(draws.integer(in: 1...14), classes: 4).map { 5 - 2 * $0 }
        let n = labels.count
        let test = draws.integer(in: 0...n)
        let order = draws.permutation(n)
        let places = nearestPlaces(labels, test)
        var taken: [Int: Int] = [:]
        var chosen: [Int] = []
        for row in order {
          taken[labels[row], default: 0] += 1
          if taken[labels[row], default: 0] <= places[labels[row], default: 0] { chosen.append(row) }
        }
        expectSplit(
          try s.stratifiedSplit(labels, order, test), test: chosen.sorted(), of: n,
          "Labels \(labels), \(test) test rows, order \(order): places by label \(listed(places)).")
      },
      Check("compares remainders exactly") { s in
        expectSplit(
          try s.stratifiedSplit([5, 1, 1, 1, 1, 3], [0, 1, 2, 3, 4, 5], 2), test: [1, 2], of: 6,
          "Quotas of 1, 3, 5 are 4/3, 1/3, 1/3: three equal remainders. In Double 4/3 − 1 is less than 1/3.")
        let labels = (0..<44).map { $0 < 22 ? 0 : $0 < 33 ? 1 : 2 }
        expectSplit(
          try s.stratifiedSplit(labels, Array(labels.indices), 30),
          test: Array(0..<15) + Array(22..<30) + Array(33..<40), of: 44,
          "Quotas 15, 7½, 7½. In Double 30/44·22 is less than 15.")
        expectSplit(
          try s.stratifiedSplit(labels.map { 2 - $0 }, Array(labels.indices), 14),
          test: Array(0..<7) + Array(22..<25) + Array(33..<37), of: 44, "Quotas 7, 3½, 3½, and label 0 stands last.")
      },
      Check("gives the penguins' species their shares") { s, random in
        let species = try penguins.get()
        for (test, shares) in [(69, [30, 14, 25]), (10, [4, 2, 4]), (34, [15, 7, 12]), (343, [151, 68, 124])] {
          let split = try s.stratifiedSplit(species, Array(species.indices).shuffled(using: &random), test)
          let rows = split.count == 2 ? split[1] : []
          expect(
            (0..<3).map { k in Double(rows.filter { species.indices.contains($0) && species[$0] == k }.count) },
            equals: shares.map(Double.init),
            "Of 344 penguins 152 are Adélie, 68 Chinstrap, 124 Gentoo: quotas \(test)·152/344 and so on.",
            what: "the species among \(test) test rows")
          expect(Set(split.joined()).count, equals: 344, "Every row once.", what: "the number of rows in the split")
        }
      },
      Check("parts no group", holdingFor: 40) { s, draws in
        let groups = draws.labels(draws.integer(in: 1...12), classes: 5).map { 7 * $0 - 9 }
        let distinct = Set(groups).sorted()
        let order = draws.permutation(distinct.count).map { distinct[$0] }
        let test = draws.integer(in: 0...groups.count)
        var inTest: Set<Int> = []
        var size = 0
        for group in order {
          let count = groups.filter { $0 == group }.count
          if size + count <= test {
            inTest.insert(group)
            size += count
          }
        }
        expectSplit(
          try s.groupedSplit(groups, order, test), test: groups.indices.filter { inTest.contains(groups[$0]) },
          of: groups.count, "Groups \(groups), offered in the order \(order), at most \(test) rows.")
      },
      Check("never learns from the future", holdingFor: 40) { s, draws in
        let times = (0..<draws.integer(in: 1...10)).map { _ in Double(draws.integer(in: 0...7)) - 3 }
        let test = draws.integer(in: 0...times.count)
        let rows = times.indices.filter { row in times.filter { $0 > times[row] }.count < test }
        expectSplit(
          try s.timeSplit(times, test), test: rows, of: times.count,
          "Times \(times): in the test are the rows with fewer than \(test) strictly later ones.")
      },
      Check("answers at the edges") { s in
        expectSplit(try s.randomSplit([], 0), test: [], of: 0)
        expectSplit(try s.stratifiedSplit([], [], 0), test: [], of: 0)
        expectSplit(try s.groupedSplit([], [], 0), test: [], of: 0)
        expectSplit(try s.timeSplit([], 0), test: [], of: 0)
        expectSplit(try s.stratifiedSplit([4, 4, 9], [2, 0, 1], 3), test: [0, 1, 2], of: 3, "All rows for testing.")
        expectSplit(try s.groupedSplit([4, 4, 9], [9, 4], 3), test: [0, 1, 2], of: 3, "All rows for testing.")
        expectSplit(try s.timeSplit([.infinity, 1, -.infinity], 2), test: [0, 1], of: 3, "Infinite times are times.")
        expectSplit(try s.timeSplit([2, 2, 2], 1), test: [0, 1, 2], of: 3, "Equal times are not parted.")
        let once = "Every row, and every group, exactly once."
        for order in [[0, 0], [0, 2], [1, 2], [0, 1, 1]] {
          expect(throws: SplitError.notAPermutation, once) { try s.randomSplit(order, 1) }
        }
        for order in [[0, 1], [0, 1, 1], [0, 1, 2, 3]] {
          expect(throws: SplitError.notAPermutation, once) { try s.stratifiedSplit([5, 5, 6], order, 1) }
        }
        for order in [[5], [5, 6, 6], [5, 7], [5, 6, 7]] {
          expect(throws: SplitError.notAPermutation, once) { try s.groupedSplit([5, 5, 6], order, 1) }
        }
        for test in [-1, 4] {
          let advice = "Of three rows 0 to 3 can be for testing."
          expect(throws: SplitError.test(test), advice) { try s.randomSplit([2, 0, 1], test) }
          expect(throws: SplitError.test(test), advice) { try s.stratifiedSplit([1, 1, 2], [2, 0, 1], test) }
          expect(throws: SplitError.test(test), advice) { try s.groupedSplit([1, 1, 2], [2, 1], test) }
          expect(throws: SplitError.test(test), advice) { try s.timeSplit([.nan, 1, 2], test) }
        }
        expect(throws: SplitError.notAPermutation, "The order is asked about first.") { try s.randomSplit([1], 5) }
        expect(throws: SplitError.notANumber(row: 1), "NaN is neither before nor after.") {
          try s.timeSplit([1, .nan, .nan, 3], 0)
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the file's first rows", Way(usesOrder: false).submission,
        """
        Files are sorted, by class or by date, more often than not: their first rows are not like the others. Take the \
        rows in the order that you were given.
        """),
      Misconception(
        "training and test exchanged", Way(exchanges: true).submission,
        "`test` is the number of rows to be judged by. You have that many for learning and judge by the others."),
      Misconception(
        "rows lost to rounding",
        Way(places: { counts, test in
          let n = counts.values.reduce(0, +)
          return counts.mapValues { test * $0 / max(1, n) }
        }).submission,
        """
        The floors of the quotas add up to less than was asked for. The places left go to the largest remainders.
        """),
      Misconception(
        "each quota rounded by itself",
        Way(places: { counts, test in
          let n = counts.values.reduce(0, +)
          return counts.mapValues { Int((Double(test * $0) / Double(max(1, n))).rounded()) }
        }).submission,
        "Rounded one by one the places need not add up: with 0.5, 0.5 and 1 there would be a row too many."),
      Misconception(
        "the places left to the largest classes",
        Way(places: { counts, test in hamilton(counts, test) { counts[$0, default: 0] } }).submission,
        """
        A large class may have got its quota nearly whole already. Who lacks most of a place gets one: the largest \
        remainder.
        """),
      Misconception(
        "the places left to the smallest labels",
        Way(places: { counts, test in hamilton(counts, test) { _ in 0 } }).submission,
        "The label decides only between equal remainders."),
      Misconception(
        "remainders of rounded quotas",
        Way(places: { counts, test in
          let n = counts.values.reduce(0, +)
          func quota(_ label: Int) -> Double { Double(test) / Double(max(1, n)) * Double(counts[label, default: 0]) }
          // In units of 2⁻⁶², for `hamilton` asks for whole numbers.
          return hamilton(counts, test) { Int((quota($0) - quota($0).rounded(.down)) * 0x1p62) }
        }).submission,
        """
        Quotas in Double round, and remainders that are equal no longer look so: 4/3 − 1 is less than 1/3. Compare \
        test·n_k mod n, whole numbers.
        """),
      Misconception(
        "equal remainders to the larger label",
        Way(places: { counts, test in
          let n = counts.values.reduce(0, +)
          return hamilton(counts, test, smallerFirst: false) { test * counts[$0, default: 0] % max(1, n) }
        }).submission,
        "Of equal remainders the smaller label gets the place; else two right splits would differ."),
      Misconception(
        "not stratified at all", Way(stratifies: false).submission,
        "The first rows of the order have each class's share on average only. Fill t_k places of each class."),
      Misconception(
        "groups parted", Way(groups: .parted).submission,
        """
        Part of a group is in training, the rest in the test: the model recognises the patient instead of the illness. A \
        group comes in whole or not at all.
        """),
      Misconception(
        "the first rows of each class in the file", Way(shufflesClasses: false).submission,
        """
        The places of a class go to its first rows *in the order*. Taken as they stand in the file, a sorted file gives its \
        oldest patients to the test, and another order the same split.
        """),
      Misconception(
        "groups counted for rows", Way(groups: .counted).submission,
        "`test` is a number of rows. Three groups may be three rows or three hundred: add up their sizes."),
      Misconception(
        "groups until the test is full", Way(groups: .untilFull).submission,
        "The group that goes over the edge makes the test larger than asked. It belongs to training."),
      Misconception(
        "stopped at the first group that does not fit", Way(groups: .stops).submission,
        "A later group may be small enough. Go on through the order."),
      Misconception(
        "the file's last rows for the latest", Way(time: .file).submission,
        "Nobody said that the rows stand in the order of time. Look at `times`."),
      Misconception(
        "the earliest rows for the test", Way(time: .earliest).submission,
        "Then the model learns from the future and is tested on the past. The test is the latest."),
      Misconception(
        "equal times parted", Way(time: .parted).submission,
        """
        Rows of the same moment stand on both sides, and what happened then is known in training. All rows at the limit \
        belong to the test.
        """),
      Misconception(
        "the order taken as it is", Way(asksOrder: false).submission,
        "A row named twice, or not at all, makes a split that is no split. Compare the sorted order with what it should be."
      ),
      Misconception(
        "too many test rows cut to n", Way(asksTest: false).submission,
        "`test` beyond 0 … n is a mistake of the caller, who would not notice a silent repair. Throw."),
      Misconception(
        "NaN taken for a time", Way(asksTimes: false).submission,
        "A comparison with NaN is always false, and `sorted()` may leave it anywhere. Say in which row it stands."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "places given one at a time to who lacks most",
        Way(places: { counts, test in
          let n = max(1, counts.values.reduce(0, +))
          var places = counts.mapValues { test * $0 / n }
          while places.values.reduce(0, +) < test {
            let neediest = counts.keys.sorted().max { a, b in
              let (first, second) = (
                test * counts[a, default: 0] - n * places[a, default: 0],
                test * counts[b, default: 0] - n * places[b, default: 0]
              )
              return first == second ? a > b : first < second
            }
            guard let neediest else { break }
            places[neediest, default: 0] += 1
          }
          return places
        }).submission)
    ]
  }
}

// MARK: - Parts of the checks

private func expectSplit(
  _ split: @autoclosure () throws -> [[Int]], test: [Int], of count: Int, _ advice: String? = nil, line: Int = #line
) {
  let right = [(0..<count).filter { !test.contains($0) }, test]
  let answer = Result { try split() }
  if let parts = try? answer.get(), parts.map(\.count) != right.map(\.count) {
    return expect(
      false, "the split is train \(parts[0]), test \(parts[1]), expected train \(right[0]), test \(right[1])", advice,
      line: line)
  }
  expect(
    try answer.get().map { $0.map(Double.init) }, equals: right.map { $0.map(Double.init) }, within: .exact, advice,
    what: "the split (training rows, test rows)", line: line)
}

private func counts(_ labels: [Int]) -> [Int: Int] {
  var counts: [Int: Int] = [:]
  for label in labels { counts[label, default: 0] += 1 }
  return counts
}

private func listed(_ places: [Int: Int]) -> String {
  places.keys.sorted().map { "\($0): \(places[$0, default: 0])" }.joined(separator: ", ")
}

/// The whole numbers next to the quotas that add up to `test` and are nearest to them; of equals, those that favour the
/// smaller labels.
private func nearestPlaces(_ labels: [Int], _ test: Int) -> [Int: Int] {
  let counts = counts(labels)
  let (classes, n) = (counts.keys.sorted(), labels.count)
  var (best, least) = ([Int: Int](), Int.max)
  for raised in (0..<(1 << classes.count)).reversed() {  // the highest bit is the smallest label
    var (places, distance, sum) = ([Int: Int](), 0, 0)
    for (k, label) in classes.enumerated() {
      let exact = test * counts[label, default: 0]  // n times the quota
      let up = raised >> (classes.count - 1 - k) & 1
      places[label] = exact / n + up
      sum += exact / n + up
      let gap = exact - n * (exact / n + up)
      distance += gap * gap
    }
    if sum == test, distance < least { (best, least) = (places, distance) }
  }
  return best
}

private let penguins = Result {
  try Dataset("penguins/penguins.csv").csv().column("species").map { $0 == "Adelie" ? 0 : $0 == "Chinstrap" ? 1 : 2 }
}

// MARK: - Wrong and right ways

/// Floors, and the places left to the classes with the largest `claim`.
private func hamilton(
  _ counts: [Int: Int], _ test: Int, smallerFirst: Bool = true, claim: (Int) -> Int
) -> [Int: Int] {
  let n = max(1, counts.values.reduce(0, +))
  var places = counts.mapValues { test * $0 / n }
  let left = test - places.values.reduce(0, +)
  let order = counts.keys.sorted {
    claim($0) == claim($1) ? ($0 < $1) == smallerFirst : claim($0) > claim($1)
  }
  for label in order.prefix(left) { places[label, default: 0] += 1 }
  return places
}

private enum Grouping { case whole, parted, counted, untilFull, stops }

private enum Timing { case latest, file, earliest, parted }

/// All four functions; each member can make them wrong in one place.
private struct Way {
  var usesOrder = true
  var exchanges = false
  var places: ([Int: Int], Int) -> [Int: Int] = { counts, test in
    let n = max(1, counts.values.reduce(0, +))
    return hamilton(counts, test) { test * counts[$0, default: 0] % n }
  }
  var stratifies = true
  var shufflesClasses = true
  var groups = Grouping.whole
  var time = Timing.latest
  var asksOrder = true
  var asksTest = true
  var asksTimes = true

  private func split(_ n: Int, _ test: [Int]) -> [[Int]] {
    let rest = (0..<n).filter { !test.contains($0) }
    return exchanges ? [test.sorted(), rest] : [rest, test.sorted()]
  }

  private func size(_ test: Int, _ n: Int) throws -> Int {
    if asksTest, test < 0 || test > n { throw SplitError.test(test) }
    return min(max(test, 0), n)
  }

  private func rows(_ order: [Int], _ n: Int) throws -> [Int] {
    if asksOrder, order.sorted() != Array(0..<n) { throw SplitError.notAPermutation }
    return usesOrder ? order.filter { $0 < n } : Array(0..<n)
  }

  private func grouped(_ groups: [Int], _ order: [Int], _ test: Int) -> [Int] {
    var chosen: [Int] = []
    for (index, group) in (usesOrder ? order : order.sorted()).enumerated() {
      let rows = groups.indices.filter { groups[$0] == group }
      switch self.groups {
      case .parted: chosen += rows.prefix(test - chosen.count)
      case .counted: if index < test { chosen += rows }
      case .untilFull: if chosen.count < test { chosen += rows }
      case .whole: if chosen.count + rows.count <= test { chosen += rows }
      case .stops:
        guard chosen.count + rows.count <= test else { return chosen }
        chosen += rows
      }
    }
    return chosen
  }

  private func late(_ times: [Double], _ test: Int) -> [Int] {
    let n = times.count
    guard test > 0 else { return [] }
    switch time {
    case .file: return Array((n - test)..<n)
    case .parted: return Array(times.indices.sorted { (times[$0], $0) < (times[$1], $1) }[(n - test)...])
    case .earliest:
      let limit = times.sorted()[test - 1]
      return times.indices.filter { times[$0] <= limit }
    case .latest:
      let limit = times.sorted()[n - test]
      return times.indices.filter { times[$0] >= limit }
    }
  }

  var submission: Submission {
    Submission(
      randomSplit: .init { order, test in
        let n = order.count
        let rows = try rows(order, n)
        return split(n, Array(rows.prefix(try size(test, n))))
      },
      stratifiedSplit: .init { labels, order, test in
        let n = labels.count
        let rows = try rows(order, n)
        let test = try size(test, n)
        guard stratifies else { return split(n, Array(rows.prefix(test))) }
        var left = places(counts(labels), test)
        var chosen: [Int] = []
        for row in shufflesClasses ? rows : rows.sorted() where left[labels[row], default: 0] > 0 {
          left[labels[row], default: 0] -= 1
          chosen.append(row)
        }
        return split(n, chosen)
      },
      groupedSplit: .init { groups, order, test in
        if asksOrder, order.sorted() != Set(groups).sorted() { throw SplitError.notAPermutation }
        return split(groups.count, grouped(groups, order, try size(test, groups.count)))
      },
      timeSplit: .init { times, test in
        let test = try size(test, times.count)
        if asksTimes, let row = times.firstIndex(where: \.isNaN) { throw SplitError.notANumber(row: row) }
        return split(times.count, late(times, test))
      })
  }
}
