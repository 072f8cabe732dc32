import Checking
import Glibc
import LabData
import LabNumerics

struct NoUniqueMinimum: Error {}

struct ConstrainedMinimum: Observable, CustomStringConvertible {
  var x: [Double]
  var multipliers: [Double]
  var value: Double

  var observation: Observation { Observation(x.observation, multipliers.observation, value.observation) }

  var description: String { "x \(x), multipliers \(multipliers), value \(value)" }
}

struct Submission {
  var minimize: Function<[[Double]], [Double], [[Double]], [Double], ConstrainedMinimum>
  var predictedChange: Function<[Double], [Double], Double>
}

enum LagrangeMultipliers: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Eliminations with a pivot of 4 and of 2: all exact but a division or two.
      Check("gives the worked example") { s in
        let got = try s.minimize([[2, 0], [0, 4]], [0, 0], [[1, 1]], [3])
        let example = " of x₀² + 2·x₁² with x₀ + x₁ = 3"
        expect(
          got.x, equals: [2, 1], within: .ulps(16), "2·x₀ + λ = 0, 4·x₁ + λ = 0, x₀ + x₁ = 3.", what: "x" + example)
        expect(
          got.multipliers, equals: [-4], within: .ulps(16), "∇f + Aᵀ·λ = 0, and ∇f is (4, 4).", what: "λ" + example)
        expect(got.value, equals: 6, within: .ulps(16), "f(2, 1) = 4 + 2.", what: "The value" + example)
        expect(
          try s.predictedChange([-4], [0.125]), equals: 0.5, "A larger b makes the value grow, and λ is negative.")
        expect(
          try s.predictedChange([3, -1, 0.5], [0.25, 0.5, -1]), equals: 0.25, "Each constraint brings its own change.")
      },
      // LU with partial pivoting solves with a backward error of some n·ε (Higham, Accuracy and Stability, §9.3).
      Check("satisfies both conditions", cases: 3) { s, random in
        for (n, m) in [(1, 0), (2, 1), (5, 2), (7, 3), (3, 3)] {
          let p = Problem(n, m, using: &random)
          guard let z = solution(of: p, by: s) else { return }
          let gradient = p.gradient(z.x)
          let slope = (0..<n).map { i -> Double in (0..<m).reduce(gradient[i]) { $0 + p.a[$1][i] * z.multipliers[$1] } }
          let gap = zip(p.a, p.b).map { dot($0, z.x) - $1 }
          let bound = Double(n + m) * 0x1p-52 * p.norm * (z.x + z.multipliers).reduce(0) { max($0, abs($1)) }
          expect(
            "The largest |∇f + Aᵀ·λ| for n = \(n), m = \(m), over (n + m)·ε·‖K‖·‖(x, λ)‖", largest(slope) / bound,
            atMost: 30, "∇f(x) = Q·x + c. Which columns stand beside Q, and with which sign does c go to the right?")
          expect(
            "The largest |A·x − b| for n = \(n), m = \(m), over (n + m)·ε·‖K‖·‖(x, λ)‖", largest(gap) / bound,
            atMost: 30,
            "The constraints are the last m equations.")
          expect(
            z.value, equals: p.f(z.x), within: .rounding(operations: 2 * n * n + 8, scale: p.size(z.x)),
            "The value is ½·xᵀ·Q·x + cᵀ·x.", what: "The value for n = \(n), m = \(m)")
        }
      },
      // Along A·d = 0 a minimum rises by exactly ½·dᵀ·Q·d: that the first-order term is 0 is what is checked.
      Check("lies lowest among its neighbours", cases: 3) { s, random in
        let p = Problem(5, 2, using: &random)
        guard let z = solution(of: p, by: s) else { return }
        for direction in directions(in: p.a, using: &random) {
          let moved = zip(z.x, direction).map(+)
          let rise = p.f(moved) - p.f(z.x)
          expect(
            rise, equals: 0.5 * dot(direction, p.times(direction)),
            within: .rounding(operations: 400, scale: p.norm * (1 + p.size(z.x) + p.size(moved))),
            "A move within the set has a slope at x. Is x the minimum of f in the set, or another point of it?",
            what: "The rise of f from x to x + d, with A·d = 0,")
        }
      },
      // The minimal value is a quadratic function of b, whose central difference is exact for any step.
      Check("says what a constraint costs", cases: 3) { s, random in
        let p = Problem(5, 3, using: &random)
        guard let z = solution(of: p, by: s) else { return }
        for k in 0..<3 {
          var (up, down) = (p, p)
          up.b[k] += 0.5
          down.b[k] -= 0.5
          guard let high = solution(of: up, by: s), let low = solution(of: down, by: s) else { return }
          let rounding = Tolerance.rounding(operations: 2000, scale: p.norm * (1 + p.size(high.x) + p.size(low.x)))
          expect(
            -z.multipliers[k], equals: up.f(high.x) - down.f(low.x), within: rounding,
            "Of L = f + λᵀ·(A·x − b) the slope by bₖ is −λₖ.",
            what: "−λ[\(k)], beside the difference of the minimal values for b[\(k)] ± ½,")
          let d = (0..<3).map { $0 == k ? 0.5 : 0 }
          expect(
            try s.predictedChange(z.multipliers, d), equals: -z.multipliers[k] / 2, within: .ulps(4),
            "−Σ λₖ·dₖ.", what: "The change predicted for b[\(k)] + ½")
        }
      },
      // x = S⁻¹·1/(1ᵀ·S⁻¹·1), by elimination on the 4×4 covariance, condition about 200.
      Check("weighs the measures of iris to the least variance") { s in
        let covariance = try irisCovariance.get()
        let z = try s.minimize(covariance, [0, 0, 0, 0], [[1, 1, 1, 1]], [1])
        guard z.x.count == 4, z.multipliers.count == 1 else { return expect(false, "x needs 4 numbers, λ 1") }
        let weights = Array(try solve(positiveDefinite: Matrix(covariance), Vector([1, 1, 1, 1])))
        let total = weights.reduce(0, +)
        let rounding = Tolerance.ofLargest(30 * 5 * 200 * 0x1p-52)
        let what = "of the combination of iris' four measures, weights adding up to 1, with the least variance"
        expect(
          z.x, equals: weights.map { $0 / total }, within: rounding,
          "Q is the covariance: ½·xᵀ·Q·x is half the variance.",
          what: "The weights " + what)
        expect(
          z.value, equals: 0.5 / total, within: rounding, "Half of the variance: ½·xᵀ·Q·x.", what: "The value " + what)
        expect(z.multipliers, equals: [-1 / total], within: rounding, "Q·x + Aᵀ·λ = 0.", what: "λ " + what)
      },
      Check("needs no definite Q where the constraints hold it") { s in
        // Down along x₁, but x₁ is given.
        let saddle = try s.minimize([[2, 0], [0, -2]], [-4, 1], [[0, 1]], [3])
        expect(
          saddle.x + saddle.multipliers + [saddle.value], equals: [2, 3, 5, -10], within: .ulps(16),
          "f falls along x₁, which the constraint holds fast: 2·x₀ − 4 = 0, −2·x₁ + 1 + λ = 0.",
          what: "x, λ and value of x₀² − x₁² − 4·x₀ + x₁ with x₁ = 3")
        let flat = try s.minimize([[0, 0], [0, 2]], [3, 0], [[2, 1]], [4])
        expect(
          flat.x + flat.multipliers + [flat.value], equals: [1.625, 0.75, -1.5, 5.4375], within: .ulps(16),
          "Q is singular, the whole system is not. Q⁻¹ is not needed.",
          what: "x, λ and value of x₁² + 3·x₀ with 2·x₀ + x₁ = 4")
      },
      // The worked example in other units. They are powers of two, and every elimination of it is as exact as before.
      Check("knows no units") { s in
        for (f, a, b) in [(-60, 0, 0), (60, 0, 0), (0, -40, -40), (-60, -60, -60), (0, 0, 60), (-30, 20, 0)] {
          func times(_ exponent: Int, _ rows: [[Double]]) -> [[Double]] {
            rows.map { $0.map { scalbn($0, exponent) } }
          }
          let got = try s.minimize(times(f, [[2, 0], [0, 4]]), [0, 0], times(a, [[1, 1]]), times(b, [[3]])[0])
          let x = b - a
          expect(
            got.x + got.multipliers + [got.value],
            equals: [scalbn(2, x), scalbn(1, x), scalbn(-4, x + f - a), scalbn(6, 2 * x + f)], within: .ulps(16),
            "Q, A and b may be of any size: only a pivot that is 0 says that there is no unique minimum.",
            what: "x, λ and value of the worked example, Q times 2^\(f), A times 2^\(a), b times 2^\(b)")
        }
      },
      // Row 0 of the system is (2⁻⁶⁰, 0, 1): as a pivot the 2⁻⁶⁰ would drown all other rows. x₀ = b + ½, up to 2⁻⁵⁹.
      Check("takes the largest pivot") { s in
        let got = try s.minimize([[0x1p-60, 0], [0, 2]], [-1, 0], [[1, 1]], [1])
        expect(
          got.x + got.multipliers, equals: [1.5, -0.5, 1], within: .ulps(16),
          "Elimination with a tiny pivot loses the other rows: of each column take the largest, as your luFactorization "
            + "does.",
          what: "x and λ of 2⁻⁶¹·x₀² + x₁² − x₀ with x₀ + x₁ = 1")
      },
      Check("does the edges") { s in
        let free = try s.minimize([[2, 0], [0, 4]], [-2, 8], [], [])
        expect(
          free.x + [free.value], equals: [1, -2, -9], within: .ulps(16), "Without constraints Q·x = −c.",
          what: "x and value of x₀² + 2·x₁² − 2·x₀ + 8·x₁")
        expect(free.multipliers, equals: [], what: "λ without constraints")
        let fixed = try s.minimize([[2, 0], [0, 2]], [0, 1], [[1, 1], [0, 2]], [5, 4])
        expect(
          fixed.x + fixed.multipliers + [fixed.value], equals: [3, 2, -6, 0.5, 15], within: .ulps(16),
          "Two constraints leave one point; A is not symmetric: beside Q stands Aᵀ.",
          what: "x, λ and value of x₀² + x₁² + x₁ with x₀ + x₁ = 5, 2·x₁ = 4")
        let nothing = try s.minimize([], [], [], [])
        expect(nothing.x + nothing.multipliers + [nothing.value], equals: [0], what: "x, λ and value for n = 0, m = 0")
        let advice = "The system has no unique solution, which `solve` of lu-factorization tells you by throwing."
        let equalRows: [[Double]] = [[1, 1], [1, 1]]
        for b in [[2.0, 2], [2, 3]] {
          expect(throws: NoUniqueMinimum(), advice) { try s.minimize([[1, 0], [0, 1]], [0, 0], equalRows, b) }
        }
        expect(throws: NoUniqueMinimum(), advice) { try s.minimize([[1, 0], [0, 0]], [1, 1], [], []) }
        expect(throws: NoUniqueMinimum(), advice) { try s.minimize([[2]], [0], [[1], [2]], [1, 2]) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the other sign of λ", .kkt { $0.multipliers = $0.multipliers.map { -$0 } },
        """
        Your λ belongs to L = f − λᵀ·(A·x − b). Both conventions are in use; here it is f + λᵀ·(A·x − b), so that \
        ∇f + Aᵀ·λ = 0.
        """),
      Misconception(
        "A where Aᵀ belongs",
        Submission(
          minimize: .init { q, c, a, b in
            try system(q, c, a, b, beside: { i, k in i < b.count && k < c.count ? a[i][k] : 0 })
          }, predictedChange: .init(predicted)),
        """
        Beside Q stand the *columns* of Aᵀ: row i of it is aₖᵢ for k = 0, …, m − 1, the i-th entry of each row of A. \
        With m ≠ n the blocks would not even fit.
        """),
      Misconception(
        "c with the wrong sign",
        Submission(
          minimize: .init { q, c, a, b in try system(q, c.map { -$0 }, a, b, value: c) },
          predictedChange: .init(predicted)),
        """
        Q·x + c + Aᵀ·λ = 0: on the other side of the equation c becomes −c.
        """),
      Misconception(
        "the value without its half", .kkt(half: 1),
        """
        f has a ½ before xᵀ·Q·x. In the gradient it cancels the 2 of the square; in the value it stays.
        """),
      Misconception(
        "the value without cᵀ·x",
        Submission(
          minimize: .init { q, c, a, b in try system(q, c, a, b, value: c.map { _ in 0 }) },
          predictedChange: .init(predicted)),
        """
        ½·xᵀ·Q·x is only a part of f: cᵀ·x belongs to it.
        """),
      Misconception(
        "minimised first, then projected",
        Submission(
          minimize: .init { q, c, a, b in
            let free = try system(q, c, [], [])
            let n = c.count
            let unit = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
            var nearest = try system(unit, free.x.map { -$0 }, a, b)
            nearest.value = Problem(q: q, c: c, a: a, b: b).f(nearest.x)
            return nearest
          }, predictedChange: .init(predicted)),
        """
        The point of the set that is nearest to the free minimum is not the lowest one: what counts is the distance \
        in the shape of f, long along a valley and short across. Solve for both conditions at once.
        """),
      Misconception(
        "a large penalty instead of the constraint",
        Submission(
          minimize: .init { q, c, a, b in
            let weight = 1e6
            let penalised = q.indices.map { i in
              q.indices.map { j in a.reduce(q[i][j]) { $0 + weight * $1[i] * $1[j] } }
            }
            let pull = c.indices.map { i in zip(a, b).reduce(c[i]) { $0 - weight * $1.0[i] * $1.1 } }
            var result = try system(penalised, pull, [], [])
            result.multipliers = zip(a, b).map { weight * (dot($0, result.x) - $1) }
            result.value = Problem(q: q, c: c, a: a, b: b).f(result.x)
            return result
          }, predictedChange: .init(predicted)),
        """
        ½·10⁶·‖A·x − b‖² added to f keeps A·x near b, but not on it: the answer is wrong from the sixth digit on, \
        and a larger weight costs the digits elsewhere. The multipliers make it exact.
        """),
      Misconception(
        "Q inverted",
        Submission(
          minimize: .init { q, c, a, b in
            let free = try system(q, c, [], [])
            return try a.isEmpty ? free : system(q, c, a, b)
          }, predictedChange: .init(predicted)),
        """
        λ by way of Q⁻¹ needs a Q that can be inverted. Here only the whole system must be regular: Q may be 0 along a \
        direction that the constraints hold.
        """),
      Misconception(
        "a small pivot taken for 0",
        Submission(
          minimize: .init { q, c, a, b in try system(q, c, a, b, least: 1e-10) }, predictedChange: .init(predicted)),
        """
        A pivot below 10⁻¹⁰ need not be 0: it is as large as the units of Q and A make it. Variances of 10⁻¹² are \
        ordinary, and their system has a solution like any other.
        """),
      Misconception(
        "whatever pivot comes",
        Submission(
          minimize: .init { q, c, a, b in try system(q, c, a, b, pivots: false) }, predictedChange: .init(predicted)),
        """
        The first pivot that is not 0 may be tiny, and then its row is subtracted so many times that nothing is left \
        of the others. Swap the row with the largest entry of the column up.
        """),
      Misconception(
        "ones in the corner", .kkt(corner: 1),
        """
        The last m equations are A·x = b; λ does not occur in them, so the corner is a block of zeros.
        """),
      Misconception(
        "the cost with the wrong sign",
        Submission(
          minimize: .init { q, c, a, b in try system(q, c, a, b) }, predictedChange: .init { -predicted($0, $1) }),
        """
        At the minimum ∂L/∂bₖ = −λₖ, as b stands in L with a minus: the value moves by −λᵀ·d.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "by a basis of the directions with A·d = 0",
        Submission(
          minimize: .init { q, c, a, b in
            let p = Problem(q: q, c: c, a: a, b: b)
            // The n + m equations decide whether there is one minimum; the way to it is another.
            guard !a.isEmpty, a.count < c.count else { return try system(q, c, a, b) }
            _ = try system(q, c, a, b)
            let rows = a.map { row in a.map { dot(row, $0) } }
            let start = try solve(Matrix(rows), Vector(b))
            var x = c.indices.map { i in a.indices.reduce(0) { $0 + a[$1][i] * start[$1] } }
            let basis = try nullSpace(of: a)
            let reduced = basis.map { d in basis.map { dot(d, p.times($0)) } }
            let steps = try solve(Matrix(reduced), Vector(basis.map { -dot($0, p.gradient(x)) }))
            for (k, d) in basis.enumerated() { x = zip(x, d).map { $0 + steps[k] * $1 } }
            let gradient = p.gradient(x)
            let multipliers = Array(try solve(Matrix(rows), Vector(a.map { -dot($0, gradient) })))
            return ConstrainedMinimum(x: x, multipliers: multipliers, value: p.f(x))
          }, predictedChange: .init(predicted)))
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

private func largest(_ x: [Double]) -> Double { x.reduce(0) { $1.isNaN ? .nan : max($0, abs($1)) } }

/// A quadratic function with constraints.
private struct Problem {
  var q: [[Double]]
  var c: [Double]
  var a: [[Double]]
  var b: [Double]

  init(q: [[Double]], c: [Double], a: [[Double]], b: [Double]) {
    (self.q, self.c, self.a, self.b) = (q, c, a, b)
  }

  /// Q = M·Mᵀ + I with M normal; A and b normal.
  init(_ n: Int, _ m: Int, using random: inout some RandomNumberGenerator) {
    let factor = normals(n, n, &random)
    q = (0..<n).map { i in (0..<n).map { j in dot(factor[i], factor[j]) + (i == j ? 1 : 0) } }
    c = normals(1, n, &random)[0]
    a = normals(m, n, &random)
    b = normals(1, m, &random)[0]
  }

  func times(_ x: [Double]) -> [Double] { q.map { dot($0, x) } }

  func gradient(_ x: [Double]) -> [Double] { zip(times(x), c).map(+) }

  func f(_ x: [Double]) -> Double { 0.5 * dot(x, times(x)) + dot(c, x) }

  /// The sum of the magnitudes of the terms of f, to which its rounding is relative.
  func size(_ x: [Double]) -> Double {
    let magnitudes = x.map { abs($0) }
    return 0.5 * dot(magnitudes, q.map { dot($0.map { abs($0) }, magnitudes) }) + dot(c.map { abs($0) }, magnitudes)
  }

  /// The largest sum of magnitudes in a row of the whole system.
  var norm: Double {
    let upper = q.indices.map { i in q[i].reduce(0) { $0 + abs($1) } + a.reduce(0) { $0 + abs($1[i]) } }
    return (upper + a.map { $0.reduce(0) { $0 + abs($1) } }).reduce(0, max)
  }
}

/// What `minimize` answers; nil, and reported, if it throws or if something has the wrong length.
private func solution(of p: Problem, by s: Submission) -> ConstrainedMinimum? {
  let size = "for n = \(p.c.count), m = \(p.b.count)"
  do {
    let z = try s.minimize(p.q, p.c, p.a, p.b)
    if z.x.count == p.c.count, z.multipliers.count == p.b.count { return z }
    expect(false, "x has \(z.x.count) and multipliers \(z.multipliers.count) numbers \(size)", "x: n, multipliers: m.")
  } catch {
    expect(false, "minimize throws \(error) \(size), where Q is definite and the rows of A independent")
  }
  return nil
}

/// Two directions d with A·d = 0, from an orthonormal basis of all of them.
private func directions(in a: [[Double]], using random: inout some RandomNumberGenerator) -> [[Double]] {
  guard let basis = try? nullSpace(of: a) else { return [] }
  return (0..<2).map { _ in
    let weights = normals(1, basis.count, &random)[0]
    return basis[0].indices.map { i in basis.indices.reduce(0) { $0 + weights[$1] * basis[$1][i] } }
  }
}

private func nullSpace(of a: [[Double]]) throws -> [[Double]] {
  let basis = try LabNumerics.nullSpace(Matrix(a))
  return (0..<basis.columnCount).map { j in (0..<basis.rowCount).map { basis[$0, j] } }
}

private func normals(_ rows: Int, _ columns: Int, _ random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<rows).map { _ in
    (0..<columns).map { _ in
      let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
      return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
    }
  }
}

/// The covariance (divisor n − 1) of the four measures in centimetres.
private let irisCovariance = Result {
  let columns = ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"]
  let rows = try Dataset("tabular/iris.csv").csv().numbers(columns)
  let centred = columns.indices.map { j in
    let mean = rows.reduce(0) { $0 + $1[j] } / Double(rows.count)
    return rows.map { $0[j] - mean }
  }
  return centred.map { x in centred.map { y in dot(x, y) / Double(x.count - 1) } }
}

// MARK: - Wrong and right ways

private func predicted(_ multipliers: [Double], _ d: [Double]) -> Double { dot(multipliers.map { -$0 }, d) }

/// The system of both conditions by Gauss and Jordan's elimination; the arguments can make it wrong in one place.
private func system(
  _ q: [[Double]], _ c: [Double], _ a: [[Double]], _ b: [Double], beside: ((Int, Int) -> Double)? = nil,
  corner: Double = 0, half: Double = 0.5, value: [Double]? = nil, least: Double = 0, pivots: Bool = true
) throws -> ConstrainedMinimum {
  let (n, m) = (c.count, b.count)
  var rows: [[Double]] = []
  for i in 0..<n {
    let column: [Double] = (0..<m).map { k in beside?(i, k) ?? a[k][i] }
    rows.append(q[i] + column + [-c[i]])
  }
  for k in 0..<m {
    let corners: [Double] = (0..<m).map { $0 == k ? corner : 0 }
    rows.append(a[k] + corners + [b[k]])
  }
  for k in rows.indices {
    let first = pivots ? nil : (k..<rows.count).first { rows[$0][k] != 0 }
    let pivot = first ?? (k..<rows.count).max { abs(rows[$0][k]) < abs(rows[$1][k]) } ?? k
    guard abs(rows[pivot][k]) > least else { throw NoUniqueMinimum() }
    rows.swapAt(k, pivot)
    for i in rows.indices where i != k {
      let factor = rows[i][k] / rows[k][k]
      for j in k..<rows[i].count { rows[i][j] -= factor * rows[k][j] }
    }
  }
  let z = rows.indices.map { rows[$0][n + m] / rows[$0][$0] }
  let x = Array(z[..<n])
  return ConstrainedMinimum(
    x: x, multipliers: Array(z[n...]), value: half * dot(x, q.map { dot($0, x) }) + dot(value ?? c, x))
}

extension Submission {
  /// The system of both conditions, its answer changed.
  fileprivate static func kkt(
    corner: Double = 0, half: Double = 0.5, _ change: @escaping (inout ConstrainedMinimum) -> Void = { _ in }
  ) -> Submission {
    Submission(
      minimize: .init { q, c, a, b in
        var minimum = try system(q, c, a, b, corner: corner, half: half)
        change(&minimum)
        return minimum
      }, predictedChange: .init(predicted))
  }
}
