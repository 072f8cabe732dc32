/// Why a problem in linear algebra has no answer that can be trusted.
///
/// Mistakes of shape are not here: they are the caller's and trap through `require`.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// There is nothing to divide by at place `pivot` of the diagonal, counted from 0: a zero in L, U or D or among the
  /// eigenvalues; in `LDLT` also a number so small (below 6·10⁻³⁰⁹ for Double) that its inverse is infinite.
  case singular(pivot: Int)
  /// The leading minor of order `minor` (the first `minor` rows and columns) is not positive.
  case notPositiveDefinite(minor: Int)
  /// Only `rank` of the columns are independent in working precision.
  case rankDeficient(rank: Int)
  /// `routine` gave up; `count` of its intermediate values had not settled.
  case notConverged(routine: String, count: Int)
  /// The element at (`row`, `column`), counted from 0, of what was given, of a factor or of the answer is infinite or not
  /// a number.
  case nonFinite(row: Int, column: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  /// What happened, and what to look at.
  public var description: String {
    switch self {
    case .singular(let pivot):
      "the matrix is singular: pivot \(pivot) is zero, or so small that its inverse is infinite, and nothing can be "
        + "divided by it. Look for a zero or repeated row or column, or use leastSquares"
    case .notPositiveDefinite(let minor):
      "the matrix is not positive definite: its leading minor of order \(minor) is not positive. Check that it is "
        + "symmetric and that no feature is a combination of others, add a little to the diagonal, or use LU"
    case .rankDeficient(let rank):
      "only \(rank) of the columns are independent in working precision. Drop a column that others determine, or use "
        + "leastSquares, which returns the solution of least norm"
    case .notConverged(let routine, let count):
      "\(routine) did not converge: \(count) values had not settled. Scale the matrix so that its entries are of "
        + "similar size"
    case .nonFinite(let row, let column):
      "the element at row \(row), column \(column) is infinite or not a number. Look at the step that produced it: a "
        + "division by zero, an overflow or a missing value"
    }
  }
}
