/// A text line by line, without copying it.
struct TextLines: Sequence {
  let text: Substring

  init(_ text: Substring) { self.text = text }

  /// One line, from its first byte to after its line feed.
  struct Line {
    let start: String.Index
    let end: String.Index
    /// The line without its line end.
    let content: Substring

    /// The line without white space at either end.
    var trimmed: Substring {
      let bytes = content.utf8
      guard let first = bytes.firstIndex(where: { !Self.isBlank($0) }) else { return content[content.endIndex...] }
      let last = bytes.lastIndex { !Self.isBlank($0) } ?? first
      return content[first...last]
    }

    /// Three hyphens and nothing else but white space after them.
    var isRule: Bool { content.utf8.starts(with: "---".utf8) && trimmed.utf8.count == 3 }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
  }

  struct Iterator: IteratorProtocol {
    let text: Substring
    var start: String.Index

    mutating func next() -> Line? {
      let rest = text.utf8[start...]
      guard !rest.isEmpty else { return nil }
      let feed = rest.firstIndex(of: 0x0A)
      let end = feed.map { text.utf8.index(after: $0) } ?? text.endIndex
      defer { start = end }
      return Line(start: start, end: end, content: text[start..<(feed ?? end)])
    }
  }

  func makeIterator() -> Iterator { Iterator(text: text, start: text.startIndex) }
}
