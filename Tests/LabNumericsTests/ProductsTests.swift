import LabNumerics
import Testing

@Suite struct ProductsTests {
  @Test func `dot sums products`() {
    #expect(dot([1, 2, 3], [4, 5, 6] as Vector<Double>) == 32)
    #expect(dot([], [] as Vector<Float>) == 0)
    #expect(dot([.nan, 1], [0, 1] as Vector<Double>).isNaN)
  }

  @Test func `axpy adds a multiple in place and leaves copies alone`() {
    var y: Vector<Double> = [10, 20]
    let before = y
    axpy(2, [1, 2], &y)
    #expect(y == [12, 24] && before == [10, 20])
    axpy(1, y, &y)
    #expect(y == [24, 48])
  }

  @Test func `outer has a row for each element of the left`() {
    #expect(outer([1, 2], [3, 4, 5] as Vector<Double>) == [[3, 4, 5], [6, 8, 10]])
    #expect(outer([], [3, 4] as Vector<Double>) == .zeros(0, 2))
  }

  @Test func `the bullet multiplies whatever has a product`() {
    let a: Matrix<Double> = [[1, 2], [3, 4], [5, 6]]
    #expect(a • [1, 1] == [3, 7, 11])
    #expect([1, 0, 1] • a == [6, 8])
    #expect(a • [[1], [0]] == [[1], [3], [5]])
    #expect([1, 2] • ([3, 4] as Vector<Double>) + 1 == 12, "binds as tightly as ×")
  }

  @Test func `vectors of unequal length stop the program with both lengths`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = dot([1, 2] as Vector<Double>, [1])
    }
    #expect(try message(of: result).contains("dot: vectors of 2 and 1 elements"))
  }
}
