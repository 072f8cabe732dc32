@testable import Checks
@testable import func Learner.adjustedRand
@testable import func Learner.normalizedMutualInformation
@testable import func Learner.silhouettes

@main enum Program {
  static func main() {
    ClusterMetrics.grade(
      Submission(
        adjustedRand: .init { try adjustedRand($0, $1) },
        mutualInformation: .init { try normalizedMutualInformation($0, $1) },
        silhouettes: .init { try silhouettes($0, labels: $1) }))
  }
}
