import Foundation

/// How a cell is to be treated, from what follows `swift` in its first line.
///
/// The words are Jupytext's and Jupyter's: `.noeval` is not run, the tag `hide-input` shows only the results,
/// `hide-output` only the source and `remove-cell` nothing of it on exported pages, `raises-exception` says that it fails and is there to show how.
/// `seconds=90` is its time limit and `seed=7` sets the variable `seed`, which random numbers are drawn from.
public struct CellOptions: Sendable, Equatable {
  /// It is shown and never run.
  public var isRun = true
  /// Jupyter's tags.
  public var tags: [String] = []
  /// How long it may take; `defaultSeconds` if it says nothing.
  public var seconds = Self.defaultSeconds
  public var seed: UInt64?

  /// A minute: a lesson is read, not waited for.
  public static let defaultSeconds = 60.0

  /// It is there to show how it fails: the compiler's words or the crash are its output, and nothing after it sees it.
  public var mustFail: Bool { tags.contains("raises-exception") }
  /// Only its results are shown on exported pages.
  public var hidesSource: Bool { tags.contains("hide-input") || tags.contains("remove-input") || hidesAll }
  /// Nothing of it is shown on exported pages.
  public var hidesAll: Bool { tags.contains("remove-cell") || tags.contains("hide-cell") }

  /// Its results are not shown on exported pages.
  public var hidesOutput: Bool { tags.contains("hide-output") || tags.contains("remove-output") }

  static let knownTags = [
    "hide-input", "remove-input", "hide-cell", "remove-cell", "raises-exception", "hide-output", "remove-output",
  ]

  init(_ info: String, line: Int) throws(NotebookError) {
    var rest = info.drop { $0 != " " && $0 != "\t" && $0 != "{" }
    rest.trim()
    while !rest.isEmpty {
      if rest.hasPrefix("tags=[") {
        guard let end = rest.firstIndex(of: "]") else {
          throw NotebookError(line: line, "the list of tags is not closed: \(rest)")
        }
        tags = rest[rest.index(rest.startIndex, offsetBy: 6)..<end].split(separator: ",").map {
          $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
        }
        if let unknown = tags.first(where: { !Self.knownTags.contains($0) }) {
          throw NotebookError(
            line: line, "\"\(unknown)\" is no tag of a cell: \(Self.knownTags.joined(separator: ", "))")
        }
        rest = rest[rest.index(after: end)...]
      } else {
        let word = rest.prefix { $0 != " " && $0 != "\t" }
        try take(word, line: line)
        rest = rest[word.endIndex...]
      }
      rest.trim()
    }
  }

  private mutating func take(_ word: Substring, line: Int) throws(NotebookError) {
    let parts = word.split(separator: "=", maxSplits: 1)
    switch (parts[0], parts.count == 2 ? parts[1] : nil) {
    case (".noeval", nil): isRun = false
    case ("seconds", let value?):
      guard let seconds = Double(value), seconds > 0, seconds <= 3600 else {
        throw NotebookError(line: line, "seconds=\(value) is no time limit between 0 and 3600 s")
      }
      self.seconds = seconds
    case ("seed", let value?):
      guard let seed = UInt64(value) else {
        throw NotebookError(line: line, "seed=\(value) is no whole number from 0 on")
      }
      self.seed = seed
    default:
      throw NotebookError(
        line: line, "\"\(word)\" is no option of a cell: .noeval, tags=[…], seconds=…, seed=…")
    }
  }
}

extension Substring {
  fileprivate mutating func trim() { self = drop { $0 == " " || $0 == "\t" } }
}
