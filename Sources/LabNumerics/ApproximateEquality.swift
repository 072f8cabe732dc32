extension Vector {
  /// Whether two vectors agree to a relative or an absolute tolerance:
  ///
  /// ‖x − y‖ ≤ max(absolute, relative·max(‖x‖, ‖y‖)).
  ///
  /// The norm of the whole decides, so an element that is small beside the others may differ altogether. Like `==`,
  /// reflexive for finite vectors and symmetric; **not** transitive, so never the definition of an equality. Scaling
  /// both sides changes nothing while the absolute tolerance is 0. Vectors of different lengths are not equal. A vector
  /// with NaN equals nothing; one with infinity equals only what is equal to it element by element.
  ///
  /// - Parameters:
  ///   - other: what to compare with.
  ///   - relativeTolerance: at least 0 and below 1; √ε if nil, about half the digits.
  ///   - absoluteTolerance: at least 0. Needed to call something equal to zero.
  ///   - norm: the size of a difference.
  /// - Returns: whether the inequality holds.
  public func isApproximatelyEqual(
    to other: Vector, relativeTolerance: Scalar? = nil, absoluteTolerance: Scalar = 0, norm: VectorNorm = .two
  ) -> Bool {
    let relative = checkedTolerance(relativeTolerance, absoluteTolerance)
    if count != other.count { return false }
    let size = Swift.max(self.norm(norm), other.norm(norm))
    // An infinite size would call everything equal.
    guard size.isFinite else {
      guard size == .infinity, allSatisfy(\.isFinite), other.allSatisfy(\.isFinite) else { return self == other }
      let small = Scalar(sign: .plus, exponent: -70, significand: 1)
      return (small * self).isApproximatelyEqual(
        to: small * other, relativeTolerance: relative, absoluteTolerance: small * absoluteTolerance, norm: norm)
    }
    return (self - other).norm(norm) <= Swift.max(absoluteTolerance, relative * size)
  }
}

extension Matrix {
  /// Whether two matrices agree to a relative or an absolute tolerance:
  ///
  /// ‖A − B‖ ≤ max(absolute, relative·max(‖A‖, ‖B‖)).
  ///
  /// See the form for vectors, whose laws it has and lacks. Matrices of different shapes are not equal.
  ///
  /// - Parameters:
  ///   - other: what to compare with.
  ///   - relativeTolerance: at least 0 and below 1; √ε if nil, about half the digits.
  ///   - absoluteTolerance: at least 0. Needed to call something equal to zero.
  ///   - norm: the size of a difference.
  /// - Returns: whether the inequality holds.
  public func isApproximatelyEqual(
    to other: Matrix, relativeTolerance: Scalar? = nil, absoluteTolerance: Scalar = 0, norm: MatrixNorm = .frobenius
  ) -> Bool {
    let relative = checkedTolerance(relativeTolerance, absoluteTolerance)
    if shape != other.shape { return false }
    let size = Swift.max(self.norm(norm), other.norm(norm))
    guard size.isFinite else {
      guard size == .infinity, flattened.allSatisfy(\.isFinite), other.flattened.allSatisfy(\.isFinite) else {
        return self == other
      }
      let small = Scalar(sign: .plus, exponent: -70, significand: 1)
      return (small * self).isApproximatelyEqual(
        to: small * other, relativeTolerance: relative, absoluteTolerance: small * absoluteTolerance, norm: norm)
    }
    return (self - other).norm(norm) <= Swift.max(absoluteTolerance, relative * size)
  }
}

private func checkedTolerance<Scalar: LinearAlgebraScalar>(_ relative: Scalar?, _ absolute: Scalar) -> Scalar {
  let relative = relative ?? Scalar.ulpOfOne.squareRoot()
  require(
    relative >= 0 && relative < 1, "isApproximatelyEqual: a relative tolerance in 0 ..< 1 is needed, not \(relative)")
  require(absolute >= 0, "isApproximatelyEqual: an absolute tolerance of at least 0 is needed, not \(absolute)")
  return relative
}
