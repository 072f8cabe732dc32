import Checking
import Glibc
import LabData
import LabNumerics

/// A belief of the learner's first milestone, made from this.
struct Belief {
  var mean: [Double]
  var precision: [[Double]]
  var shape: Double
  var rate: Double
}

/// The learner's `Draw` is made from this.
struct Numbers {
  var gamma: Double
  var coefficients: [Double]
  var noise: [Double]
}

/// What a coverage is asked of.
struct Study {
  var prior: Belief
  var truth: Belief
  var x: [[Double]]
  var numbers: [Numbers]
  var level: Double
}

struct Submission {
  /// Location, scale, degrees of freedom.
  var marginal: Function<Int, Belief, [Double]>
  /// Coefficients and responses.
  var simulate: Function<Belief, [[Double]], Numbers, [[Double]]>
  var coverage: Function<Study, [Double]>
  var probabilities: Function<[[Int]], [[Double]], [Double], Belief, [Double]>
  var logScore: Function<Belief, [[Double]], [Double], Double>
}

enum ModelsCoverage: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Squares and quarters: nothing rounds but the last digits of a root or a logarithm.
      Check("gives the worked example") { s in
        let belief = Belief(mean: [1, 0], precision: [[4, 2], [2, 5]], shape: 2, rate: 8)
        expect(
          try s.marginal(0, belief), equals: [1, 1.25.squareRoot(), 4], within: .ulps(16),
          "Λ⁻¹ = ((5, −2), (−2, 4))/16, so √(8/2·5/16).", what: "Location, scale and degrees of freedom of β₀")
        expect(
          try s.simulate(belief, [[1, 1]], Numbers(gamma: 2, coefficients: [2, 4], noise: [0.5])),
          equals: [[1, 4], [6]], within: .ulps(16),
          "σ = √(8/2) = 2; Lᵀ·v = (2, 4) has v = (0, 2); β = m + 2·v; y = 1 + 4 + 2·½.",
          what: "The set of gamma 2, z = (2, 4) and noise ½")
        // One row x = 1, y = 2: with the constant S = y²/(1 + 1) = 2, without it y² = 4; evidence ∝ (1 + S/2)^(−3/2)…
        let prior = Belief(mean: [0], precision: [[1]], shape: 1, rate: 1)
        let (with, without) = (0.5.squareRoot() * pow(2, -1.5), pow(3, -1.5))
        expect(
          try s.probabilities([[0], []], [[1]], [2], prior),
          equals: [with / (with + without), without / (with + without)], within: .absolute(1e-12),
          "Evidences in the ratio √½·2^(−3/2) : 3^(−3/2).", what: "The probabilities of the models {0} and {}")
      },
      // Inverse and factor of Λ have a condition below 10²; 10⁻¹¹ leaves a factor 10³.
      Check("draws sets as the belief says, and reads off a coefficient", cases: 3) { s, random in
        for p in [1, 2, 4] {
          let held = belief(p, using: &random)
          for j in 0..<p {
            let right = try Way().marginal(j, held)
            expect(
              try s.marginal(j, held), equals: right, within: .ofLargest(1e-11),
              "√(b/a·(Λ⁻¹)ⱼⱼ), not 1/λⱼⱼ; the noise of a response has no part in it.",
              what: "Location, scale and degrees of freedom of β\(j) of \(p)")
          }
          let x = rows(6, p, using: &random)
          let numbers = numbers(p, 6, using: &random)
          let set = try s.simulate(held, x, numbers)
          let right = try Way().simulate(held, x, numbers)
          expect(
            set, equals: right, within: .ofLargest(1e-11), "σ² = b/gamma, β = m + σ·L⁻ᵀ·z, y = X·β + σ·noise.",
            what: "Coefficients and responses for p = \(p)")
        }
      },
      // The two are computed by other ways, so that a truth on an end, to 12 digits, could fall on another side: one set
      // in 10¹⁰.
      Check("counts the sets whose interval contains the truth", cases: 2) { s, random in
        let truth = belief(2, using: &random)
        let x = rows(7, 2, using: &random)
        let draws = (0..<40).map { _ in numbers(2, 7, using: &random) }
        let moved = Belief(
          mean: truth.mean.map { $0 + 1 }, precision: truth.precision.map { $0.map { 3 * $0 } }, shape: truth.shape,
          rate: truth.rate)
        for (name, prior) in [("the truth's own belief", truth), ("a prior that is elsewhere, and sure", moved)] {
          let study = Study(prior: prior, truth: truth, x: x, numbers: draws, level: 0.7)
          expect(
            try s.coverage(study), equals: try Way().coverage(study), within: .absolute(1e-12),
            "Simulate from `truth`, update `prior`, ask whether each simulated coefficient lies in its own interval.",
            what: "The coverage of level 0.7 by \(name) in 40 sets")
        }
      },
      // The gate. With the right prior 180 of 200 is the mean, 4.2 the standard deviation; the seed is fixed.
      Check("covers 85 to 95 % at level 90 %, and says so when a prior cannot") { s in
        var random = SplitMix64(seed: 5)
        let truth = Belief(mean: [1, -1], precision: [[2, 0.5], [0.5, 1]], shape: 3, rate: 2)
        let x = rows(10, 2, using: &random)
        let draws = (0..<200).map { _ in numbers(2, 10, using: &random) }
        let kept = try s.coverage(Study(prior: truth, truth: truth, x: x, numbers: draws, level: 0.9))
        for (j, share) in kept.enumerated() {
          expect(
            "The coverage of β\(j) in 200 sets", share, atLeast: 0.85, "Is the level two-sided, the scale marginal?")
          expect(
            "The coverage of β\(j) in 200 sets", share, atMost: 0.95, "Is the level two-sided, the scale marginal?")
        }
        let sure = Belief(mean: [0, 0], precision: [[60, 0], [0, 60]], shape: 3, rate: 2)
        let broken = try s.coverage(Study(prior: sure, truth: truth, x: x, numbers: draws, level: 0.9))
        for (j, share) in broken.enumerated() {
          expect(
            "The coverage of β\(j) by a prior that is sure of 0, which is wrong,", share, atMost: 0.75,
            "The sets come from `truth`; only the analysis believes in `prior`.")
        }
      },
      // The evidences come from Student densities of 60 numbers at once, without a posterior; they agree to 10⁻⁹.
      Check("weighs nested models of sixty houses") { s in
        let houses = try houses.get()
        let prior = Belief(
          mean: [12, 0, 0, 0], precision: (0..<4).map { i in (0..<4).map { $0 == i ? 1 : 0 } }, shape: 2, rate: 0.1)
        let models = [[0], [0, 1], [0, 1, 2], [3, 2, 1, 0], [0, 3]]
        let got = try s.probabilities(models, houses.x, houses.y, prior)
        expect(
          got, equals: try Way().probabilities(models, houses.x, houses.y, prior), within: .absolute(1e-8),
          "exp(log evidence), each less the largest, divided by their sum.",
          what: "The probabilities of {0}, {0, 1}, {0, 1, 2}, {3, 2, 1, 0} and {0, 3}")
        // The control: with the prices in another order no feature is worth its place.
        var random = SplitMix64(seed: 3)
        let shuffled = try s.probabilities(models, houses.x, houses.y.shuffled(using: &random), prior)
        guard shuffled.count == 5 else { return expect(false, "Five models have \(shuffled.count) probabilities") }
        expect(
          shuffled[0] > shuffled[3],
          "With shuffled prices the constant alone has the probability \(shuffled[0]), all features \(shuffled[3])",
          "Each needless coefficient must cost.")
      },
      Check("weighs models whose evidences no Double holds", cases: 2) { s, random in
        let y = (0..<400).map { 50 * Double($0 % 7) + Double.random(in: 0...1, using: &random) }
        let x = y.map { _ in [1] + (0..<2).map { _ in Double.random(in: -1...1, using: &random) } }
        let prior = Belief(
          mean: [0, 0, 0], precision: [[1, 0.5, 0.5], [0.5, 2, 0], [0.5, 0, 3]], shape: 1, rate: 1)
        let models = [[0], [1, 0], [2, 0]]
        expect(
          try s.probabilities(models, x, y, prior), equals: try Way().probabilities(models, x, y, prior),
          within: .absolute(1e-6), "Evidences are e^(−2000) here. Subtract the largest logarithm before exp.",
          what: "The probabilities of {0}, {1, 0} and {2, 0} for 400 responses of 0 … 300")
        let told = zip(x, y).map { [$0[0], $1, $0[2]] }
        expect(
          try s.probabilities([[0], [1, 0]], told, y, prior), equals: [0, 1], within: .absolute(1e-12),
          "The second model knows the responses; e^2000 is no Double either, but no logarithm less the largest is above 0.",
          what: "The probabilities of {0} and {1, 0} where column 1 is the response")
      },
      // A mean of logarithms that are right to 10⁻¹¹.
      Check("scores rows by predictions that have not seen them", cases: 3) { s, random in
        let held = belief(3, using: &random)
        let x = rows(8, 3, using: &random)
        let y = x.map { $0[0] + Double.random(in: -4...4, using: &random) }
        expect(
          try s.logScore(held, x, y), equals: try Way().logScore(held, x, y), within: .absolute(1e-9),
          "The mean of the log densities, each in the belief as it came: nothing is updated in between.",
          what: "The log score of 8 rows")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "one over the diagonal of Λ",
        Way(isConditional: true).submission,
        """
        1/λⱼⱼ is what remains when all other coefficients are known. They are not: take the diagonal of the inverse.
        """),
      Misconception(
        "a response's noise in a coefficient's scale",
        Way(noise: 1).submission,
        """
        1 + xᵀ·Λ⁻¹·x is for a response, which has noise of its own. β is no response, and its intervals would nearly \
        always contain it: 99 % where 90 were promised are wrong, too.
        """),
      Misconception(
        "the normal quantile",
        Way(quantile: { NormalDistribution().quantile($1) + 0 * $0 }).submission,
        """
        σ is believed, not known. With few rows the normal quantile is too small, and the intervals keep less than they \
        promise.
        """),
      Misconception(
        "all the rest on one side",
        Way(tail: { $0 }).submission,
        """
        The quantile at `level` leaves 1 − level on *either* side: an interval of 0.9 covers 0.8. Simulation shows it.
        """),
      Misconception(
        "the analyst's prior for the truth",
        Way(drawsFromPrior: true).submission,
        """
        Drawn from the same belief that analyses them, sets cannot show that the belief is wrong. The sets come from \
        `truth`.
        """),
      Misconception(
        "L·z for L⁻ᵀ·z",
        Way(multiplies: true).submission,
        """
        Λ = L·Lᵀ is a precision, so the covariance is L⁻ᵀ·L⁻¹: draws solve Lᵀ·v = z. L·z would vary most where most is known.
        """),
      Misconception(
        "gamma taken for the variance",
        Way(variance: { $0 * $1 }).submission,
        """
        σ² is *inverse* gamma: b/gamma. A large gamma is a large precision, a small variance.
        """),
      Misconception(
        "evidences without their logarithms",
        Way(shifts: false).submission,
        """
        e^(−2000) is 0 in a Double, and 0/0 NaN. Only the differences count: subtract the largest log evidence first.
        """),
      Misconception(
        "likelihood at the best fit for the evidence",
        Way(usesBestFit: true).submission,
        """
        The best fit only gets better with every column, so that the largest model always wins, with shuffled prices too. \
        Your `logEvidence` charges for each coefficient.
        """),
      Misconception(
        "the sum of the scores",
        Way(isSum: true).submission,
        """
        The sum grows with the number of rows held out; two hold-outs can only be compared by their means.
        """),
      Misconception(
        "the belief updated with the rows it is scored on",
        Way(peeks: true).submission,
        """
        A belief that has seen the rows is not tested by them. That is the score of the training rows, and it rises with \
        every column.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("inverses and joint densities", Way().submission)]
  }
}

// MARK: - Parts of the checks

private func belief(_ p: Int, using random: inout SplitMix64) -> Belief {
  func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
  let m = (0..<p).map { _ in (0..<p).map { _ in number(-1...1) } }
  let precision = m.indices.map { i in m.indices.map { j in product(m[i], m[j]) + (i == j ? 1.0 : 0) } }
  return Belief(
    mean: (0..<p).map { _ in number(-3...3) }, precision: precision, shape: number(1...4), rate: number(0.5...5))
}

private func rows(_ n: Int, _ p: Int, using random: inout SplitMix64) -> [[Double]] {
  (0..<n).map { _ in (0..<p).map { $0 == 0 ? 1 : Double.random(in: -2...2, using: &random) } }
}

/// A gamma of shape 3 is a sum of three exponentials; the normals are Box and Muller's.
private func numbers(_ p: Int, _ n: Int, using random: inout SplitMix64) -> Numbers {
  func uniform() -> Double { 1 - Double.random(in: 0..<1, using: &random) }
  func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
  return Numbers(
    gamma: -log(uniform() * uniform() * uniform()), coefficients: (0..<p).map { _ in normal() },
    noise: (0..<n).map { _ in normal() })
}

/// 1 and three features of the first sixty sales, in units of their order of magnitude, and log prices.
private let houses = Result {
  let lines = try Dataset("tabular/ames.csv").bytes().split(separator: 10, maxSplits: 61)
  let table = try CSV(Array(lines.prefix(61).joined(separator: [10])) + [10])
  let features = try table.numbers(["Gr_Liv_Area", "Year_Built", "Mo_Sold"])
  return (
    x: features.map { [1, ($0[0] - 1500) / 500, ($0[1] - 1970) / 30, ($0[2] - 6) / 3] },
    y: try table.numbers(["Sale_Price"]).map { log($0[0]) }
  )
}

private func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

// MARK: - Wrong and right ways

private struct Way {
  var isConditional = false
  var noise = 0.0
  var quantile: (Double, Double) -> Double = { StudentTDistribution(degreesOfFreedom: $0).quantile($1) }
  var tail: (Double) -> Double = { (1 + $0) / 2 }
  var drawsFromPrior = false
  var multiplies = false
  var variance: (Double, Double) -> Double = { $0 / $1 }
  var shifts = true
  var usesBestFit = false
  var isSum = false
  var peeks = false

  func marginal(_ j: Int, _ belief: Belief) throws -> [Double] {
    let spread = isConditional ? 1 / belief.precision[j][j] : try inverse(Matrix(belief.precision))[j, j]
    return [belief.mean[j], (belief.rate / belief.shape * (noise + spread)).squareRoot(), 2 * belief.shape]
  }

  func simulate(_ belief: Belief, _ x: [[Double]], _ numbers: Numbers) throws -> [[Double]] {
    let deviation = variance(belief.rate, numbers.gamma).squareRoot()
    let lower = try Cholesky(Matrix(belief.precision)).lower
    let z = Vector(numbers.coefficients)
    let spread = Array(multiplies ? lower • z : try inverse(lower.transposed()) • z)
    let coefficients = zip(belief.mean, spread).map { $0 + deviation * $1 }
    return [coefficients, zip(x, numbers.noise).map { product($0, coefficients) + deviation * $1 }]
  }

  func updated(_ prior: Belief, _ x: [[Double]], _ y: [Double]) throws -> Belief {
    var posterior = prior
    let p = prior.mean.count
    for i in 0..<p {
      for j in 0..<p { posterior.precision[i][j] += x.reduce(0) { $0 + $1[i] * $1[j] } }
    }
    let rest = zip(x, y).map { $1 - product($0, prior.mean) }
    let score = (0..<p).map { j in zip(x, rest).reduce(0) { $0 + $1.0[j] * $1.1 } }
    let shift = p == 0 ? [] : Array(try inverse(Matrix(posterior.precision)) • Vector(score))
    posterior.mean = zip(prior.mean, shift).map { $0 + $1 }
    posterior.shape += Double(y.count) / 2
    posterior.rate += (product(rest, rest) - product(shift, score)) / 2
    return posterior
  }

  func coverage(_ study: Study) throws -> [Double] {
    var hits = study.prior.mean.map { _ in 0.0 }
    for numbers in study.numbers {
      let set = try simulate(drawsFromPrior ? study.prior : study.truth, study.x, numbers)
      let posterior = try updated(study.prior, study.x, set[1])
      let t = quantile(2 * posterior.shape, tail(study.level))
      for j in hits.indices {
        let law = try marginal(j, posterior)
        if abs(set[0][j] - law[0]) <= t * law[1] { hits[j] += 1 }
      }
    }
    return hits.map { $0 / Double(study.numbers.count) }
  }

  /// The log density of all responses at once under the prior, a Student distribution of n numbers.
  private func evidence(_ prior: Belief, _ x: [[Double]], _ y: [Double]) throws -> Double {
    if usesBestFit {
      let posterior = try updated(prior, x, y)
      let rest = zip(x, y).map { $1 - product($0, posterior.mean) }
      return -Double(y.count) / 2 * log(product(rest, rest))
    }
    let (n, p) = (Double(y.count), prior.mean.count)
    let posterior = try updated(prior, x, y)
    var halfLogDeterminants = 0.0
    if p > 0 {
      // det(I + X·Λ⁻¹·Xᵀ) = det Λ′/det Λ
      halfLogDeterminants =
        (log(try determinant(Matrix(posterior.precision))) - log(try determinant(Matrix(prior.precision)))) / 2
    }
    let v = 2 * prior.shape
    let square = (posterior.rate - prior.rate) / prior.rate
    return lgamma((v + n) / 2) - lgamma(v / 2) - n / 2 * log(2 * .pi * prior.rate) - halfLogDeterminants
      - (v + n) / 2 * log1p(square)
  }

  func probabilities(_ models: [[Int]], _ x: [[Double]], _ y: [Double], _ prior: Belief) throws -> [Double] {
    let evidences = try models.map { columns in
      let part = Belief(
        mean: columns.map { prior.mean[$0] }, precision: columns.map { i in columns.map { prior.precision[i][$0] } },
        shape: prior.shape, rate: prior.rate)
      return try evidence(part, x.map { row in columns.map { row[$0] } }, y)
    }
    let shift = shifts ? evidences.max() ?? 0 : 0
    let weights = evidences.map { exp($0 - shift) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  func logScore(_ belief: Belief, _ x: [[Double]], _ y: [Double]) throws -> Double {
    let belief = peeks ? try updated(belief, x, y) : belief
    let spread = try inverse(Matrix(belief.precision))
    let t = StudentTDistribution(degreesOfFreedom: 2 * belief.shape)
    let sum = zip(x, y).reduce(0.0) { sum, row in
      let v = Vector(row.0)
      let scale = (belief.rate / belief.shape * (1 + v • (spread • v))).squareRoot()
      return sum + t.logPDF((row.1 - product(row.0, belief.mean)) / scale) - log(scale)
    }
    return isSum ? sum : sum / Double(y.count)
  }

  var submission: Submission {
    Submission(
      marginal: .init { try marginal($0, $1) }, simulate: .init { try simulate($0, $1, $2) },
      coverage: .init { try coverage($0) }, probabilities: .init { try probabilities($0, $1, $2, $3) },
      logScore: .init { try logScore($0, $1, $2) })
  }
}
