@testable import Checks
@testable import struct Learner.BatchNorm
@testable import func Learner.statistics

@main enum Program {
  static func main() {
    BatchNormalisation.grade(
      Submission(
        statistics: .init { x in
          let (means, variances) = statistics(x)
          return [means, variances]
        },
        forward: .init { state, x, training in
          var layer = BatchNorm(state)
          let y = try layer.forward(x, training: training)
          return Pass(
            y: y,
            state: State(
              gamma: layer.gamma, beta: layer.beta, mean: layer.runningMean, variance: layer.runningVariance))
        },
        stateAfterRefusal: .init { state, x in
          var layer = BatchNorm(state)
          _ = try? layer.forward(x, training: true)
          return State(
            gamma: layer.gamma, beta: layer.beta, mean: layer.runningMean, variance: layer.runningVariance)
        },
        backward: .init { state, x, upstream in
          let (dx, dGamma, dBeta) = BatchNorm(state).backward(x, upstream: upstream)
          return Slopes(input: dx, gamma: dGamma, beta: dBeta)
        }))
  }
}

extension Learner.BatchNorm {
  init(_ state: State) {
    self.init(columns: state.gamma.count)
    (gamma, beta) = (state.gamma, state.beta)
    (runningMean, runningVariance) = (state.mean, state.variance)
  }
}
