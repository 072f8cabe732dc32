/// The solution of L·x = b for a lower triangular matrix, by forward substitution.
///
/// Only the lower triangle is read.
///
/// - Parameters:
///   - l: shape (n, n).
///   - b: n elements.
/// - Returns: x, n elements.
/// - Throws: `.singular(pivot:)` at the first zero on the diagonal, `.nonFinite` if an element of the triangle or of b is
///   infinite or not a number, or one of x leaves the range.
/// - Complexity: n² operations.
public func solve<Scalar>(lower l: Matrix<Scalar>, _ b: Vector<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
  try solve(triangular: l, isLower: true, Matrix(column: b)).flattened
}

/// The solution of L·X = B for a lower triangular matrix; see the version for a vector.
public func solve<Scalar>(lower l: Matrix<Scalar>, _ b: Matrix<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> {
  try solve(triangular: l, isLower: true, b)
}

/// The solution of U·x = b for an upper triangular matrix, by back substitution.
///
/// Only the upper triangle is read.
///
/// - Parameters:
///   - u: shape (n, n).
///   - b: n elements.
/// - Returns: x, n elements.
/// - Throws: `.singular(pivot:)` at the first zero on the diagonal, `.nonFinite` if an element of the triangle or of b is
///   infinite or not a number, or one of x leaves the range.
/// - Complexity: n² operations.
public func solve<Scalar>(upper u: Matrix<Scalar>, _ b: Vector<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
  try solve(triangular: u, isLower: false, Matrix(column: b)).flattened
}

/// The solution of U·X = B for an upper triangular matrix; see the version for a vector.
public func solve<Scalar>(upper u: Matrix<Scalar>, _ b: Matrix<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> {
  try solve(triangular: u, isLower: false, b)
}

private func solve<Scalar>(
  triangular t: Matrix<Scalar>, isLower: Bool, _ b: Matrix<Scalar>
) throws(LinearAlgebraError) -> Matrix<Scalar> {
  require(
    t.isSquare && t.rowCount == b.rowCount,
    "solve: (\(t.rowCount), \(t.columnCount)) with a right-hand side of \(b.rowCount) rows")
  try t.requireFinite()
  try b.requireFinite()
  if let pivot = t.diagonal.firstIndex(of: 0) { throw .singular(pivot: pivot) }
  let x = Matrix(rows: b.rowCount, columns: b.columnCount, storage: b.storage.copy())
  solveTriangular(t, lower: isLower, transposed: false, unitDiagonal: false, x)
  try x.requireFinite()
  return x
}

/// Overwrites X by op(T)⁻¹·X, T being the leading square block of `t`.
///
/// The caller owns X's memory alone: a fresh matrix.
func solveTriangular<Scalar>(
  _ t: Matrix<Scalar>, lower: Bool, transposed: Bool, unitDiagonal: Bool, _ x: Matrix<Scalar>
) {
  withExtendedLifetime(x) {
    solveTriangular(
      t, lower: lower, transposed: transposed, unitDiagonal: unitDiagonal, x.storage.start, rows: x.rowCount,
      columns: x.columnCount)
  }
}

/// As above, X being a block of shape (n, k).
func solveTriangular<Scalar>(
  _ t: Matrix<Scalar>, lower: Bool, transposed: Bool, unitDiagonal: Bool, _ x: UnsafeMutablePointer<Scalar>,
  rows n: Int, columns k: Int
) {
  withExtendedLifetime(t) {
    solveTriangular(
      t.storage.start, ldt: t.columnCount, lower: lower, transposed: transposed, unitDiagonal: unitDiagonal, x, rows: n,
      columns: k)
  }
}

/// As above, T lying at the start of rows that are `ldt` apart.
func solveTriangular<Scalar: LinearAlgebraScalar>(
  _ t: UnsafePointer<Scalar>, ldt: Int, lower: Bool, transposed: Bool, unitDiagonal: Bool,
  _ x: UnsafeMutablePointer<Scalar>, rows n: Int, columns k: Int
) {
  if n == 0 || k == 0 { return }
  if k == 1 {
    Scalar._trsv(lower: lower, transposed: transposed, unitDiagonal: unitDiagonal, n, t, ldt: ldt, x)
  } else if !unitDiagonal && smallestMagnitude(onDiagonal: t, n, ldt: ldt) < .leastNormalMagnitude {
    solveTriangularDividing(fromRight: false, lower: lower, transposed: transposed, n, k, 1, t, ldt: ldt, x)
  } else {
    Scalar._trsm(
      fromRight: false, lower: lower, transposed: transposed, unitDiagonal: unitDiagonal, n, k, 1, t, ldt: ldt, x,
      ldb: k)
  }
}

extension Matrix {
  /// One triangle of this matrix, or of its transpose, as a fresh matrix of the given shape.
  ///
  /// The shape may go beyond this one's only where the triangle has zeros.
  func triangle(_ triangle: Triangle, transposed: Bool, rows: Int, columns: Int) -> Matrix {
    Matrix(unsafeUninitializedRows: rows, columns: columns) { target in
      guard let target = target.baseAddress else { return }
      copyTriangle(
        triangle, of: storage.start, stride: columnCount, transposed: transposed, rows: rows, columns: columns,
        into: target)
      _fixLifetime(storage)
    }
  }

  /// A fresh matrix whose row i is this one's row `order[i]`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func withRows(inOrder order: [Int]) -> Matrix {
    Matrix(unsafeUninitializedRows: order.count, columns: columnCount) { target in
      for (i, row) in order.enumerated() {
        let source = storage.start + row * columnCount
        for j in 0..<columnCount { target[i &* columnCount &+ j] = source[j] }
      }
      _fixLifetime(storage)
    }
  }
}

/// The sign of a product of numbers (−1, 0, 1), and the logarithm of its magnitude (−∞ for 0); (1, 0) for none.
func signAndLogarithm<Scalar: LinearAlgebraScalar>(
  ofProduct factors: some Sequence<Scalar>
) -> (sign: Scalar, log: Scalar) {
  var (sign, log) = (Scalar(1), Scalar(0))
  for factor in factors {
    if factor == 0 { return (0, -.infinity) }
    if factor < 0 { sign = -sign }
    log += .log(factor.magnitude)
  }
  return (sign, log)
}

/// The product of numbers, without overflow on the way; 1 for none.
func scaledProduct<Scalar: LinearAlgebraScalar>(_ factors: some Sequence<Scalar>) -> Scalar {
  var (significand, exponent) = (Scalar(1), Scalar.Exponent(0))
  for factor in factors {
    significand *= factor
    guard significand.isFinite, significand != 0 else { return significand }
    exponent += significand.exponent
    significand = Scalar(sign: significand.sign, exponent: 0, significand: significand.significand)
  }
  return Scalar(sign: .plus, exponent: exponent, significand: significand)
}
