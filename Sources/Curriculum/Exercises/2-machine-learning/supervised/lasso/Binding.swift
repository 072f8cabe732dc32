@testable import Checks
@testable import struct Learner.LassoModel
@testable import func Learner.fitLasso
@testable import func Learner.largestPenalty
@testable import func Learner.softThreshold

@main enum Program {
  static func main() {
    Lasso.grade(
      Submission(
        softThreshold: .init { softThreshold($0, $1) }, largestPenalty: .init { largestPenalty($0, $1) },
        fit: .init { x, y, lambdas in try fitLasso(x, y, lambdas: lambdas).map { [$0.intercept] + $0.coefficients } },
        predict: .init { LassoModel(intercept: $0, coefficients: $1).predict($2) }))
  }
}
