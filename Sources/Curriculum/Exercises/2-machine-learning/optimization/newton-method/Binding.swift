@testable import Checks
@testable import func Learner.dogleg
@testable import func Learner.newtonMinimum
@testable import func Learner.shiftedCholesky
@testable import func Learner.trustRegionMinimum

@main enum Program {
  static func main() {
    NewtonMethod.grade(
      Submission(
        shifted: .init { h in
          let shifted = try shiftedCholesky(h)
          return Checks.Shifted(factor: shifted.factor, shift: shifted.shift)
        },
        newton: .init { f, x, tolerance, limit in
          let end = try newtonMinimum(
            f.value, f.gradient, f.hessian, from: x, tolerance: tolerance, limit: limit)
          return Checks.Minimum(x: end.x, steps: end.steps, converged: end.converged)
        },
        dogleg: .init { try dogleg(gradient: $0, hessian: $1, radius: $2) },
        trust: .init { f, x, radius, tolerance, limit in
          let end = try trustRegionMinimum(
            f.value, f.gradient, f.hessian, from: x, radius: radius, tolerance: tolerance, limit: limit)
          return Checks.Minimum(x: end.x, steps: end.steps, converged: end.converged)
        }))
  }
}
