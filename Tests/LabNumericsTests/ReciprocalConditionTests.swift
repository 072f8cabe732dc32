import LabNumerics
import Testing

@Suite struct ReciprocalConditionTests {
  @Test func `two by two triangles have the condition that paper gives`() throws {
    // T = [[1, 0], [2, 1]], T⁻¹ = [[1, 0], [−2, 1]]: ‖·‖₁ = 3 for both.
    #expect(try reciprocalCondition(lower: [[1, 7], [2, 1]] as Matrix<Double>) == 1.0 / 9)
    // [[1, 2], [0, 4]]: norms 6 and 1 (columns (1, 0) and (−½, ¼)).
    #expect(try reciprocalCondition(upper: [[1, 2], [7, 4]] as Matrix<Double>) == 1.0 / 6)
  }

  @Test(arguments: [1.0, 1e3, 1e6])
  func `every factorisation is within a factor of the truth`(condition: Double) throws {
    var generator = SplitMix64(seed: 160)
    let n = 20
    let q: Matrix<Double> = try randomOrthonormal(n, n, using: &generator)
    let product = q • Matrix.diagonal(geometricValues(n, condition: condition)) • q.transposed()
    let a = Matrix(rows: n, columns: n) { i, j in i >= j ? product[i, j] : product[j, i] }
    for factors in [
      try LU(a), try Cholesky(a), try QR(a), try PivotedQR(a), try SVD(a), try SymmetricEigen(a),
    ] as [any Factorization<Double>] {
      let estimate = factors.reciprocalCondition()
      // κ₂ ≤ n·κ₁ and κ₁ ≤ n·κ₂; scaled columns can only help, by √n; the estimate is rarely 3 times too small.
      let bound = 3 * Double(n) * Double(n).squareRoot()
      #expect(estimate * condition <= bound && estimate * condition >= 1 / bound, "\(type(of: factors))")
    }
  }

  @Test func `a singular matrix has condition zero and the empty matrix one`() throws {
    let twin: Matrix<Float> = [[1, 1], [1, 1]]
    #expect(try LU(twin).reciprocalCondition() == 0 && PivotedQR(twin).reciprocalCondition() == 0)
    #expect(try QR(twin).reciprocalCondition() <= .ulpOfOne && SVD(twin).reciprocalCondition() <= .ulpOfOne)
    #expect(try reciprocalCondition(lower: [[1, 0], [0, 0]] as Matrix<Double>) == 0)
    let none = Matrix<Double>.zeros(0, 0)
    #expect(try reciprocalCondition(upper: none) == 1 && QR(none).reciprocalCondition() == 1)
    #expect(try PivotedQR(none).reciprocalCondition() == 1 && SVD(none).reciprocalCondition() == 1)
    #expect(try SVD(Matrix<Double>.zeros(2, 2)).reciprocalCondition() == 0)
  }

  @Test func `the size of a triangle does not change its condition`() throws {
    // ‖U‖₁ = ‖U⁻¹‖₁ = 1.5; one of them leaves the range at either end.
    let u: Matrix<Double> = [[1, 0.5], [0, 1]]
    let l = u.transposed()
    let (ofUpper, ofLower) = (try reciprocalCondition(upper: u), try reciprocalCondition(lower: l))
    #expect((0.44...0.67).contains(ofUpper), "1/2.25, as an estimate at most 1.5 times as large")
    for size: Double in [0x1p-1022, 0x1.8p1023, 0x1p-600, 0x1p600] {
      let (largeUpper, largeLower) = (size * u, size * l)
      #expect(try reciprocalCondition(upper: largeUpper) == ofUpper)
      #expect(try reciprocalCondition(lower: largeLower) == ofLower)
    }
    let tall: Matrix<Float> = [[1, 1], [1, 2], [1, 3]]
    let ofTall = try QR(tall).reciprocalCondition()
    for size: Float in [0x1p-120, 0x1p120] {
      let other = size * tall
      #expect(try QR(other).reciprocalCondition() == ofTall)
    }
  }

  @Test func `factors beyond the range of the scalar have condition zero, not NaN`() throws {
    let huge = Double.greatestFiniteMagnitude
    let a: Matrix<Double> = [[huge, -huge], [huge, huge]]
    #expect(try LU(a).reciprocalCondition() == 0)
    #expect(try QR(a).reciprocalCondition() >= 0)
    #expect(try Cholesky([[huge, 0], [huge / 2, huge]] as Matrix).reciprocalCondition() == 0)
  }

  @Test func `an element that is not finite is thrown and a shape that is not square traps`() async throws {
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 0)) {
      try reciprocalCondition(lower: [[.nan]] as Matrix<Double>)
    }
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try reciprocalCondition(lower: Matrix<Double>.zeros(2, 1))
    }
    #expect(try message(of: result).contains("reciprocalCondition: the matrix must be square, it has shape (2, 1)"))
  }
}
