import LabNumerics
import Testing

@Suite struct CategoricalDistributionTests {
  @Test func `categories are as frequent as their weights, those of weight 0 absent`() {
    var g = SplitMix64(seed: 111)
    for weights in [[1, 1, 1, 1, 1, 5], [0, 3, 0, 1e-3, 7], [1], [0, 1e300, 1e300], [1e-307, 1e-307, 0]] as [[Double]] {
      let distribution = CategoricalDistribution(weights: weights)
      #expect((distribution.probabilities.reduce(0, +) - 1).magnitude < 1e-15)
      let n = 20_000
      let sample = distribution.sample(n, using: &g)
      for (i, p) in distribution.probabilities.enumerated() {
        let count = Double(sample.count { $0 == i })
        #expect((count - Double(n) * p).magnitude <= 5 * (Double(n) * p * (1 - p)).squareRoot())
      }
    }
  }

  @Test func `weights that are negative or all 0 stop the program with what came`() async throws {
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CategoricalDistribution(weights: [1, -2])
    }
    #expect(try message(of: negative).contains("weight 1 is -2.0"))
    let nothing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CategoricalDistribution(weights: [0, 0])
    }
    #expect(try message(of: nothing).contains("all 2 weights are 0"))
  }
}
