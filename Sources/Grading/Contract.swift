import Curriculum
import Foundation

/// What an exercise asks a learner's file to declare: the signatures in its starter.
struct Contract {
  /// The names in the binding's `@testable import func Learner.name` lines, and their declarations in the solution; not
  /// those of private helpers that happen to share a name.
  let asked: [(name: String, declaration: String)]
  /// The members of the starter's types, also of those that the binding reaches only through a function's answer.
  private let askedMembers: [Member]

  init(of exercise: Exercise) throws {
    let binding = try String(contentsOf: exercise.bindingURL, encoding: .utf8)
    let solution = try String(contentsOf: exercise.solutionURL, encoding: .utf8)
    var asked: [(String, String)] = []
    for match in binding.matches(
      of: /@testable import (?:func|struct|class|enum|protocol|typealias|let|var) Learner\.(\w+)/)
    {
      let name = String(match.1)
      asked += Self.declarations(of: name, in: solution).filter {
        $0.isAtTopLevel && !$0.text.contains(/^(?:private|fileprivate)\b/)
      }.map { (name, $0.text) }
    }
    self.asked = asked
    // None where no starter can be made, of which the curriculum speaks: files are judged all the same.
    askedMembers = (try? exercise.starter()).map(Member.all) ?? []
  }

  /// Puts the signature asked for beside what was found.
  ///
  /// - Parameters:
  ///   - words: what the compiler said of the binding.
  ///   - source: the learner's file, which compiles.
  /// - Returns: a message for each declaration that is missing or different.
  func explain(_ words: String, source: SourceFile) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for (name, declaration) in asked {
      let all = Self.declarations(of: name, in: source.text)
      let found = all.filter(\.isAtTopLevel)
      let inside = all.first { !$0.isAtTopLevel && $0.keyword == Self.keyword(of: declaration) }
      if let inside, words.contains("'\(name)' does not exist in module") {
        var diagnostic = Diagnostic.about(
          "\(name) stands inside other braces. It is called by its name alone, so it must stand at the top level.\n"
            + "  asked: \(declaration)\n  found: \(inside.text)")
        diagnostic.line = inside.line
        diagnostics.append(diagnostic)
      } else if found.isEmpty {
        diagnostics.append(missing(name, declaration, in: source))
      } else if !found.contains(where: { Self.squeezed($0.text) == Self.squeezed(declaration) }) {
        var diagnostic = Diagnostic.about(
          "\(name) is not declared as asked.\n  asked: \(declaration)\n  found: \(found[0].text)")
        diagnostic.line = found[0].line
        diagnostics.append(diagnostic)
      }
    }
    if diagnostics.isEmpty { diagnostics = misfits(words, source: source) }
    guard diagnostics.isEmpty else { return diagnostics }
    return [.about("The file does not fit the exercise:\n\(words)")]
  }

  /// The members that the compiler's words name and that are missing or different: a property under another name, a
  /// method with other labels.
  private func misfits(_ words: String, source: SourceFile) -> [Diagnostic] {
    let named = Set(words.matches(of: /\w+/).map { String($0.0) })
    let all = Member.all(in: source.text)
    return askedMembers.filter { named.contains($0.name) }.compactMap { asked in
      let found = all.filter { $0.type == asked.type }
      let alike = found.filter { $0.name == asked.name }
      if alike.contains(where: { $0.essence == asked.essence }) { return nil }
      let other = alike.first ?? standIn(for: asked, among: found)
      let what =
        alike.isEmpty
        ? "\(asked.type) does not declare \(asked.name)" + (other.map { "; is \($0.name) meant by it?" } ?? ".")
        : "\(asked.name) of \(asked.type) is not declared as asked."
      var diagnostic = Diagnostic.about(
        "\(what)\n  asked: \(asked.text)" + (other.map { "\n  found: \($0.text)" } ?? ""))
      diagnostic.line = other?.line
      return diagnostic
    }
  }

  /// The member that is probably meant by one that is not there: of nearly its name, or the only one that differs by
  /// nothing else.
  private func standIn(for asked: Member, among found: [Member]) -> Member? {
    let unasked = found.filter { member in
      !askedMembers.contains { $0.type == member.type && $0.name == member.name }
    }
    if let near = names(near: asked.name, among: unasked.map(\.name), limit: 1).first {
      return unasked.first { $0.name == near }
    }
    let twins = unasked.filter { $0.shape == asked.shape }
    return twins.count == 1 ? twins[0] : nil
  }

  /// What is called otherwise than asked, in a file that fits the binding.
  ///
  /// A binding takes a function as a value, which has neither labels nor a promise not to throw; the learner's later
  /// files call it by its name, and would not compile.
  func differences(in source: SourceFile) -> [Diagnostic] {
    asked.compactMap { name, declaration in
      guard let call = Call(of: declaration) else { return nil }
      let found = Self.declarations(of: name, in: source.text).filter(\.isAtTopLevel)
      guard let first = found.first, !found.contains(where: { Call(of: $0.text)?.fits(call) ?? true }) else {
        return nil
      }
      var diagnostic = Diagnostic.about(
        "\(name) is not called as asked, and your later files call it.\n  asked: \(declaration)\n  found: \(first.text)"
      )
      diagnostic.line = first.line
      return diagnostic
    }
  }

  /// A declaration that is not there, beside the one that is probably meant by it.
  private func missing(_ name: String, _ declaration: String, in source: SourceFile) -> Diagnostic {
    let declared = source.text.matches(of: /\b(?:func|struct|class|enum|protocol|typealias|let|var)\s+(\w+)/).map {
      String($0.1)
    }
    let unasked = declared.filter { declared in !asked.contains { $0.name == declared } }
    guard let near = names(near: name, among: unasked, limit: 1).first,
      let found = Self.declarations(of: near, in: source.text).first
    else { return .about("The file does not declare \(name).\n  asked: \(declaration)") }
    var diagnostic = Diagnostic.about(
      "The file does not declare \(name); is \(near) meant by it?\n  asked: \(declaration)\n  found: \(found.text)")
    diagnostic.line = found.line
    return diagnostic
  }

  /// How a function is called: its labels, and whether with `try`.
  private struct Call {
    var labels: [Substring] = []
    var isThrowing: Bool

    /// nil for what is no function.
    init?(of declaration: String) {
      guard declaration.contains(/\bfunc\b/), let open = declaration.firstIndex(of: "(") else { return nil }
      var depth = 0
      var isAtLabel = false
      var end = open
      for index in declaration[open...].indices {
        switch declaration[index] {
        case "(", "[", "<": depth += 1
        case ")", "]": depth -= 1
        case ">" where declaration[declaration.index(before: index)] != "-": depth -= 1
        default: break
        }
        if depth == 0 {
          end = index
          break
        }
        if depth == 1, "(,".contains(declaration[index]) {
          isAtLabel = true
        } else if isAtLabel, !declaration[index].isWhitespace {
          labels.append(declaration[index...].prefix { !$0.isWhitespace && $0 != ":" })
          isAtLabel = false
        }
      }
      isThrowing = declaration[end...].contains(/\bthrows\b/)
    }

    func fits(_ asked: Call) -> Bool { labels == asked.labels && (asked.isThrowing || !isThrowing) }
  }

  /// The declarations of a name, from the keyword up to the body, with their lines. One that is not at the top level, as
  /// a variable in a body, has nothing to do with what is asked.
  private static func declarations(
    of name: String, in text: String
  ) -> [(text: String, keyword: Substring, line: Int, isAtTopLevel: Bool)] {
    let topLevel = linesAtTopLevel(text)
    var found: [(String, Substring, Int, Bool)] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      guard let keyword = words.firstIndex(where: keywords.contains), words.dropFirst(keyword + 1).first == name[...],
        !line.drop(while: \.isWhitespace).hasPrefix("//")
      else { continue }
      var declaration = ""
      for line in lines[index...].prefix(8) {
        let head = line.prefix { $0 != "{" }
        declaration += (declaration.isEmpty ? "" : " ") + head.trimmingCharacters(in: .whitespaces)
        if head.count < line.count || !isOpen(declaration) { break }
      }
      found.append(
        (
          declaration.trimmingCharacters(in: .whitespaces), words[keyword], index + 1, topLevel.contains(index + 1)
        ))
    }
    return found
  }

  private static let keywords: Set<Substring> = [
    "func", "struct", "class", "enum", "protocol", "typealias", "let", "var",
  ]

  private static func keyword(of declaration: String) -> Substring? {
    declaration.split { !($0.isLetter || $0.isNumber || $0 == "_") }.first(where: keywords.contains)
  }

  private static func isOpen(_ text: String) -> Bool {
    text.count { $0 == "(" } > text.count { $0 == ")" }
  }

  private static func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}
