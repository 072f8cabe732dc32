@testable import Checks
@testable import func Learner.meanAbsoluteError
@testable import func Learner.meanAbsolutePercentageError
@testable import func Learner.pinballLoss
@testable import func Learner.rSquared
@testable import func Learner.rootMeanSquaredError

@main enum Program {
  static func main() {
    RegressionMetrics.grade(
      Submission(
        meanAbsoluteError: .init { try meanAbsoluteError(truth: $0, predictions: $1) },
        rootMeanSquaredError: .init { try rootMeanSquaredError(truth: $0, predictions: $1) },
        meanAbsolutePercentageError: .init { try meanAbsolutePercentageError(truth: $0, predictions: $1) },
        pinballLoss: .init { try pinballLoss(truth: $0, predictions: $1, level: $2) },
        rSquared: .init { try rSquared(truth: $0, predictions: $1) }))
  }
}
