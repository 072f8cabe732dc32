@testable import Checks
@testable import struct Learner.Curve
@testable import struct Learner.RidgePlan
@testable import func Learner.chooseRidge
@testable import func Learner.errorCurve
@testable import func Learner.outOfFold
@testable import func Learner.ridgeLearning

@main enum Program {
  static func main() {
    func learners(_ plan: Plan) -> RidgePlan {
      RidgePlan(columns: plan.columns, least: plan.least, lambdas: plan.lambdas)
    }
    RidgeByFolds.grade(
      Submission(
        outOfFold: .init { rows, k, spy in try outOfFold(rows, k: k, learn: spy.learn) },
        errorCurve: .init { truth, predictions, k in
          let curve = try errorCurve(truth: truth, predictions: predictions, k: k)
          return [curve.errors, curve.margins]
        },
        asGood: .init { errors, margins in
          let curve = Learner.Curve(predictions: [], errors: errors, margins: margins)
          return [[curve.best], curve.asGood]
        },
        ridge: .init { table, answers, plan, rows in
          try ridgeLearning(table, answers, learners(plan))(rows.learned)(rows.predicted)
        },
        choose: .init { table, answers, plan, rows, k in
          let choice = try chooseRidge(table, answers, learners(plan), rows: rows, k: k)
          return Choice(
            predictions: choice.curve.predictions, errors: choice.curve.errors, margins: choice.curve.margins,
            chosen: choice.chosen)
        }))
  }
}
