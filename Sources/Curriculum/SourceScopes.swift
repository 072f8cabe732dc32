/// Follows the braces of Swift source line by line, past strings, interpolations and comments.
///
/// Just enough to say whether a line starts inside a function, directly inside a type, or outside everything. A regular
/// expression literal that holds a quote or a brace would mislead it.
struct SourceScopes {
  /// What is open, outermost first.
  private var open: [Context] = [] {
    didSet { shallowest = min(shallowest, open.count) }
  }
  /// The least `depth` since it was last set.
  var shallowest = 0
  /// The names and keywords of the code read so far, in order: not those of comments and texts.
  private(set) var words: [String] = []
  /// The last word that announces a declaration since the last brace or semicolon.
  private var announced: String?

  private enum Context: Equatable {
    case braces(of: String?)
    case parentheses
    case string(pounds: Int, isMultiline: Bool)
    case comment
  }

  /// Whether the next line starts as code, not in the middle of a string or comment.
  var isInCode: Bool {
    switch open.last {
    case .string, .comment: false
    default: true
    }
  }

  /// How many braces and parentheses are open.
  var depth: Int { open.count }

  /// The word that opened the type directly around the next line; "file" outside of all braces; nil in a body.
  var typeScope: String? {
    guard let inner = open.last else { return "file" }
    guard case .braces(let word?) = inner, Self.typeWords.contains(word) else { return nil }
    return word
  }

  private static let typeWords: Set<String> = ["struct", "class", "enum", "extension", "protocol"]
  private static let memberWords: Set<String> = ["func", "init", "deinit", "var", "let", "subscript"]

  /// Reads one line, given without its line end.
  mutating func read(_ line: ArraySlice<UInt8>) {
    let bytes = Array(line)
    var i = 0
    while i < bytes.count {
      switch open.last {
      case .comment: i = readComment(bytes, i)
      case .string(let pounds, let isMultiline): i = readString(bytes, i, pounds, isMultiline)
      default: i = readCode(bytes, i)
      }
      if i < 0 { return }
    }
    if case .string(_, isMultiline: false) = open.last { open.removeLast() }
  }

  // MARK: - Each reads from i on and returns where to go on; negative when the rest of the line is a comment.

  private mutating func readCode(_ bytes: [UInt8], _ i: Int) -> Int {
    switch bytes[i] {
    case UInt8(ascii: "/") where bytes.has("//", at: i): return -1
    case UInt8(ascii: "/") where bytes.has("/*", at: i):
      open.append(.comment)
      return i + 2
    case UInt8(ascii: "\""), UInt8(ascii: "#"): return openString(bytes, i)
    case UInt8(ascii: "`"):
      let end = bytes[(i + 1)...].firstIndex(of: UInt8(ascii: "`")) ?? i
      if end > i { words.append(String(decoding: bytes[(i + 1)..<end], as: UTF8.self)) }
      return end + 1
    case UInt8(ascii: "("): open.append(.parentheses)
    case UInt8(ascii: ")"): if open.last == .parentheses { open.removeLast() }
    case UInt8(ascii: "{"):
      open.append(.braces(of: announced))
      announced = nil
    case UInt8(ascii: "}"):
      if case .braces = open.last { open.removeLast() }
      announced = nil
    case UInt8(ascii: ";"): announced = nil
    case let byte where byte.isWord: return readWord(bytes, i)
    default: break
    }
    return i + 1
  }

  private mutating func readWord(_ bytes: [UInt8], _ i: Int) -> Int {
    let end = bytes[i...].firstIndex { !$0.isWord } ?? bytes.count
    let word = String(decoding: bytes[i..<end], as: UTF8.self)
    words.append(word)
    let isMember = i > 0 && bytes[i - 1] == UInt8(ascii: ".")
    if !isMember, open.last != .parentheses, Self.typeWords.contains(word) || Self.memberWords.contains(word) {
      announced = word
    }
    return end
  }

  private mutating func openString(_ bytes: [UInt8], _ i: Int) -> Int {
    let quote = bytes[i...].firstIndex { $0 != UInt8(ascii: "#") } ?? bytes.count
    guard quote < bytes.count, bytes[quote] == UInt8(ascii: "\"") else { return i + 1 }
    let isMultiline = bytes.has("\"\"\"", at: quote)
    open.append(.string(pounds: quote - i, isMultiline: isMultiline))
    return quote + (isMultiline ? 3 : 1)
  }

  private mutating func readString(_ bytes: [UInt8], _ i: Int, _ pounds: Int, _ isMultiline: Bool) -> Int {
    let hashes = String(repeating: "#", count: pounds)
    if bytes.has("\\" + hashes, at: i) {
      let escaped = i + 1 + pounds
      if bytes.has("(", at: escaped) { open.append(.parentheses) }
      return escaped + 1
    }
    let end = (isMultiline ? "\"\"\"" : "\"") + hashes
    guard bytes.has(end, at: i) else { return i + 1 }
    open.removeLast()
    return i + end.utf8.count
  }

  private mutating func readComment(_ bytes: [UInt8], _ i: Int) -> Int {
    if bytes.has("/*", at: i) {
      open.append(.comment)
      return i + 2
    }
    guard bytes.has("*/", at: i) else { return i + 1 }
    open.removeLast()
    return i + 2
  }
}

extension [UInt8] {
  fileprivate func has(_ text: String, at i: Int) -> Bool { i <= count && self[i...].starts(with: text.utf8) }
}

extension UInt8 {
  fileprivate var isWord: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }
}
