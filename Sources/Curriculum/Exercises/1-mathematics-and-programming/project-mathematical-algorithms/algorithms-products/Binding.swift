@testable import Checks
@testable import struct Learner.DenseMatrix
@testable import func Learner.gemm
@testable import func Learner.gemv
@testable import func Learner.norm1
@testable import func Learner.normInfinity

@main enum Program {
  static func main() {
    Products.grade(
      Submission(
        fromRows: .init { Flat(DenseMatrix($0, columnCount: $1)) },
        rows: .init { DenseMatrix($0).rows },
        entry: .init { DenseMatrix($0)[$1, $2] },
        settingEntry: .init { a, i, j, value in
          var a = DenseMatrix(a)
          a[i, j] = value
          return Flat(a)
        },
        transposed: .init { Flat(DenseMatrix($0).transposed()) },
        gemv: .init { alpha, a, transposed, x, beta, y in
          var y = y
          try gemv(alpha, DenseMatrix(a), transposed: transposed, x, beta, &y)
          return y
        },
        gemm: .init { alpha, a, transposeA, b, transposeB, beta, c in
          var c = DenseMatrix(c)
          try gemm(alpha, DenseMatrix(a), transposed: transposeA, DenseMatrix(b), transposed: transposeB, beta, &c)
          return Flat(c)
        },
        gemmInPlace: .init { c, b in
          var c = DenseMatrix(c)
          try gemm(1, c, transposed: false, DenseMatrix(b), transposed: false, 0, &c)
          return Flat(c)
        },
        norm1: .init { norm1(DenseMatrix($0)) }, normInfinity: .init { normInfinity(DenseMatrix($0)) }))
  }
}

extension Flat {
  init(_ a: DenseMatrix) { self.init(rows: a.rowCount, columns: a.columnCount, elements: a.elements) }
}

extension DenseMatrix {
  init(_ a: Flat) { self.init(rowCount: a.rows, columnCount: a.columns, elements: a.elements) }
}
