@testable import Checks
@testable import struct Learner.GaussianMixture
@testable import func Learner.bayesianInformation
@testable import func Learner.expectation
@testable import func Learner.fitGaussianMixture
@testable import func Learner.maximization

@main enum Program {
  static func main() {
    GaussianMixtures.grade(
      Submission(
        expectation: .init { mixture, x in
          let (responsibilities, logLikelihood) = try expectation(GaussianMixture(mixture), x)
          return Shares(responsibilities: responsibilities, logLikelihood: logLikelihood)
        },
        maximization: .init { Mixture(try maximization($0, $1, floor: $2)) },
        fit: .init { x, centres, floor, limit in
          let (mixture, history) = try fitGaussianMixture(x, centres: centres, floor: floor, stepLimit: limit)
          return Fitted(mixture: Mixture(mixture), logLikelihoods: history)
        },
        bayesianInformation: .init {
          bayesianInformation(logLikelihood: $0, rows: $1, components: $2, columns: $3)
        }))
  }
}

extension Mixture {
  init(_ mixture: Learner.GaussianMixture) {
    self.init(weights: mixture.weights, means: mixture.means, covariances: mixture.covariances)
  }
}

extension Learner.GaussianMixture {
  init(_ mixture: Mixture) {
    self.init(weights: mixture.weights, means: mixture.means, covariances: mixture.covariances)
  }
}
