/// The parts that NIST's reference files have in common: a name, lines of words, a block of data at the end.
struct StRDFile {
  let name: String
  let source: String
  /// The words of each line above the data.
  let head: [[Substring]]
  /// The names above the data's columns.
  let columns: [String]
  /// The data as they are printed; every row has as many as there are columns.
  let rows: [[String]]

  init(_ bytes: [UInt8], source: String) throws(DataError) {
    let text = try utf8Text(bytes, source: source)
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { $0.split { $0.isWhitespace } }
    guard lines.first?.first == "NIST/ITL" else {
      let found = hex(bytes.prefix(8))
      throw DataError.wrongFormat(source: source, wanted: "one of NIST's reference files (NIST/ITL StRD)", found: found)
    }
    // The head has a line "Data: 1 Response Variable (y)" of its own.
    guard let start = lines.lastIndex(where: { $0.first == "Data:" && $0.count > 1 && Int($0[1]) == nil }) else {
      throw DataError.truncated(source: source, wanted: "a line \"Data:\" with the columns' names", bytes: bytes.count)
    }
    self.source = source
    head = Array(lines[..<start])
    name = head.first { $0.starts(with: ["Dataset", "Name:"]) }?.dropFirst(2).first.map(String.init) ?? source
    columns = lines[start].dropFirst().map(String.init)

    var rows: [[String]] = []
    for (line, words) in lines.enumerated().dropFirst(start + 1) where !words.isEmpty {
      guard words.count == columns.count, words.allSatisfy({ Double($0) != nil }) else {
        let problem = "\"\(words.joined(separator: " "))\" is not one number for each of \(columns)"
        throw DataError.malformed(source: source, place: .line(line + 1), problem: problem)
      }
      rows.append(words.map(String.init))
    }
    self.rows = rows
    let announced = head.first { $0.last == "Observations" && $0.count == 2 }.flatMap { Int($0[0]) }
    guard announced == nil || announced == rows.count else {
      let problem = "\(rows.count) rows of data, the head announces \(announced ?? 0)"
      throw DataError.malformed(source: source, place: .line(lines.count), problem: problem)
    }
  }

  /// The data as numbers.
  var numbers: [[Double]] {
    rows.map { $0.compactMap(Double.init) }
  }

  /// The words that follow `start` on the one line that begins so and has `count` words more, as numbers.
  ///
  /// - Throws: `DataError.malformed` if no line does.
  func certified(after start: [Substring], count: Int) throws(DataError) -> [CertifiedValue] {
    for words in head where words.count == start.count + count && words.starts(with: start) {
      let values = words.dropFirst(start.count).compactMap { CertifiedValue($0) }
      if values.count == count { return values }
    }
    throw malformed("no line \"\(start.joined(separator: " "))\" with \(count) \(count == 1 ? "number" : "numbers")")
  }

  /// Something is wrong, or missing, above the data.
  func malformed(_ problem: String) -> DataError {
    .malformed(source: source, place: .line(head.count), problem: problem)
  }
}
