@testable import struct AlgorithmsProducts.DenseMatrix
@testable import Checks
@testable import enum Learner.Factors
@testable import struct Learner.LinearSolution
@testable import func Learner.factor
@testable import func Learner.linearSolve
@testable import func Learner.solve

@main enum Program {
  static func main() {
    Solves.grade(
      Submission(
        linearSolve: { a, b in
          let solution = try linearSolve(DenseMatrix(a), DenseMatrix(b))
          return Answer(
            x: Flat(rows: solution.x.rowCount, columns: solution.x.columnCount, elements: solution.x.elements),
            path: solution.factors.path, reciprocalCondition: solution.reciprocalCondition,
            errorBounds: solution.errorBounds)
        },
        solveTransposed: { a, b in try solve(factor(DenseMatrix(a)), b, transposed: true) }))
  }
}

extension Factors {
  fileprivate var path: String {
    switch self {
    case .lower: "lower"
    case .upper: "upper"
    case .cholesky: "cholesky"
    case .general: "general"
    }
  }
}

extension DenseMatrix {
  fileprivate init(_ a: Flat) { self.init(rowCount: a.rows, columnCount: a.columns, elements: a.elements) }
}
