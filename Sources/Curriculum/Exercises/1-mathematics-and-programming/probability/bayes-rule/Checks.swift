import Checking
import Glibc
import LabData

struct ImpossibleEvidence: Error {
  var index: Int
}

struct Test: CustomStringConvertible {
  var sensitivity: Double
  var falsePositiveRate: Double

  init(_ sensitivity: Double, _ falsePositiveRate: Double) {
    (self.sensitivity, self.falsePositiveRate) = (sensitivity, falsePositiveRate)
  }

  var description: String { "(sensitivity \(sensitivity), falsePositiveRate \(falsePositiveRate))" }
}

struct Submission {
  var posterior: Function<Double, Double, Double, Double>
  var logOdds: Function<Double, Double>
  var probability: Function<Double, Double>
  var posteriorLogOdds: Function<Double, [Test], [Bool], Double>
}

enum BayesRule: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expect(
          try s.posterior(0.01, 0.9, 0.09), equals: 10.0 / 109, within: .ulps(8),
          "Of 10,000 people 100 are ill, 90 of them positive; of the 9,900 others 891 are.")
        expect(
          try s.posterior(0.01, 0.1, 0.91), equals: 0.1 / 90.19, within: .ulps(8),
          "Odds of 1 : 99 times 0.1/0.91 are 0.1 : 90.09.")
        let test = Test(0.9, 0.09)
        // Cancelling numbers of size log 99: their roundings stay.
        expect(
          try s.posteriorLogOdds(0.01, [test, test], [true, true]), equals: log(100.0 / 99),
          within: .rounding(operations: 8, scale: log(99)), "Prior odds 1 : 99, each result brings a factor of 10.")
      },
      Check("weighs the base rate", cases: 6) { s, random in
        let (h, t, f) = (uniform(&random), uniform(&random), uniform(&random))
        let right = h * t / (h * t + (1 - h) * f)
        expect(
          try s.posterior(h, t, f), equals: right, within: .ulps(16),
          "P(H and E), as a share of P(E) = P(H and E) + P(not H and E).")
        expect(
          try s.posterior(1 - h, f, t), equals: 1 - right, within: .rounding(operations: 16, scale: 1),
          "P(not H | E) = 1 − P(H | E).")
        expect(
          try s.posterior(h, t, t), equals: h, within: .ulps(16),
          "What is as likely without H as with it, teaches nothing.")
      },
      Check("turns probabilities into log odds and back", cases: 4) { s, random in
        expect(try s.logOdds(0.5), equals: 0, "Odds of 1 : 1.")
        expect(try s.logOdds(0.8), equals: log(4), within: .ulps(8), "Odds of 4 : 1.")
        expect(try s.logOdds(1e-300), equals: log(1e-300), within: .ulps(4), "1 − p is 1 here.")
        expect(try s.logOdds(0), equals: -.infinity)
        expect(try s.logOdds(1), equals: .infinity)
        for (l, p) in [(-.infinity, 0), (.infinity, 1), (-800, 0), (800, 1), (0, 0.5)] as [(Double, Double)] {
          expect(try s.probability(l), equals: p, "exp(800) is infinite, and ∞/∞ NaN.")
        }
        expect(
          try s.probability(-700), equals: exp(-700), within: .ulps(4),
          "1 − 1/(1 + e⁻⁷⁰⁰) is 0: small ones need e^l/(1 + e^l).")
        let l = Double.random(in: -30...30, using: &random)
        expect(try s.probability(l), equals: 0.5 + 0.5 * tanh(l / 2), within: .rounding(operations: 4, scale: 1))
        // The slope of log odds is 1/(p·(1 − p)): an ε in p near 1 becomes eˡ of them.
        expect(
          try s.logOdds(try s.probability(l)), equals: l, within: .rounding(operations: 8, scale: 1 + abs(l) + exp(l)),
          "One undoes the other.", what: "logOdds(probability(logOdds: \(l)))")
      },
      Check("adds up evidence in any order", cases: 4) { s, random in
        let n = Int.random(in: 2...9, using: &random)
        let tests = (0..<n).map { _ in Test(uniform(&random), uniform(&random)) }
        let results = tests.map { _ in Bool.random(using: &random) }
        let prior = uniform(&random)
        let all = try s.posteriorLogOdds(prior, tests, results)
        // Each step of the chain, by the odds themselves; at most 10 numbers up to log 20.
        let odds = zip(tests, results).reduce(prior / (1 - prior)) { odds, pair in
          odds
            * (pair.1
              ? pair.0.sensitivity / pair.0.falsePositiveRate
              : (1 - pair.0.sensitivity) / (1 - pair.0.falsePositiveRate))
        }
        let rounding = Tolerance.rounding(operations: 16 * n, scale: 6)
        expect(
          all, equals: log(odds), within: rounding,
          "The prior counts once; a negative result has the ratio (1 − sensitivity)/(1 − falsePositiveRate).",
          what: "posteriorLogOdds with prior \(prior), \(tests), \(results)")
        expect(
          try s.posteriorLogOdds(prior, tests.reversed(), results.reversed()), equals: all, within: rounding,
          "Sums do not care about the order.", what: "posteriorLogOdds with the tests in reverse order")
        let positive = results[0] ? tests[0] : Test(1 - tests[0].sensitivity, 1 - tests[0].falsePositiveRate)
        let once = try s.posterior(prior, positive.sensitivity, positive.falsePositiveRate)
        expect(
          try s.posteriorLogOdds(once, Array(tests.dropFirst()), Array(results.dropFirst())), equals: all,
          within: .rounding(operations: 16 * n, scale: 6 + 400), "Yesterday's posterior is today's prior.",
          what: "posteriorLogOdds, from the posterior after the first test on,")
      },
      Check("survives 400 tests and tiny priors") { s in
        let (tests, results) = ([Test](repeating: Test(0.1, 0.08), count: 400), [Bool](repeating: true, count: 400))
        expect(
          try s.posteriorLogOdds(0.001, tests, results), equals: 400 * log(1.25) - log(999),
          within: .rounding(operations: 800, scale: 400 * log(12.5)),
          "0.1⁴⁰⁰ is no Double. Add logarithms, and the prior's only once.",
          what: "posteriorLogOdds with prior 0.001 and 400 positive tests (sensitivity 0.1, falsePositiveRate 0.08)")
        let strong = [Test](repeating: Test(0.9, 0.09), count: 400)
        expect(
          try s.posteriorLogOdds(0.001, strong, results), equals: 400 * log(10) - log(999),
          within: .rounding(operations: 800, scale: 400 * log(12.5)),
          "The odds, 10⁴⁰⁰, are no Double either. Stay with logarithms.",
          what: "posteriorLogOdds with prior 0.001 and 400 positive tests (sensitivity 0.9, falsePositiveRate 0.09)")
        let ratio = "Only the ratio of the two likelihoods counts; the products 10⁻³²⁰ are nearly nothing."
        expect(try s.posterior(1e-300, 1e-20, 1e-20), equals: 1e-300, within: .ulps(8), ratio)
        expect(try s.posterior(1e-300, 1, 1e-300), equals: 0.5, within: .ulps(8))
        expect(try s.posterior(0.25, 3e-320, 3e-320), equals: 0.25, within: .ulps(8), ratio)
        expect(
          try s.posteriorLogOdds(1e-300, [Test(0.5, 0.001)], [true]), equals: log(1e-300) + log(500),
          within: .ulps(16))
      },
      // Counts and their shares: a few roundings.
      Check("finds who survived the Titanic, given their sex") { s in
        let counts = try titanic.get()  // [sex][died, survived]
        let total = counts.joined().reduce(0, +)
        let (died, survived) = (counts[0][0] + counts[1][0], counts[0][1] + counts[1][1])
        for (sex, name) in ["women", "men"].enumerated() {
          let what = "P(survived | \(name)) on the Titanic"
          let p = try s.posterior(survived / total, counts[sex][1] / survived, counts[sex][0] / died)
          expect(
            p, equals: counts[sex][1] / (counts[sex][0] + counts[sex][1]), within: .ulps(16),
            "P(survived)·P(\(name) | survived), as a share of P(\(name)).", what: what)
        }
      },
      Check("does the edges") { s in
        let sure = "A prior of 0 or 1 has nothing to learn."
        expect(try s.posterior(0, 0.9, 0.1), equals: 0, sure)
        expect(try s.posterior(1, 0.9, 0.1), equals: 1, sure)
        expect(try s.posterior(0.3, 0, 0.1), equals: 0, "Impossible with H.")
        expect(try s.posterior(0.3, 0.1, 0), equals: 1, "Impossible without H.")
        let never = "Neither with H nor without it could this happen."
        expect(throws: ImpossibleEvidence(index: 0), never) { try s.posterior(0.3, 0, 0) }
        expect(throws: ImpossibleEvidence(index: 0), never) { try s.posterior(0, 0.9, 0) }
        expect(throws: ImpossibleEvidence(index: 0), never) { try s.posterior(1, 0, 0.9) }
        expect(
          try s.posteriorLogOdds(0.2, [], []), equals: log(0.25), within: .ulps(8), "No evidence: the prior's log odds."
        )
        expect(
          try s.posteriorLogOdds(1e-320, [], []), equals: log(1e-320), within: .ulps(8),
          "However small a prior is, it is the prior.")
        let (usual, sensitive, specific) = (Test(0.7, 0.2), Test(1, 0.2), Test(0.7, 0))
        expect(
          try s.posteriorLogOdds(0.3, [usual, sensitive, usual], [true, false, true]), equals: -.infinity,
          "A test that finds everybody is negative.")
        expect(
          try s.posteriorLogOdds(0.3, [usual, specific], [false, true]), equals: .infinity,
          "A test without false positives is positive.")
        let contradiction = "−∞ + ∞ is NaN: here H is excluded already, and now its opposite as well."
        expect(throws: ImpossibleEvidence(index: 2), contradiction) {
          try s.posteriorLogOdds(0.3, [usual, sensitive, specific, usual], [true, false, true, true])
        }
        expect(throws: ImpossibleEvidence(index: 0), contradiction) { try s.posteriorLogOdds(0, [specific], [true]) }
        // Below the normal numbers a Double has its last place at 2⁻¹⁰⁷⁴.
        expect(
          try s.probability(-720), equals: exp(-720), within: .absolute(0x1p-1072),
          "e⁷²⁰ is infinite, but e⁻⁷²⁰ is a Double, if a small one.")
        expect(
          try s.posteriorLogOdds(0.5, [Test(0.5, 1e-310)], [true]), equals: log(0.5) - log(1e-310), within: .ulps(8),
          "0.5/10⁻³¹⁰ is infinite, the difference of the logarithms is not.")
        expect(throws: ImpossibleEvidence(index: 1), never) {
          try s.posteriorLogOdds(0.5, [usual, Test(0, 0)], [true, true])
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the base rate ignored", .right(posterior: { _, t, f in try share(t, f) }),
        """
        t/(t + f) is right for a prior of ½. If one in a hundred is ill, there are 99 healthy people who may be \
        positive for each ill one: weigh both likelihoods with the prior.
        """),
      Misconception(
        "the likelihood for the posterior",
        .right(posterior: { h, t, f in t + f == 0 || h * t + (1 - h) * f == 0 ? try share(0, 0) : t }),
        """
        P(E | H) says how often the ill are positive; asked is how often the positive are ill. Exchanging the two is \
        the prosecutor's fallacy.
        """),
      Misconception(
        "P(E | not H) taken for 1 − P(E | H)",
        .right(posterior: { h, t, _ in try share(h * t, (1 - h) * (1 - t)) }),
        """
        1 − P(E | H) is P(not E | H), still among the ill. How often the healthy are positive is another number, and \
        it is given.
        """),
      Misconception(
        "not normalised", .right(posterior: { h, t, _ in h * t }),
        """
        P(H)·P(E | H) is P(H and E). Given E it has to be divided by P(E), with and without H.
        """),
      Misconception(
        "products that vanish", .right(posterior: { h, t, f in try share(h * t, (1 - h) * f) }),
        """
        10⁻³⁰⁰·10⁻²⁰ is next to nothing in Doubles, and its digits are gone. Only the ratio of the likelihoods \
        counts: divide both by the larger one first.
        """),
      Misconception(
        "the logarithm of p", .right(logOdds: { log($0) }),
        """
        Log odds are log(p/(1 − p)): how much more likely than not. At ½ they are 0.
        """),
      Misconception(
        "decimal logarithms",
        .right(logOdds: decimalOdds, probability: fromDecimal, posteriorLogOdds: decimalEvidence),
        """
        Bans and decibans are honourable units, but asked are natural logarithms.
        """),
      Misconception(
        "exp that overflows", .right(probability: overflowing),
        """
        For l = 800 this is ∞/∞, NaN. For l ≥ 0 write 1/(1 + e⁻ˡ).
        """),
      Misconception(
        "one formula for both sides", .right(probability: { 1 / (1 + exp(-$0)) }),
        """
        For l = −720 e⁻ˡ is infinite and this is 0. For l < 0 write eˡ/(1 + eˡ), which has all digits down to the smallest \
        Double.
        """),
      Misconception(
        "small probabilities rounded away", .right(probability: roundedAway),
        """
        For l = −700 you subtract from 1 a number that is 1 in Doubles, and 10⁻³⁰⁴ becomes 0. For l < 0 write \
        eˡ/(1 + eˡ).
        """),
      Misconception(
        "negative results left out",
        .right(posteriorLogOdds: { try evidence($0, $1, $2, negative: { _, _ in 0 }) }),
        """
        A negative result speaks against H, the louder the more sensitive the test: its ratio is (1 − \
        sensitivity)/(1 − falsePositiveRate).
        """),
      Misconception(
        "the ratio turned round for a negative result",
        .right(posteriorLogOdds: { try evidence($0, $1, $2, negative: { log($1) - log($0) }) }),
        """
        A negative result is not the opposite of a positive one with the same weight. It has probabilities of its \
        own: 1 − sensitivity with H, 1 − falsePositiveRate without.
        """),
      Misconception(
        "the prior counted at each update",
        .right(posteriorLogOdds: { h, tests, results in
          try evidence(h, tests, results) + Double(max(0, tests.count - 1)) * (log(h) - log1p(-h))
        }),
        """
        After the first test the prior is inside the posterior. Adding it again with each test makes a rare H rarer by \
        itself.
        """),
      Misconception(
        "likelihoods multiplied",
        .right(posteriorLogOdds: multiplied),
        """
        The product of 400 probabilities of 0.1 is 10⁻⁴⁰⁰, 0 in Doubles, with H and without. Take logarithms first, \
        then add.
        """),
      Misconception(
        "a contradiction that goes on",
        .right(posteriorLogOdds: { h, tests, results in (try? evidence(h, tests, results)) ?? .nan }),
        """
        When the evidence excludes both H and its opposite you go on with NaN. There is something wrong with the \
        tests, and the caller must hear of it: throw, with the index.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "odds by division; two sums of logarithms, one with H and one without",
        .right(
          posterior: { h, t, f in
            guard h * t > 0 || (1 - h) * f > 0 || (h > 0 && t > 0) else { throw ImpossibleEvidence(index: 0) }
            if h == 0 || t == 0 { return 0 }
            return 1 / (1 + (1 - h) / h * (f / t))
          },
          posteriorLogOdds: { h, tests, results in
            var (with, without) = (log(h), log1p(-h))
            for (index, (test, isPositive)) in zip(tests, results).enumerated() {
              with += isPositive ? log(test.sensitivity) : log1p(-test.sensitivity)
              without += isPositive ? log(test.falsePositiveRate) : log1p(-test.falsePositiveRate)
              if with == -.infinity && without == -.infinity { throw ImpossibleEvidence(index: index) }
            }
            return with - without
          }))
    ]
  }
}

// MARK: - Parts of the checks

private func uniform(_ random: inout some RandomNumberGenerator) -> Double {
  Double.random(in: 0.05...0.95, using: &random)
}

/// Women and men, of each how many died and how many survived.
private let titanic = Result {
  let table = try Dataset("titanic/titanic.csv").csv()
  let (sexes, survived) = (try table.column("sex"), try table.column("survived"))
  return ["female", "male"].map { sex in
    ["0", "1"].map { fate in Double(zip(sexes, survived).count { $0 == sex && $1 == fate }) }
  }
}

// MARK: - Wrong and right ways

private func share(_ a: Double, _ b: Double) throws -> Double {
  guard a + b > 0 else { throw ImpossibleEvidence(index: 0) }
  return a / (a + b)
}

private func natural(_ p: Double) -> Double { log(p) - log1p(-p) }

private func decimal(_ l: Double) -> Double { l / M_LN10 }

private func decimalOdds(_ p: Double) -> Double { decimal(natural(p)) }

private func fromDecimal(_ l: Double) -> Double { stable(M_LN10 * l) }

private func overflowing(_ l: Double) -> Double { exp(l) / (1 + exp(l)) }

private func roundedAway(_ l: Double) -> Double { 1 - 1 / (1 + exp(l)) }

private func stable(_ l: Double) -> Double { l < 0 ? exp(l) / (1 + exp(l)) : 1 / (1 + exp(-l)) }

private func evidence(
  _ prior: Double, _ tests: [Test], _ results: [Bool],
  negative: (Double, Double) -> Double = { log(1 - $0) - log(1 - $1) }
) throws -> Double {
  var sum = log(prior) - log1p(-prior)
  for (index, (test, isPositive)) in zip(tests, results).enumerated() {
    sum +=
      isPositive
      ? log(test.sensitivity) - log(test.falsePositiveRate) : negative(test.sensitivity, test.falsePositiveRate)
    if sum.isNaN { throw ImpossibleEvidence(index: index) }
  }
  return sum
}

private func multiplied(_ prior: Double, _ tests: [Test], _ results: [Bool]) throws -> Double {
  _ = try evidence(prior, tests, results)  // the errors are right
  var (with, without) = (prior, 1 - prior)
  for (test, isPositive) in zip(tests, results) {
    with *= isPositive ? test.sensitivity : 1 - test.sensitivity
    without *= isPositive ? test.falsePositiveRate : 1 - test.falsePositiveRate
  }
  return log(with) - log(without)
}

private func decimalEvidence(_ prior: Double, _ tests: [Test], _ results: [Bool]) throws -> Double {
  decimal(try evidence(prior, tests, results))
}

extension Submission {
  /// All four right but those that are given.
  fileprivate static func right(
    posterior: @escaping (Double, Double, Double) throws -> Double = weighed,
    logOdds: @escaping (Double) -> Double = natural, probability: @escaping (Double) -> Double = stable,
    posteriorLogOdds: @escaping (Double, [Test], [Bool]) throws -> Double = { try evidence($0, $1, $2) }
  ) -> Submission {
    Submission(
      posterior: .init(posterior), logOdds: .init(logOdds), probability: .init(probability),
      posteriorLogOdds: .init(posteriorLogOdds))
  }
}

private func weighed(_ h: Double, _ t: Double, _ f: Double) throws -> Double {
  let larger = max(t, f)
  guard larger > 0 else { throw ImpossibleEvidence(index: 0) }
  return try share(h * (t / larger), (1 - h) * (f / larger))
}
