import LabNumerics
import RealModule
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

  // From order 256 on the two halves are joined here, not by LAPACK.

  @Test(arguments: GeneralMatrixKind.allCases, [256, 257])
  func `large matrices of every kind are given back, too`(kind: GeneralMatrixKind, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 602)
      let general: Matrix<Scalar> = try kind.matrix(n, n, using: &generator)
      try checkDecomposition(Matrix(rows: n, columns: n) { i, j in i >= j ? general[i, j] : general[j, i] })
    }
  }

  @Test(arguments: [256, 259])
  func `large matrices with equal eigenvalues are given back, too`(n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 603)
      let x = Matrix<Scalar>.randomNormal(n, 3, using: &generator)
      try checkDecomposition(Matrix<Scalar>.zeros(n, n))
      try checkDecomposition(Matrix<Scalar>.identity(n))
      try checkDecomposition(Matrix<Scalar>(repeating: -3, rows: n, columns: n))
      try checkDecomposition(outer(x[column: 0], x[column: 0]))
      try checkDecomposition(matmul(x, x, transposeB: true))
      try checkDecomposition(Matrix<Scalar>(rows: n, columns: n) { $0 == $1 ? Scalar($0 % 5) : 0 })
      try checkDecomposition(Matrix<Scalar>(rows: n, columns: n) { ($0 + $1) % 2 == 0 ? 1 : 0 })
      // One or two elements beside the diagonal, in the middle, where it is cut: one or two zeros to find.
      for (first, second) in [(0, 0), (1, 0), (0, 1), (1, 1), (3, -1), (1, 2)] as [(Scalar, Scalar)] {
        for coupling in [-0.5, 0.25] as [Scalar] {
          try checkDecomposition(
            Matrix<Scalar>(rows: n, columns: n) { i, j in
              if i == j { return i == n / 2 - 1 ? first : i == n / 2 ? second : 7 }
              return min(i, j) == n / 2 - 1 && (i - j).magnitude == 1 ? coupling : 0
            })
        }
      }
      // Wilkinson's: pairs of eigenvalues that agree to all digits.
      try checkDecomposition(
        Matrix<Scalar>(rows: n, columns: n) { i, j in
          i == j ? Scalar((n - 1 - 2 * i).magnitude) / 2 : (i - j).magnitude == 1 ? 1 : 0
        })
    }
  }

  @Test(arguments: [256, 301])
  func `the values of a chain of springs are those of the formula`(n: Int) throws {
    let a = Matrix<Double>(rows: n, columns: n) { i, j in i == j ? 2 : (i - j).magnitude == 1 ? -1 : 0 }
    let eigen = try SymmetricEigen(a)
    for (k, value) in eigen.values.enumerated() {
      let exact = 2 - 2 * Double.cos(.pi * Double(k + 1) / Double(n + 1))
      #expect((value - exact).magnitude <= 30 * 4 * Double(n) * roundingUnit())  // Weyl: some n·ε·‖A‖₂
    }
  }

  private func checkDecomposition<Scalar: LinearAlgebraScalar>(
    _ a: Matrix<Scalar>, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let n = a.rowCount
    var eigen = try SymmetricEigen(.identity(n) as Matrix<Scalar>)
    var workspace = Workspace<Scalar>()
    try eigen.refactor(a, workspace: &workspace)
    #expect(reconstructionRatio(a, eigen.reconstruct(), n: n) < lapackThreshold, sourceLocation: sourceLocation)
    #expect(orthogonalityRatio(eigen.vectors) < lapackThreshold, sourceLocation: sourceLocation)
    #expect(Array(eigen.values) == eigen.values.sorted(), sourceLocation: sourceLocation)
    let difference = (try symmetricEigenvalues(a) - eigen.values).norm(.infinity)
    let bound = 30 * Scalar(n) * roundingUnit() * eigen.values.norm(.infinity)
    #expect(difference <= bound, sourceLocation: sourceLocation)
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

  @Test func `the determinant's logarithm is that of the values' product`() throws {
    let a: Matrix<Double> = [[2, 1, 0], [1, 2, 0], [0, 0, -1e-300]]  // 3·1·(−10⁻³⁰⁰)
    let (sign, log) = try SymmetricEigen(a).logDeterminant
    #expect(sign == -1 && (log - (Double.log(3) - 300 * Double.log(10))).magnitude <= 700 * 4 * Double.ulpOfOne)
    let large = try SymmetricEigen(1e200 * Matrix<Double>.identity(3)).logDeterminant
    #expect(large.sign == 1 && (large.log - 600 * Double.log(10)).magnitude <= 1400 * 4 * Double.ulpOfOne)
    let singular = try SymmetricEigen(Matrix<Float>.zeros(2, 2)).logDeterminant
    #expect(singular.sign == 0 && singular.log == -.infinity)
    let empty = try SymmetricEigen(Matrix<Float>.zeros(0, 0)).logDeterminant
    #expect(empty.sign == 1 && empty.log == 0)
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

  @Test func `says where an element of a large matrix is not finite, and keeps nothing`() throws {
    var a = Matrix<Double>.identity(300)
    var eigen = try SymmetricEigen(a)
    var workspace = Workspace<Double>()
    a[7, 290] = .nan  // of the upper triangle
    try eigen.refactor(a, workspace: &workspace)
    a[290, 7] = .infinity
    #expect(throws: LinearAlgebraError.nonFinite(row: 290, column: 7)) {
      try eigen.refactor(a, workspace: &workspace)
    }
    #expect(eigen.values.allSatisfy { $0.isNaN })
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
