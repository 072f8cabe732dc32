import Checking
import Glibc
import LabData
import LabNumerics

/// A belief about a regression, as in models-bayesian-regression; the learner's own is made from it.
struct Belief {
  var mean: [Double]
  var precision: [[Double]]
  var shape: Double
  var rate: Double
}

struct Rows {
  var x: [[Double]]
  var y: [Double]
}

/// What the learner's `Scorecard` holds, or that of a variant.
struct Card: Observable {
  var logEvidence: Double
  var logDensities: [Double]
  var rootMeanSquare: Double
  var coverage: Double

  var observation: Observation {
    Observation([logEvidence, rootMeanSquare, coverage].observation, logDensities.observation)
  }
}

/// Worlds whose truth is known: a design matrix, and of each world coefficients, deviation and noise.
struct Worlds {
  var x: [[Double]]
  var truths: [[Double]]
  var deviations: [Double]
  var noise: [[Double]]
}

struct Submission {
  var compare: Function<[[Int]], Belief, Rows, Rows, Double, [Card]>
  var modelProbabilities: Function<[Double], [Double], [Double]>
  var logScore: Function<[Double], [[Double]], Double>
  var coefficientInterval: Function<Belief, Int, Double, [Double]>
  var simulatedCoverage: Function<Belief, Worlds, Double, [Double]>
}

enum ModelComparison: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A quantile is good to ten digits; the rest are a few roundings.
      Check("gives the worked example") { s in
        let prior = Belief(mean: [5, 1], precision: [[7, 0], [0, 2]], shape: 1, rate: 3)
        let cards = try s.compare(
          [[1]], prior, Rows(x: [[9, 1], [8, 1]], y: [2, 4]), Rows(x: [[0, 2], [3, 2]], y: [4, 10]), 0.9)
        guard let card = only(cards) else { return }
        // At the location Γ(5/2)/(Γ(2)·√(4·π)) = 3/8, and t² = 36/6 = 6 takes off 5/2·ln(1 + 6/4).
        let top = log(0.375) - log(6) / 2
        expectCard(
          card,
          Card(
            logEvidence: log(2.squareRoot() / 48 / Double.pi), logDensities: [top, top - 2.5 * log(2.5)],
            rootMeanSquare: 18.squareRoot(), coverage: 0.5), "column 1 alone")
        let half = StudentTDistribution(degreesOfFreedom: 4).quantile(0.95) * 0.75.squareRoot()
        expect(
          try s.coefficientInterval(Belief(mean: [2], precision: [[4]], shape: 2, rate: 6), 0, 0.9),
          equals: [2 - half, 2 + half], within: .ofLargest(1e-10),
          "2 ± 2.13·√(6/2·¼): the noise of a response is not in it.", what: "the 90 % interval of β")
      },
      // exp and log of sums of size |x| know x to |x|·ε, and that relative to the probability.
      Check("turns evidences into probabilities") { s in
        func expectProbabilities(_ evidences: [Double], _ prior: [Double], _ right: [Double], _ advice: String) {
          let size = evidences.filter(\.isFinite).map { abs($0) }.max() ?? 0
          expect(
            try s.modelProbabilities(evidences, prior), equals: right,
            within: .rounding(operations: 16, scale: 1 + size), advice)
        }
        expectProbabilities(
          [-1000, -1000 + log(3)], [0.5, 0.5], [0.25, 0.75], "exp(−1000) is 0 in a Double: take logSumExp.")
        expectProbabilities(
          [-3, -3 - log(3)], [0.25, 0.75], [0.5, 0.5], "The prior weighs the evidence: ¼·3 against ¾·1.")
        expectProbabilities(
          [-100_000, -100_001], [0.5, 0.5], [1 / (1 + exp(-1)), 1 / (1 + exp(1))], "Only differences count.")
        expectProbabilities([800, 801], [0.5, 0.5], [1 / (1 + exp(1)), 1 / (1 + exp(-1))], "exp(800) is ∞.")
        expectProbabilities(
          [-5, -.infinity, -5], [0.5, 0.25, 0.25], [2 / 3, 0, 1 / 3], "What excludes the data has no probability.")
        expectProbabilities(
          [-5, 0, -5], [0.5, 0, 0.5], [0.5, 0, 0.5], "What was excluded before stays so: log 0 = −∞.")
        expectProbabilities([-2], [1], [1], "A single model has nothing to fear.")
        expectProbabilities([], [], [], "No models, no probabilities.")
        expectProbabilities([-.infinity, 0], [1, 0], [.nan, .nan], "No model could have given the data: 0/0.")
      },
      Check("averages densities, not their logarithms") { s in
        let tolerance = Tolerance.rounding(operations: 32, scale: 1)
        expect(
          try s.logScore([0.5, 0.5], [[log(0.1)], [log(0.3)]]), equals: log(0.2), within: tolerance,
          "½·0.1 + ½·0.3 is 0.2; the mean of the logarithms is ln √0.03.")
        expect(
          try s.logScore([0.25, 0.75], [[log(0.4), 0], [log(0.8), log(0.2)]]), equals: (log(0.7) + log(0.4)) / 2,
          within: tolerance, "¼·0.4 + ¾·0.8 = 0.7 for the first response, ¼ + ¾·0.2 = 0.4 for the second.")
        expect(
          try s.logScore([1], [[-1, -2, -6]]), equals: -3, within: tolerance, "The mean, not the sum: −9 over 3.")
        expect(
          try s.logScore([0.5, 0.5], [[-900], [-900 + log(3)]]), equals: -900 + log(2),
          within: .rounding(operations: 32, scale: 900), "e⁻⁹⁰⁰ is 0 in a Double: stay in logarithms.")
        expect(
          try s.logScore([0, 1], [[3], [-1]]), equals: -1, within: tolerance, "Probability 0 adds nothing: log 0 = −∞.")
        expect(
          try s.logScore([0.5, 0.5], [[-.infinity], [0]]), equals: log(0.5), within: tolerance,
          "A density of 0 adds nothing.")
        expect(try s.logScore([0.5, 0.5], [[], []]), equals: .nan, "Without responses there is no mean.")
      },
      Check("gives coefficients their intervals", cases: 3) { s, random in
        for p in 1...4 {
          let belief = belief(p, using: &random)
          let inverse = try inverse(Matrix(belief.precision))
          for j in 0..<p {
            let level = Double.random(in: 0.5...0.99, using: &random)
            let quantile = StudentTDistribution(degreesOfFreedom: 2 * belief.shape).quantile((1 + level) / 2)
            let half = quantile * (belief.rate / belief.shape * inverse[j, j]).squareRoot()
            expect(  // the precision has a condition below 10³
              try s.coefficientInterval(belief, j, level), equals: [belief.mean[j] - half, belief.mean[j] + half],
              within: .ofLargest(1e-9),
              "mⱼ ± the quantile of Student's distribution at (1 + level)/2, 2·a degrees of freedom, times "
                + "√(b/a·(Λ⁻¹)ⱼⱼ).", what: "the interval of coefficient \(j) of \(p) at \(brief(level))")
          }
        }
      },
      // The evidence from the n × n scale of the responses' joint distribution, predictions from the normal equations.
      Check("scores models on some of the columns", cases: 2) { s, random in
        var prior = belief(4, using: &random)
        for i in 0..<4 { for j in 0..<4 where i != j { prior.precision[i][j] = 0 } }
        let (training, test) = (rows(11, 4, using: &random), rows(6, 4, using: &random))
        let candidates = [[0], [2, 0], [1, 3], [3, 0, 2], [0, 1, 2, 3]]
        let cards = try s.compare(candidates, prior, training, test, 0.6)
        expect(
          cards.count == candidates.count, "\(candidates.count) candidates have got \(cards.count) cards",
          "One card a candidate, in their order.")
        for (columns, card) in zip(candidates, cards) {
          expectCard(card, try right(columns, prior, training, test, 0.6), "the columns \(columns)")
        }
      },
      Check("finds in Ames what the statement says") { s in
        let (training, test, _) = try ames.get()
        let cards = try s.compare(amesCandidates, amesPrior, training, test, 0.9)
        guard cards.count == 5 else { return expect(false, "5 candidates have got \(cards.count) cards") }
        // 800 terms, condition below 10³: ten digits of the sums' size, which is 1000.
        expect(
          cards.map(\.logEvidence), equals: Ames.logEvidence, within: .ofLargest(1e-9),
          "Of the training rows, with the prior cut down to the candidate's columns.", what: "the log evidences")
        expect(
          try cards.map { try s.logScore([1], [$0.logDensities]) }, equals: Ames.logScore, within: .absolute(1e-8),
          "Predicted by the posterior, for each test row by itself.", what: "the log scores")
        expect(
          cards.map(\.rootMeanSquare), equals: Ames.rootMeanSquare, within: .absolute(1e-9),
          "The root of the mean of (y − location)².", what: "the roots of the mean squares")
        expect(
          cards.map(\.coverage), equals: Ames.coverage, within: .ulps(4), "Of 200 intervals at 90 %.",
          what: "the coverage")
        let even = [Double](repeating: 0.2, count: 5)
        let probabilities = try s.modelProbabilities(cards.map(\.logEvidence), even)
        guard probabilities.count == 5 else {
          return expect(false, "5 models have \(probabilities.count) probabilities")
        }
        expect(
          "the probability of the model with three columns of nothing", probabilities[4], atMost: 2e-4,
          "It fits training and test rows better, and still the evidence is 10,000 : 1 against it.")
        expect(
          try s.logScore(probabilities, cards.map(\.logDensities)), equals: Ames.averagedLogScore,
          within: .absolute(1e-8), "ln Σₖ pₖ·fₖ, averaged over the responses.", what: "the averaged log score")
      },
      // A control: what can be found in prices that belong to other houses is luck, and the mean alone must win.
      Check("believes nothing when the prices are shuffled") { s in
        let (_, _, shuffled) = try ames.get()
        let cards = try s.compare(amesCandidates, amesPrior, shuffled.training, shuffled.test, 0.9)
        guard cards.count == 5 else { return expect(false, "5 candidates have got \(cards.count) cards") }
        expect(
          cards.map(\.logEvidence), equals: Ames.logEvidenceShuffled, within: .ofLargest(1e-9),
          "The mean alone comes first, every column costs some three units.",
          what: "the log evidences with shuffled prices")
        expect(
          try cards.map { try s.logScore([1], [$0.logDensities]) }, equals: Ames.logScoreShuffled,
          within: .absolute(1e-8), "Predicted by the posterior.", what: "the log scores with shuffled prices")
      },
      // Counts must be equal: that an end lies within rounding of a truth happens once in 10¹⁰.
      Check("counts what the intervals hold", cases: 2) { s, random in
        let prior = Belief(mean: [1, -1], precision: [[0.5, 0.1], [0.1, 0.3]], shape: 0.8, rate: 1.5)
        for (worldCount, n, new, level) in [(30, 5, 4, 0.5), (20, 3, 3, 0.9)] {
          let worlds = Worlds(
            x: rows(n, 2, using: &random).x,
            truths: (0..<worldCount).map { _ in [normal(using: &random), normal(using: &random) - 1] },
            deviations: (0..<worldCount).map { _ in Double.random(in: 0.3...3, using: &random) },
            noise: (0..<worldCount).map { _ in (0..<(n + new)).map { _ in normal(using: &random) } })
          let right = try shares(prior, worlds, level)
          let what = "of \(worldCount) worlds with \(n) rows, at \(Int(100 * level)) %,"
          let got = try s.simulatedCoverage(prior, worlds, level)
          guard got.count == 2 else { return }
          expect(
            got[0], equals: right[0], within: .ulps(4),
            "βⱼ lies within √(b/a·(Λ⁻¹)ⱼⱼ) times a quantile, or not; every world starts from the prior.",
            what: what + " the share of coefficients held")
          expect(
            got[1], equals: right[1], within: .ulps(4),
            "New responses x·β + σ·noise, with what is left of the noise, at the first rows.",
            what: what + " the share of new responses held")
        }
      },
      // 200 worlds, 3 coefficients and 5 new responses: over 1000 seeds the reference held 0.892 ± 0.012 and 0.893 ± 0.010,
      // always within 0.85 … 0.95; with truths drawn from the prior 0.899 ± 0.012 and 0.900 ± 0.010, likewise.
      Check("covers 85 to 95 % with intervals at 90 %") { s in
        var random = SplitMix64(seed: 27)
        let x = (0..<60).map { _ in [1, normal(using: &random), normal(using: &random)] }
        let weak = Belief(mean: [0, 0, 0], precision: diagonal(0.01, 3), shape: 1, rate: 1)
        var worlds = Worlds(
          x: x, truths: [[Double]](repeating: [1, 2, -1], count: 200), deviations: .init(repeating: 1, count: 200),
          noise: (0..<200).map { _ in (0..<65).map { _ in normal(using: &random) } })
        let fixed = try s.simulatedCoverage(weak, worlds, 0.9)
        expectShare("coefficients (1, 2, −1) in 200 worlds", fixed.first, 0.85...0.95, promise)
        expectShare("new responses in 200 worlds", fixed.last, 0.85...0.95, promise)
        // Truths drawn from the prior itself: 90 % are promised, on the average over all worlds.
        worlds.deviations = (0..<200).map { _ in  // σ² = 1/Γ(1), an exponential number
          1 / (-log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
        }
        worlds.truths = worlds.deviations.map { deviation in
          (0..<3).map { _ in deviation / 0.1.squareRoot() * normal(using: &random) }
        }
        let own = Belief(mean: [0, 0, 0], precision: diagonal(0.1, 3), shape: 1, rate: 1)
        let drawn = try s.simulatedCoverage(own, worlds, 0.9)
        expectShare("coefficients drawn from the prior", drawn.first, 0.85...0.95, promise)
        expectShare("new responses with coefficients drawn from the prior", drawn.last, 0.85...0.95, promise)
        // And a prior that is sure of the wrong thing: β = 0 ± 0.1·σ, in truth (1, 2, −1)·σ.
        worlds.truths = [[Double]](repeating: [1, 2, -1], count: 200)
        worlds.deviations = .init(repeating: 1, count: 200)
        let sure = Belief(mean: [0, 0, 0], precision: diagonal(100, 3), shape: 1, rate: 1)
        expectShare(
          "coefficients 10 and 20 deviations from what the prior said",
          try s.simulatedCoverage(sure, worlds, 0.9).first,
          0...0.2, "A prior that is sure of something false spoils the intervals: the count must show it.")
      },
      Check("answers where there is nothing to count") { s in
        let prior = Belief(mean: [0], precision: [[1]], shape: 2, rate: 1)
        let training = Rows(x: [[1], [1], [1]], y: [1, 2, 4])
        expect(
          try s.compare([], prior, training, training, 0.9).isEmpty, "Without candidates compare gives cards",
          "No candidates, no cards.")
        guard let card = only(try s.compare([[0]], prior, training, Rows(x: [], y: []), 0.9)) else { return }
        expect(card.logDensities, equals: [Double](), "No test rows.", what: "the log densities without test rows")
        expect(
          [card.rootMeanSquare, card.coverage], equals: [.nan, .nan], "A mean of nothing is 0/0, not 0.",
          what: "√mean and coverage without test rows")
        expect(
          card.logEvidence, equals: try right([0], prior, training, training, 0.9).logEvidence,
          within: .relative(1e-10),
          "The evidence needs no test rows.", what: "the log evidence without test rows")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "exp before the sum",
        Way(total: { log($0.reduce(0) { $0 + exp($1) }) }).submission,
        """
        exp(−1000) is 0, and 0/0 is not a number. A log evidence is −1000 as soon as there are 1000 rows: subtract the \
        largest first, as logSumExp does.
        """),
      Misconception(
        "the models' prior left out",
        Way(usesPrior: false).submission,
        "Evidence is a likelihood of models. Bayes' rule multiplies it by what was believed before."),
      Misconception(
        "the prior of the other columns kept",
        Way(cutsPrior: false).submission,
        """
        A candidate without a column has no coefficient for it, so neither m nor Λ has an entry for it. You take the \
        first entries, whatever columns were asked for.
        """),
      Misconception(
        "evidence of the posterior",
        Way(evidenceOfPosterior: true).submission,
        """
        The posterior has seen the training responses: what it says about them now is no prediction. The evidence is what \
        the *prior* gave them.
        """),
      Misconception(
        "evidence of all rows",
        Way(evidenceOfAll: true).submission,
        "The evidence is that of the training rows. The test rows are for the other three numbers."),
      Misconception(
        "predicted by the prior",
        Way(predictsByPrior: true).submission,
        "Before the test rows are predicted, the training rows are learned from."),
      Misconception(
        "scored on the training rows",
        Way(scoresTraining: true).submission,
        """
        On the rows that it was fitted to, a model with more columns is always better. That is why rows are held out.
        """),
      Misconception(
        "the mean error instead of the root of the mean square",
        Way(error: { $0.reduce(0) { $0 + abs($1) } / Double($0.count) }).submission,
        "Σ|y − location|/n is the mean absolute error. Square, average, then take the root."),
      Misconception(
        "logarithms averaged",
        Way(averagesLogarithms: true).submission,
        """
        Σ pₖ·ln fₖ is below ln Σ pₖ·fₖ: one model that was sure of something false would ruin the average. Average the \
        densities.
        """),
      Misconception(
        "a sum for the mean score",
        Way(scoreDivisor: { _ in 1 }).submission,
        "A score is the mean over the test rows; a sum grows with their number."),
      Misconception(
        "the noise in a coefficient's interval",
        Way(coefficientNoise: 1).submission,
        """
        √(b/a·(1 + …)) is for a new response, which has noise of its own. A coefficient has none: only its doubt.
        """),
      Misconception(
        "1/√Λⱼⱼ as the doubt of a coefficient",
        Way(invertsDiagonal: true).submission,
        """
        1/Λⱼⱼ is the variance if all other coefficients were known. They are not; take the entry of the inverse.
        """),
      Misconception(
        "level for (1 + level)/2",
        Way(share: { $0 }).submission,
        "Of the 10 % outside, half are below and half above: the upper end is the quantile at 0.95."),
      Misconception(
        "a normal quantile",
        Way(quantile: { p, _ in NormalDistribution().quantile(p) }).submission,
        """
        σ is not known, it is believed within limits, so the tails are Student's with 2·a degrees of freedom. With few \
        rows the normal intervals are too short.
        """),
      Misconception(
        "yesterday's posterior as today's prior in the next world",
        Way(carriesOver: true).submission,
        """
        The worlds are independent, each with its own truth. Start every one from the prior; let none learn from another.
        """),
      Misconception(
        "the responses learned from counted again",
        Way(countsOld: true).submission,
        """
        An interval is easily right about the response it was fitted to. New responses, with noise that the fit has not \
        seen, are the test.
        """),
      Misconception(
        "means without noise counted",
        Way(countsMeans: true).submission,
        """
        The interval is for a response, x·β + σ·noise. That the mean x·β lies in it is nearly certain, and says nothing.
        """),
      Misconception(
        "σ for σ²",
        Way(deviation: { $0 * $0 }).submission,
        "A deviation multiplies standard normal noise as it is; its square is the variance."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the conventional formulas, with inverses", Way(isConventional: true).submission)]
  }
}

private let promise = "An interval at 90 % that holds 80 or 99 % does not mean what it says."

// MARK: - Parts of the checks

private func only(_ cards: [Card], line: Int = #line) -> Card? {
  expect(cards.count == 1, "One candidate has got \(cards.count) cards", "One card a candidate.", line: line)
  return cards.first
}

private func expectCard(_ card: Card, _ right: Card, _ what: String, line: Int = #line) {
  expect(
    card.logEvidence, equals: right.logEvidence, within: .absolute(1e-9 * (1 + abs(right.logEvidence))),
    "Of the training responses, by the prior of these columns.", what: "the log evidence with \(what)", line: line)
  expect(
    card.logDensities, equals: right.logDensities, within: .absolute(1e-9),
    "Of every test response by itself, predicted by the posterior.", what: "the log densities with \(what)", line: line)
  expect(
    [card.rootMeanSquare], equals: [right.rootMeanSquare], within: .relative(1e-9),
    "The root of the mean of (y − location)².", what: "√mean square with \(what)", line: line)
  expect(
    [card.coverage], equals: [right.coverage], within: .ulps(4), "The share of test responses in their intervals.",
    what: "the coverage with \(what)", line: line)
}

private func expectShare(
  _ what: String, _ share: Double?, _ range: ClosedRange<Double>, _ advice: String, line: Int = #line
) {
  let share = share ?? .nan
  expect(
    range.contains(share),
    "Of \(what) the intervals at 90 % hold \(brief(share)), wanted is \(brief(range.lowerBound)) to "
      + "\(brief(range.upperBound))", advice, line: line)
}

private func brief(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

private func diagonal(_ value: Double, _ p: Int) -> [[Double]] {
  (0..<p).map { i in (0..<p).map { $0 == i ? value : 0 } }
}

/// A standard normal number, by Box and Muller.
private func normal(using random: inout some RandomNumberGenerator) -> Double {
  let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
  return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
}

/// M·Mᵀ + I as precision, the others of the size 1.
private func belief(_ p: Int, using random: inout some RandomNumberGenerator) -> Belief {
  let m = (0..<p).map { _ in (0..<p).map { _ in normal(using: &random) } }
  return Belief(
    mean: (0..<p).map { _ in normal(using: &random) },
    precision: (0..<p).map { i in (0..<p).map { j in dot(m[i], m[j]) + (i == j ? 1 : 0) } },
    shape: Double.random(in: 0.6...3, using: &random), rate: Double.random(in: 0.5...4, using: &random))
}

private func rows(_ n: Int, _ p: Int, using random: inout some RandomNumberGenerator) -> Rows {
  let x = (0..<n).map { _ in (0..<p).map { _ in normal(using: &random) } }
  return Rows(x: x, y: x.map { row in row.reduce(0, +) + 2 * normal(using: &random) })
}

/// The posterior by the normal equations, with the inverse of its precision.
private func learned(_ prior: Belief, _ rows: Rows) throws -> (belief: Belief, inverse: [[Double]]) {
  let (lambda, x) = (Matrix(prior.precision), Matrix(rows.x))
  let precision = lambda + x.transposed() • x
  let inverse = try inverse(precision).rows
  let right = (0..<prior.mean.count).map { j in
    dot(prior.precision[j], prior.mean) + dot(rows.x.map { $0[j] }, rows.y)
  }
  let mean = inverse.map { dot($0, right) }
  let squares = zip(rows.x, rows.y).reduce(0) { $0 + pow($1.1 - dot($1.0, mean), 2) }
  let shift = zip(mean, prior.mean).map { $0 - $1 }
  let belief = Belief(
    mean: mean, precision: precision.rows, shape: prior.shape + Double(rows.y.count) / 2,
    rate: prior.rate + (squares + dot(shift, prior.precision.map { dot($0, shift) })) / 2)
  return (belief, inverse)
}

/// A card by other means: the evidence is the density of Student's distribution of n numbers with scale b/a·(I + X·Λ⁻¹·Xᵀ).
private func right(_ columns: [Int], _ prior: Belief, _ training: Rows, _ test: Rows, _ level: Double) throws -> Card {
  func cut(_ rows: Rows) -> Rows { Rows(x: rows.x.map { row in columns.map { row[$0] } }, y: rows.y) }
  let prior = Belief(
    mean: columns.map { prior.mean[$0] }, precision: columns.map { i in columns.map { prior.precision[i][$0] } },
    shape: prior.shape, rate: prior.rate)
  let (x, y, n) = (cut(training).x, training.y, training.y.count)
  let inverse = try inverse(Matrix(prior.precision)).rows
  let scale = (0..<n).map { i in
    (0..<n).map { j in
      prior.rate / prior.shape * ((i == j ? 1 : 0) + dot(x[i], inverse.map { dot($0, x[j]) }))
    }
  }
  let factor = try Cholesky(Matrix(scale))
  let e = zip(x, y).map { $1 - dot($0, prior.mean) }
  let square = dot(e, Array(try solve(Matrix(scale), Vector(e))))
  let v = 2 * prior.shape
  let half = (v + Double(n)) / 2
  let constant: Double = lgamma(half) - lgamma(v / 2) - Double(n) / 2 * log(v * Double.pi)
  let evidence: Double = constant - factor.logDeterminant / 2 - half * log1p(square / v)
  let posterior = try learned(prior, cut(training))
  let law = StudentTDistribution(degreesOfFreedom: 2 * posterior.belief.shape)
  let scores = zip(cut(test).x, test.y).map { row, y in
    let width =
      (posterior.belief.rate / posterior.belief.shape * (1 + dot(row, posterior.inverse.map { dot($0, row) })))
      .squareRoot()
    return (error: y - dot(row, posterior.belief.mean), width: width)
  }
  return Card(
    logEvidence: evidence, logDensities: scores.map { law.logPDF($0.error / $0.width) - log($0.width) },
    rootMeanSquare: (scores.reduce(0) { $0 + $1.error * $1.error } / Double(scores.count)).squareRoot(),
    coverage: Double(scores.count { abs($0.error) <= $0.width * law.quantile((1 + level) / 2) }) / Double(scores.count))
}

/// The shares of coefficients and of new responses that are held.
private func shares(_ prior: Belief, _ worlds: Worlds, _ level: Double) throws -> [Double] {
  var (coefficients, responses) = (0, 0)
  let n = worlds.x.count
  for (s, truth) in worlds.truths.enumerated() {
    let y = worlds.noise[s].indices.map { i in
      dot(worlds.x[i % n], truth) + worlds.deviations[s] * worlds.noise[s][i]
    }
    let (posterior, inverse) = try learned(prior, Rows(x: worlds.x, y: Array(y[..<n])))
    let quantile = StudentTDistribution(degreesOfFreedom: 2 * posterior.shape).quantile((1 + level) / 2)
    let unit = quantile * (posterior.rate / posterior.shape).squareRoot()
    for j in truth.indices where abs(truth[j] - posterior.mean[j]) <= unit * inverse[j][j].squareRoot() {
      coefficients += 1
    }
    for (row, new) in zip(worlds.x, y[n...]) {
      let width = unit * (1 + dot(row, inverse.map { dot($0, row) })).squareRoot()
      if abs(new - dot(row, posterior.mean)) <= width { responses += 1 }
    }
  }
  return [
    Double(coefficients) / Double(worlds.truths.joined().count),
    Double(responses) / Double(worlds.noise.joined().count - n * worlds.truths.count),
  ]
}

// MARK: - Real data

/// From make_reference.py.
private enum Ames {
  static let logEvidence = [
    -441.028473662524, -189.9299638070338, 35.04496830176686, 168.87583370465427, 159.61699359022214,
  ]
  static let logScore = [
    -0.5101216597342596, -0.17486231162426577, 0.1333385044217087, 0.35326227631369994, 0.3545169087168405,
  ]
  static let rootMeanSquare = [
    0.40256888697366267, 0.2874249695290642, 0.21050460334944546, 0.16753048799999062, 0.16716450517865528,
  ]
  static let coverage = [0.92, 0.9, 0.925, 0.96, 0.96]
  static let averagedLogScore = 0.353262454962672
  static let logEvidenceShuffled = [
    -441.02847366252126, -444.3663590797837, -447.45251532477187, -456.31427382133006, -465.30381607764366,
  ]
  static let logScoreShuffled = [
    -0.5101216597342595, -0.5100305901838961, -0.5109339678107486, -0.5140851074032515, -0.5197155033220968,
  ]
}

private let amesCandidates = [[0], [0, 1], [0, 1, 3], [0, 1, 2, 3, 4, 5], Array(0..<9)]
private let amesPrior = Belief(
  mean: [12] + [Double](repeating: 0, count: 8), precision: diagonal(1, 9), shape: 2, rate: 0.1)

/// The first thousand sales: 1, five features, three columns of nothing, standardised by the training rows; log prices, and
/// those of other houses.
private let ames = Result {
  let names = ["Gr_Liv_Area", "Total_Bsmt_SF", "Year_Built", "Garage_Cars", "Fireplaces", "Sale_Price"]
  let table = try Dataset("tabular/ames.csv").csv().numbers(names).prefix(1000)
  var features = table.enumerated().map { i, row in
    [log(row[0])] + row[1..<5] + (0..<3).map { Double((i + 1) * ($0 + 3) * 7919 % 1009) }
  }
  let prices = table.map { log($0[5]) }
  let training = table.indices.filter { $0 % 5 != 0 }
  for j in 0..<8 {
    let mean = training.reduce(0) { $0 + features[$1][j] } / 800
    let variance = training.reduce(0) { $0 + pow(features[$1][j] - mean, 2) } / 800
    for i in features.indices { features[i][j] = (features[i][j] - mean) / variance.squareRoot() }
  }
  func rows(_ isTest: Bool, _ prices: [Double]) -> Rows {
    let indices = features.indices.filter { ($0 % 5 == 0) == isTest }
    return Rows(x: indices.map { [1] + features[$0] }, y: indices.map { prices[$0] })
  }
  let shuffled = prices.indices.map { prices[$0 * 389 % 1000] }
  return (
    training: rows(false, prices), test: rows(true, prices),
    shuffled: (training: rows(false, shuffled), test: rows(true, shuffled))
  )
}

// MARK: - Wrong and right ways

/// All functions; each member can make them wrong in one place.
private struct Way {
  var total: ([Double]) -> Double = { x in
    let largest = x.max() ?? -.infinity
    return largest == -.infinity ? largest : largest + log(x.reduce(0) { $0 + exp($1 - largest) })
  }
  var usesPrior = true
  var cutsPrior = true
  var evidenceOfPosterior = false
  var evidenceOfAll = false
  var predictsByPrior = false
  var scoresTraining = false
  var error: ([Double]) -> Double = { ($0.reduce(0) { $0 + $1 * $1 } / Double($0.count)).squareRoot() }
  var averagesLogarithms = false
  var scoreDivisor: (Int) -> Double = { Double($0) }
  var coefficientNoise = 0.0
  var invertsDiagonal = false
  var share: (Double) -> Double = { (1 + $0) / 2 }
  /// Of a probability and degrees of freedom.
  var quantile: (Double, Double) -> Double = { StudentTDistribution(degreesOfFreedom: $1).quantile($0) }
  var carriesOver = false
  var countsOld = false
  var countsMeans = false
  var deviation: (Double) -> Double = { $0 }
  var isConventional = false

  private func posterior(_ prior: Belief, _ rows: Rows) throws -> (belief: Belief, inverse: [[Double]]) {
    var result = try learned(prior, rows)
    guard isConventional else { return result }
    func form(_ belief: Belief) -> Double { dot(belief.mean, belief.precision.map { dot($0, belief.mean) }) }
    result.belief.rate = prior.rate + (dot(rows.y, rows.y) + form(prior) - form(result.belief)) / 2
    return result
  }

  private func logEvidence(_ prior: Belief, _ rows: Rows) throws -> Double {
    let after = try posterior(prior, rows).belief
    let volumes =
      try Cholesky(Matrix(prior.precision)).logDeterminant - Cholesky(Matrix(after.precision)).logDeterminant
    let noise = prior.shape * log(prior.rate) - after.shape * log(after.rate)
    let gammas: Double = lgamma(after.shape) - lgamma(prior.shape)
    let constant = Double(rows.y.count) / 2 * log(2 * Double.pi)
    return volumes / 2 + noise + gammas - constant
  }

  private func compare(
    _ candidates: [[Int]], _ prior: Belief, _ training: Rows, _ test: Rows, _ level: Double
  ) throws -> [Card] {
    // What has been computed stays: the wrong ways differ from the right one in a few functions only, and each is asked
    // for the others many times.
    let way = "\(cutsPrior) \(evidenceOfPosterior) \(evidenceOfAll) \(predictsByPrior) \(scoresTraining)"
    let law = "\(error([1, 2])) \(share(0.5)) \(quantile(0.9, 4)) \(isConventional)"
    let input = "\(candidates) \(prior) \(training.y) \(test.y) \(level)"
    return try remembered("\(way) \(law) \(input)") { try freshCards(candidates, prior, training, test, level) }
  }

  private func freshCards(
    _ candidates: [[Int]], _ prior: Belief, _ training: Rows, _ test: Rows, _ level: Double
  ) throws -> [Card] {
    try candidates.map { columns in
      func cut(_ rows: Rows) -> Rows { Rows(x: rows.x.map { row in columns.map { row[$0] } }, y: rows.y) }
      let kept = cutsPrior ? columns : Array(columns.indices)
      let belief = Belief(
        mean: kept.map { prior.mean[$0] }, precision: kept.map { i in kept.map { prior.precision[i][$0] } },
        shape: prior.shape, rate: prior.rate)
      let training = cut(training)
      let test = scoresTraining ? training : cut(test)
      let seen = evidenceOfAll ? Rows(x: training.x + test.x, y: training.y + test.y) : training
      let learned = try predictsByPrior ? (belief, inverse(Matrix(belief.precision)).rows) : posterior(belief, training)
      let law = StudentTDistribution(degreesOfFreedom: 2 * learned.0.shape)
      let errors = zip(test.x, test.y).map { $1 - dot($0, learned.0.mean) }
      let widths = test.x.map { row in
        (learned.0.rate / learned.0.shape * (1 + dot(row, learned.1.map { dot($0, row) }))).squareRoot()
      }
      let quantile = quantile(share(level), 2 * learned.0.shape)
      return Card(
        logEvidence: try logEvidence(evidenceOfPosterior ? learned.0 : belief, seen),
        logDensities: zip(errors, widths).map { law.logPDF($0 / $1) - log($1) }, rootMeanSquare: error(errors),
        coverage: Double(zip(errors, widths).count { abs($0) <= $1 * quantile }) / Double(errors.count))
    }
  }

  private func logScore(_ probabilities: [Double], _ logDensities: [[Double]]) -> Double {
    let count = logDensities.first?.count ?? 0
    let scores = (0..<count).map { i in
      averagesLogarithms
        ? zip(probabilities, logDensities).reduce(0) { $0 + $1.0 * $1.1[i] }
        : total(zip(probabilities, logDensities).map { log($0) + $1[i] })
    }
    return scores.reduce(0, +) / (count == 0 ? 0 : scoreDivisor(count))
  }

  private func half(_ belief: Belief, _ variance: Double, _ level: Double) -> Double {
    quantile(share(level), 2 * belief.shape) * (belief.rate / belief.shape * variance).squareRoot()
  }

  private func variance(_ belief: Belief, _ inverse: [[Double]], _ j: Int) -> Double {
    coefficientNoise + (invertsDiagonal ? 1 / belief.precision[j][j] : inverse[j][j])
  }

  private func coverage(_ prior: Belief, _ worlds: Worlds, _ level: Double) throws -> [Double] {
    let way = "\(coefficientNoise) \(invertsDiagonal) \(carriesOver) \(countsOld) \(countsMeans) \(deviation(2))"
    let law = "\(share(0.5)) \(quantile(0.9, 4)) \(isConventional)"
    let input = "\(prior) \(worlds.truths) \(worlds.deviations) \(worlds.noise[0]) \(level)"
    return try remembered("\(way) \(law) \(input)") { try freshCoverage(prior, worlds, level) }
  }

  private func freshCoverage(_ prior: Belief, _ worlds: Worlds, _ level: Double) throws -> [Double] {
    var (coefficients, responses) = (0, 0)
    var belief = prior
    let n = worlds.x.count
    for (s, truth) in worlds.truths.enumerated() {
      let means = worlds.x.map { dot($0, truth) }
      let noise = worlds.noise[s].map { deviation(worlds.deviations[s]) * $0 }
      let y = zip(means, noise).map { $0 + $1 }
      let given = Array(zip(means, noise[n...]).map { $0 + $1 })
      let new = countsMeans ? Array(means.prefix(given.count)) : countsOld ? Array(y.prefix(given.count)) : given
      let (after, inverse) = try posterior(belief, Rows(x: worlds.x, y: y))
      // One quantile for a whole world: it depends on nothing else.
      let unit = half(after, 1, level)
      for j in truth.indices where abs(truth[j] - after.mean[j]) <= unit * variance(after, inverse, j).squareRoot() {
        coefficients += 1
      }
      for (row, response) in zip(worlds.x, new)
      where abs(response - dot(row, after.mean)) <= unit * (1 + dot(row, inverse.map { dot($0, row) })).squareRoot() {
        responses += 1
      }
      if carriesOver { belief = after }
    }
    return [
      Double(coefficients) / Double(worlds.truths.joined().count),
      Double(responses) / Double(worlds.noise.joined().count - n * worlds.truths.count),
    ]
  }

  var submission: Submission {
    Submission(
      compare: .init { try compare($0, $1, $2, $3, $4) },
      modelProbabilities: .init { evidences, prior in
        let weights = zip(evidences, prior).map { $0 + (usesPrior ? log($1) : 0) }
        let total = total(weights)
        return weights.map { exp($0 - total) }
      }, logScore: .init { logScore($0, $1) },
      coefficientInterval: .init { belief, j, level in
        let inverse = try inverse(Matrix(belief.precision)).rows
        let half = half(belief, variance(belief, inverse, j), level)
        return [belief.mean[j] - half, belief.mean[j] + half]
      }, simulatedCoverage: .init { try coverage($0, $1, $2) })
  }
}
