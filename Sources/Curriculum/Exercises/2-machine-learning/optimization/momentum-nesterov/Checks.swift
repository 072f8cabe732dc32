import Checking
import Glibc
import LabPlot

typealias Slopes = ([Double]) -> [Double]

struct Submission {
  /// The gradient, x₀, α, β, the steps.
  var heavyBall: Function<Slopes, [Double], Double, Double, Int, [[Double]]>
  var nesterov: Function<Slopes, [Double], Double, Double, Int, [[Double]]>
  /// μ, L.
  var bestHeavyBall: Function<Double, Double, [Double]>
  var bestNesterov: Function<Double, Double, [Double]>
}

enum MomentumNesterov: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(
          try s.heavyBall({ $0 }, [8], 0.5, 0.5, 3), equals: [[8], [4], [0], [-2]],
          "v = 8, 8, 4: half of the last v and the whole gradient.", what: "heavyBall of the example")
        expect(
          try s.nesterov({ $0 }, [8], 0.5, 0.5, 3), equals: [[8], [4], [1], [-0.25]],
          "The gradients are asked at 8, at 4 − 2 = 2, and at 1 − 1.5 = −0.5.", what: "nesterov of the example")
        expect(try s.bestHeavyBall(1, 9), equals: [0.25, 0.25], within: .ulps(4), "α = 4/(3 + 1)², β = (2/4)².")
        expect(try s.bestNesterov(1, 9), equals: [1.0 / 9, 0.5], within: .ulps(4), "α = 1/9, β = 2/4.")
      },
      // Powers of two: exact. x ↦ x·|x| is no linear gradient, so where it is asked shows.
      Check("asks for the gradient where it must") { s in
        let slope: Slopes = { x in x.map { $0 * abs($0) } }
        let ball = Asked(slope)
        let path = try s.heavyBall(ball.function, [2, -1], 0.25, 0.5, 2)
        expect(
          path, equals: [[2, -1], [1, -0.75], [0.25, -0.484375]], "v = (4, −1), then (2 + 1, −0.5 − 0.5625).",
          what: "heavyBall for ∇f = x·|x| from (2, −1), α = ¼, β = ½")
        expect(
          ball.places, equals: [[2, -1], [1, -0.75]], "Once a step, at the x of the step.",
          what: "the points where heavyBall asks for the gradient")
        let ahead = Asked(slope)
        let other = try s.nesterov(ahead.function, [2, -1], 0.25, 0.5, 2)
        expect(
          other, equals: [[2, -1], [1, -0.75], [0.4375, -0.52734375]],
          "v = (−1, 0.25), ahead (0.5, −0.625), v = (−0.5 − 0.0625, 0.125 + 0.09765625).",
          what: "nesterov for ∇f = x·|x| from (2, −1), α = ¼, β = ½")
        expect(
          ahead.places, equals: [[2, -1], [0.5, -0.625]], "Once a step, at x + β·v: where the momentum alone leads.",
          what: "the points where nesterov asks for the gradient")
      },
      // The error of each step, some 12 roundings of numbers of size ≤ 8·growth, is carried on by factors whose sum over k
      // steps is at most about k² (a double root).
      Check("follows the recursion of each eigenvalue", cases: 3) { s, random in
        let d = [1.0, 3, 8]
        let angle = Double.random(in: 0.3...1.2, using: &random)
        let parts = [2.0, -3, 1.5].map { $0 * Double.random(in: 0.5...2, using: &random) }
        for (alpha, beta) in [(0.1, 0.9), (0.2, 0.5), (0.12, 0.25), (0.05, 0.0)] {
          let k = 24
          let first = turned(parts, angle)
          let slope: Slopes = { x in
            let y = turned(x, -angle)
            return turned([d[0] * y[0], d[1] * y[1], d[2] * y[2]], angle)
          }
          let bound = Tolerance.absolute(Double(12 * k * k) * 0x1p-52 * 8)
          expect(
            try s.heavyBall(slope, first, alpha, beta, k),
            equals: recursion(parts, d, k) { (1 + beta - alpha * $0, beta) }.map { turned($0, angle) }, within: bound,
            "Along the eigenvalue d: xₖ₊₁ = (1 + β − α·d)·xₖ − β·xₖ₋₁.",
            what: "the path of heavyBall, eigenvalues 1, 3, 8, α = \(alpha), β = \(beta),")
          expect(
            try s.nesterov(slope, first, alpha, beta, k),
            equals: recursion(parts, d, k) { ((1 + beta) * (1 - alpha * $0), beta * (1 - alpha * $0)) }.map {
              turned($0, angle)
            }, within: bound,
            "Along the eigenvalue d: xₖ₊₁ = (1 − α·d)·((1 + β)·xₖ − β·xₖ₋₁).",
            what: "the path of nesterov, eigenvalues 1, 3, 8, α = \(alpha), β = \(beta),")
        }
      },
      // torch.optim.SGD with dampening 0: make_reference.py. The bound is that of the eigenvalues, for slopes up to 3.
      Check("goes where PyTorch's SGD goes") { s in
        let slope: Slopes = { x in [tanh(x[0]), 3 * tanh(x[1]), tanh(x[2]) / 4] }
        let bound = Tolerance.absolute(12 * 12 * 12 * 0x1p-52 * 8)
        let ball = try s.heavyBall(slope, [2, -1.5, 3], 0.25, 0.75, 12)
        let ahead = try s.nesterov(slope, [2, -1.5, 3], 0.25, 0.75, 12)
        guard ball.count == 13, ahead.count == 13 else {
          return expect(false, "twelve steps make paths of \(ball.count) and \(ahead.count) points, not 13")
        }
        expect(
          [ball[3], ball[12]],
          equals: [
            [0.8122994958551133, 0.8124477861686071, 2.6853554734994587],
            [0.19322130334886128, 0.03401622768917434, 0.8103761569803323],
          ], within: bound, "SGD(momentum: β, nesterov: false).",
          what: "heavyBall after 3 and 12 steps on Σ cᵢ·log cosh xᵢ, c = (1, 3, ¼), α = ¼, β = ¾,")
        expect(
          [ahead[3], ahead[12]],
          equals: [
            [0.8463426339022173, 0.1400015269472309, 2.685491831509527],
            [0.02757315660770307, -7.075289571324261e-05, 0.8368549052901942],
          ], within: bound,
          "SGD(momentum: β, nesterov: true) keeps x + β·v as its parameters; x itself is asked here.",
          what: "nesterov after 3 and 12 steps on Σ cᵢ·log cosh xᵢ, c = (1, 3, ¼), α = ¼, β = ¾,")
      },
      Check("knows the best rate and momentum") { s in
        for (low, high, root) in [
          (1.0, 100.0, 10.0), (0.25, 4, 4), (4, 36, 3), (1e-8, 1e-4, 100), (5, 5, 1), (1e10, 1e14, 100),
        ] {
          let share = (root - 1) / (root + 1)
          expect(
            try s.bestHeavyBall(low, high), equals: [4 / (low * (1 + root) * (1 + root)), share * share],
            within: .ulps(16), "√κ = \(root).")
          expect(try s.bestNesterov(low, high), equals: [1 / high, share], within: .ulps(16), "√κ = \(root).")
        }
      },
      // At the best pair both ends have the double root √β: |xₖ| ≤ (1 + k·(1 − √β)/√β)·√βᵏ, for plain steps 0.98ᵏ.
      Check("is fast in a narrow valley, as the numbers promise") { s in
        let d = [1.0, 2, 10, 50, 100]
        let slope: Slopes = { x in
          var g = x
          for i in g.indices { g[i] *= d[i] }
          return g
        }
        let ball = try s.bestHeavyBall(1, 100)
        let look = try s.bestNesterov(1, 100)
        guard ball.count == 2, look.count == 2 else { return }
        let start = [1.0, 1, 1, 1, 1]
        let fast = try s.heavyBall(slope, start, ball[0], ball[1], 120).last ?? []
        expect(
          "‖x‖ after 120 steps of heavyBall at its best on eigenvalues from 1 to 100, from (1, 1, 1, 1, 1),",
          norm(fast),
          atMost: 2.3e-8, "The factor a step is √β = 9/11; 120 steps of it make 3.5·10⁻¹¹, times a few hundred.")
        let safe = try s.nesterov(slope, start, look[0], look[1], 200).last ?? []
        expect(
          "‖x‖ after 200 steps of nesterov at its best on eigenvalues from 1 to 100, from (1, 1, 1, 1, 1),", norm(safe),
          atMost: 3e-8, "The slowest part, d = 1, has the double root 0.9: 0.9²⁰⁰·(1 + 200/10) = 1.5·10⁻⁸.")
      },
      Check("answers at the edges") { s in
        let none = Asked { $0 }
        expect(try s.heavyBall(none.function, [3, 4], 0.5, 0.5, 0), equals: [[3, 4]], what: "heavyBall, no steps,")
        expect(try s.nesterov(none.function, [3, 4], 0.5, 0.5, 0), equals: [[3, 4]], what: "nesterov, no steps,")
        expect(none.places.count, equals: 0, "No step, no gradient.", what: "the gradients asked")
        expect(try s.heavyBall({ $0 }, [], 0.5, 0.5, 2), equals: [[], [], []], what: "heavyBall from []")
        expect(try s.nesterov({ $0 }, [], 0.5, 0.5, 2), equals: [[], [], []], what: "nesterov from []")
        for plain in [try s.heavyBall({ $0 }, [8], 0.5, 0, 3), try s.nesterov({ $0 }, [8], 0.5, 0, 3)] {
          expect(plain, equals: [[8], [4], [2], [1]], "With β = 0 nothing is remembered.", what: "the path with β = 0")
        }
        expect(
          try s.heavyBall({ $0 }, [1], 4, 0.5, 3), equals: [[1], [-3], [7], [-16]],
          "4 is too large a rate: let it grow.", what: "heavyBall with α = 4, β = ½ from 1")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "Nesterov's gradient at the old point", Rule(look: 0).submission,
        "That is the heavy ball again. The gradient is asked at x + β·v, before the step."),
      Misconception(
        "a look too far ahead", Rule(look: 1, usesBeta: false).submission,
        "x + v is farther than the momentum leads: it keeps only β of v. Ask at x + β·v."),
      Misconception(
        "the points ahead returned", Rule(returnsAhead: true).submission,
        "The path is that of x. The points ahead are only where the gradient is asked."),
      Misconception(
        "the velocity begun anew in each step", Rule(keeps: false).submission,
        "v is 0 again in each step, so nothing is remembered. Declare it outside of the loop."),
      Misconception(
        "a factor 1 − β for the gradient", Rule(damping: true).submission,
        "β·v + (1 − β)·g is an average of gradients: the steps are 1 − β times as long. Here g has no factor."),
      Misconception(
        "up instead of down", Rule(sign: 1).submission, "The gradient points uphill: x − α·v, or v − α·g."),
      Misconception(
        "the start not in the path", Rule(keepsStart: false).submission, "The path begins with x₀: k + 1 rows."),
      Misconception(
        "one step more", Rule(extra: 1).submission, "k steps, so k + 1 points with x₀."),
      Misconception(
        "x moved by the old velocity", Rule(movesFirst: true).submission,
        "You move x before the new gradient is in v: every gradient comes a step late."),
      Misconception(
        "the momentum added to x alone", Rule(forgets: true).submission,
        "You replace v by the gradient and add β times the last one: only one step is remembered. v ← β·v + g."),
      Misconception(
        "κ for its root", Rule(root: { $0 }).submission,
        "The formulas have √L and √μ. With κ itself momentum would be no better than gradient descent."),
      Misconception(
        "the heavy ball's momentum not squared", Rule(power: 1).submission,
        "(√L − √μ)/(√L + √μ) is Nesterov's β, and the factor by which the heavy ball shrinks: √β. Its β is the square."),
      Misconception(
        "Nesterov's momentum squared", Rule(look: nil, nesterovPower: 2).submission,
        "The square is the heavy ball's. Nesterov's β is (√L − √μ)/(√L + √μ)."),
      Misconception(
        "the best rate of plain descent", Rule(plainRate: true).submission,
        "2/(μ + L) is best without momentum. With it the rate may be nearly twice as long: 4/(√L + √μ)²."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "by the last two points",
        Submission(
          heavyBall: .init { gradient, x, alpha, beta, steps in
            var path = [x]
            for k in 0..<steps {
              let (now, last) = (path[k], path[max(0, k - 1)])
              let g = gradient(now)
              path.append(now.indices.map { now[$0] - alpha * g[$0] + beta * (now[$0] - last[$0]) })
            }
            return path
          },
          nesterov: .init { gradient, x, alpha, beta, steps in
            var path = [x]
            for k in 0..<steps {
              let (now, last) = (path[k], path[max(0, k - 1)])
              let ahead = now.indices.map { now[$0] + beta * (now[$0] - last[$0]) }
              let g = gradient(ahead)
              path.append(now.indices.map { ahead[$0] - alpha * g[$0] })
            }
            return path
          },
          bestHeavyBall: .init { low, high in
            let root = (high / low).squareRoot()
            let share = 1 - 2 / (1 + root)
            return [pow(2 / (1 + root), 2) / low, share * share]
          }, bestNesterov: Rule().submission.bestNesterov))
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let slopes: Slopes = { [$0[0], 100 * $0[1]] }
        var plot = Plot("‖x‖ on a bowl of κ = 100", x: "steps", y: "‖x‖", yScale: .log)
        func add(_ path: [[Double]], _ name: String) {
          plot.line(path.map { max(1e-16, $0.reduce(0) { $0 + $1 * $1 }.squareRoot()) }, name: name)
        }
        add(try s.heavyBall.unrecorded(slopes, [1, 1], 2.0 / 101, 0, 150), "plain")
        add(try s.heavyBall.unrecorded(slopes, [1, 1], 4.0 / 121, 81.0 / 121, 150), "heavy ball")
        add(try s.nesterov.unrecorded(slopes, [1, 1], 0.01, 9.0 / 11, 150), "Nesterov")
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

/// Turned by an angle in the plane of the first and the last axis.
private func turned(_ x: [Double], _ angle: Double) -> [Double] {
  guard x.count == 3 else { return x }
  let (c, s) = (cos(angle), sin(angle))
  return [c * x[0] - s * x[2], x[1], s * x[0] + c * x[2]]
}

/// xₖ₊₁ = p·xₖ − q·xₖ₋₁ for each part, p and q from its d; x₋₁ = x₀.
private func recursion(
  _ parts: [Double], _ d: [Double], _ steps: Int, _ factors: (Double) -> (Double, Double)
) -> [[Double]] {
  var path = [parts, parts]
  for k in 1...steps {
    var next = parts
    for i in d.indices {
      let (p, q) = factors(d[i])
      next[i] = p * path[k][i] - q * path[k - 1][i]
    }
    path.append(next)
  }
  return Array(path.dropFirst())
}

private func norm(_ x: [Double]) -> Double {
  x.isEmpty ? .nan : x.reduce(0) { $0 + $1 * $1 }.squareRoot()
}

/// Remembers where a function was asked.
private final class Asked {
  private(set) var places: [[Double]] = []
  private let body: Slopes

  init(_ body: @escaping Slopes) { self.body = body }

  var function: Slopes {
    { x in
      self.places.append(x)
      return self.body(x)
    }
  }
}

// MARK: - Wrong and right ways

/// The rules of the statement; each option can break one of them.
private struct Rule {
  /// How far Nesterov looks, in β·v (or v); nil is right.
  var look: Double?
  var usesBeta = true
  var returnsAhead = false
  var keeps = true
  var damping = false
  var sign = -1.0
  var keepsStart = true
  var extra = 0
  var movesFirst = false
  var forgets = false
  var root: (Double) -> Double = { $0.squareRoot() }
  var power = 2.0
  var nesterovPower = 1.0
  var plainRate = false

  func path(
    _ gradient: Slopes, _ start: [Double], _ alpha: Double, _ beta: Double, _ steps: Int, ahead: Bool
  ) -> [[Double]] {
    var (x, v, last) = (start, start.map { _ in 0.0 }, start.map { _ in 0.0 })
    var path = keepsStart ? [x] : []
    for _ in 0..<(steps + extra) {
      if !keeps { v = v.map { _ in 0 } }
      let reach = ahead ? (look ?? 1) * (usesBeta ? beta : 1) : 0
      let y = x.indices.map { x[$0] + reach * v[$0] }
      let g = gradient(y)
      let old = v
      for i in x.indices {
        let share = (damping ? 1 - beta : 1) * (-sign) * alpha * g[i]
        v[i] = beta * (forgets ? last[i] : v[i]) - share
        last[i] = -share
        x[i] += movesFirst ? old[i] : v[i]
      }
      path.append(returnsAhead && ahead ? x.indices.map { x[$0] + beta * v[$0] } : x)
    }
    return path
  }

  private func share(_ low: Double, _ high: Double) -> Double { (root(high) - root(low)) / (root(high) + root(low)) }

  var submission: Submission {
    Submission(
      heavyBall: .init { path($0, $1, $2, $3, $4, ahead: false) },
      nesterov: .init { path($0, $1, $2, $3, $4, ahead: true) },
      bestHeavyBall: .init { low, high in
        let sum = low.squareRoot() + high.squareRoot()
        return [plainRate ? 2 / (low + high) : 4 / (sum * sum), pow(share(low, high), power)]
      },
      bestNesterov: .init { [1 / $1, pow(share($0, $1), nesterovPower)] })
  }
}
