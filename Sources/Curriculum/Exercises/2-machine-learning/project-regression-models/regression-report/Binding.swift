import Checking

@testable import Checks
@testable import struct Learner.Price
@testable import struct Learner.Report
@testable import func Learner.boostingPlan
@testable import func Learner.enriched
@testable import func Learner.report
@testable import func Learner.ridgePlan
@testable import func Learner.text
@testable import struct RegressionBoosting.BoostingPlan
@testable import func RegressionBoosting.boostingLearning
@testable import struct RegressionComparison.Comparison
@testable import struct RegressionRidge.RidgePlan

@main enum Program {
  static func main() {
    PriceReports.grade(
      Submission(
        plans: .init { table in
          let (ridge, boosting) = (ridgePlan(), boostingPlan())
          return Plans(
            table: try enriched(table),
            ridge: Plans.Ridge(columns: ridge.columns, least: ridge.least, lambdas: ridge.lambdas),
            boosting: Plans.Boosting(
              columns: boosting.columns, least: boosting.least, rounds: boosting.rounds,
              learningRate: boosting.learningRate, maxDepth: boosting.maxDepth, minLeaf: boosting.minLeaf))
        },
        report: .init { table in
          // The medal asks for a report that the checks have asked for before.
          let made: Learner.Report = try remembered(table["Sale_Price"]) { try report(table) }
          return Checks.Report(
            learned: made.learned, lambda: made.lambda, trees: made.trees, weight: made.weight,
            errors: made.errors, gain: [made.gain.difference, made.gain.lower, made.gain.upper],
            halfWidth: made.halfWidth, rows: made.prices.map(\.row),
            prices: made.prices.map { [$0.price, $0.lower, $0.upper] })
        },
        text: .init { report in
          text(
            Learner.Report(
              learned: report.learned, lambda: report.lambda, trees: report.trees, weight: report.weight,
              errors: report.errors,
              gain: Comparison(
                difference: report.gain[0], standardError: 0, lower: report.gain[1], upper: report.gain[2]),
              halfWidth: report.halfWidth,
              prices: zip(report.rows, report.prices).map {
                Learner.Price(row: $0, price: $1[0], lower: $1[1], upper: $1[2])
              }))
        },
        trees: { plans, answers, learned, rows in
          let plan = plans.boosting
          return try boostingLearning(
            plans.table, answers,
            BoostingPlan(
              columns: plan.columns, least: plan.least, rounds: plan.rounds, learningRate: plan.learningRate,
              maxDepth: plan.maxDepth, minLeaf: plan.minLeaf))(learned)(rows)
        }))
  }
}
