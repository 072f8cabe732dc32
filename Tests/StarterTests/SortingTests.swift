import Starter
import Testing

/// What the standard library makes of it: here no overload for one kind of element is in sight.
private func sortedByTheLibrary<Values: Sequence>(
  _ values: Values, by precedes: (Values.Element, Values.Element) throws -> Bool
) rethrows -> [Values.Element] { try values.sorted(by: precedes) }

private struct Stop: Error, Equatable {}

@Suite struct SortingTests {
  /// 1000 numbers of which many are equal.
  private let numbers = (0..<1000).map { Double($0 &* 7919 % 97) / 8 }

  @Test func `numbers come in ascending order`() {
    #expect([3.0, 1, 2].sorted() == [1, 2, 3])
    #expect([Double]().sorted() == [])
    #expect(numbers.sorted() == sortedByTheLibrary(numbers, by: <))
    #expect([3, 1, 2].sorted() == [1, 2, 3])
    var (reals, integers) = ([3.0, 1, 2], [3, 1, 2])
    reals.sort()
    integers.sort()
    #expect((reals, integers) == ([1, 2, 3], [1, 2, 3]))
    reals.sort(by: >)
    integers.sort(by: >)
    #expect((reals, integers) == ([3, 2, 1], [3, 2, 1]))
    #expect(numbers.sorted(by: >) == sortedByTheLibrary(numbers, by: >))
  }

  @Test func `indices of equal numbers keep their order`() {
    let indices = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    #expect(indices == sortedByTheLibrary(numbers.indices, by: { numbers[$0] < numbers[$1] }))
    #expect(zip(indices, indices.dropFirst()).allSatisfy { numbers[$0] < numbers[$1] || $0 < $1 })
    #expect(Array(numbers.indices).sorted { numbers[$0] < numbers[$1] } == indices)
  }

  @Test func `NaN ends up where the library puts it`() {
    let values = numbers.enumerated().map { $0 % 10 == 3 ? Double.nan : $1 }
    #expect(values.sorted().map(\.bitPattern) == sortedByTheLibrary(values, by: <).map(\.bitPattern))
  }

  @Test func `what the order throws comes out, and the array is as it was`() {
    var values = numbers
    #expect(throws: Stop()) { try values.sort { _, _ in throw Stop() } }
    #expect(values == numbers)
    #expect(throws: Stop()) { try (0..<9).sorted { _, _ in throw Stop() } }
  }
}
