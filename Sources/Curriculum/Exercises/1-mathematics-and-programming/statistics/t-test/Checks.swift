import Checking
import Glibc
import LabData
import LabNumerics

enum TestError: Error {
  case tooFew(count: Int)
  case unequal(Int, Int)
  case noSpread
}

/// A test is its statistic, its degrees of freedom and its p-value.
struct Submission {
  var welchTest: Function<[Double], [Double], [Double]>
  var pairedTest: Function<[Double], [Double], [Double]>
}

enum TTests: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        try expectTest(
          s.welchTest, [4, 6, 8], [1, 3], [4 / (7.0 / 3).squareRoot(), 49.0 / 17, 0.08244065846409347],
          "u = 4/3 and v = 1; ν is not rounded.")
        try expectTest(
          s.pairedTest, [5, 9], [2, 4], [4, 1, 1 - 2 * atan(4) / .pi], "The differences are 3 and 5.")
      },
      // 2³⁰ more is added without rounding, and so are the sums; a power of two times the numbers changes no digit.
      Check("depends neither on where the numbers begin nor on their unit") { s in
        let (a, b): ([Double], [Double]) = ([4, 6, 8], [1, 3])
        let right = [4 / (7.0 / 3).squareRoot(), 49.0 / 17, 0.08244065846409347]
        try expectTest(
          s.welchTest, a.map { $0 + 0x1p30 }, b.map { $0 + 0x1p30 }, right,
          "Distances from the mean: Σx² − n·x̄² is the small difference of large numbers.",
          what: "welchTest for the example with 2³⁰ added to each number")
        try expectTest(
          s.welchTest, a.map { $0 * 0x1p-100 }, b.map { $0 * 0x1p-100 }, right,
          "There is no spread if it is 0. How small it may be depends on the unit.",
          what: "welchTest for the example times 2⁻¹⁰⁰")
        try expectTest(
          s.pairedTest, [0x1p-100 * 5, 0x1p-100 * 9], [0x1p-100 * 2, 0x1p-100 * 4], [4, 1, 1 - 2 * atan(4) / .pi],
          "There is no spread if it is 0. How small it may be depends on the unit.",
          what: "pairedTest for the example times 2⁻¹⁰⁰")
      },
      Check("Welch's test agrees with SciPy on the penguins") { s in
        for (column, first, second, expected) in scipyWelch {
          let (a, b) = (try penguins.get()[column + first] ?? [], try penguins.get()[column + second] ?? [])
          try expectTest(
            s.welchTest, a, b, expected, "In SciPy: ttest_ind(a, b, equal_var=False).",
            what: "welchTest for the \(column) of \(a.count) \(first) and \(b.count) \(second)")
        }
      },
      Check("agrees with SciPy on Student's sleep data") { s in
        try expectTest(
          s.pairedTest, sleep.first, sleep.second, [-4.062127683382037, 9, 0.0028328901973842706],
          "Ten patients, each with both drugs: a − b for each.", what: "pairedTest of the sleep data")
        try expectTest(
          s.welchTest, sleep.first, sleep.second, [-1.8608134674868526, 17.776473516178488, 0.07939414018735821],
          "Here the patients are taken for twenty different ones, and the drug's effect is hidden.",
          what: "welchTest of the sleep data")
      },
      Check("exchanging the samples turns the sign and nothing else", cases: 4) { s, random in
        let a = sample(7, sd: 3, using: &random)
        let b = sample(13, sd: 0.5, using: &random)
        let first = try three(s.welchTest(a, b))
        try expectTest(
          s.welchTest, b, a, [-first[0], first[1], first[2]], "t(b, a) = −t(a, b), and p asks for both sides.")
        let c = sample(7, sd: 1, using: &random)
        let paired = try three(s.pairedTest(a, c))
        try expectTest(
          s.pairedTest, c, a, [-paired[0], paired[1], paired[2]], "t(b, a) = −t(a, b), and p asks for both sides.")
      },
      // t and ν by their definition, p by LabNumerics.
      Check("is right for samples of unequal size and spread", cases: 6) { s, random in
        let a = sample(Int.random(in: 2...5, using: &random), sd: 4, using: &random)
        let b = sample(Int.random(in: 6...23, using: &random), sd: 1, using: &random)
        try expectTest(s.welchTest, a, b, Way().welch(a, b), "u and v are the squared standard errors of the means.")
        let c = zip(a, b).map { $0 * 0.5 + $1 }
        try expectTest(
          s.pairedTest, a, c, Way().paired(a, c), "One sample of differences, with its mean and its variance.")
      },
      // Under equal means p < 0.05 should come in 5 % of the samples. Of 400 that is 20, with a standard deviation of
      // 4.4: the upper bound lies six of them away; below there is no room for six.
      Check("rejects equal means in one of twenty experiments") { s, random in
        var rejected = 0
        for _ in 0..<400 {
          let a = sample(5, sd: 3, using: &random)
          let b = sample(20, sd: 1, using: &random)
          if let p = try s.welchTest(a, b).last, p < 0.05 { rejected += 1 }
        }
        expect(
          (1...47).contains(rejected),
          "With equal means, standard deviations 3 and 1 and counts 5 and 20, p < 0.05 in \(rejected) of 400 "
            + "experiments, expected about 20",
          "Each mean has its own standard error, and the small sample is the noisy one.")
      },
      Check("answers at the edges") { s in
        let spread = "A variance needs two numbers."
        let short: [([Double], [Double], Int)] = [([], [1, 2], 0), ([1, 2], [5], 1), ([3], [], 1)]
        for (a, b, count) in short {
          expect(throws: TestError.tooFew(count: count), spread) { try s.welchTest(a, b) }
        }
        expect(throws: TestError.tooFew(count: 1), spread) { try s.pairedTest([1], [2]) }
        expect(throws: TestError.tooFew(count: 0), spread) { try s.pairedTest([], []) }
        expect(throws: TestError.unequal(3, 2)) { try s.pairedTest([1, 2, 3], [2, 5]) }
        expect(throws: TestError.unequal(1, 0), "The counts are compared first.") { try s.pairedTest([1], []) }
        let zero = "Divided by a standard error of 0, t would be ±∞ or NaN."
        expect(throws: TestError.noSpread, zero) { try s.welchTest([2, 2], [5, 5, 5]) }
        expect(throws: TestError.noSpread, zero) { try s.welchTest([2, 2], [2, 2]) }
        expect(throws: TestError.noSpread, zero) { try s.pairedTest([1, 2, 5], [2, 3, 6]) }
        let tenth = "Three times 0.1 does not vary, though their sum over 3 is not 0.1. RunningMoments finds it."
        let sevenTenths = [Double](repeating: 0.7, count: 6)
        expect(throws: TestError.noSpread, tenth) { try s.welchTest([0.1, 0.1, 0.1], sevenTenths) }
        expect(throws: TestError.noSpread, tenth) { try s.pairedTest([0.1, 0.1, 0.1], [0, 0, 0]) }
        // Whole numbers: d̄ and s² = 7 are exact. p is about 1/t² for ν = 2.
        let far = try s.pairedTest([1e9 + 1, 1e9 + 2, 1e9 + 6], [0, 0, 0])
        expect(
          far.first ?? .nan, equals: (1e9 + 3) / (7.0 / 3).squareRoot(), within: .ulps(16),
          "The spread is that around the mean: subtract it before you square.",
          what: "t of the pairs (10⁹ + 1, 0), (10⁹ + 2, 0), (10⁹ + 6, 0)")
        // Only b varies: ν = n − 1 = 1, t = (2 − 5)/√(2/2).
        try expectTest(
          s.welchTest, [2, 2, 2], [4, 6], [-3, 1, 1 - 2 * atan(3) / .pi], "One sample with spread is enough.")
        expect(try s.welchTest([1, .nan], [2, 5]), equals: [.nan, .nan, .nan])
        expect(try s.pairedTest([1, .nan, 2], [2, 5, 7]), equals: [.nan, 2, .nan])
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "variances pooled",
        Way(welchParts: { a, b in
          let (m, n) = (Double(a.count), Double(b.count))
          let pooled = ((m - 1) * a.variance() + (n - 1) * b.variance()) / (m + n - 2)
          return (pooled * (1 / m + 1 / n), m + n - 2)
        }).submission,
        """
        Pooling presumes equal variances. If the small sample is the noisy one, its noise is diluted by the large one, \
        and the test rejects far too often. Welch gives each mean its own standard error.
        """),
      Misconception(
        "pooled degrees of freedom",
        Way(welchParts: { a, b in
          let (m, n) = (Double(a.count), Double(b.count))
          return (a.variance() / m + b.variance() / n, m + n - 2)
        }).submission,
        """
        m + n − 2 belongs to the pooled test. Where one sample contributes nearly all of the error, little more than \
        its own n − 1 degrees are left: Welch's ν lies in between.
        """),
      Misconception(
        "ν rounded",
        Way(degrees: { $0.rounded(.down) }).submission,
        """
        Rounding down is for printed tables. Student's distribution is defined for every ν > 0, and I(x; ν/2, ½) does \
        not mind fractions.
        """),
      Misconception(
        "one side for two",
        Way(pValue: { t, v in StudentTDistribution(degreesOfFreedom: v).upperTail(abs(t)) }).submission,
        """
        You ask how often the difference is as large in the direction that was seen. Before looking, either would have \
        been called a difference: count both tails, 2·P(T ≥ |t|).
        """),
      Misconception(
        "the sign left in the tail",
        Way(pValue: { t, v in 2 * StudentTDistribution(degreesOfFreedom: v).upperTail(t) }).submission,
        """
        Beyond a negative t lies more than half, and twice that is more than 1: no probability. Take the tail beyond \
        |t|.
        """),
      Misconception(
        "1 − cdf for the tail",
        Way(pValue: { t, v in 2 * (1 - StudentTDistribution(degreesOfFreedom: v).cdf(abs(t))) }).submission,
        """
        At t = 34 the cdf is 1 in every digit, and p comes out as 0. Two groups can differ more than that; `upperTail` \
        keeps the digits.
        """),
      Misconception(
        "z for t",
        Way(pValue: { t, _ in 2 * NormalDistribution().upperTail(abs(t)) }).submission,
        """
        The normal tail presumes known variances. With few numbers the estimated ones are often too small, so large t \
        come more often: Student's distribution with ν degrees of freedom.
        """),
      Misconception(
        "n for n − 1 in the variances",
        Way(ddof: 0).submission,
        """
        The divisor of a sample variance is n − 1; with n the standard error is too small and t too large.
        """),
      Misconception(
        "standard deviations for standard errors",
        Way(dividesByCount: false).submission,
        """
        You compare the difference of the means with the spread of single numbers. Means of m numbers vary √m times \
        less: s²/m. Otherwise no amount of data would ever decide anything.
        """),
      Misconception(
        "pairs as two samples",
        Way(pairsAreSamples: true).submission,
        """
        The patients differ far more from each other than the drugs do, and that noise is in both samples. Each \
        patient is their own control: subtract first.
        """),
      Misconception(
        "squares before the mean is off",
        Way(squares: { d in
          let (n, mean) = (Double(d.count), d.reduce(0, +) / Double(d.count))
          return (d.reduce(0) { $0 + $1 * $1 } - n * mean * mean) / (n - 1)
        }).submission,
        """
        Σd² − n·d̄² is the spread on paper. Of differences near 10⁹ it is rounding: subtract the mean first, or let \
        RunningMoments do it.
        """),
      Misconception(
        "b − a",
        Way(sign: -1).submission,
        """
        t is positive if a is the larger one. Turned round, p stays the same and the report names the wrong winner.
        """),
      Misconception(
        "no spread, an infinite t",
        Way(throwsWithoutSpread: false).submission,
        """
        2, 2 against 5, 5, 5 gives ∞ and p = 0, and 2, 2 against 2, 2 NaN. Samples that do not vary at all are more \
        likely a fault in the data than the best of experiments: throw.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "p as I(ν/(ν + t²); ν/2, ½)",
        Way(pValue: { t, v in Double.regularisedBeta(v / (v + t * t), v / 2, 0.5).lower }).submission),
      Alternative(
        "ν from the share of one sample in the error",
        Way(welchParts: { a, b in
          let (u, v) = (a.variance() / Double(a.count), b.variance() / Double(b.count))
          let c = u / (u + v)
          return (u + v, 1 / (c * c / Double(a.count - 1) + (1 - c) * (1 - c) / Double(b.count - 1)))
        }).submission),
    ]
  }
}

// MARK: - Parts of the checks

/// Expects t, ν and p of a test.
private func expectTest(
  _ test: Function<[Double], [Double], [Double]>, _ a: [Double], _ b: [Double], _ expected: [Double], _ advice: String,
  what: String? = nil, line: Int = #line
) throws {
  let got = try test(a, b)
  let what = what ?? "the test of \(a.count) against \(b.count) numbers"
  guard got.count == 3, expected.count == 3 else { return }
  let share = share(a, b)
  for (index, name) in ["t", "ν", "p"].enumerated() {
    expect(
      got[index], equals: expected[index], within: .relative(share), advice, what: "\(name) of \(what)", line: line)
  }
}

private func three(_ numbers: [Double]) -> [Double] { numbers.count == 3 ? numbers : [.nan, .nan, .nan] }

/// The exponent of the tail has terms of the size of three ln Γ(n/2), each rounded; mean and variance, with data of κ
/// below 100, contribute n·ε·κ, and p multiplies an error of t by at most ν + 1.
private func share(_ a: [Double], _ b: [Double]) -> Double {
  let n = Double(a.count + b.count)
  return 0x1p-52 * (16 * (16 + 3 * n * log(n + 7)) + 100 * n * (n + 1))
}

/// Numbers with mean 0, normal.
private func sample(_ count: Int, sd: Double, using random: inout SplitMix64) -> [Double] {
  let law = NormalDistribution(standardDeviation: sd)
  return (0..<count).map { _ in law.quantile(Double.random(in: 0.000_01...0.999_99, using: &random)) }
}

/// By SciPy, see make_reference.py.
private let scipyWelch: [(column: String, first: String, second: String, expected: [Double])] = [
  ("body_mass_g ", "Adelie", "Chinstrap", [-0.5430902472363278, 152.45479562284967, 0.5878608159584936]),
  ("flipper_length_mm ", "Adelie", "Gentoo", [-34.44450045091608, 261.74909708653377, 3.1930514646381474e-99]),
  (
    "bill_length_mm ", "Chinstrap female", "Chinstrap male",
    [-7.574124752810247, 48.7098235429271, 8.918408581732417e-10]
  ),
]

/// Hours of sleep gained by ten patients with each of two drugs, from Student's paper of 1908.
private let sleep = (
  first: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  second: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
)

/// A column's values by "column species" and "column species sex".
private let penguins = Result {
  let table = try Dataset("penguins/penguins.csv").csv()
  var values: [String: [Double]] = [:]
  for column in ["body_mass_g", "flipper_length_mm", "bill_length_mm"] {
    let known = try table.dropping(missingIn: [column])
    let (species, sex) = (try known.column("species"), try known.column("sex"))
    for (index, row) in try known.numbers([column]).enumerated() {
      values["\(column) \(species[index])", default: []].append(row[0])
      values["\(column) \(species[index]) \(sex[index])", default: []].append(row[0])
    }
  }
  return values
}

// MARK: - Right and wrong ways

/// Both tests as a set of choices; untouched, they are the right ones.
private struct Way {
  /// The squared standard error of the difference, and ν.
  var welchParts: ((Moments, Moments) -> (square: Double, degrees: Double))?
  var degrees: (Double) -> Double = { $0 }
  var pValue: (Double, Double) -> Double = { t, v in 2 * StudentTDistribution(degreesOfFreedom: v).upperTail(abs(t)) }
  var ddof = 1
  var dividesByCount = true
  var pairsAreSamples = false
  /// The variance of the differences.
  var squares: (([Double]) -> Double)?
  var sign = 1.0
  var throwsWithoutSpread = true

  private func parts(_ a: Moments, _ b: Moments) -> (square: Double, degrees: Double) {
    if let welchParts { return welchParts(a, b) }
    let u = a.variance(ddof: ddof) / (dividesByCount ? Double(a.count) : 1)
    let v = b.variance(ddof: ddof) / (dividesByCount ? Double(b.count) : 1)
    return (u + v, (u + v) * (u + v) / (u * u / Double(a.count - 1) + v * v / Double(b.count - 1)))
  }

  private func test(_ difference: Double, _ square: Double, _ v: Double) -> [Double] {
    let (t, v) = (sign * difference / square.squareRoot(), degrees(v))
    return [t, v, t.isNaN || !(v > 0) ? .nan : pValue(t, v)]
  }

  func welch(_ a: [Double], _ b: [Double]) -> [Double] {
    let (first, second) = (Moments(a), Moments(b))
    let (square, degrees) = parts(first, second)
    return test(first.mean - second.mean, square, degrees)
  }

  func paired(_ a: [Double], _ b: [Double]) -> [Double] {
    if pairsAreSamples { return welch(a, b) }
    let differences = zip(a, b).map { $0 - $1 }
    let moments = Moments(differences)
    let variance = squares?(differences) ?? moments.variance(ddof: ddof)
    let square = variance / (dividesByCount ? Double(a.count) : 1)
    return test(moments.mean, square, Double(a.count - 1))
  }

  var submission: Submission {
    Submission(
      welchTest: .init { a, b in
        for sample in [a, b] where sample.count < 2 { throw TestError.tooFew(count: sample.count) }
        if throwsWithoutSpread && Moments(a).variance() + Moments(b).variance() == 0 { throw TestError.noSpread }
        return welch(a, b)
      },
      pairedTest: .init { a, b in
        guard a.count == b.count else { throw TestError.unequal(a.count, b.count) }
        guard a.count >= 2 else { throw TestError.tooFew(count: a.count) }
        if throwsWithoutSpread && Moments(zip(a, b).map { $0 - $1 }).variance() == 0 { throw TestError.noSpread }
        return paired(a, b)
      })
  }
}
