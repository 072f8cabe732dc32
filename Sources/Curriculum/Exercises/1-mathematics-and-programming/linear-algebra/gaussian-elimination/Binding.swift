@testable import Checks
@testable import func Learner.solve

@main enum Program {
  static func main() { GaussianElimination.grade(Submission(solve: .init(solve))) }
}
