@testable import Checks
@testable import func Learner.solveLower
@testable import func Learner.solveLowerTransposed
@testable import func Learner.solveUpper

@main enum Program {
  static func main() {
    TriangularSolve.grade(
      Submission(
        solveLower: .init(solveLower), solveUpper: .init(solveUpper),
        solveLowerTransposed: .init(solveLowerTransposed)))
  }
}
