import Checking
import LabData
import LabPlot

enum LassoError: Error, Equatable {
  case counts(rows: Int, answers: Int)
  case noRows
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case penalty(index: Int)
  case notConverged(index: Int)
}

struct Submission {
  var softThreshold: Function<Double, Double, Double>
  var largestPenalty: Function<[[Double]], [Double], Double>
  /// For each penalty the intercept, then the coefficients.
  var fit: Function<[[Double]], [Double], [Double], [[Double]]>
  /// The heights of the plane with this intercept and these coefficients.
  var predict: Function<Double, [Double], [[Double]], [Double]>
}

enum Lasso: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        for (z, t, right) in [
          (2, 0.5, 1.5), (-2, 0.5, -1.5), (0.3, 0.5, 0), (-0.3, 0.5, 0), (2, 2, 0), (3, 0, 3), (-3, 0, -3),
        ] {
          expect(try s.softThreshold(z, t), equals: right, "Nearer to 0 by t, but never beyond.")
        }
        expect(try s.largestPenalty([[-1], [1]], [1, 5]), equals: 2, "x̃ᵀỹ/n = (−1·(−2) + 1·2)/2.")
        expect(
          try s.fit([[-1], [1]], [1, 5], [2, 1, 0.5, 0]), equals: [[3, 0], [3, 1], [3, 1.5], [3, 2]], within: .ulps(8),
          "w = S(2, λ), b = 3.")
        expect(try s.predict(3, [2, -1], [[1, 4], [0, 0]]), equals: [1, 3], "b + w·x.")
        expect(try s.predict(3, [2, -1], []), equals: [Double]())
      },
      // Columns of ±1 that are orthogonal: one sweep is exact but for a few roundings.
      Check("is a soft threshold where columns are orthogonal") { s in
        let x: [[Double]] = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
        let y = x.map { 10 + 3 * $0[0] - 2 * $0[1] + 0.25 * $0[2] }
        expect(
          try s.fit(x, y, [5, 2.5, 1, 0.125]),
          equals: [[10, 0, 0, 0], [10, 0.5, 0, 0], [10, 2, -1, 0], [10, 2.875, -1.875, 0.125]],
          within: .absolute(1e-12),
          "Each w is S(x̃ᵀỹ/n, λ) by itself: 3, −2 and 0.25, nearer to 0 by λ.")
        expect(
          try s.fit(x.map { [4 * $0[0], $0[1], $0[2] / 4] }, y, [1]), equals: [[10, 0.6875, -1, 0]],
          within: .absolute(1e-12),
          "q is 16 for column 0 now: S(12, 1)/16; and x̃ᵀỹ/n = 1/16 for column 2 does not reach λ.",
          what: "b and w with column 0 four times, column 2 a quarter as large")
      },
      // The stop leaves a change of 10⁻¹³ in a sweep, and with κ below 100 the minimum is within 10⁻¹¹.
      Check("meets the conditions of a minimum", cases: 3) { s, random in
        let x = (0..<29).map { _ in
          let common = Double.random(in: -1...1, using: &random)
          return (0..<5).map { 3 * Double($0) + common + Double.random(in: -1...1, using: &random) * (1 + Double($0)) }
        }
        let y = x.map { 50 + 2 * $0[0] - $0[3] + Double.random(in: -1...1, using: &random) }
        let largest = try s.largestPenalty(x, y)
        let lambdas = [0.5 * largest, 0.1 * largest, 0.001 * largest, 0, 0.3 * largest]
        let models = try s.fit(x, y, lambdas)
        guard models.map(\.count) == [6, 6, 6, 6, 6] else {
          return expect(
            false, "5 penalties and 5 columns: fit gives models of \(models.map { $0.count - 1 }) coefficients")
        }
        let center = Centring(x, y)
        expect(
          largest, equals: center.slopes(center.answers).map { abs($0) }.max() ?? 0, within: .relative(1e-13),
          "The largest |x̃ᵀỹ|/n; columns and answers are centred, whatever the sign.", what: "largestPenalty")
        for (lambda, model) in zip(lambdas, models) { center.expectMinimum(model, lambda) }
        let edge = try s.fit(x, y, [largest * (1 + 1e-9), largest * 0.99])
        guard edge.map(\.count) == [6, 6] else { return expect(false, "2 penalties have 2 models of 1 + 5 numbers") }
        expect(
          edge[0].dropFirst().allSatisfy { $0 == 0 } && edge[1].dropFirst().contains { $0 != 0 },
          "just above largestPenalty w is \(edge[0].dropFirst().map { $0 }), just below \(edge[1].dropFirst().map { $0 })",
          "Above it all coefficients are exactly 0, below it one is not.")
      },
      // Each minimum is within 10⁻¹¹ of the answers' spread.
      Check("follows shifts, rows told twice, and the order of columns") { s in
        let x: [[Double]] = [[1, 5], [2, 3], [4, 4], [7, 1], [5, 2], [3, 3]]
        let y: [Double] = [2, 3, 7, 9, 8, 3]
        let models = try s.fit(x, y, [0.05])
        guard models.map(\.count) == [3] else { return expect(false, "1 penalty has 1 model of 1 + 2 numbers") }
        let (b, w) = (models[0][0], Array(models[0][1...]))
        guard models[0].allSatisfy(\.isFinite) else { return expect(false, "b and w of six rows are \(models[0])") }
        let tolerance = Tolerance.absolute(1e-9)
        expect(
          try s.fit(x.map { [$0[0] + 100, $0[1]] }, y.map { $0 + 7 }, [0.05]), equals: [[b + 7 - 100 * w[0]] + w],
          within: tolerance, "The intercept is not penalised and takes up all shifts.",
          what: "b and w with 100 added to column 0 and 7 to the answers")
        expect(
          try s.fit(x + x, y + y, [0.05]), equals: models, within: tolerance,
          "The squares are averaged: twice the same rows is the same minimum.", what: "b and w of every row twice")
        let unit = 0x1p20
        expect(
          try s.fit(x.map { $0.map { $0 * unit } }, y, [0.05 * unit]).map { $0.map { $0 * unit } },
          equals: [[b * unit] + w], within: .relative(1e-9),
          "A change of wⱼ moves the predictions by |Δwⱼ|·√qⱼ: that is what the stop asks, in any unit.",
          what: "b and w in another unit of the columns, 2²⁰ times as small")
        // Powers of two: the same roundings as before.
        expect(
          try s.fit(x.map { $0.map { $0 / (unit * unit) } }, y, [0.05 / (unit * unit)]).map {
            [$0.first ?? .nan] + $0.dropFirst().map { $0 / (unit * unit) }
          }, equals: models, within: .relative(1e-9),
          "Small numbers are no constant, and |Δwⱼ|·√qⱼ is the same in every unit; √qⱼ is 10⁻¹² here, and qⱼ is 10⁻²⁴.",
          what: "b and w in another unit of the columns, 2⁴⁰ times as large")
        expect(
          try s.fit(x, y.map { $0 / unit }, [0.05 / unit]).map { $0.map { $0 * unit } }, equals: models,
          within: .relative(1e-9), "The stop is a share of the answers' spread.",
          what: "b and w in another unit of the answers, 2²⁰ times as large")
        expect(
          try s.fit(x.map { [$0[1], $0[0]] }, y, [0.05]), equals: [[b, w[1], w[0]]], within: tolerance,
          what: "b and w with the columns exchanged")
        // A mean of numbers near 2³⁰ is rounded by 10⁻⁷, for all rows alike: what is centred loses that in x̃ᵀỹ, where
        // Σ x̃ is 10⁻¹⁵.
        let high = try s.fit(x, y.map { $0 + 0x1p30 }, [0.05])
        guard high.map(\.count) == [3] else { return expect(false, "1 penalty has 1 model of 1 + 2 numbers") }
        expect(
          Array(high[0][1...]), equals: w, within: tolerance,
          "x̃ᵀy is x̃ᵀỹ on paper; with y near 2³⁰ each product is rounded by 10⁻⁷. Centre the answers, too.",
          what: "w with 2³⁰ added to the answers")
      },
      // Each λ but the first takes one sweep from the minimum before; 7,000 sweeps are what columns with a correlation of
      // 0.998 need, by coordinate descent in Python.
      Check("counts the sweeps of one λ") { s in
        let x: [[Double]] = [[1, 5], [2, 3], [4, 4], [7, 1], [5, 2], [3, 3]]
        let path = try s.fit(x, [2, 3, 7, 9, 8, 3], [Double](repeating: 0.05, count: 10_001))
        expect(
          path.count, equals: 10_001, "sweepLimit is for each λ, not for all together.",
          what: "the number of models for 10,001 times the same λ")
        let near: [[Double]] = [[1, 1], [2, 2.1875], [3, 3], [5, 5.1875], [4, 4]]
        let y = zip(near, [0.0, 0, 1, 0, 0]).map { 3 * $0[0] - 2 * $0[1] + $1 }
        let models = try s.fit(near, y, [0])
        guard models.map(\.count) == [3] else { return expect(false, "1 penalty has 1 model of 1 + 2 numbers") }
        Centring(near, y).expectMinimum(models[0], 0)
      },
      Check("answers the edges") { s in
        let constant: [[Double]] = [[1, 0.1], [3, 0.1], [2, 0.1]]
        expect(
          try s.fit(constant, [1, 5, 3], [0, 10]), equals: [[-1, 2, 0], [3, 0, 0]], within: .absolute(1e-12),
          "Column 1 is constant: its q is 0, and its coefficient stays 0.")
        for y: [Double] in [[1, 5, 4], [2, -1, 7], [0.3, 0.1, 0.7], [1, 2, 4]] {
          let coefficients = try s.fit(constant, y, [0]).first?.dropFirst() ?? []
          expect(
            coefficients.last ?? .nan, equals: 0,
            "The mean of three 0.1 is 0.1 + 10⁻¹⁷: what is left of the column is rounding, and q is 10⁻³⁴, not 0.",
            what: "w₁ of a column of three 0.1 for the answers \(y)")
        }
        expect(
          try s.fit([[1], [3]], [4, 4], [0, 1]), equals: [[4, 0], [4, 0]], "Equal answers have no spread to explain.")
        expect(try s.fit([[1, 9]], [4], [0]), equals: [[4, 0, 0]], "In one row every column is constant.")
        expect(try s.fit([[], [], []], [1, 2, 6], [1]), equals: [[3]], "Without columns the mean is left.")
        expect(try s.largestPenalty([[], []], [1, 2]), equals: 0, "Without columns there is no coefficient.")
        expect(
          try s.largestPenalty([[0.1], [0.1], [0.1]], [1, 2, 4]), equals: 0, within: .absolute(8 * 0x1p-52),
          "A constant column has no slope; the rounding of its mean may leave a trace of one.")
        expect(try s.fit([[1], [3]], [4, 5], []), equals: [[Double]](), "No penalties, no models.")
      },
      Check("refuses what it cannot fit") { s in
        func expectRefusal(_ error: LassoError, _ x: [[Double]], _ y: [Double], _ lambdas: [Double], _ advice: String) {
          expect(throws: error, advice) { try s.fit(x, y, lambdas) }
        }
        let advice = "Call checkTable before anything else."
        expectRefusal(.counts(rows: 1, answers: 2), [[1]], [1, 2], [1], advice)
        expectRefusal(.noRows, [], [], [1], advice)
        expectRefusal(.length(row: 1), [[1], [1, 2]], [1, 2], [1], advice)
        expectRefusal(.notFinite(row: 1, column: 0), [[1], [.nan]], [1, 2], [1], advice)
        expectRefusal(.notFinite(row: 1, column: 1), [[1], [2]], [1, .infinity], [1], advice)
        expectRefusal(.penalty(index: 1), [[1], [2]], [1, 3], [1, -1], advice)
        // Sweeps come nearer to (3, −2) by 10⁻⁷ of the way each. Who solves the equations for λ = 0 may be there.
        let near: [[Double]] = [[1, 1], [2, 2.002], [3, 3], [5, 5.001], [4, 4]]
        let y = near.map { 3 * $0[0] - 2 * $0[1] }
        for (lambdas, index) in [([10.0, 0], 1), ([0, 10], 0)] {
          do {
            let models = try s.fit(near, y, lambdas)
            guard models.map(\.count) == [3, 3] else {
              return expect(false, "2 penalties have 2 models of 1 + 2 numbers")
            }
            for (lambda, model) in zip(lambdas, models) { Centring(near, y).expectMinimum(model, lambda) }
          } catch {
            expect(
              "\(error)" == "\(LassoError.notConverged(index: index))",
              "fit(\(near), \(y), \(lambdas)) throws \(error), expected notConverged(index: \(index))",
              "Two columns that are nearly equal: every sweep moves w by little, and the minimum is far away.")
          }
        }
      },
      // ∇²/n has its least eigenvalue at 0.034: conditions met to 10⁻¹⁰ of the spread 7.8 leave 3·10⁻⁸ in w.
      Check("agrees with scikit-learn on cars") { s in
        let (x, y) = try cars.get()
        expect(
          try s.fit(x, y, [3, 1, 0.3, 0.1]), equals: carPath, within: .absolute(3e-8),
          "Seven scaled columns; weight and year come first, and displacement never.",
          what: "b and w for λ = 3, 1, 0.3, 0.1")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the threshold added",
        Way(threshold: { z, t in z > t ? z + t : z < -t ? z - t : 0 }).submission,
        """
        The penalty pulls towards 0, so a positive z becomes smaller by t.
        """),
      Misconception(
        "a hard threshold",
        Way(threshold: { z, t in abs(z) > t ? z : 0 }).submission,
        """
        Small ones become 0, but large ones stay as they are: this counts the coefficients instead of adding up their sizes. \
        The slope of λ·|w| is λ everywhere, also far out.
        """),
      Misconception(
        "max(z − t, 0)",
        Way(threshold: { z, t in max(z - t, 0) }).submission,
        """
        Negative coefficients are as good as positive ones: z < −t becomes z + t.
        """),
      Misconception(
        "a ridge step",
        Way(step: { z, q, lambda in z / (q + lambda) }).submission,
        """
        z/(q + λ) is the minimum with ½·λ·w² for the penalty. It shrinks every coefficient and makes none 0.
        """),
      Misconception(
        "the sum of squares, not their mean",
        Way(lambda: { lambda, n in lambda / n }).submission,
        """
        With ½·Σ r² λ counts n times less. Both conventions are in use; here the squares are divided by 2n.
        """),
      Misconception(
        "the mean of squares without the half",
        Way(lambda: { lambda, _ in lambda / 2 }).submission,
        """
        The slope of ‖r‖²/(2n) is x̃ᵀr/n. Without the half it is twice that, and λ counts half.
        """),
      Misconception(
        "the residual brought up to date after the sweep",
        Way(isJacobi: true).submission,
        """
        All coefficients then answer the same old residual, and where columns are alike they overshoot together. Bring it up \
        to date after each one.
        """),
      Misconception(
        "columns taken for scaled",
        Way(square: { _ in 1 }).submission,
        """
        Without qⱼ the step is right only for columns of variance 1. A column twice as large needs a quarter of the step.
        """),
      Misconception(
        "not centred",
        Way(centres: false).submission,
        """
        Then there is no intercept, or it takes part in the penalty, and shifting a column changes the fit. Subtract the \
        means first.
        """),
      Misconception(
        "the intercept left at the mean",
        Way(shiftsIntercept: false).submission,
        """
        ȳ is the height over the columns' means. At x = 0 the plane is lower by Σ meanⱼ·wⱼ.
        """),
      Misconception(
        "one sweep",
        Way(limit: 1).submission,
        """
        One sweep is enough for orthogonal columns only: a later change spoils the earlier minima. Repeat until nothing moves.
        """),
      Misconception(
        "stopped early",
        Way(tolerance: 1e-3).submission,
        """
        A sweep that moves little may be one of many: near the end each removes only a share of the error. Take the tolerance \
        that is asked.
        """),
      Misconception(
        "whatever is there at the limit",
        Way(tellsLimit: false).submission,
        """
        After the last sweep w still moves, and another limit would give another answer. Say so.
        """),
      Misconception(
        "one limit for all λ",
        Way(limitsAll: true).submission,
        """
        A path of many λs takes many sweeps, few for each. Count them anew for every λ.
        """),
      Misconception(
        "given up too soon",
        Way(limit: 1000).submission,
        """
        Columns that go together need thousands of sweeps. sweepLimit says how many are allowed.
        """),
      Misconception(
        "the index of the last λ",
        Way(namesLast: true).submission,
        """
        The error names the λ at which the sweeps did not come to rest, and later ones are not tried.
        """),
      Misconception(
        "a stop by |Δw|·q",
        Way(motion: { change, q in abs(change) * q }).submission,
        """
        Predictions move by |Δwⱼ|·√qⱼ, the root of a mean of squares. |Δwⱼ|·qⱼ is in the unit of x·y: in another unit of the \
        columns it stops too early.
        """),
      Misconception(
        "a column of small numbers taken for constant",
        Way(least: 1e-12).submission,
        """
        q is in the square of the column's unit: in kilometres it is 10⁻¹² of what it is in metres. Constant is a column \
        whose numbers are all equal.
        """),
      Misconception(
        "a constant column taken by its q",
        Way(trustsMeans: true).submission,
        """
        The mean of equal numbers may be rounded, and then q is 10⁻³⁴ instead of 0: w is one rounding divided by another. \
        Look whether the numbers are equal before you subtract a mean.
        """),
      Misconception(
        "answers not centred",
        Way(centresAnswers: false).submission,
        """
        Σ x̃ is 0 on paper, and 10⁻¹⁵ in the machine: times a large ȳ it is no longer small. Subtract ȳ from the answers first.
        """),
      Misconception(
        "a constant column divided by its variance",
        Way(skipsConstant: false).submission,
        """
        q is 0, and S(0, λ)/0 is NaN, which the residual hands to all others. Leave out columns that do not vary.
        """),
      Misconception(
        "the largest slope with its sign",
        Way(largest: { $0.max() ?? 0 }).submission,
        """
        A column with a slope of −3 is as strong as one with 3: take the largest magnitude.
        """),
      Misconception(
        "the table not looked at",
        Way(checks: false).submission,
        """
        One NaN makes all coefficients NaN, and a negative λ rewards large ones. Call checkTable before anything else.
        """),
      Misconception(
        "predictions without the intercept",
        Way(predictsIntercept: false).submission,
        """
        w·x is the rise above the height at x = 0. Add b.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("each penalty from 0", Way(warms: false).submission),
      Alternative("sweeps from the last column", Way(isBackward: true).submission),
      Alternative(
        "the threshold as a sign and a magnitude",
        Way(threshold: { z, t in abs(z) <= t ? 0 : (z < 0 ? -1 : 1) * (abs(z) - t) }).submission),
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let (x, y) = try cars.get()
        var penalties: [Double] = [7]
        for _ in 0..<40 { penalties.append((penalties.last ?? 0) * 0.88) }
        let path = try s.fit.unrecorded(x, y, penalties)
        var plot = Plot("Miles a gallon: your coefficients over λ", x: "λ", y: "coefficient", xScale: .log)
        guard path.count == penalties.count, path.allSatisfy({ $0.count == 8 }) else { return Figure([plot]) }
        for (j, name) in ["cylinders", "displacement", "power", "weight", "acceleration", "year", "origin"].enumerated()
        {
          plot.line(penalties, path.map { $0[j + 1] }, name: name)
        }
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in 0..<min(a.count, b.count) { sum += a[i] * b[i] }
  return sum
}

private func centre(_ values: [Double], looks: Bool = true) -> (values: [Double], mean: Double) {
  if looks, values.allSatisfy({ $0 == values[0] }) { return (values.map { _ in 0 }, values.first ?? 0) }
  let mean = values.reduce(0, +) / Double(values.count)
  return (values.map { $0 - mean }, mean)
}

/// Centred columns and answers.
private struct Centring {
  var columns: [[Double]]
  var means: [Double]
  var answers: [Double]
  var mean: Double
  var n: Double

  init(_ x: [[Double]], _ y: [Double]) {
    let parts = x[0].indices.map { j in centre(x.map { $0[j] }) }
    (columns, means, n) = (parts.map(\.values), parts.map(\.mean), Double(y.count))
    (answers, mean) = centre(y)
  }

  func slopes(_ residual: [Double]) -> [Double] { columns.map { dot($0, residual) / n } }

  func expectMinimum(_ model: [Double], _ lambda: Double, line: Int = #line) {
    let w = Array(model[1...])
    var residual = answers
    for (j, column) in columns.enumerated() { for i in residual.indices { residual[i] -= w[j] * column[i] } }
    expect(
      model[0], equals: mean - dot(w, means), within: .absolute(1e-10), "b = ȳ − Σ meanⱼ·wⱼ.",
      what: "b for λ = \(lambda)", line: line)
    for (j, slope) in slopes(residual).enumerated() {
      let excess = w[j] == 0 ? abs(slope) - lambda : abs(slope - (w[j] < 0 ? -lambda : lambda))
      let scale = (dot(columns[j], columns[j]) * dot(answers, answers)).squareRoot() / n
      expect(
        "what x̃ᵀr/n of column \(j) lacks of the condition for λ = \(lambda), as a share of √q·√(ỹᵀỹ/n),",
        excess / scale,
        atMost: 1e-10,
        "Where wⱼ ≠ 0, x̃ⱼᵀr/n is λ with wⱼ's sign; where wⱼ = 0 it is between −λ and λ. Is r up to date?", line: line)
    }
  }
}

// MARK: - Real data

/// Cylinders, displacement, horsepower, weight, acceleration, year and origin, scaled, and miles a gallon.
private let cars = Result {
  let names = ["cyl", "displ", "hp", "weight", "accel", "yr", "origin", "mpg"]
  let rows = try Dataset("tabular/auto_mpg.csv").csv().numbers(names)
  let columns = (0..<7).map { j in
    let values = centre(rows.map { $0[j] }).values
    let deviation = (dot(values, values) / Double(values.count)).squareRoot()
    return values.map { $0 / deviation }
  }
  return (x: rows.indices.map { i in columns.map { $0[i] } }, y: rows.map { $0[7] })
}

/// From make_reference.py: λ = 3, 1, 0.3, 0.1.
private let carPath = [
  [23.445918367346938, 0, 0, 0, -3.334495858626878, 0, 0.4945844353400384, 0],
  [23.44591836734694, 0, 0, -0.16618294382314847, -4.546825550484148, 0, 1.9946944234470907, 0.30817677081384365],
  [23.44591836734694, 0, 0, -0.3333240188891139, -4.680092007092382, 0, 2.5015014970692873, 0.7621378024149553],
  [
    23.44591836734694, 0, 0, -0.3386896449590759, -4.742227108525558, 0.03168365738509913, 2.647637313667025,
    0.8900778889012372,
  ],
]

// MARK: - Wrong and right ways

/// A way to the four functions; each member can make it wrong in one place.
private struct Way {
  var threshold: (Double, Double) -> Double = { z, t in z > t ? z - t : z < -t ? z + t : 0 }
  var step: ((Double, Double, Double) -> Double)?
  var lambda: (Double, Double) -> Double = { lambda, _ in lambda }
  var isJacobi = false
  var square: ((Double) -> Double)?
  var centres = true
  var shiftsIntercept = true
  var limit = 10_000
  var tolerance = 1e-13
  var limitsAll = false
  var namesLast = false
  var motion: (Double, Double) -> Double = { change, q in abs(change) * q.squareRoot() }
  var least = 0.0
  var trustsMeans = false
  var centresAnswers = true
  var tellsLimit = true
  var skipsConstant = true
  var largest: ([Double]) -> Double = { $0.map { abs($0) }.max() ?? 0 }
  var checks = true
  var predictsIntercept = true
  var warms = true
  var isBackward = false

  var submission: Submission {
    Submission(
      softThreshold: .init(threshold),
      largestPenalty: .init { x, y in
        let center = centring(x, y)
        return largest(center.slopes(center.answers))
      }, fit: .init(fit),
      predict: .init { b, w, x in x.map { dot($0, w) + (predictsIntercept ? b : 0) } })
  }

  func centring(_ x: [[Double]], _ y: [Double]) -> Centring {
    var center = Centring(x, y)
    if !centres {
      center.columns = x[0].indices.map { j in x.map { $0[j] } }
      center.means = center.means.map { _ in 0 }
    }
    if trustsMeans {
      let parts = x[0].indices.map { j in centre(x.map { $0[j] }, looks: false) }
      (center.columns, center.means) = (parts.map(\.values), parts.map(\.mean))
    }
    if !centresAnswers { center.answers = y }
    return center
  }

  func check(_ x: [[Double]], _ y: [Double], _ lambdas: [Double]) throws {
    guard x.count == y.count else { throw LassoError.counts(rows: x.count, answers: y.count) }
    guard let d = x.first?.count else { throw LassoError.noRows }
    for (i, row) in x.enumerated() {
      guard row.count == d else { throw LassoError.length(row: i) }
      if !checks { continue }
      for (j, value) in (row + [y[i]]).enumerated() where !value.isFinite {
        throw LassoError.notFinite(row: i, column: j)
      }
    }
    if !checks { return }
    for (i, value) in lambdas.enumerated() where !(value >= 0 && value < .infinity) {
      throw LassoError.penalty(index: i)
    }
  }

  func fit(_ x: [[Double]], _ y: [Double], _ lambdas: [Double]) throws -> [[Double]] {
    try check(x, y, lambdas)
    let center = centring(x, y)
    let squares = center.columns.map { dot($0, $0) / center.n }
    let spread = (dot(center.answers, center.answers) / center.n).squareRoot()
    var (w, residual) = (squares.map { _ in 0.0 }, center.answers)
    var models: [[Double]] = []
    var sweeps = 0
    for (index, given) in lambdas.enumerated() {
      if !limitsAll { sweeps = 0 }
      if !warms { (w, residual) = (squares.map { _ in 0 }, center.answers) }
      let lambda = lambda(given, center.n)
      var isDone = false
      while sweeps < limit {
        sweeps += 1
        var farthest = 0.0
        var changes: [(Int, Double)] = []
        for j in isBackward ? Array(squares.indices.reversed()) : Array(squares.indices) {
          if squares[j] <= least && skipsConstant { continue }
          let q = square?(squares[j]) ?? squares[j]
          let z = dot(center.columns[j], residual) / center.n + q * w[j]
          let new = step?(z, q, lambda) ?? threshold(z, lambda) / q
          let change = new - w[j]
          w[j] = new
          farthest = max(farthest, motion(change, squares[j]))
          if isJacobi {
            changes.append((j, change))
          } else if change != 0 {
            for i in residual.indices { residual[i] -= change * center.columns[j][i] }
          }
        }
        for (j, change) in changes { for i in residual.indices { residual[i] -= change * center.columns[j][i] } }
        if !(farthest > tolerance * spread) || !farthest.isFinite {
          isDone = true
          break
        }
      }
      if !isDone && tellsLimit && limit > 1 {
        throw LassoError.notConverged(index: namesLast ? lambdas.count - 1 : index)
      }
      models.append([center.mean - (shiftsIntercept ? dot(w, center.means) : 0)] + w)
    }
    return models
  }
}
