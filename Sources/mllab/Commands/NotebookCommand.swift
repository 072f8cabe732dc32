import ArgumentParser
import Curriculum
import Drawing
import Foundation
import Grading
import LabPlot
import Notebooks
import Sandbox

struct NotebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook", abstract: "Lessons: Markdown whose Swift cells run, with their results below them.",
    subcommands: [NotebookRun.self, NotebookCheck.self, NotebookExport.self, NotebookImport.self])
}

struct NotebookRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run all cells in order and write what they print and plot below them.",
    discussion: """
      The cells are one program: what a cell declares, those below it see. It runs confined, with all of datasets/. A cell \
      that fails is told of by its line in the notebook; the cells before it keep their new results.
      Behind ```swift may stand: .noeval (shown, not run), seconds=90, seed=7, tags=["hide-input"], and \
      tags=["raises-exception"] for a cell that shows how it fails.
      Exit status: 0 all ran, 1 a cell failed.
      """)

  @OptionGroup var options: WorkspaceOptions
  @Argument(help: "The notebook.") var file: String
  @Flag(help: "Run again whenever the file is saved; Ctrl-C ends it.") var watch = false

  func run() throws {
    let lessons = try Lessons(options)
    var isWhole = try lessons.run(NotebookFile(at: file))
    guard watch else {
      if !isWhole { throw ExitCode(ExitStatus.notPassed) }
      return
    }
    var last = stamp()
    while true {
      usleep(100_000)
      let now = stamp()
      guard now != last else { continue }
      last = now
      do { isWhole = try lessons.run(NotebookFile(at: file)) } catch { remark(inWords(error)) }
      last = stamp()  // what was written just now
    }
  }

  private func stamp() -> [Int] {
    var status = stat()
    guard stat(file, &status) == 0 else { return [] }
    return [Int(status.st_ino), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, Int(status.st_size)]
  }
}

struct NotebookCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run notebooks and compare with the results that stand in them; nothing is written.",
    discussion: """
      Numbers may differ by 10⁻⁶ or one in the last digit printed, and times as they like.
      Exit status: 0 nothing has drifted, 1 something has, or a cell failed.
      """)

  @OptionGroup var options: WorkspaceOptions
  @Argument(help: "The notebooks; all of notebooks-md without any.") var files: [String] = []

  func run() throws {
    let lessons = try Lessons(options)
    let folder = lessons.study.lab.home.appendingPathComponent("notebooks-md")
    let names = files.isEmpty ? try lessons.notebooks(in: folder) : files
    if names.isEmpty { throw UsageError("There is no notebook in \(folder.path).") }
    var isWhole = true
    for name in names where try !lessons.check(NotebookFile(at: name)) { isWhole = false }
    if !isWhole { throw ExitCode(ExitStatus.notPassed) }
  }
}

struct NotebookExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Make a page of a notebook that needs nothing else, as its results stand in it.",
    discussion:
      "Run it first for results that are new. Mathematics becomes MathML, plots lie in the page; pandoc makes it.")

  @Argument(help: "The notebook.") var file: String
  @Flag(help: "An HTML page.") var html = false
  @Flag(help: "A notebook for Jupyter.") var ipynb = false
  @Option(name: .shortAndLong, help: "Where it goes; beside the notebook without it.") var output: String?

  func validate() throws {
    if html == ipynb { throw ValidationError("Say what to make: --html or --ipynb") }
  }

  func run() throws {
    let source = try NotebookFile(at: file)
    let ending = html ? "html" : "ipynb"
    let place =
      output.map { URL(fileURLWithPath: $0) } ?? source.url.deletingPathExtension().appendingPathExtension(ending)
    let page = html ? try HTMLExport(source).page() : try JupyterNotebook.data(of: source)
    do { try page.write(to: place, options: .atomic) } catch {
      throw UsageError("\(place.path) cannot be written: \(inWords(error))")
    }
    say("\(place.path), \(page.count / 1024) kB")
  }
}

struct NotebookImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a notebook of mllab's from one of Jupyter's.",
    discussion: "Cells of another language than Swift are kept as blocks that are not run. No file is replaced.")

  @Argument(help: "The .ipynb.") var file: String
  @Option(name: .shortAndLong, help: "Where the Markdown goes; beside the .ipynb without it.") var output: String?

  func run() throws {
    let source = URL(fileURLWithPath: file)
    let place = output.map { URL(fileURLWithPath: $0) } ?? source.deletingPathExtension().appendingPathExtension("md")
    let stem = place.deletingPathExtension().lastPathComponent
    let bytes: Data
    do { bytes = try Data(contentsOf: source) } catch { throw UsageError(inWords(error)) }
    let contents: JupyterNotebook.Contents
    do { contents = try JupyterNotebook.contents(bytes, stem: stem) } catch let error as NotebookFileError {
      throw UsageError("\(file) cannot be read as a notebook. \(error)")
    }
    var files = contents.figures.map { (place.deletingLastPathComponent().appendingPathComponent($0.key), $0.value) }
    files.append((place, Data(contents.text.utf8)))
    if let there = files.first(where: { FileManager.default.fileExists(atPath: $0.0.path) }) {
      throw UsageError("\(there.0.path) is there already; nothing was written. --output names another place.")
    }
    do {
      for (url, content) in files {
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try content.write(to: url, options: .atomic)
      }
    } catch { throw UsageError(inWords(error)) }
    say("\(place.path), \(words(contents.figures.count, "figure"))")
  }
}

private func words(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Running notebooks and saying what came of it.
struct Lessons {
  let study: Study
  private let runner: NotebookRunner
  private let terminal = Terminal.current

  init(_ options: WorkspaceOptions) throws {
    study = try Study(options)
    let groups = try FileManager.default.contentsOfDirectory(atPath: study.lab.datasets.path)
      .filter { !$0.hasPrefix(".") && $0 != "derive" }
    runner = NotebookRunner(try study.lab.grader(), data: groups)
  }

  func notebooks(in folder: URL) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
      .map { folder.appendingPathComponent($0).path }
  }

  /// Runs a notebook, writes its results and says what came of it.
  ///
  /// - Returns: whether every cell ran to its end.
  func run(_ file: NotebookFile) throws -> Bool {
    let made = try make(file)
    let hasChanged = try file.write(made.results, figures: made.files)
    guard sayFailure(made.outcome.failure, file) else {
      let count = file.notebook.cells.count { $0.options.isRun }
      say(
        terminal.ink.good("✓ \(file.url.lastPathComponent)") + ": \(words(count, "cell")), "
          + "\(words(made.files.count, "figure")), \(seconds(made.outcome.seconds))\(hasChanged ? "" : ", nothing new")"
      )
      return true
    }
    return false
  }

  /// Runs a notebook and says where what comes out is not what stands in it.
  func check(_ file: NotebookFile) throws -> Bool {
    let made = try make(file)
    if sayFailure(made.outcome.failure, file) { return false }
    let drifts = file.drift(made.results, figures: made.files)
    for drift in drifts { say(wrapped(drift.harmless, width: terminal.width)) }
    if drifts.isEmpty {
      say(terminal.ink.good("✓ \(file.url.lastPathComponent)") + ": as it stands, \(seconds(made.outcome.seconds))")
    } else {
      say(
        terminal.ink.bad("✗ \(file.url.lastPathComponent)")
          + ": its results have drifted. mllab notebook run writes what comes out now.")
    }
    return drifts.isEmpty
  }

  private struct Made {
    var outcome: NotebookRunner.Outcome
    var results: [Int: CellResults] = [:]
    var files: [String: Data] = [:]
  }

  private func make(_ file: NotebookFile) throws -> Made {
    let header = file.notebook.header
    for slug in header.use + header.needs where study.curriculum.exercise(named: slug) == nil {
      throw UsageError("\(file.url.lastPathComponent): there is no exercise \(slug), which its front matter names.")
    }
    let grader = try study.lab.grader()
    let used = try grader.builds.dependencies(on: header.use, in: study.curriculum) { slug in
      try study.passedText(slug)
    }
    var made = Made(
      outcome: try runner.run(file.notebook, name: file.url.lastPathComponent, used: used.map(\.module)))
    var figures: [Int: [CellResults.Figure]] = [:]
    do {
      for (cell, drawn) in try runner.draw(made.outcome.figures, stem: file.stem) {
        figures[cell] = drawn.map(\.figure)
        for (figure, svg) in drawn { made.files[figure.path] = svg }
      }
    } catch let error as DrawingError {
      // A failure to draw hides no result: the figures that stand in the notebook stay.
      remark("\(error)")
      for (number, cell) in file.notebook.cells.enumerated() { figures[number] = cell.results.figures }
    }
    for (cell, printed) in made.outcome.printed {
      made.results[cell] = CellResults(output: printed, figures: figures[cell] ?? [])
    }
    return made
  }

  /// - Returns: whether there is a failure.
  private func sayFailure(_ failure: NotebookRunner.Failure?, _ file: NotebookFile) -> Bool {
    guard let failure else { return false }
    let name = file.url.lastPathComponent
    let place = failure.cell.map { "cell \($0 + 1) of \(name)" } ?? name
    say(terminal.ink.bad("✗ \(place) fails"))
    let begin = failure.line.map { "line \($0): " } ?? ""
    if !failure.reason.isEmpty {
      say(wrapped((begin + failure.reason).harmless, width: terminal.width - 2, indent: "  ").map { $0 })
    }
    for diagnostic in failure.diagnostics.prefix(4) {
      say(diagnostic.words(ink: terminal.ink, width: terminal.width))
    }
    if !failure.printed.isEmpty {
      say(terminal.ink.faint("  printed:"))
      say(
        failure.printed.harmless.split(separator: "\n", omittingEmptySubsequences: false).suffix(20).map { "  \($0)" })
    }
    return true
  }

  private func seconds(_ seconds: Double) -> String { String(format: "%.1f s", seconds) }
}
