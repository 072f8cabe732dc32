@testable import Checks
@testable import func Learner.fitLogistic
@testable import func Learner.logisticLoss

@main enum Program {
  static func main() {
    LogisticRegression.grade(
      Submission(loss: .init { logisticLoss($0, $1, $2, l2: $3) }, fit: .init { try fitLogistic($0, $1, l2: $2) }))
  }
}
