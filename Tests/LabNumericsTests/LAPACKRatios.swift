import LabNumerics
import Testing

/// The bound that LAPACK's own tests put on every ratio below.
let lapackThreshold = 30.0

/// ‖A − B‖₁ / (n·‖A‖₁·ε): how many rounding errors apart a matrix and its reconstruction are.
///
/// - Parameters:
///   - a: the matrix.
///   - b: what its factors multiply to.
///   - n: the size to allow for.
/// - Returns: below 30 for a backward stable factorisation; NaN counts as wrong.
func reconstructionRatio<Scalar>(_ a: Matrix<Scalar>, _ b: Matrix<Scalar>, n: Int) -> Double {
  ratio((a - b).norm(.one), over: a.norm(.one), times: n)
}

/// ‖I − QᵀQ‖₁ / (m·ε) for orthonormal columns, shape (m, k).
func orthogonalityRatio<Scalar>(_ q: Matrix<Scalar>) -> Double {
  ratio((matmul(q, q, transposeA: true) - .identity(q.columnCount)).norm(.one), over: 1, times: q.rowCount)
}

/// ‖B − A·X‖₁ / (‖A‖₁·‖X‖₁·ε), the largest over the columns of X (`dget02`).
func solutionRatio<Scalar>(_ a: Matrix<Scalar>, _ x: Matrix<Scalar>, _ b: Matrix<Scalar>) -> Double {
  if x.count == 0 { return 0 }
  let residual = b - a • x
  return (0..<b.columnCount).map { j in
    ratio(residual[column: j].norm(.one) / a.norm(.one), over: x[column: j].norm(.one), times: 1)
  }.max() ?? 0
}

/// difference / (size·n·ε), and 0/0 = 0: nothing can be wrong with an empty or zero matrix that is given back.
private func ratio<Scalar: LinearAlgebraScalar>(_ difference: Scalar, over size: Scalar, times n: Int) -> Double {
  if difference == 0 { return 0 }
  return Double(difference / size) / (Double(max(1, n)) * Double(roundingUnit() as Scalar))
}

/// The sizes LAPACK's tests are run with.
let lapackSizes = [0, 1, 2, 3, 5, 10, 50]

/// Every pair of sizes, as rows and columns.
let lapackShapes = lapackSizes.flatMap { m in lapackSizes.map { n in (m, n) } }
