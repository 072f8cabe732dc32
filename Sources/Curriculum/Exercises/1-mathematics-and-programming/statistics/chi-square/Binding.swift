@testable import Checks
@testable import struct Learner.ChiSquareTest
@testable import func Learner.cramersV
@testable import func Learner.goodnessOfFit
@testable import func Learner.independenceTest

@main enum Program {
  static func main() {
    ChiSquare.grade(
      Submission(
        independenceTest: .init { Checks.Test(try independenceTest($0)) },
        goodnessOfFit: .init { Checks.Test(try goodnessOfFit($0, $1, estimated: $2)) }, cramersV: .init(cramersV)))
  }
}

extension Checks.Test {
  init(_ test: Learner.ChiSquareTest) {
    self.init(statistic: test.statistic, degreesOfFreedom: test.degreesOfFreedom, pValue: test.pValue)
  }
}
