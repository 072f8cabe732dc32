@testable import Checks
@testable import Learner

extension Learner.Running: Checks.RunningMean {}

@main enum Program {
  static func main() { Run.grade(Submission(Learner.Running.self)) }
}
