@testable import Checks
@testable import enum Learner.Situation
@testable import func Learner.threshold

@main enum Program {
  static func main() {
    TuneTheThreshold.grade(
      Submission(threshold: .init { Threshold(threshold(for: Situation(rawValue: $0.name)!), in: $0) }))
  }
}
