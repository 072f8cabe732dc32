@testable import Checks
@testable import func Learner.encode
@testable import func Learner.rollingMean
@testable import func Learner.selectedAccuracy
@testable import func Learner.unseen

@main enum Program {
  static func main() {
    FindTheLeak.grade(
      Submission(
        selectedAccuracy: .init { selectedAccuracy($0, $1, folds: $2, keep: $3) },
        encode: .init { encode($0, $1, folds: $2) },
        unseen: .init { unseen($0, train: $1, test: $2) },
        rollingMean: .init { rollingMean($0, window: $1) }))
  }
}
