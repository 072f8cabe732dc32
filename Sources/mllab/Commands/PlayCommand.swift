import ArgumentParser
import Foundation
import Grading
import Sandbox

struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Run a program of your own with the lab's modules, confined; no verdict.",
    discussion: """
      The file is a script (statements at top level) or has @main. It may import LabNumerics and LabData, reads all of \
      datasets/, and has no time limit; Ctrl-C ends it. Exit status: the program's own, 1 if it does not compile.
      """)

  @Argument(help: "The Swift file.") var file: String

  func run() throws {
    let lab = try Lab.current()
    let source = try SourceFile(at: file)
    let groups = try FileManager.default.contentsOfDirectory(atPath: lab.datasets.path)
      .filter { !$0.hasPrefix(".") && $0 != "derive" }
    switch try lab.grader().play(source, data: groups) {
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
        let crash = Crash(report: result.crashReport, output: "", file: source.name, signal: signal)
        remark("\(source.name)\(crash.line.map { ":\($0)" } ?? "") crashed: \(crash.reason)")
        throw ExitCode(128 + signal)
      }
    }
  }
}
