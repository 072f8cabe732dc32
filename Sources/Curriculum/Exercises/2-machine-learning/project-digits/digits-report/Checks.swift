import Checking
import Glibc
import LabData
import LabNumerics

/// Pictures with their digits.
struct Rows {
  var x: [[Double]] = []
  var labels: [Int] = []
}

/// What a reader says of some rows.
struct Answers: Observable {
  var name: String
  var rows: [Int]
  var said: [Int]

  /// What networks say depends on how they are trained, which is everybody's own choice.
  var observation: Observation {
    let fixed = name.hasPrefix("nearest") ? said : [said.count]
    return Observation(name.observation, rows.observation, fixed.observation)
  }
}

/// A reading in numbers.
struct Figures: Observable {
  var name = "somebody"
  var count = 10
  var hits = 5
  var lower = 0.0
  var upper = 1.0
  var f1 = 0.5

  var observation: Observation {
    Observation(
      name.observation, count.observation, hits.observation, lower.observation, upper.observation, f1.observation)
  }
}

struct Summary: Observable {
  var lines: [Figures]
  var onlyFirst: Int
  var onlyLast: Int
  var pValue: Double
  /// True digit, digit said, how often.
  var mistake: [Int]?

  var observation: Observation {
    Observation(
      lines.observation, onlyFirst.observation, onlyLast.observation, pValue.observation, mistake.observation)
  }
}

struct Submission {
  /// Whose functions these are; what is dear is asked of each once.
  var owner = "the learner"
  var readings: Function<Rows, UInt64, [Answers]>
  var line: Function<Answers, [Int], Figures>
  var mostFrequentMistake: Function<[Int], [Int], [Int]?>
  var report: Function<[Answers], [Int], Summary>
  var text: Function<Summary, String>
}

enum Reports: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Wilson's formula once more, with the quantile of the normal distribution to all digits.
      Check("counts a reading", cases: 3) { s, random in
        for n in [1, 7, 40] {
          let (answers, labels) = answers(n, of: 60, using: &random)
          judge(
            try s.line(answers, labels), figures(answers, labels),
            "said[i] is what is said of row rows[i] of the file; its label is labels[rows[i]].")
        }
        var (all, labels) = answers(20, of: 60, using: &random)
        all.said = all.rows.map { labels[$0] }
        judge(try s.line(all, labels), figures(all, labels), "Everything right: the interval ends at 1.")
        labels = labels.map { _ in 3 }
        all.said = all.rows.map { _ in 5 }
        judge(try s.line(all, labels), figures(all, labels), "Nothing right: the interval begins at 0.")
      },
      Check("finds the mistake that is made most often", cases: 3) { s, random in
        for n in [30, 200] {
          let truth = (0..<n).map { _ in Int.random(in: 0...9, using: &random) }
          let said = truth.map { Bool.random(using: &random) ? $0 : Int.random(in: 0...9, using: &random) }
          let right = mistake(truth, said)
          let got = try s.mostFrequentMistake(truth, said)
          expect(
            got == right, "of \(n) rows the most frequent mistake is \(words(got)), expected \(words(right))",
            "True digit first; of equally frequent ones the least true digit, then the least said. Right ones are no "
              + "mistakes.")
        }
        expect(
          try s.mostFrequentMistake([4, 9, 9, 4], [9, 4, 4, 9]) == [4, 9, 2], "4 as 9 and 9 as 4, twice each",
          "Which is taken for which matters: (4, 9) and (9, 4) are two mistakes. The first of equals is 4 for 9.")
        expect(
          try s.mostFrequentMistake([0, 9, 9], [9, 0, 0]) == [9, 0, 2], "9 as 0 twice, 0 as 9 once",
          "All ten digits are in question, as the true one and as the said one.")
        expect(
          try s.mostFrequentMistake([1, 2, 3], [1, 2, 3]) == nil, "three rows without a mistake have one",
          "No mistakes: nil.")
      },
      // The binomial's terms with ½, added up.
      Check("compares the first and the last row by row", cases: 3) { s, random in
        let labels = (0..<60).map { _ in Int.random(in: 0...9, using: &random) }
        let rows = Array((0..<60).shuffled(using: &random).prefix(35))
        func answers(_ name: String, _ rows: [Int], _ share: Double) -> Answers {
          Answers(
            name: name, rows: rows,
            said: rows.map { Double.random(in: 0..<1, using: &random) < share ? labels[$0] : (labels[$0] + 1) % 10 })
        }
        let all = [answers("a", rows, 0.8), answers("b", Array(0..<60), 0.9), answers("c", rows, 0.6)]
        judge(try s.report(all, labels), summary(all, labels))
        judge(try s.report([all[2], all[0]], labels), summary([all[2], all[0]], labels))
        judge(try s.report([all[1], all[1]], labels), summary([all[1], all[1]], labels))
      },
      Check("names what cannot be counted or compared") { s in
        var random = SplitMix64(seed: 6)
        let (one, labels) = answers(5, of: 20, using: &random)
        expect(throws: Refusal.counts(rows: 0, said: 0), "No rows.") {
          try s.line(Answers(name: "a", rows: [], said: []), labels)
        }
        var short = one
        short.said.removeLast()
        expect(throws: Refusal.counts(rows: 5, said: 4), "A digit for each row.") { try s.line(short, labels) }
        expect(throws: Refusal.counts(rows: 5, said: 4), "The lines first, of all readings.") {
          try s.report([one, short, one], labels)
        }
        var other = one
        other.rows.reverse()
        expect(throws: Refusal.otherRows, "The same rows in another order cannot be compared place by place.") {
          try s.report([one, other], labels)
        }
        expect(throws: Refusal.counts(rows: 5, said: 4), "The lines first, then what is compared.") {
          try s.report([other, short], labels)
        }
        expect(throws: Refusal.otherRows, "There is nothing to compare.") { try s.report([], labels) }
        judge(try s.report([one, one], labels), summary([one, one], labels))
        judge(try s.report([one], labels), summary([one], labels))
      },
      Check("writes it down", cases: 2) { s, random in
        var lines = (0..<3).map { i in
          Figures(
            name: "reader \(i)", count: 360, hits: Int.random(in: 100...360, using: &random),
            lower: Double.random(in: 0.1...0.5, using: &random), upper: Double.random(in: 0.5...1, using: &random),
            f1: Double.random(in: 0.2...0.9, using: &random))
        }
        lines[1].upper = 1
        lines[2].lower = 0.04996
        let some = Summary(
          lines: lines, onlyFirst: Int.random(in: 0...20, using: &random),
          onlyLast: Int.random(in: 0...20, using: &random), pValue: Double.random(in: 0.1...0.9, using: &random),
          mistake: [8, 1, 5])
        judge(try s.text(some), written(some))
        var flawless = some
        (flawless.mistake, flawless.pValue) = (nil, 1)
        judge(try s.text(flawless), written(flawless))
      },
      // 60 digits: small, but the same way.
      Check("reads what it should, and has not seen it before") { s in
        var digits = try digits.get()
        digits = Rows(x: Array(digits.x[..<60]), labels: Array(digits.labels[..<60]))
        let all = try s.readings(digits, 3)
        expect(
          all.map(\.name) == names, "the readings are named \(all.map(\.name))", "These three, in this order: \(names)."
        )
        guard all.count == 3 else { return }
        for (i, rows) in [Array(48..<60), Array(0..<60), Array(48..<60)].enumerated() {
          expect(
            all[i].rows.map(Double.init), equals: rows.map(Double.init),
            "End of the file: 48 … 59 of 60 rows. Five folds: all rows, in their order.",
            what: "the rows of \(names[i])")
          expect(
            all[i].said.count, equals: rows.count, "A digit for each row.", what: "the number of digits of \(names[i])")
        }
        expect(
          all[0].said.map(Double.init), equals: nearest(digits, 0..<48, Array(48..<60)).map(Double.init),
          "The label of the nearest of the first 48 rows.", what: "what the nearest rows say")
        var other = digits
        for row in 48..<60 { other.labels[row] = (other.labels[row] + 1) % 10 }
        let again = try s.readings(other, 3)
        guard again.count == 3 else { return }
        for i in [0, 2] {
          expect(
            again[i].said.map(Double.init), equals: all[i].said.map(Double.init),
            "Only labels of the last twelve rows were changed, which nobody may know.",
            what: "what is said by \(names[i]), with other labels there,")
        }
      },
      // Five rows of each digit: each fold has one of each. Half of a fold becomes copies of the other half, under other
      // labels: who learns from them says something else.
      Check("cuts five stratified folds in the order of the seed") { s in
        var digits = try evenDigits.get()
        let seed: UInt64 = 11
        let all = try s.readings(digits, seed)
        let fold = folds(digits.labels, seed: seed)[2].sorted { digits.labels[$0] < digits.labels[$1] }
        for (changed, kept) in zip(fold.prefix(5), fold.suffix(5)) { digits.x[changed] = digits.x[kept] }
        let again = try s.readings(digits, seed)
        guard all.count == 3, again.count == 3, all[1].said.count == 50, again[1].said.count == 50 else {
          return expect(false, "fifty rows have no three readings, the second of all rows")
        }
        for row in fold.suffix(5) {
          expect(
            again[1].said[row], equals: all[1].said[row],
            "stratifiedFolds, k = 5, in the order digits.x.indices.shuffled of Generator(state: seed): then these rows "
              + "are in one fold, and what stands in it is not learnt from.",
            what: "what is said of row \(row), when other rows of its fold have become copies of it")
        }
      },
      // Fifty rows that all look alike, digit after digit, five of each: what a network says of them is left to its draws,
      // for whatever the folds are, it learns from the same forty. Each fold has ten rows and one answer.
      Check("draws its networks by the seed") { s in
        var digits = try evenDigits.get()
        digits = Rows(x: digits.x.map { _ in digits.x[7] }, labels: digits.labels.sorted())
        var answers: [[[Int]]] = [[], []]
        for seed: UInt64 in 1...5 {
          let all = try s.readings(digits, seed)
          guard all.count == 3 else { return expect(false, "there are \(all.count) readings, expected 3") }
          answers[0].append(all[1].said.sorted())
          answers[1].append(all[2].said)
        }
        for (said, name) in zip(answers, ["five folds", "the committee"]) {
          expect(
            Set(said).count > 1, "with five seeds the networks of \(name) say the same of rows that all look alike",
            "seed is that of the folds' order, of the folds' networks and of the committee.")
        }
      },
      Check("holds for the whole file") { s in
        let digits = try digits.get()
        let all = try remembered([s.owner, "readings"]) { try s.readings.unrecorded(digits, 7) }
        guard all.map(\.name) == names, all.allSatisfy({ $0.rows.count == $0.said.count }) else {
          return expect(false, "the readings are named \(all.map(\.name))", "\(names)")
        }
        let hits = all.map { answers in zip(answers.rows, answers.said).count { digits.labels[$0] == $1 } }
        expect(hits[0], equals: 344, "As in milestone 1.", what: "the hits of \(names[0])")
        expect(
          "the share of \(names[1])", Double(hits[1]) / 1797, atLeast: 0.973,
          "The gate of milestone 3, with folds in another order.")
        expect("the share of \(names[2])", Double(hits[2]) / 360, atLeast: 0.92, "The gate of milestone 4.")
        expect(
          "the share of \(names[2]), as against that of \(names[1]),", Double(hits[2]) / 360 - Double(hits[1]) / 1797,
          atMost: 0, "Strangers are never easier to read: has their end of the file been learnt from?")
        judge(try s.report.unrecorded(all, digits.labels), summary(all, digits.labels))
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "labels by place, not by row", .way { $0.truth = .byPlace },
        "said[0] belongs to row rows[0] of the file, not to row 0."),
      Misconception(
        "the share for the hits", .way { $0.hitsAreMisses = true },
        "Hits are those read rightly. You count the others."),
      Misconception(
        "Wald's interval", .way { $0.interval = .wald },
        "p ± z·√(p(1 − p)/n) has no width at all where everything is right. You have Wilson's."),
      Misconception(
        "an interval at 90 %", .way { $0.interval = .ninety },
        "The level is 0.95, of which half of the rest lies on either side."),
      Misconception(
        "micro F1", .way { $0.f1 = .micro },
        "With one answer a row micro F1 is the share again. Macro gives each digit the same weight."),
      Misconception(
        "weighted F1", .way { $0.f1 = .weighted },
        "Asked is the macro average: the plain mean over the classes."),
      Misconception(
        "the digits exchanged", .way { $0.mistake = .exchanged },
        "confusion[t][p]: the true digit first. 8 taken for 1 is another mistake than 1 taken for 8."),
      Misconception(
        "the last of equally frequent mistakes", .way { $0.mistake = .last },
        "≥ replaces a mistake by one that is no more frequent. Take an entry only if it is above the most so far."),
      Misconception(
        "both directions counted together", .way { $0.mistake = .pairs },
        "4 for 9 and 9 for 4 are two mistakes; a network may well make only one of them."),
      Misconception(
        "right answers among the mistakes", .way { $0.mistake = .diagonal },
        "The largest entries stand on the diagonal, and are no mistakes."),
      Misconception(
        "the first two compared", .way { $0.compared = .firstTwo },
        "The second reading is of other rows. Compare the first and the last."),
      Misconception(
        "rows that each has right", .way { $0.compared = .hits },
        "Rows that both read say nothing about which is better. Count where one is right and the other wrong."),
      Misconception(
        "one-sided p", .way { $0.compared = .oneSided },
        "Nobody said beforehand which would be better. Both sides count."),
      Misconception(
        "p from all rows", .way { $0.compared = .allRows },
        "Not the 360 are tosses of a coin, only the rows on which the two differ."),
      Misconception(
        "the mistakes of the first reading", .way { $0.mistakeOfFirst = true },
        "The report says what happens to the last reading, the committee."),
      Misconception(
        "other rows compared without a word", .way { $0.checksRows = false },
        "Place 3 of one reading is then another row than place 3 of the other, and p means nothing."),
      Misconception(
        "counts not checked", .way { $0.checksCounts = false },
        "A share of 0 rows is 0/0, and a missing digit would be passed over in silence."),
      Misconception(
        "digits cut off, not rounded", .way { $0.text = .cut },
        "0.9768 is 0.977 with three decimals. `fixed` rounds."),
      Misconception(
        "percent in the table", .way { $0.text = .percent },
        "The form asks for shares: 0.956, not 95.6."),
      Misconception(
        "a last line that says nothing", .way { $0.text = .always },
        "Without a mistake there is no last line."),
      Misconception(
        "no newline at the end", .way { $0.text = .noNewline },
        "Every line ends in a newline, the last one, too."),
      Misconception(
        "the readings in another order", .way { $0.order = .exchanged },
        "Nearest row, five folds, committee. First and last are compared, so the order matters."),
      Misconception(
        "the test's rows counted from 0", .way { $0.order = .renumbered },
        "`rows` are row numbers of the file."),
      Misconception(
        "the end of the file learnt from", .way { $0.order = .leaks },
        "The nearest of *all* rows is the row itself. Compare with `fileSplit`'s training rows only."),
      Misconception(
        "networks drawn without the seed", .way { $0.forgetsSeed = true },
        "The seed is handed on to crossValidated and to readUnseen. Otherwise nobody can ask how much luck there was."),
      Misconception(
        "other folds", .way { $0.foldsOfFile = true },
        """
        Five of them, by stratifiedFolds, in the order `digits.x.indices.shuffled(using: &generator)` of a fresh \
        Generator(state: seed): not in the order of the file, and not cut without a look at the classes.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("from the definitions, nearest rows in the networks' place", .way { _ in })]
  }
}

private enum Refusal: Error {
  case counts(rows: Int, said: Int)
  case otherRows
}

// MARK: - Inputs

private let names = ["nearest row, end of the file", "128 units, five folds", "committee, end of the file"]

private let digits = Result { () throws -> Rows in
  let csv = try Dataset("images/digits_8x8.csv.gz").csv()
  let table = try csv.numbers(csv.columns)
  return Rows(x: table.map { $0.dropLast().map { $0 / 16 } }, labels: table.map { Int($0[64]) })
}

/// The first five rows of each digit, in the order of the file.
private let evenDigits = Result { () throws -> Rows in
  let all = try digits.get()
  let chosen = Set((0...9).flatMap { digit in all.labels.indices.filter { all.labels[$0] == digit }.prefix(5) })
    .sorted()
  return Rows(x: chosen.map { all.x[$0] }, labels: chosen.map { all.labels[$0] })
}

/// Each class, in the order of the seed or of the file, dealt to five folds like cards: stratified, if every class has a
/// multiple of five rows.
private func folds(_ labels: [Int], seed: UInt64?) -> [[Int]] {
  var order = Array(labels.indices)
  if let seed {
    var random = SplitMix64(seed: seed)
    order.shuffle(using: &random)
  }
  var dealt = [Int](repeating: 0, count: 10)
  var folds = [[Int]](repeating: [], count: 5)
  for row in order {
    folds[dealt[labels[row]] % 5].append(row)
    dealt[labels[row]] += 1
  }
  return folds.map { $0.sorted() }
}

/// Answers to n of some rows, two thirds of them right.
private func answers(_ n: Int, of count: Int, using random: inout SplitMix64) -> (Answers, [Int]) {
  let labels = (0..<count).map { _ in Int.random(in: 0...9, using: &random) }
  let rows = Array((0..<count).shuffled(using: &random).prefix(n))
  let said = rows.map { Int.random(in: 0..<3, using: &random) > 0 ? labels[$0] : Int.random(in: 0...9, using: &random) }
  return (Answers(name: "somebody", rows: rows, said: said), labels)
}

private func words(_ mistake: [Int]?) -> String {
  guard let mistake, mistake.count == 3 else { return "none" }
  return "\(mistake[0]) for \(mistake[1]), \(mistake[2]) times"
}

// MARK: - What is right

private let close = Tolerance.absolute(1e-11)

private func judge(_ got: Figures, _ right: Figures, _ advice: String) {
  expect(got.name == right.name, "the line is named \(got.name), the reading \(right.name)")
  expect(
    [Double(got.count), Double(got.hits)], equals: [Double(right.count), Double(right.hits)], advice,
    what: "rows and hits")
  expect(
    [got.lower, got.upper], equals: [right.lower, right.upper], within: close, "wilsonInterval, at 0.95.",
    what: "the interval of \(right.hits) of \(right.count)")
  expect(got.f1, equals: right.f1, within: close, "f1Score, macro, of the confusion matrix.", what: "the macro F1")
}

private func judge(_ got: Summary, _ right: Summary) {
  guard got.lines.count == right.lines.count else {
    return expect(false, "\(right.lines.count) readings have \(got.lines.count) lines")
  }
  for (line, other) in zip(got.lines, right.lines) { judge(line, other, "As `line` has it.") }
  expect(
    [Double(got.onlyFirst), Double(got.onlyLast)], equals: [Double(right.onlyFirst), Double(right.onlyLast)],
    "Rows that one has right and the other has not.", what: "how many rows only the first and only the last has right")
  expect(
    got.pValue, equals: right.pValue, within: close,
    "Two-sided, exact: a coin tossed for each row on which they differ.",
    what: "McNemar's p of \(right.onlyFirst) against \(right.onlyLast)")
  expect(
    got.mistake == right.mistake,
    "the most frequent mistake is \(words(got.mistake)), expected \(words(right.mistake))",
    "Of the last reading.")
}

private func judge(_ got: String, _ right: String) {
  let (lines, wanted) = (pieces(got), pieces(right))
  let place = (0..<max(lines.count, wanted.count)).first { i in
    i >= lines.count || i >= wanted.count || lines[i] != wanted[i]
  }
  let i = place ?? 0
  let (line, other) = (i < lines.count ? lines[i] : "missing", i < wanted.count ? wanted[i] : "nothing")
  expect(
    place == nil, "line \(i + 1) is “\(line)”, expected “\(other)”", "The form is in the statement, sign by sign.")
}

private func pieces(_ text: String) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}

private func figures(_ answers: Answers, _ labels: [Int]) -> Figures {
  let truth = answers.rows.map { labels[$0] }
  let n = Double(truth.count)
  let hits = zip(truth, answers.said).count { $0 == $1 }
  let (p, z) = (Double(hits) / n, 1.959963984540054)
  let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
  let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
  let scores = (0...9).compactMap { digit -> Double? in
    let both = zip(truth, answers.said).count { $0 == digit && $1 == digit }
    let (true_, said) = (truth.count { $0 == digit }, answers.said.count { $0 == digit })
    return true_ + said == 0 ? nil : 2 * Double(both) / Double(true_ + said)
  }
  return Figures(
    name: answers.name, count: truth.count, hits: hits, lower: hits == 0 ? 0 : middle - half,
    upper: hits == truth.count ? 1 : middle + half, f1: scores.reduce(0, +) / Double(scores.count))
}

private func mistake(_ truth: [Int], _ said: [Int]) -> [Int]? {
  var best: [Int]?
  for place in 0..<100 where place / 10 != place % 10 {
    let count = zip(truth, said).count { $0 == place / 10 && $1 == place % 10 }
    if count > best?[2] ?? 0 { best = [place / 10, place % 10, count] }
  }
  return best
}

/// P(at most k heads of n tosses).
private func tail(_ k: Int, _ n: Int) -> Double {
  var (term, sum) = (pow(0.5, Double(n)), 0.0)
  for i in 0...max(0, k) {
    sum += term
    term *= Double(n - i) / Double(i + 1)
  }
  return sum
}

private func summary(_ all: [Answers], _ labels: [Int]) -> Summary {
  let (first, last) = (all[0], all[all.count - 1])
  let truth = first.rows.map { labels[$0] }
  var (onlyFirst, onlyLast) = (0, 0)
  for (i, digit) in truth.enumerated() where (first.said[i] == digit) != (last.said[i] == digit) {
    if first.said[i] == digit { onlyFirst += 1 } else { onlyLast += 1 }
  }
  let n = onlyFirst + onlyLast
  return Summary(
    lines: all.map { figures($0, labels) }, onlyFirst: onlyFirst, onlyLast: onlyLast,
    pValue: n == 0 ? 1 : min(1, 2 * tail(min(onlyFirst, onlyLast), n)), mistake: mistake(truth, last.said))
}

/// Thousandths, to the nearest.
private func short(_ x: Double) -> String {
  let digits = "\(1000 + Int((1000 * x).rounded()) % 1000)".dropFirst()
  return "\(Int((1000 * x).rounded()) / 1000).\(digits)"
}

private func written(_ summary: Summary, _ share: (Double) -> String = short) -> String {
  var text =
    "# Reading digits\n\n| reader | rows | right | share | 95 % interval | macro F1 |\n|---|---|---|---|---|---|\n"
  for line in summary.lines {
    let right = share(Double(line.hits) / Double(line.count))
    text += "| \(line.name) | \(line.count) | \(line.hits) | \(right) | \(share(line.lower)) to \(share(line.upper)) | "
    text += "\(share(line.f1)) |\n"
  }
  text += "\nRight by the first reader alone: \(summary.onlyFirst); by the last alone: \(summary.onlyLast); "
  text += "p = \(share(summary.pValue)).\n"
  if let mistake = summary.mistake, mistake.count == 3 {
    text += "Most often \(mistake[0]) is taken for \(mistake[1]): \(mistake[2]) times.\n"
  }
  return text
}

/// The labels of the nearest of some rows.
private func nearest(_ digits: Rows, _ known: some Collection<Int>, _ rows: [Int]) -> [Int] {
  rows.map { row in
    var (least, label) = (Double.infinity, 0)
    for other in known {
      var distance = 0.0
      for (a, b) in zip(digits.x[row], digits.x[other]) { distance += (a - b) * (a - b) }
      if distance < least { (least, label) = (distance, digits.labels[other]) }
    }
    return label
  }
}

// MARK: - Wrong and right ways

/// The whole report, right unless one of these is changed; nearest rows read in the place of networks.
private struct Way: Hashable {
  enum Truth { case byRow, byPlace }
  enum Ends { case wilson, wald, ninety }
  enum F1 { case macro, micro, weighted }
  enum Mistakes { case right, exchanged, last, pairs, diagonal }
  enum Compared { case right, firstTwo, hits, oneSided, allRows }
  enum Text { case right, cut, percent, always, noNewline }
  enum Order { case right, exchanged, renumbered, leaks }

  var truth = Truth.byRow
  var hitsAreMisses = false
  var interval = Ends.wilson
  var f1 = F1.macro
  var mistake = Mistakes.right
  var compared = Compared.right
  var mistakeOfFirst = false
  var checksRows = true
  var checksCounts = true
  var text = Text.right
  var order = Order.right
  var foldsOfFile = false
  var forgetsSeed = false

  func labels(_ answers: Answers, _ labels: [Int]) -> [Int] {
    truth == .byPlace ? Array(labels.prefix(answers.rows.count)) : answers.rows.map { labels[$0] }
  }

  func line(_ answers: Answers, _ labels: [Int]) throws -> Figures {
    if checksCounts, answers.rows.isEmpty || answers.rows.count != answers.said.count {
      throw Refusal.counts(rows: answers.rows.count, said: answers.said.count)
    }
    let truth = self.labels(answers, labels)
    if answers.rows.isEmpty { return Figures(name: answers.name, count: 0, hits: 0) }
    let plain = Answers(name: answers.name, rows: Array(truth.indices), said: answers.said)
    var result = figures(plain, truth)
    let n = Double(truth.count)
    let p = Double(result.hits) / n
    switch interval {
    case .wilson: break
    case .wald:
      let half = 1.959963984540054 * (p * (1 - p) / n).squareRoot()
      (result.lower, result.upper) = (p - half, p + half)
    case .ninety:
      let z = 1.6448536269514722
      let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
      let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
      (result.lower, result.upper) = (middle - half, middle + half)
    }
    if f1 == .micro { result.f1 = p }
    if f1 == .weighted {
      result.f1 = (0...9).reduce(0) { sum, digit in
        let both = zip(truth, answers.said).count { $0 == digit && $1 == digit }
        let (count, said) = (truth.count { $0 == digit }, answers.said.count { $0 == digit })
        return count == 0 ? sum : sum + Double(count) / n * 2 * Double(both) / Double(count + said)
      }
    }
    if hitsAreMisses { result.hits = truth.count - result.hits }
    return result
  }

  func mistake(_ truth: [Int], _ said: [Int]) -> [Int]? {
    var best: [Int]?
    for place in 0..<100 {
      let (t, p) = (place / 10, place % 10)
      if t == p, mistake != .diagonal { continue }
      var count = zip(truth, said).count { $0 == t && $1 == p }
      if mistake == .pairs {
        if t > p { continue }
        count += zip(truth, said).count { $0 == p && $1 == t }
      }
      let most = best?[2] ?? 0
      if count > most || mistake == .last && count == most && count > 0 {
        best = mistake == .exchanged ? [p, t, count] : [t, p, count]
      }
    }
    return best
  }

  func report(_ all: [Answers], _ labels: [Int]) throws -> Summary {
    let lines = try all.map { try line($0, labels) }
    guard all.count >= 1 else { throw Refusal.otherRows }
    let (first, last) = (all[0], all[compared == .firstTwo ? min(1, all.count - 1) : all.count - 1])
    if checksRows, compared != .firstTwo, first.rows != last.rows { throw Refusal.otherRows }
    let truth = self.labels(first, labels)
    var (onlyFirst, onlyLast) = (0, 0)
    for (i, digit) in truth.enumerated() where i < first.said.count && i < last.said.count {
      let (a, b) = (first.said[i] == digit, last.said[i] == digit)
      if a && !(b && compared != .hits) { onlyFirst += 1 }
      if b && !(a && compared != .hits) { onlyLast += 1 }
    }
    let n = compared == .allRows ? truth.count : onlyFirst + onlyLast
    let p = n == 0 ? 1 : min(1, (compared == .oneSided ? 1 : 2) * tail(min(onlyFirst, onlyLast), n))
    return Summary(
      lines: lines, onlyFirst: onlyFirst, onlyLast: onlyLast, pValue: p,
      mistake: mistake(truth, mistakeOfFirst ? first.said : all[all.count - 1].said))
  }

  func text(_ summary: Summary) -> String {
    var result: String
    switch text {
    case .cut:
      result = written(summary) { x in
        "\(Int(1000 * x) / 1000).\("\(1000 + Int(1000 * x) % 1000)".dropFirst())"
      }
    case .percent: result = written(summary) { "\((1000 * $0).rounded() / 10)" }
    default: result = written(summary)
    }
    if text == .always, summary.mistake == nil { result += "Most often nothing is taken for another: 0 times.\n" }
    if text == .noNewline { result.removeLast() }
    return result
  }

  func readings(_ digits: Rows, _ seed: UInt64) -> [Answers] {
    let n = digits.x.count
    let cut = 4 * n / 5
    let test = Array(cut..<n)
    let near = nearest(digits, order == .leaks ? 0..<n : 0..<cut, test)
    /// Who of equally near rows counts is left to the draws, as with networks.
    func drawn(_ rows: [Int], _ member: Int) -> [Int] {
      var random = SplitMix64(seed: forgetsSeed ? 0 : seed &+ UInt64(member))
      return rows.shuffled(using: &random)
    }
    let folds = Checks.folds(digits.labels, seed: foldsOfFile ? nil : seed).flatMap { rows -> [(Int, Int)] in
      let held = Set(rows)
      return Array(zip(rows, nearest(digits, drawn((0..<n).filter { !held.contains($0) }, rows.first ?? 0), rows)))
    }
    let rows = order == .renumbered ? Array(0..<n - cut) : test
    var all = [
      Answers(name: names[0], rows: rows, said: near),
      Answers(name: names[1], rows: Array(0..<n), said: folds.sorted { $0.0 < $1.0 }.map(\.1)),
      Answers(
        name: names[2], rows: rows, said: order == .leaks ? near : nearest(digits, drawn(Array(0..<cut), 0), test)),
    ]
    if order == .exchanged { all.swapAt(0, 1) }
    return all
  }
}

extension Submission {
  fileprivate static func way(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      owner: "\(fixed)",
      readings: .init { digits, seed in
        guard digits.x.count > 1000 else { return fixed.readings(digits, seed) }
        return remembered([
          AnyHashable(fixed.order), AnyHashable(fixed.foldsOfFile), AnyHashable(fixed.forgetsSeed),
          AnyHashable("the whole file"),
        ]) {
          fixed.readings(digits, seed)
        }
      },
      line: .init { try fixed.line($0, $1) }, mostFrequentMistake: .init { fixed.mistake($0, $1) },
      report: .init { try fixed.report($0, $1) }, text: .init { fixed.text($0) })
  }
}
