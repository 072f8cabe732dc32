import ArgumentParser
import Foundation
import Notebooks

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
  @Argument(help: "The notebook, or the name of a lesson of mllab's.") var file: String
  @Flag(help: "Run again whenever the file is saved; Ctrl-C ends it.") var watch = false

  func run() throws {
    let lessons = try Lessons(options)
    let file = lessons.study.lab.notebook(file)
    let notebook = try NotebookFile(at: file)  // what is no notebook is not watched, either
    guard watch else {
      if try !lessons.run(notebook) { throw ExitCode(ExitStatus.notPassed) }
      return
    }
    let watcher = FileWatcher(URL(fileURLWithPath: file))  // before the first run: it may be saved meanwhile
    var isDue = true
    while true {
      if isDue {
        do {
          _ = try lessons.run(NotebookFile(at: file))
          _ = watcher.hasChanged()  // what was written just now
        } catch { remark(inWords(error)) }
      }
      usleep(100_000)
      isDue = watcher.hasChanged()
    }
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
  @Argument(help: "Notebooks or names of lessons; all of notebooks-md without any.") var files: [String] = []

  func run() throws {
    let lessons = try Lessons(options)
    let lab = lessons.study.lab
    let names = files.isEmpty ? try lessons.notebooks(in: lab.lessons) : files.map(lab.notebook)
    if names.isEmpty { throw UsageError("There is no notebook in \(lab.lessons.path).") }
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

  @Argument(help: "The notebook, or the name of a lesson of mllab's.") var file: String
  @Flag(help: "An HTML page.") var html = false
  @Flag(help: "A notebook for Jupyter.") var ipynb = false
  @Option(name: .shortAndLong, help: "Where it goes; beside the notebook without it.") var output: String?

  func validate() throws {
    if html == ipynb { throw ValidationError("Say what to make: --html or --ipynb") }
  }

  func run() throws {
    let source = try NotebookFile(at: Lab.current().notebook(file))
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
    say("\(place.path), \(counted(contents.figures.count, "figure"))")
  }
}
