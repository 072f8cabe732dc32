@testable import Checks
@testable import struct Learner.Prediction
@testable import struct Learner.RegressionBelief
@testable import func Learner.design
@testable import func Learner.split

@main enum Program {
  static func main() {
    func learners(_ belief: Belief) -> RegressionBelief {
      RegressionBelief(mean: belief.mean, precision: belief.precision, shape: belief.shape, rate: belief.rate)
    }
    func learners(_ law: StudentLaw) -> Prediction {
      Prediction(location: law.location, scale: law.scale, degreesOfFreedom: law.degreesOfFreedom)
    }
    BayesianRegression.grade(
      Submission(
        updated: .init { belief, x, y in
          let posterior = try learners(belief).updated(x, y)
          return Belief(
            mean: posterior.mean, precision: posterior.precision, shape: posterior.shape, rate: posterior.rate)
        },
        logEvidence: .init { belief, x, y in try learners(belief).logEvidence(x, y) },
        prediction: .init { belief, row in
          let law = try learners(belief).prediction(at: row)
          return StudentLaw(location: law.location, scale: law.scale, degreesOfFreedom: law.degreesOfFreedom)
        },
        interval: .init { law, level in
          let ends = learners(law).interval(level: level)
          return [ends.lower, ends.upper]
        },
        logDensity: .init { law, y in learners(law).logDensity(y) },
        split: .init { rows in
          let parts = split(rows)
          return [parts.training, parts.test]
        },
        design: .init { rows, training in design(rows, standardizedBy: training) }))
  }
}
