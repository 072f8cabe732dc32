@testable import Checks
@testable import func Learner.correlationMatrix
@testable import func Learner.correlationsWithin
@testable import func Learner.covarianceMatrix
@testable import func Learner.ranks
@testable import func Learner.spearman

@main enum Program {
  static func main() {
    CovarianceCorrelation.grade(
      Submission(
        covarianceMatrix: .init(covarianceMatrix), correlationMatrix: .init(correlationMatrix), ranks: .init(ranks),
        spearman: .init(spearman),
        correlationsWithin: .init { correlationsWithin($0, $1, groups: $2, count: $3) }))
  }
}
