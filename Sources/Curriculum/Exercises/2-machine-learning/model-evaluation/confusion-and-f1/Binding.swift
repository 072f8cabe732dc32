@testable import Checks
@testable import enum Learner.Average
@testable import func Learner.confusionMatrix
@testable import func Learner.f1Score
@testable import func Learner.precision

@main enum Program {
  static func main() {
    ConfusionAndF1.grade(
      Submission(
        confusionMatrix: .init { confusionMatrix(truth: $0, predicted: $1, classes: $2) },
        precision: .init { precision($0, class: $1) },
        f1Score: .init { f1Score($0, average: Learner.Average($1)) }))
  }
}

extension Learner.Average {
  init(_ mean: Checks.Mean) {
    self = mean == .macro ? .macro : mean == .micro ? .micro : .weighted
  }
}
