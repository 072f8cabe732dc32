@testable import Checks
@testable import func Learner.declared
@testable import func Learner.pValue
@testable import func Learner.segments

@main enum Program {
  static func main() {
    FixTheTTest.grade(
      Submission(
        pValue: .init(pValue), declared: .init { declared($0, planned: $1, level: $2) },
        segments: .init { segments($0, level: $1) }))
  }
}
