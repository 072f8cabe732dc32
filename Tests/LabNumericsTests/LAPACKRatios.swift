import LabNumerics

// The battery's definitions under the names that the tests of single factorisations use.

/// The bound that LAPACK's own tests put on every ratio below.
let lapackThreshold = LAPACKRatio.limit

/// ‖A − B‖₁ / (n·‖A‖₁·ε): how many rounding errors apart a matrix and its reconstruction are.
func reconstructionRatio<Scalar>(_ a: Matrix<Scalar>, _ b: Matrix<Scalar>, n: Int) -> Double {
  LAPACKRatio.reconstruction(a, b, n: n)
}

/// ‖I − QᵀQ‖₁ / (m·ε) for orthonormal columns, shape (m, k).
func orthogonalityRatio<Scalar>(_ q: Matrix<Scalar>) -> Double { LAPACKRatio.orthogonality(q) }

/// ‖B − A·X‖₁ / (‖A‖₁·‖X‖₁·ε), the largest over the columns of X.
func solutionRatio<Scalar>(_ a: Matrix<Scalar>, _ x: Matrix<Scalar>, _ b: Matrix<Scalar>) -> Double {
  LAPACKRatio.solution(a, x, b)
}

/// The sizes LAPACK's tests are run with.
let lapackSizes = LAPACKBattery.sizes

/// Every pair of sizes, as rows and columns.
let lapackShapes = lapackSizes.flatMap { m in lapackSizes.map { n in (m, n) } }
