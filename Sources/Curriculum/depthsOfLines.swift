/// How many braces, parentheses, texts and comments each line of Swift source begins inside of.
///
/// `SourceScopes` says what it cannot follow.
///
/// - Returns: one number a line.
public func depthsOfLines(_ source: String) -> [Int] {
  var scopes = SourceScopes()
  return Array(source.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
    defer { scopes.read(line) }
    return scopes.depth
  }
}

/// The lines, from 1, of Swift source that begin outside of all braces, parentheses, texts and comments.
public func linesAtTopLevel(_ source: String) -> Set<Int> {
  Set(depthsOfLines(source).enumerated().filter { $0.element == 0 }.map { $0.offset + 1 })
}
