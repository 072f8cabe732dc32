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
        numberAfterMasks: .init { setting, rows, seed in
          var generator = SplitMix64(seed: seed)
          _ = Regularized(setting).masks(rows: rows, using: &generator)
          return Double.random(in: 0..<1, using: &generator)
        },
        lossAndGradient: .init { setting, rows, masks in
          let (loss, gradient) = try Regularized(setting).lossAndGradient(rows.x, labels: rows.labels, masks: masks)
          return Slopes(loss: loss, gradient: gradient)
        },
        validationLoss: .init { try Regularized($0).validationLoss($1.x, labels: $1.labels) },
        trained: .init { setting, rows, plan in
          var regularized = Regularized(setting)
          let losses = try regularized.train(rows, plan)
          return Trained(losses: losses, parameters: regularized.net.parameters)
        },
        interrupted: .init { setting, rows, plan in
          var regularized = Regularized(setting)
          do { _ = try regularized.train(rows, plan) } catch { return regularized.net.parameters }
          return nil
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

  fileprivate mutating func train(_ rows: Rows, _ plan: Plan) throws -> [Double] {
    var (optimizer, generator) = (
      Optimizer(.adam, learningRate: plan.rate, parameters: net.parameters.count), SplitMix64(seed: plan.seed)
    )
    var losses: [Double] = []
    let share = plan.batches.count / plan.calls
    for call in 0..<plan.calls {
      let end = call == plan.calls - 1 ? plan.batches.count : (call + 1) * share
      losses += try train(
        rows.x, labels: rows.labels, batches: Array(plan.batches[call * share..<end]), optimizer: &optimizer,
        using: &generator)
    }
    return losses
  }
}
