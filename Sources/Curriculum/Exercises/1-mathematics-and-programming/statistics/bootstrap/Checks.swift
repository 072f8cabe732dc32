import Checking
import Glibc
import LabData
import LabNumerics
import LabPlot

enum BootstrapError: Error {
  case level(Double)
  case noNumbers
  case onOneSide
}

/// A statistic of a sample; in a report it shows its name.
struct Statistic: CustomStringConvertible, Sendable {
  let description: String
  let value: @Sendable ([Double]) -> Double

  init(_ name: String, _ value: @escaping @Sendable ([Double]) -> Double) {
    description = name
    self.value = value
  }
}

struct Submission {
  var resample: Function<[Double], [Int]>
  var percentileInterval: Function<[Double], Double, [Double]>
  var bcaInterval: Function<[Double], Statistic, [Double], Double, [Double]>
}

enum Bootstrap: Checklist {
  static var checks: [Check<Submission>] {
    [
      // (1 − level)/2 is rounded by ε/2 and multiplied by B − 1 = 40: 40·ε of a step of 1.
      Check("gives percentile intervals by hand") { s in
        let nearly = Tolerance.rounding(operations: 4, scale: 40)
        let numbers = (0...40).map { Double($0) }
        expect(
          try s.percentileInterval(numbers, 0.95), equals: [1, 39], within: nearly,
          "0.05 is left out in all, 0.025 at each end: one step of 40.", what: "the interval of 0 … 40 at 0.95")
        expect(
          try s.percentileInterval(numbers.reversed(), 0.8), equals: [4, 36], within: nearly,
          what: "the interval of 40 … 0 at 0.8")
        expect(
          try s.percentileInterval([5, 1, 2], 0.5), equals: [1.5, 3.5], within: nearly,
          "Positions 0.5 and 1.5 among (1, 2, 5).", what: "the interval of (5, 1, 2) at 0.5")
      },
      Check("draws the indices that the uniforms say") { s, random in
        let advice = "n·u lies between k and k + 1: index k. Each of the n indices has the same share of 0 … 1."
        expect(
          try s.resample([0.9, 0, 0.4, 0.5]).map { Double($0) }, equals: [3, 0, 1, 2], advice, what: "the indices")
        expect(
          try s.resample([0.9, 0.9, 0.1, 0.9]).map { Double($0) }, equals: [3, 3, 0, 3],
          "An index may come again: with replacement.", what: "the indices from (0.9, 0.9, 0.1, 0.9)")
        for n in [1, 7, 10, 50] {
          let numerators = (0..<n).map { _ in Int.random(in: 0..<4096, using: &random) }
          expect(
            try s.resample(numerators.map { Double($0) / 4096 }).map { Double($0) },
            equals: numerators.map { Double($0 * n / 4096) }, advice, what: "the \(n) indices")
          expect(
            try s.resample([Double](repeating: 1 - 0x1p-53, count: n)).map { Double($0) },
            equals: [Double](repeating: Double(n - 1), count: n),
            "The largest u below 1 belongs to the last part: index n − 1.",
            what: "the indices from \(n) uniforms 1 − 2⁻⁵³")
        }
        expect(try s.resample([]).map { Double($0) }, equals: [])
      },
      // x symmetric around its mean: d is symmetric, Σd³ = 0 up to rounding, a below 10·ε. Then p′ is Φ(2·z₀ + z).
      Check("corrects nothing or the bias alone if x is symmetric") { s in
        let x: [Double] = [-2, -1, 0, 1, 2]
        let numbers = (0...100).map { Double($0 - 50) / 50 }
        let nearly = Tolerance.absolute(1e-12)
        expect(
          try s.bcaInterval(x, average, numbers, 0.9), equals: [-0.9, 0.9], within: nearly,
          "No bias, as half of the numbers lie below 0 (one is equal: half of it); no skewness.",
          what: "the BCa interval of −1 … 1")
        expect(
          try s.bcaInterval([1, 4], average, numbers.map { $0 + 2.5 }, 0.9), equals: [1.6, 3.4], within: nearly,
          "Two values are enough to leave one out.", what: "the BCa interval of two values")
        // 40 of 101 below 0, and 21 equal to it: a share of 50.5/101 once more.
        let tied = numbers.map { abs($0) <= 0.2 ? 0 : $0 }
        expect(
          try s.bcaInterval(x, average, tied, 0.9), equals: [-0.9, 0.9], within: nearly,
          "Numbers equal to the estimate count half.", what: "the BCa interval with 21 numbers equal to the estimate")
        let moved = numbers.map { $0 + 0.41 }  // 30 of 101 lie below 0
        let (normal, p) = (NormalDistribution(), 0.05)
        let z0 = normal.quantile(30.0 / 101)
        let shares = [normal.cdf(2 * z0 + normal.quantile(p)), normal.cdf(2 * z0 + normal.quantile(1 - p))]
        expect(
          try s.bcaInterval(x, average, moved, 0.9), equals: shares.map { 2 * $0 - 1 + 0.41 }, within: nearly,
          "Here a = 0, so p′ = Φ(z₀ + z₀ + z): the bias counts twice.", what: "the BCa interval with bias alone")
      },
      // The mean of x: d is a share of x − mean, so a = Σ(x − mean)³/(6·(Σ(x − mean)²)^{3/2}).
      Check("accelerates alone if there is no bias") { s in
        let x: [Double] = [0, 0, 0, 0, 10]
        let numbers = (0...100).map { 2 + Double($0 - 50) / 50 }
        let a: Double = (4.0 * -8 + 512) / (6 * pow(80.0, 1.5))
        let normal = NormalDistribution()
        let shares = [0.05, 0.95].map { p -> Double in
          let z = normal.quantile(p)
          return normal.cdf(z / (1 - a * z))
        }
        expect(
          try s.bcaInterval(x, average, numbers, 0.9), equals: shares.map { 1 + 2 * $0 }, within: .absolute(1e-12),
          "A long tail to the right stretches the interval to the right: a > 0. Here a = 0.1118.",
          what: "the BCa interval of a skewed sample")
      },
      Check("answers at the edges") { s in
        let numbers: [Double] = [1, 2, 3]
        expect(try s.percentileInterval([4], 0.9), equals: [4, 4], "One number is every quantile.")
        let constant = "The jackknife values are all equal, so a would be 0/0: the answer is the estimate alone."
        expect(try s.bcaInterval([3, 3, 3], deviation, [0, 0, 0, 0], 0.9), equals: [0, 0], constant)
        expect(try s.bcaInterval([5, 5], average, [1, 2], 0.9), equals: [5, 5], constant)
        expect(
          try s.bcaInterval([7], average, [7, 7], 0.9), equals: [7, 7],
          "Nothing can be left out of one value: the statistic of nothing is not asked for.")
        for level in [0, 1, -0.5, 95, Double.nan] {
          let advice = "A level is a share between 0 and 1: 0.95, not 95; NaN is none."
          expect(throws: BootstrapError.level(level), advice) { try s.percentileInterval(numbers, level) }
          expect(throws: BootstrapError.level(level), advice) { try s.bcaInterval([1, 2, 4], average, [], level) }
        }
        expect(throws: BootstrapError.noNumbers) { try s.percentileInterval([], 0.9) }
        expect(throws: BootstrapError.noNumbers) { try s.bcaInterval([1, 2, 4], average, [], 0.9) }
        let side = "Φ⁻¹(0) is −∞ and Φ⁻¹(1) is ∞: there is no bias to correct by."
        expect(throws: BootstrapError.onOneSide, side) { try s.bcaInterval([1, 2, 6], average, [4, 5, 6], 0.9) }
        expect(throws: BootstrapError.onOneSide, side) { try s.bcaInterval([1, 2, 6], average, [1, 2], 0.9) }
      },
      // 1000·(1 − 0.75)/2 = 125 is whole and exact, so the ends are numbers of the distribution themselves.
      Check("carries the percentile interval along with an increasing map", cases: 2) { s, random in
        let numbers = (0..<1001).map { _ in Double.random(in: -3...3, using: &random) }
        let ends = try s.percentileInterval(numbers, 0.75)
        expect(
          try s.percentileInterval(numbers.map { exp($0) }, 0.75), equals: ends.map { exp($0) },
          "The share of numbers below an end is the same before and after: no shape is assumed.",
          what: "the interval of exp of 1001 numbers")
      },
      // The most work comes last: what is wrong is found, and named, before it.
      // SciPy's answers to the same numbers, z₀ = 0.033 and a = 0.077, checked with mpmath: make_reference.py. A share
      // p′ good to 10⁻¹⁵·(1 + 1/φ) moves the position by B times that.
      Check("agrees with SciPy on exponential data") { s in
        let numbers = deviations
        expect(
          try s.percentileInterval(numbers, 0.9), equals: [0.6102563676911056, 1.2638594074350467],
          within: .relative(1e-11), what: "the percentile interval of 499 standard deviations")
        expect(
          try s.bcaInterval(exponentials, deviation, numbers, 0.9), equals: [0.6788879415688223, 1.2918188458137534],
          within: .relative(1e-11), "z₀ should be 0.0327 and a 0.0774.",
          what: "the BCa interval of 499 standard deviations")
      },
      Check("agrees with SciPy on the penguins") { s in
        let masses = try chinstraps.get()
        let numbers = try variations.get()
        expect(
          try s.percentileInterval(numbers, 0.8), equals: [0.09025684896176751, 0.11504420567541158],
          within: .relative(1e-11), what: "the percentile interval of 300 variations of mass")
        expect(
          try s.bcaInterval(masses, variation, numbers, 0.8), equals: [0.09133549166777202, 0.1168159978119268],
          within: .relative(1e-11), "z₀ should be 0.0418 and a 0.0557.",
          what: "the BCa interval of 300 variations of mass")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "without replacement",
        Way(draw: { u in u.indices.sorted { (u[$0], $0) < (u[$1], $1) } }).submission,
        """
        Each resample is the whole sample in another order, so every mean is the same and the interval has no width. Each \
        draw is made from all n values again.
        """),
      Misconception(
        "the last index never drawn",
        Way(draw: { u in u.map { Int(Double(u.count - 1) * $0) } }).submission,
        """
        u < 1, so (n − 1)·u never reaches n − 1: the last value is in no resample. Take ⌊n·u⌋.
        """),
      Misconception(
        "rounded to the nearest index",
        Way(draw: { u in u.map { Int((Double(u.count - 1) * $0).rounded()) } }).submission,
        """
        Rounding gives the first and the last index only half the share of the others. Cut 0 … 1 into n equal parts: ⌊n·u⌋.
        """),
      Misconception(
        "90 % called 95 %",
        Way(tail: { 1 - $0 }).submission,
        """
        You cut 5 % off each side: that is a 90 % interval. Half of the 5 % goes to each end.
        """),
      Misconception(
        "a normal interval",
        Way(percentile: { numbers, level in
          let vector = Vector(numbers)
          let half = NormalDistribution().quantile((1 + level) / 2) * Moments(numbers).standardDeviation()
          return numbers.count < 2
            ? [vector[0], vector[0]] : [Moments(numbers).mean - half, Moments(numbers).mean + half]
        }).submission,
        """
        mean ± z·sd assumes the shape that the bootstrap was meant to find. For a skewed statistic the ends should not be \
        equally far away.
        """),
      Misconception(
        "the numbers taken as they come",
        Way(quantile: { numbers, p in
          let h = Double(numbers.count - 1) * p
          let j = Int(h)
          return j + 1 < numbers.count ? numbers[j] + (h - Double(j)) * (numbers[j + 1] - numbers[j]) : numbers[j]
        }).submission,
        """
        A quantile speaks of the *ordered* numbers. The 25th that came is nobody in particular.
        """),
      Misconception(
        "acceleration with the wrong sign",
        Way(acceleration: { -$0 }).submission,
        """
        d is the mean of the leave-one-out values minus the value: without a large xᵢ the statistic is small, so d is large \
        where x is. Turned round, the interval is stretched to the wrong side.
        """),
      Misconception(
        "no acceleration",
        Way(acceleration: { _ in 0 }).submission,
        """
        With a = 0 this is the BC interval. It corrects the bias, but not that the spread of the statistic changes with its \
        value, as it does for skewed data.
        """),
      Misconception(
        "bias with the wrong sign",
        Way(bias: { -$0 }).submission,
        """
        If few numbers lie below the estimate, the distribution sits too high, and the interval has to come down: z₀ < 0. \
        It is Φ⁻¹ of the share *below* the estimate.
        """),
      Misconception(
        "no bias correction",
        Way(bias: { _ in 0 }).submission,
        """
        You put the estimate in the middle of the B numbers. Which share of them lies below it? Φ⁻¹ of that share is z₀.
        """),
      Misconception(
        "the bias counted once",
        Way(inner: { _, z in z }).submission,
        """
        z₀ stands outside the fraction and, twice, inside: the estimate lies z₀ from the middle of the numbers, and the \
        truth another z₀ from the estimate.
        """),
      Misconception(
        "equal numbers not counted as below",
        Way(equalShare: 0).submission,
        """
        Many statistics take few values, so some numbers are equal to the estimate. Half of them belongs to each side.
        """),
      Misconception(
        "equal numbers counted as below",
        Way(equalShare: 1).submission,
        """
        Many statistics take few values, so some numbers are equal to the estimate. Half of them belongs to each side.
        """),
      Misconception(
        "the six forgotten",
        Way(acceleration: { 6 * $0 }).submission,
        """
        a is a sixth of the skewness of the d: 6 stands in the denominator.
        """),
      Misconception(
        "constant data not a number",
        Way(looksForConstants: false).submission,
        """
        If leaving out a value changes nothing, a is 0/0. The estimate is then the only value that the data know.
        """),
      Misconception(
        "an infinite bias let through",
        Way(looksAtSides: false).submission,
        """
        If all the numbers lie on one side of the estimate, Φ⁻¹ of the share is infinite, and ∞/∞ is NaN. Say so instead.
        """),
      Misconception(
        "any level accepted",
        Way(looksAtLevel: false).submission,
        """
        With level 95 the shares are −47 and 48. A caller who means 0.95 should hear of it.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "sorted once, then indexed; the parts of 0 … 1 counted",
        Way(
          draw: { u in u.map { value in (1..<max(u.count, 1)).count { Double($0) / Double(u.count) <= value } } },
          quantile: { numbers, p in
            let sorted = numbers.sorted()
            let h = Double(sorted.count - 1) * min(max(p, 0), 1)
            let j = min(Int(h), sorted.count - 1)
            let t = h - Double(j)
            return t == 0 ? sorted[j] : (1 - t) * sorted[j] + t * sorted[j + 1]
          }
        ).submission)
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, random in
        let masses = try chinstraps.get()
        var means: [Double] = []
        for _ in 0..<1000 {
          let picked = try s.resample.unrecorded(masses.map { _ in Double.random(in: 0..<1, using: &random) })
          means.append(picked.reduce(0) { $0 + masses[$1 % masses.count] } / Double(masses.count))
        }
        let ends = try s.percentileInterval.unrecorded(means, 0.95)
        var plot = Plot("The mean mass of 68 penguins, resampled 1000 times", x: "grams", y: "resamples")
        plot.histogram(means)
        for end in ends { plot.guide([end, end], [0, 100], name: "") }
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

private let average = Statistic("the mean") { x in x.reduce(0, +) / Double(x.count) }

private let deviation = Statistic("the standard deviation") { x in
  let mean = x.reduce(0, +) / Double(x.count)
  return (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count - 1)).squareRoot()
}

private let variation = Statistic("the coefficient of variation") { deviation.value($0) / average.value($0) }

/// Resamples by the linear congruential generator of C's standard, as make_reference.py draws them.
private func resamples(_ count: Int, of x: [Double]) -> [[Double]] {
  var state = 1
  return (0..<count).map { _ in
    x.map { _ in
      state = (1_103_515_245 * state + 12345) % (1 << 31)
      return x[((state >> 16) * x.count) >> 15]
    }
  }
}

// MARK: - Data

private let exponentials = [
  0.708, 1.025, 0.569, 0.895, 0.207, 3.384, 0.01, 2.809, 0.575, 0.301, 0.541, 0.312, 0.9, 1.074, 1.884, 0.222, 3.145,
  0.736, 0.348,
]

/// The masses of the 68 Chinstrap penguins in grams.
private let chinstraps = Result {
  let table = try Dataset("penguins/penguins.csv").csv()
  return zip(try table.column("species"), try table.column("body_mass_g", as: Double.self)).compactMap {
    $0 == "Chinstrap" ? $1 : nil
  }
}

private let deviations = resamples(499, of: exponentials).map(deviation.value)
private let variations = chinstraps.map { resamples(300, of: $0).map(variation.value) }

// MARK: - Wrong and right ways

/// Type 7, p kept inside 0 … 1.
private func type7(_ numbers: [Double], _ p: Double) -> Double {
  let sorted = numbers.sorted()
  let h = Double(sorted.count - 1) * min(max(p, 0), 1)
  let j = Int(h)
  return j + 1 < sorted.count ? sorted[j] + (h - Double(j)) * (sorted[j + 1] - sorted[j]) : sorted[j]
}

/// The three functions; each member can make them wrong in one place.
private struct Way {
  var draw: ([Double]) -> [Int] = { u in u.map { Int(Double(u.count) * $0) } }
  var quantile: ([Double], Double) -> Double = type7
  /// The share cut off at each end.
  var tail: (Double) -> Double = { (1 - $0) / 2 }
  var percentile: (([Double], Double) -> [Double])?
  var acceleration: (Double) -> Double = { $0 }
  var bias: (Double) -> Double = { $0 }
  /// What is in the fraction, of z₀ and z.
  var inner: (Double, Double) -> Double = { $0 + $1 }
  var equalShare = 0.5
  var looksForConstants = true
  var looksAtSides = true
  var looksAtLevel = true

  private func refuse(_ numbers: [Double], _ level: Double) throws {
    if looksAtLevel, !(level > 0 && level < 1) { throw BootstrapError.level(level) }
    if numbers.isEmpty { throw BootstrapError.noNumbers }
  }

  func percentileInterval(_ numbers: [Double], _ level: Double) throws -> [Double] {
    try refuse(numbers, level)
    guard level == level else { return [.nan, .nan] }
    return percentile?(numbers, level) ?? [quantile(numbers, tail(level)), quantile(numbers, 1 - tail(level))]
  }

  func bcaInterval(_ x: [Double], _ statistic: Statistic, _ numbers: [Double], _ level: Double) throws -> [Double] {
    try refuse(numbers, level)
    let estimate = statistic.value(x)
    if x.count < 2 { return [estimate, estimate] }
    let left = x.indices.map { i in statistic.value(Array(x[..<i] + x[(i + 1)...])) }
    if looksForConstants, left.allSatisfy({ $0 == left[0] }) { return [estimate, estimate] }
    let below = numbers.reduce(0) { $0 + ($1 < estimate ? 1 : $1 == estimate ? equalShare : 0) }
    let share = below / Double(numbers.count)
    if looksAtSides, share <= 0 || share >= 1 { throw BootstrapError.onOneSide }
    let mean = left.reduce(0, +) / Double(left.count)
    let (squares, cubes) = left.reduce((0, 0)) { sums, value in
      let d = mean - value
      return (sums.0 + d * d, sums.1 + d * d * d)
    }
    let (z0, a) = (bias(normalQuantile(share)), acceleration(cubes / (6 * pow(squares, 1.5))))
    return [tail(level), 1 - tail(level)].map { p in
      let z = inner(z0, normalQuantile(p))
      let share = NormalDistribution().cdf(z0 + z / (1 - a * z))
      return share.isNaN ? .nan : quantile(numbers, share)
    }
  }

  private func normalQuantile(_ p: Double) -> Double {
    p > 0 && p < 1 ? NormalDistribution().quantile(p) : p == 0 ? -.infinity : p == 1 ? .infinity : .nan
  }

  var submission: Submission {
    Submission(
      resample: .init(draw), percentileInterval: .init(percentileInterval), bcaInterval: .init(bcaInterval))
  }
}
