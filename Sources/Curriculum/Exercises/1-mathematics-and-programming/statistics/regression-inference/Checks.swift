import Checking
import Glibc
import LabData
import LabNumerics

enum RegressionError: Error {
  case noDegreesOfFreedom(rows: Int, columns: Int)
  case rankDeficient(column: Int)
}

/// What the learner's `RegressionTable` says, or that of a variant.
struct Table: Observable {
  var coefficients: [Double]
  var standardErrors: [Double]
  var tStatistics: [Double]
  var pValues: [Double]
  var residualStandardDeviation: Double
  var rSquared: Double
  var adjustedRSquared: Double
  var fStatistic: Double
  var fPValue: Double
  var leverages: [Double]
  var standardizedResiduals: [Double]

  /// Part by part, so that large numbers do not hide small ones.
  var observation: Observation {
    Observation(
      numbers: [
        size(coefficients), size(standardErrors), size(tStatistics), size(pValues), residualStandardDeviation, rSquared,
        adjustedRSquared, log1p(max(fStatistic, 0)), fPValue, size(leverages), size(standardizedResiduals),
      ])
  }

  private func size(_ x: [Double]) -> Double { log1p(x.enumerated().reduce(0) { $0 + abs($1.1) * Double($1.0 + 1) }) }
}

/// An answer to NIST's data, not recorded: where a method loses digits, two programs that use it lose them differently,
/// and a comparison would not know it again.
struct Unrecorded: Observable {
  var table: Table

  var observation: Observation { Observation(text: "") }
}

struct Submission {
  var regression: Function<[[Double]], [Double], Bool, Table>
  var unrecorded: Function<[[Double]], [Double], Bool, Unrecorded>

  init(_ regression: @escaping ([[Double]], [Double], Bool) throws -> Table) {
    self.regression = .init(regression)
    unrecorded = .init { Unrecorded(table: try regression($0, $1, $2)) }
  }
}

enum RegressionInference: Checklist {
  static var checks: [Check<Submission>] {
    [
      // κ(X) is 3.2: errors of n·p·κ·ε, below 100·ε, and the tails' own, some 500·ε. With one degree of freedom P(|T| ≥ t) = 1 − (2/π)·atan t.
      Check("gives the worked example") { s in
        let table = try s.regression([[0], [1], [2]], [1, 3, 4], true)
        let nearly = Tolerance.ulps(2000)
        let t = [7 / sqrt(5), sqrt(27)]
        let what = "the line through (0, 1), (1, 3), (2, 4)"
        expect(table.coefficients, equals: [7.0 / 6, 1.5], within: nearly, what: "β of \(what)")
        expect(
          table.standardErrors, equals: [sqrt(5) / 6, 1 / sqrt(12)], within: nearly,
          "s² = (1/6)/1, and (XᵀX)⁻¹ has 5/6 and 1/2 on its diagonal.", what: "the standard errors of \(what)")
        expect(table.tStatistics, equals: t, within: nearly, "β over its error.", what: "t of \(what)")
        expect(
          table.pValues, equals: t.map { 2 / Double.pi * atan(1 / $0) }, within: nearly,
          "Student's distribution with 1 degree of freedom, both tails.", what: "p of \(what)")
        expect(table.residualStandardDeviation, equals: (1.0 / 6).squareRoot(), within: nearly, what: "s of \(what)")
        expect(table.rSquared, equals: 27.0 / 28, within: nearly, what: "R² of \(what)")
        expect(table.adjustedRSquared, equals: 26.0 / 28, within: nearly, what: "the adjusted R² of \(what)")
        expect(
          table.fStatistic, equals: 27, within: nearly, "4.5 of the sum of squares with 1 degree of freedom.",
          what: "F of \(what)")
        expect(
          table.fPValue, equals: 2 / Double.pi * atan(1 / t[1]), within: nearly,
          "F = t² for one predictor, so p is that of t.",
          what: "the p of F of \(what)")
        expect(table.leverages, equals: [5.0 / 6, 1.0 / 3, 5.0 / 6], within: nearly, what: "the leverages of \(what)")
        expect(
          table.standardizedResiduals, equals: [-1, 1, -1], within: nearly, "rᵢ/(s·√(1 − hᵢᵢ)).",
          what: "the standardized residuals of \(what)")
      },
      Check("meets NIST's certified tables") { s in
        try expectCertified("Norris", coefficients: 11, errors: 12, by: s)
        try expectCertified("Pontius", coefficients: 10, errors: 11, by: s)
        try expectCertified("Longley", coefficients: 9.5, errors: 11, by: s)
        try expectCertified("NoInt1", coefficients: 13, errors: 13, by: s)
        try expectCertified("NoInt2", coefficients: 13, errors: 13, by: s)
      },
      // An exact fit: RSS is rounding, 10·n·ε·‖y‖ at most; NIST's F is infinite and is not asked for.
      Check("finds next to no scatter in an exact fit") { s in
        let data = try Dataset("nist/Wampler1.dat").regression()
        let table = try s.unrecorded(data.design.map { Array($0.dropFirst()) }, data.y, true).table
        let n = Double(data.y.count)
        let norm = data.y.reduce(0) { $0 + $1 * $1 }.squareRoot()
        expect(
          "Wampler1: s/(n·ε·‖y‖)", table.residualStandardDeviation / (n * 0x1p-52 * norm), atMost: 10,
          "y = 1 + x + … + x⁵ is met exactly: what is left of y is rounding.")
        expect(table.rSquared, equals: 1, within: .absolute(1e-14), what: "Wampler1: R²")
      },
      // Rational arithmetic and mpmath, compared with statsmodels: make_reference.py. κ(X) is 10⁴ with the constant.
      Check("agrees with statsmodels on the penguins") { s in
        let (x, y) = try penguins.get()
        func expectTable(_ table: Table, _ right: Table, _ what: String) {
          let nearly = Tolerance.relative(1e-9)
          expect(table.coefficients, equals: right.coefficients, within: nearly, what: "β of mass \(what)")
          expect(
            table.standardErrors, equals: right.standardErrors, within: nearly,
            "s times the length of row j of R⁻¹, with n − p degrees of freedom in s.",
            what: "the errors of mass \(what)")
          expect(table.tStatistics, equals: right.tStatistics, within: nearly, what: "t of mass \(what)")
          expect(
            table.pValues, equals: right.pValues, within: .relative(1e-7),
            "Two tails of Student's distribution with n − p degrees of freedom.", what: "p of mass \(what)")
          expect(
            table.residualStandardDeviation, equals: right.residualStandardDeviation, within: nearly,
            what: "s of mass \(what)")
          expect(
            table.rSquared, equals: right.rSquared, within: nearly,
            "TSS is taken around the mean if there is a constant, around 0 if not.", what: "R² of mass \(what)")
          expect(
            table.adjustedRSquared, equals: right.adjustedRSquared, within: nearly,
            "Each sum of squares over its degrees of freedom: n − p, and n − 1 or n.",
            what: "the adjusted R² of mass \(what)")
          expect(
            table.fStatistic, equals: right.fStatistic, within: nearly,
            "The constant is not among what F tests.", what: "F of mass \(what)")
          expect(
            Array(table.leverages.prefix(3)), equals: right.leverages, within: nearly,
            "The constant has its share of them.",
            what: "the first leverages of mass \(what)")
          expect(
            Array(table.standardizedResiduals.prefix(3)), equals: right.standardizedResiduals, within: nearly,
            what: "the first standardized residuals of mass \(what)")
        }
        let table = try s.regression(x, y, true)
        expectTable(table, withConstant, "~ 1 + flipper + bill length + bill depth")
        expect(
          table.fPValue, equals: withConstant.fPValue, within: .relative(1e-6),
          "The upper tail itself: 1 − cdf is 0 here.", what: "p of F of mass with a constant")
        let bare = try s.regression(x, y, false)
        expectTable(bare, withoutConstant, "~ flipper + bill length + bill depth")
        expect("p of F of mass without a constant", bare.fPValue, atMost: 1e-290)
      },
      Check("keeps the laws of projections", cases: 3) { s, random in
        let (n, k) = (23, 3)
        let x = (0..<n).map { _ in (0..<k).map { _ in Double.random(in: -1...1, using: &random) } }
        let y = x.map { row in 3 + row[0] - 2 * row[1] + Double.random(in: -1...1, using: &random) }
        let nearly = Tolerance.relative(1e-10)
        let one = try s.regression(x, y, true)
        expect(
          one.leverages.reduce(0, +), equals: 4, within: nearly,
          "The trace of a projection on p dimensions is p.", what: "the sum of the leverages, p = 4,")
        // A constant predictor is a constant, however it came in: the same fit, but another question for R² and F.
        let own = try s.regression(x.map { [1] + $0 }, y, false)
        expect(
          own.standardErrors, equals: one.standardErrors, within: nearly, what: "the errors with an own column of ones")
        let square = y.reduce(0) { $0 + $1 * $1 }
        let rss = one.residualStandardDeviation * one.residualStandardDeviation * 19
        expect(
          own.rSquared, equals: 1 - rss / square, within: nearly,
          "intercept is false: R² is uncentred, whatever the columns are.", what: "R² with an own column of ones")
        // Another unit for one predictor: β and its error change, t and all that follows do not.
        let other = try s.regression(x.map { [$0[0], $0[1] * 1024, $0[2]] }, y, true)
        expect(
          other.standardErrors, equals: one.standardErrors.enumerated().map { $0.0 == 2 ? $0.1 / 1024 : $0.1 },
          within: nearly, "The error has the unit of the coefficient.", what: "the errors with x₁ in another unit")
        expect(other.tStatistics, equals: one.tStatistics, within: nearly, what: "t with x₁ in another unit")
        expect(other.fStatistic, equals: one.fStatistic, within: nearly, what: "F with x₁ in another unit")
      },
      Check("answers at the edges") { s in
        expect(
          throws: RegressionError.noDegreesOfFreedom(rows: 2, columns: 2),
          "Two points and a line: nothing is left to judge the scatter by."
        ) { try s.regression([[1], [2]], [3, 5], true) }
        expect(throws: RegressionError.noDegreesOfFreedom(rows: 2, columns: 3)) {
          try s.regression([[1, 4], [2, 5]], [3, 5], true)
        }
        let advice = "r_jj is how far column j stands out of those before it; the constant is column 0."
        expect(throws: RegressionError.rankDeficient(column: 2), advice) {
          try s.regression([[1, 3], [2, 5], [4, 9], [3, 7]], [1, 0, 2, 5], true)
        }
        expect(throws: RegressionError.rankDeficient(column: 1), advice) {
          try s.regression([[0.1], [0.1], [0.1], [0.1]], [1, 0, 2, 5], true)
        }
        // Another unit for a column changes nothing about what depends on what.
        for unit in [0x1p-40, 0x1p40] {
          expect(throws: RegressionError.rankDeficient(column: 1), "The bound has the unit of the column: n·ε·‖x_j‖.") {
            try s.regression(
              [[3, 5], [5, 9], [9, 3], [7, 1]].map { [$0[0], $0[0] / 3 * unit, $0[1]] }, [1, 0, 2, 5], false)
          }
          expect(
            try s.regression([[1], [2], [3], [4]].map { [$0[0] * unit] }, [1, 3, 2, 5], true).rSquared,
            equals: 4.84 / 7,
            within: .ulps(2000), "No column is too small or too large to fit.", what: "R² with x in units of \(unit)")
        }
        // κ is about 2⁴¹, and a dozen roundings are worth 12·2⁻⁵³·2⁴¹ < 2⁻⁸ of the largest coefficient.
        let narrow = try s.regression([[1, 1], [0, 0x1p-40], [0, 0]], [3, 0x1p-39, 1], false)
        expect(
          narrow.coefficients, equals: [1, 2], within: .ofLargest(0x1p-8),
          "|r₁₁| is 2⁻⁴⁰, far more than n·ε·‖x₁‖: nearly dependent is not dependent.",
          what: "β of two columns at an angle of 10⁻¹²")
        // hᵢᵢ = 1/n + (xᵢ − x̄)²/Σ(xₖ − x̄)², here with x̄ = 250.
        let far = try s.regression([[-1], [0], [1], [1000]], [1, 3, 2, 9], true)
        expect(
          far.leverages, equals: ([-1, 0, 1, 1000] as [Double]).map { 0.25 + ($0 - 250) * ($0 - 250) / 750_002 },
          within: .absolute(1e-10), "A point far out is met nearly exactly: its leverage is nearly 1.",
          what: "the leverages of x = −1, 0, 1, 1000")
        let bare = try s.regression([[2], [1], [2]], [4, 1, 3], false)  // β = 15/9, RSS = 26 − 25 = 1
        expect(bare.residualStandardDeviation, equals: sqrt(0.5), within: .ulps(200), what: "s of y ≈ β·x")
        expect(
          bare.fStatistic, equals: 50, within: .ulps(400), "F is t² for a single column: 25/1 over 1/2.",
          what: "F of y ≈ β·x")
        let constant = try s.regression([[], [], [], []], [1, 2, 4, 5], true)
        expect(constant.coefficients, equals: [3], within: .ulps(64), what: "β of a constant alone")
        expect(
          constant.standardErrors, equals: [(10.0 / 12).squareRoot()], within: .ulps(64), "The error of a mean, s/√n.",
          what: "the error of a constant alone")
        expect(constant.rSquared, equals: 0, within: .absolute(1e-15), what: "R² of a constant alone")
        expect(
          [constant.fStatistic, constant.fPValue], equals: [.nan, .nan], "No predictor: nothing to test.",
          what: "F and its p of a constant alone")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "scatter divided by n",
        Way(degrees: { n, _ in n }).submission,
        """
        RSS/n is the estimate of greatest likelihood, and too small: p coefficients have been fitted to these n rows, and \
        n − p residuals are free.
        """),
      Misconception(
        "scatter divided by n − 1",
        Way(degrees: { n, _ in n - 1 }).submission,
        """
        n − 1 is for a mean, a model with one coefficient. Here p were fitted: n − p degrees of freedom are left.
        """),
      Misconception(
        "standard errors through the inverse of XᵀX",
        Way(usesGram: true).submission,
        """
        The formula in the books, but XᵀX has the square of X's condition number: on Longley 7 digits of β remain, and 8 of \
        the errors. R⁻¹ gives the same diagonal without forming XᵀX.
        """),
      Misconception(
        "columns of R⁻¹ instead of rows",
        Way(transposesInverse: true).submission,
        """
        (XᵀX)⁻¹ = R⁻¹·R⁻ᵀ: its diagonal entry j is row j of R⁻¹ times itself. The lengths of the columns belong to \
        R⁻ᵀ·R⁻¹. `solveUpper` with a unit vector gives a column.
        """),
      Misconception(
        "1/r_jj for the length of the row",
        Way(usesDiagonal: true).submission,
        """
        s/|r_jj| would be the error if the later coefficients were known. Only for the last column is that so; the others \
        share their scatter with those behind them, and row j of R⁻¹ has entries to the right.
        """),
      Misconception(
        "standard errors without s",
        Way(scale: { _ in 1 }).submission,
        """
        √[(XᵀX)⁻¹]_jj is the error for noise of standard deviation 1. The scatter of these data, s, belongs in front.
        """),
      Misconception(
        "R² around the mean without a constant",
        Way(centres: { _ in true }).submission,
        """
        Without a constant the model y = 0 is the one to compare with, not y = ȳ, which it cannot express. NIST's NoInt1 is \
        certified so.
        """),
      Misconception(
        "R² around 0 with a constant",
        Way(centres: { _ in false }).submission,
        """
        Σ y² measures how far y is from 0, which the constant alone explains. R² asks what the predictors explain beyond \
        the mean.
        """),
      Misconception(
        "R² for the adjusted one",
        Way(adjusts: { r, _, _, _ in r }).submission,
        """
        Every further column makes R² larger, even noise. The adjusted one divides both sums of squares by their degrees of \
        freedom.
        """),
      Misconception(
        "adjusted as if p did not count the constant",
        Way(adjusts: { r, n, p, c in 1 - (1 - r) * (n - c) / (n - p - 1) }).submission,
        """
        n − p − 1 is for p predictors *beside* a constant. Here p counts all the columns, the constant among them.
        """),
      Misconception(
        "one-sided p",
        Way(tail: { StudentTDistribution(degreesOfFreedom: $1).upperTail(abs($0)) }).submission,
        """
        A coefficient can differ from 0 in both directions: P(|T| ≥ |t|) has two tails.
        """),
      Misconception(
        "the normal distribution for t",
        Way(tail: { t, _ in 2 * NormalDistribution().upperTail(abs(t)) }).submission,
        """
        s is itself estimated, from n − p residuals, and that makes large |t| more likely than a normal z: Student's \
        distribution.
        """),
      Misconception(
        "the sign of t left in",
        Way(tail: { 2 * StudentTDistribution(degreesOfFreedom: $1).upperTail($0) }).submission,
        """
        For a negative t the upper tail is more than ½, and p above 1. Take |t|.
        """),
      Misconception(
        "F counts the constant",
        Way(constantsInF: 0).submission,
        """
        F asks whether the predictors explain anything beyond the constant, which is not among them: p − 1 degrees of \
        freedom with a constant.
        """),
      Misconception(
        "p of F as 1 − cdf",
        Way(tailOfF: { 1 - $0.cdf($1) }).submission,
        """
        The cdf rounds to 1, and 1 − 1 is 0. Take the upper tail itself.
        """),
      Misconception(
        "leverages without the constant",
        Way(leverage: { h, n, hasConstant in hasConstant ? h - 1 / n : h }).submission,
        """
        hᵢᵢ − 1/n is the leverage of the centred predictors. The column of ones is a column like any other; the sum of \
        all hᵢᵢ is p.
        """),
      Misconception(
        "residuals divided by s alone",
        Way(standardizes: { r, s, _ in r / s }).submission,
        """
        A row with a large leverage pulls the line to itself, so its residual scatters less: σ²·(1 − hᵢᵢ). Just the \
        suspicious rows look harmless if you forget it.
        """),
      Misconception(
        "the root of 1 − h forgotten",
        Way(standardizes: { r, s, h in r / (s * (1 - h)) }).submission,
        """
        1 − hᵢᵢ belongs to the variance. s is a standard deviation: √(1 − hᵢᵢ).
        """),
      Misconception(
        "as many rows as columns let through",
        Way(refusesSaturated: false).submission,
        """
        With n = p the fit is exact and RSS/0 is NaN: nothing says how large the noise is.
        """),
      Misconception(
        "dependent columns not noticed",
        Way(looksAtRank: false).submission,
        """
        r_jj is then rounding, and what you divide by it is too: coefficients of 10¹⁵ that cancel each other, with errors to \
        match.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("R² and F from TSS − RSS, leverages from R⁻ᵀ·xᵢ", Way(subtracts: true).submission)
    ]
  }
}

// MARK: - Parts of the checks

/// Expects NIST's coefficients and standard errors to so many digits, s, R² and F to eleven.
private func expectCertified(
  _ name: String, coefficients: Double, errors: Double, by s: Submission, line: Int = #line
) throws {
  let data = try Dataset("nist/\(name).dat").regression()
  let hasConstant = data.parameters[0].name == "B0"
  let x = data.design.map { Array($0.dropFirst(hasConstant ? 1 : 0)) }
  let table = try s.unrecorded(x, data.y, hasConstant).table
  func expectDigits(_ got: [Double], _ right: [Double], _ digits: Double, _ what: String, _ advice: String) {
    let worst =
      zip(got, right).map { got, right in
        let error = abs(got - right) / abs(right)
        return error.isNaN ? 0 : max(0, min(15, -log10(error)))
      }.min() ?? 0
    expect(
      "\(name): of \(what) the number of right digits", got.count == right.count ? worst : 0, atLeast: digits, advice,
      line: line)
  }
  expectDigits(
    table.coefficients, data.parameters.map(\.estimate.value), coefficients, "the worst coefficient",
    "Solve R·β = c; XᵀX loses half of the digits.")
  expectDigits(
    table.standardErrors, data.parameters.map(\.standardDeviation.value), errors, "the worst standard error",
    "The rows of R⁻¹ have the lengths; the inverse of XᵀX loses half of the digits.")
  expectDigits([table.residualStandardDeviation], [data.residualStandardDeviation.value], 11, "s", "√(RSS/(n − p)).")
  expectDigits(
    [table.rSquared], [data.rSquared.value], 11, "R²", "Around the mean with a constant, around 0 without.")
  expectDigits([table.fStatistic], [data.fStatistic.value], 11, "F", "Each sum of squares over its degrees of freedom.")
}

// MARK: - Real data

/// Flipper length, bill length and bill depth (mm), and the mass (g) of 342 birds.
private let penguins = Result {
  let names = ["flipper_length_mm", "bill_length_mm", "bill_depth_mm", "body_mass_g"]
  let rows = try Dataset("penguins/penguins.csv").csv().dropping(missingIn: names).numbers(names)
  return (rows.map { Array($0[..<3]) }, rows.map { $0[3] })
}

// From make_reference.py; of the rows the first three.
private let withConstant = Table(
  coefficients: [-6424.764698098588, 50.26922163824042, 4.161820470411497, 20.04953313144399],
  standardErrors: [561.4692568775222, 2.4771432542179896, 5.3290876764332795, 13.693924856442127],
  tStatistics: [-11.442772011825527, 20.293223475325384, 0.7809630321558105, 1.4641188221514119],
  pValues: [7.577326214781019e-26, 1.9316462647749084e-60, 0.4353708624311643, 0.14409089650413406],
  residualStandardDeviation: 393.4047965719911, rSquared: 0.7614704841272493, adjustedRSquared: 0.7593533582467219,
  fStatistic: 359.67180370851077, fPValue: 8.18852564492409e-105,
  leverages: [0.008831197784053666, 0.007306001379822217, 0.00459940669330253],
  standardizedResiduals: [1.3746026442270183, 0.9221120213819017, -1.6722244299519105])
private let withoutConstant = Table(
  coefficients: [25.96920450342834, 20.4526520287474, -111.06827911855564],
  standardErrors: [1.4999798789740248, 6.039924871945021, 8.819036196117027],
  tStatistics: [17.31303523964007, 3.3862427865201385, -12.594151633877905],
  pValues: [1.4643838606314598e-48, 0.0007917806214216666, 4.244919931486351e-30],
  residualStandardDeviation: 462.69740787256075, rSquared: 0.9884012336716276, adjustedRSquared: 0.988298589721819,
  fStatistic: 9629.415425991003, fPValue: 0,
  leverages: [0.006623181684310125, 0.0037881388942349664, 0.004584571477352956],
  standardizedResiduals: [0.7087567630530128, 0.20448708144145503, -1.384225552366353])

// MARK: - Wrong and right ways

/// The regression; each member can make it wrong in one place.
private struct Way {
  var degrees: (Int, Int) -> Int = { n, p in n - p }
  var usesGram = false
  var transposesInverse = false
  var usesDiagonal = false
  /// What stands in front of the root of the diagonal, of s.
  var scale: (Double) -> Double = { $0 }
  /// Whether TSS is taken around the mean, of whether there is a constant.
  var centres: (Bool) -> Bool = { $0 }
  /// Of R², n, p and the number of constants.
  var adjusts: (Double, Double, Double, Double) -> Double = { r, n, p, c in 1 - (1 - r) * (n - c) / (n - p) }
  /// Of t and the degrees of freedom.
  var tail: (Double, Double) -> Double = { 2 * StudentTDistribution(degreesOfFreedom: $1).upperTail(abs($0)) }
  var constantsInF: Int?
  var tailOfF: (FDistribution, Double) -> Double = { $0.upperTail($1) }
  /// Of h, n and whether there is a constant.
  var leverage: (Double, Double, Bool) -> Double = { h, _, _ in h }
  /// Of a residual, s and h.
  var standardizes: (Double, Double, Double) -> Double = { r, s, h in r / (s * (1 - h).squareRoot()) }
  var refusesSaturated = true
  var looksAtRank = true
  /// Whether sums of squares come from residuals, and leverages from R.
  var subtracts = false

  func table(_ x: [[Double]], _ y: [Double], _ intercept: Bool) throws -> Table {
    let rows = x.map { intercept ? [1] + $0 : $0 }
    let (n, p) = (rows.count, rows[0].count)
    guard n > p || n == p && !refusesSaturated else {
      throw RegressionError.noDegreesOfFreedom(rows: n, columns: p)
    }
    let qr = try QR(Matrix(rows))
    let r = qr.r.rows
    if looksAtRank {
      for j in 0..<p where abs(r[j][j]) <= Double(n) * 0x1p-52 * squares(rows.map { $0[j] }).squareRoot() {
        throw RegressionError.rankDeficient(column: j)
      }
    }
    let c = Array(qr.applyQTransposed(Vector(y)))
    var beta = backSubstituted(r, Array(c[..<p]))
    let inverse = (0..<p).map { k in backSubstituted(r, (0..<p).map { $0 == k ? 1 : 0 }) }
    var diagonal = (0..<p).map { j in
      usesDiagonal
        ? 1 / (r[j][j] * r[j][j]) : transposesInverse ? squares(inverse[j]) : squares(inverse.map { $0[j] })
    }
    if usesGram {
      let gram = (0..<p).map { i in (0..<p).map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } } }
      let right = (0..<p).map { i in zip(rows, y).reduce(0) { $0 + $1.0[i] * $1.1 } }
      let inverse = gaussJordan(gram)
      beta = inverse.map { zip($0, right).reduce(0) { $0 + $1.0 * $1.1 } }
      diagonal = (0..<p).map { inverse[$0][$0] }
    }
    let residuals = zip(rows, y).map { row, y in zip(row, beta).reduce(y) { $0 - $1.0 * $1.1 } }
    let rss = subtracts || usesGram ? squares(residuals) : squares(c[p...])
    let free = Double(degrees(n, p))
    let s = (rss / free).squareRoot()
    let errors = diagonal.map { scale(s) * $0.squareRoot() }
    let t = zip(beta, errors).map { $0 / $1 }
    let isCentred = centres(intercept)
    let mean = isCentred ? y.reduce(0, +) / Double(n) : 0
    let tss =
      subtracts || isCentred != intercept
      ? y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } : squares(c[(intercept ? 1 : 0)...])
    let rSquared = 1 - rss / tss
    let tested = p - (constantsInF ?? (intercept ? 1 : 0))
    let explained = subtracts ? tss - rss : squares(c[(intercept ? 1 : 0)..<p])
    let f = tested == 0 || p == (intercept ? 1 : 0) ? .nan : explained / Double(tested) / (s * s)
    let leverages = (subtracts ? rows.map { squares(forward(r, $0)) } : qr.q().rows.map { squares($0) })
      .map { leverage($0, Double(n), intercept) }
    return Table(
      coefficients: beta, standardErrors: errors, tStatistics: t,
      pValues: t.map { $0.isNaN || free <= 0 ? .nan : tail($0, free) }, residualStandardDeviation: s,
      rSquared: rSquared,
      adjustedRSquared: adjusts(rSquared, Double(n), Double(p), intercept ? 1 : 0), fStatistic: f,
      fPValue: f.isNaN || free <= 0
        ? .nan : tailOfF(FDistribution(numeratorDegrees: Double(tested), denominatorDegrees: free), max(0, f)),
      leverages: leverages,
      standardizedResiduals: zip(residuals, leverages).map { standardizes($0, s, $1) })
  }

  var submission: Submission { Submission(table) }
}

private func squares(_ x: some Sequence<Double>) -> Double { x.reduce(0) { $0 + $1 * $1 } }

/// The solution of R·x = c.
private func backSubstituted(_ r: [[Double]], _ c: [Double]) -> [Double] {
  var x = c
  for i in x.indices.reversed() {
    for k in (i + 1)..<x.count { x[i] -= r[i][k] * x[k] }
    x[i] /= r[i][i]
  }
  return x
}

/// The solution of Rᵀ·w = x.
private func forward(_ r: [[Double]], _ x: [Double]) -> [Double] {
  var w = x
  for i in w.indices {
    for k in 0..<i { w[i] -= r[k][i] * w[k] }
    w[i] /= r[i][i]
  }
  return w
}

/// The inverse of a positive definite matrix by Gauss and Jordan, as it stands in the books.
private func gaussJordan(_ a: [[Double]]) -> [[Double]] {
  let n = a.count
  var rows = a.indices.map { i in a[i] + (0..<n).map { $0 == i ? 1 : 0 } }
  for k in 0..<n {
    let pivot = rows[k][k]
    rows[k] = rows[k].map { $0 / pivot }
    for i in 0..<n where i != k {
      let factor = rows[i][k]
      for j in 0..<2 * n { rows[i][j] -= factor * rows[k][j] }
    }
  }
  return rows.map { Array($0[n...]) }
}
