import LabNumerics
import Testing

@Suite struct MatrixTests {
  @Test func `the documentation's example holds`() throws {
    let a: Matrix<Double> = [[1, 2], [3, 4]]
    #expect(a[1, 0] == 3)
    #expect(a • [1, 1] == [3, 7])
    #expect(a • a.transposed() == [[5, 11], [11, 25]])
    // κ∞ = 21: n·ε·κ bounds the relative error (Higham, Accuracy and Stability, 2nd ed., §9.3).
    #expect(try (solve(a, [3, 7]) - [1, 1]).norm(.infinity) <= 2 * 21 * Double.ulpOfOne)
  }

  @Test func `is made from rows, flat elements, closures and single values`() {
    let expected: Matrix<Double> = [[0, 1, 2], [10, 11, 12]]
    #expect(Matrix([[0.0, 1, 2], [10, 11, 12]]) == expected)
    #expect(Matrix(rows: 2, columns: 3, [0.0, 1, 2, 10, 11, 12]) == expected)
    #expect(Matrix(rows: 2, columns: 3, [7.0, 0, 1, 2, 10, 11, 12, 8][1..<7]) == expected)
    #expect(Matrix(rows: 2, columns: 3) { Double(10 * $0 + $1) } == expected)
    #expect(Matrix<Float>(repeating: 2, rows: 1, columns: 2) == [[2, 2]])
    #expect(Matrix<Float>.identity(2) == [[1, 0], [0, 1]])
    #expect(Matrix<Double>.diagonal([5, 6]) == [[5, 0], [0, 6]])
    #expect(Matrix<Double>(column: [1, 2]) == [[1], [2]])
    #expect(Matrix<Double>(row: [1, 2]) == [[1, 2]])
  }

  @Test(arguments: [(0, 0), (0, 3), (3, 0)])
  func `may have no rows or no columns`(rows: Int, columns: Int) {
    let empty = Matrix<Double>.zeros(rows, columns)
    #expect(empty.rowCount == rows && empty.columnCount == columns && empty.count == 0)
    #expect(empty.transposed().shape == (columns, rows))
    #expect(empty.rows == Array(repeating: [], count: rows))
    #expect(empty + empty == empty)
    #expect(empty.diagonal.isEmpty)
  }

  @Test func `empty matrices of different shape are not equal`() {
    #expect(Matrix<Double>.zeros(0, 3) != .zeros(3, 0))
    #expect(Matrix<Double>([]) == .zeros(0, 0))
  }

  @Test func `changing a copy leaves the original alone`() {
    let original: Matrix<Double> = [[1, 2], [3, 4]]
    var copy = original
    copy[0, 1] *= 10
    copy[row: 1] = [0, 0]
    #expect(original == [[1, 2], [3, 4]])
    #expect(copy == [[1, 20], [0, 0]])
  }

  @Test func `changing a matrix leaves the vector it was made from alone`() {
    let vector: Vector<Double> = [1, 2]
    var matrix = Matrix(column: vector)
    matrix[0, 0] = 9
    var flattened = matrix.flattened
    flattened[1] = 8
    #expect(vector == [1, 2] && matrix == [[9], [2]] && flattened == [9, 8])
  }

  @Test(arguments: [(0, 0), (1, 1), (3, 5), (17, 9)])
  func `elements start on a 64-byte boundary`(rows: Int, columns: Int) {
    Matrix<Double>.zeros(rows, columns).withUnsafeBufferPointer {
      #expect(UInt(bitPattern: $0.baseAddress) % 64 == 0)
    }
  }

  @Test func `rows of unequal length stop the program with both lengths`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix([[1.0, 2], [3]])
    }
    #expect(try message(of: result).contains("row 1 has 1 elements, row 0 has 2"))
  }

  @Test func `a wrong number of elements stops the program with both numbers`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix(rows: 2, columns: 3, [1.0, 2])
    }
    #expect(try message(of: result).contains("a (2, 3) matrix has 6 elements, not 2"))
  }
}
