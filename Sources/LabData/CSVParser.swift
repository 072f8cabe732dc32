/// Cuts comma-separated text into records.
struct CSVParser {
  private let bytes: [UInt8]
  private let source: String
  private let separator: UInt8
  private var next: Int
  private var line = 1
  /// The line that the last record started at.
  private(set) var recordLine = 1

  init(_ bytes: [UInt8], source: String, separator: UInt8) {
    self.bytes = bytes
    self.source = source
    self.separator = separator
    next = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0  // a byte order mark
  }

  /// The cells of the next record, or nil at the end of the text.
  mutating func record() throws(DataError) -> [String]? {
    while endLine() {}
    guard next < bytes.count else { return nil }
    recordLine = line
    var cells: [String] = []
    while true {
      cells.append(try cell())
      if next < bytes.count && bytes[next] == separator {
        next += 1
        continue
      }
      _ = endLine()
      return cells
    }
  }

  private mutating func cell() throws(DataError) -> String {
    if next < bytes.count && bytes[next] == quote { return try quotedCell() }
    let start = next
    while next < bytes.count, bytes[next] != separator, bytes[next] != lineFeed, bytes[next] != carriageReturn {
      guard bytes[next] != quote else {
        throw malformed("a quotation mark inside a cell; put the whole cell in quotes and write the mark twice")
      }
      next += 1
    }
    return try utf8Text(bytes[start..<next], source: source, firstLine: line)
  }

  /// A cell in quotes: separators and line ends belong to it, two quotes mean one.
  private mutating func quotedCell() throws(DataError) -> String {
    let firstLine = line
    var text: [UInt8] = []
    next += 1
    while true {
      guard next < bytes.count else {
        let problem = "the quotation mark opened here is never closed"
        throw DataError.malformed(source: source, place: .line(firstLine), problem: problem)
      }
      if bytes[next] == quote {
        next += 1
        guard next < bytes.count, bytes[next] == quote else { break }
      }
      if bytes[next] == lineFeed { line += 1 }
      text.append(bytes[next])
      next += 1
    }
    guard next == bytes.count || [separator, lineFeed, carriageReturn].contains(bytes[next]) else {
      throw malformed("text after the closing quotation mark; a mark inside a quoted cell is written twice")
    }
    return try utf8Text(text, source: source, firstLine: firstLine)
  }

  /// Passes over one line end, if there is one here.
  private mutating func endLine() -> Bool {
    guard next < bytes.count, bytes[next] == lineFeed || bytes[next] == carriageReturn else { return false }
    let isPair = bytes[next] == carriageReturn && next + 1 < bytes.count && bytes[next + 1] == lineFeed
    next += isPair ? 2 : 1
    line += 1
    return true
  }

  private func malformed(_ problem: String) -> DataError {
    .malformed(source: source, place: .line(line), problem: problem)
  }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
