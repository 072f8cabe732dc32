import LabNumerics
import Testing

@Suite struct SparseTripletsTests {
  @Test(arguments: [1, 2, 15, 16, 17, 32, 33, 300, 5000], [2, 200, 70_000, 2_147_483_647])
  func `rows of any length come by columns, and add up in their order`(length: Int, columns: Int) {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: UInt64(length))
      // Numbers whose sum depends on the order.
      let triplets = (0..<3 * length).map {
        (row: 2 * ($0 % 3), column: generator.uniformInteger(below: columns), value: generator.normal() as Scalar)
      }
      let a = SparseMatrix(rows: 6, columns: columns, triplets: triplets)
      for i in 0..<6 {
        var sums: [Int: Scalar] = [:]
        for (row, column, value) in triplets where row == i { sums[column, default: 0] += value }
        let (places, values) = a.row(i)
        #expect(places.map { Int($0) } == sums.keys.sorted())
        #expect(zip(places, values).allSatisfy { sums[Int($0)] == $1 })
      }
    }
  }

  @Test func `triplets in order, of one place twice, or backwards make one matrix`() {
    let inOrder: [(row: Int, column: Int, value: Float)] = [(0, 0, 1), (0, 2, 2), (2, 0, 3), (2, 1, 4)]
    let a = SparseMatrix(rows: 3, columns: 3, triplets: inOrder)
    #expect(a.rowStarts == [0, 2, 2, 4] && a.columnIndices == [0, 2, 0, 1] && a.values == [1, 2, 3, 4])
    #expect(SparseMatrix(rows: 3, columns: 3, triplets: inOrder.reversed()) == a)
    #expect(SparseMatrix(rows: 3, columns: 3, triplets: inOrder + [(2, 1, 0)]) == a)
  }
}
