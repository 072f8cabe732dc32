import LabNumerics
import Testing

@Suite struct SmallSolveTests {
  @Test(arguments: GeneralMatrixKind.allCases, 1...10)
  func `answers as LAPACK does for every kind of matrix`(kind: GeneralMatrixKind, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 51)
      let a: Matrix<Scalar> = try kind.matrix(n, n, using: &generator)
      let b = a • Vector<Scalar>.randomUniform(n, in: -1..<1, using: &generator)
      if let pivot = try LU(a).zeroPivot {
        #expect(throws: LinearAlgebraError.singular(pivot: pivot)) { try solve(a, b) }
      } else {
        let x = try solve(a, b)
        #expect(solutionRatio(a, Matrix(column: x), Matrix(column: b)) < lapackThreshold)
        var y = b
        try solve(a, y, result: &y)
        #expect(y == x, "the right-hand side's own variable takes the answer")
      }
    }
  }

  @Test(arguments: 1...9)
  func `an element that is not finite is named with its place, A's before b's`(n: Int) {
    for bad in [Double.nan, .infinity, -.infinity] {
      for place in 0..<n * n {
        var (a, b) = (Matrix<Double>.identity(n), Vector<Double>(repeating: 1, count: n))
        a[place / n, place % n] = bad
        b[n - 1] = bad
        #expect(throws: LinearAlgebraError.nonFinite(row: place / n, column: place % n)) { try solve(a, b) }
        #expect(throws: LinearAlgebraError.nonFinite(row: n - 1, column: 0)) { try solve(.identity(n), b) }
      }
    }
  }

  @Test(arguments: [1e-300, 1e300, 0x1p-1074])
  func `the scale of the equations makes no difference`(scale: Double) throws {
    let a: Matrix<Double> = [[0, 2, 0], [1, 0, 0], [0, 0, 4]]
    #expect(try solve(scale * a, [2 * scale, scale, 4 * scale]) == [1, 1, 1])
  }

  @Test func `nothing to solve has nothing as its solution`() throws {
    #expect(try solve(Matrix<Double>.zeros(0, 0), [] as Vector) == [])
  }

  @Test func `shapes that do not fit stop the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try solve(Matrix<Double>.identity(2), [1, 2, 3])
    }
    #expect(try message(of: result).contains("solve: (2, 2) with a right-hand side of 3 rows"))
    let other = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try solve(Matrix<Double>.zeros(2, 3), [1, 2])
    }
    #expect(try message(of: other).contains("solve: the matrix must be square, it has shape (2, 3)"))
  }
}
