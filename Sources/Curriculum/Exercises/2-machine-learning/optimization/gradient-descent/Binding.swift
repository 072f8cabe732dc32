@testable import Checks
@testable import func Learner.backtrackingDescent
@testable import func Learner.gradientDescent

@main enum Program {
  static func main() {
    GradientDescent.grade(
      Submission(
        fixed: .init { gradient, x, rate, tolerance, limit in
          let end = try gradientDescent(gradient, from: x, rate: rate, tolerance: tolerance, limit: limit)
          return Checks.Descent(x: end.x, steps: end.steps, converged: end.converged)
        },
        backtracking: .init { f, gradient, x, first, tolerance, limit in
          let end = try backtrackingDescent(
            f, gradient, from: x, firstStep: first, tolerance: tolerance, limit: limit)
          return Checks.Descent(x: end.x, steps: end.steps, converged: end.converged)
        }))
  }
}
