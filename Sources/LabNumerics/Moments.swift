/// Mean, variance, skewness and kurtosis of numbers that pass by once, and of streams that were cut in pieces.
///
/// ```swift
/// var moments = Moments([1, 2, 3])
/// moments.add(6)
/// moments.mean                        // 3
/// moments.variance(ddof: 1)           // 14/3
/// Moments([1, 2]) + Moments([3, 6])   // the same, up to rounding
/// ```
///
/// Keeps the count, the mean and the sums of the second, third and fourth powers of the distances from it: 6 numbers,
/// whatever has passed. The mean moves with each number, so no large sums cancel. The error grows slowly with the count;
/// with all the data at hand, `Vector.variance` is more precise. In Double. A NaN that passes makes all but the count NaN,
/// an infinity all but the count, the mean and both ends. Distances beyond some 1e±150 have squares out of range, and
/// beyond 1e±75 fourth powers: scale such numbers first.
///
/// Welford (Technometrics 4, 1962); Chan, Golub and LeVeque (1979); Pébay, Formulas for robust, one-pass parallel
/// computation of covariances and arbitrary-order statistical moments (Sandia report 2008-6212).
public struct Moments: Sendable, Equatable {
  /// How many numbers have passed.
  public private(set) var count = 0
  private var centre = 0.0
  private var second = 0.0
  private var third = 0.0
  private var fourth = 0.0
  private var lowest = Double.infinity
  private var highest = -Double.infinity

  /// Moments of nothing yet.
  public init() {}

  /// Moments of the numbers given.
  public init(_ numbers: some Sequence<Double>) {
    for x in numbers { add(x) }
  }

  /// The mean; NaN for no numbers.
  public var mean: Double { count == 0 ? .nan : centre }

  /// The smallest number; NaN for none.
  public var minimum: Double { count == 0 ? .nan : lowest }

  /// The largest number; NaN for none.
  public var maximum: Double { count == 0 ? .nan : highest }

  /// The mean square distance from the mean, Σ (x − x̄)²/(n − ddof).
  ///
  /// - Parameter ddof: 0 or more, subtracted from the count; 1 is the unbiased estimate.
  /// - Returns: NaN unless there are more than `ddof` numbers.
  public func variance(ddof: Int = 1) -> Double {
    require(ddof >= 0, "variance: ddof is \(ddof), below 0")
    return count > ddof ? second / Double(count - ddof) : .nan
  }

  /// The square root of the variance.
  public func standardDeviation(ddof: Int = 1) -> Double { variance(ddof: ddof).squareRoot() }

  /// How lopsided the numbers are: m₃/m₂^(3/2) with mₖ = Σ (x − x̄)ᵏ/n, 0 for symmetric ones.
  ///
  /// - Returns: of the data themselves (not the estimate for a population); NaN for none or all equal.
  public var skewness: Double {
    let deviation = (second / Double(count)).squareRoot()
    return third / Double(count) / deviation / deviation / deviation
  }

  /// How heavy the tails are: m₄/m₂² − 3, 0 for a normal distribution.
  ///
  /// - Returns: of the data themselves; NaN for none or all equal.
  public var excessKurtosis: Double {
    let variance = second / Double(count)
    return fourth / Double(count) / variance / variance - 3
  }

  /// Takes in one more number.
  public mutating func add(_ x: Double) {
    let before = Double(count)
    count += 1
    if !x.isFinite { (second, third, fourth) = (.nan, .nan, .nan) }
    if count == 1 {  // below, 0 times a power out of range would be NaN
      (centre, lowest, highest) = (x, x, x)
      return
    }
    (lowest, highest) = (Self.smaller(lowest, x), Self.larger(highest, x))
    if !(x.isFinite && centre.isFinite) { return centre += x }
    let n = Double(count)
    let delta = x - centre
    // The distance may be out of range where both ends are not.
    let step = delta.isFinite ? delta / n : x / n - centre / n
    let square = step * step
    let term = delta * step * before
    centre += step
    fourth += term * square * (n * n - 3 * n + 3) + 6 * square * second - 4 * step * third
    third += term * step * (n - 2) - 3 * step * second
    second += term
  }

  // NaN if either is, where min and max would pass over one that comes second.
  private static func smaller(_ a: Double, _ b: Double) -> Double { b.isNaN ? b : min(a, b) }
  private static func larger(_ a: Double, _ b: Double) -> Double { b.isNaN ? b : max(a, b) }

  /// The moments of both streams together.
  public static func + (a: Moments, b: Moments) -> Moments {
    if a.count == 0 { return b }
    if b.count == 0 { return a }
    var sum = Moments()
    sum.count = a.count + b.count
    let (m, n, total) = (Double(a.count), Double(b.count), Double(sum.count))
    let delta = b.centre - a.centre
    let (left, right) = (m / total, n / total)  // the shares
    sum.centre = delta.isFinite ? a.centre + delta * right : a.centre * left + b.centre * right
    sum.second = a.second + b.second + delta * delta * m * right
    sum.third =
      a.third + b.third + delta * delta * delta * m * right * (left - right)
      + 3 * delta * (left * b.second - right * a.second)
    sum.fourth =
      a.fourth + b.fourth + delta * delta * delta * delta * m * right * (left * left - left * right + right * right)
      + 6 * delta * delta * (left * left * b.second + right * right * a.second)
      + 4 * delta * (left * b.third - right * a.third)
    sum.lowest = smaller(a.lowest, b.lowest)
    sum.highest = larger(a.highest, b.highest)
    return sum
  }

  /// Takes in another stream.
  public static func += (a: inout Moments, b: Moments) { a = a + b }
}
