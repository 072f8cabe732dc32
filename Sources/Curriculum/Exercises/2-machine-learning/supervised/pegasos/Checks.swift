import Checking
import LabData

enum PegasosError: Error, Equatable {
  case counts(rows: Int, labels: Int)
  case noRows
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
  case penalty
  case order(position: Int)
}

struct Submission {
  var objective: Function<[Double], [[Double]], [Int], Double, Double>
  /// The last weights, then the averaged ones.
  var fit: Function<[[Double]], [Int], Double, [Int], [[Double]]>
}

enum Pegasos: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Sums of a few terms, all of them ≥ 0.
      Check("gives the objective") { s in
        let (x, y): ([[Double]], [Int]) = ([[2, 0], [0, 1], [1, 1], [-3, 1]], [1, -1, 1, 1])
        expect(
          try s.objective([0, 0], x, y, 5), equals: 1, within: .ulps(8), "At w = 0 each hinge is 1, and the penalty 0.")
        expect(
          try s.objective([1, -2], x, y, 0.5), equals: 1.25 + (0 + 0 + 2 + 6) / 4, within: .ulps(8),
          "½·0.5·5; the margins are 2, 2, −1 and −5, so the hinges are 0, 0, 2 and 6.")
        expect(
          try s.objective([0.25, 0], x, y, 2), equals: 0.0625 + (0.5 + 1 + 0.75 + 1.75) / 4, within: .ulps(8),
          "½·2/16; the margins are 0.5, 0, 0.25 and −0.75.")
      },
      Check("gives the worked example") { s in
        let (x, y): ([[Double]], [Int]) = ([[2, 0], [0, 1]], [1, -1])
        let root = 5.0.squareRoot()
        let steps: [[Double]] = [[2, 0], [2 / root, -4 / root], [4 / root / 3, -8 / root / 3]]
        for count in 1...3 {
          let means = (0..<2).map { j in steps[..<count].reduce(0) { $0 + $1[j] } / Double(count) }
          expect(
            try s.fit(x, y, 0.25, Array([0, 1, 0][..<count])), equals: [steps[count - 1], means],
            within: .absolute(64 * 0x1p-52),
            "Shrink by 1 − 1/t, add y·x/(λ·t) if the margin was below 1, go back to the ball of radius 1/√λ = 2.",
            what: "w after \(count) of the three steps, and the mean")
        }
      },
      // Powers of two: exact. With λ = 1 the ball has the radius 1.
      Check("looks at the margin before the step, and at 1 itself") { s in
        expect(
          try s.fit([[1], [0.5]], [1, 1], 1, [0, 0]), equals: [[0.5], [0.75]],
          "After t = 1 w = 1, and the margin is exactly 1: no hinge, w only shrinks by 1 − ½.")
        expect(
          try s.fit([[1], [0.5]], [1, 1], 1, [0, 1]), equals: [[0.75], [0.875]],
          "The margin ½·1 is below 1: w = ½·1 + 0.5/2.")
        expect(
          try s.fit([[0, 0]], [1], 4, [0, 0]), equals: [[0, 0], [0, 0]],
          "A row of zeros moves nothing, and 0 lies in the ball.")
        expect(
          try s.fit([[1], [-1]], [-1, -1], 0.25, [0, 0, 1, 1]), equals: [[1.5], [(-2.0 - 1 + 2.0 / 3 + 1.5) / 4]],
          within: .ulps(8), "w is −2, −1, then −⅔ + 4/3 = ⅔, then ½ + 1 = 1.5.")
      },
      // 20·T·ε of 1/√λ: a few roundings a step, and steps do not stretch differences.
      Check("takes the steps in the order given", cases: 3) { s, random in
        let x = (0..<12).map { _ in (0..<3).map { _ in Double.random(in: -2...2, using: &random) } }
        let y = x.map { $0[0] - $0[1] + Double.random(in: -1...1, using: &random) > 0 ? 1 : -1 }
        for lambda in [0.05, 3] {
          let order = (0..<40).map { _ in Int.random(in: 0..<12, using: &random) }
          expect(
            try s.fit(x, y, lambda, order), equals: Way().fit(x, y, lambda, order),
            within: .absolute(20 * 40 * 0x1p-52 / lambda.squareRoot()),
            "Follow the four lines of a step for t = 1, 2, 3 on paper.",
            what: "last and averaged w, 40 steps, λ = \(lambda)")
        }
      },
      // The theorem bounds the expectation; eight orders are averaged, and what is measured is below a fifteenth of the bound.
      Check("comes as near to the minimum as the theorem says", cases: 1) { s, random in
        let x = (0..<30).map { _ in
          let row = (0..<2).map { _ in Double.random(in: -1...1, using: &random) }
          return row + [1]
        }
        let y = x.map { $0[0] + 0.3 > $0[1] ? 1 : -1 }
        let lambda = 0.1
        let best = minimum(x, y, lambda)
        let steps = 2000
        var excess = 0.0
        for _ in 0..<8 {
          let order = (0..<steps).map { _ in Int.random(in: 0..<30, using: &random) }
          let models = try s.fit(x, y, lambda, order)
          guard models.map(\.count) == [3, 3] else { return expect(false, "two vectors of 3 weights are expected") }
          excess += (Way().objective(models[1], x, y, lambda) - best) / 8
        }
        let root = lambda.squareRoot() + 3.0.squareRoot()
        expect(
          "f(averaged) − min f, the mean of eight orders of 2000 steps,", excess,
          atMost: root * root * 8.6 / (2 * lambda * Double(steps)),
          "(√λ + R)²·(1 + ln T)/(2·λ·T) with R² = 3; ln 2000 = 7.6.")
        expect(
          "f(averaged) − min f", excess, atLeast: -1e-6, "Nothing is below the minimum: is f the one of the statement?")
      },
      Check("refuses what it cannot learn from") { s in
        func expectRefusal(_ error: PegasosError, _ x: [[Double]], _ y: [Int], _ lambda: Double, _ order: [Int]) {
          expect(throws: error, "Call checkTraining before anything else.") { try s.fit(x, y, lambda, order) }
        }
        expectRefusal(.counts(rows: 1, labels: 2), [[1]], [1, 1], 1, [0])
        expectRefusal(.noRows, [], [], 1, [0])
        expectRefusal(.length(row: 1), [[1], [1, 2]], [1, -1], 1, [0])
        expectRefusal(.notFinite(row: 1, column: 0), [[1], [.infinity]], [1, -1], 1, [0])
        expectRefusal(.label(row: 1), [[1], [2]], [1, 0], 1, [0])
        expectRefusal(.penalty, [[1]], [1], 0, [0])
        expectRefusal(.penalty, [[1]], [1], .nan, [0])
        expectRefusal(.order(position: 0), [[1]], [1], 1, [])
        expectRefusal(.order(position: 2), [[1], [2]], [1, -1], 1, [0, 1, 2])
      },
      // 0.982 in this order, 0.956 and more in ten random ones; shuffled labels at most 0.667 in ten.
      Check("tells tumours apart that it has not seen: 95 %") { s in
        let (x, y) = try tumours.get()
        let (kept, held) = (y.indices.filter { $0 % 5 > 0 }, y.indices.filter { $0 % 5 == 0 })
        let order = (0..<3000).map { ($0 * 7919) % kept.count }
        let models = try s.fit(kept.map { x[$0] }, kept.map { y[$0] }, 0.01, order)
        guard models.map(\.count) == [31, 31] else { return expect(false, "two vectors of 31 weights are expected") }
        let right = held.count { i in (dot(models[1], x[i]) > 0) == (y[i] == 1) }
        expect(
          "the share of held-out tumours on their right side", Double(right) / Double(held.count), atLeast: 0.95,
          "3000 steps with λ = 0.01. Shuffled labels reach 67 %.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the penalty divided by n",
        Way(penalty: { lambda, n in lambda / n }).submission,
        """
        The hinge is a mean already. With λ·‖w‖²/(2n) the penalty shrinks as rows are added, and λ means something else.
        """),
      Misconception(
        "the sum of the hinges",
        Way(loss: { sum, _ in sum }).submission,
        """
        f takes the mean over the rows: with a sum the penalty would be worth less the more rows there are.
        """),
      Misconception(
        "λ taken for C",
        Way(penalty: { lambda, _ in 1 / lambda }).submission,
        """
        C multiplies the hinge, λ the penalty: λ = 1/(n·C). A large C penalises little, a large λ much.
        """),
      Misconception(
        "λ·‖w‖² without the half",
        Way(half: 1).submission,
        """
        The gradient of ½·λ·‖w‖² is λ·w, and the steps are made for that.
        """),
      Misconception(
        "a hinge below 0",
        Way(clips: false).submission,
        """
        A row far on its right side costs nothing, it does not pay: max(0, …).
        """),
      Misconception(
        "updated at mistakes only",
        Way(isInside: { $0 <= 0 }).submission,
        """
        That is the perceptron. Here a row has to be a margin of 1 away: below it, it pulls.
        """),
      Misconception(
        "updated at every row",
        Way(isInside: { _ in true }).submission,
        """
        Beyond the margin the hinge is flat, and its slope 0: such a row only lets w shrink.
        """),
      Misconception(
        "a margin of 1 taken for inside",
        Way(isInside: { $0 <= 1 }).submission,
        """
        At the kink itself both slopes are subgradients, and here it is 0: m < 1 is asked.
        """),
      Misconception(
        "the margin of the shrunken weights",
        Way(marginAfter: true).submission,
        """
        Both parts of the subgradient belong to the same w, that before the step. Take the margin first.
        """),
      Misconception(
        "steps of size 1/(λ·(t + 1))",
        Way(first: 2).submission,
        """
        The first step has t = 1, so the size is 1/λ and the start is forgotten. From t = 2 on every step is too short.
        """),
      Misconception(
        "no projection",
        Way(radius: { _ in .infinity }).submission,
        """
        The first step has the size 1/λ and throws w far out. The minimum has λ·‖w‖² ≤ 1: bring w back to that ball.
        """),
      Misconception(
        "projected to the radius 1/λ",
        Way(radius: { 1 / $0 }).submission,
        """
        f(0) = 1, so at the minimum ½·λ·‖w‖² ≤ 1, and with duality λ·‖w‖² ≤ 1: the radius is 1/√λ.
        """),
      Misconception(
        "always stretched to the ball",
        Way(stretches: true).submission,
        """
        min(1, …) only shortens. A w inside the ball stays as it is.
        """),
      Misconception(
        "the last weights for the mean",
        Way(averages: false).submission,
        """
        The last step followed a single row. The theorem is about the mean of the w after all steps.
        """),
      Misconception(
        "the weights before each step averaged",
        Way(averagesEarly: true).submission,
        """
        Then the zeros of the start are in the mean, and the last step is not. Add w after the step and its projection.
        """),
      Misconception(
        "shrunk only where the hinge is felt",
        Way(shrinksAlways: false).submission,
        """
        ½·λ·‖w‖² belongs to every step: a row with a margin of 1 or more has no hinge, and w ← (1 − 1/t)·w all the same.
        """),
      Misconception(
        "nothing refused",
        Way(checks: false).submission,
        """
        λ = 0 divides by 0, and a NaN stays in w for ever. Call checkTraining before anything else.
        """),
      Misconception(
        "the labels shuffled",
        Way(shuffles: true).submission,
        """
        The labels do not belong to their rows any more. What is done to rows must be done to labels.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the mean brought up to date at each step", Way(isRunning: true).submission)]
  }
}

// MARK: - Parts of the checks

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in 0..<min(a.count, b.count) { sum += a[i] * b[i] }
  return sum
}

/// min f by coordinate ascent on the dual, Σα/n − ‖Σ α·y·x/(λn)‖²·λ/2 with 0 ≤ α ≤ 1, to rounding.
private func minimum(_ x: [[Double]], _ y: [Int], _ lambda: Double) -> Double {
  var (alpha, w) = (x.map { _ in 0.0 }, x[0].map { _ in 0.0 })
  let scale = lambda * Double(x.count)
  for _ in 0..<3000 {
    for i in x.indices {
      let label = Double(y[i])
      let new = min(1, max(0, alpha[i] + (1 - label * dot(w, x[i])) * scale / dot(x[i], x[i])))
      for j in w.indices { w[j] += (new - alpha[i]) * label * x[i][j] / scale }
      alpha[i] = new
    }
  }
  return alpha.reduce(0, +) / Double(x.count) - lambda / 2 * dot(w, w)
}

// MARK: - Real data

/// Thirty scaled measures of 569 tumours and a 1, and 1 for malignant, −1 for benign.
private let tumours = Result {
  let table = try Dataset("tabular/breast_cancer.csv").csv()
  let rows = try table.numbers(Array(table.columns.dropLast()))
  let n = Double(rows.count)
  var x = rows.map { $0 + [1] }
  for j in 0..<30 {
    var (mean, square) = (0.0, 0.0)
    for row in rows { mean += row[j] / n }
    for row in rows { square += (row[j] - mean) * (row[j] - mean) / n }
    for i in x.indices { x[i][j] = (x[i][j] - mean) / square.squareRoot() }
  }
  return (x: x, y: table.rows.map { $0[30] == "malignant" ? 1 : -1 })
}

// MARK: - Wrong and right ways

/// A way to the two functions; each member can make it wrong in one place.
private struct Way {
  var penalty: (Double, Double) -> Double = { lambda, _ in lambda }
  var loss: (Double, Double) -> Double = { sum, n in sum / n }
  var half = 0.5
  var clips = true
  var isInside: (Double) -> Bool = { $0 < 1 }
  var marginAfter = false
  var first = 1.0
  var radius: (Double) -> Double = { 1 / $0.squareRoot() }
  var stretches = false
  var averages = true
  var averagesEarly = false
  var shrinksAlways = true
  var checks = true
  var shuffles = false
  var isRunning = false

  var submission: Submission {
    Submission(
      objective: .init(objective),
      fit: .init { x, y, lambda, order in
        try check(x, y, lambda, order)
        return fit(x, y, lambda, order)
      })
  }

  func objective(_ w: [Double], _ x: [[Double]], _ y: [Int], _ given: Double) -> Double {
    var sum = 0.0
    for i in x.indices {
      let hinge = 1 - Double(y[i]) * dot(w, x[i])
      sum += clips ? max(0, hinge) : hinge
    }
    return half * penalty(given, Double(x.count)) * dot(w, w) + loss(sum, Double(x.count))
  }

  func check(_ x: [[Double]], _ y: [Int], _ lambda: Double, _ order: [Int]) throws {
    guard x.count == y.count else { throw PegasosError.counts(rows: x.count, labels: y.count) }
    guard let d = x.first?.count else { throw PegasosError.noRows }
    for (i, row) in x.enumerated() where row.count != d { throw PegasosError.length(row: i) }
    if checks {
      for (i, row) in x.enumerated() {
        for j in 0..<d where !row[j].isFinite { throw PegasosError.notFinite(row: i, column: j) }
      }
      for i in y.indices where y[i] != 1 && y[i] != -1 { throw PegasosError.label(row: i) }
      guard lambda > 0, lambda < .infinity else { throw PegasosError.penalty }
    }
    guard !order.isEmpty else { throw PegasosError.order(position: 0) }
    for (position, i) in order.enumerated() where i < 0 || i >= x.count { throw PegasosError.order(position: position) }
  }

  func fit(_ x: [[Double]], _ y: [Int], _ given: Double, _ order: [Int]) -> [[Double]] {
    let lambda = penalty(given, Double(x.count))
    var w = x[0].map { _ in 0.0 }
    var mean = w
    for (step, i) in order.enumerated() {
      let t = Double(step) + first
      let label = Double(shuffles ? y[(7 * i + 3) % y.count] : y[i])
      var margin = label * dot(w, x[i])
      if averagesEarly { for j in w.indices { mean[j] += w[j] / Double(order.count) } }
      if shrinksAlways || isInside(margin) { for j in w.indices { w[j] -= w[j] / t } }
      if marginAfter { margin = label * dot(w, x[i]) }
      if isInside(margin) { for j in w.indices { w[j] += label * x[i][j] / (lambda * t) } }
      let (length, bound) = (dot(w, w).squareRoot(), radius(lambda))
      if length > bound || stretches && length > 0 { for j in w.indices { w[j] *= bound / length } }
      if averagesEarly { continue }
      if isRunning {
        for j in w.indices { mean[j] += (w[j] - mean[j]) / Double(step + 1) }
      } else {
        for j in w.indices { mean[j] += w[j] / Double(order.count) }
      }
    }
    return [w, averages ? mean : w]
  }
}
