import Checking
import Glibc
import LabData
import LabNumerics

typealias Record = [String: String]

struct Schema {
  var numbers: [String] = []
  var categories: [String] = []
}

/// Records with their answers, and how a model of them is to be calibrated.
struct Labelled: CustomStringConvertible {
  /// Of real data; empty if drawn.
  var name = ""
  var records: [Record]
  var labels: [Int]
  var schema: Schema
  var l2: Double
  var folds: [[Int]]

  var description: String { "\(records.count) records, λ = \(l2), \(folds.count) folds" }
}

struct Calibrated: Observable {
  /// Slope and intercept.
  var line: [Double]
  var z: Double
  var probabilities: [Double]

  var observation: Observation { Observation(line.observation, z.observation, probabilities.observation) }
}

struct Submission {
  var spiegelhalterZ: Function<[Double], [Int], Double>
  /// Slope and intercept.
  var calibrationLine: Function<[Double], [Int], [Double]>
  /// Log loss, Brier score, calibration error, slope, intercept, Z.
  var calibrationCard: Function<[Double], [Int], Int, [Double]>
  /// Fitted, moved from one share to another if two are given, then asked for each of the records.
  var calibrate: Function<Labelled, [Double], [Record], Calibrated>
}

enum CalibratedPipelines: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives Spiegelhalter's statistic") { s in
        let advice = "Σ(y − p)·(1 − 2p) over √Σ(1 − 2p)²·p·(1 − p)."
        let deviation = (0.36 * 0.16 + 0.04 * 0.24 + 0.64 * 0.09).squareRoot()
        // A few roundings on terms ≤ 1.
        expect(
          try s.spiegelhalterZ([0.8, 0.4, 0.9], [1, 1, 0]), equals: 0.72 / deviation,
          within: .rounding(operations: 20, scale: 3), advice)
        expect(
          try s.spiegelhalterZ([0.8, 0.4, 0.9], [1, 0, 1]), equals: -0.28 / deviation,
          within: .rounding(operations: 20, scale: 3), advice)
        expect(
          try s.spiegelhalterZ([0.5, 0.5], [0, 1]), equals: .nan, within: .exact,
          "0/0: a model that says ½ says nothing.")
        expect(try s.spiegelhalterZ([], []), equals: .nan, within: .exact, "0/0.")
      },
      // All 2⁶ answers with the chances that p gives them: no luck is left in the moments.
      Check("has mean 0 and variance 1 if the probabilities are true", cases: 3) { s, random in
        let p = (0..<6).map { _ in Double.random(in: 0.02...0.98, using: &random) }
        var (mean, square) = (0.0, 0.0)
        for answers in 0..<64 {
          let y = (0..<6).map { answers >> $0 & 1 }
          let chance = zip(p, y).reduce(1) { $0 * ($1.1 == 1 ? $1.0 : 1 - $1.0) }
          let z = try s.spiegelhalterZ(p, y)
          mean += chance * z
          square += chance * z * z
        }
        // |z| is below 20 here; 64 terms of it squared, times chances.
        expect(
          mean, equals: 0, within: .rounding(operations: 500, scale: 20),
          "E(y − p) = 0, so the mean of Z is 0, whatever the p.", what: "the mean of Z over all answers")
        expect(
          square, equals: 1, within: .rounding(operations: 2000, scale: 400),
          "Each row's variance is (1 − 2p)²·p·(1 − p).", what: "the mean of Z² over all answers")
      },
      // fitLogistic leaves 10⁻¹⁰·n of each gradient, and the least curvature is 0.1·n.
      Check("draws Cox's line") { s in
        let scores: [Double] = [-1, -1, -1, -1, 1, 1, 1, 1]
        expect(
          try s.calibrationLine(scores, [0, 1, 0, 0, 1, 0, 1, 0]), equals: [log(3) / 2, -log(3) / 2],
          within: .absolute(1e-8),
          "At −1 the odds are 1 : 3, at 1 they are 1 : 1: the line goes through both logarithms.")
        let ten: [Double] = [-2, -2, -2, 0, 0, 0, 0, 2, 2, 2]
        let three = ten.flatMap { [$0, $0] }
        let y = (0..<20).map { $0 < 6 ? $0 == 0 ? 1 : 0 : $0 < 14 ? $0 % 2 : $0 == 14 ? 0 : 1 }
        // 1, 4, 5 of 6, 8, 6: symmetric, so the intercept is 0 and σ(2a) = 5/6.
        expect(
          try s.calibrationLine(three, y), equals: [log(5) / 2, 0], within: .absolute(1e-8),
          "No penalty: the weight of the score is what is asked for.")
      },
      Check("fills a card from log odds", cases: 2) { s, random in
        let scores = (0..<90).map { _ in Double.random(in: -3...3, using: &random) }
        let labels = scores.map { Double.random(in: 0...1, using: &random) < sigma(0.6 * $0 - 0.4) ? 1 : 0 }
        for bins in [10, 4] {
          let (got, right) = (try s.calibrationCard(scores, labels, bins), Way().card(scores, labels, bins))
          for (name, (got, right)) in zip(
            ["log loss", "Brier score", "calibration error", "slope", "intercept", "Z"], zip(got, right))
          {
            // Sums of 90 terms; the line to 10⁻⁹, as above; Z is a quotient of two.
            expect(
              got, equals: right, within: .absolute(1e-8),
              "Log loss and line are those of the scores, the others those of σ(score).",
              what: "the \(name) of 90 scores with \(bins) bins")
          }
          expect(got.count, equals: 6, what: "the count of measures")
        }
      },
      Check("moves odds, not probabilities, to another share") { s in
        let nothing = Labelled(
          records: (0..<8).map { _ in [:] }, labels: [0, 1, 0, 1, 0, 1, 1, 0], schema: Schema(), l2: 1,
          folds: [[0, 1, 2, 3], [4, 5, 6, 7]])
        for (from, to) in [(0.5, 0.1), (0.5, 0.9), (0.2, 0.6), (0.7, 0.7)] {
          let odds = to / (1 - to) / (from / (1 - from))
          let got = try s.calibrate(nothing, [from, to], [[:]])
          // b is right to 10⁻⁹: half of the labels are 1.
          expect(
            got.probabilities, equals: [odds / (1 + odds)], within: .absolute(1e-8),
            "The odds 1 : 1 become \(odds) : 1.", what: "a probability of ½ moved from \(from) to \(to)")
          expect(
            got.line, equals: [1, log(odds)], within: .absolute(1e-12), "One summand in log odds.",
            what: "the line moved from \(from) to \(to)")
        }
        var random = SplitMix64(seed: 11)
        var table = draw(40, using: &random)
        table.l2 = 2
        let asked = ["5", "7", ""].map(record)
        let (plain, moved) = (try s.calibrate(table, [], asked), try s.calibrate(table, [0.6, 0.25], asked))
        guard plain.probabilities.count == 3, moved.probabilities.count == 3 else {
          return expect(false, "\(plain.probabilities.count) probabilities of 3 records")
        }
        func odds(_ p: Double) -> Double { p / (1 - p) }
        expect(
          zip(plain.probabilities, moved.probabilities).map { odds($1) / odds($0) },
          equals: [2.0 / 9, 2.0 / 9, 2.0 / 9], within: .relative(1e-10),
          "From 6 : 4 to 1 : 3 every record's odds are multiplied by the same factor.", what: "the factors of the odds")
        // So shy that it is mended: all p are near ½, and 18 of 20 labels on the side that they lean to.
        let shy = Labelled(
          records: (0..<20).map { record("\($0)") }, labels: (0..<20).map { ($0 >= 10) == ($0 % 9 != 4) ? 1 : 0 },
          schema: Schema(numbers: ["x"]), l2: 3000, folds: (0..<4).map { fold in (0..<5).map { 4 * $0 + fold } })
        let mended = try s.calibrate(shy, [], asked)
        let both = try s.calibrate(shy, [0.6, 0.25], asked)
        guard mended.line.count == 2 else { return expect(false, "\(mended.line.count) numbers of a line") }
        expect(
          both.line, equals: [mended.line[0], mended.line[1] + log(2.0 / 9)], within: .ofLargest(1e-12),
          "The line that mends stays; the shift is added to its intercept.", what: "the line, mended and then moved")
      },
      // Scores to 10⁻⁷; Z and the line move by no more than some ten times that.
      Check("mends by the scores of rows that were not fitted", cases: 2) { s, random in
        var table = draw(60, using: &random)
        let asked = ["4.5", "8", "6.2"].map(record)
        for (l2, sense) in [(0.01, 1.0), (3000, -1)] {
          table.l2 = l2
          let (got, right) = (try s.calibrate(table, [], asked), try Way().calibrate(table, [], asked))
          expect(
            got.z, equals: right.z, within: .absolute(1e-5),
            "Of the out-of-fold probabilities. With λ = \(l2) it is \(sense > 0 ? "often above" : "below") 0.",
            what: "Z with λ = \(l2)")
          expect(
            got.line, equals: right.line, within: .ofLargest(1e-5),
            abs(right.z) > 2
              ? "Z is \(brief(right.z)): the line is Platt's for the out-of-fold scores."
              : "Z is \(brief(right.z)), within ±2: leave the model alone.", what: "slope and intercept with λ = \(l2)")
          expect(
            got.probabilities, equals: right.probabilities, within: .absolute(1e-5),
            "σ(slope·score + intercept), the score by the pipeline of all records.",
            what: "three probabilities with λ = \(l2)")
        }
      },
      // The stop leaves 4.6·10⁻⁸ of each of 31 gradients, and a row is at most 15 long: 4·10⁻⁶/λ of a score, λ = 0.01; the
      // slope is 0.22, so a tenth of that is left in the mended log loss.
      Check("mends the model of tumours that is too sure") { s in
        let (table, hidden) = try tumours.get()
        let got = try s.calibrate(table, [], hidden.records)
        expect(
          got.z, equals: 6.9559705961300855, within: .absolute(4e-3), "Far above 2: much too sure.",
          what: "Z of tumours with λ = 0.01")
        expect(
          got.line, equals: [0.22314041202236762, -0.4640528781631348], within: .absolute(4e-4),
          "Platt's line for out-of-fold scores; for fitted rows the slope would be 0.338.",
          what: "slope and intercept of tumours")
        expect(
          "the log loss of hidden tumours", logLoss(got.probabilities, hidden.labels), atMost: 0.15,
          "Not mended it is 0.346, mended by the scores of fitted rows 0.160.")
      },
      // As above with 38 gradients, a row's length of 4: 1.6·10⁻⁶/λ of a score.
      Check("leaves the loans' true model alone, and mends the shy one") { s in
        let (table, hidden) = try loans.get()
        let good = try s.calibrate(table, [], hidden.records)
        expect(
          good.z, equals: 0.5397619017477315, within: .absolute(1e-4), "Within ±2.", what: "Z of loans with λ = 3")
        expect(good.line, equals: [1, 0], within: .exact, "What is not broken stays.", what: "the line of loans")
        expect(
          logLoss(good.probabilities, hidden.labels), equals: 0.535207210577924, within: .absolute(1e-5),
          "scikit-learn.", what: "the log loss of hidden loans")
        var shy = table
        (shy.l2, shy.name) = (100, "shy")
        let mended = try s.calibrate(shy, [], hidden.records)
        expect(
          mended.z, equals: -2.944582919741829, within: .absolute(1e-4), "Below −2: not sure enough.",
          what: "Z of loans with λ = 100")
        expect(
          mended.line, equals: [2.1713155285272796, 0.9101429295257262], within: .absolute(1e-4),
          "|Z| > 2, so Platt's line: a slope above 1 spreads what the penalty drew together.",
          what: "slope and intercept with λ = 100")
      },
      Check("moves a model of balanced loans to where 30 % are bad") { s in
        let (table, hidden) = try loans.get()
        let bad = table.labels.indices.filter { table.labels[$0] == 1 }
        let rows = (bad + table.labels.indices.filter { table.labels[$0] == 0 }.prefix(bad.count)).sorted()
        let balanced = Labelled(
          name: "balanced", records: rows.map { table.records[$0] }, labels: rows.map { table.labels[$0] },
          schema: table.schema, l2: 3, folds: (0..<5).map { k in rows.indices.filter { $0 % 5 == k } })
        let (plain, moved) = (
          try s.calibrate(balanced, [], hidden.records), try s.calibrate(balanced, [0.5, 0.30125], hidden.records)
        )
        func mean(_ p: [Double]) -> Double { p.reduce(0, +) / Double(p.count) }
        expect(
          [plain.z, mean(plain.probabilities), mean(moved.probabilities)],
          equals: [0.23741830038927214, 0.43607936246477813, 0.29145160811187215], within: .absolute(1e-4),
          "On its own sample the model is true; 30 % of the hidden loans are bad.",
          what: "Z, and the mean probability of hidden loans before and after")
        expect(
          "the log loss of hidden loans, moved", logLoss(moved.probabilities, hidden.labels), atMost: 0.54,
          "Not moved it is 0.591.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the line from fitted rows",
        Way(fitsOnFitted: true).submission,
        """
        Scores of rows that were fitted are too good, so the line that mends them mends too little. Learn it from \
        out-of-fold scores.
        """),
      Misconception(
        "always mended",
        Way(limit: -1).submission,
        """
        A model whose Z is within ±2 is true as far as these rows can tell; the line would add the noise of its own two \
        numbers.
        """),
      Misconception(
        "never mended",
        Way(limit: .infinity).submission,
        "Z far from 0 says that the probabilities are untrue: every cost computed from them is."),
      Misconception(
        "only the too sure mended",
        Way(isOneSided: true).submission,
        "Z below −2 is untrue as well: a penalty that is too strong makes a model that is not sure enough."),
      Misconception(
        "the line laid over probabilities",
        Way(bendsProbability: true).submission,
        "Platt's line is one of log odds: give it the score, not σ(score)."),
      Misconception(
        "the pipeline's own probability",
        Way(ignoresLine: true).submission,
        "You have learned a line and do not use it: σ(slope·score + intercept)."),
      Misconception(
        "variance without the factor",
        Way(variance: { $0 * (1 - $0) }).submission,
        "The sum is of (y − p)·(1 − 2p): the variance of a term is (1 − 2p)²·p·(1 − p)."),
      Misconception(
        "calibration in the large",
        Way(term: { Double($1) - $0 }, variance: { $0 * (1 - $0) }).submission,
        """
        Σ(y − p) asks whether the mean probability is right. A model that is too sure at both ends passes that; the factor \
        1 − 2p is what sees it.
        """),
      Misconception(
        "the sign of Z turned",
        Way(term: { ($0 - Double($1)) * (1 - 2 * $0) }).submission,
        "(y − p)·(1 − 2p) is positive where the answer is further from p than p(1 − p): too sure is above 0."),
      Misconception(
        "Cox's line with a penalty",
        Way(lineL2: 1).submission,
        "A penalty draws the slope to 0, and a true model would look too sure: λ = 0."),
      Misconception(
        "Cox's line over probabilities",
        Way(lineOver: { sigma($0) }).submission,
        "Slope 1 and intercept 0 are right for log odds. Over probabilities the line has no such mark."),
      Misconception(
        "intercept and slope exchanged",
        Way(swapsLine: true).submission,
        "fitLogistic returns the intercept first."),
      Misconception(
        "probabilities multiplied",
        Way(move: { p, from, to in min(1, p * to / from) }).submission,
        """
        p·π₁/π₀ can be above 1, and does not add up with what happens to 1 − p. Bayes multiplies odds.
        """),
      Misconception(
        "the other class not moved",
        Way(shift: { log($1 / $0) }).submission,
        "With more positives there are fewer negatives: the odds change by π₁/(1 − π₁) over π₀/(1 − π₀)."),
      Misconception(
        "the shift instead of the intercept",
        Way(forgetsIntercept: true).submission,
        "A model that was mended has an intercept already. Add the shift to it; the slope stays."),
      Misconception(
        "moved the wrong way",
        Way(shift: { log($0 / (1 - $0)) - log($1 / (1 - $1)) }).submission,
        "To a smaller share all probabilities become smaller."),
      Misconception(
        "ten bins always",
        Way(bins: { _ in 10 }).submission,
        "The number of bins is handed in."),
      Misconception(
        "the calibration error of the scores",
        Way(binsScores: true).submission,
        "Bins are of probabilities: σ of the scores first."),
      Misconception(
        "the root of the Brier score",
        Way(brier: { $0.squareRoot() }).submission,
        "Brier's score is the mean of the squares, without a root."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the pipeline of all records fitted first", Way().submission)]
  }
}

// MARK: - Data

private func read(_ name: String) throws -> [Record] {
  let csv = try Dataset("tabular/\(name).csv").csv()
  return csv.rows.map { Record(uniqueKeysWithValues: zip(csv.columns, $0)) }
}

/// What is learned from, with the folds k mod 5, and the hidden records, every fifth.
private func parts(
  _ name: String, _ records: [Record], _ positive: (String, String), _ schema: Schema, _ l2: Double
) -> (Labelled, Labelled) {
  func part(_ isIn: (Int) -> Bool) -> Labelled {
    let rows = records.indices.filter(isIn).map { records[$0] }
    return Labelled(
      name: name, records: rows, labels: rows.map { $0[positive.0] == positive.1 ? 1 : 0 }, schema: schema, l2: l2,
      folds: (0..<5).map { k in rows.indices.filter { $0 % 5 == k } })
  }
  return (part { $0 % 5 != 0 }, part { $0 % 5 == 0 })
}

private let tumours = Result {
  let records = try read("breast_cancer")
  let numbers = (records.first?.keys.sorted() ?? []).filter { $0 != "diagnosis" }
  return parts("tumours", records, ("diagnosis", "malignant"), Schema(numbers: numbers), 0.01)
}

private let loans = Result {
  parts(
    "loans", try read("german_credit"), ("class", "bad"),
    Schema(
      numbers: ["duration", "credit_amount", "installment_commitment", "age"],
      categories: [
        "checking_status", "credit_history", "savings_status", "purpose", "other_parties", "other_payment_plans",
        "housing",
      ]), 3)
}

/// Records of a number that says something about the label, with noise and gaps.
private func draw(_ n: Int, using random: inout SplitMix64) -> Labelled {
  var table = Labelled(
    records: [], labels: [], schema: Schema(numbers: ["x"] + (0..<4).map { "n\($0)" }), l2: 1,
    folds: (0..<3).map { k in (0..<n).filter { $0 % 3 == k } })
  for i in 0..<n {
    let x = Double.random(in: 4...9, using: &random)
    var record = ["x": i % 8 == 5 ? "NA" : "\(x)"]
    for k in 0..<4 { record["n\(k)"] = "\(Double.random(in: -1...1, using: &random))" }
    table.records.append(record)
    table.labels.append(i % 5 == 1 ? i / 5 % 2 : Double.random(in: 0...1, using: &random) < sigma(x - 6.5) ? 1 : 0)
  }
  return table
}

private func record(_ x: String) -> Record { ["x": x, "n0": "0.5", "n1": "-0.2", "n2": "0", "n3": "0.9"] }

private func sigma(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

private func logLoss(_ p: [Double], _ labels: [Int]) -> Double {
  -zip(p, labels).reduce(0) { $0 + log($1.1 == 1 ? $1.0 : 1 - $1.0) } / Double(labels.count)
}

private func brief(_ x: Double) -> Double { (x * 100).rounded() / 100 }

// MARK: - Wrong and right ways

/// All of it; each member can make it wrong in one place.
private struct Way {
  var fitsOnFitted = false
  var limit = 2.0
  var isOneSided = false
  var bendsProbability = false
  var ignoresLine = false
  /// Of p and y.
  var term: (Double, Int) -> Double = { (Double($1) - $0) * (1 - 2 * $0) }
  var variance: (Double) -> Double = { (1 - 2 * $0) * (1 - 2 * $0) * $0 * (1 - $0) }
  var lineL2 = 0.0
  var lineOver: (Double) -> Double = { $0 }
  var swapsLine = false
  /// Of the shares from and to.
  var shift: (Double, Double) -> Double = { log($1 / (1 - $1)) - log($0 / (1 - $0)) }
  var forgetsIntercept = false
  /// Of a probability and both shares, if it is moved by itself.
  var move: ((Double, Double, Double) -> Double)?
  var bins: (Int) -> Int = { $0 }
  var binsScores = false
  var brier: (Double) -> Double = { $0 }

  func z(_ p: [Double], _ y: [Int]) -> Double {
    let sum = zip(p, y).reduce(0) { $0 + term($1.0, $1.1) }
    return sum / p.reduce(0) { $0 + variance($1) }.squareRoot()
  }

  func line(_ scores: [Double], _ labels: [Int]) -> [Double] {
    let beta = newton(scores.map { [1, lineOver($0)] }, labels.map(Double.init), lineL2)
    return swapsLine ? beta : [beta[1], beta[0]]
  }

  func card(_ scores: [Double], _ labels: [Int], _ count: Int) -> [Double] {
    let p = scores.map(sigma)
    let square = zip(p, labels).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
    var (sums, rows) = ([Int: Double](), p.count)
    for (value, label) in zip(binsScores ? scores : p, labels) {
      sums[Int((value * Double(bins(count))).rounded(.up)), default: 0] += value - Double(label)
    }
    rows = max(rows, 1)
    return [
      logLoss(p, labels), brier(square / Double(rows)), sums.values.reduce(0) { $0 + abs($1) } / Double(rows),
    ] + line(scores, labels) + [z(p, labels)]
  }

  private func fit(_ table: Labelled, _ rows: [Int]) throws -> Fitted {
    let cells = rows.map { Fitted.cells(table.records[$0], table.schema) }
    var fitted = Fitted(encoding: cells, table.schema)
    fitted.fit(cells, rows.map { table.labels[$0] }, table.l2)
    return fitted
  }

  /// The out-of-fold scores and the pipeline of all records; the same in every way.
  private func models(_ table: Labelled) throws -> (scores: [Double], all: Fitted) {
    func fresh() throws -> (scores: [Double], all: Fitted) {
      var scores = [Double](repeating: 0, count: table.records.count)
      for fold in table.folds {
        let fitted = try fit(table, table.records.indices.filter { !fold.contains($0) })
        for row in fold { scores[row] = fitted.score(Fitted.cells(table.records[row], table.schema)) }
      }
      return (scores, try fit(table, Array(table.records.indices)))
    }
    return table.name.isEmpty ? try fresh() : try remembered("\(table.name) \(table.l2)", fresh)
  }

  func calibrate(_ table: Labelled, _ shares: [Double], _ asked: [Record]) throws -> Calibrated {
    let (scores, all) = try models(table)
    func score(_ record: Record) -> Double { all.score(Fitted.cells(record, table.schema)) }
    let z = z(scores.map(sigma), table.labels)
    var line = [1.0, 0]
    if isOneSided ? z > limit : abs(z) > limit {
      let ones = Double(table.labels.reduce(0, +))
      let (high, low) = ((ones + 1) / (ones + 2), 1 / (Double(table.labels.count) - ones + 2))
      let seen = fitsOnFitted ? table.records.map(score) : scores
      // Scores near 100 in units of the largest: the same minimum.
      let unit = seen.reduce(1e-300) { max($0, abs($1)) }
      let beta = newton(seen.map { [1, $0 / unit] }, table.labels.map { $0 == 1 ? high : low }, 0)
      line = [beta[1] / unit, beta[0]]
    }
    if shares.count == 2, forgetsIntercept { line[1] = 0 }
    if shares.count == 2, move == nil { line[1] += shift(shares[0], shares[1]) }
    return Calibrated(
      line: line, z: z,
      probabilities: asked.map { record in
        let z = score(record)
        if ignoresLine { return sigma(z) }
        let p = sigma(line[0] * (bendsProbability ? sigma(z) : z) + line[1])
        guard shares.count == 2, let move else { return p }
        return move(p, shares[0], shares[1])
      })
  }

  var submission: Submission {
    Submission(
      spiegelhalterZ: .init { z($0, $1) }, calibrationLine: .init { line($0, $1) },
      calibrationCard: .init { card($0, $1, $2) }, calibrate: .init { try calibrate($0, $1, $2) })
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
