@testable import Checks
@testable import enum Learner.Distribution
@testable import func Learner.cdf
@testable import func Learner.density
@testable import func Learner.quantile
@testable import func Learner.upperTail

extension Distribution {
  init(_ law: Law) {
    switch law {
    case .normal(let mean, let deviation): self = .normal(mean: mean, standardDeviation: deviation)
    case .studentT(let degrees): self = .studentT(degreesOfFreedom: degrees)
    case .chiSquared(let degrees): self = .chiSquared(degreesOfFreedom: degrees)
    case .f(let numerator, let denominator): self = .f(numerator: numerator, denominator: denominator)
    case .binomial(let trials, let probability): self = .binomial(trials: trials, probability: probability)
    case .poisson(let mean): self = .poisson(mean: mean)
    }
  }
}

@main enum Program {
  static func main() {
    Distributions.grade(
      Submission(
        density: .init { density(.init($0), $1) }, cdf: .init { cdf(.init($0), $1) },
        upperTail: .init { upperTail(.init($0), $1) }, quantile: .init { quantile(.init($0), $1) }))
  }
}
