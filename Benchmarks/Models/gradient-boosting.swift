@testable import Checks
@testable import struct Learner.BoostedTrees
@testable import enum Learner.Loss
@testable import func Learner.fitBoosting

@main enum Program {
  static func main() {
    serve(
      Model(
        data: .ames, score: .rootMeanSquare, growth: (rows: 1, columns: 1),
        // Of equally good splits of few rows the first column has it.
        exceptions: [.columnOrder]
      ) { rows in
        let model = try fitBoosting(
          rows.x, rows.y, loss: .squared, rounds: 100, learningRate: 0.1, maxDepth: 3, minLeaf: 1)
        return { $0.map { model.predict($0) } }
      })
  }
}
