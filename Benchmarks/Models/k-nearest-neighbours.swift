@testable import Checks
@testable import func Learner.fitNearestNeighbours

/// A quarter of the rows asked for their three nearest among the rest: there is no fit to speak of.
@main enum Program {
  static func main() {
    serve(
      Model(data: .digits(1797), score: "accuracy", growth: (rows: 2, columns: 1), classes: 3) { rows in
        let asked = rows.x.count / 4
        let model = try fitNearestNeighbours(Array(rows.x[asked...]), Array(rows.labels[asked...]))
        let answers = try model.predict(Array(rows.x[..<asked]), neighbours: 3, weighted: false)
        return { _ in accuracy(answers, Rows(x: [], y: Array(rows.y[..<asked]))) }
      })
  }
}
