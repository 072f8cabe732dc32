import Checking
import Glibc
import LabData
import LabNumerics

struct BadLevel: Error {
  var level: Double
}

/// A belief is its two parameters: a and b, or mean and variance.
struct Submission {
  /// From prior, successes and failures: a, b, mean and variance of the posterior.
  var betaUpdated: Function<[Double], Int, Int, [Double]>
  /// From a belief, successes and trials.
  var betaPredictive: Function<[Double], Int, Int, Double>
  var betaInterval: Function<[Double], Double, [Double]>
  /// From prior, measurements and noise.
  var normalUpdated: Function<[Double], [Double], Double, [Double]>
  var normalPredictive: Function<[Double], Double, [Double]>
  var normalInterval: Function<[Double], Double, [Double]>
}

enum ConjugatePrior: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        let few = Tolerance.ulps(8)
        expect(
          try s.betaUpdated([1, 1], 7, 3), equals: [8, 4, 2.0 / 3, 2.0 / 117], within: few,
          "7 of 10: 3 failures. The mean of Beta(8, 4) is 8/12.", what: "a, b, mean, variance after 7 of 10")
        expect(
          try s.betaPredictive([8, 4], 2, 2), equals: 6.0 / 13, within: .relative(share(2, 8, 4)),
          "B(10, 4)/B(8, 4) = (8·9)/(12·13).")
        expect(
          try s.normalUpdated([0, 4], [3, 5], 1), equals: [32.0 / 9, 4.0 / 9], within: few, "Precisions add: ¼ + 2/1.")
        expect(
          try s.normalPredictive([32.0 / 9, 4.0 / 9], 1), equals: [32.0 / 9, 13.0 / 9], within: few,
          "The next measurement has its own noise, and μ is not known exactly.")
      },
      Check("a batch is the same as one at a time, penguin by penguin") { s in
        var belief = [2.5, 1.5]
        let sexes = try penguins.get().isFemale
        for isFemale in sexes {
          belief = Array(try s.betaUpdated(belief, isFemale ? 1 : 0, isFemale ? 0 : 1).prefix(2))
        }
        expect(
          try s.betaUpdated([2.5, 1.5], 165, 168),
          equals: [167.5, 169.5, 167.5 / 337, 167.5 * 169.5 / (337 * 337 * 338)],
          within: .ulps(8), "165 of 333 penguins are female.")
        expect(
          belief, equals: [167.5, 169.5],
          "The prior belongs to the first update alone; then the posterior is the prior.",
          what: "a and b after 333 penguins, one at a time")
        // 342 updates, each with a few roundings.
        var weight = [4000, 250_000.0]
        let masses = try penguins.get().masses
        for mass in masses { weight = try s.normalUpdated(weight, [mass], 640_000) }
        expect(
          try s.normalUpdated([4000, 250_000], masses, 640_000), equals: weight, within: .relative(8 * 342 * 0x1p-52),
          "The posterior of the first mass is the prior of the second.",
          what: "mean and variance from 342 masses together, against one at a time,")
      },
      // Simpson's rule with 4000 steps and the trapezoidal rule over ±12 deviations, both below 10⁻¹⁰ here.
      Check("the posterior is prior times likelihood, normalised", cases: 3) { s, random in
        let (a, b) = (Double.random(in: 2...6, using: &random), Double.random(in: 2...6, using: &random))
        let (k, f) = (Int.random(in: 1...9, using: &random), Int.random(in: 1...9, using: &random))
        let (mean, variance) = moments(from: 0, to: 1) { p in
          p <= 0 || p >= 1 ? 0 : exp((a - 1 + Double(k)) * log(p) + (b - 1 + Double(f)) * log1p(-p))
        }
        expect(
          try s.betaUpdated([a, b], k, f).suffix(2) + [], equals: [mean, variance], within: .relative(1e-8),
          "Mean and variance of p^(a−1)·(1−p)^(b−1) times pᵏ·(1−p)^f.",
          what: "mean and variance of the posterior of Beta(\(a), \(b)) after \(k) successes and \(f) failures")
        let prior = [Double.random(in: -2...2, using: &random), Double.random(in: 0.3...4, using: &random)]
        let noise = Double.random(in: 0.3...4, using: &random)
        let x = (0..<3).map { _ in Double.random(in: -3...3, using: &random) }
        let normal = moments(from: -30, to: 30) { m in
          let exponent = x.reduce((m - prior[0]) * (m - prior[0]) / prior[1]) { $0 + ($1 - m) * ($1 - m) / noise }
          return exp(-exponent / 2)
        }
        expect(
          try s.normalUpdated(prior, x, noise), equals: [normal.mean, normal.variance], within: .absolute(1e-7),
          "Both the prior's variance and the noise are variances; precisions are their reciprocals.")
      },
      Check("predictions average over the posterior", cases: 3) { s, random in
        let (a, b) = (Double.random(in: 0.5...6, using: &random), Double.random(in: 0.5...6, using: &random))
        let m = Int.random(in: 2...12, using: &random)
        // C(m, k)·a(a+1)…·b(b+1)…/((a+b)(a+b+1)…): a product of m factors, each below 1 in size with its coefficient.
        let expected = (0...m).map { k in
          var value = 1.0
          for i in 0..<m {
            value *= (i < k ? (a + Double(i)) * Double(m - i) / Double(i + 1) : b + Double(i - k)) / (a + b + Double(i))
          }
          return value
        }
        var sum = 0.0
        for k in 0...m {
          let p = try s.betaPredictive([a, b], k, m)
          expect(
            p, equals: expected[k], within: .relative(share(Double(m), a, b)),
            "C(m, k)·B(a + k, b + m − k)/B(a, b); not a binomial with the mean for p.")
          sum += p
        }
        expect(
          sum, equals: 1, within: .absolute(share(Double(m), a, b)), "Some number of the \(m) must succeed.",
          what: "the sum of the predictive probabilities for \(m) trials")
        let uniform = try s.betaPredictive([1, 1], 400, 1000)
        expect(
          uniform, equals: 1.0 / 1001, within: .relative(share(1000, 1, 1)),
          "With a uniform prior every count from 0 to 1000 is as likely. C(1000, 400) itself overflows soon.")
        let belief = [Double.random(in: -2...2, using: &random), Double.random(in: 0.3...4, using: &random)]
        expect(
          try s.normalPredictive(belief, 2), equals: [belief[0], belief[1] + 2], within: .ulps(4),
          "The variances of μ and of the noise add.")
      },
      // The ends, put into the distribution: a law that does not ask how they were found.
      Check("intervals leave the same probability on both sides", cases: 3) { s, random in
        for level in [0.5, 0.9, 0.99] {
          let (a, b) = (Double.random(in: 0.8...30, using: &random), Double.random(in: 0.8...30, using: &random))
          let ends = try s.betaInterval([a, b], level)
          guard ends.count == 2, ends.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
            expect(false, "betaInterval([\(a), \(b)], \(level)) is \(ends), not two numbers within 0 … 1")
            continue
          }
          let law = BetaDistribution(a, b)
          expect(
            [law.cdf(ends[0]), law.upperTail(ends[1])], equals: [(1 - level) / 2, (1 - level) / 2],
            within: .relative(100 * share(60, a, b)), "(1 − level)/2 lies outside on either side.",
            what: "the probability outside the interval of Beta(\(a), \(b)), level \(level),")
          let belief = [Double.random(in: -2...2, using: &random), Double.random(in: 0.3...4, using: &random)]
          let normal = NormalDistribution(mean: belief[0], standardDeviation: belief[1].squareRoot())
          expect(
            try s.normalInterval(belief, level).map { normal.cdf($0) }, equals: [(1 - level) / 2, (1 + level) / 2],
            within: .relative(100 * share(1, 1, 1)), "The belief holds a variance; its root is the deviation.",
            what: "the cdf at the ends of the interval of Normal(\(belief[0]), \(belief[1])), level \(level),")
        }
      },
      Check("answers at the edges") { s in
        expect(
          try s.betaUpdated([3, 5], 0, 0).prefix(2) + [], equals: [3, 5], "Nothing seen, nothing learned.", what: "a, b"
        )
        expect(try s.normalUpdated([0.1, 0.7], [], 2), equals: [0.1, 0.7], "Nothing seen, nothing learned.")
        expect(try s.normalUpdated([5, .infinity], [], 2), equals: [5, .infinity], "0/0 or ∞/∞ along the way?")
        expect(
          try s.normalUpdated([5, .infinity], [1, 2, 6], 6), equals: [3, 2], within: .ulps(8),
          "Without a prior there is x̄ with s²/n.")
        expect(
          try s.normalUpdated([5, 1e-12], [1, 2, 6], 6), equals: [5, 1e-12], within: .relative(1e-11),
          "A prior that is nearly certain is not moved by three measurements.")
        for (k, m) in [(-1, 3), (-2, 3), (-5, 3), (4, 3), (5, 3), (9, 3), (1, 0)] {
          expect(try s.betaPredictive([2, 3], k, m), equals: 0, "\(k) of \(m) cannot be.")
        }
        expect(
          try s.betaPredictive([2, 3], 0, 0), equals: 1, within: .absolute(share(1, 2, 3)), "None of none, certainly.")
        for level in [0, 1, -0.5, 95, .nan] {
          expect(throws: BadLevel(level: level)) { try s.betaInterval([2, 3], level) }
          expect(throws: BadLevel(level: level)) { try s.normalInterval([2, 3], level) }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      wrong(
        "the prior counted again",
        """
        You add one success and one failure at every update, as if the uniform prior came anew each time. After 333 \
        updates it weighs 666 trials. The prior is in a and b already.
        """
      ) { $0.betaUpdated = .init { Right.beta([$0[0] + 1, $0[1] + 1], $1, $2) } },
      wrong(
        "trials for failures",
        """
        b counts failures. With all trials added to it the successes count on both sides, and the mean comes out too \
        small.
        """
      ) { $0.betaUpdated = .init { Right.beta($0, $1, $1 + $2) } },
      wrong(
        "the mode for the mean",
        """
        (a − 1)/(a + b − 2) is where the density has its peak. The expected p is a/(a + b): for Beta(1, 1), which has \
        no peak, ½.
        """
      ) {
        $0.betaUpdated = .init { prior, k, f in
          let posterior = Right.beta(prior, k, f)
          return [posterior[0], posterior[1], (posterior[0] - 1) / (posterior[0] + posterior[1] - 2), posterior[3]]
        }
      },
      wrong(
        "the share of the data for the mean",
        """
        k/n forgets the prior, and after three of three it is certain. The mean is drawn to the prior's: a/(a + b) \
        with the updated a and b.
        """
      ) {
        $0.betaUpdated = .init { prior, k, f in
          var posterior = Right.beta(prior, k, f)
          if k + f > 0 { posterior[2] = Double(k) / Double(k + f) }
          return posterior
        }
      },
      wrong(
        "the variance of one trial",
        """
        p̄·(1 − p̄) is the variance of a single outcome. That of the *belief* about p is smaller by a + b + 1 and \
        shrinks with every trial.
        """
      ) {
        $0.betaUpdated = .init { prior, k, f in
          var posterior = Right.beta(prior, k, f)
          posterior[3] = posterior[2] * (1 - posterior[2])
          return posterior
        }
      },
      wrong(
        "the best guess put into the binomial",
        """
        A binomial with p = a/(a + b) takes the guess for the truth. p is uncertain, so extreme counts are likelier \
        than that: average the binomial over the belief, B(a + k, b + m − k)/B(a, b).
        """
      ) {
        $0.betaPredictive = .init { belief, k, m in
          BinomialDistribution(trials: m, probability: belief[0] / (belief[0] + belief[1])).pmf(k)
        }
      },
      wrong(
        "one order for all",
        """
        B(a + k, b + m − k)/B(a, b) is the probability of k successes in one particular order. C(m, k) orders have as \
        many.
        """
      ) {
        $0.betaPredictive = .init { belief, k, m in
          guard k >= 0, k <= m else { return 0 }
          return exp(
            Right.logBeta(belief[0] + Double(k), belief[1] + Double(m - k)) - Right.logBeta(belief[0], belief[1]))
        }
      },
      wrong(
        "factorials as products",
        """
        1000! is infinite, and ∞/∞ is NaN. Take the sum of the logarithms, and one exponential at the end.
        """
      ) {
        $0.betaPredictive = .init { belief, k, m in
          guard k >= 0, k <= m else { return 0 }
          func factorial(_ n: Int) -> Double { n < 1 ? 1 : (1...n).reduce(1.0) { $0 * Double($1) } }
          let ratio =
            Right.logBeta(belief[0] + Double(k), belief[1] + Double(m - k)) - Right.logBeta(belief[0], belief[1])
          return factorial(m) / (factorial(k) * factorial(m - k)) * exp(ratio)
        }
      },
      wrong(
        "variances added for precisions",
        """
        v + s²/n would make the belief *less* certain with every measurement. What adds is precision: 1/v′ = 1/v + n/s².
        """
      ) {
        $0.normalUpdated = .init { prior, x, noise in
          let posterior = Right.normal(prior, x, noise)
          return x.isEmpty ? posterior : [posterior[0], prior[1] + noise / Double(x.count)]
        }
      },
      wrong(
        "prior and data weighed alike",
        """
        (m + x̄)/2 gives a guess and a thousand measurements the same weight. Each is weighed by its precision, 1/v \
        and n/s².
        """
      ) {
        $0.normalUpdated = .init { prior, x, noise in
          let posterior = Right.normal(prior, x, noise)
          return x.isEmpty ? posterior : [(prior[0] + x.reduce(0, +) / Double(x.count)) / 2, posterior[1]]
        }
      },
      wrong(
        "noise taken for a standard deviation",
        """
        noise is the variance s² already. You square it once more, so its unit no longer fits that of the prior.
        """
      ) {
        $0.normalUpdated = .init { Right.normal($0, $1, $2 * $2) }
        $0.normalPredictive = .init { [$0[0], $0[1] + $1 * $1] }
      },
      wrong(
        "the noise alone for the next measurement",
        """
        Even without noise the next value is uncertain, as μ is: the variances of both add, v′ + s².
        """
      ) { $0.normalPredictive = .init { [$0[0], $1] } },
      wrong(
        "the belief about μ for the next measurement",
        """
        v′ is how well the mean is known. A single measurement scatters about it with s² on top.
        """
      ) { $0.normalPredictive = .init { belief, _ in belief } },
      wrong(
        "∞ in a formula for finite variances",
        """
        v·s²/(n·v + s²) is ∞/∞, NaN, for a prior without knowledge. In precisions it is 0 + n/s².
        """
      ) {
        $0.normalUpdated = .init { prior, x, noise in
          let n = Double(x.count)
          guard n > 0 else { return prior }
          let (m, v) = (prior[0], prior[1])
          return [(m * noise + v * x.reduce(0, +)) / (n * v + noise), v * noise / (n * v + noise)]
        }
      },
      wrong(
        "mean ± z standard deviations for the beta",
        """
        A beta distribution near 0 or 1 is lopsided, and this interval reaches beyond them. Take its quantiles.
        """
      ) {
        $0.betaInterval = .init { belief, level in
          guard level > 0, level < 1 else { throw BadLevel(level: level) }
          let posterior = Right.beta(belief, 0, 0)
          let half = NormalDistribution().quantile((1 + level) / 2) * posterior[3].squareRoot()
          return [max(0, posterior[2] - half), min(1, posterior[2] + half)]
        }
      },
      wrong(
        "the level on each side",
        """
        The quantiles at 1 − level and level leave twice 1 − level outside. Two sides share it: (1 − level)/2 each.
        """
      ) {
        $0.betaInterval = .init { try Right.betaInterval($0, $1) { 2 * $0 - 1 } }
        $0.normalInterval = .init { try Right.normalInterval($0, $1) { 2 * $0 - 1 } }
      },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "one measurement at a time by the gain v/(v + s²); the predictive as a product",
        {
          var submission = Right.submission
          submission.normalUpdated = .init { prior, x, noise in
            x.reduce(prior) { belief, value in
              let gain = belief[1] == .infinity ? 1 : belief[1] / (belief[1] + noise)
              let variance = belief[1] == .infinity ? noise : (1 - gain) * belief[1]
              return [belief[0] + gain * (value - belief[0]), variance]
            }
          }
          submission.betaPredictive = .init { belief, k, m in
            guard k >= 0, k <= m else { return 0 }
            return (0..<m).reduce(1.0) { product, i in
              let place = Double(i)
              let factor =
                i < k
                ? (belief[0] + place) * Double(m - i) / (place + 1) : belief[1] + place - Double(k)
              return product * factor / (belief[0] + belief[1] + place)
            }
          }
          return submission
        }())
    ]
  }
}

// MARK: - Parts of the checks

/// The exponent has six ln Γ of up to m + a + b + 1, each rounded a few times.
private func share(_ m: Double, _ a: Double, _ b: Double) -> Double {
  let largest = m + a + b + 8
  return 16 * 0x1p-52 * (16 + 6 * largest * log(largest))
}

/// Mean and variance of a density known up to a factor.
private func moments(
  from low: Double, to high: Double, _ density: (Double) -> Double
) -> (mean: Double, variance: Double) {
  var sums = (0.0, 0.0, 0.0)
  for i in 0...4000 {
    let x = low + (high - low) * Double(i) / 4000
    let weight = (i == 0 || i == 4000 ? 1 : i % 2 == 1 ? 4 : 2) * density(x)
    sums = (sums.0 + weight, sums.1 + weight * x, sums.2 + weight * x * x)
  }
  let mean = sums.1 / sums.0
  return (mean, sums.2 / sums.0 - mean * mean)
}

/// The sexes that are known, and the body masses in grams.
private let penguins = Result {
  let table = try Dataset("penguins/penguins.csv").csv()
  return (
    isFemale: try table.dropping(missingIn: ["sex"]).column("sex").map { $0 == "female" },
    masses: try table.dropping(missingIn: ["body_mass_g"]).numbers(["body_mass_g"]).map { $0[0] }
  )
}

// MARK: - Right ways, and what the variants share

private enum Right {
  static func beta(_ prior: [Double], _ successes: Int, _ failures: Int) -> [Double] {
    let (a, b) = (prior[0] + Double(successes), prior[1] + Double(failures))
    return [a, b, a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1))]
  }

  static func logBeta(_ a: Double, _ b: Double) -> Double { Double.logBeta(a, b) }

  static func betaPredictive(_ belief: [Double], _ k: Int, _ m: Int) -> Double {
    guard k >= 0, k <= m else { return 0 }
    let logCoefficient = -log(Double(m + 1)) - logBeta(Double(k + 1), Double(m - k + 1))
    return exp(
      logCoefficient + logBeta(belief[0] + Double(k), belief[1] + Double(m - k)) - logBeta(belief[0], belief[1]))
  }

  static func betaInterval(
    _ belief: [Double], _ level: Double, inside: (Double) -> Double = { $0 }
  ) throws -> [Double] {
    guard level > 0, level < 1 else { throw BadLevel(level: level) }
    let tail = min(max((1 - inside(level)) / 2, 1e-9), 1)
    return [
      BetaDistribution(belief[0], belief[1]).quantile(tail), BetaDistribution(belief[0], belief[1]).upperQuantile(tail),
    ]
  }

  static func normal(_ prior: [Double], _ x: [Double], _ noise: Double) -> [Double] {
    guard !x.isEmpty else { return prior }
    let precision = 1 / prior[1] + Double(x.count) / noise
    return [(prior[0] / prior[1] + x.reduce(0, +) / noise) / precision, 1 / precision]
  }

  static func normalInterval(
    _ belief: [Double], _ level: Double, inside: (Double) -> Double = { $0 }
  ) throws -> [Double] {
    guard level > 0, level < 1 else { throw BadLevel(level: level) }
    let half = NormalDistribution().quantile((1 + inside(level)) / 2) * belief[1].squareRoot()
    return [belief[0] - half, belief[0] + half]
  }

  static var submission: Submission {
    Submission(
      betaUpdated: .init(beta), betaPredictive: .init(betaPredictive),
      betaInterval: .init { try betaInterval($0, $1) }, normalUpdated: .init(normal),
      normalPredictive: .init { [$0[0], $0[1] + $1] }, normalInterval: .init { try normalInterval($0, $1) })
  }
}

/// The right submission with some of its functions replaced.
private func wrong(
  _ name: String, _ explanation: String, _ change: (inout Submission) -> Void
) -> Misconception<Submission> {
  var submission = Right.submission
  change(&submission)
  return Misconception(name, submission, explanation)
}
