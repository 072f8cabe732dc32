/// A fast generator of random bits with a long period, for simulations that draw more than a few billion numbers.
///
/// 256 bits of state, period 2²⁵⁶ − 1. With the state 1, 2, 3, 4 it begins 11520, 0, 1509978240, 1215971899390074240. Not
/// for secrets.
///
/// Blackman and Vigna, Scrambled Linear Pseudorandom Number Generators (ACM TOMS 47, 2021).
public struct Xoshiro256StarStar: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator whose state is the next four numbers of `SplitMix64(seed:)`, as its authors recommend.
  public init(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    state = (generator.next(), generator.next(), generator.next(), generator.next())
  }

  /// A generator with the given state, not all zero.
  public init(state: (UInt64, UInt64, UInt64, UInt64)) {
    require(state != (0, 0, 0, 0), "Xoshiro256StarStar: a state of zeros only ever gives zeros")
    self.state = state
  }

  public mutating func next() -> UInt64 {
    let result = rotate(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotate(state.3, by: 45)
    return result
  }
}

private func rotate(_ word: UInt64, by count: UInt64) -> UInt64 { word << count | word >> (64 - count) }
