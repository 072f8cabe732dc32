/// Colours, where there are any: on a terminal, unless NO_COLOR is set.
///
/// Every mark also differs by its sign or its word, so that nothing is said by colour alone.
public struct Ink: Sendable {
  public let isColoured: Bool

  public init(isColoured: Bool) { self.isColoured = isColoured }

  public func good(_ text: String) -> String { paint(text, "32") }
  public func bad(_ text: String) -> String { paint(text, "31") }
  public func warn(_ text: String) -> String { paint(text, "33") }
  public func strong(_ text: String) -> String { paint(text, "1") }
  public func code(_ text: String) -> String { paint(text, "36") }
  public func emphasis(_ text: String) -> String { paint(text, "3") }
  public func faint(_ text: String) -> String { paint(text, "2") }

  private func paint(_ text: String, _ code: String) -> String {
    isColoured && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}

/// Breaks a text into lines of at most `width` characters, each behind `indent`; line feeds in the text are kept. `measure`
/// says how wide a word is, where some of its characters are not shown.
///
/// A word longer than a line stands alone on its own.
public func wrapped(
  _ text: String, width: Int, indent: String = "", measure: (Substring) -> Int = { $0.count }
) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph -> [String] in
    let lead = String(paragraph.prefix { $0 == " " })
    let room = max(20, width - indent.count - lead.count)
    var lines: [String] = []
    var (line, count) = ("", 0)
    for word in paragraph.split(separator: " ") {
      if !line.isEmpty && count + 1 + measure(word) > room {
        lines.append(line)
        (line, count) = ("", 0)
      }
      count += (line.isEmpty ? 0 : 1) + measure(word)
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return lines.map { indent + lead + $0 }
  }
}

extension String {
  /// The text with every character that would move the cursor or change the terminal replaced by a sign for it.
  ///
  /// What a learner's program printed must not clear the page on which it is shown. Tabs become spaces.
  public var harmless: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0a: result.unicodeScalars.append(scalar)
      case 0x09: result += "    "
      case 0..<0x20: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "�")
      case 0x7f: result += "␡"
      case 0x80..<0xa0, 0x200e...0x200f, 0x202a...0x202e, 0x2066...0x2069: result += "�"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
