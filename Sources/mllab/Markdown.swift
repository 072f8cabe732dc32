import Grading

/// Markdown for a terminal: paragraphs are broken to the width, tables aligned, code left as it is.
///
/// Knows what exercises are written in: headings, paragraphs, lists, tables, indented and fenced code, `**bold**`,
/// `*emphasis*` and `` `code` ``; everything else is shown as it stands.
func markdownWords(_ text: String, ink: Ink, width: Int) -> [String] {
  var words: [String] = []
  var paragraph: [Substring] = []
  var table: [Substring] = []
  var isFenced = false

  func endParagraph() {
    guard let first = paragraph.first else { return }
    let lead = listLead(first)
    let body = paragraph.joined(separator: " ").dropFirst(lead.count)
    let lines = wrapped(
      markedByWord(body.split(separator: " ").joined(separator: " ")), width: width, indent: spaces(lead.count),
      measure: { plain(String($0)).count })
    words += lines.enumerated().map { index, line in
      styled(index == 0 ? lead + line.dropFirst(lead.count) : line, ink)
    }
    paragraph = []
  }
  func endTable() {
    words += tableWords(table, ink: ink, width: width)
    table = []
  }

  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  for (index, line) in lines.enumerated() {
    // A table's second line is a rule; any other line that begins with a bar speaks of an absolute value.
    let isTable = !table.isEmpty || index + 1 < lines.count && isRule(lines[index + 1])
    if line.hasPrefix("```") {
      endParagraph()
      endTable()
      isFenced.toggle()
    } else if isFenced {
      words.append("    " + line)
    } else if line.hasPrefix("|") && isTable {
      endParagraph()
      table.append(line)
    } else if line.hasPrefix("    ") && paragraph.isEmpty {
      endTable()
      words.append(String(line))
    } else if line.allSatisfy(\.isWhitespace) {
      endParagraph()
      endTable()
      words.append("")
    } else if line.hasPrefix("#") {
      endParagraph()
      endTable()
      words.append(ink.strong(String(line.drop { $0 == "#" || $0 == " " })))
    } else {
      endTable()
      if !listLead(line).isEmpty { endParagraph() }
      paragraph.append(line)
    }
  }
  endParagraph()
  endTable()
  return words
}

/// Whether a line is the second of a table: `|---|:-:|`.
private func isRule(_ line: Substring) -> Bool {
  let marks = line.filter { !$0.isWhitespace }
  return marks.count > 2 && marks.first == "|" && marks.last == "|" && marks.allSatisfy { "-:|".contains($0) }
}

/// The mark of a list's item with the blank behind it: "- ", "1. "; empty for anything else.
private func listLead(_ line: Substring) -> String {
  let trimmed = line.drop { $0 == " " }
  let indent = String(line.prefix(line.count - trimmed.count))
  if trimmed.hasPrefix("- ") || trimmed.hasPrefix("* ") { return indent + trimmed.prefix(2) }
  let digits = trimmed.prefix { $0.isASCII && $0.isNumber }  // not ½
  guard !digits.isEmpty, trimmed.dropFirst(digits.count).hasPrefix(". ") else { return "" }
  return indent + digits + ". "
}

/// The cells in columns, each broken to its column's share of the width.
private func tableWords(_ rows: [Substring], ink: Ink, width: Int) -> [String] {
  let cells = rows.map { row in
    row.replacing("\\|", with: "\u{1f}").split(separator: "|", omittingEmptySubsequences: false)
      .dropFirst().dropLast()
      .map { $0.split(separator: " ").joined(separator: " ").replacing("\u{1f}", with: "|") }
  }.filter { !$0.allSatisfy { !$0.isEmpty && $0.allSatisfy { "-:".contains($0) } } }
  guard let count = cells.map(\.count).max(), count > 0 else { return [] }
  let natural = (0..<count).map { column in
    cells.map { column < $0.count ? plain($0[column]).count : 0 }.max() ?? 0
  }
  let least = (0..<count).map { column in
    cells.flatMap { column < $0.count ? markedByWord($0[column]).split(separator: " ") : [] }
      .map { plain(String($0)).count }.max() ?? 0
  }
  let widths = shares(of: width - 2 * count, natural: natural, least: least)
  return cells.enumerated().flatMap { index, row -> [String] in
    let columns: [[(plain: String, shown: String)]] = row.enumerated().map { column, cell in
      wrapped(markedByWord(cell), width: max(20, widths[column]), measure: { plain(String($0)).count })
        .map { (plain($0), styled($0, ink)) }
    }
    let lines = (0..<(columns.map(\.count).max() ?? 0)).map { number in
      columns.enumerated().reduce("") { line, entry in
        let (column, texts) = entry
        guard number < texts.count else { return line + spaces(widths[column] + 2) }
        return line + "  " + texts[number].shown + spaces(widths[column] - texts[number].plain.count)
      }
    }
    let trimmed = lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }
    return index == 0 ? trimmed.map(ink.faint) : trimmed
  }
}

/// Column widths that fit: narrow columns keep theirs, the wide ones share what is left. A column becomes narrower than its
/// longest word, which then stands out into the next, only if nothing else fits.
private func shares(of width: Int, natural: [Int], least: [Int]) -> [Int] {
  var widths = natural
  for floors in [least.map { max(20, $0) }, least.map { _ in 20 }] {
    while widths.reduce(0, +) > width,
      let widest = widths.indices.filter({ widths[$0] > floors[$0] }).max(by: { widths[$0] < widths[$1] })
    {
      widths[widest] -= 1
    }
  }
  return widths
}

/// Every word of a marked passage with marks of its own, so that the passage can be broken over two lines.
private func markedByWord(_ text: String) -> String {
  replacingPassages(of: text) { mark, passage in
    passage.split(separator: " ").map { mark + $0 + mark }.joined(separator: " ")
  }
}

/// Marks of emphasis taken out, colours put in; a mark whose partner is on another line is left.
private func styled(_ line: String, _ ink: Ink) -> String {
  replacingPassages(of: line) { mark, passage in
    switch mark {
    case "`": ink.code(passage)
    case "**": ink.strong(passage)
    default: ink.emphasis(passage)
    }
  }
}

/// Puts something else in the place of each marked passage, those within bold or emphasis first.
///
/// By hand: a regular expression is compiled anew wherever it is used, here for each word of a page.
private func replacingPassages(of text: String, by replacement: (_ mark: String, _ passage: String) -> String) -> String
{
  var result = ""
  var rest = text[...]
  while let start = rest.utf8.firstIndex(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "*") }) {
    let mark = ["`", "**", "*"].first { rest[start...].hasPrefix($0) } ?? ""
    let before = text[..<start].last
    result += rest[..<start]
    if let passage = passage(behind: mark, in: rest[start...]), mark != "*" || before.map(precedesEmphasis) ?? true {
      let inside = mark == "`" ? String(passage) : replacingPassages(of: String(passage), by: replacement)
      result += replacement(mark, inside)
      rest = rest[passage.endIndex...].dropFirst(mark.count)
    } else {
      result.append(rest[start])
      rest = rest[start...].dropFirst()
    }
  }
  return result + rest
}

/// What stands between a mark at the beginning and the next of its kind; nil if that is nothing or there is none.
private func passage(behind mark: String, in text: Substring) -> Substring? {
  let inside = text.dropFirst(mark.count)
  guard let first = inside.first, mark != "*" || !first.isWhitespace,
    let end = inside.dropFirst().firstRange(of: mark)?.lowerBound, mark == "**" || !mark.contains(first)
  else { return nil }
  return inside[..<end]
}

/// Whether a star behind this character can begin a passage; elsewhere it is a product's.
private func precedesEmphasis(_ character: Character) -> Bool { character.isWhitespace || character == "(" }

private func plain(_ text: String) -> String { styled(text, Ink(isColoured: false)) }

private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
