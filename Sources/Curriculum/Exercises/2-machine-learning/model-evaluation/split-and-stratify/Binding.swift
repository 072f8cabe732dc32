@testable import Checks
@testable import struct Learner.Split
@testable import func Learner.groupedSplit
@testable import func Learner.randomSplit
@testable import func Learner.stratifiedSplit
@testable import func Learner.timeSplit

@main enum Program {
  static func main() {
    SplitAndStratify.grade(
      Submission(
        randomSplit: .init { rows(try randomSplit(order: $0, test: $1)) },
        stratifiedSplit: .init { rows(try stratifiedSplit(labels: $0, order: $1, test: $2)) },
        groupedSplit: .init { rows(try groupedSplit(groups: $0, order: $1, test: $2)) },
        timeSplit: .init { rows(try timeSplit(times: $0, test: $1)) }))
  }

  private static func rows(_ split: Split) -> [[Int]] { [split.train, split.test] }
}
