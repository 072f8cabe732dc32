import Checking
import Glibc
import LabData

typealias Table = [String: [String]]

/// What the checks ask for; the learner's own sum is made from it.
struct Sum {
  var name: String
  var columns: [String]
  var weights: [Double]
}

/// A table that came back.
struct Cells: Observable {
  var table: Table

  init(_ table: Table) { self.table = table }

  var observation: Observation {
    Observation(
      table.keys.sorted().map { name in
        Observation([name.observation, numbers(name).observation])
      })
  }

  /// A column's numbers; NaN where there is none.
  func numbers(_ name: String) -> [Double] { table[name, default: []].map { Double($0) ?? .nan } }
}

/// The rows to learn from, and how many of them a level needs.
struct Learning {
  var rows: [Int]
  var least = 1
}

/// The names of the features, and the matrix.
struct Design: Observable {
  var names: [String]
  var matrix: [[Double]]

  var observation: Observation { Observation(names.observation, matrix.observation) }

  func column(_ name: String) -> [Double] {
    guard let j = names.firstIndex(of: name) else { return matrix.map { _ in .nan } }
    return matrix.map { $0.count > j ? $0[j] : .nan }
  }
}

enum FeatureError: Error {
  case noRows
  case noColumn(String)
  case notANumber(column: String, row: Int)
}

struct Submission {
  var adding: Function<[Sum], Table, Cells>
  var skewness: Function<[Double], Double>
  /// The table, the columns, what to learn from, the rows to encode.
  var encode: Function<Table, [String], Learning, [Int], Design>
}

enum TableFeatures: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let table: Table = [
          "area": ["0", "NA", "3", "0", "99"], "heating": ["oil", "gas", "gas", "gas", "wood"],
          "built": ["1950", "1970", "1990", "NA", "2000"], "sold": ["2006", "2007", "2008", "2009", "2010"],
        ]
        let added = try s.adding([Sum(name: "age", columns: ["sold", "built"], weights: [1, -1])], table)
        expect(
          added.numbers("age"), equals: [56, 37, 18, .nan, 10],
          "age = sold − built; there is a gap where built has one.",
          what: "the column age")
        expect(
          try s.skewness([0, 0, 3, 0]), equals: 2 / 3.0.squareRoot(), within: .ulps(16),
          "Deviations −¾, −¾, 9/4, −¾: mean square 27/16, mean cube 81/32.")
        let design = try s.encode(table, ["heating", "area"], Learning(rows: [0, 1, 2, 3], least: 2), [1, 2, 4])
        expectNames(design, ["log area", "heating=gas"], "Numbers first; oil is in one of the four rows only.")
        // ln 1 = 0 three times and ln 4: mean ln(4)/4, deviation √3·ln(4)/4.
        let root = 3.0.squareRoot()
        expect(
          design.matrix, equals: [[-1 / root, 1], [root, 1], [(4 * log(100) / log(4) - 1) / root, 0]],
          within: .ulps(32),
          "The gap is the median 0 of 0, 3, 0; ln(1 + x) is 0, 0, ln 4, 0; row 4 was not learned from.",
          what: "the features of the rows 1, 2, 4")
      },
      Check("adds columns that are sums of others") { s in
        let table: Table = ["a": ["1", "2", "", "4"], "b": ["0.5", "NA", "1", "-8"], "c": ["9", "9", "9", "9"]]
        let added = try s.adding(
          [
            Sum(name: "d", columns: ["a", "b", "a"], weights: [1, 2, 0.5]),
            Sum(name: "c", columns: ["d"], weights: [-1]), Sum(name: "e", columns: ["c", "a"], weights: [2, 0]),
            Sum(name: "nothing", columns: [], weights: []),
          ], table)
        expect(
          added.numbers("d"), equals: [2.5, .nan, .nan, -10],
          "d = 1·a + 2·b + ½·a; without one of the terms there is no sum.", what: "the column d")
        expect(
          added.numbers("c"), equals: [-2.5, .nan, .nan, 10], "The second sum uses the first, and replaces c.",
          what: "the column c")
        expect(
          added.numbers("e"), equals: [-5, .nan, .nan, 20], "The third sum uses the new c.", what: "the column e")
        expect(added.numbers("nothing"), equals: [0, 0, 0, 0], "A sum of no columns.", what: "the column nothing")
        expect(
          added.table["a"] == table["a"] && added.table.count == 6,
          "Columns afterwards: \(added.table.keys.sorted()), a: \(added.table["a"] ?? [])",
          "a, b and whatever else the table has stay as they are.")
        let gaps = added.table["d", default: []].filter { $0 == "" || $0 == "NA" }
        expect(
          gaps.count == 2, "Of the 4 cells of d \(gaps.count) are \"\" or \"NA\"",
          "A gap is written as it is read, not as \"nan\".")
      },
      // Moments of 40 numbers: their deviations are rounded to a few ε of the largest, each at most 5 times the root
      // mean square, so cubes are known to 100·ε or so.
      Check("measures how far a sample leans", cases: 2) { s, random in
        let a = Double.random(in: 2...9, using: &random)
        let b = Double.random(in: 0.5...2, using: &random)
        // One of n: deviations 1 − 1/n once and −1/n, so the skewness is (n − 2)/√(n − 1), whatever unit and place.
        for n in [3, 7, 40] {
          let x = (0..<n).map { a + b * ($0 == n / 2 ? 1 : 0) }
          let right = Double(n - 2) / Double(n - 1).squareRoot()
          expect(
            try s.skewness(x), equals: right, within: .rounding(operations: 4000, scale: a / b),
            "Of n numbers that are all equal but one it is (n − 2)/√(n − 1), whatever the unit.",
            what: "the skewness of \(n) numbers of which one is larger")
          expect(
            try s.skewness(x.map { -$0 }), equals: -right, within: .rounding(operations: 4000, scale: a / b),
            "Mirrored, it changes its sign.", what: "the skewness of \(n) numbers of which one is smaller")
        }
        expect(try s.skewness([0.1, 0.1, 0.1]), equals: 0, "All are equal; their mean, rounded, is not 0.1.")
        expect(try s.skewness([]), equals: 0, "There is nothing to lean.")
        expect(try s.skewness([b]), equals: 0, "One number.")
      },
      Check("takes logarithms where training leans to the right") { s in
        let table: Table = [
          "right": ["0", "0", "0", "0", "7", "-5"], "left": ["9", "9", "9", "9", "1", "9"],
          "below": ["-1", "-1", "-1", "-1", "7", "0"], "even": ["1", "2", "3", "4", "5", "99"],
          "same": ["0.1", "0.1", "0.1", "0.1", "0.1", "5"],
        ]
        let design = try s.encode(
          table, ["even", "right", "same", "left", "below"], Learning(rows: [0, 1, 2, 3, 4]), [0, 4, 5])
        expectNames(
          design, ["even", "log right", "same", "left", "below"],
          "Only `right` has a skewness above 1 (it is 1.5) and nothing below 0; row 5 was not learned from.")
        // ln 8 once and 0 four times: −½ and 2 standardised, as for every column of four equal numbers and one.
        expect(
          design.column("log right"), equals: [-0.5, 2, -0.5], within: .ulps(16),
          "A number below 0 counts as 0 before the logarithm, when it comes later.", what: "the feature log right")
        expect(
          design.column("left"), equals: [0.5, -2, 0.5], within: .ulps(16),
          "It leans to the left: a logarithm would make that worse.", what: "the feature left")
        expect(
          design.column("below"), equals: [-0.5, 2, -0.1875], within: .ulps(16),
          "It has numbers below 0: no logarithm.",
          what: "the feature below")
        expect(
          design.column("same"), equals: [0, 0, 4.9], within: .ulps(16),
          "Your fitScaler divides a constant column by 1.", what: "the feature same")
      },
      Check("gives no indicator to rare and to unknown words") { s in
        let table: Table = [
          "roof": ["tin", "tile", "tin", "tile", "tile", "slate", "NA", "NA", "hay"],
          "number": ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
          "gaps": ["", "", "NA", "", "", "", "", "NA", "1"], "lot": ["A", "7", "8", "A", "9", "A", "7", "8", "3"],
        ]
        let rows = Array(0..<8)
        let columns = ["roof", "gaps", "number", "lot"]
        expectNames(
          try s.encode(table, columns, Learning(rows: rows, least: 2), rows),
          ["number", "roof=NA", "roof=tile", "roof=tin", "gaps=", "gaps=NA", "lot=7", "lot=8", "lot=A"],
          "slate and 9 are in one row each; in gaps no number was seen, and lot begins with a word.")
        let few = try s.encode(table, columns, Learning(rows: rows, least: 3), [8, 5, 1, 0])
        expectNames(few, ["number", "roof=tile", "gaps=", "lot=A"], "At least 3 rows are asked for.")
        expect(
          few.matrix.map { Array($0.dropFirst()) }, equals: [[0, 0, 0], [0, 1, 1], [1, 1, 0], [0, 1, 1]],
          "hay is unknown, slate and tin are rare: 0 in each place of the roof.", what: "the indicators of 8, 5, 1, 0")
        expectNames(
          try s.encode(table, columns, Learning(rows: rows, least: 9), rows), ["number"],
          "No word is in 9 of 8 rows.")
        expect(
          try s.encode(table, ["roof"], Learning(rows: rows, least: 9), [0, 1]).matrix, equals: [[], []],
          "No feature, but two rows.", what: "the matrix without features")
        expect(
          try s.encode(table, ["roof"], Learning(rows: rows, least: 2), []).matrix, equals: [[Double]](),
          "No rows were asked for.", what: "the matrix without rows")
      },
      // What is outside the learning rows moves nothing but its own entries.
      Check("learns from the rows given and from no other", cases: 2) { s, random in
        let n = 15
        func numbers() -> [String] {
          (0..<n).map { _ in String(Double.random(in: -9 ... -1, using: &random)) }
        }
        var table: Table = ["x": numbers(), "y": numbers(), "kind": (0..<n).map { ["a", "b"][$0 / 3 % 2] }]
        table["x"]![4] = "NA"
        let (learning, held) = ((0..<n).filter { $0 % 3 != 0 }, (0..<n).filter { $0 % 3 == 0 })
        let columns = ["x", "kind", "y"]
        let before = try s.encode(table, columns, Learning(rows: learning, least: 4), held)
        let alone = try s.encode(table, columns, Learning(rows: learning, least: 4), [held[1]])
        expectNames(before, ["x", "y", "kind=a", "kind=b"], "No logarithm of numbers below 0.")
        expect(
          alone.matrix, equals: Array(before.matrix.dropFirst().prefix(1)),
          "Mean, deviation, median and levels come from the learning rows: a row has the same features in any company.",
          what: "row 3 by itself")
        for (i, row) in held.enumerated() {
          table["x"]![row] = i == 0 ? "NA" : "1e6"
          table["kind"]![row] = "c"
        }
        table["y"]![0] = "about nine"
        let after = try s.encode(table, columns, Learning(rows: learning, least: 4), [1, 4, 5])
        table["y"]![0] = "9"
        expectNames(after, before.names, "Whatever stands in the other rows.")
        let x = learning.compactMap { Double(table["x"]![$0]) }.sorted()
        let filled = x + [x[4]]  // the median of 9
        let mean = filled.reduce(0, +) / 10
        let deviation = (filled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10).squareRoot()
        let last = try s.encode(table, columns, Learning(rows: learning, least: 4), [0, 3, 4])
        // Sums of ten numbers below 10; the value 10⁶ has its own size of rounding.
        expect(
          last.column("x"), equals: [(x[4] - mean) / deviation, (1e6 - mean) / deviation, (x[4] - mean) / deviation],
          within: .ofLargest(64 * 0x1p-52),
          "A gap is the median of the learning rows, 0 or 10⁶ among the others notwithstanding.",
          what: "x of the rows 0, 3, 4, with gaps in 0 and 4")
      },
      Check("says which cell or column is at fault") { s in
        let table: Table = [
          "x": ["1", "two", "3", "1,5", "NA"], "y": ["1", "2", "nan", "inf", ""], "kind": ["a", "b", "a", "b", "a"],
        ]
        let all = [0, 1, 2, 3, 4]
        func expectFault(
          _ columns: [String], _ learning: [Int], _ rows: [Int], _ error: FeatureError, _ advice: String,
          line: Int = #line
        ) {
          let words = " (encode: learnFeatures on the rows named first, then transform of those named last.)"
          expect(throws: error, advice + words, line: line) {
            try s.encode(table, columns, Learning(rows: learning), rows)
          }
        }
        expectFault(["x"], [], all, .noRows, "There is nothing to learn from.")
        expectFault(["kind", "q"], all, all, .noColumn("q"), "The table has no column q.")
        expectFault(["x"], all, all, .notANumber(column: "x", row: 1), "x begins with a number: \"two\" is a fault.")
        expectFault(["x"], [2, 3, 1], all, .notANumber(column: "x", row: 3), "Row 3 comes first in rows.")
        expectFault(["x"], [0, 2, 4], [2, 3], .notANumber(column: "x", row: 3), "The encoded rows count, too.")
        expectFault(["y"], all, all, .notANumber(column: "y", row: 2), "nan is no finite number.")
        expectFault(["y"], [0, 1], all, .notANumber(column: "y", row: 2), "nan is no finite number.")
        expectFault(["q", "x"], all, all, .noColumn("q"), "Columns are looked at in their order.")
        expectFault(["x", "q"], all, all, .notANumber(column: "x", row: 1), "Columns are looked at in their order.")
        expect(throws: FeatureError.notANumber(column: "y", row: 2), "nan is no finite number.") {
          try s.adding([Sum(name: "z", columns: ["y", "x"], weights: [1, 1])], table)
        }
        expect(throws: FeatureError.noColumn("q"), "The first sum that lacks a column is named.") {
          try s.adding(
            [Sum(name: "z", columns: ["q"], weights: [1]), Sum(name: "w", columns: ["x"], weights: [1])], table)
        }
        expect(throws: FeatureError.notANumber(column: "kind", row: 0), "Words cannot be added.") {
          try s.adding([Sum(name: "z", columns: ["kind"], weights: [0])], table)
        }
      },
      Check("makes of Ames what NumPy makes of it") { s in
        let table = try ames.get()
        let n = table.values.first?.count ?? 0
        let training = (0..<n).filter { $0 % 5 != 0 }
        for (name, right) in amesSkewness {
          let x = training.map { Double(table[name, default: []][$0]) ?? .nan }
          // 2344 numbers; the mean of Year_Built is 65 deviations, and it is rounded by 2344·ε/2 of itself at most.
          expect(
            try s.skewness(x), equals: right, within: .absolute(1e-9), "Mean cube over mean square to the power 1.5.",
            what: "the skewness of \(name)")
        }
        let added = try s.adding(amesSums, table)
        let held = Array(stride(from: 0, to: n, by: 5))
        let design = try s.encode(
          added.table, amesColumns, Learning(rows: training, least: 25), held)
        expectNames(design, amesFeatures.map(\.name), "25 rows of 2344 are asked for.")
        let sums = amesFeatures.map { feature in
          zip(held, design.column(feature.name)).reduce(0) { $0 + Double($1.0 % 7 + 1) * $1.1 }
        }
        // As above an entry is known to 10⁻¹⁰; the weights add up to 2344.
        expect(
          sums, equals: amesFeatures.map(\.weightedSum), within: .absolute(1e-6),
          "The names are right; compare a feature's logarithm, mean and deviation (divisor n) with the statement.",
          what: "of Ames the sums of the rows not learned from, weighted with i mod 7 + 1, feature by feature,")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "learned from all rows", Way(learnsFromAll: true).submission,
        """
        Means, medians and levels come from rows that will judge the model: it has met them before the test. Learn from \
        the rows that are given.
        """),
      Misconception(
        "scaled anew for the rows to transform", Way(rescales: true).submission,
        """
        Rows with their own mean and deviation are in another unit than the coefficients: a large house among large ones \
        becomes an average one. Apply what was learned.
        """),
      Misconception(
        "a logarithm of whatever is not negative", Way(leans: { _ in true }).submission,
        """
        A logarithm draws in a long tail on the right. Where there is none it makes one on the left: ask for the skewness \
        first.
        """),
      Misconception(
        "a logarithm for tails on either side", Way(leans: { abs($0) > 1 }).submission,
        "ln(1 + x) helps against a tail on the right, and lengthens one on the left. Ask for skewness > 1, not |…|."),
      Misconception(
        "a logarithm with numbers below 0", Way(mayBeNegative: true).submission,
        "All numbers below 0 become the same one. A column that has some among the learning rows stays as it is."),
      Misconception(
        "ln x, and 0 where x is 0", Way(logarithm: { $0 > 0 ? log($0) : 0 }).submission,
        """
        A pool of 0 would then be as large as one of 1, and one of ½ smaller than none. ln(1 + x) keeps the order, and 0 \
        stays 0.
        """),
      Misconception(
        "the mean cube without its unit", Way(skewPower: 0).submission,
        "In feet and in metres a sample leans alike: divide the mean cube by the mean square to the power 1.5."),
      Misconception(
        "the skewness over the mean square", Way(skewPower: 1).submission,
        "A cube over a square still has the unit of x. The power is 1.5."),
      Misconception(
        "the deviation with n − 1 in the skewness", Way(skewDivisor: { $0 - 1 }).submission,
        "Both means, of the squares and of the cubes, have the divisor n."),
      Misconception(
        "rare words kept", Way(isRare: { _, _ in false }).submission,
        """
        An indicator that is 1 in one learning row fits that row alone: its coefficient is one house's error. Words in \
        fewer than `least` rows get none.
        """),
      Misconception(
        "more than least rows", Way(isRare: { $0 <= $1 }).submission,
        "A word that is in exactly `least` rows is not rare."),
      Misconception(
        "an unknown word taken for the first", Way(unknownIsFirst: true).submission,
        "Nothing is known of a word that was not learned, or is rare. All its indicators are 0."),
      Misconception(
        "words in the order of the table", Way(keepsOrder: true).submission,
        "Numbers come first, in their order, then words in theirs."),
      Misconception(
        "a gap counted as 0", Way(gapIsZero: true).submission,
        "A house whose area nobody wrote down has one. The median of what is known is the best guess that needs no model."
      ),
      Misconception(
        "a sum without its missing terms", Way(sumSkipsGaps: true).submission,
        "2009 − nothing is not an age. Where one term is missing there is no sum."),
      Misconception(
        "weights left out", Way(weighs: false).submission, "Each column is multiplied by its weight before it is added."
      ),
      Misconception(
        "sums of the table as it was", Way(sumsOfOriginal: true).submission,
        "A sum may use one that was added before it: go on with the table that has it."),
      Misconception(
        "what cannot be read taken for a gap", Way(forgives: true).submission,
        """
        "1,5" is not missing: somebody upstream made a mistake. Filled with the median it would never be found; throw with \
        column and row.
        """),
      Misconception(
        "nan and inf read as numbers", Way(isNumber: { !$0.isEmpty }).submission,
        "Double(\"nan\") and Double(\"inf\") succeed, and one of them makes a whole column useless: ask for isFinite."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("columns instead of rows, without the parts of encode-and-scale", Way().submission)]
  }
}

// MARK: - Parts of the checks

private func expectNames(_ design: Design, _ names: [String], _ advice: String, line: Int = #line) {
  expect(design.names == names, "The features are \(design.names), expected \(names)", advice, line: line)
  expect(
    design.matrix.allSatisfy { $0.count == names.count },
    "The rows have \(design.matrix.first?.count ?? 0) entries, there are \(names.count) features", line: line)
}

// MARK: - Real data

private let ames = Result {
  let csv = try Dataset("tabular/ames.csv").csv()
  return Table(uniqueKeysWithValues: csv.columns.enumerated().map { j, column in (column, csv.rows.map { $0[j] }) })
}

private let amesSums = [
  Sum(name: "Total_Area", columns: ["Gr_Liv_Area", "Total_Bsmt_SF"], weights: [1, 1]),
  Sum(name: "Age", columns: ["Year_Sold", "Year_Built"], weights: [1, -1]),
  Sum(
    name: "Baths", columns: ["Full_Bath", "Half_Bath", "Bsmt_Full_Bath", "Bsmt_Half_Bath"], weights: [1, 0.5, 1, 0.5]),
]

private let amesColumns = [
  "Lot_Area", "Neighborhood", "Year_Built", "Lot_Frontage", "Overall_Cond", "Mas_Vnr_Area", "Total_Area", "Age",
  "Central_Air", "Baths", "Roof_Matl",
]

// From make_reference.py: the sum over the rows i not learned from of (i mod 7 + 1) times the entry.

private let amesSkewness: [(name: String, value: Double)] = [
  ("Lot_Area", 13.236825770523426), ("Year_Built", -0.6033521158637244), ("Mas_Vnr_Area", 2.6258640624105483),
]

private let amesFeatures: [(name: String, weightedSum: Double)] = [
  ("log Lot_Area", 102.29167124210659),
  ("Year_Built", 23.769719864983188),
  ("Lot_Frontage", 179.4817729697417),
  ("log Mas_Vnr_Area", 103.23802618143787),
  ("log Total_Area", 246.62324453531824),
  ("Age", -23.50729897412672),
  ("Baths", 33.99887391567064),
  ("Neighborhood=Brookside", 101.0),
  ("Neighborhood=Clear_Creek", 23.0),
  ("Neighborhood=College_Creek", 225.0),
  ("Neighborhood=Crawford", 86.0),
  ("Neighborhood=Edwards", 150.0),
  ("Neighborhood=Gilbert", 139.0),
  ("Neighborhood=Iowa_DOT_and_Rail_Road", 72.0),
  ("Neighborhood=Meadow_Village", 31.0),
  ("Neighborhood=Mitchell", 90.0),
  ("Neighborhood=North_Ames", 340.0),
  ("Neighborhood=Northridge", 55.0),
  ("Neighborhood=Northridge_Heights", 135.0),
  ("Neighborhood=Northwest_Ames", 120.0),
  ("Neighborhood=Old_Town", 179.0),
  ("Neighborhood=Sawyer", 121.0),
  ("Neighborhood=Sawyer_West", 95.0),
  ("Neighborhood=Somerset", 153.0),
  ("Neighborhood=South_and_West_of_Iowa_State_University", 41.0),
  ("Neighborhood=Stone_Brook", 42.0),
  ("Neighborhood=Timberland", 60.0),
  ("Overall_Cond=Above_Average", 453.0),
  ("Overall_Cond=Average", 1313.0),
  ("Overall_Cond=Below_Average", 70.0),
  ("Overall_Cond=Excellent", 41.0),
  ("Overall_Cond=Fair", 39.0),
  ("Overall_Cond=Good", 302.0),
  ("Overall_Cond=Very_Good", 109.0),
  ("Central_Air=N", 125.0),
  ("Central_Air=Y", 2219.0),
  ("Roof_Matl=CompShg", 2301.0),
]

// MARK: - Wrong and right ways

/// The whole exercise; each member can make it wrong in one place.
private struct Way {
  var learnsFromAll = false
  var rescales = false
  var leans: (Double) -> Bool = { $0 > 1 }
  var mayBeNegative = false
  var logarithm: (Double) -> Double = { log(1 + $0) }
  var skewPower = 1.5
  var skewDivisor: (Double) -> Double = { $0 }
  var isRare: (Int, Int) -> Bool = { $0 < $1 }
  var unknownIsFirst = false
  var keepsOrder = false
  var gapIsZero = false
  var sumSkipsGaps = false
  var weighs = true
  var sumsOfOriginal = false
  var forgives = false
  var isNumber: (String) -> Bool = { Double($0)?.isFinite ?? false }

  private func cells(_ name: String, _ table: Table) throws -> [String] {
    guard let cells = table[name] else { throw FeatureError.noColumn(name) }
    return cells
  }

  private func numbers(_ name: String, _ table: Table, _ rows: [Int]) throws -> [Double?] {
    let cells = try cells(name, table)
    return try rows.map { row in
      if ["", "NA"].contains(cells[row]) { return nil }
      if let number = Double(cells[row]), isNumber(cells[row]) { return number }
      if forgives { return nil }
      throw FeatureError.notANumber(column: name, row: row)
    }
  }

  func adding(_ sums: [Sum], _ original: Table) throws -> Table {
    var table = original
    let rows = Array(0..<(table.values.first?.count ?? 0))
    for sum in sums {
      let columns = try sum.columns.map {
        try numbers($0, sumsOfOriginal && original[$0] != nil ? original : table, rows)
      }
      table[sum.name] = rows.map { row in
        var total = 0.0
        for (column, weight) in zip(columns, sum.weights) {
          guard let number = column[row] else {
            if sumSkipsGaps { continue }
            return "NA"
          }
          total += number * (weighs ? weight : 1)
        }
        return String(total)
      }
    }
    return table
  }

  func skewness(_ x: [Double]) -> Double {
    guard Set(x).count > 1 else { return 0 }
    let n = Double(x.count)
    let mean = x.reduce(0) { $0 + $1 / n }
    let square = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / skewDivisor(n)
    return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) } / n / pow(square, skewPower)
  }

  private func median(_ x: [Double]) -> Double {
    let x = x.sorted()
    return x.isEmpty ? 0 : (x[x.count / 2] + x[(x.count - 1) / 2]) / 2
  }

  private func moments(_ x: [Double]) -> (mean: Double, deviation: Double) {
    guard let first = x.first, Set(x).count > 1 else { return (x.first ?? 0, 1) }
    let n = Double(x.count)
    let mean = first + x.reduce(0) { $0 + ($1 - first) } / n
    return (mean, (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot())
  }

  func encode(_ table: Table, _ columns: [String], _ learning: Learning, _ rows: [Int]) throws -> Design {
    if learning.rows.isEmpty { throw FeatureError.noRows }
    let learn = learnsFromAll ? Array(0..<(table.values.first?.count ?? 0)) : learning.rows
    var fills: [(isNumber: Bool, fill: () throws -> (names: [String], columns: [[Double]]))] = []
    for name in columns {
      let cells = try cells(name, table)
      let first = learn.first { !["", "NA"].contains(cells[$0]) }
      if let first, isNumber(cells[first]), Double(cells[first]) != nil {
        let known = try numbers(name, table, learn)
        let middle = gapIsZero ? 0 : median(known.compactMap { $0 })
        let filled = known.map { $0 ?? middle }
        let isLogarithm = leans(skewness(filled)) && (mayBeNegative || filled.allSatisfy { $0 >= 0 })
        let learned = moments(isLogarithm ? filled.map { logarithm(max($0, 0)) } : filled)
        fills.append(
          (
            true,
            {
              let entries = try numbers(name, table, rows).map { entry in
                let entry = entry ?? middle
                return isLogarithm ? logarithm(max(entry, 0)) : entry
              }
              let used = rescales ? moments(entries) : learned
              return ([isLogarithm ? "log " + name : name], [entries.map { ($0 - used.mean) / used.deviation }])
            }
          ))
      } else {
        var counts: [String: Int] = [:]
        for row in learn { counts[cells[row], default: 0] += 1 }
        let levels = counts.keys.sorted().filter { !isRare(counts[$0] ?? 0, learning.least) }
        fills.append(
          (
            false,
            {
              let entries = levels.enumerated().map { place, level in
                rows.map { row in
                  let isOther = unknownIsFirst && place == 0 && !levels.contains(cells[row])
                  return cells[row] == level || isOther ? 1.0 : 0
                }
              }
              return (levels.map { name + "=" + $0 }, entries)
            }
          ))
      }
    }
    let ordered = keepsOrder ? fills : fills.filter(\.isNumber) + fills.filter { !$0.isNumber }
    let filled = try ordered.map { try $0.fill() }
    let matrix = rows.indices.map { i in filled.flatMap { $0.columns.map { $0[i] } } }
    return Design(names: filled.flatMap(\.names), matrix: matrix)
  }

  var submission: Submission {
    Submission(
      adding: .init { Cells(try adding($0, $1)) }, skewness: .init { skewness($0) },
      encode: .init { try encode($0, $1, $2, $3) })
  }
}
