import LabNumerics
import Testing

@Suite struct MutableMatrixViewTests {
  @Test func `columns are standardised in place, and copies keep theirs`() {
    var x: Matrix<Double> = [[1, 10], [2, 20], [3, 30]]
    let (before, means) = (x, [2.0, 20.0])
    let place = x.withMutableView { view in
      for j in 0..<view.columnCount {
        view[column: j] -= means[j]
        view[column: j] /= means[j] / 2
      }
      return view[0, 0]
    }
    #expect(x == [[-1, -1], [0, 0], [1, 1]] && place == -1 && before[0, 0] == 1)
  }

  @Test func `blocks, transposes and diagonals write through to their matrix`() {
    var a = Matrix<Double>.zeros(3, 3)
    a.withMutableView { a in
      a[rows: 1..., columns: ..<2].fill(5)
      a.transpose[0, 2] = 7
      a.diagonal += 1
      a[rows: 0..<1, columns: 1...].assign([[8, 9]] as Matrix)
      a[row: 2].update { $0 * 10 }
    }
    #expect(a == [[1, 8, 9], [5, 6, 0], [70, 50, 10]])
  }

  @Test func `rows and columns change places`() {
    var a: Matrix<Double> = [[1, 2], [3, 4]]
    a.withMutableView { $0.swapRows(0, 1) }
    #expect(a == [[3, 4], [1, 2]])
    a.withMutableView { view in
      view.swapColumns(0, 1)
      view.swapColumns(1, 1)
    }
    #expect(a == [[4, 3], [2, 1]])
  }

  @Test func `what was seen before is assigned, whatever overlaps`() {
    var a: Matrix<Double> = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    let (old, turned) = (a.view.transposed(), a.transposed())
    a.withMutableView { $0.assign(old) }
    #expect(a == turned)
    var x: Vector<Double> = [1, 2, 3, 4]
    let before = x.view[elements: ..<3]
    x.withMutableView { $0[elements: 1...].assign(before) }
    #expect(x == [1, 1, 2, 3])
  }

  @Test func `vectors are written in part, and a step that throws keeps what came before`() {
    struct Stop: Error {}
    var x: Vector<Double> = [1, 2, 3, 4]
    x.withMutableView { x in x[elements: 2...] *= 10 }
    #expect(x == [1, 2, 30, 40])
    #expect(throws: Stop.self) {
      try x.withMutableView { view throws(Stop) in
        try view.update { element throws(Stop) in
          if element == 30 { throw Stop() }
          return -element
        }
      }
    }
    #expect(x == [-1, -2, 30, 40])
  }

  @Test func `shapes and places that do not fit stop the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var a = Matrix<Double>.zeros(3, 3)
      a.withMutableView { $0[rows: 0..<2, columns: 0..<2].assign(Matrix<Double>.zeros(2, 3)) }
    }
    #expect(try message(of: result).contains("assign: a (2, 3) matrix to a view of (2, 2)"))
  }
}
