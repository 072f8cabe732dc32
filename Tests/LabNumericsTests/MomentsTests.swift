import LabNumerics
import Testing

@Suite struct MomentsTests {
  @Test func `the worked example of the documentation`() {
    var moments = Moments([1, 2, 3])
    moments.add(6)
    #expect(moments.mean == 3)
    #expect((moments.variance(ddof: 1) - 14.0 / 3).magnitude < 1e-15)
    #expect(((Moments([1, 2]) + Moments([3, 6])).variance() - 14.0 / 3).magnitude < 1e-15)
    #expect((moments.count, moments.minimum, moments.maximum) == (4, 1, 6))
  }

  @Test func `streams cut anywhere and put together agree with exact fractions`() throws {
    let lopsided = try StatisticsReference.load().lopsided
    let expected = lopsided.moments
    for cut in [0, 1, 2, 17, 59, 60] {
      var moments = Moments(lopsided.data[..<cut])
      moments += Moments(lopsided.data[cut...])
      // Sixty numbers of about one condition: n·ε.
      let bound = 60 * Double.ulpOfOne
      #expect(moments.count == 60)
      #expect((moments.mean / expected.mean - 1).magnitude < bound)
      #expect((moments.variance() / expected.variance - 1).magnitude < bound)
      #expect((moments.skewness / expected.skewness - 1).magnitude < bound)
      #expect((moments.excessKurtosis / expected.excessKurtosis - 1).magnitude < bound)
    }
  }

  @Test func `a million numbers in a thousand pieces lose no digits that matter`() {
    var generator = SplitMix64(seed: 71)
    var whole = Moments()
    var pieces = Moments()
    for _ in 0..<1000 {
      var piece = Moments()
      for _ in 0..<1000 {
        let x: Double = generator.uniform(in: 1e6..<(1e6 + 1))
        piece.add(x)
        whole.add(x)
      }
      pieces += piece
    }
    #expect((whole.variance() * 12 - 1).magnitude < 0.005, "σ² of the sample variance is 1/180n")
    // κ = x̄/σ is 3·10⁶, and the errors of a million steps average out.
    #expect((whole.variance() / pieces.variance() - 1).magnitude < 1e-9)
    #expect((whole.excessKurtosis + 1.2).magnitude < 0.01)
  }

  @Test func `nothing, one number and NaN`() {
    let none = Moments()
    #expect(none.mean.isNaN && none.variance().isNaN && none.skewness.isNaN && none.minimum.isNaN)
    #expect(none + none == none)
    let one = Moments([4])
    #expect((one.mean, one.variance(ddof: 0)) == (4, 0))
    #expect(one.variance().isNaN && one.skewness.isNaN)
    let gap = Moments([1, .nan, 2])
    #expect(gap.count == 3 && gap.mean.isNaN && gap.variance().isNaN && gap.maximum.isNaN)
  }

  @Test func `a mean between numbers too far apart for their difference is in range`() {
    #expect(Moments([-1.5e308, 1.5e308]).mean == 0)
    #expect((Moments([-1.7e308, 1.7e308, 1.7e308]).mean / (1.7e308 / 3) - 1).magnitude < 1e-14)
    #expect((Moments([1.7e308]) + Moments([-1.7e308])).mean == 0)
  }

  @Test func `infinity and NaN count alike wherever they stand, in one stream or in two`() {
    let infinity = Double.infinity
    for (numbers, mean, least, largest) in [
      ([infinity, 1, 2], infinity, 1, infinity), ([-infinity, 1], -infinity, -infinity, 1),
      ([infinity, infinity], infinity, infinity, infinity), ([infinity, 3, -infinity], .nan, -infinity, infinity),
      ([.nan, 1], .nan, .nan, .nan), ([infinity, .nan], .nan, .nan, .nan),
    ] {
      for order in [numbers, numbers.reversed()] {
        for cut in 0...order.count {
          for moments in [Moments(order), Moments(order[..<cut]) + Moments(order[cut...])] {
            func same(_ a: Double, _ b: Double) -> Bool { a == b || a.isNaN && b.isNaN }
            #expect(same(moments.mean, mean), "\(order), \(cut): \(moments.mean)")
            #expect(same(moments.minimum, least) && same(moments.maximum, largest), "\(order), \(cut): \(moments)")
            #expect(moments.variance().isNaN && moments.skewness.isNaN && moments.excessKurtosis.isNaN)
          }
        }
      }
    }
  }

  @Test func `numbers whose squares leave the range spoil no more than the squares`() {
    let huge = Moments([1e300, 1e300, 1e300])
    #expect((huge.mean, huge.variance()) == (1e300, 0))
    #expect(Moments([1e300, 2e300]).variance() == .infinity && Moments([1e300, 2e300]).maximum == 2e300)
    #expect(Moments([.infinity]).variance(ddof: 0).isNaN)
  }
}
