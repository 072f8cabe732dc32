import LabNumerics
import Testing

@Suite struct QuantilesTests {
  @Test func `the worked example of the documentation`() {
    let x: Vector<Double> = [1, 2, 3, 4]
    #expect(x.quantile(0.5) == 2.5)
    #expect(x.quantile(0.5, type: .inverseDistribution) == 2)
    #expect(x.median() == 2.5)
  }

  @Test func `all nine types agree with the formulas of Hyndman and Fan in exact fractions`() throws {
    for golden in try StatisticsReference.load().quantiles {
      let x = Vector(golden.data)
      for type in QuantileType.allCases {
        let values = x.quantiles(golden.shares, type: type)
        for (i, expected) in golden.types[type.rawValue - 1].enumerated() {
          // The position is rounded by ε·n, and the data reach to 5.
          let bound = 10 * Double(x.count) * .ulpOfOne
          #expect((values[i] - expected).magnitude <= bound, "type \(type.rawValue), \(x.count) at \(golden.shares[i])")
        }
      }
    }
  }

  @Test func `quantiles grow with the share and stay between the extremes`() {
    var generator = SplitMix64(seed: 51)
    for count in [1, 2, 7, 30] {
      let x = Vector<Double>.randomNormal(count, using: &generator)
      for type in QuantileType.allCases {
        let values = x.quantiles((0...100).map { Double($0) / 100 }, type: type)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(values.first == x.min() && values.last == x.max())
      }
    }
  }

  @Test func `the mean of the two in the middle keeps the digits that cancellation leaves`() {
    // a + (b − a)/2 would be 0: b − a = 2 + ε rounds to 2.
    let x: Vector<Double> = [-1, 1 + .ulpOfOne, 5, -5]
    #expect(x.median() == .ulpOfOne / 2 && x.quantile(0.5, type: .averagedInverseDistribution) == .ulpOfOne / 2)
    #expect(([1.7e308, 1.7e308.nextDown] as Vector<Double>).median() >= 1.7e308.nextDown)
    #expect(([-1, 1 + .ulpOfOne] as Vector<Float>).median() == .ulpOfOne / 2)
  }

  @Test func `infinite and huge data give no NaN of their own`() {
    let x: Vector<Double> = [-.infinity, 1, 2, .infinity]
    #expect(x.quantiles([0, 1.0 / 3, 0.5, 1]) == [-.infinity, 1, 1.5, .infinity])
    #expect(([-1.5e308, 1.5e308] as Vector<Double>).median() == 0)
  }

  @Test func `a share outside its range stops the program with what came`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ([1, 2] as Vector<Double>).quantile(95)
    }
    #expect(try message(of: result).contains("95.0 is not a share, 0 ... 1"))
  }
}
