@testable import Checks
@testable import func Learner.backwardError
@testable import func Learner.conditionNumber
@testable import func Learner.forwardError
@testable import func Learner.forwardErrorBound

@main enum Program {
  static func main() {
    Condition.grade(
      Submission(
        conditionNumber: .init(conditionNumber), backwardError: .init(backwardError),
        forwardError: .init { forwardError($0, exact: $1) }, forwardErrorBound: .init(forwardErrorBound)))
  }
}
