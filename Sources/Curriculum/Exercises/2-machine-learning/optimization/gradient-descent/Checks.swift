import Checking
import Glibc

struct Descent: Observable, CustomStringConvertible {
  var x: [Double]
  var steps: Int
  var converged: Bool

  var observation: Observation { Observation(x.observation, steps.observation, converged.observation) }

  var description: String { "x \(x), \(steps) steps, \(converged ? "converged" : "not converged")" }
}

enum DescentError: Error {
  case notFinite(step: Int)
  case noDecrease(step: Int)
}

typealias Value = ([Double]) -> Double
typealias Slopes = ([Double]) -> [Double]

struct Submission {
  /// The gradient, x₀, the rate, the tolerance, the limit.
  var fixed: Function<Slopes, [Double], Double, Double, Int, Descent>
  /// f, the gradient, x₀, the first step, the tolerance, the limit.
  var backtracking: Function<Value, Slopes, [Double], Double, Double, Int, Descent>
}

enum GradientDescent: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let f = Bowl([1, 3])
        expect(
          try s.fixed(f.gradient, [4, 4], 0.25, 0.3, 100), isAt: [2.25, 0.25], after: 2,
          "Both entries shrink: by 1 − α, and by 1 − 3·α.", "gradientDescent of the example")
        expect(
          try s.backtracking(f.value, f.gradient, [4, 4], 1, 0.3, 100), isAt: [1, 1], after: 2,
          "α = 1 makes f larger, α = ½ makes it 8.", "backtrackingDescent of the example")
      },
      // Powers of two only: nothing rounds.
      Check("ends by the gradient's length, relative to the first") { s in
        let f = Bowl([1, 1])
        for unit in [1, 0x1p-400, 0x1p400] {
          let scaled: Slopes = { x in f.gradient(x).map { $0 * unit } }
          let called = unit == 1 ? "" : ", f in a unit that makes it \(unit) times as large"
          for (tolerance, steps) in [(0.25, 2.0), (0.125, 3), (0.2, 3), (1, 0)] {
            let length = pow(2, -steps)
            expect(
              try s.fixed(scaled, [3, -4], 0.5 / unit, tolerance, 50), isAt: [3 * length, -4 * length],
              after: Int(steps), "‖g‖ = 5, 2.5, 1.25, … in the unit of f; the goal is \(tolerance) times the first.",
              "gradientDescent of ½·‖x‖² from (3, −4), α = ½, t = \(tolerance)" + called)
            let value: Value = { x in unit * f.value(x) }
            expect(
              try s.backtracking(value, scaled, [3, -4], 0.5 / unit, tolerance, 50), isAt: [3 * length, -4 * length],
              after: Int(steps), "‖g‖ = 5, 2.5, 1.25, … in the unit of f; the goal is \(tolerance) times the first.",
              "backtrackingDescent of ½·‖x‖² from (3, −4), α₀ = ½, t = \(tolerance)" + called)
          }
        }
        // From (3, 4) to (−3, …): the largest entry shrinks sooner than the length.
        let narrow = Bowl([0.25, 1])
        expect(
          try s.fixed(narrow.gradient, [16, 4], 1, 0.75, 50), isAt: [12, 0], after: 1,
          "‖g‖ is √32 at first, then 3: the root of the sum of squares, not the largest entry or their sum.",
          "gradientDescent of x₀²/8 + x₁²/2 from (16, 4), α = 1, t = 0.75")
        expect(
          try s.fixed(narrow.gradient, [16, 4], 1, 0.5625, 50), isAt: [12, 0], after: 1,
          "‖g‖ is √32 = 5.66 at first, then 3, and 3/5.66 = 0.53.",
          "gradientDescent of x₀²/8 + x₁²/2 from (16, 4), α = 1, t = 0.5625")
        expect(
          try s.fixed(narrow.gradient, [16, 4], 1, 0.51, 50), isAt: [9, 0], after: 2,
          "‖g‖ is √32 = 5.66 at first, then 3, and 3/5.66 = 0.53.",
          "gradientDescent of x₀²/8 + x₁²/2 from (16, 4), α = 1, t = 0.51")
      },
      // Each step rounds x twice, relative to its size; the matrix is not diagonal, its products round 6 times more.
      Check("shrinks each part by 1 − α·d", cases: 3) { s, random in
        let d = [1.0, 4, 9]
        let f = Bowl(d, turned: Double.random(in: 0.3...1.2, using: &random))
        let parts = [5.0, -3, 2].map { $0 * Double.random(in: 0.5...2, using: &random) }
        for (alpha, steps, advice) in [
          (0.2, 25, "At α = 2/(μ + L) = 0.2 the slowest parts shrink by (κ − 1)/(κ + 1) = 0.8 a step."),
          (
            0.01, 40, "A small α is slow, but it ends nowhere else: the steps get short, and still the gradient counts."
          ),
          (0.23, 30, "Above α = 2/L = 0.222… the part of d = 9 grows by 1.07 a step. Let it: the limit ends it."),
        ] {
          let x = f.point(parts)
          let got = try s.fixed(f.gradient, x, alpha, 0, steps)
          let right = f.point(zip(parts, d).map { $0 * pow(1 - alpha * $1, Double(steps)) })
          let size = max(1, pow(abs(1 - alpha * 9), Double(steps)))
          expect(
            got.x, equals: right, within: .absolute(16 * Double(steps) * 0x1p-52 * 10 * size), advice,
            what: "x after \(steps) steps on a quadratic with the eigenvalues 1, 4, 9, α = \(alpha),")
          expect(got.steps, equals: steps, "t = 0 is not reached.", what: "the number of steps")
          expect(got.converged, equals: false, what: "converged, with t = 0 and a gradient that is not 0,")
        }
      },
      // (1 − α·d)² ≤ 1 − 2·c·α·d exactly if α·d ≤ 2 − 2·c = 1.9998.
      Check("halves until f has fallen enough") { s in
        for (d, alpha, advice) in [
          (3.0, 0.5, "α = 1 leads from 1 to −2, where f is larger; α = ½ to −½."),
          (1.9999, 0.5, "α = 1 makes f smaller by two parts in 10⁴. That is less than 10⁻⁴·α·‖g‖²: too little."),
          (1.9997, 1, "α = 1 makes f smaller by six parts in 10⁴, a little more than 10⁻⁴·α·‖g‖² = 4·10⁻⁴ of f."),
          (2.0001, 0.5, "α = 1 makes f larger, if only by four parts in 10⁴."),
          (4, 0.25, "α = ½ leads to −1, where f is what it was."),
          (0x1p20, 0x1p-20, "What is asked is 10⁻⁴·α·‖g‖²: it gets smaller with α."),
          (0x1p-10, 1, "α₀ is not lengthened."),
        ] {
          let f = Bowl([d])
          let got = try s.backtracking(f.value, f.gradient, [1], 1, 0, 1)
          expect(
            got.x, equals: [1 - alpha * d], within: .absolute(2 * 0x1p-52), advice,
            what: "x after one step on ½·\(d)·x² from 1, α₀ = 1,")
          // In more unknowns ‖g‖² is a sum; four equal ones make it four times as large, and f, too.
          let wide = Bowl([d, d, d, d])
          let four = try s.backtracking(wide.value, wide.gradient, [1, 1, -1, -1], 1, 0, 1)
          expect(
            four.x, equals: [1, 1, -1, -1].map { $0 * (1 - alpha * d) }, within: .absolute(2 * 0x1p-52), advice,
            what: "x after one step on ½·\(d)·‖x‖² from (1, 1, −1, −1), α₀ = 1,")
        }
        let slide: Value = { 1e-4 * $0[0] }
        expect(
          try s.backtracking(slide, { _ in [1] }, [0], 1, 0, 1).x, equals: [-1],
          "α = 1 makes f smaller by just the 10⁻⁴ that is asked: ≤, not <.",
          what: "x after one step on 10⁻⁴·x with ∇f = 1 given, α₀ = 1,")
      },
      Check("begins each step with the first step again") { s in
        let advice = "Near 0 the curve of this f is flat: there α₀ is right again, though the step before was halved."
        // 3·x² − 2.75 and x²/4 meet at ±1. From 4: α = ¼ leads to −2, again to 1, and there α = 1 to ½.
        let value: Value = { abs($0[0]) > 1 ? 3 * $0[0] * $0[0] - 2.75 : 0.25 * $0[0] * $0[0] }
        let slope: Slopes = { [abs($0[0]) > 1 ? 6 * $0[0] : 0.5 * $0[0]] }
        let got = try s.backtracking(value, slope, [4], 1, 0, 3)
        expect(
          got.x, equals: [0.5], advice,
          what: "x after three steps on f(x) = 3·x² − 2.75 for |x| > 1, x²/4 else, from 4, α₀ = 1,")
      },
      Check("asks no more than it must", cases: 2) { s, random in
        let f = Bowl([1, 3, 20], turned: Double.random(in: 0.3...1.2, using: &random))
        let x = f.point([1, -2, 1.5].map { $0 * Double.random(in: 0.5...2, using: &random) })
        let fixed = Asked()
        let first = try s.fixed(fixed.watching(f.gradient), x, 0.09, 1e-3, 500)
        expect(
          fixed.places.count, equals: first.steps + 1, "Ask once at each x: keep the gradient in a variable.",
          what: "the number of gradients asked in \(first.steps) steps of gradientDescent")
        try fixed.remember()
        let (values, slopes) = (Asked(), Asked())
        let got = try s.backtracking(values.watching(f.value), slopes.watching(f.gradient), x, 1, 1e-3, 500)
        expect(
          slopes.places.count, equals: got.steps + 1, "A trial needs f alone; ask the gradient where you go.",
          what: "the number of gradients asked in \(got.steps) steps of backtrackingDescent")
        try values.remember()
        try slopes.remember()
        var trials = 1
        for k in 1..<max(1, slopes.places.count) {
          let g = f.gradient(slopes.places[k - 1])
          let (now, before) = (f.value(slopes.places[k]), f.value(slopes.places[k - 1]))
          let size = g.reduce(0) { $0 + $1 * $1 }
          let alpha = (0..<3).reduce(0) { $0 + g[$1] * (slopes.places[k - 1][$1] - slopes.places[k][$1]) } / size
          trials += 1 - Int(log2(max(alpha, 0x1p-99)).rounded())
          expect(
            "what f rises above f(x) − 10⁻⁴·α·‖g‖² in step \(k)", now - (before - 1e-4 * alpha * size),
            atMost: 8 * 0x1p-52 * before, "Go only where Armijo's rule holds.")
        }
        expect(
          values.places.count, equals: trials, "Once at x₀ and once a trial: keep the f of the trial you accept.",
          what: "the number of times f is asked in \(got.steps) steps of backtrackingDescent")
        expect(got.converged, equals: true, "500 steps are plenty here.", what: "converged")
      },
      Check("halves where f is not a number") { s in
        // f = 3x − log x; from 1 the step α₀ = 1 leads to −1, ½ to 0 (f = ∞), ¼ to ½.
        let value: Value = { 3 * $0[0] - log($0[0]) }
        let slope: Slopes = { [3 - 1 / $0[0]] }
        let got = try s.backtracking(value, slope, [1], 1, 0, 1)
        expect(
          got.x, equals: [0.5], "log of a negative number is NaN, and NaN is not ≤ anything: refuse it.",
          what: "x after one step on 3·x − log x from 1, α₀ = 1,")
        expect(throws: DescentError.noDecrease(step: 0), "f(x₀) is NaN: no trial is ≤ NaN.") {
          try s.backtracking({ _ in .nan }, { $0 }, [1], 1, 0, 5)
        }
      },
      Check("says why it cannot go on") { s in
        let f = Bowl([1, 3])
        // From 0, so that the shortest step still moves x.
        expect(
          throws: DescentError.noDecrease(step: 0), "This gradient is wrong: it leads uphill, and no halving helps."
        ) {
          try s.backtracking({ $0[0] }, { _ in [-1] }, [0], 1, 0.3, 10)
        }
        // Flat below 0: the first step ends there.
        expect(throws: DescentError.noDecrease(step: 1), "One step was made, the second finds no lower f.") {
          try s.backtracking({ max($0[0], 0) }, { _ in [1] }, [0.5], 1, 0, 10)
        }
        for (halvings, fits) in [(60.0, true), (61, false)] {
          let steep = pow(2, halvings)  // α·d = 1 at the last halving: x becomes 0
          let cup: Value = { $0[0] == 0 ? -1e300 : 1 }
          let call = { try s.backtracking(cup, { x in [x[0] == 0 ? 0 : steep] }, [1], 1, 0, 1) }
          if fits {
            expect(
              try call(), isAt: [0], after: 1, "60 halvings are allowed.",
              "backtrackingDescent that needs 60 halvings")
          } else {
            expect(throws: DescentError.noDecrease(step: 0), "61 halvings are not allowed.") { try call() }
          }
        }
        for bad in [Double.nan, .infinity, -.infinity] {
          let advice = "NaN compares false with everything, so ask for it before anything else."
          expect(throws: DescentError.notFinite(step: 0), advice) {
            try s.fixed({ _ in [1, bad] }, [4, 4], 1, 0.3, 9)
          }
          expect(throws: DescentError.notFinite(step: 0), advice) {
            try s.backtracking(f.value, { _ in [bad, 1] }, [4, 4], 1, 0.3, 9)
          }
          expect(throws: DescentError.notFinite(step: 2), "Two steps were made.") {
            try s.fixed({ $0[0] < 1.5 ? [bad] : [1] }, [3.25], 1, 0.3, 2)
          }
          expect(throws: DescentError.notFinite(step: 2), "Two steps were made.") {
            try s.backtracking({ $0[0] }, { $0[0] < 1.5 ? [bad] : [1] }, [3.25], 1, 0.3, 2)
          }
        }
      },
      Check("stops at the limit, and where nothing is to be done") { s in
        let f = Bowl([1, 3])
        for limit in [0, 1, 3] {
          let part = pow(0.75, Double(limit))
          expect(
            try s.fixed(f.gradient, [4, 4], 0.25, 0, limit), isAt: [4 * part, 4 * pow(0.25, Double(limit))],
            after: limit, converged: false, "No more steps than the limit.", "gradientDescent with the limit \(limit)")
          let half = pow(0.5, Double(limit))
          expect(
            try s.backtracking(f.value, f.gradient, [4, 4], 1, 0, limit),
            isAt: [4 * half, 4 * half * (limit % 2 == 1 ? -1 : 1)], after: limit, converged: false,
            "No more steps than the limit.", "backtrackingDescent with the limit \(limit)")
        }
        expect(
          try s.fixed(f.gradient, [4, 4], 0.25, 0.3, 2), isAt: [2.25, 0.25], after: 2,
          "After the last step that is allowed look at the gradient before the limit: it is small enough.",
          "gradientDescent of the example with the limit 2")
        expect(
          try s.backtracking(f.value, f.gradient, [4, 4], 1, 0.3, 2), isAt: [1, 1], after: 2,
          "After the last step that is allowed look at the gradient before the limit: it is small enough.",
          "backtrackingDescent of the example with the limit 2")
        // From 1 to −2²⁰⁰, 2⁴⁰⁰, −2⁶⁰⁰, where g = −2⁸⁰⁰ is finite, and its square is not.
        expect(
          try s.fixed({ [0x1p200 * $0[0]] }, [1], 1, 0.3, 3), isAt: [-0x1p600], after: 3, converged: false,
          "x grows, and the limit ends it: no entry of the gradient is infinite, though the sum of squares is.",
          "gradientDescent of ½·2²⁰⁰·x² from 1, α = 1, with the limit 3")
        for (x, name) in [([0.0, 0], "(0, 0), where the gradient is 0,"), ([], "[]")] {
          expect(
            try s.fixed(f.gradient, x, 0.25, 0.3, 5), isAt: x, after: 0, "0 ≤ t·0.", "gradientDescent from \(name)")
          expect(
            try s.backtracking(f.value, f.gradient, x, 1, 0.3, 5), isAt: x, after: 0, "0 ≤ t·0.",
            "backtrackingDescent from \(name)")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "up instead of down", Rule(sign: 1).submission,
        "The gradient points to where f grows fastest. To make f smaller, go the other way: x − α·g."),
      Misconception(
        "ended by short steps", Rule(stopsOnStep: true).submission,
        """
        You end when the step is short. A small α makes all steps short, far from the minimum too; and one that diverges \
        never ends. Ask how large the gradient is, beside what it was at the start.
        """),
      Misconception(
        "an absolute tolerance", Rule(isRelative: false).submission,
        """
        ‖g‖ ≤ t has the unit of f: the same problem in cents ends later than in euros. Compare with ‖g‖ at the start.
        """),
      Misconception(
        "the largest entry for the length", Rule(norm: { $0.reduce(0) { max($0, abs($1)) } }).submission,
        "‖·‖ is the Euclidean length here: the root of the sum of all squares."),
      Misconception(
        "squared lengths compared with t", Rule(norm: { $0.reduce(0) { $0 + $1 * $1 } }).submission,
        "Of the squares you ask ‖g‖² ≤ t·‖g₀‖². Without roots it must be t², and Armijo's rule has ‖g‖², not ‖g‖⁴."),
      Misconception(
        "a step before the first look", Rule(looksFirst: false).submission,
        "At the start x may be good enough already. Look at the gradient before you step, the first time, too."),
      Misconception(
        "the limit before the gradient", Rule(limitFirst: true).submission,
        "The last step that was allowed may have reached the goal. Ask for the gradient first, then for the limit."),
      Misconception(
        "one step more than allowed", Rule(extraSteps: 1).submission,
        "The limit is the number of steps, not of the last one counted from 0."),
      Misconception(
        "the gradient of the start", Rule(asksAgain: false).submission,
        "You walk along the first gradient for ever. It belongs to the old x: ask again after every step."),
      Misconception(
        "Armijo's rule without α", Rule(share: { _ in 1 }).submission,
        """
        You ask for the same decrease, c·‖g‖², however short the step. Where f is steep no step is long enough for that. \
        A straight line wins α·‖g‖²: ask for a share of it.
        """),
      Misconception(
        "Armijo's rule with ‖g‖ for ‖g‖²", Rule(squares: { $0 }).submission,
        """
        Along −g the slope is −‖g‖², for g is direction and gradient in one. With ‖g‖ the two sides have different units: \
        what is asked would change with the unit of f.
        """),
      Misconception(
        "any decrease is enough", Rule(c: 0).submission,
        """
        A step across the valley may win next to nothing, and many such steps converge to no minimum. A share of what \
        the slope promises must be won.
        """),
      Misconception(
        "a rise is accepted", Rule(c: -1e-4).submission,
        "f(x) + c·α·‖g‖² lies above f(x). Asked is a decrease: f(x) − c·α·‖g‖²."),
      Misconception(
        "half of the slope asked", Rule(c: 0.5).submission,
        """
        With c = ½ even the best step on a parabola is only just accepted, and all longer ones are halved. c = 10⁻⁴ only \
        keeps out what wins nothing.
        """),
      Misconception(
        "the step not reset", Rule(resets: false).submission,
        """
        α stays as short as one narrow place made it. Every step begins with α₀ again: each place has a curvature of \
        its own.
        """),
      Misconception(
        "NaN accepted", Rule(refusesNaN: false).submission,
        """
        `while f(y) > bound` lets NaN through, as NaN > bound is false, and x leaves the domain of f. Turn it round: \
        halve unless f(y) ≤ bound.
        """),
      Misconception(
        "f asked again", Rule(keepsValue: false).submission,
        "f(x) of the next step is the f of the trial you just accepted. Keep it: f is what costs."),
      Misconception(
        "the gradient asked again", Rule(keepsGradient: false).submission,
        "You ask for the gradient twice at the same x, once for its length and once for the step. Keep it in a variable."
      ),
      Misconception(
        "infinite by the norm", Rule(seesNorm: true).submission,
        "You ask whether ‖g‖ is finite. The square of an entry like 10²⁰⁰ is infinite, the entry is not: ask each of them."
      ),
      Misconception(
        "a NaN in the gradient not seen", Rule(seesNaN: false).submission,
        "A NaN in the gradient makes x NaN, and no comparison ever ends it but the limit. Look for it first."),
      Misconception(
        "an infinite gradient not seen", Rule(seesInfinity: false).submission,
        "An infinite gradient makes x infinite or NaN. `isFinite` asks for both, NaN and infinity."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "the norm by hypot", Rule(norm: { $0.reduce(0) { hypot($0, $1) } }, squares: { $0 * $0 }).submission)
    ]
  }
}

// MARK: - Parts of the checks

private func expect(
  _ end: @autoclosure () throws -> Descent, isAt x: [Double], after steps: Int, converged: Bool = true,
  _ advice: String, _ what: String, line: Int = #line
) {
  do {
    let end = try end()
    expect(end.x, equals: x, advice, what: "x of \(what)", line: line)
    expect(end.steps, equals: steps, advice, what: "the number of steps of \(what)", line: line)
    expect(end.converged, equals: converged, advice, what: "converged of \(what)", line: line)
  } catch {
    expect(false, "\(what) throws \(error), expected an answer", advice, line: line)
  }
}

/// ½·xᵀ·H·x with known eigenvalues; the first two eigenvectors turned by an angle, in the plane of the axes.
private struct Bowl {
  let d: [Double]
  let c, s: Double

  init(_ d: [Double], turned angle: Double = 0) {
    self.d = d
    (c, s) = angle == 0 ? (1, 0) : (cos(angle), sin(angle))
  }

  /// The point with these parts along the eigenvectors.
  func point(_ parts: [Double]) -> [Double] { turn(parts, s) }

  var gradient: Slopes { { x in turn(zip(d, turn(x, -s)).map { $0 * $1 }, s) } }

  var value: Value { { x in zip(d, turn(x, -s)).reduce(0) { $0 + 0.5 * $1.0 * $1.1 * $1.1 } } }

  private func turn(_ x: [Double], _ s: Double) -> [Double] {
    guard x.count > 1, s != 0 else { return x }
    var y = x
    let last = x.count - 1
    y[0] = c * x[0] - s * x[last]
    y[last] = s * x[0] + c * x[last]
    return y
  }
}

/// Remembers where a function was asked.
private final class Asked {
  private(set) var places: [[Double]] = []

  func watching<Output>(_ body: @escaping ([Double]) -> Output) -> ([Double]) -> Output {
    { x in
      self.places.append(x)
      return body(x)
    }
  }

  /// Makes how often it was asked part of the answers by which a misconception is recognised.
  func remember() throws { _ = try Function<Int, [Double]> { [1, Double($0)] }(places.count) }
}

// MARK: - Wrong and right ways

/// The rules of the statement; each option can break one of them.
private struct Rule {
  var sign = -1.0
  var stopsOnStep = false
  var isRelative = true
  var norm: ([Double]) -> Double = { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  var squares: (Double) -> Double = { $0 * $0 }
  var looksFirst = true
  var limitFirst = false
  var extraSteps = 0
  var asksAgain = true
  var share: (Double) -> Double = { $0 }
  var c = 1e-4
  var resets = true
  var refusesNaN = true
  var keepsValue = true
  var keepsGradient = true
  var seesNorm = false
  var seesNaN = true
  var seesInfinity = true

  func run(
    _ f: Value?, _ gradient: Slopes, _ start: [Double], _ first: Double, _ tolerance: Double, _ limit: Int
  ) throws -> Descent {
    var (x, g, steps, alpha) = (start, gradient(start), 0, first)
    var value = f?(x) ?? 0
    let goal = tolerance * (isRelative ? norm(g) : 1)
    var last = Double.infinity
    while true {
      for entry in g where seesNaN && entry.isNaN || seesInfinity && entry.isInfinite {
        throw DescentError.notFinite(step: steps)
      }
      let size = norm(keepsGradient ? g : gradient(x))
      if seesNorm, !size.isFinite { throw DescentError.notFinite(step: steps) }
      if limitFirst, steps >= limit { return Descent(x: x, steps: steps, converged: false) }
      if stopsOnStep ? last <= tolerance : size <= goal && (looksFirst || steps > 0) {
        return Descent(x: x, steps: steps, converged: true)
      }
      if steps >= limit + extraSteps { return Descent(x: x, steps: steps, converged: false) }
      if resets { alpha = first }
      var y = x
      var halvings = 0
      while true {
        for i in y.indices { y[i] = x[i] + sign * alpha * g[i] }
        guard let f else { break }
        let trial = f(y)
        let bound = value - c * share(alpha) * squares(size)
        if refusesNaN ? trial <= bound : !(trial > bound) {
          value = keepsValue ? trial : f(y)
          break
        }
        guard halvings < 60 else { throw DescentError.noDecrease(step: steps) }
        halvings += 1
        alpha /= 2
      }
      last = alpha * size
      x = y
      steps += 1
      if asksAgain { g = gradient(x) }
    }
  }

  var submission: Submission {
    Submission(
      fixed: .init { try run(nil, $0, $1, $2, $3, $4) }, backtracking: .init { try run($0, $1, $2, $3, $4, $5) })
  }
}
