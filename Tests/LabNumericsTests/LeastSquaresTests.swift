import LabNumerics
import RealModule
import Testing

@Suite struct LeastSquaresTests {
  @Test func `the documentation's example holds`() throws {
    let fit = try leastSquares([[1, 0], [1, 1], [1, 2]], [1, 3, 5] as Vector<Double>)
    // As for QR: m·n·ε·κ, and a residual that is 0 but for rounding.
    #expect((fit.x - [1, 2]).norm() <= 6 * 2.7 * 2.3 * Double.ulpOfOne)
    #expect(fit.rank == 2)
    #expect(fit.residualNorm <= 6 * 6 * Double.ulpOfOne)
  }

  @Test func `Longley's coefficients have ten digits`() throws {
    let fit = try leastSquares(Longley.design, Longley.response)
    let digits = zip(fit.x, Longley.certified).map { x, certified in
      -Double.log10(max(((x - certified) / certified).magnitude, 1e-15))
    }
    // With columns scaled to comparable length κ₂ is 5.4e4, and the residual 0.0035 of b: ε·(κ + κ²·0.0035) bounds the
    // error over all coefficients by 2e-9 (Golub and Van Loan, theorem 5.3.1). The worst coefficient has 10.8 digits;
    // NumPy has 10.9, LAPACK's `dgelsy` 11.1, the normal equations 7.4.
    #expect(digits.min()! >= 10, "\(digits)")
    #expect(fit.rank == 7)
    // m·n·ε·‖b‖ in the residual, which is 0.0035·‖b‖.
    let sum = fit.residualNorm * fit.residualNorm
    #expect((sum / Longley.residualSumOfSquares - 1).magnitude <= 16 * 7 * Double.ulpOfOne / 0.0035, "\(sum)")
  }

  @Test(arguments: [(1, 1, 1), (5, 3, 3), (3, 5, 3), (6, 6, 4), (10, 4, 2), (4, 10, 2), (50, 10, 10), (4, 3, 0)])
  func `is the pseudo-inverse times the right-hand side`(m: Int, n: Int, rank: Int) throws {
    var generator = SplitMix64(seed: 900)
    let a =
      Matrix<Double>.randomNormal(m, rank, using: &generator)
      • Matrix<Double>.randomNormal(rank, n, using: &generator)
    let b = Vector<Double>.randomNormal(m, using: &generator)
    let fit = try leastSquares(a, b)
    #expect(fit.rank == rank)
    let p = try pseudoInverse(a)
    let expected = p • b
    // Both ways err by some max(m, n)·ε·κ² at most.
    let condition = max(1, a.norm() * p.norm())
    let bound = 10 * Double(max(m, n)) * .ulpOfOne * condition * condition
    #expect((fit.x - expected).norm() <= bound * max(expected.norm(), b.norm() * p.norm()))
    #expect((fit.residualNorm - (a • fit.x - b).norm()).magnitude <= bound * b.norm())
  }

  @Test func `units far apart do not hide a feature`() throws {
    var generator = SplitMix64(seed: 901)
    let units: Vector<Double> = [1e-12, 1, 1e12]
    let a = Matrix<Double>.randomNormal(20, 3, using: &generator)
    let coefficients: Vector<Double> = [1, -2, 3]
    let fit = try leastSquares(a • .diagonal(units), a • coefficients)
    #expect(fit.rank == 3)
    // The scaled problem is that of a random matrix with κ below 10.
    #expect((fit.x * units - coefficients).norm() <= 20 * 3 * 10 * Double.ulpOfOne * coefficients.norm())
  }

  @Test func `of equal columns each gets half, the least of all answers`() throws {
    let fit = try leastSquares([[1, 1], [1, 1], [1, 1]], [1, 2, 3] as Vector<Double>)
    #expect(fit.rank == 1)
    #expect((fit.x - [1, 1]).norm() <= 10 * Double.ulpOfOne)
    #expect((fit.residualNorm - Double(2).squareRoot()).magnitude <= 10 * Double.ulpOfOne)
  }

  @Test func `several right-hand sides are several fits`() throws {
    let a: Matrix<Double> = [[1, 0], [1, 1], [1, 2], [1, 5]]
    let b: Matrix<Double> = [[1, 2], [2, 3], [2, 9], [7, 1]]
    let (x, norms) = try PivotedQR(a).leastSquares(b)
    for j in 0..<2 {
      let fit = try leastSquares(a, b[column: j])
      // The same reflections on one column or on two, κ = 3.
      #expect((fit.x - x[column: j]).norm() <= 8 * 3 * 10 * Double.ulpOfOne)
      #expect((fit.residualNorm - norms[j]).magnitude <= 8 * 10 * Double.ulpOfOne)
    }
  }

  @Test func `edges have an answer`() throws {
    let none = try leastSquares(.zeros(3, 0), [1, 2, 2] as Vector<Double>)
    #expect(none.x == [] && none.rank == 0 && none.residualNorm == 3)
    let free = try leastSquares(.zeros(0, 2), [] as Vector<Double>)
    #expect(free.x == [0, 0] && free.rank == 0 && free.residualNorm == 0)
    let zero = try leastSquares(.zeros(2, 2), [3, 4] as Vector<Float>)
    #expect(zero.x == [0, 0] && zero.rank == 0 && zero.residualNorm == 5)
  }

  @Test func `says where an element is not finite`() {
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try leastSquares([[1], [.nan]], [1, 2] as Vector<Double>)
    }
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try leastSquares([[1], [2]], [1, .infinity] as Vector<Double>)
    }
  }

  @Test func `a right-hand side of the wrong length stops the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try leastSquares(Matrix<Double>.zeros(3, 2), [1, 2])
    }
    #expect(try message(of: result).contains("leastSquares: (3, 2) with a right-hand side of 2 rows"))
  }
}
