import LabNumerics
import RealModule
import Testing

@Suite struct SoftmaxTests {
  @Test func `scores become probabilities, however large they are`() {
    let half = softmax([1000, 1000] as Vector<Double>)
    #expect(half == [0.5, 0.5])
    // The closed form: log 1, log 2, log 3 have odds 1 : 2 : 3.
    let p = softmax([.log(1), .log(2), .log(3)] as Vector<Double>)
    let sixths: Vector<Double> = [1, 2, 3]
    #expect((p - sixths / 6).norm(.infinity) <= 5 * Double.ulpOfOne)
    #expect(softmax([-1e308, 1e308] as Vector<Double>) == [0, 1])
    #expect(softmax([] as Vector<Double>) == [] && softmax([-5] as Vector<Float>) == [1])
  }

  @Test(arguments: [1, 2, 7, 8, 9, 31, 64, 1000])
  func `agrees with plain sums in Float80, row by row`(n: Int) {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: 62)
      let a = Matrix<Scalar>.randomUniform(3, n, in: -30..<30, using: &generator)
      let (p, logs) = (softmax(rowsOf: a), logSumExp(rowsOf: a))
      var q = a
      softmax(rowsOf: q, result: &q)
      #expect(q == p)
      for i in 0..<3 {
        #expect(softmax(a[row: i]) == p[row: i] && logSumExp(a[row: i]) == logs[i])
        let terms = a[row: i].map { Float80.exp(Float80($0)) }
        let sum = terms.reduce(0, +)
        let summing = (Scalar(n) / 8 + 4) * Scalar.ulpOfOne
        for j in 0..<n {
          let bound = Float80(summing + (a[i, j].magnitude + 30) * Scalar.ulpOfOne)
          let exact = terms[j] / sum
          #expect((Float80(p[i, j]) - exact).magnitude <= bound * exact)
        }
        let exact = Float80.log(sum)
        #expect((Float80(logs[i]) - exact).magnitude <= Float80(summing + logs[i].magnitude * Scalar.ulpOfOne))
      }
    }
  }

  @Test func `infinite scores and NaN have the limits, or no probabilities`() {
    #expect(softmax([-.infinity, 3, 3] as Vector<Double>) == [0, 0.5, 0.5])
    for bad in [[.infinity, 1], [.nan, 1], [-.infinity, -.infinity]] as [Vector<Double>] {
      let p = softmax(bad)
      #expect(p[0].isNaN && p[1].isNaN)
    }
    #expect(logSumExp([] as Vector<Double>) == -.infinity)
    #expect(logSumExp([-.infinity, -.infinity] as Vector<Double>) == -.infinity)
    #expect(logSumExp([-.infinity, 3] as Vector<Double>) == 3)
    #expect(logSumExp([.infinity, 1] as Vector<Double>) == .infinity)
    #expect(logSumExp([1, .nan, .infinity] as Vector<Double>).isNaN)
    #expect(logSumExp(rowsOf: Matrix<Double>.zeros(2, 0)) == [-.infinity, -.infinity])
    #expect(softmax(rowsOf: Matrix<Double>.zeros(2, 0)).shape == (2, 0))
  }
}
