enum RidgeError: Error, Equatable {
  /// Not one answer a row.
  case counts(rows: Int, answers: Int)
  /// This answer is NaN or infinite.
  case answer(row: Int)
  /// This λ is negative, NaN or infinite.
  case penalty(index: Int)
}

/// A plane over scaled columns.
struct RidgeModel {
  /// What scales rows as those it was fitted to.
  var scaler: Scaler
  /// The prediction for the mean of the training rows.
  var intercept: Double
  /// One a scaled column.
  var coefficients: [Double]

  /// The predictions for rows as they come, not scaled.
  ///
  /// - Parameter x: shape (m, d).
  /// - Returns: m numbers.
  /// - Throws: what the scaler throws.
  func predict(_ x: [[Double]]) throws -> [Double] {
    // BEGIN SOLUTION
    try scaler.transform(x).map { z in zip(z, coefficients).reduce(intercept) { $0 + $1.0 * $1.1 } }
    // END SOLUTION
  }
}

/// All products of one to `degree` columns.
///
/// - Parameters:
///   - x: rows of d numbers.
///   - degree: ≥ 0.
/// - Returns: for each row the products, by their number of factors, then in the order of the columns: of (a, b) up to
///   degree 2 it is a, b, a·a, a·b, b·b.
func polynomialFeatures(_ x: [[Double]], degree: Int) -> [[Double]] {
  // BEGIN SOLUTION
  x.map { row in
    var features: [Double] = []
    var last = [(product: 1.0, first: 0)]  // the products of the degree before, and the last column in each
    for _ in 0..<degree {
      var next: [(product: Double, first: Int)] = []
      for (product, first) in last {
        for j in first..<row.count { next.append((product * row[j], j)) }
      }
      features += next.map(\.product)
      last = next
    }
    return features
  }
  // END SOLUTION
}

/// Ridge regressions, one for each penalty.
///
/// - Parameters:
///   - x: shape (n, d).
///   - y: n answers.
///   - lambdas: penalties λ ≥ 0, in any order.
/// - Returns: for each λ the model for which Σ(y − b − w·z)² + λ·‖w‖² is least, z the scaled columns.
/// - Throws: `RidgeError.counts`; what `fitScaler` throws; `RidgeError.answer`, `.penalty`, the first of each; what
///   `cholesky` throws, if λ = 0 and a column is constant.
func fitRidge(_ x: [[Double]], _ y: [Double], lambdas: [Double]) throws -> [RidgeModel] {
  // BEGIN SOLUTION
  guard x.count == y.count else { throw RidgeError.counts(rows: x.count, answers: y.count) }
  let scaler = try fitScaler(x)
  if let row = y.firstIndex(where: { !$0.isFinite }) { throw RidgeError.answer(row: row) }
  if let index = lambdas.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw RidgeError.penalty(index: index) }
  let z = try scaler.transform(x)
  let d = scaler.means.count
  let mean = y.reduce(0, +) / Double(y.count)
  var gram: [[Double]] = []  // its lower triangle
  var moments = [Double](repeating: 0, count: d)
  for i in 0..<d {
    var products = [Double](repeating: 0, count: d)  // of column i with those up to it
    for (row, answer) in zip(z, y) {
      let value = row[i]
      moments[i] += value * (answer - mean)
      for j in 0...i { products[j] += value * row[j] }
    }
    gram.append(products)
  }
  return try lambdas.map { lambda in
    var penalized = gram
    for j in 0..<d { penalized[j][j] += lambda }
    let w = try solve(cholesky: try cholesky(penalized), moments)
    return RidgeModel(scaler: scaler, intercept: mean, coefficients: w)
  }
  // END SOLUTION
}
