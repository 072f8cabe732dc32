import LabNumerics

@testable import Checks
@testable import DenseLayer
@testable import Initialization
@testable import struct Learner.FastAdam
@testable import struct Learner.FastNetwork
@testable import Mlp
@testable import Neuron

/// Ten rounds of Adam over batches of 32, one hidden layer of 32 units: 64-32-10 on digits.
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
        var net = try FastNetwork(MLP(layers: layers, activation: .relu))
        var adam = FastAdam(parameters: net.parameters.count)
        for _ in 0..<10 {
          let order = rows.x.indices.shuffled(using: &stream)
          for start in stride(from: 0, to: order.count, by: 32) {
            let batch = order[start..<min(start + 32, order.count)]
            let (_, slopes) = try net.lossAndGradient(
              Matrix(batch.map { rows.x[$0] }), labels: batch.map { Int(rows.y[$0]) })
            adam.step(&net.parameters, gradient: slopes, rate: 0.005)
          }
        }
        return { net.scores(Matrix($0)).rows.map(largest) }
      })
  }
}
