@testable import Checks
@testable import struct Learner.DenseLayer

@main enum Program {
  static func main() {
    DenseLayers.grade(
      Submission(
        forward: .init { DenseLayer(weights: $0.weights, bias: $0.bias).forward($1) },
        backward: .init { layer, x, upstream in
          let gradient = DenseLayer(weights: layer.weights, bias: layer.bias).backward(x, upstream: upstream)
          return Gradient(weights: gradient.weights, bias: gradient.bias, input: gradient.input)
        }))
  }
}
