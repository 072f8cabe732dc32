@testable import struct AlgorithmsProducts.DenseMatrix
@testable import Checks
@testable import func Learner.certifiedDigits
@testable import func Learner.fit
@testable import func Learner.thinQR

@main enum Program {
  static func main() {
    OrthogonalFits.grade(
      Submission(
        thinQR: { a in
          let factors = thinQR(DenseMatrix(a))
          return Factors(q: Flat(factors.q), r: Flat(factors.r))
        },
        fit: { a, b in
          let solution = try fit(DenseMatrix(a), DenseMatrix(b))
          return Answer(x: Flat(solution.x), residualNorms: solution.residualNorms)
        }, certifiedDigits: certifiedDigits))
  }
}

extension Flat {
  fileprivate init(_ a: DenseMatrix) { self.init(rows: a.rowCount, columns: a.columnCount, elements: a.elements) }
}

extension DenseMatrix {
  fileprivate init(_ a: Flat) { self.init(rowCount: a.rows, columnCount: a.columns, elements: a.elements) }
}
