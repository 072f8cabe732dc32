import Checking
import Glibc
import LabData

struct WrongCount: Error {
  var expected: Int
  var got: Int
}

typealias Field = ([Double]) -> Double

struct Report: Observable, CustomStringConvertible {
  var worst: Int?
  var error: Double
  var verdict: String

  var observation: Observation { Observation(worst.observation, error.observation, verdict.observation) }

  var description: String { ".\(verdict), worst \(worst.map(String.init) ?? "nil"), error \(error)" }
}

struct Submission {
  var gradient: Function<Field, [Double], [Double]>
  var relativeError: Function<Double, Double, Double>
  var hasKink: Function<Field, [Double], Int, Bool>
  var checkGradient: Function<[Double], Field, [Double], Report>
}

enum Gradient: Checklist {
  static var checks: [Check<Submission>] {
    [
      // The noise of differences is 2·ε·|f|/h = 7e-11·18; relative to 9 that is 1.4e-10 at most.
      Check("gives the worked example") { s in
        let f: Field = { $0[0] * $0[0] * $0[1] + max(0, $0[2]) }
        let x: [Double] = [3, 2, 0]
        expect(
          try s.gradient(f, x), equals: [12, 9, 0.5], within: noise(f, x), "Each variable moves alone.",
          what: "the gradient of x₀²·x₁ + max(0, x₂) at (3, 2, 0)")
        expect(
          try s.checkGradient([12, 9, 1], f, x), is: Report(worst: 2, error: 0.5, verdict: "kink"), "claimed (12, 9, 1)"
        )
        expect(
          try s.checkGradient([12, 9.009, 1], f, x), is: Report(worst: 1, error: 0.009 / 9.009, verdict: "doubtful"),
          "claimed (12, 9.009, 1)")
        expect(
          try s.checkGradient([-12, 9, 1], f, x), is: Report(worst: 0, error: 2, verdict: "wrong"),
          "claimed (−12, 9, 1)")
      },
      Check("differentiates a quadratic form in every variable", cases: 3) { s, random in
        for n in [1, 2, 5] {
          let (a, b) = (normals(n * n, &random), normals(n, &random))
          let f: Field = { x in
            x.indices.reduce(0) { sum, i in
              sum + b[i] * x[i] + x.indices.reduce(0) { $0 + 0.5 * a[n * i + $1] * x[i] * x[$1] }
            }
          }
          let x = normals(n, &random)
          let right = x.indices.map { i in
            b[i] + x.indices.reduce(0) { $0 + 0.5 * (a[n * i + $1] + a[n * $1 + i]) * x[$1] }
          }
          expect(
            try s.gradient(f, x), equals: right, within: noise(f, x, terms: n * n),
            "∂f/∂xᵢ: xᵢ alone moves, all others are as in x.", what: "the gradient of ½·xᵀAx + bᵀx, n = \(n),")
        }
      },
      // Central differences are off by h²/6·f''' as well: |f'''| ≤ 2400·1.4, h ≤ 6.1e-6·1.4. f ≤ 3·1156, of 12 roundings.
      Check("finds its way in Rosenbrock's valley") { s, random in
        let x = (0..<4).map { _ in Double.random(in: -1.4...1.4, using: &random) }
        let counted = Counted(rosenbrock)
        let truncation = pow(6.1e-6 * 1.4, 2) / 6 * 2400 * 1.4
        let rounding = 12 * 0x1p-52 * 3468 / 6e-6
        expect(
          try s.gradient(counted.function, x), equals: rosenbrockSlopes(x), within: .absolute(truncation + rounding),
          "Σ 100·(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²: each variable but the first and the last stands in two terms.",
          what: "the gradient of Rosenbrock's function at \(x)")
        expect(
          counted, named: "f", calledAtMost: 8, "Two questions for each of 4 variables: one to each side.")
      },
      Check("takes steps that fit each variable") { s in
        let f: Field = { 1e-6 * $0[0] * $0[0] + $0[1] * $0[1] }
        let x: [Double] = [1e6, 2]
        // f is 10⁶; with the step for 10⁶ the noise of ∂f/∂x₀ is 2·ε·10⁶/6.06; with that for 2 it is 2·ε·10⁶/1.2e-5.
        let slopes = try s.gradient(f, x)
        expect(slopes.count, equals: 2, what: "the number of entries")
        expect(
          slopes.first ?? .nan, equals: 2, within: .absolute(8 * 0x1p-52 * 1e6 / 6.06),
          "x₀ is 10⁶, and its step should be 10⁶ times that for 1; `derivative` sees to it if it is asked at x₀.",
          what: "∂f/∂x₀ of 10⁻⁶·x₀² + x₁² at (10⁶, 2)")
      },
      Check("measures errors relative to size") { s in
        let advice = "|a − b| / max(|a|, |b|); the order of the two does not matter."
        for (a, b, error) in [
          (2.0, 1.0, 0.5), (-1, 1, 2), (3e-9, 4e-9, 0.25), (5, 5, 0), (0, 7, 1), (-8e200, -6e200, 0.25),
        ] {
          expect(try s.relativeError(a, b), equals: error, within: .ulps(4), advice)
          expect(try s.relativeError(b, a), equals: error, within: .ulps(4), advice)
        }
        expect(try s.relativeError(0, 0), equals: 0, "0/0 is NaN, but 0 and 0 agree.")
        expect(try s.relativeError(0, -0.0), equals: 0, "0 and −0 are equal.")
        let infinite = "What is not finite is no slope: the error is ∞, so that no comparison lets it through."
        for (a, b) in [(Double.nan, 1.0), (1, .nan), (.nan, .nan), (.infinity, 1), (.infinity, .infinity)] {
          expect(try s.relativeError(a, b), equals: .infinity, infinite)
        }
      },
      Check("knows kinks from smooth places") { s in
        let kinks: [(String, Field, [Double], Int)] = [
          ("max(0, x)", { max(0, $0[0]) }, [0], 0), ("|x| + 3·x", { abs($0[0]) + 3 * $0[0] }, [0], 0),
          ("max(x₀, x₁)", { max($0[0], $0[1]) }, [2.5, 2.5], 0), ("max(x₀, x₁)", { max($0[0], $0[1]) }, [2.5, 2.5], 1),
          ("√|x|", { abs($0[0]).squareRoot() }, [0], 0), ("|x − 10⁻⁷|", { abs($0[0] - 1e-7) }, [0], 0),
          ("x₁·|x₀ − 1000|", { $0[1] * abs($0[0] - 1000) }, [1000, 0.001], 0),
        ]
        for (name, f, x, i) in kinks {
          expect(
            try s.hasKink(f, x, i), equals: true,
            "The slopes to the right and to the left stay apart, however small h is.",
            what: "hasKink of \(name) at \(x) along \(i)")
        }
        // For |x − d| the gap at s > d is 2 − 2·d/s: it is a kink for d < h/15, h = 6.06e-6.
        for (d, isKink) in [(3.8e-7, true), (4.3e-7, false)] {
          expect(
            try s.hasKink({ abs($0[0] - d) }, [0], 0), equals: isKink,
            "Steps of h and h/8, as the statement has it: only what lies very near is taken for a kink at x.",
            what: "hasKink of |x − \(d)| at 0")
        }
        // Slopes of ±1 at h and ±½ at h/8, or ±⅝: the gap shrinks to exactly a half, or not as far.
        for (share, isKink) in [(0.5, false), (0.625, true)] {
          expect(
            try s.hasKink({ abs($0[0]) * (abs($0[0]) > 2e-6 ? 1 : share) }, [0], 0), equals: isKink,
            "A kink only if gap(h/8) is greater than gap(h)/2.",
            what: "hasKink at 0 of |x|, but \(share)·|x| up to 2·10⁻⁶,")
        }
        // Both quotients are exact for all h within 5 ulps of ∛ε, and 0.01·8300 is 83.
        for (left, isKink) in [(8217.0, false), (8216, true)] {
          expect(
            try s.hasKink({ $0[0] * ($0[0] > 0 ? 8300 : left) }, [0], 0), equals: isKink,
            "A kink only if gap(h/8) is greater than 0.01·max(|right|, |left|).",
            what: "hasKink at 0 of 8300·x to the right and \(left)·x to the left")
        }
        let smooth: [(String, Field, [Double], Int)] = [
          ("x²", { $0[0] * $0[0] }, [0], 0), ("x³", { $0[0] * $0[0] * $0[0] }, [0], 0),
          ("100·x²", { 100 * $0[0] * $0[0] }, [0], 0), ("3·x + 5", { 3 * $0[0] + 5 }, [0.7], 0),
          ("10⁶ + sin x", { 1e6 + sin($0[0]) }, [1], 0), ("a constant", { _ in 7 }, [0.3], 0),
          ("exp x", { exp($0[0]) }, [-3], 0), ("x·|x|", { $0[0] * abs($0[0]) }, [0], 0),
          ("|x₁| + x₀²", { abs($0[1]) + $0[0] * $0[0] }, [1, 0], 0), ("max(0, x)", { max(0, $0[0]) }, [0.001], 0),
        ]
        for (name, f, x, i) in smooth {
          expect(
            try s.hasKink(f, x, i), equals: false,
            "Both slopes tend to the same number, even if that is 0 and their ratio says nothing.",
            what: "hasKink of \(name) at \(x) along \(i)")
        }
      },
      Check("judges by the worst entry") { s in
        let f: Field = { 1000 * sin($0[0]) + $0[1] + 1e-3 * $0[2] * $0[2] }
        let x = [0.001, 0.25, 0.5]
        let right = [1000 * cos(0.001), 1, 1e-3]
        expect(try s.checkGradient(right, f, x), is: "right", "the right gradient")
        let advice = "a large entry must not hide a small one: "
        expect(
          try s.checkGradient([right[0], 1.05, 1e-3], f, x), is: Report(worst: 1, error: 0.05 / 1.05, verdict: "wrong"),
          advice + "5 % off at [1]")
        expect(
          try s.checkGradient([right[0], 1, 2e-3], f, x), is: Report(worst: 2, error: 0.5, verdict: "wrong"),
          advice + "[2] doubled")
        expect(
          try s.checkGradient([right[0] * 1.0001, 1.00001, 1e-3], f, x),
          is: Report(worst: 0, error: 1e-4 / 1.0001, verdict: "doubtful"), "two entries off, [0] more")
        expect(
          try s.checkGradient([right[0], 1, -1e-3], f, x), is: Report(worst: 2, error: 2, verdict: "wrong"),
          "sign of [2] turned")
        expect(
          try s.checkGradient([right[0], .nan, 1e-3], f, x), is: Report(worst: 1, error: .infinity, verdict: "wrong"),
          "NaN at [1]")
        // At 0 the difference of c·x is c itself, whether it is divided by the distance or multiplied by its reciprocal:
        // c is one of the numbers with this property for all h within 5 ulps of ∛ε. 1/10⁷ and 1/100 round to the bounds.
        let line: Field = { 549_999_945 * $0[0] + 2475 * $0[1] }
        expect(
          try s.checkGradient([5.5e8, 2475], line, [0, 0]), is: Report(worst: 0, error: 1e-7, verdict: "right"),
          "an error of 10⁻⁷ itself is right", tolerance: 0)
        expect(
          try s.checkGradient([5.5e8, 2500], line, [0, 0]), is: Report(worst: 1, error: 1e-2, verdict: "doubtful"),
          "an error of 10⁻² itself is doubtful", tolerance: 0)
        expect(
          try s.checkGradient([549_999_945, -2475], line, [0, 0]), is: Report(worst: 1, error: 2, verdict: "wrong"),
          "sign of [1] turned", tolerance: 0)
        let tiny: Field = { 1e-9 * f($0) }
        expect(
          try s.checkGradient(right.map { 2e-9 * $0 }, tiny, x), is: Report(worst: 0, error: 0.5, verdict: "wrong"),
          "f times 10⁻⁹ and each slope doubled", tolerance: 1e-6, anyIndex: true)
      },
      Check("sets kinks aside, and nothing else") { s in
        let f: Field = { max(0, $0[0]) + $0[1] * $0[1] + abs($0[2]) + 3 * $0[3] }
        let x: [Double] = [0, 1, 0, 2]
        expect(
          try s.checkGradient([1, 2, 1, 3], f, x), is: Report(worst: 0, error: 0.5, verdict: "kink"),
          "slopes to the right at two kinks")
        expect(
          try s.checkGradient([0.5, 2, 1, 3], f, x), is: Report(worst: 2, error: 1, verdict: "kink"),
          "the mean of both slopes at one kink, the right one at the other")
        expect(
          try s.checkGradient([1, 2.5, 1, 3], f, x), is: Report(worst: 1, error: 0.2, verdict: "wrong"),
          "two kinks, but [1] is wrong")
        expect(
          try s.checkGradient([1, 2, 1, 3.003], f, x), is: Report(worst: 3, error: 0.003 / 3.003, verdict: "doubtful"),
          "two kinks, and [3] is doubtful")
        // At 0 the differences of both terms are 549999945 exactly; 1/10⁷ rounds to 10⁻⁷.
        let bend: Field = { 549_999_945 * max(0, 2 * $0[0]) + 549_999_945 * $0[1] + abs($0[2]) }
        expect(
          try s.checkGradient([5.5e8, 549_999_945, 0], bend, [0, 0, 0]),
          is: Report(worst: 0, error: 1e-7, verdict: "right"),
          "an error of 10⁻⁷ itself, at a kink, is right and not set aside", tolerance: 0)
        expect(
          try s.checkGradient([549_999_945, 5.5e8, 1], bend, [0, 0, 0]),
          is: Report(worst: 2, error: 1, verdict: "kink"),
          "10⁻⁷ itself at [1], and a kink at [2]", tolerance: 0)
        expect(try s.checkGradient([0.5, 2, 0, 3], f, x), is: "right", "the mean of both slopes at both kinks")
        expect(
          try s.checkGradient([0.5], { $0[0] * $0[0] }, [0]), is: Report(worst: 0, error: 1, verdict: "wrong"),
          "slope ½ for x² at 0, which is no kink")
      },
      Check("answers without variables, and not for a wrong count") { s in
        expect(try s.gradient({ _ in 4 }, []), equals: [], "No variables, no slopes.")
        expect(
          try s.checkGradient([], { _ in 4 }, []), is: Report(worst: nil, error: 0, verdict: "right"), "no variables")
        let advice = "An entry for each variable, no more and no fewer."
        expect(throws: WrongCount(expected: 2, got: 1), advice) { try s.checkGradient([2], { $0[0] }, [1, 1]) }
        expect(throws: WrongCount(expected: 1, got: 3), advice) { try s.checkGradient([1, 0, 0], { $0[0] }, [1]) }
      },
      Check("checks the loss of a regression on iris") { s in
        let (rows, y) = try iris.get()
        let loss: Field = { w in
          zip(rows, y).reduce(0) { sum, row in
            let rest = zip(row.0, w).reduce(-row.1) { $0 + $1.0 * $1.1 }
            return sum + rest * rest / 300
          }
        }
        let w = [0.5, -0.2, 0.3, 0.1]
        let slopes = w.indices.map { j in
          zip(rows, y).reduce(0) { sum, row in
            sum + row.0[j] * zip(row.0, w).reduce(-row.1) { $0 + $1.0 * $1.1 } / 150
          }
        }
        expect(
          try s.gradient(loss, w), equals: slopes, within: noise(loss, w, terms: 160),
          "1/(2n)·Σ(xᵢ·w − yᵢ)² has the gradient 1/n·Σ(xᵢ·w − yᵢ)·xᵢ.", what: "the gradient of the mean squared error")
        expect(try s.checkGradient(slopes, loss, w), is: "right", "its gradient by the formula")
        expect(
          try s.checkGradient(slopes.map { 150 * $0 }, loss, w),
          is: Report(worst: 0, error: 149 / 150, verdict: "wrong"),
          "the formula without 1/n", anyIndex: true)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "all variables moved at once",
        Rule(gradient: { f, x in x.map { at in central({ t in f(x.map { $0 + (t - at) }) }, at) } }).submission,
        """
        You move all variables by the same step, so each entry is the sum of all slopes. A partial derivative asks what \
        one variable does while the others stay.
        """),
      Misconception(
        "moved and not put back",
        Rule(gradient: { f, x in
          var y = x
          return x.indices.map { i in
            let slope = central(
              { t in
                y[i] = t; return f(y)
              }, x[i])
            return slope
          }
        }).submission,
        """
        x was moved for one variable and not put back for the next: later entries are slopes at another place. Take a \
        fresh copy of x for each question.
        """),
      Misconception(
        "divided by h", Rule(gradient: { f, x in right.gradient(f, x).map { 2 * $0 } }).submission,
        "The two points are 2·h apart, and you divide by h: each slope is doubled. `derivative` does it right."),
      Misconception(
        "forward differences",
        Rule(gradient: { f, x in
          x.indices.map { i in forward(line(f, x, i), x[i], 0x1p-26 * max(1, abs(x[i]))) }
        }).submission,
        """
        A difference to one side has 8 digits at best, too few to call a gradient right at 10⁻⁷. The central one costs \
        as much for each variable and has 10.
        """),
      Misconception(
        "one step for all",
        Rule(gradient: { f, x in
          x.indices.map { i in
            let g = line(f, x, i)
            return (g(x[i] + 6.055e-6) - g(x[i] - 6.055e-6)) / ((x[i] + 6.055e-6) - (x[i] - 6.055e-6))
          }
        }).submission,
        """
        Every variable moves by the same h. For one that is 10⁶ that is next to nothing, and the quotient is mostly \
        rounding. `derivative` takes the step from the place at which it is asked.
        """),
      Misconception(
        "absolute errors", Rule(error: { a, b in abs(a - b) }).submission,
        """
        The difference alone has the unit of the slopes. Where they are 10⁻⁹ everything passes, twice the gradient too, \
        and where they are 10⁶ nothing does. Divide by the larger of the two.
        """),
      Misconception(
        "divided by the claimed one", Rule(error: { a, b in a == b ? 0 : abs(a - b) / abs(a) }).submission,
        """
        Divided by one of the two, an error is as large as you like if that one is near 0, and depends on the order. \
        The larger of both is never 0 unless both are.
        """),
      Misconception(
        "divided by the sum",
        Rule(error: { a, b in finite(a, b) ? (a == b ? 0 : abs(a - b) / (abs(a) + abs(b))) : .infinity })
          .submission,
        "|a| + |b| is up to twice the larger: your errors are half as large as asked, and the ladder means others."),
      Misconception(
        "zero against zero is NaN",
        Rule(error: { a, b in finite(a, b) ? abs(a - b) / max(abs(a), abs(b)) : .infinity }).submission,
        "A variable that f does not depend on has slope 0 in both, and 0/0 is NaN. They agree: the error is 0."),
      Misconception(
        "NaN slips through", Rule(error: { a, b in a == b ? 0 : abs(a - b) / max(abs(a), abs(b)) }).submission,
        """
        With a NaN the error is NaN, no comparison with it is true, and an entry that is no number passes for right. \
        Ask for finite numbers first.
        """),
      Misconception(
        "norms instead of the worst entry",
        Rule(overall: { a, b, errors in
          let distance = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
          let size = max(norm(a), norm(b))
          return size == 0 ? 0 : distance.isFinite && size.isFinite ? distance / size : .infinity
        }).submission,
        """
        You compare norms of whole gradients. One entry of 1000 hides another of 1 that is all wrong. Judge entry by \
        entry, and let the worst decide.
        """),
      Misconception(
        "the mean of the errors",
        Rule(overall: { _, _, errors in errors.isEmpty ? 0 : errors.reduce(0, +) / Double(errors.count) }).submission,
        "A mean forgives: one wrong entry among a hundred right ones vanishes in it. The worst entry decides."),
      Misconception(
        "the largest difference for the worst", Rule(ranksByDifference: true).submission,
        """
        You name the entry where |a − b| is largest. That is one of the large entries, not the one that is most wrong: \
        look for the largest relative error.
        """),
      Misconception(
        "kinks not looked for", Rule(looksForKinks: false).submission,
        """
        At a kink the central difference gives the mean of two slopes, and a right formula gives one of them. You call \
        that wrong. Ask hasKink before you judge.
        """),
      Misconception(
        "a kink excuses all", Rule(kinkWins: true).submission,
        """
        One kink, and you say nothing about the other entries, which may be plainly wrong. Set aside the entries at \
        kinks only.
        """),
      Misconception(
        "every kink is set aside", Rule(setsAsideRight: true).submission,
        "An entry at a kink that agrees with the difference anyway is right. Only errors above 10⁻⁷ ask for an excuse."),
      Misconception(
        "a kink where the slope is 0", Rule(kink: { wide, narrow, largest in narrow > 0.01 * largest }).submission,
        """
        At the bottom of x² the slopes to both sides are h and −h, as different as can be, and there is no kink: they \
        shrink with h. Compare the gap with that of a larger step.
        """),
      Misconception(
        "rounding taken for a kink", Rule(kink: { wide, narrow, largest in narrow > wide / 2 }).submission,
        """
        On a straight line both gaps are rounding, and which is larger is chance. A kink is a gap that is large compared \
        with the slopes.
        """),
      Misconception(
        "right up to 1e-4", Rule(rightUpTo: 1e-4).submission,
        """
        With central differences in Double a right formula agrees to 10⁻⁷ and better. An error of 10⁻⁵ means a small \
        term that is missing.
        """),
      Misconception(
        "the bounds themselves on the wrong side", Rule(boundsAreWorse: true).submission,
        """
        10⁻⁷ itself is right and 10⁻² itself doubtful: error ≤ 10⁻⁷, error ≤ 10⁻². With < a value that was allowed is \
        refused, and only an error above 10⁻⁷ asks for a kink as an excuse.
        """),
      Misconception(
        "counts not compared", Rule(asksCount: false).submission,
        "zip stops at the shorter one, and what is missing is never compared. Compare the counts first, and throw."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "x moved in place and put back; errors sorted",
        Submission(
          gradient: .init { f, x in
            var y = x
            return x.indices.map { i in
              let h = cbrt(0x1p-52) * max(1, abs(x[i]))
              y[i] = x[i] + h
              let (right, above) = (y[i], f(y))
              y[i] = x[i] - h
              let (left, below) = (y[i], f(y))
              y[i] = x[i]
              return (above - below) / (right - left)
            }
          },
          relativeError: .init { a, b in
            let error = abs(a - b) / max(abs(a), abs(b), .leastNonzeroMagnitude)
            return a.isFinite && b.isFinite ? error : .infinity
          },
          hasKink: .init(Rule().hasKink),
          checkGradient: .init { claimed, f, x in
            guard claimed.count == x.count else { throw WrongCount(expected: x.count, got: claimed.count) }
            let slopes = right.gradient(f, x)
            let entries = x.indices.map { i in (i, right.error(claimed[i], slopes[i])) }
            let (aside, rest) = (
              entries.filter { $0.1 > 1e-7 && Rule().hasKink(f, x, $0.0) },
              entries.filter { !($0.1 > 1e-7 && Rule().hasKink(f, x, $0.0)) }
            )
            let worst = rest.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.first
            switch worst?.1 ?? 0 {
            case ...1e-7:
              if let kink = aside.first { return Report(worst: kink.0, error: kink.1, verdict: "kink") }
              return Report(worst: worst?.0, error: worst?.1 ?? 0, verdict: "right")
            case ...1e-2: return Report(worst: worst?.0, error: worst?.1 ?? 0, verdict: "doubtful")
            default: return Report(worst: worst?.0, error: worst?.1 ?? 0, verdict: "wrong")
            }
          }))
    ]
  }
}

// MARK: - Parts of the checks

/// What rounding does to central differences of f at x: each value is off by terms·ε of |f| at most, divided by 2·h. Twice
/// that, for f grows within a step.
private func noise(_ f: Field, _ x: [Double], terms: Int = 4) -> Tolerance {
  .absolute(2 * Double(terms) * 0x1p-52 * (abs(f(x)) + 10) / 6e-6)
}

/// Expects a report; its error may differ by what the differences are off.
private func expect(
  _ got: @autoclosure () throws -> Report, is expected: Report, _ circumstance: String, tolerance: Double = 2e-8,
  anyIndex: Bool = false, line: Int = #line
) {
  do {
    let got = try got()
    let isAlike =
      got.verdict == expected.verdict && (anyIndex || got.worst == expected.worst)
      && (got.error == expected.error || abs(got.error - expected.error) <= tolerance)
    expect(
      isAlike, "\(circumstance): the report is \(got), expected \(expected)",
      "Largest relative error of an entry that is not set aside: up to 1e-7 right, up to 1e-2 doubtful, else wrong.",
      line: line)
  } catch {
    expect(false, "\(circumstance): it throws \(error), expected a report", line: line)
  }
}

private func expect(
  _ got: @autoclosure () throws -> Report, is verdict: String, _ circumstance: String, line: Int = #line
) {
  do {
    let got = try got()
    expect(
      got.verdict == verdict && got.error <= 1e-7, "\(circumstance): the report is \(got), expected .\(verdict)",
      "Largest relative error of an entry that is not set aside: up to 1e-7 right.", line: line)
  } catch {
    expect(false, "\(circumstance): it throws \(error), expected a report", line: line)
  }
}

private func normals(_ count: Int, _ random: inout some RandomNumberGenerator) -> [Double] {
  (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
}

private func rosenbrock(_ x: [Double]) -> Double {
  zip(x, x.dropFirst()).reduce(0.0) { sum, pair in
    let (first, second) = (pair.1 - pair.0 * pair.0, 1 - pair.0)
    return sum + 100 * first * first + second * second
  }
}

private func rosenbrockSlopes(_ x: [Double]) -> [Double] {
  var slopes = x.map { _ in 0.0 }
  for i in 0..<x.count - 1 {
    let first = x[i + 1] - x[i] * x[i]
    slopes[i] += -400 * x[i] * first - 2 * (1 - x[i])
    slopes[i + 1] += 200 * first
  }
  return slopes
}

/// Sepal length, sepal width, petal length and 1, and the petal width, of 150 flowers.
private let iris = Result {
  let rows = try Dataset("tabular/iris.csv").csv().numbers([
    "sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm",
  ])
  return (rows.map { $0[..<3] + [1] }.map(Array.init), rows.map { $0[3] })
}

// MARK: - Wrong and right ways

private func line(_ f: @escaping Field, _ x: [Double], _ i: Int) -> (Double) -> Double {
  { t in
    var y = x
    y[i] = t
    return f(y)
  }
}

private func central(_ f: (Double) -> Double, _ x: Double) -> Double {
  let h = cbrt(0x1p-52) * max(1, abs(x))
  return (f(x + h) - f(x - h)) / ((x + h) - (x - h))
}

private func forward(_ f: (Double) -> Double, _ x: Double, _ h: Double) -> Double {
  (f(x + h) - f(x)) / ((x + h) - x)
}

private func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

private func finite(_ a: Double, _ b: Double) -> Bool { a.isFinite && b.isFinite }

private enum right {
  static func gradient(_ f: @escaping Field, _ x: [Double]) -> [Double] {
    x.indices.map { i in central(line(f, x, i), x[i]) }
  }

  static func error(_ a: Double, _ b: Double) -> Double {
    finite(a, b) ? (a == b ? 0 : abs(a - b) / max(abs(a), abs(b))) : .infinity
  }
}

/// The four functions as a set of choices; untouched, they are the right ones.
private struct Rule {
  var gradient: (@escaping Field, [Double]) -> [Double] = right.gradient
  var error: (Double, Double) -> Double = right.error
  /// From the gap for h, the gap for h/8, and the larger slope there.
  var kink: (Double, Double, Double) -> Bool = { wide, narrow, largest in narrow > wide / 2 && narrow > 0.01 * largest }
  /// The error reported, from both gradients and the errors of the entries that are not set aside.
  var overall: (([Double], [Double], [Double]) -> Double)?
  var ranksByDifference = false
  var looksForKinks = true
  var kinkWins = false
  var setsAsideRight = false
  var rightUpTo = 1e-7
  var asksCount = true
  /// Whether an error that is a bound counts as worse.
  var boundsAreWorse = false

  private func isAbove(_ error: Double, _ bound: Double) -> Bool { boundsAreWorse ? error >= bound : error > bound }

  func hasKink(_ f: @escaping Field, _ x: [Double], _ i: Int) -> Bool {
    let g = line(f, x, i)
    let h = cbrt(0x1p-52) * max(1, abs(x[i]))
    let (right, left) = (forward(g, x[i], h / 8), forward(g, x[i], -h / 8))
    return kink(abs(forward(g, x[i], h) - forward(g, x[i], -h)), abs(right - left), max(abs(right), abs(left)))
  }

  func report(_ claimed: [Double], _ f: @escaping Field, _ x: [Double]) throws -> Report {
    if asksCount, claimed.count != x.count { throw WrongCount(expected: x.count, got: claimed.count) }
    let slopes = gradient(f, x)
    let errors = zip(claimed, slopes).map(error)
    let aside = errors.indices.filter {
      looksForKinks && (setsAsideRight || isAbove(errors[$0], rightUpTo)) && hasKink(f, x, $0)
    }
    if kinkWins, let first = aside.first { return Report(worst: first, error: errors[first], verdict: "kink") }
    let rest = errors.indices.filter { !aside.contains($0) }
    func rank(_ i: Int) -> Double { ranksByDifference ? abs(claimed[i] - slopes[i]) : errors[i] }
    let worst = rest.reduce(nil as Int?) { worst, i in
      if let worst, !(rank(i) > rank(worst)) { return worst }
      return i
    }
    let error =
      overall?(rest.map { claimed[$0] }, rest.map { slopes[$0] }, rest.map { errors[$0] }) ?? worst.map { errors[$0] }
      ?? 0
    let isWorse = isAbove(error, rightUpTo)
    if !isWorse, let first = aside.first { return Report(worst: first, error: errors[first], verdict: "kink") }
    return Report(worst: worst, error: error, verdict: isAbove(error, 1e-2) ? "wrong" : isWorse ? "doubtful" : "right")
  }

  var submission: Submission {
    Submission(
      gradient: .init { f, x in gradient(f, x) }, relativeError: .init(error),
      hasKink: .init { f, x, i in hasKink(f, x, i) },
      checkGradient: .init { claimed, f, x in try report(claimed, f, x) })
  }
}
