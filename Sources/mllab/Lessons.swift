import Drawing
import Foundation
import Grading
import LabPlot
import Notebooks
import Sandbox

/// Running notebooks and saying what came of it.
struct Lessons {
  let study: Study
  private let grader: Grader
  private let runner: NotebookRunner
  private let terminal = Terminal.current

  init(_ options: WorkspaceOptions) throws {
    study = try Study(options)
    grader = try study.lab.grader()
    runner = NotebookRunner(grader, data: try study.lab.dataGroups())
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
    guard sayFailure(try made.outcome.failure?.moved(from: file.notebook, with: made.results), file) else {
      let count = file.notebook.cells.count { $0.options.isRun }
      say(
        terminal.ink.good("✓ \(file.url.lastPathComponent)") + ": \(counted(count, "cell")), "
          + "\(counted(made.files.count, "figure")), \(seconds(made.outcome.seconds)) "
          + terminal.ink.faint("(\(seconds(made.outcome.cellSeconds)) in the cells)")
          + (hasChanged ? "" : ", nothing new")
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
    let used = try grader.builds.dependencies(on: header.use, in: study.curriculum) { slug in
      try study.passedText(slug)
    }
    var made = Made(
      outcome: try runner.run(file.notebook, used: used.map(\.module)))
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

func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
