import Checking

enum CalibrationError: Error {
  case counts(Int, Int)
  case empty
  case label(row: Int)
  case probability(row: Int)
  case bins(Int)
}

/// Parts are [reliability, resolution, uncertainty]; a bin is [index, count, mean probability, rate].
struct Submission {
  var brierScore: Function<[Double], [Int], Double>
  var decompose: Function<[Double], [Int], [Double]>
  var reliabilityBins: Function<[Double], [Int], Int, [[Double]]>
  var expectedCalibrationError: Function<[[Double]], Double>
}

/// Sums of fewer than 100 terms of size 1 at most.
private let sums = Tolerance.absolute(100 * 0x1p-52)

enum Calibration: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let (p, y): ([Double], [Int]) = ([0, 0.2, 0.2, 0.2, 0.5, 0.6, 1, 1], [0, 0, 0, 1, 1, 0, 1, 1])
        expect(try s.brierScore(p, y), equals: 0.16625, within: sums, "The mean of (p − y)² over eight rows.")
        let parts = [(0.16 / 3 + 0.61) / 8, 1.0 / 6, 0.25]
        expect(
          try s.decompose(p, y), equals: parts, within: sums,
          "Five different probabilities: 0, 0.2 (three rows, a third positive), 0.5, 0.6, 1.",
          what: "reliability, resolution, uncertainty")
        let bins: [[Double]] = [[0, 5, 0.22, 0.4], [1, 3, 2.6 / 3, 2.0 / 3]]
        expectBins(try s.reliabilityBins(p, y, 2), bins, "0.5 belongs to the lower bin, 0 to the first, 1 to the last.")
        expect(try s.expectedCalibrationError(bins), equals: 0.1875, within: sums, "(5·0.18 + 3·0.2)/8.")
      },
      Check("adds up to the Brier score", holdingFor: 30) { s, draws in
        let n = draws.integer(in: 1...12)
        let (p, y) = ((0..<n).map { _ in Double(draws.number(below: 6)) / 5 }, draws.labels(n, classes: 2))
        let brier = zip(p, y).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) } / Double(n)
        expect(try s.brierScore(p, y), equals: brier, within: sums, "p \(p), y \(y)")
        let parts = try s.decompose(p, y)
        guard parts.count == 3 else { return expect(parts.count, equals: 3, what: "the number of parts") }
        expect(
          parts[0] - parts[1] + parts[2], equals: brier, within: sums, "p \(p), y \(y): exact for any probabilities.",
          what: "reliability − resolution + uncertainty")
        let o = Double(y.reduce(0, +)) / Double(n)
        expect(parts[2], equals: o * (1 - o), within: sums, "The variance of 0 and 1.", what: "the uncertainty of \(y)")
        // A row at a time: the rate of all rows with the same probability.
        var resolution = 0.0
        for i in 0..<n {
          let same = (0..<n).filter { p[$0] == p[i] }
          let rate = Double(same.reduce(0) { $0 + y[$1] }) / Double(same.count)
          resolution += (rate - o) * (rate - o) / Double(n)
        }
        expect(
          parts[1], equals: resolution, within: sums, "p \(p), y \(y): each group's rate against \(o).",
          what: "the resolution")
      },
      Check("tells near probabilities apart") { s in
        // 0.5 and 0.5 + 2⁻⁴⁰ are two groups of one row: reliability 1/4, resolution 1/4.
        expect(
          try s.decompose([0.5, 0.5 + 0x1p-40], [0, 1]), equals: [0.25, 0.25, 0.25], within: .absolute(1e-11),
          "Groups have the same probability, not nearly the same: each of these rows is one.",
          what: "the parts for 0.5 and 0.5 + 2⁻⁴⁰")
      },
      Check("puts every probability into its bin", holdingFor: 40) { s, draws in
        let m = draws.one(of: [1, 2, 3, 5, 7, 10, 49, 100])
        let n = draws.integer(in: 1...9)
        let y = draws.labels(n, classes: 2)
        var p = (0..<n).map { _ in Double(draws.integer(in: 0...m)) / Double(m) }  // on the edges
        for i in p.indices where draws.number(below: 3) == 2 {
          p[i] = draws.flag() ? min(1, p[i].nextUp) : draws.uniform(in: 0...1)
        }
        var right: [[Double]] = []
        for k in 0..<m {
          let rows = (0..<n).filter {
            (p[$0] > Double(k) / Double(m) || k == 0) && p[$0] <= Double(k + 1) / Double(m)
          }
          guard !rows.isEmpty else { continue }
          let count = Double(rows.count)
          right.append([
            Double(k), count, rows.reduce(0) { $0 + p[$1] } / count, Double(rows.reduce(0) { $0 + y[$1] }) / count,
          ])
        }
        expectBins(
          try s.reliabilityBins(p, y, m), right, "p \(p), y \(y), \(m) bins: k/m < p ≤ (k + 1)/m, the edges as Doubles."
        )
        let ece = right.reduce(0) { $0 + $1[1] * abs($1[2] - $1[3]) } / Double(n)
        expect(try s.expectedCalibrationError(right), equals: ece, within: sums, "Weighted by the bins' rows.")
      },
      Check("agrees with scikit-learn on 60 probabilities") { s in
        let p = hundredths.map { Double($0) / 100 }
        expect(
          try s.brierScore(p, labels), equals: 0.16089833333333337, within: sums, "brier_score_loss.",
          what: "the Brier score")
        let (counts, means, rates): ([Double], [Double], [Double]) = (
          [9.0, 9, 15, 10, 17],
          [0.08666666666666667, 0.28, 0.4973333333333333, 0.698, 0.8923529411764707],
          [0.0, 0.2222222222222222, 0.13333333333333333, 0.9, 0.7647058823529411]
        )
        let bins: [[Double]] = (0..<5).map { [Double($0), counts[$0], means[$0], rates[$0]] }
        expectBins(try s.reliabilityBins(p, labels, 5), bins, "calibration_curve(n_bins=5).")
        expect(
          try s.expectedCalibrationError(bins), equals: 0.18250000000000005, within: sums, "Weights 9, 9, 15, 10, 17.")
      },
      Check("tells order from calibration") { s in
        let y = [0, 0, 0, 1, 0, 1, 1, 1]
        let (right, sharp) = (
          [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75], [0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.9]
        )
        expect(
          try s.decompose(right, y), equals: [0, 0.0625, 0.25], within: sums, "A quarter and three quarters: true.")
        expect(
          try s.decompose(sharp, y), equals: [0.0225, 0.0625, 0.25], within: sums,
          "The same groups, 0.15 too sure: only the reliability suffers.")
        expectBins(
          try s.reliabilityBins(sharp, y, 10), [[0, 4, 0.1, 0.25], [8, 4, 0.9, 0.75]],
          "0.1 and 0.9 are upper edges; the eight bins without rows are left out.")
        expect(
          try s.expectedCalibrationError([[0, 4, 0.1, 0.25], [8, 4, 0.9, 0.75]]), equals: 0.15, within: sums,
          "Too low in one bin, too high in the other: both count.")
      },
      Check("answers at the edges") { s in
        expectBins(
          try s.reliabilityBins([0, 1], [0, 1], 4), [[0, 1, 0, 0], [3, 1, 1, 1]], "0 and 1 are probabilities.")
        expectBins(try s.reliabilityBins([0.3, 0.9], [0, 1], 1), [[0, 2, 0.6, 0.5]], "One bin holds all.")
        expectBins(try s.reliabilityBins([-0.0], [1], 3), [[0, 1, 0, 1]], "−0.0 is 0.")
        expect(try s.expectedCalibrationError([]), equals: 0, "No bin, no error.")
        expect(try s.decompose([0.5], [1]), equals: [0.25, 0, 0], "One row: nothing is uncertain, ½ is unreliable.")
        expect(try s.decompose([0, -0.0], [1, 0]), equals: [0.25, 0, 0.25], "0 and −0.0 are one group.")
        expect(try s.brierScore([0.5, 0.5], [0, 1]), equals: 0.25, "Always ½ gives ¼.")
        expect(try s.brierScore([1, 0], [0, 1]), equals: 1, "Sure, and wrong.")
        let cases: [([Double], [Int], CalibrationError, String)] = [
          ([0.5, 2], [3], .counts(2, 1), "One label a probability, and this is asked first."),
          ([], [], .empty, "A mean of nothing is 0/0."),
          ([0.5, 2, 0.5], [0, 2, -1], .label(row: 1), "The first label that is neither 0 nor 1."),
          ([0.5, .nan, 2], [0, 0, 1], .probability(row: 1), "NaN is not in 0 … 1."),
          ([1.0000000000000002], [1], .probability(row: 0), "Above 1, by however little."),
          ([0, -1e-300], [1, 0], .probability(row: 1), "Below 0, by however little."),
        ]
        for (p, y, error, advice) in cases {
          expect(throws: error, advice) { try s.brierScore(p, y) }
          expect(throws: error, advice) { try s.decompose(p, y) }
          expect(throws: error, advice) { try s.reliabilityBins(p, y, 0) }
        }
        for m in [0, -3] {
          expect(throws: CalibrationError.bins(m), "One bin at least.") { try s.reliabilityBins([0.5], [1], m) }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "nearly equal probabilities taken for one group", Way(unit: 1e-6).submission,
        """
        The groups are of equal probabilities, and the parts are exact for them. What is near enough to be put together \
        is a choice, and belongs to the bins.
        """),
      Misconception(
        "the bins' middles for the mean probabilities", Way(middles: true).submission,
        """
        The rows of a bin need not lie around its middle: scores near 1 crowd at the end. The middle then counts as an \
        error what is none. Take the mean of the probabilities.
        """),
      Misconception(
        "every bin counted the same", Way(weighs: false).submission,
        "A bin with one row would count like one with a thousand. Weigh by the number of rows."),
      Misconception(
        "ECE with squares", Way(gap: { $0 * $0 }).submission,
        "Squares belong to the reliability of the Brier score. ECE takes sizes: |mean probability − rate|."),
      Misconception(
        "ECE with signs", Way(gap: { $0 }).submission,
        "Too sure below and too sure above cancel. Take the size of each gap."),
      Misconception(
        "the largest gap", Way(takesLargest: true).submission,
        "That is the maximum calibration error. The expected one is the mean over the rows."),
      Misconception(
        "a probability of 1 falls out", Way(losesOne: true).submission,
        "⌊1·m⌋ = m is no bin. The last one holds its upper edge, and so the surest rows of all."),
      Misconception(
        "bins with their lower edges", Way(lower: true).submission,
        "Here, as in scikit-learn, a bin holds its *upper* edge: (lo, hi]. 0.5 belongs to the lower of two bins."),
      Misconception(
        "edges by a rounded product", Way(product: true).submission,
        "0.07·100 is 7.000000000000001, whose ceiling is 8. Compare p with the edges k/m themselves."),
      Misconception(
        "empty bins with zeros", Way(keepsEmpty: true).submission,
        "A bin without rows has neither a mean nor a rate. 0 and 0 would be drawn as a point where nothing was seen."),
      Misconception(
        "rate and mean probability exchanged", Way(exchanges: true).submission,
        "First what was said, then what happened. ECE does not notice; the curve is mirrored."),
      Misconception(
        "accuracy for the rate", Way(accuracy: true).submission,
        "In a bin at 0.1 one row in ten should be *positive*. How many are right, 0.9, belongs to confidences above ½."),
      Misconception(
        "the sum for the mean Brier score", Way(brier: { sum, _ in sum }).submission,
        "A sum grows with the rows. Divide by n."),
      Misconception(
        "the root of the Brier score", Way(brier: { sum, n in (sum / n).squareRoot() }).submission,
        "The Brier score is the mean square itself; only so it splits into three parts."),
      Misconception(
        "absolute distances for the Brier score", Way(isAbsolute: true).submission,
        "The mean of |p − y| is least for 0 or 1, whatever the truth is: it rewards bluffing. Squares reward honesty."),
      Misconception(
        "groups not weighted", Way(weighsGroups: false).submission,
        "Each different probability counts by its rows: nₖ/n."),
      Misconception(
        "reliability and resolution exchanged", Way(exchangesParts: true).submission,
        "Reliability compares a group's rate with its probability, resolution with the share of positives in all."),
      Misconception(
        "uncertainty with n − 1", Way(degrees: true).submission,
        "o·(1 − o) is the variance of the rows themselves, divided by n: only so the parts add up to the score."),
      Misconception(
        "a row at a time", Way(byRows: true).submission,
        "A rate of one row is 0 or 1, and the reliability is then the Brier score. Group the rows with equal probabilities."
      ),
      Misconception(
        "ECE of nothing not a number", Way(ofNothing: .nan).submission,
        "Without bins the sum is empty and n is 0: answer 0 before you divide."),
      Misconception(
        "probabilities not asked about", Way(asksProbabilities: false).submission,
        "A p of 1.2 or NaN is a score that was taken for a probability. Say in which row it stands."),
      Misconception(
        "no bins taken for one", Way(asksBins: false).submission,
        "A number of bins below 1 is a mistake of the caller. Throw `bins(m)`."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("every bin asked about every row", Way().submission)]
  }
}

// MARK: - Parts of the checks

private func expectBins(
  _ bins: @autoclosure () throws -> [[Double]], _ right: [[Double]], _ advice: String, line: Int = #line
) {
  expect(
    try bins(), equals: right, within: sums, advice, what: "the bins (rows index, count, mean probability, rate)",
    line: line)
}

/// make_reference.py.
private let hundredths = [
  95, 63, 69, 90, 58, 78, 84, 22, 5, 30, 28, 88, 92, 0, 50, 82, 13, 80, 12, 47, 82, 30, 34, 28, 72, 25, 100, 44, 48, 50,
  58, 55, 51, 100, 81, 80, 70, 62, 34, 99, 47, 21, 85, 16, 86, 61, 11, 4, 44, 3, 14, 52, 97, 47, 81, 92, 83, 63, 44, 51,
]

private let labels = "111101110000100001001010101000000111110100001000000011011101".utf8.map { Int($0) - 48 }

// MARK: - Wrong and right ways

/// All four functions; each member can make them wrong in one place.
private struct Way {
  var middles = false
  var weighs = true
  var gap: (Double) -> Double = { abs($0) }
  var takesLargest = false
  var losesOne = false
  var lower = false
  var product = false
  var keepsEmpty = false
  var exchanges = false
  var accuracy = false
  /// Of the sum and n.
  var brier: (Double, Double) -> Double = { $0 / $1 }
  var isAbsolute = false
  var weighsGroups = true
  var exchangesParts = false
  var degrees = false
  var byRows = false
  /// What probabilities are rounded to before they are grouped; 0: nothing.
  var unit = 0.0
  var ofNothing = 0.0
  var asksProbabilities = true
  var asksBins = true

  private func check(_ p: [Double], _ y: [Int]) throws {
    guard p.count == y.count else { throw CalibrationError.counts(p.count, y.count) }
    guard !p.isEmpty else { throw CalibrationError.empty }
    if let row = y.firstIndex(where: { $0 != 0 && $0 != 1 }) { throw CalibrationError.label(row: row) }
    if asksProbabilities, let row = p.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw CalibrationError.probability(row: row)
    }
  }

  private func parts(_ p: [Double], _ y: [Int]) -> [Double] {
    let p = unit == 0 ? p : p.map { ($0 / unit).rounded() * unit }
    let n = Double(p.count)
    let o = Double(y.reduce(0, +)) / n
    var (reliability, resolution) = (0.0, 0.0)
    let places = byRows ? p.map { [$0] } : Set(p).sorted().map { [$0] }
    for (place, group) in places.enumerated() {
      let rows = byRows ? [place] : p.indices.filter { p[$0] == group[0] }
      guard !rows.isEmpty else { continue }
      let rate = Double(rows.reduce(0) { $0 + y[$1] }) / Double(rows.count)
      let weight = weighsGroups ? Double(rows.count) / n : 1 / Double(places.count)
      reliability += weight * (p[rows[0]] - rate) * (p[rows[0]] - rate)
      resolution += weight * (rate - o) * (rate - o)
    }
    let variance = degrees && n > 1 ? o * (1 - o) * n / (n - 1) : o * (1 - o)
    return exchangesParts ? [resolution, reliability, variance] : [reliability, resolution, variance]
  }

  private func index(_ p: Double, _ m: Int) -> Int? {
    guard p >= 0, p <= 1 else { return nil }
    if losesOne { return p == 1 ? nil : right(p, m) }
    if product { return max(0, min(m, Int((p * Double(m)).rounded(.up))) - 1) }
    if lower { return (0..<m).last { p >= Double($0) / Double(m) } }
    return right(p, m)
  }

  private func right(_ p: Double, _ m: Int) -> Int? { (0..<m).first { p <= Double($0 + 1) / Double(m) } }

  private func bins(_ p: [Double], _ y: [Int], _ m: Int) -> [[Double]] {
    var (counts, sums, positives) = (
      [Double](repeating: 0, count: m), [Double](repeating: 0, count: m), [Double](repeating: 0, count: m)
    )
    for (p, y) in zip(p, y) {
      guard let k = index(p, m) else { continue }
      counts[k] += 1
      sums[k] += p
      positives[k] += accuracy ? ((p >= 0.5) == (y == 1) ? 1 : 0) : Double(y)
    }
    var bins: [[Double]] = []
    for k in 0..<m where counts[k] > 0 || keepsEmpty {
      let count = max(1, counts[k])
      let mean = middles ? (Double(k) + 0.5) / Double(m) : sums[k] / count
      let rate = positives[k] / count
      bins.append(exchanges ? [Double(k), counts[k], rate, mean] : [Double(k), counts[k], mean, rate])
    }
    return bins
  }

  var submission: Submission {
    Submission(
      brierScore: .init { p, y in
        try check(p, y)
        var sum = 0.0
        for (p, y) in zip(p, y) { sum += isAbsolute ? abs(p - Double(y)) : (p - Double(y)) * (p - Double(y)) }
        return brier(sum, Double(p.count))
      },
      decompose: .init { p, y in
        try check(p, y)
        return parts(p, y)
      },
      reliabilityBins: .init { p, y, m in
        try check(p, y)
        guard m >= 1 else {
          guard asksBins else { return bins(p, y, 1) }
          throw CalibrationError.bins(m)
        }
        return bins(p, y, m)
      },
      expectedCalibrationError: .init { bins in
        let n = bins.reduce(0) { $0 + (weighs ? $1[1] : 1) }
        guard n > 0 else { return ofNothing }
        if takesLargest { return bins.map { abs($0[2] - $0[3]) }.max() ?? 0 }
        return bins.reduce(0) { $0 + (weighs ? $1[1] : 1) * gap($1[2] - $1[3]) } / n
      })
  }
}
