import LabNumerics

@testable import Checks
@testable import struct DenseLayer.DenseLayer
@testable import struct Learner.FastAdam
@testable import struct Learner.FastNetwork
@testable import struct Mlp.MLP
@testable import enum Neuron.Activation

@main enum Program {
  static func main() {
    FastNetworks.grade(
      Submission(
        parameters: .init { net in
          let fast = try FastNetwork(net)
          return Listed(sizes: fast.sizes, parameters: fast.parameters)
        },
        scores: .init { net, x in try FastNetwork(net).scores(Matrix(net, x)).rows },
        lossAndGradient: .init { net, batch, smoothing in
          let (loss, gradient) = try FastNetwork(net).lossAndGradient(
            Matrix(net, batch.x), labels: batch.labels, smoothing: smoothing)
          return Slopes(loss: loss, gradient: gradient)
        },
        adam: .init { start, gradients, rates in
          var (w, adam) = (start, FastAdam(parameters: start.count))
          return zip(gradients, rates).map { gradient, rate in
            adam.step(&w, gradient: gradient, rate: rate)
            return w
          }
        }))
  }
}

extension Learner.FastNetwork {
  init(_ net: Net) throws {
    try self.init(
      MLP(
        layers: net.layers.map { DenseLayer(weights: $0.weights, bias: $0.bias) },
        activation: net.isReLU ? .relu : .tanh))
  }
}

extension Matrix<Double> {
  /// Rows as wide as a network's input.
  init(_ net: Net, _ x: [Double]) {
    let inputs = net.layers[0].weights.count
    self.init(rows: x.count / inputs, columns: inputs, x)
  }
}
