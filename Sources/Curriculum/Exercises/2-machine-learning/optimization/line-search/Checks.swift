import Checking
import Glibc

struct Point: Observable, CustomStringConvertible {
  var step: Double
  var value: Double
  var slope: Double

  var observation: Observation { Observation(numbers: [step, value, slope]) }

  var description: String { "(step \(step), value \(value), slope \(slope))" }
}

enum LineSearchError: Error {
  case notDescent(slope: Double)
  case tooManyTrials(Int)
}

typealias Scalar = (Double) -> Double

struct Submission {
  /// The start, φ, the first trial, the limit.
  var armijo: Function<Point, Scalar, Double, Int, Double>
  var cubic: Function<Point, Point, Double>
  /// The start, φ, φ′, the first trial, c₂, the limit.
  var wolfe: Function<Point, Scalar, Scalar, Double, Double, Int, Point>
}

enum LineSearch: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        let start = Point(step: 0, value: 4.5, slope: -3)
        for (c, trials) in [(0.5, [1.0, 2]), (0.1, [1, 2, 4, 3])] {
          try expectTrials(
            s, start, { 0.5 * ($0 - 3) * ($0 - 3) }, { $0 - 3 }, first: 1, c, trials, "½·(α − 3)²",
            "Where W2 fails and φ still falls, go twice as far; when φ no longer falls, interpolate.")
        }
        try expectArmijo(
          s, start, { 0.5 * ($0 - 3) * ($0 - 3) }, first: 8, [8, 3], "½·(α − 3)²", "q = 3·64/(2·32) = 3.")
      },
      // (1 − α·d)² of gradient-descent again: W1 holds exactly for α·d ≤ 2 − 2·c₁.
      Check("armijoStep follows its parabola, within bounds") { s in
        let start = Point(step: 0, value: 0.5, slope: -1)  // ½·(1 − α)² has value ½ and slope −1 at 0
        let parabola: Scalar = { 0.5 * (1 - $0) * (1 - $0) }
        try expectArmijo(
          s, start, parabola, first: 1.9997, [1.9997], "½·(1 − α)²", "φ falls by 3·10⁻⁴, asked is 2·10⁻⁴.")
        try expectArmijo(
          s, start, parabola, first: 1.9999, [1.9999, 0.99995], "½·(1 − α)²",
          "φ falls, but by less than 10⁻⁴·α·|φ′(0)|; q = 1 is more than α/2.")
        try expectArmijo(
          s, start, parabola, first: 1e-5, [1e-5], "½·(1 − α)²",
          "φ falls by nearly 10⁻⁵, asked is 10⁻⁴·α·|φ′(0)| = 10⁻⁹: for a short step, little.")
        try expectArmijo(
          s, Point(step: 0, value: 0, slope: -1), { -1e-4 * $0 }, first: 1, [1], "−10⁻⁴·α with φ′(0) = −1 given",
          "W1 holds with equality: ≤, not <.")
        try expectArmijo(s, start, parabola, first: 4, [4, 1], "½·(1 − α)²", "q = 1, within α/10 and α/2.")
        try expectArmijo(s, start, parabola, first: 64, [64, 6.4, 1], "½·(1 − α)²", "q = 1 is less than α/10.")
        for wall in [Double.infinity, .nan] {
          try expectArmijo(
            s, start, { $0 > 0.015 ? wall : parabola($0) }, first: 1, [1, 0.1, 0.01],
            "½·(1 − α)², but \(wall) from 0.015 on",
            "φ is \(wall) there: W1 fails, and a tenth is tried.")
        }
        // Beyond 1 the values −1, 0, 3 at α = 4 make q = 16/(2·(…)): scale and shift must not matter.
        let moved = Point(step: 0, value: -100, slope: -16)
        try expectArmijo(
          s, moved, { -100 + ($0 - 8) * ($0 - 8) - 64 }, first: 32, [32, 8], "(α − 8)² − 164",
          "q = 16·1024/(2·(412 + 512 + …)): φ(0) and φ′(0)·α are both taken off.")
      },
      // p(x) with p′ = 3·A·(x − m)·(x − M) and A·(m − M) > 0, all small multiples of an eighth: p is exact, the formula
      // rounds some 15 times; near a double root (m − M small) the root amplifies, so |m − M| ≥ 1.
      Check("cubicMinimum finds the minimum of a cubic", holdingFor: 40) { s, draws in
        let m = draws.uniform(in: -3...3)
        let gap = draws.uniform(in: 1...4) * (draws.flag() ? 1 : -1)
        let scale = abs(draws.magnitude(-8...8)) * (gap > 0 ? -1 : 1)  // the maximum lies at m + gap
        func point(_ x: Double) -> Point {
          let t = x - m
          return Point(step: x, value: scale * t * t * (2 * t - 3 * gap), slope: scale * 6 * t * (t - gap))
        }
        let a = draws.uniform(in: -4...4)
        let b = a + draws.uniform(in: 0.5...4) * (draws.flag() ? 1 : -1)
        let far = max(abs(a - m), abs(b - m), 1)
        expect(
          try s.cubic(point(a), point(b)), equals: m,
          within: .absolute(400 * 0x1p-52 * far * far * far / abs(a - b) * 8),
          "The sign of d₂ is that of b − a: with the other sign it is the maximum.")
      },
      Check("cubicMinimum knows parabolas, and when there is none") { s in
        func point(_ x: Double, _ f: Scalar, _ slope: Scalar) -> Point {
          Point(step: x, value: f(x), slope: slope(x))
        }
        for (a, b) in [(0.0, 4.0), (4, 0), (2, 4), (-1, 0)] {
          let (f, g): (Scalar, Scalar) = ({ 0.5 * ($0 - 3) * ($0 - 3) }, { $0 - 3 })
          expect(
            try s.cubic(point(a, f, g), point(b, f, g)), equals: 3, within: .ulps(16), "A parabola is a cubic, too.")
          let (hill, down): (Scalar, Scalar) = ({ -f($0) }, { -g($0) })
          expect(
            try s.cubic(point(a, hill, down), point(b, hill, down)), equals: .nan,
            "A hill has no minimum: the formula divides by 0. Say nil (here NaN).")
          expect(
            try s.cubic(
              point(a, { $0 * $0 * $0 + $0 }, { 3 * $0 * $0 + 1 }), point(b, { $0 * $0 * $0 + $0 }, { 3 * $0 * $0 + 1 })
            ),
            equals: .nan, "x³ + x rises everywhere: the root of a negative number is NaN. Say nil (here NaN).")
          expect(
            try s.cubic(point(a, f, g), Point(step: b, value: .infinity, slope: 0)), equals: .nan,
            "With an infinite value there is no cubic. Say nil (here NaN).")
        }
      },
      Check("wolfeStep keeps the rules where they decide") { s in
        let start = Point(step: 0, value: 0, slope: -1)
        // Scripted φ: at each step the value and the slope that lead into one rule.
        func script(
          _ table: [(Double, Double, Double)], first: Double = 1, _ c: Double, _ trials: [Double], _ advice: String,
          line: Int = #line
        ) throws {
          func entry(_ x: Double) -> (Double, Double, Double) { table.first { $0.0 == x } ?? (x, -0.01 * x, 0) }
          try expectTrials(
            s, start, { entry($0).1 }, { entry($0).2 }, first: first, c, trials,
            "a φ with φ(0) = 0, φ′(0) = −1 and (α, φ, φ′) = "
              + table.map { "(\($0.0), \($0.1), \($0.2))" }.joined(separator: ", "), advice, line: line)
        }
        try script([(1, -0.5, -0.5)], 0.5, [1], "|φ′| = c₂·|φ′(0)| is enough for W2.")
        try script([(1, -0.5, 0.5)], 0.5, [1], "|φ′| = c₂·|φ′(0)| is enough for W2, also uphill.")
        try script([(1, -0.5, -0.75)], 0.5, [1, 2], "The slope −0.75 is too steep, and negative: go on, to 2·α.")
        // value ½ − … NaN slopes leave no cubic: the middle.
        try script(
          [(1, -0.5, 0.75)], 0.5, [1, cubic((1, -0.5, 0.75), (0, 0, -1))],
          "The slope 0.75 is too steep, W1 holds: the trial is low, the start high.")
        try script(
          [(1, -1e-4, 0)], 0.5, [1], "W1 holds with equality at α = 1.")
        try script(
          [(1, -0.9e-4, 0)], 0.5, [1, cubic((1, -0.9e-4, 0), (0, 0, -1))],
          "φ falls, but by less than c₁·α·|φ′(0)| = 10⁻⁴: W1 fails, though W2 holds.")
        try script(
          [(1, -0.5, -0.75), (2, -0.5, 0)], 0.5, [1, 2, 4.0 / 3],
          "φ(2) = φ(1) is no progress, so 2 is high, though W1 and W2 hold.")
        try script(
          [(1, -0.5, -0.75), (2, -0.25, -0.8)], 0.5, [1, 2, cubic((1, -0.5, -0.75), (2, -0.25, -0.8))],
          "φ(2) > φ(1), so 2 is high, and low stays at 1.")
        for wall in [Double.nan, .infinity] {
          try script([(1, wall, 0)], 0.5, [1, 0.5], "φ(1) is \(wall): W1 fails, and no cubic fits: the middle.")
          try script([(1, wall, 0), (0.5, wall, 0)], 0.5, [1, 0.5, 0.25], "Again \(wall), again the middle.")
        }
        // The cubics' minima lie at 0.951, beside low on its left, and at 1.95, beside high; that of 30 beside low at 0.
        try script(
          [(1, -0.5, 0.06)], 0.05, [1, 0.5],
          "The cubic's minimum is taken only if it is a tenth of the distance away from both ends; else the middle.")
        try script(
          [(1, -1e-4, -1.2e-4), (2, -1.9e-4, 0.18e-4)], 1.01e-4, [1, 2, 1.5],
          "The cubic's minimum is taken only if it is a tenth of the distance away from both ends; else the middle.")
        try script(
          [(1, 30, 0)], 0.5, [1, cubicOrMiddle((0, 0, -1), (1, 30, 0))],
          "The cubic's minimum is taken only if it is a tenth of the distance away from both ends; else the middle.")
        // Both fall, by less than c₂ and about c₁: the cubic's minimum is at 2.15.
        try script(
          [(1, -1e-4, -1.2e-4), (2, -1.9e-4, -0.3e-4)], 1.01e-4, [1, 2, 1.5],
          "A minimum of the cubic that is not between low and high is not taken.")
        try script(
          [(1, .nan, 0), (0.5, -0.25, -0.9), (0.75, -0.5, -0.9), (0.875, -0.6, 0.9)], 0.5,
          [1, 0.5, 0.75, 0.875, cubicOrMiddle((0.875, -0.6, 0.9), (0.75, -0.5, -0.9))],
          "0.5 and 0.75 have slopes toward high, so high stays at 1. That of 0.875 points away from it: high is now 0.75."
        )
        try script(
          [(1, -0.5, 0.9), (cubic((1, -0.5, 0.9), (0, 0, -1)), -0.7, 0.9)], 0.5,
          [
            1, cubic((1, -0.5, 0.9), (0, 0, -1)),
            cubic((cubic((1, -0.5, 0.9), (0, 0, -1)), -0.7, 0.9), (0, 0, -1)),
          ],
          "low is to the right of high here: a positive slope points toward high, which stays at 0.")
        try script(
          [(1, -0.5, 0.9), (cubic((1, -0.5, 0.9), (0, 0, -1)), -0.7, -0.9)], 0.5,
          [
            1, cubic((1, -0.5, 0.9), (0, 0, -1)),
            cubicOrMiddle((cubic((1, -0.5, 0.9), (0, 0, -1)), -0.7, -0.9), (1, -0.5, 0.9)),
          ],
          "low is to the right of high here: a negative slope points away from high, which becomes the old low, 1.")
        try script(
          [(4, -0.5, -0.75), (8, -0.6, 0.75)], first: 4, 0.5, [4, 8, cubicOrMiddle((8, -0.6, 0.75), (4, -0.5, -0.75))],
          "The valley lies between the last two trials, 4 and 8, not between 0 and 8.")
      },
      Check("wolfeStep satisfies both conditions on hard functions") { s in
        for f in hard {
          let start = Point(step: 0, value: f.value(0), slope: f.slope(0))
          for (first, allowed) in zip([1e-3, 0.1, 10, 1e3], f.trials) {
            for c in [0.1, 0.9] {
              let values = Counted<Double, Double>(f.value)
              let slopes = Counted<Double, Double>(f.slope)
              let called = "of \(f.name), first \(first), c₂ = \(c),"
              let got: Point
              do { got = try s.wolfe(start, values.function, slopes.function, first, c, 60) } catch {
                expect(false, "wolfeStep throws \(error) \(called) limit 60", "Print low, high and the trial.")
                continue
              }
              expect(
                "φ(α) − φ(0) − c₁·α·φ′(0) \(called)",
                f.value(got.step) - start.value - 1e-4 * got.step * start.slope, atMost: 0,
                "That is W1, at the step returned.")
              expect(
                "|φ′(α)| \(called)", abs(f.slope(got.step)), atMost: -c * start.slope,
                "That is W2, at the step returned.")
              expect(
                [got.value, got.slope], equals: [f.value(got.step), f.slope(got.step)],
                what: "value and slope \(called)")
              expect(values, named: "φ \(called)", calledAtMost: allowed, "Print low, high and the trial.")
              expect(slopes, named: "φ′ \(called)", calledAtMost: allowed, "Print low, high and the trial.")
            }
          }
        }
      },
      Check("refuses what is not downhill, and ends") { s in
        let f = hard[0]
        for slope in [0, 0.5, .nan, Double.infinity] {
          let start = Point(step: 0, value: 1, slope: slope)
          let asked = Counted<Double, Double> { 1 + ($0 - 1) * ($0 - 1) }
          let advice = "A small step changes φ by α·φ′(0), so φ′(0) must be < 0; NaN is not."
          expect(throws: LineSearchError.notDescent(slope: slope), advice) {
            try s.armijo(start, asked.function, 1, 20)
          }
          expect(throws: LineSearchError.notDescent(slope: slope), advice) {
            try s.wolfe(start, asked.function, { 2 * ($0 - 1) }, 1, 0.5, 20)
          }
          expect(asked.count, equals: 0, "Look at φ′(0) before anything is asked.", what: "how often φ was asked")
        }
        let line = Point(step: 0, value: 0, slope: -1)
        for limit in [1, 5] {
          let asked = Asked { -$0 }
          expect(throws: LineSearchError.tooManyTrials(limit), "A line that falls for ever never gets flat.") {
            try s.wolfe(line, asked.function, { _ in -1 }, 1, 0.5, limit)
          }
          try asked.remember()
          expect(
            asked.places.count, equals: limit, "The limit counts trials.", what: "how often φ was asked by wolfeStep")
          let up = Asked { $0 }
          expect(throws: LineSearchError.tooManyTrials(limit), "No step makes φ smaller here.") {
            try s.armijo(line, up.function, 1, limit)
          }
          try up.remember()
          expect(
            up.places.count, equals: limit, "The limit counts trials.", what: "how often φ was asked by armijoStep")
        }
        let start = Point(step: 0, value: f.value(0), slope: f.slope(0))
        expect(
          try s.wolfe(start, f.value, f.slope, 1, 0.9, 1).step, equals: 1,
          "A trial that is good is the answer, the last, too.",
          what: "the step with the limit 1")
        expect(
          try s.armijo(start, f.value, 1, 1), equals: 1, "A trial that is good is the answer, the last, too.",
          what: "armijoStep with the limit 1")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "any slope that is not steep downhill", Rule(flat: { d, goal in d >= -goal }).submission,
        """
        φ′ ≥ c₂·φ′(0) is the weak condition: a step far up the other side of the valley satisfies it. The strong one has \
        |φ′|.
        """),
      Misconception(
        "any slope that is not steep uphill", Rule(flat: { d, goal in d <= goal }).submission,
        "Every negative slope passes, however steep: the step may be far too short. W2 has |φ′|."),
      Misconception(
        "the first step with W1", Rule(flat: { _, _ in true }).submission,
        "You return as soon as φ has fallen. W2 is still open: the slope must have become flat, too."),
      Misconception(
        "W1 forgotten", Rule(c: -1e99).submission,
        "You look only whether φ falls against low. It must fall by a share of what the slope at 0 promises."),
      Misconception(
        "W1 without α", Rule(line: { _ in 1 }).submission,
        "The line of W1 is φ(0) + c₁·α·φ′(0): it goes down with α. Without α no short step is good enough."),
      Misconception(
        "NaN taken for a fall", Rule(refusesNaN: false).submission,
        "`φ > bound` is false for NaN, so NaN passes as a decrease. Ask whether φ ≤ bound holds, and negate that."),
      Misconception(
        "the ends not swapped", Rule(swaps: false).submission,
        """
        When the slope at the new low points away from high, the valley is on its other side, between it and the old \
        low: high ← low, before low ← the trial.
        """),
      Misconception(
        "the sign of the slope alone", Rule(sign: { d, _ in d >= 0 }).submission,
        "Whether a slope points toward high depends on where high is: it may lie to the left. Ask φ′·(high − low) ≥ 0."),
      Misconception(
        "compared with the start alone", Rule(comparesLow: false).submission,
        """
        A trial with W1 may still lie above low, and then the valley is between the two. low must stay the best step so \
        far.
        """),
      Misconception(
        "equal to low taken for better", Rule(least: { $0 > $1 }).submission,
        "φ(α) = φ(low) is no progress: between the two there is a valley. ≥, not >."),
      Misconception(
        "halving only", Rule(interpolates: false).submission,
        "The middle is sure but slow. Where the cubic through both values and slopes has its minimum between the ends, go there."
      ),
      Misconception(
        "the cubic's minimum wherever it is", Rule(margin: -1e99).submission,
        """
        A cubic may have its minimum outside of low and high, or next to one of them, where nothing is learnt. Take it \
        only if it lies between, a tenth of the distance from both.
        """),
      Misconception(
        "the cubic's minimum close to an end", Rule(margin: 0).submission,
        "Next to an end a trial teaches almost nothing, and the interval hardly shrinks. Keep a tenth of the distance away."
      ),
      Misconception(
        "not farther than the first", Rule(growth: 1).submission,
        "While φ falls and is steep you try the same step again. Go twice as far."),
      Misconception(
        "a slope of 0 accepted", Rule(isDescent: { $0 <= 0 }).submission,
        "At slope 0 W1 asks for nothing and W2 for the impossible. Only φ′(0) < 0 is downhill."),
      Misconception(
        "NaN for a slope accepted", Rule(isDescent: { !($0 >= 0) }).submission,
        "NaN ≥ 0 is false, so NaN passes. Ask for what you need: φ′(0) < 0."),
      Misconception(
        "one trial more", Rule(extra: 1).submission, "k is the number of trials, the first among them."),
      Misconception(
        "the answer asked for again", Rule(asksAgain: true).submission,
        "At the step that you return φ and φ′ are known: it was the last trial. Each question may cost a pass over all data."
      ),
      Misconception(
        "φ asked at 0", Rule(asksStart: true).submission,
        "What φ and φ′ are at 0 the caller has told: that is start."),
      Misconception(
        "the maximum of the cubic", Rule(root: { -$0 }).submission,
        "With the other sign of d₂ the formula gives the cubic's maximum."),
      Misconception(
        "d₂ always positive", Rule(root: { abs($0) }).submission,
        "b may lie to the left of a; then d₂ is negative. With the wrong sign you get the maximum."),
      Misconception(
        "no bounds for the parabola", Rule(bounds: (0, 1e99)).submission,
        "A parabola's lowest point may lie at almost 0 or hardly below α. Keep the next α within α/10 and α/2."),
      Misconception(
        "halving in armijoStep", Rule(bounds: (0.5, 0.5)).submission,
        "Halving does not use what the trial said. The parabola through φ(0), φ′(0) and φ(α) tells how far to go back."),
      Misconception(
        "the parabola without φ(0)", Rule(takesOff: false).submission,
        "What bends the parabola is φ(α) − φ(0) − φ′(0)·α: how far φ lies above the tangent at 0."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "the cubic from its coefficients",
        Submission(
          armijo: Rule().submission.armijo,
          cubic: .init { a, b in
            // p(t) = φ(a) + a′·t + B·t² + A·t³, t = α − a
            let h = b.step - a.step
            let mean = (b.value - a.value) / h
            let third = (a.slope + b.slope - 2 * mean) / (h * h)
            let second = (3 * mean - 2 * a.slope - b.slope) / h
            let root = (second * second - 3 * third * a.slope).squareRoot()
            let t = second > 0 ? -a.slope / (second + root) : (root - second) / (3 * third)
            return t.isFinite && !(second <= 0 && abs(third * h) <= 1e-14 * abs(second)) ? a.step + t : .nan
          }, wolfe: Rule().submission.wolfe))
    ]
  }
}

// MARK: - Parts of the checks

private func expectTrials(
  _ s: Submission, _ start: Point, _ value: @escaping Scalar, _ slope: @escaping Scalar, first: Double, _ c: Double,
  _ trials: [Double], _ name: String, _ advice: String, line: Int = #line
) throws {
  let (values, slopes) = (Asked(value), Asked(slope))
  let what = "wolfeStep on \(name), c₂ = \(c)"
  // With the limit as many trials as expected: the last need not be good.
  let got = Result { try s.wolfe(start, values.function, slopes.function, first, c, trials.count) }
  try values.remember()
  try slopes.remember()
  expect(
    values.places, equals: trials, within: .ulps(64), advice, what: "the trials that φ is asked at by \(what)",
    line: line)
  expect(
    slopes.places, equals: trials, within: .ulps(64), advice, what: "the trials that φ′ is asked at by \(what)",
    line: line)
  let last = trials[trials.count - 1]
  let isGood =
    value(last) <= start.value + 1e-4 * last * start.slope && abs(slope(last)) <= -c * start.slope
    && !trials.dropLast().contains { value($0) <= value(last) }
  switch got {
  case .success(let end) where isGood:
    expect(end.step, equals: last, within: .ulps(64), advice, what: "the step of \(what)", line: line)
  case .success:
    expect(false, "\(what) returns after \(trials.count) trials, the last of which is not good", advice, line: line)
  case .failure(let error):
    expect(!isGood, "\(what) throws \(error), expected the step \(last)", advice, line: line)
  }
}

private func expectArmijo(
  _ s: Submission, _ start: Point, _ value: @escaping Scalar, first: Double, _ trials: [Double], _ name: String,
  _ advice: String, line: Int = #line
) throws {
  let asked = Asked(value)
  let what = "armijoStep on \(name), first \(first)"
  let got = Result { try s.armijo(start, asked.function, first, 20) }
  try asked.remember()
  expect(asked.places, equals: trials, within: .ulps(8), advice, what: "the trials of \(what)", line: line)
  switch got {
  case .success(let step):
    expect(step, equals: trials[trials.count - 1], within: .ulps(8), advice, what: "the step of \(what)", line: line)
  case .failure(let error):
    expect(false, "\(what) throws \(error), expected the step \(trials[trials.count - 1])", advice, line: line)
  }
}

/// The minimum of the cubic by its derivative, A·t² + B·t + C = 0 in t = (α − a)/(b − a).
private func cubic(_ a: (Double, Double, Double), _ b: (Double, Double, Double)) -> Double {
  let h = b.0 - a.0
  let (p, q, rise) = (a.2 * h, b.2 * h, b.1 - a.1)
  let (third, second) = (3 * (p + q - 2 * rise), 2 * (3 * rise - 2 * p - q))
  if third == 0 { return a.0 - h * p / second }
  return a.0 + h * (-second + (second * second - 4 * third * p).squareRoot()) / (2 * third)
}

private func cubicOrMiddle(_ a: (Double, Double, Double), _ b: (Double, Double, Double)) -> Double {
  let share = (cubic(a, b) - a.0) / (b.0 - a.0)
  return share >= 0.1 && share <= 0.9 ? cubic(a, b) : (a.0 + b.0) / 2
}

/// Remembers where a function was asked.
private final class Asked {
  private(set) var places: [Double] = []
  private let body: Scalar

  init(_ body: @escaping Scalar) { self.body = body }

  var function: Scalar {
    { x in
      self.places.append(x)
      return self.body(x)
    }
  }

  /// Makes the places part of the answers by which a misconception is recognised.
  func remember() throws { _ = try Function<[Double], [Double]> { $0 }(places) }
}

private struct Hard: Sendable {
  var name: String
  /// For the first steps 10⁻³, 0.1, 10, 10³: how many trials are allowed, two more than the rules take for c₂ = 0.1.
  var trials: [Int]
  var value, slope: @Sendable (Double) -> Double
}

/// The functions of Moré and Thuente, ACM TOMS 20 (1994), §5.
private let hard: [Hard] = [
  Hard(name: "−α/(α² + 2)", trials: [15, 7, 3, 5]) {
    -$0 / ($0 * $0 + 2)
  } slope: {
    ($0 * $0 - 2) / (($0 * $0 + 2) * ($0 * $0 + 2))
  },
  Hard(name: "(α + 0.004)⁵ − 2·(α + 0.004)⁴", trials: [27, 23, 27, 33]) {
    let t = $0 + 0.004
    return t * t * t * t * (t - 2)
  } slope: {
    let t = $0 + 0.004
    return t * t * t * (5 * t - 8)
  },
  Hard(name: "Moré and Thuente's function 3", trials: [21, 16, 13, 22]) { x in
    let bend = x <= 0.99 ? 1 - x : x >= 1.01 ? x - 1 : (x - 1) * (x - 1) / 0.02 + 0.005
    return bend + 1.98 / (39 * Double.pi) * sin(19.5 * .pi * x)
  } slope: { x in
    (x <= 0.99 ? -1 : x >= 1.01 ? 1 : (x - 1) / 0.01) + 0.99 * cos(19.5 * .pi * x)
  },
  yanai(0.001, 0.001, [5, 3, 5, 11]), yanai(0.01, 0.001, [8, 3, 5, 11]), yanai(0.001, 0.01, [5, 3, 5, 11]),
]

private func yanai(_ b1: Double, _ b2: Double, _ trials: [Int]) -> Hard {
  let (g1, g2) = ((1 + b1 * b1).squareRoot() - b1, (1 + b2 * b2).squareRoot() - b2)
  return Hard(name: "Yanai's function with \(b1), \(b2)", trials: trials) {
    g1 * hypot(1 - $0, b2) + g2 * hypot($0, b1)
  } slope: {
    g1 * ($0 - 1) / hypot(1 - $0, b2) + g2 * $0 / hypot($0, b1)
  }
}

// MARK: - Wrong and right ways

/// The rules of the statement; each option can break one of them.
private struct Rule {
  /// From φ′ and −c₂·φ′(0).
  var flat: (Double, Double) -> Bool = { abs($0) <= $1 }
  var c = 1e-4
  var line: (Double) -> Double = { $0 }
  var refusesNaN = true
  var swaps = true
  /// From φ′ and high − low.
  var sign: (Double, Double) -> Bool = { $0 * $1 >= 0 }
  var comparesLow = true
  var least: (Double, Double) -> Bool = { $0 >= $1 }
  var interpolates = true
  var margin = 0.1
  var growth = 2.0
  var isDescent: (Double) -> Bool = { $0 < 0 }
  var extra = 0
  var asksAgain = false
  var asksStart = false
  /// From d₂ with its right sign.
  var root: (Double) -> Double = { $0 }
  var bounds = (0.1, 0.5)
  var takesOff = true

  func cubic(_ a: Point, _ b: Point) -> Double {
    let d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step)
    let size = (d1 * d1 - a.slope * b.slope).squareRoot()
    let d2 = root(b.step < a.step ? -size : size)
    let step = b.step - (b.step - a.step) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
    return step.isFinite ? step : .nan
  }

  private func falls(_ value: Double, _ start: Point, _ alpha: Double) -> Bool {
    let bound = start.value + c * line(alpha) * start.slope
    return refusesNaN ? value <= bound : !(value > bound)
  }

  func armijo(_ start: Point, _ value: Scalar, _ first: Double, _ limit: Int) throws -> Double {
    guard isDescent(start.slope) else { throw LineSearchError.notDescent(slope: start.slope) }
    if asksStart { _ = value(0) }
    var alpha = first
    for _ in 0..<(limit + extra) {
      let trial = value(alpha)
      if falls(trial, start, alpha) { return alpha }
      let bend = trial - (takesOff ? start.value : 0) - start.slope * alpha
      let lowest = -start.slope * alpha * alpha / (2 * bend)
      alpha = lowest.isNaN ? alpha * bounds.0 : max(alpha * bounds.0, min(alpha * bounds.1, lowest))
    }
    throw LineSearchError.tooManyTrials(limit)
  }

  func wolfe(
    _ start: Point, _ value: Scalar, _ slope: Scalar, _ first: Double, _ curvature: Double, _ limit: Int
  ) throws -> Point {
    guard isDescent(start.slope) else { throw LineSearchError.notDescent(slope: start.slope) }
    if asksStart { _ = (value(0), slope(0)) }
    var (low, alpha) = (start, first)
    var high: Point?
    for _ in 0..<(limit + extra) {
      let trial = Point(step: alpha, value: value(alpha), slope: slope(alpha))
      if !falls(trial.value, start, alpha) || comparesLow && least(trial.value, low.value) {
        high = trial
      } else {
        if flat(trial.slope, -curvature * start.slope) {
          if asksAgain { _ = (value(alpha), slope(alpha)) }
          return trial
        }
        if let end = high {
          if swaps, sign(trial.slope, end.step - low.step) { high = low }
        } else if trial.slope >= 0 {
          high = low
        }
        low = trial
      }
      guard let end = high else {
        alpha *= growth
        continue
      }
      let width = abs(end.step - low.step)
      let step = cubic(low, end)
      let isInside =
        margin < 0
        || (step - low.step) * (end.step - step) >= 0 && abs(step - low.step) >= margin * width
          && abs(step - end.step) >= margin * width
      alpha = interpolates && step.isFinite && isInside ? step : (low.step + end.step) / 2
    }
    throw LineSearchError.tooManyTrials(limit)
  }

  var submission: Submission {
    Submission(
      armijo: .init { try armijo($0, $1, $2, $3) }, cubic: .init { cubic($0, $1) },
      wolfe: .init { try wolfe($0, $1, $2, $3, $4, $5) })
  }
}
