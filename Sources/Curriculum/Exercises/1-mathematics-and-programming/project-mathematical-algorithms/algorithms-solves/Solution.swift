/// Why a system has no solution that could be given.
enum SolveError: Error {
  /// The shapes, each as [rows, columns].
  case shape(matrix: [Int], rightHandSides: [Int])
  case notFinite
  /// The first pivot that is 0, counted from 0.
  case singular(pivot: Int)
}

/// A matrix made ready for solving.
enum Factors {
  /// The rows of a lower triangular matrix.
  case lower([[Double]])
  /// The rows of an upper triangular matrix.
  case upper([[Double]])
  /// The L of A = L·Lᵀ.
  case cholesky([[Double]])
  case general(LU)
}

/// X with A·X = B, and what is known about it.
struct LinearSolution {
  /// Shape (n, k).
  var x: DenseMatrix
  var factors: Factors
  /// About 1/(‖A‖₁·‖A⁻¹‖₁).
  var reciprocalCondition: Double
  /// For each column a bound on ‖x − x̂‖∞/‖x̂‖∞; 1 if nothing is known.
  var errorBounds: [Double]
}

/// Chooses a factorisation by the look of the matrix and carries it out.
///
/// - Parameter a: shape (n, n), finite.
/// - Returns: factors without a zero pivot.
/// - Throws: `SolveError.singular(pivot:)`.
func factor(_ a: DenseMatrix) throws -> Factors {
  // BEGIN SOLUTION
  let (n, rows) = (a.rowCount, a.rows)
  func requirePivots(_ rows: [[Double]]) throws {
    if let zero = (0..<n).first(where: { rows[$0][$0] == 0 }) { throw SolveError.singular(pivot: zero) }
  }
  if (0..<n).allSatisfy({ i in rows[i][(i + 1)...].allSatisfy { $0 == 0 } }) {
    try requirePivots(rows)
    return .lower(rows)
  }
  if (0..<n).allSatisfy({ i in rows[i][..<i].allSatisfy { $0 == 0 } }) {
    try requirePivots(rows)
    return .upper(rows)
  }
  let isSymmetric = (0..<n).allSatisfy { i in (0..<i).allSatisfy { rows[i][$0] == rows[$0][i] } }
  if isSymmetric, (0..<n).allSatisfy({ rows[$0][$0] > 0 }), let l = try? cholesky(rows) { return .cholesky(l) }
  let lu = luFactorization(rows)
  try requirePivots(lu.packed)
  return .general(lu)
  // END SOLUTION
}

/// The x with A·x = b, or with Aᵀ·x = b.
///
/// - Parameters:
///   - factors: those of A, shape (n, n), without a zero pivot.
///   - b: n numbers.
///   - transposed: whether Aᵀ stands in A's place.
/// - Returns: x, n numbers.
/// - Throws: nothing for factors that `factor` returned.
func solve(_ factors: Factors, _ b: [Double], transposed: Bool) throws -> [Double] {
  // BEGIN SOLUTION
  func turned(_ rows: [[Double]]) -> [[Double]] { DenseMatrix(rows, columnCount: rows.count).transposed().rows }
  switch factors {
  case .lower(let l): return try transposed ? solveLowerTransposed(l, b) : solveLower(l, b, unitDiagonal: false)
  case .upper(let u): return try transposed ? solveLower(turned(u), b, unitDiagonal: false) : solveUpper(u, b)
  case .cholesky(let l): return try solve(cholesky: l, b)
  case .general(let lu):
    if !transposed {
      let z = try solveLower(lu.packed, lu.order.map { b[$0] }, unitDiagonal: true)
      return try solveUpper(lu.packed, z)
    }
    var l = lu.packed
    for i in l.indices { l[i][i] = 1 }
    let z = try solveLowerTransposed(l, solveLower(turned(lu.packed), b, unitDiagonal: false))
    var x = b
    for (i, row) in lu.order.enumerated() { x[row] = z[i] }  // Aᵀ = Uᵀ·Lᵀ·P, so P·x = z
    return x
  }
  // END SOLUTION
}

/// About 1/(‖A‖₁·‖A⁻¹‖₁), by Hager's method with Higham's last vector.
///
/// - Parameters:
///   - a: A, shape (n, n).
///   - factors: those of A.
/// - Returns: 1 for the empty matrix; hardly below the truth, and seldom more than three times as large.
/// - Throws: nothing for factors that `factor` returned.
/// - Complexity: a dozen solves of 2·n² operations at most.
func reciprocalCondition(_ a: DenseMatrix, _ factors: Factors) throws -> Double {
  // BEGIN SOLUTION
  let n = a.rowCount
  if n == 0 { return 1 }
  func size(_ v: [Double]) -> Double { v.reduce(0) { $0 + abs($1) } }
  var x = [Double](repeating: 1 / Double(n), count: n)
  var v = try solve(factors, x, transposed: false)
  var estimate = size(v)
  for _ in 0..<5 {
    let z = try solve(factors, v.map { $0 < 0 ? -1 : 1 }, transposed: true)
    let j = z.indices.max { abs(z[$0]) < abs(z[$1]) } ?? 0
    if abs(z[j]) <= zip(z, x).reduce(0, { $0 + $1.0 * $1.1 }) { break }
    x = [Double](repeating: 0, count: n)
    x[j] = 1
    v = try solve(factors, x, transposed: false)
    if size(v) <= estimate { break }
    estimate = size(v)
  }
  let step = 1 / Double(max(1, n - 1))
  let w = (0..<n).map { i in
    let magnitude = 1 + Double(i) * step
    return i % 2 == 0 ? magnitude : -magnitude
  }
  estimate = max(estimate, 2 * size(try solve(factors, w, transposed: false)) / Double(3 * n))
  return 1 / norm1(a) / estimate
  // END SOLUTION
}

/// The solution of A·X = B, refined, with its condition and error bounds.
///
/// - Parameters:
///   - a: A, shape (n, n).
///   - b: B, shape (n, k).
/// - Returns: X, shape (n, k), and what is known about it.
/// - Throws: `SolveError`.
func linearSolve(_ a: DenseMatrix, _ b: DenseMatrix) throws -> LinearSolution {
  // BEGIN SOLUTION
  let n = a.rowCount
  guard n == a.columnCount, b.rowCount == n else {
    throw SolveError.shape(matrix: [n, a.columnCount], rightHandSides: [b.rowCount, b.columnCount])
  }
  guard (a.elements + b.elements).allSatisfy(\.isFinite) else { throw SolveError.notFinite }
  let factors = try factor(a)
  var solution = LinearSolution(
    x: b, factors: factors, reciprocalCondition: try reciprocalCondition(a, factors), errorBounds: [])
  for j in 0..<b.columnCount {
    let (x, bound) = try refinedSolution(a, factors, (0..<n).map { b[$0, j] })
    for i in 0..<n { solution.x[i, j] = x[i] }
    solution.errorBounds.append(bound)
  }
  return solution
  // END SOLUTION
}

/// The refined solution for one right-hand side, and its bound: 2·ε, or 1 if the corrections do not shrink.
private func refinedSolution(_ a: DenseMatrix, _ factors: Factors, _ b: [Double]) throws -> ([Double], Double) {
  // BEGIN SOLUTION
  func largest(_ v: [Double]) -> Double { v.reduce(0) { max($0, abs($1)) } }
  var x = try solve(factors, b, transposed: false)
  var last = largest(x)
  for _ in 0..<10 {
    let d = try solve(factors, residual(a, x, b), transposed: false)
    let size = largest(d)
    let isSettled = size <= 0x1p-52 * largest(x)
    guard isSettled || size <= last / 2 else { return (x, 1) }
    for i in x.indices { x[i] += d[i] }
    if isSettled { return (x, 0x1p-51) }
    last = size
  }
  return (x, 1)
  // END SOLUTION
}

/// b − A·x, each sum with twice the digits of a Double.
private func residual(_ a: DenseMatrix, _ x: [Double], _ b: [Double]) -> [Double] {
  // BEGIN SOLUTION
  b.indices.map { i in
    var (sum, lost) = (b[i], 0.0)
    for j in x.indices {
      let product = a[i, j] * x[j]
      let error = (-product).addingProduct(a[i, j], x[j])
      let next = sum - product
      let moved = next - sum
      lost += ((sum - (next - moved)) - (product + moved)) - error
      sum = next
    }
    return sum + lost
  }
  // END SOLUTION
}
