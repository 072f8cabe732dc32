/// How far a right answer may lie from the expected one: |got − expected| ≤ relative·|expected| + largest·max|expected| + absolute.
///
/// State the bound where it is used and say where it comes from; a bare constant is a guess.
public struct Tolerance: Sendable {
  /// A share of the expected entry.
  public var relative = 0.0
  /// A share of the largest expected entry; for answers whose error is bounded by a norm.
  public var ofLargest = 0.0
  /// An absolute distance.
  public var absolute = 0.0

  /// Equal as numbers; NaN is expected to be NaN.
  public static var exact: Tolerance { Tolerance() }

  /// At most `count` spacings of the Doubles around the expected value: relative `count`·2⁻⁵².
  public static func ulps(_ count: Double) -> Tolerance { Tolerance(relative: count * 0x1p-52) }

  public static func relative(_ share: Double) -> Tolerance { Tolerance(relative: share) }

  public static func ofLargest(_ share: Double) -> Tolerance { Tolerance(ofLargest: share) }

  public static func absolute(_ distance: Double) -> Tolerance { Tolerance(absolute: distance) }

  /// The bound of `operations` roundings, each relative to `scale`: operations·2⁻⁵²·|scale|.
  public static func rounding(operations: Int, scale: Double) -> Tolerance {
    Tolerance(absolute: Double(operations) * 0x1p-52 * abs(scale))
  }

  func accepts(_ got: Double, _ expected: Double, largest: Double) -> Bool {
    if got == expected || got.isNaN && expected.isNaN { return true }
    guard got.isFinite, expected.isFinite else { return false }
    return abs(got - expected) <= relative * abs(expected) + ofLargest * largest + absolute
  }
}
