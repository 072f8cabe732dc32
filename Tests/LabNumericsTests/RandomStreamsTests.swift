import LabNumerics
import Testing

@Suite struct RandomStreamsTests {
  // From the transition matrix in `Reference/make_random.py`.
  @Test func `a jump goes 2 to the 128 numbers ahead, a long one 2 to the 192`() {
    var generator = Xoshiro256StarStar(state: (1, 2, 3, 4))
    generator.jump()
    #expect(
      (0..<3).map { _ in generator.next() } == [
        13_534_147_089_533_256_664, 7_126_240_192_422_241_655, 3_805_973_808_039_778_091,
      ])
    var far = Xoshiro256StarStar(state: (1, 2, 3, 4))
    far.longJump()
    #expect(
      (0..<3).map { _ in far.next() } == [
        5_942_309_088_398_569_549, 15_625_447_729_937_358_436, 6_925_613_901_769_781_251,
      ])
  }

  @Test func `a split gives the stream at hand and leaves the one a jump ahead`() {
    var (parent, copy, jumped) = (Xoshiro256StarStar(seed: 7), Xoshiro256StarStar(seed: 7), Xoshiro256StarStar(seed: 7))
    var child = parent.split()
    jumped.jump()
    for _ in 0..<5 {
      #expect(child.next() == copy.next())
      #expect(parent.next() == jumped.next())
    }
  }

  @Test func `jumps commute with steps`() {
    var (a, b) = (Xoshiro256StarStar(seed: 3), Xoshiro256StarStar(seed: 3))
    a.jump()
    _ = a.next()
    _ = b.next()
    b.jump()
    #expect(a.next() == b.next())
  }

  @Test func `SplitMix64 splits into the generator its next number seeds`() {
    var (a, b) = (SplitMix64(seed: 5), SplitMix64(seed: 5))
    var child = a.split()
    var seeded = SplitMix64(seed: b.next())
    #expect(child.next() == seeded.next())
    #expect(a.next() == b.next())
  }
}
