import Checking
import Glibc
import LabData
import LabNumerics

struct NotPositiveDefinite: Error {
  var minor: Int
}

/// What the learner's `RegressionBelief` holds, or that of a variant.
struct Belief: Observable {
  var mean: [Double]
  var precision: [[Double]]
  var shape: Double
  var rate: Double

  var observation: Observation {
    Observation(mean.observation, precision.observation, shape.observation, rate.observation)
  }
}

/// What the learner's `Prediction` holds.
struct StudentLaw: Observable {
  var location: Double
  var scale: Double
  var degreesOfFreedom: Double

  var observation: Observation { [location, scale, degreesOfFreedom].observation }
}

struct Submission {
  var updated: Function<Belief, [[Double]], [Double], Belief>
  var logEvidence: Function<Belief, [[Double]], [Double], Double>
  var prediction: Function<Belief, [Double], StudentLaw>
  var interval: Function<StudentLaw, Double, [Double]>
  var logDensity: Function<StudentLaw, Double, Double>
  var split: Function<[[Double]], [[[Double]]]>
  var design: Function<[[Double]], [[Double]], [[Double]]>
}

enum BayesianRegression: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Halves and quarters: nothing rounds but the last digits of logarithms and roots.
      Check("gives the worked example") { s in
        let prior = Belief(mean: [1], precision: [[2]], shape: 1, rate: 3)
        expectBelief(
          try s.updated(prior, [[1], [1]], [2, 4]), Belief(mean: [2], precision: [[4]], shape: 2, rate: 6), .ulps(8),
          "the example")
        expect(
          try s.logEvidence(prior, [[1], [1]], [2, 4]), equals: -log(24 * 2.squareRoot() * Double.pi),
          within: .rounding(operations: 30, scale: 5),
          "½·ln(2/4) + 1·ln 3 − 2·ln 6 + ln Γ(2) − ln Γ(1) − ln 2π.", what: "The log evidence of (2, 4)")
        let law = try s.prediction(Belief(mean: [2], precision: [[4]], shape: 2, rate: 6), [2])
        expect(
          [law.location, law.scale, law.degreesOfFreedom], equals: [4, 6.0.squareRoot(), 4], within: .ulps(8),
          "x·m, √(b/a·(1 + xᵀ·Λ⁻¹·x)), 2·a.", what: "Location, scale and degrees of freedom at x = 2")
      },
      // Both ways solve systems whose condition is below 10³ here; 10⁻¹⁰ is that times n·p·ε with a factor 10³ to spare.
      Check("agrees with least squares that has the prior as rows", cases: 3) { s, random in
        for (n, p) in [(1, 1), (2, 3), (9, 2), (14, 4)] {
          let prior = belief(p, using: &random)
          let (x, y) = data(n, p, using: &random)
          expectBelief(
            try s.updated(prior, x, y), try augmented(prior, x, y), .ofLargest(1e-10), "n = \(n), p = \(p)")
        }
      },
      // The responses together have a Student distribution with 2·a degrees of freedom, whose n × n scale is b/a·(I +
      // X·Λ⁻¹·Xᵀ): no posterior is needed for it. Condition and size of the terms as above.
      Check("gives all responses the density that a Student distribution of n numbers has", cases: 3) { s, random in
        for (n, p) in [(1, 1), (2, 3), (9, 2), (14, 4)] {
          let prior = belief(p, using: &random)
          let (x, y) = data(n, p, using: &random)
          let right = try joint(prior, x, y)
          expect(
            try s.logEvidence(prior, x, y), equals: right, within: .absolute(1e-10 * (abs(right) + Double(n))),
            "Half the log determinant of the prior's Λ less that of the posterior's, a·ln b of either, and both ln Γ.",
            what: "The log evidence for n = \(n), p = \(p)")
        }
      },
      Check("learns in two steps what it learns in one", cases: 3) { s, random in
        let prior = belief(3, using: &random)
        let (x, y) = data(11, 3, using: &random)
        let first = try s.updated(prior, Array(x[..<4]), Array(y[..<4]))
        guard isShaped(first, 3) else { return }
        expectBelief(
          try s.updated(first, Array(x[4...]), Array(y[4...])), try augmented(prior, x, y), .ofLargest(1e-10),
          "4 rows, then 7 more")
        let parts = try s.logEvidence(prior, Array(x[..<4]), Array(y[..<4]))
        let rest = try s.logEvidence(first, Array(x[4...]), Array(y[4...]))
        let right = try joint(prior, x, y)
        expect(
          parts + rest, equals: right, within: .absolute(1e-10 * (abs(right) + 11)),
          "p(all) = p(first)·p(rest | first).", what: "The log evidence of 4 rows plus that of 7 more after them")
      },
      // y = 10⁸ + O(1): 16 roundings of 10⁸ are 4·10⁻⁷, in a rate of about 5. From yᵀy, 10¹⁷, no digit of it would be left.
      Check("keeps its digits when all responses are large") { s in
        let y = [0.0, 1, -1, 2, -2, 1, 0, -1].map { 1e8 + $0 }
        let prior = Belief(mean: [1e8], precision: [[2]], shape: 1, rate: 1)
        let posterior = try s.updated(prior, y.map { _ in [1] }, y)
        expect(
          posterior.rate, equals: 7, within: .absolute(1e-6),
          "Write b with y − X·m, which is small. yᵀy and mᵀ·Λ·m agree in all the digits that they have.",
          what: "The rate after eight responses 10⁸ + (0, 1, −1, 2, −2, 1, 0, −1)")
        expect(posterior.mean, equals: [1e8], within: .ulps(4), what: "their mean")
      },
      // LabNumerics inverts and adds by other ways; a Student quantile of the learner's has 12 digits.
      Check("predicts with the width that noise and belief have together", cases: 3) { s, random in
        for p in [1, 2, 4] {
          let held = belief(p, using: &random)
          let row = (0..<p).map { _ in Double.random(in: -3...3, using: &random) }
          let law = try s.prediction(held, row)
          let x = Vector(row)
          let spread = x • (try inverse(Matrix(held.precision)) • x)
          expect(
            [law.location, law.scale, law.degreesOfFreedom],
            equals: [
              zip(row, held.mean).reduce(0) { $0 + $1.0 * $1.1 }, (held.rate / held.shape * (1 + spread)).squareRoot(),
              2 * held.shape,
            ], within: .ofLargest(1e-11), "x·m, √(b/a·(1 + xᵀ·Λ⁻¹·x)), 2·a.",
            what: "Location, scale and degrees of freedom for p = \(p)")
        }
      },
      Check("turns a prediction into an interval and a log density", cases: 2) { s, random in
        let law = StudentLaw(
          location: Double.random(in: -5...5, using: &random), scale: Double.random(in: 0.2...4, using: &random),
          degreesOfFreedom: Double.random(in: 1.5...9, using: &random))
        let t = StudentTDistribution(degreesOfFreedom: law.degreesOfFreedom)
        for level in [0.3, 0.5, 0.9, 0.99] {
          let half = law.scale * t.quantile((1 + level) / 2)
          expect(
            try s.interval(law, level), equals: [law.location - half, law.location + half],
            within: .absolute(1e-9 * (5 + half)),
            "(1 − level)/2 of the probability is left on *either* side of location ± scale·t.",
            what: "The interval of level \(level) of \(describe(law))")
        }
        for y in [law.location, law.location + 3 * law.scale, law.location - 40 * law.scale] {
          let right = t.logPDF((y - law.location) / law.scale) - log(law.scale)
          expect(
            try s.logDensity(law, y), equals: right, within: .absolute(1e-11 * (10 + abs(right))),
            "The density of t at (y − location)/scale, divided by the scale: dy = scale·dt.",
            what: "The log density of \(describe(law)) at \(y)")
        }
        let far = StudentLaw(location: 0, scale: 0.5, degreesOfFreedom: 2000)
        let right = StudentTDistribution(degreesOfFreedom: 2000).logPDF(2000) + log(2)
        expect(
          try s.logDensity(far, 1000), equals: right, within: .relative(1e-9),
          "The density is e^{−7600}, which no Double holds: stay with logarithms all the way.",
          what: "The log density of \(describe(far)) at 1000")
      },
      Check("keeps every fifth row for the end, and measures it with the others' units") { s in
        let rows = (0..<12).map { [Double($0 * $0), 7] }
        let parts = try s.split(rows)
        guard parts.count == 2 else { return expect(false, "split returns no two parts") }
        expect(
          parts[1], equals: [[0, 7], [25, 7], [100, 7]], "Rows 0, 5, 10, …, counted from 0.", what: "the test rows")
        expect(
          parts[0], equals: [[1, 7], [4, 7], [9, 7], [16, 7], [36, 7], [49, 7], [64, 7], [81, 7], [121, 7]],
          "All others, in their order.",
          what: "the training rows")
        expect(try s.split([]), "split([])", isPair: [[], []])
        let units = [[1.0, 7], [3, 7], [5, 7], [7, 7]]  // mean 4, standard deviation √5
        let root = 5.0.squareRoot()
        expect(
          try s.design([[4, 7], [104, 9]], units), equals: [[1, 0, 0], [1, 100 / root, 2]], within: .ulps(16),
          "Mean 4 and standard deviation √5 are those of the training rows; a feature that never varies is only centred.",
          what: "design([[4, 7], [104, 9]], standardizedBy: [[1, 7], [3, 7], [5, 7], [7, 7]])")
        expect(
          try s.design([[0.1], [0.3]], [[0.1], [0.1], [0.1]]), equals: [[1, 0], [1, 0.3 - 0.1]],
          within: .absolute(1e-15),
          "0.1 three times: the mean may round to a neighbour of 0.1, the deviation then to 10⁻¹⁷, and 0.2/10⁻¹⁷ is no unit.",
          what: "design([[0.1], [0.3]], standardizedBy: [[0.1], [0.1], [0.1]])")
      },
      // reference.json; NumPy's least squares agrees with its own normal equations to 10⁻¹⁰.
      Check("agrees with SciPy on a thousand houses, and beats the mean on those held out") { s in
        let houses = try houses.get()
        let full = try study(houses.features, houses.prices, by: s)
        guard let full else { return }
        expect(
          full.mean,
          equals: [
            12.010210537642909, 0.1516170581367296, 0.11202579877321449, 0.14477131528745382, 0.06394292179357507,
            0.033120633179250104,
          ], within: .ofLargest(1e-9), "The constant first, then the five features in their order.",
          what: "The posterior mean")
        expect(
          full.evidence, equals: 168.64004063536242, within: .absolute(1e-6), what: "The log evidence of 800 prices")
        expect(
          full.error, equals: 0.16764525546353895, within: .relative(1e-8),
          "The mean alone errs by 0.40.", what: "The root mean square error of 200 log prices held out")
        expect(
          full.score, equals: 0.352625301314136, within: .relative(1e-7),
          what: "The mean log density of 200 log prices held out")
        guard let constant = try study(houses.features.map { _ in [] }, houses.prices, by: s) else { return }
        expect(
          constant.evidence, equals: -441.0284736625191, within: .absolute(1e-6),
          what: "The log evidence of 800 prices without features")
      },
      Check("gains nothing from features when the prices are shuffled", cases: 1) { s, random in
        let houses = try houses.get()
        let (features, prices) = (Array(houses.features.prefix(300)), Array(houses.prices.prefix(300)))
        let shuffled = prices.shuffled(using: &random)
        guard let full = try study(features, shuffled, by: s),
          let constant = try study(features.map { _ in [] }, shuffled, by: s)
        else { return }
        // Five coefficients that explain nothing cost about ½·ln 240 each, 14 together; one in 10⁵ shuffles wins them back.
        expect(
          "The log evidence of the features over that of the constant, for shuffled prices,",
          full.evidence - constant.evidence, atMost: 0,
          "Evidence pays for every coefficient: half the log determinants.")
      },
      Check("answers nothing for nothing, and refuses what is not definite") { s in
        let prior = Belief(mean: [1, -2], precision: [[2, 1], [1, 3]], shape: 1.5, rate: 0.5)
        expectBelief(try s.updated(prior, [], []), prior, .ulps(4), "no rows")
        expect(
          try s.logEvidence(prior, [], []), equals: 0, within: .absolute(1e-14), "The probability of nothing is 1.",
          what: "The log evidence of no rows")
        let flat = Belief(mean: [0, 0], precision: [[0, 0], [0, 0]], shape: 1, rate: 1)
        let x: [[Double]] = [[1, 0], [1, 1], [1, 2]]
        expectBelief(
          try s.updated(flat, x, [1, 3, 5]), Belief(mean: [1, 2], precision: [[3, 3], [3, 5]], shape: 2.5, rate: 1),
          .absolute(1e-13), "Λ = 0 and three points on a line")
        let advice = "What cholesky throws is passed on."
        expect(throws: NotPositiveDefinite(minor: 1), advice) { try s.logEvidence(flat, x, [1, 3, 5]) }
        expect(throws: NotPositiveDefinite(minor: 1), advice) { try s.prediction(flat, [1, 1]) }
        expect(throws: NotPositiveDefinite(minor: 2), advice) { try s.updated(flat, [[1, 2]], [1]) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the rate as a difference of squares",
        Way(rate: { way in
          way.prior.rate + (way.square(way.y) + way.form(way.prior) - way.form(way.posterior)) / 2
        }).submission,
        """
        b + ½·(yᵀy + mᵀΛm − m′ᵀΛ′m′) is right on paper. With large responses it subtracts numbers that agree in all their \
        digits. The sum of two squares, of what is left over and of how far the mean was moved, cannot cancel.
        """),
      Misconception(
        "the pull of the prior left out of the rate",
        Way(rate: { way in way.prior.rate + way.residual / 2 }).submission,
        """
        The residuals alone are what a flat prior would leave. The prior was a measurement, too: that the mean had to move \
        away from it costs (m′ − m)ᵀ·Λ·(m′ − m).
        """),
      Misconception(
        "the prior mean left out",
        Way(forgetsMean: true).submission,
        """
        Λ′·m′ = Λ·m + Xᵀy, or m′ = m + Λ′⁻¹·Xᵀ(y − X·m). With m = 0 nobody sees the difference; log prices are about 12.
        """),
      Misconception(
        "n degrees of freedom where n/2 belong",
        Way(shape: { $0 + $1 }).submission,
        """
        Each response multiplies the density of σ² by σ⁻¹, which is (σ²)^(−½): the shape grows by ½ a row, not by 1.
        """),
      Misconception(
        "the best fit's likelihood for the evidence",
        Way(evidence: { way in
          let variance = way.posterior.rate / way.posterior.shape
          return -(Double(way.y.count) * log(2 * .pi * variance) + way.residual / variance) / 2
        }).submission,
        """
        The likelihood at the best coefficients can only rise with every feature, also with one of pure noise. Evidence \
        is the likelihood's *mean* over the prior, and pays for coefficients that could have been anything.
        """),
      Misconception(
        "whole log determinants in the evidence",
        Way(evidence: { way in way.evidence(determinants: 1) }).submission,
        """
        The normal density has the root of a determinant: half its logarithm. Taken whole, every coefficient is charged \
        twice.
        """),
      Misconception(
        "only the noise in the prediction",
        Way(spread: { _ in 1 }).submission,
        """
        b/a is the noise around a line that is known. This one is not: its height at x varies by xᵀ·Λ⁻¹·x more, most of all \
        far away from the rows that were seen.
        """),
      Misconception(
        "only the line in the prediction",
        Way(spread: { $0 }).submission,
        """
        That is the width of what is believed about the *mean* response at x. The next response has its own noise on top: \
        1 + xᵀ·Λ⁻¹·x.
        """),
      Misconception(
        "a as degrees of freedom",
        Way(freedom: 1).submission,
        """
        A gamma distribution of shape a is a chi-squared distribution of 2·a degrees of freedom, in another unit; Student's \
        t has as many.
        """),
      Misconception(
        "the normal quantile",
        Way(quantile: { NormalDistribution().quantile($1) + 0 * $0 }).submission,
        """
        1.645 belongs to a known σ. Here σ is believed, too, and few rows leave it open: Student's quantile is larger.
        """),
      Misconception(
        "all the rest on one side",
        Way(tail: { $0 }).submission,
        """
        The quantile at `level` leaves 1 − level above, and as much again below. For level 0.9 take it at 0.95.
        """),
      Misconception(
        "the logarithm of the density",
        Way(logDensity: { log(exp($0)) }).submission,
        """
        Far from the location the density is 0 in a Double, and its logarithm −∞: one such row ruins the score of all. \
        Write the logarithm out.
        """),
      Misconception(
        "the scale left out of the density",
        Way(logDensity: { $0 }, forgetsScale: true).submission,
        """
        A distribution stretched twice as wide is half as high. Without − ln scale wide predictions cost nothing, and the \
        widest would win.
        """),
      Misconception(
        "new rows measured with their own units",
        Way(design: { rows, _ in rows }).submission,
        """
        A coefficient is "per standard deviation of the training rows". Rows with a mean and a deviation of their own \
        speak another language, and a single new row would be 0 throughout.
        """),
      Misconception(
        "units from all rows",
        Way(design: { rows, training in training + rows }).submission,
        """
        The rows held out have set the units: what the training should not know leaks into it. Means and deviations come \
        from the training rows alone.
        """),
      Misconception(
        "a constant feature divided by its deviation",
        Way(guardsConstant: false).submission,
        """
        A feature that never varies has the deviation 0, or 10⁻¹⁷ if its mean was rounded. Ask whether all its values are \
        equal before you divide.
        """),
      Misconception(
        "the last fifth held out",
        Way(isTest: { $0 >= $1 - $1 / 5 }).submission,
        """
        The file is in an order, here by year and place: its last fifth is another market. Row i is held out if i is a \
        multiple of 5.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("normal equations with Λ·m + Xᵀy, by inverses", Way().submission)]
  }
}

// MARK: - Parts of the checks

private func isShaped(_ belief: Belief, _ p: Int) -> Bool {
  let isShaped = belief.mean.count == p && belief.precision.count == p && belief.precision.allSatisfy { $0.count == p }
  expect(isShaped, "The belief about \(p) coefficients has not \(p) means and \(p) × \(p) precisions")
  return isShaped
}

private func expectBelief(
  _ got: @autoclosure () throws -> Belief, _ right: Belief, _ tolerance: Tolerance, _ what: String
) {
  let belief: Belief
  do { belief = try got() } catch { return expect(false, "\(what): updated throws \(error)") }
  expect(
    belief.mean, equals: right.mean, within: tolerance, "m′ = m + Λ′⁻¹·Xᵀ(y − X·m).", what: "The mean (\(what))")
  expect(belief.precision, equals: right.precision, within: tolerance, "Λ + XᵀX.", what: "The precision (\(what))")
  expect(belief.shape, equals: right.shape, within: tolerance, "a + n/2.", what: "The shape (\(what))")
  expect(
    belief.rate, equals: right.rate, within: tolerance, "b + ½·(‖y − X·m′‖² + (m′ − m)ᵀ·Λ·(m′ − m)).",
    what: "The rate (\(what))")
}

private func expect(_ got: [[[Double]]], _ what: String, isPair right: [[[Double]]]) {
  expect(got == right, "\(what) is \(describe(got)), expected \(describe(right))")
}

private func describe(_ law: StudentLaw) -> String {
  "location \(law.location), scale \(law.scale), \(law.degreesOfFreedom) degrees of freedom"
}

private func describe(_ parts: [[[Double]]]) -> String { "\(parts)" }

/// Λ = M·Mᵀ + I, its condition below about 50.
private func belief(_ p: Int, using random: inout SplitMix64) -> Belief {
  func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
  let m = (0..<p).map { _ in (0..<p).map { _ in number(-1...1) } }
  let precision = m.indices.map { i in
    m.indices.map { j in zip(m[i], m[j]).reduce(i == j ? 1.0 : 0) { $0 + $1.0 * $1.1 } }
  }
  return Belief(
    mean: (0..<p).map { _ in number(-3...3) }, precision: precision, shape: number(0.5...4), rate: number(0.3...5))
}

private func data(_ n: Int, _ p: Int, using random: inout SplitMix64) -> (x: [[Double]], y: [Double]) {
  let x = (0..<n).map { _ in [1] + (0..<(p - 1)).map { _ in Double.random(in: -2...2, using: &random) } }
  return (x, x.map { row in row.reduce(0, +) + Double.random(in: -2...2, using: &random) })
}

/// The posterior by least squares: the rows of Lᵀ, with Λ = L·Lᵀ, and the right-hand sides Lᵀ·m stand below X and y.
private func augmented(_ prior: Belief, _ x: [[Double]], _ y: [Double]) throws -> Belief {
  let root = try Cholesky(Matrix(prior.precision)).lower.transposed()
  let p = prior.mean.count
  let rows = x + (0..<p).map { i in (0..<p).map { root[i, $0] } }
  let target = y + Array(root • Vector(prior.mean))
  let a = Matrix(rows)
  let mean = Array(try leastSquares(a, Vector(target)).x)
  let rest = zip(rows, target).map { $1 - product($0, mean) }
  let precision = a.transposed() • a
  return Belief(
    mean: mean, precision: (0..<p).map { i in (0..<p).map { precision[i, $0] } },
    shape: prior.shape + Double(y.count) / 2, rate: prior.rate + rest.reduce(0) { $0 + $1 * $1 } / 2)
}

/// The log density of all responses at once under the prior.
private func joint(_ prior: Belief, _ x: [[Double]], _ y: [Double]) throws -> Double {
  let (n, a) = (y.count, Matrix(x))
  let spread = a • (try inverse(Matrix(prior.precision)) • a.transposed())
  let scale = Matrix(rows: n, columns: n) { i, j in
    prior.rate / prior.shape * (spread[i, j] + (i == j ? 1 : 0))
  }
  let rest = Vector(y) - a • Vector(prior.mean)
  let square = rest • (try inverse(scale) • rest)
  let l = try Cholesky(scale).lower
  let (v, d) = (2 * prior.shape, Double(n))
  let halfLogDeterminant = (0..<n).reduce(0) { $0 + log(l[$1, $1]) }
  return lgamma((v + d) / 2) - lgamma(v / 2) - d / 2 * log(v * .pi) - halfLogDeterminant
    - (v + d) / 2 * log1p(square / v)
}

private struct Study {
  var mean: [Double]
  var evidence: Double
  var error: Double
  var score: Double
}

/// Training on four fifths, looking at the others; nil, and reported, if a shape is wrong.
private func study(_ features: [[Double]], _ prices: [Double], by s: Submission) throws -> Study? {
  let parts = try s.split(zip(features, prices).map { $0 + [$1] })
  guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
    expect(false, "split leaves a part empty")
    return nil
  }
  let inputs = parts.map { $0.map { Array($0.dropLast()) } }
  let responses = parts.map { $0.map { $0.last ?? .nan } }
  let x = try inputs.map { try s.design($0, inputs[0]) }
  let p = (features.first?.count ?? 0) + 1
  guard x.allSatisfy({ $0.allSatisfy { $0.count == p } }) else {
    expect(false, "design gives rows that have not \(p) entries: 1 and the features")
    return nil
  }
  let prior = Belief(
    mean: [12] + Array(repeating: 0, count: p - 1),
    precision: (0..<p).map { i in (0..<p).map { $0 == i ? 1 : 0 } }, shape: 2, rate: 0.1)
  let posterior = try s.updated(prior, x[0], responses[0])
  let evidence = try s.logEvidence(prior, x[0], responses[0])
  let laws = try x[1].map { try s.prediction(posterior, $0) }
  let count = Double(laws.count)
  let error = zip(laws, responses[1]).reduce(0) { $0 + ($1.1 - $1.0.location) * ($1.1 - $1.0.location) } / count
  let score = try zip(laws, responses[1]).reduce(0) { $0 + (try s.logDensity($1.0, $1.1)) } / count
  return Study(mean: posterior.mean, evidence: evidence, error: error.squareRoot(), score: score)
}

/// Living and cellar area in square feet, year built, cars and fireplaces of the first thousand sales, and log prices.
private let houses = Result {
  let lines = try Dataset("tabular/ames.csv").bytes().split(separator: 10, maxSplits: 1001)
  let table = try CSV(Array(lines.prefix(1001).joined(separator: [10])) + [10])
  let names = ["Gr_Liv_Area", "Total_Bsmt_SF", "Year_Built", "Garage_Cars", "Fireplaces"]
  return (features: try table.numbers(names), prices: try table.numbers(["Sale_Price"]).map { log($0[0]) })
}

// MARK: - Wrong and right ways

/// One update, with all that a rate or an evidence could be made of.
private struct Step {
  var prior: Belief
  var posterior: Belief
  var x: [[Double]]
  var y: [Double]

  func square(_ v: [Double]) -> Double { v.reduce(0) { $0 + $1 * $1 } }

  func form(_ belief: Belief) -> Double { form(belief.precision, belief.mean) }

  func form(_ matrix: [[Double]], _ v: [Double]) -> Double {
    zip(matrix, v).reduce(0) { $0 + $1.1 * product($1.0, v) }
  }

  var residual: Double { square(zip(x, y).map { $1 - product($0, posterior.mean) }) }

  var pull: Double { form(prior.precision, zip(posterior.mean, prior.mean).map { $0 - $1 }) }

  func evidence(determinants weight: Double) -> Double {
    let volumes = weight * (logDeterminant(prior.precision) - logDeterminant(posterior.precision))
    let noise = prior.shape * log(prior.rate) - posterior.shape * log(posterior.rate)
    return volumes + noise + lgamma(posterior.shape) - lgamma(prior.shape) - Double(y.count) / 2 * log(2 * .pi)
  }
}

private struct Way {
  var rate: (Step) -> Double = { $0.prior.rate + ($0.residual + $0.pull) / 2 }
  var forgetsMean = false
  var shape: (Double, Double) -> Double = { $0 + $1 / 2 }
  var evidence: (Step) -> Double = { $0.evidence(determinants: 0.5) }
  var spread: (Double) -> Double = { 1 + $0 }
  var freedom = 2.0
  var quantile: (Double, Double) -> Double = { StudentTDistribution(degreesOfFreedom: $0).quantile($1) }
  var tail: (Double) -> Double = { (1 + $0) / 2 }
  var logDensity: (Double) -> Double = { $0 }
  var forgetsScale = false
  /// Whose units are taken, of the rows and the training rows.
  var design: ([[Double]], [[Double]]) -> [[Double]] = { $1 }
  var guardsConstant = true
  var isTest: (Int, Int) -> Bool = { index, _ in index.isMultiple(of: 5) }

  private func step(_ prior: Belief, _ x: [[Double]], _ y: [Double]) throws -> Step {
    var posterior = prior
    for i in prior.mean.indices {
      for j in prior.mean.indices { posterior.precision[i][j] += x.reduce(0) { $0 + $1[i] * $1[j] } }
    }
    try requireDefinite(posterior.precision)
    let rest = zip(x, y).map { row, y in forgetsMean ? y : y - product(row, prior.mean) }
    let score = prior.mean.indices.map { j in zip(x, rest).reduce(0) { $0 + $1.0[j] * $1.1 } }
    let shift = Array(try inverse(Matrix(posterior.precision)) • Vector(score))
    posterior.mean = forgetsMean ? shift : zip(prior.mean, shift).map { $0 + $1 }
    posterior.shape = shape(prior.shape, Double(y.count))
    var step = Step(prior: prior, posterior: posterior, x: x, y: y)
    step.posterior.rate = rate(step)
    return step
  }

  private func units(_ rows: [[Double]], _ j: Int) -> (mean: Double, deviation: Double) {
    let (column, count) = (rows.map { $0[j] }, Double(rows.count))
    let mean = column.reduce(0, +) / count
    let isConstant = column.allSatisfy { $0 == column[0] }
    if isConstant, guardsConstant { return (column[0], 1) }
    return (mean, (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot())
  }

  var submission: Submission {
    Submission(
      updated: .init { try step($0, $1, $2).posterior },
      logEvidence: .init { prior, x, y in
        let step = try step(prior, x, y)
        try requireDefinite(prior.precision)
        return evidence(step)
      },
      prediction: .init { belief, row in
        try requireDefinite(belief.precision)
        let x = Vector(row)
        let variance = belief.rate / belief.shape * spread(x • (try inverse(Matrix(belief.precision)) • x))
        return StudentLaw(
          location: product(row, belief.mean), scale: variance.squareRoot(), degreesOfFreedom: freedom * belief.shape)
      },
      interval: .init { law, level in
        let half = law.scale * quantile(law.degreesOfFreedom, tail(level))
        return [law.location - half, law.location + half]
      },
      logDensity: .init { law, y in
        let t = StudentTDistribution(degreesOfFreedom: law.degreesOfFreedom)
        return logDensity(t.logPDF((y - law.location) / law.scale) - (forgetsScale ? 0 : log(law.scale)))
      },
      split: .init { rows in
        let flags = rows.indices.map { isTest($0, rows.count) }
        return [false, true].map { side in rows.indices.filter { flags[$0] == side }.map { rows[$0] } }
      },
      design: .init { rows, training in
        let source = design(rows, training)
        let units = (training.first ?? []).indices.map { self.units(source, $0) }
        return rows.map { row in
          var line = [1.0]
          for (value, unit) in zip(row, units) { line.append((value - unit.mean) / unit.deviation) }
          return line
        }
      })
  }
}

private func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

private func logDeterminant(_ matrix: [[Double]]) -> Double { log((try? determinant(Matrix(matrix))) ?? .nan) }

private func requireDefinite(_ a: [[Double]]) throws {
  var rest = a  // Gauss without pivoting: the pivots are the ratios of the leading minors
  for k in a.indices {
    guard rest[k][k] > 0 else { throw NotPositiveDefinite(minor: k + 1) }
    for i in (k + 1)..<a.count {
      let factor = rest[i][k] / rest[k][k]
      for j in k..<a.count { rest[i][j] -= factor * rest[k][j] }
    }
  }
}
