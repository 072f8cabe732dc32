import Checking
import Glibc
import LabPlot

typealias Curve = (Double) -> Double

struct Submission {
  var forwardDifference: Function<Curve, Double, Double, Double>
  var centralDifference: Function<Curve, Double, Double, Double>
  var bestStep: Function<Double, Bool, Double>
  var derivative: Function<Curve, Double, Double>
}

enum FiniteDifferences: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        let cube: Curve = { $0 * $0 * $0 }
        expect(
          try s.forwardDifference(cube, 2, 0.5), equals: 15.25, "f(2.5) = 15.625 and f(2) = 8, half a step apart.",
          what: "the forward difference of x³ at 2, step 1/2,")
        expect(
          try s.centralDifference(cube, 2, 0.5), equals: 12.25,
          "f(2.5) = 15.625 and f(1.5) = 3.375, a whole step apart.",
          what: "the central difference of x³ at 2, step 1/2,")
        expect(
          try s.centralDifference(cube, 0, 0.5), equals: 0.25,
          "f(0.5) = 0.125 and f(−0.5) = −0.125, a whole step apart.",
          what: "the central difference of x³ at 0, step 1/2,")
        expect(
          try s.centralDifference({ $0 * $0 }, 0, 0.5), equals: 0, "x² is as high on either side of 0.",
          what: "the central difference of x² at 0, step 1/2,")
        expect(
          try s.bestStep(0, false), equals: 0x1p-26, within: .ulps(4), "The root of ε = 2⁻⁵².",
          what: "bestStep(at: 0, central: false)")
        expect(
          try s.bestStep(0, true), equals: 6.055454452393343e-06, within: .ulps(4), "The cube root of ε = 2⁻⁵².",
          what: "bestStep(at: 0, central: true)")
      },
      // Every number on the way is a multiple of 2⁻¹⁵ below 2¹²: nothing rounds but the quotient.
      Check("has the right error for parabolas", holdingFor: 40) { s, draws in
        let (a, b, c, x) = (draws.eighth(), draws.eighth(), draws.eighth(), draws.eighth())
        let h = (draws.flag() ? -1 : 1) * (1 + Double(draws.number(below: 8))) / 8
        let parabola: Curve = { a + b * $0 + c * $0 * $0 }
        let slope = b + 2 * c * x
        expect(
          try s.centralDifference(parabola, x, h), equals: slope, within: .ulps(2),
          "f''' = 0, so the central difference is exact, for negative h too.",
          what: "the central difference of \(a) + \(b)·x + \(c)·x² at \(x), step \(h),")
        expect(
          try s.forwardDifference(parabola, x, h), equals: slope + c * h, within: .ulps(2),
          "The forward difference is off by h/2·f'' = h·\(c), of the sign of h.",
          what: "the forward difference of \(a) + \(b)·x + \(c)·x² at \(x), step \(h),")
      },
      // Taylor with Lagrange's remainder for exp, all of whose derivatives are exp. Rounding: 2·ε·f at each point, and
      // the same for the quotient.
      Check("shrinks its error like h and like h²") { s, random in
        let x = Double.random(in: 0.5...1, using: &random)
        for k in [2, 4, 6, 8, 10] {
          let h = pow(2, -Double(k))
          let doubt = 8 * 0x1p-52 * exp(x + h) / h
          let (forward, central) = (
            try s.forwardDifference(exp, x, h) - exp(x), try s.centralDifference(exp, x, h) - exp(x)
          )
          expect(
            forward >= h / 2 * exp(x) - doubt && forward <= h / 2 * exp(x + h) + doubt,
            "The forward difference of eˣ at \(x), step 2^−\(k), is off by \(forward), expected about \(h / 2 * exp(x))",
            "Its error is h/2·f'': half the step, half the error.")
          expect(
            central >= h * h / 6 * exp(x - h) - doubt && central <= h * h / 6 * exp(x + h) + doubt,
            "The central difference of eˣ at \(x), step 2^−\(k), is off by \(central), "
              + "expected about \(h * h / 6 * exp(x))", "Its error is h²/6·f''': half the step, a quarter of the error."
          )
        }
      },
      // For f(x) = x the quotient is a number divided by itself.
      Check("divides by the step that is made", cases: 3) { s, random in
        let advice = "x + h is rounded. Divide by the distance of the points where f was asked: (x + h) − x."
        for (size, h) in [(1e6, 1e-8), (1, 1e-12), (-3e3, 1e-11), (1e9, 1e-6)] {
          let x = size * Double.random(in: 1...1.9, using: &random)
          expect(
            try s.forwardDifference({ $0 }, x, h), equals: 1, within: .ulps(2), advice,
            what: "the forward difference of f(x) = x at \(x), step \(h),")
          expect(
            try s.centralDifference({ $0 }, x, h), equals: 1, within: .ulps(2), advice,
            what: "the central difference of f(x) = x at \(x), step \(h),")
        }
      },
      Check("asks f at two points") { s in
        for (isCentral, points) in [(false, [3, 3.25]), (true, [2.75, 3.25])] {
          let asked = Asked()
          let quotient = isCentral ? s.centralDifference : s.forwardDifference
          expect(
            try quotient(asked.function, 3, 0.25), equals: isCentral ? 6 : 6.25,
            what: "the \(isCentral ? "central" : "forward") difference of x² at 3, step 1/4,")
          expect(
            asked.points.sorted(), equals: points,
            isCentral ? "Central: a step to each side." : "Forward: x and x + h.",
            what: "the points at which f was asked")
        }
      },
      Check("takes a step that grows with x, but not smaller than for 1") { s in
        let (root, cubeRoot) = (0x1p-26, 6.055454452393343e-06)
        for (x, scale) in [(1.0, 1.0), (-1, 1), (0.001, 1), (-1e-300, 1), (5, 5), (-7, 7), (1e6, 1e6), (-1e6, 1e6)] {
          let advice = "√ε for the forward, ∛ε for the central difference, each times max(1, |x|) = \(scale)."
          expect(try s.bestStep(x, false), equals: root * scale, within: .ulps(4), advice)
          expect(try s.bestStep(x, true), equals: cubeRoot * scale, within: .ulps(4), advice)
        }
      },
      // h²/6·|f'''| and, from rounding, 2·ε·|f|/h; half as much again for what f and f''' change within h, and 4·ε·|f'|
      // for the quotient.
      Check("finds derivatives to the digits there are") { s in
        for example in examples {
          let h = 6.0554544523933e-06 * max(1, abs(example.x))
          let bound = 1.5 * (h * h / 6 * abs(example.third) + 2 * 0x1p-52 * abs(example.f(example.x)) / h)
          expect(
            try s.derivative(example.f, example.x), equals: example.slope,
            within: .absolute(bound + 4 * 0x1p-52 * abs(example.slope)),
            "The central difference with its best step: ∛ε·max(1, |x|).",
            what: "the derivative of \(example.name) at \(example.x)")
        }
      },
      Check("says NaN where there is no step, or no value") { s in
        let advice = "0/0 is NaN; nothing needs to be done for it."
        for (x, h) in [(1e17, 1.0), (1, 0), (-1, 1e-17)] {
          expect(
            try s.forwardDifference({ 2 * $0 }, x, h), equals: .nan, advice,
            what: "the forward difference of 2·x at \(x), step \(h),")
          expect(
            try s.centralDifference({ 2 * $0 }, x, h), equals: .nan, advice,
            what: "the central difference of 2·x at \(x), step \(h),")
        }
        // 2ᵏ⁻⁵³ is half the spacing above 2ᵏ, and all of it below: 7/8 of that is lost above, and made whole below.
        for (x, h) in [(1, 0x1.cp-54), (-1, 0x1.cp-54), (0x1p40, 0x1.cp-14), (-0x1p-30, -0x1.cp-84)] {
          let isLost = x + h == x
          expect(
            try s.forwardDifference({ 2 * $0 }, x, h), equals: isLost ? .nan : 2,
            isLost ? "x + h is x. " + advice : "x + h is another Double than x.",
            what: "the forward difference of 2·x at \(x), step \(h),")
          expect(
            try s.centralDifference({ 2 * $0 }, x, h), equals: 2,
            "One of x + h and x − h is x, the other is not: two points, so there is a quotient.",
            what: "the central difference of 2·x at \(x), step \(h),")
        }
        expect(try s.derivative(log, -2), equals: .nan, "log is NaN there.", what: "the derivative of log x at −2")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the central difference given up with the forward one",
        Rule(central: { f, x, h in x + h == x ? .nan : Rule().central(f, x, h) }).submission,
        """
        You answer NaN as soon as x + h is x. At a power of two the Doubles below lie twice as close as those above, so \
        x − h may be another point all the same. Two different points have a quotient; only 0/0 has none.
        """),
      Misconception(
        "forward called central", Rule(central: { f, x, h in Rule().forward(f, x, h) }).submission,
        """
        Both of your quotients look ahead only. The central one takes a step to each side: then the terms with f'' \
        cancel, and the error is h² instead of h.
        """),
      Misconception(
        "central divided by h", Rule(central: { f, x, h in (f(x + h) - f(x - h)) / ((x + h) - x) }).submission,
        "x − h and x + h are 2·h apart, and you divide by h: twice the derivative comes out."),
      Misconception(
        "divided by the step asked for",
        Rule(
          forward: { f, x, h in (f(x + h) - f(x)) / h },
          central: { f, x, h in (f(x + h) - f(x - h)) / (2 * h) }
        ).submission,
        """
        The formula is right on paper, but x + h is rounded to a Double, and the step that is made is another than h: by \
        ε·|x|/h of itself. Divide by the difference of the two points.
        """),
      Misconception(
        "backward for forward", Rule(forward: { f, x, h in (f(x) - f(x - h)) / (x - (x - h)) }).submission,
        "You compare with the point before x. Forward looks at x + h; for a negative h it looks back by itself."),
      Misconception(
        "the size of the step alone",
        Rule(
          forward: { f, x, h in Rule().forward(f, x, abs(h)) }, central: { f, x, h in Rule().central(f, x, abs(h)) }
        ).submission,
        "For a negative h you look ahead all the same. Take h as it comes: numerator and denominator change their sign together."
      ),
      Misconception(
        "sign of the difference", Rule(forward: { f, x, h in (f(x) - f(x + h)) / ((x + h) - x) }).submission,
        "You subtract the value ahead from the one here, so a growing function gets a negative slope."),
      Misconception(
        "a step of 1e-12", Rule(step: { _, _ in 1e-12 }).submission,
        """
        So small a step leaves hardly any difference: f(x + h) and f(x) agree in twelve digits, and the four that are \
        left are mostly rounding. The best step is a root of ε, not as small as possible.
        """),
      Misconception(
        "step not scaled", Rule(scale: { _ in 1 }).submission,
        """
        At x = 10⁶ a step of 10⁻⁸ is hardly more than the distance of two Doubles. A step is small or large compared \
        with x: multiply by max(1, |x|).
        """),
      Misconception(
        "step zero at zero", Rule(scale: { abs($0) }).submission,
        "Scaled by |x| alone, the step is 0 at x = 0, and the derivative 0/0. Let it not fall below that for |x| = 1."),
      Misconception(
        "the sign of x in the scale", Rule(scale: { max(1, $0) }).submission,
        "For x = −10⁶ max(1, x) is 1. It is the size of x that counts: max(1, |x|)."),
      Misconception(
        "1 + |x|", Rule(scale: { 1 + abs($0) }).submission,
        "1 + |x| serves as well in practice, but asked is max(1, |x|); at x = 1 yours is twice as large."),
      Misconception(
        "one root for both", Rule(step: { scale, _ in 0x1p-26 * scale }).submission,
        """
        You take √ε for the central difference as well. Its error is h², so it can afford a larger step, ∛ε, and loses \
        fewer digits to rounding.
        """),
      Misconception(
        "the roots exchanged",
        Rule(step: { scale, isCentral in (isCentral ? 0x1p-26 : cbrt(0x1p-52)) * scale }).submission,
        "√ε belongs to the forward difference and ∛ε to the central one; you have them the other way round."),
      Misconception(
        "ε as the step", Rule(step: { scale, _ in 0x1p-52 * scale }).submission,
        """
        ε is the distance from 1 to the next Double: f(x + ε) − f(x) is rounding and nothing else. Balance the error of \
        the formula against that of rounding, and a root of ε comes out.
        """),
      Misconception(
        "the derivative looks ahead",
        Rule(derivative: { f, x in Rule().forward(f, x, Rule().step(max(1, abs(x)), false)) }).submission,
        "Your derivative is a forward difference: 8 digits at best. The central one gives 10 for the same price."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "times the reciprocal; the points the other way round; powers of 2 for the roots",
        Submission(
          forwardDifference: .init { f, x, h in
            let step = (x + h) - x
            return (f(x + h) - f(x)) * (1 / step)
          },
          centralDifference: .init { f, x, h in
            let (left, right) = (x - h, x + h)
            return (f(left) - f(right)) / (left - right)
          },
          bestStep: .init { x, isCentral in max(1, abs(x)) * exp2(isCentral ? -52.0 / 3 : -26) },
          derivative: .init { f, x in Rule().central(f, x, exp2(-52.0 / 3) * max(1, abs(x))) }))
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let steps = (0...48).map { pow(10, -Double($0) / 3) }
        func errors(_ difference: (@escaping Curve, Double, Double) throws -> Double) rethrows -> [Double] {
          try steps.map { max(abs(try difference({ sin($0) }, 1, $0) - cos(1)), 1e-17) }
        }
        var plot = Plot(
          "The error of sin' at 1 over the step", x: "h", y: "error", xScale: .log, yScale: .log)
        plot.line(steps, try errors { try s.forwardDifference.unrecorded($0, $1, $2) }, name: "forward")
        plot.line(steps, try errors { try s.centralDifference.unrecorded($0, $1, $2) }, name: "central")
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

/// x², with a list of where it was asked.
private final class Asked {
  private(set) var points: [Double] = []

  var function: Curve {
    { x in
      self.points.append(x)
      return x * x
    }
  }
}

/// A function with its derivative and its third derivative at x.
private struct Example {
  let name: String
  let f: Curve
  let x: Double
  let slope: Double
  let third: Double
}

private var examples: [Example] {
  [
    Example(name: "exp x", f: exp, x: 1, slope: exp(1), third: exp(1)),
    Example(name: "exp x", f: exp, x: -2, slope: exp(-2), third: exp(-2)),
    Example(name: "sin x", f: sin, x: 0, slope: 1, third: -1),
    Example(name: "sin x", f: sin, x: 2.5, slope: cos(2.5), third: -cos(2.5)),
    Example(name: "log x", f: log, x: 1e6, slope: 1e-6, third: 2e-18),
    Example(name: "x³", f: { $0 * $0 * $0 }, x: -1e6, slope: 3e12, third: 6),
    Example(name: "√x", f: { $0.squareRoot() }, x: 3e5, slope: 0.5 / (3e5).squareRoot(), third: 0.375 * pow(3e5, -2.5)),
    Example(name: "1/(1 + x²)", f: { 1 / (1 + $0 * $0) }, x: 0.75, slope: -1.5 / (1.5625 * 1.5625), third: 1.32120576),
  ]
}

// MARK: - Wrong and right ways

/// The four functions as a set of choices; untouched, they are the right ones.
private struct Rule {
  var forward: (Curve, Double, Double) -> Double = { f, x, h in (f(x + h) - f(x)) / ((x + h) - x) }
  var central: (Curve, Double, Double) -> Double = { f, x, h in (f(x + h) - f(x - h)) / ((x + h) - (x - h)) }
  /// From the scale and whether the difference is central.
  var step: (Double, Bool) -> Double = { scale, isCentral in (isCentral ? cbrt(0x1p-52) : 0x1p-26) * scale }
  var scale: (Double) -> Double = { max(1, abs($0)) }
  var derivative: ((Curve, Double) -> Double)?

  var submission: Submission {
    Submission(
      forwardDifference: .init(forward), centralDifference: .init(central),
      bestStep: .init { x, isCentral in step(scale(x), isCentral) },
      derivative: .init { f, x in derivative?(f, x) ?? central(f, x, step(scale(x), true)) })
  }
}
