import Glibc

/// A hidden house's price in dollars, with the ends between which it lies nine times in ten.
struct Price {
  /// In the table, from 0.
  var row: Int
  var price: Double
  var lower: Double
  var upper: Double
}

/// What is handed over; errors are root mean squares of log prices.
struct Report {
  /// How many sales were learned from.
  var learned: Int
  var lambda: Double
  var trees: Int
  /// The share of the boosted trees in the blend.
  var weight: Double
  /// Out of fold: of the mean alone, ridge regression, boosted trees, and the blend.
  var errors: [Double]
  /// The ridge regression against the blend, at 90 %.
  var gain: Comparison
  /// Of 90 % intervals for log prices.
  var halfWidth: Double
  /// Of all rows without a price, ascending.
  var prices: [Price]
}

/// The number of folds.
let folds = 5

/// The table with the columns that you add.
///
/// - Parameter table: as it came.
/// - Returns: all of its columns and yours.
/// - Throws: what `adding` throws.
func enriched(_ table: Table) throws -> Table {
  // BEGIN SOLUTION
  try adding(
    [
      Sum(name: "Total_Area", columns: ["Gr_Liv_Area", "Total_Bsmt_SF"], weights: [1, 1]),
      Sum(name: "Age", columns: ["Year_Sold", "Year_Built"], weights: [1, -1]),
      Sum(
        name: "Baths", columns: ["Full_Bath", "Half_Bath", "Bsmt_Full_Bath", "Bsmt_Half_Bath"],
        weights: [1, 0.5, 1, 0.5]),
    ], to: table)
  // END SOLUTION
}

/// The columns of the ridge regression and its penalties.
func ridgePlan() -> RidgePlan {
  // BEGIN SOLUTION
  let sizes = [
    "Total_Area", "Gr_Liv_Area", "First_Flr_SF", "Second_Flr_SF", "Total_Bsmt_SF", "Bsmt_Unf_SF", "Lot_Area",
    "Lot_Frontage", "Garage_Area", "Garage_Cars", "Mas_Vnr_Area", "Wood_Deck_SF", "Open_Porch_SF", "Enclosed_Porch",
    "Screen_Porch",
  ]
  let parts = [
    "Baths", "Full_Bath", "Half_Bath", "Bsmt_Full_Bath", "Kitchen_AbvGr", "TotRms_AbvGrd", "Fireplaces", "BsmtFin_SF_1",
  ]
  let timesAndPlaces = ["Age", "Year_Built", "Year_Remod_Add", "Longitude", "Latitude"]
  let words = [
    "Neighborhood", "Overall_Cond", "Functional", "Sale_Condition", "Bsmt_Exposure", "MS_Zoning", "Heating_QC",
    "Condition_1",
  ]
  return RidgePlan(
    columns: sizes + parts + timesAndPlaces + words, least: 10,
    lambdas: [1, 3, 10, 30, 100, 300, 1000])
  // END SOLUTION
}

/// The columns of the boosted trees, and how they are grown.
func boostingPlan() -> BoostingPlan {
  // BEGIN SOLUTION
  BoostingPlan(
    columns: [
      "Total_Area", "Age", "Year_Remod_Add", "Baths", "Garage_Area", "Lot_Area", "Longitude", "Latitude",
    ], least: 10, rounds: 20, learningRate: 0.4, maxDepth: 3, minLeaf: 5)
  // END SOLUTION
}

/// The mean of the answers learned from, as a way of learning.
///
/// - Parameter answers: one a row of the table.
/// - Returns: learns from rows; one candidate.
func meanLearning(_ answers: [Double]) -> Learning {
  // BEGIN SOLUTION
  { rows in
    let mean = rows.reduce(0) { $0 + answers[$1] } / Double(rows.count)
    return { rows in [rows.map { _ in mean }] }
  }
  // END SOLUTION
}

/// Everything, from the table to the prices asked for.
///
/// - Parameter table: sales; where `Sale_Price` is a gap the price is asked for.
/// - Returns: models chosen by the rows with a price, and prices for the others.
/// - Throws: what your functions throw.
func report(_ table: Table) throws -> Report {
  // BEGIN SOLUTION
  let prices = table["Sale_Price", default: []]
  let answers = prices.map { log(Double($0) ?? .nan) }
  let known = prices.indices.filter { !isGap(prices[$0]) }
  let asked = prices.indices.filter { isGap(prices[$0]) }
  let truth = known.map { answers[$0] }
  let table = try enriched(table)

  var (ridge, boosting) = (ridgePlan(), boostingPlan())
  let mean = try outOfFold(known, k: folds, learn: meanLearning(answers))[0]
  let ridgeChoice = try chooseRidge(table, answers, ridge, rows: known, k: folds)
  let boostingChoice = try chooseBoosting(table, answers, boosting, rows: known, k: folds)
  let a = ridgeChoice.curve.predictions[ridgeChoice.chosen]
  let b = boostingChoice.curve.predictions[boostingChoice.trees]
  let blended = try crossBlended(truth: truth, a: a, b: b, k: folds)
  let weight = try blendWeight(truth: truth, a: a, b: b)
  let half = try halfWidth(residuals: zip(truth, blended).map { $0 - $1 }, level: 0.9)

  ridge.lambdas = [ridge.lambdas[ridgeChoice.chosen]]
  boosting.rounds = boostingChoice.trees
  let finalRidge = try ridgeLearning(table, answers, ridge)(known)(asked)[0]
  let finalTrees = try boostingLearning(table, answers, boosting)(known)(asked)[boosting.rounds]
  return Report(
    learned: known.count, lambda: ridge.lambdas[0], trees: boosting.rounds, weight: weight,
    errors: try [mean, a, b, blended].map { try rootMeanSquaredError(truth: truth, predictions: $0) },
    gain: try compare(truth: truth, a: a, b: blended, k: folds, level: 0.9), halfWidth: half,
    prices: zip(asked, blend(finalRidge, finalTrees, weight: weight)).map {
      Price(row: $0, price: exp($1), lower: exp($1 - half), upper: exp($1 + half))
    })
  // END SOLUTION
}

/// A number with so many digits behind the point, rounded to the nearest; |x| < 10⁹, 0 to 6 digits.
func fixed(_ x: Double, _ decimals: Int) -> String {
  let unit = (0..<decimals).reduce(1) { result, _ in 10 * result }
  let units = Int((abs(x) * Double(unit)).rounded())
  let digits = String(units % unit)
  let rest = decimals == 0 ? "" : "." + String(repeating: "0", count: decimals - digits.count) + digits
  return (x < 0 && units != 0 ? "-" : "") + "\(units / unit)" + rest
}

/// The report as it is handed over, in Markdown.
///
/// - Returns: lines that each end in a newline; the form is in the statement.
func text(_ report: Report) -> String {
  // BEGIN SOLUTION
  let names = [
    "mean", "ridge, λ = \(fixed(report.lambda, 0))", "boosting, \(report.trees) trees",
    "**blend, \(fixed(100 * report.weight, 0)) % boosting**",
  ]
  var lines = [
    "# Prices of houses in Ames", "",
    "Learned from \(report.learned) sales; \(report.prices.count) prices are asked for.", "",
    "| model | error out of fold |", "|---|---|",
  ]
  lines += zip(names, report.errors).map { "| \($0) | \(fixed($1, 4)) |" }
  let gain = report.gain
  let ends = "\(fixed(gain.lower, 5)) … \(fixed(gain.upper, 5))"
  lines += [
    "", "Mean square of ridge minus that of the blend: \(fixed(gain.difference, 5)) (\(ends) at 90 %).",
    "Nine prices of ten lie between \(fixed(100 * exp(-report.halfWidth), 0)) % and "
      + "\(fixed(100 * exp(report.halfWidth), 0)) % of what is predicted.", "",
    "| house | price | from | to |", "|---|---|---|---|",
  ]
  lines += report.prices.map { "| \($0.row) | \(fixed($0.price, 0)) | \(fixed($0.lower, 0)) | \(fixed($0.upper, 0)) |" }
  return lines.map { $0 + "\n" }.joined()
  // END SOLUTION
}
