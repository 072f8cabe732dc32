import Checking
import Glibc
import LabData
import LabNumerics

enum ConditionError: Error {
  case empty, singularToWorkingPrecision
}

struct Submission {
  var conditionNumber: Function<[[Double]], Double>
  var backwardError: Function<[[Double]], [Double], [Double], Double>
  /// x, then the exact answer.
  var forwardError: Function<[Double], [Double], Double>
  var forwardErrorBound: Function<[[Double]], [Double], [Double], Double>
}

/// What `jacobiSVD` throws, under whatever name.
private struct NotFinite: Error {}

enum Condition: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Singular values to 60·ε of themselves, some roundings more for each formula.
      Check("gives the worked example") { s in
        let a: [[Double]] = [[3, 0], [4, 5]]
        let eta = 1 / (3 * 10.0.squareRoot() + 109.0.squareRoot())
        expect(try s.conditionNumber(a), equals: 3, within: .ulps(120), "σ = (3·√5, √5).")
        expect(
          try s.backwardError(a, [1, 1], [3, 10]), equals: eta, within: .ulps(120), "‖A‖ is σ₀ = 3·√5, ‖b‖ = √109.")
        expect(
          try s.forwardError([1, 1], [1, 1.2]), equals: 0.2 / 2.44.squareRoot(), within: .ulps(16),
          "The error as a share of the exact answer.")
        expect(
          try s.forwardErrorBound(a, [1, 1], [3, 10]), equals: 6 * eta / (1 - 3 * eta), within: .ulps(400),
          "2·κ·η/(1 − κ·η) with κ = 3, η = 0.0502.")
      },
      Check("knows condition numbers in closed form") { s in
        let quarterTurn: [[Double]] = [[0, -1], [1, 0]]
        let hadamard: [[Double]] = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]
        let golden = (1 + 5.0.squareRoot()) / 2
        let tenth = (0..<30).map { i in (0..<30).map { $0 == i ? 0.1 : 0 } }
        for (what, a, kappa) in [
          ("a rotation", quarterTurn, 1), ("a rotation times 10⁻⁹", quarterTurn.map { $0.map { $0 * 1e-9 } }, 1),
          ("orthogonal columns of length 2", hadamard, 1), ("three of them", hadamard.map { Array($0.dropLast()) }, 1),
          ("0.1·I of 30 rows, determinant 10⁻³⁰", tenth, 1),
          ("diag(10⁵, 10⁻⁵), determinant 1", [[1e5, 0], [0, 1e-5]], 1e10),
          ("diag(1, 10⁻³, −10)", [[1, 0, 0], [0, 1e-3, 0], [0, 0, -10]], 1e4),
          ("[[1, 1], [0, 1]]", [[1, 1], [0, 1]], golden * golden),
          ("a row, (3, 4)", [[3, 4]], 1), ("[[−5]]", [[-5]], 1),
        ] as [(String, [[Double]], Double)] {
          expect(
            try s.conditionNumber(a), equals: kappa, within: accuracy(a, kappa),
            "The longest stretch by the shortest: neither the unit nor the determinant matters.", what: "κ of \(what)")
        }
      },
      Check("measures Hilbert's matrices, and Longley's columns") { s in
        for (n, kappa) in hilbertConditions {
          let a = hilbert(n)
          expect(
            try s.conditionNumber(a), equals: kappa, within: accuracy(a, kappa),
            "h_ij = 1/(i + j + 1), i and j from 0; mpmath's value in 80 digits.",
            what: "κ of Hilbert's \(n)×\(n) matrix")
        }
        let x = try longley.get()
        expect(
          try s.conditionNumber(x), equals: longleyCondition, within: accuracy(x, longleyCondition),
          "16 rows, 7 columns: years beside populations beside ones.", what: "κ of Longley's data")
      },
      Check("says when rounding decides") { s in
        let advice =
          "κ is wrong by max(m, n)·ε·κ of itself. From 1/10 on the smallest σ is rounding: say so instead of a number."
        for (what, a) in [
          ("[[1, 2], [2, 4]]", [[1, 2], [2, 4]]), ("zeros", [[0, 0], [0, 0]]),
          ("[[1, 2, 3], [4, 5, 6], [7, 8, 9]]", [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
          ("Hilbert's 11×11 matrix", hilbert(11)), ("Hilbert's 13×13 matrix", hilbert(13)),
          ("diag(1, 4.4·10⁻¹⁵)", [[1, 0], [0, 4.4e-15]]),
        ] as [(String, [[Double]])] {
          expectThrow(.singularToWorkingPrecision, "κ of \(what)", advice) { try s.conditionNumber(a) }
        }
        expect(
          try s.conditionNumber([[1, 0], [0, 4.5e-15]]), equals: 1 / 4.5e-15, within: .relative(0.1),
          "2·ε·1 = 4.44·10⁻¹⁶ is less than 4.5·10⁻¹⁵/10: this one is still told.")
        // σ = 1 and 64·ε: max(m, n) = 20 makes it less than 10·20·ε, min(m, n) = 2 would not.
        let tall = (0..<20).map { i -> [Double] in [i == 0 ? 1 : 0, i == 1 ? 0x1p-46 : 0] }
        let wide = (0..<2).map { j in tall.map { $0[j] } }
        for (what, a) in [("a 20×2 matrix", tall), ("a 2×20 matrix", wide)] {
          expectThrow(
            .singularToWorkingPrecision, "κ of \(what) with σ = 1 and 64·ε", "\(advice) The longer side counts."
          ) {
            try s.conditionNumber(a)
          }
        }
        expectThrow(.singularToWorkingPrecision, "the bound for [[1, 2], [2, 4]]", advice) {
          try s.forwardErrorBound([[1, 2], [2, 4]], [1, 1], [3, 6])
        }
      },
      // Whole numbers: the residual is exact; σ₀ to m·ε·30.
      Check("weighs the residual by A, x and b") { s in
        let cases: [(a: [[Double]], x: [Double], b: [Double], right: Double)] = [
          ([[2, 0], [0, -1]], [3, 4], [6, -4], 0),
          ([[2, 0], [0, -1]], [0, 0], [3, 4], 1),
          ([[0, 2], [1, 0]], [3, 4], [8, 6], 3 / (2 * 5 + 10)),
          ([[3, 0], [0, 4], [0, 0]], [1, 1], [3, 4, 12], 12 / (4 * 2.0.squareRoot() + 13)),
          ([[7]], [-2], [-10], 4 / 24.0),
        ]
        for (a, x, b, right) in cases {
          for unit in [1, 0x1p40, 0x1p-40] {
            expect(
              try s.backwardError(a.map { $0.map { $0 * unit } }, x, b.map { $0 * unit }), equals: right,
              within: .absolute(30 * Double(a.count) * 0x1p-52),
              "η = ‖b − A·x‖/(σ₀·‖x‖ + ‖b‖): it has no unit, so that of A and b does not matter.")
          }
        }
        expect(
          try s.backwardError([[0, 0], [0, 0]], [5, 6], [0, 0]), equals: 0, "0·x = 0 holds for every x: 0, not 0/0.")
        expect(try s.backwardError([], [], []), equals: 0, "No equation is violated.")
        expect(try s.backwardError([[], []], [], [3, 4]), equals: 1, "A·x = 0 misses b altogether.")
      },
      // A = N·Hilbert is whole, and x = 1 ± k·2⁻³⁰: b − A·x is exact, and the bound holds without an allowance. Signs that
      // alternate are what Hilbert's matrix feels least, and κ·η < 1/20.
      Check("bounds the forward error, however large it is", cases: 3) { s, random in
        for (n, multiple) in [(2, 6.0), (4, 420), (6, 27720)] {
          let a = (0..<n).map { i in (0..<n).map { (multiple / Double(i + $0 + 1)).rounded() } }
          let ones = [Double](repeating: 1, count: n)
          let b = a.map { $0.reduce(0, +) }
          let k = (0..<n).map { _ in Double(Int.random(in: 1...9, using: &random)) }
          let x = k.enumerated().map { 1 + ($0 % 2 == 0 ? $1 : -$1) * 0x1p-30 }
          let forward = try s.forwardError(x, ones)
          let right = (k.reduce(0) { $0 + $1 * $1 } / Double(n)).squareRoot() * 0x1p-30
          expect(
            forward, equals: right, within: .relative(16 * 0x1p-52), "‖x − x*‖/‖x*‖ with the exact answer (1, …, 1).",
            what: "The forward error for N·Hilbert, n = \(n),")
          let (eta, kappa) = (backward(a, x, b), condition(a))
          let bound = try s.forwardErrorBound(a, x, b)
          expect(
            bound, equals: 2 * kappa * eta / (1 - kappa * eta), within: .relative(60 * Double(n) * kappa * 0x1p-52),
            "2·κ·η/(1 − κ·η), κ of this matrix and η of this x.", what: "The bound for N·Hilbert, n = \(n),")
          expect(
            "The forward error as a share of its bound, n = \(n),", forward / bound, atMost: 1,
            "The bound must lie above the error: it is κ that carries the residual over to x.")
        }
      },
      Check("promises nothing when κ·η reaches 1") { s in
        let advice = "With κ·η ≥ 1 there is a singular matrix within reach, and no bound: ∞, not a negative number."
        expect(try s.forwardErrorBound([[2, 0], [0, -2]], [0, 0], [3, 4]), equals: .infinity, advice)
        expect(try s.forwardErrorBound([[1000, 0], [0, 1]], [1, 0], [1000, 3]), equals: .infinity, advice)
        expect(try s.forwardErrorBound([[2, 0], [0, -1]], [3, 4], [6, -4]), equals: 0, "An exact answer: η = 0.")
      },
      Check("answers at the edges") { s in
        expect(try s.forwardError([3, 4], [3, 4]), equals: 0)
        expect(try s.forwardError([3, 4], [0, 0]), equals: .infinity, "Any error is infinitely large beside 0.")
        expect(try s.forwardError([0, 0], [0, 0]), equals: 0, "0 is right: 0, not 0/0.")
        expect(try s.forwardError([], []), equals: 0, "Nothing is wrong.")
        expect(try s.forwardError([-1, 2], [3, 4]), equals: 20.0.squareRoot() / 5, within: .ulps(8))
        let advice = "Without a singular value there is no ratio."
        for a in [[], [[], []]] as [[[Double]]] {
          expectThrow(.empty, "κ of \(a)", advice) { try s.conditionNumber(a) }
        }
        expectThrow(.empty, "the bound for no equation", advice) { try s.forwardErrorBound([], [], []) }
      },
      Check("lets no NaN pass for an answer") { s in
        for entry in [Double.nan, .infinity] {
          let a = [[1, 0], [entry, 1]]
          for (what, call) in [
            ("conditionNumber", { try s.conditionNumber(a) }),
            ("backwardError", { try s.backwardError(a, [1, 1], [1, 1]) }),
            ("forwardErrorBound", { try s.forwardErrorBound(a, [1, 1], [1, 1]) }),
          ] as [(String, () throws -> Double)] {
            let advice = "jacobiSVD throws; let its error through."
            do {
              let value = try call()
              expect(false, "\(what) of A = \(a) is \(value), expected it to throw what jacobiSVD throws", advice)
            } catch {
              let failure = "\(what) of A = \(a) throws \(error), not what jacobiSVD throws"
              expect(!(error is ConditionError), failure, advice)
            }
          }
        }
        let advice = "NaN > 0 is false, and so is NaN == 0: which question keeps it from becoming 0?"
        expect(try s.backwardError([[2, 0], [0, 1]], [1, .nan], [2, 1]), equals: .nan, advice)
        expect(try s.backwardError([[2, 0], [0, 1]], [1, 1], [.nan, 1]), equals: .nan, advice)
        expect(try s.forwardError([.nan, 1], [1, 1]), equals: .nan, advice)
        expect(try s.forwardError([1, 1], [.nan, 1]), equals: .nan, advice)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the largest singular value alone",
        submission(condition: { $0.first ?? 0 }),
        """
        σ₀ is the norm of A, and grows with its unit. κ compares it with the smallest: σ₀/σ_last.
        """),
      Misconception(
        "κ of Aᵀ·A",
        submission(condition: { ($0[0] / $0[$0.count - 1]) * ($0[0] / $0[$0.count - 1]) }),
        """
        The eigenvalues of Aᵀ·A are the squares of the σ, and their ratio is κ². That is why the normal equations lose twice \
        as many digits; the κ of A is the ratio of the σ.
        """),
      Misconception(
        "the reciprocal",
        submission(condition: { $0[$0.count - 1] / $0[0] }),
        """
        σ_last/σ₀ lies between 0 and 1; LAPACK returns this, as rcond. κ is its reciprocal, ≥ 1.
        """),
      Misconception(
        "singular by the determinant",
        submission(isSingular: { sigma, _ in sigma.reduce(1, *) < 1e-12 }),
        """
        |det A| = σ₀·σ₁·… is tiny for 0.1·I of thirty rows, which is as good as a matrix can be, and may be 1 for a terrible \
        one. Compare the smallest σ with the largest.
        """),
      Misconception(
        "singular only at 0",
        submission(isSingular: { sigma, _ in sigma[sigma.count - 1] == 0 }),
        """
        The smallest σ of a singular matrix comes out as rounding, 10⁻¹⁷ or so, and κ = 10¹⁷ looks like a number. It is made \
        of rounding: below 10·max(m, n)·ε·σ₀ nothing is known of σ_last.
        """),
      Misconception(
        "∞ for a singular matrix",
        submission(throwsSingular: false),
        """
        For an exactly singular matrix κ = ∞ is true, but this one is only singular to working precision: the exact κ may be \
        10¹⁴ or ∞, and A as stored cannot tell. The contract wants the caller told: throw.
        """),
      Misconception(
        "a fixed threshold for σ",
        submission(isSingular: { sigma, _ in sigma[sigma.count - 1] < 1e-13 }),
        """
        Whether σ_last = 10⁻¹³ is small depends on the unit of A. Ask for its share of σ₀.
        """),
      Misconception(
        "the residual for the backward error",
        submission(backward: { residual, _, _, _ in residual }),
        """
        ‖b − A·x‖ has the unit of b: in millimetres it is a thousand times as large as in metres. Divide by ‖A‖·‖x‖ + ‖b‖, \
        what the numbers in the equation amount to.
        """),
      Misconception(
        "the residual as a share of b alone",
        submission(backward: { residual, _, _, b in residual == 0 ? 0 : residual / b }),
        """
        ‖r‖/‖b‖ is the backward error if only b may be changed. Here A may be changed as well, and where A·x cancels, ‖A‖·‖x‖ \
        is far larger than ‖b‖.
        """),
      Misconception(
        "the Frobenius norm for ‖A‖",
        submission(norm: { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }),
        """
        √(Σ a_ij²) = √(Σ σ²) is a norm, too, but ‖A‖ here is the longest stretch, σ₀ alone; the Frobenius norm of a 30×30 \
        rotation is 5.5 times as large.
        """),
      Misconception(
        "0/0 for zero equations",
        submission(backward: { residual, a, x, b in residual / (a * x + b) }),
        """
        If A·x and b are zero then x is exact, and the backward error 0. You divide 0 by 0.
        """),
      Misconception(
        "an x of NaN taken for exact",
        submission(backward: { residual, a, x, b in a * x + b > 0 ? residual / (a * x + b) : 0 }),
        """
        A NaN in x or b makes ‖A‖·‖x‖ + ‖b‖ NaN, which is not > 0, and you call x exact. Ask whether it is 0.
        """),
      Misconception(
        "the error of jacobiSVD swallowed",
        submission(sigma: { (try? rotatedValues($0)) ?? [] }),
        """
        jacobiSVD throws for a NaN or an infinity in A. With try? that becomes “no singular values”, and the caller never \
        hears why.
        """),
      Misconception(
        "the error as a share of the answer that came",
        submission(forward: { error, x, exact in error == 0 ? 0 : error / x }),
        """
        The scale is the exact answer, ‖x*‖: a wrong x that is far too large would otherwise make its own error look small.
        """),
      Misconception(
        "the error without its scale",
        submission(forward: { error, _, _ in error }),
        """
        ‖x − x*‖ has the unit of x. Digits are counted relative to ‖x*‖.
        """),
      Misconception(
        "0/0 for a right zero",
        submission(forward: { error, _, exact in error / exact }),
        """
        x = x* = 0 is right, so its error is 0; you divide 0 by 0. Ask first whether there is any error at all.
        """),
      Misconception(
        "the backward error for the bound",
        submission(bound: { _, eta in eta }),
        """
        A small residual does not make x right: an x with η = 10⁻¹⁶ can be wrong in every digit if κ = 10¹⁶. κ carries η over \
        to the forward error.
        """),
      Misconception(
        "κ·η for the bound",
        submission(bound: { kappa, eta in kappa * eta < 1 ? kappa * eta : .infinity }),
        """
        That is the rule of thumb. A and b may both be off by η, which makes it 2·κ·η, and A moved by η has a larger κ: divide \
        by 1 − κ·η.
        """),
      Misconception(
        "a bound below zero",
        submission(bound: { kappa, eta in 2 * kappa * eta / (1 - kappa * eta) }),
        """
        For κ·η > 1 the formula turns negative, and the proof behind it breaks down: a singular matrix is within reach. Then \
        nothing is known: ∞.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("LAPACK's singular values", submission(sigma: lapackValues)),
      Alternative(
        "through 1/σ_last, the norm of the inverse",
        submission(
          condition: { $0[0] * (1 / $0[$0.count - 1]) },
          bound: { kappa, eta in
            let share = 1 / (kappa * eta)
            return share > 1 ? 2 / (share - 1) : .infinity
          })),
    ]
  }
}

// MARK: - Parts of the checks

/// max(m, n)·ε·κ of κ itself, and some roundings.
private func accuracy(_ a: [[Double]], _ kappa: Double) -> Tolerance {
  .relative(Double(max(a.count, a[0].count)) * 0x1p-52 * (kappa + 30))
}

private func expectThrow(
  _ error: ConditionError, _ what: String, _ advice: String, line: Int = #line, _ value: () throws -> Double
) {
  do {
    let value = try value()
    expect(false, "\(what) is \(value), expected it to throw \(error)", advice, line: line)
  } catch let thrown {
    expect("\(thrown)" == "\(error)", "\(what) throws \(thrown), expected \(error)", advice, line: line)
  }
}

private func hilbert(_ n: Int) -> [[Double]] {
  (0..<n).map { i in (0..<n).map { 1 / Double(i + $0 + 1) } }
}

/// The Euclidean length, safe from overflow and underflow; NaN if one is among them.
private func length(_ x: [Double]) -> Double {
  if x.contains(where: \.isNaN) { return .nan }
  let largest = x.reduce(0) { max($0, abs($1)) }
  guard largest > 0 else { return 0 }
  return largest * x.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
}

private func residual(_ a: [[Double]], _ x: [Double], _ b: [Double]) -> Double {
  length(zip(a, b).map { row, b in zip(row, x).reduce(b) { $0 - $1.0 * $1.1 } })
}

private func lapackValues(_ a: [[Double]]) throws -> [Double] {
  guard let first = a.first, !first.isEmpty else { return [] }
  return Array(try singularValues(Matrix(a)))
}

private func condition(_ a: [[Double]]) -> Double {
  let sigma = (try? lapackValues(a)) ?? []
  return sigma[0] / sigma[sigma.count - 1]
}

private func backward(_ a: [[Double]], _ x: [Double], _ b: [Double]) -> Double {
  residual(a, x, b) / (((try? lapackValues(a)) ?? [])[0] * length(x) + length(b))
}

// MARK: - Reference and real data

/// From make_reference.py.
private let hilbertConditions: [(Int, Double)] = [
  (2, 19.28147006790397),
  (3, 524.0567775860608),
  (4, 15513.738738932589),
  (5, 476607.2502425608),
  (6, 14951058.640131216),
  (7, 475367354.98817897),
  (8, 15257575741.646942),
  (9, 493154926971.5421),
  (10, 16026286870216.883),
]
private let longleyCondition = 4859257015.455027

/// X of Longley's regression: 16 rows, 7 columns, the first of ones.
private let longley = Result { try Dataset("nist/Longley.dat").regression().design }

// MARK: - Variants

/// The four functions; each argument can make one of them wrong.
private func submission(
  sigma: @escaping ([[Double]]) throws -> [Double] = rotatedValues,
  condition: @escaping ([Double]) -> Double = { $0[0] / $0[$0.count - 1] },
  isSingular: @escaping ([Double], Double) -> Bool = { sigma, size in
    size * 0x1p-52 * sigma[0] >= sigma[sigma.count - 1] / 10
  },
  throwsSingular: Bool = true,
  norm: @escaping ([Double]) -> Double = { $0.first ?? 0 },
  backward: @escaping (_ residual: Double, _ a: Double, _ x: Double, _ b: Double) -> Double = { residual, a, x, b in
    a * x + b == 0 ? 0 : residual / (a * x + b)
  },
  forward: @escaping (_ error: Double, _ x: Double, _ exact: Double) -> Double = { error, _, exact in
    error == 0 ? 0 : error / exact
  },
  bound: @escaping (_ kappa: Double, _ eta: Double) -> Double = { kappa, eta in
    kappa * eta < 1 ? 2 * kappa * eta / (1 - kappa * eta) : .infinity
  }
) -> Submission {
  func conditionNumber(_ a: [[Double]]) throws -> Double {
    let sigma = try sigma(a)
    guard !sigma.isEmpty else { throw ConditionError.empty }
    if isSingular(sigma, Double(max(a.count, a[0].count))) {
      guard throwsSingular else { return .infinity }
      throw ConditionError.singularToWorkingPrecision
    }
    return condition(sigma)
  }
  func backwardError(_ a: [[Double]], _ x: [Double], _ b: [Double]) throws -> Double {
    backward(residual(a, x, b), norm(try sigma(a)), length(x), length(b))
  }
  return Submission(
    conditionNumber: .init(conditionNumber), backwardError: .init(backwardError),
    forwardError: .init { x, exact in forward(length(zip(x, exact).map { $0 - $1 }), length(x), length(exact)) },
    forwardErrorBound: .init { a, x, b in bound(try conditionNumber(a), try backwardError(a, x, b)) })
}

/// Singular values by one-sided rotations, descending.
private func rotatedValues(_ a: [[Double]]) throws -> [Double] {
  guard a.joined().allSatisfy(\.isFinite) else { throw NotFinite() }
  let (m, n) = (a.count, a.first?.count ?? 0)
  var x = m < n ? a : (0..<n).map { j in a.map { $0[j] } }
  for _ in 0..<30 {
    var isLast = true
    for p in x.indices {
      for q in p + 1..<x.count {
        let (alpha, beta) = (length(x[p]), length(x[q]))
        guard alpha > 0, beta > 0 else { continue }
        let cosine = zip(x[p], x[q]).reduce(0) { $0 + ($1.0 / alpha) * ($1.1 / beta) }
        guard abs(cosine) > Double(m) * 0x1p-52 else { continue }
        isLast = false
        let angle = 0.5 * atan2(2 * cosine, beta / alpha - alpha / beta)
        let (c, s) = (cos(angle), sin(angle))
        (x[p], x[q]) = (zip(x[p], x[q]).map { c * $0 - s * $1 }, zip(x[p], x[q]).map { s * $0 + c * $1 })
      }
    }
    if isLast { break }
  }
  return x.map { length($0) }.sorted(by: >)
}
