import LabNumerics

@testable import Checks
@testable import struct DenseLayer.DenseLayer
@testable import enum Learner.Scheme
@testable import func Learner.initialLayer
@testable import func Learner.initialNetwork
@testable import func Learner.weightBound

@main enum Program {
  static func main() {
    Initialization.grade(
      Submission(
        weightBound: .init { weightBound(inputs: $0, outputs: $1, .init($2)) },
        initialLayer: .init { inputs, outputs, aim, seed in
          var generator = SplitMix64(seed: seed)
          let layer = initialLayer(inputs: inputs, outputs: outputs, .init(aim), using: &generator)
          return Layer(weights: layer.weights, bias: layer.bias)
        },
        initialNetwork: .init { sizes, aim, seed in
          var generator = SplitMix64(seed: seed)
          return initialNetwork(sizes, .init(aim), using: &generator).map { Layer(weights: $0.weights, bias: $0.bias) }
        }))
  }
}

extension Learner.Scheme {
  init(_ aim: Aim) {
    self =
      switch aim {
      case .xavier: .xavier
      case .he: .he
      }
  }
}
