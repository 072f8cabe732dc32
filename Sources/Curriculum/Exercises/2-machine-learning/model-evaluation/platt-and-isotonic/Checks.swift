import Checking
import Glibc

enum CalibratorError: Error {
  case counts(Int, Int)
  case label(row: Int)
  case notFinite(row: Int)
  case weight(row: Int)
  case oneClass
  case constantScore
  case empty
}

/// Platt's answer is [a, b], an isotonic fit is [scores, values].
struct Submission {
  var fitPlatt: Function<[Double], [Int], [Double]>
  var isotonic: Function<[Double], [Double], [Double]>
  var fitIsotonic: Function<[Double], [Int], [[Double]]>
  var predict: Function<[[Double]], Double, Double>
}

enum PlattAndIsotonic: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expect(
          try s.isotonic([1, 5, 3, 1, 6], [1, 1, 1, 1, 1]), equals: [1, 3, 3, 3, 6], within: few,
          "5 and 3 pool to 4, then 4, 4 and 1 to 3.")
        expect(
          try s.isotonic([4, 1, 6], [1, 2, 5]), equals: [2, 2, 6], within: few, "(1·4 + 2·1)/3 = 2: the weights count.")
        expectRows(
          try s.fitIsotonic([1, 2, 2, 4], [0, 1, 0, 1]), [[1, 2, 4], [0, 0.5, 1]], "Of the two rows at 2 half.")
        expect(try s.predict([[1, 2, 4], [0, 0.5, 1]], 3), equals: 0.75, within: few, "Half-way from ½ to 1.")
        let platt = try s.fitPlatt([-1, 1], [0, 1])
        expect(
          platt, equals: [log(2), 0], within: .absolute(1e-9), "Targets ⅓ and ⅔: σ(a) = ⅔.", what: "a and b of −1, 1")
      },
      // Every non-falling sequence of block means, the best of all: 2ⁿ⁻¹ ways to cut n numbers into blocks.
      Check("is the nearest sequence that does not fall", holdingFor: 40) { s, draws in
        let n = draws.integer(in: 0...8)
        let (y, w) = (draws.vector(n), (0..<n).map { _ in Double(draws.integer(in: 1...5)) })
        expect(
          try s.isotonic(y, w), equals: nearest(y, w), within: few,
          "Of all sequences that do not fall the one of least Σ w·(y − f)²; y \(y), weights \(w).")
      },
      // Sums of n products below 10; a block's mean is off by n·ε·4.
      Check("keeps what isotonic regression keeps", holdingFor: 12) { s, draws in
        let n = draws.integer(in: 1...40)
        let (y, w) = (draws.vector(n), (0..<n).map { _ in Double(draws.integer(in: 1...5)) })
        let f = try s.isotonic(y, w)
        guard f.count == n else { return expect(f.count, equals: n, what: "the number of fitted values") }
        expect(f, is: .nonDecreasing, slack: 1e-13, what: "f of \(n) numbers")
        let gap = (0..<n).reduce(0) { $0 + w[$1] * (y[$1] - f[$1]) }
        let inner = (0..<n).reduce(0) { $0 + w[$1] * (y[$1] - f[$1]) * f[$1] }
        expect(gap, equals: 0, within: .absolute(1e-10), "Pooling keeps the weighted sum.", what: "Σ w·(y − f)")
        expect(
          inner, equals: 0, within: .absolute(1e-10), "The residual is orthogonal to the projection.",
          what: "Σ w·(y − f)·f")
        expect(try s.isotonic(f, w), equals: f, within: few, "What does not fall stays as it is.")
        expect(
          try s.isotonic(y.map { 2 * $0 - 1 }, w), equals: f.map { 2 * $0 - 1 }, within: few,
          "In another unit the same.")
      },
      Check("fits a sigmoid that is best for Platt's targets", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 0...12)
        var scores = draws.vector(n) + [-1, 2]
        let labels = draws.labels(n, classes: 2) + [0, 1]
        let unit = draws.one(of: [1.0, -3, 1e6, 1e-6])
        let shift = draws.one(of: [0.0, 8, -500])
        let right = newton(scores, labels)
        let fit = try s.fitPlatt(scores, labels)
        expect(
          probabilities(fit, scores), equals: probabilities(right, scores), within: .absolute(1e-9),
          "Scores \(scores), labels \(labels): at the best a and b Σ(p − t) and Σ s·(p − t) are 0.",
          what: "σ(a·s + b) at the scores")
        let before = probabilities(fit, scores)
        scores = scores.map { unit * ($0 + shift) }
        expect(
          probabilities(try s.fitPlatt(scores, labels), scores), equals: before, within: .absolute(1e-9),
          "Scores times \(unit), shifted by \(shift) before that, have the same probabilities.",
          what: "σ(a·s + b) in another unit")
      },
      Check("agrees with scikit-learn's data and NumPy's Newton") { s in
        let scores = eighths.map { Double($0) / 8 }
        expect(
          try s.fitPlatt(scores, labels40), equals: [1.5363980697128046, 1.0290727039722571], within: .relative(1e-8),
          "See make_reference.py; targets 27/28 and 1/16.", what: "a and b of 40 scores")
        let fit = try s.fitIsotonic(scores, labels40)
        guard fit.count == 2, !fit[0].isEmpty, fit[0].count == fit[1].count else {
          return expect(false, "the isotonic fit has no scores, or not as many values", "One value a score.")
        }
        for (at, value) in [(-3.0, 0.0), (-1.55, 0.15), (-0.3, 0.375), (0.2, 1), (1.01, 1), (3, 1)] {
          expect(
            try s.predict(fit, at), equals: value, within: few, "IsotonicRegression(out_of_bounds='clip').",
            what: "the isotonic probability at \(at)")
        }
      },
      Check("stays finite where classes are apart") { s in
        let (scores, labels) = ([-3, -2, -1, 1, 2.5, 4], [0, 0, 0, 1, 1, 1])
        let fit = try s.fitPlatt(scores, labels)
        expect(
          probabilities(fit, scores), equals: probabilities(newton(scores, labels), scores), within: .absolute(1e-9),
          "Targets ⅕ and ⅘, not 0 and 1: a is finite.", what: "σ(a·s + b)")
        expectRows(
          try s.fitIsotonic(scores, labels), [scores, [0, 0, 0, 1, 1, 1]], "PAVA has no such qualms: 0 and 1.")
        expectRows(
          try s.fitIsotonic([3, 1, 2, 1, 3], [0, 1, 0, 1, 1]), [[1, 2, 3], [0.6, 0.6, 0.6]], "2, 1 and 2 rows pool.")
      },
      Check("answers at the edges") { s in
        expect(try s.isotonic([], []), equals: [], "Nothing does not fall.")
        expect(try s.isotonic([-7], [3]), equals: [-7])
        expectRows(try s.fitIsotonic([2, 2], [1, 1]), [[2], [1]], "One score.")
        expectRows(try s.fitIsotonic([0.0, -0.0], [1, 0]), [[0], [0.5]], "0.0 and −0.0 are one score.")
        let fit = [[1.0, 2, 4], [0.25, 0.5, 1]]
        for (score, value) in [(-9.0, 0.25), (1, 0.25), (1.5, 0.375), (2, 0.5), (4, 1), (9, 1)] {
          expect(try s.predict(fit, score), equals: value, within: few, "Constant outside, straight inside.")
        }
        expect(try s.predict([[3], [0.4]], 5), equals: 0.4, "One score: a constant.")
        let cases: [([Double], [Int], CalibratorError, String)] = [
          ([1, .nan], [2], .counts(2, 1), "One label a score, and this is asked first."),
          ([1, .nan, 3], [0, 2, -1], .label(row: 1), "The first label that is neither 0 nor 1."),
          ([1, 2, .infinity], [0, 0, 1], .notFinite(row: 2), "No sum holds an infinite score."),
          ([.nan, 2], [0, 0], .notFinite(row: 0), "NaN is refused before the classes are looked at."),
        ]
        for (scores, labels, error, advice) in cases {
          expect(throws: error, advice) { try s.fitPlatt(scores, labels) }
          expect(throws: error, advice) { try s.fitIsotonic(scores, labels) }
        }
        for label in [0, 1] {
          expect(throws: CalibratorError.oneClass) { try s.fitPlatt([1, 2], [label, label]) }
        }
        expect(throws: CalibratorError.oneClass, "No rows, no classes.") { try s.fitPlatt([], []) }
        expect(throws: CalibratorError.oneClass, "The classes are asked before the scores' spread.") {
          try s.fitPlatt([3, 3], [1, 1])
        }
        expect(throws: CalibratorError.constantScore, "Every a is as good as any.") { try s.fitPlatt([3, 3], [0, 1]) }
        expect(throws: CalibratorError.empty) { try s.fitIsotonic([], []) }
        expect(throws: CalibratorError.counts(1, 2)) { try s.isotonic([1], [1, 1]) }
        expect(throws: CalibratorError.notFinite(row: 1)) { try s.isotonic([1, .nan], [0, 1]) }
        for weight in [0, -1, .nan, .infinity] {
          expect(throws: CalibratorError.weight(row: 1), "A weight is finite and > 0.") {
            try s.isotonic([1, 2], [1, weight])
          }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "0 and 1 for Platt's targets", Way(targets: { _, _ in (1, 0) }).submission,
        "With 0 and 1 the likelihood of scores that separate the classes rises for ever. Platt's targets are inside."),
      Misconception(
        "targets with + 1 below", Way(targets: { p, n in (p / (p + 1), 1 / (n + 1)) }).submission,
        "(N₊ + 1)/(N₊ + 2): one success and one failure more than were seen, Laplace's rule."),
      Misconception(
        "targets of the other class's number", Way(targets: { p, n in ((n + 1) / (n + 2), 1 / (p + 2)) }).submission,
        "The positives' target comes from N₊, the negatives' from N₋."),
      Misconception(
        "no intercept", Way(hasIntercept: false).submission,
        "Without b a score of 0 means ½, wherever the zero of the scores lies."),
      Misconception(
        "the sign of Platt's A and B", Way(sign: -1).submission,
        "Platt writes 1/(1 + e^{A·f + B}), so his A and B are −a and −b. Here it is σ(a·s + b)."),
      Misconception(
        "one Newton step", Way(steps: 1).submission,
        "The loss is no parabola: one step is near and not there. Go on until the step is below 10⁻¹²."),
      Misconception(
        "pools only once", Way(pava: .once).submission,
        "The pooled mean may be below the block *before* it. Look back as long as that is so: while, not if."),
      Misconception(
        "means without weights", Way(pava: .unweighted).submission,
        "A block of nine rows and one of one row do not meet half-way."),
      Misconception(
        "means of the blocks' means", Way(pava: .meanOfMeans).submission,
        "A pooled block carries the weight of all that it holds: add the weights when you pool."),
      Misconception(
        "running maximum", Way(pava: .runningMaximum).submission,
        "It does not fall, but it is not the nearest: one high outlier at the front lifts everything after it."),
      Misconception(
        "not falling for not rising", Way(pava: .falling).submission,
        "You pool where the values rise. Violators are those where a later mean is below an earlier one."),
      Misconception(
        "rows with equal scores not pooled", Way(poolsTies: false).submission,
        "Equal scores must have equal probabilities. First the share of positives at each different score."),
      Misconception(
        "equal scores without their number of rows", Way(weighsTies: false).submission,
        "The share at a score weighs as much as the rows that it was computed from."),
      Misconception(
        "scores as they came", Way(sorts: false).submission,
        "Isotonic means rising with the *score*. Sort the rows by it."),
      Misconception(
        "steps instead of straight pieces", Way(between: .step).submission,
        "Between two scores go straight from value to value; a step at each would jump for the smallest change."),
      Misconception(
        "the last piece goes on outside", Way(between: .beyond).submission,
        "Outside nothing was seen. A straight line soon leaves 0 … 1; stay at the last value."),
      Misconception(
        "NaN let through", Way(asksFinite: false).submission,
        "Every comparison with NaN is false: it is never pooled, and spoils sums. Say in which row it stands."),
      Misconception(
        "weights not asked about", Way(asksWeights: false).submission,
        "A weight of 0 makes 0/0, a negative one turns a mean round. Refuse it, with its row."),
      Misconception(
        "one class fitted", Way(asksClasses: false).submission,
        "With one class all scores should have the same probability, and there is nothing to be calibrated by. Throw."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("isotonic by max and min of means, Platt by short steps", Way(steps: 400, pava: .minimax).submission)
    ]
  }
}

// MARK: - Parts of the checks

/// Means of at most 40 numbers below 10.
private let few = Tolerance.absolute(1e-13)

private func expectRows(
  _ fit: @autoclosure () throws -> [[Double]], _ right: [[Double]], _ advice: String, line: Int = #line
) {
  expect(try fit(), equals: right, within: few, advice, what: "the fit (row of scores, row of values)", line: line)
}

private func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

private func probabilities(_ fit: [Double], _ scores: [Double]) -> [Double] {
  guard fit.count == 2 else { return [] }
  return scores.map { sigmoid(fit[0] * $0 + fit[1]) }
}

private func nearest(_ y: [Double], _ w: [Double]) -> [Double] {
  let n = y.count
  guard n > 0 else { return [] }
  var (best, least) = ([Double](), Double.infinity)
  for cuts in 0..<(1 << (n - 1)) {
    var (f, start) = ([Double](), 0)
    for end in 1...n where end == n || cuts >> (end - 1) & 1 == 1 {
      var (sum, weight) = (0.0, 0.0)
      for i in start..<end {
        sum += w[i] * y[i]
        weight += w[i]
      }
      f += [Double](repeating: sum / weight, count: end - start)
      start = end
    }
    guard !zip(f, f.dropFirst()).contains(where: { $0 > $1 }) else { continue }
    var cost = 0.0
    for i in 0..<n { cost += w[i] * (y[i] - f[i]) * (y[i] - f[i]) }
    if cost < least { (best, least) = (f, cost) }
  }
  return best
}

/// Platt's a and b by Newton with halved steps; `targets` of N₊ and N₋ are for positive and negative rows.
private func newton(
  _ scores: [Double], _ labels: [Int], steps: Int = 100, hasIntercept: Bool = true,
  targets: (Double, Double) -> (Double, Double) = { (($0 + 1) / ($0 + 2), 1 / ($1 + 2)) }
) -> [Double] {
  let n = Double(max(1, scores.count))
  let mean = hasIntercept ? scores.reduce(0, +) / n : 0
  let spread = scores.map { abs($0 - mean) }.max() ?? 1
  guard spread > 0 else { return [0, 0] }
  let z = scores.map { ($0 - mean) / spread }
  let positives = Double(labels.filter { $0 == 1 }.count)
  let (high, low) = targets(positives, Double(labels.count) - positives)
  let t = labels.map { $0 == 1 ? high : low }
  func loss(_ a: Double, _ b: Double) -> Double {
    var sum = 0.0
    for i in z.indices {
      let u = a * z[i] + b
      sum += max(u, 0) + log1p(exp(-abs(u))) - t[i] * u
    }
    return sum
  }
  var (a, b) = (0.0, 0.0)
  for _ in 0..<steps {
    var (ga, gb, aa, ab, bb) = (0.0, 0.0, 1e-300, 0.0, 1e-300)
    for i in z.indices {
      let p = sigmoid(a * z[i] + b)
      ga += (p - t[i]) * z[i]
      gb += p - t[i]
      aa += p * (1 - p) * z[i] * z[i]
      ab += p * (1 - p) * z[i]
      bb += p * (1 - p)
    }
    let determinant = aa * bb - ab * ab
    var (da, db) = (-(bb * ga - ab * gb) / determinant, -(aa * gb - ab * ga) / determinant)
    if !hasIntercept { (da, db) = (-ga / aa, 0) }
    guard da.isFinite, db.isFinite else { break }
    let limit = loss(a, b) * (1 + 1e-12)
    var length = steps > 100 ? 0.5 : 1
    for _ in 0..<40 where loss(a + length * da, b + length * db) > limit { length /= 2 }
    a += length * da
    b += length * db
    if max(abs(da), abs(db)) < 1e-13 { break }
  }
  return [a / spread, b - a * mean / spread]
}

/// make_reference.py.
private let eighths = [
  -15, -15, 12, 0, 4, 4, 9, -19, -1, -14, -4, 18, 2, -18, 2, -15, 10, 18, 20, 5, 15, -5, -15, 0, -2, 7, 20, -9, 15, -15,
  -6, 12, -10, 7, -2, 1, 18, 13, 14, 2,
]

private let labels40 = "0011111000011010111111010111100111011111".utf8.map { Int($0) - 48 }

// MARK: - Wrong and right ways

private enum Pava { case right, once, unweighted, meanOfMeans, runningMaximum, falling, minimax }

private enum Between { case straight, step, beyond }

/// All four functions; each member can make them wrong in one place.
private struct Way {
  var targets: (Double, Double) -> (Double, Double) = { (($0 + 1) / ($0 + 2), 1 / ($1 + 2)) }
  var hasIntercept = true
  var sign = 1.0
  var steps = 100
  var pava = Pava.right
  var poolsTies = true
  var weighsTies = true
  var sorts = true
  var between = Between.straight
  var asksFinite = true
  var asksWeights = true
  var asksClasses = true

  private func check(_ scores: [Double], _ labels: [Int]) throws {
    guard scores.count == labels.count else { throw CalibratorError.counts(scores.count, labels.count) }
    if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) { throw CalibratorError.label(row: row) }
    if asksFinite, let row = scores.firstIndex(where: { !$0.isFinite }) { throw CalibratorError.notFinite(row: row) }
  }

  private func pooled(_ y: [Double], _ w: [Double]) -> [Double] {
    if pava == .runningMaximum {
      var largest = -Double.infinity
      return y.map {
        largest = max(largest, $0)
        return largest
      }
    }
    if pava == .minimax { return minimax(y, w) }
    var blocks: [(mean: Double, weight: Double, count: Int)] = []
    for (value, weight) in zip(y, w) {
      blocks.append((value, pava == .unweighted ? 1 : weight, 1))
      while blocks.count > 1 {
        let (a, b) = (blocks[blocks.count - 2], blocks[blocks.count - 1])
        guard pava == .falling ? a.mean < b.mean : a.mean > b.mean else { break }
        blocks.removeLast(2)
        let total = a.weight + b.weight
        let mean = pava == .meanOfMeans ? (a.mean + b.mean) / 2 : (a.weight * a.mean + b.weight * b.mean) / total
        blocks.append((mean, total, a.count + b.count))
        if pava == .once { break }
      }
    }
    return blocks.flatMap { [Double](repeating: $0.mean, count: $0.count) }
  }

  /// fᵢ = max over starts ≤ i of the min over ends ≥ i of the mean between.
  private func minimax(_ y: [Double], _ w: [Double]) -> [Double] {
    var f = [Double](repeating: -.infinity, count: y.count)
    for start in y.indices {
      var (sum, weight) = (0.0, 0.0)
      var means: [Double] = []
      for end in start..<y.count {
        sum += w[end] * y[end]
        weight += w[end]
        means.append(sum / weight)
      }
      var least = Double.infinity
      for i in (start..<y.count).reversed() {
        least = min(least, means[i - start])
        f[i] = max(f[i], least)
      }
    }
    return f
  }

  private func fit(_ scores: [Double], _ labels: [Int]) -> [[Double]] {
    let order = sorts ? scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) } : Array(scores.indices)
    var (different, rows, positives) = ([Double](), [Double](), [Double]())
    for row in order {
      if !poolsTies || different.last != scores[row] {
        different.append(scores[row])
        rows.append(0)
        positives.append(0)
      }
      rows[rows.count - 1] += 1
      positives[rows.count - 1] += Double(labels[row])
    }
    return [different, pooled(zip(positives, rows).map { $0 / $1 }, weighsTies ? rows : rows.map { _ in 1 })]
  }

  private func value(_ scores: [Double], _ values: [Double], _ score: Double) -> Double {
    let n = scores.count
    guard n > 0 else { return .nan }
    let k = scores.firstIndex { $0 > score } ?? n  // the first above
    if k == 0 && between != .beyond { return values[0] }
    if between == .step || n == 1 { return values[max(0, k - 1)] }
    if k == n && between != .beyond { return values[n - 1] }
    let right = min(max(k, 1), n - 1)
    let width = scores[right] - scores[right - 1]
    return width == 0
      ? values[right]
      : values[right - 1] + (score - scores[right - 1]) / width * (values[right] - values[right - 1])
  }

  var submission: Submission {
    Submission(
      fitPlatt: .init { scores, labels in
        try check(scores, labels)
        if asksClasses { guard labels.contains(0), labels.contains(1) else { throw CalibratorError.oneClass } }
        if let first = scores.first, scores.allSatisfy({ $0 == first }) { throw CalibratorError.constantScore }
        return newton(scores, labels, steps: steps, hasIntercept: hasIntercept, targets: targets).map { sign * $0 }
      },
      isotonic: .init { y, w in
        guard y.count == w.count else { throw CalibratorError.counts(y.count, w.count) }
        if asksFinite, let row = y.firstIndex(where: { !$0.isFinite }) { throw CalibratorError.notFinite(row: row) }
        if asksWeights, let row = w.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) {
          throw CalibratorError.weight(row: row)
        }
        return pooled(y, w)
      },
      fitIsotonic: .init { scores, labels in
        try check(scores, labels)
        guard !scores.isEmpty else { throw CalibratorError.empty }
        return fit(scores, labels)
      },
      predict: .init { value($0[0], $0[1], $1) })
  }
}
