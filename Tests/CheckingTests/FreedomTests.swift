import Glibc
import LabNumerics
import Testing

@testable import Checking

extension SessionTests {
  @Suite(.serialized) struct FreedomTests {
    @Test func `numbers in any order`() {
      #expect(failures { expect([3, 1, 2], equalsInAnyOrder: [1, 2, 3]) }.isEmpty)
      #expect(!failures { expect([3, 1, 1], equalsInAnyOrder: [1, 2, 3]) }.isEmpty)
      #expect(!failures { expect([3, 1, .nan], equalsInAnyOrder: [1, 2, 3]) }.isEmpty)
      #expect(!failures { expect([1, 2], equalsInAnyOrder: [1, 2, 2]) }.isEmpty)
    }

    @Test func `rows in any order take the nearest that is left`() {
      let right = [[0.0, 1], [5, 5], [9, 0]]
      #expect(failures { expect([[9, 0], [0, 1], [5, 5]], rowsInAnyOrder: right) }.isEmpty)
      #expect(!failures { expect([[9, 0], [9, 0], [5, 5]], rowsInAnyOrder: right) }.isEmpty)
      #expect(!failures { expect([[9, 0], [0, 1], [5, 5], [5, 5]], rowsInAnyOrder: right) }.isEmpty)
      #expect(!failures { expect([[9, 0], [.nan, 1], [5, 5]], rowsInAnyOrder: right) }.isEmpty)
    }

    @Test func `a vector or its negative, but no mixture`() {
      #expect(failures { expect([-1, 2], equalsUpToSign: [1, -2]) }.isEmpty)
      #expect(failures { expect([1, -2], equalsUpToSign: [1, -2]) }.isEmpty)
      #expect(!failures { expect([1, 2], equalsUpToSign: [1, -2]) }.isEmpty)
      #expect(failures { expect([0.0, 0], equalsUpToSign: [0, 0]) }.isEmpty)
    }

    @Test func `a subspace, whatever its basis`() {
      let basis = [[1.0, 0, 0, 0], [0, 1, 0, 0]]
      #expect(failures { expect([[1, 1, 0, 0], [1, -2, 0, 0]], spansAs: basis, withinSine: 1e-14) }.isEmpty)
      // Turned out of the plane by θ = 1e-3, the sine of the angle between the planes is sin θ.
      let tilted = [[1.0, 0, 0, 0], [0, cos(1e-3), sin(1e-3), 0]]
      let found = failures { expect(tilted, spansAs: basis, withinSine: 0.9e-3, what: "the basis") }
      #expect(
        found.map(\.message) == [
          "the basis spans another subspace: the sine of the largest angle between the two is 1e-3, allowed is at most "
            + "9e-4"
        ])
      #expect(failures { expect(tilted, spansAs: basis, withinSine: 1.1e-3) }.isEmpty)
      let flat = failures { expect([[1, 1, 0, 0], [2, 2, 0, 0]], spansAs: basis, withinSine: 1e-3, what: "V") }
      #expect(flat.map(\.message) == ["V is 2 vectors, but they span only 1 dimensions"])
      #expect(!failures { expect([[1, Double.nan, 0, 0], [2, 2, 0, 0]], spansAs: basis, withinSine: 1e-3) }.isEmpty)
    }

    @Test func `labels are free in their names, not in their grouping`() {
      #expect(failures { expect([7, 7, 1, 3], equalsUpToRelabelling: [0, 0, 1, 2]) }.isEmpty)
      let split = failures { expect([7, 8, 1, 3], equalsUpToRelabelling: [0, 0, 1, 2], what: "labels") }
      #expect(split.map(\.message) == ["labels: 0 and 1 belong to one group, but have the labels 7 and 8"])
      let merged = failures { expect([7, 7, 1, 1], equalsUpToRelabelling: [0, 0, 1, 2], what: "labels") }
      #expect(merged.map(\.message) == ["labels: 2 and 3 have one label (1), but belong to different groups"])
      #expect(!failures { expect([1], equalsUpToRelabelling: [1, 2]) }.isEmpty)
    }
  }

  @Suite(.serialized) struct DistributionTests {
    @Test func `a normal sample follows the normal distribution and no other`() {
      var random = SplitMix64(seed: 5)
      let sample: [Double] = (0..<2000).map { _ in random.normal() }
      #expect(failures { expect(sample: sample, follows: NormalDistribution()) }.isEmpty)
      #expect(!failures { expect(sample: sample, follows: NormalDistribution(mean: 0.2)) }.isEmpty)
      #expect(!failures { expect(sample: sample.map { abs($0) }, follows: NormalDistribution()) }.isEmpty)
      #expect(!failures { expect(sample: sample + [.nan], follows: NormalDistribution()) }.isEmpty)
      #expect(!failures { expect(sample: [0.1], follows: NormalDistribution()) }.isEmpty)
    }

    @Test func `right samples are refused once in a million`() {
      // The test's own size: over 2000 seeds the share of p below 1 % is 1 % (± 3 σ = 0.7 %), and none is refused.
      var small = 0
      for seed in 1...2000 {
        var random = SplitMix64(seed: UInt64(seed))
        let sample = (0..<50).map { _ in random.uniform(Double.self) }.sorted()
        let gap = sample.indices.map { max(Double($0 + 1) / 50 - sample[$0], sample[$0] - Double($0) / 50) }.max()!
        if kolmogorovTail((50.0.squareRoot() + 0.12 + 0.11 / 50.0.squareRoot()) * gap) < 0.01 { small += 1 }
        #expect(failures { expect(sample: sample, follows: UniformDistribution(0...1)) }.isEmpty)
      }
      #expect((6...34).contains(small))
    }

    @Test func `Kolmogorov's tail has its tabulated values`() {
      // Smirnov, Annals of Mathematical Statistics 19 (1948): L(1.36) = 0.950515, L(0.5) = 0.036055, L(2) = 0.999329.
      #expect(abs(kolmogorovTail(1.36) - (1 - 0.950515)) < 1e-6)
      #expect(abs(kolmogorovTail(0.5) - (1 - 0.036055)) < 1e-6)
      #expect(abs(kolmogorovTail(2) - (1 - 0.999329)) < 1e-6)
      #expect(kolmogorovTail(0.1) == 1)
    }

    @Test func `counts follow their probabilities`() {
      #expect(
        failures { expect(counts: [16, 18, 16, 14, 12, 12], follow: .init(repeating: 1 / 6.0, count: 6)) }.isEmpty)
      #expect(!failures { expect(counts: [160, 80, 60], follow: [1 / 3.0, 1 / 3.0, 1 / 3.0]) }.isEmpty)
      let impossible = failures { expect(counts: [50, 1], follow: [1, 0], what: "the counts") }
      #expect(impossible.map(\.message) == ["the counts: [1] came 1 times, its probability is 0"])
      #expect(!failures { expect(counts: [1, 1], follow: [0.5, 0.5]) }.isEmpty)
    }
  }

  @Suite(.serialized) struct ConductTests {
    @Test func `a sequence goes one way`() {
      #expect(failures { expect([3, 2, 2, 1], is: .nonIncreasing) }.isEmpty)
      let rise = failures { expect([3, 2, 2.5], is: .nonIncreasing, what: "the loss") }
      #expect(rise.map(\.message) == ["the loss is not non-increasing: [1] is 2, [2] is 2.5"])
      #expect(failures { expect([3, 2, 2.5], is: .nonIncreasing, slack: 0.5) }.isEmpty)
      #expect(!failures { expect([2, 2], is: .increasing) }.isEmpty)
      #expect(!failures { expect([.nan], is: .increasing) }.isEmpty)
      #expect(!failures { expect([1, .nan], is: .increasing) }.isEmpty)
      #expect(failures { expect([1], is: .decreasing) }.isEmpty)
    }

    @Test func `what is written through a pointer is noticed`() {
      let x = [1.0, 2, 3]
      #expect(failures { expect(untouched: x, named: "x") { $0.reduce(0, +) } }.isEmpty)
      let found = failures {
        expect(untouched: x, named: "x") { x in
          x.withUnsafeBufferPointer { UnsafeMutablePointer(mutating: $0.baseAddress!)[1] = .nan }
        }
      }
      #expect(found.map(\.message) == ["x was changed by the call: [1] was 2 and is NaN"])
    }

    @Test func `calls are counted`() {
      let f = Counted { (x: Double) in x * x }
      let silent = failures { expect(f, named: "f", calledAtMost: 2) }
      #expect(silent.map(\.message) == ["f was evaluated 0 times, expected at least once"])
      for x in 0..<3 { #expect(f.function(Double(x)) == Double(x * x)) }
      #expect(failures { expect(f, calledAtMost: 3) }.isEmpty)
      let many = failures { expect(f, named: "f", calledAtMost: 2) }
      #expect(many.map(\.message) == ["f was evaluated 3 times, allowed are at most 2"])
    }
  }
}
