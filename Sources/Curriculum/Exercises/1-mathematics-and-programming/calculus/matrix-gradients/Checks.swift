import Checking
import Glibc
import LabData
import LabNumerics

struct Singular: Error {
  var pivot: Int
}

struct Submission {
  var gradientOfForm: Function<[[Double]], [Double], [Double]>
  var gradientOfSquares: Function<[[Double]], [Double], [Double], [Double]>
  var gradientOfLoss: Function<[[Double]], [[Double]], [[Double]], [[Double]]>
  var softmaxPullback: Function<[Double], [Double], [Double]>
  var gradientOfLogDeterminant: Function<[[Double]], [[Double]]>
}

enum MatrixGradients: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expect(
          try s.gradientOfForm([[1, 2], [0, 3]], [1, 2]), equals: [6, 14],
          "x stands on both sides of A, and both move: (A + Aᵀ)·x.")
        expect(
          try s.gradientOfSquares([[1, 2], [0, 3], [1, 0]], [4, 5, 1], [1, 2]), equals: [2, 10],
          "df = 2·Σᵢ rᵢ·(A·dx)ᵢ: before dxⱼ stands a sum over the rows of A.")
        expect(
          try s.gradientOfLoss([[1, 2], [3, 0], [1, 1]], [[1], [2]], [[4], [4], [3]]), equals: [[-2], [2]],
          "The residuals are 1, −1, 0; the answer has the shape of W.")
        expect(
          try s.softmaxPullback([0, log(3)], [4, 0]), equals: [0.75, -0.75], within: .ulps(16),
          "Σᵢ uᵢ·∂pᵢ/∂zⱼ, with p = (¼, ¾).")
        expect(
          try s.gradientOfLogDeterminant([[2, 1], [0, 4]]), equals: [[0.5, 0], [-0.125, 0.25]], within: .ulps(8),
          "The derivative of log │det A│ by aᵢⱼ is the cofactor of aᵢⱼ, divided by det A.")
      },
      // A quadratic's central difference is exact for any step, and eighths are summed without rounding.
      Check("differentiates quadratic forms exactly", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 1...5)
        let (a, x, d) = (draws.matrix(n, n), draws.vector(n), draws.vector(n))
        let difference = (form(a, zip(x, d).map(+)) - form(a, zip(x, d).map(-))) / 2
        expect(
          dot(try s.gradientOfForm(a, x), d), equals: difference,
          "f(x + d) − f(x − d) is exactly 2·gᵀ·d. Is A symmetric? Nobody says so.",
          what: "gᵀ·d for A = \(a), x = \(x), d = \(d)")
      },
      Check("differentiates sums of squares", cases: 3) { s, random in
        let (m, k, n) = (7, 5, 3)
        let (a, b, x) = (normals(m, k, &random), normals(1, m, &random)[0], normals(1, k, &random)[0])
        expect(
          gradient: try s.gradientOfSquares(a, b, x), of: { squares(a, b, $0) }, at: x, using: &random,
          "2·Aᵀ·(A·x − b).", what: "the gradient of ‖A·x − b‖², A 7×5,")
        let (w, y) = (normals(k, n, &random), normals(m, n, &random))
        let advice = "The gradient by W has the shape of W: there is one product of X and the residual that has it."
        let gradient = try s.gradientOfLoss(a, w, y)
        guard gradient.count == k, gradient.allSatisfy({ $0.count == n }) else {
          return expect(false, "the gradient by W, 5×3, is not an array of 5 rows with 3 entries each", advice)
        }
        expect(
          gradient: gradient.flatMap { $0 },
          of: { flat in
            let w = (0..<k).map { Array(flat[n * $0..<n * $0 + n]) }
            return 0.5 * (0..<n).reduce(0) { sum, j in sum + squares(a, y.map { $0[j] }, w.map { $0[j] }) }
          }, at: w.flatMap { $0 }, using: &random, advice, what: "the gradient of ½·‖X·W − Y‖² by W, X 7×5, W 5×3,")
      },
      Check("takes upstream gradients through softmax", cases: 3) { s, random in
        let z = normals(1, 5, &random)[0]
        expect(
          pullback: { try s.softmaxPullback(z, $0) }, of: softmax, at: z, using: &random,
          "∂L/∂zⱼ is a sum over all i: a score moves every probability.", what: "the gradient by z of Σ uᵢ·pᵢ")
        let u = normals(1, 5, &random)[0]
        let gradient = try s.softmaxPullback(z, u)
        // Each entry is p·(u − mean): some roundings relative to the largest u.
        let bound = Tolerance.rounding(operations: 40, scale: u.reduce(0) { max($0, abs($1)) })
        // Adding 1000 rounds each score to 2⁻⁴⁴, which moves p by as much, relatively.
        expect(
          try s.softmaxPullback(z.map { $0 + 1000 }, u), equals: gradient,
          within: .rounding(operations: 40 * 256, scale: u.reduce(0) { max($0, abs($1)) }),
          "The same added to every score changes no probability; but exp must not overflow.",
          what: "∂L/∂z at z + 1000 for z = \(z)")
        expect(
          try s.softmaxPullback([1000, -1000, 1000], [1, 5, 3]), equals: [-0.5, 0, 0.5], within: bound,
          "Subtract the largest score first.")
      },
      // Gᵀ·A = I up to the backward error of each solve, n·ε·‖A‖·‖A⁻¹‖ (Higham, Accuracy and Stability, §9.3).
      Check("differentiates log determinants", cases: 3) { s, random in
        for n in [1, 2, 5] {
          var a = normals(n, n, &random)
          for i in 0..<n { a[i][i] += i == 0 ? -3 : 3 }  // away from singular ones; det is negative as a rule
          let advice = "The slope by aᵢⱼ is the cofactor of aᵢⱼ over det A. Is that A⁻¹, or its transpose?"
          let gradient = try s.gradientOfLogDeterminant(a)
          guard gradient.count == n, gradient.allSatisfy({ $0.count == n }) else {
            return expect(false, "the gradient of log │det A│ for n = \(n) has not \(n) rows of \(n) entries", advice)
          }
          expect(
            gradient: gradient.flatMap { $0 },
            of: { flat in
              (try? LU(Matrix((0..<n).map { Array(flat[n * $0..<n * $0 + n]) })).logDeterminant.log) ?? .nan
            }, at: a.flatMap { $0 }, using: &random, advice, what: "the gradient of log │det A│, n = \(n),")
          let product = (0..<n).map { i in (0..<n).map { j in dot(gradient.map { $0[i] }, a.map { $0[j] }) } }
          let sizes = (norm(a), norm(gradient))
          let distance = norm((0..<n).map { i in (0..<n).map { j in product[i][j] - (i == j ? 1 : 0) } })
          expect(
            "‖Gᵀ·A − I‖/(n·ε·‖A‖·‖G‖) for n = \(n)", distance / (Double(n) * 0x1p-52 * sizes.0 * sizes.1), atMost: 30,
            advice)
        }
      },
      // At the certified line the gradient is 0: what is left is rounding, 36 terms of 2·|x|·(|b₀| + |b₁·x| + |y|), and
      // the certified digits.
      Check("vanishes at NIST's certified line") { s in
        let data = try Dataset("nist/Norris.dat").regression()
        let b = data.parameters.map(\.estimate.value)
        let gradient = try s.gradientOfSquares(data.design, data.y, b)
        guard gradient.count == 2 else { return expect(false, "a gradient by two coefficients has two entries") }
        let roundings = (0..<2).map { j in
          zip(data.design, data.y).reduce(0) { sum, row in
            sum + 2 * abs(row.0[j]) * (1 + abs(b[0]) + abs(b[1] * row.0[1]) + abs(row.1))
          }
        }
        for j in 0..<2 {
          expect(
            gradient[j], equals: 0, within: .rounding(operations: 50, scale: roundings[j]),
            "The sum of squares is smallest there. Is the residual A·x − b, with its sign?",
            what: "entry \(j) of the gradient of ‖A·x − b‖² at the certified coefficients of Norris.dat")
        }
        // f is quadratic: with 1 added to the intercept the gradient is the first column of 2·AᵀA.
        let moved = try s.gradientOfSquares(data.design, data.y, [b[0] + 1, b[1]])
        guard moved.count == 2 else { return expect(false, "a gradient by two coefficients has two entries") }
        for j in 0..<2 {
          expect(
            moved[j], equals: data.design.reduce(0) { $0 + 2 * $1[j] },
            within: .rounding(operations: 50, scale: roundings[j]),
            "The gradient of a quadratic moves by 2·AᵀA·d when x moves by d.",
            what: "entry \(j) of the gradient of ‖A·x − b‖² with 1 added to Norris' intercept")
        }
      },
      // All scores are the same, p = 1/n, and half of the u are 1, half −1: their mean is 0. n² would be 10¹⁰.
      Check("takes an upstream gradient through 131072 scores") { s in
        let n = 131_072
        let u = (0..<n).map { $0 % 2 == 0 ? 1.0 : -1.0 }
        let gradient = try s.softmaxPullback.unrecorded([Double](repeating: 3, count: n), u)
        let error = zip(gradient, u).reduce(0) { max($0, abs($1.0 * Double(n) - $1.1)) }
        let advice = "Σᵢ uᵢ·∂pᵢ/∂zⱼ = pⱼ·(uⱼ − Σᵢ pᵢ·uᵢ): the sum is the same for every j. J need not be written out."
        expect(gradient.count, equals: n, advice, what: "the number of entries of ∂L/∂z")
        expect("The largest error of n·∂L/∂zⱼ over n·ε", error / (Double(n) * 0x1p-52), atMost: 1, advice)
      },
      // A = I + 1·1ᵀ has the inverse I − 1·1ᵀ/(n + 1) and the condition n + 1. 12! is 479 million.
      Check("differentiates a log determinant of 12 rows") { s in
        let n = 12
        func matrix(_ diagonal: Double, _ other: Double) -> [[Double]] {
          (0..<n).map { i in (0..<n).map { $0 == i ? diagonal : other } }
        }
        expect(
          try s.gradientOfLogDeterminant(matrix(2, 1)), equals: matrix(12.0 / 13, -1.0 / 13),
          within: .absolute(30 * 12 * 13 * 0x1p-52),
          "Cofactors by expansion have n! terms. A⁻¹ is n solves, or one elimination.",
          what: "the gradient of log │det A│, A of 12 rows with 2 on the diagonal and 1 elsewhere,")
      },
      Check("does the edges") { s in
        expect(try s.gradientOfForm([], []), equals: [])
        expect(
          try s.gradientOfSquares([], [], [1, 2]), equals: [0, 0], "No equations: an empty sum, which nothing moves.")
        expect(
          try s.gradientOfLoss([], [[1, 2], [3, 4], [5, 6]], []), equals: [[0, 0], [0, 0], [0, 0]],
          "No examples: an empty sum, which nothing moves. The answer still has the shape of W.")
        expect(try s.softmaxPullback([], []), equals: [])
        expect(try s.softmaxPullback([3], [5]), equals: [0], "One score: its probability is 1 whatever it is.")
        expect(try s.gradientOfLogDeterminant([]), equals: [[Double]]())
        expect(
          throws: Singular(pivot: 1), "There is no inverse; `solve` says so.",
          { try s.gradientOfLogDeterminant([[1, 2], [2, 4]]) })
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "A taken for symmetric", .right { $0.gradientOfForm = .init { a, x in a.map { 2 * dot($0, x) } } },
        """
        2·A·x is the gradient for a symmetric A. In general the x on the left gives A·x, that on the right Aᵀ·x.
        """),
      Misconception(
        "one of the two x", .right { $0.gradientOfForm = .init { a, x in a.map { dot($0, x) } } },
        """
        The product rule has two terms, for both x move: A·x is only the first of them. For one number, (a·x²)′ is \
        2·a·x, not a·x.
        """),
      Misconception(
        "the 2 of the square forgotten",
        .right { $0.gradientOfSquares = .init { a, b, x in squaresGradient(a, b, x, factor: 1) } },
        """
        The derivative of a square is 2·r·dr. Only a ½ in front of the sum cancels the 2, and here there is none.
        """),
      Misconception(
        "the residual turned round",
        .right { $0.gradientOfSquares = .init { a, b, x in squaresGradient(a, b, x, factor: -2) } },
        """
        (b − A·x)² is the same number, but then the inner derivative is −A. Your gradient points downhill: a step \
        against it would climb.
        """),
      Misconception(
        "a 2 where the ½ has taken it",
        .right { $0.gradientOfLoss = .init { x, w, y in lossGradient(x, w, y) { 2 * $0 } } },
        """
        The ½ in front of the sum of squares is there to cancel this 2.
        """),
      Misconception(
        "the mean over the examples",
        .right { $0.gradientOfLoss = .init { x, w, y in lossGradient(x, w, y) { $0 / Double(max(1, x.count)) } } },
        """
        You divide by the number of examples: that is the gradient of the mean. The loss here is the sum.
        """),
      Misconception(
        "the gradient transposed",
        .right {
          $0.gradientOfLoss = .init { x, w, y in
            let g = lossGradient(x, w, y) { $0 }
            return (0..<(w.first?.count ?? 0)).map { j in g.map { $0[j] } }
          }
        },
        """
        This is (X·W − Y)ᵀ·X, n×k. The gradient has the shape of W, so that a step W − η·G makes sense.
        """),
      Misconception(
        "only the diagonal of softmax's Jacobian",
        .right { $0.softmaxPullback = .init { z, u in zip(softmax(z), u).map { $0 * (1 - $0) * $1 } } },
        """
        A score moves not only its own probability: the others have to give way, −pᵢ·pⱼ. The terms with i ≠ j are \
        missing.
        """),
      Misconception(
        "the normalisation taken for a constant",
        .right { $0.softmaxPullback = .init { z, u in zip(softmax(z), u).map { $0 * $1 } } },
        """
        pⱼ·uⱼ would be right if the sum in the denominator stood still. It moves with every score, which takes \
        pⱼ·Σ pᵢ·uᵢ off.
        """),
      Misconception(
        "softmax less the upstream",
        .right { $0.softmaxPullback = .init { z, u in zip(softmax(z), u).map { $0 - $1 } } },
        """
        p − y is the gradient of the cross entropy of softmax with the target y, both taken together. Here u is any \
        upstream gradient, and only softmax is differentiated.
        """),
      Misconception(
        "exp of large scores",
        .right {
          $0.softmaxPullback = .init { z, u in
            let total = z.reduce(0) { $0 + exp($1) }
            let p = z.map { exp($0) / total }
            let mean = dot(p, u)
            return zip(p, u).map { $0 * ($1 - mean) }
          }
        },
        """
        exp(1000) is infinite and ∞/∞ NaN. Subtract the largest score from all of them first: no probability changes.
        """),
      Misconception(
        "the inverse not transposed",
        .right {
          $0.gradientOfLogDeterminant = .init { a in
            let g = try inverseTransposed(a)
            return g.indices.map { i in g.map { $0[i] } }
          }
        },
        """
        This is A⁻¹. The cofactor of aᵢⱼ stands at (i, j) in C, and A⁻¹ = Cᵀ/det A: the gradient C/det A is the \
        transpose of the inverse. For a symmetric A nobody sees it.
        """),
      Misconception(
        "the gradient of the determinant itself",
        .right {
          $0.gradientOfLogDeterminant = .init { a in
            let g = try inverseTransposed(a)
            let det = a.isEmpty ? 1 : try determinant(Matrix(a))
            return g.map { $0.map { $0 * det } }
          }
        },
        """
        These are the cofactors, the slopes of det A. The logarithm divides them by det A.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "A·x and Aᵀ·x apart, the softmax Jacobian as its diagonal less p·pᵀ",
        .right {
          $0.gradientOfForm = .init { a, x in
            a.indices.map { i in dot(a[i], x) + dot(a.map { $0[i] }, x) }
          }
          $0.softmaxPullback = .init { z, u in
            let p = softmax(z)
            let share = dot(p, u)
            return zip(p, u).map { $0 * $1 - $0 * share }
          }
        })
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

private func form(_ a: [[Double]], _ x: [Double]) -> Double { dot(x, a.map { dot($0, x) }) }

/// ‖A·x − b‖².
private func squares(_ a: [[Double]], _ b: [Double], _ x: [Double]) -> Double {
  zip(a, b).reduce(0) { sum, pair in
    let residual = dot(pair.0, x) - pair.1
    return sum + residual * residual
  }
}

private func softmax(_ z: [Double]) -> [Double] {
  let largest = z.max() ?? 0
  let weights = z.map { exp($0 - largest) }
  let total = weights.reduce(0, +)
  return weights.map { $0 / total }
}

/// The largest sum of magnitudes in a row.
private func norm(_ a: [[Double]]) -> Double {
  a.map { $0.reduce(0) { $0 + abs($1) } }.reduce(0) { $1.isNaN ? .nan : max($0, $1) }
}

/// A matrix of standard normal numbers.
private func normals(_ rows: Int, _ columns: Int, _ random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<rows).map { _ in
    (0..<columns).map { _ in
      let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
      return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
    }
  }
}

// MARK: - Wrong and right ways

private func squaresGradient(_ a: [[Double]], _ b: [Double], _ x: [Double], factor: Double) -> [Double] {
  x.indices.map { j in zip(a, b).reduce(0) { $0 + factor * (dot($1.0, x) - $1.1) * $1.0[j] } }
}

private func lossGradient(
  _ x: [[Double]], _ w: [[Double]], _ y: [[Double]], _ change: (Double) -> Double
) -> [[Double]] {
  w.indices.map { p in
    w[p].indices.map { j in
      change(zip(x, y).reduce(0) { $0 + $1.0[p] * (dot($1.0, w.map { $0[j] }) - $1.1[j]) })
    }
  }
}

/// A⁻ᵀ by Gauss and Jordan's elimination with pivoting.
private func inverseTransposed(_ a: [[Double]]) throws -> [[Double]] {
  let n = a.count
  var rows = a.indices.map { i in a[i] + a.indices.map { $0 == i ? 1 : 0 } }
  for k in 0..<n {
    let largest = (k..<n).max { abs(rows[$0][k]) < abs(rows[$1][k]) } ?? k
    guard rows[largest][k] != 0 else { throw Singular(pivot: k) }
    rows.swapAt(k, largest)
    let pivot = rows[k][k]
    rows[k] = rows[k].map { $0 / pivot }
    for i in 0..<n where i != k {
      let factor = rows[i][k]
      rows[i] = zip(rows[i], rows[k]).map { $0 - factor * $1 }
    }
  }
  return (0..<n).map { j in rows.map { $0[n + j] } }
}

extension Submission {
  /// All five right, and then changed.
  fileprivate static func right(_ change: (inout Submission) -> Void) -> Submission {
    var submission = Submission(
      gradientOfForm: .init { a, x in
        x.indices.map { i in x.indices.reduce(0) { $0 + (a[i][$1] + a[$1][i]) * x[$1] } }
      },
      gradientOfSquares: .init { squaresGradient($0, $1, $2, factor: 2) },
      gradientOfLoss: .init { x, w, y in lossGradient(x, w, y) { $0 } },
      softmaxPullback: .init { z, u in
        let p = softmax(z)
        let mean = dot(p, u)
        return zip(p, u).map { $0 * ($1 - mean) }
      },
      gradientOfLogDeterminant: .init(inverseTransposed))
    change(&submission)
    return submission
  }
}
