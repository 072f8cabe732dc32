@testable import Checks
@testable import struct Learner.Draw
@testable import func Learner.coverage
@testable import func Learner.logScore
@testable import func Learner.marginal
@testable import func Learner.probabilities
@testable import func Learner.simulate
@testable import struct ModelsBayesianRegression.Prediction
@testable import struct ModelsBayesianRegression.RegressionBelief

@main enum Program {
  static func main() {
    func learners(_ belief: Belief) -> RegressionBelief {
      RegressionBelief(mean: belief.mean, precision: belief.precision, shape: belief.shape, rate: belief.rate)
    }
    func learners(_ numbers: Numbers) -> Draw {
      Draw(gamma: numbers.gamma, coefficients: numbers.coefficients, noise: numbers.noise)
    }
    ModelsCoverage.grade(
      Submission(
        marginal: .init { j, belief in
          let law = try marginal(j, of: learners(belief))
          return [law.location, law.scale, law.degreesOfFreedom]
        },
        simulate: .init { belief, x, numbers in
          let set = try simulate(learners(belief), x, learners(numbers))
          return [set.coefficients, set.y]
        },
        coverage: .init { study in
          try coverage(
            of: learners(study.prior), truth: learners(study.truth), study.x, draws: study.numbers.map(learners),
            level: study.level)
        },
        probabilities: .init { models, x, y, prior in
          try probabilities(of: models, x, y, prior: learners(prior))
        },
        logScore: .init { belief, x, y in try logScore(learners(belief), x, y) }))
  }
}
