import LabNumerics
import Testing

@Suite struct MatrixArithmeticTests {
  let a: Matrix<Float> = [[1, 2], [4, 8]]
  let b: Matrix<Float> = [[8, 4], [2, 1]]

  @Test func `matrices are combined element by element`() {
    #expect(a + b == [[9, 6], [6, 9]])
    #expect(a - b == [[-7, -2], [2, 7]])
    #expect(a * b == [[8, 8], [8, 8]])
    #expect(b / a == [[8, 2], [0.5, 0.125]])
    #expect(-a == [[-1, -2], [-4, -8]])
  }

  @Test func `a number goes with every element, from either side`() {
    #expect(a + 1 == [[2, 3], [5, 9]] && 1 + a == a + 1)
    #expect(a - 1 == [[0, 1], [3, 7]] && 1 - a == -(a - 1))
    #expect(2 * a == [[2, 4], [8, 16]] && a * 2 == 2 * a)
    #expect(a / 2 == [[0.5, 1], [2, 4]] && 8 / a == [[8, 4], [2, 1]])
  }

  @Test func `the compound forms change the matrix`() {
    var c = a
    c += b
    c -= a
    c *= 3
    c /= 2
    #expect(c == [[12, 6], [3, 1.5]])
  }

  @Test func `equal counts in different shapes stop the program with both shapes`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix<Double>.zeros(2, 3) + Matrix<Double>.zeros(3, 2)
    }
    #expect(try message(of: result).contains("+: (2, 3) and (3, 2)"))
  }
}
