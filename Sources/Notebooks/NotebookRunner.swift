import Drawing
import Foundation
import Grading
import LabPlot
import Sandbox
import Synchronization

/// Runs notebooks, confined as a learner's program is.
public struct NotebookRunner: Sendable {
  let grader: Grader
  let draughtsman: Draughtsman
  /// The groups of datasets/ that cells may read.
  let data: [String]

  public init(_ grader: Grader, data: [String]) {
    self.grader = grader
    self.data = data
    draughtsman = Draughtsman(grader.sandbox, grader.builds.toolchain)
  }

  /// What came of running a notebook.
  public struct Outcome: Sendable {
    /// By the cells' numbers: of those that ran to their end.
    public var printed: [Int: String] = [:]
    public var figures: [Int: [Figure]] = [:]
    /// Why not all did.
    public var failure: Failure?
    /// From the first compile to the end.
    public var seconds = 0.0
    /// Of these, while the cells ran.
    public var cellSeconds = 0.0
  }

  /// A cell that failed.
  public struct Failure: Sendable {
    /// The cell's number; nil if no cell can be named.
    public var cell: Int?
    /// The compiler's words about it, if it does not compile.
    public var diagnostics: [Diagnostic] = []
    /// Where it was in the notebook, if it does.
    public var line: Int?
    /// Why it ended then, in words.
    public var reason = ""
    /// What it had printed.
    public var printed = ""
    /// What ended it, if it crashed.
    var crash: Crash?

    /// The same with the lines that the notebook has with new results below its cells.
    public func moved(from old: Notebook, with results: [Int: CellResults]) throws -> Failure {
      let (old, new) = (old.cells, try Notebook(old.with(results).text).cells)
      func moved(_ line: Int) -> Int {
        guard let cell = old.lastIndex(where: { $0.firstLine <= line }) else { return line }
        return line - old[cell].firstLine + new[cell].firstLine
      }
      var failure = self
      failure.line = line.map(moved)
      for index in diagnostics.indices { failure.diagnostics[index].line = diagnostics[index].line.map(moved) }
      return failure
    }
  }

  /// Runs all cells in order as one program.
  ///
  /// - Parameters:
  ///   - notebook: what to run.
  ///   - used: the modules of the exercises that it uses.
  /// - Returns: the results of the cells before the first that fails, and that failure.
  /// - Throws: what is wrong with the lab.
  public func run(_ notebook: Notebook, used: [UsedModule]) throws -> Outcome {
    Scratch.removeLeftovers(in: grader.builds.toolchain.cache)
    let start = monotonicSeconds()
    var outcome = Outcome()
    let all = Array(notebook.cells.enumerated()).map { (number: $0.offset, cell: $0.element) }
      .filter { $0.cell.options.isRun }
    var cells = all.filter { !$0.cell.options.mustFail }
    while true {
      let program = NotebookProgram(cells: cells)
      var ran = try run(program, used)
      if let crash = ran.failure?.crash, crash.isVague,
        var failure = try run(program, used, optimised: false).failure
      {
        if let both = failure.crash?.completed(by: crash) {
          failure.line = both.line.map(program.line) ?? failure.line
          failure.reason = both.reason
        }
        ran.failure = failure
      }
      outcome.printed = ran.printed
      outcome.figures = ran.figures
      outcome.cellSeconds = ran.seconds
      guard var failure = ran.failure else { break }
      guard !ran.didCompile else {
        if outcome.failure == nil { outcome.failure = failure }
        break
      }
      // A cell that does not compile must not keep those before it from running. That something was never closed is
      // noticed far behind it, at times at no line of the notebook.
      if failure.cell == nil { failure = try firstFailure(cells, failure, used) }
      outcome.failure = failure
      guard let cell = failure.cell, cells.contains(where: { $0.number < cell }) else { break }
      cells.removeAll { $0.number >= cell }
    }
    for (number, cell) in all where cell.options.mustFail {
      if let failed = outcome.failure?.cell, number > failed { break }
      let before = cells.filter { $0.number < number }
      let ran = try run(NotebookProgram(cells: before + [(number, cell)]), used, optimised: false)
      guard let failure = ran.failure, failure.cell == number else {
        outcome.failure = Failure(
          cell: number,
          line: cell.firstLine, reason: "the cell has the tag raises-exception, and does not fail")
        break
      }
      let words = failure.diagnostics.isEmpty ? [failure.reason] : failure.diagnostics.map(\.message)
      outcome.printed[number] = ([failure.printed] + words.map { "error: \($0)" })
        .filter { !$0.isEmpty }.joined(separator: "\n")
    }
    outcome.seconds = monotonicSeconds() - start
    return outcome
  }

  /// Draws what the cells showed, several figures at a time.
  ///
  /// - Parameters:
  ///   - figures: by the cells' numbers.
  ///   - stem: the notebook's name without its ending; begins the files' names.
  /// - Returns: by the cells' numbers, what stands below them and the files' contents.
  /// - Throws: `DrawingError`.
  public func draw(
    _ figures: [Int: [Figure]], stem: String
  ) throws -> [Int: [(figure: CellResults.Figure, svg: Data)]] {
    let figures = figures.sorted { $0.key < $1.key }.flatMap { cell, figures in figures.map { (cell, $0) } }
    let pictures = Mutex([Result<Data, any Error>?](repeating: nil, count: figures.count))
    DispatchQueue.concurrentPerform(iterations: figures.count) { index in
      let picture = Result { try draughtsman.draw(figures[index].1, on: .svg) }
      pictures.withLock { $0[index] = picture }
    }
    var drawn: [Int: [(figure: CellResults.Figure, svg: Data)]] = [:]
    var names = Set<String>()
    for ((cell, figure), picture) in zip(figures, pictures.withLock { $0 }) {
      guard let svg = try picture?.get() else { continue }
      let title = figure.plots.first?.title ?? ""
      let slug = "\(slug(stem))-\(slug(title))"
      var (name, number) = (slug, 1)
      while !names.insert(name).inserted {
        number += 1
        name = "\(slug)-\(number)"
      }
      let alternative = title.map { "[]()".contains($0) ? " " : String($0) }.joined()
      drawn[cell, default: []].append(
        (.init(title: alternative, path: "figures/\(name).svg"), FigurePage(figure).described(svg)))
    }
    return drawn
  }

  /// What keeps the shortest beginning of the cells from compiling that does not compile: its last cell.
  ///
  /// - Parameters:
  ///   - cells: as a whole they do not compile.
  ///   - failure: what the compiler says of all of them.
  ///   - used: the modules that they see.
  /// - Returns: that failure, each line at the cell's last at the latest.
  /// - Throws: what is wrong with the lab.
  private func firstFailure(
    _ cells: [(number: Int, cell: Cell)], _ failure: Failure, _ used: [UsedModule]
  ) throws -> Failure {
    var (low, high, found) = (0, cells.count, failure)
    while high - low > 1 {
      let middle = (low + high) / 2
      let scratch = try Scratch(in: grader.builds.toolchain.cache)
      switch try compiled(NotebookProgram(cells: Array(cells.prefix(middle))), used, optimised: false, scratch.path) {
      case .program: low = middle
      case .failure(let failure): (high, found) = (middle, failure)
      }
    }
    found.cell = cells[high - 1].number
    for index in found.diagnostics.indices {
      let last = cells[high - 1].cell.lastLine
      guard found.diagnostics[index].line ?? last >= last else { continue }
      (found.diagnostics[index].line, found.diagnostics[index].excerpt) = (last, [])  // not the author's line
    }
    return found
  }

  // MARK: - One program

  private struct Ran {
    var didCompile = true
    var printed: [Int: String] = [:]
    var figures: [Int: [Figure]] = [:]
    var seconds = 0.0
    var failure: Failure?
  }

  private func run(_ program: NotebookProgram, _ used: [UsedModule], optimised: Bool = true) throws -> Ran {
    var ran = Ran()
    guard !program.cells.isEmpty else { return ran }
    let scratch = try Scratch(in: grader.builds.toolchain.cache)
    switch try compiled(program, used, optimised: optimised, scratch.path) {
    case .failure(let failure): (ran.didCompile, ran.failure) = (false, failure)
    case .program(let path): try execute(path, program, scratch.path, into: &ran)
    }
    return ran
  }

  private enum Compiled {
    case program(String)
    case failure(Failure)
  }

  private func compiled(
    _ program: NotebookProgram, _ used: [UsedModule], optimised: Bool, _ scratch: String
  ) throws -> Compiled {
    if optimised, let parts = program.parts,
      case .program(let path, _, _) = try grader.builds.script(parts, used: used, in: scratch)
    {
      return .program(path)
    }
    switch try grader.builds.ownProgram(
      (NotebookProgram.name, Array(program.source.utf8)), used: used, optimised: optimised, in: scratch)
    {
    case .program(let path, _, _): return .program(path)
    case .learnerFailed(let words), .bindingFailed(let words):
      var diagnostics = Diagnostic.parse(words, file: NotebookProgram.notebook)
      if diagnostics.isEmpty {
        // The end of the file is on no line of the notebook.
        diagnostics = Diagnostic.parse(words, file: NotebookProgram.name)
        for index in diagnostics.indices { (diagnostics[index].line, diagnostics[index].excerpt) = (nil, []) }
      }
      let cell = diagnostics.first?.line.flatMap(program.cell)
      return .failure(
        Failure(
          cell: cell, diagnostics: diagnostics.filter { cell == nil || $0.line.flatMap(program.cell) == cell },
          reason: diagnostics.isEmpty ? words : ""))
    }
  }

  private func execute(_ path: String, _ program: NotebookProgram, _ scratch: String, into ran: inout Ran) throws {
    var limits = Limits.graded
    limits.wallSeconds = 60
    limits.cpuSeconds = nil
    limits.memoryBytes = 4 << 30
    limits.fileBytes = Self.mostPrinted
    var run = Run(program: path, dataFolder: grader.dataFolder, scratch: scratch, limits: limits)
    run.data = data
    run.request = ""
    run.environment = [FigureChannel.variable: "1"]
    var reports: [Report] = []
    var figures: [Int: [Figure]] = [:]
    let decoder = JSONDecoder()
    let result = try grader.sandbox.run(run, with: grader.builds.toolchain) { line in
      guard let report = try? decoder.decode(Report.self, from: Data(line.utf8)) else { return .goOn }
      if let figure = report.figure, let cell = reports.last?.cell {
        if figures[cell, default: []].count < Self.mostFigures { figures[cell, default: []].append(figure) }
        return .goOn
      }
      guard let number = report.cell else { return .goOn }
      reports.append(report)
      let cell = program.cells.first { $0.number == number }?.cell
      return .deadline(seconds: cell?.options.seconds ?? 5)
    }
    let output = result.outputBytes(limit: Self.mostPrinted)
    for (report, next) in zip(reports, reports.dropFirst()) {
      guard let number = report.cell else { continue }
      ran.printed[number] = Self.printed(output, from: report.output, to: next.output)
    }
    let last = reports.last?.cell
    if let last, last >= 0 { figures[last] = nil }
    (ran.figures, ran.seconds) = (figures, result.seconds)
    guard last != -1 || result.ending != .exited(0) || result.stop != nil else { return }
    let current = program.cells.first { $0.number == last }
    let printed = Self.printed(output, from: reports.last?.output ?? 0, to: output.count)
    ran.failure = failure(of: current, printed, result, program, output: String(decoding: output, as: UTF8.self))
  }

  private func failure(
    of current: (number: Int, cell: Cell)?, _ printed: String, _ result: RunResult, _ program: NotebookProgram,
    output: String
  ) -> Failure {
    guard let current else {
      return Failure(reason: "the notebook could not be started: \(output.suffix(300))")
    }
    var failure = Failure(cell: current.number, line: current.cell.firstLine, printed: printed)
    switch (result.stop, result.ending) {
    case (.wallTime, _):
      let crash = Crash(report: result.crashReport, output: "", file: NotebookProgram.notebook, signal: SIGQUIT)
      failure.line = crash.line.map(program.line) ?? failure.line
      let flood = output.utf8.count >= Self.mostPrinted ? " and printed more than \(Self.mostPrinted >> 20) MB" : ""
      failure.printed = withoutLastWords(printed)
      failure.reason =
        "the cell took longer than \(current.cell.options.seconds.short) s\(flood) and was stopped; seconds=… behind "
        + "```swift gives it more"
    case (.memory, _): failure.reason = "the cell asked for more than 4 GB of memory and was stopped"
    case (_, .exited(let status)): failure.reason = "the cell ended the program itself, with status \(status)"
    case (_, .signalled(let signal)):
      let crash = Crash(report: result.crashReport, output: output, file: NotebookProgram.notebook, signal: signal)
      failure.line = crash.line.map(program.line) ?? failure.line
      failure.reason = crash.reason
      failure.crash = crash
      failure.printed = withoutLastWords(printed)
    }
    return failure
  }

  /// What the runtime prints of a crash is in the message, with addresses that are others each time.
  private func withoutLastWords(_ printed: String) -> String {
    printed.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.hasPrefix("*** ") && !$0.contains("Fatal error: ") && !$0.hasPrefix("Could not cast") }
      .joined(separator: "\n").trimmingCharacters(in: .newlines)
  }

  private static func printed(_ output: [UInt8], from start: Int, to end: Int) -> String {
    let part = output[min(start, output.count)..<min(max(start, end), output.count)]
    // A notebook with a zero byte, or with two kinds of line endings, is not read again.
    let text = String(decoding: part, as: UTF8.self).withoutParts.replacing("\r\n", with: "\n")
      .replacing("\0", with: "␀")
      .trimmingCharacters(in: .newlines)
    guard text.utf8.count > mostShown else { return text }
    return String(decoding: Array(text.utf8.prefix(mostShown)), as: UTF8.self)
      + "\n… and \(text.utf8.count - mostShown) more bytes"
  }

  /// Of what a notebook prints: 16 MB are kept while it runs.
  private static let mostPrinted = 16 << 20
  /// Of what a cell prints: a page of text.
  private static let mostShown = 16 << 10
  private static let mostFigures = 20

  /// A line from the program.
  private struct Report: Decodable {
    var cell: Int?
    var output = 0
    var figure: Figure?

    private enum CodingKeys: String, CodingKey { case cell, output, figure }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      cell = try container.decodeIfPresent(Int.self, forKey: .cell)
      output = max(0, try container.decodeIfPresent(Int.self, forKey: .output) ?? 0)
      figure = try container.decodeIfPresent(Figure.self, forKey: .figure)
    }
  }
}

extension Double {
  /// 60 and not 60.0.
  fileprivate var short: String { self == rounded() ? String(Int(self)) : "\(self)" }
}
