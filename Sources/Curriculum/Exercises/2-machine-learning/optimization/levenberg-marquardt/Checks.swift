import Checking
import Glibc
import LabData

struct Minimum: Observable, CustomStringConvertible {
  var x: [Double]
  var squares: Double
  var steps: Int
  var converged: Bool

  var observation: Observation {
    Observation(x.observation, squares.observation, steps.observation, converged.observation)
  }

  var description: String {
    "x \(x), squares \(squares), \(steps) steps, \(converged ? "converged" : "not converged")"
  }
}

struct NotFinite: Error {}

enum LeastSquaresError: Error {
  case rankDeficient(column: Int)
}

/// Residuals with their derivatives.
struct Problem: CustomStringConvertible {
  var description = "r"
  var residuals: ([Double]) -> [Double]
  var jacobian: ([Double]) -> [[Double]]
}

struct Submission {
  /// J, r, λ.
  var dampedStep: Function<[[Double]], [Double], Double, [Double]>
  /// The problem, x₀, λ, the tolerance, the limit.
  var levenbergMarquardt: Function<Problem, [Double], Double, Double, Int, Minimum>
}

enum LevenbergMarquardt: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A dozen roundings of numbers of size 1.
      Check("dampedStep gives the worked example") { s in
        for (lambda, p) in [(0.0, -2.2), (1, -1.1), (10, -0.2)] {
          expect(
            try s.dampedStep([[3], [4]], [5, 10], lambda), equals: [p], within: .absolute(32 * 0x1p-52 * 3),
            "d² = 25 and Jᵀr = 55: p = −55/(25·(1 + λ)).", what: "the step for J = (3, 4)ᵀ, r = (5, 10), λ = \(lambda)")
        }
        expect(
          try s.dampedStep([[1, 0], [0, 10]], [1, 10], 1), equals: [-0.5, -0.5], within: .absolute(32 * 0x1p-52),
          "Row k below J has √λ·dₖ at k: each parameter is damped in its own unit.",
          what: "the step for J = diag(1, 10), r = (1, 10), λ = 1")
        expect(
          try s.dampedStep([[2, 0], [0, 0]], [2, 5], 1), equals: [-0.5, 0], within: .absolute(32 * 0x1p-52),
          "The second column is 0, so d is 1 there: a parameter that nothing depends on stays.",
          what: "the step for J = diag(2, 0), r = (2, 5), λ = 1")
        expect(
          throws: LeastSquaresError.rankDeficient(column: 1), "Without damping the second column is twice the first.",
          { try s.dampedStep([[1, 2], [2, 4], [3, 6]], [1, 1, 1], 0) })
      },
      // Least squares by QR: the scaled gradient of what is minimised is below c·(m + n)·n·ε·‖(J, √λ·D)/d‖·‖r‖.
      Check("dampedStep solves the damped equations", cases: 4) { s, random in
        let (m, n) = [(7, 3), (5, 5), (2, 4), (1, 1)][Int.random(in: 0..<4, using: &random)]
        let unit = (0..<n).map { _ in [1, 1000, 0.01][Int.random(in: 0..<3, using: &random)] }
        let j = (0..<m).map { _ in (0..<n).map { Double.random(in: 0.1...1, using: &random) * unit[$0] } }
        let r = (0..<m).map { _ in Double.random(in: -1...1, using: &random) }
        for lambda in [0.01, 3.0] {
          let p = try s.dampedStep(j, r, lambda)
          guard p.count == n else { return expect(false, "the step has \(p.count) entries, expected \(n)") }
          let d = norms(j)
          let left = zip(j, r).map { dot($0, p) + $1 }  // r + J·p
          let slopes = (0..<n).map { k in
            (j.indices.reduce(0) { $0 + j[$1][k] * left[$1] } + lambda * d[k] * d[k] * p[k]) / d[k]
          }
          expect(
            slopes, equals: slopes.map { _ in 0 },
            within: .absolute(10 * Double((m + n) * n) * 0x1p-52 * (1 + lambda) * 2),
            "At the least value of ‖r + J·p‖² + λ·‖D·p‖² its slopes are 0.",
            what: "half the slopes by D·p at p for a random J of shape (\(m), \(n)) and λ = \(lambda)")
        }
      },
      // (JᵀJ + λ·D²)⁻¹ = D⁻²/λ up to ‖D⁻¹JᵀJD⁻¹‖/λ ≤ n/λ.
      Check("a large λ makes the step short, along the scaled gradient") { s in
        let (j, r) = ([[1.0, 20], [3, -10], [-2, 5]], [2.0, 1, -4])
        let d = norms(j)
        let right = (0..<2).map { k in -j.indices.reduce(0) { $0 + j[$1][k] * r[$1] } / (d[k] * d[k]) }
        expect(
          try s.dampedStep(j, r, 1e10).map { 1e10 * $0 }, equals: right, within: .relative(1e-8),
          "For large λ p is −gⱼ/(λ·dⱼ²).", what: "λ·p for λ = 10¹⁰")
      },
      // Consistent equations by QR lose the digits of κ = √2·2²⁰, those of the normal equations κ² and more.
      Check("dampedStep keeps the digits that JᵀJ loses") { s in
        let e = 0x1p-20
        expect(
          try s.dampedStep([[1, 1], [e, 0], [0, e]], [-3, -e, -2 * e], 0), equals: [1, 2],
          within: .absolute(30 * 1.5e6 * 0x1p-52),
          "1 + 2⁻⁴⁰ keeps a third of the digits of 2⁻⁴⁰. Give leastSquares J itself, with n rows more.",
          what: "the step for J = ((1, 1), (2⁻²⁰, 0), (0, 2⁻²⁰)), r = −J·(1, 2), λ = 0")
      },
      Check("moves λ by what was won over what was promised") { s in
        // r = a·x, but the Jacobian given is 1. With λ = 1 a step goes from x to (1 − q)·x, q = a/2, and
        // ρ = (4/3)·q·(2 − q), so that every ρ up to 4/3 can be had; the second step shows the new λ.
        for (ratio, lambda, goes, advice) in [
          (-2.0, 2.0, false, "f rose: stay, λ ← 2·λ."), (0.5e-4, 2, false, "Less than 10⁻⁴ of the promise: stay."),
          (2e-4, 2, true, "More than 10⁻⁴: go, but λ ← 2·λ."), (0.24, 2, true, "Go; below ¼ λ ← 2·λ."),
          (0.26, 1, true, "From ¼ to ¾ λ stays."), (0.74, 1, true, "From ¼ to ¾ λ stays."),
          (0.76, 1.0 / 3, true, "Above ¾ λ ← λ/3."), (1.3, 1.0 / 3, true, "Above ¾ λ ← λ/3."),
        ] {
          let q = ratio < 0 ? 1 + (1 - 0.75 * ratio).squareRoot() : 1 - (1 - 0.75 * ratio).squareRoot()
          let asked = Asked { [2 * q * $0[0]] }
          let got = try s.levenbergMarquardt(Problem(residuals: asked.body, jacobian: { _ in [[1]] }), [1], 1, 0, 2)
          let (first, second) = (1 - q, 1 - 2 * q / (1 + lambda))
          expect(
            asked.places.flatMap { $0 }, equals: [1, first, goes ? first * second : second],
            within: .absolute(64 * 0x1p-52 * 4), advice, what: "where r is asked, the first step having ρ = \(ratio),")
          expect(got.steps, equals: 2, "A step that is not taken counts, too.", what: "the steps, the limit being 2,")
        }
        // r = x² − 4 from 1: ρ = 1.2 with the promise 6.75.
        let squares = Problem(residuals: { [$0[0] * $0[0] - 4] }, jacobian: { [[2 * $0[0]]] })
        let got = try s.levenbergMarquardt(squares, [1], 1, 0, 2)
        expect(
          got.x, equals: [1.75 + 0.9375 / (3.5 * (1 + 1.0 / 3))], within: .absolute(64 * 0x1p-52 * 4),
          "From 1.75 with λ = ⅓.",
          what: "x after two steps on x² − 4 from 1")
        // Every ρ is (1 − e⁻²)/1 or more, so λ would become 10⁻³³, and with it the two columns are one.
        let fall = Problem(
          residuals: { [exp(-$0[0] - 2 * $0[1])] },
          jacobian: { x in [[-exp(-x[0] - 2 * x[1]), -2 * exp(-x[0] - 2 * x[1])]] })
        let deep = try s.levenbergMarquardt(fall, [0, 0], 1e-3, 0, 100)
        guard deep.x.count == 2 else { return }
        expect(
          deep.x[0] + 2 * deep.x[1], equals: 100, within: .absolute(0.1),
          "Each step wins 1 in the exponent. λ must not fall below 10⁻¹².",
          what: "x₀ + 2·x₁ after 100 steps on e^(−x₀ − 2·x₁)")
      },
      Check("asks for the Jacobian where it has gone, and nowhere else") { s in
        // From 0.1 with λ = 10⁻³ on x² − 4 the first step leads to 20: from there on down by halves.
        let asked = Asked { [$0[0] * $0[0] - 4] }
        var slopes: [Double] = []
        let got = try s.levenbergMarquardt(
          Problem(
            residuals: asked.body,
            jacobian: {
              slopes.append($0[0])
              return [[2 * $0[0]]]
            }), [0.1], 1e-3, 1e-8, 30)
        expect(got.x, equals: [2], within: .absolute(1e-7), what: "x for x² − 4 from 0.1")
        var right: [Double] = []
        for place in asked.places.map({ $0.first ?? .nan }) {
          // 10⁻⁴ of the promise is won wherever r² falls by more than a thousandth here.
          if let last = right.last, abs(place * place - 4) > abs(last * last - 4) { continue }
          right.append(place)
        }
        expect(
          slopes, equals: right, "After a step that was not taken x is the same, and so is J.",
          what: "where J is asked, for x² − 4 from 0.1,")
        expect(got.squares, equals: 0, within: .absolute(1e-12), "‖r(x)‖² at the last x.", what: "squares")
      },
      // Values by SciPy (make_reference.py). Bounds from t: ‖D·δx‖ is at most √n·t·‖r₀‖/σ², σ the smallest singular
      // value of J·D⁻¹ at the answer, and ‖r‖² is too large by at most n·(t·‖r₀‖/σ)².
      Check("finds the published minima") { s in
        let valley = try s.levenbergMarquardt(rosenbrock, [-1.2, 1], 1e-3, 1e-10, 200)
        expect(
          valley.x, equals: [1, 1], within: .absolute(1e-7), "σ = 0.035, ‖r₀‖ = 4.9.",
          what: "x of Rosenbrock's function from (−1.2, 1)")
        expect("the steps on Rosenbrock's function", Double(valley.steps), atMost: 60, "Some 35 steps are needed.")
        let turn = try s.levenbergMarquardt(helicalValley, [-1, 0, 0], 1e-3, 1e-10, 100)
        expect(
          turn.x, equals: [1, 0, 0], within: .absolute(1e-6), "σ = 0.070, ‖r₀‖ = 50.",
          what: "x of the helical valley from (−1, 0, 0)")
        expect("the steps in the helical valley", Double(turn.steps), atMost: 30, "Some 10 steps are needed.")
        let fractions = try s.levenbergMarquardt(bard, [1, 1, 1], 1e-3, 1e-8, 100)
        expect(
          fractions.squares, equals: 8.214877306578964e-3, within: .relative(1e-8), "σ = 0.042, ‖r₀‖ = 6.5.",
          what: "squares of Bard's function")
        let resistance = try s.levenbergMarquardt(meyer, [0.02, 4000, 250], 1e-3, 1e-9, 1000)
        expect(
          resistance.squares, equals: 87.94585517048598, within: .relative(3e-4),
          "σ = 0.0006, ‖r₀‖ = 41,153. Some 194 steps are needed.", what: "squares of Meyer's function")
        for end in [valley, turn, fractions, resistance] { expect(end.converged, equals: true, what: "converged") }
      },
      // Powers of two: the same roundings, in another unit.
      Check("follows the units of the parameters and of the residuals") { s in
        let (units, scale) = ([0x1p-7, 0x1p10, 0x1p3], 0x1p5)
        let other = Problem(
          description: "Bard's function in other units",
          residuals: { x in bard.residuals(zip(x, units).map { $0 / $1 }).map { scale * $0 } },
          jacobian: { x in
            bard.jacobian(zip(x, units).map { $0 / $1 }).map { row in zip(row, units).map { scale * $0 / $1 } }
          })
        for (tolerance, limit) in [(0.0, 4), (1e-3, 50)] {
          let before = try s.levenbergMarquardt(bard, [1, 1, 1], 0.1, tolerance, limit)
          let after = try s.levenbergMarquardt(other, units, 0.1, tolerance, limit)
          expect(
            zip(after.x, units).map { $0 / $1 }, equals: before.x, within: .relative(1e-12),
            "D damps each parameter in its own unit, and ρ has none.",
            what: "x in the old units, with parameters and residuals in others,")
          expect(
            after.steps, equals: before.steps, "|gⱼ|/dⱼ is compared with t·‖r(x₀)‖: both have the unit of r.",
            what: "the steps with parameters and residuals in other units")
        }
      },
      // σ = 0.0126, ‖r₀‖ = 94 and t = 10⁻⁷: ‖D·δx‖ ≤ 0.11, and 8·10⁻⁸ of ‖r‖².
      Check("finds how carbon dioxide grows") { s in
        let (decades, means) = try air.get()
        let growth = Problem(
          description: "carbon dioxide",
          residuals: { x in zip(decades, means).map { x[0] + x[1] * exp(x[2] * $0) - $1 } },
          jacobian: { x in decades.map { [1, exp(x[2] * $0), x[1] * $0 * exp(x[2] * $0)] } })
        let got = try s.levenbergMarquardt(growth, [280, 50, 0.1], 1e-3, 1e-7, 100)
        guard got.x.count == 3 else { return expect(false, "x has \(got.x.count) entries, expected 3") }
        expect(
          zip([6.5, 6.8, 700], got.x).map { $0 * $1 },
          equals: [6.5 * 258.06914, 6.8 * 80.30728, 700 * 0.1657994], within: .absolute(0.11),
          "258 ppm before industry, and an excess that doubles in 42 years: ln 2/0.0166.",
          what: "D·x of a + b·eᶜᵗ for the yearly means from 1959")
        expect(
          got.squares, equals: 23.57456149841551, within: .relative(1e-7), what: "squares for carbon dioxide")
        expect(got.converged, equals: true, what: "converged for carbon dioxide")
      },
      Check("stops when it should") { s in
        let plain = Problem(residuals: { x in x.map { 2 * $0 } + [3] }, jacobian: { x in diagonal(x.count, 2) })
        for x: [Double] in [[0, 0], []] {
          let got = try s.levenbergMarquardt(plain, x, 1, 0.1, 5)
          expect(got.x, equals: x, what: "x from \(x)")
          expect(got.squares, equals: 9, "The residual that no parameter reaches is 3.", what: "squares from \(x)")
          expect(got.steps, equals: 0, "All |gⱼ| are 0: nothing is to be done.", what: "the steps from \(x)")
          expect(got.converged, equals: true, what: "converged from \(x)")
        }
        // 0 ≤ t·‖r(x₀)‖·d, whether t is 0 or r(x₀) is.
        for (x, tolerance) in [(3.0, 0.0), (2, 0), (2, 0.1)] {
          let got = try s.levenbergMarquardt(
            Problem(residuals: { [$0[0] < 3 ? $0[0] - 2 : 4] }, jacobian: { [[$0[0] < 3 ? 1 : 0]] }), [x], 1,
            tolerance, 5)
          let place = "from \(x), where g = 0 and r = \(x < 3 ? 0 : 4), tolerance \(tolerance)"
          expect(got.steps, equals: 0, "|g| ≤ t·‖r(x₀)‖·d holds: 0 ≤ 0.", what: "the steps \(place)")
          expect(got.converged, equals: true, "|g| ≤ t·‖r(x₀)‖·d holds: 0 ≤ 0.", what: "converged \(place)")
        }
        let both = try s.levenbergMarquardt(
          Problem(residuals: { [5 * $0[0], 5 * $0[1]] }, jacobian: { _ in [[5, 0], [0, 5]] }), [1, 1], 1, 0.8, 9)
        expect(
          both.steps, equals: 0, "Both |gⱼ|/dⱼ are 5, and ‖r(x₀)‖ = 5·√2: each of them is compared.",
          what: "the steps for r = (5·x₀, 5·x₁) from (1, 1), tolerance 0.8")
        let square = try s.levenbergMarquardt(
          Problem(residuals: { [$0[1], 3] }, jacobian: { _ in [[0, 1], [0, 0]] }), [4, 0], 1, 0.1, 5)
        expect(
          square.steps, equals: 0, "g = Jᵀ·r is 0; J·r would be (3, 0).", what: "the steps for r = (x₁, 3) from (4, 0)")
        let none = try s.levenbergMarquardt(Problem(residuals: { _ in [] }, jacobian: { _ in [] }), [1, 2], 1, 0.1, 5)
        expect(
          none.x, equals: [1, 2], "Without residuals there is nothing to be done.", what: "x, there being no residuals,"
        )
        expect(none.converged, equals: true, what: "converged without residuals")
        // g/d halves in each step of λ = 1, then it falls by λ/(1 + λ); the other residual adds √2 to ‖r₀‖.
        for (tolerance, limit, steps, converged) in [
          (0.0, 0, 0, false), (0, 3, 3, false), (0.4, 0, 0, false), (0.4, 1, 1, true), (0.4, 9, 1, true),
          (0.3, 9, 2, true), (0.3, 1, 1, false), (0.71, 9, 0, true), (0.70, 9, 1, true), (0.70, 0, 0, false),
        ] {
          let got = try s.levenbergMarquardt(
            Problem(residuals: { [5 * $0[0], 5] }, jacobian: { _ in [[5], [0]] }), [1], 1, tolerance, limit)
          expect(
            got.steps, equals: steps, "|g|/d is 5, 2.5, 0.625, … and ‖r(x₀)‖ = 5·√2.",
            what: "the steps for r = (5·x, 5) from 1, λ = 1, tolerance \(tolerance), limit \(limit)")
          expect(
            got.converged, equals: converged, "Look at the slope first, then at the limit.",
            what: "converged for r = (5·x, 5) from 1, λ = 1, tolerance \(tolerance), limit \(limit)")
        }
      },
      Check("steps back from NaN, and refuses it where it stands") { s in
        let wall = Asked { [$0[0] < 0.4 ? .nan : $0[0]] }
        _ = try s.levenbergMarquardt(Problem(residuals: wall.body, jacobian: { _ in [[1]] }), [1], 0.5, 0, 2)
        expect(
          wall.places.flatMap { $0 }, equals: [1, 1 - 1 / 1.5, 0.5], within: .absolute(64 * 0x1p-52),
          "r is NaN at ⅓: stay at 1, λ ← 1.", what: "where r = x is asked, NaN below 0.4,")
        for bad in [Double.nan, .infinity, 1e200] {
          expect(throws: NotFinite(), "‖r(x₀)‖² is not finite.") {
            try s.levenbergMarquardt(Problem(residuals: { _ in [bad] }, jacobian: { _ in [[1]] }), [1], 1, 0.1, 3)
          }
        }
        for bad in [Double.nan, -.infinity] {
          for start in [1.0, 4] {
            expect(throws: NotFinite(), "No step can be made of such a J.") {
              try s.levenbergMarquardt(
                Problem(residuals: { [$0[0], 0] }, jacobian: { [[1], [$0[0] < 3 ? bad : 0]] }), [start], 1, 0.1, 3)
            }
          }
        }
        // p = −r/(λ + 2)·D⁻²·Jᵀ: along (1, ½) until 1·x₀ + 2·x₁ = 5, where |r| ≤ 5·10⁻⁸.
        let line = try s.levenbergMarquardt(
          Problem(residuals: { [$0[0] + 2 * $0[1] - 5] }, jacobian: { _ in [[1, 2]] }), [0, 0], 1, 1e-8, 50)
        expect(
          line.x, equals: [2.5, 1.25], within: .absolute(1e-7),
          "Of all the answers it reaches the one nearest to the start in the norm of D.",
          what: "x for the one equation x₀ + 2·x₁ = 5 from 0")
        expect(line.converged, equals: true, what: "converged for one equation and two parameters")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "λ·I for λ·D²", Way(entry: { lambda, _ in lambda.squareRoot() }).submission,
        """
        A parameter of size 10⁴ and one of 10⁻² get the same price for a step of 1. Multiply by dⱼ: then the path does \
        not depend on the units.
        """),
      Misconception(
        "λ for √λ in the rows", Way(entry: { $0 * $1 }).submission,
        "The rows are squared in ‖…‖². For λ·d² there, √λ·d must be in the row."),
      Misconception(
        "d not squared", Way(entry: { ($0 * $1).squareRoot() }).submission,
        "λ·D² is asked, so the row has √λ·d, not √(λ·d)."),
      Misconception(
        "no damping", Way(entry: { _, _ in 0 }).submission,
        "That is the Gauss–Newton step whatever λ is: far too long far away. Put √λ·D below J."),
      Misconception(
        "uphill", Way(sign: 1).submission, "J·p ≈ −r, with the minus: otherwise the step leads up."),
      Misconception(
        "by the normal equations", Way(isNormal: true).submission,
        """
        JᵀJ has the square of J's condition number: half of the digits are gone before anything is solved. Use \
        leastSquares on J with the n rows below.
        """),
      Misconception(
        "a column of zeros not looked after", Way(zeroScale: 0).submission,
        "If nothing depends on a parameter, its d is 0 and there is no damping either: 0·pⱼ = 0. Take 1 for such a d."),
      Misconception(
        "λ moved the wrong way", Way(up: 1.0 / 3, down: 0.5).submission,
        "A good step means that the model can be trusted: less damping. A bad one: more. You do the reverse."),
      Misconception(
        "a worse point accepted", Way(accepts: { _ in true }).submission,
        "You go to x + p even if ‖r‖² rises there. Go only if ρ > 10⁻⁴; otherwise only λ changes."),
      Misconception(
        "every fall accepted", Way(accepts: { $0 > 0 }).submission,
        "A fall by less than 10⁻⁴ of the promise may be rounding: ρ > 10⁻⁴."),
      Misconception(
        "only good steps taken", Way(accepts: { $0 >= 0.25 }).submission,
        "Below ¼ λ grows, but the step is taken all the same if ρ > 10⁻⁴."),
      Misconception(
        "the damping left out of the promise", Way(promise: { bent, _ in bent }).submission,
        "‖r‖² − ‖r + J·p‖² is ‖J·p‖² + 2·λ·‖D·p‖². Without λ a poor step looks better than it is."),
      Misconception(
        "the damping once in the promise", Way(promise: { $0 + $1 }).submission,
        "That is how far ‖r + J·p‖² + λ·‖D·p‖² falls. Compared is ‖r‖² with ‖r + J·p‖² alone: 2·λ·‖D·p‖²."),
      Misconception(
        "the promise for half of the squares", Way(promise: { 0.5 * $0 + $1 }).submission,
        "½·‖J·p‖² + λ·‖D·p‖² is how far ½·‖r‖² should fall. Beside ‖r‖² it makes ρ twice what it is."),
      Misconception(
        "the promise of the slope", Way(promise: { 2 * $0 + 2 * $1 }).submission,
        "−2·gᵀp takes r for its tangent without ‖J·p‖². Even a perfect step has only ρ = ½ then."),
      Misconception(
        "λ never falls", Way(down: 1).submission,
        "With the damping of the start the end is slow: it becomes Gauss–Newton only if λ goes down."),
      Misconception(
        "λ never grows", Way(up: 1).submission,
        "If the model promised what r did not give, the same step is tried for ever. λ ← 2·λ."),
      Misconception(
        "λ by tens", Way(up: 10, down: 10).submission,
        "Ten is Marquardt's own factor of 1963, and many books have it. Asked is λ ← 2·λ, and λ ← λ/3."),
      Misconception(
        "λ without a floor", Way(floor: 0).submission,
        "λ falls until √λ·D is rounding beside J, and dependent columns are dependent again. Not below 10⁻¹²."),
      Misconception(
        "NaN taken for good", Way(seesNaN: false).submission,
        "ρ < ¼ is false for NaN, so λ stays, and you try the same for ever. Ask for ρ ≥ ¼ and negate it."),
      Misconception(
        "the Jacobian of the start", Way(renews: false).submission,
        "J belongs to the x at which it was asked. After each step that was taken it is another."),
      Misconception(
        "the Jacobian anew for every try", Way(wastes: true).submission,
        "After a step that was not taken x has not moved, so J has not changed. It is the dearest thing to compute."),
      Misconception(
        "only the steps taken counted", Way(countsAll: false).submission,
        "A try that was not taken has asked for r, too, and if none is taken any more, the loop does not end."),
      Misconception(
        "an absolute tolerance", Way(isRelative: false).submission,
        "t has no unit, |g|/d that of r: compare with t·‖r(x₀)‖."),
      Misconception(
        "the slope not scaled", Way(scalesSlope: false).submission,
        "gⱼ has the unit of r²/xⱼ: divide by dⱼ, or the parameter with the smallest unit decides when to stop."),
      Misconception(
        "less than, where equal will do", Way(takesEqual: false).submission,
        "If g = 0 at the start, no step leads anywhere: p = 0, and ρ = 0/0. So 0 ≤ 0 has to end it."),
      Misconception(
        "the length of the slopes", Way(takesLargest: false).submission,
        "|gⱼ| ≤ t·‖r(x₀)‖·dⱼ is asked of each j; ‖D⁻¹·g‖ is up to √n times as large as the largest of them."),
      Misconception(
        "J for Jᵀ", Way(transposes: false).submission,
        "g = Jᵀ·r: column j of J with r, not row j."),
      Misconception(
        "the limit before the slope", Way(limitFirst: true).submission,
        "The last step may have reached the goal: look at g first."),
      Misconception(
        "half of the squares", Way(half: 0.5).submission,
        "½·‖r‖² is what many programs call the cost. Here squares is ‖r‖²."),
      Misconception(
        "NaN not refused", Way(refuses: false).submission,
        "Every comparison with NaN is false, so the loop does not even begin, or never stays anywhere. Throw."
      ),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("row by row, by Givens' rotations", Way().submission)]
  }
}

// MARK: - Problems

private var rosenbrock: Problem {
  Problem(
    description: "Rosenbrock's function", residuals: { x in [10 * (x[1] - x[0] * x[0]), 1 - x[0]] },
    jacobian: { x in [[-20 * x[0], 10], [-1, 0]] })
}

private var helicalValley: Problem {
  Problem(
    description: "the helical valley",
    residuals: { x in
      let turn = x[0] > 0 ? atan(x[1] / x[0]) : atan(x[1] / x[0]) + .pi
      return [10 * (x[2] - 5 * turn / .pi), 10 * (hypot(x[0], x[1]) - 1), x[2]]
    },
    jacobian: { x in
      let radius = hypot(x[0], x[1])
      let slope = 50 / (.pi * radius * radius)
      return [[slope * x[1], -slope * x[0], 10], [10 * x[0] / radius, 10 * x[1] / radius, 0], [0, 0, 1]]
    })
}

/// yᵢ − (x₀ + u/(v·x₁ + w·x₂)), u = i, v = 16 − i, w = min(u, v).
private var bard: Problem {
  Problem(
    description: "Bard's function",
    residuals: { x in
      bardValues.enumerated().map { i, y in
        let (u, v) = (Double(i + 1), Double(15 - i))
        return y - (x[0] + u / (v * x[1] + min(u, v) * x[2]))
      }
    },
    jacobian: { x in
      bardValues.indices.map { i in
        let (u, v) = (Double(i + 1), Double(15 - i))
        let low = v * x[1] + min(u, v) * x[2]
        return [-1, u * v / (low * low), u * min(u, v) / (low * low)]
      }
    })
}

private let bardValues: [Double] = [
  0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39,
]

/// x₀·exp(x₁/(tᵢ + x₂)) − yᵢ, tᵢ = 45 + 5·i: the resistance of a thermistor.
private var meyer: Problem {
  Problem(
    description: "Meyer's function",
    residuals: { x in
      meyerValues.enumerated().map { i, y in x[0] * exp(x[1] / (Double(50 + 5 * i) + x[2])) - y }
    },
    jacobian: { x in
      meyerValues.indices.map { i in
        let low = Double(50 + 5 * i) + x[2]
        let power = exp(x[1] / low)
        return [power, x[0] * power / low, -x[0] * x[1] * power / (low * low)]
      }
    })
}

private let meyerValues: [Double] = [
  34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872,
]

/// Decades from 1980 and yearly means of carbon dioxide in ppm, for years with 40 weeks or more.
private let air = Result {
  let table = try Dataset("timeseries/co2_weekly.csv").csv()
  var weeks: [Int: [Double]] = [:]
  for row in table.rows {
    if let year = Int(row[0].prefix(4)), let value = Double(row[1]) { weeks[year, default: []].append(value) }
  }
  let years = (1959...2001).filter { (weeks[$0]?.count ?? 0) >= 40 }
  let means = years.map { year in (weeks[year] ?? []).reduce(0, +) / Double(weeks[year]?.count ?? 1) }
  return (decades: years.map { Double($0 - 1980) / 10 }, means: means)
}

// MARK: - Parts of the checks

private func dot(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in 0..<min(x.count, y.count) { sum += x[i] * y[i] }
  return sum
}

/// Those of the columns.
private func norms(_ j: [[Double]]) -> [Double] {
  (0..<(j.first?.count ?? 0)).map { k in j.reduce(0) { $0 + $1[k] * $1[k] }.squareRoot() }
}

/// n rows with `value` on the diagonal, and one of zeros.
private func diagonal(_ n: Int, _ value: Double) -> [[Double]] {
  (0...n).map { i in (0..<n).map { i == $0 ? value : 0 } }
}

/// Remembers where the residuals were asked, each place once.
private final class Asked {
  private(set) var places: [[Double]] = []
  private let r: ([Double]) -> [Double]

  init(_ r: @escaping ([Double]) -> [Double]) { self.r = r }

  var body: ([Double]) -> [Double] {
    { x in
      if !self.places.contains(x) { self.places.append(x) }
      return self.r(x)
    }
  }
}

// MARK: - Wrong and right ways

/// The rules of the statement; each option can break one of them.
private struct Way {
  /// What stands in the rows below J, from λ and d.
  var entry: (Double, Double) -> Double = { $0.squareRoot() * $1 }
  var sign = -1.0
  var isNormal = false
  var zeroScale = 1.0
  var up = 2.0
  /// What λ is divided by.
  var down = 3.0
  var accepts: (Double) -> Bool = { $0 > 1e-4 }
  /// From ‖J·p‖² and λ·‖D·p‖².
  var promise: (Double, Double) -> Double = { $0 + 2 * $1 }
  var floor = 1e-12
  var seesNaN = true
  var renews = true
  var wastes = false
  var countsAll = true
  var isRelative = true
  var scalesSlope = true
  var transposes = true
  var takesEqual = true
  var takesLargest = true
  var limitFirst = false
  var half = 1.0
  var refuses = true

  private func scales(_ j: [[Double]]) -> [Double] { norms(j).map { $0 == 0 ? zeroScale : $0 } }

  func step(_ j: [[Double]], _ r: [Double], _ lambda: Double) throws -> [Double] {
    let d = scales(j)
    var rows = j.indices.map { j[$0] + [sign * r[$0]] }
    for k in d.indices {
      var row = [Double](repeating: 0, count: d.count + 1)
      row[k] = entry(lambda, d[k])
      rows.append(row)
    }
    return isNormal ? normal(rows, d.count) : try rotated(rows, d.count)
  }

  /// The least squares answer of rows (x, y), by rotating each into a triangle.
  private func rotated(_ rows: [[Double]], _ n: Int) throws -> [Double] {
    var triangle = [[Double]](repeating: [Double](repeating: 0, count: n + 1), count: n)
    for var row in rows {
      for k in 0..<n where row[k] != 0 {
        let length = hypot(triangle[k][k], row[k])
        let (c, s) = (triangle[k][k] / length, row[k] / length)
        for i in k...n {
          (triangle[k][i], row[i]) = (c * triangle[k][i] + s * row[i], c * row[i] - s * triangle[k][i])
        }
      }
    }
    for k in 0..<n {
      let size = rows.reduce(0) { $0 + $1[k] * $1[k] }.squareRoot()
      if abs(triangle[k][k]) <= Double(rows.count) * 0x1p-52 * size { throw LeastSquaresError.rankDeficient(column: k) }
    }
    return back(triangle)
  }

  private func normal(_ rows: [[Double]], _ n: Int) -> [Double] {
    var a = (0..<n).map { i in (0...n).map { k in rows.reduce(0) { $0 + $1[i] * $1[k] } } }
    for k in 0..<n {
      for i in (k + 1)..<max(n, k + 1) {
        let share = a[i][k] / a[k][k]
        for l in k...n { a[i][l] -= share * a[k][l] }
      }
    }
    return back(a)
  }

  private func back(_ a: [[Double]]) -> [Double] {
    let n = a.count
    var x = [Double](repeating: 0, count: n)
    for k in (0..<n).reversed() {
      x[k] = a[k][n]
      for l in (k + 1)..<max(n, k + 1) { x[k] -= a[k][l] * x[l] }
      x[k] /= a[k][k]
    }
    return x
  }

  /// The largest |gⱼ|/dⱼ, or the length of all.
  private func steepest(_ j: [[Double]], _ r: [Double]) -> Double {
    let d = scales(j)
    var largest = 0.0
    for k in d.indices {
      var g = 0.0
      for i in r.indices { g += (transposes || r.count != d.count ? j[i][k] : j[k][i]) * r[i] }
      if scalesSlope { g /= d[k] }
      largest = takesLargest ? max(largest, abs(g)) : hypot(largest, g)
    }
    return largest
  }

  private func finite(_ j: [[Double]]) throws -> [[Double]] {
    if refuses, !j.allSatisfy({ $0.allSatisfy(\.isFinite) }) { throw NotFinite() }
    return j
  }

  func fit(_ f: Problem, _ start: [Double], _ damping: Double, _ tolerance: Double, _ limit: Int) throws -> Minimum {
    var (x, r, lambda, steps, tries) = (start, f.residuals(start), damping, 0, 0)
    var squares = dot(r, r)
    guard squares.isFinite || !refuses else { throw NotFinite() }
    var j = try finite(f.jacobian(x))
    let goal = tolerance * (isRelative ? squares.squareRoot() : 1)
    while !isFlat(steepest(j, r), goal), steps < limit, tries < 2000 {
      let p = try step(j, r, lambda)
      let bent = j.reduce(0) { $0 + dot($1, p) * dot($1, p) }
      let damped = zip(scales(j), p).reduce(0) { $0 + $1.0 * $1.1 * ($1.0 * $1.1) }
      let next = zip(x, p).map { $0 + $1 }
      let trial = f.residuals(next)
      let after = dot(trial, trial)
      let ratio = (squares - after) / promise(bent, lambda * damped)
      if seesNaN ? !(ratio >= 0.25) : ratio < 0.25 {
        lambda *= up
      } else if ratio > 0.75 {
        lambda = max(lambda / down, floor)
      }
      let goes = accepts(ratio)
      if goes { (x, r, squares) = (next, trial, after) }
      if goes && renews || wastes { j = try finite(f.jacobian(x)) }
      if goes || countsAll { steps += 1 }
      tries += 1
      if limitFirst, steps == limit { return Minimum(x: x, squares: squares, steps: steps, converged: false) }
    }
    return Minimum(x: x, squares: half * squares, steps: steps, converged: isFlat(steepest(j, r), goal))
  }

  /// NaN ends it, too.
  private func isFlat(_ slope: Double, _ goal: Double) -> Bool {
    if slope.isNaN { return true }
    return takesEqual ? slope <= goal : slope < goal
  }

  var submission: Submission {
    Submission(
      dampedStep: .init { try step($0, $1, $2) }, levenbergMarquardt: .init { try fit($0, $1, $2, $3, $4) })
  }
}
