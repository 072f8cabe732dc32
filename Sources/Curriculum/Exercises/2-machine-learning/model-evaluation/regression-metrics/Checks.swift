import Checking
import LabData

enum MetricError: Error {
  case counts(Int, Int)
  case empty
  case notFinite(row: Int)
  case zero(row: Int)
  case level(Double)
  case constantTruth
}

/// Each takes the truth and the predictions.
struct Submission {
  var meanAbsoluteError: Function<[Double], [Double], Double>
  var rootMeanSquaredError: Function<[Double], [Double], Double>
  var meanAbsolutePercentageError: Function<[Double], [Double], Double>
  var pinballLoss: Function<[Double], [Double], Double, Double>
  var rSquared: Function<[Double], [Double], Double>
}

enum RegressionMetrics: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let (y, p) = ([2.0, 4, 9], [3.0, 4, 5])
        let few = Tolerance.ulps(8)
        expect(try s.meanAbsoluteError(y, p), equals: 5.0 / 3, within: few, "Errors −1, 0, 4: (1 + 0 + 4)/3.")
        expect(
          try s.rootMeanSquaredError(y, p), equals: (17.0 / 3).squareRoot(), within: few, "√((1 + 0 + 16)/3).")
        expect(
          try s.meanAbsolutePercentageError(y, p), equals: 17.0 / 54, within: few, "(1/2 + 0 + 4/9)/3, of the truth.")
        expect(
          try s.pinballLoss(y, p, 0.9), equals: 3.7 / 3, within: few,
          "Too low by 4 costs 0.9·4, too high by 1 costs 0.1·1.")
        expect(try s.rSquared(y, p), equals: 9.0 / 26, within: few, "1 − 17/26; the mean of the truth is 5.")
      },
      // Whole numbers and powers of two: all differences are exact but those from the mean, which rounds by 7·10⁻⁹.
      Check("keeps its digits, far from 0 and in small units") { s in
        let few = Tolerance.ulps(8)
        let (y, p) = ([1.0, 2, 4].map { 1e8 + $0 }, [1.0, 2, 2].map { 1e8 + $0 })
        expect(
          try s.rootMeanSquaredError(y, [2.0, 5, 5].map { 1e8 + $0 }), equals: (11.0 / 3).squareRoot(), within: few,
          "Subtract first, then square: the squares of numbers near 10⁸ are 2 apart.")
        expect(
          try s.rSquared(y, p), equals: 1.0 / 7, within: .absolute(1e-14), "1 − 4/(14/3), as without the 10⁸.")
        expect(
          try s.meanAbsolutePercentageError([3], [3 + 0x1p-40]), equals: 0x1p-40 / 3, within: few,
          "Subtract first, then divide: 3 + 2⁻⁴⁰ − 3 has all its digits.")
        expect(
          try s.meanAbsolutePercentageError([0x1p-40], [0x1p-38]), equals: 3, within: few,
          "A small truth is not 0, and a share may be above 1.")
        expect(
          try s.rSquared([0x1p-60, 0x1p-59], [0, 0x1p-59]), equals: -1, within: few,
          "Truths that are close to each other are not equal.")
      },
      // 392 terms ≥ 0: n·ε is 9e-14.
      Check("agrees with scikit-learn on the cars") { s in
        let (y, p) = try cars.get()
        let near = Tolerance.relative(1e-12)
        expect(try s.meanAbsoluteError(y, p), equals: 3.2949043367346937, within: near, what: "MAE of 392 cars")
        expect(try s.rootMeanSquaredError(y, p), equals: 4.329158451546552, within: near, what: "RMSE of 392 cars")
        expect(
          try s.meanAbsolutePercentageError(y, p), equals: 0.14544421561817336, within: near, what: "MAPE of 392 cars")
        expect(
          try s.pinballLoss(y, p, 0.9), equals: 1.5585720663265306, within: near, what: "the pinball loss of 392 cars")
        expect(try s.rSquared(y, p), equals: 0.6915607594547597, within: near, what: "R² of 392 cars")
      },
      Check("is least at the constant it asks for", holdingFor: 20) { s, draws in
        let n = 2 * draws.integer(in: 1...4) + 1
        let y = (0..<n).map { _ in 5 + draws.eighth() }  // 1 … 9
        let ordered = y.sorted()
        let mean = y.reduce(0, +) / Double(n)
        let low = [Double](repeating: ordered[0] / 2, count: n)
        expect(
          try s.meanAbsolutePercentageError(y, low) <= 1 + 1e-12, equals: true,
          "Predictions between 0 and the truth are wrong by a share of 1 at most.", what: "whether MAPE ≤ 1")
        for c in y + [mean, mean + 0.5, mean - 0.5] {
          func at(_ value: Double) -> [Double] { [Double](repeating: value, count: n) }
          expect(
            "MAE at the median less MAE at \(c)",
            try s.meanAbsoluteError(y, at(ordered[n / 2])) - s.meanAbsoluteError(y, at(c)), atMost: 1e-12)
          expect(
            "RMSE at the mean less RMSE at \(c)",
            try s.rootMeanSquaredError(y, at(mean)) - s.rootMeanSquaredError(y, at(c)), atMost: 1e-12)
          for (q, k) in [(0.0, 0), (0.3, 3 * n / 10), (0.9, 9 * n / 10), (1, n - 1)] {
            expect(
              "pinball loss for q = \(q) at a q-quantile less that at \(c)",
              try s.pinballLoss(y, at(ordered[k]), q) - s.pinballLoss(y, at(max(c, ordered[0])), q), atMost: 1e-12,
              "q weighs the errors of predictions that are too low.")
          }
        }
        expect(
          try s.rSquared(y + [20], [Double](repeating: (mean * Double(n) + 20) / Double(n + 1), count: n + 1)),
          equals: 0, within: .absolute(1e-13), "The mean of the truth explains nothing of it.")
      },
      Check("follows units, shifts and signs", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 2...7)
        var y = draws.vector(n).map { $0 + 6 }
        let p = draws.vector(n)
        y[0] = 1
        y[1] = 4
        let near = Tolerance.relative(1e-13)
        let (doubledY, doubledP) = (y.map { -2 * $0 }, p.map { -2 * $0 })
        let mae = try s.meanAbsoluteError(y, p)
        let pinball = try s.pinballLoss(y, p, 0.25)
        expect(try s.meanAbsoluteError(doubledY, doubledP), equals: 2 * mae, within: near, "In the unit of y.")
        expect(try s.pinballLoss(y, p, 0.5), equals: mae / 2, within: near, "For q = ½ half of MAE.")
        expect(
          try s.pinballLoss(doubledY, doubledP, 0.75), equals: 2 * pinball, within: near,
          "Turned round, too low becomes too high: q becomes 1 − q.")
        expect(
          try s.pinballLoss(y, p, 0.75) + pinball, equals: mae, within: near, "Both sides together are MAE.",
          what: "the sum of the pinball losses for ¼ and ¾")
        let rmse = try s.rootMeanSquaredError(y, p)
        expect(try s.rootMeanSquaredError(doubledY, doubledP), equals: 2 * rmse, within: near, "In the unit of y.")
        expect(
          try s.rootMeanSquaredError(y + y, p + p), equals: rmse, within: near, "Every row twice: no other error.")
        expect(
          try s.meanAbsolutePercentageError(doubledY, doubledP), equals: try s.meanAbsolutePercentageError(y, p),
          within: near, "A share has no unit and no sign.")
        let mean = y.reduce(0, +) / Double(n)
        let variance = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
        let r2 = 1 - rmse * rmse / variance
        // n·ε times the ratio of the sums, which is 1 − R².
        let rounding = Tolerance.absolute(1e-13 * (2 + abs(r2)))
        expect(try s.rSquared(y, p), equals: r2, within: rounding, "1 − RMSE²/variance, below 0 if that is so.")
        expect(
          try s.rSquared(y.map { 3 - $0 }, p.map { 3 - $0 }), equals: r2, within: rounding, "No unit, no origin.")
      },
      Check("does not take correlation for skill") { s in
        let y: [Double] = [1, 2, 3, 4]
        expect(
          try s.rSquared(y, [2, 4, 6, 8]), equals: -5, within: .ulps(8), "Twice too large: 1 − 30/5, though in line.")
        expect(try s.rSquared(y, [4, 3, 2, 1]), equals: -3, within: .ulps(8), "Turned round: 1 − 20/5.")
        expect(try s.rSquared(y, y), equals: 1, "Right everywhere.")
        expect(try s.rSquared([-2, 2], [-1, 1]), equals: 0.75, within: .ulps(8), "A mean of 0 is a mean.")
      },
      Check("refuses what has no measure") { s in
        let all: [(String, ([Double], [Double]) throws -> Double)] = [
          ("MAE", { try s.meanAbsoluteError($0, $1) }), ("RMSE", { try s.rootMeanSquaredError($0, $1) }),
          ("MAPE", { try s.meanAbsolutePercentageError($0, $1) }), ("pinball", { try s.pinballLoss($0, $1, 0.3) }),
          ("R²", { try s.rSquared($0, $1) }),
        ]
        for (name, measure) in all {
          expect(throws: MetricError.counts(2, 1), "\(name) compares row by row.") { try measure([1, .nan], [1]) }
          expect(throws: MetricError.counts(0, 1), "\(name): the counts are asked first.") { try measure([], [1]) }
          expect(throws: MetricError.empty, "\(name) of nothing is 0/0.") { try measure([], []) }
          expect(throws: MetricError.notFinite(row: 1), "\(name): the truth first, its first row.") {
            try measure([0, .infinity, .nan], [.nan, 1, 1])
          }
          expect(throws: MetricError.notFinite(row: 2), "\(name): the predictions, too.") {
            try measure([0, 0, 0], [1, 1, -.infinity])
          }
        }
        expect(throws: MetricError.zero(row: 1), "No error is a share of 0.") {
          try s.meanAbsolutePercentageError([1, 0, -0.0], [1, 0, 0])
        }
        expect(try s.meanAbsolutePercentageError([1, -2], [0, 0]), equals: 1, "A prediction of 0 is allowed.")
        for q in [-0.1, 1.5, .nan] {
          expect(throws: MetricError.level(q), "A level is 0 … 1.") { try s.pinballLoss([1, 2], [1, 3], q) }
        }
        expect(throws: MetricError.counts(1, 2), "The level is asked last.") { try s.pinballLoss([1], [1, 3], 2) }
        expect(throws: MetricError.notFinite(row: 0), "The level is asked last.") { try s.pinballLoss([1], [.nan], 2) }
        let constant = "Equal truths have no variance, however they are rounded."
        expect(throws: MetricError.constantTruth, constant) { try s.rSquared([0.1, 0.1, 0.1], [0.1, 0.2, 0.1]) }
        expect(throws: MetricError.constantTruth, constant) { try s.rSquared([3], [3]) }
        expect(try s.meanAbsoluteError([3], [-1]), equals: 4)
        expect(try s.rootMeanSquaredError([3], [-1]), equals: 4)
        expect(try s.pinballLoss([3], [-1], 1), equals: 4)
        expect(try s.pinballLoss([3], [-1], 0), equals: 0)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "errors with their signs", Way(absolute: { $0 }).submission,
        "Errors of opposite sign cancel: that is the bias. Take the size of each before you add."),
      Misconception(
        "sums for means", Way(divides: false).submission,
        "A sum grows with the number of rows, so two test sets cannot be compared. Divide by n."),
      Misconception(
        "no root", Way(root: { mean, _ in mean }).submission,
        "That is the mean *squared* error, in euros². The root brings it back into the unit of y."),
      Misconception(
        "the root taken of each error", Way(root: { _, mae in mae }).submission,
        "√(e²) is |e|, and its mean is MAE. First the mean of the squares, then one root."),
      Misconception(
        "divided by n − 1", Way(degrees: true).submission,
        """
        n − 1 belongs to a variance about a mean that was estimated from the same numbers. The predictions were not: \
        divide by n.
        """),
      Misconception(
        "MAPE as shares of the predictions", Way(share: { e, _, p in p == 0 ? 0 : abs(e / p) }).submission,
        "The error is a share of what is true. Divided by the prediction, a model looks better the more it exaggerates."
      ),
      Misconception(
        "symmetric MAPE",
        Way(share: { e, y, p in e == 0 ? 0 : 2 * abs(e) / (abs(y) + abs(p)) }).submission,
        "sMAPE divides by the mean of both. It is another measure, and not symmetric either; here the truth alone counts."
      ),
      Misconception(
        "1 − p/y for the share", Way(share: { _, y, p in abs(1 - p / y) }).submission,
        """
        On paper it is the same. But p/y rounds near 1, and 1 minus that keeps 16 digits after the point of an error that \
        may be smaller: y − p first, then divide.
        """),
      Misconception(
        "MAPE in per cent", Way(share: { e, y, _ in 100 * abs(e / y) }).submission,
        "Asked is a share, as scikit-learn has it: 0.1 is ten per cent."),
      Misconception(
        "MAPE with the truth's sign", Way(share: { e, y, _ in abs(e) / y }).submission,
        "For a negative truth the error would count as a gain. Divide by |y|."),
      Misconception(
        "a truth of 0 divided by a tiny number", Way(asksZero: false).submission,
        "One such row gives 10¹⁵ and is all that remains of the mean. Say that there is no share of 0."),
      Misconception(
        "the pinball's sides exchanged", Way(pinball: { e, q in max((1 - q) * e, -q * e) }).submission,
        "For q = 0.9 a prediction that is too *low* must be dear, or nobody would go up to the 90th percentile."),
      Misconception(
        "the pinball doubled", Way(pinball: { e, q in 2 * max(q * e, (q - 1) * e) }).submission,
        "With the factor 2 the level ½ gives MAE itself; without it, as here and in scikit-learn, half of it."),
      Misconception(
        "the pinball of predictions that are too low only", Way(pinball: { e, q in max(q * e, 0) }).submission,
        "Then the safest prediction is infinity. Too high costs 1 − q a unit."),
      Misconception(
        "the square of the correlation", Way(explained: .correlation).submission,
        """
        A correlation forgives a wrong scale, a wrong offset and even the wrong sign. R² compares the predictions \
        themselves: 1 − Σ(y − p)²/Σ(y − ȳ)².
        """),
      Misconception(
        "the truth's mean not subtracted", Way(explained: .uncentred).submission,
        "Σ y² measures the distance from 0. Any prediction near ȳ then looks brilliant. Compare with Σ (y − ȳ)²."),
      Misconception(
        "the predictions' variance for the truth's", Way(explained: .ofPredictions).submission,
        "var(p)/var(y) is R² only for least squares on its own training rows. A model with wild predictions would shine."
      ),
      Misconception(
        "Σ y² − n·ȳ² for the variance", Way(explained: .multipliedOut).submission,
        "On paper it is Σ (y − ȳ)². Near 10⁸ both terms are 10¹⁶, and the difference has no digit left. Subtract first."
      ),
      Misconception(
        "the squares multiplied out", Way(multipliesOut: true).submission,
        "y² − 2·y·p + p² is (y − p)² on paper. Near 10⁸ it is the difference of numbers that are 2 apart. Subtract first."
      ),
      Misconception(
        "R² cut off at 0", Way(explained: .clamped).submission,
        "Below 0 says: worse than a constant. That is news worth keeping."),
      Misconception(
        "R² = 0 for a constant truth", Way(asksConstant: false).submission,
        "x/0 is not 0: there is nothing to be explained, so no share of it. Compare the truths with the first of them."),
      Misconception(
        "the level not asked about", Way(asksLevel: false).submission,
        "q = 90 is a percentage where a level was meant, and 1 − q is then a negative price. Throw."),
      Misconception(
        "NaN let through", Way(asksFinite: false).submission,
        "A mean with a NaN in it says nothing about any row. Say in which row it stands."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "both sides of the pinball by cases, R² from means",
        Way(
          pinball: { e, q in e > 0 ? q * e : e < 0 ? (1 - q) * -e : 0 }, explained: .meanSquares
        ).submission)
    ]
  }
}

// MARK: - Parts of the checks

/// Miles per gallon, and a rounded line through the weights.
private let cars = Result {
  let rows = try Dataset("tabular/auto_mpg.csv").csv().numbers(["mpg", "weight"])
  return (rows.map { $0[0] }, rows.map { 46 - 0.0075 * $0[1] })
}

// MARK: - Wrong and right ways

private enum Explained { case residuals, correlation, uncentred, multipliedOut, ofPredictions, clamped, meanSquares }

/// All five functions; each member can make them wrong in one place.
private struct Way {
  var absolute: (Double) -> Double = { abs($0) }
  var divides = true
  /// Of the mean square and the mean size.
  var root: (Double, Double) -> Double = { mean, _ in mean.squareRoot() }
  var degrees = false
  var multipliesOut = false
  /// Of error, truth and prediction.
  var share: (Double, Double, Double) -> Double = { e, y, _ in abs(e) / abs(y) }
  var asksZero = true
  var pinball: (Double, Double) -> Double = { e, q in max(q * e, (q - 1) * e) }
  var explained = Explained.residuals
  var asksConstant = true
  var asksLevel = true
  var asksFinite = true

  private func check(_ y: [Double], _ p: [Double]) throws {
    guard y.count == p.count else { throw MetricError.counts(y.count, p.count) }
    guard !y.isEmpty else { throw MetricError.empty }
    guard asksFinite else { return }
    for values in [y, p] {
      if let row = values.firstIndex(where: { !$0.isFinite }) { throw MetricError.notFinite(row: row) }
    }
  }

  private func mean(_ y: [Double], _ p: [Double], _ term: (Double, Double) -> Double) -> Double {
    var sum = 0.0
    for i in y.indices { sum += term(y[i], p[i]) }
    return divides ? sum / Double(y.count) : sum
  }

  private func explain(_ y: [Double], _ p: [Double]) -> Double {
    let n = Double(y.count)
    let (a, b) = (y.reduce(0, +) / n, p.reduce(0, +) / n)
    var (residual, total, predicted, both, raw) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (y, p) in zip(y, p) {
      residual += (y - p) * (y - p)
      total += (y - a) * (y - a)
      predicted += (p - b) * (p - b)
      both += (y - a) * (p - b)
      raw += y * y
    }
    switch explained {
    case .residuals: return total == 0 ? 0 : 1 - residual / total
    case .meanSquares: return (total / n - residual / n) / (total / n)
    case .clamped: return max(0, 1 - residual / total)
    case .uncentred: return 1 - residual / raw
    case .multipliedOut: return 1 - residual / (raw - n * a * a)
    case .ofPredictions: return predicted / total
    case .correlation: return predicted == 0 ? 0 : both * both / (total * predicted)
    }
  }

  var submission: Submission {
    Submission(
      meanAbsoluteError: .init { y, p in
        try check(y, p)
        return mean(y, p) { absolute($0 - $1) }
      },
      rootMeanSquaredError: .init { y, p in
        try check(y, p)
        let square = mean(y, p) { multipliesOut ? $0 * $0 - 2 * $0 * $1 + $1 * $1 : ($0 - $1) * ($0 - $1) }
        if degrees {
          return y.count == 1 ? square.squareRoot() : (square * Double(y.count) / Double(y.count - 1)).squareRoot()
        }
        return root(square, mean(y, p) { abs($0 - $1) })
      },
      meanAbsolutePercentageError: .init { y, p in
        try check(y, p)
        if asksZero, let row = y.firstIndex(of: 0) { throw MetricError.zero(row: row) }
        return mean(y, p) { share($0 - $1, $0 == 0 ? 0x1p-52 : $0, $1) }
      },
      pinballLoss: .init { y, p, q in
        try check(y, p)
        if asksLevel { guard q >= 0, q <= 1 else { throw MetricError.level(q) } }
        return mean(y, p) { pinball($0 - $1, q) }
      },
      rSquared: .init { y, p in
        try check(y, p)
        if y.allSatisfy({ $0 == y[0] }) {
          guard asksConstant else { return 0 }
          throw MetricError.constantTruth
        }
        return explain(y, p)
      })
  }
}
