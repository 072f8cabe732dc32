import LabNumerics
import Testing

@Suite struct LAPACKReportTests {
  @Test func `says how many matrices passed, and how closely`() {
    let report = LAPACKBattery.examineCholesky(sizes: [0, 1]) { $0 as [[Double]] }
    // Order 0 once; order 1 with 1 four times over, scaled to 2⁻⁹⁷² and 2⁹⁷², and once 0.
    #expect(report.matrixCount == 8 && report.tests.count == 8)
    #expect(!report.passes && report.failures.count == 3)
    let identity = LAPACKBattery.examineCholesky(sizes: [0]) { $0 as [[Double]] }
    #expect(identity.passes)
    #expect(
      identity.description == """
        Cholesky of [[Double]]: 1 matrix, 1 test, largest ratio 0 (limit 30)
          A = L·Lᵀ  1 test, largest 0
        """)
  }

  @Test func `shows the smallest matrix that fails, in words, in numbers, and how to make it again`() throws {
    let report = LAPACKBattery.examineInverse(sizes: [1, 2]) { (a: Matrix<Double>) in
      a.rowCount == 1 ? try inverse(a) : a
    }
    let failure = try #require(report.smallestFailure)
    #expect(failure.matrix.recipe == "GeneralMatrixKind.diagonal.matrix(2, 2)")
    let lines = report.description.split(separator: "\n").suffix(5)
    #expect(
      lines.joined(separator: "\n") == """
        The smallest matrix that fails: 2 × 2, diagonal
          A⁻¹·A = I: ratio 3.38e+15
          GeneralMatrixKind.diagonal.matrix(2, 2) as Matrix<Double>
          [[1, 0  ],
           [0, 0.5]]
        """)
    #expect(failure.matrix.matrix() == GeneralMatrixKind.diagonal.matrix(2, 2) as Matrix<Double>)
  }

  @Test func `what is thrown where there is an answer is a failure with its message`() {
    struct Tired: Error {}
    let report = LAPACKBattery.examineLU(sizes: [1]) { (_: [[Float]]) in throw Tired() }
    #expect(!report.passes && report.failures.count == report.matrixCount)
    #expect(report.smallestFailure?.problem == "Tired()")
  }

  @Test func `NaN is the worst there is`() {
    let report = LAPACKBattery.examineInverse(sizes: [2]) { (a: Matrix<Float>) in
      .init(repeating: .nan, rows: 2, columns: 2)
    }
    #expect(report.worst?.ratio == .infinity && report.worst?.problem == "not a number")
  }

  @Test func `nothing tested is not passed`() {
    #expect(!LAPACKBattery.examineInverse(sizes: []) { $0 as Matrix<Double> }.passes)
  }

  @Test func `ragged rows are said to be so`() {
    let report = LAPACKBattery.examineInverse(sizes: [2]) { (_: [[Double]]) in [[1, 2], [3]] }
    #expect(report.smallestFailure?.problem == "row 1 of A⁻¹ has 1 elements, row 0 has 2")
  }
}
