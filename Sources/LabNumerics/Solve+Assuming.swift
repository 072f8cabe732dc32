/// The solution of A·x = b for a square matrix of which something is known, or is to be found out.
///
/// ```swift
/// try solve([[4, 2], [2, 3]], [2, 3], assuming: .positiveDefinite)  // [0, 1]
/// try solve([[2, 0], [1, 4]], [2, 9], assuming: .detect)            // [1, 2], by forward substitution
/// ```
///
/// - Parameters:
///   - a: shape (n, n).
///   - b: n elements.
///   - assumption: how to solve. What it says need not be read is not; see `SolveAssumption`.
/// - Returns: x, n elements.
/// - Throws: `.singular(pivot:)` if elimination meets a zero it cannot avoid, `.notPositiveDefinite(minor:)` if that was
///   assumed, `.nonFinite` if an element that is read is infinite or not a number.
/// - Complexity: 2/3·n³ operations, half for a symmetric matrix, n² for a triangular one; 2·n² more to detect.
///
/// `explainSolve` tells the way taken and how far x can be trusted.
public func solve<Scalar>(
  _ a: Matrix<Scalar>, _ b: Vector<Scalar>, assuming assumption: SolveAssumption
) throws(LinearAlgebraError) -> Vector<Scalar> {
  try solve(a, Matrix(column: b), assuming: assumption).flattened
}

/// The solution of A·X = B, one right-hand side a column; see the version for a vector.
public func solve<Scalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, assuming assumption: SolveAssumption
) throws(LinearAlgebraError) -> Matrix<Scalar> {
  try solution(SolvePlan(a, assuming: assumption).factors, b)
}

/// A solution with the way it was reached and how far it can be trusted.
public struct ExplainedSolution<Scalar: LinearAlgebraScalar>: Sendable {
  /// X, one solution a column, shape (n, k).
  public let x: Matrix<Scalar>
  /// The way it was solved.
  public let path: SolvePath
  /// An estimate of 1/κ: −log₁₀ of it is the number of digits lost between b and x.
  public let reciprocalCondition: Scalar
  /// About how many additions and multiplications the way takes, the explanation apart.
  public let operations: Double
  /// The backward error of each solution and a bound of its forward error.
  public let errorBounds: ErrorBounds<Scalar>
}

extension ExplainedSolution: CustomStringConvertible {
  /// The explanation in a sentence or two.
  public var description: String {
    let (backward, forward) = (errorBounds.backward.max() ?? 0, errorBounds.forward.max() ?? 0)
    let trust =
      reciprocalCondition < .ulpOfOne
      ? "The matrix is singular to working precision: no digit of x can be trusted."
      : "x solves a problem within a relative \(sixDigits(backward)) of the one asked, and its largest element is right "
        + "to a relative \(sixDigits(forward))."
    return "\(x.rowCount) equations by \(path.rawValue), about \(Int(operations)) operations, 1/κ = "
      + "\(sixDigits(reciprocalCondition)). \(trust)"
  }
}

/// The solution of A·X = B with an explanation: the way taken, the condition, error bounds.
///
/// ```swift
/// let solution = try explainSolve([[4, 2], [2, 3]], [[2], [3]] as Matrix<Double>)
/// solution.x                     // [[0], [1]]
/// solution.path                  // .cholesky
/// solution.errorBounds.forward   // [1.5e-15]
/// print(solution)                // 2 equations by Cholesky, about 10 operations, 1/κ = 0.22…
/// ```
///
/// - Parameters:
///   - a: shape (n, n).
///   - b: one right-hand side a column, shape (n, k).
///   - assumption: how to solve; see `solve(_:_:assuming:)`.
/// - Returns: X and what there is to know of it.
/// - Throws: as `solve(_:_:assuming:)`.
/// - Complexity: that of `solve`, and about 20·n²·k operations more.
public func explainSolve<Scalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, assuming assumption: SolveAssumption = .detect
) throws(LinearAlgebraError) -> ExplainedSolution<Scalar> {
  let plan = try SolvePlan(a, assuming: assumption)
  let x = try solution(plan.factors, b)
  return ExplainedSolution(
    x: x, path: plan.path, reciprocalCondition: plan.factors.reciprocalCondition(),
    operations: plan.operations(a.rowCount, columns: b.columnCount),
    errorBounds: try bounds(plan.factors, plan.whole(a), x, b))
}

/// The solution of A·x = b with an explanation; see the version for several right-hand sides.
public func explainSolve<Scalar>(
  _ a: Matrix<Scalar>, _ b: Vector<Scalar>, assuming assumption: SolveAssumption = .detect
) throws(LinearAlgebraError) -> ExplainedSolution<Scalar> {
  try explainSolve(a, Matrix(column: b), assuming: assumption)
}

private func solution<F: SquareFactorization>(
  _ factors: F, _ b: Matrix<F.Scalar>
) throws(LinearAlgebraError) -> Matrix<F.Scalar> {
  try factors.solve(b)
}

private func bounds<F: SquareFactorization>(
  _ factors: F, _ a: Matrix<F.Scalar>, _ x: Matrix<F.Scalar>, _ b: Matrix<F.Scalar>
) throws(LinearAlgebraError) -> ErrorBounds<F.Scalar> {
  try factors.errorBounds(a, x, b)
}
