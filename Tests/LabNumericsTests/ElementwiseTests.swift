import CElementwise
import Foundation
import LabNumerics
import Testing

@Suite struct ElementwiseTests {
  // In processes of their own: which instructions are used is one choice for all tests that run at the same time.

  @Test func `with SSE2, no function errs by two units in the last place, and no sum or quotient at all`() async {
    await #expect(processExitsWith: .success) {
      try checkAgainstGolden(instructions: 0)
      checkSumsAndQuotients(Double.self)
      checkSumsAndQuotients(Float.self)
      checkLongSums()
    }
  }

  @Test func `with AVX2, no function errs by two units in the last place, and no sum or quotient at all`() async {
    await #expect(processExitsWith: .success) {
      try checkAgainstGolden(instructions: 1)
      checkSumsAndQuotients(Double.self)
      checkSumsAndQuotients(Float.self)
      checkLongSums()
    }
  }

  @Test func `with AVX-512, no function errs by two units in the last place, and no sum or quotient at all`() async {
    await #expect(processExitsWith: .success) {
      try checkAgainstGolden(instructions: 2)
      checkSumsAndQuotients(Double.self)
      checkSumsAndQuotients(Float.self)
      checkLongSums()
    }
  }

  @Test func `Float agrees with Double over all its numbers, one in 4099`() {
    for (name, inFloat, inDouble) in unaryFunctions() {
      var numbers = stride(from: UInt32(0), through: .max, by: 4099).map { Float(bitPattern: $0) }
      numbers.removeAll { !$0.isFinite }
      let got = inFloat(Vector(numbers))
      let want = inDouble(Vector(numbers.map(Double.init)))
      for i in numbers.indices {
        // Double's own error, 2 units of its own, is nothing beside the bound.
        let error = unitsInTheLastPlace(got[i], Float(want[i]), low: want[i] - Double(Float(want[i])))
        #expect(error <= 2, "\(name)(\(numbers[i])) is \(got[i]), \(error) units off")
      }
    }
  }

  @Test func `zeros, infinities and NaN have the limits as their values`() {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      let x: Vector<Scalar> = [0, -0.0, .infinity, -.infinity, .nan]
      expect(exp(x), [1, 1, .infinity, 0, .nan])
      expect(log(x), [-.infinity, -.infinity, .infinity, .nan, .nan])
      expect(tanh(x), [0, -0.0, 1, -1, .nan])
      expect(sigmoid(x), [0.5, 0.5, 1, 0, .nan])
      expect(softplus(x), [.log(2), .log(2), .infinity, 0, .nan])
      expect(erf(x), [0, -0.0, 1, -1, .nan])
      expect(sqrt(x), [0, -0.0, .infinity, .nan, .nan])
      expect(log([-1, 1, -Scalar.leastNonzeroMagnitude]), [.nan, 0, .nan])
      expect(exp([-1e30, 1e30, -Scalar.leastNonzeroMagnitude]), [0, .infinity, 1])
    }

    func expect<Scalar: LinearAlgebraScalar>(_ got: Vector<Scalar>, _ want: [Scalar]) {
      for (got, want) in zip(got, want) {
        #expect(got == want && got.sign == want.sign || got.isNaN && want.isNaN, "\(got), expected \(want)")
      }
    }
  }

  @Test(arguments: Array(0...70) + [127, 1000])
  func `every length and start gives what each number alone gives, and nothing beyond is touched`(n: Int) {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: 61)
      for start in [0, 1, 3] {
        let x = Array(Vector<Scalar>.randomUniform(n, in: 0.1..<3, using: &generator))
        for function in 0..<UInt32(7) {
          let source = [Scalar](repeating: 7, count: start) + x + [7]
          var target = [Scalar](repeating: -1, count: start + n + 1)
          source.withUnsafeBufferPointer { x in
            target.withUnsafeMutableBufferPointer { y in
              Scalar._map(function, n, x.baseAddress! + start, y.baseAddress! + start)
            }
          }
          for i in 0..<n {
            var (one, value) = (x[i], Scalar(0))
            Scalar._map(function, 1, &one, &value)
            #expect(target[start + i] == value)
          }
          #expect(target[..<start].allSatisfy { $0 == -1 } && target[start + n] == -1)
          var inPlace = source
          inPlace.withUnsafeMutableBufferPointer { p in
            Scalar._map(function, n, p.baseAddress! + start, p.baseAddress! + start)
          }
          #expect(inPlace[start..<start + n] == target[start..<start + n])
          #expect(inPlace[start + n] == 7)
        }
      }
    }
  }

  @Test func `all four forms give the same, and leave copies alone`() {
    let x: Vector<Double> = [0.5, 1, 2]
    let a: Matrix<Double> = [[0.5, 1], [2, 4]]
    var (y, b) = (Vector<Double>.zeros(3), Matrix<Double>.zeros(2, 2))
    exp(x, result: &y)
    exp(a, result: &b)
    #expect(exp(x) == y && exp(a) == b && b[1, 0] == y[2])
    let (y0, b0) = (y, b)
    log(y, result: &y)
    log(b, result: &b)
    #expect((y - x).norm() < 1e-15 && (b - a).norm() < 1e-15)
    #expect(exp(x) == y0 && exp(a) == b0)
    #expect(tanh([] as Vector<Float>) == [] && sqrt(Matrix<Float>.zeros(0, 3)).shape == (0, 3))
  }

  @Test func `the names do not hide those of numbers`() {
    #expect(exp(0.0) == 1 && log(1.0 as Float) == 0 && tanh(0.0) == 0 && sqrt(4.0) == 2 && erf(0.0) == 0)
    #expect(pow(2.0, 3) == 8)
  }

  @Test func `a result of another shape stops the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var b = Matrix<Double>.zeros(2, 3)
      exp(Matrix<Double>.zeros(3, 2), result: &b)
    }
    #expect(try message(of: result).contains("an argument of shape (3, 2) makes a result of that shape, not of (2, 3)"))
  }
}

/// Each function by its name, for both types.
private func unaryFunctions() -> [(String, (Vector<Float>) -> Vector<Float>, (Vector<Double>) -> Vector<Double>)] {
  [
    ("exp", exp, exp), ("log", log, log), ("tanh", tanh, tanh), ("sigmoid", sigmoid, sigmoid),
    ("softplus", softplus, softplus), ("erf", erf, erf), ("sqrt", sqrt, sqrt),
  ]
}

/// |got − (high + low)| in units of the last place of the nearest number.
func unitsInTheLastPlace<Scalar: LinearAlgebraScalar>(_ got: Scalar, _ high: Scalar, low: Double) -> Double {
  if !high.isFinite { return got == high || got.isNaN && high.isNaN ? 0 : .infinity }
  return ((Double(got) - Double(high)) - low).magnitude / Double(high.ulp)
}

/// Sums whose exact value is known although most of it cancels, and quotients one by one, at lengths around those of registers.
private func checkSumsAndQuotients<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
  for n in [0, 1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 258] {
    let numbers = (0..<n).map { Scalar($0 + 1) }
    let x = Vector([0x1p90] + numbers + [-0x1p90])
    #expect(x.mean() == Scalar(Double(n * (n + 1) / 2) / Double(n + 2)), "\(n)")
    let pairs = Vector((0..<2 * n).map { Scalar(1_000_000 + $0 % 2) })
    #expect(n == 0 || pairs.variance(ddof: 0) == 0.25, "\(n): \(pairs.variance(ddof: 0))")
    let (a, b) = (Vector(numbers), Vector(numbers.reversed().map { $0 * 0.7 }))
    #expect(Array(a / b) == zip(a, b).map { $0 / $1 })
    var (c, d) = (a + 0, a + 0)
    c /= b
    d /= 0.3
    #expect(c == a / b && d == a / 0.3)
    #expect(Array(a / 0.3) == a.map { $0 / 0.3 } && Array(0.3 / a) == a.map { 0.3 / $0 })
  }
}

/// Floats are summed in blocks as long as their sizes are alike: here they are so, just so, and no more.
private func checkLongSums() {
  var generator = SplitMix64(seed: 12)
  for shift in 0...26 {
    for n in [511, 512, 4096, 10_000] {
      // Whole numbers of 24 bits, half of them the largest possible: each lane's sum has as many bits as it can.
      let numbers = (0..<n).map { $0 / 64 % 2 == 0 ? 0xff_ffff << shift : Int(generator.next() >> 40) | 0x80_0001 }
      let x = Vector(numbers.map { Float($0) * 0x1p-30 })
      #expect(x.mean() == Float(Float80(numbers.reduce(0, +)) / Float80(n) * 0x1p-30), "\(n) numbers, 2^\(shift) apart")
      // The large ones of neighbouring lanes cancel.
      let signed = Vector(x.indices.map { $0 % 2 == 0 ? x[$0] : -x[$0] })
      let sum = numbers.indices.reduce(0) { $1 % 2 == 0 ? $0 + numbers[$1] : $0 - numbers[$1] }
      #expect(signed.mean() == Float(Float80(sum) / Float80(n) * 0x1p-30), "\(n) numbers of both signs")
    }
  }
  let n = 5000
  #expect(Vector<Float>(repeating: .leastNonzeroMagnitude, count: n).mean() == .leastNonzeroMagnitude)
  #expect(Vector<Float>(repeating: .greatestFiniteMagnitude, count: n).mean() == .greatestFiniteMagnitude)
  #expect(Vector<Float>(repeating: -0.0, count: n).mean() == 0)
  #expect(Vector<Float>(count: n) { $0 == 700 ? .infinity : 1 }.mean() == .infinity)
  #expect(Vector<Float>(count: n) { $0 == 700 ? .infinity : $0 == 701 ? -.infinity : 1 }.mean().isNaN)
  #expect(Vector<Float>(count: n) { $0 == 700 ? .nan : 0 }.mean().isNaN)
  // One number of n differs by a unit: the mean's rounding error is of the size of all other distances.
  let nearlyAlike = Vector<Float>(count: n) { $0 == 700 ? Float(1000).nextUp : 1000 }
  let unit = Double(Float(1000).ulp)
  #expect(nearlyAlike.variance(ddof: 0) == Float(unit * unit * (1 / Double(n)) * (1 - 1 / Double(n))))
}

/// Compares every function with mpmath's values; `Reference/make_elementwise.py` says how they came about.
private func checkAgainstGolden(instructions: Int32) throws {
  // A processor without them has tested all it can.
  if elementwise_limit_instructions(instructions) < instructions { return }
  let golden = try ElementwiseReference.load()
  #expect(golden.values.count > 4000 && golden.powers.count > 400)
  for (name, inFloat, inDouble) in unaryFunctions() {
    let doubles = golden.values.filter { $0.function == name && $0.type == "Double" }
    for (row, got) in zip(doubles, inDouble(Vector(doubles.map(\.x)))) {
      let error = unitsInTheLastPlace(got, row.high, low: row.low)
      #expect(error <= 2, "\(name)(\(row.x)) is \(got), \(error) units off")
    }
    let floats = golden.values.filter { $0.function == name && $0.type == "Float" }
    for (row, got) in zip(floats, inFloat(Vector(floats.map { Float($0.x) }))) {
      let nearest = Float(row.high)
      let error = unitsInTheLastPlace(got, nearest, low: (row.high - Double(nearest)) + row.low)
      #expect(error <= 2, "\(name)(\(Float(row.x))) is \(got), \(error) units off")
    }
  }
  let doubles = golden.powers.filter { $0.type == "Double" }
  let powers = pow(Vector(doubles.map(\.x)), Vector(doubles.map(\.y)))
  for (row, got) in zip(doubles, powers) {
    let error = unitsInTheLastPlace(got, row.high, low: row.low)
    #expect(error <= 2, "\(row.x) to the \(row.y) is \(got), \(error) units off")
    #expect(pow([row.x] as Vector, row.y)[0] == got)
  }
  let floats = golden.powers.filter { $0.type == "Float" }
  for (row, got) in zip(floats, pow(Vector(floats.map { Float($0.x) }), Vector(floats.map { Float($0.y) }))) {
    let nearest = Float(row.high)
    let error = unitsInTheLastPlace(got, nearest, low: (row.high - Double(nearest)) + row.low)
    #expect(error <= 2, "\(Float(row.x)) to the \(Float(row.y)) is \(got), \(error) units off")
  }
}

private struct ElementwiseReference: Decodable {
  struct Value: Decodable {
    let type: String, function: String, x: Double, high: Double, low: Double

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      (type, function) = (try row.decode(String.self), try row.decode(String.self))
      (x, high, low) = (try row.decode(Double.self), try row.decode(Double.self), try row.decode(Double.self))
    }
  }

  struct Power: Decodable {
    let type: String, x: Double, y: Double, high: Double, low: Double

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      type = try row.decode(String.self)
      (x, y) = (try row.decode(Double.self), try row.decode(Double.self))
      (high, low) = (try row.decode(Double.self), try row.decode(Double.self))
    }
  }

  let values: [Value], powers: [Power]

  static func load(from file: String = #filePath) throws -> ElementwiseReference {
    let folder = URL(filePath: file).deletingLastPathComponent()
    return try JSONDecoder().decode(
      ElementwiseReference.self, from: Data(contentsOf: folder.appending(path: "Reference/elementwise.json")))
  }
}
