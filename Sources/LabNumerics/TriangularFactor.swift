/// A triangular matrix as its own factorisation: the half of it that is not its own is taken to be 0.
struct TriangularFactor<Scalar: LinearAlgebraScalar>: SquareFactorization {
  private let matrix: Matrix<Scalar>
  private let isLower: Bool

  init(_ a: Matrix<Scalar>, isLower: Bool) throws(LinearAlgebraError) {
    matrix =
      isLower ? a.lowerTriangle() : a.triangle(.upper, transposed: false, rows: a.rowCount, columns: a.columnCount)
    try matrix.requireFinite()
    self.isLower = isLower
  }

  var shape: (rows: Int, columns: Int) { matrix.shape }

  func reconstruct() -> Matrix<Scalar> { matrix }

  func reciprocalCondition() -> Scalar {
    triangularReciprocalCondition(matrix, lower: isLower, order: matrix.rowCount)
  }

  func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    try solve(b, x, columns: k, transposed: false)
  }

  func _solveTransposed(_ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>) throws(LinearAlgebraError) {
    try solve(b, x, columns: 1, transposed: true)
  }

  private func solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int, transposed: Bool
  ) throws(LinearAlgebraError) {
    if let pivot = matrix.diagonal.firstIndex(of: 0) { throw .singular(pivot: pivot) }
    x.update(from: b, count: matrix.rowCount * k)
    solveTriangular(
      matrix, lower: isLower, transposed: transposed, unitDiagonal: false, x, rows: matrix.rowCount, columns: k)
  }
}

/// A diagonal matrix as its own factorisation: what is off the diagonal is taken to be 0.
struct DiagonalFactor<Scalar: LinearAlgebraScalar>: SquareFactorization {
  private let diagonal: Vector<Scalar>

  init(_ a: Matrix<Scalar>) throws(LinearAlgebraError) {
    diagonal = a.diagonal
    if let place = diagonal.firstIndex(where: { !$0.isFinite }) { throw .nonFinite(row: place, column: place) }
  }

  var shape: (rows: Int, columns: Int) { (diagonal.count, diagonal.count) }

  func reconstruct() -> Matrix<Scalar> { .diagonal(diagonal) }

  /// Exact: the smallest magnitude over the largest.
  func reciprocalCondition() -> Scalar {
    let magnitudes = diagonal.map(\.magnitude)
    guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return 1 }
    return largest == 0 ? 0 : smallest / largest
  }

  func _solve(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>, columns k: Int
  ) throws(LinearAlgebraError) {
    if let pivot = diagonal.firstIndex(of: 0) { throw .singular(pivot: pivot) }
    for i in 0..<diagonal.count {
      for j in 0..<k { x[i * k + j] = b[i * k + j] / diagonal[i] }
    }
  }
}
