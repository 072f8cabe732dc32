import LabNumerics

enum PrincipalComponentsError: Error, Equatable {
  /// Fewer than two rows have no variance.
  case rows(Int)
  /// This row has not as many numbers as the first.
  case length(row: Int)
  /// A number is NaN or infinite.
  case notFinite(row: Int, column: Int)
  /// So many components do not exist.
  case components(Int)
}

/// The directions in which data vary most.
struct PrincipalComponents {
  /// μ of the training data, d numbers.
  var mean: [Double]
  /// Orthonormal rows, that of the largest variance first, shape (k, d); their signs are free.
  var components: [[Double]]
  /// λ along each component, k numbers, descending.
  var variance: [Double]
  /// λ over the sum of all min(n, d) variances, k numbers; 0 if the data do not vary.
  var ratio: [Double]

  /// The coordinates of rows along the components.
  ///
  /// - Parameter x: shape (m, d), old rows or new ones.
  /// - Returns: scores, shape (m, k).
  func transform(_ x: [[Double]]) -> [[Double]] {
    // BEGIN SOLUTION
    x.map { row in
      components.map { component in
        component.indices.reduce(0) { $0 + (row[$1] - mean[$1]) * component[$1] }
      }
    }
    // END SOLUTION
  }

  /// The rows that have these coordinates, in the subspace of the components.
  ///
  /// - Parameter scores: shape (m, k).
  /// - Returns: shape (m, d).
  func inverse(_ scores: [[Double]]) -> [[Double]] {
    // BEGIN SOLUTION
    scores.map { row in
      mean.indices.map { j in row.indices.reduce(mean[j]) { $0 + row[$1] * components[$1][j] } }
    }
    // END SOLUTION
  }
}

/// The first principal components of data.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 2, finite.
///   - k: how many components, 1 … min(n, d).
/// - Returns: the model, which keeps the mean for later rows.
/// - Throws: `PrincipalComponentsError`, in the order of its cases; of the faults of rows that of the first row.
func fitPrincipalComponents(_ x: [[Double]], components k: Int) throws -> PrincipalComponents {
  // BEGIN SOLUTION
  guard x.count >= 2 else { throw PrincipalComponentsError.rows(x.count) }
  for (i, row) in x.enumerated() {
    guard row.count == x[0].count else { throw PrincipalComponentsError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw PrincipalComponentsError.notFinite(row: i, column: j) }
  }
  let (n, d) = (x.count, x[0].count)
  guard k >= 1, k <= min(n, d) else { throw PrincipalComponentsError.components(k) }
  let rows = Matrix(x)
  // Measured from the first row equal numbers are 0; the mean of three 0.1 is not 0.1.
  let first = Vector(x[0])
  let rises = rows - .row(first)
  let rise = matmul(rises, Vector(repeating: 1, count: n), transposeA: true) / Double(n)
  let mean = first + rise
  let z = rises - .row(rise)
  var (components, variances): ([[Double]], [Double])
  if n > d {
    // ZᵀZ/(n − 1) is small however many rows there are, and its digits suffice beside the largest variance.
    let eigen = try SymmetricEigen(matmul(z, z, transposeA: true) / Double(n - 1))  // in rising order
    components = eigen.vectorsByRow.rows.reversed()
    variances = eigen.values.reversed().map { max(0, $0) }
  } else {
    let svd = try jacobiSVD(z.rows)
    components = svd.v
    variances = svd.sigma.map { $0 * $0 / Double(n - 1) }
  }
  let total = variances.reduce(0, +)
  return PrincipalComponents(
    mean: Array(mean), components: Array(components.prefix(k)), variance: Array(variances.prefix(k)),
    ratio: variances.prefix(k).map { total == 0 ? 0 : $0 / total })
  // END SOLUTION
}
