@testable import Checks
@testable import func Learner.cholesky
@testable import func Learner.solve

@main enum Program {
  static func main() {
    Cholesky.grade(Submission(cholesky: .init(cholesky), solve: .init { try solve(cholesky: $0, $1) }))
  }
}
