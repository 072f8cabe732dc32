import ArgumentParser
import Curriculum
import Foundation
import Grading
import Progress

/// The program: parses the arguments, runs the command, and maps what it throws to an exit status.
@main enum Program {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try MLLab.parseAsRoot()
      try command.run()
    } catch {
      exit(report(error))
    }
  }

  /// Says what went wrong and gives the status that tells it to scripts.
  static func report(_ error: any Error) -> Int32 {
    switch error {
    case let status as ExitCode: return status.rawValue
    case is UsageError, is SourceFileError:
      remark("\(error)")
      return ExitStatus.usage
    default: break
    }
    let code = MLLab.exitCode(for: error)
    if code == .validationFailure || code == .success {  // ArgumentParser's own: help, or arguments it cannot read
      let message = MLLab.fullMessage(for: error) + "\n"
      FileHandle(fileDescriptor: code == .success ? 1 : 2).write(Data(message.utf8))
      return code == .success ? ExitStatus.ok : ExitStatus.usage
    }
    remark("\(error)")
    return ExitStatus.broken
  }
}

struct MLLab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mllab",
    abstract: "A personal machine-learning lab: the road to ML engineer, in exercises that judge your code as you save.",
    discussion: "Without a command it goes on where you are.",
    version: "0.1",
    groupedSubcommands: [
      CommandGroup(
        name: "Work", subcommands: [WatchCommand.self, RunCommand.self, ShowCommand.self, NextCommand.self,
        HintCommand.self, SolutionCommand.self, DiffCommand.self, ResetCommand.self, UndoCommand.self, PlayCommand.self, LogCommand.self]),
      CommandGroup(name: "The lab", subcommands: [InitCommand.self, VerifyCommand.self, DoctorCommand.self, CleanCommand.self, PrepareCommand.self]),
    ])
}

struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare", abstract: "Make the toolkit from a fresh build; the wrapper does it.", shouldDisplay: false)

  func run() throws { _ = try Lab.current().prepare() }
}
