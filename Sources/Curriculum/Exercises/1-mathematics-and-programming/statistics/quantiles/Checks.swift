import Checking
import Glibc
import LabData

enum QuantileError: Error {
  case empty
  case probability(Double)
  case nan(index: Int)
}

struct Submission {
  var quantile: Function<[Double], Double, Double>
}

enum Quantiles: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(try s.quantile([3, 1, 2, 4], 0.5), equals: 2.5, "Half-way between 2 and 3.")
        expect(
          try s.quantile([3, 1, 2, 4], 0.25), equals: 1.75, "h = 3·0.25 lies three quarters of the way from 1 to 2.")
        expect(try s.quantile([5, 4, 9], 0.5), equals: 5, "With an odd count the median is a value.")
        expect(try s.quantile([1, 5, 6, 2], 0.5), equals: 3.5, "Half-way between 2 and 5.")
        expect(
          try s.quantile([1, 4, 7, 2], 0.5), equals: 3,
          "Half-way between 2 and 4; these are not the numbers of the call before, though their sum and ends are.")
      },
      Check("agrees with NumPy on the penguins") { s in
        let masses = try penguins.get()
        for (p, quantile) in numPyQuantiles {
          expect(
            try s.quantile(masses, p), equals: quantile, within: tolerance(masses),
            "In NumPy: numpy.quantile(mass, p), by its default method.", what: "the \(p)-quantile of 342 body masses")
        }
      },
      // k/7 is rounded, so h is off by ε·k/2 at most, and q by that share of a gap below 6.
      Check("meets the values themselves on the grid", cases: 3) { s, random in
        let x = (0..<8).map { _ in Double.random(in: -3...3, using: &random) }
        let ordered = x.sorted()
        for k in 0...7 {
          expect(
            try s.quantile(x, Double(k) / 7), equals: ordered[k], within: .absolute(8 * 0x1p-52 * 6),
            "Of 8 values number \(k) in order has p = \(k)/7.")
        }
        let nine = x + [0]
        for k in 0...8 {  // eighths are exact
          expect(try s.quantile(nine, Double(k) / 8), equals: nine.sorted()[k], "h = \(k), a whole number.")
        }
      },
      Check("goes from value to value in the smallest steps") { s in
        let x = [16.0, 0, 8]  // all of this is exact: two steps of 8
        for exponent in [4, 8, 11, 16, 24, 32, 40, 46] {
          let step = pow(2, -Double(exponent))
          let advice = "h lies \(2 * step) beside a whole number. That share of the gap counts, however small it is."
          for (p, right) in [
            (step, 16 * step), (0.5 - step, 8 - 16 * step), (0.5 + step, 8 + 16 * step), (1 - step, 16 - 16 * step),
          ] {
            expect(try s.quantile(x, p), equals: right, within: tolerance(x), advice)
          }
        }
      },
      // Of 0 … n − 1 the p-quantile is (n − 1)·p.
      Check("orders many numbers as well as few") { s, random in
        for (n, places) in [(100, [0, 0.25, 0.37, 0.5, 0.9, 1]), (4001, [0.37])] {
          let x = (0..<n).map(Double.init).shuffled(using: &random)
          for p in places {
            expect(
              try s.quantile(x, p), equals: Double(n - 1) * p, within: tolerance(x),
              "The whole numbers 0 … \(n - 1), shuffled: the p-quantile is \(n - 1)·p.",
              what: "the \(p)-quantile of 0 … \(n - 1)")
          }
        }
      },
      Check("goes with reflection, scale and shift", cases: 3) { s, random in
        let x = (0..<11).map { _ in Double.random(in: -3...3, using: &random) }
        for p in [0, 0.1, 0.37, 0.5, 0.85, 1] {
          let here = try s.quantile(x, p)
          let rounding = Tolerance.absolute(64 * 0x1p-52 * 11)  // 1 − p, h and the products, of values below 11
          expect(
            try s.quantile(x.map { -$0 }, 1 - p), equals: -here, within: rounding,
            "Turned round, the numbers have their quantiles turned round.")
          expect(
            try s.quantile(x.map { 3 * $0 + 2 }, p), equals: 3 * here + 2, within: rounding,
            "In another unit the numbers have their quantile in that unit.")
        }
      },
      // Eighths, and p a multiple of 1/8: no right formula rounds by more than a few ε.
      Check("does not look at the order", holdingFor: 30) { s, draws in
        let x = draws.vector(draws.integer(in: 1...9))
        let p = Double(draws.integer(in: 0...8)) / 8
        let order = draws.permutation(x.count)
        let first = try s.quantile(x, p)
        expect(
          try s.quantile(order.map { x[$0] }, p), equals: first,
          "The same numbers in another order, \(x), have \(first).")
        let sorted = x.sorted()
        let h = Double(x.count - 1) * p
        expect(
          first, equals: lerp(sorted, h), within: .absolute(8 * 0x1p-52 * 8), "h = \(h) here.",
          what: "the \(p)-quantile of \(x)")
      },
      Check("answers at the edges") { s in
        for p in [0, 0.3, 1] { expect(try s.quantile([7], p), equals: 7, "One number is every quantile.") }
        expect(try s.quantile([2, -5, 3], 0), equals: -5)
        expect(try s.quantile([2, -5, 3], -0.0), equals: -5, "−0.0 is 0 and not below it, whatever its sign bit says.")
        expect(try s.quantile([2, -5, 3], 1), equals: 3, "There is no next value to go to.")
        expect(throws: QuantileError.empty) { try s.quantile([], 0.5) }
        expect(throws: QuantileError.empty, "No numbers are asked about first.") { try s.quantile([], 2) }
        let range = "p is a probability, 0 … 1; NaN is not in the range, though no comparison says so."
        for p in [-0.1, 1.5, .nan, -.leastNonzeroMagnitude, 1.0.nextUp, -.infinity, .infinity] {
          expect(throws: QuantileError.probability(p), range) { try s.quantile([1, 2, 3], p) }
        }
        expect(throws: QuantileError.probability(-1), "p is asked about before the numbers.") {
          try s.quantile([.nan], -1)
        }
        expect(throws: QuantileError.nan(index: 1), "A NaN has no place in an order.") {
          try s.quantile([4, .nan, 2], 0.5)
        }
        expect(throws: QuantileError.nan(index: 2), "The first NaN, not the last.") {
          try s.quantile([4, 1, .nan, 2, .nan], 0)
        }
        expect(throws: QuantileError.nan(index: 700), "It can be the last of many.") {
          try s.quantile((0..<700).map(Double.init) + [.nan], 0.5)
        }
        // Sorted, such an array has its NaN elsewhere; where, depends on the numbers around it.
        for place in [3, 40, 77] {
          var falling = (0..<100).map { Double(100 - $0) }
          falling[place] = .nan
          expect(throws: QuantileError.nan(index: place), "The index is that in x as it came, before any sorting.") {
            try s.quantile(falling, 0.5)
          }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      wrong(
        "the numbers as they came",
        "Quantiles speak of the ordered data. Position 2 of an unordered list is just whoever came third."
      ) { x, p in lerp(x, Double(x.count - 1) * p) },
      wrong(
        "the value below",
        """
        You take the value below and stop. For [1, 2, 3, 4] and p = 0.5 the answer lies half-way between 2 and 3.
        """
      ) { x, p in lerp(x.sorted(), (Double(x.count - 1) * p).rounded(.down)) },
      wrong(
        "the nearest value",
        """
        Rounding h to the nearest position keeps the answer among the data, but it jumps where p moves a little. \
        Type 7 goes evenly from one value to the next.
        """
      ) { x, p in lerp(x.sorted(), (Double(x.count - 1) * p).rounded()) },
      wrong(
        "a position near a whole number rounded to it",
        """
        You take h for whole when it lies close to a whole number. Type 7 is continuous in p and needs no such case: a \
        fraction of 10⁻⁴ goes 10⁻⁴ of the gap, and the gap may be a million.
        """
      ) { x, p in
        let h = Double(x.count - 1) * p
        return lerp(x.sorted(), abs(h - h.rounded()) < 1e-3 ? h.rounded() : h)
      },
      wrong(
        "n + 1 places",
        """
        h = (n + 1)·p − 1 is type 6 (Minitab, Excel's PERCENTILE.EXC): a quantile, too, but p = 0 and p = 1 fall \
        outside the data. Type 7 stretches p over n − 1 steps.
        """
      ) { x, p in lerp(x.sorted(), Double(x.count + 1) * p - 1) },
      wrong(
        "n for n − 1",
        """
        n values have n − 1 steps between them. With h = n·p the position n is asked for at p = 1, where nothing is, \
        and the median of three values is not the middle one.
        """
      ) { x, p in lerp(x.sorted(), Double(x.count) * p) },
      wrong(
        "the middle of the two values",
        """
        Half-way is right for the median of an even count. In general the fraction of h says how far from the lower \
        value to the upper one.
        """
      ) { x, p in
        let (sorted, h) = (x.sorted(), Double(x.count - 1) * p)
        return (lerp(sorted, h.rounded(.down)) + lerp(sorted, h.rounded(.up))) / 2
      },
      wrong(
        "from the largest down",
        """
        p counts from below: the 0.1-quantile has a tenth of the numbers under it. You have ordered them from the \
        largest to the smallest.
        """
      ) { x, p in lerp(x.sorted(by: >), Double(x.count - 1) * p) },
      Misconception(
        "NaN sorted in silence",
        Submission(
          quantile: .init { x, p in
            guard !x.isEmpty else { throw QuantileError.empty }
            guard p >= 0, p <= 1 else { throw QuantileError.probability(p) }
            return lerp(x.sorted(), Double(x.count - 1) * p)
          }),
        """
        Every comparison with NaN is false, so `sorted()` may leave it anywhere, and the values around it in the wrong \
        order. The answer looks like a number and means nothing: look for NaN first.
        """),
      Misconception(
        "NaN left out in silence",
        Submission(
          quantile: .init { x, p in
            guard !x.isEmpty else { throw QuantileError.empty }
            guard p >= 0, p <= 1 else { throw QuantileError.probability(p) }
            let known = x.filter { !$0.isNaN }
            return known.isEmpty ? .nan : lerp(known.sorted(), Double(known.count - 1) * p)
          }),
        """
        To drop what is missing is a decision, and it is the caller's: perhaps the slow requests are just the ones \
        without a time. Throw, with the index, and let them decide.
        """),
      Misconception(
        "p clamped to 0 … 1",
        Submission(
          quantile: .init { x, p in
            guard !x.isEmpty else { throw QuantileError.empty }
            if let index = x.firstIndex(where: \.isNaN) { throw QuantileError.nan(index: index) }
            return lerp(x.sorted(), Double(x.count - 1) * (p.isNaN ? 0 : min(max(p, 0), 1)))
          }),
        """
        p = 95 is a percentage where a probability was meant. Clamped to 1 it answers the maximum, and nobody notices. \
        Throw `probability(p)`.
        """),
      Misconception(
        "NaN let through as p",
        Submission(
          quantile: .init { x, p in
            guard !p.isNaN else { return .nan }
            return try right(x, p)
          }),
        """
        NaN in, NaN out is a good habit elsewhere; here it was asked that every p outside 0 … 1 throws, and NaN is not \
        inside. `guard p >= 0, p <= 1` catches it, `p < 0 || p > 1` does not.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "weights 1 − t and t",
        Submission(
          quantile: .init { x, p in
            try checked(x, p)
            let (sorted, h) = (x.sorted(), Double(x.count - 1) * p)
            let t = h - h.rounded(.down)
            return (1 - t) * sorted[Int(h)] + t * sorted[min(Int(h) + 1, x.count - 1)]
          })),
      Alternative(
        "only the two values searched for, by quickselect",
        Submission(
          quantile: .init { x, p in
            try checked(x, p)
            let h = Double(x.count - 1) * p
            let below = select(Int(h), of: x)
            guard h > h.rounded(.down) else { return below }
            return below + (h - h.rounded(.down)) * (select(Int(h) + 1, of: x) - below)
          })),
    ]
  }
}

// MARK: - Parts of the checks

/// Two roundings of q, and of h one that is worth n·ε/2 steps of at most the range.
private func tolerance(_ x: [Double]) -> Tolerance {
  let largest = x.map { abs($0) }.max() ?? 0
  let gap = zip(x.sorted(), x.sorted().dropFirst()).map { $1 - $0 }.max() ?? 0
  return .absolute(4 * 0x1p-52 * largest + Double(x.count) * 0x1p-52 * gap)
}

/// By NumPy, see make_reference.py.
private let numPyQuantiles: [(Double, Double)] = [
  (0, 2700), (0.05, 3150), (0.1, 3300), (0.25, 3550), (1.0 / 3, 3700), (0.5, 4050), (0.9, 5400), (0.99, 5979.5),
  (1, 6300),
]

/// The body masses in grams.
private let penguins = Result {
  try Dataset("penguins/penguins.csv").csv().dropping(missingIn: ["body_mass_g"])
    .numbers(["body_mass_g"]).map { $0[0] }
}

// MARK: - Wrong and right ways

/// Linear between the values of a list at a position, which is kept inside the list.
private func lerp(_ values: [Double], _ position: Double) -> Double {
  let h = min(max(position, 0), Double(values.count - 1))
  let j = Int(h)
  return j + 1 < values.count ? values[j] + (h - Double(j)) * (values[j + 1] - values[j]) : values[j]
}

private func checked(_ x: [Double], _ p: Double) throws {
  guard !x.isEmpty else { throw QuantileError.empty }
  guard p >= 0, p <= 1 else { throw QuantileError.probability(p) }
  if let index = x.firstIndex(where: \.isNaN) { throw QuantileError.nan(index: index) }
}

private func right(_ x: [Double], _ p: Double) throws -> Double {
  try checked(x, p)
  return lerp(x.sorted(), Double(x.count - 1) * p)
}

/// A wrong formula behind the right guards.
private func wrong(
  _ name: String, _ explanation: String, _ formula: @escaping ([Double], Double) -> Double
) -> Misconception<Submission> {
  Misconception(
    name,
    Submission(
      quantile: .init { x, p in
        try checked(x, p)
        return formula(x, p)
      }), explanation)
}

/// The value at an index of the ordered list, without ordering all of it.
private func select(_ index: Int, of x: [Double]) -> Double {
  let pivot = x[x.count / 2]
  let below = x.filter { $0 < pivot }
  if index < below.count { return select(index, of: below) }
  let above = x.filter { $0 > pivot }
  let rest = index - (x.count - above.count)
  return rest < 0 ? pivot : select(rest, of: above)
}
