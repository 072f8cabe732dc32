import Checking
import Glibc

typealias Scalar = @Sendable (Double) -> Double

/// A function with the ends of a bracket and the root in it.
struct Problem: Sendable, CustomStringConvertible {
  var name: String
  var f: Scalar
  var a, b: Double
  /// nil if f has the same sign at both ends.
  var root: Double?
  var tolerance = 1e-9

  var description: String { "\(name), from \(a) to \(b)" }

  /// What a root finder makes of it.
  func found(_ find: ((Double) -> Double, Double, Double, Double) -> Double?) -> Found {
    var count = 0
    let x = find(
      { x in
        count += 1
        return f(x)
      }, a, b, tolerance)
    return Found(x: x, evaluations: count, scale: max(abs(a), abs(b)))
  }
}

struct Found: Observable {
  /// nil if there was no answer.
  var x: Double?
  var evaluations: Int
  /// The size of the ends.
  var scale: Double

  /// Twenty steps with two evaluations each, and the ends; Newton's method needs half of that, halving twice as many.
  static let fewEvaluations = 42

  /// Of the evaluations only whether they are many: right programs need a few more or less.
  var observation: Observation {
    Observation(numbers: [(x ?? .nan) / scale, evaluations <= Self.fewEvaluations ? 1 : 2])
  }
}

struct Submission {
  var root: Function<Problem, Found>
}

enum FixTheNewton: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("still finds what it found") { s in
        for problem in easy {
          let found = expectRoot(of: problem, by: s, "It did before: what have you changed beside the fault?")
          expectFew(
            found, problem,
            "It took few before: is the slope still right, and does it stop as soon as a step is below the tolerance?")
        }
      },
      Check("is not deceived by the size of f") { s in
        for problem in sizes {
          expectRoot(
            of: problem, by: s,
            "tolerance is a distance in x. What does |f| ≤ tolerance say about it if f is steep, or flat?")
        }
      },
      Check("holds the root between low and high") { s in
        for problem in far {
          expectRoot(
            of: problem, by: s,
            "Print low, x and high in each step. What does the sign of f(x) tell, and who makes use of it?")
        }
      },
      Check("takes Newton's steps whatever the size of x") { s in
        for problem in scales {
          let found = expectRoot(
            of: problem, by: s, "Print x + h − x and the slope: how far apart are the Doubles around this x?")
          expectFew(
            found, problem,
            "So many are halvings. Is the slope right? Compare h with the distance of the Doubles around x, and with x."
          )
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "stops on |f|", Submission(stop: .size),
        """
        10⁻²⁰·(x² − 2) is below every tolerance everywhere, and 10²⁰·(x² − 2) nowhere. How far the root is, the Newton \
        step tells: f divided by the slope has the unit of x.
        """),
      Misconception(
        "stops on |f| compared with the ends", Submission(stop: .relativeSize),
        """
        The size of f at the ends says how steep f is on the way, not how steep it is at the root. Where it is flat \
        there, |f| is small long before x is near.
        """),
      Misconception(
        "the bracket never updated", Submission(updates: .never),
        """
        Whenever a step leaves the ends you begin in the middle of the old bracket again, and go the same way again. \
        The sign of f(x) says on which side of x the root lies: move one end to x.
        """),
      Misconception(
        "a rising f taken for granted", Submission(updates: .asIfRising),
        """
        f(x) < 0 moves the lower end only if f is negative at the lower end. For a falling f it is the other one: \
        compare with the sign at a.
        """),
      Misconception(
        "signs compared by a product", Submission(updates: .byProduct),
        """
        f(x)·f(a) > 0 says the same on paper. But 10⁻²⁰⁰·10⁻²⁰⁰ is 0 in a Double, and then every x seems to lie on the \
        other side. Compare the signs themselves.
        """),
      Misconception(
        "an h of the last place", Submission(h: { x, _ in x.ulp }),
        """
        x + h is the very next Double, and f is not rounded more finely than x: the difference is all rounding. √ε of \
        the size of x keeps half of the digits of the slope.
        """),
      Misconception(
        "h = 10⁻¹²", Submission(h: { _, _ in 1e-12 }),
        """
        Around 10⁹ the Doubles are 10⁻⁷ apart: x + h is x, the difference 0, the step infinite, and only the halving \
        is left. h must be a share of the size of x, and √ε is the share that balances rounding and curvature.
        """),
      Misconception(
        "h = 10⁻⁸ whatever x is", Submission(h: { _, _ in 1e-8 }),
        """
        √ε is right for an x around 1. At 10⁹ x + 10⁻⁸ is x, and at 10⁻¹⁰ the step leaps over the whole function. Take \
        √ε *times the size of x*.
        """),
      Misconception(
        "a larger h whatever x is", Submission(h: { _, _ in 1e-4 }),
        """
        It cures the large x and spoils the small ones: at 10⁻¹⁰ this h leaps over the whole function. Take a share \
        of the size of x.
        """),
      Misconception(
        "Newton given up", Submission(isNewton: false),
        """
        Halving always works, and takes one evaluation for each bit. The task is to repair Newton's steps, not to do \
        without them.
        """),
      Misconception(
        "the same sign not noticed", Submission(checksSigns: false),
        """
        With the same sign at both ends there need not be a root, and the answer was nil. Where has that gone?
        """),
      Misconception(
        "the ends not asked", Submission(asksEnds: false),
        """
        A root at a or b is an answer, too; 0 is neither positive nor negative, and must be asked for by itself.
        """),
      Misconception(
        "|f| and the bracket as they were", Submission(stop: .size, updates: .never),
        """
        The third report is answered. For the first, look at what the test of |y| compares; for the second, where low \
        and high change.
        """),
      Misconception(
        "|f| and h as they were", Submission(stop: .size, h: { _, _ in 1e-12 }),
        """
        The second report is answered. For the first, look at what the test of |y| compares; for the third, what \
        x + h is at 10⁹.
        """),
      Misconception(
        "the bracket and h as they were", Submission(updates: .never, h: { _, _ in 1e-12 }),
        """
        The first report is answered. For the second, look where low and high change; for the third, what x + h is at \
        10⁹.
        """),
      Misconception(
        "the file as it was", Submission(stop: .size, updates: .never, h: { _, _ in 1e-12 }),
        """
        What fails, fails as in the file that you were given. Take one report at a time, and print what happens in \
        each step.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("central differences", Submission(isCentral: true)),
      Alternative(
        "the root crossed until the bracket is as narrow as the tolerance, as in newton-root",
        Submission(root: .init { $0.found(crossing) })),
      Alternative(
        "regula falsi of Illinois, without derivatives",
        Submission(root: .init { $0.found(illinois) })),
    ]
  }
}

// MARK: - Problems

private let easy = [
  Problem(name: "x² − 2", f: { $0 * $0 - 2 }, a: 1, b: 2, root: 2.0.squareRoot()),
  Problem(name: "cos x − x", f: { cos($0) - $0 }, a: 0, b: 1, root: 0.7390851332151607),
  Problem(name: "x·eˣ − 1", f: { $0 * exp($0) - 1 }, a: 0, b: 1, root: 0.567143290409783873),
  Problem(name: "x² + 1/4", f: { $0 * $0 + 0.25 }, a: -0.5, b: 2, root: nil),
  Problem(name: "x − 3", f: { $0 - 3 }, a: 3, b: 5, root: 3),
  Problem(name: "3 − x", f: { 3 - $0 }, a: 1, b: 3, root: 3),
  Problem(name: "x² − 3, which is 1 in the middle", f: { $0 * $0 - 3 }, a: 1, b: 3, root: 3.0.squareRoot()),
  Problem(
    name: "0.3 − arcsin(x − 5), NaN beyond 4 and 6", f: { 0.3 - asin($0 - 5) }, a: 4.1, b: 5.9, root: 5 + sin(0.3)),
]

/// The same as the first, in other units; and one that is flat at the root.
private let sizes = [
  Problem(name: "1e-20·(x² − 2)", f: { 1e-20 * ($0 * $0 - 2) }, a: 1, b: 2, root: 2.0.squareRoot()),
  Problem(name: "1e20·(x² − 2)", f: { 1e20 * ($0 * $0 - 2) }, a: 1, b: 2, root: 2.0.squareRoot()),
  Problem(name: "1e-200·arctan x", f: { 1e-200 * atan($0) }, a: -6, b: 1, root: 0),
  Problem(name: "u³ + 1e-6·u, u = x − 0.3", f: { cubed($0 - 0.3) + 1e-6 * ($0 - 0.3) }, a: -0.7, b: 1.5, root: 0.3),
]

/// Newton's steps from the middle leave the bracket, or jump to and fro in it.
private let far = [
  Problem(name: "arctan x", f: { atan($0) }, a: -1, b: 6, root: 0),
  Problem(name: "arctan(10x)/10", f: { atan(10 * $0) / 10 }, a: -0.1, b: 0.6, root: 0),
  Problem(name: "−arctan(10x)/10", f: { -atan(10 * $0) / 10 }, a: -0.5, b: 0.1, root: 0),
  Problem(name: "2 + log x", f: { 2 + log($0) }, a: 0.001, b: 10, root: exp(-2)),
  Problem(name: "x³ − 2x + 2", f: { cubed($0) - 2 * $0 + 2 }, a: -3, b: 3, root: -1.7692923542386314152),
]

private let scales = [
  Problem(
    name: "u + arctan(u)/4, u = x − 1234567890.3", f: { ($0 - 1_234_567_890.3) + atan($0 - 1_234_567_890.3) / 4 },
    a: 1.2345e9, b: 1.2346e9, root: 1_234_567_890.3, tolerance: 1e-5),
  Problem(
    name: "1e-10·arctan(x/1e-10 − 3)", f: { 1e-10 * atan($0 / 1e-10 - 3) }, a: 1.5e-10, b: 5e-10, root: 3e-10,
    tolerance: 1e-22),
  // f is rounded to 10⁻¹², so that a difference over much less than √ε·x is all rounding.
  Problem(name: "(10000 + x) − 10000.3", f: { (1e4 + $0) - 10000.3 }, a: 0, b: 1, root: 0.3),
]

private func cubed(_ x: Double) -> Double { x * x * x }

/// Expects the root within the tolerance, and the rounding of x.
@discardableResult
private func expectRoot(of problem: Problem, by s: Submission, _ advice: String) -> Found? {
  guard let found = try? s.root(problem) else { return nil }
  guard let root = problem.root else {
    expect(found.x == nil, "For \(problem), the answer is \(found.x ?? .nan), expected nil", advice)
    return found
  }
  expect(
    found.x ?? .nan, equals: root, within: .absolute(problem.tolerance + 4 * root.ulp), advice,
    what: found.x == nil ? "The root of \(problem), is not found, nil: the value" : "The root of \(problem),")
  return found
}

/// Expects no more evaluations than Newton's steps take with some halving.
private func expectFew(_ found: Found?, _ problem: Problem, _ advice: String) {
  expect(
    "The number of evaluations of \(problem)", Double(found?.evaluations ?? 0), atMost: Double(Found.fewEvaluations),
    advice)
}

// MARK: - Wrong and right ways

private enum Stop { case step, size, relativeSize }
private enum Updates { case both, never, asIfRising, byProduct }

extension Submission {
  /// The repaired function; each option can leave or make a fault.
  fileprivate init(
    stop: Stop = .step, updates: Updates = .both,
    h: @escaping @Sendable (_ x: Double, _ width: Double) -> Double = { 0x1p-26 * max(abs($0), $1) },
    isNewton: Bool = true, checksSigns: Bool = true, asksEnds: Bool = true, isCentral: Bool = false
  ) {
    root = .init { problem in
      problem.found { f, a, b, tolerance in
        let (atA, atB) = (f(a), f(b))
        if asksEnds, atA == 0 { return a }
        if asksEnds, atB == 0 { return b }
        if checksSigns, (atA < 0) == (atB < 0) { return nil }
        var (low, high) = (a, b)
        var x = low + (high - low) / 2
        for _ in 1...200 {
          let y = f(x)
          if y == 0 { return x }
          if stop == .size, abs(y) <= tolerance { return x }
          if stop == .relativeSize, abs(y) <= tolerance * max(abs(atA), abs(atB)) { return x }
          switch updates {
          case .both: if (y < 0) == (atA < 0) { low = x } else { high = x }
          case .byProduct: if y * atA > 0 { low = x } else { high = x }
          case .asIfRising: if y < 0 { low = x } else { high = x }
          case .never: break
          }
          let h = h(x, high - low)
          let slope = isCentral ? (f(x + h) - f(x - h)) / (2 * h) : (f(x + h) - y) / h
          let step = isNewton ? y / slope : .infinity
          if stop == .step {
            if abs(step) <= tolerance { return x - step }
            if high - low <= tolerance { return x }
          }
          x = low < x - step && x - step < high ? x - step : low + (high - low) / 2
        }
        return nil
      }
    }
  }
}

private func crossing(_ f: (Double) -> Double, _ a: Double, _ b: Double, _ tolerance: Double) -> Double? {
  var (low, high) = ((x: a, y: f(a)), (x: b, y: f(b)))
  if low.y == 0 { return a }
  if high.y == 0 { return b }
  guard (low.y < 0) != (high.y < 0) else { return nil }
  var (x, last) = (a + (b - a) / 2, b - a)
  for _ in 1...200 {
    let y = f(x)
    if y == 0 { return x }
    if (y < 0) == (low.y < 0) { low = (x, y) } else { high = (x, y) }
    let middle = low.x + (high.x - low.x) / 2
    if high.x - low.x <= tolerance || middle == low.x || middle == high.x {
      return abs(low.y) < abs(high.y) ? low.x : high.x
    }
    let h = 0x1p-26 * max(abs(x), high.x - low.x)
    let step = -y * h / (f(x + h) - y)
    let move = abs(step) < tolerance / 2 ? (step < 0 ? -tolerance / 2 : tolerance / 2) : step
    let isGood = abs(step) <= abs(last) && low.x < x + move && x + move < high.x
    last = isGood ? step : middle - x
    x = isGood ? x + move : middle
  }
  return nil
}

private func illinois(_ f: (Double) -> Double, _ a: Double, _ b: Double, _ tolerance: Double) -> Double? {
  var (old, new) = ((x: a, y: f(a)), (x: b, y: f(b)))
  if old.y == 0 { return a }
  if new.y == 0 { return b }
  guard (old.y < 0) != (new.y < 0) else { return nil }
  for _ in 1...200 {
    let x = new.x - new.y * (new.x - old.x) / (new.y - old.y)
    let y = f(x)
    if y == 0 || abs(x - new.x) <= tolerance / 4 { return x }
    if (y < 0) == (new.y < 0) { old.y /= 2 } else { old = new }
    new = (x, y)
  }
  return nil
}
