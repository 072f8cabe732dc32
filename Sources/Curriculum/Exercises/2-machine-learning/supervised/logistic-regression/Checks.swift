import Checking
import Glibc
import LabData

enum LogisticError: Error, Equatable {
  case counts(rows: Int, labels: Int)
  case noRows
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
  case oneClass
  case separable
}

struct Submission {
  var loss: Function<[Double], [[Double]], [Int], Double, Double>
  var fit: Function<[[Double]], [Int], Double, [Double]>
}

enum LogisticRegression: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A few operations a row, on terms that are all ≥ 0.
      Check("gives the loss, whatever z is") { s in
        let tolerance = Tolerance.ulps(16)
        expect(
          try s.loss([0, 0], [[1], [5], [-2]], [1, 0, 1], 3), equals: 3 * log(2), within: tolerance,
          "At β = 0 every row costs log 2, and the penalty is 0.")
        expect(
          try s.loss([2, 3], [[0]], [1], 0.5), equals: log1p(exp(-2)) + 2.25, within: tolerance,
          "z = 2, and ½·0.5·3²: b = 2 is not penalised.")
        expect(
          try s.loss([1, 2, -1], [[1, 0], [0, 2]], [0, 1], 2), equals: 3 + log1p(exp(-3)) + 1 + log1p(exp(-1)) + 5,
          within: tolerance, "z = 3 with label 0, z = −1 with label 1, and ½·2·(4 + 1).")
        let advice =
          "e⁷¹⁰ is infinite, and at z = 40 p is exactly 1. Write the term in z: max(z, 0) + log1p(e^{−|z|}) − y·z."
        for (z, y, right) in [(1000.0, 1, 0.0), (1000, 0, 1000), (-1000, 1, 1000), (-1000, 0, 0), (40, 0, 40)] {
          expect(
            try s.loss([0, z], [[1]], [y], 0), equals: right, within: tolerance, advice,
            what: "the loss of z = \(z) with label \(y)")
        }
      },
      // Closed forms: with the gradient at 10⁻¹⁰·n, and curvature above 0.1·n, β is off by 10⁻⁹ at most.
      Check("gives the log odds of two groups") { s in
        let x = [Double](repeating: 0, count: 851) + [Double](repeating: 1, count: 462)
        let y = (0..<1313).map { i in i < 851 ? i < 142 ? 1 : 0 : i < 851 + 308 ? 1 : 0 }  // as on the Titanic
        let b = log(142.0 / 709)
        expect(
          try s.fit(x.map { [$0] }, y, 0), equals: [b, log(2) - b], within: .absolute(1e-9),
          "142 of 851 men and 308 of 462 women lived: two parameters meet both shares.", what: "b and w of the Titanic")
        expect(
          try s.fit([[], [], [], []], [0, 1, 1, 1], 5), equals: [log(3)], within: .absolute(1e-9),
          "The intercept alone meets the share of 1, 3 in 4, and is not penalised.", what: "b without columns")
      },
      // What the stop asks for, 10⁻¹⁰·n an entry, and the rounding of another order of the sums.
      Check("leaves no gradient", cases: 3) { s, random in
        let x = (0..<67).map { _ in (0..<3).map { _ in Double.random(in: -2...2, using: &random) } }
        let y = x.map { Double.random(in: 0...1, using: &random) < sigma(0.8 + $0[0] - 1.5 * $0[1]) ? 1 : 0 }
        for l2 in [0, 0.7, 40] {
          expectNoGradient(
            try s.fit(x, y, l2), x, y, l2, "∇ = Σ (p − y)·(1, x) + λ·(0, w). Compare yours with differences of J.")
        }
      },
      // As for any minimum; here Newton's full steps from 0 go to |β| of 10⁸² instead.
      Check("halves a step by which the loss rises") { s in
        let x = [
          [0, -0.7], [-0.2, 0], [-0.2, 0.1], [623.8, -5.5], [0, -569.1], [0, -12.2], [-0.4, -16], [1.9, 1.6],
        ]
        expectNoGradient(
          try s.fit(x, [0, 1, 0, 0, 0, 0, 0, 0], 0.001), x, [0, 1, 0, 0, 0, 0, 0, 0], 0.001,
          "From 0 a full step of Newton goes too far here: halve it until J does not rise.")
      },
      Check("moves with a column only its intercept") { s in
        let x: [[Double]] = [[-2, 1], [-1, 0], [0.5, 2], [1, -1], [-0.5, 1], [2, 0], [0, -2], [1.5, 1]]
        let y = [0, 0, 1, 1, 1, 1, 0, 0]
        let beta = try s.fit(x, y, 0.5)
        guard beta.count == 3 else { return expect(false, "β has \(beta.count) entries, expected 1 + 2") }
        expect(
          try s.fit(x.map { [$0[0] + 5, $0[1]] }, y, 0.5), equals: [beta[0] - 5 * beta[1], beta[1], beta[2]],
          within: .absolute(1e-7), "The predictions stay the same if b takes up −5·w₀, which costs nothing.",
          what: "β with 5 added to column 0")
        expect(
          try s.fit(x, y.map { 1 - $0 }, 0.5), equals: beta.map { -$0 }, within: .absolute(1e-8),
          "Other names for the classes turn all signs.", what: "β with labels exchanged")
        expect(
          try s.fit(x + x, y + y, 1), equals: beta, within: .absolute(1e-8),
          "J is a sum over the rows: every row twice, and λ twice, is the same minimum.",
          what: "β of every row twice, with λ = 1")
      },
      Check("says so when there is no minimum") { s in
        let advice = "J falls as the weights grow, without end: what an iteration stops at is no minimum."
        func expectNone(_ x: [Double], _ y: [Int]) {
          expect(throws: LogisticError.separable, advice) { try s.fit(x.map { [$0] }, y, 0) }
        }
        expectNone([-2, -1, 1, 2], [0, 0, 1, 1])
        expectNone([3, 2.5, 1, 2], [0, 0, 1, 1])
        expectNone([0, 1, 2, 3, 3], [0, 0, 0, 0, 1])  // rows on the plane
        expectNone([0, 0, 0, 1, 1], [0, 1, 1, 1, 1])
        expectNone([-200, -100, 100, 300], [0, 0, 1, 1])
        expectNone((0..<16).map { $0 < 15 ? 0 : 1 }, (0..<16).map { $0 < 15 ? $0 % 2 : 1 })  // one row runs away
        // Each column by itself overlaps; the second minus the first tells the classes apart, the last two rows on the plane.
        let diagonal: [[Double]] = [[0, 1], [1, 2], [2, 3], [1, 0], [2, 1], [3, 2], [1, 1], [2, 2]]
        let sides = "The second column minus the first is 1 for label 1 and −1 for label 0: that is a plane, too."
        expect(throws: LogisticError.separable, sides) { try s.fit(Array(diagonal.prefix(6)), [1, 1, 1, 0, 0, 0], 0) }
        expect(throws: LogisticError.separable, sides) { try s.fit(diagonal, [1, 1, 1, 0, 0, 0, 0, 1], 0) }
        let small = [-0.04, -0.03, -0.01, 0.01, -0.02, 0.02, 0.03, 0.05].map { [$0] }
        expectNoGradient(
          try s.fit(small, [0, 0, 0, 0, 1, 1, 1, 1], 0), small, [0, 0, 0, 0, 1, 1, 1, 1], 0,
          "The classes overlap at ±0.02: w is large in this unit, and there is a minimum.")
        let t = [-150.0, -90, -30, -2, -1, -0.5, 0.5, 1, 2, 30, 90, 150]
        let far = try s.fit(t.map { [$0] }, [0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1], 0)
        guard far.count == 2 else { return expect(false, "β has \(far.count) entries, expected 2") }
        let score = zip(t, [0.0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1]).reduce(0) {
          $0 + ($1.1 - sigma(far[0] + far[1] * $1.0)) * $1.0
        }
        expect(
          "|Σ (y − p)·x| where the classes overlap, with rows at ±150", abs(score), atMost: 12 * 1.1e-10,
          "The classes overlap around 0: there is a minimum, however far away the other rows are.")
        let kept = try s.fit([[-2], [-1], [1], [2]], [0, 0, 1, 1], 1)
        expect(
          kept.first ?? .nan, equals: 0, within: .absolute(1e-9), "With λ > 0 there always is a minimum.",
          what: "b of separable, symmetric rows with λ = 1")
      },
      Check("refuses what it cannot fit") { s in
        let advice = "Call checkTable before anything else."
        func expectRefusal(_ error: LogisticError, _ x: [[Double]], _ y: [Int]) {
          expect(throws: error, advice) { try s.fit(x, y, 1) }
        }
        expectRefusal(.counts(rows: 1, labels: 2), [[1]], [0, 1])
        expectRefusal(.noRows, [], [])
        expectRefusal(.length(row: 1), [[1], [2, 3]], [0, 1])
        expectRefusal(.notFinite(row: 1, column: 0), [[1], [.nan], [3]], [0, 1, 1])
        expectRefusal(.notFinite(row: 0, column: 1), [[1, .infinity], [.nan, 3]], [0, 1])
        expectRefusal(.label(row: 2), [[1], [2], [3]], [0, 1, -1])
        expectRefusal(.oneClass, [[1], [2]], [1, 1])
        expectRefusal(.oneClass, [[1]], [0])
      },
      // The gradient at 10⁻¹⁰·n, and all curvatures above λ = 3 (for b above 10): 569·10⁻¹⁰·√31/3 ≤ 1.1·10⁻⁷.
      Check("agrees with scikit-learn on breast cancer") { s in
        let (x, y) = try tumours.get()
        expect(
          try s.fit(scaled(x, by: x), y, 3), equals: cancerCoefficients, within: .absolute(1.1e-7),
          "λ = 3 is C = 1/3.", what: "β of 30 scaled columns with λ = 3")
      },
      // 0.975 with these folds; hardly penalised 0.961, shuffled labels at most 0.63: make_reference.py.
      Check("tells tumours apart that it has not seen: 97.1 %") { s in
        let (x, y) = try tumours.get()
        var right = 0
        for fold in 0..<5 {
          let (kept, held) = (y.indices.filter { $0 % 5 != fold }, y.indices.filter { $0 % 5 == fold })
          let training = kept.map { x[$0] }
          let beta = try s.fit(scaled(training, by: training), kept.map { y[$0] }, 3)
          guard beta.count == 31 else { return expect(false, "β has \(beta.count) entries, expected 1 + 30") }
          for (row, i) in zip(scaled(held.map { x[$0] }, by: training), held) {
            if (beta[0] + dot(beta.dropFirst(), row) > 0) == (y[i] == 1) { right += 1 }
          }
        }
        expect(
          "the share of held-out rows on their right side, over five folds", Double(right) / Double(y.count),
          atLeast: 0.971, "Hardly any penalty reaches 96 %, shuffled labels 63 %: the share of benign tumours.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "logarithm of a rounded probability",
        Way("log p", row: { z, y in y == 1 ? -log(sigma(z)) : -log(1 - sigma(z)) }).submission,
        """
        At z = 40 p is exactly 1 in a Double and log(1 − p) is −∞. Write the loss in z, not in p.
        """),
      Misconception(
        "the formula for labels −1 and 1",
        Way("±1", row: { z, y in log1p(exp(-Double(y) * z)) }, residual: { p, y in y == 1 ? p - 1 : 0 }).submission,
        """
        log(1 + e^{−y·z}) is for labels −1 and 1. With y = 0 it is log 2 whatever z is: half of your data teach nothing.
        """),
      Misconception(
        "the intercept shrunk, too",
        Way("intercept", penalty: { l2, j in l2 }).submission,
        """
        Then shifting a column, or another share of ones, changes the fit. Leave b out of the penalty, its gradient and H.
        """),
      Misconception(
        "λ taken for C",
        Way("C", l2: { l2, _ in l2 == 0 ? 0 : 1 / l2 }).submission,
        """
        scikit-learn's C multiplies the loss of the rows, so it is 1/λ: a large C penalises little, a large λ much.
        """),
      Misconception(
        "the mean over rows with λ for the sum",
        Way("mean", l2: { l2, n in l2 * n }).submission,
        """
        Dividing the rows' loss by n but not the penalty is a penalty n times as strong. J here is a sum.
        """),
      Misconception(
        "λ·‖w‖² without the half",
        Way("half", l2: { l2, _ in 2 * l2 }).submission,
        """
        ½·λ·‖w‖² has the gradient λ·w. Without the half it is 2·λ·w.
        """),
      Misconception(
        "no penalty at all",
        Way("free", l2: { _, _ in 0 }, checksSeparation: false).submission,
        """
        λ does not enter your minimum. The classes of these tumours can be separated in 30 columns, so the weights only end \
        where the iteration does, and new rows pay for it.
        """),
      Misconception(
        "no intercept",
        Way("origin", usesIntercept: false).submission,
        """
        Without b the plane goes through the origin, where p is ½: with shares of 1 : 3 or shifted columns that is wrong.
        """),
      Misconception(
        "stopped early",
        Way("early", tolerance: 1e-3).submission,
        """
        A gradient of 10⁻³ a row looks small, and the weights are off in the third digit. Newton squares the error: two more \
        steps cost little.
        """),
      Misconception(
        "separation let through",
        Way("through", checksSeparation: false).submission,
        """
        The gradient becomes small because p comes near 0 and 1, not because a minimum is near: more steps would give larger \
        weights, without end. Refuse.
        """),
      Misconception(
        "rows on the plane not thought of",
        Way("quasi", checksStandstill: false).submission,
        """
        If a plane separates all rows but some that lie on it, the weights run away as well, though not every row is on its \
        right side. Ask whether Newton's step still moves z at the stop.
        """),
      Misconception(
        "large z taken for separation",
        Way("large", largest: 18).submission,
        """
        A row far from the plane may well have a probability of 10⁻³⁰. What counts is whether z still moves.
        """),
      Misconception(
        "separation asked of each column by itself",
        Way("columns", test: .columns).submission,
        """
        A plane may lie in any direction: the classes can overlap in every column and still be told apart by a sum of them.
        """),
      Misconception(
        "large weights taken for separation",
        Way("weights", test: .weights).submission,
        """
        A weight is in the unit 1/x: for a column in kilometres it is a thousand times that for metres. What counts is whether \
        z still moves.
        """),
      Misconception(
        "Newton's step asked for its own size",
        Way("step", test: .step).submission,
        """
        A step of 0.01 in w moves z by 1 where x is 100. Ask by how much the step moves z of any row.
        """),
      Misconception(
        "the mean move of z",
        Way("mean", test: .mean).submission,
        """
        One row that runs away among many that stand is a separation, too. Ask for the row that moves most.
        """),
      Misconception(
        "separation refused with a penalty",
        Way("refused", alwaysChecks: true).submission,
        """
        With λ > 0 the penalty grows as the weights do, so there is always one minimum. That is what it is for.
        """),
      Misconception(
        "full steps only",
        Way("full", halves: false).submission,
        """
        Newton's step is right for a parabola. Far from the minimum J is straighter than its curvature at β says, the step goes \
        too far, and the next one is worse. Halve until J does not rise.
        """),
      Misconception(
        "one class fitted",
        Way("one", checksClasses: false).submission,
        """
        With one label only, b runs to infinity: there is nothing to tell apart. Call checkTable.
        """),
      Misconception(
        "the table not looked at",
        Way("table", checksTable: false).submission,
        """
        A NaN makes every weight NaN, a label of −1 is no class. Call checkTable before anything else.
        """),
      Misconception(
        "the labels shuffled",
        Way("shuffled", shuffles: true).submission,
        """
        The labels do not belong to their rows any more. Whatever is done to rows must be done to labels.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("elimination instead of Cholesky", Way("right").submission),
      Alternative(
        "the loss as max(z, 0) + log1p(e^{−|z|}) − y·z",
        Way(
          "z", row: { z, y in max(z, 0) - (y == 1 ? z : 0) + log1p(exp(-abs(z))) }
        ).submission),
    ]
  }
}

// MARK: - Parts of the checks

private func expectNoGradient(
  _ beta: [Double], _ x: [[Double]], _ y: [Int], _ l2: Double, _ advice: String, line: Int = #line
) {
  let p = x[0].count + 1
  guard beta.count == p else { return expect(false, "β has \(beta.count) entries, expected \(p)", line: line) }
  var gradient = [0] + beta.dropFirst().map { l2 * $0 }
  for (row, label) in zip(x, y) {
    let residual = sigma(beta[0] + dot(beta.dropFirst(), row)) - Double(label)
    for j in 0..<p { gradient[j] += residual * (j == 0 ? 1 : row[j - 1]) }
  }
  expect(
    "the largest entry of ∇, divided by n, for λ = \(l2)",
    gradient.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, abs($1)) } / Double(y.count), atMost: 1.1e-10, advice,
    line: line)
}

private func sigma(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

private func dot(_ a: ArraySlice<Double>, _ b: [Double]) -> Double {
  var sum = 0.0
  for (a, b) in zip(a, b) { sum += a * b }
  return sum
}

/// Rows minus the means of others, divided by their standard deviations.
private func scaled(_ x: [[Double]], by training: [[Double]]) -> [[Double]] {
  let n = Double(training.count)
  var rows = x
  for j in training[0].indices {
    var (mean, square) = (0.0, 0.0)
    for row in training { mean += row[j] / n }
    for row in training { square += (row[j] - mean) * (row[j] - mean) / n }
    let deviation = square.squareRoot()
    for i in rows.indices { rows[i][j] = (rows[i][j] - mean) / deviation }
  }
  return rows
}

// MARK: - Real data

/// Thirty measures of 569 tumours, and 1 for malignant.
private let tumours = Result {
  let table = try Dataset("tabular/breast_cancer.csv").csv()
  let names = Array(table.columns.dropLast())
  return (x: try table.numbers(names), y: table.rows.map { $0[30] == "malignant" ? 1 : 0 })
}

/// b and w for λ = 3, from make_reference.py.
private let cancerCoefficients = [
  -0.4218540911015916, 0.42703832008132286, 0.47117567597182736, 0.414131074806314, 0.44342664862590714,
  0.1604991995630808, -0.21840961025416503, 0.5935480214538008, 0.6665851398303493, 0.011630130044191252,
  -0.32211801456042394, 0.8434849791488619, -0.12728224542201055, 0.545343469983772, 0.6411144127597354,
  0.14769633799140422, -0.5275930707574898, -0.04533849888319427, 0.2174318519012097, -0.23002464840834874,
  -0.43825759508456485, 0.7498827868678419, 0.8927770437231393, 0.6525986304867373, 0.7003842976689416,
  0.58962748140607, 0.06825946406024667, 0.6337564126041555, 0.7187149970025865, 0.6584963179497211,
  0.2597274199599634,
]

// MARK: - Wrong and right ways

/// A way to loss and fit; each member can make it wrong in one place.
private struct Way {
  var name: String
  var row: (Double, Int) -> Double = { z, y in
    let margin = y == 1 ? z : -z
    return max(0, -margin) + log1p(exp(-abs(margin)))
  }
  var residual: (Double, Int) -> Double = { p, y in p - Double(y) }
  var penalty: (Double, Int) -> Double = { l2, j in j == 0 ? 0 : l2 }
  var l2: (Double, Double) -> Double = { l2, _ in l2 }
  var usesIntercept = true
  var tolerance = 1e-10
  var checksSeparation = true
  var checksStandstill = true
  var alwaysChecks = false
  var largest = Double.infinity
  var checksClasses = true
  var checksTable = true
  var shuffles = false
  var halves = true
  enum Test { case standstill, columns, weights, step, mean }
  var test = Test.standstill

  init(
    _ name: String, row: ((Double, Int) -> Double)? = nil, residual: ((Double, Int) -> Double)? = nil,
    penalty: ((Double, Int) -> Double)? = nil, l2: ((Double, Double) -> Double)? = nil, usesIntercept: Bool = true,
    tolerance: Double = 1e-10, checksSeparation: Bool = true, checksStandstill: Bool = true, alwaysChecks: Bool = false,
    largest: Double = .infinity, checksClasses: Bool = true, checksTable: Bool = true, shuffles: Bool = false,
    halves: Bool = true, test: Test = .standstill
  ) {
    self.name = name
    if let row { self.row = row }
    if let residual { self.residual = residual }
    if let penalty { self.penalty = penalty }
    if let l2 { self.l2 = l2 }
    self.usesIntercept = usesIntercept
    self.tolerance = tolerance
    self.checksSeparation = checksSeparation
    self.checksStandstill = checksStandstill
    self.alwaysChecks = alwaysChecks
    self.largest = largest
    self.checksClasses = checksClasses
    self.checksTable = checksTable
    self.shuffles = shuffles
    self.halves = halves
    self.test = test
  }

  var submission: Submission {
    Submission(
      loss: .init { loss($0, $1, $2, l2($3, Double($2.count))) },
      fit: .init { x, y, lambda in
        if x.count < 100 { return try fit(x, y, lambda) }
        return try remembered([AnyHashable(name), AnyHashable(x), AnyHashable(y), AnyHashable(lambda)]) {
          try fit(x, y, lambda)
        }
      })
  }

  func loss(_ beta: [Double], _ x: [[Double]], _ y: [Int], _ l2: Double) -> Double {
    var sum = 0.0
    for (j, weight) in beta.enumerated() { sum += penalty(l2, j) / 2 * weight * weight }
    for (features, label) in zip(x, y) {
      sum += row((usesIntercept ? beta[0] : 0) + dot(beta.dropFirst(), features), label)
    }
    return sum
  }

  func check(_ x: [[Double]], _ y: [Int]) throws {
    guard x.count == y.count else { throw LogisticError.counts(rows: x.count, labels: y.count) }
    guard let d = x.first?.count else { throw LogisticError.noRows }
    for (i, row) in x.enumerated() {
      guard row.count == d else { throw LogisticError.length(row: i) }
      if !checksTable { continue }
      for j in 0..<d where !row[j].isFinite { throw LogisticError.notFinite(row: i, column: j) }
    }
    if checksTable {
      for (i, label) in y.enumerated() where label != 0 && label != 1 { throw LogisticError.label(row: i) }
    }
    if checksClasses && Set(y).count == 1 { throw LogisticError.oneClass }
  }

  func fit(_ x: [[Double]], _ labels: [Int], _ given: Double) throws -> [Double] {
    try check(x, labels)
    let y = shuffles ? labels.indices.map { labels[($0 * 7 + 3) % labels.count] } : labels
    let (p, n, lambda) = (x[0].count + 1, y.count, l2(given, Double(y.count)))
    let rows = x.map { [usesIntercept ? 1 : 0] + $0 }
    let asksSeparation = checksSeparation && (lambda == 0 || alwaysChecks)
    var beta = [Double](repeating: 0, count: p)
    if asksSeparation, test == .columns {
      for j in x[0].indices {
        let zeros = zip(x, y).filter { $0.1 == 0 }.map { $0.0[j] }
        let ones = zip(x, y).filter { $0.1 == 1 }.map { $0.0[j] }
        if (zeros.max() ?? 0) <= (ones.min() ?? 0) || (ones.max() ?? 0) <= (zeros.min() ?? 0) {
          throw LogisticError.separable
        }
      }
    }
    for _ in 0..<60 {
      var system = [[Double]](repeating: [Double](repeating: 0, count: p + 1), count: p)  // H | ∇
      for j in 0..<p {
        system[j][j] = penalty(lambda, j)
        system[j][p] = penalty(lambda, j) * beta[j]
      }
      if !usesIntercept { system[0][0] = 1 }
      var isSeparated = true
      var farthest = 0.0
      for i in 0..<n {
        let z = dot(beta[...], rows[i])
        let probability = sigma(z)
        if z == 0 || (z > 0) != (y[i] == 1) { isSeparated = false }
        farthest = max(farthest, abs(z))
        let (rest, weight) = (residual(probability, y[i]), probability * (1 - probability))
        for j in 0..<p {
          let share = weight * rows[i][j]
          system[j][p] += rest * rows[i][j]
          for k in 0...j { system[j][k] += share * rows[i][k] }
        }
      }
      if asksSeparation && (isSeparated && test == .standstill || farthest > largest) { throw LogisticError.separable }
      let isSmall = system.allSatisfy { abs($0[p]) <= tolerance * Double(n) }
      guard let step = solved(system) else {
        if asksSeparation { throw LogisticError.separable }
        return beta
      }
      if isSmall {
        let moves = rows.map { abs(dot(step[...], $0)) }
        let isMoving =
          switch test {
          case .standstill: moves.contains { $0 > 0.1 }
          case .columns: false
          case .weights: beta.contains { abs($0) > 15 }
          case .step: step.contains { abs($0) > 0.1 }
          case .mean: moves.reduce(0, +) / Double(n) > 0.1
          }
        if asksSeparation && checksStandstill && isMoving { throw LogisticError.separable }
        return beta
      }
      let before = loss(beta, x, y, lambda)
      var share = 1.0
      var next = zip(beta, step).map { $0 - $1 }
      while halves, loss(next, x, y, lambda) > before * (1 + 1e-12), share > 1e-9 {
        share /= 2
        next = zip(beta, step).map { $0 - share * $1 }
      }
      beta = next
    }
    return beta
  }

  /// The solution of a symmetric system of which the lower triangle is given; nil if a pivot is not positive.
  func solved(_ system: [[Double]]) -> [Double]? {
    let p = system.count
    var a = system
    for j in 0..<p { for k in 0..<j { a[k][j] = a[j][k] } }
    for k in 0..<p {
      guard a[k][k] > 0 else { return nil }
      for i in 0..<p where i > k {
        let factor = a[i][k] / a[k][k]
        for j in k...p { a[i][j] -= factor * a[k][j] }
      }
    }
    var x = [Double](repeating: 0, count: p)
    for i in (0..<p).reversed() {
      var sum = a[i][p]
      for j in 0..<p where j > i { sum -= a[i][j] * x[j] }
      x[i] = sum / a[i][i]
    }
    return x
  }
}
