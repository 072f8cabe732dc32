extension Matrix {
  /// The mean of each column, one element a column; NaN if there are no rows.
  public func columnMeans() -> Vector<Scalar> { Vector(count: columnCount) { self[column: $0].mean() } }

  /// The variance of each column, one element a column.
  ///
  /// - Parameter ddof: 0 or more, subtracted from the number of rows; 1 is the unbiased estimate.
  /// - Returns: NaN everywhere unless there are more than `ddof` rows.
  public func columnVariances(ddof: Int = 1) -> Vector<Scalar> {
    Vector(count: columnCount) { self[column: $0].variance(ddof: ddof) }
  }

  /// The standard deviation of each column, one element a column, also where the variance is out of range.
  ///
  /// ```swift
  /// let z = (x - .row(x.columnMeans())) / .row(x.columnStandardDeviations())  // mean 0, deviation 1
  /// ```
  ///
  /// - Parameter ddof: 0 or more, subtracted from the number of rows; 1 is the unbiased estimate.
  /// - Returns: NaN everywhere unless there are more than `ddof` rows.
  public func columnStandardDeviations(ddof: Int = 1) -> Vector<Scalar> {
    Vector(count: columnCount) { self[column: $0].standardDeviation(ddof: ddof) }
  }

  /// The covariance matrix of the columns: a row is an observation, a column a variable.
  ///
  /// Element (i, j) is Σ (xᵢ − x̄ᵢ)·(xⱼ − x̄ⱼ)/(n − ddof) over the n rows.
  ///
  /// ```swift
  /// let x: Matrix<Double> = [[1, 2], [2, 4], [3, 6]]
  /// x.covariance()   // [[1, 2], [2, 4]]
  /// x.correlation()  // [[1, 1], [1, 1]]
  /// ```
  ///
  /// - Parameter ddof: 0 or more, subtracted from the number of rows; 1 is the unbiased estimate.
  /// - Returns: shape (columns, columns), symmetric to the bit; NaN in the rows and columns of a variable that has a
  ///   NaN, and everywhere unless there are more than `ddof` rows.
  /// - Complexity: n·p² operations for p variables, compensated.
  public func covariance(ddof: Int = 1) -> Matrix {
    require(ddof >= 0, "covariance: ddof is \(ddof), below 0")
    if rowCount <= ddof { return Matrix(repeating: .nan, rows: columnCount, columns: columnCount) }
    let centred = (0..<columnCount).map { self[column: $0].centred() }
    let divisor = Double(rowCount - ddof)
    return symmetric(columnCount) { i, j in
      Scalar(compensatedSum(rowCount) { centred[i][$0] * centred[j][$0] } / divisor)
    }
  }

  /// The correlation matrix of the columns: Pearson's coefficient for each pair, with a row as an observation.
  ///
  /// - Returns: shape (columns, columns), symmetric to the bit, 1 on the diagonal; NaN in the row and the column of a
  ///   variable that is constant or has a NaN, and everywhere for fewer than two rows.
  public func correlation() -> Matrix {
    if rowCount < 2 { return Matrix(repeating: .nan, rows: columnCount, columns: columnCount) }
    let distances = (0..<columnCount).map { self[column: $0].scaledDistances() }
    return symmetric(columnCount) { i, j in Scalar(distances[i].correlation(with: distances[j])) }
  }
}

/// The symmetric matrix of order `n` whose lower triangle is `element(i, j)`, j ≤ i.
private func symmetric<Scalar>(_ n: Int, _ element: (Int, Int) -> Scalar) -> Matrix<Scalar> {
  var matrix = Matrix<Scalar>.zeros(n, n)
  for i in 0..<n {
    for j in 0...i {
      let value = element(i, j)
      matrix[i, j] = value
      matrix[j, i] = value
    }
  }
  return matrix
}
