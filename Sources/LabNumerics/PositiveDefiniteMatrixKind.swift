/// The nine kinds of symmetric matrix that LAPACK tests Cholesky with; six are positive definite.
///
/// Random, exactly symmetric, with eigenvalues that fall in equal ratios from 1 to the inverse of the condition, which is
/// 2 unless the case says otherwise. Given random signs, they serve the indefinite factorisations as well.
///
/// LAPACK's test program `dchkpo` with `dlatb4`, path PO; with random signs `dchksy`, path SY, which has one kind more.
public enum PositiveDefiniteMatrixKind: Int, CaseIterable, Sendable {
  /// The eigenvalues themselves.
  case diagonal = 1
  /// Condition 2.
  case wellConditioned
  /// Not definite: the first row and column are zero.
  case firstZero
  /// Not definite: the last row and column are zero.
  case lastZero
  /// Not definite: row and column n/2 + 1, counted from 1, are zero.
  case middleZero
  /// Condition √(0.1/ε), 2·10⁷ for Double: half the digits are lost.
  case illConditioned
  /// Condition 0.1/ε, 5·10¹⁴ for Double: all but one digit are lost.
  case nearlySingular
  /// Norm 2⁻⁹⁷² for Double, 2⁻¹⁰⁵ for Float.
  case nearUnderflow
  /// Norm 2⁹⁷² for Double, 2¹⁰⁵ for Float.
  case nearOverflow

  /// A matrix of this kind.
  ///
  /// - Parameters:
  ///   - n: the order.
  ///   - withRandomSigns: gives each eigenvalue a random sign, for a symmetric matrix that is not definite.
  ///   - seed: the same seed gives the same matrix again; the battery's own by default.
  /// - Returns: shape (n, n), exactly symmetric.
  /// - Complexity: 8·n³ operations.
  public func matrix<Scalar: LinearAlgebraScalar>(
    _ n: Int, withRandomSigns: Bool = false, seed: UInt64 = LAPACKBattery.seed
  ) -> Matrix<Scalar> {
    var generator = SplitMix64(seed: seed)
    var signs = generator.split()
    var values = geometricValues(count: n, condition: condition(for: Scalar.self))
    if withRandomSigns { for i in 0..<n where signs.next() >> 63 == 1 { values[i].negate() } }
    var a = Matrix.diagonal(values)
    if self != .diagonal {
      // Q·Λ, then Q·(Q·Λ)ᵀ = Q·Λ·Qᵀ: the same Q from the same numbers.
      var again = generator
      rotateRows(of: &a, using: &generator)
      a = a.transposed()
      rotateRows(of: &a, using: &again)
    }
    let norm = norm(for: Scalar.self), zero = zeroIndex(n)
    return Matrix(rows: n, columns: n) { i, j in
      i == zero || j == zero ? 0 : norm * (i >= j ? a[i, j] : a[j, i])
    }
  }

  /// Which row and column are zero in a matrix of order n; nil if none has to be.
  public func zeroIndex(_ n: Int) -> Int? {
    if n == 0 { return nil }
    return switch self {
    case .firstZero: 0
    case .lastZero: n - 1
    case .middleZero: n / 2
    default: nil
    }
  }

  /// Whether a matrix of this kind, of order 1 or more, is singular and so not positive definite.
  public var isSingular: Bool { zeroIndex(1) != nil }

  private func condition<Scalar: LinearAlgebraScalar>(for _: Scalar.Type) -> Scalar {
    switch self {
    case .illConditioned: (0.1 / Scalar.ulpOfOne).squareRoot()
    case .nearlySingular: 0.1 / .ulpOfOne
    default: 2
    }
  }

  private func norm<Scalar: LinearAlgebraScalar>(for _: Scalar.Type) -> Scalar {
    let small: Scalar = nearUnderflowNorm()
    return self == .nearUnderflow ? small : self == .nearOverflow ? 1 / small : 1
  }
}

extension PositiveDefiniteMatrixKind {
  /// The kind in words.
  public var inWords: String {
    switch self {
    case .diagonal: "diagonal"
    case .wellConditioned: "well conditioned (2)"
    case .firstZero: "singular, the first row and column zero"
    case .lastZero: "singular, the last row and column zero"
    case .middleZero: "singular, the middle row and column zero"
    case .illConditioned: "ill conditioned (√(0.1/ε), half the digits lost)"
    case .nearlySingular: "nearly singular (condition 0.1/ε)"
    case .nearUnderflow: "near underflow, so that squares are 0"
    case .nearOverflow: "near overflow, so that squares are infinite"
    }
  }
}
