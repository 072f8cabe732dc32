@testable import Checks
@testable import func Learner.conditionalMeans
@testable import func Learner.mean
@testable import func Learner.pmfOfSum
@testable import func Learner.variance
@testable import func Learner.varianceOfSum

@main enum Program {
  static func main() {
    RandomVariables.grade(
      Submission(
        mean: .init { mean($0, probabilities: $1) }, variance: .init { variance($0, probabilities: $1) },
        pmfOfSum: .init(pmfOfSum), varianceOfSum: .init { varianceOfSum($0, $1, joint: $2) },
        conditionalMeans: .init { conditionalMeans(of: $0, joint: $1) }))
  }
}
