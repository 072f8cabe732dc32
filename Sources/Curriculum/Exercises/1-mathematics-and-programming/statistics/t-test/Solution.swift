/// The outcome of a t test.
struct TTest {
  /// How many standard errors the means lie apart.
  var statistic: Double
  /// Degrees of freedom, not necessarily whole.
  var degreesOfFreedom: Double
  /// The probability of a statistic as far from 0 or farther, to either side, if the means are equal.
  var pValue: Double
}

/// Why there is no test.
enum TestError: Error {
  /// A sample with fewer than two numbers; the first such.
  case tooFew(count: Int)
  /// Pairs need as many numbers on either side.
  case unequal(Int, Int)
  /// The standard error is 0.
  case noSpread
}

/// Welch's test of equal means of two independent samples, whose variances may differ; two-sided.
///
/// - Parameters:
///   - a: m ≥ 2 numbers.
///   - b: n ≥ 2 numbers.
/// - Returns: a statistic that is positive if the mean of a is the larger one; three NaN if a number is NaN.
/// - Throws: `TestError.tooFew(count:)`, then `.noSpread` if neither sample varies.
func welchTest(_ a: [Double], _ b: [Double]) throws -> TTest {
  // BEGIN SOLUTION
  for sample in [a, b] where sample.count < 2 { throw TestError.tooFew(count: sample.count) }
  let (first, second) = (RunningMoments(a), RunningMoments(b))
  let u = first.variance / Double(a.count)
  let v = second.variance / Double(b.count)
  guard u + v != 0 else { throw TestError.noSpread }
  let statistic = (first.mean - second.mean) / (u + v).squareRoot()
  let degrees = (u + v) * (u + v) / (u * u / Double(a.count - 1) + v * v / Double(b.count - 1))
  let pValue = 2 * upperTail(.studentT(degreesOfFreedom: degrees), abs(statistic))
  return TTest(statistic: statistic, degreesOfFreedom: degrees, pValue: pValue)
  // END SOLUTION
}

/// The paired t test of a mean difference of 0; two-sided.
///
/// - Parameters:
///   - a: n ≥ 2 numbers.
///   - b: n numbers of the same subjects in the same order.
/// - Returns: a statistic that is positive if a is larger on average; the statistic and p NaN if a number is NaN.
/// - Throws: `TestError.unequal` with both counts, then `.tooFew(count:)`, then `.noSpread` if all differences are
///   equal.
func pairedTest(_ a: [Double], _ b: [Double]) throws -> TTest {
  // BEGIN SOLUTION
  guard a.count == b.count else { throw TestError.unequal(a.count, b.count) }
  guard a.count >= 2 else { throw TestError.tooFew(count: a.count) }
  let differences = RunningMoments(zip(a, b).map { $0 - $1 })
  guard differences.variance != 0 else { throw TestError.noSpread }
  let statistic = differences.mean / (differences.variance / Double(a.count)).squareRoot()
  let degrees = Double(a.count - 1)
  let pValue = 2 * upperTail(.studentT(degreesOfFreedom: degrees), abs(statistic))
  return TTest(statistic: statistic, degreesOfFreedom: degrees, pValue: pValue)
  // END SOLUTION
}
