/// A diagonal entry that has to be divided by is 0.
struct ZeroPivot: Error {
  /// Its row, counted from 0.
  var index: Int
}

/// The solution of L·x = b by forward substitution.
///
/// - Parameters:
///   - l: shape (n, n); only the lower triangle is read, and its diagonal only if `unitDiagonal` is false.
///   - b: n entries.
///   - unitDiagonal: whether every lᵢᵢ counts as 1.
/// - Returns: x, n entries.
/// - Throws: `ZeroPivot(index:)` if an lᵢᵢ is 0 and the diagonal is not unit.
func solveLower(_ l: [[Double]], _ b: [Double], unitDiagonal: Bool) throws -> [Double] {
  // BEGIN SOLUTION
  var x: [Double] = []
  for (i, row) in l.enumerated() {
    var rest = b[i]
    for j in 0..<i { rest -= row[j] * x[j] }
    guard unitDiagonal || row[i] != 0 else { throw ZeroPivot(index: i) }
    x.append(unitDiagonal ? rest : rest / row[i])
  }
  return x
  // END SOLUTION
}

/// The solution of U·x = b by back substitution.
///
/// - Parameters:
///   - u: shape (n, n); only the upper triangle is read.
///   - b: n entries.
/// - Returns: x, n entries.
/// - Throws: `ZeroPivot(index:)` if a uᵢᵢ is 0.
func solveUpper(_ u: [[Double]], _ b: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  var x = b
  for i in b.indices.reversed() {
    let row = u[i]
    guard row[i] != 0 else { throw ZeroPivot(index: i) }
    var rest = b[i]
    for j in i + 1..<b.count { rest -= row[j] * x[j] }
    x[i] = rest / row[i]
  }
  return x
  // END SOLUTION
}

/// The solution of Lᵀ·x = b by back substitution along the rows of L.
///
/// - Parameters:
///   - l: L itself, shape (n, n); only the lower triangle is read.
///   - b: n entries.
/// - Returns: x, n entries.
/// - Throws: `ZeroPivot(index:)` if an lᵢᵢ is 0.
func solveLowerTransposed(_ l: [[Double]], _ b: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  var x = b
  for i in b.indices.reversed() {
    let row = l[i]  // column i of Lᵀ
    guard row[i] != 0 else { throw ZeroPivot(index: i) }
    let value = x[i] / row[i]
    x[i] = value
    for j in 0..<i { x[j] -= row[j] * value }
  }
  return x
  // END SOLUTION
}
