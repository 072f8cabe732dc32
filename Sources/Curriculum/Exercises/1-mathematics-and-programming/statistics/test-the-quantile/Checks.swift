import Checking
import Glibc

/// An implementation that claims to be `quantile`.
struct Candidate: Sendable, CustomStringConvertible {
  /// What it does, to stand behind "an implementation that".
  var description: String
  var quantile: @Sendable ([Double], Double) throws -> Double

  init(_ description: String, _ quantile: @escaping @Sendable ([Double], Double) throws -> Double) {
    self.description = description
    self.quantile = quantile
  }
}

/// The learner's judgement of a candidate.
struct Verdict: Observable {
  var isAccepted: Bool

  /// A yes or no as a number, and a 1 beside it, for a misconception is named only if two numbers agree.
  var observation: Observation { Observation(numbers: [isAccepted ? 1 : 2, 1]) }
}

struct Submission {
  var accepts: Function<Candidate, Verdict>
}

enum TestTheQuantile: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("accepts what is right") { s in
        for candidate in right {
          expect(
            try s.accepts(candidate).isAccepted,
            "accepts is false for a right implementation, one that \(candidate)",
            "Different right formulas round differently: by how much may an answer be off? And is each q of yours right?"
          )
        }
      },
      refuses(
        "numbers taken as they came", unordered,
        "Ask for numbers so far out of order that half a sort, or the wrong direction, does not do."),
      refuses(
        "a value where a place between two was meant", stepping,
        "These are right wherever h = (n − 1)·p is whole, and wrong in between."),
      refuses(
        "the middle of two values", [midpoint], "It is right for h = 1.5. For which fraction of h is it not?"),
      refuses(
        "the other conventions", conventions,
        "Hyndman and Fan count nine types. Most have the same median; at p = 0.1 they part."),
      refuses("equal numbers counted once", [distinct], "It is right as long as all numbers differ."),
      refuses(
        "answers with Float's digits", [single],
        "It is off by 10⁻⁷ of the numbers, unless they have few binary digits, as 1, 2.5 and 4 have."),
      refuses("mistakes at the ends", ends, "What does an end of the range mean here: of p, and of n?"),
      refuses(
        "a p that is no probability", probabilities,
        "p can lie outside on either side, and there is a Double that lies on neither."),
      refuses("an answer for no numbers", empty, "There is no quantile of nothing: it has to throw, not to return."),
      refuses(
        "NaN among the numbers", unordinary,
        "Where `sorted()` puts a NaN depends on where it was. Does it throw wherever the NaN stands?"),
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "compared with ==", Submission(Suite(tolerance: 0)),
        """
        x₀ + t·(x₁ − x₀) and (1 − t)·x₀ + t·x₁ are the same number, and differ in the last digit of their Doubles. Ask \
        for a distance instead: some ε, as the accuracy of the statement allows.
        """),
      Misconception(
        "a tolerance that Float passes", Submission(Suite(tolerance: 1e-5)),
        """
        Between the rounding of Doubles, 10⁻¹⁵, and that of Floats, 10⁻⁷, there is much room. Put the tolerance there.
        """),
      Misconception(
        "tested with ordered numbers",
        Submission(Suite(values: Suite.values.map { ($0.sorted(), $1) })),
        """
        All your inputs are in ascending order already, so that you do not see who never sorts. Real data come as they \
        come.
        """),
      Misconception(
        "tested with nearly ordered numbers",
        Submission(Suite(values: Suite.values.map { (nearlyOrdered($0), $1) })),
        """
        One exchange of neighbours puts your numbers in order. Take some for which that is not enough, as 5, 4, 3, 2, 1.
        """),
      Misconception(
        "tested where h is whole",
        Submission(Suite(values: Suite.values.filter { isWhole(Double($0.count - 1) * $1) } + thirds)),
        """
        At these places all agree who take some value of the list. The formula interpolates: ask between two values.
        """),
      Misconception(
        "tested half-way",
        Submission(
          Suite(values: Suite.values.filter { isWhole(2 * Double($0.count - 1) * $1) } + [([4, 1, 3, 2], 0.5)])),
        """
        h is whole or ends in .5 in all that you ask, and there the middle of two values is right. Ask for a quarter, \
        too.
        """),
      Misconception(
        "no number twice",
        Submission(Suite(values: Suite.values.filter { x, _ in Set(x).count == x.count } + untied)),
        """
        In real data values repeat, and each counts. A list with a number twice shows who throws away copies.
        """),
      Misconception(
        "the ends not asked",
        Submission(Suite(values: Suite.values.filter { x, p in x.count > 1 && p > 0 && p < 1 })),
        """
        p = 1 is where the next value is missing, and n = 1 is where n − 1 is 0: loops and divisions go wrong there \
        first.
        """),
      Misconception(
        "no single number",
        Submission(Suite(values: Suite.values.filter { x, _ in x.count > 1 })),
        """
        One number is every quantile. A formula with n − 1 below its line divides by 0 there.
        """),
      Misconception(
        "no errors asked for", Submission(Suite(errors: [])),
        """
        The statement names three inputs for which there is no answer. That a function throws there is as much a part \
        of it as the formula.
        """),
      Misconception(
        "no numbers forgotten", Submission(Suite(errors: Suite.errors.filter { x, _ in !x.isEmpty })),
        """
        An empty list is the first thing that a filter upstream produces. Ask what becomes of it.
        """),
      Misconception(
        "NaN as p forgotten", Submission(Suite(errors: Suite.errors.filter { !$1.isNaN })),
        """
        `p < 0 || p > 1` is false for NaN, so many a guard lets it through. It is one line more in your table.
        """),
      Misconception(
        "p too large, but not too small", Submission(Suite(errors: Suite.errors.filter { !($1 < 0) })),
        """
        A range has two ends, and who guards one of them may have forgotten the other.
        """),
      Misconception(
        "NaN at the end only",
        Submission(Suite(errors: Suite.errors.filter { x, _ in !(x.dropLast().contains(where: \.isNaN)) })),
        """
        Your NaN stands last, where it stays when `sorted()` has been there, and whoever looks at the last value only \
        finds it. Put one in front.
        """),
      Misconception(
        "NaN taken for a refusal", Submission(Suite(acceptsNaN: true)),
        """
        You let NaN pass where an error was asked for. A NaN travels on in silence, an error does not: that is why the \
        contract wants one.
        """),
      Misconception(
        "only the median",
        Submission(Suite(values: [([3, 1, 2], 0.5), ([9, 4, 7, 1.1], 0.5), ([5, 4, 3, 2, 1], 0.5)])),
        """
        Almost all conventions have the same median, and so have the numbers in descending order. Ask for other p.
        """),
      Misconception(
        "everything accepted", Submission { _ in true },
        """
        A test that no implementation fails tells nothing. For each rule of the statement think of a function that \
        breaks only this one.
        """),
      Misconception(
        "nothing accepted", Submission { _ in false },
        """
        You refuse right implementations, too. Test your test with your own `quantile` first.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("a table of values and one of errors", Submission(Suite())),
      Alternative(
        "compared with a formula of one's own on many inputs",
        Submission { quantile in
          var state: UInt32 = 1
          for n in 1...8 {
            for p in stride(from: 0, through: 1, by: 1.0 / 16) {
              let x = (0..<n).map { _ -> Double in
                state = state &* 1_103_515_245 &+ 12345
                return Double(state >> 16 & 7) / 10  // tenths, with ties
              }
              guard let answer = try? quantile(x, p), abs(answer - lerp(x.sorted(), Double(n - 1) * p)) < 1e-13 else {
                return false
              }
            }
          }
          return Suite(values: []).accepts(quantile)
        }),
    ]
  }
}

private func refuses(_ name: String, _ candidates: [Candidate], _ advice: String) -> Check<Submission> {
  Check("refuses \(name)") { s in
    for candidate in candidates {
      expect(
        !(try s.accepts(candidate).isAccepted), "accepts is true for an implementation that \(candidate)", advice)
    }
  }
}

// MARK: - Candidates

enum QuantileError: Error { case empty, probability, nan }

private func checked(_ x: [Double], _ p: Double) throws {
  guard !x.isEmpty else { throw QuantileError.empty }
  guard p >= 0, p <= 1 else { throw QuantileError.probability }
  if x.contains(where: \.isNaN) { throw QuantileError.nan }
}

/// Linear between the values of a list at a position, which is kept inside the list.
private func lerp(_ values: [Double], _ position: Double) -> Double {
  let h = min(max(position, 0), Double(values.count - 1))
  let j = Int(h)
  return j + 1 < values.count ? values[j] + (h - Double(j)) * (values[j + 1] - values[j]) : values[j]
}

/// A candidate that is right but for how it orders the numbers, and at which position it then reads.
private func candidate(
  _ description: String, order: @escaping @Sendable ([Double]) -> [Double] = { $0.sorted() },
  position: @escaping @Sendable (_ n: Double, _ p: Double) -> Double = { ($0 - 1) * $1 }
) -> Candidate {
  Candidate(description) { x, p in
    try checked(x, p)
    let ordered = order(x)
    return lerp(ordered, position(Double(ordered.count), p))
  }
}

private let right = [
  candidate("adds to the value below its share of the gap"),
  Candidate("weighs the two values by 1 − t and t") { x, p in
    try checked(x, p)
    let (sorted, h) = (x.sorted(), Double(x.count - 1) * p)
    let t = h - h.rounded(.down)
    return (1 - t) * sorted[Int(h)] + t * sorted[min(Int(h) + 1, x.count - 1)]
  },
  Candidate("subtracts from the value above its share of the gap") { x, p in
    try checked(x, p)
    let (sorted, h) = (x.sorted(), Double(x.count - 1) * p)
    let above = sorted[Int(h.rounded(.up))]
    return above - (h.rounded(.up) - h) * (above - sorted[Int(h)])
  },
  Candidate("counts for each value how many are smaller") { x, p in
    try checked(x, p)
    func value(_ rank: Int) -> Double {
      x.first { v in x.count { $0 < v } <= rank && x.count { $0 <= v } > rank } ?? .nan
    }
    let h = Double(x.count - 1) * p
    let below = value(Int(h))
    return h == h.rounded() ? below : below + (h - h.rounded(.down)) * (value(Int(h) + 1) - below)
  },
]

private let unordered = [
  candidate("takes the numbers in the order in which they came", order: { $0 }),
  candidate("goes through the numbers once and swaps neighbours in the wrong order", order: bubbled),
  candidate("sorts from the largest down", order: { $0.sorted(by: >) }),
]

private let stepping = [
  candidate("takes the value below and stops", position: { (($0 - 1) * $1).rounded(.down) }),
  candidate("takes the value above", position: { (($0 - 1) * $1).rounded(.up) }),
  candidate("takes the nearest value", position: { (($0 - 1) * $1).rounded() }),
  candidate(
    "answers the smallest value that a share of p or more does not exceed (type 1)",
    position: { ($0 * $1).rounded(.up) - 1 }),
]

private let conventions = [
  candidate("puts h at n·p − 1 (type 4)", position: { $0 * $1 - 1 }),
  candidate("puts h at n·p − ½ (type 5)", position: { $0 * $1 - 0.5 }),
  candidate("puts h at (n + 1)·p − 1 (type 6)", position: { ($0 + 1) * $1 - 1 }),
  candidate("puts h at (n + ⅓)·p − ⅔ (type 8)", position: { ($0 + 1.0 / 3) * $1 - 2.0 / 3 }),
]

private let midpoint = Candidate("takes the middle of the two values around h") { x, p in
  try checked(x, p)
  let (sorted, h) = (x.sorted(), Double(x.count - 1) * p)
  return (sorted[Int(h)] + sorted[Int(h.rounded(.up))]) / 2
}

private let distinct = candidate("counts equal numbers once", order: { Set($0).sorted() })

private let single = Candidate("computes in Float") { x, p in
  try checked(x, p)
  return Double(Float(lerp(x.map { Double(Float($0)) }.sorted(), Double(x.count - 1) * p)))
}

private let ends = [
  Candidate("answers the last but one of the values for p = 1") { x, p in
    try checked(x, p)
    let sorted = x.sorted()
    return p == 1 && x.count > 1 ? sorted[x.count - 2] : lerp(sorted, Double(x.count - 1) * p)
  },
  Candidate("divides by n − 1, and so answers NaN for one number") { x, p in
    try checked(x, p)
    return x.count == 1 ? .nan : lerp(x.sorted(), Double(x.count - 1) * p)
  },
]

private let probabilities = [
  Candidate("takes a p above 1 for 1 and a p below 0 for 0") { x, p in
    try checked(x, p.isNaN ? p : min(max(p, 0), 1))
    return lerp(x.sorted(), Double(x.count - 1) * p)
  },
  Candidate("answers the smallest value for a p below 0") { x, p in
    try checked(x, p < 0 ? 0 : p)
    return lerp(x.sorted(), Double(x.count - 1) * p)
  },
  Candidate("answers NaN for p = NaN") { x, p in
    if p.isNaN { return .nan }
    try checked(x, p)
    return lerp(x.sorted(), Double(x.count - 1) * p)
  },
]

private let empty = [
  Candidate("answers 0 for no numbers") { x, p in
    if x.isEmpty { return 0 }
    try checked(x, p)
    return lerp(x.sorted(), Double(x.count - 1) * p)
  },
  Candidate("answers NaN for no numbers") { x, p in
    if x.isEmpty { return .nan }
    try checked(x, p)
    return lerp(x.sorted(), Double(x.count - 1) * p)
  },
]

private let unordinary = [
  Candidate("sorts NaN among the others") { x, p in
    try checked(x.isEmpty ? [] : [0], p)
    return lerp(x.sorted(), Double(x.count - 1) * p)
  },
  Candidate("leaves out NaN in silence") { x, p in
    let known = x.filter { !$0.isNaN }
    try checked(x.isEmpty ? [] : [0], p)
    return known.isEmpty ? 0 : lerp(known.sorted(), Double(known.count - 1) * p)
  },
  Candidate("sorts, then looks for NaN at the last place") { x, p in
    let sorted = x.sorted()
    try checked(sorted.suffix(1), p)
    return lerp(sorted, Double(x.count - 1) * p)
  },
]

private func bubbled(_ x: [Double]) -> [Double] {
  var x = x
  for i in x.indices.dropFirst() where x[i] < x[i - 1] { x.swapAt(i, i - 1) }
  return x
}

// MARK: - Wrong and right tests

private typealias Quantile = ([Double], Double) throws -> Double

extension Submission {
  fileprivate init(_ accepts: @escaping (Quantile) -> Bool) {
    self.init(accepts: .init { Verdict(isAccepted: accepts($0.quantile)) })
  }

  fileprivate init(_ suite: Suite) { self.init(suite.accepts) }
}

/// Tests of values and of errors.
private struct Suite {
  static let values: [([Double], Double)] =
    [0, 0.1, 0.2, 0.35, 0.5, 0.6, 0.75, 0.9, 1].map { ([2.9, 0.3, 7.7, 0.3, -1.2, 4.1], $0) }
    + [0, 0.1, 0.3, 0.375, 0.7, 1].map { ([5.3, 4.9, 3.1, 2.2, 1.7], $0) } + [0, 0.3, 1].map { ([7.3], $0) }
  static let errors: [([Double], Double)] = [
    ([], 0.5), ([1, 2], -0.5), ([1, 2], 1.5), ([1, 2], .nan), ([.nan, 1, 2], 0.5), ([1, .nan, 2], 0.5),
    ([1, 2, .nan], 0.5),
  ]

  var values = Suite.values
  var errors = Suite.errors
  var tolerance = 1e-12
  var acceptsNaN = false

  func accepts(_ quantile: Quantile) -> Bool {
    for (x, p) in values {
      guard let answer = try? quantile(x, p) else { return false }
      let q = lerp(x.sorted(), Double(x.count - 1) * p)
      guard abs(answer - q) <= tolerance else { return false }
    }
    return errors.allSatisfy { x, p in
      guard let answer = try? quantile(x, p) else { return true }
      return acceptsNaN && answer.isNaN
    }
  }
}

/// The numbers in order, but for two neighbours.
private func nearlyOrdered(_ x: [Double]) -> [Double] {
  var x = x.sorted()
  if x.count > 3 { x.swapAt(2, 3) }
  return x
}

private func isWhole(_ h: Double) -> Bool { abs(h - h.rounded()) < 1e-9 }

/// h = 1, in a list that is far from ordered.
private let thirds: [([Double], Double)] = [([9.1, 8.2, 3.4, 1.3, 0.6], 0.25), ([9.1, 8.2, 3.4, 1.3, 0.6], 0.75)]

private let untied: [([Double], Double)] = [
  ([2.9, 0.3, 7.7, 0.4, -1.2, 4.1], 0.1), ([2.9, 0.3, 7.7, 0.4, -1.2, 4.1], 0.9),
]
