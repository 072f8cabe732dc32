/// The product of linear algebra: vector • vector, matrix • vector, vector • matrix, matrix • matrix.
infix operator • : MultiplicationPrecedence

extension Vector {
  /// `dot(x, y)`.
  @inlinable
  public static func • (x: Vector, y: Vector) -> Scalar { dot(x, y) }

  /// xᵀ·A: one number for each column of A.
  @inlinable
  public static func • (x: Vector, a: Matrix<Scalar>) -> Vector { matmul(a, x, transposeA: true) }
}

extension Matrix {
  /// `matmul(a, x)`.
  @inlinable
  public static func • (a: Matrix, x: Vector<Scalar>) -> Vector<Scalar> { matmul(a, x) }

  /// `matmul(a, b)`.
  @inlinable
  public static func • (a: Matrix, b: Matrix) -> Matrix { matmul(a, b) }
}

/// The matrix with element (i, j) = xᵢ·yⱼ, shape (x.count, y.count).
@inlinable
public func outer<Scalar>(_ x: Vector<Scalar>, _ y: Vector<Scalar>) -> Matrix<Scalar> { ger(x, y) }
