@testable import Checks
@testable import Learner

extension Learner.Value: Checks.Scalar {}

@main enum Program {
  static func main() { ReverseMode.grade(Submission(Learner.Value.self)) }
}
