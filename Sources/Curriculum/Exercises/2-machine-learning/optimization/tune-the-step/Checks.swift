import Checking
import Glibc
import LabData

struct Setting: Observable {
  var rate: Double
  var momentum: Double

  /// Beside them stands a 1, for a misconception is named only if two numbers that are not 0 agree.
  var observation: Observation { Observation(numbers: [rate, momentum, 1]) }
}

struct Submission {
  /// The name of a landscape.
  var tuned: Function<String, Setting>
}

enum TuneTheStep: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("plain: descent without momentum, in 1,000 gradients") { s in
        let setting = try s.tuned("plain")
        expect(setting.momentum, equals: 0, "This one is without momentum.", what: "β of plain")
        judge(
          setting, valley, within: 1000,
          "Each step multiplies the part of curvature d by 1 − α·d. For which α are |1 − α| and |1 − 100·α| equal?"
        )
      },
      Check("valley: the heavy ball, in 120 gradients") { s in
        judge(
          try s.tuned("valley"), valley, within: 120,
          "With momentum the rate may be nearly twice as long; the best pair comes from the roots of μ and L.")
      },
      Check("cars: miles per gallon, in 130 gradients") { s in
        let cars = try fit.get()
        judge(
          try s.tuned("cars"), cars, within: 130,
          "Write the gradient of (1/n)·‖Z·w − y‖² down, and from it the Hessian: which eigenvalues has it?")
      },
      Check("bend: not quadratic, in 100 gradients from everywhere") { s in
        judge(
          try s.tuned("bend"), bend, within: 100,
          "Long steps jump from one steep side to the other, and back. With which α does a gradient step alone not?"
        )
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "1/L for plain descent", Submission(changes: ["plain": Setting(rate: 0.01, momentum: 0)]),
        """
        1/L is safe for every convex f, and half as fast as can be here: the part of curvature 1 shrinks by 0.99 \
        a step. 2/(μ + L) shares the trouble between both ends.
        """),
      Misconception(
        "2/L, the border", Submission(changes: ["plain": Setting(rate: 0.02, momentum: 0)]),
        "At 2/L the part of the largest curvature is multiplied by −1: it goes to and fro for ever."),
      Misconception(
        "momentum in plain", Submission(changes: ["plain": best(1, 100)]),
        "This landscape is for plain descent, to have something to compare with: β = 0."),
      Misconception(
        "the best rate of plain descent, with momentum",
        Submission(changes: [
          "valley": Setting(rate: 2.0 / 101, momentum: best(1, 100).momentum),
          "cars": Setting(rate: 2 / (2 * (low + high)), momentum: best(2 * low, 2 * high).momentum),
        ]),
        """
        With momentum the steep part may overshoot more, and the flat part needs it: 4/(√L + √μ)² is nearly twice as \
        much. Rate and momentum are tuned together, not one after the other.
        """),
      Misconception(
        "Nesterov's pair for the heavy ball",
        Submission(changes: ["valley": Setting(rate: 0.01, momentum: 9.0 / 11), "cars": careful(2 * low, 2 * high)]),
        """
        α = 1/L, β = (√L − √μ)/(√L + √μ) is Nesterov's, safe for every f. On a quadratic the heavy ball can do better: \
        the square of that β, and a rate nearly four times as long.
        """),
      Misconception(
        "0.9, as always",
        Submission(changes: [
          "valley": Setting(rate: 0.01, momentum: 0.9), "cars": Setting(rate: 1 / (2 * high), momentum: 0.9),
          "bend": Setting(rate: 0.04, momentum: 0.9),
        ]),
        """
        With β = 0.9 no part can shrink faster than √0.9 = 0.95 a step, whatever the rate: that is right for κ ≈ \
        1,400, and too much memory here.
        """),
      Misconception(
        "0.99, the more the better",
        Submission(changes: [
          "valley": Setting(rate: 0.01, momentum: 0.99), "cars": Setting(rate: 1 / (2 * high), momentum: 0.99),
          "bend": Setting(rate: 0.04, momentum: 0.99),
        ]),
        "√β is the best factor a step that β allows: 0.995 here. A ball without friction does not come to rest."),
      Misconception(
        "β not squared",
        Submission(changes: [
          "valley": Setting(rate: best(1, 100).rate, momentum: 9.0 / 11),
          "cars": Setting(
            rate: best(2 * low, 2 * high).rate, momentum: best(2 * low, 2 * high).momentum.squareRoot()),
        ]),
        "(√L − √μ)/(√L + √μ) is the factor a step that the best pair reaches, √β. β is its square."),
      Misconception(
        "κ for its root",
        Submission(changes: [
          "valley": Setting(rate: 4 / (101.0 * 101), momentum: (99.0 / 101) * (99.0 / 101)),
          "cars": Setting(
            rate: 1 / ((low + high) * (low + high)), momentum: pow((high - low) / (high + low), 2)),
        ]),
        "The formulas have √L and √μ: that is what momentum wins. With L and μ it is slower than without."),
      Misconception(
        "the Hessian without the 2", Submission(changes: ["cars": best(low, high)]),
        """
        There is no ½ before these mean squares, so the Hessian is 2·ZᵀZ/n: your rate is twice the right one, and the \
        ball flies out. Ask whether a library's loss has the ½ before you take over a rate.
        """),
      Misconception(
        "the sum for the mean", Submission(changes: ["cars": best(2 * 392 * low, 2 * 392 * high)]),
        "These are eigenvalues of the sum's Hessian. That of the mean is 392 times smaller: the rate may be longer."),
      Misconception(
        "the best pair for quadratics in the bend", Submission(changes: ["bend": best(1, 25)]),
        """
        It is the best for quadratics with these curvatures, and this is none: from starts near 3.3 the ball goes \
        round in a cycle of three for ever. Shorter steps with a little more momentum arrive here; a pair that is as \
        fast as on quadratics for every f of these curvatures does not exist.
        """),
      Misconception(
        "no momentum in the bend", Submission(changes: ["bend": Setting(rate: 2.0 / 26, momentum: 0)]),
        """
        Safe, but the flat part shrinks by 24/26 a step, which takes 231 gradients. With α = 1/L no gradient step \
        overshoots, and momentum speeds the flat part up.
        """),
      Misconception(
        "nothing tuned",
        Submission(changes: [
          "plain": Setting(rate: 0.001, momentum: 0), "valley": Setting(rate: 0.001, momentum: 0),
          "cars": Setting(rate: 0.001, momentum: 0), "bend": Setting(rate: 0.001, momentum: 0),
        ]),
        "0.001 is somebody's default, made for another f. A rate has the unit of 1/curvature: it comes from μ and L."
      ),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("the formula in the valley", Submission(changes: [:])),
      Alternative(
        "by trying",
        Submission(changes: [
          "plain": Setting(rate: 0.0197, momentum: 0), "valley": Setting(rate: 0.032, momentum: 0.68),
          "cars": Setting(rate: 0.35, momentum: 0.71), "bend": Setting(rate: 0.1, momentum: 0.48),
        ])),
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      // 922 gradients with α = 2/101 and no momentum.
      Medal("valley in 105 gradients", atLeast: 922.0 / 105, unit: "times fewer than plain descent") { s in
        guard case .reached(let count) = valley(try s.tuned.unrecorded("valley")) else { return nil }
        return 922 / Double(count)
      }
    ]
  }
}

// MARK: - Landscapes

/// How a descent ended.
private enum End {
  case reached(Int), left(Int), never
}

/// Judges by the gradients that a landscape counts.
private func judge(
  _ setting: Setting, _ descent: (Setting) -> End, within allowed: Int, _ advice: String, line: Int = #line
) {
  let pair = "with α = \(rounded(setting.rate)), β = \(rounded(setting.momentum))"
  guard setting.rate > 0, setting.momentum >= 0, setting.momentum < 1 else {
    return expect(false, "\(pair): wanted are α > 0 and 0 ≤ β < 1", line: line)
  }
  switch descent(setting) {
  case .reached(let count):
    expect(count <= allowed, "\(pair) it takes \(count) gradients, allowed are \(allowed)", advice, line: line)
  case .left(let count): expect(false, "\(pair) it has left all bounds after \(count) gradients", advice, line: line)
  case .never: expect(false, "\(pair) it is not there after \(most) gradients", advice, line: line)
  }
}

/// So many gradients, and not one more.
private let most = 4000

/// Four digits.
private func rounded(_ x: Double) -> String {
  guard x.isFinite, x != 0 else { return "\(x)" }
  let unit = pow(10, (log10(abs(x))).rounded(.down) - 3)
  return "\(Float(((x / unit).rounded()) * unit))"
}

/// The heavy ball, up to the first k at which xₖ is near enough.
private func descent(
  _ setting: Setting, from x: [Double], _ slope: ([Double]) -> [Double], until isNear: ([Double]) -> Bool
) -> End {
  var (x, v) = (x, x.map { _ in 0.0 })
  for k in 0...most {
    if isNear(x) { return .reached(k) }
    let g = slope(x)
    for i in x.indices {
      v[i] = setting.momentum * v[i] + g[i]
      x[i] -= setting.rate * v[i]
    }
    if !x.allSatisfy({ abs($0) < 1e30 }) { return .left(k + 1) }
  }
  return .never
}

/// Curvatures from 1 to 100, each the same multiple of the one before.
private let curvatures: [Double] = (0..<200).map { $0 == 199 ? 100 : pow(100, Double($0) / 199) }

private func valley(_ setting: Setting) -> End {
  descent(setting, from: curvatures.map { _ in 1 }) { x in
    var g = x
    for i in g.indices { g[i] *= curvatures[i] }
    return g
  } until: { x in
    x.allSatisfy { abs($0) <= 1e-8 }
  }
}

/// All starts at once: x in the first half, z in the second.
private func bend(_ setting: Setting) -> End {
  let starts = (-120...120).filter { $0 != 0 }.map { Double($0) / 20 }
  let n = starts.count
  return descent(setting, from: starts + starts.map { _ in 1 }) { x in
    var g = x
    for i in 0..<n { g[i] = x[i] < 1 ? 25 * x[i] : x[i] < 2 ? x[i] + 24 : 25 * x[i] - 24 }
    return g
  } until: { x in
    (0..<n).allSatisfy { abs(x[$0]) <= 1e-8 * abs(starts[$0]) && abs(x[n + $0]) <= 1e-8 }
  }
}

/// The ends of the eigenvalues of ZᵀZ/n.
private let (low, high) = (0.03638, 4.25715)

/// Counts for (1/n)·‖Z·w − y‖² from w = 0.
private let fit = Result {
  let rows = try Dataset("tabular/auto_mpg.csv").csv().numbers(["cyl", "displ", "hp", "weight", "accel", "yr", "mpg"])
  let n = Double(rows.count)
  let columns = (0..<7).map { j in
    let column = rows.map { $0[j] }
    let mean = column.reduce(0, +) / n
    let spread = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
    return column.map { j == 6 ? $0 - mean : ($0 - mean) / spread }
  }
  // 2·ZᵀZ/n and 2·Zᵀy/n
  let products = (0..<6).map { i in
    columns.map { column in 2 * zip(columns[i], column).reduce(0) { $0 + $1.0 * $1.1 } / n }
  }
  let answer = solved(products)
  let size = norm(answer)
  return { @Sendable (setting: Setting) -> End in
    descent(setting, from: answer.map { _ in 0 }) { w in
      products.map { row in
        var g = -row[6]
        for j in w.indices { g += row[j] * w[j] }
        return g
      }
    } until: { w in
      norm(zip(w, answer).map { $0 - $1 }) <= 1e-8 * size
    }
  }
}

private func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

/// The x of A·x = b for rows (A, b), A positive definite.
private func solved(_ rows: [[Double]]) -> [Double] {
  var a = rows
  let n = a.count
  for k in 0..<n {
    for i in 0..<n where i != k {
      let share = a[i][k] / a[k][k]
      for j in k...n { a[i][j] -= share * a[k][j] }
    }
  }
  return (0..<n).map { a[$0][n] / a[$0][$0] }
}

// MARK: - Settings

/// The best pair of the heavy ball on quadratics.
private func best(_ low: Double, _ high: Double) -> Setting {
  let (a, b) = (low.squareRoot(), high.squareRoot())
  let root = (b - a) / (b + a)
  return Setting(rate: 4 / ((a + b) * (a + b)), momentum: root * root)
}

/// Nesterov's pair.
private func careful(_ low: Double, _ high: Double) -> Setting {
  Setting(rate: 1 / high, momentum: best(low, high).momentum.squareRoot())
}

extension Submission {
  /// The formulas, but for these landscapes.
  fileprivate init(changes: [String: Setting]) {
    let formulas = [
      "plain": Setting(rate: 2.0 / 101, momentum: 0), "valley": best(1, 100), "cars": best(2 * low, 2 * high),
      "bend": careful(1, 25),
    ]
    let all = formulas.merging(changes) { $1 }
    tuned = .init { all[$0] ?? Setting(rate: .nan, momentum: .nan) }
  }
}
