import Glibc

/// One regression of log prices in the report, with all that is needed to make it again.
struct HouseLine {
  var name: String
  var recipe: Recipe
  /// Of the design matrix, the intercept included.
  var columns: Int
  /// Of the training rows.
  var logEvidence: Double
  /// Of the held-out rows, as are the next two.
  var logScore: Double
  var rootMeanSquare: Double
  /// Of intervals at 90 %.
  var coverage: Double
}

struct HouseReport {
  var lines: [HouseLine]
  /// The line with the greatest evidence.
  var chosen: Int
}

/// A coefficient's 90 % intervals, by curvature and by the chain.
struct IntervalLine {
  var name: String
  var curvature: [Double]
  var chain: [Double]
  /// How many independent draws the chain was worth for this coefficient.
  var effectiveSize: Double
}

struct LoanReport {
  var recipe: Recipe
  /// Of the design matrix, the intercept included.
  var columns: Int
  /// The mean of ln P(what came) over the held-out rows.
  var logScore: Double
  /// The same if every loan is given the share of bad ones among the training rows.
  var baseLogScore: Double
  /// Per held-out loan, if refused at P(bad) ≥ 1/6: a bad loan granted costs 5, a good one refused 1.
  var cost: Double
  /// The same if every loan is refused.
  var refusalCost: Double
  var intervals: [IntervalLine]
  /// The largest distance of two ends, as a share of the width of the interval by curvature.
  var gap: Double
}

/// The recipe whose coefficients get intervals.
let intervalRecipe = Recipe(numbers: ["duration"], categories: ["checking_status"])

/// The regressions that you compare: three or more, the first with nothing but the intercept.
func houseCandidates() -> [(name: String, recipe: Recipe)] {
  // BEGIN SOLUTION
  let size = ["Gr_Liv_Area", "Lot_Area"]
  let age = ["Year_Built", "Year_Remod_Add"]
  let parts = age + ["Total_Bsmt_SF", "Garage_Area", "Fireplaces", "Full_Bath"]
  let place = ["Overall_Cond", "Neighborhood", "Bldg_Type", "Heating_QC"]
  return [
    ("mean alone", Recipe()), ("size", Recipe(logarithms: size)),
    ("size and age", Recipe(logarithms: size, numbers: age)),
    ("size, age and parts", Recipe(logarithms: size, numbers: parts)),
    ("and place", Recipe(logarithms: size, numbers: parts, categories: place)),
  ]
  // END SOLUTION
}

/// The columns from which loans are judged.
func loanRecipe() -> Recipe {
  // BEGIN SOLUTION
  Recipe(numbers: ["duration"], categories: ["checking_status", "credit_history", "savings_status"])
  // END SOLUTION
}

/// The candidates, learned from the training rows of the table and judged on the held-out ones.
///
/// - Parameter table: with the column `Sale_Price`, numbers > 0.
/// - Returns: a line a candidate, and which has the greatest evidence.
/// - Throws: what your functions throw.
func houseReport(_ table: Table) throws -> HouseReport {
  // BEGIN SOLUTION
  let prices = table["Sale_Price", default: []].map { log(Double($0) ?? .nan) }
  let split = holdOut(prices.count)
  let lines = try houseCandidates().map { name, recipe in
    let columns = try learnColumns(recipe, table, rows: split.training)
    func rows(_ indices: [Int]) throws -> Rows {
      Rows(x: try designMatrix(columns, table, rows: indices), y: indices.map { prices[$0] })
    }
    let all = Array(columns.indices)
    let prior = RegressionBelief(
      mean: all.map { $0 == 0 ? 12 : 0 }, precision: all.map { i in all.map { $0 == i ? 1 : 0 } }, shape: 2, rate: 0.1)
    let card = try compare([all], prior: prior, training: rows(split.training), test: rows(split.held), level: 0.9)[0]
    return HouseLine(
      name: name, recipe: recipe, columns: columns.count, logEvidence: card.logEvidence,
      logScore: logScore([1], [card.logDensities]), rootMeanSquare: card.rootMeanSquare, coverage: card.coverage)
  }
  let chosen = lines.indices.max { lines[$0].logEvidence < lines[$1].logEvidence }
  return HouseReport(lines: lines, chosen: chosen ?? 0)
  // END SOLUTION
}

/// A logistic regression of bad loans, and intervals for the coefficients of `intervalRecipe`.
///
/// - Parameters:
///   - table: with the column `class`, good or bad.
///   - normals: for each step of the chain, as many standard normal numbers as `intervalRecipe` has columns.
///   - uniforms: one number in 0 ..< 1 for each step.
/// - Returns: scores of the held-out rows, and intervals by both methods.
/// - Throws: what your functions throw.
func loanReport(_ table: Table, normals: [[Double]], uniforms: [Double]) throws -> LoanReport {
  // BEGIN SOLUTION
  let bad = table["class", default: []].map { $0 == "bad" ? 1 : 0 }
  let split = holdOut(bad.count)
  func posterior(_ columns: [Column]) throws -> LogisticPosterior {
    LogisticPosterior(
      x: try designMatrix(columns, table, rows: split.training), y: split.training.map { bad[$0] }, ridge: 0.25)
  }
  func score(_ probabilities: [Double]) -> Double {
    let terms = zip(split.held, probabilities).map { log(bad[$0] == 1 ? $1 : 1 - $1) }
    return terms.reduce(0, +) / Double(terms.count)
  }
  func cost(_ probabilities: [Double]) -> Double {
    let terms = zip(split.held, probabilities).map { row, p in
      p >= 1.0 / 6 ? (bad[row] == 1 ? 0.0 : 1) : (bad[row] == 1 ? 5 : 0)
    }
    return terms.reduce(0, +) / Double(terms.count)
  }
  let columns = try learnColumns(loanRecipe(), table, rows: split.training)
  let mode = try posterior(columns).laplace().mean
  let probabilities = try designMatrix(columns, table, rows: split.held).map { row in
    1 / (1 + exp(-zip(row, mode).reduce(0) { $0 + $1.0 * $1.1 }))
  }
  let share = Double(split.training.reduce(0) { $0 + bad[$1] }) / Double(split.training.count)

  let few = try learnColumns(intervalRecipe, table, rows: split.training)
  let law = try posterior(few).laplace()
  let states = try posterior(few).walk(normals: normals, uniforms: uniforms).states
  let both = try zip(intervals(of: law, level: 0.9), intervals(of: states, level: 0.9))
  let lines = zip(columnNames(few), both).enumerated().map { j, line in
    IntervalLine(
      name: line.0, curvature: [line.1.0.lower, line.1.0.upper], chain: [line.1.1.lower, line.1.1.upper],
      effectiveSize: effectiveSampleSize(states.map { $0[j] }))
  }
  let gaps = lines.map { line in
    zip(line.curvature, line.chain).map { abs($0 - $1) }.reduce(0, max) / (line.curvature[1] - line.curvature[0])
  }
  return LoanReport(
    recipe: loanRecipe(), columns: columns.count, logScore: score(probabilities),
    baseLogScore: score(split.held.map { _ in share }), cost: cost(probabilities),
    refusalCost: cost(split.held.map { _ in 1 }), intervals: lines, gap: gaps.reduce(0, max))
  // END SOLUTION
}

/// A number with so many digits behind the point, rounded to the nearest.
///
/// - Parameters:
///   - x: |x| < 10⁹.
///   - decimals: 0 ... 6.
/// - Returns: as `-0.050` or `12`; never `-0.000`; `NaN` for NaN.
func fixed(_ x: Double, _ decimals: Int) -> String {
  // BEGIN SOLUTION
  if x.isNaN { return "NaN" }
  let unit = (0..<decimals).reduce(1) { result, _ in 10 * result }
  let units = Int((abs(x) * Double(unit)).rounded())
  let sign = x < 0 && units != 0 ? "-" : ""
  if decimals == 0 { return "\(sign)\(units)" }
  let digits = String(units % unit)
  return "\(sign)\(units / unit)." + String(repeating: "0", count: decimals - digits.count) + digits
  // END SOLUTION
}

/// The report as it is handed over, in Markdown.
///
/// - Returns: lines that each end in a newline; the form is in the statement.
func text(_ houses: HouseReport, _ loans: LoanReport) -> String {
  // BEGIN SOLUTION
  func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
  var lines = ["# Prices of houses", ""]
  lines.append(row(["model", "columns", "log evidence", "log score", "root mean square", "coverage"]))
  lines.append("|---|---|---|---|---|---|")
  for (i, line) in houses.lines.enumerated() {
    lines.append(
      row([
        i == houses.chosen ? "**\(line.name)**" : line.name, "\(line.columns)", fixed(line.logEvidence, 1),
        fixed(line.logScore, 3), fixed(line.rootMeanSquare, 3), fixed(line.coverage, 3),
      ]))
  }
  lines += ["", "# Loans", ""]
  lines.append(row(["coefficient", "lower", "upper", "lower, chain", "upper, chain", "effective size"]))
  lines.append("|---|---|---|---|---|---|")
  for line in loans.intervals {
    lines.append(
      row([line.name] + (line.curvature + line.chain).map { fixed($0, 2) } + [fixed(line.effectiveSize, 0)]))
  }
  lines += [
    "", "Largest gap: \(fixed(100 * loans.gap, 1)) % of the width.", "",
    "\(loans.columns) columns: log score \(fixed(loans.logScore, 3)), of the base rate \(fixed(loans.baseLogScore, 3)).",
    "Cost of a loan: \(fixed(loans.cost, 3)), with all refused \(fixed(loans.refusalCost, 3)).",
  ]
  return lines.map { $0 + "\n" }.joined()
  // END SOLUTION
}
