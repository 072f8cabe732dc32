import RealModule

@testable import LabNumerics

extension GeneralMatrixKind {
  /// A matrix of this kind, shape (m, n), with the generator's next number as seed.
  func matrix<Scalar: LinearAlgebraScalar>(
    _ rows: Int, _ columns: Int, using generator: inout SplitMix64
  ) throws -> Matrix<Scalar> {
    matrix(rows, columns, seed: generator.next())
  }

  /// The first column of a square matrix of this kind, of order n > 0, that gets no pivot.
  func zeroPivot(_ n: Int) -> Int? { zeroColumns(n, n)?.first }
}

extension PositiveDefiniteMatrixKind {
  /// The definite kinds whose condition leaves half the digits or more.
  static let reliable: [PositiveDefiniteMatrixKind] = [
    .diagonal, .wellConditioned, .illConditioned, .nearUnderflow, .nearOverflow,
  ]

  /// A matrix of this kind, of order n, with the generator's next number as seed.
  func matrix<Scalar: LinearAlgebraScalar>(_ n: Int, using generator: inout SplitMix64) throws -> Matrix<Scalar> {
    matrix(n, seed: generator.next())
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
  geometricValues(count: count, condition: condition)
}

/// LAPACK's ε, half the distance from 1 to the next number.
func roundingUnit<Scalar: LinearAlgebraScalar>() -> Scalar { unitRoundoff() }
