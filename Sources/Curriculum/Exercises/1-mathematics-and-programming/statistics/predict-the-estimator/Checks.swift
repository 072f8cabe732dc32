import Checking
import Glibc
import LabNumerics

/// The number of an answer, as the cases of `Bias` and `Closer` are numbered.
struct Prediction: Observable {
  var number: Int

  init(_ number: Int) { self.number = number }

  /// Beside the answer stands a 1, for a misconception is named only if two numbers agree.
  var observation: Observation { Observation(numbers: [Double(number), 1]) }
}

struct Submission {
  /// The name of an estimator.
  var bias: Function<String, Prediction>
  /// The name of a duel.
  var closer: Function<String, Prediction>
}

enum PredictTheEstimator: Checklist {
  static var checks: [Check<Submission>] {
    estimators.map { question in
      Check("bias of \(question.name): \(question.text)") { s in
        let number = try s.bias(question.name).number
        expect(
          number == answer(to: question),
          "You predict that \(question.text) is \(biases[number] ?? "?"); 10,000 samples say something else",
          question.advice)
      }
    }
      + duels.map { question in
        Check("closer in \(question.name): \(question.text)") { s in
          let number = try s.closer(question.name).number
          expect(
            number == answer(to: question),
            "You predict \(closers[number] ?? "?") in \(question.text); 10,000 samples say something else",
            question.advice)
        }
      }
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "n − 1 makes s unbiased",
        Submission(mistakes: ["deviation": unbiased]),
        """
        n − 1 makes s² unbiased. The root is taken afterwards, and it bends downwards: what a large s² adds to the \
        mean of s is less than what a small one takes away. With five values s is 6 % too small on average.
        """),
      Misconception(
        "maximum likelihood is unbiased",
        Submission(mistakes: ["varianceByN": unbiased, "rate": unbiased, "largest": unbiased]),
        """
        The most likely parameter is a good choice for large n, where its bias goes to 0 as 1/n. For five values \
        nothing keeps it from lying on one side: the largest of them, for one, never exceeds θ.
        """),
      Misconception(
        "a function of an unbiased estimate is unbiased",
        Submission(mistakes: ["deviation": unbiased, "squaredMean": unbiased, "rate": unbiased]),
        """
        Only straight lines carry the mean along. Where the function bends upwards (x², 1/x) the mean of its values \
        lies above the value at the mean, where it bends downwards (√x) below: Jensen's inequality.
        """),
      Misconception(
        "Jensen the wrong way round",
        Submission(mistakes: ["deviation": tooLarge, "squaredMean": tooSmall, "rate": tooSmall]),
        """
        You know that the curve matters, but take its side the wrong way. Two points tell: the mean of 1² and 3² is 5, \
        and the square of their mean 4.
        """),
      Misconception(
        "a sample always spreads less",
        Submission(mistakes: ["variance": tooSmall, "skewedVariance": tooSmall]),
        """
        True of Σ(xᵢ − x̄)²/n, because x̄ lies in the middle of the sample and not of the population. That is exactly \
        what n − 1 makes up for.
        """),
      Misconception(
        "n − 1 for the normal distribution only",
        Submission(mistakes: ["skewedVariance": tooSmall]),
        """
        E[Σ(xᵢ − x̄)²] = n·σ² − n·Var(x̄) = (n − 1)·σ² asks for independent values with a variance, and for no shape.
        """),
      Misconception(
        "the median of a sample is unbiased",
        Submission(mistakes: ["exponentialMedian": unbiased]),
        """
        It is so for symmetric populations. Here the density falls: above the population's median values lie farther \
        apart than below, so the middle one of five goes wrong farther upwards than downwards.
        """),
      Misconception(
        "the median always worse",
        Submission(mistakes: ["laplace": 1]),
        """
        For the normal distribution it needs 57 % more values for the same error. With heavier tails the mean pays for \
        each far value, the median does not: for Laplace's distribution it is the median that is most likely.
        """),
      Misconception(
        "the median always better",
        Submission(mistakes: ["normal": 2]),
        """
        Robust is an insurance, and it has a price: without far values the mean uses all of the sample, the median its \
        order only. Its variance is larger by the factor π/2, for large n.
        """),
      Misconception(
        "the mean always best",
        Submission(mistakes: ["laplace": 1, "uniform": 1, "cauchy": 1]),
        """
        It is, among the *linear* unbiased estimators, and for the normal among all unbiased ones. For other shapes \
        other estimators win, and where there is no variance, averaging does nothing.
        """),
      Misconception(
        "two values know less than fifteen",
        Submission(mistakes: ["uniform": 1]),
        """
        In a uniform distribution the ends are sharp, and the smallest and the largest value lie close to them, at a \
        distance that falls as 1/n. The mean of all comes nearer as 1/√n only.
        """),
      Misconception(
        "averaging always helps",
        Submission(mistakes: ["cauchy": 1]),
        """
        σ²/n presupposes a σ. The Cauchy distribution has none, and the mean of n of its values has the very same \
        distribution as one of them.
        """),
      Misconception(
        "unbiased is better",
        Submission(mistakes: ["divisor": 1]),
        """
        The mean squared error is bias² + variance. Dividing by n instead of n − 1 shrinks the estimate by a fifth: it \
        buys less variance with a little bias, as ridge regression does.
        """),
      Misconception(
        "no difference between n and n − 1",
        Submission(mistakes: ["varianceByN": unbiased, "divisor": 3]),
        """
        For n = 1000 nobody sees it, for n = 5 it is a factor of 4/5.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("what 10,000 samples say", Submission(mistakes: [:]))]
  }
}

private let (tooSmall, unbiased, tooLarge) = (1, 2, 3)
private let biases = [1: "too small on average", 2: "unbiased", 3: "too large on average"]
private let closers = [1: "a", 2: "b", 3: "neither"]

// MARK: - The questions

private typealias Sample = [Double]

private struct Estimator: Sendable {
  var name: String
  var text: String
  var population: Population
  var truth: Double
  var estimate: @Sendable (Sample) -> Double
  var advice: String
}

private let estimators = [
  Estimator(
    name: "variance", text: "s² for σ² of a normal population", population: .normal, truth: 1, estimate: { s2($0) },
    advice: "Five distances from x̄, of which four are free, for they add up to 0. By what is divided?"),
  Estimator(
    name: "skewedVariance", text: "s² for σ² of an exponential population", population: .exponential, truth: 1,
    estimate: { s2($0) }, advice: "Where does the derivation of n − 1 use the shape of the distribution?"),
  Estimator(
    name: "varianceByN", text: "Σ(xᵢ − x̄)²/n for σ² of a normal population", population: .normal, truth: 1,
    estimate: { s2($0) * 4 / 5 }, advice: "Σ(xᵢ − c)² is smallest for c = x̄. What would it be for c = μ?"),
  Estimator(
    name: "deviation", text: "s for σ of a normal population", population: .normal, truth: 1,
    estimate: { s2($0).squareRoot() },
    advice: "E[s²] = (E[s])² + Var(s). If the left side is right on average, what of E[s]?"),
  Estimator(
    name: "squaredMean", text: "x̄² for μ² of a normal population", population: .normal, truth: 4,
    estimate: { mean($0) * mean($0) }, advice: "E[x̄²] = (E[x̄])² + Var(x̄). Which of the terms is asked for?"),
  Estimator(
    name: "rate", text: "1/x̄ for the rate of an exponential population", population: .exponential, truth: 1,
    estimate: { 1 / mean($0) }, advice: "If x̄ is 0.5 or 1.5, which of the two throws 1/x̄ farther off?"),
  Estimator(
    name: "largest", text: "the largest value for θ of a uniform population", population: .uniform, truth: 1,
    estimate: { $0.max() ?? .nan }, advice: "On which side of θ can the largest value lie?"),
  Estimator(
    name: "exponentialMedian", text: "the median for the median of an exponential population",
    population: .exponential, truth: log(2), estimate: { median($0) },
    advice: "Half of all samples have their median above. How far above, compared with how far below the others are?"),
]

private struct Duel: Sendable {
  var name: String
  var text: String
  var population: Population
  var count = 15
  var truth: Double
  var a: @Sendable (Sample) -> Double
  var b: @Sendable (Sample) -> Double
  var advice: String
}

private let duels = [
  Duel(
    name: "normal", text: "mean against median of a normal population", population: .normal, truth: 2,
    a: { mean($0) }, b: { median($0) }, advice: "Which of the two is the maximum of the normal likelihood?"),
  Duel(
    name: "laplace", text: "mean against median of a Laplace population", population: .laplace, truth: 0,
    a: { mean($0) }, b: { median($0) },
    advice: "The density is ½·e^(−|x − μ|). For which μ is the likelihood of a sample largest?"),
  Duel(
    name: "uniform", text: "mean against (smallest + largest)/2 of a uniform population", population: .uniform,
    truth: 0.5, a: { mean($0) }, b: { (($0.min() ?? .nan) + ($0.max() ?? .nan)) / 2 },
    advice: "How far from the end of the interval is the largest of 15 values, on average? And σ/√15?"),
  Duel(
    name: "cauchy", text: "mean of 15 against a single value of a Cauchy population", population: .cauchy, truth: 0,
    a: { mean($0) }, b: { $0[0] }, advice: "Why does averaging help elsewhere, and what must exist for that?"),
  Duel(
    name: "divisor", text: "n − 1 against n for σ² of a normal population", population: .normal, count: 5, truth: 1,
    a: { s2($0) }, b: { s2($0) * 4 / 5 },
    advice: "Error² = bias² + variance. b is 4/5 of a: what does that do to the variance, and what to the bias?"),
]

extension Submission {
  /// What the samples say, but for these questions.
  fileprivate init(mistakes: [String: Int]) {
    bias = .init { name in
      Prediction(mistakes[name] ?? estimators.first { $0.name == name }.map { answer(to: $0) } ?? 0)
    }
    closer = .init { name in
      Prediction(mistakes[name] ?? duels.first { $0.name == name }.map { answer(to: $0) } ?? 0)
    }
  }
}

// MARK: - 10,000 samples

/// Each question is simulated once.
nonisolated(unsafe) private var answers: [String: Int] = [:]

/// Every bias here is more than ten standard errors of a mean of 10,000 errors, or none at all; where there is none,
/// the mean exceeds five of them once in two million.
private func answer(to question: Estimator) -> Int {
  if let known = answers[question.name] { return known }
  let errors = simulated(question.population, count: 5) { question.estimate($0) - question.truth }
  let standardError = (s2(errors) / Double(errors.count)).squareRoot()
  let answer = abs(mean(errors)) < 5 * standardError ? unbiased : mean(errors) < 0 ? tooSmall : tooLarge
  answers[question.name] = answer
  return answer
}

/// The roots of the mean squared errors differ by a factor of 1.17 or more. Cauchy's values have none: of their errors
/// the medians are compared, whose ratio is known to 2 % from 10,000 samples.
private func answer(to question: Duel) -> Int {
  if let known = answers[question.name] { return known }
  func size(_ estimate: (Sample) -> Double) -> Double {
    let errors = simulated(question.population, count: question.count) { abs(estimate($0) - question.truth) }
    return question.population == .cauchy ? median(errors) : mean(errors.map { $0 * $0 }).squareRoot()
  }
  let ratio = size(question.a) / size(question.b)
  let answer = ratio < 0.92 ? 1 : ratio > 1.08 ? 2 : 3
  answers[question.name] = answer
  return answer
}

private func simulated(_ population: Population, count: Int, _ statistic: (Sample) -> Double) -> [Double] {
  var random = SplitMix64(seed: 1)
  return (0..<10_000).map { _ in
    statistic((0..<count).map { _ in population.draw(&random) })
  }
}

private enum Population {
  /// Mean 2, standard deviation 1.
  case normal
  /// Rate 1.
  case exponential
  /// On 0 … 1.
  case uniform
  /// Centre 0, scale 1.
  case laplace, cauchy

  func draw(_ random: inout SplitMix64) -> Double {
    let u = (Double(random.next() >> 12) + 0.5) * 0x1p-52  // never 0 or 1
    switch self {
    case .uniform: return u
    case .exponential: return -log(u)
    case .laplace: return u < 0.5 ? log(2 * u) : -log(2 * (1 - u))
    case .cauchy: return tan(.pi * (u - 0.5))
    case .normal:
      let angle = 2 * .pi * Double(random.next() >> 11) * 0x1p-53
      return 2 + (-2 * log(u)).squareRoot() * cos(angle)
    }
  }
}

private func mean(_ x: Sample) -> Double { x.reduce(0, +) / Double(x.count) }

private func median(_ x: Sample) -> Double { x.sorted()[x.count / 2] }

private func s2(_ x: Sample) -> Double {
  let center = mean(x)
  return x.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(x.count - 1)
}
