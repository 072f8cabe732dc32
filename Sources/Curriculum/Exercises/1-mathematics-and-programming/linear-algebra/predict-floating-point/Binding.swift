@testable import Checks
@testable import enum Learner.Comparison
@testable import enum Learner.Expression
@testable import func Learner.isTrue
@testable import func Learner.value

@main enum Program {
  static func main() {
    PredictFloatingPoint.grade(
      Submission(
        isTrue: .init { Prediction(isTrue(Comparison(rawValue: $0)!)) },
        value: .init { Prediction(value(of: Expression(rawValue: $0)!)) }))
  }
}
