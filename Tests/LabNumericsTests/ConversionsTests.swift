import LabNumerics
import Testing

@Suite struct ConversionsTests {
  @Test func `the other scalar type is exact one way and rounded the other`() {
    let x: Vector<Double> = [0.1, 1e300, -0.0, .nan]
    let y = Vector<Float>(x)
    #expect(y[0] == 0.1 && y[1] == .infinity && y[2].sign == .minus && y[3].isNaN)
    #expect(Vector<Double>(y)[0] == Double(Float(0.1)))
    #expect(Matrix<Float>([[1, 2.5]] as Matrix<Double>) == [[1, 2.5]])
    #expect(Matrix<Double>(Matrix<Float>.zeros(0, 3)).shape == (0, 3))
  }

  @Test func `rows, columns and blocks are put together`() {
    let (x, y): (Vector<Double>, Vector<Double>) = ([1, 2], [3, 4])
    #expect(Matrix(rows: [x, y]) == [[1, 2], [3, 4]] && Matrix(columns: [x, y]) == [[1, 3], [2, 4]])
    #expect(Matrix<Double>(rows: []).shape == (0, 0))
    let (a, b): (Matrix<Double>, Matrix<Double>) = ([[1, 2]], [[3, 4], [5, 6]])
    #expect(Matrix(stackingVertically: [a, b, .zeros(0, 2)]) == [[1, 2], [3, 4], [5, 6]])
    #expect(Matrix(stackingHorizontally: [b, Matrix(column: x)]) == [[3, 4, 1], [5, 6, 2]])
    #expect(Matrix<Double>(stackingVertically: []).shape == (0, 0))
    #expect(Matrix(stackingHorizontally: [Matrix<Double>.zeros(0, 2), .zeros(0, 1)]).shape == (0, 3))
  }

  @Test func `parts that do not fit stop the program with both lengths`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix(stackingVertically: [Matrix<Double>.zeros(1, 2), .zeros(1, 3)])
    }
    #expect(try message(of: result).contains("stackingVertically: block 1 has 3 columns, block 0 has 2"))
  }
}
