import Checking
import Glibc

struct NotAProbability: Error {
  var index: Int
}

struct Submission {
  var bonferroni: Function<[Double], [Double]>
  var holm: Function<[Double], [Double]>
  var benjaminiHochberg: Function<[Double], [Double]>
}

/// An answer is one p times one quotient of whole numbers: two roundings, in whatever order.
private let nearly = Tolerance.ulps(2)

enum MultipleTesting: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let p = [0.01, 0.04, 0.03, 0.005]
        expect(try s.bonferroni(p), equals: [0.04, 0.16, 0.12, 0.02], within: nearly, "Four tests: four times p.")
        expect(
          try s.holm(p), equals: [0.03, 0.06, 0.06, 0.02], within: nearly,
          "0.04 alone would need 0.04, but Holm gets to it only after 0.03, which needs 0.06.")
        expect(
          try s.benjaminiHochberg(p), equals: [0.02, 0.04, 0.04, 0.02], within: nearly,
          "m·p over the rank: 0.02/1, 0.04/2, 0.12/3, 0.16/4.")
      },
      // The fifteen p-values of Benjamini and Hochberg's article, §3.2; answers from statsmodels: make_reference.py.
      Check("agrees with Benjamini and Hochberg's article") { s in
        expect(
          try s.bonferroni(article),
          equals: [0.0015, 0.006, 0.0285, 0.1425, 0.3015, 0.417, 0.447, 0.516, 0.6885]
            + [1, 1, 1, 1, 1, 1], within: nearly, "No probability is above 1.", what: "bonferroni of the article's p")
        expect(
          try s.holm(article),
          equals: [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213]
            + [1, 1, 1, 1, 1, 1], within: nearly,
          "Up to the sixth (m − k + 1)·p rises, then it falls; but Holm has stopped there.",
          what: "holm of the article's p")
        let found = try s.benjaminiHochberg(article)
        expect(
          found,
          equals: [
            0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.447 / 7, 0.447 / 7, 0.0645, 0.0765, 0.486, 6.393 / 11, 0.714875,
            9.792 / 13, 11.385 / 14, 1,
          ], within: nearly, "A later p that passes takes the earlier ones along.",
          what: "benjaminiHochberg of the article's p")
        expect(
          found.count { $0 <= 0.05 }, equals: 4, "The article: Bonferroni finds three effects, this one four.",
          what: "how many of the article's fifteen are discoveries at q = 0.05")
      },
      // Welch's tests of the Chinstrap penguins' four measures between each two of three years, and thirteen drawn
      // p-values; answers from statsmodels: make_reference.py.
      Check("agrees with statsmodels on the penguins") { s in
        let advice = "Twelve tests; the answer at index i belongs to the p at index i."
        let ones = [Double](repeating: 1, count: 6)
        expect(
          try s.bonferroni(years), equals: ones + [0.1938576, 0.04342176] + ones.dropLast(2), within: nearly, advice,
          what: "bonferroni of the penguins' p")
        expect(
          try s.holm(years), equals: ones + [0.1777028, 0.04342176] + ones.dropLast(2), within: nearly, advice,
          what: "holm of the penguins' p")
        let high = ones.map { $0 * 0.983258 }
        expect(
          try s.benjaminiHochberg(years), equals: high + [0.0969288, 0.04342176] + high.dropLast(2), within: nearly,
          advice, what: "benjaminiHochberg of the penguins' p")
        expect(
          try s.holm(mixed),
          equals: [1, 0.018447, 1, 1, 1.5002e-07, 1, 1, 0.0028368, 1, 1, 1, 1, 0.06448], within: nearly,
          what: "holm of thirteen p")
        expect(
          try s.benjaminiHochberg(mixed),
          equals: [
            0.9505, 0.007267, 0.37492, 0.71448, 1.5002e-07, 0.9505, 0.6878625, 0.0015366, 0.9505, 6.0801 / 9, 0.6878625,
            0.71448, 0.020956,
          ], within: nearly, what: "benjaminiHochberg of thirteen p")
      },
      // Scaled by a power of 2, nothing is rounded otherwise than without; mixed: by hand.
      Check("keeps the digits of tiny p") { s in
        let advice =
          "Genomes are searched with p below 5·10⁻⁸. A tiny p is not 0, and its digits count like any other's."
        let example = [0.01, 0.04, 0.03, 0.005]
        for scale in [0x1p-6, 0x1p-14, 0x1p-27, 0x1p-40, 0x1p-300, 0x1p-1000] {
          let p = example.map { $0 * scale }
          for (name, f, answer) in [
            ("bonferroni", s.bonferroni, [0.04, 0.16, 0.12, 0.02]), ("holm", s.holm, [0.03, 0.06, 0.06, 0.02]),
            ("benjaminiHochberg", s.benjaminiHochberg, [0.02, 0.04, 0.04, 0.02]),
          ] {
            let right = answer.map { $0 * scale }
            expect(try f(p), equals: right, within: nearly, advice, what: "\(name)(\(p))")
          }
        }
        let p = [3e-9, 0.2, 1e-300, 7e-5, 2e-13]
        expect(try s.bonferroni(p), equals: [1.5e-8, 1, 5e-300, 3.5e-4, 1e-12], within: nearly, advice)
        expect(try s.holm(p), equals: [9e-9, 0.2, 5e-300, 1.4e-4, 8e-13], within: nearly, advice)
        expect(try s.benjaminiHochberg(p), equals: [5e-9, 0.2, 5e-300, 8.75e-5, 5e-13], within: nearly, advice)
      },
      // The procedures themselves at a level, in whole numbers: p in hundredths, levels a hundredth above and below each
      // adjusted p. At the adjusted p itself rounding could decide.
      Check("rejects at a level what the procedure rejects", holdingFor: 25) { s, draws in
        let hundredths = (0..<draws.integer(in: 1...6)).map { _ in draws.integer(in: 0...30) }
        let p = hundredths.map { Double($0) / 100 }
        for (name, f, rejected) in [
          ("bonferroni", s.bonferroni, rejectedByBonferroni), ("holm", s.holm, rejectedByHolm),
          ("benjaminiHochberg", s.benjaminiHochberg, rejectedByBenjaminiHochberg),
        ] {
          let adjusted = try f(p)
          guard adjusted.count == p.count else {
            expect(false, "\(name)(\(p)) has \(adjusted.count) values, expected \(p.count)")
            continue
          }
          for level in Set(adjusted.filter(\.isFinite)).sorted().prefix(6) {
            for level in [level - 1e-6, level + 1e-6] where level < 1 {
              let right = rejected(hundredths, 100 * level)
              let found = p.indices.filter { adjusted[$0] <= level }
              expect(
                found == right, "\(name)(\(p)) is \(adjusted): at level \(level) this rejects \(found), not \(right)",
                "Work the procedure by hand at this level, from the smallest p on.")
            }
          }
        }
      },
      Check("answers in the order of the input", cases: 4) { s, random in
        let order = Array(mixed.indices).shuffled(using: &random)
        let advice = "The answer at index i belongs to the p at index i, wherever that stands after sorting."
        for (name, f) in [("bonferroni", s.bonferroni), ("holm", s.holm), ("benjaminiHochberg", s.benjaminiHochberg)] {
          let sorted = mixed.sorted()
          let whole = try f(sorted)
          guard whole.count == sorted.count else {
            expect(false, "\(name) of 13 values has \(whole.count)")
            continue
          }
          let (shuffled, right) = (order.map { sorted[$0] }, order.map { whole[$0] })
          expect(try f(shuffled), equals: right, within: nearly, advice, what: "\(name) of 13 p in another order")
        }
      },
      Check("answers at the edges") { s in
        for (name, f) in [("bonferroni", s.bonferroni), ("holm", s.holm), ("benjaminiHochberg", s.benjaminiHochberg)] {
          expect(try f([]), equals: [Double](), what: "\(name)([])")
          expect(try f([0.03]), equals: [0.03], "One test needs no adjustment.", what: "\(name)([0.03])")
          expect(try f([0, 1, 0]), equals: [0, 1, 0], what: "\(name)([0, 1, 0])")
          let outside = "All three refuse what lies outside 0 … 1, and name the first such place."
          expect(throws: NotAProbability(index: 1), outside) { try f([0.2, -0.01, 0.3]) }
          expect(throws: NotAProbability(index: 2), outside) { try f([0.2, 0.01, 1.01, .nan]) }
          let nan = "NaN fails every comparison: ask whether p lies in 0 … 1, not whether it lies outside."
          expect(throws: NotAProbability(index: 0), nan) { try f([.nan, 0.5]) }
        }
        expect(try s.holm([0.3, 0.3, 0.3]), equals: [0.9, 0.9, 0.9], within: nearly, "Equal p, equal answers.")
        expect(try s.benjaminiHochberg([0.3, 0.3, 0.3]), equals: [0.3, 0.3, 0.3], within: nearly)
        expect(
          try s.benjaminiHochberg([0.02, 0.021]), equals: [0.021, 0.021], within: nearly,
          "2·0.02 is above 0.03, but 2·0.021/2 is not: the second takes the first along.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "Benjamini–Hochberg without the step up",
        Way(benjaminiHochberg: { p, rank in p.map { Double(p.count) * $0 / rank($0) } }).submission,
        """
        m·p/k of each by itself: a smaller p can then come out larger than its neighbour. The procedure looks for the \
        largest k that passes and rejects all before it, so take the smallest m·p/k from there on upwards.
        """),
      Misconception(
        "Holm not made monotone",
        Way(holmRunning: { values in values }).submission,
        """
        (m − k + 1)·p of each by itself can fall from one to the next. But Holm stops at the first failure: nobody is \
        rejected at a level at which an earlier one is not. Take the largest so far.
        """),
      Misconception(
        "Hochberg for Holm",
        Way(holmRunning: { values in
          Array(values.reversed().reduce(into: []) { $0.append(min($0.last ?? 1, $1)) }.reversed())
        }).submission,
        """
        The running minimum from the largest p down makes a step-up procedure with Holm's factors: that is Hochberg's, \
        which needs independence. Holm steps down, and its adjusted values are a running *maximum*.
        """),
      Misconception(
        "Benjamini–Hochberg stepping down",
        Way(benjaminiHochberg: { p, rank in
          let raw = p.map { ($0, Double(p.count) * $0 / rank($0)) }
          return raw.map { value in min(1, raw.filter { $0.0 <= value.0 }.map(\.1).max() ?? 1) }
        }).submission,
        """
        The largest m·p/k up to here would mean: stop at the first that fails. Benjamini and Hochberg take the *largest* \
        k that passes, whatever happens before it. Take the smallest m·p/k from here on.
        """),
      Misconception(
        "minimum taken from the smallest p up",
        Way(benjaminiHochberg: { p, rank in
          let raw = p.map { ($0, Double(p.count) * $0 / rank($0)) }
          return raw.map { value in min(1, raw.filter { $0.0 <= value.0 }.map(\.1).min() ?? 1) }
        }).submission,
        """
        So every p after a small one inherits its small value, and p = 0.9 becomes a discovery. The minimum runs from the \
        largest p down: each looks at those *above* it.
        """),
      Misconception(
        "left in sorted order",
        Way(place: { adjusted, order in adjusted }).submission,
        """
        The values are right, but in ascending order of p: the caller no longer knows which test is meant. Sort the \
        indices instead of the values, and write each answer to its index.
        """),
      Misconception(
        "put back the wrong way round",
        Way(place: { adjusted, order in order.map { adjusted[$0] } }).submission,
        """
        order[k] says which index stands at place k. Its answer goes to answer[order[k]]; you read adjusted[order[k]], \
        which is the inverse permutation.
        """),
      Misconception(
        "no cap at 1",
        Way(cap: .infinity).submission,
        """
        A p-value is a probability. At level 1 everything is rejected, so no adjusted value is above 1.
        """),
      Misconception(
        "rounded to twelve places",
        Way(finish: { ($0 * 1e12).rounded() / 1e12 }).submission,
        """
        Places after the point are not digits: of 3·10⁻¹⁰ twelve places keep three, of 10⁻¹³ none. What is read by other \
        programs is not rounded; only what is printed.
        """),
      Misconception(
        "p divided by m",
        Way(bonferroni: { p in p.map { $0 / Double(p.count) } }).submission,
        """
        Divided by m is the level: pᵢ ≤ α/m. Seen from p that is m·pᵢ ≤ α. Small p-values mean more, so yours would make \
        every test *more* significant the more are made.
        """),
      Misconception(
        "Šidák for Bonferroni",
        Way(bonferroni: { p in p.map { 1 - pow(1 - $0, Double(p.count)) } }).submission,
        """
        1 − (1 − p)ᵐ is Šidák's correction, exact for independent tests. Bonferroni's m·p needs no independence and is a \
        little larger.
        """),
      Misconception(
        "Holm's factor one too small",
        Way(holmFactor: { m, k in m - k - 1 }).submission,
        """
        The smallest p is compared among all m, the last one with itself alone: factors m, m − 1, …, 1. Yours end at 0, \
        which rejects the largest p whatever it is. Do your k count from 0 or from 1?
        """),
      Misconception(
        "Bonferroni for Holm",
        Way(holmFactor: { m, _ in m }).submission,
        """
        Once the smallest p is rejected only m − 1 hypotheses can still be true: the next one needs the factor m − 1. \
        With m throughout this is Bonferroni's again.
        """),
      Misconception(
        "ranked from the largest",
        Way(rankFromLargest: true).submission,
        """
        The smallest p has rank 1 and is multiplied by m, the largest has rank m and stays as it is. You rank the other \
        way round.
        """),
      Misconception(
        "NaN let through",
        Way(isBad: { $0 < 0 || $0 > 1 }).submission,
        """
        NaN < 0 is false, and so is NaN > 1. Ask for what you need: p in 0 … 1. A NaN in a sort can put *all* the others \
        in the wrong order.
        """),
      Misconception(
        "any number taken for a probability",
        Way(isBad: { _ in false }).submission,
        """
        A p below 0 or above 1 is a mistake of the caller, a test statistic perhaps. Adjusted, it looks like a result.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "from the definition, by counting in O(m²)",
        Submission(
          bonferroni: .init { p in
            try checked(p)
            return p.map { min(1, $0 * Double(p.count)) }
          },
          holm: .init { p in
            try checked(p)
            return p.map { mine in
              min(1, p.filter { $0 <= mine }.map { other in other * Double(p.count { $0 >= other }) }.max() ?? 1)
            }
          },
          benjaminiHochberg: .init { p in
            try checked(p)
            return p.map { mine in
              p.filter { $0 >= mine }.map { other in other * (Double(p.count) / Double(p.count { $0 <= other })) }.min()
                ?? 1
            }
          })),
      Alternative("sorted pairs with their indices", Way().submission),
    ]
  }
}

// MARK: - Data

private let article = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1,
]
private let years = [
  0.983258, 0.723225, 0.740991, 0.928697, 0.604714, 0.763539, 0.0161548, 0.00361848, 0.871883, 0.451048, 0.742505,
  0.595827,
]
private let mixed = [
  0.9486, 0.001677, 0.1442, 0.5118, 1.154e-08, 0.8277, 0.4092, 0.0002364, 0.9505, 0.3118, 0.4233, 0.5496, 0.006448,
]

// MARK: - The procedures at a level

// p and the level in hundredths.

private func rejectedByBonferroni(_ p: [Int], _ level: Double) -> [Int] {
  p.indices.filter { Double(p.count * p[$0]) <= level }
}

private func rejectedByHolm(_ p: [Int], _ level: Double) -> [Int] {
  let order = p.indices.sorted { p[$0] < p[$1] }
  return order.enumerated().prefix { k, i in Double((p.count - k) * p[i]) <= level }.map(\.element).sorted()
}

private func rejectedByBenjaminiHochberg(_ p: [Int], _ level: Double) -> [Int] {
  let order = p.indices.sorted { p[$0] < p[$1] }
  let count = order.indices.last { k in Double(p.count * p[order[k]]) <= level * Double(k + 1) }.map { $0 + 1 } ?? 0
  return order[..<count].sorted()
}

// MARK: - Wrong and right ways

private func checked(_ p: [Double]) throws {
  if let index = p.firstIndex(where: { !(0...1).contains($0) }) { throw NotAProbability(index: index) }
}

/// The three functions; each member can make them wrong in one place.
private struct Way {
  var bonferroni: (([Double]) -> [Double])?
  var holmFactor: (Int, Int) -> Int = { m, k in m - k }
  /// Of the products in ascending order of p.
  var holmRunning: ([Double]) -> [Double] = { values in
    values.reduce(into: []) { $0.append(max($0.last ?? 0, $1)) }
  }
  /// Instead of the running minimum; gets p and the rank of a value, the number of those that are not above it.
  var benjaminiHochberg: (([Double], (Double) -> Double) -> [Double])?
  var rankFromLargest = false
  var place: ([Double], [Int]) -> [Double] = { adjusted, order in
    var answer = adjusted
    for (k, i) in order.enumerated() { answer[i] = adjusted[k] }
    return answer
  }
  var cap = 1.0
  /// What is made of every answer in the end.
  var finish: (Double) -> Double = { $0 }
  var isBad: (Double) -> Bool = { !($0 >= 0 && $0 <= 1) }

  private func refuse(_ p: [Double]) throws {
    if let index = p.firstIndex(where: isBad) { throw NotAProbability(index: index) }
  }

  private func sortedOrder(_ p: [Double]) -> [Int] {
    p.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }.map(\.offset)
  }

  var submission: Submission {
    Submission(
      bonferroni: .init { p in
        try refuse(p)
        return (bonferroni?(p) ?? p.map { min(cap, Double(p.count) * $0) }).map(finish)
      },
      holm: .init { p in
        try refuse(p)
        let order = sortedOrder(p)
        let products = order.enumerated().map { k, i in Double(holmFactor(p.count, k)) * p[i] }
        return place(holmRunning(products).map { min(cap, $0) }, order).map(finish)
      },
      benjaminiHochberg: .init { p in
        try refuse(p)
        if let benjaminiHochberg { return benjaminiHochberg(p) { mine in Double(p.count { $0 <= mine }) } }
        let order = sortedOrder(p)
        var smallest = cap
        var adjusted = p
        for (k, i) in order.enumerated().reversed() {
          let rank = rankFromLargest ? p.count - k : k + 1
          smallest = min(smallest, Double(p.count) * p[i] / Double(rank))
          adjusted[k] = smallest
        }
        return place(adjusted, order).map(finish)
      })
  }
}
