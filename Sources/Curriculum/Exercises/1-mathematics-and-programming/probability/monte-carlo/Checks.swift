import Checking
import Glibc
import LabData

struct Estimate: Observable, CustomStringConvertible {
  var mean: Double
  var standardError: Double

  var observation: Observation { Observation(numbers: [mean, standardError]) }

  var description: String { "mean \(mean), standardError \(standardError)" }
}

struct TooFewSamples: Error {
  var count: Int
}

struct Submission {
  var estimate: Function<[Double], Estimate>
  var controlCoefficient: Function<[Double], [Double], Double>
  var controlled: Function<[Double], [Double], Double, Estimate>
  var samplesNeeded: Function<Double, Estimate, Int, Int>

  init(
    estimate: @escaping ([Double]) throws -> Estimate, controlCoefficient: @escaping ([Double], [Double]) -> Double,
    controlled: @escaping ([Double], [Double], Double) throws -> Estimate,
    samplesNeeded: @escaping (Double, Estimate, Int) -> Int
  ) {
    self.estimate = .init(estimate)
    self.controlCoefficient = .init(controlCoefficient)
    self.controlled = .init(controlled)
    self.samplesNeeded = .init(samplesNeeded)
  }
}

enum MonteCarlo: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Small whole numbers and quarters: only the roots and the thirds round.
      Check("gives the worked example") { s in
        let (f, c): ([Double], [Double]) = ([1, 2, 6], [0, 1, 2])
        expectEstimate(
          try s.estimate(f), Estimate(mean: 3, standardError: sqrt(7.0 / 3)), .ulps(8), "estimate of [1, 2, 6]")
        expect(try s.controlCoefficient(f, c), equals: -2.5, "Cov(f, c) is 2.5, Var(c) is 1; β has the minus.")
        expectEstimate(
          try s.controlled(f, c, 0.5), Estimate(mean: 1.75, standardError: 0.5), .ulps(8),
          "estimate of [1, 2, 6] with the control [0, 1, 2], m = 0.5,")
        expect(
          try s.samplesNeeded(0.25, Estimate(mean: 0, standardError: 1), 16), equals: 256,
          "A quarter of the error takes sixteen times the draws.")
      },
      Check("knows the spread of a mean", cases: 4) { s, random in
        let n = Int.random(in: 2...40, using: &random)
        let f = (0..<n).map { _ in Double(Int.random(in: -80...80, using: &random)) / 8 }
        let (mean, squares) = (f.reduce(0, +) / Double(n), squareSum(f))
        let right = Estimate(mean: mean, standardError: sqrt(squares / Double(n * (n - 1))))
        // Sums of eighths are exact; the rest are a few roundings a term.
        expectEstimate(try s.estimate(f), right, .rounding(operations: n + 8, scale: 10), "estimate of \(f)")
        // The mean near 10⁹ is off by 2⁻²² or less: each square by twice that times the distance.
        let far = try s.estimate(f.map { $0 + 1e9 })
        expect(
          far.standardError, equals: right.standardError, within: .absolute(0x1p-22 * 2),
          "Moving all draws changes no spread. Subtract the mean before you square.",
          what: "The standard error of \(f), each + 1e9,")
      },
      // |error| ≤ 3·se fails with probability 0.0034 (t with 99 degrees of freedom), so more than 12 of 400 come less
      // than once in 10⁷ times; within 1·se lie 68 %, 272 ± 9.3, so 215 to 329 leave 6 standard deviations.
      Check("covers the truth as often as it says") { s, random in
        var (far, near) = (0, 0)
        for _ in 0..<400 {
          let got = try s.estimate((0..<100).map { _ in exp(Double.random(in: 0..<1, using: &random)) })
          let distance = abs(got.mean - (M_E - 1)) / got.standardError
          far += distance <= 3 ? 0 : 1
          near += distance <= 1 ? 1 : 0
        }
        let advice = "s says how far one draw is off, the mean of n is closer by √n."
        expect(
          far <= 12, "Of 400 estimates of ∫₀¹ eˣ dx, 100 draws each, \(far) are off by more than 3 standard errors",
          advice)
        expect(
          (215...329).contains(near),
          "Of 400 estimates of ∫₀¹ eˣ dx, 100 draws each, \(near) are within 1 standard error; 68 % of 400 are 272",
          advice)
      },
      // With the best β the squares that are left are 1 − r² of those before, exactly.
      Check("takes off what the control explains", cases: 4) { s, random in
        let n = Int.random(in: 5...60, using: &random)
        let u = (0..<n).map { _ in Double.random(in: 0..<1, using: &random) }
        let f = u.map { exp($0) }
        let beta = try s.controlCoefficient(f, u)
        let (plain, better) = (try s.estimate(f), try s.controlled(f, u, 0.5))
        let products = productSum(f, u)
        let rounding = Tolerance.rounding(operations: 20 * n, scale: 100)
        expect(
          beta, equals: -products / squareSum(u), within: rounding, "−Cov(f, c)/Var(c).",
          what: "β for eᵘ with the control u, n = \(n)")
        let center = u.reduce(0, +) / Double(n)
        expect(
          better.mean, equals: plain.mean + beta * (center - 0.5), within: rounding,
          "The mean of f + β·(c − m), with the known m = 0.5, not the sample's \(center).",
          what: "The mean of eᵘ with the control u, n = \(n)")
        let rest = 1 - products * products / (squareSum(f) * squareSum(u))
        expect(
          better.standardError, equals: plain.standardError * sqrt(rest), within: rounding,
          "What is left of the variance is 1 − ρ² of it. Is it the standard error of f + β·(c − m)?",
          what: "The standard error of eᵘ with the control u, n = \(n)")
        expect(
          try s.controlled(u.map { 3 - 2 * $0 }, u, 0.5).mean, equals: 2, within: rounding,
          "3 − 2·u is explained by u wholly: its mean is 3 − 2·½.",
          what: "The mean of 3 − 2·u with the control u, n = \(n)")
        expect(
          try s.controlled(f, u.map { 10 - 4 * $0 }, 8).mean, equals: better.mean, within: rounding,
          "A control in another unit explains as much.", what: "The mean of eᵘ with the control 10 − 4·u, n = \(n)")
      },
      // Around 10⁹ a Double has a step of 2⁻²³: the means, each g, and with them the distances are off by some of those.
      Check("keeps the digits of the control far from 0") { s in
        let (f, c) = ([1, 2, 7].map { $0 + 1e9 }, [0, 1, 3].map { $0 + 1e9 })
        let rounding = Tolerance.absolute(16 * 0x1p-23)
        expect(
          try s.controlCoefficient(f, c), equals: -29.0 / 14, within: rounding,
          "Σ(fᵢ − f̄)·(cᵢ − c̄): subtract both means before you multiply.")
        expectEstimate(
          try s.controlled(f, c, 1e9 + 1), Estimate(mean: 1e9 + 37.0 / 14, standardError: sqrt(3.0 / 28)), rounding,
          "estimate of [1, 2, 7] with the control [0, 1, 3], m = 1, each + 1e9,")
      },
      Check("weighs 342 penguins by 32") { s in
        let (all, sample) = try penguins.get()
        let (mass, flipper) = (sample.map { $0[0] }, sample.map { $0[1] })
        let m = all.reduce(0) { $0 + $1[1] } / Double(all.count)
        let truth = all.reduce(0) { $0 + $1[0] } / Double(all.count)
        let (plain, better) = (try s.estimate(mass), try s.controlled(mass, flipper, m))
        let r2 = pow(productSum(mass, flipper), 2) / (squareSum(mass) * squareSum(flipper))
        let what = "of the mass of 32 penguins with the control flipper length, whose mean over all 342 is known,"
        expect(
          better.standardError, equals: plain.standardError * sqrt(1 - r2), within: .relative(1000 * 0x1p-52),
          "Flipper length explains \(Int(100 * r2)) % of the variance; √(1 − ρ²) of the standard error is left.",
          what: "The standard error " + what)
        expect(
          "The distance of the mean from that of all 342 in standard errors, with the control,",
          abs(better.mean - truth) / better.standardError, atMost: 3, "f + β·(c − m), m the mean of all flippers.")
        expect(
          try s.controlCoefficient(mass, flipper), equals: -productSum(mass, flipper) / squareSum(flipper),
          within: .ulps(200), what: "β in grams a millimetre")
      },
      Check("says how many draws it takes", cases: 4) { s, random in
        let n = Int.random(in: 2...500, using: &random)
        let (k, se) = (Int.random(in: 1...9, using: &random), exp(Double.random(in: -9...9, using: &random)))
        let pilot = Estimate(mean: 1, standardError: se)
        let power = Double(sign: .plus, exponent: k, significand: 1)
        expect(
          try s.samplesNeeded(se / power, pilot, n), equals: n << (2 * k),
          "The standard error falls like 1/√n: half of it takes four times the draws. One too many? √n is rounded, and "
            + "squared again it may lie above n: keep n out of the root.")
        expect(
          try s.samplesNeeded(scalbn(se, -20), pilot, n), equals: n << 40,
          "Many draws, but a single formula: nobody has to try one number after the other.")
        let target = se / Double.random(in: 1.5...30, using: &random)
        let needed = try s.samplesNeeded(target, pilot, n)
        func expected(_ count: Int) -> Double { se * sqrt(Double(n) / Double(count)) }
        expect(
          expected(max(1, needed)) <= target * (1 + 0x1p-50) && expected(max(1, needed - 1)) >= target * (1 - 0x1p-50),
          "samplesNeeded for \(target), pilot \(se) from \(n) draws, is \(needed): \(needed) draws let expect "
            + "\(expected(max(1, needed))), \(needed - 1) draws \(expected(max(1, needed - 1)))",
          "The smallest number that is enough: round up.")
        expect(try s.samplesNeeded(se * 100, pilot, n), equals: max(2, (n + 9999) / 10000), "At least 2.")
      },
      Check("does the edges") { s in
        for values in [[], [3]] as [[Double]] {
          expect(throws: TooFewSamples(count: values.count), "One draw says nothing of its spread.") {
            try s.estimate(values)
          }
          expect(throws: TooFewSamples(count: values.count), "One draw says nothing of its spread.") {
            try s.controlled(values, values, 1)
          }
        }
        expectEstimate(try s.estimate([5, 5]), Estimate(mean: 5, standardError: 0), .exact, "estimate of [5, 5]")
        expectEstimate(
          try s.estimate([1, 2]), Estimate(mean: 1.5, standardError: 0.5), .ulps(4), "estimate of [1, 2]")
        expect(
          try s.controlCoefficient([1, 2, 6], [4, 4, 4]), equals: 0,
          "0/0: a control that stands still explains nothing.")
        expect(
          try s.controlCoefficient([0.1, 0.2, 0.7], [0.1, 0.1, 0.1]), equals: 0,
          "Three times 0.1 does not vary, though its mean, as it is rounded, is not 0.1.")
        expect(
          try s.controlCoefficient([1, 2, 6], [0, 0x1p-60, 0x1p-59]), equals: -2.5 * 0x1p60, within: .ulps(8),
          "A control in small units varies, too.")
        expectEstimate(
          try s.controlled([1, 2, 6], [4, 4, 4], 3), Estimate(mean: 3, standardError: sqrt(7.0 / 3)), .ulps(8),
          "estimate of [1, 2, 6] with the control [4, 4, 4], whose mean is 3,")
        expect(
          try s.samplesNeeded(0.1, Estimate(mean: 7, standardError: 0), 10), equals: 2, "Nothing varies: 2 are enough.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "s/n", .with(error: { squares, n in sqrt(squares / (n - 1)) / n }),
        """
        The sum of n independent draws has the variance n·σ², so their mean has n·σ²/n² = σ²/n. The root of that is \
        σ/√n, not σ/n: you promise far too much.
        """),
      Misconception(
        "the spread of one draw", .with(error: { squares, n in sqrt(squares / (n - 1)) }),
        """
        s says how far single draws lie from the mean, and does not shrink with n. The mean of n of them is closer \
        by √n.
        """),
      Misconception(
        "n for n − 1", .with(error: { squares, n in sqrt(squares / n) / sqrt(n) }),
        """
        The draws lie closer to their own mean than to the true one, so the sum of squares is too small on average, by \
        the factor (n − 1)/n.
        """),
      Misconception(
        "one pass",
        .with(
          error: { squares, n in sqrt(squares / (n - 1) / n) },
          squares: { f in
            let mean = f.reduce(0, +) / Double(f.count)
            return max(0, f.reduce(0) { $0 + $1 * $1 } - Double(f.count) * mean * mean)
          }),
        """
        Σf² − n·f̄² is the same on paper; near 10⁹ it subtracts two numbers of 10¹⁸ and more, which agree in all \
        their digits.
        """),
      Misconception(
        "the coefficient with the wrong sign", .with(sign: 1),
        """
        If the sample has drawn c too high and f goes with c, then f is too high and has to come *down*: β = \
        −Cov/Var. With plus the variance grows.
        """),
      Misconception(
        "divided by the other variance", .with(coefficient: { -productSum($0, $1) / positive(squareSum($0)) }),
        """
        β is a slope, how much f changes when c changes by 1: the covariance is divided by the variance of c.
        """),
      Misconception(
        "the correlation for the slope",
        .with(coefficient: { -productSum($0, $1) / positive(sqrt(squareSum($0) * squareSum($1))) }),
        """
        The correlation has no unit. β turns units of c into units of f: Cov/Var(c).
        """),
      Misconception(
        "the difference, without a coefficient", .with(coefficient: { _, c in squareSum(c) > 0 ? -1 : 0 }),
        """
        β = −1 is right only where f moves exactly as c does. Where it moves twice as fast, or in another unit, the \
        sample knows the slope.
        """),
      Misconception(
        "products before the means are off",
        .with(coefficient: { f, c in
          let n = Double(f.count)
          let (a, b) = (f.reduce(0, +) / n, c.reduce(0, +) / n)
          let covariance = zip(f, c).reduce(0) { $0 + $1.0 * $1.1 } - n * a * b
          return c.allSatisfy { $0 == c[0] } ? 0 : -covariance / squareSum(c)
        }),
        """
        Σ fᵢ·cᵢ − n·f̄·c̄ is right on paper. With values near 10⁹ both are 10¹⁸ and more, and their difference is rounding. \
        Subtract the means first.
        """),
      Misconception(
        "the control's mean from the sample", .with(center: { c, _ in c.reduce(0, +) / Double(c.count) }),
        """
        With c̄ for m the corrections add up to 0, and the mean is the plain one; only its standard error looks \
        better than it is. What helps is that m is *known*.
        """),
      Misconception(
        "the error of the plain mean", .with(plainError: true),
        """
        The mean is that of g = f + β·(c − m), and so its standard error comes from the spread of g, which is what \
        has become smaller.
        """),
      Misconception(
        "0/0 in a control that stands still", .with(coefficient: { -productSum($0, $1) / squareSum($1) }),
        """
        A control that does not vary in the sample makes 0/0, NaN, and loses a good estimate. It explains nothing: β \
        = 0.
        """),
      Misconception(
        "draws in proportion to the error", .with(samples: { Double($1) * $0 }),
        """
        Half of the error takes four times the draws, not twice: se falls like 1/√n.
        """),
      Misconception(
        "rounded down", .with(rounding: .down),
        """
        Rounded down there is one draw too few, and the standard error is above the target. Round up.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "Welford's recurrence; the controlled mean as f̄ + β·(c̄ − m)",
        Submission(
          estimate: { f in
            guard f.count >= 2 else { throw TooFewSamples(count: f.count) }
            var (mean, squares) = (0.0, 0.0)
            for (k, value) in f.enumerated() {
              let gap = value - mean
              mean += gap / Double(k + 1)
              squares += gap * (value - mean)
            }
            return Estimate(mean: mean, standardError: sqrt(squares / Double(f.count * (f.count - 1))))
          },
          controlCoefficient: { slope($0, $1) },
          controlled: { f, c, m in
            guard f.count >= 2 else { throw TooFewSamples(count: f.count) }
            let (n, beta) = (Double(f.count), slope(f, c))
            let left = squareSum(f) + beta * productSum(f, c)
            return Estimate(
              mean: f.reduce(0, +) / n + beta * (c.reduce(0, +) / n - m),
              standardError: sqrt(max(0, left) / (n - 1) / n))
          },
          samplesNeeded: { needed($0, $1, $2) }))
    ]
  }
}

// MARK: - Parts of the checks

private func expectEstimate(
  _ made: @autoclosure () throws -> Estimate, _ right: Estimate, _ tolerance: Tolerance, _ what: String
) {
  let got: Estimate
  do { got = try made() } catch { return expect(false, "\(what) throws \(error)") }
  expect(got.mean, equals: right.mean, within: tolerance, what: "The mean by " + what)
  expect(
    got.standardError, equals: right.standardError, within: tolerance, "√(Σ(fᵢ − f̄)²/(n − 1)/n).",
    what: "The standard error by " + what)
}

/// Σ(xᵢ − x̄)².
private func squareSum(_ x: [Double]) -> Double { productSum(x, x) }

/// Σ(xᵢ − x̄)·(yᵢ − ȳ).
private func productSum(_ x: [Double], _ y: [Double]) -> Double {
  if x.allSatisfy({ $0 == x[0] }) || y.allSatisfy({ $0 == y[0] }) { return 0 }  // also where the mean is rounded
  let (a, b) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
  return zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
}

/// Mass in grams and flipper length in millimetres: of all penguins, and of every eleventh.
private let penguins = Result {
  let names = ["body_mass_g", "flipper_length_mm"]
  let all = try Dataset("penguins/penguins.csv").csv().dropping(missingIn: names).numbers(names)
  return (all, stride(from: 0, to: all.count, by: 11).map { all[$0] })
}

// MARK: - Wrong and right ways

private func positive(_ x: Double) -> Double { x > 0 ? x : .infinity }

private func slope(_ f: [Double], _ c: [Double]) -> Double { -productSum(f, c) / positive(squareSum(c)) }

private func needed(_ target: Double, _ pilot: Estimate, _ n: Int) -> Int {
  max(2, Int((Double(n) * pow(pilot.standardError / target, 2)).rounded(.up)))
}

extension Submission {
  /// The formulas of the statement; each argument can make them wrong in one place.
  fileprivate static func with(
    error: @escaping (Double, Double) -> Double = { squares, n in sqrt(squares / (n - 1) / n) },
    squares: @escaping ([Double]) -> Double = { squareSum($0) }, sign: Double = -1,
    coefficient: @escaping ([Double], [Double]) -> Double = { slope($0, $1) },
    center: @escaping ([Double], Double) -> Double = { $1 }, plainError: Bool = false,
    samples: @escaping (Double, Int) -> Double = { Double($1) * $0 * $0 },
    rounding: FloatingPointRoundingRule = .up
  ) -> Submission {
    func estimate(_ f: [Double]) throws -> Estimate {
      guard f.count >= 2 else { throw TooFewSamples(count: f.count) }
      let n = Double(f.count)
      return Estimate(mean: f.reduce(0, +) / n, standardError: error(squares(f), n))
    }
    func beta(_ f: [Double], _ c: [Double]) -> Double { -sign * coefficient(f, c) }
    return Submission(
      estimate: estimate, controlCoefficient: beta,
      controlled: { f, c, m in
        guard f.count >= 2 else { throw TooFewSamples(count: f.count) }
        let (slope, middle) = (beta(f, c), center(c, m))
        var result = try estimate(zip(f, c).map { $0 + slope * ($1 - middle) })
        if plainError { result.standardError = try estimate(f).standardError }
        return result
      },
      samplesNeeded: { target, pilot, n in
        max(2, Int(samples(pilot.standardError / target, n).rounded(rounding)))
      })
  }
}
