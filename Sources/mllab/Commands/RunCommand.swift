import ArgumentParser
import Foundation
import Grading

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Judge an exercise once and say what is right, what is wrong and why.",
    discussion: """
      Exit status: 0 passed, 1 not passed, 2 the command was not understood, 70 the lab is broken.
      """)

  @Argument(help: "The exercise; default: the one you are working on.")
  var name: String?

  @Option(name: .long, help: "Judge this file instead of the one in the workspace; if it passes, it counts as yours.")
  var file: String?

  @Option(
    name: .customLong("with"),
    help: ArgumentHelp(
      "reference: take the reference of the exercises that this one uses, not yours. Tells whether a fault is here.",
      valueName: "what"))
  var with: Source?

  @Option(name: .long, parsing: .unconditional, help: "The seed of the random cases, 0 or more.")
  var seed: UInt64 = 1

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("Only the check with this number, or one case of it: 4 or 4.2.", valueName: "number"))
  var caseNumber: CaseNumber?

  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  enum Source: String, ExpressibleByArgument { case reference }

  func run() throws {
    let study = try Study(options)
    let exercise = try study.exercise(name)
    let source = try file.map { path throws in try SourceFile(at: path) } ?? study.source(of: exercise)
    var grading = Grader.Options(seed: seed)
    grading.onlyCheck = caseNumber?.check
    grading.onlyCase = caseNumber?.caseIndex
    if file == nil { try study.select(exercise) }
    let grader = try study.lab.grader()
    var verdict = try study.judge(
      source, by: exercise, grader: grader, options: grading, withReference: with == .reference)
    func measureSpeed() throws -> [Verdict.Medal] {
      guard verdict.isSpeedPending else { return [] }
      return try study.measureSpeed(
        of: source, by: exercise, grader: grader, options: grading, withReference: with == .reference)
    }
    if caseNumber != nil, verdict.checks.isEmpty, verdict.diagnostics.isEmpty {
      throw UsageError(verdict.notes.last ?? "\(exercise.slug) has no such check.")
    }
    if json.json {
      let medals = Result { try measureSpeed() }  // a lab that breaks meanwhile takes no verdict back
      verdict.medals += (try? medals.get()) ?? []
      try sayJSON(verdict)
      _ = try medals.get()
    } else {
      let terminal = Terminal.current
      let command = "mllab run \(exercise.slug)" + (file.map { " --file \($0)" } ?? "")
      say(verdict.words(ink: terminal.ink, width: terminal.width, command: command))
      if verdict.isSpeedPending, terminal.isTerminal { sayRaw(terminal.ink.faint("  measuring the speed …")) }
      let medals = try measureSpeed()
      if verdict.isSpeedPending, terminal.isTerminal { sayRaw("\r\u{1b}[K") }
      if !medals.isEmpty { say([""] + medals.map { "  " + $0.words(ink: terminal.ink) } + [""]) }
      if verdict.isPassed, let file, grading.onlyCheck == nil {
        let words = "\(file) counts as your \(exercise.slug) now: the exercises that use it take this text."
        say(wrapped("Note: " + words, width: terminal.width, indent: "  "))
      }
      if verdict.isPassed, file == nil, grading.onlyCheck == nil, let next = try study.next() {
        say("  next: mllab show \(next.slug)")
      }
      say(VerdictPictures(study: study).lines(verdict, on: terminal))
    }
    if !verdict.isPassed { throw ExitCode(ExitStatus.notPassed) }
  }
}

/// A check by its number in the verdict, from 1, and if wanted a case of it: 4 or 4.2.
struct CaseNumber: ExpressibleByArgument {
  let check: Int
  let caseIndex: Int?

  init?(argument: String) {
    let parts = argument.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(parts.count), parts.allSatisfy({ ($0 ?? 0) >= 1 }), let check = parts[0] else { return nil }
    self.check = check - 1
    caseIndex = parts.count == 2 ? parts[1].map { $0 - 1 } : nil
  }
}
