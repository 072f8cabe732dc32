import LabNumerics
import Testing

@Suite struct NormsTests {
  @Test func `a vector is measured in three ways`() {
    let x: Vector<Double> = [3, -4, 0]
    #expect(x.norm() == 5 && x.norm(.one) == 7 && x.norm(.infinity) == 4)
    #expect(x.indexOfLargestMagnitude() == 1)
  }

  @Test func `a matrix is measured in five ways`() throws {
    let a: Matrix<Double> = [[1, -2, 2], [0, 4, 0]]
    #expect(a.norm(.one) == 6)
    #expect(a.norm(.infinity) == 5)
    #expect(a.norm() == 5)
    #expect(a.norm(.max) == 4)
    #expect(try Matrix<Double>([[3, 0], [0, -7]]).twoNorm() == 7)
  }

  @Test func `an empty one has size zero`() throws {
    let x: Vector<Float> = []
    #expect(x.norm() == 0 && x.norm(.one) == 0 && x.norm(.infinity) == 0)
    #expect(x.indexOfLargestMagnitude() == nil)
    for kind in [MatrixNorm.one, .infinity, .frobenius, .max] {
      #expect(Matrix<Double>.zeros(0, 3).norm(kind) == 0)
      #expect(Matrix<Double>.zeros(3, 0).norm(kind) == 0)
    }
    #expect(try Matrix<Double>.zeros(0, 3).twoNorm() == 0)
  }

  @Test func `squares beyond the range do not overflow or vanish`() {
    // Both are exact but for the rounding of the literals and of the result: two units.
    let large = Vector([3e200, 4e200]).norm()
    #expect((large - 5e200).magnitude <= 2 * large.ulp)
    let small = Vector([3e-200, 4e-200]).norm()
    #expect((small - 5e-200).magnitude <= 2 * small.ulp)
    let single = Matrix<Float>([[3e30, 4e30]]).norm()
    #expect((single - 5e30).magnitude <= 2 * single.ulp)
  }

  @Test(arguments: [0, 1, 2, 3, 40])
  func `NaN and infinity are not lost, wherever they stand`(place: Int) {
    for bad in [Double.nan, .infinity] {
      let x = Vector(count: 41) { $0 == place ? bad : 1.0 }
      let a = Matrix(rows: 1, columns: 41) { x[$0 + $1] }
      for size in [x.norm(), x.norm(.one), x.norm(.infinity), a.norm(.one), a.norm(.infinity), a.norm(.max), a.norm()] {
        #expect(bad.isNaN ? size.isNaN : size == .infinity)
      }
    }
  }

  @Test func `the norms bound each other as theory says`() throws {
    var generator = SplitMix64(seed: 3)
    let (m, n) = (13, 7)
    let a = Matrix<Double>.randomNormal(m, n, using: &generator)
    let two = try a.twoNorm()
    let slack = 1 + Double(m * n) * .ulpOfOne
    // Golub and Van Loan, Matrix Computations (4th ed.), §2.3.2.
    #expect(two <= a.norm() * slack)
    #expect(a.norm() <= Double(n).squareRoot() * two * slack)
    #expect(a.norm(.max) <= two * slack)
    #expect(two * two <= a.norm(.one) * a.norm(.infinity) * slack)
  }

  @Test(arguments: [1, 4, 5, 1023, 1024, 1025, 5000])
  func `the two-norm scales with its vector to the ends of the range`(n: Int) {
    var generator = SplitMix64(seed: 45)
    let x = Vector<Double>.randomUniform(n, in: 0.5..<1, using: &generator)
    // Float80 holds the square of any Double; its own rounding is 2⁻⁶³ a term.
    let exact = Double(x.reduce(Float80(0)) { $0 + Float80($1) * Float80($1) }.squareRoot())
    for exponent in [-1070, -1022, -600, -451, -449, -100, 0, 100, 490, 505, 1000] {
      let c = Double(sign: .plus, exponent: exponent, significand: 1)
      let y = scale(c, x)
      // (1024 + n/1024)·ε/2 from the sum, and where elements become subnormal half a unit for each.
      let bound = 520 * Double.ulpOfOne * exact * c + Double(n).squareRoot() * .leastNonzeroMagnitude
      #expect((y.norm() - exact * c).magnitude <= bound, "2^\(exponent)")
    }
  }
}
