import Foundation
import LabNumerics
import RealModule
import Testing

/// Against mpmath where parameters or tails are extreme: shapes and degrees of freedom up to 10¹⁵, tails down to the
/// smallest normal number; `Reference/make_extremes.py` says how the values came about.
@Suite struct DistributionExtremesTests {
  let reference = try! load()

  @Test func `densities and tails have 12 digits at extreme parameters`() {
    #expect(reference.count > 800)
    for golden in reference {
      let values = golden.evaluate()
      for (value, expected) in [(values.pdf, golden.pdf), (values.cdf, golden.cdf), (values.upper, golden.upper)] {
        guard let expected else { continue }
        // Promised are 12 digits; 2·10⁻¹⁴ is what the grid shows, so that a loss is seen early.
        #expect((value - expected).magnitude <= 2e-14 * expected, "\(golden): \(value) for \(expected)")
      }
      if let pdf = golden.pdf, pdf > 0 {
        // The density's own rounding is an absolute error of its logarithm.
        let size = max(1, Double.log(pdf).magnitude)
        #expect((values.logPDF - .log(pdf)).magnitude <= 5e-15 * size, "\(golden): \(values.logPDF)")
      }
    }
  }

  @Test func `quantiles of extreme tails have the digits that their condition leaves`() {
    for golden in reference {
      guard let lower = golden.cdf, let upper = golden.upper else { continue }
      let x = golden.quantile(min(lower, upper), upper: upper < lower)
      if golden.isDiscrete {
        #expect(x == golden.x, "\(golden): \(x)")
      } else if let pdf = golden.pdf {
        // The tail, T, is rounded when it is given and errs by 2·10⁻¹⁴ when it is computed, and dx/x = κ·dT/T with
        // κ = T/(x·pdf). A place whose logarithm is beyond 40 comes from its logarithm, whose rounding by ε·|log x| is
        // one of x itself; others are exact but for a few operations.
        let condition = min(lower, upper) / (golden.x.magnitude * pdf)
        let log = Double.log(golden.x.magnitude).magnitude
        let bound = 2e-14 * condition + 2 * .ulpOfOne * max(2, log < 40 ? 0 : log)
        #expect((x / golden.x - 1).magnitude <= bound, "\(golden): \(x), beyond \(bound)")
      }
    }
  }

  @Test func `no parameter and no place give NaN or an impossible probability, and quantiles lead back`() {
    let sizes = [1e-100, 1e-10, 0.5, 1, 3, 99_999, 1e15]
    for a in sizes {
      checkEverywhere(ChiSquaredDistribution(degreesOfFreedom: a))
      checkEverywhere(StudentTDistribution(degreesOfFreedom: a))
      checkEverywhere(ExponentialDistribution(rate: a))
      for b in sizes {
        checkEverywhere(GammaDistribution(shape: a, scale: b))
        checkEverywhere(BetaDistribution(a, b))
        checkEverywhere(FDistribution(numeratorDegrees: a, denominatorDegrees: b))
        checkEverywhere(NormalDistribution(mean: a, standardDeviation: b))
      }
    }
  }

  private func checkEverywhere(_ d: some ContinuousDistribution) {
    let shares = [0, 0x1p-1074, 1e-300, 1e-20, 0.01, 0.5, 0.7, 1 - 0x1p-50, 1]
    var places: [Double] = [
      -.infinity, -1e308, -1, -0x1p-1074, -0.0, 0, 0x1p-1074, Double(bitPattern: 0x1268_8b70_e62b), 1e-300, 1e-100,
      1e-5, 0.5, 0.999, 1, 1.001, 10, 1e10, 1e100, 1e300, 1.7e308, .infinity,
    ]
    for share in shares {
      for (x, tail) in [(d.quantile(share), d.cdf), (d.upperQuantile(share), d.upperTail)] {
        places += [x, x.nextUp, x.nextDown]
        // Where the place is the end of the line for Double, or beyond, it cannot hold what the share says.
        if share < 1e-300 || share == 1 || x.magnitude < 1e-300 || x.isInfinite || x == 1 { continue }
        let near = [tail(x.nextDown.nextDown.nextDown), tail(x.nextUp.nextUp.nextUp)].sorted()
        #expect(near[0] * (1 - 1e-11) <= share && near[1] * (1 + 1e-11) >= share, "\(d): \(share) at \(x), \(near)")
      }
    }
    var (lastLower, lastUpper) = (0.0, 1.0)
    for x in places.sorted() {
      let (density, log, lower, upper) = (d.pdf(x), d.logPDF(x), d.cdf(x), d.upperTail(x))
      #expect(density >= 0 && !log.isNaN, "\(d) at \(x): \(density), \(log)")
      #expect((0...1).contains(lower) && (0...1).contains(upper), "\(d) at \(x): \(lower), \(upper)")
      #expect((lower + upper - 1).magnitude < 1e-12, "\(d) at \(x): \(lower), \(upper)")
      #expect(lower >= lastLower * (1 - 1e-11) && upper <= lastUpper * (1 + 1e-11), "\(d) at \(x): \(lower), \(upper)")
      (lastLower, lastUpper) = (lower, upper)
    }
  }

  @Test func `a density is in range where its tail is not, and a deviation where its square is not`() {
    let least = Double.leastNonzeroMagnitude  // 2⁻¹⁰⁷⁴
    // mpmath: npdf(45)·2¹⁰⁰⁰, npdf(53)·2¹⁰⁷⁴, exp(−740)·2³⁰⁰ and exp(−1000)·2¹⁰⁰⁰. The places are exact.
    for (value, expected) in [
      (NormalDistribution(standardDeviation: 0x1p-1000).pdf(0x2dp-1000), 8.08616879449259356e-140),
      (NormalDistribution(standardDeviation: least).pdf(-53 * least), 8.72018253366672451e-288),
      (ExponentialDistribution(rate: 0x1p300).pdf(0x2e4p-300), 8.53261383116487551e-232),
      (ExponentialDistribution(rate: 0x1p1000).pdf(0x3e8p-1000), 5.43893364844795940e-134),
    ] {
      #expect((value / expected - 1).magnitude <= 4 * Double.ulpOfOne, "\(value) for \(expected)")
    }
    #expect(ExponentialDistribution(rate: 2).pdf(.infinity) == 0 && ExponentialDistribution(rate: 2).pdf(.nan).isNaN)
    func deviation(_ d: some Distribution) -> Double { d.standardDeviation }
    #expect(deviation(NormalDistribution(standardDeviation: 1e-200)) == 1e-200)
    #expect(deviation(ExponentialDistribution(rate: 0x1p600)) == 0x1p-600)
    #expect(deviation(GammaDistribution(shape: 4, scale: 0x1p-600)) == 0x1p-599)
    #expect((deviation(UniformDistribution(0...1e200)) / 2.886751345948129e199 - 1).magnitude <= 2 * .ulpOfOne)  // /√12
    #expect(deviation(StudentTDistribution(degreesOfFreedom: 4)) == Double(2).squareRoot())
  }

  @Test func `a place is in range where what it is computed from is not`() {
    func expect(_ value: Double, _ expected: Double, _ comment: Comment, within bound: Double = 4 * .ulpOfOne) {
      #expect((value / expected - 1).magnitude <= bound, "\(comment): \(value) for \(expected)")
    }
    // A quantile that comes from its logarithm has that one's rounding, ε·|log x|, with up to 710 here.
    let rounding = 710 * Double.ulpOfOne
    let cauchy = StudentTDistribution(degreesOfFreedom: 1)
    expect(cauchy.upperQuantile(1e-200), 1e200 / Double.pi, "tan(π/2 − π·q)", within: rounding)
    expect(cauchy.quantile(1e-300), -1e300 / Double.pi, "and of the other end", within: rounding)
    #expect(cauchy.quantile(0.5).sign == .plus && cauchy.upperQuantile(0) == .infinity)
    // With 2 degrees above, 1 − (1 + 2f/d)^(−d/2) is f where that is small; with 2 below, the upper tail is 1/f.
    let steep = FDistribution(numeratorDegrees: 2, denominatorDegrees: 2e12)
    let flat = FDistribution(numeratorDegrees: 2e10, denominatorDegrees: 2)
    expect(steep.quantile(1e-305), 1e-305, "f itself", within: rounding)
    expect(flat.upperQuantile(1e-303), 1e303, "1/f", within: rounding)
    // With shape ½ the lower tail is erf √(x/θ), near 0 2·√(x/(π·θ)), and the density half of that over x.
    let gamma = GammaDistribution(shape: 0.5, scale: 0x1p600)
    expect(gamma.cdf(0x1p-600), 0x1p-599 / Double.pi.squareRoot(), "cdf")
    expect(gamma.pdf(0x1p-600), 1 / Double.pi.squareRoot(), "pdf")
    expect(gamma.logPDF(0x1p-600), -0.5 * .log(.pi), "log pdf", within: rounding)
    expect(gamma.quantile(0x1p-599 / Double.pi.squareRoot()), 0x1p-600, "quantile", within: 2 * rounding)
    #expect(gamma.upperTail(0x1p-600) == 1)
  }

  @Test func `a shape beyond the range stops the program with the range`() async throws {
    let tooLarge = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BetaDistribution(1e18, 1e50)
    }
    #expect(try message(of: tooLarge).contains("parameters 1e+18 and 1e+50, not both in 1e-100 ... 1e15"))
    let tooSmall = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = StudentTDistribution(degreesOfFreedom: 0x7e8p-1074)
    }
    #expect(try message(of: tooSmall).contains("1e-320 degrees of freedom, not in 1e-100 ... 1e15"))
    #expect(Double.regularisedBeta(0.5, 0x7e8p-1074, 1).lower.isNaN && Double.regularisedBeta(0.5, 1, 1e18).upper.isNaN)
  }

  @Test func `near the middle a place takes the side of its exact quotient by the scale`() {
    // 3e-192/3e-200 rounds to the shape and is below it: P = ½ + 1/(3·√(2π·a)).
    let d = GammaDistribution(shape: 1e8, scale: 3e-200)
    #expect((d.cdf(3e-192) - 0.500013298).magnitude < 1e-9)
    #expect((d.upperTail(3e-192) - 0.499986702).magnitude < 1e-9)
  }
}

private func load(from file: String = #filePath) throws -> [DistributionReference.Case] {
  let folder = URL(filePath: file).deletingLastPathComponent()
  return try JSONDecoder().decode(
    [DistributionReference.Case].self, from: Data(contentsOf: folder.appending(path: "Reference/extremes.json")))
}
