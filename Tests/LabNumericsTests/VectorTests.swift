import LabNumerics
import Testing

@Suite struct VectorTests {
  @Test func `the documentation's example holds`() {
    let x: Vector<Double> = [3, 4]
    #expect(x • x == 25)
    #expect(x.norm() == 5)
    #expect(2 * x + 1 == [7, 9])
    #expect(Array(x) == [3.0, 4.0])
  }

  @Test func `is made from arrays, sequences, closures and single values`() {
    #expect(Vector(count: 3) { Double($0) } == [0, 1, 2])
    #expect(Vector(stride(from: 0.5, to: 2, by: 0.5)) == [0.5, 1, 1.5])
    #expect(Vector<Float>(repeating: 7, count: 2) == [7, 7])
    #expect(Vector<Double>.zeros(2) == Vector([0, 0]))
  }

  @Test func `may be empty`() {
    let empty: Vector<Double> = []
    #expect(empty.isEmpty && empty.count == 0 && Array(empty) == [])
    #expect(empty + empty == empty)
    #expect(empty.sum() == 0)
    #expect(empty • empty == 0)
  }

  @Test func `changing a copy leaves the original alone`() {
    let original: Vector<Double> = [1, 2, 3]
    var copy = original
    copy[1] += 10
    copy.withUnsafeMutableBufferPointer { $0[2] = 0 }
    #expect(original == [1, 2, 3])
    #expect(copy == [1, 12, 0])
  }

  @Test func `is a collection that sorts and swaps in place`() {
    var x: Vector<Double> = [3, 1, 2]
    x.sort()
    #expect(x == [1, 2, 3])
    #expect(x.max() == 3 && x.firstIndex(of: 2) == 1)
    #expect(Vector(x.reversed()) == [3, 2, 1])
  }

  @Test func `NaN equals nothing and negative zero equals zero`() {
    #expect(Vector<Double>([.nan]) != [.nan])
    #expect(Vector([-0.0]) == [0.0])
    #expect(Vector([1.0]) != [1, 1])
  }

  @Test(arguments: [0, 1, 3, 64, 1001])
  func `elements start on a 64-byte boundary`(count: Int) {
    Vector<Float>.zeros(count).withUnsafeBufferPointer {
      #expect(UInt(bitPattern: $0.baseAddress) % 64 == 0)
    }
  }

  @Test func `an index outside stops the program with index and length`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x: Vector<Double> = [1, 2, 3]
      _ = x[3]
    }
    #expect(try message(of: result).contains("index 3 is outside a vector of 3"))
  }

  @Test func `a slice goes on counting, writes through and stops the program outside with its range`() async throws {
    var x: Vector<Double> = [4, 3, 2, 1]
    #expect(x[1...].startIndex == 1 && Array(x[1..<3]) == [3, 2] && Array(x.view[2...]) == [2, 1])
    x[1...].sort()
    #expect(x == [4, 1, 2, 3])
    x[..<2] = x[2...]
    #expect(x == [2, 3, 2, 3] && x.dropFirst(5).isEmpty && Array(x.prefix(9)) == [2, 3, 2, 3])
    let messages = [
      "elements 1 ..< 4 of a vector of 2", "elements -1 ..< 1 of a vector of 2", "0..<2 of a vector replaced by 1",
    ]
    for slice in messages.indices {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        [slice = slice as Int] in
        var x: Vector<Double> = [1, 2]
        if slice == 0 { _ = x[1..<4] } else if slice == 1 { _ = x.view[-1..<1] } else { x[0..<2] = x[0..<1] }
      }
      #expect(try message(of: result).contains(messages[slice]))
    }
  }

  @Test func `evenly spaced numbers have both ends exactly`() {
    #expect(Vector<Double>.evenlySpaced(5, from: 0, through: 1) == [0, 0.25, 0.5, 0.75, 1])
    #expect(Vector<Double>.evenlySpaced(3, from: 1, through: -1) == [1, 0, -1])
    #expect(Vector<Double>.evenlySpaced(1, from: 2, through: 5) == [2])
    #expect(Vector<Double>.evenlySpaced(0, from: 2, through: 5) == [])
    let x = Vector<Float>.evenlySpaced(1001, from: 0.1, through: 0.7)
    #expect(x[0] == 0.1 && x[1000] == 0.7 && zip(x, x.dropFirst()).allSatisfy(<))
    let limit = Double.greatestFiniteMagnitude
    #expect(Vector<Double>.evenlySpaced(3, from: -limit, through: limit) == [-limit, 0, limit])
    // Between ends a few ulps apart no number turns back, between equal ones all are equal.
    let ends: [(Double, Double)] = [(1, 1.00000000000001), (1e16, 1.000000000000001e16), (0.1, 0.1), (-0.7, -0.7)]
    for (first, last) in ends {
      let close = Array(Vector<Double>.evenlySpaced(1000, from: first, through: last))
      #expect(close == close.sorted())
      #expect(close[0] == first)
      #expect(close[999] == last)
      let back = Array(Vector<Double>.evenlySpaced(1000, from: last, through: first))
      #expect(back == back.sorted(by: >))
      #expect(back[999] == first)
    }
  }

  @Test func `a range of elements is read and written as a vector`() {
    let x: Vector<Double> = [1, 2, 3, 4]
    var y = x
    #expect(x[elements: 1..<3] == [2, 3] && x[elements: 4...] == [])
    y[elements: 2...] = [8, 9]
    #expect(y == [1, 2, 8, 9] && x == [1, 2, 3, 4])
    y[elements: ..<2] += 1
    y[elements: 2...] = y[elements: ..<2]
    #expect(y == [2, 3, 2, 3])
    #expect(x.mapValues { -$0 } == [-1, -2, -3, -4])
  }
}
