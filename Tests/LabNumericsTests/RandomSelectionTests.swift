import LabNumerics
import Testing

@Suite struct RandomSelectionTests {
  @Test func `a permutation holds every index once, and all orders are equally likely`() {
    var g = SplitMix64(seed: 101)
    #expect(g.permutation(100).sorted() == Array(0..<100))
    #expect(g.permutation(0) == [] && g.permutation(1) == [0])
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[g.permutation(3), default: 0] += 1 }
    // 1000 each, standard deviation 29.
    #expect(counts.count == 6 && counts.values.allSatisfy { (855...1145).contains($0) })
  }

  @Test func `a small sample is the head of the permutation the same words make`() {
    for (size, count) in [(0, 5), (3, 1000), (10, 90), (124, 1000), (200, 1000)] {
      var (a, b) = (SplitMix64(seed: 102), SplitMix64(seed: 102))
      let sample = a.sample(size, outOf: count)
      #expect(sample == Array(b.permutation(count).prefix(size)))
      #expect(Set(sample).count == size)
    }
  }

  @Test func `with replacement every index is drawn again and again`() {
    var g = SplitMix64(seed: 103)
    let sample = g.sampleWithReplacement(3000, outOf: 3)
    for i in 0..<3 { #expect((871...1129).contains(sample.count { $0 == i }), "five deviations of 25.8") }
  }

  @Test func `more different ones than there are stop the program with both numbers`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      _ = generator.sample(6, outOf: 5)
    }
    #expect(try message(of: result).contains("6 different ones out of 5"))
  }

  @Test func `what cannot be drawn stops the program under the name that was called`() async throws {
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      _ = generator.permutation(-1)
    }
    #expect(try message(of: negative).contains("permutation: -1 numbers"))
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      _ = generator.sampleWithReplacement(2, outOf: 0)
    }
    #expect(try message(of: none).contains("sampleWithReplacement: a sample of 2 out of 0"))
  }
}
