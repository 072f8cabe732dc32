import LabNumerics
import Testing

@Suite struct RefactorTests {
  /// Two positive definite matrices of order n.
  private func pair<Scalar: LinearAlgebraScalar>(_ n: Int, _: Scalar.Type) throws -> (Matrix<Scalar>, Matrix<Scalar>) {
    var generator = SplitMix64(seed: 170)
    let kind = PositiveDefiniteMatrixKind.illConditioned
    return (try kind.matrix(n, using: &generator), try kind.matrix(n, using: &generator))
  }

  @Test(arguments: lapackSizes)
  func `gives the factors of the second matrix, and leaves a copy those of the first`(n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      let (first, second) = try pair(n, Scalar.self)
      var workspace = Workspace<Scalar>()
      try compare(LU(first), LU(second)) { (f: inout LU<Scalar>) in try f.refactor(second) }
      try compare(Cholesky(first), Cholesky(second)) { (f: inout Cholesky<Scalar>) in try f.refactor(second) }
      try compare(QR(first), QR(second)) { (f: inout QR<Scalar>) in try f.refactor(second, workspace: &workspace) }
      try compare(SVD(first), SVD(second)) { (f: inout SVD<Scalar>) in try f.refactor(second, workspace: &workspace) }
      try compare(SymmetricEigen(first), SymmetricEigen(second)) { (f: inout SymmetricEigen<Scalar>) in
        try f.refactor(second, workspace: &workspace)
      }
      try compare(LDLT(first), LDLT(second)) { (f: inout LDLT<Scalar>) in
        try f.refactor(second, workspace: &workspace)
      }
      try compare(PivotedQR(first), PivotedQR(second)) { (f: inout PivotedQR<Scalar>) in
        try f.refactor(second, workspace: &workspace)
      }
    }
  }

  @Test(arguments: lapackSizes)
  func `gives eigenvalues, vectors and Schur forms of the second matrix, and leaves a copy those of the first`(
    n: Int
  ) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 172)
      let first = Matrix<Scalar>.randomNormal(n, n, using: &generator)
      let second = Matrix<Scalar>.randomNormal(n, n, using: &generator)
      var workspace = Workspace<Scalar>()
      var (eigen, schur) = (try Eigen(first), try Schur(first))
      let (oldEigen, oldSchur) = (eigen, schur)
      try eigen.refactor(second, workspace: &workspace)
      try schur.refactor(second, workspace: &workspace)
      expectEqual(eigen, try Eigen(second))
      expectEqual(schur, try Schur(second))
      expectEqual(oldEigen, try Eigen(first))
      expectEqual(oldSchur, try Schur(first))
    }
  }

  private func expectEqual<Scalar>(_ one: Eigen<Scalar>, _ other: Eigen<Scalar>) {
    #expect(one.values == other.values)
    for i in one.values.indices { #expect(one.vector(i) == other.vector(i)) }
  }

  private func expectEqual<Scalar>(_ one: Schur<Scalar>, _ other: Schur<Scalar>) {
    #expect(one.t == other.t && one.z == other.z && one.values == other.values)
  }

  @Test func `sees zero pivots and rank anew, by the tolerance of the first`() throws {
    var workspace = Workspace<Double>()
    var ldlt = try LDLT(Matrix<Double>.zeros(2, 2))
    #expect(ldlt.zeroPivot != nil)
    try ldlt.refactor([[0, 7], [1, 0]], workspace: &workspace)
    #expect(try ldlt.zeroPivot == nil && ldlt.solve([2, 3]) == [3, 2])
    #expect(ldlt.inertia == (positive: 1, negative: 1, zero: 0))
    try ldlt.refactor(.zeros(2, 2), workspace: &workspace)
    #expect(throws: LinearAlgebraError.self) { try ldlt.solve([1, 1]) }

    var qr = try PivotedQR([[1, 2], [1, 2], [1, 2]] as Matrix<Double>, rankTolerance: 0.01)
    #expect(qr.rank == 1)
    try qr.refactor([[1, 0], [0, 1], [0, 0]], workspace: &workspace)
    #expect(qr.rank == 2 && qr.rankTolerance == 0.01)
    try qr.refactor([[1, 1], [0, 0.001], [0, 0]], workspace: &workspace)
    #expect(qr.rank == 1)
    try qr.refactor(.zeros(3, 2), workspace: &workspace)
    #expect(qr.rank == 0)
  }

  private func compare<F: Factorization>(_ first: F, _ second: F, _ refactor: (inout F) throws -> Void) throws {
    let (before, b) = (first.reconstruct(), Vector<F.Scalar>(repeating: 1, count: first.shape.rows))
    var factors = first
    try refactor(&factors)
    // The same calls on the same numbers, in memory of the same alignment.
    #expect(factors.reconstruct() == second.reconstruct())
    #expect(try factors.solve(b) == second.solve(b))
    #expect(factors.reciprocalCondition() == second.reciprocalCondition())
    #expect(first.reconstruct() == before, "a copy keeps what it had")
  }

  @Test func `keeps the memory it has`() throws {
    let (first, second) = try pair(10, Double.self)
    var (cholesky, svd, eigen) = (try Cholesky(first), try SVD(first), try SymmetricEigen(first))
    var schur = try Schur(first)
    func places() -> [UnsafePointer<Double>?] {
      [
        cholesky.lower.withUnsafeBufferPointer(\.baseAddress), svd.u.withUnsafeBufferPointer(\.baseAddress),
        svd.vTransposed.withUnsafeBufferPointer(\.baseAddress), eigen.values.withUnsafeBufferPointer(\.baseAddress),
        eigen.vectorsByRow.withUnsafeBufferPointer(\.baseAddress), schur.t.withUnsafeBufferPointer(\.baseAddress),
        schur.z.withUnsafeBufferPointer(\.baseAddress),
      ]
    }
    let before = places()
    var workspace = Workspace<Double>()
    try cholesky.refactor(second)
    try svd.refactor(second, workspace: &workspace)
    try eigen.refactor(second, workspace: &workspace)
    try schur.refactor(second, workspace: &workspace)
    #expect(places() == before)
  }

  @Test func `one workspace serves shapes that grow and shrink, and its copies`() throws {
    var generator = SplitMix64(seed: 171)
    var workspace = Workspace<Float>()
    for (m, n) in [(3, 2), (40, 30), (2, 5), (1, 1), (0, 3), (20, 20)] {
      let a = Matrix<Float>.randomNormal(m, n, using: &generator)
      var (svd, qr) = (try SVD(Matrix<Float>.zeros(m, n), vectors: .full), try QR(Matrix<Float>.zeros(m, n)))
      var (other, pivoted) = (workspace, try PivotedQR(Matrix<Float>.zeros(m, n)))
      try pivoted.refactor(a, workspace: &workspace)
      try svd.refactor(a, workspace: &workspace)
      try qr.refactor(a, workspace: &other)
      #expect(svd.u.shape == (m, m))
      #expect(reconstructionRatio(a, svd.reconstruct(), n: max(m, n)) < lapackThreshold)
      #expect(reconstructionRatio(a, qr.reconstruct(), n: max(m, n)) < lapackThreshold)
      #expect(reconstructionRatio(a, pivoted.reconstruct(), n: max(m, n)) < lapackThreshold)
    }
  }

  @Test func `after an error the old factors stand, or solving throws`() throws {
    let (a, bad) = (Matrix<Double>.identity(2), Matrix<Double>([[1, 0], [.nan, 1]]))
    let place = LinearAlgebraError.nonFinite(row: 1, column: 0)
    var (lu, qr, svd, workspace) = (try LU(a), try QR(a), try SVD(a), Workspace<Double>())
    #expect(throws: place) { try lu.refactor(bad) }
    #expect(throws: place) { try qr.refactor(bad, workspace: &workspace) }
    #expect(throws: place) { try svd.refactor(bad, workspace: &workspace) }
    #expect(lu.reconstruct() == a && qr.reconstruct() == a && svd.reconstruct() == a)

    var (ldlt, pivoted, general, schur) = (try LDLT(a), try PivotedQR(a), try Eigen(a), try Schur(a))
    #expect(throws: place) { try ldlt.refactor(bad, workspace: &workspace) }
    #expect(throws: place) { try pivoted.refactor(bad, workspace: &workspace) }
    #expect(throws: place) { try general.refactor(bad, workspace: &workspace) }
    #expect(throws: place) { try schur.refactor(bad, workspace: &workspace) }
    #expect(ldlt.reconstruct() == a && pivoted.reconstruct() == a && schur.reconstruct() == a)
    #expect(general.values == [1, 1] && general.vector(1) == [0, 1])
    try ldlt.refactor([[1, .nan], [0, 1]], workspace: &workspace)
    #expect(ldlt.reconstruct() == a, "only the lower triangle is read")

    var (cholesky, eigen) = (try Cholesky(a), try SymmetricEigen(a))
    #expect(throws: LinearAlgebraError.notPositiveDefinite(minor: 2)) { try cholesky.refactor([[1, 2], [2, 1]]) }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(minor: 2)) { try cholesky.solve([1, 1]) }
    #expect(throws: place) { try eigen.refactor(bad, workspace: &workspace) }
    #expect(throws: LinearAlgebraError.self) { try eigen.solve([1, 1]) }
    try cholesky.refactor(a)
    try eigen.refactor(a, workspace: &workspace)
    #expect(try cholesky.solve([1, 2]) == [1, 2] && eigen.solve([1, 2]) == [1, 2])
  }

  @Test func `a matrix of another shape stops the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var lu = try LU(Matrix<Double>.identity(2))
      try lu.refactor(.identity(3))
    }
    #expect(try message(of: result).contains("refactor: factors of shape (2, 2), a matrix of (3, 3)"))
  }
}
