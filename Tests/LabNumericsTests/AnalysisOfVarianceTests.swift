import Foundation
import LabData
import LabNumerics
import Testing

@Suite struct AnalysisOfVarianceTests {
  static let names = ["SiRstv", "SmLs01", "SmLs02", "SmLs04", "SmLs05", "SmLs07"]

  @Test func `the worked example of the documentation`() {
    let yields = AnalysisOfVariance([[1, 2, 3], [2, 3, 4], [6, 7, 8]] as [Vector<Double>])
    #expect((yields.between.sumOfSquares, yields.within.sumOfSquares) == (42, 6))
    #expect((yields.between.degreesOfFreedom, yields.within.degreesOfFreedom) == (2, 6))
    #expect((yields.between.meanSquare, yields.within.meanSquare) == (21, 1))
    #expect((yields.fStatistic, yields.rSquared, yields.residualStandardDeviation) == (21, 0.875, 1))
    // For two degrees above, the tail is (1 + F·d₁/d₂)^(−d₂/2) = 8⁻³.
    #expect((yields.pValue * 512 - 1).magnitude <= 1e-13)
  }

  /// All that the Doubles hold: the tables in exact fractions of them, from `Reference/make_anova.py`.
  @Test(arguments: names)
  func `NIST's sets are analysed to the last digits of the data as read`(name: String) throws {
    let golden = try #require(try AnalysisReference.load()[name])
    let groups = try Dataset("nist/anova/\(name).dat").analysisOfVariance().groups
    let table = AnalysisOfVariance(groups.map { Vector($0) })
    // Distances from a datum are exact, sums of squares have 64 bits. What is left is to round each result once.
    #if arch(x86_64)
      let bound = 2 * Double.ulpOfOne
    #else
      let bound = 4 * Double(groups.joined().count) * .ulpOfOne
    #endif
    expect(table.between.sumOfSquares, golden.between)
    expect(table.within.sumOfSquares, golden.within)
    expect(table.fStatistic, golden.f)
    expect(table.rSquared, golden.rSquared)
    expect(table.residualStandardDeviation, golden.residualStandardDeviation)
    // The tail's twelve digits, and F's last one enlarged by the logarithmic slope, some d₂/2.
    #expect((table.pValue / golden.pValue - 1).magnitude <= 1e-12)

    func expect(_ value: Double, _ golden: Double) { #expect((value / golden - 1).magnitude <= bound) }
  }

  /// Reading "1000000000000.4" rounds it by up to δ, half an ulp. By Cauchy and Schwarz that changes a sum of squares S of
  /// n distances by up to 2·δ·√(n·S) + n·δ²: 12 digits are left of
  /// SiRstv, 2.5 of SmLs07, whatever the program.
  @Test(arguments: zip(names, [12, 13.8, 13.8, 8, 7.8, 2.5]))
  func `NIST's certified values are met as far as the rounded data allow`(name: String, digits: Double) throws {
    let certified = try Dataset("nist/anova/\(name).dat").analysisOfVariance()
    let table = AnalysisOfVariance(certified.groups.map { Vector($0) })
    let n = Double(certified.groups.joined().count)
    let rounding = certified.groups.joined().reduce(0) { max($0, $1.ulp / 2) }
    func bound(_ squares: Double) -> Double {
      // The certified value is itself rounded to 15 digits.
      (2 * rounding * (n / squares).squareRoot() + n * rounding * rounding / squares) + 5e-15
    }
    let between = bound(certified.between.sumOfSquares.value)
    let within = bound(certified.within.sumOfSquares.value)
    #expect(certified.between.degreesOfFreedom == table.between.degreesOfFreedom)
    #expect(certified.within.degreesOfFreedom == table.within.degreesOfFreedom)
    expect(table.between.sumOfSquares, certified.between.sumOfSquares, between)
    expect(table.within.sumOfSquares, certified.within.sumOfSquares, within)
    expect(table.between.meanSquare, certified.between.meanSquare, between)
    expect(table.within.meanSquare, certified.within.meanSquare, within)
    expect(table.fStatistic, certified.fStatistic, between + within)
    expect(table.rSquared, certified.rSquared, between + within)
    expect(table.residualStandardDeviation, certified.residualStandardDeviation, within)
    #expect(-log10(between + within) >= digits, "the bound is not an empty one")

    func expect(_ value: Double, _ certified: CertifiedValue, _ bound: Double) {
      #expect((value / certified.value - 1).magnitude <= bound, "\(value) for \(certified.text)")
    }
  }

  @Test func `equal groups, equal observations, one group and single observations`() {
    let same = AnalysisOfVariance([[1, 2], [1, 2]] as [Vector<Double>])
    #expect((same.fStatistic, same.pValue, same.rSquared) == (0, 1, 0))
    let apart = AnalysisOfVariance([[1, 1], [2, 2]] as [Vector<Float>])
    #expect((apart.fStatistic, apart.pValue, apart.rSquared) == (.infinity, 0, 1))
    let constant = AnalysisOfVariance([[3, 3], [3, 3]] as [Vector<Double>])
    #expect(constant.fStatistic.isNaN && constant.pValue.isNaN && constant.rSquared.isNaN)
    let one = AnalysisOfVariance([[1, 2, 3]] as [Vector<Double>])
    #expect(one.fStatistic.isNaN && one.pValue.isNaN && one.within.meanSquare == 1 && one.between.meanSquare.isNaN)
    let singles = AnalysisOfVariance([[1], [2], [4]] as [Vector<Double>])
    #expect(singles.fStatistic.isNaN && singles.pValue.isNaN && singles.residualStandardDeviation.isNaN)
    let gap = AnalysisOfVariance([[1, .nan], [2, 3]] as [Vector<Double>])
    #expect(gap.fStatistic.isNaN && gap.rSquared.isNaN && gap.pValue.isNaN && gap.within.degreesOfFreedom == 2)
    #expect(AnalysisOfVariance([[1, .infinity], [2, 3]] as [Vector<Double>]).fStatistic.isNaN)
  }

  @Test func `the table does not depend on the unit, at the ends of the range either`() {
    let groups: [Vector<Double>] = [[1, 2, 4], [2, 3, 5, 9], [1, 1]]
    let table = AnalysisOfVariance(groups)
    for scale in [0x1p-1000, 0x1p-30, 0x1p1000] {
      let scaled = AnalysisOfVariance(groups.map { $0 * scale })
      #if arch(x86_64)
        #expect((scaled.fStatistic, scaled.rSquared) == (table.fStatistic, table.rSquared))
        #expect(scaled.residualStandardDeviation == table.residualStandardDeviation * scale)
      #endif
    }
  }

  /// For two groups, F is the square of Student's t, and the p-values agree.
  @Test func `two groups give the t-test`() {
    var generator = SplitMix64(seed: 93)
    for _ in 0..<20 {
      let (a, b) = (
        Vector<Double>.randomNormal(7, using: &generator), Vector<Double>.randomNormal(5, using: &generator)
      )
      let table = AnalysisOfVariance([a, b])
      let pooled = (6 * a.variance() + 4 * b.variance()) / 10
      let t = (a.mean() - b.mean()) / (pooled * (1.0 / 7 + 1.0 / 5)).squareRoot()
      // The difference of the means has lost |x̄|/|ā − b̄| of its digits.
      let lost = (a.mean().magnitude + b.mean().magnitude) / (a.mean() - b.mean()).magnitude
      #expect((table.fStatistic / (t * t) - 1).magnitude <= 40 * lost * .ulpOfOne)
      let p = 2 * StudentTDistribution(degreesOfFreedom: 10).upperTail(t.magnitude)
      #expect((table.pValue / p - 1).magnitude <= 1e-11 + 400 * lost * .ulpOfOne)
    }
  }

  @Test func `no groups, or one without observations, stop the program`() async throws {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AnalysisOfVariance([] as [Vector<Double>])
    }
    #expect(try message(of: result).contains("AnalysisOfVariance: no groups"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AnalysisOfVariance([[1], []] as [Vector<Double>])
    }
    #expect(try message(of: result).contains("AnalysisOfVariance: group 1 of 2 has no observations"))
  }
}

/// A row of what `Reference/anova.json` holds, by the name of the set.
struct AnalysisReference: Decodable {
  let between: Double, within: Double, f: Double, rSquared: Double, residualStandardDeviation: Double, pValue: Double

  static func load(from file: String = #filePath) throws -> [String: AnalysisReference] {
    let folder = URL(filePath: file).deletingLastPathComponent()
    return try JSONDecoder().decode(
      [String: AnalysisReference].self, from: Data(contentsOf: folder.appending(path: "Reference/anova.json")))
  }
}
