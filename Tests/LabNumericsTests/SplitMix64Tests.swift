import LabNumerics
import Testing

@Suite struct SplitMix64Tests {
  @Test func `begins as the reference implementation does for its usual seed`() {
    var generator = SplitMix64(seed: 1_234_567)
    // From the recurrence in Python's integers; the same five stand in other languages' tests of this generator.
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test func `a copy goes its own way from the same place`() {
    var first = SplitMix64(seed: 0)
    var second = first
    #expect(first.next() == second.next())
  }
}
