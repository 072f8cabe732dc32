import Checking
import Glibc
import LabData
import LabNumerics

enum ChiSquareError: Error {
  case nothingExpected(row: Int, column: Int)
}

/// What the learner's `ChiSquareTest` says, or that of a variant.
struct Test: Observable {
  var statistic: Double
  var degreesOfFreedom: Int
  var pValue: Double

  var observation: Observation { Observation(numbers: [statistic, Double(degreesOfFreedom), pValue]) }
}

struct Submission {
  var independenceTest: Function<[[Int]], Test>
  var goodnessOfFit: Function<[Int], [Double], Int, Test>
  var cramersV: Function<[[Int]], Double>
}

// E is rounded thrice, so a term (O − E)²/E errs by up to 4·ε·|O − E|, and χ² by 4·ε·Σ |O − E| and an ε a cell. For
// the data below that is at most 100·ε of χ².

enum ChiSquare: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Right values from SciPy without correction and exact rationals: make_reference.py.
      Check("agrees with SciPy on the Titanic") { s in
        let people = try titanic.get()
        let bySex = table(people.map { ($0.sex, $0.survived) }, ["male", "female"], ["0", "1"])
        expectTest(
          try s.independenceTest(bySex), "sex × survived", 332.0570240773294, 1, 3.4258545563697705e-74,
          "E is row sum times column sum over n. No correction for continuity, and the upper tail of χ².")
        expect(
          try s.cramersV(bySex), equals: 0.502891126594425, within: .ulps(16), "√(χ²/n) for a table with two rows.",
          what: "V of sex × survived")
        let byClass = table(
          people.filter { $0.passengerClass != "*" }.map { ($0.passengerClass, $0.survived) }, ["1st", "2nd", "3rd"],
          ["0", "1"])
        expectTest(
          try s.independenceTest(byClass), "class × survived", 172.5191155314718, 2, 3.451040459491862e-38,
          "With all sums given, how many cells of a 3×2 table can be filled in freely?")
        expect(
          try s.cramersV(byClass), equals: 0.36261995022533816, within: .ulps(16), what: "V of class × survived")
      },
      Check("agrees with SciPy on tables with more columns") { s in
        let birds = try penguins.get()
        let byYear = table(birds, ["Adelie", "Gentoo", "Chinstrap"], ["2007", "2008", "2009"])
        expectTest(
          try s.independenceTest(byYear), "species × year", 3.2155527957196313, 4, 0.5224225715799,
          "The same mix of species was caught each year: nothing to find.")
        expect(
          try s.cramersV(byYear), equals: 0.06836496616271888, within: .ulps(40),
          "Divide by n·(min(r, c) − 1): by 2·n for a 3×3 table.", what: "V of species × year")
        let wide = [[3, 0, 7, 2, 11], [5, 4, 1, 13, 6]]
        expectTest(
          try s.independenceTest(wide), "a 2×5 table", 18.08573360378634, 4, 0.0011873822434884402,
          "A count of 0 is a cell like any other.")
        expect(try s.cramersV(wide), equals: 0.589747886222226, within: .ulps(16), what: "V of a 2×5 table")
        // E is 4.5·10⁹ everywhere and |O − E| a third of it, so χ² is n/9.
        expect(
          try s.cramersV([[6_000_000_000, 3_000_000_000], [3_000_000_000, 6_000_000_000]]), equals: 1.0 / 3,
          within: .ulps(16), "The product of two sums of billions is no Int any more: make them Doubles first.",
          what: "V of a 2×2 table of billions")
      },
      Check("agrees with SciPy on fits") { s in
        // E = 2, 2, 4, so χ² = 2 + 2 + 0; the tail of 2 degrees of freedom is e^(−χ²/2).
        expectTest(
          try s.goodnessOfFit([0, 4, 4], [0.25, 0.25, 0.5], 0), "0, 4, 4 against 1 : 1 : 2", 4, 2, 0.1353352832366127,
          "Nothing was observed where 2 were expected: that counts, (0 − 2)²/2 = 2.")
        expectTest(
          try s.goodnessOfFit([315, 108, 101, 32], [9, 3, 3, 1].map { $0 / 16.0 }, 0), "Mendel's peas",
          0.47002398081534774, 3, 0.925425895103616, "n = 556 peas: expected are 556·9/16 and so on.")
        expectTest(
          try s.goodnessOfFit([18, 7, 30, 5, 11, 13], [0.25, 0.1, 0.3, 0.05, 0.15, 0.15], 2),
          "six counts, two parameters estimated", 1.9444444444444444, 3, 0.584017155299992,
          "Each estimated parameter moves E towards O and costs one degree of freedom.")
      },
      // n·(ad − bc)²/(product of the sums), in whole numbers.
      Check("gives the closed form of 2×2 tables", holdingFor: 20) { s, draws in
        let t = (0..<2).map { _ in (0..<2).map { _ in draws.integer(in: 1...30) } }
        let (a, b, c, d) = (t[0][0], t[0][1], t[1][0], t[1][1])
        let right =
          Double((a + b + c + d) * (a * d - b * c) * (a * d - b * c))
          / Double((a + b) * (c + d) * (a + c) * (b + d))
        // Σ |O − E| is at most 4·15.
        expect(
          try s.independenceTest(t).statistic, equals: right,
          within: tolerance(relative: 16 * 0x1p-52, absolute: 4 * 0x1p-52 * 60),
          "χ² = n·(ad − bc)²/(product of the four sums) for a table of a, b and c, d.", what: "χ² of \(t)")
      },
      Check("keeps its laws", cases: 2) { s, random in
        let t = (0..<3).map { _ in (0..<5).map { _ in Int.random(in: 1...40, using: &random) } }
        let (one, v) = (try s.independenceTest(t), try s.cramersV(t))
        let nearly = Tolerance.relative(1e-12)  // 4·ε·Σ |O − E| ≤ 4·ε·600, and χ² of such a table is above 1
        let turned = try s.independenceTest((0..<5).map { j in t.map { $0[j] } })
        expect(
          turned.statistic, equals: one.statistic, within: nearly, "Rows and columns play the same part.",
          what: "χ² of the transposed table")
        expect(turned.degreesOfFreedom, equals: 8, what: "degrees of freedom of a 5×3 table")
        let sevenfold = t.map { $0.map { 7 * $0 } }
        expect(
          try s.independenceTest(sevenfold).statistic, equals: 7 * one.statistic, within: nearly,
          "Seven times the counts with the same shares are seven times the evidence.",
          what: "χ² of seven times the table")
        expect(
          try s.cramersV(sevenfold), equals: v, within: nearly,
          "V measures the strength, which does not depend on how much was counted.", what: "V of seven times the table")
        let counts = (0..<6).map { _ in Int.random(in: 1...40, using: &random) }
        let n = Double(counts.reduce(0, +))
        let perfect = try s.goodnessOfFit(counts, counts.map { Double($0) / n }, 0)
        expect("χ² of counts that are just as expected", perfect.statistic, atMost: 1e-24)
        expect(
          perfect.pValue, equals: 1, within: .absolute(1e-12), "As good a fit as can be: nearly anything is worse.",
          what: "p of counts that are just as expected")
        for (k, expected) in [(2, 1.0), (5, 1)] {
          let diagonal = (0..<k).map { i in (0..<k).map { $0 == i ? 9 : 0 } }
          expect(
            try s.cramersV(diagonal), equals: expected, within: .ulps(64),
            "The row determines the column: V is 1, whatever the size of the table.",
            what: "V of 9 times the \(k)×\(k) identity")
        }
      },
      Check("answers at the edges") { s in
        let advice = "0/0 is NaN, and a NaN is no answer. Which expected count is the first that is not > 0?"
        func expectNothing(_ table: [[Int]], _ row: Int, _ column: Int) {
          expect(throws: ChiSquareError.nothingExpected(row: row, column: column), advice) {
            try s.independenceTest(table)
          }
        }
        expectNothing([[3, 4, 5], [0, 0, 0], [1, 2, 0]], 1, 0)
        expectNothing([[3, 4, 0], [2, 1, 0]], 0, 2)
        expectNothing([[0, 0], [0, 0]], 0, 0)
        expectNothing([[3, 0, 2]], 0, 1)
        expectNothing([[4], [0]], 1, 0)
        expect(throws: ChiSquareError.nothingExpected(row: 0, column: 0), advice) { try s.cramersV([[0, 5]]) }
        expect(throws: ChiSquareError.nothingExpected(row: 0, column: 1), advice) {
          try s.cramersV([[1, 0], [2, 0]])
        }
        expect(throws: ChiSquareError.nothingExpected(row: 0, column: 2), advice) {
          try s.goodnessOfFit([4, 5, 0, 0], [0.5, 0.5, 0, 0], 0)
        }
        expect(throws: ChiSquareError.nothingExpected(row: 0, column: 0), advice) {
          try s.goodnessOfFit([0, 0], [0.5, 0.5], 0)
        }
        // E of the first cell is 10⁻⁶, and χ² is n if each row has a column of its own.
        let rare = "An expected count far below 1 makes p doubtful, but only 0 is refused."
        let n = 1_000_000
        expect(
          try s.independenceTest([[1, 0], [0, n - 1]]).statistic, equals: Double(n), within: .relative(64 * 0x1p-52),
          rare, what: "χ² of [[1, 0], [0, 999999]]")
        expect(
          try s.goodnessOfFit([1, 3], [0x1p-40, 1 - 0x1p-40], 0).statistic, equals: 0x1p38 - 1.75,
          within: .relative(64 * 0x1p-52), rare, what: "χ² of [1, 3] with the probabilities 2⁻⁴⁰ and 1 − 2⁻⁴⁰")
        let single = "No degree of freedom: the sums determine every cell."
        expectTest(try s.independenceTest([[3, 9, 1]]), "a single row", 0, 0, 1, single)
        expectTest(try s.independenceTest([[3], [9]]), "a single column", 0, 0, 1, single)
        expectTest(try s.goodnessOfFit([12], [1], 0), "a single count", 0, 0, 1, single)
        expectTest(
          try s.goodnessOfFit([3, 7, 2], [0.25, 0.5, 0.25], 2), "two parameters from three counts", 0.5, 0, 1,
          "Without a degree of freedom there is nothing to test, whatever χ² is.")
        expect(try s.cramersV([[3, 9, 1]]), equals: .nan, "0/0: one row cannot depend on anything.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "as many degrees of freedom as cells less one",
        Way(degrees: { r, c in r * c - 1 }).submission,
        """
        The sums of rows and columns were taken from the table itself. With them given the last row and the last column are \
        forced, and (r − 1)·(c − 1) cells remain free.
        """),
      Misconception(
        "r·c degrees of freedom",
        Way(degrees: { r, c in r * c }).submission,
        """
        Not every cell is free: the sums of rows and columns are those of the table itself. (r − 1)·(c − 1) remain.
        """),
      Misconception(
        "Yates's correction",
        Way(deviation: { abs($0 - $1) - min(0.5, abs($0 - $1)) }, isYates: true).submission,
        """
        SciPy and R take ½ from each |O − E| of a 2×2 table unless told otherwise. It makes p too large, nearly as if the \
        margins had been fixed beforehand; here it is not wanted.
        """),
      Misconception(
        "the same count expected in every cell",
        Way(expected: { _, _, n, r, c in n / Double(r * c) }).submission,
        """
        n/(r·c) supposes that all rows and all columns are equally frequent. Independence says less: each row spreads over \
        the columns as the whole does, E = row sum · column sum/n.
        """),
      Misconception(
        "G for χ²",
        Way(term: { o, e in o == 0 ? 0 : 2 * o * log(o / e) }).submission,
        """
        2·Σ O·log(O/E) is the likelihood ratio statistic G. It follows the same distribution for many counts, but Pearson's \
        is Σ (O − E)²/E.
        """),
      Misconception(
        "divided by the observed count",
        Way(term: { o, e in (o - e) * (o - e) / max(o, 1) }).submission,
        """
        The variance of a count is near its *expected* value. With O below, a count that is low by chance is punished far \
        more than one that is high, and O = 0 divides by zero.
        """),
      Misconception(
        "the square forgotten",
        Way(term: { o, e in abs(o - e) / e }).submission,
        """
        (O − E)²/E is dimensionless and near 1 by chance alone. |O − E|/E follows no χ² distribution.
        """),
      Misconception(
        "shares instead of counts",
        Way(isShare: true).submission,
        """
        With relative frequencies χ² comes out divided by n: 60 of 100 and 600 of 1000 would be equally convincing. The \
        test needs the counts.
        """),
      Misconception(
        "the lower tail",
        Way(tail: { ChiSquaredDistribution(degreesOfFreedom: $1).cdf($0) }).submission,
        """
        p is the probability of a statistic as *large*: the upper tail. You give the probability of a smaller one.
        """),
      Misconception(
        "1 − cdf",
        Way(tail: { 1 - ChiSquaredDistribution(degreesOfFreedom: $1).cdf($0) }).submission,
        """
        The cdf of 332 rounds to 1, and 1 − 1 is 0. Ask for the upper tail itself, which keeps its digits down to 10⁻³⁰⁰.
        """),
      Misconception(
        "p doubled for two sides",
        Way(tail: { min(1, 2 * ChiSquaredDistribution(degreesOfFreedom: $1).upperTail($0)) }).submission,
        """
        Squares have both sides in them already: too many and too few in a cell both make χ² large. One tail.
        """),
      Misconception(
        "estimated parameters not subtracted",
        Way(countsEstimated: false).submission,
        """
        Probabilities with parameters fitted to the same counts are nearer to them than true ones would be: each costs one \
        degree of freedom.
        """),
      Misconception(
        "V without the root",
        Way(v: { chi, n, r, c in chi / (n * Double(min(r, c) - 1)) }).submission,
        """
        χ²/n is a square. For a 2×2 table V is then the correlation of two 0–1 variables.
        """),
      Misconception(
        "V divided by n alone",
        Way(v: { chi, n, r, c in min(r, c) < 2 ? .nan : (chi / n).squareRoot() }).submission,
        """
        √(χ²/n) is φ, which reaches 1 only in tables with two rows or two columns. At most χ² is n·(min(r, c) − 1).
        """),
      Misconception(
        "V with min(r, c)",
        Way(v: { chi, n, r, c in min(r, c) < 2 ? .nan : (chi / (n * Double(min(r, c)))).squareRoot() }).submission,
        """
        The largest possible χ² is n·(min(r, c) − 1): with min(r, c) V never reaches 1.
        """),
      Misconception(
        "cells that expect nothing left out",
        Way(refusesZero: false).submission,
        """
        Where nothing is expected and nothing comes there is no evidence, but the degrees of freedom still count the cell, \
        and p is too large. The caller has to drop the empty row or column.
        """),
      Misconception(
        "a single row answered before it is read",
        Way(looksAtSingle: false).submission,
        """
        A single row has p = 1 whatever its counts, but an empty column in it still has an expected count of 0, and that \
        comes first: the caller meant a column that does not occur.
        """),
      Misconception(
        "p NaN without a degree of freedom",
        Way(atZero: .nan).submission,
        """
        With 0 degrees of freedom the statistic cannot be anything else: something as large is certain, p = 1.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "n·(Σ O²/(row·column) − 1)",
        Way(sums: { table in
          let rows = table.map { Double($0.reduce(0, +)) }
          let columns = table[0].indices.map { j in Double(table.reduce(0) { $0 + $1[j] }) }
          let n = rows.reduce(0, +)
          return table.enumerated().reduce(0) { sum, row in
            row.element.enumerated().reduce(sum) { sum, cell in
              // O²/(R·C) − O/n, which is small where O ≈ E: the differences are not lost in the sum.
              let (o, e) = (Double(cell.element), rows[row.offset] * columns[cell.offset] / n)
              return sum + (o - e) * (o / e - 1)
            }
          }
        }).submission)
    ]
  }
}

// MARK: - Parts of the checks

/// Expects all three members; p may err by the error of χ² times the slope of log p, at most χ²/2 + degrees.
private func expectTest(
  _ test: Test, _ what: String, _ statistic: Double, _ degrees: Int, _ p: Double, _ advice: String, line: Int = #line
) {
  let rounding = 100 * 0x1p-52
  expect(
    test.statistic, equals: statistic, within: tolerance(relative: rounding, absolute: rounding), advice,
    what: "χ² of \(what)", line: line)
  expect(test.degreesOfFreedom, equals: degrees, advice, what: "the degrees of freedom of \(what)", line: line)
  expect(
    test.pValue, equals: p, within: .relative(rounding * (statistic + Double(degrees) + 64)), advice,
    what: "p of \(what)",
    line: line)
}

private func tolerance(relative: Double, absolute: Double) -> Tolerance {
  var tolerance = Tolerance.relative(relative)
  tolerance.absolute = absolute
  return tolerance
}

/// How often each pair of values comes.
private func table(_ pairs: [(String, String)], _ rows: [String], _ columns: [String]) -> [[Int]] {
  var table = [[Int]](repeating: [Int](repeating: 0, count: columns.count), count: rows.count)
  for (row, column) in pairs {
    if let i = rows.firstIndex(of: row), let j = columns.firstIndex(of: column) { table[i][j] += 1 }
  }
  return table
}

// MARK: - Real data

private let titanic = Result {
  let table = try Dataset("titanic/titanic.csv").csv()
  let (sex, classes, survived) = (try table.column("sex"), try table.column("class"), try table.column("survived"))
  return sex.indices.map { (sex: sex[$0], passengerClass: classes[$0], survived: survived[$0]) }
}

private let penguins = Result {
  let table = try Dataset("penguins/penguins.csv").csv()
  return Array(zip(try table.column("species"), try table.column("year")))
}

// MARK: - Wrong and right ways

/// The three functions; each member can make them wrong in one place.
private struct Way {
  var degrees: (Int, Int) -> Int = { ($0 - 1) * ($1 - 1) }
  /// Of a row's sum, a column's, the sum of all, and the shape.
  var expected: (Double, Double, Double, Int, Int) -> Double = { row, column, n, _, _ in row * column / n }
  /// Of O and E, in 2×2 tables.
  var deviation: (Double, Double) -> Double = { $0 - $1 }
  var isYates = false
  var term: (Double, Double) -> Double = { ($0 - $1) * ($0 - $1) / $1 }
  /// Instead of the terms.
  var sums: (([[Int]]) -> Double)?
  var isShare = false
  /// Of the statistic and the degrees.
  var tail: (Double, Double) -> Double = { ChiSquaredDistribution(degreesOfFreedom: $1).upperTail($0) }
  var countsEstimated = true
  /// Of χ², n and the shape.
  var v: (Double, Double, Int, Int) -> Double = { chi, n, r, c in (chi / (n * Double(min(r, c) - 1))).squareRoot() }
  var refusesZero = true
  var looksAtSingle = true
  var atZero = 1.0

  private func test(_ statistic: Double, _ degrees: Int) -> Test {
    let p = degrees <= 0 ? atZero : statistic.isNaN ? .nan : tail(max(0, statistic), Double(degrees))
    return Test(statistic: statistic, degreesOfFreedom: degrees, pValue: p)
  }

  func independence(_ table: [[Int]]) throws -> Test {
    let rows = table.map { Double($0.reduce(0, +)) }
    let columns = table[0].indices.map { j in Double(table.reduce(0) { $0 + $1[j] }) }
    let n = rows.reduce(0, +)
    var statistic = 0.0
    if !looksAtSingle, min(rows.count, columns.count) == 1 { return test(0, 0) }
    for i in rows.indices {
      for j in columns.indices {
        let e = expected(rows[i], columns[j], n, rows.count, columns.count)
        if refusesZero, !(rows[i] * columns[j] / n > 0) { throw ChiSquareError.nothingExpected(row: i, column: j) }
        if !(e > 0) { continue }
        let o = Double(table[i][j])
        if isYates && rows.count == 2 && columns.count == 2 {
          statistic += deviation(o, e) * deviation(o, e) / e
        } else {
          statistic += term(o, e)
        }
      }
    }
    let sum = sums?(table) ?? statistic
    return test(isShare ? sum / n : sum, degrees(rows.count, columns.count))
  }

  func fit(_ observed: [Int], _ probabilities: [Double], _ estimated: Int) throws -> Test {
    let n = Double(observed.reduce(0, +))
    var statistic = 0.0
    for (j, (o, p)) in zip(observed, probabilities).enumerated() {
      if refusesZero, !(n * p > 0) { throw ChiSquareError.nothingExpected(row: 0, column: j) }
      if n * p > 0 { statistic += term(Double(o), n * p) }
    }
    return test(isShare ? statistic / n : statistic, observed.count - 1 - (countsEstimated ? estimated : 0))
  }

  var submission: Submission {
    Submission(
      independenceTest: .init(independence), goodnessOfFit: .init(fit),
      cramersV: .init { table in
        let n = Double(table.joined().reduce(0, +))
        var plain = self
        plain.isShare = false
        return v(try plain.independence(table).statistic, n, table.count, table[0].count)
      })
  }
}
