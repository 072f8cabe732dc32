import LabNumerics

@testable import Checks
@testable import struct DigitsFolds.Recipe
@testable import struct DigitsNetwork.FastNetwork
@testable import struct Learner.LongTraining

/// Three rounds of Adam over batches of 64, one hidden layer of 256 units: 784-256-10 on Fashion-MNIST.
@main enum Program {
  static func main() {
    serve(
      Model(
        data: .fashion, score: .accuracy, growth: (rows: 1, columns: 1), classes: 10,
        // Weights are drawn column by column, batches by row numbers.
        exceptions: [.rowOrder, .columnOrder, .constantColumn, .unit, .notANumber]
      ) { rows in
        // The laws are asked on few rows, whose one batch has to come more often for anything to be learnt.
        let rounds = rows.x.count < 100 ? 100 : 3
        let recipe = Recipe(hidden: [256], rounds: rounds, batchSize: 64, peak: 0.001, smoothing: 0.1)
        var training = try LongTraining(recipe, inputs: rows.x[0].count, classes: 10, seed: 1)
        let x = Matrix(rows.x)
        for _ in 0..<rounds { _ = try training.round(x, labels: rows.labels) }
        return { training.net.scores(Matrix($0)).rows.map(largest) }
      })
  }
}
