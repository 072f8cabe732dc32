import Testing

@testable import LabData

@Suite struct CertifiedAnalysisOfVarianceTests {
  /// The figures are those printed in NIST's file.
  @Test func `reads the certified answers of the silicon wafers`() throws {
    let silicon = try dataset("nist/anova/SiRstv.dat").analysisOfVariance()
    #expect(silicon.name == "SiRstv")
    #expect(silicon.between.degreesOfFreedom == 4)
    #expect(silicon.between.sumOfSquares.value == 5.11462616000000E-02)
    #expect(silicon.between.meanSquare.value == 1.27865654000000E-02)
    #expect(silicon.within.degreesOfFreedom == 20)
    #expect(silicon.within.meanSquare.text == "1.08318280000000E-02")
    #expect(silicon.fStatistic.value == 1.18046237440255)
    #expect(silicon.rSquared.value == 1.90999039051129E-01)
    #expect(silicon.residualStandardDeviation.value == 1.04076068334656E-01)
    #expect(silicon.columns == ["Instrument", "Resistance"])
    #expect(silicon.groups[0] == [196.3052, 196.1240, 196.1890, 196.2569, 196.3403])
    #expect(silicon.dataText[1][1] == "196.1240")
  }

  @Test(arguments: [
    ("SiRstv", 5, 5), ("SmLs01", 9, 21), ("SmLs02", 9, 201), ("SmLs04", 9, 21), ("SmLs05", 9, 201), ("SmLs07", 9, 21),
  ])
  func `groups the responses by treatment`(name: String, treatments: Int, replicates: Int) throws {
    let problem = try dataset("nist/anova/\(name).dat").analysisOfVariance()
    #expect(problem.groups.map(\.count) == Array(repeating: replicates, count: treatments))
    #expect(problem.between.degreesOfFreedom == treatments - 1)
    #expect(problem.within.degreesOfFreedom == treatments * (replicates - 1))
  }

  /// Sums of squares about the mean, as textbooks define them. The numbers differ from each other by about 0.1 and have
  /// up to d constant leading digits in front, so a relative error of about ε·10^(d + 1) is made when they are read.
  @Test(arguments: [("SiRstv", 3.0), ("SmLs01", 1), ("SmLs02", 1), ("SmLs04", 7)])
  func `is consistent: data and sums of squares`(name: String, digits: Double) throws {
    let problem = try dataset("nist/anova/\(name).dat").analysisOfVariance()
    let shift = problem.groups[0][0]
    let groups = problem.groups.map { $0.map { $0 - shift } }
    let all = groups.flatMap { $0 }
    let within = groups.reduce(0) { $0 + sumOfSquares($1) }
    let between = sumOfSquares(all) - within
    var tolerance = 100 * Double.ulpOfOne
    for _ in 0...Int(digits) { tolerance *= 10 }
    #expect(abs(within / problem.within.sumOfSquares.value - 1) < tolerance)
    #expect(abs(between / problem.between.sumOfSquares.value - 1) < tolerance)
  }

  @Test func `refuses a regression`() throws {
    let longley = try dataset("nist/Longley.dat")
    #expect(message { try longley.analysisOfVariance() }.hasSuffix("is this an analysis of variance?"))
  }

  private func sumOfSquares(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}
