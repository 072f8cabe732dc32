extension RandomNumberGenerator {
  /// The numbers 0 ..< count in random order, every order equally likely (as far as the generator's state allows).
  ///
  /// Fisher and Yates's exchange, from the front. The same on every machine, unlike `shuffled`, whose method is the
  /// standard library's own affair.
  ///
  /// - Parameter count: at least 0.
  /// - Returns: `count` indices.
  /// - Complexity: one word an index.
  public mutating func permutation(_ count: Int) -> [Int] {
    require(count >= 0, "permutation: \(count) numbers")
    return sample(count, outOf: count)
  }

  /// Different numbers from 0 ..< count, in random order: sampling without replacement.
  ///
  /// ```swift
  /// var generator = SplitMix64(seed: 1)
  /// let training = generator.sample(800, outOf: 1000)
  /// ```
  ///
  /// - Parameters:
  ///   - size: how many, 0 ... count.
  ///   - count: the number to choose from.
  /// - Returns: the first `size` of a permutation of 0 ..< count.
  /// - Complexity: one word each; memory for `size` numbers where that is few, for `count` otherwise.
  public mutating func sample(_ size: Int, outOf count: Int) -> [Int] {
    require(size >= 0 && size <= count, "sample: \(size) different ones out of \(count)")
    if size > count / 8 {
      var indices = Array(0..<count)
      for i in 0..<size { indices.swapAt(i, i + uniformInteger(below: count - i)) }
      return Array(indices.prefix(size))
    }
    // The same exchanges, remembering only the places that have changed.
    var moved: [Int: Int] = [:]
    return (0..<size).map { i in
      let j = i + uniformInteger(below: count - i)
      let chosen = moved[j] ?? j
      moved[j] = moved[i] ?? i
      return chosen
    }
  }

  /// Numbers from 0 ..< count, each equally likely each time: sampling with replacement, as for a bootstrap.
  ///
  /// - Parameters:
  ///   - size: how many, at least 0.
  ///   - count: the number to choose from, at least 1.
  /// - Returns: `size` indices.
  public mutating func sampleWithReplacement(_ size: Int, outOf count: Int) -> [Int] {
    require(size >= 0 && count > 0, "sampleWithReplacement: a sample of \(size) out of \(count)")
    return (0..<size).map { _ in uniformInteger(below: count) }
  }
}
