import Checking
import Glibc
import LabData

enum MachineError: Error, Equatable {
  case counts(rows: Int, labels: Int)
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
  case oneClass
  case penalty
  case notConverged
}

struct Submission {
  var kernel: Function<[[Double]], [[Double]], Double, [[Double]]>
  /// The αs, then the bias, for a kernel, labels, and C, the tolerance and the limit of steps.
  var fit: Function<[[Double]], [Int], [Double], [Double]>
  /// The decision values for αs, labels, a bias, and the kernel of new rows with the training rows.
  var decide: Function<[Double], [Int], Double, [[Double]], [Double]>
}

enum SupportVectorMachines: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A few roundings each, of numbers of the answer's size.
      Check("gives the worked example") { s in
        let kernel: [[Double]] = [[0, 0], [0, 4]]
        expect(
          try s.fit(kernel, [-1, 1], [1, 1e-9, 10]), equals: [0.5, 0.5, -1], within: .absolute(1e-12),
          "One step with t = ½; then f = (−1, −1) and the gap is 0.")
        expect(
          try s.fit(kernel, [-1, 1], [0.1, 1e-9, 10]), equals: [0.1, 0.1, -0.2], within: .absolute(1e-12),
          "Both αs are at C: no row is on its margin, and b is the middle of what is left, (−1 + 0.6)/2.")
        expect(
          try s.decide([0.5, 0.25, 0.25], [1, -1, -1], -1, [[2, 4, 0], [0, 0, 8]]), equals: [-1, -3], within: .ulps(4),
          "Σ α·y·k + b: 1 − 1 − 0 − 1, and 0 − 0 − 2 − 1.")
        expect(try s.decide([0.5], [1], 3, []), equals: [Double]())
        expect(
          try s.decide([1e-9, 0.5], [-1, 1], 0, [[4e9, 2]]), equals: [-3], within: .ulps(4),
          "Every α above 0 takes part, however small: how large the kernel is nobody knows.")
      },
      Check("gives the Gaussian kernel") { s in
        expect(
          try s.kernel([[0, 0], [1, 2]], [[0, 0], [1, 2], [3, 0]], 0.25),
          equals: [[1, exp(-1.25), exp(-2.25)], [exp(-1.25), 1, exp(-2)]], within: .ulps(8),
          "exp(−γ·‖a − b‖²): the squared distances are 0, 5, 9 and 5, 0, 8; rows of a down, rows of b across.")
        expect(
          try s.kernel([[1e8 + 1]], [[1e8], [1e8 + 3]], 0.5), equals: [[exp(-0.5), exp(-2)]], within: .ulps(8),
          "‖a‖² + ‖b‖² − 2·a·b loses all digits of a small distance far from 0. Subtract first.")
      },
      // k = (1 + x·x')² on exclusive or: 9 on the diagonal, else 1. By symmetry all α are 1/8.
      Check("solves exclusive or by hand") { s in
        let kernel = (0..<4).map { i in (0..<4).map { i == $0 ? 9.0 : 1 } }
        let y = [1, -1, -1, 1]
        expect(
          try s.fit(kernel, y, [10, 1e-12, 1000]), equals: [0.125, 0.125, 0.125, 0.125, 0], within: .absolute(1e-11),
          "9·α − α − α + α = 1 for each row: α = 1/8.")
        expect(
          try s.fit(kernel, y, [0.0625, 1e-12, 1000]), equals: [0.0625, 0.0625, 0.0625, 0.0625, 0],
          within: .absolute(1e-11),
          "C = 1/16 holds every α at its bound.")
        expect(throws: MachineError.notConverged, "One step changes two of the four αs.") {
          try s.fit(kernel, y, [10, 1e-9, 1])
        }
        expect(throws: MachineError.notConverged, "Without a step α is 0, and the gap 2.") {
          try s.fit(kernel, y, [10, 1e-9, 0])
        }
        expect(
          try s.fit(kernel, y, [10, 1e-9, 2]), equals: [0.125, 0.125, 0.125, 0.125, 0], within: .absolute(1e-11),
          "Two steps of two αs each are enough: the gap is looked at after the last step, too.")
      },
      // Recomputed from α: the gap within the tolerance and the rounding of n terms up to C.
      Check("leaves no gap", cases: 2) { s, random in
        let n = 24
        let x = (0..<n).map { _ in (0..<2).map { _ in Double.random(in: -2...2, using: &random) } }
        let y = x.enumerated().map { i, row in
          i == 0 ? 1 : i == 1 ? -1 : row[0] * row[1] + Double.random(in: -1...1, using: &random) > 0 ? 1 : -1
        }
        let kernel = x.map { a in
          x.map { b in exp(-0.5 * ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]))) }
        }
        for c in [0.3, 7] {
          let found = try s.fit(kernel, y, [c, 1e-6, 20_000])
          guard found.count == n + 1 else { return expect(false, "\(n) rows have \(found.count - 1) αs") }
          expectMaximum(found, kernel, y, c: c, tolerance: 1e-6)
        }
      },
      // In Doubles α + (C − α) is not always C; on the way to these maxima it is above C once.
      Check("ends at the bound exactly") { s in
        for (x, y, c, degree) in [
          ([-3.0, 3, -2], [-1, 1, 1], 1.0 / 3, 1), ([1, 2, 2, -2, -2], [1, 1, -1, -1, -1], 0.9, 2),
        ] {
          let kernel = x.map { a in x.map { b in degree == 1 ? a * b : (1 + a * b) * (1 + a * b) } }
          let found = try s.fit(kernel, y, [c, 1e-9, 20_000])
          guard found.count == y.count + 1 else { return expect(false, "\(y.count) rows have \(found.count - 1) αs") }
          expectMaximum(found, kernel, y, c: c, tolerance: 1e-9)
        }
      },
      Check("takes rows told twice, in both classes") { s in
        let x = [0.0, 0, 1, 1, 2, 2, 3]
        let y = [-1, -1, -1, 1, 1, 1, 1]
        let kernel = x.map { a in x.map { a * $0 } }
        let found = try s.fit(kernel, y, [2, 1e-8, 20_000])
        guard found.count == 8 else { return expect(false, "7 rows have \(found.count - 1) αs") }
        expectMaximum(found, kernel, y, c: 2, tolerance: 1e-8)
        // 0.7 and the fourth Double above it: in Doubles a² + b² − 2·a·b is −1.1·10⁻¹⁶.
        let near = [0.7, 0.7 + 4 * (0.7).ulp]
        let products = near.map { a in near.map { a * $0 } }
        let pair = try s.fit(products, [-1, 1], [2, 1e-8, 20_000])
        guard pair.count == 3 else { return expect(false, "2 rows have \(pair.count - 1) αs") }
        expect(
          Array(pair.dropLast()), equals: [2, 2],
          "By rounding kᵢᵢ + kⱼⱼ − 2·kᵢⱼ is −1.1·10⁻¹⁶ here. The divisor is at least 10⁻¹²: the step goes up to both rooms.",
          what: "the αs of two rows that differ in their last digits, C = 2,")
      },
      Check("refuses what it cannot solve") { s in
        func expectRefusal(_ error: MachineError, _ kernel: [[Double]], _ y: [Int], _ c: Double) {
          expect(throws: error, "Call checkProblem before anything else.") { try s.fit(kernel, y, [c, 1e-6, 100]) }
        }
        let unit: [[Double]] = [[1, 0], [0, 1]]
        expectRefusal(.counts(rows: 2, labels: 1), unit, [1], 1)
        expectRefusal(.length(row: 1), [[1, 0], [0]], [1, -1], 1)
        expectRefusal(.notFinite(row: 0, column: 1), [[1, .nan], [0, 1]], [1, -1], 1)
        expectRefusal(.label(row: 1), unit, [1, 0], 1)
        expectRefusal(.oneClass, unit, [1, 1], 1)
        expectRefusal(.oneClass, [], [], 1)
        expectRefusal(.penalty, unit, [1, -1], 0)
        expectRefusal(.penalty, unit, [1, -1], .nan)
        expectRefusal(.counts(rows: 2, labels: 1), [[1], [.nan, 1]], [2], 0)
        expectRefusal(.oneClass, unit, [1, 1], 0)
      },
      // The sets of free and bound α are found at this tolerance, and then b and f follow it linearly.
      Check("decides as scikit-learn on flowers") { s in
        let (x, y) = try flowers.get()
        let (kept, held) = (y.indices.filter { $0 % 2 == 0 }, y.indices.filter { $0 % 2 == 1 })
        let (training, labels) = (kept.map { x[$0] }, kept.map { y[$0] })
        let found = try s.fit(gaussian(training, training, 0.5), labels, [2, 1e-9, 20_000])
        guard found.count == 51 else { return expect(false, "50 rows have \(found.count - 1) αs") }
        let rows = gaussian(held.map { x[$0] }, training, 0.5)
        let decisions = try s.decide(Array(found[..<50]), labels, found[50], rows)
        expect(
          stride(from: 0, to: 50, by: 5).map { decisions.count > $0 ? decisions[$0] : .nan }, equals: irisDecisions,
          within: .absolute(1e-6), what: "the decision values of every fifth held-out flower")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the box not respected",
        Way(clips: false).submission,
        """
        A step of the full length can leave 0 ≤ α ≤ C: noise rows then get any weight. t must not be beyond the room of either.
        """),
      Misconception(
        "the bound reached by adding",
        Way(setsBounds: false).submission,
        """
        α + (C − α) is C in real numbers, and in Doubles sometimes a little more. Where t is the room of a row, set its α \
        to 0 or C.
        """),
      Misconception(
        "the room of one α only",
        Way(clipsSecond: false).submission,
        """
        The other α of the pair moves, too, and has a bound of its own.
        """),
      Misconception(
        "the sum not kept",
        Way(movesSecond: false).submission,
        """
        Σ α·y = 0 is one of the conditions: what one y·α gains the other must lose.
        """),
      Misconception(
        "the bias from the first support vector",
        Way(bias: .firstSupport).submission,
        """
        f is b only for rows on their margin, 0 < α < C. A row whose α is at C lies inside, and its f says nothing. Take the \
        middle of fᵢ and fⱼ at the stop.
        """),
      Misconception(
        "no bias",
        Way(bias: .none).submission,
        """
        The plane goes through the origin of the mapped space then. b is (fᵢ + fⱼ)/2 at the stop.
        """),
      Misconception(
        "the bias with its sign turned",
        Way(bias: .turned).submission,
        """
        On the margin y = Σ α·y·k + b, so b = y − Σ α·y·k, which is f itself.
        """),
      Misconception(
        "kᵢⱼ subtracted once",
        Way(cross: 1).submission,
        """
        Along the direction (yᵢ, −yⱼ) the curvature is ‖φᵢ − φⱼ‖² = kᵢᵢ + kⱼⱼ − 2·kᵢⱼ.
        """),
      Misconception(
        "the same rows rise in both classes",
        Way(signsRoom: false).submission,
        """
        For y = −1 it is y·α that rises, so α falls: its room to rise is α, not C − α.
        """),
      Misconception(
        "stopped early",
        Way(tolerance: { _ in 0.1 }).submission,
        """
        A gap of 0.1 is a tenth of a margin. Go on until the tolerance that is asked is met.
        """),
      Misconception(
        "what is there at the limit",
        Way(tells: false).submission,
        """
        After the last step the conditions do not hold, and nobody would know. Throw.
        """),
      Misconception(
        "the gap not looked at after the last step",
        Way(looksAtLast: false).submission,
        """
        stepLimit steps are allowed, and the last may close the gap: look once more before you throw.
        """),
      Misconception(
        "decided without the labels",
        Way(decidesByLabel: false).submission,
        """
        α says how much a row counts, y for which side. All of α being ≥ 0, their sum alone is never negative.
        """),
      Misconception(
        "decided without the bias",
        Way(decidesWithBias: false).submission,
        """
        Σ α·y·k is the height over the plane through the origin. Add b.
        """),
      Misconception(
        "the distance not squared",
        Way(distance: { $0.squareRoot() }).submission,
        """
        exp(−γ·‖a − b‖) is Laplace's kernel. Gauss has the square.
        """),
      Misconception(
        "2·γ² for γ",
        Way(rate: { 1 / (2 * $0 * $0) }).submission,
        """
        Written with a width, γ is 1/(2·σ²). Here γ itself is given: exp(−γ·‖a − b‖²).
        """),
      Misconception(
        "the distance multiplied out",
        Way(expands: true).submission,
        """
        Far from 0 the three terms of ‖a‖² + ‖b‖² − 2·a·b are huge and nearly cancel. Subtract the rows first.
        """),
      Misconception(
        "the kernel the other way round",
        Way(transposes: true).submission,
        """
        Rows of a down, rows of b across. With training rows on both sides nobody sees the difference.
        """),
      Misconception(
        "the problem not looked at",
        Way(checks: false).submission,
        """
        One class has no margin, and NaN no order in which a largest f could be found. Call checkProblem.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("rows looked at from the last", Way(isBackward: true).submission),
      Alternative("f computed anew for each step", Way(computesAnew: true).submission),
    ]
  }
}

// MARK: - Parts of the checks

private func canRise(_ alpha: Double, _ label: Int, _ c: Double) -> Bool { label > 0 ? alpha < c : alpha > 0 }

/// Expects the conditions of a maximum: the box, the sum, and no gap; b between the two ends.
private func expectMaximum(
  _ found: [Double], _ kernel: [[Double]], _ y: [Int], c: Double, tolerance: Double, line: Int = #line
) {
  let (alpha, n) = (Array(found.dropLast()), y.count)
  let rounding = 1e-12 * c * Double(n)
  expect(
    alpha.allSatisfy { 0 <= $0 && $0 <= c },
    "for C = \(c) the αs lie between \(alpha.min() ?? 0) and \(alpha.max() ?? 0)",
    "0 ≤ α ≤ C, exactly: t is the least of the full step and both rooms.", line: line)
  expect(
    "|Σ α·y| for C = \(c)", abs(alpha.indices.reduce(0) { $0 + alpha[$1] * Double(y[$1]) }), atMost: rounding,
    "What one y·α gains the other loses.", line: line)
  var (top, bottom) = (-Double.infinity, Double.infinity)
  for i in 0..<n {
    var f = Double(y[i])
    for j in 0..<n { f -= alpha[j] * Double(y[j]) * kernel[i][j] }
    if canRise(alpha[i], y[i], c) { top = max(top, f) }
    if canRise(alpha[i], -y[i], c) { bottom = min(bottom, f) }
    if f.isNaN { top = .nan }
  }
  expect(
    "the gap for C = \(c), recomputed from α,", top - bottom, atMost: tolerance + rounding,
    "The largest f of those that can rise, less the smallest of those that can fall. Is f up to date?", line: line)
  expect(
    found[n], equals: (top + bottom) / 2, within: .absolute(rounding + 1e-12),
    "b is the middle of the two ends of the gap.", what: "b for C = \(c)", line: line)
}

private func gaussian(_ a: [[Double]], _ b: [[Double]], _ gamma: Double) -> [[Double]] {
  a.map { a in
    b.map { b in
      var square = 0.0
      for j in a.indices { square += (a[j] - b[j]) * (a[j] - b[j]) }
      return exp(-gamma * square)
    }
  }
}

// MARK: - Real data

/// Lengths of sepals and petals of versicolor, −1, and virginica, 1.
private let flowers = Result {
  let table = try Dataset("tabular/iris.csv").csv()
  let rows = table.rows.filter { $0[4] != "setosa" }
  return (
    x: rows.map { [Double($0[0]) ?? .nan, Double($0[2]) ?? .nan] }, y: rows.map { $0[4] == "virginica" ? 1 : -1 }
  )
}

/// From make_reference.py.
private let irisDecisions = [
  -1.3294541849364534, -1.7233148904450646, -2.060176319837519, -1.8313438751846491, -0.8457909269029613,
  0.9999999999999996, 1.1037051866772711, 0.42938952629209526, 0.8386896315795593, -0.13055922632470332,
]

// MARK: - Wrong and right ways

private enum Bias {
  case middle, firstSupport, none, turned
}

/// A way to the three functions; each member can make it wrong in one place.
private struct Way {
  var clips = true
  var clipsSecond = true
  var movesSecond = true
  var setsBounds = true
  var bias = Bias.middle
  var cross = 2.0
  var signsRoom = true
  var tolerance: (Double) -> Double = { $0 }
  var tells = true
  var looksAtLast = true
  var decidesByLabel = true
  var decidesWithBias = true
  var distance: (Double) -> Double = { $0 }
  var rate: (Double) -> Double = { $0 }
  var expands = false
  var transposes = false
  var checks = true
  var isBackward = false
  var computesAnew = false

  var submission: Submission {
    Submission(
      kernel: .init { a, b, gamma in
        let (down, across) = transposes ? (b, a) : (a, b)
        return down.map { a in
          across.map { b in
            var square = 0.0
            for j in a.indices {
              square += expands ? a[j] * a[j] + b[j] * b[j] - 2 * a[j] * b[j] : (a[j] - b[j]) * (a[j] - b[j])
            }
            return exp(-rate(gamma) * distance(square))
          }
        }
      },
      fit: .init { kernel, y, limits in
        try check(kernel, y, limits[0])
        return try fit(kernel, y, limits[0], tolerance(limits[1]), Int(limits[2]))
      },
      decide: .init { alpha, y, b, kernel in
        kernel.map { row in
          var sum = decidesWithBias ? b : 0
          for j in row.indices { sum += alpha[j] * (decidesByLabel ? Double(y[j]) : 1) * row[j] }
          return sum
        }
      })
  }

  func check(_ kernel: [[Double]], _ y: [Int], _ c: Double) throws {
    guard kernel.count == y.count else { throw MachineError.counts(rows: kernel.count, labels: y.count) }
    for (i, row) in kernel.enumerated() {
      guard row.count == kernel.count else { throw MachineError.length(row: i) }
      for j in row.indices where !row[j].isFinite && checks { throw MachineError.notFinite(row: i, column: j) }
    }
    if !checks { return }
    for i in y.indices where y[i] != 1 && y[i] != -1 { throw MachineError.label(row: i) }
    guard y.contains(1), y.contains(-1) else { throw MachineError.oneClass }
    guard c > 0, c < .infinity else { throw MachineError.penalty }
  }

  func fit(_ kernel: [[Double]], _ y: [Int], _ c: Double, _ tolerance: Double, _ limit: Int) throws -> [Double] {
    let n = y.count
    var alpha = [Double](repeating: 0, count: n)
    var f = y.map { Double($0) }
    var last = 0.0
    for step in 0...limit {
      var (i, j) = (-1, -1)
      for k in isBackward ? Array((0..<n).reversed()) : Array(0..<n) {
        let rises = signsRoom ? canRise(alpha[k], y[k], c) : alpha[k] < c
        let falls = signsRoom ? canRise(alpha[k], -y[k], c) : alpha[k] > 0 || y[k] < 0
        if (rises || !clips) && (i < 0 || f[k] > f[i]) { i = k }
        if (falls || !clips) && (j < 0 || f[k] < f[j]) { j = k }
      }
      guard i >= 0, j >= 0 else { break }
      let gap = f[i] - f[j]
      last = (f[i] + f[j]) / 2
      if !(gap > tolerance) && (looksAtLast || step < limit) { return alpha + [bias(alpha, f, last)] }
      if step == limit { break }
      let roomI = y[i] > 0 || !signsRoom ? c - alpha[i] : alpha[i]
      let roomJ = y[j] > 0 || !signsRoom ? alpha[j] : c - alpha[j]
      var t = gap / max(1e-12, kernel[i][i] + kernel[j][j] - cross * kernel[i][j])
      if clips { t = min(t, roomI) }
      if clips && clipsSecond { t = min(t, roomJ) }
      alpha[i] = clips && setsBounds && t == roomI ? (y[i] > 0 || !signsRoom ? c : 0) : alpha[i] + Double(y[i]) * t
      if movesSecond {
        let isFull = clips && clipsSecond && setsBounds && t == roomJ
        alpha[j] = isFull ? (y[j] > 0 || !signsRoom ? 0 : c) : alpha[j] - Double(y[j]) * t
      }
      for k in 0..<n {
        if computesAnew {
          f[k] = Double(y[k])
          for m in 0..<n { f[k] -= alpha[m] * Double(y[m]) * kernel[k][m] }
        } else {
          f[k] -= t * (kernel[k][i] - (movesSecond ? kernel[k][j] : 0))
        }
      }
    }
    if tells { throw MachineError.notConverged }
    return alpha + [bias(alpha, f, last)]
  }

  func bias(_ alpha: [Double], _ f: [Double], _ middle: Double) -> Double {
    switch bias {
    case .middle: middle
    case .firstSupport: alpha.firstIndex { $0 > 0 }.map { f[$0] } ?? 0
    case .none: 0
    case .turned: -middle
    }
  }
}
