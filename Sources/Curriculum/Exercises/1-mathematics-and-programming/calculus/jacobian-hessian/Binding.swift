@testable import Checks
@testable import func Learner.hessian
@testable import func Learner.jacobian

@main enum Program {
  static func main() {
    JacobianHessian.grade(
      Submission(
        jacobian: .init { jacobian($0, at: $1) }, hessian: .init { hessian($0, at: $1) },
        hessianFromGradient: .init { hessian(fromGradient: $0, at: $1) }))
  }
}
