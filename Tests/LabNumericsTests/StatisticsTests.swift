import Foundation
import LabNumerics
import Testing

/// Against exact fractions; `Reference/make_statistics.py` says how the values came about.
@Suite struct StatisticsTests {
  let reference = try! StatisticsReference.load()

  @Test func `the worked example of the documentation`() {
    let x: Vector<Double> = [2, 4, 4, 4, 5, 5, 7, 9]
    #expect((x.mean(), x.variance(ddof: 0), x.standardDeviation(ddof: 0)) == (5, 4, 2))
    #expect(x.variance() == 32.0 / 7)
    let a: Matrix<Double> = [[1, 2], [2, 4], [3, 6]]
    #expect(a.covariance() == [[1, 2], [2, 4]])
    #expect(a.correlation() == [[1, 1], [1, 1]])
    #expect((a.columnMeans(), a.columnVariances()) == ([2, 4], [1, 4]))
    #expect(a.columnStandardDeviations() == [1, 2])
    // Σ d² = 2 and 8, over three rows.
    let population = a.columnStandardDeviations(ddof: 0) - [0.816496580927726, 1.632993161855452]
    #expect(population.norm(.infinity) <= 4 * Double.ulpOfOne)
    let tiny = ([[1e-300], [3e-300]] as Matrix<Double>).columnStandardDeviations(ddof: 0)[0]
    #expect((tiny / 1e-300 - 1).magnitude <= 2 * Double.ulpOfOne)
    #expect(([[1]] as Matrix<Double>).columnStandardDeviations()[0].isNaN)
  }

  @Test func `mean and variance of numbers that are hard to average are exact to the last digits`() {
    for (name, data) in numericalAccuracy {
      let (x, expected) = (Vector(data), reference.accuracy[name]!)
      #expect(x.mean() == expected.mean, "\(name)")
      // Rounding each distance to a Double is all that is left: ε each, squared and averaged.
      #expect((x.variance() / expected.variance - 1).magnitude <= 4 * .ulpOfOne, "\(name): \(x.variance())")
      let moments = Moments(data)
      // Welford's mean is off by some ε·x̄ on the way: κ·ε with κ = x̄/σ.
      let condition = max(1, expected.mean / expected.variance.squareRoot())
      #expect((moments.mean / expected.mean - 1).magnitude <= 4 * .ulpOfOne, "\(name): \(moments.mean)")
      let error = (moments.variance() / expected.variance - 1).magnitude
      #expect(error <= 4 * condition * .ulpOfOne, "\(name): \(moments.variance())")
    }
    // The certified values of the first set.
    #expect(Vector(numericalAccuracy["NumAcc1"]!).variance() == 1)
    #expect(Vector(numericalAccuracy["NumAcc1"]!).mean() == 10_000_002)
  }

  /// NIST certifies the standard deviation and the lag-1 autocorrelation of the four sets.
  @Test func `NIST's univariate sets have as many digits as their Doubles allow`() throws {
    let certified = [
      "NumAcc1": (1, -0.5), "NumAcc2": (0.1, -0.999), "NumAcc3": (0.1, -0.999), "NumAcc4": (0.1, -0.999),
    ]
    for (name, (deviation, autocorrelation)) in certified {
      let x = Vector(numericalAccuracy[name]!)
      // Reading a decimal moves it by half an ulp, and a distance with it; relative to σ, twice for a product.
      let rounding = x.map { $0.ulp / 2 }.max()! / deviation
      #expect((x.standardDeviation() / deviation - 1).magnitude <= 2 * rounding + 4 * .ulpOfOne, "\(name)")
      #expect((x.autocorrelation() - autocorrelation).magnitude <= 4 * rounding + 4 * .ulpOfOne, "\(name)")
    }
  }

  @Test func `autocorrelation: worked by hand, its ends, and what has none`() {
    let x: Vector<Double> = [1, 2, 3, 4]
    // Distances −1.5, −0.5, 0.5, 1.5, their squares 5: (0.75 − 0.25 + 0.75)/5, (−0.75 − 0.75)/5, −2.25/5.
    #expect((x.autocorrelation(lag: 0), x.autocorrelation(), x.autocorrelation(lag: 2)) == (1, 0.25, -0.3))
    #expect((x.autocorrelation(lag: 3), x.autocorrelation(lag: 4)) == (-0.45, 0))
    #expect((0x1p1000 * x).autocorrelation() == 0.25 && (0x1p-1000 * x).autocorrelation() == 0.25)
    #expect(([1, 2, 3, 4] as Vector<Float>).autocorrelation() == 0.25)
    for none in [[], [1], [2, 2, 2], [1, .nan, 2]] as [Vector<Double>] { #expect(none.autocorrelation().isNaN) }
  }

  @Test func `covariance and correlation agree with exact fractions, far from zero too`() {
    for pair in reference.pairs {
      let (x, y) = (Vector(pair.x), Vector(pair.y))
      let n = Double(x.count)
      #expect((x.covariance(with: y) / pair.covariance - 1).magnitude <= n * .ulpOfOne)
      #expect((x.correlation(with: y) / pair.correlation - 1).magnitude <= n * .ulpOfOne)
      let both = Matrix([pair.x, pair.y]).transposed()
      #expect(both.covariance()[0, 1] == x.covariance(with: y))
      #expect(both.correlation()[1, 0] == x.correlation(with: y))
    }
  }

  @Test func `a Float result is the Double of the same data, rounded`() {
    var generator = SplitMix64(seed: 41)
    let x = Matrix<Float>.randomNormal(30, 3, mean: 1000, using: &generator)
    let double = Matrix<Double>(rows: 30, columns: 3) { Double(x[$0, $1]) }
    let (single, exact) = (x.covariance(), double.covariance())
    for i in 0..<3 {
      for j in 0..<3 { #expect(single[i, j] == Float(exact[i, j])) }
    }
    #expect(x[column: 1].mean() == Float(double[column: 1].mean()))
    #expect(x[column: 1].quantile(0.3) == Float(double[column: 1].quantile(0.3)))
  }

  @Test func `shifting leaves and scaling multiplies: laws on random data`() {
    var generator = SplitMix64(seed: 42)
    for _ in 0..<20 {
      let x = Matrix<Double>.randomNormal(50, 4, using: &generator)
      let covariance = x.covariance(ddof: 0)
      #expect((covariance - covariance.transposed()).norm() == 0)
      #expect(((2 * x).covariance(ddof: 0) - 4 * covariance).norm() == 0, "powers of two are exact")
      let shifted = (x + 1000).covariance(ddof: 0)
      // x + 1000 has lost 1000·ε of x.
      #expect((shifted - covariance).norm() <= 1e4 * .ulpOfOne * covariance.norm())
      let r = x.correlation()
      #expect(r.diagonal == [1, 1, 1, 1] && r.allSatisfyInRange)
    }
  }

  @Test func `huge and tiny numbers neither overflow nor vanish on the way`() {
    let huge: Vector<Double> = [1.5e308, 1.5e308, 1.5e308]
    #expect((huge.mean() / 1.5e308 - 1).magnitude <= 2 * .ulpOfOne)
    let (x, y) = (Vector<Double>([1e200, 2e200, 4e200]), Vector<Double>([1e-200, 2e-200, 4e-200]))
    #expect((x.correlation(with: y) - 1).magnitude <= 4 * .ulpOfOne)
  }

  @Test func `distances that leave the range although no number does keep their proportions`() {
    let x: Vector<Double> = [-1.7e308, 1.7e308, 1.7e308], y: Vector<Double> = [-1.7, 1.7, 1.7]
    #expect((x.correlation(with: [1, 2, 3]) - y.correlation(with: [1, 2, 3])).magnitude < 1e-15)
    #expect((x.autocorrelation() - y.autocorrelation()).magnitude < 1e-15)
    #expect((Matrix(columns: [x, [1, 2, 3]]).correlation()[0, 1] - y.correlation(with: [1, 2, 3])).magnitude < 1e-15)
    let wide: Vector<Double> = [-1.7e308, 0.2e308, 0.2e308, 0.2e308, 0.2e308, 0.2e308, 0.2e308, 0.2e308, 0.2e308]
    #expect((wide.standardDeviation() / 0.6333333333333333e308 - 1).magnitude < 1e-14)
    #expect(([3, 3, 3] as Vector<Double>).autocorrelation(lag: 5).isNaN)
  }

  @Test func `a standard deviation is in range where the variance is not`() {
    let x: Vector<Double> = [1, 2, 4]
    for scale in [0x1p-1000, 0x1p-520, 0x1p520, 0x1p1000] {
      #expect((scale * x).standardDeviation() == scale * x.standardDeviation())
    }
    #expect((0x1p1000 * x).variance() == .infinity && (0x1p-1000 * x).variance() == 0)
    #expect(Vector<Double>(repeating: 1e-300, count: 5).standardDeviation() == 0)
    #expect(([.infinity, 1] as Vector<Double>).standardDeviation().isNaN)
  }

  @Test func `too little data and NaN give NaN, not a number that looks right`() {
    let none: Vector<Double> = []
    #expect(none.mean().isNaN && none.variance(ddof: 0).isNaN && none.median().isNaN)
    #expect(([7] as Vector<Double>).mean() == 7)
    #expect(([7] as Vector<Double>).variance().isNaN)
    #expect(([7] as Vector<Double>).variance(ddof: 0) == 0)
    let gap: Vector<Double> = [1, .nan, 3]
    #expect(gap.mean().isNaN && gap.variance().isNaN && gap.quantile(0).isNaN)
    #expect(gap.covariance(with: [1, 2, 3]).isNaN && gap.correlation(with: [1, 2, 3]).isNaN)
    #expect(([5, 5, 5] as Vector<Double>).correlation(with: [1, 2, 3]).isNaN)
    let partly: Matrix<Double> = [[1, .nan], [2, 1], [3, 5]]
    #expect(partly.covariance()[0, 0] == 1)
    #expect(partly.covariance()[0, 1].isNaN && partly.covariance()[1, 1].isNaN)
    #expect(partly.correlation()[0, 0] == 1 && partly.correlation()[1, 1].isNaN)
    #expect(Matrix<Double>.zeros(0, 2).covariance()[0, 0].isNaN)
    #expect(Matrix<Double>.zeros(3, 0).covariance() == .zeros(0, 0))
    #expect(([.infinity, 1] as Vector<Double>).mean() == .infinity)
  }

  @Test func `lengths that do not match stop the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ([1, 2] as Vector<Double>).covariance(with: [1, 2, 3])
    }
    #expect(try message(of: result).contains("covariance: 2 elements with 3"))
  }
}

extension Matrix {
  fileprivate var allSatisfyInRange: Bool { flattened.allSatisfy { $0 >= -1 && $0 <= 1 } }
}

/// NIST's univariate sets for numerical accuracy, from their definition.
let numericalAccuracy: [String: [Double]] = [
  "NumAcc1": [10_000_001, 10_000_003, 10_000_002],
  "NumAcc2": alternating(1.2, 1.1, 1.3),
  "NumAcc3": alternating(1_000_000.2, 1_000_000.1, 1_000_000.3),
  "NumAcc4": alternating(10_000_000.2, 10_000_000.1, 10_000_000.3),
]

private func alternating(_ middle: Double, _ low: Double, _ high: Double) -> [Double] {
  [middle] + (0..<1000).map { $0 % 2 == 0 ? low : high }
}

/// What `Reference/statistics.json` holds.
struct StatisticsReference: Decodable {
  struct Moments: Decodable {
    let mean: Double, variance: Double, skewness: Double, excessKurtosis: Double
  }

  struct Lopsided: Decodable {
    let data: [Double], moments: Moments
  }

  struct Quantiles: Decodable {
    let data: [Double], shares: [Double], types: [[Double]]
  }

  struct Pair: Decodable {
    let x: [Double], y: [Double], covariance: Double, correlation: Double
  }

  let accuracy: [String: Moments]
  let lopsided: Lopsided
  let quantiles: [Quantiles]
  let pairs: [Pair]

  static func load(from file: String = #filePath) throws -> StatisticsReference {
    let folder = URL(filePath: file).deletingLastPathComponent()
    return try JSONDecoder().decode(
      StatisticsReference.self, from: Data(contentsOf: folder.appending(path: "Reference/statistics.json")))
  }
}
