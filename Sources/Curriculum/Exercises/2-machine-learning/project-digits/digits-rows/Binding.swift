@testable import Checks
@testable import struct Learner.Digits
@testable import struct Learner.Shift
@testable import func Learner.digits
@testable import func Learner.fileSplit
@testable import func Learner.moved
@testable import func Learner.nearestLabels
@testable import struct SplitAndStratify.Split

@main enum Program {
  static func main() {
    DigitsRows.grade(
      Submission(
        digits: .init { table in
          let rows = try digits(table)
          return Pictures(x: rows.x, labels: rows.labels)
        },
        fileSplit: .init { count in
          let split = fileSplit(count)
          return [split.train, split.test]
        },
        moved: .init { moved($0, by: Shift(right: $1, down: $2)) },
        nearestLabels: .init { try nearestLabels(Digits(x: $0.x, labels: $0.labels), $1) }))
  }
}
