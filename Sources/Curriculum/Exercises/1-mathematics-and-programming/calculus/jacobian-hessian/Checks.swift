import Checking
import Glibc
import LabData

typealias Field = ([Double]) -> Double
typealias Map = ([Double]) -> [Double]

struct Submission {
  var jacobian: Function<Map, [Double], [[Double]]>
  var hessian: Function<Field, [Double], [[Double]]>
  var hessianFromGradient: Function<Map, [Double], [[Double]]>
}

enum JacobianHessian: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Third derivatives are 6 at most, fourth ones 0.
      Check("gives the worked examples") { s in
        let map: Map = { [$0[0] * $0[0] * $0[1], 5 * $0[0] + $0[1] * $0[1] * $0[1], $0[0] * $0[1]] }
        expect(
          try s.jacobian(map, [2, 1]), equals: [[4, 4], [5, 3], [1, 2]], within: first(11),
          "A row for each of the three outputs, a column for x and one for y.",
          what: "the Jacobian of (x²·y, 5·x + y³, x·y) at (2, 1)")
        let f: Field = { $0[0] * $0[0] * $0[1] + $0[1] * $0[1] * $0[1] }
        expect(
          try s.hessian(f, [2, 1]), equals: [[2, 4], [4, 6]], within: second(5),
          "∂²f/∂x² = 2y, ∂²f/∂x∂y = 2x, ∂²f/∂y² = 6y.", what: "the Hessian of x²·y + y³ at (2, 1)")
        let g: Map = { [2 * $0[0] * $0[1], $0[0] * $0[0] + 3 * $0[1] * $0[1]] }
        expect(
          try s.hessianFromGradient(g, [2, 1]), equals: [[2, 4], [4, 6]], within: first(7),
          "The Jacobian of (2xy, x² + 3y²).", what: "the Hessian from the gradient (2xy, x² + 3y²) at (2, 1)")
      },
      Check("finds the matrix of a linear map of any shape", cases: 2) { s, random in
        for (m, n) in [(5, 3), (3, 5), (1, 4), (4, 1), (3, 3)] {
          let a = (0..<m).map { _ in uniform(n, &random) }
          let x = uniform(n, &random)
          expect(
            try s.jacobian({ x in a.map { dot($0, x) } }, x), equals: a, within: first(Double(n)),
            "F(x) = A·x has the Jacobian A, at every x: row i belongs to output i.",
            what: "the Jacobian of A·x, A \(m) × \(n),")
        }
      },
      // All third derivatives of the sphere's coordinates are ≤ 1.
      Check("knows the tangents of a sphere") { s, random in
        let x = [Double.random(in: 0.3...2.8, using: &random), Double.random(in: -3...3, using: &random)]
        let map: Map = { [sin($0[0]) * cos($0[1]), sin($0[0]) * sin($0[1]), cos($0[0])] }
        let (theta, phi) = (x[0], x[1])
        expect(
          try s.jacobian(map, x),
          equals: [
            [cos(theta) * cos(phi), -sin(theta) * sin(phi)], [cos(theta) * sin(phi), sin(theta) * cos(phi)],
            [-sin(theta), 0],
          ], within: first(1), "Two angles in, three coordinates out: 3 × 2.",
          what: "the Jacobian of (sin θ·cos φ, sin θ·sin φ, cos θ) at (\(theta), \(phi))")
      },
      // Both sides are off by first(4) or so in each entry; entries and their counts are ≤ 3.
      Check("multiplies Jacobians where functions are composed") { s, random in
        let x = uniform(2, &random)
        let inner: Map = { [$0[0] * $0[1], $0[0] + $0[1], cos($0[0])] }
        let outer: Map = { [$0[0] * $0[2], $0[1] * $0[1], $0[0] - $0[2], exp($0[1] / 4)] }
        let whole = try s.jacobian({ outer(inner($0)) }, x)
        let (left, right) = (try s.jacobian(outer, inner(x)), try s.jacobian(inner, x))
        let product = left.map { row in
          (0..<2).map { j in zip(row, right).reduce(0) { $0 + $1.0 * ($1.1.count == 2 ? $1.1[j] : .nan) } }
        }
        expect(
          whole, equals: product, within: first(40), "The chain rule: J of G after F is J of G at F(x), times J of F.",
          what: "the Jacobian of a composition, 4 × 2,")
      },
      Check("finds the Hessian of a quadratic form", cases: 2) { s, random in
        for n in [1, 2, 3, 5] {
          let (a, x) = ((0..<n).map { _ in uniform(n, &random) }, uniform(n, &random))
          let f: Field = { x in 0.5 * dot(x, a.map { dot($0, x) }) }
          let right = a.indices.map { i in a.indices.map { j in (a[i][j] + a[j][i]) / 2 } }
          let h = try s.hessian(f, x)
          expect(
            h, equals: right, within: second(Double(n * n) / 2),
            "½·xᵀA·x has the Hessian (A + Aᵀ)/2 everywhere, and the formulas leave nothing out.",
            what: "the Hessian of ½·xᵀA·x, n = \(n),")
          expectSymmetric(h)
          expect(
            try s.hessianFromGradient({ x in a.map { dot($0, x) } }, x), equals: right, within: first(Double(n)),
            "The Jacobian of A·x is A; its mean with Aᵀ is asked for.",
            what: "the Hessian from A·x, A not symmetric, n = \(n),")
        }
      },
      // f is log Σ exp: |f| ≤ 3, all fourth derivatives ≤ 1.
      Check("finds the curvature of log-sum-exp", cases: 2) { s, random in
        let x = uniform(4, &random)
        let f: Field = { log($0.reduce(0) { $0 + exp($1) }) }
        let softmax: Map = { x in
          let sum = x.reduce(0) { $0 + exp($1) }
          return x.map { exp($0) / sum }
        }
        let p = softmax(x)
        let right = p.indices.map { i in p.indices.map { j in (i == j ? p[i] : 0) - p[i] * p[j] } }
        let h = try s.hessian(f, x)
        expect(
          h, equals: right, within: second(3, formula: 1), "diag(p) − p·pᵀ with p = softmax(x).",
          what: "the Hessian of log Σ exp(xᵢ)")
        expectSymmetric(h)
        let fromGradient = try s.hessianFromGradient(softmax, x)
        expect(
          fromGradient, equals: right, within: first(1), "The gradient is softmax(x), its Jacobian diag(p) − p·pᵀ.",
          what: "the same Hessian from its gradient")
        expectSymmetric(fromGradient)
      },
      // |f| ≤ 3·1200; fourth derivatives: 2400 on the diagonal.
      Check("finds the curvature of Rosenbrock's valley") { s, random in
        let x = (0..<4).map { _ in Double.random(in: -1.3...1.3, using: &random) }
        let f: Field = { x in
          zip(x, x.dropFirst()).reduce(0.0) { sum, pair in
            let (first, second) = (pair.1 - pair.0 * pair.0, 1 - pair.0)
            return sum + 100 * first * first + second * second
          }
        }
        var right = [[Double]](repeating: [0, 0, 0, 0], count: 4)
        for i in 0..<3 {
          right[i][i] += 1200 * x[i] * x[i] - 400 * x[i + 1] + 2
          right[i + 1][i + 1] += 200
          right[i][i + 1] = -400 * x[i]
          right[i + 1][i] = -400 * x[i]
        }
        expect(
          try s.hessian(f, x), equals: right, within: second(f(x) + 20, formula: 2400),
          "Only neighbours are coupled, by −400·xᵢ.", what: "the Hessian of Rosenbrock's function at \(x)")
      },
      Check("takes steps that fit each variable") { s in
        let h = try s.hessian({ 1e-6 * $0[0] * $0[0] + $0[0] * $0[1] + $0[1] * $0[1] }, [1e6, 2])
        // f is 3·10⁶ and h₀ is 122, so rounding is 8·ε·3·10⁶/122².
        expect(
          h.first?.first ?? .nan, equals: 2e-6, within: .absolute(8 * 0x1p-52 * 3e6 / (122 * 122)),
          "x₀ is 10⁶: its step is 10⁶ times that for 1, and the quotient is by the square of it.",
          what: "∂²f/∂x₀² of 10⁻⁶·x₀² + x₀·x₁ + x₁² at (10⁶, 2)")
        expect(
          h.first?.last ?? .nan, equals: 1, within: .absolute(8 * 0x1p-52 * 3e6 / (122 * 2.4e-4)),
          "Each variable has its own step: the divisor is 4·h₀·h₁.",
          what: "∂²f/∂x₀∂x₁ of 10⁻⁶·x₀² + x₀·x₁ + x₁² at (10⁶, 2)")
        // What the mixed formula leaves out is all there is: of (x₀ − a)³·x₁ at (a, 0) it gives h₀². The points are exact,
        // the products nearly so.
        for a in [0, 0.5, -0.75, 3, -3, 1e6, -1e6] {
          let twisted = try s.hessian({ ($0[0] - a) * ($0[0] - a) * ($0[0] - a) * $0[1] }, [a, 0])
          let step = 0x1p-13 * max(1, abs(a))
          expect(
            twisted.first?.last ?? .nan, equals: step * step, within: .ulps(16),
            "The true derivative is 0; the formula gives the square of its step, which should be (∜ε·max(1, |a|))².",
            what: "∂²f/∂x₀∂x₁ of (x₀ − a)³·x₁ at (a, 0) for a = \(a)")
        }
      },
      // h for z is 6.06: the formula leaves out 3.7·10⁻¹⁷, rounding a few ε/h, the sum z ± h itself some 10⁻¹⁶.
      Check("takes steps that fit each input of a map") { s in
        let map: Map = { [exp($0[0]), exp($0[1]), $0[2] / 1e6 * ($0[2] / 1e6) * ($0[2] / 1e6)] }
        let j = try s.jacobian(map, [0, 1e-9, -1e6])
        guard j.count == 3, j.allSatisfy({ $0.count == 3 }) else { return expect(false, "J is not 3 × 3") }
        let advice = "Asked is the step ∛ε·max(1, |xⱼ|): neither 0 at 0, nor the same for 10⁶."
        let what = "of (exp x, exp y, (z/10⁶)³) at (0, 10⁻⁹, −10⁶)"
        expect(
          [j[0], j[1]], equals: [[1, 0, 0], [0, exp(1e-9), 0]], within: first(1), advice,
          what: "rows 0 and 1 of J " + what)
        expect(j[2], equals: [0, 0, 3e-6], within: .absolute(1e-15), advice, what: "row 2 of J " + what)
      },
      Check("answers for no variables, no values, and one of each") { s in
        expect(
          try s.jacobian({ _ in [1, 2, 3] }, []), equals: [[], [], []], "Three outputs, so three rows, of no entries.")
        expect(try s.jacobian({ _ in [] }, [1, 2]), equals: [[Double]](), "No outputs, no rows.")
        expect(try s.hessian({ _ in 4 }, []), equals: [[Double]](), "No variables.")
        expect(try s.hessianFromGradient({ $0 }, []), equals: [[Double]](), "No variables.")
        expect(try s.jacobian({ [$0[0] * $0[0]] }, [3]), equals: [[6]], within: first(9), "A 1 × 1 matrix.")
        expect(try s.hessian({ $0[0] * $0[0] }, [3]), equals: [[2]], within: second(9), "A 1 × 1 matrix.")
      },
      Check("finds the design of a regression on iris") { s in
        let (rows, y) = try iris.get()
        let w = [0.5, -0.2, 0.3, 0.1]
        let residuals: Map = { w in zip(rows, y).map { dot($0, w) - $1 } }
        expect(
          try s.jacobian(residuals, w), equals: rows, within: first(8),
          "rᵢ = xᵢ·w − yᵢ, so the Jacobian of the residuals is X: 150 × 4.", what: "the Jacobian of 150 residuals")
        let gram = (0..<4).map { j in (0..<4).map { k in rows.reduce(0) { $0 + $1[j] * $1[k] } / 150 } }
        expect(
          try s.hessian({ w in residuals(w).reduce(0) { $0 + $1 * $1 } / 300 }, w), equals: gram, within: second(40),
          "½·mean of rᵢ² has the Hessian XᵀX/n, whatever w is.", what: "the Hessian of the mean squared error")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      variant(
        "transposed Jacobian",
        """
        Your matrix has a row for each input. ∂Fᵢ/∂xⱼ stands in row i: a row for each output, so that J times a step dx \
        is the change of F.
        """
      ) { $0.jacobian = .init { f, x in transposed(jacobian(f, x), count: x.count) } },
      variant(
        "the gradient of the sum",
        """
        You add up the outputs and differentiate that: one row, in which what the outputs do separately is lost. Each \
        output has a row of its own.
        """
      ) { $0.jacobian = .init { f, x in jacobian({ [f($0).reduce(0, +)] }, x) } },
      variant(
        "forward differences",
        "To one side only: 8 digits at best, where the central difference has 10 and costs one question more."
      ) {
        $0.jacobian = .init { f, x in
          let base = f(x)
          return base.indices.map { i in
            x.indices.map { j in
              let h = 0x1p-26 * max(1, abs(x[j]))
              return (f(moved(x, j, h))[i] - base[i]) / h
            }
          }
        }
      },
      variant(
        "a first step that is a share of x",
        """
        A step of ∛ε·|x| is 0 at x = 0, and 0/0 is NaN; at 10⁻⁹ it is so small that rounding is all that is left. Take \
        max(1, |x|) for the scale.
        """
      ) { $0.jacobian = .init { f, x in jacobian(f, x, scale: { abs($0) }) } },
      variant(
        "a first step that knows no x",
        """
        6·10⁻⁶ is a good step for x of the size of 1. At 10⁶ f hardly changes by it, and the quotient is rounding: \
        × max(1, |x|).
        """
      ) { $0.jacobian = .init { f, x in jacobian(f, x, scale: { _ in 1 }) } },
      variant(
        "divided by h", "The points of a central difference are 2·h apart: every entry is doubled."
      ) { $0.jacobian = .init { f, x in jacobian(f, x).map { $0.map { 2 * $0 } } } },
      variant(
        "as many rows as inputs",
        "You take the number of rows from x. How many outputs there are, only F(x) says."
      ) {
        $0.jacobian = .init { f, x in
          jacobian(
            { y in
              let values = f(y)
              return y.indices.map { values.indices.contains($0) ? values[$0] : 0 }
            }, x)
        }
      },
      variant(
        "second difference with h = 1e-8",
        """
        The second difference divides by h². With h = 10⁻⁸ that is 10⁻¹⁶, as large as the rounding of f: what comes out \
        is noise of the size of 1. Take ∜ε, a ten-thousandth.
        """
      ) { $0.hessian = .init { f, x in hessian(f, x, step: 1e-8) } },
      variant(
        "the step of first derivatives",
        """
        ∛ε is best for a first derivative. Divided by h² the rounding of f is 10⁵ times as large as divided by h, so the \
        step for second derivatives is larger: ∜ε.
        """
      ) { $0.hessian = .init { f, x in hessian(f, x, step: cbrt(0x1p-52)) } },
      variant(
        "differences of differences",
        """
        Your gradient by differences is known to 10 digits, and you divide its noise by another h of 10⁻⁵: five are left. \
        One second difference with a step made for it has eight.
        """
      ) {
        $0.hessian = .init { f, x in
          let h = jacobian({ y in x.indices.map { i in difference({ f(replaced(y, i, $0)) }, y[i]) } }, x)
          return x.indices.map { i in x.indices.map { j in h[max(i, j)][min(i, j)] } }
        }
      },
      variant(
        "step not scaled",
        "All variables move by 2⁻¹³. At x₀ = 10⁶ f hardly changes by that, and the quotient is rounding: × max(1, |xᵢ|)."
      ) { $0.hessian = .init { f, x in hessian(f, x, scale: { _ in 1 }) } },
      variant(
        "the sign of x in the scale", "For x = −10⁶ max(1, x) is 1. It is the size of x that counts: max(1, |x|)."
      ) { $0.hessian = .init { f, x in hessian(f, x, scale: { max(1, $0) }) } },
      variant(
        "1 + |x|",
        """
        1 + |x| serves as well in practice, but asked is max(1, |x|): at x = 1 your step is twice as long, and what the \
        formulas leave out, of the order h², four times as large.
        """
      ) { $0.hessian = .init { f, x in hessian(f, x, scale: { 1 + abs($0) }) } },
      variant(
        "one step for both variables",
        "The mixed quotient divides by 4·hᵢ², but xⱼ moved by hⱼ. Where the two differ, so does the result."
      ) { $0.hessian = .init { f, x in hessian(f, x, divisor: { h, _ in 4 * h * h }) } },
      variant(
        "mixed term without the fourth corner",
        """
        Of the four corners one is missing, so f itself does not cancel and is divided by h²: numbers of 10⁸. The signs \
        are +, −, −, +, their sum 0.
        """
      ) { $0.hessian = .init { f, x in hessian(f, x, signs: [1, -1, -1, 0]) } },
      variant(
        "mixed term ahead only",
        """
        f(x + hᵢ + hⱼ) − f(x + hᵢ) − f(x + hⱼ) + f(x) looks to one side and is off by h times third derivatives: four \
        digits. With the corners on both sides those cancel.
        """
      ) { $0.hessian = .init { f, x in hessian(f, x, mixedAhead: true) } },
      variant(
        "mixed term divided by h²",
        "The corners are 2·hᵢ and 2·hⱼ apart: divide by 4·hᵢ·hⱼ. Your mixed entries are four times too large."
      ) { $0.hessian = .init { f, x in hessian(f, x, divisor: { $0 * $1 }) } },
      variant(
        "diagonal only", "Only the second derivatives of single variables are there; how two act together is missing."
      ) { $0.hessian = .init { f, x in hessian(f, x, signs: [0, 0, 0, 0]) } },
      variant(
        "one half only",
        "Hᵢⱼ is stored on one side of the diagonal, and on the other there are zeros. The same number belongs to both."
      ) {
        $0.hessian = .init { f, x in
          hessian(f, x).enumerated().map { i, row in row.enumerated().map { j, value in j > i ? 0 : value } }
        }
      },
      variant(
        "diagonal with −f(x)", "In f(x + h) − 2·f(x) + f(x − h) the middle counts twice: 1 − 2 + 1 = 0."
      ) { $0.hessian = .init { f, x in hessian(f, x, middle: -1) } },
      variant(
        "diagonal divided by h", "A second derivative is a difference of differences: divide by h twice."
      ) { $0.hessian = .init { f, x in hessian(f, x, diagonal: { $0 }) } },
      variant(
        "halves not averaged",
        """
        This is the Jacobian of g as it comes, whose halves differ by rounding or, if g is no gradient, by more. Average \
        it with its transpose: solvers rely on symmetry.
        """
      ) { $0.hessianFromGradient = .init { g, x in jacobian(g, x) } },
      variant(
        "halves added", "J + Jᵀ is twice the Hessian: halve it."
      ) {
        $0.hessianFromGradient = .init { g, x in
          let j = jacobian(g, x)
          return x.indices.map { a in x.indices.map { j[a][$0] + j[$0][a] } }
        }
      },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "column by column; the corners for the diagonal, too",
        Submission(
          jacobian: .init { f, x in
            let columns = x.indices.map { j in
              let h = cbrt(0x1p-52) * max(1, abs(x[j]))
              let distance = (x[j] + h) - (x[j] - h)
              return zip(f(moved(x, j, h)), f(moved(x, j, -h))).map { ($0 - $1) / distance }
            }
            return f(x).indices.map { i in columns.map { $0[i] } }
          },
          hessian: .init { f, x in
            let h = x.map { 0x1p-13 * max(1, abs($0)) }
            var result = x.map { _ in x.map { _ in 0.0 } }
            for i in x.indices {
              for j in i..<x.count {
                func at(_ s: Double, _ t: Double) -> Double { f(moved(moved(x, i, s * h[i]), j, t * h[j])) }
                let ahead = at(1, 1) - at(1, -1)
                let behind = at(-1, 1) - at(-1, -1)
                result[i][j] = (ahead - behind) / (2 * h[i]) / (2 * h[j])
                result[j][i] = result[i][j]
              }
            }
            return result
          },
          hessianFromGradient: .init { g, x in
            var h = jacobian(g, x)
            for i in x.indices {
              for j in 0..<i {
                h[i][j] = 0.5 * h[i][j] + 0.5 * h[j][i]
                h[j][i] = h[i][j]
              }
            }
            return h
          }))
    ]
  }
}

// MARK: - Parts of the checks

/// What rounding of values up to `size`, of about 8 operations, does to a central difference, and what the formula leaves
/// out of a function whose third derivatives are that large at most: h²/6 of it, h = 6.06e-6·2.
private func first(_ size: Double) -> Tolerance {
  .absolute((8 * 0x1p-52 / 6e-6 + 1.5e-10 / 6) * max(1, size))
}

/// The same for second differences: 4 values of about 8 operations each over h², h = 2⁻¹³ or more; and h²/6·Σ of two or
/// three fourth derivatives up to `formula`, h ≤ 1.3·2⁻¹³.
private func second(_ size: Double, formula: Double = 0) -> Tolerance {
  .absolute(32 * 0x1p-52 * max(1, size) * 0x1p26 + 1.7 * 0x1p-26 * formula / 2)
}

private func expectSymmetric(_ h: [[Double]], line: Int = #line) {
  let isSymmetric = h.indices.allSatisfy { i in
    h.indices.allSatisfy { j in i < h[j].count && j < h[i].count && h[i][j] == h[j][i] }
  }
  expect(
    isSymmetric, "H is not exactly symmetric: of some pair the two entries differ",
    "Compute Hᵢⱼ once and store it in both places, or average both.", line: line)
}

private func uniform(_ count: Int, _ random: inout some RandomNumberGenerator) -> [Double] {
  (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

/// Sepal length, sepal width, petal length and 1, and the petal width, of 150 flowers.
private let iris = Result {
  let columns = ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"]
  let rows = try Dataset("tabular/iris.csv").csv().numbers(columns)
  return (rows.map { Array($0[..<3] + [1]) }, rows.map { $0[3] })
}

// MARK: - Wrong and right ways

private func variant(
  _ name: String, _ explanation: String, _ change: (inout Submission) -> Void
) -> Misconception<Submission> {
  var submission = Submission(
    jacobian: .init { jacobian($0, $1) }, hessian: .init { hessian($0, $1) },
    hessianFromGradient: .init { g, x in
      let j = jacobian(g, x)
      return x.indices.map { a in x.indices.map { (j[a][$0] + j[$0][a]) / 2 } }
    })
  change(&submission)
  return Misconception(name, submission, explanation)
}

private func moved(_ x: [Double], _ i: Int, _ step: Double) -> [Double] { replaced(x, i, x[i] + step) }

private func replaced(_ x: [Double], _ i: Int, _ value: Double) -> [Double] {
  var x = x
  x[i] = value
  return x
}

private func transposed(_ a: [[Double]], count: Int) -> [[Double]] { (0..<count).map { j in a.map { $0[j] } } }

/// The central difference with its best step.
private func difference(
  _ f: (Double) -> Double, _ x: Double, scale: (Double) -> Double = { max(1, abs($0)) }
) -> Double {
  let h = cbrt(0x1p-52) * scale(x)
  return (f(x + h) - f(x - h)) / ((x + h) - (x - h))
}

private func jacobian(_ f: Map, _ x: [Double], scale: (Double) -> Double = { max(1, abs($0)) }) -> [[Double]] {
  f(x).indices.map { i in x.indices.map { j in difference({ f(replaced(x, j, $0))[i] }, x[j], scale: scale) } }
}

/// The Hessian by second differences; each argument can make it wrong in one place.
private func hessian(
  _ f: Field, _ x: [Double], step: Double = 0x1p-13, scale: (Double) -> Double = { max(1, abs($0)) },
  divisor: (Double, Double) -> Double = { 4 * $0 * $1 }, signs: [Double] = [1, -1, -1, 1], mixedAhead: Bool = false,
  middle: Double = -2, diagonal: (Double) -> Double = { $0 * $0 }
) -> [[Double]] {
  let h = x.map { step * scale($0) }
  var result = x.map { _ in x.map { _ in 0.0 } }
  for i in x.indices {
    result[i][i] = (f(moved(x, i, h[i])) + middle * f(x) + f(moved(x, i, -h[i]))) / diagonal(h[i])
    for j in 0..<i {
      func at(_ s: Double, _ t: Double) -> Double { f(moved(moved(x, i, s * h[i]), j, t * h[j])) }
      let corners = zip(signs, [at(1, 1), at(1, -1), at(-1, 1), at(-1, -1)]).reduce(0) { $0 + $1.0 * $1.1 }
      result[i][j] =
        mixedAhead ? (at(1, 1) - at(1, 0) - at(0, 1) + at(0, 0)) / (h[i] * h[j]) : corners / divisor(h[i], h[j])
      result[j][i] = result[i][j]
    }
  }
  return result
}
