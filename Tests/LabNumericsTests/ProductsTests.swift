import LabNumerics
import Testing

@Suite struct ProductsTests {
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
}
