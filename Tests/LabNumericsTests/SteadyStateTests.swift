import CAllocationCounter
import LabNumerics
import Testing

/// What works in memory at hand, and asks for none.
@Suite struct SteadyStateTests {
  @Test(arguments: [1, 3, 4, 8]) func `a solution in a workspace is the one without, wide or tall, of any rank`(
    n: Int
  ) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 172)
      var workspace = Workspace<Scalar>()
      for (m, n, rank) in [(n, n, n), (n + 2, n, n), (n, n + 2, n), (n + 2, n + 1, n - 1), (n + 1, n + 2, n - 1)] {
        let a = Matrix<Scalar>.product(m, rank, n, using: &generator)
        let b = Matrix<Scalar>.randomNormal(m, 3, using: &generator)
        let (qr, svd) = (try PivotedQR(a), try SVD(a))
        #expect(qr.rank == rank && svd.rank() == rank)
        var x = Matrix<Scalar>.zeros(n, 3) + 7
        try qr.solve(b, result: &x, workspace: &workspace)
        #expect(try x == qr.solve(b))
        #expect(try x == qr.leastSquares(b).x)
        var y = x + 1
        try svd.solve(b, result: &y, workspace: &workspace)
        #expect(try y == svd.solve(b))
        // Both are A⁺·b. Wedin's theorem: a perturbation of ε·‖A‖ shows in it up to κ²-fold.
        let condition = rank == 0 ? 1 : svd.singularValues[0] / svd.singularValues[rank - 1]
        let difference = (x - y).norm(.frobenius)
        #expect(difference <= Scalar(10 * m) * condition * condition * .ulpOfOne * max(x.norm(.frobenius), 1))
      }
    }
  }

  @Test func `a solution by eigenvalues in a workspace is the one without`() throws {
    let eigen = try SymmetricEigen([[2, 1], [1, 2]] as Matrix<Double>)
    var (workspace, x) = (Workspace<Double>(), Matrix<Double>.zeros(2, 2) + 7)
    try eigen.solve([[3, 0], [3, 3]], result: &x, workspace: &workspace)
    #expect(x.isApproximatelyEqual(to: [[1, -1], [1, 2]], relativeTolerance: 8 * .ulpOfOne))
  }

  // Unoptimised code boxes what optimised code does not, so only a release build of the tests counts.
  #if !DEBUG
    /// Sizes up to 8: beyond, OpenBLAS's kernels for small matrices ask for memory themselves.
    @Test(.enabled(if: allocation_counter_counts() == 1, "a sanitizer owns the heap"), arguments: [1, 3, 4, 8])
    func `nothing is allocated to factorise or to solve again`(n: Int) throws {
      var generator = SplitMix64(seed: 173)
      let deficient = Matrix<Double>.product(n + 1, n - 1, n, using: &generator)
      let a = Matrix<Double>.randomNormal(n, n, using: &generator)
      let symmetric = matmul(a, a, transposeB: true) + .identity(n)
      var workspace = Workspace<Double>()
      try expectNone("LU", LU(a)) { f throws(LinearAlgebraError) in try f.refactor(a) }
      try expectNone("Cholesky", Cholesky(symmetric)) { f throws(LinearAlgebraError) in try f.refactor(symmetric) }
      try expectNone("LDLT", LDLT(symmetric)) { f throws(LinearAlgebraError) in
        try f.refactor(symmetric, workspace: &workspace)
      }
      try expectNone("QR", QR(a)) { f throws(LinearAlgebraError) in try f.refactor(a, workspace: &workspace) }
      try expectNone("PivotedQR", PivotedQR(deficient)) { f throws(LinearAlgebraError) in
        try f.refactor(deficient, workspace: &workspace)
      }
      try expectNone("SVD", SVD(deficient)) { f throws(LinearAlgebraError) in
        try f.refactor(deficient, workspace: &workspace)
      }
      try expectNone("SymmetricEigen", SymmetricEigen(symmetric)) { f throws(LinearAlgebraError) in
        try f.refactor(symmetric, workspace: &workspace)
      }
    }

    private func expectNone<Factors: Factorization<Double>>(
      _ name: String, _ factors: Factors, refactor: (inout Factors) throws(LinearAlgebraError) -> Void
    ) throws {
      var (factors, workspace) = (factors, Workspace<Double>())
      let (m, n) = factors.shape
      let (b, bs) = (Vector<Double>(repeating: 1, count: m), Matrix<Double>.zeros(m, 3) + 1)
      var (x, xs) = (Vector<Double>.zeros(n), Matrix<Double>.zeros(n, 3))
      var counts: [UInt] = []
      counts.reserveCapacity(3)
      for _ in 0..<3 {
        let before = allocation_counter_count()
        try refactor(&factors)
        try factors.solve(b, result: &x, workspace: &workspace)
        try factors.solve(bs, result: &xs, workspace: &workspace)
        counts.append(allocation_counter_count() - before)
      }
      #expect(counts[2] == 0, "\(name): \(counts)")
    }
  #endif
}

extension Matrix {
  /// A matrix of this rank.
  fileprivate static func product(_ m: Int, _ rank: Int, _ n: Int, using generator: inout SplitMix64) -> Matrix {
    matmul(randomNormal(m, rank, using: &generator), randomNormal(rank, n, using: &generator))
  }
}
