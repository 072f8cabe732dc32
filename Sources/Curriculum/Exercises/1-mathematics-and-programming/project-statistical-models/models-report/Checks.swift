import Checking
import Glibc
import LabData
import LabNumerics

typealias Table = [String: [String]]

/// What the learner's `Recipe` holds, or that of a variant.
struct Recipe: Observable {
  var logarithms: [String] = []
  var numbers: [String] = []
  var categories: [String] = []

  var observation: Observation {
    Observation(logarithms.observation, numbers.observation, categories.observation)
  }
  var all: [String] { logarithms + numbers + categories }
}

struct Houses: Observable {
  struct Line: Observable {
    var name: String
    var recipe: Recipe
    var columns: Int
    var logEvidence: Double
    var logScore: Double
    var rootMeanSquare: Double
    var coverage: Double

    var observation: Observation {
      Observation(
        name.observation, recipe.observation, columns.observation,
        [logEvidence, logScore, rootMeanSquare, coverage].observation)
    }
  }

  var lines: [Line]
  var chosen: Int

  var observation: Observation { Observation(lines.observation, chosen.observation) }

  var best: Line? { lines.indices.contains(chosen) ? lines[chosen] : nil }
}

struct Loans: Observable {
  struct Line: Observable {
    var name: String
    var curvature: [Double]
    var chain: [Double]
    var effectiveSize: Double

    var observation: Observation {
      Observation(name.observation, curvature.observation, chain.observation, effectiveSize.observation)
    }
  }

  var recipe: Recipe
  var columns: Int
  var logScore: Double
  var baseLogScore: Double
  var cost: Double
  var refusalCost: Double
  var intervals: [Line]
  var gap: Double

  var observation: Observation {
    Observation(
      recipe.observation, columns.observation, [logScore, baseLogScore, cost, refusalCost, gap].observation,
      intervals.observation)
  }
}

struct Submission {
  var houseReport: Function<Table, Houses>
  var loanReport: Function<Table, [[Double]], [Double], Loans>
  var fixed: Function<Double, Int, String>
  var text: Function<Houses, Loans, String>
}

enum Reports: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("writes numbers with so many decimals") { s in
        for (x, decimals, right) in [
          (-0.05, 3, "-0.050"), (12, 0, "12"), (-3, 2, "-3.00"), (0.9996, 3, "1.000"),
          (-0.0004, 3, "0.000"), (-0.5, 1, "-0.5"), (0.7, 0, "1"), (-441.0284, 1, "-441.0"),
          (123_456_789.25, 2, "123456789.25"),
          (2.0000007, 6, "2.000001"), (0, 2, "0.00"), (-0.2, 0, "0"), (.nan, 2, "NaN"), (1.005e-3, 4, "0.0010"),
        ] {
          let got = try s.fixed(x, decimals)
          expect(
            got == right, "fixed(\(x), \(decimals)) is \"\(got)\", expected \"\(right)\"",
            "Round |x| to whole units of the last decimal, then write sign, whole part, point and all the digits.")
        }
      },
      Check("writes the text as it is handed over") { s in
        let (houses, loans) = sample
        expectText(try s.text(houses, loans), render(houses, loans))
        var others = houses
        others.chosen = 0
        expectText(try s.text(others, loans), render(others, loans))
      },
      // The numbers are made again by LAPACK. Six digits are asked; conditions of 10⁴ leave ten.
      Check("chooses a model of houses by evidence, with numbers that can be recomputed") { s in
        let table = try thousandHouses.get()
        let houses = try s.houseReport(table)
        let names = houses.lines.map(\.name)
        expect(
          names.count >= 3 && Set(names).count == names.count, "The candidates are \(names)",
          "Three or more, with different names.")
        expect(
          houses.lines.first?.recipe.all == [], "The first recipe is \(houses.lines.first?.recipe.all ?? [])",
          "It has nothing but the intercept: what doing nothing would bring.")
        expect(
          houses.lines.allSatisfy { !$0.recipe.all.contains("Sale_Price") }, "A recipe contains Sale_Price",
          "The answer cannot be one of the questions.")
        let best = houses.lines.indices.max { houses.lines[$0].logEvidence < houses.lines[$1].logEvidence } ?? 0
        expect(
          houses.chosen, equals: best, "The line with the greatest log evidence: \(names.isEmpty ? "" : names[best]).",
          what: "chosen")
        expect(
          "√mean square of the chosen line on the held-out rows", houses.best?.rootMeanSquare ?? .nan, atMost: 0.15,
          "What decides about the price of a house: its size, its age, its parts; and where does it stand?")
        let coverage = houses.best?.coverage ?? .nan
        expect(
          (0.85...0.97).contains(coverage), "The chosen line's intervals at 90 % hold \(coverage) of 200 responses",
          "Too many columns make them too narrow.")
        expectHouses(houses, try houses.lines.map { try right($0.name, $0.recipe, table) }, "the first thousand sales")
      },
      // The control. Prices of other houses: each column costs evidence and brings nothing.
      Check("finds nothing in shuffled prices") { s in
        var table = try thousandHouses.get()
        table["Sale_Price"] = shuffled(table["Sale_Price"] ?? [])
        let houses = try s.houseReport(table)
        expectHouses(
          houses, try houses.lines.map { try right($0.name, $0.recipe, table) }, "the sales with shuffled prices")
        expect(
          houses.chosen, equals: 0,
          "With the prices of other houses the mean alone has the greatest evidence. Who still reports a model reports "
            + "what is not in the data.", what: "chosen, with shuffled prices,")
      },
      Check("judges loans better than their share does, with numbers that can be recomputed") { s in
        let (normals, uniforms) = randomness(40)
        for (what, table) in [("the loans", try allLoans.get()), ("shuffled loans", try shuffledLoans.get())] {
          let loans = try s.loanReport(table, normals, uniforms)
          let right = try rightScores(loans.recipe, table)
          let names = ["columns", "log score", "base log score", "cost", "cost of refusal"]
          let got = [Double(loans.columns), loans.logScore, loans.baseLogScore, loans.cost, loans.refusalCost]
          for (name, (got, right)) in zip(names, zip(got, right)) {
            expect(
              got, equals: right, within: .absolute(1e-6), "Made again from your recipe, by the training rows alone.",
              what: "the \(name) of \(what)")
          }
          guard what != "the loans" else {
            expect(!loans.recipe.all.contains("class"), "The recipe contains class", "The answer cannot be a question.")
            expect(
              "the log score of the held-out loans", loans.logScore, atLeast: -0.56,
              "Base rate: −0.607. How long, for what, and what did the account look like before?")
            expect(
              "the cost of a loan", loans.cost, atMost: 0.6,
              "All refused: 0.705. Refuse at P(bad) ≥ 1/6, where 5·P is 1 − P, not at ½.")
            continue
          }
          expect(
            "the gain over the base rate's log score, with shuffled classes", loans.logScore - loans.baseLogScore,
            atMost: 0.02, "There is nothing to find in the classes of other loans.")
        }
      },
      // The chain makes the same decisions as long as no ln u lies within rounding of a difference of log densities.
      Check("gives intervals by curvature and by the chain that it is given") { s in
        let (normals, uniforms) = randomness(800)
        let table = try allLoans.get()
        let loans = try s.loanReport(table, normals, uniforms)
        let right = try rightIntervals(table, normals, uniforms)
        expect(
          loans.intervals.map(\.name) == right.map(\.name), "The coefficients are \(loans.intervals.map(\.name))",
          "Those of intervalRecipe: \(right.map(\.name)).")
        for (got, right) in zip(loans.intervals, right) {
          expect(
            got.curvature, equals: right.curvature, within: .absolute(1e-6), "mode ± 1.645 deviations.",
            what: "the interval of \(got.name) by curvature")
          expect(
            got.chain, equals: right.chain, within: .absolute(1e-6),
            "Quantiles at 0.05 and 0.95 of the states, from `walk` with these normals and uniforms.",
            what: "the interval of \(got.name) by the chain")
          expect(
            got.effectiveSize, equals: right.effectiveSize, within: .relative(1e-6),
            "effectiveSampleSize of the coefficient's states.", what: "the effective size of \(got.name)")
        }
        expect(
          loans.gap, equals: gap(right), within: .absolute(1e-6),
          "The largest distance of two lower or two upper ends as a share of the width by curvature, over all "
            + "coefficients.", what: "the gap")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "invented numbers",
        Way(isInvented: true).submission,
        """
        The numbers belong to another table: they are written into the program, not computed by it. On the table that is \
        handed in nobody can make them again.
        """),
      Misconception(
        "nothing but the mean",
        Way(candidates: Array(Way.candidates.prefix(1)) + [("nothing", Recipe()), ("nothing else", Recipe())])
          .submission,
        "A report needs a model to compare with doing nothing."),
      Misconception(
        "chosen by the held-out rows",
        Way(choosesByTest: true).submission,
        """
        Who chooses by the held-out rows has no rows left that could judge the choice: the best of several scores is too \
        good. Choose by evidence.
        """),
      Misconception(
        "chosen by the number of columns",
        Way(choosesLast: true).submission,
        "More columns always fit better; whether they are worth it the evidence says."),
      Misconception(
        "the answer among the questions",
        Way(candidates: Way.candidates + [("price", Recipe(logarithms: ["Sale_Price"]))]).submission,
        """
        A model that knows the price predicts the price. Look at a recipe whenever a score is too good.
        """),
      Misconception(
        "columns learned from all rows",
        Way(learnsFromAll: true).submission,
        """
        Means, deviations and levels come from the training rows; you let the held-out rows take part, and the numbers \
        cannot be recomputed by somebody who does not have them.
        """),
      Misconception(
        "prices without the logarithm",
        Way(price: { $0 / 100_000 }).submission,
        "Asked for are log prices: errors of prices are relative, 10 % of a cheap house and of a dear one."),
      Misconception(
        "judged on the training rows",
        Way(judgesTraining: true).submission,
        "A score on rows that were learned from says how well the model remembers."),
      Misconception(
        "refused from one half on",
        Way(threshold: 0.5).submission,
        """
        A bad loan costs five times what a refused good one does, so refuse long before it is more likely bad than good: \
        at 1/6. From ½ on the model costs more than refusing everybody.
        """),
      Misconception(
        "costs the wrong way round",
        Way(badCost: 1, goodCost: 5).submission,
        "A bad loan that is granted costs 5, a good one that is refused 1."),
      Misconception(
        "the base rate of the held-out rows",
        Way(baseFromHeld: true).submission,
        "Doing nothing knows only the training rows: their share of bad loans is the forecast for the held-out ones."),
      Misconception(
        "the curvature's interval twice",
        Way(copiesCurvature: true).submission,
        "Two methods that agree in all digits are one method. The chain's interval comes from its states."),
      Misconception(
        "the number of steps for the effective size",
        Way(size: { Double($0.count) }).submission,
        "Neighbouring states of a chain are alike: 800 of them are worth some fifty independent draws."),
      Misconception(
        "the gap not measured by the width",
        Way(gapIsAbsolute: true).submission,
        "0.05 is much for a narrow interval and little for a wide one: divide by the width."),
      Misconception(
        "digits cut off",
        Way(rounds: false).submission,
        "0.9996 is nearer to 1.000 than to 0.999. Round to whole units of the last decimal, then write."),
      Misconception(
        "the sign lost between −1 and 0",
        Way(losesSign: true).submission,
        "The whole part of −0.51 is 0, and 0 has no sign. Write the sign of x, then |x|."),
      Misconception(
        "zeros behind the point lost",
        Way(pads: false).submission,
        "The 50 of 0.050 is 50 thousandths: without the zero in front it becomes 0.50."),
      Misconception(
        "minus nothing",
        Way(signsZero: true).submission,
        "−0.0004 rounds to 0.000: what is left has no sign."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "other columns",
        Way(
          candidates: [
            ("none", Recipe()), ("area", Recipe(logarithms: ["Gr_Liv_Area"])),
            (
              "many",
              Recipe(
                logarithms: ["Gr_Liv_Area", "Lot_Area", "Lot_Frontage"],
                numbers: [
                  "Year_Built", "Year_Remod_Add", "Total_Bsmt_SF", "BsmtFin_SF_1", "Garage_Area", "Fireplaces",
                ],
                categories: ["Overall_Cond", "Neighborhood", "Functional", "Sale_Condition"])
            ),
          ], loanRecipe: Recipe(numbers: ["duration"], categories: ["checking_status", "credit_history"])
        ).submission)
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      Medal("log score of the held-out houses", atLeast: 0.65, unit: "nats") { s in
        try s.houseReport.unrecorded(try thousandHouses.get()).best?.logScore
      }
    ]
  }
}

// MARK: - Parts of the checks

private func expectHouses(_ got: Houses, _ right: [Houses.Line], _ what: String, sourceLine: Int = #line) {
  for (line, right) in zip(got.lines, right) {
    for (name, number) in zip(
      ["number of columns", "log evidence", "log score", "√mean square", "coverage"],
      zip(numbers(line), numbers(right)))
    {
      expect(
        number.0, equals: number.1, within: .absolute(1e-6 * (1 + abs(number.1))),
        "Made again from its recipe: columns and regression by the training rows of log prices, scores by "
          + "the held-out rows.", what: "with \(what) the \(name) of \"\(right.name)\"", line: sourceLine)
    }
    func numbers(_ line: Houses.Line) -> [Double] {
      [Double(line.columns), line.logEvidence, line.logScore, line.rootMeanSquare, line.coverage]
    }
  }
}

private func expectText(_ got: String, _ right: String, line: Int = #line) {
  if got == right { return expect(true, "") }
  let (got, right) = (got.split(separator: "\n", omittingEmptySubsequences: false), lines(right))
  let i = right.indices.first { $0 >= got.count || got[$0] != right[$0] } ?? right.count
  expect(
    false,
    "Line \(i + 1) of the text is \"\(i < got.count ? got[i] : "missing")\", expected "
      + "\"\(i < right.count ? right[i] : "nothing more")\"",
    "Names, decimals and stars as in the statement; every line, the last one too, ends in a newline.", line: line)
}

private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

/// A report that nobody computed, to be written down.
private let sample = (
  houses: Houses(
    lines: [
      Houses.Line(
        name: "none", recipe: Recipe(), columns: 1, logEvidence: -441.0284, logScore: -0.51012, rootMeanSquare: 0.4026,
        coverage: 0.92),
      Houses.Line(
        name: "size & age", recipe: Recipe(), columns: 5, logEvidence: 115.0712, logScore: 0.0512,
        rootMeanSquare: 0.9996, coverage: 0.9),
      Houses.Line(
        name: "rest", recipe: Recipe(), columns: 12, logEvidence: 99.96, logScore: -0.00031, rootMeanSquare: 1.0203,
        coverage: 1),
    ], chosen: 1),
  loans: Loans(
    recipe: Recipe(), columns: 7, logScore: -0.5472, baseLogScore: -0.6067, cost: 0.525, refusalCost: 0.7052,
    intervals: [
      Loans.Line(name: "1", curvature: [-2.1183, -1.4021], chain: [-2.1307, -1.3884], effectiveSize: 120.4),
      Loans.Line(name: "duration", curvature: [-0.0512, 0.6183], chain: [-0.0021, 0.1307], effectiveSize: 99.7),
    ], gap: 0.0417)
)

/// The text asked for, of decimal digits that are made by multiplying with powers of ten.
private func render(_ houses: Houses, _ loans: Loans) -> String { Way().text(houses, loans) }

private func randomness(_ steps: Int) -> (normals: [[Double]], uniforms: [Double]) {
  var random = SplitMix64(seed: 2026)
  let normals = (0..<steps).map { _ in
    (0..<5).map { _ -> Double in
      let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
      return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
    }
  }
  return (normals, (0..<steps).map { _ in Double.random(in: 0..<1, using: &random) })
}

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

// MARK: - Real data

private func table(_ name: String, rows: Int) throws -> Table {
  var (lines, end) = (0, 0)
  let bytes = try Dataset(name).bytes()
  while end < bytes.count, lines <= rows {  // the header, and so many rows
    if bytes[end] == UInt8(ascii: "\n") { lines += 1 }
    end += 1
  }
  let csv = try CSV(Array(bytes[..<end]), source: name)
  return Table(
    uniqueKeysWithValues: csv.columns.enumerated().map { j, column in
      (column, csv.rows.prefix(rows).map { $0[j] })
    })
}

private let thousandHouses = Result { try table("tabular/ames.csv", rows: 1000) }
private let allLoans = Result { try table("tabular/german_credit.csv", rows: 1000) }
private let shuffledLoans = Result {
  var loans = try allLoans.get()
  loans["class"] = shuffled(loans["class"] ?? [])
  return loans
}

/// The answers in another order; 389 is prime to 1000.
private func shuffled(_ cells: [String]) -> [String] { cells.indices.map { cells[$0 * 389 % cells.count] } }

// MARK: - Numbers made again

/// Tells the tables of these checks apart.
private func mark(_ table: Table, _ answer: String) -> String {
  table[answer, default: []].prefix(12).joined(separator: ",")
}

private func isHeld(_ row: Int) -> Bool { row % 5 == 0 }

/// The design matrix of all rows with the names of its columns, learned from some of them.
private func encode(_ recipe: Recipe, _ table: Table, learn: (Int) -> Bool) -> (names: [String], x: [[Double]]) {
  let count = table.values.first?.count ?? 0
  let rows = (0..<count).filter(learn)
  var (names, columns) = (["1"], [[Double](repeating: 1, count: count)])
  for (k, name) in (recipe.logarithms + recipe.numbers).enumerated() {
    let isLogarithm = k < recipe.logarithms.count
    let values = table[name, default: []].map { cell -> Double? in
      guard let value = Double(cell) else { return nil }
      return isLogarithm ? (value > 0 ? log(value) : nil) : value
    }
    let present = rows.compactMap { values[$0] }
    let mean = present.reduce(0, +) / Double(present.count)
    let variance = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(present.count - 1)
    let label = isLogarithm ? "log \(name)" : name
    if Set(present).count > 1 {
      names.append(label)
      columns.append(values.map { $0.map { ($0 - mean) / variance.squareRoot() } ?? 0 })
    }
    if !present.isEmpty, present.count < rows.count {
      names.append(label + " missing")
      columns.append(values.map { $0 == nil ? 1 : 0 })
    }
  }
  for name in recipe.categories {
    let cells = table[name, default: []]
    var counts: [String: Int] = [:]
    for row in rows { counts[cells[row], default: 0] += 1 }
    let levels = counts.keys.sorted()
    let reference = levels.first { counts[$0] == counts.values.max() }
    for level in levels where level != reference {
      names.append("\(name)=\(level)")
      columns.append(cells.map { $0 == level ? 1 : 0 })
    }
  }
  return (names, (0..<count).map { i in columns.map { $0[i] } })
}

private func right(_ name: String, _ recipe: Recipe, _ table: Table) throws -> Houses.Line {
  try Way().line(name, recipe, table)
}

/// Columns, log score, base log score, cost and cost of refusal.
private func rightScores(_ recipe: Recipe, _ table: Table) throws -> [Double] { try Way().scores(recipe, table) }

private func rightIntervals(_ table: Table, _ normals: [[Double]], _ uniforms: [Double]) throws -> [Loans.Line] {
  try Way().intervals(table, normals, uniforms)
}

private func gap(_ intervals: [Loans.Line]) -> Double {
  let gaps = intervals.map { line in
    max(abs(line.curvature[0] - line.chain[0]), abs(line.curvature[1] - line.chain[1]))
      / (line.curvature[1] - line.curvature[0])
  }
  return gaps.max() ?? 0
}

/// Mode and inverse curvature of a logistic regression with the prior N(0, 4·I).
private func laplace(_ x: [[Double]], _ y: [Double]) throws -> (mode: [Double], covariance: [[Double]]) {
  let design = Matrix(x)
  var mode = [Double](repeating: 0, count: x[0].count)
  for _ in 0..<30 {
    let means = x.map { 1 / (1 + exp(-dot($0, mode))) }
    let weighted = Matrix(zip(x, means).map { row, mean in row.map { (mean * (1 - mean)).squareRoot() * $0 } })
    var curvature = weighted.transposed() • weighted
    for j in mode.indices { curvature[j, j] += 0.25 }
    let residual = Vector(zip(y, means).map { $0 - $1 })
    let score = zip(Array(design.transposed() • residual), mode).map { $0 - 0.25 * $1 }
    let step = Array(try solve(curvature, Vector(score)))
    for j in mode.indices { mode[j] += step[j] }
    if step.allSatisfy({ abs($0) < 1e-11 }) { return (mode, try inverse(curvature).rows) }
  }
  throw NoMode()
}

private struct NoMode: Error {}

/// n/max(1, τ), τ by pairs of autocorrelations while they are positive.
private func effectiveSize(_ x: [Double]) -> Double {
  let mean = x.reduce(0, +) / Double(x.count)
  let d = x.map { $0 - mean }
  let square = dot(d, d)
  var time = -1.0
  for lag in stride(from: 0, to: x.count - 1, by: 2) {
    let pair = dot(d, Array(d.dropFirst(lag))) + dot(d, Array(d.dropFirst(lag + 1)))
    if pair <= 0 { break }
    time += 2 * pair / square
  }
  return Double(x.count) / max(1, time)
}

// MARK: - Wrong and right ways

/// The whole report; each member can make it wrong in one place.
private struct Way {
  static let candidates: [(String, Recipe)] = {
    let size = ["Gr_Liv_Area", "Lot_Area"]
    let parts = ["Year_Built", "Year_Remod_Add", "Total_Bsmt_SF", "Garage_Area", "Fireplaces", "Full_Bath"]
    let place = ["Overall_Cond", "Neighborhood", "Bldg_Type", "Heating_QC"]
    return [
      ("mean", Recipe()), ("size and parts", Recipe(logarithms: size, numbers: parts)),
      ("and place", Recipe(logarithms: size, numbers: parts, categories: place)),
      ("and more", Recipe(logarithms: size, numbers: parts, categories: place + ["Exterior_1st", "Roof_Style"])),
    ]
  }()

  var isInvented = false
  var candidates = Way.candidates
  var loanRecipe = Recipe(numbers: ["duration"], categories: ["checking_status", "credit_history", "savings_status"])
  var choosesByTest = false
  var choosesLast = false
  var learnsFromAll = false
  var price: (Double) -> Double = { log($0) }
  var judgesTraining = false
  var threshold = 1.0 / 6
  var badCost = 5.0
  var goodCost = 1.0
  var baseFromHeld = false
  var copiesCurvature = false
  var size: ([Double]) -> Double = effectiveSize
  var gapIsAbsolute = false
  var rounds = true
  var losesSign = false
  var pads = true
  var signsZero = false

  func line(_ name: String, _ recipe: Recipe, _ table: Table) throws -> Houses.Line {
    let way = "\(learnsFromAll) \(judgesTraining) \(price(2))"
    var line = try remembered("line \(recipe) \(mark(table, "Sale_Price")) \(way)") { try fresh(recipe, table) }
    line.name = name
    return line
  }

  private func fresh(_ recipe: Recipe, _ table: Table) throws -> Houses.Line {
    let (names, x) = encode(recipe, table) { learnsFromAll || !isHeld($0) }
    let y = table["Sale_Price", default: []].map { price(Double($0) ?? .nan) }
    let training = y.indices.filter { !isHeld($0) }
    let judged = judgesTraining ? training : y.indices.filter(isHeld)
    let (p, n) = (names.count, Double(training.count))
    let design = Matrix(training.map { x[$0] })
    var precision = design.transposed() • design
    for j in 0..<p { precision[j, j] += 1 }
    let surprise = training.map { y[$0] - 12 }
    let factor = try Cholesky(precision)
    let inverse = try inverse(precision)
    let shift = Array(try solve(precision, design.transposed() • Vector(surprise)))
    let residual = zip(training, surprise).map { $1 - dot(x[$0], shift) }
    let (shape, rate) = (2 + n / 2, 0.1 + (dot(residual, residual) + dot(shift, shift)) / 2)
    let constant: Double = lgamma(shape) - lgamma(2) - n / 2 * log(2 * Double.pi)
    let evidence: Double = constant - factor.logDeterminant / 2 + 2 * log(0.1) - shape * log(rate)
    let law = StudentTDistribution(degreesOfFreedom: 2 * shape)
    let held = Matrix(judged.map { x[$0] })
    let spread = (held • inverse).rows
    let scores = zip(judged, spread).map { row, spread in
      (error: y[row] - 12 - dot(x[row], shift), width: (rate / shape * (1 + dot(spread, x[row]))).squareRoot())
    }
    let quantile = law.quantile(0.95)
    let count = Double(scores.count)
    return Houses.Line(
      name: "", recipe: recipe, columns: p, logEvidence: evidence,
      logScore: scores.reduce(0) { $0 + law.logPDF($1.error / $1.width) - log($1.width) } / count,
      rootMeanSquare: (scores.reduce(0) { $0 + $1.error * $1.error } / count).squareRoot(),
      coverage: Double(scores.count { abs($0.error) <= $0.width * quantile }) / count)
  }

  func houses(_ table: Table) throws -> Houses {
    let table = isInvented ? try thousandHouses.get() : table
    let lines = try candidates.map { try line($0.0, $0.1, table) }
    let chosen = lines.indices.max {
      choosesByTest
        ? lines[$0].logScore < lines[$1].logScore
        : choosesLast ? lines[$0].columns < lines[$1].columns : lines[$0].logEvidence < lines[$1].logEvidence
    }
    return Houses(lines: lines, chosen: chosen ?? 0)
  }

  func scores(_ recipe: Recipe, _ table: Table) throws -> [Double] {
    let way = "\(learnsFromAll) \(judgesTraining) \(baseFromHeld) \(threshold) \(badCost) \(goodCost)"
    return try remembered("scores \(recipe) \(mark(table, "class")) \(way)") { try freshScores(recipe, table) }
  }

  private func freshScores(_ recipe: Recipe, _ table: Table) throws -> [Double] {
    let (names, x) = encode(recipe, table) { learnsFromAll || !isHeld($0) }
    let y = table["class", default: []].map { $0 == "bad" ? 1.0 : 0 }
    let training = y.indices.filter { !isHeld($0) }
    let judged = judgesTraining ? training : y.indices.filter(isHeld)
    let mode = try laplace(training.map { x[$0] }, training.map { y[$0] }).mode
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let share = mean((baseFromHeld ? judged : training).map { y[$0] })
    let p = judged.map { 1 / (1 + exp(-dot(x[$0], mode))) }
    func logScore(_ p: [Double]) -> Double { mean(zip(judged, p).map { log(y[$0] == 1 ? $1 : 1 - $1) }) }
    func cost(_ p: [Double]) -> Double {
      mean(zip(judged, p).map { $1 >= threshold ? (1 - y[$0]) * goodCost : y[$0] * badCost })
    }
    return [
      Double(names.count), logScore(p), logScore(p.map { _ in share }), cost(p), cost(p.map { _ in 1 }),
    ]
  }

  func intervals(_ table: Table, _ normals: [[Double]], _ uniforms: [Double]) throws -> [Loans.Line] {
    let way = "\(learnsFromAll) \(copiesCurvature) \(size([1, 2, 3, 4, 5, 6, 7, 8]))"
    return try remembered("intervals \(uniforms.count) \(mark(table, "class")) \(way)") {
      try freshIntervals(table, normals, uniforms)
    }
  }

  private func freshIntervals(
    _ table: Table, _ normals: [[Double]], _ uniforms: [Double]
  ) throws -> [Loans.Line] {
    let recipe = Recipe(numbers: ["duration"], categories: ["checking_status"])
    let (names, all) = encode(recipe, table) { learnsFromAll || !isHeld($0) }
    let training = all.indices.filter { !isHeld($0) }
    let x = training.map { all[$0] }
    let y = training.map { table["class"]?[$0] == "bad" ? 1.0 : 0 }
    let (mode, covariance) = try laplace(x, y)
    let p = names.count
    let lower = try Cholesky(Matrix(covariance)).lower.rows
    // Rows that are alike count together: the chain then costs a tenth.
    var alike: [[Double]: (count: Double, bad: Double)] = [:]
    for (row, y) in zip(x, y) {
      alike[row, default: (0, 0)].count += 1
      alike[row, default: (0, 0)].bad += y
    }
    let groups = alike.map { (row: $0.key, count: $0.value.count, bad: $0.value.bad) }.sorted {
      $0.row.lexicographicallyPrecedes($1.row)
    }
    func logDensity(_ beta: [Double]) -> Double {
      groups.reduce(-dot(beta, beta) / 8) { sum, group in
        let eta = dot(group.row, beta)
        return sum + group.bad * eta - group.count * (max(0, eta) + log1p(exp(-abs(eta))))
      }
    }
    var (state, level) = (mode, logDensity(mode))
    var states: [[Double]] = []
    let stretch = 2.4 / Double(p).squareRoot()
    for (z, u) in zip(normals, uniforms) {
      let proposal = (0..<p).map { i in state[i] + stretch * dot(lower[i], z) }
      let proposed = logDensity(proposal)
      if log(u) < proposed - level { (state, level) = (proposal, proposed) }
      states.append(state)
    }
    let z = NormalDistribution().quantile(0.95)
    return names.enumerated().map { j, name in
      let half = z * covariance[j][j].squareRoot()
      let values = Vector(states.map { $0[j] })
      let curvature = [mode[j] - half, mode[j] + half]
      return Loans.Line(
        name: name, curvature: curvature,
        chain: copiesCurvature ? curvature : [values.quantile(0.05), values.quantile(0.95)],
        effectiveSize: size(Array(values)))
    }
  }

  func loans(_ table: Table, _ normals: [[Double]], _ uniforms: [Double]) throws -> Loans {
    let table = isInvented ? try allLoans.get() : table
    let scores = try scores(loanRecipe, table)
    let lines = try intervals(table, normals, uniforms)
    let absolute = lines.map { line in
      max(abs(line.curvature[0] - line.chain[0]), abs(line.curvature[1] - line.chain[1]))
    }
    return Loans(
      recipe: loanRecipe, columns: Int(scores[0]), logScore: scores[1], baseLogScore: scores[2], cost: scores[3],
      refusalCost: scores[4], intervals: lines, gap: gapIsAbsolute ? absolute.max() ?? 0 : gap(lines))
  }

  func fixed(_ x: Double, _ decimals: Int) -> String {
    if x.isNaN { return "NaN" }
    let unit = pow(10, Double(decimals))
    var digits = String(Int(rounds ? (abs(x) * unit).rounded() : abs(x) * unit))
    let isZero = digits == "0"
    if pads || digits.count > decimals {
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    } else {
      digits = "0" + digits
    }
    let whole = pads || digits.count > decimals ? digits.dropLast(decimals) : digits.prefix(1)
    let rest = digits.dropFirst(whole.count)
    let isNegative = x < 0 && (signsZero || !isZero) && !(losesSign && abs(x) < 1)
    return (isNegative ? "-" : "") + whole + (decimals > 0 ? "." + rest : "")
  }

  func text(_ houses: Houses, _ loans: Loans) -> String {
    var text = """
      # Prices of houses

      | model | columns | log evidence | log score | root mean square | coverage |
      |---|---|---|---|---|---|

      """
    for (i, line) in houses.lines.enumerated() {
      let stars = i == houses.chosen ? "**" : ""
      text += "| \(stars)\(line.name)\(stars) | \(line.columns) | \(fixed(line.logEvidence, 1)) | "
      text += "\(fixed(line.logScore, 3)) | \(fixed(line.rootMeanSquare, 3)) | \(fixed(line.coverage, 3)) |\n"
    }
    text += """

      # Loans

      | coefficient | lower | upper | lower, chain | upper, chain | effective size |
      |---|---|---|---|---|---|

      """
    for line in loans.intervals {
      let ends = (line.curvature + line.chain).map { fixed($0, 2) + " | " }.joined()
      text += "| \(line.name) | \(ends)\(fixed(line.effectiveSize, 0)) |\n"
    }
    text += "\nLargest gap: \(fixed(100 * loans.gap, 1)) % of the width.\n\n\(loans.columns) columns: "
    text += "log score \(fixed(loans.logScore, 3)), of the base rate \(fixed(loans.baseLogScore, 3)).\n"
    text += "Cost of a loan: \(fixed(loans.cost, 3)), with all refused \(fixed(loans.refusalCost, 3)).\n"
    return text
  }

  var submission: Submission {
    Submission(
      houseReport: .init { try houses($0) }, loanReport: .init { try loans($0, $1, $2) },
      fixed: .init { fixed($0, $1) },
      text: .init { text($0, $1) })
  }
}
