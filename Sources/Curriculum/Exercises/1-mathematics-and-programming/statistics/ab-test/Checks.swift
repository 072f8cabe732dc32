import Checking
import Glibc
import LabNumerics

enum ABTestError: Error {
  case counts(successes: Int, trials: Int)
  case noDifference
  case outside(Double)
}

/// An arm of an experiment, as a check hands it in.
struct Counts: CustomStringConvertible {
  var successes: Int
  var trials: Int

  var description: String { "\(successes) of \(trials)" }
}

typealias Look = (a: Counts, b: Counts)

struct Submission {
  var twoProportionTest: Function<Counts, Counts, [Double]>
  var power: Function<Double, Double, Int, Double, Double>
  var sampleSize: Function<Double, Double, Double, Double, Int>
  var firstRejection: Function<[Look], Int, Double, Int?>
}

enum ABTest: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Values of statsmodels and mpmath: make_reference.py.
      Check("agrees with statsmodels on four experiments") { s in
        expectTest(
          try s.twoProportionTest(Counts(successes: 200, trials: 10000), Counts(successes: 260, trials: 9500)),
          "200 of 10,000 against 260 of 9,500", 3.388762676571828, 0.0007020874698239234)
        expectTest(
          try s.twoProportionTest(Counts(successes: 142, trials: 851), Counts(successes: 308, trials: 462)),
          "the men and women of the Titanic", 18.222431892514493, 3.4258545563697705e-74)
        expectTest(
          try s.twoProportionTest(Counts(successes: 31, trials: 120), Counts(successes: 22, trials: 140)),
          "31 of 120 against 22 of 140", -2.0191000845467033, 0.04347681808559228)
        expectTest(
          try s.twoProportionTest(Counts(successes: 3, trials: 7), Counts(successes: 4, trials: 11)),
          "3 of 7 against 4 of 11", -0.2754961485142393, 0.7829350844217374)
      },
      // Pearson's χ² of the 2×2 table, N·(ad − bc)²/(product of the sums), is z². Where the shares nearly agree their
      // difference is known to 2·ε, and with an error of 0.05 or more in the denominator z to 40·ε.
      Check("has the square of z for χ²", holdingFor: 20) { s, draws in
        let (m, n) = (draws.integer(in: 2...40), draws.integer(in: 2...40))
        let (a, b) = (draws.integer(in: 0...m), draws.integer(in: 0...n))
        let (yes, no) = (a + b, m + n - a - b)
        let cross = b * (m - a) - a * (n - b)
        let chi = Double((m + n) * cross * cross) / Double(max(1, m * n * yes * no))
        let z = try s.twoProportionTest(Counts(successes: a, trials: m), Counts(successes: b, trials: n)).first ?? .nan
        expect(
          z, equals: cross < 0 ? -chi.squareRoot() : chi.squareRoot(), within: .absolute(1e-12),
          "One pooled proportion for both arms: (a + b)/(m + n), each trial counts once.",
          what: "z of \(a) of \(m) against \(b) of \(n)")
      },
      Check("agrees with statsmodels on the power") { s in
        for (p, q, n, level, right) in [
          (0.02, 0.03, 3825, 0.05, 0.7999855952058829), (0.2, 0.35, 90, 0.05, 0.6170781596728149),
          (0.5, 0.4, 150, 0.01, 0.2006569878812825), (0.35, 0.2, 40, 0.1, 0.44323494366276234),
        ] {
          expect(
            try s.power(p, q, n, level), equals: right, within: .absolute(1e-12),
            "The threshold is z_α·σ₀, the scatter around δ·√n is σ₁.")
        }
        expect(
          try s.power(0.3, 0.3, 50, 0.05), equals: 0.05, within: .absolute(1e-12),
          "Without a difference the test rejects as often as the level says: α/2 on each side.")
        expect(
          try s.power(0.4, 0.41, 30, 0.05), equals: try s.power(0.41, 0.4, 30, 0.05), within: .absolute(1e-12),
          "Which arm is the better one does not matter.", what: "power from 0.4 to 0.41 against the other direction")
      },
      // All pairs of counts with their probabilities. The normal approximation errs by about 1/√n of a step; 0.02 is
      // three times what is measured here (make_reference.py).
      Check("comes near to the exact power") { s in
        for (p, q, n, level) in [(0.2, 0.35, 90, 0.05), (0.5, 0.4, 150, 0.01), (0.35, 0.2, 40, 0.1)] {
          let right = exactPower(p, q, n, level)
          expect(
            "|power − \(describeShare(right))|, the exact power of p = \(p), q = \(q), n = \(n), level \(level),",
            abs(try s.power(p, q, n, level) - right), atMost: 0.02,
            "The probabilities of all counts at which the test rejects, added up, are the exact power.")
        }
        let n = try s.sampleSize(0.2, 0.35, 0.05, 0.8)
        if (50..<400).contains(n) {
          expect(
            "|exact power − 0.8| at the sample size for 0.2 against 0.35", abs(exactPower(0.2, 0.35, n, 0.05) - 0.8),
            atMost: 0.02, "The size is per arm.")
        } else {
          expect(false, "sampleSize(0.2, 0.35, level: 0.05, power: 0.8) is \(n), which is far off")
        }
      },
      // Right sizes from mpmath; none lies within 0.001 of a whole number.
      Check("gives the sample sizes") { s in
        let advice = "n in each arm; z of 1 − α/2 with σ₀, z of the power with σ₁; what is not whole is rounded up."
        expect(try s.sampleSize(0.02, 0.03, 0.05, 0.8), equals: 3826, advice)
        expect(try s.sampleSize(0.03, 0.02, 0.05, 0.8), equals: 3826, "The direction does not matter.")
        expect(try s.sampleSize(0.1, 0.12, 0.05, 0.9), equals: 5142, advice)
        expect(try s.sampleSize(0.5, 0.45, 0.01, 0.8), equals: 2329, advice)
        expect(try s.sampleSize(0.2, 0.35, 0.05, 0.8), equals: 138, advice)
        expect(try s.sampleSize(0.01, 0.9, 0.05, 0.5), equals: 3, "2.4 trials are too few.")
      },
      // p by statsmodels beside each look.
      Check("stops at the first look that keeps the level") { s in
        let looks: [Look] = [
          (Counts(successes: 10, trials: 100), Counts(successes: 20, trials: 100)),  // p = 0.0477
          (Counts(successes: 20, trials: 200), Counts(successes: 38, trials: 200)),  // p = 0.0106
          (Counts(successes: 30, trials: 300), Counts(successes: 56, trials: 300)),  // p = 0.00245
          (Counts(successes: 40, trials: 400), Counts(successes: 58, trials: 400)),  // p = 0.0523
        ]
        func expectStop(_ count: Int, _ planned: Int, _ level: Double, _ right: Int?, _ advice: String) {
          let got = (try? s.firstRejection(Array(looks[..<count]), planned, level)) ?? nil
          let (mine, theirs) = (got.map { "look \($0)" } ?? "nil", right.map { "look \($0)" } ?? "nil")
          expect(
            got == right,
            "with \(count) looks of \(planned) planned at level \(level) firstRejection is \(mine), expected \(theirs)",
            advice)
        }
        let share = "Each of the planned looks has level/planned, the first as the last."
        expectStop(4, 4, 0.05, 1, "0.0477 is above 0.05/4, 0.0106 is below.")
        expectStop(4, 10, 0.05, 2, share)
        expectStop(3, 20, 0.05, 2, "0.05/20 = 0.0025, and look 2 has 0.00245.")
        expectStop(4, 25, 0.05, nil, share)
        expectStop(1, 1, 0.05, 0, "One look: the whole level.")
        expectStop(1, 4, 0.05, nil, "Three more looks are planned, and each takes its share of the level.")
        expectStop(0, 4, 0.05, nil, "Without a look nothing is found.")
        expectStop(4, 1, 0.01, 2, share)
      },
      // The level comes from the p-value itself, so that no rounding stands between them.
      Check("rejects at its level and not beyond") { s in
        let looks: [Look] = [(Counts(successes: 20, trials: 100), Counts(successes: 27, trials: 100))]
        let p = try s.twoProportionTest(looks[0].0, looks[0].1).last ?? .nan
        let equal = try s.firstRejection(looks, 1, p)
        expect(
          equal == 0, "where p is just level/1 firstRejection is \(equal.map { "look \($0)" } ?? "nil")",
          "p ≤ level/planned.")
        let above = try s.firstRejection(looks, 2, 1.99 * p)
        expect(
          above == nil, "where p is 1.005·level/2 firstRejection finds a look", "Each of K looks has level/K, no more.")
      },
      // Nothing to find: at α = 0.05 at most 25 of 500 experiments may find something; 5 standard deviations are 24.
      // Without a correction 97 do (Armitage: 19.3 %).
      Check("rarely finds what is not there in ten looks") { s, random in
        var found = 0
        for _ in 0..<500 {
          var (a, b) = (Counts(successes: 0, trials: 0), Counts(successes: 0, trials: 0))
          var looks: [Look] = []
          for _ in 0..<10 {
            a = Counts(successes: a.successes + thirties(&random), trials: a.trials + 50)
            b = Counts(successes: b.successes + thirties(&random), trials: b.trials + 50)
            looks.append((a, b))
          }
          if try s.firstRejection(looks, 10, 0.05) != nil { found += 1 }
        }
        expect(
          "the number of 500 experiments without a difference in which ten looks at level 0.05 find one", Double(found),
          atMost: 25 + 24, "Ten chances to be fooled instead of one: each look must have a smaller level.")
      },
      Check("answers at the edges") { s in
        expect(
          try s.twoProportionTest(Counts(successes: 0, trials: 8), Counts(successes: 0, trials: 5)), equals: [0, 1],
          "0/0: no success in either arm, so nothing differs.")
        expect(
          try s.twoProportionTest(Counts(successes: 8, trials: 8), Counts(successes: 5, trials: 5)), equals: [0, 1],
          "0/0: successes alone in both arms, so nothing differs.")
        expectTest(
          try s.twoProportionTest(Counts(successes: 0, trials: 1), Counts(successes: 1, trials: 1)),
          "0 of 1 against 1 of 1", sqrt(2), erfc(1))
        func expectRefused(_ a: (Int, Int), _ b: (Int, Int), _ successes: Int, _ trials: Int) {
          expect(
            throws: ABTestError.counts(successes: successes, trials: trials), "Such an arm cannot have been observed."
          ) { try s.twoProportionTest(Counts(successes: a.0, trials: a.1), Counts(successes: b.0, trials: b.1)) }
        }
        expectRefused((0, 0), (3, 2), 0, 0)
        expectRefused((1, 4), (3, 2), 3, 2)
        expectRefused((-1, 4), (3, 9), -1, 4)
        let advice = "Strictly between 0 and 1: a level of 5 was meant to be 0.05. NaN fails every comparison."
        expect(throws: ABTestError.outside(5), advice) { try s.power(0.2, 0.3, 10, 5) }
        expect(throws: ABTestError.outside(1), advice) { try s.power(0.2, 1, 10, 0) }
        expect(throws: ABTestError.outside(0), advice) { try s.power(0, 0.3, 10, 0.05) }
        expect(throws: ABTestError.outside(.nan), advice) { try s.power(0.2, 0.3, 10, .nan) }
        expect(throws: ABTestError.outside(.nan), advice) { try s.power(.nan, 0.3, 10, 5) }
        expect(throws: ABTestError.outside(.nan), advice) { try s.power(0.2, .nan, 10, 0.05) }
        expect(throws: ABTestError.outside(.nan), advice) { try s.sampleSize(0.2, 0.3, 0.05, .nan) }
        expect(throws: ABTestError.outside(2), "\(advice) The level is asked about before the power.") {
          try s.sampleSize(0.2, 0.3, 2, 80)
        }
        for level in [5, 0, Double.nan] {
          expect(throws: ABTestError.outside(level), "\(advice) Also without a look.") {
            try s.firstRejection([], 2, level)
          }
        }
        // The shares are 0.25 and 0.2525; p is about e^(−33000).
        let billions = (1_000_000_000, 1_010_000_000, 4_000_000_000)
        let pooled = Double(billions.0 + billions.1) / 8e9
        expectTest(
          try s.twoProportionTest(
            Counts(successes: billions.0, trials: billions.2), Counts(successes: billions.1, trials: billions.2)),
          "10⁹ against 1.01·10⁹ of 4·10⁹ each", 0.0025 / sqrt(pooled * (1 - pooled) * 2 / 4e9), 0)
        expect(throws: ABTestError.outside(2), "\(advice) Whether they are equal is asked after that.") {
          try s.sampleSize(2, 2, 0.05, 0.8)
        }
        expect(throws: ABTestError.outside(0), advice) { try s.sampleSize(0, 0.3, 0.05, 1) }
        expect(throws: ABTestError.outside(80), advice) { try s.sampleSize(0.2, 0.3, 0.05, 80) }
        expect(throws: ABTestError.outside(.nan), advice) { try s.sampleSize(0.2, .nan, 0.05, 0.8) }
        expect(throws: ABTestError.noDifference, "δ = 0: n would be infinite.") {
          try s.sampleSize(0.2, 0.2, 0.05, 0.8)
        }
        expect(throws: ABTestError.counts(successes: 7, trials: 3)) {
          try s.firstRejection([(Counts(successes: 7, trials: 3), Counts(successes: 1, trials: 3))], 2, 0.05)
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "one-sided p",
        Way(tail: { NormalDistribution().upperTail(abs($0)) }).submission,
        """
        You would also have called it a success if the other arm had been better by as much: both tails count, 2·P(Z ≥ |z|).
        """),
      Misconception(
        "p without the magnitude of z",
        Way(tail: { 2 * NormalDistribution().upperTail($0) }).submission,
        """
        For a negative z the upper tail is more than a half, and twice that is above 1. Take |z|.
        """),
      Misconception(
        "the tail as 1 − cdf",
        Way(tail: { 2 * (1 - NormalDistribution().cdf(abs($0))) }).submission,
        """
        Φ(18) rounds to 1, and 1 − 1 is 0. The upper tail itself keeps its digits.
        """),
      Misconception(
        "the first arm less the second",
        Way(sign: -1).submission,
        """
        The question is how much better b is than a: z is positive if b has the larger share.
        """),
      Misconception(
        "arms not pooled in the test",
        Way(variance: { a, m, b, n in a / m * (1 - a / m) / m + b / n * (1 - b / n) / n }).submission,
        """
        Under the hypothesis both arms have *one* proportion, and its best estimate is from both together. With each arm's \
        own variance this is Wald's test, which rejects too often.
        """),
      Misconception(
        "the mean of the shares for the pooled share",
        Way(variance: { a, m, b, n in
          let p = (a / m + b / n) / 2
          return p * (1 - p) * (1 / m + 1 / n)
        }).submission,
        """
        (a/m + b/n)/2 gives an arm of ten trials the weight of one of a thousand. Pool the trials: (a + b)/(m + n).
        """),
      Misconception(
        "the standard error of one sample",
        Way(variance: { a, m, b, n in
          let p = (a + b) / (m + n)
          return p * (1 - p) / (m + n)
        }).submission,
        """
        p̄·(1 − p̄)/(m + n) is the variance of the pooled share. A *difference* has the variances of both arms: 1/m + 1/n.
        """),
      Misconception(
        "0/0 where nothing differs",
        Way(looksForNothing: false).submission,
        """
        With no success in either arm the standard error is 0 and so is the difference. Nothing speaks against equality: \
        z = 0, p = 1.
        """),
      Misconception(
        "counts not looked at",
        Way(looksAtCounts: false).submission,
        """
        Three successes of two trials are a mistake of the program before yours. Say so before it becomes a p-value.
        """),
      Misconception(
        "one-sided threshold",
        Way(threshold: { NormalDistribution().upperQuantile($0) }).submission,
        """
        The two-sided test rejects beyond the quantile of 1 − α/2, 1.960 for α = 0.05; 1.645 is the one-sided one. Half of \
        the level lies on each side.
        """),
      Misconception(
        "the pooled deviation in both places",
        Way(real: { null, _ in null }).submission,
        """
        The threshold is set as if there were no difference, σ₀. But once there is one, the scatter around δ is σ₁: the \
        power has to reckon with that.
        """),
      Misconception(
        "the real deviation in both places",
        Way(null: { _, real in real }).submission,
        """
        The test uses the pooled share, so its threshold is z_α·σ₀. With σ₁ there you plan for another test.
        """),
      Misconception(
        "both arms together",
        Way(factor: 2).submission,
        """
        The formula gives the trials of one arm; you return those of both. Who plans with it as "per arm" pays twice.
        """),
      Misconception(
        "rounded down",
        Way(round: .down).submission,
        """
        With fewer trials than the formula says the power stays below the wanted one: round up.
        """),
      Misconception(
        "rounded to the nearest",
        Way(round: .toNearestOrAwayFromZero).submission,
        """
        With fewer trials than the formula says the power stays below the wanted one: round up.
        """),
      Misconception(
        "one tail in the power",
        Way(countsFarTail: false).submission,
        """
        The test also rejects on the wrong side. That hardly matters for a large difference, but without any the power \
        would be α/2 instead of α.
        """),
      Misconception(
        "stopped at the first p below the level",
        Way(share: { level, _, _ in level }).submission,
        """
        Ten looks are ten chances to be fooled: with nothing to find, one experiment of five stops with "significant". \
        Each of K planned looks gets α/K.
        """),
      Misconception(
        "the level divided by the looks so far",
        Way(share: { level, _, look in level / Double(look + 1) }).submission,
        """
        α, α/2, α/3, … add up to far more than α, and the first look takes all of it. Divide by the number of looks \
        *planned*.
        """),
      Misconception(
        "the level divided by the looks made",
        Way(sharesMade: true).submission,
        """
        Looks that are planned but still to come have their share of the level, too. If you divide by those made so far, \
        the first look spends all of it.
        """),
      Misconception(
        "the last look decides",
        Way(looksAtLast: true).submission,
        """
        Asked is the first look that may stop the experiment. You test the last one only.
        """),
      Misconception(
        "probabilities not looked at",
        Way(looksAtProbabilities: false).submission,
        """
        A level of 5 has no quantile. Whoever meant 5 % gets a number, or NaN, instead of a sentence.
        """),
      Misconception(
        "no difference let through",
        Way(looksForDifference: false).submission,
        """
        With p = q δ is 0, and n infinite: no number of trials tells equal proportions apart.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "z from the cross product of the table, quantiles of 1 − α/2",
        Submission(
          twoProportionTest: .init { a, b in
            _ = try Way().test(a, b)
            let (yes, all) = (Double(a.successes + b.successes), Double(a.trials + b.trials))
            guard yes > 0, yes < all else { return [0, 1] }
            let cross = Double(b.successes * a.trials - a.successes * b.trials)
            let z = cross * (all / (Double(a.trials) * Double(b.trials) * yes * (all - yes))).squareRoot()
            return [z, erfc(abs(z) / 2.0.squareRoot())]
          },
          power: .init { p, q, n, level in
            _ = try Way().power(p, q, n, level)
            let normal = NormalDistribution()
            let threshold = normal.quantile(1 - level / 2) * ((p + q) * (2 - p - q) / 2).squareRoot()
            let (root, deviation) = (Double(n).squareRoot(), (p + q - p * p - q * q).squareRoot())
            let between =
              normal.cdf((threshold - (q - p) * root) / deviation)
              - normal.cdf((-threshold - (q - p) * root) / deviation)
            return 1 - between
          }, sampleSize: .init(Way().sampleSize), firstRejection: .init(Way().firstRejection)))
    ]
  }
}

// MARK: - Parts of the checks

/// Expects z, and p to the error of z times the slope of log p, which is below |z| + 1.
private func expectTest(_ got: [Double], _ what: String, _ z: Double, _ p: Double, line: Int = #line) {
  expect(
    got.first ?? .nan, equals: z, within: .absolute(1e-12 * max(1, abs(z))),
    "The difference of the shares over its standard error.",
    what: "z of \(what)", line: line)
  expect(
    got.last ?? .nan, equals: p, within: .relative(1e-12 * (1 + z * z)), "Both tails: P(|Z| ≥ |z|).",
    what: "p of \(what)", line: line)
}

/// The probability of all pairs of counts at which the test rejects.
private func exactPower(_ p: Double, _ q: Double, _ n: Int, _ level: Double) -> Double {
  let threshold = NormalDistribution().upperQuantile(level / 2)
  let (first, second) = (
    BinomialDistribution(trials: n, probability: p), BinomialDistribution(trials: n, probability: q)
  )
  let (a, b) = ((0...n).map { first.pmf($0) }, (0...n).map { second.pmf($0) })
  var power = 0.0
  for i in 0...n {
    for j in 0...n where i != j {
      // |z| ≥ threshold without roots: N·cross² ≥ threshold²·product of the sums.
      let (yes, difference) = (Double(i + j), Double(j - i))
      let square = 2 * Double(n) * difference * difference / (yes * (2 * Double(n) - yes))
      if square >= threshold * threshold { power += a[i] * b[j] }
    }
  }
  return power
}

private func describeShare(_ x: Double) -> String { "\((x * 1000).rounded() / 1000)" }

/// Successes of 50 trials with probability 0.3.
private func thirties(_ random: inout some RandomNumberGenerator) -> Int {
  (0..<50).count { _ in Int.random(in: 0..<10, using: &random) < 3 }
}

// MARK: - Wrong and right ways

/// The four functions; each member can make them wrong in one place.
private struct Way {
  var sign = 1.0
  /// Of a, m, b and n.
  var variance: (Double, Double, Double, Double) -> Double = { a, m, b, n in
    let p = (a + b) / (m + n)
    return p * (1 - p) * (1 / m + 1 / n)
  }
  var tail: (Double) -> Double = { 2 * NormalDistribution().upperTail(abs($0)) }
  var looksForNothing = true
  var looksAtCounts = true
  var threshold: (Double) -> Double = { NormalDistribution().upperQuantile($0 / 2) }
  /// Of σ₀ and σ₁, what is taken for each.
  var null: (Double, Double) -> Double = { null, _ in null }
  var real: (Double, Double) -> Double = { _, real in real }
  var factor = 1
  var round = FloatingPointRoundingRule.up
  var countsFarTail = true
  /// Of the level, the planned looks and the index of a look.
  var share: (Double, Int, Int) -> Double = { level, planned, _ in level / Double(planned) }
  var sharesMade = false
  var looksAtLast = false
  var looksAtProbabilities = true
  var looksForDifference = true

  func test(_ a: Counts, _ b: Counts) throws -> [Double] {
    if looksAtCounts {
      for arm in [a, b] where arm.trials < 1 || arm.successes < 0 || arm.successes > arm.trials {
        throw ABTestError.counts(successes: arm.successes, trials: arm.trials)
      }
    }
    let yes = a.successes + b.successes
    if looksForNothing, yes == 0 || yes == a.trials + b.trials { return [0, 1] }
    let (x, m, y, n) = (Double(a.successes), Double(a.trials), Double(b.successes), Double(b.trials))
    let z = sign * (y / n - x / m) / variance(x, m, y, n).squareRoot()
    return [z, z.isNaN ? .nan : tail(z)]
  }

  private func refuse(_ values: [Double]) throws {
    if looksAtProbabilities, let value = values.first(where: { !($0 > 0 && $0 < 1) }) {
      throw ABTestError.outside(value)
    }
  }

  private func deviations(_ p: Double, _ q: Double) -> (null: Double, real: Double) {
    let mean = (p + q) / 2
    let (a, b) = ((2 * mean * (1 - mean)).squareRoot(), (p * (1 - p) + q * (1 - q)).squareRoot())
    return (null(a, b), real(a, b))
  }

  func power(_ p: Double, _ q: Double, _ trials: Int, _ level: Double) throws -> Double {
    try refuse([p, q, level])
    guard level > 0, level < 1 else { return .nan }
    let sigma = deviations(p, q)
    let (z, shift) = (threshold(level), abs(q - p) * Double(trials).squareRoot())
    let tails = [shift, -shift].map { NormalDistribution().cdf(($0 - z * sigma.null) / sigma.real) }
    return countsFarTail ? tails[0] + tails[1] : tails[0]
  }

  func sampleSize(_ p: Double, _ q: Double, _ level: Double, _ power: Double) throws -> Int {
    try refuse([p, q, level, power])
    if looksForDifference, p == q { throw ABTestError.noDifference }
    guard level > 0, level < 1, power > 0, power < 1 else { return 0 }
    let sigma = deviations(p, q)
    let root = (threshold(level) * sigma.null + NormalDistribution().quantile(power) * sigma.real) / (p - q)
    let n = (root * root).rounded(round)
    return n < 1e15 ? factor * Int(n) : .max
  }

  func firstRejection(_ looks: [Look], _ planned: Int, _ level: Double) throws -> Int? {
    try refuse([level])
    for (index, look) in looks.enumerated() where !looksAtLast || index == looks.count - 1 {
      let bound = sharesMade ? level / Double(looks.count) : share(level, planned, index)
      if try test(look.a, look.b)[1] <= bound { return index }
    }
    return nil
  }

  var submission: Submission {
    Submission(
      twoProportionTest: .init(test), power: .init(power), sampleSize: .init(sampleSize),
      firstRejection: .init(firstRejection))
  }
}
