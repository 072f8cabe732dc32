/// The names and keywords of Swift source with the line, from 1, on which each stands: not those of comments and texts,
/// but those of code inside a text.
///
/// `SourceScopes` says what it cannot follow.
public func wordsOfCode(_ source: String) -> [(word: String, line: Int)] {
  var scopes = SourceScopes()
  var words: [(String, Int)] = []
  for (index, line) in Array(source.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    .enumerated()
  {
    let before = scopes.words.count
    scopes.read(line)
    words += scopes.words[before...].map { ($0, index + 1) }
  }
  return words
}
