import Checking
import Glibc

struct TooManyEvaluations: Error {
  var limit: Int
}

struct Quadrature: Observable, CustomStringConvertible {
  var value: Double
  var error: Double
  var evaluations: Int

  var observation: Observation { Observation(numbers: [value, error, Double(evaluations)]) }

  var description: String { "value \(value), error \(error), evaluations \(evaluations)" }
}

typealias Integrand = (Double) -> Double

struct Submission {
  var trapezoid: Function<Integrand, Double, Double, Int, Double>
  var simpson: Function<Integrand, Double, Double, Int, Double>
  var integrate: Function<Integrand, Double, Double, Double, Int, Quadrature>
}

enum Integration: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let cube: Integrand = { $0 * $0 * $0 }
        expect(
          try s.trapezoid(cube, 0, 2, 2), equals: 5, "The inner end counts once, the outer ones half.",
          what: "trapezoid of x³ from 0 to 2, 2 pieces,")
        expect(
          try s.simpson(cube, 0, 2, 1), equals: 4, within: .ulps(4),
          "The middle counts four times, the ends once; divide by 6.",
          what: "simpson of x³ from 0 to 2, 1 piece,")
        let integral = try s.integrate(cube, 0, 2, 1e-6, 100)
        let called = "integrate of x³ from 0 to 2, tolerance 1e-6,"
        expect(integral.value, equals: 4, within: .ulps(64), what: called)
        expect(
          integral.error, equals: 0, within: .rounding(operations: 64, scale: 4),
          "Simpson is exact for cubics.", what: "The error of " + called)
        expect(
          integral.evaluations, equals: 21, "11 at the ends and middles of five pieces, 2 more for each comparison.",
          what: "The evaluations of " + called)
      },
      // n terms, each with a handful of roundings, of sizes up to 4 + 4·16 + …, at most 400 for |x| ≤ 4.
      Check("is exact for lines and cubics", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 1...7)
        let (a, b) = (draws.eighth(), draws.eighth())
        let c = draws.vector(4)
        let rounding = Tolerance.rounding(operations: 8 * n + 20, scale: 400 * (abs(b - a) + 1))
        let line: Integrand = { c[0] + c[1] * $0 }
        expect(
          try s.trapezoid(line, a, b, n), equals: (b - a) * (c[0] + c[1] * (a + b) / 2), within: rounding,
          "Each piece of a line is a trapezoid.",
          what: "trapezoid of \(c[0]) + \(c[1])·x from \(a) to \(b), \(n) pieces,")
        let cubic: Integrand = { c[0] + $0 * (c[1] + $0 * (c[2] + $0 * c[3])) }
        func antiderivative(_ x: Double) -> Double { x * (c[0] + x * (c[1] / 2 + x * (c[2] / 3 + x * c[3] / 4))) }
        expect(
          try s.simpson(cubic, a, b, n), equals: antiderivative(b) - antiderivative(a), within: rounding,
          "Weights 1, 4, 1 on each piece, divided by 6.",
          what: "simpson of the cubic with coefficients \(c) from \(a) to \(b), \(n) pieces,")
      },
      // Euler and Maclaurin: trapezoid − I = h²/12·[f′]ₐᵇ − h⁴/720·[f‴]ₐᵇ + …, Simpson − I = h⁴/2880·[f‴]ₐᵇ − … For exp
      // on [0, 1] and h = 1/8 the next terms are smaller by h²/60 and less: 1 % covers them.
      Check("has errors of the second and of the fourth order") { s in
        for n in [8, 16, 32] {
          let h = 1 / Double(n)
          let (t, p) = (Counted { (x: Double) in exp(x) }, Counted { (x: Double) in exp(x) })
          let exact = M_E - 1
          expect(
            try s.trapezoid(t.function, 0, 1, n) - exact, equals: h * h / 12 * exact, within: .relative(0.01),
            "Twice the pieces, a quarter of the error. Are the ends counted half, and none left out?",
            what: "The error of trapezoid for exp on [0, 1], \(n) pieces,")
          expect(
            try s.simpson(p.function, 0, 1, n) - exact, equals: h * h * h * h / 2880 * exact, within: .relative(0.01),
            "Twice the pieces, a sixteenth of the error. Which points have the weight 4?",
            what: "The error of simpson for exp on [0, 1], \(n) pieces,")
          let once = "Two neighbouring pieces share an end: ask f there once."
          expect(t, named: "exp in trapezoid with \(n) pieces", calledAtMost: n + 1, once)
          expect(p, named: "exp in simpson with \(n) pieces", calledAtMost: 2 * n + 1, once)
        }
        // Whole numbers below 2⁵³ and powers of two: every term and every sum is exact.
        let many = "Every piece counts, the last of a thousand as well."
        expect(
          try s.trapezoid({ $0 }, 0, 1024, 1024), equals: 524_288, many,
          what: "trapezoid of x from 0 to 1024, 1024 pieces,")
        expect(
          try s.simpson({ $0 * $0 }, 0, 1024, 1024), equals: 1024 * 1024 * 1024 / 3.0, within: .ulps(64), many,
          what: "simpson of x² from 0 to 1024, 1024 pieces,")
        // All the terms vanish for a period: 16 points give ∫ exp(cos x) = 2π·I₀(1) to the last digits.
        expect(
          try s.trapezoid({ exp(cos($0)) }, 0, 2 * .pi, 16), equals: 7.954926521012845, within: .ulps(64),
          "Over a period the ends count half each, and together as one point.",
          what: "trapezoid of exp(cos x) from 0 to 2π, 16 pieces,")
      },
      Check("keeps its tolerance where f is rough") { s in
        for (name, f, a, b, tolerance, exact) in rough { expectQuadrature(s, name, f, a, b, tolerance, exact) }
      },
      Check("is not fooled by zeros at its first points") { s in
        expectQuadrature(s, "sin²(4πx)", { pow(sin(4 * .pi * $0), 2) }, 0, 1, 1e-6, 0.5)
        expectQuadrature(s, "a narrow peak", { exp(-pow(40 * ($0 - 0.13), 2)) }, 0, 1, 1e-9, erfPeak)
      },
      Check("asks f once at each place, and no more than allowed") { s in
        let f = Counted { (x: Double) in x.squareRoot() }
        let right = adaptive({ $0.squareRoot() }, 0, 1, 1e-6)
        let got = try s.integrate(f.function, 0, 1, 1e-6, 10_000)
        expect(
          f, named: "√x in integrate from 0 to 1, tolerance 1e-6,", calledAtMost: right.evaluations,
          "Hand the values at l, m and r down to the halves.")
        expect(got.evaluations, equals: f.count, "Count each call of f.", what: "The evaluations reported")
        expect(
          try s.integrate({ $0.squareRoot() }, 0, 1, 1e-6, right.evaluations).value, equals: right.value,
          within: .rounding(operations: right.evaluations, scale: 1), "Exactly as many as needed are allowed.",
          what: "integrate of √x from 0 to 1 with the limit \(right.evaluations), as many as it needs,")
        expect(
          throws: TooManyEvaluations(limit: right.evaluations - 1), "One less than needed is too few.",
          { try s.integrate({ $0.squareRoot() }, 0, 1, 1e-6, right.evaluations - 1) })
        expect(
          throws: TooManyEvaluations(limit: 10), "Even before the first comparison eleven are needed.",
          { try s.integrate({ $0 }, 0, 1, 1e-6, 10) })
      },
      Check("does the edges") { s in
        let nothing = try s.integrate({ 1 / $0 }, 0, 0, 1e-6, 100)
        expect(
          [nothing.value, nothing.error, Double(nothing.evaluations)], equals: [0, 0, 0],
          "From a to a there is nothing, whatever f is there.",
          what: "integrate of 1/x from 0 to 0 (value, error, evaluations)")
        expectQuadrature(s, "√x backwards", { $0.squareRoot() }, 1, 0, 1e-6, -2.0 / 3)
        expect(
          try s.trapezoid({ $0 * $0 }, 2, 0, 2), equals: -3, "From right to left h is negative.",
          what: "trapezoid of x² from 2 to 0, 2 pieces,")
        expect(
          throws: TooManyEvaluations(limit: 3000), "NaN ≤ s is false: such a piece is not accepted.",
          { try s.integrate({ $0 < 0.7 ? 1 : .nan }, 0, 1, 1e-3, 3000) })
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "ends counted in full", .right { $0.trapezoid = .init { trapezoids($0, $1, $2, $3, ends: 1) } },
        """
        An inner end belongs to two trapezoids, with a half in each; the first and the last belong to one, and count \
        half.
        """),
      Misconception(
        "only the left ends",
        .right {
          $0.trapezoid = .init { f, a, b, n in
            let h = (b - a) / Double(n)
            return h * (0..<n).reduce(0) { $0 + f(a + Double($1) * h) }
          }
        },
        """
        These are rectangles as high as f at their left end. Their error falls only like h, not like h².
        """),
      Misconception(
        "Simpson's weights swapped", .right { $0.simpson = .init { simpsons($0, $1, $2, $3, inner: 4, middle: 2) } },
        """
        The 4 belongs to the middle of a piece, the 2 to the ends that two pieces share. On one piece alone your \
        weights do not even add up to 6.
        """),
      Misconception(
        "shared ends counted once", .right { $0.simpson = .init { simpsons($0, $1, $2, $3, inner: 1, middle: 4) } },
        """
        An inner end has the weight 1 from the piece on its left and 1 from that on its right: together 2.
        """),
      Misconception(
        "divided by 3", .right { $0.simpson = .init { simpsons($0, $1, $2, $3, inner: 2, middle: 4) * 2 } },
        """
        The h/3 of the textbooks is for h from an end to the middle. Here h is a whole piece, and the weights 1, 4, \
        1 are divided by their sum, 6.
        """),
      Misconception(
        "the tolerance not halved", .right { $0.integrate = .init { try adaptive($0, $1, $2, $3, $4, share: 1) } },
        """
        Each piece may now be wrong by the whole tolerance, and the errors of all pieces add up. A half gets half.
        """),
      Misconception(
        "the tolerance for each of the five",
        .right { $0.integrate = .init { f, a, b, t, limit in try adaptive(f, a, b, 5 * t, limit) } },
        """
        Five pieces with the tolerance t each may together be wrong by 5·t. The whole has t, a fifth of it t/5.
        """),
      Misconception(
        "content with the first comparison",
        .right { $0.integrate = .init { try adaptive($0, $1, $2, $3, $4, deepest: 0) } },
        """
        You compare once and take S₂ however large the estimate is. The estimate is there to be acted on: where e > s, \
        halve and look again.
        """),
      Misconception(
        "begun with one piece", .right { $0.integrate = .init { try adaptive($0, $1, $2, $3, $4, pieces: 1) } },
        """
        The first comparison sees f at 0, ¼, ½, ¾, 1 of the way, and a function that happens to be 0 at these looks \
        like 0. Five pieces to begin with see 21 places.
        """),
      Misconception(
        "the difference without its magnitude",
        .right { $0.integrate = .init { try adaptive($0, $1, $2, $3, $4, size: { $0 }) } },
        """
        S₂ − S₁ may be negative, and then it is below every tolerance. Compare its magnitude.
        """),
      Misconception(
        "NaN accepted",
        .right { $0.integrate = .init { try adaptive($0, $1, $2, $3, $4, isEnough: { !($0 > $1) }) } },
        """
        You halve if e > s, and NaN is not greater than anything: so it is accepted, and the integral becomes NaN \
        without a word. Ask for e ≤ s, and halve otherwise.
        """),
      Misconception(
        "the difference for the error",
        .right { $0.integrate = .init { try adaptive($0, $1, $2, $3, $4, divisor: 1) } },
        """
        S₂ − S₁ is mostly the error of S₁, which is thrown away. That of S₂ is a fifteenth of the difference; \
        without the 15 you evaluate twice as often as you need.
        """),
      Misconception(
        "the coarse sum kept",
        .right { $0.integrate = .init { try adaptive($0, $1, $2, $3, $4, keepsHalves: false) } },
        """
        Both halves are computed, and you add S₁, which is sixteen times as wrong and not what the estimate is about.
        """),
      Misconception(
        "places asked again", .right { $0.integrate = .init { try adaptive($0, $1, $2, $3, $4, cost: 5) } },
        """
        Each comparison asks f at five places of which three are known already. f may be a simulation that takes an \
        hour: hand the known values down.
        """),
      Misconception(
        "the sign lost",
        .right { $0.integrate = .init { f, a, b, t, limit in try adaptive(f, min(a, b), max(a, b), t, limit) } },
        """
        From b back to a the integral changes its sign. With h = b − a, negative then, that happens by itself.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("piece by piece; adaptive with a list of pieces still to do", .right { _ in })
    ]
  }
}

// MARK: - Parts of the checks

/// Functions that have a kink, a jump or a steep place, with their integrals.
private let rough: [(String, @Sendable (Double) -> Double, Double, Double, Double, Double)] = [
  ("√x", { $0.squareRoot() }, 0, 1, 1e-4, 2.0 / 3),
  ("a step at 0.3", { $0 < 0.3 ? 0 : 1 }, 0, 1, 1e-4, 0.7),
  ("a step down at 0.3", { $0 < 0.3 ? 1 : 0 }, 0, 1, 1e-4, 0.3),
  ("|x − 0.3|", { abs($0 - 0.3) }, -1, 1, 1e-6, 1.09),
  ("1/(x² + 0.0001)", { 1 / ($0 * $0 + 1e-4) }, -1, 2, 1e-5, 100 * (atan(200) + atan(100))),
  ("exp", { exp($0) }, 0, 3, 1e-8, exp(3) - 1),
]

private let erfPeak = Double.pi.squareRoot() / 80 * (erf(40 * 0.87) + erf(40 * 0.13))

/// Expects the integral within the tolerance, and the value, estimate and count that the statement's rule gives.
///
/// The rule leaves nothing open but rounding, and no comparison here is so close that rounding decides it.
private func expectQuadrature(
  _ s: Submission, _ name: String, _ f: @escaping Integrand, _ a: Double, _ b: Double, _ tolerance: Double,
  _ exact: Double
) {
  let called = "integrate of \(name) from \(a) to \(b), tolerance \(tolerance),"
  guard let got = try? s.integrate(f, a, b, tolerance, 10_000) else {
    return expect(false, "\(called) throws; 10000 evaluations are more than enough")
  }
  let right = adaptive(f, a, b, tolerance)
  expect(
    got.value, equals: exact, within: .absolute(tolerance),
    "The errors of all pieces add up. What is the tolerance of a half?", what: called)
  // Sums over at most 1000 pieces, of the size of the integral of |f|; here f ≥ 0.
  let rounding = Tolerance.rounding(operations: right.evaluations, scale: exact)
  expect(got.value, equals: right.value, within: rounding, "The value is the sum of S₂ over the pieces.", what: called)
  expect(
    got.error, equals: right.error, within: rounding, "The error is the sum of |S₂ − S₁|/15 over the pieces accepted.",
    what: "The error of " + called)
  expect(
    got.evaluations, equals: right.evaluations, "11 at first, then 2 for each comparison.",
    what: "The evaluations of " + called)
}

// MARK: - Wrong and right ways

private func trapezoids(_ f: Integrand, _ a: Double, _ b: Double, _ n: Int, ends: Double = 0.5) -> Double {
  let h = (b - a) / Double(n)
  return (0...n).reduce(0) { sum, k in
    let weight = k == 0 || k == n ? ends : 1
    return sum + weight * h * f(a + (b - a) * Double(k) / Double(n))
  }
}

private func simpsons(
  _ f: Integrand, _ a: Double, _ b: Double, _ n: Int, inner: Double, middle: Double
) -> Double {
  (0...2 * n).reduce(0) { sum, k in
    let weight = k == 0 || k == 2 * n ? 1 : k % 2 == 0 ? inner : middle
    return sum + weight * (b - a) / Double(6 * n) * f(a + (b - a) * Double(k) / Double(2 * n))
  }
}

/// The rule of the statement with a list of pieces; each option can make it wrong in one place.
private func adaptive(
  _ f: Integrand, _ a: Double, _ b: Double, _ tolerance: Double, _ limit: Int = 10_000, share: Double = 0.5,
  pieces: Int = 5, deepest: Int = 40, divisor: Double = 15, cost: Int = 2, keepsHalves: Bool = true,
  size: (Double) -> Double = { abs($0) }, isEnough: (Double, Double) -> Bool = { $0 <= $1 }
) throws -> Quadrature {
  var result = Quadrature(value: 0, error: 0, evaluations: 0)
  guard a != b else { return result }
  struct Piece {
    var l, r, left, middle, right, tolerance: Double
    var halvings: Int
  }
  result.evaluations = 2 * pieces + 1
  guard result.evaluations <= limit else { throw TooManyEvaluations(limit: limit) }
  let points = (0...2 * pieces).map { a + (b - a) * Double($0) / Double(2 * pieces) }
  let values = points.map(f)
  var open = (0..<pieces).reversed().map { i in
    Piece(
      l: points[2 * i], r: points[2 * i + 2], left: values[2 * i], middle: values[2 * i + 1],
      right: values[2 * i + 2], tolerance: tolerance / Double(pieces), halvings: 0)
  }
  while let p = open.popLast() {
    guard result.evaluations + cost <= limit else { throw TooManyEvaluations(limit: limit) }
    result.evaluations += cost
    let m = p.l + (p.r - p.l) / 2
    let (first, second) = (f(p.l + (p.r - p.l) / 4), f(m + (p.r - p.l) / 4))
    if cost > 2 { _ = f(p.l) + f(m) + f(p.r) }
    let whole = (p.r - p.l) * (p.left + 4 * p.middle + p.right) / 6
    let halves =
      (p.r - p.l) * (p.left + 4 * first + p.middle) / 12 + (p.r - p.l) * (p.middle + 4 * second + p.right) / 12
    let error = size(halves - whole) / divisor
    if isEnough(error, p.tolerance) || p.halvings == deepest {
      result.value += keepsHalves ? halves : whole
      result.error += error
    } else {
      let (s, halvings) = (p.tolerance * share, p.halvings + 1)
      open.append(
        Piece(l: m, r: p.r, left: p.middle, middle: second, right: p.right, tolerance: s, halvings: halvings))
      open.append(
        Piece(l: p.l, r: m, left: p.left, middle: first, right: p.middle, tolerance: s, halvings: halvings))
    }
  }
  return result
}

private func adaptive(_ f: Integrand, _ a: Double, _ b: Double, _ tolerance: Double) -> Quadrature {
  (try? adaptive(f, a, b, tolerance, 10_000)) ?? Quadrature(value: .nan, error: .nan, evaluations: 0)
}

extension Submission {
  /// All three right, and then changed.
  fileprivate static func right(_ change: (inout Submission) -> Void) -> Submission {
    var submission = Submission(
      trapezoid: .init { trapezoids($0, $1, $2, $3) },
      simpson: .init { simpsons($0, $1, $2, $3, inner: 2, middle: 4) },
      integrate: .init { try adaptive($0, $1, $2, $3, $4) })
    change(&submission)
    return submission
  }
}
