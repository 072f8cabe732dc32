import Checking
import LabData

/// What the learner's type must be able to do.
protocol Moments {
  var count: Int { get }
  var mean: Double { get }
  var variance: Double { get }
  mutating func add(_ x: Double)
  mutating func merge(_ other: Self)
}

struct Submission {
  /// Count, mean and variance after the numbers have passed one by one.
  var moments: Function<[Double], [Double]>
  /// The same after each list has passed through a stream of its own and the streams have been merged, the first with
  /// the second, the result with the third …
  var merged: Function<[[Double]], [Double]>
  /// The same after the first numbers have passed, the stream has been merged with a copy of itself so many times, and
  /// the second numbers have passed.
  var grown: Function<[Double], Int, [Double], [Double]>
  /// By how many the values grow that are stored, however deep, if instead of the first lists the second are merged.
  var growth: Function<[[Double]], [[Double]], Double>

  /// `empty`: makes a stream through which nothing has passed.
  init<Stream: Moments>(_ empty: @escaping () -> Stream) {
    func after(_ numbers: [Double]) -> Stream {
      var stream = empty()
      for x in numbers { stream.add(x) }
      return stream
    }
    moments = .init { summary(after($0)) }
    func whole(_ lists: [[Double]]) -> Stream {
      var all = after(lists[0])
      for list in lists.dropFirst() { all.merge(after(list)) }
      return all
    }
    merged = .init { summary(whole($0)) }
    grown = .init { numbers, doublings, more in
      var stream = after(numbers)
      for _ in 0..<doublings {
        let copy = stream
        stream.merge(copy)
      }
      for x in more { stream.add(x) }
      return summary(stream)
    }
    growth = .init { Double(storedValues(in: whole($1)) - storedValues(in: whole($0))) }
  }
}

/// The leaves of what a value holds; whoever stores more, or refers to itself, is looked at no further than 4000 steps.
private func storedValues(in value: Any) -> Int {
  var steps = 0
  func leaves(_ value: Any) -> Int {
    steps += 1
    let children = Mirror(reflecting: value).children
    if children.isEmpty || steps > 4000 { return 1 }
    return children.reduce(0) { $0 + (steps > 4000 ? 0 : leaves($1.value)) }
  }
  return leaves(value)
}

private func summary(_ stream: some Moments) -> [Double] { [Double(stream.count), stream.mean, stream.variance] }

enum RunningMomentsChecks: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let advice = "Compare n, x̄ and S after each of the three numbers with the statement."
        expect(try s.moments([2, 4, 9]), equals: [3, 5, 13], advice, what: "count, mean, variance of 2, 4, 9")
        expect(
          try s.merged([[2, 4], [9]]), equals: [3, 5, 13], within: .ulps(8),
          "Both streams have a mean; the distance between the two adds to the spread.",
          what: "count, mean, variance of (2, 4) merged with (9)")
        for unit in [0x1p-30, 0x1p-200, 0x1p200] {  // powers of 2: as exact as without
          let numbers = [2 * unit, 4 * unit, 9 * unit]
          let right = [3, 5 * unit, 13 * unit * unit]
          let advice = "In a unit so many times as large the variance is 13 of its squares. Small is not 0."
          let what = "count, mean, variance of 2, 4, 9, all times \(unit),"
          expect(try s.moments(numbers), equals: right, advice, what: what)
          expect(
            try s.merged([Array(numbers[..<2]), [numbers[2]]]), equals: right, within: .ulps(8), advice,
            what: what + " merged from two streams,")
        }
      },
      Check("is right far from zero") { s in
        for (name, numbers, mean, variance, condition) in accuracySets {
          try expectMoments(
            try s.moments(numbers), numbers.count, mean, variance, condition, largest: numbers.map { abs($0) }.max()!,
            "Nothing as large as x² may be added up, only distances from the mean.", what: "of \(name)")
        }
      },
      Check("describes the penguins, and a billion grams more") { s in
        let masses = try penguins.get()
        for (shift, condition) in [(0, 5.34), (1e9, 1_248_785.77)] {
          let numbers = masses.map { $0 + shift }
          let advice = "Whatever is added to all of them, the spread stays."
          let name = shift == 0 ? "342 body masses" : "342 body masses plus 10⁹"
          try expectMoments(
            try s.moments(numbers), 342, 4201.754385964912 + shift, 643131.0773267479, condition,
            largest: 6300 + shift, advice, what: "of \(name)")
          let lists = [0..<100, 100..<101, 101..<250, 250..<342].map { Array(numbers[$0]) }
          try expectMoments(
            try s.merged(lists), 342, 4201.754385964912 + shift, 643131.0773267479, condition, largest: 6300 + shift,
            advice, what: "of \(name), merged from four streams,")
        }
      },
      // Eighths up to 4 in size: every quantity is below 16·n², and there are some 10·n roundings.
      Check("merges to the whole, wherever the cuts are", holdingFor: 40) { s, draws in
        let numbers = draws.vector(draws.integer(in: 0...9))
        let cuts = [draws.integer(in: 0...numbers.count), draws.integer(in: 0...numbers.count)].sorted()
        let lists = [Array(numbers[..<cuts[0]]), Array(numbers[cuts[0]..<cuts[1]]), Array(numbers[cuts[1]...])]
        expect(
          try s.merged(lists), equals: exact(numbers), within: .absolute(10 * 9 * 16 * 0x1p-52),
          "Merged streams know what one stream of all the numbers knows.")
      },
      // A few buffers of fixed size are allowed.
      Check("keeps none of the numbers") { s in
        for (lists, count) in [(200, 3), (1, 500)] {
          let many = (0..<lists).map { list in (0..<count).map { Double(list * $0) } }
          expect(
            "the growth of what is stored, from four numbers to \(lists * count),",
            try s.growth([[1, 2], [3, 4]], many), atMost: 100,
            "A stream may be endless: what is stored must not grow with it. Count, mean and S are enough.")
        }
      },
      // Each merge rounds S four times, and the sums of the shifted data are twice as large as S: 2·(19·4 + 3·8) ε.
      Check("stays right beyond a million numbers") { s in
        for (doublings, more) in [(1, []), (19, []), (19, [1005.0, -995, 1005])] {
          let times = 1 << doublings
          let n = 3 * times + more.count
          let sum = 15 * times + more.reduce(0) { $0 + Int($1) }
          let squares = 101 * times + more.reduce(0) { $0 + Int($1 * $1) }
          let right = [
            Double(n), Double(sum) / Double(n), Double(n * squares - sum * sum) / (Double(n) * Double(n - 1)),
          ]
          expect(
            try s.grown([2, 4, 9], doublings, more), equals: right, within: .ulps(200),
            "Merged with itself a stream keeps its mean, and S is doubled. The count has no limit.",
            what: "count, mean, variance of \(times) times 2, 4, 9\(more.isEmpty ? "" : ", then 1005, −995, 1005"),")
        }
      },
      Check("answers for one number and for none") { s in
        expect(try s.moments([]), equals: [0, .nan, .nan], "Nothing has no mean; 0 would be a claim.")
        expect(try s.moments([-7.3]), equals: [1, -7.3, .nan], "S/(n − 1) is 0/0.")
        expect(try s.moments([5, 5]), equals: [2, 5, 0], "Two equal numbers do have a variance, 0.")
        expect(try s.merged([[], []]), equals: [0, .nan, .nan])
        let (many, one) = ([Double](repeating: 0, count: 5000), [1.0])
        for lists in [[many, one], [one, many]] {  // S = 1 − 1/5001, made of numbers up to 1
          expect(
            try s.merged(lists), equals: [5001, 1 / 5001.0, 1 / 5001.0], within: .absolute(16 * 0x1p-52),
            "One number among 5001 counts as much as any other.",
            what:
              "count, mean, variance of \(lists[0].count) and \(lists[1].count) numbers, 5000 zeros and a 1, merged,")
        }
        let nothing = "A stream of nothing changes nothing, on whichever side it stands."
        expect(try s.merged([[], [3, 5]]), equals: [2, 4, 2], nothing)
        expect(try s.merged([[3, 5], []]), equals: [2, 4, 2], nothing)
        expect(try s.merged([[], [], [3, 5]]), equals: [2, 4, 2], "0/0 while merging nothing with nothing?")
        expect(try s.merged([[3], [5]]), equals: [2, 4, 2], "One number each: a variance at last.")
        expect(try s.merged([[3, 5], [], []]), equals: [2, 4, 2], nothing)
        expect(try s.moments([1, .nan, 2]), equals: [3, .nan, .nan], "A NaN must not get lost.")
        expect(try s.merged([[1, .nan], [2, 3]]), equals: [4, .nan, .nan], "A NaN must not get lost.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "sum of squares",
        Submission(SumOfSquares.init),
        """
        Σx² − n·x̄² subtracts two numbers that agree in all but their last digits; what is left is their rounding. \
        Around 10⁷ with a deviation of 0.1 not one digit is right. Add up distances from the mean, which are small.
        """),
      Misconception(
        "all the numbers kept",
        Submission(Hoard.init),
        """
        Right, but it needs memory for every number that ever passed: a stream does not end, and what is sent between a \
        hundred machines is then the data themselves. n, x̄ and S say all that is asked.
        """),
      Misconception(
        "the gap between the means ignored",
        Submission(Wrong<GapIgnored>.init),
        """
        S_A and S_B are measured from two different means. Two streams without any spread, (1, 1) and (9, 9), have one \
        together: δ²·n_A·n_B/n.
        """),
      Misconception(
        "n for n − 1",
        Submission(Wrong<DividedByCount>.init),
        """
        The mean was fitted to these very numbers, so they lie closer to it than to the true one: on average S is \
        (n − 1)·σ², not n·σ². Divide by n − 1; for a single number there is then no answer.
        """),
      Misconception(
        "both distances from the new mean",
        Submission(Wrong<NewMeanTwice>.init),
        """
        You moved the mean before you took the first distance. The product has one factor of each kind, x − old mean \
        and x − new mean: keep d before x̄ changes.
        """),
      Misconception(
        "both distances from the old mean",
        Submission(Wrong<OldMeanTwice>.init),
        """
        S + d² is too much: the old numbers have come nearer to a mean that moved between them and x, in all by d²/n. \
        d·(x − new mean) is d²·(n − 1)/n, and accounts for it.
        """),
      Misconception(
        "merged mean as the middle of the two",
        Submission(Wrong<MiddleOfMeans>.init),
        """
        A stream of a million numbers and one of three do not count alike. The mean moves by n_B/n of the gap.
        """),
      Misconception(
        "variances averaged",
        Submission(Wrong<PooledVariance>.init),
        """
        The weighted average of the two variances is the spread within the streams (the "pooled variance" of a test). \
        Wanted is the variance of all the numbers: S is added, with what the gap contributes, and divided by n − 1.
        """),
      Misconception(
        "0 for what does not exist",
        Submission(Wrong<ZeroForNothing>.init),
        """
        A mean of 0 for no numbers, a variance of 0 for one: both look like measurements, and a chart or a division \
        downstream will treat them so. What is not known is NaN.
        """),
      Misconception(
        "0/0 when nothing meets nothing",
        Submission(Wrong<NothingMerged>.init),
        """
        n_B/n is 0/0 when both streams are empty, and the NaN stays in the mean for all numbers to come. If the other \
        has seen nothing, there is nothing to do.
        """),
      Misconception(
        "NaN skipped in silence",
        Submission(Wrong<NaNSkipped>.init),
        """
        A NaN says that a number is missing or a computation failed. To leave it out is a decision for the caller, \
        who does not learn of it here: the mean is NaN.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("sums of distances from the first number", Submission(Shifted.init)),
      Alternative("S grows by d²·(n − 1)/n, the merged mean from the sums", Submission(Wrong<Nothing>.init)),
    ]
  }
}

// MARK: - Parts of the checks

/// Chan and Lewis's bound for Welford's variance, n·ε·κ (Communications of the ACM 22, 1979), and n·ε of the largest
/// number for the mean.
private func expectMoments(
  _ got: [Double], _ count: Int, _ mean: Double, _ variance: Double, _ condition: Double, largest: Double,
  _ advice: String, what: String
) throws {
  let share = Double(count) * 0x1p-52
  expect(got[0], equals: Double(count), what: "the count \(what)")
  expect(got[1], equals: mean, within: .absolute(share * largest), advice, what: "the mean \(what)")
  expect(got[2], equals: variance, within: .relative(share * condition), advice, what: "the variance \(what)")
}

/// Count, mean and variance of eighths, the sums exact.
private func exact(_ numbers: [Double]) -> [Double] {
  let n = Double(numbers.count)
  let (sum, squares) = numbers.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
  return [n, n == 0 ? .nan : sum / n, n < 2 ? .nan : (n * squares - sum * sum) / (n * (n - 1))]
}

/// NIST's NumAcc1 to 4 from their definition; mean, variance and κ of the Doubles by make_reference.py.
private let accuracySets: [(name: String, numbers: [Double], mean: Double, variance: Double, condition: Double)] = [
  ("NumAcc1", [10_000_001, 10_000_003, 10_000_002], 10_000_002, 1, 12_247_451.16),
  ("NumAcc2", alternating(1.2, 1.1, 1.3), 1.2, 0.009999999999999995, 12.05),
  ("NumAcc3", alternating(1_000_000.2, 1_000_000.1, 1_000_000.3), 1_000_000.2, 0.01000000000698492, 10_005_000.75),
  (
    "NumAcc4", alternating(10_000_000.2, 10_000_000.1, 10_000_000.3), 10_000_000.2, 0.01000000011175871,
    100_049_988.95
  ),
]

/// The first, then the other two by turns, 1001 numbers.
private func alternating(_ first: Double, _ low: Double, _ high: Double) -> [Double] {
  [first] + (0..<1000).map { $0 % 2 == 0 ? low : high }
}

/// The body masses in grams.
private let penguins = Result {
  try Dataset("penguins/penguins.csv").csv().dropping(missingIn: ["body_mass_g"])
    .numbers(["body_mass_g"]).map { $0[0] }
}

// MARK: - Wrong and right ways

private struct SumOfSquares: Moments {
  var count = 0
  private var sum = 0.0
  private var squares = 0.0

  var mean: Double { sum / Double(count) }
  var variance: Double { count < 2 ? .nan : (squares - sum * sum / Double(count)) / Double(count - 1) }

  mutating func add(_ x: Double) {
    count += 1
    sum += x
    squares += x * x
  }

  mutating func merge(_ other: Self) {
    count += other.count
    sum += other.sum
    squares += other.squares
  }
}

/// The two passes over an array.
private struct Hoard: Moments {
  private var numbers: [Double] = []

  var count: Int { numbers.count }
  var mean: Double { numbers.reduce(0, +) / Double(count) }
  var variance: Double {
    let mean = mean
    return count < 2 ? .nan : numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
  }

  mutating func add(_ x: Double) { numbers.append(x) }
  mutating func merge(_ other: Self) { numbers += other.numbers }
}

/// Sums of x − K and (x − K)² with K the first number: what cancels is small unless the data wander far from K.
private struct Shifted: Moments {
  var count = 0
  private var origin = 0.0
  private var sum = 0.0
  private var squares = 0.0

  var mean: Double { origin + sum / Double(count) }
  var variance: Double { count < 2 ? .nan : (squares - sum * sum / Double(count)) / Double(count - 1) }

  mutating func add(_ x: Double) {
    if count == 0 { origin = x }
    count += 1
    sum += x - origin
    squares += (x - origin) * (x - origin)
  }

  mutating func merge(_ other: Self) {
    guard count > 0 else { return self = other }
    let (shift, n) = (other.origin - origin, Double(other.count))
    squares += other.squares + 2 * shift * other.sum + n * shift * shift
    sum += other.sum + n * shift
    count += other.count
  }
}

/// What a variant does otherwise than Welford and Chan; the defaults are right.
private protocol Fault {
  static func growth(n: Double, before: Double, after: Double) -> Double
  static func mean(_ a: Double, _ m: Double, _ b: Double, _ n: Double) -> Double
  static func gap(_ delta: Double, _ m: Double, _ n: Double) -> Double
  static var divisorLess: Int { get }
  static var unknown: Double { get }
  static var mergesNothing: Bool { get }
  static var skipsNaN: Bool { get }
  static var averagesVariances: Bool { get }
}

extension Fault {
  /// What S grows by: d·(x − new mean).
  static func growth(n: Double, before: Double, after: Double) -> Double { before * before * (n - 1) / n }
  static func mean(_ a: Double, _ m: Double, _ b: Double, _ n: Double) -> Double { a + (b - a) * n / (m + n) }
  static func gap(_ delta: Double, _ m: Double, _ n: Double) -> Double { delta * delta * m * n / (m + n) }
  static var divisorLess: Int { 1 }
  static var unknown: Double { .nan }
  static var mergesNothing: Bool { false }
  static var skipsNaN: Bool { false }
  static var averagesVariances: Bool { false }
}

private enum Nothing: Fault {}
private enum GapIgnored: Fault { static func gap(_ delta: Double, _ m: Double, _ n: Double) -> Double { 0 } }
private enum DividedByCount: Fault { static var divisorLess: Int { 0 } }
private enum NewMeanTwice: Fault {
  static func growth(n: Double, before: Double, after: Double) -> Double { after * after }
}
private enum OldMeanTwice: Fault {
  static func growth(n: Double, before: Double, after: Double) -> Double { before * before }
}
private enum MiddleOfMeans: Fault {
  static func mean(_ a: Double, _ m: Double, _ b: Double, _ n: Double) -> Double { m == 0 ? b : (a + b) / 2 }
}
private enum PooledVariance: Fault { static var averagesVariances: Bool { true } }
private enum ZeroForNothing: Fault { static var unknown: Double { 0 } }
private enum NothingMerged: Fault { static var mergesNothing: Bool { true } }
private enum NaNSkipped: Fault { static var skipsNaN: Bool { true } }

private struct Wrong<Variant: Fault>: Moments {
  var count = 0
  private var centre = 0.0
  private var squares = 0.0

  init() {}

  var mean: Double { count == 0 ? Variant.unknown : centre }

  var variance: Double {
    count > max(Variant.divisorLess, 0) && count > 0 ? squares / Double(count - Variant.divisorLess) : Variant.unknown
  }

  mutating func add(_ x: Double) {
    if x.isNaN && Variant.skipsNaN { return }
    count += 1
    let before = x - centre
    centre += before / Double(count)
    squares += Variant.growth(n: Double(count), before: before, after: x - centre)
  }

  mutating func merge(_ other: Self) {
    guard other.count > 0 || Variant.mergesNothing else { return }
    let (m, n) = (Double(count), Double(other.count))
    let gap = Variant.gap(other.centre - centre, m, n)
    if Variant.averagesVariances && count > 1 && other.count > 1 {
      let pooled = (squares + other.squares) / (m + n - 2)
      squares = pooled * (m + n - 1)
    } else {
      squares += other.squares + gap
    }
    centre = Variant.mean(centre, m, other.centre, n)
    count += other.count
  }
}
