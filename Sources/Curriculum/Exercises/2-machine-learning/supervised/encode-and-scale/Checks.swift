import Checking
import Glibc
import LabData

enum EncodingError: Error, Equatable {
  case noRows
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case nothingKnown(column: Int)
}

/// Each pair is what is learned from rows, and what the first rows teach to do with the second.
struct Submission {
  /// The means, then the deviations.
  var fitScaler: Function<[[Double]], [[Double]]>
  var scale: Function<[[Double]], [[Double]], [[Double]]>
  var fitImputer: Function<[[Double]], [Double]>
  var impute: Function<[[Double]], [[Double]], [[Double]]>
  var fitOneHot: Function<[[String]], [[String]]>
  var encode: Function<[[String]], [[String]], [[Double]]>
}

enum Encoding: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let deviation = (14.0 / 3).squareRoot()
        expect(
          try s.fitScaler([[1], [2], [6]]), equals: [[3], [deviation]], within: .ulps(8),
          "The squares (−2)², (−1)², 3² add up to 14; the divisor is n.")
        expect(
          try s.scale([[1], [2], [6]], [[9], [3]]), equals: [[6 / deviation], [0]], within: .ulps(8), learnedAdvice)
        expect(try s.fitImputer([[5], [.nan], [1], [2]]), equals: [2])
        expect(
          try s.fitImputer([[5], [1], [2], [4]]), equals: [3], "Half-way between the middle two of 1, 2, 4, 5.")
        expectLevels(try s.fitOneHot([["oil"], ["gas"], ["oil"]]), [["gas", "oil"]], "oil, gas, oil")
        expect(
          try s.encode([["oil"], ["gas"], ["oil"]], [["gas"], ["oil"], ["wood"]]), equals: [[1, 0], [0, 1], [0, 0]],
          "gas has the first place, oil the second; wood was not learned.")
      },
      // What is learned carries over to rows as they come: one by one, in other company, far away.
      Check("transforms a row alone as among others", cases: 2) { s, random in
        let x = (0..<9).map { _ in (0..<3).map { _ in Double.random(in: -9...9, using: &random) } }
        let rows = [x[4], [100, -100, 50], x[0]]
        let scaled = try s.scale(x, rows)
        for (i, row) in rows.enumerated() {
          expect(
            try s.scale(x, [row]), equals: [scaled.count > i ? scaled[i] : []], learnedAdvice,
            what: "row \(i) of three, scaled by itself")
        }
        let gaps = x.enumerated().map { i, row in row.enumerated().map { ($0 + i) % 4 == 0 ? .nan : $1 } }
        let medians = try s.fitImputer(gaps)
        guard medians.count == 3 else { return expect(false, "3 columns have 3 medians, not \(medians.count)") }
        expect(
          try s.impute(gaps, [[.nan, 7, .nan]]), equals: [[medians[0], 7, medians[2]]], learnedAdvice,
          what: "(gap, 7, gap) imputed by itself")
        let words = [["b", "x"], ["a", "y"], ["c", "x"], ["b", "x"]]
        for (row, right) in [
          (["c", "y"], [0, 0, 1, 0, 1]), (["a", "x"], [1, 0, 0, 1, 0]), (["b", "q"], [0, 1, 0, 0, 0.0]),
        ] {
          expect(try s.encode(words, [row]), equals: [right], learnedAdvice)
        }
        expect(try s.scale(x, []), equals: [[Double]](), "No rows are no rows.")
        expect(try s.impute(x, []), equals: [[Double]](), "No rows are no rows.")
        expect(try s.encode(words, []), equals: [[Double]](), "No rows are no rows.")
      },
      // n − 1 additions and a division for the mean, as many for the squares: (n + 10)·ε of the largest |x − m|.
      Check("gives the training rows mean 0 and variance 1", cases: 2) { s, random in
        let n = 40
        let x = (0..<n).map { _ in
          [Double.random(in: 0...1, using: &random), Double.random(in: -300...900, using: &random)]
        }
        let z = try s.scale(x, x)
        guard z.count == n, z.allSatisfy({ $0.count == 2 }) else {
          return expect(false, "40 rows of 2 numbers are scaled to \(z.count) rows")
        }
        for j in 0..<2 {
          let tolerance = Tolerance.absolute(4 * Double(n + 10) * 0x1p-52)
          expect(
            z.reduce(0) { $0 + $1[j] } / Double(n), equals: 0, within: tolerance,
            what: "the mean of column \(j), scaled")
          expect(
            z.reduce(0) { $0 + $1[j] * $1[j] } / Double(n), equals: 1, within: tolerance,
            "s² is a mean of squares, with the divisor n.", what: "the variance of column \(j), scaled")
        }
      },
      Check("keeps its digits far from 0, and a constant at 0") { s in
        let root = (2.0 / 3).squareRoot()
        expect(
          try s.fitScaler([1, 2, 3].map { [1e9 + $0] }), equals: [[1e9 + 2], [root]], within: .ulps(8),
          "Σx²/n − m² is the difference of two numbers near 10¹⁸. Square the differences from the mean.")
        expect(
          try s.scale([1, 2, 3].map { [1e9 + $0] }, [[1e9 + 1], [1e9 + 2.5]]), equals: [[-1 / root], [0.5 / root]],
          within: .ulps(8), "x − m is exact here; x/s and m/s are rounded, each by 10⁻⁷.",
          what: "10⁹ + 1 and 10⁹ + 2.5, scaled")
        let advice =
          "Where all values are equal there is no spread: m is the value, s = 1, and what is learned from becomes 0."
        for value in [0.1, 7, 1e300] {
          let x = [[value, 1], [value, 2], [value, 4]]
          expect(
            try s.fitScaler(x).map { $0.first ?? .nan }, equals: [value, 1], advice,
            what: "mean and deviation of \(value) three times")
          expect(
            try s.scale(x, x).map { $0.first ?? .nan }, equals: [0, 0, 0], advice, what: "\(value) three times, scaled")
        }
        expect(try s.fitScaler([[3, -2]]), equals: [[3, -2], [1, 1]], advice)
        let tiny = [[1.0], [1 + 0x1p-50]]  // a spread, though a small one
        expect(
          try s.scale(tiny, tiny), equals: [[-1], [1]], "Neighbouring numbers are not equal: they spread by 2⁻⁵⁰.",
          what: "1 and 1 + 2⁻⁵⁰, scaled")
      },
      Check("fills gaps with the median of what is known") { s in
        let x: [[Double]] = [[7, .nan, -1], [.nan, .nan, 5], [1, 3, 9], [100, .nan, -8], [3, 8, .nan]]
        expect(
          try s.fitImputer(x), equals: [5, 5.5, 2],
          "Sorted, the known ones are 1, 3, 7, 100, then 3, 8, then −8, −1, 5, 9.")
        expect(
          try s.impute(x, [[.nan, .nan, .nan], [0, .nan, 0], [-0.5, 4, 1e9]]),
          equals: [[5, 5.5, 2], [0, 5.5, 0], [-0.5, 4, 1e9]],
          "0 is a value like any other; only NaN is a gap.")
        expect(
          try s.fitImputer([[1e308], [1.5e308]]), equals: [1.25e308], within: .ulps(2),
          "The sum of the two middle values may be infinite; half of their difference is not.")
        expect(throws: EncodingError.nothingKnown(column: 1), "Column 1 has no value whose median could be taken.") {
          try s.fitImputer([[1, .nan, .nan], [2, .nan, .nan]])
        }
      },
      Check("takes words as they are") { s in
        let x = [["oil", "9"], ["", "10"], ["Oil", "9"], ["NA", "10"], ["gas", "9"]]
        expectLevels(
          try s.fitOneHot(x), [["", "NA", "Oil", "gas", "oil"], ["10", "9"]], "words with \"\", NA, Oil, oil")
        expect(
          try s.encode(x, [["Oil", "10"], ["oil ", "9"], ["", "11"]]),
          equals: [[0, 0, 1, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0, 0]],
          "Case and blanks tell words apart; what was not learned has 0 everywhere in its column, and only there.")
        expect(
          try s.encode([["same"], ["same"]], [["same"], ["other"]]), equals: [[1], [0]], "One level is a level.")
      },
      Check("refuses what it cannot use, and says where") { s in
        let advice = "Rows from the top, the length of each before its numbers; transform looks at its rows, too."
        func expectRefusal(_ error: EncodingError, _ body: () throws -> Void) { expect(throws: error, advice, body) }
        expectRefusal(.noRows) { _ = try s.fitScaler([]) }
        expectRefusal(.noRows) { _ = try s.fitImputer([]) }
        expectRefusal(.noRows) { _ = try s.fitOneHot([]) }
        expectRefusal(.length(row: 1)) { _ = try s.fitScaler([[1, 2], [3], [.nan, 1]]) }
        expectRefusal(.length(row: 2)) { _ = try s.fitImputer([[1], [3], [4, 5]]) }
        expectRefusal(.length(row: 1)) { _ = try s.fitOneHot([["a"], ["a", "b"]]) }
        expectRefusal(.notFinite(row: 1, column: 0)) { _ = try s.fitScaler([[1, 2], [.nan, 3], [4]]) }
        expectRefusal(.notFinite(row: 0, column: 1)) { _ = try s.fitScaler([[1, -.infinity], [.nan, 3]]) }
        expectRefusal(.notFinite(row: 1, column: 1)) { _ = try s.fitImputer([[.nan, 1], [2, .infinity]]) }
        let x: [[Double]] = [[1, 2], [3, 5], [4, 4]]
        expectRefusal(.length(row: 1)) { _ = try s.scale(x, [[1, 2], [1, 2, 3]]) }
        expectRefusal(.length(row: 0)) { _ = try s.scale(x, [[1], [2]]) }
        expectRefusal(.length(row: 0)) { _ = try s.impute(x, [[1], [2]]) }
        expectRefusal(.length(row: 0)) { _ = try s.encode([["a", "b"]], [["a"], ["c"]]) }
        expectRefusal(.length(row: 1)) { _ = try s.encode([["a", "b"]], [["a", "c"], ["a"]]) }
        expectRefusal(.notFinite(row: 1, column: 0)) { _ = try s.scale(x, [[1, 2], [.nan, 2]]) }
        expectRefusal(.notFinite(row: 0, column: 1)) { _ = try s.impute(x, [[1, .infinity], [.nan, 2]]) }
      },
      // 800 and 344 rows; sums of whole numbers below 2⁵³ are exact, the squares cost (n + 10)·ε.
      Check("agrees with scikit-learn on credits and penguins") { s in
        let (numbers, words) = try credits.get()
        let training = numbers.indices.filter { $0 % 5 > 0 }
        let held = numbers.indices.filter { $0 % 5 == 0 }
        let learned = training.map { numbers[$0] }
        expect(
          try s.fitScaler(learned),
          equals: [[20.8525, 3266.595, 35.73875], [12.039445325678425, 2775.8216447522336, 11.373455870468753]],
          within: .relative(810 * 0x1p-52), "Learn from the training rows alone, with the divisor n.",
          what: "means and deviations of duration, amount and age")
        expect(
          try s.scale(learned, [numbers[0]]), equals: [[-1.2336531790481848, -0.7556663462025957, 2.7486148762549845]],
          within: .relative(2 * 810 * 0x1p-52), learnedAdvice, what: "duration, amount and age of credit 0, scaled")
        let encoded = try s.encode(training.map { words[$0] }, held.map { words[$0] })
        let sums: [Double] = [56, 58, 6, 80, 24, 3, 16, 30, 49, 4, 49, 5, 1, 19, 16, 147, 37]
        expect(
          sums.indices.map { j in encoded.reduce(0) { $0 + ($1.count > j ? $1[j] : .nan) } }, equals: sums,
          "Columns in their order, levels ascending in each.",
          what: "how many held-out credits have each level of status, purpose and housing")
        expect(
          try s.fitImputer(try birds.get()), equals: [44.45, 17.3, 197, 4050], what: "the medians of the penguins")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "learned anew from the rows to transform",
        Way(learnsAnew: true).submission,
        """
        A single row minus its own mean is 0, whatever is in it. What was learned from the training rows is all that \
        `transform` may know.
        """),
      Misconception(
        "learned from all rows together",
        Way(learnsFromAll: true).submission,
        """
        The rows that are to judge the model have moved the mean, the median, the list of words. It is little, and it \
        makes every score too good. Learn from the rows given to the fit alone.
        """),
      Misconception(
        "divisor n − 1",
        Way(divisor: { $0 - 1 }).submission,
        """
        n − 1 makes the variance unbiased for a population. Here the training rows themselves are to have variance 1, and \
        the divisor is n, as scikit-learn has it. Both are in use: do not mix them.
        """),
      Misconception(
        "divided by the variance",
        Way(root: { $0 }).submission,
        """
        The variance has the square of the column's unit. Divide by its root.
        """),
      Misconception(
        "Σx²/n − m² for the variance",
        Way(variance: { x, m in x.reduce(0) { $0 + $1 * $1 } / Double(x.count) - m * m }).submission,
        """
        With x near 10⁹ both terms are near 10¹⁸, where neighbouring Doubles are 128 apart: nothing of a spread of 1 is \
        left. Subtract the mean first, then square.
        """),
      Misconception(
        "a constant column divided by 0",
        Way(constant: { _ in false }).submission,
        """
        All values are equal, so (x − m)/s is 0/0, and NaN spreads from this column to every prediction. Take s = 1.
        """),
      Misconception(
        "a constant column asked by s = 0",
        Way(constant: { _ in false }, replaces: { $0 == 0 }).submission,
        """
        The mean of three times 0.1 is not quite 0.1, so s is 10⁻¹⁷ instead of 0, and the column becomes −1. Ask whether \
        the values are equal, not whether a rounded result is 0.
        """),
      Misconception(
        "small deviations taken for 0",
        Way(constant: { x in (x.max() ?? 0) - (x.min() ?? 0) < 1e-9 }).submission,
        """
        Whether a spread is small depends on the unit. A column of 1 and 1 + 2⁻⁵⁰ is not constant, and a column in \
        nanometres may be valuable. Ask whether the values are equal.
        """),
      Misconception(
        "x/s − m/s",
        Way(scales: { x, m, s in x / s - m / s }).submission,
        """
        For a column near 10⁹ both quotients are rounded by 10⁻⁷, and the difference keeps that. Subtract first: x − m of \
        near numbers is exact.
        """),
      Misconception(
        "rows to transform only compared with each other",
        Way(comparesWithFirst: true).submission,
        """
        Rows of equal length can all be wrong: what counts is how many columns were learned.
        """),
      Misconception(
        "gaps filled with the mean",
        Way(middle: { $0.reduce(0, +) / Double($0.count) }).submission,
        """
        One income of a million moves the mean, not the median. Here the median of the known values is asked.
        """),
      Misconception(
        "gaps filled with 0",
        Way(middle: { _ in 0 }).submission,
        """
        0 is a value: a bird without a weight would become the lightest of all. Fill in the middle of what is known.
        """),
      Misconception(
        "the upper of the two middle values",
        Way(middle: { $0[$0.count / 2] }).submission,
        """
        With an even count two values are in the middle, and the median lies half-way between them.
        """),
      Misconception(
        "half of the sum of the middle values",
        Way(middle: { ($0[($0.count - 1) / 2] + $0[$0.count / 2]) / 2 }).submission,
        """
        The sum of two large Doubles can be infinite though their middle is not: low + (high − low)/2.
        """),
      Misconception(
        "0 taken for a gap",
        Way(isGap: { $0.isNaN || $0 == 0 }).submission,
        """
        Some files write 0 for "not recorded", but this table marks gaps by NaN, and a 0 in it was measured.
        """),
      Misconception(
        "a column of gaps filled with 0",
        Way(nothing: 0).submission,
        """
        Nothing is known of this column, so no number can stand for it. Say so, and let the caller drop it.
        """),
      Misconception(
        "levels in the order of their appearance",
        Way(orders: { words in words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }).submission,
        """
        Then the columns depend on which row stands first, and the same data sorted otherwise make another matrix. Sort \
        the levels.
        """),
      Misconception(
        "an unknown word taken for the first level",
        Way(unknown: 0).submission,
        """
        A word that was never learned is none of the levels. With the index 0 as a default every wood stove heats with \
        gas: leave all places 0.
        """),
      Misconception(
        "the first level left out",
        Way(drops: 1).submission,
        """
        A regression with an intercept needs one level fewer, and some encoders leave it out. Here every level has a \
        place; a row of zeros means an unknown word.
        """),
      Misconception(
        "numbers for levels",
        Way(isOrdinal: true).submission,
        """
        0 for gas, 1 for oil, 2 for wood says that oil lies half-way between gas and wood. Give each level a column of \
        its own.
        """),
      Misconception(
        "words tidied up",
        Way(tidies: { $0.lowercased() }).submission,
        """
        Perhaps Oil and oil are the same, perhaps not: an encoder does not know. Cleaning is a step of its own, that can \
        be seen and tested.
        """),
      Misconception(
        "rows to transform not looked at",
        Way(checksTransformed: false).submission,
        """
        The rows that come later are where new faults come from. A short row or a NaN must be refused there, too.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "sums about the first value",
        Way(variance: { x, _ in
          let shifted = x.map { $0 - x[0] }
          let mean = shifted.reduce(0, +) / Double(x.count)
          return shifted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
        }).submission)
    ]
  }
}

// MARK: - Parts of the checks

private let learnedAdvice = "transform uses what was learned from the training rows, and nothing of its own rows."

private func expectLevels(_ got: [[String]], _ right: [[String]], _ data: String, line: Int = #line) {
  expect(
    got == right, "the levels of \(data) are \(got), expected \(right)", "Different words, ascending, a list a column.",
    line: line)
}

// MARK: - Real data

private let credits = Result {
  let table = try Dataset("tabular/german_credit.csv").csv()
  let words = try ["checking_status", "purpose", "housing"].map { try table.column($0) }
  return (
    numbers: try table.numbers(["duration", "credit_amount", "age"]),
    words: words[0].indices.map { i in words.map { $0[i] } }
  )
}

/// Bill length and depth, flipper length, body mass; NaN where nothing was measured.
private let birds = Result {
  let table = try Dataset("penguins/penguins.csv").csv()
  let columns = try ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"].map {
    try table.column($0, as: Double.self)
  }
  return columns[0].indices.map { i in columns.map { $0[i] ?? .nan } }
}

// MARK: - Wrong and right ways

/// A way to the six functions; each member can make it wrong in one place.
private struct Way {
  var learnsAnew = false
  var learnsFromAll = false
  var divisor: (Double) -> Double = { $0 }
  var root: (Double) -> Double = { $0.squareRoot() }
  var variance: (([Double], Double) -> Double)?
  var constant: ([Double]) -> Bool = { x in x.allSatisfy { $0 == x[0] } }
  var replaces: (Double) -> Bool = { _ in false }
  var middle: ([Double]) -> Double = { x in
    let (low, high) = (x[(x.count - 1) / 2], x[x.count / 2])
    return low + (high - low) / 2
  }
  var isGap: (Double) -> Bool = { $0.isNaN }
  var nothing: Double?
  var orders: ([String]) -> [String] = { Set($0).sorted() }
  var unknown: Int?
  var drops = 0
  var isOrdinal = false
  var tidies: (String) -> String = { $0 }
  var checksTransformed = true
  var scales: (_ x: Double, _ m: Double, _ s: Double) -> Double = { ($0 - $1) / $2 }
  var comparesWithFirst = false

  var submission: Submission {
    Submission(
      fitScaler: .init { x in
        let (means, deviations) = try scaler(x)
        return [means, deviations]
      },
      scale: .init { x, rows in
        let (means, deviations) = try scaler(x)
        let right = try transformable(rows, columns: means.count) { $0.isFinite }
        let (m, s) = try learned(from: x, right).map { try scaler($0) } ?? (means, deviations)
        return right.map { row in row.indices.map { scales(row[$0], m[$0], s[$0]) } }
      },
      fitImputer: .init(medians),
      impute: .init { x, rows in
        let first = try medians(x)
        let right = try transformable(rows, columns: first.count) { !$0.isInfinite }
        let filling = try learned(from: x, right).map { try medians($0) } ?? first
        return right.map { row in row.indices.map { isGap(row[$0]) ? filling[$0] : row[$0] } }
      },
      fitOneHot: .init(levels),
      encode: .init { x, rows in
        let first = try levels(x)
        var right = rows
        if let i = rows.firstIndex(where: { $0.count != first.count }) {
          let isWrong = !comparesWithFirst || rows[i].count != rows[0].count
          if checksTransformed && isWrong { throw EncodingError.length(row: i) }
          right = rows.map { row in first.indices.map { row.count > $0 ? row[$0] : "" } }
        }
        let known =
          learnsAnew ? right.isEmpty ? first : try levels(right) : learnsFromAll ? try levels(x + right) : first
        return right.map { row in
          zip(row, known).flatMap { word, levels in
            let place = levels.firstIndex(of: tidies(word)) ?? unknown
            if isOrdinal { return [place.map { Double($0) } ?? -1] }
            return levels.indices.dropFirst(drops).map { $0 == place ? 1.0 : 0 }
          }
        }
      })
  }

  /// Other rows to learn from than those of the fit; nil for a right way.
  func learned(from x: [[Double]], _ rows: [[Double]]) -> [[Double]]? {
    learnsAnew && !rows.isEmpty ? rows : learnsFromAll ? x + rows : nil
  }

  func check(_ x: [[Double]], columns: Int, _ isUsable: (Double) -> Bool) throws {
    for (i, row) in x.enumerated() {
      guard row.count == columns else { throw EncodingError.length(row: i) }
      for (j, value) in row.enumerated() where !isUsable(value) { throw EncodingError.notFinite(row: i, column: j) }
    }
  }

  func transformable(_ x: [[Double]], columns: Int, _ isUsable: (Double) -> Bool) throws -> [[Double]] {
    if checksTransformed { try check(x, columns: comparesWithFirst ? x.first?.count ?? columns : columns, isUsable) }
    return x.map { row in (0..<columns).map { row.count > $0 ? row[$0] : 0 } }
  }

  func scaler(_ x: [[Double]]) throws -> ([Double], [Double]) {
    guard let first = x.first else { throw EncodingError.noRows }
    try check(x, columns: first.count) { $0.isFinite }
    var (means, deviations) = ([Double](), [Double]())
    for j in first.indices {
      let column = x.map { $0[j] }
      if constant(column) {
        means.append(column[0])
        deviations.append(1)
        continue
      }
      let mean = column.reduce(0, +) / Double(column.count)
      let spread =
        variance?(column, mean)
        ?? column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / divisor(Double(column.count))
      means.append(mean)
      deviations.append(replaces(spread) ? 1 : root(spread))
    }
    return (means, deviations)
  }

  func medians(_ x: [[Double]]) throws -> [Double] {
    guard let first = x.first else { throw EncodingError.noRows }
    try check(x, columns: first.count) { !$0.isInfinite }
    return try first.indices.map { j in
      let known = x.map { $0[j] }.filter { !isGap($0) }.sorted()
      if known.isEmpty {
        if let nothing { return nothing }
        throw EncodingError.nothingKnown(column: j)
      }
      return middle(known)
    }
  }

  func levels(_ x: [[String]]) throws -> [[String]] {
    guard let first = x.first else { throw EncodingError.noRows }
    if let i = x.firstIndex(where: { $0.count != first.count }) { throw EncodingError.length(row: i) }
    return first.indices.map { j in orders(x.map { tidies($0[j]) }) }
  }
}
