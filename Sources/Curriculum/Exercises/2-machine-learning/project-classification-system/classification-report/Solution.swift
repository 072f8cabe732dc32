import Glibc

/// A model that might be used.
struct Design {
  var name: String
  var schema: Schema
  var l2: Double
}

/// What a design is worth out of fold.
struct CardLine {
  var design: Design
  /// Of its pipeline, the intercept not counted.
  var features: Int
  var logLoss: Double
  var area: Double
  var cost: Double
}

struct ModelCard {
  /// Learned from so many, with this share of bad ones.
  var count: Int
  var share: Double
  var lines: [CardLine]
  /// The line of least log loss.
  var chosen: Int
  /// What mends the log odds of the chosen design.
  var line: OddsLine
  var threshold: Double
  var hiddenCount: Int
  /// Of the hidden rows, as is all that follows.
  var hidden: Evaluation
  var z: Double
  var binError: Double
  var groups: [GroupRates]
  var drift: [ColumnDrift]
  var isReleased: Bool
}

/// A good loan refused costs 1, a bad one granted 5.
let costs = Costs(falsePositive: 1, falseNegative: 5)

/// A number with so many digits behind the point; `NaN` for NaN, never `-0.00`.
func fixed(_ x: Double, _ decimals: Int) -> String {
  if x.isNaN { return "NaN" }
  let unit = (0..<decimals).reduce(1) { result, _ in 10 * result }
  let units = Int((abs(x) * Double(unit)).rounded())
  let digits = String(units % unit)
  let fraction = decimals == 0 ? "" : "." + String(repeating: "0", count: decimals - digits.count) + digits
  return (x < 0 && units != 0 ? "-" : "") + "\(units / unit)" + fraction
}

/// The designs that you compare: two or more, the first without columns.
func designs() -> [Design] {
  // BEGIN SOLUTION
  let more = [
    "checking_status", "credit_history", "savings_status", "purpose", "other_parties", "other_payment_plans", "housing",
  ]
  return [
    Design(name: "base rate", schema: Schema(numbers: [], categories: []), l2: 1),
    Design(
      name: "duration and account", schema: Schema(numbers: ["duration"], categories: ["checking_status"]), l2: 3),
    Design(
      name: "and what else is asked",
      schema: Schema(numbers: ["duration", "credit_amount", "installment_commitment", "age"], categories: more), l2: 3),
  ]
  // END SOLUTION
}

/// The card of the loans: designs compared out of fold, the chosen one judged on hidden rows.
///
/// - Parameter records: with the columns of the designs, `class` and `age`; every fifth, from row 0 on, is hidden.
/// - Returns: the card.
/// - Throws: what your functions throw.
func modelCard(_ records: [Record]) throws -> ModelCard {
  // BEGIN SOLUTION
  let train = records.indices.filter { $0 % 5 != 0 }.map { records[$0] }
  let hidden = records.indices.filter { $0 % 5 == 0 }.map { records[$0] }
  func labels(_ records: [Record]) -> [Int] { records.map { $0["class"] == "bad" ? 1 : 0 } }
  let (known, truth) = (labels(train), labels(hidden))
  let threshold = probabilityThreshold(costs)
  let folds = try stratifiedFolds(labels: known, order: Array(train.indices), k: 5)
  let lines = try designs().map { design in
    let scores = try outOfFoldScores(train, known, schema: design.schema, l2: design.l2, folds: folds)
    let all = try evaluate(scores, known, threshold: threshold, costs: costs)
    let pipeline = try fitPipeline(train, known, schema: design.schema, l2: design.l2)
    return CardLine(
      design: design, features: pipeline.weights.count - 1, logLoss: all.logLoss, area: all.area, cost: all.cost)
  }
  let chosen = lines.indices.min { lines[$0].logLoss < lines[$1].logLoss } ?? 0
  let design = lines[chosen].design
  let model = try fitCalibrated(train, known, schema: design.schema, l2: design.l2, folds: folds)
  let scores = try hidden.map { model.line.slope * (try model.pipeline.score(of: $0)) + model.line.intercept }
  let probabilities = scores.map { 1 / (1 + exp(-$0)) }
  var card = ModelCard(
    count: train.count, share: Double(known.reduce(0, +)) / Double(known.count), lines: lines, chosen: chosen,
    line: model.line, threshold: threshold, hiddenCount: hidden.count,
    hidden: try evaluate(scores, truth, threshold: threshold, costs: costs), z: spiegelhalterZ(probabilities, truth),
    binError: expectedCalibrationError(try reliabilityBins(probabilities, truth, count: 5)),
    groups: groupRates(
      hidden.map { (Double($0["age", default: ""]) ?? .nan) <= 25 ? "25 or younger" : "older" },
      called: probabilities.map { $0 >= threshold }, probabilities: probabilities, labels: truth),
    drift: drift(of: hidden, from: try profile(train, schema: design.schema)), isReleased: false)
  card.isReleased = mayBeReleased(card)
  return card
  // END SOLUTION
}

/// Whether a model does better than doing without it, with true probabilities, on records that are still the same.
func mayBeReleased(_ card: ModelCard) -> Bool {
  // BEGIN SOLUTION
  card.hidden.cost <= 0.9 * min(card.hidden.costOfAll, card.hidden.costOfNone) && abs(card.z) <= 3
    && card.drift.allSatisfy { $0.index <= 0.25 }
  // END SOLUTION
}

/// The card as it is handed over, in Markdown.
///
/// - Returns: lines that each end in a newline; the form is in the statement.
func text(_ card: ModelCard) -> String {
  // BEGIN SOLUTION
  func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
  func percent(_ share: Double) -> String { fixed(100 * share, 1) + " %" }
  var lines = [
    "# Model card: bad loans", "", "Learned from \(card.count) loans, \(percent(card.share)) of them bad.", "",
  ]
  lines += [row(["design", "features", "penalty", "log loss", "area", "cost"]), "|---|---|---|---|---|---|"]
  for (i, line) in card.lines.enumerated() {
    let name = i == card.chosen ? "**\(line.design.name)**" : line.design.name
    let numbers = [line.logLoss, line.area, line.cost].map { fixed($0, 3) }
    lines.append(row([name, "\(line.features)", "\(line.design.l2)"] + numbers))
  }
  let (slope, intercept) = (card.line.slope, card.line.intercept)
  let sum = "\(fixed(slope, 2)) z \(intercept < 0 ? "-" : "+") \(fixed(abs(intercept), 2))"
  let mended = slope == 1 && intercept == 0 ? "used as they are" : "mended: \(sum)"
  let all = card.hidden
  lines += [
    "", "Log odds are \(mended). Refused from a probability of \(fixed(card.threshold, 3)) on.", "",
    "# On \(card.hiddenCount) hidden loans", "",
    "Area \(fixed(all.area, 3)), log loss \(fixed(all.logLoss, 3)), Z \(fixed(card.z, 2)), "
      + "calibration error \(fixed(card.binError, 3)).",
    "Cost of a loan: \(fixed(all.cost, 3)); at one half \(fixed(all.costAtHalf, 3)), "
      + "all refused \(fixed(all.costOfAll, 3)), none refused \(fixed(all.costOfNone, 3)).", "",
    row(["group", "loans", "bad", "good ones refused", "bad ones granted"]), "|---|---|---|---|---|",
  ]
  for group in card.groups {
    let shares = [group.share, group.falsePositiveRate, group.falseNegativeRate].map(percent)
    lines.append(row([group.group, "\(group.count)"] + shares))
  }
  let largest = card.drift.map(\.index).max()
  let worst = card.drift.first { $0.index == largest }
  lines += [
    "", worst.map { "Largest drift: \($0.name), \(fixed($0.index, 3))." } ?? "No column can drift.", "",
    card.isReleased ? "**Released.**" : "**Not released.**",
  ]
  return lines.map { $0 + "\n" }.joined()
  // END SOLUTION
}
