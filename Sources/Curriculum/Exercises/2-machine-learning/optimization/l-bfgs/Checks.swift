import Checking
import Glibc

/// A curvature pair.
struct Pair {
  var s: [Double]
  var y: [Double]
}

struct Minimum: Observable, CustomStringConvertible {
  var x: [Double]
  var value: Double
  var steps: Int
  var converged: Bool

  var observation: Observation {
    Observation(x.observation, value.observation, steps.observation, converged.observation)
  }

  var description: String { "x \(x), value \(value), \(steps) steps, \(converged ? "converged" : "not converged")" }
}

typealias Value = ([Double]) -> Double
typealias Slopes = ([Double]) -> [Double]

struct Submission {
  /// g, the pairs.
  var direction: Function<[Double], [Pair], [Double]>
  /// The new pair, those before, m; what comes is [s, y] for each pair.
  var remembering: Function<Pair, [Pair], Int, [[[Double]]]>
  /// f, its gradient, x₀, m, the tolerance, the limit.
  var lbfgs: Function<Value, Slopes, [Double], Int, Double, Int, Minimum>
}

enum LBFGS: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(
          try s.direction([4, 4], [Pair(s: [1, 0], y: [2, 0])]), equals: [-2, -2], "a = 2, q = (0, 4), (0, 2), (2, 2).",
          what: "the direction for g = (4, 4) with s = (1, 0), y = (2, 0)")
        expect(
          try s.direction([4, -3], []), equals: [-4, 3], "Without pairs H is I.", what: "the direction without pairs")
      },
      // The pairs come from a matrix with eigenvalues from 1 to 4, so ‖H‖ and its inverse stay below 4·2ᵏ or so; each pair
      // costs some 6·n roundings in either way.
      Check("applies the BFGS formula for every pair", cases: 6) { s, random in
        let n = 4
        let a = matrix(n, using: &random)
        var pairs: [Pair] = []
        for k in 0...5 {
          let g = vector(n, using: &random)
          let h = inverse(pairs, n)
          expect(
            try s.direction(g, pairs), equals: times(h, g).map { -$0 }, within: .ofLargest(1e-12),
            "Newest to oldest, then γ of the newest pair, then oldest to newest.",
            what: "the direction with \(k) pairs, compared with −H·g, H formed as a matrix,")
          if let last = pairs.last {
            expect(
              try s.direction(last.y, pairs), equals: last.s.map { -$0 }, within: .ofLargest(1e-12),
              "H maps the newest y to its s.", what: "the direction for g = y of the newest of \(k) pairs")
          }
          let step = vector(n, using: &random)
          pairs.append(Pair(s: step, y: times(a, step)))
        }
      },
      // Both recursions lose about κ·ε a step, amplified by κ at most: 4²·n·ε·10 for κ = 4.
      Check("goes as conjugate gradients do on a quadratic", cases: 3) { s, random in
        let n = 5
        let a = matrix(n, using: &random)
        let b = vector(n, using: &random)
        var (x, pairs) = ([Double](repeating: 0, count: n), [Pair]())
        var (z, r) = (x, b)  // of conjugate gradients
        var p = r
        for k in 1...4 {
          let g = minus(times(a, x), b)
          let d = try s.direction(g, pairs)
          guard d.count == n else { return }
          let ad = times(a, d)
          let alpha = -dot(g, d) / dot(d, ad)
          let next = x.indices.map { x[$0] + alpha * d[$0] }
          pairs.append(Pair(s: minus(next, x), y: minus(minus(times(a, next), b), g)))
          x = next
          let ap = times(a, p)
          let (square, length) = (dot(r, r), dot(r, r) / dot(p, ap))
          for i in z.indices {
            z[i] += length * p[i]
            r[i] -= length * ap[i]
          }
          let beta = dot(r, r) / square
          for i in p.indices { p[i] = r[i] + beta * p[i] }
          expect(
            x, equals: z, within: .ofLargest(1e-10),
            "With exact steps and all pairs kept, BFGS makes the very steps of conjugate gradients.",
            what: "x after \(k) exact steps along the directions, compared with conjugate gradients,")
        }
      },
      Check("remembers the newest pairs that are of use") { s in
        let pairs = (1...3).map { Pair(s: [Double($0), 1], y: [1, Double($0)]) }
        let new = Pair(s: [7, 8], y: [9, -1])
        func expectPairs(_ new: Pair, _ old: [Pair], _ m: Int, _ right: [Pair], _ advice: String) {
          do {
            let got = try s.remembering(new, old, m)
            expect(
              got.flatMap { $0 }, equals: right.flatMap { [$0.s, $0.y] }, advice,
              what: "s and y of each pair, a new one with sᵀy = \(dot(new.s, new.y)) joining \(old.count), memory \(m),"
            )
          } catch { expect(false, "remembering throws \(error)") }
        }
        expectPairs(new, [], 3, [new], "The first pair.")
        expectPairs(new, Array(pairs[..<2]), 3, pairs[..<2] + [new], "There is room: the new one comes last.")
        expectPairs(new, pairs, 3, pairs[1...] + [new], "Three are kept, so the oldest, the first, must go.")
        expectPairs(new, pairs, 4, pairs + [new], "There is room for a fourth.")
        expectPairs(new, [pairs[0]], 1, [new], "With memory 1 only the newest stays.")
        for y: [Double] in [[-9, 1], [8, -7], [.nan, 1], [-1e-9, 0]] {
          expectPairs(
            Pair(s: [7, 8], y: y), pairs, 3, pairs,
            "Unless sᵀy > 0 H would not stay positive definite: leave the pair out.")
        }
        let tiny = Pair(s: [1e-9, 0], y: [1e-9, 1])
        expectPairs(tiny, pairs, 3, pairs[1...] + [tiny], "A small sᵀy is positive, too.")
      },
      Check("tries the right step first") { s in
        // One step: after two on a quadratic x is where it is whatever the first one's length, for H·y = s.
        for (d, x, first, name): ([Double], [Double], Double, String) in [
          ([1, 4], [3, 1], 0.2, "‖g‖ = 5"), ([0.4, 0.3], [0.9, 0.7], 1, "‖g‖ = 0.42"),
        ] {
          let (f, slope) = bowl(d)
          let asked = Asked(f)
          _ = try s.lbfgs(asked.function, slope, x, 5, 0, 1)
          guard asked.places.count >= 2 else {
            expect(
              asked.places.count, equals: 2, "At x₀, and at least once in the step.", what: "how often f is asked")
            continue
          }
          let g = slope(x)
          expect(
            asked.places[1], equals: x.indices.map { x[$0] - first * g[$0] }, within: .absolute(8 * 0x1p-52 * 5),
            "\(name): the first trial of the first step is min(1, 1/‖g‖).", what: "the first trial from \(x)")
        }
        // From (3, 1) the first trial is good: φ′ goes from −25 to −10.4, and 10.4 ≤ 0.9·25.
        let (f, slope) = bowl([1, 4])
        let asked = Asked(f)
        _ = try s.lbfgs(asked.function, slope, [3, 1], 5, 0, 2)
        let (x, g) = ([2.4, 0.2], [2.4, 0.8])
        let h = inverse([Pair(s: [-0.6, -0.8], y: [-0.6, -3.2])], 2)
        let p = times(h, g).map { -$0 }
        expect(
          asked.places.count > 2 ? asked.places[2] : [], equals: [x[0] + p[0], x[1] + p[1]],
          within: .absolute(64 * 0x1p-52), "The second step goes along −H·g, and its first trial is 1.",
          what: "the first trial of the second step from (3, 1)")
      },
      // The pairs are those of the learner's own path; the quadratic's curvatures, 1 to 10, cost some 2 digits.
      Check("goes on with the newest m pairs") { s in
        let (f, slope) = bowl([1, 3, 10])
        for memory in 1...4 {
          var (path, pairs, known) = ([[Double]](), [Pair](), 0)
          for limit in 0...5 {
            let asked = Asked(f)
            let got = try s.lbfgs(asked.function, slope, [1, -1, 1], memory, 0, limit)
            if limit > 0, known < asked.places.count, let x = path.last {
              let h = pairs.isEmpty ? 1 / dot(slope(x), slope(x)).squareRoot() : 1
              let p = times(inverse(pairs.suffix(memory), 3), slope(x))
              expect(
                asked.places[known], equals: x.indices.map { x[$0] - h * p[$0] }, within: .absolute(1e-10),
                "From x along −H·g, H from the newest \(memory) of the \(pairs.count) pairs so far.",
                what: "the first trial of step \(limit) on a quadratic, memory \(memory),")
            }
            if let x = path.last { pairs.append(Pair(s: minus(got.x, x), y: minus(slope(got.x), slope(x)))) }
            path.append(got.x)
            known = asked.places.count
          }
        }
      },
      Check("finds minima in few steps") { s in
        for p in problems {
          for (memory, allowed) in zip([2, 5, 20], p.steps) {
            let (values, slopes) = (Asked(p.f), Counted<[Double], [Double]>(p.slope))
            let got = try s.lbfgs(values.function, slopes.function, p.x, memory, 1e-9, 180)
            try remember(values.places.count, slopes.count)
            let called = "of \(p.name), memory \(memory),"
            expect(
              got.converged, equals: true, "Print ‖g‖, the trials and the number of pairs.", what: "converged \(called)"
            )
            expect(
              got.x, equals: p.minimum, within: .absolute(p.error),
              "‖∇f‖ ≤ 10⁻⁹·‖∇f(x₀)‖ at the end.", what: "x \(called)")
            expect([got.value], equals: [p.f(got.x)], what: "value \(called)")
            expect(
              "the steps \(called)", Double(got.steps), atMost: Double(allowed),
              "L-BFGS takes about as many; gradient descent takes thousands. Are the pairs kept, and with the right signs?"
            )
            expect(
              slopes.count, equals: values.places.count,
              "Once at x₀ and once a trial: keep the gradient of the last trial.",
              what: "how often the gradient is asked, f being asked \(values.places.count) times, \(called)")
            var points: Set<[Double]> = []
            points.formUnion(values.places)
            expect(
              points.count, equals: values.places.count, "f(x) is known from the trial that was accepted.",
              what: "how many different points f is asked at, of \(values.places.count) questions, \(called)")
          }
        }
      },
      Check("stops when it should") { s in
        let (f, slope) = bowl([1, 4])
        for unit in [1.0, 0x1p-20, 0x1p20] {
          let got = try s.lbfgs({ unit * f($0) }, { x in slope(x).map { unit * $0 } }, [3, 1], 5, 0.9, 5)
          expect(got.converged, equals: true, what: "converged, f times \(unit), t = 0.9,")
          expect(
            "the steps, f times \(unit), t = 0.9,", Double(got.steps), atMost: 4,
            "Relative to ‖∇f(x₀)‖, whatever the unit.")
          expect(
            "the steps, f times \(unit), t = 0.9,", Double(got.steps), atLeast: 1,
            "Relative to ‖∇f(x₀)‖, whatever the unit.")
        }
        for limit in [0, 1, 2] {
          let got = try s.lbfgs(f, slope, [3, 1], 5, 0, limit)
          expect(
            got.steps, equals: limit, "No more steps than the limit.", what: "the steps with the limit \(limit), t = 0,"
          )
          expect(got.converged, equals: false, what: "converged with the limit \(limit), t = 0,")
          if limit == 0 { expect(got.x, equals: [3, 1], what: "x with the limit 0") }
        }
        let last = try s.lbfgs(f, slope, [3, 1], 5, 0.6, 1)
        expect(
          last.converged, equals: true, "One step makes ‖g‖ = 2.53 of 5: look at it before the limit.",
          what: "converged with t = 0.6 and the limit 1")
        for x: [Double] in [[0, 0], []] {
          let got = try s.lbfgs(f, slope, x, 5, 1e-9, 5)
          expect(got.x, equals: x, what: "x from \(x)")
          expect(
            [Double(got.steps), got.value], equals: [0, 0], "Nothing is to be done.", what: "steps and value from \(x)")
          expect(got.converged, equals: true, "0 ≤ t·0.", what: "converged from \(x)")
        }
        // Downhill for ever, and a wall of NaN: wolfeStep throws.
        let down = Asked { -$0[0] }
        let fall = try s.lbfgs(down.function, { _ in [-1] }, [2], 5, 0.5, 5)
        expect(
          down.places.count, equals: 51, "Once at x₀, then the 50 trials that `wolfeStep` is allowed.",
          what: "how often f is asked for f(x) = −x")
        expect(fall.x, equals: [2], "No step was found: the answer is x as it was.", what: "x for f(x) = −x from 2")
        expect(fall.converged, equals: false, what: "converged for f(x) = −x from 2")
        expect([fall.value, Double(fall.steps)], equals: [-2, 0], what: "value and steps for f(x) = −x from 2")
        // From 5 the first trial, 4, is good; then f is NaN wherever it is asked.
        let wall = Asked { $0[0] < 4 ? .nan : 0.5 * $0[0] * $0[0] }
        let halted = try s.lbfgs(wall.function, { $0 }, [5], 5, 0, 5)
        expect(
          [halted.value, Double(halted.steps)] + halted.x, equals: [8, 1, 4],
          "The second step finds nothing: the answer is what the first one found.",
          what: "value, steps and x for ½·x² from 5, f being NaN below 4,")
        expect(halted.converged, equals: false, what: "converged for ½·x² from 5, f being NaN below 4,")
        try remember(wall.places.count, 0)
        expect(
          wall.places.count, equals: 52, "When `wolfeStep` throws that is the end: no other direction is tried.",
          what: "how often f is asked for ½·x² from 5, f being NaN below 4,")
        let lost = try s.lbfgs({ _ in 1 }, { _ in [.nan] }, [2], 5, 0.5, 5)
        expect(lost.x, equals: [2], "A NaN slope is no descent.", what: "x for a gradient of NaN from 2")
        expect(lost.converged, equals: false, "NaN ≤ NaN is false.", what: "converged for a gradient of NaN")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "both loops from new to old", Rule(second: .reversed).submission,
        "The second loop undoes the first from the inside: it runs from the oldest pair to the newest."),
      Misconception(
        "both loops from old to new", Rule(first: .forwards).submission,
        "The outermost factor of the formula belongs to the newest pair, and meets g first. Begin with the newest."),
      Misconception(
        "no γ", Rule(gamma: { _, _, _ in 1 }).submission,
        "Without γ H begins with I, whatever the unit of f. The newest pair knows the scale: sᵀy/(yᵀy)."),
      Misconception(
        "γ upside down", Rule(gamma: { sy, yy, _ in yy / sy }).submission,
        "yᵀy/(sᵀy) is a curvature. H is the inverse Hessian, so it begins with one over that."),
      Misconception(
        "γ from s alone", Rule(gamma: { sy, _, ss in ss / sy }).submission,
        "sᵀs/(sᵀy) is another estimate (the longer one). Asked is sᵀy/(yᵀy)."),
      Misconception(
        "γ of the oldest pair", Rule(gammaOldest: true).submission, "The newest pair knows best how f bends here."),
      Misconception(
        "s and y exchanged", Rule(exchanges: true).submission,
        "That approximates the Hessian, not its inverse. H maps y to s."),
      Misconception(
        "b left out", Rule(usesB: false).submission,
        "The second loop adds (a − b)·s. Without b the factor I − ρ·s·yᵀ on the left is missing."),
      Misconception(
        "uphill", Rule(sign: 1).submission, "H·g points uphill. The direction is −H·g."),
      Misconception(
        "every pair kept", Rule(isUseful: { _ in true }).submission,
        "A pair with sᵀy ≤ 0 makes H indefinite, and p may lead uphill. Leave it out."),
      Misconception(
        "sᵀy = 0 kept", Rule(isUseful: { $0 >= 0 }).submission, "ρ = 1/(sᵀy) is infinite for 0. Asked is sᵀy > 0."),
      Misconception(
        "NaN kept", Rule(isUseful: { !($0 <= 0) }).submission,
        "NaN ≤ 0 is false, so NaN passes. Ask for what you need: sᵀy > 0."),
      Misconception(
        "a tolerance for sᵀy", Rule(isUseful: { $0 > 1e-10 }).submission,
        "sᵀy has a unit, and gets small near every minimum: there you stop learning. Asked is > 0."),
      Misconception(
        "the newest dropped", Rule(drops: .newest).submission,
        "When the memory is full you keep the old pairs. They belong to places long left: drop the first."),
      Misconception(
        "one pair more", Rule(extraPairs: 1).submission, "At most m pairs, the new one among them."),
      Misconception(
        "no pair is ever kept", Rule(changeSign: -1).submission,
        """
        Every direction is −g. y is the new gradient less the old one: the other way round sᵀy is negative, and \
        `remembering` leaves each pair out. Or what it returns is not kept for the next step.
        """),
      Misconception(
        "always a short first trial", Rule(alwaysShort: true).submission,
        "With pairs p has the right length already: try 1 first. Only without pairs nothing is known of it."),
      Misconception(
        "always the whole step first", Rule(neverShort: true).submission,
        "Without pairs p is −g, whose length says nothing of how far to go. Try min(1, 1/‖g‖)."),
      Misconception(
        "1/‖g‖, however long", Rule(cap: .infinity).submission,
        "Near a minimum ‖g‖ is small, and 1/‖g‖ leads far away. min(1, 1/‖g‖): never longer than the whole step."),
      Misconception(
        "the direction for s", Rule(forgetsStep: true).submission,
        "s is how x moved, α·p. With p itself the curvature that the pair tells is wrong by the factor α."),
      Misconception(
        "c₂ of another method", Rule(curvature: 0.1).submission,
        """
        c₂ = 0.1 is what conjugate gradients need. Here 0.9 does: a more exact step costs gradients, and the next \
        direction wins more.
        """),
      Misconception(
        "the gradient asked again", Rule(asksAgain: true).submission,
        "The gradient at the new x is that of the last trial. Keep it: it costs as much as f."),
      Misconception(
        "f asked again", Rule(asksValue: true).submission,
        "f at the new x is that of the last trial, and `wolfeStep` returns it: keep it."),
      Misconception(
        "every pair kept, whatever m", Rule(forgetsMemory: true).submission,
        "Your pairs grow without end: hand the memory m to `remembering`."),
      Misconception(
        "converged where no step was found", Rule(claims: true).submission,
        "When `wolfeStep` throws the gradient is not small yet: not converged, and the x before it."),
      Misconception(
        "an absolute tolerance", Rule(isRelative: false).submission,
        "‖g‖ ≤ t has the unit of f. Compare with ‖g‖ at the start."),
      Misconception(
        "the limit before the gradient", Rule(limitFirst: true).submission,
        "The last step that was allowed may have reached the goal. Look at the gradient first."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "the direction by recursion over the pairs",
        Submission(
          direction: .init { g, pairs in recursive(g, pairs[...], pairs.last).map { -$0 } },
          remembering: Rule().submission.remembering, lbfgs: Rule().submission.lbfgs))
    ]
  }
}

// MARK: - Parts of the checks

private struct Problem {
  var name: String
  var x, minimum: [Double]
  /// How far x may be from the minimum: ‖∇f(x₀)‖·10⁻⁹ over the smallest curvature.
  var error: Double
  /// For the memories 2, 5, 20: about a quarter more than the rules take, since roundings change the path (memory 2: half).
  var steps: [Int]
  var f: Value
  var slope: Slopes
}

private var problems: [Problem] {
  let rosenbrock: Value = { x in
    let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
    return a * a + 100 * b * b
  }
  let steepness: Slopes = { x in
    let b = x[1] - x[0] * x[0]
    return [-2 * (1 - x[0]) - 400 * x[0] * b, 200 * b]
  }
  let valley: Value = { x in
    var (result, sum, weight) = (0.0, 0.0, 1.0)
    for value in x {
      result += weight * 2 * sinh(value / 2) * sinh(value / 2)  // cosh − 1 without cancelling
      sum += value
      weight *= 2
    }
    return result + 0.5 * sum * sum
  }
  let valleySlope: Slopes = { x in
    let sum = x.reduce(0, +)
    return x.indices.map { pow(2, Double($0)) * sinh(x[$0]) + sum }
  }
  let (f, slope) = bowl([1, 3, 10, 30, 100, 300])
  return [
    // The smallest curvature at (1, 1) is 0.4, ‖∇f(x₀)‖ is 233.
    Problem(
      name: "Rosenbrock's function from (−1.2, 1)", x: [-1.2, 1], minimum: [1, 1], error: 2e-6, steps: [46, 44, 46],
      f: rosenbrock, slope: steepness),
    Problem(
      name: "Σ 2ⁱ·(cosh xᵢ − 1) + ½·(Σ xᵢ)²", x: [2, -1, 1.5, 0.5, -2, 1], minimum: [0, 0, 0, 0, 0, 0], error: 3e-7,
      steps: [60, 40, 24], f: valley, slope: valleySlope),
    Problem(
      name: "a quadratic with curvatures from 1 to 300", x: [1, 1, 1, 1, 1, 1], minimum: [0, 0, 0, 0, 0, 0],
      error: 1e-6, steps: [170, 70, 28], f: f, slope: slope),
  ]
}

private func bowl(_ d: [Double]) -> (Value, Slopes) {
  (
    { x in x.indices.reduce(0) { $0 + 0.5 * d[$1] * x[$1] * x[$1] } },
    { x in x.indices.map { d[$0] * x[$0] } }
  )
}

/// The BFGS matrix from γ·I, pair by pair.
private func inverse(_ pairs: some BidirectionalCollection<Pair>, _ n: Int) -> [[Double]] {
  let gamma = pairs.last.map { dot($0.s, $0.y) / dot($0.y, $0.y) } ?? 1
  var h = (0..<n).map { i in (0..<n).map { $0 == i ? gamma : 0 } }
  for pair in pairs {
    let rho = 1 / dot(pair.s, pair.y)
    let hy = times(h, pair.y)
    let share = rho * (1 + rho * dot(pair.y, hy))
    for i in 0..<n {
      for j in 0..<n {
        h[i][j] += share * pair.s[i] * pair.s[j] - rho * (hy[i] * pair.s[j] + pair.s[i] * hy[j])
      }
    }
  }
  return h
}

/// Symmetric, with eigenvalues from 1 to 4: 1 + 3·t on the axes, reflected at a random vector.
private func matrix(_ n: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  let v = vector(n, using: &random)
  let square = dot(v, v)
  let d = (0..<n).map { 1 + 3 * Double($0) / Double(n - 1) }
  func column(_ j: Int) -> [Double] {  // Q·D·Q·eⱼ, Q = I − 2·v·vᵀ/(vᵀv)
    var x = (0..<n).map { $0 == j ? 1.0 : 0 }
    for pass in 0..<2 {
      let share = 2 * dot(v, x) / square
      for i in 0..<n { x[i] -= share * v[i] }
      if pass == 0 { for i in 0..<n { x[i] *= d[i] } }
    }
    return x
  }
  return (0..<n).map(column)
}

private func vector(_ n: Int, using random: inout some RandomNumberGenerator) -> [Double] {
  (0..<n).map { _ in Double.random(in: 0.2...1, using: &random) * (Bool.random(using: &random) ? 1 : -1) }
}

private func times(_ a: [[Double]], _ x: [Double]) -> [Double] { a.map { dot($0, x) } }

private func minus(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 - $1 } }

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

/// Makes how often f and ∇f were asked part of the answers by which a misconception is recognised.
private func remember(_ values: Int, _ slopes: Int) throws {
  _ = try Function<[Double], [Double]> { $0 }([Double(values), Double(slopes)])
}

/// Remembers where a function was asked.
private final class Asked {
  private(set) var places: [[Double]] = []
  private let body: Value

  init(_ body: @escaping Value) { self.body = body }

  var function: Value {
    { x in
      self.places.append(x)
      return self.body(x)
    }
  }
}

// MARK: - Wrong and right ways

private func recursive(_ g: [Double], _ pairs: ArraySlice<Pair>, _ newest: Pair?) -> [Double] {
  guard let pair = pairs.last else {
    let gamma = newest.map { dot($0.s, $0.y) / dot($0.y, $0.y) } ?? 1
    return g.map { gamma * $0 }
  }
  let sy = dot(pair.s, pair.y)
  let a = dot(pair.s, g) / sy
  let inner = recursive(g.indices.map { g[$0] - a * pair.y[$0] }, pairs.dropLast(), newest)
  let b = dot(pair.y, inner) / sy
  return inner.indices.map { inner[$0] + (a - b) * pair.s[$0] }
}

/// The rules of the statement; each option can break one of them.
private struct Rule {
  enum Order { case forwards, reversed }
  enum End { case oldest, newest }

  var first = Order.reversed
  var second = Order.forwards
  /// From sᵀy, yᵀy and sᵀs.
  var gamma: (Double, Double, Double) -> Double = { sy, yy, _ in sy / yy }
  var gammaOldest = false
  var exchanges = false
  var usesB = true
  var sign = -1.0
  var isUseful: (Double) -> Bool = { $0 > 0 }
  var drops = End.oldest
  var extraPairs = 0
  var changeSign = 1.0
  var alwaysShort = false
  var neverShort = false
  /// How long the first trial may be.
  var cap = 1.0
  var forgetsStep = false
  var curvature = 0.9
  var asksAgain = false
  var asksValue = false
  var forgetsMemory = false
  var claims = false
  var isRelative = true
  var limitFirst = false

  func direction(_ g: [Double], _ given: [Pair]) -> [Double] {
    let pairs = exchanges ? given.map { Pair(s: $0.y, y: $0.s) } : given
    var (q, shares) = (g, pairs.map { _ in 0.0 })
    for k in first == .reversed ? Array(pairs.indices.reversed()) : Array(pairs.indices) {
      shares[k] = dot(pairs[k].s, q) / dot(pairs[k].s, pairs[k].y)
      for i in q.indices { q[i] -= shares[k] * pairs[k].y[i] }
    }
    if let pair = gammaOldest ? pairs.first : pairs.last {
      let scale = gamma(dot(pair.s, pair.y), dot(pair.y, pair.y), dot(pair.s, pair.s))
      for i in q.indices { q[i] *= scale }
    }
    for k in second == .reversed ? Array(pairs.indices.reversed()) : Array(pairs.indices) {
      let b = usesB ? dot(pairs[k].y, q) / dot(pairs[k].s, pairs[k].y) : 0
      for i in q.indices { q[i] += (shares[k] - b) * pairs[k].s[i] }
    }
    return q.map { sign * $0 }
  }

  func remembering(_ pair: Pair, _ pairs: [Pair], _ memory: Int) -> [Pair] {
    guard isUseful(dot(pair.s, pair.y)) else { return pairs }
    let all = pairs + [pair]
    return drops == .oldest ? Array(all.suffix(memory + extraPairs)) : Array(all.prefix(memory))
  }

  func minimum(
    _ f: Value, _ gradient: Slopes, _ start: [Double], _ memory: Int, _ tolerance: Double, _ limit: Int
  ) -> Minimum {
    var (x, value, g) = (start, f(start), gradient(start))
    var (pairs, steps) = ([Pair](), 0)
    let goal = tolerance * (isRelative ? dot(g, g).squareRoot() : 1)
    while true {
      let size = dot(g, g).squareRoot()
      if limitFirst, steps >= limit { return Minimum(x: x, value: value, steps: steps, converged: false) }
      if size <= goal || steps >= limit {
        return Minimum(x: x, value: value, steps: steps, converged: size <= goal)
      }
      let p = direction(g, pairs)
      let isShort = alwaysShort || pairs.isEmpty && !neverShort
      guard
        let end = wolfe(f, gradient, x, p, value, dot(g, p), isShort ? min(cap, 1 / size) : 1, curvature)
      else { return Minimum(x: x, value: value, steps: steps, converged: claims) }
      let slopes = asksAgain ? gradient(end.x) : end.g
      let change = slopes.indices.map { changeSign * (slopes[$0] - g[$0]) }
      pairs = remembering(Pair(s: forgetsStep ? p : minus(end.x, x), y: change), pairs, forgetsMemory ? 99 : memory)
      (x, value, g) = (end.x, asksValue ? f(end.x) : end.value, slopes)
      steps += 1
    }
  }

  var submission: Submission {
    Submission(
      direction: .init { direction($0, $1) },
      remembering: .init { remembering($0, $1, $2).map { [$0.s, $0.y] } },
      lbfgs: .init { minimum($0, $1, $2, $3, $4, $5) })
  }
}

private struct Trial {
  var step, value, slope: Double
  var x, g: [Double]
}

/// line-search's rules, with 50 trials.
private func wolfe(
  _ f: Value, _ gradient: Slopes, _ x: [Double], _ p: [Double], _ value: Double, _ slope: Double, _ first: Double,
  _ curvature: Double
) -> Trial? {
  guard slope < 0 else { return nil }
  var low = Trial(step: 0, value: value, slope: slope, x: x, g: [])
  var high: Trial?
  var alpha = first
  for _ in 0..<50 {
    let y = x.indices.map { x[$0] + alpha * p[$0] }
    let trialValue = f(y)
    let g = gradient(y)
    let trial = Trial(step: alpha, value: trialValue, slope: dot(g, p), x: y, g: g)
    if !(trialValue <= value + 1e-4 * alpha * slope) || trialValue >= low.value {
      high = trial
    } else {
      if abs(trial.slope) <= -curvature * slope { return trial }
      if let end = high {
        if trial.slope * (end.step - low.step) >= 0 { high = low }
      } else if trial.slope >= 0 {
        high = low
      }
      low = trial
    }
    guard let end = high else {
      alpha *= 2
      continue
    }
    let d1 = low.slope + end.slope - 3 * (low.value - end.value) / (low.step - end.step)
    let size = (d1 * d1 - low.slope * end.slope).squareRoot()
    let d2 = end.step < low.step ? -size : size
    let width = end.step - low.step
    let step = end.step - width * (end.slope + d2 - d1) / (end.slope - low.slope + 2 * d2)
    let share = (step - low.step) / width
    alpha = share >= 0.1 && share <= 0.9 ? step : (low.step + end.step) / 2
  }
  return nil
}
