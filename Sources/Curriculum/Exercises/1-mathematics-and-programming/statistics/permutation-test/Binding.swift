@testable import Checks
@testable import func Learner.numberOfSplits
@testable import func Learner.permutationTest
@testable import func Learner.splits

@main enum Program {
  static func main() {
    PermutationTest.grade(
      Submission(
        numberOfSplits: .init(numberOfSplits), splits: .init { splits(of: $0, choosing: $1) },
        permutationTest: .init { try permutationTest($0, $1, orders: $2, statistic: $3.value) }))
  }
}
