/// A fitted plane, which can predict.
struct LinearModel {
  /// The prediction where every column is 0.
  var intercept: Double
  /// What the prediction rises by as a column rises by 1, one a column.
  var coefficients: [Double]

  /// The plane's heights.
  ///
  /// - Parameter x: rows of d numbers each, d the number of coefficients.
  /// - Returns: b + w·x, one a row.
  /// - Throws: `LinearRegressionError.length(row:)` for the first row of another length.
  func predict(_ x: [[Double]]) throws -> [Double] {
    // BEGIN SOLUTION
    if let row = x.firstIndex(where: { $0.count != coefficients.count }) {
      throw LinearRegressionError.length(row: row)
    }
    return x.map { row in zip(row, coefficients).reduce(intercept) { $0 + $1.0 * $1.1 } }
    // END SOLUTION
  }
}

enum LinearRegressionError: Error, Equatable {
  /// Not one answer a row.
  case counts(rows: Int, answers: Int)
  /// No row at all.
  case noRows
  /// This row's length is not the first row's, or not the model's.
  case length(row: Int)
  /// NaN or infinity; the answer counts as column d, the one after the last.
  case notFinite(row: Int, column: Int)
  /// Fewer rows than the d + 1 unknowns.
  case tooFewRows(Int, unknowns: Int)
  /// To rounding, this column is a combination of those before it and a constant.
  case dependent(column: Int)
}

/// The plane b + w·x for which the sum of squared residuals is least.
///
/// - Parameters:
///   - x: shape (n, d), an array of rows.
///   - y: n answers.
/// - Returns: the intercept b and the d coefficients w.
/// - Throws: `LinearRegressionError`, the first that applies in the order of its cases; rows are looked at from the top,
///   the length of each before its numbers.
func fitLinearRegression(_ x: [[Double]], _ y: [Double]) throws -> LinearModel {
  // BEGIN SOLUTION
  guard x.count == y.count else { throw LinearRegressionError.counts(rows: x.count, answers: y.count) }
  guard let d = x.first?.count else { throw LinearRegressionError.noRows }
  var design: [[Double]] = []  // (n, d + 1)
  for (i, row) in x.enumerated() {
    guard row.count == d else { throw LinearRegressionError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) ?? (y[i].isFinite ? nil : d) {
      throw LinearRegressionError.notFinite(row: i, column: j)
    }
    design.append([1] + row)
  }
  do {
    let beta = try leastSquares(design, y).coefficients
    return LinearModel(intercept: beta[0], coefficients: Array(beta[1...]))
  } catch LeastSquaresError.underdetermined(let rows, let columns) {
    throw LinearRegressionError.tooFewRows(rows, unknowns: columns)
  } catch LeastSquaresError.rankDeficient(let column) {
    throw LinearRegressionError.dependent(column: column - 1)  // column 0 of the design is the constant
  }
  // END SOLUTION
}

/// The share of the answers' spread that predictions explain: 1 − Σ(y − ŷ)²/Σ(y − ȳ)².
///
/// - Parameters:
///   - y: n answers.
///   - predicted: n predictions.
/// - Returns: at most 1, negative for predictions that are worse than the mean; nil if all answers are equal or there
///   is none.
func rSquared(_ y: [Double], predicted: [Double]) -> Double? {
  // BEGIN SOLUTION
  guard let first = y.first, y.contains(where: { $0 != first }) else { return nil }
  let mean = y.reduce(0, +) / Double(y.count)
  let total = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let left = zip(y, predicted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return 1 - left / total
  // END SOLUTION
}
