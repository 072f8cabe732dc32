import Glibc

/// The cells of a table by the name of their column, as text, row 0 first.
typealias Table = [String: [String]]

/// Which columns of a table enter a model, and how.
struct Recipe {
  /// Numbers > 0 that enter by their natural logarithm.
  var logarithms: [String] = []
  /// Numbers that enter as they are.
  var numbers: [String] = []
  /// Texts that enter by indicators.
  var categories: [String] = []
}

/// A column of a design matrix, with all that is needed to fill it.
enum Column {
  /// The intercept: 1 in every row.
  case one
  /// (value − mean)/deviation, where the value may be a logarithm; 0 where it is missing.
  case number(String, isLogarithm: Bool, mean: Double, deviation: Double)
  /// 1 where the number, or its logarithm, is missing, else 0.
  case missing(String, isLogarithm: Bool)
  /// 1 where the column holds this text, else 0.
  case level(String, String)
}

enum DesignError: Error {
  case noColumn(String)
  /// A cell that is neither missing nor a finite number; rows count from 0.
  case notANumber(column: String, row: Int)
}

/// The rows to learn from and the rows to judge by: held out is every fifth row, from row 0 on.
///
/// - Parameter n: the number of rows, ≥ 0.
/// - Returns: both lists ascending; together they are 0 ..< n.
func holdOut(_ n: Int) -> (training: [Int], held: [Int]) {
  // BEGIN SOLUTION
  ((0..<n).filter { $0 % 5 != 0 }, (0..<n).filter { $0 % 5 == 0 })
  // END SOLUTION
}

/// The cells of a column in some rows; throws `DesignError.noColumn`.
private func cells(_ name: String, _ table: Table, _ rows: [Int]) throws -> [String] {
  // BEGIN SOLUTION
  guard let column = table[name] else { throw DesignError.noColumn(name) }
  return rows.map { column[$0] }
  // END SOLUTION
}

/// The numbers of a column in some rows, or their logarithms, nil where one is missing; throws `DesignError`.
///
/// Not asked for by itself: a suggestion. Both functions below need it.
private func values(_ name: String, isLogarithm: Bool, _ table: Table, _ rows: [Int]) throws -> [Double?] {
  // BEGIN SOLUTION
  try zip(rows, cells(name, table, rows)).map { row, text in
    if text == "" || text == "NA" { return nil }
    guard let value = Double(text), value.isFinite else { throw DesignError.notANumber(column: name, row: row) }
    if isLogarithm { return value > 0 ? log(value) : nil }
    return value
  }
  // END SOLUTION
}

/// The columns of the design matrix, learned from some rows of a table.
///
/// - Parameters:
///   - recipe: what enters.
///   - table: columns of equal length.
///   - rows: the rows to learn from; no other cell is read.
/// - Returns: the intercept, logarithms, numbers, categories; none of the others is constant on the rows.
/// - Throws: `DesignError`, for the first fault in the order of the columns, then of the rows.
func learnColumns(_ recipe: Recipe, _ table: Table, rows: [Int]) throws -> [Column] {
  // BEGIN SOLUTION
  var columns = [Column.one]
  for (names, isLogarithm) in [(recipe.logarithms, true), (recipe.numbers, false)] {
    for name in names {
      let present = try values(name, isLogarithm: isLogarithm, table, rows).compactMap { $0 }
      let mean = present.reduce(0, +) / Double(present.count)
      let squares = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      if present.contains(where: { $0 != present[0] }) {  // three times 0.1 deviate from their mean by rounding
        let deviation = (squares / Double(present.count - 1)).squareRoot()
        columns.append(.number(name, isLogarithm: isLogarithm, mean: mean, deviation: deviation))
      }
      if present.count != 0, present.count != rows.count {
        columns.append(.missing(name, isLogarithm: isLogarithm))
      }
    }
  }
  for name in recipe.categories {
    var counts: [String: Int] = [:]
    for text in try cells(name, table, rows) { counts[text, default: 0] += 1 }
    let levels = counts.keys.sorted()
    let reference = levels.first { counts[$0] == counts.values.max() }
    columns += levels.filter { $0 != reference }.map { .level(name, $0) }
  }
  return columns
  // END SOLUTION
}

/// The design matrix of some rows of a table.
///
/// - Parameters:
///   - columns: as `learnColumns` returned them.
///   - table: the same table, or another with these columns.
///   - rows: which rows, in which order.
/// - Returns: shape (rows.count, columns.count), an array of rows.
/// - Throws: `DesignError`, for the first fault in the order of the columns, then of the rows.
func designMatrix(_ columns: [Column], _ table: Table, rows: [Int]) throws -> [[Double]] {
  // BEGIN SOLUTION
  let filled = try columns.map { column -> [Double] in
    switch column {
    case .one: rows.map { _ in 1 }
    case .number(let name, let isLogarithm, let mean, let deviation):
      try values(name, isLogarithm: isLogarithm, table, rows).map { $0.map { ($0 - mean) / deviation } ?? 0 }
    case .missing(let name, let isLogarithm):
      try values(name, isLogarithm: isLogarithm, table, rows).map { $0 == nil ? 1 : 0 }
    case .level(let name, let level): try cells(name, table, rows).map { $0 == level ? 1 : 0 }
    }
  }
  return rows.indices.map { i in filled.map { $0[i] } }
  // END SOLUTION
}

/// What the columns are called.
///
/// - Parameter columns: as `learnColumns` returned them.
/// - Returns: `1`, `area`, `log area`, `area missing`, `log area missing`, `heating=oil`.
func columnNames(_ columns: [Column]) -> [String] {
  // BEGIN SOLUTION
  columns.map { column in
    switch column {
    case .one: "1"
    case .number(let name, let isLogarithm, _, _): isLogarithm ? "log \(name)" : name
    case .missing(let name, let isLogarithm): isLogarithm ? "log \(name) missing" : "\(name) missing"
    case .level(let name, let level): "\(name)=\(level)"
    }
  }
  // END SOLUTION
}
