/// A = Q·R with orthonormal columns in Q and an upper triangular R.
struct QRFactors {
  /// The columns of Q: k vectors of m numbers each.
  var q: [[Double]]
  /// R row by row, shape (k, k), zeros below the diagonal, which is positive.
  var r: [[Double]]
}

/// A column is to rounding a combination of those before it.
struct Dependent: Error {
  /// Its index, counted from 0.
  var column: Int
}

/// Orthonormalises columns, each projection taken from the column as it came.
///
/// Q loses its orthogonality with the square of the columns' condition number.
///
/// - Parameter a: k ≥ 0 columns of m numbers each, finite.
/// - Returns: Q and R with A = Q·R.
/// - Throws: `Dependent(column: j)` for the first j with r_jj ≤ m·ε·‖aⱼ‖₂.
/// - Complexity: 2·m·k² operations.
func classicalGramSchmidt(_ a: [[Double]]) throws -> QRFactors {
  // BEGIN SOLUTION
  var factors = QRFactors(q: [], r: a.map { _ in a.map { _ in 0 } })
  for j in a.indices {
    var rest = a[j]
    for i in 0..<j {
      factors.r[i][j] = dot(factors.q[i], a[j])
      axpy(-factors.r[i][j], factors.q[i], &rest)
    }
    let length = norm2(rest)
    guard length > Double(rest.count) * 0x1p-52 * norm2(a[j]) else { throw Dependent(column: j) }
    factors.r[j][j] = length
    factors.q.append(rest.map { $0 / length })
  }
  return factors
  // END SOLUTION
}

/// Orthonormalises columns, each projection taken from what the ones before it have left.
///
/// Q is orthogonal up to ε times the columns' condition number.
///
/// - Parameter a: k ≥ 0 columns of m numbers each, finite.
/// - Returns: Q and R with A = Q·R.
/// - Throws: `Dependent(column: j)` for the first j with r_jj ≤ m·ε·‖aⱼ‖₂.
/// - Complexity: 2·m·k² operations.
func modifiedGramSchmidt(_ a: [[Double]]) throws -> QRFactors {
  // BEGIN SOLUTION
  var factors = QRFactors(q: [], r: a.map { _ in a.map { _ in 0 } })
  for j in a.indices {
    var rest = a[j]
    for i in 0..<j {
      factors.r[i][j] = dot(factors.q[i], rest)  // in `rest` the errors made so far can be seen
      axpy(-factors.r[i][j], factors.q[i], &rest)
    }
    let length = norm2(rest)
    guard length > Double(rest.count) * 0x1p-52 * norm2(a[j]) else { throw Dependent(column: j) }
    factors.r[j][j] = length
    factors.q.append(rest.map { $0 / length })
  }
  return factors
  // END SOLUTION
}
