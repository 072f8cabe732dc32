import Checking
import Glibc

struct Root: Observable, CustomStringConvertible {
  var x: Double
  var steps: Int

  var observation: Observation { Observation(numbers: [x, Double(steps)]) }

  var description: String { "x \(x) after \(steps) steps" }
}

enum RootError: Error {
  case noSignChange(Double, Double)
  case notANumber(at: Double)
  case tooManySteps(Int)
}

typealias Scalar = @Sendable (Double) -> Double

struct Submission {
  /// f, its derivative, a, b, the tolerance, the limit of steps.
  var root: Function<(Double) -> Double, (Double) -> Double, Double, Double, Double, Int, Root>
}

/// A function with its derivative, a bracket and the root in it.
private struct Problem {
  var name: String
  var a, b, root: Double
  var f, slope: Scalar
  /// Steps that the rules of the statement take for a tolerance of 1e-12.
  var steps: Int
}

enum NewtonRoot: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let square = problems[0]
        let tangents = [1.5, 17.0 / 12, 577.0 / 408, 665857.0 / 470832]  // exactly, by the rule
        for (tolerance, side) in [(1e-10, 1.0), (3e-6, 1), (1e-10, -1)] {
          let (a, b) = side > 0 ? (1.0, 2.0) : (-2, -1)
          let called = "root of x² − 2 in [\(Int(a)), \(Int(b))], tolerance \(tolerance)"
          let f = Asked(square.f)
          let got = try s.root(f.function, square.slope, a, b, tolerance, 100)
          expect(
            got.x, equals: side * tangents[3], within: .ulps(4),
            "Of the last bracket the end with the smaller |f| is asked.", what: called)
          expect(got.steps, equals: 5, "Every f asked counts, but those at a and b.", what: "The steps of " + called)
          expect(
            f.places.filter { $0 != a && $0 != b },
            equals: (tangents + [tangents[3] - tolerance / 2]).map { side * $0 },
            within: .ulps(4), "Only the last Newton step is shorter than half the tolerance; the move is that long.",
            what: "The places inside where f is asked by " + called)
        }
        // x·|x| has the slope 2·|x|, so that each step is exactly half of the last, and all is exact.
        let f = Asked { $0 * abs($0) }
        let got = try s.root(f.function, { 2 * abs($0) }, -1, 3, 0x1p-6, 100)
        expect(
          f.places.filter { $0 != -1 && $0 != 3 }, equals: [1, 0.5, 0.25, 0.125, 0x1p-4, 0x1p-5, 0x1p-6, 0x1p-7, 0],
          "A step half as long as the last is good.",
          what: "The places inside where f is asked by root of x·|x| in [−1, 3], tolerance 1/64")
        expect(got.x, equals: 0, "f(x) = 0: the answer is x.", what: "root of x·|x| in [−1, 3], tolerance 1/64")
      },
      // Constant slopes make steps of ±2 and 0 makes none: all places are exact.
      Check("decides at the edges of the rules as they say") { s in
        for (jump, places) in [(3.3, [2, 3, 3.5, 3.25, 3.375]), (0.7, [2, 1, 0.5, 0.75, 0.625])] {
          let f = Asked { $0 < jump ? -1 : 1 }
          let called = "root of a jump from −1 to 1 at \(jump) in [0, 4], slope ½, tolerance ⅛"
          let got = try s.root(f.function, { _ in 0.5 }, 0, 4, 0.125, 100)
          expect(
            Array(f.places.dropFirst(2)), equals: places,
            "The first Newton step ends on an end of the bracket, not strictly between them: halve.",
            what: "The places inside where f is asked by " + called)
          expect(got.steps, equals: 5, what: "The steps of " + called)
        }
        for (tolerance, steps) in [(0.5, 1.0), (0.25, 2)] {
          let got = try s.root({ $0 < 0.3 ? -2 : 1 }, { _ in 0 }, 0, 1, tolerance, 100)
          expect(
            [got.x, Double(got.steps)], equals: [0.5, steps], "A bracket as wide as the tolerance is narrow enough.",
            what: "root of a jump from −2 to 1 at 0.3 in [0, 1], tolerance \(tolerance), and the steps taken")
        }
        expect(
          try s.root(problems[0].f, problems[0].slope, 1, 2, 1e-10, 5).steps, equals: 5,
          "An answer in the last step that is allowed is an answer.",
          what: "The steps of root of x² − 2 in [1, 2], tolerance 1e-10, limit 5")
      },
      // The steps are decided by comparisons; a rounding may move one of them over its edge, hence one or two more.
      Check("finds roots to the tolerance, in few steps") { s in
        for p in problems {
          let f = Counted<Double, Double>(p.f)
          let got = try s.root(f.function, p.slope, p.a, p.b, 1e-12, p.steps + 2)
          expectRoot(got.x, p, tolerance: 1e-12)
          expect(
            got.steps, equals: f.count - 2, "f is asked at a and b, and once in each step.",
            what: "The number of steps for \(p.name), f having been asked \(f.count) times,")
        }
      },
      Check("is not led astray far from the root") { s in
        for p in far {
          let got = try s.root(p.f, p.slope, p.a, p.b, 1e-10, 150)
          expectRoot(got.x, p, tolerance: 1e-10)
        }
      },
      Check("is not deceived by a small f or a small step") { s in
        for p in flat {
          let got = try s.root(p.f, p.slope, p.a, p.b, 1e-9, p.steps + 2)
          expectRoot(got.x, p, tolerance: 1e-9)
        }
      },
      Check("finds the root of whatever rises", cases: 5) { s, random in
        let r = Double.random(in: -2...2, using: &random)
        let width = exp(Double.random(in: -5...1, using: &random))
        let (a, b) = (r - Double.random(in: 0.1...9, using: &random), r + Double.random(in: 0.1...9, using: &random))
        let scale = exp(Double.random(in: -300...300, using: &random))
        let got = try s.root(
          { scale * atan(($0 - r) / width) }, { scale * width / (width * width + ($0 - r) * ($0 - r)) }, a, b, 1e-9, 100
        )
        expect(
          got.x, equals: r, within: .absolute(1e-9), "Print x, low and high for each step.",
          what: "root of \(scale)·arctan((x − \(r))/\(width)) in [\(a), \(b)], tolerance 1e-9,")
      },
      Check("goes as far as Doubles go") { s in
        let p = problems[0]
        let got = try s.root(p.f, p.slope, 1, 2, 0, 200)
        expect(
          got.x, equals: sqrt(2), within: .ulps(1),
          "With the tolerance 0 the last bracket is two neighbouring Doubles.",
          what: "root of x² − 2 in [1, 2], tolerance 0,")
        // The sign of x² − c is that of the rounded square: off by a quarter of an ulp of x.
        for (c, a) in [(2e12, 1e6), (2e-20, 1e-10)] {
          let got = try s.root({ $0 * $0 - c }, { 2 * $0 }, a, 2 * a, 0, 200)
          expect(
            got.x, equals: sqrt(c), within: .ulps(2),
            "How far apart neighbouring Doubles are depends on their size; ask whether there is one in the middle.",
            what: "root of x² − \(c) in [\(a), \(2 * a)], tolerance 0,")
        }
        let near = try s.root({ $0 < 0.3e-40 ? -1 : 1 }, { _ in 0 }, 0, 1e-40, 1e-49, 50)
        expect(
          near.x, equals: 0.3e-40, within: .absolute(1e-49), "The tolerance is what it is, however small.",
          what: "root of a jump from −1 to 1 at 0.3e-40 in [0, 1e-40], tolerance 1e-49,")
        let jump = try s.root({ $0 < 0.3 ? -1 : 1 }, { _ in 0 }, 0, 1, 1e-9, 50)
        expect(
          jump.x, equals: 0.3, within: .absolute(1e-9), "Where the slope is 0, halve.",
          what: "root of a jump from −1 to 1 at 0.3 in [0, 1], tolerance 1e-9,")
      },
      Check("says why there is no answer") { s in
        let line: Scalar = { $0 - 3 }
        let one: Scalar = { _ in 1 }
        func expectEnd(_ name: String, _ f: @escaping Scalar, _ a: Double, _ b: Double, _ end: Double) throws {
          let got = try s.root(f, one, a, b, 1e-9, 50)
          expect(
            [got.x, Double(got.steps)], equals: [end, 0], "An end may be the root already; a is asked about first.",
            what: "root of \(name) in [\(a), \(b)] and the steps taken")
        }
        try expectEnd("x − 3", line, 3, 5, 3)
        try expectEnd("x − 3", line, -1, 3, 3)
        try expectEnd("(x − 3)·(x − 5)", { ($0 - 3) * ($0 - 5) }, 3, 5, 3)
        try expectEnd("x − 3, NaN from 8 on,", { $0 < 8 ? $0 - 3 : .nan }, 3, 9, 3)
        try expectEnd("x − 3, NaN up to 1,", { $0 > 1 ? $0 - 3 : .nan }, 0, 3, 3)
        let signs = "f must be negative at one end and positive at the other; NaN is neither."
        expect(throws: RootError.noSignChange(1, 6), signs) { try s.root(line, one, 4, 9, 1e-9, 50) }
        expect(throws: RootError.noSignChange(-5, -2), signs) { try s.root(line, one, -2, 1, 1e-9, 50) }
        expect(throws: RootError.noSignChange(.nan, 6), signs) {
          try s.root({ $0 < 0 ? .nan : $0 - 3 }, one, -1, 9, 1e-9, 50)
        }
        expect(throws: RootError.noSignChange(.nan, -6), signs) {
          try s.root({ $0 < 0 ? .nan : 3 - $0 }, one, -1, 9, 1e-9, 50)
        }
        for sign in [1.0, -1] {
          expect(throws: RootError.noSignChange(sign * -2, .nan), signs) {
            try s.root({ $0 > 8 ? .nan : sign * ($0 - 3) }, one, 1, 9, 1e-9, 50)
          }
        }
        expect(throws: RootError.notANumber(at: 0.25), "At 1 and at ½ f is a number, at the third x it is NaN.") {
          try s.root({ $0 == 0.25 ? .nan : $0 * abs($0) }, { 2 * abs($0) }, -1, 3, 0x1p-6, 100)
        }
        expect(throws: RootError.notANumber(at: 2.5), "In the middle, the first x, f is NaN.") {
          try s.root({ $0 > 2 && $0 < 2.75 ? .nan : $0 - 3 }, one, 0, 5, 1e-9, 50)
        }
        expect(throws: RootError.tooManySteps(4), "Five steps are needed, four allowed.") {
          try s.root(problems[0].f, problems[0].slope, 1, 2, 1e-10, 4)
        }
        expect(throws: RootError.tooManySteps(1), "One step is allowed, and it is not enough.") {
          try s.root(problems[0].f, problems[0].slope, 1, 2, 1e-10, 1)
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "no safeguard", .init(isInside: { _, _, _ in true }, shrinks: false),
        """
        These are Newton's steps wherever they lead. For arctan from 2.5 they lead to −6, 48 and out of the world. \
        Before you go, ask whether the step ends inside the bracket.
        """),
      Misconception(
        "the bracket never updated", .init(updates: false),
        """
        You still hold a step against the bracket of the beginning, and bisect that. Each f(x) tells on which side the \
        root is not: move that end to x.
        """),
      Misconception(
        "content with a small f", .init(smallF: true),
        """
        You stop when |f| is below the tolerance. 10⁻²⁰·(x² − 2) is that everywhere, and 10²⁰·(x² − 2) nowhere: the \
        size of f says nothing about the distance to the root.
        """),
      Misconception(
        "content with a small step", .init(smallStep: true),
        """
        At a multiple root the step is only a part of the error: of (x − 1)²¹ the 21st. Cross the root, and let the \
        bracket prove it.
        """),
      Misconception(
        "the first derivative kept", .init(frozen: true),
        """
        You divide by the slope at the first x in all steps. It is cheaper, but the digits no longer double: the \
        tangent belongs to where you are.
        """),
      Misconception(
        "halving alone", .init(newton: false),
        """
        Sure, and one bit a step: some forty steps for 10⁻¹². Newton doubles the digits; take its step where it is good.
        """),
      Misconception(
        "steps that need not get shorter", .init(shrinks: false),
        """
        At a root of order 21 Newton's steps shrink by a twentieth each, inside the bracket and for ever. Where a \
        step is longer than half the last one, halve instead.
        """),
      Misconception(
        "the step uphill", .init(sign: 1),
        """
        x + f/f′ goes away from where the tangent is 0. Mostly it leaves the bracket, so that you only ever halve.
        """),
      Misconception(
        "the product of the signs", .init(byProduct: true),
        """
        10⁻²⁰⁰ times −10⁻²⁰⁰ is 0 in Doubles, not negative. Compare the signs, not the product.
        """),
      Misconception(
        "NaN taken for a sign", .init(seesNaN: false),
        """
        NaN is not below 0, so it counts as positive and moves an end of the bracket, and the root found may be \
        none. Ask for it first.
        """),
      Misconception(
        "NaN at an end taken for a sign", .init(seesNaNAtEnds: false),
        """
        (f(a) < 0) != (f(b) < 0) is true for −2 and NaN, as NaN < 0 is false. A NaN has no sign, so nothing says that \
        there is a root. Ask for NaN at both ends.
        """),
      Misconception(
        "a step onto an end", .init(isInside: { $0 <= $1 && $1 <= $2 }),
        """
        You accept a step that ends on an end of the bracket, where f is known already: it is asked a second time, and \
        nothing is learnt. Strictly between, so < on both sides.
        """),
      Misconception(
        "narrower than the tolerance", .init(isNarrow: { $0 < $1 }),
        """
        A bracket exactly as wide as the tolerance proves what was asked: high − low ≤ t. With < you go on for a step \
        more.
        """),
      Misconception(
        "a fixed width for neighbours", .init(neighbours: { low, _, high in high - low < 1e-15 }),
        """
        10⁻¹⁵ is more than the distance of neighbouring Doubles near 1 and far less than that near 10⁶, where such a \
        bracket does not exist. Ask whether the middle is one of the ends.
        """),
      Misconception(
        "the ends counted", .init(firstStep: 2),
        """
        f at a and b is asked before the first step. A step is one x in between.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("the ends ordered by the sign of f, as in Numerical Recipes", .init(bySign: true))
    ]
  }
}

// MARK: - Parts of the checks

/// A function that remembers where it was asked.
private final class Asked {
  private(set) var places: [Double] = []
  private let body: (Double) -> Double

  init(_ body: @escaping (Double) -> Double) { self.body = body }

  var function: (Double) -> Double {
    { x in
      self.places.append(x)
      return self.body(x)
    }
  }
}

/// Roots by mpmath, see make_reference.py.
private let problems: [Problem] = [
  Problem(name: "x² − 2", a: 1, b: 2, root: sqrt(2), f: { $0 * $0 - 2 }, slope: { 2 * $0 }, steps: 6),
  Problem(
    name: "cos x − x", a: 0.125, b: 1, root: 0.739085133215160641655, f: { cos($0) - $0 }, slope: { -sin($0) - 1 },
    steps: 6),
  Problem(
    name: "x·eˣ − 1", a: 0, b: 1, root: 0.567143290409783873, f: { $0 * exp($0) - 1 }, slope: { ($0 + 1) * exp($0) },
    steps: 6),
  Problem(
    name: "x + log x", a: 0.1, b: 3, root: 0.567143290409783873, f: { $0 + log($0) }, slope: { 1 + 1 / $0 }, steps: 7),
  Problem(
    name: "x − 0.9·sin x − 1", a: 0, b: 4, root: 1.8620866868745322718, f: { $0 - 0.9 * sin($0) - 1 },
    slope: { 1 - 0.9 * cos($0) }, steps: 7),
]

/// Plain Newton from the middle of the bracket runs away, jumps to and fro, or divides by 0.
private let far: [Problem] = [
  Problem(name: "arctan", a: -1, b: 6, root: 0, f: { atan($0) }, slope: { 1 / (1 + $0 * $0) }, steps: 0),
  Problem(
    name: "x³ − 2x + 2", a: -3, b: 3, root: -1.7692923542386314152, f: { $0 * $0 * $0 - 2 * $0 + 2 },
    slope: { 3 * $0 * $0 - 2 }, steps: 0),
  Problem(
    name: "x³ − 3x + 1", a: -3, b: 5, root: 1.5320888862379560704, f: { $0 * $0 * $0 - 3 * $0 + 1 },
    slope: { 3 * $0 * $0 - 3 }, steps: 0),
  Problem(
    name: "the cube root of x", a: -2, b: 5, root: 0, f: { cbrt($0) }, slope: { 1 / (3 * cbrt($0) * cbrt($0)) },
    steps: 0),
]

private let flat: [Problem] = [
  Problem(
    name: "1e-20·(x² − 2)", a: 1, b: 2, root: sqrt(2), f: { 1e-20 * ($0 * $0 - 2) }, slope: { 2e-20 * $0 }, steps: 5),
  Problem(
    name: "1e20·(x² − 2)", a: 1, b: 2, root: sqrt(2), f: { 1e20 * ($0 * $0 - 2) }, slope: { 2e20 * $0 }, steps: 5),
  Problem(
    name: "1e-200·(x² − 2)", a: 1, b: 2, root: sqrt(2), f: { 1e-200 * ($0 * $0 - 2) }, slope: { 2e-200 * $0 },
    steps: 5),
  Problem(
    name: "1e-290·(x² − 2)", a: 1, b: 2, root: sqrt(2), f: { 1e-290 * ($0 * $0 - 2) }, slope: { 2e-290 * $0 },
    steps: 5),
  Problem(
    name: "(x − 1)³", a: 0, b: 3, root: 1, f: { pow($0 - 1, 3) }, slope: { 3 * pow($0 - 1, 2) }, steps: 70),
  Problem(
    name: "(x − 1)²¹", a: -0.25, b: 3.1, root: 1, f: { pow($0 - 1, 21) }, slope: { 21 * pow($0 - 1, 20) }, steps: 70),
]

/// Expects the root within the tolerance, and the rounding of f that moves its sign: of these functions some ulps.
private func expectRoot(_ x: Double, _ p: Problem, tolerance: Double) {
  expect(
    x, equals: p.root, within: .absolute(tolerance + 8 * 0x1p-52 * abs(p.root)),
    "Print x, low and high for each step: does the bracket hold the root, and does it get shorter?",
    what: "root of \(p.name) in [\(p.a), \(p.b)], tolerance \(tolerance),")
}

// MARK: - Wrong and right ways

extension Submission {
  /// The rules of the statement; each option can break one of them.
  fileprivate init(
    isInside: @escaping (Double, Double, Double) -> Bool = { $0 < $1 && $1 < $2 }, updates: Bool = true,
    smallF: Bool = false, smallStep: Bool = false, frozen: Bool = false, newton: Bool = true, shrinks: Bool = true,
    sign: Double = -1, byProduct: Bool = false, seesNaN: Bool = true, firstStep: Int = 1, bySign: Bool = false,
    seesNaNAtEnds: Bool = true, isNarrow: @escaping (Double, Double) -> Bool = { $0 <= $1 },
    neighbours: @escaping (Double, Double, Double) -> Bool = { $0 == $1 || $1 == $2 }
  ) {
    root = .init { f, slope, a, b, tolerance, limit in
      var (low, high) = ((x: a, y: f(a)), (x: b, y: f(b)))
      if low.y == 0 { return Root(x: a, steps: 0) }
      if high.y == 0 { return Root(x: b, steps: 0) }
      let differ =
        byProduct
        ? low.y * high.y < 0
        : (low.y < 0) != (high.y < 0) && !(seesNaNAtEnds && (low.y.isNaN || high.y.isNaN))
      guard differ else { throw RootError.noSignChange(low.y, high.y) }
      if bySign, low.y > 0 { swap(&low, &high) }
      var (x, last) = ((a + b) / 2, b - a)
      let first = slope(x)
      for steps in firstStep..<(limit + firstStep) {
        let y = f(x)
        if y.isNaN, seesNaN { throw RootError.notANumber(at: x) }
        if y == 0 { return Root(x: x, steps: steps) }
        if smallF, abs(y) <= tolerance { return Root(x: x, steps: steps) }
        if updates { if (y < 0) == (low.y < 0) { low = (x, y) } else { high = (x, y) } }
        let middle = bySign ? (low.x + high.x) / 2 : low.x + (high.x - low.x) / 2
        let isClosed = isNarrow(abs(high.x - low.x), tolerance) || neighbours(low.x, middle, high.x)
        if isClosed, !smallF { return Root(x: abs(low.y) < abs(high.y) ? low.x : high.x, steps: steps) }
        let step = newton ? sign * y / (frozen ? first : slope(x)) : .infinity
        if smallStep, abs(step) <= tolerance { return Root(x: x + step, steps: steps) }
        let move = abs(step) < tolerance / 2 ? (step < 0 ? -tolerance / 2 : tolerance / 2) : step
        let isGood =
          (!shrinks || abs(step) <= abs(last) / 2) && isInside(min(low.x, high.x), x + move, max(low.x, high.x))
        last = isGood ? step : middle - x
        x = isGood ? x + move : middle
      }
      throw RootError.tooManySteps(limit)
    }
  }
}
