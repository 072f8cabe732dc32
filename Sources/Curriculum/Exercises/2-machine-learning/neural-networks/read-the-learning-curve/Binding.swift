@testable import Checks
@testable import enum Learner.Diagnosis
@testable import enum Learner.Run
@testable import enum Learner.Stopped
@testable import func Learner.diagnosis
@testable import func Learner.epochToKeep

@main enum Program {
  static func main() {
    ReadTheLearningCurve.grade(
      Submission(
        diagnosis: .init { Reading(diagnosis(of: Run(rawValue: $0)!).rawValue) },
        epochToKeep: .init { Reading(epochToKeep(of: Stopped(rawValue: $0)!)) }))
  }
}
