import Checking
import Glibc
import LabData
import LabNumerics

typealias Record = [String: String]

struct Schema: Equatable {
  var numbers: [String] = []
  var categories: [String] = []

  var all: [String] { numbers + categories }
}

/// What the learner's `ModelCard` holds, or that of a variant.
struct Card: Observable, CustomStringConvertible {
  struct Line: Observable {
    var name: String
    var schema: Schema
    var l2: Double
    var features: Int
    /// Log loss, area, cost.
    var numbers: [Double]

    var observation: Observation {
      Observation(
        name.observation, schema.all.observation, l2.observation, features.observation, numbers.observation)
    }
  }

  struct Group: Observable {
    var name: String
    var count: Int
    /// Share, mean probability, false positive rate, false negative rate, precision.
    var numbers: [Double]

    var observation: Observation { Observation(name.observation, count.observation, numbers.observation) }
  }

  struct Drift: Observable {
    var name: String
    var index: Double
    var unusual: Double

    var observation: Observation { Observation(name.observation, index.observation, unusual.observation) }
  }

  var count: Int
  var share: Double
  var lines: [Line]
  var chosen: Int
  var line: [Double]
  var threshold: Double
  var hiddenCount: Int
  /// Area, log loss, cost, cost at ½, of all, of none.
  var hidden: [Double]
  var z: Double
  var binError: Double
  var groups: [Group]
  var drift: [Drift]
  var isReleased: Bool

  var observation: Observation {
    Observation(
      Observation(count.observation, share.observation, lines.observation, chosen.observation, line.observation),
      Observation(threshold.observation, hiddenCount.observation, hidden.observation, z.observation),
      Observation(binError.observation, groups.observation, drift.observation, isReleased.observation))
  }

  var best: Line? { lines.indices.contains(chosen) ? lines[chosen] : nil }

  var description: String { "a card of \(lines.count) designs, \(best?.name ?? "none") chosen" }
}

struct Submission {
  var modelCard: Function<[Record], Card>
  var mayBeReleased: Function<Card, Bool>
  var text: Function<Card, String>
}

enum Cards: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("writes the page as it is handed over") { s in
        expectText(try s.text(sample), Way().text(sample))
        var other = sample
        (other.chosen, other.line, other.drift, other.isReleased) = (0, [1, 0], [], true)
        other.groups[1].numbers[2] = .nan
        expectText(try s.text(other), Way().text(other))
        (other.line, other.drift) = ([1, -0.255], [sample.drift[1], sample.drift[0], sample.drift[0]])
        other.drift[2].name = "later"
        other.drift[0].index = 0.01
        expectText(try s.text(other), Way().text(other))
      },
      Check("releases what does better than doing without, and nothing else") { s in
        var good = sample
        (good.hidden, good.z) = ([0.8, 0.5, 0.36, 0.9, 0.7, 0.4], -2.9)
        expect(try s.mayBeReleased(good), equals: true, "0.36 is 0.9 times the cheaper of 0.7 and 0.4.")
        func expectKept(_ advice: String, _ change: (inout Card) -> Void) {
          var card = good
          change(&card)
          expect(try s.mayBeReleased(card), equals: false, advice)
        }
        expectKept("0.37 is more than 0.9·0.4.") { $0.hidden[2] = 0.37 }
        expectKept("0.37 is more than 0.9·0.4, whichever of the two is the cheaper.") {
          ($0.hidden[2], $0.hidden[4], $0.hidden[5]) = (0.37, 0.4, 0.7)
        }
        expectKept("Z above 3: the probabilities are untrue.") { $0.z = 3.1 }
        expectKept("Z below −3: the probabilities are untrue.") { $0.z = -3.1 }
        expectKept("Z is NaN: nothing is known of the probabilities.") { $0.z = .nan }
        expectKept("An index above 0.25 is another population.") { $0.drift[0].index = 0.26 }
        good.drift = []
        expect(try s.mayBeReleased(good), equals: true, "No column, no drift.")
      },
      // Out-of-fold scores to 1.6·10⁻⁶/λ; a design's λ is above 0.2 here.
      Check("makes a card of the loans whose numbers can be recomputed") { s in
        let records = try loans.get()
        let card = try s.modelCard(records)
        let names = card.lines.map(\.name)
        expect(
          names.count >= 2 && Set(names).count == names.count, "The designs are \(names)",
          "Two or more, with different names.")
        expect(
          card.lines.first?.schema.all == [], "The first design has the columns \(card.lines.first?.schema.all ?? [])",
          "It has none: what the base rate alone would bring.")
        expect(
          !card.lines.contains { $0.schema.all.contains("class") }, "A design has the column class",
          "The answer cannot be one of the questions.")
        expectCard(card, try Way().card(records, card.lines), "the loans")
        let numbers = card.best?.numbers ?? []
        guard numbers.count == 3, card.hidden.count == 6 else { return }
        expect(
          "the area of the chosen design, out of fold,", numbers[1], atLeast: 0.78,
          "How long, how much, what for, and what does the account look like?")
        expect(
          "the cost of a loan, out of fold,", numbers[2], atMost: 0.57, "All refused: 0.699. Refused from ½ on: 0.88.")
        expect("the cost of a hidden loan", card.hidden[2], atMost: 0.62, "All refused: 0.705.")
        expect(card.isReleased, equals: true, "It does better than doing without.", what: "isReleased")
      },
      // A penalty keeps the weights finite where the classes can be parted, so the probabilities are too timid: |Z| > 2.
      Check("mends the log odds of hidden loans where the penalty has made them timid") { s in
        let records = try partedLoans.get()
        let card = try s.modelCard(records)
        expectCard(card, try Way().card(records, card.lines), "loans whose account tells the class")
      },
      // The control. In the classes of other loans there is nothing to find.
      Check("finds nothing in shuffled classes, and does not release it") { s in
        let records = try shuffledLoans.get()
        let card = try s.modelCard(records)
        expectCard(card, try Way().card(records, card.lines), "shuffled loans")
        expect(
          card.isReleased, equals: false, "With the classes of other loans no model does better than refusing all.",
          what: "isReleased with shuffled classes")
        guard let base = card.lines.first, let best = card.best, base.numbers.count == 3, best.numbers.count == 3 else {
          return
        }
        expect(
          "the gain over the base rate's log loss, with shuffled classes", base.numbers[0] - best.numbers[0],
          atMost: 0.005, "Some row was scored by a pipeline that knew its class.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "invented numbers",
        Way(isInvented: true).submission,
        """
        The numbers belong to other loans: they are written into the program, not computed by it. Of the records that are \
        handed in nobody can make them again.
        """),
      Misconception(
        "nothing but the base rate",
        Way(designs: Array(Way.designs.prefix(1)) + [("nothing", Schema(), 2)]).submission,
        "A card needs a model to compare with doing nothing."),
      Misconception(
        "the answer among the columns",
        Way(designs: Way.designs + [("all", Schema(categories: ["checking_status", "class"]), 3)]).submission,
        "A model that is told the class predicts the class. A log loss near 0 is no success, it is a leak."),
      Misconception(
        "chosen by the hidden rows",
        Way(designs: Way.designs + [("shy", Way.designs[1].1, 12)], choosesByHidden: true).submission,
        """
        What has chosen cannot judge any more: the hidden loss of the best of several is too good. Choose by the \
        out-of-fold log loss.
        """),
      Misconception(
        "chosen by the number of features",
        Way(choosesLast: true).submission,
        "More columns always fit better; whether they help is what the folds say."),
      Misconception(
        "learned from the hidden rows, too",
        Way(learnsFromAll: true).submission,
        "The hidden rows took part in the pipeline that they judge. Fit on the others alone."),
      Misconception(
        "compared on fitted rows",
        Way(comparesFitted: true).submission,
        """
        Log loss, area and cost of rows that were fitted flatter every design, the largest most. The card's lines are out \
        of fold.
        """),
      Misconception(
        "refused from one half on",
        Way(threshold: 0.5).submission,
        "A bad loan granted costs five good ones refused: refuse from 1/6 on."),
      Misconception(
        "the prices exchanged",
        Way(prices: (5, 1)).submission,
        "A good loan refused costs 1, a bad one granted 5."),
      Misconception(
        "25 counted among the older",
        Way(isYoung: { $0 < 25 }).submission,
        "The group is called `25 or younger`."),
      Misconception(
        "rates of the rows learned from",
        Way(groupsOfTraining: true).submission,
        "Whom the mistakes hit is asked of the hidden rows, as are all numbers below that heading."),
      Misconception(
        "drift of all records",
        Way(driftOfAll: true).submission,
        "The batch is the hidden rows alone; mixed with the rows learned from it can hardly drift."),
      Misconception(
        "log odds used as they are",
        Way(mendsHidden: false).submission,
        """
        `line` is on the card, and the hidden loans are judged without it. All their numbers are of the mended log odds, \
        slope·score + intercept.
        """),
      Misconception(
        "the mended log odds in the costs alone",
        Way(mendsProbabilities: false).submission,
        """
        Z, calibration error and groups ask whether the probabilities are true. Those are σ(slope·score + intercept), the \
        ones by which loans are refused.
        """),
      Misconception(
        "ten bins",
        Way(bins: 10).submission,
        "Five bins: 200 rows in ten are too few in most."),
      Misconception(
        "released in any case",
        Way(releases: { _ in true }).submission,
        "A gate that never closes is none. Compare with the cheaper of refusing all and none."),
      Misconception(
        "compared with granting all alone",
        Way(releases: {
          $0.hidden[2] <= 0.9 * $0.hidden[5] && abs($0.z) <= 3 && $0.drift.allSatisfy { $0.index <= 0.25 }
        })
        .submission,
        "Doing without means the cheaper of the two simple rules, whichever it is."),
      Misconception(
        "released if it is cheaper at all",
        Way(releases: { card in
          card.hidden[2] < min(card.hidden[4], card.hidden[5]) && abs(card.z) <= 3
            && card.drift.allSatisfy { $0.index <= 0.25 }
        }).submission,
        "A saving within the luck of 200 rows is none: at most 0.9 times the cheaper rule."),
      Misconception(
        "the sign of Z not thought of",
        Way(releases: { card in
          card.hidden[2] <= 0.9 * min(card.hidden[4], card.hidden[5]) && card.z <= 3
            && card.drift.allSatisfy { $0.index <= 0.25 }
        }).submission,
        "Probabilities can be untrue in both directions: |Z|."),
      Misconception(
        "shares without percent",
        Way(percent: { Way.fixed($0, 3) }).submission,
        "The page says shares in percent with one decimal."),
      Misconception(
        "a penalty of 0.0",
        Way(writesPenalty: { Way.fixed($0, 1) }).submission,
        "A penalty of 0.03 stands on the page as 0.0: nobody could make the model again. Write λ as it is."),
      Misconception(
        "plus and minus together",
        Way(writesSign: { "+ \(Way.fixed($0, 2))" }).submission,
        "\"2.17 z + -0.91\": write the sign of the intercept, then its size."),
      Misconception(
        "the last of equal drifts",
        Way(takesLast: true).submission,
        "Of several columns with the largest drift the first is named."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "other designs",
        Way(designs: [
          ("none", Schema(), 1),
          (
            "credit",
            Schema(
              numbers: ["duration", "installment_commitment", "age"],
              categories: [
                "checking_status", "credit_history", "savings_status", "purpose", "other_parties",
                "other_payment_plans", "personal_status",
              ]), 8
          ),
        ]).submission)
    ]
  }
}

// MARK: - Parts of the checks

private func expectCard(_ got: Card, _ right: Card, _ what: String, line: Int = #line) {
  func compare(_ name: String, _ got: [Double], _ right: [Double], _ advice: String) {
    expect(got, equals: right, within: .absolute(1e-5), advice, what: "of \(what) the \(name)", line: line)
  }
  compare(
    "counts and share", [Double(got.count), Double(got.hiddenCount), got.share],
    [Double(right.count), Double(right.hiddenCount), right.share], "Every fifth is hidden, from row 0 on.")
  for (got, right) in zip(got.lines, right.lines) {
    compare(
      "features, log loss, area and cost of \"\(right.name)\"", [Double(got.features)] + got.numbers,
      [Double(right.features)] + right.numbers, "Made again from your design: out of five stratified folds.")
  }
  expect(
    got.chosen, equals: right.chosen, "The line of least log loss out of fold.", what: "of \(what) chosen", line: line)
  compare("line and threshold", got.line + [got.threshold], right.line + [right.threshold], "Of fitCalibrated; 1/6.")
  compare(
    "area, log loss, cost, cost at ½, of all and of none of hidden rows", got.hidden, right.hidden,
    "Learned from the other rows alone; the mended log odds.")
  compare(
    "Z and calibration error", [got.z, got.binError], [right.z, right.binError], "Of the hidden rows, five bins.")
  expect(
    got.groups.map(\.name) == right.groups.map(\.name), "The groups are \(got.groups.map(\.name))",
    "They are \(right.groups.map(\.name)).", line: line)
  for (got, right) in zip(got.groups, right.groups) {
    compare(
      "count, share, mean probability, FPR, FNR and precision of \(right.name)", [Double(got.count)] + got.numbers,
      [Double(right.count)] + right.numbers, "Hidden rows, by age ≤ 25.")
  }
  expect(
    got.drift.map(\.name) == right.drift.map(\.name), "The columns of the drift are \(got.drift.map(\.name))",
    "Those of the chosen design.", line: line)
  compare("drifts", got.drift.map(\.index), right.drift.map(\.index), "Of the hidden rows, from those learned from.")
}

private func expectText(_ got: String, _ right: String, line: Int = #line) {
  if got == right { return expect(true, "") }
  let (got, right) = (lines(got), lines(right))
  let i = right.indices.first { $0 >= got.count || got[$0] != right[$0] } ?? right.count
  expect(
    false,
    "Line \(i + 1) of the page is \"\(i < got.count ? got[i] : "missing")\", expected "
      + "\"\(i < right.count ? right[i] : "nothing more")\"",
    "Names, decimals and stars as in the statement; every line, the last one too, ends in a newline.", line: line)
}

private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

/// A card that nobody computed, to be written down.
private let sample = Card(
  count: 812, share: 0.3004,
  lines: [
    Card.Line(name: "base", schema: Schema(), l2: 1, features: 0, numbers: [0.61204, 0.4996, 0.6996]),
    Card.Line(name: "account & age", schema: Schema(), l2: 0.03, features: 31, numbers: [0.4907, 0.79218, 0.556]),
  ], chosen: 1, line: [2.1713, -0.9101], threshold: 1.0 / 6, hiddenCount: 203,
  hidden: [0.7587, 0.5352, 0.5, 0.945, 0.7052, 1.4749], z: -1.716, binError: 0.0608,
  groups: [
    Card.Group(name: "25 or younger", count: 41, numbers: [0.4251, 0.3, 0.5652, 0.11849, 0.5]),
    Card.Group(name: "older", count: 162, numbers: [0.2625, 0.3, 0.9996, 0.0004, 0.5]),
  ], drift: [Card.Drift(name: "age", index: 0.02, unusual: 0), Card.Drift(name: "purpose", index: 0.0651, unusual: 0)],
  isReleased: false)

// MARK: - Data

private let loans = Result { () throws -> [Record] in
  let csv = try Dataset("tabular/german_credit.csv").csv()
  return csv.rows.map { Record(uniqueKeysWithValues: zip(csv.columns, $0)) }
}

/// The classes in another order; 389 is prime to 1000.
private let shuffledLoans = Result { () throws -> [Record] in
  let records = try loans.get()
  return records.indices.map { i in
    var record = records[i]
    record["class"] = records[i * 389 % 1000]["class"]
    return record
  }
}

/// The classes as the account tells them, without an error.
private let partedLoans = Result { () throws -> [Record] in
  try loans.get().map { loan in
    var record = loan
    record["class"] = ["<0", "0<=X<200"].contains(loan["checking_status"]) ? "bad" : "good"
    return record
  }
}

private func sigma(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

// MARK: - Numbers made again

/// A logistic model of one column of scores, of targets between 0 and 1: slope and intercept.
private func line(_ scores: [Double], _ targets: [Double]) -> [Double] {
  let beta = newton(scores.map { [1, $0] }, targets, 0)
  return [beta[1], beta[0]]
}

private func statistic(_ p: [Double], _ y: [Int]) -> Double {
  let sum = zip(p, y).reduce(0) { $0 + (Double($1.1) - $1.0) * (1 - 2 * $1.0) }
  return sum / p.reduce(0) { $0 + (1 - 2 * $1) * (1 - 2 * $1) * $1 * (1 - $1) }.squareRoot()
}

private func logLoss(_ scores: [Double], _ y: [Int]) -> Double {
  zip(scores, y).reduce(0) { $0 + max(0, $1.1 == 1 ? -$1.0 : $1.0) + log1p(exp(-abs($1.0))) } / Double(y.count)
}

/// All pairs, one by one.
private func area(_ scores: [Double], _ y: [Int]) -> Double {
  let (high, low) = (scores.indices.filter { y[$0] == 1 }, scores.indices.filter { y[$0] == 0 })
  var wins = 0
  for i in high {
    let score = scores[i]
    for j in low { wins += score > scores[j] ? 2 : score == scores[j] ? 1 : 0 }
  }
  return Double(wins) / Double(2 * high.count * low.count)
}

/// Five stratified folds of the order 0, 1, 2, …
private func folds(_ labels: [Int]) -> [[Int]] {
  var left = Array(labels.indices)
  return (1...5).reversed().map { k in
    let (n, size) = (left.count, (left.count + k - 1) / k)
    let ones = left.count { labels[$0] == 1 }
    let places = size * ones / n + (size * ones % n * 2 > n ? 1 : 0)
    let fold =
      Array(left.filter { labels[$0] == 1 }.prefix(places)) + left.filter { labels[$0] == 0 }.prefix(size - places)
    left.removeAll { fold.contains($0) }
    return fold
  }
}

/// Population stability, by counts of cells.
private func drift(_ batch: [Record], _ reference: [Record], _ schema: Schema) -> [Card.Drift] {
  schema.all.enumerated().map { j, name in
    let cells: (Record) -> Int
    let count: Int
    if j < schema.numbers.count {
      let known = reference.compactMap { Double($0[name] ?? "") }.sorted()
      let edges = [0.2, 0.4, 0.6, 0.8].map { share -> Double in
        let h = Double(known.count - 1) * share
        let low = Int(h)
        return known[low] + (h - Double(low)) * (known[min(low + 1, known.count - 1)] - known[low])
      }
      let distinct = Set(edges)
      count = distinct.count + 2
      cells = { record in Double(record[name] ?? "").map { x in distinct.count { $0 < x } } ?? count - 1 }
    } else {
      let words = Set(reference.map { $0[name] ?? "" }).sorted()
      count = words.count + 1
      cells = { record in words.firstIndex(of: record[name] ?? "") ?? words.count }
    }
    func shares(_ records: [Record]) -> [Double] {
      var counts = [Double](repeating: 0.5, count: count)
      for record in records { counts[cells(record)] += 1 }
      return counts.map { $0 / (Double(records.count) + Double(count) / 2) }
    }
    let index = zip(shares(reference), shares(batch)).reduce(0) { $0 + ($1.1 - $1.0) * log($1.1 / $1.0) }
    let last = batch.count { cells($0) == count - 1 }
    return Card.Drift(name: name, index: index, unusual: Double(last) / Double(batch.count))
  }
}

// MARK: - Wrong and right ways

/// The card; each member can make it wrong in one place.
private struct Way {
  static let designs: [(String, Schema, Double)] = {
    let numbers = ["duration", "credit_amount", "installment_commitment", "age"]
    let account = [
      "checking_status", "credit_history", "savings_status", "purpose", "other_parties", "other_payment_plans",
      "housing",
    ]
    return [
      ("base", Schema(), 1), ("account", Schema(numbers: numbers, categories: account), 3),
      ("duration", Schema(numbers: ["duration"], categories: ["job"]), 3),
    ]
  }()

  var isInvented = false
  var designs = Way.designs
  var choosesByHidden = false
  var choosesLast = false
  var learnsFromAll = false
  var comparesFitted = false
  var threshold = 1.0 / 6
  /// Of a good loan refused, of a bad one granted.
  var prices = (1.0, 5.0)
  var isYoung: (Double) -> Bool = { $0 <= 25 }
  var groupsOfTraining = false
  var driftOfAll = false
  var bins = 5
  /// Whether the hidden rows are judged by mended log odds, and by their probabilities.
  var mendsHidden = true
  var mendsProbabilities = true
  var releases: (Card) -> Bool = { card in
    card.hidden[2] <= 0.9 * min(card.hidden[4], card.hidden[5]) && abs(card.z) <= 3
      && card.drift.allSatisfy { $0.index <= 0.25 }
  }
  var percent: (Double) -> String = { Way.fixed(100 * $0, 1) + " %" }
  var writesSign: (Double) -> String = { ($0 < 0 ? "- " : "+ ") + Way.fixed(abs($0), 2) }
  var writesPenalty: (Double) -> String = { "\($0)" }
  var takesLast = false

  static func fixed(_ x: Double, _ decimals: Int) -> String {
    if x.isNaN { return "NaN" }
    var digits = String(Int((abs(x) * pow(10, Double(decimals))).rounded()))
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let isNegative = x < 0 && digits.contains { $0 != "0" }
    return (isNegative ? "-" : "") + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }

  private func cost(_ p: [Double], _ y: [Int], _ threshold: Double) -> Double {
    let sum = zip(p, y).reduce(0) { $0 + ($1.0 >= threshold ? Double(1 - $1.1) * prices.0 : Double($1.1) * prices.1) }
    return sum / Double(y.count)
  }

  /// Scores of the asked rows by a pipeline of others.
  private static func scores(
    _ records: [Record], _ labels: [Int], _ schema: Schema, _ l2: Double, train: [Int], asked: [Int]
  ) -> (scores: [Double], features: Int) {
    let cells = records.map { Fitted.cells($0, schema) }
    var fitted = Fitted(encoding: train.map { cells[$0] }, schema)
    fitted.fit(train.map { cells[$0] }, train.map { labels[$0] }, l2)
    return (asked.map { fitted.score(cells[$0]) }, fitted.weights.count - 1)
  }

  /// All scores that a card needs of a design: out of fold, fitted, and hidden; remembered.
  private func scores(
    _ records: [Record], _ labels: [Int], _ schema: Schema, _ l2: Double
  ) -> (outOfFold: [Double], fitted: [Double], hidden: [Double], features: Int) {
    let mark = labels.prefix(60).map(String.init).joined()
    return remembered("\(schema) \(l2) \(mark) \(learnsFromAll)") {
      let rows = labels.indices.filter { $0 % 5 != 0 }
      let known = rows.map { labels[$0] }
      var outOfFold = [Double](repeating: 0, count: rows.count)
      for fold in folds(known) {
        let held = Set(fold)
        let train = rows.indices.filter { !held.contains($0) }.map { rows[$0] }
        let part = Self.scores(records, labels, schema, l2, train: train, asked: fold.map { rows[$0] })
        for (k, score) in zip(fold, part.scores) { outOfFold[k] = score }
      }
      let all = Self.scores(
        records, labels, schema, l2, train: learnsFromAll ? Array(labels.indices) : rows, asked: Array(labels.indices))
      return (
        outOfFold, rows.map { all.scores[$0] }, labels.indices.filter { $0 % 5 == 0 }.map { all.scores[$0] },
        all.features
      )
    }
  }

  /// The card of these designs.
  func card(_ records: [Record], _ designs: [Card.Line]) throws -> Card {
    let labels = records.map { $0["class"] == "bad" ? 1 : 0 }
    let rows = labels.indices.filter { $0 % 5 != 0 }
    let hidden = labels.indices.filter { $0 % 5 == 0 }
    let (known, truth) = (rows.map { labels[$0] }, hidden.map { labels[$0] })
    var lines: [Card.Line] = []
    var hiddenLosses: [Double] = []
    for design in designs {
      let all = scores(records, labels, design.schema, design.l2)
      let judged = comparesFitted ? all.fitted : all.outOfFold
      var line = design
      line.features = all.features
      line.numbers = [logLoss(judged, known), area(judged, known), cost(judged.map(sigma), known, threshold)]
      lines.append(line)
      hiddenLosses.append(logLoss(all.hidden, truth))
    }
    var chosen = lines.indices.min { lines[$0].numbers[0] < lines[$1].numbers[0] } ?? 0
    if choosesByHidden { chosen = hiddenLosses.indices.min { hiddenLosses[$0] < hiddenLosses[$1] } ?? 0 }
    if choosesLast { chosen = lines.indices.max { lines[$0].features < lines[$1].features } ?? 0 }
    let schema = lines[chosen].schema
    let all = scores(records, labels, schema, lines[chosen].l2)
    var mending = [1.0, 0]
    if abs(statistic(all.outOfFold.map(sigma), known)) > 2 {
      let ones = Double(known.reduce(0, +))
      let (high, low) = ((ones + 1) / (ones + 2), 1 / (Double(known.count) - ones + 2))
      mending = line(all.outOfFold, known.map { $0 == 1 ? high : low })
    }
    let mended = all.hidden.map { mending[0] * $0 + mending[1] }
    let z = mendsHidden ? mended : all.hidden
    let p = mendsProbabilities ? z.map(sigma) : all.hidden.map(sigma)
    var sums = [Double](repeating: 0, count: bins + 1)
    for (p, y) in zip(p, truth) { sums[Int((p * Double(bins)).rounded(.up))] += p - Double(y) }
    var card = Card(
      count: rows.count, share: Double(known.reduce(0, +)) / Double(known.count), lines: lines, chosen: chosen,
      line: mending, threshold: threshold, hiddenCount: hidden.count,
      hidden: [
        area(z, truth), logLoss(z, truth), cost(p, truth, threshold), cost(p, truth, 0.5), cost(p, truth, 0),
        cost(p, truth, 2),
      ], z: statistic(p, truth), binError: sums.reduce(0) { $0 + abs($1) } / Double(truth.count),
      groups: groupsOfTraining
        ? groups(rows.map { records[$0] }, all.fitted.map { sigma(mending[0] * $0 + mending[1]) }, known)
        : groups(hidden.map { records[$0] }, p, truth),
      drift: drift(
        (driftOfAll ? Array(records.indices) : hidden).map { records[$0] }, rows.map { records[$0] }, schema),
      isReleased: false)
    card.isReleased = releases(card)
    return card
  }

  private func groups(_ records: [Record], _ p: [Double], _ y: [Int]) -> [Card.Group] {
    let young = records.map { isYoung(Double($0["age"] ?? "") ?? 0) }
    return [("25 or younger", true), ("older", false)].map { name, isYoung in
      let rows = young.indices.filter { young[$0] == isYoung }
      func share(_ rows: [Int], _ isCounted: (Int) -> Bool) -> Double {
        Double(rows.count(where: isCounted)) / Double(rows.count)
      }
      func isCalled(_ i: Int) -> Bool { p[i] >= threshold }
      func isBad(_ i: Int) -> Bool { y[i] == 1 }
      return Card.Group(
        name: name, count: rows.count,
        numbers: [
          share(rows, isBad), rows.reduce(0) { $0 + p[$1] } / Double(rows.count),
          share(rows.filter { y[$0] == 0 }, isCalled), share(rows.filter { y[$0] == 1 }) { !isCalled($0) },
          share(rows.filter(isCalled), isBad),
        ])
    }
  }

  func text(_ card: Card) -> String {
    func f(_ x: Double) -> String { Self.fixed(x, 3) }
    var text = "# Model card: bad loans\n\nLearned from \(card.count) loans, \(percent(card.share)) of them bad.\n\n"
    text += "| design | features | penalty | log loss | area | cost |\n|---|---|---|---|---|---|\n"
    for (i, line) in card.lines.enumerated() {
      let stars = i == card.chosen ? "**" : ""
      text += "| \(stars)\(line.name)\(stars) | \(line.features) | \(writesPenalty(line.l2)) |"
      text += line.numbers.map { " \(f($0)) |" }.joined() + "\n"
    }
    let isPlain = card.line == [1, 0]
    let sum = "mended: \(Self.fixed(card.line[0], 2)) z \(writesSign(card.line[1]))"
    text += "\nLog odds are \(isPlain ? "used as they are" : sum). "
    text += "Refused from a probability of \(f(card.threshold)) on.\n\n# On \(card.hiddenCount) hidden loans\n\n"
    text += "Area \(f(card.hidden[0])), log loss \(f(card.hidden[1])), Z \(Self.fixed(card.z, 2)), "
    text += "calibration error \(f(card.binError)).\n"
    text += "Cost of a loan: \(f(card.hidden[2])); at one half \(f(card.hidden[3])), "
    text += "all refused \(f(card.hidden[4])), none refused \(f(card.hidden[5])).\n\n"
    text += "| group | loans | bad | good ones refused | bad ones granted |\n|---|---|---|---|---|\n"
    for group in card.groups {
      let shares = [0, 2, 3].map { " \(percent(group.numbers[$0])) |" }.joined()
      text += "| \(group.name) | \(group.count) |\(shares)\n"
    }
    let largest = card.drift.map(\.index).max()
    let worst = takesLast ? card.drift.last { $0.index == largest } : card.drift.first { $0.index == largest }
    text += "\n" + (worst.map { "Largest drift: \($0.name), \(f($0.index))." } ?? "No column can drift.") + "\n"
    return text + "\n**\(card.isReleased ? "Released" : "Not released").**\n"
  }

  var submission: Submission {
    Submission(
      modelCard: .init { records in
        let lines = designs.map { Card.Line(name: $0.0, schema: $0.1, l2: $0.2, features: 0, numbers: []) }
        return try card(isInvented ? try loans.get() : records, lines)
      }, mayBeReleased: .init { releases($0) }, text: .init { text($0) })
  }
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

  static func cells(_ record: Record, _ schema: Schema) -> Cells {
    (schema.numbers.map { Double(record[$0] ?? "") ?? .nan }, schema.categories.map { record[$0] ?? "" })
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

  mutating func fit(_ all: [Cells], _ labels: [Int], _ l2: Double) {
    weights = newton(all.map(row), labels.map(Double.init), l2)
  }
}

/// The weights of least penalised loss, by Newton's method until nothing moves; the first is not penalised.
///
/// Targets may lie between 0 and 1.
private func newton(_ rows: [[Double]], _ targets: [Double], _ l2: Double) -> [Double] {
  let p = rows.first?.count ?? 1
  var beta = [Double](repeating: 0, count: p)
  for _ in 0..<60 {
    var (h, g) = ([Double](repeating: 0, count: p * p), [Double](repeating: 0, count: p))
    for j in 1..<max(p, 1) {
      h[j * p + j] = l2
      g[j] = -l2 * beta[j]
    }
    h.withUnsafeMutableBufferPointer { h in
      for (row, target) in zip(rows, targets) {
        var z = 0.0
        for j in 0..<p { z += row[j] * beta[j] }
        let mean = sigma(z)
        let weight = max(mean * (1 - mean), 1e-12)
        for i in 0..<p where row[i] != 0 {
          g[i] += (target - mean) * row[i]
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
    beta = zip(beta, g).map { $0 + $1 }
    if g.allSatisfy({ abs($0) < 1e-10 }) { break }
  }
  return beta
}
