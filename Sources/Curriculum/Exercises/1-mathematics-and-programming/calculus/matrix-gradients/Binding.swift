@testable import Checks
@testable import func Learner.gradientOfForm
@testable import func Learner.gradientOfLogDeterminant
@testable import func Learner.gradientOfLoss
@testable import func Learner.gradientOfSquares
@testable import func Learner.softmaxPullback

@main enum Program {
  static func main() {
    MatrixGradients.grade(
      Submission(
        gradientOfForm: .init { gradientOfForm($0, at: $1) },
        gradientOfSquares: .init { gradientOfSquares($0, $1, at: $2) },
        gradientOfLoss: .init { gradientOfLoss($0, at: $1, $2) },
        softmaxPullback: .init { softmaxPullback($0, upstream: $1) },
        gradientOfLogDeterminant: .init { try gradientOfLogDeterminant(at: $0) }))
  }
}
