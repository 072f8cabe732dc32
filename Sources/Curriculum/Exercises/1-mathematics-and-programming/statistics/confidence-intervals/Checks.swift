import Checking
import Glibc
import LabData
import LabNumerics

enum IntervalError: Error {
  case tooFew(count: Int)
  case level(Double)
  case counts(successes: Int, trials: Int)
  case unequal(Int, Int)
}

/// Every interval is its two ends.
struct Submission {
  var meanInterval: Function<[Double], Double, [Double]>
  var pairedInterval: Function<[Double], [Double], Double, [Double]>
  var wilsonInterval: Function<Int, Int, Double, [Double]>
  var exactInterval: Function<Int, Int, Double, [Double]>
}

enum ConfidenceIntervals: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        // For ν = 2 the quantile has a closed form.
        let half = 0.95 * (2 / (4 * 0.975 * 0.025)).squareRoot() * 2 / 3.0.squareRoot()
        expect(
          try s.meanInterval([4, 6, 8], 0.95), equals: [6 - half, 6 + half], within: .ofLargest(share(3)),
          "t is the quantile at 0.975 for ν = 2, 4.3027.")
        let far = 0x1p30
        expect(
          try s.meanInterval([far + 4, far + 6, far + 8], 0.95), equals: [far + 6 - half, far + 6 + half],
          within: .ofLargest(share(3)),
          "As wide as for 4, 6, 8. Take distances from the mean; Σx² − n·x̄² is the small difference of large numbers.",
          what: "meanInterval for 4, 6, 8 with 2³⁰ added to each")
        let z = NormalDistribution().quantile(0.975)
        expect(
          try s.wilsonInterval(0, 20, 0.95), equals: [0, z * z / (20 + z * z)], within: .ofLargest(share(20)),
          "For k = 0 the root is z/(2n).")
        expect(
          try s.exactInterval(0, 20, 0.95), equals: [0, 1 - pow(0.025, 0.05)], within: .ofLargest(share(20)),
          "0 of 20 has probability (1 − p)²⁰.")
      },
      Check("agrees with SciPy on the penguins' body mass") { s in
        for (species, lower, upper) in scipyMeans {
          let masses = try penguins.get()[species] ?? []
          expect(
            try s.meanInterval(masses, 0.95), equals: [lower, upper], within: .ofLargest(share(Double(masses.count))),
            "In SciPy: stats.t.interval(0.95, n − 1, mean, sem).",
            what: "the interval for the mean mass of \(masses.count) \(species)")
        }
      },
      // The ends are where t has the tail α/2: a law that does not ask how the quantile was found.
      Check("leaves half of 1 − level beyond either end", cases: 4) { s, random in
        for (n, level) in [(2, 0.5), (3, 0.9), (7, 0.95), (23, 0.99)] {
          let x = (0..<n).map { _ in Double.random(in: -1...9, using: &random) }
          let ends = try s.meanInterval(x, level)
          guard ends.count == 2 else { return }
          let moments = Moments(x)
          let error = (moments.variance() / Double(n)).squareRoot()
          let tails = ends.map { end in
            StudentTDistribution(degreesOfFreedom: Double(n - 1)).upperTail(abs(end - moments.mean) / error)
          }
          expect(
            tails, equals: [(1 - level) / 2, (1 - level) / 2], within: .relative(share(Double(n))),
            "t = (end − x̄)/(s/√n) with ν = n − 1, and both tails equally large.",
            what: "the probability beyond the ends for n = \(n), level \(level)")
          expect(ends[0] <= ends[1], "The lower end \(ends[0]) is above the upper end \(ends[1])")
        }
      },
      Check("takes the differences of pairs", cases: 3) { s, random in
        let before = (0..<11).map { _ in Double.random(in: 50...150, using: &random) }
        let change = (0..<11).map { _ in Double.random(in: 1...3, using: &random) }
        let after = zip(before, change).map(+)
        let expected = meanEnds(zip(before, after).map { $1 - $0 }, 0.9)
        expect(
          try s.pairedInterval(before, after, 0.9), equals: expected, within: .ofLargest(share(11)),
          "The subjects lie far apart, their changes do not: after − before, and one sample is left.")
      },
      Check("agrees with SciPy on proportions, 165 female penguins of 333 among them") { s in
        for (k, n, level, wilson, exact) in scipyProportions {
          expect(
            try s.wilsonInterval(k, n, level), equals: wilson, within: .ofLargest(share(Double(n))),
            "In SciPy: binomtest(k, n).proportion_ci(level, \"wilson\").")
          expect(
            try s.exactInterval(k, n, level), equals: exact, within: .ofLargest(share(Double(n))),
            "In SciPy: binomtest(k, n).proportion_ci(level, \"exact\").")
        }
      },
      Check("proportions: the ends are what defines them", cases: 6) { s, random in
        let n = Int.random(in: 3...60, using: &random)
        let k = Int.random(in: 1..<n, using: &random)
        let level = [0.5, 0.8, 0.95, 0.999][Int.random(in: 0..<4, using: &random)]
        let z = NormalDistribution().quantile((1 + level) / 2)
        let wilson = try s.wilsonInterval(k, n, level)
        let share = share(Double(n))
        expect(
          wilson.map { abs(Double(k) / Double(n) - $0) / ($0 * (1 - $0) / Double(n)).squareRoot() }, equals: [z, z],
          within: .relative(share), "The standard error under the root belongs to the p at the end, not to k/n.",
          what: "the distance of k/n from each end in standard errors, k = \(k), n = \(n), level \(level),")
        let exact = try s.exactInterval(k, n, level)
        guard exact.count == 2, exact.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
          return expect(false, "exactInterval(\(k), \(n), \(level)) is \(exact), not two numbers within 0 … 1")
        }
        let tails = [
          BinomialDistribution(trials: n, probability: exact[0]).upperTail(k - 1),
          BinomialDistribution(trials: n, probability: exact[1]).cdf(k),
        ]
        expect(
          tails, equals: [(1 - level) / 2, (1 - level) / 2], within: .relative(share),
          "k or more at the lower end, k or fewer at the upper one; both include k.",
          what: "the probability of \(k) or more, or fewer, of \(n) at the ends of exactInterval, level \(level),")
      },
      // A sum of at most 21 probabilities; both intervals end well away from 0.05.
      Check("keeps its promise: coverage over all outcomes of 20 trials") { s in
        func coverage(_ interval: (Int) throws -> [Double]) rethrows -> Double {
          try (0...20).reduce(0.0) { sum, k in
            let ends = try interval(k)
            let isCaught = ends[0] <= 0.05 && 0.05 <= ends[1]
            return sum + (isCaught ? BinomialDistribution(trials: 20, probability: 0.05).pmf(k) : 0)
          }
        }
        expect(
          try coverage { try s.wilsonInterval($0, 20, 0.95) }, equals: 0.9245163262115039,
          within: .relative(21 * 1e-14), "p = 0.05 is caught by the intervals of k = 0, 1 and 2.",
          what: "the probability that wilsonInterval catches p = 0.05 in 20 trials")
        expect(
          try coverage { try s.exactInterval($0, 20, 0.95) }, equals: 0.9840984739802368, within: .relative(21 * 1e-14),
          "The exact interval promises at least 0.95, whatever p is.",
          what: "the probability that exactInterval catches p = 0.05 in 20 trials")
      },
      Check("answers at the edges") { s in
        for k in [0, 7] {
          for (name, function) in [("wilsonInterval", s.wilsonInterval), ("exactInterval", s.exactInterval)] {
            let ends = try function(k, 7, 0.9)
            expect(
              ends[k == 0 ? 0 : 1], equals: k == 0 ? 0 : 1, "Exactly: after \(k) of 7 the end is given.",
              what: "the \(k == 0 ? "lower" : "upper") end of \(name)(\(k), 7, 0.9)")
          }
        }
        expect(try s.meanInterval([2.5, 2.5, 2.5], 0.95), equals: [2.5, 2.5], "No spread, no doubt.")
        let tenth = "Three times 0.1 does not vary, though their sum over 3 is not 0.1. RunningMoments finds it."
        expect(try s.meanInterval([0.1, 0.1, 0.1], 0.95), equals: [0.1, 0.1], tenth)
        expect(try s.pairedInterval([0, 0, 0], [0.1, 0.1, 0.1], 0.95), equals: [0.1, 0.1], tenth)
        expect(try s.meanInterval([1, .nan, 3], 0.95), equals: [.nan, .nan])
        for level in [0, 1, -0.5, 95, .nan] {
          expect(throws: IntervalError.level(level)) { try s.meanInterval([1, 2, 4], level) }
          expect(throws: IntervalError.level(level)) { try s.pairedInterval([1, 2, 4], [2, 4, 5], level) }
          expect(throws: IntervalError.level(level)) { try s.wilsonInterval(3, 5, level) }
          expect(throws: IntervalError.level(level)) { try s.exactInterval(3, 5, level) }
        }
        for x in [[], [4.0]] {
          expect(throws: IntervalError.tooFew(count: x.count), "One number says nothing about spread.") {
            try s.meanInterval(x, 0.95)
          }
          expect(throws: IntervalError.tooFew(count: x.count)) { try s.pairedInterval(x, x, 0.95) }
        }
        expect(throws: IntervalError.unequal(3, 2), "The third has no partner.") {
          try s.pairedInterval([1, 2, 3], [4, 6], 0.95)
        }
        expect(throws: IntervalError.unequal(1, 0), "For pairs the counts are asked about first, before the level.") {
          try s.pairedInterval([1], [], 2)
        }
        for (k, n) in [(0, 0), (-1, 5), (6, 5)] {
          expect(throws: IntervalError.counts(successes: k, trials: n)) { try s.wilsonInterval(k, n, 0.95) }
          expect(throws: IntervalError.counts(successes: k, trials: n)) { try s.exactInterval(k, n, 0.95) }
        }
        expect(throws: IntervalError.level(2), "The level is asked about first.") { try s.meanInterval([], 2) }
        expect(throws: IntervalError.level(2), "The level is asked about first.") { try s.wilsonInterval(0, 0, 2) }
        expect(throws: IntervalError.level(2), "The level is asked about first.") { try s.exactInterval(0, 0, 2) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "z for t",
        Way(t: { _, p in NormalDistribution().quantile(p) }).submission,
        """
        The normal quantile presumes that σ is known. s is itself a guess from n numbers, and for small n often too \
        small: that is why Student's distribution, with ν = n − 1, has the longer tails. For n = 3 it is 4.30 in place \
        of 1.96.
        """),
      Misconception(
        "n degrees of freedom",
        Way(t: { n, p in StudentTDistribution(degreesOfFreedom: n).quantile(p) }).submission,
        """
        One of the n is spent on the mean: ν = n − 1, the divisor of s².
        """),
      Misconception(
        "n for n − 1 in the variance",
        Way(ddof: 0).submission,
        """
        s² with the divisor n is too small on average, and t is made for the divisor n − 1. `variance` of \
        running-moments has it.
        """),
      Misconception(
        "the spread of the data, not of their mean",
        Way(dividesByN: false).submission,
        """
        ±t·s is about where single measurements lie. The mean of n of them varies √n times less: s/√n.
        """),
      Misconception(
        "a quantile for one side",
        Way(side: { $0 }).submission,
        """
        The quantile at 0.95 leaves 0.05 on *each* side, 0.10 in all: an interval of level 0.90. Two ends share \
        1 − level, so take the quantile at (1 + level)/2.
        """),
      Misconception(
        "pairs as two samples",
        Way(paired: { before, after, level in
          let (a, b) = (Moments(before), Moments(after))
          let n = Double(before.count)
          let half =
            StudentTDistribution(degreesOfFreedom: 2 * n - 2).quantile((1 + level) / 2)
            * ((a.variance() + b.variance()) / n).squareRoot()
          return [b.mean - a.mean - half, b.mean - a.mean + half]
        }).submission,
        """
        You compare two groups, so the subjects' differences among each other widen the interval. Each subject is its \
        own control: subtract first, then there is one sample of n changes.
        """),
      Misconception(
        "before − after",
        Way(paired: { before, after, level in meanEnds(zip(before, after).map { $0 - $1 }, level) }).submission,
        """
        The interval is mirrored at 0: a gain is reported as a loss. The change is after − before.
        """),
      Misconception(
        "Wald for Wilson",
        Way(wilson: { p, n, z in
          let half = z * (p * (1 - p) / n).squareRoot()
          return (p - half, p + half)
        }).submission,
        """
        The standard error at p̂ is not that at the p in question. After 0 of 20 yours is 0: an interval without width, \
        certain of p = 0. Wilson's takes each p with its own error; the z² terms come from there.
        """),
      Misconception(
        "Wilson without z²/(4n²)",
        Way(wilson: { p, n, z in
          let half = z * (p * (1 - p) / n).squareRoot()
          return ((p + z * z / (2 * n) - half) / (1 + z * z / n), (p + z * z / (2 * n) + half) / (1 + z * z / n))
        }).submission,
        """
        The centre is Wilson's, the width is Wald's. Solving (p̂ − p)² = z²·p·(1 − p)/n for p leaves z²/(4n²) under \
        the root; for k = 0 it is all there is.
        """),
      Misconception(
        "k left out of the exact tails",
        Way(includesK: false).submission,
        """
        The tails you cut off are "more than k" and "fewer than k". What was observed belongs to them: k or more, k or \
        fewer. Without it the interval is too short and no longer keeps its level.
        """),
      Misconception(
        "one number without doubt",
        Way(leastCount: 1).submission,
        """
        The spread of a single number is 0/0, not 0. An interval without width says that the mean is known exactly, \
        when nothing is known about its error: throw `tooFew`.
        """),
      Misconception(
        "a level in per cent",
        Way(understandsPercent: true).submission,
        """
        Guessing that 95 means 0.95 works until somebody asks for level 1 and means 0.01, or 1. A level outside 0 … 1 \
        is a fault of the caller, who wants to hear of it.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "two passes; Wilson as the roots of a quadratic; exact ends by halving the binomial tails",
        Way(
          wilson: { p, n, z in  // (1 + z²/n)·x² − (2p + z²/n)·x + p² = 0, without cancellation
            let (a, b) = (1 + z * z / n, 2 * p + z * z / n)
            let large = (b + (b * b - 4 * a * p * p).squareRoot()) / (2 * a)
            return (p * p / (a * large), large)
          },
          exact: { k, n, tail in
            func root(_ isLow: (Double) -> Bool) -> Double {
              var (low, high) = (0.0, 1.0)
              for _ in 0..<60 {
                let middle = (low + high) / 2
                if isLow(middle) { low = middle } else { high = middle }
              }
              return (low + high) / 2
            }
            return [
              k == 0 ? 0 : root { BinomialDistribution(trials: n, probability: $0).upperTail(k - 1) < tail },
              k == n ? 1 : root { BinomialDistribution(trials: n, probability: $0).cdf(k) > tail },
            ]
          }
        ).submission)
    ]
  }
}

// MARK: - Parts of the checks

/// The tails of distributions are right to 16ε·(16 + size), size being that of three ln Γ up to n; at the levels used
/// here (0.5 to 0.999) tail over quantile times density, by which that grows in the quantile, is below 100.
private func share(_ n: Double) -> Double { 100 * 16 * 0x1p-52 * (16 + 6 * n * log(n + 7)) }

/// By SciPy, see make_reference.py.
private let scipyMeans: [(species: String, lower: Double, upper: Double)] = [
  ("Adelie", 3626.9262422778893, 3774.3982610333687), ("Chinstrap", 3640.0593266448386, 3826.1171439433965),
  ("Gentoo", 4986.034279556633, 5165.99824076857),
]

private let scipyProportions: [(k: Int, n: Int, level: Double, wilson: [Double], exact: [Double])] = [
  (0, 20, 0.95, [0, 0.16112515805281935], [0, 0.16843347098308548]),
  (1, 20, 0.95, [0.008881448800795402, 0.23613119344674205], [0.0012650894979560339, 0.24873276277202772]),
  (7, 20, 0.9, [0.20226004005676104, 0.5334873111515284], [0.17731091757446915, 0.5580345113154889]),
  (20, 20, 0.95, [0.8388748419471808, 1], [0.8315665290169145, 1]),
  (3, 1000, 0.99, [0.0007581012310614683, 0.011793516682924922], [0.0003381445290663692, 0.01093377742040526]),
  (165, 333, 0.95, [0.44215342651652423, 0.5489403063912265], [0.44054160546033716, 0.5505301935267314]),
]

/// The body masses in grams by species.
private let penguins = Result {
  let table = try Dataset("penguins/penguins.csv").csv().dropping(missingIn: ["body_mass_g"])
  let masses = try table.numbers(["body_mass_g"]).map { $0[0] }
  return Dictionary(grouping: zip(try table.column("species"), masses), by: \.0).mapValues { $0.map(\.1) }
}

// MARK: - Right and wrong ways

private func meanEnds(_ x: [Double], _ level: Double) -> [Double] { Way().mean(x, level) }

/// The four recipes as a set of choices; untouched, they are the right ones.
private struct Way {
  var t: (Double, Double) -> Double = { n, p in StudentTDistribution(degreesOfFreedom: n - 1).quantile(p) }
  var ddof = 1
  var dividesByN = true
  /// From the level to where the quantile is taken.
  var side: (Double) -> Double = { (1 + $0) / 2 }
  var paired: (([Double], [Double], Double) -> [Double])?
  /// From p̂, n and z.
  var wilson: (Double, Double, Double) -> (lower: Double, upper: Double) = { p, n, z in
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return ((p + z * z / (2 * n) - half) / (1 + z * z / n), (p + z * z / (2 * n) + half) / (1 + z * z / n))
  }
  var leastCount = 2
  var understandsPercent = false
  /// From k, n and the tail.
  var exact: ((Int, Int, Double) -> [Double])?
  var includesK = true

  func mean(_ x: [Double], _ level: Double) -> [Double] {
    if x.allSatisfy({ $0 == x[0] }) { return [x[0], x[0]] }
    let average = x.reduce(0, +) / Double(x.count)
    let squares = x.reduce(0) { $0 + ($1 - average) * ($1 - average) }
    let variance = squares / Double(x.count - ddof) / (dividesByN ? Double(x.count) : 1)
    let half = t(Double(x.count), side(level)) * variance.squareRoot()
    return [average - half, average + half]
  }

  private func exactEnds(_ k: Int, _ n: Int, _ level: Double) -> [Double] {
    let p = side(level)
    if let exact { return exact(k, n, 1 - p) }
    // The ends are quantiles of beta distributions.
    let (a, b) = (Double(k), Double(n - k))
    let less = includesK ? 0.0 : 1
    let lower = k == 0 ? 0 : k == n && !includesK ? 1 : BetaDistribution(a + less, b + 1 - less).quantile(1 - p)
    let upper = k == n ? 1 : k == 0 && !includesK ? 0 : BetaDistribution(a + 1 - less, b + less).quantile(p)
    return [lower, upper]
  }

  private func checkMean(_ count: Int, _ level: Double) throws {
    guard level > 0, level < 1 else { throw IntervalError.level(level) }
    guard count >= leastCount else { throw IntervalError.tooFew(count: count) }
  }

  private func checkProportion(_ k: Int, _ n: Int, _ level: Double) throws {
    guard level > 0, level < 1 else { throw IntervalError.level(level) }
    guard n >= 1, k >= 0, k <= n else { throw IntervalError.counts(successes: k, trials: n) }
  }

  private func read(_ level: Double) -> Double { understandsPercent && level >= 1 && level < 100 ? level / 100 : level }

  var submission: Submission {
    Submission(
      meanInterval: .init { x, level in
        let level = read(level)
        try checkMean(x.count, level)
        return mean(x, level)
      },
      pairedInterval: .init { before, after, level in
        let level = read(level)
        guard before.count == after.count else { throw IntervalError.unequal(before.count, after.count) }
        try checkMean(before.count, level)
        return paired?(before, after, level) ?? mean(zip(before, after).map { $1 - $0 }, level)
      },
      wilsonInterval: .init { k, n, level in
        let level = read(level)
        try checkProportion(k, n, level)
        let ends = wilson(Double(k) / Double(n), Double(n), NormalDistribution().quantile(side(level)))
        return [k == 0 ? 0 : ends.lower, k == n ? 1 : ends.upper]
      },
      exactInterval: .init { k, n, level in
        let level = read(level)
        try checkProportion(k, n, level)
        return exactEnds(k, n, level)
      })
  }
}
