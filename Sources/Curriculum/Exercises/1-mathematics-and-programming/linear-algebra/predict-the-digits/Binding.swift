@testable import Checks
@testable import enum Learner.System
@testable import func Learner.correctDigits

@main enum Program {
  static func main() {
    PredictTheDigits.grade(
      Submission(correctDigits: .init { Prediction(correctDigits(System(rawValue: $0)!)) }))
  }
}
