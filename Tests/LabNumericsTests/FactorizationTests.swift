import LabNumerics
import Testing

@Suite struct FactorizationTests {
  @Test func `the documentation's example holds`() throws {
    let lu = try LU([[2, 1], [1, 3]] as Matrix<Double>)
    var x = Vector<Double>.zeros(2)
    try lu.solve([3, 5], result: &x)
    #expect(try lu.solve([3, 5]) == x)
    #expect((x - [0.8, 1.4]).norm(.infinity) <= 2 * 3.2 * 1.4 * Double.ulpOfOne)
    // ‖A‖₁ = 4, ‖A⁻¹‖₁ = 4/5, exact for order 2.
    #expect((lu.reciprocalCondition() - 0.3125).magnitude <= 4 * Double.ulpOfOne)
  }

  @Test(arguments: PositiveDefiniteMatrixKind.reliable, lapackSizes)
  func `every factorisation solves every kind of matrix, into new memory and into old`(
    kind: PositiveDefiniteMatrixKind, n: Int
  ) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 150)
      let a: Matrix<Scalar> = try kind.matrix(n, using: &generator)
      let b = a • Matrix<Scalar>.randomUniform(n, 3, in: -1..<1, using: &generator)
      for factors in try factorizations(of: a) {
        try examine(factors, a, b)
      }
    }
  }

  private func factorizations<Scalar>(of a: Matrix<Scalar>) throws -> [any Factorization<Scalar>] {
    [try LU(a), try Cholesky(a), try QR(a), try PivotedQR(a), try SVD(a), try SymmetricEigen(a)]
  }

  private func examine<F: Factorization>(_ factors: F, _ a: Matrix<F.Scalar>, _ b: Matrix<F.Scalar>) throws {
    let n = a.rowCount
    #expect(factors.shape == a.shape)
    #expect(reconstructionRatio(a, factors.reconstruct(), n: n) < lapackThreshold, "\(F.self)")
    let x = try factors.solve(b)
    // An orthogonal matrix on both sides of Σ costs a factor n and up to κ; the kinds have κ ≤ √(0.1/ε).
    let isBackwardStable = !(factors is SVD<F.Scalar> || factors is SymmetricEigen<F.Scalar>)
    let rcond = Double(max(factors.reciprocalCondition(), .ulpOfOne))
    let allowed = isBackwardStable ? lapackThreshold : lapackThreshold / rcond
    #expect(solutionRatio(a, x, b) < allowed, "\(F.self)")
    var old = Matrix<F.Scalar>.zeros(n, 3)
    try factors.solve(b, result: &old)
    #expect(old == x)
    var vector = b[column: 1]
    try factors.solve(vector, result: &vector)
    #expect(vector == (try factors.solve(b[column: 1])), "the right-hand side's own variable takes the answer")
    #expect(try factors.solve(Matrix<F.Scalar>.zeros(n, 0)).shape == (n, 0))
  }

  @Test(arguments: [(0, 0), (1, 1), (3, 2), (17, 17), (40, 9), (100, 64)])
  func `a workspace changes where it works, not what comes`(m: Int, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 151)
      var workspace = Workspace<Scalar>()
      let a = Matrix<Scalar>.randomNormal(m, n, using: &generator)
      let twins = Matrix<Scalar>(rows: m, columns: n) { i, _ in a[i, 0] }
      for factors in [try QR(a), try PivotedQR(a), try PivotedQR(twins), try SVD(a)] as [any Factorization<Scalar>] {
        try compare(factors, &workspace)
      }
      let gram = matmul(a, a, transposeA: true)
      for factors in [try LDLT(gram), try LU(gram), try Cholesky(gram)] as [any Factorization<Scalar>] {
        try compare(factors, &workspace)
      }
    }
  }

  private func compare<F: Factorization>(_ factors: F, _ workspace: inout Workspace<F.Scalar>) throws {
    let (m, n) = factors.shape
    var generator = SplitMix64(seed: 152)
    for k in [0, 1, 5, 2] {
      let b = Matrix<F.Scalar>.randomNormal(m, k, using: &generator)
      var (x, y) = (Matrix<F.Scalar>.zeros(n, k), Matrix<F.Scalar>.zeros(n, k))
      try factors.solve(b, result: &x)
      try factors.solve(b, result: &y, workspace: &workspace)
      #expect(x == y, "\(F.self), \(k) right-hand sides")
    }
    let b = Vector<F.Scalar>.randomNormal(m, using: &generator)
    var (x, y) = (Vector<F.Scalar>.zeros(n), Vector<F.Scalar>.zeros(n))
    try factors.solve(b, result: &x)
    try factors.solve(b, result: &y, workspace: &workspace)
    #expect(x == y, "\(F.self)")
    if m == n {
      y = b
      try factors.solve(y, result: &y, workspace: &workspace)
      #expect(x == y, "the right-hand side's own variable takes the answer")
    }
  }

  @Test func `a workspace solves in the sense of least squares, and throws as without it`() throws {
    let a: Matrix<Double> = [[1, 0], [1, 1], [1, 2]]
    var (workspace, x) = (Workspace<Double>(), Vector<Double>.zeros(2))
    for factors in [try QR(a), try PivotedQR(a)] as [any Factorization<Double>] {
      try factors.solve([1, 3, 5], result: &x, workspace: &workspace)
      // As in QRTests: m·n·ε·κ.
      #expect((x - [1, 2]).norm() <= 6 * 2.7 * 2.3 * Double.ulpOfOne)
    }
    let twin: Matrix<Double> = [[1, 1], [1, 1]]
    #expect(throws: LinearAlgebraError.rankDeficient(rank: 1)) {
      try QR(twin).solve([1, 1], result: &x, workspace: &workspace)
    }
    #expect(throws: LinearAlgebraError.singular(pivot: 0)) {
      try LDLT(twin).solve([1, 1], result: &x, workspace: &workspace)
    }
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try QR(a).solve([1, .nan, 1], result: &x, workspace: &workspace)
    }
  }

  @Test func `the memory of a result that nobody shares is kept`() throws {
    let lu = try LU([[2, 0], [0, 4]] as Matrix<Double>)
    var x = Vector<Double>.zeros(2)
    let before = x.withUnsafeBufferPointer { $0.baseAddress }
    try lu.solve([2, 4], result: &x)
    #expect(x == [1, 1] && x.withUnsafeBufferPointer { $0.baseAddress } == before)
    let shared = x
    try lu.solve([4, 4], result: &x)
    #expect(x == [2, 1] && shared == [1, 1])
  }

  @Test func `tall factorisations solve in the sense of least squares`() throws {
    let a: Matrix<Double> = [[1, 0], [1, 1], [1, 2]]
    for factors in [try QR(a), try PivotedQR(a), try SVD(a)] as [any Factorization<Double>] {
      // As in QRTests: m·n·ε·κ.
      #expect((try factors.solve([1, 3, 5] as Vector) - [1, 2]).norm() <= 6 * 2.7 * 2.3 * Double.ulpOfOne)
    }
  }

  @Test func `what keeps a factorisation from solving is thrown`() throws {
    let twin: Matrix<Double> = [[1, 1], [1, 1]]
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try LU(twin).solve([1, 1]) }
    #expect(throws: LinearAlgebraError.rankDeficient(rank: 1)) { try QR(twin).solve([1, 1]) }
    #expect(throws: LinearAlgebraError.singular(pivot: 0)) { try SymmetricEigen(Matrix<Double>.zeros(1, 1)).solve([1]) }
    for factors in try factorizations(of: Matrix<Double>.identity(2)) {
      #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) { try factors.solve([1, .nan] as Vector) }
      #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 2)) {
        try factors.solve([[1, 1, 1], [1, 1, .infinity]] as Matrix)
      }
    }
  }

  @Test func `a result of the wrong shape stops the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Matrix<Double>.zeros(3, 1)
      try Cholesky(Matrix<Double>.identity(2)).solve(.zeros(2, 2), result: &x)
    }
    let words = "solve: (2, 2) with 2 right-hand sides has a solution of shape (2, 2), result has (3, 1)"
    #expect(try message(of: result).contains(words))
  }
}
