import Checking
import Glibc

struct Shifted: Observable, CustomStringConvertible {
  var factor: [[Double]]
  var shift: Double

  var observation: Observation { Observation(factor.observation, shift.observation) }

  var description: String { "factor \(factor), shift \(shift)" }
}

struct Minimum: Observable, CustomStringConvertible {
  var x: [Double]
  var steps: Int
  var converged: Bool

  var observation: Observation { Observation(x.observation, steps.observation, converged.observation) }

  var description: String { "x \(x), \(steps) steps, \(converged ? "converged" : "not converged")" }
}

struct HessianNotFinite: Error {}

/// A function with its derivatives.
struct Smooth {
  var value: ([Double]) -> Double
  var gradient: ([Double]) -> [Double]
  var hessian: ([Double]) -> [[Double]]
}

struct Submission {
  var shifted: Function<[[Double]], Shifted>
  /// f, x₀, the tolerance, the limit.
  var newton: Function<Smooth, [Double], Double, Int, Minimum>
  /// g, B, Δ.
  var dogleg: Function<[Double], [[Double]], Double, [Double]>
  /// f, x₀, Δ, the tolerance, the limit.
  var trust: Function<Smooth, [Double], Double, Double, Int, Minimum>
}

enum NewtonMethod: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("shifts only what needs it, by the rule") { s in
        for (h, shift, advice) in [
          ([[4.0, 2], [2, 5]], 0, "This H is positive definite: no shift."),
          ([[2, 0], [0, -1]], 1 + 1e-3 * 5.0.squareRoot(), "The least diagonal entry is −1: τ = β + 1."),
          ([[1, 2], [2, 1]], 0.512 * 10.0.squareRoot(), "0, β, 2·β, 4·β, … until H + τ·I has a factor: 512·β."),
          ([[0, 0], [0, 0]], 1, "For zeros β is 1."),
          ([[-3]], 3.003, "β = 0.003."), ([], 0, "No rows, no shift."),
        ] {
          let got = try s.shifted(h)
          let size = 1 + shift
          expect(got.shift, equals: shift, within: .absolute(8 * 0x1p-52 * size), advice, what: "the shift of \(h)")
          var right = h
          for i in right.indices { right[i][i] += shift }
          // The factor of what is left after the shift: a small pivot keeps few digits, its square keeps them absolutely.
          let l = got.factor
          let product = l.map { a in l.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
          expect(product, equals: right, within: .absolute(64 * 0x1p-52 * size), advice, what: "L·Lᵀ for \(h)")
        }
        for bad in [Double.nan, .infinity] {
          expect(throws: HessianNotFinite(), "Ask before you shift: no shift helps, and the loop never ends.") {
            try s.shifted([[1, bad], [bad, 1]])
          }
          let f = Smooth(value: { _ in 1 }, gradient: { _ in [1] }, hessian: { _ in [[bad]] })
          expect(throws: HessianNotFinite()) { try s.newton(f, [1], 0.1, 5) }
          expect(throws: HessianNotFinite()) { try s.trust(f, [1], 1, 0.1, 5) }
        }
      },
      Check("newtonMinimum solves a quadratic in one step") { s in
        let h = [[3.0, 1, 0], [1, 4, -1], [0, -1, 5]]
        let f = quadratic(h, minimum: [1, -2, 3])
        let got = try s.newton(f, [10, 20, -7], 1e-10, 5)
        expect(
          got.x, equals: [1, -2, 3], within: .absolute(1e3 * 0x1p-52 * 20),
          "The model is f itself: H·p = −g leads to the minimum.",
          what: "x for a quadratic with the minimum (1, −2, 3)")
        expect(got.steps, equals: 1, "One step.", what: "the steps for a quadratic")
        expect(got.converged, equals: true, what: "converged")
      },
      Check("newtonMinimum halves a step that wins too little") { s in
        let f = root
        for (x, alpha) in [(1.0, 0.5), (0.5, 1), (2, 0.25), (3, 0.125)] {
          // p = −x·(1 + x²); from 2 the trials are −8, −3 and −0.5; from 3 −27, −12, −4.5, −0.75.
          let asked = Asked(f.value)
          let got = try s.newton(Smooth(value: asked.body, gradient: f.gradient, hessian: f.hessian), [x], 0, 1)
          expect(
            got.x, equals: [x - alpha * x * (1 + x * x)], within: .absolute(64 * 0x1p-52 * 30),
            "The first of α = 1, ½, ¼, … with f(x + α·p) ≤ f(x) + 10⁻⁴·α·gᵀp.",
            what: "x after a step on √(1 + x²) from \(x)")
          expect(
            asked.count, equals: 2 - Int(log2(alpha)), "Once at x₀ and once a trial: keep f(x).",
            what: "how often f is asked")
          try asked.remember()
        }
        let log3 = Smooth(
          value: { 3 * $0[0] - log($0[0]) }, gradient: { [3 - 1 / $0[0]] }, hessian: { [[1 / ($0[0] * $0[0])]] })
        expect(
          try s.newton(log3, [1], 0, 1).x, equals: [0.5], within: .ulps(16),
          "p = −2, and f is NaN at −1, infinite at 0. NaN is not ≤ anything: halve.",
          what: "x after a step on 3·x − log x from 1")
        // B = −1 + τ = β = 0.001, and the rounding of τ costs three of its digits.
        let hill = Smooth(value: { -0.5 * $0[0] * $0[0] }, gradient: { [-$0[0]] }, hessian: { _ in [[-1]] })
        expect(
          try s.newton(hill, [1], 0, 1).x, equals: [1001], within: .absolute(4 * 0x1p-52 * 1e6),
          "H = −1 is shifted to β = 0.001, so p = 1/0.001: the shifted H gives the step, not −g.",
          what: "x after a step on −½·x² from 1")
        let flat = Smooth(value: { 1 - 1.5e-4 * $0[0] }, gradient: { _ in [-1] }, hessian: { _ in [[1]] })
        expect(
          try s.newton(flat, [0], 0, 1).x, equals: [1], "f falls by 1.5·10⁻⁴, asked is 10⁻⁴.",
          what: "x after a step that wins enough")
        let edge = Smooth(value: { -1e-4 * $0[0] }, gradient: { _ in [-1] }, hessian: { _ in [[1]] })
        expect(
          try s.newton(edge, [0], 0, 1).x, equals: [1], "f falls by just the 10⁻⁴ that is asked: ≤, not <.",
          what: "x after a step that wins just enough")
        for (halvings, x) in [(60, 0x1p-60), (61, 0)] {
          let border = 1.5 * exp2(-Double(halvings))
          let wall = Smooth(
            value: { $0[0] > border ? 1 : -$0[0] }, gradient: { _ in [-1] }, hessian: { _ in [[1]] })
          expect(
            try s.newton(wall, [0], 0, 1).x, equals: [x], "60 halvings are allowed, 61 are not.",
            what: "x where \(halvings) halvings are needed")
        }
        let poor = Smooth(
          value: { -0.5e-4 * $0[0] }, gradient: { _ in [-1] }, hessian: { _ in [[1]] })
        let stuck = try s.newton(poor, [0], 0, 3)
        expect(
          stuck.x, equals: [0], "No α wins 10⁻⁴·α·|gᵀp|: after 60 halvings x is the answer.",
          what: "x where no step wins enough")
        expect(stuck.converged, equals: false, what: "converged where no step wins enough")
        expect(stuck.steps, equals: 0, what: "the steps where no step wins enough")
      },
      Check("both leave a saddle and climb down a valley") { s in
        // x² − y² + y⁴ has a saddle at 0 and minima at (0, ±1/√2), the smallest curvature there 2.
        for y in [0.1, -0.02] {
          let got = try s.newton(saddle, [1, y], 1e-10, 60)
          let other = try s.trust(saddle, [1, y], 0.5, 1e-10, 60)
          let right = [0, y > 0 ? 0.5.squareRoot() : -0.5.squareRoot()]
          for (end, name) in [(got, "newtonMinimum"), (other, "trustRegionMinimum")] {
            expect(
              end.x, equals: right, within: .absolute(2e-10),
              "H is indefinite near the x axis. Unshifted, the step leads to the saddle at 0.",
              what: "x of \(name) on x² − y² + y⁴ from (1, \(y))")
            expect(end.converged, equals: true, what: "converged, \(name)")
          }
        }
        let got = try s.newton(rosenbrock, [-1.2, 1], 1e-9, 100)
        expect(
          "the steps of newtonMinimum on Rosenbrock's function", Double(got.steps), atMost: 25, "Newton takes 21 steps."
        )
        expect(
          got.x, equals: [1, 1], within: .absolute(1e-6), "‖∇f‖ is below 2.4·10⁻⁷, the smallest curvature 0.4.",
          what: "x of newtonMinimum on Rosenbrock's function")
        let other = try s.trust(rosenbrock, [-1.2, 1], 1, 1e-9, 100)
        expect(
          "the steps of trustRegionMinimum on Rosenbrock's function", Double(other.steps), atMost: 40,
          "Does the radius grow where the model is good?")
        expect(
          other.x, equals: [1, 1], within: .absolute(1e-6), "‖∇f‖ is below 2.4·10⁻⁷, the smallest curvature 0.4.",
          what: "x of trustRegionMinimum on Rosenbrock's function")
      },
      Check("dogleg turns at the Cauchy point and stays inside") { s in
        let (g, b) = ([2.0, 2], [[1.0, 0], [0, 4]])
        let r = 0.5.squareRoot()
        for (radius, p, advice) in [
          (3.0, [-2.0, -0.5], "The Newton point lies inside."),
          (1, [-r, -r], "The Cauchy point lies outside: along −g to the border."),
          (2.3825.squareRoot(), [-1.4, -0.65], "On the line from (−0.8, −0.8) to (−2, −0.5), at the border."),
          (0.01, [-0.01 * r, -0.01 * r], "Along −g to the border."),
          (4.25.squareRoot() + 1e-9, [-2, -0.5], "The Newton point lies just inside."),
          (1.28.squareRoot(), [-0.8, -0.8], "The border goes through the Cauchy point."),
        ] {
          expect(
            try s.dogleg(g, b, radius), equals: p, within: .absolute(2e-15 * 8), advice,
            what: "the dogleg for g = (2, 2), B = diag(1, 4), Δ = \(radius)")
        }
      },
      Check("the radius follows the model's success") { s in
        // f = ½·8·x², but the Hessian given is 1: from 1 the ratio is (1 − Δ/2)/(1 − Δ/16), all exact in binary.
        let wrong = Smooth(value: { 4 * $0[0] * $0[0] }, gradient: { [8 * $0[0]] }, hessian: { _ in [[1]] })
        for (radius, limit, places, advice) in [
          (
            8.0, 5, [1, -7, -1, 0.5, -0.5, 0.25],
            "−7 and −1 do not make f smaller: stay, Δ ← Δ/4. At ½ ρ = 0.77: go, Δ ← 2·Δ."
          ),
          (
            32, 3, [1, -7, -1],
            "The step to −7 ends inside: Δ ← 32/4 = 8 leads there again, and then Δ is 2. It is Δ that shrinks, not ‖p‖."
          ),
          (1.75, 2, [1, -0.75, -0.3125], "ρ = 0.14: go, for it is more than 0.1, but Δ ← Δ/4."),
          (0.75, 2, [1, 0.25, -0.5], "ρ = 0.66: go, and Δ stays."),
          (1.828125, 2, [1, -0.828125, 0.54296875], "ρ = 0.097: do not go, and Δ ← Δ/4."),
        ] {
          let asked = Asked(wrong.value)
          _ = try s.trust(
            Smooth(value: asked.body, gradient: wrong.gradient, hessian: wrong.hessian), [1], radius, 0, limit)
          try asked.remember()
          expect(
            asked.places.flatMap { $0 }, equals: places, within: .ulps(16), advice,
            what: "where f is asked, f = 4·x², given the Hessian 1, Δ = \(radius),")
          expect(
            asked.count, equals: limit + 1, "Once at x₀ and once a trial: keep f(x).",
            what: "how often f is asked in \(limit) steps, f = 4·x², given the Hessian 1, Δ = \(radius),")
        }
        let steep = Asked { 0.5 * $0[0] * $0[0] }
        _ = try s.trust(
          Smooth(value: steep.body, gradient: { [$0[0] == 4 ? 4 : 100] }, hessian: { _ in [[2]] }), [4], 4, 0, 2)
        try steep.remember()
        expect(
          steep.places.flatMap { $0 }, equals: [4, 2, -2], within: .ulps(16),
          "The first step ends inside the region: however good it is, it says nothing about a larger Δ.",
          what: "where f is asked after a good step inside the region")
        let got = try s.trust(quadratic([[1]], minimum: [0]), [8], 1, 1e-9, 20)
        expect(
          [got.x.first ?? .nan, Double(got.steps)], equals: [0, 4], "7, 5, 1, 0.",
          what: "x and the steps for ½·x² from 8")
        let wall = Asked { $0[0] < 0.5 ? .nan : $0[0] * $0[0] }
        _ = try s.trust(Smooth(value: wall.body, gradient: { [2 * $0[0]] }, hessian: { _ in [[1]] }), [1], 1, 0, 2)
        try wall.remember()
        expect(
          wall.places.flatMap { $0 }, equals: [1, 0, 0.75], within: .ulps(16), "f(0) is NaN: stay at 1, Δ ← ¼.",
          what: "where f is asked, f being NaN below ½,")
        // H = −1 is shifted to β = 0.001; its model promises less than f gives.
        let hill = Asked { -0.5 * $0[0] * $0[0] }
        _ = try s.trust(Smooth(value: hill.body, gradient: { [-$0[0]] }, hessian: { _ in [[-1]] }), [1], 1, 0, 2)
        try hill.remember()
        expect(
          hill.places.flatMap { $0 }, equals: [1, 2, 4], within: .ulps(16),
          "ρ = 1.5 with the shifted B: go, and Δ ← 2·Δ.", what: "where f is asked, f = −½·x²,")
        let slide = Asked { -$0[0] }
        _ = try s.trust(Smooth(value: slide.body, gradient: { _ in [-1] }, hessian: { _ in [[-1]] }), [1], 1, 0, 2)
        try slide.remember()
        expect(
          slide.places.flatMap { $0 }, equals: [1, 2, 4], within: .ulps(16),
          "f falls by 1; B = 0.001 promises 0.9995, so ρ is above ¾. H = −1 would promise 1.5, but the step is B's.",
          what: "where f is asked, f = −x, given the Hessian −1,")
      },
      Check("stops when it should") { s in
        let f = quadratic([[1, 0], [0, 4]], minimum: [0, 0])
        for x: [Double] in [[0, 0], []] {
          for got in [try s.newton(f, x, 0.1, 5), try s.trust(f, x, 1, 0.1, 5)] {
            expect(got.x, equals: x, what: "x from \(x)")
            expect(got.steps, equals: 0, "0 ≤ t·0: nothing is to be done.", what: "the steps from \(x)")
            expect(got.converged, equals: true, what: "converged from \(x)")
          }
        }
        for limit in [0, 1] {
          let got = try s.trust(f, [8, 8], 1, 1e-9, limit)
          expect(got.steps, equals: limit, what: "the steps of trustRegionMinimum with the limit \(limit)")
          expect(got.converged, equals: false, what: "converged with the limit \(limit)")
          let newton = try s.newton(rosenbrock, [-1.2, 1], 1e-9, limit)
          expect(newton.steps, equals: limit, what: "the steps of newtonMinimum with the limit \(limit)")
          expect(newton.converged, equals: false, what: "converged with the limit \(limit)")
        }
        for unit in [0x1p-200, 0x1p200] {
          let scaled = Smooth(
            value: { unit * rosenbrock.value($0) }, gradient: { x in rosenbrock.gradient(x).map { unit * $0 } },
            hessian: { x in rosenbrock.hessian(x).map { $0.map { unit * $0 } } })
          let got = try s.newton(scaled, [-1.2, 1], 0.25, 50)
          let same = try s.newton(rosenbrock, [-1.2, 1], 0.25, 50)
          expect(got.steps, equals: same.steps, "The goal is relative to ‖∇f(x₀)‖.", what: "the steps, f times \(unit)")
        }
        let last = try s.newton(f, [8, 8], 1e-9, 1)
        expect(
          last.converged, equals: true, "The last step reached the goal: look before the limit.",
          what: "converged after the one step allowed")
        let reached = try s.trust(f, [8, 8], 100, 1e-9, 1)
        expect(
          reached.converged, equals: true, "The last step reached the goal: look before the limit.",
          what: "converged after the one step allowed")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "no shift", Rule(shifts: false).submission,
        "Where H is not positive definite, −H⁻¹g may lead to a saddle or uphill. Shift H until it has a Cholesky factor."
      ),
      Misconception(
        "a shift of β only", Rule(usesDiagonal: false).submission,
        "A diagonal entry that is not positive says at once that τ must exceed its size: begin with β − min h_ii."),
      Misconception(
        "always a shift", Rule(always: true).submission,
        "A shift makes Newton's step shorter than it should be, and the fast end is lost. τ = 0 if H is positive definite."
      ),
      Misconception(
        "the shift raised by β", Rule(doubles: false).submission,
        "Raised by β each time a thousand factorizations may be needed. Double τ."),
      Misconception(
        "a rise accepted", Rule(armijo: { _, _ in true }).submission,
        "You take Newton's step whatever f says. On √(1 + x²) that diverges from every |x| > 1. Halve until f falls enough."
      ),
      Misconception(
        "any fall accepted", Rule(armijo: { won, _ in won > 0 }).submission,
        "Asked is a share of what the slope promises: f(x + α·p) ≤ f(x) + 10⁻⁴·α·gᵀp."),
      Misconception(
        "the gradient for the step", Rule(gradientStep: true).submission,
        "Your direction is −g. Solve H·p = −g: that is what the Hessian is for."),
      Misconception(
        "uphill", Rule(sign: 1).submission, "H·p = −g, with the minus: otherwise the step leads up."),
      Misconception(
        "the radius never grows", Rule(growth: 1).submission,
        "A radius that only shrinks makes all later steps short. If ρ > ¾ and the step reached the border, double it."),
      Misconception(
        "the radius grows inside, too", Rule(needsBorder: false).submission,
        "A step that ends inside was not held back by Δ, so a larger Δ changes nothing now and is too large later."),
      Misconception(
        "the radius never shrinks", Rule(shrink: 1).submission,
        "If the model promised what f did not give, Δ is too large: a quarter."),
      Misconception(
        "the radius halved", Rule(shrink: 0.5).submission, "Unless ρ ≥ ¼, Δ ← Δ/4."),
      Misconception(
        "every step of the trust region taken", Rule(accepts: { _ in true }).submission,
        "You go to x + p even if f rises there. Go only if ρ > 0.1; otherwise only Δ changes."),
      Misconception(
        "every fall taken", Rule(accepts: { $0 > 0 }).submission,
        "A fall by a tenth of what was promised is too little: ρ > 0.1."),
      Misconception(
        "only good steps taken", Rule(accepts: { $0 > 0.25 }).submission,
        "Between 0.1 and ¼ the step is taken, though the radius shrinks."),
      Misconception(
        "NaN taken for good", Rule(seesNaN: false).submission,
        "ρ < ¼ is false for NaN, so the radius stays, and you try the same for ever. Ask for ρ ≥ ¼ and negate it."),
      Misconception(
        "the promise of the slope alone", Rule(bend: 0).submission,
        "The model also bends: −gᵀp − ½·pᵀBp. With the slope alone even a perfect step has only ρ = ½."),
      Misconception(
        "the promise without ½", Rule(bend: 1).submission, "The quadratic term is ½·pᵀBp."),
      Misconception(
        "Newton's point shortened", Rule(path: .scaled).submission,
        "Newton's point drawn in to the border is not the dogleg: near x the best way is along −g. Turn at the Cauchy point."
      ),
      Misconception(
        "the gradient alone", Rule(path: .gradient).submission,
        "You go along −g even when the Newton point is within reach. That is gradient descent."),
      Misconception(
        "the other root", Rule(path: .otherRoot).submission,
        "The line meets the border twice. The root with −√ is behind the Cauchy point."),
      Misconception(
        "−g where H needs a shift", Rule(fallsBack: true).submission,
        "Where H is not positive definite you go along −g. Asked is p from H + τ·I, which still knows the curvature."),
      Misconception(
        "ρ with H for B", Rule(promisesByH: true).submission,
        "The step was made for B = H + τ·I, and so the model that promised is −gᵀp − ½·pᵀBp."),
      Misconception(
        "Δ from the length of the step", Rule(shrinksStep: true).submission,
        "A quarter of Δ, not of ‖p‖: a step that ended inside would shrink the region at once."),
      Misconception(
        "f asked again", Rule(asksAgain: true).submission,
        "f(x) is known from the trial that was taken: keep it. Each question may cost a pass over all data."),
      Misconception(
        "NaN accepted by newtonMinimum", Rule(armijo: { !($0 < 1e-4 * $1) }).submission,
        "f > bound is false for NaN, so x leaves the domain of f. Ask whether f(x + α·p) ≤ the bound, and halve unless it is."
      ),
      Misconception(
        "an absolute tolerance", Rule(isRelative: false).submission, "‖g‖ ≤ t has the unit of f. Compare with ‖∇f(x₀)‖."
      ),
      Misconception(
        "the limit before the gradient", Rule(limitFirst: true).submission,
        "The last step may have reached the goal: look at g first."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("factored row by row, solved by elimination", Rule().submission)]
  }
}

// MARK: - Parts of the checks

private func quadratic(_ h: [[Double]], minimum: [Double]) -> Smooth {
  func part(_ x: [Double]) -> [Double] { zip(x, minimum).map { $0 - $1 } }
  func slope(_ x: [Double]) -> [Double] { x.isEmpty ? [] : h.map { dot($0, part(x)) } }
  return Smooth(value: { 0.5 * dot(part($0), slope($0)) }, gradient: slope, hessian: { $0.isEmpty ? [] : h })
}

private var root: Smooth {
  Smooth(
    value: { (1 + $0[0] * $0[0]).squareRoot() }, gradient: { [$0[0] / (1 + $0[0] * $0[0]).squareRoot()] },
    hessian: { [[pow(1 + $0[0] * $0[0], -1.5)]] })
}

private var saddle: Smooth {
  Smooth(
    value: { x in
      let square = x[1] * x[1]
      return x[0] * x[0] - square + square * square
    }, gradient: { [2 * $0[0], -2 * $0[1] + 4 * $0[1] * $0[1] * $0[1]] },
    hessian: { [[2, 0], [0, -2 + 12 * $0[1] * $0[1]]] })
}

private var rosenbrock: Smooth {
  Smooth(
    value: { x in
      let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
      return a * a + 100 * b * b
    },
    gradient: { x in
      let b = x[1] - x[0] * x[0]
      return [-2 * (1 - x[0]) - 400 * x[0] * b, 200 * b]
    },
    hessian: { x in
      [[2 - 400 * (x[1] - 3 * x[0] * x[0]), -400 * x[0]], [-400 * x[0], 200]]
    })
}

private func dot(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in x.indices { sum += x[i] * y[i] }
  return sum
}

private func norm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }

private func sum(_ x: [Double], _ alpha: Double, _ p: [Double]) -> [Double] {
  var y = x
  for i in y.indices { y[i] += alpha * p[i] }
  return y
}

/// Remembers where a function was asked, each place once, and how often.
private final class Asked {
  private(set) var places: [[Double]] = []
  private(set) var count = 0
  private let f: ([Double]) -> Double

  init(_ f: @escaping ([Double]) -> Double) { self.f = f }

  var body: ([Double]) -> Double {
    { x in
      if !self.places.contains(x) { self.places.append(x) }
      self.count += 1
      return self.f(x)
    }
  }

  /// Makes the places and their count part of the answers by which a misconception is recognised.
  func remember() throws { _ = try Function<[Double], [Double]> { $0 }(places.flatMap { $0 } + [Double(count)]) }
}

// MARK: - Wrong and right ways

/// The rules of the statement; each option can break one of them.
private struct Rule {
  enum Path { case dogleg, scaled, gradient, otherRoot }

  var shifts = true
  var usesDiagonal = true
  var always = false
  var doubles = true
  /// From what was won and −α·gᵀp.
  var armijo: (Double, Double) -> Bool = { $0 >= 1e-4 * $1 }
  var gradientStep = false
  var sign = -1.0
  var growth = 2.0
  var needsBorder = true
  var shrink = 0.25
  var accepts: (Double) -> Bool = { $0 > 0.1 }
  var seesNaN = true
  var bend = 0.5
  var path = Path.dogleg
  var isRelative = true
  var limitFirst = false
  var fallsBack = false
  var promisesByH = false
  var shrinksStep = false
  var asksAgain = false

  /// Row by row; nil unless positive definite.
  private func factor(_ a: [[Double]]) -> [[Double]]? {
    var l = a.map { $0.map { _ in 0.0 } }
    for j in a.indices {
      for i in 0..<j {
        var entry = a[j][i]
        for k in 0..<i { entry -= l[j][k] * l[i][k] }
        l[j][i] = entry / l[i][i]
      }
      var pivot = a[j][j]
      for k in 0..<j { pivot -= l[j][k] * l[j][k] }
      guard pivot > 0 else { return nil }
      l[j][j] = pivot.squareRoot()
    }
    return l
  }

  func shifted(_ h: [[Double]]) throws -> Shifted {
    let size = norm(h.flatMap { $0 })
    guard size.isFinite else { throw HessianNotFinite() }
    let unit = size == 0 ? 1 : 1e-3 * size
    let least = h.indices.map { h[$0][$0] }.min() ?? 1
    var shift = least > 0 ? 0 : usesDiagonal ? unit - least : unit
    if always { shift = max(shift, unit) }
    if !shifts { return Shifted(factor: factor(h) ?? h, shift: 0) }
    for _ in 0..<5000 {
      if let l = factor(added(h, shift)) { return Shifted(factor: l, shift: shift) }
      shift = doubles ? max(2 * shift, unit) : shift + unit
    }
    return Shifted(factor: h, shift: .nan)
  }

  private func added(_ h: [[Double]], _ shift: Double) -> [[Double]] {
    var b = h
    for i in b.indices { b[i][i] += shift }
    return b
  }

  /// sign·B⁻¹·g by elimination, which serves for an indefinite B, too.
  private func solved(_ b: [[Double]], _ g: [Double]) -> [Double] {
    var (a, x) = (b, g.map { sign * $0 })
    let n = x.count
    for k in 0..<n {
      for i in (k + 1)..<max(n, k + 1) {
        let share = a[i][k] / a[k][k]
        for j in k..<n { a[i][j] -= share * a[k][j] }
        x[i] -= share * x[k]
      }
    }
    for k in (0..<n).reversed() {
      for j in (k + 1)..<max(n, k + 1) { x[k] -= a[k][j] * x[j] }
      x[k] /= a[k][k]
    }
    return x
  }

  func newton(_ f: Smooth, _ start: [Double], _ tolerance: Double, _ limit: Int) throws -> Minimum {
    var (x, g, value, steps) = (start, f.gradient(start), f.value(start), 0)
    let goal = tolerance * (isRelative ? norm(g) : 1)
    while norm(g) > goal, steps < limit {
      let h = f.hessian(x)
      let shift = try shifted(h).shift
      let p = gradientStep || fallsBack && shift > 0 ? g.map { sign * $0 } : solved(added(h, shift), g)
      let slope = dot(g, p)
      var (alpha, halvings) = (1.0, 0)
      while true {
        let next = sum(x, alpha, p)
        let trial = f.value(next)
        if armijo(value - trial, -alpha * slope) {
          (x, value) = (next, asksAgain ? f.value(next) : trial)
          break
        }
        guard halvings < 60 else { return Minimum(x: x, steps: steps, converged: false) }
        halvings += 1
        alpha /= 2
      }
      g = f.gradient(x)
      steps += 1
      if limitFirst, steps == limit { return Minimum(x: x, steps: steps, converged: false) }
    }
    return Minimum(x: x, steps: steps, converged: norm(g) <= goal)
  }

  func dogleg(_ g: [Double], _ b: [[Double]], _ radius: Double) -> [Double] {
    let newton = solved(b, g)
    let length = dot(g, g) / dot(g, b.map { dot($0, g) })
    let cauchy = g.map { sign * length * $0 }
    let reach = norm(cauchy)
    if path == .gradient { return cauchy.map { min(1, radius / reach) * $0 } }
    if norm(newton) <= radius { return newton }
    if path == .scaled { return newton.map { radius / norm(newton) * $0 } }
    if reach >= radius { return cauchy.map { radius / reach * $0 } }
    let leg = sum(newton, -1, cauchy)
    let (a, half, c) = (dot(leg, leg), dot(cauchy, leg), reach * reach - radius * radius)
    let wide = (half * half - a * c).squareRoot()
    return sum(cauchy, (-half + (path == .otherRoot ? -wide : wide)) / a, leg)
  }

  func trust(
    _ f: Smooth, _ start: [Double], _ first: Double, _ tolerance: Double, _ limit: Int
  ) throws -> Minimum {
    var (x, g, value, steps, radius) = (start, f.gradient(start), f.value(start), 0, first)
    let goal = tolerance * (isRelative ? norm(g) : 1)
    while norm(g) > goal, steps < limit {
      let h = f.hessian(x)
      let b = added(h, try shifted(h).shift)
      let p = dogleg(g, b, radius)
      let predicted = -dot(g, p) - bend * dot(p, (promisesByH ? h : b).map { dot($0, p) })
      let next = sum(x, 1, p)
      let trial = f.value(next)
      let ratio = (value - trial) / predicted
      if seesNaN ? !(ratio >= 0.25) : ratio < 0.25 {
        radius = shrink * (shrinksStep ? norm(p) : radius)
      } else if ratio > 0.75, !needsBorder || norm(p) >= 0.999 * radius {
        radius *= growth
      }
      if accepts(ratio) {
        (x, value) = (next, asksAgain ? f.value(next) : trial)
        g = f.gradient(x)
      }
      steps += 1
      if limitFirst, steps == limit { return Minimum(x: x, steps: steps, converged: false) }
    }
    return Minimum(x: x, steps: steps, converged: norm(g) <= goal)
  }

  var submission: Submission {
    Submission(
      shifted: .init { try shifted($0) }, newton: .init { try newton($0, $1, $2, $3) },
      dogleg: .init { dogleg($0, $1, $2) }, trust: .init { try trust($0, $1, $2, $3, $4) })
  }
}
