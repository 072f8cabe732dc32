@testable import Checks
@testable import func Learner.distribution
@testable import func Learner.mixingTime
@testable import func Learner.stationary
@testable import func Learner.totalVariation
@testable import func Learner.transitionMatrix

@main enum Program {
  static func main() {
    MarkovChain.grade(
      Submission(
        transitionMatrix: .init { transitionMatrix($0, states: $1) },
        distribution: .init { distribution(after: $0, from: $1, $2) }, stationary: .init(stationary),
        totalVariation: .init(totalVariation),
        mixingTime: .init { try mixingTime($0, within: $1, limit: $2) ?? -1 }))
  }
}
