import LabNumerics
import Testing

@Suite struct SortingTests {
  @Test func `the order is stable, and sorting follows it`() {
    let x: Vector<Double> = [30, 10, 20, 10]
    #expect(x.argsort() == [1, 3, 2, 0])
    var y = x
    y.sort()
    #expect(y == [10, 10, 20, 30] && x[0] == 30)
  }

  @Test func `NaN comes last, infinities at their ends`() {
    var x: Vector<Float> = [.nan, 3, -.infinity, .nan, .infinity, -1]
    #expect(x.argsort() == [2, 5, 1, 4, 0, 3])
    x.sort()
    #expect(Array(x[..<4]) == [-.infinity, -1, 3, .infinity] && x[4].isNaN && x[5].isNaN)
  }

  @Test(arguments: [0, 1, 2, 100, 1001])
  func `is an order of the same elements`(n: Int) {
    var generator = SplitMix64(seed: 82)
    let x = Vector<Double>.randomUniform(n, in: -1..<1, using: &generator)
    var y = x
    y.sort()
    #expect(Array(y) == Array(x).sorted() && x.argsort().map { x[$0] } == Array(y))
    #expect(x.argsort().sorted() == Array(0..<n))
  }

  @Test func `many numbers, which are sorted by bytes, have the order of a comparison`() {
    let values: [Double] = [
      .nan, -.nan, 0, -0.0, .infinity, -.infinity, 5e-324, -5e-324, 1, -1, 1.0.nextUp, -1.0.nextUp, 1e300, -1e300, 0.1,
    ]
    var generator = SplitMix64(seed: 83)
    let x = Vector((0..<500).map { _ in values[Int.random(in: values.indices, using: &generator)] })
    let numbers = x.indices.filter { !x[$0].isNaN }.sorted { x[$0] < x[$1] }  // stable
    #expect(x.argsort() == numbers + x.indices.filter { x[$0].isNaN })
    for first in [0.0, 1] {  // the bits of 1 are those of 0 and more
      let two = Vector(count: 300) { $0 % 3 == 0 ? first : 1 - first }
      #expect(two.argsort() == two.indices.sorted { two[$0] < two[$1] })
    }
    let short = Vector<Float>(x)
    let rounded = short.indices.filter { !short[$0].isNaN }.sorted { short[$0] < short[$1] }
    #expect(short.argsort() == rounded + short.indices.filter { short[$0].isNaN })
  }
}
