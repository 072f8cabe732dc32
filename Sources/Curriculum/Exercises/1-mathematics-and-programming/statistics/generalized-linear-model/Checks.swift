import Checking
import Glibc
import LabData
import LabNumerics

/// The family that a check asks for; the learner's own is made from it.
enum Distribution {
  case bernoulli, poisson
}

/// What the learner's `GeneralizedLinearModel` says, or that of a variant.
struct Model: Observable {
  var coefficients: [Double]
  var standardErrors: [Double]
  var deviance: Double

  var observation: Observation {
    Observation(coefficients.observation, standardErrors.observation, deviance.observation)
  }
}

enum GeneralizedLinearModelError: Error {
  case response(row: Int)
  case noFiniteEstimate
}

enum LeastSquaresError: Error {
  case underdetermined(rows: Int, columns: Int)
  case rankDeficient(column: Int)
}

struct Submission {
  var deviance: Function<[Int], [Double], Distribution, Double>
  var fit: Function<[[Double]], [Int], Distribution, Model>
}

enum GeneralizedLinearModels: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A few operations a row, each rounded relative to terms of the size of the answer.
      Check("gives the deviance of rows") { s in
        let bernoulli = try s.deviance([1, 0, 0], [0, 0, log(3)], .bernoulli)
        expect(
          bernoulli, equals: 2 * log(16), within: .ulps(16), "−log of ½, ½ and ¼, and all of it twice.",
          what: "the deviance of (1, 0, 0) from η = (0, 0, log 3)")
        expect(
          try s.deviance([2, 0, 3], [0, log(2), log(3)], .poisson), equals: 4 * log(2) + 2, within: .ulps(16),
          "2·log 2 − 1, then 0·log 0 + 2, then 0; and all of it twice.",
          what: "the deviance of the counts (2, 0, 3) from means (1, 2, 3)")
        let advice = "At η = 1000 μ is exactly 1 in a Double, and log(1 − μ) is −∞. Write the term in η."
        for (y, eta, right) in [(1, 1000.0, 0.0), (0, 1000, 2000), (1, -1000, 2000), (0, -1000, 0)] {
          expect(
            try s.deviance([y], [eta], .bernoulli), equals: right, within: .ulps(4), advice,
            what: "the deviance of y = \(y) from η = \(eta)")
        }
        expect(
          try s.deviance([0], [40], .bernoulli), equals: 2 * (40 + log1p(exp(-40))), within: .ulps(4), advice,
          what: "the deviance of y = 0 from η = 40")
        expect(
          try s.deviance([1], [40], .bernoulli), equals: 2 * log1p(exp(-40)), within: .ulps(8),
          "log(1 + e⁻⁴⁰) is e⁻⁴⁰, not 0: log1p keeps it.", what: "the deviance of y = 1 from η = 40")
        expect(try s.deviance([], [], .poisson), equals: 0)
      },
      // Small data first: what is wrong is found, and named, before a thousand rows are fitted.
      // Closed forms: the mean of each group, and 1/(sum of its counts) for the variance of its logarithm. The
      // stop at 10⁻⁸ leaves the square of that; rounding is far below.
      Check("gives the logarithms of the means of counts") { s in
        let counts = [[3, 0, 7, 2], [0, 0, 1], [300, 260, 281, 302, 309]]
        let x = counts.enumerated().flatMap { j, group in group.map { _ in (0..<3).map { $0 == j ? 1.0 : 0 } } }
        let sums = counts.map { Double($0.reduce(0, +)) }
        let means = zip(sums, counts).map { $0 / Double($1.count) }
        expectModel(
          try s.fit(x, counts.flatMap { $0 }, .poisson), "counts in three groups", coefficients: means.map { log($0) },
          standardErrors: sums.map { 1 / $0.squareRoot() },
          deviance: 2
            * zip(counts, means).reduce(0) { sum, group in
              group.0.reduce(sum) { $0 + ($1 == 0 ? 0 : Double($1) * log(Double($1) / group.1)) }
            })
      },
      // At the stop the score is below 10⁻⁸ squared but for rounding, which here is 100·ε of the sums of magnitudes.
      Check("leaves no score, and errs as the curvature says", cases: 3) { s, random in
        for family in [Distribution.bernoulli, .poisson] {
          let x = (0..<61).map { _ in
            [1, Double.random(in: -2...2, using: &random), Double.random(in: 0...1, using: &random)]
          }
          let y = x.map { response(dot($0, [0.3, 0.5, -0.8]), family, using: &random) }
          let model = try s.fit(x, y, family)
          guard model.coefficients.count == 3 else {
            expect(false, "\(family): X has three columns, but β has \(model.coefficients.count) entries")
            continue
          }
          expectScore(model.coefficients, x, y, family)
          let rows = x.map { row in
            let eta = dot(row, model.coefficients)
            return row.map { $0 * weight(eta, family).squareRoot() }
          }
          let inverse = try? inverse(gram(rows))
          expect(
            model.standardErrors, equals: (0..<3).map { j in (inverse?[j, j] ?? .nan).squareRoot() },
            within: .relative(1e-8), "The roots of the diagonal of (XᵀWX)⁻¹, with W from the last η.",
            what: "the standard errors of \(family)")
        }
      },
      Check("says so when there is no finite estimate") { s in
        let advice = "The likelihood rises without end as β grows; some ηᵢ moves by about 1 at every step, for ever."
        func expectNone(_ x: [[Double]], _ y: [Int], _ family: Distribution) {
          expect(throws: GeneralizedLinearModelError.noFiniteEstimate, advice) { try s.fit(x, y, family) }
        }
        expectNone([[1, -2], [1, -1], [1, 1], [1, 2]], [0, 0, 1, 1], .bernoulli)
        expectNone([[1, -3e6], [1, -1e6], [1, 1e6], [1, 2e6]], [0, 0, 1, 1], .bernoulli)
        expectNone([[1, -1000], [1, -1], [1, 1], [1, 1000]], [0, 0, 1, 1], .bernoulli)
        expectNone([[1, 0], [1, 0], [1, 0], [1, 1], [1, 1]], [0, 1, 1, 1, 1], .bernoulli)  // one side is undecided
        expectNone([[1], [1], [1]], [1, 1, 1], .bernoulli)
        expectNone([[1, 0], [1, 0], [1, 1], [1, 1]], [3, 5, 0, 0], .poisson)
      },
      // A plane that separates all but the nearest: |η| up to 190 and 13 steps, or up to 25,600 and 19 steps.
      Check("does not give up because η is large") { s in
        let near: [Double] = [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2]
        let advice = "The classes overlap around 0, so the estimate is finite, however far away the other rows are."
        for (farthest, unit) in [(150.0, 1.0), (150, 0x1p20), (20_000, 1)] {
          let t = stride(from: -farthest, through: farthest, by: farthest / 5).map { $0 } + near
          let y = t.map { [-1, 0].contains($0) ? 1 : $0 == 0.5 ? 0 : $0 > 0 ? 1 : 0 }
          do {
            let x = t.map { [1, $0 / unit] }
            let model = try s.fit(x, y, .bernoulli)
            guard model.coefficients.count == 2 else {
              expect(false, "β has \(model.coefficients.count) entries, X has two columns")
              continue
            }
            expectScore(model.coefficients, x, y, .bernoulli)
          } catch {
            expect(false, "for t = ±\(Int(farthest)) in units of \(Int(unit)) fit throws \(error)", advice)
          }
        }
      },
      Check("refuses what it cannot fit") { s in
        let x: [[Double]] = [[1, 2], [1, 3], [1, 5], [1, 1]]
        let advice = "Look at y before anything else; rows count from 0."
        expect(throws: GeneralizedLinearModelError.response(row: 2), advice) {
          try s.fit(x, [0, 1, 2, -1], .bernoulli)
        }
        expect(throws: GeneralizedLinearModelError.response(row: 3), advice) { try s.fit(x, [0, 1, 2, -1], .poisson) }
        let rank = "What is wrong with X is leastSquares' to say, whatever the weights."
        expect(throws: LeastSquaresError.rankDeficient(column: 2), rank) {
          try s.fit([[1, 2, 5], [1, 0, 1], [1, 1, 3], [1, 5, 11], [1, 4, 9]], [0, 1, 1, 0, 1], .bernoulli)
        }
        expect(throws: LeastSquaresError.underdetermined(rows: 1, columns: 2), rank) {
          try s.fit([[1, 2]], [4], .poisson)
        }
        let none = try s.fit([[], [], []], [1, 0, 4], .poisson)
        expect(none.coefficients, equals: [Double](), "No columns: η is 0.", what: "β of X without columns")
        let logarithm: Double = log(4)
        expect(
          none.deviance, equals: 2 * (0 + 1 + 4 * logarithm - 3), within: .ulps(16),
          what: "the deviance without columns")
      },
      Check("agrees with statsmodels on cancelled flights") { s in
        var x: [[Double]] = []
        for airport in 0..<3 {
          for day in 1...31 {
            let isWeekend = [5, 6].contains(day % 7)  // 5 January 2013 was a Saturday
            x.append([1, airport == 1 ? 1 : 0, airport == 2 ? 1 : 0, isWeekend ? 1 : 0, Double(day) / 31])
          }
        }
        expectModel(
          try s.fit(x, cancelled, .poisson), "cancelled ~ airport + weekend + day",
          coefficients: [
            0.20067211891210368, -0.8671004876833833, -0.2627845208300537, -0.9476683077449899, 3.130154732389223,
          ],
          standardErrors: [
            0.15628381806281622, 0.11917080461349837, 0.09831663921523709, 0.1419637546733079, 0.1866718816580839,
          ], deviance: 416.71502200548457)
      },
      // Two parameters for two groups: closed forms again.
      Check("gives the log odds of the Titanic") { s in
        let people = try titanic.get()
        let model = try s.fit(people.map { [1, $0.isFemale ? 1 : 0] }, people.map(\.survived), .bernoulli)
        let (a, b, c, d) = (142.0, 709.0, 308.0, 154.0)
        expectModel(
          model, "survived ~ female", coefficients: [log(a / b), log(c / d) - log(a / b)],
          standardErrors: [(1 / a + 1 / b).squareRoot(), (1 / a + 1 / b + 1 / c + 1 / d).squareRoot()],
          deviance: -2 * (a * log(a / 851) + b * log(b / 851) + c * log(c / 462) + d * log(d / 462)))
      },
      Check("agrees with statsmodels on the Titanic") { s in
        let people = try titanic.get().filter { $0.age != nil && $0.passengerClass != "*" }
        let x = people.map { person in
          [
            1, person.isFemale ? 1 : 0, person.passengerClass == "2nd" ? 1 : 0, person.passengerClass == "3rd" ? 1 : 0,
            person.age ?? 0,
          ]
        }
        expectModel(
          try s.fit(x, people.map(\.survived), .bernoulli), "survived ~ female + class + age",
          coefficients: [
            1.1283052664389415, 2.6313568347656284, -1.2919623998336036, -2.521419152700964, -0.03917681497584865,
          ],
          standardErrors: [
            0.3505066419009821, 0.20150538456948267, 0.26007578553688676, 0.27665681381300755, 0.007616217719146786,
          ], deviance: 695.1407780943948)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "weights left out",
        Way(rowWeight: { _ in 1 }).submission,
        """
        z has the variance 1/w: a row with μ near 0 or 1 says little about η. Unweighted, its wild z counts as much as \
        the others, and Xᵀ(y − μ) = 0 is not what you reach.
        """),
      Misconception(
        "rows multiplied by w instead of its root",
        Way(rowWeight: { $0 * $0 }).submission,
        """
        Least squares squares each row's residual, so a row multiplied by w gets the weight w². Multiply row and right-hand \
        side by √w.
        """),
      Misconception(
        "the link's derivative the wrong way up",
        Way(residual: { ($0 - $1) * $2 }).submission,
        """
        η is on the other side of the link: a change of μ by δ is a change of η by δ/μ′(η). You multiply by μ′(η) = w, so \
        that the steps get small just where they should be large.
        """),
      Misconception(
        "one step only",
        Way(limit: 1, gives: true).submission,
        """
        One weighted least squares from the starting values is near, but μ and w then belong to the old η. Repeat with \
        the new ones until η stands still.
        """),
      Misconception(
        "stopped when the deviance hardly falls",
        Way(stop: { step, change in change <= 1e-10 }).submission,
        """
        With separated classes the deviance falls by less and less, as e^{−t}, while β runs away: what you return is the \
        place where patience ended. Ask whether η stands still.
        """),
      Misconception(
        "the last β given after 25 steps",
        Way(gives: true).submission,
        """
        With separated classes every step makes β larger, and after 25 of them it is still no estimate: 25 more would give \
        another one. Say that there is none.
        """),
      Misconception(
        "probabilities near 0 or 1 taken for separation",
        Way(givesUp: { family, eta in family == .bernoulli && eta.contains { abs($0) > 18 } }).submission,
        """
        A row far away may well have a probability of 10⁻³⁰. What matters is whether η still moves, not how large it is.
        """),
      Misconception(
        "large coefficients taken for separation",
        Way(givesUpOnBeta: { beta in beta.contains { abs($0) > 1e4 } }).submission,
        """
        The size of a coefficient depends on the unit of its column: in kilometres it is a thousand times that in metres. \
        It is no sign of separation.
        """),
      Misconception(
        "counts started at η = 0",
        Way(start: { y, family in family == .poisson ? 0 : y == 1 ? log(3) : -log(3) }).submission,
        """
        From η = 0 a count of 300 gives z = 299, the next mean is e²⁹⁹, and from there Newton comes down by 1 a step. Start \
        at log(y + 0.1).
        """),
      Misconception(
        "dispersion estimated",
        Way(dispersion: { deviance, n, p in deviance / Double(n - p) }).submission,
        """
        √(D/(n − p)) scales the errors of a *linear* model, whose noise is unknown. Bernoulli's and Poisson's variances \
        are fixed by their means: the dispersion is 1.
        """),
      Misconception(
        "variances for standard errors",
        Way(error: { 1 / ($0 * $0) }).submission,
        """
        1/residualNorm² is the variance cⱼⱼ. The standard error is its root, in the unit of β.
        """),
      Misconception(
        "standard errors without the weights",
        Way(weighsErrors: false).submission,
        """
        (XᵀX)⁻¹ belongs to a linear model with noise 1. The curvature of this likelihood is XᵀWX.
        """),
      Misconception(
        "the other columns ignored in the standard errors",
        Way(regressesErrors: false).submission,
        """
        1/‖√W·xⱼ‖ is the error if all other coefficients were known. They are not: only what is left of the column after \
        regression on the others tells βⱼ from them.
        """),
      Misconception(
        "log of a rounded probability",
        Way(bernoulli: { y, eta in
          let mean = 1 / (1 + exp(-eta))
          return y == 1 ? -log(mean) : -log(1 - mean)
        }).submission,
        """
        At η = 40 μ is 1 − 4·10⁻¹⁸, which a Double rounds to 1: log μ is 0 and log(1 − μ) is −∞. With m = ±η the term is \
        log(1 + e^{−m}): max(0, −m) + log1p(e^{−|m|}).
        """),
      Misconception(
        "deviance without the saturated model",
        Way(poisson: { y, eta in exp(eta) - y * eta }).submission,
        """
        μ − y·log μ is the log likelihood up to sign, but a model that meets every count does not reach 0 there: it \
        leaves y − y·log y. The deviance is the difference of the two.
        """),
      Misconception(
        "0·log 0 not a number",
        Way(poisson: { y, eta in y * (log(y) - eta) - (y - exp(eta)) }).submission,
        """
        log 0 is −∞ and 0·(−∞) is NaN. The limit of y·log y is 0: a count of 0 contributes μ alone.
        """),
      Misconception(
        "half the deviance",
        Way(factor: 1).submission,
        """
        This is the difference of the log likelihoods. The deviance is twice that, so that it is a sum of squares for \
        normal data and nearly χ² for a difference of two models.
        """),
      Misconception(
        "responses not looked at",
        Way(looksAtResponses: false).submission,
        """
        Bernoulli with y = 2 has no likelihood. IRLS does not notice and returns numbers that belong to no model.
        """),
      Misconception(
        "a dependent column taken for separation",
        Way(checksRank: false).submission,
        """
        That some columns depend on others is a fault of X, whatever y is. Let `leastSquares(x, y)` say so before the first \
        weighted step.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "Newton's steps with XᵀWX by Cholesky, errors from its inverse",
        Submission(
          deviance: .init { y, eta, family in Way().deviance(y, eta, family) },
          fit: .init { try newton($0, $1, $2) })),
      Alternative(
        "started at ½ (Bernoulli) and at y + 1 (Poisson), 1 − μ as σ(−η)",
        Way(start: { y, family in family == .poisson ? log(Double(y) + 1) : 0 }, isCareful: true).submission),
    ]
  }
}

// MARK: - Parts of the checks

/// Expects β and its errors to 8 digits of the largest or of themselves, and D to 8.
///
/// The stop at 10⁻⁸ leaves about 10⁻¹⁶; the weighted columns have a condition below 10³, so 1300 rows can lose n·κ·ε, 3
/// digits less than 13.
private func expectModel(
  _ model: Model, _ what: String, coefficients: [Double], standardErrors: [Double], deviance: Double,
  line: Int = #line
) {
  expect(
    model.coefficients, equals: coefficients, within: .relative(1e-8), "Is Xᵀ(y − μ) = 0 at your β?",
    what: "β of \(what)", line: line)
  expect(
    model.standardErrors, equals: standardErrors, within: .relative(1e-8),
    "The roots of the diagonal of (XᵀWX)⁻¹.", what: "the standard errors of \(what)", line: line)
  expect(
    model.deviance, equals: deviance, within: .relative(1e-8), "Twice what the log likelihood loses.",
    what: "the deviance of \(what)", line: line)
}

/// Expects Xᵀ(y − μ) to vanish beside the sums of the magnitudes.
private func expectScore(
  _ beta: [Double], _ x: [[Double]], _ y: [Int], _ family: Distribution, line: Int = #line
) {
  let means = x.map { mean(dot($0, beta), family) }
  for j in beta.indices {
    let terms = zip(x, zip(y, means)).map { $0[j] * (Double($1.0) - $1.1) }
    let size = zip(x, zip(y, means)).reduce(0) { $0 + abs($1.0[j]) * (Double($1.1.0) + $1.1.1) }
    expect(
      "\(family): of column \(j) |Σ x·(y − μ)| as a share of Σ |x|·(y + μ)", abs(terms.reduce(0, +)) / size,
      atMost: 1e-9, "At the greatest likelihood the residuals y − μ are orthogonal to every column.", line: line)
  }
}

private func mean(_ eta: Double, _ family: Distribution) -> Double {
  family == .poisson ? exp(eta) : eta < 0 ? exp(eta) / (1 + exp(eta)) : 1 / (1 + exp(-eta))
}

private func weight(_ eta: Double, _ family: Distribution) -> Double {
  family == .poisson ? exp(eta) : mean(eta, .bernoulli) * mean(-eta, .bernoulli)
}

private func dot(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in x.indices { sum += x[i] * y[i] }
  return sum
}

private func response(
  _ eta: Double, _ family: Distribution, using random: inout some RandomNumberGenerator
) -> Int {
  let u = Double.random(in: 0..<1, using: &random)
  if family == .bernoulli { return u < mean(eta, .bernoulli) ? 1 : 0 }
  var (k, p) = (0, exp(-exp(eta)))
  var sum = p
  while sum < u && k < 50 {
    k += 1
    p *= exp(eta) / Double(k)
    sum += p
  }
  return k
}

// MARK: - Real data

private struct Passenger {
  var isFemale: Bool
  var passengerClass: String
  var age: Double?
  var survived: Int
}

private let titanic = Result {
  let table = try Dataset("titanic/titanic.csv").csv()
  let (sex, classes) = (try table.column("sex"), try table.column("class"))
  let (ages, survived) = (try table.column("age", as: Double.self), try table.column("survived", as: Int.self))
  return sex.indices.map {
    Passenger(isFemale: sex[$0] == "female", passengerClass: classes[$0], age: ages[$0], survived: survived[$0] ?? 0)
  }
}

/// Departures that never happened, each day of January 2013 from EWR, JFK and LGA: make_reference.py.
private let cancelled = [
  1, 6, 3, 2, 1, 1, 0, 2, 1, 1, 2, 2, 2, 0, 7, 16, 6, 7, 1, 3, 3, 1, 3, 5, 15, 3, 9, 47, 4, 37, 47,
  1, 1, 0, 1, 2, 0, 1, 0, 0, 0, 1, 2, 12, 1, 1, 18, 3, 2, 0, 0, 4, 0, 0, 1, 8, 3, 1, 3, 2, 26, 6,
  2, 1, 7, 3, 0, 0, 2, 2, 4, 2, 8, 2, 2, 1, 5, 12, 0, 1, 0, 1, 1, 4, 6, 8, 12, 3, 6, 14, 7, 35, 32,
]

// MARK: - Wrong and right ways

/// Least squares by Householder's reflections; refuses what `leastSquares` refuses.
///
/// Plain loops over columns: for so few of them a call of LAPACK costs more than the work.
private func leastSquares(_ x: [[Double]], _ y: [Double]) throws -> (coefficients: [Double], residualNorm: Double) {
  let (m, n) = (x.count, x.first?.count ?? 0)
  guard m >= n else { throw LeastSquaresError.underdetermined(rows: m, columns: n) }
  var columns = (0..<n).map { j in x.map { $0[j] } } + [y]
  for j in 0..<n {
    var v = columns[j]
    for i in 0..<j { v[i] = 0 }
    let length = dot(v, v).squareRoot()
    guard length > Double(m) * 0x1p-52 * dot(columns[j], columns[j]).squareRoot() else {
      throw LeastSquaresError.rankDeficient(column: j)
    }
    v[j] += v[j] < 0 ? -length : length
    let scale = 2 / dot(v, v)
    for k in j...n {
      let share = scale * dot(v, columns[k])
      for i in j..<m { columns[k][i] -= share * v[i] }
    }
  }
  var beta = Array(columns[n][..<n])
  for i in beta.indices.reversed() {
    for k in (i + 1)..<n { beta[i] -= columns[k][i] * beta[k] }
    beta[i] /= columns[i][i]
  }
  return (beta, columns[n][n...].reduce(0) { $0 + $1 * $1 }.squareRoot())
}

/// XᵀX of the rows of X.
private func gram(_ rows: [[Double]]) -> Matrix<Double> {
  let columns = (rows.first ?? []).indices.map { j in rows.map { $0[j] } }
  return Matrix(columns.map { a in columns.map { dot(a, $0) } })
}

/// Both functions; each member can make them wrong in one place.
private struct Way {
  var start: (Int, Distribution) -> Double = { y, family in
    family == .poisson ? log(Double(y) + 0.1) : y == 1 ? log(3) : -log(3)
  }
  var rowWeight: (Double) -> Double = { $0 }
  /// Of y, μ and w.
  var residual: (Double, Double, Double) -> Double = { ($0 - $1) / $2 }
  var limit = 25
  /// Of the largest move of an η, and of the change of the deviance.
  var stop: (Double, Double) -> Bool = { step, _ in step <= 1e-8 }
  /// Whether it answers with what it has when it does not converge.
  var gives = false
  var givesUp: (Distribution, [Double]) -> Bool = { _, _ in false }
  var givesUpOnBeta: ([Double]) -> Bool = { _ in false }
  /// Of a residual norm.
  var error: (Double) -> Double = { 1 / $0 }
  var weighsErrors = true
  var regressesErrors = true
  /// Of the deviance, n and p.
  var dispersion: (Double, Int, Int) -> Double = { _, _, _ in 1 }
  /// Half the deviance of one row, of y and η.
  var bernoulli: (Double, Double) -> Double = { y, eta in
    let margin = (2 * y - 1) * eta
    return max(0, -margin) + log1p(exp(-abs(margin)))
  }
  var poisson: (Double, Double) -> Double = { y, eta in (y == 0 ? 0 : y * (log(y) - eta)) - (y - exp(eta)) }
  var factor = 2.0
  var looksAtResponses = true
  var checksRank = true
  /// Whether 1 − μ is computed as σ(−η).
  var isCareful = false

  func deviance(_ y: [Int], _ eta: [Double], _ family: Distribution) -> Double {
    factor * zip(y, eta).reduce(0) { $0 + (family == .poisson ? poisson : bernoulli)(Double($1.0), $1.1) }
  }

  func fit(_ x: [[Double]], _ y: [Int], _ family: Distribution) throws -> Model {
    if looksAtResponses, let row = y.firstIndex(where: { $0 < 0 || family == .bernoulli && $0 > 1 }) {
      throw GeneralizedLinearModelError.response(row: row)
    }
    if checksRank { _ = try leastSquares(x, y.map(Double.init)) }
    var eta = y.map { start($0, family) }
    var last: Model?
    var before = Double.infinity
    for _ in 0..<limit {
      let means = eta.map { family == .poisson || isCareful ? mean($0, family) : 1 / (1 + exp(-$0)) }
      let weights = zip(means, eta).map { mean, eta in
        isCareful ? weight(eta, family) : family == .poisson ? mean : mean * (1 - mean)
      }
      let z = y.indices.map { eta[$0] + (weights[$0] > 0 ? residual(Double(y[$0]), means[$0], weights[$0]) : 0) }
      let roots = weights.map { rowWeight($0).squareRoot() }
      let weighted = zip(x, roots).map { row, root in row.map { root * $0 } }
      guard let beta = try? leastSquares(weighted, zip(z, roots).map { $0 * $1 }).coefficients else { break }
      let next = x.map { dot($0, beta) }
      let step = zip(next, eta).reduce(0) { max($0, abs($1.0 - $1.1)) }
      eta = next
      if givesUp(family, eta) || givesUpOnBeta(beta) { break }
      let deviance = deviance(y, eta, family)
      let isDone = stop(step, abs(deviance - before))
      before = deviance
      if isDone || gives {
        last = Model(
          coefficients: beta, standardErrors: errors(weighsErrors ? weighted : x, deviance), deviance: deviance)
      }
      if isDone { break }
      if !gives { last = nil }
    }
    guard let last else { throw GeneralizedLinearModelError.noFiniteEstimate }
    return last
  }

  private func errors(_ rows: [[Double]], _ deviance: Double) -> [Double] {
    let p = rows.first?.count ?? 0
    return (0..<p).map { j in
      let others = rows.map { row in row.indices.filter { $0 != j && regressesErrors }.map { row[$0] } }
      let norm = (try? leastSquares(others, rows.map { $0[j] }).residualNorm) ?? .nan
      return error(norm) * dispersion(deviance, rows.count, p).squareRoot()
    }
  }

  var submission: Submission {
    Submission(deviance: .init { deviance($0, $1, $2) }, fit: .init { try fit($0, $1, $2) })
  }
}

/// β += (XᵀWX)⁻¹·Xᵀ(y − μ).
private func newton(_ x: [[Double]], _ y: [Int], _ family: Distribution) throws -> Model {
  if let row = y.firstIndex(where: { $0 < 0 || family == .bernoulli && $0 > 1 }) {
    throw GeneralizedLinearModelError.response(row: row)
  }
  let target = y.map { family == .poisson ? log(Double($0) + 0.1) : $0 == 1 ? log(3) : -log(3) }
  var beta = try leastSquares(x, target).coefficients
  guard !beta.isEmpty else {
    return Model(
      coefficients: [], standardErrors: [], deviance: Way().deviance(y, y.map { _ in 0 }, family))
  }
  for _ in 0..<25 {
    let eta = x.map { dot($0, beta) }
    let roots = eta.map { weight($0, family).squareRoot() }
    let weighted = zip(x, roots).map { row, root in row.map { root * $0 } }
    let residual = zip(y, eta).map { Double($0) - mean($1, family) }
    guard let inverse = try? inverse(gram(weighted)) else { break }
    let score = (0..<beta.count).map { j in dot(x.map { $0[j] }, residual) }
    let step = (0..<beta.count).map { i in (0..<beta.count).reduce(0) { $0 + inverse[i, $1] * score[$1] } }
    for j in beta.indices { beta[j] += step[j] }
    guard x.allSatisfy({ abs(dot($0, step)) <= 1e-8 }) else { continue }
    return Model(
      coefficients: beta, standardErrors: (0..<beta.count).map { inverse[$0, $0].squareRoot() },
      deviance: Way().deviance(y, x.map { dot($0, beta) }, family))
  }
  throw GeneralizedLinearModelError.noFiniteEstimate
}
