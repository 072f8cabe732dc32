/// How many of the data fall into each of a row of bins.
///
/// NumPy's rule: a bin holds its left edge but not its right one, save the last, which holds both.
///
/// ```swift
/// let histogram = try Histogram([1, 2, 2, 3, 5] as Vector<Double>, bins: 2)
/// histogram.edges   // [1, 3, 5]
/// histogram.counts  // [3, 2]
/// ```
public struct Histogram<Scalar: LinearAlgebraScalar>: Sendable, Equatable {
  /// The borders of the bins, ascending, one more than there are bins.
  public let edges: Vector<Scalar>
  /// The number of data in each bin.
  public let counts: [Int]
  /// The number of data below the first edge and above the last.
  public let outside: (below: Int, above: Int)

  /// Counts the data in bins of equal width.
  ///
  /// - Parameters:
  ///   - data: finite numbers.
  ///   - bins: at least 1.
  ///   - range: from the first edge to the last, finite. If left out, from the smallest datum to the largest; if these
  ///     are equal, half a unit (at least an ulp) to both sides; 0 ... 1 without data.
  /// - Throws: `.nonFinite(row:column:)` with the index as row if a datum is infinite or NaN.
  /// - Complexity: one pass.
  public init(_ data: Vector<Scalar>, bins: Int, range: ClosedRange<Scalar>? = nil) throws(LinearAlgebraError) {
    require(bins >= 1, "Histogram: \(bins) bins, at least 1 is needed")
    try data.requireFinite()
    var (low, high) = (range?.lowerBound ?? data.min() ?? 0, range?.upperBound ?? data.max() ?? 1)
    require(low.isFinite && high.isFinite, "Histogram: the range \(low) ... \(high) is not finite")
    if low == high {
      let half = Swift.max(0.5, low.magnitude.ulp)
      let largest = Scalar.greatestFiniteMagnitude
      (low, high) = (Swift.max(low - half, -largest), Swift.min(high + half, largest))
    }
    // Halves, since the whole width may be out of range.
    let step = (high / 2 - low / 2) / Scalar(bins)
    self.init(finite: data, edges: .evenlySpaced(bins + 1, from: low, through: high)) { x in
      // A step below the smallest number is 0, and its quotients no numbers; the edges decide then.
      let position = (x / 2 - low / 2) / step
      return position < Scalar(bins) ? Int(position) : bins
    }
  }

  /// Counts the data between the edges given.
  ///
  /// - Parameters:
  ///   - data: finite numbers.
  ///   - edges: at least 2, ascending; equal neighbours make an empty bin.
  /// - Throws: `.nonFinite(row:column:)` with the index as row if a datum is infinite or NaN.
  /// - Complexity: one binary search a datum.
  public init(_ data: Vector<Scalar>, edges: Vector<Scalar>) throws(LinearAlgebraError) {
    require(edges.count >= 2, "Histogram: \(edges.count) edges, at least 2 are needed")
    for i in 1..<edges.count {
      require(edges[i - 1] <= edges[i], "Histogram: edge \(i) is \(edges[i]) after \(edges[i - 1]), not ascending")
    }
    try data.requireFinite()
    self.init(finite: data, edges: edges) { x in
      var (low, high) = (0, edges.count)  // the first edge above x
      while low < high {
        let middle = (low + high) / 2
        if edges[middle] <= x { low = middle + 1 } else { high = middle }
      }
      return low - 1
    }
  }

  private init(finite data: Vector<Scalar>, edges: Vector<Scalar>, guess: (Scalar) -> Int) {
    let last = edges.count - 2
    var counts = [Int](repeating: 0, count: last + 1)
    var (below, above) = (0, 0)
    for x in data {
      if x < edges[0] {
        below += 1
      } else if x > edges[last + 1] {
        above += 1
      } else {
        // The edges decide, not the division, whose rounding may miss by one.
        var bin = Swift.min(Swift.max(guess(x), 0), last)
        while bin < last && x >= edges[bin + 1] { bin += 1 }
        while bin > 0 && x < edges[bin] { bin -= 1 }
        counts[bin] += 1
      }
    }
    (self.edges, self.counts, self.outside) = (edges, counts, (below, above))
  }

  /// The share of the data in each bin over the bin's width, so that the areas add up to 1.
  ///
  /// - Returns: one for each bin; NaN without data inside the edges.
  public var densities: Vector<Scalar> {
    let total = Scalar(counts.reduce(0, +))
    return Vector(count: counts.count) {
      // Halves, since a whole width may be out of range.
      Scalar(counts[$0]) / total / (edges[$0 + 1] / 2 - edges[$0] / 2) / 2
    }
  }

  public static func == (a: Histogram, b: Histogram) -> Bool {
    a.edges == b.edges && a.counts == b.counts && a.outside == b.outside
  }
}
