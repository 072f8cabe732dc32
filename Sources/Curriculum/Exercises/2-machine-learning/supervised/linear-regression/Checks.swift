import Checking
import LabData

/// What the learner's `LinearModel` holds, or that of a variant.
struct Plane: Observable {
  var intercept: Double
  var coefficients: [Double]

  var observation: Observation { Observation(intercept.observation, coefficients.observation) }
}

enum LinearRegressionError: Error, Equatable {
  case counts(rows: Int, answers: Int)
  case noRows
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case tooFewRows(Int, unknowns: Int)
  case dependent(column: Int)
}

struct Submission {
  var fit: Function<[[Double]], [Double], Plane>
  /// The heights of the plane with this intercept and these coefficients.
  var predict: Function<Double, [Double], [[Double]], [Double]>
  var rSquared: Function<[Double], [Double], Double?>
}

enum LinearRegression: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Thirty operations or so on numbers of the answer's size.
      Check("gives the worked example") { s in
        expectPlane(
          try s.fit([[0], [1], [2]], [1, 3, 4]), "(0, 1), (1, 3), (2, 4)", intercept: 7.0 / 6, coefficients: [1.5],
          within: .ofLargest(32 * 0x1p-52))
        expect(
          try s.predict(7.0 / 6, [1.5], [[3]]), equals: [17.0 / 3], within: .ulps(4), "7/6 + 3·3/2.",
          what: "the prediction for the row (3)")
        expectShare(try s.rSquared([1, 3, 4], [7.0 / 6, 16.0 / 6, 25.0 / 6]), 27.0 / 28, "R² of the example")
      },
      Check("predicts each row by itself") { s in
        let advice = "b + w₁·x₁ + … + w_d·x_d, from the numbers of this row and the model alone."
        let (w, rows) = ([2, -1, 0.5], [[1, 2, 4], [0, 0, 0], [3, -1, 8], [1, 1, 1.0]])
        expect(try s.predict(3, w, rows), equals: [5, 3, 14, 4.5], advice)
        for (row, right) in zip(rows, [5, 3, 14, 4.5]) { expect(try s.predict(3, w, [row]), equals: [right], advice) }
        expect(try s.predict(3, w, []), equals: [Double](), "No rows, no predictions.")
        expect(try s.predict(3, [], [[], []]), equals: [3, 3], "A model without columns predicts its intercept.")
        expect(throws: LinearRegressionError.length(row: 1), "A row must have one number a coefficient.") {
          try s.predict(3, w, [[1, 2, 4], [1, 2], [1, 2, 3, 4]])
        }
        expect(throws: LinearRegressionError.length(row: 0), "A row must have one number a coefficient.") {
          try s.predict(3, w, [[1, 2, 4, 1]])
        }
      },
      // QR leaves |x_jᵀ·r| ≤ c·n·ε·‖x_j‖·(‖y‖ + Σ‖x_k‖·|β_k|); 30 is LAPACK's threshold for such ratios.
      Check("leaves a residual orthogonal to every column and to the ones", cases: 3) { s, random in
        let x = (0..<31).map { _ in
          [
            Double.random(in: -1...1, using: &random), Double.random(in: 4...6, using: &random),
            Double.random(in: 0...300, using: &random),
          ]
        }
        let y = x.map { 20 + 3 * $0[0] - 2 * $0[1] + 0.1 * $0[2] + Double.random(in: -2...2, using: &random) }
        let plane = try s.fit(x, y)
        guard plane.coefficients.count == 3 else {
          return expect(false, "x has 3 columns, but fit gives \(plane.coefficients.count) coefficients")
        }
        let columns = [x.map { _ in 1.0 }] + (0..<3).map { j in x.map { $0[j] } }
        let beta = [plane.intercept] + plane.coefficients
        let residual = y.indices.map { i in y[i] - (0..<4).reduce(0) { $0 + beta[$1] * columns[$1][i] } }
        let scale = norm(y) + (0..<4).reduce(0) { $0 + norm(columns[$1]) * abs(beta[$1]) }
        for j in 0..<4 {
          expect(
            "|x_jᵀ·r|/(n·ε·‖x_j‖·(‖y‖ + Σ‖x_k‖·|β_k|)) for " + (j == 0 ? "the ones" : "column \(j - 1)"),
            abs(dot(columns[j], residual)) / (31 * 0x1p-52 * norm(columns[j]) * scale), atMost: 30,
            "If the residual had a part along a column, moving that coefficient would make it shorter.")
        }
      },
      // κ of (1, t) with t = 10⁶ + 0 … 9 is about 10⁶/2.6 beside 1: relative errors n·(d + 1)·ε·κ. Normal equations: κ².
      Check("keeps its digits on a column far from 0") { s in
        let t = [0.1, 1.3, 2.1, 2.9, 4.3, 5.1, 5.9, 7.3, 8.1, 9.1].map { 1e6 + $0 }  // not whole: those would not round
        expectPlane(
          try s.fit(t.map { [$0] }, t.map { 3 + 2 * ($0 - 1e6) }), "ten points of the line 3 + 2·(t − 10⁶)",
          intercept: 3 - 2e6, coefficients: [2], within: .relative(10 * 2 * 0x1p-52 * 4e5),
          "The normal equations square the condition number; QR of the columns, or centring them first, does not.")
      },
      // A power of two scales without rounding; the rest is the backward error of QR for κ below 20.
      Check("goes with the columns: their units, their order, their zero", cases: 2) { s, random in
        let x = (0..<12).map { _ in (0..<3).map { _ in Double.random(in: -2...2, using: &random) } }
        let y = x.map { 1 + $0[0] - 2 * $0[1] + 3 * $0[2] + Double.random(in: -1...1, using: &random) }
        let plane = try s.fit(x, y)
        guard plane.coefficients.count == 3 else {
          return expect(false, "x has 3 columns, but fit gives \(plane.coefficients.count) coefficients")
        }
        let w = plane.coefficients
        let tolerance = Tolerance.ofLargest(12 * 4 * 0x1p-52 * 50)
        expectPlane(
          try s.fit(x.map { [$0[2], 64 * $0[0], $0[1]] }, y), "columns 2, 64 times 0, 1",
          intercept: plane.intercept, coefficients: [w[2], w[0] / 64, w[1]], within: tolerance)
        expectPlane(
          try s.fit(x.map { [$0[0], 0x1p-40 * $0[1], $0[2]] }, y), "column 1 in a unit 2⁴⁰ times as large",
          intercept: plane.intercept, coefficients: [w[0], 0x1p40 * w[1], w[2]],
          within: .relative(12 * 4 * 0x1p-52 * 500),
          "A column of small numbers is not constant: what depends is asked beside the column's own size.")
        expectPlane(
          try s.fit(x.map { [$0[0], $0[1] + 5, $0[2]] }, y), "5 added to column 1",
          intercept: plane.intercept - 5 * w[1], coefficients: w, within: tolerance,
          "Moving a column's zero moves the intercept, and nothing else.")
        expectPlane(
          try s.fit(x, y.map { $0 + 8 }), "8 added to y", intercept: plane.intercept + 8, coefficients: w,
          within: tolerance)
      },
      // Two sums of three squares and a quotient; near 10⁸ the numbers are whole, so that nothing else rounds.
      Check("measures the share of the spread that is explained") { s in
        expectShare(try s.rSquared([1, 2, 3], [1, 2, 3]), 1, "R² of perfect predictions")
        expectShare(try s.rSquared([1, 2, 6], [3, 3, 3]), 0, "R² of the mean")
        expectShare(try s.rSquared([1, 2, 3], [3, 2, 1]), -3, "R² of predictions in reversed order")
        expectShare(try s.rSquared([1, 2, 3, 6], [2, 2, 4, 5]), 1 - 3.0 / 14, "R² of (2, 2, 4, 5) for (1, 2, 3, 6)")
        expectShare(try s.rSquared([2, 4, 6], [1, 2, 3]), 1 - 14.0 / 8, "R² of predictions half too small")
        expectShare(
          try s.rSquared([1.0, 2, 3, 6].map { 0x1p-40 * $0 }, [2.0, 2, 4, 5].map { 0x1p-40 * $0 }), 1 - 3.0 / 14,
          "R² of the same in a unit 2⁴⁰ times as large")
        let far = [1.0, 2, 3, 6].map { $0 + 1e8 }
        expectShare(
          try s.rSquared(far, [2.0, 2, 4, 5].map { $0 + 1e8 }), 1 - 3.0 / 14, "R² of the same with 10⁸ added to all")
        // The mean, 10⁸ + 7/3, rounds by up to 7·10⁻⁹: harmless squared, not multiplied by y + ȳ.
        expectShare(
          try s.rSquared([1.0, 2, 4].map { $0 + 1e8 }, [1.0, 2, 2].map { $0 + 1e8 }), 1.0 / 7,
          "R² of (1, 2, 2) for (1, 2, 4) with 10⁸ added to all")
        expectShare(try s.rSquared([5, 5, 5], [5, 5, 5]), nil, "R² for answers that are all equal")
        expectShare(try s.rSquared([0.1, 0.1, 0.1], [0, 0.1, 0.2]), nil, "R² for answers that are all 0.1")
        expectShare(try s.rSquared([3], [4]), nil, "R² for one answer")
        expectShare(try s.rSquared([], []), nil, "R² for no answers")
      },
      Check("refuses what it cannot fit, and says where") { s in
        func expectRefusal(_ error: LinearRegressionError, _ x: [[Double]], _ y: [Double], _ advice: String) {
          expect(throws: error, advice) { try s.fit(x, y) }
        }
        let order = "The cases of LinearRegressionError stand in the order in which they are looked for."
        expectRefusal(.counts(rows: 2, answers: 3), [[1], [.nan]], [1, 2, 3], order)
        expectRefusal(.counts(rows: 0, answers: 1), [], [1], order)
        expectRefusal(.noRows, [], [], order)
        expectRefusal(.length(row: 2), [[1, 2], [3, 4], [5], [.nan, 1]], [1, 2, 3, 4], order)
        expectRefusal(.length(row: 1), [[1], [3, 4]], [1, 2], order)
        let finite = "NaN and infinity would make every coefficient NaN. Rows from the top; y is column d."
        expectRefusal(
          .notFinite(row: 1, column: 1), [[1, 2], [3, .nan], [.nan, 1], [1, 2, 3]], [1, 2, 3, 4], finite)
        expectRefusal(.notFinite(row: 2, column: 0), [[1], [2], [-.infinity]], [1, 2, 3], finite)
        expectRefusal(.notFinite(row: 0, column: 2), [[1, 2], [.infinity, 4]], [.infinity, 2], finite)
        expectRefusal(.notFinite(row: 1, column: 1), [[1], [2], [4]], [1, .nan, 2], finite)
        expectRefusal(.tooFewRows(2, unknowns: 3), [[1, 2], [3, 5]], [1, 2], "d coefficients and the intercept.")
        let dependent = "leastSquares counts columns of the design, whose first is the constant."
        expectRefusal(.dependent(column: 1), [[1, 7], [2, 7], [4, 7]], [1, 2, 3], dependent)
        expectRefusal(.dependent(column: 0), [[0, 1], [0, 7], [0, 3], [0, 2]], [1, 2, 3, 5], dependent)
        expectRefusal(
          .dependent(column: 2), [[1, 2, 3], [0, 1, 1], [2, 5, 7], [3, 1, 4], [1, 1, 2]], [1, 2, 3, 4, 5], dependent)
        let mean = "Without columns the best prediction is the mean."
        expectPlane(
          try s.fit([[], [], []], [1, 2, 6]), "rows without numbers", intercept: 3, coefficients: [],
          within: .ulps(16), mean)
        expectPlane(
          try s.fit([[]], [4]), "one row without numbers", intercept: 4, coefficients: [], within: .ulps(8), mean)
      },
      // κ of the columns, each divided by its norm, is 96: make_reference.py.
      Check("agrees with statsmodels on the fuel of 392 cars") { s in
        let cars = try cars.get()
        let plane = try s.fit(cars.x, cars.y)
        expectPlane(
          plane, "miles a gallon from seven columns", intercept: -17.218434622018293,
          coefficients: [
            -0.4933763188584525, 0.01989564374201546, -0.016951144227500055, -0.006474043397440431,
            0.08057583832486254, 0.7507726779503121, 1.4261404954231516,
          ], within: .relative(392 * 8 * 0x1p-52 * 96))
        expectShare(
          try s.rSquared(cars.y, try s.predict(plane.intercept, plane.coefficients, cars.x)), 0.8214780764810597,
          "R² of the cars")
      },
      // 3.35 with these folds, 3.375 ± 0.020 with random ones; shuffled answers 7.8, as the mean: make_reference.py.
      Check("predicts cars it has not seen to 3.44 miles a gallon") { s in
        let cars = try cars.get()
        var squares = 0.0
        for fold in 0..<10 {
          let (kept, held) = (cars.y.indices.filter { $0 % 10 != fold }, cars.y.indices.filter { $0 % 10 == fold })
          let plane = try s.fit(kept.map { cars.x[$0] }, kept.map { cars.y[$0] })
          let predicted = try s.predict(plane.intercept, plane.coefficients, held.map { cars.x[$0] })
          guard predicted.count == held.count else {
            return expect(false, "\(held.count) rows are held out, but \(predicted.count) predicted")
          }
          for (i, value) in zip(held, predicted) { squares += (cars.y[i] - value) * (cars.y[i] - value) }
        }
        expect(
          "root mean square error on the ten held-out tenths", (squares / Double(cars.y.count)).squareRoot(),
          atMost: 3.44, "The mean alone errs by 7.8. Are rows, answers and coefficients in one order?")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "no intercept",
        Way(constant: 0).submission,
        """
        Your plane goes through the origin: it predicts 0 where all columns are 0, and shifting a column changes every \
        prediction. Give the design a column of ones.
        """),
      Misconception(
        "the intercept taken from the end",
        Way(splits: { ($0.last ?? .nan, Array($0.dropLast())) }).submission,
        """
        The ones stand first in the design, so the first coefficient is the intercept. You return the last one as such, \
        and every other coefficient belongs to its neighbour.
        """),
      Misconception(
        "coefficients in reversed order",
        Way(splits: { ($0.first ?? .nan, $0.dropFirst().reversed()) }).submission,
        """
        Coefficient j belongs to column j. With one column nobody notices; with seven cars' weights are multiplied by \
        years.
        """),
      Misconception(
        "normal equations",
        Way(solves: normalEquations).submission,
        """
        XᵀX has the square of X's condition number: for t near 10⁶ that is 10¹¹ of the 10¹⁶ a Double can tell apart. \
        Your `leastSquares` works on X itself.
        """),
      Misconception(
        "predictions from centred rows",
        Way(predicts: { b, w, x in
          x.map { row in row.indices.reduce(b) { sum, j in sum + w[j] * (row[j] - mean(x.map { $0[j] })) } }
        }).submission,
        """
        You subtract the mean of the rows that are predicted, so a single row always gets the intercept. The coefficients \
        belong to the raw columns: multiply by these.
        """),
      Misconception(
        "the intercept forgotten in predictions",
        Way(predicts: { _, w, x in x.map { dot($0, w) } }).submission,
        """
        w·x alone is the rise above the plane's height at the origin. Add b.
        """),
      Misconception(
        "rows of any length predicted",
        Way(checksPredicted: false).submission,
        """
        `zip` stops at the shorter of two, so a row with a missing number is predicted without a word, and wrongly. \
        Compare the counts first.
        """),
      Misconception(
        "R² from uncentred sums",
        Way(share: { y, p in 1 - squares(y, p) / dot(y, y) }).submission,
        """
        Σ y² measures the distance from 0, not from the mean: with answers far from 0 every model looks perfect. Compare \
        with Σ(y − ȳ)².
        """),
      Misconception(
        "R² as the square of the correlation",
        Way(share: { y, p in
          let (a, b) = (y.map { $0 - mean(y) }, p.map { $0 - mean(p) })
          return dot(b, b) == 0 ? 0 : dot(a, b) * dot(a, b) / dot(a, a) / dot(b, b)
        }).submission,
        """
        The two are equal for the rows a model with an intercept was fitted to, and only there. Predictions in reversed \
        order, or all half too small, have correlation ±1 and are useless.
        """),
      Misconception(
        "Σ y² − n·ȳ² for the spread",
        Way(share: { y, p in 1 - squares(y, p) / (dot(y, y) - Double(y.count) * mean(y) * mean(y)) }).submission,
        """
        On paper it is Σ(y − ȳ)². Near 10⁸ both terms are 10¹⁶, where neighbouring Doubles are 2 apart: their difference \
        has no digit left. Subtract the mean first.
        """),
      Misconception(
        "the explained over the total spread",
        Way(share: { y, p in p.reduce(0) { $0 + ($1 - mean(y)) * ($1 - mean(y)) } / squares(y, y.map { _ in mean(y) }) }
        )
        .submission,
        """
        Σ(ŷ − ȳ)²/Σ(y − ȳ)² is R² only for least squares on its own rows. Predictions in the wrong order spread as \
        much as right ones. Take what is *left*: 1 − Σ(y − ŷ)²/Σ(y − ȳ)².
        """),
      Misconception(
        "R² cut off at 0",
        Way(share: { y, p in max(0, 1 - squares(y, p) / squares(y, y.map { _ in mean(y) })) }).submission,
        """
        Below 0 says that the model is worse than the mean, which on new rows is news. Return it as it is.
        """),
      Misconception(
        "R² of equal answers 0",
        Way(undefined: 0).submission,
        """
        If all answers are equal there is nothing to explain, and 0/0 has no value: 0 would say that the model is no better \
        than the mean, which may be wrong. Answer nil.
        """),
      Misconception(
        "NaN and infinity let through",
        Way(checksFinite: false).submission,
        """
        One NaN makes all coefficients NaN, and the message comes weeks later from a dashboard. Refuse it where it comes \
        in, with its row and column.
        """),
      Misconception(
        "only NaN refused",
        Way(isUsable: { !$0.isNaN }).submission,
        """
        Infinity is no number to fit either: ∞ − ∞ makes NaN in the first reflection. `isFinite` is false for both.
        """),
      Misconception(
        "the answers not looked at",
        Way(checksAnswers: false).submission,
        """
        A missing answer is as common as a missing feature, and does the same harm. It counts as the column after the last.
        """),
      Misconception(
        "columns counted in the design",
        Way(firstColumn: 0).submission,
        """
        The caller knows nothing of your column of ones: column 1 of the design is column 0 of x.
        """),
      Misconception(
        "the answers shuffled",
        Way(shuffles: true).submission,
        """
        The answers do not belong to their rows any more. Whatever is done to the rows (sorting, filtering) must be done \
        to the answers.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("columns centred first", Way(solves: centred).submission),
      Alternative("an orthogonal basis by Gram and Schmidt", Way().submission),
      Alternative("the constant last", Way(constantLast: true).submission),
    ]
  }
}

// MARK: - Parts of the checks

private func expectPlane(
  _ plane: Plane, _ data: String, intercept: Double, coefficients: [Double], within tolerance: Tolerance,
  _ advice: String = "Is there a column of ones, and which coefficient belongs to it?", line: Int = #line
) {
  expect(
    [plane.intercept] + plane.coefficients, equals: [intercept] + coefficients, within: tolerance, advice,
    what: "the intercept, then the coefficients, for \(data)", line: line)
}

/// Sums of squares of up to 400 terms that are all positive: relative 400·ε/2 each at the worst, in practice far less.
private func expectShare(_ got: Double?, _ right: Double?, _ what: String, line: Int = #line) {
  guard let got, let right else {
    return expect(
      got == nil && right == nil,
      "\(what) is \(got.map { "\($0)" } ?? "nil"), expected \(right.map { "\($0)" } ?? "nil")",
      right == nil
        ? "nil where Σ(y − ȳ)² would be 0: no answers, or equal ones. The mean of equal answers may round: compare them."
        : "nil says that there is no spread to be explained, and nothing else.", line: line)
  }
  expect(
    got, equals: right, within: .absolute(1e-13),
    "1 − Σ(y − ŷ)²/Σ(y − ȳ)²: what is left, compared with what the mean leaves.", what: what, line: line)
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for (a, b) in zip(a, b) { sum += a * b }
  return sum
}

private func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }

private func mean(_ a: [Double]) -> Double { a.reduce(0, +) / Double(a.count) }

private func squares(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for (a, b) in zip(a, b) { sum += (a - b) * (a - b) }
  return sum
}

// MARK: - Real data

/// Cylinders, displacement, horsepower, weight, acceleration, year and origin, and miles a gallon.
private let cars = Result {
  let names = ["cyl", "displ", "hp", "weight", "accel", "yr", "origin", "mpg"]
  let rows = try Dataset("tabular/auto_mpg.csv").csv().numbers(names)
  return (x: rows.map { Array($0.dropLast()) }, y: rows.map { $0[7] })
}

// MARK: - Wrong and right ways

/// A way to the three functions; each member can make it wrong in one place.
private struct Way {
  var constant = 1.0
  var constantLast = false
  var splits: ([Double]) -> (Double, [Double]) = { ($0.first ?? .nan, Array($0.dropFirst())) }
  var solves: ([[Double]], [Double]) -> [Double] = gramSchmidt
  var predicts: (Double, [Double], [[Double]]) -> [Double] = { b, w, x in x.map { b + dot($0, w) } }
  var checksPredicted = true
  var share: ([Double], [Double]) -> Double = { y, p in 1 - squares(y, p) / squares(y, y.map { _ in mean(y) }) }
  var undefined: Double?
  var checksFinite = true
  var isUsable: (Double) -> Bool = { $0.isFinite }
  var checksAnswers = true
  var firstColumn = 1
  var shuffles = false

  var submission: Submission {
    Submission(
      fit: .init(fit),
      predict: .init { b, w, x in
        if checksPredicted, let row = x.firstIndex(where: { $0.count != w.count }) {
          throw LinearRegressionError.length(row: row)
        }
        return predicts(b, w + [Double](repeating: 0, count: 4), x.map { Array($0.prefix(w.count)) })
      },
      rSquared: .init { y, p in y.allSatisfy { $0 == y[0] } ? undefined : share(y, p) })
  }

  func fit(_ x: [[Double]], _ y: [Double]) throws -> Plane {
    guard x.count == y.count else { throw LinearRegressionError.counts(rows: x.count, answers: y.count) }
    guard let d = x.first?.count else { throw LinearRegressionError.noRows }
    for (i, row) in x.enumerated() {
      guard row.count == d else { throw LinearRegressionError.length(row: i) }
      guard checksFinite else { continue }
      if let j = (checksAnswers ? row + [y[i]] : row).firstIndex(where: { !isUsable($0) }) {
        throw LinearRegressionError.notFinite(row: i, column: j)
      }
    }
    guard x.count > d else { throw LinearRegressionError.tooFewRows(x.count, unknowns: d + 1) }
    let basis = orthogonalBasis(x.map { [1] + $0 })
    for j in 0..<d where basis.left[j + 1] <= Double(x.count) * 0x1p-52 * norm(x.map { $0[j] }) {
      throw LinearRegressionError.dependent(column: j + 1 - firstColumn)
    }
    let answers = shuffles ? y.reversed() : y
    if constantLast {
      let beta = solves(x.map { $0 + [1] }, answers)
      return Plane(intercept: beta[d], coefficients: Array(beta[..<d]))
    }
    if constant == 0 { return Plane(intercept: 0, coefficients: solves(x, answers)) }
    let (intercept, coefficients) = splits(solves(x.map { [constant] + $0 }, answers))
    return Plane(intercept: intercept, coefficients: coefficients)
  }
}

/// The columns made orthonormal one after the other, twice each; what is left of each, and its parts along the former.
private func orthogonalBasis(_ x: [[Double]]) -> (q: [[Double]], r: [[Double]], left: [Double]) {
  let d = x.first?.count ?? 0
  var (q, r, left) = ([[Double]](), [[Double]](repeating: [Double](repeating: 0, count: d), count: d), [Double]())
  for j in 0..<d {
    var column = x.map { $0[j] }
    for _ in 0..<2 {
      for (k, direction) in q.enumerated() {
        let part = dot(direction, column)
        r[k][j] += part
        for i in column.indices { column[i] -= part * direction[i] }
      }
    }
    r[j][j] = norm(column)
    left.append(r[j][j])
    q.append(r[j][j] == 0 ? column : column.map { $0 / r[j][j] })
  }
  return (q, r, left)
}

private func gramSchmidt(_ x: [[Double]], _ y: [Double]) -> [Double] {
  let (q, r, _) = orthogonalBasis(x)
  var (rest, beta) = (y, [Double]())
  for direction in q {
    beta.append(dot(direction, rest))
    for i in rest.indices { rest[i] -= beta[beta.count - 1] * direction[i] }
  }
  for j in beta.indices.reversed() {
    for k in (j + 1)..<max(j + 1, beta.count) { beta[j] -= r[j][k] * beta[k] }
    beta[j] /= r[j][j]
  }
  return beta
}

/// For a design whose first column is constant.
private func centred(_ x: [[Double]], _ y: [Double]) -> [Double] {
  let d = x[0].count - 1
  let means = (0..<d).map { j in mean(x.map { $0[j + 1] }) }
  let w = gramSchmidt(x.map { row in (0..<d).map { row[$0 + 1] - means[$0] } }, y.map { $0 - mean(y) })
  return [mean(y) - dot(means, w)] + w
}

/// XᵀX·β = Xᵀy by elimination.
private func normalEquations(_ x: [[Double]], _ y: [Double]) -> [Double] {
  let d = x.first?.count ?? 0
  var a = (0..<d).map { i in
    (0..<d).map { j in dot(x.map { $0[i] }, x.map { $0[j] }) } + [dot(x.map { $0[i] }, y)]
  }
  for k in 0..<d {
    for i in (k + 1)..<max(k + 1, d) {
      let factor = a[i][k] / a[k][k]
      for j in k...d { a[i][j] -= factor * a[k][j] }
    }
  }
  var beta = [Double](repeating: 0, count: d)
  for i in (0..<d).reversed() {
    beta[i] = (a[i][d] - (i + 1..<max(i + 1, d)).reduce(0) { $0 + a[i][$1] * beta[$1] }) / a[i][i]
  }
  return beta
}
