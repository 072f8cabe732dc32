import LabNumerics
import Testing

@Suite struct VectorArithmeticTests {
  let x: Vector<Double> = [1, 2, 4]
  let y: Vector<Double> = [8, 4, 2]

  @Test func `vectors are combined element by element`() {
    #expect(x + y == [9, 6, 6])
    #expect(x - y == [-7, -2, 2])
    #expect(x * y == [8, 8, 8])
    #expect(y / x == [8, 2, 0.5])
    #expect(-x == [-1, -2, -4])
  }

  @Test func `a number goes with every element, from either side`() {
    #expect(x + 1 == [2, 3, 5] && 1 + x == [2, 3, 5])
    #expect(x - 1 == [0, 1, 3] && 1 - x == [0, -1, -3])
    #expect(2 * x == [2, 4, 8] && x * 2 == [2, 4, 8])
    #expect(x / 2 == [0.5, 1, 2] && 8 / x == [8, 4, 2])
  }

  @Test func `the compound forms change the vector`() {
    var z = x
    z += y
    z -= x
    z *= 3
    z /= 2
    #expect(z == [12, 6, 3])
    #expect(z.sum() == 21)
  }

  @Test func `vectors of unequal length stop the program with both lengths`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Vector<Double>([1, 2]) + Vector<Double>([1, 2, 3])
    }
    #expect(try message(of: result).contains("+: vectors of 2 and 3 elements"))
  }
}
