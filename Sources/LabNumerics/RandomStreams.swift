extension Xoshiro256StarStar {
  /// Goes 2¹²⁸ numbers ahead, as if `next()` had been called so often.
  ///
  /// - Complexity: 256 steps of the generator.
  ///
  /// The state is multiplied by the power of the transition that the authors' polynomial stands for.
  public mutating func jump() {
    advance(by: [0x180e_c6d3_3cfd_0aba, 0xd5a6_1266_f0c9_392c, 0xa958_2618_e03f_c9aa, 0x39ab_dc45_29b1_661c])
  }

  /// Goes 2¹⁹² numbers ahead: for processes or machines that each `jump()` for their own threads.
  public mutating func longJump() {
    advance(by: [0x76e1_5d3e_fefd_cbbf, 0xc500_4e44_1c52_2fb3, 0x7771_0069_854e_e241, 0x3910_9bb0_2acb_e635])
  }

  /// A generator for a stream of its own; this one goes on 2¹²⁸ numbers later.
  ///
  /// ```swift
  /// var generator = Xoshiro256StarStar(seed: 7)
  /// let streams = (0..<8).map { _ in generator.split() }  // one a thread, none of which meets another
  /// ```
  ///
  /// - Returns: the generator as it was. Its first 2¹²⁸ numbers belong to it alone.
  public mutating func split() -> Xoshiro256StarStar {
    let stream = self
    jump()
    return stream
  }

  private mutating func advance(by polynomial: [UInt64]) {
    typealias State = (UInt64, UInt64, UInt64, UInt64)
    var sum: State = (0, 0, 0, 0)
    for word in polynomial {
      for bit in 0..<64 {
        if word >> UInt64(bit) & 1 == 1 {
          // The state is private to its file, and all there is: four words.
          let state = unsafeBitCast(self, to: State.self)
          sum = (sum.0 ^ state.0, sum.1 ^ state.1, sum.2 ^ state.2, sum.3 ^ state.3)
        }
        _ = next()
      }
    }
    self = Xoshiro256StarStar(state: sum)
  }
}

extension SplitMix64 {
  /// A generator whose seed is the next number of this one.
  ///
  /// Both walk the same ring of 2⁶⁴ states, from places that have nothing to do with each other. Among m streams of n
  /// numbers each, two overlap with a probability of about m²·n/2⁶⁴: 10⁻⁶ for a thousand streams of ten million. Where
  /// that is too much, `Xoshiro256StarStar.split` excludes it.
  ///
  /// - Returns: the new stream; this one has moved on by one number.
  public mutating func split() -> SplitMix64 { SplitMix64(seed: next()) }
}
