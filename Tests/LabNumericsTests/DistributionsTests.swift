import Foundation
import LabNumerics
import RealModule
import Testing

/// Against mpmath; `Reference/make_distributions.py` says how the values came about.
@Suite struct DistributionsTests {
  let reference = try! DistributionReference.load()

  @Test func `densities and tails have 12 digits wherever they are normal numbers`() {
    for golden in reference.distributions {
      let values = golden.evaluate()
      for (value, expected) in [(values.pdf, golden.pdf), (values.cdf, golden.cdf), (values.upper, golden.upper)] {
        guard let expected else { continue }
        // Promised are 12 digits; 2·10⁻¹⁴ is what the grid shows, so that a loss is seen early.
        #expect((value - expected).magnitude <= 2e-14 * expected, "\(golden): \(value) for \(expected)")
      }
      if let pdf = golden.pdf, pdf > 0 {
        // The logarithm is a sum of terms of the size of log x.
        let size = max(1, Double.log(pdf).magnitude, golden.x == 0 ? 1 : Double.log(golden.x.magnitude).magnitude)
        #expect((values.logPDF - .log(pdf)).magnitude <= 1e-14 * size, "\(golden): \(values.logPDF)")
      }
    }
  }

  @Test func `quantiles lead back from the smaller tail to where it was taken`() {
    for golden in reference.distributions {
      guard let lower = golden.cdf, let upper = golden.upper, let pdf = golden.pdf else { continue }
      let tail = min(lower, upper)
      if tail < 1e-299 || golden.x == 0 && !golden.isDiscrete { continue }
      let x = golden.quantile(tail, upper: upper < lower)
      if golden.isDiscrete {
        #expect(x == golden.x, "\(golden)")
      } else {
        // A rounding of the tail by ε moves x by ε·tail/(x·pdf); the exponent of x has |log x| in front of it.
        let condition = max(1, tail / (golden.x.magnitude * pdf), Double.log(golden.x.magnitude).magnitude)
        #expect((x / golden.x - 1).magnitude <= 1e-14 * condition, "\(golden): \(x)")
      }
    }
  }

  @Test func `the worked example of the documentation`() {
    let normal = NormalDistribution(mean: 100, standardDeviation: 15)
    #expect((normal.cdf(130) - 0.9772498680518208).magnitude < 1e-15)
    #expect((normal.upperTail(250) / 7.61985302416052e-24 - 1).magnitude < 1e-13)
    #expect(1 - normal.cdf(250) == 0)
    #expect((normal.quantile(0.975) - 129.39945976810081).magnitude < 1e-12)
  }

  @Test func `means and variances are those of the textbooks, infinite or undefined where they must be`() {
    #expect(GammaDistribution(shape: 3, scale: 2).variance == 12)
    #expect(ChiSquaredDistribution(degreesOfFreedom: 5).mean == 5)
    #expect(ChiSquaredDistribution(degreesOfFreedom: 5).variance == 10)
    #expect((BetaDistribution(2, 3).mean, BetaDistribution(2, 3).variance) == (0.4, 0.4 * 0.6 / 6))
    #expect((FDistribution(numeratorDegrees: 4, denominatorDegrees: 10).mean) == 1.25)
    let f = FDistribution(numeratorDegrees: 4, denominatorDegrees: 10).variance
    #expect((f - 1.5625).magnitude < 1e-15, "2·1.25²·12/(4·6)")
    #expect(FDistribution(numeratorDegrees: 4, denominatorDegrees: 2).mean == .infinity)
    #expect(FDistribution(numeratorDegrees: 4, denominatorDegrees: 4).variance == .infinity)
    #expect(StudentTDistribution(degreesOfFreedom: 4).variance == 2)
    #expect(StudentTDistribution(degreesOfFreedom: 1).mean.isNaN)
    #expect(StudentTDistribution(degreesOfFreedom: 2).variance == .infinity)
    #expect(BinomialDistribution(trials: 10, probability: 0.5).variance == 2.5)
    #expect(PoissonDistribution(mean: 3).variance == 3)
    #expect(ExponentialDistribution(rate: 4).mean == 0.25)
    #expect(UniformDistribution(0...6).variance == 3)
    #expect(NormalDistribution(mean: 1, standardDeviation: 3).variance == 9)
  }

  @Test func `the ends of the line and NaN have their values`() {
    let continuous: [any ContinuousDistribution] = [
      NormalDistribution(), GammaDistribution(shape: 0.5), GammaDistribution(shape: 700), BetaDistribution(0.5, 3),
      ChiSquaredDistribution(degreesOfFreedom: 3), StudentTDistribution(degreesOfFreedom: 3),
      FDistribution(numeratorDegrees: 2, denominatorDegrees: 3), ExponentialDistribution(), UniformDistribution(),
    ]
    for d in continuous {
      #expect((d.cdf(-.infinity), d.cdf(.infinity)) == (0, 1), "\(d)")
      #expect((d.upperTail(-.infinity), d.upperTail(.infinity)) == (1, 0), "\(d)")
      #expect((d.pdf(-.infinity), d.pdf(.infinity)) == (0, 0), "\(d)")
      #expect((d.logPDF(-.infinity), d.logPDF(.infinity)) == (-.infinity, -.infinity), "\(d)")
      #expect(d.cdf(.nan).isNaN && d.upperTail(.nan).isNaN && d.pdf(.nan).isNaN && d.logPDF(.nan).isNaN, "\(d)")
      #expect(d.quantile(.nan).isNaN && d.upperQuantile(.nan).isNaN, "\(d)")
      #expect(d.quantile(0) == d.upperQuantile(1) && d.quantile(1) == d.upperQuantile(0), "\(d)")
      #expect(d.cdf(d.quantile(0)) == 0 && d.upperTail(d.quantile(1)) == 0, "\(d)")
    }
    #expect(GammaDistribution(shape: 0.5).pdf(0) == .infinity)
    #expect(GammaDistribution(shape: 1, scale: 2).pdf(0) == 0.5)
    #expect(BetaDistribution(1, 3).pdf(0) == 3)
    #expect(StudentTDistribution(degreesOfFreedom: 1).pdf(0) == 1 / .pi)
    #expect(StudentTDistribution(degreesOfFreedom: 5).cdf(0) == 0.5)
    let none = BinomialDistribution(trials: 0, probability: 0.3)
    #expect((none.pmf(0), none.cdf(0), none.quantile(0.5)) == (1, 1, 0))
    let certain = BinomialDistribution(trials: 5, probability: 1)
    #expect((certain.pmf(5), certain.cdf(4), certain.quantile(0.5), certain.quantile(0)) == (1, 0, 5, 0))
    #expect((PoissonDistribution(mean: 0).pmf(0), PoissonDistribution(mean: 0).quantile(1)) == (1, 0))
    #expect((PoissonDistribution(mean: 2).pmf(-1), PoissonDistribution(mean: 2).cdf(-1)) == (0, 0))
  }

  @Test func `a discrete quantile is the smallest that reaches its probability, exact ties included`() {
    let coins = BinomialDistribution(trials: 2, probability: 0.5)
    #expect([0.25, 0.2500001, 0.75, 0.7500001].map(coins.quantile) == [0, 1, 1, 2])
    #expect([0.75, 0.7499999, 0.25, 0.2499999].map(coins.upperQuantile) == [0, 1, 1, 2])
    for mean in [0.3, 4, 90, 2000.5] {
      let d = PoissonDistribution(mean: mean)
      for p in [1e-9, 0.01, 0.3, 0.9, 0.999999] {
        let k = d.quantile(p)
        #expect(d.cdf(k) >= p && (k == 0 || d.cdf(k - 1) < p))
      }
    }
  }

  @Test func `probabilities add up and tails complement each other on random parameters`() {
    var generator = SplitMix64(seed: 31)
    for _ in 0..<40 {
      let d = BinomialDistribution(trials: 40, probability: generator.uniform())
      #expect(((0...40).reduce(0) { $0 + d.pmf($1) } - 1).magnitude < 1e-14)
      let (a, b) = (Double.exp(generator.uniform(in: -8..<8)), Double.exp(generator.uniform(in: -8..<8)))
      let x: Double = generator.uniform()
      let (lower, upper) = Double.regularisedBeta(x, a, b)
      #expect((lower + upper - 1).magnitude < 1e-15)
      #expect((Double.regularisedBeta(1 - x, b, a).lower - upper).magnitude <= 1e-13 * max(1, a, b))
      let (p, q) = Double.regularisedGamma(a, b)
      #expect((p + q - 1).magnitude < 1e-15)
      // P(a + 1, x) = P(a, x) − xᵃ·e⁻ˣ/Γ(a + 1)
      let step = Double.exp(a * .log(b) - b - .logGamma(a + 1))
      #expect((Double.regularisedGamma(a + 1, b).lower - (p - step)).magnitude < 1e-11)
    }
  }

  @Test func `a parameter or probability outside its range stops the program with what came`() async throws {
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GammaDistribution(shape: -1)
    }
    #expect(try message(of: negative).contains("a shape of -1.0"))
    let above = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = StudentTDistribution(degreesOfFreedom: 3).quantile(1.5)
    }
    #expect(try message(of: above).contains("1.5 is not a probability"))
  }
}

/// What `Reference/distributions.json` holds.
struct DistributionReference: Decodable {
  struct Case: Decodable, CustomStringConvertible {
    let name: String, parameters: [Double], x: Double, pdf: Double?, cdf: Double?, upper: Double?

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      name = try row.decode(String.self)
      parameters = try row.decode([Double].self)
      x = try row.decode(Double.self)
      pdf = try row.decodeIfPresent(Double.self)
      cdf = try row.decodeIfPresent(Double.self)
      upper = try row.decodeIfPresent(Double.self)
    }

    var description: String { "\(name)\(parameters) at \(x)" }
    var isDiscrete: Bool { name == "poisson" || name == "binomial" }

    private var continuous: any ContinuousDistribution {
      let p = parameters
      switch name {
      case "normal": return NormalDistribution(mean: p[0], standardDeviation: p[1])
      case "gamma": return GammaDistribution(shape: p[0], scale: p[1])
      case "chiSquared": return ChiSquaredDistribution(degreesOfFreedom: p[0])
      case "beta": return BetaDistribution(p[0], p[1])
      case "t": return StudentTDistribution(degreesOfFreedom: p[0])
      case "f": return FDistribution(numeratorDegrees: p[0], denominatorDegrees: p[1])
      case "exponential": return ExponentialDistribution(rate: p[0])
      default: return UniformDistribution(p[0]...p[1])
      }
    }

    private var discrete: any DiscreteDistribution {
      name == "poisson"
        ? PoissonDistribution(mean: parameters[0])
        : BinomialDistribution(trials: Int(parameters[0]), probability: parameters[1])
    }

    func evaluate() -> (pdf: Double, logPDF: Double, cdf: Double, upper: Double) {
      if isDiscrete {
        let (d, k) = (discrete, Int(x))
        return (d.pmf(k), d.logPMF(k), d.cdf(k), d.upperTail(k))
      }
      let d = continuous
      return (d.pdf(x), d.logPDF(x), d.cdf(x), d.upperTail(x))
    }

    func quantile(_ tail: Double, upper: Bool) -> Double {
      if isDiscrete { return Double(upper ? discrete.upperQuantile(tail) : discrete.quantile(tail)) }
      return upper ? continuous.upperQuantile(tail) : continuous.quantile(tail)
    }
  }

  struct Function: Decodable {
    let name: String, arguments: [Double], value: Double

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      name = try row.decode(String.self)
      arguments = try row.decode([Double].self)
      value = try row.decode(Double.self)
    }
  }

  let distributions: [Case]
  let functions: [Function]

  static func load(from file: String = #filePath) throws -> DistributionReference {
    let folder = URL(filePath: file).deletingLastPathComponent()
    return try JSONDecoder().decode(
      DistributionReference.self, from: Data(contentsOf: folder.appending(path: "Reference/distributions.json")))
  }
}
