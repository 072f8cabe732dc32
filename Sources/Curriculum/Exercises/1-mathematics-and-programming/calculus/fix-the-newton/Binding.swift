@testable import Checks
@testable import func Learner.root

@main enum Program {
  static func main() {
    FixTheNewton.grade(
      Submission(root: .init { problem in problem.found { root(of: $0, from: $1, to: $2, tolerance: $3) } }))
  }
}
