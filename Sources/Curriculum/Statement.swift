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
  init(_ body: ArraySlice<UInt8>, firstLine: Int) {
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
      guard fence == nil, line.content.starts(with: "## ".utf8) else { continue }
      let heading = line.trimmed.text
      if heading == "## Hint" {
        keep(body[start..<line.start])
        start = line.end
        hintLines.append(number)
      } else if heading.lowercased().hasPrefix("## hint") {
        misspelt.append((number, heading))
      }
    }
    keep(body[start...])
  }

  private mutating func keep(_ part: ArraySlice<UInt8>) {
    let part = part.trimmingSpace.text
    if hintLines.isEmpty { text = part } else { hints.append(part) }
  }
}

/// The opening line of a fenced code block, by CommonMark's rules (0.31, §4.5).
struct Fence {
  let mark: UInt8
  let length: Int

  /// nil unless `line` opens a block: at most three spaces, then three or more backticks or tildes.
  init?(opening line: ArraySlice<UInt8>) {
    let rest = line.drop { $0 == 0x20 }
    guard line.count - rest.count <= 3, let mark = rest.first, mark == 0x60 || mark == 0x7E else { return nil }
    let info = rest.drop { $0 == mark }
    guard rest.count - info.count >= 3, mark == 0x7E || !info.contains(0x60) else { return nil }
    self.mark = mark
    length = rest.count - info.count
  }

  /// Whether `line` is at least as many of the same mark, and nothing else.
  func isClosed(by line: ArraySlice<UInt8>) -> Bool {
    guard let closing = Fence(opening: line), closing.mark == mark, closing.length >= length else { return false }
    return line.trimmingSpace.allSatisfy { $0 == mark }
  }
}
