import ArgumentParser
import Foundation
import Grading
import Progress

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Your attempts; export and import them.",
    discussion: """
      The log only grows. An import adds what is missing (the union by attempt), so that two machines can be brought \
      together: mllab log --export there, mllab log --import here.
      """)

  @Argument(help: "The exercise; default: all.") var name: String?
  @Option(name: .shortAndLong, help: "How many, the newest.") var limit = 20
  @Flag(name: .long, help: "All of them.") var all = false
  @Flag(name: .long, help: "As comma-separated values.") var csv = false
  @Option(name: .customLong("export"), help: "Write every attempt to this new file as JSON Lines; - is stdout.")
  var exportPath: String?
  @Option(name: .customLong("import"), help: "Add the attempts of this file.") var importPath: String?
  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func validate() throws {
    guard limit >= 1 else { throw ValidationError("--limit must be at least 1, it is \(limit).") }
  }

  func run() throws {
    let study = try Study(options, readsOnly: importPath == nil)
    if let importPath { return try importLog(importPath, into: study.log) }
    if let exportPath { return try export(study.log, to: exportPath) }
    if let name { _ = try study.curriculum.named(name) }
    let attempts = try study.log.attempts(exercise: name, limit: all ? nil : limit)
    if json.json { return try sayJSON(attempts) }
    if csv { return say(csvLines(attempts)) }
    if attempts.isEmpty { return say("No attempts yet. The first one: mllab watch") }
    let ink = Terminal.current.ink
    let longest = attempts.map(\.exercise.count).max() ?? 0
    for attempt in attempts {
      let name = attempt.exercise.padding(toLength: longest, withPad: " ", startingAt: 0)
      say("\(ink.faint(localTime(attempt.time, "yyyy-MM-dd HH:mm:ss")))  \(name)  \(words(attempt, ink: ink))")
    }
  }

  private func words(_ attempt: Attempt, ink: Ink) -> String {
    switch attempt.kind {
    case .hint: return "hint \(attempt.hintsSeen)"
    case .gaveUp: return "gave up"
    case .solutionSeen: return "solution seen"
    case .reset: return "reset"
    case .medals:
      return attempt.medals.map { medalWords($0.name, value: $0.value, goal: $0.goal, unit: $0.unit, ink: ink) }
        .joined(separator: "  ")
    default:
      let passed = attempt.checks.count { $0.outcome == "passed" }
      let share = attempt.checks.isEmpty ? "" : "  \(passed) of \(attempt.checks.count)"
      let verdict = attempt.verdict ?? ""
      return (verdict == Attempt.passed ? ink.good(verdict) : verdict) + share
        + (attempt.suspected.map { "  \($0)" } ?? "")
    }
  }

  private func csvLines(_ attempts: [Attempt]) -> [String] {
    let formatter = ISO8601DateFormatter()
    func field(_ text: String) -> String {
      text.contains { ",\"\n\r".contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
    return ["id,time,kind,exercise,verdict,passed,checks,hintsSeen,seconds,seed,containment,suspected,sha256"]
      + attempts.map { attempt in
        [
          attempt.id.uuidString, formatter.string(from: attempt.time), attempt.kind.rawValue, attempt.exercise,
          attempt.verdict ?? "", String(attempt.checks.count { $0.outcome == "passed" }), String(attempt.checks.count),
          String(attempt.hintsSeen), attempt.seconds["total"].map { hundredths($0) } ?? "",
          attempt.seed.map(String.init) ?? "", attempt.containment ?? "", attempt.suspected ?? "", attempt.sha256,
        ].map(field).joined(separator: ",")
      }
  }

  private func export(_ log: AttemptLog, to path: String) throws {
    if path == "-" {
      try log.export { say($0) }
      return
    }
    let url = URL(fileURLWithPath: path)
    guard !FileManager.default.fileExists(atPath: url.path) else {
      throw UsageError("\(url.path) exists, and nothing is written over. Name another file.")
    }
    var text = ""
    let count = try log.export { text += $0 + "\n" }
    try Data(text.utf8).write(to: url, options: .atomic)
    say("\(count) \(count == 1 ? "entry" : "entries") written to \(url.path).")
  }

  private func importLog(_ path: String, into log: AttemptLog) throws {
    guard
      let data = path == "-"
        ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: path)
    else { throw UsageError("There is no file \(path), or it cannot be read.") }
    let report = try log.importLines(data)
    say("\(report.added) added, \(report.alreadyPresent) already there, \(report.rejected.count) not taken.")
    for rejection in report.rejected.prefix(20) { say("  line \(rejection.line): \(rejection.reason)") }
    if !report.rejected.isEmpty { throw ExitCode(ExitStatus.notPassed) }
  }
}
