import Testing

@testable import LabNumerics

@Suite struct SVDTests {
  @Test func `the documentation's example holds`() throws {
    #expect(try SVD([[3, 0], [0, -4]] as Matrix<Double>).singularValues == [4, 3])
  }

  @Test(arguments: GeneralMatrixKind.allCases, lapackShapes)
  func `orthonormal vectors and falling values give every kind of matrix back`(
    kind: GeneralMatrixKind, shape: (m: Int, n: Int)
  ) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 500)
      let (m, n) = shape
      let a: Matrix<Scalar> = try kind.matrix(m, n, using: &generator)
      for svd in [try SVD(a), try SVD.iterating(a)] {
        #expect(reconstructionRatio(a, svd.reconstruct(), n: max(m, n)) < lapackThreshold)
        #expect(orthogonalityRatio(svd.u) < lapackThreshold)
        #expect(orthogonalityRatio(svd.vTransposed.transposed()) < lapackThreshold)
        let values = Array(svd.singularValues)
        #expect(values == values.sorted(by: >) && values.allSatisfy { $0 >= 0 })
        // Both are within some ε·‖A‖₂ of the truth (Weyl).
        let difference = (try singularValues(a) - svd.singularValues).norm(.infinity)
        #expect(difference <= Scalar(30 * max(m, n)) * roundingUnit() * (values.first ?? 0))
      }
    }
  }

  @Test(arguments: [GeneralMatrixKind.wellConditioned, .rightHalfZero, .nearOverflow], lapackShapes)
  func `in full, both sides are bases`(kind: GeneralMatrixKind, shape: (m: Int, n: Int)) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 503)
      let (m, n) = shape
      let a: Matrix<Scalar> = try kind.matrix(m, n, using: &generator)
      for svd in [try SVD(a, vectors: .full), try SVD.iterating(a, .full)] {
        #expect(svd.u.shape == (m, m) && svd.vTransposed.shape == (n, n) && svd.shape == (m, n))
        #expect(reconstructionRatio(a, svd.reconstruct(), n: max(m, n)) < lapackThreshold)
        #expect(orthogonalityRatio(svd.u) < lapackThreshold)
        #expect(orthogonalityRatio(svd.vTransposed.transposed()) < lapackThreshold)
        let b = Vector<Scalar>.randomNormal(m, using: &generator)
        let thin = try SVD(a)
        let difference = (try svd.solve(b) - thin.solve(b)).norm()
        // Either way errs by some max(m, n)·ε·κ in V·Σ⁺·Uᵀ·b; κ is 2, but the kind may have zero columns.
        let size = thin.pseudoInverse().norm() * b.norm()
        #expect(difference <= 60 * Scalar(max(m, n, 1)) * roundingUnit() * size)
      }
    }
  }

  @Test func `a matrix with known singular values has them`() throws {
    var generator = SplitMix64(seed: 501)
    let a = try randomMatrix(20, 10, condition: 1e6, using: &generator)
    let difference = try singularValues(a) - geometricValues(10, condition: 1e6)
    // Weyl: the matrix was rounded in some 20 places for each of its elements of size ≤ 1.
    #expect(difference.norm(.infinity) <= 30 * 20 * roundingUnit())
  }

  @Test func `the pseudo-inverse satisfies Penrose's four equations`() throws {
    var generator = SplitMix64(seed: 502)
    for (m, n, rank) in [(6, 4, 4), (4, 6, 4), (6, 5, 2), (3, 3, 0)] {
      let a =
        Matrix<Double>.randomNormal(m, rank, using: &generator)
        • Matrix<Double>.randomNormal(rank, n, using: &generator)
      let p = try pseudoInverse(a)
      #expect(p.shape == (n, m))
      // Products of three matrices of norms ‖A‖ and ‖A⁺‖, each rounded some max(m, n) times.
      let size = 1 + a.norm() * p.norm()
      let bound = 30 * 6 * size * size * roundingUnit()
      #expect((a • p • a - a).norm() <= bound * a.norm())
      #expect((p • a • p - p).norm() <= bound * p.norm())
      #expect(((a • p).transposed() - a • p).norm() <= bound)
      #expect(((p • a).transposed() - p • a).norm() <= bound)
    }
  }

  @Test func `the rank counts what stands out`() throws {
    let svd = try SVD(Matrix<Double>.diagonal([1, 1e-6, 1e-20]))
    #expect(svd.rank() == 2)
    #expect(svd.rank(tolerance: 1e-5) == 1)
    #expect(try SVD(Matrix<Double>.zeros(3, 2)).rank() == 0)
  }

  @Test(arguments: [(0, 0), (0, 3), (3, 0)])
  func `a matrix without elements has no singular values`(m: Int, n: Int) throws {
    let a = Matrix<Double>.zeros(m, n)
    #expect(try SVD(a).singularValues == [] && singularValues(a) == [])
    #expect(try SVD(a).reconstruct() == a)
    #expect(try pseudoInverse(a) == .zeros(n, m))
  }

  @Test func `says where an element is not finite`() {
    let a: Matrix<Double> = [[1, 2], [3, .nan]]
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 1)) { try SVD(a) }
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 1)) { try singularValues(a) }
  }
}
