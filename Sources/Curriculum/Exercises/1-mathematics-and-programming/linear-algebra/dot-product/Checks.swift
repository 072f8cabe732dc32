import Checking

struct Submission {
  var dot: Function<[Double], [Double], Double>
  /// Returns what y has become.
  var axpy: Function<Double, [Double], [Double], [Double]>
}

enum DotProduct: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("dot gives the closed forms") { s in
        expect(try s.dot([1, 2, 3], [4, -5, 6]), equals: 12, "1·4 + 2·(−5) + 3·6")
        expect(try s.dot([3, 4, 7], [-4, 3, 0]), equals: 0, "These two are perpendicular: −12 + 12 + 0.")
        expect(try s.dot([-7], [-3]), equals: 21)
        expect(try s.dot([], []), equals: 0, "The sum of no products is 0.")
        let count = 101
        let numbers = (1...count).map(Double.init)
        expect(
          try s.dot(numbers, numbers), equals: Double(count * (count + 1) * (2 * count + 1) / 6),
          "1² + 2² + … + n² = n·(n + 1)·(2n + 1)/6", what: "dot of 1 … 101 with itself")
      },
      Check("dot adds every product once") { s, random in
        for count in Array(1...40) + [101] {
          let x = wholeNumbers(count, using: &random)
          let y = wholeNumbers(count, using: &random)
          expect(
            try s.dot(x.map(Double.init), y.map(Double.init)), equals: Double(zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }),
            "Whole numbers add exactly, so this is no rounding.")
        }
      },
      // xᵢ and yᵢ are multiples of 2⁻²⁶, so every product is exact and the sum is known as a whole number of 2⁻⁵².
      Check("dot keeps all digits of a Double", cases: 3) { s, random in
        let limit = 1 << 26
        let x = (0..<101).map { _ in Int.random(in: -limit...limit, using: &random) }
        let y = (0..<101).map { _ in Int.random(in: -limit...limit, using: &random) }
        let products = zip(x, y).map { $0 * $1 }
        let sizes = products.reduce(0.0) { $0 + Double(abs($1)) * 0x1p-52 }
        expect(
          try s.dot(x.map { Double($0) * 0x1p-26 }, y.map { Double($0) * 0x1p-26 }),
          equals: Double(products.reduce(0, +)) * 0x1p-52, within: .rounding(operations: 101, scale: sizes),
          "Is every number on the way a Double? A Float holds seven digits.", what: "dot of 101 fractions")
      },
      Check("dot is linear in both arguments", cases: 3) { s, random in
        let x = reals(11, using: &random)
        let y = reals(11, using: &random)
        let z = reals(11, using: &random)
        let combined = zip(x, z).map { 3 * $0 - $1 }
        // Each of the products is at most 40·10 in size; combined is rounded, and so are the three sums.
        let rounding = Tolerance.rounding(operations: 4 * 11, scale: 11 * 400)
        let left = 3 * (try s.dot(x, y)) - (try s.dot(z, y))
        expect(
          try s.dot(combined, y), equals: left, within: rounding, "dot(3·x − z, y) = 3·dot(x, y) − dot(z, y)",
          what: "dot(3·x − z, y)")
        let right = 3 * (try s.dot(y, x)) - (try s.dot(y, z))
        expect(
          try s.dot(y, combined), equals: right, within: rounding, "dot(y, 3·x − z) = 3·dot(y, x) − dot(y, z)",
          what: "dot(y, 3·x − z)")
      },
      Check("dot hides no infinity and no NaN") { s in
        let infinity = Double.infinity
        expect(try s.dot([2, infinity, 1], [3, 1, 1]), equals: infinity)
        expect(try s.dot([2, 1e200], [3, 1e200]), equals: infinity, "10⁴⁰⁰ is beyond the Doubles.")
        let advice = "0·∞ and 0·NaN are NaN. A zero that hides them hides a broken computation."
        expect(try s.dot([2, 0, 1], [3, infinity, 1]), equals: .nan, advice)
        expect(try s.dot([2, .nan, 1], [3, 0, 1]), equals: .nan, advice)
      },
      Check("axpy gives the closed forms") { s in
        expect(try s.axpy(2, [1, 2, -4], [10, 20, 30]), equals: [12, 24, 22], "2·1 + 10, 2·2 + 20, 2·(−4) + 30")
        expect(try s.axpy(-0.5, [4], [7]), equals: [5])
        expect(try s.axpy(0, [1, 2, 3], [4, 5, 6]), equals: [4, 5, 6], "Zero times x adds nothing to y.")
        expect(try s.axpy(1, [1, 2], [-1, -2]), equals: [0, 0])
        expect(try s.axpy(3, [], []), equals: [])
      },
      Check("axpy adds α·x to every entry") { s, random in
        for count in Array(1...40) + [101] {
          let alpha = Int.random(in: 2...9, using: &random) * (Bool.random(using: &random) ? 1 : -1)
          let x = wholeNumbers(count, using: &random)
          let y = wholeNumbers(count, using: &random)
          expect(
            try s.axpy(Double(alpha), x.map(Double.init), y.map(Double.init)),
            equals: zip(x, y).map { Double(alpha * $0 + $1) }, "yᵢ becomes α·xᵢ + yᵢ.")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      .dot(
        "only the last product kept",
        "Each product replaces the one before, so only the last is left. A dot product is the sum of them all."
      ) { x, y in
        var result = 0.0
        for (a, b) in zip(x, y) { result = a * b }
        return result
      },
      .dot(
        "the first one left out",
        "Arrays begin at index 0. Your sum begins with the second pair."
      ) { x, y in plain(Array(x.dropFirst()), Array(y.dropFirst())) },
      .dot(
        "the last one left out",
        "Your loop ends one pair too early: 0..<n holds n indices, the last of them is n − 1."
      ) { x, y in plain(Array(x.dropLast()), Array(y.dropLast())) },
      .dot(
        "sum begins at one",
        "1 is where a product begins. A sum begins at 0; ask yourself what the dot product of no values is."
      ) { x, y in 1 + plain(x, y) },
      .dot(
        "product of the two sums",
        """
        (x₁ + x₂)·(y₁ + y₂) also holds x₁·y₂ and x₂·y₁. Only entries with the same index meet: multiply first, then \
        add.
        """
      ) { x, y in x.reduce(0, +) * y.reduce(0, +) },
      .dot(
        "x with itself",
        "Both factors come from the same array, so this is the squared length of x. Where does y come in?"
      ) { x, _ in plain(x, x) },
      .dot(
        "sizes without signs",
        """
        Your products are never negative. A dot product can be: it is 0 for perpendicular vectors and negative when \
        they point away from each other.
        """
      ) { x, y in plain(x.map { abs($0) }, y.map { abs($0) }) },
      .dot(
        "divided by the count",
        "What you return is the mean of the products. The dot product is their sum."
      ) { x, y in x.isEmpty ? 0 : plain(x, y) / Double(x.count) },
      .dot(
        "accumulated in Float",
        """
        A Float has 24 binary digits; every addition loses what lies beyond the seventh decimal digit. The running \
        sum must be at least as precise as the numbers that go into it.
        """
      ) { x, y in
        var sum: Float = 0
        for (a, b) in zip(x, y) { sum += Float(a * b) }
        return Double(sum)
      },
      .dot(
        "zeros skipped",
        """
        Skipping zeros seems to save work, but 0·∞ and 0·NaN are NaN, not 0: the fault in the other vector goes \
        unseen. (The test costs more than the multiplication, too.)
        """
      ) { x, y in
        var sum = 0.0
        for (a, b) in zip(x, y) where a != 0 && b != 0 { sum += a * b }
        return sum
      },
      .axpy(
        "α forgotten",
        "You add x as it is. In gradient descent α is the step's length: without it every step is a full one."
      ) { _, x, y in zip(x, y).map { $0 + $1 } },
      .axpy(
        "α times both",
        "α multiplies x alone. What was in y stays as it is, and α·x comes on top."
      ) { alpha, x, y in zip(x, y).map { alpha * ($0 + $1) } },
      .axpy(
        "α times y",
        "You scale y and add x. It is the other way round: α·x plus y, as the name spells it."
      ) { alpha, x, y in zip(x, y).map { $0 + alpha * $1 } },
      .axpy(
        "what was in y is lost",
        "y is replaced by α·x. It should grow by α·x: its old value is part of the result."
      ) { alpha, x, _ in x.map { alpha * $0 } },
      .axpy(
        "subtracted",
        "You subtract α·x. axpy adds it; who wants to go downhill passes a negative α."
      ) { alpha, x, y in zip(x, y).map { $1 - alpha * $0 } },
      .axpy(
        "the first entry left as it was",
        "Arrays begin at index 0. The first entry of y wants its share, too."
      ) { alpha, x, y in x.indices.map { i in i == 0 ? y[i] : alpha * x[i] + y[i] } },
      .axpy(
        "every x added to every y",
        """
        Two loops, one inside the other, bring all of x into each entry of y. Entry i of y meets entry i of x and no \
        other: one loop, one index.
        """
      ) { alpha, x, y in y.map { x.reduce($0) { $0 + alpha * $1 } } },
      .axpy(
        "y left as it was",
        """
        y has not changed. In Swift `var z = y` makes a copy; to change the caller's array write to y itself, which is \
        `inout` for that.
        """
      ) { _, _, y in y },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "four running sums; a new array",
        Submission(
          dot: .init { x, y in
            var sums = [0.0, 0.0, 0.0, 0.0]
            for i in x.indices { sums[i % 4] += x[i] * y[i] }
            return (sums[0] + sums[1]) + (sums[2] + sums[3])
          },
          axpy: .init(axpyRight))),
      Alternative(
        "from the right, each product and sum rounded once",
        Submission(
          dot: .init { x, y in
            var sum = 0.0
            for i in x.indices.reversed() { sum = sum.addingProduct(x[i], y[i]) }
            return sum
          },
          axpy: .init { alpha, x, y in zip(x, y).map { $1.addingProduct(alpha, $0) } })),
    ]
  }
}

private func wholeNumbers(_ count: Int, using random: inout some RandomNumberGenerator) -> [Int] {
  (0..<count).map { _ in Int.random(in: -99...99, using: &random) }
}

private func reals(_ count: Int, using random: inout some RandomNumberGenerator) -> [Double] {
  (0..<count).map { _ in Double.random(in: -10...10, using: &random) }
}

// MARK: - What the variants share

private func plain(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

private func axpyRight(_ alpha: Double, _ x: [Double], _ y: [Double]) -> [Double] {
  zip(x, y).map { alpha * $0 + $1 }
}

extension Misconception<Submission> {
  fileprivate static func dot(
    _ name: String, _ explanation: String, _ wrong: @escaping ([Double], [Double]) -> Double
  ) -> Self {
    Self(name, Submission(dot: .init(wrong), axpy: .init(axpyRight)), explanation)
  }

  fileprivate static func axpy(
    _ name: String, _ explanation: String, _ wrong: @escaping (Double, [Double], [Double]) -> [Double]
  ) -> Self {
    Self(name, Submission(dot: .init(plain), axpy: .init(wrong)), explanation)
  }
}
