import Checking
import Glibc

struct Submission {
  var logSumExp: Function<[Double], Double>
}

enum LogSumExp: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the closed forms") { s in
        expect(try s.logSumExp([0, 0]), equals: log(2), within: .ulps(4))
        expect(try s.logSumExp([log(1), log(2), log(3)]), equals: log(6), within: .ulps(4))
      },
      Check("stays right far from zero") { s in
        let advice = "exp leaves the Doubles above 709 and below −745. What can be taken out of the sum?"
        expect(try s.logSumExp([1000, 1000]), equals: 1000 + log(2), within: .ulps(4), advice)
        expect(try s.logSumExp([-1000, -1001]), equals: -1000 + log1p(exp(-1)), within: .ulps(4), advice)
        let far = "After the shift exp may vanish, but it must not overflow. Which value is the one to take out?"
        expect(try s.logSumExp([0, 1000]), equals: 1000, within: .ulps(4), far)
        expect(try s.logSumExp([1000, 0]), equals: 1000, within: .ulps(4), far)
        expect(try s.logSumExp([0, 1000, -1000]), equals: 1000, within: .ulps(4), far)
      },
      // 1001 additions, each with a relative error of at most ε.
      Check("keeps a thousand small terms") { s in
        let x = [0] + [Double](repeating: -7, count: 1000)
        expect(
          try s.logSumExp(x), equals: log1p(1000 * exp(-7)), within: .ulps(1001),
          "Every term counts: 1000·e⁻⁷ is almost as large as the 1 beside it.", what: "logSumExp([0, −7 … 1000 times])")
        expect(
          try s.logSumExp([0] + [Double](repeating: -30, count: 1000)), equals: log1p(1000 * exp(-30)),
          within: .absolute(1004 * 0x1p-52), "One e⁻³⁰ is little beside 1, a thousand of them show in the tenth place.",
          what: "logSumExp([0, −30 … 1000 times])")
        expect(
          try s.logSumExp([0] + [Double](repeating: -35.5, count: 1000)), equals: log1p(1000 * exp(-35.5)),
          within: .absolute(1004 * 0x1p-52),
          "One e⁻³⁵·⁵ beside 1 is less than two ε, but a thousand are 1700 of them.",
          what: "logSumExp([0, −35.5 … 1000 times])")
      },
      // e⁻³⁴ is 7.7 ε; what is asked for two terms is 5 ε.
      Check("keeps a small term down to the last place") { s in
        for d in stride(from: 1.0, through: 34, by: 1) {
          let advice =
            "e^(−\(d)) beside 1 is more than a rounding error. Add every term; exp makes small ones small enough."
          for largest in [0.0, -1, 0.5] {
            let right = largest + log1p(exp(-d))
            expect(
              try s.logSumExp([largest, largest - d]), equals: right, within: .absolute(5 * 0x1p-52), advice)
            expect(
              try s.logSumExp([largest - d, largest]), equals: right, within: .absolute(5 * 0x1p-52), advice)
          }
        }
      },
      // Adding c to a value rounds it by ε·(|c| + 750)/2, and so does taking it away again.
      Check("moves by c when every value moves by c", cases: 4) { s, random in
        let x = (0..<7).map { _ in Double.random(in: -40...710, using: &random) }
        let value = try s.logSumExp(x)
        for c in [-700, 0.1, 12345.678] {
          let moved = try s.logSumExp(x.map { $0 + c })
          expect(
            moved - c, equals: value, within: .absolute(16 * 0x1p-52 * (abs(c) + 750)),
            "log Σ exp(xᵢ + c) = c + log Σ exp(xᵢ) for every c.", what: "logSumExp(x + \(c)) − \(c)")
        }
      },
      Check("adds parts to the whole", cases: 4) { s, random in
        let a = (0..<5).map { _ in Double.random(in: -900...900, using: &random) }
        let b = (0..<3).map { _ in Double.random(in: -900...900, using: &random) }
        let whole = try s.logSumExp(a + b)
        let parts = try s.logSumExp([try s.logSumExp(a), try s.logSumExp(b)])
        let rounding = Tolerance.absolute(16 * 0x1p-52 * 900)
        expect(
          parts, equals: whole, within: rounding,
          "The logarithm of a sum can be made from the logarithms of its parts.", what: "logSumExp of the two parts")
        let once = try s.logSumExp(b)
        expect(
          try s.logSumExp(b + b), equals: once + log(2), within: rounding,
          "Every term twice makes the sum twice as large.", what: "logSumExp(b + b)")
      },
      Check("answers at the edges") { s in
        let infinity = Double.infinity
        expect(try s.logSumExp([]), equals: -infinity, "An empty sum is 0; what is log 0?")
        expect(try s.logSumExp([-infinity, -infinity]), equals: -infinity, "−∞ − (−∞) is NaN.")
        expect(try s.logSumExp([-infinity, 3]), equals: 3)
        expect(try s.logSumExp([infinity, 1]), equals: infinity, "∞ − ∞ is NaN.")
        expect(try s.logSumExp([.nan, 1]), equals: .nan, "A NaN among the values must not get lost.")
        expect(try s.logSumExp([infinity, .nan]), equals: .nan, "A NaN must not get lost, even beside an infinity.")
        for value in [-745.3, 0, 1e-300, 0.1, 1e300] {
          expect(try s.logSumExp([value]), equals: value, "The answer for one value is that value, exactly.")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "no maximum subtracted",
        Submission(logSumExp: .init { x in log(x.reduce(0) { $0 + exp($1) }) }),
        """
        exp(1000) is already infinite and exp(−1000) already zero, so the logarithm cannot bring the value back. Make \
        the largest exponent zero before you take exp; what you subtract inside can be added outside.
        """),
      Misconception(
        "infinities subtracted from each other",
        Submission(
          logSumExp: .init { x in
            let m = x.max() ?? -.infinity
            return m + log(x.reduce(0) { $0 + exp($1 - m) })
          }),
        """
        With only −∞ in the list, −∞ − (−∞) is NaN. What should the logarithm of zero probability be?
        """),
      Misconception(
        "maximum starts at zero",
        Submission(
          logSumExp: .init { x in
            guard !x.contains(where: \.isNaN) else { return .nan }
            let m = x.reduce(0, max)
            guard m.isFinite else { return m }
            return m + log(x.reduce(0) { $0 + exp($1 - m) })
          }),
        """
        Your maximum starts at 0, so for values far below zero nothing is shifted and exp gives 0. The maximum of a \
        list of negative numbers is negative.
        """),
      Misconception("the smallest taken out", Submission(logSumExp: .init { shifted($0) { $0.min() } }), wrongShift),
      Misconception("the first taken out", Submission(logSumExp: .init { shifted($0) { $0.first } }), wrongShift),
      Misconception(
        "maximum not added back",
        Submission(
          logSumExp: .init { x in
            guard !x.contains(where: \.isNaN) else { return .nan }
            let m = x.max() ?? -.infinity
            guard m.isFinite else { return m }
            return log(x.reduce(0) { $0 + exp($1 - m) })
          }),
        """
        What is taken out inside has to come back outside: log Σ exp(xᵢ − m) = logSumExp(x) − m.
        """),
      Misconception(
        "small terms left out",
        Submission(
          logSumExp: .init { x in
            guard !x.contains(where: \.isNaN) else { return .nan }
            let m = x.max() ?? -.infinity
            guard m.isFinite else { return m }
            return m + log(x.reduce(0) { $1 < m - 20 ? $0 : $0 + exp($1 - m) })
          }),
        """
        You leave out what lies far below the largest value. But e⁻²⁰ is 2·10⁻⁹, and a Double keeps sixteen places; a \
        vocabulary of small terms weighs even more. exp itself gives 0 where nothing is left.
        """),
      Misconception(
        "the largest alone",
        Submission(
          logSumExp: .init { x in
            guard !x.contains(where: \.isNaN) else { return .nan }
            return x.max() ?? -.infinity
          }),
        """
        The largest value is only the beginning: two equal terms add log 2, a thousand add almost 7.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "one pass, the sum rescaled whenever a new maximum comes",
        Submission(
          logSumExp: .init { x in
            var (largest, sum) = (-Double.infinity, 0.0)
            for value in x {
              if value.isNaN || largest.isNaN { return .nan }
              if value == -.infinity { continue }
              if value > largest {
                sum = largest == -.infinity ? 1 : sum * exp(largest - value) + 1
                largest = value
              } else if largest < .infinity {
                sum += exp(value - largest)
              }
            }
            return largest + (sum > 0 ? log(sum) : 0)
          })),
      Alternative(
        "two at a time: max + log1p(exp(min − max))",
        Submission(
          logSumExp: .init { x in
            x.reduce(-.infinity) { a, b in
              if a.isNaN || b.isNaN { return .nan }
              let (small, large) = (min(a, b), max(a, b))
              return large.isInfinite ? large : large + log1p(exp(small - large))
            }
          })),
    ]
  }
}

private let wrongShift = """
  Any shift is right on paper. But exp of what lies far above it is infinite; take out the largest value, and nothing \
  lies above it.
  """

/// The formula with a value taken out that need not be the largest of the finite ones.
private func shifted(_ x: [Double], by choose: ([Double]) -> Double?) -> Double {
  if x.contains(where: \.isNaN) { return .nan }
  if x.contains(.infinity) { return .infinity }
  let finite = x.filter { $0 > -.infinity }
  guard let shift = choose(finite) else { return -.infinity }
  return shift + log(finite.reduce(0) { $0 + exp($1 - shift) })
}
