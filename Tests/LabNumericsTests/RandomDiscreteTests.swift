import LabNumerics
import Testing

@Suite struct RandomDiscreteTests {
  @Test func `the same seed gives these very numbers on every machine`() {
    // From integers in Python, `Reference/make_random.py`.
    var a = SplitMix64(seed: 2024)
    #expect((0..<8).map { _ in a.uniformInteger(below: 1000) } == [622, 97, 298, 116, 830, 552, 136, 596])
  }

  @Test func `counts are as frequent as their probabilities`() {
    var g = Xoshiro256StarStar(seed: 91)
    for mean in [0.1, 4, 9.99, 10, 25, 700] {
      expectFit(PoissonDistribution(mean: mean)) { g.poisson(mean: mean) }
    }
    for (n, p) in [(5, 0.5), (40, 0.1), (40, 0.97), (100, 0.3), (5000, 0.5), (1_000_000, 0.0001)] {
      expectFit(BinomialDistribution(trials: n, probability: p)) { g.binomial(trials: n, probability: p) }
    }
  }

  /// Pearson's χ² over the counts expected ten times or more and the two tails; a p-value below 10⁻⁴ is a fault.
  private func expectFit(_ distribution: some DiscreteDistribution, _ draw: () -> Int) {
    let n = 20_000
    let (low, high) = (distribution.quantile(0.001), distribution.upperQuantile(0.001))
    var counts = [Int](repeating: 0, count: high - low + 1)
    for _ in 0..<n { counts[min(max(draw(), low), high) - low] += 1 }
    var expected = (low...high).map { distribution.pmf($0) * Double(n) }
    expected[0] = distribution.cdf(low) * Double(n)
    expected[high - low] = distribution.upperTail(high - 1) * Double(n)
    var (statistic, cells, poolCount, poolExpected) = (0.0, 0, 0.0, 0.0)
    for (count, mean) in zip(counts, expected) {
      poolCount += Double(count)
      poolExpected += mean
      if poolExpected < 10 { continue }
      statistic += (poolCount - poolExpected) * (poolCount - poolExpected) / poolExpected
      (cells, poolCount, poolExpected) = (cells + 1, 0, 0)
    }
    let p = ChiSquaredDistribution(degreesOfFreedom: Double(max(cells - 1, 1))).upperTail(statistic)
    #expect(p > 1e-4, "\(distribution): \(statistic) on \(cells) cells")
  }

  @Test func `huge means and trials keep their mean and spread`() {
    var g = SplitMix64(seed: 92)
    let z = (0..<500).map { _ in (Double(g.poisson(mean: 1e15)) - 1e15) / 1e15.squareRoot() }
    #expect(z.allSatisfy { $0.magnitude < 6 })
    #expect((Vector(z).mean().magnitude, (Vector(z).variance() - 1).magnitude) < (0.224, 0.32), "five standard errors")
    let binomial = BinomialDistribution(trials: 1_000_000_000_000_000, probability: 0.3)
    let k = Double(g.binomial(trials: binomial.trials, probability: 0.3))
    #expect((k - binomial.mean).magnitude < 6 * binomial.standardDeviation)
  }

  @Test func `certain outcomes come out`() {
    var g = SplitMix64(seed: 93)
    #expect(g.poisson(mean: 0) == 0)
    #expect((g.binomial(trials: 0, probability: 0.4), g.binomial(trials: 9, probability: 0)) == (0, 0))
    #expect(g.binomial(trials: 9, probability: 1) == 9)
    #expect(g.uniformInteger(below: 1) == 0)
  }

  @Test func `a number below nothing stops the program`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      _ = generator.uniformInteger(below: 0)
    }
    #expect(try message(of: result).contains("no number below 0"))
  }
}
