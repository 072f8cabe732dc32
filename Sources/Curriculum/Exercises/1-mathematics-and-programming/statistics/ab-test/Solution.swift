/// What one variant of an experiment has brought so far.
struct Arm {
  /// 0 … trials.
  var successes: Int
  /// ≥ 1.
  var trials: Int
}

enum ABTestError: Error {
  /// An arm without trials, or with fewer than 0 or more than all successes.
  case counts(successes: Int, trials: Int)
  /// Equal proportions: no number of trials can tell them apart.
  case noDifference
  /// A proportion, a level or a power that does not lie strictly between 0 and 1.
  case outside(Double)
}

/// The z test of two proportions, two-sided, with the pooled proportion in its standard error.
///
/// - Parameters:
///   - a: the first arm.
///   - b: the second arm.
/// - Returns: z, positive if b has the larger share of successes, and P(|Z| ≥ |z|); z = 0 and p = 1 if both arms have
///   no success or nothing else.
/// - Throws: `ABTestError.counts` for the first arm that is none.
func twoProportionTest(_ a: Arm, _ b: Arm) throws -> (z: Double, pValue: Double) {
  // BEGIN SOLUTION
  for arm in [a, b] where arm.trials < 1 || !(0...arm.trials).contains(arm.successes) {
    throw ABTestError.counts(successes: arm.successes, trials: arm.trials)
  }
  let (m, n) = (Double(a.trials), Double(b.trials))
  let pooled = Double(a.successes + b.successes) / (m + n)
  if pooled == 0 || pooled == 1 { return (0, 1) }
  let error = (pooled * (1 - pooled) * (1 / m + 1 / n)).squareRoot()
  let z = (Double(b.successes) / n - Double(a.successes) / m) / error
  return (z, 2 * upperTail(.normal(mean: 0, standardDeviation: 1), abs(z)))
  // END SOLUTION
}

/// The probability that the test above rejects at a level, with n trials in each arm.
///
/// - Parameters:
///   - p: the true proportion of the first arm, 0 < p < 1.
///   - q: that of the second arm; it may be equal.
///   - trials: n ≥ 1 in each arm.
///   - level: 0 < α < 1.
/// - Returns: Φ((δ·√n − z·σ₀)/σ₁) + Φ((−δ·√n − z·σ₀)/σ₁).
/// - Throws: `ABTestError.outside` with the first of p, q, level that is not inside.
func power(_ p: Double, _ q: Double, trials: Int, level: Double) throws -> Double {
  // BEGIN SOLUTION
  if let value = [p, q, level].first(where: { !($0 > 0 && $0 < 1) }) { throw ABTestError.outside(value) }
  let mean = (p + q) / 2
  let (null, real) = ((2 * mean * (1 - mean)).squareRoot(), (p * (1 - p) + q * (1 - q)).squareRoot())
  let normal = Distribution.normal(mean: 0, standardDeviation: 1)
  let (z, shift) = (-quantile(normal, level / 2), (q - p) * Double(trials).squareRoot())
  return cdf(normal, (shift - z * null) / real) + cdf(normal, (-shift - z * null) / real)
  // END SOLUTION
}

/// How many trials each arm needs.
///
/// - Parameters:
///   - p: the proportion of the first arm, 0 < p < 1.
///   - q: that of the second arm which is to be told from it.
///   - level: 0 < α < 1, of the two-sided test.
///   - power: 0 < power < 1, the probability with which the difference is to be found.
/// - Returns: n = ((z·σ₀ + z_power·σ₁)/δ)², rounded up.
/// - Throws: `ABTestError.outside` with the first of p, q, level, power that is not inside, then `.noDifference`.
func sampleSize(_ p: Double, _ q: Double, level: Double, power: Double) throws -> Int {
  // BEGIN SOLUTION
  if let value = [p, q, level, power].first(where: { !($0 > 0 && $0 < 1) }) { throw ABTestError.outside(value) }
  guard p != q else { throw ABTestError.noDifference }
  let mean = (p + q) / 2
  let (null, real) = ((2 * mean * (1 - mean)).squareRoot(), (p * (1 - p) + q * (1 - q)).squareRoot())
  let normal = Distribution.normal(mean: 0, standardDeviation: 1)
  let root = (-quantile(normal, level / 2) * null + quantile(normal, power) * real) / (p - q)
  return Int((root * root).rounded(.up))
  // END SOLUTION
}

/// The look at which an experiment that is looked at several times may stop with a difference found.
///
/// - Parameters:
///   - looks: both arms at each look so far, all trials up to then.
///   - planned: how many looks there will be in all, ≥ looks.count.
///   - level: 0 < α < 1, of all looks together.
/// - Returns: the index of the first look with p ≤ α/planned; nil if there is none.
/// - Throws: `ABTestError.outside(level)`; what `twoProportionTest` throws.
func firstRejection(_ looks: [(a: Arm, b: Arm)], planned: Int, level: Double) throws -> Int? {
  // BEGIN SOLUTION
  guard level > 0, level < 1 else { throw ABTestError.outside(level) }
  return try looks.firstIndex { try twoProportionTest($0.a, $0.b).pValue <= level / Double(planned) }
  // END SOLUTION
}
