/// Learns from some rows of a table, and returns what predicts others: for each candidate a list of predictions.
typealias Learning = (_ rows: [Int]) throws -> (_ rows: [Int]) throws -> [[Double]]

enum ValidationError: Error, Equatable {
  /// Fewer than two folds, or more than rows.
  case folds(Int)
  case noCandidates
}

/// Predictions of rows by models that have not learned from them.
///
/// - Parameters:
///   - rows: n of them, in any order; the fold f is those at the places f, f + k, f + 2·k, … of this list.
///   - k: the number of folds, 2 ... n.
///   - learn: called once for each fold, with the other rows in the order of the list.
/// - Returns: shape (candidates, n); column i belongs to `rows[i]`.
/// - Throws: `ValidationError.folds`; what `learn` throws, or what it returned.
func outOfFold(_ rows: [Int], k: Int, learn: Learning) throws -> [[Double]] {
  // BEGIN SOLUTION
  guard k >= 2, k <= rows.count else { throw ValidationError.folds(k) }
  var predictions: [[Double]] = []
  for fold in 0..<k {
    let places = Array(stride(from: fold, to: rows.count, by: k))
    let others = rows.indices.filter { $0 % k != fold }
    let predicted = try learn(others.map { rows[$0] })(places.map { rows[$0] })
    if fold == 0 { predictions = predicted.map { _ in rows.map { _ in 0 } } }
    for (candidate, values) in predicted.enumerated() {
      for (place, value) in zip(places, values) { predictions[candidate][place] = value }
    }
  }
  return predictions
  // END SOLUTION
}

/// How candidates did out of fold.
struct Curve {
  /// Shape (candidates, n).
  var predictions: [[Double]]
  /// The root of the mean squared error over all n rows, one a candidate.
  var errors: [Double]
  /// The standard error of the mean *squared* error, from its spread over the folds, one a candidate.
  var margins: [Double]

  /// The candidate with the least error, the first of several.
  var best: Int {
    // BEGIN SOLUTION
    errors.indices.min { errors[$0] < errors[$1] } ?? 0
    // END SOLUTION
  }

  /// The candidates whose mean squared error is at most one standard error above the best one's, ascending.
  var asGood: [Int] {
    // BEGIN SOLUTION
    errors.indices.filter { errors[$0] * errors[$0] <= errors[best] * errors[best] + margins[best] }
    // END SOLUTION
  }
}

/// Errors of predictions out of fold, with what the spread over folds says of them.
///
/// - Parameters:
///   - truth: n answers.
///   - predictions: shape (candidates, n), candidates ≥ 1.
///   - k: the number of folds, 2 ... n, as for `outOfFold`.
/// - Returns: a curve over the candidates.
/// - Throws: `ValidationError.noCandidates`, `.folds`; what `rootMeanSquaredError` throws.
func errorCurve(truth: [Double], predictions: [[Double]], k: Int) throws -> Curve {
  // BEGIN SOLUTION
  guard !predictions.isEmpty else { throw ValidationError.noCandidates }
  guard k >= 2, k <= truth.count else { throw ValidationError.folds(k) }
  let errors = try predictions.map { try rootMeanSquaredError(truth: truth, predictions: $0) }
  let margins = predictions.map { predictions in
    let squares = (0..<k).map { fold in
      let places = stride(from: fold, to: truth.count, by: k)
      let sum = places.reduce(0) { $0 + (truth[$1] - predictions[$1]) * (truth[$1] - predictions[$1]) }
      return sum / Double(places.reduce(0) { count, _ in count + 1 })
    }
    let mean = squares.reduce(0, +) / Double(k)
    let variance = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(k - 1)
    return (variance / Double(k)).squareRoot()
  }
  return Curve(predictions: predictions, errors: errors, margins: margins)
  // END SOLUTION
}

// MARK: - Ridge

/// What a ridge regression is told beforehand.
struct RidgePlan {
  /// The table's columns that enter.
  var columns: [String]
  /// A word in fewer learning rows gets no indicator.
  var least: Int
  /// The candidates.
  var lambdas: [Double]
}

/// Ridge regressions, one for each λ, on features learned from the same rows.
///
/// - Parameters:
///   - table: with the plan's columns.
///   - answers: one a row of the table; those of rows that are not learned from are not read.
///   - plan: columns and candidates.
/// - Returns: learns from rows, and then predicts rows; nothing has been learned yet.
func ridgeLearning(_ table: Table, _ answers: [Double], _ plan: RidgePlan) -> Learning {
  // BEGIN SOLUTION
  { rows in
    let features = try learnFeatures(table, columns: plan.columns, rows: rows, least: plan.least)
    let x = try features.transform(table, rows: rows)
    let models = try fitRidge(x, rows.map { answers[$0] }, lambdas: plan.lambdas)
    return { rows in
      let x = try features.transform(table, rows: rows)
      return try models.map { try $0.predict(x) }
    }
  }
  // END SOLUTION
}

/// The penalty that cross-validation chooses, and how it came to that.
struct RidgeChoice {
  var curve: Curve
  /// The index of the greatest λ among those that are as good as the best.
  var chosen: Int
}

/// Chooses the penalty by k folds of some rows.
///
/// - Parameters:
///   - table: with the plan's columns.
///   - answers: one a row of the table; of other rows than `rows` none is read.
///   - plan: with λ in any order.
///   - rows: the rows to learn from.
///   - k: the number of folds.
/// - Returns: the curve over the plan's λ, and the choice.
/// - Throws: what its parts throw.
func chooseRidge(
  _ table: Table, _ answers: [Double], _ plan: RidgePlan, rows: [Int], k: Int
) throws -> RidgeChoice {
  // BEGIN SOLUTION
  let predictions = try outOfFold(rows, k: k, learn: ridgeLearning(table, answers, plan))
  let curve = try errorCurve(truth: rows.map { answers[$0] }, predictions: predictions, k: k)
  let chosen = curve.asGood.max { plan.lambdas[$0] < plan.lambdas[$1] }
  return RidgeChoice(curve: curve, chosen: chosen ?? curve.best)
  // END SOLUTION
}
