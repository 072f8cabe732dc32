import ComplexModule
import LabNumerics
import Testing

@Suite struct EigenTests {
  @Test func `the documentation's example holds`() throws {
    let eigen = try Eigen([[0, 1], [-1, 0]] as Matrix<Double>)
    #expect(eigen.values == [Complex(0, 1), Complex(0, -1)])
    let v = eigen.vector(0)
    #expect((v[1] - Complex(0, 1) * v[0]).length <= 4 * Double.ulpOfOne)
    #expect(eigen.vector(1) == v.map(\.conjugate))
  }

  @Test(arguments: GeneralMatrixKind.allCases, lapackSizes)
  func `each vector has length one and is stretched by its value`(kind: GeneralMatrixKind, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 610)
      let a: Matrix<Scalar> = try kind.matrix(n, n, using: &generator)
      let eigen = try Eigen(a)
      let scale = a.norm(.one)
      for (i, value) in eigen.values.enumerated() {
        let v = eigen.vector(i)
        let (real, imaginary) = (Vector(v.map(\.real)), Vector(v.map(\.imaginary)))
        // A·v − λ·v, over ‖A‖₁·n·ε (LAPACK's `dget22`).
        let residual = (
          real: a • real - value.real * real + value.imaginary * imaginary,
          imaginary: a • imaginary - value.real * imaginary - value.imaginary * real
        )
        let size = max(residual.real.norm(.one), residual.imaginary.norm(.one))
        #expect(scale == 0 ? size == 0 : size / scale <= 30 * Scalar(n) * roundingUnit())
        let length = Scalar.hypot(real.norm(), imaginary.norm())
        #expect((length - 1).magnitude <= 30 * Scalar(n) * roundingUnit())
      }
      #expect(try eigenvalues(a).count == n)
    }
  }

  @Test func `complex values come in pairs, the positive imaginary part first`() throws {
    var generator = SplitMix64(seed: 611)
    let values = try eigenvalues(Matrix<Double>.randomNormal(15, 15, using: &generator))
    var i = 0
    while i < values.count {
      if values[i].imaginary == 0 {
        i += 1
      } else {
        #expect(values[i].imaginary > 0 && values[i + 1] == values[i].conjugate)
        i += 2
      }
    }
  }

  @Test func `edges and elements that are not finite`() throws {
    #expect(try Eigen(Matrix<Double>.zeros(0, 0)).values == [])
    let one = try Eigen([[-5]] as Matrix<Float>)
    #expect(one.values == [Complex(-5, 0)] && one.vector(0)[0].length == 1)
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try eigenvalues([[1, 2], [.infinity, 1]] as Matrix<Double>)
    }
  }

  @Test func `a matrix that is not square stops the program with its shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try Eigen(Matrix<Double>.zeros(1, 2))
    }
    #expect(try message(of: result).contains("Eigen: the matrix must be square, it has shape (1, 2)"))
  }
}
