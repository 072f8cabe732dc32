import Checking
import Glibc
import LabNumerics

enum ComparisonError: Error {
  case tooFew(Int)
  case notFinite(index: Int)
  case ratio(Double)
  case noSpread
  case counts(Int, Int)
}

enum CrossValidationError: Error {
  case counts(Int, Int)
  case notAPartition
}

/// A way to learn, with a name for the report.
struct Method: CustomStringConvertible, Sendable {
  var description: String
  var fit: @Sendable ([[Double]], [Int]) -> ([Double]) -> Int
}

/// The methods are A and B; a comparison is [mean, t, degrees, p].
struct Submission {
  var foldDifferences: Function<[[Double]], [Int], [[Int]], [Method], [Double]>
  var compare: Function<[Double], Double, [Double]>
  var mcNemar: Function<[Int], [Int], [Int], Double>
}

enum CompareModels: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expectComparison(
          try s.compare([0.1, 0.2, 0.3], 0), [0.2, 3.4641016151377544, 2, 1 - (12.0 / 14).squareRoot()],
          "s² is 0.01, ρ is 0; with 2 degrees p = 1 − t/√(2 + t²).")
        expectComparison(
          try s.compare([0.1, 0.2, 0.3], 0.5), [0.2, 2.1908902300206643, 2, 1 - (4.8 / 6.8).squareRoot()],
          "1/3 + 1/2 = 5/6.")
        let truth = [Int](repeating: 1, count: 8)
        expect(
          try s.mcNemar(truth, [1, 0, 0, 0, 0, 0, 1, 0], [0, 1, 1, 1, 1, 1, 1, 2]), equals: 0.21875,
          within: .relative(1e-8), "A alone is right in 1 of 6 rows; two rows say nothing.")
      },
      // p from SciPy; t has 15 terms below 1, p loses |t|·(its error) in the exponent, far below 1e-8.
      Check("agrees with SciPy") { s in
        let d = [-2, 3, 1, 4, 0, 2, 5, -1, 3, 2, 1, 0, 4, 2, 1].map { $0 / 64.0 }
        for (ratio, t, p) in tests {
          expectComparison(try s.compare(d, ratio), [25 / 960.0, t, 14, p], "ttest_rel for ρ = 0; here ρ = \(ratio).")
          expectComparison(
            try s.compare(d.map { -3 * $0 }, ratio), [-75 / 960.0, -t, 14, p], "Both sides: the sign does not change p."
          )
        }
        for (alone, n, p) in exact {
          let a = (0..<n).map { $0 < alone ? 7 : 0 } + [7, 0, 1]
          let b = (0..<n).map { $0 < alone ? 0 : 7 } + [7, 0, 2]
          let truth = [Int](repeating: 7, count: n + 3)
          for (first, second) in [(a, b), (b, a)] {
            expect(
              try s.mcNemar(truth, first, second), equals: p, within: .relative(1e-8),
              "binomtest(\(alone), \(n)): of \(n) rows one model alone is right in \(alone).",
              what: "p of McNemar's test")
          }
        }
      },
      // Mean 1 and s² = δ² are exact, δ² beside 1 is not; with 2 degrees p = 1 − t/√(2 + t²), here without the difference of like numbers.
      Check("keeps the digits of a small p") { s in
        for (delta, ratio) in [(0x1p-10, 0.0), (0x1p-20, 0.5), (0x1p-10, 2), (0x1p-30, 0)] {
          let t = 1 / ((1.0 / 3 + ratio) * delta * delta).squareRoot()
          let root = (2 + t * t).squareRoot()
          let comparison = try s.compare([1 - delta, 1, 1 + delta], ratio)
          expect(
            comparison.last ?? .nan, equals: 2 / (root * (root + t)), within: .relative(1e-8),
            "1 − (nearly 1) has no digits left: the upper tail is to be asked for itself.", what: "p for t = \(t)")
        }
      },
      // A power of two: the same digits.
      Check("does not depend on the size of the differences") { s in
        let (one, small) = (try s.compare([1, 2, 4], 0.5), try s.compare([0x1p-60, 0x1p-59, 0x1p-58], 0.5))
        expect(
          small.dropFirst().map { $0 }, equals: one.dropFirst().map { $0 }, within: .relative(1e-12),
          "Small differences that are not equal have a spread; t has no unit.",
          what: "t, degrees and p of 2⁻⁶⁰, 2⁻⁵⁹, 2⁻⁵⁸, beside those of 1, 2, 4,")
      },
      Check("counts the rows on which the models differ", holdingFor: 30) { s, draws in
        let n = draws.integer(in: 0...12)
        let (truth, a, b) = (
          draws.labels(n, classes: 3), draws.labels(n, classes: 3), draws.labels(n, classes: 3)
        )
        let onlyA = (0..<n).filter { a[$0] == truth[$0] && b[$0] != truth[$0] }.count
        let onlyB = (0..<n).filter { a[$0] != truth[$0] && b[$0] == truth[$0] }.count
        // All 2^m outcomes of m fair coins, as far from the middle as this one or farther.
        let m = onlyA + onlyB
        var extreme = 0.0
        for k in 0...m where abs(2 * k - m) >= abs(onlyA - onlyB) { extreme += choose(m, k) }
        expect(
          try s.mcNemar(truth, a, b), equals: extreme / pow(2, Double(m)), within: .relative(1e-8),
          "A alone is right \(onlyA) times, B alone \(onlyB) times.")
      },
      Check("compares on the same rows", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 3...9)
        let x = (0..<n).map { _ in draws.vector(2) }
        let y = draws.labels(n, classes: 2)
        let order = draws.permutation(n)
        let cut = draws.integer(in: 1...(n - 2))
        let folds = [Array(order[..<cut]), [order[cut]], Array(order[(cut + 1)...])].map { $0.sorted() }
        let methods = [nearest(0), nearest(1)]
        let right = folds.map { fold -> Double in
          let train = (0..<n).filter { !fold.contains($0) }
          let shares = methods.map { method -> Int in
            let predict = method.fit(train.map { x[$0] }, train.map { y[$0] })
            return fold.filter { predict(x[$0]) != y[$0] }.count
          }
          return Double(shares[0] - shares[1]) / Double(fold.count)
        }
        expect(
          try s.foldDifferences(x, y, folds, methods), equals: right, within: .ulps(2).plus(1e-15),
          "Errors of A less errors of B, as a share of the rows of each fold \(folds).")
      },
      // 120 experiments, the same in every run: the corrected test, itself an approximation, rejects 11 of them.
      Check("does not take an echo for evidence") { s in
        var (corrected, plain) = (0, 0)
        for differences in experiments {
          if (try s.compare(differences, 1.0 / 3).last ?? 0) <= 0.05 { corrected += 1 }
          if (try s.compare(differences, 0).last ?? 1) <= 0.05 { plain += 1 }
        }
        expect(
          "of 120 comparisons of equal models on 15 overlapping splits, declared different by the corrected test",
          Double(corrected), atMost: 14, "The splits share their rows: s²·(1/J + ρ) is the variance of the mean.")
        expect(
          "the same by the plain test", Double(plain), atLeast: 24, "With ρ = 0 it must be the plain test, which errs.")
      },
      Check("refuses what has no spread") { s in
        for d in [[], [0.3]] { expect(throws: ComparisonError.tooFew(d.count)) { try s.compare(d, -1) } }
        expect(throws: ComparisonError.notFinite(index: 1)) { try s.compare([1, .nan, .infinity], -1) }
        for ratio in [-0.1, .nan, .infinity] {
          expect(throws: ComparisonError.ratio(ratio), "ρ is a share of rows.") { try s.compare([1, 1], ratio) }
        }
        let equal = "x/0: with no spread at all there is no scale to judge the mean by."
        expect(throws: ComparisonError.noSpread, equal) { try s.compare([0.1, 0.1, 0.1], 0) }
        expect(throws: ComparisonError.noSpread, equal) { try s.compare([0, 0], 0.5) }
        expectComparison(try s.compare([-1, 1], 0), [0, 0, 1, 1], "A mean of 0: p = 1.")
        expect(throws: ComparisonError.counts(2, 1), "a first.") { try s.mcNemar([1, 0], [1], []) }
        expect(throws: ComparisonError.counts(2, 3)) { try s.mcNemar([1, 0], [1, 0], [1, 1, 1]) }
        expect(try s.mcNemar([], [], []), equals: 1, "No rows, no evidence.")
        expect(try s.mcNemar([1, 0], [1, 1], [1, 2]), equals: 1, "Right and wrong together.")
        expect(
          try s.mcNemar([1, 1], [1, 0], [0, 1]), equals: 1, within: .relative(1e-8), "One each; both tails overlap.")
        let methods = [nearest(0), nearest(1)]
        expect(throws: CrossValidationError.counts(1, 2)) { try s.foldDifferences([[1, 2]], [1, 0], [[0]], methods) }
        expect(throws: CrossValidationError.notAPartition) {
          try s.foldDifferences([[1, 2], [3, 4]], [1, 0], [[0, 1]], methods)
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the splits taken for independent", Way(corrects: false).submission,
        """
        s²/J is the variance of a mean of *independent* differences. Overlapping training sets make them echoes of one \
        another, and two equal models differ in 40 % of all experiments. Add ρ: (1/J + ρ)·s².
        """),
      Misconception(
        "ρ without 1/J", Way(factor: { _, ratio in ratio == 0 ? 1 : ratio }).submission,
        "The spread of the mean has both parts: 1/J, which more splits make small, and ρ, which they do not."),
      Misconception(
        "ρ and 1/J multiplied", Way(factor: { j, ratio in (1 + ratio) / j }).submission,
        "(1 + ρ)/J still vanishes with many splits. The correction stays: 1/J + ρ."),
      Misconception(
        "variance with J", Way(degrees: 0).submission,
        "s² estimates a variance about a mean from the same numbers: J − 1."),
      Misconception(
        "J degrees of freedom", Way(freedom: 0).submission,
        "One degree went into the mean: J − 1."),
      Misconception(
        "normal tail for t", Way(tail: { t, _ in NormalDistribution().upperTail(t) }).submission,
        "With 15 differences s is uncertain itself: Student's tail is the heavier one."),
      Misconception(
        "1 − cdf for the tail", Way(tail: { t, v in 1 - StudentTDistribution(degreesOfFreedom: v).cdf(t) }).submission,
        "Near 1 a Double has 16 digits, so 1 − cdf(t) is wrong by 10⁻¹⁶: all of a p of 10⁻¹⁷. `upperTail` has its digits."
      ),
      Misconception(
        "one-sided", Way(sides: 1).submission,
        "A could be better as well as B: both tails, twice as much."),
      Misconception(
        "one-sided with the sign", Way(usesSign: true).submission,
        "For a negative t the upper tail is above ½ and p above 1. Take |t|, and both sides."),
      Misconception(
        "McNemar on the agreements", Way(counts: .agreements).submission,
        "Rows that both get right or wrong say nothing about which is better. Count those where exactly one is right."),
      Misconception(
        "McNemar against all rows", Way(counts: .all).submission,
        "n is the number of rows where exactly one model is right, not of all rows."),
      Misconception(
        "rows with different predictions counted", Way(counts: .differing).submission,
        "Both may be wrong in different ways: such a row speaks for neither."),
      Misconception(
        "McNemar one-sided", Way(mcNemarSides: 1).submission,
        "The better model was not named before: both tails."),
      Misconception(
        "McNemar's χ² for the exact test", Way(chiSquare: true).submission,
        "(n_A − n_B)²/(n_A + n_B) is χ² for many differing rows; for six of them it is far off. Use the binomial."),
      Misconception(
        "p above 1", Way(capsP: false).submission,
        "For n_A = n/2 the two tails share the middle, and their sum is above 1. min(1, …)."),
      Misconception(
        "A and B exchanged", Way(exchanges: true).submission,
        "dⱼ is the error of A less that of B: above 0 where B is better."),
      Misconception(
        "differences as numbers of rows", Way(shares: false).submission,
        "Folds may differ in size: divide by the rows of each fold."),
      Misconception(
        "A and B in folds of their own", Way(pairs: false).submission,
        "B is tested on other rows than A: what makes rows hard no longer cancels. The same folds for both."),
      Misconception(
        "small spread taken for none", Way(leastVariance: 1e-20).submission,
        "s² is compared with nothing but itself: only equal differences have no spread."),
      Misconception(
        "variance by the mean of the squares", Way(subtractsSquares: true).submission,
        "Σ d² − J·d̄² is a difference of nearly equal numbers if the dⱼ are nearly equal. Subtract d̄ before you square."),
      Misconception(
        "no spread: p = 1", Way(asksSpread: false).submission,
        "Equal differences may be all 0 or all 0.1; in both cases t is x/0 and nothing can be said. Throw."),
      Misconception(
        "NaN and ρ not asked about", Way(asksRanges: false).submission,
        "A NaN or a negative ρ comes out as a number that means nothing. Refuse them."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("from LabNumerics' distributions", Way().submission)]
  }
}

// MARK: - Parts of the checks

extension Tolerance {
  fileprivate func plus(_ distance: Double) -> Tolerance {
    var result = self
    result.absolute = distance
    return result
  }
}

private func expectComparison(
  _ got: @autoclosure () throws -> [Double], _ right: [Double], _ advice: String, line: Int = #line
) {
  expect(
    try got(), equals: right, within: .relative(1e-8).plus(1e-15), advice, what: "mean, t, degrees, p", line: line)
}

private func choose(_ n: Int, _ k: Int) -> Double {
  (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
}

/// By SciPy, see make_reference.py: ρ, t, p.
private let tests: [(Double, Double, Double)] = [
  (0, 3.307189138830738, 0.0051875476852010485),
  (1.0 / 9, 2.025231468252456, 0.062347394615289),
  (0.5, 1.1343565162162876, 0.2756951788706981),
]

/// By SciPy: A alone right, of, p.
private let exact: [(Int, Int, Double)] = [
  (1, 6, 0.21875),
  (12, 40, 0.01658900337497471),
  (40, 52, 0.0001275387838557407),
  (650, 1500, 2.6687300969372355e-07),
]

/// The nearest neighbour in one column, of equals the first.
private func nearest(_ column: Int) -> Method {
  Method(description: "nearest in column \(column)") { x, y in
    { row in
      var (best, least) = (0, Double.infinity)
      for i in x.indices where abs(x[i][column] - row[column]) < least {
        (best, least) = (y[i], abs(x[i][column] - row[column]))
      }
      return best
    }
  }
}

/// 120 times 15 differences of two models that are equally good, on random splits of 40 rows, 30 : 10; always the same.
private let experiments: [[Double]] = {
  var random = SplitMix64(seed: 1)
  return (0..<120).map { _ in
    let x = (0..<40).map { _ in (Double.random(in: 0..<1, using: &random), Double.random(in: 0..<1, using: &random)) }
    let y = (0..<40).map { _ in Int.random(in: 0...1, using: &random) }
    return (0..<15).map { _ in
      let order = Array(0..<40).shuffled(using: &random)
      var (sums, counts) = ([0.0, 0, 0, 0], [0.0, 0])  // the classes' means in both columns
      for row in order[10...] {
        sums[y[row]] += x[row].0
        sums[2 + y[row]] += x[row].1
        counts[y[row]] += 1
      }
      var excess = 0
      for row in order[..<10] {
        func names(_ value: Double, _ zero: Double, _ one: Double) -> Int {
          abs(value - zero / max(1, counts[0])) <= abs(value - one / max(1, counts[1])) ? 0 : 1
        }
        excess += names(x[row].0, sums[0], sums[1]) == y[row] ? 0 : 1
        excess -= names(x[row].1, sums[2], sums[3]) == y[row] ? 0 : 1
      }
      return Double(excess) / 10
    }
  }.filter { differences in differences.contains { $0 != differences[0] } }
}()

// MARK: - Wrong and right ways

private enum Counts { case exactlyOne, agreements, all, differing }

/// All three functions; each member can make them wrong in one place.
private struct Way {
  var corrects = true
  /// Of J and ρ.
  var factor: (Double, Double) -> Double = { 1 / $0 + $1 }
  var degrees = 1
  var freedom = 1
  var tail: (Double, Double) -> Double = { StudentTDistribution(degreesOfFreedom: $1).upperTail($0) }
  var sides = 2.0
  var usesSign = false
  var counts = Counts.exactlyOne
  var mcNemarSides = 2.0
  var chiSquare = false
  var capsP = true
  var exchanges = false
  var shares = true
  var pairs = true
  var asksSpread = true
  var leastVariance = 0.0
  var subtractsSquares = false
  var asksRanges = true

  private func differences(_ x: [[Double]], _ y: [Int], _ folds: [[Int]], _ methods: [Method]) throws -> [Double] {
    guard x.count == y.count else { throw CrossValidationError.counts(x.count, y.count) }
    guard folds.count >= 2, folds.allSatisfy({ !$0.isEmpty }), folds.flatMap({ $0 }).sorted() == Array(y.indices)
    else { throw CrossValidationError.notAPartition }
    func errors(_ method: Method, _ fold: [Int]) -> Double {
      let train = y.indices.filter { !fold.contains($0) }
      let predict = method.fit(train.map { x[$0] }, train.map { y[$0] })
      let wrong = Double(fold.filter { predict(x[$0]) != y[$0] }.count)
      return shares ? wrong / Double(fold.count) : wrong
    }
    return folds.indices.map { k in
      let other = pairs ? k : (k + 1) % folds.count
      let d = errors(methods[0], folds[k]) - errors(methods[1], folds[other])
      return exchanges ? -d : d
    }
  }

  private func compare(_ d: [Double], _ ratio: Double) throws -> [Double] {
    guard d.count >= 2 else { throw ComparisonError.tooFew(d.count) }
    if asksRanges {
      if let index = d.firstIndex(where: { !$0.isFinite }) { throw ComparisonError.notFinite(index: index) }
      guard ratio >= 0, ratio < .infinity else { throw ComparisonError.ratio(ratio) }
    }
    let j = Double(d.count)
    let mean = d.reduce(0, +) / j
    if d.allSatisfy({ $0 == d[0] }) {
      guard asksSpread else { return [mean, 0, j - 1, 1] }
      throw ComparisonError.noSpread
    }
    var squares = d.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    if subtractsSquares { squares = d.reduce(0) { $0 + $1 * $1 } - j * mean * mean }
    let variance = squares / (j - Double(degrees))
    guard variance >= leastVariance else { throw ComparisonError.noSpread }
    let t = mean / ((corrects ? factor(j, ratio) : 1 / j) * variance).squareRoot()
    guard t.isFinite else { return [mean, t, j - 1, .nan] }
    return [mean, t, j - Double(freedom), sides * tail(usesSign ? t : abs(t), j - Double(freedom))]
  }

  private func mcNemar(_ truth: [Int], _ a: [Int], _ b: [Int]) throws -> Double {
    for other in [a, b] where other.count != truth.count { throw ComparisonError.counts(truth.count, other.count) }
    let rows = truth.indices
    var onlyA = rows.filter { a[$0] == truth[$0] && b[$0] != truth[$0] }.count
    var n = onlyA + rows.filter { a[$0] != truth[$0] && b[$0] == truth[$0] }.count
    switch counts {
    case .exactlyOne: break
    case .all: n = truth.count
    case .differing: n = rows.filter { a[$0] != b[$0] }.count
    case .agreements:
      onlyA = rows.filter { a[$0] == truth[$0] && b[$0] == truth[$0] }.count
      n = onlyA + rows.filter { a[$0] != truth[$0] && b[$0] != truth[$0] }.count
    }
    guard n > 0 else { return 1 }
    if chiSquare {
      let gap = Double(2 * onlyA - n)
      return ChiSquaredDistribution(degreesOfFreedom: 1).upperTail(gap * gap / Double(n))
    }
    let p = mcNemarSides * BinomialDistribution(trials: n, probability: 0.5).cdf(min(onlyA, n - onlyA))
    return capsP ? min(1, p) : p
  }

  var submission: Submission {
    Submission(
      foldDifferences: .init { try differences($0, $1, $2, $3) }, compare: .init { try compare($0, $1) },
      mcNemar: .init { try mcNemar($0, $1, $2) })
  }
}
