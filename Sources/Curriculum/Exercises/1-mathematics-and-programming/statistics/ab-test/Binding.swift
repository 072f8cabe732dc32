@testable import Checks
@testable import struct Learner.Arm
@testable import func Learner.firstRejection
@testable import func Learner.power
@testable import func Learner.sampleSize
@testable import func Learner.twoProportionTest

@main enum Program {
  static func main() {
    ABTest.grade(
      Submission(
        twoProportionTest: .init { a, b in
          let answer = try twoProportionTest(arm(a), arm(b))
          return [answer.z, answer.pValue]
        },
        power: .init { try power($0, $1, trials: $2, level: $3) },
        sampleSize: .init { try sampleSize($0, $1, level: $2, power: $3) },
        firstRejection: .init { looks, planned, level in
          try firstRejection(looks.map { (a: arm($0.a), b: arm($0.b)) }, planned: planned, level: level)
        }))
  }

  private static func arm(_ arm: Checks.Counts) -> Learner.Arm {
    Learner.Arm(successes: arm.successes, trials: arm.trials)
  }
}
