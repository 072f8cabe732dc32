import LabNumerics
import RealModule
import Testing

@Suite struct SumsTests {
  @Test func `the documentation's examples hold`() {
    let a: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]
    #expect(a.sum() == 21 && a.rowSums() == [6, 15] && a.columnSums() == [5, 7, 9])
    #expect(([1, 2, 3, 4] as Vector<Double>).cumulativeSum() == [1, 3, 6, 10])
    #expect(a.rowMeans() == [2, 5] && a.mean() == 3.5)
  }

  @Test(arguments: [0, 1, 15, 16, 17, 255, 256, 257, 511, 1000, 4097])
  func `a sum errs by no more than its depth allows`(n: Int) {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: 81)
      let x = Vector<Scalar>.randomUniform(n, in: -1..<1, using: &generator)
      let exact = x.reduce(Float80(0)) { $0 + Float80($1) }
      let size = x.reduce(Float80(0)) { $0 + Float80($1.magnitude) }
      let depth = Float80.log2(Float80(max(n, 2))) + 16
      let bound = depth * Float80(Scalar.ulpOfOne) / 2 * size
      #expect((Float80(x.sum()) - exact).magnitude <= bound)
      let a = Matrix<Scalar>(stackingHorizontally: [Matrix(column: x), Matrix(column: -x)])
      let sums = a.columnSums()
      #expect((Float80(sums[0]) - exact).magnitude <= bound && sums[1] == -sums[0])
      let last = x.cumulativeSum().last ?? 0
      #expect((Float80(last) - exact).magnitude <= 2 * Float80(Scalar.ulpOfOne) * (exact.magnitude + size / 1e6))
    }
  }

  @Test func `a million tenths in Float lose none of their six digits`() {
    // In order, a plain loop gives 100958.34.
    let sum = Vector<Float>(repeating: 0.1, count: 1_000_000).sum()
    #expect((sum - 100_000).magnitude <= 1)
  }

  @Test func `nothing sums to zero, and has no mean`() {
    let empty = Matrix<Double>.zeros(2, 0)
    #expect(empty.sum() == 0 && empty.rowSums() == [0, 0] && empty.columnSums() == [])
    #expect(Matrix<Double>.zeros(0, 2).columnSums() == [0, 0] && empty.mean().isNaN && empty.rowMeans()[1].isNaN)
    #expect(([] as Vector<Double>).cumulativeSum() == [])
  }

  @Test func `NaN and infinity go through`() {
    let a: Matrix<Double> = [[.nan, 1], [.infinity, 2]]
    let (rows, columns) = (a.rowSums(), a.columnSums())
    #expect(rows[0].isNaN && rows[1] == .infinity && columns[0].isNaN && columns[1] == 3)
  }
}
