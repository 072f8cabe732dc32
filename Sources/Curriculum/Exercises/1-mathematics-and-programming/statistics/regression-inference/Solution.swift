/// What a regression reports beside its coefficients.
struct RegressionTable {
  /// p numbers, the constant first if there is one.
  var coefficients: [Double]
  var standardErrors: [Double]
  var tStatistics: [Double]
  /// Two-sided, of the hypothesis that the coefficient is 0.
  var pValues: [Double]
  /// s = √(RSS/(n − p)).
  var residualStandardDeviation: Double
  /// 1 − RSS/TSS, TSS around the mean if there is a constant and around 0 if not.
  var rSquared: Double
  var adjustedRSquared: Double
  /// Of the hypothesis that all coefficients but the constant are 0.
  var fStatistic: Double
  var fPValue: Double
  /// hᵢᵢ, one a row.
  var leverages: [Double]
  /// rᵢ/(s·√(1 − hᵢᵢ)), one a row.
  var standardizedResiduals: [Double]
}

enum RegressionError: Error {
  /// No residual is left to judge the scatter by: n ≤ p.
  case noDegreesOfFreedom(rows: Int, columns: Int)
  /// This column, the constant counted as column 0, is to rounding a combination of those before it.
  case rankDeficient(column: Int)
}

/// A linear regression with its inference, by a QR factorisation.
///
/// - Parameters:
///   - x: the predictors, shape (n, k), an array of n ≥ 1 rows; finite.
///   - y: n numbers, finite.
///   - intercept: whether a column of ones is put before the predictors, so that p = k + 1; else p = k.
/// - Returns: the table; p ≥ 1 numbers a column of it, n a row.
/// - Throws: `RegressionError.noDegreesOfFreedom` if n ≤ p; `.rankDeficient` with the first column j for which
///   |r_jj| ≤ n·ε·‖x_j‖.
func regression(_ x: [[Double]], _ y: [Double], intercept: Bool) throws -> RegressionTable {
  // BEGIN SOLUTION
  let design = x.map { intercept ? [1] + $0 : $0 }
  let (n, p) = (design.count, design[0].count)
  guard n > p else { throw RegressionError.noDegreesOfFreedom(rows: n, columns: p) }
  func squares(_ x: some Sequence<Double>) -> Double { x.reduce(0) { $0 + $1 * $1 } }
  func unit(_ k: Int, _ count: Int) -> [Double] { (0..<count).map { $0 == k ? 1 : 0 } }
  let qr = HouseholderQR(design)
  let r = qr.r  // (p, p)
  for j in 0..<p where abs(r[j][j]) <= Double(n) * 0x1p-52 * squares(design.map { $0[j] }).squareRoot() {
    throw RegressionError.rankDeficient(column: j)
  }
  let c = qr.applyQTransposed(y)  // p numbers that X reaches, n − p that it does not
  let coefficients = try solveUpper(r, Array(c[..<p]))
  let degrees = Double(n - p)
  let s = (squares(c[p...]) / degrees).squareRoot()

  // (XᵀX)⁻¹ = R⁻¹·R⁻ᵀ: its diagonal holds the squared lengths of the rows of R⁻¹.
  let inverse = try (0..<p).map { k in try solveUpper(r, unit(k, p)) }  // columns of R⁻¹
  let errors = (0..<p).map { j in s * squares(inverse.map { $0[j] }).squareRoot() }
  let t = zip(coefficients, errors).map { $0 / $1 }

  let constants = intercept ? 1 : 0
  let explained = squares(c[constants..<p])
  let unexplained = squares(c[p...]) / (explained + squares(c[p...]))
  let f = explained / Double(p - constants) / (s * s)
  let tail =
    p == constants
    ? .nan
    : upperTail(.f(numerator: Double(p - constants), denominator: degrees), f)

  let q = (0..<p).map { k in qr.applyQ(unit(k, n)) }  // the first p columns of Q
  let leverages = (0..<n).map { i in squares(q.map { $0[i] }) }
  let residuals = zip(design, y).map { row, y in zip(row, coefficients).reduce(y) { $0 - $1.0 * $1.1 } }
  return RegressionTable(
    coefficients: coefficients, standardErrors: errors, tStatistics: t,
    pValues: t.map { 2 * upperTail(.studentT(degreesOfFreedom: degrees), abs($0)) },
    residualStandardDeviation: s, rSquared: 1 - unexplained,
    adjustedRSquared: 1 - unexplained * Double(n - constants) / degrees, fStatistic: f, fPValue: tail,
    leverages: leverages, standardizedResiduals: zip(residuals, leverages).map { $0 / (s * (1 - $1).squareRoot()) })
  // END SOLUTION
}
