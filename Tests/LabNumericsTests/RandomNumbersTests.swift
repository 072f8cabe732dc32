import LabNumerics
import RealModule
import Testing

@Suite struct RandomNumbersTests {
  @Test func `uniform is the top bits of a word over a power of two`() {
    var (words, numbers) = (SplitMix64(seed: 5), SplitMix64(seed: 5))
    for _ in 0..<100 {
      let word = words.next()
      #expect(numbers.uniform() == Double(word >> 11) / 9_007_199_254_740_992)
    }
  }

  @Test func `a Float is the Double of the same word rounded towards zero, and never one`() {
    var (a, b) = (SplitMix64(seed: 6), SplitMix64(seed: 6))
    for _ in 0..<100 {
      #expect(Double(a.uniform(Float.self)) == (b.uniform() * 16_777_216).rounded(.down) / 16_777_216)
    }
    var ones = Constant(word: .max)
    #expect(ones.uniform(Float.self) < 1)
    #expect(ones.uniform(Double.self) < 1)
    #expect(ones.uniform(in: Float(1)..<Float(1).nextUp) == 1, "rounding would reach the upper bound")
  }

  @Test func `the same seed gives these very normal numbers on every machine`() {
    // `Reference/make_random.py`. The last but one is another with the C library's logarithm, by an ulp.
    var generator = SplitMix64(seed: 2024)
    let numbers = Vector<Double>.randomNormal(20, using: &generator)
    #expect(
      Array(numbers[16...]) == [
        1.6444280555159365, -1.1216611160564196, 1.318852052765292, -0.9065243497353108,
      ])
  }

  @Test func `a range is kept to`() {
    var generator = SplitMix64(seed: 7)
    let x = Vector<Double>.randomUniform(1000, in: -2..<3, using: &generator)
    #expect(x.allSatisfy { $0 >= -2 && $0 < 3 })
  }

  @Test func `mean and variance of both distributions are within five standard errors`() {
    var generator = SplitMix64(seed: 8)
    let n = 20_000
    // Variances of the sample mean and of the sample variance: σ²/n and (μ₄ − σ⁴)/n.
    let uniform = Vector<Double>.randomUniform(n, using: &generator)
    expectMoments(of: uniform, mean: 0.5, variance: 1.0 / 12, fourthMoment: 1.0 / 80)
    let normal = Vector<Double>.randomNormal(n, mean: 3, standardDeviation: 2, using: &generator)
    expectMoments(of: normal, mean: 3, variance: 4, fourthMoment: 3 * 16)
  }

  private func expectMoments(of x: Vector<Double>, mean: Double, variance: Double, fourthMoment: Double) {
    let n = Double(x.count)
    #expect((x.sum() / n - mean).magnitude < 5 * (variance / n).squareRoot())
    let squares = (x - mean) * (x - mean)
    #expect((squares.sum() / n - variance).magnitude < 5 * ((fourthMoment - variance * variance) / n).squareRoot())
  }

  @Test func `normal numbers fall where the bell curve says`() {
    var generator = SplitMix64(seed: 9)
    let n = 20_000
    let z = Vector<Double>.randomNormal(n, using: &generator)
    // Kolmogorov and Smirnov: the largest gap exceeds 1.95/√n once in a thousand.
    let gap = z.sorted().enumerated().map { i, x in
      (0.5 * Double.erfc(-x / Double(2).squareRoot()) - (Double(i) + 0.5) / Double(n)).magnitude
    }.max()!
    #expect(gap < 1.95 / Double(n).squareRoot())
  }

  @Test func `the same seed gives the same matrix, filled row after row`() {
    var (a, b) = (SplitMix64(seed: 10), SplitMix64(seed: 10))
    let matrix = Matrix<Double>.randomNormal(3, 4, using: &a)
    #expect(matrix.flattened == .randomNormal(12, using: &b))
    #expect(Matrix<Float>.randomUniform(0, 4, using: &a) == .zeros(0, 4))
  }

  @Test func `a normal Float is the rounded Double`() {
    var (a, b) = (SplitMix64(seed: 11), SplitMix64(seed: 11))
    let double = Vector<Double>.randomNormal(50, using: &b)
    #expect(Vector<Float>.randomNormal(50, using: &a) == Vector(double.map { Float($0) }))
  }

  @Test func `an empty range stops the program`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      _ = generator.uniform(in: 1.0..<1.0)
    }
    #expect(try message(of: result).contains("no number can be drawn from 1.0..<1.0"))
  }

  @Test func `a number is drawn where nothing says its type, and of the type that is asked for`() {
    var (one, other) = (SplitMix64(seed: 1), SplitMix64(seed: 1))
    #expect("\(one.uniform()), \(one.normal())" == "\(other.uniform(Double.self)), \(other.normal(mean: 0.0))")
    let (uniform, normal): (Float, Float) = (one.uniform(), one.normal())
    #expect(uniform == other.uniform(Float.self) && normal == other.normal(mean: Float(0)))
  }
}

/// A generator that always gives one word.
private struct Constant: RandomNumberGenerator {
  let word: UInt64
  func next() -> UInt64 { word }
}
