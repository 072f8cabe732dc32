/// What a reader says of some rows.
struct Reading {
  /// Who reads, and what.
  var name: String
  /// Row numbers of the file.
  var rows: [Int]
  /// As many digits.
  var said: [Int]
}

enum ReportError: Error, Equatable {
  /// A reading has no rows, or another number of digits than rows.
  case counts(rows: Int, said: Int)
  /// The readings to be compared are of different rows.
  case otherRows
}

/// A reading in numbers.
struct Line {
  var name: String
  var count: Int
  /// How many are read rightly.
  var hits: Int
  /// Wilson's interval for their share, at 95 %.
  var lower: Double
  var upper: Double
  /// The macro F1.
  var f1: Double
}

/// A digit taken for another.
struct Mistake: Equatable {
  var truth: Int
  var said: Int
  var count: Int
}

struct Report {
  var lines: [Line]
  /// Rows that only the first, and only the last reading has right.
  var onlyFirst: Int
  var onlyLast: Int
  /// McNemar's two-sided p for these.
  var pValue: Double
  /// What happens to the last reading most often.
  var mistake: Mistake?
}

/// The three readings of the report, in this order: the nearest row at the end of the file, the wide network in five
/// folds, the committee at the end of the file.
///
/// - Parameters:
///   - digits: all rows.
///   - seed: of the folds' order, of the folds' networks and of the committee.
/// - Returns: three readings.
/// - Throws: what your milestones throw.
func readings(_ digits: Digits, seed: UInt64) throws -> [Reading] {
  // BEGIN SOLUTION
  let split = fileSplit(digits.x.count)
  let training = Digits(x: split.train.map { digits.x[$0] }, labels: split.train.map { digits.labels[$0] })
  let nearest = try nearestLabels(training, split.test.map { digits.x[$0] })

  var generator = Generator(state: seed)
  let order = digits.x.indices.shuffled(using: &generator)
  let folds = try stratifiedFolds(labels: digits.labels, order: order, k: 5)
  let wide = try crossValidated(wideRecipe(), digits, folds: folds, seed: seed)

  let (rows, said) = try readUnseen(writersRecipe(), digits, seed: seed)
  return [
    Reading(name: "nearest row, end of the file", rows: split.test, said: nearest),
    Reading(name: "128 units, five folds", rows: Array(digits.x.indices), said: wide),
    Reading(name: "committee, end of the file", rows: rows, said: said),
  ]
  // END SOLUTION
}

/// A reading's numbers.
///
/// - Parameters:
///   - reading: at least one row.
///   - labels: of all rows of the file, 0 ... 9.
/// - Returns: its line.
/// - Throws: `ReportError.counts`, and what your `wilsonInterval` throws.
func line(_ reading: Reading, labels: [Int]) throws -> Line {
  // BEGIN SOLUTION
  let (count, said) = (reading.rows.count, reading.said)
  guard count > 0, count == said.count else { throw ReportError.counts(rows: count, said: said.count) }
  let truth = reading.rows.map { labels[$0] }
  let confusion = confusionMatrix(truth: truth, predicted: said, classes: 10)
  let hits = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
  let interval = try wilsonInterval(successes: hits, trials: count, level: 0.95)
  return Line(
    name: reading.name, count: count, hits: hits, lower: interval.lower, upper: interval.upper,
    f1: f1Score(confusion, average: .macro) ?? 0)
  // END SOLUTION
}

/// The mistake that is made most often.
///
/// - Parameters:
///   - truth: n digits.
///   - said: n digits.
/// - Returns: of equally frequent ones that with the least true digit, then with the least said; nil if there is none.
func mostFrequentMistake(truth: [Int], said: [Int]) -> Mistake? {
  // BEGIN SOLUTION
  let confusion = confusionMatrix(truth: truth, predicted: said, classes: 10)
  var most: Mistake?
  for t in 0..<10 {
    for p in 0..<10 where p != t && confusion[t][p] > most?.count ?? 0 {
      most = Mistake(truth: t, said: p, count: confusion[t][p])
    }
  }
  return most
  // END SOLUTION
}

/// All that the report says.
///
/// - Parameters:
///   - readings: at least one; the first and the last are compared, which may be the same one.
///   - labels: of all rows of the file.
/// - Returns: the report.
/// - Throws: `ReportError`; `.otherRows` if the first and the last reading are not of the same rows in the same order.
func report(_ readings: [Reading], labels: [Int]) throws -> Report {
  // BEGIN SOLUTION
  let lines = try readings.map { try line($0, labels: labels) }
  guard let first = readings.first, let last = readings.last, first.rows == last.rows else {
    throw ReportError.otherRows
  }
  let truth = first.rows.map { labels[$0] }
  var (onlyFirst, onlyLast) = (0, 0)
  for (i, digit) in truth.enumerated() {
    if first.said[i] == digit, last.said[i] != digit { onlyFirst += 1 }
    if first.said[i] != digit, last.said[i] == digit { onlyLast += 1 }
  }
  return Report(
    lines: lines, onlyFirst: onlyFirst, onlyLast: onlyLast,
    pValue: try mcNemar(truth: truth, a: first.said, b: last.said),
    mistake: mostFrequentMistake(truth: truth, said: last.said))
  // END SOLUTION
}

/// The report as it is handed over, in Markdown.
///
/// - Parameter report: with two lines or more.
/// - Returns: lines that each end in a newline; the form is in the statement.
func text(_ report: Report) -> String {
  // BEGIN SOLUTION
  func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
  var lines = ["# Reading digits", ""]
  lines.append(row(["reader", "rows", "right", "share", "95 % interval", "macro F1"]))
  lines.append("|---|---|---|---|---|---|")
  for line in report.lines {
    let share = fixed(Double(line.hits) / Double(line.count), 3)
    let interval = "\(fixed(line.lower, 3)) to \(fixed(line.upper, 3))"
    lines.append(row([line.name, "\(line.count)", "\(line.hits)", share, interval, fixed(line.f1, 3)]))
  }
  let counts = "Right by the first reader alone: \(report.onlyFirst); by the last alone: \(report.onlyLast)"
  lines += ["", "\(counts); p = \(fixed(report.pValue, 3))."]
  if let mistake = report.mistake {
    lines.append("Most often \(mistake.truth) is taken for \(mistake.said): \(mistake.count) times.")
  }
  return lines.map { $0 + "\n" }.joined()
  // END SOLUTION
}

/// A number of 0 ... 1000 with so many digits behind the point, rounded to the nearest; as you wrote it in models-report.
func fixed(_ x: Double, _ decimals: Int) -> String {
  let unit = (0..<decimals).reduce(1) { result, _ in 10 * result }
  let units = Int((x * Double(unit)).rounded())
  let digits = String(units % unit)
  return "\(units / unit)." + String(repeating: "0", count: decimals - digits.count) + digits
}
