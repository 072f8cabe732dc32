import LabNumerics
import RealModule
import Testing

/// Against mpmath; `Reference/make_distributions.py` says how the values came about.
@Suite struct SpecialFunctionsTests {
  @Test func `every function has 15 digits on its grid`() throws {
    for golden in try DistributionReference.load().functions {
      let x = golden.arguments[0]
      let value =
        switch golden.name {
        case "erfcx": Double.erfcx(x)
        case "logGammaOnePlus": Double.logGammaOnePlus(x)
        case "logOnePlusMinus": Double.logOnePlusMinus(x)
        case "logBeta": Double.logBeta(x, golden.arguments[1])
        case "normalUpperQuantile": Double.normalUpperQuantile(x)
        default: Double.inverseErf(x)
        }
      #expect((value - golden.value).magnitude <= 1e-15 * golden.value.magnitude, "\(golden): \(value)")
    }
  }

  @Test func `the ends of the domains have their values`() {
    #expect(Double.erfcx(.infinity) == 0)
    #expect(Double.erfcx(-.infinity) == .infinity)
    #expect(Double.erfcx(.nan).isNaN)
    #expect((Double.inverseErf(1), Double.inverseErf(-1), Double.inverseErf(0)) == (.infinity, -.infinity, 0))
    #expect((Double.inverseErfc(0), Double.inverseErfc(2), Double.inverseErfc(1)) == (.infinity, -.infinity, 0))
    #expect(Double.inverseErf(1.5).isNaN && Double.inverseErfc(-1).isNaN && Double.normalQuantile(2).isNaN)
    #expect((Double.normalQuantile(0), Double.normalQuantile(1)) == (-.infinity, .infinity))
    #expect(Double.logBeta(0, 1).isNaN && Double.logBeta(1, .infinity).isNaN)
    #expect(Double.logOnePlusMinus(-1) == -.infinity && Double.logOnePlusMinus(-2).isNaN)
    #expect(Double.regularisedGamma(1, 0) == (0, 1))
    #expect(Double.regularisedGamma(1, .infinity) == (1, 0))
    #expect(Double.regularisedGamma(-1, 1).lower.isNaN && Double.regularisedGamma(1, -1).upper.isNaN)
    #expect(Double.regularisedBeta(0, 1, 2) == (0, 1))
    #expect(Double.regularisedBeta(1, 1, 2) == (1, 0))
    #expect(Double.regularisedBeta(1.5, 1, 2).lower.isNaN && Double.regularisedBeta(.nan, 1, 2).upper.isNaN)
  }

  @Test func `closed forms hold on random arguments`() {
    var generator = SplitMix64(seed: 21)
    for _ in 0..<200 {
      let x: Double = generator.uniform()
      #expect(abs(Double.regularisedBeta(x, 1, 1).lower / x - 1) < 1e-14)
      #expect(abs(Double.regularisedBeta(x, 3, 1).lower / (x * x * x) - 1) < 1e-14)
      #expect(abs(Double.regularisedGamma(1, 5 * x).upper / .exp(-5 * x) - 1) < 1e-14)
      #expect(abs(Double.regularisedGamma(0.5, x * x).lower / .erf(x) - 1) < 1e-14)
      #expect(abs(Double.erf(Double.inverseErf(x)) / x - 1) < 1e-15)
      #expect(abs(Double.erfcx(3 * x) * .exp(-9 * x * x) / .erfc(3 * x) - 1) < 1e-14)
    }
  }
}
