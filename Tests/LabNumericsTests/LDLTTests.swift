import LabNumerics
import Testing

@Suite struct LDLTTests {
  @Test func `the documentation's example holds`() throws {
    let ldlt = try LDLT([[0, 1], [1, 0]] as Matrix<Double>)
    #expect(try ldlt.solve([2, 3]) == [3, 2])
    #expect(ldlt.inertia == (1, 1, 0) && ldlt.determinant == -1 && ldlt.d == [[0, 1], [1, 0]])
  }

  @Test(arguments: GeneralMatrixKind.allCases, lapackSizes)
  func `the factors give every kind of matrix back, and solve`(kind: GeneralMatrixKind, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 250)
      let general: Matrix<Scalar> = try kind.matrix(n, n, using: &generator)
      let a = Matrix(rows: n, columns: n) { i, j in i >= j ? general[i, j] : general[j, i] }
      let ldlt = try LDLT(a)
      #expect(reconstructionRatio(a, ldlt.reconstruct(), n: n) < lapackThreshold)
      #expect(ldlt.w().norm(.max) < 30, "Bunch and Kaufman's multipliers are below 2.78, for a 2 × 2 block larger")
      let counts = ldlt.inertia
      #expect(counts.positive + counts.negative + counts.zero == n)
      if let pivot = ldlt.zeroPivot {
        #expect(ldlt.determinant == 0 && ldlt.reciprocalCondition() == 0 && ldlt.logDeterminant.sign == 0)
        #expect(throws: LinearAlgebraError.singular(pivot: pivot)) { try ldlt.solve(Matrix<Scalar>.zeros(n, 2)) }
        return
      }
      guard kind != .firstColumnZero, kind != .lastColumnZero, kind != .rightHalfZero else { return }
      let b = a • Matrix<Scalar>.randomUniform(n, 3, in: -1..<1, using: &generator)
      #expect(solutionRatio(a, try ldlt.solve(b), b) < lapackThreshold)
      let single = Matrix(column: try ldlt.solve(b[column: 0]))
      #expect(solutionRatio(a, single, Matrix(column: b[column: 0])) < lapackThreshold)
      #expect(try ldlt.solve(Matrix<Scalar>.zeros(n, 0)).shape == (n, 0))
    }
  }

  @Test func `the inertia, the determinant and its logarithm are those of the eigenvalues`() throws {
    var generator = SplitMix64(seed: 251)
    for _ in 0..<20 {
      let x = Matrix<Double>.randomNormal(8, 8, using: &generator)
      let a = Matrix(rows: 8, columns: 8) { i, j in i >= j ? x[i, j] : x[j, i] }
      let (ldlt, eigen) = (try LDLT(a), try SymmetricEigen(a))
      let negative = eigen.values.count { $0 < 0 }
      #expect(ldlt.inertia == (8 - negative, negative, 0))
      // Each eigenvalue is off by some n·ε·‖A‖.
      let bound = 30 * 64 * roundingUnit() / eigen.reciprocalCondition()
      #expect((ldlt.determinant / eigen.determinant - 1).magnitude <= bound)
      #expect(ldlt.logDeterminant.sign == (negative % 2 == 0 ? 1 : -1))
      #expect((ldlt.logDeterminant.log - (try LU(a).logDeterminant.log)).magnitude <= bound)
      let ratio = try ldlt.reciprocalCondition() / LU(a).reciprocalCondition()
      #expect(ratio < 3 && ratio > 1.0 / 3)
    }
  }

  @Test func `reads only the lower triangle, and says where it is not finite`() throws {
    #expect(try LDLT([[1, .nan], [2, 1]] as Matrix<Double>).solve([5, 4]) == [1, 2])
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try LDLT([[1, 2], [.nan, 1]] as Matrix<Double>)
    }
  }

  @Test func `the determinant does not overflow on the way`() throws {
    let a = Matrix<Double>([[0, 1e200, 0], [1e200, 0, 0], [0, 0, 1e-300]])
    // −10⁴⁰⁰·10⁻³⁰⁰
    #expect((try LDLT(a).determinant / -1e100 - 1).magnitude <= 8 * Double.ulpOfOne)
  }

  @Test func `the smallest matrices have an answer`() throws {
    let none = try LDLT(Matrix<Double>.zeros(0, 0))
    #expect(none.determinant == 1 && none.inertia == (0, 0, 0) && none.reciprocalCondition() == 1)
    #expect(try none.solve([] as Vector) == [] && none.reconstruct() == .zeros(0, 0))
    #expect(try LDLT([[-4]] as Matrix<Float>).solve([2]) == [-0.5])
    #expect(throws: LinearAlgebraError.singular(pivot: 0)) { try LDLT([[0]] as Matrix<Float>).solve([2]) }
  }

  @Test func `a factor out of range is named, not called singular`() throws {
    // d₀ = 1.7 + 1.2²/1.2 = 2.9 times 10³⁰⁸; by a power of two less, x is the same.
    let a: Matrix<Double> = [[1.7e308, 1.2e308], [1.2e308, -1.2e308]]
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 0)) { try LDLT(a) }
    var ldlt = try LDLT(a / 8)
    #expect((try ldlt.solve([1e308 / 8, 1e308 / 8]) - [2 / 2.9, -1.25 / 8.7]).norm(.infinity) <= 8 * Double.ulpOfOne)
    var workspace = Workspace<Double>()
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 0)) { try ldlt.refactor(a, workspace: &workspace) }
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 0)) { try ldlt.solve([1, 1]) }
    #expect(ldlt.reciprocalCondition() == 0)
    try ldlt.refactor(a / 8, workspace: &workspace)
    #expect(try ldlt.solve([1e308 / 8, 1e308 / 8])[0] > 0.6)
  }

  @Test func `a matrix that is not square stops the program with its shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try LDLT(Matrix<Double>.zeros(3, 2))
    }
    #expect(try message(of: result).contains("LDLT: the matrix must be square, it has shape (3, 2)"))
  }
}
