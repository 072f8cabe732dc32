import ComplexModule
import LabNumerics
import Testing

@Suite struct SchurTests {
  @Test func `the documentation's example holds`() throws {
    let schur = try Schur([[0, 1], [-1, 0]] as Matrix<Double>)
    #expect(schur.values == [Complex(0, 1), Complex(0, -1)])
  }

  @Test(arguments: GeneralMatrixKind.allCases, lapackSizes)
  func `an orthogonal and a nearly triangular matrix give every kind back`(kind: GeneralMatrixKind, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 620)
      let a: Matrix<Scalar> = try kind.matrix(n, n, using: &generator)
      let schur = try Schur(a)
      #expect(reconstructionRatio(a, schur.reconstruct(), n: n) < lapackThreshold)
      #expect(orthogonalityRatio(schur.z) < lapackThreshold)
      for i in 0..<n {
        for j in 0..<n where i > j {
          #expect(schur.t[i, j] == 0 || (i == j + 1 && schur.values[j].imaginary > 0), "(\(i), \(j))")
        }
        #expect(schur.values[i].real == schur.t[i, i], "LAPACK's blocks have equal diagonal elements")
      }
    }
  }

  @Test func `edges and elements that are not finite`() throws {
    #expect(try Schur(Matrix<Double>.zeros(0, 0)).reconstruct() == .zeros(0, 0))
    #expect(try Schur([[3]] as Matrix<Float>).t == [[3]])
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 1)) {
      try Schur([[1, .nan], [0, 1]] as Matrix<Double>)
    }
  }

  @Test func `a matrix that is not square stops the program with its shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try Schur(Matrix<Double>.zeros(1, 2))
    }
    #expect(try message(of: result).contains("Schur: the matrix must be square, it has shape (1, 2)"))
  }
}
