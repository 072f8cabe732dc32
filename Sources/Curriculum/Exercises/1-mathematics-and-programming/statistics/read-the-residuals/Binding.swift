@testable import Checks
@testable import enum Learner.Fault
@testable import enum Learner.Plot
@testable import enum Learner.Remedy
@testable import func Learner.fault
@testable import func Learner.remedy

@main enum Program {
  static func main() {
    ReadTheResiduals.grade(
      Submission(
        fault: .init { Reading(fault(in: Plot(rawValue: $0)!).rawValue) },
        remedy: .init { Reading(remedy(for: Plot(rawValue: $0)!).rawValue) }))
  }
}
