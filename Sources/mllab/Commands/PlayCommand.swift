import ArgumentParser
import Drawing
import Foundation
import Grading
import LabPlot
import Sandbox

struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Run a program of your own with the lab's modules, confined; no verdict.",
    discussion: """
      The file is a script (statements at top level) or has @main. It may import LabNumerics, LabData and \
      LabPlot, whose plots are drawn here in characters. It reads all of datasets/ and has no time limit; Ctrl-C ends it.
      Exit status: the program's own, 1 if it does not compile.
      """)

  @Argument(help: "The Swift file.") var file: String

  func run() throws {
    let lab = try Lab.current()
    let source = try SourceFile(at: file)
    let draughtsman = try lab.draughtsman()
    switch try lab.grader().play(
      source, data: lab.dataGroups(), environment: [FigureChannel.variable: "1"], onLine: { draw($0, draughtsman) })
    {
    case .doesNotCompile(let diagnostics):
      let terminal = Terminal.current
      for diagnostic in diagnostics.prefix(8) {
        say(diagnostic.words(ink: terminal.ink, width: terminal.width))
      }
      throw ExitCode(ExitStatus.notPassed)
    case .ended(let result):
      switch result.ending {
      case .exited(let status):
        if status != 0 { throw ExitCode(status) }
      case .signalled(let signal):
        tell(Crash(report: result.crashReport, output: "", file: source.name, signal: signal), of: source)
        throw ExitCode(128 + signal)
      }
    }
  }

  /// Says where the program crashed, and why as far as that is known: what it printed has gone to the terminal.
  private func tell(_ crash: Crash, of source: SourceFile) {
    let place = source.name + (crash.line.map { ":\($0)" } ?? "")
    let reason =
      crash.isReasonUnknown
      ? "an index out of range, an integer overflow or a nil unwrapped; an optimised program does not tell them apart"
      : crash.reason
    remark("\(place) crashed: \(reason)")
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
    if let line = crash.line, lines.indices.contains(line - 1) { sayRaw("  \(line) | \(lines[line - 1])\n", to: 2) }
  }

  /// Draws a figure that the program showed; that it cannot be drawn is said and no more.
  private func draw(_ line: String, _ draughtsman: Draughtsman) {
    struct Report: Decodable { var figure: Figure }
    guard let report = try? JSONDecoder().decode(Report.self, from: Data(line.utf8)) else { return }
    let terminal = Terminal.current
    let canvas = Canvas.terminal(
      columns: terminal.width, rows: min(24, max(12, terminal.height - 2)), isColoured: terminal.ink.isColoured)
    do {
      say(String(decoding: try draughtsman.draw(report.figure, on: canvas), as: UTF8.self))
    } catch { remark("\(error)") }
  }
}
