import Checking
import LabData

enum RidgeError: Error, Equatable {
  case counts(rows: Int, answers: Int)
  case answer(row: Int)
  case penalty(index: Int)
}

enum EncodingError: Error, Equatable {
  case noRows
  case length(row: Int)
  case notFinite(row: Int, column: Int)
}

struct NotPositiveDefinite: Error {
  var minor: Int
}

struct Submission {
  var features: Function<[[Double]], Int, [[Double]]>
  /// For each penalty the intercept, then the coefficients of the scaled columns.
  var fit: Function<[[Double]], [Double], [Double], [[Double]]>
  /// For each penalty the predictions for other rows.
  var predict: Function<[[Double]], [Double], [Double], [[Double]], [[Double]]>
}

enum PolynomialRidge: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(try s.features([[2, 3]], 2), equals: [[2, 3, 4, 6, 9]])
        expect(
          try s.fit([[10], [14]], [1, 5], [0, 2]), equals: [[3, 2], [3, 1]], within: .ulps(8),
          "z = ∓1, ZᵀZ = 2, Zᵀr = 4.")
        expect(
          try s.predict([[10], [14]], [1, 5], [0, 2], [[16]]), equals: [[7], [5]], within: .ulps(8),
          "z = (16 − 12)/2 = 2.")
      },
      // Small whole numbers: no order of the factors rounds.
      Check("makes all products, in order") { s in
        let advice =
          "By the number of factors; then the indices ascend like words in a dictionary, none smaller than the one before."
        expect(
          try s.features([[2, 3], [-1, 5], [0, 7]], 3),
          equals: [
            [2, 3, 4, 6, 9, 8, 12, 18, 27], [-1, 5, 1, -5, 25, -1, 5, -25, 125], [0, 7, 0, 0, 49, 0, 0, 0, 343],
          ], advice)
        expect(
          try s.features([[2, 3, 5]], 3),
          equals: [[2, 3, 5, 4, 6, 10, 9, 15, 25, 8, 12, 20, 18, 30, 50, 27, 45, 75, 125]], advice)
        expect(try s.features([[2], [3]], 4), equals: [[2, 4, 8, 16], [3, 9, 27, 81]], advice)
        expect(try s.features([[2, 3], [4, 5]], 1), equals: [[2, 3], [4, 5]], "Degree 1 is the row itself.")
        expect(try s.features([[2, 3]], 0), equals: [[]], "There is no constant among the features.")
        expect(try s.features([], 2), equals: [[Double]]())
      },
      // The residual of (ZᵀZ + λI)·w = Zᵀr by Cholesky: a few n·ε of the sizes of both sides.
      Check("leaves no gradient", cases: 3) { s, random in
        let x = (0..<23).map { _ in
          [
            Double.random(in: -2...2, using: &random), Double.random(in: 100...900, using: &random),
            Double.random(in: 0...0.01, using: &random),
          ]
        }
        let y = x.map { 1000 + 3 * $0[0] - 0.05 * $0[1] + Double.random(in: -3...3, using: &random) }
        let lambdas = [5, 0, 0.1, 300]
        let models = try s.fit(x, y, lambdas)
        guard models.map(\.count) == [4, 4, 4, 4] else {
          return expect(
            false, "4 penalties and 3 columns: fit gives models of \(models.map { $0.count - 1 }) coefficients")
        }
        let z = Scaling(x).scaled(x)
        for (lambda, model) in zip(lambdas, models) {
          let residual = zip(z, y).map { $1 - model[0] - dot($0, model.dropFirst()) }
          expect(
            model[0], equals: y.reduce(0, +) / 23, within: .rounding(operations: 60, scale: 1000),
            "Scaled columns sum to 0, so b = ȳ for every λ: it is not penalised.", what: "b for λ = \(lambda)")
          for j in 0..<3 {
            let gradient = lambda * model[j + 1] - zip(z, residual).reduce(0) { $0 + $1.0[j] * $1.1 }
            expect(
              "half of the gradient by w[\(j)] for λ = \(lambda)", abs(gradient), atMost: 23 * 0x1p-52 * 30 * 23 * 1000,
              "Zᵀ·(y − b − Z·w) = λ·w at the minimum: a sum over the rows, and λ for each coefficient.")
          }
        }
      },
      Check("goes from least squares to the mean as λ grows") { s in
        let x: [[Double]] = [[0, 1], [1, -1], [2, 0], [3, 2], [4, 1]]
        let y = x.map { 7 + 2 * $0[0] - 3 * $0[1] }
        // An exact plane; κ of ZᵀZ is below 10.
        expect(
          try s.predict(x, y, [0], [[10, 10], [0, 0]]), equals: [[-3, 7]], within: .absolute(1e-12),
          "With λ = 0 the plane that meets all answers is found.")
        let models = try s.fit(x, y, [1e9, 0.5, 1, 0, 20])
        guard models.map(\.count) == [3, 3, 3, 3, 3] else {
          return expect(false, "5 penalties have 5 models of 1 + 2 numbers")
        }
        let lengths = models.map { dot($0.dropFirst().map { $0 }, $0.dropFirst()) }
        expect(
          [3, 1, 2, 4, 0].map { lengths[$0] }, is: .decreasing, "A larger λ gives a shorter w.",
          what: "‖w‖² for λ = 0, 0.5, 1, 20, 10⁹")
        expect("‖w‖ for λ = 10⁹", lengths[0].squareRoot(), atMost: 1e-6, "w falls like Zᵀr/λ.")
        for (index, lambda) in [1e9, 0.5, 1, 0, 20].enumerated() {
          expect(
            try s.fit(x, y, [lambda]), equals: [models[index]], "A model does not depend on the other penalties.",
            what: "the model for λ = \(lambda) alone")
        }
      },
      // Powers of two and whole numbers keep z up to rounding; κ below 100.
      Check("does not depend on the units", cases: 2) { s, random in
        let x = (0..<9).map { _ in (0..<2).map { _ in Double.random(in: -1...1, using: &random) } }
        let y = (0..<9).map { _ in Double.random(in: 0...10, using: &random) }
        let rows = [[0.5, -0.5], [3, 3]]
        func moved(_ x: [[Double]]) -> [[Double]] { x.map { [4096 * $0[0], $0[1] - 8] } }
        let before = try s.predict(x, y, [1, 10], rows)
        let tolerance = Tolerance.absolute(1e-11)
        expect(
          try s.predict(moved(x), y, [1, 10], moved(rows)), equals: before, within: tolerance,
          "A penalty on the raw columns would depend on whether a length is in metres or kilometres.",
          what: "predictions with column 0 in another unit and column 1 shifted")
        expect(
          try s.predict(x, y.map { $0 + 1000 }, [1, 10], rows), equals: before.map { $0.map { $0 + 1000 } },
          within: tolerance, "b takes up what is added to all answers, at no cost.",
          what: "predictions with 1000 added to the answers")
        // Whole answers: ȳ alone rounds, and what it is off by meets columns that sum to 0.
        let whole = y.map { $0.rounded() }
        let near = try s.fit(x, whole, [1, 10])
        let far = try s.fit(x, whole.map { $0 + 0x1p30 }, [1, 10])
        expect(
          far.map { Array($0.dropFirst()) }, equals: near.map { Array($0.dropFirst()) }, within: tolerance,
          "Take ȳ off the answers first: in Zᵀy the digits of a large ȳ stand where those of w should be.",
          what: "the coefficients with 2³⁰ added to the answers")
        expect(
          try s.predict(x, y, [1, 10], [rows[1]]), equals: before.map { $0.count == 2 ? [$0[1]] : [] },
          "Rows are scaled by what the training rows taught, not by each other.", what: "the predictions of row 1 alone"
        )
      },
      Check("refuses what it cannot fit") { s in
        let advice = "First the counts, then fitScaler looks at x, then the answers and the penalties."
        func expectRefusal(_ error: some Error, _ x: [[Double]], _ y: [Double], _ lambdas: [Double]) {
          expect(throws: error, advice) { try s.fit(x, y, lambdas) }
        }
        expectRefusal(RidgeError.counts(rows: 1, answers: 2), [[.nan]], [1, 2], [1])
        expectRefusal(EncodingError.noRows, [], [], [-1])
        expectRefusal(EncodingError.length(row: 1), [[1], [1, 2]], [.nan, 2], [1])
        expectRefusal(EncodingError.notFinite(row: 1, column: 0), [[1], [.infinity]], [.nan, 2], [1])
        expectRefusal(RidgeError.answer(row: 1), [[1], [3]], [2, -.infinity], [-1])
        expectRefusal(RidgeError.penalty(index: 1), [[1], [3]], [2, 1], [0, -0.5, .nan])
        expectRefusal(RidgeError.penalty(index: 0), [[1], [3]], [2, 1], [.nan])
        expectRefusal(RidgeError.penalty(index: 2), [[1], [3]], [2, 1], [1, 1, .infinity])
        expectRefusal(RidgeError.counts(rows: 2, answers: 1), [[1], [3]], [2], [])
        expectRefusal(EncodingError.notFinite(row: 1, column: 0), [[1], [.nan]], [2, 1], [])
        expectRefusal(RidgeError.answer(row: 0), [[1], [3]], [.nan, 1], [])
        expectRefusal(NotPositiveDefinite(minor: 2), [[1, 5], [3, 5]], [2, 1], [0])
        expect(throws: EncodingError.length(row: 0)) { try s.predict([[1], [3]], [2, 1], [1], [[1, 2]]) }
        expect(
          try s.fit([[1, 5], [3, 5]], [2, 4], [2]), equals: [[3, 0.5, 0]], within: .ulps(8),
          "A constant column is scaled to 0, and gets the weight 0.")
        expect(try s.fit([[4, 5]], [7], [1]), equals: [[7, 0, 0]], "One row: its answer is the mean.")
        expect(try s.fit([[1], [3]], [2, 4], []), equals: [[Double]](), "No penalties, no models.")
        expect(try s.fit([[], []], [2, 4], [1]), equals: [[3]], "Without columns the mean is left.")
      },
      // (n + d)·ε·κ with κ ≤ 392·9/3: below 10⁻¹⁰.
      Check("agrees with scikit-learn on cars") { s in
        let (x, y) = try cars.get()
        let features = try s.features(x.map { [$0[1], $0[3], $0[5]] }, 2)
        expect(
          try s.fit(features, y, [3]),
          equals: [
            [
              23.445918367346945, -1.744927108858016, -3.250876356358163, 1.2829993655196774, 2.394819877755205,
              3.4468420145514327, -3.5092278350476085, 2.6296895889823944, -5.150111861985834, 2.8272299286396407,
            ]
          ], within: .absolute(1e-9), what: "b and w for displacement, weight, year up to degree 2, λ = 3")
        expect(
          try s.predict(features, y, [3], Array(features.prefix(3))),
          equals: [[14.353128294257576, 13.85644187651478, 14.694240020572058]], within: .relative(1e-10),
          what: "the predictions for the first three cars")
      },
      // 2.849 with these folds; 2.913 without a penalty, 3.34 with planes, 7.8 shuffled: make_reference.py.
      Check("predicts cars it has not seen to 2.88 miles a gallon") { s in
        let (x, y) = try cars.get()
        let features = try s.features(x, 2)
        guard features.count == x.count else {
          return expect(false, "392 rows have \(features.count) rows of features")
        }
        var squares = 0.0
        for fold in 0..<5 {
          let (kept, held) = (y.indices.filter { $0 % 5 != fold }, y.indices.filter { $0 % 5 == fold })
          let predicted = try s.predict(kept.map { features[$0] }, kept.map { y[$0] }, [1], held.map { features[$0] })
          guard predicted.map(\.count) == [held.count] else { return expect(false, "a held-out row has no prediction") }
          for (i, value) in zip(held, predicted[0]) { squares += (y[i] - value) * (y[i] - value) }
        }
        expect(
          "root mean square error on the five held-out fifths", (squares / Double(y.count)).squareRoot(), atMost: 2.88,
          "35 features and λ = 1 reach 2.85, no penalty 2.91, planes 3.34, the mean 7.8.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "no products of different columns",
        Way(features: { row, degree in (1..<max(1, degree + 1)).flatMap { k in row.map { power($0, k) } } }).submission,
        """
        Powers of single columns still give a sum of curves, one a column. That weight matters more in old cars is said \
        only by a product weight·year.
        """),
      Misconception(
        "products counted twice",
        Way(features: { row, degree in products(row, degree) { _ in 0 } }).submission,
        """
        a·b and b·a are one product. Let the second index start at the first.
        """),
      Misconception(
        "squares left out",
        Way(features: { row, degree in products(row, degree) { $0 + 1 } }).submission,
        """
        A column may be a factor more than once: a·a is what bends the plane. Start at the same index, not at the next.
        """),
      Misconception(
        "a constant among the features",
        Way(features: { row, degree in [1] + products(row, degree) { $0 } }).submission,
        """
        A column of ones is scaled to 0 and has no weight; the intercept is the fit's business.
        """),
      Misconception(
        "the highest degree only",
        Way(features: { row, degree in
          Array(products(row, degree) { $0 }.dropFirst(products(row, degree - 1) { $0 }.count))
        })
        .submission,
        """
        Up to the degree: lines and planes are among the polynomials, too.
        """),
      Misconception(
        "scaled by the rows that are predicted",
        Way(scalesAnew: true).submission,
        """
        A single row minus its own mean is 0: every car would get the mean. The model keeps the scaler it was fitted with.
        """),
      Misconception(
        "rows not scaled in predictions",
        Way(scalesPlaces: false).submission,
        """
        w belongs to the scaled columns z. A row comes as it is: scale it with the model's own scaler first.
        """),
      Misconception(
        "columns not scaled",
        Way(scales: false).submission,
        """
        The penalty then depends on the units: in kilometres a coefficient is a thousand times as large as in metres, and is \
        punished a million times as hard.
        """),
      Misconception(
        "the intercept shrunk",
        Way(intercept: { sum, n, lambda in sum / (n + lambda) }).submission,
        """
        A penalised b pulls every prediction towards 0. Nobody believes that answers are near 0 beforehand: subtract ȳ, and \
        leave b alone.
        """),
      Misconception(
        "answers not centred", Way(centres: false).submission,
        """
        On paper Zᵀy is Zᵀr, for the columns of Z sum to 0. In a Double they sum to 10⁻¹⁶, and times a large ȳ that is an \
        error. Subtract ȳ first.
        """),
      Misconception(
        "the mean over rows with λ for the sum",
        Way(lambda: { lambda, n in lambda * n }).submission,
        """
        If the squares are averaged and λ·‖w‖² is not, λ counts n times. Both conventions are in use; this one is \
        scikit-learn's Ridge: a sum.
        """),
      Misconception(
        "half of the sum of squares",
        Way(lambda: { lambda, _ in 2 * lambda }).submission,
        """
        With ½·Σ(…)² the same λ counts twice. Here the sum has no half.
        """),
      Misconception(
        "penalties added up",
        Way(accumulates: true).submission,
        """
        Every λ is put on the diagonal on which the one before still stands. Begin each time with ZᵀZ as it was.
        """),
      Misconception(
        "no penalty",
        Way(lambda: { _, _ in 1e-12 }).submission,
        """
        λ does not enter: this is least squares. Add it to the diagonal of ZᵀZ.
        """),
      Misconception(
        "λ for the wrong model",
        Way(reverses: true).submission,
        """
        The models come in the order of the penalties as they were given.
        """),
      Misconception(
        "the intercept forgotten in predictions",
        Way(predictsIntercept: false).submission,
        """
        w·z is the distance from the mean. Add b.
        """),
      Misconception(
        "answers and penalties not looked at",
        Way(checks: false).submission,
        """
        A NaN among the answers makes every coefficient NaN, and a negative λ rewards large ones.
        """),
      Misconception(
        "the answers shuffled",
        Way(shuffles: true).submission,
        """
        The answers do not belong to their rows any more. What is done to rows must be done to answers.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "least squares with √λ·I below Z",
        Way(solves: { z, r, lambda in
          let d = z.first?.count ?? 0
          let below = (0..<d).map { i in (0..<d).map { i == $0 ? lambda.squareRoot() : 0 } }
          return try gramSchmidt(z + below, r + below.map { _ in 0 })
        }).submission)
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ a: [Double], _ b: ArraySlice<Double>) -> Double {
  var sum = 0.0
  for (a, b) in zip(a, b) { sum += a * b }
  return sum
}

private func power(_ x: Double, _ k: Int) -> Double { (0..<k).reduce(1) { product, _ in product * x } }

/// Products by recursion; `next` says from which column on the next factor is taken.
private func products(_ row: [Double], _ degree: Int, next: (Int) -> Int) -> [Double] {
  func ofDegree(_ k: Int, from first: Int) -> [Double] {
    if k == 0 { return [1] }
    var result: [Double] = []
    for j in first..<max(first, row.count) { result += ofDegree(k - 1, from: next(j)).map { row[j] * $0 } }
    return result
  }
  return (1..<max(1, degree + 1)).flatMap { ofDegree($0, from: 0) }
}

/// Means and deviations of columns.
private struct Scaling {
  var means: [Double] = []
  var deviations: [Double] = []

  init(_ x: [[Double]]) {
    let n = Double(x.count)
    for j in x[0].indices {
      if x.allSatisfy({ $0[j] == x[0][j] }) {
        means.append(x[0][j])
        deviations.append(1)
        continue
      }
      var (mean, square) = (0.0, 0.0)
      for row in x { mean += row[j] }
      mean /= n
      for row in x { square += (row[j] - mean) * (row[j] - mean) }
      means.append(mean)
      deviations.append((square / n).squareRoot())
    }
  }

  func scaled(_ x: [[Double]]) -> [[Double]] {
    x.map { row in means.indices.map { (row[$0] - means[$0]) / deviations[$0] } }
  }
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
  var features: ([Double], Int) -> [Double] = { row, degree in products(row, degree) { $0 } }
  var scalesAnew = false
  var scales = true
  var scalesPlaces = true
  var intercept: (Double, Double, Double) -> Double = { sum, n, _ in sum / n }
  var lambda: (Double, Double) -> Double = { lambda, _ in lambda }
  var centres = true
  var accumulates = false
  var reverses = false
  var predictsIntercept = true
  var checks = true
  var shuffles = false
  var solves: ([[Double]], [Double], Double) throws -> [Double] = normalEquations

  var submission: Submission {
    Submission(
      features: .init { x, degree in x.map { features($0, degree) } },
      fit: .init { x, y, lambdas in try fit(x, y, lambdas) },
      predict: .init { x, y, lambdas, rows in
        let models = try fit(x, y, lambdas)
        if let row = rows.firstIndex(where: { $0.count != x[0].count }) { throw EncodingError.length(row: row) }
        let z = scalesPlaces ? scaling(scalesAnew ? rows : x).scaled(rows) : rows
        return models.map { model in z.map { dot($0, model.dropFirst()) + (predictsIntercept ? model[0] : 0) } }
      })
  }

  func scaling(_ x: [[Double]]) -> Scaling {
    var scaling = Scaling(x)
    if !scales { scaling.deviations = scaling.deviations.map { _ in 1 } }
    return scaling
  }

  func fit(_ x: [[Double]], _ answers: [Double], _ lambdas: [Double]) throws -> [[Double]] {
    guard x.count == answers.count else { throw RidgeError.counts(rows: x.count, answers: answers.count) }
    guard let d = x.first?.count else { throw EncodingError.noRows }
    for (i, row) in x.enumerated() {
      guard row.count == d else { throw EncodingError.length(row: i) }
      for j in 0..<d where !row[j].isFinite { throw EncodingError.notFinite(row: i, column: j) }
    }
    if checks {
      for (i, value) in answers.enumerated() where !value.isFinite { throw RidgeError.answer(row: i) }
      for (i, value) in lambdas.enumerated() where !(value >= 0 && value < .infinity) {
        throw RidgeError.penalty(index: i)
      }
    }
    let y = shuffles ? answers.reversed() : answers
    let (z, n, sum) = (scaling(x).scaled(x), Double(y.count), y.reduce(0, +))
    var before = 0.0
    let models = try lambdas.map { given in
      let lambda = lambda(given, n) + before
      if accumulates { before = lambda }
      return [intercept(sum, n, lambda)] + (try solves(z, y.map { centres ? $0 - sum / n : $0 }, lambda))
    }
    return reverses ? models.reversed() : models
  }
}

/// (ZᵀZ + λI)·w = Zᵀr by elimination.
private func normalEquations(_ z: [[Double]], _ r: [Double], _ lambda: Double) throws -> [Double] {
  let d = z[0].count
  var a = [[Double]](repeating: [Double](repeating: 0, count: d + 1), count: d)
  for (row, value) in zip(z, r) {
    for i in 0..<d {
      for j in 0..<d { a[i][j] += row[i] * row[j] }
      a[i][d] += row[i] * value
    }
  }
  for k in 0..<d { a[k][k] += lambda }
  for k in 0..<d {
    guard a[k][k] > 0 || lambda < 0 || lambda.isNaN else { throw NotPositiveDefinite(minor: k + 1) }
    for i in 0..<d where i > k {
      let factor = a[i][k] / a[k][k]
      for j in k...d { a[i][j] -= factor * a[k][j] }
    }
  }
  var w = [Double](repeating: 0, count: d)
  for i in (0..<d).reversed() {
    var sum = a[i][d]
    for j in 0..<d where j > i { sum -= a[i][j] * w[j] }
    w[i] = sum / a[i][i]
  }
  return w
}

/// Least squares by an orthogonal basis, each column made orthogonal twice.
private func gramSchmidt(_ x: [[Double]], _ y: [Double]) throws -> [Double] {
  let d = x.first?.count ?? 0
  var (q, r, rest, beta) = (
    [[Double]](), [[Double]](repeating: [Double](repeating: 0, count: d), count: d), y, [Double]()
  )
  for j in 0..<d {
    var column = x.map { $0[j] }
    for _ in 0..<2 {
      for (k, direction) in q.enumerated() {
        let part = dot(direction, column[...])
        r[k][j] += part
        for i in column.indices { column[i] -= part * direction[i] }
      }
    }
    r[j][j] = dot(column, column[...]).squareRoot()
    guard r[j][j] > 0 else { throw NotPositiveDefinite(minor: j + 1) }
    q.append(column.map { $0 / r[j][j] })
    beta.append(dot(q[j], rest[...]))
    for i in rest.indices { rest[i] -= beta[j] * q[j][i] }
  }
  for j in beta.indices.reversed() {
    for k in 0..<d where k > j { beta[j] -= r[j][k] * beta[k] }
    beta[j] /= r[j][j]
  }
  return beta
}
