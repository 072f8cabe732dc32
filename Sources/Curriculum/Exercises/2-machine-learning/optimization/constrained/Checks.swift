import Checking
import Glibc

struct Constrained: Observable, CustomStringConvertible {
  var x: [Double]
  var steps: Int
  var residual: Double
  var converged: Bool

  var observation: Observation {
    Observation(x.observation, steps.observation, residual.observation, converged.observation)
  }

  var description: String { "x \(x), \(steps) steps, r \(residual), \(converged ? "converged" : "not converged")" }
}

enum ConstraintError: Error {
  case notFinite(index: Int)
  case emptyBox(index: Int)
  case emptyBall(radius: Double)
  case emptySimplex
  case gradientNotFinite(step: Int)
}

typealias Slopes = ([Double]) -> [Double]
typealias Projection = ([Double]) throws -> [Double]

struct Submission {
  /// x, the lower bounds, the upper bounds.
  var box: Function<[Double], [Double], [Double], [Double]>
  /// x, the centre, the radius.
  var ball: Function<[Double], [Double], Double, [Double]>
  var simplex: Function<[Double], [Double]>
  /// The gradient, the projection, x₀, the rate, the tolerance, the limit.
  var descent: Function<Slopes, Projection, [Double], Double, Double, Int, Constrained>
}

enum ProjectedGradient: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A few roundings of numbers ≤ 1, twice as many a step.
      Check("gives the worked examples") { s in
        expect(
          try s.simplex([0.8, 0.6, -0.4]), equals: [0.6, 0.4, 0], within: .absolute(8 * 0x1p-52),
          "τ = 0.2: each entry loses 0.2, and the third would fall below 0.")
        expect(
          try s.ball([6, 8], [0, 0], 5), equals: [3, 4], within: .ulps(4), "Its length 10 becomes 5.")
        expect(
          try s.box([3, -2, 0.5], [0, 0, 0], [1, 1, 1]), equals: [1, 0, 0.5], "Each entry is a problem of its own.")
        let points: [[Double]] = [[0, 1], [0.375, 0.625], [0.5625, 0.4375]]
        for (steps, x) in points.enumerated() {
          let got = try s.descent({ [$0[0], 3 * $0[1]] }, simplexOf, [0, 1], 0.25, 0.6, steps)
          let what = "of the example with the limit \(steps)"
          expect(
            got.x, equals: x, within: .absolute(32 * 0x1p-52),
            "x ← P(x − α·∇f(x)), and the answer is the x at which r was taken.", what: "x " + what
          )
          expect(got.steps, equals: steps, what: "the number of steps " + what)
          expect(
            got.residual, equals: 1.5 * 2.0.squareRoot() / pow(2, Double(steps)), within: .absolute(256 * 0x1p-52),
            "‖x − P(x − α·∇f(x))‖/α at the x that is returned.", what: "r " + what)
          expect(
            got.converged, equals: steps == 2, "r is 2.12, 1.06, 0.53; asked is 0.6. Look at r before the limit.",
            what: "converged " + what)
        }
      },
      // Eighths: clipping is exact.
      Check("projectToBox clips each entry", holdingFor: 30) { s, draws in
        let n = draws.integer(in: 0...6)
        let (x, p, q) = (draws.vector(n), draws.vector(n), draws.vector(n))
        let lower = (0..<n).map { draws.number(below: 4) == 0 ? -Double.infinity : min(p[$0], q[$0]) }
        let upper = (0..<n).map { draws.number(below: 4) == 0 ? Double.infinity : max(p[$0], q[$0]) }
        let right = (0..<n).map { x[$0] < lower[$0] ? lower[$0] : x[$0] > upper[$0] ? upper[$0] : x[$0] }
        expect(try s.box(x, lower, upper), equals: right, "Below the lower bound take that, above the upper that.")
      },
      // n products, a sum and a root round ‖x − c‖ by (n/2 + 2)·ε, the share and its product by 2·ε, the sum by ε.
      Check("projectToBall shortens what is outside", holdingFor: 30) { s, draws in
        let n = draws.integer(in: 1...6)
        let (x, center) = (draws.vector(n), draws.vector(n))
        let length = norm(minus(x, center))
        let radius = draws.uniform(in: 0.25...8)
        let got = try s.ball(x, center, radius)
        if length <= radius * (1 - 1e-12) {
          expect(got, equals: x, "x is in the ball already: it is its own nearest point.", what: "P of a point inside")
        } else if length >= radius * (1 + 1e-12) {
          let size = max(1, norm(center), radius)
          expect(
            got, equals: (0..<n).map { center[$0] + (x[$0] - center[$0]) * (radius / length) },
            within: .absolute(Double(n + 8) * 0x1p-52 * size), "Only the length of x − c changes, and it becomes r.")
        }
        // 0.1 − 1000 rounds, so that 1000 + (0.1 − 1000) is not 0.1.
        let inside = [0.1, -0.3, 0.7]
        expect(
          try s.ball(inside, [1000, 1, -1000], 2000), equals: inside,
          "x is in the ball: return x itself. c + 1·(x − c) rounds.", what: "P of (0.1, −0.3, 0.7), far from the centre"
        )
        expect(
          try s.ball(center, center, 0), equals: center, "A ball of radius 0 is its centre, and x is in it.",
          what: "P of the centre, r = 0")
        if length > 0 {
          expect(
            try s.ball(x, center, 0), equals: center, "A ball of radius 0 is its centre.", what: "P(x), r = 0")
        }
      },
      // The entries that stay are within 1 of the largest: n + 4 roundings of numbers ≤ 1, divided by a count.
      // Bisection of Σ max(xᵢ − τ, 0) = 1 finds τ below the largest to as many.
      Check("projectToSimplex takes one τ off all entries that stay", holdingFor: 60) { s, draws in
        let n = draws.integer(in: 1...12)
        let scale = draws.one(of: [0.03, 0.2, 1.0, 5.0])
        let x = draws.vector(n).map { $0 * scale }
        let tolerance = Tolerance.absolute(Double(4 * n + 16) * 0x1p-52 * max(1, scale))
        let got = try s.simplex(x)
        expect(
          got, equals: bisected(x), within: tolerance,
          "Each yᵢ is max(xᵢ − τ, 0), with the τ for which their sum is 1.", what: "P(\(x))")
        let order = draws.permutation(n)
        expect(
          try s.simplex(order.map { x[$0] }), equals: order.map { got.count == n ? got[$0] : .nan }, within: tolerance,
          "The order of the entries must not matter: y comes in the order of x.", what: "P of x in another order")
        let far = x.map { $0 + 16 }
        expect(
          try s.simplex(far), equals: bisected(far), within: .absolute(Double(4 * n + 64) * 0x1p-52 * max(1, scale)),
          "P(x + a) = P(x): the largest may be far from 0.", what: "P(x + 16)")
      },
      // Sums of eighths and halves; nothing rounds.
      Check("projectToSimplex is not lost at large numbers") { s in
        for (x, y) in [
          ([1e17, 0], [1, 0]), ([-1e17, -1e17], [0.5, 0.5]), ([1e150, -1e150, 1e150], [0.5, 0, 0.5]), ([7], [1]),
          ([-3], [1]), ([0, 0, 0, 0], [0.25, 0.25, 0.25, 0.25]), ([0.25, 0.75], [0.25, 0.75]), ([2, 1], [1, 0]),
        ] as [([Double], [Double])] {
          expect(
            try s.simplex(x), equals: y,
            "Beside 10¹⁷ the 1 of the sum is rounded away. Take the largest off first: P does not change.",
            what: "P(\(x))")
        }
      },
      // (x − P(x))·(z − P(x)) ≤ 0 for all z in C characterises the projection; it implies that P is non-expansive.
      Check("projects: on C, once, and without expanding", holdingFor: 30) { s, draws in
        let n = draws.integer(in: 2...6)
        let (x, z) = (draws.vector(n), draws.vector(n).map { $0 * 0.25 })
        let center = draws.vector(n)
        let sets: [(String, Projection)] = [
          ("the simplex", { try s.simplex($0) }), ("the ball", { try s.ball($0, center, 1.5) }),
          ("the box", { try s.box($0, center.map { $0 - 1 }, center.map { $0 + 0.5 }) }),
        ]
        for (name, project) in sets {
          let (p, q) = (try project(x), try project(z))
          guard p.count == n, q.count == n else {
            expect(false, "P on \(name) has \(p.count) entries, expected \(n)")
            continue
          }
          // Sizes up to 16·√6: each product rounds at most 40², and p is off by some n·ε·16.
          let slack = 1e4 * Double(n) * 0x1p-52
          expect(
            "(x − P(x))·(z − P(x)) for a z in \(name)", dot(minus(x, p), minus(q, p)), atMost: slack,
            "From P(x) no way into \(name) leads nearer to x. P(x) is a point of it, but not the nearest.")
          expect(
            "‖P(x) − P(z)‖ − ‖x − z‖ for \(name)", norm(minus(p, q)) - norm(minus(x, z)), atMost: slack,
            "A projection brings no two points farther apart.")
          expect(
            try project(p), equals: p, within: .absolute(slack), "What is in \(name) stays.",
            what: "P(P(x)) for \(name)")
        }
      },
      // On a diagonal quadratic with α = 1/L each step shrinks the distance by 1 − μ/L = 0.75 at least: 140 steps are
      // 3·10⁻¹⁸. r ≤ L·(1 + …)·distance; x rounds 4·n·ε a step, summed 4 times: 10⁻¹³ is ten times that.
      Check("projectedDescent finds the minimum on each set", cases: 3) { s, random in
        let d: [Double] = [1, 2, 4]
        let goal: [Double] = (0..<3).map { _ in Double.random(in: -2...2, using: &random) }
        let slope: Slopes = { x in x.indices.map { (i: Int) -> Double in d[i] * (x[i] - goal[i]) } }
        // ∇f = −λ·x on the ball, ∇f = τ where x > 0 on the simplex: one unknown each, by bisection.
        let onBall: [Double] = {
          func x(_ l: Double) -> [Double] { d.indices.map { (i: Int) -> Double in d[i] * goal[i] / (d[i] + l) } }
          return norm(goal) <= 0.5 ? goal : x(root(0, 1e3) { norm(x($0)) - 0.5 })
        }()
        let onSimplex: [Double] = {
          func x(_ t: Double) -> [Double] { d.indices.map { (i: Int) -> Double in max(goal[i] - t / d[i], 0) } }
          return x(root(-40, 40) { x($0).reduce(0, +) - 1 })
        }()
        let sets: [(String, Projection, [Double])] = [
          ("the box [−½, 1]³", boxOf, goal.map { min(max($0, -0.5), 1) }), ("the ball of radius ½", ballOf, onBall),
          ("the simplex", simplexOf, onSimplex),
        ]
        for (name, project, right) in sets {
          let got = try s.descent(slope, project, [3, -1, 0.5], 0.25, 1e-12, 400)
          expect(
            got.x, equals: right, within: .absolute(1e-11),
            "At this x a small step along −∇f, projected, still leads elsewhere.",
            what: "x on \(name) for Σ dᵢ·(xᵢ − cᵢ)²/2, d = (1, 2, 4), c = \(goal),")
          expect(
            got.converged, equals: true,
            "∇f is not 0 on the boundary; r is, and reaches t in a third of the 400 steps.",
            what: "converged on \(name)")
          let again = try s.descent(slope, project, [3, -1, 0.5], 0.25, 1e-12, 400)
          expect(again.x, equals: got.x, "The same question, the same answer.", what: "x of a second run on \(name)")
        }
      },
      // Halves and quarters only: exact.
      Check("measures r by the step, without its rate") { s in
        // ½·x² on x ≥ 1 from 3: x halves until 1, α = ½; r = 3, then 2·½ (the bound cuts), then 0.
        let half: Projection = { $0.map { max($0, 1) } }
        for (tolerance, steps, x, r) in [
          (3.0, 0, 3.0, 3.0), (2.9, 1, 1.5, 1), (1, 1, 1.5, 1), (0.9, 2, 1, 0), (0, 2, 1, 0),
        ]
          as [(Double, Int, Double, Double)]
        {
          let got = try s.descent({ $0 }, half, [3], 0.5, tolerance, 9)
          let what = "for x²/2 on x ≥ 1 from 3, α = ½, t = \(tolerance)"
          expect(got.x, equals: [x], "r is 3, 1, 0 at 3, 1.5, 1. It ends when r ≤ t.", what: "x " + what)
          expect(got.steps, equals: steps, "r is 3, 1, 0 at 3, 1.5, 1.", what: "the number of steps " + what)
          expect(got.residual, equals: r, "‖x − P(x − α·∇f(x))‖, divided by α = ½.", what: "r " + what)
          expect(got.converged, equals: true, what: "converged " + what)
        }
        let plane = try s.descent({ _ in [3, 4] }, { $0 }, [1, 1], 0.25, 0, 0)
        expect(
          plane.residual, equals: 5, "Where P has nothing to do, r is ‖∇f(x)‖, the Euclidean length.",
          what: "r for ∇f = (3, 4) without bounds")
        let outside = try s.descent({ $0 }, half, [-7], 0.5, 0, 0)
        expect(
          outside.x, equals: [1], "x₀ = −7 is not allowed: begin at P(x₀).", what: "x after 0 steps from −7, x ≥ 1")
        let first = try s.descent({ [$0[0] - 5] }, half, [-7], 0.5, 0, 1)
        expect(
          [first.residual] + first.x, equals: [2, 3],
          "It begins at 1, where ∇f = −4 leads to 3, and there r = 2: ask ∇f at P(x₀), not at x₀.",
          what: "r and x after a step from −7 for ½·(x − 5)² on x ≥ 1, α = ½")
        let empty = try s.descent({ $0 }, { $0 }, [], 0.5, 0, 5)
        expect(empty.steps, equals: 0, "Without unknowns r = 0.", what: "the number of steps from []")
        for limit in [0, 1, 4] {
          var (slopes, points) = (0, 0)
          _ = try s.descent(
            { x in
              slopes += 1
              return x
            },
            { x in
              points += 1
              return x
            }, [1], 0.5, 0, limit)
          expect(slopes, equals: limit + 1, "Once at every x.", what: "how often ∇f is asked in \(limit) steps")
          expect(
            points, equals: limit + 2, "Once for x₀ and once at every x: the point that r asks for is the next x.",
            what: "how often P is asked in \(limit) steps")
        }
      },
      Check("says what is wrong") { s in
        for bad in [Double.nan, .infinity, -.infinity] {
          let advice = "min and max hide some of these, others make everything NaN. Look before anything else."
          for (x, i) in [([1, bad, bad], 1), ([bad, 0, 0], 0), ([0, 0, bad], 2)] as [([Double], Int)] {
            expect(throws: ConstraintError.notFinite(index: i), advice) { try s.box(x, [9, 0, 0], [1, 1, 1]) }
            expect(throws: ConstraintError.notFinite(index: i), advice) { try s.ball(x, [0, 0, 0], -1) }
            expect(throws: ConstraintError.notFinite(index: i), advice) { try s.simplex(x) }
          }
          for (limit, step) in [(0, 0), (3, 2)] {
            expect(throws: ConstraintError.gradientNotFinite(step: step), "After \(step) steps ∇f is \(bad).") {
              try s.descent({ x in step == 0 || x[0] < 1.5 ? [0, bad] : [1, 0] }, wideOf, [3.25, 0], 1, 0, limit)
            }
          }
        }
        expect(throws: ConstraintError.emptyBox(index: 1), "Nothing is ≥ 2 and ≤ 1.") {
          try s.box([0, 0, 0], [0, 2, 3], [0, 1, 1])
        }
        expect(try s.box([5], [2], [2]), equals: [2], "One point is not empty.", what: "P on the box [2, 2]")
        for radius in [-1, -0x1p-60, Double.nan] {
          expect(throws: ConstraintError.emptyBall(radius: radius), "No length is ≤ \(radius).") {
            try s.ball([1, 1], [1, 1], radius)
          }
        }
        expect(throws: ConstraintError.emptySimplex, "A sum of no entries is 0.") { try s.simplex([]) }
        expect(throws: ConstraintError.emptyBox(index: 7), "What P throws is the caller's to see.") {
          try s.descent(
            { $0 },
            { x in
              guard x[0] >= 2 else { throw ConstraintError.emptyBox(index: 7) }
              return x
            }, [3], 0.5, 0, 5)
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "clip and renormalise", Rule(simplex: { x in scaled(x.map { max($0, 0) }) }).submission,
        """
        Dividing by the sum goes toward the origin, not straight across Σ yᵢ = 1. The result is on the simplex, but \
        another point of it is nearer: all entries that stay lose the same τ.
        """),
      Misconception(
        "softmax", Rule(simplex: { x in scaled(x.map { exp($0 - (x.max() ?? 0)) }) }).submission,
        "Softmax also gives a point of the simplex, but not the nearest: it moves points that are on it already."),
      Misconception(
        "τ from unsorted values", Rule(simplex: { taken($0, sorts: false) }).submission,
        "uⱼ and the sums are those of the entries from the largest down. In any other order τ depends on the order."),
      Misconception(
        "τ once from all entries",
        Rule(simplex: { x in
          let t = (x.reduce(0, +) - 1) / Double(x.count)
          return x.map { max($0 - t, 0) }
        }).submission,
        "After clipping the sum is above 1. Entries that become 0 must not take part in τ: find out which they are."),
      Misconception(
        "the largest entry not taken off", Rule(simplex: { taken($0, shifts: false) }).submission,
        "1e17 − 1 is 1e17: the 1 is gone. P(x + a) = P(x), so take the largest entry off before you sum."),
      Misconception(
        "the gradient projected", Rule(projectsGradient: true).submission,
        """
        P(∇f) says nothing: the gradient is a direction, not a point of the set. Step first, x − α·∇f(x), and project \
        where that leads.
        """),
      Misconception(
        "projected once at the end", Rule(projectsEnd: true).submission,
        "The nearest allowed point to the free minimum is in general not the minimum on the set. Project every step."),
      Misconception(
        "the gradient's length for r", Rule(measuresGradient: true).submission,
        "On the boundary ∇f is not 0 at the minimum, so this never ends. Measure how far the projected step leads."),
      Misconception(
        "r not divided by α", Rule(dividesByRate: false).submission,
        "A small α makes every step short, near the minimum or not. Divide by α: then r is ‖∇f‖ where P does nothing."),
      Misconception(
        "the start not projected", Rule(projectsStart: false).submission,
        "x₀ may lie outside, and there ∇f may not even be defined. Begin at P(x₀)."),
      Misconception(
        "the first gradient at x₀", Rule(asksAtStart: true).submission,
        "You begin at P(x₀), but the first gradient is that of x₀, which may not be allowed. Ask ∇f where you are."),
      Misconception(
        "the limit before r", Rule(limitFirst: true).submission,
        "The last step that was allowed may have reached the goal: ask for r ≤ t before the limit."),
      Misconception(
        "projected once more for the step", Rule(projectsTwice: true).submission,
        "The point whose distance you took for r is the next x. Keep it: P can be what costs."),
      Misconception(
        "the point after the step returned", Rule(returnsNext: true).submission,
        "r says how good x is, not the point that the next step would reach. Return the x at which r was taken."),
      Misconception(
        "a NaN in the gradient not seen", Rule(seesGradient: false).submission,
        "NaN passes through max and min in ways that depend on their order, and r ≤ t is never true. Look at ∇f first."),
      Misconception(
        "always onto the sphere",
        Rule(ball: { x, c, r in
          let length = norm(minus(x, c))
          return length == 0 ? x : x.indices.map { c[$0] + r / length * (x[$0] - c[$0]) }
        }).submission,
        "A point inside the ball is its own nearest point. Only what is outside is shortened."),
      Misconception(
        "x inside computed anew",
        Rule(ball: { x, c, r in
          let length = norm(minus(x, c))
          let share = length > r ? r / length : 1
          return x.indices.map { c[$0] + share * (x[$0] - c[$0]) }
        }).submission,
        "c + 1·(x − c) is x but for a rounding, and what is in the set would move a little in every step. Return x itself."
      ),
      Misconception(
        "the centre forgotten",
        Rule(ball: { x, _, r in
          norm(x) <= r ? x : x.map { $0 * r / norm(x) }
        }).submission,
        "Lengths are measured from c: shorten x − c and add c again."),
      Misconception(
        "each entry clipped to the radius",
        Rule(ball: { x, c, r in
          norm(minus(x, c)) <= r ? x : x.indices.map { min(max(x[$0], c[$0] - r), c[$0] + r) }
        }).submission,
        "That is the box around the ball: its corners are farther from c than r. Shorten the whole vector."),
      Misconception(
        "reflected at the bounds",
        Rule(clip: { x, lower, upper in
          let y = x < lower ? 2 * lower - x : x > upper ? 2 * upper - x : x
          return min(max(y, lower), upper)
        }).submission,
        "A mirror keeps x inside, but the nearest allowed point to an x below the lower bound is the bound itself."),
      Misconception(
        "x not looked at", Rule(seesX: false).submission,
        "max(NaN, 0) and max(0, NaN) differ, and a NaN in a sort leaves any order. Refuse what is not finite, first."),
      Misconception(
        "an empty set not seen", Rule(seesEmpty: false).submission,
        "min(max(x, lower), upper) answers even if lower > upper, with a point that breaks a bound. Say that C is empty."
      ),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("τ by Newton's method on the piecewise linear sum", Rule(simplex: byNewton).submission),
      Alternative(
        "clipped by cases, the norm by hypot",
        Rule(ball: { x, c, r in
          var length = 0.0
          for i in x.indices { length = hypot(length, x[i] - c[i]) }
          return length <= r ? x : x.indices.map { c[$0] + (x[$0] - c[$0]) * r / length }
        }).submission),
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in x.indices { sum += x[i] * y[i] }
  return sum
}

private func norm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }

private func minus(_ x: [Double], _ y: [Double]) -> [Double] { x.indices.map { x[$0] - y[$0] } }

/// Where a falling function passes 0, to the last bit.
private func root(_ from: Double, _ to: Double, _ f: (Double) -> Double) -> Double {
  var (low, high) = (from, to)
  while true {
    let middle = low + (high - low) / 2
    if middle <= low || middle >= high { return middle }
    if f(middle) > 0 { low = middle } else { high = middle }
  }
}

/// The nearest point of the simplex, τ below the largest entry by bisection.
private func bisected(_ x: [Double]) -> [Double] {
  let largest = x.max() ?? 0
  func y(_ t: Double) -> [Double] { x.map { max($0 - largest + t, 0) } }
  return y(root(0, 1) { 1 - y($0).reduce(0, +) })
}

private func simplexOf(_ x: [Double]) -> [Double] { bisected(x) }
private func boxOf(_ x: [Double]) -> [Double] { x.map { min(max($0, -0.5), 1) } }
private func wideOf(_ x: [Double]) -> [Double] { x.map { min(max($0, -10), 10) } }
private func ballOf(_ x: [Double]) -> [Double] { norm(x) <= 0.5 ? x : x.map { $0 * 0.5 / norm(x) } }

// MARK: - Wrong and right ways

private func scaled(_ x: [Double]) -> [Double] {
  let sum = x.reduce(0, +)
  return x.map { sum > 0 ? $0 / sum : 1 / Double(x.count) }
}

private func taken(_ x: [Double], sorts: Bool = true, shifts: Bool = true) -> [Double] {
  let largest = shifts ? x.max() ?? 0 : 0
  let shifted = x.map { $0 - largest }
  var (sum, threshold) = (0.0, 0.0)
  for (j, u) in (sorts ? shifted.sorted(by: >) : shifted).enumerated() {
    sum += u
    let candidate = (sum - 1) / Double(j + 1)
    if u > candidate { threshold = candidate }
  }
  return shifted.map { max($0 - threshold, 0) }
}

/// τ rises from the left: each turn drops what lies below it.
private func byNewton(_ x: [Double]) -> [Double] {
  let largest = x.max() ?? 0
  let shifted = x.map { $0 - largest }
  var kept = shifted.filter { $0 > -1 }
  while true {
    let t = (kept.reduce(0, +) - 1) / Double(kept.count)
    let next = kept.filter { $0 > t }
    if next.count == kept.count { return shifted.map { max($0 - t, 0) } }
    kept = next
  }
}

/// The rules of the statement; each option can break one of them.
private struct Rule {
  var simplex: ([Double]) -> [Double] = { taken($0) }
  var ball: ([Double], [Double], Double) -> [Double] = { x, c, r in
    let length = norm(minus(x, c))
    return length <= r ? x : x.indices.map { c[$0] + r / length * (x[$0] - c[$0]) }
  }
  var clip: (Double, Double, Double) -> Double = { min(max($0, $1), $2) }
  var projectsGradient = false
  var projectsEnd = false
  var measuresGradient = false
  var dividesByRate = true
  var projectsStart = true
  var asksAtStart = false
  var limitFirst = false
  var projectsTwice = false
  var returnsNext = false
  var seesGradient = true
  var seesX = true
  var seesEmpty = true

  func look(_ x: [Double]) throws {
    if seesX, let i = x.firstIndex(where: { !$0.isFinite }) { throw ConstraintError.notFinite(index: i) }
  }

  func descent(
    _ gradient: Slopes, _ project: Projection, _ start: [Double], _ rate: Double, _ tolerance: Double, _ limit: Int
  ) throws -> Constrained {
    var (x, steps) = (projectsStart ? try project(start) : start, 0)
    while true {
      let g = gradient(asksAtStart && steps == 0 ? start : x)
      if seesGradient, g.contains(where: { !$0.isFinite }) { throw ConstraintError.gradientNotFinite(step: steps) }
      let way = projectsGradient ? try project(g) : g
      let trial = x.indices.map { x[$0] - rate * way[$0] }
      var next = projectsGradient || projectsEnd ? trial : try project(trial)
      let r = measuresGradient ? norm(g) : norm(minus(x, next)) / (dividesByRate ? rate : 1)
      if r <= tolerance && !(limitFirst && steps == limit) || steps == limit {
        return Constrained(
          x: projectsEnd ? try project(x) : returnsNext ? next : x, steps: steps, residual: r,
          converged: r <= tolerance && !(limitFirst && steps == limit))
      }
      if projectsTwice { next = try project(trial) }
      x = next
      steps += 1
    }
  }

  var submission: Submission {
    Submission(
      box: .init { x, lower, upper in
        try look(x)
        if seesEmpty, let i = x.indices.first(where: { lower[$0] > upper[$0] }) {
          throw ConstraintError.emptyBox(index: i)
        }
        return x.indices.map { clip(x[$0], lower[$0], upper[$0]) }
      },
      ball: .init { x, c, r in
        try look(x)
        if seesEmpty, !(r >= 0) { throw ConstraintError.emptyBall(radius: r) }
        return ball(x, c, r)
      },
      simplex: .init { x in
        try look(x)
        if seesEmpty, x.isEmpty { throw ConstraintError.emptySimplex }
        return simplex(x)
      },
      descent: .init { try descent($0, $1, $2, $3, $4, $5) })
  }
}
