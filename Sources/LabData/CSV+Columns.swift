extension CSV {
  /// The texts that mean "no value" unless others are named.
  public static let missingValues: Set<String> = ["", "NA"]

  /// The cells of one column as they are; of several columns with this name, of the first.
  ///
  /// Without one, `DataError.noColumn` is thrown with the names most like it.
  public func column(_ name: String) throws(DataError) -> [String] {
    let index = try index(of: name)
    return rows.map { $0[index] }
  }

  /// The cells of one column as values.
  ///
  /// - Parameters:
  ///   - name: as in the header.
  ///   - type: `Double`, `Int`, `Bool` or another type that has a textual form.
  ///   - missing: the texts that mean "no value".
  /// - Returns: one value a row, nil where it is missing.
  /// - Throws: `DataError.noColumn`; `.badCell` with line, column and text if a cell is not such a value.
  public func column<Value: LosslessStringConvertible>(
    _ name: String, as type: Value.Type, missing: Set<String> = missingValues
  ) throws(DataError) -> [Value?] {
    let index = try index(of: name)
    var values: [Value?] = []
    values.reserveCapacity(rows.count)
    for (row, line) in zip(rows, lines) {
      let text = row[index]
      if missing.contains(text) {
        values.append(nil)
      } else if let value = Value(text) {
        values.append(value)
      } else {
        throw DataError.badCell(source: source, line: line, column: name, text: text, wanted: "\(type)")
      }
    }
    return values
  }

  /// Columns side by side as numbers.
  ///
  /// - Returns: one array a row, shape (rows.count, names.count).
  /// - Throws: `DataError.noColumn`, `.badCell`; `.missingCell` if a value is missing: see `dropping(missingIn:)`.
  public func numbers(_ names: [String], missing: Set<String> = missingValues) throws(DataError) -> [[Double]] {
    var table = [[Double]](repeating: [], count: rows.count)
    for name in names {
      let index = try index(of: name)
      for (row, value) in try column(name, as: Double.self, missing: missing).enumerated() {
        guard let value else {
          throw DataError.missingCell(source: source, line: lines[row], column: name, text: rows[row][index])
        }
        table[row].append(value)
      }
    }
    return table
  }

  /// The table without the rows in which one of these columns has no value.
  ///
  /// - Throws: `DataError.noColumn`.
  public func dropping(missingIn names: [String], missing: Set<String> = missingValues) throws(DataError) -> CSV {
    var indices: [Int] = []
    for name in names { indices.append(try index(of: name)) }
    let kept = rows.indices.filter { row in !indices.contains { missing.contains(rows[row][$0]) } }
    return CSV(columns: columns, rows: kept.map { rows[$0] }, source: source, lines: kept.map { lines[$0] })
  }

  private func index(of name: String) throws(DataError) -> Int {
    if let index = columns.firstIndex(of: name) { return index }
    throw DataError.noColumn(source: source, name: name, nearest: nearestNames(to: name, among: columns))
  }
}
