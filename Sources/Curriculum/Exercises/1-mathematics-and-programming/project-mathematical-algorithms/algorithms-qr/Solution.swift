import Glibc

/// A = Q·R with k = min(m, n).
struct ThinQR {
  /// Orthonormal columns, shape (m, k).
  var q: DenseMatrix
  /// Zeros below the diagonal, shape (k, n).
  var r: DenseMatrix
}

/// What comes nearest to A·X = B.
struct FitSolution {
  /// Shape (n, k).
  var x: DenseMatrix
  /// ‖b − A·x‖₂ for each of the k columns.
  var residualNorms: [Double]
}

enum FitError: Error {
  /// The shapes, each as [rows, columns].
  case shape(matrix: [Int], rightHandSides: [Int])
  case notFinite
  /// The first column, from 0, that is to rounding a combination of those before it.
  case dependentColumn(Int)
  /// Likewise for the rows of a matrix with more columns than rows.
  case dependentRow(Int)
}

/// The factors Q and R, written out.
///
/// - Parameter a: A, shape (m, n), finite.
/// - Returns: q, shape (m, k), and r, shape (k, n), k = min(m, n).
func thinQR(_ a: DenseMatrix) -> ThinQR {
  // BEGIN SOLUTION
  let (m, n) = (a.rowCount, a.columnCount)
  let k = min(m, n)
  let qr = HouseholderQR(a.rows)
  let columns = (0..<k).map { j in qr.applyQ((0..<m).map { $0 == j ? 1 : 0 }) }
  return ThinQR(
    q: DenseMatrix(columns, columnCount: m).transposed(), r: DenseMatrix(k > 0 ? qr.r : [], columnCount: n))
  // END SOLUTION
}

/// The least-squares solution for m ≥ n, the shortest solution for m < n, for each column of B.
///
/// - Parameters:
///   - a: A, shape (m, n).
///   - b: B, shape (m, k).
/// - Returns: X, shape (n, k), and the norms of the residuals.
/// - Throws: `FitError`.
func fit(_ a: DenseMatrix, _ b: DenseMatrix) throws -> FitSolution {
  // BEGIN SOLUTION
  guard a.rowCount == b.rowCount else {
    throw FitError.shape(matrix: [a.rowCount, a.columnCount], rightHandSides: [b.rowCount, b.columnCount])
  }
  guard (a.elements + b.elements).allSatisfy(\.isFinite) else { throw FitError.notFinite }
  let columns = b.transposed().rows
  let isTall = a.rowCount >= a.columnCount
  let fits = isTall ? try tallFits(a, columns) : try wideFits(a, columns)
  return FitSolution(
    x: DenseMatrix(fits.map(\.coefficients), columnCount: a.columnCount).transposed(),
    residualNorms: fits.map(\.residualNorm))
  // END SOLUTION
}

/// The fits for m ≥ n, one for each right-hand side: columns and b are brought to size 1 by powers of two.
private func tallFits(_ a: DenseMatrix, _ b: [[Double]]) throws -> [Fit] {
  // BEGIN SOLUTION
  let exponents = a.transposed().rows.map(exponent)
  let rows = a.rows.map { row in zip(row, exponents).map { scaled($0, -$1) } }
  return try b.map { b in
    let f = exponent(b)
    do {
      let fit = try leastSquares(rows, b.map { scaled($0, -f) })
      return Fit(
        coefficients: zip(fit.coefficients, exponents).map { scaled($0, f - $1) },
        residualNorm: scaled(fit.residualNorm, f))
    } catch LeastSquaresError.rankDeficient(let column) {
      throw FitError.dependentColumn(column)
    }
  }
  // END SOLUTION
}

/// The shortest solutions for m < n, one for each right-hand side: rows are brought to size 1, with their numbers of b.
private func wideFits(_ a: DenseMatrix, _ b: [[Double]]) throws -> [Fit] {
  // BEGIN SOLUTION
  let (m, n) = (a.rowCount, a.columnCount)
  if m == 0 { return b.map { _ in Fit(coefficients: [Double](repeating: 0, count: n), residualNorm: 0) } }
  let exponents = a.rows.map(exponent)
  let rows = zip(a.rows, exponents).map { row, e in row.map { scaled($0, -e) } }
  let qr = HouseholderQR(DenseMatrix(rows, columnCount: n).transposed().rows)
  for i in 0..<m {
    let length = rows[i].reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard abs(qr.r[i][i]) > Double(n) * 0x1p-52 * length else { throw FitError.dependentRow(i) }
  }
  let lower = DenseMatrix(qr.r, columnCount: m).transposed().rows
  return try b.map { b in
    // In the new units b_i is 2^−eᵢ·bᵢ; of these f is the largest exponent.
    let f = zip(b, exponents).map { $0 == 0 ? Int.min : Int($0.exponent) - $1 }.max() ?? 0
    let right = zip(b, exponents).map { $0 == 0 ? 0 : scaled($0, -$1 - f) }
    let z = try solveLower(lower, right, unitDiagonal: false)
    let x = qr.applyQ(z + [Double](repeating: 0, count: n - m))
    return Fit(coefficients: x.map { $0 == 0 ? 0 : scaled($0, f) }, residualNorm: 0)
  }
  // END SOLUTION
}

/// How many digits of the worst number are right, 0 … 15.
///
/// - Parameters:
///   - got: the numbers to be judged.
///   - certified: as many.
/// - Returns: the least −log₁₀ of a relative error; 0 for another count or a number that is not finite.
func certifiedDigits(_ got: [Double], _ certified: [Double]) -> Double {
  // BEGIN SOLUTION
  guard got.count == certified.count, got.allSatisfy(\.isFinite) else { return 0 }
  return zip(got, certified).reduce(15) { digits, pair in
    let (got, right) = pair
    let error = abs(got - right) / (right == 0 ? 1 : abs(right))
    return error == 0 ? digits : max(0, min(digits, -log10(error)))
  }
  // END SOLUTION
}

/// The exponent of the number of largest magnitude; 0 if all are 0.
private func exponent(_ x: [Double]) -> Int {
  // BEGIN SOLUTION
  let largest = x.reduce(0) { max($0, abs($1)) }
  return largest == 0 ? 0 : Int(largest.exponent)
  // END SOLUTION
}

/// 2^k·x.
private func scaled(_ x: Double, _ k: Int) -> Double {
  // BEGIN SOLUTION
  Double(sign: .plus, exponent: k, significand: x)
  // END SOLUTION
}
