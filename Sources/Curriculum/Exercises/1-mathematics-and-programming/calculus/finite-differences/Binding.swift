@testable import Checks
@testable import func Learner.bestStep
@testable import func Learner.centralDifference
@testable import func Learner.derivative
@testable import func Learner.forwardDifference

@main enum Program {
  static func main() {
    FiniteDifferences.grade(
      Submission(
        forwardDifference: .init { forwardDifference($0, at: $1, step: $2) },
        centralDifference: .init { centralDifference($0, at: $1, step: $2) },
        bestStep: .init { bestStep(at: $0, central: $1) }, derivative: .init { derivative($0, at: $1) }))
  }
}
