@testable import Checks
@testable import struct Learner.ANOVA
@testable import func Learner.analysisOfVariance

@main enum Program {
  static func main() {
    AnalysesOfVariance.grade(
      Submission(
        analysisOfVariance: .init { groups in
          let table = try analysisOfVariance(groups)
          return [
            table.betweenSquares, Double(table.betweenDegrees), table.withinSquares, Double(table.withinDegrees),
            table.fStatistic, table.pValue,
          ]
        }))
  }
}
