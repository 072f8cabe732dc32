@testable import Checks
@testable import enum Learner.Bias
@testable import enum Learner.Closer
@testable import enum Learner.Duel
@testable import enum Learner.Estimator
@testable import func Learner.bias
@testable import func Learner.closer

@main enum Program {
  static func main() {
    PredictTheEstimator.grade(
      Submission(
        bias: .init { Prediction(bias(of: Estimator(rawValue: $0)!).rawValue) },
        closer: .init { Prediction(closer(in: Duel(rawValue: $0)!).rawValue) }))
  }
}
