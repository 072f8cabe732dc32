import Glibc

/// P·A = L·U in one array.
struct LU {
  /// U on and above the diagonal, the multipliers of L below it, shape (n, n).
  var packed: [[Double]]
  /// Row i of P·A is row `order[i]` of A.
  var order: [Int]
  /// det P: 1 after an even number of exchanges, −1 after an odd one.
  var sign: Double
}

/// A determinant that need not be a Double: sign·exp(logMagnitude).
struct LogDeterminant {
  /// −1, 0 or 1.
  var sign: Double
  /// log |det A|; −∞ for a singular matrix.
  var logMagnitude: Double
}

/// U has a zero on its diagonal.
struct Singular: Error {
  /// Its first place, counted from 0.
  var pivot: Int
}

/// The factorisation P·A = L·U by Gaussian elimination with partial pivoting.
///
/// - Parameter a: shape (n, n), n ≥ 0, finite; it may be singular.
/// - Returns: the factors, the order of the rows and the sign of that order.
/// - Complexity: n³·2/3 operations.
func luFactorization(_ a: [[Double]]) -> LU {
  // BEGIN SOLUTION
  let n = a.count
  var (packed, order, sign) = (a, Array(0..<n), 1.0)
  for k in 0..<n {
    let largest = (k..<n).max { abs(packed[$0][k]) < abs(packed[$1][k]) } ?? k
    guard packed[largest][k] != 0 else { continue }  // zeros already; the multipliers are 0
    if largest != k {
      packed.swapAt(k, largest)  // the multipliers move with their rows
      order.swapAt(k, largest)
      sign = -sign
    }
    for i in k + 1..<n {
      let multiplier = packed[i][k] / packed[k][k]
      packed[i][k] = multiplier
      for j in k + 1..<n { packed[i][j] -= multiplier * packed[k][j] }
    }
  }
  return LU(packed: packed, order: order, sign: sign)
  // END SOLUTION
}

/// The determinant det P · Π u_kk as sign and logarithm.
///
/// - Parameter lu: the factorisation of A.
/// - Returns: sign 0 and −∞ for a singular A; sign 1 and 0 for an empty one.
func logDeterminant(_ lu: LU) -> LogDeterminant {
  // BEGIN SOLUTION
  var determinant = LogDeterminant(sign: lu.sign, logMagnitude: 0)
  for k in lu.packed.indices {
    let pivot = lu.packed[k][k]
    determinant.sign *= pivot == 0 ? 0 : pivot < 0 ? -1 : 1
    determinant.logMagnitude += log(abs(pivot))
  }
  return determinant
  // END SOLUTION
}

/// The solution of A·X = B from the factorisation of A.
///
/// - Parameters:
///   - lu: the factorisation of A, shape (n, n).
///   - b: shape (n, k): each column is a right-hand side.
/// - Returns: X, shape (n, k).
/// - Throws: `Singular(pivot:)` with the first k for which u_kk is 0.
/// - Complexity: 2·n²·k operations.
func solve(_ lu: LU, _ b: [[Double]]) throws -> [[Double]] {
  // BEGIN SOLUTION
  if let zero = lu.packed.indices.first(where: { lu.packed[$0][$0] == 0 }) { throw Singular(pivot: zero) }
  var x = b
  for j in 0..<(b.first?.count ?? 0) {
    let z = try solveLower(lu.packed, lu.order.map { b[$0][j] }, unitDiagonal: true)
    let column = try solveUpper(lu.packed, z)
    for i in x.indices { x[i][j] = column[i] }
  }
  return x
  // END SOLUTION
}
