import Testing

@testable import Checking

extension SessionTests {
  @Suite(.serialized) struct AllocationTests {
    @Test func `a loop over memory at hand asks for nothing`() {
      var y = [1.0, 2, 3]
      #expect(
        failures {
          expect(allocatesAtMost: 0, what: "scale") { for i in y.indices { y[i] *= 2 } }
        }.isEmpty)
      #expect(y == [8, 16, 24])  // called three times
    }

    @Test func `an array in every turn shows`() {
      let found = failures {
        expect(allocatesAtMost: 2, "Keep one array.", what: "sums([1, 2, 3])") {
          (0..<5).map { n in [Double](repeating: 1, count: n + 3).reduce(0, +) }.reduce(0, +) > 0
            ? AllocationTests.arrays(5) : []
        }
      }
      #expect(found.count == 1)
      let beginning = "sums([1, 2, 3]) asks the heap for "
      #expect(found.first?.message.hasPrefix(beginning) == true)
      #expect(found.first?.message.hasSuffix("blocks of memory, allowed are at most 2") == true)
      #expect(found.first?.advice == "Keep one array.")
    }

    @Test func `an error is told`() {
      struct Broken: Error {}
      let found = failures { expect(allocatesAtMost: 0, what: "f(1)") { throw Broken() } }
      #expect(found.map(\.message) == ["f(1) throws Broken, expected a value"])
    }

    @inline(never) static func arrays(_ count: Int) -> [[Double]] {
      (0..<count).map { [Double](repeating: 0, count: $0 + 1) }
    }
  }
}
