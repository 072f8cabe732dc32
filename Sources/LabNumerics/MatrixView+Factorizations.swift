// Factorisations and solutions of views. A factorisation works on a copy of its matrix in any case; for a view, there is
// one copy more, small beside the work. What is thrown, and at what cost, stands with the forms that take a matrix.

extension LU {
  /// The factors of a view, shape (m, n).
  public init(_ a: MatrixView<Scalar>) throws(LinearAlgebraError) { try self.init(Matrix(a)) }
}

extension Cholesky {
  /// The factor of a view, shape (n, n).
  public init(_ a: MatrixView<Scalar>) throws(LinearAlgebraError) { try self.init(Matrix(a)) }
}

extension LDLT {
  /// The factors of a view, shape (n, n).
  public init(_ a: MatrixView<Scalar>) throws(LinearAlgebraError) { try self.init(Matrix(a)) }
}

extension QR {
  /// The factors of a view, shape (m, n).
  public init(_ a: MatrixView<Scalar>) throws(LinearAlgebraError) { try self.init(Matrix(a)) }
}

extension PivotedQR {
  /// The factors of a view, shape (m, n).
  public init(_ a: MatrixView<Scalar>, rankTolerance: Scalar? = nil) throws(LinearAlgebraError) {
    try self.init(Matrix(a), rankTolerance: rankTolerance)
  }
}

extension SVD {
  /// The factors of a view, shape (m, n).
  public init(_ a: MatrixView<Scalar>, vectors: Vectors = .thin) throws(LinearAlgebraError) {
    try self.init(Matrix(a), vectors: vectors)
  }
}

extension SymmetricEigen {
  /// The eigenvalues and eigenvectors of a view, shape (n, n).
  public init(_ a: MatrixView<Scalar>) throws(LinearAlgebraError) { try self.init(Matrix(a)) }
}

extension Eigen {
  /// The eigenvalues and eigenvectors of a view, shape (n, n).
  public init(_ a: MatrixView<Scalar>) throws(LinearAlgebraError) { try self.init(Matrix(a)) }
}

extension Schur {
  /// The factors of a view, shape (n, n).
  public init(_ a: MatrixView<Scalar>) throws(LinearAlgebraError) { try self.init(Matrix(a)) }
}

extension Factorization {
  /// The solution of A·x = b for a view of m elements; see the form for a vector.
  public func solve(_ b: VectorView<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> { try solve(Vector(b)) }

  /// The solution of A·X = B for a view of shape (m, k); see the form for a matrix.
  public func solve(_ b: MatrixView<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> { try solve(Matrix(b)) }
}

/// The solution of A·x = b for a square view; see the form for a matrix.
public func solve<Scalar>(
  _ a: MatrixView<Scalar>, _ b: Vector<Scalar>
) throws(LinearAlgebraError) -> Vector<Scalar> {
  try solve(Matrix(a), b)
}

/// The solution of A·x = b for a square view and a view of n elements; see the form for a matrix.
public func solve<Scalar>(
  _ a: MatrixView<Scalar>, _ b: VectorView<Scalar>
) throws(LinearAlgebraError) -> Vector<Scalar> {
  try solve(Matrix(a), Vector(b))
}

/// The solution of A·X = B for a square view and one right-hand side a column; see the form for a matrix.
public func solve<Scalar>(
  _ a: MatrixView<Scalar>, _ b: MatrixView<Scalar>
) throws(LinearAlgebraError) -> Matrix<Scalar> {
  try solve(Matrix(a), Matrix(b))
}

/// The x for which ‖A·x − b‖₂ is least, for views of shape (m, n) and of m elements; see the form for a matrix.
public func leastSquares<Scalar>(
  _ a: MatrixView<Scalar>, _ b: VectorView<Scalar>, rankTolerance: Scalar? = nil, refinement: Refinement = .none
) throws(LinearAlgebraError) -> LeastSquaresSolution<Scalar> {
  try leastSquares(Matrix(a), Vector(b), rankTolerance: rankTolerance, refinement: refinement)
}

/// The x for which ‖A·x − b‖₂ is least, for a view of shape (m, n); see the form for a matrix.
public func leastSquares<Scalar>(
  _ a: MatrixView<Scalar>, _ b: Vector<Scalar>, rankTolerance: Scalar? = nil, refinement: Refinement = .none
) throws(LinearAlgebraError) -> LeastSquaresSolution<Scalar> {
  try leastSquares(Matrix(a), b, rankTolerance: rankTolerance, refinement: refinement)
}
