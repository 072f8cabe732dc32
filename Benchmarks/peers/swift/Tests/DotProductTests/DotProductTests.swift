import Testing

@testable import DotProduct

@Test func `dot gives the closed forms`() {
  #expect(dot([1, 2, 3], [4, -5, 6]) == 12)
  #expect(dot([3, 4, 7], [-4, 3, 0]) == 0)
  #expect(dot([], []) == 0)
}

@Test func `dot sums the squares`() {
  let numbers = (1...101).map(Double.init)
  #expect(dot(numbers, numbers) == 101 * 102 * 203 / 6)
}

@Test func `dot is linear`() {
  let (x, y, z): ([Double], [Double], [Double]) = ([1, 5, -2], [7, 3, 11], [-4, 2, 9])
  #expect(dot(zip(x, z).map { 3 * $0 - $1 }, y) == 3 * dot(x, y) - dot(z, y))
}

@Test func `dot hides no infinity and no NaN`() {
  #expect(dot([2, .infinity, 1], [3, 1, 1]) == .infinity)
  #expect(dot([2, 0, 1], [3, .infinity, 1]).isNaN)
}

@Test func `axpy gives the closed forms`() {
  var y = [10.0, 20, 30]
  axpy(2, [1, 2, -4], &y)
  #expect(y == [12, 24, 22])
}
