import LabNumerics
import RealModule
import Testing

@Suite struct MatrixExponentialTests {
  @Test(arguments: [0.01, 0.2, 0.9, 2, 5, 30])
  func `a rotation's exponential has cosine and sine, through every degree`(angle: Double) throws {
    let e = try expm([[0, angle], [-angle, 0]] as Matrix<Double>)
    let expected: Matrix<Double> = [[.cos(angle), .sin(angle)], [-.sin(angle), .cos(angle)]]
    // A normal matrix: ε·‖A‖, and a doubling of the error for each of log₂(‖A‖/5.4) squarings.
    #expect((e - expected).norm(.max) <= 20 * max(1, angle) * Double.ulpOfOne)
    let single = try expm([[0, Float(angle)], [-Float(angle), 0]] as Matrix<Float>)
    let difference = (0..<4).map { (single.flattened[$0] - Float(expected.flattened[$0])).magnitude }.max()!
    #expect(difference <= 20 * Float(max(1, angle)) * Float.ulpOfOne)
  }

  @Test func `of a diagonal it is the exponentials, of a nilpotent matrix a polynomial`() throws {
    let e = try expm(Matrix<Double>.diagonal([1, -2, 0]))
    for (i, value) in [1.0, -2, 0].enumerated() {
      #expect((e[i, i] / .exp(value) - 1).magnitude <= 20 * Double.ulpOfOne)
    }
    #expect(try expm([[0, 0x1p40], [0, 0]] as Matrix<Double>) == [[1, 0x1p40], [0, 1]])
    #expect(try expm(Matrix<Double>.zeros(3, 3)) == .identity(3))
    #expect(try expm(Matrix<Double>.zeros(0, 0)) == .zeros(0, 0))
    #expect((try expm([[1]] as Matrix<Float>)[0, 0] - .exp(1)).magnitude <= 8 * Float.ulpOfOne)
  }

  @Test(arguments: [1, 2, 3, 5, 10])
  func `the exponential of the negative is the inverse, and of the transpose the transpose`(n: Int) throws {
    var generator = SplitMix64(seed: 630)
    let a = Matrix<Double>.randomNormal(n, n, using: &generator)
    let (e, inverse) = (try expm(a), try expm(-1 * a))
    let bound = 100 * Double(n) * roundingUnit() * max(1, a.norm(.one))
    #expect((e • inverse - .identity(n)).norm(.one) <= bound * e.norm(.one) * inverse.norm(.one))
    #expect((try expm(a.transposed()).transposed() - e).norm(.one) <= bound * e.norm(.one) * inverse.norm(.one))
  }

  @Test(arguments: [(1, 1e8), (1, 1e15), (1, 1e40), (1, 1e300), (0.001, 1e9), (30, 1e100), (5, 10)])
  func `a large element that no power of the matrix has costs no digit`(a: Double, b: Double) throws {
    // Squared it is a²·I, so its exponential is cosh a·I + (sinh a/a)·A. A few roundings for each of the squarings that a needs.
    let e = try expm([[a, b], [0, -a]] as Matrix<Double>)
    let bound = 20 * Double.ulpOfOne * max(1, a)
    #expect((e[0, 0] / .exp(a) - 1).magnitude <= bound && (e[1, 1] / .exp(-a) - 1).magnitude <= bound)
    #expect((e[0, 1] / (b * (.sinh(a) / a)) - 1).magnitude <= bound && e[1, 0] == 0)
    if a > 5 { return }
    let (p, q) = (Float(a), Float(min(b, 1e30)))
    let f = try expm([[p, q], [0, -p]] as Matrix<Float>)
    #expect((f[0, 0] / .exp(p) - 1).magnitude <= 20 * Float.ulpOfOne * max(1, p))
    #expect((f[0, 1] / (q * (.sinh(p) / p)) - 1).magnitude <= 20 * Float.ulpOfOne * max(1, p))
  }

  @Test func `huge elements decay or are thrown, never NaN`() throws {
    let e = try expm(Matrix<Double>.diagonal([-1e300, -1e308]))
    #expect(e == .zeros(2, 2))
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 0)) { try expm([[1000]] as Matrix<Double>) }
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 0)) { try expm([[.nan]] as Matrix<Double>) }
  }

  @Test func `a matrix that is not square stops the program with its shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try expm(Matrix<Double>.zeros(1, 2))
    }
    #expect(try message(of: result).contains("expm: the matrix must be square, it has shape (1, 2)"))
  }
}
