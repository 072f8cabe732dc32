import LabNumerics
import RealModule
import Testing

@Suite struct RefinedLeastSquaresTests {
  @Test func `powers of two in A and b are powers of two in x, in range or not on the way`() throws {
    // Aᵀ·r has the size of A times that of b, and so has what is refined.
    try check(Double.self, [(500, 900), (-600, -900), (1000, 1000), (1015, 1019), (-900, -990), (900, 100)])
    try check(Float.self, [(60, 100), (-60, -90), (100, 123), (100, 20)])

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type, _ exponents: [(a: Int, b: Int)]) throws {
      var generator = SplitMix64(seed: 900)
      let a = Matrix<Scalar>.randomUniform(9, 3, in: 1..<2, using: &generator)
      let b = Vector<Scalar>.randomUniform(9, in: 1..<2, using: &generator)
      let fit = try leastSquares(a, b, refinement: .extended)
      for (ofA, ofB) in exponents {
        let (large, side) = (power(ofA), power(ofB))
        let scaled = try leastSquares(a * large, b * side, refinement: .extended)
        #expect(scaled.x / power(ofB - ofA) == fit.x && scaled.residualNorm / side == fit.residualNorm, "\(ofA) \(ofB)")
        // Corrections of corrections may be subnormal.
        let digits = (try #require(scaled.digits).exactData, try #require(fit.digits).exactData)
        #expect((digits.0 - digits.1).norm(.infinity) < 0.01, "\(ofA) \(ofB)")
      }

      func power(_ exponent: Int) -> Scalar {
        Scalar(sign: .plus, exponent: Scalar.Exponent(exponent), significand: 1)
      }
    }
  }

  @Test(arguments: [(5, 5), (20, 4), (50, 10)])
  func `a nearly dependent fit gets the digits that plain QR loses`(m: Int, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      // Vandermonde on small integers: exact in both types, so x = 1, …, 1 solves it exactly.
      let degree = Scalar.self == Float.self ? min(n, 5) : min(n, 8)
      let a = Matrix<Scalar>(rows: m, columns: degree) { i, j in .pow(Scalar(i % 8), j) }
      let b = Vector(count: m) { i in a[row: i].reduce(0, +) }
      guard try rank(a) == degree else { return }
      let fit = try leastSquares(a, b, refinement: .extended)
      let digits = try #require(fit.digits).exactData
      for j in 0..<degree {
        #expect((fit.x[j] - 1).magnitude <= max(Scalar.ulpOfOne, .pow(10, -digits[j])), "\(j)")
        #expect(digits[j] <= -Scalar.log10(.ulpOfOne / 2) && digits[j] >= (Scalar.self == Float.self ? 6 : 9))
      }
    }
  }

  @Test func `a constant that is small beside its terms is found, where the normal equations have lost it`() throws {
    // The constant is a millionth of b, and κ² of the scaled columns is 10¹³.
    let a = Matrix<Double>((1990...1997).map { [1, Double($0), Double($0 * $0)] })
    let fit = try leastSquares(a, a.rowSums(), refinement: .extended)
    let digits = try #require(fit.digits).exactData
    for j in 0..<3 { #expect((fit.x[j] - 1).magnitude <= .pow(10, -digits[j]), "\(j): \(fit.x[j])") }
  }

  @Test func `a large residual keeps no digit from being found`() throws {
    // Columns 1 and i; b = 1 + i + 10⁸·r with r orthogonal to both: (1, −2, 1, 0) on 0, 1, 2, 3.
    let a: Matrix<Double> = [[1, 0], [1, 1], [1, 2], [1, 3]]
    let b: Vector<Double> = [1 + 1e8, 2 - 2e8, 3 + 1e8, 4]
    let fit = try leastSquares(a, b, refinement: .extended)
    #expect((fit.x - [1, 1]).norm(.infinity) <= Double.ulpOfOne)
    #expect((fit.residualNorm / Double.sqrt(6e16) - 1).magnitude <= Double.ulpOfOne)
    // Plain QR cannot: ε·10⁸ is in every coefficient.
    #expect((try leastSquares(a, b).x - [1, 1]).norm() > 1e-10)
  }

  @Test func `edges have an answer or an error`() throws {
    let one = try leastSquares([[4]], [2] as Vector<Double>, refinement: .extended)
    #expect(one.x == [0.5] && one.residualNorm == 0 && one.rank == 1)
    let none = try leastSquares(.zeros(3, 0), [1, 2, 2] as Vector<Double>, refinement: .extended)
    #expect(none.x == [] && none.residualNorm == 3)
    let zero = try leastSquares([[1], [2]], [0, 0] as Vector<Float>, refinement: .extended)
    #expect(zero.x == [0] && zero.residualNorm == 0)
    #expect(try leastSquares(.zeros(0, 0), [] as Vector<Double>, refinement: .extended).x == [])
    #expect(try leastSquares([[4]], [2] as Vector<Double>).digits == nil)
    #expect(throws: LinearAlgebraError.rankDeficient(rank: 1)) {
      try leastSquares([[1, 1], [1, 1]], [1, 2] as Vector<Double>, refinement: .extended)
    }
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try leastSquares([[1], [2]], [1, .nan] as Vector<Double>, refinement: .extended)
    }
  }

  @Test func `units far apart cost no digit`() throws {
    let units: Vector<Double> = [0x1p-600, 1, 0x1p300]
    let a: Matrix<Double> = [[1, 2, 3], [4, 5, 6], [7, 8, 10], [2, 1, 1]]
    let fit = try leastSquares(a • .diagonal(units), a • [1, -2, 3], refinement: .extended)
    #expect((fit.x * units - [1, -2, 3]).norm(.infinity) <= 2 * Double.ulpOfOne)
  }

  @Test func `a coefficient of 0 keeps none of the others from settling`() throws {
    // The line through 1, 2, 3 begins at 0, and so does a plane that does not lean one way.
    let line = try leastSquares([[1, 1], [1, 2], [1, 3]], [1, 2, 3] as Vector<Double>, refinement: .extended)
    let digits = try #require(line.digits).exactData
    #expect(line.x[1] == 1 && line.x[0].magnitude <= 0x1p-60 && digits[0] == 0 && digits[1] > 15)
    var generator = SplitMix64(seed: 404)
    for zero in 0..<3 {
      let a = Matrix<Double>(rows: 8, columns: 3) { _, _ in Double(generator.uniformInteger(below: 2001) - 1000) }
      let x = Vector<Double>(count: 3) { $0 == zero ? 0 : 3 }
      #expect((try leastSquares(a, a • x, refinement: .extended).x - x).norm(.infinity) <= 0x1p-60)
    }
    // b is orthogonal to the columns: all are 0, and the residual is all of b.
    let none = try leastSquares([[1, 1], [1, -1], [1, 1], [1, -1]], [1, 1, -1, -1], refinement: .extended)
    #expect(none.x.norm() <= 0x1p-60 && none.residualNorm == 2)
  }

  @Test func `a right-hand side of the wrong length stops the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try leastSquares(Matrix<Double>.identity(3), [1, 2], refinement: .extended)
    }
    #expect(try message(of: result).contains("leastSquares: (3, 3) with a right-hand side of 2 rows"))
  }
}
