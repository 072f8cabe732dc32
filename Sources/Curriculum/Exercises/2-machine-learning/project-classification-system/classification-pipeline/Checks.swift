import Checking
import Glibc
import LabData

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

/// What a pipeline is fitted on.
struct Training: CustomStringConvertible {
  var records: [Record]
  var labels: [Int]
  var schema: Schema
  var l2 = 1.0

  var description: String { "\(records.count) records with \(schema.numbers + schema.categories), λ = \(l2)" }
}

struct Submission {
  /// Fitted, then asked for each of the records, one by one; all four.
  var features: Function<Training, [Record], [[Double]]>
  var scores: Function<Training, [Record], [Double]>
  var probabilities: Function<Training, [Record], [Double]>
  var notes: Function<Training, Record, [String]>
}

enum Pipelines: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("makes features of a raw record, as it was learned from others") { s in
        let root = 42.75.squareRoot()
        let features = try s.features(
          example,
          [
            ["duration": "NA", "own": "no"], ["duration": "24", "own": "yes"], ["duration": "", "own": "no"],
            ["own": "yes", "duration": "12.5", "age": "x"],
          ])
        expect(
          features, equals: [[-1.5 / root, 1, 0], [10.5 / root, 0, 1], [-1.5 / root, 1, 0], [-1 / root, 0, 1]],
          within: .rounding(operations: 20, scale: 2),
          "Median 12; of 6, 12, 12, 24 the mean is 13.5 and the deviation √42.75; levels no, yes.",
          what: "the features of four records")
        let two = Training(
          records: [["a": "1", "b": "8", "k": "u"], ["a": "3", "b": "8", "k": "v"]], labels: [0, 1],
          schema: Schema(numbers: ["b", "a"], categories: ["k"]))
        expect(
          try s.features(two, [["a": "3", "b": "8", "k": "v"], ["a": "2", "b": "", "k": "u"]]),
          equals: [[0, 1, 0, 1], [0, 0, 1, 0]], within: .exact,
          "Numbers in the schema's order, b before a; a constant column becomes 0; then the indicators.",
          what: "the features with a constant column")
        let words = Training(
          records: [["k": "", "m": "x"], ["k": "NA", "m": "x"], ["k": "b", "m": "y"]], labels: [0, 1, 1],
          schema: Schema(categories: ["k", "m"]))
        expect(
          try s.features(words, [["k": "", "m": "y"], ["k": "NA", "m": "x"]]),
          equals: [[1, 0, 0, 0, 1], [0, 1, 0, 1, 0]], within: .exact, "\"\" and \"NA\" are words of a category.",
          what: "the features without numbers")
      },
      Check("keeps to what it has seen: far numbers are clamped, unseen words leave all places 0") { s in
        let root = 42.75.squareRoot()
        expect(
          try s.features(
            example,
            [
              ["duration": "36", "own": "maybe"], ["duration": "-1e9", "own": ""], ["duration": "6", "own": "yes"],
              ["duration": "24.5", "own": "no"],
            ]),
          equals: [[10.5 / root, 0, 0], [-7.5 / root, 0, 0], [-7.5 / root, 0, 1], [10.5 / root, 1, 0]],
          within: .rounding(operations: 20, scale: 2),
          "Below 6 is 6, above 24 is 24; a word that was not learned sets none of the indicators.",
          what: "the features of four unusual records")
      },
      Check("notes what it handled") { s in
        let table = Training(
          records: [
            ["a": "1", "b": "10", "k": "u", "m": "x"], ["a": "2", "b": "", "k": "v", "m": "x"],
            ["a": "4", "b": "30", "k": "u", "m": "y"],
          ], labels: [0, 1, 1], schema: Schema(numbers: ["b", "a"], categories: ["m", "k"]))
        let cases: [(Record, [String])] = [
          (["a": "1", "b": "30", "k": "v", "m": "y"], []),
          (["a": "0.9", "b": "NA", "k": "u", "m": "x"], ["missing(\"b\")", "outside(\"a\")"]),
          (
            ["a": "", "b": "31", "k": "w", "m": ""],
            [
              "outside(\"b\")", "missing(\"a\")", "unknown(\"m\", level: \"\")", "unknown(\"k\", level: \"w\")",
            ]
          ),
          (["a": "4", "b": "10", "k": "x", "m": "x"], ["unknown(\"k\", level: \"x\")"]),
        ]
        for (record, right) in cases {
          let notes = try s.notes(table, record)
          expect(
            notes == right,
            "The notes on \(record.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }) are \(notes), "
              + "expected \(right)",
            "Numbers in the schema's order, then categories in theirs. The ends of the range are inside it.")
        }
        // Numbers of the same pipeline, so that its ways can be told apart.
        _ = try s.scores(table, cases.map(\.0))
      },
      Check("refuses what is broken, also in training") { s in
        let good: Record = ["duration": "8", "own": "yes", "rent": "1"]
        var table = example
        table.schema.numbers = ["duration", "rent"]
        for i in table.records.indices { table.records[i]["rent"] = "\(i)" }
        func expectRefusal(_ change: (inout Record) -> Void, _ error: RecordError, _ advice: String) {
          var record = good
          change(&record)
          expect(throws: error, advice) { try s.features(table, [record]) }
          expect(throws: error, advice) { try s.probabilities(table, [record]) }
          expect(throws: error, advice) { try s.notes(table, record) }
          var training = table
          training.records[2] = record
          expect(
            throws: TrainingError(record: 2, fault: error), "Say which record it was: there may be a million."
          ) { try s.scores(training, [good]) }
        }
        let absent = "A column that is not there is another thing than an empty field: somebody has renamed it."
        expectRefusal({ $0["own"] = nil }, .noColumn("own"), absent)
        expectRefusal({ $0["rent"] = nil }, .noColumn("rent"), absent)
        for text in ["abc", "1,5", "nan", "NaN", "inf", "-infinity", " 3", "N/A"] {
          expectRefusal(
            { $0["rent"] = text }, .notANumber(column: "rent"),
            "\"\(text)\" is no gap and no finite number. Filled in silently, the mistake upstream stays there.")
        }
        let order = "The first fault in the schema's order, numbers before categories."
        expectRefusal({ ($0["rent"], $0["own"]) = ("?", nil) }, .notANumber(column: "rent"), order)
        expectRefusal({ ($0["rent"], $0["duration"]) = (nil, "?") }, .notANumber(column: "duration"), order)
        var twice = table
        twice.records[1]["rent"] = "?"
        twice.records[3]["duration"] = nil
        expect(throws: TrainingError(record: 1, fault: .notANumber(column: "rent")), "The first record that is broken.")
        { try s.scores(twice, [good]) }
        _ = try s.features(table, [good])
      },
      // A minimum of the penalised loss: Σ(y − p) = 0, and for each feature Σ(y − p)·f = λ·w, where w is read off two
      // scores. The stop leaves 10⁻¹⁰·n of the gradient; λ·w has two roundings of z more.
      Check("has the weights of least penalised loss", cases: 3) { s, random in
        let (n, l2) = (43, 1.5)
        let records: [Record] = (0..<n).map { i in
          let x = Double.random(in: 5...9, using: &random)
          let word = ["u", "v", "w"][i % 7 % 3]
          return ["x": i % 6 == 1 ? "" : "\(x)", "k": word, "label": "\(i)"]
        }
        let labels = records.enumerated().map { i, record in
          i < 2 ? i : Double.random(in: 0...1, using: &random) < (record["k"] == "u" ? 0.7 : 0.3) ? 1 : 0
        }
        let training = Training(
          records: records, labels: labels, schema: Schema(numbers: ["x"], categories: ["k"]), l2: l2)
        let probes: [Record] = [
          ["x": "6", "k": "?"], ["x": "6", "k": "u"], ["x": "6", "k": "v"], ["x": "6", "k": "w"], ["x": "8", "k": "?"],
        ]
        let scores = try s.scores(training, records + probes)
        let features = try s.features(training, records + probes)
        guard scores.count == n + 5, features.count == n + 5, features.allSatisfy({ $0.count == 4 }) else {
          return expect(false, "\(scores.count) scores and \(features.count) rows of features for \(n + 5) records")
        }
        let residuals = zip(labels, scores).map { Double($0) - 1 / (1 + exp(-$1)) }
        let slope = (scores[n + 4] - scores[n]) / (features[n + 4][0] - features[n][0])
        let weights = [slope] + (1...3).map { scores[n + $0] - scores[n] }
        let gradient = (0..<4).map { j in (0..<n).reduce(0) { $0 + residuals[$1] * features[$1][j] } - l2 * weights[j] }
        expect(
          [residuals.reduce(0, +)] + gradient, equals: [0, 0, 0, 0, 0], within: .absolute(1e-8),
          "The weights are those of fitLogistic on the features of the training records, with this λ, and the score is "
            + "b + w·f.", what: "what is left of the gradient in b and the four weights")
      },
      Check("gives the probability of label 1") { s in
        let scores = try s.scores(example, example.records)
        // σ has a slope of ¼, and loses a few roundings.
        expect(
          try s.probabilities(example, example.records), equals: scores.map { 1 / (1 + exp(-$0)) },
          within: .rounding(operations: 20, scale: 1), "1/(1 + e^{−score}).")
        var turned = example
        turned.labels = example.labels.map { 1 - $0 }
        // Both fits stop at 10⁻¹⁰·n of gradient; the least curvature here is above 0.1.
        expect(
          try s.scores(turned, example.records), equals: scores.map { -$0 }, within: .absolute(1e-7),
          "With the labels exchanged the log odds turn their signs.")
        let none = Training(
          records: [["k": "a"], ["k": "b"], ["k": "c"], ["k": "d"]], labels: [0, 1, 0, 0], schema: Schema())
        expect(
          try s.scores(none, [["k": "a"], [:]]), equals: [-log(3), -log(3)], within: .absolute(1e-8),
          "Without columns b alone is left: ln of 1 : 3.")
      },
      Check("ignores what the schema does not name, the answer among it") { s in
        let (training, hidden) = try loans.get()
        var small = training
        (small.records, small.labels) = (Array(training.records.prefix(160)), Array(training.labels.prefix(160)))
        small.schema = Schema(numbers: ["duration"], categories: ["checking_status", "housing"])
        let asked = Array(hidden.prefix(20))
        let scores = try s.scores(small, asked)
        var bare = small
        bare.records = small.records.map { $0.filter { $0.key != "class" && $0.key != "job" } }
        expect(
          try s.scores(bare, asked.map { $0.filter { $0.key != "class" } }), equals: scores, within: .exact,
          "Only the schema's columns enter. A record that still holds its answer must not be judged by it.",
          what: "the scores of loans without the columns class and job")
      },
      // The stop leaves 800·10⁻¹⁰ of each of 62 gradients, the least curvature is 10, and a row is at most 6 long:
      // √62·8·10⁻⁸/10·6 = 4·10⁻⁷; half of it on either side.
      Check("agrees with scikit-learn on hidden loans, gaps and unseen words among them") { s in
        let (training, hidden) = try loans.get()
        let scores = try s.scores(training, hidden)
        guard scores.count == 200 else { return expect(false, "\(scores.count) scores for 200 loans") }
        expect(
          Array(scores.prefix(40)), equals: loanScores, within: .absolute(4e-7),
          "800 loans with 7 numbers and 13 categories, λ = 10.", what: "the scores of the first 40 hidden loans")
        let sum = scores.enumerated().reduce(0) { $0 + Double($1.offset % 7 + 1) * $1.element }
        expect(
          sum, equals: loanSum, within: .absolute(800 * 4e-7), "The first 40 scores are right; look at later ones.",
          what: "the sum of all scores, weighted with k mod 7 + 1,")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "scaled by its own mean",
        Way(rescales: true).submission,
        """
        A single record minus its own mean is 0 in every column: fitted anew, the scaler takes away what was to be judged. \
        Transform with what the training records taught.
        """),
      Misconception(
        "scaler learned before the gaps were filled",
        Way(scalesKnown: true).submission,
        """
        The model sees imputed columns, so their mean and deviation are the ones to scale by: impute first, then fit the \
        scaler on the result.
        """),
      Misconception(
        "a gap filled with 0",
        Way(fill: { _ in 0 }).submission,
        "A loan without a duration does not last 0 months. Let the imputer put in the median."),
      Misconception(
        "a gap filled with the mean",
        Way(fill: { $0.reduce(0, +) / Double($0.count) }).submission,
        "One amount of a million moves the mean, not the median. Your imputer has learned medians."),
      Misconception(
        "far numbers extrapolated",
        Way(clamps: false).submission,
        """
        A logistic regression is a straight line in its features: at ten times the largest duration it says what no loan \
        ever taught it. Clamp to the range learned from.
        """),
      Misconception(
        "an unseen word taken for the first level",
        Way(unknown: .first).submission,
        """
        "yacht" is no "business". With all indicators 0 the other columns decide.
        """),
      Misconception(
        "an unseen word refused",
        Way(unknown: .refused).submission,
        """
        New words turn up every week. A service that falls over each of them decides nothing; leave the indicators 0, \
        and note it.
        """),
      Misconception(
        "nan and inf read as numbers",
        Way(isNumber: { _ in true }).submission,
        """
        Double("nan") succeeds, and so does Double("inf"). Ask whether the number is finite.
        """),
      Misconception(
        "what cannot be read taken for a gap",
        Way(forgives: true).submission,
        """
        "1,5" is a mistake of whoever sends the records. Filled with the median it will be there for ever.
        """),
      Misconception(
        "an absent column taken for an empty field",
        Way(absent: "").submission,
        """
        If a column is renamed upstream, every record lacks it, and all of them are answered from the median. Refuse.
        """),
      Misconception(
        "everything that a record holds",
        Way(takesAll: true).submission,
        """
        Records carry more than the model may see: their number, the answer. The schema says what enters.
        """),
      Misconception(
        "words before numbers",
        Way(wordsFirst: true).submission,
        "The features begin with the numbers. Another order is right for other weights only."),
      Misconception(
        "the intercept left out",
        Way(intercept: 0).submission,
        "The score is b + w·f; without b the average loan has a probability of one half."),
      Misconception(
        "the odds of label 0",
        Way(sign: -1).submission,
        "The probability is that of label 1: the score grows where label 1 becomes more likely."),
      Misconception(
        "the score cut off at 0 and 1",
        Way(squash: { max(0, min(1, $0)) }).submission,
        "The score is a logarithm of odds. 1/(1 + e^{−z}) makes a probability of it."),
      Misconception(
        "λ for the mean loss",
        Way(l2: { $0 * Double($1) }).submission,
        "Your fitLogistic adds λ to a sum over the records. Hand λ on as it is."),
      Misconception(
        "the ends of the range noted",
        Way(isOutside: { $0 <= $1 || $0 >= $2 }).submission,
        "The smallest value learned from was learned from: it is inside."),
      Misconception(
        "only the first thing noted",
        Way(notesAll: false).submission,
        "Whoever decides whether to trust the answer wants to know all that was handled, not the first of it."),
      Misconception(
        "which training record is not said",
        Way(saysRecord: false).submission,
        "\"A duration is no number\", among a million records, is no help. Catch the error and add the record's number."
      ),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("least squares weighted anew in each step", Way(byLeastSquares: true).submission)]
  }
}

// MARK: - Data

private let example = Training(
  records: [
    ["duration": "6", "own": "yes"], ["duration": "12", "own": "no"], ["duration": "", "own": "yes"],
    ["duration": "24", "own": "yes"],
  ], labels: [0, 0, 1, 1], schema: Schema(numbers: ["duration"], categories: ["own"]))

/// The loans to learn from and the hidden ones, with the faults of make_reference.py.
private let loans = Result { () throws -> (Training, [Record]) in
  let csv = try Dataset("tabular/german_credit.csv").csv()
  let records = csv.rows.enumerated().map { i, row in
    var record = Record(uniqueKeysWithValues: zip(csv.columns, row))
    if i % 7 == 3 { record["age"] = "" }
    if i % 11 == 5 { record["credit_amount"] = "NA" }
    if i % 15 == 0 { record["purpose"] = "yacht" }
    if i % 40 == 20 { record["duration"] = "90" }
    return record
  }
  let numbers = [
    "duration", "credit_amount", "installment_commitment", "residence_since", "age", "existing_credits",
    "num_dependents",
  ]
  let training = records.indices.filter { $0 % 5 != 0 }.map { records[$0] }
  return (
    Training(
      records: training, labels: training.map { $0["class"] == "bad" ? 1 : 0 },
      schema: Schema(numbers: numbers, categories: csv.columns.filter { !numbers.contains($0) && $0 != "class" }),
      l2: 10), stride(from: 0, to: records.count, by: 5).map { records[$0] }
  )
}

// From make_reference.py: of the hidden loans, the first 40 scores, and the sum of all weighted with k mod 7 + 1.
private let loanScores: [Double] = [
  -2.638221303, -1.137271622, 0.095401777, 0.275744719, 0.20579255, -1.264028951, -0.909417308, 0.063028247,
  -1.44603232, -1.804910439, -0.527553109, -2.953345845, 1.333485779, -0.995542865, -0.468124512, -0.896422387,
  -2.256274867, -2.672841927, -3.025088021, 2.05527803, 0.530743025, -0.454916371, -0.85366888, -2.69923774,
  0.138671456, -0.270041097, 0.112220115, -2.955878195, -0.176591806, 0.263876436, -1.777543392, -0.171638419,
  -3.025075604, -3.095447868, 0.852998583, -1.266833155, 0.711994168, -2.341723572, -2.183940613, -1.796336603,
]
private let loanSum = -703.9245089919883

private func sigma(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

// MARK: - Wrong and right ways

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

/// The pipeline; each member can make it wrong in one place.
private struct Way {
  enum Unknown { case zero, first, refused }

  var rescales = false
  var scalesKnown = false
  /// Of the known values of a column in ascending order.
  var fill: ([Double]) -> Double = { ($0[($0.count - 1) / 2] + $0[$0.count / 2]) / 2 }
  var clamps = true
  var unknown = Unknown.zero
  var isNumber: (Double) -> Bool = \.isFinite
  var forgives = false
  var absent: String?
  var takesAll = false
  var wordsFirst = false
  var intercept = 1.0
  var sign = 1.0
  var squash: (Double) -> Double = { 1 / (1 + exp(-$0)) }
  var l2: (Double, Int) -> Double = { l2, _ in l2 }
  /// Of a value and both ends of the range.
  var isOutside: (Double, Double, Double) -> Bool = { $0 < $1 || $0 > $2 }
  var notesAll = true
  var saysRecord = true
  var byLeastSquares = false

  /// What was learned.
  private struct Fitted {
    var schema: Schema
    var fills: [Double] = []
    var means: [Double] = []
    var deviations: [Double] = []
    var ends: [(Double, Double)] = []
    var levels: [[String]] = []
    var weights: [Double] = []
  }

  private func parts(_ record: Record, _ schema: Schema) throws -> ([Double], [String]) {
    func cell(_ name: String) throws -> String {
      guard let text = record[name] ?? absent else { throw RecordError.noColumn(name) }
      return text
    }
    let numbers = try schema.numbers.map { name in
      let text = try cell(name)
      if ["", "NA"].contains(text) { return Double.nan }
      guard let value = Double(text), isNumber(value) else {
        if forgives { return Double.nan }
        throw RecordError.notANumber(column: name)
      }
      return value
    }
    return (numbers, try schema.categories.map(cell))
  }

  private func fit(_ training: Training) throws -> Fitted {
    var schema = training.schema
    if takesAll {
      schema.categories += (training.records.first?.keys.sorted() ?? []).filter {
        !schema.numbers.contains($0) && !schema.categories.contains($0)
      }
    }
    var fitted = Fitted(schema: schema)
    let all = try training.records.enumerated().map { i, record in
      do { return try parts(record, schema) } catch let fault as RecordError where saysRecord {
        throw TrainingError(record: i, fault: fault)
      }
    }
    for j in schema.numbers.indices {
      let known = all.map { $0.0[j] }.filter { !$0.isNaN }.sorted()
      let fill = fill(known)
      let column = scalesKnown ? known : all.map { $0.0[j].isNaN ? fill : $0.0[j] }
      let mean = column.reduce(0, +) / Double(column.count)
      let square = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      fitted.fills.append(fill)
      fitted.means.append(mean)
      fitted.deviations.append(square > 0 ? square.squareRoot() : 1)
      fitted.ends.append((known[0], known[known.count - 1]))
    }
    fitted.levels = schema.categories.indices.map { j in Set(all.map { $0.1[j] }).sorted() }
    let rows = try all.map { try [1] + features($0, fitted) }
    let penalty = l2(training.l2, rows.count)
    fitted.weights = newton(rows, training.labels, penalty, byLeastSquares: byLeastSquares)
    return fitted
  }

  private func features(_ parts: ([Double], [String]), _ fitted: Fitted) throws -> [Double] {
    var numbers: [Double] = []
    for (j, value) in parts.0.enumerated() {
      var x = value.isNaN ? fitted.fills[j] : value
      if clamps { x = max(fitted.ends[j].0, min(fitted.ends[j].1, x)) }
      numbers.append(rescales && !fitted.weights.isEmpty ? 0 : (x - fitted.means[j]) / fitted.deviations[j])
    }
    var indicators: [Double] = []
    for (j, word) in parts.1.enumerated() {
      var word = word
      if !fitted.levels[j].contains(word) {
        if unknown == .first { word = fitted.levels[j][0] }
        if unknown == .refused { throw RecordError.notANumber(column: fitted.schema.categories[j]) }
      }
      indicators += fitted.levels[j].map { $0 == word ? 1 : 0 }
    }
    return wordsFirst ? indicators + numbers : numbers + indicators
  }

  private func features(_ record: Record, _ fitted: Fitted) throws -> [Double] {
    var record = record
    if takesAll { for name in fitted.schema.categories where record[name] == nil { record[name] = "" } }
    return try features(parts(record, fitted.schema), fitted)
  }

  private func score(_ record: Record, _ fitted: Fitted) throws -> Double {
    let terms = zip(fitted.weights.dropFirst(), try features(record, fitted)).map { $0 * $1 }
    return sign * terms.reduce(intercept * fitted.weights[0], +)
  }

  private func notes(_ record: Record, _ fitted: Fitted) throws -> [String] {
    let (numbers, words) = try parts(record, fitted.schema)
    var notes: [String] = []
    for (j, value) in numbers.enumerated() {
      let name = fitted.schema.numbers[j]
      if value.isNaN { notes.append("missing(\"\(name)\")") }
      if isOutside(value, fitted.ends[j].0, fitted.ends[j].1) { notes.append("outside(\"\(name)\")") }
    }
    for (j, word) in words.enumerated() where !fitted.levels[j].contains(word) {
      notes.append("unknown(\"\(fitted.schema.categories[j])\", level: \"\(word)\")")
    }
    return notesAll ? notes : Array(notes.prefix(1))
  }

  var submission: Submission {
    Submission(
      features: .init { training, records in
        let fitted = try fit(training)
        return try records.map { try features($0, fitted) }
      },
      scores: .init { training, records in
        let fitted = try fit(training)
        return try records.map { try score($0, fitted) }
      },
      probabilities: .init { training, records in
        let fitted = try fit(training)
        return try records.map { squash(try score($0, fitted)) }
      },
      notes: .init { training, record in try notes(record, fit(training)) })
  }
}
