import Checking
import Glibc

/// An implementation that claims to be `softmax`.
struct Candidate: Sendable, CustomStringConvertible {
  /// What it does, to stand behind "an implementation that".
  var description: String
  var softmax: @Sendable ([Double]) -> [Double]

  init(_ description: String, _ softmax: @escaping @Sendable ([Double]) -> [Double]) {
    self.description = description
    self.softmax = softmax
  }
}

/// The learner's judgement of a candidate.
struct Verdict: Observable {
  var isAccepted: Bool

  /// A yes or no as a number, and a 1 beside it, for a misconception is named only if two numbers agree.
  var observation: Observation { Observation(numbers: [isAccepted ? 1 : 2, 1]) }
}

struct Submission {
  var accepts: Function<Candidate, Verdict>
}

enum TestTheSoftmax: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("accepts what is right") { s in
        for candidate in right {
          expect(
            try s.accepts(candidate).isAccepted,
            "accepts is false for a right implementation, one that \(candidate)",
            "Different right ways round differently. By how much may an answer be off, with scores as large as yours?")
        }
      },
      refuses(
        "other numbers that add up to 1", others,
        "A sum of 1 is a law that many functions keep. Ask for the values, or for what the quotient pᵢ/pⱼ must be."),
      refuses(
        "numbers that do not add up to 1", sumless, "Take each number of the answer into account, and their sum."),
      refuses(
        "probabilities at the wrong places", misplaced,
        "They are the right numbers in another order. Take scores in no order at all."),
      refuses(
        "what is right for some numbers of scores only", short,
        "How many scores have your lists? Is one of them a single score? How many numbers has the answer?"),
      refuses("equal scores taken for something special", untied, "Let two scores of a list be equal, and others not."),
      refuses(
        "exp of numbers too large", overflowing,
        "exp(710) is infinite and ∞/∞ is NaN. Scores may be large, and far apart, and the largest may stand anywhere."),
      refuses(
        "a sum of nothing", underflowing,
        "If all scores are far below 0, exp of each is 0. And is 1001 really more than 1000 to this function?"),
      refuses(
        "too few digits", imprecise,
        "The error is asked for relative to each probability: 10⁻²² has its digits, too. Where is your tolerance?"),
      refuses("a masked score taken for another", unmasked, "A score −∞ means: never. Its probability is 0."),
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "only the sum",
        Submission { softmax in Suite.inputs.allSatisfy { abs(softmax($0).reduce(0, +) - 1) < 1e-11 } },
        """
        You ask only whether the probabilities add up to 1. They do in 1/n for each, whatever the scores are. A law \
        that wrong functions keep as well needs another beside it.
        """),
      Misconception(
        "only the sum and the order",
        Submission { softmax in
          Suite.inputs.allSatisfy { x in
            let p = softmax(x)
            return p.count == x.count && abs(p.reduce(0, +) - 1) < 1e-11 && p.allSatisfy { $0 >= 0 }
              && x.indices.allSatisfy { i in x.indices.allSatisfy { x[$0] < x[i] ? p[$0] <= p[i] : true } }
          }
        },
        """
        Many functions add up to 1 and grow with the score: 2ˣ in place of eˣ, all for the largest. How *much* more has \
        the larger score? That pins it down: pᵢ/pⱼ = exp(xᵢ − xⱼ).
        """),
      Misconception(
        "compared with ==", Submission(Suite(tolerance: 0)),
        """
        exp(x − m)/Σ and exp(x − log Σ) are the same number, and differ in the last digits of their Doubles. Ask for a \
        distance, as the accuracy of the statement allows.
        """),
      Misconception(
        "digits that nobody has",
        Submission(Suite(inputs: Suite.inputs + [[123_456_789.3, 123_456_789.9]])),
        """
        Your scores are so large that x − log Σ exp(x) has lost digits before exp sees it; the statement allows an error \
        of 4ε·(n + max|xᵢ|) relative. Take smaller scores, or a tolerance that grows with them.
        """),
      Misconception(
        "a tolerance that Float passes", Submission(Suite(tolerance: 1e-5)),
        """
        Between the rounding of Doubles, 10⁻¹⁶, and that of Floats, 10⁻⁷, there is much room. Put the tolerance there.
        """),
      Misconception(
        "an absolute tolerance", Submission(Suite(isRelative: false)),
        """
        A probability of 10⁻²² may be wrong by any factor and is still within 10⁻¹¹. Ask for a distance relative to what \
        is right: a cross entropy takes its logarithm.
        """),
      Misconception(
        "lengths not compared", Submission(Suite(comparesCounts: false)),
        """
        `zip` ends with the shorter of the two, so that an answer that is cut off passes. Compare the counts first.
        """),
      Misconception(
        "NaN passes", Submission(Suite(letsNaNPass: true)),
        """
        `if abs(p - q) > tolerance { return false }` lets NaN through, for every comparison with NaN is false. Ask the \
        other way round: the distance must be <= the tolerance.
        """),
      Misconception(
        "scores in descending order", Submission(Suite(inputs: Suite.inputs.map { $0.sorted(by: >) })),
        """
        All your scores descend, so that you do not see who sorts, or who subtracts the first of them. Mix them.
        """),
      Misconception(
        "three scores at most", Submission(Suite(inputs: Suite.inputs.map { Array($0.prefix(3)) })),
        """
        With two or three scores many a wrong loop is right. Let some lists be longer.
        """),
      Misconception(
        "no score twice", Submission(Suite(inputs: Suite.inputs.filter { Set($0).count == $0.count } + [untiedScores])),
        """
        Equal scores have equal probabilities, and each counts in the sum. A list with a score twice shows who loses one.
        """),
      Misconception(
        "all scores equal, or none",
        Submission(
          Suite(inputs: Suite.inputs.filter { Set($0).count == $0.count } + [untiedScores, [2, 2, 2, 2]])),
        """
        Where all scores are equal, 1/n is right. It is wrong where two of them are equal and a third is not.
        """),
      Misconception(
        "only small scores", Submission(Suite(inputs: Suite.inputs.filter { $0.allSatisfy { abs($0) < 700 } })),
        """
        Scores of a network can be of any size. exp overflows at 710: ask for some beyond.
        """),
      Misconception(
        "large scores that are near each other",
        Submission(Suite(inputs: Suite.inputs.filter { ($0.max() ?? 0) - ($0.filter(\.isFinite).min() ?? 0) < 100 })),
        """
        1000, 1001, 1002 are all fine once any one of them is subtracted, the first or the least. If they are 1500 and \
        −1500, only the largest will do.
        """),
      Misconception(
        "no large scores below 0",
        Submission(Suite(inputs: Suite.inputs.filter { ($0.max() ?? 0) > -700 })),
        """
        A maximum that begins at 0 is right as long as one score is positive. With all scores near −1000 the sum is 0.
        """),
      Misconception(
        "no mask", Submission(Suite(inputs: Suite.inputs.filter { $0.allSatisfy(\.isFinite) })),
        """
        Attention sets scores to −∞ that must not be seen. It is part of the contract, and one line in your table.
        """),
      Misconception(
        "everything accepted", Submission { _ in true },
        """
        A test that no implementation fails tells nothing. For each rule of the statement think of a function that \
        breaks only this one.
        """),
      Misconception(
        "nothing accepted", Submission { _ in false },
        """
        You refuse right implementations, too. Write a softmax yourself, and test your test with it first.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("compared with a softmax of one's own", Submission(Suite())),
      Alternative(
        "a table of answers known by hand, and a shift",
        Submission { softmax in
          let e = exp(1.0)
          let table: [([Double], [Double])] = [
            ([4], [1]), ([0, log(3.0)], [0.25, 0.75]), ([log(2.0), 0, log(5.0), 0, 0], [0.2, 0.1, 0.5, 0.1, 0.1]),
            ([-50, 0], [exp(-50.0), 1]),
            ([800, 801, 799], [1 / (1 + e + 1 / e), e / (1 + e + 1 / e), 1 / (e + e * e + 1)]),
            ([-1500, 1500], [0, 1]), ([1500, -1500, 1500], [0.5, 0, 0.5]),
            ([-800, -799], [1 / (1 + e), e / (1 + e)]), ([0, -.infinity, 0], [0.5, 0, 0.5]),
          ]
          return table.allSatisfy { x, expected in
            let p = softmax(x)
            return p.count == x.count && zip(p, expected).allSatisfy { abs($0 - $1) <= 1e-11 * $1 }
          }
        }),
    ]
  }
}

private func refuses(_ name: String, _ candidates: [Candidate], _ advice: String) -> Check<Submission> {
  Check("refuses \(name)") { s in
    for candidate in candidates {
      expect(
        !(try s.accepts(candidate).isAccepted), "accepts is true for an implementation that \(candidate)", advice)
    }
  }
}

// MARK: - Candidates

private func normalised(_ weights: [Double]) -> [Double] {
  let sum = weights.reduce(0, +)
  return weights.map { $0 / sum }
}

private func largest(_ x: [Double]) -> Double { x.max() ?? 0 }

private func probabilities(_ x: [Double]) -> [Double] { normalised(x.map { exp($0 - largest(x)) }) }

private let right = [
  Candidate("subtracts the largest score and divides by the sum", probabilities),
  Candidate("takes exp of the score minus the logarithm of the sum") { x in
    let (top, sum) = (largest(x), x.reduce(0) { $0 + exp($1 - largest(x)) })
    let logSum = top + log(sum)
    return x.map { exp($0 - logSum) }
  },
  Candidate("answers 1/Σⱼ exp(xⱼ − xᵢ), and 0 for −∞") { x in
    x.map { own in own == -.infinity ? 0 : 1 / x.reduce(0) { $0 + exp($1 - own) } }
  },
  Candidate("goes through the scores once and rescales the sum at each new largest") { x in
    var (top, sum) = (-Double.infinity, 0.0)
    for score in x where score > -.infinity {
      sum = score > top ? sum * exp(top - score) + 1 : sum + exp(score - top)
      top = max(top, score)
    }
    return x.map { exp($0 - top) / sum }
  },
]

private let others = [
  Candidate("answers 1/n for each of n scores") { x in x.map { _ in 1 / Double(x.count) } },
  Candidate("answers 1 for the largest score and 0 for the others") { x in
    let top = x.indices.max { x[$0] < x[$1] }
    return x.indices.map { $0 == top ? 1 : 0 }
  },
  Candidate("takes powers of 2 in place of e") { x in normalised(x.map { exp2($0 - largest(x)) }) },
  Candidate("squares the weights", { x in normalised(x.map { exp(2 * ($0 - largest(x))) }) }),
]

private let sumless = [
  Candidate("does not divide by the sum") { x in x.map { exp($0 - largest(x)) } },
  Candidate("answers 1/(1 + exp(−x)) for each score") { x in x.map { 1 / (1 + exp(-$0)) } },
  Candidate("answers the logarithms of the probabilities") { x in probabilities(x).map { log($0) } },
  Candidate("divides by the sum of the other weights") { x in
    probabilities(x).map { x.count > 1 ? $0 / (1 - $0) : $0 }
  },
]

private let misplaced = [
  Candidate("answers the probabilities in descending order") { x in probabilities(x).sorted(by: >) },
  Candidate("answers the probabilities from the last to the first") { x in probabilities(x).reversed() },
]

private let short = [
  Candidate("sums the first three weights only") { x in
    let weights = x.map { exp($0 - largest(x)) }
    let sum = weights.prefix(3).reduce(0, +)
    return weights.map { $0 / sum }
  },
  Candidate("answers no more than three probabilities") { x in Array(probabilities(x).prefix(3)) },
  Candidate("answers one number more than there are scores, a 0 at the end") { x in probabilities(x) + [0] },
  Candidate("answers 0 for a score that is alone") { x in x.count == 1 ? [0] : probabilities(x) },
]

private let untied = [
  Candidate("answers 1/n for each if two scores are equal") { x in
    Set(x).count < x.count ? x.map { _ in 1 / Double(x.count) } : probabilities(x)
  },
  Candidate("counts equal scores once in the sum") { x in
    let sum = Set(x).reduce(0) { $0 + exp($1 - largest(x)) }
    return x.map { exp($0 - largest(x)) / sum }
  },
]

private let overflowing = [
  Candidate("subtracts nothing") { x in normalised(x.map { exp($0) }) },
  Candidate("subtracts the least finite score") { x in
    let least = x.filter(\.isFinite).min() ?? 0
    return normalised(x.map { exp($0 - least) })
  },
  Candidate("subtracts the first score, if it is finite") { x in
    let first = x.first { $0.isFinite } ?? 0
    return normalised(x.map { exp($0 - first) })
  },
]

private let underflowing = [
  Candidate("seeks the largest score from 0 on") { x in
    let top = x.reduce(0, max)
    return normalised(x.map { exp($0 - top) })
  },
  Candidate("takes scores beyond ±500 for ±500") { x in
    normalised(x.map { $0 == -.infinity ? 0 : exp(min(max($0, -500), 500)) })
  },
]

private let imprecise = [
  Candidate("computes in Float") { x in
    let weights = x.map { Float(exp($0 - largest(x))) }
    let sum = weights.reduce(0, +)
    return weights.map { Double($0 / sum) }
  },
  Candidate("adds 10⁻⁸ to the sum, so that it is never 0") { x in
    let weights = x.map { exp($0 - largest(x)) }
    let sum = weights.reduce(1e-8, +)
    return weights.map { $0 / sum }
  },
  Candidate("raises probabilities below 10⁻¹⁵ to 10⁻¹⁵") { x in
    probabilities(x).map { max($0, 1e-15) }
  },
]

private let unmasked = [
  Candidate("answers NaN for a score −∞") { x in
    x.map { own in 1 / x.reduce(0) { $0 + exp($1 - own) } }
  },
  Candidate("takes a score that is not finite for 0") { x in probabilities(x.map { $0.isFinite ? $0 : 0 }) },
]

// MARK: - Wrong and right tests

private typealias Softmax = ([Double]) -> [Double]

extension Submission {
  fileprivate init(_ accepts: @escaping (Softmax) -> Bool) {
    self.init(accepts: .init { Verdict(isAccepted: accepts($0.softmax)) })
  }

  fileprivate init(_ suite: Suite) { self.init(suite.accepts) }
}

/// Answers compared with those of `probabilities`.
private struct Suite {
  static let inputs: [[Double]] = [
    [7.3], [0.3, -1.7, 2.9, 0.3, 1.1], [1.1, 2.9, 0.3, -1.7, 2.9, -50], [999, 1001.7, 998.1, 1000.3],
    [-1000.3, -998.1, -999, -1001.7], [-1500, 1500, 1499.5], [-.infinity, 0.4, 1.3], [1.3, 0.4, -.infinity, 0.4],
  ]

  var inputs = Suite.inputs
  /// 4ε·(n + 1500) is 1.4·10⁻¹².
  var tolerance = 1e-11
  var isRelative = true
  var comparesCounts = true
  var letsNaNPass = false

  func accepts(_ softmax: Softmax) -> Bool {
    inputs.allSatisfy { x in
      let (answer, expected) = (softmax(x), probabilities(x))
      guard !comparesCounts || answer.count == expected.count else { return false }
      return zip(answer, expected).allSatisfy { p, q in
        abs(p - q) <= tolerance * (isRelative ? q : 1) || letsNaNPass && p.isNaN
      }
    }
  }
}

/// As the list with ties, without them; long enough to show what is right for three only, and with a small probability.
private let untiedScores: [Double] = [1.1, 2.9, 0.3, -1.7, 2.7, -50]
