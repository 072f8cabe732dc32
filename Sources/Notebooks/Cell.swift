/// A block of Swift, with its results below it.
public struct Cell: Sendable, Equatable {
  /// The line that opens the block, as it is.
  let opening: String
  public let options: CellOptions
  public let source: [String]
  let closing: String
  /// The line of the file on which `source` starts, from 1.
  public let firstLine: Int
  public private(set) var results = CellResults()
  /// The lines after the block, as they are; nil when the results were replaced.
  private var resultLines: [String]?

  init(opening: String, options: CellOptions, source: [String], closing: String, firstLine: Int) {
    self.opening = opening
    self.options = options
    self.source = source
    self.closing = closing
    self.firstLine = firstLine
  }

  /// The line of the file that closes the block.
  var lastLine: Int { firstLine + source.count }

  mutating func replace(_ results: CellResults) {
    if results == self.results { return }
    self.results = results
    resultLines = nil
  }

  /// Reads the results that follow the block, if there are any.
  ///
  /// - Returns: the first line after them.
  mutating func takeResults(_ lines: [String], from start: Int) -> Int {
    var (taken, index) = (start, start)
    var hasOutput = false
    while index < lines.count {
      if lines[index].allSatisfy({ $0 == " " || $0 == "\t" }) {
        index += 1
      } else if !hasOutput, results.figures.isEmpty, let fence = Fence(lines[index]), fence.language == "output",
        let end = fence.end(in: lines, from: index + 1)
      {
        hasOutput = true
        results.output = lines[(index + 1)..<end].joined(separator: "\n")
        index = end + 1
        taken = index
      } else if let figure = CellResults.Figure(line: lines[index]) {
        results.figures.append(figure)
        index += 1
        taken = index
      } else {
        break
      }
    }
    resultLines = Array(lines[start..<taken])
    return taken
  }

  /// The block and its results.
  var lines: [String] {
    [opening] + source + [closing] + (resultLines ?? results.lines)
  }
}

/// What came of a cell: what it printed, and its plots.
public struct CellResults: Sendable, Equatable {
  /// A plot, by the file that holds it.
  public struct Figure: Sendable, Equatable {
    /// What stands for it where it cannot be seen.
    public var title: String
    /// From the notebook's folder.
    public var path: String

    public init(title: String, path: String) {
      self.title = title
      self.path = path
    }

    /// nil if the line is not an image of the folder `figures` alone.
    init?(line: String) {
      guard let match = line.wholeMatch(of: /!\[(.*)\]\((figures\/[^)\s\/]+\.svg)\)\s*/) else { return nil }
      title = String(match.1)
      path = String(match.2)
    }
  }

  /// Without a line feed at its end.
  public var output: String
  public var figures: [Figure]

  public init(output: String = "", figures: [Figure] = []) {
    self.output = output
    self.figures = figures
  }

  var lines: [String] {
    var lines: [String] = []
    if !output.isEmpty {
      let printed = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let longest = printed.map { $0.drop { $0 == " " }.prefix { $0 == "`" }.count }.max() ?? 0
      let marks = String(repeating: "`", count: max(3, longest + 1))
      lines += ["", "\(marks)output"] + printed + [marks]
    }
    for figure in figures { lines += ["", "![\(figure.title)](\(figure.path))"] }
    return lines
  }
}
