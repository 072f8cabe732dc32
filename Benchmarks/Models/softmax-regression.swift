@testable import Checks
@testable import struct Learner.SoftmaxRegression
@testable import func Learner.fitSoftmax

@main enum Program {
  static func main() {
    serve(
      Model(
        data: .digits(1797), score: .accuracy, growth: (rows: 1, columns: 1), classes: 3,
        // The penalty counts weights in that unit.
        exceptions: [.unit]
      ) { rows in
        let classes = Set(rows.y).count
        let model = try fitSoftmax(rows.x, rows.labels, classes: classes, l2: 1, limit: 1000)
        return { model.probabilities($0).map(largest) }
      })
  }
}
