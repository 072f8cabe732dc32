import Foundation
import Yams

/// A lesson: Markdown in which fenced `swift` blocks are cells, each with its results below it.
///
/// ````
/// ```swift
/// print(1 + 1)
/// ```
///
/// ```output
/// 2
/// ```
///
/// ![Loss by epoch](figures/lesson-loss-by-epoch.svg)
/// ````
///
/// What a cell printed stands in an `output` block, its plots in images of the folder `figures`; both are written by
/// `mllab notebook run`. Everything else is the author's and is never touched.
public struct Notebook: Sendable, Equatable {
  /// A stretch of the file.
  enum Piece: Sendable, Equatable {
    /// Lines that are nobody's results.
    case text([String])
    case cell(Cell)
  }

  var pieces: [Piece]
  /// What stands between the two lines of hyphens at the top; nil if there is nothing.
  public var header: Header
  private let endsWithLineFeed: Bool

  /// The cells in their order.
  public var cells: [Cell] {
    pieces.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
  }

  /// Reads a notebook.
  ///
  /// - Parameter text: the whole file.
  /// - Throws: `NotebookError` with the line.
  public init(_ text: String) throws(NotebookError) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    endsWithLineFeed = text.hasSuffix("\n")
    if endsWithLineFeed { lines.removeLast() }
    header = try Header(lines)
    pieces = try Self.pieces(lines)
  }

  /// The file.
  public var text: String {
    pieces.flatMap { piece in
      switch piece {
      case .text(let lines): lines
      case .cell(let cell): cell.lines
      }
    }.joined(separator: "\n") + (endsWithLineFeed ? "\n" : "")
  }

  /// The same notebook with other results.
  ///
  /// - Parameter results: by the cells' numbers; a cell without any keeps what it has.
  /// - Returns: the notebook, its text otherwise the same.
  public func with(_ results: [Int: CellResults]) -> Notebook {
    var notebook = self
    var number = 0
    for (index, piece) in pieces.enumerated() {
      guard case .cell(var cell) = piece else { continue }
      if let results = results[number] { cell.replace(results) }
      notebook.pieces[index] = .cell(cell)
      number += 1
    }
    return notebook
  }

  // MARK: - Reading

  private static func pieces(_ lines: [String]) throws(NotebookError) -> [Piece] {
    var pieces: [Piece] = []
    var text: [String] = []
    var index = 0
    while index < lines.count {
      guard let fence = Fence(lines[index]) else {
        text.append(lines[index])
        index += 1
        continue
      }
      guard let end = fence.end(in: lines, from: index + 1) else {
        throw NotebookError(line: index + 1, "the block that begins here with \(fence.marks) is never closed")
      }
      guard fence.language == "swift", lines[index].hasPrefix(fence.marks) else {
        text += lines[index...end]
        index = end + 1
        continue
      }
      if !text.isEmpty { pieces.append(.text(text)) }
      text = []
      var cell = Cell(
        opening: lines[index], options: try CellOptions(fence.info, line: index + 1),
        source: Array(lines[(index + 1)..<end]), closing: lines[end], firstLine: index + 2)
      index = cell.takeResults(lines, from: end + 1)
      pieces.append(.cell(cell))
    }
    if !text.isEmpty { pieces.append(.text(text)) }
    return pieces
  }
}

/// The beginning of a fenced block.
struct Fence {
  let marks: String
  /// All that follows the marks.
  let info: String

  var language: Substring { info.prefix { $0 != " " && $0 != "{" && $0 != "\t" } }

  /// nil if the line begins no block.
  init?(_ line: String) {
    let indented = line.drop { $0 == " " }
    guard line.count - indented.count < 4, let mark = indented.first, mark == "`" || mark == "~" else { return nil }
    let run = indented.prefix { $0 == mark }
    guard run.count >= 3 else { return nil }
    marks = String(run)
    info = indented.dropFirst(run.count).trimmingCharacters(in: .whitespaces)
    if mark == "`" && info.contains("`") { return nil }
  }

  /// Where the block ends: a line with at least as many of the same marks and nothing else.
  func end(in lines: [String], from start: Int) -> Int? {
    lines.indices[min(start, lines.count)...].first { index in
      let line = lines[index].trimmingCharacters(in: .whitespaces)
      return line.count >= marks.count && line.allSatisfy { $0 == marks.first }
    }
  }
}

/// What a notebook says of itself at its top.
public struct Header: Sendable, Equatable {
  public var title = ""
  /// The topic of the roadmap that it teaches.
  public var topic: String?
  public var minutes: Int?
  /// Exercises that should be done before.
  public var needs: [String] = []
  /// Exercises whose functions its cells call: the learner's own where they are passed.
  public var use: [String] = []
  /// The line of the file on which the text starts, from 1.
  public var bodyLine = 1

  init(_ lines: [String]) throws(NotebookError) {
    guard lines.first == "---" else { return }
    guard let end = lines.dropFirst().firstIndex(of: "---") else {
      throw NotebookError(line: 1, "the front matter that begins here has no end, a line of three hyphens")
    }
    bodyLine = end + 2
    let yaml = lines[1..<end].joined(separator: "\n")
    let loaded: Any?
    do { loaded = try Yams.load(yaml: yaml) } catch {
      let line = (error as? YamlError).flatMap(Self.line) ?? 0
      throw NotebookError(line: line + 2, "the front matter is not YAML: \(error)")
    }
    guard let fields = loaded as? [String: Any] else {
      throw NotebookError(line: 2, "the front matter is no list of names and values")
    }
    title = fields["title"].map { "\($0)" } ?? ""
    topic = fields["topic"].map { "\($0)" }
    minutes = fields["minutes"] as? Int
    needs = (fields["needs"] as? [Any])?.map { "\($0)" } ?? []
    use = (fields["use"] as? [Any])?.map { "\($0)" } ?? []
    let known = ["title", "topic", "minutes", "needs", "use", "jupyter", "kernelspec"]
    if let unknown = fields.keys.filter({ !known.contains($0) }).min() {
      let line = lines.firstIndex { $0.hasPrefix(unknown) } ?? 1
      throw NotebookError(line: line + 1, "\"\(unknown)\" is none of \(known.prefix(5).joined(separator: ", "))")
    }
  }

  private static func line(_ error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line - 1
    default: nil
    }
  }
}

/// What is wrong with a notebook's text, and where.
public struct NotebookError: Error, Equatable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  public let message: String

  init(line: Int, _ message: String) {
    self.line = line
    self.message = message
  }

  public var description: String { "line \(line): \(message)" }
}
