/// A model fitted to data: what it multiplies the columns by, and how far it stays from the data.
struct Fit {
  /// One coefficient a column of X.
  var coefficients: [Double]
  /// ‖y − X·β‖₂.
  var residualNorm: Double
}

enum LeastSquaresError: Error {
  /// Fewer equations than unknowns: many β fit equally well.
  case underdetermined(rows: Int, columns: Int)
  /// This column, counted from 0, is to rounding a combination of those before it.
  case rankDeficient(column: Int)
}

/// The β for which ‖y − X·β‖₂ is least, by a QR factorisation of X.
///
/// - Parameters:
///   - x: the design matrix X, shape (m, n), an array of rows; every number finite.
///   - y: m numbers.
/// - Returns: β, n numbers, and ‖y − X·β‖₂.
/// - Throws: `LeastSquaresError.underdetermined` if m < n; `.rankDeficient` with the first column j for which
///   |r_jj| ≤ m·ε·‖x_j‖₂.
func leastSquares(_ x: [[Double]], _ y: [Double]) throws -> Fit {
  // BEGIN SOLUTION
  let (m, n) = (x.count, x.first?.count ?? 0)
  guard m >= n else { throw LeastSquaresError.underdetermined(rows: m, columns: n) }
  func norm(_ x: some Sequence<Double>) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  let qr = HouseholderQR(x)
  for j in 0..<n where abs(qr.r[j][j]) <= Double(m) * 0x1p-52 * norm(x.map { $0[j] }) {
    throw LeastSquaresError.rankDeficient(column: j)
  }
  let z = qr.applyQTransposed(y)  // m numbers: n that X can reach, then those that it cannot
  let coefficients = try solveUpper(qr.r, Array(z[..<n]))
  return Fit(coefficients: coefficients, residualNorm: norm(z[n...]))
  // END SOLUTION
}

/// The polynomial β₀ + β₁·t + … + β_d·tᵈ nearest to the points (tᵢ, yᵢ) in the sense of least squares.
///
/// - Parameters:
///   - t: m numbers.
///   - y: m numbers.
///   - degree: d ≥ 0.
/// - Returns: β₀ … β_d, the constant first, and the norm of the residual.
/// - Throws: what `leastSquares` throws.
func polynomialFit(_ t: [Double], _ y: [Double], degree: Int) throws -> Fit {
  // BEGIN SOLUTION
  let powers = t.map { t in (0..<degree).reduce(into: [1]) { row, k in row.append(row[k] * t) } }
  return try leastSquares(powers, y)
  // END SOLUTION
}
