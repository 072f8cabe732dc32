/// A table of text: a header, and rows as wide as it.
///
/// ```swift
/// let table = try CSV(Array("name,mass\nAda,3.5\nBo,NA\n".utf8))
/// table.columns                             // ["name", "mass"]
/// try table.column("mass", as: Double.self)  // [3.5, nil]
/// ```
///
/// RFC 4180, and what is common besides: lines may end in CR LF, LF or CR, the last one need not end; a byte order mark
/// is passed over; lines with nothing on them are passed over.
public struct CSV: Equatable, Sendable {
  /// The names in the header.
  public let columns: [String]
  /// The cells, row by row; every row has as many as there are columns.
  public let rows: [[String]]
  /// What messages call the table.
  let source: String
  /// The line that each row starts at, from 1.
  let lines: [Int]

  /// Parses a table.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8.
  ///   - source: what messages call the table.
  ///   - separator: what stands between cells, in ASCII; `"\t"` for tab-separated text.
  /// - Throws: `DataError.malformed` with the line if there is no header, if a row is wider or narrower than the header,
  ///   if a quotation mark stands where it must not, or if the text is not UTF-8.
  /// - Complexity: O(bytes).
  public init(_ bytes: [UInt8], source: String = "the table", separator: Character = ",") throws(DataError) {
    guard let mark = separator.asciiValue else { fatalError("the separator \"\(separator)\" is not in ASCII") }
    var parser = CSVParser(bytes, source: source, separator: mark)
    guard let header = try parser.record() else {
      throw DataError.malformed(source: source, place: .line(1), problem: "there is no header, the file is empty")
    }
    var rows: [[String]] = []
    var lines: [Int] = []
    while let row = try parser.record() {
      guard row.count == header.count else {
        let problem = "\(row.count) \(row.count == 1 ? "cell" : "cells"), but the header has \(header.count)"
        throw DataError.malformed(source: source, place: .line(parser.recordLine), problem: problem)
      }
      rows.append(row)
      lines.append(parser.recordLine)
    }
    self.init(columns: header, rows: rows, source: source, lines: lines)
  }

  /// Reads a table from a file, compressed if its name ends in `.gz`.
  public static func read(_ path: String, separator: Character = ",") throws(DataError) -> CSV {
    try CSV(try ByteFile.read(path), source: path, separator: separator)
  }

  /// A table of these cells.
  ///
  /// - Precondition: every row has as many cells as there are columns.
  public init(columns: [String], rows: [[String]]) {
    if let row = rows.first(where: { $0.count != columns.count }) {
      fatalError("a row of \(row.count) cells in a table of \(columns.count) columns: \(row)")
    }
    self.init(columns: columns, rows: rows, source: "the table", lines: rows.indices.map { $0 + 2 })
  }

  init(columns: [String], rows: [[String]], source: String, lines: [Int]) {
    (self.columns, self.rows, self.source, self.lines) = (columns, rows, source, lines)
  }
}
