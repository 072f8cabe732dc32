import Foundation
import LabPlot

/// Leaves out what would lie on other points anyway: 10⁵ points as SVG would take ten megabytes.
struct Thinning {
  private let extent: Extent
  private let plot: Plot

  /// No more marks, and no more corners of a line, than this.
  static let most = 2500

  init(_ plot: Plot) {
    self.plot = plot
    extent = Extent(plot)
  }

  /// One point a field of a grid, the finest of which no more than `most` are taken.
  func points(_ x: [Double], _ y: [Double]) -> (x: [Double], y: [Double]) {
    guard x.count > Self.most, let across = extent.x, let up = extent.y else { return (x, y) }
    var fields = 700
    while true {
      var taken = Set<Int>()
      var thin: (x: [Double], y: [Double]) = ([], [])
      for (x, y) in zip(x, y) where x.isFinite && y.isFinite {
        let column = place(x, across, plot.xScale, fields)
        let row = place(y, up, plot.yScale, fields)
        guard column >= 0, row >= 0, taken.insert(column * (fields + 1) + row).inserted else { continue }
        thin.x.append(x)
        thin.y.append(y)
        if taken.count > Self.most { break }
      }
      if taken.count <= Self.most { return thin }
      fields = fields * 3 / 4
    }
  }

  /// Of each narrow column of the picture the first, the lowest, the highest and the last point, so that no peak is lost.
  func line(_ x: [Double], _ y: [Double]) -> (x: [Double], y: [Double]) {
    let isAscending = zip(x, x.dropFirst()).allSatisfy { $0 <= $1 }
    guard x.count > Self.most, let across = extent.x else { return (x, y) }
    guard isAscending else {
      let step = x.count / Self.most + 1
      let kept = stride(from: 0, to: x.count, by: step)
      return (kept.map { x[$0] }, kept.map { y[$0] })
    }
    var kept: [Int] = []
    var start = 0
    while start < x.count {
      let column = place(x[start], across, plot.xScale, Self.most / 4)
      var end = start
      while end < x.count, place(x[end], across, plot.xScale, Self.most / 4) == column { end += 1 }
      let run = start..<end
      let finite = run.filter { y[$0].isFinite }
      let chosen = [
        start, finite.min { y[$0] < y[$1] } ?? start, finite.max { y[$0] < y[$1] } ?? start,
        run.first { !y[$0].isFinite } ?? start, end - 1,
      ]
      kept += Set(chosen).sorted()
      start = end
    }
    return (kept.map { x[$0] }, kept.map { y[$0] })
  }

  /// Which of so many equal parts of an axis; −1 for a place that is not on it.
  private func place(_ value: Double, _ range: ClosedRange<Double>, _ scale: Plot.Scale, _ parts: Int) -> Int {
    guard value.isFinite else { return -1 }
    if scale == .log && value <= 0 { return -1 }
    let measured: (Double) -> Double = scale == .log ? { log($0) } : { $0 }
    let (first, last) = (measured(range.lowerBound), measured(range.upperBound))
    if first == last { return 0 }
    return Int((measured(value) / (last - first) - first / (last - first)) * Double(parts))
  }
}
