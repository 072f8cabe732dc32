import LabNumerics
import Testing

@Suite struct Xoshiro256StarStarTests {
  @Test func `begins as the published algorithm does from the state one to four`() {
    var generator = Xoshiro256StarStar(state: (1, 2, 3, 4))
    // From the recurrence in Python's integers; by hand, 2·5 rotated by 7 and times 9 is 11520, then comes 0.
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      16_172_922_978_634_559_625,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test func `a seed stands for the four numbers SplitMix64 gives`() {
    var source = SplitMix64(seed: 42)
    var seeded = Xoshiro256StarStar(seed: 42)
    var stated = Xoshiro256StarStar(state: (source.next(), source.next(), source.next(), source.next()))
    #expect((0..<5).map { _ in seeded.next() } == (0..<5).map { _ in stated.next() })
  }

  @Test func `a state of zeros stops the program`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Xoshiro256StarStar(state: (0, 0, 0, 0))
    }
    #expect(try message(of: result).contains("only ever gives zeros"))
  }
}
