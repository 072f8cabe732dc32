/// A probability distribution on the line.
///
/// ```swift
/// let normal = NormalDistribution(mean: 100, standardDeviation: 15)
/// normal.cdf(130)           // 0.9772…
/// normal.upperTail(250)     // 7.6e-24, where 1 - cdf is 0
/// normal.quantile(0.975)    // 129.4
/// ```
///
/// All in Double; the parameters are checked when a distribution is made and stop the program when they are wrong. A
/// probability outside 0 ... 1 does so too; a NaN as place or probability comes back as NaN (discrete quantiles, which
/// have no NaN, stop the program). Unless a type says otherwise its functions are good to 12 digits, tails included, down
/// to the smallest normal number, for shapes and degrees of freedom of 10⁻¹⁰⁰ ... 10¹⁵.
public protocol Distribution: Sendable {
  /// What is drawn: `Double` or `Int`.
  associatedtype Outcome

  /// The expected value.
  var mean: Double { get }

  /// The expected square of the distance from the mean.
  var variance: Double { get }

  /// The square root of the variance, also where the variance itself is out of range.
  var standardDeviation: Double { get }

  /// The probability of drawing `x` or less.
  func cdf(_ x: Outcome) -> Double

  /// The probability of drawing more than `x`: 1 − cdf without the cancellation. Also called survival function.
  func upperTail(_ x: Outcome) -> Double

  /// The smallest x with cdf(x) ≥ p.
  func quantile(_ p: Double) -> Outcome

  /// The smallest x with upperTail(x) ≤ q: the quantile at 1 − q, with the digits that 1 − q would lose.
  func upperQuantile(_ q: Double) -> Outcome
}

extension Distribution {
  /// The square root of the variance.
  public var standardDeviation: Double { variance.squareRoot() }
}

/// A distribution with a density.
public protocol ContinuousDistribution: Distribution where Outcome == Double {
  /// The probability density at `x`.
  func pdf(_ x: Double) -> Double

  /// The natural logarithm of the density, also where the density underflows; −∞ where it is 0.
  func logPDF(_ x: Double) -> Double
}

/// A distribution on the whole numbers from 0 up.
public protocol DiscreteDistribution: Distribution where Outcome == Int {
  /// The probability of drawing exactly `k`.
  func pmf(_ k: Int) -> Double

  /// The natural logarithm of the probability, also where that underflows; −∞ where it is 0.
  func logPMF(_ k: Int) -> Double
}

/// Whether a shape or a number of degrees of freedom is one of those that keep their digits: beyond, squares of a quotient
/// of two leave the range, and the distance from the mean loses its digits in double-double too.
func isShape(_ shape: Double) -> Bool { shape >= 1e-100 && shape <= 1e15 }

/// The range of `isShape`, for messages.
let shapes = "1e-100 ... 1e15"

/// Stops the program unless a probability is one; lets NaN pass.
func requireProbability(_ p: Double, _ name: String) {
  require(!(p < 0) && !(p > 1), "\(name): \(p) is not a probability, 0 ... 1")
}
