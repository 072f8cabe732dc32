@testable import Checks
@testable import struct Learner.HouseLine
@testable import struct Learner.HouseReport
@testable import struct Learner.IntervalLine
@testable import struct Learner.LoanReport
@testable import func Learner.fixed
@testable import func Learner.houseReport
@testable import func Learner.loanReport
@testable import func Learner.text
@testable import struct ModelsDesignMatrix.Recipe

@main enum Program {
  static func main() {
    func learners(_ recipe: Checks.Recipe) -> ModelsDesignMatrix.Recipe {
      ModelsDesignMatrix.Recipe(
        logarithms: recipe.logarithms, numbers: recipe.numbers, categories: recipe.categories)
    }
    func checked(_ recipe: ModelsDesignMatrix.Recipe) -> Checks.Recipe {
      Checks.Recipe(logarithms: recipe.logarithms, numbers: recipe.numbers, categories: recipe.categories)
    }
    Reports.grade(
      Submission(
        houseReport: .init { table in
          let report = try houseReport(table)
          return Houses(
            lines: report.lines.map {
              Houses.Line(
                name: $0.name, recipe: checked($0.recipe), columns: $0.columns, logEvidence: $0.logEvidence,
                logScore: $0.logScore, rootMeanSquare: $0.rootMeanSquare, coverage: $0.coverage)
            }, chosen: report.chosen)
        },
        loanReport: .init { table, normals, uniforms in
          let report = try loanReport(table, normals: normals, uniforms: uniforms)
          return Loans(
            recipe: checked(report.recipe), columns: report.columns, logScore: report.logScore,
            baseLogScore: report.baseLogScore, cost: report.cost, refusalCost: report.refusalCost,
            intervals: report.intervals.map {
              Loans.Line(name: $0.name, curvature: $0.curvature, chain: $0.chain, effectiveSize: $0.effectiveSize)
            }, gap: report.gap)
        }, fixed: .init(fixed),
        text: .init { houses, loans in
          text(
            HouseReport(
              lines: houses.lines.map {
                HouseLine(
                  name: $0.name, recipe: learners($0.recipe), columns: $0.columns, logEvidence: $0.logEvidence,
                  logScore: $0.logScore, rootMeanSquare: $0.rootMeanSquare, coverage: $0.coverage)
              }, chosen: houses.chosen),
            LoanReport(
              recipe: learners(loans.recipe), columns: loans.columns, logScore: loans.logScore,
              baseLogScore: loans.baseLogScore, cost: loans.cost, refusalCost: loans.refusalCost,
              intervals: loans.intervals.map {
                IntervalLine(
                  name: $0.name, curvature: $0.curvature, chain: $0.chain, effectiveSize: $0.effectiveSize)
              }, gap: loans.gap))
        }))
  }
}
