@testable import Checks
@testable import func Learner.conjugateGradient
@testable import func Learner.poissonMatrix
@testable import struct SparseMatrix.CSRMatrix

@main enum Program {
  static func main() {
    ConjugateGradient.grade(
      Submission(
        conjugateGradient: .init { multiply, b, tolerance, stepLimit in
          let (x, steps) = try conjugateGradient(multiply, b, tolerance: tolerance, stepLimit: stepLimit)
          return Solved(x: x, steps: steps)
        },
        poissonMatrix: .init { m in
          let a = try poissonMatrix(side: m)
          return Stored(
            rows: a.rows, columns: a.columns, rowStarts: a.rowStarts, columnIndices: a.columnIndices,
            values: a.values)
        }))
  }
}
