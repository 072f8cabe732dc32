extension Matrix {
  /// Refuses input that LAPACK must not see: NaN gives it wild pivots and endless loops.
  func requireFinite() throws(LinearAlgebraError) {
    let offset = withExtendedLifetime(self) { firstNonFinite(storage.start, count: count) }
    if let offset { throw .nonFinite(row: offset / columnCount, column: offset % columnCount) }
  }
}

extension Vector {
  /// As for a matrix; the vector counts as a column.
  func requireFinite() throws(LinearAlgebraError) { try Matrix(column: self).requireFinite() }
}
