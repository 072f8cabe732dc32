import Checking
import Glibc

enum BiasVarianceError: Error {
  case counts(Int, Int)
  case empty
  case resample(index: Int)
  case points(row: Int)
  case notFinite(row: Int, column: Int)
  case noise(Double)
  case size(Int)
}

/// A way to learn, with a name for the report.
struct Method: CustomStringConvertible, Sendable {
  var description: String
  var fit: @Sendable ([Double], [Double]) -> (Double) -> Double
}

/// A sample is [x, y]; parts are [bias², variance, noise, total]; a point of a curve is [size, training error, validation
/// error].
struct Submission {
  var predictions: Function<[[Double]], [[Int]], [Double], Method, [[Double]]>
  var decompose: Function<[[Double]], [Double], Double, [Double]>
  var learningCurve: Function<[[Double]], [[Double]], [Int], Method, [[Double]]>
  var leastValidationError: Function<[[Double]], [[Double]], [Method], Int>
}

enum BiasVariance: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(
          try s.decompose([[1, 2], [3, 6]], [1, 5], 0.5), equals: [1, 2.5, 0.5, 4], within: near,
          "The mean predictions are 2 and 4.", what: parts)
        expect(
          try s.predictions([[0, 1, 2], [5, 7, 3]], [[0, 1], [2, 2, 0]], [9, 8], mean),
          equals: [[6, 6], [11.0 / 3, 11.0 / 3]],
          within: near, "This method predicts the mean of its responses: of 5, 7, and of 3, 3, 5.")
      },
      // Terms below 100, at most 60 of them.
      Check("adds up to the expected squared error", holdingFor: 30) { s, draws in
        let (fits, n) = (draws.integer(in: 1...6), draws.integer(in: 1...5))
        let (p, f) = (draws.matrix(fits, n), draws.vector(n))
        let noise = Double(draws.integer(in: 0...9)) / 8
        let parts = try s.decompose(p, f, noise)
        guard parts.count == 4 else { return expect(parts.count, equals: 4, what: "the number of parts") }
        var total = noise
        for row in p { for i in 0..<n { total += (row[i] - f[i]) * (row[i] - f[i]) / Double(fits * n) } }
        let advice = "Predictions \(p), truth \(f), noise \(noise)."
        expect(parts[3], equals: total, within: near, advice, what: "total")
        expect(
          parts[0] + parts[1] + parts[2], equals: total, within: near, "\(advice) All means with 1/R.",
          what: "bias² + variance + noise")
        // Variance without a mean: half the mean squared difference of two fits.
        var variance = 0.0
        for a in p { for b in p { for i in 0..<n { variance += (a[i] - b[i]) * (a[i] - b[i]) / 2 } } }
        expect(
          parts[1], equals: variance / Double(fits * fits * n), within: near,
          "\(advice) It does not depend on the truth.",
          what: "variance")
        let shifted = try s.decompose(p.map { $0.map { $0 + 3 } }, f.map { $0 + 3 }, noise)
        expect(shifted, equals: parts, within: .absolute(1e-11), "Everything 3 higher: no other errors.")
      },
      // Whole numbers: exact, but for the mean 10⁸ + 7/3, which rounds by 7·10⁻⁹; squared that is nothing.
      Check("keeps a small part beside large ones") { s in
        expect(
          try s.decompose([[1e8 + 1], [1e8 + 3]], [1e8], 0.5), equals: [4, 1, 0.5, 5.5], within: near,
          "Subtract first, then square: the squares of numbers near 10⁸ are 2 apart.", what: parts)
        expect(
          try s.decompose([[1e8 + 1], [1e8 + 2], [1e8 + 4]], [0], 0).dropFirst().first ?? .nan, equals: 14.0 / 9,
          within: near,
          "The variance is a sum of its own, not what the total leaves.", what: "the variance beside a bias² of 10¹⁶")
        expect(
          try s.decompose([[-1e9], [1e9]], [1], 0).first ?? .nan, equals: 1, within: near,
          "The bias is that of the mean prediction, not what the total leaves.",
          what: "the bias² beside a variance of 10¹⁸")
      },
      // A mean of four responses f ± 1 has variance 1/4 over all sixteen patterns of signs; one response alone has 1.
      Check("weighs a stiff model against a free one") { s in
        let (x, f) = ([0.0, 1, 2, 3], [0.0, 2, 4, 6])
        var (stiff, free) = ([[Double]](), [[Double]]())
        for signs in 0..<16 {
          let y = x.indices.map { f[$0] + (signs >> $0 & 1 == 1 ? 1 : -1) }
          stiff += try s.predictions([x, y], [[0, 1, 2, 3]], x, mean)
          free += try s.predictions([x, y], [[0, 1, 2, 3]], x, nearest)
        }
        expect(
          try s.decompose(stiff, f, 1), equals: [5, 0.25, 1, 6.25], within: near,
          "The mean of four: bias² (9 + 1 + 1 + 9)/4, variance σ²/4.", what: parts)
        expect(
          try s.decompose(free, f, 1), equals: [0, 1, 1, 2], within: near,
          "The response itself: no bias, and the noise once more as variance.", what: parts)
      },
      Check("fits on the rows of each resample", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 1...6)
        let sample = [(0..<n).map(Double.init), draws.vector(n)]
        let resamples = (0..<draws.integer(in: 0...4)).map { _ in
          (0..<draws.integer(in: 1...6)).map { _ in draws.number(below: n) }
        }
        let points = draws.vector(draws.integer(in: 0...3))
        expect(
          try s.predictions(sample, resamples, points, ordered),
          equals: resamples.map { rows in
            let model = ordered.fit(rows.map { sample[0][$0] }, rows.map { sample[1][$0] })
            return points.map(model)
          }, within: near, "Rows \(resamples) of \(sample), repeated ones repeated, in that order.")
      },
      Check("fits no more than it has to") { s in
        let fits = Fits()
        let counted = Method(description: "mean") { x, y in
          fits.count += 1
          return mean.fit(x, y)
        }
        let sample: [[Double]] = [[0, 1, 2], [5, 7, 3]]
        _ = try s.predictions(sample, [[0, 1], [2, 2], [1]], [9, 8, 7, 6], counted)
        expect(
          fits.count, equals: 3, "Fit once, then ask this model for every point.",
          what: "the number of fits for 3 resamples and 4 points")
        fits.count = 0
        _ = try s.learningCurve(sample, sample, [1, 3], counted)
        expect(
          fits.count, equals: 2, "One model predicts both the training and the validation rows.",
          what: "the number of fits for 2 sizes")
        fits.count = 0
        _ = try s.leastValidationError(sample, sample, [counted, mean, counted])
        expect(
          fits.count, equals: 2, "Keep the errors that you compare.",
          what: "the number of fits of one listed twice")
      },
      Check("draws a learning curve", holdingFor: 20) { s, draws in
        let (n, m) = (draws.integer(in: 1...7), draws.integer(in: 1...5))
        let train = [draws.vector(n), draws.vector(n)]
        let validation = [draws.vector(m), draws.vector(m)]
        let sizes = (0..<draws.integer(in: 0...4)).map { _ in draws.integer(in: 1...n) }
        for method in [mean, nearest] {
          let right = sizes.map { size -> [Double] in
            let part = train.map { Array($0.prefix(size)) }
            let model = method.fit(part[0], part[1])
            return [Double(size), error(model, part), error(model, validation)]
          }
          expect(
            try s.learningCurve(train, validation, sizes, method), equals: right, within: near,
            "\(method) on the first rows: its error on these, and on the validation rows.",
            what: "the curve (rows size, training error, validation error)")
        }
      },
      Check("chooses by the validation error") { s in
        let x = (0..<12).map { Double($0) / 4 }
        let y = x.indices.map { x[$0] * x[$0] + ($0 % 2 == 0 ? 1 : -1) }
        let validation = [x.map { $0 + 0.1 }, x.map { ($0 + 0.1) * ($0 + 0.1) }]
        expect(
          try s.leastValidationError([x, y], validation, [mean, line, nearest]), equals: 1,
          "The nearest neighbour has training error 0 and predicts the noise of its neighbour.")
        expect(
          try s.leastValidationError([x, y], validation, [nearest, line, line]), equals: 1, "The first of equals.")
        expect(try s.leastValidationError([x, y], validation, [nearest, mean]), equals: 0, "Freedom pays here.")
        expect(try s.leastValidationError([x, y], validation, [broken, mean]), equals: 1, "NaN counts as ∞.")
        expect(try s.leastValidationError([x, y], validation, [broken]), equals: 0, "The only one.")
        expect(
          try s.leastValidationError([x, y], validation, [broken, broken]), equals: 0,
          "Both count as ∞: of equals the first.")
      },
      Check("refuses what has no parts") { s in
        expect(try s.decompose([[3]], [1], 0), equals: [4, 0, 0, 4], "One fit has no variance.")
        expect(throws: BiasVarianceError.empty) { try s.decompose([], [1], 0) }
        expect(throws: BiasVarianceError.empty) { try s.decompose([[]], [], 0) }
        expect(throws: BiasVarianceError.points(row: 1)) { try s.decompose([[1, 2], [.nan], []], [1, 2], -1) }
        expect(throws: BiasVarianceError.points(row: 1), "All lengths before any number.") {
          try s.decompose([[.nan, 2], [1]], [1, 2], 0)
        }
        expect(throws: BiasVarianceError.notFinite(row: 1, column: 0), "Row by row, the first.") {
          try s.decompose([[1, 2], [.infinity, 1], [.nan, .nan]], [1, 2], -1)
        }
        for noise in [-0.5, .nan, .infinity] {
          expect(throws: BiasVarianceError.noise(noise), "A variance is ≥ 0 and finite.") {
            try s.decompose([[1]], [1], noise)
          }
        }
        let good: [[Double]] = [[1, 2], [3, 4]]
        expect(throws: BiasVarianceError.counts(2, 1)) { try s.predictions([[1, 2], [3]], [[]], [1], mean) }
        expect(throws: BiasVarianceError.counts(1, 2)) { try s.learningCurve([[1], [3, 4]], [[], []], [9], mean) }
        expect(throws: BiasVarianceError.counts(2, 1)) { try s.learningCurve(good, [[1, 2], [3]], [9], mean) }
        expect(throws: BiasVarianceError.counts(2, 1)) { try s.leastValidationError(good, [[1, 2], [3]], []) }
        for empty in [true, false] {
          let (a, b): ([[Double]], [[Double]]) = empty ? ([[], []], good) : (good, [[], []])
          expect(throws: BiasVarianceError.empty) { try s.learningCurve(a, b, [9], mean) }
          expect(throws: BiasVarianceError.empty) { try s.leastValidationError(a, b, [mean]) }
        }
        expect(throws: BiasVarianceError.empty) { try s.predictions([[], []], [[3]], [1], mean) }
        expect(throws: BiasVarianceError.counts(0, 1), "The counts are asked first.") {
          try s.predictions([[], [1]], [], [1], mean)
        }
        expect(throws: BiasVarianceError.empty, "No fits.") { try s.leastValidationError(good, good, []) }
        for rows in [[], [0, 2], [-1]] {
          expect(throws: BiasVarianceError.resample(index: 1), "Rows 0 and 1 are there.") {
            try s.predictions(good, [[1, 1], rows, []], [1], mean)
          }
        }
        for size in [0, 3, -1] {
          expect(throws: BiasVarianceError.size(size)) { try s.learningCurve(good, good, [2, size, 9], mean) }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "variance with R − 1", Way(degrees: true).submission,
        "With R − 1 the parts no longer add up to the total: the mean of *these* R fits is meant, not of all possible."),
      Misconception(
        "bias from one fit", Way(center: .first).submission,
        "One fit is bias and luck together. The bias is that of the *mean* prediction."),
      Misconception(
        "noise counted in the bias", Way(biasAddend: 1).submission,
        "Bias is the distance from the truth f, not from responses with noise: σ² has its own place."),
      Misconception(
        "the bias of all points together", Way(bias: .ofMeans).submission,
        "A model too high on the left and too low on the right has a mean bias of 0. Square at each point, then average."
      ),
      Misconception(
        "bias not squared", Way(bias: .absolute).submission,
        "|m − f| is in the unit of y, the other parts in its square."),
      Misconception(
        "variance about the truth", Way(center: .truth).submission,
        "The spread about f holds the bias again. Variance is the spread about the mean prediction of that point."),
      Misconception(
        "variance about one mean for all points", Way(center: .grand).submission,
        "A function that rises is no variance. Compare the fits point by point."),
      Misconception(
        "mean of the squares less square of the mean", Way(multipliesOut: true).submission,
        "On paper it is the variance. Near 10⁸ both squares are 10¹⁶ and have lost it: subtract the mean first."),
      Misconception(
        "variance as what the total leaves", Way(subtracts: true).submission,
        "total − bias² − σ² is the variance on paper; beside a large bias nothing is left of it. Sum it by itself."),
      Misconception(
        "noise left out of the total", Way(totalNoise: 0).submission,
        "A new response has its own noise. The best model of all has the error σ²."),
      Misconception(
        "noise squared", Way(squaresNoise: true).submission,
        "`noise` is the variance σ² already."),
      Misconception(
        "sums over the points", Way(sumsPoints: true).submission,
        "Means over the points: otherwise twice as many test points have twice the error."),
      Misconception(
        "training error for validation", Way(validates: false).submission,
        "The error on the rows that were learned from falls with freedom for ever. Look at the others."),
      Misconception(
        "training error on rows not yet learned", Way(trainsOnAll: true).submission,
        "The training error belongs to the first m rows, which the model knows; the others would be a second validation."
      ),
      Misconception(
        "fitted on all training rows", Way(sizes: .all).submission,
        "A learning curve fits on m rows for each m: so it shows what more data would bring."),
      Misconception(
        "the last rows", Way(sizes: .last).submission,
        "Asked are the first m rows."),
      Misconception(
        "chosen by the training error", Way(choosesByTraining: true).submission,
        "The freest model always wins on its own rows. Choose by the validation rows."),
      Misconception(
        "the last of equals", Way(takesLast: true).submission,
        "Of equal errors take the first, the simplest: strictly less, not less or equal."),
      Misconception(
        "repeated rows taken once", Way(rows: .once).submission,
        "A row drawn twice weighs twice: that is the point of resampling."),
      Misconception(
        "fitted again for every point", Way(refits: true).submission,
        "`points.map { fit(x, y)($0) }` learns from the same rows at each point. Keep the model, and ask it for all points."
      ),
      Misconception(
        "fitted on the rows left out", Way(rows: .others).submission,
        "The rows named are those to learn from. The others would be for testing."),
      Misconception(
        "NaN let through", Way(asksFinite: false).submission,
        "One NaN makes all parts NaN. Say in which row and column it stands."),
      Misconception(
        "noise and sizes not asked about", Way(asksRanges: false).submission,
        "A negative variance or more rows than there are is a mistake of the caller. Throw."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("total as the sum of its parts", Way(addsParts: true).submission)]
  }
}

// MARK: - Parts of the checks

private let near = Tolerance.absolute(1e-12)

private let parts = "bias², variance, noise, total"

private func average(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

private func error(_ model: (Double) -> Double, _ sample: [[Double]]) -> Double {
  var sum = 0.0
  for (x, y) in zip(sample[0], sample[1]) { sum += (model(x) - y) * (model(x) - y) }
  return sum / Double(max(1, sample[0].count))
}

private let mean = Method(description: "mean") { _, y in
  let value = average(y)
  return { _ in value }
}

private let nearest = Method(description: "nearest neighbour") { x, y in
  { point in
    var (best, least) = (0.0, Double.infinity)
    for (x, y) in zip(x, y) where abs(x - point) < least { (best, least) = (y, abs(x - point)) }
    return best
  }
}

private let line = Method(description: "line") { x, y in
  let (a, b) = (average(x), average(y))
  var (both, square) = (0.0, 0.0)
  for (x, y) in zip(x, y) {
    both += (x - a) * (y - b)
    square += (x - a) * (x - a)
  }
  let slope = square == 0 ? 0 : both / square
  return { b + slope * ($0 - a) }
}

/// Depends on every row, its place and how often it comes.
private let ordered = Method(description: "sum of (place + 1)·(y + x)") { x, y in
  var sum = 0.0
  for (i, (x, y)) in zip(x, y).enumerated() { sum += Double(i + 1) * (y + x) }
  return { sum + $0 }
}

/// How often a method was asked to learn.
private final class Fits: @unchecked Sendable {
  var count = 0
}

private let broken = Method(description: "NaN") { _, _ in { _ in .nan } }

// MARK: - Wrong and right ways

private enum Center { case mean, first, truth, grand }

private enum Bias { case squared, ofMeans, absolute }

private enum Sizes { case first, all, last }

private enum Rows { case named, once, others }

/// All four functions; each member can make them wrong in one place.
private struct Way {
  var degrees = false
  var center = Center.mean
  var biasAddend = 0.0
  var bias = Bias.squared
  var multipliesOut = false
  var subtracts = false
  var totalNoise = 1.0
  var squaresNoise = false
  var sumsPoints = false
  var validates = true
  var trainsOnAll = false
  var sizes = Sizes.first
  var choosesByTraining = false
  var takesLast = false
  var rows = Rows.named
  var refits = false
  var asksFinite = true
  var asksRanges = true
  var addsParts = false

  private func check(_ sample: [[Double]]) throws {
    guard sample[0].count == sample[1].count else {
      throw BiasVarianceError.counts(sample[0].count, sample[1].count)
    }
    guard !sample[0].isEmpty else { throw BiasVarianceError.empty }
  }

  private func decompose(_ p: [[Double]], _ f: [Double], _ given: Double) -> [Double] {
    let noise = squaresNoise ? given * given : given
    let points = sumsPoints ? 1 : Double(f.count)
    let grand = average(p.joined().map { $0 })
    var (bias, variance, total, signed) = (0.0, 0.0, 0.0, 0.0)
    for i in f.indices {
      let column = p.map { $0[i] }
      let m = average(column)
      let gap = (center == .first ? column[0] : m) - f[i]
      signed += gap / points
      bias += (self.bias == .absolute ? abs(gap) : gap * gap) / points
      let middle = center == .truth ? f[i] : center == .grand ? grand : m
      let spread = column.map { ($0 - middle) * ($0 - middle) }
      variance += (degrees && p.count > 1 ? spread.reduce(0, +) / Double(p.count - 1) : average(spread)) / points
      if multipliesOut { variance += (average(column.map { $0 * $0 }) - m * m - average(spread)) / points }
      total += average(column.map { ($0 - f[i]) * ($0 - f[i]) }) / points
    }
    if subtracts { variance = (total + noise) - bias - noise }
    if self.bias == .ofMeans { bias = signed * signed }
    bias += biasAddend * noise
    let sum = addsParts ? bias + variance + noise : total + totalNoise * noise
    return [bias, variance, noise, sum]
  }

  private func curve(_ train: [[Double]], _ validation: [[Double]], _ size: Int, _ method: Method) -> [Double] {
    let count = min(max(1, size), train[0].count)
    let part = train.map { Array(sizes == .all ? $0[...] : sizes == .last ? $0.suffix(count) : $0.prefix(count)) }
    let model = method.fit(part[0], part[1])
    let own = error(model, trainsOnAll ? train : part)
    return [Double(size), own, validates ? error(model, validation) : own]
  }

  var submission: Submission {
    Submission(
      predictions: .init { sample, resamples, points, method in
        try check(sample)
        let n = sample[0].count
        for (index, rows) in resamples.enumerated() where rows.isEmpty || rows.contains(where: { $0 < 0 || $0 >= n }) {
          throw BiasVarianceError.resample(index: index)
        }
        return resamples.map { named in
          let rows =
            self.rows == .named
            ? named : self.rows == .once ? Set(named).sorted() : (0..<n).filter { !named.contains($0) }
          let (x, y) = (rows.map { sample[0][$0] }, rows.map { sample[1][$0] })
          let model = method.fit(x, y)
          return points.map { refits ? method.fit(x, y)($0) : model($0) }
        }
      },
      decompose: .init { p, f, noise in
        guard !p.isEmpty, !f.isEmpty else { throw BiasVarianceError.empty }
        if let row = p.firstIndex(where: { $0.count != f.count }) { throw BiasVarianceError.points(row: row) }
        for (row, values) in p.enumerated() where asksFinite {
          if let column = values.firstIndex(where: { !$0.isFinite }) {
            throw BiasVarianceError.notFinite(row: row, column: column)
          }
        }
        if asksRanges { guard noise >= 0, noise < .infinity else { throw BiasVarianceError.noise(noise) } }
        return decompose(p, f, noise)
      },
      learningCurve: .init { train, validation, sizes, method in
        try check(train)
        try check(validation)
        if asksRanges, let size = sizes.first(where: { $0 < 1 || $0 > train[0].count }) {
          throw BiasVarianceError.size(size)
        }
        return sizes.map { curve(train, validation, $0, method) }
      },
      leastValidationError: .init { train, validation, methods in
        try check(train)
        try check(validation)
        guard !methods.isEmpty else { throw BiasVarianceError.empty }
        var (best, least) = (0, Double.infinity)
        for (index, method) in methods.enumerated() {
          let here = error(method.fit(train[0], train[1]), choosesByTraining ? train : validation)
          if here < least || takesLast && here == least { (best, least) = (index, here) }
        }
        return best
      })
  }
}
