// Drawn the same way on every machine and by every version of Swift, unlike `Double.random(in:using:)`, whose method is
// the standard library's own affair. A Float is the Double of the same draw, rounded: towards zero for `uniform` in
// 0 ..< 1, so that 1 never comes out.

extension RandomNumberGenerator {
  /// A number from 0 ..< 1, all multiples of 2⁻⁵³ equally likely. Takes one word.
  ///
  /// What `uniform()` is where nothing says which type is wanted, as in `print(generator.uniform())`.
  @specialized(where Self == SplitMix64)
  @specialized(where Self == Xoshiro256StarStar)
  public mutating func uniform() -> Double { uniform(Double.self) }

  /// A standard normal number, as `normal(mean:standardDeviation:)` draws it.
  @specialized(where Self == SplitMix64)
  @specialized(where Self == Xoshiro256StarStar)
  public mutating func normal() -> Double { normal(mean: 0.0) }

  /// A number from 0 ..< 1, all multiples of 2⁻⁵³ (2⁻²⁴ for Float) equally likely. Takes one word.
  @specialized(where Scalar == Double, Self == SplitMix64)
  @specialized(where Scalar == Double, Self == Xoshiro256StarStar)
  public mutating func uniform<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type = Scalar.self) -> Scalar {
    let bits = Scalar.significandBitCount + 1
    return Scalar(next() >> UInt64(64 - bits)) * Scalar(sign: .plus, exponent: Scalar.Exponent(-bits), significand: 1)
  }

  /// A number from the range, uniformly distributed. Takes one word.
  ///
  /// - Parameter range: finite, not empty; so is the difference of its bounds.
  /// - Returns: below the upper bound even where rounding would reach it.
  public mutating func uniform<Scalar: LinearAlgebraScalar>(in range: Range<Scalar>) -> Scalar {
    let width = range.upperBound - range.lowerBound
    require(width > 0 && width.isFinite, "uniform: no number can be drawn from \(range)")
    return min(range.lowerBound + width * uniform(Scalar.self), range.upperBound.nextDown)
  }

  /// A normally distributed number. Takes two words or more.
  ///
  /// By Marsaglia's polar method in Double; the second number of each pair is not kept, so a draw depends on nothing but
  /// the generator. The logarithm in it has the same bits on every machine.
  ///
  /// - Parameters:
  ///   - mean: the centre.
  ///   - standardDeviation: 0 or more.
  /// - Returns: mean + standardDeviation·z with z standard normal.
  @specialized(where Scalar == Double, Self == SplitMix64)
  @specialized(where Scalar == Double, Self == Xoshiro256StarStar)
  public mutating func normal<Scalar: LinearAlgebraScalar>(
    mean: Scalar = 0, standardDeviation: Scalar = 1
  ) -> Scalar {
    require(standardDeviation >= 0, "normal: a standard deviation of \(standardDeviation) is negative or NaN")
    return mean + standardDeviation * Scalar(reproducibleNormal())
  }
}

extension Vector {
  /// A vector of independent numbers from the range, uniformly distributed, drawn in order.
  @specialized(where Scalar == Double, Generator == SplitMix64)
  @specialized(where Scalar == Float, Generator == SplitMix64)
  public static func randomUniform<Generator: RandomNumberGenerator>(
    _ count: Int, in range: Range<Scalar> = 0..<1, using generator: inout Generator
  ) -> Vector {
    Vector(count: count) { _ in generator.uniform(in: range) }
  }

  /// A vector of independent normally distributed numbers, drawn in order.
  @specialized(where Scalar == Double, Generator == SplitMix64)
  @specialized(where Scalar == Float, Generator == SplitMix64)
  public static func randomNormal<Generator: RandomNumberGenerator>(
    _ count: Int, mean: Scalar = 0, standardDeviation: Scalar = 1, using generator: inout Generator
  ) -> Vector {
    Vector(count: count) { _ in generator.normal(mean: mean, standardDeviation: standardDeviation) }
  }
}

extension Matrix {
  /// A matrix of independent numbers from the range, uniformly distributed, drawn row after row.
  @specialized(where Scalar == Double, Generator == SplitMix64)
  @specialized(where Scalar == Float, Generator == SplitMix64)
  public static func randomUniform<Generator: RandomNumberGenerator>(
    _ rows: Int, _ columns: Int, in range: Range<Scalar> = 0..<1, using generator: inout Generator
  ) -> Matrix {
    Matrix(rows: rows, columns: columns) { _, _ in generator.uniform(in: range) }
  }

  /// A matrix of independent normally distributed numbers, drawn row after row.
  @specialized(where Scalar == Double, Generator == SplitMix64)
  @specialized(where Scalar == Float, Generator == SplitMix64)
  public static func randomNormal<Generator: RandomNumberGenerator>(
    _ rows: Int, _ columns: Int, mean: Scalar = 0, standardDeviation: Scalar = 1,
    using generator: inout Generator
  ) -> Matrix {
    Matrix(rows: rows, columns: columns) { _, _ in generator.normal(mean: mean, standardDeviation: standardDeviation) }
  }
}
