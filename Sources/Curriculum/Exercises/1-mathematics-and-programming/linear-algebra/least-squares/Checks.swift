import Checking
import Glibc
import LabData
import LabNumerics

enum LeastSquaresError: Error {
  case underdetermined(rows: Int, columns: Int)
  case rankDeficient(column: Int)
}

/// What the learner's `Fit` says, or that of a variant.
struct Fit: Observable {
  var coefficients: [Double]
  var residualNorm: Double

  var observation: Observation { Observation(coefficients.observation, residualNorm.observation) }
}

/// An answer to NIST's data, not recorded: where a method loses digits, two programs that use it lose them differently,
/// and a comparison would not know it again. The other checks give such methods away in numbers that are no accident.
struct Unrecorded: Observable {
  var fit: Fit

  var observation: Observation { Observation(text: "") }
}

struct Submission {
  var leastSquares: Function<[[Double]], [Double], Fit>
  var polynomialFit: Function<[Double], [Double], Int, Fit>
  var unrecordedLeastSquares: Function<[[Double]], [Double], Unrecorded>
  var unrecordedPolynomialFit: Function<[Double], [Double], Int, Unrecorded>

  init(
    _ leastSquares: @escaping ([[Double]], [Double]) throws -> Fit,
    polynomialFit: (([Double], [Double], Int) throws -> Fit)? = nil
  ) {
    let polynomialFit = polynomialFit ?? { t, y, degree in try leastSquares(powers(of: t, 0...degree), y) }
    self.leastSquares = .init(leastSquares)
    self.polynomialFit = .init(polynomialFit)
    unrecordedLeastSquares = .init { Unrecorded(fit: try leastSquares($0, $1)) }
    unrecordedPolynomialFit = .init { Unrecorded(fit: try polynomialFit($0, $1, $2)) }
  }
}

enum LeastSquares: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Columns at comfortable angles: κ ≤ 5, and an error of m·n·κ·ε at the most.
      Check("gives the worked examples") { s in
        let nearly = Tolerance.ofLargest(64 * 0x1p-52)
        func expectFit(_ fit: Fit, _ what: String, _ coefficients: [Double], _ residualNorm: Double) {
          expect(fit.coefficients, equals: coefficients, within: nearly, what: "β of \(what)")
          expect(
            fit.residualNorm, equals: residualNorm, within: .ulps(64),
            "It is the length of y − X·β, in the unit of y.", what: "The residual norm of \(what)")
        }
        expectFit(
          try s.leastSquares([[1, 0], [1, 1], [1, 2]], [1, 3, 4]), "the line through (0, 1), (1, 3), (2, 4)",
          [7.0 / 6, 1.5], (1.0 / 6).squareRoot())
        expectFit(
          try s.polynomialFit([0, 1, 2], [1, 3, 4], 1), "polynomialFit for the same points, degree 1", [7.0 / 6, 1.5],
          (1.0 / 6).squareRoot())
        expectFit(try s.leastSquares([[1], [2], [2]], [3, 1, 2]), "one column, (1, 2, 2)", [1], 5.squareRoot())
        expectFit(try s.leastSquares([[], [], []], [2, 3, 6]), "no column at all", [], 7)
      },
      // A backward stable method leaves |xⱼᵀr| ≤ c·m·ε·‖xⱼ‖·(‖y‖ + Σ‖xₖ‖·|βₖ|); 30 is LAPACK's threshold.
      Check("leaves a residual at right angles to every column", cases: 3) { s, random in
        var isRight = true
        for (m, n) in [(11, 1), (7, 3), (23, 5), (5, 5)] {
          let scales = (0..<n).map { _ in pow(10, Double.random(in: -3...3, using: &random)) }
          let x = (0..<m).map { _ in scales.map { $0 * normal(using: &random) } }
          let y = (0..<m).map { _ in normal(using: &random) }
          let fit = try s.leastSquares(x, y)
          if isRight { isRight = expectRightAngles(fit, x, y) }
        }
      },
      // The matrix has κ = 2.4, and m·n·κ·ε bounds the error.
      Check("solves a square system") { s in
        let x: [[Double]] = [
          [4, 1, 0, -2, 1], [-1, 5, 2, 0, 1], [0, -2, 3, 1, -1], [2, 0, 1, 6, -3], [1, -1, 0, 2, 4],
        ]
        let y = x.map { dot($0, [1, -2, 3, -4, 5]) }
        let fit = try s.leastSquares(x, y)
        let advice = "As many equations as unknowns, none superfluous: all are met, and nothing is left over."
        expect(
          fit.coefficients, equals: [1, -2, 3, -4, 5], within: .ofLargest(25 * 2.4 * 0x1p-52), advice,
          what: "β of 5 equations with 5 unknowns")
        expect("Its residual norm", abs(fit.residualNorm), atMost: 30 * rounding(fit, x, y), advice)
      },
      Check("fits Norris and Wampler3 to their certified digits") { s in
        let (norris, wampler) = (try certified("Norris"), try certified("Wampler3"))
        expectDigits(11, of: norris, "polynomialFit, degree 1,") {
          try s.unrecordedPolynomialFit(norris.x.map { $0[0] }, norris.y, 1)
        }
        expectDigits(8, of: wampler, "polynomialFit, degree 5,", "XᵀX and Gram–Schmidt keep 5 to 7 digits here.") {
          try s.unrecordedPolynomialFit(wampler.x.map { $0[0] }, wampler.y, 5)
        }
      },
      Check("fits NoInt1 and Longley to their certified digits") { s in
        let (noIntercept, longley) = (try certified("NoInt1"), try certified("Longley"))
        expectDigits(13, of: noIntercept, "leastSquares", "The model has no constant: X is what it is, one column.") {
          try s.unrecordedLeastSquares(noIntercept.design, noIntercept.y)
        }
        expectDigits(9.5, of: longley, "leastSquares", "XᵀX and classical Gram–Schmidt keep 7 or 8 digits here.") {
          try s.unrecordedLeastSquares(longley.design, longley.y)
        }
      },
      // In Double 2⁵⁴ + 2.25² is 2⁵⁴ + 4: whoever forms XᵀX gets −5.0625 and 5.0625. κ = 1.2e8, error ≤ m·n·κ·ε.
      Check("keeps what XᵀX would round away") { s in
        let (x, y): ([[Double]], [Double]) = ([[0x1p27, 0x1p27], [0, 2.25], [0, 0]], [0, 9, 3])
        let advice =
          "The columns differ in 2.25 beside 2²⁷. Squared, 2.25² has to find room beside 2⁵⁴, and it does not."
        let system = "X = [[2²⁷, 2²⁷], [0, 2.25], [0, 0]], y = [0, 9, 3]"
        guard let fit = value(system, advice, { try s.leastSquares(x, y) }) else { return }
        expect(
          fit.coefficients, equals: [-4, 4], within: .ofLargest(6 * 1.2e8 * 0x1p-52), advice, what: "β for \(system)")
        expect(
          fit.residualNorm, equals: 3, within: .absolute(30 * rounding(fit, x, y)), advice, what: "Its residual norm")
      },
      // Läuchli's matrix: β = t + (y₀ − Σt)/(3 + δ²). The error is below m·n·ε·(κ + κ²·‖r‖/(‖X‖·‖β‖)), the bracket 2.5e9.
      Check("stands columns that are almost parallel") { s in
        let d = 0x1p-30
        let (x, y) = ([[1, 1, 1], [d, 0, 0], [0, d, 0], [0, 0, d]], [9, d, 2 * d, 3 * d])
        let advice =
          "X is [[1, 1, 1], [δ, 0, 0], [0, δ, 0], [0, 0, δ]] with δ = 2⁻³⁰: an orthogonal Q must be orthogonal in Double."
        guard let fit = value("three columns at angles of 10⁻⁹", advice, { try s.leastSquares(x, y) }) else { return }
        expect(
          fit.coefficients, equals: [2, 3, 4], within: .ofLargest(12 * 2.5e9 * 0x1p-52), advice,
          what: "β for three columns at angles of 10⁻⁹")
        expect(
          fit.residualNorm, equals: d * 3.squareRoot(), within: .absolute(30 * rounding(fit, x, y)), advice,
          what: "Its residual norm")
      },
      Check("refuses what has no single answer, and nothing else") { s in
        let many = "With fewer equations than unknowns many β fit. A choice among them is not asked for."
        expect(throws: LeastSquaresError.underdetermined(rows: 2, columns: 3), many) {
          try s.leastSquares([[1, 2, 3], [4, 5, 6]], [7, 8])
        }
        expect(throws: LeastSquaresError.underdetermined(rows: 2, columns: 4), many) {
          try s.polynomialFit([1, 2], [3, 4], 3)
        }
        let (first, second): ([Double], [Double]) = ([-1, 1, -3, 0, 1, 0, 2], [2, -4, -4, 1, -2, -4, 4])
        let dependent = zip(first, second).map { [$0, $1, $1 - 2 * $0] }
        let rank =
          "Of a dependent column Q leaves nothing but rounding on the diagonal of R: some ε of its length, seldom 0."
        expect(throws: LeastSquaresError.rankDeficient(column: 2), rank) {
          try s.leastSquares(dependent.map { $0.map { $0 * 0x1p40 } }, [1, 2, 3, 4, 5, 6, 7])
        }
        expect(throws: LeastSquaresError.rankDeficient(column: 1), "Every point at one place: no slope can be told.") {
          try s.polynomialFit([3, 3, 3], [1, 2, 4], 1)
        }
        expect(throws: LeastSquaresError.rankDeficient(column: 0), "A column of zeros multiplies nothing.") {
          try s.leastSquares([[0, 1], [0, 2], [0, 4]], [1, 2, 3])
        }
        let leftmost = "Two columns are zero, and the first of them is asked for."
        expect(throws: LeastSquaresError.rankDeficient(column: 1), leftmost) {
          try s.leastSquares([[1, 0, 0], [2, 0, 0], [2, 0, 0], [4, 0, 0]], [1, 2, 3, 4])
        }
        let small = "A column in small units is short, but not dependent: compare |r_jj| with the length of its column."
        // κ is about 2⁴¹, and a dozen roundings are worth 12·2⁻⁵³·2⁴¹ < 2⁻⁸ of the largest coefficient.
        let parallel = "|r₁₁| is 2⁻⁴⁰, far more than m·ε·‖x₁‖: nearly dependent is not dependent."
        let narrow = "two columns at an angle of 10⁻¹²"
        if let fit = value(narrow, parallel, { try s.leastSquares([[1, 1], [0, 0x1p-40]], [3, 0x1p-39]) }) {
          expect(fit.coefficients, equals: [1, 2], within: .ofLargest(0x1p-8), parallel, what: "β of \(narrow)")
        }
        let near = "the line through three points 2⁻⁶⁰ apart"
        guard let fit = value(near, small, { try s.leastSquares([[1, 0], [1, 0x1p-60], [1, 0x1p-59]], [1, 3, 4]) })
        else { return }
        expect(
          fit.coefficients, equals: [7.0 / 6, 1.5 * 0x1p60], within: .relative(64 * 0x1p-52), small,
          what: "β of \(near)")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the normal equations",
        Submission(normalEquations),
        """
        XᵀX·β = Xᵀy is right on paper and costs half, but squaring X squares its condition number: of 16 digits Longley \
        keeps 7 or 8, and columns that differ by less than 10⁻⁸ become equal. QR works on X itself.
        """),
      Misconception(
        "Q from classical Gram–Schmidt",
        Submission { x, y in try gramSchmidt(x, y, modified: false) },
        """
        Subtracting all projections of the original column at once lets the error of each stay in the next: for columns \
        at small angles the q_j are far from orthogonal, and Qᵀ is no inverse of Q. Reflections stay orthogonal to ε.
        """),
      Misconception(
        "Qᵀy with the Q of modified Gram–Schmidt",
        Submission { x, y in try gramSchmidt(x, y, modified: true) },
        """
        Modified Gram–Schmidt makes a good R, but its Q is orthogonal only to κ·ε, and Qᵀy inherits that. Either take y \
        along as one more column, projected step by step like the others, or use reflections.
        """),
      Misconception(
        "Q applied instead of Qᵀ",
        Submission { x, y in try byQR(x, y, rotate: { qr, y in qr.applyQ(y) }) },
        """
        X = Q·R, so X·β ≈ y becomes R·β ≈ Qᵀ·y: to take Q away from the left, multiply by its transpose.
        """),
      Misconception(
        "the residual norm from the wrong part of Qᵀy",
        Submission { x, y in try byQR(x, y, residualNorm: { c, n in norm(c[..<n]) }) },
        """
        The first n numbers of Qᵀy are what X can reach, and β meets them exactly. What is left over is in the other \
        m − n.
        """),
      Misconception(
        "the square of the residual norm",
        Submission { x, y in try byQR(x, y, residualNorm: { c, n in c[n...].reduce(0) { $0 + $1 * $1 } }) },
        """
        This is the sum of squares, in the square of y's unit. The norm is its root.
        """),
      Misconception(
        "the root mean square of the residual",
        Submission { x, y in
          try byQR(x, y, residualNorm: { c, n in norm(c[n...]) / Double(c.count).squareRoot() })
        },
        """
        Divided by √m the norm becomes the typical error of one prediction, a good number to report. Asked for is the \
        norm itself: the root of the sum, not of the mean.
        """),
      Misconception(
        "the residual's standard deviation",
        Submission { x, y in
          try byQR(x, y, residualNorm: { c, n in c.count > n ? norm(c[n...]) / Double(c.count - n).squareRoot() : 0 })
        },
        """
        Divided by √(m − n) the norm estimates the noise in one measurement. That comes later; here the norm itself is \
        asked for.
        """),
      Misconception(
        "the intercept's column missing",
        Submission(
          { x, y in try byQR(x, y) },
          polynomialFit: { t, y, degree in try byQR(powers(of: t, 1...max(degree, 1)), y) }),
        """
        A polynomial begins with t⁰: its column of ones carries the constant β₀. Without it every curve is forced through \
        the origin, and the other coefficients bend to make up for it.
        """),
      Misconception(
        "the highest power first",
        Submission(
          { x, y in try byQR(x, y) },
          polynomialFit: { t, y, degree in
            let fit = try byQR(powers(of: t, 0...degree), y)
            return Fit(coefficients: fit.coefficients.reversed(), residualNorm: fit.residualNorm)
          }),
        """
        Some libraries return the coefficients from the highest power down. Here β[k] belongs to tᵏ, so the constant is \
        β[0].
        """),
      Misconception(
        "a column of ones added to X",
        Submission(
          { x, y in try byQR(x.map { [1] + $0 }, y) },
          polynomialFit: { t, y, degree in try byQR(powers(of: t, 0...degree), y) }),
        """
        Whether a model has a constant is for the caller to say: NoInt1 has none. `leastSquares` fits the columns that it \
        is given, and `polynomialFit` brings its own column of ones.
        """),
      Misconception(
        "fewer equations than unknowns answered",
        Submission { x, y in
          let (m, n) = (x.count, x.first?.count ?? 0)
          let fit = try byQR(x.map { Array($0.prefix(m)) }, y)
          let zeros = [Double](repeating: 0, count: max(0, n - m))
          return Fit(coefficients: fit.coefficients + zeros, residualNorm: fit.residualNorm)
        },
        """
        One of many β that fit equally well looks like an answer, and whoever reads it takes it for what the data say. \
        Throw, with the numbers of rows and columns.
        """),
      Misconception(
        "dependence means exactly 0",
        Submission { x, y in try byQR(x, y, isDependent: { pivot, _, _ in pivot == 0 }) },
        """
        A column that depends on others leaves 0 on R's diagonal on paper; in Double it leaves rounding, and dividing by \
        that gives coefficients of 10¹⁵ that mean nothing. Compare |r_jj| with m·ε times the length of the column.
        """),
      Misconception(
        "a fixed threshold for dependence",
        Submission { x, y in try byQR(x, y, isDependent: { pivot, _, _ in abs(pivot) <= 1e-10 }) },
        """
        Whether 10⁻¹⁰ is small depends on the unit of the column. Set |r_jj| in proportion to the column's own length.
        """),
      Misconception(
        "the last dependent column",
        Submission { x, y in
          do { return try byQR(x, y) } catch LeastSquaresError.rankDeficient {
            let (m, n) = (x.count, x[0].count)
            let r = try QR(Matrix(x)).r.rows
            let last = (0..<n).last { j in isRounding(r[j][j], length: norm(x.map { $0[j] }), rows: m) }
            throw LeastSquaresError.rankDeficient(column: last ?? 0)
          }
        },
        """
        Several columns can be superfluous. Go from the left and throw at the first.
        """),
      Misconception(
        "columns counted from 1",
        Submission { x, y in
          do { return try byQR(x, y) } catch LeastSquaresError.rankDeficient(let column) {
            throw LeastSquaresError.rankDeficient(column: column + 1)
          }
        },
        """
        The error names a column of the array, and arrays count from 0.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("reflections written out", Submission { x, y in try triangularised(x, y, by: reflect) }),
      Alternative("Givens rotations", Submission { x, y in try triangularised(x, y, by: rotate) }),
      Alternative(
        "modified Gram–Schmidt with y as one more column",
        Submission { x, y in try gramSchmidt(x, y, modified: true, carriesY: true) }),
      Alternative(
        "QR's own least squares, the residual from y − X·β",
        Submission { x, y in
          var fit = try byQR(x, y)
          if !fit.coefficients.isEmpty { fit.coefficients = Array(try QR(Matrix(x)).leastSquares(Vector(y))) }
          fit.residualNorm = norm(residual(fit, x, y))
          return fit
        }),
    ]
  }
}

// MARK: - Parts of the checks

private func certified(_ name: String) throws -> CertifiedRegression {
  try Dataset("nist/\(name).dat").regression()
}

/// What `leastSquares` answers; nil, and reported, if it throws.
private func value(_ what: String, _ advice: String, _ fit: () throws -> Fit) -> Fit? {
  do { return try fit() } catch {
    expect(false, "For \(what) leastSquares throws \(error)", advice)
    return nil
  }
}

/// Expects the worst coefficient to have so many digits of NIST's, and the residual norm to be theirs up to rounding.
private func expectDigits(
  _ digits: Double, of data: CertifiedRegression, _ function: String, _ advice: String? = nil,
  _ fit: () throws -> Unrecorded
) {
  do {
    let fit = try fit().fit
    let right = data.parameters.map(\.estimate.value)
    guard fit.coefficients.count == right.count else {
      let counts = "\(fit.coefficients.count) coefficients, expected \(right.count)"
      return expect(false, "\(data.name): \(function) gives \(counts)", advice)
    }
    // NIST certifies 15 digits; more cannot be told.
    let worst = zip(fit.coefficients, right).map { got, right in
      let error = abs(got - right) / abs(right)
      return error.isNaN ? 0 : max(0, min(15, -log10(error)))
    }.min()
    expect("\(data.name): of the worst coefficient the number of right digits", worst ?? 0, atLeast: digits, advice)
    expect(
      fit.residualNorm, equals: data.residualSumOfSquares.value.squareRoot(),
      within: .absolute(30 * rounding(Fit(coefficients: right, residualNorm: 0), data.design, data.y)),
      "NIST certifies the residual sum of squares, its square.", what: "\(data.name): the residual norm")
  } catch {
    expect(false, "\(data.name): \(function) throws \(error)", advice)
  }
}

/// Expects the residual to be orthogonal to the columns and as long as stated; answers whether it is.
private func expectRightAngles(_ fit: Fit, _ x: [[Double]], _ y: [Double]) -> Bool {
  let (m, n) = (x.count, x[0].count)
  guard fit.coefficients.count == n else {
    expect(false, "For X of shape (\(m), \(n)) β has \(fit.coefficients.count) entries")
    return false
  }
  let rest = residual(fit, x, y)
  let unit = rounding(fit, x, y)
  let angles = (0..<n).map { j in
    let column = x.map { $0[j] }
    return abs(dot(column, rest)) / (norm(column) * unit)
  }
  let worst = angles.contains(where: \.isNaN) ? .nan : angles.max() ?? 0
  expect(
    "For X of shape (\(m), \(n)) the largest |x_jᵀ·(y − X·β)|/(m·ε·‖x_j‖·(‖y‖ + Σ‖x_k‖·|β_k|))", worst, atMost: 30,
    "If the residual leans towards a column, more of that column brings X·β nearer to y.")
  expect(
    fit.residualNorm, equals: norm(rest), within: .absolute(30 * unit),
    "Which m − n numbers does no choice of β change?",
    what: "For X of shape (\(m), \(n)) the residual norm")
  return worst <= 30 && abs(fit.residualNorm - norm(rest)) <= 30 * unit
}

private func residual(_ fit: Fit, _ x: [[Double]], _ y: [Double]) -> [Double] {
  zip(x, y).map { $1 - dot($0, fit.coefficients) }
}

/// m·ε·(‖y‖ + Σ‖xₖ‖·|βₖ|), the unit in which rounding moves a residual.
private func rounding(_ fit: Fit, _ x: [[Double]], _ y: [Double]) -> Double {
  let parts = fit.coefficients.enumerated().map { k, b in abs(b) * norm(x.map { $0.count > k ? $0[k] : 0 }) }
  return Double(x.count) * 0x1p-52 * parts.reduce(norm(y), +)
}

/// One row a number, one column an exponent.
private func powers(of t: [Double], _ exponents: ClosedRange<Int>) -> [[Double]] {
  t.map { t in exponents.map { k in (0..<k).reduce(1) { power, _ in power * t } } }
}

private func dot(_ x: some Sequence<Double>, _ y: some Sequence<Double>) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

private func norm(_ x: some Sequence<Double>) -> Double { dot(x, x).squareRoot() }

/// A standard normal number, by Box and Muller.
private func normal(using random: inout some RandomNumberGenerator) -> Double {
  let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
  return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
}

// MARK: - Wrong and right ways

private func isRounding(_ pivot: Double, length: Double, rows: Int) -> Bool {
  abs(pivot) <= Double(rows) * 0x1p-52 * length
}

/// Through LabNumerics' QR; each argument can make it wrong in one place.
private func byQR(
  _ x: [[Double]], _ y: [Double], isDependent: (Double, Double, Int) -> Bool = isRounding,
  rotate: (QR<Double>, Vector<Double>) -> Vector<Double> = { $0.applyQTransposed($1) },
  residualNorm: ([Double], Int) -> Double = { c, n in norm(c[n...]) }
) throws -> Fit {
  let (m, n) = (x.count, x[0].count)
  guard m >= n else { throw LeastSquaresError.underdetermined(rows: m, columns: n) }
  let qr = try QR(Matrix(x))
  let r = qr.r.rows
  for j in 0..<n where isDependent(r[j][j], norm(x.map { $0[j] }), m) {
    throw LeastSquaresError.rankDeficient(column: j)
  }
  let c = Array(rotate(qr, Vector(y)))
  return Fit(coefficients: backSubstituted(r, c), residualNorm: residualNorm(c, n))
}

private func backSubstituted(_ r: [[Double]], _ c: [Double]) -> [Double] {
  let n = r.first?.count ?? 0
  var x = Array(c[..<n])
  for i in x.indices.reversed() {
    for k in (i + 1)..<n { x[i] -= r[i][k] * x[k] }
    x[i] /= r[i][i]
  }
  return x
}

/// XᵀX·β = Xᵀy by Cholesky's factorisation.
private func normalEquations(_ x: [[Double]], _ y: [Double]) throws -> Fit {
  let (m, n) = (x.count, x[0].count)
  guard m >= n else { throw LeastSquaresError.underdetermined(rows: m, columns: n) }
  let columns = (0..<n).map { j in x.map { $0[j] } }
  var r = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
  var c = columns.map { dot($0, y) }
  for j in 0..<n {
    for i in 0...j {
      let rest = (0..<i).reduce(dot(columns[i], columns[j])) { $0 - r[$1][i] * r[$1][j] }
      guard i < j || rest > 0 else { throw LeastSquaresError.rankDeficient(column: j) }
      r[i][j] = i < j ? rest / r[i][i] : rest.squareRoot()
    }
    c[j] = (0..<j).reduce(c[j]) { $0 - r[$1][j] * c[$1] } / r[j][j]
  }
  var fit = Fit(coefficients: backSubstituted(r, c), residualNorm: 0)
  fit.residualNorm = norm(residual(fit, x, y))
  return fit
}

private func gramSchmidt(
  _ x: [[Double]], _ y: [Double], modified: Bool, carriesY: Bool = false
) throws -> Fit {
  let (m, n) = (x.count, x[0].count)
  guard m >= n else { throw LeastSquaresError.underdetermined(rows: m, columns: n) }
  var q: [[Double]] = []
  var r = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
  for j in 0..<n {
    let column = x.map { $0[j] }
    var rest = column
    for k in 0..<j {
      r[k][j] = dot(q[k], modified ? rest : column)
      for i in 0..<m { rest[i] -= r[k][j] * q[k][i] }
    }
    r[j][j] = norm(rest)
    guard !isRounding(r[j][j], length: norm(column), rows: m) else {
      throw LeastSquaresError.rankDeficient(column: j)
    }
    q.append(rest.map { $0 / r[j][j] })
  }
  var rest = y
  let c = q.map { q in
    let part = dot(q, carriesY ? rest : y)
    for i in 0..<m { rest[i] -= part * q[i] }
    return part
  }
  var fit = Fit(coefficients: backSubstituted(r, c), residualNorm: norm(rest))
  if !carriesY { fit.residualNorm = norm(residual(fit, x, y)) }
  return fit
}

/// X and y brought to triangular form, column after column, by orthogonal steps on the rows of X beside y.
private func triangularised(
  _ x: [[Double]], _ y: [Double], by eliminate: (inout [[Double]], Int) -> Void
) throws -> Fit {
  let (m, n) = (x.count, x[0].count)
  guard m >= n else { throw LeastSquaresError.underdetermined(rows: m, columns: n) }
  var rows = zip(x, y).map { $0 + [$1] }
  for j in 0..<n {
    eliminate(&rows, j)
    guard !isRounding(rows[j][j], length: norm(x.map { $0[j] }), rows: m) else {
      throw LeastSquaresError.rankDeficient(column: j)
    }
  }
  let r = rows[..<n].map { Array($0[..<n]) }
  return Fit(coefficients: backSubstituted(r, rows.map { $0[n] }), residualNorm: norm(rows[n...].map { $0[n] }))
}

/// A reflection that makes column j zero below the diagonal.
private func reflect(_ rows: inout [[Double]], _ j: Int) {
  var v = rows[j...].map { $0[j] }
  v[0] += v[0] < 0 ? -norm(v) : norm(v)
  let square = dot(v, v)
  guard square > 0 else { return }
  for k in j..<rows[0].count {
    let share = 2 * dot(v, rows[j...].map { $0[k] }) / square
    for i in v.indices { rows[j + i][k] -= share * v[i] }
  }
}

/// Rotations of row j with each row below it that make column j zero there.
private func rotate(_ rows: inout [[Double]], _ j: Int) {
  for i in (j + 1)..<max(rows.count, j + 1) where rows[i][j] != 0 {
    let length = hypot(rows[j][j], rows[i][j])
    let (cosine, sine) = (rows[j][j] / length, rows[i][j] / length)
    for k in j..<rows[j].count {
      let (upper, lower) = (rows[j][k], rows[i][k])
      rows[j][k] = cosine * upper + sine * lower
      rows[i][k] = cosine * lower - sine * upper
    }
  }
}
