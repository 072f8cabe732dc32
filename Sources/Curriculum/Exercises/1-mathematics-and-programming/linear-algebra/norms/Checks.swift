import Checking
import Glibc

struct Submission {
  var norm1: Function<[Double], Double>
  var norm2: Function<[Double], Double>
  var normMax: Function<[Double], Double>
  var cosineSimilarity: Function<[Double], [Double], Double>
}

struct ZeroVector: Error {}

enum Norms: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("norm1 adds the sizes") { s, random in
        expect(try s.norm1([3, -4]), equals: 7, "|3| + |−4|")
        expect(try s.norm1([-2.5]), equals: 2.5, "A size is never negative.")
        expect(try s.norm1([]), equals: 0, "An empty sum is 0.")
        for count in [2, 5, 13, 101] {
          let x = wholeNumbers(count, using: &random)
          let sizes = Double(x.reduce(0) { $0 + abs($1) })
          expect(try s.norm1(x.map(Double.init)), equals: sizes, "Each entry counts with its size, whatever its sign.")
          for power in [0x1p600, 0x1p-600] {
            expect(try s.norm1(x.map { Double($0) * power }), equals: sizes * power, "A sum of sizes needs no square.")
          }
        }
        expect(try s.norm1([1, -.infinity]), equals: .infinity)
        expect(try s.norm1([1, .nan]), equals: .nan)
      },
      // n squares and n − 1 additions, halved by the root; division, root and product: less than n + 4 ulps.
      Check("norm2 is the Euclidean length") { s, random in
        expect(try s.norm2([3, -4]), equals: 5, within: .ulps(6), "√(9 + 16)")
        expect(try s.norm2([2, 3, 6]), equals: 7, within: .ulps(7), "√(4 + 9 + 36)")
        expect(try s.norm2([-2.5]), equals: 2.5, within: .ulps(5), "A length is never negative.")
        for count in [2, 5, 13, 101] {
          let x = wholeNumbers(count, using: &random)
          expect(
            try s.norm2(x.map(Double.init)), equals: sqrt(Double(x.reduce(0) { $0 + $1 * $1 })),
            within: .ulps(Double(count + 4)), "The root of the sum of all squares.")
        }
      },
      Check("norm2 neither overflows nor underflows") { s, random in
        let large = "The square of 10²⁰⁰ is beyond the Doubles, the norm is not."
        let small = "The square of 10⁻²⁰⁰ is 0, the norm is not."
        expect(try s.norm2([3e200, -4e200]), equals: 5e200, within: .ulps(6), large)
        expect(try s.norm2([-3e200, -4e200]), equals: 5e200, within: .ulps(6), large)
        expect(try s.norm2([3e-200, -4e-200]), equals: 5e-200, within: .ulps(6), small)
        expect(try s.norm2([1e308, 1e308]), equals: 1e308 * sqrt(2), within: .ulps(6), large)
        expect(
          try s.norm2([3 * 0x1p-1074, 4 * 0x1p-1074]), equals: 5 * 0x1p-1074,
          "The smallest Doubles: their reciprocals are infinite, their quotients are not.")
        expect(try s.norm2([1e200, -1, 1e-200]), equals: 1e200, within: .ulps(7), large)
        expect(
          try s.norm2([1e-200, -1, 1e200]), equals: 1e200, within: .ulps(7),
          "Beside the first entry the last is 10⁴⁰⁰. The largest is to be divided by, wherever it stands.")
        let near = "No square of an entry leaves the Doubles, but the sum of the squares does. Scale always."
        expect(try s.norm2([9e153, -9e153, 9e153]), equals: 9e153 * sqrt(3), within: .ulps(7), near)
        expect(
          try s.norm2([Double](repeating: 1e153, count: 400)), equals: 2e154, within: .ulps(404), near,
          what: "norm2 of 400 times 10¹⁵³")
        expect(
          try s.norm2([1.2345e-160, -1.2345e-160, 1.2345e-160]), equals: 1.2345e-160 * sqrt(3), within: .ulps(7),
          "A square below 2·10⁻³⁰⁸ is not yet 0, but has lost digits. Scale always.")
        // The whole range, and where squares begin to overflow and to lose digits every power of 2.
        let exponents = Array(stride(from: -1020, through: 1010, by: 58)) + (-545 ... -505) + (500...514)
        let x = wholeNumbers(7, using: &random)
        for exponent in exponents {
          let power = scalbn(1, Int32(exponent))
          expect(
            try s.norm2(x.map { Double($0) * power }), equals: sqrt(Double(x.reduce(0) { $0 + $1 * $1 })) * power,
            within: .ulps(11),
            "The norm of c·x is c times the norm of x, for every c > 0; here c is 2 to the \(exponent).")
        }
      },
      Check("norm2 answers at the edges") { s in
        let infinity = Double.infinity
        expect(try s.norm2([]), equals: 0, "An empty sum is 0.")
        expect(try s.norm2([0, -0.0, 0]), equals: 0, "0/0 is NaN; the length of the zero vector is 0.")
        expect(try s.norm2([1, -infinity, 2]), equals: infinity, "∞/∞ is NaN; such a vector is infinitely long.")
        expect(try s.norm2([1, .nan, 2]), equals: .nan, "A NaN must not get lost.")
        expect(try s.norm2([infinity, .nan]), equals: .nan, "A NaN must not get lost, even beside an infinity.")
      },
      Check("normMax is the largest size") { s, random in
        expect(try s.normMax([3, -4]), equals: 4, "−4 is larger in size than 3.")
        expect(try s.normMax([-7, -2, -5]), equals: 7, "|−7| is the largest, whatever the sign.")
        expect(try s.normMax([2, 9, 4]), equals: 9)
        expect(try s.normMax([]), equals: 0)
        for (count, power) in [(5, 1), (13, 0x1p600), (101, 0x1p-600)] {
          let x = wholeNumbers(count, using: &random)
          expect(try s.normMax(x.map { Double($0) * power }), equals: Double(x.map { abs($0) }.max() ?? 0) * power)
        }
        let advice = "NaN is neither smaller nor larger than anything, so a maximum can pass over it."
        expect(try s.normMax([1, .nan, 2]), equals: .nan, advice)
        expect(try s.normMax([.nan, 1]), equals: .nan, advice)
        expect(try s.normMax([2, -.infinity]), equals: .infinity)
      },
      // Relative to |x|·|y|, at most n + 4 roundings in the dot product and as many in the two lengths together.
      Check("cosineSimilarity is the cosine of the angle") { s, random in
        let advice = "The dot product, divided by both lengths."
        expectCosine(s, [1, 2, 2], [2, 3, 6], equals: 20.0 / 21, advice)
        expectCosine(s, [2, 0], [3, 3], equals: sqrt(0.5), "The angle is 45°.")
        expectCosine(s, [0, 5], [-3, 0], equals: 0, "The angle is 90°.")
        expectCosine(s, [4], [-0.5], equals: -1, "They point away from each other.")
        for count in [2, 5, 13, 101] {
          let x = wholeNumbers(count, using: &random)
          let y = wholeNumbers(count, using: &random)
          func product(_ a: [Int], _ b: [Int]) -> Int { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
          let expected = Double(product(x, y)) / sqrt(Double(product(x, x) * product(y, y)))
          expectCosine(s, x.map(Double.init), y.map(Double.init), equals: expected, advice)
        }
      },
      Check("cosineSimilarity ignores the lengths, and stays within ±1") { s, random in
        let advice = "Neither the vectors' dot product nor the product of their lengths need be a Double."
        for (first, second) in [
          (1e200, 1e200), (1e-200, 1e-200), (1e200, 1e-200), (1e-320, 7), (1e154, 1e154), (1e77, 1e78),
          (1e-155, 1e-155),
          (1e-160, 1e-160), (1e-81, 1e-81), (1e-160, 1e160),
        ] {
          expectCosine(s, [first, 0], [second, -second], equals: sqrt(0.5), advice)
          expectCosine(
            s, [first, 2 * first, 2 * first], [2 * second, 3 * second, 6 * second], equals: 20.0 / 21, advice)
        }
        let many = [Double](repeating: 5e152, count: 1000)
        expectCosine(s, many, many, equals: 1, advice)
        for d in [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7] {
          let near = "Nearly parallel is not parallel. Only what lies beyond ±1 is made ±1."
          expectCosine(s, [1, 0], [1, d], equals: 1 / sqrt(1 + d * d), near)
          expectCosine(s, [d, -1], [0, 1], equals: -1 / sqrt(1 + d * d), near)
        }
        for _ in 0..<200 {
          let x = (0..<7).map { _ in Double.random(in: -1...1, using: &random) }
          let sign = Bool.random(using: &random) ? 1.0 : -1.0
          let value = try s.cosineSimilarity(x, x.map { 3 * sign * $0 })
          expect(value, equals: sign, within: cosine(7), what: "cosineSimilarity(x, \(Int(3 * sign))·x)")
          if abs(value) > 1 {
            expect(false, "cosineSimilarity(x, \(Int(3 * sign))·x) is \(value), beyond ±1: no angle has that cosine")
          }
        }
      },
      Check("cosineSimilarity refuses the zero vector, and hides no NaN") { s in
        let advice = "The zero vector has no direction; an angle with it does not exist."
        expect(throws: ZeroVector(), advice) { try s.cosineSimilarity([0, 0], [1, 2]) }
        expect(throws: ZeroVector(), advice) { try s.cosineSimilarity([1, 2], [0, -0.0]) }
        expect(throws: ZeroVector(), advice) { try s.cosineSimilarity([0], [0]) }
        expect(throws: ZeroVector(), "Both vectors have length 0.") { try s.cosineSimilarity([], []) }
        expectCosine(
          s, [0x1p-1074, 0], [1, 1], equals: sqrt(0.5), "The smallest Double is not zero. Is its norm2 zero with you?")
        let lost = "A NaN must come through: what do your comparisons make of it?"
        expectCosine(s, [1, .nan], [1, 2], equals: .nan, lost)
        expectCosine(s, [1, 2], [.infinity, 1], equals: .nan, lost)
        let first = "Zero is asked about first: a zero vector has no direction, whatever stands in the other."
        for broken in [Double.nan, .infinity] {
          expect(throws: ZeroVector(), first) { try s.cosineSimilarity([0, 0], [broken, 1]) }
          expect(throws: ZeroVector(), first) { try s.cosineSimilarity([1, broken], [-0.0, 0]) }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the formulas as they stand",
        built(
          normMax: comparedMax, norm2: { x in plainDot(x, x).squareRoot() },
          cosine: { x, y in
            let (a, b) = (plainDot(x, x).squareRoot(), plainDot(y, y).squareRoot())
            if a == 0 || b == 0 { throw ZeroVector() }
            return plainDot(x, y) / (a * b)
          }),
        """
        On ordinary numbers all of this is right. But squares leave the Doubles long before the norm does, `max()` \
        passes over a NaN, and a cosine may be rounded beyond 1. Begin with normMax; norm2 and the cosine can build \
        on it.
        """),
      .norm1(
        "signs kept in the sum",
        "In [3, −4] the two would almost cancel. A norm adds sizes: the absolute value of every entry."
      ) { x in x.reduce(0, +) },
      .norm1(
        "absolute value of the sum",
        "You add first and take the size afterwards: [1, −1] would have length 0. Take the size of every entry."
      ) { x in abs(x.reduce(0, +)) },
      .norm2(
        "no square root",
        """
        The sum of squares is the square of the length. A vector twice as long must have twice the norm, not four \
        times as much.
        """
      ) { x in
        let m = largest(x)
        return m > 0 && m.isFinite ? m * m * squares(x, over: m) : m
      },
      .norm2(
        "root before the sum",
        "√(xᵢ²) is |xᵢ|, so you have added the sizes: that is norm1. Sum first, one root at the end."
      ) { x in sumOfSizes(x) },
      .norm2(
        "root of the mean",
        "You divide by the count: that is the root mean square, which does not grow with more entries. A length does."
      ) { x in x.isEmpty ? 0 : euclidean(x) / Double(x.count).squareRoot() },
      .norm2(
        "squares overflow and underflow",
        """
        x² leaves the Doubles when x is beyond 10¹⁵⁴ or below 10⁻¹⁶², long before the norm does. Bring the vector to a \
        convenient size first, and the result back.
        """
      ) { x in x.reduce(0) { $0 + $1 * $1 }.squareRoot() },
      .norm2(
        "squares underflow",
        """
        Large entries you scale, small ones not: the square of 10⁻²⁰⁰ is still 0. Divide by the largest size also when \
        it is below 1; and mind where your maximum begins.
        """
      ) { x in
        let m = x.reduce(1) { max($0, abs($1)) }
        guard m.isFinite else { return x.contains(where: \.isNaN) ? .nan : m }
        return m * squares(x, over: m).squareRoot()
      },
      .norm2(
        "scaled only far out",
        """
        You scale only when the entries lie beyond what can be squared. But many squares that can be held may have a sum \
        that cannot, and squares near 10⁻³²⁰ keep only a few digits. Scale always: it costs little.
        """
      ) { x in
        let m = largest(x)
        return m > 1e-160 && m < 1e154 ? plainDot(x, x).squareRoot() : length(x, size: m)
      },
      .norm2(
        "scale not brought back",
        "You divide by the largest size and forget to multiply by it: this is the length of x/m, not of x."
      ) { x in
        let m = largest(x)
        return m > 0 && m.isFinite ? euclidean(x.map { $0 / m }) : m
      },
      .norm2(
        "scaled by the largest signed value",
        """
        You divide by the largest entry, not by the largest size. In [−3·10²⁰⁰, 1] that is 1 and helps nothing; among \
        negative entries it is negative, and so is your length.
        """
      ) { x in
        guard !x.contains(where: \.isNaN) else { return .nan }
        guard let m = x.max(), m != 0 else { return x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        guard x.allSatisfy(\.isFinite) else { return .infinity }
        return m * squares(x, over: m).squareRoot()
      },
      .norm2(
        "zero divided by zero",
        "For the zero vector the largest size is 0, and 0/0 is NaN. Its length is 0."
      ) { x in
        let m = largest(x)
        if x.isEmpty || m.isInfinite { return m }
        return m * squares(x, over: m).squareRoot()
      },
      .norm2(
        "infinity divided by infinity",
        "With an infinite entry the largest size is ∞, and ∞/∞ is NaN. The length is ∞."
      ) { x in
        let m = largest(x)
        if m == 0 { return m }
        return m * squares(x, over: m).squareRoot()
      },
      .norm2(
        "neither zero nor infinity excepted",
        """
        The scaling divides by the largest size. When that is 0 or ∞ the quotient is NaN; in both cases you have the \
        answer already.
        """
      ) { x in
        let m = largest(x)
        return m * squares(x, over: m).squareRoot()
      },
      .norm2(
        "multiplied by the reciprocal",
        """
        1/m is infinite for m below 5.6·10⁻³⁰⁹, and m can be as small as 5·10⁻³²⁴. The quotient xᵢ/m is never larger \
        than 1: divide.
        """
      ) { x in
        let m = largest(x)
        guard m > 0, m.isFinite else { return m }
        let factor = 1 / m
        return m * x.reduce(0) { $0 + ($1 * factor) * ($1 * factor) }.squareRoot()
      },
      .normMax(
        "largest value instead of largest size",
        "−4 is smaller than 3, but its size is larger. Compare absolute values."
      ) { x in x.max() ?? 0 },
      .normMax(
        "size of the largest value",
        """
        You look for the largest entry first and take its size then. −4 must win over 3: take all sizes first, then \
        their maximum.
        """
      ) { x in abs(x.max() ?? 0) },
      .normMax(
        "smallest size",
        "This is the smallest of the sizes. One large entry makes a vector large, even among zeros."
      ) { x in x.map { abs($0) }.min() ?? 0 },
      .normMax(
        "NaN passed over",
        """
        Every comparison with NaN is false, so `max` keeps the other number, and a broken vector looks healthy. Ask \
        for NaN yourself.
        """
      ) { x in x.reduce(0) { abs($1) > $0 ? abs($1) : $0 } },
      .normMax(
        "NaN passed over unless it comes first",
        """
        `max()` keeps a NaN at the front and passes over one that comes later, for every comparison with NaN is \
        false. Ask for NaN yourself.
        """
      ) { x in comparedMax(x) },
      .cosine(
        "not divided by the lengths",
        "This is the dot product: a vector twice as long would be twice as similar. Divide by both lengths."
      ) { x, y, _ in plainDot(x, y) },
      .cosine(
        "divided by one length only",
        "You divide by the length of x. Now the result grows with y; it must not depend on the length of either."
      ) { x, y, _ in plainDot(x, y) / euclidean(x) },
      .cosine(
        "divided by the squares of the lengths",
        "The lengths themselves belong below the line, not their squares: a vector has the cosine 1 with itself."
      ) { x, y, _ in plainDot(unit(x), unit(y)) / (euclidean(x) * euclidean(y)) },
      .cosine(
        "dot product overflows",
        """
        The lengths are safe, but the dot product of two vectors near 10²⁰⁰ is infinite, near 10⁻²⁰⁰ it is 0, and so \
        is the product of their lengths. Make both vectors a convenient size before you multiply.
        """
      ) { x, y, _ in clamped(plainDot(x, y) / (euclidean(x) * euclidean(y))) },
      .cosine(
        "one minus the cosine",
        "1 − cos is the cosine distance, 0 for the same direction. The similarity is 1 for the same direction."
      ) { x, y, right in 1 - right },
      .cosine(
        "the angle",
        "This is the angle, not its cosine: leave acos to those who want degrees."
      ) { x, y, right in acos(right) },
      .cosine(
        "size of the cosine",
        "You have lost the sign. Opposite vectors have the cosine −1; that is as unlike as can be."
      ) { x, y, right in abs(right) },
      .zero(
        "NaN for the zero vector",
        "0/0 is NaN, and it wanders on silently. The statement asks for an error, so that the caller notices at once."
      ) { _, _ in .nan },
      .zero(
        "0 for the zero vector",
        "0 would say \"perpendicular\", an answer that looks like a result. The zero vector has no direction: throw."
      ) { _, _ in 0 },
      .zero(
        "NaN before the zero vector",
        """
        You look for NaN and infinities first. With a zero vector there is no angle at all, whatever the other holds: \
        that is asked about first.
        """
      ) { x, y in
        if (x + y).contains(where: { !$0.isFinite }) { return .nan }
        throw ZeroVector()
      },
      .zero(
        "only the first vector asked for zero",
        "You ask whether x is zero. y can be zero, too."
      ) { x, _ in
        if largest(x) == 0 { throw ZeroVector() }
        return .nan
      },
      .cosine(
        "small taken for zero",
        """
        You treat every vector below some threshold as zero. A vector near 10⁻²⁰⁰ has a direction like any other; only \
        exact zeros have none.
        """
      ) { x, y, right in
        if euclidean(x) < 1e-12 || euclidean(y) < 1e-12 { throw ZeroVector() }
        return right
      },
      .cosine(
        "not kept within ±1",
        """
        Rounding makes some cosines 1.0000000000000002, and acos of that is NaN. No tolerance helps the caller: keep \
        the result within −1…1.
        """
      ) { x, y, _ in try cosineOfScaled(x, y, normMax: largest, norm2: euclidean) { $0 } },
      .cosine(
        "NaN taken for the zero vector",
        "NaN > 0 is false, so your test throws for NaN, too. The vector is broken, not zero; ask for zero itself."
      ) { x, y, right in
        guard euclidean(x) > 0, euclidean(y) > 0 else { throw ZeroVector() }
        return right
      },
      .cosine(
        "NaN made 1",
        """
        `max` and `min` compare, and every comparison with NaN is false: which of its two arguments comes back depends \
        on their order. So a NaN became a cosine. Change the result only if it is really beyond ±1.
        """
      ) { x, y, right in right.isNaN ? 1 : right },
      .cosine(
        "NaN made −1",
        """
        `max` and `min` compare, and every comparison with NaN is false: which of its two arguments comes back depends \
        on their order. So a NaN became a cosine. Change the result only if it is really beyond ±1.
        """
      ) { x, y, right in right.isNaN ? -1 : right },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "hypot from entry to entry, unit vectors",
        Submission(
          norm1: .init { x in x.map { abs($0) }.reduce(0, +) },
          norm2: .init { x in x.contains(where: \.isNaN) ? .nan : x.reduce(0) { hypot($0, $1) } },
          normMax: .init(largest),
          cosineSimilarity: .init { x, y in
            let u = unit(x)
            let v = unit(y)
            guard !u.isEmpty, !v.isEmpty else { throw ZeroVector() }
            return clamped(plainDot(u, v))
          })),
      Alternative(
        "scaled by a power of two; half the difference of two squared distances",
        Submission(
          norm1: .init { x in x.reversed().reduce(0) { $0 + $1.magnitude } },
          norm2: .init { x in
            let m = largest(x)
            guard m > 0, m.isFinite else { return m }
            let power = Int(m.exponent)
            let sum = x.map { scalbn($0, Int32(-power)) }.reduce(0) { $0 + $1 * $1 }
            return scalbn(sum.squareRoot(), Int32(power))
          },
          normMax: .init { x in x.reduce(0) { $0.isNaN || abs($1) <= $0 ? $0 : abs($1) } },
          cosineSimilarity: .init { x, y in
            let u = unit(x)
            let v = unit(y)
            guard !u.isEmpty, !v.isEmpty else { throw ZeroVector() }
            let sum = zip(u, v).reduce(0) { $0 + ($1.0 + $1.1) * ($1.0 + $1.1) }
            let difference = zip(u, v).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            return clamped((sum - difference) / 4)
          })),
    ]
  }
}

// MARK: - Inputs

private func wholeNumbers(_ count: Int, using random: inout some RandomNumberGenerator) -> [Int] {
  (0..<count).map { _ in Int.random(in: 1...99, using: &random) * (Bool.random(using: &random) ? 1 : -1) }
}

private func cosine(_ count: Int) -> Tolerance { .rounding(operations: 2 * (count + 4), scale: 1) }

/// Expects a cosine; an error of the function's does not keep the check from asking for the others.
private func expectCosine(
  _ s: Submission, _ x: [Double], _ y: [Double], equals expected: Double, _ advice: String, line: Int = #line
) {
  do {
    expect(try s.cosineSimilarity(x, y), equals: expected, within: cosine(x.count), advice, line: line)
  } catch {
    let call = x.count < 4 ? "cosineSimilarity(\(x), \(y))" : "cosineSimilarity of \(x.count) values each"
    expect(false, "\(call) throws, although neither of the vectors is zero", advice, line: line)
  }
}

// MARK: - Right ways, and what the variants share

/// Norms and cosine each made of those before, as most write them: a fault in one shows in the next, too.
private func built(
  norm1: @escaping ([Double]) -> Double = sumOfSizes, normMax: @escaping ([Double]) -> Double = largest,
  norm2: (([Double]) -> Double)? = nil, cosine: (([Double], [Double]) throws -> Double)? = nil
) -> Submission {
  let norm2 = norm2 ?? { x in length(x, size: normMax(x)) }
  return Submission(
    norm1: .init(norm1), norm2: .init(norm2), normMax: .init(normMax),
    cosineSimilarity: .init(cosine ?? { x, y in try cosineOfScaled(x, y, normMax: normMax, norm2: norm2) }))
}

extension Misconception<Submission> {
  fileprivate static func norm1(
    _ name: String, _ explanation: String, _ wrong: @escaping ([Double]) -> Double
  ) -> Self {
    Self(name, built(norm1: wrong), explanation)
  }

  fileprivate static func norm2(
    _ name: String, _ explanation: String, _ wrong: @escaping ([Double]) -> Double
  ) -> Self {
    Self(name, built(norm2: wrong), explanation)
  }

  fileprivate static func normMax(
    _ name: String, _ explanation: String, _ wrong: @escaping ([Double]) -> Double
  ) -> Self {
    Self(name, built(normMax: wrong), explanation)
  }

  /// A wrong cosine, which refuses the zero vector as it should; it gets the right one beside x and y.
  fileprivate static func cosine(
    _ name: String, _ explanation: String, _ wrong: @escaping ([Double], [Double], Double) throws -> Double
  ) -> Self {
    Self(name, built(cosine: { x, y in try wrong(x, y, try rightCosine(x, y)) }), explanation)
  }

  /// A right cosine with another answer for the zero vector.
  fileprivate static func zero(
    _ name: String, _ explanation: String, _ answer: @escaping ([Double], [Double]) throws -> Double
  ) -> Self {
    let cosine = { (x: [Double], y: [Double]) in
      largest(x) == 0 || largest(y) == 0 ? try answer(x, y) : try rightCosine(x, y)
    }
    return Self(name, built(cosine: cosine), explanation)
  }
}

private func plainDot(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

private func largest(_ x: [Double]) -> Double {
  var result = 0.0
  for value in x {
    if value.isNaN { return .nan }
    result = max(result, abs(value))
  }
  return result
}

/// The standard library's maximum, which passes over a NaN unless that comes first.
private func comparedMax(_ x: [Double]) -> Double { x.map { abs($0) }.max() ?? 0 }

private func sumOfSizes(_ x: [Double]) -> Double { x.reduce(0) { $0 + abs($1) } }

/// The sum of squares of x/m.
private func squares(_ x: [Double], over m: Double) -> Double { x.reduce(0) { $0 + ($1 / m) * ($1 / m) } }

/// The length by scaling with a size; the size itself where that cannot be.
private func length(_ x: [Double], size m: Double) -> Double {
  m > 0 && m.isFinite ? m * squares(x, over: m).squareRoot() : m
}

private func euclidean(_ x: [Double]) -> Double { length(x, size: largest(x)) }

/// The vector of length 1 in the direction of x; empty if there is none.
private func unit(_ x: [Double]) -> [Double] {
  let m = largest(x)
  if m == 0 { return [] }
  let small = x.map { $0 / m }  // first to a safe size: the length of a tiny vector has few digits
  let length = euclidean(small)
  return small.map { $0 / length }
}

private func clamped(_ cosine: Double) -> Double {
  if cosine > 1 { return 1 }
  if cosine < -1 { return -1 }
  return cosine
}

private func cosineOfScaled(
  _ x: [Double], _ y: [Double], normMax: ([Double]) -> Double, norm2: ([Double]) -> Double,
  finish: (Double) -> Double = clamped
) throws -> Double {
  let (m, n) = (normMax(x), normMax(y))
  if m == 0 || n == 0 { throw ZeroVector() }
  let (u, v) = (x.map { $0 / m }, y.map { $0 / n })
  return finish(plainDot(u, v) / (norm2(u) * norm2(v)))
}

private func rightCosine(_ x: [Double], _ y: [Double]) throws -> Double {
  try cosineOfScaled(x, y, normMax: largest, norm2: euclidean)
}
