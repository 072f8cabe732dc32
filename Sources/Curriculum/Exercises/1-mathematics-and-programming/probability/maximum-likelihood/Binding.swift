@testable import Checks
@testable import struct Learner.Fit
@testable import func Learner.fitBernoulli
@testable import func Learner.fitExponential
@testable import func Learner.fitGamma
@testable import func Learner.fitNormal
@testable import func Learner.fitPoisson

@main enum Program {
  static func main() {
    func numbers(_ fit: Fit) -> [Double] { fit.parameters + fit.standardErrors + [fit.logLikelihood] }
    MaximumLikelihood.grade(
      Submission(
        fitNormal: .init { numbers(try fitNormal($0)) }, fitExponential: .init { numbers(try fitExponential($0)) },
        fitBernoulli: .init { numbers(try fitBernoulli($0)) }, fitPoisson: .init { numbers(try fitPoisson($0)) },
        fitGamma: .init { numbers(try fitGamma($0)) }))
  }
}
