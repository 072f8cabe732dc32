import Checking
import LabData
import LabPlot

enum ROCError: Error {
  case counts(Int, Int)
  case label(row: Int)
  case notFinite(row: Int)
  case oneClass
}

/// A point of a curve is [false positive rate, true positive rate, threshold].
struct Submission {
  var rocCurve: Function<[Double], [Int], [[Double]]>
  var area: Function<[[Double]], Double>
  var rankProbability: Function<[Double], [Int], Double>
}

enum ROCCurves: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let (scores, labels) = ([0.9, 0.8, 0.8, 0.3], [1, 0, 1, 0])
        let curve = [[0, 0, .infinity], [0, 0.5, 0.9], [0.5, 1, 0.8], [1, 1, 0.3]]
        expectCurve(
          try s.rocCurve(scores, labels), curve, "Nobody is positive at +∞; the two rows with 0.8 come in together.")
        expect(try s.area(curve), equals: 7.0 / 8, within: .ulps(8), "½·(½ + 1)/2 + ½·1.")
        expect(
          try s.rankProbability(scores, labels), equals: 7.0 / 8, within: .ulps(4),
          "Three of four pairs are in order, one is equal: 3.5/4.")
      },
      Check("has a point for each different score", holdingFor: 30) { s, draws in
        let (scores, labels) = rows(&draws)
        let (p, n) = (Double(labels.reduce(0, +)), Double(labels.count - labels.reduce(0, +)))
        var right = [[0, 0, Double.infinity]]
        for t in Set(scores).sorted(by: >) {  // the definition
          let called = scores.indices.filter { scores[$0] >= t }
          let hits = Double(called.reduce(0) { $0 + labels[$1] })
          right.append([(Double(called.count) - hits) / n, hits / p, t])
        }
        expectCurve(
          try s.rocCurve(scores, labels), right,
          "Scores \(scores), labels \(labels): at each threshold t count the rows with s ≥ t.")
      },
      Check("gives the probability that a positive beats a negative", holdingFor: 30) { s, draws in
        let (scores, labels) = rows(&draws)
        let right = pairs(scores, labels)
        let probability = try s.rankProbability(scores, labels)
        let advice = "Scores \(scores), labels \(labels): of all pairs, in order 1, equal ½."
        expect(probability, equals: right, within: .ulps(4), advice)
        expect(
          try s.area(s.rocCurve(scores, labels)), equals: right, within: .ulps(2 * Double(scores.count) + 4), advice,
          what: "the area under the ROC curve")
        expect(
          try s.rankProbability(scores.map { -$0 }, labels), equals: 1 - right, within: .ulps(8),
          "Scores turned round have the area 1 − \(right).")
        expect(
          try s.rankProbability(scores.map { $0 * $0 * $0 + $0 }, labels), equals: right, within: .ulps(4),
          "Only the order counts: a rising function of the scores changes nothing.")
      },
      Check("adds up trapezoids") { s in
        expect(try s.area([[0, 0, 9], [0.5, 0.5, 2], [1, 1, 1]]), equals: 0.5, within: .ulps(8), "The diagonal.")
        expect(try s.area([[0.2, 0.4, 9], [0.6, 0.8, 1]]), equals: 0.24, within: .ulps(8), "One trapezoid, 0.4·0.6.")
        expect(
          try s.area([[0, 0, 3], [0, 0.5, 2], [0, 1, 1], [1, 1, 0]]), equals: 1, within: .ulps(8), "A perfect order.")
        expect(try s.area([[0, 0, 3], [1, 0, 2], [1, 1, 1]]), equals: 0, "A perfectly wrong one.")
        expect(try s.area([[0.3, 0.7, 1]]), equals: 0, "One point has nothing under it.")
        expect(try s.area([]), equals: 0, "No point, no area.")
      },
      // 569 rows; the areas are quotients of whole numbers below 2⁵³.
      Check("agrees with scikit-learn on the tumours") { s in
        let (radius, labels) = try tumours.get()
        expect(
          try s.rankProbability(radius, labels), equals: 0.9375165160403784, within: .ulps(4),
          "roc_auc_score of the mean radius for malignant.", what: "the probability for 569 tumours")
        let whole = radius.map { $0.rounded(.down) }
        let alarms = [
          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 6, 13, 52, 113, 194, 273, 310, 341, 353, 356, 357,
        ]
        let hits = [
          0, 1, 3, 5, 7, 12, 14, 22, 45, 72, 92, 117, 135, 161, 180, 200, 206, 211, 212, 212, 212, 212, 212,
        ]
        let thresholds = [.infinity, 28.0, 27] + (6...25).reversed().map(Double.init)
        let curve = try s.rocCurve(whole, labels)
        expectCurve(
          curve, alarms.indices.map { [Double(alarms[$0]) / 357, Double(hits[$0]) / 212, thresholds[$0]] },
          "roc_curve(drop_intermediate=False) of the radius in whole millimetres.")
        expect(
          try s.area(curve), equals: 0.9343322234554199, within: .ulps(64), what: "the area for whole millimetres")
      },
      Check("answers at the edges") { s in
        let flat = [[0, 0, .infinity], [1, 1, 4.0]]
        expectCurve(try s.rocCurve([4, 4, 4], [0, 1, 1]), flat, "One score: one step from (0, 0) to (1, 1).")
        expect(try s.rankProbability([4, 4, 4], [0, 1, 1]), equals: 0.5, "All pairs are equal: ½.")
        expect(try s.rankProbability([0.0, -0.0], [1, 0]), equals: 0.5, "0.0 and −0.0 are the same score.")
        expect(try s.rocCurve([-0.0, 0.0], [1, 0]).count, equals: 2, what: "the number of points for −0.0 and 0.0")
        expect(try s.rankProbability([1e300, -1e300], [1, 0]), equals: 1, "Far apart, and in order.")
        expect(
          try s.rankProbability([1, 1 + 0x1p-52], [1, 0]), equals: 0, "Different scores are different, however near.")
        let both: [([Double], [Int], ROCError, String)] = [
          ([1, .nan], [2], .counts(2, 1), "One label a score, and this is asked first."),
          ([1, .nan, 3], [0, 2, -1], .label(row: 1), "The first label that is neither 0 nor 1."),
          ([1, 2], [-1, 1], .label(row: 0), "Labels −1 and 1 are another convention."),
          ([1, .nan, .infinity], [0, 0, 0], .notFinite(row: 1), "No order holds a NaN."),
          ([-.infinity, 1], [0, 1], .notFinite(row: 0), "Infinite scores are refused."),
          ([1, 2], [0, 0], .oneClass, "There is no positive row to be found."),
          ([1, 2], [1, 1], .oneClass, "There is no negative row to be alarmed by."),
          ([], [], .oneClass, "Without rows there is neither."),
        ]
        for (scores, labels, error, advice) in both {
          expect(throws: error, advice) { try s.rocCurve(scores, labels) }
          expect(throws: error, advice) { try s.rankProbability(scores, labels) }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "ties broken by the order of the rows", Way(groups: false).submission,
        """
        Rows with equal scores cannot be parted by any threshold. One point for each of them makes an area that depends \
        on how the file was sorted: take all rows of a score, then add one point.
        """),
      Misconception(
        "no point (0, 0)", Way(starts: false).submission,
        """
        The curve begins where nobody is called positive, with t = +∞. Without that point the first trapezoid is \
        missing, which is the area of whoever shares the best score.
        """),
      Misconception(
        "scores of the negative class", Way(turns: true).submission,
        "A larger score means more positive. You sort so that the negatives come first: areas become 1 − area."),
      Misconception(
        "equal scores not counted", Way(tie: 0).submission,
        "A tie is neither won nor lost: it counts ½. With 0, a model that says the same of everybody has area 0 and not ½."
      ),
      Misconception(
        "equal scores counted as won", Way(tie: 1).submission,
        "With ≥ for > a model that says the same of everybody would be perfect. A tie counts ½."),
      Misconception(
        "strictly above the threshold", Way(strict: true).submission,
        "At threshold t rows with s ≥ t are called positive, so the point of the largest score has those rows already."),
      Misconception(
        "the rates exchanged", Way(exchanges: true).submission,
        "First the false positive rate, to the right; then the true positive rate, upwards."),
      Misconception(
        "counts divided by all rows", Way(ofAll: true).submission,
        "TPR is a share of the positives, FPR of the negatives: that is why the curve does not depend on how rare they are."
      ),
      Misconception(
        "precision for the true positive rate", Way(precision: true).submission,
        "Hits among those *called* positive are precision. TPR is hits among those that *are* positive."),
      Misconception(
        "points on a straight line dropped", Way(drops: true).submission,
        "The picture is the same without them, but their thresholds are lost. Here every different score has its point."
      ),
      Misconception(
        "rectangles on the left", Way(rule: { a, _ in a }).submission,
        "A step from (0, 0) to (1, 1), all scores equal, then has area 0. Between two points the curve is a straight line."
      ),
      Misconception(
        "rectangles on the right", Way(rule: { _, b in b }).submission,
        "Equal scores then count as won. Between two points the curve is a straight line: a trapezoid."),
      Misconception(
        "the area without the half", Way(rule: { a, b in a + b }).submission,
        "A trapezoid's height is the *mean* of its two sides."),
      Misconception(
        "every score a threshold, equal ones repeated", Way(repeats: true).submission,
        "A score that several rows have is one threshold. Repeated points add no area, but the list is asked for once each."
      ),
      Misconception(
        "labels not asked about", Way(asksLabels: false).submission,
        "Labels −1 and 1 are common elsewhere; here they would be counted as neither. Say in which row one stands."),
      Misconception(
        "NaN sorted in silence", Way(asksFinite: false).submission,
        "Comparisons with NaN are false, so sorting leaves it anywhere, and others with it. Refuse it, with its row."),
      Misconception(
        "area ½ of one class", Way(asksClasses: false).submission,
        "With one class alone nothing was ordered, well or badly. 0/0 has no honest value: throw."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("all pairs", Way().submission),
      Alternative("mean ranks, Mann and Whitney's U", Way(byRanks: true).submission),
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let (radii, labels) = try tumours.get()
        let curve = try s.rocCurve.unrecorded(radii, labels).filter { $0.count == 3 }
        let area = try s.area.unrecorded(curve)
        return Figure([
          .rocCurve(
            falsePositiveRate: curve.map { $0[0] }, truePositiveRate: curve.map { $0[1] },
            "Tumours by their radius, your area \((area * 1000).rounded() / 1000)")
        ])
      }
    ]
  }
}

// MARK: - Parts of the checks

private func expectCurve(
  _ curve: @autoclosure () throws -> [[Double]], _ right: [[Double]], _ advice: String, line: Int = #line
) {
  // A quotient of whole numbers has one rounding; 1/P times a count has two.
  expect(
    try curve(), equals: right, within: .ulps(2), advice, what: "the curve (rows FPR, TPR, threshold)", line: line)
}

/// Rows of both labels, their scores with ties.
private func rows(_ draws: inout Draws) -> ([Double], [Int]) {
  let n = draws.integer(in: 0...9)
  let scores = (0..<(n + 2)).map { _ in Double(draws.number(below: 6)) / 8 }
  var labels = draws.labels(n, classes: 2)
  labels.insert(0, at: draws.number(below: n + 1))
  labels.insert(1, at: draws.number(below: n + 2))
  return (scores, labels)
}

private func pairs(_ scores: [Double], _ labels: [Int], tie: Double = 0.5) -> Double {
  var (won, all) = (0.0, 0.0)
  for i in scores.indices where labels[i] == 1 {
    for j in scores.indices where labels[j] == 0 {
      all += 1
      won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? tie : 0
    }
  }
  return all == 0 ? 0.5 : won / all
}

/// Radii, and 1 for malignant.
private let tumours = Result {
  let table = try Dataset("tabular/breast_cancer.csv").csv()
  return (
    try table.numbers(["mean_radius"]).map { $0[0] }, try table.column("diagnosis").map { $0 == "malignant" ? 1 : 0 }
  )
}

// MARK: - Wrong and right ways

/// All three functions; each member can make them wrong in one place.
private struct Way {
  var groups = true
  var starts = true
  var turns = false
  var tie = 0.5
  var strict = false
  var exchanges = false
  var ofAll = false
  var precision = false
  var drops = false
  var repeats = false
  /// The height between two true positive rates.
  var rule: (Double, Double) -> Double = { ($0 + $1) / 2 }
  var byRanks = false
  var asksLabels = true
  var asksFinite = true
  var asksClasses = true

  private func check(_ scores: [Double], _ labels: [Int]) throws {
    guard scores.count == labels.count else { throw ROCError.counts(scores.count, labels.count) }
    if asksLabels, let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) { throw ROCError.label(row: row) }
    if asksFinite, let row = scores.firstIndex(where: { !$0.isFinite }) { throw ROCError.notFinite(row: row) }
    if asksClasses { guard labels.contains(0), labels.contains(1) else { throw ROCError.oneClass } }
  }

  private func curve(_ scores: [Double], _ labels: [Int]) -> [[Double]] {
    let order = scores.indices.sorted { turns ? scores[$0] < scores[$1] : scores[$0] > scores[$1] }
    let positives = Double(labels.filter { $0 == 1 }.count)
    let negatives = Double(labels.count) - positives
    var points = starts ? [[0, 0, Double.infinity]] : []
    var (hits, alarms, place) = (0.0, 0.0, 0)
    while place < order.count {
      let score = scores[order[place]]
      let (oldHits, oldAlarms) = (hits, alarms)
      var size = 0
      repeat {
        if labels[order[place]] == 1 { hits += 1 } else { alarms += 1 }
        place += 1
        size += 1
      } while groups && place < order.count && scores[order[place]] == score
      let (h, a) = strict ? (oldHits, oldAlarms) : (hits, alarms)
      let n = Double(order.count)
      let up = precision ? h / max(1, h + a) : h / (ofAll ? n : positives)
      let right = a / (ofAll ? n : negatives)
      let point = exchanges ? [up, right, score] : [right, up, score]
      points += [[Double]](repeating: point, count: repeats ? size : 1)
    }
    guard drops, points.count > 2 else { return points }
    return points.indices.filter { k in
      guard k > 0, k + 1 < points.count else { return true }
      let (a, b, c) = (points[k - 1], points[k], points[k + 1])
      return abs((b[0] - a[0]) * (c[1] - b[1]) - (c[0] - b[0]) * (b[1] - a[1])) > 1e-12
    }.map { points[$0] }
  }

  private func probability(_ scores: [Double], _ labels: [Int]) -> Double {
    guard byRanks else { return pairs(turns ? scores.map { -$0 } : scores, labels, tie: tie) }
    let ordered = scores.sorted()
    var ranks = 0.0
    for (score, label) in zip(scores, labels) where label == 1 {
      // The mean of the places that equal scores share, counted from 1.
      let first = ordered.firstIndex(of: score) ?? 0
      let last = ordered.lastIndex(of: score) ?? 0
      ranks += Double(first + last + 2) / 2
    }
    let positives = Double(labels.reduce(0, +))
    return (ranks - positives * (positives + 1) / 2) / (positives * (Double(labels.count) - positives))
  }

  var submission: Submission {
    Submission(
      rocCurve: .init { scores, labels in
        try check(scores, labels)
        return curve(scores, labels)
      },
      area: .init { curve in
        var sum = 0.0
        for k in curve.indices.dropLast() {
          sum += (curve[k + 1][0] - curve[k][0]) * rule(curve[k][1], curve[k + 1][1])
        }
        return sum
      },
      rankProbability: .init { scores, labels in
        try check(scores, labels)
        return probability(scores, labels)
      })
  }
}
