import Checking
import Glibc
import LabNumerics

enum DecompositionError: Error {
  case notSquare(rows: Int, columns: Int)
  case notFinite
  case notSymmetric(row: Int, column: Int)
}

/// A matrix as it is stored, row by row.
struct Flat: Observable, CustomStringConvertible {
  var rows: Int
  var columns: Int
  var elements: [Double]

  init(rows: Int, columns: Int, elements: [Double]) {
    (self.rows, self.columns, self.elements) = (rows, columns, elements)
  }

  init(_ rows: [[Double]], columns: Int? = nil) {
    self.init(rows: rows.count, columns: columns ?? rows.first?.count ?? 0, elements: Array(rows.joined()))
  }

  init(_ a: Matrix<Double>) { self.init(rows: a.rowCount, columns: a.columnCount, elements: Array(a.flattened)) }

  var matrix: Matrix<Double> { Matrix(rows: rows, columns: columns, elements) }
  var isWhole: Bool { elements.count == rows * columns }
  var table: [[Double]] {
    (0..<rows).map { i in (0..<columns).map { elements.indices.contains(i * columns + $0) ? self[i, $0] : .nan } }
  }
  subscript(i: Int, j: Int) -> Double { elements[i * columns + j] }
  var observation: Observation { Observation(rows.observation, columns.observation, elements.observation) }
  var description: String { rows * columns > 25 ? "a \(rows) × \(columns) matrix" : "\(table)" }
}

/// What the learner's `EigenSystem` says, or that of a variant.
struct EigenAnswer: Observable {
  var values: [Double]
  var vectors: Flat

  var observation: Observation { Observation(values.observation, Flat(signed(vectors.table)).observation) }

  /// Each column with the sign that makes its largest entry positive.
  private func signed(_ rows: [[Double]]) -> [[Double]] {
    let signs = (0..<vectors.columns).map { j in sign(rows.map { $0[j] }) }
    return rows.map { zip($0, signs).map { $0 * $1 } }
  }
}

/// What the learner's `ThinSVD` says, or that of a variant.
struct SVDAnswer: Observable {
  var u: Flat
  var values: [Double]
  var vTransposed: Flat

  /// Each pair with the sign that makes v's largest entry positive; u's own where σ = 0, for there it is free.
  var observation: Observation {
    let (rows, turned) = (vTransposed.table, u.table)
    let signs = (0..<u.columns).map { k in
      let isFree = !values.indices.contains(k) || values[k] == 0 || !rows.indices.contains(k)
      return sign(isFree ? turned.map { $0[k] } : rows[k])
    }
    return Observation(
      values.observation, Flat(turned.map { zip($0, signs).map { $0 * $1 } }).observation,
      Flat(rows.map { row in row.map { $0 * sign(row) } }).observation)
  }
}

private func sign(_ x: [Double]) -> Double { (x.max { abs($0) < abs($1) - 1e-6 } ?? 0) < 0 ? -1 : 1 }

/// f: a function among `Function`'s arguments needs a wrapping.
struct NumberFunction: CustomStringConvertible {
  var value: (Double) -> Double
  init(_ value: @escaping (Double) -> Double) { self.value = value }
  var description: String { "f" }
}

/// An answer that is not recorded: bases of a space of several dimensions are free, and lost digits are lost differently.
struct Unrecorded<Value>: Observable {
  var value: Value
  var observation: Observation { Observation(text: "") }
}

struct Submission {
  var symmetricEigen: Function<Flat, EigenAnswer>
  var thinSVD: Function<Flat, SVDAnswer>
  var numericalRank: Function<SVDAnswer, Int>
  var pseudoInverse: Function<Flat, Flat>
  var symmetricFunction: Function<Flat, NumberFunction, Flat>
  var unrecordedEigen: Function<Flat, Unrecorded<EigenAnswer>>
  var unrecordedSVD: Function<Flat, Unrecorded<SVDAnswer>>

  init(
    symmetricEigen: @escaping (Flat) throws -> EigenAnswer, thinSVD: @escaping (Flat) throws -> SVDAnswer,
    numericalRank: @escaping (SVDAnswer) throws -> Int, pseudoInverse: @escaping (Flat) throws -> Flat,
    symmetricFunction: @escaping (Flat, @escaping (Double) -> Double) throws -> Flat
  ) {
    self.symmetricEigen = .init(symmetricEigen)
    self.thinSVD = .init(thinSVD)
    self.numericalRank = .init(numericalRank)
    self.pseudoInverse = .init(pseudoInverse)
    self.symmetricFunction = .init { try symmetricFunction($0, $1.value) }
    unrecordedEigen = .init { Unrecorded(value: try symmetricEigen($0)) }
    unrecordedSVD = .init { Unrecorded(value: try thinSVD($0)) }
  }
}

enum Decompositions: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        let a = Flat([[1, 2], [2, -2]])
        let eigen = try s.symmetricEigen(a)
        // The eigenvalues lie 5 apart: n·ε·‖A‖/5 for the vectors.
        expect(
          eigen.values, equals: [-3, 2], within: nearly, "From the smallest to the largest.", what: "values of \(a)")
        expect(
          try s.symmetricFunction(a, .init({ abs($0) })), is: Flat([[2.2, -0.4], [-0.4, 2.8]]), within: nearly,
          "V·diag(3, 2)·Vᵀ.", what: "|A| for \(a)")
        let ones = Flat([[1, 1], [1, 1]])
        let svd = try s.thinSVD(ones)
        expect(svd.values, equals: [2, 0], within: nearly, what: "σ of \(ones)")
        expectRatios(svd, of: ones)
        expect(
          try s.pseudoInverse(ones), is: Flat([[0.25, 0.25], [0.25, 0.25]]), within: nearly, what: "A⁺ for \(ones)")
      },
      Check("passes LAPACK's battery for symmetric eigenvalues") { s in
        let a = Flat([[2, 1, 0], [1, 3, -1], [0, -1, -4]])
        let known = try s.symmetricEigen(a)
        expect(
          try reconstruction(known), is: a, within: .ofLargest(64 * 0x1p-52), "Column k of V belongs to value k.",
          what: "V·Λ·Vᵀ for \(a)")
        expectPasses(
          LAPACKBattery.examineSymmetricEigen(sizes: [1, 2, 3, 5, 10]) { (a: [[Double]]) in
            let eigen = try s.unrecordedEigen(Flat(a)).value
            return (values: eigen.values, vectors: eigen.vectors.table)
          })
      },
      Check("passes LAPACK's battery for singular values") { s in
        let a = Flat([[3, 0], [4, 5], [0, 1]])
        expectRatios(try s.thinSVD(a), of: a)
        expectPasses(
          LAPACKBattery.examineSVD(sizes: [1, 2, 5, 10]) { (a: [[Double]]) in
            let svd = try s.unrecordedSVD(Flat(a)).value
            return (u: svd.u.table, singularValues: svd.values, vTransposed: svd.vTransposed.table)
          })
      },
      Check("decomposes every shape", cases: 2) { s, random in
        for (m, n) in [(40, 3), (3, 40), (4, 4), (1, 6), (6, 1)] {
          let a = Flat((0..<m).map { _ in (0..<n).map { _ in Double.random(in: -1...1, using: &random) } })
          let svd = try s.thinSVD(a)
          expectRatios(svd, of: a)
          expect(try s.numericalRank(svd), equals: min(m, n), what: "the rank of a random \(m) × \(n) matrix")
        }
        for (m, n) in [(0, 0), (0, 3), (3, 0)] {
          let empty = Flat(rows: m, columns: n, elements: [])
          let svd = try s.thinSVD(empty)
          let shapes = [svd.u.rows, svd.u.columns, svd.values.count, svd.vTransposed.rows, svd.vTransposed.columns]
          expect(
            shapes == [m, 0, 0, 0, n],
            "For A of \(m) × \(n) the shapes of U, σ, Vᵀ are \(shapes), expected \([m, 0, 0, 0, n])",
            "k = min(m, n) is 0.")
          let inverse = try s.pseudoInverse(empty)
          expect(
            [inverse.rows, inverse.columns] == [n, m], "A⁺ of \(m) × \(n) is \(inverse.rows) × \(inverse.columns)")
        }
      },
      Check("keeps U and V orthonormal where σ is 0") { s in
        let (third, half) = ([1, 2, 2] as [Double], [2, 1, -2] as [Double])
        for a in [
          // σ = (9·√2…, …, 0): the last u and v are, up to sign, orthogonal to two given vectors.
          Flat((0..<3).map { i in [third[i], half[i], 0] }), Flat([third, half, [0, 0, 0]]),
          Flat([[0, 1, 2], [0, 2, 1], [0, 2, -2]]),
          Flat([[3, 0], [4, 0]]), Flat([[0, 0], [0, 5]]),
        ] {
          let svd = try s.thinSVD(a)
          expectRatios(svd, of: a)
        }
        for exponent in [0, -1000, 1000] {
          for a in [
            [[7, 9], [0, 0]], [[7, 0, 0], [9, 0, 0]], [[0, 0, 0], [7, 9, 7]], [[1, 0.1], [3, 0.3]],
          ] as [[[Double]]] {
            let scaled = Flat(a.map { $0.map { scaledBy($0, exponent) } })
            expectRatios(try s.unrecordedSVD(scaled).value, of: scaled)
          }
        }
        for (m, n) in [(5, 3), (3, 5), (3, 3)] {
          expectRatios(try s.unrecordedSVD(Flat(.zeros(m, n))).value, of: Flat(.zeros(m, n)))
          var column = Flat(.zeros(m, n))
          for i in 0..<m { column.elements[i * n + 1] = Double(i + 1) }
          expectRatios(try s.unrecordedSVD(column).value, of: column)
        }
      },
      Check("tells the rank and inverts what can be inverted", cases: 2) { s, random in
        for (m, n, rank) in [(4, 4, 2), (6, 3, 2), (3, 6, 3), (5, 4, 1), (3, 3, 3)] {
          let (left, right) = (whole(m, rank, &random), whole(rank, n, &random))
          let a = Flat(left • right)  // integers: of this rank exactly
          let svd = try s.unrecordedSVD(a).value
          expect(
            try s.numericalRank(svd), equals: rank,
            "Rounding leaves some ε·σ₀ where 0 should be: count what exceeds max(m, n)·ε·σ₀.",
            what: "the rank of an integer matrix, \(m) × \(n), of rank \(rank)")
          expectMoorePenrose(try s.pseudoInverse(a), of: a, svd.values.prefix(rank).map { $0 })
        }
      },
      Check("inverts in any unit") { s in
        let a = [[2, 1], [1, 1], [0, 1]] as [[Double]]
        let base = try s.pseudoInverse(Flat(a))
        expect(
          base, is: Flat([[0.5, 0, -0.5], [-1.0 / 6, 1.0 / 3, 5.0 / 6]]), within: .ofLargest(64 * 0x1p-52),
          "(AᵀA)⁻¹·Aᵀ, for the columns are independent.", what: "A⁺ for \(a)")
        for exponent in [-960, -300, 300, 960] {
          let scaled = Flat(a.map { $0.map { scaledBy($0, exponent) } })
          let inverse = try s.pseudoInverse(scaled)
          let advice = "Whether a σ counts depends on σ₀, not on the unit."
          guard inverse.isWhole, inverse.rows == 2, inverse.columns == 3 else {
            expect(false, "A⁺ has shape (\(inverse.rows), \(inverse.columns)), expected (2, 3)")
            continue
          }
          expect(
            inverse.elements.map { scaledBy($0, exponent) }, equals: base.elements, within: .ofLargest(64 * 0x1p-52),
            advice,
            what: "A⁺·2^\(exponent) for A in units of 2^\(exponent)")
        }
        for (m, n) in [(2, 3), (3, 2)] {
          expect(
            try s.pseudoInverse(Flat(.zeros(m, n))), is: Flat(.zeros(n, m)), within: .exact, "No σ counts: A⁺ = 0.",
            what: "A⁺ for the \(m) × \(n) zero matrix")
        }
      },
      Check("applies functions to the eigenvalues, and to nothing else", cases: 2) { s, random in
        let n = 5
        let m = whole(n, n, &random)
        let a = Flat(m • m.transposed() + .identity(n))  // eigenvalues 1 … 500 or so
        let size = largest(a.elements)
        let root = try s.symmetricFunction(a, .init({ $0.squareRoot() }))
        guard root.isWhole, root.rows == n, root.columns == n else { return expect(false, "√A is \(root)") }
        // λ is known to n·ε·‖A‖, √λ to half of that over √λ ≥ 1; squared again 2·√‖A‖ times it.
        expect(
          Flat(root.matrix • root.matrix), is: a,
          within: .absolute(30 * Double(n) * 0x1p-52 * size * size.squareRoot()),
          "√A·√A = A: V·diag(√λ)·Vᵀ, not the roots of the entries.", what: "√A·√A")
        let whitening = try s.symmetricFunction(a, .init({ 1 / $0.squareRoot() }))
        guard whitening.isWhole, whitening.rows == n else { return expect(false, "A^−½ is \(whitening)") }
        expect(
          Flat(whitening.matrix • a.matrix • whitening.matrix), is: Flat(.identity(n)),
          within: .absolute(30 * Double(n) * 0x1p-52 * size), "Whitening: A^−½·A·A^−½ = I.", what: "A^−½·A·A^−½")
        for result in [root, whitening] {
          let isSymmetric = (0..<n).allSatisfy { i in (0..<i).allSatisfy { result[i, $0] == result[$0, i] } }
          expect(
            isSymmetric, "symmetricFunction's answer is symmetric only up to rounding",
            "The next function asks for a_ij = a_ji and refuses it: copy one half to the other.")
        }
        let calls = Counted { (x: Double) in x }
        expect(
          try s.symmetricFunction(a, .init(calls.function)), is: a, within: .absolute(30 * Double(n) * 0x1p-52 * size),
          "With f(λ) = λ it is A again.", what: "f(A) for f(λ) = λ")
        expect(calls, named: "f", calledAtMost: n, "Once for each eigenvalue.")
      },
      Check("refuses by one error, and nothing without need") { s in
        expect(throws: DecompositionError.notSquare(rows: 2, columns: 3)) {
          try s.symmetricEigen(Flat([[1, 2, .nan], [2, 1, 4]]))
        }
        expect(throws: DecompositionError.notSquare(rows: 3, columns: 1)) {
          try s.symmetricFunction(Flat([[1], [2], [3]]), .init({ $0 }))
        }
        let mirror = "First rows, then columns, above the diagonal. The mean of both halves is another matrix."
        expect(throws: DecompositionError.notSymmetric(row: 0, column: 2), mirror) {
          try s.symmetricEigen(Flat([[1, 2, 3], [2, 1, 4], [3.0000000000000004, 5, 1]]))
        }
        expect(throws: DecompositionError.notSymmetric(row: 1, column: 2), mirror) {
          try s.symmetricFunction(Flat([[1, 2, 3], [2, 1, 4], [3, 5, 1]]), .init({ $0 }))
        }
        for bad in [Double.nan, .infinity] {
          expect(throws: DecompositionError.notFinite) { try s.symmetricEigen(Flat([[1, bad], [bad, 1]])) }
          expect(throws: DecompositionError.notFinite) { try s.thinSVD(Flat([[1, 2], [3, 4], [bad, 5]])) }
          expect(throws: DecompositionError.notFinite) { try s.thinSVD(Flat([[1, 2, 3], [3, bad, 5]])) }
          expect(throws: DecompositionError.notFinite) { try s.pseudoInverse(Flat([[bad]])) }
        }
        let empty = try s.symmetricEigen(Flat([]))
        expect(empty.values, equals: [], what: "values of the empty matrix")
        for exponent in [-1060, 1000] {
          let a = [[2, 1], [1, 2]].map { $0.map { scaledBy($0, exponent) } }
          let eigen = try s.symmetricEigen(Flat(a))
          expect(
            eigen.values.map { scaledBy($0, -exponent) }, equals: [1, 3], within: .absolute(64 * 0x1p-52),
            "Scale by a power of two to size 1, and the values back.",
            what: "values·2^\(-exponent) of [[2, 1], [1, 2]]·2^\(exponent)")
          expectOrthonormal(eigen.vectors, "The eigenvectors of [[2, 1], [1, 2]]·2^\(exponent)")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the largest eigenvalue first",
        submission { $0.rises = false },
        """
        That is `jacobiEigen`'s order. LAPACK, NumPy and everybody who takes the last columns for the principal ones expect rising \
        values, with the vectors in the same order.
        """),
      Misconception(
        "eigenvectors as rows",
        submission { $0.hasColumns = false },
        """
        A·V = V·Λ holds with the vectors in V's columns. Your matrix is Vᵀ.
        """),
      Misconception(
        "the mean of both halves",
        submission { $0.asksSymmetry = false },
        """
        ½·(A + Aᵀ) is another matrix, and the caller, who thinks that A is symmetric, has a mistake somewhere. Say where.
        """),
      Misconception(
        "zeros in U where σ is 0",
        submission { $0.completes = false },
        """
        A = U·Σ·Vᵀ does not need these columns, but UᵀU = I does, and with it every projection and every complement that is built \
        from U. Fill them with unit vectors orthogonal to the rest.
        """),
      Misconception(
        "axes filled in as they are",
        submission { $0.orthogonalises = false },
        """
        A unit vector in the place of the zeros has the right length, but is not orthogonal to the other columns. Subtract its \
        projections on them first.
        """),
      Misconception(
        "the first axis for every gap",
        submission { $0.choosesAxis = false },
        """
        If the other columns span the axis already, nothing but rounding is left of it, and its direction is noise. Take the axis that \
        they explain least.
        """),
      Misconception(
        "V where Vᵀ is asked",
        submission { $0.transposesV = false },
        """
        `vTransposed` has the right singular vectors as *rows*, k of n numbers each, as LAPACK's and NumPy's `vh`.
        """),
      Misconception(
        "the eigenvalues of AᵀA",
        submission { $0.squares = true },
        """
        AᵀA has σ² for eigenvalues, and what is below ε·σ₀² is rounding: every σ under 10⁻⁸·σ₀ is lost, and the u that belong to them \
        are not orthogonal. One-sided Jacobi works on A itself.
        """),
      Misconception(
        "every σ that is not 0 counts",
        submission { $0.tolerance = { _, _ in 0 } },
        """
        Rounding leaves 10⁻¹⁶ where 0 should be, and its inverse is 10¹⁶: the pseudo-inverse consists of noise. Count only what \
        exceeds max(m, n)·ε·σ₀.
        """),
      Misconception(
        "a fixed threshold for the rank",
        submission { $0.tolerance = { _, _ in 1e-10 } },
        """
        Whether 10⁻¹⁰ is small depends on the unit of A: measured against σ₀ the answer does not.
        """),
      Misconception(
        "the pseudo-inverse transposed",
        submission { $0.turnsInverse = true },
        """
        U·Σ⁺·Vᵀ has A's shape. A⁺ leads back, from m numbers to n: V·Σ⁺·Uᵀ.
        """),
      Misconception(
        "f of the entries",
        submission { $0.appliesToEntries = true },
        """
        A function of a matrix acts on its eigenvalues: √A·√A = A. The roots of the entries have no such law.
        """),
      Misconception(
        "symmetric up to rounding",
        submission { $0.mirrors = false },
        """
        (V·F)·Vᵀ is rounded differently on both sides of the diagonal. The next function that asks a_ij = a_ji refuses it. Copy one \
        half to the other.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("LAPACK's own decompositions", submission { _ in }),
      Alternative("gaps filled by a Householder basis", submission { $0.fillsByReflections = true }),
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      .speed(
        "the SVD of 600 × 8 at half of LAPACK's speed", times: 0.5,
        input: { random in
          Flat((0..<600).map { _ in (0..<8).map { _ in Double.random(in: -1...1, using: &random) } })
        }, reference: byLAPACK, work: { s, a in try s.thinSVD.unrecorded(a).values })
    ]
  }
}

// MARK: - Parts of the checks

private let nearly = Tolerance.ofLargest(32 * 0x1p-52)

private func expect(
  _ got: @autoclosure () throws -> Flat, is right: Flat, within tolerance: Tolerance, _ advice: String? = nil,
  what: String,
  line: Int = #line
) {
  expect(try got().table, equals: right.table, within: tolerance, advice, what: what, line: line)
}

private func expectPasses(_ report: LAPACKReport, line: Int = #line) {
  expect(
    report.passes, "LAPACK's battery, \(report)",
    "Make the smallest matrix that fails, and look at what comes of it step by step.", line: line)
}

private func expectOrthonormal(_ q: Flat, _ what: String) {
  guard q.isWhole else { return expect(false, "\(what): \(q.elements.count) elements for \(q.rows) × \(q.columns)") }
  expect("\(what): the ratio ‖I − QᵀQ‖₁/(m·ε)", LAPACKRatio.orthogonality(q.matrix), atMost: 30)
}

/// Expects what LAPACK asks of a thin SVD: shapes, order, A = U·Σ·Vᵀ, and both factors orthonormal, all within a ratio of 30.
private func expectRatios(_ svd: SVDAnswer, of a: Flat) {
  let (m, n, k) = (a.rows, a.columns, min(a.rows, a.columns))
  let shapes = [svd.u.rows, svd.u.columns, svd.values.count, svd.vTransposed.rows, svd.vTransposed.columns]
  guard shapes == [m, k, k, k, n], svd.u.isWhole, svd.vTransposed.isWhole else {
    return expect(
      false, "For A of \(m) × \(n) the shapes of U, σ, Vᵀ are \(shapes), expected \([m, k, k, k, n])", "k = min(m, n).")
  }
  let product = svd.u.matrix • (svd.vTransposed.matrix * .column(Vector(svd.values)))
  expect(
    "For A = \(a) the ratio ‖A − U·Σ·Vᵀ‖₁/(max(m, n)·‖A‖₁·ε)",
    LAPACKRatio.reconstruction(a.matrix, product, n: max(m, n)),
    atMost: 30, "u, σ and v of one number belong together.")
  expect(
    svd.values == svd.values.sorted(by: >) && svd.values.allSatisfy { $0 >= 0 },
    "The singular values of \(a), \(svd.values), do not fall")
  expectOrthonormal(svd.u, "U of \(a)")
  expectOrthonormal(Flat(svd.vTransposed.matrix.transposed()), "V of \(a)")
}

private func reconstruction(_ eigen: EigenAnswer) throws -> Flat {
  guard eigen.vectors.isWhole, eigen.vectors.columns == eigen.values.count else { return eigen.vectors }
  let v = eigen.vectors.matrix
  return Flat(v • (v.transposed() * .column(Vector(eigen.values))))
}

/// The four equations that only A⁺ solves, to 30·max(m, n)·ε·κ, κ = σ₀/σ_r.
private func expectMoorePenrose(_ inverse: Flat, of a: Flat, _ values: [Double]) {
  guard inverse.isWhole, inverse.rows == a.columns, inverse.columns == a.rows else {
    return expect(
      false, "A⁺ of \(a.rows) × \(a.columns) has shape (\(inverse.rows), \(inverse.columns))", "It leads back: n × m.")
  }
  let (a, p) = (a.matrix, inverse.matrix)
  guard let first = values.first, let last = values.last, last > 0 else {
    return expect(false, "The singular values begin \(values): one of them is 0")
  }
  let unit = 30 * Double(max(a.rowCount, a.columnCount)) * 0x1p-52 * first / last
  for (what, difference, size) in [
    ("A·A⁺·A − A", a • p • a - a, a.norm(.one)), ("A⁺·A·A⁺ − A⁺", p • a • p - p, p.norm(.one)),
    ("A·A⁺ − (A·A⁺)ᵀ", a • p - (a • p).transposed(), 1), ("A⁺·A − (A⁺·A)ᵀ", p • a - (p • a).transposed(), 1),
  ] {
    expect(
      "For an integer matrix of \(a.rowCount) × \(a.columnCount), rank \(values.count), ‖\(what)‖",
      difference.norm(.one) / size,
      atMost: unit, "V·Σ⁺·Uᵀ with 1/σ only where σ counts.")
  }
}

private func whole(_ rows: Int, _ columns: Int, _ random: inout SplitMix64) -> Matrix<Double> {
  var a = Matrix<Double>.zeros(rows, columns)
  for i in 0..<rows { for j in 0..<columns { a[i, j] = Double(Int.random(in: -4...4, using: &random)) } }
  for i in 0..<min(rows, columns) { a[i, i] = 9 }  // of full rank: the diagonal outweighs what stands beside it
  return a
}

private func scaledBy(_ x: Double, _ k: Int) -> Double { Double(sign: .plus, exponent: k, significand: x) }

private func largest(_ x: [Double]) -> Double { x.map { abs($0) }.max() ?? 0 }

@inline(never) private func byLAPACK(_ a: Flat) -> [Double] {
  (try? SVD(a.matrix)).map { Array($0.singularValues) } ?? []
}

// MARK: - Wrong and right ways

/// Decompositions by LAPACK, with the faults that are made around them; as it stands they are right.
private struct Ways {
  var rises = true
  var hasColumns = true
  var asksSymmetry = true
  var completes = true
  var orthogonalises = true
  var choosesAxis = true
  var fillsByReflections = false
  var transposesV = true
  var squares = false
  var tolerance: (Int, Double) -> Double = { Double($0) * 0x1p-52 * $1 }
  var turnsInverse = false
  var appliesToEntries = false
  var mirrors = true

  func requireSymmetric(_ a: Flat) throws {
    guard a.rows == a.columns else { throw DecompositionError.notSquare(rows: a.rows, columns: a.columns) }
    guard a.elements.allSatisfy(\.isFinite) else { throw DecompositionError.notFinite }
    if !asksSymmetry { return }
    for i in 0..<a.rows {
      for j in i + 1..<a.rows where a[i, j] != a[j, i] { throw DecompositionError.notSymmetric(row: i, column: j) }
    }
  }

  func eigen(_ a: Flat) throws -> EigenAnswer {
    try requireSymmetric(a)
    let size = largest(a.elements)
    let exponent = size == 0 ? 0 : Int(size.exponent)
    let small = Matrix(rows: a.rows, columns: a.columns) { i, j in
      scaledBy(a[i, j] == a[j, i] ? a[i, j] : a[i, j] / 2 + a[j, i] / 2, -exponent)
    }
    let result = try SymmetricEigen(small)
    let order = rises ? Array(0..<a.rows) : (0..<a.rows).reversed()
    let columns = order.map { k in (0..<a.rows).map { result.vectors[$0, k] } }
    let rows = Flat(columns, columns: a.rows)
    return EigenAnswer(
      values: order.map { scaledBy(result.values[$0], exponent) },
      vectors: hasColumns ? Flat(rows.matrix.transposed()) : rows)
  }

  func svd(_ a: Flat) throws -> SVDAnswer {
    guard a.elements.allSatisfy(\.isFinite) else { throw DecompositionError.notFinite }
    let (m, n, k) = (a.rows, a.columns, min(a.rows, a.columns))
    if k == 0 {
      return SVDAnswer(
        u: Flat(rows: m, columns: 0, elements: []), values: [],
        vTransposed: transposesV ? Flat(rows: 0, columns: n, elements: []) : Flat(rows: n, columns: 0, elements: []))
    }
    var (u, values, v) = try columns(of: m < n ? a.matrix.transposed() : a.matrix)
    u = completed(u, values)
    if m < n { (u, v) = (v, u) }
    let right = Flat(v, columns: n)
    return SVDAnswer(
      u: Flat(Flat(u, columns: m).matrix.transposed()), values: values,
      vTransposed: transposesV ? right : Flat(right.matrix.transposed()))
  }

  /// u, σ and v of a tall matrix as columns, u of zeros where σ is exactly 0.
  func columns(of b: Matrix<Double>) throws -> ([[Double]], [Double], [[Double]]) {
    let k = b.columnCount
    let size = b.norm(.max)
    if size == 0 {
      let axes = (0..<k).map { i in (0..<k).map { $0 == i ? 1.0 : 0 } }
      return (
        [[Double]](repeating: [Double](repeating: 0, count: b.rowCount), count: k), [Double](repeating: 0, count: k),
        axes
      )
    }
    let exponent = Int(size.exponent)
    if squares {
      let small = Matrix(rows: b.rowCount, columns: k) { scaledBy(b[$0, $1], -exponent) }
      let eigen = try SymmetricEigen(small.transposed() • small)
      let v = (0..<k).reversed().map { j in (0..<k).map { eigen.vectors[$0, j] } }
      let values = (0..<k).reversed().map { max(0, eigen.values[$0]).squareRoot() }
      let u = zip(v, values).map { v, value in Array(small • Vector(v)).map { value == 0 ? 0 : $0 / value } }
      return (u, values.map { scaledBy($0, exponent) }, v)
    }
    let svd = try SVD(b)
    let zero = 0x1p-60 * svd.singularValues[0]  // LAPACK may leave less than any rounding where 0 is meant
    let values = svd.singularValues.map { $0 <= zero ? 0 : $0 }
    let u = (0..<k).map { j in (0..<b.rowCount).map { values[j] == 0 ? 0 : svd.u[$0, j] } }
    return (u, values, (0..<k).map { j in (0..<k).map { svd.vTransposed[j, $0] } })
  }

  func completed(_ u: [[Double]], _ values: [Double]) -> [[Double]] {
    guard completes, let p = u.first?.count else { return u }
    if fillsByReflections { return reflected(u, values, p) }
    var u = u
    for k in u.indices where values[k] == 0 {
      let explained = (0..<p).map { i in u.reduce(0) { $0 + $1[i] * $1[i] } }
      let axis = choosesAxis ? explained.indices.min { explained[$0] < explained[$1] } ?? 0 : 0
      var v = (0..<p).map { $0 == axis ? 1.0 : 0 }
      if orthogonalises {
        for _ in 0..<2 {
          for other in u {
            let share = zip(other, v).reduce(0) { $0 + $1.0 * $1.1 }
            for i in v.indices { v[i] -= share * other[i] }
          }
        }
      }
      let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      u[k] = v.map { length == 0 ? 0 : $0 / length }
    }
    return u
  }

  /// The last columns of the Q of those that are there.
  func reflected(_ u: [[Double]], _ values: [Double], _ p: Int) -> [[Double]] {
    let kept = u.indices.filter { values[$0] > 0 }
    let padded = Matrix(rows: p, columns: p) { i, j in j < kept.count ? u[kept[j]][i] : i == j ? 1e-3 : 0 }
    guard kept.count < u.count, let q = (try? QR(padded))?.q() else { return u }
    return u.indices.map { k in k < kept.count ? u[kept[k]] : (0..<p).map { q[$0, k] } }
  }

  func rank(_ svd: SVDAnswer) -> Int {
    let side = max(svd.u.rows, svd.vTransposed.columns)
    return svd.values.count { $0 > tolerance(side, svd.values[0]) }
  }

  func pseudoInverse(_ a: Flat) throws -> Flat {
    var way = self
    way.transposesV = true
    let svd = try way.svd(a)
    let rank = rank(svd)
    let inverse = Matrix(rows: a.columns, columns: a.rows) { i, j in
      (0..<rank).reduce(0) { $0 + svd.vTransposed[$1, i] / svd.values[$1] * svd.u[j, $1] }
    }
    return Flat(turnsInverse ? inverse.transposed() : inverse)
  }

  func function(_ a: Flat, _ f: (Double) -> Double) throws -> Flat {
    var way = self
    (way.rises, way.hasColumns) = (true, true)
    let eigen = try way.eigen(a)
    if appliesToEntries { return Flat(rows: a.rows, columns: a.columns, elements: a.elements.map { f(abs($0)) }) }
    let weights = eigen.values.map(f)
    return Flat(
      Matrix(rows: a.rows, columns: a.rows) { i, j in
        let (i, j) = mirrors ? (max(i, j), min(i, j)) : (i, j)
        return weights.indices.reduce(0) { $0 + eigen.vectors[i, $1] * weights[$1] * eigen.vectors[j, $1] }
      })
  }
}

private func submission(_ change: (inout Ways) -> Void) -> Submission {
  var ways = Ways()
  change(&ways)
  let way = ways
  return Submission(
    symmetricEigen: { try way.eigen($0) }, thinSVD: { try way.svd($0) }, numericalRank: { way.rank($0) },
    pseudoInverse: { try way.pseudoInverse($0) }, symmetricFunction: { try way.function($0, $1) })
}
