@testable import Checks
@testable import struct Learner.Fit
@testable import func Learner.leastSquares
@testable import func Learner.polynomialFit

@main enum Program {
  static func main() {
    LeastSquares.grade(
      Submission(
        { x, y in Checks.Fit(try leastSquares(x, y)) },
        polynomialFit: { t, y, degree in Checks.Fit(try polynomialFit(t, y, degree: degree)) }))
  }
}

extension Checks.Fit {
  init(_ fit: Learner.Fit) { self.init(coefficients: fit.coefficients, residualNorm: fit.residualNorm) }
}
