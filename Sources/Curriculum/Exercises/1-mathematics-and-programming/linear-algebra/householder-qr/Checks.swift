import Checking
import Glibc
import LabData

/// What is asked of the learner's `HouseholderQR`.
protocol Factored {
  var r: [[Double]] { get }
  func applyQ(_ x: [Double]) -> [Double]
  func applyQTransposed(_ x: [Double]) -> [Double]
}

struct Submission {
  /// R of a matrix.
  var r: Function<[[Double]], [[Double]]>
  /// Q·x and Qᵀ·x for the Q of a matrix.
  var applyQ: Function<[[Double]], [Double], [Double]>
  var applyQTransposed: Function<[[Double]], [Double], [Double]>

  /// A matrix is factored once for all that is asked about it in a row: R, and Q for vector after vector.
  init(_ factor: @escaping ([[Double]]) -> any Factored) {
    var last: (a: [[Double]], factors: any Factored)?
    func factors(_ a: [[Double]]) -> any Factored {
      if let last, last.a == a { return last.factors }
      let factors = factor(a)
      last = (a, factors)
      return factors
    }
    r = .init { factors($0).r }
    applyQ = .init { factors($0).applyQ($1) }
    applyQTransposed = .init { factors($0).applyQTransposed($1) }
  }
}

enum HouseholderReflections: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example, up to signs") { s in
        let a: [[Double]] = [[1, 3], [2, 0], [2, 3]]
        let r = try s.r(a)
        guard r.count == 2 else {
          return expect(false, "r of the example has \(r.count) rows, expected min(3, 2) = 2", shapeAdvice)
        }
        // Whole numbers of size 3 and three or four roundings each.
        let nearly = Tolerance.rounding(operations: 8, scale: 4)
        expect(r[0], equalsUpToSign: [3, 3], within: nearly, "The first column has length 3.", what: "row 0 of R")
        expect(
          r[1], equalsUpToSign: [0, 3], within: nearly, "After H₀ the second column is (∓3, −3, 0).", what: "row 1 of R"
        )
        _ = expectFactors(of: a, "the example", by: s)
        let rotated = try s.applyQTransposed(a, [3, 3, 0])
        expect(
          rotated.map { abs($0) }, equals: [3, 0, 3], within: nearly, "Qᵀ·x = H₁·(H₀·x).",
          what: "the magnitudes in Qᵀ·(3, 3, 0)")
      },
      // Both ratios are bounded by a small multiple of the number of reflections (Higham, §19.3); 30 is LAPACK's.
      Check("splits matrices of every shape", cases: 2) { s, random in
        for (m, n) in [(1, 1), (3, 2), (4, 1), (5, 5), (7, 3), (3, 7), (1, 4), (23, 11)] {
          let a = (0..<m).map { _ in (0..<n).map { _ in Double.random(in: -1...1, using: &random) } }
          let b = (0..<m).map { _ in Double.random(in: -1...1, using: &random) }
          guard expectFactors(of: a, "a random \(m)×\(n) matrix", by: s, and: [b]) else { return }
        }
        let large = (0..<70).map { _ in (0..<40).map { _ in Double.random(in: -1...1, using: &random) } }
        _ = expectFactors(of: large, "a random 70×40 matrix", by: s, columns: [0, 17, 33, 39])
      },
      // 1 − √(1 + 2t²) keeps 8 of 16 digits at t = 10⁻⁴ and none at 10⁻⁸.
      Check("cancels nothing where a column points along the axis") { s in
        for (t, unit) in [(1e-4, 1), (1e-8, 1), (1e-4, 0x1p-60)] {
          for sign in [1.0, -1] {
            let first: [[Double]] = [[sign, 1], [t, 2], [t, 3]]
            let second: [[Double]] = [[2, 1, 1], [0, sign, 4], [0, t, 5], [0, t, 6]]
            for (ones, place) in [(first, "column 0"), (second, "column 1 below row 0")] {
              let a = ones.map { $0.map { $0 * unit } }
              let what = "\(place) = (\(Int(sign)), \(t), \(t))" + (unit == 1 ? "" : ", in a unit of 2⁻⁶⁰,")
              guard expectFactors(of: a, what, by: s, and: [[3, -1, 2, 5].suffix(a.count)]) else { return }
            }
          }
        }
      },
      Check("stands zeros") { s in
        for (what, a) in [
          ("a column of zeros, the first", [[0, 1], [0, 2], [0, 3]]),
          ("a column of zeros in the middle", [[1, 0, 2], [3, 0, 4], [-1, 0, 5], [2, 0, 7]]),
          ("a column with 0 on top", [[0, 1], [3, 2], [4, 3]]),
          ("a column that becomes zero below its diagonal", [[1, 1, 2], [0, 0, 3], [0, 0, 4]]),
          ("a triangle already", [[2, 3, 1], [0, -4, 5], [0, 0, 6], [0, 0, 0]]),
          ("nothing but zeros", [[0, 0], [0, 0], [0, 0]]),
        ] as [(String, [[Double]])] {
          guard expectFactors(of: a, what, by: s, and: [[1, 2, 3, 4].suffix(a.count)]) else { return }
        }
      },
      Check("does not ask for the unit") { s in
        for (unit, size) in [(0x1p700, "10²¹⁰"), (0x1p-700, "10⁻²¹⁰"), (0x1p900, "10²⁷⁰"), (0x1p-900, "10⁻²⁷⁰")] {
          let a: [[Double]] = [[3, 1], [4, -2], [1, 5]].map { $0.map { $0 * unit } }
          let what = "entries of about \(size)"
          guard expectFactors(of: a, what, by: s, and: [[1, -2, 4]]) else { return }
        }
      },
      // Reflections are orthogonal to rounding whatever the columns are: where κ is 5·10⁹ just as where it is 3·10⁸.
      Check("stays orthogonal on Longley's and Läuchli's columns") { s in
        let läuchli = [[1, 1, 1, 1, 1]] + (0..<5).map { i in (0..<5).map { $0 == i ? 0x1p-27 : 0 } }
        for (name, a) in [("Longley's data", try longley.get()), ("Läuchli's matrix", läuchli)] {
          let b = a.indices.map { 1 / Double($0 + 1) }
          guard expectFactors(of: a, name, by: s, and: [b, b.reversed()]) else { return }
        }
      },
      // c and d are the parts of y that X reaches and does not: two lengths without a sign. κ = 2.
      Check("leaves the residual of a fit in the last entries of Qᵀ·y") { s in
        let x: [[Double]] = [[1, 0], [1, 1], [1, 2]]
        let z = try s.applyQTransposed(x, [1, 3, 4])
        guard z.count == 3 else { return expect(z.count, equals: 3, shapeAdvice, what: "the count of Qᵀ·y for 3 rows") }
        expect(
          abs(z[2]), equals: (1.0 / 6).squareRoot(), within: .rounding(operations: 30, scale: 26.0.squareRoot()),
          "The line 7/6 + 3/2·t misses (0, 1), (1, 3), (2, 4) by √(1/6).", what: "the last entry of Qᵀ·(1, 3, 4)")
        expect(
          abs(z[0]), equals: 8 / 3.0.squareRoot(), within: .rounding(operations: 30, scale: 26.0.squareRoot()),
          "q₀ is (1, 1, 1)/√3 up to its sign.", what: "the first entry of Qᵀ·(1, 3, 4)")
      },
      Check("answers without rows and without columns") { s in
        expect(try s.r([]), equals: [[Double]]())
        expect(try s.applyQ([], []), equals: [Double]())
        expect(try s.applyQTransposed([], []), equals: [Double]())
        let noColumns: [[Double]] = [[], [], []]
        expect(try s.r(noColumns), equals: [[Double]](), "min(3, 0) = 0 rows.")
        expect(try s.applyQ(noColumns, [1, 2, 3]), equals: [1, 2, 3], "No reflection at all: Q = I.")
        expect(try s.applyQTransposed(noColumns, [1, 2, 3]), equals: [1, 2, 3], "No reflection at all: Q = I.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the sign that cancels",
        submission { $0.alpha = { x, norm in x < 0 ? -norm : norm } },
        """
        With α = +‖x‖ for x₀ > 0 the first entry of v is a difference of nearly equal numbers wherever x points along the \
        axis, and its digits are gone. Take α against the sign of x₀: the difference becomes a sum.
        """),
      Misconception(
        "the sign that cancels, β from ⟨v, v⟩",
        submission {
          $0.alpha = { x, norm in x < 0 ? -norm : norm }
          $0.scale = { _, _, v in 2 / dot(v, v) }
          $0.dividesByZero = false
        },
        """
        β = 2/⟨v, v⟩ keeps your mirrors orthogonal, but the first entry of v is a difference of nearly equal numbers wherever \
        x points along the axis, so they do not send x to the axis. Take α against the sign of x₀.
        """),
      Misconception(
        "the sign of zero",
        submission {
          $0.alpha = { x, norm in x == 0 ? 0 : x < 0 ? norm : -norm }
          $0.dividesByZero = false
        },
        """
        sign(0) is 0 in most libraries, and with x₀ = 0 your α becomes 0: no mirror sends x to 0. Take either sign there, \
        but not none.
        """),
      Misconception(
        "β = 2 for a v that has not length 1",
        submission { $0.scale = { _, _, _ in 2 } },
        """
        H = I − 2·v·vᵀ is a mirror for a v of length 1. For any other v the factor is 2/⟨v, v⟩; otherwise Q stretches.
        """),
      Misconception(
        "β of another v",
        submission { $0.scale = { x0, alpha, v in 2 / ((x0 - alpha) * (x0 - alpha) * dot(v, v)) } },
        """
        β belongs to the length of v: divide v by its first entry, and ⟨v, v⟩ changes with it. You computed β from one v \
        and store the other.
        """),
      Misconception(
        "column k itself not reflected",
        submission { $0.setsColumn = false },
        """
        You reflect the columns behind k only. Column k has to become (α, 0, …, 0), too: that is what the mirror was made \
        for.
        """),
      Misconception(
        "NaN for a zero column",
        submission { $0.skipsZero = false },
        """
        A column that is zero already gives 0/0 in v and β, and NaN spreads over everything. There is nothing to reflect: \
        β = 0 makes H the identity.
        """),
      Misconception(
        "zero below the diagonal only to rounding",
        submission { $0.clears = false },
        """
        H·x is (α, 0, …, 0) on paper and leaves some 10⁻¹⁶ below the diagonal in Double. These entries are known: write \
        α and zeros instead of computing them.
        """),
      Misconception(
        "Q applied as Qᵀ",
        submission { $0.forward = { _ in true } },
        """
        Both of your functions apply H₀ first. That is Qᵀ = H_last·…·H₀; Q is the product in the opposite order.
        """),
      Misconception(
        "Qᵀ applied as Q",
        submission { $0.forward = { _ in false } },
        """
        Both of your functions apply H₀ last. That is Q = H₀·…·H_last; Qᵀ is the product in the opposite order.
        """),
      Misconception(
        "Q and Qᵀ exchanged",
        submission { $0.forward = { !$0 } },
        """
        H_last·…·H₀·A = R, so Qᵀ applies H₀ first, and Q applies it last. Yours are the other way round.
        """),
      Misconception(
        "the whole column reflected",
        submission { $0.startsAtRow0 = true },
        """
        In step k only what stands from row k down belongs to x. With the rows above in it, they are mixed again, and the \
        zeros made before are lost.
        """),
      Misconception(
        "one step short",
        submission { $0.steps = { m, n in min(m, n) - 1 } },
        """
        For m = n the last column has nothing below the diagonal, true; for m > n it has, and needs its reflection: \
        min(m, n) steps.
        """),
      Misconception(
        "squares out of range",
        submission { $0.norm = { dot($0, $0).squareRoot() } },
        """
        The squares of 10²⁰⁰ and 10⁻²⁰⁰ are ∞ and 0, though the lengths are ordinary numbers. Your norm2 of norms is safe.
        """),
      Misconception(
        "R with its rows of zeros",
        submission { $0.keepsZeroRows = true },
        """
        Below row n R is zero and says nothing. Asked for are its first min(m, n) rows, the triangle that back \
        substitution takes.
        """),
      Misconception(
        "Qᵀ·x cut off after n",
        submission { $0.cutsOff = true },
        """
        Q is m×m, and Qᵀ·x has m entries. The last m − n of them are what the columns cannot reach: a fit's residual.
        """),
      Misconception(
        "β forgotten when Q is applied",
        submission { $0.appliesBeta = false },
        """
        H·y = y − β·⟨v, y⟩·v in all three places. When you apply Q, the factor β is missing.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("Parlett's formula for the other sign, a positive diagonal", submission { $0.isParlett = true }),
      Alternative("Givens rotations", Submission(Rotations.init)),
    ]
  }
}

// MARK: - Parts of the checks

private let shapeAdvice = "r has min(m, n) rows of n numbers; Q is m×m."

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

/// The length, safe from overflow and underflow.
private func length(_ x: [Double]) -> Double {
  let largest = x.reduce(0) { max($0, abs($1)) }
  guard largest > 0 else { return 0 }
  let scaled = x.map { $0 / largest }
  return largest * dot(scaled, scaled).squareRoot()
}

/// ‖x − y‖/(m·ε·‖y‖); 0 if both are zero, ∞ if they have different counts.
private func ratio(_ x: [Double], _ y: [Double]) -> Double {
  guard x.count == y.count else { return .infinity }
  let scale = y.reduce(0x1p-1000) { max($0, abs($1)) }
  let error = zip(x, y).map { ($0 - $1) / scale }
  guard error.allSatisfy(\.isFinite) else { return .infinity }
  return length(error) / (Double(y.count) * 0x1p-52 * max(length(y.map { $0 / scale }), 0x1p-900))
}

/// Expects R to be upper triangular, Q·R = A and Qᵀ·A = R in all columns or in those given, and Q·Qᵀ = I on some vectors;
/// answers whether it is.
private func expectFactors(
  of a: [[Double]], _ what: String, by s: Submission, and vectors: [[Double]] = [], columns: [Int]? = nil
) -> Bool {
  let (m, n) = (a.count, a[0].count)
  guard let r = try? s.r(a), r.count == min(m, n), r.allSatisfy({ $0.count == n }) else {
    expect(false, "For \(what) r is not an array of \(min(m, n)) rows with \(n) entries each", shapeAdvice)
    return false
  }
  let isUpper = r.indices.allSatisfy { i in r[i][..<min(i, n)].allSatisfy { $0 == 0 } }
  expect(isUpper, "For \(what) R is not exactly zero below its diagonal", "Those entries need not be computed.")
  guard isUpper else { return false }
  func expectRatio(_ name: String, _ got: [Double]?, _ right: [Double], _ advice: String) -> Bool {
    let value = ratio(got ?? [], right)
    expect("For \(what) \(name)", value, atMost: 30, advice)
    return value <= 30
  }
  for j in columns ?? Array(0..<n) {
    let column = a.map { $0[j] }
    let padded = r.map { $0[j] } + [Double](repeating: 0, count: m - r.count)
    let (there, back) = (try? s.applyQTransposed(a, column), try? s.applyQ(a, padded))
    guard
      expectRatio(
        "‖Qᵀ·aⱼ − rⱼ‖/(m·ε·‖aⱼ‖), j = \(j),", there, padded,
        "Qᵀ, applied to a column of A, must give that column of R with zeros below."),
      expectRatio(
        "‖Q·rⱼ − aⱼ‖/(m·ε·‖aⱼ‖), j = \(j),", back, column,
        "Q, applied to a column of R with zeros below, must give that column of A.")
    else { return false }
  }
  for b in vectors {
    guard let c = try? s.applyQTransposed(a, b), c.count == m else {
      expect(false, "For \(what) Qᵀ·b has not \(m) entries", shapeAdvice)
      return false
    }
    guard
      expectRatio(
        "‖Q·Qᵀ·b − b‖/(m·ε·‖b‖)", try? s.applyQ(a, c), b,
        "Mirrors are their own inverses: Q·Qᵀ = I, in the right order."),
      expectRatio("|‖Qᵀ·b‖ − ‖b‖|/(m·ε·‖b‖)", [length(c)], [length(b)], "Mirrors change no length.")
    else { return false }
  }
  return true
}

// MARK: - Real data

/// X of Longley's regression: 16 rows, 7 columns, the first of ones.
private let longley = Result { try Dataset("nist/Longley.dat").regression().design }

// MARK: - Variants

/// Reflections; each member can make them wrong in one place.
private struct Rules {
  var alpha: (_ x0: Double, _ norm: Double) -> Double = { x0, norm in x0 < 0 ? norm : -norm }
  /// β from x₀, α and v, whose first entry is 1.
  var scale: (_ x0: Double, _ alpha: Double, _ v: [Double]) -> Double = { x0, alpha, _ in (alpha - x0) / alpha }
  var norm: ([Double]) -> Double = { length($0) }
  var steps: (_ m: Int, _ n: Int) -> Int = { min($0, $1) }
  /// Whether H₀ comes first, given whether Qᵀ is applied.
  var forward: (Bool) -> Bool = { $0 }
  var setsColumn = true
  var skipsZero = true
  var clears = true
  var startsAtRow0 = false
  var keepsZeroRows = false
  var cutsOff = false
  var appliesBeta = true
  var isParlett = false
  /// Where x₀ − α is 0: else v is (0, x₁, …) and β = 2/⟨v, v⟩.
  var dividesByZero = true

  /// v, β and α for x.
  func mirror(_ x: [Double]) -> (v: [Double], beta: Double, alpha: Double) {
    let (x0, rest, norm) = (x[0], x.dropFirst(), norm(x))
    if norm == 0, skipsZero { return ([1] + rest, 0, 0) }
    if isParlett {
      let tail = length(Array(rest))
      let pivot = x0 <= 0 ? x0 - norm : -tail * (tail / (x0 + norm))
      return pivot == 0 ? ([1] + rest, 0, x0) : ([1] + rest.map { $0 / pivot }, -pivot / norm, norm)
    }
    let alpha = alpha(x0, norm)
    let pivot = x0 - alpha
    if pivot == 0, norm > 0, !dividesByZero {
      let v = [0] + rest
      return (v, dot(v, v) > 0 ? 2 / dot(v, v) : 0, alpha)
    }
    let v = [1] + rest.map { $0 / pivot }
    return (v, scale(x0, alpha, v), alpha)
  }
}

private struct Reflections: Factored {
  var rules: Rules
  var r: [[Double]]
  private var reflections: [(v: [Double], beta: Double, first: Int)] = []
  private var columnCount: Int

  init(_ a: [[Double]], _ rules: Rules) {
    self.rules = rules
    let (m, n) = (a.count, a.first?.count ?? 0)
    columnCount = n
    r = a
    var columns = (0..<n).map { j in a.map { $0[j] } }
    for k in 0..<max(rules.steps(m, n), 0) {
      let first = rules.startsAtRow0 ? 0 : k
      let (v, beta, alpha) = rules.mirror(Array(columns[k][first...]))
      reflections.append((v, beta, first))
      for j in (rules.clears ? k + 1 : k)..<n { reflect(&columns[j], k) }
      guard rules.clears else { continue }
      if rules.setsColumn { columns[k][first] = alpha }
      for i in first + 1..<m { columns[k][i] = 0 }
    }
    r = (0..<(rules.keepsZeroRows ? m : min(m, n))).map { i in columns.map { $0[i] } }
  }

  private func reflect(_ y: inout [Double], _ k: Int, withBeta: Bool = true) {
    let (v, beta, first) = reflections[k]
    let t = (withBeta ? beta : 1) * dot(v, Array(y[first...]))
    for (i, entry) in v.enumerated() { y[first + i] -= t * entry }
  }

  private func apply(_ x: [Double], isTransposed: Bool) -> [Double] {
    var y = x
    let order = Array(reflections.indices)
    for k in rules.forward(isTransposed) ? order : order.reversed() { reflect(&y, k, withBeta: rules.appliesBeta) }
    return y
  }

  func applyQ(_ x: [Double]) -> [Double] { apply(x, isTransposed: false) }

  func applyQTransposed(_ x: [Double]) -> [Double] {
    let y = apply(x, isTransposed: true)
    return rules.cutsOff ? Array(y.prefix(columnCount)) : y
  }
}

/// The right rules with one of them changed.
private func submission(_ change: (inout Rules) -> Void) -> Submission {
  var rules = Rules()
  change(&rules)
  return Submission { [rules] in Reflections($0, rules) }
}

/// One rotation for each entry below the diagonal, kept as its rows, cosine and sine.
private struct Rotations: Factored {
  var r: [[Double]]
  private var rotations: [(i: Int, k: Int, c: Double, s: Double)] = []

  init(_ a: [[Double]]) {
    let (m, n) = (a.count, a.first?.count ?? 0)
    r = a
    for k in 0..<min(m, n) {
      for i in k + 1..<m where r[i][k] != 0 {
        let h = hypot(r[k][k], r[i][k])
        let (c, s) = (r[k][k] / h, r[i][k] / h)
        rotations.append((i, k, c, s))
        let (upper, lower) = (r[k], r[i])
        r[k] = zip(upper, lower).map { c * $0 + s * $1 }
        r[i] = zip(upper, lower).map { c * $1 - s * $0 }
        (r[k][k], r[i][k]) = (h, 0)
      }
    }
    r = Array(r.prefix(min(m, n)))
  }

  func applyQ(_ x: [Double]) -> [Double] {
    rotations.reversed().reduce(into: x) { y, rotation in
      let (i, k, c, s) = rotation
      (y[k], y[i]) = (c * y[k] - s * y[i], s * y[k] + c * y[i])
    }
  }

  func applyQTransposed(_ x: [Double]) -> [Double] {
    rotations.reduce(into: x) { y, rotation in
      let (i, k, c, s) = rotation
      (y[k], y[i]) = (c * y[k] + s * y[i], c * y[i] - s * y[k])
    }
  }
}
