@testable import Checks
@testable import struct Learner.RegressionTable
@testable import func Learner.regression

@main enum Program {
  static func main() {
    RegressionInference.grade(Submission { x, y, intercept in Table(try regression(x, y, intercept: intercept)) })
  }
}

extension Table {
  init(_ table: Learner.RegressionTable) {
    self.init(
      coefficients: table.coefficients, standardErrors: table.standardErrors, tStatistics: table.tStatistics,
      pValues: table.pValues, residualStandardDeviation: table.residualStandardDeviation, rSquared: table.rSquared,
      adjustedRSquared: table.adjustedRSquared, fStatistic: table.fStatistic, fPValue: table.fPValue,
      leverages: table.leverages, standardizedResiduals: table.standardizedResiduals)
  }
}
