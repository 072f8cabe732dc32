import Checking
import Glibc
import LabData
import LabNumerics

/// Answers 0 or 1, what they may depend on, and the prior's precision.
struct Answers {
  var x: [[Double]]
  var y: [Int]
  var ridge: Double
}

/// What a random walk went through.
struct Trace: Observable {
  var states: [[Double]]
  var accepted: Int

  var observation: Observation { Observation(states.observation, accepted.observation) }
}

/// A density to walk on.
struct Target {
  var logDensity: ([Double]) -> Double
}

enum QuantileError: Error {
  case nan(index: Int)
}

struct Submission {
  var logDensity: Function<Answers, [Double], Double>
  /// The mean, then the rows of the covariance.
  var laplace: Function<Answers, [[Double]]>
  var walk: Function<Answers, [[Double]], [Double], Trace>
  var randomWalk: Function<Target, [Double], [[Double]], [[Double]], [Double], Trace>
  var normalIntervals: Function<[[Double]], Double, [[Double]]>
  var chainIntervals: Function<[[Double]], Double, [[Double]]>
}

enum LogisticIntervals: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Closed forms. The mode errs by the square of the last step, 10⁻⁸; the weights may be those before it, and err by 10⁻⁸.
      Check("gives the worked example") { s in
        let data = Answers(x: [[1], [1]], y: [1, 1], ridge: 1 / (2 * log(3)))
        expect(
          try s.logDensity(data, [log(3)]), equals: 2 * log(0.75) - log(3) / 4, within: .ulps(16),
          "2·ln ¾ − ½·λ·(ln 3)².", what: "The log density at ln 3")
        expectLaplace(
          try s.laplace(data), mean: [log(3)], covariance: [[1 / (0.375 + 1 / (2 * log(3)))]], within: 2e-8,
          "the example")
        let trace = try s.randomWalk(
          bowl, [0, 0], [[1, 0], [1, 2]], [[1, 0], [0, 0.5], [0, -0.5]], [0.5, 0.5, 0.5])
        expect(
          trace.states, equals: [[0, 0], [0, 1], [0, 0]],
          "Proposals (1, 1): ln ½ < −1 is false, stay; (0, 1): go; (0, 0), uphill: go.",
          what: "The list of states of the example")
        expect(trace.accepted, equals: 2, what: "The moves of the example")
      },
      // A few roundings a row, relative to terms whose sum is the answer.
      Check("gives log likelihood less the penalty, however far out", cases: 3) { s, random in
        let data = answers(9, 3, using: &random)
        for size in [1.0, 300] {
          let beta = (0..<3).map { _ in size * Double.random(in: -2...2, using: &random) }
          expect(
            try s.logDensity(data, beta), equals: logDensity(data, beta), within: .relative(64 * 0x1p-52),
            "−½·deviance − ½·λ·‖β‖²; your deviance keeps log(1 − μ) finite.",
            what: "The log density at \(describe(beta)) for λ = \(data.ridge)")
        }
      },
      // As above: weights from before a last step of 10⁻⁸; rounding, times a condition below 10³, is far less.
      Check("finds where the score vanishes, and the curvature there", cases: 3) { s, random in
        for (n, p) in [(1, 2), (8, 1), (30, 3)] {
          let data = answers(n, p, using: &random)
          let mode = mode(data)
          expectLaplace(
            try s.laplace(data), mean: mode, covariance: try covariance(data, mode), within: 2e-8, "n = \(n), p = \(p)")
        }
      },
      Check("stays finite where a plane separates the answers") { s in
        let data = Answers(x: [[1, -2], [1, -1], [1, 1], [1, 2]], y: [0, 0, 1, 1], ridge: 0.01)
        let mode = mode(data)
        expectLaplace(
          try s.laplace(data), mean: mode, covariance: try covariance(data, mode), within: 2e-8,
          "separated answers, λ = 0.01")
      },
      Check("walks as the target and the numbers say", cases: 3) { s, random in
        let factor: [[Double]] = [[0.75, 0, 0], [0.5, 1, 0], [-1, 0.25, 0.5]]
        let normals = (0..<40).map { _ in (0..<3).map { _ in Double(Int.random(in: -8...8, using: &random)) / 4 } }
        let uniforms = (0..<40).map { _ in Double.random(in: 0..<1, using: &random) }
        let right = walk(bowl, [1, 0, -1], factor, normals, uniforms)
        let counted = Counted { (x: [Double]) in bowl.logDensity(x) }
        let trace = try s.randomWalk(Target(logDensity: counted.function), [1, 0, -1], factor, normals, uniforms)
        expect(
          trace.states, equals: right.states,
          "The proposal is state + factor·z; the state, moved or not, is noted after each step.",
          what: "The list of states")
        expect(trace.accepted, equals: right.accepted, what: "The moves")
        expect(
          counted, named: "logTarget", calledAtMost: 41,
          "Keep the level of the state: once for the start, once a step.")
        let cliff = Target { $0[0] > 0.5 ? .nan : $0[0] < -0.5 ? -.infinity : 0 }
        let held = try s.randomWalk(cliff, [0], [[1]], [[1], [0.25], [-1], [-0.5]], [0, 0.9, 0, 0.9])
        expect(
          held.states, equals: [[0], [0.25], [0.25], [-0.25]], "ln 0 < NaN is false, and ln 0 < −∞ as well.",
          what: "The list of states between a cliff (−∞) and the unknown (NaN)")
      },
      Check("cuts as much off either side", cases: 2) { s, random in
        let law = [[1.5, -2], [4, 1], [1, 0.25]]
        for level in [0.5, 0.9] {
          let z = NormalDistribution().quantile((1 + level) / 2)
          expect(
            try s.normalIntervals(law, level), equals: [[1.5 - 2 * z, 1.5 + 2 * z], [-2 - z / 2, -2 + z / 2]],
            within: .absolute(1e-10), "mⱼ ± z·√cⱼⱼ with z at (1 + level)/2.",
            what: "The intervals of level \(level) of N((1.5, −2), ((4, 1), (1, 0.25)))")
        }
        let states = (0...20).map { [Double($0), -2 * Double($0)] }.shuffled(using: &random)
        expect(
          try s.chainIntervals(states, 0.9), equals: [[1, 19], [-38, -2]], within: .absolute(1e-12),
          "The quantiles at 0.05 and 0.95 of each coefficient's 21 values.",
          what: "The intervals of level 0.9 of 0, 1, …, 20 and 0, −2, …, −40")
        expect(throws: QuantileError.nan(index: 1), "What quantile throws is passed on: NaN has no place in an order.")
        {
          try s.chainIntervals([[0, 1], [0, .nan], [0, 2]], 0.9)
        }
      },
      // reference.json: NumPy's mode and curvature, and quantiles by quadrature in three dimensions.
      Check("agrees with NumPy on five hundred credits") { s in
        let credits = try credits.get()
        let law = try s.laplace(credits)
        expectLaplace(law, mean: numpyMode, covariance: numpyCovariance, within: 2e-8, "bad ~ 1 + months + overdrawn")
        guard law.map(\.count) == [3, 3, 3, 3] else { return }
        expectClose(try s.normalIntervals(law, 0.9), exact, "Laplace's interval", "quadrature")
      },
      // Newton's normal differs from the posterior by 2.5 % of the width at most. 2500 steps are worth about 300 draws,
      // whose ends err by 4 %; this seed's chain errs by less, so that 5 % needs no longer one. Every right walk is the same.
      Check("gives intervals by curvature and by a chain that agree within 5 %") { s in
        let credits = try credits.get()
        let (normals, uniforms) = numbers(seed: chainSeed, steps: 2500)
        let trace = try s.walk(credits, normals, uniforms)
        guard trace.states.count == 2500, trace.states.allSatisfy({ $0.count == 3 }) else {
          return expect(false, "2500 steps in 3 dimensions give \(trace.states.count) states")
        }
        expect(trace.states[0].count, equals: 3)
        let share = Double(trace.accepted) / 2500
        expect("The share of accepted proposals", share, atLeast: 0.25, "Are the proposals 2.4/√3 times L·z?")
        expect("The share of accepted proposals", share, atMost: 0.42, "Are the proposals 2.4/√3 times L·z?")
        let chain = try s.chainIntervals(trace.states, 0.9)
        expectClose(chain, exact, "The chain's interval", "quadrature")
        expectClose(chain, try s.normalIntervals(try s.laplace(credits), 0.9), "The chain's interval", "Laplace's")
      },
      // A control: what is read off the intervals must vanish with the labels' order. The order is fixed; of all orders
      // one in five would leave one of two 90 % intervals without 0.
      Check("sees nothing in shuffled answers") { s in
        var credits = try credits.get()
        let right = try s.normalIntervals(try s.laplace(credits), 0.9)
        var random = SplitMix64(seed: 2)
        credits.y.shuffle(using: &random)
        let shuffled = try s.normalIntervals(try s.laplace(credits), 0.9)
        for (name, j) in [("months", 1), ("overdrawn", 2)] where right.count == 3 && shuffled.count == 3 {
          expect(right[j][0] > 0, "The interval of \(name) is \(describe(right[j])), expected above 0")
          expect(
            shuffled[j][0] < 0 && 0 < shuffled[j][1],
            "The interval of \(name) is \(describe(shuffled[j])) with shuffled answers, expected around 0")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the penalty without ½",
        Way(penalty: 1).submission,
        """
        The normal density is e^(−½·λ·‖β‖²): its logarithm has the ½, and its slope, λ·β, does not.
        """),
      Misconception(
        "the constant left out of the prior",
        Way(sparesFirst: true).submission,
        """
        Ridge regression often spares the constant. Here the prior is N(0, I/λ) for all of β, and the first entry is an \
        entry like the others.
        """),
      Misconception(
        "log(1 − μ) as written",
        Way(likelihood: { y, eta in
          let mean = 1 / (1 + exp(-eta))
          return y == 1 ? log(mean) : log(1 - mean)
        }).submission,
        """
        At η = 40 μ is 1 in a Double, and log(1 − μ) is −∞; a proposal far out is then lost, though its density is a \
        number. Your `deviance` is written for that.
        """),
      Misconception(
        "one Newton step",
        Way(limit: 1).submission,
        """
        From β = 0 one step is least squares with weights ¼ throughout. The weights belong to the β of the moment: repeat \
        until no ηᵢ moves.
        """),
      Misconception(
        "the prior left out of the curvature",
        Way(curves: false).submission,
        """
        The log posterior curves by XᵀWX *and* by λ·I. Without the second term the steps are too long, and the intervals \
        wider than what is believed.
        """),
      Misconception(
        "one over the curvature's diagonal",
        Way(conditional: true).submission,
        """
        1/hⱼⱼ is the variance of βⱼ when all others are *known*. Not knowing them makes it wider: invert the matrix, then \
        take the diagonal.
        """),
      Misconception(
        "variances for standard deviations",
        Way(deviation: { $0 }).submission,
        """
        The diagonal of the covariance holds squares. The half width of an interval is z times the root.
        """),
      Misconception(
        "all the rest on one side",
        Way(tail: { $0 }).submission,
        """
        The quantile at `level` leaves 1 − level above it, and as much below the other end: an interval of 0.9 would be one \
        of 0.8. Take (1 + level)/2.
        """),
      Misconception(
        "only accepted states noted",
        Way(notesAll: false).submission,
        """
        A state that rejects a proposal counts once more: that is how the chain stays where the density is high. Without \
        the repetitions the tails weigh too much.
        """),
      Misconception(
        "a worse proposal never accepted",
        Way(decides: { _, difference in difference > 0 }).submission,
        """
        That is a search for the mode. The chain must go downhill, too, as often as the ratio of the densities says.
        """),
      Misconception(
        "densities compared without the logarithm",
        Way(decides: { u, difference in u < difference }).submission,
        """
        u belongs to the ratio, ln u to the difference of logarithms. Compared with the difference itself every step \
        downhill is refused, as if it were worth nothing.
        """),
      Misconception(
        "the transpose of the factor",
        Way(transposes: true).submission,
        """
        L·z has the covariance L·Lᵀ; Lᵀ·z has Lᵀ·L, which is another. Row i of the proposal adds l[i][k]·z[k].
        """),
      Misconception(
        "the covariance for its factor",
        Way(factors: false).submission,
        """
        z has unit variance, and C·z has the covariance C·Cᵀ, squares of variances: steps far too short here. The factor L \
        with L·Lᵀ = C is the root.
        """),
      Misconception(
        "proposals without the factor 2.4/√p",
        Way(stretch: { _ in 1 }).submission,
        """
        Steps of one standard deviation are often accepted, and lead nowhere fast: neighbouring states are alike. 2.4/√p is \
        what makes a chain of a normal target worth most.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("inverses for factors, the weights of the last β", Way().submission)]
  }
}

// MARK: - Parts of the checks

private let chainSeed: UInt64 = 104

private let numpyMode = [-1.336561517282882, 0.5390085445694262, 0.9643151033442631]

private let numpyCovariance = [
  [0.017232359563674016, -0.0027281903625347606, -0.01682794159372951],
  [-0.0027281903625347615, 0.010068990956431286, 0.0017517744119320978],
  [-0.016827941593729506, 0.001751774411932097, 0.050438512638972366],
]

/// The 5 % and 95 % quantiles of the posterior by quadrature.
private let exact = [
  [-1.5633257168279078, -1.1298023208963095], [0.378459344126397, 0.7105997181890642],
  [0.5974939888893842, 1.3396983847872264],
]

/// −½·‖x‖².
private var bowl: Target { Target { -$0.reduce(0) { $0 + $1 * $1 } / 2 } }

private func expectLaplace(
  _ got: @autoclosure () throws -> [[Double]], mean: [Double], covariance: [[Double]], within digits: Double,
  _ what: String
) {
  let law: [[Double]]
  do { law = try got() } catch { return expect(false, "\(what): laplace throws \(error)") }
  guard law.count == mean.count + 1 else {
    return expect(false, "\(what): the covariance has \(law.count - 1) rows, expected \(mean.count)")
  }
  expect(
    law[0], equals: mean, within: .ofLargest(digits), "There Xᵀ(y − μ) = λ·β.", what: "The mode (\(what))")
  expect(
    Array(law[1...]), equals: covariance, within: .ofLargest(digits),
    "The inverse of XᵀWX + λ·I with w = μ·(1 − μ) at the mode.", what: "The covariance (\(what))")
}

/// Ends that lie within 5 % of the width of each other.
private func expectClose(_ got: [[Double]], _ other: [[Double]], _ what: String, _ than: String) {
  guard got.map(\.count) == [2, 2, 2], other.map(\.count) == [2, 2, 2] else {
    return expect(false, "\(what): three coefficients have \(got.count) intervals")
  }
  for (j, name) in ["the constant", "months", "overdrawn"].enumerated() {
    let width = other[j][1] - other[j][0]
    let distance = max(abs(got[j][0] - other[j][0]), abs(got[j][1] - other[j][1])) / width
    expect(
      "\(what) of \(name), \(describe(got[j])), lies beside that by \(than), \(describe(other[j])); the distance in widths",
      distance, atMost: 0.05, "Compare the widths first: a wrong variance shows there, a wrong mode in both ends.")
  }
}

private func answers(_ n: Int, _ p: Int, using random: inout SplitMix64) -> Answers {
  let x = (0..<n).map { _ in (0..<p).map { $0 == 0 ? 1 : Double.random(in: -2...2, using: &random) } }
  return Answers(
    x: x, y: x.map { Double.random(in: 0..<1, using: &random) < 1 / (1 + exp(-$0.reduce(0, +))) ? 1 : 0 },
    ridge: Double.random(in: 0.3...2, using: &random))
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}

/// ln σ(η) for y = 1, ln σ(−η) for y = 0.
private func logLikelihood(_ y: Int, _ eta: Double) -> Double {
  let margin = y == 1 ? eta : -eta
  return min(margin, 0) - log1p(exp(-abs(margin)))
}

private func logDensity(_ data: Answers, _ beta: [Double]) -> Double {
  zip(data.x, data.y).reduce(-data.ridge * dot(beta, beta) / 2) { $0 + logLikelihood($1.1, dot($1.0, beta)) }
}

private func score(_ data: Answers, _ beta: [Double]) -> [Double] {
  zip(data.x, data.y).reduce(beta.map { -data.ridge * $0 }) { sum, row in
    let rest = Double(row.1) - 1 / (1 + exp(-dot(row.0, beta)))
    return zip(sum, row.0).map { $0 + $1 * rest }
  }
}

private func curvature(_ data: Answers, _ beta: [Double]) -> Matrix<Double> {
  let roots = data.x.map { row in
    let mean = 1 / (1 + exp(-dot(row, beta)))
    return row.map { $0 * (mean * (1 - mean)).squareRoot() }
  }
  let p = beta.count
  return Matrix(rows: p, columns: p) { i, j in
    roots.reduce(i == j ? data.ridge : 0) { $0 + $1[i] * $1[j] }
  }
}

private func covariance(_ data: Answers, _ beta: [Double]) throws -> [[Double]] {
  let result = try inverse(curvature(data, beta))
  return beta.indices.map { i in beta.indices.map { result[i, $0] } }
}

/// The mode by Newton's method whose steps are halved until the density rises, which ends for every λ > 0.
private func mode(_ data: Answers) -> [Double] {
  var beta = data.x[0].map { _ in 0.0 }
  for _ in 0..<100 {
    guard let inverse = try? inverse(curvature(data, beta)) else { break }
    let step = Array(inverse • Vector(score(data, beta)))
    var share = 1.0
    func next() -> [Double] { zip(beta, step).map { $0 + share * $1 } }
    while share > 1e-6, logDensity(data, next()) < logDensity(data, beta) { share /= 2 }
    beta = next()
    if step.allSatisfy({ abs($0) < 1e-13 }) { break }
  }
  return beta
}

private func walk(
  _ target: Target, _ start: [Double], _ factor: [[Double]], _ normals: [[Double]], _ uniforms: [Double]
) -> Trace {
  Way().walk(target.logDensity, start, factor, normals, uniforms)
}

private func numbers(seed: UInt64, steps: Int) -> (normals: [[Double]], uniforms: [Double]) {
  var random = SplitMix64(seed: seed)
  func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }
  // Box and Muller: √(−2·ln u)·cos 2πv is standard normal.
  let normals = (0..<steps).map { _ in
    (0..<3).map { _ in (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform()) }
  }
  return (normals, (0..<steps).map { _ in uniform() })
}

private func describe(_ ends: [Double]) -> String {
  ends.map { "\(($0 * 1e4).rounded() / 1e4)" }.joined(separator: " … ")
}

/// The first five hundred customers: 1, months from 20 in years, whether the account is overdrawn; bad is 1.
private let credits = Result {
  let table = try Dataset("tabular/german_credit.csv").csv()
  let months = try table.numbers(["duration"]).map { ($0[0] - 20) / 12 }
  let overdrawn = try table.column("checking_status").map { $0 == "<0" ? 1.0 : 0 }
  let bad = try table.column("class").map { $0 == "bad" ? 1 : 0 }
  return Answers(x: (0..<500).map { [1, months[$0], overdrawn[$0]] }, y: Array(bad.prefix(500)), ridge: 0.25)
}

// MARK: - Wrong and right ways

private struct Way {
  var penalty = 0.5
  var sparesFirst = false
  var likelihood: (Int, Double) -> Double = logLikelihood
  var limit = 60
  var curves = true
  var conditional = false
  var deviation: (Double) -> Double = { $0.squareRoot() }
  var tail: (Double) -> Double = { (1 + $0) / 2 }
  var notesAll = true
  var decides: (Double, Double) -> Bool = { log($0) < $1 }
  var transposes = false
  var factors = true
  var stretch: (Int) -> Double = { 2.4 / Double($0).squareRoot() }

  private func ridges(_ data: Answers) -> [Double] {
    data.x[0].indices.map { $0 == 0 && sparesFirst ? 1e-9 : 2 * penalty * data.ridge }
  }

  private func density(_ data: Answers, _ beta: [Double]) -> Double {
    var sum = 0.0
    for (j, ridge) in ridges(data).enumerated() { sum -= ridge * beta[j] * beta[j] / 2 }
    for i in data.y.indices { sum += likelihood(data.y[i], dot(data.x[i], beta)) }
    return sum
  }

  private func laplace(_ data: Answers) -> [[Double]] {
    let (p, ridges) = (data.x[0].count, ridges(data))
    var beta = [Double](repeating: 0, count: p)
    func matrix() -> Matrix<Double> {
      var h = curvature(data, beta)
      for j in 0..<p { h[j, j] += (curves ? ridges[j] : 1e-9) - data.ridge }
      return h
    }
    for _ in 0..<limit {
      var slope = score(data, beta)
      for j in 0..<p { slope[j] += (data.ridge - ridges[j]) * beta[j] }
      guard let inverse = try? inverse(matrix()) else { break }
      let step = Array(inverse • Vector(slope))
      beta = zip(beta, step).map { $0 + $1 }
      if step.allSatisfy({ abs($0) < 1e-10 }) { break }
    }
    let h = matrix()
    guard let inverse = try? inverse(h) else { return [beta] + beta.map { _ in beta } }
    return [beta]
      + (0..<p).map { i in (0..<p).map { conditional ? (i == $0 ? 1 / h[i, i] : 0) : inverse[i, $0] } }
  }

  fileprivate func walk(
    _ logDensity: ([Double]) -> Double, _ start: [Double], _ factor: [[Double]], _ normals: [[Double]],
    _ uniforms: [Double]
  ) -> Trace {
    var trace = Trace(states: [], accepted: 0)
    var (state, level) = (start, logDensity(start))
    for t in normals.indices {
      var proposal = state
      for i in proposal.indices {
        for k in proposal.indices { proposal[i] += (transposes ? factor[k][i] : factor[i][k]) * normals[t][k] }
      }
      let proposed = logDensity(proposal)
      let moves = decides(uniforms[t], proposed - level)
      if moves {
        (state, level) = (proposal, proposed)
        trace.accepted += 1
      }
      if moves || notesAll { trace.states.append(state) }
    }
    return trace
  }

  var submission: Submission {
    Submission(
      logDensity: .init { density($0, $1) }, laplace: .init { laplace($0) },
      walk: .init { data, normals, uniforms in
        let law = laplace(data)
        let matrix = Matrix(Array(law[1...]))
        let root = try Cholesky(matrix).lower
        let length = stretch(law[0].count)
        let factor = law[0].indices.map { i in
          law[0].indices.map { j in length * (factors ? root[i, j] : matrix[i, j]) }
        }
        return walk({ density(data, $0) }, law[0], factor, normals, uniforms)
      },
      randomWalk: .init { target, start, factor, normals, uniforms in
        walk(target.logDensity, start, factor, normals, uniforms)
      },
      normalIntervals: .init { law, level in
        let z = NormalDistribution().quantile(tail(level))
        return law[0].indices.map { j in
          let half = z * deviation(law[j + 1][j])
          return [law[0][j] - half, law[0][j] + half]
        }
      },
      chainIntervals: .init { states, level in
        try (states.first ?? []).indices.map { j in
          let values = states.map { $0[j] }
          if let index = values.firstIndex(where: \.isNaN) { throw QuantileError.nan(index: index) }
          return [1 - tail(level), tail(level)].map { Vector(values).quantile($0) }
        }
      })
  }
}
