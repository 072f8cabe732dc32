/// All numbers from lower to upper.
struct Interval {
  var lower: Double
  var upper: Double
}

/// Why there is no interval.
enum IntervalError: Error {
  /// Two numbers are the least.
  case tooFew(count: Int)
  /// A level must lie between 0 and 1, both excluded.
  case level(Double)
  /// 0 ≤ successes ≤ trials and trials ≥ 1 must hold.
  case counts(successes: Int, trials: Int)
  /// Pairs need as many numbers on either side.
  case unequal(Int, Int)
}

/// Student's interval for the mean of a normal population.
///
/// - Parameters:
///   - x: n ≥ 2 independent measurements.
///   - level: the confidence, between 0 and 1: 0.95.
/// - Returns: x̄ ± t·s/√n; NaN at both ends if a measurement is NaN.
/// - Throws: `IntervalError.level`, then `.tooFew(count:)`.
func meanInterval(_ x: [Double], level: Double) throws -> Interval {
  // BEGIN SOLUTION
  guard level > 0, level < 1 else { throw IntervalError.level(level) }
  guard x.count >= 2 else { throw IntervalError.tooFew(count: x.count) }
  let moments = RunningMoments(x)
  let t = quantile(.studentT(degreesOfFreedom: Double(x.count - 1)), (1 + level) / 2)
  let half = t * (moments.variance / Double(x.count)).squareRoot()
  return Interval(lower: moments.mean - half, upper: moments.mean + half)
  // END SOLUTION
}

/// Student's interval for the mean change of pairs.
///
/// - Parameters:
///   - before: n ≥ 2 measurements.
///   - after: n measurements of the same subjects in the same order.
///   - level: the confidence, between 0 and 1.
/// - Returns: the interval for the mean of after − before.
/// - Throws: `IntervalError.unequal` with both counts, then as `meanInterval`.
func pairedInterval(_ before: [Double], _ after: [Double], level: Double) throws -> Interval {
  // BEGIN SOLUTION
  guard before.count == after.count else { throw IntervalError.unequal(before.count, after.count) }
  return try meanInterval(zip(before, after).map { $1 - $0 }, level: level)
  // END SOLUTION
}

/// Wilson's interval for a proportion: all p that a test of their own standard error does not reject.
///
/// - Parameters:
///   - successes: k, 0 ... n.
///   - trials: n ≥ 1.
///   - level: the confidence, between 0 and 1.
/// - Returns: an interval within 0 ... 1; its end is exactly 0 for k = 0 and exactly 1 for k = n.
/// - Throws: `IntervalError.level`, then `.counts(successes:trials:)`.
func wilsonInterval(successes: Int, trials: Int, level: Double) throws -> Interval {
  // BEGIN SOLUTION
  guard level > 0, level < 1 else { throw IntervalError.level(level) }
  guard trials >= 1, successes >= 0, successes <= trials else {
    throw IntervalError.counts(successes: successes, trials: trials)
  }
  let (k, n) = (Double(successes), Double(trials))
  let z = quantile(.normal(mean: 0, standardDeviation: 1), (1 + level) / 2)
  let share = k / n
  let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  let centre = share + z * z / (2 * n)
  let scale = 1 + z * z / n
  return Interval(
    lower: successes == 0 ? 0 : (centre - half) / scale, upper: successes == trials ? 1 : (centre + half) / scale)
  // END SOLUTION
}

/// Clopper and Pearson's interval for a proportion, with at least the confidence asked for whatever p is.
///
/// - Parameters:
///   - successes: k, 0 ... n.
///   - trials: n ≥ 1.
///   - level: the confidence, between 0 and 1.
/// - Returns: the p for which k or more, and the p for which k or fewer, come with probability (1 − level)/2; 0 for the
///   lower end if k = 0, 1 for the upper if k = n.
/// - Throws: `IntervalError.level`, then `.counts(successes:trials:)`.
func exactInterval(successes: Int, trials: Int, level: Double) throws -> Interval {
  // BEGIN SOLUTION
  guard level > 0, level < 1 else { throw IntervalError.level(level) }
  guard trials >= 1, successes >= 0, successes <= trials else {
    throw IntervalError.counts(successes: successes, trials: trials)
  }
  let (k, n) = (Double(successes), Double(trials))
  var interval = Interval(lower: 0, upper: 1)
  if k > 0 {
    let f = quantile(.f(numerator: 2 * (n - k + 1), denominator: 2 * k), (1 + level) / 2)
    interval.lower = k / (k + (n - k + 1) * f)
  }
  if k < n {
    let f = quantile(.f(numerator: 2 * (k + 1), denominator: 2 * (n - k)), (1 + level) / 2)
    interval.upper = (k + 1) * f / (n - k + (k + 1) * f)
  }
  return interval
  // END SOLUTION
}
