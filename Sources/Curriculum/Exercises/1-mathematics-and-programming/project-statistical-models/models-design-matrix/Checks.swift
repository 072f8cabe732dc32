import Checking
import Glibc
import LabData

/// What the checks ask for; the learner's own recipe is made from it.
struct Recipe {
  var logarithms: [String] = []
  var numbers: [String] = []
  var categories: [String] = []
}

/// The names of the columns and the matrix, of the learner or of a variant.
struct Design: Observable {
  var names: [String]
  var matrix: [[Double]]

  var observation: Observation { Observation(names.observation, matrix.observation) }

  func column(_ name: String) -> [Double] {
    guard let j = names.firstIndex(of: name) else { return matrix.map { _ in .nan } }
    return matrix.map { $0.count > j ? $0[j] : .nan }
  }
}

enum DesignError: Error {
  case noColumn(String)
  case notANumber(column: String, row: Int)
}

typealias Table = [String: [String]]

struct Submission {
  var holdOut: Function<Int, [[Int]]>
  /// The recipe, the table, the rows to learn from and the rows to encode.
  var encode: Function<Recipe, Table, [Int], [Int], Design>
}

enum DesignMatrices: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let table = [
          "area": ["50", "80", "NA", "110", "65"], "heating": ["gas", "oil", "gas", "gas", "wood"],
        ]
        let design = try s.encode(
          Recipe(numbers: ["area"], categories: ["heating"]), table, [1, 2, 3, 4], [0, 1, 2])
        expectNames(design, ["1", "area", "area missing", "heating=oil", "heating=wood"])
        let root = 525.0.squareRoot()
        expect(  // the mean is exact, the sum of squares too: a root and a division are rounded
          design.matrix, equals: [[1, -35 / root, 0, 0, 0], [1, -5 / root, 0, 1, 0], [1, 0, 1, 0, 0]],
          within: .ulps(4), "The mean of 80, 110, 65 is 85; the squares add up to 1050, over 3 − 1.",
          what: "the matrix of rows 0, 1, 2")
      },
      Check("holds out every fifth row") { s in
        let advice = "Held out are the rows 0, 5, 10, …; all others are for training, in ascending order."
        for n in [0, 1, 4, 6, 13] {
          let split = try s.holdOut(n)
          let right = [(0..<n).filter { $0 % 5 > 0 }, Array(stride(from: 0, to: n, by: 5))]
          expect(
            split == right, "holdOut(\(n)) is training \(split.first ?? []), held \(split.last ?? [])", advice)
        }
      },
      // What is outside the training rows moves nothing but its own entries.
      Check("learns from the training rows alone", cases: 2) { s, random in
        let n = 20
        var table: Table = [
          "x": (0..<n).map { _ in String(Double.random(in: 1...9, using: &random)) },
          "y": (0..<n).map { _ in String(Double.random(in: 1...9, using: &random)) },
          "kind": (0..<n).map { _ in ["a", "b", "c"].randomElement(using: &random)! },
        ]
        for i in 0..<3 { table["kind"]![5 * i + 1] = ["a", "b", "c"][i] }  // each is there to be learned
        let (training, held) = ((0..<n).filter { $0 % 5 != 0 }, (0..<n).filter { $0 % 5 == 0 })
        let recipe = Recipe(logarithms: ["y"], numbers: ["x"], categories: ["kind"])
        let before = try s.encode(recipe, table, training, held)
        expect(
          before.matrix.count == held.count && before.names.count == 5,
          "For 4 rows and a recipe of a logarithm, a number and a category of 3 levels the matrix has "
            + "\(before.matrix.count) rows, and there are \(before.names.count) names",
          "The intercept, the logarithm, the number, and two of the three levels.")
        let moved = held.map { i in String((Double(table["x"]![i]) ?? 0) + 1000) }
        for (i, text) in zip(held, moved) { table["x"]![i] = text }
        let present = training.compactMap { Double(table["x"]![$0]) }
        let mean = present.reduce(0, +) / Double(present.count)
        let variance = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(present.count - 1)
        let after = try s.encode(recipe, table, training, held)
        let advice = "Mean and deviation come from the training rows, and so they stay when other rows are encoded."
        // 16 numbers below 10 are summed: some 20 roundings of 1000 in all at the worst.
        expect(
          after.column("x"), equals: moved.map { ((Double($0) ?? 0) - mean) / variance.squareRoot() },
          within: .ofLargest(100 * 0x1p-52), advice, what: "column x of held-out rows with 1000 added to them")
        expect(
          after.column("log y"), equals: before.column("log y"), advice, what: "column log y, when x was changed")
        table["kind"]![0] = "d"
        table["y"]![5] = "NA"
        table["x"]![10] = "about ten"
        let last = try s.encode(recipe, table, training, [0, 5])
        expectNames(last, before.names, "Neither a new word nor a gap outside the training rows makes a column.")
        expect(
          last.matrix.first.map { Array($0.dropFirst(3)) } ?? [], equals: [0, 0],
          "A level that was not learned is treated as the reference: 0 in all columns of its category.",
          what: "the indicators of a kind that training never saw")
        expect(
          last.column("log y").last ?? .nan, equals: 0, "Missing is 0, the mean, whether training had gaps or not.",
          what: "the logarithm missing in a held-out row")
      },
      Check("takes gaps for the mean, and says where they are") { s in
        let table = ["width": ["0", "1", "NA", "4", "-3", "16", ""], "id": ["1", "2", "3", "4", "5", "6", "7"]]
        let all = Array(0..<7)
        let logarithm = try s.encode(Recipe(logarithms: ["width"]), table, all, all)
        expectNames(logarithm, ["1", "log width", "log width missing"])
        let unit = log(4.0)  // the logarithms are 0, unit and 2·unit: mean and deviation are unit
        expect(
          logarithm.matrix,
          equals: [[1, 0, 1], [1, -1, 0], [1, 0, 1], [1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 0, 1]],
          within: .absolute(16 * 0x1p-52 * unit),
          "The logarithms are those of 1, 4 and 16; 0 and −3 have none, so they count as missing.",
          what: "the matrix of log width")
        let number = try s.encode(Recipe(numbers: ["width"]), table, all, all)
        expectNames(number, ["1", "width", "width missing"])
        let deviation = (217.2 / 4).squareRoot()  // of 0, 1, 4, −3, 16: mean 3.6, Σx² − 5·3.6² = 282 − 64.8
        expect(
          number.column("width"), equals: [-3.6, -2.6, 0, 0.4, -6.6, 12.4, 0].map { $0 / deviation },
          within: .ofLargest(16 * 0x1p-52), "As a plain number 0 is a value, and so is −3; only \"\" and NA are gaps.",
          what: "the column of the number width")
        let both = try s.encode(Recipe(logarithms: ["width"], numbers: ["id"]), table, [1, 3, 5], [0, 1])
        expectNames(both, ["1", "log width", "id"], "Among the rows 1, 3, 5 no width is missing.")
      },
      Check("leaves one level out, the most frequent") { s in
        let table: Table = [
          "roof": ["tin", "tile", "tin", "tile", "slate", "Tile", "", "NA", "slate"],
          "street": ["paved", "paved", "paved", "paved", "paved", "paved", "paved", "paved", "dirt"],
        ]
        let rows = Array(0..<8)
        let design = try s.encode(Recipe(categories: ["roof", "street"]), table, rows, [8, 1, 0, 7, 6, 5])
        let names = ["1", "roof=", "roof=NA", "roof=Tile", "roof=slate", "roof=tin"]
        expectNames(
          design, names,
          "tile and tin come twice, and tile < tin; the street of the rows 0 … 7 is always paved: no column.")
        expect(
          design.matrix,
          equals: [
            [1, 0, 0, 0, 1, 0], [1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 1], [1, 0, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0],
            [1, 0, 0, 1, 0, 0],
          ], "The rows were asked for in the order 8, 1, 0, 7, 6, 5.", what: "the indicators")
      },
      Check("leaves out what does not vary") { s in
        let table: Table = [
          "same": ["0.1", "0.1", "0.1", "0.2"], "gaps": ["NA", "7", "NA", "8"], "none": ["NA", "", "NA", "1"],
          "zero": ["0", "0", "0", "5"], "fine": ["1", "2", "4", "8"],
        ]
        let design = try s.encode(
          Recipe(logarithms: ["zero", "fine"], numbers: ["same", "gaps", "none", "zero"]), table, [0, 1, 2], [3])
        expectNames(
          design, ["1", "log fine", "gaps missing"],
          "Constant on the rows 0, 1, 2 are 0.1 (its deviation, rounded, is not 0), the only value 7, and the gap "
            + "of none and log zero, which is everywhere.")
        expect(
          design.matrix, equals: [[1, 2, 0]], within: .ulps(16), "The logarithms of 1, 2, 4 have the mean log 2.",
          what: "the row 3")
        let small = try s.encode(Recipe(numbers: ["x"]), ["x": ["0", "0x1p-60", "0x1p-59"]], [0, 1, 2], [0, 1, 2])
        expectNames(small, ["1", "x"], "0, 2⁻⁶⁰ and 2⁻⁵⁹ differ, whatever the unit.")
        expect(
          small.column("x"), equals: [-1, 0, 1], "Their mean is 2⁻⁶⁰ and so is their deviation.",
          what: "the column of 0, 2⁻⁶⁰, 2⁻⁵⁹")
        expect(
          try s.encode(Recipe(), table, [0, 1, 2], [3, 0]).matrix, equals: [[1], [1]],
          "An empty recipe leaves the intercept.", what: "the matrix of an empty recipe")
        expect(
          try s.encode(Recipe(numbers: ["fine"]), table, [0, 1, 2], []).matrix, equals: [[Double]](),
          "No rows were asked for.", what: "the matrix without rows")
      },
      Check("says which cell or column is at fault") { s in
        let table: Table = [
          "x": ["1", "two", "3", "1,5"], "y": ["1", "2", "nan", "inf"], "kind": ["a", "b", "a", "b"],
        ]
        let all = [0, 1, 2, 3]
        func expectFault(_ recipe: Recipe, _ learned: [Int], _ rows: [Int], _ error: DesignError, _ advice: String) {
          let words = " (encode: learnColumns on the rows named first, then designMatrix on those named last.)"
          expect(throws: error, advice + words) { try s.encode(recipe, table, learned, rows) }
        }
        let recipe = Recipe(numbers: ["x"])
        expectFault(recipe, all, all, .notANumber(column: "x", row: 1), "\"two\" is not a gap: it is a fault.")
        expectFault(recipe, [3, 2, 1], all, .notANumber(column: "x", row: 3), "Row 3 comes first in rows.")
        expectFault(recipe, [0, 2], [2, 3], .notANumber(column: "x", row: 3), "The encoded rows count, too.")
        expectFault(
          Recipe(numbers: ["y"]), all, all, .notANumber(column: "y", row: 2),
          "Double(\"nan\") is a Double, but it is no number: ask for isFinite.")
        expectFault(
          Recipe(logarithms: ["y"]), [0, 1, 3], all, .notANumber(column: "y", row: 3),
          "Double(\"inf\") is a Double, but it is not finite.")
        expectFault(
          Recipe(logarithms: ["q"], numbers: ["x"], categories: ["r"]), all, all, .noColumn("q"),
          "Logarithms come first.")
        expectFault(
          Recipe(numbers: ["x"], categories: ["r"]), all, all, .notANumber(column: "x", row: 1),
          "Numbers come before categories.")
        expectFault(Recipe(categories: ["kind", "r"]), all, all, .noColumn("r"), "The table has no column r.")
      },
      // A mean near 10⁹ is rounded by 10⁻⁷ at each of four additions, whatever the method, and an entry by that over the
      // deviation; the sum of squares is near 10¹⁸ and would be off by hundreds.
      Check("keeps its digits far from zero") { s in
        let table = ["serial": [1, 2, 4, 5].map { String(1_000_000_000 + $0) }]
        let design = try s.encode(Recipe(numbers: ["serial"]), table, [0, 1, 2, 3], [0, 1, 2, 3])
        let deviation = (10.0 / 3).squareRoot()
        expect(
          design.column("serial"), equals: [-2, -1, 1, 2].map { $0 / deviation },
          within: .rounding(operations: 4, scale: 1e9 / deviation),
          "Sum the squares of the deviations from the mean, not the squares.", what: "column serial")
      },
      Check("standardises what it was learned from", cases: 2) { s, random in
        let n = 31
        let cells = (0..<n).map { i in
          i % 6 == 2 ? "NA" : String(exp(Double.random(in: -3...3, using: &random)))
        }
        let rows = Array(0..<n)
        let design = try s.encode(Recipe(logarithms: ["x"]), ["x": cells], rows, rows)
        let x = zip(cells, design.column("log x")).filter { $0.0 != "NA" }.map(\.1)
        let advice = "Over the training rows that have a value the mean is 0 and the standard deviation, with n − 1, 1."
        // Sums of 26 numbers of size 1.
        expect(
          x.reduce(0, +) / Double(x.count), equals: 0, within: .rounding(operations: 200, scale: 1), advice,
          what: "the mean of a standardised column")
        expect(
          x.reduce(0) { $0 + $1 * $1 } / Double(x.count - 1), equals: 1, within: .rounding(operations: 200, scale: 1),
          advice, what: "the variance of a standardised column")
      },
      Check("makes of Ames and of the loans what pandas makes of them") { s in
        for (what, table, recipe, columns) in [
          ("Ames", try ames.get(), amesRecipe, amesColumns), ("the loans", try loans.get(), loansRecipe, loansColumns),
        ] {
          let n = table.values.first?.count ?? 0
          let held = Array(stride(from: 0, to: n, by: 5))
          let design = try s.encode(recipe, table, (0..<n).filter { $0 % 5 != 0 }, held)
          expectNames(design, columns.map(\.name), what: what)
          let sums = columns.map { column in
            zip(held, design.column(column.name)).reduce(0) { $0 + Double($1.0 % 7 + 1) * $1.1 }
          }
          // The longitude is 3600 times its deviation, so the mean of 2344 of them can be off by 2344·ε/2·3600 = 10⁻⁹
          // deviations; the weights add up to 2344.
          expect(
            sums, equals: columns.map(\.weightedSum), within: .absolute(2e-6),
            "The names are right; compare a column's mean, deviation and gaps with those of the training rows.",
            what: "of \(what) the sums of the held-out rows, weighted with i mod 7 + 1, column by column,")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "learned from all rows",
        Way(learnsFromAll: true).submission,
        """
        Means, deviations and levels come from rows that will judge the model: it has met them before the test. Here the \
        harm is small, with a selection of columns it is not; and you will not know which it was.
        """),
      Misconception(
        "standardised anew for the rows to encode",
        Way(restandardises: true).submission,
        """
        Held-out rows with their own mean and deviation are in another unit than the coefficients: a house in a rich \
        quarter becomes an average one. Apply what was learned.
        """),
      Misconception(
        "the standard deviation with n",
        Way(divisor: { Double($0) }).submission,
        "The deviation asked for has the divisor n − 1, n being the number of rows that have a value."),
      Misconception(
        "a gap counted as 0",
        Way(gapIsZero: true).submission,
        """
        A house without a recorded frontage does not have a frontage of 0. Leave gaps out of the mean, and give them \
        the standardised value 0: the mean.
        """),
      Misconception(
        "the gap not marked",
        Way(marksGaps: false).submission,
        """
        Whether a value is missing is often the best thing that is known about it. With a column of its own the model \
        can learn what a gap means; without, it is told that it means the mean.
        """),
      Misconception(
        "log(1 + x) where the logarithm does not exist",
        Way(logarithm: { $0 > -1 ? log1p($0) : nil }).submission,
        """
        log(1 + x) gives 0 a value: "not recorded" becomes the smallest of all. Asked for is the natural logarithm, and a \
        gap where there is none.
        """),
      Misconception(
        "all levels kept",
        Way(reference: { _, _ in nil }).submission,
        """
        The indicators of all levels add up to the intercept: the columns are dependent, and without a prior least squares \
        has no unique answer. Leave the reference out.
        """),
      Misconception(
        "the first level as reference",
        Way(reference: { levels, _ in levels.first }).submission,
        """
        Every coefficient is a difference to the reference. If that is a rare level, all of them are uncertain; take the \
        most frequent, and the first only among equals.
        """),
      Misconception(
        "levels in the order of their appearance",
        Way(sorts: false).submission,
        """
        The order of the columns then depends on that of the rows: the same model trained on shuffled rows has other \
        columns. Sort the levels.
        """),
      Misconception(
        "constant if the deviation is 0",
        Way(varies: { present, deviation in present.count > 1 && deviation > 0 }).submission,
        """
        The mean of 0.1, 0.1, 0.1 is not 0.1 in Doubles, so their deviation is 10⁻¹⁷, and you divide by that. Ask whether \
        the values differ.
        """),
      Misconception(
        "nan and inf read as numbers",
        Way(isNumber: { !$0.isEmpty }).submission,
        """
        Double("nan") and Double("inf") succeed. One of them in a column, and its mean is NaN, and all its entries.
        """),
      Misconception(
        "what cannot be read taken for a gap",
        Way(forgives: true).submission,
        """
        "1,5" is not missing, it is a mistake of somebody upstream. Filled with the mean it would never be found; throw \
        with the column and the row.
        """),
      Misconception(
        "the variance from the mean of squares",
        Way(isOnePass: true).submission,
        """
        Σx² − n·x̄² subtracts two numbers near 10¹⁹ to get 10: all digits are gone. Sum the squares of the deviations.
        """),
      Misconception(
        "held out: the last of every five",
        Way(heldRemainder: 4).submission,
        "The rule is i mod 5 = 0: rows 0, 5, 10, … are held out."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("Welford's moments, and a dictionary of indicators", Way(isWelford: true).submission)]
  }
}

// MARK: - Parts of the checks

private func expectNames(
  _ design: Design, _ names: [String], _ advice: String? = nil, what: String = "the table", line: Int = #line
) {
  expect(
    design.names == names, "The columns of \(what) are \(design.names), expected \(names)",
    advice ?? "First the intercept, then logarithms, numbers and categories, each gap after its number.", line: line)
  expect(
    design.matrix.allSatisfy { $0.count == names.count },
    "The rows have \(design.matrix.first?.count ?? 0) entries, there are \(names.count) columns", line: line)
}

// MARK: - Real data

private func table(_ name: String) throws -> Table {
  let csv = try Dataset(name).csv()
  return Table(
    uniqueKeysWithValues: csv.columns.enumerated().map { j, column in (column, csv.rows.map { $0[j] }) })
}

private let ames = Result { try table("tabular/ames.csv") }
private let loans = Result { try table("tabular/german_credit.csv") }

private let amesRecipe = Recipe(
  logarithms: ["Gr_Liv_Area", "Lot_Frontage"], numbers: ["Year_Built", "Garage_Cars", "Longitude"],
  categories: ["Central_Air", "Bldg_Type", "Overall_Cond"])
private let loansRecipe = Recipe(
  logarithms: ["credit_amount"], numbers: ["duration", "age"],
  categories: ["checking_status", "credit_history", "purpose"])

// From make_reference.py: the sum over the held-out rows i of (i mod 7 + 1) times the entry.

private let amesColumns: [(name: String, weightedSum: Double)] = [
  ("1", 2344.0),
  ("log Gr_Liv_Area", 201.1838791063168),
  ("log Lot_Frontage", 73.4444357925903),
  ("log Lot_Frontage missing", 361.0),
  ("Year_Built", 23.764648991354306),
  ("Garage_Cars", -17.173926077965525),
  ("Longitude", 6.993123072806355),
  ("Central_Air=N", 125.0),
  ("Bldg_Type=Duplex", 90.0),
  ("Bldg_Type=Twnhs", 95.0),
  ("Bldg_Type=TwnhsE", 161.0),
  ("Bldg_Type=TwoFmCon", 31.0),
  ("Overall_Cond=Above_Average", 453.0),
  ("Overall_Cond=Below_Average", 70.0),
  ("Overall_Cond=Excellent", 41.0),
  ("Overall_Cond=Fair", 39.0),
  ("Overall_Cond=Good", 302.0),
  ("Overall_Cond=Poor", 9.0),
  ("Overall_Cond=Very_Good", 109.0),
  ("Overall_Cond=Very_Poor", 8.0),
]

private let loansColumns: [(name: String, weightedSum: Double)] = [
  ("1", 797.0),
  ("log credit_amount", -52.94391462221657),
  ("duration", 26.442940741323802),
  ("age", -69.04607452040017),
  ("checking_status=0<=X<200", 238.0),
  ("checking_status=<0", 237.0),
  ("checking_status=>=200", 25.0),
  ("credit_history=all paid", 34.0),
  ("credit_history=critical/other existing credit", 258.0),
  ("credit_history=delayed previously", 68.0),
  ("credit_history=no credits/all paid", 41.0),
  ("purpose=business", 103.0),
  ("purpose=domestic appliance", 4.0),
  ("purpose=education", 76.0),
  ("purpose=furniture/equipment", 116.0),
  ("purpose=new car", 223.0),
  ("purpose=other", 11.0),
  ("purpose=repairs", 18.0),
  ("purpose=retraining", 6.0),
  ("purpose=used car", 59.0),
]

// MARK: - Wrong and right ways

/// Both functions; each member can make them wrong in one place.
private struct Way {
  var learnsFromAll = false
  var restandardises = false
  var divisor: (Int) -> Double = { Double($0 - 1) }
  var gapIsZero = false
  var marksGaps = true
  var logarithm: (Double) -> Double? = { $0 > 0 ? log($0) : nil }
  /// Of the sorted levels and their counts.
  var reference: ([String], [String: Int]) -> String? = { levels, counts in
    levels.first { counts[$0] == counts.values.max() }
  }
  var sorts = true
  /// Of the values that are there, and their deviation.
  var varies: ([Double], Double) -> Bool = { present, _ in Set(present).count > 1 }
  var isNumber: (String) -> Bool = { Double($0)?.isFinite ?? false }
  var forgives = false
  var isOnePass = false
  var heldRemainder = 0
  var isWelford = false

  private func values(_ name: String, _ isLogarithm: Bool, _ table: Table, _ rows: [Int]) throws -> [Double?] {
    guard let cells = table[name] else { throw DesignError.noColumn(name) }
    return try rows.map { row in
      if ["", "NA"].contains(cells[row]) { return gapIsZero ? 0 : nil }
      guard let value = Double(cells[row]), isNumber(cells[row]) else {
        if forgives { return nil }
        throw DesignError.notANumber(column: name, row: row)
      }
      return isLogarithm ? logarithm(value) ?? (gapIsZero ? 0 : nil) : value
    }
  }

  private func moments(_ x: [Double]) -> (mean: Double, deviation: Double) {
    var (mean, squares) = (0.0, 0.0)
    if isWelford {
      for (k, value) in x.enumerated() {
        let before = value - mean
        mean += before / Double(k + 1)
        squares += before * (value - mean)
      }
    } else {
      mean = x.reduce(0, +) / Double(x.count)
      squares =
        isOnePass
        ? max(0, x.reduce(0) { $0 + $1 * $1 } - Double(x.count) * mean * mean)
        : x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return (mean, (squares / divisor(x.count)).squareRoot())
  }

  func encode(_ recipe: Recipe, _ table: Table, learn: [Int], rows: [Int]) throws -> Design {
    let learn = learnsFromAll ? Array(0..<(table.values.first?.count ?? 0)) : learn
    var (names, columns) = (["1"], [rows.map { _ in 1.0 }])
    // What is learned throws before what is encoded.
    var pending: [() throws -> Void] = []
    for (name, isLogarithm) in recipe.logarithms.map({ ($0, true) }) + recipe.numbers.map({ ($0, false) }) {
      let training = try values(name, isLogarithm, table, learn)
      let present = training.compactMap { $0 }
      let label = isLogarithm ? "log " + name : name
      let learned = moments(present)
      if varies(present, learned.deviation) {
        pending.append {
          let entries = try values(name, isLogarithm, table, rows)
          let used = restandardises ? moments(entries.compactMap { $0 }) : learned
          names.append(label)
          columns.append(entries.map { $0.map { ($0 - used.mean) / used.deviation } ?? 0 })
        }
      }
      if marksGaps, !present.isEmpty, present.count < training.count {
        pending.append {
          names.append(label + " missing")
          columns.append(try values(name, isLogarithm, table, rows).map { $0 == nil ? 1 : 0 })
        }
      }
    }
    for name in recipe.categories {
      guard let cells = table[name] else { throw DesignError.noColumn(name) }
      var counts: [String: Int] = [:]
      var levels: [String] = []
      for row in learn {
        if counts[cells[row]] == nil { levels.append(cells[row]) }
        counts[cells[row], default: 0] += 1
      }
      if sorts { levels.sort() }
      let reference = reference(levels.sorted(), counts)
      for level in levels where level != reference {
        pending.append {
          names.append(name + "=" + level)
          columns.append(rows.map { cells[$0] == level ? 1 : 0 })
        }
      }
    }
    for fill in pending { try fill() }
    return Design(names: names, matrix: rows.indices.map { i in columns.map { $0[i] } })
  }

  var submission: Submission {
    Submission(
      holdOut: .init { n in
        [(0..<n).filter { $0 % 5 != heldRemainder }, (0..<n).filter { $0 % 5 == heldRemainder }]
      }, encode: .init { try encode($0, $1, learn: $2, rows: $3) })
  }
}
