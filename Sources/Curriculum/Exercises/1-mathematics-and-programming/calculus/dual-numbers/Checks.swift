import Checking
import Glibc

/// A number with its slope.
protocol DualNumber {
  init(_ value: Double)
  init(_ value: Double, slope: Double)
  var value: Double { get }
  var slope: Double { get }
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  func exp() -> Self
  func log() -> Self
  func sin() -> Self
  func pow(_ n: Double) -> Self
  func abs() -> Self
  func max(_ other: Self) -> Self
}

/// A function as data: what a learner's and a wrong variant's numbers both can run.
indirect enum Formula: Sendable, CustomStringConvertible {
  /// The variable number so; number 0 is called x where there is only one.
  case x(Int)
  case constant(Double)
  case sum(Formula, Formula), difference(Formula, Formula), product(Formula, Formula), quotient(Formula, Formula)
  case exp(Formula), log(Formula), sin(Formula), pow(Formula, Double), abs(Formula), max(Formula, Formula)
  /// Newton's steps for the root, y = (y + a/y)/2 from y = 1 on: a loop.
  case root(Formula, steps: Int)

  func callAsFunction<D: DualNumber>(_ x: [D]) -> D {
    switch self {
    case .x(let i): return x[i]
    case .constant(let c): return D(c)
    case .sum(let a, let b): return a(x) + b(x)
    case .difference(let a, let b): return a(x) - b(x)
    case .product(let a, let b): return a(x) * b(x)
    case .quotient(let a, let b): return a(x) / b(x)
    case .exp(let a): return a(x).exp()
    case .log(let a): return a(x).log()
    case .sin(let a): return a(x).sin()
    case .pow(let a, let n): return a(x).pow(n)
    case .abs(let a): return a(x).abs()
    case .max(let a, let b): return a(x).max(b(x))
    case .root(let a, let steps):
      let square = a(x)
      var y = D(1)
      for _ in 0..<steps { y = (y + square / y) / D(2) }
      return y
    }
  }

  var description: String {
    switch self {
    case .x(let i): i == 0 ? "x" : "x\(i)"
    case .constant(let c): c == c.rounded() && Swift.abs(c) < 1e6 ? "\(Int(c))" : "\(c)"
    case .sum(let a, let b): "(\(a) + \(b))"
    case .difference(let a, let b): "(\(a) − \(b))"
    case .product(let a, let b): "\(a)·\(b)"
    case .quotient(let a, let b): "\(a)/\(b)"
    case .exp(let a): "exp(\(a))"
    case .log(let a): "log(\(a))"
    case .sin(let a): "sin(\(a))"
    case .pow(let a, let n): "(\(a)).pow(\(n))"
    case .abs(let a): "|\(a)|"
    case .max(let a, let b): "max(\(a), \(b))"
    case .root(let a, let steps): "(\(steps) steps of Newton for the root of \(a))"
    }
  }

  static func + (a: Formula, b: Formula) -> Formula { .sum(a, b) }
  static func - (a: Formula, b: Formula) -> Formula { .difference(a, b) }
  static func * (a: Formula, b: Formula) -> Formula { .product(a, b) }
  static func / (a: Formula, b: Formula) -> Formula { .quotient(a, b) }
}

extension Formula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  init(floatLiteral value: Double) { self = .constant(value) }
  init(integerLiteral value: Int) { self = .constant(Double(value)) }
}

struct Submission {
  /// f(x) and f′(x).
  var derivative: Function<Formula, Double, [Double]>
  var gradient: Function<Formula, [Double], [Double]>
  /// How often each of the two runs f; derivative takes the first entry of x.
  var runs: Function<Formula, [Double], [Double]>

  init<D: DualNumber>(
    _: D.Type, derivative: @escaping ((D) -> D, Double) throws -> (value: Double, slope: Double),
    gradient: @escaping (([D]) -> D, [Double]) throws -> [Double]
  ) {
    self.derivative = .init { formula, x in
      let (value, slope) = try derivative({ formula([$0]) }, x)
      return [value, slope]
    }
    self.gradient = .init { formula, x in try gradient({ formula($0) }, x) }
    runs = .init { formula, x in
      var counts = [0.0, 0]
      _ = try derivative(
        { d in
          counts[0] += 1
          return formula([d] + x.dropFirst().map { D($0) })
        }, x[0])
      _ = try gradient(
        { d in
          counts[1] += 1
          return formula(d)
        }, x)
      return counts
    }
  }
}

private let x = Formula.x(0)
private let y = Formula.x(1)
private let z = Formula.x(2)

enum DualNumbers: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(
          try s.derivative(x * x + 1 / x, 2), equals: [4.5, 3.75], "x·x has the slope 4, 1/x has −0.25.",
          what: "value and slope of x·x + 1/x at 2")
      },
      // Multiples of 1/8 with at most six factors: no rounding anywhere.
      Check("differentiates polynomials exactly", holdingFor: 30) { s, draws in
        let formula = polynomial(&draws, factors: 5)
        let at = draws.eighth()
        let p = formula.coefficients
        let derivative = p.indices.dropFirst().map { Double($0) * p[$0] }
        expect(
          try s.derivative(formula, at), equals: [evaluate(p, at), evaluate(derivative, at)],
          "Constants stand still, the variable moves with slope 1; a product has two terms.",
          what: "value and slope of \(formula) at \(at)")
      },
      Check("knows the slope of each function") { s in
        for (formula, at, value, slope, reason) in functions {
          expect(
            try s.derivative(formula, at), equals: [value, slope], within: .ulps(4), reason,
            what: "value and slope of \(formula) at \(at)")
        }
      },
      // At most 12 operations on numbers of the size given, each with a rounding or two in value and in slope.
      Check("passes slopes through the chain", cases: 3) { s, random in
        for (formula, range, size, right) in chains {
          let at = Double.random(in: range, using: &random)
          expect(
            [try s.derivative(formula, at).last ?? .nan], equals: [right(at)],
            within: .rounding(operations: 48, scale: size), "f(g(x)) has the slope f′(g(x))·g′(x).",
            what: "the slope of \(formula) at \(at)")
        }
      },
      // Newton's steps converge quadratically, and so does the slope: six steps from 1 leave less than 2⁻⁵² for a < 3.
      Check("differentiates a loop") { s in
        expect(
          try s.derivative(.root(x, steps: 7), 2), equals: [sqrt(2), 0.5 / sqrt(2)],
          within: .ulps(16), "The loop knows nothing of derivatives; its numbers do.",
          what: "value and slope at 2 of y = (y + x/y)/2, seven times from y = 1 on")
      },
      Check("takes the slope of the branch, and the middle at a kink") { s in
        let branch = "The slope is that of the branch taken."
        let kink = "At a kink the mean of the slopes to both sides is asked."
        let square = x * x
        expect(try s.derivative(.abs(square - 9), 2), equals: [5, -4], branch)
        expect(try s.derivative(.abs(square - 9), 4), equals: [7, 8], branch)
        expect(try s.derivative(.abs(9 - square), 4), equals: [7, 8], branch)
        expect(try s.derivative(.abs(3 * x), 0), equals: [0, 0], kink)
        expect(try s.derivative(.max(square, 3 * x), 2), equals: [6, 3], branch)
        expect(try s.derivative(.max(square, 3 * x), 5), equals: [25, 10], branch)
        expect(try s.derivative(.max(9 - square, -4 * x), 1), equals: [8, -2], branch)
        expect(try s.derivative(.max(square, 3 * x), 3), equals: [9, 4.5], kink)
        let lost = "NaN compares false with everything; see that it does not get lost."
        for formula in [Formula.abs(x), .max(x, 1), .max(1, x)] {
          expect(
            [try s.derivative(formula, .nan).first ?? 0], equals: [.nan], lost, what: "the value of \(formula) at NaN")
        }
      },
      Check("keeps its range") { s in
        expect(
          try s.derivative(3 * x / 1e200, 1e200), equals: [3, 3e-200], within: .ulps(4),
          "The square of 1e200 is infinite. Can you do without it?", what: "value and slope of 3·x/1e200 at 1e200")
        expect(
          try s.derivative(1e-200 * x / 1e-200, 5), equals: [5, 1], within: .ulps(4),
          "The square of 1e-200 is 0. Can you do without it?", what: "value and slope of 1e-200·x/1e-200 at 5")
        for at in [0, .infinity, .nan, 3] {
          expect(
            try s.derivative(.pow(x, 0), at), equals: [1, 0],
            "Anything to the power of 0 is the constant 1, which does not move: decide by the exponent alone.",
            what: "value and slope of x.pow(0) at \(at)")
        }
        expect(
          try s.derivative(.pow(x, 1), 0), equals: [0, 1], "x.pow(1) is x.", what: "value and slope of x.pow(1) at 0")
      },
      Check("gives gradients") { s in
        expect(
          try s.gradient(x * x * y + .max(z, x) / y, [3, 2, 7]), equals: [12, 7.25, 0.5],
          "One variable moves at a time, the others have slope 0.",
          what: "the gradient of x·x·y + max(z, x)/y at (3, 2, 7)")
        expect(
          try s.gradient(x * y - z, [-2, 5, 1]), equals: [5, -2, -1], what: "the gradient of x·y − z at (−2, 5, 1)")
        expect(
          try s.gradient(7, []), equals: [], "No variables, no slopes.", what: "the gradient of 7 with no variables")
        // Eighths below 13, and sums of 120 of their products at most: exact.
        for n in [1, 2, 21, 60, 120] {
          let at = (0..<n).map { Double($0 * 37 % 101) / 8 }
          let products = (1..<n).reduce(Formula.x(0)) { $0 + .x($1 - 1) * .x($1) }
          let expected = at.indices.map { i in
            (i == 0 ? 1 : at[i - 1]) + (i + 1 < n ? at[i + 1] : 0)
          }
          expect(
            try s.gradient(products, at), equals: expected,
            "As many runs as there are variables, each for one of them.",
            what: "the gradient of x₀ + x₀·x₁ + x₁·x₂ + … for \(n) variables")
        }
      },
      Check("runs the function no more than it must") { s in
        for (formula, at) in [(x * x + y - z, [1.5, 2, -1]), (.sin(x), [2]), (x * .max(y, .x(4)), [3, 1, 4, 1, 5])] {
          expect(
            try s.runs(formula, at), equals: [1, Double(at.count)],
            "One run gives a value and one slope, so derivative needs one and gradient one for each variable. A run may be "
              + "hours of computing.", what: "how often derivative and gradient (n = \(at.count)) run f = \(formula)")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the product of the slopes", .with(SlopesMultiplied.self),
        """
        (x·x)′ is not 1·1: while one factor grows by its slope, it is the *other factor* that says how much the \
        product gains. There are two such terms: ȧ·b + a·ḃ.
        """),
      Misconception(
        "one factor stands still", .with(OneFactor.self),
        """
        Both factors move, so the product gains from both: ȧ·b + a·ḃ. You have the first of the two.
        """),
      Misconception(
        "the quotient's sign", .with(QuotientSign.self),
        """
        A fraction grows with its numerator: ȧ·b comes with plus, a·ḃ with minus. You have them the other way round.
        """),
      Misconception(
        "the square of the divisor", .with(SquaredDivisor.self),
        """
        b² is infinite from 10¹⁵⁵ on and 0 below 10⁻¹⁶², and the slope with it 0, infinite or NaN. With q = a/b the \
        same slope is (ȧ − q·ḃ)/b.
        """),
      Misconception(
        "the exponent not lowered", .with(ExponentKept.self),
        """
        (xⁿ)′ = n·xⁿ⁻¹: the exponent comes down as a factor *and* falls by one.
        """),
      Misconception(
        "0/0 in the power 0", .with(PowerZero.self),
        """
        For n = 0 the rule n·xⁿ⁻¹ asks at x = 0 for 0·∞, which is NaN. x⁰ is the constant 1; its slope is 0.
        """),
      Misconception(
        "the power 0 known at 0 alone", .with(PowerZeroAtZero.self),
        """
        At 0 you are right, but 0·xⁿ⁻¹ is NaN for more than x = 0: for NaN itself. x⁰ is the constant 1 for every x, so \
        only n has to be asked.
        """),
      Misconception(
        "a run of its own for the value",
        Submission(
          Pair<Right>.self, derivative: { f, x in (f(Pair(x)).value, f(Pair(x, slope: 1)).slope) },
          gradient: partials),
        """
        A dual number comes out with both, value and slope. You run f twice, once for each; where f trains a model that \
        is twice the time.
        """),
      Misconception(
        "one run too many",
        Submission(
          Pair<Right>.self, derivative: follow,
          gradient: { f, x in
            _ = f(x.map { Pair($0) })
            return partials(f, at: x)
          }),
        """
        That is n + 1 runs of f, as a difference quotient needs: f(x) and one shifted value for each variable. Here no \
        value is subtracted, and each slope comes with its own run: n are enough.
        """),
      Misconception(
        "the inner slope forgotten", .with(NoChain.self),
        """
        That is f′(a), the slope of f if a moves at the speed 1. It moves at the speed ȧ: multiply by it. That \
        factor is the chain rule.
        """),
      Misconception(
        "constants that move", .with(MovingConstants.self),
        """
        Dual(2) stands for the number 2, which stays 2 whatever x does: its slope is 0. Only the variable has the \
        slope 1.
        """),
      Misconception(
        "sine's slope with a minus", .with(MinusCosine.self),
        """
        Near 0 sin x grows like x, so its slope there is +1 = cos 0. The minus belongs to the slope of the cosine.
        """),
      Misconception(
        "the magnitude's slope kept", .with(AbsKeeps.self),
        """
        Where a is negative |a| is −a, and its slope −ȧ: as a rises, |a| falls.
        """),
      Misconception(
        "the magnitude of the slope", .with(AbsOfSlope.self),
        """
        |a| may well fall. Its slope is that of the branch that is taken: ȧ where a > 0, −ȧ where a < 0.
        """),
      Misconception(
        "the larger slope", .with(LargerSlope.self),
        """
        max picks the number with the larger *value* and takes its slope along, whether that is large or small.
        """),
      Misconception(
        "one side of the kink", .with(OneSide.self),
        """
        Where both are equal you take the slope of one of them. Frameworks differ here; this exercise asks for the \
        middle, as max(a, b) = max(b, a) suggests.
        """),
      Misconception(
        "NaN lost in a comparison", .with(LosesNaN.self),
        """
        NaN > b is false, so your else branch takes it for the smaller number, and the NaN that should have warned \
        of a fault is gone. Ask for both >, <, and let what is left be the mean.
        """),
      Misconception(
        "all variables moved at once",
        Submission(
          Pair<Right>.self, derivative: follow,
          gradient: { f, x in
            let slope = f(x.map { Pair($0, slope: 1) }).slope
            return x.map { _ in slope }
          }),
        """
        If all variables have slope 1 you get the sum of all partial derivatives, the slope in the direction \
        (1, 1, …, 1). One run a variable, with slope 1 there and 0 elsewhere.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("the quotient as a·(1/b), max asks first whether both are equal", .with(Reciprocal.self))
    ]
  }
}

// MARK: - Parts of the checks

/// Functions with their value and slope at a place.
private let functions: [(Formula, Double, Double, Double, String)] = [
  (.exp(x), -1.5, exp(-1.5), exp(-1.5), "exp is its own slope."),
  (.log(x), 8, log(8), 0.125, "log has the slope 1/x."),
  (.sin(x), 2, sin(2), cos(2), "sin has the slope cos, and angles are in radians."),
  (.pow(x, 3), -2, -8, 12, "xⁿ has the slope n·xⁿ⁻¹."),
  (.pow(x, -2), -4, 0.0625, 0.03125, "xⁿ has the slope n·xⁿ⁻¹, for negative n, too."),
  (.pow(x, 0.5), 9, 3, 1.0 / 6, "xⁿ has the slope n·xⁿ⁻¹, for broken n, too."),
  (7 / x, 4, 1.75, -0.4375, "a/b has the slope (ȧ·b − a·ḃ)/b²."),
  (x / 4, 7, 1.75, 0.25, "a/b has the slope (ȧ·b − a·ḃ)/b²."),
]

/// Functions with the range of x, the largest number on the way, and their slope worked out by hand.
private let chains: [(Formula, ClosedRange<Double>, size: Double, @Sendable (Double) -> Double)] = [
  ((x * x + 1) / (x - 3), -2...2, 5, { x in (x * x - 6 * x - 1) / ((x - 3) * (x - 3)) }),
  (.exp(0 - x * x / 2), -2...2, 4, { x in -x * exp(-x * x / 2) }),
  (.log(1 + x * x), -3...3, 10, { x in 2 * x / (1 + x * x) }),
  (
    .pow(x * x + 1, 2.5) * .sin(x), -1...1, 30,
    { x in
      5 * x * pow(x * x + 1, 1.5) * sin(x) + pow(x * x + 1, 2.5) * cos(x)
    }
  ),
  (.sin(.exp(x)), 0...2, 60, { x in cos(exp(x)) * exp(x) }),
  (
    .exp(.sin(x)) / (1 + .exp(0 - x)), -3...3, 120,
    { x in
      let s = 1 / (1 + exp(-x))
      return exp(sin(x)) * s * (cos(x) + 1 - s)
    }
  ),
  (.abs(.sin(3 * x)), 1.2...1.9, 6, { x in -3 * cos(3 * x) }),
]

/// A random polynomial: the simplest is 0.
private func polynomial(_ draws: inout Draws, factors: Int) -> Formula {
  guard factors > 1, draws.flag() else { return draws.flag() ? x : .constant(draws.eighth()) }
  let left = draws.integer(in: 1...factors - 1)
  let (a, b) = (polynomial(&draws, factors: left), polynomial(&draws, factors: factors - left))
  switch draws.number(below: 3) {
  case 0: return a + b
  case 1: return a - b
  default: return a * b
  }
}

extension Formula {
  /// The coefficients of a polynomial in x, of 1, x, x², …
  fileprivate var coefficients: [Double] {
    switch self {
    case .constant(let c): return [c]
    case .sum(let a, let b): return combine(a.coefficients, b.coefficients, +)
    case .difference(let a, let b): return combine(a.coefficients, b.coefficients, -)
    case .product(let a, let b):
      let (p, q) = (a.coefficients, b.coefficients)
      var product = [Double](repeating: 0, count: p.count + q.count - 1)
      for i in p.indices { for j in q.indices { product[i + j] += p[i] * q[j] } }
      return product
    default: return [0, 1]
    }
  }
}

private func combine(_ p: [Double], _ q: [Double], _ operation: (Double, Double) -> Double) -> [Double] {
  (0..<max(p.count, q.count)).map { operation($0 < p.count ? p[$0] : 0, $0 < q.count ? q[$0] : 0) }
}

private func evaluate(_ p: [Double], _ x: Double) -> Double { p.reversed().reduce(0) { $0 * x + $1 } }

// MARK: - Wrong and right ways

/// What a `Pair` does; each other way differs from the right one in one place.
private protocol Way {
  static var constantSlope: Double { get }
  static func product(_ a: Pair<Self>, _ b: Pair<Self>) -> Double
  static func quotient(_ a: Pair<Self>, _ b: Pair<Self>) -> Double
  static func chain(_ slope: Double) -> Double
  static var sine: Double { get }
  static func power(_ x: Double, _ n: Double) -> Double
  static func abs(_ a: Pair<Self>) -> Pair<Self>
  static func max(_ a: Pair<Self>, _ b: Pair<Self>) -> Pair<Self>
}

extension Way {
  static var constantSlope: Double { 0 }
  static func product(_ a: Pair<Self>, _ b: Pair<Self>) -> Double { a.slope * b.value + a.value * b.slope }
  static func quotient(_ a: Pair<Self>, _ b: Pair<Self>) -> Double { (a.slope - a.value / b.value * b.slope) / b.value }
  static func chain(_ slope: Double) -> Double { slope }
  static var sine: Double { 1 }
  static func power(_ x: Double, _ n: Double) -> Double { n == 0 ? 0 : n * pow(x, n - 1) }
  static func abs(_ a: Pair<Self>) -> Pair<Self> {
    a.value > 0 ? a : a.value < 0 ? Pair(-a.value, slope: -a.slope) : Pair(a.value, slope: 0)
  }
  static func max(_ a: Pair<Self>, _ b: Pair<Self>) -> Pair<Self> {
    if a.value > b.value { return a }
    if b.value > a.value { return b }
    return Pair((a.value + b.value) / 2, slope: (a.slope + b.slope) / 2)
  }
}

private enum Right: Way {}
private enum SlopesMultiplied: Way {
  static func product(_ a: Pair<Self>, _ b: Pair<Self>) -> Double { a.slope * b.slope }
}
private enum OneFactor: Way {
  static func product(_ a: Pair<Self>, _ b: Pair<Self>) -> Double { a.slope * b.value }
}
private enum QuotientSign: Way {
  static func quotient(_ a: Pair<Self>, _ b: Pair<Self>) -> Double {
    (a.value / b.value * b.slope - a.slope) / b.value
  }
}
private enum SquaredDivisor: Way {
  static func quotient(_ a: Pair<Self>, _ b: Pair<Self>) -> Double {
    (a.slope * b.value - a.value * b.slope) / (b.value * b.value)
  }
}
private enum ExponentKept: Way {
  static func power(_ x: Double, _ n: Double) -> Double { n == 0 ? 0 : n * pow(x, n) }
}
private enum PowerZero: Way {
  static func power(_ x: Double, _ n: Double) -> Double { n * pow(x, n - 1) }
}
private enum PowerZeroAtZero: Way {
  static func power(_ x: Double, _ n: Double) -> Double { n == 0 && x == 0 ? 0 : n * pow(x, n - 1) }
}
private enum NoChain: Way { static func chain(_ slope: Double) -> Double { 1 } }
private enum MovingConstants: Way { static var constantSlope: Double { 1 } }
private enum MinusCosine: Way { static var sine: Double { -1 } }
private enum AbsKeeps: Way {
  static func abs(_ a: Pair<Self>) -> Pair<Self> { Pair(Swift.abs(a.value), slope: a.value == 0 ? 0 : a.slope) }
}
private enum AbsOfSlope: Way {
  static func abs(_ a: Pair<Self>) -> Pair<Self> {
    Pair(Swift.abs(a.value), slope: a.value == 0 ? 0 : Swift.abs(a.slope))
  }
}
private enum LargerSlope: Way {
  static func max(_ a: Pair<Self>, _ b: Pair<Self>) -> Pair<Self> {
    Pair(Double.maximum(a.value, b.value), slope: Double.maximum(a.slope, b.slope))
  }
}
private enum OneSide: Way {
  static func abs(_ a: Pair<Self>) -> Pair<Self> { a.value < 0 ? Pair(-a.value, slope: -a.slope) : a }
  static func max(_ a: Pair<Self>, _ b: Pair<Self>) -> Pair<Self> {
    a.value.isNaN ? a : a.value >= b.value ? a : b
  }
}
private enum LosesNaN: Way {
  static func max(_ a: Pair<Self>, _ b: Pair<Self>) -> Pair<Self> {
    if a.value == b.value { return Pair(a.value, slope: (a.slope + b.slope) / 2) }
    return a.value > b.value ? a : b
  }
}
private enum Reciprocal: Way {
  static func quotient(_ a: Pair<Self>, _ b: Pair<Self>) -> Double {
    let r = 1 / b.value
    return r * a.slope - r * (a.value * r) * b.slope
  }
  static func max(_ a: Pair<Self>, _ b: Pair<Self>) -> Pair<Self> {
    guard a.value != b.value else { return Pair(a.value, slope: 0.5 * a.slope + 0.5 * b.slope) }
    guard !a.value.isNaN, !b.value.isNaN else { return Pair(.nan, slope: .nan) }
    return a.value > b.value ? a : b
  }
}

private struct Pair<W: Way>: DualNumber {
  let value: Double
  let slope: Double

  init(_ value: Double, slope: Double) { (self.value, self.slope) = (value, slope) }
  init(_ value: Double) { self.init(value, slope: W.constantSlope) }
  static func + (a: Pair, b: Pair) -> Pair { Pair(a.value + b.value, slope: a.slope + b.slope) }
  static func - (a: Pair, b: Pair) -> Pair { Pair(a.value - b.value, slope: a.slope - b.slope) }
  static func * (a: Pair, b: Pair) -> Pair { Pair(a.value * b.value, slope: W.product(a, b)) }
  static func / (a: Pair, b: Pair) -> Pair { Pair(a.value / b.value, slope: W.quotient(a, b)) }
  func exp() -> Pair { Pair(Glibc.exp(value), slope: Glibc.exp(value) * W.chain(slope)) }
  func log() -> Pair { Pair(Glibc.log(value), slope: 1 / value * W.chain(slope)) }
  func sin() -> Pair { Pair(Glibc.sin(value), slope: W.sine * Glibc.cos(value) * W.chain(slope)) }
  func pow(_ n: Double) -> Pair { Pair(Glibc.pow(value, n), slope: W.power(value, n) * W.chain(slope)) }
  func abs() -> Pair { W.abs(self) }
  func max(_ other: Pair) -> Pair { W.max(self, other) }
}

private func follow<W: Way>(_ f: (Pair<W>) -> Pair<W>, at x: Double) -> (value: Double, slope: Double) {
  let y = f(Pair(x, slope: 1))
  return (y.value, y.slope)
}

private func partials<W: Way>(_ f: ([Pair<W>]) -> Pair<W>, at x: [Double]) -> [Double] {
  x.indices.map { i in f(x.indices.map { Pair(x[$0], slope: $0 == i ? 1 : 0) }).slope }
}

extension Submission {
  fileprivate static func with<W: Way>(_: W.Type) -> Submission {
    Submission(Pair<W>.self, derivative: follow, gradient: partials)
  }
}
