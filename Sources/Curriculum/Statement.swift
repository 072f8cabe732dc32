/// What follows the front matter of an exercise: the statement, then its ladder of hints.
struct Statement {
  var text = ""
  /// Weakest first.
  var hints: [String] = []
  /// Headings that look like a hint's and are not, by line.
  var misspelt: [(line: Int, heading: String)] = []

  /// The lines of the headings `## Hint`, to point at an empty one.
  var hintLines: [Int] = []

  /// Cuts a body at its lines `## Hint`; a line inside a fenced code block is no heading.
  ///
  /// - Parameters:
  ///   - body: Markdown.
  ///   - firstLine: the number of its first line in the file.
  init(_ body: Substring, firstLine: Int) {
    var fence: Fence?
    var start = body.startIndex
    var number = firstLine
    for line in TextLines(body) {
      defer { number += 1 }
      if let open = fence {
        if open.isClosed(by: line.content) { fence = nil }
        continue
      }
      fence = Fence(opening: line.content)
      guard fence == nil, line.content.utf8.starts(with: "## ".utf8) else { continue }
      let heading = line.trimmed
      if heading == "## Hint" {
        keep(body[start..<line.start])
        start = line.end
        hintLines.append(number)
      } else if heading.lowercased().hasPrefix("## hint") {
        misspelt.append((number, String(heading)))
      }
    }
    keep(body[start...])
  }

  private mutating func keep(_ part: Substring) {
    let trimmed = String(part).trimmingBlankLines
    if hintLines.isEmpty { text = trimmed } else { hints.append(trimmed) }
  }
}

/// The opening line of a fenced code block, by CommonMark's rules (0.31, §4.5).
struct Fence {
  let mark: UInt8
  let length: Int

  /// nil unless `line` opens a block: at most three spaces, then three or more backticks or tildes.
  init?(opening line: Substring) {
    let rest = line.utf8.drop { $0 == 0x20 }
    guard line.utf8.count - rest.count <= 3, let mark = rest.first, mark == 0x60 || mark == 0x7E else { return nil }
    let info = rest.drop { $0 == mark }
    guard rest.count - info.count >= 3, mark == 0x7E || !info.contains(0x60) else { return nil }
    self.mark = mark
    length = rest.count - info.count
  }

  /// Whether `line` is at least as many of the same mark, and nothing else.
  func isClosed(by line: Substring) -> Bool {
    guard let closing = Fence(opening: line), closing.mark == mark, closing.length >= length else { return false }
    return line.utf8.allSatisfy { $0 == mark || $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }
}

extension String {
  /// Without white space and line ends before the first and after the last word.
  var trimmingBlankLines: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
    guard let first = utf8.firstIndex(where: { !isBlank($0) }) else { return "" }
    let last = utf8.lastIndex { !isBlank($0) } ?? first
    return String(self[first...last])
  }
}
