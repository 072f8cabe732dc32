import LabNumerics
import Testing

@Suite struct HistogramTests {
  @Test func `edges between neighbouring numbers are the nearest there are`() throws {
    // 2²⁴ + 0.4·i with numbers 2 apart: from the third on they are nearer to 2²⁴ + 2.
    let (low, high): (Float, Float) = (0x1p24, 0x1.000002p24)
    let histogram = try Histogram([low, low, high] as Vector<Float>, bins: 5)
    #expect(histogram.edges == [low, low, low, high, high, high])
    #expect(histogram.counts == [0, 0, 2, 0, 1])
  }

  @Test func `a range too narrow for its bins makes empty bins, and the edges still decide`() throws {
    let histogram = try Histogram([0, 0, .leastNonzeroMagnitude] as Vector<Double>, bins: 4)
    // Three quarters of the smallest number are nearer to it than to 0; `numpy.linspace` has the same edges.
    let tiny = Double.leastNonzeroMagnitude
    #expect(histogram.edges == [0, 0, 0, tiny, tiny])
    #expect(histogram.counts == [0, 0, 2, 1])
    let neighbours = try Histogram([1, 1, Double(1).nextUp] as Vector<Double>, bins: 3)
    #expect(neighbours.counts.reduce(0, +) == 3 && neighbours.outside == (0, 0))
  }

  @Test func `the worked example of the documentation`() throws {
    let histogram = try Histogram([1, 2, 2, 3, 5] as Vector<Double>, bins: 2)
    #expect((histogram.edges, histogram.counts) == ([1, 3, 5], [3, 2]))
    #expect(histogram.densities == [0.3, 0.2])
  }

  @Test func `a bin holds its left edge and the last one both`() throws {
    let histogram = try Histogram([0, 1, 1, 2, 3, -1, 4] as Vector<Double>, edges: [0, 1, 2, 3])
    #expect(histogram.counts == [1, 2, 2])
    #expect(histogram.outside == (1, 1))
    let repeated = try Histogram([1, 1, 2] as Vector<Double>, edges: [0, 1, 1, 2])
    #expect(repeated.counts == [0, 0, 3])
  }

  @Test func `the printed edges decide where a datum belongs, whatever division rounds to`() throws {
    var generator = SplitMix64(seed: 61)
    for bins in [1, 3, 7, 10, 97] {
      let low: Double = generator.uniform(in: -5..<5)
      let range = low...(low + generator.uniform(in: 0.1..<3))
      let edges = try Histogram([] as Vector<Double>, bins: bins, range: range).edges
      #expect(edges[0] == range.lowerBound && edges[bins] == range.upperBound)
      // Each edge itself, and its neighbours.
      let data = Vector(edges.flatMap { [$0.nextDown, $0, $0.nextUp] })
      let histogram = try Histogram(data, bins: bins, range: range)
      for bin in 0..<bins {
        let expected = data.filter { $0 >= edges[bin] && ($0 < edges[bin + 1] || bin == bins - 1 && $0 == edges[bins]) }
        #expect(histogram.counts[bin] == expected.count)
      }
      #expect(histogram.outside == (1, 1))
      #expect(histogram == (try Histogram(data, edges: edges)), "by search as by division")
    }
  }

  @Test func `the largest number has bins, and the widest bins have densities`() throws {
    let largest = Double.greatestFiniteMagnitude
    let one = try Histogram([largest, largest] as Vector, bins: 2)
    #expect(one.edges.allSatisfy(\.isFinite) && one.edges[2] == largest && one.counts == [0, 2])
    let least = try Histogram([-Float.greatestFiniteMagnitude] as Vector, bins: 3)
    #expect(
      least.edges.allSatisfy(\.isFinite) && least.edges[0] == -.greatestFiniteMagnitude
        && least.counts.reduce(0, +) == 1)
    let wide = try Histogram([-largest, largest] as Vector, edges: [-largest, largest])
    #expect(wide.densities == [0.5 / largest])
  }

  @Test func `empty, equal and enormous data have bins`() throws {
    #expect(try Histogram([] as Vector<Double>, bins: 2).edges == [0, 0.5, 1])
    #expect(try Histogram([7, 7] as Vector<Double>, bins: 2).edges == [6.5, 7, 7.5])
    let wide = try Histogram([-1.7e308, 0, 1.7e308] as Vector<Double>, bins: 2)
    #expect(wide.counts == [1, 2])
    #expect(try Histogram([1, 2, 3] as Vector<Float>, bins: 3).counts == [1, 1, 1])
  }

  @Test func `a datum that is no number is thrown with its index`() {
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      _ = try Histogram([1, .nan, 2] as Vector<Double>, bins: 3)
    }
  }

  @Test func `edges that descend stop the program with the pair`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try Histogram([1] as Vector<Double>, edges: [0, 2, 1])
    }
    #expect(try message(of: result).contains("edge 2 is 1.0 after 2.0"))
  }
}
