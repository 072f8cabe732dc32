import Foundation

/// A public declaration as the sources show it.
struct PublicSymbol {
  /// The type it belongs to; empty outside types.
  let owner: String
  /// With labels, as DocC names it: `rowSums()`, `init(rows:columns:_:)`, `leadingDimension`.
  let name: String
  let hasComment: Bool
  let place: String

  var path: String { owner.isEmpty ? name : "\(owner)/\(name)" }
}

/// The public declarations in Swift sources, read line by line: the formatter sees to it that a declaration begins a
/// line and that what it holds stands two spaces further in.
struct PublicSymbols {
  private(set) var all: [PublicSymbol] = []
  private var bases: [String: Set<String>] = [:]

  init(sources: [(file: String, text: String)]) {
    for (file, text) in sources { read(text.split(separator: "\n", omittingEmptySubsequences: false), file) }
  }

  /// Those without a comment of their own or of the requirement that they fulfil.
  var undocumented: [PublicSymbol] {
    let requirements = Set(all.filter(\.hasComment).map(\.path))
    return all.filter { symbol in
      !symbol.hasComment && !standardRequirements.contains(symbol.name)
        && !basesOfBases(symbol.owner).contains { requirements.contains("\($0)/\(symbol.name)") }
    }
  }

  /// Whether a link of DocC names something: `Matrix/rowSums()`, or `dot(_:_:)-(Vector<Scalar>,_)` where types tell
  /// overloads apart.
  func contains(link: String) -> Bool {
    let path = link.replacing(/-\(.*\)$/, with: "")
    return path == "LabNumerics" || all.contains { $0.path == path }
  }

  private func basesOfBases(_ type: String) -> Set<String> {
    var (found, next) = (Set<String>(), bases[type, default: []])
    while let base = next.popFirst() {
      if found.insert(base).inserted { next.formUnion(bases[base, default: []]) }
    }
    return found
  }

  private mutating func read(_ lines: [Substring], _ file: String) {
    // The types and extensions around a line, and the keywords that are public in them without saying so.
    var owners: [(indent: Int, name: String, publicMembers: [String])] = []
    for (i, line) in lines.enumerated() {
      let indent = line.prefix { $0 == " " }.count
      if let owner = owners.last, owner.indent == indent, line.dropFirst(indent).first == "}" { owners.removeLast() }
      guard let (modifiers, keyword, rest) = declaration(line.dropFirst(indent)) else { continue }
      let name = nameWithLabels(keyword, ([rest] + lines[(i + 1)...].prefix(20)).joined(separator: " "))
      let owner = owners.map(\.name).joined(separator: "/")
      let isPublic = modifiers.contains("public")
      let isMember = owners.last.map { $0.indent + 2 == indent && $0.publicMembers.contains(keyword) } ?? false
      if isPublic || isMember {
        let above = lines[..<i].last { !$0.drop { $0 == " " }.hasPrefix("@") } ?? ""
        let hasComment = above.prefixMatch(of: /\ *\/\/\/ *\S/) != nil
        all.append(PublicSymbol(owner: owner, name: name, hasComment: hasComment, place: "\(file):\(i + 1)"))
      }
      guard ["struct", "enum", "protocol", "extension", "class", "actor"].contains(keyword), line.last != "}" else {
        continue
      }
      if let list = rest.prefixMatch(of: /[\w.]+(?:<.*?>)?: ([^{]*)/) {
        bases[name, default: []].formUnion(list.1.matches(of: /\w+/).map { String($0.0) })
      }
      let members = ["protocol": ["func", "var", "init", "subscript", "associatedtype"], "enum": ["case"]]
      owners.append((indent, name, isPublic ? members[keyword, default: []] : []))
    }
  }
}

/// A declaration's modifiers, its keyword and what follows, attributes left out; nil if a line begins none.
private func declaration(_ line: Substring) -> (modifiers: [String], keyword: String, rest: Substring)? {
  let keywords = [
    "func", "var", "let", "init", "subscript", "case", "struct", "enum", "protocol", "extension", "class", "actor",
    "typealias", "associatedtype",
  ]
  var (rest, modifiers) = (line.first == "@" ? line.trimmingPrefix(/(@\w+(\([^)]*\))? +)*/) : line, [String]())
  while let first = rest.utf8.first, (97...122).contains(first) {
    let word = String(rest.prefix { $0 != " " && $0 != "(" && $0 != "?" && $0 != "<" })
    rest = rest.dropFirst(word.count).trimmingPrefix("(set)").trimmingPrefix(" ")
    if keywords.contains(word) { return (modifiers, word, rest) }
    modifiers.append(word)
  }
  return nil
}

/// The name that DocC gives a declaration, from what follows its keyword.
private func nameWithLabels(_ keyword: String, _ rest: String) -> String {
  let takesName = keyword != "init" && keyword != "subscript"
  let name = takesName ? String(rest.prefix { $0 != "(" && $0 != "<" && $0 != ":" && !$0.isWhitespace }) : keyword
  let operatorName = rest.prefix { !$0.isWhitespace }
  guard ["func", "init", "subscript", "case"].contains(keyword) else { return name }
  let isOperator = keyword == "func" && operatorName.first?.isLetter == false && operatorName.first != "_"
  let named = isOperator ? String(operatorName) : name
  guard let parameters = parameters(rest.dropFirst(takesName ? named.count : 0)) else { return named }
  let labels = parameters.map { parameter in
    let words = parameter.prefix { $0 != ":" }.split(separator: " ").filter { !$0.hasPrefix("@") }
    // One word before the colon is both label and name, but for an operator and a subscript, which have no label.
    let hasLabel = parameter.contains(":") && !isOperator && (keyword != "subscript" || words.count > 1)
    return "\(hasLabel ? words.first ?? "_" : "_"):"
  }
  return "\(named)(\(labels.joined()))"
}

/// What stands between the parentheses that follow a name and its generic parameters, split at its commas; nil if none
/// follow.
private func parameters(_ text: Substring) -> [String]? {
  let list = text.trimmingPrefix(/\ *\??(<.*?>(?=\())?/)
  guard list.first == "(" else { return nil }
  var (depth, parts) = (0, [""])
  for (before, character) in zip(" " + list, list) {
    if character == "(" || character == "[" || character == "<" { depth += 1 }
    if character == ")" || character == "]" || character == ">" && before != "-" { depth -= 1 }
    if depth == 0 { break }
    if depth == 1 && character == "," { parts.append("") } else { parts[parts.count - 1].append(character) }
  }
  return parts.map { $0.trimmingPrefix("(").trimmingPrefix(/\ */) }.map(String.init).filter { !$0.isEmpty }
}

/// Requirements of the standard library's protocols, whose comments the compiler hands on.
private let standardRequirements: Set = [
  "==(_:_:)", "hash(into:)", "description", "init(arrayLiteral:)", "next()", "startIndex", "endIndex",
  "withContiguousStorageIfAvailable(_:)", "withContiguousMutableStorageIfAvailable(_:)", "init(from:)", "encode(to:)",
]
