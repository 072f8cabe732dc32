@testable import Checks
@testable import func Learner.fitNearestNeighbours

/// A fit, and three neighbours of a quarter of its rows: there is no fit to speak of.
@main enum Program {
  static func main() {
    serve(
      Model(data: .digits(1797), score: .accuracy, growth: (rows: 2, columns: 1), classes: 3) { rows in
        let model = try fitNearestNeighbours(rows.x, rows.labels)
        _ = try model.predict(Array(rows.x[..<(rows.x.count / 4)]), neighbours: min(3, rows.x.count), weighted: false)
        return { try model.predict($0, neighbours: min(3, rows.x.count), weighted: false).map(Double.init) }
      })
  }
}
