import Checking
import Glibc
import LabData
import LabNumerics

enum FitError: Error {
  case shape(matrix: [Int], rightHandSides: [Int])
  case notFinite
  case dependentColumn(Int)
  case dependentRow(Int)
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

  var table: [[Double]] {
    (0..<rows).map { i in (0..<columns).map { elements.indices.contains(i * columns + $0) ? self[i, $0] : .nan } }
  }
  subscript(i: Int, j: Int) -> Double { elements[i * columns + j] }
  var observation: Observation { Observation(rows.observation, columns.observation, elements.observation) }
  var description: String { rows * columns > 25 ? "a \(rows) × \(columns) matrix" : "\(table)" }
}

/// What the learner's `ThinQR` says, or that of a variant.
struct Factors: Observable {
  var q: Flat
  var r: Flat

  /// With the signs that make R's diagonal positive, for they are free.
  var observation: Observation {
    guard q.elements.count == q.rows * q.columns, r.elements.count == r.rows * r.columns else {
      return Observation(q.observation, r.observation)
    }
    var signed = self
    for k in 0..<min(r.rows, r.columns, q.columns) where r[k, k] < 0 {
      for j in 0..<r.columns { signed.r.elements[k * r.columns + j].negate() }
      for i in 0..<q.rows { signed.q.elements[i * q.columns + k].negate() }
    }
    return Observation(signed.q.observation, signed.r.observation)
  }
}

/// What the learner's `FitSolution` says, or that of a variant.
struct Answer: Observable {
  var x: Flat
  var residualNorms: [Double]
  var observation: Observation { Observation(x.observation, residualNorms.observation) }
}

/// An answer that is not recorded: where digits are lost, two programs lose them differently, and none would be known again.
struct Unrecorded<Value>: Observable {
  var value: Value
  var observation: Observation { Observation(text: "") }
}

struct Submission {
  var thinQR: Function<Flat, Factors>
  var fit: Function<Flat, Flat, Answer>
  var certifiedDigits: Function<[Double], [Double], Double>
  var unrecordedQR: Function<Flat, Unrecorded<Factors>>
  var unrecordedFit: Function<Flat, Flat, Unrecorded<Answer>>

  init(
    thinQR: @escaping (Flat) throws -> Factors, fit: @escaping (Flat, Flat) throws -> Answer,
    certifiedDigits: @escaping ([Double], [Double]) throws -> Double
  ) {
    self.thinQR = .init(thinQR)
    self.fit = .init(fit)
    self.certifiedDigits = .init(certifiedDigits)
    unrecordedQR = .init { Unrecorded(value: try thinQR($0)) }
    unrecordedFit = .init { Unrecorded(value: try fit($0, $1)) }
  }
}

enum OrthogonalFits: Checklist {
  static var checks: [Check<Submission>] {
    [
      // κ ≤ 4 throughout: n·κ·ε.
      Check("gives the worked examples") { s in
        let nearly = Tolerance.ofLargest(16 * 0x1p-52)
        let a = Flat([[3, 0], [4, 5]])
        let factors = try s.thinQR(a)
        expectFactors(factors, of: a)
        expect(
          factors.r.table.map { $0.map { abs($0) } }, equals: [[5, 4], [0, 3]], within: nearly,
          "Its first column has the length 5.", what: "R for \(a), without its signs,")
        let square = try s.fit(a, Flat([[3], [9]]))
        expect(square.x.elements, equals: [1, 1], within: nearly, what: "x for \(a), b = (3, 9)")
        let wide = try s.fit(Flat([[1, 2, 2]]), Flat([[9]]))
        expect(
          wide.x.elements, equals: [1, 2, 2], within: nearly,
          "Many x meet one equation with three unknowns; the shortest is a multiple of A's row.",
          what: "x for x₀ + 2·x₁ + 2·x₂ = 9")
        expect(
          try s.certifiedDigits([1.001, 2], [1, 2]), equals: 3, within: .absolute(1e-9), "|1.001 − 1|/1 is 10⁻³.")
      },
      Check("passes LAPACK's battery for QR") { s in
        let shape = try s.thinQR(Flat([[1, 3], [2, 0], [2, 3]]))
        expectFactors(shape, of: Flat([[1, 3], [2, 0], [2, 3]]))
        expectPasses(
          LAPACKBattery.examineQR(sizes: [1, 2, 5, 10]) { (a: [[Double]]) in
            let factors = try s.unrecordedQR(Flat(a)).value
            return (q: factors.q.table, r: factors.r.table)
          })
      },
      Check("has thin factors of every shape", cases: 2) { s, random in
        for (m, n) in [(7, 3), (3, 7), (4, 4), (1, 5), (5, 1)] {
          let a = Flat((0..<m).map { _ in (0..<n).map { _ in normal(&random) } })
          expectFactors(try s.thinQR(a), of: a)
        }
        for (m, n) in [(0, 0), (0, 3), (3, 0)] {
          let factors = try s.thinQR(Flat(rows: m, columns: n, elements: []))
          let shapes = [factors.q.rows, factors.q.columns, factors.r.rows, factors.r.columns]
          expect(
            shapes == [m, 0, 0, n],
            "For A of \(m) × \(n) the shapes of Q and R are \(shapes), expected \([m, 0, 0, n])",
            "k = min(m, n) is 0.")
        }
      },
      Check("passes LAPACK's battery for least squares") { s in
        let line = try s.fit(Flat([[1, 0], [1, 1], [1, 2]]), Flat([[1], [3], [4]]))
        expect(
          line.x.elements, equals: [7.0 / 6, 1.5], within: .ofLargest(64 * 0x1p-52), what: "the line's coefficients")
        expectPasses(
          LAPACKBattery.examineLeastSquares(sizes: [1, 2, 5, 10]) { (a: [[Double]], b: [Double]) in
            try s.unrecordedFit(Flat(a), Flat(b.map { [$0] })).value.x.elements
          })
      },
      Check("fits many right-hand sides at once") { s in
        let a = Flat([[1, 0], [1, 1], [1, 2], [1, 3]])
        let b = Flat([[1, 2, 0], [3, 4, 0], [4, 6, 0], [6, 8, 0]])
        let answer = try s.fit(a, b)
        // κ = 4.3 and m·n·κ·ε of the largest entry.
        expect(
          answer.x.table, equals: [[1.1, 2, 0], [1.6, 2, 0]], within: .ofLargest(40 * 0x1p-52),
          "Each column of B is a fit of its own, and each column of X its coefficients.",
          what: "X for four points, three sides")
        expect(
          answer.residualNorms, equals: [Double(0.2).squareRoot(), 0, 0], within: .absolute(40 * 0x1p-52 * 10),
          "One norm for each column of B.", what: "The residual norms")
        let none = try s.fit(Flat([[], [], []], columns: 0), Flat([[2, 1], [3, 2], [6, 2]]))
        expect([none.x.rows, none.x.columns], is: [0, 2], "The shape of X for no column and two right-hand sides")
        expect(
          none.residualNorms, equals: [7, 3], within: .ulps(8), "With no column nothing of b is explained.",
          what: "The residual norms without columns")
        let unasked = try s.fit(a, Flat(rows: 4, columns: 0, elements: []))
        expect([unasked.x.rows, unasked.x.columns], is: [2, 0], "The shape of X for no right-hand side")
        let free = try s.fit(Flat([], columns: 3), Flat([], columns: 2))
        expect(
          [free.x.rows, free.x.columns], is: [3, 2], "The shape of X for no equation in three unknowns, two sides")
        expect(free.x.elements, equals: [0, 0, 0, 0, 0, 0], "Of all x the shortest is 0.", what: "X for no equation")
      },
      // A = [B, B·C]: the columns of [−C; I] are orthogonal to the rows of A. κ ≤ 100 here.
      Check("takes the shortest of many solutions", cases: 3) { s, random in
        for (m, n) in [(1, 4), (2, 3), (3, 7), (5, 6)] {
          var left = (0..<m).map { _ in (0..<m).map { _ in Double.random(in: -1...1, using: &random) } }
          for i in 0..<m { left[i][i] += left[i][i] < 0 ? -Double(m) : Double(m) }
          let c = (0..<m).map { _ in (m..<n).map { _ in Double(Int.random(in: -2...2, using: &random)) } }
          let a = left.map { row in row + (0..<n - m).map { j in (0..<m).reduce(0) { $0 + row[$1] * c[$1][j] } } }
          let b = (0..<m).map { _ in Double.random(in: -1...1, using: &random) }
          let x = try s.fit(Flat(a), Flat(b.map { [$0] })).x.elements
          guard x.count == n else { return expect(false, "For A of \(m) × \(n) x has \(x.count) numbers") }
          let size = x.reduce(0) { $0 + abs($1) } + 0x1p-1000
          let unit = Double(n) * 0x1p-52 * size
          let residual = zip(a, b).map { row, b in (zip(row, x).reduce(-b) { $0 + $1.0 * $1.1 }) / norm1(row) }
          expect(
            "For A of \(m) × \(n) the largest |A·x − b|ᵢ over n·ε·‖row i‖·‖x‖", largest(residual) / unit, atMost: 30,
            "x = Q·z with Rᵀ·z = b, from the QR of Aᵀ.")
          let slack = (0..<n - m).map { j in x[m + j] - (0..<m).reduce(0) { $0 + c[$1][j] * x[$1] } }
          expect(
            "For A of \(m) × \(n) the part of x outside the span of the rows, over n·κ·ε·‖x‖",
            largest(slack) / (100 * unit),
            atMost: 30, "What lies at right angles to all rows of A does not change A·x, and makes x longer.")
        }
      },
      Check("fits NIST's certified regressions") { s in
        for (name, digits) in certifiedSets {
          let data = try Dataset("nist/\(name).dat").regression()
          do {
            let answer = try s.unrecordedFit(Flat(data.design), Flat(data.y.map { [$0] })).value
            let got = digitsRight(answer.x.elements, data.parameters.map(\.estimate.value))
            expect(
              "\(name): of the worst coefficient the number of right digits", got, atLeast: digits,
              "The normal equations keep half of them. Scaling by powers of two changes none.")
            let certified = data.residualSumOfSquares.value.squareRoot()
            expect(
              answer.residualNorms.first ?? .nan, equals: certified,
              within: .absolute(certified * 1e-9 + roundingOfResidual(data)), what: "\(name): the residual norm")
          } catch { expect(false, "\(name): fit throws \(error)") }
        }
        let line = try s.fit(Flat([[1, 2], [1, 4]]), Flat([[3], [7]]))
        expect(line.x.elements, equals: [-1, 2], within: .ofLargest(64 * 0x1p-52), what: "the line through two points")
      },
      Check("does not depend on the units") { s in
        let (tall, b) = ([[3, 1, 1], [1, -4, 2], [2, 2, 6], [1, 0, -1]] as [[Double]], [5, -1, 10, 2] as [Double])
        let wide = [[3, 1, 1, 2], [1, -4, 2, 0]] as [[Double]]
        let (base, shortest) = (try s.fit(Flat(tall), column(b)), try s.fit(Flat(wide), column([5, -1])))
        let advice =
          "Squares of 2⁶⁰⁰ are infinite and those of 2⁻⁶⁰⁰ are 0. Scale columns and b by powers of two, and x back."
        for (units, unit) in [
          ([0, 0, 0], 990), ([0, 0, 0], -990), ([900, -900, 0], 0), ([-980, 7, 40], -600), ([600, 600, 600], 0),
        ] {
          let a = tall.map { row in zip(row, units).map { scaled($0, $1) } }
          let what = "columns in units of 2^\(units), b in 2^\(unit)"
          guard let answer = value(what, { try s.fit(Flat(a), column(b.map { scaled($0, unit) })) }) else { continue }
          // Exactly what the plain numbers give: nothing is rounded. 64 ulp for who scales otherwise.
          let right = zip(base.x.elements, units).map { scaled($0, unit - $1) }
          for (j, (got, right)) in zip(answer.x.elements, right).enumerated() {
            expect(got, equals: right, within: .ulps(64), advice, what: "x\(j) for \(what)")
          }
          expect(
            answer.residualNorms, equals: base.residualNorms.map { scaled($0, unit) }, within: .ulps(64), advice,
            what: "The residual norm for \(what)")
        }
        // Columns and rows that begin with a zero: no size can be taken from their first number.
        let far = "The exponent is that of the largest number in the column, wherever it stands."
        for e in [700, -700] {
          let what = "columns (0, 2^\(e)) and (2^\(e), 0), b = (3·2^\(e), 2^\(e + 1))"
          let a = [[0, scaled(1, e)], [scaled(1, e), 0], [0, 0]]
          guard
            let answer = value(what, { try s.fit(Flat(a), column([scaled(3, e), scaled(2, e), 0])) })
          else { continue }
          expect(answer.x.elements, equals: [2, 3], within: .ulps(64), far, what: "x for \(what)")
          let row = "the row (0, 2^\(e), 0), b = 2^\(e + 1)"
          guard let short = value(row, { try s.fit(Flat([[0, scaled(1, e), 0]]), column([scaled(1, e + 1)])) }) else {
            continue
          }
          expect(short.x.elements, equals: [0, 2, 0], within: .ofLargest(64 * 0x1p-52), far, what: "x for \(row)")
        }
        for (units, unit) in [([0, 0], 900), ([990, -990], 0), ([-700, -600], 300), ([500, 500], 0)] {
          let a = zip(wide, units).map { row, e in row.map { scaled($0, e) } }
          let right = zip([5, -1], units).map { scaled($0, $1 + unit) }
          let what = "rows and their b in units of 2^\(units), b in 2^\(unit) of them"
          guard right.allSatisfy(\.isFinite), let answer = value(what, { try s.fit(Flat(a), column(right)) }) else {
            continue
          }
          expect(
            answer.x.elements, equals: shortest.x.elements.map { scaled($0, unit) }, within: .ofLargest(64 * 0x1p-52),
            "A row and its number of b may be scaled together: the equation is the same.", what: "x for \(what)")
        }
      },
      Check("refuses by one error") { s in
        let b = column([1, 2, 3])
        expect(throws: FitError.shape(matrix: [3, 2], rightHandSides: [2, 1])) {
          try s.fit(Flat([[1, 2], [3, 4], [5, 7]]), column([1, 2]))
        }
        for bad in [Double.nan, -.infinity] {
          expect(throws: FitError.notFinite) { try s.fit(Flat([[1, 2], [3, bad], [5, 7]]), b) }
          expect(throws: FitError.notFinite) { try s.fit(Flat([[1, 2], [3, 4], [5, 7]]), column([1, 2, bad])) }
        }
        let dependent =
          "Rounding leaves some ε of the length on R's diagonal: your leastSquares knows. Tell it in your own error."
        expect(throws: FitError.dependentColumn(1), dependent) {
          try s.fit(Flat([[1, 3, 1], [2, 6, 0], [7, 21, 5]]), b)
        }
        expect(throws: FitError.dependentColumn(0), dependent) { try s.fit(Flat([[0, 3], [0, 6], [0, 2]]), b) }
        expect(throws: FitError.dependentRow(1), dependent) {
          try s.fit(Flat([[1, 2, 7], [3, 6, 21]]), column([1, 3]))
        }
        expect(throws: FitError.dependentRow(0), dependent) {
          try s.fit(Flat([[0, 0, 0], [3, 6, 21]]), column([0, 3]))
        }
        let zero = try s.fit(Flat([[3, 1], [2, 4], [1, 1]]), column([0, 0, 0]))
        expect(zero.x.elements, equals: [0, 0], what: "x for b = 0")
        let none = try s.fit(Flat([[3, 1, 4], [2, 4, 1]]), column([0, 0]))
        expect(none.x.elements, equals: [0, 0, 0], what: "the shortest x for b = 0")
      },
      Check("counts the digits of the worst") { s in
        let worst = "The worst number decides: a model is as good as its worst coefficient."
        expect(
          try s.certifiedDigits([2.002, -5, 0.10000001], [2, -5, 0.1]), equals: 3, within: .absolute(1e-6), worst)
        expect(
          try s.certifiedDigits([-3e200, 1e-200], [-3e200, 1.0001e-200]), equals: 4, within: .absolute(1e-4), worst)
        expect(try s.certifiedDigits([1, 2], [1, 2]), equals: 15, "NIST certifies 15 digits; more cannot be told.")
        expect(try s.certifiedDigits([1, 2.0000000000000004], [1, 2]), equals: 15, "NIST certifies 15 digits.")
        expect(try s.certifiedDigits([], []), equals: 15, "Nothing is wrong.")
        expect(try s.certifiedDigits([5, 1], [1, 1]), equals: 0, "Less than no digit is not counted.")
        expect(
          try s.certifiedDigits([1e-4, 1], [0, 1]), equals: 4, within: .absolute(1e-9), "Of 0 the error itself counts.")
        for bad in [Double.nan, .infinity] {
          expect(try s.certifiedDigits([1, bad, 1], [1, 1, 1]), equals: 0, "No digit of NaN is right.")
          expect(try s.certifiedDigits([bad, 1], [1, 1]), equals: 0, "No digit of NaN is right.")
        }
        expect(try s.certifiedDigits([1], [1, 2]), equals: 0, "A coefficient is missing: no digit of it is right.")
        expect(
          try s.certifiedDigits([1, 2, 3], [1, 2]), equals: 0, "A coefficient too many is not the model asked for.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "squares of numbers of any size",
        submission { $0.scales = false },
        """
        In ‖x‖² a number of 10²⁰⁰ is infinite and one of 10⁻²⁰⁰ is 0, though x has a norm. Bring columns and b to size 1 by powers \
        of two, and undo it in x.
        """),
      Misconception(
        "x left in the new units",
        submission { $0.scalesBack = false },
        """
        The fit of A·D gives D⁻¹·x. If a column was made 2⁻⁵ of itself, its coefficient came out 2⁵ times as large as it should.
        """),
      Misconception(
        "x scaled the wrong way",
        submission { $0.scalesBackwards = true },
        """
        A·x = (A·D)·(D⁻¹·x): what comes out is D⁻¹·x, so x is D times it. A column made smaller makes its coefficient larger, and \
        the way back makes it smaller.
        """),
      Misconception(
        "b left in its unit",
        submission { $0.scalesB = false },
        """
        The columns are of size 1, but the residual is measured in b's unit, and its squares overflow or vanish. Scale b by a power \
        of two of its own; x and the norm follow it.
        """),
      Misconception(
        "the normal equations",
        submission { $0.squares = true },
        """
        AᵀA has the square of A's condition: of 16 digits Longley keeps 7, and a matrix of condition 10⁸ becomes singular. QR \
        works on A itself.
        """),
      Misconception(
        "zeros for the unknowns too many",
        submission { $0.isShortest = false },
        """
        With n − m unknowns set to 0 the equations are met, but by a longer x, and by another one if the columns are renumbered. \
        The shortest lies in the span of A's rows.
        """),
      Misconception(
        "R where Rᵀ belongs",
        submission { $0.transposesR = false },
        """
        From Aᵀ = Q·R follows A = Rᵀ·Qᵀ: the system for z is Rᵀ·z = b, lower triangular and solved from the top.
        """),
      Misconception(
        "all of Q",
        submission { $0.isThin = false },
        """
        The columns of Q beyond the k-th meet only zeros in R. For a million rows and ten columns they would be most of a matrix of \
        10¹² numbers.
        """),
      Misconception(
        "Q's columns as rows",
        submission { $0.turnsQ = true },
        """
        Q·eⱼ is a column of Q. Written one below the other these columns are Qᵀ.
        """),
      Misconception(
        "one norm for all right-hand sides",
        submission { $0.separatesNorms = false },
        """
        The root of the sum over all columns hides which of the fits is bad. Each right-hand side has a norm of its own.
        """),
      Misconception(
        "dependent columns answered",
        submission { $0.refuses = false },
        """
        Dividing by what rounding left on R's diagonal gives coefficients of 10¹⁵ that mean nothing. Keep `leastSquares`' refusal, \
        and ask the same of the rows.
        """),
      Misconception(
        "the mean of the digits",
        submission {
          $0.digits = { got, right in
            guard got.count == right.count, got.allSatisfy(\.isFinite) else { return 0 }
            return got.isEmpty ? 15 : zip(got, right).reduce(0) { $0 + digitsRight([$1.0], [$1.1]) } / Double(got.count)
          }
        },
        """
        Six right coefficients do not make good a seventh that is wrong in its second digit. NIST's measure is the worst.
        """),
      Misconception(
        "digits behind the point",
        submission {
          $0.digits = { got, right in
            guard got.count == right.count, got.allSatisfy(\.isFinite) else { return 0 }
            return zip(got, right).reduce(15) { max(0, min($0, -log10(abs($1.0 - $1.1)))) }
          }
        },
        """
        An error of 10⁻³ is nothing in a coefficient of −3 482 258 and everything in one of 10⁻⁴. Divide by the certified value.
        """),
      Misconception(
        "NaN right to fifteen digits",
        submission {
          $0.digits = { got, right in
            guard got.count == right.count else { return 0 }
            return zip(got, right).reduce(15) { digits, pair in
              let error = abs(pair.0 - pair.1) / (pair.1 == 0 ? 1 : abs(pair.1))
              return -log10(error) < digits ? max(0, -log10(error)) : digits
            }
          }
        },
        """
        No comparison with NaN is true, so a minimum by < never takes it, and a fit of NaN gets full marks. Ask for finite numbers \
        first.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("reflections on whole matrices", submission { _ in }),
      Alternative(
        "scaled by the largest number itself", submission { $0.usesPowersOfTwo = false }),
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      Medal("Longley's coefficients", atLeast: 14, unit: "digits") { s in
        let data = try Dataset("nist/Longley.dat").regression()
        let answer = try s.unrecordedFit(Flat(data.design), Flat(data.y.map { [$0] })).value
        return digitsRight(answer.x.elements, data.parameters.map(\.estimate.value))
      }
    ]
  }
}

// MARK: - Parts of the checks

/// Gates below what Householder's reflections reach in every order of summation; the normal equations fail Longley and Wampler.
private let certifiedSets: [(String, Double)] = [
  ("Norris", 11), ("Pontius", 11), ("NoInt1", 13), ("NoInt2", 13), ("Longley", 9.5), ("Wampler1", 9), ("Wampler2", 12),
  ("Wampler3", 8),
]

private func expectPasses(_ report: LAPACKReport, line: Int = #line) {
  expect(
    report.passes, "LAPACK's battery, \(report)",
    "Make the smallest matrix that fails, and look at what comes of it step by step.", line: line)
}

private func expect(_ got: [Int], is right: [Int], _ what: String) {
  expect(got == right, "\(what) is \(got), expected \(right)")
}

/// What `fit` answers; nil, and reported, if it throws.
private func value(_ what: String, _ fit: () throws -> Answer) -> Answer? {
  do { return try fit() } catch {
    expect(false, "For \(what) fit throws \(error)", "The same numbers in other units have the same fit.")
    return nil
  }
}

/// Expects thin factors with LAPACK's ratios: A = Q·R and QᵀQ = I to 30 m·ε.
private func expectFactors(_ factors: Factors, of a: Flat) {
  let (m, n, k) = (a.rows, a.columns, min(a.rows, a.columns))
  let shapes = [factors.q.rows, factors.q.columns, factors.r.rows, factors.r.columns]
  guard shapes == [m, k, k, n], factors.q.elements.count == m * k, factors.r.elements.count == k * n else {
    return expect(
      false, "For A of \(m) × \(n) the shapes of Q and R are \(shapes), expected \([m, k, k, n])",
      "Thin factors: k = min(m, n) columns of Q, k rows of R.")
  }
  let q = Matrix(rows: m, columns: k, factors.q.elements), r = Matrix(rows: k, columns: n, factors.r.elements)
  let matrix = Matrix(rows: m, columns: n, a.elements)
  expect(
    "For A of \(m) × \(n) the ratio ‖A − Q·R‖₁/(m·‖A‖₁·ε)", LAPACKRatio.reconstruction(matrix, q • r, n: m), atMost: 30,
    "Do the signs of Q and R go together? Are Q's columns its columns?")
  expect(
    "For A of \(m) × \(n) the ratio ‖I − QᵀQ‖₁/(m·ε)", LAPACKRatio.orthogonality(q), atMost: 30,
    "Column j of Q is Q·eⱼ.")
  let isUpper = (0..<k).allSatisfy { i in (0..<min(i, n)).allSatisfy { factors.r[i, $0] == 0 } }
  expect(isUpper, "For A of \(m) × \(n) R is not zero below its diagonal")
}

private func column(_ x: [Double]) -> Flat { Flat(rows: x.count, columns: 1, elements: x) }

private func scaled(_ x: Double, _ k: Int) -> Double { Double(sign: .plus, exponent: k, significand: x) }

private func largest(_ x: [Double]) -> Double {
  x.contains(where: \.isNaN) ? .nan : x.map { abs($0) }.max() ?? 0
}

private func norm1(_ x: [Double]) -> Double { x.reduce(0) { $0 + abs($1) } }

private func digitsRight(_ got: [Double], _ right: [Double]) -> Double {
  guard got.count == right.count, got.allSatisfy(\.isFinite) else { return 0 }
  return zip(got, right).map { got, right in
    let error = abs(got - right) / (right == 0 ? 1 : abs(right))
    return error == 0 ? 15 : max(0, min(15, -log10(error)))
  }.min() ?? 15
}

/// 30·m·ε·(‖y‖ + Σ‖xⱼ‖·|βⱼ|), in which rounding moves a residual.
private func roundingOfResidual(_ data: CertifiedRegression) -> Double {
  func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  let terms = data.parameters.enumerated().map { j, beta in norm(data.design.map { $0[j] }) * abs(beta.estimate.value) }
  return 30 * Double(data.y.count) * 0x1p-52 * (norm(data.y) + terms.reduce(0, +))
}

private func normal(_ random: inout SplitMix64) -> Double {
  let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
  return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
}

// MARK: - Wrong and right ways

/// Fits of the checks' own; as it stands they are right.
private struct Ways {
  var scales = true
  var scalesBack = true
  var scalesBackwards = false
  var scalesB = true
  var usesPowersOfTwo = true
  var squares = false
  var isShortest = true
  var transposesR = true
  var isThin = true
  var turnsQ = false
  var separatesNorms = true
  var refuses = true
  var digits: ([Double], [Double]) -> Double = digitsRight

  func thinQR(_ a: Flat) -> Factors {
    let (m, n, k) = (a.rows, a.columns, min(a.rows, a.columns))
    let (q, r) = reflected(a.table, m, n)
    let kept = isThin ? k : m
    var left = Flat(rows: m, columns: kept, elements: q.flatMap { $0.prefix(kept) })
    if turnsQ {
      left = Flat(rows: m, columns: kept, elements: (0..<m * kept).map { left.elements[$0 % m * kept + $0 / m] })
    }
    return Factors(q: left, r: Flat(rows: kept, columns: n, elements: r.prefix(kept).flatMap { $0 }))
  }

  func fit(_ a: Flat, _ b: Flat) throws -> Answer {
    let (m, n) = (a.rows, a.columns)
    guard b.rows == m else { throw FitError.shape(matrix: [m, n], rightHandSides: [b.rows, b.columns]) }
    guard (a.elements + b.elements).allSatisfy(\.isFinite) else { throw FitError.notFinite }
    let table = a.table
    var x = Flat(rows: n, columns: b.columns, elements: [Double](repeating: 0, count: n * b.columns))
    var norms: [Double] = []
    for j in 0..<b.columns {
      let side = (0..<m).map { b[$0, j] }
      let (column, norm) = m >= n ? try tall(table, n, side) : try wide(table, n, side)
      for i in 0..<n { x.elements[i * b.columns + j] = column[i] }
      norms.append(norm)
    }
    if !separatesNorms { norms = [length(norms)] }
    return Answer(x: x, residualNorms: norms)
  }

  /// The numbers divided by something of their size, so that the largest is about 1, and what it was, as pairs of factors that
  /// are in range themselves.
  func unit(_ x: [Double]) -> Double {
    let size = x.map { abs($0) }.max() ?? 0
    if !scales || size == 0 { return 1 }
    return usesPowersOfTwo ? scaled(1, Int(size.exponent)) : size
  }

  func tall(_ a: [[Double]], _ n: Int, _ b: [Double]) throws -> ([Double], Double) {
    let m = a.count
    let units = (0..<n).map { j in unit(a.map { $0[j] }) }
    let f = scalesB ? unit(b) : 1
    let rows = a.map { row in zip(row, units).map { $0 / $1 } }
    let side = b.map { $0 / f }
    if squares { return try normal(rows, units, side, f) }
    var (r, z) = (rows, side.map { [$0] })
    if n > 0 {
      let (_, triangle) = reflected(zip(rows, side).map { $0 + [$1] }, m, n + 1, steps: n)
      r = triangle
      z = triangle.map { [$0[n]] }
    }
    if refuses {
      for j in 0..<n where abs(r[j][j]) <= Double(m) * 0x1p-52 * length(rows.map { $0[j] }) {
        throw FitError.dependentColumn(j)
      }
    }
    var x = z.prefix(n).map { $0[0] }
    for i in (0..<n).reversed() {
      for k in i + 1..<n { x[i] -= r[i][k] * x[k] }
      x[i] /= r[i][i] == 0 ? 0x1p-60 : r[i][i]
    }
    return (back(x, units, f), length(z[n...].map { $0[0] }) * f)
  }

  func back(_ x: [Double], _ units: [Double], _ f: Double) -> [Double] {
    zip(x, units).map { x, unit in
      if !scalesBack { return x * f }
      // The quotient of the units may be out of range although x is not.
      return scalesBackwards ? x * f * unit : f > 1 || unit < 1 ? x / unit * f : x * f / unit
    }
  }

  func normal(_ rows: [[Double]], _ units: [Double], _ b: [Double], _ f: Double) throws -> ([Double], Double) {
    let n = units.count
    let gram = (0..<n).map { i in (0..<n).map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } } }
    let right = (0..<n).map { i in zip(rows, b).reduce(0) { $0 + $1.0[i] * $1.1 } }
    guard let x = try? n == 0 ? [] : Array(solve(Matrix(gram), Vector(right))) else {
      throw FitError.dependentColumn(n - 1)
    }
    let (_, r) = reflected(rows, rows.count, n)
    for j in 0..<n where abs(r[j][j]) <= Double(rows.count) * 0x1p-52 * length(rows.map { $0[j] }) {
      throw FitError.dependentColumn(j)
    }
    let residual = zip(rows, b).map { row, b in zip(row, x).reduce(b) { $0 - $1.0 * $1.1 } }
    return (back(x, units, f), length(residual) * f)
  }

  func wide(_ a: [[Double]], _ n: Int, _ b: [Double]) throws -> ([Double], Double) {
    let m = a.count
    let units = a.map(unit)
    let rows = zip(a, units).map { row, unit in row.map { $0 / unit } }
    let raw = zip(b, units).map { $0 / $1 }
    let f = scalesB ? unit(raw) : 1
    let side = raw.map { $0 / f }
    let columns = (0..<n).map { j in rows.map { $0[j] } }
    let (q, r) = reflected(columns, n, m)
    if refuses {
      for i in 0..<m where abs(r[i][i]) <= Double(n) * 0x1p-52 * length(rows[i]) { throw FitError.dependentRow(i) }
    }
    var z = side
    if !isShortest {
      let square = Matrix(rows: m, columns: m, rows.flatMap { $0.prefix(m) })
      if let x = try? m == 0 ? [] : Array(solve(square, Vector(side))) {
        return ((x + [Double](repeating: 0, count: n - m)).map { $0 * f }, 0)
      }
    }
    if transposesR {
      for i in 0..<m {
        for k in 0..<i { z[i] -= r[k][i] * z[k] }
        z[i] /= r[i][i] == 0 ? 0x1p-60 : r[i][i]
      }
    } else {
      for i in (0..<m).reversed() {
        for k in i + 1..<m { z[i] -= r[i][k] * z[k] }
        z[i] /= r[i][i]
      }
    }
    let x = q.map { row in zip(row, z).reduce(0) { $0 + $1.0 * $1.1 } }
    let isBack = scalesBack || scalesBackwards
    return (x.map { isBack ? $0 * f : $0 }, 0)
  }

  /// Q, m × m, and R, m × n, by reflections of whole matrices.
  func reflected(_ a: [[Double]], _ m: Int, _ n: Int, steps: Int? = nil) -> (q: [[Double]], r: [[Double]]) {
    var r = a
    var q = (0..<m).map { i in (0..<m).map { $0 == i ? 1.0 : 0 } }
    for k in 0..<min(m, steps ?? n) {
      let size = (k..<m).map { abs(r[$0][k]) }.max() ?? 0
      if size == 0 { continue }
      var v = (k..<m).map { r[$0][k] / size }
      let norm = length(v)
      let isNegative = v[0] < 0
      v[0] += isNegative ? -norm : norm
      let factor = 2 / v.reduce(0) { $0 + $1 * $1 }
      for j in k..<n {
        let share = factor * v.indices.reduce(0) { $0 + v[$1] * r[k + $1][j] }
        for i in v.indices { r[k + i][j] -= share * v[i] }
      }
      for i in k + 1..<m { r[i][k] = 0 }
      for i in 0..<m {
        let share = factor * v.indices.reduce(0) { $0 + v[$1] * q[i][k + $1] }
        for j in v.indices { q[i][k + j] -= share * v[j] }
      }
    }
    return (q, r)
  }
}

private func length(_ x: some Sequence<Double>) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

private func submission(_ change: (inout Ways) -> Void) -> Submission {
  var ways = Ways()
  change(&ways)
  let way = ways
  return Submission(thinQR: { way.thinQR($0) }, fit: { try way.fit($0, $1) }, certifiedDigits: { way.digits($0, $1) })
}
