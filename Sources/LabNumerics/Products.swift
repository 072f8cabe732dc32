/// The product of linear algebra: vector • vector, matrix • vector, vector • matrix, matrix • matrix.
infix operator • : MultiplicationPrecedence

/// Σ xᵢ·yᵢ.
///
/// - Parameters:
///   - x: n elements.
///   - y: n elements.
/// - Returns: the sum; 0 for n = 0. Terms are added in an order that depends on the processor: the last digits may too.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func dot<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, _ y: Vector<Scalar>) -> Scalar {
  require(x.count == y.count, "dot: vectors of \(x.count) and \(y.count) elements")
  return withExtendedLifetime((x, y)) { Scalar._dot(x.count, x.storage.start, y.storage.start) }
}

/// y ← α·x + y.
///
/// - Parameters:
///   - alpha: the factor α.
///   - x: n elements.
///   - y: n elements, overwritten.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func axpy<Scalar: LinearAlgebraScalar>(_ alpha: Scalar, _ x: Vector<Scalar>, _ y: inout Vector<Scalar>) {
  require(x.count == y.count, "axpy: vectors of \(x.count) and \(y.count) elements")
  y.makeUnique()
  withExtendedLifetime((x, y)) { Scalar._axpy(x.count, alpha, x.storage.start, y.storage.start) }
}

/// The matrix with element (i, j) = xᵢ·yⱼ, shape (x.count, y.count).
public func outer<Scalar>(_ x: Vector<Scalar>, _ y: Vector<Scalar>) -> Matrix<Scalar> {
  matmul(Matrix(column: x), Matrix(row: y))
}

extension Vector {
  /// `dot(x, y)`.
  public static func • (x: Vector, y: Vector) -> Scalar { dot(x, y) }

  /// xᵀ·A: one number for each column of A.
  public static func • (x: Vector, a: Matrix<Scalar>) -> Vector { matmul(a, x, transposeA: true) }
}

extension Matrix {
  /// `matmul(a, x)`.
  public static func • (a: Matrix, x: Vector<Scalar>) -> Vector<Scalar> { matmul(a, x) }

  /// `matmul(a, b)`.
  public static func • (a: Matrix, b: Matrix) -> Matrix { matmul(a, b) }
}
