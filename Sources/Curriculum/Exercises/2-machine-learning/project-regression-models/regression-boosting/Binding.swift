@testable import Checks
@testable import struct Learner.BoostingPlan
@testable import func Learner.boostingLearning
@testable import func Learner.chooseBoosting
@testable import func Learner.fitBoostedModel
@testable import func Learner.importances
@testable import struct RegressionRidge.Curve

@main enum Program {
  static func main() {
    func learners(_ plan: Plan) -> BoostingPlan {
      BoostingPlan(
        columns: plan.columns, least: plan.least, rounds: plan.rounds, learningRate: plan.learningRate,
        maxDepth: plan.maxDepth, minLeaf: plan.minLeaf)
    }
    BoostingByFolds.grade(
      Submission(
        staged: .init { houses, plan, learned, rows in
          try fitBoostedModel(houses.table, houses.answers, learners(plan), rows: learned).staged(
            houses.table, rows: rows)
        },
        learning: .init { houses, plan, learned, rows in
          try boostingLearning(houses.table, houses.answers, learners(plan))(learned)(rows)
        },
        choose: .init { houses, plan, rows, k in
          let choice = try chooseBoosting(houses.table, houses.answers, learners(plan), rows: rows, k: k)
          return Choice(
            predictions: choice.curve.predictions, errors: choice.curve.errors, margins: choice.curve.margins,
            trees: choice.trees)
        },
        importances: .init { houses, plan, learned, question in
          let model = try fitBoostedModel(houses.table, houses.answers, learners(plan), rows: learned)
          return try importances(
            model, houses.table, houses.answers, columns: question.columns, rows: question.rows, order: question.order)
        }))
  }
}
