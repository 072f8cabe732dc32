@testable import Checks
@testable import struct Learner.Rows
@testable import func Learner.coefficientInterval
@testable import func Learner.compare
@testable import func Learner.logScore
@testable import func Learner.modelProbabilities
@testable import func Learner.simulatedCoverage
@testable import struct ModelsBayesianRegression.RegressionBelief

@main enum Program {
  static func main() {
    func learners(_ belief: Belief) -> RegressionBelief {
      RegressionBelief(mean: belief.mean, precision: belief.precision, shape: belief.shape, rate: belief.rate)
    }
    ModelComparison.grade(
      Submission(
        compare: .init { candidates, prior, training, test, level in
          try compare(
            candidates, prior: learners(prior), training: Learner.Rows(x: training.x, y: training.y),
            test: Learner.Rows(x: test.x, y: test.y), level: level
          ).map {
            Card(
              logEvidence: $0.logEvidence, logDensities: $0.logDensities, rootMeanSquare: $0.rootMeanSquare,
              coverage: $0.coverage)
          }
        }, modelProbabilities: .init { modelProbabilities($0, prior: $1) }, logScore: .init(logScore),
        coefficientInterval: .init { belief, j, level in
          let ends = try coefficientInterval(learners(belief), j, level: level)
          return [ends.lower, ends.upper]
        },
        simulatedCoverage: .init { prior, worlds, level in
          let coverage = try simulatedCoverage(
            learners(prior), worlds.x, truths: worlds.truths, deviations: worlds.deviations, noise: worlds.noise,
            level: level)
          return [coverage.coefficients, coverage.responses]
        }))
  }
}
