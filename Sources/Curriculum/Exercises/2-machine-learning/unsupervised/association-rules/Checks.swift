import Checking
import LabData

/// What the learner's `Itemset` says, or that of a variant.
struct Frequent: Observable {
  var items: [String]
  var count: Int

  var observation: Observation { Observation(items.observation, count.observation) }
}

/// What the learner's `Rule` says, or that of a variant.
struct Implication: Observable {
  var antecedent: [String]
  var consequent: [String]
  var support: Double
  var confidence: Double
  var lift: Double

  var observation: Observation {
    Observation(
      antecedent.observation, consequent.observation, support.observation, confidence.observation, lift.observation)
  }
}

enum AssociationError: Error {
  case minimumCount(Int)
  case minimumConfidence(Double)
}

struct Submission {
  var frequentItemsets: Function<[[String]], Int, [Frequent]>
  /// Itemsets, how many baskets there were, and the minimum confidence.
  var associationRules: Function<[Frequent], Int, Double, [Implication]>
}

enum AssociationRules: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let sets = try s.frequentItemsets(
          [["ale", "bread"], ["ale", "bread", "cheese"], ["bread"], ["cheese", "ale"]], 2)
        let right = [
          Frequent(items: ["ale"], count: 3), Frequent(items: ["bread"], count: 3),
          Frequent(items: ["cheese"], count: 2),
          Frequent(items: ["ale", "bread"], count: 2), Frequent(items: ["ale", "cheese"], count: 2),
        ]
        expectSets(sets, right, "of the four baskets")
        expectRules(
          try s.associationRules(right, 4, 0.7),
          [Implication(antecedent: ["cheese"], consequent: ["ale"], support: 0.5, confidence: 1, lift: 4.0 / 3)],
          "with confidence 0.7")
        expectRules(
          try s.associationRules(right, 4, 2.0 / 3),
          [
            Implication(antecedent: ["ale"], consequent: ["bread"], support: 0.5, confidence: 2.0 / 3, lift: 8.0 / 9),
            Implication(antecedent: ["bread"], consequent: ["ale"], support: 0.5, confidence: 2.0 / 3, lift: 8.0 / 9),
            Implication(antecedent: ["ale"], consequent: ["cheese"], support: 0.5, confidence: 2.0 / 3, lift: 4.0 / 3),
            Implication(antecedent: ["cheese"], consequent: ["ale"], support: 0.5, confidence: 1, lift: 4.0 / 3),
          ], "with confidence 2/3, which three of them have exactly")
      },
      Check("finds every frequent set, by brute force", holdingFor: 10) { s, draws in
        let baskets = someBaskets(&draws)
        let minimum = draws.integer(in: 1...4)
        expectSets(
          try s.frequentItemsets(baskets, minimum), bruteForce(baskets, minimum),
          "of \(baskets) with minimum count \(minimum)")
      },
      Check("finds large sets") { s in
        let all = ["a", "b", "c", "d", "e"]
        let baskets = [all, all.reversed(), ["a", "c", "e"], ["b", "d", "x"], ["b"]]
        expectSets(try s.frequentItemsets(baskets, 2), bruteForce(baskets, 2), "with a set of five")
        expectSets(try s.frequentItemsets(baskets, 3), bruteForce(baskets, 3), "with a set of three")
      },
      Check("makes every rule", holdingFor: 8) { s, draws in
        let baskets = someBaskets(&draws)
        let sets = bruteForce(baskets, draws.integer(in: 1...2))
        let confidence = draws.one(of: [0, 0.5, 0.75, 1])
        expectRules(
          try s.associationRules(sets, baskets.count, confidence), rules(baskets, sets, confidence),
          "of \(baskets) with confidence \(confidence)")
      },
      Check("does the edges") { s in
        let advice = "An item is in a basket or it is not, and an empty basket is a basket."
        expectSets(
          try s.frequentItemsets([["b", "a", "b", "b"], [], ["a"], ["b"]], 2),
          [Frequent(items: ["a"], count: 2), Frequent(items: ["b"], count: 2)], "of b, a, b, b; nothing; a; b", advice)
        expectSets(
          try s.frequentItemsets([["ale", "alehouse"], ["alehouse"], ["Rum", "alehouse"], ["Rum"]], 2),
          [Frequent(items: ["Rum"], count: 2), Frequent(items: ["alehouse"], count: 3)],
          "of ale, alehouse; alehouse; Rum, alehouse; Rum",
          "ale is in one basket: alehouse is another item. By Swift's < capitals come before small letters.")
        expectRules(
          try s.associationRules(
            [
              Frequent(items: ["a"], count: 3), Frequent(items: ["b"], count: 3),
              Frequent(items: ["a", "b"], count: 2),
            ],
            4, 0.666_666_667), [], "of a (3), b (3) and both (2) in 4 baskets with confidence 0.666666667",
          "⅔ is less, if only by 3·10⁻¹⁰.")
        expectSets(try s.frequentItemsets([], 1), [], "of no baskets")
        expectSets(try s.frequentItemsets([["a"], ["b"]], 2), [], "of two baskets with nothing in common")
        expectRules(
          try s.associationRules([Frequent(items: ["a"], count: 5)], 8, 0), [], "of a single item",
          "With nothing on one side it is no rule.")
        expectRules(try s.associationRules([], 0, 0.5), [], "of nothing")
        expectRules(
          try s.associationRules(
            [
              Frequent(items: ["a"], count: 2), Frequent(items: ["b"], count: 4),
              Frequent(items: ["a", "b"], count: 2),
            ],
            16, 0.75),
          [Implication(antecedent: ["a"], consequent: ["b"], support: 0.125, confidence: 1, lift: 4)],
          "of a (2), b (4) and both (2) in 16 baskets", "P(b | a) = 1, P(b) = ¼.")
        let three = [["a", "b", "c"], ["c", "a", "b"], ["b"]]
        expectRules(
          try s.associationRules(bruteForce(three, 2), 3, 0), rules(three, bruteForce(three, 2), 0),
          "of abc, cab and b",
          "For abc: a, b, c, then ab, ac, bc on the left.")
        for minimum in [0, -3] {
          expect(throws: AssociationError.minimumCount(minimum), "Every set there is has the count 0 or more.") {
            try s.frequentItemsets([["a"]], minimum)
          }
        }
        for confidence in [-0.1, 1.5, .nan] {
          expect(throws: AssociationError.minimumConfidence(confidence), "A confidence is a probability.") {
            try s.associationRules([Frequent(items: ["a"], count: 1)], 1, confidence)
          }
        }
      },
      // Counts are exact; the sum of the lifts is rounded some hundred times.
      Check("mines German credits") { s in
        let baskets = try credits.get()
        let sets = try s.frequentItemsets(baskets, 30)
        let sizes = (1...7).map { size in sets.count { $0.items.count == size } }
        expect(
          sizes == [15, 47, 55, 27, 6, 0, 0],
          "of the sizes 1 … 7 there are \(sizes) frequent sets, expected [15, 47, 55, 27, 6, 0, 0]",
          "Columns as items, checking_status=<0 and so on; in at least 30 of 200 rows.")
        expect(sets.reduce(0) { $0 + $1.count }, equals: 8229, what: "the sum of all counts")
        let found = try s.associationRules(sets, 200, 0.85)
        expect(found.count, equals: 89, what: "the number of rules with confidence 0.85")
        expect(
          found.reduce(0) { $0 + $1.lift }, equals: 93.2577957043698, within: .relative(1e-12),
          what: "the sum of their lifts")
        let best = found.filter { $0.consequent == ["class=good"] }.max { $0.lift < $1.lift }
        expectRules(
          best.map { [$0] } ?? [],
          [
            Implication(
              antecedent: ["checking_status=no checking", "own_telephone=none"], consequent: ["class=good"],
              support: 0.17, confidence: 0.9444444444444444, lift: 1.320901320901321)
          ],
          "to class=good: that with the highest lift")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "an item twice in a basket counted twice", .right { $0.countsRepeats = true },
        """
        Count baskets, not items: make a set of each basket first.
        """),
      Misconception(
        "more than the minimum", .right { $0.isFrequent = { $0 > $1 } },
        """
        At least `minimumCount` baskets are asked: ≥.
        """),
      Misconception(
        "words ordered without regard to case", .right { $0.isEarlier = { $0.lowercased() < $1.lowercased() } },
        """
        Swift's < puts "Rum" before "alehouse", for all capitals come before the small letters. It is no dictionary's order, \
        but the same everywhere.
        """),
      Misconception(
        "nearly the minimum", .right { $0.isConfident = { $0 >= $1 - 1e-9 } },
        """
        Quotients of whole numbers are rounded once, and 2/3 is the same Double wherever it is computed: compare by ≥ alone.
        """),
      Misconception(
        "pairs only", .right { $0.largest = 2 },
        """
        Go on to sets of three, four, … until a size has no frequent set.
        """),
      Misconception(
        "only neighbours joined", .right { $0.joinsNeighbours = true },
        """
        {a, b} also joins with {a, d}, two places further. All pairs with the same beginning make candidates.
        """),
      Misconception(
        "every two sets joined", .right { $0.joinsAll = true },
        """
        {a, b} and {b, c} make {a, b, c}, and so do {a, b} and {a, c}: it comes several times. Join only sets that differ \
        in their last item.
        """),
      Misconception(
        "candidates taken for frequent", .right { $0.recounts = false },
        """
        That all subsets are frequent is necessary, not sufficient: the candidate has to be counted, too.
        """),
      Misconception(
        "the empty set among them", .right { $0.includesEmpty = true },
        """
        The empty set is in every basket and says nothing. Asked are non-empty sets.
        """),
      Misconception(
        "sets by their count", .right { $0.sortsByCount = true },
        """
        Small sets first, then in lexicographic order.
        """),
      Misconception(
        "confidence of the other direction", .right { $0.confidence = { both, _, right in both / right } },
        """
        count(A ∪ B)/count(B) is P(A | B). Who drinks ale need not buy cheese because who buys cheese drinks ale.
        """),
      Misconception(
        "lift without n", .right { $0.lift = { confidence, _, right, _ in confidence / right } },
        """
        confidence/count(B) depends on how many baskets there are. Divide by the *share* count(B)/n.
        """),
      Misconception(
        "lift over the antecedent's share", .right { $0.lift = { confidence, left, _, n in confidence / (left / n) } },
        """
        P(B | A) is compared with P(B), the consequent's share, not with that of A.
        """),
      Misconception(
        "leverage for lift",
        .right { $0.lift = { confidence, left, right, n in confidence * left / n - left * right / n / n } },
        """
        P(A, B) − P(A)·P(B) is the leverage, a difference; the lift is the quotient.
        """),
      Misconception(
        "support as a count", .right { $0.supportShare = false },
        """
        The support of a rule is a share of all baskets.
        """),
      Misconception(
        "support of the antecedent", .right { $0.supportsLeft = true },
        """
        The rule happens where both sides are in the basket: count(A ∪ B)/n.
        """),
      Misconception(
        "one item on the left", .right { $0.mostLeft = 1 },
        """
        Every non-empty proper subset can be the antecedent: {ale, bread} → cheese, too.
        """),
      Misconception(
        "one item on the right", .right { $0.mostRight = 1 },
        """
        Every non-empty proper subset can be the consequent: ale → {bread, cheese}, too.
        """),
      Misconception(
        "confidence above the minimum", .right { $0.isConfident = { $0 > $1 } },
        """
        At least the minimum: a rule that has it exactly belongs to them.
        """),
      Misconception(
        "rules in the order of the bits", .right { $0.sortsRules = false },
        """
        Counting masks gives a, b, ab, c, …: for one set small antecedents come first, then lexicographic order.
        """),
      Misconception(
        "minima not looked at", .right { $0.looks = false },
        """
        With a minimum count of 0 all 2^k sets would be frequent, and a confidence of 1.5 has no rule. Say so.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "every subset of every basket counted",
        Submission(
          frequentItemsets: .init { baskets, minimum in
            guard minimum >= 1 else { throw AssociationError.minimumCount(minimum) }
            return bruteForce(baskets, minimum)
          },
          associationRules: .init { try Way().rules($0, $1, $2) }))
    ]
  }
}

// MARK: - Parts of the checks

private let credits = Result {
  let names = ["checking_status", "savings_status", "housing", "job", "own_telephone", "foreign_worker", "class"]
  let csv = try Dataset("tabular/german_credit.csv").csv()
  let columns = try names.map { try csv.column($0) }
  return csv.rows.indices.prefix(200).map { i in names.indices.map { "\(names[$0])=\(columns[$0][i])" } }
}

private func someBaskets(_ draws: inout Draws) -> [[String]] {
  let items = ["a", "b", "c", "d", "e"]
  return (0..<draws.integer(in: 0...7)).map { _ in
    (0..<draws.integer(in: 0...5)).map { _ in draws.one(of: items) }
  }
}

/// All subsets of all baskets, counted.
private func bruteForce(_ baskets: [[String]], _ minimum: Int) -> [Frequent] {
  let items = Set(baskets.joined()).sorted()
  var places: [String: Int] = [:]
  for (place, item) in items.enumerated() { places[item] = place }
  var counts: [Int: Int] = [:]
  for basket in baskets {
    let mask = basket.reduce(0) { $0 | 1 << (places[$1] ?? 0) }
    var subset = mask
    while subset > 0 {
      counts[subset, default: 0] += 1
      subset = (subset - 1) & mask
    }
  }
  let frequent = counts.filter { $0.value >= minimum }.map { mask, count in
    Frequent(items: items.indices.filter { mask >> $0 & 1 == 1 }.map { items[$0] }, count: count)
  }
  return frequent.sorted { isBefore($0.items, $1.items) }
}

private func isBefore(_ a: [String], _ b: [String]) -> Bool {
  a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
}

/// The rules from the baskets themselves.
private func rules(_ baskets: [[String]], _ sets: [Frequent], _ minimum: Double) -> [Implication] {
  func count(_ items: [String]) -> Double {
    Double(baskets.count { basket in items.allSatisfy { basket.contains($0) } })
  }
  let n = Double(baskets.count)
  return sets.flatMap { set in
    var found: [Implication] = []
    for mask in 1..<(1 << set.items.count) - 1 {
      let left = set.items.indices.filter { mask >> $0 & 1 == 1 }.map { set.items[$0] }
      let right = set.items.filter { !left.contains($0) }
      let confidence = count(set.items) / count(left)
      guard confidence >= minimum else { continue }
      found.append(
        Implication(
          antecedent: left, consequent: right, support: count(set.items) / n, confidence: confidence,
          lift: confidence / (count(right) / n)))
    }
    return found.sorted { isBefore($0.antecedent, $1.antecedent) }
  }
}

private func expectSets(
  _ sets: [Frequent], _ right: [Frequent], _ what: String, _ advice: String? = nil, line: Int = #line
) {
  func words(_ set: Frequent?) -> String {
    set.map { "{" + $0.items.joined(separator: ", ") + "} \($0.count)" } ?? "nothing more"
  }
  let place = (0..<max(sets.count, right.count)).first { i in
    i >= sets.count || i >= right.count || sets[i].items != right[i].items || sets[i].count != right[i].count
  }
  guard let place else { return expect(true, "", line: line) }
  expect(
    false,
    "frequent set [\(place)] \(what) is \(words(place < sets.count ? sets[place] : nil)), expected "
      + words(place < right.count ? right[place] : nil),
    advice ?? "All sets with at least that count, small ones first, each once.", line: line)
}

private func expectRules(
  _ rules: [Implication], _ right: [Implication], _ what: String, _ advice: String? = nil, line: Int = #line
) {
  func words(_ rule: Implication?) -> String {
    rule.map { $0.antecedent.joined(separator: ", ") + " → " + $0.consequent.joined(separator: ", ") } ?? "nothing more"
  }
  let place = (0..<max(rules.count, right.count)).first { i in
    i >= rules.count || i >= right.count || rules[i].antecedent != right[i].antecedent
      || rules[i].consequent != right[i].consequent
  }
  guard place != nil || !right.isEmpty else { return expect(true, "", line: line) }
  if let place {
    expect(
      false,
      "rule [\(place)] \(what) is \(words(place < rules.count ? rules[place] : nil)), expected "
        + words(place < right.count ? right[place] : nil),
      advice ?? "All rules with at least that confidence, in the order asked.", line: line)
    return
  }
  for (rule, right) in zip(rules, right) {
    expect(
      [rule.support, rule.confidence, rule.lift], equals: [right.support, right.confidence, right.lift],
      within: .ulps(4), advice ?? "count(A ∪ B)/n, count(A ∪ B)/count(A), and that over count(B)/n.",
      what: "support, confidence and lift of \(words(rule)) \(what)", line: line)
  }
}

// MARK: - Wrong and right ways

/// How rules are mined, right unless one of these is changed.
private struct Way {
  var countsRepeats = false
  var isFrequent: (Int, Int) -> Bool = { $0 >= $1 }
  var isEarlier: (String, String) -> Bool = { $0 < $1 }
  var largest = Int.max
  var joinsNeighbours = false
  var joinsAll = false
  var recounts = true
  var includesEmpty = false
  var sortsByCount = false
  /// From the counts of both, of the left side and of the right.
  var confidence: (Double, Double, Double) -> Double = { both, left, _ in both / left }
  /// From the confidence, the counts of both sides and n.
  var lift: (Double, Double, Double, Double) -> Double = { confidence, _, right, n in confidence / (right / n) }
  var supportShare = true
  var supportsLeft = false
  var mostLeft = Int.max
  var mostRight = Int.max
  var isConfident: (Double, Double) -> Bool = { $0 >= $1 }
  var sortsRules = true
  var looks = true

  func sets(_ baskets: [[String]], _ minimum: Int) throws -> [Frequent] {
    guard minimum >= 1 || !looks else { throw AssociationError.minimumCount(minimum) }
    var (holders, repeats): ([String: Set<Int>], [String: Int]) = ([:], [:])
    for (index, basket) in baskets.enumerated() {
      for item in basket {
        holders[item, default: []].insert(index)
        repeats[item, default: 0] += 1
      }
    }
    var level = holders.keys.sorted(by: isEarlier).map { item in
      let baskets = holders[item] ?? []
      return (items: [item], baskets: baskets, count: countsRepeats ? repeats[item] ?? 0 : baskets.count)
    }
    level.removeAll { !isFrequent($0.count, minimum) }
    var result = includesEmpty ? [Frequent(items: [], count: baskets.count)] : []
    while let size = level.first?.items.count {
      result += level.map { Frequent(items: $0.items, count: $0.count) }
      if size >= min(largest, 8) { break }
      var next: [(items: [String], baskets: Set<Int>, count: Int)] = []
      for (i, first) in level.enumerated() {
        for j in (i + 1)..<max(i + 1, joinsNeighbours ? min(i + 2, level.count) : level.count) {
          guard next.count < 60 else { break }  // more than there are: a wrong way ends, too
          let second = level[j]
          var union = first.items + second.items.suffix(1)
          if joinsAll {
            union = Set(first.items).union(second.items).sorted()
            guard union.count == size + 1 else { continue }
          } else {
            guard first.items.dropLast() == second.items.dropLast() else { continue }
          }
          let both = recounts ? first.baskets.intersection(second.baskets) : first.baskets
          if isFrequent(both.count, minimum) { next.append((union, both, both.count)) }
        }
      }
      level = next
    }
    return sortsByCount ? result.sorted { $0.count > $1.count } : result
  }

  func rules(_ sets: [Frequent], _ n: Int, _ minimum: Double) throws -> [Implication] {
    guard minimum >= 0 && minimum <= 1 || !looks else { throw AssociationError.minimumConfidence(minimum) }
    var counts: [[String]: Int] = [:]
    for set in sets { counts[set.items] = set.count }
    var all: [Implication] = []
    for set in sets where set.items.count > 1 {
      var found: [Implication] = []
      for mask in 1..<(1 << set.items.count) - 1 {
        let antecedent = set.items.indices.filter { mask >> $0 & 1 == 1 }.map { set.items[$0] }
        let consequent = set.items.indices.filter { mask >> $0 & 1 == 0 }.map { set.items[$0] }
        guard antecedent.count <= mostLeft, consequent.count <= mostRight else { continue }
        let (both, total) = (Double(set.count), Double(n))
        let (left, right) = (Double(counts[antecedent] ?? 0), Double(counts[consequent] ?? 0))
        let confidence = confidence(both, left, right)
        guard isConfident(confidence, minimum) else { continue }
        found.append(
          Implication(
            antecedent: antecedent, consequent: consequent,
            support: (supportsLeft ? left : both) / (supportShare ? total : 1), confidence: confidence,
            lift: lift(confidence, left, right, total)))
      }
      all += sortsRules ? found.sorted { isBefore($0.antecedent, $1.antecedent) } : found
    }
    return all
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      frequentItemsets: .init { try fixed.sets($0, $1) }, associationRules: .init { try fixed.rules($0, $1, $2) })
  }
}
