/// A text line by line, as bytes: a tree of a few hundred pages is read before every answer of the command line.
struct TextLines: Sequence {
  let bytes: ArraySlice<UInt8>

  init(_ text: some StringProtocol) { bytes = Array(text.utf8)[...] }

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// One line.
  struct Line {
    /// The offset of its first byte in the whole text.
    let start: Int
    /// The offset after its line feed.
    let end: Int
    /// Its bytes without the line feed.
    let content: ArraySlice<UInt8>

    /// The line without white space at either end.
    var trimmed: ArraySlice<UInt8> { content.trimmingSpace }

    /// Three hyphens, and nothing else but white space after them.
    var isRule: Bool { content.starts(with: "---".utf8) && trimmed.count == 3 }
  }

  struct Iterator: IteratorProtocol {
    var rest: ArraySlice<UInt8>

    mutating func next() -> Line? {
      guard !rest.isEmpty else { return nil }
      let feed = rest.firstIndex(of: UInt8(ascii: "\n"))
      let end = feed.map { $0 + 1 } ?? rest.endIndex
      let line = Line(start: rest.startIndex, end: end, content: rest[..<(feed ?? end)])
      rest = rest[end...]
      return line
    }
  }

  func makeIterator() -> Iterator { Iterator(rest: bytes) }
}

extension ArraySlice<UInt8> {
  /// Without white space and line ends at either end.
  var trimmingSpace: ArraySlice {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
      return self[endIndex...]
    }
    return self[first...last]
  }

  /// The bytes as text; what is not UTF-8 becomes U+FFFD.
  var text: String { String(decoding: self, as: UTF8.self) }
}
