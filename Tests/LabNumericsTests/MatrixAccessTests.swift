import LabNumerics
import Testing

@Suite struct MatrixAccessTests {
  let a: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]

  @Test func `rows, columns, diagonal and blocks are taken out`() {
    #expect(a[row: 1] == [4, 5, 6])
    #expect(a[column: 2] == [3, 6])
    #expect(a.diagonal == [1, 5])
    #expect(a[rows: 0..<2, columns: 1..<3] == [[2, 3], [5, 6]])
    #expect(a[rows: 1..<1, columns: 0..<3] == .zeros(0, 3))
    #expect(a.rows == [[1, 2, 3], [4, 5, 6]])
    #expect(a.flattened == [1, 2, 3, 4, 5, 6])
  }

  @Test func `rows and elements are taken in any order, one of them twice`() {
    #expect(a[rows: [1, 0, 1]] == [[4, 5, 6], [1, 2, 3], [4, 5, 6]])
    #expect(a[rows: [1, 0, 0][1...]] == [[1, 2, 3], [1, 2, 3]])
    #expect(a[rows: [Int]()] == .zeros(0, 3))
    let x: Vector<Double> = [3, 1, 2]
    #expect(x[elements: x.argsort()] == [1, 2, 3] && x[elements: [0, 0]] == [3, 3])
    #expect(x[elements: [0, 1, 2][1...]] == [1, 2] && x[elements: [Int]()] == [])
  }

  @Test func `a row named that is not there stops the program with its index and the shape`() async throws {
    let row = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let a: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]
      _ = a[rows: [0, 2]]
    }
    #expect(try message(of: row).contains("row 2 of a (2, 3) matrix"))
  }

  @Test func `the same elements take another shape, and keep their memory until one is written`() {
    var b = a.reshaped(rows: 3, columns: 2)
    #expect(b == [[1, 2], [3, 4], [5, 6]])
    #expect(b.withUnsafeBufferPointer(\.baseAddress) == a.withUnsafeBufferPointer(\.baseAddress))
    b[0, 0] = 7
    #expect(a[0, 0] == 1 && a.flattened.reshaped(rows: 2, columns: 3) == a)
    #expect(Matrix<Double>.zeros(0, 3).reshaped(rows: 5, columns: 0).shape == (5, 0))
    #expect(([] as Vector<Double>).reshaped(rows: 0, columns: 4).shape == (0, 4))
  }

  @Test func `a shape of another size stops the program with both`() async throws {
    let matrix = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let a: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]
      _ = a.reshaped(rows: 2, columns: 2)
    }
    #expect(try message(of: matrix).contains("reshaped: a (2, 3) matrix has 6 elements, not 2 × 2"))
    let vector = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ([1, 2, 3] as Vector<Double>).reshaped(rows: 2, columns: 2)
    }
    #expect(try message(of: vector).contains("reshaped: a vector has 3 elements, not 2 × 2"))
  }

  @Test func `rows and columns are put in`() {
    var b = a
    b[row: 0] = [7, 8, 9]
    b[column: 1] = [0, 0]
    #expect(b == [[7, 0, 9], [4, 0, 6]])
  }

  @Test(arguments: [(1, 1), (2, 3), (16, 16), (17, 33), (40, 1)])
  func `the transpose swaps the indices, and twice gives the matrix back`(rows: Int, columns: Int) {
    let b = Matrix(rows: rows, columns: columns) { Double(100 * $0 + $1) }
    #expect(b.transposed() == Matrix(rows: columns, columns: rows) { Double(100 * $1 + $0) })
    #expect(b.transposed().transposed() == b)
  }

  @Test func `symmetry is exact, square and without NaN`() {
    #expect(Matrix<Double>([[1, 2], [2, 3]]).isSymmetric)
    #expect(!Matrix<Double>([[1, 2], [2 + 2 * .ulpOfOne, 3]]).isSymmetric)
    #expect(!Matrix<Double>([[.nan]]).isSymmetric)
    #expect(!a.isSymmetric)
    #expect(Matrix<Double>.zeros(0, 0).isSymmetric)
  }

  @Test func `a row or column outside stops the program with its index and the shape`() async throws {
    let column = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let a: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]
      _ = a[0, 3]
    }
    #expect(try message(of: column).contains("column 3 is outside a (2, 3) matrix: columns 0 ..< 3"))
    let row = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var a: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]
      a[-1, 2] += 1
    }
    #expect(try message(of: row).contains("row -1 is outside a (2, 3) matrix: rows 0 ..< 2"))
  }

  @Test func `a row of the wrong length stops the program with both lengths`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var a: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]
      a[row: 0] = [1, 2]
    }
    #expect(try message(of: result).contains("row 0 has 3 elements, not 2"))
  }

  @Test func `a block can be written, and no copy sees it`() {
    let a = Matrix<Double>(rows: 3, columns: 3) { Double(3 * $0 + $1) }
    var b = a
    b[rows: 0..<2, columns: 1...] = [[10, 20], [30, 40]]
    #expect(b == [[0, 10, 20], [3, 30, 40], [6, 7, 8]])
    b[rows: 2...] *= 2
    b[columns: ..<1] = [[7], [8], [9]]
    #expect(b == [[7, 10, 20], [8, 30, 40], [9, 14, 16]])
    b[rows: 0..<2] = b[rows: 1..<3]
    #expect(b == [[8, 30, 40], [9, 14, 16], [9, 14, 16]])
    #expect(a[2, 2] == 8 && a[0, 1] == 1)
    var empty = Matrix<Double>.zeros(0, 3)
    empty[rows: 0..<0] = Matrix.zeros(0, 3)
  }

  @Test func `a block of another shape stops the program with both`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var a = Matrix<Double>.zeros(3, 3)
      a[rows: 0..<2, columns: 0..<2] = [[1, 2]]
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("a (1, 2) matrix to a view of (2, 2)"))
  }

  @Test func `mapValues keeps the shape`() {
    #expect(([[-1, 2]] as Matrix<Double>).mapValues(abs) == [[1, 2]])
    #expect(Matrix<Float>.zeros(0, 2).mapValues { $0 + 1 } == Matrix<Float>.zeros(0, 2))
  }
}
