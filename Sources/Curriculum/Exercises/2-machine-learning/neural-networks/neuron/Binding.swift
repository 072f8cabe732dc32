@testable import Checks
@testable import enum Learner.Activation
@testable import func Learner.activate
@testable import func Learner.neuron
@testable import func Learner.neuronGradient
@testable import func Learner.slope

@main enum Program {
  static func main() {
    Neuron.grade(
      Submission(
        activate: .init { activate($0, .init($1)) },
        slope: .init { slope($0, .init($1)) },
        neuron: .init { neuron($0, weights: $1, bias: $2, .init($3)) },
        neuronGradient: .init { x, weights, bias, activation, upstream in
          let gradient = neuronGradient(x, weights: weights, bias: bias, .init(activation), upstream: upstream)
          return [gradient.weights, [gradient.bias], gradient.input]
        }))
  }
}

extension Learner.Activation {
  init(_ bend: Bend) {
    self =
      switch bend {
      case .identity: .identity
      case .sigmoid: .sigmoid
      case .tanh: .tanh
      case .relu: .relu
      case .leakyReLU: .leakyReLU
      case .gelu: .gelu
      }
  }
}
