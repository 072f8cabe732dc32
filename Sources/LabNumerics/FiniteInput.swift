extension Matrix {
  /// Refuses input that LAPACK must not see: NaN gives it wild pivots and endless loops.
  @usableFromInline
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func requireFinite() throws(LinearAlgebraError) {
    let offset = withExtendedLifetime(self) { firstNonFinite(storage.start, count: count) }
    if let offset { throw .nonFinite(row: offset / columnCount, column: offset % columnCount) }
  }
}

extension Vector {
  /// As for a matrix; the vector counts as a column.
  @usableFromInline
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  func requireFinite() throws(LinearAlgebraError) {
    let offset = withExtendedLifetime(self) { firstNonFinite(storage.start, count: count) }
    if let offset { throw .nonFinite(row: offset, column: 0) }
  }
}
