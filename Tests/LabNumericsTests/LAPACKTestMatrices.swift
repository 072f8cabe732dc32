import LabNumerics
import RealModule

/// The eleven kinds of general matrix that LAPACK's own tests use (`dlatb4`, path GE).
enum GeneralMatrixKind: Int, CaseIterable {
  case diagonal = 1, upperTriangular, lowerTriangular, wellConditioned
  case firstColumnZero, lastColumnZero, rightHalfZero
  case illConditioned, nearlySingular, nearUnderflow, nearOverflow

  /// A matrix of this kind, shape (m, n).
  ///
  /// - Parameters:
  ///   - rows: m.
  ///   - columns: n.
  ///   - generator: where the orthogonal factors come from.
  /// - Returns: a matrix of random singular vectors with the kind's condition and size, then with its zeros.
  /// - Throws: nothing, unless QR is broken.
  func matrix<Scalar: LinearAlgebraScalar>(
    _ rows: Int, _ columns: Int, using generator: inout SplitMix64
  ) throws -> Matrix<Scalar> {
    var a = try randomMatrix(
      rows, columns, condition: condition(for: Scalar.self), norm: norm(for: Scalar.self), using: &generator)
    for i in 0..<rows {
      for j in 0..<columns where isZero(i, j, columns: columns) { a[i, j] = 0 }
    }
    return a
  }

  private func isZero(_ i: Int, _ j: Int, columns: Int) -> Bool {
    switch self {
    case .diagonal: i != j
    case .upperTriangular: i > j
    case .lowerTriangular: i < j
    case .firstColumnZero: j == 0
    case .lastColumnZero: j == columns - 1
    case .rightHalfZero: j >= columns / 2
    default: false
    }
  }

  /// The first column of a square matrix of this kind, of order n > 0, that gets no pivot.
  func zeroPivot(_ n: Int) -> Int? {
    switch self {
    case .firstColumnZero: 0
    case .lastColumnZero: n - 1
    case .rightHalfZero: n / 2
    default: nil
    }
  }

  private func condition<Scalar: LinearAlgebraScalar>(for _: Scalar.Type) -> Scalar {
    switch self {
    case .illConditioned: Scalar.sqrt(0.1 / roundingUnit())
    case .nearlySingular: 0.1 / roundingUnit()
    default: 2
    }
  }

  private func norm<Scalar: LinearAlgebraScalar>(for _: Scalar.Type) -> Scalar {
    let small = Scalar.leastNormalMagnitude / roundingUnit() / 4
    return self == .nearUnderflow ? small : self == .nearOverflow ? 1 / small : 1
  }
}

/// The five kinds of symmetric positive definite matrix that differ after the same list (path PO).
enum PositiveDefiniteMatrixKind: Int, CaseIterable {
  case diagonal, wellConditioned, illConditioned, nearUnderflow, nearOverflow

  /// A matrix of this kind, of order n, exactly symmetric.
  func matrix<Scalar: LinearAlgebraScalar>(_ n: Int, using generator: inout SplitMix64) throws -> Matrix<Scalar> {
    let small = Scalar.leastNormalMagnitude / roundingUnit() / 4
    let norm: Scalar = self == .nearUnderflow ? small : self == .nearOverflow ? 1 / small : 1
    let condition: Scalar = self == .illConditioned ? Scalar.sqrt(0.1 / roundingUnit()) : 2
    let values = geometricValues(n, condition: condition)
    if self == .diagonal { return .diagonal(values) }
    let q: Matrix<Scalar> = try randomOrthonormal(n, n, using: &generator)
    let a = norm * (q • Matrix.diagonal(values) • q.transposed())
    return Matrix(rows: n, columns: n) { i, j in i >= j ? a[i, j] : a[j, i] }
  }
}

/// A matrix with the given 2-norm, and singular values that fall geometrically by `condition` in all.
func randomMatrix<Scalar: LinearAlgebraScalar>(
  _ rows: Int, _ columns: Int, condition: Scalar, norm: Scalar = 1, using generator: inout SplitMix64
) throws -> Matrix<Scalar> {
  let k = min(rows, columns)
  let u: Matrix<Scalar> = try randomOrthonormal(rows, k, using: &generator)
  let v: Matrix<Scalar> = try randomOrthonormal(columns, k, using: &generator)
  return norm * (u • Matrix.diagonal(geometricValues(k, condition: condition)) • v.transposed())
}

/// Orthonormal columns, shape (m, k), m ≥ k.
func randomOrthonormal<Scalar: LinearAlgebraScalar>(
  _ m: Int, _ k: Int, using generator: inout SplitMix64
) throws -> Matrix<Scalar> {
  try QR(Matrix<Scalar>.randomNormal(m, k, using: &generator)).q()
}

/// 1, …, 1/condition in equal ratios.
func geometricValues<Scalar: LinearAlgebraScalar>(_ count: Int, condition: Scalar) -> Vector<Scalar> {
  Vector(count: count) { i in .pow(condition, -Scalar(i) / Scalar(max(1, count - 1))) }
}

/// LAPACK's ε, half the distance from 1 to the next number.
func roundingUnit<Scalar: LinearAlgebraScalar>() -> Scalar { .ulpOfOne / 2 }
