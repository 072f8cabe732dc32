import LabNumerics
import Testing

@Suite struct VectorViewTests {
  @Test func `the documentation's example holds`() {
    let x: Vector<Double> = [0, 1, 2, 3, 4]
    #expect(x.view.striding(by: 2) == [0, 2, 4] && x.view.reversed() == [4, 3, 2, 1, 0])
    #expect(x.view[elements: 1..<4] • x.view[elements: 2..<5] == 20)
    #expect(Vector(x.view.reversed()) == [4, 3, 2, 1, 0])
  }

  @Test func `it is a collection, and keeps what it saw`() {
    var x: Vector<Float> = [1, 2, 3, 4]
    let view = x.view.striding(by: -2)
    x[3] = 9
    #expect(Array(view) == [4, 2] && view.count == 2 && view.max() == 4 && view.stride == -2)
    #expect(view.norm() == Vector<Float>([4, 2]).norm())
    #expect(([] as Vector<Float>).view.striding(by: 3) == [])
  }

  @Test func `a dot product takes any stride`() {
    let a: Matrix<Double> = [[1, 2], [3, 4], [5, 6]]
    #expect(a.view[column: 0] • a.view[column: 1].reversed() == 28, "1·6 + 3·4 + 5·2")
    let ones: Vector<Double> = [1, 1, 1]
    #expect(a.view[column: 0] • ones == 9)
    #expect(ones • a.view[column: 0] == 9)
  }

  @Test func `a step of zero stops the program`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ([1, 2] as Vector<Double>).view.striding(by: 0)
    }
    #expect(try message(of: result).contains("striding(by: 0) would stay where it is"))
  }
}
