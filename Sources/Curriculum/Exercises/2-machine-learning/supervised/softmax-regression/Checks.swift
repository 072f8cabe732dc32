import Checking
import Glibc
import LabData

enum SoftmaxError: Error, Equatable {
  case counts(rows: Int, labels: Int)
  case noRows
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
  case noRowsOf(label: Int)
  case penalty(Double)
  case notConverged
}

struct Submission {
  /// The loss in a row of its own, then the gradient's rows.
  var loss: Function<[[Double]], [[Double]], [Int], Double, [[Double]]>
  var fit: Function<[[Double]], [Int], Int, Double, Int, [[Double]]>
  var probabilities: Function<[[Double]], [[Double]], [[Double]]>
}

enum SoftmaxRegressions: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A few roundings on numbers near 1.
      Check("gives the worked example") { s in
        let theta: [[Double]] = [[0, 0], [0, 0], [log(2), 0]]
        expect(
          try s.loss(theta, [[2]], [2], 4), equals: [[log(2)], [0.25, 0.5], [0.25, 0.5], [-0.5, -1]],
          within: .absolute(1e-14), "p = (¼, ¼, ½): the residuals are p, less 1 for the row's class.")
        expect(
          try s.probabilities(theta, [[2], [-7]]), equals: [[0.25, 0.25, 0.5], [0.25, 0.25, 0.5]],
          within: .absolute(1e-14))
        expect(
          try s.loss([[5, 2, -1], [5, 0, 3]], [[0, 0]], [0], 3), equals: [[log(2) + 21], [-0.5, 6, -3], [0.5, 0, 9]],
          within: .absolute(1e-13), "½·3·(4 + 1 + 9) is the penalty; 5 stands in the intercepts and costs nothing.")
      },
      Check("adds up the rows") { s in
        let (x, theta): ([[Double]], [[Double]]) = ([[1, 2], [-1, 0.5], [0.5, -2]], [[0.5, 1, -1], [0, 0.25, 1]])
        let (one, two) = (try s.loss(theta, x, [0, 1, 1], 0), try s.loss(theta, x + x, [0, 1, 1, 0, 1, 1], 0))
        expect(
          two, equals: one.map { $0.map { 2 * $0 } }, within: .absolute(1e-13),
          "J is a sum over the rows: every row twice is twice J.", what: "J and ∇J of every row twice, λ = 0")
      },
      // d + 5 operations a row and class, on numbers below 20; the differences bring their own error.
      Check("has the gradient of its loss", cases: 3) { s, random in
        func number() -> Double { Double.random(in: -1.5...1.5, using: &random) }
        let (x, theta) = (
          (0..<7).map { _ in (0..<3).map { _ in number() } }, (0..<4).map { _ in (0..<4).map { _ in number() } }
        )
        let y = [3, 0, 1, 1, 2, 3, 3]
        let answer = try s.loss(theta, x, y, 0.75)
        guard answer.count == 5, answer.allSatisfy({ !$0.isEmpty }) else {
          return expect(false, "∇J has \(answer.count - 1) rows, expected 4, one a class")
        }
        expect(
          answer[0][0], equals: loss(theta, x, y, 0.75), within: .absolute(1e-12),
          "−Σ log p of the labels, and half of λ times the squares of the weights.", what: "J")
        expect(
          gradient: Array(answer.dropFirst().joined()),
          of: { v in loss((0..<4).map { Array(v[$0 * 4..<$0 * 4 + 4]) }, x, y, 0.75) }, at: Array(theta.joined()),
          using: &random, "Of class k: Σ (pₖ − [y = k])·(1, x), and λ·wₖ but for the intercept.",
          what: "∇J, row after row")
      },
      Check("bears scores of any size") { s in
        let advice = "e⁷¹⁰ is infinite and e⁻⁷⁴⁶ is 0: stay with z − logSumExp(z) until the very end."
        let theta: [[Double]] = [[0, 1000], [0, 0], [0, -1000]]
        expect(
          try s.probabilities(theta, [[1], [-1], [0], [0.001]]),
          equals: [[1, 0, 0], [0, 0, 1], [1.0 / 3, 1.0 / 3, 1.0 / 3], shares([1, 0, -1])], within: .absolute(1e-13),
          advice)
        expect(
          try s.loss(theta, [[1], [1]], [2, 0], 0), equals: [[2000], [1, 1], [0, 0], [-1, -1]], within: .absolute(1e-9),
          advice)
        expect(try s.probabilities(theta, []), equals: [], what: "the probabilities of no rows")
      },
      // The stop, and n·ε of rounding.
      Check("leaves as little gradient as is asked", cases: 3) { s, random in
        let x = (0..<40).map { _ in (0..<2).map { _ in Double.random(in: -2...2, using: &random) } }
        let y = x.indices.map {
          $0 < 3 ? $0 : x[$0][0] > 0.5 ? 0 : x[$0][1] > Double.random(in: -1...1, using: &random) ? 1 : 2
        }
        for l2 in [0.5, 8] {
          let theta = try s.fit(x, y, 3, l2, 500)
          guard theta.map(\.count) == [3, 3, 3] else { return expect(false, "θ is not of shape (3, 3)") }
          let start = norm(gradient([[0, 0, 0], [0, 0, 0], [0, 0, 0]], x, y, l2))
          expect(
            "‖∇J‖/‖∇J(0)‖ for λ = \(l2)", norm(gradient(theta, x, y, l2)) / start, atMost: 1.001e-6,
            "Is it ∇J that you give to lbfgs, in the order of θ? The tolerance is 10⁻⁶.")
        }
      },
      // ‖∇J‖ ≤ 10⁻⁶·‖∇J(0)‖ < 3·10⁻⁵; where curvatures are small, the probabilities hardly move either.
      Check("does the edges") { s in
        let theta = try s.fit([[], [], [], []], [2, 0, 1, 2], 3, 1, 100)
        expect(
          try s.probabilities(theta, [[]]), equals: [[0.25, 0.25, 0.5]], within: .absolute(1e-4),
          "The intercepts alone meet the shares, and are not penalised.", what: "the probabilities without columns")
        expect(
          try s.fit([[3], [4]], [0, 0], 1, 1, 0), equals: [[0, 0]], "One class has probability 1 from the start.")
        let x: [[Double]] = [[1, 0], [0, 2], [3, 1], [-1, 1]]
        expect(throws: SoftmaxError.notConverged, "Ask the answer of lbfgs whether it has converged.") {
          try s.fit(x, [0, 1, 2, 1], 3, 1, 2)
        }
        let constant = try s.fit(x.map { $0 + [7] }, [0, 1, 2, 1], 3, 1, 500)
        let plain = try s.fit(x, [0, 1, 2, 1], 3, 1, 500)
        expect(
          try s.probabilities(constant, [[1, 1, 7]]), equals: try s.probabilities(plain, [[1, 1]]),
          within: .absolute(1e-4),
          "A constant column gets no weight: the intercepts do the same for nothing.",
          what: "the probabilities with a constant column")
      },
      Check("refuses what it cannot fit") { s in
        func expectRefusal(_ error: SoftmaxError, _ x: [[Double]], _ y: [Int], _ l2: Double = 1, line: Int = #line) {
          expect(throws: error, "Call checkTable before anything else.", line: line) { try s.fit(x, y, 2, l2, 100) }
        }
        expectRefusal(.counts(rows: 1, labels: 2), [[1]], [0, 1])
        expectRefusal(.noRows, [], [])
        expectRefusal(.length(row: 1), [[1], [2, 3]], [0, 1])
        expectRefusal(.notFinite(row: 1, column: 0), [[1], [.nan]], [0, 1])
        expectRefusal(.notFinite(row: 0, column: 1), [[1, .infinity], [1, 2]], [0, 1])
        expectRefusal(.label(row: 1), [[1], [2]], [0, 2])
        expectRefusal(.label(row: 0), [[1], [2]], [-1, 0])
        expectRefusal(.noRowsOf(label: 0), [[1], [2]], [1, 1])
        expectRefusal(.penalty(0), [[1], [2]], [0, 1], 0)
        expectRefusal(.penalty(.infinity), [[1], [2]], [0, 1], .infinity)
      },
      // 10⁻⁶·‖∇J(0)‖ < 4·10⁻⁴ over curvatures of λ = 2 or more.
      Check("agrees with scikit-learn on wine") { s in
        let (x, y) = try wine.get()
        let theta = try s.fit(scaled(x, by: x), y, 3, 2, 500)
        guard theta.map(\.count) == [14, 14, 14] else { return expect(false, "θ is not of shape (3, 14)") }
        let mean = (theta[0][0] + theta[1][0] + theta[2][0]) / 3
        expect(
          theta.map { [$0[0] - mean] + $0.dropFirst() }, equals: wineTheta, within: .absolute(2e-4),
          "λ = 2 is C = ½. Only differences of intercepts count: compared are those less their mean.",
          what: "θ of 13 scaled columns with λ = 2")
      },
      // 0.989 with these folds; two columns 0.76, shuffled labels 0.36: make_reference.py.
      Check("tells cultivars apart that it has not tasted: 97 %") { s in
        let (x, y) = try wine.get()
        var right = 0
        for fold in 0..<5 {
          let kept = y.indices.filter { $0 % 5 != fold }
          let held = y.indices.filter { $0 % 5 == fold }
          let training = kept.map { x[$0] }
          let theta = try s.fit(scaled(training, by: training), kept.map { y[$0] }, 3, 2, 500)
          let p = try s.probabilities(theta, scaled(held.map { x[$0] }, by: training))
          for (p, i) in zip(p, held) where p.count == 3 && p[y[i]] == p.max() { right += 1 }
        }
        expect(
          "the share of held-out wines with their cultivar the likeliest", Double(right) / Double(y.count),
          atLeast: 0.97,
          "Two columns reach 76 %, shuffled labels 36 %.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "softmax over the rows", Way("axis", overRows: true).submission,
        """
        The probabilities of one row add up to 1 over the classes. You divide by the sum over the rows of one class.
        """),
      Misconception(
        "exponentials of the scores", Way("overflow", isStable: false).submission,
        """
        e¹⁰⁰⁰ is infinite, and ∞/∞ is NaN. Take log p = z − logSumExp(z), which subtracts the largest score.
        """),
      Misconception(
        "the mean with λ for the sum", Way("mean", mean: true).submission,
        """
        Dividing the rows' loss by n but not the penalty is a penalty n times as strong. J here is a sum.
        """),
      Misconception(
        "the intercepts penalised", Way("intercepts", penalisesIntercept: true).submission,
        """
        The share of a class is no reason to mistrust a model. Leave column 0 of θ out of the penalty and its gradient.
        """),
      Misconception(
        "λ·‖w‖² without the half", Way("half", factor: 2).submission,
        """
        ½·λ·‖w‖² has the gradient λ·w. Without the half it is 2·λ·w.
        """),
      Misconception(
        "no penalty", Way("free", factor: 1e-3).submission,
        """
        λ hardly enters your loss. The cultivars can be told apart exactly, so without it the weights grow for ever.
        """),
      Misconception(
        "one class fixed and the others penalised", Way("fixed", fixesLast: true).submission,
        """
        Weights of 0 for the last class are free of cost without a penalty. With one, the classes are no longer alike: the \
        distances to the last one cost more than those between the others.
        """),
      Misconception(
        "stopped early", Way("early", tolerance: 1e-2).submission,
        """
        A hundredth of the first gradient is left, and the weights are off in the second digit. The tolerance is 10⁻⁶.
        """),
      Misconception(
        "convergence not asked for", Way("limit", asksConvergence: false).submission,
        """
        After `limit` steps lbfgs returns where it is. That is a minimum only if `converged` says so.
        """),
      Misconception(
        "the table not looked at", Way("table", checks: false).submission,
        """
        A NaN makes every weight NaN, and a class without rows has an intercept of −∞. Call checkTable first.
        """),
      Misconception(
        "the gradient's sign turned", Way("sign", sign: -1).submission,
        """
        p − [y = k], not [y = k] − p: raising the score of a wrong class raises the loss.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("Newton's method instead of L-BFGS", Way("right").submission)]
  }
}

// MARK: - Parts of the checks

private func shares(_ z: [Double]) -> [Double] {
  let top = z.max() ?? 0
  let e = z.map { exp($0 - top) }
  let sum = e.reduce(0, +)
  return e.map { $0 / sum }
}

private func scores(_ theta: [[Double]], _ row: [Double]) -> [Double] {
  theta.map { weights in
    var z = weights[0]
    for j in row.indices { z += weights[j + 1] * row[j] }
    return z
  }
}

/// J by its definition, for moderate scores.
private func loss(_ theta: [[Double]], _ x: [[Double]], _ y: [Int], _ l2: Double) -> Double {
  var sum = 0.0
  for weights in theta { for w in weights.dropFirst() { sum += l2 / 2 * w * w } }
  for (row, label) in zip(x, y) {
    let z = scores(theta, row)
    sum += log(z.reduce(0) { $0 + exp($1 - z[label]) })
  }
  return sum
}

private func gradient(_ theta: [[Double]], _ x: [[Double]], _ y: [Int], _ l2: Double) -> [[Double]] {
  var sum = theta.map { [0] + $0.dropFirst().map { l2 * $0 } }
  for (row, label) in zip(x, y) {
    let p = shares(scores(theta, row))
    for k in p.indices {
      let rest = p[k] - (k == label ? 1 : 0)
      sum[k][0] += rest
      for j in row.indices { sum[k][j + 1] += rest * row[j] }
    }
  }
  return sum
}

private func norm(_ a: [[Double]]) -> Double {
  var sum = 0.0
  for row in a { for value in row { sum += value * value } }
  return sum.squareRoot()
}

/// Rows minus the means of others, divided by their standard deviations.
private func scaled(_ x: [[Double]], by training: [[Double]]) -> [[Double]] {
  let n = Double(training.count)
  var rows = x
  for j in training[0].indices {
    var (mean, square) = (0.0, 0.0)
    for row in training { mean += row[j] / n }
    for row in training { square += (row[j] - mean) * (row[j] - mean) / n }
    for i in rows.indices { rows[i][j] = (rows[i][j] - mean) / square.squareRoot() }
  }
  return rows
}

/// Thirteen measures of 178 wines and their cultivars.
private let wine = Result {
  let table = try Dataset("tabular/wine.csv").csv()
  return (x: try table.numbers(Array(table.columns.dropLast())), y: table.rows.map { Int($0[13]) ?? 0 })
}

/// For λ = 2, intercepts less their mean; from make_reference.py.
private let wineTheta: [[Double]] = [
  [
    0.29867289686169723, 0.6895268808294298, 0.14831086289722503, 0.3956630973933254, -0.7036047877286367,
    0.0441359217853801, 0.2270560765215083, 0.538676709190133, -0.18705940865273268, 0.1119275344560118,
    0.13711280193809663, 0.12365060637194142, 0.60232839687777, 0.9079820215066844,
  ],
  [
    0.6446662659847933, -0.8724474983320563, -0.38316329542048194, -0.6793123244072993, 0.4681645303136689,
    -0.11172049188572519, 0.033328896887029266, 0.26723648132760924, 0.15572755773336872, 0.2323529035958109,
    -0.8456522061361122, 0.5561750377668128, 0.05959619697083216, -0.933802550861341,
  ],
  [
    -0.9433391628464904, 0.18292061750262695, 0.23485243252325683, 0.28364922701397394, 0.23544025741496669,
    0.06758457010034613, -0.2603849734085373, -0.8059131905177429, 0.03133185091936244, -0.3442804380518226,
    0.7085394041980159, -0.6798256441387538, -0.6619245938486025, 0.025820529354657774,
  ],
]

// MARK: - Wrong and right ways

/// Loss and fit, by Newton's method; each member can make them wrong in one place.
private struct Way {
  var name: String
  var overRows = false
  var isStable = true
  var mean = false
  var penalisesIntercept = false
  var factor = 1.0
  var fixesLast = false
  var tolerance = 1e-9
  var asksConvergence = true
  var checks = true
  var sign = 1.0

  init(
    _ name: String, overRows: Bool = false, isStable: Bool = true, mean: Bool = false, penalisesIntercept: Bool = false,
    factor: Double = 1, fixesLast: Bool = false, tolerance: Double = 1e-9, asksConvergence: Bool = true,
    checks: Bool = true, sign: Double = 1
  ) {
    self.name = name
    self.overRows = overRows
    self.isStable = isStable
    self.mean = mean
    self.penalisesIntercept = penalisesIntercept
    self.factor = factor
    self.fixesLast = fixesLast
    self.tolerance = tolerance
    self.asksConvergence = asksConvergence
    self.checks = checks
    self.sign = sign
  }

  var submission: Submission {
    Submission(
      loss: .init { value($0, $1, $2, $3) },
      fit: .init { x, y, classes, l2, limit in
        if x.count < 100 { return try fit(x, y, classes, l2, limit) }
        return try remembered([AnyHashable(name), AnyHashable(x), AnyHashable(y), AnyHashable(l2)]) {
          try fit(x, y, classes, l2, limit)
        }
      },
      probabilities: .init { probabilities($0, $1) })
  }

  func probabilities(_ theta: [[Double]], _ x: [[Double]]) -> [[Double]] {
    let z = x.map { scores(theta, $0) }
    if overRows {
      let columns = theta.indices.map { k in shares(z.map { $0[k] }) }
      return z.indices.map { i in theta.indices.map { columns[$0][i] } }
    }
    if isStable { return z.map(shares) }
    return z.map { z in
      let sum = z.reduce(0) { $0 + exp($1) }
      return z.map { exp($0) / sum }
    }
  }

  func value(_ theta: [[Double]], _ x: [[Double]], _ y: [Int], _ l2: Double) -> [[Double]] {
    let share = mean ? 1 / Double(max(1, x.count)) : 1
    let p = probabilities(theta, x)
    var (sum, slopes) = (0.0, theta)
    for k in theta.indices {
      for j in theta[k].indices {
        let lambda = j == 0 && !penalisesIntercept ? 0 : l2 * factor
        sum += lambda / 2 * theta[k][j] * theta[k][j]
        slopes[k][j] = sign * lambda * theta[k][j]
      }
    }
    for (i, row) in x.enumerated() {
      let z = scores(theta, row)
      let top = z.max() ?? 0
      if isStable && !overRows {
        sum += share * (top - z[y[i]] + log(z.reduce(0) { $0 + exp($1 - top) }))
      } else {
        sum -= share * log(p[i][y[i]])
      }
      for k in theta.indices {
        let rest = sign * share * (p[i][k] - (k == y[i] ? 1 : 0))
        slopes[k][0] += rest
        for j in row.indices { slopes[k][j + 1] += rest * row[j] }
      }
    }
    return [[sum]] + slopes
  }

  func check(_ x: [[Double]], _ y: [Int], _ classes: Int, _ l2: Double) throws {
    guard x.count == y.count else { throw SoftmaxError.counts(rows: x.count, labels: y.count) }
    guard let d = x.first?.count else { throw SoftmaxError.noRows }
    for (i, row) in x.enumerated() {
      guard row.count == d else { throw SoftmaxError.length(row: i) }
      if !checks { continue }
      for j in 0..<d where !row[j].isFinite { throw SoftmaxError.notFinite(row: i, column: j) }
    }
    for i in y.indices where y[i] < 0 || y[i] >= classes { throw SoftmaxError.label(row: i) }
    if !checks { return }
    for k in 0..<classes where !y.contains(k) { throw SoftmaxError.noRowsOf(label: k) }
    if !(l2 > 0 && l2 < .infinity) { throw SoftmaxError.penalty(l2) }
  }

  func fit(_ x: [[Double]], _ y: [Int], _ classes: Int, _ given: Double, _ limit: Int) throws -> [[Double]] {
    try check(x, y, classes, given)
    let l2 = given * factor * (mean ? Double(x.count) : 1)
    let (p, rows) = (x[0].count + 1, x.map { [1] + $0 })
    let size = classes * p
    var theta = [[Double]](repeating: [Double](repeating: 0, count: p), count: classes)
    if classes == 1 { return theta }
    // Two steps are for L-BFGS what a fraction of one is for Newton.
    if asksConvergence && limit < 3 { throw SoftmaxError.notConverged }
    var first: Double?
    for _ in 0..<min(limit, 40) {
      var system = [[Double]](repeating: [Double](repeating: 0, count: size + 1), count: size)
      let slopes = gradient(theta, x, y, l2)
      for k in 0..<classes {
        for j in 0..<p {
          system[k * p + j][k * p + j] = j > 0 ? l2 : 0
          system[k * p + j][size] = slopes[k][j]
          if j == 0 && penalisesIntercept {
            system[k * p][k * p] = l2
            system[k * p][size] += l2 * theta[k][0]
          }
        }
        for l in 0..<classes { system[k * p][l * p] += 1 }  // the sum of the intercepts stays 0
      }
      for row in rows {
        let q = shares(scores(theta, Array(row.dropFirst())))
        for k in 0..<classes {
          for l in 0..<classes {
            let share = q[k] * ((k == l ? 1 : 0) - q[l])
            for a in 0..<p { for b in 0..<p { system[k * p + a][l * p + b] += share * row[a] * row[b] } }
          }
        }
      }
      if fixesLast {
        for a in size - p..<size {
          for b in 0...size { system[a][b] = a == b ? 1 : 0 }
        }
        for k in 0..<classes { for l in 0..<classes where k < classes - 1 { system[k * p][l * p] -= 1 } }
      }
      let left = norm(system.map { [$0[size]] })
      if left <= tolerance * (first ?? .infinity) && first != nil || left == 0 { break }
      first = first ?? left
      let step = solved(system)
      var share = 1.0
      let before = penalised(theta, x, y, l2)
      var next = theta
      while true {
        for k in 0..<classes { for j in 0..<p { next[k][j] = theta[k][j] - share * step[k * p + j] } }
        if !(penalised(next, x, y, l2) > before * (1 + 1e-12)) || share < 1e-3 { break }
        share /= 2
      }
      theta = next
    }
    return theta
  }

  func penalised(_ theta: [[Double]], _ x: [[Double]], _ y: [Int], _ l2: Double) -> Double {
    loss(theta, x, y, l2) + (penalisesIntercept ? theta.reduce(0) { $0 + l2 / 2 * $1[0] * $1[0] } : 0)
  }
}

/// By elimination; the right side is the last column.
private func solved(_ system: [[Double]]) -> [Double] {
  var a = system
  let n = a.count
  for k in 0..<n {
    for i in k + 1..<max(n, k + 1) where a[i][k] != 0 {
      let share = a[i][k] / a[k][k]
      for j in k...n { a[i][j] -= share * a[k][j] }
    }
  }
  var x = [Double](repeating: 0, count: n)
  for i in stride(from: n - 1, through: 0, by: -1) {
    var sum = a[i][n]
    for j in i + 1..<max(n, i + 1) { sum -= a[i][j] * x[j] }
    x[i] = sum / a[i][i]
  }
  return x
}
