@testable import Checks
@testable import Learner

extension Learner.Dual: Checks.DualNumber {}

@main enum Program {
  static func main() {
    DualNumbers.grade(
      Submission(
        Learner.Dual.self, derivative: { derivative(of: $0, at: $1) }, gradient: { gradient(of: $0, at: $1) }))
  }
}
