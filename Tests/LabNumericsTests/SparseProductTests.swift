import Testing

@testable import LabNumerics

@Suite struct SparseProductTests {
  @Test func `agrees with SciPy to the bit where sums are exact`() throws {
    for golden in try SparseReference.load().cases {
      #expect(Matrix(golden.matrix.sparse • golden.right.sparse) == Matrix(golden.product))
    }
  }

  @Test(arguments: [(1, 1, 1), (8, 5, 70), (40, 300, 33), (20, 20, 5000)])
  func `agrees with three loops, and its columns ascend`(m: Int, k: Int, n: Int) {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: 92)
      let a = random(m, k), b = random(k, n)
      let product = a • b
      let full = Matrix(product)
      #expect(full.isProduct(Matrix(a), Matrix(b)))
      let again = SparseMatrix(
        rows: m, columns: n, rowStarts: product.rowStarts, columnIndices: product.columnIndices, values: product.values)
      #expect(again == product, "the initialiser checks the order")

      func random(_ rows: Int, _ columns: Int) -> SparseMatrix<Scalar> {
        SparseMatrix(
          rows: rows, columns: columns,
          triplets: (0..<rows * columns / 4 + 1).map { _ in
            (
              generator.uniformInteger(below: rows), generator.uniformInteger(below: columns), generator.normal()
            )
          })
      }
    }
  }

  @Test func `transposes turn round, and the identity changes nothing`() throws {
    for golden in try SparseReference.load().cases {
      let (a, b) = (golden.matrix.sparse, golden.right.sparse)
      let turned = b.transposed() • a.transposed()
      #expect((a • b).transposed() == turned)
      #expect(a • SparseMatrix(identity: a.columnCount) == a)
      #expect(SparseMatrix(identity: a.rowCount) • a == a)
    }
  }

  @Test func `a sum that cancels stays stored, and NaN meets stored elements alone`() {
    let a = SparseMatrix<Double>(rows: 1, columns: 3, triplets: [(0, 0, 1), (0, 1, -1)])
    let b = SparseMatrix<Double>(rows: 3, columns: 2, triplets: [(0, 0, 2), (1, 0, 2), (2, 1, .nan)])
    let product = a • b
    #expect(product.columnIndices == [0] && product.values == [0] && product[0, 1] == 0)
  }

  @Test func `a set of columns gives them back in order, across its words and groups`() {
    let set = ColumnSet(capacity: 600_000)
    defer { set.deallocate() }
    for _ in 0..<2 {
      let columns = [599_999, 0, 63, 64, 4095, 4096, 262_143, 262_144, 300_000, 1]
      for j in columns { #expect(set.insert(j)) }
      for j in columns { #expect(!set.insert(j)) }
      var emptied: [Int] = []
      set.removeAll { emptied.append($0) }
      #expect(emptied == columns.sorted())
    }
  }
}
