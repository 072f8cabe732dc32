/// The eleven kinds of general matrix that LAPACK tests LU and everything after it with, and one more.
///
/// ```swift
/// let a = GeneralMatrixKind.illConditioned.matrix(5, 5) as Matrix<Double>
/// try conditionNumber(a)  // 2.1e7, √(0.1/ε)
/// ```
///
/// Random, with singular values that fall in equal ratios from 1 to the inverse of the condition, which is 2 unless the
/// case says otherwise.
///
/// LAPACK's test program `dchkge` with `dlatb4`, path GE.
public enum GeneralMatrixKind: Int, CaseIterable, Sendable {
  /// The singular values themselves.
  case diagonal = 1
  /// Zeros below the diagonal.
  case upperTriangular
  /// Zeros above the diagonal.
  case lowerTriangular
  /// Condition 2.
  case wellConditioned
  /// Singular: the first column is zero.
  case firstColumnZero
  /// Singular: column min(m, n), counted from 1, is zero.
  case lastColumnZero
  /// Singular: the columns from min(m, n)/2 + 1 on, counted from 1, are zero.
  case rightHalfZero
  /// Condition √(0.1/ε), 2·10⁷ for Double: half the digits are lost.
  case illConditioned
  /// Condition 0.1/ε, 5·10¹⁴ for Double: all but one digit are lost.
  case nearlySingular
  /// Norm 2⁻⁹⁷² for Double, 2⁻¹⁰⁵ for Float: squares underflow.
  case nearUnderflow
  /// Norm 2⁹⁷² for Double, 2¹⁰⁵ for Float: squares overflow.
  case nearOverflow
  /// Not LAPACK's: condition 2, then the diagonal times ε. Elimination without pivots passes on all of the others.
  case smallDiagonal

  /// A matrix of this kind.
  ///
  /// - Parameters:
  ///   - rows: m.
  ///   - columns: n.
  ///   - seed: the same seed gives the same matrix again; the battery's own by default.
  /// - Returns: shape (m, n).
  /// - Complexity: 4·(m + n)·m·n operations.
  public func matrix<Scalar: LinearAlgebraScalar>(
    _ rows: Int, _ columns: Int, seed: UInt64 = LAPACKBattery.seed
  ) -> Matrix<Scalar> {
    var generator = SplitMix64(seed: seed)
    let values = geometricValues(count: min(rows, columns), condition: condition(for: Scalar.self))
    var a = Matrix<Scalar>.zeros(rows, columns)
    for (i, value) in values.enumerated() { a[i, i] = value }
    if self == .diagonal { return a }
    rotateRows(of: &a, using: &generator)
    var transposed = a.transposed()
    rotateRows(of: &transposed, using: &generator)
    if self == .lowerTriangular { clearBelowDiagonal(of: &transposed) }
    a = transposed.transposed()
    if self == .upperTriangular { clearBelowDiagonal(of: &a) }
    if let zeroColumns = zeroColumns(rows, columns) {
      for i in 0..<rows { for j in zeroColumns { a[i, j] = 0 } }
    }
    if self == .smallDiagonal {
      for i in 0..<min(rows, columns) { a[i, i] *= .ulpOfOne }
    }
    return norm(for: Scalar.self) * a
  }

  /// Which columns are zero in a matrix of this kind; nil if none has to be.
  ///
  /// - Parameters:
  ///   - rows: m.
  ///   - columns: n.
  /// - Returns: a range of 0 ..< n, counted from 0.
  public func zeroColumns(_ rows: Int, _ columns: Int) -> Range<Int>? {
    let side = min(rows, columns)
    if side == 0 { return nil }
    return switch self {
    case .firstColumnZero: 0..<1
    case .lastColumnZero: side - 1..<side
    case .rightHalfZero: side / 2..<columns
    default: nil
    }
  }

  /// Whether a square matrix of this kind has no inverse.
  public var isSingular: Bool { zeroColumns(1, 1) != nil }

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

/// Reflects the rows of A until it is upper triangular; the singular values stay.
private func clearBelowDiagonal<Scalar>(of a: inout Matrix<Scalar>) {
  for j in 0..<min(a.rowCount, a.columnCount) {
    reflect(&a, rows: j, turning: Vector(count: a.rowCount - j) { a[j + $0, j] })
    for i in j + 1..<max(j + 1, a.rowCount) { a[i, j] = 0 }
  }
}

extension GeneralMatrixKind {
  /// The kind in words.
  public var inWords: String {
    switch self {
    case .diagonal: "diagonal"
    case .upperTriangular: "upper triangular"
    case .lowerTriangular: "lower triangular"
    case .wellConditioned: "well conditioned (2)"
    case .firstColumnZero: "singular, the first column zero"
    case .lastColumnZero: "singular, the last column zero"
    case .rightHalfZero: "singular, the right half zero"
    case .illConditioned: "ill conditioned (√(0.1/ε), half the digits lost)"
    case .nearlySingular: "nearly singular (condition 0.1/ε)"
    case .nearUnderflow: "near underflow, so that squares are 0"
    case .nearOverflow: "near overflow, so that squares are infinite"
    case .smallDiagonal: "the diagonal tiny, so that it gives no pivots"
    }
  }
}
