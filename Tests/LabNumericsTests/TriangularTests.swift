import LabNumerics
import Testing

@Suite struct TriangularTests {
  @Test func `substitution goes down a lower and up an upper triangle`() throws {
    #expect(try solve(lower: [[2, 0], [1, 4]], [2, 9] as Vector<Double>) == [1, 2])
    #expect(try solve(upper: [[2, 1], [0, 4]], [4, 8] as Vector<Double>) == [1, 2])
  }

  @Test func `the other triangle is not looked at`() throws {
    #expect(try solve(lower: [[2, 7], [1, 4]], [2, 9] as Vector<Double>) == [1, 2])
    #expect(try solve(upper: [[2, 1], [7, 4]], [[4], [8]] as Matrix<Double>) == [[1], [2]])
  }

  @Test(arguments: lapackSizes)
  func `solves for one and many right-hand sides and leaves them alone`(n: Int) throws {
    var generator = SplitMix64(seed: 700)
    let t = Matrix<Double>.randomUniform(n, n, using: &generator) + Double(n) * .identity(n)
    let (l, u) = (
      Matrix(rows: n, columns: n) { $0 >= $1 ? t[$0, $1] : 0 }, Matrix(rows: n, columns: n) { $0 <= $1 ? t[$0, $1] : 0 }
    )
    let b = Matrix<Double>.randomNormal(n, 3, using: &generator)
    let before = b
    #expect(solutionRatio(l, try solve(lower: t, b), b) < lapackThreshold)
    #expect(solutionRatio(u, try solve(upper: t, b), b) < lapackThreshold)
    let single = Matrix(column: b[column: 0])
    #expect(solutionRatio(l, Matrix(column: try solve(lower: t, b[column: 0])), single) < lapackThreshold)
    #expect(solutionRatio(u, Matrix(column: try solve(upper: t, b[column: 0])), single) < lapackThreshold)
    #expect(b == before)
  }

  @Test func `a zero on the diagonal is thrown with its place`() {
    let t: Matrix<Double> = [[1, 1], [1, 0]]
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try solve(lower: t, [1, 1]) }
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try solve(upper: t, [1, 1]) }
  }
}
