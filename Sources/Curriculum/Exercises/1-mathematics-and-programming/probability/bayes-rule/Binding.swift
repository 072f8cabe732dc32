@testable import Checks
@testable import struct Learner.Test
@testable import func Learner.logOdds
@testable import func Learner.posterior
@testable import func Learner.posteriorLogOdds
@testable import func Learner.probability

@main enum Program {
  static func main() {
    BayesRule.grade(
      Submission(
        posterior: .init { try posterior(prior: $0, ifTrue: $1, ifFalse: $2) }, logOdds: .init(logOdds),
        probability: .init { probability(logOdds: $0) },
        posteriorLogOdds: .init { prior, tests, results in
          try posteriorLogOdds(
            prior: prior,
            tests: tests.map { Learner.Test(sensitivity: $0.sensitivity, falsePositiveRate: $0.falsePositiveRate) },
            results: results)
        }))
  }
}
