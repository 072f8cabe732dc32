import LabNumerics
import Testing

@Suite struct BroadcastTests {
  let a: Matrix<Double> = [[1, 2], [3, 4], [5, 6]]

  @Test func `a row goes with every row, a column with every column`() {
    #expect(a + .row([10, 20]) == [[11, 22], [13, 24], [15, 26]])
    #expect(a - .column([1, 3, 5]) == [[0, 1], [0, 1], [0, 1]])
    #expect(a * .row([2, 0]) == [[2, 0], [6, 0], [10, 0]])
    #expect(a / .column([1, 2, 5]) == [[1, 2], [1.5, 2], [1, 1.2]])
  }

  @Test func `in place, copies keep theirs and the memory stays`() {
    var b = a
    b += .row([1, 1])
    let place = b.withUnsafeBufferPointer(\.baseAddress)
    b -= .column([2, 4, 6])
    b *= .row([3, 1])
    b /= .column([1, 1, 2])
    #expect(b.withUnsafeBufferPointer(\.baseAddress) == place)
    #expect(b == [[0, 1], [0, 1], [0, 0.5]] && a[0, 0] == 1)
  }

  @Test func `compound operators write in place`() {
    var (x, b): (Vector<Float>, Matrix<Float>) = ([1, 2], [[1, 2]])
    let (shared, other) = (x, b)
    x += [1, 1]
    b -= [[1, 1]]
    let places = (x.withUnsafeBufferPointer(\.baseAddress), b.withUnsafeBufferPointer(\.baseAddress))
    x *= [2, 3]
    x -= 1
    x /= 2
    b += 4
    b *= b
    b /= [[2, 5]]
    #expect(x == [1.5, 4] && b == [[8, 5]] && shared == [1, 2] && other == [[1, 2]])
    #expect(x.withUnsafeBufferPointer(\.baseAddress) == places.0)
  }

  @Test func `no rows or columns at all are no trouble`() {
    #expect(Matrix<Double>.zeros(0, 2) + .row([1, 2]) == .zeros(0, 2))
    #expect(Matrix<Double>.zeros(2, 0) * .column([1, 2]) == .zeros(2, 0))
  }

  @Test func `a vector of the wrong length stops the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix<Double>.zeros(3, 2) + .row([1, 2, 3])
    }
    #expect(try message(of: result).contains("+: a row of 3 elements with a (3, 2) matrix"))
  }
}
