import Checking
import Glibc
import LabData
import LabNumerics

typealias Table = [String: [String]]

/// What the learner chose: the table with the added columns, and both plans.
struct Plans: Observable {
  struct Ridge {
    var columns: [String]
    var least: Int
    var lambdas: [Double]
  }

  struct Boosting {
    var columns: [String]
    var least: Int
    var rounds: Int
    var learningRate: Double
    var maxDepth: Int
    var minLeaf: Int
  }

  var table: Table
  var ridge: Ridge
  var boosting: Boosting

  var observation: Observation {
    Observation(
      table.keys.sorted().observation, ridge.columns.observation, ridge.lambdas.observation,
      boosting.columns.observation, Double(boosting.rounds).observation)
  }
}

struct Report: Observable {
  var learned: Int
  var lambda: Double
  var trees: Int
  var weight: Double
  var errors: [Double]
  /// Difference, lower, upper.
  var gain: [Double]
  var halfWidth: Double
  var rows: [Int]
  /// Price, lower, upper.
  var prices: [[Double]]

  var observation: Observation {
    Observation(
      [Double(learned), lambda, Double(trees), weight, halfWidth].observation, errors.observation, gain.observation,
      rows.map { Double($0) }.observation, prices.observation)
  }
}

struct Submission {
  /// `enriched`, `ridgePlan` and `boostingPlan`.
  var plans: Function<Table, Plans>
  var report: Function<Table, Report>
  var text: Function<Report, String>
  /// The trees of the milestones before: predictions of rows after 0, 1, … of them; nil for the ways of the checks.
  var trees: Trees?
}

/// Of plans, log prices, the rows to learn from and the rows to predict; shape (trees + 1, rows).
typealias Trees = @Sendable (Plans, [Double], [Int], [Int]) throws -> [[Double]]

enum PriceReports: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("writes the report as it is handed over") { s in
        for report in samples { expectText(try s.text(report), Way().text(report)) }
      },
      Check("plans without the price") { s in
        var table = try houses.get()
        table["Sale_Price"] = nil
        let plans = try s.plans(table)
        let advice = "The price is what is asked for. A model that knows it predicts it."
        for column in plans.ridge.columns + plans.boosting.columns {
          expect(column != "Sale_Price", "A plan contains Sale_Price", advice)
          expect(plans.table[column] != nil, "A plan contains \(column), which the enriched table lacks", advice)
        }
        let changed = table.keys.sorted().filter { plans.table[$0] != table[$0] }
        expect(changed.isEmpty, "`enriched` changes \(changed)", "It adds columns; those that came stay as they are.")
        expect(
          plans.ridge.lambdas.count >= 3 && plans.boosting.rounds >= 10,
          "There are \(plans.ridge.lambdas.count) λ and at most \(plans.boosting.rounds) trees to choose from",
          "Three λ or more, ten trees or more: else nothing is chosen.")
      },
      // Made again by LAPACK and by trees of the checks' own; 10⁻⁶ is far above the rounding of both and far below any
      // mistake.
      Check("reports on Ames what can be made again, and misses hidden prices by little") { s in
        let table = try houses.get()
        let asked = table["Sale_Price", default: []].indices.filter { $0 % 5 == 0 }
        let hidden = hiding(table, asked)
        let report = try s.report(hidden)
        try expectReport(report, by: s, hidden, "Ames")
        let truth = logPrices(table, asked)
        guard report.prices.count == asked.count, report.prices.allSatisfy({ $0.count == 3 }) else { return }
        let logs = report.prices.map { $0.map { log($0) } }
        expect(
          "the error on the hidden prices", rootMeanSquare(truth, logs.map { $0[0] }), atMost: 0.145,
          "The mean alone has 0.409, ridge regression on numbers alone 0.169 to 0.190. Which columns lean, and where does a "
            + "house stand?")
        let held = zip(truth, logs).count { $1[1] <= $0 && $0 <= $1[2] }
        let share = Double(held) / Double(truth.count)
        expect(
          share >= 0.85 && share <= 0.95,
          "\(held) of \(truth.count) hidden prices lie in their intervals, a share of "
            + "\(share)", "Nine of ten were promised; the errors out of fold say how wide that is.")
        expect(
          report.errors.count == 4 && report.errors[3] < report.errors[0] / 2,
          "Errors out of fold: \(report.errors)", "The blend errs less than half as far as the mean alone.")
      },
      Check("finds nothing in the prices of other houses") { s in
        let table = try shuffledHouses.get()
        let asked = table["Sale_Price", default: []].indices.filter { $0 % 4 == 1 }
        let hidden = hiding(table, asked, as: "NA")
        let report = try s.report(hidden)
        try expectReport(report, by: s, hidden, "shuffled prices")
        let truth = logPrices(table, asked)
        guard report.prices.count == asked.count, report.prices.allSatisfy({ $0.count == 3 }) else { return }
        let error = rootMeanSquare(truth, report.prices.map { log($0[0]) })
        expect(
          "the error on hidden shuffled prices", error, atLeast: 0.3,
          "Nothing in a house says what another one cost. Who finds it has seen it.")
        expect(
          "with shuffled prices the blend's error out of fold, as a share of the mean's",
          report.errors.count == 4 ? report.errors[3] / report.errors[0] : .nan, atLeast: 0.97,
          "Out of fold nothing can be gained where nothing is to be learned.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "invented numbers", Way(isInvented: true).submission,
        """
        The numbers belong to another table: they are written into the program, not computed by it. On the table that is \
        handed in nobody can make them again.
        """),
      Misconception(
        "numbers without words", Way(plans: .numbers).submission,
        """
        Where a house stands and in what state it is are words. Numbers alone, and none of them leaning to a side, miss \
        the hidden prices by 19 %.
        """),
      Misconception(
        "the mean for every house", Way(finalIsMean: true).submission,
        "A report needs a model to compare with doing nothing; yours predicts what doing nothing predicts."),
      Misconception(
        "the price among the columns", Way(plans: .leaking).submission,
        "A model that knows the price predicts the price. Look at the plan whenever a score is too good."),
      Misconception(
        "every fifth row asked for", Way(asksByRule: true).submission,
        "Asked for are the rows whose price is a gap, whichever they are; the rule is the table's, not yours."),
      Misconception(
        "errors of rows that were learned from", Way(isInSample: true).submission,
        "How well a model remembers is no measure of how well it predicts. All errors are out of fold."),
      Misconception(
        "a blend judged by the rows that found its weight", Way(blendsAll: true).submission,
        "Error, gain and half-width of the blend come from crossBlended: each row without the weight that it helped to find."
      ),
      Misconception(
        "half of each", Way(weight: { _ in 0.5 }).submission,
        "The weight comes from your blendWeight of the predictions out of fold."),
      Misconception(
        "shares exchanged", Way(weight: { 1 - $0 }).submission, "The weight is the share of the boosted trees."),
      Misconception(
        "the least error for the penalty", Way(takesLeast: true).submission,
        "chooseRidge says which λ is chosen: the greatest that is as good as the best."),
      Misconception(
        "all the trees", Way(takesAllTrees: true).submission,
        "chooseBoosting says how many trees: keep as many, also when the final model is grown."),
      Misconception(
        "the gain over the mean", Way(gainOverMean: true).submission,
        "Anything gains over the mean. Asked for is the ridge regression against the blend."),
      Misconception(
        "half-width from the ridge regression", Way(halfOfRidge: true).submission,
        "The intervals are the blend's: take its residuals."),
      Misconception(
        "logarithms of prices", Way(price: { $0 }).submission,
        "Handed over are dollars: take the exponential at the end."),
      Misconception(
        "the interval added in dollars", Way(isAdditive: true).submission,
        """
        The half-width is one of log prices: a share of the price, not an amount. Take the exponential of the ends.
        """),
      Misconception(
        "numbered among those asked for", Way(renumbers: true).submission,
        "A house is found by its row in the table."),
      Misconception(
        "the per cent of the half-width itself", Way(halfIsPercent: true).submission,
        "exp(−0.2) is 82 %, not 80: say by which factor a price may differ."),
      Misconception(
        "shares without per cent", Way(percent: 1).submission, "0.28 is 28 %."),
      Misconception(
        "the first rows only", Way(lineLimit: 2).submission, "Every house that was asked for has its line."),
      Misconception(
        "nothing set off", Way(stars: "").submission, "What is handed over is the blend: its name stands between **."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("other columns", Way(plans: .others).submission)]
  }

  static var medals: [Medal<Submission>] {
    [
      // An error of 0.130: what the logarithms of the hidden prices vary by is 0.409² about the mean of the others.
      Medal("share of the variance of hidden prices explained", atLeast: 0.899, unit: "of 1") { s in
        let table = try houses.get()
        let asked = table["Sale_Price", default: []].indices.filter { $0 % 5 == 0 }
        let report = try s.report.unrecorded(hiding(table, asked))
        let truth = logPrices(table, asked)
        guard report.prices.count == asked.count else { return nil }
        let error = rootMeanSquare(truth, report.prices.map { log($0.first ?? .nan) })
        let known = table["Sale_Price", default: []].indices.filter { $0 % 5 != 0 }
        let all = logPrices(table, known)
        let mean = all.reduce(0, +) / Double(all.count)
        let nothing = rootMeanSquare(truth, truth.map { _ in mean })
        return 1 - error * error / (nothing * nothing)
      }
    ]
  }
}

// MARK: - Parts of the checks

private func expectText(_ got: String, _ right: String, line: Int = #line) {
  if got == right { return expect(true, "") }
  let lines = right.split(separator: "\n", omittingEmptySubsequences: false)
  let mine = got.split(separator: "\n", omittingEmptySubsequences: false)
  let i = lines.indices.first { $0 >= mine.count || mine[$0] != lines[$0] } ?? lines.count
  expect(
    false,
    "Line \(i + 1) of the text is \"\(i < mine.count ? mine[i] : "missing")\", expected "
      + "\"\(i < lines.count ? lines[i] : "nothing more")\"",
    "Words, decimals and stars as in the statement; every line, the last one too, ends in a newline.", line: line)
}

private func expectReport(
  _ got: Report, by s: Submission, _ table: Table, _ what: String, line: Int = #line
) throws {
  let right = try Way().made(try s.plans(table), table, trees: s.trees)
  expect(got.learned, equals: right.learned, "Learned from are the rows with a price.", what: "learned", line: line)
  expect(
    got.rows == right.rows,
    "Prices were asked for of \(right.rows.count) rows, from \(right.rows.first ?? 0) on, "
      + "reported are \(got.rows.count), from \(got.rows.first ?? 0) on", "Those whose price is a gap, ascending.",
    line: line)
  let advice = "Made again from your plans, by five folds of the rows with a price. "
  expect(
    got.lambda, equals: right.lambda, within: .relative(1e-12), advice + "chooseRidge chooses it.",
    what: "for \(what) λ", line: line)
  expect(got.trees, equals: right.trees, advice + "chooseBoosting chooses it.", what: "for \(what) trees", line: line)
  expect(
    got.weight, equals: right.weight, within: .absolute(1e-6),
    advice + "blendWeight of the two chosen candidates' predictions out of fold.", what: "for \(what) the weight",
    line: line)
  expect(
    got.errors, equals: right.errors, within: .absolute(1e-6),
    advice + "Mean, ridge, boosting, and the blend by crossBlended, all out of fold.",
    what: "for \(what) the errors", line: line)
  expect(
    got.gain, equals: right.gain, within: .absolute(1e-6),
    advice + "compare, a the ridge regression, b the blend by "
      + "crossBlended.", what: "for \(what) the gain", line: line)
  expect(
    got.halfWidth, equals: right.halfWidth, within: .absolute(1e-6),
    advice + "Of the residuals of crossBlended, at 0.9.",
    what: "for \(what) the half-width", line: line)
  expect(
    got.prices, equals: right.prices, within: .relative(1e-5),
    advice + "Both chosen candidates learned from all rows with a price, blended with the weight; exp of log price and "
      + "of both ends.", what: "for \(what) prices with their ends", line: line)
}

/// Reports that nobody computed, to be written down.
private let samples = [
  Report(
    learned: 2344, lambda: 100, trees: 27, weight: 0.2871, errors: [0.40721, 0.13894, 0.15805, 0.13206],
    gain: [0.001194, -0.000201, 0.002589], halfWidth: 0.187, rows: [0, 5, 2925],
    prices: [[171_234.49, 141_000.5, 207_800.1], [98_765.4, 81_000, 119_999.6], [412_000, 339_000.2, 500_000]]),
  Report(
    learned: 7, lambda: 1000, trees: 0, weight: 0, errors: [0.5, 0.50004, 0.49996, 1], gain: [0, 0, 0], halfWidth: 0.5,
    rows: [], prices: []),
]

private func rootMeanSquare(_ x: [Double], _ y: [Double]) -> Double {
  let sum = zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (sum / Double(x.count)).squareRoot()
}

// MARK: - Real data

private let houses = Result {
  let csv = try Dataset("tabular/ames.csv").csv()
  return Table(
    uniqueKeysWithValues: csv.columns.enumerated().map { j, column in (column, csv.rows.map { $0[j] }) })
}

/// Six hundred houses with one another's prices; 389 is prime to 600.
private let shuffledHouses = Result {
  var table = try houses.get().mapValues { Array($0.prefix(600)) }
  let prices = table["Sale_Price", default: []]
  table["Sale_Price"] = prices.indices.map { prices[$0 * 389 % prices.count] }
  return table
}

private func hiding(_ table: Table, _ rows: [Int], as gap: String = "") -> Table {
  var table = table
  for row in rows { table["Sale_Price"]?[row] = gap }
  return table
}

private func logPrices(_ table: Table, _ rows: [Int]) -> [Double] {
  let cells = table["Sale_Price", default: []]
  return rows.map { log(Double(cells[$0]) ?? .nan) }
}

// MARK: - Models of the checks' own

/// The columns of a table without gaps that enter, numbers read once for all fits.
private struct Columns {
  private(set) var names: [String] = []
  private(set) var numbers: [String: [Double]] = [:]
  private(set) var words: [String: [String]] = [:]

  init(_ table: Table, _ names: [String]) {
    for name in names {
      guard let cells = table[name], let first = cells.first else { continue }
      self.names.append(name)
      if Double(first) == nil { words[name] = cells } else { numbers[name] = cells.map { Double($0) ?? .nan } }
    }
  }
}

/// The features of a table without gaps, as learned from some rows.
private struct Encoder {
  var numbers: [(name: String, isLogarithm: Bool, mean: Double, deviation: Double)] = []
  var levels: [(name: String, level: String)] = []

  init(_ columns: Columns, _ least: Int, _ rows: [Int]) {
    for name in columns.names {
      guard let values = columns.numbers[name] else {
        let cells = columns.words[name, default: []]
        let counts = Dictionary(rows.map { (cells[$0], 1) }, uniquingKeysWith: +)
        levels += counts.filter { $0.value >= least }.keys.sorted().map { (name, $0) }
        continue
      }
      var x = rows.map { values[$0] }
      var (mean, deviation) = moments(x)
      let cubes = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) } / Double(x.count)
      let isLogarithm = cubes > deviation * deviation * deviation && x.allSatisfy { $0 >= 0 }
      if isLogarithm {
        x = x.map { log1p($0) }
        (mean, deviation) = moments(x)
      }
      numbers.append((name, isLogarithm, mean, deviation))
    }
  }

  func columns(_ columns: Columns, _ rows: [Int]) -> [[Double]] {
    let ofNumbers = numbers.map { name, isLogarithm, mean, deviation in
      let values = columns.numbers[name, default: []]
      return rows.map { row in
        ((isLogarithm ? log1p(max(values[row], 0)) : values[row]) - mean) / deviation
      }
    }
    let ofWords = levels.map { name, level in
      let cells = columns.words[name, default: []]
      return rows.map { cells[$0] == level ? 1.0 : 0 }
    }
    return ofNumbers + ofWords
  }
}

/// The mean, and the deviation with the divisor n, 1 if all are equal.
private func moments(_ x: [Double]) -> (mean: Double, deviation: Double) {
  guard let first = x.first, x.contains(where: { $0 != first }) else { return (x.first ?? 0, 1) }
  var (sum, squares) = (0.0, 0.0)
  for value in x { sum += value }
  let mean = sum / Double(x.count)
  for value in x { squares += (value - mean) * (value - mean) }
  return (mean, (squares / Double(x.count)).squareRoot())
}

/// Predictions of rows for each λ.
private func ridgePredictions(
  _ columns: Columns, _ answers: [Double], _ plan: Plans.Ridge, _ learned: [Int], _ rows: [Int]
) throws -> [[Double]] {
  let encoder = Encoder(columns, plan.least, learned)
  var (train, other) = (encoder.columns(columns, learned), encoder.columns(columns, rows))
  for j in train.indices {
    let (mean, deviation) = moments(train[j])
    train[j] = train[j].map { ($0 - mean) / deviation }
    other[j] = other[j].map { ($0 - mean) / deviation }
  }
  let y = learned.map { answers[$0] }
  let mean = y.reduce(0, +) / Double(y.count)
  let z = Matrix(rows: train.count, columns: learned.count, train.flatMap { $0 })
  let held = Matrix(rows: other.count, columns: rows.count, other.flatMap { $0 }).transposed()
  let (gram, moment) = (z • z.transposed(), z • Vector(y.map { $0 - mean }))
  return try plan.lambdas.map { lambda in
    var penalized = gram
    for j in train.indices { penalized[j, j] += lambda }
    return (held • (try solve(penalized, moment))).map { mean + $0 }
  }
}

private indirect enum Tree {
  case leaf(Double)
  case split(Int, Double, Tree, Tree)

  func value(_ column: (Int) -> Double) -> Double {
    switch self {
    case .leaf(let value): value
    case .split(let j, let threshold, let left, let right):
      column(j) <= threshold ? left.value(column) : right.value(column)
    }
  }

  /// The least and the largest value of a row that may go either way where it lies on a threshold, but for rounding.
  func ends(_ column: (Int) -> Double) -> (low: Double, high: Double) {
    switch self {
    case .leaf(let value): return (value, value)
    case .split(let j, let threshold, let left, let right):
      let x = column(j)
      if abs(x - threshold) > 1e-9 { return (x < threshold ? left : right).ends(column) }
      let (a, b) = (left.ends(column), right.ends(column))
      return (min(a.low, b.low), max(a.high, b.high))
    }
  }
}

/// Predictions of rows after 0, 1, … trees, and between what they lie if rows on thresholds go either way: 3 rooms are
/// half-way between 2 and 4, and on which side they are after scaling, rounding decides.
private struct Stages {
  /// Shape (trees + 1, rows), each.
  var values, low, high: [[Double]]

  /// The values, or the learner's where rounding decides, if they are possible.
  func settled(_ learners: () throws -> [[Double]]?) rethrows -> [[Double]] {
    guard low != high, let own = try learners(), own.count == values.count else { return values }
    return values.indices.map { m in
      guard own[m].count == values[m].count else { return values[m] }
      return values[m].indices.map { i in
        low[m][i] == high[m][i] ? values[m][i] : min(high[m][i], max(low[m][i], own[m][i]))
      }
    }
  }
}

/// Predictions of rows after 0, 1, … trees.
private func treePredictions(
  _ columns: Columns, _ answers: [Double], _ plan: Plans.Boosting, _ learned: [Int], _ rows: [Int]
) -> Stages {
  let encoder = Encoder(columns, plan.least, learned)
  let (x, other) = (encoder.columns(columns, learned), encoder.columns(columns, rows))
  let y = learned.map { answers[$0] }
  let start = y.reduce(0, +) / Double(y.count)
  let sorted = x.map { column in column.indices.sorted { column[$0] < column[$1] } }
  var (scores, isLeft) = (y.map { _ in start }, y.map { _ in false })
  let first = rows.map { _ in start }
  var stages = Stages(values: [first], low: [first], high: [first])
  for m in 0..<plan.rounds {
    let residuals = zip(y, scores).map { $0 - $1 }
    // The rows of a node stand in each column's order.
    func grow(_ orders: [[Int]], _ level: Int) -> Tree {
      let rows = orders.first ?? Array(y.indices)
      let n = rows.count
      let mean = rows.reduce(0) { $0 + residuals[$1] } / Double(n)
      let variance = rows.reduce(0) { $0 + (residuals[$1] - mean) * (residuals[$1] - mean) } / Double(n)
      var best: (gain: Double, column: Int, threshold: Double)?
      if level < plan.maxDepth {
        for (j, order) in orders.enumerated() {
          var left = 0.0
          for i in 1..<max(n, 1) {
            left += residuals[order[i - 1]] - mean
            let (a, b) = (x[j][order[i - 1]], x[j][order[i]])
            if a == b || i < plan.minLeaf || n - i < plan.minLeaf { continue }
            let gain = left * left / (Double(i) * Double(n - i))
            if gain > (best?.gain ?? -1) + 1e-12 * variance {
              let middle = a + (b - a) / 2
              best = (gain, j, middle < b ? middle : a)
            }
          }
        }
      }
      guard let best else { return .leaf(mean) }
      for row in rows { isLeft[row] = x[best.column][row] <= best.threshold }
      let below = orders.map { $0.filter { isLeft[$0] } }
      let above = orders.map { $0.filter { !isLeft[$0] } }
      return .split(best.column, best.threshold, grow(below, level + 1), grow(above, level + 1))
    }
    let tree = grow(sorted, 0)
    for i in y.indices { scores[i] += plan.learningRate * tree.value { x[$0][i] } }
    var (values, low, high) = (stages.values[m], stages.low[m], stages.high[m])
    for i in rows.indices {
      let ends = tree.ends { other[$0][i] }
      values[i] += plan.learningRate * (ends.low == ends.high ? ends.low : tree.value { other[$0][i] })
      low[i] += plan.learningRate * ends.low
      high[i] += plan.learningRate * ends.high
    }
    stages.values.append(values)
    stages.low.append(low)
    stages.high.append(high)
  }
  return stages
}

/// All that is dear: predictions of the candidates, out of fold and of the rows asked for.
private struct Pieces {
  var known: [Int]
  var asked: [Int]
  var truth: [Double]
  /// Out of fold, each (candidates, known).
  var mean: [Double]
  var ridge: [[Double]]
  var boosting: [[Double]]
  /// Of the known rows, predicted by what has learned from them.
  var inSample: (ridge: [[Double]], boosting: [[Double]])
  /// (candidates, asked).
  var finalRidge: [[Double]]
  var finalBoosting: [[Double]]

  init(_ plans: Plans, _ trees: Trees?) throws {
    let cells = plans.table["Sale_Price", default: []]
    let answers = cells.map { log(Double($0) ?? .nan) }
    let known = cells.indices.filter { !["", "NA"].contains(cells[$0]) }
    asked = cells.indices.filter { ["", "NA"].contains(cells[$0]) }
    self.known = known
    truth = known.map { answers[$0] }
    mean = truth
    ridge = plans.ridge.lambdas.map { _ in known.map { _ in 0 } }
    boosting = (0...plans.boosting.rounds).map { _ in known.map { _ in 0 } }
    let ofRidge = Columns(plans.table, plans.ridge.columns)
    let ofBoosting = Columns(plans.table, plans.boosting.columns)
    for fold in 0..<5 {
      let places = known.indices.filter { $0 % 5 == fold }
      let learned = known.indices.filter { $0 % 5 != fold }.map { known[$0] }
      let rows = places.map { known[$0] }
      let average = learned.reduce(0) { $0 + answers[$1] } / Double(learned.count)
      for place in places { mean[place] = average }
      for (c, values) in try ridgePredictions(ofRidge, answers, plans.ridge, learned, rows).enumerated() {
        for (place, value) in zip(places, values) { ridge[c][place] = value }
      }
      let stages = try treePredictions(ofBoosting, answers, plans.boosting, learned, rows).settled {
        try trees?(plans, answers, learned, rows)
      }
      for (c, values) in stages.enumerated() {
        for (place, value) in zip(places, values) { boosting[c][place] = value }
      }
    }
    let both = known + asked
    let ridges = try ridgePredictions(ofRidge, answers, plans.ridge, known, both)
    let stages = try treePredictions(ofBoosting, answers, plans.boosting, known, both).settled {
      try trees?(plans, answers, known, both)
    }
    finalRidge = ridges.map { Array($0.dropFirst(known.count)) }
    finalBoosting = stages.map { Array($0.dropFirst(known.count)) }
    inSample = (ridges.map { Array($0.prefix(known.count)) }, stages.map { Array($0.prefix(known.count)) })
  }
}

// MARK: - Wrong and right ways

/// Whose plans a way follows.
private enum Choice: String {
  case reference, numbers, leaking, others
}

/// The report; each member can make it wrong in one place.
private struct Way {
  var isInvented = false
  var plans = Choice.reference
  var finalIsMean = false
  var asksByRule = false
  var isInSample = false
  var blendsAll = false
  var weight: (Double) -> Double = { $0 }
  var takesLeast = false
  var takesAllTrees = false
  var gainOverMean = false
  var halfOfRidge = false
  var price: (Double) -> Double = { exp($0) }
  var isAdditive = false
  var renumbers = false
  var halfIsPercent = false
  var percent = 100.0
  var lineLimit = Int.max
  var stars = "**"

  func chosenPlans(_ table: Table) -> Plans {
    var table = table
    let sums: [(name: String, terms: [(String, Double)])] = [
      ("Total_Area", [("Gr_Liv_Area", 1), ("Total_Bsmt_SF", 1)]), ("Age", [("Year_Sold", 1), ("Year_Built", -1)]),
      ("Baths", [("Full_Bath", 1), ("Half_Bath", 0.5), ("Bsmt_Full_Bath", 1), ("Bsmt_Half_Bath", 0.5)]),
    ]
    for sum in sums where plans == .reference {
      let columns = sum.terms.map { term in table[term.0, default: []].map { term.1 * (Double($0) ?? .nan) } }
      table[sum.name] = (columns.first ?? []).indices.map { i in "\(columns.reduce(0) { $0 + $1[i] })" }
    }
    let trees = Plans.Boosting(
      columns: words(treeColumns), least: 10, rounds: 20, learningRate: 0.4, maxDepth: 3, minLeaf: 5)
    let ridge = Plans.Ridge(
      columns: words(ridgeColumns), least: 10, lambdas: [1, 3, 10, 30, 100, 300, 1000])
    var chosen = Plans(table: table, ridge: ridge, boosting: trees)
    switch plans {
    case .reference: break
    case .leaking: chosen.ridge.columns.append("Sale_Price")
    case .numbers:
      chosen.ridge = Plans.Ridge(columns: words(plainNumbers), least: 10, lambdas: [1, 10, 100])
      chosen.boosting = Plans.Boosting(
        columns: ["Lot_Frontage", "Garage_Cars"], least: 10, rounds: 10, learningRate: 0.1, maxDepth: 1, minLeaf: 5)
    case .others:
      chosen.ridge = Plans.Ridge(columns: words(otherColumns), least: 8, lambdas: [300, 30, 3])
      chosen.boosting = Plans.Boosting(
        columns: words("Gr_Liv_Area Total_Bsmt_SF Year_Built Garage_Cars Fireplaces Latitude Longitude"), least: 8,
        rounds: 20, learningRate: 0.3, maxDepth: 3, minLeaf: 8)
    }
    return chosen
  }

  /// The numbers that belong to plans whose table hides some prices.
  func made(_ plans: Plans, _ table: Table, trees: Trees? = nil) throws -> Report {
    let columns = plans.ridge.columns + plans.boosting.columns + ["Sale_Price"]
    let cells = columns.map { plans.table[$0, default: []].prefix(20).joined(separator: ",") }
    let rows = plans.table["Sale_Price", default: []].count
    let key = "\(trees == nil) \(cells) \(plans.ridge) \(plans.boosting) \(rows)"
    return report(try remembered(key) { try Pieces(plans, trees) }, plans)
  }

  private func report(_ pieces: Pieces, _ plans: Plans) -> Report {
    let truth = pieces.truth
    func errors(_ candidates: [[Double]]) -> [Double] { candidates.map { rootMeanSquare(truth, $0) } }
    let ofRidge = errors(pieces.ridge)
    let best = ofRidge.indices.min { ofRidge[$0] < ofRidge[$1] } ?? 0
    let folds = foldMeans(zip(truth, pieces.ridge[best]).map { ($0 - $1) * ($0 - $1) })
    let margin = (Vector(folds).variance() / 5).squareRoot()
    let good = ofRidge.indices.filter { ofRidge[$0] * ofRidge[$0] <= ofRidge[best] * ofRidge[best] + margin }
    let penalty = takesLeast ? best : good.max { plans.ridge.lambdas[$0] < plans.ridge.lambdas[$1] } ?? best
    let ofTrees = errors(pieces.boosting)
    let trees = takesAllTrees ? ofTrees.count - 1 : ofTrees.indices.min { ofTrees[$0] < ofTrees[$1] } ?? 0

    let a = isInSample ? pieces.inSample.ridge[penalty] : pieces.ridge[penalty]
    let b = isInSample ? pieces.inSample.boosting[trees] : pieces.boosting[trees]
    func least(_ places: [Int]) -> Double {
      let (above, below) = places.reduce((0.0, 0.0)) { sums, i in
        (sums.0 + (truth[i] - a[i]) * (b[i] - a[i]), sums.1 + (b[i] - a[i]) * (b[i] - a[i]))
      }
      return below == 0 ? 0 : min(1, max(0, above / below))
    }
    let all = Array(truth.indices)
    let share = weight(least(all))
    let shares = (0..<5).map { fold in blendsAll ? least(all) : least(all.filter { $0 % 5 != fold }) }
    let blended = all.map { a[$0] + shares[$0 % 5] * (b[$0] - a[$0]) }

    let base = gainOverMean ? pieces.mean : a
    let differences = foldMeans(
      all.map {
        (truth[$0] - base[$0]) * (truth[$0] - base[$0]) - (truth[$0] - blended[$0]) * (truth[$0] - blended[$0])
      })
    let mean = differences.reduce(0, +) / 5
    let reach =
      (Vector(differences).variance() * 0.45).squareRoot()
      * StudentTDistribution(degreesOfFreedom: 4).quantile(0.95)
    let sizes = zip(truth, halfOfRidge ? a : blended).map { abs($0 - $1) }.sorted()
    let rank = Int((Double(sizes.count + 1) * 0.9 - 1e-9).rounded(.up))
    let half = rank > sizes.count ? .infinity : sizes[rank - 1]
    let average = truth.reduce(0, +) / Double(truth.count)
    let final = zip(pieces.finalRidge[penalty], pieces.finalBoosting[trees]).map {
      finalIsMean ? average : $0 + share * ($1 - $0)
    }
    var asked = pieces.asked
    if asksByRule { asked = (0..<asked.count).map { 5 * $0 } }
    if renumbers { asked = Array(asked.indices) }
    return Report(
      learned: truth.count, lambda: plans.ridge.lambdas[penalty], trees: trees, weight: share,
      errors: [pieces.mean, a, b, blended].map { rootMeanSquare(truth, $0) }, gain: [mean, mean - reach, mean + reach],
      halfWidth: half, rows: asked,
      prices: final.map { log in
        isAdditive
          ? [price(log), price(log) * (1 - half), price(log) * (1 + half)]
          : [price(log), price(log - half), price(log + half)]
      })
  }

  private func foldMeans(_ x: [Double]) -> [Double] {
    (0..<5).map { fold in
      let part = x.indices.filter { $0 % 5 == fold }.map { x[$0] }
      return part.reduce(0, +) / Double(part.count)
    }
  }

  func report(_ table: Table) throws -> Report {
    var table = table
    if isInvented {
      table = try houses.get()
      table = hiding(table, Array(stride(from: 0, to: table["Sale_Price", default: []].count, by: 5)))
    }
    var way = self
    if plans == .leaking { way.plans = .reference }  // its plan alone is at fault
    return try made(way.chosenPlans(table), table)
  }

  func text(_ report: Report) -> String {
    func fixed(_ x: Double, _ decimals: Int) -> String {
      let unit = pow(10, Double(decimals))
      let units = Int((abs(x) * unit).rounded())
      var digits = String(units)
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      let sign = x < 0 && units > 0 ? "-" : ""
      return decimals == 0 ? sign + digits : sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
    }
    var text = "# Prices of houses in Ames\n\nLearned from \(report.learned) sales; "
    text += "\(report.rows.count) prices are asked for.\n\n| model | error out of fold |\n|---|---|\n"
    let heads = [
      "mean", "ridge, λ = " + fixed(report.lambda, 0), "boosting, \(report.trees) trees",
      "\(stars)blend, " + fixed(percent * report.weight, 0) + " % boosting\(stars)",
    ]
    for (name, error) in zip(heads, report.errors) { text += "| " + name + " | " + fixed(error, 4) + " |\n" }
    text += "\nMean square of ridge minus that of the blend: " + fixed(report.gain[0], 5) + " ("
    text += fixed(report.gain[1], 5) + " … " + fixed(report.gain[2], 5) + " at 90 %).\n"
    let half = report.halfWidth
    let ends = halfIsPercent ? [1 - half, 1 + half] : [exp(-half), exp(half)]
    text += "Nine prices of ten lie between " + fixed(100 * ends[0], 0) + " % and "
    text += fixed(100 * ends[1], 0) + " % of what is predicted.\n\n| house | price | from | to |\n|---|---|---|---|\n"
    for (row, price) in zip(report.rows, report.prices).prefix(lineLimit) {
      text += "| \(row) | " + price.map { fixed($0, 0) }.joined(separator: " | ") + " |\n"
    }
    return text
  }

  var submission: Submission {
    Submission(
      plans: .init { chosenPlans($0) }, report: .init { try report($0) }, text: .init { text($0) })
  }
}

private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

// As in the reference, so that its predictions are made once.
private let ridgeColumns =
  """
  Total_Area Gr_Liv_Area First_Flr_SF Second_Flr_SF Total_Bsmt_SF Bsmt_Unf_SF Lot_Area Lot_Frontage Garage_Area \
  Garage_Cars Mas_Vnr_Area Wood_Deck_SF Open_Porch_SF Enclosed_Porch Screen_Porch Baths Full_Bath Half_Bath \
  Bsmt_Full_Bath Kitchen_AbvGr TotRms_AbvGrd Fireplaces BsmtFin_SF_1 Age Year_Built Year_Remod_Add Longitude \
  Latitude Neighborhood Overall_Cond Functional Sale_Condition Bsmt_Exposure MS_Zoning Heating_QC Condition_1
  """
private let treeColumns =
  "Total_Area Age Year_Remod_Add Baths Garage_Area Lot_Area Longitude Latitude"
private let plainNumbers = "Year_Built Garage_Cars Fireplaces Full_Bath Bedroom_AbvGr Lot_Frontage"
private let otherColumns =
  """
  Gr_Liv_Area Lot_Area Total_Bsmt_SF Garage_Area Year_Built Year_Remod_Add Fireplaces Full_Bath Half_Bath \
  Bsmt_Full_Bath Screen_Porch Wood_Deck_SF Neighborhood Overall_Cond Functional Sale_Condition Bsmt_Exposure MS_Zoning \
  Exterior_1st
  """
