@testable import struct AlgorithmsProducts.DenseMatrix
@testable import Checks
@testable import struct Learner.ThinSVD
@testable import func Learner.numericalRank
@testable import func Learner.pseudoInverse
@testable import func Learner.symmetricEigen
@testable import func Learner.symmetricFunction
@testable import func Learner.thinSVD

@main enum Program {
  static func main() {
    Decompositions.grade(
      Submission(
        symmetricEigen: { a in
          let eigen = try symmetricEigen(DenseMatrix(a))
          return EigenAnswer(values: eigen.values, vectors: Flat(eigen.vectors))
        },
        thinSVD: { a in
          let svd = try thinSVD(DenseMatrix(a))
          return SVDAnswer(u: Flat(svd.u), values: svd.singularValues, vTransposed: Flat(svd.vTransposed))
        },
        numericalRank: { svd in
          numericalRank(
            ThinSVD(
              u: DenseMatrix(svd.u), singularValues: svd.values, vTransposed: DenseMatrix(svd.vTransposed)))
        },
        pseudoInverse: { Flat(try pseudoInverse(DenseMatrix($0))) },
        symmetricFunction: { a, f in Flat(try symmetricFunction(DenseMatrix(a), f)) }))
  }
}

extension Flat {
  fileprivate init(_ a: DenseMatrix) { self.init(rows: a.rowCount, columns: a.columnCount, elements: a.elements) }
}

extension DenseMatrix {
  fileprivate init(_ a: Flat) { self.init(rowCount: a.rows, columnCount: a.columns, elements: a.elements) }
}
