@testable import AdaptiveMethods
@testable import Checks
@testable import DenseLayer
@testable import Initialization
@testable import struct Learner.MLP
@testable import Neuron

/// Twenty rounds of Adam over batches of 32, one hidden layer of 32 units.
@main enum Program {
  static func main() {
    serve(
      Model(
        data: .digits(1797), score: .accuracy, growth: (rows: 1, columns: 1), classes: 10,
        // Weights are drawn column by column, batches by row numbers.
        exceptions: [.rowOrder, .columnOrder, .constantColumn, .unit, .notANumber]
      ) { rows in
        var stream = Stream(state: 1)
        let layers = initialNetwork([rows.x[0].count, 32, 10], .he, using: &stream)
        var net = MLP(layers: layers, activation: .relu)
        var optimizer = Optimizer(.adam, learningRate: 0.005, parameters: net.parameters.count)
        for _ in 0..<20 {
          let order = rows.x.indices.shuffled(using: &stream)
          let batches = stride(from: 0, to: order.count, by: 32).map { Array(order[$0..<min($0 + 32, order.count)]) }
          _ = try net.train(rows.x, labels: rows.labels, batches: batches, optimizer: &optimizer)
        }
        return { net.scores($0).map(largest) }
      })
  }
}
