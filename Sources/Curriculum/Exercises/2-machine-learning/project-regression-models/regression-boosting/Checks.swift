import Checking
import Glibc
import LabData
import LabNumerics

typealias Table = [String: [String]]

/// A table with the logarithms of prices, one a row.
struct Houses {
  var table: Table
  var answers: [Double]
}

struct Plan {
  var columns: [String]
  var least = 1
  var rounds: Int
  var learningRate: Double
  var maxDepth: Int
  var minLeaf = 1
}

/// Whose importance, judged by which rows, in which order.
struct Question {
  var columns: [String]
  var rows: [Int]
  var order: [Int]
}

struct Choice: Observable {
  var predictions: [[Double]]
  var errors: [Double]
  var margins: [Double]
  var trees: Int

  var observation: Observation {
    Observation(predictions.observation, errors.observation, margins.observation, trees.observation)
  }
}

enum ImportanceError: Error {
  case notAPermutation
}

enum FeatureError: Error {
  case noColumn(String)
}

/// Each takes the plan, and after it the rows to learn from.
struct Submission {
  var staged: Function<Houses, Plan, [Int], [Int], [[Double]]>
  var learning: Function<Houses, Plan, [Int], [Int], [[Double]]>
  var choose: Function<Houses, Plan, [Int], Int, Choice>
  var importances: Function<Houses, Plan, [Int], Question, [Double]>
}

enum BoostingByFolds: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let houses = Houses(table: ["x": ["1", "2", "3", "4"]], answers: [1, 1, 3, 7])
        let plan = Plan(columns: ["x"], rounds: 1, learningRate: 0.5, maxDepth: 1)
        let all = [0, 1, 2, 3]
        let below: Double = 7.0 / 3
        let stages: [[Double]] = [[3, 3, 3, 3], [below, below, below, 5]]
        expect(
          try s.staged(houses, plan, all, all), equals: stages, within: .ulps(8),
          "F₀ is the mean 3; the tree parts 4 from the others, with leaves −4/3 and 4, of which half is added.")
        let choice = try s.choose(houses, plan, all, 2)
        expect(
          choice.predictions, equals: [[4, 2, 4, 2], [2.5, 1.5, 2.5, 2.5]], within: .ulps(8),
          "Rows 1 and 3 (1 and 7) predict rows 0 and 2: 4, then 4 ∓ ½·3, parted at x = 3; rows 0 and 2 predict the others.",
          what: "the predictions out of fold after 0 and 1 trees")
        expect(choice.errors, equals: [3, root(5.75)], within: .ulps(16), what: "the errors out of fold")
        expect(choice.trees, equals: 1, what: "the number of trees chosen")
        expect(
          try s.importances(houses, plan, all, Question(columns: ["x"], rows: all, order: [3, 2, 1, 0])),
          equals: [root(10) - root(2)], within: .ulps(64),
          "Before, the mean square is 2; with the cells 4, 3, 2, 1 the predictions are 5 and three times 7/3: 10.")
      },
      // Leaves are means of at most 40 numbers, and every one of a dozen trees rounds what is left: 1000·ε.
      Check("grows trees on features of the same rows", cases: 2) { s, random in
        let houses = village(40, &random)
        let plan = Plan(
          columns: ["kind", "x", "y"], least: 5, rounds: 6, learningRate: 0.4, maxDepth: 2, minLeaf: 3)
        let learned = Array((0..<40).shuffled(using: &random).prefix(30))
        let rows = [39, 3, 0, 17, 3]
        let right = try Way().staged(houses, plan, learned, rows)
        let advice =
          "learnFeatures and transform on the rows learned from, fitBoosting with the squared loss; 7 lists, of "
        expect(
          try s.staged(houses, plan, learned, rows), equals: right, within: .ofLargest(1000 * 0x1p-52),
          advice + "0, 1, …, 6 trees, each with 5 numbers.", what: "staged for the rows 39, 3, 0, 17, 3")
        expect(
          try s.learning(houses, plan, learned, rows), equals: right, within: .ofLargest(1000 * 0x1p-52),
          advice + "0, 1, …, 6 trees: they are the candidates.", what: "the candidates' predictions for 39, 3, 0, 17, 3"
        )
        var mean = plan
        mean.rounds = 0
        let average = learned.reduce(0) { $0 + houses.answers[$1] } / 30
        expect(
          try s.staged(houses, mean, learned, [1, 2]), equals: [[average, average]], within: .ulps(100),
          "Without trees there is one candidate, the mean.", what: "staged for 0 rounds")
      },
      Check("never looks at what it is to predict", cases: 2) { s, random in
        var houses = village(30, &random)
        let plan = Plan(columns: ["x", "kind", "y"], least: 3, rounds: 4, learningRate: 0.5, maxDepth: 2, minLeaf: 2)
        let rows = Array(2..<26)
        for row in [0, 1, 26, 27, 28, 29] { houses.answers[row] = .nan }
        let before = try s.choose(houses, plan, rows, 4)
        expect(
          before.predictions.count == 5
            && before.predictions.allSatisfy { $0.count == 24 && $0.allSatisfy(\.isFinite) },
          "Predictions of 24 rows for 0 … 4 trees: \(before.predictions.map(\.count)), "
            + "\(before.predictions.joined().count { !$0.isFinite }) of them not finite",
          "Answers of other rows than those to learn from are hidden: here they are NaN.")
        var changed = houses
        for row in stride(from: 2, to: 26, by: 4) {
          changed.answers[row] += 50
          if row > 2 { changed.table["y"]![row] = "1e5" }
        }
        let after = try s.choose(changed, plan, rows, 4)
        guard before.predictions.count == 5, after.predictions.count == 5 else { return }
        expect(
          after.predictions.map { $0.first ?? .nan }, equals: before.predictions.map { $0.first ?? .nan },
          within: .ofLargest(1e-12),
          "Row 2 is in the fold of 6, 10, …, 22; its features and trees are learned from the other folds.",
          what: "the predictions of row 2, answers and cells of its fold changed,")
      },
      Check("stops where more trees gain nothing", cases: 3) { s, random in
        var houses = village(40, &random)
        // Answers that have nothing to do with the cells but for one step: soon the trees follow the noise.
        houses.answers = houses.table["x", default: []].map { cell in
          ((Double(cell) ?? 0) > 0 ? 2 : 0) + Double.random(in: -1...1, using: &random)
        }
        let plan = Plan(columns: ["y", "x"], rounds: 12, learningRate: 0.9, maxDepth: 3)
        let rows = Array(0..<40)
        let choice = try s.choose(houses, plan, rows, 5)
        let right = try Way().choose(houses, plan, rows, 5)
        expect(
          choice.errors, equals: right.errors, within: .ofLargest(1e-12), "One error for each of 0 … 12 trees.",
          what: "the errors out of fold")
        expect(
          choice.margins, equals: right.margins, within: .ofLargest(1e-10), "As your errorCurve gives them.",
          what: "the margins")
        expect(
          choice.trees, equals: right.trees,
          "Where the error is least; it is the number of trees, 0 for the mean alone.",
          what: "trees")
        // Searched for: the errors are 2.10, 1.80, 1.84, 1.71, 1.85, 1.88.
        let hill = Houses(
          table: ["x": ["1", "2", "3.1", "4.3", "5.6", "7", "8.5", "10.1"]], answers: [0, 0, 1, 3, 3, 6, 4, 0])
        expect(
          try s.choose(hill, Plan(columns: ["x"], rounds: 5, learningRate: 0.5, maxDepth: 1), Array(0..<8), 2).trees,
          equals: 3, "Its errors are 2.10, 1.80, 1.84, 1.71, 1.85, 1.88.", what: "trees for the answers of a hill")
        let constant = Houses(table: houses.table, answers: houses.answers.map { _ in 1.5 })
        expect(
          try s.choose(constant, plan, rows, 5).trees, equals: 0,
          "If all answers are equal, no tree makes the error of the mean, 0, less.", what: "trees for equal answers")
      },
      Check("measures what a column is worth", cases: 2) { s, random in
        let houses = village(40, &random)
        let plan = Plan(
          columns: ["kind", "x", "y"], least: 2, rounds: 8, learningRate: 0.5, maxDepth: 3, minLeaf: 2)
        let (learned, rows) = (Array(0..<28), Array((28..<40).shuffled(using: &random)))
        let order = Array(rows.indices).shuffled(using: &random)
        let question = Question(columns: ["y", "noise", "kind", "x", "y"], rows: rows, order: order)
        let got = try s.importances(houses, plan, learned, question)
        let right = try Way().importances(houses, plan, learned, question)
        expect(
          got, equals: right, within: .absolute(1e-12),
          "rows[i] gets the cell of rows[order[i]] in one column of the table, all others as they were; error then minus "
            + "error before.", what: "the importances of y, noise, kind, x, y")
        expect(
          got.count > 1 ? got[1] : .nan, equals: 0, "The model never asks for the column noise.",
          what: "the importance of noise")
        let same = Question(columns: ["x", "y"], rows: rows, order: Array(rows.indices))
        expect(
          try s.importances(houses, plan, learned, same), equals: [0, 0], "Each row keeps its own cell.",
          what: "the importances for the order 0, 1, 2, …")
        expect(
          try s.importances(houses, plan, learned, Question(columns: [], rows: rows, order: order)), equals: [],
          "No column was asked for.")
        for order in [Array(0..<11), Array(1...12), [Int](repeating: 0, count: 12)] {
          expect(throws: ImportanceError.notAPermutation, "Each place of 0 ..< 12 once.") {
            try s.importances(houses, plan, learned, Question(columns: ["x"], rows: rows, order: order))
          }
        }
        expect(throws: FeatureError.noColumn("q"), "The table has no column q.") {
          try s.importances(houses, plan, learned, Question(columns: ["x", "q"], rows: rows, order: order))
        }
      },
      // Equal splits of real data are decided by 10⁻¹² of the variance, as in your bestSplit; no row lies on a threshold,
      // and predictions differ by the rounding of 25 trees.
      Check("learns from Ames what NumPy does by the definition") { s in
        let houses = try ames.get()
        let rows = Array(houses.answers.indices)
        let (learned, hidden) = (rows.filter { $0 % 5 != 0 }, rows.filter { $0 % 5 == 0 })
        var known = houses
        for row in hidden { known.answers[row] = .nan }
        let plan = Plan(
          columns: amesColumns, least: 10, rounds: 25, learningRate: 0.25, maxDepth: 3, minLeaf: 5)
        let choice = try s.choose(known, plan, learned, 3)
        let advice = "Learned from the rows with i mod 5 ≠ 0 in ascending order; features anew for each fold."
        expect(choice.errors, equals: amesErrors, within: .absolute(1e-9), advice, what: "the errors out of fold")
        expect(choice.trees, equals: 25, advice, what: "trees")
        let fold = learned.indices.filter { $0 % 3 == 0 }.map { learned[$0] }
        let others = learned.indices.filter { $0 % 3 != 0 }.map { learned[$0] }
        let question = Question(columns: amesColumns, rows: fold, order: fold.indices.map { $0 * 171 % fold.count })
        expect(
          try s.importances(known, plan, others, question), equals: amesImportances, within: .absolute(1e-9),
          "Learned without the first fold and judged by it.", what: "the importances")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the first stage missing", Way(dropsStart: true).submission,
        "No tree at all is a candidate, too: the mean. Without it index and number of trees differ by one."),
      Misconception(
        "rows and stages exchanged", Way(transposes: true).submission,
        "`staged` of a row gives its stages; asked for is a list of rows for each stage, for the stages are the candidates."
      ),
      Misconception(
        "the last stage alone", Way(keepsLast: true).submission,
        "With one fit all numbers of trees are known. Hand all stages on, or there is nothing to choose from."),
      Misconception(
        "residuals without the learning rate", Way(usesRate: false).submission,
        "Each tree is added in small part, as the plan says; hand on its learning rate."),
      Misconception(
        "depth and leaf as they are at home", Way(ignoresShape: true).submission,
        "maxDepth and minLeaf are the plan's. Who fixes them cannot choose them later."),
      Misconception(
        "features learned before the folds", Way(learnsFeaturesOnce: true).submission,
        "Which words are rare and which columns lean is learned, too: from the rows of the other folds alone."),
      Misconception(
        "all trees chosen", Way(choose: { curve, _ in curve.count - 1 }).submission,
        "The error out of fold falls and rises again; what comes after its least value fits noise."),
      Misconception(
        "the fewest trees that are as good",
        Way(choose: { curve, margin in
          let least = curve.min() ?? 0
          return curve.firstIndex { $0 * $0 <= least * least + margin } ?? 0
        }).submission,
        """
        The one-standard-error rule is for penalties, where the greatest is the simplest model. Asked for is the least \
        error: a stage early in the curve has not learned yet.
        """),
      Misconception(
        "the first stage that is not improved",
        Way(choose: { curve, _ in
          curve.indices.dropLast().first { curve[$0 + 1] >= curve[$0] } ?? curve.count - 1
        }).submission,
        "One tree may do harm and the next five good. Look at the whole curve."),
      Misconception(
        "cells handed on instead of fetched", Way(invertsOrder: true).submission,
        "rows[i] *gets* the cell of rows[order[i]]; you gave its own away to that row. The inverse is another order."),
      Misconception(
        "columns stay permuted", Way(accumulates: true).submission,
        "Each column by itself: the next one begins with the table as it was."),
      Misconception(
        "the whole table's rows permuted", Way(permutesAllRows: true).submission,
        "order speaks of the places in `rows`: row rows[i] gets the cell of rows[order[i]]."),
      Misconception(
        "the permuted error itself", Way(importance: { after, _ in after }).submission,
        "What a column is worth is by how much the error grows without it: subtract the error before."),
      Misconception(
        "the ratio of the errors", Way(importance: { after, before in after / before }).submission,
        "Asked for is the difference, in the unit of the answers; 0 says that the column does not matter."),
      Misconception(
        "the growth of the mean square",
        Way(importance: { after, before in after * after - before * before }).submission,
        "Take the root on either side before you subtract."),
      Misconception(
        "learned again after the permutation", Way(refits: true).submission,
        """
        A model that learns again finds another column that says nearly the same. That is a question, too, but another one; \
        here the model stays as it is.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("columns sorted once for all trees", Way().submission)]
  }
}

private func root(_ x: Double) -> Double { x.squareRoot() }

// MARK: - Data

/// A table with two columns of numbers, one of words and one of noise, and answers.
private func village(_ n: Int, _ random: inout SplitMix64) -> Houses {
  let x = (0..<n).map { _ in Double.random(in: -1...1, using: &random) }
  let y = (0..<n).map { _ in exp(Double.random(in: 0...5, using: &random)) }
  let kinds = (0..<n).map { ["a", "b", "a", "c", "b"][$0 % 5] }
  let table: Table = [
    "x": x.map { "\($0)" }, "y": y.map { "\($0)" }, "kind": kinds,
    "noise": (0..<n).map { _ in "\(Double.random(in: 0...1, using: &random))" },
  ]
  return Houses(
    table: table,
    answers: (0..<n).map { i in
      3 + 2 * x[i] + log(y[i]) + (kinds[i] == "a" ? 1.5 : 0) + Double.random(in: -0.5...0.5, using: &random)
    })
}

/// Whole numbers have four decimals from the row's number: 3 fireplaces are half-way between 2 and 4, and on which side of
/// that threshold they are would be decided by the rounding of the scaler.
private let ames = Result {
  let csv = try Dataset("tabular/ames.csv").csv()
  var table = Table(
    uniqueKeysWithValues: csv.columns.enumerated().map { j, column in (column, csv.rows.map { $0[j] }) })
  for name in amesColumns[..<7] {
    table[name] = table[name]?.enumerated().map { i, cell in
      let digits = String(i * 389 % 9973)
      return cell + "." + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
  return Houses(table: table, answers: table["Sale_Price", default: []].map { log(Double($0) ?? .nan) })
}

private let amesColumns = [
  "Gr_Liv_Area", "Total_Bsmt_SF", "Year_Built", "Year_Remod_Add", "Garage_Area", "Fireplaces", "Lot_Area", "Longitude",
  "Latitude", "Central_Air",
]

// From make_reference.py.

private let amesErrors: [Double] = [
  0.4071832871310038, 0.3432373830205413, 0.2944670361981282, 0.25915843467749083, 0.23453832476125938,
  0.21526967831297975, 0.20162009624758556, 0.19267116272342458, 0.18584856608398798, 0.1802917144952826,
  0.17614235743469608, 0.17346567279678107, 0.17166416544157626, 0.17015429912802083, 0.1685186501861659,
  0.16743631339956228, 0.1675661689161464, 0.16693149613111796, 0.16650677229275485, 0.16595590248724598,
  0.16566416036380374, 0.1654830145919353, 0.1654484697584213, 0.1651136477629122, 0.16455497263411556,
  0.16435552165858924,
]

private let amesImportances: [Double] = [
  0.08654942965757575, 0.033494722122830556, 0.059347911866366176, 0.012510504585080018, 0.013829840294178358,
  0.014702583755926452, 0.00606796308788185, 0.005718350023949548, 0.0014194628161662282, 0.0032388464156644925,
]

// MARK: - Wrong and right ways

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
}

/// The features of a table that has no gaps, as learned from some rows.
private struct Encoder {
  /// Of each number its name, whether it enters by its logarithm, mean and deviation.
  var numbers: [(name: String, isLogarithm: Bool, mean: Double, deviation: Double)] = []
  var levels: [(name: String, level: String)] = []

  init(_ table: Table, _ plan: Plan, _ rows: [Int]) {
    for name in plan.columns {
      let cells = table[name, default: []]
      guard Double(cells[rows[0]]) != nil else {
        let counts = Dictionary(rows.map { (cells[$0], 1) }, uniquingKeysWith: +)
        levels += counts.filter { $0.value >= plan.least }.keys.sorted().map { (name, $0) }
        continue
      }
      var x = rows.map { Double(cells[$0]) ?? .nan }
      var (mean, deviation) = Self.moments(x)
      let cubes = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) } / Double(x.count)
      let isLogarithm = cubes > deviation * deviation * deviation && x.allSatisfy { $0 >= 0 }
      if isLogarithm {
        x = x.map { log1p($0) }
        (mean, deviation) = Self.moments(x)
      }
      numbers.append((name, isLogarithm, mean, deviation))
    }
  }

  private static func moments(_ x: [Double]) -> (Double, Double) {
    let mean = x.reduce(0, +) / Double(x.count)
    return (mean, (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)).squareRoot())
  }

  /// Column by column.
  func columns(_ table: Table, _ rows: [Int]) -> [[Double]] {
    numbers.map { name, isLogarithm, mean, deviation in
      let cells = table[name, default: []]
      return rows.map { row in
        let x = Double(cells[row]) ?? .nan
        return ((isLogarithm ? log1p(max(x, 0)) : x) - mean) / deviation
      }
    }
      + levels.map { name, level in
        let cells = table[name, default: []]
        return rows.map { cells[$0] == level ? 1 : 0 }
      }
  }
}

/// The whole exercise; each member can make it wrong in one place.
private struct Way {
  var dropsStart = false
  var transposes = false
  var keepsLast = false
  var usesRate = true
  var ignoresShape = false
  var learnsFeaturesOnce = false
  /// Of the errors and the best one's margin.
  var choose: ([Double], Double) -> Int = { curve, _ in curve.indices.min { curve[$0] < curve[$1] } ?? 0 }
  var invertsOrder = false
  var accumulates = false
  var permutesAllRows = false
  /// Of the error after and before.
  var importance: (Double, Double) -> Double = { $0 - $1 }
  var refits = false

  typealias Model = (encoder: Encoder, start: Double, rate: Double, trees: [Tree])

  func fit(_ houses: Houses, _ plan: Plan, _ rows: [Int], featuresOf all: [Int]? = nil) -> Model {
    let encoder = Encoder(houses.table, plan, all ?? rows)
    let x = encoder.columns(houses.table, rows)
    let y = rows.map { houses.answers[$0] }
    let start = y.reduce(0, +) / Double(y.count)
    let (depth, minLeaf) = ignoresShape ? (3, 5) : (plan.maxDepth, plan.minLeaf)
    let rate = usesRate ? plan.learningRate : 1
    let sorted = x.map { column in column.indices.sorted { column[$0] < column[$1] } }
    var scores = y.map { _ in start }
    var isLeft = y.map { _ in false }
    var trees: [Tree] = []
    for _ in 0..<plan.rounds {
      let residuals = zip(y, scores).map { $0 - $1 }
      // The rows of a node stand in each column's order.
      func grow(_ orders: [[Int]], _ level: Int) -> Tree {
        let rows = orders.first ?? Array(y.indices)
        let n = rows.count
        let mean = rows.reduce(0) { $0 + residuals[$1] } / Double(n)
        let variance = rows.reduce(0) { $0 + (residuals[$1] - mean) * (residuals[$1] - mean) } / Double(n)
        var best: (gain: Double, column: Int, threshold: Double)?
        if level < depth {
          for (j, order) in orders.enumerated() {
            var left = 0.0
            for i in 1..<max(n, 1) {
              left += residuals[order[i - 1]] - mean
              let (a, b) = (x[j][order[i - 1]], x[j][order[i]])
              if a == b || i < minLeaf || n - i < minLeaf { continue }
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
      for i in y.indices { scores[i] += rate * tree.value { x[$0][i] } }
      trees.append(tree)
    }
    return (encoder, start, rate, trees)
  }

  func stages(_ model: Model, _ table: Table, _ rows: [Int]) -> [[Double]] {
    let x = model.encoder.columns(table, rows)
    var scores = rows.map { _ in model.start }
    var stages = [scores]
    for tree in model.trees {
      for i in rows.indices { scores[i] += model.rate * tree.value { x[$0][i] } }
      stages.append(scores)
    }
    return stages
  }

  private func candidates(_ stages: [[Double]]) -> [[Double]] {
    if keepsLast { return Array(stages.suffix(1)) }
    return dropsStart && stages.count > 1 ? Array(stages.dropFirst()) : stages
  }

  func staged(_ houses: Houses, _ plan: Plan, _ learned: [Int], _ rows: [Int]) throws -> [[Double]] {
    let stages = candidates(stages(fit(houses, plan, learned), houses.table, rows))
    return transposes ? rows.indices.map { i in stages.map { $0[i] } } : stages
  }

  func choose(_ houses: Houses, _ plan: Plan, _ rows: [Int], _ k: Int) throws -> Choice {
    let key = "choose \(usesRate) \(learnsFeaturesOnce)"  // Ames has the shape that is used at home
    func all() -> [[Double]] {
      var out = [[Double]](repeating: rows.map { _ in 0 }, count: plan.rounds + 1)
      for fold in 0..<k {
        let places = rows.indices.filter { $0 % k == fold }
        let others = rows.indices.filter { $0 % k != fold }.map { rows[$0] }
        let model = fit(houses, plan, others, featuresOf: learnsFeaturesOnce ? rows : nil)
        for (stage, values) in stages(model, houses.table, places.map { rows[$0] }).enumerated() {
          for (place, value) in zip(places, values) { out[stage][place] = value }
        }
      }
      return out
    }
    let predictions = candidates(rows.count > 1000 ? remembered(key, all) : all())
    let squares = predictions.map { stage in
      zip(rows, stage).map { (houses.answers[$0] - $1) * (houses.answers[$0] - $1) }
    }
    let errors = squares.map { ($0.reduce(0, +) / Double($0.count)).squareRoot() }
    let margins = squares.map { squares in
      let means = (0..<k).map { fold in
        let part = squares.indices.filter { $0 % k == fold }.map { squares[$0] }
        return part.reduce(0, +) / Double(part.count)
      }
      let mean = means.reduce(0, +) / Double(k)
      return (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(k * (k - 1))).squareRoot()
    }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return Choice(
      predictions: predictions, errors: errors, margins: margins,
      trees: choose(errors, margins.isEmpty ? 0 : margins[best]))
  }

  func importances(_ houses: Houses, _ plan: Plan, _ learned: [Int], _ question: Question) throws -> [Double] {
    let rows = question.rows
    guard question.order.sorted() == Array(rows.indices) else { throw ImportanceError.notAPermutation }
    let key = "model \(usesRate)"
    let model = learned.count > 1000 ? remembered(key) { fit(houses, plan, learned) } : fit(houses, plan, learned)
    func error(_ model: Model, _ table: Table) -> Double {
      let predictions = stages(model, table, rows).last ?? []
      let sum = zip(rows, predictions).reduce(0) { sum, pair in
        sum + (houses.answers[pair.0] - pair.1) * (houses.answers[pair.0] - pair.1)
      }
      return (sum / Double(rows.count)).squareRoot()
    }
    let before = error(model, houses.table)
    var table = houses.table
    return try question.columns.map { name in
      guard let cells = houses.table[name] else { throw FeatureError.noColumn(name) }
      if !accumulates { table = houses.table }
      var column = cells
      for (i, from) in question.order.enumerated() {
        if permutesAllRows {
          column[i] = cells[from]
        } else if invertsOrder {
          column[rows[from]] = cells[rows[i]]
        } else {
          column[rows[i]] = cells[rows[from]]
        }
      }
      table[name] = column
      if refits, learned.count < 1000 {
        var shuffled = Houses(table: table, answers: houses.answers)
        for (i, row) in learned.enumerated() { shuffled.table[name]?[row] = cells[learned[(i + 1) % learned.count]] }
        return importance(error(fit(shuffled, plan, learned), table), before)
      }
      return importance(error(model, table), before)
    }
  }

  var submission: Submission {
    Submission(
      staged: .init { try staged($0, $1, $2, $3) },
      learning: .init { try staged($0, $1, $2, $3) }, choose: .init { try choose($0, $1, $2, $3) },
      importances: .init { try importances($0, $1, $2, $3) })
  }
}
