import Checking
import Glibc
import LabData
import LabNumerics

typealias Record = [String: String]

struct Schema {
  var numbers: [String] = []
  var categories: [String] = []
}

enum RecordError: Error, Equatable {
  case noColumn(String)
  case notANumber(column: String)
}

struct TrainingError: Error, Equatable {
  var record: Int
  var fault: RecordError
}

enum SelectionError: Error, Equatable {
  case noCandidates
  case penalty(Double)
  case notAPartition
}

/// Records with their answers.
struct Labelled: CustomStringConvertible {
  /// Of real data; empty if drawn.
  var name = ""
  var records: [Record]
  var labels: [Int]
  var schema: Schema

  var description: String { "\(records.count) records with \(schema.numbers.count + schema.categories.count) columns" }
}

/// How a system is to be made.
struct Plan: CustomStringConvertible {
  var candidates: [Double]
  var order: [Int]
  var folds: Int
  /// Of a false positive, of a false negative.
  var costs: [Double]

  var description: String { "λ of \(candidates), \(folds) folds, costs \(costs)" }
}

struct Choice: Observable {
  var l2: Double
  var logLosses: [Double]
  var scores: [Double]

  var observation: Observation { Observation(l2.observation, logLosses.observation, scores.observation) }
}

struct System: Observable {
  struct Decision: Observable {
    var probability: Double
    var isPositive: Bool
    var notes: [String]

    var observation: Observation {
      Observation(probability.observation, isPositive.observation, notes.observation)
    }
  }

  var choice: Choice
  var threshold: Double
  var decisions: [Decision]

  var observation: Observation {
    Observation(choice.observation, threshold.observation, decisions.observation)
  }
}

struct Submission {
  var outOfFoldScores: Function<Labelled, Double, [[Int]], [Double]>
  var logLoss: Function<[Double], [Int], Double>
  var choosePenalty: Function<Labelled, [Double], [[Int]], Choice>
  /// Fitted, then asked for each of the records.
  var decide: Function<Labelled, Plan, [Record], System>
  /// Area, log loss, cost, cost at ½, of all, of none.
  var evaluate: Function<[Double], [Int], Double, [Double], [Double]>
}

enum Thresholds: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Both fits stop at 10⁻¹⁰·n of gradient, n ≤ 31, with curvatures of λ = 0.5 and more: 10⁻⁷ is far more than that.
      Check("scores each record by a pipeline that has not met it", cases: 2) { s, random in
        let table = draw(37, using: &random)
        let folds = [[3, 11, 20, 36], [0, 1, 2, 5, 8, 9, 21, 22, 23, 24, 30, 31, 32], rest(37)]
        expect(
          try s.outOfFoldScores(table, 0.5, folds), equals: try Way().outOfFold(table, 0.5, folds),
          within: .absolute(1e-7),
          "For each fold fit medians, scales, words and weights on all other rows, then score the fold.",
          what: "the out-of-fold scores of 37 records in three folds")
      },
      Check("says which record is broken, and which folds are") { s in
        var random = SplitMix64(seed: 5)
        let table = draw(12, using: &random)
        let folds = [[0, 3, 6, 9], [2, 5, 8, 11], [1, 4, 7, 10]]
        _ = try s.outOfFoldScores(table, 1, folds)
        for row in [0, 5, 7, 11] {
          var broken = table
          broken.records[row]["x"] = "1,5"
          expect(
            throws: TrainingError(record: row, fault: .notANumber(column: "x")),
            "Its number among all records, whether it is in the fold or among those that are fitted."
          ) { try s.outOfFoldScores(broken, 1, folds) }
          broken.records[row]["x"] = nil
          expect(throws: TrainingError(record: row, fault: .noColumn("x")), "Likewise.") {
            try s.outOfFoldScores(broken, 1, folds)
          }
        }
        let partition = "Each row in exactly one of at least two folds; else some score is left over, or not honest."
        for wrong in [
          [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10]], [[0, 1, 2, 3, 4, 5, 6], [6, 7, 8, 9, 10, 11]], [Array(0..<12)], [],
          [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 12]],
        ] {
          expect(throws: SelectionError.notAPartition, partition) { try s.outOfFoldScores(table, 1, wrong) }
        }
        for l2 in [0, -1, Double.infinity] {
          expect(throws: SelectionError.penalty(l2), "λ > 0, and finite.") { try s.outOfFoldScores(table, l2, []) }
          expect(throws: SelectionError.penalty(l2), "λ > 0, and finite.") {
            try s.choosePenalty(table, [1, l2, -3], folds)
          }
        }
        expect(throws: SelectionError.noCandidates, "Nothing to choose from.") { try s.choosePenalty(table, [], folds) }
      },
      Check("gives the log loss of log odds of any size") { s in
        let tolerance = Tolerance.ulps(16)  // a few roundings on terms ≥ 0
        let example = (log1p(exp(-2.0)) + log(2) + log1p(exp(1.0))) / 3
        expect(
          try s.logLoss([2, 0, -1], [1, 0, 1]), equals: example, within: tolerance,
          "Of each row log(1 + e^{−z}) for label 1, log(1 + e^z) for 0; then the mean.")
        let advice = "σ(40) is 1 in a Double, and 1 − σ is 0: write the loss in z."
        for (z, y, right) in [(1000.0, 0, 1000.0), (1000, 1, 0), (-1000, 1, 1000), (40, 0, 40), (-800, 0, 0)] {
          expect(
            try s.logLoss([z], [y]), equals: right, within: tolerance, advice,
            what: "the log loss of z = \(z) with label \(y)")
        }
        expect(try s.logLoss([], []), equals: .nan, within: .exact, "A mean of nothing is 0/0.")
      },
      Check("chooses the penalty by the log loss of all rows together", cases: 2) { s, random in
        let table = draw(31, using: &random)
        let folds = [[0, 1, 2, 3, 4], Array(5..<18), Array(18..<31)]
        let candidates = [0.5, 400.0, 4, 40]
        let (choice, right) = (
          try s.choosePenalty(table, candidates, folds), try Way().choose(table, candidates, folds)
        )
        // Scores to 10⁻⁷, and a log loss moves by no more than the scores.
        expect(
          choice.logLosses, equals: right.logLosses, within: .absolute(1e-7),
          "A mean over all rows: small folds do not count more.", what: "the log losses of four candidates")
        expect(choice.l2, equals: right.l2, within: .exact, "The least log loss.", what: "the chosen λ")
        expect(
          choice.scores, equals: right.scores, within: .absolute(1e-7),
          "The out-of-fold scores of the chosen λ, not of the last one.", what: "the scores of the choice")
        let nothing = Labelled(records: table.records, labels: table.labels, schema: Schema())
        let equal = try s.choosePenalty(nothing, [1, 30, 3], folds)
        expect(
          equal.l2, equals: 30, within: .exact,
          "Without columns every λ does the same: of equal ones take the simplest model, with the largest λ.",
          what: "the chosen λ of equal ones")
      },
      // Probabilities lose a few roundings of scores that are right to 10⁻⁷; none lies so near to the threshold.
      Check("decides by a pipeline of all records, at the threshold that the prices say") { s in
        var random = SplitMix64(seed: 77)
        let table = draw(40, using: &random)
        let asked: [Record] = [
          ["x": "5.5", "k": "u"], ["x": "", "k": "v"], ["x": "99", "k": "?"], ["x": "8", "k": "w"],
          ["x": "0", "k": "w"],
        ]
        for prices in [[1.0, 5], [3, 1]] {
          let plan = Plan(candidates: [0.5, 5], order: (0..<40).map { $0 * 7 % 40 }, folds: 4, costs: prices)
          let (got, right) = (try s.decide(table, plan, asked), try Way().system(table, plan, asked))
          expect(
            got.threshold, equals: prices[0] / (prices[0] + prices[1]), within: .ulps(4),
            "a/(a + b): a false positive costs \(prices[0]), a false negative \(prices[1]).", what: "the threshold")
          expect(
            got.choice.logLosses, equals: right.choice.logLosses, within: .absolute(1e-7),
            "Four stratified folds of the order that is given.", what: "the log losses of the system's candidates")
          expect(
            got.decisions.map(\.probability), equals: right.decisions.map(\.probability), within: .absolute(1e-7),
            "The pipeline is fitted on all records once λ is chosen.", what: "the probabilities of five records")
          expect(
            got.decisions.map(\.isPositive) == right.decisions.map(\.isPositive),
            "Of probabilities \(right.decisions.map { ($0.probability * 1000).rounded() / 1000 }) positive are "
              + "\(got.decisions.map(\.isPositive)), expected \(right.decisions.map(\.isPositive))",
            "Positive from the threshold on.")
          expect(
            got.decisions.map(\.notes) == right.decisions.map(\.notes),
            "The notes are \(got.decisions.map(\.notes)), expected \(right.decisions.map(\.notes))",
            "Hand on what the pipeline notes.")
        }
        let even = Labelled(
          records: [["k": "a"], ["k": "b"], ["k": "c"], ["k": "d"]], labels: [0, 1, 0, 1], schema: Schema())
        let plan = Plan(candidates: [1], order: [0, 1, 2, 3], folds: 2, costs: [1, 1])
        let decision = try s.decide(even, plan, [["k": "a"]]).decisions
        expect(
          decision.map(\.isPositive) == [true], "With P = ½ at threshold ½ the answer is \(decision.map(\.isPositive))",
          "Positive *from* the threshold on: at t* both answers cost the same, and ½ is not below ½.")
      },
      Check("evaluates scores by area, log loss and costs") { s in
        let example = (log1p(exp(-2.0)) + log(2) + log1p(exp(1.0))) / 3
        expect(
          try s.evaluate([2, 0, -1], [1, 0, 1], 1.0 / 6, [1, 5]),
          equals: [0.5, example, 1.0 / 3, 2, 1.0 / 3, 10.0 / 3], within: .ulps(16),
          "All three have P ≥ 1/6. At ½ σ(0) = ½ is positive, and −1 is missed.",
          what: "area, log loss, cost, cost at ½, of all, of none")
        let (scores, labels) = ([-3.0, -1.7, -1.7, -1.5, -0.1, 0.2, 0.2, 1, 2.5], [0, 0, 1, 0, 0, 1, 0, 0, 1])
        // P of −1.7 is 0.154, of −1.5 0.182. Pairs: 18; 2.5 beats 6, 0.2 beats 4 and ties 1, −1.7 beats 1 and ties 1.
        let loss = zip(scores, labels).reduce(0) { $0 + log1p(exp($1.1 == 1 ? -$1.0 : $1.0)) } / 9
        expect(
          try s.evaluate(scores, labels, 1.0 / 6, [1, 5]),
          equals: [(6 + 4.5 + 1.5) / 18, loss, 9.0 / 9, 7.0 / 9, 6.0 / 9, 15.0 / 9], within: .ulps(32),
          "Costs compare probabilities with the threshold, the area compares scores with each other.",
          what: "area, log loss, cost, cost at ½, of all, of none")
      },
      // The stop leaves 6.4·10⁻⁸ of each of 38 gradients; divided by λ, and times a row's length of 4, that is at most
      // 1.6·10⁻⁶/λ of a score. The weights of the sum are 4 on average, of 800 rows.
      Check("chooses for 800 loans, and keeps its promise on 200 hidden ones: cost 0.57") { s in
        let (table, hidden) = try loans.get()
        let got = try s.decide(table, loanPlan, hidden.records)
        expect(
          got.choice.logLosses, equals: [0.49180652650315765, 0.4851886256519232, 0.5359484413646328],
          within: .absolute(1.6e-5), "scikit-learn, with the same five folds.",
          what: "the log losses of λ = 0.1, 3, 100")
        expect(got.choice.l2, equals: 3, within: .exact, "The least log loss out of fold.", what: "the chosen λ")
        guard got.choice.scores.count == 800, got.decisions.count == 200 else {
          return expect(
            false, "\(got.choice.scores.count) scores of 800 loans, \(got.decisions.count) decisions of 200")
        }
        let sum = got.choice.scores.enumerated().reduce(0) { $0 + Double($1.offset % 7 + 1) * $1.element }
        expect(
          sum, equals: -3830.030416711911, within: .absolute(3200 * 1e-6), "scikit-learn, fold by fold.",
          what: "the sum of the out-of-fold scores, weighted with k mod 7 + 1,")
        let all = try s.evaluate(got.choice.scores, table.labels, got.threshold, [1, 5])
        guard all.count == 6 else { return expect(false, "\(all.count) numbers, expected 6") }
        expect("the area under the ROC curve, out of fold,", all[0], atLeast: 0.78, "Shuffled classes have ½.")
        expect("the cost of a loan, out of fold,", all[2], atMost: 0.57, "At ½ it would be 0.88, refusing all 0.70.")
        var cost = 0.0
        for (decision, label) in zip(got.decisions, hidden.labels) {
          cost += decision.isPositive ? Double(1 - label) : Double(5 * label)
        }
        expect(
          "the cost of a hidden loan", cost / 200, atMost: 0.57,
          "At ½ it would be 0.945, refusing all 0.705.")
      },
      Check("finds nothing in shuffled classes") { s in
        var (table, _) = try loans.get()
        table.name += " shuffled"
        table.labels = (0..<800).map { table.labels[$0 * 389 % 800] }
        let folds = (0..<5).map { k in (0..<800).filter { $0 % 5 == k } }
        let choice = try s.choosePenalty(table, [3, 100], folds)
        expect(
          choice.logLosses, equals: [0.6240388527022, 0.6146095018917859],
          within: .absolute(1e-6), "scikit-learn, with the folds k mod 5.",
          what: "the log losses of λ = 3, 100")
        expect(
          choice.l2, equals: 100, within: .exact, "Where there is nothing to find the strongest penalty is best.",
          what: "the chosen λ with shuffled classes")
        let all = try s.evaluate(choice.scores, table.labels, 1.0 / 6, [1, 5])
        guard all.count == 6 else { return expect(false, "\(all.count) numbers, expected 6") }
        // Under shuffling the area's deviation is √((n + 1)/(12·P·N)) = 0.022.
        expect(
          "the distance of the area from ½ with shuffled classes", abs(all[0] - 0.5), atMost: 0.06,
          "Some row was scored by a pipeline that knew its class.")
        expect(
          "the cost of a loan with shuffled classes", all[2], atLeast: 0.65,
          "Refusing all costs 0.699: who claims less has seen the answers.")
      },
      // The stop leaves 5·10⁻⁸ of each gradient, and with λ = 0.003 that is √31·5·10⁻⁸/λ·15 = 1.4·10⁻³ of a score.
      Check("tells tumours apart that it has not seen: 97.1 %") { s in
        let table = try tumours.get()
        let plan = Plan(candidates: [0.003, 1], order: Array(table.labels.indices), folds: 10, costs: [1, 1])
        let choice = try s.decide(table, plan, []).choice
        expect(
          choice.logLosses, equals: [0.3066993618266485, 0.07286397162754527],
          within: .absolute(1.4e-3), "scikit-learn, with the same ten folds.",
          what: "the log losses of λ = 0.003, 1")
        let right = zip(choice.scores, table.labels).count { ($0 >= 0) == ($1 == 1) }
        expect(
          "the share of tumours on their right side, out of fold,", Double(right) / Double(table.labels.count),
          atLeast: 0.971, "Hardly penalised it is 0.960.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "scored by a pipeline that has met the record",
        Way(learn: .everything).submission,
        """
        Fitted on all records, the pipeline remembers each a little: the log loss falls the weaker the penalty, and even \
        shuffled classes look predictable.
        """),
      Misconception(
        "encoders learned from all records",
        Way(learn: .encoders).submission,
        """
        Medians, scales and words came from the fold that is scored. Here it moves the fourth digit; with a selection of \
        columns it moves everything. Fit the whole pipeline in each fold.
        """),
      Misconception(
        "the mean of the folds' log losses",
        Way(pools: false).submission,
        "Folds of unequal size would count the same. Put all out-of-fold scores together first."),
      Misconception(
        "the sum of the losses",
        Way(divisor: { _ in 1 }).submission,
        "A sum grows with the rows; log losses are compared between tables of any size: the mean."),
      Misconception(
        "the loss of a clipped probability",
        Way(rowLoss: { z, y in
          let p = max(1e-15, min(1 - 1e-15, 1 / (1 + exp(-z))))
          return -log(y == 1 ? p : 1 - p)
        }).submission,
        """
        Clipped at 10⁻¹⁵ no mistake costs more than 34.5, however sure the model was. In z nothing has to be clipped.
        """),
      Misconception(
        "chosen by the area",
        Way(chosenBy: .area).submission,
        """
        The area sees the order of the scores alone; the threshold needs probabilities. Choose by the log loss.
        """),
      Misconception(
        "the weakest penalty",
        Way(chosenBy: .weakest).submission,
        "The smallest λ fits the training rows best. The folds say what it does on others."),
      Misconception(
        "of equal candidates the first",
        Way(breaksTies: false).submission,
        "Two models that do equally well are not equally simple: take the larger λ."),
      Misconception(
        "the scores of the last candidate",
        Way(keepsLast: true).submission,
        "The scores that are handed back belong to the chosen λ: keep them when it becomes the best."),
      Misconception(
        "the last fold's pipeline kept",
        Way(fitsOnAll: false).submission,
        """
        The folds' pipelines have served when λ is chosen. The one that decides is fitted on all records.
        """),
      Misconception(
        "folds that are not stratified",
        Way(stratifies: false).submission,
        "Cut the order by class: `stratifiedFolds` gives every fold its share of both."),
      Misconception(
        "refused from one half on",
        Way(threshold: { _, _, _ in 0.5 }).submission,
        """
        ½ is right where both mistakes cost the same. Here a missed bad loan costs five times a refused good one, and at ½ \
        the model costs more than refusing everybody.
        """),
      Misconception(
        "the prices exchanged",
        Way(threshold: { costs, _, _ in costs[1] / (costs[0] + costs[1]) }).submission,
        "t* = a/(a + b) with the false positive's price above: where misses are dear, call early."),
      Misconception(
        "the threshold tuned on the same scores",
        Way(threshold: { costs, p, y in tuned(p, y, costs) }).submission,
        """
        It costs least on the scores that it was tuned on, always: 0.49 there, 0.54 on the hidden loans. Where probabilities \
        are true a/(a + b) needs no data, and follows the prices on the day that they change.
        """),
      Misconception(
        "only above the threshold",
        Way(isPositive: { $0 > $1 }).submission,
        "Positive *from* the threshold on, ≥: so it was said, and so the costs count it."),
      Misconception(
        "log odds compared with a probability",
        Way(comparesScores: true).submission,
        "The scores are log odds, the threshold is a probability: make probabilities of them before you compare."),
      Misconception(
        "the area of decisions",
        Way(areaOfDecisions: true).submission,
        "Cut at a threshold the scores have two values left. The area is that of the scores."),
      Misconception(
        "all and none exchanged",
        Way(swapsBaselines: true).submission,
        "If all are called positive only false positives cost; if none, only false negatives."),
      Misconception(
        "numbered within the fold",
        Way(translates: false).submission,
        "`fitPipeline` counts the rows that it was given. Translate its number back to one among all records."),
      Misconception(
        "folds not looked at",
        Way(checksFolds: false).submission,
        "A row in two folds is scored twice, one in none keeps the score 0: ask for a partition first."),
      Misconception(
        "penalties not looked at",
        Way(checksPenalties: false).submission,
        "λ = 0 has no single minimum when all levels are kept. Refuse it by name."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("least squares weighted anew in each step", Way(byLeastSquares: true).submission)]
  }
}

// MARK: - Data

private let loanPlan = Plan(candidates: [0.1, 3, 100], order: Array(0..<800), folds: 5, costs: [1, 5])

private func read(_ name: String) throws -> [Record] {
  let csv = try Dataset("tabular/\(name).csv").csv()
  return csv.rows.map { Record(uniqueKeysWithValues: zip(csv.columns, $0)) }
}

/// The loans to learn from, and the hidden ones: every fifth.
private let loans = Result { () throws -> (Labelled, Labelled) in
  let records = try read("german_credit")
  let schema = Schema(
    numbers: ["duration", "credit_amount", "installment_commitment", "age"],
    categories: [
      "checking_status", "credit_history", "savings_status", "purpose", "other_parties", "other_payment_plans",
      "housing",
    ])
  func part(_ name: String, _ isIn: (Int) -> Bool) -> Labelled {
    let rows = records.indices.filter(isIn).map { records[$0] }
    return Labelled(name: name, records: rows, labels: rows.map { $0["class"] == "bad" ? 1 : 0 }, schema: schema)
  }
  return (part("loans") { $0 % 5 != 0 }, part("hidden") { $0 % 5 == 0 })
}

private let tumours = Result { () throws -> Labelled in
  let records = try read("breast_cancer")
  return Labelled(
    name: "tumours", records: records, labels: records.map { $0["diagnosis"] == "malignant" ? 1 : 0 },
    schema: Schema(numbers: (records.first?.keys.sorted() ?? []).filter { $0 != "diagnosis" }))
}

/// Records of a number with gaps and a word with a rare level, both of which say something about the label.
private func draw(_ n: Int, using random: inout SplitMix64) -> Labelled {
  var table = Labelled(records: [], labels: [], schema: Schema(numbers: ["x"], categories: ["k"]))
  for i in 0..<n {
    let x = Double.random(in: 4...9, using: &random)
    let word = i == 3 ? "rare" : ["u", "v", "w"][i * 5 % 7 % 3]
    let odds = 0.8 * (x - 6.5) + (word == "u" ? 1.2 : -0.4)
    table.records.append(["x": i % 8 == 5 ? "NA" : "\(x)", "k": word])
    table.labels.append(i % 4 == 1 ? i / 4 % 2 : Double.random(in: 0...1, using: &random) < sigma(odds) ? 1 : 0)
  }
  return table
}

/// The rows below n that the first two folds of a check leave over.
private func rest(_ n: Int) -> [Int] {
  let used: Set<Int> = [3, 11, 20, 36, 0, 1, 2, 5, 8, 9, 21, 22, 23, 24, 30, 31, 32]
  return (0..<n).filter { !used.contains($0) }
}

private func sigma(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

// MARK: - Wrong and right ways

/// The threshold of least cost on these rows.
private func tuned(_ p: [Double], _ y: [Int], _ costs: [Double]) -> Double {
  var (best, least) = (Double.infinity, cost(p, y, .infinity, costs))
  for t in Set(p).sorted(by: >) {
    let c = cost(p, y, t, costs)
    if c < least - 1e-12 { (best, least) = (t, c) }
  }
  return best
}

private func cost(_ p: [Double], _ y: [Int], _ threshold: Double, _ costs: [Double]) -> Double {
  let sum = zip(p, y).reduce(0) { $0 + ($1.0 >= threshold ? $1.1 == 0 ? costs[0] : 0 : $1.1 == 1 ? costs[1] : 0) }
  return sum / Double(p.count)
}

/// What a pipeline has learned.
private struct Fitted {
  var schema: Schema
  var fills: [Double] = []
  var means: [Double] = []
  var deviations: [Double] = []
  var ends: [(Double, Double)] = []
  var levels: [[String]] = []
  var weights: [Double] = []

  typealias Cells = (numbers: [Double], words: [String])

  static func cells(_ record: Record, _ schema: Schema) throws -> Cells {
    let numbers = try schema.numbers.map { name in
      guard let text = record[name] else { throw RecordError.noColumn(name) }
      if ["", "NA"].contains(text) { return Double.nan }
      guard let value = Double(text), value.isFinite else { throw RecordError.notANumber(column: name) }
      return value
    }
    let words = try schema.categories.map { name in
      guard let text = record[name] else { throw RecordError.noColumn(name) }
      return text
    }
    return (numbers, words)
  }

  /// Encoders of some records, without weights.
  init(encoding all: [Cells], _ schema: Schema) {
    self.schema = schema
    for j in schema.numbers.indices {
      let known = all.map { $0.numbers[j] }.filter { !$0.isNaN }.sorted()
      let fill = (known[(known.count - 1) / 2] + known[known.count / 2]) / 2
      let column = all.map { $0.numbers[j].isNaN ? fill : $0.numbers[j] }
      let mean = column.reduce(0, +) / Double(column.count)
      let square = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      fills.append(fill)
      means.append(mean)
      deviations.append(square > 0 ? square.squareRoot() : 1)
      ends.append((known[0], known[known.count - 1]))
    }
    levels = schema.categories.indices.map { j in Set(all.map { $0.words[j] }).sorted() }
  }

  func row(_ cells: Cells) -> [Double] {
    var row = [1.0]
    for (j, value) in cells.numbers.enumerated() {
      let x = value.isNaN ? fills[j] : max(ends[j].0, min(ends[j].1, value))
      row.append((x - means[j]) / deviations[j])
    }
    for (word, levels) in zip(cells.words, levels) { row += levels.map { $0 == word ? 1 : 0 } }
    return row
  }

  func score(_ cells: Cells) -> Double { zip(weights, row(cells)).reduce(0) { $0 + $1.0 * $1.1 } }

  func notes(_ cells: Cells) -> [String] {
    var notes: [String] = []
    for (j, value) in cells.numbers.enumerated() {
      if value.isNaN { notes.append("missing(\"\(schema.numbers[j])\")") }
      if value < ends[j].0 || value > ends[j].1 { notes.append("outside(\"\(schema.numbers[j])\")") }
    }
    for (j, word) in cells.words.enumerated() where !levels[j].contains(word) {
      notes.append("unknown(\"\(schema.categories[j])\", level: \"\(word)\")")
    }
    return notes
  }

  mutating func fit(_ all: [Cells], _ labels: [Int], _ l2: Double, byLeastSquares: Bool) {
    weights = newton(all.map(row), labels, l2, byLeastSquares: byLeastSquares)
  }
}

/// The weights of least penalised loss, by Newton's method until nothing moves; the first is not penalised.
///
/// With `byLeastSquares` each step solves for the next weights at once, as iterated weighted least squares does.
private func newton(_ rows: [[Double]], _ labels: [Int], _ l2: Double, byLeastSquares: Bool) -> [Double] {
  let p = rows.first?.count ?? 1
  var beta = [Double](repeating: 0, count: p)
  for _ in 0..<60 {
    var (h, g) = ([Double](repeating: 0, count: p * p), [Double](repeating: 0, count: p))
    for j in 1..<max(p, 1) {
      h[j * p + j] = l2
      g[j] = byLeastSquares ? 0 : -l2 * beta[j]
    }
    h.withUnsafeMutableBufferPointer { h in
      for (row, label) in zip(rows, labels) {
        var z = 0.0
        for j in 0..<p { z += row[j] * beta[j] }
        let mean = sigma(z)
        let weight = max(mean * (1 - mean), 1e-12)
        let residual = Double(label) - mean + (byLeastSquares ? weight * z : 0)
        for i in 0..<p where row[i] != 0 {
          g[i] += residual * row[i]
          let share = weight * row[i]
          for j in 0...i { h[i * p + j] += share * row[j] }
        }
      }
      // Cholesky in place, then both triangles.
      for j in 0..<p {
        for k in 0..<j {
          let factor = h[j * p + k]
          for i in j..<p { h[i * p + j] -= h[i * p + k] * factor }
        }
        let pivot = h[j * p + j].squareRoot()
        for i in j..<p { h[i * p + j] /= pivot }
      }
      for i in 0..<p {
        for k in 0..<i { g[i] -= h[i * p + k] * g[k] }
        g[i] /= h[i * p + i]
      }
      for i in (0..<p).reversed() {
        for k in (i + 1)..<max(p, i + 1) { g[i] -= h[k * p + i] * g[k] }
        g[i] /= h[i * p + i]
      }
    }
    let step = byLeastSquares ? zip(g, beta).map { $0 - $1 } : g
    beta = zip(beta, step).map { $0 + $1 }
    if step.allSatisfy({ abs($0) < 1e-10 }) { break }
  }
  return beta
}

/// The system; each member can make it wrong in one place.
private struct Way {
  enum Learning { case others, encoders, everything }
  enum Criterion { case logLoss, area, weakest }

  var learn = Learning.others
  var pools = true
  var divisor: (Int) -> Double = { Double($0) }
  var rowLoss: (Double, Int) -> Double = { z, y in max(0, y == 1 ? -z : z) + log1p(exp(-abs(z))) }
  var chosenBy = Criterion.logLoss
  var breaksTies = true
  var keepsLast = false
  var fitsOnAll = true
  var stratifies = true
  /// Of the costs, the out-of-fold probabilities and the labels.
  var threshold: ([Double], [Double], [Int]) -> Double = { costs, _, _ in costs[0] / (costs[0] + costs[1]) }
  var isPositive: (Double, Double) -> Bool = { $0 >= $1 }
  var comparesScores = false
  var areaOfDecisions = false
  var swapsBaselines = false
  var translates = true
  var checksFolds = true
  var checksPenalties = true
  var byLeastSquares = false

  private func cells(_ record: Record, _ schema: Schema, as number: Int) throws -> Fitted.Cells {
    do { return try Fitted.cells(record, schema) } catch let fault as RecordError {
      throw TrainingError(record: number, fault: fault)
    }
  }

  func outOfFold(_ table: Labelled, _ l2: Double, _ folds: [[Int]]) throws -> [Double] {
    if checksPenalties && !(l2 > 0 && l2.isFinite) { throw SelectionError.penalty(l2) }
    let n = table.records.count
    if checksFolds && (folds.count < 2 || folds.joined().sorted() != Array(0..<n)) {
      throw SelectionError.notAPartition
    }
    guard !table.name.isEmpty else { return try fresh(table, l2, folds) }
    return try remembered("\(table.name) \(l2) \(folds) \(learn) \(byLeastSquares)") { try fresh(table, l2, folds) }
  }

  private func fresh(_ table: Labelled, _ l2: Double, _ folds: [[Int]]) throws -> [Double] {
    let n = table.records.count
    var scores = [Double](repeating: 0, count: n)
    for fold in folds {
      let held = Set(fold)
      let train = (0..<n).filter { learn == .everything || !held.contains($0) }
      let training = try train.enumerated().map { place, row in
        try cells(table.records[row], table.schema, as: translates ? row : place)
      }
      let all = learn == .encoders ? try (0..<n).map { try cells(table.records[$0], table.schema, as: $0) } : training
      guard !training.isEmpty else { continue }
      var fitted = Fitted(encoding: all, table.schema)
      fitted.fit(training, train.map { table.labels[$0] }, max(l2, 1e-6), byLeastSquares: byLeastSquares)
      for row in fold where row < n { scores[row] = fitted.score(try cells(table.records[row], table.schema, as: row)) }
    }
    return scores
  }

  func loss(_ scores: [Double], _ labels: [Int]) -> Double {
    zip(scores, labels).reduce(0) { $0 + rowLoss($1.0, $1.1) } / divisor(scores.count)
  }

  private func area(_ scores: [Double], _ labels: [Int]) -> Double {
    let (high, low) = (
      zip(scores, labels).filter { $0.1 == 1 }.map(\.0), zip(scores, labels).filter { $0.1 == 0 }.map(\.0).sorted()
    )
    // How many of the ascending low ones are below, and how many are not above.
    func count(_ isBefore: (Double) -> Bool) -> Double {
      var (from, to) = (0, low.count)
      while from < to {
        let middle = (from + to) / 2
        if isBefore(low[middle]) { from = middle + 1 } else { to = middle }
      }
      return Double(from)
    }
    let wins = high.reduce(0) { sum, s in sum + (count { $0 < s } + count { $0 <= s }) / 2 }
    return wins / Double(high.count) / Double(low.count)
  }

  func choose(_ table: Labelled, _ candidates: [Double], _ folds: [[Int]]) throws -> Choice {
    guard !candidates.isEmpty else { throw SelectionError.noCandidates }
    if checksPenalties, let wrong = candidates.first(where: { !($0 > 0 && $0.isFinite) }) {
      throw SelectionError.penalty(wrong)
    }
    let all = try candidates.map { try outOfFold(table, $0, folds) }
    let losses = all.map { scores -> Double in
      if pools { return loss(scores, table.labels) }
      let parts = folds.map { fold in loss(fold.map { scores[$0] }, fold.map { table.labels[$0] }) }
      return parts.reduce(0, +) / Double(parts.count)
    }
    var best = 0
    for k in candidates.indices.dropFirst() {
      let isBetter: Bool =
        switch chosenBy {
        case .logLoss:
          losses[k] < losses[best] || breaksTies && losses[k] == losses[best] && candidates[k] > candidates[best]
        case .area: area(all[k], table.labels) > area(all[best], table.labels)
        case .weakest: candidates[k] < candidates[best]
        }
      if isBetter { best = k }
    }
    return Choice(l2: candidates[best], logLosses: losses, scores: keepsLast ? all[all.count - 1] : all[best])
  }

  func system(_ table: Labelled, _ plan: Plan, _ asked: [Record]) throws -> System {
    let folds = stratifies ? stratified(table.labels, plan) : blocks(plan)
    let choice = try choose(table, plan.candidates, folds)
    let rows = table.records.indices.filter { fitsOnAll || !(folds.last ?? []).contains($0) }
    func fit() throws -> Fitted {
      let training = try rows.map { try cells(table.records[$0], table.schema, as: $0) }
      var fitted = Fitted(encoding: training, table.schema)
      fitted.fit(training, rows.map { table.labels[$0] }, choice.l2, byLeastSquares: byLeastSquares)
      return fitted
    }
    let threshold = threshold(plan.costs, choice.scores.map(sigma), table.labels)
    guard !asked.isEmpty else { return System(choice: choice, threshold: threshold, decisions: []) }
    let fitted =
      table.name.isEmpty
      ? try fit() : try remembered("\(table.name) \(choice.l2) \(rows.count) \(byLeastSquares)", fit)
    return System(
      choice: choice, threshold: threshold,
      decisions: try asked.map { record in
        let cells = try Fitted.cells(record, table.schema)
        let p = sigma(fitted.score(cells))
        return System.Decision(probability: p, isPositive: isPositive(p, threshold), notes: fitted.notes(cells))
      })
  }

  /// Stratified folds: each class's rows in the order, dealt out by the largest remainders of what is left.
  private func stratified(_ labels: [Int], _ plan: Plan) -> [[Int]] {
    var left = plan.order
    var folds: [[Int]] = []
    for k in (2...plan.folds).reversed() {
      let (n, size) = (left.count, (left.count + k - 1) / k)
      let ones = left.count { labels[$0] == 1 }
      // Two classes: their remainders add up to n or to 0, and of equal ones class 0 comes first.
      let places = size * ones / n + (size * ones % n * 2 > n ? 1 : 0)
      let fold =
        Array(left.filter { labels[$0] == 1 }.prefix(places))
        + left.filter { labels[$0] == 0 }.prefix(size - places)
      folds.append(fold.sorted())
      left.removeAll { fold.contains($0) }
    }
    return folds + [left.sorted()]
  }

  private func blocks(_ plan: Plan) -> [[Int]] {
    (0..<plan.folds).map { k in plan.order.indices.filter { $0 % plan.folds == k }.map { plan.order[$0] }.sorted() }
  }

  func evaluate(_ scores: [Double], _ labels: [Int], _ threshold: Double, _ costs: [Double]) -> [Double] {
    let p = comparesScores ? scores : scores.map(sigma)
    let all = cost(p, labels, -.infinity, costs)
    let none = cost(p, labels, .infinity, costs)
    return [
      area(areaOfDecisions ? p.map { $0 >= threshold ? 1 : 0 } : scores, labels), loss(scores, labels),
      cost(p, labels, threshold, costs), cost(p, labels, 0.5, costs), swapsBaselines ? none : all,
      swapsBaselines ? all : none,
    ]
  }

  var submission: Submission {
    Submission(
      outOfFoldScores: .init { try outOfFold($0, $1, $2) }, logLoss: .init { loss($0, $1) },
      choosePenalty: .init { try choose($0, $1, $2) }, decide: .init { try system($0, $1, $2) },
      evaluate: .init { evaluate($0, $1, $2, $3) })
  }
}
