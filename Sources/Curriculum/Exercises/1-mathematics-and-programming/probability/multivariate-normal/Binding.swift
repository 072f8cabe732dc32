@testable import Checks
@testable import struct Learner.MultivariateNormal

@main enum Program {
  static func main() {
    func law(_ law: Law) -> MultivariateNormal { MultivariateNormal(mean: law.mean, covariance: law.covariance) }
    MultivariateNormals.grade(
      Submission(
        logDensity: .init { try law($0).logDensity($1) }, sample: .init { try law($0).sample($1) },
        conditional: .init { given, known, values in
          let rest = try law(given).conditional(on: known, values)
          return [rest.mean] + rest.covariance
        }))
  }
}
