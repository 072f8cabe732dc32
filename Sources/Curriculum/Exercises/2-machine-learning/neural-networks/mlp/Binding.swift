@testable import struct AdaptiveMethods.Optimizer
@testable import Checks
@testable import struct DenseLayer.DenseLayer
@testable import struct Learner.MLP
@testable import enum Neuron.Activation

@main enum Program {
  static func main() {
    MultilayerPerceptron.grade(
      Submission(
        scores: .init { MLP($0).scores($1) },
        lossAndGradient: .init { net, x, labels in
          let (loss, gradient) = try MLP(net).lossAndGradient(x, labels: labels)
          return Slopes(loss: loss, gradient: gradient)
        },
        parameters: .init { MLP($0).parameters },
        replaced: .init { net, parameters in
          var mlp = MLP(net)
          mlp.parameters = parameters
          return Net(mlp)
        },
        train: .init { net, task in
          var mlp = MLP(net)
          var optimizer = Optimizer(.adam, learningRate: task.rate, parameters: net.parameterCount)
          let losses = try task.calls.flatMap {
            try mlp.train(task.x, labels: task.labels, batches: $0, optimizer: &optimizer)
          }
          return Trained(losses: losses, net: Net(mlp))
        },
        interrupted: .init { net, task in
          var mlp = MLP(net)
          var optimizer = Optimizer(.adam, learningRate: task.rate, parameters: net.parameterCount)
          for batches in task.calls {
            _ = try? mlp.train(task.x, labels: task.labels, batches: batches, optimizer: &optimizer)
          }
          return Net(mlp)
        }))
  }
}

extension Learner.MLP {
  init(_ net: Net) {
    self.init(
      layers: net.layers.map { DenseLayer(weights: $0.weights, bias: $0.bias) },
      activation: Activation(rawValue: net.bend.rawValue)!)
  }
}

extension Net {
  init(_ mlp: MLP) {
    self.init(
      layers: mlp.layers.map { Net.Layer(weights: $0.weights, bias: $0.bias) },
      bend: Bend(rawValue: mlp.activation.rawValue)!)
  }
}
