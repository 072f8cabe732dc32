import Checking
import Glibc
import LabData
import LabNumerics

enum ANOVAError: Error {
  case tooFewGroups(count: Int)
  case emptyGroup(index: Int)
  case noDegreesOfFreedom
  case noSpread
}

struct Submission {
  /// Sum of squares and degrees of freedom between and within the groups, F, p.
  var analysisOfVariance: Function<[[Double]], [Double]>
}

enum AnalysesOfVariance: Checklist {
  static var checks: [Check<Submission>] {
    [
      // p is that of Student's t = √F = 2.4 with ν = 3, which has a closed form.
      Check("gives the worked example") { s in
        let angle = atan(2.4 / 3.0.squareRoot())
        expect(
          try s.analysisOfVariance([[1, 3], [4, 6, 8]]),
          table: [19.2, 1, 10, 3, 5.76, 1 - 2 / .pi * (angle + sin(angle) * cos(angle))], share: share(5),
          "x̄ is the mean of all five numbers, 4.4.")
        let (between, within) = (19.2 * 0x1p-200, 10 * 0x1p-200)
        expect(
          try s.analysisOfVariance([[1, 3], [4, 6, 8]].map { $0.map { $0 * 0x1p-100 } }),
          table: [between, 1, within, 3, 5.76, 1 - 2 / .pi * (angle + sin(angle) * cos(angle))], share: share(5),
          "There is no spread if it is 0. How small it may be depends on the unit.", what: "for the example times 2⁻¹⁰⁰"
        )
      },
      Check("agrees with SciPy on the penguins' flippers") { s in
        expect(
          try s.analysisOfVariance(try flippers.get()),
          table: [52473.28389905073, 2, 14953.257036621788, 339, 594.8016274385171, 1.3517103385730124e-111],
          share: share(342), "In SciPy: f_oneway(adelie, chinstrap, gentoo). 151, 68 and 123 penguins.",
          what: "for the flipper lengths of three species")
      },
      Check("has the digits that NIST certifies") { s in
        for (name, gate) in gates {
          let problem = try problems.get()[name]!
          let table = try s.analysisOfVariance(problem.groups)
          expect(
            "the count of right digits of F for \(name)", digits(table, problem.fStatistic.value), atLeast: gate,
            "First the means, then the distances from them. Nothing as large as x² may be added up.")
          let degrees = table.count == 6 ? [table[1], table[3]] : []
          expect(
            degrees, equals: [problem.between.degreesOfFreedom, problem.within.degreesOfFreedom].map(Double.init),
            what: "the degrees of freedom for \(name)")
        }
      },
      Check("two groups: F is the square of the pooled t", cases: 4) { s, random in
        let a = (0..<Int.random(in: 2...5, using: &random)).map { _ in Double.random(in: 0...4, using: &random) }
        let b = (0..<Int.random(in: 6...11, using: &random)).map { _ in Double.random(in: 1...5, using: &random) }
        let (m, n) = (Double(a.count), Double(b.count))
        let (first, second) = (Moments(a), Moments(b))
        let pooled = ((m - 1) * first.variance() + (n - 1) * second.variance()) / (m + n - 2)
        let t = (first.mean - second.mean) / (pooled * (1 / m + 1 / n)).squareRoot()
        let p = 2 * StudentTDistribution(degreesOfFreedom: m + n - 2).upperTail(abs(t))
        let got = try s.analysisOfVariance([a, b])
        expect(
          got.suffix(2) + [], equals: [t * t, p], within: .relative(share(16) * (1 + 30 / abs(t))),
          "F = t² with the pooled variance, and the same p.", what: "F and p for \(a.count) and \(b.count) numbers")
        expect(
          try s.analysisOfVariance([b, a]), table: got, share: share(16) * (1 + 30 / abs(t)),
          "The groups have no order.", what: "with the groups exchanged")
      },
      // Eighths: with the counts' product as common denominator every sum is exact but for the divisions.
      Check("between and within make up the whole", holdingFor: 30) { s, draws in
        var groups = (0..<draws.integer(in: 2...4)).map { _ in draws.vector(draws.integer(in: 1...5)) }
        groups[0] += [5, 7]  // some spread within
        let all = groups.flatMap { $0 }
        let mean = all.reduce(0, +) / Double(all.count)
        let total = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let table = try s.analysisOfVariance(groups)
        guard table.count == 6 else { return }
        expect(
          table[0] + table[2], equals: total, within: .absolute(40 * 25 * 64 * 0x1p-52),
          "Σ (x − x̄)² over all numbers is between + within.", what: "between + within for \(groups)")
        expect(
          table[4], equals: table[0] / table[1] / (table[2] / table[3]), within: .ulps(8),
          "F is a ratio of mean squares.", what: "F for \(groups)")
        expect(
          [table[1], table[3]], equals: [Double(groups.count - 1), Double(all.count - groups.count)],
          what: "the degrees of freedom for \(groups)")
      },
      Check("answers at the edges") { s in
        expect(throws: ANOVAError.tooFewGroups(count: 0)) { try s.analysisOfVariance([]) }
        expect(throws: ANOVAError.tooFewGroups(count: 1), "One group is compared with nothing.") {
          try s.analysisOfVariance([[1, 2, 3]])
        }
        expect(throws: ANOVAError.tooFewGroups(count: 1), "Groups are counted first.") {
          try s.analysisOfVariance([[]])
        }
        expect(throws: ANOVAError.emptyGroup(index: 1), "0/0 is no mean.") {
          try s.analysisOfVariance([[1, 2], [], []])
        }
        expect(throws: ANOVAError.emptyGroup(index: 2), "0/0 is no mean, in the last group either.") {
          try s.analysisOfVariance([[1, 2], [3, 5], []])
        }
        expect(throws: ANOVAError.emptyGroup(index: 0), "Empty groups are asked for before N − k.") {
          try s.analysisOfVariance([[], [1, 2]])
        }
        expect(throws: ANOVAError.noDegreesOfFreedom, "N − k = 0: no scatter within can be seen.") {
          try s.analysisOfVariance([[1], [2], [4]])
        }
        expect(throws: ANOVAError.noSpread, "F would be ∞ or NaN.") { try s.analysisOfVariance([[2, 2], [5, 5, 5]]) }
        expect(throws: ANOVAError.noSpread, "F would be ∞ or NaN.") { try s.analysisOfVariance([[2, 2], [2]]) }
        let tenth = "Three times 0.1 does not vary, though their sum over 3 is not 0.1: ask the numbers."
        expect(throws: ANOVAError.noSpread, tenth) {
          try s.analysisOfVariance([[0.7, 0.7, 0.7, 0.7, 0.7, 0.7], [0.1, 0.1, 0.1]])
        }
        expect(
          try s.analysisOfVariance([[1, 3], [2], [0, 4, 2]]), equals: [0, 2, 10, 3, 0, 1], "Three means of 2: F is 0.")
        expect(try s.analysisOfVariance([[1, .nan], [2, 5]]), equals: [.nan, 1, .nan, 2, .nan, .nan])
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "total for between",
        Way(betweenIsTotal: true).submission,
        """
        The sum of squares of all numbers from x̄ holds the scatter within the groups, too, so F is large even where \
        all means are equal. Between counts each number at its group's mean.
        """),
      Misconception(
        "sums of squares in one pass",
        Way(isOnePass: true).submission,
        """
        Σx² − N·x̄² subtracts numbers that agree in nearly all their digits: for x around 10⁶ with a spread of 0.1 two \
        digits are left. First the means, then the distances from them.
        """),
      Misconception(
        "the mean of the means",
        Way(isUnweighted: true).submission,
        """
        x̄ is the mean of all numbers. The mean of the group means gives a group of three as much weight as one of \
        a hundred; with groups of equal size nobody sees it.
        """),
      Misconception(
        "groups not weighted by their size",
        Way(weighsGroups: false).submission,
        """
        Each number of a group stands at its mean, so its distance counts nᵢ times: nᵢ·(x̄ᵢ − x̄)². Without it F is \
        about nᵢ times too small.
        """),
      Misconception(
        "degrees of freedom exchanged in F",
        Way(exchangesDegrees: true).submission,
        """
        Between the k means there are k − 1 degrees of freedom, within the groups N − k. Divide each sum by its own, \
        and give the distribution the numerator's first.
        """),
      Misconception(
        "degrees of freedom exchanged in the tail",
        Way(exchangesTail: true).submission,
        """
        F is right, p is not: the first number belongs to the numerator, k − 1. With the two exchanged it is the \
        distribution of 1/F.
        """),
      Misconception(
        "N − 1 within",
        Way(withinDegrees: { n, _ in n - 1 }).submission,
        """
        N − 1 are the degrees of freedom of all numbers together. k − 1 of them went into the comparison of the means: \
        N − k are left.
        """),
      Misconception(
        "sums instead of mean squares",
        Way(dividesByDegrees: false).submission,
        """
        A sum grows with the number of its terms. Divided by their degrees of freedom both are estimates of σ², and \
        only then their ratio is about 1.
        """),
      Misconception(
        "the lower tail",
        Way(tail: { m, n, f in FDistribution(numeratorDegrees: m, denominatorDegrees: n).cdf(f) }).submission,
        """
        cdf is the probability of a smaller F. Evidence against equal means are large F: p is the tail above.
        """),
      Misconception(
        "1 − cdf for the tail",
        Way(tail: { m, n, f in 1 - FDistribution(numeratorDegrees: m, denominatorDegrees: n).cdf(f) }).submission,
        """
        For the penguins the cdf is 1 in every digit and p comes out as 0, not 10⁻¹¹¹. `upperTail` keeps the digits.
        """),
      Misconception(
        "both tails",
        Way(tail: { m, n, f in
          min(1, 2 * FDistribution(numeratorDegrees: m, denominatorDegrees: n).upperTail(f))
        }).submission,
        """
        F has no sign to be doubled for: means that differ in either direction make it large. One tail.
        """),
      Misconception(
        "spread looked for in the squares",
        Way(asksSquares: true, shifts: false).submission,
        """
        The mean of three times 0.1, as it is rounded, is not 0.1, so their squares do not add up to 0, and F is 10³⁰. \
        Whether a group varies its numbers say: is one of them not the first?
        """),
      Misconception(
        "no spread, an infinite F",
        Way(throwsWithoutSpread: false).submission,
        """
        With no scatter within the groups F is ∞ or 0/0. Data that do not scatter at all are more likely a fault than \
        a discovery: throw.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("two passes without a shift", Way(shifts: false).submission),
      Alternative("Welford's moments of each group, then of all", Way(isWelford: true).submission),
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      Medal("4 digits of F on SmLs07", atLeast: 4, unit: "digits") { s in
        let problem = try problems.get()["SmLs07"]!
        return digits(try s.analysisOfVariance(problem.groups), problem.fStatistic.value)
      }
    ]
  }
}

// MARK: - Parts of the checks

/// Expects the six numbers: sums and F to a share, degrees exactly, p to as many times that as an error of F grows.
private func expect(
  _ got: [Double], table expected: [Double], share: Double, _ advice: String, what: String = "for the example",
  line: Int = #line
) {
  let names = [
    "the sum of squares between", "the degrees of freedom between", "the sum of squares within",
    "the degrees of freedom within", "F", "p",
  ]
  guard got.count == 6, expected.count == 6 else { return }
  for (index, name) in names.enumerated() {
    let tolerance = index % 2 == 1 && index < 4 ? Tolerance.exact : .relative(share)
    expect(got[index], equals: expected[index], within: tolerance, advice, what: "\(name) \(what)", line: line)
  }
}

/// The tail's exponent has terms of the size of three ln Γ(n/2), each rounded; the sums lose n·ε·κ with κ below 30 in
/// the data where this is used, and p multiplies an error of F by at most n/2.
private func share(_ n: Double) -> Double { 0x1p-52 * (16 * (16 + 3 * n * log(n + 7)) + 30 * n * (n + 1)) }

/// -log₁₀ of the relative error of F; 16 if there is none.
private func digits(_ table: [Double], _ certified: Double) -> Double {
  guard table.count == 6 else { return .nan }
  let error = abs(table[4] / certified - 1)
  return error == 0 ? 16 : -log10(error)
}

/// What honest two-pass code reaches on NIST's data; SmLs07's Doubles themselves hold 4.4 digits.
private let gates = [
  ("SiRstv", 11.0), ("SmLs01", 13), ("SmLs02", 13), ("SmLs04", 8), ("SmLs05", 8), ("SmLs07", 2),
]

private let problems = Result {
  Dictionary(
    uniqueKeysWithValues: try gates.map { name, _ in
      (name, try Dataset("nist/anova/\(name).dat").analysisOfVariance())
    })
}

/// The flipper lengths in mm of Adelie, Chinstrap and Gentoo penguins.
private let flippers = Result {
  let table = try Dataset("penguins/penguins.csv").csv().dropping(missingIn: ["flipper_length_mm"])
  let lengths = try table.numbers(["flipper_length_mm"]).map { $0[0] }
  let groups = Dictionary(grouping: zip(try table.column("species"), lengths), by: \.0).mapValues { $0.map(\.1) }
  return ["Adelie", "Chinstrap", "Gentoo"].map { groups[$0] ?? [] }
}

// MARK: - Right and wrong ways

/// The analysis as a set of choices; untouched, they are the right ones.
private struct Way {
  var betweenIsTotal = false
  var isOnePass = false
  var isUnweighted = false
  var weighsGroups = true
  var exchangesDegrees = false
  var exchangesTail = false
  /// From N and k.
  var withinDegrees: (Int, Int) -> Int = { $0 - $1 }
  var dividesByDegrees = true
  var tail: (Double, Double, Double) -> Double = { m, n, f in
    FDistribution(numeratorDegrees: m, denominatorDegrees: n).upperTail(f)
  }
  var throwsWithoutSpread = true
  var asksSquares = false
  var shifts = true
  var isWelford = false

  private func mean(_ x: [Double]) -> Double {
    isWelford ? Moments(x).mean : x.reduce(0, +) / Double(x.count)
  }

  private func squares(_ x: [Double], from centre: Double) -> Double {
    if isOnePass { return x.reduce(0) { $0 + $1 * $1 } - Double(x.count) * centre * centre }
    if isWelford { return x.count > 1 ? Moments(x).variance() * Double(x.count - 1) : x[0] - x[0] }
    return x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
  }

  private func analyse(_ groups: [[Double]]) throws -> [Double] {
    guard groups.count >= 2 else { throw ANOVAError.tooFewGroups(count: groups.count) }
    if let index = groups.firstIndex(where: \.isEmpty) { throw ANOVAError.emptyGroup(index: index) }
    let origin = shifts && !isOnePass ? groups[0][0] : 0
    let groups = groups.map { $0.map { $0 - origin } }
    let all = groups.flatMap { $0 }
    let (m, n) = (groups.count - 1, withinDegrees(all.count, groups.count))
    guard all.count > groups.count else { throw ANOVAError.noDegreesOfFreedom }
    let means = groups.map(mean)
    let grand = isUnweighted ? mean(means) : mean(all)
    let within = zip(groups, means).reduce(0) { $0 + squares($1.0, from: $1.1) }
    let varies = asksSquares ? within != 0 : groups.contains { group in group.contains { $0 != group[0] } }
    if throwsWithoutSpread && !varies { throw ANOVAError.noSpread }
    var between = zip(groups, means).reduce(0) {
      $0 + (weighsGroups ? Double($1.0.count) : 1) * ($1.1 - grand) * ($1.1 - grand)
    }
    if isOnePass { between = squares(all, from: grand) - within }
    if betweenIsTotal { between = squares(all, from: grand) }
    let (over, under) = exchangesDegrees ? (n, m) : (m, n)
    let f = dividesByDegrees ? between / Double(over) / (within / Double(under)) : between / within
    let p = f.isNaN ? .nan : exchangesTail ? tail(Double(n), Double(m), f) : tail(Double(m), Double(n), f)
    return [between, Double(m), within, Double(n), f, p]
  }

  var submission: Submission { Submission(analysisOfVariance: .init(analyse)) }
}
