import LabNumerics
import Testing

@Suite struct ApproximateEqualityTests {
  let x: Vector<Double> = [3, 4]

  @Test func `half the digits are asked for, of the whole`() {
    #expect(x.isApproximatelyEqual(to: x))
    #expect(x.isApproximatelyEqual(to: [3, 4 + 5e-8]) && !x.isApproximatelyEqual(to: [3, 4 + 1e-7]))
    #expect(([1e9, 1] as Vector<Double>).isApproximatelyEqual(to: [1e9, 2]), "small beside the other element")
  }

  @Test func `tolerances and the norm can be chosen`() {
    #expect(
      x.isApproximatelyEqual(to: [3.4, 4], relativeTolerance: 0.1)
        && !x.isApproximatelyEqual(to: [3.6, 4], relativeTolerance: 0.1))
    // A difference of (0.5, 0.5) in the 1-norm is 1 of 8, in the largest 0.5 of 4.5, in the 2-norm 0.71 of 5.7.
    #expect(!x.isApproximatelyEqual(to: [3.5, 4.5], relativeTolerance: 0.12, norm: .one))
    #expect(x.isApproximatelyEqual(to: [3.5, 4.5], relativeTolerance: 0.12, norm: .infinity))
    let zero = Vector<Double>.zeros(2)
    #expect(
      !zero.isApproximatelyEqual(to: [1e-300, 0]) && zero.isApproximatelyEqual(to: [1e-9, 0], absoluteTolerance: 1e-8))
    #expect(zero.isApproximatelyEqual(to: zero) && ([] as Vector<Double>).isApproximatelyEqual(to: []))
  }

  @Test func `numbers whose norm overflows are compared as those in the middle`() {
    let x = Vector<Double>(repeating: 1.5e308, count: 5)
    #expect(x.isApproximatelyEqual(to: (1 + 1e-10) * x) && !x.isApproximatelyEqual(to: (1 - 1e-3) * x))
    #expect(x.isApproximatelyEqual(to: 0.5 * x, absoluteTolerance: 1.7e308, norm: .infinity))
    let a = Matrix<Float>(repeating: 3e38, rows: 3, columns: 3)
    #expect(a.isApproximatelyEqual(to: (1 - 1e-6) * a) && !a.isApproximatelyEqual(to: 0.9 * a, norm: .one))
    #expect(!x.isApproximatelyEqual(to: -x))
  }

  @Test func `infinity equals itself alone, NaN nothing`() {
    let infinite: Vector<Double> = [.infinity, 1]
    #expect(infinite.isApproximatelyEqual(to: infinite) && !infinite.isApproximatelyEqual(to: [1, 1]))
    #expect(!infinite.isApproximatelyEqual(to: [-.infinity, 1], relativeTolerance: 0.9, absoluteTolerance: .infinity))
    let broken: Vector<Double> = [.nan, 1]
    #expect(
      !broken.isApproximatelyEqual(to: broken) && !x.isApproximatelyEqual(to: broken, absoluteTolerance: .infinity))
  }

  @Test func `matrices of one shape compare as vectors do`() {
    let a: Matrix<Float> = [[1, 2], [3, 4]]
    #expect(a.isApproximatelyEqual(to: a * 1.0001) && !a.isApproximatelyEqual(to: a * 1.001))
    #expect(a.isApproximatelyEqual(to: [[1, 2], [3, 4.3]], relativeTolerance: 0.1, norm: .max))
    #expect(!Matrix<Double>.zeros(1, 2).isApproximatelyEqual(to: .zeros(2, 1)) && !x.isApproximatelyEqual(to: [3]))
  }

  @Test func `a tolerance out of range stops the program`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ([1] as Vector<Double>).isApproximatelyEqual(to: [1], relativeTolerance: 1)
    }
    #expect(try message(of: result).contains("a relative tolerance in 0 ..< 1 is needed, not 1.0"))
  }
}
