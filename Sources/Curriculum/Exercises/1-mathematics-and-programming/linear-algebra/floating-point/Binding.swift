@testable import Checks
@testable import func Learner.compensatedSum
@testable import func Learner.isClose
@testable import func Learner.naiveSum
@testable import func Learner.pairwiseSum
@testable import func Learner.versineRatio

@main enum Program {
  static func main() {
    FloatingPoint.grade(
      Submission(
        naiveSum: .init(naiveSum), pairwiseSum: .init(pairwiseSum), compensatedSum: .init(compensatedSum),
        isClose: .init { isClose($0, $1, ulps: $2) }, versineRatio: .init(versineRatio)))
  }
}
