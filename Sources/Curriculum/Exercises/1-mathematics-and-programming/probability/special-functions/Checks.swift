import Checking
import Glibc

/// The levels of a continued fraction, counted from 1.
struct Levels {
  var level: (Int) -> (alpha: Double, b: Double)

  init(_ level: @escaping (Int) -> (alpha: Double, b: Double)) { self.level = level }
}

struct Submission {
  var logGamma: Function<Double, Double>
  var continuedFraction: Function<Double, Levels, Double>
  var gammaP: Function<Double, Double, Double>
  var gammaQ: Function<Double, Double, Double>
  var betaI: Function<Double, Double, Double, Double>
}

enum SpecialFunctions: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expect(try s.logGamma(5), equals: log(24), within: logGammaTolerance(5), "Γ(5) = 4!, not 5!.")
        expect(try s.logGamma(0.5), equals: 0.5 * log(.pi), within: logGammaTolerance(0.5))
        expect(try s.gammaP(1, 0.25), equals: -expm1(-0.25), within: .relative(gammaShare(1, 0.25)))
        expect(try s.gammaQ(1, 2), equals: exp(-2), within: .relative(gammaShare(1, 2)))
        expect(
          try s.betaI(0.25, 2, 1), equals: 0.0625, within: .relative(betaShare(0.25, 2, 1)), "I(x; 2, 1) = x².")
        expect(try s.betaI(0.5, 2, 3), equals: 0.6875, within: .relative(betaShare(0.5, 2, 3)), "I(½; 2, 3) = 11/16.")
      },
      Check("logGamma agrees with mpmath from 1e-300 to 1e305") { s in
        for (x, value) in logGammas {
          expect(
            try s.logGamma(x), equals: value, within: logGammaTolerance(x),
            x < 1e-15
              ? "x − 1 + k is not x for k = 1: in x − 1 a tiny x is lost. Write x + (k − 1)."
              : "Is it ln Γ from the beginning, never the logarithm of a number that has overflowed?")
        }
      },
      // The two values differ by the rounding of each.
      Check("logGamma obeys Γ(x + 1) = x·Γ(x) and the duplication formula", cases: 4) { s, random in
        let x = pow(10, Double.random(in: -3...4, using: &random))
        let (here, next) = (try s.logGamma(x), try s.logGamma(x + 1))
        expect(
          next - here, equals: log(x), within: .absolute(2 * logGammaTolerance(x + 1).absolute),
          "ln Γ(x + 1) = ln x + ln Γ(x).", what: "logGamma(\(x + 1)) − logGamma(\(x))")
        let (half, double) = (try s.logGamma(x + 0.5), try s.logGamma(2 * x))
        expect(
          here + half - double, equals: 0.5 * log(.pi) + (1 - 2 * x) * log(2),
          within: .absolute(4 * logGammaTolerance(2 * x + 1).absolute),
          "Γ(x)·Γ(x + ½) = 2^(1 − 2x)·√π·Γ(2x).", what: "logGamma(x) + logGamma(x + ½) − logGamma(2x) for x = \(x)")
      },
      // Each level multiplies by C·D, three roundings, and the fractions have converged after fewer than 50 levels.
      Check("continuedFraction goes on until nothing changes") { s in
        let golden = (1 + 5.0.squareRoot()) / 2
        expect(
          try s.continuedFraction(1, Levels { _ in (1, 1) }), equals: golden, within: .ulps(150),
          "Each level gains less than half a digit here.", what: "1 + 1/(1 + 1/(1 + …))")
        expect(
          try s.continuedFraction(1, Levels { n in (-1, n % 2 == 1 ? 3 : 2) }), equals: 1 / 3.0.squareRoot(),
          within: .ulps(150),
          "α and b change from level to level; levels are counted from 1.", what: "1 − 1/(3 − 1/(2 − 1/(3 − …)))")
        expect(
          1 / (try s.continuedFraction(1, Levels { n in (-1, Double(2 * n + 1)) })), equals: tan(1), within: .ulps(150),
          what: "1/(1 − 1/(3 − 1/(5 − …))), the tangent of 1")
      },
      // Brouncker's fraction gains a digit only with ten times the levels: after N it is off by 4/(π²·N), a little more
      // than 4·10⁻⁶ after 100 000, and it never stops changing.
      Check("continuedFraction gives up after 100000 levels") { s in
        expect(
          try s.continuedFraction(
            1, Levels { n in (Double(2 * n - 1) * Double(2 * n - 1), 2) }), equals: 4 / .pi, within: .absolute(1e-5),
          "Every level counts here, and after 100 000 what is there is the answer.",
          what: "1 + 1²/(2 + 3²/(2 + 5²/(2 + …)))")
      },
      Check("gammaP and gammaQ agree with mpmath, each on its own side") { s in
        for (a, x, p, q) in gammas {
          let share = gammaShare(a, x)
          expect(
            try s.gammaP(a, x), equals: p, within: x < a + 1 ? .relative(share) : .absolute(share),
            "Here x \(x < a + 1 ? "<" : "≥") a + 1. The series has the factor xᵃ·e⁻ˣ/Γ(a + 1).")
          expect(
            try s.gammaQ(a, x), equals: q, within: x < a + 1 ? .absolute(share) : .relative(share),
            "Here x \(x < a + 1 ? "<" : "≥") a + 1. 1 − P has lost the digits of a small Q.")
        }
      },
      // For a whole number a Q is the probability of less than a Poisson events, a sum of positive terms.
      Check("gammaQ adds up Poisson probabilities", cases: 6) { s, random in
        let n = Int.random(in: 1...40, using: &random)
        let x = Double.random(in: 0...80, using: &random)
        var (term, sum) = (exp(-x), 0.0)
        for k in 0..<n {
          sum += term
          term *= x / Double(k + 1)
        }
        expect(
          try s.gammaQ(Double(n), x), equals: sum,
          within: x < Double(n) + 1 ? .absolute(gammaShare(Double(n), x)) : .relative(2 * gammaShare(Double(n), x)),
          "Q(n, x) = e⁻ˣ·Σ_{k<n} xᵏ/k! for a whole number n.")
      },
      Check("betaI agrees with mpmath") { s in
        for (x, a, b, value) in betas {
          let isDirect = x < (a + 1) / (a + b + 2)
          expect(
            try s.betaI(x, a, b), equals: value,
            within: isDirect ? .relative(betaShare(x, a, b)) : .absolute(betaShare(x, a, b)),
            isDirect
              ? "x lies below (a + 1)/(a + b + 2): the fraction itself, as many levels as it takes."
              : "x is not below (a + 1)/(a + b + 2): 1 − I(1 − x; b, a).")
        }
        for a in [0.25, 1, 3.5, 1000] {
          expect(
            try s.betaI(0.5, a, a), equals: 0.5, within: .absolute(betaShare(0.5, a, a)),
            "x is exactly (a + 1)/(2a + 2), and so is 1 − x.")
        }
      },
      // For whole numbers I is the probability of at least a successes in a + b − 1 trials, a sum of positive terms.
      Check("betaI adds up binomial probabilities", cases: 6) { s, random in
        let (a, b) = (Int.random(in: 1...20, using: &random), Int.random(in: 1...20, using: &random))
        let x = Double.random(in: 0.01...0.99, using: &random)
        let n = a + b - 1
        var (term, sum) = (pow(1 - x, Double(n)), 0.0)
        for k in 0...n {
          if k >= a { sum += term }
          term *= x / (1 - x) * Double(n - k) / Double(k + 1)
        }
        let isDirect = x < Double(a + 1) / Double(a + b + 2)
        let share = 2 * betaShare(x, Double(a), Double(b))
        expect(
          try s.betaI(x, Double(a), Double(b)), equals: sum, within: isDirect ? .relative(share) : .absolute(share),
          "I(x; a, b) = Σ_{k≥a} C(n, k)·xᵏ·(1 − x)ⁿ⁻ᵏ with n = a + b − 1, for whole numbers a and b.")
      },
      Check("answers at the edges") { s in
        let infinity = Double.infinity
        expect(try s.logGamma(0), equals: infinity)
        expect(try s.logGamma(infinity), equals: infinity, "∞ − ∞ is NaN.")
        expect(try s.gammaP(2.5, 0), equals: 0)
        expect(try s.gammaQ(2.5, 0), equals: 1)
        expect(try s.gammaP(2.5, infinity), equals: 1, "∞ − ∞ is NaN.")
        expect(try s.gammaQ(2.5, infinity), equals: 0, "∞ − ∞ is NaN.")
        expect(try s.betaI(0, 2, 3), equals: 0)
        expect(try s.betaI(1, 2, 3), equals: 1)
        let outside = "Outside its range the function has no value."
        expect(try s.gammaP(2, 1e4), equals: 1, "The series of P would be e¹⁰⁰⁰⁰: for x ≥ a + 1 it is 1 − Q.")
        expect(try s.gammaQ(2, 1e4), equals: 0, "e⁻¹⁰⁰⁰⁰ is 0 in Doubles.")
        for x in [-0.5, -1.5, -3, -3.75, -100.5, -.infinity, .nan] { expect(try s.logGamma(x), equals: .nan, outside) }
        let notGamma = [
          (0, 1), (-1.5, 1), (1, -0.5), (.nan, 1), (1, .nan), (infinity, 1), (infinity, 0.5), (infinity, 0), (0, 0.5),
          (0, 0), (0, infinity), (-1, 0), (.nan, 0), (.nan, infinity), (1, -infinity),
        ]
        for (a, x) in notGamma {
          expect(try s.gammaP(a, x), equals: .nan, outside)
          expect(try s.gammaQ(a, x), equals: .nan, outside)
        }
        let notBeta = [
          (-0.5, 1.5, 2), (1.5, 1, 2), (.nan, 1, 2), (0.25, 0, 2), (0.25, 1, 0), (0.75, -1, 2), (0.25, .nan, 1),
          (0.25, 1, .nan), (0.25, infinity, 1), (0.25, 1, infinity), (0, 1, infinity), (1, infinity, 1), (0, 0, 1),
          (1, 1, 0), (0, .nan, 1), (1, 1, .nan), (infinity, 1, 2),
        ]
        for (x, a, b) in notBeta { expect(try s.betaI(x, a, b), equals: .nan, outside) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "Γ first, then its logarithm",
        Way(logGamma: { $0 < 0 ? .nan : log(tgamma($0)) }).submission,
        """
        Γ(172) is already infinite, and its logarithm only 711. Compute the logarithm from the start: ln of a product \
        is a sum of logarithms, and that is what Lanczos' formula is written for.
        """),
      Misconception(
        "the factorial of x instead of Γ(x)",
        Way(logGamma: { rightLogGamma($0 + 1) }).submission,
        """
        Γ(n) = (n − 1)!: the function is shifted by one against the factorial. Many sources write Lanczos' formula for \
        z = x − 1; compare your first denominator with x.
        """),
      Misconception(
        "a tiny x lost in x − 1 + k",
        Way(logGamma: { x in
          guard x > 0, x < .infinity else { return x >= 0 ? .infinity : .nan }
          let sum = (1...8).reduce(coefficients[0]) { $0 + coefficients[$1] / (x - 1 + Double($1)) }
          return (x - 0.5) * log(x + 6.5) - (x + 6.5) + 0.5 * log(2 * .pi) + log(sum)
        }).submission,
        """
        For x = 10⁻³⁰⁰ the difference x − 1 is −1, and with k = 1 you divide by 0. Form the whole number first: \
        x + (k − 1).
        """),
      Misconception(
        "Q as 1 − P, whatever x is",
        right { $0.gammaQ = .init { a, x in 1 - Way().p(a, x) } },
        """
        Where P is 1 up to 10⁻²⁰, 1 − P is 0: the digits of Q were never there. That small number is the p-value; \
        compute it directly, and P from it.
        """),
      Misconception(
        "the series on both sides of a + 1",
        Way(splits: { _, _ in true }, most: 200).submission,
        """
        Far above a the terms x/(a + n) grow at first: the series is slow there, and as P comes out near 1, nothing is \
        left for Q. From a + 1 on the continued fraction is both faster and on the right side.
        """),
      Misconception(
        "a hundred terms and no more",
        Way(most: 100).submission,
        """
        A hundred terms are plenty for a = 5. For a = 10⁵ it takes thousands: the number grows with √a. Stop when a \
        term no longer changes the sum, not at a number of steps that looked large.
        """),
      Misconception(
        "stopped at 10⁻⁷",
        Way(stop: 1e-7).submission,
        """
        10⁻⁷ is a good place to stop for Floats, and older books print it. In Doubles half of the digits are thrown \
        away: go on to 2⁻⁵².
        """),
      Misconception(
        "Γ(a) under the series",
        Way(gammaOfSeries: 0).submission,
        """
        The series that begins with 1 has Γ(a + 1) = a·Γ(a) underneath; Γ(a) belongs to the continued fraction. For \
        a = 1 both are 1, so try a = 3.
        """),
      Misconception(
        "the fraction of I on both sides",
        Way(most: 300, mirrors: false).submission,
        """
        Beyond (a + 1)/(a + b + 2) the fraction converges badly and near x = 1 hardly at all, and what is near 1 has \
        no digits to spare for its complement. Mirror: I(x; a, b) = 1 − I(1 − x; b, a).
        """),
      Misconception(
        "mirrored without exchanging a and b",
        Way(exchanges: false).submission,
        """
        With t → 1 − t the factor t^(a−1) becomes (1 − t)^(a−1): a and b change places. I(x; a, b) = 1 − I(1 − x; b, a).
        """),
      Misconception(
        "the factor 1/a of I forgotten",
        Way(dividesByA: false).submission,
        """
        In front of the fraction stands xᵃ·(1 − x)ᵇ/(a·B(a, b)): the 1/a comes from integrating t^(a−1). For a = 1 \
        nobody misses it.
        """),
      Misconception(
        "(1 − x) to the power b − 1",
        Way(powerOfY: -1).submission,
        """
        b − 1 is the exponent in the integral. Before the fraction it has become b: the missing factor 1 − x was \
        taken out of it.
        """),
      Misconception(
        "infinity left to the formulas",
        right {
          $0.logGamma = .init { x in x == .infinity ? .nan : rightLogGamma(x) }
          $0.gammaP = .init { a, x in x == .infinity ? .nan : Way().p(a, x) }
          $0.gammaQ = .init { a, x in x == .infinity ? .nan : Way().q(a, x) }
        },
        """
        a·ln x − x is ∞ − ∞, NaN, for x = ∞, and so is Lanczos' formula. The limits are clear: all of the area lies \
        below ∞, none above. Answer before the formula is asked.
        """),
      Misconception(
        "ranges not checked",
        right {
          $0.gammaP = .init { a, x in a > 0 && x >= 0 ? Way().p(a, x) : 0 }
          $0.gammaQ = .init { a, x in a > 0 && x >= 0 ? Way().q(a, x) : 1 }
          $0.betaI = .init { x, a, b in min(a, b) > 0 && x >= 0 ? x > 1 ? 1 : Way().i(x, a, b) : 0 }
        },
        """
        A negative a, or a NaN, has come from a fault elsewhere, and a plausible 0 or 1 hides it. What has no value \
        answers NaN; begin with what must hold, `guard a > 0, x >= 0`, which is false for NaN, too.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "Stirling's series after a shift, I by its power series, loops of fixed depth from the back",
        Submission(
          logGamma: .init(stirling),
          continuedFraction: .init { first, levels in
            var value = 0.0
            for n in stride(from: 100_000, through: 1, by: -1) {
              let (alpha, b) = levels.level(n)
              value = alpha / (b + value)
            }
            return first + value
          }, gammaP: .init { a, x in Way(logGamma: stirling).p(a, x) },
          gammaQ: .init { a, x in Way(logGamma: stirling).q(a, x) }, betaI: .init(betaBySeries)))
    ]
  }
}

// MARK: - Tolerances

/// Four roundings of each of the terms (x − ½)·ln t and t, and of ½·ln 2π.
private func logGammaTolerance(_ x: Double) -> Tolerance { .absolute(4 * 0x1p-52 * logGammaSize(x)) }

/// The size of the terms of Lanczos' formula, which are what rounding is relative to. The last, the logarithm of the
/// sum, is −ln x for small x: ln Γ(10⁻³⁰⁰) = 690.8 has a step of 10⁻¹³ itself.
private func logGammaSize(_ x: Double) -> Double {
  (x + 0.5) * abs(log(x + 6.5)) + x + 6.5 + (x > 0 ? max(0, -log(x)) : 0)
}

/// The rounding of exponent and sum: an absolute error δ of an exponent is a relative error δ of its exponential.
///
/// The sums have positive terms, or converge as fast as such: some 10·√a terms, each rounded, of which the weights sum
/// to less than the exponent's terms for large a and to 16 for small.
private func gammaShare(_ a: Double, _ x: Double) -> Double {
  8 * 0x1p-52 * (16 + a * abs(log(x)) + x + logGammaSize(a))
}

private func betaShare(_ x: Double, _ a: Double, _ b: Double) -> Double {
  8 * 0x1p-52 * (16 + a * abs(log(x)) + b * abs(log1p(-x)) + logGammaSize(a) + logGammaSize(b) + logGammaSize(a + b))
}

// MARK: - Values by mpmath, see make_reference.py

private let logGammas: [(x: Double, value: Double)] = [
  (1e-300, 690.77552789821370518),
  (1e-10, 23.025850929882735237),
  (0.1, 2.252712651734205902),
  (0.5, 0.57236494292470008707),
  (0.9, 0.066376239734742954426),
  (1.0001, -0.000057713342220471268005),
  (1.5, -0.12078223763524522235),
  (2.5, 0.28468287047291915963),
  (3.7, 1.4280723266653881292),
  (10.0, 12.801827480081469611),
  (33.25, 82.429238345909042294),
  (171.5, 709.14316303092824227),
  (200.25, 859.25778022254891734),
  (10000.0, 82099.717496442377273),
  (1000000.0, 12815504.56914761166),
  (1e+305, 7.0128845336318389096e+307),
]

private let gammas: [(a: Double, x: Double, p: Double, q: Double)] = [
  (0.5, 0.1, 0.34527915398142297956, 0.65472084601857702044),
  (0.5, 5.0, 0.99843459774199745032, 0.0015654022580025496775),
  (0.5, 50.0, 1.0, 1.5239706048321052132e-23),
  (0.001, 1e-05, 0.98912304469578266885, 0.010876955304217331149),
  (0.02, 0.75, 0.99308383841644876513, 0.0069161615835512348717),
  (1.0, 0.25, 0.22119921692859513175, 0.77880078307140486825),
  (2.0, 700.0, 1.0, 6.9116332571755993706e-302),
  (3.5, 0.01, 8.5305804694285079942e-9, 0.99999999146941953057),
  (5.0, 1e-20, 8.333333333333331048e-103, 1.0),
  (10.0, 3.0, 0.0011024881301154797421, 0.99889751186988452026),
  (10.0, 10.5, 0.60286740064918934719, 0.39713259935081065281),
  (10.0, 30.0, 0.99999287824913718442, 7.1217508628155770916e-6),
  (100.0, 80.0, 0.017108313035133114166, 0.98289168696486688583),
  (100.0, 130.0, 0.99724959163269347372, 0.002750408367306526277),
  (10000.0, 9700.0, 0.0012341755844684919966, 0.998765824415531508),
  (10000.0, 10300.0, 0.99852950510361431872, 0.0014704948963856812759),
  (100000.0, 99500.0, 0.056741823212792263085, 0.94325817678720773692),
  (100000.0, 100400.0, 0.89693561874699362567, 0.10306438125300637433),
]

private let betas: [(x: Double, a: Double, b: Double, value: Double)] = [
  (0.3, 2.0, 5.0, 0.57982499999999997601),
  (0.001, 0.5, 0.5, 0.020135041633377491182),
  (0.999, 0.5, 0.5, 0.97986495836662250008),
  (0.9, 20.0, 3.0, 0.62004093841190350743),
  (0.55, 20.0, 3.0, 0.00033699220165093198111),
  (1e-10, 2.5, 3.5, 1.0864977446466548034e-24),
  (0.02, 0.5, 30.0, 0.72710173476532317773),
  (0.75, 0.02, 0.03, 0.61277323642005042295),
  (0.48, 5000.0, 5000.0, 0.000031470916320309822199),
  (0.52, 5000.0, 5000.0, 0.99996852908367969018),
  (0.0096, 1000.0, 100000.0, 0.16712650802860598404),
  (0.995, 300.0, 0.5, 0.083006905867670950012),
]

// MARK: - Right and wrong ways

private let coefficients = [
  0.99999999999980993, 676.52036812188510, -1259.1392167224028, 771.32342877765308, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

private func rightLogGamma(_ x: Double) -> Double {
  guard x > 0, x < .infinity else { return x >= 0 ? .infinity : .nan }
  let sum = (1...8).reduce(coefficients[0]) { $0 + coefficients[$1] / (x + Double($1 - 1)) }
  return (x - 0.5) * log(x + 6.5) - (x + 6.5) + 0.5 * log(2 * .pi) + log(sum)
}

/// The functions as a set of choices; untouched, they are the right ones.
private struct Way {
  var logGamma: (Double) -> Double = rightLogGamma
  /// Whether P is computed by its series.
  var splits: (Double, Double) -> Bool = { a, x in x < a + 1 }
  /// At most so many terms or levels.
  var most = 100_000
  var stop = 0x1p-52
  /// What is added to a in the Γ under the series.
  var gammaOfSeries = 1.0
  var mirrors = true
  var exchanges = true
  var dividesByA = true
  /// What is added to b in the power of 1 − x.
  var powerOfY = 0.0

  func fraction(_ first: Double, _ level: (Int) -> (alpha: Double, b: Double)) -> Double {
    var (c, d, value) = (first, 0.0, first)
    for n in 1...most {
      let (alpha, b) = level(n)
      c = b + alpha / c
      d = 1 / (b + alpha * d)
      value *= c * d
      if abs(c * d - 1) <= stop { break }
    }
    return value
  }

  func p(_ a: Double, _ x: Double) -> Double {
    guard a > 0, a < .infinity, x >= 0 else { return .nan }
    guard x < .infinity else { return 1 }
    guard splits(a, x) else { return 1 - q(a, x) }
    var (term, sum) = (1.0, 1.0)
    for n in 1...most where term > sum * stop / 2 {
      term *= x / (a + Double(n))
      sum += term
    }
    return exp(a * log(x) - x - logGamma(a + gammaOfSeries)) * sum
  }

  func q(_ a: Double, _ x: Double) -> Double {
    guard a > 0, a < .infinity, x >= 0 else { return .nan }
    guard x < .infinity else { return 0 }
    if splits(a, x) { return 1 - p(a, x) }
    let value = fraction(x + 1 - a) { n in (-Double(n) * (Double(n) - a), x + Double(2 * n + 1) - a) }
    return exp(a * log(x) - x - logGamma(a)) / value
  }

  func i(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x >= 0, x <= 1, a > 0, b > 0, a < .infinity, b < .infinity else { return .nan }
    guard x < 1 else { return 1 }
    if mirrors && !(x < (a + 1) / (a + b + 2)) { return 1 - (exchanges ? direct(1 - x, b, a) : direct(1 - x, a, b)) }
    return direct(x, a, b)
  }

  private func direct(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let value = fraction(1) { n in
      let (n, m) = (Double(n), Double(n / 2))
      let top = n == 2 * m ? m * (b - m) : -(a + m) * (a + b + m)
      return (top * x / ((a + n - 1) * (a + n)), 1)
    }
    let exponent = a * log(x) + (b + powerOfY) * log1p(-x) - logGamma(a) - logGamma(b) + logGamma(a + b)
    return exp(exponent) / (dividesByA ? a * value : value)
  }

  var submission: Submission {
    Submission(
      logGamma: .init(logGamma), continuedFraction: .init { fraction($0, $1.level) }, gammaP: .init(p),
      gammaQ: .init(q),
      betaI: .init(i))
  }
}

/// The right submission with some of its functions replaced.
private func right(_ change: (inout Submission) -> Void) -> Submission {
  var submission = Way().submission
  change(&submission)
  return submission
}

/// ln Γ(x + m) by Stirling's series for x + m ≥ 15, less the logarithm of x·(x + 1)·…·(x + m − 1).
private func stirling(_ x: Double) -> Double {
  guard x > 0, x < .infinity else { return x >= 0 ? .infinity : .nan }
  var (y, product) = (x, 1.0)
  while y < 15 {
    product *= y
    y += 1
  }
  let square = 1 / (y * y)
  let tail = 1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188)))
  return (y - 0.5) * log(y) - y + 0.5 * log(2 * .pi) + tail / y - log(product)
}

/// I from the side where xᵃ·(1 − x)ᵇ/(a·B(a, b))·(1 + (a + b)/(a + 1)·x + (a + b)·(a + b + 1)/((a + 1)·(a + 2))·x² + …)
/// converges quickly; DLMF 8.17.8.
private func betaBySeries(_ x: Double, _ a: Double, _ b: Double) -> Double {
  guard x >= 0, x <= 1, a > 0, b > 0, a < .infinity, b < .infinity else { return .nan }
  if x == 1 { return 1 }
  if x > (a + 1) / (a + b + 2) { return 1 - hypergeometric(1 - x, b, a) }
  return hypergeometric(x, a, b)
}

private func hypergeometric(_ x: Double, _ a: Double, _ b: Double) -> Double {
  var (term, sum, n) = (1.0, 1.0, 0.0)
  while term > sum * 0x1p-54 {
    term *= (a + b + n) / (a + 1 + n) * x
    sum += term
    n += 1
  }
  return exp(a * log(x) + b * log1p(-x) - stirling(a) - stirling(b) + stirling(a + b)) / a * sum
}
