import LabNumerics
import RealModule
import Testing

@Suite struct NullSpaceTests {
  @Test func `the documentation's example holds`() throws {
    let basis = try nullSpace([[1, 1]] as Matrix<Double>)
    #expect(basis.shape == (2, 1) && (basis[0, 0] + basis[1, 0]).magnitude <= 4 * Double.ulpOfOne)
    #expect((basis[0, 0].magnitude - Double.sqrt(0.5)).magnitude <= 4 * Double.ulpOfOne)
  }

  @Test(arguments: [(3, 5, 2), (5, 3, 2), (4, 4, 4), (4, 4, 0), (2, 6, 2), (0, 3, 0), (3, 0, 0), (50, 40, 10)])
  func `is orthonormal, mapped to zero, and completes the rank`(m: Int, n: Int, rank: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 640)
      let a =
        Matrix<Scalar>.randomNormal(m, rank, using: &generator)
        • Matrix<Scalar>.randomNormal(rank, n, using: &generator)
      let basis = try nullSpace(a)
      #expect(basis.shape == (n, n - rank))
      #expect(orthogonalityRatio(basis) < lapackThreshold)
      #expect((a • basis).norm() <= 30 * Scalar(max(m, n)) * roundingUnit() * max(a.norm(), 1))
    }
  }

  @Test func `the tolerance decides what counts as zero`() throws {
    let a = Matrix<Double>.diagonal([1, 1e-6])
    #expect(try nullSpace(a).columnCount == 0 && nullSpace(a, tolerance: 1e-5).columnCount == 1)
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 0)) { try nullSpace([[.nan]] as Matrix<Double>) }
  }
}
