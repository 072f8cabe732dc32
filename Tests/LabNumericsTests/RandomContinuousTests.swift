import RealModule
import Testing

@testable import LabNumerics

@Suite struct RandomContinuousTests {
  @Test func `the reproducible logarithm and exponential are good to two ulps`() {
    var generator = SplitMix64(seed: 81)
    for _ in 0..<20_000 {
      let x = Double.exp(generator.uniform(in: -700..<700))
      #expect((reproducibleLog(x) - .log(x)).magnitude <= 2 * Double.log(x).ulp)
      let near = 1 + generator.uniform(in: -0.3..<0.3)
      #expect((reproducibleLog(near) - .log(near)).magnitude <= 2 * Double.log(near).ulp)
      let y: Double = generator.uniform(in: -700..<700)
      #expect((reproducibleExp(y) / .exp(y) - 1).magnitude <= 2 * .ulpOfOne)
    }
    #expect((reproducibleLog(1), reproducibleExp(0), reproducibleExp(-800)) == (0, 1, 0))
  }

  @Test func `the same seed gives these very numbers on every machine`() {
    // From the formula in Python's floats, `Reference/make_random.py`.
    var a = SplitMix64(seed: 2024)
    #expect(
      (0..<4).map { _ in a.exponential() } == [
        0.974888366134838, 0.10228957857973056, 0.35464295427643316, 0.12350947250642601,
      ])
  }

  @Test func `numbers fall where the distribution functions say`() {
    var g = Xoshiro256StarStar(seed: 82)
    expectFit(ExponentialDistribution(rate: 3)) { g.exponential(rate: 3) }
    for shape in [0.05, 0.7, 1, 4.5, 3000] {
      expectFit(GammaDistribution(shape: shape, scale: 2)) { g.gamma(shape: shape, scale: 2) }
    }
    for (a, b) in [(0.02, 3), (0.3, 0.5), (0.4, 9), (2, 3), (500, 20)] {
      expectFit(BetaDistribution(a, b)) { g.beta(a, b) }
    }
    expectFit(NormalDistribution()) { g.reproducibleNormal() }
  }

  /// Kolmogorov and Smirnov: the largest gap exceeds 1.95/√n once in a thousand.
  private func expectFit(_ distribution: some ContinuousDistribution, _ draw: () -> Double) {
    let n = 10_000
    let places = (0..<n).map { _ in distribution.cdf(draw()) }.sorted()
    let gap = places.enumerated().map { i, p in (p - (Double(i) + 0.5) / Double(n)).magnitude }.max()!
    #expect(gap < 1.95 / Double(n).squareRoot(), "\(distribution): \(gap)")
  }

  @Test func `shapes whose numbers are below every Double still give a beta number`() {
    var generator = SplitMix64(seed: 83)
    let x = (0..<1000).map { _ in generator.beta(1e-8, 1e-8) }
    #expect(x.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect((x.reduce(0, +) / 1000 - 0.5).magnitude < 0.08, "five standard errors of a coin")
  }

  @Test func `a rate or shape that is not positive stops the program with what came`() async throws {
    let rate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      _ = generator.exponential(rate: 0)
    }
    #expect(try message(of: rate).contains("a rate of 0.0"))
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      _ = generator.gamma(shape: .nan)
    }
    #expect(try message(of: shape).contains("a shape of nan"))
  }
}
