import Checking
import Glibc
import LabData
import LabNumerics

enum ComparisonError: Error {
  case counts(Int, Int)
  case empty
  case folds(Int)
  case level(Double)
}

struct Submission {
  var blendWeight: Function<[Double], [Double], [Double], Double>
  var blend: Function<[Double], [Double], Double, [Double]>
  var crossBlended: Function<[Double], [Double], [Double], Int, [Double]>
  /// Difference, standard error, lower, upper.
  var compare: Function<[Double], [Double], [Double], Int, Double, [Double]>
  var halfWidth: Function<[Double], Double, Double>
  var coverage: Function<[Double], [Double], Double, Double>
}

enum ModelsCompared: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let (truth, a, b): ([Double], [Double], [Double]) = ([1, 2, 3, 4], [0, 2, 2, 4], [2, 4, 4, 4])
        expect(
          try s.blendWeight(truth, a, b), equals: 1.0 / 3, within: .ulps(4),
          "y − a is 1, 0, 1, 0 and b − a is 2, 2, 2, 0: 4/12.")
        expect(
          try s.blend(a, b, 0.25), equals: [0.5, 2.5, 2.5, 4], within: .ulps(4), "Three quarters of a, a quarter of b.")
        // Fold 0 (places 0, 2) learns from places 1, 3: 0/4; fold 1 from 0, 2: 4/8.
        expect(
          try s.crossBlended(truth, a, b, 2), equals: [0, 3, 2, 4], within: .ulps(4),
          "For the places 0 and 2 the weight is that of 1 and 3: 0; for 1 and 3 that of 0 and 2: ½.")
        // Squares 1 0 1 0 and 1 4 1 0: folds 0 and −2; mean −1, variance 2, times ½ + 1: 3. t at 95 % with 1 degree: tan.
        let t: Double = tan(0.45 * Double.pi)
        let half: Double = root(3) * t
        expect(
          try s.compare(truth, a, b, 2, 0.9), equals: [-1, root(3), -1 - half, -1 + half], within: .ofLargest(1e-12),
          "Differences 0 and −2 of the folds; s² = 2, and (½ + 1)·2 = 3; Student's t with 1 degree is 6.314.")
        expect(try s.halfWidth([3, -1, 2, -5], 0.6), equals: 3, "⌈5·0.6⌉ = 3: the third of 1, 2, 3, 5.")
        expect(try s.coverage(truth, a, 0.5), equals: 0.5, "Two of the four errors are 0, two are 1.")
        expect(try s.coverage(truth, a, 1), equals: 1, "An end of the interval belongs to it.")
      },
      // The parabola Σ(y − a − w·(b − a))² in exact arithmetic has its least value at the weight; two sums of 23 terms.
      Check("finds the weight at which both together err least", cases: 4) { s, random in
        let n = 23
        let truth = normals(n, &random)
        let a = zip(truth, normals(n, &random)).map { $0 + 0.5 * $1 }
        let b = zip(truth, normals(n, &random)).map { $0 + 0.6 * $1 }
        let weight = try s.blendWeight(truth, a, b)
        let slope = truth.indices.reduce(0) { $0 + (truth[$1] - a[$1] - weight * (b[$1] - a[$1])) * (b[$1] - a[$1]) }
        let scale = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        if weight > 0 && weight < 1 {
          expect(
            slope / scale, equals: 0, within: .absolute(200 * 0x1p-52),
            "There the residual of the blend has nothing of b − a left in it.", what: "the slope at the weight found")
        } else {
          expect(
            weight == 0 ? slope <= 0 : weight == 1 && slope >= 0,
            "The weight is \(weight), and the sum of squares falls on the other side of it",
            "0 ≤ w ≤ 1: the end beyond which the sum would fall on.")
        }
        let worse = zip(truth, a).map { $1 + 2 * ($1 - $0) }
        expect(try s.blendWeight(truth, a, worse), equals: 0, "b errs as a does, only thrice as far: no share of it.")
        expect(try s.blendWeight(truth, worse, a), equals: 1, "And the other way round.")
        expect(try s.blendWeight(truth, a, a), equals: 0, "Equal predictions: 0, not 0/0.")
        expect(
          try s.blendWeight(truth.map { $0 + 1e4 }, a.map { $0 + 1e4 }, b.map { $0 + 1e4 }), equals: weight,
          within: .absolute(1e-9), "The weight does not depend on where 0 is.",
          what: "the weight, with 10⁴ added to all")
        expect(try s.blend(a, b, 0), equals: a, "Nothing of b.")
        let mixed = try s.blend(a, b, weight)
        expect(
          mixed, equals: zip(a, b).map { (1 - weight) * $0 + weight * $1 }, within: .ofLargest(8 * 0x1p-52),
          "(1 − w)·a + w·b.", what: "the blend")
      },
      Check("finds each weight without the fold it is for", cases: 2) { s, random in
        let n = 17
        let truth = normals(n, &random)
        let a = zip(truth, normals(n, &random)).map { $0 + 0.5 * $1 }
        let b = zip(truth, normals(n, &random)).map { $0 + 0.5 * $1 }
        for k in [2, 5, n] {
          let got = try s.crossBlended(truth, a, b, k)
          let right = truth.indices.map { i in
            let others = truth.indices.filter { ($0 - i) % k != 0 }
            let weight = leastWeight(others.map { truth[$0] }, others.map { a[$0] }, others.map { b[$0] })
            return (1 - weight) * a[i] + weight * b[i]
          }
          expect(
            got, equals: right, within: .ofLargest(1e-11),
            "The places i + k, i + 2·k, … are in the fold of i; the weight comes from all others.",
            what: "the blends of \(k) folds")
        }
        var changed = truth
        for i in stride(from: 0, to: n, by: 5) { changed[i] += 40 }
        let (before, after) = (try s.crossBlended(truth, a, b, 5), try s.crossBlended(changed, a, b, 5))
        expect(
          after.first ?? .nan, equals: before.first ?? .nan,
          "Answers of its own fold are what a prediction is judged by: they must not reach it.",
          what: "the blend at place 0, with all answers of its fold changed,")
      },
      // Differences of 19 squares, Student's t to ten digits.
      Check("says by how much, and how well that is known", cases: 2) { s, random in
        let n = 19
        let truth = normals(n, &random)
        let a = zip(truth, normals(n, &random)).map { $0 + 0.8 * $1 }
        let b = zip(truth, normals(n, &random)).map { $0 + 0.5 * $1 }
        for (k, level) in [(2, 0.5), (4, 0.9), (n, 0.99)] {
          let folds = Vector(
            (0..<k).map { fold in
              Vector(
                truth.indices.filter { $0 % k == fold }.map { i in
                  (truth[i] - a[i]) * (truth[i] - a[i]) - (truth[i] - b[i]) * (truth[i] - b[i])
                }
              ).mean()
            })
          let ratio: Double = 1 / Double(k) + 1 / Double(k - 1)
          let error = (ratio * folds.variance()).squareRoot()
          let law = StudentTDistribution(degreesOfFreedom: Double(k - 1))
          let half = error * law.quantile(0.5 + level / 2)
          let mean = folds.mean()
          expect(
            try s.compare(truth, a, b, k, level), equals: [mean, error, mean - half, mean + half],
            within: .ofLargest(1e-9),
            "dⱼ = (mean square of a) − (mean square of b) on fold j; √((1/k + 1/(k − 1))·s²); Student's t, k − 1 degrees.",
            what: "difference, standard error and ends for k = \(k), level \(level)")
        }
        expect(
          try s.compare(truth, a, a, 4, 0.9), equals: [0, 0, 0, 0], "A model against itself.")
      },
      Check("takes the half-width from the sorted errors") { s in
        let residuals = (1...99).map { (i: Int) -> Double in Double(i % 2 == 0 ? i * 37 % 100 : -(i * 37 % 100)) }
        for (level, right) in [
          (0.9, 90.0), (0.905, 91), (0.55, 55), (0.57, 57), (0.29, 29), (0.005, 1), (0.99, 99), (0.991, .infinity),
        ] {
          expect(
            try s.halfWidth(residuals, level), equals: right,
            "The sizes are 1 … 99, so it is ⌈100·level⌉ itself: of 99 numbers the 100th is ∞. "
              + "100·0.55 is 55, but not in Doubles.")
        }
        expect(try s.halfWidth([-2], 0.5), equals: 2, "⌈2·½⌉ = 1: the only one.")
        expect(try s.halfWidth([-2], 0.6), equals: .infinity, "⌈2·0.6⌉ = 2: one residual is too few.")
        expect(try s.halfWidth([4, 4, -4, 1], 0.5), equals: 4, "⌈5·½⌉ = 3: the third of 1, 4, 4, 4.")
      },
      // Exchangeable errors: a new one is equally likely to have any of the ranks 1 … 20 among all, so P = 18/20 for
      // the level 0.9, 15/20 for 0.71. 4000 trials have the standard deviation 0.007 at most; 5 of them are granted.
      Check("holds what the level promises", cases: 2) { s, random in
        for (level, share) in [(0.9, 0.9), (0.71, 0.75)] {
          var held = 0.0
          for _ in 0..<4000 {
            let sample = (0..<20).map { _ in Double.random(in: -1...1, using: &random) }
            let half = try s.halfWidth.unrecorded(Array(sample.dropLast()), level)
            held += try s.coverage.unrecorded([sample[19]], [0], half)
          }
          expect(
            held / 4000, equals: share, within: .absolute(0.035),
            "Of 20 errors the last is equally likely to be the smallest, …, the largest: it is among the ⌈20·level⌉ "
              + "smallest that often.", what: "how often the 20th error lies within halfWidth(19, \(level))")
        }
      },
      Check("says what cannot be compared") { s in
        for (truth, a, b, error) in [
          ([1, 2], [1], [1, 2, 3], ComparisonError.counts(2, 1)), ([1, 2], [1, 2], [1, 2, 3], .counts(2, 3)),
          ([], [], [], .empty), ([], [], [1], .counts(0, 1)),
        ] as [([Double], [Double], [Double], ComparisonError)] {
          expect(throws: error, "a is looked at before b.") { try s.blendWeight(truth, a, b) }
          expect(throws: error, "Counts come before folds.") { try s.crossBlended(truth, a, b, 1) }
          expect(throws: error, "Counts come before folds.") { try s.compare(truth, a, b, 1, 0.9) }
        }
        let three: [Double] = [1, 2, 3]
        for k in [-1, 0, 1, 4] {
          expect(throws: ComparisonError.folds(k), "2 ≤ k ≤ 3 rows.") { try s.crossBlended(three, three, three, k) }
          expect(throws: ComparisonError.folds(k), "Folds come before the level.") {
            try s.compare(three, three, three, k, 2)
          }
        }
        for level in [0, 1, -0.5, 1.5, .infinity] {
          expect(throws: ComparisonError.level(level), "0 < level < 1.") {
            try s.compare(three, three, three, 3, level)
          }
          expect(throws: ComparisonError.level(level), "0 < level < 1.") { try s.halfWidth(three, level) }
        }
        expect(throws: ComparisonError.empty, "No residuals come before the level.") { try s.halfWidth([], 2) }
        expect(throws: ComparisonError.empty, "There is no share of nothing.") { try s.coverage([], [], 1) }
        expect(throws: ComparisonError.counts(3, 0), "Three truths, no prediction.") { try s.coverage(three, [], 1) }
      },
      Check("tells two simple models of Ames apart as NumPy and SciPy do") { s in
        let ames = try ames.get()
        let (training, hidden) = (ames.rows.filter { $0 % 5 != 0 }, ames.rows.filter { $0 % 5 == 0 })
        let truth = training.map { ames.prices[$0] }
        let (a, b) = outOfFold(ames, training)
        let weight = try s.blendWeight(truth, a, b)
        let blended = try s.crossBlended(truth, a, b, 5)
        // Sums of 2344 terms, conditions of a few hundred.
        expect(weight, equals: amesWeight, within: .absolute(1e-9), what: "the weight of the line")
        expect(
          try s.compare(truth, a, b, 5, 0.9), equals: amesAAgainstB, within: .absolute(1e-9),
          "The neighbourhood's mean against the line: 0 lies between the ends.")
        expect(
          try s.compare(truth, a, blended, 5, 0.9), equals: amesAAgainstBlend, within: .absolute(1e-9),
          "The neighbourhood's mean against the blend.")
        let half = try s.halfWidth(zip(truth, blended).map { $0 - $1 }, 0.9)
        expect(half, equals: amesHalfWidth, within: .absolute(1e-9), what: "the half-width of 90 % intervals")
        let final = try s.blend(neighbourhood(ames, training, hidden), line(ames, training, hidden), weight)
        let prices = hidden.map { ames.prices[$0] }
        expect(
          try s.coverage(prices, final, half), equals: amesCoverage, within: .absolute(1e-12),
          "Of the 586 hidden houses.")
        expect(
          "the error of the blend on the hidden houses",
          (zip(prices, final).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(prices.count)).squareRoot(),
          atMost: 0.23, "By the neighbourhood alone it is 0.27, by the line 0.28.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "half of each", Way(weight: { _, below in below == 0 ? 0 : 0.5 }).submission,
        "Half and half is a good guess, and no more. The share that errs least is a least-squares problem in one unknown."
      ),
      Misconception(
        "the weight of the wrong model",
        Way(weight: { above, below in below == 0 ? 0 : 1 - clipped(above / below) }).submission,
        "w is the share of b: it multiplies b − a."),
      Misconception(
        "shares below 0 and above 1", Way(weight: { above, below in below == 0 ? 0 : above / below }).submission,
        """
        A share of −0.3 bets that a model errs, and loses with the first row on which it does not. Asked for is the least \
        within 0 … 1.
        """),
      Misconception(
        "0 divided by 0", Way(weight: { above, below in clipped(above / below) }).submission,
        "Of two equal models any share is right and 0/0 is none: answer 0."),
      Misconception(
        "shares by the errors", Way(weighsByErrors: true).submission,
        """
        What counts is not only how far each errs but how differently. Two models with the same errors deserve no blend, \
        however small these are.
        """),
      Misconception(
        "one weight for all folds", Way(weightFromAll: true).submission,
        """
        The weight has then seen the answers that are to judge it. With one number to learn that is little; with a second \
        layer of models it is the end.
        """),
      Misconception(
        "the weight from the fold itself", Way(weightFromFold: true).submission,
        "From the *other* folds: otherwise the answers that judge have chosen."),
      Misconception(
        "folds of neighbours", Way(fold: { i, n, k in i * k / n }).submission,
        "Fold f is the places f, f + k, f + 2·k, …"),
      Misconception(
        "a minus b the wrong way round", Way(sign: -1).submission,
        "The difference is the mean square of a minus that of b: above 0 if b is better."),
      Misconception(
        "the folds as if they were independent", Way(isCorrected: false).submission,
        """
        Training sets of 5 folds share three quarters of their rows, so the differences are one another's echo: add \
        1/(k − 1) to 1/k.
        """),
      Misconception(
        "n instead of k in the standard error", Way(errorOfRows: true).submission,
        "Rows of one fold share a model. Count folds, not rows."),
      Misconception(
        "the normal quantile", Way(isNormal: true).submission,
        "s comes from k numbers. With four degrees of freedom 90 % reach to 2.13 standard errors, not to 1.64."),
      Misconception(
        "a level to one side", Way(isOneSided: true).submission,
        "On either side there remains (1 − level)/2: the quantile is taken at (1 + level)/2."),
      Misconception(
        "the spread with the divisor k", Way(spreadDivisor: { $0 }).submission, "s² has the divisor k − 1."),
      Misconception(
        "the n-th part instead of the (n + 1)-th",
        Way(rank: { n, level in Int((n * level - 1e-9).rounded(.up)) }).submission,
        """
        The next error is one more: of n + 1 it may have any rank. With n the interval promises too much, most of all when \
        there are few.
        """),
      Misconception(
        "rounded up from a Double that is a little too large",
        Way(rank: { n, level in Int(((n + 1) * level).rounded(.up)) }).submission,
        "100·0.55 is 55.00000000000001 in Doubles, and its ⌈ ⌉ is 56. Take away 10⁻⁹ before you round up."),
      Misconception(
        "the largest error where there are too few", Way(isFinite: true).submission,
        "Of 10 errors none tells what happens once in 100 times. The honest interval is infinite."),
      Misconception(
        "errors with their sign", Way(keepsSign: true).submission,
        "An error of −5 is a large one: sort the sizes."),
      Misconception(
        "ends that do not count", Way(isOpen: true).submission,
        "A distance equal to the half-width is within: ≤. The half-width is itself one of the errors."),
      Misconception(
        "folds and levels taken on trust", Way(trusts: true).submission,
        "With one fold there is no spread, and a level of 1 is met by no finite interval. Throw, as the statement says."
      ),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the weight from three points of the parabola", Way(isByParabola: true).submission)]
  }
}

// MARK: - Parts of the checks

private func root(_ x: Double) -> Double { x.squareRoot() }

private func clipped(_ x: Double) -> Double { x > 1 ? 1 : x < 0 ? 0 : x }

private func normals(_ n: Int, _ random: inout SplitMix64) -> [Double] {
  (0..<n).map { _ in
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
    return radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
  }
}

/// From the mean squares at 0, ½ and 1, which fix the parabola.
private func leastWeight(_ truth: [Double], _ a: [Double], _ b: [Double]) -> Double {
  func square(_ w: Double) -> Double {
    truth.indices.reduce(0) { sum, i in
      let error = truth[i] - (1 - w) * a[i] - w * b[i]
      return sum + error * error
    }
  }
  let (start, middle, end) = (square(0), square(0.5), square(1))
  let curvature = 2 * (start - 2 * middle + end)
  return curvature == 0 ? 0 : clipped((3 * start - 4 * middle + end) / (2 * curvature))
}

// MARK: - Real data

private struct Ames {
  var prices: [Double]
  var areas: [Double]
  var places: [String]
  var rows: Range<Int> { prices.indices }
}

private let ames = Result {
  let csv = try Dataset("tabular/ames.csv").csv()
  func column(_ name: String) -> [String] {
    let j = csv.columns.firstIndex(of: name) ?? 0
    return csv.rows.map { $0[j] }
  }
  return Ames(
    prices: column("Sale_Price").map { log(Double($0) ?? .nan) },
    areas: column("Gr_Liv_Area").map { log(Double($0) ?? .nan) }, places: column("Neighborhood"))
}

private func neighbourhood(_ ames: Ames, _ learned: [Int], _ rows: [Int]) -> [Double] {
  var sums: [String: (sum: Double, count: Double)] = [:]
  var total = 0.0
  for row in learned {
    sums[ames.places[row], default: (0, 0)].sum += ames.prices[row]
    sums[ames.places[row], default: (0, 0)].count += 1
    total += ames.prices[row]
  }
  return rows.map { row in sums[ames.places[row]].map { $0.sum / $0.count } ?? total / Double(learned.count) }
}

private func line(_ ames: Ames, _ learned: [Int], _ rows: [Int]) -> [Double] {
  let n = Double(learned.count)
  let x = learned.reduce(0) { $0 + ames.areas[$1] } / n
  let y = learned.reduce(0) { $0 + ames.prices[$1] } / n
  var (together, alone) = (0.0, 0.0)
  for row in learned {
    together += (ames.areas[row] - x) * (ames.prices[row] - y)
    alone += (ames.areas[row] - x) * (ames.areas[row] - x)
  }
  return rows.map { y + together / alone * (ames.areas[$0] - x) }
}

/// Predictions of both models by 5 folds.
private func outOfFold(_ ames: Ames, _ rows: [Int]) -> (a: [Double], b: [Double]) {
  var (a, b) = (rows.map { _ in 0.0 }, rows.map { _ in 0.0 })
  for fold in 0..<5 {
    let places = rows.indices.filter { $0 % 5 == fold }
    let learned = rows.indices.filter { $0 % 5 != fold }.map { rows[$0] }
    for (place, value) in zip(places, neighbourhood(ames, learned, places.map { rows[$0] })) { a[place] = value }
    for (place, value) in zip(places, line(ames, learned, places.map { rows[$0] })) { b[place] = value }
  }
  return (a, b)
}

// From make_reference.py.

private let amesWeight = 0.45977722455119474
private let amesAAgainstB = [
  -0.007753434423738055, 0.007115072446299615, -0.022921678752863182, 0.007414809905387072,
]
private let amesAAgainstBlend = [
  0.02023835759630296, 0.0031438340791719644, 0.013536185017876005, 0.026940530174729915,
]
private let amesHalfWidth = 0.36493410318552577
private let amesCoverage = 0.8976109215017065

// MARK: - Wrong and right ways

/// The whole exercise; each member can make it wrong in one place.
private struct Way {
  /// Of Σ(y − a)·(b − a) and Σ(b − a)².
  var weight: (Double, Double) -> Double = { above, below in below == 0 ? 0 : clipped(above / below) }
  var weighsByErrors = false
  var weightFromAll = false
  var weightFromFold = false
  /// Of a place, n and k.
  var fold: (Int, Int, Int) -> Int = { i, _, k in i % k }
  var sign = 1.0
  var isCorrected = true
  var errorOfRows = false
  var isNormal = false
  var isOneSided = false
  var spreadDivisor: (Double) -> Double = { $0 - 1 }
  var rank: (Double, Double) -> Int = { n, level in Int(((n + 1) * level - 1e-9).rounded(.up)) }
  var isFinite = false
  var keepsSign = false
  var isOpen = false
  var trusts = false
  var isByParabola = false

  private func check(_ truth: [Double], _ others: [[Double]]) throws {
    for other in others where other.count != truth.count {
      throw ComparisonError.counts(truth.count, other.count)
    }
    if truth.isEmpty { throw ComparisonError.empty }
  }

  func blendWeight(_ truth: [Double], _ a: [Double], _ b: [Double]) throws -> Double {
    try check(truth, [a, b])
    if isByParabola {
      // Shifted, so that the three values lose no digits.
      return a == b ? 0 : leastWeight(zip(truth, a).map { $0 - $1 }, a.map { _ in 0 }, zip(a, b).map { $1 - $0 })
    }
    var (above, below, ofA, ofB) = (0.0, 0.0, 0.0, 0.0)
    for i in truth.indices {
      above += (truth[i] - a[i]) * (b[i] - a[i])
      below += (b[i] - a[i]) * (b[i] - a[i])
      ofA += (truth[i] - a[i]) * (truth[i] - a[i])
      ofB += (truth[i] - b[i]) * (truth[i] - b[i])
    }
    if weighsByErrors { return below == 0 || ofA + ofB == 0 ? 0 : ofA / (ofA + ofB) }
    return weight(above, below)
  }

  func crossBlended(_ truth: [Double], _ a: [Double], _ b: [Double], _ k: Int) throws -> [Double] {
    try check(truth, [a, b])
    guard k >= 2 && k <= truth.count || trusts else { throw ComparisonError.folds(k) }
    let of = truth.indices.map { fold($0, truth.count, max(k, 1)) }
    var weights: [Int: Double] = [:]
    for number in Set(of) {
      let others = truth.indices.filter { weightFromAll || (of[$0] == number) == weightFromFold }
      weights[number] =
        others.isEmpty
        ? 0 : try blendWeight(others.map { truth[$0] }, others.map { a[$0] }, others.map { b[$0] })
    }
    return truth.indices.map { (1 - (weights[of[$0]] ?? 0)) * a[$0] + (weights[of[$0]] ?? 0) * b[$0] }
  }

  func compare(_ truth: [Double], _ a: [Double], _ b: [Double], _ k: Int, _ level: Double) throws -> [Double] {
    try check(truth, [a, b])
    guard k >= 2 && k <= truth.count || trusts else { throw ComparisonError.folds(k) }
    guard level > 0 && level < 1 || trusts else { throw ComparisonError.level(level) }
    if k < 2 || k > truth.count { return [0, 0, 0, 0] }
    var parts = [[Double]](repeating: [], count: k)
    for i in truth.indices {
      let difference = (truth[i] - a[i]) * (truth[i] - a[i]) - (truth[i] - b[i]) * (truth[i] - b[i])
      parts[fold(i, truth.count, k)].append(sign * difference)
    }
    let all = parts.flatMap { $0 }
    let means = parts.map { $0.reduce(0, +) / Double($0.count) }
    let mean = means.reduce(0, +) / Double(k)
    let spread = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / spreadDivisor(Double(k))
    var square = spread * (isCorrected ? 1 / Double(k) + 1 / Double(k - 1) : 1 / Double(k))
    if errorOfRows {
      square = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count * (all.count - 1))
    }
    let p = isOneSided ? level : (1 + level) / 2
    let error = square.squareRoot()
    if !(p > 0 && p < 1) { return [mean, error, mean, mean] }
    let law = StudentTDistribution(degreesOfFreedom: Double(k - 1))
    let half = error * (isNormal ? NormalDistribution().quantile(p) : law.quantile(p))
    return [mean, error, mean - half, mean + half]
  }

  func halfWidth(_ residuals: [Double], _ level: Double) throws -> Double {
    if residuals.isEmpty { throw ComparisonError.empty }
    guard level > 0 && level < 1 || trusts else { throw ComparisonError.level(level) }
    let sizes = (keepsSign ? residuals : residuals.map { abs($0) }).sorted()
    let rank = level.isFinite ? max(1, rank(Double(sizes.count), level)) : sizes.count + 1
    if rank > sizes.count { return isFinite ? sizes[sizes.count - 1] : .infinity }
    return sizes[rank - 1]
  }

  func coverage(_ truth: [Double], _ predictions: [Double], _ half: Double) throws -> Double {
    try check(truth, [predictions])
    let distances = zip(truth, predictions).map { abs($0 - $1) }
    return Double(distances.count { isOpen ? $0 < half : $0 <= half }) / Double(truth.count)
  }

  var submission: Submission {
    Submission(
      blendWeight: .init { try blendWeight($0, $1, $2) },
      blend: .init { a, b, weight in zip(a, b).map { (1 - weight) * $0 + weight * $1 } },
      crossBlended: .init { try crossBlended($0, $1, $2, $3) },
      compare: .init { try compare($0, $1, $2, $3, $4) }, halfWidth: .init { try halfWidth($0, $1) },
      coverage: .init { try coverage($0, $1, $2) })
  }
}
