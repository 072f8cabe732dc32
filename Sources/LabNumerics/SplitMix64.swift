/// A small, fast generator of random bits that gives the same sequence for the same seed on every machine.
///
/// 64 bits of state, period 2⁶⁴, any seed. Seeded with 1234567 it begins 6457827717110365317, 3203168211198807973,
/// 9817491932198370423. Not for secrets.
///
/// Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (OOPSLA 2014), with the constants of
/// Vigna's public-domain `splitmix64.c` (2015).
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator at the start of the sequence that belongs to `seed`.
  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
