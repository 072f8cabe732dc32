import LabNumerics
import Testing

@Suite struct LUTests {
  @Test func `a pivot out of range is an error, not a zero in x`() throws {
    // u₁ = −1.2 − 1.2²/1.7 is −2.05 times 10³⁰⁸.
    let a: Matrix<Double> = [[1.7e308, 1.2e308], [1.2e308, -1.2e308]]
    for n in [2, 3, 4, 7, 9, 20] {
      var large = 1e307 * Matrix<Double>.identity(n)
      large[rows: (n - 2)..., columns: (n - 2)...] = a
      let b = Vector<Double>(repeating: 1e308, count: n)
      #expect(throws: LinearAlgebraError.self) { try solve(large, b) }
      #expect(throws: LinearAlgebraError.self) { try inverse(large) }
      var lu = try LU(large)
      #expect(lu.determinant.isNaN && lu.logDeterminant.log.isNaN && lu.reciprocalCondition() == 0)
      #expect(throws: LinearAlgebraError.nonFinite(row: n - 1, column: n - 1)) { try lu.solve(b) }
      try lu.refactor(large / 8)
      #expect(abs(try lu.solve(b / 8)[n - 1] + 25.0 / 174) <= 8 * Double.ulpOfOne)
    }
    // In the middle of three.
    #expect(throws: LinearAlgebraError.self) {
      try solve([[1.7e308, 1.2e308, 0], [1.2e308, -1.2e308, 0], [0, 1e307, 1e307]], [1e308, 1e308, 1e308])
    }
  }

  @Test func `the documentation's example holds`() throws {
    let lu = try LU([[0, 2], [1, 1]] as Matrix<Double>)
    #expect(try lu.solve([2, 3]) == [2, 1])
    #expect(lu.determinant == -2)
  }

  @Test func `gives the factors that elimination by hand gives`() throws {
    let lu = try LU([[1, 2], [2, 2], [4, 4]] as Matrix<Double>)
    #expect(lu.permutation == [2, 0, 1])
    #expect(lu.lower == [[1, 0], [0.25, 1], [0.5, 0]])
    #expect(lu.upper == [[4, 4], [0, 1]])
    #expect(lu.reconstruct() == [[1, 2], [2, 2], [4, 4]])
  }

  @Test(arguments: GeneralMatrixKind.allCases, lapackShapes)
  func `L times U gives every kind of matrix back`(kind: GeneralMatrixKind, shape: (m: Int, n: Int)) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 100)
      let a: Matrix<Scalar> = try kind.matrix(shape.m, shape.n, using: &generator)
      let lu = try LU(a)
      #expect(reconstructionRatio(a, lu.reconstruct(), n: shape.n) < lapackThreshold)
      #expect(lu.permutation.sorted() == Array(0..<shape.m))
      #expect(lu.lower.norm(.max) <= 1, "the pivot is the largest of its column")
    }
  }

  @Test(arguments: GeneralMatrixKind.allCases, lapackSizes)
  func `solves for one and many right-hand sides, or names the zero pivot`(kind: GeneralMatrixKind, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 101)
      let a: Matrix<Scalar> = try kind.matrix(n, n, using: &generator)
      let b = a • Matrix<Scalar>.randomUniform(n, 3, in: -1..<1, using: &generator)
      let lu = try LU(a)
      if n > 0, let pivot = kind.zeroPivot(n) {
        #expect(lu.zeroPivot == pivot && lu.determinant == 0 && lu.reciprocalCondition() == 0)
        #expect(throws: LinearAlgebraError.singular(pivot: pivot)) { try lu.solve(b) }
        return
      }
      let x = try lu.solve(b)
      #expect(solutionRatio(a, x, b) < lapackThreshold)
      for j in 0..<3 {
        let single = Matrix(column: try lu.solve(b[column: j]))
        #expect(solutionRatio(a, single, Matrix(column: b[column: j])) < lapackThreshold)
      }
      #expect(try lu.solve(Matrix<Scalar>.zeros(n, 0)).shape == (n, 0))
    }
  }

  @Test func `a permutation matrix has its sign as determinant`() throws {
    let cycle: Matrix<Double> = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    #expect(try LU(cycle).determinant == 1)
    #expect(try LU([[0, 1], [1, 0]] as Matrix<Double>).determinant == -1)
    #expect(try LU(cycle).inverse() == cycle.transposed())
  }

  @Test func `the determinant stays in range while its product of pivots leaves it`() throws {
    let a = Matrix<Double>.diagonal([1e200, 1e200, -1e-200, 1e-200])
    let lu = try LU(a)
    // Four roundings in the literals and four in the products.
    #expect((lu.determinant + 1).magnitude <= 8 * Double.ulpOfOne)
    #expect(lu.logDeterminant.sign == -1)
    // log|det| is 0, from terms of 460.
    #expect(lu.logDeterminant.log.magnitude <= 4 * 460 * Double.ulpOfOne)
  }

  @Test func `the logarithm holds where the determinant overflows`() throws {
    let lu = try LU(1e10 * Matrix<Double>.identity(100))
    #expect(lu.determinant == .infinity)
    #expect(lu.logDeterminant.sign == 1)
    #expect((lu.logDeterminant.log - 1000 * .log(10)).magnitude <= 100 * 2303 * Double.ulpOfOne)
  }

  @Test func `the empty matrix has determinant one and is well conditioned`() throws {
    let lu = try LU(Matrix<Double>.zeros(0, 0))
    #expect(lu.determinant == 1 && lu.logDeterminant == (1, 0) && lu.reciprocalCondition() == 1)
    #expect(try lu.inverse() == .zeros(0, 0))
    #expect(try lu.solve([] as Vector) == [])
  }

  @Test(arguments: [1.0, 1e3, 1e6, 1e12])
  func `the reciprocal condition is within a factor of n of the truth`(condition: Double) throws {
    var generator = SplitMix64(seed: 102)
    let n = 20
    let a = try randomMatrix(n, n, condition: condition, using: &generator)
    let estimate = try LU(a).reciprocalCondition()
    // κ₂ ≤ n·κ₁ and κ₁ ≤ n·κ₂, and the estimate of ‖A⁻¹‖₁ is a lower bound, rarely by more than a factor of 3.
    #expect(estimate * condition <= 3 * Double(n) && estimate * condition >= 1 / Double(n))
  }

  @Test func `a single number is its own factorisation`() throws {
    let lu = try LU([[4]] as Matrix<Float>)
    #expect(lu.lower == [[1]] && lu.upper == [[4]] && lu.determinant == 4 && lu.reciprocalCondition() == 1)
    #expect(try lu.solve([2]) == [0.5])
    #expect(try LU([[0]] as Matrix<Float>).logDeterminant == (0, -.infinity))
  }

  @Test func `says where an element is not finite`() {
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try LU([[1, 2], [.nan, 4]] as Matrix<Double>)
    }
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 1)) {
      try LU([[1, -.infinity], [3, 4]] as Matrix<Double>)
    }
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try LU([[1, 2], [3, 4]] as Matrix<Double>).solve([0, .nan])
    }
  }

  @Test func `a right-hand side of the wrong length stops the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try LU([[1, 2], [3, 4]] as Matrix<Double>).solve([1, 2, 3])
    }
    #expect(try message(of: result).contains("solve: (2, 2) with a right-hand side of 3 rows"))
  }

  @Test func `the determinant of a matrix that is not square stops the program with its shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try LU(Matrix<Double>.zeros(2, 3)).determinant
    }
    #expect(try message(of: result).contains("determinant: the matrix must be square, it has shape (2, 3)"))
  }
}
