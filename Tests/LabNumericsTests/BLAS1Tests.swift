import CElementwise
import LabNumerics
import Testing

@Suite struct BLAS1Tests {
  @Test(arguments: [1, 2, 4, 5, 16, 100])
  func `a factor of 0 leaves the vector unread, whatever the length`(n: Int) {
    let x = Vector<Double>(repeating: .nan, count: n), y = Vector<Float>(repeating: .infinity, count: n)
    #expect(axpy(0, x, Vector(repeating: 1, count: n)) == Vector(repeating: 1, count: n))
    #expect(axpy(0, y, Vector(repeating: 1, count: n)) == Vector(repeating: 1, count: n))
    // A zero among the numbers is one: 0·NaN is NaN.
    #expect(outer(.zeros(n), x).flattened.allSatisfy { $0.isNaN })
  }

  @Test func `dot sums products`() {
    #expect(dot([1, 2, 3], [4, 5, 6] as Vector<Double>) == 32)
    #expect(dot([], [] as Vector<Float>) == 0)
    #expect(dot([.nan, 1], [0, 1] as Vector<Double>).isNaN)
  }

  @Test func `axpy adds a multiple in place and leaves copies alone`() {
    var y: Vector<Double> = [10, 20]
    let before = y
    axpy(2, [1, 2], &y)
    #expect(y == [12, 24] && before == [10, 20])
    axpy(1, y, &y)
    #expect(y == [24, 48])
    #expect(axpy(-1, [1, 2], before) == [9, 18] && before == [10, 20])
  }

  @Test func `scale multiplies in place and leaves copies alone`() {
    var x: Vector<Double> = [1, -2]
    let before = x
    scale(3, &x)
    #expect(x == [3, -6] && before == [1, -2])
    #expect(scale(0.5, before) == [0.5, -1])
    #expect(scale(2, [] as Vector<Float>) == [])
  }

  @Test(arguments: [1, 3, 4, 5, 17, 100])
  func `scaling by zero leaves NaN and makes it of infinity, as multiplication does`(n: Int) {
    var x = Vector<Double>(repeating: 7, count: n)
    x[n / 2] = .nan
    x[n - 1] = n > 1 ? .infinity : .nan
    let zero = scale(0, x)
    #expect(zero[n / 2].isNaN && zero[n - 1].isNaN && zero.count(where: { $0 == 0 }) == max(0, n - 2))
  }

  @Test func `the sizes of a vector have their BLAS names`() {
    let x: Vector<Double> = [3, -4]
    #expect(nrm2(x) == 5 && asum(x) == 7 && iamax(x) == 1)
    #expect(nrm2([] as Vector<Double>) == 0 && asum([] as Vector<Double>) == 0)
  }

  @Test(arguments: [2, 9, 40, 1001])
  func `the largest magnitude is found first of equals, and NaN before all`(n: Int) {
    var x = Vector<Float>(repeating: -1, count: n)
    #expect(iamax(x) == 0)
    x[n - 1] = 1.5
    #expect(iamax(x) == n - 1)
    x[n / 2] = .nan
    x[0] = .infinity
    #expect(iamax(x) == n / 2)
    #expect(iamax([] as Vector<Float>) == nil)
  }

  @Test(arguments: 0..<20)
  func `agrees with loops at every small length`(n: Int) {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: 20)
      let x = Vector<Scalar>.randomNormal(n, using: &generator)
      let y = Vector<Scalar>.randomNormal(n, using: &generator)
      // Either sum of n terms errs by less than half of this (Higham, Accuracy and Stability, 2nd ed., §3.1).
      let terms = x.indices.map { x[$0] * y[$0] }
      let bound = 2 * Scalar(n + 1) * Scalar.ulpOfOne * terms.map(\.magnitude).reduce(0, +)
      #expect((dot(x, y) - terms.reduce(0, +)).magnitude <= bound)
      let sum = axpy(3, x, y)
      for i in sum.indices {
        let size = 3 * x[i].magnitude + y[i].magnitude
        #expect((sum[i] - (3 * x[i] + y[i])).magnitude <= 4 * Scalar.ulpOfOne * size)
      }
      let half: Scalar = -0.5
      #expect(Array(scale(half, x)) == x.map { half * $0 })
    }
  }

  // In processes of their own: which instructions are used is one choice for all tests that run at the same time.

  @Test func `with SSE2, products are exact where they can be, and nothing beside the vectors is touched`() async {
    await #expect(processExitsWith: .success) { checkExactProducts(instructions: 0) }
  }

  @Test func `with AVX2, products are exact where they can be, and nothing beside the vectors is touched`() async {
    await #expect(processExitsWith: .success) { checkExactProducts(instructions: 1) }
  }

  @Test func `with AVX-512, products are exact where they can be, and nothing beside the vectors is touched`() async {
    await #expect(processExitsWith: .success) { checkExactProducts(instructions: 2) }
  }

  @Test func `vectors of unequal length stop the program with both lengths`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = dot([1, 2] as Vector<Double>, [1])
    }
    #expect(try message(of: result).contains("dot: vectors of 2 and 1 elements"))
  }
}

/// Whole numbers so small that no order of summation rounds, from any alignment, with NaN on either side of them.
private func checkExactProducts(instructions: Int32) {
  // A processor without them has tested all it can.
  if elementwise_limit_instructions(instructions) < instructions { return }
  for n in Array(0...150) + [255, 256, 257, 1000] {
    for start in [1, 2, 5, 16] {
      let numbers = (0..<n).map { ($0 * 7 % 23 - 11, $0 * 5 % 17 - 8) }
      let sum = numbers.reduce(0) { $0 + $1.0 * $1.1 }

      func framed<Scalar: BinaryFloatingPoint>(_ inner: [Int]) -> [Scalar] {
        [Scalar](repeating: .nan, count: start) + inner.map { Scalar($0) } + [Scalar](repeating: .nan, count: 20)
      }
      /// Whether an array is what `framed` makes of these numbers.
      func isFramed<Scalar: BinaryFloatingPoint>(_ array: [Scalar], _ inner: [Int]) -> Bool {
        zip(array, framed(inner) as [Scalar]).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
      }

      let (x, y): ([Double], [Double]) = (framed(numbers.map(\.0)), framed(numbers.map(\.1)))
      let (u, v): ([Float], [Float]) = (framed(numbers.map(\.0)), framed(numbers.map(\.1)))
      let (updates, multiples) = (numbers.map { 3 * $0.0 + $0.1 }, numbers.map { -2 * $0.1 })
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y in
          #expect(elementwise_dot_double(n, x.baseAddress! + start, y.baseAddress! + start) == Double(sum))
        }
      }
      u.withUnsafeBufferPointer { u in
        v.withUnsafeBufferPointer { v in
          #expect(elementwise_dot_float(n, u.baseAddress! + start, v.baseAddress! + start) == Float(sum))
        }
      }
      var (a, b) = (y, y)
      x.withUnsafeBufferPointer { x in
        a.withUnsafeMutableBufferPointer {
          elementwise_axpy_double(n, 3, x.baseAddress! + start, $0.baseAddress! + start)
        }
        b.withUnsafeMutableBufferPointer {
          elementwise_scale_double(n, -2, $0.baseAddress! + start, $0.baseAddress! + start)
        }
      }
      #expect(isFramed(a, updates) && isFramed(b, multiples), "\(n) Doubles from \(start)")
      var (c, d) = (v, v)
      u.withUnsafeBufferPointer { u in
        c.withUnsafeMutableBufferPointer {
          elementwise_axpy_float(n, 3, u.baseAddress! + start, $0.baseAddress! + start)
        }
        d.withUnsafeMutableBufferPointer {
          elementwise_scale_float(n, -2, $0.baseAddress! + start, $0.baseAddress! + start)
        }
      }
      #expect(isFramed(c, updates) && isFramed(d, multiples), "\(n) Floats from \(start)")
    }
  }
}
