import Testing

@testable import LabData

@Suite struct CertifiedRegressionTests {
  static let names = ["Norris", "Pontius", "NoInt1", "NoInt2", "Longley", "Wampler1", "Wampler2", "Wampler3"]

  /// The figures are those printed in NIST's file.
  @Test func `reads Longley's certified answers`() throws {
    let longley = try dataset("nist/Longley.dat").regression()
    #expect(longley.name == "Longley")
    #expect(longley.parameters.map(\.name) == ["B0", "B1", "B2", "B3", "B4", "B5", "B6"])
    #expect(longley.parameters[0].estimate.text == "-3482258.63459582")
    #expect(longley.parameters[0].estimate.value == -3482258.63459582)
    #expect(longley.parameters[0].standardDeviation.value == 890420.383607373)
    #expect(longley.parameters[2].estimate.text == "-0.358191792925910E-01")
    #expect(longley.parameters[6].estimate.value == 1829.15146461355)
    #expect(longley.residualStandardDeviation.value == 304.854073561965)
    #expect(longley.rSquared.value == 0.995479004577296)
    #expect(longley.fStatistic.value == 330.285339234588)
    #expect(longley.residualDegreesOfFreedom == 9)
    #expect(longley.residualSumOfSquares.value == 836424.055505915)
    #expect(longley.columns == ["y", "x1", "x2", "x3", "x4", "x5", "x6"])
    #expect(longley.y.first == 60323)
    #expect(longley.x.last == [116.9, 554894, 4007, 2827, 130081, 1962])
    #expect(longley.dataText[6][1] == "99.0")
  }

  /// The certified estimates leave residuals whose size is the certified one. Each residual is a sum of terms t with an
  /// error of a few ε·Σ|t|, as the estimates are rounded to 15 digits: that bounds the error of the root mean square.
  @Test(arguments: names) func `is consistent: estimates, data and residuals`(name: String) throws {
    let problem = try dataset("nist/\(name).dat").regression()
    #expect(problem.name == name)
    var sumOfSquares = 0.0
    var largest = 0.0
    for (row, y) in zip(problem.design, problem.y) {
      let terms = zip(row, problem.parameters).map { $0 * $1.estimate.value }
      sumOfSquares += (y - terms.reduce(0, +)) * (y - terms.reduce(0, +))
      largest = max(largest, terms.reduce(abs(y)) { $0 + abs($1) })
    }
    let freedom = problem.y.count - problem.parameters.count
    #expect(problem.residualDegreesOfFreedom == freedom)
    let deviation = (sumOfSquares / Double(freedom)).squareRoot()
    #expect(abs(deviation - problem.residualStandardDeviation.value) <= 16 * .ulpOfOne * largest)
  }

  @Test func `raises the one predictor of a polynomial to each power`() throws {
    let wampler = try dataset("nist/Wampler1.dat").regression()
    #expect(wampler.design[3] == [1, 3, 9, 27, 81, 243])
    #expect(wampler.fStatistic.value == .infinity)
    let noIntercept = try dataset("nist/NoInt1.dat").regression()
    #expect(noIntercept.design[0] == [60])
  }

  @Test func `says what is wrong with a file`() throws {
    let anova = try dataset("nist/anova/SiRstv.dat")
    #expect(message { try anova.regression() }.hasSuffix("is this a linear regression?"))
    #expect(
      message { try CertifiedRegression(Array("a,b\n".utf8), source: "t") }
        == "t is not one of NIST's reference files (NIST/ITL StRD): it starts with 61 2c 62 0a")
    let bytes = try dataset("nist/NoInt2.dat").bytes()
    #expect(message { try CertifiedRegression(Array(bytes.prefix(500)), source: "t") }.contains("Data:"))
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
    let cut = lines.prefix(62).joined(separator: "\n")
    #expect(
      message { try CertifiedRegression(Array(cut.utf8), source: "t") }
        == "t, line 62: 2 rows of data, the head announces 3")
    let damaged = (lines.prefix(62) + ["  3  x"]).joined(separator: "\n")
    #expect(
      message { try CertifiedRegression(Array(damaged.utf8), source: "t") }
        == "t, line 63: \"3 x\" is not one number for each of [\"y\", \"x\"]")
  }

  @Test func `never traps, whatever the bytes`() throws {
    var random = SplitMix64(state: 3)
    let file = try dataset("nist/Longley.dat").bytes()
    for _ in 0..<200 {
      var damaged = file
      for _ in 0..<20 {
        damaged[Int.random(in: 1000..<file.count, using: &random)] = UInt8.random(in: 32...126, using: &random)
      }
      _ = try? CertifiedRegression(damaged).design
    }
  }
}
