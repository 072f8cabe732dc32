import ArgumentParser
import Curriculum
import Foundation
import Grading
import Notebooks
import Progress

/// The program: parses the arguments, runs the command, and maps what it throws to an exit status.
@main enum Program {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      if let word = CommandLine.arguments.dropFirst().first { try MLLab.refuseUnknown(word) }
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
    case is UsageError, is SourceFileError, is NotebookFileError:
      remark("\(error)")
      return ExitStatus.usage
    default: break
    }
    let code = MLLab.exitCode(for: error)
    if code == .validationFailure || code == .success {  // ArgumentParser's own: help, or arguments it cannot read
      // What stands for no command has no name that anybody would type.
      let message = MLLab.fullMessage(for: error).replacing("mllab resume", with: "mllab")
      if code == .success { say(message) } else { sayRaw(message + "\n", to: 2) }
      return code == .success ? ExitStatus.ok : ExitStatus.usage
    }
    remark(inWords(error))
    return ExitStatus.broken
  }
}

/// An error as a sentence: Foundation's own would be printed as a structure.
func inWords(_ error: any Error) -> String {
  guard let error = error as? CocoaError else { return "\(error)" }
  let system = (error.underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
  let path = error.filePath ?? error.url?.path
  return [path, system ?? error.localizedDescription].compactMap { $0 }.joined(separator: ": ")
}

struct MLLab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mllab",
    abstract:
      "A personal machine-learning lab: the road to ML engineer, in exercises that judge your code as you save.",
    discussion: "Without a command it goes on where you are.",
    version: "0.1",
    groupedSubcommands: [
      CommandGroup(
        name: "Work",
        subcommands: [
          WatchCommand.self, RunCommand.self, TrainCommand.self, ShowCommand.self, NextCommand.self, HintCommand.self,
          SolutionCommand.self, DiffCommand.self, ResetCommand.self, UndoCommand.self, PlayCommand.self,
          NotebookCommand.self,
        ]),
      CommandGroup(
        name: "Progress", subcommands: [ListCommand.self, StatusCommand.self, LogCommand.self, ReportCommand.self]),
      CommandGroup(
        name: "The lab",
        subcommands: [
          InitCommand.self, VerifyCommand.self, BenchCommand.self, LawsCommand.self, Datasets.self, DoctorCommand.self,
          CleanCommand.self,
          TestCommand.self, PrepareCommand.self, ResumeCommand.self,
        ]),
    ], defaultSubcommand: ResumeCommand.self)

  /// Refuses a first word that is no command, before --help behind it would be answered.
  ///
  /// - Throws: `UsageError`, with the command or the exercise that is probably meant.
  static func refuseUnknown(_ word: String) throws {
    let commands = configuration.groupedSubcommands.flatMap { $0.subcommands }
    let known = commands.map { $0._commandName } + ["help"]
    guard !word.hasPrefix("-"), !known.contains(word) else { return }
    if let curriculum = try? Lab.current().curriculum() {
      if curriculum.exercise(named: word) != nil {
        throw UsageError("\(word) is an exercise. To work on it: mllab watch \(word)")
      }
      if word == "roadmap" || curriculum.topic(named: word) != nil || curriculum.phase(named: word) != nil {
        throw UsageError("There is no command \"\(word)\"; the page of this name: mllab list \(word)")
      }
    }
    let shown = commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
    let nearest = names(near: word, among: shown, limit: 2)
    let offer = nearest.isEmpty ? "" : " Did you mean \(nearest.joined(separator: " or "))?"
    throw UsageError("There is no command \"\(word)\".\(offer) All of them: mllab --help")
  }
}

struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare", abstract: "Make the toolkit from a fresh build; the wrapper does it.", shouldDisplay: false)

  func run() throws { _ = try Lab.current().prepare() }
}

/// `mllab` alone: watch mode on a terminal, else the status and the next step.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "resume", shouldDisplay: false)

  @Argument(help: .hidden) var unknown: [String] = []
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    if let word = unknown.first { throw UsageError("There is no command \"\(word)\". All of them: mllab --help") }
    let isTerminal = isatty(0) == 1 && Terminal.current.isTerminal
    let study = try Study(options, readsOnly: !isTerminal)
    guard isTerminal, let exercise = try study.current() else {
      return say(try Status(study).words(ink: Terminal.current.ink, width: Terminal.current.width))
    }
    let status = try Watch(study, exercise: exercise).run()
    if status != 0 { throw ExitCode(status) }
  }
}
