/// One known entry of a matrix.
struct Rating: Equatable {
  var row: Int
  var column: Int
  var value: Double
}

/// The matrix U·Vᵀ.
struct Factors: Equatable {
  /// U, shape (m, k).
  var rows: [[Double]]
  /// V, shape (n, k).
  var columns: [[Double]]
}

enum FactorizationError: Error, Equatable {
  /// Not > 0, or not finite.
  case penalty(Double)
  /// This rating, counted from 0, is of a row or column that does not exist, or not finite.
  case rating(Int)
}

/// What is minimised: Σ (r − u·v)² over the known entries + λ·(‖U‖² + ‖V‖²).
///
/// - Parameters:
///   - ratings: the known entries, in any order; of an entry that is given twice each counts.
///   - factors: U and V.
///   - penalty: λ.
/// - Returns: ≥ 0 for λ ≥ 0.
func factorizationLoss(_ ratings: [Rating], _ factors: Factors, penalty: Double) -> Double {
  // BEGIN SOLUTION
  var loss = 0.0
  for rating in ratings {
    let error = rating.value - dot(factors.rows[rating.row], factors.columns[rating.column])
    loss += error * error
  }
  for vector in factors.rows + factors.columns { loss += penalty * dot(vector, vector) }
  return loss
  // END SOLUTION
}

/// One round of alternating least squares: the best U for V, then the best V for that U.
///
/// - Parameters:
///   - ratings: the known entries.
///   - factors: shapes (m, k) and (n, k); U is only asked for its shape.
///   - penalty: λ > 0.
/// - Returns: new U and V; a row or column without ratings gets zeros.
/// - Throws: `FactorizationError.penalty` first, then `.rating` of the first that is wrong.
/// - Complexity: about k² operations a rating and k³ a row or column.
func alternatingStep(_ ratings: [Rating], _ factors: Factors, penalty: Double) throws -> Factors {
  // BEGIN SOLUTION
  guard penalty > 0, penalty < .infinity else { throw FactorizationError.penalty(penalty) }
  if let index = ratings.firstIndex(where: {
    !factors.rows.indices.contains($0.row) || !factors.columns.indices.contains($0.column) || !$0.value.isFinite
  }) {
    throw FactorizationError.rating(index)
  }
  let width = (factors.rows + factors.columns).first?.count ?? 0
  let byRow = ratings.map { ($0.row, factors.columns[$0.column], $0.value) }
  let rows = try bestVectors(factors.rows.count, for: byRow, penalty: penalty, width: width)
  let byColumn = ratings.map { ($0.column, rows[$0.row], $0.value) }
  let columns = try bestVectors(factors.columns.count, for: byColumn, penalty: penalty, width: width)
  return Factors(rows: rows, columns: columns)
  // END SOLUTION
}

/// For each of `count` vectors u the one with the least Σ (r − u·v)² + λ·‖u‖² over its own known entries.
///
/// - Parameters:
///   - count: how many vectors are asked for.
///   - known: of each known entry whose it is, v, and r.
///   - penalty: λ > 0.
///   - width: k, the numbers in each vector.
/// - Returns: shape (count, k).
/// - Throws: what `cholesky` throws; nothing for λ > 0.
func bestVectors(
  _ count: Int, for known: [(index: Int, vector: [Double], value: Double)], penalty: Double, width: Int
) throws -> [[Double]] {
  // BEGIN SOLUTION
  let zeros = [Double](repeating: 0, count: width)
  var start = [[Double]](repeating: zeros, count: width)
  for a in 0..<width { start[a][a] = penalty }
  var matrices = [[[Double]]](repeating: start, count: count)  // Σ v·vᵀ + λ·I
  var sides = [[Double]](repeating: zeros, count: count)  // Σ r·v
  for (index, v, value) in known {
    for a in 0..<width {
      sides[index][a] += value * v[a]
      for b in 0..<width { matrices[index][a][b] += v[a] * v[b] }
    }
  }
  return try zip(matrices, sides).map { try solve(cholesky: cholesky($0), $1) }
  // END SOLUTION
}

/// Stochastic gradient descent through some ratings, one after the other.
///
/// - Parameters:
///   - ratings: the known entries.
///   - factors: where to start.
///   - order: indices of ratings, in the order in which they are visited; one may come twice.
///   - rate: η.
///   - penalty: λ.
/// - Returns: the factors after the last visit.
func stochasticPass(
  _ ratings: [Rating], _ factors: Factors, order: [Int], rate: Double, penalty: Double
) -> Factors {
  // BEGIN SOLUTION
  var factors = factors
  for index in order {
    let rating = ratings[index]
    let (u, v) = (factors.rows[rating.row], factors.columns[rating.column])  // both as they are before the step
    let error = rating.value - dot(u, v)
    for a in u.indices {
      factors.rows[rating.row][a] += rate * (error * v[a] - penalty * u[a])
      factors.columns[rating.column][a] += rate * (error * u[a] - penalty * v[a])
    }
  }
  return factors
  // END SOLUTION
}

/// The sum of the products of two vectors' entries.
func dot(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in x.indices { sum += x[i] * y[i] }
  return sum
}
