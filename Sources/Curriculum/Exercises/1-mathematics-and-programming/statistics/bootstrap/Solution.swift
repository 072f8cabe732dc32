enum BootstrapError: Error {
  /// A confidence level that does not lie between 0 and 1.
  case level(Double)
  /// A bootstrap distribution without numbers.
  case noNumbers
  /// No number lies below the estimate, or none above it: their bias cannot be measured.
  case onOneSide
}

/// A resample: which of n values are drawn, with replacement.
///
/// - Parameter uniforms: n numbers, 0 ≤ u < 1.
/// - Returns: n indices 0 ..< n; index k where n·u lies between k and k + 1.
func resample(_ uniforms: [Double]) -> [Int] {
  // BEGIN SOLUTION
  let n = uniforms.count
  return uniforms.map { Int(Double(n) * $0) }
  // END SOLUTION
}

/// The percentile interval of a bootstrap distribution.
///
/// - Parameters:
///   - distribution: the statistic of each of B ≥ 1 resamples, in any order.
///   - level: 0 < level < 1, the share that is to lie inside.
/// - Returns: the quantiles (type 7) at (1 − level)/2 and (1 + level)/2.
/// - Throws: `BootstrapError.level`, then `.noNumbers`.
func percentileInterval(_ distribution: [Double], level: Double) throws -> ClosedRange<Double> {
  // BEGIN SOLUTION
  guard level > 0, level < 1 else { throw BootstrapError.level(level) }
  guard !distribution.isEmpty else { throw BootstrapError.noNumbers }
  return try quantile(distribution, (1 - level) / 2)...quantile(distribution, (1 + level) / 2)
  // END SOLUTION
}

/// The BCa interval: the percentile interval, corrected for bias and for a spread that changes with the estimate.
///
/// - Parameters:
///   - x: the sample, n ≥ 1 values.
///   - statistic: of a sample that is not empty.
///   - distribution: the statistic of each of B ≥ 1 resamples of x, in any order.
///   - level: 0 < level < 1.
/// - Returns: two quantiles of the distribution; the estimate alone if n = 1 or all leave-one-out values are equal.
/// - Throws: `BootstrapError.level`, then `.noNumbers`, then `.onOneSide` unless the estimate alone is returned.
func bcaInterval(
  _ x: [Double], _ statistic: ([Double]) -> Double, distribution: [Double], level: Double
) throws -> ClosedRange<Double> {
  // BEGIN SOLUTION
  guard level > 0, level < 1 else { throw BootstrapError.level(level) }
  guard !distribution.isEmpty else { throw BootstrapError.noNumbers }
  let estimate = statistic(x)
  let leftOut = x.count < 2 ? [] : x.indices.map { i in statistic(Array(x[..<i] + x[(i + 1)...])) }
  if leftOut.allSatisfy({ $0 == leftOut[0] }) { return estimate...estimate }

  let below = distribution.reduce(0) { $0 + ($1 < estimate ? 1 : $1 == estimate ? 0.5 : 0) }
  let share = below / Double(distribution.count)
  guard share > 0, share < 1 else { throw BootstrapError.onOneSide }
  func phi(_ z: Double) -> Double { cdf(.normal(mean: 0, standardDeviation: 1), z) }
  func inverse(_ p: Double) -> Double { quantile(.normal(mean: 0, standardDeviation: 1), p) }
  let bias = inverse(share)

  let mean = leftOut.reduce(0, +) / Double(x.count)
  let d = leftOut.map { mean - $0 }
  let squares = d.reduce(0) { $0 + $1 * $1 }
  let acceleration = d.reduce(0) { $0 + $1 * $1 * $1 } / (6 * squares * squares.squareRoot())

  let ends = try [(1 - level) / 2, (1 + level) / 2].map { p in
    let z = bias + inverse(p)
    return try quantile(distribution, phi(bias + z / (1 - acceleration * z)))
  }
  return ends[0]...ends[1]
  // END SOLUTION
}
