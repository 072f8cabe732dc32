import Checking
import Glibc
import LabData
import LabNumerics

typealias Record = [String: String]

struct Schema {
  var numbers: [String] = []
  var categories: [String] = []
}

enum RecordError: Error, Equatable {
  case noColumn(String)
  case notANumber(column: String)
}

/// Records with their answers, and the penalty of their model.
struct Labelled: CustomStringConvertible {
  var records: [Record]
  var labels: [Int]
  var schema: Schema
  var l2 = 1.0

  var description: String { "\(records.count) records, λ = \(l2)" }
}

/// What a table by group is made of.
struct Called: CustomStringConvertible {
  var groups: [String]
  var called: [Bool]
  var probabilities: [Double]
  var labels: [Int]

  var description: String { "\(groups.count) rows of \(Set(groups).sorted())" }
}

struct Rates: Observable {
  var group: String
  var count: Int
  /// Share, mean probability, false positive rate, false negative rate, precision.
  var numbers: [Double]

  var observation: Observation { Observation(group.observation, count.observation, numbers.observation) }
}

struct Profile: Observable {
  var name: String
  var edges: [Double]
  var words: [String]
  var counts: [Int]

  var observation: Observation {
    Observation(name.observation, edges.observation, words.observation, counts.observation)
  }
}

struct Drift: Observable {
  var name: String
  var index: Double
  var unusual: Double

  var observation: Observation { Observation(name.observation, index.observation, unusual.observation) }
}

struct Screened: Observable {
  var answers: [String]
  /// NaN where nothing was decided.
  var probabilities: [Double]
  var drift: [Drift]
  var isHalted: Bool

  var observation: Observation {
    Observation(answers.observation, probabilities.observation, drift.observation, isHalted.observation)
  }
}

struct Submission {
  var groupRates: Function<Called, [Rates]>
  /// Gap and p.
  var gapTest: Function<[String], [Bool], [[Int]], [Double]>
  var profile: Function<[Record], Schema, [Profile]>
  /// Of reference records, and of the batch that is last.
  var drift: Function<[Record], Schema, [Record], [Drift]>
  /// A system is fitted on the table; then the batch is screened.
  var screen: Function<Labelled, [Record], Int, Screened>
}

enum Audits: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives rates by group") { s in
        let rows = Called(
          groups: ["b", "a", "b", "c", "a", "b", "b", "c", "a"],
          called: [true, false, false, true, true, true, true, true, false],
          probabilities: [0.5, 0.25, 0.125, 0.75, 0.5, 0.25, 0.5, 0.25, 0.125], labels: [1, 0, 1, 0, 1, 0, 1, 0, 0])
        expectRates(
          try s.groupRates(rows),
          [
            Rates(group: "a", count: 3, numbers: [1.0 / 3, 0.875 / 3, 0, 0, 1]),
            Rates(group: "b", count: 4, numbers: [0.75, 1.375 / 4, 1, 1.0 / 3, 2.0 / 3]),
            Rates(group: "c", count: 2, numbers: [0, 0.5, 1, .nan, 0]),
          ])
        var none = rows
        none.called = rows.called.map { _ in false }
        none.labels = rows.labels.map { _ in 1 }
        expectRates(
          try s.groupRates(none),
          [("a", 3, 0.875 / 3), ("b", 4, 1.375 / 4), ("c", 2, 0.5)].map {
            Rates(group: $0.0, count: $0.1, numbers: [1, $0.2, .nan, 1, .nan])
          })
      },
      // Four quotients, each rounded once, in products of three.
      Check("has rates that are tied as they must be", cases: 2) { s, random in
        let n = 200
        let rows = Called(
          groups: (0..<n).map { "group \($0 * 7 % 3)" }, called: (0..<n).map { $0 % 11 < 5 },
          probabilities: (0..<n).map { _ in Double.random(in: 0...1, using: &random) },
          labels: (0..<n).map { _ in Int.random(in: 0...1, using: &random) })
        let rates = try s.groupRates(rows)
        expect(rates.count, equals: 3, what: "the number of groups")
        for line in rates where line.numbers.count == 5 {
          let (share, wrong, missed, precision) = (
            line.numbers[0], line.numbers[2], line.numbers[3], line.numbers[4]
          )
          expect(
            (1 - missed) * share * (1 - precision), equals: wrong * (1 - share) * precision,
            within: .rounding(operations: 20, scale: 1),
            "Both sides are FP·TP over n and the number called: which of the rates has another denominator?",
            what: "(1 − FNR)·share·(1 − precision) of \(line.group)")
        }
      },
      Check("tests a gap by permuting groups") { s in
        let advice = "(1 + orders with a gap at least as large)/(1 + orders)."
        expect(
          try s.gapTest(["a", "a", "b", "b"], [true, false, false, false], [[2, 0, 1, 3]]), equals: [0.5, 1],
          within: .ulps(2), advice, what: "gap and p of four rows and one order")
        // Groups of 1, 2 and 3; the gap is 1, those of the orders are 1, 2/3, 1, 2/3, 2/3.
        let (groups, outcomes) = (["c", "b", "c", "a", "b", "c"], [true, false, false, true, false, true])
        let orders = [
          [1, 0, 2, 4, 3, 5], [0, 1, 3, 4, 2, 5], [3, 4, 1, 5, 2, 0], [2, 3, 0, 1, 4, 5], [0, 2, 3, 1, 4, 5],
        ]
        expect(
          try s.gapTest(groups, outcomes, orders), equals: [1, 3 / 6.0], within: .ulps(4),
          "The largest rate minus the smallest; row i has the group of row order[i].",
          what: "gap and p of three groups")
        // 0.8 − 0.5 and 0.7 − 0.4 are the same gap, and in Doubles the second is less by 10⁻¹⁶.
        let tens = (0..<30).map { ["a", "b", "c"][$0 / 10] }
        var swapped = Array(0..<30)
        swapped.swapAt(0, 15)
        swapped.swapAt(16, 20)
        expect(
          try s.gapTest(tens, (0..<30).map { $0 % 10 < ($0 < 10 ? 8 : 5) }, [swapped]), equals: [0.3, 1],
          within: .ulps(8), "0.7 − 0.4 is no smaller than 0.8 − 0.5: a gap that is less by 10⁻¹² counts, too.",
          what: "gap and p of equal gaps that rounding parts")
        expect(
          try s.gapTest(["a", "a", "a"], [true, false, true], [[0, 1, 2], [2, 1, 0]]), equals: [0, 1], within: .exact,
          "One group has no gap, and every order has that one.", what: "gap and p of one group")
        expect(try s.gapTest([], [], []), equals: [0, 1], within: .exact, advice, what: "gap and p of nothing")
      },
      Check("finds p as the share of orders", cases: 2) { s, random in
        let n = 60
        let groups = (0..<n).map { ["u", "v", "w"][$0 * $0 % 7 % 3] }
        let outcomes = groups.map { Double.random(in: 0...1, using: &random) < ($0 == "u" ? 0.55 : 0.4) }
        let orders = (0..<99).map { _ in Array(0..<n).shuffled(using: &random) }
        expect(
          try s.gapTest(groups, outcomes, orders), equals: Way().gap(groups, outcomes, orders), within: .ulps(8),
          "Count orders whose gap is not smaller, and the observed one with them.", what: "gap and p of 60 rows")
      },
      Check("makes cells of reference records") { s in
        let records = (1...10).map { ["x": "\($0)", "k": $0 < 4 ? "low" : $0 < 9 ? "mid" : "", "few": "\($0 / 6)"] }
        let schema = Schema(numbers: ["few", "x"], categories: ["k"])
        expectProfiles(
          try s.profile(records, schema),
          [
            Profile(name: "few", edges: [0, 1], words: [], counts: [5, 5, 0, 0]),
            Profile(name: "x", edges: [2.8, 4.6, 6.4, 8.2], words: [], counts: [2, 2, 2, 2, 2, 0]),
            Profile(name: "k", edges: [], words: ["", "low", "mid"], counts: [2, 3, 5, 0]),
          ])
        let gaps = [["x": "NA"], ["x": "3"], ["x": ""], ["x": "nan"], ["x": "7"]]
        expectProfiles(
          try s.profile(gaps, Schema(numbers: ["x"])),
          [Profile(name: "x", edges: [3.8, 4.6, 5.4, 6.2], words: [], counts: [1, 0, 0, 0, 1, 3])])
        expectProfiles(
          try s.profile([["x": ""], ["x": "?"]], Schema(numbers: ["x"])),
          [Profile(name: "x", edges: [], words: [], counts: [0, 2])])
      },
      // Logarithms of quotients of shares, six terms below 1.
      Check("measures drift by the population stability index") { s in
        let reference = (1...10).map { ["x": "\($0)", "k": $0 < 7 ? "u" : "v"] }
        let schema = Schema(numbers: ["x"], categories: ["k"])
        let batch = [["x": "1", "k": "u"], ["x": "2", "k": "w"], ["x": "11", "k": "u"], ["x": "", "k": "v"]]
        func index(_ reference: [Double], _ batch: [Double]) -> Double {
          func shares(_ c: [Double]) -> [Double] { c.map { $0 / c.reduce(0, +) } }
          return zip(shares(reference), shares(batch)).reduce(0) { $0 + ($1.1 - $1.0) * log($1.1 / $1.0) }
        }
        expectDrift(
          try s.drift(reference, schema, batch),
          [
            Drift(
              name: "x", index: index([2.5, 2.5, 2.5, 2.5, 2.5, 0.5], [2.5, 0.5, 0.5, 0.5, 1.5, 1.5]), unusual: 0.25),
            Drift(name: "k", index: index([6.5, 4.5, 0.5], [2.5, 1.5, 1.5]), unusual: 0.25),
          ])
        expectDrift(
          try s.drift(reference, schema, reference),
          [Drift(name: "x", index: 0, unusual: 0), Drift(name: "k", index: 0, unusual: 0)])
        // On an edge: 2.8 belongs to the bin below, 8.2 too.
        expectDrift(
          try s.drift(reference, Schema(numbers: ["x"]), [["x": "2.8"], ["x": "8.2"], ["x": "8.3"]]),
          [
            Drift(
              name: "x", index: index([2.5, 2.5, 2.5, 2.5, 2.5, 0.5], [1.5, 0.5, 0.5, 1.5, 1.5, 0.5]), unusual: 0)
          ])
        expectDrift(try s.drift(reference, schema, []), [])
      },
      // The probabilities are right to 10⁻⁷: the stop leaves 10⁻¹⁰·40 of a gradient, λ is 1.
      Check("decides, refers and refuses, and halts a batch that is not what it learned from") { s in
        var random = SplitMix64(seed: 8)
        let table = draw(40, using: &random)
        let usual = (0..<20).map { table.records[$0 * 3 % 40] }
        var odd = usual
        odd[3] = ["x": "", "n": "99", "k": "?"]
        odd[5] = ["x": "NA", "n": "2", "k": "u"]
        odd[8] = ["x": "5", "n": "-50", "k": "?"]
        odd[11] = ["x": "five", "n": "1", "k": "u"]
        odd[12] = ["n": "1", "k": "u"]
        var worse = odd
        worse[15] = ["x": "5", "n": "1"]
        var drifted = usual
        for i in 0..<12 { drifted[i]["k"] = "w" }
        var tenth = table.records
        for i in [2, 13, 24, 35] { tenth[i]["x"] = "?" }
        // An index between 0.2 and 0.25: eight of the u have become w.
        var quiet = table.records
        for i in quiet.indices.filter({ quiet[$0]["k"] == "u" }).prefix(8) { quiet[i]["k"] = "w" }
        for (what, batch, most) in [
          ("usual records", usual, 1), ("records with two broken ones of 20", odd, 1),
          ("the same, no note allowed", odd, 0), ("the same, three notes allowed", odd, 3),
          ("records with three broken ones of 20", worse, 1), ("records that are mostly w", drifted, 1),
          ("records with more w", quiet, 1), ("records of which a tenth is broken", tenth, 1),
          ("nothing", [], 1), ("broken records alone", [[:], ["x": "1"]], 1),
        ] {
          expectScreened(try s.screen(table, batch, most), try Way().screen(table, batch, most), what)
        }
      },
      Check("finds whom the loans' mistakes hit, and whom not") { s in
        let (table, _) = try loans.get()
        let p = try outOfFold.get()
        let called = p.map { $0 >= 1.0 / 6 }
        func rates(_ group: (Record) -> String) throws -> [Rates] {
          try s.groupRates(
            Called(groups: table.records.map(group), called: called, probabilities: p, labels: table.labels))
        }
        // Mean probabilities to 10⁻⁷; the rates are quotients of whole numbers.
        let byAge = try rates(age)
        expectRates(
          byAge,
          [
            Rates(
              group: "older", count: 650,
              numbers: [
                0.27384615384615385, 0.28266490658882093, 0.4682203389830508, 0.12359550561797752, 0.41379310344827586,
              ]),
            Rates(
              group: "young", count: 150,
              numbers: [0.42, 0.37824574671013056, 0.6666666666666666, 0.06349206349206349, 0.5042735042735043]),
          ], within: 1e-6)
        let good = table.labels.indices.filter { table.labels[$0] == 0 }
        var random = SplitMix64(seed: 2026)
        let orders = (0..<100).map { _ in Array(good.indices).shuffled(using: &random) }
        func test(_ group: (Record) -> String) throws -> [Double] {
          try s.gapTest(good.map { group(table.records[$0]) }, good.map { called[$0] }, orders)
        }
        for (what, group) in [("by age", age), ("by personal status", status)] {
          let right = remembered("gap \(what)") {
            Way().gap(good.map { group(table.records[$0]) }, good.map { called[$0] }, orders)
          }
          expect(
            try test(group), equals: right, within: .ulps(8),
            "Of the good ones alone: who is refused though he would have paid?",
            what: "gap and p of good loans refused, \(what),")
        }
      },
      Check("lets the hidden loans through, and halts those of the young alone") { s in
        let (table, hidden) = try loans.get()
        let young = (table.records + hidden.records).filter { age($0) == "young" }
        for (what, batch, right) in [
          ("hidden loans", hidden.records, hiddenDrift), ("loans of the young", young, youngDrift),
        ] {
          let got = try s.drift(table.records, table.schema, batch)
          expect(
            got.map(\.name) == table.schema.numbers + table.schema.categories,
            "The columns of the drift are \(got.map(\.name))", "Numbers first, in the schema's order.")
          expect(
            got.map(\.index), equals: right, within: .absolute(1e-9), "As NumPy has it, column by column.",
            what: "the indices of the \(what)")
          let screened = try s.screen(table, batch, 1)
          expect(
            screened.isHalted, equals: what != "hidden loans",
            what == "hidden loans" ? "No index is above 0.25." : "Age has an index of 4.33.",
            what: "isHalted of the \(what)")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "false positives among those called",
        Way(wrongAmong: .called).submission,
        "The false positive rate asks of all with label 0 how many were called; among those called it is 1 − precision."
      ),
      Misconception(
        "false positives among all",
        Way(wrongAmong: .all).submission,
        "A rate over all rows of the group mixes in how many have label 0: divide by those."),
      Misconception(
        "recall for its complement",
        Way(missedIsRecall: true).submission,
        "The false negative rate counts those with label 1 that were *not* called."),
      Misconception(
        "0 for a rate of nothing",
        Way(ofNothing: 0).submission,
        "A group without a single good customer has no rate at which good ones are refused. 0 would praise it: NaN."),
      Misconception(
        "groups in the order of their appearance",
        Way(sorts: false).submission,
        "Sort by name; the order of the rows says nothing, and two reports could not be compared."),
      Misconception(
        "the first group minus the last",
        Way(isSigned: true).submission,
        "With three groups the extreme ones are not always the outer ones of the alphabet: largest minus smallest."),
      Misconception(
        "p without the observed order",
        Way(countsObserved: false).submission,
        "The rows as they came are one of the orders: without the 1 + a p of 0 would be possible."),
      Misconception(
        "only larger gaps counted",
        Way(isExtreme: { $0 > $1 + 1e-12 }).submission,
        "A gap that is just as large is as surprising: ≥, and 10⁻¹² less for rounding."),
      Misconception(
        "equal gaps parted by rounding",
        Way(isExtreme: { $0 >= $1 }).submission,
        "0.7 − 0.4 and 0.8 − 0.5 are equal, and not in Doubles. Compare with the observed gap less 10⁻¹²."),
      Misconception(
        "the order read backwards",
        Way(inverts: true).submission,
        "Row i is given the group of row order[i], not row order[i] the group of row i."),
      Misconception(
        "an edge in the bin above",
        Way(isBelow: { $0 <= $1 }).submission,
        "Bins hold their upper edge: qₖ < x ≤ qₖ₊₁. The bin is the number of edges below x."),
      Misconception(
        "equal edges kept",
        Way(dropsEqualEdges: false).submission,
        "A number with few values has equal quintiles, and bins between equal edges hold nothing: keep distinct edges."),
      Misconception(
        "gaps in the lowest bin",
        Way(gapsAreLow: true).submission,
        "A gap is no small number. More gaps than there used to be is the drift that one sees most: they have a cell."),
      Misconception(
        "unseen words not counted",
        Way(hasOther: false).submission,
        "A word that the reference does not have is the clearest drift of all: the last cell counts it."),
      Misconception(
        "shares without the half",
        Way(half: 1e-9).submission,
        "An empty cell has the share 0, and the logarithm of 0 makes every index huge: count ½ more in each cell."),
      Misconception(
        "one direction of the divergence",
        Way(term: { $1 * log($1 / $0) }).submission,
        "Σ s′·ln(s′/s) is half of it; the index is Σ (s′ − s)·ln(s′/s), the same from either side."),
      Misconception(
        "the batch's own cells",
        Way(usesBatchCells: true).submission,
        "Quintiles of the batch hold a fifth each, however far it has drifted. The cells are the reference's."),
      Misconception(
        "refused records in the drift",
        Way(countsRefused: true).submission,
        "Records that were refused are counted as refused; their columns cannot be read."),
      Misconception(
        "a batch never halted for refusals",
        Way(haltsForRefusals: false).submission,
        "Three of twenty records broken is no drift of a column, it is a broken sender: more than a tenth halts the batch."
      ),
      Misconception(
        "halted at quiet drift",
        Way(limit: 0.1).submission,
        "0.1 is where one looks; a small batch gets there by chance. Halted is above 0.25."),
      Misconception(
        "referred from so many notes on",
        Way(isTooMany: { $0 >= $1 }).submission,
        "`most` notes are allowed: refer a record with more."),
      Misconception(
        "decided all the same",
        Way(refers: false).submission,
        "A record of which three things had to be guessed has a probability, but nobody should act on it."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the index as two divergences", Way(sumsDivergences: true).submission)]
  }
}

// MARK: - Parts of the checks

private func expectRates(_ got: [Rates], _ right: [Rates], within bound: Double = 1e-14, line: Int = #line) {
  expect(
    got.map(\.group) == right.map(\.group), "The groups are \(got.map(\.group)), expected \(right.map(\.group))",
    "Each once, ascending by name.", line: line)
  for (got, right) in zip(got, right) {
    expect(got.count, equals: right.count, what: "the count of \(right.group)", line: line)
    expect(
      got.numbers, equals: right.numbers, within: .absolute(bound),
      "Each rate has its own denominator: the group's rows of label 0, of label 1, or called.",
      what: "share, mean probability, FPR, FNR and precision of \(right.group)", line: line)
  }
}

private func expectProfiles(_ got: [Profile], _ right: [Profile], line: Int = #line) {
  expect(
    got.map(\.name) == right.map(\.name), "The columns are \(got.map(\.name)), expected \(right.map(\.name))",
    "Numbers first, in the schema's order.", line: line)
  for (got, right) in zip(got, right) {
    // A quantile has four roundings.
    expect(
      got.edges, equals: right.edges, within: .absolute(1e-13), "Distinct quintiles of the known values.",
      what: "the edges of \(right.name)", line: line)
    expect(got.words == right.words, "The words of \(right.name) are \(got.words), expected \(right.words)", line: line)
    expect(
      got.counts.map(Double.init), equals: right.counts.map(Double.init), within: .exact,
      "One cell a bin or word, and the last for gaps or other words.", what: "the counts of \(right.name)", line: line)
  }
}

private func expectDrift(_ got: [Drift], _ right: [Drift], line: Int = #line) {
  expect(
    got.map(\.name) == right.map(\.name), "The columns are \(got.map(\.name)), expected \(right.map(\.name))",
    line: line)
  expect(
    got.map(\.index), equals: right.map(\.index), within: .absolute(1e-12),
    "Σ (s′ − s)·ln(s′/s), s = (c + ½)/(Σc + ½·K), with the cells of the reference.", what: "the indices", line: line)
  expect(
    got.map(\.unusual), equals: right.map(\.unusual), within: .ulps(2), "The share of the batch in the last cell.",
    what: "the shares of gaps or other words", line: line)
}

private func expectScreened(_ got: Screened, _ right: Screened, _ what: String, line: Int = #line) {
  let first = right.answers.indices.first { $0 >= got.answers.count || got.answers[$0] != right.answers[$0] }
  expect(
    got.answers == right.answers,
    "Of \(what) record \(first ?? -1) is \(first.map { $0 < got.answers.count ? got.answers[$0] : "missing" } ?? "one too many"), "
      + "expected \(first.map { right.answers[$0] } ?? "none")",
    "Refused if broken, referred with more notes than allowed, else decided.", line: line)
  expect(
    got.probabilities, equals: right.probabilities, within: .absolute(1e-6), "Those of the system.",
    what: "the probabilities of \(what)", line: line)
  expect(
    got.drift.map(\.index), equals: right.drift.map(\.index), within: .absolute(1e-9),
    "Of the records that were not refused.", what: "the indices of \(what)", line: line)
  expect(
    got.isHalted, equals: right.isHalted, "An index above 0.25, or more than a tenth refused.",
    what: "isHalted of \(what)", line: line)
}

// MARK: - Data

/// The loans to learn from, and the hidden ones: every fifth.
private let loans = Result { () throws -> (Labelled, Labelled) in
  let csv = try Dataset("tabular/german_credit.csv").csv()
  let records = csv.rows.map { Record(uniqueKeysWithValues: zip(csv.columns, $0)) }
  let schema = Schema(
    numbers: ["duration", "credit_amount", "installment_commitment", "age"],
    categories: [
      "checking_status", "credit_history", "savings_status", "purpose", "other_parties", "other_payment_plans",
      "housing",
    ])
  func part(_ isIn: (Int) -> Bool) -> Labelled {
    let rows = records.indices.filter(isIn).map { records[$0] }
    return Labelled(records: rows, labels: rows.map { $0["class"] == "bad" ? 1 : 0 }, schema: schema, l2: 3)
  }
  return (part { $0 % 5 != 0 }, part { $0 % 5 == 0 })
}

private func age(_ record: Record) -> String { (Double(record["age"] ?? "") ?? 0) <= 25 ? "young" : "older" }

private func status(_ record: Record) -> String { record["personal_status"] ?? "" }

/// P(bad) of the loans by five stratified folds of the order 0, 1, 2, …
private let outOfFold = Result { () throws -> [Double] in
  let (table, _) = try loans.get()
  let cells = try table.records.map { try Fitted.cells($0, table.schema) }
  var p = [Double](repeating: 0, count: 800)
  var left = Array(0..<800)
  for k in (1...5).reversed() {
    let (n, size) = (left.count, (left.count + k - 1) / k)
    let ones = left.count { table.labels[$0] == 1 }
    let places = size * ones / n + (size * ones % n * 2 > n ? 1 : 0)
    let fold =
      Array(left.filter { table.labels[$0] == 1 }.prefix(places))
      + left.filter { table.labels[$0] == 0 }.prefix(size - places)
    left.removeAll { fold.contains($0) }
    let train = (0..<800).filter { !fold.contains($0) }
    var fitted = Fitted(encoding: train.map { cells[$0] }, table.schema)
    fitted.fit(train.map { cells[$0] }, train.map { table.labels[$0] }, 3)
    for row in fold { p[row] = sigma(fitted.score(cells[row])) }
  }
  return p
}

// From make_reference.py, in the order of the schema.
private let hiddenDrift: [Double] = [
  0.0059349888564669846, 0.03205574409384608, 0.026860426549051197, 0.015142429488959587, 0.0363072256987462,
  0.010672614851315545, 0.01747090450548034, 0.0650442230720137, 0.03027178874575433, 0.011354076485112644,
  0.015304395491600706,
]
private let youngDrift: [Double] = [
  0.02053603478166683, 0.022602519227221934, 0.02812801258168872, 4.331513039311587, 0.09499406145850321,
  0.15702725285659502, 0.014551030114717449, 0.1138408496135465, 0.005924225577403606, 0.00916560983102151,
  0.36022624027539335,
]

private func draw(_ n: Int, using random: inout SplitMix64) -> Labelled {
  var table = Labelled(records: [], labels: [], schema: Schema(numbers: ["x", "n"], categories: ["k"]))
  for i in 0..<n {
    let x = Double.random(in: 4...9, using: &random)
    table.records.append(["x": i % 13 == 5 ? "NA" : "\(x)", "n": "\(i % 4)", "k": ["u", "v", "w"][i * 5 % 7 % 3]])
    table.labels.append(i % 4 == 1 ? i / 4 % 2 : Double.random(in: 0...1, using: &random) < sigma(x - 7.5) ? 1 : 0)
  }
  return table
}

private func sigma(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

// MARK: - Wrong and right ways

/// All of it; each member can make it wrong in one place.
private struct Way {
  enum Denominator { case negatives, called, all }

  var wrongAmong = Denominator.negatives
  var missedIsRecall = false
  var ofNothing = Double.nan
  var sorts = true
  var isSigned = false
  var countsObserved = true
  var isExtreme: (Double, Double) -> Bool = { $0 >= $1 - 1e-12 }
  var inverts = false
  /// Of an edge and a value.
  var isBelow: (Double, Double) -> Bool = { $0 < $1 }
  var dropsEqualEdges = true
  var gapsAreLow = false
  var hasOther = true
  var half = 0.5
  /// Of the shares of reference and batch.
  var term: (Double, Double) -> Double = { ($1 - $0) * log($1 / $0) }
  var usesBatchCells = false
  var countsRefused = false
  var haltsForRefusals = true
  var limit = 0.25
  var isTooMany: (Int, Int) -> Bool = { $0 > $1 }
  var refers = true
  var sumsDivergences = false

  func rates(_ rows: Called) -> [Rates] {
    var names: [String] = []
    for group in rows.groups where !names.contains(group) { names.append(group) }
    if sorts { names.sort() }
    return names.map { name in
      // Counts by (called, label).
      var (counts, sum) = ([[0.0, 0], [0.0, 0]], 0.0)
      for (i, group) in rows.groups.enumerated() where group == name {
        counts[rows.called[i] ? 1 : 0][rows.labels[i]] += 1
        sum += rows.probabilities[i]
      }
      func over(_ a: Double, _ b: Double) -> Double { b == 0 ? ofNothing : a / b }
      let (negatives, positives, called) = (
        counts[0][0] + counts[1][0], counts[0][1] + counts[1][1], counts[1][0] + counts[1][1]
      )
      let n = negatives + positives
      let denominator = [Denominator.negatives: negatives, .called: called, .all: n][wrongAmong] ?? n
      return Rates(
        group: name, count: Int(n),
        numbers: [
          positives / n, sum / n, over(counts[1][0], denominator),
          over(missedIsRecall ? counts[1][1] : counts[0][1], positives), over(counts[1][1], called),
        ])
    }
  }

  func gap(_ groups: [String], _ outcomes: [Bool], _ orders: [[Int]]) -> [Double] {
    let names = Set(groups).sorted()
    let numbers = groups.map { names.firstIndex(of: $0) ?? 0 }
    func gap(_ order: [Int]) -> Double {
      var table = [[Double]](repeating: [0, 0], count: names.count)
      for i in outcomes.indices {
        let (group, row) = inverts ? (numbers[i], order[i]) : (numbers[order[i]], i)
        table[group][outcomes[row] ? 1 : 0] += 1
      }
      let rates = table.map { $0[1] / ($0[0] + $0[1]) }
      if isSigned { return (rates.first ?? 0) - (rates.last ?? 0) }
      return (rates.max() ?? 0) - (rates.min() ?? 0)
    }
    let observed = gap(Array(groups.indices))
    let extreme = Double(orders.count { isExtreme(gap($0), observed) })
    let own = countsObserved ? 1.0 : 0
    return [observed, (own + extreme) / max(own + Double(orders.count), 1)]
  }

  private func cell(_ profile: Profile, _ text: String, isNumber: Bool) -> Int {
    guard isNumber else { return profile.words.firstIndex(of: text) ?? (hasOther ? profile.words.count : 0) }
    guard let x = Double(text), x.isFinite else { return gapsAreLow ? 0 : profile.edges.count + 1 }
    return profile.edges.count { isBelow($0, x) }
  }

  func profile(_ records: [Record], _ schema: Schema) -> [Profile] {
    (schema.numbers + schema.categories).enumerated().map { j, name in
      let isNumber = j < schema.numbers.count
      let column = records.map { $0[name] ?? "" }
      var profile = Profile(name: name, edges: [], words: [], counts: [])
      if isNumber {
        let known = column.compactMap(Double.init).filter(\.isFinite).sorted()
        for k in 1...4 where !known.isEmpty {
          let h = Double(known.count - 1) * [0.2, 0.4, 0.6, 0.8][k - 1]
          let low = Int(h)
          let next = known[min(low + 1, known.count - 1)]
          let edge = known[low] + (h - Double(low)) * (next - known[low])
          if !dropsEqualEdges || profile.edges.last != edge { profile.edges.append(edge) }
        }
      } else {
        profile.words = Set(column).sorted()
      }
      profile.counts = [Int](repeating: 0, count: isNumber ? profile.edges.count + 2 : profile.words.count + 1)
      for text in column { profile.counts[cell(profile, text, isNumber: isNumber)] += 1 }
      return profile
    }
  }

  func drift(_ reference: [Record], _ schema: Schema, _ batch: [Record]) -> [Drift] {
    if batch.isEmpty { return [] }
    guard reference.count > 100 else { return freshDrift(reference, schema, batch) }
    // The loans: the same in every run, and two batches of different counts.
    let way = "\(isBelow(1, 1)) \(dropsEqualEdges) \(gapsAreLow) \(hasOther) \(half) \(term(1, 2)) \(usesBatchCells)"
    return remembered("\(batch.count) \(way) \(sumsDivergences)") { freshDrift(reference, schema, batch) }
  }

  private func freshDrift(_ reference: [Record], _ schema: Schema, _ batch: [Record]) -> [Drift] {
    return profile(reference, schema).enumerated().map { j, learned in
      let isNumber = j < schema.numbers.count
      let cells = usesBatchCells && isNumber ? profile(batch, schema)[j] : learned
      func counts(_ records: [Record]) -> [Double] {
        var counts = cells.counts.map { _ in 0.0 }
        for record in records { counts[cell(cells, record[cells.name] ?? "", isNumber: isNumber)] += 1 }
        return counts
      }
      func shares(_ counts: [Double]) -> [Double] {
        let all = counts.reduce(0, +) + half * Double(counts.count)
        return counts.map { ($0 + half) / all }
      }
      let (a, b) = (shares(counts(reference)), shares(counts(batch)))
      let index =
        sumsDivergences
        ? zip(a, b).reduce(0) { $0 + $1.0 * (log($1.0) - log($1.1)) }
          + zip(a, b).reduce(0) { $0 + $1.1 * (log($1.1) - log($1.0)) }
        : zip(a, b).reduce(0) { $0 + term($1.0, $1.1) }
      return Drift(
        name: learned.name, index: index, unusual: (counts(batch).last ?? 0) / Double(batch.count))
    }
  }

  func screen(_ table: Labelled, _ batch: [Record], _ most: Int) throws -> Screened {
    // Two tables are screened, of different counts and the same in every run.
    let fitted: Fitted = try remembered(table.records.count) {
      let cells = try table.records.map { try Fitted.cells($0, table.schema) }
      var fitted = Fitted(encoding: cells, table.schema)
      fitted.fit(cells, table.labels, table.l2)
      return fitted
    }
    var (answers, probabilities, usable) = ([String](), [Double](), [Record]())
    for record in batch {
      do {
        let cells = try Fitted.cells(record, table.schema)
        let (p, notes) = (sigma(fitted.score(cells)), fitted.notes(cells))
        usable.append(record)
        let isReferred = refers && isTooMany(notes.count, most)
        answers.append(
          isReferred ? "referred: \(notes.joined(separator: ", "))" : p >= 1.0 / 6 ? "positive" : "negative")
        probabilities.append(isReferred ? .nan : p)
      } catch let fault as RecordError {
        answers.append("refused: \(fault)")
        probabilities.append(.nan)
      }
    }
    let drift = drift(table.records, table.schema, countsRefused ? batch : usable)
    let isFull = haltsForRefusals && 10 * (batch.count - usable.count) > batch.count
    return Screened(
      answers: answers, probabilities: probabilities, drift: drift,
      isHalted: isFull || drift.contains { $0.index > limit })
  }

  var submission: Submission {
    Submission(
      groupRates: .init { rates($0) }, gapTest: .init { gap($0, $1, $2) }, profile: .init { profile($0, $1) },
      drift: .init { drift($0, $1, $2) }, screen: .init { try screen($0, $1, $2) })
  }
}

/// What a pipeline has learned.
private struct Fitted {
  var schema: Schema
  var fills: [Double] = []
  var means: [Double] = []
  var deviations: [Double] = []
  var ends: [(Double, Double)] = []
  var levels: [[String]] = []
  var weights: [Double] = []

  typealias Cells = (numbers: [Double], words: [String])

  static func cells(_ record: Record, _ schema: Schema) throws -> Cells {
    let numbers = try schema.numbers.map { name in
      guard let text = record[name] else { throw RecordError.noColumn(name) }
      if ["", "NA"].contains(text) { return Double.nan }
      guard let value = Double(text), value.isFinite else { throw RecordError.notANumber(column: name) }
      return value
    }
    let words = try schema.categories.map { name in
      guard let text = record[name] else { throw RecordError.noColumn(name) }
      return text
    }
    return (numbers, words)
  }

  /// Encoders of some records, without weights.
  init(encoding all: [Cells], _ schema: Schema) {
    self.schema = schema
    for j in schema.numbers.indices {
      let known = all.map { $0.numbers[j] }.filter { !$0.isNaN }.sorted()
      let fill = (known[(known.count - 1) / 2] + known[known.count / 2]) / 2
      let column = all.map { $0.numbers[j].isNaN ? fill : $0.numbers[j] }
      let mean = column.reduce(0, +) / Double(column.count)
      let square = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      fills.append(fill)
      means.append(mean)
      deviations.append(square > 0 ? square.squareRoot() : 1)
      ends.append((known[0], known[known.count - 1]))
    }
    levels = schema.categories.indices.map { j in Set(all.map { $0.words[j] }).sorted() }
  }

  func row(_ cells: Cells) -> [Double] {
    var row = [1.0]
    for (j, value) in cells.numbers.enumerated() {
      let x = value.isNaN ? fills[j] : max(ends[j].0, min(ends[j].1, value))
      row.append((x - means[j]) / deviations[j])
    }
    for (word, levels) in zip(cells.words, levels) { row += levels.map { $0 == word ? 1 : 0 } }
    return row
  }

  func score(_ cells: Cells) -> Double { zip(weights, row(cells)).reduce(0) { $0 + $1.0 * $1.1 } }

  func notes(_ cells: Cells) -> [String] {
    var notes: [String] = []
    for (j, value) in cells.numbers.enumerated() {
      if value.isNaN { notes.append("missing(\"\(schema.numbers[j])\")") }
      if value < ends[j].0 || value > ends[j].1 { notes.append("outside(\"\(schema.numbers[j])\")") }
    }
    for (j, word) in cells.words.enumerated() where !levels[j].contains(word) {
      notes.append("unknown(\"\(schema.categories[j])\", level: \"\(word)\")")
    }
    return notes
  }

  mutating func fit(_ all: [Cells], _ labels: [Int], _ l2: Double) {
    weights = newton(all.map(row), labels.map(Double.init), l2)
  }
}

/// The weights of least penalised loss, by Newton's method until nothing moves; the first is not penalised.
///
/// Targets may lie between 0 and 1.
private func newton(_ rows: [[Double]], _ targets: [Double], _ l2: Double) -> [Double] {
  let p = rows.first?.count ?? 1
  var beta = [Double](repeating: 0, count: p)
  for _ in 0..<60 {
    var (h, g) = ([Double](repeating: 0, count: p * p), [Double](repeating: 0, count: p))
    for j in 1..<max(p, 1) {
      h[j * p + j] = l2
      g[j] = -l2 * beta[j]
    }
    h.withUnsafeMutableBufferPointer { h in
      for (row, target) in zip(rows, targets) {
        var z = 0.0
        for j in 0..<p { z += row[j] * beta[j] }
        let mean = sigma(z)
        let weight = max(mean * (1 - mean), 1e-12)
        for i in 0..<p where row[i] != 0 {
          g[i] += (target - mean) * row[i]
          let share = weight * row[i]
          for j in 0...i { h[i * p + j] += share * row[j] }
        }
      }
      // Cholesky in place, then both triangles.
      for j in 0..<p {
        for k in 0..<j {
          let factor = h[j * p + k]
          for i in j..<p { h[i * p + j] -= h[i * p + k] * factor }
        }
        let pivot = h[j * p + j].squareRoot()
        for i in j..<p { h[i * p + j] /= pivot }
      }
      for i in 0..<p {
        for k in 0..<i { g[i] -= h[i * p + k] * g[k] }
        g[i] /= h[i * p + i]
      }
      for i in (0..<p).reversed() {
        for k in (i + 1)..<max(p, i + 1) { g[i] -= h[k * p + i] * g[k] }
        g[i] /= h[i * p + i]
      }
    }
    beta = zip(beta, g).map { $0 + $1 }
    if g.allSatisfy({ abs($0) < 1e-10 }) { break }
  }
  return beta
}
