/// How many decimal digits of each coefficient of a refined least-squares solution are right.
///
/// At most those that the scalar holds: 16.0 for `Double`, 7.2 for `Float`. A coefficient of which nothing is known has
/// 0 digits.
public struct CoefficientDigits<Scalar: LinearAlgebraScalar>: Sendable {
  /// If A and b are exactly what was measured: nothing but the computation errs. n numbers.
  public let exactData: Vector<Scalar>
  /// If each element of A and b was rounded when it was stored, as 0.1 is: what the data in the computer can tell about
  /// the coefficients at all. n numbers, a bound to first order: the truth is usually one or two digits better.
  public let roundedData: Vector<Scalar>

  /// - Parameters:
  ///   - x: the coefficients, n numbers.
  ///   - exactData: bounds of their absolute errors before x is rounded, n numbers.
  ///   - roundedData: the same, with the errors of the data.
  init(_ x: [Extended], exactData: [Extended], roundedData: [Extended]) {
    self.exactData = Vector(zip(x, exactData).map { Self.digits($0, error: $1) })
    self.roundedData = Vector(zip(x, roundedData).map { Self.digits($0, error: $1) })
  }

  /// −log₁₀ of the relative error, x being rounded to the scalar on top of its error.
  private static func digits(_ x: Extended, error: Extended) -> Scalar {
    let rounding = Extended(Scalar.ulpOfOne) / 2
    let relative = error == 0 ? rounding : error / x.magnitude + rounding
    return relative < 1 ? -Scalar.log10(Scalar(relative)) : 0
  }
}
