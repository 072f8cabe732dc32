import LabNumerics
import Testing

@Suite struct SymmetricEigenTests {
  @Test func `the documentation's example holds`() throws {
    let eigen = try SymmetricEigen([[2, 1], [1, 2]] as Matrix<Double>)
    // Weyl: within some n·ε·‖A‖₂.
    #expect((eigen.values - [1, 3]).norm(.infinity) <= 2 * 3 * Double.ulpOfOne)
    let v = eigen.vectors[column: 1]
    #expect((v[0] - v[1]).magnitude <= 4 * Double.ulpOfOne && (v.norm() - 1).magnitude <= 4 * Double.ulpOfOne)
  }

  @Test(arguments: GeneralMatrixKind.allCases, lapackSizes)
  func `orthonormal vectors and rising values give every kind of matrix back`(
    kind: GeneralMatrixKind, n: Int
  ) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 600)
      let general: Matrix<Scalar> = try kind.matrix(n, n, using: &generator)
      let a = Matrix(rows: n, columns: n) { i, j in i >= j ? general[i, j] : general[j, i] }
      let eigen = try SymmetricEigen(a)
      #expect(reconstructionRatio(a, eigen.reconstruct(), n: n) < lapackThreshold)
      #expect(orthogonalityRatio(eigen.vectors) < lapackThreshold)
      #expect(Array(eigen.values) == eigen.values.sorted())
      let difference = (try symmetricEigenvalues(a) - eigen.values).norm(.infinity)
      #expect(difference <= 30 * Scalar(n) * roundingUnit() * eigen.values.norm(.infinity))
    }
  }

  @Test func `each vector is stretched by its value`() throws {
    var generator = SplitMix64(seed: 601)
    let a: Matrix<Double> = try PositiveDefiniteMatrixKind.wellConditioned.matrix(9, using: &generator)
    let eigen = try SymmetricEigen(a)
    for (i, value) in eigen.values.enumerated() {
      let v = eigen.vectorsByRow[row: i]
      #expect((a • v - value * v).norm() <= 30 * 9 * roundingUnit() * a.norm())
    }
  }

  @Test func `reads only the lower triangle`() throws {
    let values = try symmetricEigenvalues([[2, .nan], [1, 2]] as Matrix<Double>)
    #expect(values == (try symmetricEigenvalues([[2, 1], [1, 2]] as Matrix<Double>)))
  }

  @Test func `the empty matrix has no eigenvalue and a single number is its own`() throws {
    #expect(try SymmetricEigen(Matrix<Double>.zeros(0, 0)).values == [])
    let eigen = try SymmetricEigen([[-5]] as Matrix<Float>)
    #expect(eigen.values == [-5] && eigen.vectors[0, 0].magnitude == 1)
  }

  @Test func `says where an element of the lower triangle is not finite`() {
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try SymmetricEigen([[1, 0], [.nan, 1]] as Matrix<Double>)
    }
  }

  @Test func `a matrix that is not square stops the program with its shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try SymmetricEigen(Matrix<Double>.zeros(1, 2))
    }
    #expect(try message(of: result).contains("it has shape (1, 2)"))
  }
}
