@testable import Checks
@testable import struct Learner.Costs
@testable import func Learner.averagePrecision
@testable import func Learner.meanCost
@testable import func Learner.probabilityThreshold
@testable import func Learner.tunedThreshold

@main enum Program {
  static func main() {
    PrecisionRecall.grade(
      Submission(
        averagePrecision: .init { try averagePrecision(scores: $0, labels: $1) },
        meanCost: .init { try meanCost(scores: $0, labels: $1, threshold: $2, costs: costs($3)) },
        probabilityThreshold: .init { probabilityThreshold(costs($0)) },
        tunedThreshold: .init { try tunedThreshold(scores: $0, labels: $1, costs: costs($2)) }))
  }

  private static func costs(_ prices: [Double]) -> Costs {
    Costs(falsePositive: prices[0], falseNegative: prices[1])
  }
}
