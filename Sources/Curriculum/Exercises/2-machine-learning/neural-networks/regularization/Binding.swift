import LabNumerics

@testable import struct AdaptiveMethods.Optimizer
@testable import Checks
@testable import struct DenseLayer.DenseLayer
@testable import struct Learner.Regularized
@testable import func Learner.dropped
@testable import func Learner.leastLoss
@testable import struct Mlp.MLP
@testable import enum Neuron.Activation

@main enum Program {
  static func main() {
    Regularization.grade(
      Submission(
        dropped: .init { try dropped($0, mask: $1, keep: $2) },
        leastLoss: .init { leastLoss(classes: $0, smoothing: $1) },
        masks: .init { setting, rows, seed in
          var generator = SplitMix64(seed: seed)
          return Regularized(setting).masks(rows: rows, using: &generator)
        },
        lossAndGradient: .init { setting, rows, masks in
          let (loss, gradient) = try Regularized(setting).lossAndGradient(rows.x, labels: rows.labels, masks: masks)
          return Slopes(loss: loss, gradient: gradient)
        },
        validationLoss: .init { try Regularized($0).validationLoss($1.x, labels: $1.labels) },
        trained: .init { setting, rows, plan in
          var (regularized, generator) = (Regularized(setting), SplitMix64(seed: plan.seed))
          var optimizer = Optimizer(.adam, learningRate: plan.rate, parameters: setting.net.list.count)
          let losses = try regularized.train(
            rows.x, labels: rows.labels, batches: plan.batches, optimizer: &optimizer, using: &generator)
          return Trained(losses: losses, parameters: regularized.net.parameters)
        }))
  }
}

extension Learner.Regularized {
  init(_ setting: Setting) {
    let layers = setting.net.layers.map { DenseLayer(weights: $0.weights, bias: $0.bias) }
    self.init(
      net: MLP(layers: layers, activation: setting.net.isBentByTanh ? .tanh : .relu), keep: setting.keep,
      smoothing: setting.smoothing, decay: setting.decay)
  }
}
