@testable import Checks
@testable import enum Learner.Family
@testable import struct Learner.GeneralizedLinearModel
@testable import func Learner.deviance
@testable import func Learner.fitGeneralizedLinearModel

@main enum Program {
  static func main() {
    GeneralizedLinearModels.grade(
      Submission(
        deviance: .init { y, eta, family in deviance(y, eta: eta, family: Learner.Family(family)) },
        fit: .init { x, y, family in
          Checks.Model(try fitGeneralizedLinearModel(x, y, family: Learner.Family(family)))
        }))
  }
}

extension Learner.Family {
  init(_ family: Checks.Distribution) { self = family == .poisson ? .poisson : .bernoulli }
}

extension Checks.Model {
  init(_ model: Learner.GeneralizedLinearModel) {
    self.init(
      coefficients: model.coefficients, standardErrors: model.standardErrors, deviance: model.deviance)
  }
}
