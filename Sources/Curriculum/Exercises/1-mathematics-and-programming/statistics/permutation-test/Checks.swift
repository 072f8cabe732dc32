import Checking
import LabData

enum PermutationTestError: Error {
  case emptyGroup
}

/// A statistic of two groups; in a report it shows its formula.
struct Statistic: CustomStringConvertible, Sendable {
  let description: String
  let value: @Sendable ([Double], [Double]) -> Double

  init(_ formula: String, _ value: @escaping @Sendable ([Double], [Double]) -> Double) {
    description = "T = \(formula)"
    self.value = value
  }
}

struct Submission {
  var numberOfSplits: Function<Int, Int, Double>
  var splits: Function<Int, Int, [[Int]]>
  var permutationTest: Function<[Double], [Double], [[Int]], Statistic, Double>
}

enum PermutationTest: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(try s.numberOfSplits(2, 3), equals: 10)
        expectChoices(try s.splits(3, 2), of: 3, choosing: 2)
        let (x, y): ([Double], [Double]) = ([1, 2], [4, 6, 9])
        expectP(try s.permutationTest(x, y, [], distance), 2, of: 10, "for T = |mean x − mean y| in the example")
        expectP(
          try s.permutationTest(x, y, [], rise), 1, of: 10, "for T = mean y − mean x in the example",
          "The first group goes first into the statistic, and a large T speaks against chance.")
      },
      // Beyond 2⁵³ each step of the product rounds twice, by half a spacing at most: min(m, n) spacings in all.
      Check("counts splits without overflow") { s in
        expect(try s.numberOfSplits(0, 5), equals: 1, "There is one way to choose nobody.")
        expect(try s.numberOfSplits(7, 0), equals: 1)
        expect(try s.numberOfSplits(8, 8), equals: 12_870)
        expect(try s.numberOfSplits(3, 37), equals: 9880)
        let factorials = "180! is beyond the Doubles, C(181, 1) is not: multiply and divide in turns."
        expect(try s.numberOfSplits(1, 180), equals: 181, factorials)
        expect(try s.numberOfSplits(198, 2), equals: 19_900, factorials)
        expect(
          try s.numberOfSplits(26, 26), equals: 495_918_532_948_104, "Below 2⁵³: every step can be a whole number.")
        expect(try s.numberOfSplits(30, 30), equals: 118_264_581_564_861_424, within: .ulps(60))
        expect(
          try s.numberOfSplits(514, 514), equals: 7.156051054877897e307, within: .ulps(514),
          "The number fits a Double; a product that is divided afterwards does not. Divide first, by what divides.")
        expect(try s.numberOfSplits(1000, 1000), equals: .infinity)
      },
      // For each size of the smaller group the largest numbers up to 2⁵³. The oracle stays below 2⁵³·28: exact in Int.
      Check("counts splits exactly up to 2⁵³") { s, random in
        let inexact = [(6, 1137), (6, 1349), (5, 2928), (7, 594)]  // where multiplied, then divided, is not exact
        let some = (3...28).map { k in
          let most = (k..<3000).first { exactCount(k, $0 + 1) == nil } ?? 3000
          return (k, Int.random(in: max(k, most - 20)...most, using: &random))
        }
        for (k, n) in inexact + some {
          let count = Double(exactCount(k, n)!)
          expect(
            try s.numberOfSplits(n, k), equals: count,
            "The number is below 2⁵³ and so must be each number on the way. What is left of the divisor, once it is "
              + "reduced against the factor, divides the count: divide by it first.")
          expect(try s.numberOfSplits(k, n), equals: count, "C(m + n, m) = C(m + n, n).")
        }
      },
      Check("lists every choice once", holdingFor: 12) { s, draws in
        let n = draws.integer(in: 0...7)
        let m = draws.integer(in: 0...n)
        expectChoices(try s.splits(n, m), of: n, choosing: m)
      },
      // Right counts from rational arithmetic: make_reference.py. The last bits of T differ by at most 10·ε·|values|,
      // and T is no smaller than a fiftieth of the values: 10⁻⁹ is far above, the gap to the next T (a tenth) far more.
      Check("counts ties in spite of rounding") { s in
        let advice = "Two splits with equal T on paper differ in its last bits. Count from T − 10⁻⁹·|T| on."
        let (x, y) = ([0.1, 0.7, 0.4], [0.3, 0.2, 0.6, 0.8])
        expectP(try s.permutationTest(x, y, [], distance), 28, of: 35, "for tenths", advice)
        expectP(
          try s.permutationTest(x.map { $0 * 0x1p-40 }, y.map { $0 * 0x1p-40 }, [], distance), 28, of: 35,
          "for the same in a unit 2⁴⁰ times as large",
          "The allowance is a share of |T|; a fixed one is too much for small values.")
        expectP(
          try s.permutationTest([5, 1], [5, 5, 5], [], fall), 5 * 2, of: 10,
          "for x = (5, 1), y = (5, 5, 5), T = mean x − mean y = −2",
          "T is negative: what is a little below it, T·(1 − 10⁻⁹) or T − 10⁻⁹·|T|?")
      },
      // Whole numbers: T·64 is a whole number, so the right count has no rounding. Five standard deviations around the
      // exact p (562 of 12,870 splits) are left by chance once in two million seeds.
      Check("counts the orders that it is given") { s, random in
        let x: [Double] = [3, 8, 1, 12, 5, 9, 4, 14]
        let y: [Double] = [7, 15, 11, 6, 18, 13, 10, 20]
        let orders = (0..<400).map { _ in Array(0..<16).shuffled(using: &random) }
        let count = orders.count { order in
          let sum = order[..<8].reduce(0) { $0 + Int((x + y)[$1]) }
          return abs(2 * sum - 156) >= 156 - 2 * 56
        }
        let p = try s.permutationTest(x, y, orders, distance)
        expectP(
          p, 1 + count, of: 401, "for 8 values against 8 with 400 orders",
          "C(16, 8) = 12,870 splits are too many. The observed one is counted beside the orders: (1 + count)/(1 + B).")
        let right = 562.0 / 12_870
        expect(
          "|p − the exact p| for 8 against 8", abs(p - right),
          atMost: 5 * (right * (1 - right) / 400).squareRoot() + 1 / 400)
        let unequal = Array(x + y[..<2])
        let others = Array(y[2...] + [2, 19, 16])
        let some = (0..<150).map { _ in Array(0..<19).shuffled(using: &random) }
        let top = some.count { order in order[..<10].map { (unequal + others)[$0] }.max()! >= 15 }
        expectP(
          try s.permutationTest(unequal, others, some, largest), 1 + top, of: 151,
          "for T = the largest x, 10 values against 9",
          "The first m entries of an order say which of the pooled values come into the first group.")
      },
      // C(40, 3) = 9880 and C(142, 2) = 10,011 are the numbers nearest to the limit that are cheap to list. A share of
      // 10,011 = 3·47·71 is no share of 31, unless it is 0 or 1.
      Check("tries up to 10,000 splits and no more") { s, random in
        let forty = (0..<40).map { Double($0 * 17 % 40) }  // a permutation: no order to rely on
        let x = forty[..<3].map { $0 }  // 0, 17 and 34; C(34, 3) of the choices have no value from 34 on
        expectP(
          try s.permutationTest(x, forty[3...].map { $0 }, [Array(0..<40)], largest), 9880 - 34 * 33 * 32 / 6, of: 9880,
          "for T = the largest x, 3 values against 37", "9880 splits are at most 10,000: all of them are tried.")
        let two: [Double] = [60, 90]
        let others = (0..<142).filter { $0 != 60 && $0 != 90 }.map { Double($0) }
        let orders = (0..<30).map { _ in Array(0..<142).shuffled(using: &random) }
        let count = orders.count { order in order[..<2].contains { (two + others)[$0] >= 90 } }
        expectP(
          try s.permutationTest(two, others, orders, largest), 1 + count, of: 31,
          "for T = the largest x, 2 values against 140", "C(142, 2) = 10,011 splits are more than 10,000.")
      },
      Check("never answers zero") { s, random in
        let (x, y) = ((1...9).map { Double($0) }, (1001...1008).map { Double($0) })
        // Only two of C(17, 9) = 24,310 splits are as extreme; orders that hit one of them are left out.
        let orders = (0..<20).map { _ in Array(0..<17).shuffled(using: &random) }
          .filter { $0[..<9].contains { $0 < 9 } && $0[..<9].contains { $0 >= 9 } }
        expectP(
          try s.permutationTest(x, y, orders, distance), 1, of: orders.count + 1,
          "for groups a thousand apart and \(orders.count) orders",
          "The data themselves are one of the possible splits, so p is 1/(B + 1) or more.")
        expectP(try s.permutationTest(x, y, [], distance), 1, of: 1, "without orders", "Nothing has been tried.")
        expectP(
          try s.permutationTest([1, 2, 3, 4], [11, 12, 13], [], rise), 1, of: 35,
          "for the most extreme of 35 splits", "Among all the splits the observed one is counted already.")
      },
      Check("answers at the edges") { s, random in
        expect(throws: PermutationTestError.emptyGroup) { try s.permutationTest([], [1, 2], [[0, 1]], distance) }
        expect(throws: PermutationTestError.emptyGroup) { try s.permutationTest([1, 2], [], [[0, 1]], distance) }
        let equal = "Each T* is equal to T, so all of them count."
        expectP(try s.permutationTest([3, 3], [3, 3, 3], [], distance), 1, of: 1, "for equal values", equal)
        let orders = (0..<7).map { _ in Array(0..<18).shuffled(using: &random) }
        expectP(
          try s.permutationTest(.init(repeating: 3, count: 9), .init(repeating: 3, count: 9), orders, distance), 1,
          of: 1,
          "for equal values, 9 against 9", equal)
        expectP(try s.permutationTest([1], [2], [], rise), 1, of: 2, "for one against one")
        expectChoices(try s.splits(0, 0), of: 0, choosing: 0)
        expect(try s.splits(100, 1).count, equals: 100, what: "the number of splits of 100 choosing 1")
        let many = (0..<99).map { Double($0) }
        expectP(
          try s.permutationTest([1000], many, [], distance), 1, of: 100, "for one value against 99",
          "There are only 100 splits: all can be tried, though 2¹⁰⁰ subsets cannot.")
      },
      // The most work comes last: what is wrong is found, and named, before thousands of splits are tried.
      // Counted by SciPy and again in rational arithmetic: make_reference.py. Only the division rounds.
      Check("agrees with SciPy on the penguins") { s in
        let flippers = try adelies("flipper_length_mm", from: "Torgersen", 2007, 7, against: "Dream", 2009, 8)
        let bills = try adelies("bill_length_mm", from: "Torgersen", 2007, 5, against: "Biscoe", 2008, 8)
        let unused = [Array(0..<15)]
        let advice = "C(15, 7) = 6435 and C(13, 5) = 1287 splits: all of them are tried, and orders are ignored."
        expectP(
          try s.permutationTest(flippers.0, flippers.1, unused, distance), 4577, of: 6435,
          "for the flippers, T = |mean x − mean y|", advice)
        expectP(
          try s.permutationTest(bills.0, bills.1, [Array(0..<13)], distance), 43, of: 1287,
          "for the bills, T = |mean x − mean y|", advice)
        expectP(
          try s.permutationTest(bills.0, bills.1, [], fall), 22, of: 1287,
          "for the bills, T = mean x − mean y", advice)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "p of zero",
        Way(added: 0).submission,
        """
        With count/B a lucky sample of orders gives p = 0, which would mean that the data cannot arise by chance; they \
        just did not in B tries. The observed split is a possible one: add 1 above and below.
        """),
      Misconception(
        "1 added to the exact count",
        Way(addedToExact: 1).submission,
        """
        Among all the splits is the observed one: it is counted already. The 1 is needed only where orders are drawn at \
        random and it is not among them.
        """),
      Misconception(
        "> for ≥",
        Way(isAsExtreme: { $0 > $1 + 1e-9 * abs($1) }).submission,
        """
        p is the probability of a statistic *as large as* the observed one: splits with the same T count, the observed \
        one first of all. Leaving them out makes p too small.
        """),
      Misconception(
        "ties lost to rounding",
        Way(isAsExtreme: { $0 >= $1 }).submission,
        """
        0.1 + 0.7 + 0.4 and 0.4 + 0.2 + 0.6 are both 1.2 on paper, but not in the last bit. A split equal to the \
        observed one must count however its sum was rounded: allow T a relative 10⁻⁹.
        """),
      Misconception(
        "a fixed allowance for ties",
        Way(isAsExtreme: { $0 >= $1 - 1e-9 }).submission,
        """
        10⁻⁹ is little for millimetres, and everything if the values themselves are of that size: then all splits count. \
        The allowance must have the unit of T: a share of |T|.
        """),
      Misconception(
        "the allowance on the wrong side of a negative T",
        Way(isAsExtreme: { $0 >= $1 * (1 - 1e-9) }).submission,
        """
        T·(1 − 10⁻⁹) lies above T when T is negative, so not even the observed split counts. Subtract 10⁻⁹·|T|.
        """),
      Misconception(
        "the wrong tail",
        Way(isAsExtreme: { $0 <= $1 + 1e-9 * abs($1) }).submission,
        """
        You count the splits whose statistic is as *small*. A large T speaks against chance, so p is the share of T* ≥ T.
        """),
      Misconception(
        "p doubled",
        Way(finish: { 2 * $0 }).submission,
        """
        Whether a test has one side or two lies in the statistic: |mean x − mean y| has both sides in it already. Doubled, \
        p can even be above 1.
        """),
      Misconception(
        "orders used although all splits can be tried",
        Way(limit: 0).submission,
        """
        With at most 10,000 splits the exact p is at hand: no chance in it, and no limit to how small it gets but 1/splits.
        """),
      Misconception(
        "permuted within the groups",
        Way(deal: { pooled, m, order in
          (order.filter { $0 < m }.map { pooled[$0] }, order.filter { $0 >= m }.map { pooled[$0] })
        }).submission,
        """
        Everybody stays in the own group, so each T* is the same and p is 1. Under chance anybody could have come into \
        either group: pool first, then deal.
        """),
      Misconception(
        "the sizes of the groups exchanged",
        Way(deal: { pooled, m, order in
          let z = order.map { pooled[$0] }
          return (Array(z[..<(z.count - m)]), Array(z[(z.count - m)...]))
        }).submission,
        """
        The first group of every split has m values, as many as x, not n. A mean of few values scatters more than one of \
        many: with the sizes exchanged you compare with another experiment.
        """),
      Misconception(
        "orders read backwards",
        Way(deal: { pooled, m, order in
          var z = pooled
          for (place, i) in order.enumerated() { z[i] = pooled[place] }
          return (Array(z[..<m]), Array(z[m...]))
        }).submission,
        """
        You move value k to place o[k]. Asked is the other direction: place k receives pooled[o[k]]. Both are fair ways to \
        shuffle, but p would not be the one of the orders given.
        """),
      Misconception(
        "the groups handed to the statistic the other way round",
        Way(deal: { pooled, m, order in
          let z = order.map { pooled[$0] }
          return (Array(z[m...]), Array(z[..<m]))
        }).submission,
        """
        The statistic gets the first group first: chosen values, then the rest. |mean x − mean y| does not notice, \
        mean x − mean y changes its sign.
        """),
      Misconception(
        "factorials",
        Way(numberOfSplits: { m, n in factorial(m + n) / (factorial(m) * factorial(n)) }).submission,
        """
        171! is beyond the Doubles: ∞/∞ is NaN, and NaN ≤ 10,000 is false. C(181, 1) is only 181. Multiply and divide in \
        turns, and the numbers stay as small as the answer.
        """),
      Misconception(
        "multiplied before divided",
        Way(numberOfSplits: { m, n in
          (0..<min(m, n)).reduce(1) { $0 * Double(max(m, n) + $1 + 1) / Double($1 + 1) }
        }).submission,
        """
        Every quotient is a whole number, but the product before it may be larger than 2⁵³ and lose its last bits, or \
        larger than any Double. Reduce factor and divisor by what they have in common; what is left of the divisor \
        divides the count, so divide by it first.
        """),
      Misconception(
        "divided before multiplied, unreduced",
        Way(numberOfSplits: { m, n in
          (0..<min(m, n)).reduce(1) { $0 / Double($1 + 1) * Double(max(m, n) + $1 + 1) }
        }).submission,
        """
        The count need not be divisible by k: C(5, 1)/2 is no whole number, and thirds and sevenths are rounded. First \
        take out of k what it has in common with the factor; the rest divides the count.
        """),
      Misconception(
        "ordered choices counted",
        Way(numberOfSplits: { m, n in (0..<m).reduce(1) { $0 * Double(n + 1 + $1) } }).submission,
        """
        (n + 1)·…·(n + m) counts in which *order* the m were chosen, too. A group has no order: divide by m!.
        """),
      Misconception(
        "the last number never chosen",
        Way(splits: choicesWithoutLast).submission,
        """
        m − 1 ..< n leaves n out already: the largest number that may be chosen is n − 1. Where every choice lacks it, \
        the last value of y can never change sides.
        """),
      Misconception(
        "an empty group let through",
        Way(refusesEmpty: false).submission,
        """
        The statistic of a group without values is NaN at best, and p comes out of nothing. Say so to the caller: throw.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "Pascal's triangle; the next choice in lexicographic order",
        Way(
          numberOfSplits: pascal,
          splits: { n, m in
            var choice = Array(0..<m)
            var all = [choice]
            while let place = choice.indices.last(where: { choice[$0] < n - m + $0 }) {
              choice[place] += 1
              for next in (place + 1)..<max(m, place + 1) { choice[next] = choice[next - 1] + 1 }
              all.append(choice)
            }
            return all
          }
        ).submission),
      Alternative(
        "with or without the last, and p by what is not extreme",
        Way(
          splits: { n, m in withOrWithoutLast(n, m) },
          isAsExtreme: { !($0 < $1 - 1e-9 * abs($1)) }
        ).submission),
    ]
  }
}

// MARK: - Parts of the checks

private func mean(_ x: [Double]) -> Double {
  var sum = 0.0
  for value in x { sum += value }
  return sum / Double(x.count)
}

private let distance = Statistic("|mean x − mean y|") { abs(mean($0) - mean($1)) }
private let rise = Statistic("mean y − mean x") { mean($1) - mean($0) }
private let fall = Statistic("mean x − mean y") { mean($0) - mean($1) }
private let largest = Statistic("the largest x") { x, _ in x.max() ?? 0 }

/// Expects p to be the quotient of two counts, which one division rounds.
private func expectP(
  _ p: @autoclosure () throws -> Double, _ count: Int, of all: Int, _ what: String, _ advice: String? = nil,
  line: Int = #line
) {
  expect(
    try p(), equals: Double(count) / Double(all), within: .ulps(2), advice,
    what: "p \(what) (expected: \(count) of \(all))", line: line)
}

/// Expects every choice of m of the numbers 0 ..< n, each once and ascending, in any order.
private func expectChoices(_ got: @autoclosure () throws -> [[Int]], of n: Int, choosing m: Int, line: Int = #line) {
  let right = (0..<(1 << n)).filter { $0.nonzeroBitCount == m }.map { set in (0..<n).filter { set >> $0 & 1 == 1 } }
  func inOrder(_ choices: [[Int]]) -> [[Double]] {
    choices.sorted { $0.lexicographicallyPrecedes($1) }.map { $0.map(Double.init) }
  }
  expect(
    inOrder((try? got()) ?? []), equals: inOrder(right), "Each choice once, its numbers ascending.",
    what: "splits(of: \(n), choosing: \(m)), put in order,", line: line)
}

/// C(n + k, k) for k ≤ 28; nil above 2⁵³.
private func exactCount(_ k: Int, _ n: Int) -> Int? {
  var count = 1
  for i in 1...k {
    count = count * (n + i) / i
    if count > 1 << 53 { return nil }
  }
  return count
}

/// A measure of the first female Adelie penguins of one island and year, and of another.
private func adelies(
  _ measure: String, from island: String, _ year: Int, _ count: Int, against other: String, _ otherYear: Int,
  _ otherCount: Int
) throws -> ([Double], [Double]) {
  let table = try penguins.get()
  let (values, islands, years) = (
    try table.column(measure, as: Double.self), try table.column("island"), try table.column("year")
  )
  let (species, sex) = (try table.column("species"), try table.column("sex"))
  func group(_ island: String, _ year: Int, _ count: Int) -> [Double] {
    let rows = values.indices.filter {
      species[$0] == "Adelie" && sex[$0] == "female" && islands[$0] == island && years[$0] == "\(year)"
    }
    return rows.compactMap { values[$0] }.prefix(count).map { $0 }
  }
  return (group(island, year, count), group(other, otherYear, otherCount))
}

private let penguins = Result { try Dataset("penguins/penguins.csv").csv() }

// MARK: - Wrong and right ways

/// The three functions; each member can make them wrong in one place.
private struct Way {
  var numberOfSplits: (Int, Int) -> Double = { m, n in
    (0..<min(m, n)).reduce(1) { count, k in
      let (factor, divisor) = (max(m, n) + k + 1, k + 1)
      let common = (1...divisor).last { divisor % $0 == 0 && factor % $0 == 0 }!
      return count / Double(divisor / common) * Double(factor / common)
    }
  }
  var splits: (Int, Int) -> [[Int]] = choices
  var limit = 10_000.0
  var added = 1
  var addedToExact = 0
  var refusesEmpty = true
  /// Of T* and T.
  var isAsExtreme: (Double, Double) -> Bool = { $0 >= $1 - 1e-9 * abs($1) }
  /// Of the pooled values, the size of the first group and an order.
  var deal: ([Double], Int, [Int]) -> ([Double], [Double]) = { pooled, m, order in
    let z = order.map { pooled[$0] }
    return (Array(z[..<m]), Array(z[m...]))
  }
  var finish: (Double) -> Double = { $0 }

  func p(_ x: [Double], _ y: [Double], _ orders: [[Int]], _ statistic: Statistic) throws -> Double {
    if refusesEmpty, x.isEmpty || y.isEmpty { throw PermutationTestError.emptyGroup }
    let observed = statistic.value(x, y)
    let isExact = numberOfSplits(x.count, y.count) <= limit
    let all = isExact ? allOrders(x.count, y.count) : orders
    let pooled = x + y
    let added = isExact ? addedToExact : added
    let count = all.count { order in
      let (first, second) = deal(pooled, x.count, order)
      return isAsExtreme(statistic.value(first, second), observed)
    }
    return finish(Double(added + count) / Double(added + all.count))
  }

  private func allOrders(_ m: Int, _ n: Int) -> [[Int]] {
    splits(m + n, m).map { chosen in
      var order = chosen
      order.reserveCapacity(m + n)
      var place = 0  // in chosen, which ascends
      for i in 0..<m + n {
        if place < chosen.count && chosen[place] == i { place += 1 } else { order.append(i) }
      }
      return order
    }
  }

  var submission: Submission {
    Submission(numberOfSplits: .init(numberOfSplits), splits: .init(splits), permutationTest: .init(p))
  }
}

private func choices(_ n: Int, _ m: Int) -> [[Int]] {
  var (all, choice) = ([[Int]](), [Int]())
  func extend(from first: Int) {
    if choice.count == m { return all.append(choice) }
    for i in first..<(n - m + choice.count + 1) {
      choice.append(i)
      extend(from: i + 1)
      choice.removeLast()
    }
  }
  extend(from: 0)
  return all
}

private func choicesWithoutLast(_ n: Int, _ m: Int) -> [[Int]] {
  guard m > 0 else { return [[]] }
  return (m - 1..<n - 1).flatMap { last in choicesWithoutLast(last, m - 1).map { $0 + [last] } }
}

/// C(m + n, m) by additions alone, each exact up to 2⁵³.
private func pascal(_ m: Int, _ n: Int) -> Double {
  var row = [Double](repeating: 1, count: min(m, n) + 1)
  for _ in 0..<max(m, n) {
    for k in 1..<max(1, row.count) { row[k] += row[k - 1] }
  }
  return row[min(m, n)]
}

private func withOrWithoutLast(_ n: Int, _ m: Int) -> [[Int]] {
  if m == 0 { return [[]] }
  if m > n { return [] }
  return withOrWithoutLast(n - 1, m) + withOrWithoutLast(n - 1, m - 1).map { $0 + [n - 1] }
}

private func factorial(_ n: Int) -> Double { (0..<n).reduce(1) { $0 * Double($1 + 1) } }
