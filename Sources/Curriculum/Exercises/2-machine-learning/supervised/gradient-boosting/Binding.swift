@testable import Checks
@testable import struct Learner.BoostedTrees
@testable import enum Learner.Loss
@testable import enum Learner.RegressionTree
@testable import func Learner.fitBoosting

@main enum Program {
  static func main() {
    Boosting.grade(
      Submission(
        staged: .init { plan, rows in
          let model = try fit(plan)
          return rows.map { model.staged($0) }
        },
        predict: .init { plan, rows in
          let model = try fit(plan)
          return rows.map { model.predict($0) }
        },
        evaluate: .init { sum, rows in
          let split = RegressionTree.split(
            feature: 1, threshold: 2, .leaf(sum.left),
            .split(feature: 0, threshold: -1, .leaf(sum.middle), .leaf(sum.right)))
          let model = BoostedTrees(
            loss: sum.isLogistic ? .logistic : .squared, start: sum.start, learningRate: sum.learningRate,
            trees: [split, .leaf(sum.right)])
          return rows.map { [split.value($0)] + model.staged($0) + [model.predict($0)] }
        }))
  }

  private static func fit(_ plan: Plan) throws -> BoostedTrees {
    try fitBoosting(
      plan.x, plan.y, loss: plan.isLogistic ? .logistic : .squared, rounds: plan.rounds,
      learningRate: plan.learningRate, maxDepth: plan.maxDepth, minLeaf: plan.minLeaf)
  }
}
