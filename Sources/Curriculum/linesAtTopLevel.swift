/// The lines, from 1, of Swift source that begin outside of all braces, parentheses, texts and comments.
///
/// `SourceScopes` says what it cannot follow.
public func linesAtTopLevel(_ source: String) -> Set<Int> {
  var scopes = SourceScopes()
  var lines: Set<Int> = []
  for (index, line) in Array(source.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    .enumerated()
  {
    if scopes.depth == 0 { lines.insert(index + 1) }
    scopes.read(line)
  }
  return lines
}
