/// A choice among categories 0 ..< n with given weights, drawn in constant time from an alias table.
///
/// ```swift
/// let die = CategoricalDistribution(weights: [1, 1, 1, 1, 1, 5])
/// die.probabilities[5]                           // 0.5
/// var generator = SplitMix64(seed: 1)
/// let throws = die.sample(100, using: &generator)  // half of them 5
/// ```
///
/// The categories' probabilities are cut so that n columns of equal height hold one or two categories each: a draw
/// picks a column and then one of its two. The same on every machine.
///
/// Walker (ACM TOMS 3, 1977); Vose, A linear algorithm for generating random numbers with a given distribution (IEEE
/// Transactions on Software Engineering 17, 1991).
public struct CategoricalDistribution: Sendable {
  /// The weights over their sum.
  public let probabilities: [Double]
  private let thresholds: [Double]
  private let aliases: [Int]

  /// - Parameter weights: at least one; 0 or more, finite, not all 0; in any unit.
  public init(weights: [Double]) {
    require(!weights.isEmpty, "CategoricalDistribution: no weights")
    for (i, weight) in weights.enumerated() {
      require(
        weight >= 0 && weight.isFinite, "CategoricalDistribution: weight \(i) is \(weight), negative or not finite")
    }
    let largest = weights.max() ?? 0
    require(largest > 0, "CategoricalDistribution: all \(weights.count) weights are 0")
    let scaled = weights.map { $0 / largest }  // so that the sum stays in range
    let total = compensatedSum(scaled.count) { scaled[$0] }
    let probabilities = scaled.map { $0 / total }

    let n = weights.count
    var heights = probabilities.map { $0 * Double(n) }
    var (thresholds, aliases) = ([Double](repeating: 1, count: n), Array(0..<n))
    var low = heights.indices.filter { heights[$0] < 1 }
    var high = heights.indices.filter { heights[$0] >= 1 }
    while let small = low.popLast(), let large = high.last {
      thresholds[small] = heights[small]
      aliases[small] = large
      heights[large] -= 1 - heights[small]
      if heights[large] < 1 {
        high.removeLast()
        low.append(large)
      }
    }
    // What rounding has left over is full, except that a category of weight 0 must never be drawn.
    let likeliest = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    for i in 0..<n where aliases[i] == i && probabilities[i] == 0 { (thresholds[i], aliases[i]) = (0, likeliest) }
    (self.probabilities, self.thresholds, self.aliases) = (probabilities, thresholds, aliases)
  }

  /// One category. Takes two words, rarely more.
  public func sample(using generator: inout some RandomNumberGenerator) -> Int {
    let column = generator.uniformInteger(below: thresholds.count)
    return generator.uniform() < thresholds[column] ? column : aliases[column]
  }

  /// Several categories, drawn in order.
  ///
  /// - Parameters:
  ///   - size: at least 0.
  ///   - generator: the source of the words.
  /// - Returns: `size` categories.
  public func sample(_ size: Int, using generator: inout some RandomNumberGenerator) -> [Int] {
    require(size >= 0, "sample: a sample of \(size)")
    return (0..<size).map { _ in sample(using: &generator) }
  }
}
