import Curriculum

/// A member of a type as it is declared in a file: a property, a function, an initialiser, a subscript or a case.
struct Member {
  /// The type, or the type that is extended.
  var type: String
  /// `init` and `subscript` are called by their keywords.
  var name: String
  /// From the first word up to the body.
  var text: String
  var line: Int

  /// The members of all types that stand at the top level of a file, in the order of the file.
  static func all(in source: String) -> [Member] {
    var type: String?
    var members: [Member] = []
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, (line, depth)) in zip(lines, depthsOfLines(source)).enumerated() {
      if depth == 0 {
        type = line.firstMatch(of: /^[\w\s@()]*\b(?:struct|class|enum|actor|extension)\s+(?:Learner\.)?(\w+)/)
          .map { String($0.1) }
        // struct Singular: Error { var pivot: Int }
        guard let type, let open = line.firstIndex(of: "{"), line.contains("}") else { continue }
        for part in line[line.index(after: open)...].split(separator: ";") {
          members += declared([part], of: type, line: index + 1)
        }
      } else if depth == 1, let type {
        members += declared(lines[index...].prefix(8), of: type, line: index + 1)
      }
    }
    return members
  }

  /// What of a declaration must be alike to be used alike.
  var essence: String {
    var essence = text.replacing(/\blet\b/, with: "var").replacing(/\b(public|internal|final)\b/, with: "")
      .replacing(/\bArray<(\w+)>/) { "[\($0.1)]" }
    if essence.contains(/\bvar\b/) { essence = String(essence.prefix { $0 != "=" }) }
    return essence.filter { !$0.isWhitespace }
  }

  /// The same without its name: a member that was called otherwise keeps it.
  var shape: String { essence.replacing(name, with: "", maxReplacements: 1) }

  /// The members that begin in the first of some lines; one for each name in `case a, b`.
  private static func declared(_ lines: some Collection<Substring>, of type: String, line: Int) -> [Member] {
    var text = ""
    for line in lines {
      let head = line.prefix { $0 != "{" && $0 != "}" }
      let code = head.firstRange(of: "//").map { head[..<$0.lowerBound] } ?? head
      text += (text.isEmpty ? "" : " ") + code.trimmingPrefix(while: \.isWhitespace)
      if head.count < line.count || text.count(where: { $0 == "(" }) <= text.count(where: { $0 == ")" }) { break }
    }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    guard
      let match = text.firstMatch(
        of: /^(?:[\w@]+(?:\(\w+\))?\s+)*?(?:(?:func|let|var)\s+(\w+|[^\w\s(]+)|(init|subscript)\b|case\s+(.+))/)
    else { return [] }
    var names: [Substring] = [match.1 ?? match.2].compactMap { $0 }
    if let cases = match.3 { names = cases.replacing(/\([^)]*\)/, with: "").matches(of: /(\w+)/).map(\.1) }
    return names.map { Member(type: type, name: String($0), text: text, line: line) }
  }
}
