@testable import Checks
@testable import struct Learner.LinearModel
@testable import func Learner.fitLinearRegression
@testable import func Learner.rSquared

@main enum Program {
  static func main() {
    LinearRegression.grade(
      Submission(
        fit: .init { x, y in
          let model = try fitLinearRegression(x, y)
          return Plane(intercept: model.intercept, coefficients: model.coefficients)
        }, predict: .init { try LinearModel(intercept: $0, coefficients: $1).predict($2) },
        rSquared: .init { rSquared($0, predicted: $1) }))
  }
}
