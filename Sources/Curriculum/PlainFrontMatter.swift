/// Reads the front matter that nearly every exercise has, and leaves all else to Yams.
///
/// That form is lines of `key: text` and `key: [slug, slug]`, with comments. Whatever is not certainly of that form, and
/// everything wrong, gives nil, so that Yams alone decides what is YAML. With 250 exercises it takes a third off the time
/// in which the tree is read, before every answer of the command line.
enum PlainFrontMatter {
  /// The entries, or nil when it takes Yams to say.
  ///
  /// - Parameters:
  ///   - text: what stands between the rules, UTF-8.
  ///   - firstLine: the number of its first line in the file.
  /// - Returns: what Yams would give, to the line number.
  static func entries(_ text: ArraySlice<UInt8>, firstLine: Int) -> [FrontMatterValue.Entry]? {
    var entries: [FrontMatterValue.Entry] = []
    var number = firstLine - 1
    for line in TextLines(text) {
      number += 1
      guard hasNoControls(line.content) else { return nil }
      guard let first = line.content.first, first != UInt8(ascii: "#") else { continue }
      let key = line.content.prefix(while: isSlug)
      let rest = line.content[key.endIndex...]
      guard isWordStart(first), rest.starts(with: ": ".utf8), let value = value(rest.dropFirst(2), line: number),
        !entries.contains(where: { $0.key.utf8.elementsEqual(key) })
      else { return nil }
      entries.append(FrontMatterValue.Entry(key: key.text, line: number, value: value))
    }
    return entries
  }

  private static func value(_ rest: ArraySlice<UInt8>, line: Int) -> FrontMatterValue? {
    let comment = rest.indices.dropLast().first { rest[$0] == 0x20 && rest[$0 + 1] == UInt8(ascii: "#") }
    let text = rest[..<(comment ?? rest.endIndex)].trimmingSpace
    guard let first = text.first, let last = text.last else { return nil }
    if first == UInt8(ascii: "["), last == UInt8(ascii: "]") { return list(text.dropFirst().dropLast(), line: line) }
    let hasKey = zip(text, text.dropFirst()).contains { $0 == UInt8(ascii: ":") && $1 == 0x20 }
    guard isWordStart(first), last != UInt8(ascii: ":"), !hasKey else { return nil }
    return FrontMatterValue(.text(text.text), line: line)
  }

  private static func list(_ inside: ArraySlice<UInt8>, line: Int) -> FrontMatterValue? {
    guard !inside.trimmingSpace.isEmpty else { return FrontMatterValue(.list([]), line: line) }
    var items: [FrontMatterValue] = []
    for part in inside.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let item = part.trimmingSpace
      guard let first = item.first, isWordStart(first), item.allSatisfy(isSlug) else { return nil }
      items.append(FrontMatterValue(.text(item.text), line: line))
    }
    return FrontMatterValue(.list(items), line: line)
  }

  private static func isSlug(_ byte: UInt8) -> Bool { isWordStart(byte) || byte == UInt8(ascii: "-") }

  private static func isWordStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  /// Whether there is no tab, line end or other control, of which UTF-8 has some that start with C2, E2 or EF.
  private static func hasNoControls(_ bytes: ArraySlice<UInt8>) -> Bool {
    var previous: UInt8 = 0
    for byte in bytes {
      if byte < 0x20 || byte == 0x7F || byte == 0xEF { return false }
      if previous == 0xC2, byte < 0xA0 { return false }
      if previous == 0x80, byte == 0xA8 || byte == 0xA9 { return false }
      previous = byte
    }
    return true
  }
}
