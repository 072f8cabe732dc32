@testable import Checks
@testable import struct Learner.Forest
@testable import func Learner.fitForest

/// A hundred trees, each split among √d columns.
@main enum Program {
  static func main() {
    serve(
      Model(
        data: .digits(1797), score: .accuracy, growth: (rows: 1, columns: 0.5), classes: 3,
        // Columns are drawn by their numbers.
        exceptions: [.columnOrder, .constantColumn]
      ) { rows in
        var stream = Stream(state: 1)
        let (n, d) = (rows.x.count, rows.x[0].count)
        let some = max(1, Int(Double(d).squareRoot()))
        let samples = (0..<100).map { _ in (0..<n).map { _ in stream.index(below: n) } }
        var columns = Array(0..<d)
        let forest = try fitForest(
          rows.x, rows.labels, classes: Set(rows.y).count, maxDepth: 100, samples: samples,
          columns: {
            for k in 0..<some { columns.swapAt(k, k + stream.index(below: d - k)) }
            return Array(columns[..<some])
          })
        return { $0.map { Double(forest.predict($0)) } }
      })
  }
}
