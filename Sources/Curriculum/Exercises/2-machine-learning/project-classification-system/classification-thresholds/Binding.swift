@testable import Checks
@testable import struct ClassificationPipeline.Schema
@testable import struct Learner.DecisionSystem
@testable import struct Learner.PenaltyChoice
@testable import func Learner.choosePenalty
@testable import func Learner.evaluate
@testable import func Learner.fitSystem
@testable import func Learner.logLoss
@testable import func Learner.outOfFoldScores
@testable import struct PrecisionRecall.Costs

@main enum Program {
  static func main() {
    func learners(_ schema: Checks.Schema) -> ClassificationPipeline.Schema {
      ClassificationPipeline.Schema(numbers: schema.numbers, categories: schema.categories)
    }
    func costs(_ prices: [Double]) -> Costs { Costs(falsePositive: prices[0], falseNegative: prices[1]) }
    func checked(_ choice: PenaltyChoice) -> Choice {
      Choice(l2: choice.l2, logLosses: choice.logLosses, scores: choice.scores)
    }
    Thresholds.grade(
      Submission(
        outOfFoldScores: .init { table, l2, folds in
          try outOfFoldScores(table.records, table.labels, schema: learners(table.schema), l2: l2, folds: folds)
        }, logLoss: .init(logLoss),
        choosePenalty: .init { table, candidates, folds in
          checked(
            try choosePenalty(
              table.records, table.labels, schema: learners(table.schema), candidates: candidates, folds: folds))
        },
        decide: .init { table, plan, records in
          let system = try fitSystem(
            table.records, table.labels, schema: learners(table.schema), candidates: plan.candidates,
            order: plan.order, folds: plan.folds, costs: costs(plan.costs))
          return System(
            choice: checked(system.choice), threshold: system.threshold,
            decisions: try records.map { record in
              let decision = try system.decide(record)
              return System.Decision(
                probability: decision.probability, isPositive: decision.isPositive,
                notes: decision.notes.map { "\($0)" })
            })
        },
        evaluate: .init { scores, labels, threshold, prices in
          let all = try evaluate(scores, labels, threshold: threshold, costs: costs(prices))
          return [all.area, all.logLoss, all.cost, all.costAtHalf, all.costOfAll, all.costOfNone]
        }))
  }
}
