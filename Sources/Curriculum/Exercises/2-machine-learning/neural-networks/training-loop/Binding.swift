@testable import struct AdaptiveMethods.Optimizer
@testable import Checks
@testable import struct DenseLayer.DenseLayer
@testable import struct Learner.Examples
@testable import struct Learner.Generator
@testable import struct Learner.Training
@testable import func Learner.batches
@testable import struct Mlp.MLP
@testable import enum Neuron.Activation

@main enum Program {
  static func main() {
    TrainingLoop.grade(
      Submission(
        batches: .init { batches(of: $0, size: $1) },
        isFinished: .init { curve, patience in
          var training = Training(Task(), patience: patience)
          training.curve = curve
          return training.isFinished
        },
        trained: .init { task, counts in
          let (examples, validation) = (Examples(task.training), Examples(task.validation))
          var training = Training(task, patience: task.patience)
          var losses: [[Double]] = []
          for count in counts {
            if task.rehearses {
              var copy = training
              _ = try copy.run(batches: 3, on: examples, validation: validation)
            }
            losses.append(try training.run(batches: count, on: examples, validation: validation))
          }
          return Outcome(
            losses: losses, curve: training.curve, parameters: training.net.parameters,
            best: training.bestNet.parameters, isFinished: training.isFinished)
        }))
  }
}

extension Learner.Training {
  init(_ task: Task, patience: Int) {
    let layers = task.net.layers.map { DenseLayer(weights: $0.weights, bias: $0.bias) }
    self.init(
      net: MLP(layers: layers, activation: .tanh),
      optimizer: Optimizer(.adam, learningRate: task.rate, parameters: task.net.list.count),
      generator: Generator(state: task.seed), batchSize: task.batchSize, patience: patience)
  }
}

extension Learner.Examples {
  init(_ rows: Rows) { self.init(x: rows.x, labels: rows.labels) }
}
