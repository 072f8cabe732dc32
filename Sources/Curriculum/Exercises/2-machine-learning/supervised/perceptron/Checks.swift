import Checking
import LabData

/// What the learner's training says, or that of a variant; the bias first.
struct Outcome: Observable {
  var last: [Double]
  var averaged: [Double]
  var mistakes: [Int]

  var observation: Observation { Observation(last.observation, averaged.observation, mistakes.observation) }
}

enum PerceptronError: Error, Equatable {
  case counts(rows: Int, labels: Int)
  case noRows
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
}

struct Submission {
  var fit: Function<[[Double]], [Int], Int, Outcome>
  /// The sides of rows for a bias and weights.
  var predict: Function<Double, [Double], [[Double]], [Int]>
}

enum Perceptrons: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expectOutcome(
          try s.fit([[2], [-1]], [1, -1], 10), "rows (2), (−1)", last: [1, 2], averaged: [1, 2], mistakes: [1, 0])
        expectOutcome(
          try s.fit([[-1], [2]], [-1, 1], 10), "rows (−1), (2)", last: [-1, 1], averaged: [-1, 1], mistakes: [1, 0])
      },
      Check("predicts a side") { s in
        let sides = try s.predict(-3, [2, -1], [[2, 0], [1, 0], [1, -1], [0, 0], [2, 1], [3, 2]])
        expect(
          sides == [1, -1, -1, -1, -1, 1], "the sides of 1, −1, 0, −3, 0, 1 are \(sides)",
          "1 where b + w·x > 0, and −1 otherwise, 0 included.")
        let none = try s.predict(1, [2], [])
        expect(none.isEmpty, "no rows have the sides \(none)", "No rows, no sides.")
      },
      // By hand; the twelve planes of the second example add up to (10, 17).
      Check("corrects at mistakes, and averages after each row") { s in
        expectOutcome(
          try s.fit([[1, 1], [1, -1], [0, 2]], [1, -1, 1], 1), "three rows, one epoch",
          last: [0, 0, 2], averaged: [1.0 / 3, 1.0 / 3, 5.0 / 3], mistakes: [2],
          "After the rows (b, w) is (1, 1, 1), (0, 0, 2), (0, 0, 2): the last row changes nothing, but counts.")
        expectOutcome(
          try s.fit([[0], [4], [-1]], [1, 1, -1], 9), "rows (0), (4), (−1)", last: [1, 2],
          averaged: [10.0 / 12, 17.0 / 12], mistakes: [2, 2, 1, 0],
          "Write down (b, w) after each of the rows.")
      },
      // Whole numbers: every plane is exact, and the sum of the planes, too.
      Check("does as the rule says, row by row", cases: 3) { s, random in
        let x = (0..<20).map { _ in (0..<3).map { _ in Double(Int.random(in: -9...9, using: &random)) } }
        let y = x.map { $0[0] + $0[1] - 2 * $0[2] + Double(Int.random(in: -9...9, using: &random)) > 2 ? 1 : -1 }
        for epochs in [1, 7] {
          let right = Way().fit(x, y, epochs)
          expectOutcome(
            try s.fit(x, y, epochs), "20 rows, epochs at most \(epochs)", last: right.last, averaged: right.averaged,
            mistakes: right.mistakes)
        }
      },
      Check("ends where a plane separates, within Novikoff's bound", cases: 2) { s, random in
        var (x, y) = ([[Double]](), [Int]())
        while x.count < 60 {
          let row = (0..<2).map { _ in Double.random(in: -1...1, using: &random) }
          let distance = (0.5 + 2 * row[0] - row[1]) / 5.25.squareRoot()  // γ: (½, 2, −1) has the length √5.25
          guard abs(distance) >= 0.15 else { continue }
          x.append(row)
          y.append(distance > 0 ? 1 : -1)
        }
        let outcome = try s.fit(x, y, 1000)
        let largest = x.reduce(0) { max($0, 1 + $1[0] * $1[0] + $1[1] * $1[1]) }
        expect(
          outcome.mistakes.last == 0 && outcome.mistakes.dropLast().allSatisfy { $0 > 0 },
          "\(outcome.mistakes.count) epochs, of at most 1000, make \(outcome.mistakes.prefix(8)) … mistakes, "
            + "the last one \(outcome.mistakes.last.map { "\($0)" } ?? "none"); expected is that only the last makes 0",
          "The first epoch without a mistake is the last, and counts.")
        expect(
          "mistakes in all, (R/γ)² being \(largest / 0.0225)", Double(outcome.mistakes.reduce(0, +)),
          atMost: largest / 0.0225, "Is the plane moved only at mistakes, bias and weights together?")
        guard outcome.last.count == 3 else {
          return expect(false, "the plane has \(outcome.last.count) numbers, expected 3")
        }
        let sides = try s.predict(outcome.last[0], Array(outcome.last[1...]), x)
        expect(sides == y, "the last plane has rows on their wrong side", "An epoch without a mistake has none.")
      },
      Check("stops at the limit where no plane separates") { s in
        let x: [[Double]] = [[0, 0], [0, 1], [1, 0], [1, 1]]
        let right = Way().fit(x, [-1, 1, 1, -1], 25)
        expectOutcome(
          try s.fit(x, [-1, 1, 1, -1], 25), "exclusive or", last: right.last, averaged: right.averaged,
          mistakes: right.mistakes, "No line separates exclusive or: 25 epochs, a mistake in each.")
        expectOutcome(
          try s.fit([[3], [1], [2]], [1, 1, 1], 5), "one class", last: [1, 3], averaged: [1, 3], mistakes: [1, 0])
        expectOutcome(try s.fit([[]], [-1], 5), "a row without numbers", last: [-1], averaged: [-1], mistakes: [1, 0])
      },
      Check("refuses what it cannot learn from") { s in
        func expectRefusal(_ error: PerceptronError, _ x: [[Double]], _ y: [Int]) {
          expect(throws: error, "Call checkTable before anything else.") { try s.fit(x, y, 3) }
        }
        expectRefusal(.counts(rows: 1, labels: 2), [[1]], [1, 1])
        expectRefusal(.noRows, [], [])
        expectRefusal(.length(row: 1), [[1], [1, 2]], [1, -1])
        expectRefusal(.notFinite(row: 1, column: 0), [[1], [.nan]], [1, -1])
        expectRefusal(.label(row: 1), [[1], [2]], [1, 0])
      },
      // 0.94 with these folds and this order; shuffled labels 0.43.
      Check("averages to a plane that holds for flowers it has not seen") { s in
        let (x, y) = try flowers.get()
        var right = 0
        for fold in 0..<5 {
          let (kept, held) = (y.indices.filter { $0 % 5 != fold }, y.indices.filter { $0 % 5 == fold })
          let order = kept.sorted { ($0 * 37 % 101, $0) < ($1 * 37 % 101, $1) }  // the classes mixed
          let plane = try s.fit(order.map { x[$0] }, order.map { y[$0] }, 40).averaged
          guard plane.count == 5 else {
            return expect(false, "the averaged plane has \(plane.count) numbers, expected 5")
          }
          let sides = try s.predict(plane[0], Array(plane[1...]), held.map { x[$0] })
          right += zip(sides, held).count { $0 == y[$1] }
        }
        expect(
          "the share of held-out versicolor and virginica on their right side", Double(right) / Double(y.count),
          atLeast: 0.9, "No plane separates them all. The average is near one that separates most.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "a score of 0 taken for right",
        Way(isMistake: { $0 < 0 }).submission,
        """
        At the start all scores are 0, so nothing is ever a mistake and nothing moves. 0 takes no side: y·s ≤ 0 is a mistake.
        """),
      Misconception(
        "a mistake by the predicted side",
        Way(comparesSides: true).submission,
        """
        You compare the side that would be predicted with the label: then a score of 0 is right for y = −1 and wrong for \
        y = 1. In training 0 takes no side: y·s ≤ 0 is a mistake for both.
        """),
      Misconception(
        "the scores of the start of the epoch",
        Way(batches: true).submission,
        """
        Each row is looked at with the plane as the rows before it have left it: correct at once, not at the epoch's end.
        """),
      Misconception(
        "corrected at every row",
        Way(correctsAll: true).submission,
        """
        A row on its right side needs no correction. Moved by every row, the plane is the difference of the classes' sums, \
        and never comes to rest.
        """),
      Misconception(
        "the bias left alone",
        Way(learnsBias: 0).submission,
        """
        The bias is the weight of a column of ones: b ← b + y. Without it the plane goes through the origin.
        """),
      Misconception(
        "moved away from the row",
        Way(sign: -1).submission,
        """
        A positive row with a negative score needs a larger score: w + y·x raises y·s by ‖x‖².
        """),
      Misconception(
        "averaged over mistakes",
        Way(averages: .mistakes).submission,
        """
        A plane that held for a hundred rows is worth more than one that failed at once. Add the plane after every row, \
        mistake or not.
        """),
      Misconception(
        "averaged over epochs",
        Way(averages: .epochs).submission,
        """
        One plane an epoch is a small sample, and it is always that after the same row. Add the plane after every row.
        """),
      Misconception(
        "the last plane for the average",
        Way(averages: .last).submission,
        """
        Where no plane separates the classes the last one suits the last row that was wrong. The mean of all is steadier.
        """),
      Misconception(
        "the plane before each row averaged",
        Way(averages: .before).submission,
        """
        The zero plane of the start is among yours, and the last one is not. Add after the correction.
        """),
      Misconception(
        "the plane of the start counted in the average",
        Way(averages: .withStart).submission,
        """
        The average is over the planes after each row that was looked at. That before the first row has seen nothing.
        """),
      Misconception(
        "a sum for the mean",
        Way(averages: .sum).submission,
        """
        The sum has the same sides, but not the same numbers: divide by the number of rows that were looked at.
        """),
      Misconception(
        "one epoch more, to be sure",
        Way(extra: 1).submission,
        """
        An epoch without a mistake leaves the plane as it is, and so would all after it.
        """),
      Misconception(
        "the epoch without a mistake left out",
        Way(keepsLast: false).submission,
        """
        That epoch was made: its 0 says that training ended because all rows are right, and not because epochs were over.
        """),
      Misconception(
        "never stopped early",
        Way(stopsEarly: false).submission,
        """
        After an epoch without a mistake nothing changes any more. Stop there.
        """),
      Misconception(
        "labels 0 and 1",
        Way(target: { $0 == 1 ? 1 : 0 }).submission,
        """
        With y = 0 a correction of y·x is none: the plane never learns what is negative. The rule is for −1 and 1.
        """),
      Misconception(
        "half a step",
        Way(step: 0.5).submission,
        """
        From 0 the step size changes no side at all, only the unit of b and w. Here it is 1.
        """),
      Misconception(
        "side 1 at a score of 0",
        Way(isPositive: { $0 >= 0 }).submission,
        """
        On the plane itself somebody must decide, and here it is −1: 1 only where b + w·x > 0.
        """),
      Misconception(
        "the labels shuffled",
        Way(shuffles: true).submission,
        """
        The labels do not belong to their rows any more. What is done to rows must be done to labels.
        """),
      Misconception(
        "the table not looked at",
        Way(checks: false).submission,
        """
        A NaN in one row makes the weights NaN, and every score after it is no mistake: NaN ≤ 0 is false. Call checkTable.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the average by what each correction adds to all later planes", Way(averages: .late).submission)]
  }
}

// MARK: - Parts of the checks

private func expectOutcome(
  _ outcome: Outcome, _ data: String, last: [Double], averaged: [Double], mistakes: [Int],
  _ advice: String = "A mistake if y·s ≤ 0; then b += y, w += y·x. After each row the plane counts for the average.",
  line: Int = #line
) {
  expect(
    outcome.mistakes == mistakes,
    "the mistakes of the epochs for \(data) are \(outcome.mistakes), expected \(mistakes)",
    advice, line: line)
  expect(outcome.last, equals: last, advice, what: "the last bias and weights for \(data)", line: line)
  expect(
    outcome.averaged, equals: averaged, within: .ofLargest(500 * 0x1p-52), advice,
    what: "the averaged bias and weights for \(data)", line: line)
}

// MARK: - Real data

/// The four measures of versicolor and virginica, in tenths of a centimetre less 40, and −1 or 1.
private let flowers = Result {
  let table = try Dataset("tabular/iris.csv").csv()
  let rows = table.rows.filter { $0[4] != "setosa" }
  return (
    x: rows.map { row in row[..<4].map { ((Double($0) ?? 0) * 10).rounded() - 40 } },
    y: rows.map { $0[4] == "virginica" ? 1 : -1 }
  )
}

// MARK: - Wrong and right ways

private enum Average {
  case rows, mistakes, epochs, last, before, withStart, sum, late
}

/// A way to the two functions; each member can make it wrong in one place.
private struct Way {
  var isMistake: (Double) -> Bool = { $0 <= 0 }
  var comparesSides = false
  var batches = false
  var correctsAll = false
  var learnsBias = 1.0
  var sign = 1.0
  var averages = Average.rows
  var extra = 0
  var stopsEarly = true
  var keepsLast = true
  var target: (Int) -> Double = { Double($0) }
  var step = 1.0
  var isPositive: (Double) -> Bool = { $0 > 0 }
  var checks = true
  var shuffles = false

  var submission: Submission {
    Submission(
      fit: .init { x, y, epochs in
        try check(x, y)
        return fit(x, y, epochs)
      },
      predict: .init { b, w, x in
        x.map { row in
          var score = b
          for j in row.indices { score += row[j] * w[j] }
          return isPositive(score) ? 1 : -1
        }
      })
  }

  func check(_ x: [[Double]], _ y: [Int]) throws {
    guard x.count == y.count else { throw PerceptronError.counts(rows: x.count, labels: y.count) }
    guard let d = x.first?.count else { throw PerceptronError.noRows }
    for (i, row) in x.enumerated() {
      guard row.count == d else { throw PerceptronError.length(row: i) }
      for j in 0..<d where !row[j].isFinite && checks { throw PerceptronError.notFinite(row: i, column: j) }
    }
    for i in y.indices where y[i] != 1 && y[i] != -1 && checks { throw PerceptronError.label(row: i) }
  }

  func fit(_ x: [[Double]], _ y: [Int], _ epochs: Int) -> Outcome {
    let d = x[0].count
    var beta = [Double](repeating: 0, count: d + 1)
    var (sum, terms, late, seen) = (beta, 0.0, beta, 0.0)
    func add() {
      for j in beta.indices { sum[j] += beta[j] }
      terms += 1
    }
    if averages == .withStart { add() }
    var mistakes: [Int] = []
    while mistakes.count < epochs {
      var count = 0
      let start = beta
      for i in x.indices {
        let label = target(shuffles ? y[(7 * i + 3) % y.count] : y[i])
        let plane = batches ? start : beta
        var score = plane[0]
        for j in 0..<d { score += plane[j + 1] * x[i][j] }
        if averages == .before { add() }
        let isWrong = comparesSides ? (score > 0 ? 1 : -1) != label : isMistake(score * label)
        if isWrong { count += 1 }
        if isWrong || correctsAll {
          beta[0] += learnsBias * sign * step * label
          late[0] += seen * learnsBias * sign * step * label
          for j in 0..<d {
            beta[j + 1] += sign * step * label * x[i][j]
            late[j + 1] += seen * sign * step * label * x[i][j]
          }
        }
        seen += 1
        if [.rows, .sum, .withStart].contains(averages) || averages == .mistakes && isWrong { add() }
      }
      if averages == .epochs { add() }
      mistakes.append(count)
      if stopsEarly && count == 0 && mistakes.suffix(1 + extra).allSatisfy({ $0 == 0 }) && mistakes.count > extra {
        break
      }
    }
    if !keepsLast && mistakes.last == 0 { mistakes.removeLast() }
    let averaged: [Double]
    switch averages {
    case .last: averaged = beta
    case .sum: averaged = sum
    case .late: averaged = beta.indices.map { beta[$0] - late[$0] / seen }
    default: averaged = sum.map { $0 / max(1, terms) }
    }
    return Outcome(last: beta, averaged: averaged, mistakes: mistakes)
  }
}
