enum ImportanceError: Error, Equatable {
  /// The order does not name every place exactly once.
  case notAPermutation
}

/// What boosting is told beforehand.
struct BoostingPlan {
  /// The table's columns that enter.
  var columns: [String]
  /// A word in fewer learning rows gets no indicator.
  var least: Int
  /// The number of trees.
  var rounds: Int
  var learningRate: Double
  var maxDepth: Int
  var minLeaf: Int
}

/// Boosted trees with the features that they were grown on.
struct BoostedModel {
  var features: Features
  var trees: BoostedTrees

  /// The predictions after 0, 1, … trees.
  ///
  /// - Parameters:
  ///   - table: with the columns of the features.
  ///   - rows: which, in which order.
  /// - Returns: shape (trees + 1, rows.count).
  /// - Throws: what the features throw.
  func staged(_ table: Table, rows: [Int]) throws -> [[Double]] {
    // BEGIN SOLUTION
    let scores = try features.transform(table, rows: rows).map { trees.staged($0) }  // (rows, trees + 1)
    return (0...trees.trees.count).map { stage in scores.map { $0[stage] } }
    // END SOLUTION
  }
}

/// Boosted trees for the squared loss, on features learned from the same rows.
///
/// - Parameters:
///   - table: with the plan's columns.
///   - answers: one a row of the table; those of rows that are not learned from are not read.
///   - plan: what to grow.
///   - rows: the rows to learn from.
/// - Returns: the features and the trees.
/// - Throws: what `learnFeatures` and `fitBoosting` throw.
func fitBoostedModel(
  _ table: Table, _ answers: [Double], _ plan: BoostingPlan, rows: [Int]
) throws -> BoostedModel {
  // BEGIN SOLUTION
  let features = try learnFeatures(table, columns: plan.columns, rows: rows, least: plan.least)
  let trees = try fitBoosting(
    features.transform(table, rows: rows), rows.map { answers[$0] }, loss: .squared, rounds: plan.rounds,
    learningRate: plan.learningRate, maxDepth: plan.maxDepth, minLeaf: plan.minLeaf)
  return BoostedModel(features: features, trees: trees)
  // END SOLUTION
}

/// Boosted trees as a way of learning; the candidates are 0, 1, …, `plan.rounds` trees.
///
/// - Parameters:
///   - table: with the plan's columns.
///   - answers: one a row of the table.
///   - plan: what to grow.
/// - Returns: learns from rows by growing the trees once, and then predicts rows.
func boostingLearning(_ table: Table, _ answers: [Double], _ plan: BoostingPlan) -> Learning {
  // BEGIN SOLUTION
  { rows in
    let model = try fitBoostedModel(table, answers, plan, rows: rows)
    return { rows in try model.staged(table, rows: rows) }
  }
  // END SOLUTION
}

/// The number of trees that cross-validation chooses, and how it came to that.
struct BoostingChoice {
  /// Over 0, 1, …, `plan.rounds` trees.
  var curve: Curve
  /// Where the curve is least, the first such number.
  var trees: Int
}

/// Chooses the number of trees by k folds of some rows.
///
/// - Parameters:
///   - table: with the plan's columns.
///   - answers: one a row of the table; of other rows than `rows` none is read.
///   - plan: what to grow.
///   - rows: the rows to learn from.
///   - k: the number of folds.
/// - Returns: the curve over the numbers of trees, and the choice.
/// - Throws: what its parts throw.
func chooseBoosting(
  _ table: Table, _ answers: [Double], _ plan: BoostingPlan, rows: [Int], k: Int
) throws -> BoostingChoice {
  // BEGIN SOLUTION
  let predictions = try outOfFold(rows, k: k, learn: boostingLearning(table, answers, plan))
  let curve = try errorCurve(truth: rows.map { answers[$0] }, predictions: predictions, k: k)
  return BoostingChoice(curve: curve, trees: curve.best)
  // END SOLUTION
}

/// How much a model's error grows when the cells of a column change places.
///
/// - Parameters:
///   - model: fitted to other rows than these, with all its trees.
///   - table: with the model's columns.
///   - answers: one a row of the table.
///   - columns: of the table; each is taken by itself.
///   - rows: n rows to judge by.
///   - order: a permutation of 0 ..< n: `rows[i]` gets the cell of `rows[order[i]]`.
/// - Returns: for each column the root mean squared error then, minus the one without permutation.
/// - Throws: `ImportanceError.notAPermutation`; `FeatureError.noColumn` for a column that the table lacks; what the model
///   throws.
func importances(
  _ model: BoostedModel, _ table: Table, _ answers: [Double], columns: [String], rows: [Int], order: [Int]
) throws -> [Double] {
  // BEGIN SOLUTION
  guard order.sorted() == Array(rows.indices) else { throw ImportanceError.notAPermutation }
  let truth = rows.map { answers[$0] }
  func error(_ table: Table) throws -> Double {
    try rootMeanSquaredError(truth: truth, predictions: model.staged(table, rows: rows)[model.trees.trees.count])
  }
  let before = try error(table)
  return try columns.map { column in
    guard let cells = table[column] else { throw FeatureError.noColumn(column) }
    var permuted = table
    for (row, from) in zip(rows, order) { permuted[column]?[row] = cells[rows[from]] }
    return try error(permuted) - before
  }
  // END SOLUTION
}
