@testable import Checks
@testable import func Learner.projectToBall
@testable import func Learner.projectToBox
@testable import func Learner.projectToSimplex
@testable import func Learner.projectedDescent

@main enum Program {
  static func main() {
    ProjectedGradient.grade(
      Submission(
        box: .init { x, lower, upper in try projectToBox(x, lower: lower, upper: upper) },
        ball: .init { x, center, radius in try projectToBall(x, center: center, radius: radius) },
        simplex: .init { x in try projectToSimplex(x) },
        descent: .init { gradient, projection, x, rate, tolerance, limit in
          let end = try projectedDescent(
            gradient, onto: projection, from: x, rate: rate, tolerance: tolerance, limit: limit)
          return Checks.Constrained(x: end.x, steps: end.steps, residual: end.residual, converged: end.converged)
        }))
  }
}
