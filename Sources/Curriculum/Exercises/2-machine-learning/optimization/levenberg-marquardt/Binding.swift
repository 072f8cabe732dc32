@testable import Checks
@testable import func Learner.dampedStep
@testable import func Learner.levenbergMarquardt

@main enum Program {
  static func main() {
    LevenbergMarquardt.grade(
      Submission(
        dampedStep: .init { try dampedStep(jacobian: $0, residuals: $1, damping: $2) },
        levenbergMarquardt: .init { problem, x, damping, tolerance, limit in
          let end = try levenbergMarquardt(
            problem.residuals, problem.jacobian, from: x, damping: damping, tolerance: tolerance, limit: limit)
          return Checks.Minimum(x: end.x, squares: end.squares, steps: end.steps, converged: end.converged)
        }))
  }
}
