@testable import Checks
@testable import struct Learner.TTest
@testable import func Learner.pairedTest
@testable import func Learner.welchTest

@main enum Program {
  static func main() {
    func numbers(_ test: TTest) -> [Double] { [test.statistic, test.degreesOfFreedom, test.pValue] }
    TTests.grade(
      Submission(
        welchTest: .init { numbers(try welchTest($0, $1)) }, pairedTest: .init { numbers(try pairedTest($0, $1)) }))
  }
}
