import Glibc

/// The cells of a table by the name of their column, as text, row 0 first; all columns are equally long.
typealias Table = [String: [String]]

enum FeatureError: Error, Equatable {
  /// Nothing to learn from.
  case noRows
  case noColumn(String)
  /// A cell in a column of numbers that is neither a gap nor a finite number; rows count from 0.
  case notANumber(column: String, row: Int)
}

/// A new column, made of columns of numbers: Σ weight·column.
struct Sum {
  var name: String
  var columns: [String]
  /// One a column.
  var weights: [Double]
}

/// Whether a cell holds nothing: "" or "NA".
func isGap(_ cell: String) -> Bool { cell == "" || cell == "NA" }

/// The cells of a column; throws `FeatureError.noColumn`. A suggestion.
private func cells(_ name: String, _ table: Table) throws -> [String] {
  // BEGIN SOLUTION
  guard let cells = table[name] else { throw FeatureError.noColumn(name) }
  return cells
  // END SOLUTION
}

/// The numbers of a column in some rows, NaN for a gap; throws `FeatureError`. A suggestion.
private func numbers(_ name: String, _ table: Table, _ rows: [Int]) throws -> [Double] {
  // BEGIN SOLUTION
  let cells = try cells(name, table)
  return try rows.map { row in
    if isGap(cells[row]) { return .nan }
    guard let x = Double(cells[row]), x.isFinite else { throw FeatureError.notANumber(column: name, row: row) }
    return x
  }
  // END SOLUTION
}

/// The table with one column more for each sum.
///
/// - Parameters:
///   - sums: in this order; one may use the columns of those before it.
///   - table: the columns so far; one with the name of a sum is replaced.
/// - Returns: cells that `Double` reads; a gap where one of the terms has one.
/// - Throws: `FeatureError.noColumn` or `.notANumber`, in the order of the sums, their columns, then the rows.
func adding(_ sums: [Sum], to table: Table) throws -> Table {
  // BEGIN SOLUTION
  var table = table
  let rows = Array(0..<(table.values.first?.count ?? 0))
  for sum in sums {
    var totals = rows.map { _ in 0.0 }
    for (column, weight) in zip(sum.columns, sum.weights) {
      for (row, x) in try numbers(column, table, rows).enumerated() { totals[row] += weight * x }
    }
    table[sum.name] = totals.map { $0.isNaN ? "" : "\($0)" }
  }
  return table
  // END SOLUTION
}

/// How far a sample leans: the mean cube of the deviations from its mean, in units of their root mean square.
///
/// - Parameter x: finite numbers.
/// - Returns: > 0 for a long tail on the right; 0 if all are equal, or there are none.
func skewness(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  guard x.contains(where: { $0 != x[0] }) else { return 0 }
  let n = Double(x.count)
  let mean = x.reduce(0, +) / n
  let (squares, cubes) = x.reduce((0.0, 0.0)) { sums, value in
    let d = value - mean
    return (sums.0 + d * d, sums.1 + d * d * d)
  }
  return cubes / n / pow(squares / n, 1.5)
  // END SOLUTION
}

/// What turns rows of a table into numbers, as learned from other rows.
struct Features {
  /// The columns of numbers, in the order asked for.
  var numbers: [String]
  /// Of each of them, whether it enters as ln(1 + x).
  var isLogarithm: [Bool]
  /// The columns of words, in the order asked for.
  var words: [String]
  var imputer: Imputer
  var scaler: Scaler
  /// Rare levels are not among its levels.
  var encoder: OneHot

  /// One a feature: `Year_Built`, `log Lot_Area`, then `Street=Pave`.
  var names: [String] {
    // BEGIN SOLUTION
    zip(numbers, isLogarithm).map { $1 ? "log \($0)" : $0 }
      + zip(words, encoder.levels).flatMap { word, levels in levels.map { "\(word)=\($0)" } }
    // END SOLUTION
  }

  /// The features of some rows.
  ///
  /// - Parameters:
  ///   - table: the table learned from, or another with these columns.
  ///   - rows: which, in which order.
  /// - Returns: shape (rows.count, names.count).
  /// - Throws: `FeatureError.noColumn` or `.notANumber`: numbers, then words, each in their order, then the rows.
  func transform(_ table: Table, rows: [Int]) throws -> [[Double]] {
    // BEGIN SOLUTION
    let filled = try imputer.transform(matrix(numbers, table, rows))
    let scaled = try scaler.transform(logarithms(filled, isLogarithm))
    let texts = try words.map { try cells($0, table) }
    let indicators = try encoder.transform(rows.map { row in texts.map { $0[row] } })
    return zip(scaled, indicators).map { $0 + $1 }
    // END SOLUTION
  }
}

/// Columns of numbers as rows of numbers, NaN for a gap. A suggestion.
private func matrix(_ names: [String], _ table: Table, _ rows: [Int]) throws -> [[Double]] {
  // BEGIN SOLUTION
  let columns = try names.map { try numbers($0, table, rows) }
  return rows.indices.map { i in columns.map { $0[i] } }
  // END SOLUTION
}

/// The rows with ln(1 + x) for some of their entries; x < 0 counts as 0. A suggestion.
private func logarithms(_ x: [[Double]], _ isLogarithm: [Bool]) -> [[Double]] {
  // BEGIN SOLUTION
  x.map { row in zip(row, isLogarithm).map { $1 ? log1p(max($0, 0)) : $0 } }
  // END SOLUTION
}

/// Features learned from some rows of a table; no other row is read.
///
/// - Parameters:
///   - table: with these columns.
///   - columns: what enters, without repetition.
///   - rows: the rows to learn from.
///   - least: a level in fewer of them gets no indicator.
/// - Returns: what transforms any rows.
/// - Throws: `FeatureError.noRows`; `.noColumn` or `.notANumber`, in the order of the columns, then of the rows.
func learnFeatures(_ table: Table, columns: [String], rows: [Int], least: Int) throws -> Features {
  // BEGIN SOLUTION
  if rows.isEmpty { throw FeatureError.noRows }
  var (ofNumbers, ofWords) = ([String](), [String]())
  for name in columns {
    let cells = try cells(name, table)
    let first = rows.first { !isGap(cells[$0]) }
    if let first, Double(cells[first])?.isFinite == true {
      ofNumbers.append(name)
      _ = try numbers(name, table, rows)
    } else {
      ofWords.append(name)
    }
  }
  let known = try matrix(ofNumbers, table, rows)
  let imputer = try fitImputer(known)
  let filled = try imputer.transform(known)
  let isLogarithm = ofNumbers.indices.map { j in
    let column = filled.map { $0[j] }
    return skewness(column) > 1 && column.allSatisfy { $0 >= 0 }
  }
  let texts = try ofWords.map { try cells($0, table) }
  var encoder = try fitOneHot(rows.map { row in texts.map { $0[row] } })
  for (j, text) in texts.enumerated() {
    let counts = rows.reduce(into: [String: Int]()) { $0[text[$1], default: 0] += 1 }
    encoder.levels[j].removeAll { counts[$0, default: 0] < least }
  }
  return Features(
    numbers: ofNumbers, isLogarithm: isLogarithm, words: ofWords, imputer: imputer,
    scaler: try fitScaler(logarithms(filled, isLogarithm)), encoder: encoder)
  // END SOLUTION
}
