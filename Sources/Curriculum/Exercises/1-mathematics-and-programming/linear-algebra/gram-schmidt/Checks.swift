import Checking
import Glibc
import LabData
import LabNumerics

/// What the learner's `QRFactors` holds, or that of a variant.
struct QRFactors: Observable {
  var q: [[Double]]
  var r: [[Double]]

  var observation: Observation { Observation(q.observation, r.observation) }
}

/// An answer not recorded: where a method loses digits, two programs that use it lose them differently, and a
/// comparison would not know it again.
struct Unrecorded: Observable {
  var factors: QRFactors

  var observation: Observation { Observation(text: "") }
}

struct Dependent: Error {
  var column: Int
}

struct Submission {
  var classicalGramSchmidt: Function<[[Double]], QRFactors>
  var modifiedGramSchmidt: Function<[[Double]], QRFactors>
  var unrecordedClassical: Function<[[Double]], Unrecorded>
  var unrecordedModified: Function<[[Double]], Unrecorded>

  init(
    classical: @escaping ([[Double]]) throws -> QRFactors, modified: @escaping ([[Double]]) throws -> QRFactors
  ) {
    classicalGramSchmidt = .init(classical)
    modifiedGramSchmidt = .init(modified)
    unrecordedClassical = .init { Unrecorded(factors: try classical($0)) }
    unrecordedModified = .init { Unrecorded(factors: try modified($0)) }
  }

  /// Both functions with their names.
  var both: [(name: String, factor: Function<[[Double]], QRFactors>)] {
    [("classicalGramSchmidt", classicalGramSchmidt), ("modifiedGramSchmidt", modifiedGramSchmidt)]
  }
}

enum GramSchmidt: Checklist {
  static var checks: [Check<Submission>] {
    [
      // κ = 1.8 for the two columns; an error of m·k·κ²·ε, relative to the largest entry.
      Check("gives the worked example") { s in
        for (name, factor) in s.both {
          guard let got = answer("the worked example", name, { try factor([[3, 0, 4], [5, 3, 0]]) }) else { continue }
          expect(
            got.r, equals: [[5, 3], [0, 5]], within: .ofLargest(20 * 0x1p-52),
            "r₀₁ = ⟨q₀, a₁⟩, and r₁₁ is the length of what is left of a₁.", what: "r of \(name)([[3, 0, 4], [5, 3, 0]])"
          )
          expect(
            got.q, equals: [[0.6, 0, 0.8], [0.64, 0.6, -0.48]], within: .ofLargest(20 * 0x1p-52),
            "q₁ is a₁ − 3·q₀, divided by its length.", what: "q of \(name)([[3, 0, 4], [5, 3, 0]])")
        }
      },
      // Every product r_ij·qᵢ and every difference is rounded: k roundings of ‖aⱼ‖ in each entry. The modified Q is
      // orthogonal to c·m·k·κ·ε, the classical to c·m·k·κ²·ε (Higham, §19.8; Giraud, Langou et al., 2005).
      Check("splits columns into Q and R", cases: 2) { s, random in
        for (m, k) in [(1, 1), (3, 2), (5, 5), (7, 3), (23, 11)] {
          let a = (0..<k).map { j in
            (0..<m).map { $0 == j ? 2 : Double.random(in: -1...1, using: &random) }
          }
          let kappa = try condition(a)
          for (index, (name, factor)) in s.both.enumerated() {
            let loss = index == 0 ? kappa * kappa : kappa
            guard let got = answer("independent columns", name, { try factor(a) }) else { return }
            if !expectFactors(got, of: a, name, orthogonalTo: Double(m * k) * loss * 0x1p-52) { return }
          }
        }
      },
      // κ = √(5 + δ²)/δ = 3·10⁸, and 1 + δ² is 1 in Double. The classical q₁ and q₂ come out at an angle of 60°.
      Check("stays orthogonal on Läuchli's matrix if modified, and only then") { s in
        let (n, delta) = (5, 0x1p-27)
        let a = (0..<n).map { j in [1] + (0..<n).map { $0 == j ? delta : 0 } }
        if let got = answer("Läuchli's matrix", "classicalGramSchmidt", { try s.classicalGramSchmidt(a) }) {
          _ = expectFactors(got, of: a, "classicalGramSchmidt", orthogonalTo: .infinity)
          expect(
            "‖Qᵀ·Q − I‖ of classicalGramSchmidt on Läuchli's matrix", departure(got.q), atLeast: 0.1,
            "Too good to be classical: r_ij = ⟨qᵢ, aⱼ⟩ with the column as it came, not with what is left of it.")
        }
        if let got = answer("Läuchli's matrix", "modifiedGramSchmidt", { try s.modifiedGramSchmidt(a) }) {
          _ = expectFactors(
            got, of: a, "modifiedGramSchmidt", orthogonalTo: Double(n * (n + 1)) * 5.0.squareRoot() / delta * 0x1p-52)
        }
      },
      // Gram–Schmidt does not depend on the lengths of the columns: κ is that of the columns divided by theirs, 43 000.
      Check("orthonormalises Longley's columns") { s in
        let rows = try longley.get()
        let a = rows[0].indices.map { j in rows.map { $0[j] } }
        let kappa = try condition(a.map { column in column.map { $0 / length(column) } })
        let bound = Double(a.count * rows.count) * kappa * 0x1p-52
        for (name, factor) in [
          ("classicalGramSchmidt", s.unrecordedClassical), ("modifiedGramSchmidt", s.unrecordedModified),
        ] {
          guard let got = answer("Longley's 7 columns", name, { try factor(a).factors }) else { continue }
          let allowed = name == "modifiedGramSchmidt" ? bound : kappa * bound
          _ = expectFactors(got, of: a, "\(name) (Longley's data)", orthogonalTo: allowed)
        }
      },
      Check("names the first column that depends on others") { s in
        let (first, second): ([Double], [Double]) = (
          [-1, 1, -3, 0, 1, 0, 2, 5, -2, 1, 1], [2, -4, -4, 1, -2, -4, 4, 0, 1, 3, -1]
        )
        let third = zip(first, second).map { 3 * $1 - 7 * $0 }
        let rounding = "Of a dependent column rounding leaves some ε of its length, seldom 0. Compare with m·ε·‖aⱼ‖."
        for (name, factor) in s.both {
          expect(throws: Dependent(column: 2), rounding) { try factor([first, second, third, first]) }
          expect(throws: Dependent(column: 1), rounding) {
            try factor([first, first.map { $0 / 3 }, second].map { $0.map { $0 * 0x1p60 } })
          }
          expect(throws: Dependent(column: 0), "A column of zeros has no direction.") {
            try factor([[0, 0, 0], first])
          }
          expect(throws: Dependent(column: 2), "Three vectors in a plane are dependent.") {
            try factor([[2, 0], [0, 3], [5, 7]])
          }
          expect(throws: Dependent(column: 0), "A vector of no numbers has length 0.") { try factor([[]]) }
          let near = "What is left of (1, 2⁻⁴⁰) is 2⁻⁴⁰ long, far more than m·ε·‖aⱼ‖: not dependent."
          let what = "two columns at an angle of 10⁻¹²"
          guard let got = answer(what, name, { try factor([[1, 0], [1, 0x1p-40]]) }) else { continue }
          expect(
            got.r, equals: [[1, 1], [0, 0x1p-40]], within: .absolute(16 * 0x1p-52), near,
            what: "r of \(name) for \(what)")
        }
      },
      // Powers of two change no digit.
      Check("does not ask for the unit of a column") { s in
        let a: [[Double]] = [[3, 0, 4, 1], [5, 3, 0, -2], [1, -1, 2, 7]]
        for (name, factor) in s.both {
          guard let plain = answer("three columns", name, { try factor(a) }) else { continue }
          for units in [[0x1p700, 0x1p700, 0x1p700], [0x1p-700, 0x1p-700, 0x1p-700], [1, 0x1p-80, 0x1p60]] {
            let scaled = zip(a, units).map { column, unit in column.map { $0 * unit } }
            let what = "three columns in units \(units.map { "2^\(Int(log2($0)))" }.joined(separator: ", "))"
            guard let got = answer(what, name, { try factor(scaled) }) else { continue }
            let advice =
              "Columns in other units have the same directions. norm2 is safe where squares leave the Doubles."
            expect(got.q, equals: plain.q, within: .ofLargest(64 * 0x1p-52), advice, what: "q of \(name) for \(what)")
            expect(
              got.r.map { row in zip(row, units).map { $0 / $1 } }, equals: plain.r, within: .ofLargest(64 * 0x1p-52),
              advice, what: "r of \(name) for \(what), each column divided by its unit,")
          }
        }
      },
      Check("answers for no columns, and for one") { s in
        for (name, factor) in s.both {
          let none = try factor([])
          expect(none.q.isEmpty && none.r.isEmpty, "\(name)([]) is not empty: no columns, no vectors, no R")
          let one = try factor([[-3, 0, 4]])
          expect(one.q, equals: [[-0.6, 0, 0.8]], within: .ulps(4), what: "q of \(name)([[−3, 0, 4]])")
          expect(
            one.r, equals: [[5]], within: .ulps(4), "r₀₀ is a length: positive.", what: "r of \(name)([[−3, 0, 4]])")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "classical passed off as modified",
        Submission(classical: Method().factor, modified: Method().factor),
        """
        Your modified method takes every r_ij from the column as it came, and so lets the errors of the earlier steps \
        stay. Take it from what is left: r_ij = ⟨qᵢ, v⟩, and take each part from v before you measure the next.
        """),
      Misconception(
        "modified passed off as classical",
        Submission(classical: Method(source: .rest).factor, modified: Method(source: .rest).factor),
        """
        Your classical method is the modified one: r_ij is measured on what is left of the column. That is the better \
        habit, but here the difference is to be seen: r_ij = ⟨qᵢ, aⱼ⟩.
        """),
      Misconception(
        "the two exchanged", Submission(classical: Method(source: .rest).factor, modified: Method().factor),
        """
        Each is where the other belongs: classical measures ⟨qᵢ, aⱼ⟩ on the column as it came, modified ⟨qᵢ, v⟩ on what \
        is left of it.
        """),
      Misconception(
        "not normalised",
        both { $0.normalises = false },
        """
        Your vectors are at right angles, but not of length 1, so ⟨qᵢ, aⱼ⟩·qᵢ is no projection. Divide what is left by its \
        length.
        """),
      Misconception(
        "orthogonal, but not of length 1",
        both { $0.isUnit = true },
        """
        You divide by ⟨v, v⟩ in the projections and leave the vectors as long as they are. Such a basis is orthogonal, not \
        orthonormal: the q have length 1, and R has the lengths on its diagonal.
        """),
      Misconception(
        "projected on vectors that are not normalised yet",
        both { $0.normalisesLate = true },
        """
        The division by the length comes after the projections, so ⟨v, aⱼ⟩·v is too long by ‖v‖². Normalise each vector \
        before the next column uses it.
        """),
      Misconception(
        "projected on the columns themselves",
        both { $0.projectsOnColumns = true },
        """
        You take from aⱼ its parts along the earlier *columns*, divided by their lengths. Those are not at right angles, so \
        parts are taken twice. Project on the q found so far.
        """),
      Misconception(
        "only the neighbour taken out",
        both { $0.first = { max($0 - 1, 0) } },
        """
        You make each vector orthogonal to the one before it, but it must be orthogonal to all before it: the loop over i \
        starts at 0.
        """),
      Misconception(
        "the length of the column on the diagonal",
        both { $0.diagonal = { _, column in length(column) } },
        """
        r_jj is how much of aⱼ is left after the projections, not how long it was: only then is aⱼ = Σ r_ij·qᵢ.
        """),
      Misconception(
        "R transposed",
        Submission(
          classical: { transposed(try Method().factor($0)) },
          modified: { transposed(try Method(source: .rest).factor($0)) }),
        """
        r[i][j] belongs to qᵢ and column j, and i ≤ j: what is not zero stands on and above the diagonal.
        """),
      Misconception(
        "1/r_jj on the diagonal",
        both { $0.diagonal = { rest, _ in 1 / length(rest) } },
        """
        qⱼ = v/r_jj, so r_jj is the length itself. Only then is aⱼ = … + r_jj·qⱼ.
        """),
      Misconception(
        "dependence noticed only at 0",
        both { $0.isDependent = { rest, _ in rest == 0 } },
        """
        Rounding leaves some ε of a dependent column, and you blow this noise up to a vector of length 1 that points \
        anywhere. What is at most m·ε·‖aⱼ‖ counts as nothing.
        """),
      Misconception(
        "a fixed threshold",
        both { $0.isDependent = { rest, _ in rest <= 1e-12 } },
        """
        A fixed threshold depends on the unit. In millimetres or in light years the same columns are as independent: \
        compare what is left with the length of the column itself.
        """),
      Misconception(
        "compared with the longest column",
        both { $0.comparesWithLongest = true },
        """
        You compare with the longest column, so a column in small units counts as dependent. What is left of aⱼ is to be \
        compared with aⱼ.
        """),
      Misconception(
        "columns counted from 1",
        both { $0.firstColumn = 1 },
        "The index of the dependent column is one too high: columns are counted from 0, as arrays are."),
      Misconception(
        "dependent columns left out in silence",
        both { $0.skips = true },
        """
        A column that depends on the others is left out, and the caller does not hear of it. Here q and r have as many \
        columns as a, so the caller must be told: throw, with its index.
        """),
      Misconception(
        "squares out of range",
        both { $0.measure = { dot($0, $0).squareRoot() } },
        """
        √⟨v, v⟩ holds the squares of the entries: ∞ for 10²⁰⁰ and 0 for 10⁻²⁰⁰. Your norm2 of norms is safe there.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "modified by rows: each new vector taken out of all later columns at once",
        Submission(classical: Method().factor, modified: byRows)),
      Alternative(
        "classical twice for the modified one",
        Submission(classical: Method().factor, modified: Method(source: .twice).factor)),
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

/// The length, safe from overflow and underflow.
private func length(_ x: [Double]) -> Double {
  let largest = x.reduce(0) { max($0, abs($1)) }
  guard largest > 0 else { return 0 }
  let scaled = x.map { $0 / largest }
  return largest * dot(scaled, scaled).squareRoot()
}

/// What the function answers; nil, and reported, if it throws.
private func answer(_ what: String, _ name: String, _ factors: () throws -> QRFactors) -> QRFactors? {
  do { return try factors() } catch {
    expect(false, "For \(what) \(name) throws \(error)", "These columns are independent, beyond doubt of rounding.")
    return nil
  }
}

/// The condition number of the matrix with these columns: the largest singular value as a multiple of the smallest.
private func condition(_ columns: [[Double]]) throws -> Double {
  let values = try singularValues(Matrix(columns))
  return values[0] / values[values.count - 1]
}

/// The largest |⟨qᵢ, qⱼ⟩ − δᵢⱼ|.
private func departure(_ q: [[Double]]) -> Double {
  var worst = 0.0
  for i in q.indices {
    for j in 0...i {
      let error = abs(dot(q[i], q[j]) - (i == j ? 1 : 0))
      if !(error <= worst) { worst = error }  // NaN, too
    }
  }
  return worst
}

/// Expects the shapes, R upper triangular with positive diagonal, A = Q·R and Q's orthogonality; answers whether it is.
private func expectFactors(
  _ factors: QRFactors, of a: [[Double]], _ name: String, orthogonalTo bound: Double
) -> Bool {
  let (k, m) = (a.count, a[0].count)
  let of = "of \(name) for \(k) column\(k == 1 ? "" : "s") of \(m)"
  let (q, r) = (factors.q, factors.r)
  guard q.count == k, q.allSatisfy({ $0.count == m }), r.count == k, r.allSatisfy({ $0.count == k }) else {
    expect(false, "q \(of) is not \(k) vectors of \(m) numbers, or r is not \(k)×\(k)")
    return false
  }
  let isUpper = (0..<k).allSatisfy { i in r[i][..<i].allSatisfy { $0 == 0 } && r[i][i] > 0 }
  expect(isUpper, "r \(of) is not upper triangular with a positive diagonal", "r[i][j] goes with qᵢ and column j ≥ i.")
  let ratios = (0..<k).map { j in
    let column = (0..<m).map { row in (0..<k).reduce(0) { $0 + r[$1][j] * q[$1][row] } }
    return length(zip(column, a[j]).map { $0 - $1 }) / (Double(m) * 0x1p-52 * length(a[j]))
  }
  let worst = ratios.indices.first { !(ratios[$0] <= 30) }
  expect(
    "‖aⱼ − Σ r_ij·qᵢ‖/(m·ε·‖aⱼ‖) \(of), j = \(worst ?? 0),", ratios[worst ?? 0], atMost: 30,
    "R keeps what was taken from each column: with it the columns can be put together again.")
  let loss = departure(q)
  expect(
    "The largest |⟨qᵢ, qⱼ⟩ − δᵢⱼ| \(of)", loss, atMost: bound,
    "Each new vector must be at right angles to all before it, and of length 1.")
  return isUpper && worst == nil && loss <= bound
}

// MARK: - Real data

/// X of Longley's regression: 16 rows, 7 columns, the first of ones.
private let longley = Result { try Dataset("nist/Longley.dat").regression().design }

// MARK: - Variants

/// Gram–Schmidt; each member can make it wrong in one place.
private struct Method {
  enum Source { case column, rest, twice }

  var source = Source.column
  var normalises = true
  /// Keeps the vectors as they are, and divides by ⟨v, v⟩.
  var isUnit = false
  var normalisesLate = false
  var projectsOnColumns = false
  var comparesWithLongest = false
  var skips = false
  var firstColumn = 0
  /// The first i for column j.
  var first: (Int) -> Int = { _ in 0 }
  var measure: ([Double]) -> Double = { length($0) }
  var diagonal: (([Double], [Double]) -> Double)?
  var isDependent: ((Double, Double) -> Bool)?

  func factor(_ a: [[Double]]) throws -> QRFactors {
    let k = a.count
    var (q, r) = ([[Double]](), [[Double]](repeating: [Double](repeating: 0, count: k), count: k))
    let longest = a.reduce(0) { max($0, length($1)) }
    for j in 0..<k {
      var rest = a[j]
      for round in 0..<(source == .twice ? 2 : 1) {
        let start = rest
        for i in first(j)..<j where i < q.count {
          let direction = projectsOnColumns ? a[i].map { $0 / length(a[i]) } : q[i]
          var part = dot(direction, source == .rest ? rest : start)
          if isUnit { part /= dot(direction, direction) }
          r[i][j] += part
          rest = zip(rest, direction).map { $0 - part * $1 }
        }
        if round == 0, source == .twice, measure(rest) <= Double(rest.count) * 0x1p-52 * length(a[j]) { break }
      }
      let left = measure(rest)
      let column = comparesWithLongest ? longest : measure(a[j])
      if isDependent?(left, column) ?? !(left > Double(rest.count) * 0x1p-52 * column) {
        if skips { continue }
        throw Dependent(column: j + firstColumn)
      }
      r[j][j] = diagonal?(rest, a[j]) ?? (isUnit ? 1 : left)
      q.append(normalises && !isUnit && !normalisesLate ? rest.map { $0 / left } : rest)
    }
    if normalisesLate { q = q.map { v in v.map { $0 / length(v) } } }
    return QRFactors(q: q, r: r)
  }
}

/// Both functions with the same fault.
private func both(_ change: (inout Method) -> Void) -> Submission {
  var (classical, modified) = (Method(), Method(source: .rest))
  change(&classical)
  change(&modified)
  return Submission(classical: classical.factor, modified: modified.factor)
}

private func transposed(_ factors: QRFactors) -> QRFactors {
  QRFactors(q: factors.q, r: factors.r.indices.map { j in factors.r.map { $0[j] } })
}

private func byRows(_ a: [[Double]]) throws -> QRFactors {
  var (v, r) = (a, a.map { _ in a.map { _ in 0.0 } })
  for i in a.indices {
    r[i][i] = length(v[i])
    guard r[i][i] > Double(a[i].count) * 0x1p-52 * length(a[i]) else { throw Dependent(column: i) }
    v[i] = v[i].map { $0 / r[i][i] }
    for j in i + 1..<a.count {
      r[i][j] = dot(v[i], v[j])
      v[j] = zip(v[j], v[i]).map { $0 - r[i][j] * $1 }
    }
  }
  return QRFactors(q: v, r: r)
}
