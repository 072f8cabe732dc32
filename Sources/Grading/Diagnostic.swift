import Foundation

/// One message of the compiler about the learner's file.
public struct Diagnostic: Codable, Sendable, Equatable {
  public enum Severity: String, Codable, Sendable { case error, warning }

  public var severity: Severity
  /// nil if the message is about the file as a whole.
  public var line: Int?
  public var column: Int?
  public var message: String
  /// The line's text and a mark under the place.
  public var excerpt: [String] = []

  /// A message that is not the compiler's.
  static func about(_ message: String) -> Diagnostic {
    Diagnostic(severity: .error, line: nil, column: nil, message: message)
  }

  /// What the compiler said of one file; if nothing of it is about that file, all of it as one message.
  static func all(in output: String, file: String) -> [Diagnostic] {
    let diagnostics = parse(output, file: file)
    return diagnostics.isEmpty ? [.about(output)] : diagnostics
  }

  /// The errors (or, if there is none, the warnings) about one file in what swift-frontend printed.
  ///
  /// Messages about other files are dropped: they follow from an error in this one or are the lab's fault.
  public static func parse(_ output: String, file: String) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var isInside = false
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      if let match = line.wholeMatch(of: header) {
        isInside = String(match.path).hasSuffix(file) && match.kind != "note"
        guard isInside else { continue }
        found.append(
          Diagnostic(
            severity: match.kind == "error" ? .error : .warning, line: Int(match.line), column: Int(match.column),
            message: String(match.message)))
      } else if isInside, !found.isEmpty, found[found.count - 1].excerpt.count < 2 {
        found[found.count - 1].excerpt.append(String(line))
      }
    }
    if found.contains(where: { $0.severity == .error }) { found.removeAll { $0.severity == .warning } }
    // What follows from an expression that the compiler gave up is not about what is wrong with it.
    let givenUp = found.filter { $0.message.contains("unable to type-check this expression") }.map(\.line)
    found.removeAll { givenUp.contains($0.line) && !$0.message.contains("unable to type-check this expression") }
    // Within a line the compiler's order tells cause from consequence: it parses before it looks at types.
    return found.enumerated().sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
      .map(\.element)
  }

  nonisolated(unsafe) private static let header =
    /(?<path>[^:]+):(?<line>\d+):(?<column>\d+): (?<kind>error|warning|note): (?<message>.*)/
}
