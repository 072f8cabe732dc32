import CElementwise
import Foundation
import LabNumerics
import Testing

@Suite struct PowerTests {
  @Test func `a number to a power, in all forms`() {
    let x: Vector<Double> = [1, 2, 3]
    #expect(pow(x, 2) == [1, 4, 9])
    #expect(pow(x, 0) == [1, 1, 1])
    #expect(pow(x, -1)[1] == 0.5)
    #expect(pow([[2], [3]] as Matrix<Float>, 3) == [[8], [27]])
    #expect(pow(x, [3, 2, 1] as Vector) == [1, 4, 3])
    var (y, b) = (x, Matrix<Double>([[4, 9]]))
    pow(y, 2, result: &y)
    pow(b, 0.5, result: &b)
    #expect(y == [1, 4, 9])
    #expect(x == [1, 2, 3])
    #expect(b == [[2, 3]])
    #expect(pow([] as Vector<Double>, 2) == [])
  }

  @Test func `special numbers have the powers that C gives them`() {
    let numbers: [Double] = [
      0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e300, -1e300, 0x1p-1074, -0x1p-1074, .infinity, -.infinity, .nan,
      Double(bitPattern: 0x1268_8b70_e62b), 9_007_199_254_740_992, 0x1p70, -0x1p70,
    ]
    for y in numbers {
      let (inDouble, inFloat) = (pow(Vector(numbers), y), pow(Vector(numbers.map(Float.init)), Float(y)))
      for (i, x) in numbers.enumerated() {
        let (want, wantFloat) = (Foundation.pow(x, y), Foundation.pow(Float(x), Float(y)))
        #expect(isWithinOneUnit(inDouble[i], of: want), "\(x) to the \(y) is \(inDouble[i]), C has \(want)")
        #expect(isWithinOneUnit(inFloat[i], of: wantFloat), "\(Float(x)) to the \(Float(y)), C has \(wantFloat)")
      }
    }
  }

  @Test func `a power does not depend on the numbers beside it, and a power of 1 is the number`() {
    var generator = SplitMix64(seed: 5)
    let x = Vector<Float>(count: 100_000) { _ in generator.uniform(in: 0.1..<10) }
    // C's powf, which takes the NaN, rounds some of the others otherwise.
    let mixed = Vector(count: x.count) { $0 % 16 == 3 ? .nan : x[$0] }
    let (powers, others) = (pow(x, -1.5), pow(mixed, -1.5))
    #expect(x.indices.allSatisfy { $0 % 16 == 3 || powers[$0] == others[$0] })
    #expect(pow(x, 1) == x)
    let y = Vector(count: 1000) { _ in generator.uniform(in: -10..<10) }
    #expect(pow(y, 1) == y && pow(1e-300 * y, Vector(repeating: 1, count: 1000)) == 1e-300 * y)
  }

  // In processes of their own: which instructions are used is one choice for all tests that run at the same time.
  @Test func `a power errs by less than 1.3 units in the last place, whatever the instructions`() async {
    await #expect(processExitsWith: .success) { checkNearOne(instructions: 0) }
    await #expect(processExitsWith: .success) { checkNearOne(instructions: 1) }
    await #expect(processExitsWith: .success) { checkNearOne(instructions: 2) }
  }

  private func isWithinOneUnit<Scalar: LinearAlgebraScalar>(_ got: Scalar, of want: Scalar) -> Bool {
    if want.isNaN { return got.isNaN }
    return got.sign == want.sign && (got == want || (got - want).magnitude <= want.ulp)
  }
}

/// Large powers of numbers near 1, where the error of the logarithm counts most; C's long double has the truth.
private func checkNearOne(instructions: Int32) {
  if elementwise_limit_instructions(instructions) < instructions { return }
  var generator = SplitMix64(seed: 8)
  let x = Vector(count: 100_000) { i in
    i % 2 == 0 ? generator.uniform(in: 0.5..<2) : 1 + generator.uniform(in: -0.05..<0.05)
  }
  let y = Vector(x.map { generator.uniform(in: -700..<700) / Foundation.log($0) })
  for (i, power) in pow(x, y).enumerated() {
    let want = Foundation.pow(Float80(x[i]), Float80(y[i]))
    let error = (Float80(power) - want).magnitude / Float80(Double(want).ulp)
    #expect(error < 1.3, "\(x[i]) to the \(y[i]) is \(power), \(error) units off")
  }
}
